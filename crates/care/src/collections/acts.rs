//! What is done with a collection: begun, changed, ended, taken up again.

use flow::payments::{self, Ask, Payee, PaymentState, Purpose};
use kernel::{Date, Lang, Money, Text};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View, reveal};

use super::{
    KIND,
    event::Happened,
    model::{Cannot, Collection, CollectionId, Decision, Ending, MOST, Whom, mask},
    store,
};

/// The name of what is read when the person's name is opened.
pub(super) const PERSON: &str = "person";

/// What the payment of a remainder to those who gave it is for.
static RETURN: Purpose = Purpose {
    key: "collection_return",
    word: "collections.purpose.back",
    field: flow::Field::Care,
};

pub(super) fn done(id: CollectionId, say: &str) -> Done {
    Done::to(format!("/collections/{id}")).record(id).say(say)
}

/// The member behind whoever looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|s| s.member);
    member.map(MemberId::new)
}

/// A collection to be managed: nobody manages the one that is for them.
pub(super) fn managed(view: &View<'_>, id: CollectionId) -> Reply<Collection> {
    let collection = store::get(view, view.union(), id)?;
    if collection.member.is_some() && collection.member == me(view) {
        return Err(Refusal::new("collections.refusal.own").status(403).into());
    }
    Ok(collection)
}

/// Which collection.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub id: CollectionId,
}

/// What is said of a collection.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    title: Text<60>,
    purpose: Text<500>,
    whom: Whom,
    /// The person, if a member.
    member: Option<MemberId>,
    /// The person, if not a member.
    person: Option<Text<40>>,
    target: Option<Money>,
    from: Date,
    until: Date,
    /// Who answers for it; whoever begins it if not said.
    owner: Option<MemberId>,
}

fn days(from: Date, until: Date) -> Reply<()> {
    if until < from {
        return Err(Refusal::field("until", "collections.refusal.reversed").into());
    }
    Ok(())
}

fn target(target: Option<Money>) -> Reply<()> {
    match target {
        Some(money) if money <= Money::ZERO || money > MOST => {
            Err(Refusal::field("target", "collections.refusal.amount").into())
        }
        _ => Ok(()),
    }
}

/// Whoever answers for a collection: a member of the union, and not the person it is for.
fn owner(view: &View<'_>, asked: Option<MemberId>, whom: Option<MemberId>) -> Reply<MemberId> {
    let owner = asked.or_else(|| me(view));
    let owner = owner.ok_or_else(|| Refusal::field("owner", "web.refusal.required"))?;
    let card = members::get(view, view.union(), owner)?;
    if !card.status.belongs() {
        return Err(Refusal::field("owner", "collections.refusal.left")
            .arg("name", card.name)
            .into());
    }
    if Some(owner) == whom {
        return Err(Refusal::field("owner", "collections.refusal.owner").into());
    }
    Ok(owner)
}

/// The name of the person it is for.
fn person(view: &View<'_>, form: &Make) -> Reply<Option<String>> {
    match (form.whom, form.member, &form.person) {
        (Whom::Cause, ..) => Ok(None),
        (Whom::Person, Some(member), _) => Ok(Some(members::get(view, view.union(), member)?.name)),
        (Whom::Person, None, Some(name)) => Ok(Some(name.to_string())),
        (Whom::Person, None, None) => Err(Refusal::field("person", "collections.refusal.person").into()),
    }
}

pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    days(form.from, form.until)?;
    target(form.target)?;
    let name = person(act, &form)?;
    let member = form.member.filter(|_| form.whom == Whom::Person);
    let new = Collection {
        id: act.id(),
        title: form.title.into_string(),
        purpose: form.purpose.into_string(),
        whom: form.whom,
        member,
        masked: name.as_deref().map(mask),
        target: form.target,
        from: form.from,
        until: form.until,
        owner: owner(act, form.owner, member)?,
        owner_name: String::new(),
        ended: None,
        version: 1,
    };
    if let Some(name) = &name
        && new.title.contains(name.as_str())
    {
        return Err(Refusal::field("title", "collections.refusal.name_told").into());
    }
    store::add(act, &new, name.as_deref())?;
    act.note(&Happened::Made {
        collection: new.id,
        target: new.target,
        from: new.from,
        until: new.until,
    })?;
    Ok(done(new.id, "collections.said.made"))
}

/// What is changed of a collection.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Edit {
    id: CollectionId,
    version: i64,
    title: Text<60>,
    purpose: Text<500>,
    target: Option<Money>,
    from: Date,
    until: Date,
    owner: Option<MemberId>,
}

