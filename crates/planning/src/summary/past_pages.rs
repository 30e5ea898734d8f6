//! What people see of past years' figures.

use facts::{Unit, register::store::measures};
use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Reply, View, routes::Nothing};

use super::{
    past::Which,
    store::past::{self, LineId, Source, SourceId},
};
use crate::doing::MEASURES;

/// A document in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Entry {
    pub id: SourceId,
    pub year: i16,
    pub title: String,
    pub file_name: Option<String>,
    pub paper: Option<archive::PaperId>,
    pub added_on: Date,
    pub added_name: String,
    /// Figures read.
    pub read: i64,
    /// Figures that count.
    pub kept: i64,
}

impl From<Source> for Entry {
    fn from(s: Source) -> Self {
        Self {
            id: s.id,
            year: s.year,
            title: s.title,
            file_name: s.file_name,
            paper: s.paper,
            added_on: s.added_at.day(),
            added_name: s.added_name,
            read: s.read,
            kept: s.kept,
        }
    }
}

impl Entry {
    fn under(&self, cx: &ui::Cx) -> String {
        cx.t2("planning.past.kept_of", "kept", self.kept, "read", self.read)
    }
}

/// The papers of past years.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct List {
    pub papers: Vec<Entry>,
    pub may_write: bool,
}

ui::page!(List, "summary/pages/past.html", |_p, cx| cx.t("planning.past.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    Ok(List {
        papers: past::sources(view, view.union())?
            .into_iter()
            .map(Entry::from)
            .collect(),
        may_write: view.actor().may(org::power::SUMMARY_WRITE),
    })
}

/// Which year to bring in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    year: Option<i16>,
}

/// The form that brings a paper in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct New {
    pub year: Option<i16>,
    pub last: i16,
}

ui::page!(New, "summary/pages/past_new.html", |_p, cx| cx.t("planning.past.new"));

impl New {
    fn first_year(&self) -> String {
        self.year.map(|y| y.to_string()).unwrap_or_default()
    }
}

pub(super) fn new(view: &View<'_>, q: Ask) -> Reply<New> {
    Ok(New {
        year: q.year,
        last: view.today().year(),
    })
}

/// A paper and what was read from it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Show {
    pub paper: Entry,
    pub lines: Vec<Figure>,
    /// How many figures with a known measure nobody decided on yet.
    pub waiting: usize,
    pub may_write: bool,
    #[serde(skip)]
    pub measures: Vec<(String, String)>,
}

/// A figure read from a paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Figure {
    pub id: LineId,
    pub version: i64,
    pub what: String,
    pub snippet: String,
    pub measure: Option<String>,
    pub quantity: i64,
    pub unit: Unit,
    /// `read`, `kept` or `left`.
    pub state: String,
}

impl Figure {
    fn typed(&self) -> String {
        super::figures::plain(self.unit, self.quantity)
    }
    fn badge(&self, cx: &ui::Cx) -> ui::Html {
        match self.state.as_str() {
            "kept" => cx.badge(ui::State::Done, cx.t("planning.past.state.kept")),
            "left" => cx.badge(ui::State::Off, cx.t("planning.past.state.left")),
            _ => cx.badge(ui::State::Soon, cx.t("planning.past.state.read")),
        }
    }
    fn left(&self) -> bool {
        self.state == "left"
    }
    fn kept(&self) -> bool {
        self.state == "kept"
    }
    fn measure_key(&self) -> &str {
        self.measure.as_deref().unwrap_or_default()
    }
}

ui::page!(Show, "summary/pages/past_show.html", |p, _cx| p.paper.title.clone());

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let source = past::get(view, view.union(), q.id)?;
    let lines: Vec<Figure> = past::lines(view, view.union(), q.id)?
        .into_iter()
        .map(|l| Figure {
            id: l.id,
            version: l.version,
            what: l.what,
            snippet: l.snippet,
            unit: l
                .measure
                .as_deref()
                .and_then(|key| Some(MEASURES.iter().find(|m| m.key == key)?.unit))
                .or_else(|| Unit::from_key(&l.unit))
                .unwrap_or(Unit::Items),
            measure: l.measure,
            quantity: l.quantity,
            state: l.state,
        })
        .collect();
    let known = measures(view)?
        .into_iter()
        .filter(|k| MEASURES.iter().any(|m| m.key == k.key));
    Ok(Show {
        paper: source.into(),
        waiting: lines
            .iter()
            .filter(|l| l.state == "read" && l.measure.is_some())
            .count(),
        may_write: view.actor().may(org::power::SUMMARY_WRITE),
        measures: known
            .map(|k| {
                (
                    k.key.clone(),
                    format!("{}（{}）", k.name(view.lang()), k.unit.word(view.lang())),
                )
            })
            .collect(),
        lines,
    })
}
