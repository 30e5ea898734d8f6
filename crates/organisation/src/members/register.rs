//! Recording in the register with everything that belongs to it: the member's course, facts, posts, accounts, the event.
//!
//! These are what other systems of this field (joining, moving, imports) call within their own acts. What they refuse
//! names the fields `name`, `phone`, `group`, `joined`, `on`, `status`, `another`.

use std::collections::BTreeMap;

use ::store::Error;
use facts::Measure;
use kernel::{Date, identity::IdentityNumber};
use org::{
    BodyId, MemberId, NewMember, Status, accounts, bodies,
    members::history::RecordingId,
    members::{By, Change, Field, Particulars, Seen, When, history, record, sealed, store, unrecord},
};
use web::{Act, Record, Refusal, Reply, Stop};

use super::{
    event::{Happened, KIND},
    measures,
};
use crate::moving;

/// Adds a member in an act: checks group, days and namesakes, writes the first entry of the course, counts it, notes it.
/// `since` of [`NewMember`] later than `joined` means that the membership moved in from another union.
///
/// # Errors
/// A refusal beside the field: no such group, a day to come, a member of the same name and phone while `another` is not
/// said; the store's.
pub fn add(act: &Act<'_>, new: NewMember, basis: Option<&str>) -> Reply<MemberId> {
    let elsewhere = new.another;
    enter(act, new, basis, (false, elsewhere))
}

/// Adds a member who moves in from another union by its letter: as [`add`], counted as moved in, and free to be known in
/// that other union until it hears of it.
///
/// # Errors
/// As [`add`].
pub(crate) fn move_in(act: &Act<'_>, new: NewMember, basis: Option<&str>) -> Reply<MemberId> {
    enter(act, new, basis, (true, true))
}

fn enter(
    act: &Act<'_>,
    mut new: NewMember,
    basis: Option<&str>,
    (by_letter, elsewhere): (bool, bool),
) -> Reply<MemberId> {
    group_lives(act, new.group)?;
    for day in [new.joined, new.since].into_iter().flatten() {
        not_in_future(act, day)?;
    }
    let (since, known) = new.entry(act.today());
    if let Some(number) = &new.identity {
        fits(&known, number)?;
        free(act, number, None, elsewhere)?;
    }
    let phone = known.get(Field::Phone).unwrap_or_default();
    let twin = store::same(act, act.union(), known.name(), phone, None)?;
    if twin.is_some() && !new.another {
        return Err(twice(phone).into());
    }
    new.another = twin.is_some();
    let by = By::actor(act, basis);
    let (member, trace) = record::add(act.writer(), act.clock(), act.union(), &new, &by)?;
    act.note(&Happened::Added {
        member,
        another: new.another,
        trace: &trace,
    })?;
    let moved = by_letter || known.day(Field::Joined).is_some_and(|joined| joined < since);
    count(
        act,
        Record::new(KIND, member),
        since,
        known.group(),
        &ones(&measures::coming(&known, moved)),
    )?;
    Ok(member)
}

/// Adds many members in an act, for an import: call it chunk by chunk, some hundred to some thousand rows an act. The rows
/// are taken as they are: whoever calls has found out which are good, and says `another` for those of the same name and
/// phone as someone else. Facts are posted as sums by day, group and kind of employment on `record` (the import), and
/// one event names it. Gives the ids in the order of the rows, and the recording.
///
/// # Errors
/// A refusal if the register or the rows hold someone twice, by name and phone or by identity number; the store's.
pub fn load(
    act: &Act<'_>,
    record: Record,
    rows: &[NewMember],
    basis: Option<&str>,
) -> Reply<(Vec<MemberId>, RecordingId)> {
    let by = By::actor(act, basis);
    let loaded = record::load(act.writer(), act.clock(), act.union(), rows, &by);
    let (ids, trace) = loaded.map_err(|error| match &error {
        Error::Constraint { name } if name == "member_twin" => twice("-").into(),
        Error::Constraint { name } if name == "member_sealed_once" => taken().into(),
        _ => Stop::from(error),
    })?;
    act.note(&Happened::Imported {
        record,
        members: ids.len(),
        trace: &trace,
    })?;
    count_coming(act, record, rows)?;
    Ok((ids, trace.recording))
}

