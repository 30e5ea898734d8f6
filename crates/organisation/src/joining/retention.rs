//! How long applications are kept: those that were refused, or returned and never mended, are deleted with everything in
//! them after the days that the union has told its applicants (个人信息保护法 art. 19 and 47).

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, UnionId};
use web::AccountId;

use super::{
    KIND as RECORD,
    event::Happened,
    model::{ApplicationId, KEEP_DAYS},
    store,
};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "organisation.applications";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The kind of job that deletes what a union need not keep any more.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, tidy)
}

/// Deletes what is over, and forgets the receipts of those who were taken in as long ago; says how many were deleted.
///
/// # Errors
/// The store's.
pub fn tidy(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let days = store::consent(w, union)?.map_or(KEEP_DAYS, |consent| consent.keep_days);
    let before = now.plus_millis(-days * DAY_MS);
    let over: Vec<ApplicationId> = store::over(w, union, before)?;
    for id in &over {
        archive::forget(w, union, web::Record::new(RECORD, *id))?;
        store::delete(w, union, *id)?;
    }
    // the account can be opened for some weeks; nobody asks for the receipt long after
    let until = now.plus_millis(-days.max(org::accounts::WELCOME_DAYS) * DAY_MS);
    for id in store::admitted(w, union, until.plus_millis(-60 * DAY_MS), until)? {
        store::drop_ticket(w, union, id)?;
    }
    if !over.is_empty() {
        let told = Happened::Deleted {
            union,
            applications: over.len(),
        };
        web::event::write(w, union, AccountId::NIL, now, &told)?;
    }
    Ok(over.len())
}
