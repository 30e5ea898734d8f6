//! The reading desk: the source text beside what was read from it.

use std::collections::{HashMap, HashSet};

use kernel::when::Edge;
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View};

use super::{
    course::Step,
    line::{Above, Line, lines, measure_choices},
    measure::{self, MeasureId, MeasureRow},
    model::{self, Cover, EntryId, EntryRow, Notice, Plan, PlanId, Status, Taken},
    outline::read_outline,
    pages,
    source::{Piece, pieces},
    store, unfit,
};

/// Which plan, and which of its entries is being corrected or split.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Query {
    id: PlanId,
    /// The entry whose form is open.
    entry: Option<EntryId>,
    /// Its parts are asked for instead of its fields.
    #[serde(default)]
    split: bool,
}

/// The reading desk.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Desk {
    pub id: PlanId,
    pub version: i64,
    pub title: String,
    pub year: i16,
    pub cover: Cover,
    pub status: Status,
    pub file_name: Option<String>,
    pub notices: Vec<Notice>,
    /// Another plan for the same time.
    pub twin: Option<Twin>,
    /// Bodies whose own plan this may be.
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
    /// The papers of the file, if there are several.
    pub papers: Vec<PaperChoice>,
    /// The year a summary given as a plan seems to tell of.
    pub told_year: Option<i16>,
    /// It was handed in: its words stand still.
    pub handed_in: bool,
    /// Entries that will become tasks.
    pub kept: usize,
    pub rejected: usize,
    /// Entries without days.
    pub unsettled: usize,
    /// Entries whose days are past.
    pub past: usize,
    /// The entries by month, in the order of the year; first those without days.
    pub groups: Vec<Group>,
    /// The source text, cut where something was read.
    pub pieces: Vec<Piece>,
    pub sections: Vec<Heading>,
    /// Numbered measures, and those of them that no entry carries out.
    pub measures: usize,
    pub unscheduled: usize,
    #[serde(skip)]
    pub open: Option<Open>,
}

ui::page!(
    Desk,
    "plan/pages/desk.html",
    |p, cx| cx.t1("planning.desk.title", "title", &p.title),
    wide
);

/// Another plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Twin {
    pub id: PlanId,
    pub title: String,
    /// Its entries are tasks.
    pub accepted: bool,
}

/// One of several papers in a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PaperChoice {
    /// Counted from 1.
    pub n: usize,
    pub title: Option<String>,
    pub summary: bool,
    /// Entries read from it.
    pub entries: usize,
    /// Proposed to be kept.
    pub keep: bool,
}

/// The entries of a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Group {
    pub kind: GroupKind,
    pub lines: Vec<Line>,
}

/// What a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum GroupKind {
    /// No days yet: to be settled before the plan can be accepted.
    Unsettled,
    /// Year and month of the first day.
    Month(i16, i8),
    /// Without a day on purpose.
    Undated,
}

impl Group {
    /// The name of the group's anchor.
    pub fn anchor(&self) -> String {
        match self.kind {
            GroupKind::Unsettled => "m-unsettled".to_owned(),
            GroupKind::Month(year, month) => format!("m-{year}-{month}"),
            GroupKind::Undated => "m-undated".to_owned(),
        }
    }
    /// Its heading, short within the plan's year.
    pub fn short(&self, cx: &ui::Cx, plan: &i16) -> String {
        match self.kind {
            GroupKind::Month(year, month) if year == *plan => cx.t(&format!("ui.month.{month}")),
            _ => self.label(cx),
        }
    }
    /// Its heading.
    pub fn label(&self, cx: &ui::Cx) -> String {
        match self.kind {
            GroupKind::Unsettled => cx.t("planning.desk.unsettled"),
            GroupKind::Month(year, month) => cx.month(year, month),
            GroupKind::Undated => cx.t("planning.desk.undated"),
        }
    }
}

/// A heading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Heading {
    pub n: usize,
    pub level: u8,
    pub heading: String,
}

