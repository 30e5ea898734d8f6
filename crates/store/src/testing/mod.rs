//! Throw-away databases for tests: SQLite in a folder that vanishes, PostgreSQL in a cluster that the tests of all
//! processes share and that stops by itself.
//!
//! `ZHIJIA_TEST_PG` says which PostgreSQL: an address uses that server (its user must be allowed to make databases),
//! `off` leaves PostgreSQL out, nothing starts one from the installed programs.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a fixture that cannot be made fails the test that asked for it"
)]

mod cluster;
pub(crate) mod heard;
mod server;
mod shards;

use std::{
    fmt::Write as _,
    ops::Deref,
    path::{Path, PathBuf},
};

use kernel::Instant;

pub use cluster::Durability;
pub use heard::{Heard, listen};
pub use server::{Server, Stop};
pub use shards::{Route, Shards};

use crate::{Engine, Migration, Options, Place, Store, lite};
use cluster::Cluster;

/// A database of one test; gone when this is dropped.
pub struct Fresh {
    store: Option<Store>,
    place: Place,
    options: Options,
    folder: tempfile::TempDir,
    database: Option<(&'static Cluster, String)>,
}

impl Deref for Fresh {
    type Target = Store;
    fn deref(&self) -> &Store {
        self.store.as_ref().expect("a store until it is dropped")
    }
}

impl Fresh {
    /// Where the database is, to open it a second time.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }
    /// Opens it otherwise: with another key file, say.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub fn reopen(&mut self, options: Options) {
        drop(self.store.take());
        let store = Store::open(&self.place, options.clone());
        self.store = Some(store.unwrap_or_else(|e| panic!("{:?}: {e}", self.place)));
        self.options = options;
    }
    /// How it was opened, with its key file.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }
    /// The folder with the key file, and on SQLite the database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        drop(self.store.take());
        if let Some((cluster, name)) = &self.database {
            cluster.drop_database(name);
        }
    }
}

/// Runs a test on both engines, each time on a fresh database with only the store's own tables.
pub fn both(mut test: impl FnMut(&Fresh)) {
    both_with(&[], &mut test);
}

/// Runs a test on both engines, each time on a fresh database with these migrations.
pub fn both_with(steps: &[Migration], mut test: impl FnMut(&Fresh)) {
    test(&sqlite(steps, Options::default()));
    if let Some(fresh) = postgres(steps, Options::default()) {
        test(&fresh);
    }
}

/// A fresh database of one engine with these migrations; `None` for PostgreSQL if it is turned off.
#[must_use]
pub fn fresh(engine: Engine, steps: &[Migration], options: Options) -> Option<Fresh> {
    match engine {
        Engine::Sqlite => Some(sqlite(steps, options)),
        Engine::Postgres => postgres(steps, options),
    }
}

/// The instant at which the migrations of fresh databases were applied.
pub const MIGRATED: Instant = Instant::from_millis(1_700_000_000_000);

/// A fresh SQLite file with these migrations, in memory if the system has a place for that. They are carried out once: the
/// tests of all processes copy what the first of them made.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn sqlite(steps: &[Migration], options: Options) -> Fresh {
    let made = std::env::temp_dir().join(format!("zhijia-test-sqlite-{}", cluster::system("id", &["-un"])));
    let model = made.join(named(steps));
    let folder = folder();
    let file = folder.path().join(lite::FILE);
    if std::fs::copy(&model, &file).is_err() {
        std::fs::create_dir_all(&made).expect("a folder for what the tests share");
        let whole = tempfile::NamedTempFile::new_in(&made).expect("a file that the tests share");
        std::fs::write(whole.path(), file_of(steps)).expect("the file takes the tables");
        whole.persist(&model).expect("the file gets its name");
        std::fs::copy(&model, &file).expect("the folder of the test takes a file");
    }
    sqlite_in(folder, options)
}

/// A database of one engine without any table, not even the store's own; `None` for PostgreSQL if it is turned off.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn empty(engine: Engine, options: Options) -> Option<Fresh> {
    match engine {
        Engine::Sqlite => Some(sqlite_in(folder(), options)),
        Engine::Postgres => {
            Cluster::shared(Durability::None).map(|cluster| from_template(cluster, "template0", options))
        }
    }
}

