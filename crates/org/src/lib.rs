//! Who is who: unions in a tree, their bodies with posts and terms, members, accounts, roles and invitations.
//!
//! A union (工会) has bodies: its committee (委员会), the audit committee (经审委员会), the women's committee
//! (女职工委员会), branches (分会) and groups (小组). A body has posts; a member holds a post for a term. That says who
//! somebody *is*. What somebody *may do here* is another matter: an account holds roles, each a set of powers, for
//! the whole union or for one body, from a day until a day. Nothing follows from a post by itself.
//!
//! Accounts, the tree of unions, standings and invitations belong to the installation ([`HOUSE_TABLES`]), since they
//! are asked before the union is known; everything else is a table of unions.

pub mod accounts;
pub mod bodies;
pub mod door;
pub mod members;
pub mod own;
pub mod power;
pub mod rates;
pub mod role;
pub mod standing;
pub mod tree;

mod founding;
mod term;

pub use accounts::store::add_account;
pub use bodies::{
    model::{BodyKind, NewBody},
    store::{add_body, bodies_to_choose, body_names},
};
pub use founding::{Founded, Founding, first_run, found, seat_chair};
pub use members::{
    model::{NewMember, Status},
    record::add_member,
    store::{find_members, member_names, members_to_choose},
};
pub use role::Role;
pub use standing::{Places, ask_standing, holders, holds, my_places, standing, within};
pub use term::{Ending, Term, term_words};
pub use tree::{UnionKind, all_unions};
pub use web::AccountId;

/// The kind of a member: a person of a union.
pub enum Member {}
/// The id of a member.
pub type MemberId = kernel::Id<Member>;
/// The kind of a body: committee, branch, group.
pub enum Body {}
/// The id of a body.
pub type BodyId = kernel::Id<Body>;
/// The kind of a post in a body.
pub enum Post {}
/// The id of a post.
pub type PostId = kernel::Id<Post>;

/// The schema steps of this crate. They come after those of `web`, whose accounts they name.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("org", 1, "0001_org"),
    store::migration!("org", 2, "0002_register"),
    store::migration!("org", 3, "0003_tree"),
    store::migration!("org", 4, "0004_reset"),
    store::migration!("org", 5, "0005_region"),
    store::migration!("org", 6, "0006_workers"),
    store::migration!("org", 7, "0007_asking"),
    store::migration!("org", 8, "0008_tail"),
    store::migration!("org", 9, "0009_namesakes"),
];

/// Tables of the installation: they carry no tenant key, and statements on them say why.
pub const HOUSE_TABLES: &[&str] = &[
    "union_node",
    "union_act",
    "union_act_part",
    "union_edge",
    "union_tally",
    "union_asking",
    "stand",
    "invitation",
    "identity_place",
];

/// Columns whose values are sealed.
pub const SEALED: &[store::secret::Sealed] = &[members::sealed::SEALED];

/// The doors of this crate.
#[must_use]
pub fn routes() -> web::Routes {
    accounts::routes().and(door::routes()).and(own::routes())
}
