//! Taking in: an approved applicant becomes a member of the register, is counted, and invited to an account.

use kernel::Date;
use org::{
    MemberId, NewMember, Status, accounts,
    members::{Field, Particulars, When, history, sealed, store as members},
};
use web::{Act, Refusal, Reply};

use super::{
    event::Happened,
    model::{Answer, Application, Cannot, State},
    store,
};
use crate::members::register;

/// What the committee decided.
pub(super) struct Decision<'a> {
    /// On which day.
    pub on: Date,
    /// On what basis: which meeting, which vote.
    pub basis: &'a str,
    /// The applicant is another person than the namesake, or comes from another union.
    pub another: bool,
}

impl Decision<'_> {
    /// The answer that is kept.
    pub(super) fn answer(&self, act: &Act<'_>) -> Answer {
        Answer {
            at: act.now(),
            by: act.actor().account,
            on: self.on,
            reason: self.basis.to_owned(),
        }
    }
}

/// Takes an applicant in. Somebody with the same number who had left is taken up again instead of being entered twice.
pub(super) fn admit(act: &Act<'_>, application: Application, version: i64, decision: &Decision<'_>) -> Reply<MemberId> {
    if decision.on > act.today() {
        return Err(Refusal::field("on", "org.members.in_future").into());
    }
    if application.version != version {
        return Err(Refusal::stale().into());
    }
    match application.state {
        State::Waiting => {}
        State::Returned(_) => return Err(Cannot::WithApplicant.into()),
        State::Approved(..) | State::Refused(_) => return Err(Cannot::Decided.into()),
    }
    let union = act.union();
    let Some(number) = store::number(act, union, application.id)? else {
        return Err(Refusal::new("joining.number_lost").status(409).into());
    };
    let ticket = store::ticket_of(act, union, application.id)?;
    let member = match sealed::with_identity(act, union, &number)? {
        Some(known) => again(act, known, &application.known, decision)?,
        None => {
            let known = with(application.known.clone(), Field::Joined, &decision.on.to_string());
            let new = NewMember {
                identity: Some(number),
                another: decision.another,
                ..NewMember::of(known)
            };
            register::add(act, new, Some(decision.basis))?
        }
    };
    let state = application.state.approve(member, decision.answer(act))?;
    store::decide(act, (application.id, version), &state)?;
    act.note(&Happened::Approved {
        application: application.id,
        member,
    })?;
    accounts::welcome(act, member, ticket)?;
    Ok(member)
}

/// Takes up again somebody who had left, with what is known now.
fn again(act: &Act<'_>, id: MemberId, told: &Particulars, decision: &Decision<'_>) -> Reply<MemberId> {
    let (union, basis) = (act.union(), Some(decision.basis));
    let card = members::get(act, union, id)?;
    if card.status.belongs() || !card.status.may_become(Status::Active) {
        return Err(Refusal::new("joining.member_already")
            .arg("name", &card.name)
            .status(409)
            .next(format!("/members/{id}"))
            .into());
    }
    register::set_status(act, (id, card.version), Status::Active, (decision.on, false), basis)?;
    let course = history::believed(act, union, id)?;
    let had = course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    let mut to = with(had, Field::Joined, &decision.on.to_string());
    for (field, text) in told.known() {
        to = with(to, field, text);
    }
    let version = members::get(act, union, id)?.version;
    register::change(
        act,
        (id, version),
        &to,
        (When::From(decision.on), decision.another),
        basis,
    )?;
    Ok(id)
}

/// With a particular; what was kept before is one of its kind.
fn with(mut known: Particulars, field: Field, text: &str) -> Particulars {
    // every text here was read from the record or is a day
    let _ = known.set(field, text);
    known
}
