//! The handle to a database: open it, read, act.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
    time::Duration,
};

use crate::{
    Error, Reader, Writer, lite,
    pg::{self, Session},
    pool::{Lent, Pool},
    queue::{self, Queue},
    reader::{Link, Text},
    retry,
    secret::{KEY_FILE, Keyring},
    tls::Way,
};

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder on this machine, with the file `zhijia.sqlite` in it; made if it is not there.
    Folder(PathBuf),
    /// A PostgreSQL database, as `postgres://user:word@host/database`; `?sslmode=` and `&sslrootcert=` as in libpq:
    /// `disable`, `prefer` (the default), `require`, `verify-full`.
    Url(String),
}

/// For people: the folder, or the host and database without the name and password that open it.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Folder(folder) => folder.display().fmt(f),
            Place::Url(url) => {
                let bare = url.split_once('?').map_or(url.as_str(), |(bare, _)| bare);
                let (scheme, rest) = bare.split_once("://").unwrap_or(("postgres", bare));
                let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                write!(f, "{scheme}://{host}")
            }
        }
    }
}

/// The engine behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// SQLite, one file.
    Sqlite,
    /// PostgreSQL, or an engine that speaks its language.
    Postgres,
}

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections that only read.
    pub readers: usize,
    /// Connections that write, on PostgreSQL; SQLite has one.
    pub writers: usize,
    /// At most so many acts share one commit, on SQLite.
    pub group: usize,
    /// How long to wait for a free connection, a lock, or the server.
    pub wait: Duration,
    /// How long one statement may run, on PostgreSQL.
    pub statement: Duration,
    /// Statements kept prepared, on each connection of SQLite.
    pub statements: usize,
    /// Pages kept in memory, KiB on each reading connection of SQLite.
    pub cache_kib: u32,
    /// The same on the writing one: many acts touch many leaves of many indexes between two commits, and what does not fit is
    /// written to the log early and read back from it.
    pub writer_cache_kib: u32,
    /// The file of the keys; by default `zhijia.keys` in the folder of SQLite, and none for PostgreSQL (nothing can be
    /// sealed then). See [`crate::secret`].
    pub key_file: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 16,
            writers: 16,
            group: 512,
            wait: Duration::from_secs(10),
            statement: Duration::from_secs(30),
            statements: 1024,
            cache_kib: 8192,
            writer_cache_kib: 48 << 10,
            key_file: None,
        }
    }
}

/// What [`Store::health`] found: the database answers and takes a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The engine.
    pub engine: Engine,
    /// The newest step of each system.
    pub schema: Vec<(String, u32)>,
}

/// A database. Cheap to clone; all clones share its connections. Its calls block: use plain worker threads, never
/// the threads of an async runtime.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) options: Options,
    pub(crate) backend: Backend,
    pub(crate) ring: Arc<Keyring>,
}

pub(crate) enum Backend {
    Sqlite {
        folder: PathBuf,
        readers: Pool<Reader>,
        queue: Queue,
    },
    Postgres {
        way: Arc<Way>,
        readers: Pool<Reader>,
        writers: Pool<Writer>,
        gate: RwLock<()>,
    },
}

impl Store {
    /// Opens the database. Changes no table; see [`Store::migrate`].
    ///
    /// # Errors
    /// If the file cannot be opened or the server cannot be reached; [`Error::Key`] if there is a key file that cannot
    /// be used.
    pub fn open(place: &Place, options: Options) -> Result<Store, Error> {
        let beside = match place {
            Place::Folder(folder) => Some(folder.join(KEY_FILE)),
            Place::Url(_) => None,
        };
        let ring = Arc::new(Keyring::open(options.key_file.clone().or(beside))?);
        let backend = match place {
            Place::Folder(folder) => open_sqlite(folder, &options, &ring)?,
            Place::Url(url) => open_postgres(url, &options)?,
        };
        Ok(Store(Arc::new(Inner { options, backend, ring })))
    }

