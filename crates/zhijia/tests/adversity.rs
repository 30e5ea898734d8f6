//! What comes from below and not from people: a full disk, a database that goes away. Each has a clear answer, keeps
//! what was typed, loses nothing that was acknowledged, and passes by itself.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use kernel::Lang;
use org::Role;
use store::{Engine, Options, Place, Sql, Store, testing};
use testkit::{Client, Kit, Story, story};
use web::inside::Answer;
use zhijia::roof;

const TITLES: Sql = Sql::union("SELECT title FROM work WHERE union_id = $1 ORDER BY title");
const TASKS: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1");
const FULL: Sql = Sql::house("PRAGMA max_page_count = 1", "a test: the disk takes no page more");
const ROOM: Sql = Sql::house("PRAGMA max_page_count = 1000000", "a test: there is room again");
const FALL: Sql = Sql::house(
    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "a test: the server ends its connections",
);

fn kit() -> Kit {
    Kit {
        migrations: roof::migrations(),
        routes: roof::routes(),
        start: vec![roof::declare],
    }
}

fn pragma(s: &Story, sql: Sql) {
    s.store.write(move |w| w.opt(sql, &[], |_| Ok(())).map(drop)).unwrap();
}

fn list(s: &Story, sql: Sql) -> Vec<String> {
    s.store.read(|r| r.rows(sql, &[&s.union], |row| row.get(0))).unwrap()
}

fn says(answer: &Answer, lang: Lang, key: &str) {
    let words = ui::words::find(lang, key).unwrap();
    assert!(answer.shows(words), "{words}\n{}", answer.text());
}

/// The key that the form on a page will be sent with.
fn key_of(page: &Answer, action: &str) -> String {
    let text = page.text();
    let form = text
        .split("<form")
        .find(|f| f.contains(&format!("action=\"{action}\"")))
        .unwrap_or_else(|| panic!("no form for {action}\n{text}"));
    let at = form.split("name=\"_once\" value=\"").nth(1).unwrap_or_default();
    at.split('"').next().unwrap_or_default().to_owned()
}

fn sound(s: &Story) {
    let found = s.store.read(|r| facts::verify::union(r, s.union, &roof::checks()));
    assert_eq!(found.unwrap().differences, []);
}

/// Adds tasks until one is refused; gives its title, key and the answer.
fn until_full(chair: &Client, note: &str) -> (String, String, Answer) {
    for n in 0..500 {
        let (title, key) = (format!("占满磁盘{n}"), format!("fill-{n}"));
        let form = [
            ("title", title.as_str()),
            ("field", "care"),
            ("note", note),
            ("_once", &key),
        ];
        let answer = chair.post("/tasks/new", &form);
        if answer.status != 303 {
            return (title, key, answer);
        }
    }
    panic!("the disk takes everything");
}

#[test]
fn a_full_disk_keeps_what_was_typed_and_is_over_when_there_is_room() {
    story(kit, |s| {
        if s.store.engine() != Engine::Sqlite {
            return;
        }
        let chair = s.person(Role::Chair);
        pragma(s, FULL);
        let note = "慰问退休教师，带上水果。".repeat(150);
        let (title, key, refused) = until_full(&chair, &note);
        assert_eq!(refused.status, 507, "{}", refused.text());
        says(&refused, Lang::Zh, "web.refusal.full");
        assert!(refused.shows(&title) && refused.shows(&note), "what was typed is gone");
        assert_eq!(
            key_of(&refused, "/tasks/new"),
            key,
            "the form is sent again under its own key"
        );
        let english = [
            ("title", title.as_str()),
            ("field", "care"),
            ("note", &note),
            ("_once", &key),
        ];
        let english = chair.post("/tasks/new?lang=en", &english).expect(507);
        says(&english, Lang::En, "web.refusal.full");
        chair.post("/me/language", &[("lang", "zh-Hans")]);
        let photo = [7_u8; 300_000];
        let work = [
            ("kind", "visit"),
            ("day", "2026-11-20"),
            ("title", "看望王老师"),
            ("people", "1"),
        ];
        let with_photo = chair.upload("/works/new", &work, &[("photos", "a.txt", &photo)]);
        assert!(matches!(with_photo.status, 422 | 507), "{}", with_photo.text());
        assert!(with_photo.shows("看望王老师"));
        let json = serde_json::json!({ "title": "又一项", "field": "care", "note": note });
        let json = chair.post_json("/tasks/new", &json).expect(507).json();
        assert_eq!(json["status"], 507, "{json}");
        // Whoever looks is not disturbed.
        chair.get("/tasks").expect(200);
        chair.get("/register").expect(200);
        assert_eq!(list(s, TASKS).iter().filter(|t| **t == title).count(), 0);

        pragma(s, ROOM);
        let again = [
            ("title", title.as_str()),
            ("field", "care"),
            ("note", &note),
            ("_once", &key),
        ];
        let first = chair.post("/tasks/new", &again).expect(303).location();
        assert_eq!(chair.post("/tasks/new", &again).expect(303).location(), first);
        assert_eq!(list(s, TASKS).iter().filter(|t| **t == title).count(), 1);
        chair.post("/works/new", &work).expect(303);
        sound(s);
    });
}

/// Sends each form until it is acknowledged, under one key; says how often it was told to come again.
fn post_all(who: &Client, name: &str, count: usize, kept: &Mutex<BTreeSet<String>>) -> usize {
    let mut refused = 0;
    for n in 0..count {
        let title = format!("{name}-{n}");
        let form = [
            ("kind", "visit"),
            ("day", "2026-11-20"),
            ("title", title.as_str()),
            ("people", "1"),
            ("_once", &title),
        ];
        loop {
            let answer = who.post("/works/new", &form);
            match answer.status {
                303 => break,
                503 => refused += 1,
                _ => panic!("{} {}", answer.status, answer.text()),
            }
            assert!(refused < 10_000, "the database does not come back");
            thread::sleep(Duration::from_millis(5));
        }
        kept.lock().unwrap().insert(title);
    }
    refused
}

