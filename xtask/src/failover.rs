//! The long check of a PostgreSQL pair: the primary is killed while people record work through the product's own
//! server, each act under a key of its own, sent again until it is acknowledged. Afterwards every acknowledged act is there,
//! once, and `zhijia verify` finds nothing wrong.
//!
//! pg_auto_failover (Debian's packages) listens on all addresses, so everything runs in a network that has only a
//! loopback, and in a process space of its own, which takes every server along when it ends.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::gate::Gate;
use crate::pg::{as_owner, folder, programs};
use crate::proc::{self, Group};
use crate::{Res, server};

/// Minutes for the whole check; it takes about one.
const LIMIT: u64 = 10;
const PATIENCE: Duration = Duration::from_secs(90);
const SHORT: Duration = Duration::from_secs(60);
/// People who record work at once.
const HANDS: usize = 8;
/// How long they work before the kill, and after the first act that succeeded again.
const BEFORE: Duration = Duration::from_secs(6);
const AFTER: Duration = Duration::from_secs(6);
/// The monitor looks every second and gives up after three, in milliseconds: a change-over in seconds, not in a minute.
const HEALTH: [(&str, u32); 5] = [
    ("health_check_period", 1000),
    ("health_check_timeout", 1000),
    ("health_check_retry_delay", 500),
    ("node_considered_unhealthy_timeout", 3000),
    ("primary_demote_timeout", 3000),
];
const MONITOR: u16 = 6000;
const NODES: [(&str, u16); 2] = [("a", 6001), ("b", 6002)];
const MONITOR_URL: &str = "postgres://autoctl_node@127.0.0.1:6000/pg_auto_failover?sslmode=disable";
/// Both servers, and the one that takes writes is looked for: what an operator writes too.
const PAIR_URL: &str =
    "postgres://postgres@127.0.0.1:6001,127.0.0.1:6002/zhijia?target_session_attrs=read-write&sslmode=disable";
const PRODUCT: ([u8; 4], u16) = ([127, 0, 0, 1], 6010);
const PASSWORD: &str = "Gonghui-2026";
const KEYS: &str = "zhijia.keys";

/// Runs the check apart from the machine's network and processes.
pub fn check(gate: &mut Gate) -> Res<()> {
    let own = std::env::current_exe().map_err(|e| format!("cannot find this program: {e}"))?;
    let mut apart = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        apart.args(["--user", "--map-current-user", "--keep-caps"]);
    }
    apart.args(["--net", "--pid", "--mount-proc", "--fork", "--kill-child", "--"]);
    apart.arg(own).arg("failover-inside").arg(gate.binary());
    proc::run(&mut apart, gate.limit(LIMIT))
}

/// The check itself, inside.
pub fn inside(binary: &Path) -> Res<()> {
    proc::read(Command::new("ip").args(["link", "set", "lo", "up"]), SHORT)?;
    let mut pair = Pair::start()?;
    println!("a pair of servers is up: a is the primary, b its standby");
    let product = Product::start(binary, pair.dir.path())?;
    let cookie = sign_in()?;
    let loss = Loop::default();
    let outage = std::thread::scope(|scope| {
        for hand in 0..HANDS {
            let (loss, cookie) = (&loss, cookie.as_str());
            scope.spawn(move || loss.record(hand, cookie));
        }
        let outage = killed_in_the_midst(&mut pair, &loss);
        loss.over.store(true, Ordering::SeqCst);
        outage
    })?;
    let (kept, resent) = (loss.kept(), loss.resent.load(Ordering::SeqCst));
    println!(
        "{} acts acknowledged by {HANDS} at once, {resent} sent again; nothing was acknowledged for {:.1} s",
        kept.len(),
        outage.as_secs_f64()
    );
    pair.holds_each_once(&kept)?;
    println!("no acknowledged act is lost, none is there twice");
    drop(product);
    let mut verify = Command::new(binary);
    verify
        .args(["verify", "--database-url", PAIR_URL, "--key-file"])
        .arg(pair.dir.path().join(KEYS));
    proc::run(&mut verify, SHORT)
}

