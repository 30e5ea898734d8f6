//! Names and numbers that repeat from run to run.

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
];
const GIVEN: &[&str] = &[
    "秀", "英", "伟", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂",
    "兰", "文", "博", "雨", "桐", "思", "远", "晨", "曦", "建", "国", "红", "梅", "志", "强", "晓", "燕",
];

/// A name for a number.
pub fn name(n: u64) -> String {
    let pick = |from: &[&'static str], salt| {
        let at = usize::try_from(mixed(n ^ salt)).unwrap_or_default() % from.len();
        from.get(at).copied().unwrap_or("无")
    };
    format!(
        "{}{}{}",
        pick(SURNAMES, 1 << 40),
        pick(GIVEN, 1 << 41),
        pick(GIVEN, 1 << 42)
    )
}

/// A number scattered: the same for the same number in every run.
pub fn mixed(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    // Half of it, so that it is a whole number of SQL too.
    (z ^ (z >> 31)) >> 1
}

/// A scattered number below another.
pub fn below(n: u64, limit: u64) -> u64 {
    mixed(n) % limit.max(1)
}
