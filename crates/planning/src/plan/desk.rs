//! The reading desk: the source text beside what was read from it.

use std::collections::HashMap;

use flow::Field;
use kernel::{
    Date, Festival, When,
    when::{Edge, Moment},
};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View, Yuan};

use super::{
    model::{self, Cover, EntryId, EntryRow, Notice, Plan, PlanId, Status, Taken, Timing},
    pages, store,
};

/// Characters of the source shown around an entry's words when the text is folded.
const AROUND: usize = 60;

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
    /// A plan accepted for the same time.
    pub twin: Option<Twin>,
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

/// An entry at the desk.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    pub id: EntryId,
    pub version: i64,
    pub title: String,
    pub when: Option<When>,
    /// The time as written.
    pub when_words: Option<String>,
    pub from: Option<Date>,
    pub due: Option<Date>,
    pub undated: bool,
    pub settled: bool,
    /// Its days are past.
    pub past: bool,
    pub field: Field,
    pub owner: Option<String>,
    pub branch: Option<String>,
    pub budget: Option<Yuan>,
    /// The festival it names, and its day in the plan's year.
    pub festival: Option<String>,
    pub festival_day: Option<Date>,
    pub taken: Taken,
    pub excerpt: Option<Excerpt>,
    /// Whether its words are marked in the source.
    pub marked: bool,
    /// The entry above, to merge with.
    pub above: Option<Above>,
    #[serde(skip)]
    pub owner_id: Option<MemberId>,
    #[serde(skip)]
    pub branch_id: Option<BodyId>,
}

/// The entry above.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Above {
    pub id: EntryId,
    pub version: i64,
}

/// An entry's words with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Excerpt {
    pub before: String,
    pub words: String,
    pub after: String,
}

/// A piece of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Piece {
    pub text: String,
    /// The entry read from it.
    pub entry: Option<EntryId>,
    /// The heading read from it, counted from 1.
    pub heading: Option<usize>,
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
    /// Its parts, if it is being split.
    pub parts: Option<String>,
}

