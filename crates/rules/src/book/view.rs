//! A rule as pages show it.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, State};

use crate::{
    RuleId, SheetId,
    model::{
        place::UnitKind,
        row::{Evidence, Severity},
    },
    say,
    store::Line,
};

/// A rule as pages and programs see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct RuleView {
    /// Its id.
    pub id: RuleId,
    /// Its key.
    pub key: String,
    /// What it sets, in the reader's language.
    pub sets: String,
    /// What it sets, as sheets write it.
    pub value: String,
    /// Where it holds, in the reader's language.
    pub place: String,
    /// For which kinds of units; empty for all.
    pub kinds: Vec<UnitKind>,
    /// Where it stands.
    pub basis: String,
    /// How hard it is, once confirmed.
    pub severity: Severity,
    /// How hard it is in fact.
    pub binds: Severity,
    /// How well it is known.
    pub evidence: Evidence,
    /// Its first day.
    pub from: Option<Date>,
    /// The first day without it.
    pub until: Option<Date>,
    /// Whether a second person confirmed it.
    pub confirmed: bool,
    /// Whether a corrected rule took its place.
    pub corrected: bool,
    /// Its sheet.
    pub sheet: Option<SheetId>,
}

impl RuleView {
    pub(crate) fn of(line: &Line, lang: kernel::Lang) -> Self {
        let row = &line.row;
        Self {
            id: row.id,
            key: row.key.name.to_owned(),
            sets: say::sets(lang, row),
            value: line.value(),
            place: say::place(lang, row.place.as_ref()),
            kinds: row.kinds.clone(),
            basis: row.basis.clone(),
            severity: row.severity,
            binds: row.binds(),
            evidence: line.evidence,
            from: row.from,
            until: row.until,
            confirmed: row.confirmed,
            corrected: row.corrected,
            sheet: line.sheet,
        }
    }
    pub(crate) fn href(&self) -> String {
        format!("/rules/rows/{}", self.id)
    }
    /// What it sets, and for whom if not for all.
    pub(crate) fn sets_for(&self, cx: &Cx) -> String {
        if self.kinds.is_empty() {
            return self.sets.clone();
        }
        cx.t2(
            "rules.says.for_kinds",
            "sets",
            &self.sets,
            "kinds",
            kinds(cx, &self.kinds),
        )
    }
    /// From when until when.
    pub(crate) fn days(&self, cx: &Cx) -> String {
        match (self.from, self.until) {
            (None, _) => cx.t("rules.row.undated"),
            (Some(from), None) => cx.t1("rules.row.since", "day", cx.date_full(from)),
            (Some(from), Some(until)) => cx.t2(
                "rules.row.between",
                "from",
                cx.date_full(from),
                "until",
                cx.date_full(until.plus_days(-1)),
            ),
        }
    }
    /// Where it stands in its course.
    pub(crate) fn badge(&self, cx: &Cx) -> Html {
        let over = self.until.is_some_and(|until| until <= cx.today);
        let (state, key) = match () {
            () if self.corrected => (State::Off, "rules.state.corrected"),
            () if over => (State::Off, "rules.state.over"),
            () if self.from.is_none() => (State::Draft, "rules.state.undated"),
            () if !self.confirmed => (State::Draft, "rules.state.unconfirmed"),
            () if self.from.is_some_and(|from| cx.today < from) => (State::Info, "rules.state.coming"),
            () => (State::Done, "rules.state.confirmed"),
        };
        cx.badge(state, cx.t(key))
    }
}

/// Kinds of units in words.
pub(crate) fn kinds(cx: &Cx, kinds: &[UnitKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|k| cx.t(&format!("rules.kind.{}", k.key()))).collect();
    words.join(&cx.t("rules.unit.comma"))
}

/// How hard a rule is, in a word.
pub(crate) fn severity(cx: &Cx, severity: Severity) -> String {
    cx.t(&format!("rules.severity.{}", severity.key()))
}

/// How well a rule is known, in a word.
pub(crate) fn evidence(cx: &Cx, evidence: Evidence) -> String {
    cx.t(&format!("rules.evidence.{}", evidence.key()))
}
