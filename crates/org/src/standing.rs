//! Where an account stands: asked on every request, by one statement.

use std::collections::BTreeSet;

use kernel::{Date, UnionId};
use store::{Error, Reader, Sql};
use web::{AccountId, AskedStanding, Extent, Power, Powers, Standing, Whose};

use crate::{BodyId, bodies, role::Role};

/// One row for each role held now in each union; a union in which nothing is held now does not come.
const STANDING: Sql = Sql::house(
    "SELECT s.union_id, n.short_name, n.name, s.member_id, COALESCE(m.name, a.name), g.role, g.body_id
     FROM stand s
     JOIN union_node n ON n.union_id = s.union_id
     JOIN account a ON a.id = s.account_id
     JOIN role_grant g ON g.union_id = s.union_id AND g.account_id = s.account_id
     LEFT JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     WHERE s.account_id = COALESCE($1, (SELECT o.account_id FROM session o WHERE o.token = $3))
       AND s.status = 'active' AND a.status = 'active'
       AND g.revoked_at IS NULL AND g.from_day <= $2 AND (g.until_day IS NULL OR g.until_day >= $2)
     ORDER BY s.since, s.union_id",
    "which unions an account stands in is asked before its union is known",
);
const HELD: Sql = Sql::union(
    "SELECT role, body_id FROM role_grant
     WHERE union_id = $1 AND account_id = $2 AND revoked_at IS NULL
       AND from_day <= $3 AND (until_day IS NULL OR until_day >= $3)",
);

/// Accounts that hold role $2 for the whole union on day $3 and can sign in.
const HOLDERS: Sql = Sql::union(
    "SELECT g.account_id FROM role_grant g
     JOIN stand s ON s.union_id = g.union_id AND s.account_id = g.account_id AND s.status = 'active'
     JOIN account a ON a.id = g.account_id AND a.status = 'active'
     WHERE g.union_id = $1 AND g.role = $2 AND g.role <> 'member' AND g.body_id IS NULL AND g.revoked_at IS NULL
       AND g.from_day <= $3 AND (g.until_day IS NULL OR g.until_day >= $3)",
);

struct Held {
    union: UnionId,
    short: String,
    full: String,
    member: Option<crate::MemberId>,
    name: String,
    role: Role,
    body: Option<BodyId>,
}

/// Where an account stands on a day: in the union asked for if it holds a role there, or else in its first.
/// `None`: nowhere.
///
/// # Errors
/// The store's.
pub fn standing(
    read: &Reader,
    account: AccountId,
    union: Option<UnionId>,
    today: Date,
) -> Result<Option<Standing>, Error> {
    ask_standing(read, Whose::Account(account), today, &[])?(union)
}

/// Asks for [`standing`], in an installation that asks these roles for a second factor.
///
/// # Errors
/// The store's.
pub fn ask_standing<'r>(
    read: &'r Reader,
    whose: Whose,
    today: Date,
    second: &'r [Role],
) -> Result<AskedStanding<'r>, Error> {
    let (account, session) = match &whose {
        Whose::Account(account) => (Some(*account), None),
        Whose::Session(digest) => (None, Some(digest.as_slice())),
    };
    let asked = read.ask(STANDING, &[&account, &today, &session], |row| {
        let mut cells = row.cells();
        Ok(Held {
            union: cells.take()?,
            short: cells.take()?,
            full: cells.take()?,
            member: cells.take()?,
            name: cells.take()?,
            role: cells.take()?,
            body: cells.take()?,
        })
    })?;
    Ok(Box::new(move |union| Ok(stands(&asked.rows()?, union, second))))
}

/// Where whoever holds these roles stands: in the union asked for, or in their first.
fn stands(rows: &[Held], union: Option<UnionId>, second: &[Role]) -> Option<Standing> {
    let asked = rows.iter().find(|held| Some(held.union) == union);
    let here = asked.or(rows.first())?;
    let mut unions: Vec<(UnionId, String)> = Vec::new();
    for held in rows {
        if unions.last().is_none_or(|(id, _)| *id != held.union) {
            unions.push((held.union, held.short.clone()));
        }
    }
    let held_here = || rows.iter().filter(|held| held.union == here.union);
    let powers = held_here().flat_map(|held| {
        let body = held.body.map(kernel::Id::raw);
        powers_of(held).into_iter().map(move |power| (power, body))
    });
    Some(Standing {
        union: here.union,
        union_name: here.full.clone(),
        unions,
        name: here.name.clone(),
        member: here.member.map(kernel::Id::raw),
        powers: powers.collect::<Powers>(),
        second_due: held_here().any(|held| second.contains(&held.role)),
    })
}

fn powers_of(held: &Held) -> Vec<Power> {
    match held.body {
        None => held.role.powers().to_vec(),
        Some(_) => held.role.local_powers().collect(),
    }
}

/// For which part of the union a power is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// For the whole union.
    All,
    /// For these bodies and what lies below them; for none if the list is empty.
    Only(Vec<BodyId>),
}

/// For which part of the union whoever looks holds a power today; for none of it if their access token leaves the power
/// out. Pages that show people or records narrow what they show by this.
#[must_use]
pub fn my_places(view: &web::View<'_>, power: Power) -> Places {
    let standing = view.actor().standing.as_ref();
    match standing.and_then(|standing| standing.powers.extent(power)) {
        None => Places::Only(Vec::new()),
        Some(Extent::Whole) => Places::All,
        Some(Extent::Bodies(bodies)) => Places::Only(bodies.iter().copied().map(kernel::Id::new).collect()),
    }
}

/// The bodies for which whoever looks holds a power, with all that lies below them at every depth; `None` for the whole union.
///
/// # Errors
/// The store's.
pub fn within(view: &web::View<'_>, power: Power) -> Result<Option<Vec<BodyId>>, Error> {
    let Places::Only(own) = my_places(view, power) else {
        return Ok(None);
    };
    if own.is_empty() {
        return Ok(Some(own));
    }
    let living = bodies::store::living(view, view.union(), view.today())?;
    let all = bodies::model::below(&living, &own);
    Ok(Some(
        living.into_iter().map(|b| b.id).filter(|id| all.contains(id)).collect(),
    ))
}

/// Whether a body lies within these, as [`within`] gives them; everything lies within the whole union, and what belongs to no body
/// within nothing less.
#[must_use]
pub fn holds(within: Option<&[BodyId]>, body: Option<BodyId>) -> bool {
    within.is_none_or(|own| body.is_some_and(|b| own.contains(&b)))
}

/// Those who hold a power for the whole union on a day by another role than the member's, and can sign in.
///
/// # Errors
/// The store's.
pub fn holders(read: &Reader, union: UnionId, power: Power, today: Date) -> Result<BTreeSet<AccountId>, Error> {
    let mut all = BTreeSet::new();
    for role in Role::ALL.iter().filter(|role| role.powers().contains(&power)) {
        all.extend(read.rows(HOLDERS, &[&union, role, &today], |row| row.get::<AccountId>(0))?);
    }
    Ok(all)
}

/// The roles an account holds in a union on a day, each with its place.
///
/// # Errors
/// The store's.
pub fn held(
    read: &Reader,
    union: UnionId,
    account: AccountId,
    today: Date,
) -> Result<Vec<(Role, Option<BodyId>)>, Error> {
    read.rows(HELD, &[&union, &account, &today], |row| Ok((row.get(0)?, row.get(1)?)))
}
