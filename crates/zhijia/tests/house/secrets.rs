//! What is sealed stands nowhere in plain: not in another column, an event, a job, not on a page, in JSON, in a file that
//! is handed out, not in the log of the program.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    sync::{Mutex, MutexGuard, PoisonError},
};

use kernel::{Id, UnionId};
use store::{Sql, Store, secret::Sealed};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use web::inside::{Answer, Client};
use zhijia::roof;

use crate::{
    enrich::enrich,
    records::{Demo, NO_RECORD},
};

#[test]
fn every_sealed_column_is_listed_and_is_as_it_says() {
    let listed = roof::sealed();
    let named: BTreeSet<(String, String)> = listed
        .iter()
        .map(|sealed| (sealed.table.to_owned(), sealed.column.to_owned()))
        .collect();
    assert_eq!(named.len(), listed.len(), "none is listed twice");
    assert_eq!(
        store::rules::sealed_in_source(&crate::root()).unwrap(),
        named,
        "left: declared in the source; right: in the roof's list"
    );
    store::testing::both(|fresh| {
        fresh
            .migrate(&roof::migrations(), kernel::Clock::system().now())
            .unwrap();
        let tables = store::rules::schema(fresh).unwrap();
        for sealed in &listed {
            let Sealed { table, column, .. } = sealed;
            let of = tables.iter().find(|t| t.name == *table).unwrap();
            let kind = |name: &str| of.columns.iter().find(|c| c.name == name).map(|c| c.kind.clone());
            assert_eq!(kind(column).as_deref(), Some("BYTEA"), "{table}.{column}");
            assert_eq!(
                kind(sealed.record).as_deref(),
                Some("BYTEA"),
                "{table}.{}",
                sealed.record
            );
            if let Some(part) = sealed.part {
                assert_eq!(kind(part).as_deref(), Some("TEXT"), "{table}.{part}");
            }
            assert_eq!(sealed.of_union, !roof::house_tables().contains(table), "{table}");
        }
        // Both engines take what walks over the columns.
        assert_eq!(fresh.sealed_values(&listed).unwrap(), []);
        let mut way = store::secret::Reseal::new(&listed);
        while way.step(fresh).unwrap() == store::secret::Step::More {}
    });
}

/// What a person reads of their own, sealed for everybody else: why a proof of theirs was removed.
const OWN: (&str, &str) = ("第二张是别人家的收入证明", "/me/hardship");

#[test]
fn what_is_sealed_stands_nowhere_in_plain() {
    listen();
    let demo = Demo::fresh();
    enrich(&demo.chair);
    // a letter that has come is sealed there too
    while jobs::runner::step(&demo.store, &demo.clock, &roof::work().kinds).unwrap() {}
    let secrets = opened(&demo.store);
    let bare: Vec<&Sealed> = Vec::from_iter(roof::sealed().leak().iter().filter(|s| !secrets.contains_key(*s)));
    assert!(bare.is_empty(), "let the demo or `enrich` seal something in {bare:?}");
    let secrets: BTreeSet<String> = secrets.into_values().flatten().collect();

    let mut found = Vec::new();
    for (table, row) in every_row(&demo.store) {
        found.extend(told(&secrets, &row, || format!("the table {table}: {row}")));
    }
    for client in [&demo.chair, &member(&demo)] {
        for (door, answer) in every_answer(&demo, client) {
            for text in texts(&answer) {
                found.extend(told(&secrets, &text, || door.clone()));
            }
        }
    }
    let log = String::from_utf8_lossy(&lock(&LOG)).into_owned();
    assert!(log.contains("request"), "the log is heard: {}", log.len());
    found.extend(told(&secrets, &log, || "the program's log".to_owned()));
    let (text, page) = OWN;
    let (own, found): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|one| *one == format!("{text} in {page}") || *one == format!("{text} in JSON of {page}"));
    assert_eq!(own.len(), 2, "shown to their own person, as page and as JSON");
    assert!(found.is_empty(), "{found:#?}");
}

/// What the dossiers of `enrich` say, which nobody has opened.
const MARKS: &[&str] = &[
    "合肥市庐阳区某路十二号",
    "孩子上学费用高",
    "郑小孩",
    "学费收据",
    "6222020200001112223",
    "110105198503170044",
    "110105201506050026",
    "340104201006120012",
];

#[test]
fn what_a_dossier_of_hardship_says_is_nowhere_outside_its_readers() {
    listen();
    let demo = Demo::fresh();
    enrich(&demo.chair);
    while jobs::runner::step(&demo.store, &demo.clock, &roof::work().kinds).unwrap() {}
    let marks: BTreeSet<String> = MARKS.iter().map(|mark| (*mark).to_owned()).collect();
    let mut found = Vec::new();
    for (table, row) in every_row(&demo.store) {
        found.extend(told(&marks, &row, || format!("the table {table}: {row}")));
    }
    for name in [
        "zhuxi", "fuzhuxi", "weiyuan", "caiwu", "jingshen", "zuzhang", "huiyuan", "guanli",
    ] {
        let client = testkit::signed_in(&demo.store, &demo.clock, roof::routes(), name);
        for (door, answer) in every_answer(&demo, &client) {
            for text in texts(&answer) {
                found.extend(told(&marks, &text, || format!("{door} of {name}")));
            }
        }
        for mark in &marks {
            let asked: String = mark.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let answer = client.get_json(&format!("/search?q={asked}")).text();
            assert!(!answer.contains("hardship"), "{name} finds {mark}: {answer}");
        }
    }
    let log = String::from_utf8_lossy(&lock(&LOG)).into_owned();
    found.extend(told(&marks, &log, || "the program's log".to_owned()));
    assert!(found.is_empty(), "{found:#?}");
}