/// Changes what is said; for whom it is stays, since people gave for that.
pub(super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let old = managed(act, form.id)?;
    old.open()?;
    days(form.from, form.until)?;
    target(form.target)?;
    let gifts = store::gifts(act, act.union(), form.id)?;
    let outside = |day: Date| day < form.from || day > form.until;
    if gifts.iter().any(|gift| gift.back.is_none() && outside(gift.day)) {
        return Err(Refusal::field("until", "collections.refusal.gifts_outside").into());
    }
    let to = Collection {
        title: form.title.into_string(),
        purpose: form.purpose.into_string(),
        target: form.target,
        from: form.from,
        until: form.until,
        owner: owner(act, form.owner.or(Some(old.owner)), old.member)?,
        version: form.version,
        ..old
    };
    if let Some(name) = store::person(act, act.union(), to.id)?
        && to.title.contains(&name)
    {
        return Err(Refusal::field("title", "collections.refusal.name_told").into());
    }
    store::edit(act, &to)?;
    act.note(&Happened::Edited {
        collection: to.id,
        until: to.until,
    })?;
    Ok(done(to.id, "collections.said.edited"))
}

/// What it is needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    pub id: CollectionId,
    pub purpose: Text<100>,
}

/// Notes who reads the person's name, and why; the page shows it for some minutes.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    reveal::read(act, Record::new(KIND, form.id), &[PERSON], &form.purpose)?;
    Ok(Done::to(format!("/collections/{}", form.id)).record(form.id))
}

/// How it ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Close {
    id: CollectionId,
    version: i64,
    /// What becomes of the remainder.
    decision: Option<Decision>,
    /// The collection it is passed to.
    to: Option<CollectionId>,
    why: Text<300>,
}

pub(super) fn close(act: &mut Act<'_>, form: Close) -> Reply<Done> {
    let collection = managed(act, form.id)?;
    let union = act.union();
    let purse = store::purse(act, union, form.id)?;
    let ending = collection.end(&purse, act.today(), (form.decision, form.to), form.why.into_string())?;
    if ending.decision == Some(Decision::Passed) {
        let to = ending
            .to
            .ok_or_else(|| Refusal::field("to", "collections.refusal.to"))?;
        if to == form.id {
            return Err(Refusal::field("to", "collections.refusal.to").into());
        }
        managed(act, to)?
            .open()
            .map_err(|_| Refusal::field("to", "collections.refusal.to_closed"))?;
        // it must not end in the same moment
        store::hold(act, to)?;
    }
    store::end(act, form.id, form.version, &ending)?;
    act.note(&Happened::Closed {
        collection: form.id,
        version: form.version + 1,
        ending: &ending,
    })?;
    if ending.decision == Some(Decision::Returned) {
        give_back(act, &collection, &ending)?;
    }
    Ok(done(form.id, "collections.said.closed"))
}

/// Asks for the money that goes back to those who gave it.
fn give_back(act: &Act<'_>, collection: &Collection, ending: &Ending) -> Reply<()> {
    let (_, people) = store::counts(act, act.union(), collection.id)?;
    let word = ui::words::word(Lang::Zh, "collections.pay_back");
    let title = ui::words::fill(&word, &[("title", &collection.title)]);
    let ask = Ask {
        record: Record::new(KIND, collection.id),
        title: &title,
        amount: ending.remainder,
        payee: Payee::Many(people.max(1)),
        on: payments::usual_day(act),
        purpose: &RETURN,
        benefits: &[],
        sealed: false,
    };
    payments::ask(act, &ask).map(drop)
}

/// Why it goes on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reopen {
    id: CollectionId,
    version: i64,
    why: Text<300>,
}

pub(super) fn reopen(act: &mut Act<'_>, form: Reopen) -> Reply<Done> {
    let collection = managed(act, form.id)?;
    let record = Record::new(KIND, form.id);
    let back = payments::living(act, act.union(), &record)?;
    let paid = back.is_some_and(|payment| payment.state == PaymentState::Paid);
    collection.reopen(paid).map_err(|_| Cannot::Stands)?;
    // whoever closes it again asks for what is left then
    payments::withdraw(act, &record)?;
    store::reopen(act, form.id, form.version)?;
    act.note(&Happened::Reopened {
        collection: form.id,
        version: form.version + 1,
        why: &form.why,
    })?;
    Ok(done(form.id, "collections.said.reopened"))
}
