//! Rosters in the store.

use kernel::{Instant, UnionId};
use org::{BodyId, MemberId, members::history::RecordingId};
use serde::{Serialize, de::DeserializeOwned};
use store::{Error, Reader, Row as Line, Sql, Writer, secret::Sealed};

use super::{
    cell::{Block, Cell},
    model::{Chunk, Found, Layout, Roster, RosterId, State, Sums},
    target::Target,
    trouble::Choice,
};

/// The rows of files.
pub const SEALED: Sealed = Sealed::of_union("roster_block", "sealed", "roster_id").by("part");

const ADD: Sql = Sql::union(
    "INSERT INTO roster (union_id, id, name, account_id, at, state, version, sheets, sheet, layout, rules, lines, skipped)
     VALUES ($1, $2, $3, $4, $5, 'staged', 1, $6, $7, $8, $9, 0, 0)",
);
const ONE: Sql = Sql::union(
    "SELECT r.id, r.name, r.account_id, a.name, r.at, r.state, r.version, r.sheets, r.sheet, r.layout, r.rules, r.job_id,
       r.lines, r.skipped, r.finished_at
     FROM roster r LEFT JOIN account a ON a.id = r.account_id WHERE r.union_id = $1 AND r.id = $2",
);
const LATEST: Sql = Sql::union(
    "SELECT r.id, r.name, r.account_id, a.name, r.at, r.state, r.version, r.sheets, r.sheet, r.layout, r.rules, r.job_id,
       r.lines, r.skipped, r.finished_at
     FROM roster r LEFT JOIN account a ON a.id = r.account_id WHERE r.union_id = $1 ORDER BY r.at DESC, r.id DESC LIMIT 50",
);
const AT_WORK: Sql = Sql::union(
    "SELECT id, name, state FROM roster WHERE union_id = $1 AND state IN ('importing', 'undoing') ORDER BY at LIMIT 10",
);
const SET: Sql = Sql::union(
    "UPDATE roster SET state = $4, sheet = $5, layout = $6, rules = $7, job_id = $8, finished_at = $9, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const SEEN: Sql = Sql::union("UPDATE roster SET lines = $3, skipped = $4 WHERE union_id = $1 AND id = $2");
const ADD_BLOCK: Sql = Sql::union(
    "INSERT INTO roster_block (union_id, roster_id, part, first_row, lines, sealed) VALUES ($1, $2, $3, $4, $5, $6)",
);
const BLOCK: Sql =
    Sql::union("SELECT first_row, sealed FROM roster_block WHERE union_id = $1 AND roster_id = $2 AND part = $3");
const BLOCK_OF_ROW: Sql = Sql::union(
    "SELECT part FROM roster_block WHERE union_id = $1 AND roster_id = $2 AND part >= $3 AND part < $4 AND first_row <= $5
     ORDER BY part DESC LIMIT 1",
);
const DROP_BLOCKS: Sql = Sql::union("DELETE FROM roster_block WHERE union_id = $1 AND roster_id = $2");
const DROP_SOME_BLOCKS: Sql = Sql::union(
    "DELETE FROM roster_block WHERE union_id = $1 AND roster_id = $2 AND part IN (
       SELECT b.part FROM roster_block b WHERE b.union_id = $1 AND b.roster_id = $2 ORDER BY b.part LIMIT 50)",
);
const HAS_BLOCKS: Sql = Sql::union(
    "SELECT COUNT(*) FROM (SELECT 1 AS n FROM roster_block WHERE union_id = $1 AND roster_id = $2 LIMIT 1) b",
);
const DROP_FOUND: Sql = Sql::union("DELETE FROM roster_found WHERE union_id = $1 AND roster_id = $2");
const ADD_FOUND: Sql = Sql::union(
    "INSERT INTO roster_found (union_id, roster_id, number, found) VALUES ($1, $2, $3, $4)
     ON CONFLICT (union_id, roster_id, number) DO UPDATE SET found = excluded.found",
);
const FOUND: Sql =
    Sql::union("SELECT number, found FROM roster_found WHERE union_id = $1 AND roster_id = $2 ORDER BY number");
