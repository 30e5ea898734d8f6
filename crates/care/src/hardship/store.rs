//! Dossiers in the store. What is sealed is opened and closed here and nowhere else.

use std::collections::BTreeSet;

use ::store::{Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, Instant, UnionId};
use org::MemberId;
use serde::{Serialize, de::DeserializeOwned};
use web::{AccountId, Act, Reply};

use super::{
    body::Body,
    model::{Brief, Card, DossierId, Kept, State, Status, Step, StepId},
};

mod proofs;

pub use proofs::{HOME as PROOFS, PROOF};
pub(super) use proofs::{add_proof, decided_at, proof, proofs};

/// What lists show.
pub const BRIEF: Sealed = Sealed::of_union("hardship", "brief", "id");
/// What a dossier says.
pub const TEXT: Sealed = Sealed::of_union("hardship_text", "sealed", "id");
/// What happened.
pub const STEP: Sealed = Sealed::of_union("hardship_step", "sealed", "id");
/// The label of the blind index of people in dossiers.
const PERSON: &str = "hardship.person";
/// The label of the marks that events carry of what is sealed.
const MARK: &str = "hardship.mark";

/// The columns of [`card`].
macro_rules! cards {
    ($rest:literal) => {
        concat!(
            "SELECT h.id, h.member_id, m.name, h.way, h.entered_by, h.started_at, h.status, h.since, h.until_day, h.due,
               h.letter_id, h.text, h.brief, h.version
             FROM hardship h JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id WHERE h.union_id = $1 AND ",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO hardship (union_id, id, member_id, way, entered_by, started_at, status, text, brief, version)
     VALUES ($1, $2, $3, $4, $5, $6, 'draft', 1, $7, 1)",
);
const GET: Sql = Sql::union(cards!("h.id = $2"));
const OF_MEMBER: Sql = Sql::union(cards!(
    "h.member_id = $2 ORDER BY h.started_at DESC, h.id DESC LIMIT 50"
));
/// Most dossiers of a list.
pub(super) const MOST: u16 = 5000;
const LIST: Sql = Sql::union(cards!(
    "(CAST($2 AS TEXT) IS NULL OR h.status = $2) AND h.status <> 'draft'
     AND (h.way <> 'own' OR h.status <> 'withdrawn' OR EXISTS (SELECT 1 FROM hardship_step s
       WHERE s.union_id = $1 AND s.dossier_id = h.id AND s.kind = 'applied'))
     ORDER BY h.since DESC, h.id DESC LIMIT $3"
));
const DUE: Sql = Sql::union(cards!(
    "((h.status IN ('filed', 'exited') AND h.due <= $2) OR (h.status = 'noticed' AND h.until_day < $2)) ORDER BY h.id LIMIT 500"
));
const OBJECTIONS_OF: Sql = Sql::union(
    "SELECT COUNT(*) FROM hardship_step WHERE union_id = $1 AND dossier_id = $2 AND kind = 'objected' AND account_id = $3",
);
const HANDED_IN: Sql =
    Sql::union("SELECT 1 FROM hardship_step WHERE union_id = $1 AND dossier_id = $2 AND kind = 'applied' LIMIT 1");
const BY_LETTER: Sql = Sql::union(cards!("h.status = 'sent' AND h.letter_id = $2"));
const PUT: Sql = Sql::union(
    "UPDATE hardship SET status = $4, since = $5, until_day = $6, due = $7, letter_id = $8, brief = $9, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const SAY: Sql = Sql::union(
    "UPDATE hardship SET text = $4, brief = $5, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const ADD_TEXT: Sql = Sql::union(
    "INSERT INTO hardship_text (union_id, id, dossier_id, number, sealed, at, account_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const TEXT_OF: Sql =
    Sql::union("SELECT id, sealed FROM hardship_text WHERE union_id = $1 AND dossier_id = $2 AND number = $3");
const ADD_STEP: Sql = Sql::union(
    "INSERT INTO hardship_step (union_id, id, dossier_id, number, kind, sealed, at, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const STEPS: Sql = Sql::union(
    "SELECT s.id, s.at, a.name, s.sealed FROM hardship_step s LEFT JOIN account a ON a.id = s.account_id
     WHERE s.union_id = $1 AND s.dossier_id = $2 ORDER BY s.number",
);
const ADD_PERSON: Sql = Sql::house(
    "INSERT INTO hardship_person (blind, union_id, dossier_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    "whose numbers stand in dossiers is known over the installation",
);
const DROP_PEOPLE: Sql = Sql::house(
    "DELETE FROM hardship_person WHERE union_id = $1 AND dossier_id = $2",
    "whose numbers stand in dossiers is known over the installation",
);
const STANDS: Sql = Sql::house(
    "SELECT COUNT(*) FROM hardship_person WHERE blind = $1 AND NOT (union_id = $2 AND dossier_id = $3)",
    "whether somebody stands in another dossier is asked without saying in whose or where",
);
const OPEN: Sql = Sql::union(
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN due < $2 OR until_day < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM hardship
     WHERE union_id = $1 AND (status IN ('applied', 'checked', 'reviewed', 'cleared') OR (status = 'noticed' AND until_day < $2)
       OR (status IN ('filed', 'exited') AND due <= $2))",
);
const ALL: Sql = Sql::union("SELECT id, status, text FROM hardship WHERE union_id = $1 ORDER BY id");
const ALL_STEPS: Sql = Sql::union("SELECT id, sealed FROM hardship_step WHERE union_id = $1 ORDER BY id");
const ALL_TEXTS: Sql = Sql::union("SELECT id, sealed FROM hardship_text WHERE union_id = $1 ORDER BY id");

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Other(format!("a dossier to be kept: {e}")))
}
fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    // what could not be read is not repeated in the message: it is personal
    serde_json::from_str(text).map_err(|e| Error::Wrong(format!("a sealed part of a dossier, at {}", e.column())))
}