/// The entry whose form is open.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub entry: EntryId,
    pub members: Vec<(MemberId, String)>,
    pub bodies: Vec<(BodyId, String)>,
    pub measures: Vec<(MeasureId, String)>,
    /// Its parts, if it is being split.
    pub parts: Option<String>,
}

impl Desk {
    /// Whether entries may be changed.
    pub fn draft(&self) -> bool {
        self.status == Status::Draft && !self.handed_in
    }
    /// Whether a notice is asked about in a form of its own.
    pub fn asked(&self, notice: &Notice) -> bool {
        self.draft() && matches!(notice, Notice::Several | Notice::Summary)
    }
    /// Whether a paper is ticked: as proposed, or as it was in the form that was refused.
    pub fn ticked(&self, cx: &ui::Cx, paper: &PaperChoice) -> bool {
        cx.chosen("keep")
            .map_or(paper.keep, |all| all.contains(&paper.n.to_string()))
    }
    /// Where title and year, and the words of the plan, are changed.
    pub fn edits(&self, cx: &ui::Cx) -> ui::Html {
        let text = cx.link_button(&format!("/plans/{}/text", self.id), "planning.desk.text");
        let edit = cx.link_button(&format!("/plans/{}/edit", self.id), "planning.desk.edit");
        [text, edit].into_iter().collect()
    }
    /// Whether accepting asks what becomes of the work without days.
    pub fn asks_undated(&self) -> bool {
        self.unsettled > 0 || (self.kept == 0 && self.measures > 0)
    }
    /// The way down to here.
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        pages::crumbs(cx, None)
    }
    /// The time it is for, and its file.
    pub fn under(&self, cx: &ui::Cx) -> String {
        let time = pages::period(cx, self.year, self.cover);
        match &self.file_name {
            Some(name) => format!("{time} · {name}"),
            None => time,
        }
    }
    /// The open form, if it is this line's.
    pub fn open(&self, line: &Line) -> Option<&Open> {
        self.open.as_ref().filter(|open| open.entry == line.id && self.draft())
    }
    /// Whether the source mark belongs to the entry whose form is open.
    pub fn here(&self, piece: &Piece) -> bool {
        piece.entry.is_some() && self.open.as_ref().map(|open| open.entry) == piece.entry
    }
}

/// Shows the desk.
pub(super) fn show(view: &View<'_>, q: Query) -> Reply<Desk> {
    let union = view.union();
    let plan = store::get(view, union, q.id)?;
    if plan.status == Status::Dropped {
        return Err(Refusal::missing().into());
    }
    let source = store::source(view, union, plan.id)?;
    let sections = store::sections(view, union, plan.id)?;
    let entries = store::entries(view, union, plan.id)?;
    let twin = store::twin(view, union, &plan)?;
    let headings = sections.iter().zip(1_usize..).map(|(s, n)| Heading {
        n,
        level: s.level,
        heading: s.heading.clone(),
    });
    let pieces = pieces(&source, &entries, sections.iter().map(|s| s.span));
    let measures = store::measures::measures(view, union, plan.id)?;
    let unscheduled = unscheduled(&measures, &entries);
    let names: HashMap<MeasureId, String> = measures
        .iter()
        .map(|m| (m.id, measure::short(&m.says.text, 40)))
        .collect();
    let lines = lines(view, &plan, (&source, &pieces), &entries, &names)?;
    let count = |f: &dyn Fn(&EntryRow) -> bool| entries.iter().filter(|e| f(e)).count();
    Ok(Desk {
        id: plan.id,
        version: plan.version,
        year: plan.year,
        cover: plan.cover,
        status: plan.status,
        handed_in: plan.course.step == Step::Submitted,
        bodies: match &twin {
            Some(_) => whose(view)?,
            None => Vec::new(),
        },
        twin: twin.map(|t| Twin {
            id: t.id,
            title: t.title,
            accepted: t.status == Status::Accepted,
        }),
        papers: papers(&plan, &source, &entries),
        told_year: plan
            .notices
            .contains(&Notice::Summary)
            .then(|| told_year(&source, plan.year)),
        kept: count(&|e| e.taken != Taken::Rejected),
        rejected: count(&|e| e.taken == Taken::Rejected),
        unsettled: count(&EntryRow::unsettled),
        past: lines.iter().filter(|l| l.past && !l.rejected()).count(),
        sections: headings.collect(),
        open: open(view, &q, &entries, &measures)?,
        measures: measures.len(),
        unscheduled,
        groups: groups(lines),
        title: plan.title,
        file_name: plan.file_name,
        notices: plan.notices,
        pieces,
    })
}

