//! A server in a process of its own, to be killed.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

const ZHIJIA: &str = env!("CARGO_BIN_EXE_zhijia");

/// A server on a port of its own choosing, killed when dropped.
pub(crate) struct Server(Child, pub(crate) String);

impl Server {
    pub(crate) fn start(data: &Path) -> Self {
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

impl Server {
    fn signal(&self, signal: Signal) -> Pid {
        let pid = Pid::from_child(&self.0);
        kill_process(pid, signal).unwrap();
        pid
    }

    /// Stops the process wherever it is, and waits until it stands.
    fn stand(&self) {
        let pid = self.signal(Signal::STOP);
        waitpid(Some(pid), WaitOptions::UNTRACED).unwrap();
    }

    fn go_on(&self) {
        self.signal(Signal::CONT);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a request; the answer, or nothing if the server died.
fn send(at: &str, line: &str, cookie: &str, kind: &str, body: &[u8]) -> Option<String> {
    let mut stream = TcpStream::connect(at).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let head = format!(
        "{line} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         {kind}Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    text.starts_with("HTTP/1.1").then_some(text)
}

/// Sends a form; the answer, or nothing if the server died.
pub(crate) fn post(at: &str, path: &str, cookie: &str, body: &str) -> Option<String> {
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    send(at, &format!("POST {path}"), cookie, kind, body.as_bytes())
}

/// Sends a form that is taken, and gives where it leads; nothing if the server died.
pub(crate) fn tried(at: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Option<String> {
    let fields = fields
        .iter()
        .map(|(name, text)| format!("{name}={}", web::pairs::escape(text)));
    let body = fields.collect::<Vec<_>>().join("&");
    let answer = post(at, path, cookie, &body)?;
    assert!(answer.starts_with("HTTP/1.1 303"), "{path}: {answer}");
    header(&answer, "location")
}

/// Sends a form that is taken by a server that lives, and gives where it leads.
pub(crate) fn posted(at: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
    tried(at, path, cookie, fields).unwrap()
}

/// Sends a file that is taken, and gives where it leads.
pub(crate) fn uploaded(at: &str, path: &str, cookie: &str, (field, name, bytes): (&str, &str, &[u8])) -> String {
    const EDGE: &str = "----a-part-ends-here";
    let mut body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
    let kind = format!("Content-Type: multipart/form-data; boundary={EDGE}\r\n");
    let answer = send(at, &format!("POST {path}"), cookie, &kind, &body).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{path}: {answer}");
    header(&answer, "location").unwrap()
}

/// A page as data.
pub(crate) fn json(at: &str, path: &str, cookie: &str) -> serde_json::Value {
    let answer = send(at, &format!("GET {path}"), cookie, "Accept: application/json\r\n", b"").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn header(answer: &str, name: &str) -> Option<String> {
    let head = answer.split("\r\n\r\n").next()?;
    let line = head
        .lines()
        .find(|l| l.to_lowercase().starts_with(&format!("{name}: ")))?;
    Some(line.split_once(": ")?.1.to_owned())
}

pub(crate) fn signed_in(at: &str) -> String {
    signed_in_as(at, "li")
}

pub(crate) fn signed_in_as(at: &str, name: &str) -> String {
    let answer = post(at, "/sign-in", "", &format!("name={name}&password=Gonghui-2026")).unwrap();
    let set = answer
        .lines()
        .find(|l| l.to_lowercase().starts_with("set-cookie: zhijia="))
        .unwrap_or_else(|| panic!("{answer}"));
    set.split_once(": ").unwrap().1.split(';').next().unwrap().to_owned()
}

/// A union with a chair who can sign in.
pub(crate) fn founded(folder: &Path) {
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

pub(crate) fn opened(folder: &Path) -> store::Store {
    store::Store::open(&store::Place::Folder(folder.into()), store::Options::default()).unwrap()
}

/// A number that the database tells.
pub(crate) fn number(store: &store::Store, sql: store::Sql) -> i64 {
    store.read(|r| r.one(sql, &[], |row| row.get(0))).unwrap()
}

/// What the database tells line by line.
pub(crate) fn texts(store: &store::Store, sql: store::Sql) -> Vec<String> {
    store.read(|r| r.rows(sql, &[], |row| row.get(0))).unwrap()
}

/// The pause between two looks.
const PAUSE: Duration = Duration::from_micros(300);

/// Looks until something is seen, lets the server stand still there, and kills it if it is still seen then. Meanwhile `ask`
/// makes it work, time after time, until it has nothing more to ask or the server is gone. What cannot be looked at, since the
/// server stands with the log of the database in its hands, is not seen.
pub(crate) fn killed_when(
    server: Server,
    seen: impl Fn() -> Result<bool, store::Error>,
    mut ask: impl FnMut(&str) -> Option<()> + Send,
) {
    let begun = std::time::Instant::now();
    let seen = || seen().unwrap_or(false);
    let at = server.1.clone();
    thread::scope(|scope| {
        scope.spawn(move || while ask(&at).is_some() {});
        loop {
            if seen() {
                server.stand();
                if seen() {
                    return drop(server);
                }
                server.go_on();
            }
            assert!(
                begun.elapsed() < Duration::from_secs(50),
                "it was not caught in its middle"
            );
            thread::sleep(PAUSE);
        }
    });
}

/// Kills the server as soon as something is seen, wherever it is then.
pub(crate) fn killed_at(server: Server, seen: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !seen() {
        assert!(begun.elapsed() < Duration::from_secs(50), "it never came so far");
        thread::sleep(Duration::from_millis(2));
    }
    drop(server);
}

/// Waits until something is so.
pub(crate) fn waited(what: &str, so: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !so() {
        // A lease lasts a minute; a start does not wait for that of a process that is gone.
        assert!(begun.elapsed() < Duration::from_secs(50), "waited in vain: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// `zhijia verify` finds nothing.
pub(crate) fn sound(folder: &Path) {
    let verified = Command::new(ZHIJIA)
        .args(["verify", "--data"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
}
