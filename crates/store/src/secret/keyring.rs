//! The keys and their file.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
    time::SystemTime,
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use kernel::UnionId;
use zeroize::Zeroizing;

use super::{KeyKind, Place, Sealed};
use crate::Error;

/// The usual name of the file, in the folder of the data.
pub(crate) const FILE: &str = "zhijia.keys";

/// A sealed value begins with its format and the number of its key; then the nonce, then what the cipher made.
const FORMAT: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 3;

/// A key: 32 bytes from the system's randomness.
type Secret = Zeroizing<[u8; 32]>;

/// What is wrong with the keys, or with what was sealed under them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// No key file was named for this store.
    #[error("no key file was named")]
    Unnamed,
    /// The database holds what was sealed, but there is no key file.
    #[error("the key file {0} is missing, and this database was sealed with it")]
    Missing(PathBuf),
    /// The file holds the keys of another installation.
    #[error("the key file {0} belongs to another installation")]
    Foreign(PathBuf),
    /// The file lacks a key that the database names: an old copy.
    #[error("the key file {file} lacks the key {number}")]
    Lacks {
        /// The file.
        file: PathBuf,
        /// The missing key.
        number: u16,
    },
    /// It is no key file, or a part of one.
    #[error("{file} is no key file: {why}")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Others than its owner can read the file.
    #[error("the key file {0} can be read by others than its owner")]
    Exposed(PathBuf),
    /// A sealed value was changed, or taken from another place.
    #[error("a sealed value of {table}.{column} was changed or belongs elsewhere")]
    NotGenuine {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The key seals the newest values, or some values still.
    #[error("the key {0} is in use")]
    InUse(u16),
    /// No keys are missing, so none can be given up.
    #[error("no key is missing")]
    NoneMissing,
}

impl From<KeyTrouble> for Error {
    fn from(trouble: KeyTrouble) -> Self {
        Error::Key(trouble)
    }
}

/// The keys at one moment.
pub(crate) struct Keys {
    file: PathBuf,
    root: (u16, Secret),
    seals: BTreeMap<u16, Secret>,
    blind: Secret,
}

/// The index over the end of a value: the number of the key, and a digest that only it can make.
fn tail(number: u16, key: &Secret, sealed: Sealed, union: UnionId, end: &str) -> [u8; 16] {
    let key = Zeroizing::new(blake3::derive_key("zhijia 2026-11-29 index of ends", &**key));
    let mut hasher = blake3::Hasher::new_keyed(&key);
    for name in [sealed.table, sealed.column] {
        hasher.update(name.as_bytes()).update(&[0]);
    }
    hasher.update(union.bytes()).update(end.as_bytes());
    let mut index = [0; 16];
    index[..2].copy_from_slice(&number.to_be_bytes());
    index[2..].copy_from_slice(&hasher.finalize().as_bytes()[..14]);
    index
}

impl Keys {
    /// New keys with these numbers.
    pub(crate) fn fresh(file: &Path, root: u16, seal: u16) -> Self {
        Self::new(file, (root, fresh()), BTreeMap::from([(seal, fresh())]))
    }

    fn new(file: &Path, root: (u16, Secret), seals: BTreeMap<u16, Secret>) -> Self {
        let blind = Zeroizing::new(blake3::derive_key("zhijia 2026-11-28 blind index", &*root.1));
        Self {
            file: file.to_owned(),
            root,
            seals,
            blind,
        }
    }

    /// With one key more for sealing.
    pub(crate) fn with(&self, number: u16) -> Self {
        let mut seals = self.seals.clone();
        seals.insert(number, fresh());
        Self::new(&self.file, self.root.clone(), seals)
    }

    /// Without a key for sealing.
    pub(crate) fn without(&self, number: u16) -> Self {
        let mut seals = self.seals.clone();
        seals.remove(&number);
        Self::new(&self.file, self.root.clone(), seals)
    }

