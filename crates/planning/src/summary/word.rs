//! The summary as a Word file in the layout of official papers, with where its figures come from.

use ::store::{Error, Reader};
use kernel::{Date, Lang, UnionId};
use papers::word::{Column, Run, Word};
use web::{Attachment, Fault, Reply, View};

use super::{
    draft::Year,
    figures::{Figures, Live},
    model::{Head, SectionRow},
    pages::{Part, Which, parts},
    store,
};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What the paper is made from.
struct Paper {
    title: String,
    issuer: String,
    year: i16,
    day: Date,
    sections: Vec<Part>,
}

/// Hands out the summary.
pub(super) fn export(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let head = store::get(view, view.union(), q.id)?;
    let paper = saved(view, view.union(), head, view.today())?;
    Ok(Attachment {
        name: format!("{}.docx", paper.title),
        mime: MIME.to_owned(),
        bytes: word(&paper, view.site()).to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// The Word file of a year's summary: the one that was written, or else a draft. For commands.
///
/// # Errors
/// The store's; `Wrong` for a year the calendar does not have.
pub fn word_of_year(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Vec<u8>, Error> {
    let paper = match store::of_year(read, union, year)? {
        Some(head) => saved(read, union, head, today)?,
        None => drafted(read, union, year, today)?,
    };
    word(&paper, None).to_bytes().map_err(|e| Error::Other(e.to_string()))
}

fn saved(read: &Reader, union: UnionId, head: Head, today: Date) -> Result<Paper, Error> {
    let figures = Figures::of(read, union, head.year)?;
    Ok(Paper {
        issuer: org::tree::get(read, union)?.name,
        year: head.year,
        day: today,
        sections: parts(&figures, &store::sections(read, union, head.id)?),
        title: head.title,
    })
}

fn drafted(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Paper, Error> {
    let y = Year::of(read, union, year, today)?;
    let rows: Vec<SectionRow> = (1_i64..)
        .zip(y.sections())
        .map(|(position, d)| SectionRow {
            id: kernel::Id::from_bytes(&[0; 16]).unwrap_or_else(|| union.cast()),
            position,
            part: Some(d.part.to_owned()),
            heading: d.heading,
            body: d.body,
            version: 1,
        })
        .collect();
    Ok(Paper {
        title: y.title(),
        issuer: y.name.clone(),
        year,
        day: today,
        sections: parts(&y.figures, &rows),
    })
}

/// The paper; with `site`, the address of the installation, every figure leads to its facts.
fn word(paper: &Paper, site: Option<&str>) -> Word {
    let mut word = Word::new();
    word.title(&paper.title);
    let mut sources: Vec<&Live> = Vec::new();
    for section in &paper.sections {
        if let Some(heading) = &section.heading {
            word.heading(1, heading);
        }
        for paragraph in &section.paragraphs {
            let run = |text: &str, live: Option<&Live>| match (live, site) {
                (Some(live), Some(site)) => Run::new(text).leading_to(format!("{site}{}", live.href)),
                _ => Run::new(text),
            };
            let runs: Vec<Run> = paragraph.iter().map(|p| run(&p.text, p.figure.as_ref())).collect();
            word.paragraph_with_runs(&runs);
            for live in paragraph.iter().filter_map(|p| p.figure.as_ref()) {
                if !sources.iter().any(|known| known.measure == live.measure) {
                    sources.push(live);
                }
            }
        }
    }
    if !sources.is_empty() {
        word.paragraph("").paragraph("附：数据出处");
    }
    word.signature(&paper.issuer, &in_full(paper.day));
    if !sources.is_empty() {
        appendix(&mut word, paper, &sources);
    }
    word
}

/// A day as papers write it.
fn in_full(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn appendix(word: &mut Word, paper: &Paper, sources: &[&Live]) {
    word.page_break().flush_paragraph("附").heading(1, "数据出处");
    let period = format!("{}年1—12月", paper.year);
    let columns = [
        Column::text("指标", 5),
        Column::number("数值", 4),
        Column::text("单位", 2),
        Column::number("记录数", 2),
        Column::text("期间", 4),
    ];
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|l| {
            let unit = l.unit.word(Lang::Zh).to_owned();
            vec![
                l.name.clone(),
                l.unit.show(l.quantity),
                unit,
                l.records.to_string(),
                period.clone(),
            ]
        })
        .collect();
    word.table(&columns, &rows);
    word.paragraph(&format!(
        "数据取自工会工作台帐，截至{}。记录数含更正时冲回的记录。",
        in_full(paper.day)
    ));
}