/// Lets the acts run, kills the primary, waits until acts succeed again; how long none did.
fn killed_in_the_midst(pair: &mut Pair, work: &Loop) -> Res<Duration> {
    proc::pause(BEFORE)?;
    let before = work.kept().len();
    if before == 0 {
        return Err("no act was acknowledged while both servers were up".into());
    }
    pair.kill_primary()?;
    let killed = Instant::now();
    let seen = work.kept().len();
    println!("the primary was killed after {seen} acts");
    // what was on its way when the server died may still be acknowledged; so look for a pause and its end
    let (mut last, mut count, mut longest) = (killed, seen, Duration::ZERO);
    while killed.elapsed() < PATIENCE {
        proc::pause(Duration::from_millis(50))?;
        let now = work.kept().len();
        if now > count {
            longest = longest.max(last.elapsed());
            (last, count) = (Instant::now(), now);
            if longest > Duration::from_secs(1) {
                proc::pause(AFTER)?;
                return Ok(longest);
            }
        }
    }
    Err(format!(
        "no act succeeded within {} s after the kill",
        PATIENCE.as_secs()
    ))
}

/// People who record work, and what they were told.
#[derive(Default)]
struct Loop {
    over: AtomicBool,
    resent: AtomicU64,
    acknowledged: Mutex<BTreeSet<String>>,
}

impl Loop {
    fn kept(&self) -> BTreeSet<String> {
        self.acknowledged.lock().map(|kept| kept.clone()).unwrap_or_default()
    }

    /// Records one piece of work after the other, each sent under its key until it is acknowledged.
    fn record(&self, hand: usize, cookie: &str) {
        for n in 0_u32.. {
            let title = format!("h{hand}n{n}");
            let body = format!("kind=visit&day=2026-01-05&people=1&title={title}&_once={title}");
            loop {
                if self.over.load(Ordering::SeqCst) || proc::stopped() {
                    return;
                }
                if post("/works/new", cookie, &body).is_ok_and(|answer| answer.starts_with("HTTP/1.1 303")) {
                    if let Ok(mut kept) = self.acknowledged.lock() {
                        kept.insert(title);
                    }
                    break;
                }
                self.resent.fetch_add(1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

/// Sends a form; the whole answer.
fn post(path: &str, cookie: &str, body: &str) -> std::io::Result<String> {
    let at = SocketAddr::from(PRODUCT);
    let mut stream = TcpStream::connect_timeout(&at, Duration::from_secs(2))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn sign_in() -> Res<String> {
    let answer = post("/sign-in", "", &format!("name=li&password={PASSWORD}")).map_err(|e| format!("sign-in: {e}"))?;
    let cookie = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let ours = name.eq_ignore_ascii_case("set-cookie") && value.starts_with("zhijia=");
        ours.then(|| value.split(';').next().unwrap_or_default().to_owned())
    });
    cookie.ok_or_else(|| format!("nobody was signed in: {}", answer.lines().next().unwrap_or_default()))
}

/// The product's server, in front of the pair.
struct Product(Group);

impl Product {
    fn start(binary: &Path, dir: &Path) -> Res<Self> {
        let mut user = Command::new(binary)
            .args([
                "user",
                "create",
                "--name",
                "李红梅",
                "--sign-in",
                "li",
                "--role",
                "chair",
            ])
            .args(["--password-stdin", "--database-url", PAIR_URL, "--key-file"])
            .arg(dir.join(KEYS))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|e| format!("cannot start {}: {e}", binary.display()))?;
        if let Some(mut stdin) = user.stdin.take() {
            writeln!(stdin, "{PASSWORD}").map_err(|e| e.to_string())?;
        }
        if !user.wait().map_err(|e| e.to_string())?.success() {
            return Err("the union was not founded".into());
        }
        let config = dir.join("zhijia.toml");
        std::fs::write(&config, "requests-per-second = 100000\nacts-per-second = 100000\n")
            .map_err(|e| e.to_string())?;
        let mut serve = proc::tied(binary, "KILL");
        serve
            .args(["serve", "--database-url", PAIR_URL, "--key-file"])
            .arg(dir.join(KEYS))
            .arg("--listen");
        serve
            .arg(SocketAddr::from(PRODUCT).to_string())
            .arg("--config")
            .arg(&config);
        let log = std::fs::File::create(dir.join("zhijia.log")).map_err(|e| e.to_string())?;
        let product = Self(Group::start(serve.stdout(Stdio::null()).stderr(log))?);
        let base = format!("http://{}", SocketAddr::from(PRODUCT));
        until("the product is ready", || server::is_ready(&base))?;
        Ok(product)
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        self.0.end(Signal::TERM);
    }
}

/// A monitor and two servers.
struct Pair {
    // declared before the folder, so that the servers are gone when the folder goes
    _monitor: Group,
    nodes: Vec<Group>,
    bin: PathBuf,
    dir: TempDir,
}

impl Pair {
    fn start() -> Res<Self> {
        let bin = programs().ok_or("no PostgreSQL server is installed")?;
        let dir = folder(None)?;
        let mut create = autoctl(&bin, dir.path(), "monitor", &["create", "monitor", "--run"])?;
        create.args(["--pgport", &MONITOR.to_string()]).args(QUIET);
        let mut pair = Self {
            _monitor: Group::start(&mut create)?,
            nodes: Vec::new(),
            bin,
            dir,
        };
        until("the monitor answers", || {
            pair.sql(MONITOR, "pg_auto_failover", "select * from pgautofailover.formation")
                .is_ok()
        })?;
        for (name, value) in HEALTH {
            pair.sql(
                MONITOR,
                "postgres",
                &format!("alter system set pgautofailover.{name} = {value}"),
            )?;
        }
        pair.sql(MONITOR, "postgres", "select pg_reload_conf()")?;
        for (name, port) in NODES {
            let mut create = autoctl(&pair.bin, pair.dir.path(), name, &["create", "postgres", "--run"])?;
            create
                .args(["--pgport", &port.to_string(), "--name", name, "--monitor", MONITOR_URL])
                .args(QUIET);
            pair.nodes.push(Group::start(&mut create)?);
            let wanted = if name == "a" { "single" } else { "primary,secondary" };
            until(&format!("{name} is up"), || {
                pair.states().is_ok_and(|states| states == wanted)
            })?;
        }
        pair.sql(NODES[0].1, "postgres", "create database zhijia")?;
        Ok(pair)
    }

    /// The settled states, by node: `primary,secondary`.
    fn states(&self) -> Res<String> {
        let settled = "select string_agg(case when reportedstate = goalstate then reportedstate::text else '…' end, ',' \
                       order by nodename) from pgautofailover.node";
        self.sql(MONITOR, "pg_auto_failover", settled)
            .map(|states| states.trim().to_owned())
    }

    fn sql(&self, port: u16, database: &str, sql: &str) -> Res<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]);
        psql.arg(format!(
            "postgres://postgres@127.0.0.1:{port}/{database}?sslmode=disable"
        ));
        proc::read(&mut psql, SHORT)
    }

