//! The sheet of a month's work (工作安排表) for the wall: printed on A4 laid across, for Excel, for Word.

use flow::{Stage, TaskRow};
use kernel::{
    Date, Lang, When,
    when::{Edge, Moment},
};
use papers::{
    book::{Book, Cell, Sheet},
    word::{Column, Word},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{asked::Query, model::Month};

const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The columns: the key of the head, the share of the width in Word, the width in Excel.
const COLUMNS: [(&str, u16, u16); 6] = [
    ("planning.sheet.date", 5, 16),
    ("planning.sheet.weekday", 3, 12),
    ("planning.sheet.work", 13, 52),
    ("planning.sheet.owner", 4, 14),
    ("planning.sheet.branch", 4, 16),
    ("planning.sheet.remarks", 5, 22),
];

/// The sheet of a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SheetPage {
    /// The union's name.
    pub union: String,
    pub year: i16,
    pub month: i8,
    /// The day it is made.
    pub made_on: Date,
    pub lines: Vec<Line>,
    /// Whether there may be more tasks than stand on it.
    pub cut: bool,
}

ui::page!(SheetPage, "schedule/pages/sheet.html", |p, cx| p.title(cx), print);

/// A line of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Line {
    pub from: Date,
    pub due: Date,
    /// The days in words: `24日`, `24日—26日`, `11月中旬`.
    pub days: String,
    /// The days of the week; none where the time is vague or long.
    pub weekdays: String,
    pub work: String,
    pub owner: String,
    pub branch: String,
    pub remarks: String,
}

impl SheetPage {
    /// The title: union and month.
    pub fn title(&self, cx: &Cx) -> String {
        cx.tf(
            "planning.sheet.title",
            &[("union", &self.union), ("month", &cx.month(self.year, self.month))],
        )
    }
    /// That not all may stand on it.
    pub fn cut(&self, cx: &Cx) -> String {
        cx.cut_says(flow::tasks::MOST, "ui.cut.filter")
    }
    pub fn heads(&self, cx: &Cx) -> Vec<String> {
        COLUMNS.iter().map(|(key, ..)| cx.t(key)).collect()
    }
}

impl Line {
    fn of(task: &TaskRow, month: Month, cx: &Cx) -> Option<Self> {
        let due = task.due?;
        let from = task.from.unwrap_or(due);
        let vague = task.when.filter(|when| !exact(*when));
        let days = match vague {
            Some(when) => when.words(cx.lang),
            None => said(cx, month, from, due),
        };
        let weekdays = match (vague, from.days_until(due)) {
            (None, 0) => cx.weekday(due.weekday()),
            (None, 1..=6) => format!("{}—{}", cx.weekday(from.weekday()), cx.weekday(due.weekday())),
            _ => String::new(),
        };
        Some(Self {
            from,
            due,
            days,
            weekdays,
            work: task.title.clone(),
            owner: task.owner_name.clone().unwrap_or_default(),
            branch: task.branch_name.clone().unwrap_or_default(),
            remarks: remarks(task, cx),
        })
    }
    fn cells(&self) -> [&str; 6] {
        [
            &self.days,
            &self.weekdays,
            &self.work,
            &self.owner,
            &self.branch,
            &self.remarks,
        ]
    }
}

/// Whether a time names its day by itself, so that the day is shown rather than the words.
fn exact(when: When) -> bool {
    matches!(when.moment(), Moment::Day(..) | Moment::Days(..)) && when.edge() == Edge::In
}

/// Days as the sheet writes them: without the month where it is the sheet's own.
fn said(cx: &Cx, month: Month, from: Date, due: Date) -> String {
    let short = |day: Date| match cx.lang {
        Lang::Zh if Month::of(day) == month => format!("{}日", day.day()),
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En if Month::of(day) == month => day.day().to_string(),
        Lang::En => format!("{} {}", day.day(), cx.t(&format!("ui.month_short.{}", day.month()))),
    };
    if from == due {
        short(due)
    } else {
        format!("{}—{}", short(from), short(due))
    }
}

/// How it stands if it is closed or late, and what it may cost.
fn remarks(task: &TaskRow, cx: &Cx) -> String {
    let mut parts = Vec::new();
    match task.state.stage() {
        Stage::Done => parts.push(cx.t("planning.stage.done")),
        _ if task.overdue(cx.today) => parts.push(cx.t("planning.stage.overdue")),
        _ => {}
    }
    if let Some(budget) = task.budget {
        parts.push(cx.t1("planning.sheet.budget", "yuan", cx.money(budget)));
    }
    parts.join(if cx.lang == Lang::Zh { "；" } else { "; " })
}

/// The sheet, with the filters that were asked for; what is given up is not on it.
pub(super) fn show(view: &View<'_>, q: Query) -> Reply<SheetPage> {
    let today = view.today();
    let month = Month::of(q.anchor(today)?);
    // words of the page's language, for a page that is also an answer to programs and a file
    let cx = Cx::new(view.lang(), "", today);
    let tasks = match q.filter(view) {
        Some(filter) => flow::between(view, view.union(), month.first, month.last(), &filter)?,
        None => Vec::new(),
    };
    let kept = tasks.iter().filter(|task| task.state.stage() != Stage::Dropped);
    let mut lines: Vec<Line> = kept.filter_map(|task| Line::of(task, month, &cx)).collect();
    // what takes a week or longer stands after what has its day
    lines.sort_by_key(|line| {
        let long = line.from.days_until(line.due) > 6;
        (long, line.from.max(month.first), line.due)
    });
    Ok(SheetPage {
        cut: tasks.len() >= usize::from(flow::tasks::MOST),
        union: view
            .actor()
            .standing
            .as_ref()
            .map(|s| s.union_name.clone())
            .unwrap_or_default(),
        year: month.first.year(),
        month: month.first.month(),
        made_on: today,
        lines,
    })
}

/// The sheet for Excel.
pub(super) fn excel(view: &View<'_>, q: Query) -> Reply<Attachment> {
    let sheet = show(view, q)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let columns = COLUMNS
        .iter()
        .map(|(key, _, width)| papers::book::Column::new(cx.t(key), *width));
    let rows = sheet
        .lines
        .iter()
        .map(|line| line.cells().iter().map(|text| Cell::text(*text)).collect());
    let cut = sheet.cut.then(|| vec![Cell::text(sheet.cut(&cx))]);
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.month(sheet.year, sheet.month),
        columns: columns.collect(),
        rows: rows.chain(cut).collect(),
        total: None,
    });
    Ok(Attachment {
        name: format!("{}.xlsx", sheet.title(&cx)),
        mime: EXCEL.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// The sheet for Word.
pub(super) fn word(view: &View<'_>, q: Query) -> Reply<Attachment> {
    let sheet = show(view, q)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let columns: Vec<Column> = COLUMNS
        .iter()
        .map(|(key, share, _)| Column::text(cx.t(key), *share))
        .collect();
    let rows: Vec<Vec<String>> = sheet
        .lines
        .iter()
        .map(|line| line.cells().map(str::to_owned).to_vec())
        .collect();
    let mut word = Word::landscape();
    word.title(&sheet.title(&cx));
    if rows.is_empty() {
        word.paragraph(&cx.t("planning.sheet.nothing"));
    } else {
        word.table(&columns, &rows);
    }
    if sheet.cut {
        word.paragraph(&sheet.cut(&cx));
    }
    word.signature(&sheet.union, &cx.date_full(sheet.made_on));
    Ok(Attachment {
        name: format!("{}.docx", sheet.title(&cx)),
        mime: WORD.to_owned(),
        bytes: word.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}