impl Desk {
    /// Whether entries may be changed.
    pub fn draft(&self) -> bool {
        self.status == Status::Draft
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

impl Line {
    /// Its time in words, with the days where these say more.
    pub fn days(&self, cx: &ui::Cx) -> String {
        let words = self.when.map(|when| when.words(cx.lang));
        match (words, self.from, self.due) {
            (Some(words), Some(from), Some(due)) if !self.is_month() => format!("{words}（{}）", cx.span(from, due)),
            (Some(words), Some(_), Some(_)) => words,
            (Some(words), None, Some(due)) if !self.is_day() => format!("{words}（{}）", cx.date(due)),
            (_, _, Some(due)) => cx.date(due),
            _ => String::new(),
        }
    }
    fn is_month(&self) -> bool {
        self.when
            .is_some_and(|when| matches!(when.moment(), Moment::Month(_)) && when.edge() == Edge::In)
    }
    fn is_day(&self) -> bool {
        self.when
            .is_some_and(|when| matches!(when.moment(), Moment::Day(..)) && when.edge() == Edge::In)
    }
    /// The time as its form begins with.
    pub fn when_text(&self, cx: &ui::Cx) -> String {
        self.when.map_or_else(String::new, |when| typed(cx.lang, when))
    }
    /// Field, owner, branch and money in a line.
    pub fn under(&self, cx: &ui::Cx) -> String {
        let mut parts = vec![cx.t(&self.field.word())];
        parts.extend(self.owner.clone());
        parts.extend(self.branch.clone());
        parts.extend(self.budget.map(|y| format!("¥{}", cx.money(y.0))));
        parts.join(" · ")
    }
    /// The amount its form begins with.
    pub fn money(&self) -> Option<kernel::Money> {
        self.budget.map(|y| y.0)
    }
    /// Whether it is left out.
    pub fn rejected(&self) -> bool {
        self.taken == Taken::Rejected
    }
    /// Whether nobody has touched it since it was read.
    pub fn proposed(&self) -> bool {
        self.taken == Taken::Proposed
    }
}

/// A time in words that read back as the same time.
pub(super) fn typed(lang: kernel::Lang, when: When) -> String {
    let words = when.words(lang);
    if When::read(&words) == Ok(when) {
        words
    } else {
        when.words(kernel::Lang::Zh)
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
    let lines = lines(view, &plan, &source, &entries, &pieces)?;
    let count = |f: &dyn Fn(&EntryRow) -> bool| entries.iter().filter(|e| f(e)).count();
    Ok(Desk {
        id: plan.id,
        version: plan.version,
        year: plan.year,
        cover: plan.cover,
        status: plan.status,
        twin: twin.map(|t| Twin {
            id: t.id,
            title: t.title,
        }),
        kept: count(&|e| e.taken != Taken::Rejected),
        rejected: count(&|e| e.taken == Taken::Rejected),
        unsettled: count(&EntryRow::unsettled),
        past: lines.iter().filter(|l| l.past && !l.rejected()).count(),
        sections: headings.collect(),
        open: open(view, &q, &entries)?,
        groups: groups(lines),
        title: plan.title,
        file_name: plan.file_name,
        notices: plan.notices,
        pieces,
    })
}

fn open(view: &View<'_>, q: &Query, entries: &[EntryRow]) -> Reply<Option<Open>> {
    let Some(entry) = q.entry.and_then(|id| entries.iter().find(|e| e.id == id)) else {
        return Ok(None);
    };
    let (union, today) = (view.union(), view.today());
    Ok(Some(Open {
        entry: entry.id,
        members: org::members_to_choose(view, union, today)?,
        bodies: org::bodies_to_choose(view, union, today)?,
        parts: q.split.then(|| model::proposed_parts(&entry.said.title)),
    }))
}

fn lines(view: &View<'_>, plan: &Plan, source: &str, entries: &[EntryRow], pieces: &[Piece]) -> Reply<Vec<Line>> {
    let union = view.union();
    let owners = org::member_names(view, union, entries.iter().filter_map(|e| e.said.owner))?;
    let bodies: HashMap<BodyId, String> = org::bodies_to_choose(view, union, view.today())?.into_iter().collect();
    let line = |e: &EntryRow| {
        let said = &e.said;
        let (from, due) = said.timing.days();
        let festival = said.festival.as_deref().and_then(Festival::find);
        Line {
            id: e.id,
            version: e.version,
            title: said.title.to_string(),
            when: said.timing.when(),
            when_words: said.when_words.clone(),
            from,
            due,
            undated: said.timing == Timing::Undated,
            settled: said.timing.settled(),
            past: due.is_some_and(|due| due < view.today()),
            field: said.field,
            owner: said.owner.and_then(|id| owners.get(&id).cloned()),
            branch: said.branch.and_then(|id| bodies.get(&id).cloned()),
            budget: said.budget.map(Yuan),
            festival: said.festival.clone(),
            festival_day: festival.and_then(|f| {
                let when = When::any_year(Moment::Festival(f)).ok()?;
                plan.cover.resolve(plan.year, when).map(|span| span.from)
            }),
            taken: e.taken,
            excerpt: said.span.and_then(|span| excerpt(source, span)),
            marked: pieces.iter().any(|p| p.entry == Some(e.id)),
            above: None,
            owner_id: said.owner,
            branch_id: said.branch,
        }
    };
    Ok(entries.iter().map(line).collect())
}

fn groups(lines: Vec<Line>) -> Vec<Group> {
    let kind = |line: &Line| match line.from.or(line.due) {
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

/// A span of the source, and the entry or heading read from it.
type Mark = ((usize, usize), Option<EntryId>, Option<usize>);

/// The source cut where entries and headings were read. Of spans that lie over each other the first one is marked.
fn pieces(source: &str, entries: &[EntryRow], headings: impl Iterator<Item = (usize, usize)>) -> Vec<Piece> {
    let mut marks: Vec<Mark> = entries
        .iter()
        .filter_map(|e| Some((e.said.span?, Some(e.id), None)))
        .chain(headings.zip(1_usize..).map(|(span, n)| (span, None, Some(n))))
        .filter(|((start, end), ..)| start < end)
        .collect();
    marks.sort_by_key(|((start, end), ..)| (*start, std::cmp::Reverse(*end)));
    let mut out = Vec::new();
    let mut at = 0;
    let mut add = |text: &str, entry, heading| {
        if !text.is_empty() {
            out.push(Piece {
                text: text.to_owned(),
                entry,
                heading,
            });
        }
    };
    for ((start, end), entry, heading) in marks {
        let (Some(between), Some(words)) = (source.get(at..start), source.get(start..end)) else {
            continue;
        };
        add(between, None, None);
        add(words, entry, heading);
        at = end;
    }
    add(source.get(at..).unwrap_or_default(), None, None);
    out
}

/// The line of the source that an entry stands in.
fn excerpt(source: &str, (start, end): (usize, usize)) -> Option<Excerpt> {
    let (before, words, after) = (source.get(..start)?, source.get(start..end)?, source.get(end..)?);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let skip = before.chars().count().saturating_sub(AROUND);
    Some(Excerpt {
        before: before.chars().skip(skip).collect(),
        words: words.to_owned(),
        after: after.chars().take(AROUND).collect(),
    })
}
