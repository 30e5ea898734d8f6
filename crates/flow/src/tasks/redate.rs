//! Moving a task to other days: by so many days or months, to a day, or to a time as people say it.
//!
//! A day that is past is asked back, since it is mostly a slip; what waits for the task, or what it waits for, is named
//! before and after; and every move can be undone while nobody has changed the task since.

use kernel::{Date, Text, When};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    card::Card,
    course::{self, Days},
    forms,
    model::{Cannot, Stage, TaskId, TaskRow},
    pages::need_list,
    parts::Need,
    store::parts,
};

/// The furthest move in days.
const FAR_DAYS: i32 = 3660;
/// The furthest move in months.
const FAR_MONTHS: i32 = 120;
/// The steps offered beside the field: the form's name, how many, and the key of the word.
const STEPS: [(&str, i32, &str); 6] = [
    ("days", -1, "flow.move.day_before"),
    ("days", 1, "flow.move.day_after"),
    ("days", -7, "flow.move.week_before"),
    ("days", 7, "flow.move.week_after"),
    ("months", -1, "flow.move.month_before"),
    ("months", 1, "flow.move.month_after"),
];

/// Other days: in words, exactly, or by so many days or months. What is said in words or exactly wins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Move {
    id: TaskId,
    /// The version seen.
    version: i64,
    /// When, as people say it: 2026-10-15, 10月中旬, 重阳节前.
    when: Option<Text<60>>,
    /// The first day.
    from: Option<Date>,
    /// The last day.
    due: Option<Date>,
    /// So many days later; earlier if negative.
    days: Option<i32>,
    /// So many months later; earlier if negative.
    months: Option<i32>,
    /// Whether a day that is past is meant.
    #[serde(default)]
    sure: bool,
    /// Whether a move is undone: `code`, `from` and `due` are then the time as it was.
    #[serde(default)]
    undo: bool,
    /// The time in words as it was, in its stable form.
    code: Option<Text<60>>,
    /// Where to go on: a path of this site.
    back: Option<Text<400>>,
}

/// Which task, and where to go on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: TaskId,
    /// A path of this site.
    back: Option<Text<400>>,
}

/// The form that moves a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MoveForm {
    /// The task.
    pub task: Card,
    /// What it waits for.
    pub needs: Vec<Need>,
    /// What waits for it.
    pub needed_by: Vec<Need>,
    /// Where to go on.
    pub back: String,
}

ui::page!(MoveForm, "tasks/move.html", |p, cx| cx.t1(
    "flow.move.title",
    "task",
    &p.task.title
));

impl MoveForm {
    fn action(&self) -> String {
        format!("/tasks/{}/move", self.task.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(self.task.title.as_str(), self.task.href())])
    }
    /// The steps, each a button that moves at once.
    fn steps(&self, cx: &Cx) -> Html {
        let buttons: Html = STEPS
            .iter()
            .map(|(name, n, word)| {
                html!(
                    "<button class=\"button\" name=\"{}\" value=\"{}\">{}</button>",
                    name,
                    n,
                    cx.t(word)
                )
            })
            .collect();
        buttons
    }
    /// What was asked for, to be sent again once it is certain that a past day is meant.
    fn again(&self, cx: &Cx) -> Html {
        let name_and_text = ["when", "from", "due", "days", "months"]
            .into_iter()
            .map(|name| (name, cx.value(name, "")))
            .filter(|(_, text)| !text.is_empty());
        name_and_text
            .map(|(name, text)| html!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, text))
            .collect()
    }
    fn need_list(&self, cx: &Cx, needs: &[Need]) -> Html {
        need_list(cx, needs)
    }
}

/// The form.
pub(super) fn ask(view: &View<'_>, which: Which) -> Reply<MoveForm> {
    let row = course::in_hand(view, which.id)?;
    if !row.state.is_open() {
        return Err(Cannot::Closed.refusal().next(format!("/tasks/{}", row.id)).into());
    }
    let typed = view.typed("back").map(str::to_owned);
    let back = typed.or_else(|| which.back.map(Text::into_string));
    Ok(MoveForm {
        needs: parts::needs(view, view.union(), row.id)?,
        needed_by: parts::needed_by(view, view.union(), row.id)?,
        back: going_on(row.id, back.as_deref()),
        task: Card::new(view, row),
    })
}

/// Where to go on: where one came from, else the task.
fn going_on(id: TaskId, back: Option<&str>) -> String {
    let back = back.filter(|path| !path.is_empty());
    back.map_or_else(|| format!("/tasks/{id}"), |path| web::door::local(Some(path)))
}

