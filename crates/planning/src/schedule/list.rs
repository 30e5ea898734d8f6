//! The list: what is overdue, due this week, next week or ever, in any order.

use flow::Order;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, html};
use web::{Reply, View};

use super::{
    asked::{Days, Query},
    desk::{Desk, Kind},
};
use crate::face::TaskFace;

/// Lines on a page.
const SIZE: i64 = 50;

/// A page of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ListPage {
    pub when: Days,
    /// The column, with `-` before it for the last first.
    pub sort: String,
    pub tasks: Vec<TaskFace>,
    /// How many there are in all.
    pub count: i64,
    /// The page, from 1.
    pub page: i64,
    /// Lines on a page.
    pub size: i64,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(
    ListPage,
    "schedule/pages/list.html",
    |p, cx| cx.t(&format!("planning.days.{}", p.when.key())),
    wide
);

impl ListPage {
    pub fn heading(&self, cx: &Cx) -> Html {
        let title = cx.t(&format!("planning.days.{}", self.when.key()));
        html!(
            "{}{}",
            cx.heading(title, Html::none(), Html::none()),
            self.desk.switch(cx)
        )
    }
    /// Which days, one press each.
    pub fn days(&self, cx: &Cx) -> Html {
        let links: Html = Days::ALL
            .iter()
            .map(|days| {
                let here = (*days == self.when).then(|| Html::trusted(" aria-current=\"page\""));
                let key = if *days == Days::All { "" } else { days.key() };
                html!(
                    "<a class=\"button\" href=\"{}\"{}>{}</a>",
                    cx.here_with(&[("when", key), ("page", "")]),
                    here,
                    cx.t(&format!("planning.days.{}", days.key()))
                )
            })
            .collect();
        html!("<p class=\"quick\">{}</p>", links)
    }
    pub fn filters(&self, cx: &Cx) -> Html {
        let when = ("when", self.when.key());
        self.desk.filters(cx, &[when, ("sort", &self.sort)])
    }
    pub fn gone(&self, cx: &Cx) -> Html {
        self.desk.gone(cx, self.tasks.iter())
    }
    pub fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "planning.entry.title").sort(),
            Col::day("due", "planning.entry.when").sort(),
            Col::day("state", "planning.view.stage").sort(),
            Col::text("owner", "planning.entry.owner").sort(),
            Col::text("branch", "planning.entry.branch").sort().minor(),
            Col::text("field", "planning.entry.field").sort().minor(),
            Col::text("acts", "planning.view.acts"),
        ];
        let rows = self.tasks.iter().map(|task| {
            let row = Row::new()
                .link(&format!("/tasks/{}", task.id))
                .cell(&task.title)
                .cell(task.days(cx))
                .cell(task.badge(cx))
                .cell(task.who(cx).unwrap_or_default())
                .cell(task.branch.clone().unwrap_or_default())
                .cell(cx.t(&task.field.word()))
                .cell(self.desk.mover(cx, task));
            match task.open() {
                true if self.desk.may_manage => row.id(task.id),
                true => row,
                false => row.quiet(),
            }
        });
        let table = cx
            .table("planning.view.list", cols)
            .rows(rows)
            .sorted(&self.sort)
            .select("/tasks/arrange", "pick", "planning.view.arrange")
            .empty(cx.empty("planning.view.nothing"))
            .pager(cx.pager(self.page, self.size, self.count));
        Html::trusted(table.to_string())
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<ListPage> {
    let desk = Desk::open(view, &q, Kind::List)?;
    let when = q.when.unwrap_or_default();
    let (window, owed) = when.window(view.today());
    let asked = q.sort.as_deref().unwrap_or_default();
    let (falling, column) = match asked.strip_prefix('-') {
        Some(column) => (true, column),
        None => (false, asked),
    };
    let order = Order::of(column);
    let page = q.page.unwrap_or(1).clamp(1, 100_000);
    let found = match q.filter(view) {
        Some(mut filter) => {
            filter.open = owed;
            let part = (SIZE, (page - 1) * SIZE);
            flow::arranged(view, view.union(), &filter, window, (order, falling), part)?
        }
        None => flow::Arranged {
            tasks: Vec::new(),
            all: 0,
        },
    };
    let sign = if falling { "-" } else { "" };
    Ok(ListPage {
        when,
        sort: format!("{sign}{}", order.key()),
        tasks: found
            .tasks
            .iter()
            .map(|task| TaskFace::of(task, view.today()))
            .collect(),
        count: found.all,
        page,
        size: SIZE,
        desk,
    })
}
