//! The chart of a union's bodies (组织架构图): drawn for the wall on A4 or A3, with the same as a list.

use org::{BodyId, BodyKind, members, power::TREE_SEE, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Drawing, Html, Paper, html};
use web::{Reply, View};

use super::views::{self, BodyView, tabs};
use crate::drawn::{Size, sheets};

/// The bodies, in the order in which they are drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BodyChart {
    /// The union's name.
    pub union: String,
    /// The bodies, each with how deep it stands below the union: 1 and more.
    pub bodies: Vec<(usize, BodyView)>,
    /// The paper.
    size: Size,
    /// The sheet that is looked at closely.
    sheet: Option<usize>,
    /// How many members the union has.
    pub members: i64,
    /// Whether unions below can be looked at.
    may_tree: bool,
}

ui::page!(
    BodyChart,
    "bodies/pages/chart.html",
    |_p, cx| cx.t("organisation.tab.chart"),
    wide
);

/// On which paper, and which sheet closely.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    #[serde(default)]
    paper: Size,
    sheet: Option<usize>,
}

pub(super) fn page(view: &View<'_>, q: Ask) -> Reply<BodyChart> {
    let union = view.union();
    let counts = members::store::count_by_group(view, union)?;
    let all = views::all(view, union, view.today(), &counts)?;
    Ok(BodyChart {
        union: tree::get(view, union)?.name,
        bodies: in_order(&all),
        size: q.paper,
        sheet: q.sheet,
        members: counts.values().sum(),
        may_tree: view.actor().may(TREE_SEE),
    })
}

/// Each body followed by those below it. Groups that belong to the committee itself stand beside the branches.
fn in_order(all: &[BodyView]) -> Vec<(usize, BodyView)> {
    let under = |b: &BodyView| -> Option<BodyId> {
        let above = all.iter().find(|p| Some(p.body.id) == b.body.parent)?;
        (above.body.kind == BodyKind::Branch).then_some(above.body.id)
    };
    let below = |above: Option<BodyId>| all.iter().rev().filter(move |b| under(b) == above);
    let mut out: Vec<(usize, BodyView)> = Vec::with_capacity(all.len());
    let mut open: Vec<(usize, &BodyView)> = below(None).map(|b| (1, b)).collect();
    while let Some((depth, body)) = open.pop() {
        open.extend(below(Some(body.body.id)).map(|b| (depth + 1, b)));
        out.push((depth, body.clone()));
    }
    out
}

impl BodyView {
    /// What stands small in its box and behind its name in the list.
    fn small(&self, cx: &Cx) -> Vec<String> {
        let mut lines = self.holders(cx);
        if self.body.kind.has_members() {
            lines.push(cx.tn("organisation.count.members", self.members));
        }
        lines
    }
}

impl BodyChart {
    fn heading(&self, cx: &Cx) -> Html {
        cx.heading(&self.union, cx.t("organisation.tab.chart"), Html::none())
    }
    fn tabs(&self, cx: &Cx) -> Html {
        tabs(cx, "chart", self.may_tree)
    }
    fn drawn<'a>(&self, cx: &'a Cx, paper: Paper) -> Drawing<'a> {
        let top = cx.drawing(
            paper,
            &self.union,
            vec![cx.tn("organisation.count.members", self.members)],
        );
        self.bodies.iter().fold(top, |drawing, (depth, b)| {
            drawing.node(*depth, &b.body.name, b.small(cx), &format!("/org/bodies/{}", b.body.id))
        })
    }
    fn sheets(&self, cx: &Cx) -> Html {
        sheets(cx, &self.drawn(cx, self.size.paper()), self.size, self.sheet)
    }
    /// The same as a list, deeper ones indented.
    fn list(&self, cx: &Cx) -> Html {
        let items: Html = self
            .bodies
            .iter()
            .map(|(depth, b)| {
                html!(
                    "<li class=\"level-{}\"><a href=\"/org/bodies/{}\">{}</a> <span class=\"small\">{}</span></li>",
                    (*depth).min(9),
                    b.body.id.to_string(),
                    b.body.name,
                    b.small(cx).join(" · ")
                )
            })
            .collect();
        html!("<ul>{}</ul>", items)
    }
}
