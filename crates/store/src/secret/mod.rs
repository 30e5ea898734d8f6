//! Values that nobody reads by accident: identity numbers, bank accounts, what a hardship dossier says.
//!
//! A secret value is **sealed** before it goes into its column (XChaCha20-Poly1305) under a key that is not in the
//! database. The seal binds it to its place: table, column, union and record. Copied to another row it does not open.
//! To look a value up, or to notice that it is there twice, a **blind index** stands in a column beside it: a digest
//! that only this installation's key can make (keyed BLAKE3), equal for equal values.
//!
//! The keys lie in the [`Keyring`]'s file. The database keeps fingerprints of them, so that a start with the wrong
//! file, or without one, is refused instead of sealing with keys that fit nothing. Keys for sealing are numbered and
//! every sealed value names its own; a new one is taken by [`Store::add_key`](crate::Store::add_key), and [`Reseal`]
//! brings the old values under it while everybody works on. The root, of which blind indexes are made, stays.
//!
//! Each sealed column is declared by the crate that owns it, and only through its [`Sealed`] can a place be named:
//!
//! ```
//! use kernel::{Id, UnionId};
//! use store::{Error, Reader, secret::Sealed};
//! const IDENTITY: Sealed = Sealed::of_union("member", "identity", "id");
//! # enum Member {}
//! fn kept(reader: &Reader, union: UnionId, member: Id<Member>, number: &str) -> Result<(Vec<u8>, [u8; 16]), Error> {
//!     let sealed = reader.seal(IDENTITY.at(union, member), number.as_bytes())?;
//!     Ok((sealed, reader.blind("member.identity", number)?))
//! }
//! ```

mod keyring;
mod reseal;
mod settle;

use std::{borrow::Cow, sync::Arc};

use kernel::{Id, UnionId};
use zeroize::Zeroizing;

use crate::{Error, Reader};
pub(crate) use keyring::{FILE as KEY_FILE, Keys};
pub use keyring::{KeyTrouble, Keyring};
pub use reseal::{Reseal, Step, Used};
pub(crate) use settle::settle;
pub use settle::{KeyKind, KeyOf, KeyStatus};

/// A column whose values are sealed. Declared as a constant, and listed in the crate's `SEALED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sealed {
    /// The table.
    pub table: &'static str,
    /// The column: `BYTEA`, NULL where there is no value.
    pub column: &'static str,
    /// The column with the id (16 bytes) of the record that the value belongs to.
    pub record: &'static str,
    /// The column that tells several values of one record apart, where they stand in rows of their own.
    pub part: Option<&'static str>,
    /// Whether the table's key begins with `union_id`.
    pub of_union: bool,
    /// The column of the index over the last signs of a value, where it is found by them.
    pub tail: Option<&'static str>,
}

/// So many signs of a value's end are found by an index.
pub const TAIL: usize = 4;

impl Sealed {
    /// A column of a table of unions.
    #[must_use]
    pub const fn of_union(table: &'static str, column: &'static str, record: &'static str) -> Self {
        Self {
            table,
            column,
            record,
            part: None,
            of_union: true,
            tail: None,
        }
    }
    /// A column of a table of the installation.
    #[must_use]
    pub const fn of_house(table: &'static str, column: &'static str, record: &'static str) -> Self {
        Self {
            table,
            column,
            record,
            part: None,
            of_union: false,
            tail: None,
        }
    }
    /// Where a record has several values in rows of their own, the text column that tells them apart: each opens only
    /// under its own [`Place::part`].
    #[must_use]
    pub const fn by(mut self, column: &'static str) -> Self {
        self.part = Some(column);
        self
    }
    /// The column of the index over the last [`TAIL`] signs of a value: NULL where a value has none. It is made under the key
    /// that seals the value, and made anew with it.
    #[must_use]
    pub const fn found_by(mut self, column: &'static str) -> Self {
        self.tail = Some(column);
        self
    }
    /// The place of a record's value.
    #[must_use]
    pub const fn at<K>(self, union: UnionId, record: Id<K>) -> Place {
        Place {
            sealed: self,
            union: if self.of_union { union } else { UnionId::NIL },
            record: record.cast(),
            part: Cow::Borrowed(""),
        }
    }
    /// The place of the value of a record of the installation.
    #[must_use]
    pub const fn at_house<K>(self, record: Id<K>) -> Place {
        self.at(UnionId::NIL, record)
    }
}

/// The last [`TAIL`] signs of a text.
#[must_use]
pub fn end_of(text: &str) -> &str {
    let from = text.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default()
}

/// Where a sealed value belongs: it opens there and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    sealed: Sealed,
    union: UnionId,
    record: Id<()>,
    part: Cow<'static, str>,
}

