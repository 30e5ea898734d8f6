//! What an agenda is drawn from: the work since the last meeting, what is late, what comes next month, what the last
//! meetings decided and is still to do, and what has come in meanwhile.
//!
//! Titles are written in Chinese whoever draws them: they stand in the union's own papers.

use std::collections::BTreeSet;

use flow::{Filter, Stage, State, TaskRow};
use kernel::{Date, Id, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{
    model::{ItemId, Part, Row},
    store::{
        self, decisions,
        items::{ItemRow, Source},
    },
};

/// Proposals of a part at most.
const OF_PART: usize = 40;
/// Of them put on a fresh agenda by themselves.
const FRESH: usize = 12;
/// So far back a task is looked for that was done only lately.
const BACK: i32 = 366;

/// Something for the agenda.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Proposal {
    /// Its name in the form.
    pub key: String,
    /// The part it would stand in.
    pub part: Part,
    /// What it is about.
    pub title: String,
    /// Where it comes from or stands.
    pub hint: String,
    /// Who would speak to it.
    pub speaker: Option<String>,
    /// What is known already.
    pub notes: Option<String>,
    /// What it is drawn from.
    #[serde(skip)]
    pub source: Source,
    /// The task behind it.
    pub task: Option<flow::TaskId>,
}

/// The days that matter to a meeting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    /// Since when work is told of.
    pub since: Date,
    /// The meeting.
    pub day: Date,
    /// The first and the last day of the work to come.
    pub next: (Date, Date),
}

impl Span {
    /// In the second half of a month a meeting looks at the next one, before that at the rest of this one.
    pub(super) fn of(day: Date, last: Option<Date>) -> Self {
        let tomorrow = day.plus_days(1);
        let end = day.month_end();
        let first = day.plus_days(1 - i32::from(day.day()));
        Self {
            since: last.map_or(first, |last| last.plus_days(1)),
            day,
            next: if day.day() > 15 {
                (tomorrow, end.plus_days(1).month_end())
            } else {
                (tomorrow, end)
            },
        }
    }
    /// The month that the review is of.
    pub(super) fn this_month(&self) -> i8 {
        self.day.month()
    }
    /// The month that the work ahead is of.
    pub(super) fn next_month(&self) -> i8 {
        self.next.1.month()
    }
    fn told(&self) -> String {
        short(self.since)
    }
}

