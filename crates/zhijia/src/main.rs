//! The command `zhijia`: one binary for a school on one file and a province on PostgreSQL.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    zhijia::cli::run(zhijia::cli::Command::parse())
}
