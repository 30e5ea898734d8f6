//! What people see of work done.

use facts::Unit;
use flow::TaskId;
use kernel::{Date, Lang, Money};
use org::BodyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx};
use web::{Refusal, Reply, View};

use super::{
    acts::mine,
    kinds::Kind,
    model::{Row, Told, WorkId},
    places::{self, places},
    record, store,
};

/// Most records on the list of a month.
const LIST_MAX: i64 = 500;

/// One number that the chosen kind of work counts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// The form field.
    pub field: &'static str,
    /// What is counted.
    pub name: String,
    /// The word after the number.
    pub unit: &'static str,
    /// The number as it stands now.
    pub now: Option<i64>,
}

/// The form for recording, closing or correcting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FormPage {
    /// Where it is sent.
    pub action: String,
    /// Why it is filled in: `new`, `close` or `edit`.
    pub purpose: &'static str,
    /// The version of the task or record shown.
    pub version: Option<i64>,
    /// The kind of work chosen.
    pub kind: Kind,
    /// What it counts.
    pub figures: Vec<Figure>,
    /// Whether it counts money.
    pub counts_money: bool,
    /// The day proposed.
    pub day: Date,
    /// The title proposed.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// The branch it counts for.
    pub branch: Option<BodyId>,
    /// The amount as it stands now.
    pub money: Option<Money>,
    /// What came of it.
    pub result: Option<String>,
    /// Whether the actor records work of the whole union.
    pub whole: bool,
    /// Whether the kinds of work stand open to choose from.
    #[serde(skip)]
    pub choosing: bool,
    /// The branches to choose from.
    #[serde(skip)]
    pub branches: Vec<(BodyId, String)>,
}

ui::page!(FormPage, "doing/pages/form.html", |p, cx| cx
    .t(&format!("planning.work.{}", p.purpose)));

impl FormPage {
    fn branch_choices(&self, cx: &Cx) -> Vec<Choice> {
        let none = self.whole.then(|| Choice::new("", cx.t("planning.work.whole_union")));
        none.into_iter()
            .chain(
                self.branches
                    .iter()
                    .map(|(id, name)| Choice::new(id.to_string(), name.clone())),
            )
            .collect()
    }
}

/// Which kind of work, for the form.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewQuery {
    kind: Option<Kind>,
    day: Option<Date>,
}

fn figures(kind: Kind, lang: Lang, told: Option<&Told>) -> Vec<Figure> {
    let c = kind.counts();
    let rows = [
        ("events", c.events, told.and_then(|t| t.events)),
        ("people", c.people, told.and_then(|t| t.people)),
        ("households", c.households, told.and_then(|t| t.households)),
        ("items", c.items, told.and_then(|t| t.items)),
    ];
    rows.into_iter()
        .filter_map(|(field, measure, now)| {
            let m = measure?;
            let name = if lang == Lang::En { m.en } else { m.zh };
            Some(Figure {
                field,
                name: name.to_owned(),
                unit: m.unit.word(lang),
                now,
            })
        })
        .collect()
}

fn form(view: &View<'_>, purpose: &'static str, action: String, kind: Kind, told: Option<&Told>) -> Reply<FormPage> {
    // What was typed into a refused form chooses the kind again.
    let kind = view.typed("kind").and_then(Kind::from_key).unwrap_or(kind);
    let mine = places(view);
    Ok(FormPage {
        action,
        purpose,
        version: None,
        kind,
        figures: figures(kind, view.lang(), told),
        counts_money: kind.counts().money.is_some(),
        day: told.map_or_else(|| view.today(), |t| t.day),
        title: told.map(|t| t.title.clone()).unwrap_or_default(),
        place: told.and_then(|t| t.place.clone()),
        branch: told.and_then(|t| t.branch),
        money: told.and_then(|t| t.money),
        result: told.and_then(|t| t.result.clone()),
        whole: mine.whole(),
        choosing: false,
        branches: mine.choices(view)?,
    })
}

pub(super) fn new(view: &View<'_>, q: NewQuery) -> Reply<FormPage> {
    let mut page = form(
        view,
        "new",
        "/works/new".to_owned(),
        q.kind.unwrap_or(Kind::Visit),
        None,
    )?;
    page.day = q.day.unwrap_or(page.day);
    page.choosing = q.kind.is_none() && view.typed("kind").is_none();
    Ok(page)
}

/// Which task, and as what kind of work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct CloseQuery {
    id: TaskId,
    kind: Option<Kind>,
}

pub(super) fn close(view: &View<'_>, q: CloseQuery) -> Reply<FormPage> {
    let task = flow::in_hand(view, q.id)?;
    if let Some(there) = task.ends_at() {
        return Err(Refusal::elsewhere(there).into());
    }
    let kind = q.kind.unwrap_or_else(|| Kind::guess(&task.title, task.field));
    let mut page = form(view, "close", format!("/tasks/{}/close", q.id), kind, None)?;
    page.version = Some(task.version);
    page.day = task.due.map_or(page.day, |due| due.min(view.today()));
    page.branch = task.branch;
    page.title = task.title;
    Ok(page)
}

/// Which record, and as what kind of work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditQuery {
    id: WorkId,
    kind: Option<Kind>,
}

pub(super) fn edit(view: &View<'_>, q: EditQuery) -> Reply<FormPage> {
    let row = mine(view, q.id)?;
    if row.withdrawn.is_some() {
        return Err(Refusal::new("planning.refusal.withdrawn")
            .next(format!("/works/{}", q.id))
            .into());
    }
    let kind = q.kind.unwrap_or(row.told.kind);
    let mut page = form(view, "edit", format!("/works/{}/edit", q.id), kind, Some(&row.told))?;
    page.version = Some(row.version);
    Ok(page)
}

