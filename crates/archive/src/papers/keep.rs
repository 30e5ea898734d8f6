//! Keeping papers within an act.

use ::store::{Error, Reader};
use kernel::UnionId;
use serde::Serialize;
use web::{Act, Event, Record, Reply, View};

use super::{
    KIND,
    model::{Class, Line, PaperId, Shelf},
    pages::Sight,
    ready::Ready,
    store::{self, Filing},
};

/// What can happen to papers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// A paper was kept.
    Kept {
        /// The paper.
        paper: PaperId,
        /// The record it belongs to.
        of: Record,
        /// blake3 of its content, in hexadecimal: with the sealed log it proves what was kept.
        digest: String,
        /// Whether it opens with its record alone.
        restricted: bool,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Kept { .. } => "paper.kept",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Kept { paper, .. } => Record::new(KIND, *paper),
        }
    }
}

/// Keeps a paper with a record, filed in the year of this day. The same file given to the same record again is the
/// same paper. Whoever calls has checked that the actor may change the record.
///
/// # Errors
/// The store's.
pub fn keep(act: &Act<'_>, ready: &Ready, record: Record, class: Class) -> Reply<PaperId> {
    keep_as(act, ready, record, Shelf::new(class, act.today().year()))
}

/// Like [`keep`], filed in another year: proof of last year's work that comes in January.
///
/// # Errors
/// The store's.
pub fn keep_in(act: &Act<'_>, ready: &Ready, record: Record, class: Class, year: i16) -> Reply<PaperId> {
    keep_as(act, ready, record, Shelf::new(class, year))
}

/// Like [`keep`], with all that a shelf says: the branch of the record, and whether the paper opens with its record alone.
///
/// # Errors
/// The store's.
pub fn keep_as(act: &Act<'_>, ready: &Ready, record: Record, shelf: Shelf) -> Reply<PaperId> {
    if let Some(paper) = store::same(act, act.union(), record, ready.digest)? {
        return Ok(paper);
    }
    store::add_content(act.writer(), act.union(), ready.digest, &ready.bytes)?;
    if let Some(shape) = &ready.picture {
        store::add_content(act.writer(), act.union(), shape.thumb_digest, &shape.thumb)?;
    }
    let filing = Filing {
        id: act.id(),
        of: record,
        shelf,
        at: act.now(),
        by: act.actor().account,
        name: act.actor().name(),
    };
    store::add(act.writer(), act.union(), &filing, ready)?;
    act.note(&Happened::Kept {
        paper: filing.id,
        of: record,
        digest: blake3::Hash::from_bytes(ready.digest).to_hex().to_string(),
        restricted: shelf.restricted,
    })?;
    Ok(filing.id)
}

/// The papers of a record, in the order they came; at most 500. Whoever calls has checked that the reader may open the record.
///
/// # Errors
/// The store's.
pub fn of_record(read: &Reader, union: UnionId, record: Record) -> Result<Vec<Line>, Error> {
    store::of_record(read, union, (record.kind, record.id))
}

/// The papers of a record that the actor may see by the powers over papers: all that are not restricted, those of a branch, or their
/// own. For pages.
///
/// # Errors
/// The store's.
pub fn seen_of_record(view: &View<'_>, record: Record) -> Result<Vec<Line>, Error> {
    seen_of(view, record.kind, record.id)
}

/// Like [`seen_of_record`], for a record of which another row tells the kind: a fact, an event.
///
/// # Errors
/// The store's.
pub fn seen_of(view: &View<'_>, kind: &str, id: uuid::Uuid) -> Result<Vec<Line>, Error> {
    let mut lines = store::of_record(view, view.union(), (kind, id))?;
    if !lines.is_empty() {
        let sight = Sight::of(view)?;
        lines.retain(|line| !line.restricted && sight.sees(line.added_by, line.body));
    }
    Ok(lines)
}
