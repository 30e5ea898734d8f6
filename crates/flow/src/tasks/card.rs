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
    /// The record it comes from, if that has a page: the key of what it is called, and the page of the meeting that decided
    /// on it.
    pub source: Option<(&'static str, String)>,
    /// Where it is ended, if the record it comes from ends it.
    pub ends: Option<String>,
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
            ends: row.ends_at(),
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

/// A kind of record with a page of its own from which tasks come.
struct From {
    kind: &'static str,
    path: &'static str,
    /// The key of what it is called.
    word: &'static str,
    /// Where under that page its tasks are ended, if they are ended there and nowhere else: what is told there counts.
    ends: Option<&'static str>,
}

const PAGES: &[From] = &[
    From {
        kind: "meeting",
        path: "/meetings/",
        word: "flow.from_meeting",
        ends: None,
    },
    From {
        kind: "visit",
        path: "/visits/",
        word: "flow.from_visit",
        ends: Some("/record"),
    },
    From {
        kind: "pair",
        path: "/pairs/",
        word: "flow.from_visit",
        ends: Some("/card"),
    },
    From {
        kind: "visits/answer",
        path: "/visits/answers/",
        word: "flow.from_answer",
        ends: Some(""),
    },
];

fn page(row: &TaskRow) -> Option<&'static From> {
    let kind = row.source_kind.as_deref()?;
    PAGES.iter().find(|from| from.kind == kind)
}

fn source(row: &TaskRow) -> Option<(&'static str, String)> {
    let from = page(row)?;
    row.source_id.map(|id| (from.word, format!("{}{id}", from.path)))
}

impl TaskRow {
    /// Where the task is ended, if the record it comes from ends it: a visit that is recorded. Such a task is neither closed
    /// with figures nor given up by itself, so that nothing is counted twice.
    #[must_use]
    pub fn ends_at(&self) -> Option<String> {
        let from = page(self)?;
        let tail = from.ends?;
        self.source_id.map(|id| format!("{}{id}{tail}", from.path))
    }
}

impl Card {
    /// The page on which the task is ended.
    #[must_use]
    pub fn close_href(&self) -> String {
        self.ends.clone().unwrap_or_else(|| format!("/tasks/{}/close", self.id))
    }
}
