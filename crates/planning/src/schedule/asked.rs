//! What the calendar is asked: one address for all its views.

use flow::{Field, Filter, Stage};
use kernel::Date;
use org::{BodyId, MemberId, power::TASK_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View};

use super::model::Month;

/// The days, and whose or which work. Each view takes what it needs and hands on the rest.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Query {
    /// A day; today if neither day, month nor year is given.
    pub day: Option<Date>,
    /// A month such as `2026-11`.
    pub month: Option<String>,
    /// A year.
    pub year: Option<i16>,
    /// Only what this member owes or helps with.
    pub member: Option<MemberId>,
    /// Only what falls to this branch or group.
    pub branch: Option<BodyId>,
    /// Only this field of work.
    pub field: Option<Field>,
    /// Only in this state.
    pub stage: Option<Stage>,
    /// For the list: which days.
    pub when: Option<Days>,
    /// For the list: the column it is ordered by, with `-` before it for the last first.
    pub sort: Option<String>,
    /// For the list: the page, from 1.
    pub page: Option<i64>,
    /// For the loads: of whom.
    pub by: Option<By>,
}

/// Which days of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Days {
    /// Any, and those without a day.
    #[default]
    All,
    /// Owed, and the last day is past.
    Overdue,
    /// The last day is today.
    Today,
    /// The last day is in this week.
    Week,
    /// The last day is in the next week.
    NextWeek,
    /// The last day is in this month.
    Month,
}

impl Days {
    /// All, as they are offered.
    pub const ALL: [Days; 6] = [
        Days::All,
        Days::Overdue,
        Days::Today,
        Days::Week,
        Days::NextWeek,
        Days::Month,
    ];
    pub const fn key(self) -> &'static str {
        match self {
            Days::All => "all",
            Days::Overdue => "overdue",
            Days::Today => "today",
            Days::Week => "week",
            Days::NextWeek => "next_week",
            Days::Month => "month",
        }
    }
    /// Between which days the last day lies, and whether only what is owed counts.
    pub fn window(self, today: Date) -> (flow::Window, bool) {
        let between = |from, until| flow::Window {
            from: Some(from),
            until: Some(until),
        };
        let monday = today.monday();
        match self {
            Days::All => (flow::Window::default(), false),
            Days::Overdue => {
                let until = Some(today.plus_days(-1));
                (flow::Window { from: None, until }, true)
            }
            Days::Today => (between(today, today), false),
            Days::Week => (between(monday, monday.plus_days(6)), false),
            Days::NextWeek => (between(monday.plus_days(7), monday.plus_days(13)), false),
            Days::Month => {
                let month = Month::of(today);
                (between(month.first, month.last()), false)
            }
        }
    }
}

/// Whose load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum By {
    /// Of each owner.
    #[default]
    Person,
    /// Of each branch and group.
    Branch,
}

impl Query {
    /// The day the view is about: of a month or a year its first, or today if it lies in it.
    pub fn anchor(&self, today: Date) -> Reply<Date> {
        let no_year = |year: &dyn std::fmt::Display| {
            Refusal::new("planning.year.none")
                .arg("text", year)
                .next("/calendar/year")
        };
        if let Some(text) = &self.month {
            let month = Month::read(text).map_err(|_| {
                Refusal::new("planning.month.none")
                    .arg("text", text.chars().take(20).collect::<String>())
                    .next("/calendar")
            })?;
            let here = Month::of(today) == month;
            return Ok(if here { today } else { month.first });
        }
        if let Some(year) = self.year.filter(|year| self.day.is_none() && *year != today.year()) {
            let known = (1900..=2100).contains(&year);
            let first = Date::new(year, 1, 1).ok().filter(|_| known);
            return first.ok_or_else(|| no_year(&year).into());
        }
        let day = self.day.unwrap_or(today);
        if (1900..=2100).contains(&day.year()) {
            Ok(day)
        } else {
            Err(no_year(&day.year()).into())
        }
    }

    /// What is asked for, within what the actor may see; `None` if there is nothing of their own.
    pub fn filter(&self, view: &View<'_>) -> Option<Filter> {
        let mut filter = mine_unless_all(view)?;
        filter.member = filter.member.or(self.member);
        filter.branch = self.branch;
        filter.field = self.field;
        filter.stage = self.stage;
        Some(filter)
    }
}

/// The filter that keeps to what the actor may see: everything with the power to see tasks, else one's own. `None` if
/// there is nothing of their own.
pub(super) fn mine_unless_all(view: &View<'_>) -> Option<Filter> {
    let all = view.actor().may(TASK_SEE);
    let me = flow::tasks::me(view);
    (all || me.is_some()).then(|| Filter {
        member: if all { None } else { me },
        ..Filter::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_or_a_year_is_about_its_first_day_unless_today_lies_in_it() {
        let today = day("2026-11-21");
        let of = |month: Option<&str>, year: Option<i16>, at: Option<&str>| {
            let q = Query {
                month: month.map(str::to_owned),
                year,
                day: at.map(day),
                ..Query::default()
            };
            q.anchor(today).ok()
        };
        assert_eq!(of(None, None, None), Some(today));
        assert_eq!(of(Some("2026-11"), None, None), Some(today));
        assert_eq!(of(Some("2026-09"), None, None), Some(day("2026-09-01")));
        assert_eq!(of(None, Some(2025), None), Some(day("2025-01-01")));
        assert_eq!(of(None, Some(2026), None), Some(today));
        assert_eq!(of(None, None, Some("2026-03-04")), Some(day("2026-03-04")));
        assert_eq!(of(None, Some(9999), None), None);
        assert_eq!(of(Some("2026-13"), None, None), None);
    }

    #[test]
    fn weeks_begin_on_monday_and_the_overdue_ends_yesterday() {
        let saturday = day("2026-11-21");
        let window = |days: Days| {
            let (window, owed) = days.window(saturday);
            let text = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            (text(window.from), text(window.until), owed)
        };
        let said = |from: &str, until: &str, owed| (from.to_owned(), until.to_owned(), owed);
        assert_eq!(window(Days::Week), said("2026-11-16", "2026-11-22", false));
        assert_eq!(window(Days::NextWeek), said("2026-11-23", "2026-11-29", false));
        assert_eq!(window(Days::Overdue), said("", "2026-11-20", true));
        assert_eq!(window(Days::Month), said("2026-11-01", "2026-11-30", false));
        assert_eq!(window(Days::All), said("", "", false));
    }
}