const CHOOSE: Sql = Sql::union(
    "INSERT INTO roster_choice (union_id, roster_id, line, choice) VALUES ($1, $2, $3, $4)
     ON CONFLICT (union_id, roster_id, line) DO UPDATE SET choice = excluded.choice",
);
const CHOICES: Sql =
    Sql::union("SELECT line, choice FROM roster_choice WHERE union_id = $1 AND roster_id = $2 ORDER BY line");
const DROP_CHOICES: Sql = Sql::union("DELETE FROM roster_choice WHERE union_id = $1 AND roster_id = $2");
const ADD_CHUNK: Sql = Sql::union(
    "INSERT INTO roster_chunk (union_id, roster_id, number, recording_id, added, updated, skipped, back, reasons, undone)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
);
const CHUNK_UNDONE: Sql =
    Sql::union("UPDATE roster_chunk SET undone = undone + $4 WHERE union_id = $1 AND roster_id = $2 AND number = $3");
const CHUNKS: Sql = Sql::union(
    "SELECT number, recording_id, added, updated, skipped, reasons, undone FROM roster_chunk
     WHERE union_id = $1 AND roster_id = $2 ORDER BY number",
);
const HAS_CHUNK: Sql =
    Sql::union("SELECT number FROM roster_chunk WHERE union_id = $1 AND roster_id = $2 AND number = $3");
const CHUNKS_DONE: Sql = Sql::union("SELECT COUNT(*) FROM roster_chunk WHERE union_id = $1 AND roster_id = $2");
const SUMS: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(added), 0) AS BIGINT), CAST(COALESCE(SUM(updated), 0) AS BIGINT),
       CAST(COALESCE(SUM(skipped), 0) AS BIGINT), CAST(COALESCE(SUM(back), 0) AS BIGINT),
       CAST(COALESCE(SUM(undone), 0) AS BIGINT)
     FROM roster_chunk WHERE union_id = $1 AND roster_id = $2",
);
const ADD_CHANGED: Sql = Sql::union(
    "INSERT INTO roster_changed (union_id, roster_id, member_id, number, recording_id, identity) VALUES ($1, $2, $3, $4, $5, $6)",
);
const CHANGED: Sql = Sql::union(
    "SELECT member_id, recording_id, identity FROM roster_changed WHERE union_id = $1 AND roster_id = $2 ORDER BY number, member_id",
);
const DROP_CHANGED: Sql =
    Sql::union("DELETE FROM roster_changed WHERE union_id = $1 AND roster_id = $2 AND member_id = $3");
const ADD_GROUP: Sql =
    Sql::union("INSERT INTO roster_group (union_id, roster_id, body_id, name) VALUES ($1, $2, $3, $4)");
const GROUPS: Sql =
    Sql::union("SELECT name, body_id FROM roster_group WHERE union_id = $1 AND roster_id = $2 ORDER BY name");
const LEARN: Sql = Sql::union(
    "INSERT INTO roster_layout (union_id, heads, columns, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (union_id, heads) DO UPDATE SET columns = excluded.columns, at = excluded.at",
);
const LEARNT: Sql = Sql::union("SELECT columns FROM roster_layout WHERE union_id = $1 AND heads = $2");
const OLD: Sql = Sql::union(
    "SELECT r.id, r.state, r.version FROM roster r WHERE r.union_id = $1 AND r.at < $2
       AND EXISTS (SELECT 1 FROM roster_block b WHERE b.union_id = $1 AND b.roster_id = r.id) ORDER BY r.at LIMIT 100",
);

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Other(format!("a roster: {e}")))
}

fn of_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| Error::Wrong(format!("a roster: {e}")))
}