    /// The engine behind the store.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.backend {
            Backend::Sqlite { .. } => Engine::Sqlite,
            Backend::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Reads one consistent snapshot, the one of the first statement. `f` cannot write.
    ///
    /// # Errors
    /// What `f` errs with, or that no connection is to be had.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&Reader) -> Result<T, E>) -> Result<T, E> {
        let reader = self.reader()?;
        let open = Open(Some(reader));
        let result = f(open.get()?);
        open.close();
        result
    }

    /// Runs one act: all of it is kept or nothing, and it is on the disk when this returns.
    ///
    /// `f` may run more than once (a serialisation failure, a connection lost before the commit), each time from
    /// the beginning on an unchanged database; it has no other effect than through the [`Writer`]. A panic in it
    /// is contained.
    ///
    /// # Errors
    /// What `f` errs with; [`Error::Panicked`]; what kept the act from being committed. After [`Error::Gone`] from
    /// the commit itself nobody knows whether the act was kept: repeat it under the same idempotency key.
    pub fn write<T: Send + 'static, E: From<Error> + Send + 'static>(
        &self,
        f: impl FnMut(&Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        queue::free()?;
        match &self.0.backend {
            Backend::Sqlite { queue, .. } => queue.act(f),
            Backend::Postgres { writers, gate, .. } => retry::act(&|| self.writer(writers), gate, f),
        }
    }

    /// Whether the database can be read and written, and how far it is migrated. Writes one durable row.
    ///
    /// # Errors
    /// If it cannot.
    pub fn health(&self) -> Result<Health, Error> {
        self.write(|w| {
            w.touch(Text::Kept("UPDATE store_pulse SET beats = beats + 1 WHERE id = 1"), &[])
                .map(drop)
        })?;
        let schema = self.read(crate::migrate::newest)?;
        Ok(Health {
            engine: self.engine(),
            schema,
        })
    }

    /// Whether the engine takes the statement and the product could read its answer. Runs nothing.
    ///
    /// # Errors
    /// What the engine says against it.
    pub fn check_statement(&self, text: &str) -> Result<(), Error> {
        self.read(|r| match &r.link {
            Link::Sqlite(db) => lite::check(db, text),
            Link::Postgres(session) => pg::check(session, text),
        })
    }

    /// Whether the database works on this machine's cores.
    #[must_use]
    pub fn is_near(&self) -> bool {
        match &self.0.backend {
            Backend::Sqlite { .. } => true,
            Backend::Postgres { way, .. } => way.is_near(),
        }
    }

    /// A connection in a fresh read transaction.
    fn reader(&self) -> Result<Lent<'_, Reader>, Error> {
        let (pool, begin) = match &self.0.backend {
            Backend::Sqlite { readers, .. } => (readers, "BEGIN DEFERRED"),
            Backend::Postgres { readers, .. } => (readers, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        };
        begun(pool, || self.connect(), begin)
    }

    fn writer<'a>(&self, pool: &'a Pool<Writer>) -> Result<Lent<'a, Writer>, Error> {
        let make = || self.connect_as(true).map(Writer::new);
        begun(pool, make, "BEGIN ISOLATION LEVEL SERIALIZABLE")
    }

    /// A new connection: for reading on SQLite, for anything on PostgreSQL.
    pub(crate) fn connect(&self) -> Result<Reader, Error> {
        self.connect_as(false)
    }

    fn connect_as(&self, acts: bool) -> Result<Reader, Error> {
        let options = &self.0.options;
        let link = match &self.0.backend {
            Backend::Sqlite { folder, .. } => Link::Sqlite(lite::open(folder, options, false)?),
            Backend::Postgres { way, .. } => Link::Postgres(Box::new(RefCell::new(Session::open(way, options, acts)?))),
        };
        Ok(Reader::new(link, Arc::clone(&self.0.ring)))
    }

    /// A connection of its own for long work on the whole database (migration, restore), with the right to write.
    pub(crate) fn connect_alone(&self) -> Result<Writer, Error> {
        match &self.0.backend {
            Backend::Sqlite { folder, .. } => {
                let db = lite::open(folder, &self.0.options, true)?;
                let ring = Arc::clone(&self.0.ring);
                Ok(Writer::new(Reader::new(Link::Sqlite(db), ring)))
            }
            Backend::Postgres { .. } => self.connect().map(Writer::new),
        }
    }

    /// Closes idle connections, so that none holds statements prepared for an older schema.
    pub(crate) fn forget_connections(&self) {
        match &self.0.backend {
            Backend::Sqlite { readers, .. } => readers.empty(),
            Backend::Postgres { readers, writers, .. } => {
                readers.empty();
                writers.empty();
            }
        }
    }
}

fn open_sqlite(folder: &Path, options: &Options, ring: &Arc<Keyring>) -> Result<Backend, Error> {
    let db = lite::open(folder, options, true)?;
    let writer = Writer::new(Reader::new(Link::Sqlite(db), Arc::clone(ring)));
    Ok(Backend::Sqlite {
        folder: folder.to_owned(),
        readers: Pool::new(options.readers, options.wait),
        queue: Queue::start(writer, options.group)?,
    })
}

fn open_postgres(url: &str, options: &Options) -> Result<Backend, Error> {
    let way = Arc::new(Way::of(url)?);
    // Reach the server now, so that a wrong address is told at the start and not to the first visitor.
    Session::open(&way, options, false)?;
    Ok(Backend::Postgres {
        way,
        readers: Pool::new(options.readers, options.wait),
        writers: Pool::new(options.writers, options.wait),
        gate: RwLock::new(()),
    })
}

/// What both kinds of connections have in common.
pub(crate) trait Connected {
    fn reader(&self) -> &Reader;
}
impl Connected for Reader {
    fn reader(&self) -> &Reader {
        self
    }
}
impl Connected for Writer {
    fn reader(&self) -> &Reader {
        self
    }
}

/// Lends a connection in a fresh transaction.
fn begun<'a, C: Connected>(
    pool: &'a Pool<C>,
    make: impl Fn() -> Result<C, Error>,
    words: &'static str,
) -> Result<Lent<'a, C>, Error> {
    let lent = pool.take(&make)?;
    let reader = lent.get()?.reader();
    reader.state.clear();
    reader.begin(words).map_err(|trouble| trouble.error)?;
    Ok(lent)
}

/// A read transaction that ends even when the closure panics.
struct Open<'a>(Option<Lent<'a, Reader>>);

impl Open<'_> {
    fn get(&self) -> Result<&Reader, Error> {
        self.0.as_ref().ok_or(Error::Busy)?.get()
    }
    fn close(mut self) {
        if let Some(lent) = self.0.take()
            && lent.get().is_ok_and(Reader::leave)
        {
            lent.give_back();
        }
    }
}

/// Whether the connection must not be used again.
pub(crate) fn spent(reader: &Reader) -> bool {
    match &reader.link {
        Link::Sqlite(_) => false,
        Link::Postgres(session) => session.try_borrow().map_or(true, |session| session.spent),
    }
}
