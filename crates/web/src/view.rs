//! What a handler that only reads may hold.

use std::{cell::Cell, ops::Deref};

use kernel::{Clock, Date, Id, Instant, Lang, UnionId};
use store::Reader;

use crate::{
    access::{AccountId, Actor, Power},
    event::Through,
    input::Upload,
    outside::Outside,
    reply::{Refusal, Reply},
    server::House,
    session::SessionId,
};

/// A consistent look at the store, by somebody, at a moment. Cannot write.
///
/// Dereferences to [`Reader`], so store functions take `&Reader` and work in jobs and commands too.
pub struct View<'a> {
    reader: &'a Reader,
    actor: &'a Actor,
    clock: &'a Clock,
    now: Instant,
    uploads: &'a [Upload],
    typed: &'a [(String, String)],
    caller: Option<&'a Caller>,
    house: Option<&'a dyn House>,
    shown: Cell<bool>,
}

/// Whence a request comes.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The network address.
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The session's token.
    pub token: Option<String>,
    /// The session's public id.
    pub session: Option<SessionId>,
    /// When the password was last given in this session.
    pub proved: Option<Instant>,
    /// The access token that came instead of a session.
    pub bearer: Option<String>,
    /// That token by its public id and its name.
    pub through: Option<Through>,
    /// The token of a session whose second factor is still asked for.
    pub half: Option<String>,
    /// The person's role asks for a second factor, and there is none yet.
    pub must_set_up: bool,
    /// What the act before gave to be shown once.
    pub shown: Option<String>,
    /// What the browser kept while it was away at an outside provider.
    pub visit: Option<String>,
    /// The address of this installation as the browser knows it, `https://gh.example.cn`, if it says so.
    pub site: Option<String>,
}

impl<'a> View<'a> {
    /// A look through `reader` by `actor`; the moment is fixed now.
    #[must_use]
    pub fn new(reader: &'a Reader, actor: &'a Actor, clock: &'a Clock) -> Self {
        Self {
            reader,
            actor,
            clock,
            now: clock.now(),
            uploads: &[],
            typed: &[],
            caller: None,
            house: None,
            shown: Cell::new(false),
        }
    }
    /// With the caller and the house it calls at.
    #[must_use]
    pub fn with_caller(mut self, caller: &'a Caller, house: &'a dyn House) -> Self {
        self.caller = Some(caller);
        self.house = Some(house);
        self
    }
    /// With files that came along.
    #[must_use]
    pub fn with_uploads(mut self, uploads: &'a [Upload]) -> Self {
        self.uploads = uploads;
        self
    }
    /// With what was typed into a form that is shown again.
    #[must_use]
    pub fn with_typed(mut self, typed: &'a [(String, String)]) -> Self {
        self.typed = typed;
        self
    }
    /// Who looks.
    #[must_use]
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }
    /// The union looked at; nil (without rows) for strangers.
    #[must_use]
    pub fn union(&self) -> UnionId {
        self.actor.union
    }
    /// The language of the answer.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.actor.lang
    }
    /// The moment of this request.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }
    /// The day of this request in China.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.day()
    }
    /// The clock, for store functions that make ids and days.
    #[must_use]
    pub fn clock(&self) -> &'a Clock {
        self.clock
    }
    /// A new id.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        self.clock.id()
    }
    /// Files that came with the form, by field name.
    pub fn uploads(&self, field: &str) -> impl Iterator<Item = &'a Upload> {
        let field = field.to_owned();
        self.uploads.iter().filter(move |u| u.field == field)
    }
    /// What was typed into a field of a refused form, for pages that build themselves from it.
    #[must_use]
    pub fn typed(&self, field: &str) -> Option<&'a str> {
        self.typed.iter().find(|(k, _)| k == field).map(|(_, v)| v.as_str())
    }
    /// Refuses unless the actor holds the power.
    ///
    /// # Errors
    /// A refusal with status 403.
    pub fn need(&self, power: Power) -> Reply<()> {
        if self.actor.may(power) {
            Ok(())
        } else {
            Err(Refusal::forbidden().into())
        }
    }
    /// The network address of the caller, or nothing for commands and jobs.
    #[must_use]
    pub fn address(&self) -> &str {
        self.caller.map_or("", |c| &c.address)
    }
    /// What the caller's browser calls itself.
    #[must_use]
    pub fn agent(&self) -> &str {
        self.caller.map_or("", |c| &c.agent)
    }
    /// The session's token.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.caller.and_then(|c| c.token.as_deref())
    }
    /// The token of a session whose second factor is still asked for.
    pub(crate) fn half(&self) -> Option<&str> {
        self.caller.and_then(|c| c.half.as_deref())
    }
    /// Whether the password was given in this session within the last minutes.
    #[must_use]
    pub fn just_proved(&self) -> bool {
        let proved = self.caller.and_then(|c| c.proved);
        proved.is_some_and(|at| at.plus_millis(crate::session::PROVED_MS) > self.now)
    }
    /// All that was typed into a form that is shown again.
    pub(crate) fn all_typed(&self) -> &'a [(String, String)] {
        self.typed
    }
    /// The session's public id.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.caller.and_then(|c| c.session)
    }
    /// What the act before gave to be shown once ([`crate::Done::show_once`]). The page that asks for it is the last
    /// that gets it.
    #[must_use]
    pub fn shown_once(&self) -> Option<&'a str> {
        let given = self.caller.and_then(|c| c.shown.as_deref());
        self.shown.set(self.shown.get() || given.is_some());
        given
    }
    /// Whether a page asked for it.
    pub(crate) fn was_shown(&self) -> bool {
        self.shown.get()
    }
    /// The address of this installation as the caller's browser knows it, `https://gh.example.cn`, for papers that
    /// lead back to it; `None` if the browser does not say.
    #[must_use]
    pub fn site(&self) -> Option<&'a str> {
        self.caller.and_then(|c| c.site.as_deref())
    }
    /// The access token through which a program acts, if it is one.
    pub(crate) fn through(&self) -> Option<&'a Through> {
        self.caller.and_then(|c| c.through.as_ref())
    }
    /// The outside provider people may sign in with, if there is one.
    #[must_use]
    pub fn outside(&self) -> Option<&'a Outside> {
        self.house.and_then(House::outside)
    }
    /// What the browser kept while it was away at that provider.
    pub(crate) fn visiting(&self) -> Option<&'a str> {
        self.caller.and_then(|caller| caller.visit.as_deref())
    }
    /// The union an account comes home to when it signs in; `None` if it stands nowhere.
    ///
    /// # Errors
    /// The store's.
    pub fn home_of(&self, account: AccountId) -> Result<Option<UnionId>, store::Error> {
        let Some(house) = self.house else { return Ok(None) };
        Ok(house
            .standing(self.reader, account, None, self.today())?
            .map(|s| s.union))
    }
    /// The store.
    #[must_use]
    pub fn reader(&self) -> &'a Reader {
        self.reader
    }
}

impl Deref for View<'_> {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        self.reader
    }
}
