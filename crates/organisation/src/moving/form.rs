//! The form by which a transfer is started.

use kernel::{Date, Text, UnionId};
use org::{
    MemberId, Status,
    members::{model::MemberCard, store},
    tree::{Node, store as tree},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Reply, View};

use super::{acts::top, model::open_of};

/// Unions offered for choice.
const CHOICES: usize = 300;

/// Which member, and words to look for the union by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: MemberId,
    #[serde(default)]
    q: Option<Text<40>>,
}

/// The form.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MoveForm {
    /// The member.
    #[serde(flatten)]
    pub member: MemberCard,
    /// Unions to choose from: those of the tree that were looked for, or stand beside this one; and those elsewhere whose
    /// cards are known.
    pub unions: Vec<(UnionId, String)>,
    /// The words by which unions were looked for.
    pub q: String,
    /// The transfer that is under way already.
    pub under_way: Option<dispatch::LetterId>,
    /// The last month up to which dues are likely to be paid.
    pub month: String,
    /// Today.
    pub today: Date,
}

ui::page!(MoveForm, "moving/pages/form.html", |_p, cx| cx
    .t("organisation.moving.title"));

pub(super) fn form(view: &View<'_>, ask: Ask) -> Reply<MoveForm> {
    let union = view.union();
    let member = store::get(view, union, ask.id)?;
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    let mut unions: Vec<(UnionId, String)> = near(view, &q)?
        .into_iter()
        .filter(|node| node.id != union)
        .take(CHOICES)
        .map(|node| (node.id, node.name))
        .collect();
    let elsewhere = dispatch::files::peers(view)?;
    unions.extend(elsewhere.into_iter().filter(|(_, name)| name.contains(&q)));
    let today = view.today();
    Ok(MoveForm {
        under_way: open_of(view, union, ask.id)?.map(|letter| letter.id),
        month: format!("{:04}-{:02}", today.year(), today.month()),
        member,
        unions,
        q,
        today,
    })
}

/// The unions looked for in the whole tree; without words, those beside, above and below.
fn near(view: &View<'_>, q: &str) -> Reply<Vec<Node>> {
    let union = view.union();
    if !q.trim().is_empty() {
        let top = tree::get(view, top(view, union)?)?;
        let mut found = tree::find(view, top.id, q.trim(), CHOICES)?;
        if top.name.contains(q.trim()) {
            found.insert(0, top);
        }
        return Ok(found);
    }
    let own = tree::get(view, union)?;
    let mut all = Vec::new();
    if let Some(parent) = own.parent {
        all.push(tree::get(view, parent)?);
        all.extend(tree::children(view, parent)?);
    }
    all.extend(tree::children(view, union)?);
    Ok(all)
}

impl MoveForm {
    fn at(&self, tail: &str) -> String {
        format!("/members/{}{tail}", self.member.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (self.member.name.clone(), self.at("")),
        ]);
        let under = cx.t("organisation.moving.says");
        html!("{}{}", crumbs, cx.heading(cx.t("organisation.moving.title"), under, ""))
    }
    fn may(&self) -> bool {
        self.under_way.is_none() && self.member.status.may_become(Status::Moving)
    }
    fn cannot(&self, cx: &Cx) -> Html {
        match self.under_way {
            Some(id) => leads_to(cx, id),
            None => cx.note(State::Info, cx.t("organisation.moving.cannot")),
        }
    }
}

/// What is shown in the place of a form while a transfer is under way.
pub(crate) fn leads_to(cx: &Cx, id: dispatch::LetterId) -> Html {
    html!(
        "{}<p>{}</p>",
        cx.note(State::Info, cx.t("organisation.moving.under_way")),
        cx.main_link(&super::LETTER.path(id), "organisation.moving.look")
    )
}
