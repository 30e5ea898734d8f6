//! A task as pages show it and as JSON.

use kernel::{
    Date, When,
    when::{Edge, Moment},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{View, Yuan};

use super::{
    BodyId, MemberId,
    model::{Field, State, TaskId, TaskRow},
};

/// So many days before its last day a task is due soon.
pub const SOON: i32 = 3;

/// A task as pages show it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Card {
    /// Its id.
    pub id: TaskId,
    /// Counts its changes; an edit names the one it saw.
    pub version: i64,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub note: Option<String>,
    /// The field of work.
    pub field: Field,
    /// The plan's heading.
    pub section: Option<String>,
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// The branch or group.
    pub branch: Option<BodyId>,
    /// Its name.
    pub branch_name: Option<String>,
    /// When, as the plan says it, in its stable form.
    pub when: Option<String>,
    /// The same in the reader's language.
    pub when_words: Option<String>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// What it may cost, in yuan.
    pub budget: Option<Yuan>,
    /// The page of the record it comes from, if that has one: the meeting that decided on it.
    pub source: Option<String>,
    /// Where it stands.
    pub state: State,
    /// The day its owner left the union, if they did.
    pub owner_left: Option<Date>,
    /// Whether it is owed and its last day is past.
    pub overdue: bool,
    /// Whether its last day is near.
    pub soon: bool,
}

impl Card {
    /// A task as somebody sees it today.
    #[must_use]
    pub fn new(view: &View<'_>, row: TaskRow) -> Self {
        let today = view.today();
        Self {
            overdue: row.overdue(today),
            soon: row.state.is_open() && row.due.is_some_and(|d| d >= today && d <= today.plus_days(SOON)),
            source: source(&row),
            when: row.when.map(When::code),
            when_words: row.when.map(|when| when.words(view.lang())),
            id: row.id,
            version: row.version,
            title: row.title,
            note: row.note,
            field: row.field,
            section: row.section,
            owner: row.owner,
            owner_name: row.owner_name,
            branch: row.branch,
            branch_name: row.branch_name,
            from: row.from,
            due: row.due,
            budget: row.budget.map(Yuan),
            owner_left: row.owner_left,
            state: row.state,
        }
    }

    /// Where it is looked at.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/tasks/{}", self.id)
    }
    /// Its state by word, shape and colour; for what is owed, what its last day means.
    #[must_use]
    pub fn badge(&self, cx: &Cx) -> Html {
        match (&self.state, self.due) {
            (State::Done { .. }, _) => cx.badge(ui::State::Done, cx.t("flow.stage.done")),
            (State::Dropped { .. }, _) => cx.badge(ui::State::Off, cx.t("flow.stage.dropped")),
            (_, Some(due)) => cx.due(due),
            (State::Open, None) => cx.badge(ui::State::Draft, cx.t("flow.no_day")),
            (State::Doing { .. }, None) => cx.badge(ui::State::Due, cx.t("flow.stage.doing")),
        }
    }
    /// Its days, or when the plan says it is.
    #[must_use]
    pub fn days(&self, cx: &Cx) -> Html {
        let days = match (self.from, self.due) {
            (Some(from), Some(due)) => Some(cx.span(from, due)),
            (None, Some(due)) => Some(cx.date(due)),
            _ => None,
        };
        // 11月 says no more than its days
        let month = |code: &String| {
            When::parse_code(code)
                .is_ok_and(|when| matches!((when.moment(), when.edge()), (Moment::Month(_), Edge::In)))
        };
        let words = self
            .when_words
            .as_ref()
            .filter(|_| !self.when.as_ref().is_some_and(month));
        match (days, words) {
            (Some(days), Some(words)) if *words != days => html!("{} <small>{}</small>", days, words),
            (Some(days), _) => Html::text(days),
            (None, _) => self.when_words.as_ref().map_or_else(Html::none, Html::text),
        }
    }
    /// A quiet line under its title: field of work, owner, branch.
    #[must_use]
    pub fn under(&self, cx: &Cx) -> String {
        let mut parts = vec![cx.t(&self.field.word())];
        parts.push(self.owner_name.clone().unwrap_or_else(|| cx.t("flow.no_owner")));
        parts.extend(self.branch_name.clone());
        parts.join(" · ")
    }
}

/// Kinds of records with a page of their own from which tasks come.
const PAGES: &[(&str, &str)] = &[("meeting", "/meetings/")];

fn source(row: &TaskRow) -> Option<String> {
    let kind = row.source_kind.as_deref()?;
    let (_, path) = PAGES.iter().find(|(of, _)| *of == kind)?;
    row.source_id.map(|id| format!("{path}{id}"))
}
