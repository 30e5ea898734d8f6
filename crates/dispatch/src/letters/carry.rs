//! Bringing letters within one installation: a job of the sender's union brings the letter, a job of the receiver's the
//! answer. Each has two halves, one transaction in either union; killed between them, it does the first again, which
//! changes nothing, and then the second.

use ::store::{Error, Store, Writer, secret::Plain};
use jobs::{Desk, Ending, Trouble};
use kernel::{Clock, UnionId};
use org::tree::store as tree;
use web::{Act, Fault, Reply, Stop};

use super::{
    course::{self, Message},
    event::Happened,
    model::{Answer, InState, Kind, LetterId, OutState, Way},
    store,
};

/// The job that brings a letter, or its call back.
pub(super) const LETTER: &str = "dispatch.letter";
/// The job that brings an answer.
pub(super) const ANSWER: &str = "dispatch.answer";
/// The job that looks, each night, for what was not brought.
const LEFT: &str = "dispatch.left";

/// Notes in the act that something is to be brought.
pub(super) fn note(act: &Act<'_>, job: &str, id: LetterId, what: &str) -> Result<(), Error> {
    let clock = Clock::fixed(act.now());
    jobs::add_once(
        act.writer(),
        &clock,
        act.union(),
        job,
        &id.to_string(),
        &format!("letter.{what}@{id}"),
    )
    .map(drop)
}

pub(crate) fn jobs(kinds: &'static [Kind]) -> Vec<(jobs::Kind, Option<i8>)> {
    vec![
        (jobs::Kind::new(LETTER, move |desk| letter(desk, kinds)), None),
        (jobs::Kind::new(ANSWER, move |desk| answer(desk, kinds)), None),
        (jobs::Kind::new(LEFT, move |desk| left(desk, kinds)), Some(4)),
    ]
}

fn which(desk: &Desk<'_>) -> Result<LetterId, Trouble> {
    let id = desk.job.payload.parse::<LetterId>();
    id.map_err(|_| Trouble::Never("no letter".to_owned()))
}

/// What a half of the way could not do, for whoever reads the log.
fn trouble(stop: Stop) -> Error {
    match stop {
        Stop::Fault(Fault::Store(error)) => error,
        Stop::Fault(Fault::Other(what)) => Error::Other(what),
        Stop::Refused(refusal) => Error::Other(format!("refused: {}", refusal.key)),
    }
}

fn letter(desk: &Desk<'_>, kinds: &'static [Kind]) -> Result<Ending, Trouble> {
    let (union, id, clock) = (desk.union, which(desk)?, desk.clock.clone());
    let came = bring(desk.store, &clock, kinds, union, id).map_err(trouble)?;
    Ok(Box::new(move |w| {
        if let Some(came) = &came {
            sender_knows(w, &clock, kinds, (union, id), came).map_err(trouble)?;
        }
        Ok(None)
    }))
}

/// How a letter stands where it was brought.
type Came = Option<Answer>;

/// The first half of a letter's way, in the receiver's union; `None` if it is to be brought nowhere any more.
fn bring(store: &Store, clock: &Clock, kinds: &'static [Kind], union: UnionId, id: LetterId) -> Reply<Option<Came>> {
    let found = store.read(|r| -> Result<_, Error> {
        let Some(letter) = store::sent(r, union, id)? else {
            return Ok(None);
        };
        let sealed = store::open_out(r, union, id)?;
        Ok(Some((letter, sealed, tree::get(r, union)?.name)))
    })?;
    let Some((letter, sealed, name)) = found else {
        return Ok(None);
    };
    let (Way::House, Some(to)) = (letter.way, letter.to) else {
        return Ok(None);
    };
    if !matches!(letter.state, OutState::Sent | OutState::Recalled) {
        return Ok(None);
    }
    let there = store.read(|r| tree::find_one(r, to))?;
    let today = clock.today();
    let gone = there.is_none_or(|node| !node.lives_on(today));
    let at = clock.clone();
    let came = store.write(move |w| {
        course::as_program(w, &at, to, |act| {
            let head = course::head(&letter, union, name.clone(), Way::House, act.now());
            let message = match letter.state {
                OutState::Recalled => Message::Recall,
                _ if gone => Message::NobodyThere(
                    ui::words::find(kernel::Lang::Zh, "dispatch.refusal.no_more").unwrap_or_default(),
                ),
                _ => Message::Letter(sealed.as_ref().map(Plain::bytes)),
            };
            course::arrive(act, kinds, head, &message).map(|(now, _)| now.answer())
        })
    })?;
    Ok(Some(came))
}

