//! Child processes. Each runs in a process group of its own and under a time limit; on ctrl-c, at the limit, and when
//! its owner is dropped, the whole group is asked to end and then made to.

use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::Res;

static STOP: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
const BEAT: Duration = Duration::from_millis(40);
const GRACE: Duration = Duration::from_secs(10);

/// From now on ctrl-c, hang-up and a request to end are noticed by every wait of this module; a second one ends the
/// program at once.
pub fn listen_for_stop() -> Res<()> {
    for signal in [
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGHUP,
    ] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&STOP))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&STOP)))
            .map_err(|e| format!("cannot listen for signals: {e}"))?;
    }
    Ok(())
}

/// Whether the person asked to stop.
pub fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// Returns once the person asks to stop.
pub fn wait_for_stop() {
    while !stopped() {
        std::thread::sleep(BEAT);
    }
}

/// Waits, but not past a request to stop.
pub fn pause(time: Duration) -> Res<()> {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if stopped() {
            return Err("stopped on request".into());
        }
        std::thread::sleep(BEAT.min(until.saturating_duration_since(Instant::now())));
    }
    Ok(())
}

/// The first program of these names on the search path.
pub fn which(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .find_map(|name| dirs.iter().map(|dir| dir.join(name)).find(|file| file.is_file()))
}

/// A command that dies with this program even when this program is killed outright, where the system can do that.
/// `signal` is what it then gets. The program must be started from the main thread, whose end counts.
pub fn tied(program: impl Into<PathBuf>, signal: &str) -> Command {
    let program = program.into();
    match which(&["setpriv"]) {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", signal, "--"]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// `cargo`, freed of what the outer `cargo run` told us about ourselves, which would look like a change to build
/// scripts that watch those variables.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text.starts_with("CARGO_BIN_") {
            command.env_remove(&name);
        }
    }
    command
}

/// A running child that never outlives its owner.
#[derive(Debug)]
pub struct Group {
    child: Child,
    name: String,
}

impl Group {
    /// Starts the command in a group of its own, with nothing to read.
    pub fn start(command: &mut Command) -> Res<Self> {
        let name = short_name(command);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|e| format!("cannot start {name}: {e}"))?;
        Ok(Self { child, name })
    }

    /// The status, if the child has ended.
    pub fn ended(&mut self) -> Res<Option<ExitStatus>> {
        self.child
            .try_wait()
            .map_err(|e| format!("cannot wait for {}: {e}", self.name))
    }

    /// Waits for the end; at the limit or on a request to stop the group is ended and the reason told.
    pub fn wait(&mut self, limit: Duration) -> Res<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if stopped() {
                self.end(Signal::TERM);
                return Err("stopped on request".into());
            }
            if started.elapsed() > limit {
                self.end(Signal::TERM);
                return Err(format!(
                    "{} did not end within {} s and was stopped",
                    self.name,
                    limit.as_secs()
                ));
            }
            std::thread::sleep(BEAT);
        }
    }

    /// Ends the group outright, and its leader's children that went to groups of their own.
    pub fn kill(&mut self) {
        let id = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        self.signal(Signal::KILL);
        for child in children
            .split_whitespace()
            .filter_map(|id| id.parse().ok())
            .filter_map(Pid::from_raw)
        {
            // it may have gone with the group
            let _ = kill_process(child, Signal::KILL);
        }
        drop(self.child.wait());
    }

    /// Asks the group to end, waits a while, then makes it.
    pub fn end(&mut self, first: Signal) {
        self.signal(first);
        let started = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && started.elapsed() < GRACE {
            std::thread::sleep(BEAT);
        }
        // what the leader left behind goes too
        self.signal(Signal::KILL);
        drop(self.child.wait());
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // the group may be gone already, and then there is nothing left to do
            let _ = kill_process_group(pid, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end(Signal::TERM);
        }
    }
}

/// Runs a command with its output on our terminal.
pub fn run(command: &mut Command, limit: Duration) -> Res<()> {
    let mut group = Group::start(command)?;
    let status = group.wait(limit)?;
    verdict(&group.name, status)
}

