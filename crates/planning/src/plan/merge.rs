//! Taking a later text over: its words, the places of the entries in it, and the changes that were ticked.

use flow::Retold;
use kernel::Text;
use web::{Act, Reply};

use super::{
    acts::{self, fresh},
    diff::{Change, Pair},
    measure::{Measure, MeasureRow},
    model::{self, EntryId, Plan, Status, Taken},
    outline::Outline,
    store,
    versions::{Beside, Measures, gone, retold, with_measure},
};

/// The headings and measures after the new text: its own, if they were wanted, else those that stand, whose places in the
/// source are unknown from now on. Gives the measure of each measure of the new text.
pub(super) fn words(act: &Act<'_>, plan: &Plan, new: &Outline, wanted: bool) -> Reply<Measures> {
    let (w, union) = (act.writer(), act.union());
    let standing = store::measures::measures(act, union, plan.id)?;
    let as_before = |m: &Measure| standing.iter().position(|row| row.says.text == m.text);
    if !wanted {
        let mut sections = store::sections(act, union, plan.id)?;
        for section in &mut sections {
            section.span = (0, 0);
        }
        store::measures::set_sections(w, union, plan.id, &sections)?;
        for (place, row) in (1_usize..).zip(&standing) {
            store::measures::put_measure(w, union, (plan.id, row.id), (row.says.section, place), None)?;
        }
        return Ok(new
            .measures
            .iter()
            .map(|m| as_before(m).and_then(|i| standing.get(i)).map(|r| r.id))
            .collect());
    }
    store::measures::set_sections(w, union, plan.id, &new.sections)?;
    let mut left: Vec<Option<&MeasureRow>> = standing.iter().map(Some).collect();
    let mut out = Vec::new();
    for (place, m) in (1_usize..).zip(&new.measures) {
        let same = left.iter().position(|row| row.is_some_and(|r| r.says.text == m.text));
        let id = match same.and_then(|i| left.get_mut(i)).and_then(Option::take) {
            Some(row) => {
                store::measures::put_measure(w, union, (plan.id, row.id), (m.section, place), m.span)?;
                row.id
            }
            None => {
                let id = act.id();
                store::measures::add_measure(w, union, (plan.id, id), place, m)?;
                id
            }
        };
        out.push(Some(id));
    }
    for row in left.into_iter().flatten() {
        fresh(store::measures::remove_measure(
            w,
            union,
            plan.id,
            (row.id, row.version),
        )?)?;
    }
    Ok(out)
}

/// Leads every entry to its place in the new text, whether its change was taken over or not; those about to be retold
/// are led there then.
pub(super) fn places(act: &Act<'_>, beside: &Beside, taken: &[&Pair], measures: &Measures) -> Reply<()> {
    let retold: Vec<EntryId> = taken.iter().filter_map(|p| beside.old(p)).map(|e| e.id).collect();
    for (i, entry) in beside.entries.iter().enumerate() {
        if retold.contains(&entry.id) {
            continue;
        }
        // what was merged by hand stands in several places
        let mut found = beside.pairs.iter().filter(|p| p.old == Some(i)).filter_map(|p| p.new);
        let mut said = entry.said.clone();
        let spans = found.clone().filter_map(|n| beside.new.get(n)?.span);
        said.span = spans.fold(None, |all, span| model::joined_span(all, Some(span)));
        said.measure = found
            .next()
            .and_then(|n| beside.outline.entries.get(n))
            .and_then(|e| e.measure)
            .and_then(|m| measures.get(m).copied().flatten())
            .or_else(|| said.measure.filter(|m| measures.contains(&Some(*m))));
        if said.span == entry.said.span && said.measure == entry.said.measure {
            continue;
        }
        let at = (entry.id, entry.version);
        fresh(store::set_entry(act.writer(), act.union(), at, entry.taken, &said)?)?;
    }
    Ok(())
}

/// Takes one change over.
pub(super) fn one(
    act: &Act<'_>,
    (plan, number): (&Plan, i64),
    beside: &Beside,
    pair: &Pair,
    measures: &Measures,
) -> Reply<()> {
    let (w, union) = (act.writer(), act.union());
    let read = pair
        .new
        .and_then(|n| beside.outline.entries.get(n))
        .and_then(|e| e.measure);
    match (pair.change, beside.old(pair), beside.now(pair)) {
        (Change::New, _, Some(new)) => {
            let said = with_measure(new, read, measures);
            let all = store::entries(act, union, plan.id)?;
            super::entries::room(&all, 1)?;
            let place = super::entries::place_for(&all, said.timing);
            store::make_room(w, union, plan.id, place, 1)?;
            let id: EntryId = act.id();
            store::add_entry(w, union, (plan.id, id), (place + 1, Taken::Kept), &said)?;
            if plan.status == Status::Accepted {
                let entry = store::entry_of(act, union, plan.id, id)?;
                acts::put_to_work(act, &entry)?;
            }
        }
        (Change::Gone, Some(entry), _) => {
            let mut said = entry.said.clone();
            (said.span, said.measure) = (None, None);
            let task = beside.task(pair);
            let taken = if task.is_some() { entry.taken } else { Taken::Rejected };
            fresh(store::set_entry(w, union, (entry.id, entry.version), taken, &said)?)?;
            if let Some(task) = task {
                gone(act, task, number)?;
            }
        }
        (_, Some(entry), Some(new)) => {
            let mut said = with_measure(&retold(&entry.said, new), read, measures);
            said.span = new.span;
            let at = (entry.id, entry.version);
            let taken = if entry.taken == Taken::Rejected {
                Taken::Rejected
            } else {
                Taken::Kept
            };
            fresh(store::set_entry(w, union, at, taken, &said)?)?;
            if let Some(task) = beside.task(pair) {
                let title: Option<Text<200>> = (pair.change == Change::Words).then(|| new.title.clone());
                let (from, due) = said.timing.days();
                let days = due.map(|_| (said.timing.when(), from, due));
                flow::retell(act, task, Retold { title, days })?;
            }
        }
        _ => {}
    }
    Ok(())
}
