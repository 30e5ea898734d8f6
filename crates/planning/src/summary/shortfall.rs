//! What fell short of the plan and of last year, and what comes next.

use flow::{Stage, State, TaskRow};
use kernel::{Lang, numerals};

use super::{
    draft::{NEXT, SHORTFALL, Year},
    model::Drafted,
    notable::{bare, safe},
    phrases::{CHAPTERS, noun},
    place::{BESIDE, LAST_YEAR},
    tasks::Which,
};
use crate::doing::{Kind, MEASURES};

/// Most tasks named in one item.
const NAMED: usize = 8;
/// Most figures named that fell.
const FALLS: usize = 4;
/// Measures of which less is not worse.
const LESS_IS_FINE: &[&str] = &[
    "mediation.items",
    "safety.items",
    "finance.items",
    "other.events",
    "other.person_times",
];

/// What fell short: left undone, given up, late, less than last year.
pub(super) fn section(y: &Year) -> Drafted {
    let of = |which: Which| y.tasks.iter().filter(move |t| which.has(t, y.today));
    let lists = [
        ("shortfall.undone", named(of(Which::Undone).map(title))),
        ("shortfall.dropped", named(of(Which::Dropped).map(with_reason))),
        ("shortfall.late", named(of(Which::Late).map(title))),
        (
            "shortfall.fall",
            falls(y).into_iter().map(|f| f.said).collect::<Vec<_>>().join("；"),
        ),
    ];
    let items: Vec<String> = lists
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| y.set.say(key, &[("名单", names)]))
        .collect();
    let body = if items.is_empty() {
        y.set.say("shortfall.none", &[])
    } else {
        format!("{}\n{}", y.set.say("shortfall.lead", &[]), numbered(items))
    };
    Drafted {
        part: SHORTFALL,
        heading: y.set.say("shortfall.heading", &[]),
        body,
    }
}

/// A figure that is lower than last year's.
pub(super) struct Fall {
    pub kind: Kind,
    said: String,
    /// By how much, in thousandths of last year's.
    share: i64,
}

/// The figures that fell, one a kind of work, the deepest fall first. A year that is not nearly over is not held
/// against a whole one.
pub(super) fn falls(y: &Year) -> Vec<Fall> {
    if y.today.year() <= y.year && y.today.month() < 11 {
        return Vec::new();
    }
    let mut all: Vec<Fall> = Kind::ALL.into_iter().filter_map(|kind| fall(y, kind)).collect();
    all.sort_by_key(|f| (std::cmp::Reverse(f.share), f.kind));
    all.truncate(FALLS);
    all
}

fn fall(y: &Year, kind: Kind) -> Option<Fall> {
    let prefix = format!("{}.", kind.key());
    let candidates = MEASURES
        .iter()
        .filter(|m| m.key.starts_with(&prefix) && m.unit != facts::Unit::Money && !LESS_IS_FINE.contains(&m.key));
    let fallen = candidates.filter_map(|m| {
        let (now, before) = (y.figures.total(m.key), y.figures.last(m.key));
        let less = before.saturating_sub(now);
        let means = less >= 2 && less.saturating_mul(10) >= before;
        means.then(|| (m, now, less.saturating_mul(1000) / before.max(1)))
    });
    let (measure, now, share) = fallen.max_by_key(|(_, _, share)| *share)?;
    let (zh, unit) = (measure.zh, measure.unit.word(Lang::Zh));
    let said = if now > 0 {
        format!("{}{{{zh}}}{unit}，{{{zh}{BESIDE}}}", short(zh))
    } else {
        format!("{}没有开展起来（上年{{{zh}{LAST_YEAR}}}{unit}）", noun(kind))
    };
    Some(Fall { kind, said, share })
}

/// A measure's name without the word that its unit says again.
pub(super) fn short(zh: &str) -> &str {
    ["场次", "次数", "人次", "期数", "件数", "户数"]
        .iter()
        .find_map(|end| zh.strip_suffix(end))
        .unwrap_or(zh)
}

/// What comes next: what is still owed, what fell, then next year's plan, or what comes back every year.
pub(super) fn next(y: &Year) -> Drafted {
    let mut items = Vec::new();
    let still = named(y.tasks.iter().filter(|t| t.state.is_open()).map(title));
    if !still.is_empty() {
        items.push(y.set.say("next.undone", &[("名单", &still)]));
    }
    let fallen = falls(y)
        .iter()
        .map(|f| noun(f.kind).to_owned())
        .collect::<Vec<_>>()
        .join("、");
    if !fallen.is_empty() {
        items.push(y.set.say("next.fall", &[("名单", &fallen)]));
    }
    for chapter in CHAPTERS {
        let aim = || y.set.say(&format!("{}.next", chapter.part), &[]);
        let planned = y
            .ahead
            .iter()
            .filter(|t| t.state.stage() != Stage::Dropped && chapter.fields.contains(&t.field));
        let mut names = named(planned.map(title));
        if names.is_empty() && y.ahead.is_empty() {
            names = named(y.ahead_of(chapter).into_iter().take(3));
        }
        let told = chapter.kinds.iter().any(|k| y.told.contains_key(k));
        if !names.is_empty() {
            items.push(y.set.say("next.field", &[("方向", &aim()), ("名单", &names)]));
        } else if told && y.ahead.is_empty() {
            items.push(y.set.say("next.plain", &[("方向", &aim())]));
        }
    }
    let closing = y.set.say("next.closing", &[]);
    let body = if items.is_empty() {
        closing
    } else {
        format!("{}\n{closing}", numbered(items))
    };
    Drafted {
        part: NEXT,
        heading: y.set.say("next.heading", &[]),
        body,
    }
}

fn title(task: &TaskRow) -> String {
    safe(bare(&task.title))
}

fn with_reason(task: &TaskRow) -> String {
    match &task.state {
        State::Dropped { why } => format!("{}（{}）", title(task), safe(bare(why.as_str()))),
        _ => title(task),
    }
}

/// `甲、乙、丙等`; a title named once is not named again.
fn named(titles: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = Vec::new();
    for title in titles {
        if !names.contains(&title) {
            names.push(title);
        }
    }
    let more = names.len() > NAMED;
    names.truncate(NAMED);
    format!("{}{}", names.join("、"), if more { "等" } else { "" })
}

fn numbered(items: Vec<String>) -> String {
    if let [only] = items.as_slice() {
        return only.clone();
    }
    let lines: Vec<String> = (1..)
        .zip(items)
        .map(|(n, item)| format!("（{}）{item}", numerals::words(n)))
        .collect();
    lines.join("\n")
}