/// A SQLite folder without any table on the disk that holds `at`, for measurements.
///
/// # Panics
/// If it cannot be made.
#[must_use]
pub fn sqlite_on_disk(at: &Path, options: Options) -> Fresh {
    sqlite_in(tempfile::tempdir_in(at).expect("a folder for the test"), options)
}

fn sqlite_in(folder: tempfile::TempDir, options: Options) -> Fresh {
    let place = Place::Folder(folder.path().to_owned());
    opened(place, folder, options, None)
}

fn opened(
    place: Place,
    folder: tempfile::TempDir,
    mut options: Options,
    database: Option<(&'static Cluster, String)>,
) -> Fresh {
    options.key_file.get_or_insert_with(|| keys_in(folder.path()));
    let store = Store::open(&place, options.clone()).unwrap_or_else(|e| panic!("{place:?}: {e}"));
    Fresh {
        store: Some(store),
        place,
        options,
        folder,
        database,
    }
}

/// Writes a key file into a folder, the same for every fixture: databases are copied from one image, and restored from
/// one another's backups.
fn keys_in(folder: &Path) -> PathBuf {
    let file = folder.join(crate::secret::KEY_FILE);
    let keys = format!("root 1 {}\nseal 1 {}\n", "5e".repeat(32), "a7".repeat(32));
    std::fs::write(&file, keys).expect("the folder of the test takes a key file");
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("a mode for the file");
    file
}

/// A fresh PostgreSQL database with these migrations; `None` if `ZHIJIA_TEST_PG=off`.
///
/// # Panics
/// If PostgreSQL is not installed (with the command that installs it), or the database cannot be made.
#[must_use]
pub fn postgres(steps: &[Migration], options: Options) -> Option<Fresh> {
    Cluster::shared(Durability::None).map(|cluster| in_cluster(cluster, steps, options))
}

/// Like [`postgres()`], on a server that waits for the disk, for measurements.
///
/// # Panics
/// Like [`postgres()`].
#[must_use]
pub fn postgres_durable(steps: &[Migration], options: Options) -> Option<Fresh> {
    Cluster::shared(Durability::Disk).map(|cluster| in_cluster(cluster, steps, options))
}

fn in_cluster(cluster: &'static Cluster, steps: &[Migration], options: Options) -> Fresh {
    let template = format!("tpl_{}", named(steps));
    cluster.template(&template, |url| {
        let folder = folder();
        let options = Options {
            key_file: Some(keys_in(folder.path())),
            ..Options::default()
        };
        let store = Store::open(&Place::Url(url.to_owned()), options).unwrap_or_else(|e| panic!("{e}"));
        store.migrate(steps, MIGRATED).unwrap_or_else(|e| panic!("{e}"));
    });
    from_template(cluster, &template, options)
}

fn from_template(cluster: &'static Cluster, template: &str, options: Options) -> Fresh {
    let name = format!("t_{}", hex(&kernel::clock::random::<8>()));
    cluster.create_database(&name, template);
    let place = Place::Url(cluster.url(&name));
    opened(place, folder(), options, Some((cluster, name)))
}

/// A folder that vanishes; in memory if there is such a place.
fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    let at = if memory.is_dir() { memory } else { std::env::temp_dir() };
    tempfile::Builder::new()
        .prefix("zhijia-")
        .tempdir_in(at)
        .expect("a folder for the test")
}

fn file_of(steps: &[Migration]) -> Vec<u8> {
    let folder = folder();
    keys_in(folder.path());
    let store = Store::open(&Place::Folder(folder.path().to_owned()), Options::default());
    let store = store.unwrap_or_else(|e| panic!("SQLite: {e}"));
    store.migrate(steps, MIGRATED).unwrap_or_else(|e| panic!("{e}"));
    // Closing the last connection moves everything from the log into the file.
    drop(store);
    std::fs::read(folder.path().join(lite::FILE)).expect("the file just made")
}

/// A name for a list of steps that changes with their texts and with the store's own tables.
fn named(steps: &[Migration]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(crate::migrate::OWN.as_bytes());
    for step in steps {
        hasher.update(step.system.as_bytes()).update(&step.number.to_be_bytes());
        hasher.update(step.name.as_bytes()).update(&step.digest());
    }
    hex(&hasher.finalize().as_bytes()[..10])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
