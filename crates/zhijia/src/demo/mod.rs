//! The demo: a believable school union's year, told through the real doors day by day.
//!
//! The union and its people are founded as a command would do it, and so is the district around it (`district`). Everything after goes through the acts: the
//! chair brings the plan and accepts it, people close tasks with figures and photos on the day they happened. So
//! the register, the log and `verify` are what they would be.

use std::sync::Arc;

use kernel::{Clock, Date, Instant, Lang};
use serde::Deserialize;
use store::Store;
use web::{AccountId, Server, Settings, inside::Client};

use crate::{commands::trouble, roof};

mod aid;
mod benefits;
mod between;
mod district;
mod hardship;
mod health;
mod insurance;
mod joining;
mod meetings;
mod people;
mod rounds;
mod rules;
mod visits;
mod year;

/// Somebody who can sign in to the demo.
#[derive(Clone, Debug)]
pub struct Person {
    /// The sign-in name.
    pub sign_in: &'static str,
    /// The password: the same for all, since it is no secret.
    pub password: &'static str,
    /// The role's key.
    pub role: &'static str,
}

/// The password of everybody in the demo.
pub const PASSWORD: &str = "Zhijia-2026";

/// Fills an empty store with the demo year; leaves one that holds a union alone.
///
/// # Errors
/// A sentence that says at which step it failed.
pub fn fill(store: &Store, clock: &Clock) -> Result<Vec<Person>, String> {
    let empty = store.read(org::first_run).map_err(|e| trouble(&e))?;
    if empty {
        let stage = Stage::set(store, clock)?;
        between::workers(&stage)?;
        rounds::tell(&stage)?;
        year::tell(&stage)?;
        joining::tell(&stage)?;
        rules::tell(&stage)?;
        hardship::tell(&stage)?;
        between::tell(&stage)?;
        insurance::tell(&stage)?;
        rounds::next(&stage)?;
        health::tell(&stage)?;
        benefits::tell(&stage)?;
        aid::tell(&stage)?;
        facts::seal::all(store, clock).map_err(|e| trouble(&e))?;
    }
    Ok(people::cast())
}

/// The union, its people at the doors, and a clock that is moved through the year.
struct Stage {
    server: Arc<Server>,
    store: Store,
    clock: Clock,
    /// The day it is when the demo is made: nothing is told of later days.
    today: Date,
    /// The moment it is made.
    now: Instant,
    accounts: Vec<(&'static str, AccountId)>,
    union: kernel::UnionId,
    /// The unions around it.
    district: district::District,
}

impl Stage {
    fn set(store: &Store, real: &Clock) -> Result<Self, String> {
        let today = real.today();
        let clock = Clock::fixed(at(today.year(), 1, 5, 9)?.min(real.now()));
        let (union, accounts) = people::found(store, &clock)?;
        let district = district::found(store, &clock, union, today)?;
        let limits = Settings {
            workers: 2,
            lookers: 2,
            requests_per_second: std::num::NonZeroU32::MAX,
            acts_per_second: std::num::NonZeroU32::MAX,
            ..Settings::default()
        };
        let server = Server::new(
            store.clone(),
            clock.clone(),
            Arc::new(roof::Roof::default()),
            roof::routes(),
            limits,
        )
        .map_err(|e| e.to_string())?;
        Ok(Self {
            server,
            store: store.clone(),
            clock,
            today,
            now: real.now(),
            accounts,
            union,
            district,
        })
    }

    /// Somebody of the cast at the doors, signed in at this moment of the story.
    fn at_the_door(&self, sign_in: &str) -> Result<Client, String> {
        let account = self
            .accounts
            .iter()
            .find(|(name, _)| *name == sign_in)
            .map(|(_, id)| *id);
        let account = account.ok_or_else(|| format!("nobody in the demo signs in as {sign_in}"))?;
        self.enter(self.union, account)
    }

    /// Somebody with this account at the doors of a union.
    fn enter(&self, union: kernel::UnionId, account: AccountId) -> Result<Client, String> {
        let now = self.clock.now();
        let token: Result<String, store::Error> = self.store.write(move |w| {
            web::session::open(
                w,
                account,
                union,
                now,
                ("zhijia demo", "127.0.0.1"),
                web::session::Shown::PASSWORD,
            )
        });
        let token = token.map_err(|e| trouble(&e))?;
        Client::new(self.server.router(), Some(token), self.clock.clone()).map_err(|e| e.to_string())
    }
}

/// A moment of a day in China.
fn at(year: i16, month: i8, day: i8, hour: i64) -> Result<Instant, String> {
    let date = Date::new(year, month, day).map_err(|e| e.to_string())?;
    let epoch = Date::new(1970, 1, 1).map_err(|e| e.to_string())?;
    let hours = i64::from(epoch.days_until(date)) * 24 + hour - 8;
    Ok(Instant::from_millis(hours * 3_600_000))
}

/// The language of the demo.
const LANG: Lang = Lang::Zh;

/// A line of `demo/year.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DoneLine {
    task: Option<String>,
    kind: String,
    day: String,
    title: String,
    place: Option<String>,
    events: Option<u32>,
    people: Option<u32>,
    households: Option<u32>,
    items: Option<u32>,
    money: Option<String>,
    result: Option<String>,
    photo: Option<String>,
}
