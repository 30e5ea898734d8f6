//! The server is killed in the midst of acts, again and again; nothing that was answered is lost,
//! nothing is there twice, and verify finds the log sound.

#![expect(clippy::unwrap_used, reason = "a test with processes")]

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

const ZHIJIA: &str = env!("CARGO_BIN_EXE_zhijia");
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

/// A server on a port of its own choosing, killed when dropped.
struct Server(Child, String);

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(ZHIJIA)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let line = told.into_iter().find(|line| line.contains("http://")).unwrap();
        let at = line.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        Self(child, at)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a form; the head of the answer, or nothing if the server died.
fn post(at: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(at).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    text.starts_with("HTTP/1.1").then_some(text)
}

fn signed_in(at: &str) -> String {
    let answer = post(at, "/sign-in", "", "name=li&password=Gonghui-2026").unwrap();
    let set = answer
        .lines()
        .find(|l| l.to_lowercase().starts_with("set-cookie: zhijia="))
        .unwrap();
    set.split_once(": ").unwrap().1.split(';').next().unwrap().to_owned()
}

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

/// A union with a chair who can sign in.
fn founded(folder: &Path) {
    let mut made = Command::new(ZHIJIA)
        .args([
            "user",
            "create",
            "--name",
            "李红梅",
            "--sign-in",
            "li",
            "--role",
            "chair",
            "--password-stdin",
            "--data",
        ])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    made.stdin.take().unwrap().write_all(b"Gonghui-2026\n").unwrap();
    assert!(made.wait().unwrap().success());
}

fn opened(folder: &Path) -> store::Store {
    store::Store::open(&store::Place::Folder(folder.into()), store::Options::default()).unwrap()
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
    let there: Vec<String> = store.read(|r| r.rows(TITLES, &[], |row| row.get(0))).unwrap();
    let once: BTreeSet<String> = there.iter().cloned().collect();
    assert_eq!(there.len(), once.len(), "something is there twice");
    let lost: Vec<&String> = kept.difference(&once).collect();
    assert!(lost.is_empty(), "acknowledged, but lost: {lost:?}");
    drop(store);
    let verified = Command::new(ZHIJIA)
        .args(["verify", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
}

fn jobs(store: &store::Store) -> Vec<(String, i64)> {
    store
        .read(|r| r.rows(JOBS, &[], |row| Ok((row.get(0)?, row.get(1)?))))
        .unwrap()
}

/// Nothing else can be written while `then` runs: a job that is running stays in its middle.
fn held<T>(store: &store::Store, then: impl FnOnce() -> T) -> T {
    let (begun, wait) = mpsc::channel();
    let (end, over) = mpsc::channel::<()>();
    let over = Mutex::new(over);
    thread::scope(|scope| {
        let holder = scope.spawn(move || {
            store.write(move |_| {
                begun.send(()).unwrap();
                // Ends when the other side is dropped.
                let _ = over.lock().unwrap().recv();
                Ok::<(), store::Error>(())
            })
        });
        wait.recv().unwrap();
        let result = then();
        drop(end);
        holder.join().unwrap().unwrap();
        result
    })
}

/// Kills the server while it is in the middle of a job, asking for jobs until it is.
fn killed_in_a_job(store: &store::Store, server: Server, cookie: &str) {
    let mut server = Some(server);
    for n in 0.. {
        assert!(n < 500, "no job was caught in its middle: {:?}", jobs(store));
        let at = server.as_ref().unwrap().1.clone();
        let now = held(store, || {
            let now = jobs(store);
            if now.iter().any(|(state, _)| state == "running") {
                server.take();
            }
            now
        });
        if server.is_none() {
            return;
        }
        if now.iter().all(|(state, _)| state == "done") {
            post(&at, "/register/verified", cookie, &format!("_once=n{n}")).unwrap();
        }
        // The server's turn to write.
        thread::sleep(Duration::from_millis(15));
    }
}

#[test]
fn a_job_in_whose_middle_the_server_is_killed_is_taken_up_and_ends_once() {
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    let store = opened(folder.path());
    store.write(|w| w.run(FILL, &[]).map(drop)).unwrap();
    facts::seal::all(&store, &kernel::Clock::system()).unwrap();
    for _ in 0..2 {
        let server = Server::start(folder.path());
        let cookie = signed_in(&server.1);
        killed_in_a_job(&store, server, &cookie);
    }
    let left: Vec<(String, i64)> = jobs(&store).into_iter().filter(|(state, _)| state != "done").collect();
    assert!(left.iter().any(|(state, _)| state == "running"), "{left:?}");

    let server = Server::start(folder.path());
    let begun = std::time::Instant::now();
    while jobs(&store).iter().any(|(state, _)| state != "done") {
        // A lease lasts a minute; a start does not wait for that of a process that is gone.
        assert!(begun.elapsed() < Duration::from_secs(50), "the job was not taken up");
        thread::sleep(Duration::from_millis(50));
    }
    drop(server);
    let jobs = jobs(&store);
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
