//! Cards of unions in other installations, in the store.

use kernel::{Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::keys::Public;

/// The kind of a card's id.
pub enum CardKind {}
/// The id of a card that was taken in.
pub type CardId = Id<CardKind>;

const ADD: Sql = Sql::union(
    "INSERT INTO letter_card (union_id, id, peer, name, sign_key, close_key, since, by_account)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const IN_FORCE: Sql = Sql::union(
    "SELECT id, peer, name, sign_key, close_key, since FROM letter_card WHERE union_id = $1 AND until IS NULL ORDER BY name, id LIMIT 1000",
);
const OF_PEER: Sql = Sql::union(
    "SELECT id, peer, name, sign_key, close_key, since FROM letter_card WHERE union_id = $1 AND peer = $2 AND until IS NULL",
);
const END: Sql = Sql::union("UPDATE letter_card SET until = $3 WHERE union_id = $1 AND id = $2 AND until IS NULL");

/// A card in force.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Known {
    /// Its id.
    pub id: CardId,
    /// The union it is of.
    pub peer: UnionId,
    /// Its name.
    pub name: String,
    /// What people compare.
    pub check_number: String,
    /// Since when it is in force.
    pub since: Instant,
    #[serde(skip)]
    pub(super) public: Public,
}

fn known(row: &Row<'_>) -> Result<Known, Error> {
    let public = Public {
        sign: row.get(3)?,
        close: row.get(4)?,
    };
    Ok(Known {
        id: row.get(0)?,
        peer: row.get(1)?,
        name: row.get(2)?,
        check_number: public.check_number(),
        since: row.get(5)?,
        public,
    })
}

pub(super) fn add(
    w: &Writer,
    union: UnionId,
    (id, by, at): (CardId, AccountId, Instant),
    (peer, name): (UnionId, &str),
    public: &Public,
) -> Result<(), Error> {
    w.run(ADD, &[&union, &id, &peer, &name, &public.sign, &public.close, &at, &by])
        .map(drop)
}

/// The cards in force, by name.
pub(super) fn in_force(read: &Reader, union: UnionId) -> Result<Vec<Known>, Error> {
    read.rows(IN_FORCE, &[&union], known)
}

/// The card in force of a union elsewhere.
pub(super) fn of_peer(read: &Reader, union: UnionId, peer: UnionId) -> Result<Option<Known>, Error> {
    read.opt(OF_PEER, &[&union, &peer], known)
}

pub(super) fn end(w: &Writer, union: UnionId, id: CardId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(END, &[&union, &id, &at])? > 0)
}
