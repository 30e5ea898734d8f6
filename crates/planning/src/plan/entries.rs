//! What people do at the reading desk with single entries: correct, add, split, merge, reject, restore.

use flow::Field;
use kernel::{Text, When, when::NotWhen};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View, Yuan};

use super::{
    acts::{draft, fresh},
    event::Happened,
    measure::MeasureId,
    model::{self, ENTRIES, EntryId, EntryRow, Plan, PlanId, Said, Taken, Timing},
    source, store, text,
};

/// What an entry is to say. A new one has neither `entry` nor `version`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Says {
    id: PlanId,
    entry: Option<EntryId>,
    version: Option<i64>,
    /// What is to be done.
    title: Text<200>,
    /// When, as people write it.
    when: Option<Text<60>>,
    /// Taken without a day on purpose; wins over a time.
    #[serde(default)]
    undated: bool,
    /// The field of work.
    field: Field,
    /// Who answers for it.
    owner: Option<MemberId>,
    /// The branch or group it falls to.
    branch: Option<BodyId>,
    /// What it may cost.
    budget: Option<Yuan>,
    /// The numbered measure it carries out.
    measure: Option<MeasureId>,
    /// Where it stands in the source, if it was chosen there: the first byte.
    from: Option<usize>,
    /// The byte after the last.
    to: Option<usize>,
}

/// An entry and the version that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PlanId,
    entry: EntryId,
    version: i64,
}

/// The page goes on at the entry.
fn at_entry(plan: PlanId, entry: EntryId) -> Done {
    Done::to(format!("/plans/{plan}/reading#e-{entry}")).record(entry)
}

/// Why a time was not understood, beside its field.
pub(super) fn bad_time(text: &str, why: NotWhen) -> Refusal {
    // 丰收节前: a festival that no calendar here knows
    let key = if why == NotWhen::Unknown && text.contains('节') {
        "festival"
    } else {
        why.key()
    };
    let refusal = Refusal::field("when", &format!("planning.when.{key}")).arg("words", text);
    match why {
        NotWhen::NoMonth(n) | NotWhen::NoNumber(n) | NotWhen::NoYear(n) => refusal.arg("n", n),
        NotWhen::NoDay(month, day) => refusal.arg("month", month).arg("day", day),
        _ => refusal,
    }
}

impl Says {
    fn timing(&self, plan: &Plan) -> Reply<Timing> {
        let when = match &self.when {
            Some(text) if !self.undated => Some(When::read(text).map_err(|why| bad_time(text, why))?),
            _ => None,
        };
        let timing = Timing::of(when, self.undated, plan.cover, plan.year);
        if let Timing::Nowhere(_) = timing {
            return Err(Refusal::field("when", "planning.when.nowhere")
                .arg("year", plan.year)
                .into());
        }
        Ok(timing)
    }
    /// Puts what was said into an entry.
    fn into_said(self, view: &View<'_>, plan: &Plan, was: Option<&Said>) -> Reply<Said> {
        let timing = self.timing(plan)?;
        known(
            view,
            self.owner.filter(|o| was.and_then(|w| w.owner) != Some(*o)),
            self.branch,
        )?;
        let mut section = was.and_then(|w| w.section.clone());
        if let Some(measure) = self.measure {
            let all = store::measures::measures(view, view.union(), plan.id)?;
            let found = all.iter().find(|m| m.id == measure);
            let found = found.ok_or_else(|| Refusal::field("measure", "planning.plan.refusal.no_measure"))?;
            let sections = store::sections(view, view.union(), plan.id)?;
            section = section.or_else(|| text::heading_of(&sections, found.says.section));
        }
        let span = match (was, self.from.zip(self.to)) {
            (Some(was), _) => was.span,
            (None, Some(span)) => source::chosen(&store::source(view, view.union(), plan.id)?, span).map(|_| span),
            (None, None) => None,
        };
        Ok(Said {
            timing,
            when_words: was.and_then(|w| w.when_words.clone()),
            field: self.field,
            section,
            festival: was.and_then(|w| w.festival.clone()),
            budget: self.budget.map(|y| y.0).filter(|m| m.fen() > 0),
            owner: self.owner,
            branch: self.branch,
            span,
            measure: self.measure,
            title: self.title,
        })
    }
}

