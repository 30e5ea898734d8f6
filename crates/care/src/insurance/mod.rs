//! Mutual insurance of members (职工互助保障): members help members, through the union; it is no commercial insurance.
//!
//! A **plan** is what the local mutual-aid office offers: its terms stand version by version, and whoever is enrolled stays
//! under the version of their day. A **batch** (期别) enrols people of the register, checked one by one ([`model::fits`]),
//! and is handed in as a whole. Premiums are money held for others (代管经费): no fact of income is posted, and what the
//! union pays of them is asked for as a payment. Nobody leaves midway, and whoever leaves the union stays covered to the end.
//! A **claim** is reckoned from the plan's version, step by step ([`model::reckon`]); its papers, its clock and its answer
//! are kept, and what is paid is told to [`given`](crate::given). What happened to a person, the papers that prove it, their
//! account, and why a claim was refused or withdrawn are sealed; whoever reads them leaves a trace.

mod batches;
mod check;
mod claims;
mod coverage;
mod event;
pub mod model;
mod own;
mod plans;
mod reach;
mod renewal;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Error, Reader, secret::Sealed};
use facts::{Measure, Unit};
use kernel::{Date, UnionId};
use org::{
    MemberId,
    power::{CARE_MANAGE, CARE_SEE, INSURANCE_CLAIM},
};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

pub use check::check;
pub use model::Cover;
use model::Step;

use crate::desk::{Door, Due};
pub use renewal::kind as renewal_kind;
pub(crate) use store::PROOFS;
pub use store::Sealing;

/// The kind of record that a plan is.
pub(crate) const PLAN: &str = "mutual_plan";
/// The kind of record that a batch is.
pub(crate) const BATCH: &str = "enrolment";
/// The kind of record that a claim is.
pub(crate) const CLAIM: &str = "claim";

/// 互助保障参保人次
pub const ENROLLED: Measure = Measure {
    key: "insurance.enrolled",
    zh: "互助保障参保人次",
    en: "Enrolled in mutual insurance",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 互助保障给付件数
pub const CLAIMS: Measure = Measure {
    key: "insurance.claims",
    zh: "互助保障给付件数",
    en: "Mutual insurance claims paid",
    unit: Unit::Items,
    field: "care",
};
/// 互助保障给付金额
pub const MONEY: Measure = Measure {
    key: "insurance.money",
    zh: "互助保障给付金额",
    en: "Mutual insurance paid out",
    unit: Unit::Money,
    field: "care",
};

/// Columns whose values are sealed.
pub const SEALED: &[Sealed] = store::SEALED;

const PLAN_PAGE: &str = "/mutual_plans/{id}";
const BATCH_PAGE: &str = "/enrolments/{id}";
const CLAIM_PAGE: &str = "/claims/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    plan_doors().and(batch_doors()).and(claim_doors()).and(own_doors())
}

fn plan_doors() -> Routes {
    Routes::new("insurance")
        .page("/insurance", May(CARE_SEE), coverage::page)
        .page("/insurance/gaps", May(CARE_SEE), coverage::gaps)
        .page("/mutual_plans", May(CARE_SEE), plans::list)
        .act("/mutual_plans/examples", May(CARE_MANAGE), plans::take_examples)
        .form("/mutual_plans")
        .page("/mutual_plans/new", May(CARE_MANAGE), plans::new_page)
        .act("/mutual_plans/new", May(CARE_MANAGE), plans::make)
        .page(PLAN_PAGE, May(CARE_SEE), plans::show)
        .page("/mutual_plans/{id}/edit", May(CARE_MANAGE), plans::edit_page)
        .act("/mutual_plans/{id}/edit", May(CARE_MANAGE), plans::edit)
        .act("/mutual_plans/{id}/confirm", May(CARE_MANAGE), plans::confirm)
        .form(PLAN_PAGE)
        .act("/mutual_plans/{id}/end", May(CARE_MANAGE), plans::end)
        .form(PLAN_PAGE)
}

fn batch_doors() -> Routes {
    Routes::new("insurance")
        .page("/enrolments", May(CARE_SEE), batches::list)
        .page("/enrolments/new", May(CARE_MANAGE), batches::new_page)
        .act("/enrolments/new", May(CARE_MANAGE), batches::make)
        .page(BATCH_PAGE, May(CARE_SEE), batches::show)
        .page("/enrolments/{id}/edit", May(CARE_MANAGE), batches::edit_page)
        .act("/enrolments/{id}/edit", May(CARE_MANAGE), batches::edit)
        .act("/enrolments/{id}/add", May(CARE_MANAGE), batches::add)
        .form(BATCH_PAGE)
        .act("/enrolments/{id}/remove", May(CARE_MANAGE), batches::remove)
        .form(BATCH_PAGE)
        .act("/enrolments/{id}/hand", May(CARE_MANAGE), batches::hand)
        .form(BATCH_PAGE)
        .act("/enrolments/{id}/pay", May(CARE_MANAGE), batches::pay)
        .form(BATCH_PAGE)
        .act("/enrolments/{id}/drop", May(CARE_MANAGE), batches::drop_it)
        .form(BATCH_PAGE)
        .act("/enrolments/{id}/reveal", May(CARE_MANAGE), batches::reveal)
        .form(BATCH_PAGE)
        .elevated()
        .file("/enrolments/{id}/list.xlsx", May(CARE_SEE), batches::file)
        .page("/enrolments/{id}/print", May(CARE_SEE), batches::paper)
}

