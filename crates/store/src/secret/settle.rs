//! Which keys a database knows: fingerprints in `store_key`, compared with the file at every start.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use kernel::Instant;

use super::{KeyTrouble, Keyring, Keys, Sealed, reseal};
use crate::{
    Error, Param, Reader, Store, Writer, migrate,
    reader::{Flow, Text},
};

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// Blind indexes and other secrets that stay the same are made of it.
    Root,
    /// It seals values.
    Seal,
}

impl KeyKind {
    /// Its name in the file and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            KeyKind::Root => "root",
            KeyKind::Seal => "seal",
        }
    }
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [KeyKind::Root, KeyKind::Seal]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// Whether the key is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyStatus {
    /// In the file.
    Held,
    /// Taken out of the file, since nothing was sealed under it any more.
    Forgotten,
    /// Lost with its file; what was sealed under it stays closed.
    Lost,
}

impl KeyStatus {
    fn name(self) -> &'static str {
        match self {
            KeyStatus::Held => "held",
            KeyStatus::Forgotten => "forgotten",
            KeyStatus::Lost => "lost",
        }
    }
    fn of_name(name: &str) -> Result<Self, Error> {
        [KeyStatus::Held, KeyStatus::Forgotten, KeyStatus::Lost]
            .into_iter()
            .find(|status| status.name() == name)
            .ok_or_else(|| Error::Wrong(format!("the status of a key: {name}")))
    }
}

/// A key as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct KeyOf {
    /// What it is for.
    pub kind: KeyKind,
    /// Its number, from 1.
    pub number: u16,
    /// The beginning of its fingerprint, in hex.
    pub fingerprint: String,
    /// Since when the database knows it, in milliseconds since 1970.
    pub since: i64,
    /// Whether it is there.
    pub status: KeyStatus,
}

/// A row of `store_key`.
struct Row {
    fingerprint: [u8; 16],
    since: Instant,
    status: KeyStatus,
}

type Rows = BTreeMap<(KeyKind, u16), Row>;

/// What programs that began before a key was replaced may take to end, in milliseconds; until then it is not given up.
const GRACE_MS: i64 = 3_600_000;

impl Store {
    /// The keys and their file.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.0.ring
    }

    /// All keys that the database knows.
    ///
    /// # Errors
    /// What reading fails with.
    pub fn keys(&self) -> Result<Vec<KeyOf>, Error> {
        let rows = self.read(rows)?;
        let all = rows.into_iter().map(|((kind, number), row)| KeyOf {
            kind,
            number,
            fingerprint: row
                .fingerprint
                .iter()
                .take(6)
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            since: row.since.millis(),
            status: row.status,
        });
        Ok(all.collect())
    }

    /// Takes a new key for everything that is sealed from now on; its number. The old ones stay for what was sealed
    /// before, until [`Reseal`](super::Reseal) is through.
    ///
    /// # Errors
    /// [`Error::Key`] if the keys do not fit the database, or what writing fails with.
    pub fn add_key(&self, at: Instant) -> Result<u16, Error> {
        self.alone(|w| {
            let (keys, rows) = settled(w, &self.0.ring, at)?;
            let number = next(&rows, KeyKind::Seal)?;
            let keys = self.0.ring.put(keys.with(number))?;
            enter(w, &keys, &rows, at)?;
            Ok(number)
        })
    }

    /// Takes an old key out of the file, for good. It still opens the values in backups of its time: keep an old copy
    /// of the file as long as those.
    ///
    /// # Errors
    /// [`KeyTrouble::InUse`] if it is the newest, was replaced less than an hour ago, or something in the columns
    /// `sealed` is under it.
    pub fn forget_key(&self, number: u16, sealed: &[Sealed], at: Instant) -> Result<(), Error> {
        let fewer = self.alone(|w| {
            let (keys, rows) = settled(w, &self.0.ring, at)?;
            let later = held(&rows).find(|((kind, other), _)| *kind == KeyKind::Seal && *other > number);
            let replaced = later.is_some_and(|(_, row)| row.since.plus_millis(GRACE_MS) <= at);
            if !replaced || reseal::used(w, sealed)?.iter().any(|used| used.number == number) {
                return Err(KeyTrouble::InUse(number).into());
            }
            mark(w, KeyKind::Seal, number, KeyStatus::Forgotten)?;
            Ok(keys.without(number))
        })?;
        // Only now: a key that the database counts on must be in the file, not the other way round.
        self.0.ring.put(fewer).map(drop)
    }

    /// Gives up the keys that are in no file any more, and makes new ones where needed. What was sealed under a lost key
    /// stays closed; blind indexes of a lost root find nothing. If the old file is found again later, its lines of keys
    /// for sealing may be added to the new one.
    ///
    /// # Errors
    /// [`KeyTrouble::NoneMissing`] if all keys are there, [`KeyTrouble::Foreign`] if another installation's file lies
    /// in the place.
    pub fn give_up_lost_keys(&self, at: Instant) -> Result<Vec<KeyOf>, Error> {
        let ring = &self.0.ring;
        let new = self.alone(|w| {
            let file = ring.file().ok_or(KeyTrouble::Unnamed)?;
            let (known, there) = (rows(w)?, ring.load()?);
            if let Some(keys) = &there {
                fits(keys, file, &known, true)?;
            }
            let gone = |kind: KeyKind, number: u16| {
                let there = there.as_ref();
                there.is_none_or(|keys| print_of(keys, kind, number).is_none())
            };
            let missing: Vec<_> = held(&known)
                .filter(|((kind, number), _)| gone(*kind, *number))
                .collect();
            if missing.is_empty() {
                return Err(KeyTrouble::NoneMissing.into());
            }
            for ((kind, number), _) in missing {
                mark(w, *kind, *number, KeyStatus::Lost)?;
            }
            let seal = next(&known, KeyKind::Seal)?;
            let new = match &there {
                Some(keys) => keys.with(seal),
                None => Keys::fresh(file, next(&known, KeyKind::Root)?, seal),
            };
            enter(w, &new, &rows(w)?, at)?;
            Ok(new)
        })?;
        // Written last: if this fails, the keys just made are missing too, and this may be done again.
        ring.put(new)?;
        self.keys()
    }
}

