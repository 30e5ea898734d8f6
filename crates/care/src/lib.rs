//! Care (关心职工生活): what a union does for its members one by one.
//!
//! It knows first, comes first, helps first: visits when something happens in a life, goods at festivals, help in hardship,
//! mutual insurance, health checks, benefits. Each is a system of its own; what all of them share is [`given`]: what one
//! person received, whichever system gave it, so that caps hold over all of them and a member sees on one page what the
//! union did for them.

pub mod aid;
pub mod collections;
pub mod desk;
pub mod events;
pub mod given;
pub mod hand;
pub mod hardship;
pub mod health;
pub mod insurance;
pub mod keeping;
pub mod offers;
pub mod pairs;
mod proof;
pub mod reason;
pub mod recuperation;
pub mod rounds;
pub mod stock;
pub mod visits;

#[cfg(test)]
mod tests;

/// The schema steps of this crate. They come after those of `org`, `flow` and `rules`.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("care", 1, "0001_given"),
    store::migration!("care", 10, "0010_visits"),
    store::migration!("care", 11, "0011_restricted"),
    store::migration!("care", 20, "0020_hardship"),
    store::migration!("care", 30, "0030_stock"),
    store::migration!("care", 31, "0031_rounds"),
    store::migration!("care", 40, "0040_insurance"),
    store::migration!("care", 41, "0041_health"),
    store::migration!("care", 50, "0050_collections"),
    store::migration!("care", 51, "0051_aid"),
    store::migration!("care", 52, "0052_pairs"),
    store::migration!("care", 60, "0060_offers"),
    store::migration!("care", 61, "0061_recuperation"),
    store::migration!("care", 62, "0062_claim_reason"),
    store::migration!("care", 63, "0063_claim_proof"),
    store::migration!("care", 64, "0064_proof_gone"),
];

/// Tables of the installation rather than of a union.
pub const HOUSE_TABLES: &[&str] = &["hardship_person"];

/// Columns whose values are sealed.
#[must_use]
pub fn sealed() -> Vec<store::secret::Sealed> {
    [
        [
            events::SEALED,
            visits::SEALED,
            health::SEALED,
            offers::SEALED,
            collections::SEALED,
        ]
        .as_slice(),
        hardship::SEALED.as_slice(),
        insurance::SEALED,
        aid::SEALED,
        pairs::SEALED,
        &[proof::gone::WHY],
    ]
    .concat()
}

/// What these systems count beside the shared measures of `facts::measures`.
pub static MEASURES: &[facts::Measure] = &[
    rounds::TIMES,
    rounds::MONEY,
    rounds::COOL_TIMES,
    rounds::COOL_MONEY,
    hardship::FILED,
    hardship::EXITED,
    insurance::ENROLLED,
    insurance::CLAIMS,
    insurance::MONEY,
    offers::TIMES,
    offers::CHILDREN,
    offers::MONEY,
    recuperation::PEOPLE,
    collections::GIFTS,
    collections::GIVEN,
    collections::PAID,
    aid::SCHOOL_PEOPLE,
    aid::SCHOOL_MONEY,
    pairs::PAIRS,
    pairs::VISITS,
];

/// The kinds of letters that this crate writes.
pub const LETTERS: &[dispatch::Kind] = &[hardship::LETTER];

/// What waits in somebody's inbox.
pub const WAITING: &[flow::Source] = &[hardship::waiting, insurance::waiting];

/// What follows once money that these systems asked for went out.
pub const FOLLOWS: &[flow::payments::Follow] = &[
    collections::FOLLOWS[0],
    collections::FOLLOWS[1],
    aid::FOLLOWS[0],
    aid::FOLLOWS[1],
];

/// What verify asks of this crate's records.
pub const CHECKS: &[facts::Check] = &[
    given::check,
    visits::check,
    rounds::check,
    stock::check,
    hardship::check,
    insurance::check,
    offers::check,
    recuperation::check,
    collections::check,
    aid::check,
    pairs::check,
];

/// The systems of care on the field's first page, in the order of the committee's work.
pub const DOORS: &[desk::Door] = &[
    visits::DOOR,
    rounds::DOOR,
    hardship::DOOR,
    aid::DOOR,
    insurance::DOOR,
    health::DOOR,
    collections::DOOR,
    pairs::DOOR,
    recuperation::DOOR,
    offers::DOOR,
];

/// Where the pages of its systems are, beside `/care`.
pub const PATHS: &[&str] = &[
    "/visits",
    "/rounds",
    "/stock",
    "/stock_moves",
    "/purchases",
    "/hardships",
    "/insurance",
    "/enrolments",
    "/claims",
    "/mutual_plans",
    "/check_rounds",
    "/check_bookings",
    "/offers",
    "/offer_signups",
    "/recuperations",
    "/recuperation_groups",
    "/recuperation_entries",
    "/aids",
    "/aid_kinds",
    "/aid_rounds",
    "/collections",
    "/collection_gifts",
    "/collection_payouts",
    "/pairs",
    "/pair_cards",
];

/// The doors of this crate.
#[must_use]
pub fn routes() -> web::Routes {
    desk::routes()
        .and(visits::routes())
        .and(events::routes())
        .and(rounds::routes())
        .and(stock::routes())
        .and(hardship::routes())
        .and(insurance::routes())
        .and(health::routes())
        .and(offers::routes())
        .and(recuperation::routes())
        .and(collections::routes())
        .and(aid::routes())
        .and(pairs::routes())
}

/// The jobs of this crate: kind, and the hour of the night at which it comes for every union; none for those that
/// somebody asks for.
#[must_use]
pub fn jobs() -> Vec<(jobs::Kind, Option<i8>)> {
    vec![
        (hardship::watch::kind(), Some(4)),
        (insurance::renewal_kind(), Some(4)),
        (aid::purge_kind(), Some(4)),
        (keeping::kind(), Some(4)),
        (pairs::watch_kind(), Some(5)),
        (rounds::job(), Some(5)),
        (events::watch::kind(), Some(5)),
        (health::remind_kind(), Some(5)),
        (offers::watch_kind(), Some(4)),
        (recuperation::watch_kind(), Some(4)),
    ]
}
