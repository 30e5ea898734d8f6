//! The inbox as people see it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    store::{self, Invited, Reminded, Talk, WEEK},
    waiting::{self, Source, Waiting},
};
use crate::{
    receipts,
    tasks::{self, Card, Filter, MemberId, TaskId, me},
};

/// Most tasks of a kind.
const MOST: i64 = 500;

/// Everything the reader owes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inbox {
    /// Tasks whose last day is past.
    pub overdue: Vec<Card>,
    /// Tasks due within a week.
    pub week: Vec<Card>,
    /// Tasks due later, or without a day.
    pub later: Vec<Card>,
    /// Requests for help.
    pub invited: Vec<Invited>,
    /// Tasks about which something was said.
    pub talk: Vec<Talk>,
    /// Reminders whose day has come.
    pub reminders: Vec<Reminded>,
    /// What waits in other systems, such as applications to join.
    pub waiting: Vec<Waiting>,
    /// What waits for the reader's signature.
    pub to_sign: Vec<receipts::Mine>,
    /// Open tasks of the branches and groups the reader answers for, beside their own.
    pub branch: Vec<Card>,
}

ui::page!(Inbox, "inbox/inbox.html", |_p, cx| cx.t("flow.inbox.title"));

impl Inbox {
    fn nothing(&self) -> bool {
        self.overdue.is_empty()
            && self.week.is_empty()
            && self.later.is_empty()
            && self.invited.is_empty()
            && self.talk.is_empty()
            && self.reminders.is_empty()
            && self.waiting.is_empty()
            && self.to_sign.is_empty()
            && self.branch.is_empty()
    }
    /// What waits in other systems, each line a door.
    fn elsewhere(&self, cx: &Cx) -> Html {
        if self.waiting.is_empty() {
            return Html::none();
        }
        let list = self.waiting.iter().fold(cx.list(), |list, w| {
            list.item(
                &w.href,
                cx.tn(w.word, w.count),
                "",
                cx.badge(ui::State::Soon, cx.number(w.count)),
            )
        });
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("flow.inbox.waiting"),
            Html::trusted(list.to_string())
        )
    }
    /// What waits for a signature, each with the button that signs.
    fn signatures(&self, cx: &Cx) -> Html {
        if self.to_sign.is_empty() {
            return Html::none();
        }
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("receipts.mine.title"),
            receipts::to_sign(cx, &self.to_sign)
        )
    }
    fn group(&self, cx: &Cx, key: &str, cards: &[Card]) -> Html {
        if cards.is_empty() {
            return Html::none();
        }
        let list = cards.iter().fold(cx.list(), |list, card| {
            list.item(&card.href(), &card.title, card.under(cx), card.badge(cx))
        });
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.tn(key, cards.len()),
            Html::trusted(list.to_string())
        )
    }
}

/// Everything the reader owes.
pub(super) fn inbox(view: &View<'_>, sources: &[Source]) -> Reply<Inbox> {
    let (union, today, account) = (view.union(), view.today(), view.actor().account);
    let member = me(view).unwrap_or(MemberId::new(uuid::Uuid::nil()));
    let invited = store::invited(view, union, member)?;
    let asked: BTreeSet<TaskId> = invited.iter().map(|i| i.task).collect();
    let mine = Filter {
        member: Some(member),
        open: true,
        ..Filter::default()
    };
    let mut inbox = Inbox {
        overdue: Vec::new(),
        week: Vec::new(),
        later: Vec::new(),
        invited,
        talk: store::talk(view, union, member, account)?,
        reminders: store::reminded(view, union, account, today)?,
        waiting: waiting::read(waiting::ask(view, sources)?)?
            .into_iter()
            // these stand above, each with its button
            .filter(|w| w.word != waiting::SIGNATURES)
            .collect(),
        to_sign: receipts::my_open(view)?,
        branch: Vec::new(),
    };
    let mut seen = asked;
    for row in tasks::store::listed(view, union, &mine, MOST, 0)? {
        if !seen.insert(row.id) {
            continue;
        }
        let card = Card::new(view, row);
        match card.due {
            Some(due) if due < today => inbox.overdue.push(card),
            Some(due) if due <= today.plus_days(WEEK) => inbox.week.push(card),
            _ => inbox.later.push(card),
        }
    }
    for branch in tasks::my_places(view) {
        let of_branch = Filter {
            branch: Some(branch),
            open: true,
            ..Filter::default()
        };
        let rows = tasks::store::listed(view, union, &of_branch, MOST, 0)?;
        inbox.branch.extend(
            rows.into_iter()
                .filter(|row| seen.insert(row.id))
                .map(|row| Card::new(view, row)),
        );
    }
    Ok(inbox)
}
