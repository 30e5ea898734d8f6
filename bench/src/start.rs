//! From the start of `zhijia serve` on the demo's data to its first page, and what it holds when idle.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use kernel::Clock;
use store::{Options, Place, Store};
use zhijia::{demo, roof};

use crate::{Res, beside, client::Connection, say};

const ROUNDS: usize = 7;

/// A program that is stopped when it is no longer looked at.
pub struct Running(Child);

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> Res<Self> {
        Ok(Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?))
    }
    /// Its number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> Res<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Asks until a page is answered with 200, and says when that was.
pub fn first_answer(at: SocketAddr, path: &str, cookie: &str) -> Res<Duration> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        match Connection::new(at, cookie).get(path) {
            Ok(answer) if answer.status == 200 => return Ok(start.elapsed()),
            _ => thread::sleep(Duration::from_micros(500)),
        }
    }
    Err(format!("{path} was never answered").into())
}

/// Measures and prints.
pub fn run(scratch: &Path) -> Res<()> {
    let program = beside("zhijia")?;
    let folder = tempfile::tempdir_in(scratch)?;
    {
        let clock = Clock::system();
        let store = Store::open(&Place::Folder(folder.path().to_owned()), Options::default())?;
        store.migrate(&roof::migrations(), clock.now())?;
        store.write(roof::declare)?;
        demo::fill(&store, &clock)?;
    }
    let mut times = Vec::new();
    let mut held = String::new();
    for round in 0..ROUNDS {
        let at = free_port()?;
        let start = Instant::now();
        let running = Running::start(
            Command::new(&program)
                .arg("serve")
                .arg("--data")
                .arg(folder.path())
                .arg("--listen")
                .arg(at.to_string()),
        )?;
        first_answer(at, "/sign-in", "")?;
        times.push(start.elapsed());
        if round + 1 == ROUNDS {
            thread::sleep(Duration::from_secs(5));
            held = memory(running.id())?;
        }
    }
    times.sort();
    let ms = |at: usize| times.get(at).copied().unwrap_or_default().as_secs_f64() * 1000.0;
    say(&format!(
        "start of zhijia serve to its first page: median {:.0} ms, best {:.0}, worst {:.0} of {ROUNDS} (≤ 200); idle: {held} (≤ 60)",
        ms(ROUNDS / 2),
        ms(0),
        ms(ROUNDS - 1)
    ));
    Ok(())
}

/// What a program holds in memory, of its own and with the mapped pages of its files.
pub fn memory(program: u32) -> Res<String> {
    let status = fs::read_to_string(format!("/proc/{program}/status"))?;
    let kib = |name: &str| -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let word = line.and_then(|l| l.split_whitespace().next());
        word.and_then(|w| w.parse().ok()).unwrap_or_default()
    };
    Ok(format!(
        "{:.0} MB resident, of which {:.0} MB its own",
        kib("VmRSS:") / 1024.0,
        kib("RssAnon:") / 1024.0
    ))
}