fn roster(row: &Line<'_>) -> Result<Roster, Error> {
    let mut cells = row.cells();
    let (id, name, account, who, at) = (
        cells.take()?,
        cells.take()?,
        cells.take()?,
        cells.take()?,
        cells.take()?,
    );
    let (state, version): (State, i64) = (cells.take()?, cells.take()?);
    let (sheets, sheet): (String, i64) = (cells.take()?, cells.take()?);
    let (layout, rules): (String, String) = (cells.take()?, cells.take()?);
    Ok(Roster {
        id,
        name,
        account,
        who,
        at,
        state,
        version,
        sheets: of_json(&sheets)?,
        sheet: usize::try_from(sheet).unwrap_or(0),
        layout: of_json(&layout)?,
        rules: of_json(&rules)?,
        job: cells.take()?,
        lines: cells.take()?,
        skipped: cells.take()?,
        finished: cells.take()?,
    })
}

::store::keyed!(State, "the state of a roster");

/// Keeps a new roster.
pub(super) fn add(w: &Writer, union: UnionId, new: &Roster) -> Result<(), Error> {
    let sheet = i64::try_from(new.sheet).unwrap_or(0);
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.name,
            &new.account,
            &new.at,
            &json(&new.sheets)?,
            &sheet,
            &json(&new.layout)?,
            &json(&new.rules)?,
        ],
    )
    .map(drop)
}

/// A roster; `Missing` if there is none.
pub(super) fn get(read: &Reader, union: UnionId, id: RosterId) -> Result<Roster, Error> {
    read.one(ONE, &[&union, &id], roster)
}

/// The latest fifty.
pub(super) fn latest(read: &Reader, union: UnionId) -> Result<Vec<Roster>, Error> {
    read.rows(LATEST, &[&union], roster)
}

