//! Recording in the register: adding, changing from a day on, correcting past days, states, and many at once.
//!
//! Every function writes the member's course ([`super::history`]) and the quick list (`member`) together and gives the
//! [`Trace`] of what it wrote, which the act puts into its event: verify compares them ever after. None of them notes
//! the event, posts facts or ends posts: that is the acts' part (`organisation::members`).

use std::{collections::HashMap, thread};

use ::store::{Error, Writer};
use kernel::{
    Clock, Date, UnionId,
    identity::IdentityNumber,
    pinyin::{self, Pinyin},
};
use web::Reply;

use super::{
    field::{Field, Particulars},
    history::{self, Course, Digest, Head, Patch, Snapshot, Trace},
    model::{By, Cannot, NewMember, Status},
    sealed, store,
};
use crate::MemberId;

/// Adds a member: the program itself does, now. See [`add`].
///
/// # Errors
/// The store's.
pub fn add_member(w: &Writer, clock: &Clock, union: UnionId, new: NewMember) -> Result<MemberId, Error> {
    add(w, clock, union, &new, &By::program(clock.now())).map(|(id, _)| id)
}

/// Adds a member. The constraint `member_twin` says that there is one of this name and phone, unless `another`.
///
/// # Errors
/// The store's.
pub fn add(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    new: &NewMember,
    by: &By<'_>,
) -> Result<(MemberId, Trace), Error> {
    let (id, (since, known)) = (clock.id(), new.entry(by.at.day()));
    let twin = store::twin_of(w, union, &known, new.another)?;
    let status = new.status.unwrap_or(Status::Active);
    let sound = pinyin::of_name(known.name());
    store::add_quick(w, [store::quick_row(union, id, &known, &sound, (since, status), twin)])?;
    let recording = history::record(w, union, by, "added")?;
    let head = Head {
        union,
        member: id,
        number: 0,
        at: by.at,
        recording,
    };
    let first = Snapshot {
        status,
        particulars: known,
    };
    let trace = history::begin(w, &head, &Course::starting(since, first))?;
    sealed::add_identities(w, union, new.identity.iter().map(|number| (id, number)))?;
    Ok((id, trace))
}

/// Adds many members under one recording, as fast as the store takes them; for imports, a chunk of some hundred to some
/// thousand an act. The ids given are the rows' in their order, the rows are written in that of their sounds. Rows of the same
/// name and phone as another, in the register or in the chunk, must say `another`, or the constraint `member_twin` says no to
/// the whole chunk; `member_sealed_once` does so for an identity number that another member has.
///
/// # Errors
/// The store's.
pub fn load(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    rows: &[NewMember],
    by: &By<'_>,
) -> Result<(Vec<MemberId>, Trace), Error> {
    let entries = entries(w, union, rows, by)?;
    let mut ids: Vec<MemberId> = rows.iter().map(|_| clock.id()).collect();
    // verify reads them in the order of their ids
    ids.sort_unstable_by_key(|id| id.raw());
    let quick = entries.iter().zip(&ids).map(|(entry, id)| {
        let is = &entry.span.is;
        let (known, sound) = (&is.particulars, &entry.sound);
        store::quick_row(union, *id, known, sound, (entry.span.from, is.status), entry.twin)
    });
    let recording = history::record(w, union, by, "imported")?;
    let sealed = entries.iter().any(|entry| entry.identity.is_some());
    let sealer = sealed.then(|| w.sealer()).transpose()?;
    let head = |member: MemberId| Head {
        union,
        member,
        number: 1,
        at: by.at,
        recording,
    };
    // the rows of the other tables are made while the quick list is written
    let (spans, digest, identities) = thread::scope(|scope| {
        let made = scope.spawn(|| {
            let both = || entries.iter().zip(&ids);
            let mut digest = Digest::new();
            both().for_each(|(entry, id)| digest.wrote(*id, 1, &entry.span));
            let spans: Vec<_> = both().map(|(e, id)| history::cells(&head(*id), &e.span)).collect();
            let numbers = both().filter_map(|(entry, id)| Some((*id, entry.identity?)));
            let seal = |sealer| sealed::identities(sealer, union, numbers);
            Ok::<_, Error>((spans, digest.hex(), sealer.as_ref().map(seal).transpose()?))
        });
        store::add_quick(w, quick)?;
        made.join().map_err(|_| Error::Panicked)?
    })?;
    history::load_rows(w, spans)?;
    if let Some(identities) = identities {
        identities.keep(w)?;
    }
    let trace = Trace {
        recording,
        rows: rows.len(),
        digest,
    };
    let mut in_rows: Vec<(usize, MemberId)> = entries.iter().map(|entry| entry.row).zip(ids).collect();
    in_rows.sort_unstable_by_key(|(row, _)| *row);
    Ok((in_rows.into_iter().map(|(_, id)| id).collect(), trace))
}

