//! Sheets of places and a union's own rules: looked at, entered, corrected, ended, confirmed.
//!
//! Who may write a place's rules is decided by the tree ([`crate::store::may_write`]); a second person confirms what
//! somebody entered. What a rule says never changes: a rule ends with the one that follows it, or a corrected one takes its
//! place. Where the earlier rule is confirmed, that happens when the later one is: nobody softens a rule alone.

pub(crate) mod acts;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod own;
pub(crate) mod show;
mod write;

pub(crate) use write::{Entry, enter, follows, place_of};
