//! What is done in a round: begun, applied for, granted, sent, paid, published, ended.

use std::collections::{BTreeMap, BTreeSet};

use flow::payments::{self, Ask, Payee, Purpose};
use kernel::{Date, Lang, Money, Text};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, reveal};

use super::{
    super::{
        ROUND,
        acts::me,
        event::Happened,
        model::{MOST, Stage},
    },
    held::hold,
    model::{Child, ChildId, ChildStatus, MOST_CHILDREN, MOST_DAYS, Round, RoundId, RoundStatus, Secret, Way, sum},
    store,
};

/// What the payment is for.
static SCHOOLING: Purpose = Purpose {
    key: "aid_round",
    word: "aid.round.purpose",
    field: flow::Field::Care,
};

/// The name of what is read when the children are opened.
pub(in super::super) const CHILDREN: &str = "children";

fn done(id: RoundId, say: &str) -> Done {
    Done::to(format!("/aid_rounds/{id}")).record(id).say(say)
}

/// Writes a round anew at the version that was seen, and notes what was done.
pub(super) fn settle(act: &Act<'_>, to: &Round, did: &'static str) -> Reply<()> {
    store::put(act, to)?;
    act.note(&Happened::Round {
        did,
        round: to.id,
        version: to.version + 1,
        status: to.status.key(),
        people: to.people,
        total: to.total,
    })?;
    Ok(())
}

/// Counts a change of a round's list: the round bears another version then, so that whoever sends it sends what they saw. Others
/// who change the list wait until this act is done.
pub(super) fn touch(act: &Act<'_>, id: RoundId, seen: Option<i64>) -> Reply<()> {
    store::get(act, act.union(), id)?.at(RoundStatus::Open)?;
    store::touch(act, id, seen)?;
    let round = store::get(act, act.union(), id)?;
    round.at(RoundStatus::Open)?;
    act.note(&Happened::Round {
        did: "aid_round.listed",
        round: id,
        version: round.version,
        status: round.status.key(),
        people: round.people,
        total: round.total,
    })?;
    Ok(())
}

fn settle_child(act: &Act<'_>, to: &Child, did: &'static str) -> Reply<()> {
    store::set_child(act, to)?;
    act.note(&Happened::Child {
        did,
        round: to.round,
        child: to.id,
        version: to.version + 1,
        amount: to.amount,
    })?;
    Ok(())
}

/// What is said of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Make {
    title: Text<60>,
    from: Date,
    until: Date,
    keep_days: i64,
    note: Option<Text<1000>>,
}

fn days(from: Date, until: Date, keep_days: i64) -> Reply<()> {
    if until < from {
        return Err(Refusal::field("until", "aid.round.reversed").into());
    }
    if !(0..=MOST_DAYS).contains(&keep_days) {
        return Err(Refusal::field("keep_days", "aid.round.keep_wrong")
            .arg("most", MOST_DAYS)
            .into());
    }
    Ok(())
}

pub(in super::super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    days(form.from, form.until, form.keep_days)?;
    let new = Round {
        id: act.id(),
        title: form.title.into_string(),
        year: i64::from(form.from.year()),
        from: form.from,
        until: form.until,
        keep_days: form.keep_days,
        note: form.note.map(Text::into_string),
        status: RoundStatus::Open,
        people: None,
        total: None,
        paid: None,
        notice: None,
        closed: None,
        purged: None,
        version: 1,
    };
    store::add(act, &new)?;
    act.note(&Happened::Round {
        did: "aid_round.made",
        round: new.id,
        version: 1,
        status: new.status.key(),
        people: None,
        total: None,
    })?;
    Ok(done(new.id, "aid.said.round_made"))
}

/// What is changed of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Edit {
    id: RoundId,
    version: i64,
    title: Text<60>,
    from: Date,
    until: Date,
    keep_days: i64,
    note: Option<Text<1000>>,
}

/// Changes what is said; how long children's data are kept may be changed until they are gone.
pub(in super::super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let old = store::get(act, act.union(), form.id)?;
    days(form.from, form.until, form.keep_days)?;
    if old.purged.is_some() {
        return Err(super::model::Cannot::State.into());
    }
    let to = Round {
        title: form.title.into_string(),
        from: form.from,
        until: form.until,
        keep_days: form.keep_days,
        note: form.note.map(Text::into_string),
        version: form.version,
        ..old
    };
    settle(act, &to, "aid_round.edited")?;
    Ok(done(to.id, "aid.said.round_edited"))
}

/// What is told of a child.
pub(super) struct Told {
    pub member: MemberId,
    pub name: Text<40>,
    pub school: Text<60>,
    pub stage: Stage,
    pub consent: bool,
    pub on: Date,
    pub way: Way,
}