/// A mark of what is sealed: equal for equal contents, and telling nothing without the keys.
pub(super) fn mark(read: &Reader, text: &str) -> Result<String, Error> {
    use std::fmt::Write;
    let digest = read.blind(MARK, text)?;
    Ok(digest.iter().fold(String::new(), |mut all, byte| {
        // writing to a text cannot fail
        let _ = write!(all, "{byte:02x}");
        all
    }))
}

fn state(
    row: (
        Status,
        Option<Date>,
        Option<Date>,
        Option<Date>,
        Option<dispatch::LetterId>,
    ),
) -> Option<State> {
    let (status, since, until, due, letter) = row;
    if status == Status::Draft {
        return Some(State::Draft);
    }
    let on = since?;
    Some(match status {
        Status::Draft => State::Draft,
        Status::Applied => State::Applied { on },
        Status::Returned => State::Returned { on },
        Status::Checked => State::Checked { on },
        Status::Reviewed => State::Reviewed { on },
        Status::Noticed => State::Noticed {
            from: on,
            until: until?,
        },
        Status::Cleared => State::Cleared { on },
        Status::Sent => State::Sent { letter: letter?, on },
        Status::Filed => State::Filed { on, recheck: due? },
        Status::Exited => State::Exited { on, follow: due },
        Status::Refused => State::Refused { on },
        Status::Withdrawn => State::Withdrawn { on },
    })
}

/// The columns of a state: since, until, due, letter.
type Days = (Option<Date>, Option<Date>, Option<Date>, Option<dispatch::LetterId>);

fn columns(state: State) -> Days {
    match state {
        State::Draft => (None, None, None, None),
        State::Applied { on }
        | State::Returned { on }
        | State::Checked { on }
        | State::Reviewed { on }
        | State::Cleared { on }
        | State::Refused { on }
        | State::Withdrawn { on } => (Some(on), None, None, None),
        State::Noticed { from, until } => (Some(from), Some(until), None, None),
        State::Sent { letter, on } => (Some(on), None, None, Some(letter)),
        State::Filed { on, recheck } => (Some(on), None, Some(recheck), None),
        State::Exited { on, follow } => (Some(on), None, follow, None),
    }
}

/// A card whose brief is still closed.
struct Row14 {
    card: Card,
    brief: Option<Vec<u8>>,
}

fn card(row: &Row<'_>) -> Result<Row14, Error> {
    let mut c = row.cells();
    let (id, member, name, way) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let (entered_by, started_at) = (c.take()?, c.take()?);
    let days = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let state = state(days).ok_or_else(|| Error::Wrong("a state of a dossier without its days".to_owned()))?;
    let (text, brief, version) = (c.take()?, c.take()?, c.take()?);
    Ok(Row14 {
        card: Card {
            id,
            member,
            name,
            way,
            entered_by,
            started_at,
            state,
            text,
            brief: Brief::default(),
            version,
        },
        brief,
    })
}

fn opened(read: &Reader, union: UnionId, row: Row14) -> Result<Card, Error> {
    let mut card = row.card;
    if let Some(sealed) = row.brief
        && let Some(plain) = read.open_if_held(BRIEF.at(union, card.id), &sealed)?
    {
        card.brief = read_json(plain.text()?)?;
    }
    Ok(card)
}

