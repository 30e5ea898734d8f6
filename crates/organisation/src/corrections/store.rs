//! Corrections in the store.

use ::store::{Asked, Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Instant, UnionId, identity::IdentityNumber};
use org::{MemberId, members::Field};
use web::{AccountId, Act, Reply};

use super::model::{Correction, CorrectionId, Status, Wanted};

/// The column of the sealed number.
pub const SEALED: Sealed = Sealed::of_union("correction", "sealed", "id");

const ADD: Sql = Sql::union(
    "INSERT INTO correction (union_id, id, member_id, status, note, sealed, asked_at, asked_by, version)
     VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, 1)",
);
const ADD_LINE: Sql =
    Sql::union("INSERT INTO correction_line (union_id, correction_id, field, wanted) VALUES ($1, $2, $3, $4)");
const GET: Sql = Sql::union(
    "SELECT id, member_id, status, note, sealed IS NOT NULL, asked_at, decided_at, reason, version FROM correction
     WHERE union_id = $1 AND id = $2",
);
const WAITING: Sql = Sql::union(
    "SELECT id, member_id, status, note, sealed IS NOT NULL, asked_at, decided_at, reason, version FROM correction
     WHERE union_id = $1 AND status = 'waiting' ORDER BY asked_at, id LIMIT 500",
);
const LAST: Sql = Sql::union(
    "SELECT id, member_id, status, note, sealed IS NOT NULL, asked_at, decided_at, reason, version FROM correction
     WHERE union_id = $1 AND member_id = $2
     ORDER BY CASE WHEN status = 'waiting' THEN 0 ELSE 1 END, asked_at DESC, id DESC LIMIT 1",
);
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM correction WHERE union_id = $1 AND status = 'waiting'");
const LINES: Sql =
    Sql::union("SELECT field, wanted FROM correction_line WHERE union_id = $1 AND correction_id = $2 ORDER BY field");
const NUMBER: Sql = Sql::union("SELECT sealed FROM correction WHERE union_id = $1 AND id = $2 AND sealed IS NOT NULL");
const END: Sql = Sql::union(
    "UPDATE correction SET status = $4, decided_at = $5, decided_by = $6, reason = $7, sealed = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'waiting'",
);

::store::keyed!(Status, "a state of a correction");

fn correction(row: &Row<'_>) -> Result<Correction, Error> {
    let mut cells = row.cells();
    Ok(Correction {
        id: cells.take()?,
        member: cells.take()?,
        status: cells.take()?,
        note: cells.take()?,
        number: cells.take()?,
        asked_at: cells.take()?,
        decided_at: cells.take()?,
        reason: cells.take()?,
        version: cells.take()?,
    })
}

/// Keeps what a member asks for.
pub(super) fn add(
    w: &Writer,
    union: UnionId,
    new: &Correction,
    by: AccountId,
    (wanted, number): (&[Wanted], Option<&IdentityNumber>),
) -> Result<(), Error> {
    let place = SEALED.at(union, new.id);
    let sealed = number
        .map(|number| w.seal(place, number.whole().as_bytes()))
        .transpose()?;
    w.run(
        ADD,
        &[&union, &new.id, &new.member, &new.note, &sealed, &new.asked_at, &by],
    )?;
    for line in wanted {
        w.run(ADD_LINE, &[&union, &new.id, &line.field.key(), &line.text])?;
    }
    Ok(())
}

/// A correction of a union.
pub(super) fn get(read: &Reader, union: UnionId, id: CorrectionId) -> Result<Correction, Error> {
    read.one(GET, &[&union, &id], correction)
}

/// Those that wait, the earliest first; at most 500.
pub(super) fn waiting(read: &Reader, union: UnionId) -> Result<Vec<Correction>, Error> {
    read.rows(WAITING, &[&union], correction)
}

/// Asks how many wait.
pub(super) fn ask_count<'r, T>(
    read: &'r Reader,
    union: UnionId,
    told: impl Fn(i64) -> T + 'r,
) -> Result<Asked<'r, T>, Error> {
    read.ask(COUNT, &[&union], move |row| Ok(told(row.get(0)?)))
}

/// The one that a member asked for and that waits, or else the last.
pub(super) fn last(read: &Reader, union: UnionId, member: MemberId) -> Result<Option<Correction>, Error> {
    read.opt(LAST, &[&union, &member], correction)
}

/// How the particulars shall read.
pub(super) fn lines(read: &Reader, union: UnionId, id: CorrectionId) -> Result<Vec<Wanted>, Error> {
    read.rows(LINES, &[&union, &id], |row| {
        let key: String = row.get(0)?;
        let field = Field::of_key(&key).ok_or_else(|| Error::Wrong(format!("no particular is called {key}")))?;
        Ok(Wanted {
            field,
            text: row.get(1)?,
        })
    })
}

/// The number that was told; `None` if none was, or if its key was lost.
pub(super) fn number(read: &Reader, union: UnionId, id: CorrectionId) -> Result<Option<IdentityNumber>, Error> {
    let sealed: Option<Vec<u8>> = read.opt(NUMBER, &[&union, &id], |row| row.get(0))?;
    let Some(sealed) = sealed else { return Ok(None) };
    let Some(plain) = read.open_if_held(SEALED.at(union, id), &sealed)? else {
        return Ok(None);
    };
    let number = IdentityNumber::of_whole(plain.text()?);
    number
        .map(Some)
        .ok_or_else(|| Error::Wrong("no identity number".to_owned()))
}

/// Keeps the answer; the sealed number goes.
pub(super) fn end(
    act: &Act<'_>,
    (id, version): (CorrectionId, i64),
    status: Status,
    reason: Option<&str>,
) -> Reply<()> {
    let at: Instant = act.now();
    let by = act.actor().account;
    act.run_fresh(END, &[&act.union(), &id, &version, &status, &at, &by, &reason])
}
