//! What fell short of the plan, and what comes next.

use flow::{Stage, State, TaskRow};
use kernel::numerals;

use super::{
    draft::{Year, bare},
    model::Drafted,
    phrases::{self, CHAPTERS},
};

/// Most tasks named in one item.
const NAMED: usize = 8;

/// The tasks of a year that did not go as planned.
struct Amiss<'a> {
    open: Vec<&'a TaskRow>,
    dropped: Vec<(&'a TaskRow, &'a str)>,
    late: Vec<&'a TaskRow>,
}

fn amiss(y: &Year) -> Amiss<'_> {
    let mut out = Amiss {
        open: Vec::new(),
        dropped: Vec::new(),
        late: Vec::new(),
    };
    // a task that began the year before and was due then is that year's
    for task in y.tasks.iter().filter(|t| t.due.is_some_and(|due| due.year() == y.year)) {
        match &task.state {
            State::Open | State::Doing { .. } if task.overdue(y.today) => out.open.push(task),
            State::Dropped { why } => out.dropped.push((task, why.as_str())),
            State::Done { on } if task.due.is_some_and(|due| *on > due) => out.late.push(task),
            _ => {}
        }
    }
    out
}

/// What fell short: left undone, given up, late.
pub(super) fn section(y: &Year) -> Drafted {
    let amiss = amiss(y);
    let mut items = Vec::new();
    if !amiss.open.is_empty() {
        let names = named(amiss.open.iter().map(|t| title(t)));
        items.push(format!("有{}项计划内的工作没有完成：{names}。", amiss.open.len()));
    }
    if !amiss.dropped.is_empty() {
        let names = named(
            amiss
                .dropped
                .iter()
                .map(|(t, why)| format!("{}（{}）", title(t), safe(bare(why)))),
        );
        items.push(format!("有{}项工作因故没有开展：{names}。", amiss.dropped.len()));
    }
    if !amiss.late.is_empty() {
        let names = named(amiss.late.iter().map(|t| title(t)));
        items.push(format!("有{}项工作没有按期办结：{names}。", amiss.late.len()));
    }
    let body = if items.is_empty() {
        y.choose(phrases::SHORTFALL_NONE, "shortfall").to_owned()
    } else {
        format!(
            "{}\n{}",
            y.choose(phrases::SHORTFALL_LEADS, "shortfall"),
            numbered(items)
        )
    };
    let heading = y.choose(phrases::SHORTFALL_HEADINGS, "shortfall").to_owned();
    Drafted {
        part: phrases::SHORTFALL,
        heading,
        body,
    }
}

/// What comes next: what is still owed, then next year's plan, or the fields' usual work if there is none yet.
pub(super) fn next(y: &Year) -> Drafted {
    let mut items = Vec::new();
    let still: Vec<&TaskRow> = y
        .tasks
        .iter()
        .filter(|t| t.state.is_open() && t.due.is_some_and(|due| due.year() == y.year))
        .collect();
    if !still.is_empty() {
        let names = named(still.iter().map(|t| title(t)));
        items.push(format!("抓紧办好尚未完成的工作：{names}，明确责任人和时限，尽早落实。"));
    }
    for chapter in CHAPTERS {
        let planned: Vec<&TaskRow> = y
            .ahead
            .iter()
            .filter(|t| t.state.stage() != Stage::Dropped && chapter.fields.contains(&t.field))
            .collect();
        let told = y.works.iter().any(|w| chapter.fields.contains(&w.told.kind.field()));
        if !planned.is_empty() {
            items.push(format!(
                "{}，重点做好{}。",
                chapter.next,
                named(planned.iter().map(|t| title(t)))
            ));
        } else if told && y.ahead.is_empty() {
            items.push(format!("{}。", chapter.next));
        }
    }
    let closing = y.choose(phrases::CLOSINGS, "closing");
    let body = if items.is_empty() {
        closing.to_owned()
    } else {
        format!("{}\n{closing}", numbered(items))
    };
    Drafted {
        part: phrases::NEXT,
        heading: y.choose(phrases::NEXT_HEADINGS, "next").to_owned(),
        body,
    }
}

fn title(task: &TaskRow) -> String {
    safe(bare(&task.title))
}

/// What people typed holds no places.
fn safe(text: &str) -> String {
    text.replace(['{', '}'], "")
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
