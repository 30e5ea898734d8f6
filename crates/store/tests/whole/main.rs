//! What concerns the whole database: migrations, backup, the rules of tables, a full disk. A server that is lost: [`lost`].

mod lost;

use std::io::Read;

use kernel::{Id, Instant, UnionId, clock::fresh};
use store::{Engine, Error, Migration, Options, Sql, Store, backup::Paper, rules, testing};

const FIRST: Migration = Migration {
    system: "tree",
    number: 1,
    name: "0001_node",
    sql: "CREATE TABLE node (
        union_id BYTEA NOT NULL, id BYTEA NOT NULL, name TEXT NOT NULL, parent BYTEA, size BIGINT NOT NULL,
        CONSTRAINT node_pk PRIMARY KEY (union_id, id),
        CONSTRAINT node_parent FOREIGN KEY (union_id, parent) REFERENCES node (union_id, id));",
    data: "INSERT INTO node (union_id, id, name, parent, size) SELECT u.union_id, u.id, 'row', NULL, 1 FROM \
        (SELECT CAST('0123456789abcdef' AS BYTEA) AS union_id, CAST('0123456789abcdef' AS BYTEA) AS id) AS u",
};
const SECOND: Migration = Migration {
    system: "tree",
    number: 2,
    name: "0002_note",
    sql: "ALTER TABLE node ADD COLUMN note TEXT; CREATE TABLE house (id BIGINT NOT NULL, word TEXT, CONSTRAINT house_pk PRIMARY KEY (id))",
    data: "",
};
const ADD: Sql = Sql::union("INSERT INTO node (union_id, id, name, parent, size) VALUES ($1, $2, $3, $4, $5)");
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
fn add(store: &Store, name: &'static str, parent: Option<Id<()>>) -> Id<()> {
    let id = fresh(at());
    let done = store.write(move |w| w.run(ADD, &[&union(), &id, &name, &parent, &1_i64]));
    assert_eq!(done, Ok(1));
    id
}
fn engines() -> impl Iterator<Item = Engine> {
    [Engine::Sqlite, Engine::Postgres].into_iter()
}
/// A database without any table.
fn empty(engine: Engine) -> Option<testing::Fresh> {
    testing::empty(engine, Options::default())
}

#[test]
fn migrations_are_applied_once_and_guarded() {
    for store in engines().filter_map(empty) {
        let done = store.migrate(&[FIRST], at()).unwrap();
        assert_eq!(done.applied, [("tree".to_owned(), 1)]);
        add(&store, "kept", None);
        let done = store.migrate(&[FIRST, SECOND], at()).unwrap();
        assert_eq!((done.before, done.applied.len()), (1, 1));
        assert_eq!(store.migrate(&[FIRST, SECOND], at()).unwrap().applied, []);
        assert_eq!(count(&store), 1);
        assert_eq!(
            store.migrate(&[FIRST], at()),
            Err(Error::Newer {
                system: "tree".into(),
                number: 2
            })
        );
        let changed = Migration {
            sql: "CREATE TABLE other (id BIGINT)",
            ..FIRST
        };
        assert!(matches!(
            store.migrate(&[changed, SECOND], at()),
            Err(Error::Changed { number: 1, .. })
        ));
        let same = Migration {
            sql: "ALTER TABLE node\r\n",
            ..SECOND
        };
        assert!(matches!(
            store.migrate(&[FIRST, same], at()),
            Err(Error::Changed { number: 2, .. })
        ));
    }
}

