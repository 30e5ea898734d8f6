//! `zhijia read`: what was understood of a document.

use std::{path::Path, process::ExitCode};

use crate::say;

/// Reads a plan or summary and prints the reading.
pub fn read(file: &Path, json: bool) -> Result<ExitCode, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("读不了 / cannot read {}: {e}", file.display()))?;
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let document = papers::read(&name, &bytes, &papers::Limits::default()).map_err(|e| {
        format!(
            "{}：{}\n{e}",
            file.display(),
            ui::words::find(kernel::Lang::Zh, e.key()).unwrap_or_default()
        )
    })?;
    let text = document.plain_text();
    let reading = reading::read(&text);
    if json {
        let whole = serde_json::to_string_pretty(&reading).map_err(|e| e.to_string())?;
        say::line(whole);
        return Ok(ExitCode::SUCCESS);
    }
    for section in &reading.sections {
        say::line(format!(
            "{}{}",
            "  ".repeat(usize::from(section.level)),
            section.heading
        ));
    }
    for entry in &reading.schedule {
        say::line(format!(
            "{:>12}  {}",
            entry.when.clone().unwrap_or_default(),
            entry.title
        ));
    }
    say::line(format!(
        "共 {} 节、{} 项安排 / sections, entries",
        reading.sections.len(),
        reading.schedule.len()
    ));
    Ok(ExitCode::SUCCESS)
}
