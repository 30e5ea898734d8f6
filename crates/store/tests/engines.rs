//! The same acts on both engines.

use kernel::{Date, Id, Instant, Money, Text, UnionId, clock::fresh};
use store::{Bind, Error, Migration, OnConstraint, Options, Param, Sql, Store, testing};

const STEPS: &[Migration] = &[Migration {
    system: "tasks",
    number: 1,
    name: "0001_tasks",
    sql: "CREATE TABLE task (
        union_id BYTEA NOT NULL, id BYTEA NOT NULL, title TEXT NOT NULL, cost BIGINT NOT NULL, due TEXT,
        made_at BIGINT NOT NULL, open BIGINT NOT NULL, parent BYTEA,
        CONSTRAINT task_pk PRIMARY KEY (union_id, id),
        CONSTRAINT task_title UNIQUE (union_id, title),
        CONSTRAINT task_parent FOREIGN KEY (union_id, parent) REFERENCES task (union_id, id),
        CONSTRAINT task_open CHECK (open IN (0, 1)));
      CREATE UNIQUE INDEX task_cost ON task (union_id, cost) WHERE open = 0;",
    data: "",
}];

const ADD: Sql = Sql::union(
    "INSERT INTO task (union_id, id, title, cost, due, made_at, open, parent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM task WHERE union_id = $1");
const TITLES: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 ORDER BY title");

fn at() -> Instant {
    Instant::from_millis(1_790_000_000_000)
}
fn union() -> UnionId {
    "01234567-0123-7123-8123-0123456789ab"
        .parse()
        .unwrap_or_else(|_| fresh(at()))
}
fn insert(w: &store::Writer, title: &str) -> Result<(), Error> {
    with_row(title, |values| w.run(ADD, values).map(drop))
}
fn post(w: &store::Writer, title: &str) -> Result<(), Error> {
    with_row(title, |values| w.post(ADD, values))
}
fn with_row<T>(title: &str, f: impl FnOnce(&[&dyn Bind]) -> T) -> T {
    let id: Id<()> = fresh(at());
    f(&[
        &union(),
        &id,
        &title,
        &1_i64,
        &None::<Date>,
        &at(),
        &true,
        &None::<Id<()>>,
    ])
}
fn add(store: &Store, title: &'static str) -> Result<(), Error> {
    store.write(move |w| insert(w, title))
}
fn count(store: &Store) -> i64 {
    store
        .read(|r| r.one(COUNT, &[&union()], |row| row.get(0)))
        .unwrap_or(-1)
}

#[test]
fn values_come_back_as_they_went() {
    testing::both_with(STEPS, |store| {
        let id: Id<()> = fresh(at());
        let title = Text::<40>::new("慰问 ' \" \\ 张三").unwrap();
        let due: Date = "2026-11-21".parse().unwrap();
        let kept = title.clone();
        store
            .write(move |w| {
                let cost = Money::from_fen(-123_456);
                w.run(
                    ADD,
                    &[&union(), &id, &kept, &cost, &Some(due), &at(), &false, &None::<Id<()>>],
                )
            })
            .unwrap();
        const ALL: Sql = Sql::union(
            "SELECT id, title, cost, due, made_at, open, parent, title = $2, CAST(SUM(cost) OVER () AS BIGINT) \
             FROM task WHERE union_id = $1",
        );
        let found = store.read(|r| {
            r.one(ALL, &[&union(), &title], |row| {
                let mut c = row.cells();
                assert_eq!(c.take::<Id<()>>()?, id);
                assert_eq!(c.take::<Text<40>>()?, title);
                assert_eq!(c.take::<Money>()?, Money::from_fen(-123_456));
                assert_eq!(c.take::<Option<Date>>()?, Some(due));
                assert_eq!(c.take::<Instant>()?, at());
                assert!(!c.take::<bool>()?);
                assert_eq!(c.take::<Option<Id<()>>>()?, None);
                assert!(c.take::<bool>()?, "a comparison is a bool");
                assert_eq!(c.take::<i64>()?, -123_456);
                assert!(matches!(c.take::<i64>(), Err(Error::Wrong(_))), "no tenth column");
                row.get::<String>(0)
            })
        });
        assert!(matches!(found, Err(Error::Wrong(what)) if what.contains("column 0")));
    });
}

