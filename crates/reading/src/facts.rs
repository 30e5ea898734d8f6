//! Facts of prose: what was done, with its figures.

use std::sync::LazyLock;

use crate::Fact;
use crate::document::Paper;
use crate::limits::{FACTS_MAX, SNIPPET_MAX};
use crate::noise;
use crate::outline::Role;
use crate::pattern::{Pattern, patterns};
use crate::prose;
use crate::quantity::{self, Kind, Quantity};
use crate::segment::Segment;
use crate::source::Source;

patterns! {
    PERIOD = r#"(?:20\d\d年)?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九元])月(?:份|底|初|中旬|上旬|下旬)?(?:(?:3[01]|[12]\d|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?(?:[至到-](?:\d{1,2}月)?\d{1,2}[日号])?(?:[上下]午|晚上?)?|20\d\d年(?:度)?|(?:元旦|春节|五一|国庆|中秋|端午|三八|"三八"|"五一"|"六一"|六一|教师节|重阳|双节)(?:节|国庆节|、[^,。;]{1,8})?(?:期间|前夕|前后|前|之际)|[上下]半年|[一二三四]季度|全年|今年以来|今年|本年度|一年来|年初|年底|年末|暑期|寒假|暑假"#;
    TRIM = r#"^(?:其中|共|并|还|又|也|同时|此外|另外|另|为此|据统计|截至目前|目前|全年|今年|一年来|,|:|、|\s)+"#;
    BLANKED = r"(?:_{1,}|[xX×]{2,}|\*{2,})";
}

/// Words that show a field of work, the surest first.
const WORDS: [(&str, &str); 20] = [
    ("donation", "捐"),
    ("insurance", "互助保障|保险|参保|互助金|互助互济|保障计划"),
    ("dues", "会费|经费收缴|上缴.{0,6}经费|收缴.{0,6}经费|拨缴|上解"),
    ("visit", "慰问|送温暖|送清凉|看望"),
    ("aid", "救助|帮扶|补助|特困|助学|资助|救济|帮困|慈善|扶贫|解困|困难"),
    ("visit", "走访|探望|家访|贺礼|生日"),
    ("health", "体检|普查|健康|休养|疗养|休疗|防治|义诊|体质"),
    ("suggestion", "合理化|金点子|建议|献计|意见"),
    (
        "competition",
        "比赛|竞赛|大赛|比武|锦标|友谊赛|对抗赛|选手|参赛|获奖|等奖|名次|球队|优胜|赛",
    ),
    (
        "training",
        "培训|讲座|(?:文秘|证|辅导|讲习|干部|学习)班|轮训|研修|进修|课堂|授课|学习|学员|听课|上课",
    ),
    ("congress", "职代会|教代会|代表大会|会员大会|提案|职工大会"),
    ("disclosure", "公开|公示"),
    ("dispute", "争议|调解|仲裁|信访|法律援助|劳动合同|集体合同|维权|纠纷"),
    ("safety", "安全|隐患|劳动保护|安康杯|消防|劳保"),
    ("publicity", "宣传|稿|报道|信息|板报|简报|资料|发表|刊物|内刊|会刊"),
    ("women", "女职工|妇女|三八|女工|女教|巾帼|女会员|独生子女|计划生育|计生"),
    (
        "organisation",
        "建会|入会|会员|组建|成立|换届|工会小组|基层工会|工会组织|制度",
    ),
    (
        "activity",
        "活动|晚会|文艺|运动会|联欢|旅游|春游|观影|歌咏|演出|棋|球|游园|夏令营|联谊|座谈",
    ),
    (
        "finance",
        "支出|收入|经费|预算|决算|结余|资金|固定资产|账|拨款|费用|投入",
    ),
    ("activity", "节目|书法|摄影|庆祝|晚|舞"),
];

static CATEGORIES: LazyLock<Vec<(&str, Pattern)>> =
    LazyLock::new(|| WORDS.iter().map(|&(name, words)| (name, Pattern::new(words))).collect());

fn category(words: &[&str]) -> &'static str {
    for text in words {
        for (name, pattern) in CATEGORIES.iter() {
            if pattern.is_match(text) {
                return name;
            }
        }
    }
    "other"
}

/// All facts in the order of the text; the flag tells whether some were left out.
pub(crate) fn facts(source: &Source, segments: &[Segment], roles: &[Role], papers: &[Paper]) -> (Vec<Fact>, bool) {
    let norm = source.norm();
    let mut out = Vec::new();
    for (document, paper) in papers.iter().enumerate() {
        let mut heading = "";
        for i in paper.from..paper.to {
            let (Some(segment), Some(role)) = (segments.get(i), roles.get(i)) else {
                continue;
            };
            let listed = norm.get(segment.start..segment.end).is_some_and(noise::link);
            if segment.noise || listed || Some(i) == paper.title {
                continue;
            }
            let mut from = segment.body();
            if let Role::Heading { end, body, .. } = *role {
                heading = norm.get(segment.body()..end).unwrap_or_default();
                from = body.min(segment.end);
            }
            let text = norm.get(from..segment.end).unwrap_or_default();
            let mut at = from;
            for sentence in text.split_inclusive(['。', ';', '!', '?']) {
                if paper.told || prose::past(sentence) || sentence.contains(['元', '%']) {
                    in_sentence(source, sentence, at, heading, document, &mut out);
                }
                at += sentence.len();
                if out.len() > FACTS_MAX {
                    out.truncate(FACTS_MAX);
                    return (out, true);
                }
            }
        }
    }
    (out, false)
}

