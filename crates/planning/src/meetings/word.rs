//! Minutes as a Word file in the layout of official papers.

use papers::word::{Run, Word};
use web::{Attachment, Fault, Reply, View};

use super::{minutes, minutes::Minutes, pages::Which, rights};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Hands out the minutes as they stand.
pub(super) fn export(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let row = rights::seen(view, q.id)?;
    let paper = minutes::of(view, &row)?;
    Ok(Attachment {
        name: paper.file_name(),
        mime: MIME.to_owned(),
        bytes: word(&paper).to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// The paper.
pub(super) fn word(m: &Minutes) -> Word {
    let mut word = Word::new();
    word.title(&m.title.join("\n"));
    for (label, text) in &m.facts {
        word.paragraph_with_runs(&[Run::bold(format!("{label}：")), Run::new(text.clone())]);
    }
    word.paragraph("").paragraph(&m.opening);
    for part in &m.parts {
        word.heading(1, &part.heading);
        for item in &part.items {
            // headings keep to what follows: a run of bare ones would not be parted by a page
            if item.paragraphs.is_empty() {
                word.paragraph(&item.heading);
            } else {
                word.heading(2, &item.heading);
            }
            for text in &item.paragraphs {
                word.paragraph(text);
            }
        }
    }
    if !m.attached.is_empty() {
        word.paragraph("");
    }
    for line in m.attached_lines() {
        word.paragraph(&line);
    }
    word.signature(&m.issuer, &m.day);
    let blank = "　".repeat(6);
    let places: Vec<String> = m.signatures.iter().map(|s| format!("{s}：")).collect();
    word.paragraph("").paragraph(&places.join(&blank));
    if !m.copies.is_empty() {
        word.paragraph("");
        for line in &m.copies {
            word.flush_paragraph(line);
        }
    }
    word
}
