//! Letters on their way from one union to another, and their answers on the way back.

use store::{Sql, Store};

use crate::server::{
    Server, founded, json, killed_when, number, opened, posted, signed_in, signed_in_as, sound, texts, tried, waited,
};

/// Members who are sent at most while the server is to be caught.
const MOST: usize = 90;

const UNION: Sql = Sql::house(
    "SELECT union_id FROM union_node ORDER BY union_id LIMIT 1",
    "a test: the first union",
);
const RUNNING: Sql = Sql::house(
    "SELECT COUNT(*) FROM job WHERE kind = $1 AND state = 'running'",
    "a test reads what is being carried",
);
const LEFT: Sql = Sql::house(
    "SELECT COUNT(*) FROM job WHERE kind LIKE 'dispatch.%' AND kind <> 'dispatch.left' AND state <> 'done'",
    "a test reads what is still to be carried",
);
const AT_HOME: Sql = Sql::house(
    "SELECT name FROM member WHERE status = 'active' AND name LIKE '邹%' ORDER BY name",
    "a test reads who is a member where",
);
const GONE: Sql = Sql::house(
    "SELECT name FROM member WHERE status = 'moved' AND name LIKE '邹%' ORDER BY name",
    "a test reads who went",
);
const CAME: Sql = Sql::house("SELECT COUNT(*) FROM letter_in", "a test reads what has come");
const CARRIED: Sql = Sql::house(
    "SELECT COUNT(*) FROM letter_out WHERE state = 'accepted'",
    "a test reads what was answered",
);

fn running(store: &Store, kind: &str) -> Result<bool, store::Error> {
    let found: i64 = store.read(|r| r.one(RUNNING, &[&kind], |row| row.get(0)))?;
    Ok(found > 0)
}

/// A school below the first union, and its chair's name to sign in with; its id.
fn school(at: &str, cookie: &str, store: &Store, today: &str) -> String {
    let above: kernel::UnionId = store.read(|r| r.one(UNION, &[], |row| row.get(0))).unwrap();
    let form = [
        ("name", "第三中学工会"),
        ("kind", "grassroots"),
        ("day", today),
        ("basis", "批复〔2026〕2号"),
        ("chair", "王芳"),
    ];
    let to = posted(at, &format!("/org/tree/{above}/found"), cookie, &form);
    let id = to.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let code = json(at, &format!("/org/tree/{id}"), cookie)["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let word = [("sign_name", "wangfang"), ("password", "Gonghui-2026")];
    posted(at, &format!("/join/{code}"), "", &word);
    id
}

/// A member is sent on their way; the path of their transfer, or nothing if the server died. Asked again it is the same member.
fn sent(at: &str, cookie: &str, (n, to, today): (usize, &str, &str)) -> Option<String> {
    let (name, phone) = (format!("邹小燕{n}"), format!("137001370{n:02}"));
    let (came, went) = (format!("came-{n}"), format!("went-{n}"));
    let form = [
        ("name", name.as_str()),
        ("phone", &phone),
        ("joined", "2015-09-01"),
        ("_once", &came),
    ];
    let member = tried(at, "/members/new", cookie, &form)?;
    let member = member.split('?').next()?;
    let wish = [
        ("version", "1"),
        ("to", to),
        ("dues_until", today.get(..7)?),
        ("dues", "12.5"),
        ("on", today),
        ("reason", "工作调动"),
        ("_once", &went),
    ];
    tried(at, &format!("{member}/move"), cookie, &wish)
}

/// One who came is taken in; nothing if the server died. Asked again it is the same answer.
fn taken_in(at: &str, cookie: &str, way: &str, today: &str) -> Option<String> {
    let accept = [("version", "1"), ("on", today), ("_once", way)];
    tried(at, &format!("{way}/accept"), cookie, &accept)
}

#[test]
fn a_letter_and_its_answer_arrive_once_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    let store = opened(folder.path());
    let today = kernel::Clock::system().today().to_string();
    let server = Server::start(folder.path());
    let cookie = signed_in(&server.1);
    let to = school(&server.1, &cookie, &store, &today);
    let mut ways = Vec::new();
    let caught = || running(&store, "dispatch.letter");
    killed_when(server, caught, |at| {
        let n = Some(ways.len()).filter(|n| *n < MOST)?;
        ways.push(sent(at, &cookie, (n, &to, &today))?);
        Some(())
    });
    assert!(number(&store, LEFT) > 0, "one is on its way");
    let server = Server::start(folder.path());
    // The one at whose sending the server died, and some more.
    for n in ways.len()..(ways.len() + 1).max(12) {
        ways.push(sent(&server.1, &cookie, (n, &to, &today)).unwrap());
    }
    waited("the letters", || number(&store, LEFT) == 0);
    let sent = i64::try_from(ways.len()).unwrap();
    assert_eq!(number(&store, CAME), sent, "each came once");

    let receiver = signed_in_as(&server.1, "wangfang");
    let mut left = ways.iter();
    let caught = || running(&store, "dispatch.answer");
    killed_when(server, caught, |at| {
        taken_in(at, &receiver, left.next()?, &today).map(drop)
    });
    assert!(number(&store, LEFT) > 0, "an answer is on its way");
    let server = Server::start(folder.path());
    for way in &ways {
        taken_in(&server.1, &receiver, way, &today).unwrap();
    }
    waited("the answers", || {
        number(&store, LEFT) == 0 && number(&store, CARRIED) == sent
    });
    drop(server);
    let mut all: Vec<String> = (0..ways.len()).map(|n| format!("邹小燕{n}")).collect();
    all.sort();
    assert_eq!(
        (texts(&store, AT_HOME), texts(&store, GONE)),
        (all.clone(), all),
        "each is where they went, once"
    );
    drop(store);
    sound(folder.path());
}
