//! Facts of prose: what was done, with its figures.

use crate::Fact;
use crate::category;
use crate::document::Paper;
use crate::limits::{FACTS_MAX, SNIPPET_MAX};
use crate::mark;
use crate::noise;
use crate::outline::Role;
use crate::pattern::patterns;
use crate::prose;
use crate::quantity::{self, Kind, Quantity};
use crate::reach;
use crate::segment::Segment;
use crate::source::Source;
use crate::table;

patterns! {
    PERIOD = r#"(?:20\d\d年)?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九元])月(?:份|底|初|中旬|上旬|下旬)?(?:(?:3[01]|[12]\d|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?(?:[至到-](?:\d{1,2}月)?\d{1,2}[日号])?(?:[上下]午|晚上?)?|20\d\d年(?:度)?|(?:元旦|春节|五一|国庆|中秋|端午|三八|"三八"|"五一"|"六一"|六一|教师节|重阳|双节)(?:节|国庆节|、[^,。;]{1,8})?(?:期间|前夕|前后|前|之际)|[上下]半年|[一二三四]季度|全年|今年以来|今年|本年度|一年来|年初|年底|年末|暑期|寒假|暑假"#;
    TRIM = r#"^(?:其中|共|并|还|又|也|同时|此外|另外|另|为此|据统计|截至目前|目前|全年|今年|一年来|,|:|、|\s)+"#;
    /// What joins a figure behind a comma to the act before it.
    GIVEN = r"发放|发给|送|支出|支付|支|兑现|价值|共计|累计|合计|总计|计|总额|金额|资金|经费|款|投入|花费|耗资|奖|补助|折合|用";
    TAKEN = r"追回|追讨|收缴|收取|提高到|增加到";
    JOINED = r"参加|参与|惠及|受益|受惠|共计|计|累计|培训|受教育|服务|达|出席|观看|前来";
    RATE = r"率|达到?$|为[^,]{0,6}(?:上年|去年|预算|计划|年初|目标)[^,]{0,4}$|^完成";
    SHARE = r"占";
    HANDED = r"发放|送|赠|印发|发|购置|购买|采购|添置";
    /// Work to come, or done again and again.
    AHEAD = r"将|拟|打算|计划|今年(?:要|开展|举办)|当月|每";
    BUDGET = r"预算|收入|支出|决算|经费";
    BLANKED = r"(?:_{1,}|[xX×]{2,}|\*{2,})";
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
            let place = Place {
                heading: reach::first(heading, 60),
                told: paper.told,
                document,
            };
            for (a, b) in parts(norm, segment, from) {
                if let Some(text) = norm.get(a..b) {
                    in_text(source, text, a, &place, &mut out);
                }
                if out.len() > FACTS_MAX {
                    out.truncate(FACTS_MAX);
                    return (out, true);
                }
            }
        }
    }
    (out, false)
}

/// Where a sentence stands.
struct Place<'a> {
    heading: &'a str,
    told: bool,
    document: usize,
}

/// What of a piece is prose: of a row the cells that are more than a time or a sum.
fn parts(norm: &str, segment: &Segment, from: usize) -> Vec<(usize, usize)> {
    if !segment.row {
        return vec![(from, segment.end)];
    }
    let row = norm.get(segment.start..segment.end).unwrap_or_default();
    let prose = |&(a, b): &(usize, usize)| {
        let cell = row.get(a..b).unwrap_or_default();
        cell.chars().filter(|&c| mark::is_han(c)).nth(3).is_some()
    };
    let cells = table::cells(row).into_iter().filter(prose);
    cells.map(|(a, b)| (segment.start + a, segment.start + b)).collect()
}

fn in_text(source: &Source, text: &str, from: usize, place: &Place, out: &mut Vec<Fact>) {
    let mut at = from;
    for sentence in text.split_inclusive(['。', ';', '!', '?']) {
        in_sentence(source, sentence, at, place, out);
        at += sentence.len();
        if out.len() > FACTS_MAX {
            return;
        }
    }
}