/// Refuses members and bodies that are not of this union.
fn known(view: &View<'_>, owner: Option<MemberId>, branch: Option<BodyId>) -> Reply<()> {
    let (union, today) = (view.union(), view.today());
    if let Some(owner) = owner {
        let card = org::members::store::find(view, union, owner)?;
        let card = card.ok_or_else(|| Refusal::field("owner", "planning.plan.refusal.no_member"))?;
        if !card.status.belongs() {
            return Err(Refusal::field("owner", "planning.plan.refusal.left")
                .arg("name", card.name)
                .into());
        }
    }
    if let Some(branch) = branch
        && !org::bodies_to_choose(view, union, today)?
            .iter()
            .any(|(id, _)| *id == branch)
    {
        return Err(Refusal::field("branch", "planning.plan.refusal.no_body").into());
    }
    Ok(())
}

/// Corrects an entry in place.
pub(super) fn correct(act: &mut Act<'_>, form: Says) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let entry = form.entry.ok_or_else(Refusal::missing)?;
    let version = form.version.ok_or_else(Refusal::stale)?;
    let was = store::entry_of(act, act.union(), plan.id, entry)?;
    let said = form.into_said(act, &plan, Some(&was.said))?;
    fresh(store::set_entry(
        act.writer(),
        act.union(),
        (entry, version),
        Taken::Kept,
        &said,
    )?)?;
    changed(act, &plan)?;
    act.note(&Happened::Corrected { plan: plan.id, entry })?;
    Ok(at_entry(plan.id, entry).say("planning.plan.said.corrected"))
}

/// Adds an entry that the text does not have.
pub(super) fn add(act: &mut Act<'_>, form: Says) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let said = form.into_said(act, &plan, None)?;
    let all = store::entries(act, act.union(), plan.id)?;
    room(&all, 1)?;
    let place = place_for(&all, said.timing);
    store::make_room(act.writer(), act.union(), plan.id, place, 1)?;
    let id: EntryId = act.id();
    store::add_entry(
        act.writer(),
        act.union(),
        (plan.id, id),
        (place + 1, Taken::Kept),
        &said,
    )?;
    changed(act, &plan)?;
    act.note(&Happened::Added {
        plan: plan.id,
        entry: id,
    })?;
    Ok(at_entry(plan.id, id).say("planning.plan.said.added"))
}

/// After the last entry that begins before it, so that the plan stays in order.
pub(super) fn place_for(all: &[EntryRow], timing: Timing) -> i64 {
    let day = timing.days();
    let day = day.0.or(day.1);
    let before = |e: &&EntryRow| {
        let (from, due) = e.said.timing.days();
        day.is_none() || from.or(due).is_none_or(|d| Some(d) <= day)
    };
    all.iter().rfind(before).map_or(0, |e| e.place)
}

pub(super) fn room(all: &[EntryRow], more: usize) -> Reply<()> {
    if all.len() + more > ENTRIES {
        return Err(Refusal::new("planning.plan.refusal.many").arg("max", ENTRIES).into());
    }
    Ok(())
}

/// Whoever looked at the plan before has not seen this.
pub(super) fn changed(act: &Act<'_>, plan: &Plan) -> Reply<()> {
    fresh(store::touch(act.writer(), act.union(), plan.id)?)
}

/// Splitting: a line for each part.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Split {
    id: PlanId,
    entry: EntryId,
    version: i64,
    /// The parts, one a line.
    lines: Text<4000>,
}

