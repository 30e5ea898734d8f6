//! Lists of cases, and what waits for somebody.

use ::store::{Asked, Error, Reader, Sql};
use kernel::{Date, UnionId};
use org::MemberId;
use web::{AccountId, Record};

use super::{
    super::model::{CaseId, CaseLine, CaseState},
    line, record_id,
};

macro_rules! lines {
    ($where:literal) => {
        concat!(
            "SELECT c.id, c.year, c.number, c.kind, c.title, c.amount, c.due_day, c.sealed, c.state, c.round, c.step, c.asked_at,
               c.asked_name, c.why, c.version
             FROM approval_case c WHERE c.union_id = $1 AND ",
            $where
        )
    };
}

/// The cases that wait for account $2, member $3, on day $4: the step names them or somebody whose deputy they are, they
/// neither asked, now or before, nor benefit, and they have not decided in this round. Along the indexes of the seats that are live.
macro_rules! waiting {
    ($select:literal, $end:literal) => {
        concat!(
            "WITH who AS (
               SELECT $2 AS account_id, $3 AS member_id
               UNION ALL SELECT d.account_id, COALESCE(d.member_id, d.account_id) FROM approval_deputy d
                 WHERE d.union_id = $1 AND d.deputy_account = $2 AND d.until_day >= $4 AND d.from_day <= $4
                   AND d.ended_at IS NULL AND EXISTS (SELECT 1 FROM role_grant o
                     WHERE o.union_id = $1 AND o.account_id = $2 AND o.role <> 'member' AND o.revoked_at IS NULL
                       AND o.from_day <= $4 AND (o.until_day IS NULL OR o.until_day >= $4))),
             mine AS (
               SELECT t.case_id FROM who w
                 JOIN role_grant g ON g.union_id = $1 AND g.account_id = w.account_id AND g.role <> 'member' AND g.body_id IS NULL
                   AND g.revoked_at IS NULL AND g.from_day <= $4 AND (g.until_day IS NULL OR g.until_day >= $4)
                 JOIN approval_seat t ON t.union_id = $1 AND t.role = g.role AND t.live = 1
               UNION SELECT t.case_id FROM who w
                 JOIN holding h ON h.union_id = $1 AND h.member_id = w.member_id AND h.ended_on IS NULL AND h.from_day <= $4
                 JOIN approval_seat t ON t.union_id = $1 AND t.post_id = h.post_id AND t.live = 1
               UNION SELECT t.case_id FROM who w
                 JOIN approval_seat t ON t.union_id = $1 AND t.member_id = w.member_id AND t.live = 1) ",
            $select,
            " FROM mine JOIN approval_case c ON c.union_id = $1 AND c.id = mine.case_id
             WHERE c.union_id = $1 AND c.asked_by <> $2 AND (c.asked_member IS NULL OR c.asked_member <> $3)
               AND NOT EXISTS (SELECT 1 FROM approval_mark q WHERE q.union_id = $1 AND q.case_id = c.id
                 AND q.what IN ('asked', 'again') AND (q.account_id = $2 OR q.member_id = $3))
               AND NOT EXISTS (SELECT 1 FROM approval_benefit b
                 WHERE b.union_id = $1 AND b.case_id = c.id AND b.member_id = $3)
               AND NOT EXISTS (SELECT 1 FROM approval_mark k WHERE k.union_id = $1 AND k.case_id = c.id AND k.round = c.round
                 AND k.what = 'approved' AND (k.account_id = $2 OR k.for_account = $2)) ",
            $end
        )
    };
}

