//! The field of work that words of an act belong to.

use std::sync::LazyLock;

use crate::pattern::Pattern;

/// Words that show a field, the surest first: the act decides, not whom it is for.
const WORDS: [(&str, &str); 22] = [
    ("donation", "捐(?:款|资|物|赠|出|献|衣|书)|募捐|认捐|一日捐|爱心款|善款"),
    (
        "insurance",
        "互助保障|保险|参保|投保|赔付|理赔|互助金|互助互济|保障计划|医疗互助",
    ),
    ("dues", "会费|经费收缴|(?:上缴|收缴|上交|上解).{0,6}经费|拨缴|上解"),
    (
        "training",
        "培训|讲座|(?:文秘|证|辅导|讲习|干部|学习|进修|提高|骨干|女职工|职工)(?:班|课堂)|轮训|研修|进修|授课|学员|听课|上课|宣讲会|报告会|专题报告|文凭|自修|大课堂|集中学习|教育训练|参训|理论学习|学习会|学习班",
    ),
    ("health", "体检|普查|筛查|疗养|休养|疗休|休疗|义诊|妇检|体质"),
    (
        "visit",
        "慰问|送温暖|送清凉|看望|走访|探望|家访|贺礼|生日|吊唁|祝贺|五必访|送去.{0,6}问候",
    ),
    ("suggestion", "合理化|金点子|献计|建议|征求意见|小改小革|采纳|点子"),
    (
        "congress",
        "职代会|教代会|代表大会|会员大会|提案|职工大会|(?:应到|实到|正式|列席|出席).{0,6}代表|职工代表",
    ),
    (
        "aid",
        "救助|帮扶|补助|奖学金|特困|助学|资助|救济|帮困|慈善|扶贫|解困|困难|结对帮|济困|爱心超市",
    ),
    (
        "dispute",
        "调解|争议|仲裁|信访|法律援助|劳动合同|集体合同|集体协商|工资协商|协商|欠薪|追回工资|讨薪|纠纷|维权|咨询|来信|来访",
    ),
    ("safety", "安全|隐患|劳动保护|安康杯|消防|劳保|防暑降温|职业病"),
    ("disclosure", "公开|公示"),
    (
        "competition",
        "技能|比武|劳动竞赛|技术能手|状元|工种|岗位练兵|岗位能手|创新成果|技术革新|攻关|教学基本功|优质课|赛课|说课|创造(?:经济)?价值",
    ),
    (
        "activity",
        "篮球|乒乓|羽毛球|排球|足球|台球|球赛|球队|棋|拔河|跳绳|踢毽|射击|运动|健身|健步|登山|徒步|歌|合唱|晚会|联欢|演出|文艺|文体|舞|游园|灯谜|春游|秋游|旅游|观影|电影|夏令营|联谊|书画|书法|摄影|征文|读书|图书|书屋|书籍|新书|节目|婚礼|友谊赛|手工|插花|演讲|朗诵|知识竞赛|趣味|疗养|茶话|团拜|游泳|赛事",
    ),
    (
        "publicity",
        "宣传|稿|报道|信息|板报|简报|资料|发表|刊发|刊登|内刊|会刊|期刊|出刊|专栏|采用|媒体|网页|公众号|宣讲|橱窗|推送|编发",
    ),
    (
        "women",
        "女职工|妇女|三八|女工|女教|巾帼|独生子女|计划生育|计生|母婴|哺乳|孕期",
    ),
    (
        "organisation",
        "建会|入会|会员|组建|成立|换届|工会小组|基层工会|工会组织|分会|联合会|职工之家|教工之家|职工小家|之家|工会干部|制度|建家|示范|先锋号|模范|评优|评选|先进|企业工会|工会[0-9]|工会主席",
    ),
    ("health", "健康|防治|就诊"),
    ("other", "荣获|获奖|奖励|称号|表彰|荣誉"),
    ("activity", "活动|座谈|庆祝|球|摊位|奖励基金"),
    (
        "finance",
        "支出|收入|经费|预算|决算|结余|资金|固定资产|账|帐|拨款|费用|投入|购置|工资总额|审计",
    ),
    ("training", "学习|心得|教育"),
];

/// A contest may be of skill or of sport: these words tell only where nothing surer stands near.
const WEAK: [(&str, &str); 1] = [("competition", "竞赛|大赛|比赛|参赛|选手|优胜|等奖")];

type Fields = Vec<(&'static str, Pattern)>;

static FIELDS: LazyLock<Fields> = LazyLock::new(|| fields(&WORDS));
static WEAK_FIELDS: LazyLock<Fields> = LazyLock::new(|| fields(&WEAK));

fn fields(words: &[(&'static str, &str)]) -> Fields {
    words.iter().map(|&(name, words)| (name, Pattern::new(words))).collect()
}

fn shown(fields: &Fields, words: &str) -> Option<&'static str> {
    fields
        .iter()
        .find(|(_, pattern)| pattern.is_match(words))
        .map(|(name, _)| *name)
}

static SIZE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new("(?:拥有|现有|共有|在册|在职|在岗|在编)|(?:员工|职工)(?:总数|约?[0-9])"));

/// The field of some words: what they show themselves, else what stands before them, else the heading.
pub(crate) fn of(own: &str, before: &[&str], heading: &str) -> &'static str {
    let near = || before.iter().find_map(|words| shown(&FIELDS, words));
    let weak = || {
        std::iter::once(&own)
            .chain(before)
            .find_map(|words| shown(&WEAK_FIELDS, words))
    };
    let above = || shown(&FIELDS, heading).or_else(|| shown(&WEAK_FIELDS, heading));
    // the size of a unit is told for its own sake where nothing else is told
    let size = || SIZE.is_match(own).then_some("organisation");
    let found = shown(&FIELDS, own)
        .or_else(near)
        .or_else(weak)
        .or_else(above)
        .or_else(size);
    found.unwrap_or("other")
}

/// The field of a line of a budget.
pub(crate) fn of_budget(words: &str) -> &'static str {
    if words.contains("会费") { "dues" } else { "finance" }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_act_decides() {
        for (words, category) in [
            ("走访困难、住院员工4户,发放救助金1000元", "visit"),
            ("为24名困难职工发放救助金", "aid"),
            ("组织女职工体检", "health"),
            ("举办女职工健康讲座", "training"),
            ("开展技能比武", "competition"),
            ("组织篮球比赛", "activity"),
            ("会费收缴率100%", "dues"),
            ("收到合理化建议412条", "suggestion"),
            ("征集提案31件", "congress"),
            ("调解劳动争议13起", "dispute"),
            ("厂务公开栏更换12期", "disclosure"),
            ("发表稿件86篇", "publicity"),
            ("新发展会员49人", "organisation"),
            ("查出隐患12处", "safety"),
            ("捐款6万元", "donation"),
            ("参保会员930人", "insurance"),
            ("改建母婴室4间", "women"),
        ] {
            assert_eq!(of(words, &[], ""), category, "{words}");
        }
        assert_eq!(of("实到85人", &["", "召开职工代表大会"], ""), "congress");
    }
}
