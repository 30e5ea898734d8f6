//! `cargo xtask score-reading`: how well the labelled texts are read.

use std::path::{Path, PathBuf};

use reading::scoring::{self, Score, Tally};

use crate::{Res, places::Places};

/// Where the labelled texts lie, and what each folder is.
const FOLDERS: [(&str, &str); 2] = [
    ("crates/reading/labels", "the seeds"),
    ("crates/reading/labels/own", "texts held out"),
];

/// Prints the score of every labelled text; with `faults` also what was read otherwise than labelled, of those texts
/// whose name holds one of the words.
pub fn score(faults: bool, names: &[String]) -> Res<()> {
    let places = Places::find()?;
    println!(
        "{:<28} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "F1", "schedule", "sections", "headings", "tasks", "festivals", "facts", "filed"
    );
    for (folder, what) in FOLDERS {
        let mut total = Score::default();
        for labels in labelled(&places.of_root(folder))? {
            let name = labels
                .file_stem()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if !names.is_empty() && !names.iter().any(|n| name.contains(n.as_str())) {
                continue;
            }
            let one = one(&labels)?;
            line(&name, &one);
            if faults {
                for fault in &one.faults {
                    println!("    {fault}");
                }
            }
            total.add(&one);
        }
        line(&format!("all of {what}"), &total);
    }
    Ok(())
}

fn labelled(folder: &Path) -> Res<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot look into {}: {e}", folder.display()))?;
    let mut out: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    out.sort();
    Ok(out)
}

fn one(labels: &Path) -> Res<Score> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()));
    let text = read(&labels.with_extension("txt"))?;
    let parsed = serde_json::from_str(&read(labels)?).map_err(|e| format!("{}: {e}", labels.display()))?;
    Ok(scoring::score(&text, &parsed))
}

fn line(name: &str, score: &Score) {
    let cell = |t: Tally| {
        if t.found + t.labelled == 0 {
            "-".to_owned()
        } else {
            format!("{:.3}", t.f1())
        }
    };
    println!(
        "{name:<28} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        cell(score.schedule),
        cell(score.sections),
        cell(score.headings),
        cell(score.tasks),
        cell(score.festivals),
        cell(score.facts),
        cell(score.filed)
    );
}
