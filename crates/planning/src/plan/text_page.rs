//! The page on which a plan's words are written and changed in place.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Reply, View};

use super::{
    measure::MeasureId,
    model::{PlanId, Taken},
    pages::{crumbs, draft},
    show::paragraphs,
    store,
};

/// Which plan, and which of its parts is open.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Query {
    id: PlanId,
    /// The heading being changed.
    section: Option<usize>,
    /// A new heading is being written after this one; 0 for the first.
    add: Option<usize>,
    /// The measure being changed.
    measure: Option<MeasureId>,
    /// A new measure is being written under this heading.
    under: Option<usize>,
}

/// The words of a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TextPage {
    pub id: PlanId,
    /// The plan's version.
    pub version: i64,
    pub title: String,
    pub sections: Vec<Block>,
    #[serde(skip)]
    pub open: (Option<usize>, Option<usize>, Option<MeasureId>, Option<usize>),
}

ui::page!(TextPage, "plan/pages/text.html", |p, cx| cx.t1(
    "planning.text.title",
    "title",
    &p.title
));

/// A heading with what stands under it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Block {
    /// Counted from 1.
    pub n: usize,
    pub level: u8,
    pub heading: String,
    pub body: String,
    pub paragraphs: Vec<String>,
    /// The entries stand for its text.
    pub schedule: bool,
    pub measures: Vec<MeasureLine>,
    /// Measures that no entry carries out.
    pub unscheduled: usize,
    /// There is one below it.
    pub more: bool,
}

/// A measure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MeasureLine {
    pub id: MeasureId,
    pub version: i64,
    pub text: String,
    /// Entries that carry it out.
    pub entries: usize,
}

impl TextPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    /// Whether this heading is being changed.
    pub fn changing(&self, block: &Block) -> bool {
        self.open.0 == Some(block.n)
    }
    /// Whether a new heading is being written after this one.
    pub fn adding(&self, after: &usize) -> bool {
        self.open.1 == Some(*after)
    }
    /// Whether this measure is being changed.
    pub fn correcting(&self, line: &MeasureLine) -> bool {
        self.open.2 == Some(line.id)
    }
    /// Whether a new measure is being written under this heading.
    pub fn under(&self, block: &Block) -> bool {
        self.open.3 == Some(block.n)
    }
    /// The levels to choose from.
    pub fn levels(&self, cx: &ui::Cx) -> Vec<ui::Choice> {
        (1..=3)
            .map(|n| ui::Choice::new(n.to_string().as_str(), cx.t(&format!("planning.text.level_{n}"))))
            .collect()
    }
}

/// Shows the words.
pub(super) fn show(view: &View<'_>, q: Query) -> Reply<TextPage> {
    let plan = draft(view, q.id)?;
    let union = view.union();
    let mut carried: HashMap<MeasureId, usize> = HashMap::new();
    for entry in store::entries(view, union, plan.id)? {
        if let Some(id) = entry.said.measure.filter(|_| entry.taken != Taken::Rejected) {
            *carried.entry(id).or_default() += 1;
        }
    }
    let measures = store::measures::measures(view, union, plan.id)?;
    let sections = store::sections(view, union, plan.id)?;
    let count = sections.len();
    let block = |(n, s): (usize, super::model::Section)| {
        let own = measures.iter().filter(|m| m.says.section == n);
        let lines: Vec<MeasureLine> = own
            .map(|m| MeasureLine {
                id: m.id,
                version: m.version,
                text: m.says.text.to_string(),
                entries: carried.get(&m.id).copied().unwrap_or(0),
            })
            .collect();
        Block {
            n,
            level: s.level,
            paragraphs: paragraphs(&s.body),
            heading: s.heading,
            body: s.body,
            schedule: s.schedule,
            unscheduled: lines.iter().filter(|l| l.entries == 0).count(),
            measures: lines,
            more: n < count,
        }
    };
    Ok(TextPage {
        id: plan.id,
        version: plan.version,
        title: plan.title,
        sections: (1_usize..).zip(sections).map(block).collect(),
        open: (q.section, q.add, q.measure, q.under),
    })
}