/// Figures of one sentence: those of one act together, a new fact where a kind of figure comes again.
fn in_sentence(source: &Source, sentence: &str, base: usize, place: &Place, out: &mut Vec<Fact>) {
    let opening = reach::first(sentence, 200);
    let told = (place.told && !AHEAD.is_match(opening)) || prose::past(opening);
    let mut groups: Vec<Vec<Quantity>> = Vec::new();
    for q in quantity::find(sentence, told) {
        let fits = groups.last().is_some_and(|g| fits(g, &q, sentence));
        match groups.last_mut() {
            Some(group) if fits => group.push(q),
            _ => groups.push(vec![q]),
        }
    }
    let mut from = 0;
    let begins: Vec<usize> = groups.iter().filter_map(|g| g.first()).map(|q| q.start).collect();
    for (n, group) in groups.iter().enumerate() {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let next = begins.get(n + 1).copied();
        let end = clause_end(sentence, last.end, next);
        let start = clause_start(sentence, first.start).max(from.min(first.start));
        let start = start + joint(sentence.get(start..first.start).unwrap_or_default());
        let own = reach::first(sentence.get(start..end).unwrap_or_default(), 120);
        let before = reach::last(sentence.get(from..first.start).unwrap_or_default(), 60);
        let round = reach::last(sentence.get(..start).unwrap_or_default(), 80);
        let fact = fact(source, group, sentence, (start, end), base);
        let budget = fact.amount_yuan.is_some() && !place.told && BUDGET.is_match(place.heading);
        let category = if budget {
            category::of_budget(own)
        } else {
            category::of(own, &[before, round], place.heading)
        };
        out.push(Fact {
            category: category.to_owned(),
            document: place.document,
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
    let rated = q.kind == Kind::Money && group.iter().all(|g| g.kind == Kind::Percent);
    let again = rated || group.iter().any(|g| g.kind == q.kind);
    if again || between.contains("其中") {
        return false;
    }
    let Some(comma) = between.rfind(',') else {
        return true;
    };
    if between.matches(',').nth(2).is_some() {
        return false;
    }
    let lead = reach::last(between.get(comma + 1..).unwrap_or_default(), 30);
    let events = group
        .iter()
        .any(|g| matches!(g.kind, Kind::Events | Kind::Count | Kind::Households));
    match q.kind {
        Kind::Percent => RATE.is_match(lead) && !SHARE.is_match(lead),
        Kind::Money => GIVEN.is_match(lead) && !TAKEN.is_match(lead),
        Kind::People | Kind::PersonTimes => {
            (events && JOINED.is_match(lead)) || lead.is_empty() || q.kind == Kind::PersonTimes && JOINED.is_match(lead)
        }
        Kind::Count => HANDED.is_match(lead),
        Kind::Events | Kind::Households => JOINED.is_match(lead),
    }
}

/// What joins a clause to the one before, as a length.
fn joint(words: &str) -> usize {
    words.len() - words.trim_start_matches(['、', ',', ' ', ';']).len()
}

fn clause_start(sentence: &str, at: usize) -> usize {
    let seen = sentence.get(..at).unwrap_or_default();
    let before = reach::last(seen, 200);
    let skipped = seen.len() - before.len();
    let mut start = before.rfind([',', ';']).map_or(0, |i| i + 1);
    // a short name in front of a colon belongs to its figure: 体检支出:136320元
    if let Some(i) = before.get(start..).and_then(|t| t.rfind(':'))
        && before.get(start..start + i).is_some_and(|t| t.chars().count() > 10)
    {
        start += i + 1;
    }
    skipped + start
}

/// Where the words behind a figure end, before those of the next.
fn clause_end(sentence: &str, at: usize, next: Option<usize>) -> usize {
    let between = next.and_then(|n| sentence.get(at..n));
    if let Some(between) = between.filter(|b| !b.contains([',', ';'])) {
        return at + between.rfind('、').unwrap_or(0);
    }
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
        .or_else(|| PERIOD.find(reach::last(sentence.get(..start).unwrap_or_default(), 120)));
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
