//! The watch over the register and the year: birthdays, retirements and moves become events, each once; a festival or
//! season asks an officer for the list of whom to visit.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Calendar, Date, Instant, Text, UnionId};
use org::{
    MemberId, Status,
    members::{
        Field, Particulars,
        age::{birthday_after, retires_on},
        history,
    },
    tree,
};
use web::AccountId;

use super::{
    beginning::{By, begin, fill, told},
    leaders::Leaders,
    model::{New, Source},
    store,
};
use crate::visits::{
    event::Happened as Due,
    reasons::{self, Begins, Reason, model::season},
};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.events";

/// The kind of job that watches the register of one union.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, look)
}

/// What the register tells of a member for a reason: the day, and the occasion by which it tells once.
fn occasion(
    begins: Begins,
    known: &Particulars,
    (status, since): (Status, Date),
    today: Date,
) -> Option<(Date, String)> {
    match begins {
        Begins::Birthday => {
            let day = birthday_after(known.day(Field::Born)?, today);
            Some((day, day.year().to_string()))
        }
        Begins::Retirement if status == Status::Active && known.get(Field::Retired).is_none() => {
            let female = known.get(Field::Sex)? == "female";
            let labour = known.get(Field::JobClass) == Some("labour");
            let day = retires_on(known.day(Field::Born)?, female, labour);
            Some((day, "retirement".to_owned()))
        }
        Begins::Transfer if status == Status::Moving => Some((since, since.to_string())),
        _ => None,
    }
}

/// So many days after it happened the register still tells: who was moved over the holidays is not forgotten.
const LATE: i32 = 30;

/// Makes events of what the register tells, and tasks of seasons that come; says how many.
///
/// # Errors
/// The store's.
pub fn look(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let today = now.day();
    if tree::store::find_one(w, union)?.is_some_and(|node| !node.lives_on(today)) {
        return Ok(0);
    }
    let all = reasons::store::now(w, union)?;
    let leaders = Leaders::load(w, union, today)?;
    let mut count = 0;
    for reason in all.iter().filter(|r| r.lives_on(today)) {
        count += match reason.says.begins {
            Begins::Season => usize::from(ask_for_list(w, (union, now), reason, &leaders)?),
            begins if begins.from_register() => from_register(w, (union, now), reason, &leaders)?,
            _ => 0,
        };
    }
    Ok(count)
}

fn nobody() -> AccountId {
    AccountId::new(uuid::Uuid::nil())
}

fn from_register(
    w: &Writer,
    (union, now): (UnionId, Instant),
    reason: &Reason,
    leaders: &Leaders,
) -> Result<usize, Error> {
    let today = now.day();
    let ahead = i32::try_from(reason.says.ahead_days).unwrap_or(0);
    // a birthday comes again; a retirement does not
    let since = match reason.says.begins {
        Begins::Birthday => today.plus_days(-400),
        _ => Date::FIRST,
    };
    let known_of = store::occasions(w, union, reason.id, since)?;
    let mut coming: Vec<(MemberId, Option<org::BodyId>, Date, String)> = Vec::new();
    history::each_on(w, union, (today, now), |m| {
        let known = &m.is.particulars;
        if !m.is.status.belongs() {
            return Ok(());
        }
        let found = occasion(reason.says.begins, known, (m.is.status, m.since), today);
        if let Some((day, key)) = found
            && (today.plus_days(-LATE)..=today.plus_days(ahead)).contains(&day)
            && !known_of.contains(&(m.id, key.clone()))
        {
            coming.push((m.id, known.group(), day, key));
        }
        Ok(())
    })?;
    coming.sort_by_key(|(member, _, day, _)| (*day, *member));
    if coming.is_empty() {
        return Ok(0);
    }
    let by = By {
        union,
        account: nobody(),
        at: now,
    };
    let reason = reasons::store::settled(w, union, reason.id, (by.account, now))?;
    let count = coming.len();
    for (member, branch, happened, key) in coming {
        let new = New {
            member,
            branch,
            reason: reason.id,
            happened,
            known: today,
            source: Source::Register,
            occasion: Some(key),
            note: None,
        };
        let (event, visit) = begin(w, by, &new, &reason, leaders)?;
        let due = reason.says.due(happened, today);
        web::event::write(w, union, by.account, now, &told(event, &new))?;
        web::event::write(w, union, by.account, now, &Due::Due { visit, version: 1, due })?;
    }
    Ok(count)
}

/// The task to settle whom to visit, once a year, some days before the season.
fn ask_for_list(
    w: &Writer,
    (union, now): (UnionId, Instant),
    reason: &Reason,
    leaders: &Leaders,
) -> Result<bool, Error> {
    let (today, says) = (now.day(), &reason.says);
    let when = says.season.as_deref().and_then(season);
    let Some(span) = when.and_then(|when| when.resolve(today.year(), &Calendar::shipped())) else {
        return Ok(false);
    };
    let last = span.to;
    let first = last.plus_days(-i32::try_from(says.ahead_days).unwrap_or(0));
    if today < first || today > last || reasons::store::asked(w, union, reason.id, last.year())? {
        return Ok(false);
    }
    let season = says.season.as_deref().unwrap_or_default();
    let title = fill("visits.task.season", &[("reason", &says.name), ("season", &season)]);
    let title: Text<200> = Text::new(&title).map_err(|e| Error::Wrong(format!("a task's title: {e}")))?;
    let task = flow::NewTask {
        owner: leaders.officer(),
        due: Some(last),
        note: fill("visits.task.season_note", &[]).parse().ok(),
        ..flow::NewTask::new(title, flow::Field::Care)
    };
    let task = flow::add_for(w, union, (nobody(), now), &task)?;
    reasons::store::note_asked(w, union, reason.id, last.year(), task)?;
    Ok(true)
}
