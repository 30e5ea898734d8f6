//! What verify asks of dossiers: each stands where its last step led, and nothing sealed is other than the log's mark of it.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify::bodies};
use kernel::UnionId;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    model::DossierId,
    store::{self, STEP, TEXT},
};

const STEPPED: Sql =
    Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'hardship.stepped' ORDER BY id");
const WRITTEN: Sql =
    Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'hardship.written' ORDER BY id");

#[derive(Deserialize)]
struct Stepped {
    dossier: DossierId,
    step: Uuid,
    number: i64,
    status: String,
    mark: String,
}

#[derive(Deserialize)]
struct Written {
    dossier: DossierId,
    text: Uuid,
    number: i64,
    mark: String,
}

/// Names every dossier that does not stand as it was told, and every sealed part that is not what was kept.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    // events of one moment have no order of their own: the number tells which was last
    let (mut status, mut texts) = (
        BTreeMap::<DossierId, (i64, String)>::new(),
        BTreeMap::<DossierId, i64>::new(),
    );
    let (mut of_steps, mut of_texts) = (BTreeMap::new(), BTreeMap::new());
    for event in bodies::<Written>(read, union, WRITTEN, &mut found)? {
        let last = texts.entry(event.dossier).or_default();
        *last = event.number.max(*last);
        of_texts.insert(event.text, event.mark);
    }
    for event in bodies::<Stepped>(read, union, STEPPED, &mut found)? {
        let last = status.entry(event.dossier).or_default();
        *last = (event.number, event.status).max(last.clone());
        of_steps.insert(event.step, event.mark);
    }
    for (id, is, text) in store::all(read, union)? {
        let was = status.remove(&id).map_or_else(|| "draft".to_owned(), |(_, key)| key);
        let written = texts.remove(&id);
        if was != is.key() || written != Some(text) {
            found.push(Difference::told("hardship", id, "hardship.verify.state", &[]));
        }
    }
    found.extend(
        texts
            .into_keys()
            .map(|id| Difference::told("hardship", id, "hardship.verify.gone", &[])),
    );
    for (sealed, table, mut marks) in [(STEP, "hardship_step", of_steps), (TEXT, "hardship_text", of_texts)] {
        for (id, mark) in store::marks(read, union, sealed)? {
            let was = marks.remove(&id.raw());
            // what was sealed under a lost key cannot be compared
            if was.is_none() || (mark.is_some() && was != mark) {
                found.push(Difference::told(table, id, "hardship.verify.other", &[]));
            }
        }
        let gone = marks.into_keys().map(kernel::Id::<()>::new);
        found.extend(gone.map(|id| Difference::told(table, id, "hardship.verify.gone", &[])));
    }
    crate::proof::gone::check(read, union, &super::PROOFS, &mut found)?;
    Ok(found)
}
