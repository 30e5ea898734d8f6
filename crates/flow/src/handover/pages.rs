//! The list of what goes over, and the act.

use ::store::OnConstraint;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Refusal, Reply, View};

use crate::tasks::{Card, Happened, MemberId, store};

/// From whom to whom.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub struct Ask {
    /// Who hands over.
    pub from: Option<MemberId>,
    /// Who takes over.
    pub to: Option<MemberId>,
}

/// Most tasks that the page lists. What goes over has no such bound.
const LISTED: u16 = 500;

/// What would go over.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandOver {
    /// Who hands over.
    pub from: Option<MemberId>,
    /// Who takes over.
    pub to: Option<MemberId>,
    /// What the one who hands over owes, at most 500 of it.
    pub tasks: Vec<Card>,
    /// How many tasks that is in all; every one goes over.
    pub count: i64,
    #[serde(skip)]
    members: Vec<(MemberId, String)>,
}

ui::page!(HandOver, "handover/look.html", |_p, cx| cx.t("flow.handover.title"));

impl HandOver {
    fn name(&self, id: Option<MemberId>) -> String {
        let found = self.members.iter().find(|(member, _)| Some(*member) == id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    }
    fn says(&self, cx: &Cx) -> String {
        cx.tf(
            "flow.handover.says",
            &[
                ("n", &self.count),
                ("from", &self.name(self.from)),
                ("to", &self.name(self.to)),
            ],
        )
    }
    fn list(&self, cx: &Cx) -> Html {
        let list = self.tasks.iter().fold(cx.list(), |list, card| {
            list.item(&card.href(), &card.title, card.under(cx), card.badge(cx))
        });
        let cut = self.count > i64::from(LISTED);
        html!(
            "{}{}",
            Html::trusted(list.to_string()),
            cx.cut(cut, LISTED, "flow.handover.cut")
        )
    }
    fn ready(&self) -> bool {
        self.to.is_some() && self.to != self.from && !self.tasks.is_empty()
    }
}

/// Lists what would go over.
pub(super) fn look(view: &View<'_>, ask: Ask) -> Reply<HandOver> {
    let typed = |field: &str| view.typed(field).and_then(|id| id.parse().ok());
    let (from, to) = (ask.from.or_else(|| typed("from")), ask.to.or_else(|| typed("to")));
    let (rows, count) = match from {
        Some(from) => (
            store::owed_by(view, view.union(), from, LISTED)?,
            store::owed_count(view, view.union(), from)?,
        ),
        None => (Vec::new(), 0),
    };
    let mut members = org::members_to_choose(view, view.union(), view.today())?;
    // whoever has left is no longer to choose, but what they owe still goes over
    if let Some(gone) = from.filter(|from| members.iter().all(|(id, _)| id != from)) {
        members.extend(org::member_names(view, view.union(), [gone])?);
    }
    Ok(HandOver {
        from,
        to,
        tasks: rows.into_iter().map(|row| Card::new(view, row)).collect(),
        count,
        members,
    })
}

/// From whom, to whom, how many were listed.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Go {
    from: MemberId,
    to: MemberId,
    /// How many tasks the page told of; another number now is refused, and the list shown again.
    count: usize,
}

/// Gives all that one owes to the other.
pub(super) fn hand_over(act: &mut Act<'_>, go: Go) -> Reply<Done> {
    if go.from == go.to {
        return Err(Refusal::field("to", "flow.refusal.same").into());
    }
    let tasks = store::owed_ids(act, act.union(), go.from)?;
    if tasks.is_empty() {
        return Err(Refusal::field("from", "flow.handover.nothing").into());
    }
    if tasks.len() != go.count {
        return Err(Refusal::new("flow.refusal.list_changed").status(409).into());
    }
    store::hand_over(act.writer(), act.union(), go.from, go.to, act.now())
        .on_constraint::<web::Stop>("foreign_key", || Refusal::field("to", "flow.refusal.stranger").into())?;
    for task in tasks {
        act.note(&Happened::HandedOver {
            task,
            from: go.from,
            to: go.to,
        })?;
    }
    Ok(Done::to(format!("/tasks?whose=all&owner={}", go.to)).say("flow.said.handed_over"))
}
