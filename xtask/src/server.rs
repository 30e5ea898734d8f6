//! The product, serving a demo year from a throw-away folder on a free loopback port.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::Res;
use crate::places::{Built, Places};
use crate::proc::{self, Group};

/// Filling a demo year on a slow disk takes its time.
const READY: Duration = Duration::from_secs(180);
const VERIFY: Duration = Duration::from_secs(300);
const STARTS: u32 = 3;
const ANSWER_LIMIT: u64 = 4096;

/// An account the demo told about: a line `sign-in<TAB>NAME<TAB>PASSWORD<TAB>ROLE` on its standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What to type as name.
    pub name: String,
    /// What to type as password.
    pub password: String,
    /// The role's key, such as `chair`.
    pub role: String,
}

/// A running demo.
#[derive(Debug)]
pub struct Server {
    // declared before the folder, so that the server is gone when the folder goes
    group: Group,
    binary: PathBuf,
    base: String,
    accounts: Vec<Account>,
    database: Option<String>,
    log: PathBuf,
    data: TempDir,
}

impl Server {
    /// Starts a demo on SQLite, or on the database at that address, and waits until it is ready. `name` names its logs.
    pub fn demo(places: &Places, built: Built, name: &str, database: Option<String>) -> Res<Self> {
        let binary = places.binary(built);
        if !binary.is_file() {
            return Err(format!(
                "{} is missing; build it with `cargo build --bin zhijia`, with --release where that is wanted",
                binary.display()
            ));
        }
        let mut attempt = 1;
        loop {
            let mut server = Self::spawn(places, name, &binary, database.clone())?;
            match server.wait_until_ready() {
                Ok(()) => return Ok(server),
                // another program may have taken the port between our look and the server's
                Err(fault) if attempt < STARTS && tail(&server.log, 20).contains("in use") => {
                    eprintln!("{fault}; trying another port");
                    attempt += 1;
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    fn spawn(places: &Places, name: &str, binary: &Path, database: Option<String>) -> Res<Self> {
        let data = Places::scratch("demo", &std::env::temp_dir(), 0o700)?;
        let address = free_address()?;
        let logs = places.kept("logs")?;
        let log = logs.join(format!("{name}.err"));
        let create = |path: &Path| File::create(path).map_err(|e| format!("cannot write {}: {e}", path.display()));
        let mut command = proc::tied(binary, "TERM");
        command
            .arg("demo")
            .arg("--data")
            .arg(data.path())
            .args(["--listen", &address.to_string()]);
        if let Some(url) = &database {
            command.args(["--database-url", url]);
        }
        command
            .stdout(create(&logs.join(format!("{name}.out")))?)
            .stderr(create(&log)?);
        let group = Group::start(command.current_dir(data.path()))?;
        let (base, binary) = (format!("http://{address}"), binary.to_path_buf());
        Ok(Self {
            group,
            binary,
            base,
            accounts: Vec::new(),
            database,
            log,
            data,
        })
    }

    fn wait_until_ready(&mut self) -> Res<()> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.group.ended()? {
                return Err(format!(
                    "the demo ended with {status}; its log ends with\n{}",
                    tail(&self.log, 30)
                ));
            }
            if is_ready(&self.base) {
                self.accounts = self.told_accounts();
                return Ok(());
            }
            if started.elapsed() > READY {
                let (base, log) = (&self.base, tail(&self.log, 30));
                return Err(format!(
                    "{base}/readyz was not ready after {} s; the log ends with\n{log}",
                    READY.as_secs()
                ));
            }
            proc::pause(Duration::from_millis(100))?;
        }
    }

    fn told_accounts(&self) -> Vec<Account> {
        accounts(&std::fs::read_to_string(self.log.with_extension("out")).unwrap_or_default())
    }

    /// `http://127.0.0.1:PORT`
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The accounts of the demo, in the order it told them.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The accounts as the browser journeys read them.
    pub fn accounts_json(&self) -> String {
        let list: Vec<serde_json::Value> = self
            .accounts
            .iter()
            .map(|a| serde_json::json!({ "name": a.name, "password": a.password, "role": a.role }))
            .collect();
        serde_json::Value::from(list).to_string()
    }

    /// Stops the server politely, fails when it had crashed meanwhile, and has the binary verify what it left behind.
    pub fn stop_and_verify(mut self) -> Res<()> {
        if let Some(status) = self.group.ended()? {
            return Err(format!(
                "the server had ended with {status}; its log ends with\n{}",
                tail(&self.log, 30)
            ));
        }
        self.group.end(Signal::TERM);
        let mut verify = Command::new(&self.binary);
        verify.arg("verify").arg("--data").arg(self.data.path());
        if let Some(url) = &self.database {
            verify.args(["--database-url", url]);
        }
        proc::run(&mut verify, VERIFY).map_err(|fault| format!("zhijia verify found fault with the data: {fault}"))
    }

    /// The end of the server's log, to print beside a failure.
    pub fn log_tail(&self) -> String {
        tail(&self.log, 30)
    }
}

fn accounts(out: &str) -> Vec<Account> {
    let account = |line: &str| {
        let mut parts = line.trim().split('\t').map(str::trim);
        let (Some("sign-in"), Some(name), Some(password)) = (parts.next(), parts.next(), parts.next()) else {
            return None;
        };
        let role = parts.next().unwrap_or_default();
        Some(Account {
            name: name.to_owned(),
            password: password.to_owned(),
            role: role.to_owned(),
        })
    };
    out.lines().filter_map(account).collect()
}

fn free_address() -> Res<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(|e| format!("no free port: {e}"))
}

/// Whether `/readyz` answers 200.
pub fn is_ready(base: &str) -> bool {
    let Some(address) = base
        .strip_prefix("http://")
        .and_then(|host| host.parse::<SocketAddr>().ok())
    else {
        return false;
    };
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.take(ANSWER_LIMIT).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

/// The last lines of a file, each indented.
pub fn tail(file: &Path, count: usize) -> String {
    let text = std::fs::read(file)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(count);
    lines.iter().skip(from).map(|line| format!("  {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_lines_are_read_and_others_passed_over() {
        let out = "职家 demo\nsign-in\t李华\ta b-c\tchair\nsign-in\tw\tp\nsign-in only\n";
        let found = accounts(out);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            Account {
                name: "李华".into(),
                password: "a b-c".into(),
                role: "chair".into()
            }
        );
        assert_eq!(found[1].role, "");
    }

    #[test]
    fn only_a_200_is_ready() {
        for (line, expected) in [("200 OK", true), ("503 Service Unavailable", false)] {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let base = format!("http://{}", listener.local_addr().unwrap());
            let answering = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 512];
                assert!(stream.read(&mut request).unwrap() > 0);
                write!(stream, "HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n").unwrap();
            });
            assert_eq!(is_ready(&base), expected, "{line}");
            answering.join().unwrap();
        }
    }
}