/// How many measures no entry carries out.
fn unscheduled(measures: &[MeasureRow], entries: &[EntryRow]) -> usize {
    let kept = entries.iter().filter(|e| e.taken != Taken::Rejected);
    let carried: HashSet<MeasureId> = kept.filter_map(|e| e.said.measure).collect();
    measures.iter().filter(|m| !carried.contains(&m.id)).count()
}

/// The bodies that may have a plan of their own.
fn whose(view: &View<'_>) -> Reply<Vec<(BodyId, String)>> {
    let all = org::bodies::store::living(view, view.union(), view.today())?;
    Ok(all.into_iter().map(|b| (b.id, b.name)).collect())
}

/// The papers of a file that holds several.
fn papers(plan: &Plan, source: &str, entries: &[EntryRow]) -> Vec<PaperChoice> {
    if !plan.notices.contains(&Notice::Several) {
        return Vec::new();
    }
    let all = read_outline(source).papers;
    let keep = unfit::proposed(&all);
    let inside = |e: &&EntryRow, span: (usize, usize)| e.said.span.is_some_and(|s| span.0 <= s.0 && s.0 < span.1);
    (1..)
        .zip(all)
        .map(|(n, paper)| PaperChoice {
            n,
            entries: entries.iter().filter(|e| inside(e, paper.span)).count(),
            title: paper.title,
            summary: paper.summary,
            keep: keep.contains(&n),
        })
        .collect()
}

/// The year that a summary tells of: the one it names, else the one before the plan's.
fn told_year(source: &str, year: i16) -> i16 {
    let named = read_outline(source).year.filter(|y| *y <= year);
    named.unwrap_or_else(|| year.saturating_sub(1))
}

fn open(view: &View<'_>, q: &Query, entries: &[EntryRow], measures: &[MeasureRow]) -> Reply<Option<Open>> {
    let Some(entry) = q.entry.and_then(|id| entries.iter().find(|e| e.id == id)) else {
        return Ok(None);
    };
    let (union, today) = (view.union(), view.today());
    Ok(Some(Open {
        entry: entry.id,
        members: org::members_to_choose(view, union, today)?,
        bodies: org::bodies_to_choose(view, union, today)?,
        measures: measure_choices(measures),
        parts: q.split.then(|| model::proposed_parts(&entry.said.title)),
    }))
}

fn groups(lines: Vec<Line>) -> Vec<Group> {
    // what is to be done before a day belongs to that day's month
    let before = |line: &Line| line.when.is_some_and(|w| w.edge() == Edge::By);
    let day = |line: &Line| line.from.filter(|_| !before(line)).or(line.due);
    let kind = |line: &Line| match day(line) {
        Some(day) => GroupKind::Month(day.year(), day.month()),
        None if line.undated || line.rejected() => GroupKind::Undated,
        None => GroupKind::Unsettled,
    };
    let mut all: Vec<Group> = Vec::new();
    for mut line in lines {
        let kind = kind(&line);
        let at = all.iter().position(|g| g.kind == kind).unwrap_or_else(|| {
            all.push(Group {
                kind,
                lines: Vec::new(),
            });
            all.len() - 1
        });
        if let Some(group) = all.get_mut(at) {
            line.above = group.lines.iter().rfind(|l| !l.rejected()).map(|l| Above {
                id: l.id,
                version: l.version,
            });
            group.lines.push(line);
        }
    }
    all.sort_by_key(|group| group.kind);
    all
}
