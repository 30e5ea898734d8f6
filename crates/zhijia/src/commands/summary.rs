//! `zhijia summary`: the year's summary as a Word file.

use std::process::ExitCode;

use super::{open, trouble};
use crate::{cli::Summary, config::Where, say};

/// Drafts the summary of a year and writes the Word file.
pub fn summary(place: &Where, s: &Summary) -> Result<ExitCode, String> {
    let (store, clock) = open(place)?;
    let unions = store.read(org::all_unions).map_err(|e| trouble(&e))?;
    let union = super::union_named(&unions, s.union.as_deref())?;
    let bytes = store
        .read(|read| planning::word_of_year(read, union, s.year, clock.now()))
        .map_err(|e| trouble(&e))?;
    std::fs::write(&s.out, bytes).map_err(|e| format!("没有写成 / not written: {}: {e}", s.out.display()))?;
    say::line(format!("已写出 / written: {}", s.out.display()));
    Ok(ExitCode::SUCCESS)
}
