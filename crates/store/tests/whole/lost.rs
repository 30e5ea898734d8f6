//! Connections that the server loses: before a transaction, in its middle, at its end.

use super::*;

/// The server loses all connections to this database but that which says so.
fn lose_connections(place: &store::Place) -> Result<(), Error> {
    const LOSE: Sql = Sql::house(
        "SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
        "test: the server loses its connections",
    );
    let other = Store::open(place, Options::default())?;
    other.read(|r| r.one(LOSE, &[], |row| row.get::<i64>(0))).map(drop)
}

fn with_two_connections() -> Option<testing::Fresh> {
    let options = Options {
        readers: 2,
        writers: 2,
        ..Options::default()
    };
    testing::postgres(&[FIRST], options)
}

#[test]
fn a_lost_connection_is_replaced() {
    let Some(store) = with_two_connections() else { return };
    let lose = || lose_connections(store.place()).unwrap();
    add(&store, "before", None);
    assert_eq!(count(&store), 1);
    lose();
    assert_eq!(count(&store), 1, "a read takes a new connection");
    lose();
    let mut streamed = 0;
    let each = store.read(|r| r.each(COUNT, &[&union()], |row| row.get::<i64>(0).map(|n| streamed += n)));
    assert_eq!((each, streamed), (Ok(()), 1), "so does one whose rows come one by one");
    lose();
    add(&store, "after", None);
    // In the middle of an act, before its commit: it runs again from the beginning.
    let place = store.place().clone();
    let mut runs = 0;
    let ran = store.write(move |w| {
        runs += 1;
        w.run(ADD, &[&union(), &fresh::<()>(at()), &"middle", &None::<Id<()>>, &1_i64])?;
        if runs == 1 {
            lose_connections(&place)?;
        }
        w.one(COUNT, &[&union()], |row| row.get::<i64>(0)).map(|n| (runs, n))
    });
    assert_eq!(ran, Ok((2, 3)));
    assert_eq!(count(&store), 3);
}

#[test]
fn what_nobody_waited_for_is_said_again_on_the_next_connection() {
    let Some(store) = with_two_connections() else { return };
    let lose = || lose_connections(store.place()).unwrap();
    let post =
        |w: &store::Writer, title: &str| w.post(ADD, &[&union(), &fresh::<()>(at()), &title, &None::<Id<()>>, &1_i64]);
    add(&store, "before", None);
    assert_eq!(count(&store), 1);
    lose();
    let asked = store.read(|r| {
        let two = [(); 2].map(|()| r.ask(COUNT, &[&union()], |row| row.get::<i64>(0)));
        two.into_iter().map(|one| one?.rows()).collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(asked, Ok(vec![vec![1]; 2]), "questions");
    lose();
    let posted = store.write(move |w| post(w, "one"));
    assert_eq!((posted, count(&store)), (Ok(()), 2), "a row before the end, once");
    lose();
    let posted = store.write(move |w| {
        post(w, "two")?;
        post(w, "three")?;
        w.one(COUNT, &[&union()], |row| row.get::<i64>(0))
    });
    assert_eq!((posted, count(&store)), (Ok(4), 4), "rows before a question, once");
}

/// A count outlives the transaction that was undone, and the connection.
#[test]
fn an_end_is_never_sent_a_second_time() {
    const MEND: [&str; 3] = [
        "CREATE SEQUENCE ends",
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN PERFORM nextval(''ends''); PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'",
        "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON node DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()",
    ];
    const ENDS: Sql = Sql::house("SELECT last_value FROM ends", "test: how many ends there were");
    let Some(store) = with_two_connections() else { return };
    store
        .write(|w| {
            MEND.into_iter()
                .try_for_each(|text| w.run(Sql::house(text, "test: ends are cut"), &[]).map(drop))
        })
        .unwrap();
    let ended = store.write(|w| w.post(ADD, &[&union(), &fresh::<()>(at()), &"cut", &None::<Id<()>>, &1_i64]));
    assert!(matches!(ended, Err(Error::Gone(_))), "{ended:?}");
    let ends: i64 = store.read(|r| r.one(ENDS, &[], |row| row.get(0))).unwrap();
    assert_eq!((ends, count(&store)), (1, 0));
}
