//! Which field of work an act belongs to, guessed from its words. A person may always say otherwise.

use flow::Field;

/// Words that speak for a field. Longer words weigh more, so that 女职工体检 is rather about 女职工 than about 体检 alone.
const WORDS: &[(Field, &[&str])] = &[
    (
        Field::Care,
        &[
            "慰问",
            "送温暖",
            "看望",
            "困难职工",
            "困难教职工",
            "送清凉",
            "走访",
            "体检",
            "困难",
            "帮扶",
            "扶助",
            "救助",
            "互助",
            "疗休养",
            "疗养",
            "生日",
            "健康",
            "必访",
            "关爱",
            "福利",
            "退休教师",
            "探望",
            "助学",
            "献爱心",
            "捐款",
            "保险",
            "哺乳",
            "托管",
        ],
    ),
    (
        Field::Democracy,
        &[
            "教代会",
            "职代会",
            "教职工代表大会",
            "职工代表",
            "提案",
            "校务公开",
            "厂务公开",
            "政务公开",
            "民主",
            "合理化建议",
            "座谈会",
            "征求意见",
            "评议",
            "集体合同",
            "恳谈",
        ],
    ),
    (
        Field::Culture,
        &[
            "球赛",
            "篮球",
            "排球",
            "乒乓",
            "羽毛球",
            "运动会",
            "登山",
            "联欢",
            "文艺",
            "文体",
            "文娱",
            "趣味",
            "长跑",
            "健身",
            "比赛",
            "棋",
            "拔河",
            "歌咏",
            "合唱",
            "演出",
            "晚会",
            "春游",
            "秋游",
            "踏青",
            "健步",
            "摄影",
            "书画",
            "元旦庆祝",
            "教师节庆祝",
            "国际劳动节",
            "茶话会",
            "游艺",
            "舞",
        ],
    ),
    (
        Field::Growth,
        &[
            "学习",
            "培训",
            "比武",
            "师徒",
            "基本功",
            "讲座",
            "技能",
            "竞赛",
            "立功",
            "劳模",
            "先进",
            "评选",
            "表彰",
            "读书",
            "征文",
            "演讲",
            "师德",
            "青蓝",
            "结对",
            "论坛",
            "职业道德",
            "评比",
            "素质",
            "研讨",
            "创新",
        ],
    ),
    (
        Field::Finance,
        &[
            "经费", "内审", "经审", "财务", "预算", "决算", "会费", "审计", "账", "资产", "拨缴",
        ],
    ),
    (
        Field::Publicity,
        &[
            "档案",
            "宣传",
            "网页",
            "网站",
            "信息报送",
            "报道",
            "公众号",
            "橱窗",
            "板报",
            "简报",
            "归档",
            "通讯",
        ],
    ),
    (
        Field::Rights,
        &[
            "女职工",
            "女教师",
            "女工",
            "三八",
            "三﹒八",
            "三·八",
            "妇女节",
            "维权",
            "权益",
            "劳动争议",
            "调解",
            "法律",
            "工会法",
            "劳动法",
            "安全",
            "劳动保护",
            "信访",
            "合同",
        ],
    ),
    (
        Field::Organisation,
        &[
            "会员",
            "入会",
            "发展",
            "换届",
            "选举",
            "工会小组",
            "委员会议",
            "委员会会议",
            "工会委员",
            "建家",
            "职工之家",
            "组织建设",
            "干部培训",
            "工会干部",
            "会籍",
            "组长",
        ],
    ),
    (
        Field::Planning,
        &[
            "计划",
            "总结",
            "考核",
            "工作会议",
            "例会",
            "部署",
            "目标",
            "自查",
            "迎检",
            "上报",
        ],
    ),
];

/// The field whose words weigh most in a text; `None` if no word is known. Words of equal weight: the one that comes last
/// decides, since Chinese puts the head of a phrase at its end.
fn weigh(text: &str) -> Option<Field> {
    let mut best: Option<(usize, usize, Field)> = None;
    for (field, words) in WORDS {
        let found = words.iter().filter_map(|word| Some((word, text.rfind(word)?)));
        let (weight, last) = found.fold((0, 0), |(weight, last), (word, at)| {
            (weight + word.chars().count(), last.max(at))
        });
        if weight > 0 && best.is_none_or(|(w, l, _)| (weight, last) > (w, l)) {
            best = Some((weight, last, *field));
        }
    }
    best.map(|(_, _, field)| field)
}

/// The field of an act: by its own words, else by those of its heading, else planning.
pub(crate) fn field(title: &str, heading: Option<&str>) -> Field {
    weigh(title)
        .or_else(|| heading.and_then(weigh))
        .unwrap_or(Field::Planning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_guessed_from_words() {
        for (title, wanted) in [
            ("开展送温暖、走访慰问活动。", Field::Care),
            ("组织会员体检。", Field::Care),
            ("召开教代会。", Field::Democracy),
            ("征求教职工的合理化建议。", Field::Democracy),
            ("教师趣味运动会。", Field::Culture),
            ("元旦庆祝活动。", Field::Culture),
            ("教学基本功评比。", Field::Growth),
            ("组织\"师徒结对\"活动。", Field::Growth),
            ("组织财务内审。", Field::Finance),
            ("工会档案资料整理归档。", Field::Publicity),
            ("\"三﹒八\"妇女节专题庆祝活动。", Field::Rights),
            ("讨论制定工会工作计划。", Field::Planning),
            ("工会工作总结。", Field::Planning),
        ] {
            assert_eq!(field(title, None), wanted, "{title}");
        }
    }

    #[test]
    fn the_heading_helps_when_the_words_do_not() {
        assert_eq!(field("按上级要求办理", Some("加大送温暖工作力度")), Field::Care);
        assert_eq!(field("按上级要求办理", Some("三月份")), Field::Planning);
    }
}