/// Compares the keys with what the database knows of them; makes the first ones; makes a note of new ones.
pub(crate) fn settle(w: &Writer, ring: &Keyring, at: Instant) -> Result<(), Error> {
    let known_at_all = migrate::applied(w)?.contains_key(&("store".to_owned(), 1));
    if known_at_all && (ring.file().is_some() || !rows(w)?.is_empty()) {
        settled(w, ring, at)?;
    }
    Ok(())
}

fn settled(w: &Writer, ring: &Keyring, at: Instant) -> Result<(Arc<Keys>, Rows), Error> {
    let file = ring.file().ok_or(KeyTrouble::Unnamed)?;
    let known = rows(w)?;
    let keys = match ring.load()? {
        Some(keys) => keys,
        None if held(&known).next().is_some() => return Err(KeyTrouble::Missing(file.to_owned()).into()),
        None => {
            let keys = Keys::fresh(file, next(&known, KeyKind::Root)?, next(&known, KeyKind::Seal)?);
            tracing::info!(file = %file.display(), "keys were made; keep a copy apart from the backups");
            ring.put(keys)?
        }
    };
    fits(&keys, file, &known, false)?;
    enter(w, &keys, &known, at)?;
    Ok((keys, rows(w)?))
}

/// Whether the file's keys are the database's: none is another, and (unless `some`) none is missing.
fn fits(keys: &Keys, file: &Path, known: &Rows, some: bool) -> Result<(), Error> {
    let foreign = || KeyTrouble::Foreign(file.to_owned());
    let stranger = |(kind, number, _): (KeyKind, u16, _)| kind == KeyKind::Root && !known.contains_key(&(kind, number));
    if held(known).next().is_some() && keys.all().any(stranger) {
        return Err(foreign().into());
    }
    for ((kind, number), row) in known {
        match print_of(keys, *kind, *number) {
            Some(print) if print != row.fingerprint => return Err(foreign().into()),
            None if row.status == KeyStatus::Held && !some => {
                return Err(KeyTrouble::Lacks {
                    file: file.to_owned(),
                    number: *number,
                }
                .into());
            }
            _ => {}
        }
    }
    Ok(())
}

fn print_of(keys: &Keys, kind: KeyKind, number: u16) -> Option<[u8; 16]> {
    let mut all = keys.all();
    all.find(|(k, n, _)| (*k, *n) == (kind, number))
        .map(|(_, _, print)| print)
}

fn held(known: &Rows) -> impl Iterator<Item = (&(KeyKind, u16), &Row)> {
    known.iter().filter(|(_, row)| row.status == KeyStatus::Held)
}

fn next(known: &Rows, of: KeyKind) -> Result<u16, Error> {
    let last = known
        .keys()
        .filter(|(kind, _)| *kind == of)
        .map(|(_, number)| *number)
        .max();
    let next = last.unwrap_or(0).checked_add(1);
    next.ok_or_else(|| Error::Other("there are no more numbers for keys".to_owned()))
}

/// Makes a note of keys that the database does not know, or had given up.
fn enter(w: &Writer, keys: &Keys, known: &Rows, at: Instant) -> Result<(), Error> {
    for (kind, number, print) in keys.all() {
        match known.get(&(kind, number)) {
            Some(row) if row.status == KeyStatus::Held => {}
            Some(_) => mark(w, kind, number, KeyStatus::Held)?,
            None => {
                let text =
                    "INSERT INTO store_key (kind, number, fingerprint, since, status) VALUES ($1, $2, $3, $4, 'held')";
                let params = [
                    Param::Text(kind.name().into()),
                    Param::Int(number.into()),
                    Param::Bytes(print.as_slice().into()),
                    Param::Int(at.millis()),
                ];
                w.touch(Text::Once(text), &params)?;
            }
        }
    }
    Ok(())
}

fn mark(w: &Writer, kind: KeyKind, number: u16, status: KeyStatus) -> Result<(), Error> {
    let params = [
        Param::Text(kind.name().into()),
        Param::Int(number.into()),
        Param::Text(status.name().into()),
    ];
    let text = "UPDATE store_key SET status = $3 WHERE kind = $1 AND number = $2";
    w.touch(Text::Once(text), &params).map(drop)
}

fn rows(r: &Reader) -> Result<Rows, Error> {
    let mut all = BTreeMap::new();
    let text = Text::Once("SELECT kind, number, fingerprint, since, status FROM store_key");
    r.answer(text, &[], Flow::Whole, &mut |row| {
        let kind = row.get::<String>(0)?;
        let kind = KeyKind::of_name(&kind).ok_or_else(|| Error::Wrong(format!("the kind of a key: {kind}")))?;
        let key = Row {
            fingerprint: row.get(2)?,
            since: row.get(3)?,
            status: KeyStatus::of_name(&row.get::<String>(4)?)?,
        };
        all.insert((kind, row.get(1)?), key);
        Ok(())
    })?;
    Ok(all)
}