/// Untold, SQLite walks along all rows of a union to have the few of a name in order.
#[test]
fn few_rows_of_a_large_union_are_found_along_their_index() {
    const FEW: Sql = Sql::house(
        "EXPLAIN QUERY PLAN SELECT id FROM task WHERE union_id = $1 AND name = $2 ORDER BY id",
        "asks for the way, not for rows",
    );
    const ANYWHERE: Sql = Sql::house(
        "EXPLAIN QUERY PLAN SELECT id FROM task WHERE name = $1",
        "asks for the way, not for rows",
    );
    let tasks = Migration {
        sql: "CREATE TABLE task (union_id BYTEA NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL, \
              CONSTRAINT task_pk PRIMARY KEY (union_id, id)); CREATE INDEX task_by_name ON task (union_id, name);",
        ..FIRST
    };
    let Some(store) = empty(Engine::Sqlite) else { return };
    store.migrate(&[tasks], at()).unwrap();
    let way = || -> Vec<String> {
        store
            .read(|r| r.rows(FEW, &[&union(), &"visit"], |row| row.get(3)))
            .unwrap()
    };
    assert!(way()[0].contains("task_by_name"), "{:?}", way());
    store.count_anew().unwrap();
    assert!(way()[0].contains("task_by_name"), "{:?}", way());
    // unions may be thousands: no index is skipped through from one to the next
    let ways: Vec<String> = store.read(|r| r.rows(ANYWHERE, &[&"visit"], |row| row.get(3))).unwrap();
    assert!(!ways[0].contains("ANY("), "{ways:?}");
}

#[test]
fn a_step_that_fails_leaves_nothing() {
    for store in engines().filter_map(empty) {
        let broken = Migration {
            sql: "CREATE TABLE half (id BIGINT); INSERT INTO nowhere (id) VALUES (1)",
            ..SECOND
        };
        assert!(matches!(store.migrate(&[FIRST, broken], at()), Err(Error::Other(what)) if what.contains("0002_note")));
        assert_eq!(rules::schema(&store).unwrap(), [], "not even the store's own tables");
        store.migrate(&[FIRST, SECOND], at()).unwrap();
    }
}

