//! A move from one database into another: whole or not at all, and nothing written meanwhile is left behind.

use std::thread;

use kernel::{Instant, UnionId, clock::fresh};
use store::{Engine, Error, Migration, Options, Place, Sql, Store, testing};

const STEP: Migration = Migration {
    system: "tree",
    number: 1,
    name: "0001_node",
    sql: "CREATE TABLE node (
        union_id BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT, parent BYTEA,
        CONSTRAINT node_pk PRIMARY KEY (union_id, id),
        CONSTRAINT node_parent FOREIGN KEY (union_id, parent) REFERENCES node (union_id, id));
      CREATE TABLE word (id BIGINT NOT NULL, said TEXT, CONSTRAINT word_pk PRIMARY KEY (id))",
    data: "",
};
const ADD: Sql = Sql::union("INSERT INTO node (union_id, id, name, parent) VALUES ($1, $2, $3, $4)");
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM node WHERE union_id = $1");

fn at() -> Instant {
    Instant::from_millis(1_790_000_000_000)
}

fn union() -> UnionId {
    "01234567-0123-7123-8123-0123456789ab"
        .parse()
        .unwrap_or_else(|_| fresh(at()))
}

fn count(store: &Store) -> i64 {
    store
        .read(|r| r.one(COUNT, &[&union()], |row| row.get(0)))
        .unwrap_or(-1)
}

fn add(store: &Store, many: u32) -> Result<(), Error> {
    store.write(move |w| {
        let mut parent = None;
        for n in 0..many {
            let id: kernel::Id<()> = fresh(at());
            let name = (n % 3 > 0).then(|| format!("𠮷 {n} O'Brien"));
            w.run(ADD, &[&union(), &id, &name, &parent])?;
            parent = Some(id);
        }
        Ok(())
    })
}

fn empty(engine: Engine) -> Option<testing::Fresh> {
    testing::empty(engine, Options::default())
}

fn ways() -> Vec<(testing::Fresh, testing::Fresh)> {
    let engines = [Engine::Sqlite, Engine::Postgres];
    let pairs = engines.iter().flat_map(|a| engines.map(|b| (*a, b)));
    pairs.filter_map(|(a, b)| Some((empty(a)?, empty(b)?))).collect()
}

#[test]
fn everything_moves_between_any_two_engines() {
    for (from, to) in ways() {
        from.migrate(&[STEP], at()).unwrap();
        add(&from, 5_000).unwrap();
        let mut told = Vec::new();
        let moved = from
            .move_to(&to, &[STEP], &mut |p| {
                told.push((p.table.to_owned(), p.number, p.of, p.rows, p.complete))
            })
            .unwrap();
        assert_eq!(count(&to), 5_000);
        let tables = moved.tables.iter().filter(|t| t.table != "store_key");
        let rows: Vec<(&str, u64)> = tables.map(|t| (t.table.as_str(), t.rows)).collect();
        assert_eq!(rows, [("node", 5_000), ("store_counter", 0), ("word", 0)]);
        assert!(told.contains(&("node".to_owned(), 1, 3, 5_000, true)), "{told:?}");
        // A backup of either says the same of every table.
        let of = |store: &Store| store.backup(&mut std::io::sink(), &mut std::iter::empty()).unwrap();
        assert_eq!(of(&from), of(&to));
        // And the new place lives on.
        add(&to, 1).unwrap();
        assert_eq!((count(&from), count(&to)), (5_000, 5_001));
    }
}

#[test]
fn a_place_that_is_not_empty_is_left_as_it_is() {
    for (from, to) in ways() {
        from.migrate(&[STEP], at()).unwrap();
        add(&from, 3).unwrap();
        to.migrate(&[STEP], at()).unwrap();
        add(&to, 2).unwrap();
        assert!(matches!(
            from.move_to(&to, &[STEP], &mut |_| ()),
            Err(Error::NotEmpty(_))
        ));
        assert_eq!((count(&from), count(&to)), (3, 2));
    }
}

#[test]
fn a_move_that_fails_leaves_an_empty_place_and_can_be_begun_again() {
    for (from, to) in ways() {
        from.migrate(&[STEP], at()).unwrap();
        add(&from, 3).unwrap();
        let other = Migration {
            sql: "CREATE TABLE node (id BIGINT NOT NULL, CONSTRAINT node_pk PRIMARY KEY (id))",
            ..STEP
        };
        assert!(matches!(
            from.move_to(&to, &[other], &mut |_| ()),
            Err(Error::Changed { .. })
        ));
        assert!(matches!(from.move_to(&to, &[], &mut |_| ()), Err(Error::Newer { .. })));
        from.move_to(&to, &[STEP], &mut |_| ()).unwrap();
        assert_eq!(count(&to), 3);
    }
}

#[test]
fn what_is_written_meanwhile_waits_and_is_not_half_moved() {
    for (from, to) in ways() {
        from.migrate(&[STEP], at()).unwrap();
        add(&from, 3).unwrap();
        let (busy, mut late) = (Store::clone(&from), None);
        from.move_to(&to, &[STEP], &mut |_| {
            late.get_or_insert_with(|| {
                let busy = busy.clone();
                thread::spawn(move || add(&busy, 1))
            });
        })
        .unwrap();
        late.unwrap().join().unwrap().unwrap();
        assert_eq!((count(&from), count(&to)), (4, 3));
    }
}

#[test]
fn an_address_is_shown_without_its_password() {
    let shown = |url: &str| Place::Url(url.to_owned()).to_string();
    assert_eq!(
        shown("postgres://li:p@ss@db.example.cn:5432/zhijia?sslmode=require"),
        "postgres://db.example.cn:5432/zhijia"
    );
    assert_eq!(shown("postgres:///zhijia?host=/run&password=x"), "postgres:///zhijia");
    assert_eq!(Place::Folder("data".into()).to_string(), "data");
}
