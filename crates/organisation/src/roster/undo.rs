//! An import is taken back: members whom it brought in go as if they had never been recorded, members whom it changed are
//! as before, its figures are reversed. Whoever was changed since stays, and is named.

use ::store::{Error, Reader};
use jobs::{Ending, Kind, Trouble as Stopped};
use kernel::UnionId;
use org::{
    MemberId, NewMember,
    members::{
        history::RecordingId,
        sealed,
        unrecord::{self, Brought},
    },
};
use web::{Act, Actor, Record, Reply, Stop, View};

use super::{
    check::{idle, roster_of},
    desk::{actor, told},
    event::{Happened, KIND as RECORD},
    import::basis,
    model::{RosterId, State},
    store::{self, Changed},
};
use crate::{bodies, members::register};

/// The name under which taking back is noted.
pub const KIND: &str = "organisation.roster_undo";

/// The kind of job that takes an import back.
#[must_use]
pub fn kind() -> Kind {
    Kind::new(KIND, run)
}

/// What is taken back, and in whose name.
#[derive(Clone)]
struct Undoing {
    union: UnionId,
    roster: RosterId,
    basis: String,
    actor: Actor,
}

fn run(desk: &jobs::Desk<'_>) -> Result<Ending, Stopped> {
    let Some(roster) = roster_of(desk, State::Undoing)? else {
        return Ok(idle());
    };
    let (union, id, today) = (desk.union, roster.id, desk.clock.today());
    let Some(actor) = desk.store.read(|r| actor(r, union, desk.job.account, today))? else {
        return Err(Stopped::Never("whoever began may not manage members any more".into()));
    };
    let undoing = Undoing {
        union,
        roster: id,
        basis: basis(&roster.name),
        actor,
    };
    let chunks = desk.store.read(|r| store::chunks(r, union, id))?;
    let (mut done, total) = (0, i64::try_from(chunks.len()).unwrap_or(0));
    for changed in desk.store.read(|r| store::changed(r, union, id))? {
        restored(desk, &undoing, changed)?;
    }
    for chunk in chunks {
        if let Some(recording) = chunk.recording {
            gone(desk, &undoing, chunk.number, recording)?;
        }
        done += 1;
        desk.progress(done, total)?;
    }
    let clock = desk.clock.clone();
    Ok(Box::new(move |w| {
        let act = Act::new(View::new(w, &undoing.actor, &clock), w);
        finish(&act, &undoing).map_err(|stop| Error::Other(told(&stop)))?;
        Ok(Some(format!("/rosters/{id}")))
    }))
}

/// An act of the job.
fn act(desk: &jobs::Desk<'_>, undoing: &Undoing, f: impl Fn(&Act<'_>) -> Reply<()> + Send + 'static) -> Reply<()> {
    let (clock, actor) = (desk.clock.clone(), undoing.actor.clone());
    desk.store.write(move |w| {
        let act = Act::new(View::new(w, &actor, &clock), w);
        f(&act)?;
        act.finish()
    })
}

/// Makes a changed member what they were; leaves them if something was recorded since.
fn restored(desk: &jobs::Desk<'_>, undoing: &Undoing, changed: Changed) -> Result<(), Stopped> {
    let with = undoing.clone();
    let done = act(desk, undoing, move |act| {
        if let Some(recording) = changed.recording {
            register::restore(act, changed.member, recording, &with.basis)?;
        }
        if changed.identity {
            sealed::take_identity(act.writer(), with.union, changed.member)?;
            register::unsealed(act, changed.member)?;
        }
        Ok(store::drop_changed(
            act.writer(),
            with.union,
            with.roster,
            changed.member,
        )?)
    });
    match done {
        Ok(()) | Err(Stop::Refused(_)) => Ok(()),
        Err(fault) => Err(Stopped::Later(told(&fault))),
    }
}

/// Takes the members of a block out whom nobody has touched since.
fn gone(desk: &jobs::Desk<'_>, undoing: &Undoing, number: i64, recording: RecordingId) -> Result<(), Stopped> {
    let there = desk.store.read(|r| unrecord::brought(r, undoing.union, recording))?;
    let free: Vec<MemberId> = there.iter().filter(|m| m.untouched).map(|m| m.id).collect();
    if free.is_empty() {
        return Ok(());
    }
    match unload(desk, undoing, number, recording, free.clone()) {
        Err(Stop::Fault(web::Fault::Store(Error::Constraint { .. }))) => {}
        Err(stop) => return Err(Stopped::Later(told(&stop))),
        Ok(()) => return Ok(()),
    }
    // somebody among them is named elsewhere: a post, a task
    for member in free {
        match unload(desk, undoing, number, recording, vec![member]) {
            Ok(()) | Err(Stop::Fault(web::Fault::Store(Error::Constraint { .. }))) => {}
            Err(stop) => return Err(Stopped::Later(told(&stop))),
        }
    }
    Ok(())
}

fn unload(
    desk: &jobs::Desk<'_>,
    undoing: &Undoing,
    number: i64,
    recording: RecordingId,
    members: Vec<MemberId>,
) -> Reply<()> {
    let with = undoing.clone();
    act(desk, undoing, move |act| {
        register::unload(act, Record::new(RECORD, with.roster), recording, &members)?;
        let count = i64::try_from(members.len()).unwrap_or(0);
        Ok(store::add_undone(act.writer(), with.union, with.roster, number, count)?)
    })
}

/// Figures, groups and the state, in the last act.
fn finish(act: &Act<'_>, undoing: &Undoing) -> Reply<()> {
    let (union, id) = (undoing.union, undoing.roster);
    let mut roster = store::get(act, union, id)?;
    if roster.state != State::Undoing {
        return Ok(());
    }
    let record = Record::new(RECORD, id);
    facts::reverse(act, record, &undoing.basis)?;
    let staying = staying(act, union, id)?;
    register::count_coming(
        act,
        record,
        &staying.iter().map(|(_, new)| new.clone()).collect::<Vec<_>>(),
    )?;
    for (_, body) in store::groups(act, union, id)? {
        bodies::acts::end_empty(act, body)?;
    }
    let sums = store::sums(act, union, id)?;
    roster.state = State::Undone;
    store::set(act.writer(), union, &roster)?;
    store::drop_blocks(act.writer(), union, id)?;
    let kept = i64::try_from(staying.len()).unwrap_or(0);
    act.note(&Happened::Undone {
        roster: id,
        gone: sums.undone,
        kept,
    })?;
    Ok(())
}

/// Members whom a roster brought in and who are still there, as they were brought in.
fn staying(read: &Reader, union: UnionId, id: RosterId) -> Result<Vec<(Brought, NewMember)>, Error> {
    let mut all = Vec::new();
    for chunk in store::chunks(read, union, id)? {
        let Some(recording) = chunk.recording.filter(|_| chunk.added > chunk.undone) else {
            continue;
        };
        for member in unrecord::brought(read, union, recording)? {
            let new = NewMember::of(unrecord::first(read, union, member.id)?);
            all.push((member, new));
        }
    }
    Ok(all)
}

/// Who stays when an import was taken back, since something was recorded of them after it: those brought in, and those
/// changed.
pub(super) fn stayed(read: &Reader, union: UnionId, id: RosterId) -> Result<Vec<(MemberId, String)>, Error> {
    let mut all: Vec<(MemberId, String)> = staying(read, union, id)?
        .into_iter()
        .map(|(member, _)| (member.id, member.name))
        .collect();
    for changed in store::changed(read, union, id)? {
        all.push((changed.member, org::members::get(read, union, changed.member)?.name));
    }
    Ok(all)
}