/// The second half, in the sender's union.
fn sender_knows(w: &Writer, clock: &Clock, kinds: &[Kind], (union, id): (UnionId, LetterId), came: &Came) -> Reply<()> {
    course::as_program(w, clock, union, |act| match came {
        Some(answer) => course::settle(act, kinds, id, answer).map(drop),
        None => course::delivered(act, id),
    })
}

fn answer(desk: &Desk<'_>, kinds: &'static [Kind]) -> Result<Ending, Trouble> {
    let (union, id, clock) = (desk.union, which(desk)?, desk.clock.clone());
    tell(desk.store, &clock, kinds, union, id).map_err(trouble)?;
    Ok(Box::new(move |w| {
        told(w, &clock, union, id).map_err(trouble)?;
        Ok(None)
    }))
}

/// The first half of an answer's way, in the sender's union.
fn tell(store: &Store, clock: &Clock, kinds: &'static [Kind], union: UnionId, id: LetterId) -> Reply<()> {
    let letter = store.read(|r| store::received(r, union, id))?;
    let Some((letter, answer)) = letter.and_then(|l| l.answer().map(|a| (l, a))) else {
        return Ok(());
    };
    if letter.way != Way::House || letter.state == InState::Withdrawn {
        return Ok(());
    }
    let clock = clock.clone();
    store.write(move |w| {
        course::as_program(w, &clock, letter.from, |act| {
            course::settle(act, kinds, id, &answer).map(drop)
        })
    })
}

/// The second half, in the receiver's union.
fn told(w: &Writer, clock: &Clock, union: UnionId, id: LetterId) -> Reply<()> {
    course::as_program(w, clock, union, |act| {
        if store::told(w, union, id, act.now())? {
            act.note(&Happened::Told { letter: id })?;
        }
        Ok(())
    })
}

/// Brings what was left: a job was given up after too many tries.
fn left(desk: &Desk<'_>, kinds: &'static [Kind]) -> Result<Ending, Trouble> {
    let union = desk.union;
    let (letters, answers) = desk.store.read(|r| store::waiting(r, union))?;
    let (mut done, total) = (0, i64::try_from(letters.len() + answers.len()).unwrap_or(i64::MAX));
    for id in letters {
        let clock = desk.clock.clone();
        let brought = bring(desk.store, &clock, kinds, union, id).and_then(|came| match came {
            Some(came) => desk
                .store
                .write(move |w| sender_knows(w, &clock, kinds, (union, id), &came)),
            None => Ok(()),
        });
        if let Err(stop) = brought {
            tracing::warn!(letter = %id, error = %trouble(stop), "a letter is still not brought");
        }
        done += 1;
        desk.progress(done, total)?;
    }
    for id in answers {
        let clock = desk.clock.clone();
        let brought = tell(desk.store, &clock, kinds, union, id)
            .and_then(|()| desk.store.write(move |w| told(w, &clock, union, id)));
        if let Err(stop) = brought {
            tracing::warn!(letter = %id, error = %trouble(stop), "an answer is still not brought");
        }
        done += 1;
        desk.progress(done, total)?;
    }
    Ok(Box::new(|_| Ok(None)))
}
