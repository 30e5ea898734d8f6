//! Sealed values, their keys and the key file, on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use kernel::{Id, Instant, UnionId, clock::fresh};
use store::{
    Engine, Error, Migration, Options, Sql, Store,
    secret::{KeyKind, KeyStatus, KeyTrouble, Reseal, Sealed, Step},
    testing::{self, Fresh},
};

const CARDS: Migration = Migration {
    system: "cards",
    number: 1,
    name: "0001_card",
    sql: "CREATE TABLE card (
        union_id BYTEA NOT NULL, id BYTEA NOT NULL, number BYTEA, spare BYTEA,
        CONSTRAINT card_pk PRIMARY KEY (union_id, id));
        CREATE TABLE told (union_id BYTEA NOT NULL, id BYTEA NOT NULL, field TEXT NOT NULL, value BYTEA NOT NULL,
        CONSTRAINT told_pk PRIMARY KEY (union_id, id, field));
        CREATE TABLE device (id BYTEA NOT NULL, code BYTEA, CONSTRAINT device_pk PRIMARY KEY (id));",
    data: "",
};
const NUMBER: Sealed = Sealed::of_union("card", "number", "id");
const SPARE: Sealed = Sealed::of_union("card", "spare", "id");
const CODE: Sealed = Sealed::of_house("device", "code", "id");
const TOLD: Sealed = Sealed::of_union("told", "value", "id").by("field");
const ALL: [Sealed; 4] = [NUMBER, SPARE, CODE, TOLD];

const ADD: Sql = Sql::union("INSERT INTO card (union_id, id, number) VALUES ($1, $2, $3)");
const PUT: Sql = Sql::union("UPDATE card SET number = $3 WHERE union_id = $1 AND id = $2");
const ONE: Sql = Sql::union("SELECT number FROM card WHERE union_id = $1 AND id = $2");
const CARDS_OF: Sql = Sql::union("SELECT id, number FROM card WHERE union_id = $1");

enum Card {}
type CardId = Id<Card>;

fn steps() -> Vec<Migration> {
    [store::MIGRATIONS, &[CARDS]].concat()
}
fn at() -> Instant {
    Instant::from_millis(1_790_000_000_000)
}
fn later(hours: i64) -> Instant {
    at().plus_millis(hours * 3_600_000)
}
fn union() -> UnionId {
    "01234567-0123-7123-8123-0123456789ab".parse().unwrap()
}

mod keys;
mod values;

/// An installation: a database and a key file of its own.
struct Home {
    db: Fresh,
    file: PathBuf,
}

impl Home {
    /// A database without any table, and no key file yet.
    fn new(engine: Engine) -> Option<Self> {
        let options = Options::default();
        let mut db = testing::empty(engine, options.clone())?;
        let file = db.folder().join("own").join("zhijia.keys");
        db.reopen(Options {
            key_file: Some(file.clone()),
            ..options
        });
        Some(Self { db, file })
    }
    /// One on each engine, started once.
    fn started() -> impl Iterator<Item = Self> {
        let homes = [Engine::Sqlite, Engine::Postgres].into_iter().filter_map(Self::new);
        homes.inspect(|home| {
            home.db.migrate(&steps(), at()).unwrap();
        })
    }
    /// Another program on the same database, with the same file.
    fn again(&self) -> Result<Store, Error> {
        let store = Store::open(self.db.place(), self.db.options().clone())?;
        store.migrate(&steps(), at())?;
        Ok(store)
    }
    fn trouble(&self) -> KeyTrouble {
        match self.again() {
            Err(Error::Key(trouble)) => trouble,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it started"),
        }
    }
}

fn add(store: &Store, number: &str) -> CardId {
    let (id, number) = (fresh(at()), number.to_owned());
    store
        .write(move |w| {
            let sealed = w.seal(NUMBER.at(union(), id), number.as_bytes())?;
            w.run(ADD, &[&union(), &id, &sealed])
        })
        .unwrap();
    id
}
fn sealed(store: &Store, id: CardId) -> Vec<u8> {
    store.read(|r| r.one(ONE, &[&union(), &id], |row| row.get(0))).unwrap()
}
fn opened(store: &Store, id: CardId) -> Result<String, Error> {
    store.read(|r| {
        let sealed: Vec<u8> = r.one(ONE, &[&union(), &id], |row| row.get(0))?;
        r.open(NUMBER.at(union(), id), &sealed)?.text().map(str::to_owned)
    })
}
fn blind(store: &Store, text: &str) -> [u8; 16] {
    store.read(|r| r.blind("card", text)).unwrap()
}
fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}
fn numbers(store: &Store) -> Vec<(u16, u64)> {
    let used = store.sealed_values(&ALL).unwrap();
    used.into_iter().map(|used| (used.number, used.values)).collect()
}
fn reseal(store: &Store) -> Reseal {
    let mut way = Reseal::new(&ALL);
    while way.step(store).unwrap() == Step::More {}
    way
}
fn copied(to: &Path, from: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}
