//! The import: what is good goes into the register, block by block, each block once.
//!
//! A block is one act: members, figures, events and the row that says the block is done are kept together or not at
//! all. A server that is killed goes on with the first block that is not done.

use std::sync::Arc;

use ::store::Error;
use jobs::{Ending, Kind, Trouble as Stopped};
use org::{
    MemberId,
    members::{Field, Particulars, When, history, sealed, store as members},
};
use web::{Act, Actor, Record, Reply, Stop, View};

use super::{
    check::{idle, roster_of},
    desk::{self, Desk},
    draft::Examined,
    event::{Happened, KIND as RECORD},
    model::{Back, Chunk, Roster, RosterId, State},
    store::{self, Changed},
    trouble::{Choice, Kind as Wrong, KnownHow, Trouble, Verdict, taken, verdict},
    twins::{Twins, member_of},
};
use crate::members::register::{self, Sealing};

/// The name under which an import is noted.
pub const KIND: &str = "organisation.roster_import";

/// The kind of job that takes a roster in.
#[must_use]
pub fn kind() -> Kind {
    Kind::new(KIND, run)
}

/// On what basis the register is changed: the file.
pub(super) fn basis(name: &str) -> String {
    let word = ui::words::find(kernel::Lang::Zh, "roster.basis").unwrap_or_default();
    ui::words::fill(word, &[("file", &name)])
}

/// What a block is taken in with.
#[derive(Clone)]
pub struct Taking {
    /// The roster.
    pub roster: RosterId,
    /// The name of its file.
    pub file: String,
    /// In whose name.
    pub actor: Actor,
    /// Everything that looking at rows needs.
    pub desk: Arc<Desk>,
}

fn run(desk: &jobs::Desk<'_>) -> Result<Ending, Stopped> {
    let Some(roster) = roster_of(desk, State::Importing)? else {
        return Ok(idle());
    };
    let (union, id, today) = (desk.union, roster.id, desk.clock.today());
    let actor = desk.store.read(|r| desk::actor(r, union, desk.job.account, today))?;
    let Some(actor) = actor else {
        return Err(Stopped::Never("whoever began may not manage members any more".into()));
    };
    let with = desk.store.read(|r| Desk::of(r, union, &roster, today))?;
    let taking = Taking {
        roster: id,
        file: roster.name.clone(),
        actor: actor.clone(),
        desk: Arc::new(with),
    };
    let blocks_of = roster.chosen().map_or(0, |sheet| sheet.blocks);
    if desk.store.read(|r| store::chunks_done(r, union, id))? < blocks_of {
        blocks(desk, &roster, &taking)?;
    }
    if desk.store.read(|r| store::sums(r, union, id))?.back == 0 {
        while desk.store.write(move |w| store::drop_some_blocks(w, union, id))? > 0 {
            desk.progress(blocks_of, blocks_of)?;
        }
    }
    let clock = desk.clock.clone();
    Ok(Box::new(move |w| {
        let mut roster = store::get(w, union, id)?;
        if roster.state == State::Importing {
            let sums = store::sums(w, union, id)?;
            roster.state = State::Imported;
            roster.finished = Some(clock.now());
            store::set(w, union, &roster)?;
            let act = Act::new(View::new(w, &actor, &clock), w);
            act.note(&Happened::Done {
                roster: id,
                added: sums.added,
                updated: sums.updated,
                back: sums.back,
            })?;
        }
        Ok(Some(format!("/rosters/{id}")))
    }))
}

fn blocks(desk: &jobs::Desk<'_>, roster: &Roster, taking: &Taking) -> Result<(), Stopped> {
    let (union, id, sheet) = (desk.union, roster.id, roster.sheet);
    let blocks = roster.chosen().map_or(0, |sheet| sheet.blocks);
    let mut twins = Twins::default();
    for number in 0..blocks {
        let block = desk.store.read(|r| store::block(r, union, id, sheet, number))?;
        let Some(block) = block else {
            return Err(Stopped::Never("the rows of the file are gone".into()));
        };
        let (rows, _) = taking.desk.look(block.numbered(), &mut twins);
        if !desk.store.read(|r| store::has_chunk(r, union, id, number))? {
            let (taking, clock) = (taking.clone(), desk.clock.clone());
            let rows = Arc::new(rows);
            let done: Reply<()> = desk.store.write(move |w| {
                let act = Act::new(View::new(w, &taking.actor, &clock), w);
                take(&act, &taking, rows.to_vec(), number)?;
                act.finish()
            });
            done.map_err(|stop| Stopped::Later(desk::told(&stop)))?;
        }
        desk.progress(number + 1, blocks)?;
    }
    Ok(())
}