/// A row of an import on its way into the tables.
struct Entry<'a> {
    row: usize,
    span: history::Span,
    twin: i64,
    sound: Pinyin,
    identity: Option<&'a IdentityNumber>,
}

/// The rows in the order of their sounds: most indexes begin with it, or with what goes along with it, so that neighbours fall
/// into the same leaves.
fn entries<'a>(w: &Writer, union: UnionId, rows: &'a [NewMember], by: &By<'_>) -> Result<Vec<Entry<'a>>, Error> {
    let mut twins: HashMap<(String, String), i64> = HashMap::new();
    let mut entries = Vec::with_capacity(rows.len());
    for (row, new) in rows.iter().enumerate() {
        let (since, known) = new.entry(by.at.day());
        let key = (
            known.name().to_owned(),
            known.get(Field::Phone).unwrap_or_default().to_owned(),
        );
        let twin = match twins.get(&key) {
            Some(last) if new.another => last + 1,
            _ => store::twin_of(w, union, &known, new.another)?,
        };
        twins.insert(key, twin);
        entries.push(Entry {
            row,
            twin,
            sound: pinyin::of_name(known.name()),
            span: history::Span {
                from: since,
                until: None,
                is: Snapshot {
                    status: new.status.unwrap_or(Status::Active),
                    particulars: known,
                },
            },
            identity: new.identity.as_ref(),
        });
    }
    entries.sort_by(|a, b| a.sound.full.cmp(&b.sound.full));
    Ok(entries)
}

/// Which member, as it was seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The union.
    pub union: UnionId,
    /// The member.
    pub id: MemberId,
    /// The version that was looked at.
    pub version: i64,
}

/// On which days a change of particulars holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From a day on: it has changed.
    From(Date),
    /// From a day up to, but not on, another: past days are corrected.
    Between(Date, Date),
    /// On all days since it reads as it does now: it was written wrongly.
    Always,
}

/// A change of particulars.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What the particulars shall be, all of them; what does not differ from how they read now is left alone.
    pub to: &'a Particulars,
    /// On which days.
    pub when: When,
    /// Really another person than the one of the same name and phone.
    pub another: bool,
}

/// Changes what differs between how the member's particulars read now and `to`. `None` if nothing differs.
///
/// The day of joining has no days of its own: another one is so on all days, and moves the beginning of the course if
/// the person came into the register on that day.
///
/// # Errors
/// Why it cannot be recorded ([`Cannot`]); the constraint `member_twin`; the store's.
pub fn change(w: &Writer, seen: Seen, change: &Change<'_>, by: &By<'_>) -> Reply<Option<Trace>> {
    let before = history::believed(w, seen.union, seen.id)?;
    let Some((now, since_status)) = before.last() else {
        return Err(Cannot::BeforeEntry.into());
    };
    let patch = Patch::between(&now.particulars, change.to);
    if patch.is_empty() {
        return Ok(None);
    }
    let was = now.particulars.day(Field::Joined);
    let (joined, rest) = patch.apart(Field::Joined);
    let mut after = before.mended(&joined);
    if let Some(day) = change
        .to
        .day(Field::Joined)
        .filter(|_| was.is_some() && was == before.since())
    {
        if day > since_status && !now.status.belongs() {
            return Err(Cannot::Later(since_status).into());
        }
        after = after.begun(day);
    }
    if !rest.is_empty() {
        after = apply(&after, &rest, change.when, by.at.day())?;
    }
    let what = if matches!(change.when, When::From(_)) {
        "changed"
    } else {
        "corrected"
    };
    keep(w, seen, &after, by, what, change.another).map(Some)
}

