//! What officers do with an application: look at the number, say what the group thinks, return, approve, refuse.

use kernel::{Date, Text};
use org::power::{JOIN_OPINION, JOIN_SEE};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Power, Record, Refusal, Reply, View};

use super::{
    IDENTITY, KIND,
    admission::{self, Decision},
    event::Happened,
    model::{Answer, Application, ApplicationId, Cannot, Opinion, State},
    store,
};

/// An application that the actor may see, or for which they hold another power; absent otherwise.
pub(super) fn seen(view: &View<'_>, id: ApplicationId, power: Power) -> Reply<Application> {
    let application = store::get(view, view.union(), id)?;
    match org::within(view, power)? {
        Some(groups) if !application.known.group().is_some_and(|g| groups.contains(&g)) => {
            Err(Refusal::missing().into())
        }
        _ => Ok(application),
    }
}

fn done(id: ApplicationId, say: &str) -> Done {
    Done::to(format!("/applications/{id}")).record(id).say(say)
}

/// A reader asks to see the identity number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: ApplicationId,
    /// What it is needed for.
    purpose: Text<100>,
}

/// Notes who reads the number, and why; the page shows it for some minutes.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    act.need(org::power::MEMBER_SEALED)?;
    seen(act, form.id, JOIN_SEE)?;
    web::reveal::read(act, Record::new(KIND, form.id), &[IDENTITY], &form.purpose)?;
    Ok(Done::to(format!("/applications/{}", form.id)).record(form.id))
}

/// What the group thinks.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Say {
    id: ApplicationId,
    version: i64,
    /// `for` or `against`.
    opinion: Side,
    opinion_note: Option<Text<200>>,
}

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Side {
    For,
    Against,
}

/// Records what the group thinks; it may say otherwise until the committee has decided.
pub(super) fn opinion(act: &mut Act<'_>, form: Say) -> Reply<Done> {
    let application = seen(act, form.id, JOIN_OPINION)?;
    match application.state {
        State::Waiting => {}
        State::Returned(_) => return Err(Cannot::WithApplicant.into()),
        _ => return Err(Cannot::Decided.into()),
    }
    let agrees = form.opinion == Side::For;
    if !agrees && form.opinion_note.is_none() {
        return Err(Refusal::field("opinion_note", "joining.opinion.why_not").into());
    }
    let opinion = Opinion {
        agrees,
        note: form.opinion_note.map(Text::into_string),
        by: act.actor().account,
        at: act.now(),
    };
    store::say(act, (form.id, form.version), &opinion)?;
    act.note(&Happened::Opinion {
        application: form.id,
        agrees,
    })?;
    Ok(done(form.id, "joining.opinion.said"))
}

/// What has to be mended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct GiveBack {
    id: ApplicationId,
    version: i64,
    /// What has to be mended; the applicant reads it.
    return_reason: Text<200>,
}

fn today(act: &Act<'_>, reason: Text<200>) -> Answer {
    Answer {
        at: act.now(),
        by: act.actor().account,
        on: act.today(),
        reason: reason.into_string(),
    }
}

/// Returns an application to be mended.
pub(super) fn give_back(act: &mut Act<'_>, form: GiveBack) -> Reply<Done> {
    let application = seen(act, form.id, JOIN_SEE)?;
    let state = application.state.give_back(today(act, form.return_reason))?;
    store::decide(act, (form.id, form.version), &state)?;
    act.note(&Happened::Returned { application: form.id })?;
    Ok(done(form.id, "joining.answer.returned"))
}

/// The committee's no.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Refuse {
    id: ApplicationId,
    version: i64,
    /// Why; the applicant reads it.
    refuse_reason: Text<200>,
}

/// Refuses an application. It is deleted after the days that the union has said.
pub(super) fn refuse(act: &mut Act<'_>, form: Refuse) -> Reply<Done> {
    let application = seen(act, form.id, JOIN_SEE)?;
    let state = application.state.refuse(today(act, form.refuse_reason))?;
    store::decide(act, (form.id, form.version), &state)?;
    act.note(&Happened::Refused { application: form.id })?;
    Ok(done(form.id, "joining.answer.refused"))
}

/// The committee's yes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Approve {
    id: ApplicationId,
    version: i64,
    /// The day of the decision, from which the membership counts.
    on: Date,
    /// Its basis: which meeting, which vote.
    basis: Text<200>,
    /// The applicant is another person than the namesake, or comes from another union.
    #[serde(default)]
    another: bool,
}

/// Approves an application; leads to the page that welcomes the new member.
pub(super) fn approve(act: &mut Act<'_>, form: Approve) -> Reply<Done> {
    let application = seen(act, form.id, JOIN_SEE)?;
    let decision = Decision {
        on: form.on,
        basis: &form.basis,
        another: form.another,
    };
    admission::admit(act, application, form.version, &decision)?;
    Ok(done(form.id, "joining.answer.approved"))
}
