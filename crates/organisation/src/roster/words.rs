//! The words by which rosters say what the register keeps as a choice.

use org::{Status, members::Field};

use super::target::plain;

/// Words of a choice.
type Words = &'static [(&'static str, &'static [&'static str])];

const SEX: Words = &[
    ("male", &["男", "男性", "m", "male", "1"]),
    ("female", &["女", "女性", "f", "female", "2"]),
];
const EDUCATION: Words = &[
    ("junior", &["初中", "初中及以下", "小学", "初中以下"]),
    ("senior", &["高中", "普高", "高中及以下"]),
    (
        "vocational",
        &["中专", "职高", "技校", "中技", "中专职高", "中师", "中等专科", "中职"],
    ),
    ("college", &["大专", "专科", "大学专科", "高职", "高专", "大专学历"]),
    (
        "bachelor",
        &[
            "本科",
            "大学",
            "大本",
            "大学本科",
            "学士",
            "本科学历",
            "在职本科",
            "全日制本科",
        ],
    ),
    ("master", &["硕士", "研究生", "硕士研究生", "在职研究生", "教育硕士"]),
    ("doctor", &["博士", "博士研究生"]),
];
const POLITICAL: Words = &[
    (
        "party",
        &["中共党员", "党员", "共产党员", "中共", "中国共产党党员", "正式党员"],
    ),
    ("probationary", &["预备党员", "中共预备党员", "中共预备"]),
    ("league", &["共青团员", "团员", "共青团"]),
    (
        "democratic",
        &[
            "民主党派",
            "民盟",
            "民进",
            "民革",
            "民建",
            "农工党",
            "九三学社",
            "九三",
            "致公党",
            "台盟",
            "民盟盟员",
            "民进会员",
            "民革党员",
            "民建会员",
            "九三学社社员",
            "致公党党员",
            "农工党党员",
        ],
    ),
    ("none", &["群众", "无", "无党派", "无党派人士", "普通群众"]),
];
const HOUSEHOLD: Words = &[
    (
        "local_urban",
        &[
            "本地城镇",
            "本市城镇",
            "城镇",
            "非农",
            "非农业",
            "非农业户口",
            "城镇户口",
        ],
    ),
    (
        "local_rural",
        &["本地农村", "本市农村", "农村", "农业", "农业户口", "农村户口"],
    ),
    ("other_urban", &["外地城镇", "外埠城镇", "外省城镇"]),
    ("other_rural", &["外地农村", "外埠农村", "外省农村"]),
];
const MARRIAGE: Words = &[
    ("single", &["未婚", "单身", "否"]),
    ("married", &["已婚", "初婚", "再婚", "复婚", "是"]),
    ("divorced", &["离异", "离婚"]),
    ("widowed", &["丧偶"]),
];
const JOB_CLASS: Words = &[
    ("management", &["管理", "管理岗", "管理岗位", "行政"]),
    (
        "technical",
        &[
            "专业技术",
            "专技",
            "专技岗",
            "专业技术岗",
            "专业技术岗位",
            "教师",
            "专任教师",
        ],
    ),
    (
        "labour",
        &["工勤", "工勤岗", "工勤岗位", "生产", "工勤生产岗位", "工人", "后勤"],
    ),
];
const EMPLOYMENT: Words = &[
    (
        "staff",
        &[
            "在编",
            "事业编",
            "事业编制",
            "编制内",
            "在编在岗",
            "正式",
            "在编人员",
            "公办",
        ],
    ),
    (
        "contract",
        &[
            "劳动合同",
            "合同制",
            "合同工",
            "聘用",
            "编外",
            "合同",
            "聘用制",
            "编外聘用",
            "临聘",
            "非编",
        ],
    ),
    (
        "dispatched",
        &["劳务派遣", "派遣", "劳务工", "劳务", "派遣工", "劳务派遣工"],
    ),
    ("part_time", &["非全日制", "兼职", "小时工", "钟点工"]),
    ("platform", &["新就业形态", "灵活就业", "平台", "新就业形态劳动者"]),
];
const SKILL: Words = &[
    ("junior", &["初级工", "初级", "五级", "五级工"]),
    ("intermediate", &["中级工", "中级", "四级", "四级工"]),
    ("senior", &["高级工", "高级", "三级", "三级工"]),
    ("technician", &["技师", "二级", "二级技师"]),
    ("senior_technician", &["高级技师", "一级", "一级技师"]),
];
const FLAG: Words = &[
    ("yes", &["是", "有", "对", "y", "yes", "1", "农民工", "true"]),
    ("no", &["否", "无", "不是", "n", "no", "0", "非农民工", "false"]),
];
const CONFIRMED_BY: Words = &[
    ("signature", &["签字", "本人签字", "签名", "本人签名"]),
    ("phone", &["电话", "电话确认"]),
    ("message", &["短信", "微信", "消息", "短信确认", "短信或消息确认"]),
];
/// States of membership; `gone` stands for all in which somebody is no member any more.
const STATUS: &[(Standing, &[&str])] = &[
    (
        Standing::Is(Status::Active),
        &[
            "在册",
            "在职",
            "正常",
            "会员",
            "在岗",
            "有效",
            "是",
            "在籍",
            "在会",
            "active",
            "现职",
            "已入会",
        ],
    ),
    (
        Standing::Is(Status::Kept),
        &[
            "保留会籍",
            "保留",
            "退休",
            "离退休",
            "已退休",
            "离休",
            "内退",
            "失业",
            "待业",
            "退休会员",
        ],
    ),
    (
        Standing::Gone,
        &[
            "已转出",
            "转出",
            "退会",
            "视为退会",
            "除名",
            "去世",
            "死亡",
            "离职",
            "已离职",
            "调出",
            "辞职",
            "注销",
            "已故",
            "否",
            "非会员",
            "未入会",
        ],
    ),
];

