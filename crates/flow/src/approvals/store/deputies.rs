//! Deputies in the store.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use web::AccountId;

use super::super::{
    deputies::{Deputy, DeputyId},
    model::Person,
};

const ADD: Sql = Sql::union(
    "INSERT INTO approval_deputy (union_id, id, account_id, member_id, name, deputy_account, deputy_member, deputy_name, from_day,
       until_day, why, made_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL)",
);
const END: Sql = Sql::union(
    "UPDATE approval_deputy SET ended_at = $4
     WHERE union_id = $1 AND id = $2 AND account_id = $3 AND ended_at IS NULL AND until_day >= $5",
);
const LISTED: Sql = Sql::union(
    "SELECT id, account_id, member_id, name, deputy_account, deputy_member, deputy_name, from_day, until_day, why, made_at, ended_at
     FROM approval_deputy WHERE union_id = $1
       AND (CAST($2 AS BYTEA) IS NULL OR account_id = $2 OR deputy_account = $2)
     ORDER BY until_day DESC, id DESC LIMIT 200",
);
/// How many namings that run on day $4 or will: by account $2, and of deputy $3.
const RUNNING: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(CASE WHEN account_id = $2 THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN deputy_account = $3 THEN 1 ELSE 0 END), 0) AS BIGINT)
     FROM approval_deputy WHERE union_id = $1 AND (account_id = $2 OR deputy_account = $3) AND until_day >= $4
       AND ended_at IS NULL",
);
/// Whose deputy an account is on a day.
const PRINCIPALS: Sql = Sql::union(
    "SELECT DISTINCT account_id, member_id, name FROM approval_deputy
     WHERE union_id = $1 AND deputy_account = $2 AND until_day >= $3 AND from_day <= $3 AND ended_at IS NULL
     ORDER BY account_id",
);

fn deputy(row: &Row<'_>) -> Result<Deputy, Error> {
    let mut cells = row.cells();
    let mut person = || -> Result<(DeputyId, Person, Person), Error> {
        Ok((
            cells.take()?,
            Person {
                account: cells.take()?,
                member: cells.take()?,
                name: cells.take()?,
            },
            Person {
                account: cells.take()?,
                member: cells.take()?,
                name: cells.take()?,
            },
        ))
    };
    let (id, of, is) = person()?;
    Ok(Deputy {
        id,
        of,
        is,
        from: cells.take()?,
        until: cells.take()?,
        why: cells.take()?,
        made_at: cells.take()?,
        ended_at: cells.take()?,
    })
}

pub(in crate::approvals) fn add(w: &Writer, union: UnionId, new: &Deputy) -> Result<(), Error> {
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.of.account,
            &new.of.member,
            &new.of.name,
            &new.is.account,
            &new.is.member,
            &new.is.name,
            &new.from,
            &new.until,
            &new.why,
            &new.made_at,
        ],
    )
    .map(drop)
}

/// Ends one that somebody named; says whether it ran.
pub(in crate::approvals) fn end(
    w: &Writer,
    union: UnionId,
    id: DeputyId,
    of: AccountId,
    (at, today): (Instant, Date),
) -> Result<bool, Error> {
    Ok(w.run(END, &[&union, &id, &of, &at, &today])? > 0)
}

/// All, or those that an account named or is; the latest first, at most 200.
pub(in crate::approvals) fn listed(
    read: &Reader,
    union: UnionId,
    account: Option<AccountId>,
) -> Result<Vec<Deputy>, Error> {
    read.rows(LISTED, &[&union, &account], deputy)
}

/// How many namings run today or will: those that an account made, and those that name a deputy.
pub(in crate::approvals) fn running(
    read: &Reader,
    union: UnionId,
    (of, is): (AccountId, AccountId),
    today: Date,
) -> Result<(i64, i64), Error> {
    read.one(RUNNING, &[&union, &of, &is, &today], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Whose deputy an account is on a day.
pub(in crate::approvals) fn principals(
    read: &Reader,
    union: UnionId,
    account: AccountId,
    today: Date,
) -> Result<Vec<Person>, Error> {
    read.rows(PRINCIPALS, &[&union, &account, &today], |row| {
        Ok(Person {
            account: row.get(0)?,
            member: row.get(1)?,
            name: row.get(2)?,
        })
    })
}
