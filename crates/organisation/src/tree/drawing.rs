//! The tree drawn for the wall (组织体系图), as it stood on a day, so many levels deep; with the same as a list.

use kernel::{Date, UnionId};
use org::tree::tally::{self, Branch, Tally};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Drawing, Html, Paper, html};
use web::{Reply, View};

use super::place;
use crate::drawn::{Size, sheets};

/// Most boxes of a drawing.
const BOXES: i64 = 2000;
/// Most levels below the top.
const LEVELS: i64 = 5;

/// A union's tree, drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TreeDrawing {
    /// The union at the top.
    pub id: UnionId,
    /// Its name.
    pub name: String,
    /// Its figures.
    pub tally: Option<Tally>,
    /// As of which day.
    pub on: Date,
    /// How many levels below the top are drawn.
    pub levels: i64,
    /// What stands below, each with its depth, in the order of reading.
    pub below: Vec<(usize, Branch)>,
    /// Whether more stand there than are drawn.
    pub more: bool,
    /// The paper.
    size: Size,
    /// The sheet that is looked at closely.
    sheet: Option<usize>,
    own: bool,
}

ui::page!(
    TreeDrawing,
    "tree/pages/drawing.html",
    |_p, cx| cx.t("organisation.tree.drawing"),
    wide
);

/// Which union, as of which day, how deep, on which paper, which sheet closely.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: Option<UnionId>,
    on: Option<Date>,
    levels: Option<i64>,
    #[serde(default)]
    paper: Size,
    sheet: Option<usize>,
}

pub(super) fn show(view: &View<'_>, q: Ask) -> Reply<TreeDrawing> {
    let node = place::seen(view, q.id.unwrap_or(view.union()))?;
    let on = q.on.map_or(view.today(), |day| day.min(view.today()));
    let levels = q.levels.unwrap_or(2).clamp(1, LEVELS);
    let mut below = tally::down(view, node.id, on, levels, BOXES + 1)?;
    let most = usize::try_from(BOXES).unwrap_or(usize::MAX);
    let more = below.len() > most;
    below.truncate(most);
    Ok(TreeDrawing {
        tally: tally::of(view, node.id, on)?,
        own: node.id == view.union(),
        id: node.id,
        name: node.name,
        on,
        levels,
        below,
        more,
        size: q.paper,
        sheet: q.sheet,
    })
}

/// What stands small in a union's box.
fn small(cx: &Cx, tally: Option<&Tally>) -> Vec<String> {
    let Some(t) = tally else { return Vec::new() };
    let chair = t
        .chair
        .as_ref()
        .map(|name| format!("{} {name}", cx.t("org.role.chair")));
    let members = Some(cx.tn("organisation.count.members", t.all_members));
    chair.into_iter().chain(members).collect()
}

impl TreeDrawing {
    fn heading(&self, cx: &Cx) -> Html {
        let href = if self.own {
            "/org/tree".to_owned()
        } else {
            format!("/org/tree/{}", self.id)
        };
        let crumbs = cx.crumbs([(self.name.clone(), href)]);
        let under = cx.t1("organisation.drawn.as_of", "day", cx.date_full(self.on));
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("organisation.tree.drawing"), under, Html::none())
        )
    }
    fn depth(&self, cx: &Cx) -> Html {
        let links: Html = (1..=LEVELS)
            .map(|n| {
                let here = (n == self.levels).then(|| Html::trusted(" aria-current=\"true\""));
                let href = cx.here_with(&[("levels", &n.to_string()), ("sheet", "")]);
                html!(
                    "<a href=\"{}\"{}>{}</a>",
                    href,
                    here,
                    cx.tn("organisation.drawn.levels", n)
                )
            })
            .collect();
        html!(
            "<nav class=\"chips\" aria-label=\"{}\">{}</nav>",
            cx.t("organisation.drawn.depth"),
            links
        )
    }
    fn drawn<'a>(&self, cx: &'a Cx, paper: Paper) -> Drawing<'a> {
        let top = cx.drawing(paper, &self.name, small(cx, self.tally.as_ref()));
        self.below.iter().fold(top, |drawing, (depth, b)| {
            let href = format!("/org/tree/{}", b.id);
            drawing.node(*depth, &b.name, small(cx, b.tally.as_ref()), &href)
        })
    }
    fn sheets(&self, cx: &Cx) -> Html {
        sheets(cx, &self.drawn(cx, self.size.paper()), self.size, self.sheet)
    }
    /// The same as a list, deeper ones indented.
    fn list(&self, cx: &Cx) -> Html {
        let items: Html = self
            .below
            .iter()
            .map(|(depth, b)| {
                html!(
                    "<li class=\"level-{}\"><a href=\"/org/tree/{}\">{}</a> <span class=\"small\">{}</span></li>",
                    (*depth).min(9),
                    b.id.to_string(),
                    b.name,
                    small(cx, b.tally.as_ref()).join(" · ")
                )
            })
            .collect();
        html!("<ul>{}</ul>", items)
    }
}
