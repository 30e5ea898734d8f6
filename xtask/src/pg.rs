//! A throw-away PostgreSQL: one cluster in a folder of its own, reached by a unix socket alone, gone afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use crate::places::Places;
use crate::proc::{self, Group};
use crate::{Res, server};

const MAKE: Duration = Duration::from_secs(120);
/// Bytes; the databases of the tests that run at once, a demo's, and the server's log.
const ROOM: u64 = 4 << 30;
const READY: Duration = Duration::from_secs(60);
/// The server refuses to run as root; Debian's package brings this account.
const ACCOUNT: &str = "postgres";
/// Tests write much and need nothing after a crash; many of them connect at once.
const SETTINGS: [&str; 8] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=300",
    "shared_buffers=128MB",
    "timezone=UTC",
    "log_min_messages=warning",
];

/// Where the server's programs lie: the newest of Debian's versions, or the search path.
pub fn programs() -> Option<PathBuf> {
    let version = |dir: &Path| {
        dir.file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.parse::<u32>().ok())
    };
    let mut dirs: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|dirs| dirs.flatten().map(|dir| dir.path()).collect())
        .unwrap_or_default();
    dirs.sort_by_key(|dir| version(dir));
    let debian = dirs.into_iter().rev().map(|dir| dir.join("bin"));
    let on_path = proc::which(&["initdb"]).and_then(|file| file.parent().map(Path::to_path_buf));
    debian
        .chain(on_path)
        .find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

/// The version of the server's programs as Debian names it, such as `15`; none for programs of another packaging.
pub fn version() -> Option<String> {
    let bin = programs()?;
    let name = bin.parent()?.file_name()?.to_str()?;
    name.parse::<u32>().ok().map(|_| name.to_owned())
}

/// A running cluster; dropping it stops the server and removes its files.
#[derive(Debug)]
pub struct Cluster {
    // declared before the folder, so that the server is gone when the folder goes
    server: Group,
    bin: PathBuf,
    dir: TempDir,
}

impl Cluster {
    /// Makes and starts a cluster, and waits until it answers.
    pub fn start() -> Res<Self> {
        let bin = programs().ok_or("no PostgreSQL server is installed; run `cargo xtask install tests`")?;
        let dir = folder(memory())?;
        let data = dir.path().join("data");
        let mut initdb = as_owner(&bin.join("initdb"));
        initdb.arg("-D").arg(&data);
        initdb.args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        proc::read(initdb.current_dir(dir.path()), MAKE)?;

        let mut postgres = as_owner(&bin.join("postgres"));
        postgres
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(dir.path())
            .current_dir(dir.path());
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        let log = std::fs::File::create(dir.path().join("log")).map_err(|e| format!("cannot write a log: {e}"))?;
        postgres.stdout(log.try_clone().map_err(|e| e.to_string())?).stderr(log);
        let mut cluster = Self {
            server: Group::start(&mut postgres)?,
            bin,
            dir,
        };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    fn wait_until_ready(&mut self) -> Res<()> {
        let started = Instant::now();
        loop {
            let ended = self.server.ended()?;
            if ended.is_some() || started.elapsed() > READY {
                let log = server::tail(&self.dir.path().join("log"), 30);
                return Err(format!("PostgreSQL did not start; its log ends with\n{log}"));
            }
            if self.psql("postgres", "select 1").is_ok() {
                return Ok(());
            }
            proc::pause(Duration::from_millis(100))?;
        }
    }

    fn psql(&self, database: &str, sql: &str) -> Res<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            sql,
            &self.url_of(database),
        ]);
        proc::read(&mut psql, READY)
    }

    /// Address of the cluster for its superuser, who may create databases.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        format!(
            "postgres:///{database}?user=postgres&host={}",
            self.dir.path().display()
        )
    }

    /// Makes an empty database and returns its address; one of that name from before is dropped.
    pub fn fresh_database(&self, name: &str) -> Res<String> {
        self.psql("postgres", &format!("drop database if exists {name} with (force)"))?;
        self.psql("postgres", &format!("create database {name}"))?;
        Ok(self.url_of(name))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast stop: sessions are cut, nothing is waited for
        self.server.end(Signal::INT);
    }
}

/// A folder whose path is short enough for a unix socket, owned by the account that runs the server.
pub fn folder(within: Option<PathBuf>) -> Res<TempDir> {
    let own = Some(std::env::temp_dir()).filter(|dir| dir.as_os_str().len() < 60);
    // another account must reach it, and root may have a temporary folder of its own that is closed to others
    let own = || own.filter(|_| !rustix::process::geteuid().is_root());
    let parent = within.or_else(own).unwrap_or_else(|| "/tmp".into());
    let dir = Places::scratch("pg", &parent, 0o755)?;
    if rustix::process::geteuid().is_root() {
        let id = |flag: &str| -> Res<u32> {
            let text = proc::read(Command::new("id").args([flag, ACCOUNT]), READY)?;
            text.trim()
                .parse()
                .map_err(|_| format!("'{}' is no account number", text.trim()))
        };
        std::os::unix::fs::chown(dir.path(), Some(id("-u")?), Some(id("-g")?))
            .map_err(|e| format!("cannot give {} to {ACCOUNT}: {e}", dir.path().display()))?;
    }
    Ok(dir)
}

/// The system's place in memory, where there is room in it: each test has a database of its own, of a thousand files.
fn memory() -> Option<PathBuf> {
    let place = PathBuf::from("/dev/shm");
    let free = rustix::fs::statvfs(&place).ok()?;
    (free.f_bavail.saturating_mul(free.f_frsize) >= ROOM).then_some(place)
}

/// The program under the account that may run it. setpriv and runuser come with Debian's base system.
pub fn as_owner(program: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return proc::tied(program, "INT");
    }
    let mut command = match proc::which(&["setpriv"]) {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args([
                "--reuid",
                ACCOUNT,
                "--regid",
                ACCOUNT,
                "--init-groups",
                "--pdeathsig",
                "INT",
                "--",
            ]);
            command
        }
        None => {
            let mut command = Command::new("runuser");
            command.args(["-u", ACCOUNT, "--"]);
            command
        }
    };
    command.arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if programs().is_none() {
            // the gate installs PostgreSQL before it runs the tests; at hand it may be missing
            return;
        }
        let cluster = Cluster::start().unwrap();
        let dir = cluster.dir.path().to_path_buf();
        let url = cluster.fresh_database("trial").unwrap();
        assert!(url.starts_with("postgres:///trial?"), "{url}");
        assert_eq!(
            cluster.psql("trial", "select current_database()").unwrap().trim(),
            "trial"
        );
        drop(cluster);
        assert!(!dir.exists());
    }
}
