//! Events as the log shows them.

use kernel::{Date, Id, Instant, UnionId};
use store::{Bind, Reader, Row, Sql};
use web::{AccountId, event::Happening};

use crate::register::{FACT, FactId, Line};

/// The id of an event.
pub type EventId = Id<Happening>;

const LIST: Sql = Sql::union(
    "SELECT e.id, e.at, e.account_id, a.name, e.kind, e.record_kind, e.record_id, e.sealed,
       CASE WHEN e.body LIKE '{\"_token\":%' THEN SUBSTR(e.body, 1, 500) ELSE '' END FROM event e
     LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.id >= $2 AND e.id < $3
       AND (CAST($4 AS TEXT) IS NULL OR e.kind = $4) AND (CAST($5 AS BYTEA) IS NULL OR e.account_id = $5)
     ORDER BY e.id DESC LIMIT $6",
);
const OF_RECORD: Sql = Sql::union(
    "SELECT e.id, e.at, e.account_id, a.name, e.kind, e.record_kind, e.record_id, e.sealed,
       CASE WHEN e.body LIKE '{\"_token\":%' THEN SUBSTR(e.body, 1, 500) ELSE '' END FROM event e
     LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = $7 AND e.record_id = $8 AND e.id >= $2 AND e.id < $3
       AND (CAST($4 AS TEXT) IS NULL OR e.kind = $4) AND (CAST($5 AS BYTEA) IS NULL OR e.account_id = $5)
     ORDER BY e.id DESC LIMIT $6",
);
const TOLD: Sql = Sql::union(
    "SELECT e.id, e.at, e.account_id, a.name, e.kind, e.record_kind, e.record_id, e.sealed,
       CASE WHEN e.body LIKE '{\"_token\":%' THEN SUBSTR(e.body, 1, 500) ELSE '' END, e.body FROM event e
     LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = $2 AND e.record_id = $3
       AND e.kind IN ('fact.posted', 'fact.reversed', 'fact.one_reversed')
     ORDER BY e.id DESC LIMIT 1000",
);
const HEAD: Sql = Sql::union("SELECT number, head, at FROM seal WHERE union_id = $1 ORDER BY number DESC LIMIT 1");
const WAITING: Sql = Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1 AND sealed = 0");

/// An event without its body.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct EventLine {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who acted; nil for the system itself.
    pub account: AccountId,
    /// By name.
    pub who: Option<String>,
    /// The name of the access token, if a program acted for them.
    pub token: Option<String>,
    /// What happened.
    pub kind: String,
    /// The kind of record it happened to.
    pub record_kind: String,
    /// The record.
    pub record_id: uuid::Uuid,
    /// The batch that sealed it; 0 while it waits.
    pub sealed: i64,
}

/// How far the log is sealed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Head {
    /// The number of the last batch.
    pub number: i64,
    /// The head after it, in hexadecimal.
    pub head: String,
    /// When it was sealed.
    pub at: Instant,
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<String>,
    /// Done by this account.
    pub account: Option<AccountId>,
    /// Of these days, both within.
    pub days: Option<(Date, Date)>,
    /// That happened to this record.
    pub record: Option<(String, uuid::Uuid)>,
}

fn event(row: &Row<'_>) -> Result<EventLine, store::Error> {
    let record: Id<()> = row.get(6)?;
    Ok(EventLine {
        id: row.get(0)?,
        at: row.get(1)?,
        account: row.get(2)?,
        who: row.get(3)?,
        kind: row.get(4)?,
        record_kind: row.get(5)?,
        record_id: record.raw(),
        sealed: row.get(7)?,
        token: web::event::through(&row.get::<String>(8)?).map(|through| through.name),
    })
}

/// The smallest id of an event on a day in China or later: ids begin with the moment they were made.
fn first_of(day: Date) -> EventId {
    const DAY: i64 = 86_400_000;
    const EAST: i64 = 8 * 3_600_000;
    let days = Date::new(1970, 1, 1).map_or(0, |epoch| i64::from(epoch.days_until(day)));
    let millis = u64::try_from(days * DAY - EAST).unwrap_or(0);
    EventId::new(uuid::Uuid::from_u128(u128::from(millis) << 80))
}

/// At most `limit` events from the newest on, older than `before`.
///
/// # Errors
/// The store's.
pub fn list(
    read: &Reader,
    union: UnionId,
    filter: &Filter,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<EventLine>, store::Error> {
    let (from, until) = filter.days.map_or_else(
        || (EventId::new(uuid::Uuid::nil()), EventId::new(uuid::Uuid::max())),
        |(first, last)| (first_of(first), first_of(last.plus_days(1))),
    );
    let until = before.map_or(until, |b| b.min(until));
    let record: Option<(&String, Id<()>)> = filter.record.as_ref().map(|(kind, id)| (kind, Id::new(*id)));
    let mut params: Vec<&dyn Bind> = vec![&union, &from, &until, &filter.kind, &filter.account, &limit];
    match &record {
        None => read.rows(LIST, &params, event),
        Some((kind, id)) => {
            params.push(kind);
            params.push(id);
            read.rows(OF_RECORD, &params, event)
        }
    }
}

/// The events that told of a fact: posted it, took it back.
///
/// # Errors
/// The store's.
pub fn of_fact(read: &Reader, union: UnionId, line: &Line) -> Result<Vec<EventLine>, store::Error> {
    let own: FactId = line.reverses.unwrap_or(line.id);
    let records = [(line.record_kind.as_str(), line.record_id), (FACT, own.raw())];
    let id = line.id.to_string();
    let mut all = Vec::new();
    for (kind, record) in records {
        let record: Id<()> = Id::new(record);
        let told = read.rows(TOLD, &[&union, &kind, &record], |row| {
            let body: String = row.get(9)?;
            Ok(body.contains(&id).then_some(event(row)?))
        })?;
        all.extend(told.into_iter().flatten());
    }
    all.sort_by_key(|e| std::cmp::Reverse(e.id));
    Ok(all)
}

/// The last batch.
///
/// # Errors
/// The store's.
pub fn head(read: &Reader, union: UnionId) -> Result<Option<Head>, store::Error> {
    read.opt(HEAD, &[&union], |row| {
        Ok(Head {
            number: row.get(0)?,
            head: web::session::hex(&row.get::<Vec<u8>>(1)?),
            at: row.get(2)?,
        })
    })
}

/// How many events wait for a seal.
///
/// # Errors
/// The store's.
pub fn waiting(read: &Reader, union: UnionId) -> Result<i64, store::Error> {
    read.one(WAITING, &[&union], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = Date::new(2026, 11, 21).expect("a day");
        let noon = Instant::from_millis(1_795_233_600_000);
        assert_eq!(noon.day(), day);
        let midnight = Instant::from_millis(1_795_233_600_000 - 12 * 3_600_000);
        let (first, next) = (first_of(day), first_of(day.plus_days(1)));
        let at: EventId = kernel::clock::fresh(midnight);
        let before: EventId = kernel::clock::fresh(midnight.plus_millis(-1));
        assert!(before < first && first <= at && at < next);
    }
}