impl Place {
    /// Which of the record's values, as the column of [`Sealed::by`] says.
    #[must_use]
    pub fn part(mut self, part: impl Into<Cow<'static, str>>) -> Self {
        self.part = part.into();
        self
    }
    /// The place in bytes, without ambiguity: what the seal is bound to besides the value.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(96);
        for name in [self.sealed.table, self.sealed.column] {
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(0);
        }
        bytes.extend_from_slice(self.union.bytes());
        bytes.extend_from_slice(self.record.bytes());
        bytes.extend_from_slice(self.part.as_bytes());
        bytes
    }
}

/// An opened value. Neither printed nor serialised by accident, and wiped from memory in the end.
pub struct Plain(Zeroizing<Vec<u8>>);

impl Plain {
    /// The bytes that were sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
    /// The text that was sealed.
    ///
    /// # Errors
    /// [`Error::Wrong`] if it was no text.
    pub fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(&self.0).map_err(|_| Error::Wrong("a sealed text expected".to_owned()))
    }
}

/// The keys at one moment, apart from the transaction that they were taken from.
#[derive(Clone)]
pub struct Sealer(Arc<keyring::Keys>);

impl Sealer {
    /// As [`Reader::seal`].
    ///
    /// # Errors
    /// [`Error::Other`] if the place lacks the part that its column asks for.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, Error> {
        if place.sealed.part.is_some() == place.part.is_empty() {
            return Err(Error::Other(format!("not a place of {:?}", place.sealed)));
        }
        self.0.seal(&place, plain)
    }
    /// As [`Reader::blind`].
    #[must_use]
    pub fn blind(&self, label: &str, text: &str) -> [u8; 16] {
        self.0.blind(label, text)
    }
    /// As [`Reader::tail`].
    ///
    /// # Errors
    /// As said there.
    pub fn tail(&self, sealed: Sealed, union: UnionId, end: &str) -> Result<[u8; 16], Error> {
        self.0.tail(sealed, union, end)
    }
}

impl Reader {
    /// Seals a value for its place, under the newest key. Two seals of the same value differ.
    ///
    /// # Errors
    /// [`Error::Key`] if the store has no keys; [`Error::Other`] if the place lacks the part that its column asks for.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, Error> {
        self.sealer()?.seal(place, plain)
    }

    /// The keys of this transaction, to seal with on another thread while this one writes.
    ///
    /// # Errors
    /// [`Error::Key`] if the store has no keys.
    pub fn sealer(&self) -> Result<Sealer, Error> {
        self.keys().map(Sealer)
    }

    /// Opens the value sealed for this place.
    ///
    /// # Errors
    /// [`Error::Key`] if it was sealed under a key that is gone, for another place, or changed since.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Plain, Error> {
        match self.keys()?.open(&place, sealed) {
            // Another program may have taken a new key since this transaction began.
            Err(Error::Key(KeyTrouble::Lacks { .. })) => {
                self.state.forget_keys();
                self.keys()?.open(&place, sealed)
            }
            answer => answer,
        }
        .map(|plain| Plain(Zeroizing::new(plain)))
    }

    /// Like [`Reader::open`]; `None` if the key is lost (see
    /// [`Store::give_up_lost_keys`](crate::Store::give_up_lost_keys)), so that the value has to be entered again.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn open_if_held(&self, place: Place, sealed: &[u8]) -> Result<Option<Plain>, Error> {
        match self.open(place, sealed) {
            Ok(plain) => Ok(Some(plain)),
            Err(Error::Key(KeyTrouble::Lacks { .. })) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The blind index of a text: equal for equal texts under one label, and telling nothing without the keys. Bring
    /// the text into one spelling first.
    ///
    /// # Errors
    /// [`Error::Key`] if the store has no keys.
    pub fn blind(&self, label: &str, text: &str) -> Result<[u8; 16], Error> {
        Ok(self.sealer()?.blind(label, text))
    }

    /// The index over the end of a value of a union's column, under the newest key: equal for equal ends in one union, under
    /// one key. So few signs tell somebody apart badly and could all be tried; therefore nothing is equal across unions,
    /// and what was made under an old key goes with it.
    ///
    /// # Errors
    /// [`Error::Key`] if the store has no keys.
    pub fn tail(&self, sealed: Sealed, union: UnionId, end: &str) -> Result<[u8; 16], Error> {
        self.sealer()?.tail(sealed, union, end)
    }

    /// The indexes over an end under every key that values may still be sealed under, to look it up by.
    ///
    /// # Errors
    /// As [`Reader::tail`].
    pub fn tails(&self, sealed: Sealed, union: UnionId, end: &str) -> Result<Vec<[u8; 16]>, Error> {
        Ok(self.keys()?.tails(sealed, union, end))
    }

    /// A secret of the installation for one purpose (a signing key, say), the same every time; it stays when keys
    /// for sealing are changed.
    ///
    /// # Errors
    /// [`Error::Key`] if the store has no keys.
    pub fn derived(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, Error> {
        Ok(self.keys()?.derived(purpose))
    }
}