fn opened_all(read: &Reader, union: UnionId, rows: Vec<Row14>) -> Result<Vec<Card>, Error> {
    rows.into_iter().map(|row| opened(read, union, row)).collect()
}

pub(super) fn get(read: &Reader, union: UnionId, id: DossierId) -> Result<Card, Error> {
    let row = read.one(GET, &[&union, &id], card)?;
    opened(read, union, row)
}

/// The dossiers of a member, the latest first.
pub(super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Card>, Error> {
    let rows = read.rows(OF_MEMBER, &[&union, &member], card)?;
    opened_all(read, union, rows)
}

/// Dossiers of a union in a state, or all that were handed in; the latest first.
pub(super) fn list(read: &Reader, union: UnionId, status: Option<Status>) -> Result<Vec<Card>, Error> {
    let rows = read.rows(LIST, &[&union, &status, &i64::from(MOST)], card)?;
    opened_all(read, union, rows)
}

/// Dossiers on file or left whose day has come, and notices that are over.
pub(super) fn due(read: &Reader, union: UnionId, by: Date) -> Result<Vec<Card>, Error> {
    let rows = read.rows(DUE, &[&union, &by], card)?;
    opened_all(read, union, rows)
}

/// The dossier that lies with the higher union by this letter.
pub(super) fn by_letter(read: &Reader, union: UnionId, letter: dispatch::LetterId) -> Result<Option<Card>, Error> {
    let row = read.opt(BY_LETTER, &[&union, &letter], card)?;
    row.map(|row| opened(read, union, row)).transpose()
}

/// How many wait for somebody, and how many of them are late.
pub(super) fn open_count(read: &Reader, union: UnionId, today: Date) -> Result<(i64, i64), Error> {
    read.one(OPEN, &[&union, &today], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Asks how many wait for somebody.
pub(super) fn ask_open<'r>(
    read: &'r Reader,
    union: UnionId,
    today: Date,
) -> Result<::store::Asked<'r, Vec<flow::Waiting>>, Error> {
    read.ask(OPEN, &[&union, &today], |row| {
        Ok(flow::Waiting::some("hardship.desk.waiting", row.get(0)?, "/hardships"))
    })
}

/// Keeps a new dossier with what it says first; gives the mark of that.
pub(super) fn add(w: &Writer, union: UnionId, new: &Card, text: kernel::Id<()>, body: &Body) -> Result<String, Error> {
    let brief = w.seal(BRIEF.at(union, new.id), json(&new.brief)?.as_bytes())?;
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.member,
            &new.way,
            &new.entered_by,
            &new.started_at,
            &brief,
        ],
    )?;
    add_text(w, union, (new.id, 1, text), body, (new.started_at, new.entered_by))
}

fn add_text(
    w: &Writer,
    union: UnionId,
    (dossier, number, id): (DossierId, i64, kernel::Id<()>),
    body: &Body,
    (at, by): (Instant, AccountId),
) -> Result<String, Error> {
    let text = json(body)?;
    let sealed = w.seal(TEXT.at(union, id), text.as_bytes())?;
    w.run(ADD_TEXT, &[&union, &id, &dossier, &number, &sealed, &at, &by])?;
    mark(w, &text)
}

/// Writes a dossier anew; what it said before stays.
pub(super) fn say(act: &Act<'_>, card: &Card, version: i64, body: &Body) -> Reply<(kernel::Id<()>, i64, String)> {
    let (w, union, number) = (act.writer(), act.union(), card.text.saturating_add(1));
    let id = act.id();
    let brief = w.seal(BRIEF.at(union, card.id), json(&card.brief)?.as_bytes())?;
    act.run_fresh(SAY, &[&union, &card.id, &version, &number, &brief])?;
    let mark = add_text(w, union, (card.id, number, id), body, (act.now(), act.actor().account))?;
    Ok((id, number, mark))
}