/// Everything acknowledged is there, and nothing twice.
fn kept_once(s: &Story, kept: &BTreeSet<String>) {
    let there = list(s, TITLES);
    let once: BTreeSet<String> = there.iter().cloned().collect();
    assert_eq!(there.len(), once.len(), "something is there twice: {there:?}");
    let lost: Vec<_> = kept.difference(&once).collect();
    assert!(lost.is_empty(), "acknowledged, but lost: {lost:?}");
    sound(s);
}

#[test]
fn connections_that_the_server_ends_lose_no_act_and_double_none() {
    story(kit, |s| {
        if s.store.engine() != Engine::Postgres {
            return;
        }
        let (kept, over, ended) = (Mutex::default(), AtomicBool::new(false), AtomicUsize::new(0));
        let people: Vec<Client> = (0..3).map(|_| s.person(Role::Officer)).collect();
        thread::scope(|scope| {
            let hands: Vec<_> = people
                .iter()
                .enumerate()
                .map(|(n, who)| {
                    let kept = &kept;
                    scope.spawn(move || post_all(who, &format!("h{n}"), 25, kept))
                })
                .collect();
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    let fell: Result<i64, store::Error> = s.store.read(|r| r.one(FALL, &[], |row| row.get(0)));
                    ended.fetch_add(usize::try_from(fell.unwrap_or(0)).unwrap(), Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(25));
                }
            });
            let ended: Vec<_> = hands.into_iter().map(thread::ScopedJoinHandle::join).collect();
            over.store(true, Ordering::SeqCst);
            for hand in ended {
                hand.unwrap();
            }
        });
        assert!(ended.load(Ordering::SeqCst) > 5, "hardly a connection fell: {ended:?}");
        let kept = kept.into_inner().unwrap();
        assert_eq!(kept.len(), 75);
        kept_once(s, &kept);
    });
}

/// A story on a PostgreSQL server of its own; nothing if PostgreSQL is turned off.
fn own_server() -> Option<(testing::Server, Story)> {
    let server = testing::Server::fresh()?;
    let options = Options {
        wait: Duration::from_secs(5),
        ..Options::default()
    };
    let store = Store::open(&Place::Url(server.url("postgres")), options).unwrap();
    let story = Story::on(store, kit());
    Some((server, story))
}

#[test]
fn a_server_that_falls_in_the_middle_of_acts_loses_nothing_that_was_answered() {
    let Some((server, s)) = own_server() else { return };
    let kept = Mutex::default();
    let people: Vec<Client> = (0..3).map(|_| s.person(Role::Officer)).collect();
    let refused: usize = thread::scope(|scope| {
        let hands: Vec<_> = people
            .iter()
            .enumerate()
            .map(|(n, who)| {
                let kept = &kept;
                scope.spawn(move || post_all(who, &format!("h{n}"), 40, kept))
            })
            .collect();
        for least in [10, 40] {
            while kept.lock().unwrap().len() < least && !hands.iter().any(thread::ScopedJoinHandle::is_finished) {
                thread::sleep(Duration::from_millis(2));
            }
            server.stop(testing::Stop::Crash);
            server.start();
        }
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    assert!(refused > 0, "nobody noticed that the server fell");
    kept_once(&s, &kept.into_inner().unwrap());
}

#[test]
fn a_server_that_refuses_everybody_is_told_and_waited_for() {
    let Some((server, s)) = own_server() else { return };
    let chair = s.person(Role::Chair);
    chair.get("/readyz").expect(200);
    server.stop(testing::Stop::Fast);
    says(&chair.get("/").expect(503), Lang::Zh, "web.refusal.away");
    says(
        &s.stranger().get("/tasks?lang=en").expect(503),
        Lang::En,
        "web.refusal.away",
    );
    chair.get("/readyz").expect(503);
    chair.get("/healthz").expect(200);
    let form = [
        ("title", "看望\"王\"老师"),
        ("field", "care"),
        ("note", "带上水果\n和鲜花"),
        ("_once", "k-1"),
    ];
    let refused = chair.post("/tasks/new", &form).expect(503);
    says(&refused, Lang::Zh, "web.refusal.gone");
    says(&refused, Lang::Zh, "web.stop.kept");
    assert!(
        refused.shows("value=\"看望&#34;王&#34;老师\"") && refused.shows("带上水果\n和鲜花"),
        "{}",
        refused.text()
    );
    assert_eq!(key_of(&refused, "/tasks/new"), "k-1");
    let json = chair.post_json("/tasks/new", &serde_json::json!({ "title": "x", "field": "care" }));
    assert_eq!(json.expect(503).json()["status"], 503);
    let secret = [("name", "li"), ("password", "Gonghui-2026")];
    let secret = s.stranger().post("/sign-in", &secret).expect(503);
    assert!(!secret.shows("Gonghui-2026"), "a password is never sent back");
    let upload = chair.upload("/works/new", &[("title", "看望")], &[("photos", "a.jpg", b"x")]);
    says(&upload.expect(503), Lang::Zh, "web.stop.files_again");

    server.start();
    chair.get("/readyz").expect(200);
    let first = chair.post("/tasks/new", &form).expect(303).location();
    assert_eq!(chair.post("/tasks/new", &form).expect(303).location(), first);
    assert_eq!(list(&s, TASKS), ["看望\"王\"老师"]);
    chair.get("/").expect(200);
    sound(&s);
}