/// Hands an application in. Without the guardian's consent nothing of a child is kept (个人信息保护法 art. 31).
pub(super) fn hand_in(act: &Act<'_>, round: RoundId, told: Told) -> Reply<ChildId> {
    if !told.consent {
        return Err(Refusal::field("consent", "aid.round.consent_needed").into());
    }
    if told.on > act.today() {
        return Err(Refusal::field("consent_on", "aid.round.consent_ahead").into());
    }
    touch(act, round, None)?;
    let card = members::get(act, act.union(), told.member)?;
    if !card.status.belongs() {
        return Err(Refusal::field("member", "aid.refusal.left")
            .arg("name", card.name)
            .into());
    }
    let secret = Secret {
        name: told.name.into_string(),
        school: told.school.into_string(),
    };
    for other in store::of_member(act, act.union(), told.member)? {
        let counts = other.round == round && other.status != ChildStatus::Withdrawn;
        let same = counts && store::secret(act, act.union(), other.id)?.is_some_and(|known| known.name == secret.name);
        if same {
            return Err(Refusal::field("child", "aid.round.twice").into());
        }
    }
    if store::living(act, act.union(), round, told.member)? >= MOST_CHILDREN {
        return Err(Refusal::field("child", "aid.round.most_children")
            .arg("most", MOST_CHILDREN)
            .into());
    }
    let new = Child {
        id: act.id(),
        round,
        member: told.member,
        name: card.name,
        body: card.group,
        stage: Some(told.stage),
        consent: told.on,
        way: told.way,
        amount: None,
        status: ChildStatus::Applied,
        why: None,
        version: 1,
    };
    store::add_child(act, &new, &secret)?;
    act.note(&Happened::Child {
        did: "aid_child.applied",
        round,
        child: new.id,
        version: 1,
        amount: None,
    })?;
    Ok(new.id)
}

/// An application from paper.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Paper {
    id: RoundId,
    member: MemberId,
    child: Text<40>,
    school: Text<60>,
    stage: Stage,
    #[serde(default)]
    consent: bool,
    /// On which day the guardian signed.
    consent_on: Date,
}

pub(in super::super) fn paper(act: &mut Act<'_>, form: Paper) -> Reply<Done> {
    store::get(act, act.union(), form.id)?.at(RoundStatus::Open)?;
    let told = Told {
        member: form.member,
        name: form.child,
        school: form.school,
        stage: form.stage,
        consent: form.consent,
        on: form.consent_on,
        way: Way::Paper,
    };
    hand_in(act, form.id, told)?;
    Ok(Done::to(format!("/aid_rounds/{}", form.id))
        .record(form.id)
        .say("aid.said.applied"))
}

/// Amounts, a field `amount_` with the id of each application.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Amounts {
    id: RoundId,
    /// The version of the round that was seen.
    version: i64,
    /// Why more than a ceiling.
    reason: Option<Text<300>>,
    #[serde(flatten)]
    of: BTreeMap<String, String>,
}

/// Sets what children are to get: what was typed; what was left empty stays as it was.
pub(in super::super) fn amounts(act: &mut Act<'_>, form: Amounts) -> Reply<Done> {
    touch(act, form.id, Some(form.version))?;
    let reason = form.reason.as_deref();
    let mut kept: BTreeSet<Stage> = BTreeSet::new();
    let mut set = 0;
    for child in store::children(act, act.union(), form.id)? {
        let field = format!("amount_{}", child.id);
        let typed = form
            .of
            .get(&field)
            .map(|typed| typed.trim())
            .filter(|typed| !typed.is_empty());
        let Some(typed) = typed else { continue };
        let amount: Money = typed
            .parse()
            .map_err(|_| Refusal::field(&field, "web.refusal.amount"))?;
        if amount <= Money::ZERO || amount > MOST {
            return Err(Refusal::field(&field, "aid.refusal.amount").into());
        }
        if child.amount == Some(amount) || !matches!(child.status, ChildStatus::Applied | ChildStatus::Granted) {
            continue;
        }
        grant(act, &child, amount, &field)?;
        hold(act, &child, amount, reason, &mut kept)?;
        set += 1;
    }
    if set == 0 {
        return Err(Refusal::new("aid.round.no_amount").into());
    }
    Ok(done(form.id, "aid.said.amounts"))
}

fn grant(act: &Act<'_>, child: &Child, amount: Money, field: &str) -> Reply<()> {
    if me(act) == Some(child.member) {
        return Err(Refusal::field(field, "aid.refusal.own").status(403).into());
    }
    let card = members::get(act, act.union(), child.member)?;
    if !card.status.belongs() {
        return Err(Refusal::field(field, "aid.refusal.left").arg("name", card.name).into());
    }
    let to = Child {
        status: ChildStatus::Granted,
        amount: Some(amount),
        why: None,
        ..child.clone()
    };
    settle_child(act, &to, "aid_child.granted")
}

/// Why an application is refused.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Refuse {
    id: RoundId,
    /// The version of the round that was seen.
    version: i64,
    child: ChildId,
    why: Text<200>,
}