#[test]
fn parameters_go_by_number_not_by_order() {
    testing::both_with(STEPS, |store| {
        const SWAPPED: Sql = Sql::house(
            "SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT)",
            "test",
        );
        let got: (i64, i64, i64) = store
            .read(|r| {
                r.one(SWAPPED, &[&1_i64, &2_i64], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
            })
            .unwrap();
        assert_eq!(got, (2, 1, 2));
        let few = store.read(|r| r.one(SWAPPED, &[&1_i64], |row| row.get::<i64>(0)));
        assert!(
            matches!(few, Err(Error::Other(_))),
            "a missing parameter is an error: {few:?}"
        );
    });
}

#[test]
fn an_act_is_all_or_nothing() {
    testing::both_with(STEPS, |store| {
        add(store, "one").unwrap();
        let refused: Result<(), Error> = store.write(|w| {
            insert(w, "two")?;
            Err(Error::Missing)
        });
        assert_eq!(refused, Err(Error::Missing));
        assert_eq!(count(store), 1);
        let panicked: Result<(), Error> = store.write(|w| {
            insert(w, "two")?;
            panic!("as a test")
        });
        assert_eq!(panicked, Err(Error::Panicked));
        add(store, "three").unwrap();
        assert_eq!(count(store), 2);
    });
}

#[test]
fn constraints_bear_one_name() {
    testing::both_with(STEPS, |store| {
        let id: Id<()> = fresh(at());
        let other: Id<()> = fresh(at());
        let ghost: Id<()> = fresh(at());
        let add = |id: Id<()>, title: &'static str, cost: i64, open: i64, parent: Option<Id<()>>| {
            store.write(move |w| {
                w.run(
                    ADD,
                    &[&union(), &id, &title, &cost, &None::<Date>, &at(), &open, &parent],
                )
            })
        };
        let name = |result: Result<u64, Error>| match result {
            Err(Error::Constraint { name }) => name,
            other => panic!("no constraint: {other:?}"),
        };
        add(id, "one", 1, 0, None).unwrap();
        assert_eq!(name(add(id, "two", 2, 1, None)), "task_pk");
        assert_eq!(name(add(other, "one", 2, 1, None)), "task_title");
        assert_eq!(name(add(other, "two", 1, 0, None)), "task_cost");
        assert_eq!(name(add(other, "two", 2, 7, None)), "task_open");
        assert_eq!(name(add(other, "two", 2, 1, Some(ghost))), "foreign_key");
        const NAMELESS: Sql = Sql::union("UPDATE task SET title = NULL WHERE union_id = $1");
        assert_eq!(name(store.write(|w| w.run(NAMELESS, &[&union()]))), "task.title");
        let refusal: Result<u64, Error> = add(id, "two", 2, 1, None).on_constraint("task_pk", || Error::Missing);
        assert_eq!(refusal, Err(Error::Missing));
    });
}

#[test]
fn what_failed_cannot_be_ignored_but_may_be_attempted() {
    testing::both_with(STEPS, |store| {
        add(store, "one").unwrap();
        let again = |w: &store::Writer| insert(w, "one");
        let ignored: Result<(), Error> = store.write(move |w| {
            let _ = again(w);
            Ok(())
        });
        assert_eq!(
            ignored,
            Err(Error::Constraint {
                name: "task_title".into()
            })
        );
        let went_on: Result<i64, Error> = store.write(move |w| {
            assert!(w.attempt(again).is_err());
            w.attempt(|w| insert(w, "two"))?;
            w.one(COUNT, &[&union()], |row| row.get(0))
        });
        assert_eq!(went_on, Ok(2));
        assert_eq!(count(store), 2);
    });
}

