//! The course of a letter: what each side does with its own row, in an act of its own union.
//!
//! A letter is *decided* by its receiver's row: accepted, returned, or withdrawn, whichever comes first. What the sender's
//! row says follows from it (`settle`). So a call back that meets an acceptance finds the letter accepted, on both sides.

use ::store::Writer;
use kernel::{Clock, Date, Instant, Lang, UnionId};
use web::{Act, Actor, Record, Refusal, Reply, View};

use super::{
    carry,
    event::Happened,
    model::{Answer, InState, Incoming, Kind, LetterId, NewLetter, OutState, Outgoing, Way},
    store,
};

/// Sends a letter in an act: it gets its number and is on its way as soon as the act is kept.
///
/// # Errors
/// The store's.
pub fn send(act: &Act<'_>, new: &NewLetter<'_>) -> Reply<LetterId> {
    let id: LetterId = act.id();
    let number = store::add_out(act.writer(), act.union(), (id, act.actor().account, act.now()), new)?;
    act.note(&Happened::Sent {
        letter: id,
        kind: new.kind.name,
        way: new.to.way,
        number,
    })?;
    if new.to.way == Way::House {
        carry::note(act, carry::LETTER, id, "sent")?;
    }
    Ok(id)
}

/// Calls a letter back in an act. One that nobody can have yet is withdrawn at once; otherwise the receiver's row decides.
///
/// # Errors
/// A refusal if it is answered or called back already, `stale` if it has changed; the store's.
pub fn recall(act: &Act<'_>, kinds: &[Kind], id: LetterId, version: i64) -> Reply<()> {
    let letter = open(act, id, version)?;
    if letter.state == OutState::Recalled {
        return Err(Refusal::new("dispatch.refusal.recalled_already").status(409).into());
    }
    let with_us = letter.way == Way::Paper || (letter.way == Way::File && letter.carried_at.is_none());
    if with_us {
        return settle(act, kinds, id, &Answer::Withdrawn { on: act.today() }).map(drop);
    }
    if !store::set_out(act.writer(), act.union(), (id, version), OutState::Recalled, act.now())? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Stands {
        letter: id,
        state: OutState::Recalled,
    })?;
    if letter.way == Way::House {
        carry::note(act, carry::LETTER, id, "recalled")?;
    }
    Ok(())
}

/// Records by hand what became of a letter that went outside the installation: the answer came on paper or by telephone;
/// `basis` says which.
///
/// # Errors
/// A refusal if the program brings the answer itself, if it is answered already, or for a day to come; the store's.
pub fn record_by_hand(
    act: &Act<'_>,
    kinds: &[Kind],
    (id, version): (LetterId, i64),
    answer: &Answer,
    basis: &str,
) -> Reply<()> {
    let letter = open(act, id, version)?;
    if letter.way == Way::House {
        return Err(Refusal::new("dispatch.refusal.by_itself").status(409).into());
    }
    if answer.on() > act.today() || answer.on() < letter.sent_at.day() {
        return Err(Refusal::field("on", "dispatch.refusal.day").into());
    }
    settle(act, kinds, id, answer)?;
    act.note(&Happened::ByHand {
        letter: id,
        state: answer.out(),
        basis: basis.to_owned(),
    })?;
    Ok(())
}

/// The open letter of this version.
fn open(act: &Act<'_>, id: LetterId, version: i64) -> Reply<Outgoing> {
    let letter = store::sent(act, act.union(), id)?.ok_or_else(Refusal::missing)?;
    if !letter.state.open() {
        return Err(Refusal::new("dispatch.refusal.answered").status(409).into());
    }
    if letter.version != version {
        return Err(Refusal::stale().into());
    }
    Ok(letter)
}

/// Accepts a letter in an act of its receiver; `record` is what came of it. The sender learns it a moment later.
///
/// # Errors
/// A refusal if it was answered or called back already, `stale` if it has changed; the store's.
pub fn accept(act: &Act<'_>, (id, version): (LetterId, i64), on: Date, record: Record) -> Reply<()> {
    decide(act, (id, version), &Answer::Accepted { on }, Some(record))
}

/// Sends a letter back in an act of its receiver.
///
/// # Errors
/// As [`accept`].
pub fn return_back(act: &Act<'_>, (id, version): (LetterId, i64), why: &str) -> Reply<()> {
    let answer = Answer::Returned {
        on: act.today(),
        why: why.to_owned(),
    };
    decide(act, (id, version), &answer, None)
}

fn decide(act: &Act<'_>, (id, version): (LetterId, i64), answer: &Answer, record: Option<Record>) -> Reply<()> {
    let letter = store::received(act, act.union(), id)?.ok_or_else(Refusal::missing)?;
    match letter.state {
        InState::Received => {}
        InState::Withdrawn => return Err(Refusal::new("dispatch.refusal.withdrawn").status(409).into()),
        _ => return Err(Refusal::new("dispatch.refusal.answered").status(409).into()),
    }
    let who = (act.actor().account, act.now());
    if !store::close_in(act.writer(), act.union(), (id, version), answer, who, record)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Decided {
        letter: id,
        state: answer.state(),
    })?;
    if letter.way == Way::House {
        carry::note(act, carry::ANSWER, id, "answer")?;
    }
    Ok(())
}

