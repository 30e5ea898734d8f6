//! What a handler that changes something holds: the open transaction, the actor, the clock.

use std::{cell::Cell, ops::Deref};

use serde::{Deserialize, Serialize};
use store::{Bind, Sql, Writer};

use crate::{
    event::{self, Event},
    reply::{Fault, Refusal, Reply},
    view::View,
};

/// An open act. Dereferences to [`View`] for reading within the same transaction.
pub struct Act<'a> {
    view: View<'a>,
    writer: &'a Writer,
    noted: Cell<u32>,
}

/// What came of an act: where to go on, and a word of what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Done {
    /// The page that shows the result; a form's answer redirects there.
    pub next: String,
    /// The id of the record made or changed.
    pub id: Option<uuid::Uuid>,
    /// Word key of the sentence shown there.
    pub message: Option<String>,
    /// The act that undoes it: a path of this site, to be posted to.
    #[serde(default)]
    pub undo: Option<String>,
    /// Cookies to set or clear; never part of the JSON answer.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) cookie: Option<Option<String>>,
    /// Shown once on the next page, and kept nowhere.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) secret: Option<String>,
    /// What a browser keeps while it visits an outside provider; empty to forget it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) visit: Option<String>,
}

impl Done {
    /// Goes on at `next`.
    #[must_use]
    pub fn to(next: impl Into<String>) -> Self {
        Self {
            next: next.into(),
            id: None,
            message: None,
            undo: None,
            cookie: None,
            secret: None,
            visit: None,
        }
    }
    /// Lets the browser keep a secret while it is away at an outside provider; forgets it if empty.
    #[must_use]
    pub(crate) fn visiting(mut self, secret: impl Into<String>) -> Self {
        self.visit = Some(secret.into());
        self
    }
    /// Names the record.
    #[must_use]
    pub fn record<K>(mut self, id: kernel::Id<K>) -> Self {
        self.id = Some(id.raw());
        self
    }
    /// Sets (or with `None` clears) the session's cookie.
    #[must_use]
    pub(crate) fn with_cookie(mut self, token: Option<String>) -> Self {
        self.cookie = Some(token);
        self
    }
    /// Hands a secret to the next page, which shows it once ([`View::shown_once`]). It is not part of the answer that is
    /// kept, so that sending the form again does not show it again. Letters, digits, `_`, `-` and `.` only.
    #[must_use]
    pub fn show_once(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }
    /// Says a sentence (a word key).
    #[must_use]
    pub fn say(mut self, key: &str) -> Self {
        self.message = Some(key.to_owned());
        self
    }
    /// Offers to undo it, beside the sentence: a POST to this path with its query.
    #[must_use]
    pub fn undo(mut self, path: impl Into<String>) -> Self {
        self.undo = Some(path.into());
        self
    }
}

impl<'a> Act<'a> {
    /// Opens an act. The web crate does this; tests and commands may.
    #[must_use]
    pub fn new(view: View<'a>, writer: &'a Writer) -> Self {
        Self {
            view,
            writer,
            noted: Cell::new(0),
        }
    }
    /// The open transaction, for store functions that write.
    #[must_use]
    pub fn writer(&self) -> &'a Writer {
        self.writer
    }
    /// Runs a writing statement; says how many rows it touched.
    ///
    /// # Errors
    /// The store's.
    pub fn run(&self, sql: Sql, params: &[&dyn Bind]) -> Result<u64, store::Error> {
        self.writer.run(sql, params)
    }
    /// Runs an update that names the version it saw; refuses as stale if another came first.
    ///
    /// # Errors
    /// `Refusal::stale` when no row matched.
    pub fn run_fresh(&self, sql: Sql, params: &[&dyn Bind]) -> Reply<()> {
        if self.writer.run(sql, params)? == 0 {
            Err(Refusal::stale().into())
        } else {
            Ok(())
        }
    }
    /// Notes what happened, in this transaction. An act that notes nothing does not commit.
    ///
    /// # Errors
    /// The store's.
    pub fn note(&self, event: &impl Event) -> Result<(), store::Error> {
        self.noted.set(self.noted.get() + 1);
        self.keep(self.union(), event)
    }
    /// Notes what happened in another union than the one looked at, such as the one just founded.
    ///
    /// # Errors
    /// The store's.
    pub fn note_in(&self, union: kernel::UnionId, event: &impl Event) -> Result<(), store::Error> {
        self.noted.set(self.noted.get() + 1);
        self.keep(union, event)
    }
    fn keep(&self, union: kernel::UnionId, event: &impl Event) -> Result<(), store::Error> {
        let by = (self.actor().account, self.through());
        event::write_through(self.writer, union, by, self.now(), event)
    }
    /// Checks that something was noted.
    ///
    /// # Errors
    /// A fault if nothing was.
    pub fn finish(&self) -> Reply<()> {
        if self.noted.get() == 0 {
            Err(Fault::other("an act noted no event").into())
        } else {
            Ok(())
        }
    }
}

impl<'a> Deref for Act<'a> {
    type Target = View<'a>;
    fn deref(&self) -> &View<'a> {
        &self.view
    }
}
