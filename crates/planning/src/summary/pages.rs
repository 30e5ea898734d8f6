//! What people see of summaries.

use flow::Field;
use kernel::Date;
use org::power::SUMMARY_WRITE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Reply, View, routes::Nothing};

use super::{
    acts::FIRST,
    draft::Year,
    figures::{Figures, Live},
    model::{Head, Numbers, SectionId, SectionRow, Stretch, SummaryId, paragraphs, stretches_or_text},
    store,
};

/// All summaries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct List {
    pub summaries: Vec<Line>,
    pub may_write: bool,
}

ui::page!(List, "summary/pages/list.html", |_p, cx| cx.t("planning.summary.list"));

/// A summary in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    pub id: SummaryId,
    pub year: i16,
    pub title: String,
    pub begun_on: Date,
}

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    let line = |h: Head| Line {
        id: h.id,
        year: h.year,
        title: h.title,
        begun_on: h.created_at.day(),
    };
    let summaries = store::list(view, view.union())?.into_iter().map(line).collect();
    Ok(List {
        summaries,
        may_write: view.actor().may(SUMMARY_WRITE),
    })
}

/// Which year to begin.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewQuery {
    year: Option<i16>,
}

/// The form that begins a summary.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct New {
    pub year: i16,
    pub first: i16,
    pub last: i16,
    /// The summaries there are already.
    pub there: Vec<Line>,
}

ui::page!(New, "summary/pages/new.html", |_p, cx| cx.t("planning.summary.start"));

pub(super) fn new(view: &View<'_>, q: NewQuery) -> Reply<New> {
    let today = view.today();
    // in the first months one sums up the year that is over
    let usual = if today.month() <= 6 {
        today.year() - 1
    } else {
        today.year()
    };
    let there = list(view, Nothing {})?.summaries;
    Ok(New {
        year: q.year.unwrap_or(usual),
        first: FIRST,
        last: today.year(),
        there,
    })
}

fn crumbs(cx: &ui::Cx, summary: Option<(SummaryId, &str)>) -> ui::Html {
    let list = (cx.t("planning.summary.list"), "/summaries".to_owned());
    let this = summary.map(|(id, title)| (title.to_owned(), format!("/summaries/{id}")));
    cx.crumbs(std::iter::once(list).chain(this))
}

/// Which summary.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: SummaryId,
}

/// A summary as people read it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Show {
    pub id: SummaryId,
    pub year: i16,
    pub title: String,
    pub may_write: bool,
    /// How many figures of the prose have no fact behind them.
    pub zeros: usize,
    pub sections: Vec<Part>,
}

impl Show {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, None)
    }
}

ui::page!(Show, "summary/pages/show.html", |p, _cx| p.title.clone());

/// A section with its figures filled in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    pub id: SectionId,
    pub version: i64,
    /// With its number.
    pub heading: Option<String>,
    pub paragraphs: Vec<Vec<Piece>>,
}

/// A stretch of prose: words, or a figure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Piece {
    pub text: String,
    /// The figure, where it is one.
    pub figure: Option<Live>,
}

/// A paragraph's pieces. A place that names no figure (a measure since given up) shows as it was written.
pub(super) fn pieces(figures: &Figures, paragraph: &str) -> Vec<Piece> {
    let piece = |stretch| match stretch {
        Stretch::Text(text) => Piece {
            text: text.to_owned(),
            figure: None,
        },
        Stretch::Place(name) => match figures.place(name) {
            Some(live) => Piece {
                text: live.text.clone(),
                figure: Some(live),
            },
            None => Piece {
                text: format!("{{{name}}}"),
                figure: None,
            },
        },
    };
    stretches_or_text(paragraph).into_iter().map(piece).collect()
}