/// A record as people read it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// Its id.
    pub id: WorkId,
    /// What is told.
    pub told: Told,
    /// The field of work.
    pub field: flow::Field,
    /// The branch's name.
    pub branch: Option<String>,
    /// What it counts, with where each figure stands in the register.
    pub counted: Vec<Counted>,
    /// The task it closed: id and title.
    pub task: Option<(TaskId, String)>,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
    /// Its version.
    pub version: i64,
    /// Whether the reader may correct it.
    pub may_correct: bool,
    /// Its photos and papers.
    pub papers: Vec<archive::Line>,
}

/// A figure of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Counted {
    /// What is counted.
    pub name: String,
    /// The number with its unit.
    pub figure: String,
    /// The month's facts of this measure.
    pub href: String,
}

ui::page!(Show, "doing/pages/show.html", |p, _cx| p.told.title.clone());

/// Which record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: WorkId,
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let row = store::get(view, union, q.id)?;
    if !places::may_see(view, &row) {
        return Err(Refusal::missing().into());
    }
    let task = match row.task {
        Some(id) => Some((id, flow::get(view, union, id)?.title)),
        None => None,
    };
    let branches = org::bodies_to_choose(view, union, row.told.day)?;
    Ok(Show {
        id: row.id,
        field: row.told.kind.field(),
        branch: row
            .told
            .branch
            .and_then(|b| branches.into_iter().find(|(id, _)| *id == b))
            .map(|(_, name)| name),
        counted: counted(&row.told, view.lang()),
        task,
        may_correct: row.withdrawn.is_none() && mine(view, row.id).is_ok(),
        withdrawn: row.withdrawn,
        version: row.version,
        papers: archive::of_record(view, union, record(row.id))?,
        told: row.told,
    })
}

fn counted(told: &Told, lang: Lang) -> Vec<Counted> {
    let (from, until) = (told.day.to_string(), told.day.month_end().to_string());
    let first = format!("{}-01", &from[..7]);
    told.postings()
        .into_iter()
        .map(|(m, n)| Counted {
            name: if lang == Lang::En { m.en } else { m.zh }.to_owned(),
            figure: figure(m.unit, n, lang),
            href: format!("/register/facts?measure={}&from={first}&until={until}", m.key),
        })
        .collect()
}

/// A number with its unit: `3 人次`.
#[must_use]
pub fn figure(unit: Unit, n: i64, lang: Lang) -> String {
    format!("{} {}", unit.show(n), unit.word(lang))
}

/// The form to withdraw a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Withdraw {
    /// Its id.
    pub id: WorkId,
    /// What was done.
    pub title: String,
    /// Its version.
    pub version: i64,
}

ui::page!(Withdraw, "doing/pages/withdraw.html", |_p, cx| cx
    .t("planning.work.withdraw"));

pub(super) fn withdraw(view: &View<'_>, q: Which) -> Reply<Withdraw> {
    let row = mine(view, q.id)?;
    Ok(Withdraw {
        id: row.id,
        title: row.told.title,
        version: row.version,
    })
}

/// The records of a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The year shown.
    pub year: i16,
    /// The month shown.
    pub month: i8,
    /// The records, the latest first.
    pub works: Vec<Line>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// A record in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: WorkId,
    /// On which day.
    pub day: Date,
    /// What was done.
    pub title: String,
    /// What kind of work.
    pub kind: Kind,
    /// Its figures, joined.
    pub figures: String,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

ui::page!(List, "doing/pages/list.html", |_p, cx| cx.t("planning.work.list"), wide);

/// Which month; this one by default.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ListQuery {
    year: Option<i16>,
    month: Option<i8>,
}

pub(super) fn list(view: &View<'_>, q: ListQuery) -> Reply<List> {
    let today = view.today();
    let (year, month) = (q.year.unwrap_or(today.year()), q.month.unwrap_or(today.month()));
    let first = Date::new(year, month, 1).map_err(|_| Refusal::field("month", "web.refusal.day"))?;
    let rows = store::between(view, view.union(), first, first.month_end(), LIST_MAX + 1)?;
    let more = rows.len() > usize::try_from(LIST_MAX).unwrap_or(usize::MAX);
    let seen = places::seen(view);
    let works = rows
        .into_iter()
        .filter(|row| places::within(view, &seen, row))
        .take(usize::try_from(LIST_MAX).unwrap_or(usize::MAX))
        .map(|row| line(row, view.lang()))
        .collect();
    Ok(List {
        year,
        month,
        works,
        more,
    })
}

fn line(row: Row, lang: Lang) -> Line {
    let figures: Vec<String> = row
        .told
        .postings()
        .iter()
        .map(|(m, n)| figure(m.unit, *n, lang))
        .collect();
    Line {
        id: row.id,
        day: row.told.day,
        kind: row.told.kind,
        figures: figures.join(if lang == Lang::En { ", " } else { "，" }),
        withdrawn: row.withdrawn.is_some(),
        title: row.told.title,
    }
}

impl List {
    fn step(&self, months: i32) -> String {
        let index = i32::from(self.year) * 12 + i32::from(self.month) - 1 + months;
        format!(
            "/works?year={}&month={}",
            index.div_euclid(12),
            index.rem_euclid(12) + 1
        )
    }
}