#[test]
fn what_is_posted_is_kept_with_the_act_or_undoes_it() {
    fn twice() -> Result<(), Error> {
        Err(Error::Constraint {
            name: "task_title".into(),
        })
    }
    testing::both_with(STEPS, |store| {
        // seen by what is asked next; more than are on their way at once; the last with the end of the act
        let seen: Result<i64, Error> = store.write(|w| {
            (0..150).try_for_each(|n| post(w, &format!("{n}")))?;
            let seen = w.one(COUNT, &[&union()], |row| row.get(0))?;
            post(w, "last")?;
            Ok(seen)
        });
        assert_eq!((seen, count(store)), (Ok(150), 151));
        // what an act posts last can still undo it, whatever it says, and what it posts first comes before all else
        let at_the_end: Result<(), Error> = store.write(|w| {
            insert(w, "gone")?;
            let _ = post(w, "7");
            Ok(())
        });
        assert_eq!(at_the_end, twice());
        let at_once: Result<(), Error> = store.write(|w| {
            let _ = post(w, "7");
            let _ = post(w, "gone");
            insert(w, "gone too")
        });
        assert_eq!(at_once, twice());
        assert_eq!(count(store), 151);
        // a part that posts in vain takes only itself back
        let went_on: Result<(), Error> = store.write(|w| {
            post(w, "before")?;
            assert_eq!(w.attempt(|w| post(w, "within").and(post(w, "7"))), twice());
            post(w, "after")
        });
        assert_eq!((went_on, count(store)), (Ok(()), 153));
    });
}

#[test]
fn questions_asked_together_are_answered_in_any_order() {
    const LIKE: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 AND title >= $2 ORDER BY title");
    const TOO_LARGE: Sql = Sql::union("SELECT ABS(-9223372036854775807 - 1) + COUNT(*) FROM task WHERE union_id = $1");
    testing::both_with(STEPS, |store| {
        for title in ["a", "b", "c"] {
            add(store, title).unwrap();
        }
        let title = |row: &store::Row<'_>| row.get::<String>(0);
        let told = store.read(|r| {
            let asked: Vec<_> = (0..100)
                .map(|_| r.ask(COUNT, &[&union()], |row| row.get::<i64>(0)))
                .collect();
            let (from_c, from_b) = (
                r.ask(LIKE, &[&union(), &"c"], title)?,
                r.ask(LIKE, &[&union(), &"b"], title)?,
            );
            // one in between, and the later first
            let all = r.rows(LIKE, &[&union(), &""], title)?;
            let counts: Vec<i64> = asked
                .into_iter()
                .map(|one| one?.rows())
                .collect::<Result<Vec<_>, _>>()?
                .concat();
            Ok::<_, Error>((from_b.rows()?, from_c.rows()?, all.len(), counts))
        });
        let (from_b, from_c, all, counts) = told.unwrap();
        assert_eq!((from_b.concat(), from_c.concat(), all), ("bc".into(), "c".into(), 3));
        assert_eq!(counts, [3; 100]);
        // one that fails spoils what was asked with it, and nothing for whoever reads next
        for _ in 0..20 {
            let spoilt = store.read(|r| {
                let bad = r.ask(TOO_LARGE, &[&union()], |row| row.get::<i64>(0));
                let fine = r.ask(COUNT, &[&union()], |row| row.get::<i64>(0));
                drop(bad);
                fine.and_then(store::Asked::rows)
            });
            assert!(spoilt.is_err(), "{spoilt:?}");
            let unread = store.read(|r| r.ask(TOO_LARGE, &[&union()], |row| row.get::<i64>(0)).map(drop));
            assert_eq!(
                (unread.is_err(), count(store)),
                (store.engine() == store::Engine::Sqlite, 3)
            );
        }
        // an act asks as well, and what it asks in vain undoes it
        let asks: Result<Vec<i64>, Error> = store.write(|w| {
            let before = w.ask(COUNT, &[&union()], |row| row.get(0))?;
            insert(w, "d")?;
            before.rows()
        });
        assert_eq!((asks, count(store)), (Ok(vec![3]), 4));
        let in_vain: Result<(), Error> = store.write(|w| {
            insert(w, "e")?;
            let _ = w.ask(TOO_LARGE, &[&union()], |row| row.get::<i64>(0));
            Ok(())
        });
        assert!(in_vain.is_err(), "kept though a question failed");
        assert_eq!(count(store), 4);
    });
}

