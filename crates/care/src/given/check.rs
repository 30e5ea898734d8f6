//! What verify asks of what was given: each batch is as its event told it, and exactly those lines are taken back of which
//! the log says so.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader};
use facts::{Difference, verify::each_event};
use kernel::UnionId;
use serde::Deserialize;

use super::{
    model::{BatchId, GivenId, Line, digest},
    store,
};

#[derive(Deserialize)]
struct Told {
    batch: BatchId,
    digest: String,
}

#[derive(Deserialize)]
struct Back {
    ids: Vec<GivenId>,
}

/// Names every batch that is not as it was told, and every line that is taken back without a word or stands though it was.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<BatchId, String> = BTreeMap::new();
    each_event(read, union, "given.given", &mut found, |event: Told| {
        told.insert(event.batch, event.digest);
    })?;
    let mut back: BTreeSet<GivenId> = BTreeSet::new();
    each_event(read, union, "given.taken_back", &mut found, |event: Back| {
        back.extend(event.ids);
    })?;
    let mut batches: BTreeMap<BatchId, Vec<Line>> = BTreeMap::new();
    for kept in store::all(read, union)? {
        if kept.back != back.contains(&kept.line.id) {
            found.push(Difference::told("given", kept.line.id, "care.verify.back", &[]));
        }
        batches.entry(kept.batch).or_default().push(kept.line);
    }
    for (batch, lines) in batches {
        match told.remove(&batch) {
            None => found.push(Difference::told("given", batch, "care.verify.no_event", &[])),
            Some(as_told) if as_told != digest(&lines) => {
                found.push(Difference::told("given", batch, "care.verify.other", &[]));
            }
            Some(_) => {}
        }
    }
    found.extend(
        told.into_keys()
            .map(|batch| Difference::told("given", batch, "care.verify.gone", &[])),
    );
    Ok(found)
}
