//! Members: the people of a union, as every field of work reads them. What people do with the register (pages, acts)
//! lives in the crate `organisation`.
//!
//! `member` is the quick list of the present ([`list`], [`store`]). What is known of a member is a set of particulars
//! ([`field`]), and what was ever known, of which day and since when, is the member's course ([`history`]). Both are
//! written together and only by [`record`].

pub mod age;
pub mod field;
pub mod history;
pub mod list;
pub mod model;
pub mod record;
pub mod sealed;
pub mod store;
pub mod unrecord;

pub use field::{Field, Particulars};
pub use history::as_of;
pub use model::{By, NewMember, Status};
pub use record::{Change, Seen, When, add, change, load, set_status, take_back_status};
pub use store::get;
