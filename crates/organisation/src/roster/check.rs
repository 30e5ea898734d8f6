//! The dry run: every row is looked at, nothing goes into the register.

use ::store::Error;
use jobs::{Ending, Kind, Trouble as Stopped};

use super::{
    desk::Desk,
    draft::Examined,
    model::{Found, Roster, RosterId, State},
    store,
    twins::Twins,
};

/// The name under which a dry run is noted.
pub const KIND: &str = "organisation.roster_check";

/// The kind of job that looks at a roster.
#[must_use]
pub fn kind() -> Kind {
    Kind::new(KIND, run)
}

/// The roster that a job is about; `None` if it is not in this state any more.
pub(super) fn roster_of(desk: &jobs::Desk<'_>, state: State) -> Result<Option<Roster>, Stopped> {
    let id: RosterId = desk
        .job
        .payload
        .parse()
        .map_err(|_| Stopped::Never("no roster is named".into()))?;
    let found = desk.store.read(|r| store::get(r, desk.union, id));
    match found {
        Ok(roster) => Ok(Some(roster).filter(|r| r.state == state && r.job == Some(desk.job.id))),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The end of a job whose roster went another way.
pub(super) fn idle() -> Ending {
    Box::new(|_| Ok(None))
}

/// What is kept of the rows of a block.
fn found(rows: Vec<Examined>) -> Vec<Found> {
    let troubled = rows.into_iter().filter(|row| !row.troubles.is_empty());
    troubled
        .map(|row| Found {
            row: row.number,
            troubles: row.troubles,
        })
        .collect()
}

fn run(desk: &jobs::Desk<'_>) -> Result<Ending, Stopped> {
    let Some(roster) = roster_of(desk, State::Checking)? else {
        return Ok(idle());
    };
    let (union, id, sheet) = (desk.union, roster.id, roster.sheet);
    let today = desk.clock.today();
    let with = desk.store.read(|r| Desk::of(r, union, &roster, today))?;
    let blocks = roster.chosen().map_or(0, |sheet| sheet.blocks);
    let (mut twins, mut lines, mut none) = (Twins::default(), 0_i64, 0);
    for number in 0..blocks {
        let block = desk.store.read(|r| store::block(r, union, id, sheet, number))?;
        let Some(block) = block else {
            return Err(Stopped::Never("the rows of the file are gone".into()));
        };
        let (mut rows, skipped) = with.look(block.numbered(), &mut twins);
        desk.store.read(|r| with.beside(r, &mut rows))?;
        lines += i64::try_from(rows.len()).unwrap_or(0);
        none += skipped;
        let found = found(rows);
        desk.store
            .write(move |w| store::add_found(w, union, id, number, &found))?;
        desk.progress(number + 1, blocks)?;
    }
    Ok(Box::new(move |w| {
        let mut roster = store::get(w, union, id)?;
        if roster.state == State::Checking {
            roster.state = State::Checked;
            store::set(w, union, &roster)?;
            store::set_seen(w, union, id, lines, none)?;
        }
        Ok(Some(format!("/rosters/{id}")))
    }))
}
