//! Next year's plan from this year's summary: a text for the plan's own reader, to be changed before it is read in.

use std::collections::{BTreeMap, BTreeSet};

use kernel::numerals;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{
    draft::Year,
    model::{Stretch, SummaryId, stretches_or_text},
    notable::{bare, safe},
    pages::{Which, crumbs},
    phrases::CHAPTERS,
    shortfall, store,
};
use crate::meetings;

/// Most acts of one month.
const MONTH: usize = 12;

/// The text of a plan, to be read in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Plan {
    pub id: SummaryId,
    pub title: String,
    /// The plan's year.
    pub year: i16,
    pub text: String,
}

ui::page!(Plan, "summary/pages/plan.html", |p, cx| cx.t1(
    "planning.summary.plan.title",
    "year",
    p.year
));

impl Plan {
    fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Plan> {
    let head = store::get(view, view.union(), q.id)?;
    let sections = store::sections(view, view.union(), q.id)?;
    let y = Year::of(view, view.union(), head.year, view.today())?;
    let aims = sections
        .iter()
        .find(|s| s.part.as_deref() == Some(super::draft::NEXT))
        .map(|s| s.body.as_str());
    Ok(Plan {
        id: head.id,
        title: head.title,
        year: head.year.saturating_add(1),
        text: text(&y, aims),
    })
}

/// A plan: guiding thought, what the summary says comes next, the months with what comes back every year.
fn text(y: &Year, aims: Option<&str>) -> String {
    let year = y.year.saturating_add(1);
    let drafted = shortfall::next(y).body;
    let aims = aims.unwrap_or(&drafted);
    let mut out = format!("{}{year}年工会工作计划\n\n", y.name.trim_end_matches("工会"));
    out.push_str("一、指导思想\n");
    out.push_str(&format!(
        "在上级工会和党组织的领导下，认真总结{}年工作，发扬成绩，补齐短板，围绕中心、服务职工，扎实做好{year}年各项工作。\n\n",
        y.year
    ));
    out.push_str("二、主要工作\n");
    // the summary's last line is its closing
    let aims: Vec<&str> = aims.lines().filter(|l| !l.trim().is_empty()).collect();
    let aims = aims.split_last().map_or(&[][..], |(_, before)| before);
    for (n, item) in (1..).zip(aims.iter().filter_map(|line| item(line))) {
        out.push_str(&format!("{n}．{item}\n"));
    }
    let months = months(y);
    if !months.is_empty() {
        out.push_str("\n三、月份工作安排\n");
    }
    for (month, acts) in months {
        out.push_str(&format!("{}月份：\n", numerals::words(i64::from(month))));
        for (n, act) in (1..).zip(acts) {
            out.push_str(&format!("{n}．{act}。\n"));
        }
    }
    out
}

/// A line of the summary's outlook without its number and its figures.
fn item(line: &str) -> Option<String> {
    let line = line.trim();
    let numbered = line.strip_prefix('（').and_then(|rest| rest.split_once('）'));
    let rest = numbered.map_or(line, |(_, rest)| rest);
    let words: String = stretches_or_text(rest)
        .into_iter()
        .map(|s| if let Stretch::Text(text) = s { text } else { "" })
        .collect();
    (!words.trim().is_empty()).then_some(words)
}

/// What was planned this year (and not only decided at a meeting) by the month in which it was due, once each.
fn months(y: &Year) -> BTreeMap<i8, Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut months: BTreeMap<i8, Vec<String>> = BTreeMap::new();
    let mut add = |month: i8, title: String| {
        let of = months.entry(month).or_default();
        if of.len() < MONTH && !title.is_empty() && seen.insert(title.clone()) {
            of.push(title);
        }
    };
    for task in y.tasks.iter().filter(|task| !meetings::of_meeting(task)) {
        let Some(due) = task.due else { continue };
        let month = due.month();
        add(
            month,
            safe(bare(&task.title)).replace(&y.year.to_string(), &y.year.saturating_add(1).to_string()),
        );
    }
    if y.tasks.is_empty() {
        for telling in CHAPTERS
            .iter()
            .flat_map(|c| c.kinds)
            .filter_map(|k| y.told.get(k))
            .flatten()
        {
            add(telling.deed.day.month(), safe(bare(&telling.deed.title)));
        }
    }
    months.retain(|_, acts| !acts.is_empty());
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_items_become_aims() {
        assert_eq!(
            item("（二）办好{文体活动场次}场活动。").as_deref(),
            Some("办好场活动。")
        );
        assert_eq!(item("办好活动。").as_deref(), Some("办好活动。"));
        assert_eq!(item("（一）"), None);
    }
}
