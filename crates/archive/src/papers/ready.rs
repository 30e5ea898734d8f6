//! A file checked and prepared, before the act and outside its transaction.

use std::sync::Arc;

use kernel::Date;
use web::{Refusal, Reply, Upload, View};

use super::{
    model::{FILE_MAX, Kind, Unfit},
    picture, sniff,
};

/// A file that may be kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ready {
    pub(crate) name: String,
    pub(crate) mime: &'static str,
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) digest: [u8; 32],
    pub(crate) picture: Option<Shape>,
}

/// What a picture has besides.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub size: (u32, u32),
    pub thumb: Arc<[u8]>,
    pub thumb_digest: [u8; 32],
    pub taken_on: Option<Date>,
}

impl Ready {
    /// Prepares bytes that did not come with a form: a paper that the product made itself, a demonstration.
    ///
    /// # Errors
    /// Why they are not taken.
    pub fn of(name: &str, bytes: &[u8], keep_place: bool) -> Result<Self, Unfit> {
        let kind = sniff::kind(bytes)?;
        if !kind.is_picture() {
            return Ok(Self::new(name, kind, bytes.into(), None));
        }
        let picture = picture::ready(bytes, kind, keep_place)?;
        let shape = Shape {
            size: picture.size,
            thumb_digest: *blake3::hash(&picture.thumb).as_bytes(),
            thumb: picture.thumb.into(),
            taken_on: picture.taken_on,
        };
        Ok(Self::new(name, picture.kind, picture.bytes.into(), Some(shape)))
    }

    fn new(name: &str, kind: Kind, bytes: Arc<[u8]>, picture: Option<Shape>) -> Self {
        Self {
            name: clean_name(name),
            mime: kind.mime(),
            digest: *blake3::hash(&bytes).as_bytes(),
            bytes,
            picture,
        }
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What kind of file it is.
    #[must_use]
    pub fn mime(&self) -> &'static str {
        self.mime
    }
    /// What is to be kept, for a system that seals its papers itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// The day a photo was taken.
    #[must_use]
    pub fn taken_on(&self) -> Option<Date> {
        self.picture.as_ref().and_then(|p| p.taken_on)
    }
    /// blake3 of what will be kept.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

/// A name without folders and control characters, at most 120 characters.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let clean: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    let clean = clean.trim();
    if clean.is_empty() {
        "file".to_owned()
    } else {
        clean.to_owned()
    }
}

/// Checks and prepares a file that came with a form. A photo loses its metadata (place, phone, hour) unless
/// `keep_place`.
///
/// # Errors
/// A refusal next to the file's field that says what is wrong and what to do.
pub fn ready(upload: &Upload, keep_place: bool) -> Reply<Ready> {
    Ready::of(&upload.name, &upload.bytes, keep_place).map_err(|unfit| {
        Refusal::field(&upload.field, unfit.word())
            .arg("name", clean_name(&upload.name))
            .arg("max", FILE_MAX / 1024 / 1024)
            .into()
    })
}

/// Checks and prepares all files of a form's field.
///
/// # Errors
/// The first file's that is refused.
pub fn ready_all(view: &View<'_>, field: &str, keep_place: bool) -> Reply<Vec<Ready>> {
    view.uploads(field).map(|upload| ready(upload, keep_place)).collect()
}