/// Takes members out again whom a recording of [`load`] brought in, as if they had never been recorded. The figures of
/// the import are the caller's to take back.
///
/// # Errors
/// The constraint `foreign_key` if something else names one of them; the store's.
pub fn unload(act: &Act<'_>, record: Record, recording: RecordingId, members: &[MemberId]) -> Result<(), Error> {
    let trace = unrecord::unrecord(act.writer(), act.union(), recording, members)?;
    act.note(&Happened::Unrecorded {
        record,
        members: members.len(),
        trace: &trace,
    })
}

/// Makes a member again what they were before a recording changed them, if nothing was recorded since.
///
/// # Errors
/// A refusal if something was; the store's.
pub fn restore(act: &Act<'_>, id: MemberId, recording: RecordingId, basis: &str) -> Reply<()> {
    let version = store::get(act, act.union(), id)?.version;
    let seen = seen(act, id, version)?;
    let trace = unrecord::restore(act.writer(), seen, recording, &By::actor(act, Some(basis)))?;
    act.note(&Happened::Changed {
        member: id,
        fields: Vec::new(),
        trace: &trace,
    })?;
    Ok(())
}

/// Notes that the identity number of a member was taken away again.
///
/// # Errors
/// The store's.
pub fn unsealed(act: &Act<'_>, id: MemberId) -> Result<(), Error> {
    let fields = vec![sealed::IDENTITY];
    act.note(&Happened::Sealed { member: id, fields })
}

/// Counts members who came in as [`load`] does: for those of an import who stay when it is undone.
///
/// # Errors
/// As [`load`].
pub fn count_coming(act: &Act<'_>, record: Record, rows: &[NewMember]) -> Reply<()> {
    let closed = facts::register::store::Closed::of(act, act.union())?;
    let mut postings = Vec::new();
    for ((day, group), sum) in sums(rows, act.today()) {
        let day = if closed.has(day) { act.today() } else { day };
        postings.extend(sum.into_values().map(|(measure, n)| (day, group, measure, n)));
    }
    facts::post_many(act, record, &postings)
}

/// What counts for one day and group: the measures by their keys.
type Sums = BTreeMap<&'static str, (&'static Measure, i64)>;

/// The figures of many who come in, by day and group.
fn sums(rows: &[NewMember], today: Date) -> BTreeMap<(Date, Option<BodyId>), Sums> {
    let mut sums: BTreeMap<(Date, Option<BodyId>), Sums> = BTreeMap::new();
    for new in rows {
        // as the first entry of the course has it, without making it once more
        let joined = new.joined.or(new.since).unwrap_or(today);
        let since = new.since.unwrap_or(joined);
        for measure in measures::coming(&new.more, joined < since) {
            let sum = sums.entry((since, new.group)).or_default();
            sum.entry(measure.key).or_insert((measure, 0)).1 += 1;
        }
    }
    sums
}

/// Changes particulars in an act: what differs between how they read now and `to`, on the days that `when` says. Gives
/// the recording; if nothing differs, nothing is noted.
///
/// # Errors
/// A refusal beside the field, `stale` if the member changed since `version` was seen; the store's.
pub fn change(
    act: &Act<'_>,
    (id, version): (MemberId, i64),
    to: &Particulars,
    (when, another): (When, bool),
    basis: Option<&str>,
) -> Reply<Option<RecordingId>> {
    let seen = seen(act, id, version)?;
    let course = history::believed(act, act.union(), id)?;
    let Some((now, _)) = course.last() else {
        return Err(Refusal::missing().into());
    };
    let was = &now.particulars;
    if to.group() != was.group() {
        group_lives(act, to.group())?;
    }
    if let Some(day) = to.day(Field::Joined) {
        not_in_future(act, day)?;
    }
    let phone = to.get(Field::Phone).unwrap_or_default();
    let renamed = was.name() != to.name() || was.get(Field::Phone) != to.get(Field::Phone);
    let twin = if renamed {
        store::same(act, act.union(), to.name(), phone, Some(id))?
    } else {
        None
    };
    if twin.is_some() && !another {
        return Err(twice(phone).into());
    }
    let change = Change {
        to,
        when,
        another: twin.is_some(),
    };
    let Some(trace) = record::change(act.writer(), seen, &change, &By::actor(act, basis))? else {
        return Ok(None);
    };
    let fields = Field::ALL
        .iter()
        .filter(|f| was.get(**f) != to.get(**f))
        .map(|f| f.key())
        .collect();
    act.note(&Happened::Changed {
        member: id,
        fields,
        trace: &trace,
    })?;
    Ok(Some(trace.recording))
}

