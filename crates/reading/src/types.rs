//! What a reading gives.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Yuan;
use crate::document::Paper;
use crate::limits::NOTES_MAX;
use crate::segment::Segment;
use crate::source::Source;

/// Everything read from one text.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Reading {
    /// Title of the first paper, where one stands.
    pub title: Option<String>,
    /// Year the title or the first lines name.
    pub year: Option<i32>,
    /// Papers in the text, in order; a file may hold several.
    pub documents: Vec<Document>,
    /// Headings in order.
    pub sections: Vec<Section>,
    /// Dated acts in the order of the text.
    pub schedule: Vec<Entry>,
    /// Headings with numbered items directly below them.
    pub tasks: Vec<TaskCount>,
    /// Canonical names of the festivals named, in order of first mention.
    pub festivals: Vec<String>,
    /// Figures of prose.
    pub facts: Vec<Fact>,
    /// What was left out, and what is uncertain.
    pub notes: Vec<Note>,
}

/// A range of the given text in bytes, on character boundaries, inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One paper of the text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Document {
    /// Its title, where one stands.
    pub title: Option<String>,
    /// It tells of work done: a summary rather than a plan.
    pub summary: bool,
    /// Its text.
    pub span: Span,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// 1 for the highest of its paper.
    pub level: u8,
    /// Words without the number.
    pub heading: String,
    /// The heading itself.
    pub span: Span,
    /// The text below, up to the next heading of this level or above.
    pub body: Span,
    /// Numbered items directly below.
    pub items: Vec<Item>,
    /// Index of its paper in [`Reading::documents`].
    pub document: usize,
}

/// A numbered item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item {
    /// Words without the number.
    pub text: String,
    /// Number and words.
    pub span: Span,
}

/// How many numbered items stand directly under a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TaskCount {
    /// The heading.
    pub section: String,
    /// Its direct numbered items.
    pub count: usize,
}

/// Months of an act: one, several, or none where only a week is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Months {
    /// One month, 1 to 12.
    One(u8),
    /// Several, in the order of the time they span: `[12, 1]` goes over the new year.
    Many(Vec<u8>),
    /// Only a week is known.
    #[default]
    Unknown,
}

impl Months {
    pub(crate) fn from_list(list: &[u8]) -> Self {
        match list {
            [] => Self::Unknown,
            [one] => Self::One(*one),
            many => Self::Many(many.to_vec()),
        }
    }

    /// The months in order; empty where unknown.
    pub fn list(&self) -> &[u8] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
            Self::Unknown => &[],
        }
    }
}

/// One dated act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// 1 to 12, a list, or null.
    pub month: Months,
    /// Week of the term, or of the month where one is given.
    pub week: Option<u8>,
    /// `MM-DD`: first day of a range, or the deadline.
    pub date: Option<String>,
    /// Calendar year, where the time names one.
    pub year: Option<i32>,
    /// What is to be done.
    pub title: String,
    /// The time as written, where it stands with the act.
    pub when: Option<String>,
    /// Who does it, where named.
    pub bodies: Vec<String>,
    /// Canonical name of a festival it names.
    pub festival: Option<String>,
    /// Money it names, in yuan.
    pub amount_yuan: Option<Yuan>,
    /// Words of the act in the text.
    pub span: Span,
    /// Index of its paper in [`Reading::documents`].
    pub document: usize,
}

/// One figure of prose.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Fact {
    /// What was done or given.
    pub what: String,
    /// Field of work: aid, visit, dues, finance, congress, disclosure, activity, competition, training, health,
    /// women, suggestion, dispute, organisation, publicity, safety, insurance, donation, other.
    pub category: String,
    /// 人, 名, 位.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u64>,
    /// 人次.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_times: Option<u64>,
    /// Money, in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_yuan: Option<Yuan>,
    /// 场, 次, 期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// 户.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<u64>,
    /// 0 to 100 and above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// A count of something else, with its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Unit of `count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// When, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_or_period: Option<String>,
    /// The clause it was read from.
    pub snippet: String,
    /// Where that clause stands.
    pub span: Span,
    /// Index of its paper in [`Reading::documents`].
    pub document: usize,
}

/// Something left out or uncertain.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Note {
    /// `noise`, `limit` or `uncertain`.
    pub kind: String,
    /// In English, for logs and for a screen to translate by kind.
    pub text: String,
    /// What it is about.
    pub span: Span,
}

/// Lines left out as noise, and limits met.
pub(crate) fn notes(source: &Source, segments: &[Segment], cut: bool) -> Vec<Note> {
    let norm = source.norm();
    let noise = segments.iter().filter(|s| s.noise).map(|s| Note {
        kind: "noise".to_owned(),
        text: crate::noise::reason(norm.get(s.start..s.end).unwrap_or_default())
            .unwrap_or("link to another paper")
            .to_owned(),
        span: source.span(s.start, s.end),
    });
    let mut out: Vec<Note> = noise.take(NOTES_MAX).collect();
    let whole = source.span(0, norm.len());
    let mut limit = |text: &str| {
        out.push(Note {
            kind: "limit".to_owned(),
            text: text.to_owned(),
            span: whole,
        })
    };
    if source.cut {
        limit("the text is longer than is read; the rest was left unread");
    }
    if cut {
        limit("more entries or figures than are taken; the rest were left out");
    }
    out
}

/// The papers with their titles and spans.
pub(crate) fn documents(source: &Source, segments: &[Segment], papers: &[Paper]) -> Vec<Document> {
    let at = |i: usize| segments.get(i);
    let document = |p: &Paper| Document {
        title: p.title.and_then(at).map(|s| source.words(s.start, s.end)),
        summary: p.told,
        span: source.span(
            at(p.from).map_or(0, |s| s.start),
            p.to.checked_sub(1).and_then(at).map_or(0, |s| s.end),
        ),
    };
    papers.iter().map(document).collect()
}