/// Takes the rows of a block into the register, in one act.
///
/// # Errors
/// The register's refusals of the whole block; the store's.
pub(super) fn take(act: &Act<'_>, taking: &Taking, mut rows: Vec<Examined>, number: i64) -> Reply<Chunk> {
    let desk = &taking.desk;
    desk.beside(act, &mut rows)?;
    let basis = basis(&taking.file);
    let mut chunk = Chunk {
        number,
        ..Chunk::default()
    };
    let mut adds = Vec::new();
    for seen in rows {
        let choice = desk.choices.get(&seen.number);
        match verdict(&seen.troubles, &desk.rules, choice) {
            Verdict::Skip => chunk.skipped += 1,
            Verdict::Back => chunk.back.push(back(desk, &seen, choice)),
            Verdict::Add => adds.push(
                seen.draft
                    .into_member(&desk.rules, desk.today, |name| desk.founded(name)),
            ),
            Verdict::Update(how) => match update(act, taking, &seen, how, number, &basis) {
                Ok(true) => chunk.updated += 1,
                Ok(false) => chunk.skipped += 1,
                Err(Stop::Refused(refusal)) => {
                    let key = refusal.fields.first().map_or(&refusal.key, |f| &f.key);
                    chunk.back.push(Back {
                        row: seen.number,
                        troubles: vec![Trouble::of(Wrong::Refused, None).about(key)],
                    });
                }
                Err(fault) => return Err(fault),
            },
        }
    }
    chunk.added = i64::try_from(adds.len()).unwrap_or(0);
    if !adds.is_empty() {
        let record = Record::new(RECORD, taking.roster);
        let (_, recording) = register::load(act, record, &adds, Some(&basis))?;
        chunk.recording = Some(recording);
    }
    store::add_chunk(act.writer(), act.union(), taking.roster, &chunk)?;
    act.note(&Happened::Taken {
        roster: taking.roster,
        number,
        added: chunk.added,
        updated: chunk.updated,
        skipped: chunk.skipped,
        back: chunk.back.len(),
    })?;
    Ok(chunk)
}

/// A row that is given back, with what kept it out.
fn back(desk: &Desk, seen: &Examined, choice: Option<&Choice>) -> Back {
    let known = |t: &&Trouble| t.kind == Wrong::Known;
    let kept = |t: &&Trouble| !taken(t, &desk.rules, choice);
    let mut troubles: Vec<Trouble> = seen.troubles.iter().filter(|t| !known(t) && kept(t)).cloned().collect();
    if troubles.is_empty() {
        troubles = seen.troubles.iter().filter(known).cloned().collect();
    }
    Back {
        row: seen.number,
        troubles,
    }
}

/// Changes a member of the register by a row; says whether anything differed.
fn update(act: &Act<'_>, taking: &Taking, seen: &Examined, how: KnownHow, number: i64, basis: &str) -> Reply<bool> {
    let desk = &taking.desk;
    let known = seen
        .troubles
        .iter()
        .find(|t| t.kind == Wrong::Known)
        .and_then(member_of);
    let Some(id) = known else { return Ok(false) };
    let union = act.union();
    let version = members::get(act, union, id)?.version;
    let course = history::believed(act, union, id)?;
    let was = course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    let pick = desk
        .choices
        .get(&seen.number)
        .map(|c| c.pick.as_slice())
        .unwrap_or_default();
    let to = merged(desk, seen, &was, how, pick);
    let identity = identity(act, id, seen)?;
    if let Some(number) = &identity {
        let sealing = Sealing {
            identity: Some(number.clone()),
            elsewhere: true,
            ..Sealing::default()
        };
        register::seal(act, (id, version), &sealing)?;
    }
    let today = When::From(act.today());
    let changed = match register::change(act, (id, version), &to, (today, true), Some(basis)) {
        Err(stop) if identity.is_some() => {
            sealed::take_identity(act.writer(), union, id)?;
            return Err(stop);
        }
        other => other?,
    };
    if changed.is_none() && identity.is_none() {
        return Ok(false);
    }
    let changed = Changed {
        member: id,
        recording: changed,
        identity: identity.is_some(),
    };
    store::add_changed(act.writer(), union, taking.roster, number, &changed)?;
    Ok(true)
}

/// The identity number that the file knows and the register does not.
fn identity(act: &Act<'_>, id: MemberId, seen: &Examined) -> Result<Option<kernel::identity::IdentityNumber>, Error> {
    match &seen.draft.identity {
        Some(number) if sealed::identity(act, act.union(), id)?.is_none() => Ok(Some(number.clone())),
        _ => Ok(None),
    }
}

/// The particulars of a member with those of a row.
fn merged(desk: &Desk, seen: &Examined, was: &Particulars, how: KnownHow, pick: &[String]) -> Particulars {
    let mut to = was.clone();
    let group = seen.draft.group_id(|name| desk.founded(name)).map(|id| id.to_string());
    let told = seen.draft.known.known().map(|(field, text)| (field, text.to_owned()));
    for (field, text) in told.chain(group.map(|id| (Field::Group, id))) {
        let take = match how {
            KnownHow::Take => true,
            KnownHow::Pick => pick.iter().any(|key| key == field.key()),
            _ => was.get(field).is_none(),
        };
        // what was read is a text of its kind
        if take && to.set(field, &text).is_err() {
            continue;
        }
    }
    to
}
