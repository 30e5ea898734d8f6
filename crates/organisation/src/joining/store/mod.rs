//! Applications in the store: the record, the sealed number beside it, and who is alike.

mod way;

use ::store::{Asked, Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, Instant, UnionId, identity::IdentityNumber};
use org::{
    BodyId, MemberId,
    members::{Field, Particulars},
};
use web::{Act, Reply};

use super::model::{Answer, Application, ApplicationId, Channel, Opinion, State, Status};

pub(super) use way::{
    Consent, Link, add_consent, add_link, add_ticket, consent, consent_of, drop_ticket, end_links, link_of, open_link,
    ticket, ticket_of,
};

/// The column of the sealed number.
pub const SEALED: Sealed = Sealed::of_union("application", "sealed", "id");
/// The label of the blind index of applicants' numbers.
const NUMBER: &str = "application.identity";

/// The columns of [`application`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, channel, status, name, phone, body_id, employment, job, hired, wish, consent, sent_at, sent_by, opinion,
               opinion_note, opinion_by, opinion_at, decided_at, decided_by, decided_on, reason, member_id, version
             FROM application WHERE union_id = $1 AND ",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO application (union_id, id, channel, status, name, phone, body_id, employment, job, hired, wish, sealed, blind,
       consent, sent_at, sent_by, version)
     VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
);
const GET: Sql = Sql::union(columns!("id = $2"));
const LIST: Sql = Sql::union(columns!("status = $2 ORDER BY sent_at, id LIMIT 500"));
const COUNTS: Sql = Sql::union(
    "SELECT status, body_id, CAST(COUNT(*) AS BIGINT), CAST(SUM(CASE WHEN opinion IS NULL THEN 1 ELSE 0 END) AS BIGINT)
     FROM application WHERE union_id = $1 AND status IN ('waiting', 'returned') GROUP BY status, body_id",
);
const CORRECT: Sql = Sql::union(
    "UPDATE application SET status = 'waiting', name = $4, phone = $5, body_id = $6, employment = $7, job = $8, hired = $9,
       wish = $10, sealed = $11, blind = $12, decided_at = NULL, decided_by = NULL, decided_on = NULL, reason = NULL,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'returned'",
);
const OPINION: Sql = Sql::union(
    "UPDATE application SET opinion = $4, opinion_note = $5, opinion_by = $6, opinion_at = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'waiting'",
);
const DECIDE: Sql = Sql::union(
    "UPDATE application SET status = $4, decided_at = $5, decided_by = $6, decided_on = $7, reason = $8, member_id = $9,
       sealed = CASE WHEN $4 = 'approved' THEN NULL ELSE sealed END, blind = CASE WHEN $4 = 'approved' THEN NULL ELSE blind END,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('waiting', 'returned')",
);
const NUMBER_OF: Sql =
    Sql::union("SELECT sealed FROM application WHERE union_id = $1 AND id = $2 AND sealed IS NOT NULL");
const SAME_NUMBER: Sql = Sql::union(
    "SELECT o.id, o.name, o.status, o.sent_at FROM application a
     JOIN application o ON o.union_id = a.union_id AND o.blind = a.blind AND o.id <> a.id
     WHERE a.union_id = $1 AND a.id = $2 ORDER BY o.sent_at, o.id LIMIT 20",
);
const DELETE: Sql = Sql::union("DELETE FROM application WHERE union_id = $1 AND id = $2");
const OVER: Sql = Sql::union(
    "SELECT id FROM application WHERE union_id = $1 AND status IN ('returned', 'refused') AND decided_at < $2
     ORDER BY id LIMIT 500",
);
const ADMITTED: Sql = Sql::union(
    "SELECT id FROM application WHERE union_id = $1 AND status = 'approved' AND decided_at < $2 AND decided_at >= $3 LIMIT 5000",
);

::store::keyed!(Status, "a state of an application");
::store::keyed!(Channel, "a way in");