/// Moves a task to other days, or back.
pub(super) fn redate(act: &mut Act<'_>, form: Move) -> Reply<Done> {
    let row = course::in_hand(act, form.id)?;
    let new = if form.undo {
        form.before()?
    } else {
        form.days(&row, act.today())?
    };
    let past = new.2.is_some_and(|due| due < act.today());
    if past && !form.sure && !form.undo {
        let day = new.2.map(|due| due.words(act.lang(), Some(act.today().year())));
        return Err(Refusal::field("sure", "flow.refusal.move_past")
            .arg("day", day.unwrap_or_default())
            .into());
    }
    course::redate(act, &row, form.version, new)?;
    let back = going_on(row.id, form.back.as_deref());
    if form.undo {
        return Ok(Done::to(back).record(row.id).say("flow.said.moved_back"));
    }
    let said = if clashes(act, &row, new)? {
        "flow.said.moved_clash"
    } else {
        "flow.said.moved"
    };
    Ok(Done::to(&*back)
        .record(row.id)
        .say(said)
        .undo(undo(&row, form.version, &back)))
}

impl Move {
    /// The days asked for.
    fn days(&self, row: &TaskRow, today: Date) -> Reply<Days> {
        if self.when.is_some() || self.due.is_some() || self.from.is_some() {
            let new = forms::days(self.when.as_deref(), self.from, self.due, today)?;
            return match new.2 {
                Some(_) => Ok(new),
                None => Err(Refusal::field("when", "flow.refusal.no_days").into()),
            };
        }
        let (days, months) = (self.days.unwrap_or(0), self.months.unwrap_or(0));
        if days == 0 && months == 0 {
            return Err(Refusal::field("when", "web.refusal.required").into());
        }
        let near = (-FAR_DAYS..=FAR_DAYS).contains(&days) && (-FAR_MONTHS..=FAR_MONTHS).contains(&months);
        let Some(due) = row.due.filter(|_| near) else {
            return Err(Refusal::field("when", "flow.refusal.move_nowhere").into());
        };
        Ok(shifted(row.from, due, days, months))
    }
    /// The time as it was before the move that is undone.
    fn before(&self) -> Reply<Days> {
        let code = self.code.as_deref().filter(|code| !code.is_empty());
        let when = code
            .map(When::parse_code)
            .transpose()
            .map_err(|_| Refusal::field("when", "flow.when.unknown"))?;
        match (self.from, self.due) {
            (Some(_), None) => Err(Refusal::field("due", "flow.refusal.due_needed").into()),
            (Some(from), Some(due)) if from > due => Err(Cannot::Days.refusal().into()),
            (from, due) => Ok((when, from, due)),
        }
    }
}

/// Days moved together. Whole months stay whole months: from 1 to 30 November becomes from 1 to 31 December. What the
/// plan said in words no longer holds.
fn shifted(from: Option<Date>, due: Date, days: i32, months: i32) -> Days {
    let by = |day: Date| day.plus_months(months).plus_days(days);
    let whole = days == 0 && from.is_some_and(|from| from.day() == 1) && due == due.month_end();
    let new_due = if whole { by(due).month_end() } else { by(due) };
    let new_from = from.map(by).filter(|from| *from <= new_due);
    (None, new_from, Some(new_due))
}

/// Whether the new days stand against those of tasks that wait: something it needs ends after it begins, or something
/// that needs it ends before.
fn clashes(view: &View<'_>, row: &TaskRow, (_, from, due): Days) -> Reply<bool> {
    let open = |need: &Need| matches!(need.stage, Stage::Open | Stage::Doing);
    let begins = from.or(due);
    let late = |need: &Need| open(need) && need.due.zip(begins).is_some_and(|(need, begins)| need > begins);
    let early = |need: &Need| open(need) && need.due.zip(due).is_some_and(|(need, due)| need < due);
    Ok(parts::needs(view, view.union(), row.id)?.iter().any(late)
        || parts::needed_by(view, view.union(), row.id)?.iter().any(early))
}

/// The act that puts the days back as they were, as long as nobody has changed the task since.
fn undo(row: &TaskRow, version: i64, back: &str) -> String {
    let pair = |name: &str, value: &str| format!("&{name}={}", web::pairs::escape(value));
    let day = |name: &str, day: Option<Date>| day.map(|day| pair(name, &day.to_string())).unwrap_or_default();
    let back = pair("back", back);
    format!(
        "/tasks/{}/move?undo=1&version={}{}{}{}{}",
        row.id,
        version.saturating_add(1),
        row.when.map(|when| pair("code", &when.code())).unwrap_or_default(),
        day("from", row.from),
        day("due", row.due),
        // an address too long to come back to leads to the task instead
        if back.len() > 300 { "" } else { &back }
    )
}

#[cfg(test)]
pub(crate) mod tests;
