//! The first union of an installation, or a further one: its committee, its chair, and the chair's account.

use kernel::{Clock, Date, Lang, UnionId};
use store::{Error, Reader, Sql, Writer};
use web::AccountId;

use crate::{
    BodyId, MemberId,
    accounts::store::add_account,
    bodies::{
        model::{BodyKind, NewBody},
        posts, store as bodies,
    },
    members::{NewMember, record::add_member},
    role::Role,
    term::Term,
    tree::{self, UnionKind},
};

const ANY: Sql = Sql::house("SELECT id FROM account LIMIT 1", "whether anybody can sign in at all");

/// What it takes to found a union.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The union's full name, such as 晨光中学工会.
    pub name: String,
    /// What kind of union it is.
    pub kind: UnionKind,
    /// The chair's name.
    pub chair_name: String,
    /// The chair's sign-in name.
    pub sign_name: String,
    /// The hash of the chair's password; without it the account cannot sign in until one is set.
    pub password_hash: Option<String>,
    /// The chair's language.
    pub lang: Lang,
}

/// What was founded.
#[derive(Clone, Copy, Debug)]
pub struct Founded {
    /// The union.
    pub union: UnionId,
    /// The chair's account.
    pub account: AccountId,
    /// The chair as a member.
    pub member: MemberId,
    /// The committee.
    pub committee: BodyId,
}

/// Founds a union with its committee and chair. The caller notes the event.
///
/// # Errors
/// The store's; the constraint `account_sign_key` says that the sign-in name is taken.
pub fn found(w: &Writer, clock: &Clock, f: &Founding) -> Result<Founded, Error> {
    let (union, today) = (clock.id(), clock.today());
    tree::add(w, union, None, &f.name, f.kind, today)?;
    let (committee, member) = seat_chair(w, clock, union, NewMember::named(&f.chair_name), today)?;
    let hash = f.password_hash.as_deref();
    let account = add_account(w, clock, union, member, &f.sign_name, hash, Role::Chair, f.lang)?;
    Ok(Founded {
        union,
        account,
        member,
        committee,
    })
}

/// Gives a new union its committee, with a first member in the chair from a day on.
///
/// # Errors
/// The store's.
pub fn seat_chair(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    chair: NewMember,
    from: Date,
) -> Result<(BodyId, MemberId), Error> {
    let committee = NewBody {
        term: Some(Term::open(from)),
        ..NewBody::new(BodyKind::Committee, "工会委员会")
    };
    let committee = bodies::insert(w, clock, union, &committee)?;
    let member = add_member(w, clock, union, chair)?;
    let post = posts::first_post(w, union, committee)?;
    posts::appoint(w, clock, union, post, member, Term::open(from))?;
    Ok((committee, member))
}

/// Whether nobody has an account yet, so that the first-run page is open.
///
/// # Errors
/// The store's.
pub fn first_run(read: &Reader) -> Result<bool, Error> {
    let any: Option<AccountId> = read.opt(ANY, &[], |row| row.get(0))?;
    Ok(any.is_none())
}
