//! What all views of the calendar share: the switch between them, the filters, turning to before and after, and what
//! can be done with a task.

use std::{collections::BTreeMap, sync::Arc};

use flow::{Field, Filter, Stage};
use kernel::Date;
use org::{
    BodyId, MemberId,
    power::{TASK_MANAGE, TASK_SEE, WORK_RECORD},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html, State, html};
use web::{Reply, View};

use super::{
    asked::Query,
    model::{Almanac, Month},
    month::lasts,
};
use crate::face::{TaskFace, fields};

/// A view of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Day,
    Week,
    Month,
    Year,
    List,
    Load,
}

impl Kind {
    const ALL: [Kind; 6] = [Kind::Day, Kind::Week, Kind::Month, Kind::Year, Kind::List, Kind::Load];
    const fn path(self) -> &'static str {
        match self {
            Kind::Day => "/calendar/day",
            Kind::Week => "/calendar/week",
            Kind::Month => "/calendar",
            Kind::Year => "/calendar/year",
            Kind::List => "/calendar/list",
            Kind::Load => "/calendar/load",
        }
    }
    const fn word(self) -> &'static str {
        match self {
            Kind::Day => "planning.view.day",
            Kind::Week => "planning.view.week",
            Kind::Month => "planning.view.month",
            Kind::Year => "planning.view.year",
            Kind::List => "planning.view.list",
            Kind::Load => "planning.view.load",
        }
    }
    /// The part of the query that says which days.
    fn days(self, at: Date) -> (&'static str, String) {
        match self {
            Kind::Day | Kind::Week | Kind::List => ("day", at.to_string()),
            Kind::Month => ("month", Month::of(at).code()),
            Kind::Year | Kind::Load => ("year", at.year().to_string()),
        }
    }
}

/// What is asked for, by whom, and what they may do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Desk {
    /// The day the view is about.
    pub at: Date,
    pub member: Option<MemberId>,
    pub branch: Option<BodyId>,
    pub field: Option<Field>,
    pub stage: Option<Stage>,
    /// Whether the reader sees the whole union's tasks, not only their own.
    pub all: bool,
    pub may_manage: bool,
    /// Whether there may be more tasks than are shown.
    pub cut: bool,
    #[serde(skip)]
    kind: Kind,
    #[serde(skip)]
    me: Option<MemberId>,
    #[serde(skip)]
    records: bool,
    #[serde(skip)]
    members: Vec<(MemberId, String)>,
    #[serde(skip)]
    bodies: Vec<(BodyId, String)>,
}

impl Desk {
    pub fn open(view: &View<'_>, q: &Query, kind: Kind) -> Reply<Self> {
        let all = view.actor().may(TASK_SEE);
        let (union, today) = (view.union(), view.today());
        Ok(Self {
            at: q.anchor(today)?,
            member: q.member,
            branch: q.branch,
            field: q.field,
            stage: q.stage,
            all,
            may_manage: view.actor().may(TASK_MANAGE),
            cut: false,
            kind,
            me: flow::tasks::me(view),
            records: view.actor().may(WORK_RECORD),
            members: if all {
                org::members_to_choose(view, union, today)?
            } else {
                Vec::new()
            },
            bodies: if all {
                org::bodies_to_choose(view, union, today)?
            } else {
                Vec::new()
            },
        })
    }

    /// The address of a view on a day, with the same filters.
    pub fn address(&self, kind: Kind, at: Date, today: Date, more: &[(&str, &str)]) -> String {
        let (name, days) = kind.days(at);
        let filters = [
            ("member", self.member.map(|id| id.to_string())),
            ("branch", self.branch.map(|id| id.to_string())),
            ("field", self.field.map(|field| field.key().to_owned())),
            ("stage", self.stage.map(|stage| stage.key().to_owned())),
        ];
        let now = kind.days(today).1 == days;
        let mut query: Vec<String> = (!now).then(|| format!("{name}={days}")).into_iter().collect();
        for (name, value) in filters {
            if let Some(value) = value.filter(|_| more.iter().all(|(other, _)| *other != name)) {
                query.push(format!("{name}={value}"));
            }
        }
        query.extend(more.iter().map(|(name, value)| format!("{name}={value}")));
        if query.is_empty() {
            kind.path().to_owned()
        } else {
            format!("{}?{}", kind.path(), query.join("&"))
        }
    }