/// What is owed: cases to decide, those of them that are late, signatures, payments to make if $5 says that the reader pays, cases
/// that came back.
const OWED: Sql = Sql::union(waiting!(
    "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN c.due_day < $4 THEN 1 ELSE 0 END), 0) AS BIGINT),
       (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_line l
          JOIN receipt r ON r.union_id = l.union_id AND r.id = l.receipt_id AND r.state = 'live'
          WHERE l.union_id = $1 AND l.member_id = $3 AND l.state = 'open'),
       (SELECT CAST(COUNT(*) AS BIGINT) FROM payment p
          WHERE p.union_id = $1 AND p.state = 'approved' AND CAST($5 AS BIGINT) = 1),
       (SELECT CAST(COUNT(*) AS BIGINT) FROM approval_case a
          WHERE a.union_id = $1 AND a.asked_by = $2 AND a.state = 'returned')",
    ""
));
const WAITING: Sql = Sql::union(waiting!(
    "SELECT c.id, c.year, c.number, c.kind, c.title, c.amount, c.due_day, c.sealed, c.state, c.round, c.step, c.asked_at,
       c.asked_name, c.why, c.version",
    "ORDER BY CASE WHEN c.due_day IS NULL THEN 1 ELSE 0 END, c.due_day, c.id LIMIT 500"
));
const OF_RECORD: Sql = Sql::union(lines!(
    "c.record_kind = $2 AND c.record_id = $3 ORDER BY c.id DESC LIMIT 50"
));
const ASKED: Sql = Sql::union(lines!("c.asked_by = $2 ORDER BY c.id DESC LIMIT 500"));
const ALL: Sql = Sql::union(lines!(
    "(CAST($2 AS TEXT) IS NULL OR c.state = $2) AND (CAST($3 AS TEXT) IS NULL OR c.kind = $3) ORDER BY c.id DESC LIMIT $4 OFFSET $5"
));
const COUNT_ALL: Sql = Sql::union(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM approval_case c WHERE c.union_id = $1
       AND (CAST($2 AS TEXT) IS NULL OR c.state = $2) AND (CAST($3 AS TEXT) IS NULL OR c.kind = $3)",
);
const OPEN_OF_RECORD: Sql = Sql::union(
    "SELECT id FROM approval_case WHERE union_id = $1 AND record_kind = $2 AND record_id = $3
       AND state IN ('open', 'returned') ORDER BY id",
);

fn nobody(member: Option<MemberId>) -> MemberId {
    member.unwrap_or(MemberId::NIL)
}

/// What somebody owes of approvals, payments and sign-offs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Owed {
    /// Cases to decide.
    pub cases: i64,
    /// Those of them whose day is past.
    pub late: i64,
    /// What waits for their signature.
    pub signatures: i64,
    /// Payments to make.
    pub payments: i64,
    /// Cases of theirs that came back.
    pub returned: i64,
}

/// Asks what somebody owes, in one statement along indexes: the frame of every page asks it.
pub(crate) fn owed<'r, T>(
    read: &'r Reader,
    union: UnionId,
    (account, member): (AccountId, Option<MemberId>),
    today: Date,
    pays: bool,
    told: impl Fn(Owed) -> T + 'r,
) -> Result<Asked<'r, T>, Error> {
    read.ask(OWED, &[&union, &account, &nobody(member), &today, &pays], move |row| {
        Ok(told(Owed {
            cases: row.get(0)?,
            late: row.get(1)?,
            signatures: row.get(2)?,
            payments: row.get(3)?,
            returned: row.get(4)?,
        }))
    })
}

/// The cases that wait for somebody, the most pressing first; at most 500.
pub(in crate::approvals) fn waiting(
    read: &Reader,
    union: UnionId,
    (account, member): (AccountId, Option<MemberId>),
    today: Date,
) -> Result<Vec<CaseLine>, Error> {
    read.rows(WAITING, &[&union, &account, &nobody(member), &today], line)
}

/// The cases of a record, the latest first.
pub(in crate::approvals) fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<CaseLine>, Error> {
    read.rows(OF_RECORD, &[&union, &record.kind, &record_id(record)], line)
}

/// The cases that somebody asked for, the latest first; at most 500.
pub(in crate::approvals) fn asked(read: &Reader, union: UnionId, account: AccountId) -> Result<Vec<CaseLine>, Error> {
    read.rows(ASKED, &[&union, &account], line)
}

/// Which of all cases.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::approvals) struct Filter<'a> {
    pub state: Option<CaseState>,
    pub kind: Option<&'a str>,
}

/// A page of all cases, the latest first.
pub(in crate::approvals) fn all(
    read: &Reader,
    union: UnionId,
    filter: Filter<'_>,
    (size, skip): (i64, i64),
) -> Result<Vec<CaseLine>, Error> {
    read.rows(ALL, &[&union, &filter.state, &filter.kind, &size, &skip], line)
}

/// How many there are.
pub(in crate::approvals) fn count_all(read: &Reader, union: UnionId, filter: Filter<'_>) -> Result<i64, Error> {
    read.one(COUNT_ALL, &[&union, &filter.state, &filter.kind], |row| row.get(0))
}

/// The open and returned cases of a record.
pub(in crate::approvals) fn open_of_record(
    read: &Reader,
    union: UnionId,
    record: &Record,
) -> Result<Vec<CaseId>, Error> {
    read.rows(OPEN_OF_RECORD, &[&union, &record.kind, &record_id(record)], |row| {
        row.get(0)
    })
}