    /// Every key by kind and number, with its fingerprint.
    pub(crate) fn all(&self) -> impl Iterator<Item = (KeyKind, u16, [u8; 16])> + '_ {
        let root = (KeyKind::Root, self.root.0, fingerprint(&self.root.1));
        let seals = self.seals.iter();
        std::iter::once(root).chain(seals.map(|(number, key)| (KeyKind::Seal, *number, fingerprint(key))))
    }

    /// The key that seals.
    pub(crate) fn newest(&self) -> Result<(u16, &Secret), Error> {
        let newest = self.seals.last_key_value();
        let (number, key) = newest.ok_or_else(|| self.lacks(1))?;
        Ok((*number, key))
    }

    /// The first bytes of everything sealed under the newest key; what was sealed under older ones sorts before.
    pub(crate) fn newest_head(&self) -> Result<[u8; HEAD], Error> {
        self.newest().map(|(number, _)| head(number))
    }

    pub(crate) fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let (number, key) = self.newest()?;
        let nonce = kernel::clock::random::<NONCE>();
        let made = cipher(key)
            .encrypt(&XNonce::from(nonce), bound(plain, &aad(number, place)))
            .map_err(|_| Error::Other("a value is too long to be sealed".to_owned()))?;
        let mut sealed = Vec::with_capacity(HEAD + NONCE + made.len());
        sealed.extend_from_slice(&head(number));
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&made);
        Ok(sealed)
    }

    pub(crate) fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let not_genuine = || {
            Error::Key(KeyTrouble::NotGenuine {
                table: place.sealed.table,
                column: place.sealed.column,
            })
        };
        let number = number_of(sealed).ok_or_else(not_genuine)?;
        let (nonce, made) = sealed[HEAD..].split_first_chunk::<NONCE>().ok_or_else(not_genuine)?;
        let key = self.seals.get(&number).ok_or_else(|| self.lacks(number))?;
        cipher(key)
            .decrypt(&XNonce::from(*nonce), bound(made, &aad(number, place)))
            .map_err(|_| not_genuine())
    }

    pub(crate) fn blind(&self, label: &str, text: &str) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_keyed(&self.blind);
        hasher.update(label.as_bytes()).update(&[0]).update(text.as_bytes());
        let mut index = [0; 16];
        index.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        index
    }

    /// The index over the end of a value under the newest key.
    pub(crate) fn tail(&self, sealed: Sealed, union: UnionId, end: &str) -> Result<[u8; 16], Error> {
        let (number, key) = self.newest()?;
        Ok(tail(number, key, sealed, union, end))
    }

    /// The same under every key.
    pub(crate) fn tails(&self, sealed: Sealed, union: UnionId, end: &str) -> Vec<[u8; 16]> {
        let all = self.seals.iter();
        all.map(|(number, key)| tail(*number, key, sealed, union, end))
            .collect()
    }

    pub(crate) fn derived(&self, purpose: &str) -> Secret {
        let mut hasher = blake3::Hasher::new_derive_key("zhijia 2026-11-28 secret for a purpose");
        hasher.update(&*self.root.1).update(purpose.as_bytes());
        Zeroizing::new(*hasher.finalize().as_bytes())
    }

    fn lacks(&self, number: u16) -> Error {
        Error::Key(KeyTrouble::Lacks {
            file: self.file.clone(),
            number,
        })
    }

    /// Whether these are the same keys, some perhaps added or given up.
    fn continues(&self, before: &Keys) -> bool {
        let common = |(number, key): (&u16, &Secret)| before.seals.get(number).is_none_or(|old| old == key);
        self.root == before.root && self.seals.iter().all(common)
    }

    fn read(file: &Path) -> Result<Option<Keys>, Error> {
        let text = match fs::read_to_string(file) {
            Ok(text) => Zeroizing::new(text),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(unreadable(file, &e)),
        };
        for_owner_alone(file)?;
        let (mut root, mut seals) = (None, BTreeMap::new());
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (kind, number, key) = parsed(line).ok_or_else(|| unreadable(file, &"a line of it is damaged"))?;
            let twice = match kind {
                KeyKind::Root => root.replace((number, key)).is_some(),
                KeyKind::Seal => seals.insert(number, key).is_some(),
            };
            if twice {
                return Err(unreadable(file, &"it names a key twice"));
            }
        }
        match root {
            Some(root) if !seals.is_empty() => Ok(Some(Keys::new(file, root, seals))),
            _ => Err(unreadable(file, &"it is not whole")),
        }
    }

    /// Writes the file whole or not at all, for its owner alone.
    fn write(&self) -> Result<(), Error> {
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        crate::lite::make_private(folder)?;
        let mut part = self.file.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&part)?;
        out.write_all(self.text().as_bytes())?;
        out.sync_all()?;
        fs::rename(&part, &self.file)?;
        // The name is on the disk too before anything is sealed.
        File::open(folder)?.sync_all()?;
        Ok(())
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(1024));
        text.push_str(
            "# 职家密钥：丢了它，加密的内容（如身份证号）谁也读不出来。请另外保管一份，不要与备份放在一起。\n\
             # Keys of Zhijia: without them nobody reads what was sealed. Keep a copy apart from the backups.\n",
        );
        let mut line = |kind: KeyKind, number: u16, key: &Secret| {
            let _ = write!(text, "{} {number} ", kind.name());
            for byte in key.iter() {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\n');
        };
        line(KeyKind::Root, self.root.0, &self.root.1);
        for (number, key) in &self.seals {
            line(KeyKind::Seal, *number, key);
        }
        text
    }
}

fn fresh() -> Secret {
    Zeroizing::new(kernel::clock::random())
}

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