/// How a row says somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As a member.
    Is(Status),
    /// As one no more.
    Gone,
}

fn of(field: Field) -> Words {
    match field {
        Field::Sex => SEX,
        Field::Education => EDUCATION,
        Field::Political => POLITICAL,
        Field::Household => HOUSEHOLD,
        Field::Marriage => MARRIAGE,
        Field::JobClass => JOB_CLASS,
        Field::Employment => EMPLOYMENT,
        Field::Skill => SKILL,
        Field::Migrant => FLAG,
        Field::ConfirmedBy => CONFIRMED_BY,
        _ => &[],
    }
}

/// The choice that a word stands for; a key of the register is one itself.
#[must_use]
pub fn choice(field: Field, text: &str) -> Option<&'static str> {
    let word = plain(text);
    let all = of(field);
    let found = all
        .iter()
        .find(|(key, words)| words.contains(&word.as_str()) || *key == text.trim());
    found.map(|(key, _)| *key)
}

/// How a word says somebody stands.
#[must_use]
pub fn standing(text: &str) -> Option<Standing> {
    let word = plain(text);
    let found = STATUS.iter().find(|(_, words)| words.contains(&word.as_str()));
    found.map(|(standing, _)| *standing)
}

/// How far two short names are from one another: the signs to be changed, added or left out.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let same = last.get(j).copied().unwrap_or(0) + usize::from(x != *y);
            let more = last
                .get(j + 1)
                .copied()
                .unwrap_or(0)
                .min(row.get(j).copied().unwrap_or(0))
                + 1;
            row.push(same.min(more));
        }
        last = row;
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_choices_that_the_register_has() {
        for field in Field::ALL {
            for (key, words) in of(*field) {
                assert_eq!(field.clean(key).ok().flatten().as_deref(), Some(*key), "{field} {key}");
                for word in *words {
                    assert_eq!(&plain(word), word, "in the spelling that is compared");
                }
            }
        }
        assert_eq!(choice(Field::Education, " 大学本科（在职） "), Some("bachelor"));
        assert_eq!(choice(Field::Political, "中共党员"), Some("party"));
        assert_eq!(choice(Field::Education, "神童班"), None);
        assert_eq!(standing("退休"), Some(Standing::Is(Status::Kept)));
        assert_eq!(standing("调出"), Some(Standing::Gone));
    }

    #[test]
    fn near_names_are_near() {
        assert_eq!(distance("语文组", "语文组"), 0);
        assert_eq!(distance("语文组", "语文教研组"), 2);
        assert_eq!(distance("数学组", "语文组"), 2);
    }
}
