//! What verify asks of the counts of workers: each is as its event told, and each told one is there.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::Difference;
use kernel::{Date, UnionId};
use org::{
    BodyId,
    rates::{CountId, Told, store},
};
use serde::Deserialize;

const TOLD: Sql = Sql::union("SELECT body FROM event WHERE union_id = $1 AND kind = 'workers.told' ORDER BY id");

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
    #[serde(flatten)]
    said: Said,
}

/// Names every count of workers that is not as it was told. What an event tells of a union below stands in that union's
/// log too, so that only counts of the own union are looked at.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut told: BTreeMap<CountId, Said> = BTreeMap::new();
    read.each(TOLD, &[&union], |row| {
        let event: Event = serde_json::from_str(&row.get::<String>(0)?)
            .map_err(|e| Error::Wrong(format!("an event of a count of workers: {e}")))?;
        told.insert(event.count, event.said);
        Ok(())
    })?;
    let mut found = Vec::new();
    for is in store::all(read, union)? {
        // what stood on file before counts were told has no event
        let taken_over = is.by.is_none() && is.at.millis() == 0;
        match told.remove(&is.id) {
            Some(said) if said == of(&is) => {}
            Some(_) => found.push(Difference::told("worker_count", is.id, "rates.verify.other", &[])),
            None if taken_over => {}
            None => found.push(Difference::told("worker_count", is.id, "rates.verify.no_event", &[])),
        }
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
