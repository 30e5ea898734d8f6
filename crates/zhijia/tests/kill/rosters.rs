//! An import and its taking back.

use std::collections::BTreeMap;

use store::{Sql, Store};

use crate::server::{
    Server, founded, json, killed_at, killed_when, number, opened, posted, signed_in, sound, texts, uploaded, waited,
};

/// Rows of the file: six blocks.
const ROWS: i64 = 3_000;

const STATE: Sql = Sql::house("SELECT state FROM roster", "a test reads how far it is");
const CHUNKS: Sql = Sql::house(
    "SELECT COUNT(*), CAST(COALESCE(SUM(undone), 0) AS BIGINT) FROM roster_chunk",
    "a test reads how far it is",
);
const NAMES: Sql = Sql::house("SELECT name FROM member", "a test reads who is there");
const COUNTED: Sql = Sql::house(
    "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE record_kind = 'roster'",
    "a test reads what is counted",
);

fn state(store: &Store) -> String {
    store.read(|r| r.one(STATE, &[], |row| row.get(0))).unwrap()
}

/// Blocks that are in the register, and members who were taken out again.
fn chunks(store: &Store) -> Result<(i64, i64), store::Error> {
    store.read(|r| r.one(CHUNKS, &[], |row| Ok((row.get(0)?, row.get(1)?))))
}

/// Members by name, with how often each is there.
fn names(store: &Store) -> BTreeMap<String, usize> {
    texts(store, NAMES)
        .into_iter()
        .fold(BTreeMap::new(), |mut names, name| {
            *names.entry(name).or_default() += 1;
            names
        })
}

/// The name of a row, as no other row has it.
fn name(n: i64) -> String {
    let han: Vec<char> = "零一二三四五六七八九".chars().collect();
    let sign = |tens: i64| han[usize::try_from(n / tens % 10).unwrap()];
    let family = ["王", "李", "张"][usize::try_from(n / 1000).unwrap()];
    format!("{family}{}{}{}", sign(100), sign(10), sign(1))
}

/// Brings the file, looks at it, begins the import; the roster's path.
fn begun(at: &str, cookie: &str, store: &Store) -> String {
    let rows = (0..ROWS).map(|n| format!("{},1380000{n:04},{:04}-09-01\n", name(n), 1990 + n % 30));
    let file = format!("姓名,手机号,入会时间\n{}", rows.collect::<String>());
    let to = uploaded(at, "/rosters", cookie, ("file", "list.csv", file.as_bytes()));
    let path = to.trim_end_matches("/columns").to_owned();
    let page = json(at, &to, cookie);
    let version = page["version"].to_string();
    let columns = [
        ("version", version.as_str()),
        ("first", "2"),
        ("column-0", "name"),
        ("column-1", "phone"),
        ("column-2", "joined"),
    ];
    posted(at, &to, cookie, &columns);
    waited("the dry run", || state(store) == "checked");
    let page = json(at, &path, cookie);
    let version = page["version"].to_string();
    assert_eq!(page["lines"], ROWS, "{page}");
    let rules = [("version", version.as_str())];
    posted(at, &format!("{path}/rules"), cookie, &rules);
    path
}

#[test]
fn an_import_and_its_taking_back_go_on_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    let store = opened(folder.path());
    let server = Server::start(folder.path());
    let cookie = signed_in(&server.1);
    let path = begun(&server.1, &cookie, &store);
    let mut server = Some(server);
    for least in [1, 3] {
        let running = server.take().unwrap_or_else(|| Server::start(folder.path()));
        killed_when(running, || Ok((least..6).contains(&chunks(&store)?.0)), |_| None);
        assert_eq!(state(&store), "importing");
    }
    let running = Server::start(folder.path());
    waited("the import", || state(&store) == "imported");
    let there = names(&store);
    assert_eq!(there.len(), usize::try_from(ROWS).unwrap() + 1, "all are there");
    assert!(there.values().all(|times| *times == 1), "nobody is there twice");
    assert_eq!(number(&store, COUNTED), ROWS);

    posted(&running.1, &format!("{path}/undo"), &cookie, &[]);
    killed_at(running, || chunks(&store).unwrap().1 > 0);
    let undone = chunks(&store).unwrap().1;
    assert_eq!(
        state(&store),
        "undoing",
        "{undone} are out, and it does not say that it is done"
    );
    killed_at(Server::start(folder.path()), || chunks(&store).unwrap().1 > undone);
    let running = Server::start(folder.path());
    waited("the taking back", || state(&store) == "undone");
    assert_eq!(names(&store).len(), 1, "the chair alone is there");
    assert_eq!(chunks(&store).unwrap().1, ROWS, "each was taken out once");
    assert_eq!(number(&store, COUNTED), 0);
    assert_eq!(json(&running.1, &path, &signed_in(&running.1))["state"], "undone");
    drop(running);
    drop(store);
    sound(folder.path());
}
