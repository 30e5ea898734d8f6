//! The closing table.

use std::fmt::Write;
use std::time::Duration;

/// How a step ended.
#[derive(Debug)]
pub enum Outcome {
    /// As it should.
    Well,
    /// With this fault.
    Failed(String),
    /// It was never begun, for this reason.
    NotRun(String),
}

/// A step and how it went.
#[derive(Debug)]
pub struct Row {
    name: String,
    time: Duration,
    outcome: Outcome,
}

impl Row {
    /// A line of the table.
    pub fn new(name: &str, time: Duration, outcome: Outcome) -> Self {
        Self {
            name: name.to_owned(),
            time,
            outcome,
        }
    }

    /// Whether the step ended as it should.
    pub fn is_well(&self) -> bool {
        matches!(self.outcome, Outcome::Well)
    }
}

/// The table, with a fault's first line beside its step.
pub fn draw(rows: &[Row]) -> String {
    let mut text = String::from("\n");
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let total: Duration = rows.iter().map(|row| row.time).sum();
    for row in rows {
        let said = match &row.outcome {
            Outcome::Well => "ok".to_owned(),
            Outcome::Failed(fault) => format!("FAILED   {}", fault.lines().next().unwrap_or_default()),
            Outcome::NotRun(reason) => format!("NOT RUN  {reason}"),
        };
        // writing to a String cannot fail
        let _ = writeln!(text, "{:width$}  {:>8}  {said}", row.name, minutes(row.time));
    }
    let _ = writeln!(text, "{:width$}  {:>8}\n", "", minutes(total));
    text
}

fn minutes(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    let (seconds, tenths) = (tenths / 10, tenths % 10);
    if seconds < 60 {
        format!("{seconds}.{tenths} s")
    } else {
        format!("{}:{:02} m", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_beside_its_step_in_one_line() {
        let rows = [
            Row::new("fmt", Duration::from_millis(1_240), Outcome::Well),
            Row::new("clippy", Duration::from_secs(125), Outcome::Failed("two\nlines".into())),
        ];
        let text = draw(&rows);
        assert!(text.contains("fmt        1.2 s  ok\n"), "{text}");
        assert!(text.contains("clippy    2:05 m  FAILED   two\n"), "{text}");
        assert!(!text.contains("lines"), "{text}");
    }
}
