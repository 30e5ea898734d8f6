//! An entry at the reading desk, in a line.

use std::collections::{HashMap, HashSet};

use flow::Field;
use kernel::{
    Date, Festival, When,
    when::{Edge, Moment},
};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View, Yuan};

use super::{
    measure::{self, MeasureId, MeasureRow},
    model::{EntryId, EntryRow, Plan, Taken, Timing},
    source::{Excerpt, Piece, excerpt},
};

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
    /// The entry whose mark in the source shows its words too: itself, or another read from the same place.
    pub mark: Option<EntryId>,
    /// The numbered measure it carries out.
    pub measure: Option<String>,
    /// Whether the owner has left the union.
    pub owner_left: bool,
    /// The entry above, to merge with.
    pub above: Option<Above>,
    #[serde(skip)]
    pub owner_id: Option<MemberId>,
    #[serde(skip)]
    pub branch_id: Option<BodyId>,
    #[serde(skip)]
    pub measure_id: Option<MeasureId>,
}

/// The entry above.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Above {
    pub id: EntryId,
    pub version: i64,
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

/// Measures to choose from, each in a line.
pub(super) fn measure_choices(all: &[MeasureRow]) -> Vec<(MeasureId, String)> {
    all.iter().map(|m| (m.id, measure::short(&m.says.text, 40))).collect()
}

pub(super) fn lines(
    view: &View<'_>,
    plan: &Plan,
    (source, pieces): (&str, &[Piece]),
    entries: &[EntryRow],
    measures: &HashMap<MeasureId, String>,
) -> Reply<Vec<Line>> {
    let union = view.union();
    let present: HashSet<MemberId> = present(view, entries)?;
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
            mark: said.span.and_then(|span| mark(pieces, span)),
            measure: said.measure.and_then(|id| measures.get(&id).cloned()),
            measure_id: said.measure,
            owner_left: said.owner.is_some_and(|id| !present.contains(&id)),
            above: None,
            owner_id: said.owner,
            branch_id: said.branch,
        }
    };
    Ok(entries.iter().map(line).collect())
}

/// Those of the owners who are members now.
pub(super) fn present(view: &View<'_>, entries: &[EntryRow]) -> Reply<HashSet<MemberId>> {
    let mut here = HashSet::new();
    for owner in entries.iter().filter_map(|e| e.said.owner).collect::<HashSet<_>>() {
        let card = org::members::store::find(view, view.union(), owner)?;
        if card.is_some_and(|c| c.status.belongs()) {
            here.insert(owner);
        }
    }
    Ok(here)
}

/// The first entry marked in the source where these words stand.
fn mark(pieces: &[Piece], (start, end): (usize, usize)) -> Option<EntryId> {
    let over = |p: &&Piece| p.entry.is_some() && p.at < end && start < p.at + p.text.len();
    pieces.iter().find(over).and_then(|p| p.entry)
}