/// Runs a command and returns what it printed; on failure its errors are part of the message.
pub fn read(command: &mut Command, limit: Duration) -> Res<String> {
    let mut group = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let out = group.child.stdout.take().map(collect);
    let err = group.child.stderr.take().map(collect);
    let status = group.wait(limit)?;
    let text = |reader: Option<std::thread::JoinHandle<Vec<u8>>>| {
        let bytes = reader.and_then(|handle| handle.join().ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let (out, err) = (text(out), text(err));
    verdict(&group.name, status).map_err(|fault| format!("{fault}\n{}", err.trim_end()))?;
    Ok(out)
}

/// Runs a command with its output on our terminal, and keeps the lines that `keep` chooses (without colours), also
/// when it fails.
pub fn run_keeping(command: &mut Command, limit: Duration, keep: fn(&str) -> bool) -> (Res<()>, Vec<String>) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let result = tee(command, limit, keep, &kept);
    let lines = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
    (result, lines)
}

fn tee(command: &mut Command, limit: Duration, keep: fn(&str) -> bool, kept: &Arc<Mutex<Vec<String>>>) -> Res<()> {
    let mut group = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let mut pumps = Vec::new();
    if let Some(out) = group.child.stdout.take() {
        let kept = Arc::clone(kept);
        pumps.push(std::thread::spawn(move || pump(out, std::io::stdout(), keep, &kept)));
    }
    if let Some(err) = group.child.stderr.take() {
        let kept = Arc::clone(kept);
        pumps.push(std::thread::spawn(move || pump(err, std::io::stderr(), keep, &kept)));
    }
    let status = group.wait(limit);
    // a grandchild may still hold the pipe; the rest of its words is not waited for
    let patience = Instant::now() + GRACE;
    while pumps.iter().any(|pump| !pump.is_finished()) && Instant::now() < patience {
        std::thread::sleep(BEAT);
    }
    verdict(&group.name, status?)
}

fn pump(mut from: impl Read, mut to: impl Write, keep: fn(&str) -> bool, kept: &Mutex<Vec<String>>) {
    let mut line = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut chunk) {
        let Some(bytes) = chunk.get(..count) else { break };
        // a terminal that went away must not stop the child on a full pipe
        drop(to.write_all(bytes).and_then(|()| to.flush()));
        for byte in bytes {
            if *byte != b'\n' {
                line.push(*byte);
                continue;
            }
            let text = plain(&String::from_utf8_lossy(&line));
            if keep(&text) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(text);
            }
            line.clear();
        }
    }
}

fn collect(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        drop(from.read_to_end(&mut bytes));
        bytes
    })
}

fn verdict(name: &str, status: ExitStatus) -> Res<()> {
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {status}"))
    }
}

/// A command in a few words: the program without its folder, and its first arguments.
fn short_name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(program).chain(command.get_args().take(3));
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The line without terminal colours.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // ESC [ … letter
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else if c != '\r' {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_secs(20);

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(plain("\u{1b}[32;1mSummary\u{1b}[0m 3 passed\r"), "Summary 3 passed");
    }

    #[test]
    fn kept_lines_survive_a_failure() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo 2 passed, 1 failed; echo noise >&2; exit 3"]);
        let (result, lines) = run_keeping(&mut command, SHORT, |line| line.contains("passed"));
        assert!(result.unwrap_err().contains('3'));
        assert_eq!(lines, ["2 passed, 1 failed"]);
    }

    #[test]
    fn the_limit_ends_the_whole_group() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & sleep 600"]);
        let started = Instant::now();
        let fault = run(&mut command, Duration::from_millis(50)).unwrap_err();
        assert!(fault.contains("did not end"), "{fault}");
        assert!(started.elapsed() < SHORT);
    }

    #[test]
    fn errors_are_part_of_the_message() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such thing >&2; exit 1"]);
        assert!(read(&mut command, SHORT).unwrap_err().contains("no such thing"));
    }
}
