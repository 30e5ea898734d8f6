//! The one place that prints. Commands speak Chinese first, English beside it.

use std::fmt::Display;

/// A line for whoever ran the command.
#[expect(clippy::print_stdout, reason = "the one place that prints")]
pub fn line(text: impl Display) {
    println!("{text}");
}

/// A line about something that went wrong.
#[expect(clippy::print_stderr, reason = "the one place that prints")]
pub fn trouble(text: impl Display) {
    eprintln!("{text}");
}
