//! An import is taken back: members whom it brought in go as if they had never been recorded, members whom it changed are
//! as before, its figures are reversed. Whoever was changed since stays, and is named.
//!
//! An import may have a million members, so all of it is done in pieces, each an act under the job's lease. While they are
//! done the roster is *being taken back*, and only the last act, in the transaction that ends the job, says that it was.
//! Every piece finds by itself what is left to do: a server that is killed goes on where it stopped.

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
    model::{Chunk, RosterId, State},
    store::{self, Changed},
};
use crate::{bodies, members::register};

/// The name under which taking back is noted.
pub const KIND: &str = "organisation.roster_undo";
/// Members who go in one act, and figures that are taken back in one.
const PIECE: usize = 500;

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

impl Undoing {
    fn record(&self) -> Record {
        Record::new(RECORD, self.roster)
    }
}

/// The work and how far it is.
struct Work<'a> {
    desk: &'a jobs::Desk<'a>,
    undoing: Undoing,
    done: i64,
    total: i64,
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
    let changed = desk.store.read(|r| store::changed(r, union, id))?;
    // a third for the members, a third for their figures, a third for those who stay
    let steps = 3 * chunks.len() + changed.len();
    let mut work = Work {
        desk,
        undoing,
        done: 0,
        total: i64::try_from(steps).unwrap_or(i64::MAX),
    };
    for changed in changed {
        work.restored(changed)?;
        work.done += 1;
    }
    for chunk in &chunks {
        work.gone(chunk)?;
        work.done += 1;
    }
    work.figures(chunks.len())?;
    for chunk in &chunks {
        work.counted(chunk)?;
        work.done += 1;
    }
    while desk.store.write(move |w| store::drop_some_blocks(w, union, id))? > 0 {
        desk.progress(work.done, work.total)?;
    }
    let (clock, undoing) = (desk.clock.clone(), work.undoing);
    Ok(Box::new(move |w| {
        let act = Act::new(View::new(w, &undoing.actor, &clock), w);
        finish(&act, &undoing).map_err(|stop| Error::Other(told(&stop)))?;
        Ok(Some(format!("/rosters/{id}")))
    }))
}

impl Work<'_> {
    /// A piece of it: an act that is kept only while the lease is held.
    fn act(&self, f: impl Fn(&Act<'_>, &Undoing) -> Reply<()> + Send + 'static) -> Result<Reply<()>, Stopped> {
        let (clock, undoing) = (self.desk.clock.clone(), self.undoing.clone());
        let (lease, done, total) = (self.desk.lease(), self.done, self.total);
        let held: Reply<bool> = self.desk.store.write(move |w| {
            if !lease.renew(w, done, total)? {
                return Ok(false);
            }
            let act = Act::new(View::new(w, &undoing.actor, &clock), w);
            f(&act, &undoing)?;
            act.finish()?;
            Ok(true)
        });
        match held {
            Ok(true) => Ok(Ok(())),
            Ok(false) => Err(Stopped::Lost),
            Err(stop) => Ok(Err(stop)),
        }
    }

    /// Renews the lease now and then where there is nothing to write.
    fn still(&self) -> Result<(), Stopped> {
        if self.done % 20 == 0 {
            self.desk.progress(self.done, self.total)?;
        }
        Ok(())
    }

    /// Makes a changed member what they were; leaves them if something was recorded since.
    fn restored(&self, changed: Changed) -> Result<(), Stopped> {
        let done = self.act(move |act, with| {
            if let Some(recording) = changed.recording {
                register::restore(act, changed.member, recording, &with.basis)?;
            }
            if changed.identity {
                sealed::take_identity(act.writer(), with.union, changed.member)?;
                register::unsealed(act, changed.member)?;
            }
            let (union, roster) = (with.union, with.roster);
            Ok(store::drop_changed(act.writer(), union, roster, changed.member)?)
        })?;
        match done {
            Ok(()) | Err(Stop::Refused(_)) => Ok(()),
            Err(fault) => Err(Stopped::Later(told(&fault))),
        }
    }

    /// Takes the members of a block out whom nobody has touched since.
    fn gone(&self, chunk: &Chunk) -> Result<(), Stopped> {
        let Some(recording) = chunk.recording else {
            return Ok(());
        };
        let union = self.undoing.union;
        let there = self.desk.store.read(|r| unrecord::brought(r, union, recording))?;
        let free: Vec<MemberId> = there.iter().filter(|m| m.untouched).map(|m| m.id).collect();
        if free.is_empty() {
            return self.still();
        }
        for piece in free.chunks(PIECE) {
            match self.unload(chunk.number, recording, piece.to_vec())? {
                Ok(()) => {}
                Err(stop) if named_elsewhere(&stop) => self.one_by_one(chunk.number, recording, piece)?,
                Err(stop) => return Err(Stopped::Later(told(&stop))),
            }
        }
        Ok(())
    }

    /// Somebody among them is named elsewhere, by a post, by a task: the others go.
    fn one_by_one(&self, number: i64, recording: RecordingId, members: &[MemberId]) -> Result<(), Stopped> {
        for member in members {
            match self.unload(number, recording, vec![*member])? {
                Err(stop) if !named_elsewhere(&stop) => return Err(Stopped::Later(told(&stop))),
                _ => {}
            }
        }
        Ok(())
    }

    fn unload(&self, number: i64, recording: RecordingId, members: Vec<MemberId>) -> Result<Reply<()>, Stopped> {
        self.act(move |act, with| {
            register::unload(act, with.record(), recording, &members)?;
            let count = i64::try_from(members.len()).unwrap_or(0);
            let (union, roster) = (with.union, with.roster);
            Ok(store::add_undone(act.writer(), union, roster, number, count)?)
        })
    }

    /// Takes the figures back, those too that an attempt before this one had counted for who stays.
    fn figures(&mut self, steps: usize) -> Result<(), Stopped> {
        let (union, record) = (self.undoing.union, self.undoing.record());
        let living = self
            .desk
            .store
            .read(|r| facts::register::store::living_of(r, union, record))?;
        let (from, pieces) = (self.done, living.chunks(PIECE).count().max(1));
        for (at, piece) in living.chunks(PIECE).enumerate() {
            self.done = from + i64::try_from(steps * at / pieces).unwrap_or(0);
            let piece = piece.to_vec();
            self.act(move |act, with| facts::reverse_these(act, with.record(), piece.clone(), &with.basis).map(drop))?
                .map_err(|stop| Stopped::Later(told(&stop)))?;
        }
        self.done = from + i64::try_from(steps).unwrap_or(0);
        Ok(())
    }

    /// Counts those of a block who stay, as they came.
    fn counted(&self, chunk: &Chunk) -> Result<(), Stopped> {
        let union = self.undoing.union;
        let came: Vec<NewMember> = self.desk.store.read(|r| {
            let staying = staying(r, union, chunk.recording)?;
            let first = |member: &Brought| Ok(NewMember::of(unrecord::first(r, union, member.id)?));
            staying.iter().map(first).collect::<Result<_, Error>>()
        })?;
        if came.is_empty() {
            return self.still();
        }
        self.act(move |act, with| register::count_coming(act, with.record(), &came))?
            .map_err(|stop| Stopped::Later(told(&stop)))
    }
}

