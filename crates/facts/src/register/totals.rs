//! The register's first page: the sums of a period by measure and month.

mod figures;
mod sheet;

use kernel::{Date, Period, period::PeriodKind};
use org::{BodyId, power};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View};

use super::store;
use crate::{model::Span, place::Scope};
use figures::Field;

/// What the page is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// A calendar year; this year if neither year nor period is given.
    year: Option<i16>,
    /// Another period: a quarter, half-year, month or school term.
    period: Option<Period>,
    /// One field of work only.
    field: Option<String>,
    /// One branch or group only.
    branch: Option<BodyId>,
    /// The measure drawn as a chart.
    measure: Option<String>,
    /// With the same period of the year before.
    #[serde(default)]
    compare: bool,
}

/// Years that the register shows.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2200;

/// The sums of a period.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Register {
    /// The period.
    period: Period,
    /// Its days.
    span: Span,
    /// Its months, `2026-03`.
    months: Vec<String>,
    /// The sums, by field of work.
    fields: Vec<Field>,
    /// All fields of work that have any measure.
    all_fields: Vec<String>,
    /// The field asked for.
    field: Option<String>,
    /// The branches that may be asked for, with their names.
    branches: Vec<(BodyId, String)>,
    /// The branch looked at.
    branch: Option<BodyId>,
    /// Whether only those branches may be looked at.
    narrow: bool,
    /// The measure drawn.
    measure: Option<String>,
    /// The days of the year before that stand beside, if asked for: of a period that has not ended, only as
    /// many as have passed of this one.
    before: Option<Span>,
    /// Whether the reader may see the log and what verify found.
    sees_log: bool,
    /// Shortcuts to other periods.
    presets: Vec<Period>,
}

ui::page!(
    Register,
    "register/pages/totals.html",
    |_p, cx| cx.t("facts.register.title"),
    wide
);

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Register> {
    let period = period(&ask, view.today())?;
    let scope = Scope::of(view, ask.branch)?;
    let span = Span::from(period);
    let known = store::measures(view)?;
    let mut sums = figures::read(view, span, scope.branch, &known)?;
    let before = year_before(period, view.today()).filter(|_| ask.compare);
    if let Some(before) = before {
        sums.before = store_totals(view, before, scope.branch)?;
    }
    let mut all_fields: Vec<String> = Vec::new();
    for measure in &known {
        if !all_fields.contains(&measure.field) {
            all_fields.push(measure.field.clone());
        }
    }
    let wanted = |field: &str| ask.field.as_deref().is_none_or(|f| f == field);
    let months = months(span);
    let fields = sums.arrange(known, &all_fields, wanted, &months);
    let drawn = |key: &String| fields.iter().flat_map(|f| &f.measures).any(|m| m.measure.key == *key);
    let measure = ask
        .measure
        .filter(|key| drawn(key))
        .or_else(|| figures::busiest(&fields));
    Ok(Register {
        period,
        span,
        months,
        fields,
        all_fields,
        field: ask.field,
        branches: scope.branches,
        branch: scope.branch,
        narrow: scope.narrow,
        measure,
        before,
        sees_log: view.actor().may(power::LOG_SEE),
        presets: presets(period, view.today()),
    })
}

fn store_totals(view: &View<'_>, span: Span, branch: Option<BodyId>) -> Reply<Vec<crate::Total>> {
    Ok(match branch {
        None => store::totals(view, view.union(), span)?,
        Some(branch) => store::branch_by_month(view, view.union(), span, branch)?,
    })
}

fn period(ask: &Ask, today: Date) -> Reply<Period> {
    let refused = |field: &str| Refusal::field(field, "facts.refusal.period");
    let period = match (ask.period, ask.year) {
        (Some(period), _) => period,
        (None, Some(year)) => Period::year_of(year).map_err(|_| refused("year"))?,
        (None, None) => Period::year_of(today.year()).map_err(|_| refused("year"))?,
    };
    if YEARS.contains(&period.year()) {
        Ok(period)
    } else {
        Err(refused("period").into())
    }
}

/// The same days a year before; of a period that has not ended only as many as have passed.
fn year_before(period: Period, today: Date) -> Option<Span> {
    let mut span = Span::from(period.year_before()?);
    if period.contains(today) {
        span.until = span.until.min(today.plus_months(-12));
    }
    Some(span)
}

/// The months of days that begin and end with a month.
fn months(span: Span) -> Vec<String> {
    let mut all = Vec::new();
    let mut day = span.from;
    while day <= span.until && all.len() < 12 {
        all.push(format!("{:04}-{:02}", day.year(), day.month()));
        day = day.month_end().plus_days(1);
    }
    all
}

/// The periods one asks for most: this month and the one before, the quarter, the half-year, the school term and
/// the year around the period's last day, or around today if that lies within.
fn presets(period: Period, today: Date) -> Vec<Period> {
    let (from, until) = period.span();
    let day = if (from..=until).contains(&today) { today } else { until };
    let kinds = [
        PeriodKind::Year,
        PeriodKind::HalfYear,
        PeriodKind::Quarter,
        PeriodKind::SchoolTerm,
        PeriodKind::Month,
    ];
    kinds.into_iter().filter_map(|kind| Period::of(kind, day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_its_months_over_the_turn_of_the_year() {
        let term: Period = "2026S1".parse().expect("a term");
        assert_eq!(
            months(Span::from(term)),
            ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]
        );
        let year: Period = "2026".parse().expect("a year");
        assert_eq!(months(Span::from(year)).len(), 12);
    }

    #[test]
    fn a_year_that_runs_is_compared_with_as_much_of_the_one_before() {
        let today = Date::new(2026, 11, 21).expect("a day");
        let until = |key: &str| {
            let span = year_before(key.parse().expect("a period"), today).expect("a span");
            (span.from.to_string(), span.until.to_string())
        };
        assert_eq!(until("2026"), ("2025-01-01".into(), "2025-11-21".into()));
        assert_eq!(until("2026Q1"), ("2025-01-01".into(), "2025-03-31".into()));
    }
}
