//! The count of the tree: each union's own figures, then the sums from the leaves up. It comes by itself each night for
//! every tree of the installation, and when somebody asks.

use ::store::Error;
use jobs::{Desk, Ending, Kind, Trouble};
use kernel::{Date, UnionId};
use org::tree::{self, store, tally};
use web::{Act, Done, Nothing, Reply};

use super::event::Happened;

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "organisation.count";
/// The payload of a count that somebody asked for.
const ASKED: &str = "{\"asked\":true}";
/// Unions counted in one transaction.
const CHUNK: usize = 100;

/// The kind of job that counts a union's tree.
#[must_use]
pub fn kind() -> Kind {
    Kind::new(KIND, run)
}

/// Counts the tree from the union down. Each night only the top of a tree does, for all of it. The first count of a month
/// first tells how the month before ended, unless that was counted on its last day.
fn run(desk: &Desk<'_>) -> Result<Ending, Trouble> {
    let top: UnionId = desk.union;
    let Some(node) = desk.store.read(|r| store::find_one(r, top))? else {
        return Ok(Box::new(|_| Ok(None)));
    };
    if node.parent.is_some() && desk.job.payload != ASKED {
        return Ok(Box::new(|_| Ok(None)));
    }
    let all = desk.store.read(|r| tree::below(r, top))?;
    let today = desk.clock.today();
    let last = month_before(today);
    let mut days = vec![today];
    if node.from <= last && desk.store.read(|r| tally::counted(r, top, last))? != Some(last) {
        days.insert(0, last);
    }
    let total = i64::try_from((all.len() + 1) * days.len()).unwrap_or(i64::MAX);
    let mut done = 0;
    for day in &days {
        let living = all.iter().filter(|n| n.from <= *day).map(|n| n.id);
        let ids: Vec<UnionId> = std::iter::once(top).chain(living).collect();
        for chunk in ids.chunks(CHUNK) {
            done += i64::try_from(chunk.len()).unwrap_or(0);
            let (chunk, day) = (chunk.to_vec(), *day);
            desk.store.write(move |w| {
                for union in &chunk {
                    tally::count(w, *union, day)?;
                }
                Ok::<(), Error>(())
            })?;
            desk.progress(done.min(total), total)?;
        }
    }
    // Parents, the deepest first: each sums what its children have summed.
    let mut parents: Vec<(usize, UnionId)> = all.iter().filter_map(|n| Some((n.path.len(), n.parent?))).collect();
    parents.sort_by(|a, b| b.cmp(a));
    parents.dedup();
    Ok(Box::new(move |w| {
        for day in &days {
            for (_, union) in &parents {
                tally::lift(w, *union, *day)?;
            }
        }
        tally::refresh(w, top, today)?;
        Ok(Some("/org/tree".to_owned()))
    }))
}

/// The last day of the month before.
fn month_before(today: Date) -> Date {
    today.plus_months(-1).month_end()
}

/// Somebody wants the count now.
pub(super) fn ask(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let job = jobs::add(
        act.writer(),
        &kernel::Clock::fixed(act.now()),
        act.union(),
        act.actor().account,
        KIND,
        ASKED,
    )?;
    act.note(&Happened::CountAsked { union: act.union() })?;
    Ok(Done::to(format!("/jobs/{job}")).record(job))
}
