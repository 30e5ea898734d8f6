//! The summary as a Word file in the layout of official papers, with where its figures come from.

use ::store::{Error, Reader};
use kernel::{Instant, UnionId};
use papers::word::{Column, Run, Word};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Attachment, Fault, Reply, View};

use super::{
    approve::whole,
    check::Stand,
    draft::Year,
    figures::Live,
    model::{SectionRow, SummaryId},
    prose::{Part, on_paper, parts},
    store,
};

const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What the paper is made from.
pub(super) struct Paper {
    pub title: String,
    issuer: String,
    moment: Instant,
    sections: Vec<Part>,
}

/// Which summary, and with what.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: SummaryId,
    /// With the table of all figures.
    #[serde(default)]
    appendix: bool,
}

/// Hands out the summary: text and figures of one moment, which it says.
pub(super) fn export(view: &View<'_>, q: Ask) -> Reply<Attachment> {
    let head = store::get(view, view.union(), q.id)?;
    let stand = Stand::of(view, view.union(), head, view.today())?;
    whole(&stand)?;
    let paper = paper(view, view.union(), stand, view.now())?;
    Ok(Attachment {
        name: format!("{}.docx", paper.title),
        mime: MIME.to_owned(),
        bytes: word(&paper, view.site(), q.appendix).to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// The Word file of a year's summary: the one that was written, or else a draft. For commands.
///
/// # Errors
/// The store's; `Wrong` for a year the calendar does not have.
pub fn word_of_year(read: &Reader, union: UnionId, year: i16, moment: Instant) -> Result<Vec<u8>, Error> {
    let paper = match store::of_year(read, union, year)? {
        Some(head) => paper(read, union, Stand::of(read, union, head, moment.day())?, moment)?,
        None => drafted(read, union, year, moment)?,
    };
    word(&paper, None, true)
        .to_bytes()
        .map_err(|e| Error::Other(e.to_string()))
}

/// The paper of a summary as it stands.
pub(super) fn paper(read: &Reader, union: UnionId, stand: Stand, moment: Instant) -> Result<Paper, Error> {
    Ok(Paper {
        issuer: org::tree::get(read, union)?.name,
        moment,
        sections: on_paper(stand.parts),
        title: stand.head.title,
    })
}

fn drafted(read: &Reader, union: UnionId, year: i16, moment: Instant) -> Result<Paper, Error> {
    let y = Year::of(read, union, year, moment.day())?;
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
        moment,
        sections: on_paper(parts(&y.figures, &rows, &std::collections::BTreeMap::new())),
    })
}

/// The paper; with `site`, the address of the installation, every figure leads to its facts; with `appendix`, a table
/// tells of all of them.
pub(super) fn word(paper: &Paper, site: Option<&str>, appendix: bool) -> Word {
    let mut word = Word::new();
    word.title(&paper.title);
    let mut sources: Vec<&Live> = Vec::new();
    for section in &paper.sections {
        if let Some(heading) = &section.heading {
            word.heading(1, heading);
        }
        for paragraph in &section.paragraphs {
            if paragraph.sub {
                word.heading(2, &paragraph.text());
                continue;
            }
            let run = |text: &str, live: Option<&Live>| match (live, site) {
                (Some(live), Some(site)) => Run::new(text).leading_to(format!("{site}{}", live.href)),
                _ => Run::new(text),
            };
            let runs: Vec<Run> = paragraph
                .pieces
                .iter()
                .map(|p| run(&p.text, p.figure.as_ref()))
                .collect();
            word.paragraph_with_runs(&runs);
            for live in paragraph
                .pieces
                .iter()
                .filter_map(|p| p.figure.as_ref())
                .filter(|l| l.counts())
            {
                if !sources.iter().any(|known| known.place == live.place) {
                    sources.push(live);
                }
            }
        }
    }
    let tells = appendix && !sources.is_empty();
    if tells {
        word.paragraph("").paragraph("附：数据出处");
    }
    word.signature(&paper.issuer, &in_full(paper.moment));
    if !sources.is_empty() {
        word.paragraph(&format!(
            "（文中数字取自工会工作台帐，截至{}。）",
            to_the_minute(paper.moment)
        ));
    }
    if tells {
        table_of(&mut word, paper, &sources, site);
    }
    word
}

/// A day as papers write it.
fn in_full(at: Instant) -> String {
    at.day().chinese()
}

/// A moment as papers write it.
pub(super) fn to_the_minute(at: Instant) -> String {
    let clock = at.in_china();
    format!("{}{}时{:02}分", in_full(at), clock.hour(), clock.minute())
}

fn table_of(word: &mut Word, paper: &Paper, sources: &[&Live], site: Option<&str>) {
    let site = site.map_or_else(|| "本系统的网址".to_owned(), str::to_owned);
    word.page_break().flush_paragraph("附").heading(1, "数据出处");
    let columns = [
        Column::number("数值", 3),
        Column::text("单位", 2),
        Column::text("指标", 4),
        Column::text("期间", 4),
        Column::number("记录数", 2),
        Column::text("出处", 13),
    ];
    let rows: Vec<Vec<String>> = sources
        .iter()
        .map(|l| {
            vec![
                l.unit.show(l.quantity),
                l.unit_zh.clone(),
                l.name.clone(),
                l.period.clone(),
                l.records.to_string(),
                l.href.clone(),
            ]
        })
        .collect();
    word.table(&columns, &rows);
    word.paragraph(&format!(
        "数据取自工会工作台帐，截至{}，按正文出现的先后排列。出处前面加上{site}即可打开。记录数含更正时冲回的记录；上年数没有台帐记录的，取自上年总结。",
        to_the_minute(paper.moment)
    ));
}
