//! What may follow from an event: a claim under the member's insurance, the question whether the household is in hardship.

use kernel::Date;
use org::power::{HARDSHIP_WRITE, INSURANCE_CLAIM};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{model::Visit, reasons::Reason};
use crate::{given::Kind, insurance};

/// Something to be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Next {
    /// The word key of what.
    pub word: &'static str,
    /// What it is about: the plan that covers them.
    pub about: Option<String>,
    /// Where it is begun.
    pub href: String,
}

/// What a reader may begin from a visit. Nothing is told to those who may not begin it.
pub(super) fn of(view: &View<'_>, visit: &Visit, reason: &Reason) -> Reply<Vec<Next>> {
    let mut next = Vec::new();
    if reason.says.kind == Kind::Hospital && view.actor().may(INSURANCE_CLAIM) {
        let happened: Date = visit.happened;
        for cover in insurance::covers(view, view.union(), visit.member, happened)? {
            let href = insurance::claim_path(&cover, happened);
            next.push(Next {
                word: "visits.next.claim",
                about: Some(cover.plan_name),
                href,
            });
        }
    }
    if visit.sensitive && view.actor().may(HARDSHIP_WRITE) {
        next.push(Next {
            word: "visits.next.hardship",
            about: None,
            href: "/hardships/new".to_owned(),
        });
    }
    Ok(next)
}