/// The course with a patch on the days it holds, if those are days of the register and not to come.
fn apply(course: &Course, patch: &Patch, when: When, today: Date) -> Reply<Course> {
    let (from, until) = match when {
        When::Always => return Ok(course.mended(patch)),
        When::From(day) => (day, None),
        When::Between(from, until) => (from, Some(until)),
    };
    if from > today || until.is_some_and(|until| until > today) {
        return Err(Cannot::Future.into());
    }
    if course.since().is_some_and(|since| from < since) {
        return Err(Cannot::BeforeEntry.into());
    }
    match course.changes_later(from, patch).filter(|_| until.is_none()) {
        Some(day) => Err(Cannot::Later(day).into()),
        None => Ok(course.changed(from, until, patch)),
    }
}

/// Sets how the membership stands from a day on; `retires` marks the day as that of retirement too.
///
/// # Errors
/// Why it cannot be recorded ([`Cannot`]); the store's.
pub fn set_status(w: &Writer, seen: Seen, to: Status, on: Date, retires: bool, by: &By<'_>) -> Reply<Trace> {
    let before = history::believed(w, seen.union, seen.id)?;
    if on > by.at.day() {
        return Err(Cannot::Future.into());
    }
    if before.since().is_some_and(|first| on < first) {
        return Err(Cannot::BeforeEntry.into());
    }
    let Some((is, since)) = before.last() else {
        return Err(Cannot::BeforeEntry.into());
    };
    if on < since {
        return Err(Cannot::Later(since).into());
    }
    if !is.status.may_become(to) {
        return Err(Cannot::Become(is.status, to).into());
    }
    let mut patch = Patch::status(to);
    if retires {
        patch = patch.and(Field::Retired, Some(on.to_string()));
    }
    keep(w, seen, &before.changed(on, None, &patch), by, "status", false)
}

/// A change of state that was taken back.
#[derive(Clone, Debug)]
pub struct Back {
    /// The state taken back.
    pub gone: Status,
    /// The day since which it was believed.
    pub since: Date,
    /// The state before, which holds again.
    pub was: Status,
    /// How the particulars read.
    pub known: Particulars,
    /// What was written.
    pub trace: Trace,
}

/// Takes the last change of state back, as if it had not been: it was recorded by mistake. A day of retirement that was
/// recorded with it goes too.
///
/// # Errors
/// Why it cannot be recorded ([`Cannot`]); the store's.
pub fn take_back_status(w: &Writer, seen: Seen, by: &By<'_>) -> Reply<Back> {
    let before = history::believed(w, seen.union, seen.id)?;
    let Some((is, since)) = before.last() else {
        return Err(Cannot::Nothing.into());
    };
    let Some(was) = before
        .spans()
        .iter()
        .rev()
        .find(|span| span.from < since)
        .map(|span| &span.is)
    else {
        return Err(Cannot::Nothing.into());
    };
    let mut patch = Patch::status(was.status);
    if is.particulars.day(Field::Retired) == Some(since) {
        patch = patch.and(Field::Retired, was.particulars.get(Field::Retired).map(str::to_owned));
    }
    let trace = keep(w, seen, &before.changed(since, None, &patch), by, "taken_back", false)?;
    Ok(Back {
        gone: is.status,
        since,
        was: was.status,
        known: is.particulars.clone(),
        trace,
    })
}

fn keep(w: &Writer, seen: Seen, after: &Course, by: &By<'_>, what: &str, another: bool) -> Reply<Trace> {
    if !store::sync(w, (seen.union, seen.id, seen.version), after, another, by.basis)? {
        return Err(Cannot::Stale.into());
    }
    let recording = history::record(w, seen.union, by, what)?;
    let head = Head {
        union: seen.union,
        member: seen.id,
        number: 0,
        at: by.at,
        recording,
    };
    let before = history::lines(w, seen.union, seen.id)?;
    Ok(history::keep(w, &head, &before, after)?)
}