    /// Kills the primary's server and its keeper outright, as a machine that loses its power.
    fn kill_primary(&mut self) -> Res<()> {
        let file = self.dir.path().join("a").join("postmaster.pid");
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let id = text
            .lines()
            .next()
            .and_then(|id| id.trim().parse().ok())
            .and_then(Pid::from_raw);
        let id = id.ok_or("the primary has no process")?;
        self.nodes[0].kill();
        kill_process(id, Signal::KILL).map_err(|e| format!("the primary cannot be killed: {e}"))
    }

    fn holds_each_once(&self, kept: &BTreeSet<String>) -> Res<()> {
        let text = self.sql(NODES[1].1, "zhijia", "select title from work")?;
        let all: Vec<&str> = text.lines().collect();
        let there: BTreeSet<&str> = all.iter().copied().collect();
        let lost: Vec<&String> = kept.iter().filter(|title| !there.contains(title.as_str())).collect();
        if !lost.is_empty() {
            return Err(format!(
                "{} acknowledged acts are lost, among them {:?}",
                lost.len(),
                lost.first()
            ));
        }
        if all.len() > there.len() {
            return Err(format!("{} acts are there twice", all.len() - there.len()));
        }
        Ok(())
    }
}

const QUIET: [&str; 5] = ["--hostname", "127.0.0.1", "--auth", "trust", "--no-ssl"];

/// pg_autoctl under the account of the servers, with all it writes below the folder.
fn autoctl(bin: &Path, dir: &Path, name: &str, words: &[&str]) -> Res<Command> {
    let program = proc::which(&["pg_autoctl"]).ok_or("pg_autoctl is not installed")?;
    let mut command = as_owner(&program);
    command.args(words);
    command.arg("--pgctl").arg(bin.join("pg_ctl"));
    command.arg("--pgdata").arg(dir.join(name)).current_dir(dir);
    for home in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
        command.env(home, dir);
    }
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(dir.join(format!("{name}.log")));
    let log = log.map_err(|e| format!("cannot write a log: {e}"))?;
    command.stdout(log.try_clone().map_err(|e| e.to_string())?).stderr(log);
    Ok(command)
}

fn until(what: &str, mut is: impl FnMut() -> bool) -> Res<()> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if is() {
            return Ok(());
        }
        proc::pause(Duration::from_millis(200))?;
    }
    Err(format!("waited {} s in vain until {what}", PATIENCE.as_secs()))
}