#[test]
fn a_reader_cannot_write_and_sees_one_moment() {
    testing::both_with(STEPS, |store| {
        add(store, "one").unwrap();
        const DELETE: Sql = Sql::union("DELETE FROM task WHERE union_id = $1");
        let wrote = store.read(|r| r.opt(DELETE, &[&union()], |_| Ok(())));
        assert!(wrote.is_err(), "a reader deleted");
        assert_eq!(count(store), 1);
        let seen: Result<(i64, i64), Error> = store.read(|r| {
            let before = r.one(COUNT, &[&union()], |row| row.get(0))?;
            add(store, "two")?;
            Ok((before, r.one(COUNT, &[&union()], |row| row.get(0))?))
        });
        assert_eq!(seen, Ok((1, 1)));
        assert_eq!(count(store), 2);
    });
}

#[test]
fn rows_stream_and_loads_are_many() {
    testing::both_with(STEPS, |store| {
        let titles: Vec<(Id<()>, String)> = (0..5_000).map(|i| (fresh(at()), format!("T{i:05}"))).collect();
        let loaded = store.write(move |w| {
            let (union, made) = (union(), at());
            let rows = titles.iter().map(|(id, title)| {
                let (one, none) = (Param::Int(1), Param::Null);
                [
                    union.bind(),
                    id.bind(),
                    title.bind(),
                    one.clone(),
                    none.clone(),
                    made.bind(),
                    one,
                    none,
                ]
            });
            w.load(ADD, rows)
        });
        assert_eq!(loaded, Ok(5_000));
        let mut seen = 0;
        store
            .read(|r| {
                r.each(TITLES, &[&union()], |row| {
                    assert_eq!(row.get::<String>(0)?, format!("T{seen:05}"));
                    seen += 1;
                    Ok(())
                })
            })
            .unwrap();
        assert_eq!(seen, 5_000);
        let nested = store.read(|r| r.each(TITLES, &[&union()], |_| r.one(COUNT, &[&union()], |_| Ok(()))));
        assert!(matches!(nested, Err(Error::Other(what)) if what.contains("each")));
    });
}

#[test]
fn numbers_have_no_gap_even_when_acts_race() {
    testing::both_with(STEPS, |store| {
        std::thread::scope(|scope| {
            for worker in 0..8 {
                scope.spawn(move || {
                    for turn in 0..10 {
                        let result: Result<i64, Error> = store.write(move |w| {
                            let number = w.next_number(union(), "voucher-2026")?;
                            if (worker + turn) % 5 == 0 {
                                Err(Error::Missing)
                            } else {
                                Ok(number)
                            }
                        });
                        assert!(result.is_ok() || result == Err(Error::Missing), "{result:?}");
                    }
                });
            }
        });
        assert_eq!(store.write(|w| w.next_number(union(), "voucher-2026")), Ok(65));
        assert_eq!(store.write(|w| w.next_number(union(), "other")), Ok(1));
    });
}

#[test]
fn acts_that_read_and_write_are_serial() {
    testing::both_with(STEPS, |store| {
        // Each adds a row numbered by the count it saw: under anything less than serialisable, two see the same.
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for _ in 0..8 {
                        store
                            .write(|w| {
                                let n: i64 = w.one(COUNT, &[&union()], |row| row.get(0))?;
                                let id: Id<()> = fresh(at());
                                let title = format!("{n:03}-{id}");
                                w.run(
                                    ADD,
                                    &[&union(), &id, &title, &n, &None::<Date>, &at(), &true, &None::<Id<()>>],
                                )
                            })
                            .unwrap();
                    }
                });
            }
        });
        const COSTS: Sql = Sql::union("SELECT cost FROM task WHERE union_id = $1 ORDER BY cost");
        let costs: Vec<i64> = store.read(|r| r.rows(COSTS, &[&union()], |row| row.get(0))).unwrap();
        assert_eq!(costs, (0..48).collect::<Vec<i64>>());
    });
}

