//! First to know, first to report, first to help: how many days pass until an event is known and until somebody goes, by
//! reason and by group, with the visits behind each figure.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use org::power::CARE_RECORD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Refusal, Reply, View};

use super::{
    list::{ALL, Ask, tabs, visits},
    model::{Status, Visit},
};

/// Fewer than so many are not shown by themselves to those who record no visits.
const FEW: usize = 3;

/// Which year.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct AskYear {
    /// The year; this year if not said.
    year: Option<i16>,
}

/// The figures of a reason or group.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Figures {
    /// What they are of; empty for all.
    pub name: String,
    /// The part of the query that names it.
    #[serde(skip)]
    pub query: String,
    /// How many events made a visit due.
    pub events: usize,
    /// How many visits were made.
    pub made: usize,
    /// How many are late.
    pub late: usize,
    /// How many were waived.
    pub waived: usize,
    /// What was given.
    pub amount: Money,
    /// Days until it was known, in the middle.
    pub to_know: Option<i32>,
    /// Days from knowing until the visit, in the middle.
    pub to_visit: Option<i32>,
}

/// The figures of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitFigures {
    /// The year.
    pub year: i16,
    /// All together.
    pub all: Figures,
    /// By reason.
    pub reasons: Vec<Figures>,
    /// By group.
    pub groups: Vec<Figures>,
    /// Whether small numbers were left out.
    pub few: bool,
    /// Whether there may be more visits than were counted.
    pub cut: bool,
}

ui::page!(
    VisitFigures,
    "visits/pages/figures.html",
    |_p, cx| cx.t("visits.figures.title"),
    wide
);

/// The middle of some numbers; of an even count the lower of the two.
fn middle(mut days: Vec<i32>) -> Option<i32> {
    days.sort_unstable();
    days.get(days.len().checked_sub(1)? / 2).copied()
}

fn of(name: &str, query: String, visits: &[&Visit], today: Date) -> Figures {
    let count = |f: &dyn Fn(&Visit) -> bool| visits.iter().filter(|v| f(v)).count();
    let given = visits
        .iter()
        .filter_map(|v| v.told.as_ref())
        .map(|t| t.amount.fen())
        .sum();
    Figures {
        name: name.to_owned(),
        query,
        events: visits.len(),
        made: count(&|v| v.status == Status::Made),
        late: count(&|v| v.status == Status::Due && v.due < today),
        waived: count(&|v| v.status == Status::Waived),
        amount: Money::from_fen(given),
        to_know: middle(visits.iter().filter_map(|v| v.days_to_know()).collect()),
        to_visit: middle(visits.iter().filter_map(|v| v.days_to_visit()).collect()),
    }
}

pub(super) fn page(view: &View<'_>, ask: AskYear) -> Reply<VisitFigures> {
    let today = view.today();
    let year = ask.year.unwrap_or(today.year());
    let (Ok(from), Ok(until)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
        return Err(Refusal::missing().into());
    };
    let ask = Ask {
        from: Some(from),
        until: Some(until),
        ..Ask::default()
    };
    let all = visits(view, &ask, i64::from(ALL))?;
    let (mut reasons, mut groups) = (BTreeMap::new(), BTreeMap::new());
    for visit in &all {
        let by_reason: &mut Vec<&Visit> = reasons.entry((visit.reason_name.clone(), visit.reason)).or_default();
        by_reason.push(visit);
        let by_group: &mut Vec<&Visit> = groups.entry((visit.branch_name.clone(), visit.branch)).or_default();
        by_group.push(visit);
    }
    let shown = |visits: &Vec<&Visit>| view.actor().may(CARE_RECORD) || visits.len() >= FEW;
    let few = reasons.values().any(|v| !shown(v)) || groups.values().any(|v| !shown(v));
    let whole: Vec<&Visit> = all.iter().collect();
    Ok(VisitFigures {
        year,
        all: of("", String::new(), &whole, today),
        reasons: reasons
            .iter()
            .filter(|(_, v)| shown(v))
            .map(|((name, id), v)| of(name, format!("&reason={id}"), v, today))
            .collect(),
        groups: groups
            .iter()
            .filter(|(_, v)| shown(v))
            .map(|((name, id), v)| {
                let query = id.map(|id| format!("&group={id}")).unwrap_or_default();
                of(name.as_deref().unwrap_or("—"), query, v, today)
            })
            .collect(),
        few,
        cut: all.len() >= usize::from(ALL),
    })
}

impl VisitFigures {
    fn cut(&self, cx: &Cx) -> Html {
        cx.cut(self.cut, ALL, "ui.cut.counted")
    }
    fn heading(&self, cx: &Cx) -> Html {
        let step = |year: i16| format!("/visits/figures?year={year}");
        let acts = html!(
            "{}{}",
            cx.link_button(&step(self.year - 1), "visits.figures.before"),
            cx.link_button(&step(self.year + 1), "visits.figures.after")
        );
        html!(
            "{}{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("visits.title"), "/visits")]),
            cx.heading(
                cx.t1("visits.figures.of", "year", self.year),
                cx.t("visits.figures.under"),
                acts
            ),
            tabs(cx, "/visits/figures")
        )
    }
    fn href(&self, query: &str) -> String {
        format!("/visits?from={0}-01-01&until={0}-12-31{query}", self.year)
    }
    fn first(&self, cx: &Cx) -> Html {
        let days = |n: Option<i32>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
        let unit = cx.t("visits.figures.days");
        html!(
            "<div class=\"figures-row\">{}{}{}</div>",
            cx.figure(
                &self.href(""),
                days(self.all.to_know),
                &unit,
                cx.t("visits.figures.to_know")
            ),
            cx.figure(
                &self.href("&status=made"),
                days(self.all.to_visit),
                &unit,
                cx.t("visits.figures.to_visit")
            ),
            cx.figure(
                &self.href("&status=made"),
                cx.number(self.all.made),
                cx.t("visits.figures.times"),
                cx.t("visits.figures.made")
            )
        )
    }
    fn table<'a>(&self, cx: &'a Cx, caption: &str, first: &str, rows: &[Figures]) -> Table<'a> {
        let cols = [
            Col::text("name", first),
            Col::number("events", "visits.figures.events"),
            Col::number("made", "visits.figures.made"),
            Col::number("late", "visits.figures.late"),
            Col::number("to_know", "visits.figures.to_know").minor(),
            Col::number("to_visit", "visits.figures.to_visit").minor(),
            Col::number("amount", "visits.col.amount").minor(),
        ];
        let days = |n: Option<i32>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
        let cells = |f: &Figures| {
            [
                cx.number(f.events),
                cx.number(f.made),
                cx.number(f.late),
                days(f.to_know),
                days(f.to_visit),
                cx.money(f.amount),
            ]
        };
        let line = |f: &Figures| {
            cells(f)
                .into_iter()
                .fold(Row::new().link(&self.href(&f.query)).cell(&f.name), Row::cell)
        };
        let total = std::iter::once(cx.t("visits.figures.all")).chain(cells(&self.all));
        cx.table(caption, cols)
            .even()
            .empty(cx.empty("visits.figures.none"))
            .rows(rows.iter().map(line))
            .total(total)
    }
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_of_days() {
        assert_eq!(middle(vec![]), None);
        assert_eq!(middle(vec![4]), Some(4));
        assert_eq!(middle(vec![9, 1, 2]), Some(2));
        assert_eq!(middle(vec![9, 1, 2, 3]), Some(2));
    }
}
