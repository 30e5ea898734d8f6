//! The union's bodies at a glance, and what the rules say about them.

use std::collections::HashMap;

use org::{
    BodyId, Ending, members,
    power::{BODY_MANAGE, MEMBER_SEE, TREE_SEE},
    term_words,
    tree::{self, Node},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use super::{
    rules::{self, Advice, Known, Severity},
    views::{self, BodyView, tabs},
};

/// The union at a glance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Overview {
    /// The union.
    pub union: Node,
    /// The union above it.
    pub above: Option<String>,
    /// Its bodies.
    pub bodies: Vec<BodyView>,
    /// How many active members it has.
    pub members: i64,
    /// What the rules say, to those who can do something about it.
    advice: Vec<Advice>,
    /// Whether bodies can be founded and changed.
    pub may_manage: bool,
    /// Whether members can be looked at.
    pub may_members: bool,
    /// Whether unions below can be looked at.
    pub may_tree: bool,
}

ui::page!(Overview, "bodies/pages/overview.html", |_p, cx| cx
    .t("org.bodies.title"));

pub(super) fn overview(view: &View<'_>, _: Nothing) -> Reply<Overview> {
    let (union, today) = (view.union(), view.today());
    let counts = members::store::count_by_group(view, union)?;
    let members = counts.values().sum();
    let bodies = views::all(view, union, today, &counts)?;
    let node = tree::get(view, union)?;
    let may_manage = view.actor().may(BODY_MANAGE);
    let advice = if may_manage {
        rules::advise(&Known {
            bodies: &bodies,
            members,
            women: tree::tally::women(view, union)?,
            workers: tree::store::about(view, union)?.workers,
        })
    } else {
        Vec::new()
    };
    Ok(Overview {
        above: node.parent.map(|p| tree::get(view, p)).transpose()?.map(|n| n.name),
        union: node,
        bodies,
        members,
        advice,
        may_manage,
        may_members: view.actor().may(MEMBER_SEE),
        may_tree: view.actor().may(TREE_SEE),
    })
}

impl Overview {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = if self.may_manage {
            cx.main_link("/org/bodies/new", "org.bodies.new")
        } else {
            Html::none()
        };
        let kind = cx.t(&self.union.kind.word());
        let under = match &self.above {
            Some(above) => format!("{kind} · {}", cx.t1("organisation.tree.under", "union", above)),
            None => kind,
        };
        cx.heading(&self.union.name, under, acts)
    }
    fn tabs(&self, cx: &Cx) -> Html {
        tabs(cx, "bodies", self.may_tree)
    }
    /// What should be seen to: terms that end, and what the rules warn of.
    fn warnings(&self, cx: &Cx) -> Html {
        let bodies = self.bodies.iter().filter_map(|b| {
            let until = b.body.term.and_then(|t| t.until)?;
            let (state, key) = match b.ending {
                Ending::Far => return None,
                Ending::Soon => (State::Soon, "org.bodies.term_soon"),
                Ending::Over => (State::Overdue, "org.bodies.term_over"),
            };
            Some(cx.note(state, cx.t2(key, "body", &b.body.name, "day", cx.date_full(until))))
        });
        let hard = self.advice.iter().filter(|a| a.severity > Severity::Info);
        bodies
            .chain(hard.map(|a| cx.note(State::Soon, sentence(cx, a))))
            .collect()
    }
    /// What is good to know, folded away.
    fn hints(&self, cx: &Cx) -> Html {
        let items: Vec<Html> = self
            .advice
            .iter()
            .filter(|a| a.severity == Severity::Info)
            .map(|a| html!("<li>{}</li>", sentence(cx, a)))
            .collect();
        if items.is_empty() {
            return Html::none();
        }
        html!(
            "<details class=\"more\"><summary>{}</summary><ul>{}</ul></details>",
            cx.tn("organisation.bodies.hints", items.len()),
            items.into_iter().collect::<Html>()
        )
    }
    fn figures(&self, cx: &Cx) -> Html {
        let groups = self.bodies.iter().filter(|b| b.body.kind.has_members()).count();
        let href = if self.may_members { "/members" } else { "/org" };
        let members = cx.figure(
            href,
            cx.number(self.members),
            cx.t("org.unit.people"),
            cx.t("org.bodies.members_now"),
        );
        let bodies = cx.figure(
            "#groups",
            cx.number(groups),
            cx.t("org.unit.bodies"),
            cx.t("org.bodies.groups_now"),
        );
        html!("<div class=\"figures-row\">{}{}</div>", members, bodies)
    }
    fn organs<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.bodies.name"),
            Col::text("holders", "org.bodies.holders"),
            Col::day("term", "org.bodies.term"),
        ];
        let organs = self.bodies.iter().filter(|b| !b.body.kind.has_members());
        cx.table("org.bodies.organs", cols).rows(organs.map(|b| {
            Row::new()
                .link(&format!("/org/bodies/{}", b.body.id))
                .cell(&b.body.name)
                .cell(joined(b, cx))
                .cell(term_words(cx, b.body.term, b.ending))
        }))
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let names: HashMap<BodyId, &str> = self.bodies.iter().map(|b| (b.body.id, b.body.name.as_str())).collect();
        let cols = [
            Col::text("name", "org.bodies.name"),
            Col::text("kind", "org.bodies.kind").minor(),
            Col::text("parent", "org.bodies.parent").minor(),
            Col::text("holders", "org.bodies.holders"),
            Col::number("members", "org.bodies.members"),
        ];
        let groups = self.bodies.iter().filter(|b| b.body.kind.has_members());
        let empty = if self.may_manage {
            cx.empty_first("org.bodies.no_groups", "/org/bodies/new", "org.bodies.new")
        } else {
            cx.empty("org.bodies.no_groups")
        };
        cx.table("org.bodies.groups", cols).empty(empty).rows(groups.map(|b| {
            let parent = b.body.parent.and_then(|p| names.get(&p)).copied().unwrap_or("—");
            Row::new()
                .link(&format!("/org/bodies/{}", b.body.id))
                .cell(&b.body.name)
                .cell(cx.t(&b.body.kind.word()))
                .cell(parent)
                .cell(joined(b, cx))
                .cell(cx.number(b.members))
        }))
    }
}

/// The holders of a body in a cell; a dash if nobody holds anything.
fn joined(body: &BodyView, cx: &Cx) -> String {
    let posts = body.holders(cx);
    if posts.is_empty() {
        "—".to_owned()
    } else {
        posts.join(" · ")
    }
}

/// What a rule says, with where it stands.
pub(super) fn sentence(cx: &Cx, advice: &Advice) -> Html {
    let args: Vec<(&str, &dyn std::fmt::Display)> = advice
        .args
        .iter()
        .map(|(name, value)| {
            let value: &dyn std::fmt::Display = value;
            (*name, value)
        })
        .collect();
    let said = cx.tf(&format!("organisation.rule.{}", advice.key), &args);
    let basis = advice.basis.map(|b| cx.t(&format!("organisation.basis.{b}")));
    html!("{} {}", said, basis.map(|b| html!("<small>{}</small>", b)))
}