/// Figures of one sentence: those of one act together, a new fact where a kind of figure comes again.
fn in_sentence(source: &Source, sentence: &str, base: usize, heading: &str, document: usize, out: &mut Vec<Fact>) {
    let quantities = quantity::find(sentence);
    let mut groups: Vec<Vec<Quantity>> = Vec::new();
    for q in quantities {
        let fits = groups.last().is_some_and(|g| fits(g, &q, sentence));
        match groups.last_mut() {
            Some(group) if fits => group.push(q),
            _ => groups.push(vec![q]),
        }
    }
    let mut from = 0;
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let end = clause_end(sentence, last.end);
        let start = clause_start(sentence, first.start).max(from.min(first.start));
        let own = sentence.get(start..end).unwrap_or_default();
        let before = sentence.get(from..first.start).unwrap_or_default();
        let fact = fact(source, &group, sentence, (start, end), base);
        let category = category(&[own, before, sentence, heading]).to_owned();
        out.push(Fact {
            category,
            document,
            ..fact
        });
        from = end;
    }
}

/// Whether a figure belongs to the act of those before it.
fn fits(group: &[Quantity], q: &Quantity, sentence: &str) -> bool {
    let between = group
        .last()
        .and_then(|l| sentence.get(l.end..q.start))
        .unwrap_or_default();
    let apart = between.contains("其中") || between.matches(',').count() > 2;
    let again = group
        .iter()
        .any(|g| g.kind == q.kind && (q.kind != Kind::Count || g.unit == q.unit));
    let counts = q.kind == Kind::Count && group.iter().any(|g| g.kind == Kind::Count);
    !(apart || again || counts)
}

fn clause_start(sentence: &str, at: usize) -> usize {
    let before = sentence.get(..at).unwrap_or_default();
    let mut start = before.rfind([',', ';']).map_or(0, |i| i + 1);
    // a short name in front of a colon belongs to its figure: 体检支出:136320元
    if let Some(i) = before.get(start..).and_then(|t| t.rfind(':'))
        && before.get(start..start + i).is_some_and(|t| t.chars().count() > 10)
    {
        start += i + 1;
    }
    start
}

fn clause_end(sentence: &str, at: usize) -> usize {
    sentence
        .get(at..)
        .and_then(|t| t.find([',', '。', ';', '!', '?']))
        .map_or(sentence.len(), |i| at + i)
}

fn fact(source: &Source, group: &[Quantity], sentence: &str, (start, end): (usize, usize), base: usize) -> Fact {
    let mut fact = Fact {
        span: source.span(base + start, base + end),
        ..Fact::default()
    };
    for q in group {
        match q.kind {
            Kind::People => fact.people = Some(q.whole),
            Kind::PersonTimes => fact.person_times = Some(q.whole),
            Kind::Money => fact.amount_yuan = q.money,
            Kind::Events => fact.events = Some(q.whole),
            Kind::Households => fact.households = Some(q.whole),
            Kind::Percent => fact.percent = q.percent,
            Kind::Count => {
                fact.count = Some(q.whole);
                fact.unit = Some(q.unit.clone());
            }
        }
    }
    fact.snippet = source
        .words(base + start, base + end)
        .chars()
        .take(SNIPPET_MAX)
        .collect();
    let period = PERIOD
        .find(sentence.get(start..end).unwrap_or_default())
        .or_else(|| PERIOD.find(sentence));
    fact.date_or_period = period.map(|m| m.as_str().trim_matches('"').to_owned());
    fact.what = what(group, sentence, start, end);
    fact
}

/// The act in words: its clauses without figures and lead-ins.
fn what(group: &[Quantity], sentence: &str, start: usize, end: usize) -> String {
    let mut at = start;
    let mut words = String::new();
    for q in group {
        words.push_str(sentence.get(at..q.start).unwrap_or_default());
        at = q.end;
    }
    words.push_str(sentence.get(at..end).unwrap_or_default());
    let words = TRIM.strip(&BLANKED.strip(&words));
    let short: String = words
        .trim_matches(|c: char| !c.is_alphanumeric() && !"\"《》()".contains(c))
        .chars()
        .take(50)
        .collect();
    if short.is_empty() {
        sentence.get(start..end).unwrap_or_default().chars().take(50).collect()
    } else {
        short
    }
}
