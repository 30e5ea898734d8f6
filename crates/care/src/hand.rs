//! Whose hand writes: what may happen at a door and by itself is one function, called with either.

use kernel::{Instant, UnionId};
use store::{Error, Writer};
use web::{AccountId, Act, Event, Record};

/// Who writes: an act at the doors, or the program by itself.
#[derive(Clone, Copy)]
pub enum Hand<'a> {
    /// An act.
    Act(&'a Act<'a>),
    /// A job, or a measurement.
    Program {
        /// The open transaction.
        w: &'a Writer,
        /// Of which union.
        union: UnionId,
        /// The account behind it, or nil.
        by: AccountId,
        /// When.
        at: Instant,
    },
}

impl<'a> Hand<'a> {
    pub(crate) fn w(self) -> &'a Writer {
        match self {
            Hand::Act(act) => act.writer(),
            Hand::Program { w, .. } => w,
        }
    }
    pub(crate) fn union(self) -> UnionId {
        match self {
            Hand::Act(act) => act.union(),
            Hand::Program { union, .. } => union,
        }
    }
    pub(crate) fn by(self) -> (AccountId, Instant) {
        match self {
            Hand::Act(act) => (act.actor().account, act.now()),
            Hand::Program { by, at, .. } => (by, at),
        }
    }
    pub(crate) fn id<K>(self) -> kernel::Id<K> {
        match self {
            Hand::Act(act) => act.id(),
            Hand::Program { at, .. } => kernel::clock::fresh(at),
        }
    }
    /// Ends the open tasks that come from a record.
    pub(crate) fn settle(self, source: Record) -> Result<(), Error> {
        flow::settle_for(self.w(), self.union(), self.by(), source)
    }
    pub(crate) fn note(self, event: &impl Event) -> Result<(), Error> {
        match self {
            Hand::Act(act) => act.note(event),
            Hand::Program { w, union, by, at } => web::event::write(w, union, by, at, event),
        }
    }
}