/// Those that go into the register or are taken back just now.
pub(super) fn at_work(read: &Reader, union: UnionId) -> Result<Vec<(RosterId, String, State)>, Error> {
    read.rows(AT_WORK, &[&union], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Writes how a roster stands if it has still this version; says whether it had.
pub(super) fn set(w: &Writer, union: UnionId, to: &Roster) -> Result<bool, Error> {
    let sheet = i64::try_from(to.sheet).unwrap_or(0);
    let (layout, rules) = (json(&to.layout)?, json(&to.rules)?);
    let done = w.run(
        SET,
        &[
            &union,
            &to.id,
            &to.version,
            &to.state,
            &sheet,
            &layout,
            &rules,
            &to.job,
            &to.finished,
        ],
    )?;
    Ok(done > 0)
}

/// Writes what the dry run counted.
pub(super) fn set_seen(w: &Writer, union: UnionId, id: RosterId, lines: i64, skipped: i64) -> Result<(), Error> {
    w.run(SEEN, &[&union, &id, &lines, &skipped]).map(drop)
}

/// The name of a block.
fn part(sheet: usize, number: i64) -> String {
    format!("{sheet}/{number:06}")
}

/// Seals a block for its place.
pub(super) fn seal(read: &Reader, union: UnionId, id: RosterId, sheet: usize, block: &Block) -> Result<Vec<u8>, Error> {
    let place = SEALED.at(union, id).part(part(sheet, block.number));
    read.seal(place, json(&block.rows)?.as_bytes())
}

/// Keeps a block that was sealed.
pub(super) fn add_block(
    w: &Writer,
    (union, id): (UnionId, RosterId),
    (sheet, number): (usize, i64),
    (first, lines): (i64, i64),
    sealed: &[u8],
) -> Result<(), Error> {
    w.run(ADD_BLOCK, &[&union, &id, &part(sheet, number), &first, &lines, &sealed])
        .map(drop)
}

/// A block; `None` if there is none (any more).
pub(super) fn block(
    read: &Reader,
    union: UnionId,
    id: RosterId,
    sheet: usize,
    number: i64,
) -> Result<Option<Block>, Error> {
    let name = part(sheet, number);
    let found: Option<(i64, Vec<u8>)> = read.opt(BLOCK, &[&union, &id, &name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((first, sealed)) = found else { return Ok(None) };
    let Some(plain) = read.open_if_held(SEALED.at(union, id).part(name), &sealed)? else {
        return Ok(None);
    };
    let rows: Vec<Vec<Cell>> = of_json(plain.text()?)?;
    Ok(Some(Block { number, first, rows }))
}

/// The number of the block that holds a row.
pub(super) fn block_of(
    read: &Reader,
    union: UnionId,
    id: RosterId,
    sheet: usize,
    row: i64,
) -> Result<Option<i64>, Error> {
    let (from, to) = (format!("{sheet}/"), format!("{sheet}0"));
    let part: Option<String> = read.opt(BLOCK_OF_ROW, &[&union, &id, &from, &to, &row], |line| line.get(0))?;
    Ok(part.and_then(|part| part.split('/').nth(1)?.parse().ok()))
}

/// Whether the rows of the file are still kept.
pub(super) fn has_blocks(read: &Reader, union: UnionId, id: RosterId) -> Result<bool, Error> {
    let some: i64 = read.one(HAS_BLOCKS, &[&union, &id], |row| row.get(0))?;
    Ok(some > 0)
}

/// Forgets the rows of the file.
pub(super) fn drop_blocks(w: &Writer, union: UnionId, id: RosterId) -> Result<(), Error> {
    w.run(DROP_BLOCKS, &[&union, &id]).map(drop)
}

/// Forgets some of the rows of the file; says how many blocks, none when all are gone.
pub(super) fn drop_some_blocks(w: &Writer, union: UnionId, id: RosterId) -> Result<u64, Error> {
    w.run(DROP_SOME_BLOCKS, &[&union, &id])
}

/// Forgets what a dry run found and what was decided row by row.
pub(super) fn drop_found(w: &Writer, union: UnionId, id: RosterId) -> Result<(), Error> {
    w.run(DROP_FOUND, &[&union, &id])?;
    w.run(DROP_CHOICES, &[&union, &id]).map(drop)
}

/// Keeps what was found in a block.
pub(super) fn add_found(w: &Writer, union: UnionId, id: RosterId, number: i64, found: &[Found]) -> Result<(), Error> {
    w.run(ADD_FOUND, &[&union, &id, &number, &json(&found)?]).map(drop)
}

/// Hands over what was found, row by row in their order: of a large file it is more than belongs into memory at once.
pub(super) fn each_found(read: &Reader, union: UnionId, id: RosterId, mut f: impl FnMut(Found)) -> Result<(), Error> {
    read.each(FOUND, &[&union, &id], |row| {
        let block: Vec<Found> = of_json(&row.get::<String>(1)?)?;
        block.into_iter().for_each(&mut f);
        Ok(())
    })
}

/// Keeps what was decided for a row.
pub(super) fn choose(w: &Writer, union: UnionId, id: RosterId, row: i64, choice: &Choice) -> Result<(), Error> {
    w.run(CHOOSE, &[&union, &id, &row, &json(choice)?]).map(drop)
}

/// What was decided row by row.
pub(super) fn choices(
    read: &Reader,
    union: UnionId,
    id: RosterId,
) -> Result<std::collections::BTreeMap<i64, Choice>, Error> {
    let all = read.rows(CHOICES, &[&union, &id], |row| {
        Ok((row.get(0)?, of_json(&row.get::<String>(1)?)?))
    })?;
    Ok(all.into_iter().collect())
}

/// Whether a block is in the register.
pub(super) fn has_chunk(read: &Reader, union: UnionId, id: RosterId, number: i64) -> Result<bool, Error> {
    let found: Option<i64> = read.opt(HAS_CHUNK, &[&union, &id, &number], |row| row.get(0))?;
    Ok(found.is_some())
}

/// How many blocks are in the register.
pub(super) fn chunks_done(read: &Reader, union: UnionId, id: RosterId) -> Result<i64, Error> {
    read.one(CHUNKS_DONE, &[&union, &id], |row| row.get(0))
}

/// Keeps what became of a block.
pub(super) fn add_chunk(w: &Writer, union: UnionId, id: RosterId, chunk: &Chunk) -> Result<(), Error> {
    let back = i64::try_from(chunk.back.len()).unwrap_or(i64::MAX);
    w.run(
        ADD_CHUNK,
        &[
            &union,
            &id,
            &chunk.number,
            &chunk.recording,
            &chunk.added,
            &chunk.updated,
            &chunk.skipped,
            &back,
            &json(&chunk.back)?,
        ],
    )
    .map(drop)
}

/// Counts members of a block who were taken out again.
pub(super) fn add_undone(w: &Writer, union: UnionId, id: RosterId, number: i64, members: i64) -> Result<(), Error> {
    w.run(CHUNK_UNDONE, &[&union, &id, &number, &members]).map(drop)
}

/// What became of the blocks.
pub(super) fn chunks(read: &Reader, union: UnionId, id: RosterId) -> Result<Vec<Chunk>, Error> {
    read.rows(CHUNKS, &[&union, &id], |row| {
        Ok(Chunk {
            number: row.get(0)?,
            recording: row.get(1)?,
            added: row.get(2)?,
            updated: row.get(3)?,
            skipped: row.get(4)?,
            back: of_json(&row.get::<String>(5)?)?,
            undone: row.get(6)?,
        })
    })
}

/// Sums over the blocks.
pub(super) fn sums(read: &Reader, union: UnionId, id: RosterId) -> Result<Sums, Error> {
    read.one(SUMS, &[&union, &id], |row| {
        Ok(Sums {
            added: row.get(0)?,
            updated: row.get(1)?,
            skipped: row.get(2)?,
            back: row.get(3)?,
            undone: row.get(4)?,
        })
    })
}

/// A member of the register whom a roster changed.
pub(super) struct Changed {
    /// Who.
    pub member: MemberId,
    /// By which recording; none if only the identity number was filled in.
    pub recording: Option<RecordingId>,
    /// Whether the identity number was filled in.
    pub identity: bool,
}

/// Keeps that a member was changed.
pub(super) fn add_changed(
    w: &Writer,
    union: UnionId,
    id: RosterId,
    number: i64,
    changed: &Changed,
) -> Result<(), Error> {
    let identity = i64::from(changed.identity);
    w.run(
        ADD_CHANGED,
        &[&union, &id, &changed.member, &number, &changed.recording, &identity],
    )
    .map(drop)
}

/// The members whom a roster changed.
pub(super) fn changed(read: &Reader, union: UnionId, id: RosterId) -> Result<Vec<Changed>, Error> {
    read.rows(CHANGED, &[&union, &id], |row| {
        Ok(Changed {
            member: row.get(0)?,
            recording: row.get(1)?,
            identity: row.get::<i64>(2)? == 1,
        })
    })
}

/// Forgets that a member was changed: they are as before again.
pub(super) fn drop_changed(w: &Writer, union: UnionId, id: RosterId, member: MemberId) -> Result<(), Error> {
    w.run(DROP_CHANGED, &[&union, &id, &member]).map(drop)
}

/// Keeps a group that was founded for a roster.
pub(super) fn add_group(w: &Writer, union: UnionId, id: RosterId, body: BodyId, name: &str) -> Result<(), Error> {
    w.run(ADD_GROUP, &[&union, &id, &body, &name]).map(drop)
}

/// The groups that were founded for a roster, by name.
pub(super) fn groups(read: &Reader, union: UnionId, id: RosterId) -> Result<Vec<(String, BodyId)>, Error> {
    read.rows(GROUPS, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Remembers what the columns of a kind of file mean.
pub(super) fn learn(
    w: &Writer,
    union: UnionId,
    heads: &str,
    columns: &[Option<Target>],
    at: Instant,
) -> Result<(), Error> {
    w.run(LEARN, &[&union, &heads, &json(&columns)?, &at]).map(drop)
}

/// What the columns of a kind of file meant the last time.
pub(super) fn learnt(read: &Reader, union: UnionId, heads: &str) -> Result<Option<Layout>, Error> {
    let columns: Option<String> = read.opt(LEARNT, &[&union, &heads], |row| row.get(0))?;
    let layout = |columns: String| {
        Ok(Layout {
            columns: of_json(&columns)?,
            ..Layout::default()
        })
    };
    columns.map(layout).transpose()
}

/// Rosters from before a moment whose rows are still kept.
pub(super) fn old(read: &Reader, union: UnionId, before: Instant) -> Result<Vec<(RosterId, State, i64)>, Error> {
    read.rows(OLD, &[&union, &before], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}
