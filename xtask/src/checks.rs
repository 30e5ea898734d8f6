//! The steps that cargo carries out.

use std::io::IsTerminal;
use std::process::Command;

use crate::gate::Gate;
use crate::places::Built;
use crate::{Res, proc};

/// Minutes for a build from nothing on two slow cores, and for the tests after it.
const BUILD: u64 = 45;
const SHORT: u64 = 5;

fn cargo(gate: &Gate, words: &[&str]) -> Command {
    let mut command = proc::cargo();
    command.args(words).current_dir(gate.places().root());
    command
}

/// The code is formatted.
pub fn fmt(gate: &mut Gate) -> Res<()> {
    proc::run(&mut cargo(gate, &["fmt", "--all", "--check"]), gate.limit(SHORT))
}

/// Clippy and the compiler are silent.
pub fn clippy(gate: &mut Gate) -> Res<()> {
    let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    proc::run(&mut cargo(gate, &words), gate.limit(BUILD))
}

/// The documentation builds without a warning.
pub fn doc(gate: &mut Gate) -> Res<()> {
    let mut command = cargo(gate, &["doc", "--workspace", "--no-deps"]);
    proc::run(command.env("RUSTDOCFLAGS", "-D warnings"), gate.limit(BUILD))
}

/// Examples in the documentation.
pub fn doc_tests(gate: &mut Gate) -> Res<()> {
    run_tests(gate, &["test", "--workspace", "--doc"])
}

/// Every test, with a PostgreSQL at hand.
pub fn tests(gate: &mut Gate) -> Res<()> {
    if proc::which(&["cargo-nextest"]).is_some() {
        run_tests(gate, &["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        run_tests(
            gate,
            &["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"],
        )
    }
}

fn run_tests(gate: &mut Gate, words: &[&str]) -> Res<()> {
    let mut command = cargo(gate, words);
    if !words.contains(&"--doc") {
        command.env("ZHIJIA_TEST_PG", gate.postgres()?.url());
    }
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let (result, lines) = proc::run_keeping(&mut command, gate.limit(BUILD), is_closing);
    gate.close_with(lines);
    result
}

/// The lines in which a test runner sums up, and those that name a failed test.
fn is_closing(line: &str) -> bool {
    let line = line.trim_start();
    let says_nothing = line.contains(" 0 passed; 0 failed;");
    (line.starts_with("test result: ") && !says_nothing)
        || ["Summary [", "FAIL [", "TIMEOUT [", "SIGABRT [", "SIGSEGV ["]
            .iter()
            .any(|start| line.starts_with(start))
}

/// The product's binary. The usual one is what the tests step has built already.
pub fn build(gate: &mut Gate) -> Res<()> {
    let words: &[&str] = match gate.built() {
        Built::Dev => &["build", "--workspace", "--bins", "--tests"],
        Built::Release => &["build", "--release", "--package", "zhijia"],
    };
    proc::run(&mut cargo(gate, words), gate.limit(BUILD))
}

#[cfg(test)]
mod tests {
    use super::is_closing;

    #[test]
    fn summaries_and_failures_are_kept() {
        assert!(is_closing(
            "     Summary [   0.512s] 12 tests run: 12 passed, 0 skipped"
        ));
        assert!(is_closing("        FAIL [   0.007s] kernel money::tests::adds"));
        assert!(is_closing("test result: ok. 3 passed; 0 failed; 0 ignored"));
        assert!(!is_closing("test result: ok. 0 passed; 0 failed; 0 ignored"));
        assert!(!is_closing("        PASS [   0.007s] kernel money::tests::adds"));
    }
}
