//! What is done with a claim: its papers, its way to the office, the answer, the money.

use kernel::{Date, Money, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply};

use super::{Eyes, form, handled, seen, show::FIELDS};
use crate::{
    given::{self, Gift},
    insurance::{
        CLAIM, CLAIMS, MONEY,
        event::{Happened, Told},
        model::{Answer, Claim, ClaimId, Paper, State},
        store,
    },
};

fn done(id: ClaimId, say: &str) -> Done {
    Done::to(format!("/claims/{id}")).record(id).say(say)
}

/// Keeps where a claim stands now and what was written about it, and notes what was done.
fn settle(
    act: &Act<'_>,
    claim: &Claim,
    version: i64,
    (state, reason): (State, Option<&str>),
    did: &'static str,
) -> Reply<()> {
    store::set_state(act, (claim.id, version), state, reason)?;
    let amount = match state {
        State::Accepted { granted, .. } | State::Paid { granted, .. } => granted,
        _ => claim.benefit,
    };
    act.note(&Happened::Claim(Told {
        did,
        claim: claim.id,
        version: version + 1,
        step: state.step(),
        amount,
    }))?;
    Ok(())
}

/// What it is needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Reveal {
    id: ClaimId,
    purpose: Text<100>,
}

/// Notes who reads what is sealed, and why; the page shows it for some minutes.
pub(in crate::insurance) fn reveal(act: &mut Act<'_>, q: Reveal) -> Reply<Done> {
    seen(act, q.id)?;
    web::reveal::read(act, Record::new(CLAIM, q.id), &FIELDS, &q.purpose)?;
    Ok(Done::to(format!("/claims/{}", q.id)).record(q.id))
}

/// Which papers are there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Papers {
    id: ClaimId,
    version: i64,
    #[serde(default)]
    paper: Vec<Paper>,
}

pub(in crate::insurance) fn papers(act: &mut Act<'_>, q: Papers) -> Reply<Done> {
    let claim = handled(act, q.id)?;
    let needed = claim.what.event.papers();
    let now: Vec<Paper> = needed.iter().copied().filter(|paper| q.paper.contains(paper)).collect();
    let state = claim.state.with_papers(now.len() == needed.len())?;
    let had = store::papers(act, act.union(), q.id)?;
    settle(act, &claim, q.version, (state, None), "claim.papers")?;
    store::set_papers(act, q.id, &had, &now)?;
    Ok(done(q.id, "insurance.papers.recorded"))
}

/// On which day.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Send {
    id: ClaimId,
    version: i64,
    on: Date,
}

/// It goes to the office; after its last day it does not.
pub(in crate::insurance) fn send(act: &mut Act<'_>, q: Send) -> Reply<Done> {
    let claim = handled(act, q.id)?;
    if let Some(due) = claim.due.filter(|due| q.on > *due) {
        return Err(Refusal::field("on", "insurance.trouble.late").arg("day", due).into());
    }
    let last = claim.what.until.unwrap_or(claim.what.from);
    let state = claim.state.send(q.on, last, act.today())?;
    settle(act, &claim, q.version, (state, None), "claim.sent")?;
    Ok(done(q.id, "insurance.send.done"))
}

/// Granted or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Side {
    Grant,
    Refuse,
}

/// What the office answered.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Answered {
    id: ClaimId,
    version: i64,
    answer: Side,
    on: Date,
    granted: Option<Money>,
    why: Option<Text<300>>,
}

pub(in crate::insurance) fn answer(act: &mut Act<'_>, q: Answered) -> Reply<Done> {
    let claim = handled(act, q.id)?;
    let why = q.why.as_deref();
    let answer = match q.answer {
        Side::Refuse if why.is_none() => return Err(Refusal::field("why", "insurance.answer.why_needed").into()),
        Side::Refuse => Answer::Refuse,
        Side::Grant => {
            let granted = q.granted.filter(|m| *m > Money::ZERO);
            let granted = granted.ok_or_else(|| Refusal::field("granted", "insurance.answer.granted_needed"))?;
            if granted != claim.benefit && why.is_none() {
                return Err(Refusal::field("why", "insurance.answer.other_needed")
                    .arg("money", claim.benefit)
                    .into());
            }
            Answer::Grant(granted)
        }
    };
    let state = claim.state.answer(answer, q.on, act.today())?;
    settle(act, &claim, q.version, (state, why), "claim.answered")?;
    Ok(done(q.id, "insurance.answer.recorded"))
}

/// When the money came, and where to if that was not known.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Pay {
    id: ClaimId,
    version: i64,
    on: Date,
    holder: Option<Text<40>>,
    bank: Option<Text<60>>,
    account: Option<Text<40>>,
}

/// The money has come to the person: it is told to what members received, and to the register.
pub(in crate::insurance) fn pay(act: &mut Act<'_>, q: Pay) -> Reply<Done> {
    let claim = handled(act, q.id)?;
    let union = act.union();
    let state = claim.state.pay(q.on, act.today())?;
    let State::Paid { granted, .. } = state else {
        return Err(Refusal::stale().into());
    };
    if store::bank(act, union, q.id)?.is_none() {
        let bank = form::account(q.holder.as_ref(), q.bank.as_ref(), q.account.as_ref())?;
        let bank = bank.ok_or_else(|| Refusal::field("account", "insurance.claim.account_missing"))?;
        store::set_bank(act, q.id, &bank)?;
    }
    settle(act, &claim, q.version, (state, None), "claim.paid")?;
    let record = Record::new(CLAIM, q.id);
    let cover = store::cover(act, union, claim.enrolled)?;
    let group = org::members::store::get(act, union, claim.member)?.group;
    let postings = [(&CLAIMS, 1), (&MONEY, granted.fen())];
    facts::post(act, record, q.on, group, None, &postings)?;
    let gift = Gift {
        member: claim.member,
        day: q.on,
        kind: given::Kind::Insurance,
        amount: granted,
        what: &cover.plan_name,
    };
    given::give(act, record, &[gift])?;
    Ok(done(q.id, "insurance.pay.recorded"))
}

/// Why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Why {
    id: ClaimId,
    version: i64,
    why: Text<200>,
}

/// The payment was recorded wrongly: all that was told of it is taken back.
pub(in crate::insurance) fn unpay(act: &mut Act<'_>, q: Why) -> Reply<Done> {
    let claim = handled(act, q.id)?;
    let state = claim.state.unpay()?;
    settle(act, &claim, q.version, (state, None), "claim.unpaid")?;
    let record = Record::new(CLAIM, q.id);
    facts::reverse(act, record, &q.why)?;
    given::take_back(act, record, &q.why)?;
    Ok(done(q.id, "insurance.unpay.done"))
}

/// Taken back before an answer: by the office, or by the member before it was sent.
pub(in crate::insurance) fn withdraw(act: &mut Act<'_>, q: Why) -> Reply<Done> {
    let (claim, eyes) = seen(act, q.id)?;
    if eyes == Eyes::Own && !claim.state.may_change() {
        return Err(Refusal::new("insurance.cannot.state").status(409).into());
    }
    let state = claim.state.withdraw()?;
    settle(act, &claim, q.version, (state, Some(&q.why)), "claim.withdrawn")?;
    Ok(done(q.id, "insurance.withdraw.done"))
}
