//! What people see of periods.

use kernel::{Period, period::PeriodKind};
use org::power;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, State};
use web::{Nothing, Reply, View};

use super::{
    ClosureId,
    store::{self, Closed},
};
use crate::model::Span;

/// The periods ever closed, and those that could be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Periods {
    /// The latest first.
    periods: Vec<Closed>,
    /// What the reader may close now: ended, and no day of it closed.
    to_close: Vec<Period>,
}

ui::page!(Periods, "periods/pages/list.html", |_p, cx| cx.t("facts.periods.title"));

/// How far back periods are offered.
const YEARS_BACK: i16 = 1;

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Periods> {
    let periods = store::list(view, view.union())?;
    let may = view.actor().may(power::PERIOD_CLOSE);
    let to_close = if may { offered(view, &periods) } else { Vec::new() };
    Ok(Periods { periods, to_close })
}

/// Months, quarters, halves and years of this and last year that have ended and are open, the latest first.
fn offered(view: &View<'_>, closed: &[Closed]) -> Vec<Period> {
    let today = view.today();
    let kinds = [
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::HalfYear,
        PeriodKind::Year,
    ];
    let mut all = Vec::new();
    for kind in kinds {
        let mut at = Period::of(kind, today).and_then(Period::prev);
        while let Some(period) = at.filter(|p| p.year() >= today.year() - YEARS_BACK) {
            let (from, until) = period.span();
            let open = closed
                .iter()
                .filter(|c| c.reopened_at.is_none())
                .all(|c| c.span.until < from || c.span.from > until);
            if open {
                all.push(period);
            }
            at = period.prev();
        }
    }
    all
}

impl Periods {
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        self.to_close
            .iter()
            .map(|p| Choice::new(p.to_string(), p.name(cx.lang)))
            .collect()
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            ui::Col::text("period", "facts.periods.period"),
            ui::Col::day("span", "facts.periods.days"),
            ui::Col::day("state", "facts.periods.state"),
            ui::Col::text("closed", "facts.periods.closed").minor(),
        ];
        let rows = self.periods.iter().map(|p| {
            ui::Row::new()
                .link(&format!("/register/periods/{}", p.id))
                .cell(p.period.name(cx.lang))
                .cell(cx.span(p.span.from, p.span.until))
                .cell(badge(p, cx))
                .cell(format!(
                    "{} {}",
                    p.closed_by.as_deref().unwrap_or_default(),
                    cx.instant(p.closed_at)
                ))
        });
        let table = cx
            .table("facts.periods.title", cols)
            .rows(rows)
            .empty(cx.empty("facts.periods.empty"));
        Html::trusted(table.to_string())
    }
}

fn badge(closed: &Closed, cx: &Cx) -> Html {
    if closed.reopened_at.is_some() {
        cx.badge(State::Off, cx.t("facts.periods.reopened"))
    } else {
        cx.badge(State::Done, cx.t("facts.periods.is_closed"))
    }
}

/// Which closure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: ClosureId,
}

/// One closure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Show {
    /// It.
    closed: Closed,
    /// Whether the reader may open it again.
    may_reopen: bool,
}

ui::page!(Show, "periods/pages/show.html", |p, cx| p.closed.period.name(cx.lang));

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let closed = store::one(view, view.union(), q.id)?;
    let may_reopen = closed.reopened_at.is_none() && view.actor().may(power::PERIOD_CLOSE);
    Ok(Show { closed, may_reopen })
}

impl Show {
    fn reopen_path(&self) -> String {
        format!("/register/periods/{}/reopen", self.closed.id)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let c = &self.closed;
        let Span { from, until } = c.span;
        let figures = format!("/register/facts?from={from}&until={until}");
        let mut facts = cx
            .facts()
            .fact("facts.periods.state", badge(c, cx))
            .door("facts.periods.days", cx.span(from, until), &figures)
            .fact("facts.periods.closed_at", cx.instant(c.closed_at))
            .fact("facts.periods.closed_by", c.closed_by.as_deref());
        if let Some(at) = c.reopened_at {
            facts = facts
                .fact("facts.periods.reopened_at", cx.instant(at))
                .fact("facts.periods.reopened_by", c.reopened_by.as_deref())
                .long("facts.periods.why", c.why.as_deref());
        }
        Html::trusted(facts.to_string())
    }
}