/// Sections with their numbers and figures.
pub(super) fn parts<'a>(figures: &Figures, sections: impl IntoIterator<Item = &'a SectionRow>) -> Vec<Part> {
    let mut numbers = Numbers::default();
    sections
        .into_iter()
        .map(|s| Part {
            id: s.id,
            version: s.version,
            heading: numbers.next(&s.heading),
            paragraphs: paragraphs(&s.body).map(|text| pieces(figures, text)).collect(),
        })
        .collect()
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let head = store::get(view, view.union(), q.id)?;
    let figures = Figures::of(view, view.union(), head.year)?;
    let sections = parts(&figures, &store::sections(view, view.union(), q.id)?);
    let figures = sections
        .iter()
        .flat_map(|s| s.paragraphs.iter().flatten())
        .filter_map(|p| p.figure.as_ref());
    Ok(Show {
        id: head.id,
        year: head.year,
        title: head.title,
        may_write: view.actor().may(SUMMARY_WRITE),
        zeros: figures.filter(|f| f.is_zero()).count(),
        sections,
    })
}

/// A summary as it is printed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Print {
    pub title: String,
    pub issuer: String,
    pub day: Date,
    pub sections: Vec<Part>,
}

ui::page!(Print, "summary/pages/print.html", |p, _cx| p.title.clone(), print);

pub(super) fn print(view: &View<'_>, q: Which) -> Reply<Print> {
    let shown = show(view, q)?;
    Ok(Print {
        title: shown.title,
        issuer: org::tree::get(view, view.union())?.name,
        day: view.today(),
        sections: shown.sections,
    })
}

/// Which section, and whether to draft it anew.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditQuery {
    id: SummaryId,
    section: SectionId,
    /// Shows a new draft in place of the text that is kept.
    #[serde(default)]
    redraft: bool,
}

/// The form of a section.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Edit {
    pub id: SummaryId,
    pub title: String,
    pub section: SectionId,
    pub version: i64,
    pub heading: String,
    pub body: String,
    /// Whether it can be drafted anew.
    pub can_redraft: bool,
    /// Whether the text is a new draft that has not been saved.
    pub redrafted: bool,
    /// Whether a new draft was asked for, but there is nothing to draft.
    pub nothing: bool,
    /// The figures there are.
    pub places: Vec<Places>,
}

impl Edit {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

ui::page!(Edit, "summary/pages/edit.html", |_p, cx| cx
    .t("planning.summary.edit_title"));

/// The figures of a field of work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Places {
    pub field: Field,
    pub figures: Vec<Live>,
}

fn places(figures: &Figures) -> Vec<Places> {
    let mut out: Vec<Places> = Field::ALL
        .into_iter()
        .map(|field| Places {
            field,
            figures: Vec::new(),
        })
        .collect();
    for (field, live) in figures.by_field() {
        if let Some(of) = out.iter_mut().find(|p| p.field.key() == field) {
            of.figures.push(live);
        }
    }
    out.retain(|p| !p.figures.is_empty());
    out
}

pub(super) fn edit(view: &View<'_>, q: EditQuery) -> Reply<Edit> {
    let union = view.union();
    let head = store::get(view, union, q.id)?;
    let sections = store::sections(view, union, q.id)?;
    let row = sections
        .into_iter()
        .find(|s| s.id == q.section)
        .ok_or_else(web::Refusal::missing)?;
    let drafted = match &row.part {
        Some(part) if q.redraft => Year::of(view, union, head.year, view.today())?.section(part),
        _ => None,
    };
    let redrafted = drafted.is_some();
    let (heading, body) = drafted.map_or((row.heading, row.body), |d| (d.heading, d.body));
    Ok(Edit {
        id: head.id,
        title: head.title,
        section: row.id,
        version: row.version,
        heading,
        body,
        can_redraft: row.part.is_some(),
        redrafted,
        nothing: q.redraft && !redrafted,
        places: places(&Figures::of(view, union, head.year)?),
    })
}

/// The form of a further section.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NewSection {
    pub id: SummaryId,
    pub title: String,
    pub places: Vec<Places>,
}

impl NewSection {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

ui::page!(NewSection, "summary/pages/new_section.html", |_p, cx| cx
    .t("planning.summary.add"));

pub(super) fn new_section(view: &View<'_>, q: Which) -> Reply<NewSection> {
    let head = store::get(view, view.union(), q.id)?;
    let figures = Figures::of(view, view.union(), head.year)?;
    Ok(NewSection {
        id: head.id,
        title: head.title,
        places: places(&figures),
    })
}