fn application(row: &Row<'_>) -> Result<Application, Error> {
    let mut cells = row.cells();
    let (id, channel, status) = (cells.take()?, cells.take()?, cells.take()?);
    let known = particulars([
        (Field::Name, cells.take::<Option<String>>()?),
        (Field::Phone, cells.take()?),
        (Field::Group, cells.take::<Option<BodyId>>()?.map(|id| id.to_string())),
        (Field::Employment, cells.take()?),
        (Field::Job, cells.take()?),
        (Field::Hired, cells.take()?),
    ])?;
    let (wish, consent, sent_at, sent_by) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let opinion = opinion(
        cells.take()?,
        cells.take()?,
        cells.take()?,
        cells.take::<Option<Instant>>()?,
    );
    let (at, by): (Option<Instant>, Option<_>) = (cells.take()?, cells.take()?);
    let (on, reason): (Option<Date>, Option<String>) = (cells.take()?, cells.take()?);
    let answer = match (at, by, on, reason) {
        (Some(at), Some(by), Some(on), Some(reason)) => Some(Answer { at, by, on, reason }),
        _ => None,
    };
    Ok(Application {
        id,
        channel,
        state: state(status, answer, cells.take()?)?,
        known,
        wish,
        consent,
        sent_at,
        sent_by,
        opinion,
        version: cells.take()?,
    })
}

fn particulars(told: impl IntoIterator<Item = (Field, Option<String>)>) -> Result<Particulars, Error> {
    let mut known = Particulars::default();
    for (field, text) in told {
        if let Some(text) = text {
            known
                .set(field, &text)
                .map_err(|_| Error::Wrong(format!("{field} of an application")))?;
        }
    }
    Ok(known)
}

fn opinion(
    said: Option<String>,
    note: Option<String>,
    by: Option<web::AccountId>,
    at: Option<Instant>,
) -> Option<Opinion> {
    Some(Opinion {
        agrees: said? == "for",
        note,
        by: by?,
        at: at?,
    })
}

fn state(status: Status, answer: Option<Answer>, member: Option<MemberId>) -> Result<State, Error> {
    let wrong = || Error::Wrong("an application without its answer".to_owned());
    Ok(match status {
        Status::Waiting => State::Waiting,
        Status::Returned => State::Returned(answer.ok_or_else(wrong)?),
        Status::Approved => State::Approved(member.ok_or_else(wrong)?, answer.ok_or_else(wrong)?),
        Status::Refused => State::Refused(answer.ok_or_else(wrong)?),
    })
}

/// The number as it is kept: sealed, and its blind index.
fn kept(w: &Writer, union: UnionId, id: ApplicationId, number: &IdentityNumber) -> Result<(Vec<u8>, [u8; 16]), Error> {
    let whole = number.whole();
    Ok((
        w.seal(SEALED.at(union, id), whole.as_bytes())?,
        w.blind(NUMBER, &whole)?,
    ))
}

/// Keeps a new application, which waits.
pub(super) fn add(w: &Writer, union: UnionId, new: &Application, number: &IdentityNumber) -> Result<(), Error> {
    let (sealed, blind) = kept(w, union, new.id, number)?;
    let text = |field: Field| new.known.get(field);
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.channel.key(),
            &new.name(),
            &text(Field::Phone).unwrap_or_default(),
            &new.known.group(),
            &text(Field::Employment),
            &text(Field::Job),
            &text(Field::Hired),
            &new.wish,
            &sealed,
            &blind,
            &new.consent,
            &new.sent_at,
            &new.sent_by,
        ],
    )
    .map(drop)
}

/// An application of a union.
pub(super) fn get(read: &Reader, union: UnionId, id: ApplicationId) -> Result<Application, Error> {
    read.one(GET, &[&union, &id], application)
}

/// Applications of a state, the earliest first, at most 500.
pub(super) fn list(read: &Reader, union: UnionId, status: Status) -> Result<Vec<Application>, Error> {
    read.rows(LIST, &[&union, &status], application)
}

/// How many open applications there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub status: Status,
    /// For which group.
    pub group: Option<BodyId>,
    pub all: i64,
    /// How many of them the group has said nothing about.
    pub unsaid: i64,
}

pub(super) fn counts(read: &Reader, union: UnionId) -> Result<Vec<Count>, Error> {
    ask_counts(read, union, |count| count)?.rows()
}

