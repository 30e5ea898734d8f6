//! What is done with a case of aid: asked for, sent in again, paid, withdrawn.

use facts::measures::{AID_MONEY, AID_PERSON_TIMES};
use flow::{
    payments::{self, Ask, Payee, PaymentLine, PaymentState, Purpose},
    receipts::{self, NewReceipt},
};
use kernel::{Id, Lang, Money, Text};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View, reveal};

use super::{
    KIND, SCHOOL_MONEY, SCHOOL_PEOPLE,
    ceiling::{self, Asked},
    event::Happened,
    model::{Aid, AidId, AidKind, KindId, MOST, Sort, Stage, Status},
    store,
};
use crate::{
    given::{self, Gift},
    hardship,
};

/// What the payment is for.
static AID: Purpose = Purpose {
    key: "aid",
    word: "aid.purpose",
    field: flow::Field::Care,
};

/// The name of what is read when the reason is opened.
pub(super) const REASON: &str = "reason";

/// The member behind whoever looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|s| s.member);
    member.map(MemberId::new)
}

fn done(id: AidId, say: &str) -> Done {
    Done::to(format!("/aids/{id}")).record(id).say(say)
}

/// Aid as it is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct New {
    member: MemberId,
    kind: KindId,
    stage: Option<Stage>,
    amount: Money,
    /// Why this person is helped; kept sealed.
    story: Text<1000>,
    /// That the papers of this kind were looked at.
    #[serde(default)]
    proved: bool,
    /// Why more than the ceiling.
    reason: Option<Text<300>>,
}

fn amount(amount: Money) -> Reply<()> {
    if amount <= Money::ZERO || amount > MOST {
        return Err(Refusal::field("amount", "aid.refusal.amount").into());
    }
    Ok(())
}

/// Somebody who may be helped: a member, and not whoever acts.
fn helped(act: &Act<'_>, member: MemberId) -> Reply<String> {
    let card = members::get(act, act.union(), member)?;
    if me(act) == Some(member) {
        return Err(Refusal::field("member", "aid.refusal.own").status(403).into());
    }
    if !card.status.belongs() {
        return Err(Refusal::field("member", "aid.refusal.left")
            .arg("name", card.name)
            .into());
    }
    Ok(card.name)
}

/// Whether a kind is given, to this household, with its papers looked at.
fn fits(kind: &AidKind, filed: bool, proved: bool) -> Reply<()> {
    if kind.ended.is_some() {
        return Err(Refusal::field("kind", "aid.refusal.kind_ended").into());
    }
    if kind.dossier && !filed {
        return Err(Refusal::field("kind", "aid.refusal.no_dossier")
            .next("/hardships/new")
            .into());
    }
    if kind.proof.is_some() && !proved {
        return Err(Refusal::field("proved", "aid.refusal.proof").into());
    }
    Ok(())
}

pub(super) fn ask(act: &mut Act<'_>, form: New) -> Reply<Done> {
    amount(form.amount)?;
    let name = helped(act, form.member)?;
    let kind = store::settled_kind(act, form.kind)?;
    let filed = hardship::on_file(act, act.union(), form.member)?;
    fits(&kind, filed.is_some(), form.proved)?;
    let stage = match (kind.sort, form.stage) {
        (Sort::Schooling, None) => return Err(Refusal::field("stage", "aid.refusal.stage").into()),
        (Sort::Schooling, stage) => stage,
        _ => None,
    };
    let today = act.today();
    let year = i64::from(today.year());
    let new = Aid {
        id: act.id(),
        year,
        number: act.writer().next_number(act.union(), &format!("aid.{year}"))?,
        member: form.member,
        name,
        kind: kind.id,
        kind_name: kind.name,
        sort: kind.sort,
        stage,
        dossier: filed.map(|(id, _)| Id::new(id.raw())),
        amount: form.amount,
        asked: today,
        status: Status::Asked,
        paid: None,
        why: None,
        version: 1,
    };
    store::add(act, &new, &form.story)?;
    act.note(&Happened::aid("aid.asked", &new, 1))?;
    hold(
        act,
        &new,
        filed.and_then(|(_, category)| category),
        form.reason.as_deref(),
    )?;
    pay(act, &new)?;
    Ok(done(new.id, "aid.said.asked"))
}

/// Holds a case against its ceiling, and keeps with it what the rule said.
fn hold(act: &Act<'_>, aid: &Aid, category: Option<hardship::means::Category>, reason: Option<&str>) -> Reply<()> {
    let asked = Asked {
        member: aid.member,
        sort: aid.sort,
        stage: aid.stage,
        category,
        day: act.today(),
        amount: aid.amount,
    };
    let Some(judged) = ceiling::of(act, &asked, aid.id)? else {
        return Ok(());
    };
    ceiling::allow(act, &judged, reason)?;
    rules::keep(act, &judged, Record::new(KIND, aid.id), "amount", reason).map(drop)
}

/// Asks for the money. Whoever is helped decides nothing of it, and its title shows to few.
fn pay(act: &Act<'_>, aid: &Aid) -> Reply<()> {
    let word = ui::words::word(Lang::Zh, "aid.pay_title");
    let title = ui::words::fill(
        &word,
        &[("kind", &aid.kind_name), ("number", &aid.label()), ("name", &aid.name)],
    );
    let ask = Ask {
        record: Record::new(KIND, aid.id),
        title: &title,
        amount: aid.amount,
        payee: Payee::Member(aid.member),
        on: payments::usual_day(act),
        purpose: &AID,
        benefits: &[],
        sealed: true,
    };
    payments::ask(act, &ask).map(drop)
}

