//! What verify asks of the counts of workers: each is as its event told and stands as long as nothing took its place, and
//! each told one is there.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader};
use facts::{Difference, verify::each_event};
use kernel::{Date, UnionId};
use org::{
    BodyId,
    rates::{CountId, Told, store},
};
use serde::Deserialize;

/// What an event tells of a count.
#[derive(Deserialize, PartialEq, Eq)]
struct Said {
    place: Option<BodyId>,
    from: Date,
    workers: serde_json::Value,
    source: String,
    replaces: Option<CountId>,
}

#[derive(Deserialize)]
struct Event {
    count: CountId,
    /// Whose; the first events did not say it.
    union: Option<UnionId>,
    #[serde(flatten)]
    said: Said,
}

#[derive(Deserialize)]
struct TakenBack {
    count: CountId,
}

/// Names every count of workers that is not as it was told. What was told of a union below stands in that union's log
/// too, so that only counts of the own union are looked at.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut told: BTreeMap<CountId, Event> = BTreeMap::new();
    let mut ended: BTreeSet<CountId> = BTreeSet::new();
    let mut found = Vec::new();
    each_event(read, union, "workers.told", &mut found, |event: Event| {
        if event.union.is_none_or(|of| of == union) {
            ended.extend(event.said.replaces);
            told.insert(event.count, event);
        }
    })?;
    each_event(read, union, "workers.taken_back", &mut found, |event: TakenBack| {
        ended.insert(event.count);
    })?;
    let mut differs = |id: CountId, key: &'static str| found.push(Difference::told("worker_count", id, key, &[]));
    for is in store::all(read, union)? {
        // what stood on file before counts were told has no event
        let taken_over = is.by.is_none() && is.at.millis() == 0;
        match told.remove(&is.id) {
            None if !taken_over => differs(is.id, "rates.verify.no_event"),
            Some(event) if event.said != of(&is) => differs(is.id, "rates.verify.other"),
            _ if is.replaced.is_some() != ended.contains(&is.id) => differs(is.id, "rates.verify.other"),
            _ => {}
        }
    }
    for event in told.into_values().filter(|event| event.union.is_some()) {
        differs(event.count, "rates.verify.gone");
    }
    Ok(found)
}

fn of(is: &Told) -> Said {
    Said {
        place: is.place,
        from: is.from,
        workers: serde_json::to_value(is.workers).unwrap_or_default(),
        source: is.source.clone(),
        replaces: is.replaces,
    }
}