/// Sets how a membership stands from a day on, in an act: whoever leaves gives up posts, roles and account; the last chair
/// cannot. `retires` marks the day as that of retirement too.
///
/// # Errors
/// A refusal beside the field: a day to come or before a later change, a state that cannot follow; `stale`; the store's.
pub fn set_status(
    act: &Act<'_>,
    (id, version): (MemberId, i64),
    to: Status,
    (on, retires): (Date, bool),
    basis: Option<&str>,
) -> Reply<()> {
    moving::none_under_way(act, id)?;
    stand(act, (id, version), to, (on, retires), (basis, Counted::Usual))
}

/// What a change of state counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// What such a change counts.
    Usual,
    /// Nothing: a transfer that came to nothing leaves things as they were.
    Nothing,
    /// Somebody who was a member here before moves in again.
    MovedIn,
}

/// As [`set_status`], for the transfer that is under way itself.
pub(crate) fn stand(
    act: &Act<'_>,
    (id, version): (MemberId, i64),
    to: Status,
    (on, retires): (Date, bool),
    (basis, counted): (Option<&str>, Counted),
) -> Reply<()> {
    let seen = seen(act, id, version)?;
    let before = store::get(act, act.union(), id)?;
    let by = By::actor(act, basis);
    let trace = record::set_status(act.writer(), seen, to, on, retires, &by)?;
    let mut posts_ended = 0;
    if !to.belongs() && before.status.belongs() {
        accounts::leave(act, id)?;
        posts_ended = bodies::posts::end_all_of(act.writer(), act.union(), id, on, basis.unwrap_or("—"))?;
    }
    act.note(&Happened::Status {
        member: id,
        status: to,
        on,
        posts_ended,
        trace: &trace,
    })?;
    let known = history::believed(act, act.union(), id)?;
    let Some((is, _)) = known.last() else {
        return Err(Refusal::missing().into());
    };
    let what = match counted {
        Counted::Usual => measures::going(&is.particulars, before.status, to, retires),
        Counted::Nothing => Vec::new(),
        Counted::MovedIn => measures::coming(&is.particulars, true),
    };
    count(act, Record::new(KIND, id), on, before.group, &ones(&what))
}

/// Takes the last change of state back in an act, with its facts: it was recorded by mistake. Posts and roles that were
/// given up do not come back by themselves.
///
/// # Errors
/// A refusal if there is none, `stale`; the store's.
pub fn take_back_status(act: &Act<'_>, (id, version): (MemberId, i64), why: &str) -> Reply<()> {
    moving::none_under_way(act, id)?;
    let seen = seen(act, id, version)?;
    let by = By::actor(act, Some(why));
    let back = record::take_back_status(act.writer(), seen, &by)?;
    act.note(&Happened::TakenBack {
        member: id,
        status: back.gone,
        on: back.since,
        trace: &back.trace,
    })?;
    let keys: Vec<&str> = measures::going(&back.known, back.was, back.gone, true)
        .into_iter()
        .map(|measure| measure.key)
        .collect();
    for line in facts::register::store::living_of(act, act.union(), Record::new(KIND, id))? {
        // what was counted for a closed period stands under the day it was recorded
        if line.day >= back.since && keys.contains(&line.measure.as_str()) {
            facts::reverse_one(act, line.id, why)?;
        }
    }
    Ok(())
}

/// What is kept sealed, to be written; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct Sealing {
    /// Another identity number.
    pub identity: Option<IdentityNumber>,
    /// A word on the state of health; empty takes it away.
    pub health: Option<String>,
    /// Also if the number is known in another union of the installation.
    pub elsewhere: bool,
}

