//! A union that stands under none asks another to take it below itself. It is asked by name, since nobody sees unions that do
//! not lie below their own, and nothing is seen before the other has agreed.

use kernel::{Date, Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Reader, Row, Sql, Writer};

/// The kind of such a request's id.
pub enum AskingOf {}
/// The id of a request to stand under another union.
pub type AskingId = Id<AskingOf>;

/// How such a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for the other union.
    Asked,
    /// The other agreed; the union stands under it.
    Agreed,
    /// The other did not.
    Refused,
    /// Who asked thought better of it.
    Withdrawn,
}

impl State {
    /// All, in the order of their course.
    pub const ALL: [State; 4] = [State::Asked, State::Agreed, State::Refused, State::Withdrawn];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Agreed => "agreed",
            State::Refused => "refused",
            State::Withdrawn => "withdrawn",
        }
    }
}
store::keyed!(State, "a state of a request to stand under a union");

/// A request to stand under another union.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asking {
    /// Its id.
    pub id: AskingId,
    /// Who asks.
    pub union: UnionId,
    /// By name.
    pub union_name: String,
    /// Who is asked.
    pub under: UnionId,
    /// By name.
    pub under_name: String,
    /// From which day it is to hold.
    pub day: Date,
    /// The paper it rests on.
    pub basis: String,
    /// How it stands.
    pub state: State,
    /// Who asked, by name.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why it was refused.
    pub why: Option<String>,
}

const ADD: Sql = Sql::house(
    "INSERT INTO union_asking (id, union_id, under_id, day, basis, state, asked_name, asked_at)
     VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7)",
    "a request in the tree belongs to two unions at once",
);
const LAST: Sql = Sql::house(
    "SELECT a.id, a.union_id, n.name, a.under_id, u.name, a.day, a.basis, a.state, a.asked_name, a.asked_at, a.why
     FROM union_asking a JOIN union_node n ON n.union_id = a.union_id JOIN union_node u ON u.union_id = a.under_id
     WHERE a.union_id = $1 ORDER BY a.asked_at DESC, a.id DESC LIMIT 1",
    "a request in the tree belongs to two unions at once",
);
const WAITING: Sql = Sql::house(
    "SELECT a.id, a.union_id, n.name, a.under_id, u.name, a.day, a.basis, a.state, a.asked_name, a.asked_at, a.why
     FROM union_asking a JOIN union_node n ON n.union_id = a.union_id JOIN union_node u ON u.union_id = a.under_id
     WHERE a.under_id = $1 AND a.state = 'asked' ORDER BY a.asked_at, a.id LIMIT 200",
    "a request in the tree belongs to two unions at once",
);
const END: Sql = Sql::house(
    "UPDATE union_asking SET state = $2, ended_name = $3, ended_at = $4, why = $5 WHERE id = $1 AND state = 'asked'",
    "a request in the tree belongs to two unions at once",
);
const NAMED: Sql = Sql::house(
    "SELECT union_id FROM union_node WHERE until_day IS NULL AND (name = $1 OR code = $1) ORDER BY union_id LIMIT 2",
    "a union is asked by its exact name or its code, whichever tree it stands in",
);

fn asking(row: &Row<'_>) -> Result<Asking, Error> {
    let mut cells = row.cells();
    Ok(Asking {
        id: cells.take()?,
        union: cells.take()?,
        union_name: cells.take()?,
        under: cells.take()?,
        under_name: cells.take()?,
        day: cells.take()?,
        basis: cells.take()?,
        state: cells.take()?,
        by: cells.take()?,
        at: cells.take()?,
        why: cells.take()?,
    })
}

/// Keeps a request. The constraint `union_asking_open` says that the union has one that waits.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, new: &Asking) -> Result<(), Error> {
    w.run(
        ADD,
        &[&new.id, &new.union, &new.under, &new.day, &new.basis, &new.by, &new.at],
    )
    .map(drop)
}

/// The last request of a union.
///
/// # Errors
/// The store's.
pub fn last(read: &Reader, union: UnionId) -> Result<Option<Asking>, Error> {
    read.opt(LAST, &[&union], asking)
}

/// The requests that wait for a union's word.
///
/// # Errors
/// The store's.
pub fn waiting(read: &Reader, under: UnionId) -> Result<Vec<Asking>, Error> {
    read.rows(WAITING, &[&under], asking)
}

/// Ends a request that waits; says whether it did.
///
/// # Errors
/// The store's.
pub fn end(
    w: &Writer,
    id: AskingId,
    state: State,
    (by, at): (&str, Instant),
    why: Option<&str>,
) -> Result<bool, Error> {
    Ok(w.run(END, &[&id, &state, &by, &at, &why])? > 0)
}

/// The living union of exactly this name or statistical code; `None` if there is none or more than one.
///
/// # Errors
/// The store's.
pub fn named(read: &Reader, typed: &str) -> Result<Option<UnionId>, Error> {
    let found: Vec<UnionId> = read.rows(NAMED, &[&typed], |row| row.get(0))?;
    Ok(match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}