/// The places that tell a secret.
fn told(secrets: &BTreeSet<String>, text: &str, place: impl Fn() -> String) -> Vec<String> {
    let tells = |secret: &&String| text.contains(secret.as_str()) || text.contains(&hex(secret));
    secrets
        .iter()
        .filter(tells)
        .map(|secret| format!("{secret} in {}", place()))
        .collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
}

/// Everything that is sealed, by column, in plain: the words of it that are long enough to be told from others.
fn opened(store: &Store) -> BTreeMap<Sealed, BTreeSet<String>> {
    let mut all: BTreeMap<Sealed, BTreeSet<String>> = BTreeMap::new();
    for sealed in roof::sealed() {
        let Sealed {
            table, column, record, ..
        } = sealed;
        let union = if sealed.of_union { "union_id" } else { record };
        let part = sealed.part.unwrap_or("''");
        let sql = format!("SELECT {union}, {record}, {part}, {column} FROM {table} WHERE {column} IS NOT NULL");
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        let values: Result<Vec<String>, store::Error> = store.read(|r| {
            let rows: Vec<(UnionId, Id<()>, String, Vec<u8>)> = r.rows(Sql::house(sql, "a test"), &[], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            rows.into_iter()
                .map(|(union, id, part, value)| {
                    // a sealed paper is no text: its owner's own door hands it out, and its words are no words
                    let plain = r.open(sealed.at(union, id).part(part), &value)?;
                    Ok(String::from_utf8(plain.bytes().to_vec()).unwrap_or_default())
                })
                .collect()
        });
        for value in values.unwrap() {
            // Plain letters alone are a key of ours, such as the kind of a document, and stand in clear elsewhere.
            // An amount by itself tells of nobody, such as a local standard that a test of means was held against.
            let amount = |word: &str| word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || c == '.');
            let telling = |word: &&str| {
                word.chars().count() >= 6 && !word.chars().all(|c| c.is_ascii_lowercase()) && !amount(word)
            };
            let words = value.split_whitespace().filter(telling);
            all.entry(sealed).or_default().extend(words.map(str::to_owned));
        }
    }
    all
}

/// Every row of the database, by table, in the words of SQLite: text as it is, bytes in hex.
fn every_row(store: &Store) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for table in store::rules::schema(store).unwrap() {
        let cells: Vec<String> = table.columns.iter().map(|c| format!("quote({})", c.name)).collect();
        let sql = format!("SELECT {} FROM {}", cells.join(" || ',' || "), table.name);
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        let rows: Result<Vec<String>, store::Error> =
            store.read(|r| r.rows(Sql::house(sql, "a test"), &[], |row| row.get(0)));
        all.extend(rows.unwrap().into_iter().map(|row| (table.name.clone(), row)));
    }
    all
}

/// What every page (for people and for programs) and every file says to somebody.
fn every_answer(demo: &Demo, client: &Client) -> Vec<(String, Answer)> {
    let mut all = Vec::new();
    for route in roof::routes().iter().filter(|r| r.method() == "GET") {
        let path = match NO_RECORD.iter().find(|(p, _)| *p == route.path) {
            Some(_) => route.path.replace(['{', '}'], ""),
            None => demo.filled(route.path, demo.union),
        };
        if route.is_page() {
            all.push((format!("JSON of {path}"), client.get_json(&path)));
        }
        all.push((path.clone(), client.get(&path)));
    }
    all
}

/// An answer as text; documents unpacked.
fn texts(answer: &Answer) -> Vec<String> {
    let mut texts = vec![answer.text()];
    if answer.bytes.starts_with(b"PK") {
        for name in ["file.xlsx", "file.docx"] {
            let limits = papers::Limits::default();
            texts.extend(papers::read(name, &answer.bytes, &limits).map(|document| document.plain_text()));
        }
    }
    texts
}

/// A plain member of the demo's union.
fn member(demo: &Demo) -> Client {
    testkit::signed_in(&demo.store, &demo.clock, roof::routes(), "huiyuan")
}

/// What the program logs, at every level, whichever test makes it log.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn lock(log: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&LOG).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn listen() {
    let ours = "store=trace,web=trace,org=trace,organisation=trace,facts=trace,flow=trace,archive=trace,jobs=trace,\
                dispatch=trace,planning=trace,rules=trace,care=trace,zhijia=trace";
    let all = fmt::layer().json().with_writer(|| Ear).flatten_event(true);
    let _ = tracing_subscriber::registry()
        .with(EnvFilter::new(ours))
        .with(all)
        .try_init();
}