/// Asks for the counts.
pub(super) fn ask_counts<'r, T>(
    read: &'r Reader,
    union: UnionId,
    told: impl Fn(Count) -> T + 'r,
) -> Result<Asked<'r, T>, Error> {
    read.ask(COUNTS, &[&union], move |row| {
        Ok(told(Count {
            status: row.get(0)?,
            group: row.get(1)?,
            all: row.get(2)?,
            unsaid: row.get(3)?,
        }))
    })
}

/// Writes a returned application anew; it waits again.
pub(super) fn correct(act: &Act<'_>, union: UnionId, to: &Application, number: &IdentityNumber) -> Reply<()> {
    let (sealed, blind) = kept(act.writer(), union, to.id, number)?;
    let text = |field: Field| to.known.get(field);
    act.run_fresh(
        CORRECT,
        &[
            &union,
            &to.id,
            &to.version,
            &to.name(),
            &text(Field::Phone).unwrap_or_default(),
            &to.known.group(),
            &text(Field::Employment),
            &text(Field::Job),
            &text(Field::Hired),
            &to.wish,
            &sealed,
            &blind,
        ],
    )
}

/// Keeps what the group thinks.
pub(super) fn say(act: &Act<'_>, (id, version): (ApplicationId, i64), opinion: &Opinion) -> Reply<()> {
    let said = if opinion.agrees { "for" } else { "against" };
    act.run_fresh(
        OPINION,
        &[
            &act.union(),
            &id,
            &version,
            &said,
            &opinion.note,
            &opinion.by,
            &opinion.at,
        ],
    )
}

/// Keeps an answer. With an approval the sealed number goes: it stands in the register from now on.
pub(super) fn decide(act: &Act<'_>, (id, version): (ApplicationId, i64), state: &State) -> Reply<()> {
    let answer = state.answer();
    act.run_fresh(
        DECIDE,
        &[
            &act.union(),
            &id,
            &version,
            &state.status(),
            &answer.map(|a| a.at),
            &answer.map(|a| a.by),
            &answer.map(|a| a.on),
            &answer.map(|a| &a.reason),
            &state.member(),
        ],
    )
}

/// The identity number of an application; `None` once it stands in the register, or if its key was lost.
pub(super) fn number(read: &Reader, union: UnionId, id: ApplicationId) -> Result<Option<IdentityNumber>, Error> {
    let sealed: Option<Vec<u8>> = read.opt(NUMBER_OF, &[&union, &id], |row| row.get(0))?;
    let Some(sealed) = sealed else { return Ok(None) };
    let Some(plain) = read.open_if_held(SEALED.at(union, id), &sealed)? else {
        return Ok(None);
    };
    let number = IdentityNumber::of_whole(plain.text()?);
    number
        .map(Some)
        .ok_or_else(|| Error::Wrong("no identity number".to_owned()))
}

/// Another application with the same number.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Alike {
    /// The application.
    pub id: ApplicationId,
    /// The name in it.
    pub name: String,
    /// Where it stands.
    pub status: Status,
    /// When it came.
    pub sent_at: Instant,
}

/// Other undecided or refused applications with the number of this one.
pub(super) fn same_number(read: &Reader, union: UnionId, id: ApplicationId) -> Result<Vec<Alike>, Error> {
    read.rows(SAME_NUMBER, &[&union, &id], |row| {
        Ok(Alike {
            id: row.get(0)?,
            name: row.get(1)?,
            status: row.get(2)?,
            sent_at: row.get(3)?,
        })
    })
}

/// Deletes an application with everything in it, and its receipt.
pub(super) fn delete(w: &Writer, union: UnionId, id: ApplicationId) -> Result<(), Error> {
    way::drop_ticket(w, union, id)?;
    w.run(DELETE, &[&union, &id]).map(drop)
}

/// Applications that were refused, or returned and never mended, before a moment; at most 500.
pub(super) fn over(read: &Reader, union: UnionId, before: Instant) -> Result<Vec<ApplicationId>, Error> {
    read.rows(OVER, &[&union, &before], |row| row.get(0))
}

/// Applications approved from a moment until another.
pub(super) fn admitted(
    read: &Reader,
    union: UnionId,
    from: Instant,
    before: Instant,
) -> Result<Vec<ApplicationId>, Error> {
    read.rows(ADMITTED, &[&union, &before, &from], |row| row.get(0))
}
