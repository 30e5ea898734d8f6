//! What all acts upon a dossier share: who acts, what is open to them, how a step is kept.

use kernel::{Date, Text};
use org::{
    MemberId,
    members::{sealed, store as members},
    power::HARDSHIP_SEE,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View, reveal};

use super::{
    KIND,
    body::Body,
    event::Happened,
    model::{self, Actor, Card, DossierId, Status, Step, StepId},
    store,
};

/// The name of what is read when a dossier is opened.
pub(super) const WHOLE: &str = "dossier";
/// The name of what is taken out as a file.
pub(super) const FILE: &str = "dossier_file";

/// Which dossier.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub id: DossierId,
}

/// A dossier as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    pub id: DossierId,
    pub version: i64,
}

/// A dossier as it was seen, and why something is done with it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct SeenWhy {
    pub id: DossierId,
    pub version: i64,
    pub why: Text<300>,
}

/// The member behind whoever looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|standing| standing.member);
    member.map(MemberId::new)
}

/// A dossier that an officer may see: a draft is its applicant's alone, unless an officer typed it.
pub(super) fn seen(view: &View<'_>, id: DossierId) -> Reply<Card> {
    let card = store::get(view, view.union(), id)?;
    let begun = matches!(card.state.status(), Status::Draft | Status::Withdrawn) && card.way == model::Way::Own;
    // what an applicant began and never handed in is nobody else's, also after they took it back
    let own = begun && !store::was_handed_in(view, view.union(), id)?;
    if own || !view.actor().may(HARDSHIP_SEE) {
        return Err(Refusal::missing().into());
    }
    Ok(card)
}

/// Whether this reader's reading of the dossier was just recorded.
pub(super) fn is_open(view: &View<'_>, id: DossierId, what: &'static str) -> Reply<bool> {
    Ok(reveal::is_open(view, Record::new(KIND, id), what)?)
}

/// What a dossier says, for an act or a reader whose reading was just recorded.
pub(super) fn body(view: &View<'_>, card: &Card) -> Reply<Body> {
    Ok(store::body(view, view.union(), card)?)
}

/// Runs `f` with whoever acts.
pub(super) fn with_actor<T>(view: &View<'_>, f: impl FnOnce(&Actor<'_>) -> Reply<T>) -> Reply<T> {
    let member = me(view);
    let number = match member {
        Some(member) => sealed::identity(view, view.union(), member)?,
        None => None,
    };
    f(&Actor {
        account: view.actor().account,
        member,
        name: view.actor().name(),
        number: number.as_ref().map(|number| number.reveal()),
    })
}

/// A dossier to be decided over: refused for the applicant, for kin, and for whoever typed it.
pub(super) fn to_decide(act: &Act<'_>, id: DossierId) -> Reply<(Card, Body)> {
    let card = seen(act, id)?;
    let body = body(act, &card)?;
    with_actor(act, |actor| model::may_decide(&card, &body, actor))?;
    Ok((card, body))
}

/// Refuses to go on with somebody who is no member any more.
pub(super) fn still_member(act: &Act<'_>, card: &Card) -> Reply<()> {
    let is = members::get(act, act.union(), card.member)?;
    if is.status.belongs() {
        Ok(())
    } else {
        Err(Refusal::new("hardship.refusal.left").status(409).into())
    }
}

/// Refuses a day to come, or one before the step that went before.
pub(super) fn day(act: &Act<'_>, card: &Card, on: Date) -> Reply<()> {
    if on > act.today() {
        return Err(Refusal::field("on", "hardship.refusal.to_come").into());
    }
    let since = match card.state {
        model::State::Draft => return Ok(()),
        model::State::Noticed { from, .. } => from,
        model::State::Applied { on }
        | model::State::Returned { on }
        | model::State::Checked { on }
        | model::State::Reviewed { on }
        | model::State::Cleared { on }
        | model::State::Sent { on, .. }
        | model::State::Filed { on, .. }
        | model::State::Exited { on, .. }
        | model::State::Refused { on }
        | model::State::Withdrawn { on } => on,
    };
    if on < since {
        return Err(Refusal::field("on", "hardship.refusal.before").arg("day", since).into());
    }
    Ok(())
}

/// Keeps a step: where the dossier stands after it, whose numbers are known by it, and that it happened.
pub(super) fn step(act: &Act<'_>, card: &Card, version: i64, step: &Step) -> Reply<StepId> {
    if card.version != version {
        return Err(Refusal::stale().into());
    }
    let before = card.state.status();
    let card = Card {
        state: card.state.after(step)?,
        ..card.clone()
    };
    let id: StepId = act.id();
    let mark = store::put(act, &card, version, id, step)?;
    let status = card.state.status();
    if matches!(status, Status::Refused | Status::Withdrawn | Status::Exited) {
        store::set_people(act.writer(), act.union(), card.id, std::iter::empty())?;
    } else if status == Status::Applied && before != Status::Applied {
        let body = store::body(act, act.union(), &card)?;
        store::set_people(act.writer(), act.union(), card.id, body.numbers())?;
    }
    act.note(&Happened::Stepped {
        dossier: card.id,
        step: id.raw(),
        number: version.saturating_add(1),
        kind: step.key(),
        status,
        mark,
    })?;
    Ok(id)
}

/// Ends the tasks that a dossier had left.
pub(super) fn settle(act: &Act<'_>, id: DossierId) -> Reply<()> {
    for task in flow::of_source(act, act.union(), Record::new(KIND, id))? {
        if task.state.is_open() {
            flow::settle(act, task.id, flow::Outcome::Done { on: act.today() })?;
        }
    }
    Ok(())
}

/// Back to the dossier's page.
pub(super) fn done(id: DossierId, said: &str) -> Done {
    Done::to(format!("/hardships/{id}")).record(id).say(said)
}

/// Opening a dossier, or taking its form out as a file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: DossierId,
    purpose: Text<100>,
}

/// Opens a dossier for a few minutes; that it was read, by whom and for what is kept, and shown to whom it is about.
pub(super) fn open(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    let card = seen(act, form.id)?;
    reveal::read(act, Record::new(KIND, card.id), &[WHOLE], &form.purpose)?;
    Ok(done(card.id, "hardship.said.opened"))
}

/// Makes the form ready to be taken out as a file.
pub(super) fn export(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    let card = seen(act, form.id)?;
    reveal::read(act, Record::new(KIND, card.id), &[WHOLE, FILE], &form.purpose)?;
    Ok(done(card.id, "hardship.said.file_ready"))
}