fn claim_doors() -> Routes {
    Routes::new("insurance")
        .page("/claims", May(CARE_SEE), claims::list)
        .page("/claims/new", May(INSURANCE_CLAIM), claims::new_page)
        .act("/claims/new", May(INSURANCE_CLAIM), claims::make)
        .page(CLAIM_PAGE, SignedIn, claims::show)
        .page("/claims/{id}/edit", SignedIn, claims::edit_page)
        .act("/claims/{id}/edit", SignedIn, claims::edit)
        .act("/claims/{id}/reveal", SignedIn, claims::reveal)
        .form(CLAIM_PAGE)
        .elevated()
        .act("/claims/{id}/papers", May(INSURANCE_CLAIM), claims::papers)
        .form(CLAIM_PAGE)
        .act_after("/claims/{id}/proofs", SignedIn, claims::prepare, claims::bring)
        .form(CLAIM_PAGE)
        .files(&["files"])
        .in_person()
        .file("/claims/{id}/proofs/{proof}", SignedIn, claims::file)
        .in_person()
        .page("/claims/{id}/proofs/{proof}/remove", SignedIn, claims::remove_page)
        .in_person()
        .act("/claims/{id}/proofs/{proof}/remove", SignedIn, claims::remove)
        .in_person()
        .act("/claims/{id}/send", May(INSURANCE_CLAIM), claims::send)
        .form(CLAIM_PAGE)
        .act("/claims/{id}/answer", May(INSURANCE_CLAIM), claims::answer)
        .form(CLAIM_PAGE)
        .act("/claims/{id}/pay", May(INSURANCE_CLAIM), claims::pay)
        .form(CLAIM_PAGE)
        .act("/claims/{id}/unpay", May(INSURANCE_CLAIM), claims::unpay)
        .form(CLAIM_PAGE)
        .act("/claims/{id}/withdraw", SignedIn, claims::withdraw)
        .form(CLAIM_PAGE)
}

fn own_doors() -> Routes {
    Routes::new("insurance")
        .page("/me/insurance", SignedIn, own::page)
        .page("/me/insurance/claim", SignedIn, own::claim_page)
        .act("/me/insurance/claim", SignedIn, own::claim)
        .page("/me/insurance/{id}", SignedIn, own::cover_page)
        .act("/me/insurance/{id}/beneficiary", SignedIn, own::beneficiary)
        .form("/me/insurance/{id}")
        .act("/me/insurance/{id}/reveal", SignedIn, own::reveal)
        .form("/me/insurance/{id}")
        .all_in_person()
}

/// The covers of a person that hold on a day: what a stay in hospital may be claimed under.
///
/// # Errors
/// The store's.
pub fn covers(read: &Reader, union: UnionId, member: MemberId, day: Date) -> Result<Vec<Cover>, Error> {
    let all = store::covers_of(read, union, member)?;
    Ok(all.into_iter().filter(|cover| cover.holds(day)).collect())
}

/// Where the claim of a person for what happened on a day is begun.
#[must_use]
pub fn claim_path(cover: &Cover, from: Date) -> String {
    format!("/claims/new?member={}&cover={}&from={from}", cover.member, cover.id)
}

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "insurance.title",
    under: "insurance.under",
    href: "/insurance",
    access: May(CARE_SEE),
    due,
};

fn due(view: &View<'_>) -> Result<Option<Due>, Error> {
    if !view.actor().may(INSURANCE_CLAIM) {
        return Ok(None);
    }
    let counts = store::counts(view, view.union())?;
    let to_handle = counts.into_iter().filter(|(step, _)| to_handle(*step));
    Ok(Some(Due {
        word: "insurance.waiting",
        count: to_handle.map(|(_, count)| count).sum(),
        late: store::late(view, view.union(), view.today())?,
    }))
}

/// Whether the office has to do something with a claim.
const fn to_handle(step: Step) -> bool {
    matches!(step, Step::Open | Step::Complete | Step::Accepted)
}

/// Claims that wait for whoever handles them.
///
/// # Errors
/// The store's.
pub fn waiting<'v>(view: &'v View<'_>) -> Result<flow::Question<'v>, Error> {
    if !view.actor().may(INSURANCE_CLAIM) {
        return Ok(None);
    }
    let asked = store::ask_counts(view, view.union(), |step, count| {
        flow::Waiting::some("insurance.waiting", if to_handle(step) { count } else { 0 }, "/claims")
    })?;
    Ok(Some(asked))
}
