//! One PostgreSQL for all tests of this machine: started by the first that asks, stopped when nobody uses it.
//!
//! Every process that uses it holds a shared lock on a file. A watchdog, started with the server, tries now and then
//! to get that lock for itself alone; when it does, it stops the server and removes its data.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    str::FromStr,
    sync::OnceLock,
    time::Duration,
};

use tokio_postgres::{Config, NoTls};

use crate::wire::Wire;

/// Whether a server waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It does not: quick, for tests.
    None,
    /// It does: for measurements.
    Disk,
}

/// A running server.
pub(super) struct Cluster {
    base: Config,
    url_head: String,
    url_tail: String,
    /// Held as long as the process lives.
    _user: Option<File>,
}

const MISSING: &str = "PostgreSQL is not installed. Run: apt-get install -y postgresql   \
    (or set ZHIJIA_TEST_PG=off to test on SQLite alone)";

impl Cluster {
    /// The server of this process; `None` if PostgreSQL is turned off.
    pub(super) fn shared(durability: Durability) -> Option<&'static Cluster> {
        static QUICK: OnceLock<Option<Cluster>> = OnceLock::new();
        static DURABLE: OnceLock<Option<Cluster>> = OnceLock::new();
        let cell = if durability == Durability::None {
            &QUICK
        } else {
            &DURABLE
        };
        cell.get_or_init(|| Self::find(durability)).as_ref()
    }

    #[expect(clippy::disallowed_methods, reason = "tests are configured by their environment")]
    fn find(durability: Durability) -> Option<Cluster> {
        match std::env::var("ZHIJIA_TEST_PG").ok().filter(|value| !value.is_empty()) {
            Some(value) if value == "off" => None,
            Some(url) => Some(Self::at(&url)),
            None => Some(Self::own(durability)),
        }
    }

    /// A server that runs already.
    fn at(url: &str) -> Cluster {
        let base = Config::from_str(url).unwrap_or_else(|e| panic!("ZHIJIA_TEST_PG is no address: {e}"));
        let (head, tail) = url
            .split_once('?')
            .map_or((url, String::new()), |(head, tail)| (head, format!("?{tail}")));
        let start = head.find("://").map_or(0, |i| i + 3);
        let end = head[start..].find('/').map_or(head.len(), |i| i + start);
        Cluster {
            base,
            url_head: head[..end].to_owned(),
            url_tail: tail,
            _user: None,
        }
    }

    /// The server of this machine's tests, started if it does not run.
    fn own(durability: Durability) -> Cluster {
        let kind = if durability == Durability::None {
            "quick"
        } else {
            "durable"
        };
        let parent = memory().filter(|_| durability == Durability::None);
        let parent = parent.unwrap_or_else(std::env::temp_dir);
        let home = parent.join(format!("zhijia-test-pg-{}-{kind}", system("id", &["-un"])));
        std::fs::create_dir_all(&home).expect("a folder for the server of the tests");
        let starting = lock_file(&home, "start.lock");
        starting.lock().expect("the lock of the tests' server");
        let user = lock_file(&home, "users.lock");
        // Waits if the watchdog is just stopping the server.
        user.lock_shared().expect("the lock of the tests' server");
        let socket = home.join("s");
        let url_tail = format!("?host={}&user=postgres", socket.display());
        let url = format!("postgres:///postgres{url_tail}");
        let base = Config::from_str(&url).unwrap_or_else(|e| panic!("{url}: {e}"));
        if !answers(&base) {
            start(&home, durability);
            assert!(
                answers(&base),
                "the server of the tests does not answer; see {}/log",
                home.display()
            );
        }
        Cluster {
            base,
            url_head: "postgres://".to_owned(),
            url_tail,
            _user: Some(user),
        }
    }

    /// The address of a database of this server.
    pub(super) fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.url_head, self.url_tail)
    }

    fn admin(&self) -> Wire {
        Wire::open(&self.base, NoTls).unwrap_or_else(|e| panic!("the server of the tests: {e}"))
    }

    /// Makes the template database if it is not there; `fill` gets its address.
    pub(super) fn template(&self, name: &str, fill: impl FnOnce(&str)) {
        let mut admin = self.admin();
        let there = |admin: &mut Wire| {
            let asked = admin.prepare("SELECT 1 FROM pg_database WHERE datname = $1");
            let found = asked.and_then(|stmt| admin.query(&stmt, &[&name]));
            !found.unwrap_or_else(|e| panic!("{e}")).is_empty()
        };
        if there(&mut admin) {
            return;
        }
        let run = |admin: &mut Wire, sql: &str| admin.batch(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
        run(&mut admin, "SELECT pg_advisory_lock(7223372036855)");
        if !there(&mut admin) {
            let making = format!("{name}_making");
            run(&mut admin, &format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)"));
            run(&mut admin, &format!("CREATE DATABASE {making} TEMPLATE template0"));
            fill(&self.url(&making));
            // The server notices a closed connection a moment later.
            let rename = format!("ALTER DATABASE {making} RENAME TO {name}");
            run(
                &mut admin,
                &format!(
                    "DO $$ BEGIN PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{making}'; END $$"
                ),
            );
            run(&mut admin, &rename);
        }
        run(&mut admin, "SELECT pg_advisory_unlock(7223372036855)");
    }

    pub(super) fn create_database(&self, name: &str, template: &str) {
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        self.admin().batch(&sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    pub(super) fn drop_database(&self, name: &str) {
        // A test that failed may be dropping its database because the server is gone.
        if let Ok(mut admin) = Wire::open(&self.base, NoTls) {
            let _ = admin.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The system's place in memory, if it has room: a database is a thousand files, which a disk makes and removes slowly.
fn memory() -> Option<PathBuf> {
    const ROOM: u64 = 4 << 20;
    let place = PathBuf::from("/dev/shm");
    let told = Command::new("df").args(["-kP"]).arg(&place).output().ok()?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let free: u64 = told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    (free >= ROOM).then_some(place)
}

fn lock_file(home: &Path, name: &str) -> File {
    File::options()
        .create(true)
        .append(true)
        .open(home.join(name))
        .expect("a lock file of the tests' server")
}

fn answers(base: &Config) -> bool {
    let mut base = base.clone();
    base.connect_timeout(Duration::from_secs(5));
    Wire::open(&base, NoTls).is_ok()
}

/// What a program prints, without the line's end.
pub(super) fn system(program: &str, args: &[&str]) -> String {
    let out = Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}

/// The server refuses to run as root: what its commands begin with then.
pub(super) fn as_server() -> &'static str {
    if system("id", &["-u"]) == "0" {
        "runuser -u postgres -- "
    } else {
        ""
    }
}

/// Whether the tests are to leave PostgreSQL out.
#[expect(clippy::disallowed_methods, reason = "tests are configured by their environment")]
pub(super) fn turned_off() -> bool {
    std::env::var("ZHIJIA_TEST_PG").is_ok_and(|value| value == "off")
}

/// The folder of PostgreSQL's programs.
pub(super) fn programs() -> PathBuf {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max();
    let found = newest.or_else(|| {
        let out = Command::new("pg_config").arg("--bindir").output().ok()?;
        let bin = PathBuf::from(String::from_utf8_lossy(&out.stdout).trim());
        bin.join("initdb").exists().then_some(bin)
    });
    found.unwrap_or_else(|| panic!("{MISSING}"))
}

/// Makes the data, starts the server, and the watchdog that will stop it.
fn start(home: &Path, durability: Durability) {
    let bin = programs();
    let as_server = as_server();
    let owner = if as_server.is_empty() { "" } else { "-o postgres" };
    let settings = match durability {
        Durability::None => "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB",
        Durability::Disk => "-c shared_buffers=256MB -c max_wal_size=4GB",
    };
    let script = format!(
        "set -e; cd '{home}'; rm -rf data s; install -d {owner} -m 700 data; install -d {owner} -m 755 s; \
         {as_server}'{bin}/initdb' -D '{home}/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync; \
         {as_server}'{bin}/pg_ctl' -D '{home}/data' -l '{home}/data/log' -w -t 60 -s start \
         -o \"-c listen_addresses='' -c unix_socket_directories='{home}/s' -c max_connections=300 \
              -c lc_messages=C {settings}\"",
        home = home.display(),
        bin = bin.display(),
    );
    let log = || File::create(home.join("log")).map_or_else(|_| Stdio::null(), Stdio::from);
    let done = Command::new("sh")
        .arg("-c")
        .arg(&script)
        .stdin(Stdio::null())
        .stdout(log())
        .stderr(log())
        .status();
    assert!(
        done.is_ok_and(|status| status.success()),
        "PostgreSQL does not start; see {}/log",
        home.display()
    );
    // The shell forks the watchdog and ends, so that no child is left to wait for.
    let watchdog = format!(
        "cd '{home}'; setsid sh -c 'while sleep 20; do [ -e data ] || exit 0; flock -xn users.lock sh -c \
         \"{as_server}{bin}/pg_ctl -D {home}/data -m immediate -s stop; rm -rf data\" && exit 0; done' &",
        home = home.display(),
        bin = bin.display(),
    );
    let mut watcher = Command::new("sh");
    watcher
        .args(["-c", &watchdog])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let forked = watcher.status();
    assert!(
        forked.is_ok_and(|status| status.success()),
        "no watchdog for the server of the tests"
    );
}
