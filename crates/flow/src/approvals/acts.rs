//! What people do with cases.

use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    course::{self, Kinds, Say},
    model::CaseId,
};

/// Most cases decided at once.
pub(super) const MOST: usize = 200;

/// A yes to a case as it was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Yes {
    id: CaseId,
    /// The version that was seen.
    version: i64,
    /// A word with it.
    note: Option<Text<200>>,
}

/// A no, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct No {
    id: CaseId,
    /// The version that was seen.
    version: i64,
    /// Why.
    refuse_reason: Text<200>,
}

/// Back for correction, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Back {
    id: CaseId,
    /// The version that was seen.
    version: i64,
    /// What is to be corrected.
    return_reason: Text<200>,
}

/// A case as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    id: CaseId,
    /// The version that was seen.
    version: i64,
}

fn done(id: CaseId, say: &str) -> Done {
    Done::to(format!("/approvals/{id}")).record(id).say(say)
}

pub(super) fn approve(act: &mut Act<'_>, kinds: Kinds, form: &Yes) -> Reply<Done> {
    let note = form.note.as_ref().map(Text::as_str);
    course::decide(act, &kinds, (form.id, form.version), Say::Yes(note))?;
    Ok(done(form.id, "approvals.said.approved"))
}

pub(super) fn refuse(act: &mut Act<'_>, kinds: Kinds, form: &No) -> Reply<Done> {
    course::decide(act, &kinds, (form.id, form.version), Say::No(&form.refuse_reason))?;
    Ok(done(form.id, "approvals.said.refused"))
}

pub(super) fn give_back(act: &mut Act<'_>, kinds: Kinds, form: &Back) -> Reply<Done> {
    course::decide(act, &kinds, (form.id, form.version), Say::Back(&form.return_reason))?;
    Ok(done(form.id, "approvals.said.returned"))
}

pub(super) fn withdraw(act: &mut Act<'_>, kinds: Kinds, form: Seen) -> Reply<Done> {
    course::take_back(act, &kinds, (form.id, form.version))?;
    Ok(done(form.id, "approvals.said.withdrawn"))
}

/// Yes to many: each as `id` with its version in `version`, in the same order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Many {
    /// The cases.
    #[serde(default)]
    case: Vec<CaseId>,
    /// The versions that were seen, in the same order.
    #[serde(default)]
    version: Vec<i64>,
    /// A word with it.
    note: Option<Text<200>>,
}

/// Says yes to all of them or to none.
pub(super) fn approve_many(act: &mut Act<'_>, kinds: Kinds, form: &Many) -> Reply<Done> {
    if form.case.is_empty() || form.case.len() != form.version.len() {
        return Err(Refusal::new("approvals.batch.none").into());
    }
    if form.case.len() > MOST {
        return Err(Refusal::new("approvals.batch.too_many").arg("most", MOST).into());
    }
    let note = form.note.as_ref().map(Text::as_str);
    for (id, version) in form.case.iter().zip(&form.version) {
        course::decide(act, &kinds, (*id, *version), Say::Yes(note))?;
    }
    Ok(Done::to("/approvals").say("approvals.said.batch"))
}
