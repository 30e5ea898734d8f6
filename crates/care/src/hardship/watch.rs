//! The watch over dossiers, each night: a re-check, a call or the end of a notice that comes due becomes a task, once. Its
//! title says what is to be done and not over whom.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Date, Instant, Lang, Text, UnionId};
use org::{
    BodyKind, MemberId,
    bodies::{posts, store as bodies},
    tree,
};
use web::{AccountId, Record};

use super::{
    KIND as RECORD, list,
    model::{Card, State},
    store,
};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.hardship";
/// How many days before its day a re-check or a call becomes a task.
const AHEAD: i32 = 14;

/// The kind of job that watches the dossiers of one union.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, remind)
}

/// Makes the tasks that are due, each once; says how many.
///
/// # Errors
/// The store's.
pub fn remind(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let today = now.day();
    if tree::store::find_one(w, union)?.is_none_or(|node| !node.lives_on(today)) {
        return Ok(0);
    }
    let mut count = 0;
    let mut owner: Option<Option<MemberId>> = None;
    for card in store::due(w, union, today.plus_days(AHEAD))? {
        let (Some(word), Some(day)) = (word(&card, today), list::due(&card)) else {
            continue;
        };
        let record = Record::new(RECORD, card.id);
        let open = flow::of_source(w, union, record)?
            .into_iter()
            .any(|task| task.state.is_open());
        if open {
            continue;
        }
        let who = match owner {
            Some(who) => who,
            None => chair(w, union, today)?,
        };
        owner = Some(who);
        let title = ui::words::find(Lang::Zh, word).unwrap_or_default();
        let title: Text<200> = title.parse().map_err(|e| Error::Other(format!("{e:?}")))?;
        let task = flow::NewTask {
            owner: who,
            due: Some(day.max(today)),
            source: Some(record),
            ..flow::NewTask::new(title, flow::Field::Care)
        };
        flow::add_for(w, union, (AccountId::NIL, now), &task)?;
        count += 1;
    }
    Ok(count)
}

fn word(card: &Card, today: Date) -> Option<&'static str> {
    match card.state {
        State::Filed { .. } => Some("hardship.task.recheck"),
        State::Exited { follow: Some(_), .. } => Some("hardship.task.follow"),
        State::Noticed { until, .. } if until < today => Some("hardship.task.cleared"),
        _ => None,
    }
}

/// Who heads the committee.
fn chair(w: &Writer, union: UnionId, today: Date) -> Result<Option<MemberId>, Error> {
    let all = bodies::living(w, union, today)?;
    let Some(committee) = all.iter().find(|body| body.kind == BodyKind::Committee) else {
        return Ok(None);
    };
    let post = posts::first_post(w, union, committee.id)?;
    let holders = posts::holders(w, union, Some(committee.id), false)?;
    Ok(holders
        .into_iter()
        .find(|holder| holder.post == post)
        .map(|holder| holder.member))
}