#[test]
fn programs_that_migrate_at_once_wait_for_each_other() {
    for fresh in engines().filter_map(empty) {
        let applied: usize = std::thread::scope(|scope| {
            let each = || {
                let store = Store::open(fresh.place(), Options::default()).unwrap();
                store.migrate(&[FIRST, SECOND], at()).unwrap().applied.len()
            };
            let all: Vec<_> = (0..4).map(|_| scope.spawn(each)).collect();
            all.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(applied, 2);
    }
}

#[test]
fn rows_of_a_step_are_there_before_the_next() {
    for store in engines().filter_map(empty) {
        store.migrate_with_rows(&[FIRST, SECOND], at()).unwrap();
        const ALL: Sql = Sql::house("SELECT COUNT(*) FROM node", "test");
        assert_eq!(store.read(|r| r.one(ALL, &[], |row| row.get::<i64>(0))), Ok(1));
    }
}

#[test]
fn both_schemas_agree_and_keep_the_rules() {
    let mut seen = Vec::new();
    testing::both_with(&[FIRST, SECOND], |store| {
        assert_eq!(rules::check_schema(store, &["house"]), Ok(vec![]));
        let wrong = rules::check_schema(store, &["gone"]).unwrap();
        assert_eq!(
            wrong,
            [
                "house: the key house_pk (id) does not begin with union_id",
                "gone: no such table"
            ]
        );
        seen.push(rules::schema(store).unwrap());
    });
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
}

#[test]
fn bad_tables_are_told() {
    let bad = Migration {
        sql: "CREATE TABLE bad (union_id BYTEA, id BIGINT, x TEXT REFERENCES good (x) ON DELETE SET NULL, UNIQUE (id));",
        ..FIRST
    };
    let good = Migration {
        number: 1,
        system: "good",
        sql: "CREATE TABLE good (x TEXT NOT NULL, CONSTRAINT good_pk PRIMARY KEY (x))",
        ..FIRST
    };
    testing::both_with(&[good, bad], |store| {
        let wrong = rules::check_schema(store, &["good"]).unwrap().join("\n");
        for part in [
            "bad: no primary key",
            "bad: union_id may be NULL",
            "bad: the key bad_id_key (id) does not begin with union_id",
            "bad: the key over id has no name",
            "says ON DELETE SET NULL",
        ] {
            assert!(wrong.contains(part), "{part} is missing in {wrong}");
        }
    });
}

#[test]
fn statements_are_checked_without_running() {
    testing::both_with(&[FIRST], |store| {
        assert_eq!(store.check_statement("DELETE FROM node WHERE union_id = $1"), Ok(()));
        assert!(
            store
                .check_statement("DELETE FROM nothing WHERE union_id = $1")
                .is_err()
        );
        assert_eq!(count(store), 0);
        let sum = store.check_statement("SELECT SUM(size) FROM node WHERE union_id = $1");
        assert_eq!(
            sum.is_err(),
            store.engine() == Engine::Postgres,
            "an uncast sum is told where it would fail"
        );
    });
}

fn papers(list: &[(&str, &[u8])]) -> impl Iterator<Item = Result<Paper, Error>> {
    let list: Vec<(String, Vec<u8>)> = list
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    list.into_iter().map(|(name, bytes)| {
        let content: Box<dyn Read> = Box::new(std::io::Cursor::new(bytes));
        Ok((name, content))
    })
}

#[test]
fn a_backup_moves_between_engines() {
    let big = vec![9; 700_000];
    for (from, to) in engines().flat_map(|from| engines().map(move |to| (from, to))) {
        let Some(store) = testing::fresh(from, &[FIRST, SECOND], Options::default()) else {
            continue;
        };
        let Some(other) = empty(to) else { continue };
        let parent = add(&store, "根", None);
        (0..3_000).for_each(|i| {
            if i < 3 {
                add(&store, "child", Some(parent));
            }
        });
        store
            .write(|w| {
                // An older row that points to a younger one, as a moved branch would.
                let (old, young): (Id<()>, Id<()>) = (fresh(Instant::from_millis(1)), fresh(at()));
                w.run(ADD, &[&union(), &young, &"young", &None::<Id<()>>, &-1_i64])?;
                w.run(ADD, &[&union(), &old, &"old", &Some(young), &i64::MIN])?;
                w.next_number(union(), "voucher")
            })
            .unwrap();
        let mut file = Vec::new();
        let wrote = store
            .backup(&mut file, &mut papers(&[("2026/发票.pdf", &big), ("empty", b"")]))
            .unwrap();
        assert_eq!((wrote.papers, wrote.paper_bytes), (2, 700_000));
        let mut kept = Vec::new();
        let read = other
            .restore(&mut file.as_slice(), &[FIRST, SECOND], &mut |name, content| {
                let mut bytes = Vec::new();
                content.read_to_end(&mut bytes)?;
                kept.push((name.to_owned(), bytes));
                Ok(())
            })
            .unwrap();
        assert_eq!(read, wrote);
        assert_eq!(
            kept,
            [
                ("2026/发票.pdf".to_owned(), big.clone()),
                ("empty".to_owned(), Vec::new())
            ]
        );
        let mut again = Vec::new();
        let second = other.backup(&mut again, &mut papers(&[])).unwrap();
        assert_eq!(
            second.tables, wrote.tables,
            "the same rows, the same digests, {from:?} to {to:?}"
        );
        assert_eq!(other.write(|w| w.next_number(union(), "voucher")), Ok(2));
        assert_eq!(other.migrate(&[FIRST, SECOND], at()).unwrap().applied, []);
        assert_eq!(
            rules::schema(&other).unwrap(),
            rules::schema(&store).unwrap(),
            "foreign keys are back"
        );
        let twice = other.restore(&mut file.as_slice(), &[FIRST, SECOND], &mut |_, _| Ok(()));
        assert!(matches!(twice, Err(Error::NotEmpty(_))), "{twice:?}");
    }
}

#[test]
fn a_damaged_backup_leaves_nothing() {
    let store = testing::sqlite(&[FIRST, SECOND], Options::default());
    add(&store, "one", None);
    let mut file = Vec::new();
    store.backup(&mut file, &mut papers(&[("a", b"paper")])).unwrap();
    for to in engines().filter_map(empty) {
        let refused = |bytes: &[u8]| {
            let result = to.restore(&mut &*bytes, &[FIRST, SECOND], &mut |_, _| Ok(()));
            assert!(result.is_err(), "taken");
            assert_eq!(rules::schema(&to).unwrap(), [], "something was left");
            result.unwrap_err()
        };
        let step = (file.len() / 40).max(1);
        for cut in (0..file.len()).step_by(step).chain([file.len() - 1]) {
            assert!(matches!(refused(&file[..cut]), Error::Damaged(_)));
            let mut flipped = file.clone();
            flipped[cut] ^= 4;
            refused(&flipped);
        }
        let mut longer = file.clone();
        longer.push(0);
        assert!(matches!(refused(&longer), Error::Damaged(_)));
        let newer = to.restore(&mut file.as_slice(), &[FIRST], &mut |_, _| Ok(()));
        assert_eq!(
            newer,
            Err(Error::Newer {
                system: "tree".into(),
                number: 2
            })
        );
        let failing = to.restore(&mut file.as_slice(), &[FIRST, SECOND], &mut |_, _| Err(Error::Full));
        assert_eq!(failing, Err(Error::Full));
        assert_eq!(rules::schema(&to).unwrap(), []);
        to.restore(&mut file.as_slice(), &[FIRST, SECOND], &mut |_, _| Ok(()))
            .unwrap();
        assert_eq!(count(&to), 1);
    }
}

#[test]
fn a_paper_cannot_leave_its_folder() {
    let store = testing::sqlite(&[FIRST], Options::default());
    for name in ["../a", "/a", "a//b", "", "a/..", "c:a", "a\\b"] {
        assert!(
            store.backup(&mut Vec::new(), &mut papers(&[(name, b"x")])).is_err(),
            "{name}"
        );
    }
}

#[test]
fn a_full_disk_fails_the_act_and_no_other() {
    let store = testing::sqlite(&[FIRST], Options::default());
    let limit = Sql::house("PRAGMA max_page_count = 60", "test: a disk that fills up");
    store.write(move |w| w.opt(limit, &[], |_| Ok(())).map(drop)).unwrap();
    let results: Vec<Result<u64, Error>> = std::thread::scope(|scope| {
        let store = &store;
        let act = |size: usize| {
            move || {
                let name = "x".repeat(size);
                store.write(move |w| w.run(ADD, &[&union(), &fresh::<()>(at()), &name, &None::<Id<()>>, &1_i64]))
            }
        };
        let all: Vec<_> = (0..12)
            .map(|i| scope.spawn(act(if i % 3 == 0 { 900_000 } else { 10 })))
            .collect();
        all.into_iter()
            .map(|thread| thread.join().unwrap_or(Err(Error::Panicked)))
            .collect()
    });
    for (i, result) in results.iter().enumerate() {
        assert_eq!(*result, if i % 3 == 0 { Err(Error::Full) } else { Ok(1) }, "act {i}");
    }
    assert_eq!(count(&store), 8);
}

#[test]
fn a_transaction_that_says_nothing_ends_as_it_began() {
    testing::both_with(&[FIRST], |store| {
        for _ in 0..3 {
            assert_eq!(store.read(|_| Ok::<_, Error>(())), Ok(()));
            assert_eq!(store.write(|_| Ok::<_, Error>(())), Ok(()));
            assert_eq!(store.write(|_| Err::<(), _>(Error::Missing)), Err(Error::Missing));
        }
        // A reader's end is not waited for; whoever has its connection next is in a transaction of their own.
        for n in 0..20 {
            add(store, "one", None);
            assert_eq!(count(store), n + 1);
        }
    });
}

#[test]
fn what_was_answered_is_on_the_disk() {
    let fresh = testing::sqlite(&[FIRST], Options::default());
    let store: &Store = &fresh;
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(move || {
                (0..20).for_each(|_| {
                    add(store, "one", None);
                })
            });
        }
    });
    // A second opening of the same file sees exactly what was answered.
    let again = Store::open(fresh.place(), Options::default()).unwrap();
    assert_eq!(count(&again), 320);
}