    /// The switch between the views.
    pub fn switch(&self, cx: &Cx) -> Html {
        cx.tabs(Kind::ALL.map(|kind| {
            (
                cx.t(kind.word()),
                self.address(kind, self.at, cx.today, &[]),
                kind == self.kind,
            )
        }))
    }

    /// The heading, with the way to before and after and to today, and what else can be done.
    pub fn heading(&self, cx: &Cx, title: &str, (before, after): (Date, Date), acts: &Html) -> Html {
        let turn = |at: Date, glyph: &str, word: &str| {
            html!(
                "<a class=\"button turn\" href=\"{}\" aria-label=\"{}\">{}</a>",
                self.address(self.kind, at, cx.today, &[]),
                cx.t(word),
                cx.icon(glyph)
            )
        };
        let acts = html!(
            "{}{}{}{}",
            turn(before, "chevron-left", "planning.view.before"),
            turn(after, "chevron-right", "planning.view.after"),
            cx.link_button(&self.address(self.kind, cx.today, cx.today, &[]), "planning.view.now"),
            acts
        );
        html!("{}{}", cx.heading(title, Html::none(), acts), self.switch(cx))
    }

    /// The filters. `more` is carried along unseen.
    pub fn filters(&self, cx: &Cx, more: &[(&str, &str)]) -> Html {
        let mut form = cx.ask_open(self.kind.path());
        let (name, days) = self.kind.days(self.at);
        for (name, value) in [(name, days.as_str())].iter().chain(more) {
            form.add(html!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value));
        }
        let mut field = |field: ui::field::Field<'_>| form.add(Html::trusted(field.to_string()));
        if self.all {
            field(
                cx.field("member", "planning.entry.owner")
                    .filter(&self.members, self.member),
            );
            if !self.bodies.is_empty() {
                field(
                    cx.field("branch", "planning.entry.branch")
                        .filter(&self.bodies, self.branch),
                );
            }
        }
        let key = self.field.map_or("", Field::key);
        field(cx.field("field", "planning.entry.field").filter(fields(cx), key));
        let stages = Stage::ALL.map(|stage| Choice::new(stage.key(), cx.t(&format!("planning.stage.{}", stage.key()))));
        let key = self.stage.map_or("", Stage::key);
        field(cx.field("stage", "planning.view.stage").filter(stages, key));
        form.add(cx.ask_close("ui.act.filter"));
        form.add(cx.cut(self.cut, flow::tasks::MOST, "ui.cut.filter"));
        form
    }

    /// The tasks that touch the days, as the reader sees them; those given up are left out unless they are asked for.
    pub fn faces(
        &mut self,
        view: &View<'_>,
        filter: Option<&Filter>,
        (from, until): (Date, Date),
    ) -> Reply<Vec<TaskFace>> {
        let Some(filter) = filter else { return Ok(Vec::new()) };
        let tasks = flow::glances(view, view.union(), from, until, filter)?;
        Ok(self.faced(view, filter, tasks))
    }

    /// Those tasks as the reader sees them.
    fn faced(&mut self, view: &View<'_>, filter: &Filter, tasks: Vec<flow::Glance>) -> Vec<TaskFace> {
        self.cut |= tasks.len() >= usize::from(flow::tasks::MOST);
        let faces = tasks.into_iter().map(|task| TaskFace::at(task, view.today()));
        let asked = filter.stage == Some(Stage::Dropped);
        faces.filter(|task| asked || task.stage != Stage::Dropped).collect()
    }

    /// What is late, of whatever day, the longest late first.
    pub fn overdue(&mut self, view: &View<'_>, filter: Option<&Filter>) -> Reply<Vec<TaskFace>> {
        let Some(filter) = filter else { return Ok(Vec::new()) };
        let owed = Filter {
            open: true,
            ..filter.clone()
        };
        let (since, yesterday) = (view.today().plus_days(-366 * 5), view.today().plus_days(-1));
        let tasks = flow::glances_due(view, view.union(), since, yesterday, &owed)?;
        let mut late = self.faced(view, &owed, tasks);
        late.sort_by_key(|task| task.due);
        Ok(late)
    }

    /// Whether the reader may move this task from here. Helpers move it from its own page.
    pub fn moves(&self, task: &TaskFace) -> bool {
        let own = self.records && self.me.is_some() && task.owner_id == self.me;
        task.open() && (self.may_manage || own)
    }

    /// A task on a day of the grid.
    pub fn entry(&self, cx: &Cx, task: &TaskFace, owner: bool) -> ui::Entry {
        ui::Entry {
            under: task.who(cx).filter(|_| owner),
            shift: self.moves(task).then(|| ui::Shift {
                act: format!("/tasks/{}/move", task.id),
                version: task.version,
                last: task.due.filter(|_| lasts(task)),
            }),
            ..ui::Entry::new(
                &task.title,
                format!("/tasks/{}", task.id),
                task.state(cx.today),
                cx.word(task.word()),
            )
        }
    }

    /// A day of the grid with its tasks.
    pub fn cell(&self, cx: &Cx, almanac: &Almanac, tasks: &[Arc<TaskFace>], owner: bool) -> ui::Day {
        let mut day = ui::Day::new(almanac.date);
        day.rest = almanac.rest;
        day.festival = almanac.festival;
        let make_up = almanac.make_up.then(|| cx.t("planning.month.make_up"));
        let words: Vec<String> = almanac.note.clone().into_iter().chain(make_up).collect();
        day.note = (!words.is_empty()).then(|| words.join(" "));
        day.entries = tasks.iter().map(|task| self.entry(cx, task, owner)).collect();
        day
    }

    /// The way to move a task, if the reader may.
    pub fn mover(&self, cx: &Cx, task: &TaskFace) -> Html {
        if !self.moves(task) {
            return Html::none();
        }
        let back = web::pairs::escape(&cx.path);
        button(cx, task, &format!("move?back={back}"), "planning.month.move")
    }

    /// What can be done with a task, as buttons: move it, record that it is done.
    pub fn acts(&self, cx: &Cx, task: &TaskFace) -> Html {
        let mut acts = self.mover(cx, task);
        if self.records && !acts.is_empty() {
            acts.add(button(cx, task, "close", "ui.act.done"));
        }
        acts
    }

    /// A task as a row with its buttons.
    pub fn row(&self, cx: &Cx, task: &TaskFace) -> Html {
        html!(
            "<li><div><a href=\"/tasks/{}\">{}</a><br><span class=\"small\">{} · {}</span></div><div class=\"day-acts\">{}{}</div></li>",
            task.id.to_string(),
            task.title,
            task.days(cx),
            task.under(cx),
            task.badge(cx),
            self.acts(cx, task)
        )
    }

    /// Rows under a heading; nothing without tasks.
    pub fn rows(&self, cx: &Cx, heading: &str, tasks: &[TaskFace]) -> Html {
        if tasks.is_empty() {
            return Html::none();
        }
        let rows: Html = tasks.iter().map(|task| self.row(cx, task)).collect();
        html!(
            "<section><h2>{}</h2><ul class=\"rows\">{}</ul></section>",
            cx.t(heading),
            rows
        )
    }

    /// A word on tasks whose owners have left, with the way to hand over what each owes.
    pub fn gone<'a>(&self, cx: &Cx, tasks: impl Iterator<Item = &'a TaskFace>) -> Html {
        let mut owners: BTreeMap<MemberId, &str> = BTreeMap::new();
        for task in tasks.filter(|task| task.owner_left) {
            owners.extend(task.owner_id.zip(task.owner.as_deref()));
        }
        if owners.is_empty() {
            return Html::none();
        }
        let names: Vec<&str> = owners.values().copied().collect();
        let mut says = Html::text(cx.t1("planning.gone.says", "names", names.join("、")));
        if self.may_manage {
            for (owner, name) in owners {
                says.add(html!(
                    " <a href=\"/handover?from={}\">{}</a>",
                    owner.to_string(),
                    cx.t1("planning.gone.hand_over", "name", name)
                ));
            }
        }
        cx.note(State::Soon, says)
    }
}

/// A button that leads to something done with a task.
fn button(cx: &Cx, task: &TaskFace, what: &str, word: &str) -> Html {
    html!(
        " <a class=\"button\" href=\"/tasks/{}/{}\">{}<span class=\"away\"> {}</span></a>",
        task.id.to_string(),
        what,
        cx.t(word),
        task.title
    )
}
