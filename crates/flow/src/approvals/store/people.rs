//! Who holds what a step names.

use ::store::{Error, Reader, Row, Sql};
use kernel::{Date, UnionId};
use org::{MemberId, PostId};

use super::super::{model::Person, setup::Seat};

const OF_ROLE: Sql = Sql::union(
    "SELECT s.account_id, s.member_id, COALESCE(m.name, a.name) FROM role_grant g
     JOIN stand s ON s.union_id = g.union_id AND s.account_id = g.account_id AND s.status = 'active'
     JOIN account a ON a.id = g.account_id AND a.status = 'active'
     LEFT JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     WHERE g.union_id = $1 AND g.role = $2 AND g.role <> 'member' AND g.body_id IS NULL AND g.revoked_at IS NULL
       AND g.from_day <= $3 AND (g.until_day IS NULL OR g.until_day >= $3)
     ORDER BY s.account_id LIMIT 200",
);
const OF_POST: Sql = Sql::union(
    "SELECT s.account_id, s.member_id, m.name FROM holding h
     JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     JOIN stand s ON s.union_id = h.union_id AND s.member_id = h.member_id AND s.status = 'active'
     JOIN account a ON a.id = s.account_id AND a.status = 'active'
     WHERE h.union_id = $1 AND h.post_id = $2 AND h.ended_on IS NULL AND h.from_day <= $3
     ORDER BY s.account_id LIMIT 200",
);
const OF_MEMBER: Sql = Sql::union(
    "SELECT s.account_id, s.member_id, m.name FROM stand s
     JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     JOIN account a ON a.id = s.account_id AND a.status = 'active'
     WHERE s.union_id = $1 AND s.member_id = $2 AND s.status = 'active' LIMIT 20",
);
const POST_NAME: Sql = Sql::union(
    "SELECT b.name, p.title FROM post p JOIN body b ON b.union_id = p.union_id AND b.id = p.body_id
     WHERE p.union_id = $1 AND p.id = $2",
);
/// People with an account who hold more than the member's role, to choose from.
const OFFICERS: Sql = Sql::union(
    "SELECT DISTINCT s.account_id, s.member_id, COALESCE(m.name, a.name) FROM role_grant g
     JOIN stand s ON s.union_id = g.union_id AND s.account_id = g.account_id AND s.status = 'active'
     JOIN account a ON a.id = g.account_id AND a.status = 'active'
     LEFT JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     WHERE g.union_id = $1 AND g.role <> 'member' AND g.revoked_at IS NULL
       AND g.from_day <= $2 AND (g.until_day IS NULL OR g.until_day >= $2)
     ORDER BY 3, 1 LIMIT 500",
);

fn person(row: &Row<'_>) -> Result<Person, Error> {
    Ok(Person {
        account: row.get(0)?,
        member: row.get(1)?,
        name: row.get(2)?,
    })
}

/// Who holds a seat on a day and can sign in.
pub(in crate::approvals) fn holders(
    read: &Reader,
    union: UnionId,
    seat: &Seat,
    today: Date,
) -> Result<Vec<Person>, Error> {
    match seat {
        Seat::Role(role) => read.rows(OF_ROLE, &[&union, role, &today], person),
        Seat::Post(post) => read.rows(OF_POST, &[&union, post, &today], person),
        Seat::Member(member) => read.rows(OF_MEMBER, &[&union, member], person),
    }
}

/// A post with its body, for the eye.
pub(in crate::approvals) fn post_name(
    read: &Reader,
    union: UnionId,
    post: PostId,
) -> Result<Option<(String, String)>, Error> {
    read.opt(POST_NAME, &[&union, &post], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Somebody who stands in the union, by member.
pub(in crate::approvals) fn by_member(
    read: &Reader,
    union: UnionId,
    member: MemberId,
) -> Result<Option<Person>, Error> {
    Ok(read.rows(OF_MEMBER, &[&union, &member], person)?.into_iter().next())
}

/// Whether an account holds more than the member's role on a day.
pub(in crate::approvals) fn is_officer(
    read: &Reader,
    union: UnionId,
    account: web::AccountId,
    today: Date,
) -> Result<bool, Error> {
    let held = org::standing::held(read, union, account, today)?;
    Ok(held.iter().any(|(role, _)| *role != org::Role::MemberRole))
}

/// People with an account who hold more than the member's role; at most 500.
pub(in crate::approvals) fn officers(read: &Reader, union: UnionId, today: Date) -> Result<Vec<Person>, Error> {
    read.rows(OFFICERS, &[&union, &today], person)
}
