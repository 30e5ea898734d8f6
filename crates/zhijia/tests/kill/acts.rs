//! Acts and a job.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::server::{Server, founded, killed_when, opened, post, signed_in, sound, texts};

/// Jobs that are asked for at most while the server is to be caught in one.
const MOST: usize = 3;

const FILL: store::Sql = store::Sql::house(
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
     INSERT INTO event (union_id, id, at, account_id, kind, record_kind, record_id, body, sealed)
     SELECT (SELECT union_id FROM union_node), randomblob(16), 1767225600000, (SELECT id FROM account),
       'test.filler', 'work', randomblob(16), '{}', 0 FROM n",
    "a test makes a log that takes a while to verify",
);
const JOBS: store::Sql = store::Sql::house(
    "SELECT state, attempts FROM job WHERE kind = 'facts.verify'",
    "a test reads what came of the jobs",
);
const RUNS: store::Sql = store::Sql::house("SELECT COUNT(*) FROM verify_run", "a test counts what the jobs left");
const TITLES: store::Sql = store::Sql::house("SELECT title FROM work", "a test reads what was kept");

/// Posts work until the server dies; notes each title that was acknowledged.
fn post_until_killed(at: &str, cookie: &str, name: &str, over: &AtomicBool, kept: &Mutex<BTreeSet<String>>) {
    for n in 0.. {
        if over.load(Ordering::SeqCst) {
            return;
        }
        let title = format!("{name}-{n}");
        let body = format!("kind=visit&day=2026-01-05&people=1&title={title}&_once={title}");
        match post(at, "/works/new", cookie, &body) {
            Some(answer) if answer.starts_with("HTTP/1.1 303") => {
                kept.lock().unwrap().insert(title);
            }
            Some(_) => thread::sleep(Duration::from_millis(20)),
            None => return,
        }
    }
}

#[test]
fn what_was_answered_survives_a_killed_server() {
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    let kept = Arc::new(Mutex::new(BTreeSet::new()));
    for round in 0..3 {
        let server = Server::start(folder.path());
        let (at, cookie, over) = (server.1.clone(), signed_in(&server.1), Arc::new(AtomicBool::new(false)));
        let hands: Vec<_> = (0..4)
            .map(|hand| {
                let (at, cookie, over, kept) = (at.clone(), cookie.clone(), Arc::clone(&over), Arc::clone(&kept));
                thread::spawn(move || post_until_killed(&at, &cookie, &format!("r{round}h{hand}"), &over, &kept))
            })
            .collect();
        thread::sleep(Duration::from_millis(700));
        drop(server);
        over.store(true, Ordering::SeqCst);
        for hand in hands {
            hand.join().unwrap();
        }
    }

    let kept = kept.lock().unwrap();
    assert!(kept.len() > 10, "only {} acts were acknowledged", kept.len());
    let store = opened(folder.path());
    let there = texts(&store, TITLES);
    let once: BTreeSet<String> = there.iter().cloned().collect();
    assert_eq!(there.len(), once.len(), "something is there twice");
    let lost: Vec<&String> = kept.difference(&once).collect();
    assert!(lost.is_empty(), "acknowledged, but lost: {lost:?}");
    drop(store);
    sound(folder.path());
}

fn jobs(store: &store::Store) -> Result<Vec<(String, i64)>, store::Error> {
    store.read(|r| r.rows(JOBS, &[], |row| Ok((row.get(0)?, row.get(1)?))))
}

#[test]
fn a_job_in_whose_middle_the_server_is_killed_is_taken_up_and_ends_once() {
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    let store = opened(folder.path());
    store.write(|w| w.run(FILL, &[]).map(drop)).unwrap();
    facts::seal::all(&store, &kernel::Clock::system()).unwrap();
    for round in 0..2 {
        // The second time in its second attempt.
        let running = || {
            let mut jobs = jobs(&store)?.into_iter();
            Ok(jobs.any(|(state, attempts)| state == "running" && attempts > round))
        };
        let server = Server::start(folder.path());
        let cookie = signed_in(&server.1);
        let mut asked = 0..MOST;
        killed_when(server, running, |at| {
            let body = format!("_once={round}-{}", asked.next()?);
            post(at, "/register/verified", &cookie, &body).map(drop)
        });
    }
    let left: Vec<(String, i64)> = jobs(&store)
        .unwrap()
        .into_iter()
        .filter(|(state, _)| state != "done")
        .collect();
    assert!(left.iter().any(|(state, _)| state == "running"), "{left:?}");

    let server = Server::start(folder.path());
    let begun = std::time::Instant::now();
    while jobs(&store).unwrap().iter().any(|(state, _)| state != "done") {
        // A lease lasts a minute; a start does not wait for that of a process that is gone.
        assert!(begun.elapsed() < Duration::from_secs(50), "the job was not taken up");
        thread::sleep(Duration::from_millis(50));
    }
    drop(server);
    let jobs = jobs(&store).unwrap();
    assert!(
        jobs.iter().any(|(_, attempts)| *attempts >= 2),
        "none was begun anew: {jobs:?}"
    );
    let runs: i64 = store.read(|r| r.one(RUNS, &[], |row| row.get(0))).unwrap();
    assert_eq!(
        usize::try_from(runs).unwrap(),
        jobs.len(),
        "each job leaves one outcome: {jobs:?}"
    );
}
