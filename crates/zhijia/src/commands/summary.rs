//! `zhijia summary`: the year's summary as a Word file.

use std::process::ExitCode;

use super::{open, trouble};
use crate::{cli::Summary, config::Where, say};

/// Drafts the summary of a year and writes the Word file.
pub fn summary(place: &Where, s: &Summary) -> Result<ExitCode, String> {
    let (store, clock) = open(place)?;
    let unions = store.read(org::all_unions).map_err(|e| trouble(&e))?;
    let names = || unions.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join("、");
    let union = match (&s.union, unions.as_slice()) {
        (None, [(only, _)]) => *only,
        (Some(name), all) => all.iter().find(|(_, n)| n == name).map(|(id, _)| *id).ok_or_else(|| {
            format!(
                "没有叫“{name}”的工会 / no union of this name; 有 / there are: {}",
                names()
            )
        })?,
        (None, _) => return Err(format!("请用 --union 指明工会 / say which union: {}", names())),
    };
    let bytes = store
        .read(|read| planning::word_of_year(read, union, s.year, clock.now()))
        .map_err(|e| trouble(&e))?;
    std::fs::write(&s.out, bytes).map_err(|e| format!("没有写成 / not written: {}: {e}", s.out.display()))?;
    say::line(format!("已写出 / written: {}", s.out.display()));
    Ok(ExitCode::SUCCESS)
}
