//! Reads Chinese working prose: plans, programmes, summaries, reports and budget notes become an outline, a
//! dated schedule, counts of tasks, festivals and figures, each with the span of the text it was read from.
//! Pure: no input or output, no clock; never panics; time grows in step with the text.

mod acts;
mod category;
mod check;
mod document;
mod facts;
mod festival;
mod label;
pub mod limits;
mod mark;
mod mojibake;
mod money;
mod months;
mod noise;
mod numeral;
mod outline;
mod pattern;
mod prose;
mod quantity;
mod reach;
mod schedule;
#[cfg(any(test, feature = "scoring"))]
pub mod scoring;
mod segment;
mod source;
mod table;
mod types;
mod when;

pub use check::check;
pub use money::Yuan;
pub use types::{Document, Entry, Fact, Item, Months, Note, Reading, Section, Span, TaskCount};

use source::Source;

/// Reads a text; at most [`limits::TEXT_MAX`] characters of it, which the notes then say.
pub fn read(text: &str) -> Reading {
    let source = Source::new(text);
    let norm = source.norm();
    let segments = segment::cut(&source);
    let papers = document::papers(&source, &segments);
    let begins: std::collections::HashSet<usize> = papers.iter().map(|p| p.from).collect();
    let places = months::places(norm, &segments, |i| begins.contains(&i));
    let roles = outline::roles(norm, &segments, &places, &papers);
    let sections = outline::sections(&source, &segments, &roles, &papers);
    let (schedule, cut) = schedule::entries(&source, &segments, &places, &roles, &papers);
    let (facts, more) = facts::facts(&source, &segments, &roles, &papers);
    let title = papers.iter().find_map(|p| p.title).and_then(|t| segments.get(t));
    let title = title.map(|s| source.words(s.start, s.end));
    let head = segments.iter().take(12).filter_map(|s| norm.get(s.start..s.end));
    let year = title
        .as_deref()
        .and_then(document::year)
        .or_else(|| head.into_iter().find_map(document::year));
    let tasks = sections.iter().filter(|s| !s.items.is_empty());
    Reading {
        title,
        year,
        tasks: tasks
            .map(|s| TaskCount {
                section: s.heading.clone(),
                count: s.items.len(),
            })
            .collect(),
        festivals: festival::find(norm)
            .into_iter()
            .map(|(name, _)| name.to_owned())
            .collect(),
        facts,
        notes: types::notes(&source, &segments, cut || more),
        documents: types::documents(&source, &segments, &papers),
        sections,
        schedule,
    }
}