/// Writes what is kept sealed of a member in an act. Says whether anything was.
///
/// # Errors
/// A refusal beside `id_number` if another member has the number, or beside `born` and `sex` if it tells otherwise;
/// `stale`; the store's.
pub fn seal(act: &Act<'_>, (id, version): (MemberId, i64), what: &Sealing) -> Reply<bool> {
    let union = act.union();
    let identity = match &what.identity {
        Some(number) if sealed::identity(act, union, id)?.as_ref() != Some(number) => Some(number),
        _ => None,
    };
    let health = match &what.health {
        Some(text) if sealed::health(act, union, id)?.unwrap_or_default() != *text => Some(text),
        _ => None,
    };
    if identity.is_none() && health.is_none() {
        return Ok(false);
    }
    seen(act, id, version)?;
    let mut fields = Vec::new();
    if let Some(number) = identity {
        let course = history::believed(act, union, id)?;
        if let Some((is, _)) = course.last() {
            fits(&is.particulars, number)?;
        }
        free(act, number, Some(id), what.elsewhere)?;
        sealed::set_identity(act.writer(), union, id, number)?;
        fields.push(sealed::IDENTITY);
    }
    if let Some(text) = health {
        sealed::set_health(act.writer(), union, id, text)?;
        fields.push(sealed::HEALTH);
    }
    act.note(&Happened::Sealed { member: id, fields })?;
    Ok(true)
}

/// Refuses a number that tells another birth or sex than is recorded.
fn fits(known: &Particulars, number: &IdentityNumber) -> Reply<()> {
    let (born, sex) = (known.day(Field::Born), known.get(Field::Sex));
    if number.born().zip(born).is_some_and(|(a, b)| a != b) {
        return Err(Refusal::field("born", "organisation.identity.born_differs").into());
    }
    if number.sex().zip(sex).is_some_and(|(a, b)| a.key() != b) {
        return Err(Refusal::field("sex", "organisation.identity.sex_differs").into());
    }
    Ok(())
}

/// Refuses a number that another member of the union has, and one known in another union unless that is said to be so.
fn free(act: &Act<'_>, number: &IdentityNumber, but: Option<MemberId>, elsewhere: bool) -> Reply<()> {
    let has = sealed::with_identity(act, act.union(), number)?;
    if has.is_some() && has != but {
        return Err(taken().into());
    }
    if !elsewhere && sealed::elsewhere(act, act.union(), number)? {
        let refusal = Refusal::new("organisation.identity.elsewhere").status(409);
        return Err(refusal.and("another", "organisation.identity.elsewhere_how").into());
    }
    Ok(())
}

fn taken() -> Refusal {
    Refusal::field("id_number", "organisation.identity.taken").status(409)
}

fn seen(act: &Act<'_>, id: MemberId, version: i64) -> Reply<Seen> {
    if store::get(act, act.union(), id)?.version == version {
        Ok(Seen {
            union: act.union(),
            id,
            version,
        })
    } else {
        Err(Refusal::stale().into())
    }
}

fn ones(measures: &[&'static Measure]) -> Vec<(&'static Measure, i64)> {
    measures.iter().map(|measure| (*measure, 1)).collect()
}

/// Posts facts for the day; for today if the day lies in a closed period, as corrections do.
fn count(
    act: &Act<'_>,
    record: Record,
    day: Date,
    group: Option<BodyId>,
    postings: &[(&'static Measure, i64)],
) -> Reply<()> {
    let closed = facts::register::store::closed(act, act.union(), day)?;
    let day = if closed { act.today() } else { day };
    facts::post(act, record, day, group, None, postings)
}

fn twice(phone: &str) -> Refusal {
    let key = if phone.is_empty() {
        "org.members.same_name"
    } else {
        "org.members.twice"
    };
    Refusal::new(key).and("another", "org.members.twice_how").status(409)
}

fn group_lives(act: &Act<'_>, group: Option<BodyId>) -> Reply<()> {
    let Some(group) = group else { return Ok(()) };
    let body = bodies::store::find(act, act.union(), group)?;
    if body.is_some_and(|b| b.kind.has_members() && b.until.is_none()) {
        Ok(())
    } else {
        Err(Refusal::field("group", "org.members.group_unknown").into())
    }
}

fn not_in_future(act: &Act<'_>, day: Date) -> Reply<()> {
    if day > act.today() {
        return Err(Refusal::field("joined", "org.members.in_future").into());
    }
    Ok(())
}
