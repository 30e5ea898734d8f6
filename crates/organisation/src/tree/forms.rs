//! The forms by which a union is moved, renamed, merged, split and dissolved: one page, with the fields of each act.

use kernel::{Date, UnionId};
use org::{
    UnionKind,
    tree::{self, Node, store, tally},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Reply, View};

use super::place;

/// Unions offered for choice.
const CHOICES: usize = 500;

/// Which union, and words to look for another by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub(super) id: UnionId,
    #[serde(default)]
    q: Option<kernel::Text<40>>,
}

/// Which act a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Rename,
    Move,
    Merge,
    Split,
    Dissolve,
}

impl What {
    const fn key(self) -> &'static str {
        match self {
            What::Rename => "rename",
            What::Move => "move",
            What::Merge => "merge",
            What::Split => "split",
            What::Dissolve => "dissolve",
        }
    }
}

/// The form of an act on a union.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeForm {
    /// Which act.
    what: What,
    /// The union.
    pub id: UnionId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnionKind,
    /// The kind of the union above it.
    pub above_kind: Option<UnionKind>,
    /// Its members of its own, as last counted.
    pub members: i64,
    /// Unions to choose from.
    pub unions: Vec<(UnionId, String)>,
    /// The words by which unions were looked for.
    pub q: String,
    /// Today.
    pub today: Date,
}

ui::page!(ChangeForm, "tree/pages/change.html", |p, cx| cx
    .t(&format!("organisation.tree.{}", p.what.key())));

impl ChangeForm {
    fn heading(&self, cx: &Cx) -> Html {
        let title = cx.t(&format!("organisation.tree.{}", self.what.key()));
        ui::html!(
            "{}{}",
            crumbs(cx, self.id, &self.name),
            cx.heading(title, &self.name, Html::none())
        )
    }
    fn is(&self, key: &str) -> bool {
        self.what.key() == key
    }
    fn at(&self) -> String {
        format!("/org/tree/{}/{}", self.id, self.what.key())
    }
    fn back(&self) -> String {
        format!("/org/tree/{}", self.id)
    }
    fn button(&self) -> String {
        format!("organisation.tree.{}_button", self.what.key())
    }
    /// What the act means.
    fn means(&self, cx: &Cx) -> String {
        let key = format!("organisation.tree.{}_means", self.what.key());
        cx.t1(&key, "n", cx.number(self.members))
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        kinds(cx, self.above_kind)
    }
}

/// The way down to a union's page.
pub(super) fn crumbs(cx: &Cx, id: UnionId, name: &str) -> Html {
    cx.crumbs([
        (cx.t("organisation.tab.tree"), "/org/tree".to_owned()),
        (name.to_owned(), format!("/org/tree/{id}")),
    ])
}

/// The kinds of unions that fit under one.
pub(super) fn kinds(cx: &Cx, above: Option<UnionKind>) -> Vec<Choice> {
    UnionKind::ALL
        .iter()
        .filter(|kind| above.is_none_or(|above| kind.fits_under(above)))
        .map(|kind| Choice::new(kind.key(), cx.t(&kind.word())))
        .collect()
}

/// The form of an act on a union that is there; `choose` says which of the others can be chosen.
fn form(view: &View<'_>, q: Which, what: What, node: Node, choose: impl Fn(&Node) -> bool) -> Reply<ChangeForm> {
    let words = q.q.map(kernel::Text::into_string).unwrap_or_default();
    let own = tree::get(view, view.union())?;
    let all = match (what, words.as_str()) {
        (What::Move | What::Merge, "") => tree::below(view, own.id)?,
        (What::Move | What::Merge, words) => store::find(view, own.id, words, CHOICES)?,
        _ => Vec::new(),
    };
    let others = std::iter::once(own)
        .filter(|_| matches!(what, What::Move | What::Merge))
        .chain(all)
        .filter(|n| n.id != node.id && !node.is_above(n) && choose(n));
    let above_kind = node.parent.map(|p| tree::get(view, p)).transpose()?.map(|n| n.kind);
    let members = tally::of(view, node.id, view.today())?.map_or(0, |t| t.members);
    Ok(ChangeForm {
        what,
        unions: others.take(CHOICES).map(|n| (n.id, n.name)).collect(),
        above_kind,
        members,
        id: node.id,
        name: node.name,
        kind: node.kind,
        q: words,
        today: view.today(),
    })
}

pub(super) fn rename(view: &View<'_>, q: Which) -> Reply<ChangeForm> {
    let node = place::living(place::seen(view, q.id)?)?;
    form(view, q, What::Rename, node, |_| false)
}

pub(super) fn place(view: &View<'_>, q: Which) -> Reply<ChangeForm> {
    let node = place::below(view, q.id)?;
    let (parent, kind) = (node.parent, node.kind);
    form(view, q, What::Move, node, |n| {
        Some(n.id) != parent && kind.fits_under(n.kind)
    })
}

pub(super) fn merge(view: &View<'_>, q: Which) -> Reply<ChangeForm> {
    let node = place::below(view, q.id)?;
    let kind = node.kind;
    form(view, q, What::Merge, node, |n| kind.fits_under(n.kind))
}

pub(super) fn split(view: &View<'_>, q: Which) -> Reply<ChangeForm> {
    let node = place::below(view, q.id)?;
    form(view, q, What::Split, node, |_| false)
}

pub(super) fn dissolve(view: &View<'_>, q: Which) -> Reply<ChangeForm> {
    let node = place::below(view, q.id)?;
    form(view, q, What::Dissolve, node, |_| false)
}