pub(in super::super) fn refuse(act: &mut Act<'_>, form: Refuse) -> Reply<Done> {
    touch(act, form.id, Some(form.version))?;
    let child = store::one(act, act.union(), form.child)?;
    if child.round != form.id {
        return Err(Refusal::missing().into());
    }
    if me(act) == Some(child.member) {
        return Err(Refusal::new("aid.refusal.own").status(403).into());
    }
    if !matches!(child.status, ChildStatus::Applied | ChildStatus::Granted) {
        return Err(Refusal::new("aid.round.cannot_state").status(409).into());
    }
    let to = Child {
        status: ChildStatus::Refused,
        amount: None,
        why: Some(form.why.into_string()),
        ..child
    };
    settle_child(act, &to, "aid_child.refused")?;
    Ok(done(form.id, "aid.said.refused"))
}

/// A round as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Seen {
    id: RoundId,
    version: i64,
}

/// Sends the whole list for approval: whoever has a child on it decides nothing of it.
pub(in super::super) fn send(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let round = store::get(act, act.union(), form.id)?;
    round.at(RoundStatus::Open)?;
    let children = store::children(act, act.union(), form.id)?;
    let (people, total) = sum(&children)?;
    let parents: BTreeSet<MemberId> = granted(&children).map(|child| child.member).collect();
    let to = Round {
        status: RoundStatus::Sent,
        people: Some(people),
        total: Some(total),
        version: form.version,
        ..round
    };
    settle(act, &to, "aid_round.sent")?;
    let word = ui::words::word(Lang::Zh, "aid.round.pay_title");
    let title = ui::words::fill(&word, &[("title", &to.title), ("n", &people)]);
    let benefits: Vec<MemberId> = parents.iter().copied().collect();
    let ask = Ask {
        record: Record::new(ROUND, to.id),
        title: &title,
        amount: total,
        payee: Payee::Many(i64::try_from(parents.len()).unwrap_or(1)),
        on: payments::usual_day(act),
        purpose: &SCHOOLING,
        benefits: &benefits,
        sealed: true,
    };
    payments::ask(act, &ask)?;
    Ok(done(to.id, "aid.said.sent"))
}

/// Those of the applications that were granted.
pub(super) fn granted(children: &[Child]) -> impl Iterator<Item = &Child> {
    children.iter().filter(|child| child.status == ChildStatus::Granted)
}

/// Takes the list back to be changed, as long as nothing was paid.
pub(in super::super) fn back(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let round = store::get(act, act.union(), form.id)?;
    round.at(RoundStatus::Sent)?;
    payments::withdraw(act, &Record::new(ROUND, round.id))?;
    let to = Round {
        status: RoundStatus::Open,
        people: None,
        total: None,
        notice: None,
        version: form.version,
        ..round
    };
    settle(act, &to, "aid_round.back")?;
    Ok(done(to.id, "aid.said.back"))
}

/// For how long the list is published.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Publish {
    id: RoundId,
    version: i64,
    until: Date,
}

/// Publishes the least that has to be known: masked name, group, stage, amount.
pub(in super::super) fn publish(act: &mut Act<'_>, form: Publish) -> Reply<Done> {
    let round = store::get(act, act.union(), form.id)?;
    if !matches!(round.status, RoundStatus::Sent | RoundStatus::Paid) {
        return Err(super::model::Cannot::State.into());
    }
    let today = act.today();
    if form.until < today || form.until > today.plus_days(60) {
        return Err(Refusal::field("until", "aid.round.notice_wrong").into());
    }
    let to = Round {
        notice: Some((today, form.until)),
        version: form.version,
        ..round
    };
    settle(act, &to, "aid_round.published")?;
    Ok(done(to.id, "aid.said.published"))
}

/// Ends a round: it was paid, or nobody was granted anything. From then on the days run until the children are forgotten.
pub(in super::super) fn close(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let round = store::get(act, act.union(), form.id)?;
    let children = store::children(act, act.union(), form.id)?;
    let empty = round.status == RoundStatus::Open
        && children
            .iter()
            .all(|child| matches!(child.status, ChildStatus::Refused | ChildStatus::Withdrawn));
    if round.status != RoundStatus::Paid && !empty {
        return Err(Refusal::new("aid.round.not_paid").status(409).into());
    }
    let to = Round {
        status: RoundStatus::Closed,
        closed: Some(act.today()),
        version: form.version,
        ..round
    };
    settle(act, &to, "aid_round.closed")?;
    Ok(done(to.id, "aid.said.closed"))
}

/// What it is needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Reveal {
    pub id: RoundId,
    pub purpose: Text<100>,
}

/// Notes who reads what is said of the children, and what for; the page shows it for some minutes.
pub(in super::super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    reveal::read(act, Record::new(ROUND, form.id), &[CHILDREN], &form.purpose)?;
    Ok(done(form.id, "aid.said.opened"))
}