/// What is sent in again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Again {
    id: AidId,
    version: i64,
    amount: Money,
    story: Option<Text<1000>>,
    /// That the papers of its kind were looked at.
    #[serde(default)]
    proved: bool,
    reason: Option<Text<300>>,
}

/// Sends a case in again that was returned or refused.
pub(super) fn again(act: &mut Act<'_>, form: Again) -> Reply<Done> {
    let aid = store::get(act, act.union(), form.id)?;
    helped(act, aid.member)?;
    amount(form.amount)?;
    if !may_again(act, &aid)? {
        return Err(Refusal::new("aid.refusal.under_way").status(409).into());
    }
    let kind = store::settled_kind(act, aid.kind)?;
    let filed = hardship::on_file(act, act.union(), aid.member)?;
    fits(&kind, filed.is_some(), form.proved)?;
    let to = Aid {
        amount: form.amount,
        version: form.version,
        ..aid
    };
    store::set(act, &to)?;
    if let Some(story) = &form.story {
        store::set_reason(act, to.id, story)?;
    }
    act.note(&Happened::aid("aid.again", &to, to.version + 1))?;
    hold(
        act,
        &to,
        filed.and_then(|(_, category)| category),
        form.reason.as_deref(),
    )?;
    pay(act, &to)?;
    Ok(done(to.id, "aid.said.asked"))
}

/// Whether a case may be sent in again: its payment was returned or refused.
pub(super) fn may_again(view: &View<'_>, aid: &Aid) -> Reply<bool> {
    if aid.status != Status::Asked {
        return Ok(false);
    }
    let last = payments::living(view, view.union(), &Record::new(KIND, aid.id))?;
    Ok(last.is_none_or(|payment| matches!(payment.state, PaymentState::Returned | PaymentState::Refused)))
}

/// Why it is withdrawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Withdraw {
    id: AidId,
    version: i64,
    why: Text<200>,
}

pub(super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let aid = store::get(act, act.union(), form.id)?;
    if me(act) == Some(aid.member) {
        return Err(Refusal::new("aid.refusal.own").status(403).into());
    }
    if aid.status != Status::Asked {
        return Err(Refusal::new("aid.refusal.not_asked").status(409).into());
    }
    payments::withdraw(act, &Record::new(KIND, aid.id))?;
    let to = Aid {
        status: Status::Withdrawn,
        why: Some(form.why.into_string()),
        version: form.version,
        ..aid
    };
    store::set(act, &to)?;
    act.note(&Happened::aid("aid.withdrawn", &to, to.version + 1))?;
    Ok(done(to.id, "aid.said.withdrawn"))
}

/// What it is needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: AidId,
    purpose: Text<100>,
}

/// Notes who reads the reason, and what for; the page shows it for some minutes.
pub(super) fn open(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    reveal::read(act, Record::new(KIND, form.id), &[REASON], &form.purpose)?;
    Ok(Done::to(format!("/aids/{}", form.id)).record(form.id))
}

/// The money went out: figures, what the member received, and a line to sign.
pub(super) fn paid(act: &Act<'_>, line: &PaymentLine) -> Reply<()> {
    let aid = store::get(act, act.union(), AidId::new(line.record_id))?;
    let on = line.paid_on().unwrap_or_else(|| act.today());
    let to = Aid {
        status: Status::Paid,
        paid: Some(on),
        ..aid
    };
    store::set(act, &to)?;
    act.note(&Happened::aid("aid.paid", &to, to.version + 1))?;
    let record = Record::new(KIND, to.id);
    let fen = to.amount.fen();
    let mut figures = vec![(&AID_PERSON_TIMES, 1), (&AID_MONEY, fen)];
    if to.sort == Sort::Schooling {
        figures.extend([(&SCHOOL_PEOPLE, 1), (&SCHOOL_MONEY, fen)]);
    }
    // in nobody's branch: a group of one would tell who was helped
    facts::post(act, record, on, None, None, &figures)?;
    let gift = Gift {
        member: to.member,
        day: on,
        kind: to.sort.given(),
        amount: to.amount,
        what: &to.kind_name,
    };
    given::give(act, record, &[gift])?;
    let called = given::neutral(line);
    let sign = NewReceipt {
        record,
        title: &called,
        lines: &[receipts::Line {
            member: to.member,
            what: &called,
            amount: Some(to.amount),
        }],
    };
    receipts::expect(act, &sign).map(drop)
}

/// It had not gone out after all.
pub(super) fn unpaid(act: &Act<'_>, line: &PaymentLine, why: &str) -> Reply<()> {
    let aid = store::get(act, act.union(), AidId::new(line.record_id))?;
    let to = Aid {
        status: Status::Asked,
        paid: None,
        ..aid
    };
    store::set(act, &to)?;
    act.note(&Happened::aid("aid.unpaid", &to, to.version + 1))?;
    let record = Record::new(KIND, to.id);
    facts::reverse(act, record, why)?;
    given::take_back(act, record, why)?;
    receipts::cancel(act, &record)
}
