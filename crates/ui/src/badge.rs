//! State, always by word, shape and colour together.

use kernel::Date;

use crate::{
    Cx, Html,
    cx::icon,
    html,
    html::{Of, Shown},
};

/// The states that colour may tell. Colour is for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To be done, in good time.
    Due,
    /// Due within days.
    Soon,
    /// Past its day.
    Overdue,
    /// Done.
    Done,
    /// Begun, not sent.
    Draft,
    /// Dropped, closed without being done, left.
    Off,
    /// Worth knowing, nothing owed.
    Info,
}

impl State {
    /// All states.
    pub const ALL: [State; 7] = [
        State::Due,
        State::Soon,
        State::Overdue,
        State::Done,
        State::Draft,
        State::Off,
        State::Info,
    ];

    /// The class in the stylesheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            State::Due => "due",
            State::Soon => "soon",
            State::Overdue => "overdue",
            State::Done => "done",
            State::Draft => "draft",
            State::Off => "off",
            State::Info => "info",
        }
    }

    /// The glyph: each state has its own shape.
    #[must_use]
    pub const fn glyph(self) -> &'static str {
        match self {
            State::Due => "clock",
            State::Soon => "triangle-alert",
            State::Overdue => "octagon-alert",
            State::Done => "circle-check",
            State::Draft => "circle-dashed",
            State::Off => "circle-slash",
            State::Info => "info",
        }
    }
}

/// How many days before its day a thing counts as due soon.
const SOON: i32 = 3;

impl Cx {
    /// A state with its word.
    #[must_use]
    pub fn badge(&self, state: impl Into<State>, word: impl Shown) -> Html {
        badge(state.into(), word)
    }

    /// What a day means for something still owed: `逾期 2 天`, `今天到期`, `还有 3 天`, or the day itself when far off.
    #[must_use]
    pub fn due(&self, day: impl Of<Date>) -> Html {
        let day: Date = day.get();
        let left = self.today.days_until(day);
        let (state, word) = match left {
            ..0 => (State::Overdue, self.tn("ui.due.over", left.saturating_abs())),
            0 => (State::Soon, self.t("ui.due.today")),
            1 => (State::Soon, self.t("ui.due.tomorrow")),
            2..=SOON => (State::Soon, self.tn("ui.due.days", left)),
            _ => (State::Due, self.date(day)),
        };
        html!(
            "<span class=\"badge {}\" title=\"{}\">{}{}</span>",
            state.class(),
            self.date(day),
            icon(state.glyph()),
            word
        )
    }
}

/// A state with its word.
pub(crate) fn badge(state: State, word: impl Shown) -> Html {
    html!(
        "<span class=\"badge {}\">{}{}</span>",
        state.class(),
        icon(state.glyph()),
        word
    )
}
