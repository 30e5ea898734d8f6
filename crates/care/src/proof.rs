//! Proofs (证明材料) of need or illness: photos and files that are sealed whole in a table of their own record, name and kind of
//! file with them, and are handed out by that record's own door to the person or to a reader whose reading was just recorded.
//! What tells nothing of that kind lies in the archive instead.
//!
//! Lists name a proof by its kind, size and day alone. There is no thumbnail of a sealed picture, on purpose: it would tell what the
//! picture tells, so a list that showed one would be a reading of every proof on it that nobody gave a purpose for and nobody
//! recorded. A picture is seen only by opening it, after the reading is noted.
//!
//! How a proof ends stands in [`gone`]: a wrong one is removed by whoever may read it, unless a decision rests on it; all are
//! deleted once the rule of their kind says so ([`keeping`](crate::keeping)).

pub mod gone;
mod remove;
mod show;

pub(crate) use remove::{RemovePage, Removing, Why};
pub(crate) use show::{Listed, Shelf};

use ::store::{Error, Reader, Writer, secret::Place};
use archive::Ready;
use web::{Attachment, Refusal, Reply, View};

/// Most proofs brought at once.
const MOST_AT_ONCE: usize = 10;

/// Parts name, kind of file and content of a proof: no name has it.
const APART: char = '\u{1f}';

/// The files of a form's field `files`, checked.
pub(crate) fn ready(view: &View<'_>) -> Reply<Vec<Ready>> {
    let files = archive::ready_all(view, "files", false)?;
    match files.len() {
        0 => Err(Refusal::field("files", "web.refusal.required").into()),
        n if n > MOST_AT_ONCE => Err(Refusal::field("files", "care.proof.too_many")
            .arg("n", MOST_AT_ONCE)
            .into()),
        _ => Ok(files),
    }
}

/// Refuses more proofs than a record takes.
pub(crate) fn room(had: usize, more: usize, most: usize) -> Reply<()> {
    if had + more > most {
        return Err(Refusal::field("files", "care.proof.too_many_in_all")
            .arg("n", most)
            .arg("had", had)
            .into());
    }
    Ok(())
}

/// A file as it is kept, and its size in bytes.
pub(crate) fn seal(w: &Writer, place: Place, file: &Ready) -> Result<(Vec<u8>, i64), Error> {
    let mut plain = format!("{}{APART}{}{APART}", file.name(), file.mime()).into_bytes();
    plain.extend_from_slice(file.bytes());
    let size = i64::try_from(file.bytes().len()).unwrap_or(i64::MAX);
    Ok((w.seal(place, &plain)?, size))
}

/// A file as it is handed out; none if its key was lost.
pub(crate) fn open(read: &Reader, place: Place, sealed: &[u8]) -> Result<Option<Attachment>, Error> {
    let Some(plain) = read.open_if_held(place, sealed)? else {
        return Ok(None);
    };
    let mut parts = plain.bytes().splitn(3, |byte| char::from(*byte) == APART);
    let mut text = || parts.next().map(|part| String::from_utf8_lossy(part).into_owned());
    let (Some(name), Some(mime)) = (text(), text()) else {
        return Ok(None);
    };
    Ok(Some(Attachment {
        name,
        inline: mime.starts_with("image/") || mime == "application/pdf",
        mime,
        bytes: parts.next().unwrap_or_default().to_vec(),
    }))
}