/// Whether somebody could not be taken out since something else names them.
fn named_elsewhere(stop: &Stop) -> bool {
    matches!(stop, Stop::Fault(web::Fault::Store(Error::Constraint { .. })))
}

/// Groups and the state, in the last act.
fn finish(act: &Act<'_>, undoing: &Undoing) -> Reply<()> {
    let (union, id) = (undoing.union, undoing.roster);
    let mut roster = store::get(act, union, id)?;
    if roster.state != State::Undoing {
        return Ok(());
    }
    for (_, body) in store::groups(act, union, id)? {
        bodies::acts::end_empty(act, body)?;
    }
    let sums = store::sums(act, union, id)?;
    roster.state = State::Undone;
    store::set(act.writer(), union, &roster)?;
    act.note(&Happened::Undone {
        roster: id,
        gone: sums.undone,
        kept: sums.added - sums.undone,
    })?;
    Ok(())
}

/// Members whom a recording brought in and who are still there.
fn staying(read: &Reader, union: UnionId, recording: Option<RecordingId>) -> Result<Vec<Brought>, Error> {
    recording.map_or_else(|| Ok(Vec::new()), |recording| unrecord::brought(read, union, recording))
}

/// Who stays when an import was taken back, since something was recorded of them after it: those brought in, and those
/// changed. How many, and the first of them.
pub(super) fn stayed(
    read: &Reader,
    union: UnionId,
    id: RosterId,
    most: usize,
) -> Result<(i64, Vec<(MemberId, String)>), Error> {
    let (mut count, mut first): (i64, Vec<(MemberId, String)>) = (0, Vec::new());
    for chunk in store::chunks(read, union, id)? {
        let here = (chunk.added - chunk.undone).max(0);
        count += here;
        if here > 0 && first.len() < most {
            first.extend(
                staying(read, union, chunk.recording)?
                    .into_iter()
                    .map(|m| (m.id, m.name)),
            );
        }
    }
    let changed = store::changed(read, union, id)?;
    count += i64::try_from(changed.len()).unwrap_or(0);
    first.truncate(most);
    for changed in changed.into_iter().take(most.saturating_sub(first.len())) {
        first.push((changed.member, org::members::get(read, union, changed.member)?.name));
    }
    Ok((count, first))
}
