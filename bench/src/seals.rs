//! What sealing costs: a value at a time, a roster of members loaded with sealed numbers beside the same roster in plain,
//! and a change of keys.

use std::{path::Path, time::Instant};

use kernel::{Id, UnionId, clock::fresh};
use store::{
    Migration, Options, Param, Sql, Store,
    secret::{Reseal, Sealed, Step},
    testing,
};

use crate::{Res, say};

/// Members of the roster.
const ROWS: u32 = 100_000;
/// Values sealed one after the other.
const VALUES: u32 = 200_000;

const TABLE: Migration = Migration {
    system: "bench",
    number: 1,
    name: "0001_roster",
    sql: "CREATE TABLE roster (union_id BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT NOT NULL, number BYTEA NOT NULL,
          blind BYTEA NOT NULL, CONSTRAINT roster_pk PRIMARY KEY (union_id, id), CONSTRAINT roster_blind UNIQUE (union_id, blind));
          CREATE TABLE plain (union_id BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
          CONSTRAINT plain_pk PRIMARY KEY (union_id, id), CONSTRAINT plain_number UNIQUE (union_id, number));",
    data: "",
};
const NUMBER: Sealed = Sealed::of_union("roster", "number", "id");
const SEALED: Sql = Sql::union("INSERT INTO roster (union_id, id, name, number, blind) VALUES ($1, $2, $3, $4, $5)");
const PLAIN: Sql = Sql::union("INSERT INTO plain (union_id, id, name, number) VALUES ($1, $2, $3, $4)");

/// Measures and prints.
pub fn run(scratch: &Path, postgres: bool) -> Res<()> {
    let steps = [store::MIGRATIONS, &[TABLE]].concat();
    let fresh = testing::sqlite_on_disk(scratch, Options::default());
    fresh.migrate(&steps, testing::MIGRATED)?;
    one_by_one(&fresh)?;
    roster("SQLite", &fresh)?;
    if postgres && let Some(fresh) = testing::postgres_durable(&steps, Options::default()) {
        roster("PostgreSQL", &fresh)?;
    }
    Ok(())
}

fn number(n: u32) -> String {
    format!("resident 440301{:08}{:04}", 19_500_101 + n / 997, n % 9973)
}

fn one_by_one(store: &Store) -> Res<()> {
    let (union, id): (UnionId, Id<()>) = (fresh(testing::MIGRATED), fresh(testing::MIGRATED));
    let each = |start: Instant| start.elapsed().as_secs_f64() * 1e6 / f64::from(VALUES);
    let (seal, blind, open) = store.read(|r| {
        let start = Instant::now();
        for n in 0..VALUES {
            std::hint::black_box(r.seal(NUMBER.at(union, id), number(n).as_bytes())?);
        }
        let seal = each(start);
        let start = Instant::now();
        for n in 0..VALUES {
            std::hint::black_box(r.blind("bench", &number(n))?);
        }
        let blind = each(start);
        let sealed = r.seal(NUMBER.at(union, id), number(0).as_bytes())?;
        let start = Instant::now();
        for _ in 0..VALUES {
            std::hint::black_box(r.open(NUMBER.at(union, id), &sealed)?);
        }
        Ok::<_, store::Error>((seal, blind, each(start)))
    })?;
    say(&format!(
        "a value: sealed in {seal:.2} µs, its blind index {blind:.2} µs, opened in {open:.2} µs (a million members: {:.1} s)",
        seal + blind
    ));
    Ok(())
}

fn roster(engine: &str, store: &Store) -> Res<()> {
    let union: UnionId = fresh(testing::MIGRATED);
    let bytes = |bytes: &[u8]| Param::Bytes(bytes.to_vec().into());
    let person = move |n: u32| {
        let id: Id<()> = fresh(testing::MIGRATED);
        (id, Param::Text(format!("会员{n}").into()))
    };
    let start = Instant::now();
    store.write(move |w| {
        w.load(
            PLAIN,
            (0..ROWS).map(|n| {
                let (id, name) = person(n);
                [
                    bytes(union.bytes()),
                    bytes(id.bytes()),
                    name,
                    Param::Text(number(n).into()),
                ]
            }),
        )
    })?;
    let plain = start.elapsed().as_secs_f64();
    let start = Instant::now();
    store.write(move |w| {
        let mut rows = Vec::new();
        for n in 0..ROWS {
            let ((id, name), number) = (person(n), number(n));
            let sealed = w.seal(NUMBER.at(union, id), number.as_bytes())?;
            let blind = w.blind("bench", &number)?;
            rows.push([
                bytes(union.bytes()),
                bytes(id.bytes()),
                name,
                bytes(&sealed),
                bytes(&blind),
            ]);
        }
        w.load(SEALED, rows)
    })?;
    let sealed = start.elapsed().as_secs_f64();
    store.add_key(testing::MIGRATED)?;
    let start = Instant::now();
    let mut way = Reseal::new(&[NUMBER]);
    while way.step(store)? == Step::More {}
    let anew = start.elapsed().as_secs_f64();
    say(&format!(
        "{engine}: {ROWS} members loaded in plain {plain:.2} s, with sealed numbers {sealed:.2} s, ratio {:.2} (≤ 2); \
         {} under a new key in {anew:.2} s",
        sealed / plain,
        way.resealed()
    ));
    Ok(())
}
