//! What people see of summaries.

use flow::Field;
use kernel::Date;
use org::power::SUMMARY_WRITE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Reply, View, routes::Nothing};

use super::{
    acts::FIRST,
    check::{Approved, Stand},
    draft::Year,
    figures::{Figures, Live},
    model::{Head, SectionId, SummaryId},
    prose::{Part, on_paper},
    store,
    typed::{self, Offer},
    word::to_the_minute,
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

pub(super) fn crumbs(cx: &ui::Cx, summary: Option<(SummaryId, &str)>) -> ui::Html {
    let list = (cx.t("planning.summary.list"), "/summaries".to_owned());
    let this = summary.map(|(id, title)| (title.to_owned(), format!("/summaries/{id}")));
    cx.crumbs(std::iter::once(list).chain(this))
}

/// The way down by another list.
pub(super) fn crumbs_by(cx: &ui::Cx, key: &str, href: &str) -> ui::Html {
    let list = (cx.t("planning.summary.list"), "/summaries".to_owned());
    cx.crumbs([list, (cx.t(key), href.to_owned())])
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
    /// How many clauses have no fact behind them and are left out on paper.
    pub left_out: usize,
    /// How many figures read something else than was approved.
    pub changed: usize,
    /// How many places name no figure.
    pub gone: usize,
    pub approval: Option<Approved>,
    pub sections: Vec<Part>,
}

impl Show {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, None)
    }
}

ui::page!(Show, "summary/pages/show.html", |p, _cx| p.title.clone());

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let head = store::get(view, view.union(), q.id)?;
    let stand = Stand::of(view, view.union(), head, view.today())?;
    let pieces = || {
        stand
            .parts
            .iter()
            .flat_map(|s| s.paragraphs.iter().flat_map(|p| &p.pieces))
    };
    Ok(Show {
        id: stand.head.id,
        year: stand.head.year,
        may_write: view.actor().may(SUMMARY_WRITE),
        left_out: pieces().filter(|p| p.left_out && p.figure.is_some()).count(),
        changed: stand.changed().len(),
        gone: pieces().filter(|p| p.gone).count(),
        approval: Approved::of(&stand),
        title: stand.head.title,
        sections: stand.parts,
    })
}

/// A summary as it is printed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Print {
    pub title: String,
    pub issuer: String,
    pub day: Date,
    /// The moment whose figures these are, in words.
    pub moment: String,
    pub sections: Vec<Part>,
}

ui::page!(Print, "summary/pages/print.html", |p, _cx| p.title.clone(), print);

pub(super) fn print(view: &View<'_>, q: Which) -> Reply<Print> {
    let head = store::get(view, view.union(), q.id)?;
    let stand = Stand::of(view, view.union(), head, view.today())?;
    Ok(Print {
        title: stand.head.title,
        issuer: org::tree::get(view, view.union())?.name,
        day: view.today(),
        moment: to_the_minute(view.now()),
        sections: on_paper(stand.parts),
    })
}

/// The form of the title.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TitlePage {
    pub id: SummaryId,
    pub title: String,
}

impl TitlePage {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

ui::page!(TitlePage, "summary/pages/title.html", |_p, cx| cx
    .t("planning.summary.retitle"));

pub(super) fn title(view: &View<'_>, q: Which) -> Reply<TitlePage> {
    let head = store::get(view, view.union(), q.id)?;
    Ok(TitlePage {
        id: head.id,
        title: head.title,
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
    /// Figures typed by hand that a measure may stand for.
    pub by_hand: Vec<Hand>,
    /// The figures there are.
    pub places: Vec<Places>,
}

/// A figure typed by hand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Hand {
    pub text: String,
    pub unit: String,
    pub offers: Vec<Offer>,
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
    let figures = Figures::of(view, union, head.year)?;
    let hand = |t: typed::Typed| Hand {
        offers: typed::offers(&figures, &t, row.part.as_deref()),
        unit: t.unit.to_owned(),
        text: t.text,
    };
    let by_hand = typed::find(view.typed("body").unwrap_or(&body)).into_iter().map(hand);
    Ok(Edit {
        by_hand: by_hand.filter(|h| !h.offers.is_empty()).collect(),
        id: head.id,
        title: head.title,
        section: row.id,
        version: row.version,
        heading,
        body,
        can_redraft: row.part.is_some(),
        redrafted,
        nothing: q.redraft && !redrafted,
        places: places(&figures),
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