fn short(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// The days that matter to a meeting of the store.
pub(super) fn span(view: &View<'_>, row: &Row) -> Reply<Span> {
    let last = store::held_before(view, view.union(), row.said.body, row.said.day)?;
    Ok(Span::of(row.said.day, last.map(|l| l.said.day)))
}

/// Everything that the agenda of a meeting may take in, part by part; what it has already is left out.
pub(super) fn proposals(view: &View<'_>, row: &Row, there: &[ItemRow]) -> Reply<Vec<Proposal>> {
    let span = span(view, row)?;
    let work = Work::load(view, view.union(), span)?;
    let mut all = work.convey(span);
    all.extend(work.review(span));
    all.extend(standing(view, row, span)?);
    all.extend(work.deploy());
    let known: BTreeSet<Source> = there.iter().filter_map(|item| item.source).collect();
    all.retain(|p| !known.contains(&p.source));
    all.sort_by_key(|p| p.part);
    let mut out: Vec<Proposal> = Vec::new();
    for part in Part::ALL {
        out.extend(all.iter().filter(|p| p.part == *part).take(OF_PART).cloned());
    }
    Ok(out)
}

/// What a fresh agenda takes in by itself.
pub(super) fn fresh(all: Vec<Proposal>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    for p in all {
        if out.iter().filter(|o| o.part == p.part).count() < FRESH {
            out.push(p);
        }
    }
    out
}

impl Proposal {
    /// The item it becomes.
    pub(super) fn item(self, id: ItemId, place: i64) -> ItemRow {
        ItemRow {
            id,
            version: 1,
            part: self.part,
            place,
            title: self.title.chars().take(200).collect(),
            speaker: self.speaker,
            notes: self.notes,
            issuer: None,
            number: None,
            source: Some(self.source),
        }
    }
}

/// The tasks around a meeting.
struct Work {
    done: Vec<TaskRow>,
    late: Vec<TaskRow>,
    next: Vec<TaskRow>,
    come_in: Vec<TaskRow>,
}

impl Work {
    fn load(view: &View<'_>, union: UnionId, span: Span) -> Reply<Self> {
        let open = Filter {
            open: true,
            ..Filter::default()
        };
        let closed = Filter {
            stage: Some(Stage::Done),
            ..Filter::default()
        };
        // what a meeting asked for is told of with its decision
        let ours = |t: &TaskRow| !super::of_meeting(t);
        let back = span.since.plus_days(-BACK);
        let done = flow::between(view, union, back, span.day.plus_days(BACK), &closed)?
            .into_iter()
            .filter(ours)
            .filter(|t| matches!(t.state, State::Done { on } if (span.since..=span.day).contains(&on)))
            .collect();
        let owed: Vec<TaskRow> = flow::between(view, union, back.plus_days(-BACK), span.next.1.plus_days(BACK), &open)?
            .into_iter()
            .filter(ours)
            .collect();
        let new = |t: &TaskRow| t.source_kind.is_none() && t.added_at.day() >= span.since;
        let (come_in, owed): (Vec<_>, Vec<_>) = owed.into_iter().partition(new);
        let (late, ahead): (Vec<_>, Vec<_>) = owed.into_iter().partition(|t| t.due.is_some_and(|d| d <= span.day));
        let next = ahead
            .into_iter()
            .filter(|t| t.due.is_some_and(|d| d <= span.next.1))
            .collect();
        Ok(Self {
            done,
            late,
            next,
            come_in,
        })
    }

    /// What has come in since the last meeting and that no plan named.
    fn convey(&self, span: Span) -> Vec<Proposal> {
        let hint = |t: &TaskRow| format!("{}以后新来的任务{}", span.told(), by(t));
        self.come_in.iter().map(|t| of_task(t, Part::Convey, hint(t))).collect()
    }

    fn review(&self, span: Span) -> Vec<Proposal> {
        let mut out = Vec::new();
        if !self.done.is_empty() {
            let listed: Vec<String> = self
                .done
                .iter()
                .map(|t| match t.state {
                    State::Done { on } => format!("{}（{}）", t.title, short(on)),
                    _ => t.title.clone(),
                })
                .collect();
            out.push(Proposal {
                key: "done".to_owned(),
                part: Part::Review,
                title: format!("{}月工作完成情况", span.this_month()),
                hint: format!("{}以来办结{}项", span.told(), listed.len()),
                speaker: None,
                notes: Some(format!(
                    "{}以来办结工作{}项：{}。",
                    span.told(),
                    listed.len(),
                    listed.join("；")
                )),
                source: Source::Done,
                task: None,
            });
        }
        let late = self.late.iter().map(|t| {
            let due = t.due.map(short).unwrap_or_default();
            of_task(t, Part::Review, format!("应在{due}前办结{}", by(t)))
        });
        out.extend(late);
        out
    }

    fn deploy(&self) -> Vec<Proposal> {
        let hint = |t: &TaskRow| match (t.from, t.due) {
            (Some(from), Some(due)) if from != due => format!("{}至{}{}", short(from), short(due), by(t)),
            (_, due) => format!("{}前{}", due.map(short).unwrap_or_default(), by(t)),
        };
        self.next.iter().map(|t| of_task(t, Part::Deploy, hint(t))).collect()
    }
}

/// `，责任人张晓燕`.
fn by(t: &TaskRow) -> String {
    t.owner_name
        .as_deref()
        .map(|name| format!("，责任人{name}"))
        .unwrap_or_default()
}

fn of_task(t: &TaskRow, part: Part, hint: String) -> Proposal {
    Proposal {
        key: format!("task-{}", t.id),
        part,
        title: t.title.clone(),
        notes: (part == Part::Deploy).then(|| format!("{hint}。")),
        hint,
        speaker: t.owner_name.clone(),
        source: Source::Task(t.id.cast()),
        task: Some(t.id),
    }
}

/// What earlier meetings decided and is to do, or was done since the last one.
fn standing(view: &View<'_>, row: &Row, span: Span) -> Reply<Vec<Proposal>> {
    let union = view.union();
    let mut out = Vec::new();
    for d in decisions::standing(view, union, row.said.body, span.day, span.since)? {
        let Some(task) = d.task else { continue };
        let t = flow::get(view, union, task)?;
        let id: Id<()> = d.id.cast();
        let hint = format!("{}决定{}，{}", short(d.day), by(&t), stands(&t, view.today()));
        out.push(Proposal {
            key: format!("decision-{}", d.id),
            part: Part::Review,
            title: format!("上次决定的落实：{}", t.title),
            notes: Some(format!("{hint}。")),
            hint,
            speaker: t.owner_name.clone(),
            source: Source::Decision(id),
            task: Some(task),
        });
    }
    Ok(out)
}

/// How a task stands, as minutes say it.
pub(super) fn stands(t: &TaskRow, today: Date) -> String {
    let due = t.due.map(|due| format!("，期限{}", short(due))).unwrap_or_default();
    match &t.state {
        State::Done { on } => format!("{}已办结", short(*on)),
        State::Dropped { why } => format!("不再办理（{}）", why.as_str()),
        _ if t.overdue(today) => format!("逾期未办结{due}"),
        State::Doing { .. } => format!("正在办理{due}"),
        State::Open => format!("尚未开始{due}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_in_a_month_the_next_one_is_shared_out() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let late = Span::of(day("2026-11-25"), Some(day("2026-10-28")));
        assert_eq!(late.since, day("2026-10-29"));
        assert_eq!(late.next, (day("2026-11-26"), day("2026-12-31")));
        assert_eq!((late.this_month(), late.next_month()), (11, 12));
        let early = Span::of(day("2026-11-03"), None);
        assert_eq!(early.since, day("2026-11-01"));
        assert_eq!(early.next, (day("2026-11-04"), day("2026-11-30")));
        let december = Span::of(day("2026-12-31"), None);
        assert_eq!(december.next.1, day("2027-01-31"));
    }
}