fn bound<'a>(msg: &'a [u8], aad: &'a [u8]) -> Payload<'a, 'a> {
    Payload { msg, aad }
}

fn head(number: u16) -> [u8; HEAD] {
    let [high, low] = number.to_be_bytes();
    [FORMAT, high, low]
}

fn aad(number: u16, place: &Place) -> Vec<u8> {
    [head(number).as_slice(), &place.bytes()].concat()
}

/// The number of the key a value was sealed under; `None` if it is no sealed value.
pub(crate) fn number_of(sealed: &[u8]) -> Option<u16> {
    match sealed {
        [FORMAT, high, low, ..] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

fn fingerprint(key: &Secret) -> [u8; 16] {
    let mut print = [0; 16];
    print.copy_from_slice(&blake3::derive_key("zhijia 2026-11-28 fingerprint of a key", &**key)[..16]);
    print
}

fn parsed(line: &str) -> Option<(KeyKind, u16, Secret)> {
    let mut words = line.split_whitespace();
    let (kind, number, hex) = (words.next()?, words.next()?, words.next()?);
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let mut key = Zeroizing::new([0; 32]);
    if words.next().is_some() || hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
    }
    Some((KeyKind::of_name(kind)?, number, key))
}

fn unreadable(file: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::Key(KeyTrouble::Unreadable {
        file: file.to_owned(),
        why: why.to_string(),
    })
}

#[cfg(unix)]
fn for_owner_alone(file: &Path) -> Result<(), Error> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file)?.permissions());
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyTrouble::Exposed(file.to_owned()).into())
    }
}

#[cfg(not(unix))]
fn for_owner_alone(_: &Path) -> Result<(), Error> {
    Ok(())
}

/// When the file was written and how long it is: another stamp, another file.
type Stamp = (SystemTime, u64);

/// The keys of a store and the file they are in. Read when the store is opened; read again when the file has changed.
pub struct Keyring {
    file: Option<PathBuf>,
    held: RwLock<(Option<Arc<Keys>>, Option<Stamp>)>,
}

impl Keyring {
    /// Reads the file, if one is named and it is there.
    pub(crate) fn open(file: Option<PathBuf>) -> Result<Self, Error> {
        let ring = Self {
            file,
            held: RwLock::default(),
        };
        ring.load()?;
        Ok(ring)
    }

    /// The file, if one was named.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The number of the key that seals now, if there are older ones beside it whose values may wait for it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn replaced_by(&self) -> Result<Option<u16>, Error> {
        if self.file.is_none() {
            return Ok(None);
        }
        let keys = self.keys()?;
        let newest = keys.newest()?.0;
        Ok((keys.seals.len() > 1).then_some(newest))
    }

    /// The keys as the file has them now.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>, Error> {
        let (held, stamp) = self.held.read().map_err(|_| Error::Panicked)?.clone();
        let Some(file) = &self.file else {
            return Err(KeyTrouble::Unnamed.into());
        };
        let now = stamp_of(file);
        match held {
            // Whoever takes the file away while we run keeps nobody from their work.
            Some(keys) if now.is_none() || now == stamp => Ok(keys),
            Some(keys) => self.load().map(|changed| changed.unwrap_or_else(|| Arc::clone(&keys))).or_else(|error| {
                tracing::error!(%error, "the key file was changed and is not taken; the keys read before are used on");
                self.held.write().map_err(|_| Error::Panicked)?.1 = now;
                Ok(keys)
            }),
            None => self.load()?.ok_or_else(|| KeyTrouble::Missing(file.clone()).into()),
        }
    }

    /// Reads the file anew; `None` if there is none.
    pub(crate) fn load(&self) -> Result<Option<Arc<Keys>>, Error> {
        let Some(file) = &self.file else { return Ok(None) };
        let stamp = stamp_of(file);
        let Some(keys) = Keys::read(file)? else { return Ok(None) };
        let mut held = self.held.write().map_err(|_| Error::Panicked)?;
        if held.0.as_ref().is_some_and(|before| !keys.continues(before)) {
            return Err(KeyTrouble::Foreign(file.clone()).into());
        }
        let keys = Arc::new(keys);
        *held = (Some(Arc::clone(&keys)), stamp);
        Ok(Some(keys))
    }

    /// Writes other keys in the place of these.
    pub(crate) fn put(&self, keys: Keys) -> Result<Arc<Keys>, Error> {
        keys.write()?;
        let keys = Arc::new(keys);
        let stamp = stamp_of(&keys.file);
        *self.held.write().map_err(|_| Error::Panicked)? = (Some(Arc::clone(&keys)), stamp);
        Ok(keys)
    }
}

fn stamp_of(file: &Path) -> Option<Stamp> {
    let found = fs::metadata(file).ok()?;
    Some((found.modified().ok()?, found.len()))
}