/// What a dossier says now; empty if its key was lost.
pub(super) fn body(read: &Reader, union: UnionId, card: &Card) -> Result<Body, Error> {
    let found: Option<(kernel::Id<()>, Vec<u8>)> = read.opt(TEXT_OF, &[&union, &card.id, &card.text], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let Some((id, sealed)) = found else {
        return Ok(Body::default());
    };
    match read.open_if_held(TEXT.at(union, id), &sealed)? {
        Some(plain) => read_json(plain.text()?),
        None => Ok(Body::default()),
    }
}

/// Keeps a step and where the dossier stands after it; gives the step's mark.
pub(super) fn put(act: &Act<'_>, card: &Card, version: i64, id: StepId, step: &Step) -> Reply<String> {
    let (w, union) = (act.writer(), act.union());
    let brief = w.seal(BRIEF.at(union, card.id), json(&card.brief)?.as_bytes())?;
    let (since, until, due, letter) = columns(card.state);
    act.run_fresh(
        PUT,
        &[
            &union,
            &card.id,
            &version,
            &card.state.status(),
            &since,
            &until,
            &due,
            &letter,
            &brief,
        ],
    )?;
    let text = json(step)?;
    let sealed = w.seal(STEP.at(union, id), text.as_bytes())?;
    let (by, number) = (act.actor().account, version.saturating_add(1));
    w.run(
        ADD_STEP,
        &[&union, &id, &card.id, &number, &step.key(), &sealed, &act.now(), &by],
    )?;
    Ok(mark(w, &text)?)
}

/// How often somebody objected to a notice.
pub(super) fn objections_of(read: &Reader, union: UnionId, id: DossierId, by: AccountId) -> Result<i64, Error> {
    read.one(OBJECTIONS_OF, &[&union, &id, &by], |row| row.get(0))
}

/// Whether it was ever handed in.
pub(super) fn was_handed_in(read: &Reader, union: UnionId, id: DossierId) -> Result<bool, Error> {
    Ok(read.opt(HANDED_IN, &[&union, &id], |_| Ok(()))?.is_some())
}

/// What happened to a dossier, in order; what cannot be opened any more is left out.
pub(super) fn steps(read: &Reader, union: UnionId, id: DossierId) -> Result<Vec<Kept>, Error> {
    let rows = read.rows(STEPS, &[&union, &id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Vec<u8>>(3)?))
    })?;
    let mut all = Vec::new();
    for (id, at, who, sealed) in rows {
        if let Some(plain) = read.open_if_held(STEP.at(union, id), &sealed)? {
            let step = read_json(plain.text()?)?;
            // who objects without a name has none here either
            let nameless = matches!(&step, Step::Objected { who, .. } if who.is_empty());
            let who = if nameless { None } else { who };
            all.push(Kept { id, at, who, step });
        }
    }
    Ok(all)
}

/// Keeps whose numbers stand in a dossier, or that none do any more.
pub(super) fn set_people<'a>(
    w: &Writer,
    union: UnionId,
    id: DossierId,
    numbers: impl Iterator<Item = &'a str>,
) -> Result<(), Error> {
    w.run(DROP_PEOPLE, &[&union, &id])?;
    let numbers: BTreeSet<&str> = numbers.collect();
    for number in numbers {
        let blind = w.blind(PERSON, number)?;
        w.run(ADD_PERSON, &[&blind.as_slice(), &union, &id])?;
    }
    Ok(())
}

/// Whether somebody with this number stands in another dossier, of whichever union of the installation.
pub(super) fn stands_elsewhere(read: &Reader, union: UnionId, id: DossierId, number: &str) -> Result<bool, Error> {
    let blind = read.blind(PERSON, number)?;
    let count: i64 = read.one(STANDS, &[&blind.as_slice(), &union, &id], |row| row.get(0))?;
    Ok(count > 0)
}

/// All dossiers as the store has them: id, state, number of texts.
pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<(DossierId, Status, i64)>, Error> {
    read.rows(ALL, &[&union], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// A sealed part and its mark; none where the key was lost.
pub(super) type Marked = (kernel::Id<()>, Option<String>);

/// The marks of everything sealed in steps or texts; none where the key was lost.
pub(super) fn marks(read: &Reader, union: UnionId, of: Sealed) -> Result<Vec<Marked>, Error> {
    let sql = if of == STEP { ALL_STEPS } else { ALL_TEXTS };
    let rows: Vec<(kernel::Id<()>, Vec<u8>)> = read.rows(sql, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.into_iter()
        .map(|(id, sealed)| {
            let plain = match read.open_if_held(of.at(union, id), &sealed) {
                Ok(plain) => plain,
                // what somebody changed by hand does not open: it is a difference, not a fault
                Err(Error::Key(_)) => return Ok((id, Some(String::new()))),
                Err(error) => return Err(error),
            };
            let text = plain.map(|plain| plain.text().map(str::to_owned)).transpose()?;
            Ok((id, text.map(|text| mark(read, &text)).transpose()?))
        })
        .collect()
}
