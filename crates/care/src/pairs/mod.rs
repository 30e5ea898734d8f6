//! Pairs (结对帮扶、结对帮教): helpers, whom they help, how often they should meet, and a record card (结对记录卡) for each time.
//!
//! The goals and what stands on a card are sealed: helpers read what is their own, others only after saying what for, and the
//! member who is helped sees who did. When a meeting comes due a task stands with the helpers; the card ends it. A pair ends
//! with a result. The cards print on A4 as offices file them.

mod acts;
mod cards;
mod check;
mod event;
mod form;
pub mod model;
mod own;
mod print;
mod reach;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod watch;

use ::store::{Error, secret::Sealed};
use facts::{Measure, Unit};
use org::power::{CARE_MANAGE, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

pub use cards::PAPERS;
pub use check::check;
pub use watch::kind as watch_kind;

use crate::desk::{Door, Due};

/// The kind of record that a pair is: `/pairs/{id}`.
pub(crate) const KIND: &str = "pair";
/// The kind of record that a card is: `/pair_cards/{id}`.
pub(crate) const CARD: &str = "pair_card";

/// Columns whose values are sealed.
pub const SEALED: &[Sealed] = &[store::GOALS, store::CARD];

/// 结对对数
pub const PAIRS: Measure = Measure {
    key: "pairs.pairs",
    zh: "结对对数",
    en: "Pairs",
    unit: Unit::Items,
    field: "care",
};
/// 结对走访次数
pub const VISITS: Measure = Measure {
    key: "pairs.visits",
    zh: "结对走访次数",
    en: "Meetings of pairs",
    unit: Unit::PersonTimes,
    field: "care",
};

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "pairs.title",
    under: "pairs.under",
    href: "/pairs",
    access: May(CARE_SEE),
    due,
};

fn due(view: &View<'_>) -> Result<Option<Due>, Error> {
    if !view.actor().may(CARE_MANAGE) {
        return Ok(None);
    }
    let late = store::running(view, view.union())?
        .into_iter()
        .filter(|pair| pair.due() < view.today())
        .count();
    let count = i64::try_from(late).unwrap_or(i64::MAX);
    Ok(Some(Due {
        word: "pairs.late",
        count,
        late: count,
    }))
}

const SHOW: &str = "/pairs/{id}";
const ONE_CARD: &str = "/pair_cards/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("pairs")
        .page("/pairs", May(CARE_SEE), show::list)
        .page("/pairs/new", May(CARE_MANAGE), form::new_page)
        .act("/pairs/new", May(CARE_MANAGE), acts::make)
        .page(SHOW, SignedIn, show::page)
        .page("/pairs/{id}/edit", May(CARE_MANAGE), form::edit_page)
        .act("/pairs/{id}/edit", May(CARE_MANAGE), acts::edit)
        .act("/pairs/{id}/end", May(CARE_MANAGE), acts::end)
        .form(SHOW)
        .act("/pairs/{id}/reveal", May(CARE_MANAGE), acts::reveal)
        .form(SHOW)
        .elevated()
        .page("/pairs/{id}/print", SignedIn, print::page)
        .page("/pairs/{id}/card", SignedIn, cards::form)
        .act_after("/pairs/{id}/card", SignedIn, cards::prepare, cards::make)
        .files(&["photos"])
        .page(ONE_CARD, SignedIn, cards::show)
        .act("/pair_cards/{id}/back", SignedIn, cards::take_back)
        .form(ONE_CARD)
        .page("/me/pairs", SignedIn, own::page)
        .all_in_person()
}