/// What reaches a receiver.
pub(crate) enum Message<'a> {
    /// The letter, with what is sealed in it.
    Letter(Option<&'a [u8]>),
    /// Its sender calls it back.
    Recall,
    /// There is nobody to receive it any more.
    NobodyThere(&'a str),
}

impl Message<'_> {
    /// What it makes of a letter that is not answered yet, if it ends it.
    fn ends(&self, on: Date) -> Option<Answer> {
        match self {
            Message::Letter(_) => None,
            Message::Recall => Some(Answer::Withdrawn { on }),
            Message::NobodyThere(why) => Some(Answer::Returned {
                on,
                why: (*why).to_owned(),
            }),
        }
    }
}

/// Lets a letter, or its call back, come in at its receiver, in an act of the receiver's union. However often it comes and in
/// whichever order, the letter is there once, as it was decided first. Gives it as it stands, and whether this changed
/// anything.
///
/// # Errors
/// What the kind's functions refuse; the store's.
pub(crate) fn arrive(act: &Act<'_>, kinds: &[Kind], head: Incoming, message: &Message<'_>) -> Reply<(Incoming, bool)> {
    let (union, id) = (act.union(), head.id);
    let kind = kinds.iter().find(|k| k.name == head.kind);
    let Some(kind) = kind else {
        return Err(Refusal::new("dispatch.refusal.unknown_kind").into());
    };
    let known = store::received(act, union, id)?;
    if known.as_ref().is_some_and(|k| k.from != head.from) {
        return Err(Refusal::new("dispatch.refusal.altered").into());
    }
    let decided = |answer: &Answer| Happened::Decided {
        letter: id,
        state: answer.state(),
    };
    let (who, ends) = ((act.actor().account, act.now()), message.ends(act.today()));
    let changed = match (ends, message, &known) {
        (None, Message::Letter(sealed), None) => {
            store::add_in(act.writer(), union, &head, who.0, *sealed)?;
            act.note(&Happened::Came {
                letter: id,
                way: head.way,
            })?;
            (kind.arrived)(act, &head)?;
            true
        }
        // ended before it had come: when it comes, it has been
        (Some(answer), _, None) => {
            let gone = Incoming {
                state: answer.state(),
                closed_at: Some(act.now()),
                answer_day: Some(answer.on()),
                answer_why: answer.why().map(str::to_owned),
                ..head
            };
            store::add_in(act.writer(), union, &gone, who.0, None)?;
            act.note(&decided(&answer))?;
            true
        }
        (Some(answer), _, Some(letter)) if letter.state == InState::Received => {
            store::close_in(act.writer(), union, (id, letter.version), &answer, who, None)?;
            act.note(&decided(&answer))?;
            (kind.called_back)(act, letter)?;
            true
        }
        _ => false,
    };
    let now = store::received(act, union, id)?.ok_or_else(Refusal::missing)?;
    Ok((now, changed))
}

/// Lets the sender know what the receiver has decided, in an act of the sender's union. Says whether that was new.
///
/// # Errors
/// What the kind's function refuses; a refusal if another answer was recorded before; the store's.
pub(crate) fn settle(act: &Act<'_>, kinds: &[Kind], id: LetterId, answer: &Answer) -> Reply<bool> {
    let letter = store::sent(act, act.union(), id)?.ok_or_else(Refusal::missing)?;
    if !letter.state.open() {
        // what counts is which way it went; a day recorded by hand may be another
        return if letter.state == answer.out() {
            Ok(false)
        } else {
            Err(Refusal::new("dispatch.refusal.answered_otherwise").status(409).into())
        };
    }
    let seen = (id, letter.version);
    if !store::close_out(act.writer(), act.union(), seen, answer, act.now())? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Stands {
        letter: id,
        state: answer.out(),
    })?;
    if let Some(kind) = kinds.iter().find(|k| k.name == letter.kind) {
        (kind.answered)(act, &letter, answer)?;
    }
    Ok(true)
}

/// Lets the sender know that the letter is with its receiver.
pub(crate) fn delivered(act: &Act<'_>, id: LetterId) -> Reply<()> {
    let letter = store::sent(act, act.union(), id)?.ok_or_else(Refusal::missing)?;
    if letter.state != OutState::Sent {
        return Ok(());
    }
    let seen = (id, letter.version);
    store::set_out(act.writer(), act.union(), seen, OutState::Delivered, act.now())?;
    act.note(&Happened::Stands {
        letter: id,
        state: OutState::Delivered,
    })?;
    Ok(())
}

/// Acts in a union as the program itself, within a transaction: what a letter brings about when nobody is at the doors.
pub(crate) fn as_program<T>(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    f: impl FnOnce(&Act<'_>) -> Reply<T>,
) -> Reply<T> {
    let actor = Actor {
        union,
        ..Actor::stranger(Lang::Zh)
    };
    f(&Act::new(View::new(w, &actor, clock), w))
}

/// The head of a letter as its receiver keeps it.
pub(crate) fn head(letter: &Outgoing, from: UnionId, from_name: String, way: Way, at: Instant) -> Incoming {
    Incoming {
        id: letter.id,
        version: 1,
        kind: letter.kind.clone(),
        year: letter.year,
        number: letter.number,
        way,
        from,
        from_name,
        subject: letter.subject.clone(),
        body: letter.body.clone(),
        state: InState::Received,
        sent_at: letter.sent_at,
        arrived_at: at,
        closed_at: None,
        answer_day: None,
        answer_why: None,
        record_kind: None,
        record_id: None,
        told_at: None,
    }
}
