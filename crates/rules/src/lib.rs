//! Rules (规则): caps, shares, deadlines and thresholds that differ by place, year and kind of unit, as data.
//!
//! What a gift may cost, how many may win a prize, how many have to come to an election: the country, a province, an
//! industry system and the union itself each say something, and it changes from year to year. None of it stands in code.
//! A **sheet** (规则表) is a document of a place, a **rule** a line of it: a key, a value, how it compares, how hard it is,
//! from when until when, where it is written. A rule that no second person has confirmed can only warn.
//!
//! Systems ask from their acts: [`judge`] loads the rules of a key for a union and a day and says what they say to a case;
//! [`Judged::allow`] refuses, or asks for a reason; [`keep`] keeps the rule and its value with the decision. A past act is
//! judged by the rules of its day. For many cases at once load [`rules_for`] once.
//!
//! [`model`] knows no database; which rule stands, and why the others do not, is decided there and held against an oracle.

mod book;
mod compare;
mod event;
mod imports;
mod judging;
mod say;
mod sheets;
mod shipped;
mod store;

pub mod model;

#[cfg(test)]
mod tests;

pub use judging::{Judged, JudgementId, Judging, Rules, judge, keep, rules_for};
pub use model::{
    judge::{Case, Outcome},
    key::{self, Key},
    place::{Place, Region, System, UnitKind, Who},
    row::{RuleId, Severity},
    value::{Base, Limit, Standard},
};
pub use say::region_name;

use org::power::{RULE_CONFIRM, RULE_JUDGED, RULE_SEE, RULE_WRITE};
use web::{Access::May, Routes};

/// The kind of a sheet's id.
pub enum Sheet {}
/// The id of a sheet.
pub type SheetId = kernel::Id<Sheet>;

/// The schema steps of this crate. They come after those of `org`.
pub const MIGRATIONS: &[::store::Migration] = &[
    ::store::migration!("rules", 1, "0001_rules"),
    ::store::migration!("rules", 2, "0002_open"),
];

/// Tables of the installation rather than of a union.
pub const HOUSE_TABLES: &[&str] = &["rule_sheet", "rule_row"];

/// What is written at every start: the sheets that come with the program, unconfirmed. What somebody has confirmed or
/// corrected meanwhile stays as it is.
///
/// # Errors
/// The store's; a shipped sheet that cannot be read is a fault of the program.
pub fn declare(w: &::store::Writer) -> Result<(), ::store::Error> {
    store::ship(w, &shipped::sheets()?)
}

/// Asks for the rules that somebody else of the union entered and that wait for whoever looks: how many, and where they are.
/// One statement, since the frame of every page asks it.
///
/// # Errors
/// The store's.
pub fn to_confirm<'v, T>(
    view: &'v web::View<'_>,
    told: impl Fn(i64, &'static str) -> T + 'v,
) -> Result<Option<::store::Asked<'v, T>>, ::store::Error> {
    if !view.actor().may(RULE_CONFIRM) {
        return Ok(None);
    }
    let asked = store::ask_open(view, view.union(), view.actor().account, move |own, shared| {
        told(own + shared, if own > 0 { "/rules/own" } else { "/rules/sheets" })
    })?;
    Ok(Some(asked))
}

/// The doors of this crate.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("rules")
        .page("/rules", May(RULE_SEE), book::list::page)
        .page("/rules/keys/{key}", May(RULE_SEE), book::one::page)
        .page("/rules/rows/{id}", May(RULE_SEE), book::row::page)
        .act("/rules/rows/{id}/confirm", May(RULE_CONFIRM), sheets::acts::confirm)
        .form("/rules/rows/{id}")
        .act("/rules/rows/{id}/end", May(RULE_CONFIRM), sheets::acts::end)
        .form("/rules/rows/{id}")
        .page("/rules/rows/{id}/correct", May(RULE_WRITE), sheets::form::correct_page)
        .act("/rules/rows/{id}/correct", May(RULE_WRITE), sheets::acts::correct)
        .page("/rules/own", May(RULE_SEE), sheets::own::page)
        .page("/rules/own/new", May(RULE_WRITE), sheets::form::own_page)
        .act("/rules/own/new", May(RULE_WRITE), sheets::acts::enter_own)
        .file("/rules/own/sheet.xlsx", May(RULE_SEE), imports::out::own)
        .page("/rules/sheets", May(RULE_SEE), sheets::list::page)
        .page("/rules/sheets/new", May(RULE_WRITE), sheets::list::new_page)
        .act("/rules/sheets/new", May(RULE_WRITE), sheets::acts::make)
        .page("/rules/sheets/{id}", May(RULE_SEE), sheets::show::page)
        .file("/rules/sheets/{id}/sheet.xlsx", May(RULE_SEE), imports::out::sheet)
        .page("/rules/sheets/{id}/new", May(RULE_WRITE), sheets::form::sheet_page)
        .act("/rules/sheets/{id}/new", May(RULE_WRITE), sheets::acts::enter)
        .act("/rules/sheets/{id}/date", May(RULE_WRITE), sheets::acts::date)
        .form("/rules/sheets/{id}")
        .act(
            "/rules/sheets/{id}/confirm",
            May(RULE_CONFIRM),
            sheets::acts::confirm_all,
        )
        .form("/rules/sheets/{id}")
        .page("/rules/imports/new", May(RULE_WRITE), imports::show::new_page)
        .act_after(
            "/rules/imports/new",
            May(RULE_WRITE),
            imports::acts::prepare,
            imports::acts::bring,
        )
        .files(&["file"])
        .page("/rules/imports/{id}", May(RULE_WRITE), imports::show::page)
        .act("/rules/imports/{id}/take", May(RULE_WRITE), imports::acts::take)
        .form("/rules/imports/{id}")
        .act("/rules/imports/{id}/drop", May(RULE_WRITE), imports::acts::drop_it)
        .form("/rules/imports/{id}")
        .page("/rules/compare", May(RULE_SEE), compare::page)
        .page("/rules/judgements", May(RULE_JUDGED), book::judgements::page)
        .page("/rules/judgements/{id}", May(RULE_JUDGED), book::judgements::one)
}