/// Splits an entry into one for each line; all keep its time, field and owner.
pub(super) fn split(act: &mut Act<'_>, form: Split) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let union = act.union();
    let was = store::entry_of(act, union, plan.id, form.entry)?;
    let parts = model::parts(&form.lines).ok_or_else(|| Refusal::field("lines", "planning.plan.refusal.parts"))?;
    room(&store::entries(act, union, plan.id)?, parts.len())?;
    let source = store::source(act, union, plan.id)?;
    store::make_room(act.writer(), union, plan.id, was.place, parts.len())?;
    for (place, title) in (was.place..).zip(&parts) {
        let mut said = was.said.clone();
        said.span = within(&source, was.said.span, title).or(was.said.span);
        said.title = title.clone();
        if place == was.place {
            let at = (was.id, form.version);
            fresh(store::set_entry(act.writer(), union, at, Taken::Kept, &said)?)?;
        } else {
            let at = (plan.id, act.id());
            store::add_entry(act.writer(), union, at, (place, Taken::Kept), &said)?;
        }
    }
    changed(act, &plan)?;
    act.note(&Happened::Split {
        plan: plan.id,
        entry: was.id,
        into: parts.len(),
    })?;
    Ok(at_entry(plan.id, was.id).say("planning.plan.said.split"))
}

/// Where a part's words stand within the span of the whole.
fn within(source: &str, span: Option<(usize, usize)>, words: &str) -> Option<(usize, usize)> {
    let (start, end) = span?;
    let at = source.get(start..end)?.find(words)?;
    Some((start + at, start + at + words.len()))
}

/// Merging with the entry above it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Merge {
    id: PlanId,
    entry: EntryId,
    version: i64,
    /// The entry above.
    above: EntryId,
    /// Its version.
    above_version: i64,
}

/// Merges an entry into the one above, which keeps its time, field and owner.
pub(super) fn merge(act: &mut Act<'_>, form: Merge) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let union = act.union();
    if form.above == form.entry {
        return Err(Refusal::missing().into());
    }
    let below = store::entry_of(act, union, plan.id, form.entry)?;
    let above = store::entry_of(act, union, plan.id, form.above)?;
    let mut said = above.said.clone();
    said.title = model::joined(&above.said.title, &below.said.title)
        .ok_or_else(|| Refusal::new("planning.plan.refusal.merged_long").arg("max", 200))?;
    said.span = model::joined_span(above.said.span, below.said.span);
    said.owner = above.said.owner.or(below.said.owner);
    said.branch = above.said.branch.or(below.said.branch);
    said.measure = above.said.measure.or(below.said.measure);
    let at = (above.id, form.above_version);
    fresh(store::set_entry(act.writer(), union, at, Taken::Kept, &said)?)?;
    fresh(store::remove(act.writer(), union, below.id, form.version)?)?;
    changed(act, &plan)?;
    act.note(&Happened::Merged {
        plan: plan.id,
        entry: below.id,
        into: above.id,
    })?;
    Ok(at_entry(plan.id, above.id).say("planning.plan.said.merged"))
}

/// Leaves an entry out of the plan.
pub(super) fn reject(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    take(act, &form, Taken::Rejected)?;
    let (plan, entry) = (form.id, form.entry);
    act.note(&Happened::Rejected { plan, entry })?;
    Ok(at_entry(plan, entry).say("planning.plan.said.rejected"))
}

/// Takes a rejected entry back.
pub(super) fn restore(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    take(act, &form, Taken::Kept)?;
    let (plan, entry) = (form.id, form.entry);
    act.note(&Happened::Restored { plan, entry })?;
    Ok(at_entry(plan, entry).say("planning.plan.said.restored"))
}

fn take(act: &Act<'_>, form: &Which, taken: Taken) -> Reply<()> {
    let plan = draft(act, form.id)?;
    let entry = store::entry_of(act, act.union(), plan.id, form.entry)?;
    let at = (entry.id, form.version);
    fresh(store::set_entry(act.writer(), act.union(), at, taken, &entry.said)?)?;
    changed(act, &plan)
}