/// Of acts that wait for one another some are refused or panic, the first or a later one: they leave nothing, the others stay.
#[test]
fn acts_that_wait_together_undo_only_themselves() {
    const WAYS: [&str; 6] = ["refused", "kept", "panicked", "kept", "refused", "kept"];
    testing::both_with(STEPS, |store| {
        for first in 0..WAYS.len() {
            let (went, came) = std::sync::mpsc::channel::<()>();
            std::thread::scope(|scope| {
                let act = |n: usize, hold: Option<std::sync::mpsc::Receiver<()>>| {
                    let hold = std::sync::Mutex::new(hold);
                    let title = format!("{first}-{n}");
                    let way = WAYS[(first + n) % WAYS.len()];
                    let done: Result<(), Error> = store.write(move |w| {
                        if let Some(came) = hold.lock().unwrap().take() {
                            // the others are in the queue by then
                            came.recv().unwrap();
                            std::thread::sleep(std::time::Duration::from_millis(30));
                        }
                        insert(w, &title)?;
                        assert_ne!(way, "panicked");
                        if way == "kept" { Ok(()) } else { Err(Error::Missing) }
                    });
                    assert_eq!(done.is_ok(), way == "kept", "{first} {n}: {done:?}");
                };
                scope.spawn(move || act(0, Some(came)));
                std::thread::sleep(std::time::Duration::from_millis(10));
                for n in 1..WAYS.len() {
                    scope.spawn(move || act(n, None));
                }
                went.send(()).unwrap();
            });
            let titles: Vec<String> = store.read(|r| r.rows(TITLES, &[&union()], |row| row.get(0))).unwrap();
            let mut kept: Vec<String> = (0..WAYS.len())
                .filter(|n| WAYS[(first + n) % WAYS.len()] == "kept")
                .map(|n| format!("{first}-{n}"))
                .collect();
            kept.sort();
            let of_this: Vec<String> = titles
                .into_iter()
                .filter(|t| t.starts_with(&format!("{first}-")))
                .collect();
            assert_eq!(of_this, kept);
        }
    });
}

#[test]
fn an_act_within_an_act_is_refused() {
    testing::both_with(STEPS, |fresh| {
        let inner = Store::clone(fresh);
        let result: Result<(), Error> = fresh.write(move |_| add(&inner, "one"));
        assert!(matches!(result, Err(Error::Other(_))), "{result:?}");
        add(fresh, "two").unwrap();
    });
}

#[test]
fn the_same_order_and_the_same_like() {
    testing::both_with(STEPS, |store| {
        for title in ["b", "a", "B", "张", "_", "Z", "安"] {
            add(store, title).unwrap();
        }
        let titles: Vec<String> = store.read(|r| r.rows(TITLES, &[&union()], |row| row.get(0))).unwrap();
        assert_eq!(titles, ["B", "Z", "_", "a", "b", "安", "张"]);
        const LIKE: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 AND title LIKE 'b%'");
        let found: Vec<String> = store.read(|r| r.rows(LIKE, &[&union()], |row| row.get(0))).unwrap();
        assert_eq!(found, ["b"]);
    });
}

#[test]
fn health_writes_and_names_the_schema() {
    testing::both_with(STEPS, |fresh| {
        let health = fresh.health().unwrap();
        assert_eq!(health.schema, [("tasks".to_owned(), 1)]);
        assert_eq!(health.engine, fresh.engine());
        let again = Store::open(fresh.place(), Options::default()).unwrap();
        assert_eq!(again.health().unwrap(), health);
    });
}
