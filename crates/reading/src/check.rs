//! What every reading promises, whatever the text.

use crate::{Reading, Span};

/// Tells the first promise a reading of a text breaks: spans lie inside the text on character boundaries and run
/// forwards, months and weeks are some, words are not empty, and papers referred to exist.
///
/// # Errors
/// The promise broken, in words.
pub fn check(text: &str, reading: &Reading) -> Result<(), String> {
    for (kind, span) in spans(reading) {
        if span.start > span.end || text.get(span.start..span.end).is_none() {
            return Err(format!("the span of a {kind} lies outside the text: {span:?}"));
        }
    }
    for entry in &reading.schedule {
        let months = entry.month.list();
        if !months.iter().all(|m| (1..=12).contains(m)) || months.len() > 12 {
            return Err(format!("months {months:?}"));
        }
        if months.is_empty() && entry.week.is_none() {
            return Err(format!("no time: {}", entry.title));
        }
        if entry.title.is_empty() {
            return Err("an entry without words".to_owned());
        }
    }
    if reading.sections.iter().any(|s| s.level == 0) {
        return Err("a section of level 0".to_owned());
    }
    let papers = reading.documents.len();
    let of = reading.schedule.iter().map(|e| e.document);
    let of = of.chain(reading.sections.iter().map(|s| s.document));
    if of.chain(reading.facts.iter().map(|f| f.document)).any(|d| d >= papers) {
        return Err("a paper that is not there".to_owned());
    }
    Ok(())
}

fn spans(reading: &Reading) -> impl Iterator<Item = (&'static str, Span)> {
    let entries = reading.schedule.iter().map(|e| ("entry", e.span));
    let sections = reading
        .sections
        .iter()
        .flat_map(|s| [("heading", s.span), ("section", s.body)]);
    let items = reading.sections.iter().flat_map(|s| &s.items).map(|i| ("item", i.span));
    let facts = reading.facts.iter().map(|f| ("fact", f.span));
    let notes = reading.notes.iter().map(|n| ("note", n.span));
    let papers = reading.documents.iter().map(|d| ("paper", d.span));
    entries
        .chain(sections)
        .chain(items)
        .chain(facts)
        .chain(notes)
        .chain(papers)
}
