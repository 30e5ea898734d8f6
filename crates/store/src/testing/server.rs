//! A PostgreSQL of one test alone, which the test may stop, let crash, and start again.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::cluster::{as_server, programs, turned_off};

/// A server of one test; stopped and removed when this is dropped.
pub struct Server {
    home: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
    more: String,
}

/// How a server is told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It ends its connections and writes down what it holds.
    Fast,
    /// It falls: nothing is tidied, and the next start recovers from its log.
    Crash,
}

impl Server {
    /// A running server that listens at a socket in its folder and at a port of this machine; `None` if PostgreSQL is
    /// turned off.
    ///
    /// # Panics
    /// If PostgreSQL is not installed or does not start.
    #[must_use]
    pub fn fresh() -> Option<Self> {
        Self::with(&[])
    }

    /// Like [`Server::fresh`], with this certificate and key (PEM) for connections under TLS.
    ///
    /// # Panics
    /// Like [`Server::fresh`].
    #[must_use]
    pub fn under_tls(certificate: &str, key: &str) -> Option<Self> {
        Self::with(&[("server.crt", certificate), ("server.key", key)])
    }

    fn with(files: &[(&str, &str)]) -> Option<Self> {
        if turned_off() {
            return None;
        }
        let home = tempfile::Builder::new()
            .prefix("zhijia-pg-")
            .tempdir()
            .expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let server = Self {
            home,
            bin: programs(),
            port,
            more: if files.is_empty() {
                String::new()
            } else {
                "-c ssl=on".to_owned()
            },
        };
        let at = server.home.path();
        server.run(&format!(
            "chmod 755 '{at}'; install -d {owner} -m 700 '{at}/data'; \
             {run}'{bin}/initdb' -D '{at}/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync",
            at = at.display(),
            owner = if as_server().is_empty() { "" } else { "-o postgres" },
            run = as_server(),
            bin = server.bin.display(),
        ));
        for (name, text) in files {
            let path = at.join("data").join(name);
            std::fs::write(&path, text).expect("a file of the server");
            server.run(&format!(
                "{}chmod 600 '{path}'",
                if as_server().is_empty() {
                    String::new()
                } else {
                    format!("chown postgres '{}'; ", path.display())
                },
                path = path.display()
            ));
        }
        server.start();
        Some(server)
    }

    /// The address of a database over the network of this machine.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Where the server keeps its data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Panics
    /// If it does not.
    pub fn start(&self) {
        let at = self.home.path().display();
        self.run(&format!(
            "{run}'{bin}/pg_ctl' -D '{at}/data' -l '{at}/data/log' -w -t 60 -s start -o \"-p {port} -c listen_addresses=127.0.0.1 \
               -c unix_socket_directories='' -c max_connections=100 -c lc_messages=C {more}\"",
            run = as_server(),
            bin = self.bin.display(),
            port = self.port,
            more = self.more,
        ));
    }

    /// Stops the server; whoever asks it now is refused.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn stop(&self, how: Stop) {
        let mode = if how == Stop::Crash { "immediate" } else { "fast" };
        self.run(&format!(
            "{run}'{bin}/pg_ctl' -D '{at}/data' -m {mode} -w -t 60 -s stop",
            run = as_server(),
            bin = self.bin.display(),
            at = self.home.path().display(),
        ));
    }

    fn run(&self, script: &str) {
        let log = self.home.path().join("said");
        let said = || std::fs::File::options().create(true).append(true).open(&log);
        let stdio = || said().map_or_else(|_| Stdio::null(), Stdio::from);
        let mut sh = Command::new("sh");
        sh.args(["-ec", script]).current_dir(self.home.path());
        let done = sh.stdin(Stdio::null()).stdout(stdio()).stderr(stdio()).status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "{script}\n{}",
            std::fs::read_to_string(&log).unwrap_or_default()
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be stopped already, and a failing test must not fail twice.
        let script = format!(
            "{run}'{bin}/pg_ctl' -D '{at}/data' -m immediate -s stop",
            run = as_server(),
            bin = self.bin.display(),
            at = self.home.path().display(),
        );
        let mut sh = Command::new("sh");
        let _ = sh
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}
