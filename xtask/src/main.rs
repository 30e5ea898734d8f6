//! Chores of the workspace. `cargo ci` is the one check, at hand and in continuous integration; each of its steps can
//! be run alone, and so can the helpers it is made of (a throw-away PostgreSQL, browser journeys, API fuzzing).
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line chore talks to its terminal"
)]

mod args;
mod checks;
mod failover;
mod fuzz;
mod gate;
mod journeys;
mod licences;
mod messy;
mod pg;
mod places;
mod proc;
mod score;
mod server;
mod table;
mod tools;

use std::process::ExitCode;

/// What went wrong, in words for the person at the terminal.
type Fault = String;
type Res<T> = Result<T, Fault>;

fn main() -> ExitCode {
    if let Err(fault) = proc::listen_for_stop() {
        eprintln!("xtask: {fault}");
        return ExitCode::FAILURE;
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    match args::parse(&words).and_then(args::Order::carry_out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("xtask: {fault}");
            ExitCode::FAILURE
        }
    }
}
