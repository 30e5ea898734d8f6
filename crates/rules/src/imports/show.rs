//! The form to bring a workbook, and what was read of one, line by line.

use kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row as Line, State, html};
use web::{Fault, Reply, View};

use super::{
    acts::place_of,
    reading::{Brought, LineIn, Trouble},
};
use crate::{
    SheetId,
    book::list::key_name,
    model::row::{Row, RuleId},
    say,
    sheets::follows,
    store::{self, Draft, Import, ImportId, ImportStatus},
};

/// For which sheet.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Ask {
    #[serde(default)]
    sheet: Option<SheetId>,
}

/// A workbook that waits.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Waiting {
    /// Its id.
    pub id: ImportId,
    /// The name of the file.
    pub file: String,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// The form to bring a workbook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct NewImport {
    /// The sheets that the reader may write: id and title.
    pub sheets: Vec<(SheetId, String)>,
    /// The one chosen.
    pub sheet: Option<SheetId>,
    /// Workbooks that wait.
    pub waiting: Vec<Waiting>,
}

ui::page!(NewImport, "imports/pages/new.html", |_p, cx| cx
    .t("rules.imports.title"));

pub(crate) fn new_page(view: &View<'_>, ask: Ask) -> Reply<NewImport> {
    let reach = store::Reach::of(view, view.union())?;
    let mut sheets = Vec::new();
    for sheet in store::sheets(view)? {
        let Some(place) = &sheet.place else { continue };
        if reach.holds(place) {
            let title = format!("{}　{}", say::place(view.lang(), Some(place)), sheet.title);
            sheets.push((sheet.id, title));
        }
    }
    let waiting = store::imports_open(view, view.union())?.into_iter().map(|i| Waiting {
        id: i.id,
        file: i.file,
        by: i.by,
        at: i.at,
    });
    Ok(NewImport {
        sheet: ask.sheet.filter(|id| sheets.iter().any(|(known, _)| known == id)),
        waiting: waiting.collect(),
        sheets,
    })
}

impl NewImport {
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(cx.t("rules.imports.title"), cx.t("rules.imports.about"), Html::none())
        )
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        let own = Choice::new("", cx.t("rules.own.title"));
        let sheets = self
            .sheets
            .iter()
            .map(|(id, title)| Choice::new(id.to_string(), title.clone()));
        std::iter::once(own).chain(sheets).collect()
    }
    fn waiting_list(&self, cx: &Cx) -> Html {
        if self.waiting.is_empty() {
            return Html::none();
        }
        let list = self.waiting.iter().fold(cx.list(), |list, w| {
            let under = format!("{} {}", w.by, cx.instant(w.at));
            list.item(&format!("/rules/imports/{}", w.id), &w.file, under, Html::none())
        });
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("rules.imports.waiting"),
            Html::trusted(list.to_string())
        )
    }
}

/// Which workbook.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: ImportId,
}

/// A line as it would be taken in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Looked {
    /// Its row in the file.
    pub row: usize,
    /// The key, as read.
    pub key: String,
    /// What it would set, in the reader's language.
    pub sets: String,
    /// The rule that would end, in words.
    pub ends: Option<String>,
    /// What is wrong.
    pub troubles: Vec<Trouble>,
    /// Why it cannot stand beside what is there: word key and what fills it.
    pub refused: Option<(String, String)>,
}

/// What was read of a workbook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ImportPage {
    /// Its id.
    pub id: ImportId,
    /// The name of the file.
    pub file: String,
    /// Where its rules go.
    pub to: String,
    /// Its lines.
    pub lines: Vec<Looked>,
    /// What became of it.
    pub status: ImportStatus,
}

ui::page!(ImportPage, "imports/pages/show.html", |p, _cx| p.file.clone(), wide);

pub(crate) fn page(view: &View<'_>, q: Which) -> Reply<ImportPage> {
    let import = store::import(view, view.union(), q.id)?;
    let brought: Brought = serde_json::from_str(&import.body).map_err(Fault::other)?;
    let to = match import.sheet {
        Some(sheet) => store::sheet(view, sheet)?.title,
        None => say::word_of(view.lang(), "rules.own.title"),
    };
    let lines = if import.status == ImportStatus::Open {
        look(view, &import, &brought)?
    } else {
        let said = |line: &LineIn| plain(line, line.draft(&brought.letters).ok().as_ref(), view);
        brought.lines.iter().map(said).collect()
    };
    Ok(ImportPage {
        id: import.id,
        file: import.file,
        to,
        lines,
        status: import.status,
    })
}

/// A line as it was read.
fn plain(line: &LineIn, draft: Option<&Draft>, view: &View<'_>) -> Looked {
    let sets = draft.map(|draft| say::sets(view.lang(), &draft.row(RuleId::NIL, None)));
    Looked {
        row: line.row,
        key: line.cells.first().cloned().unwrap_or_default(),
        sets: sets.unwrap_or_default(),
        ends: None,
        troubles: line.troubles.clone(),
        refused: None,
    }
}

/// What taking in would do, line by line: nothing is written.
fn look(view: &View<'_>, import: &Import, brought: &Brought) -> Reply<Vec<Looked>> {
    let (_, place) = place_of(view, import.sheet)?;
    let there = store::of_place(view, view.union(), &place, None)?;
    let mut before: Vec<Row> = Vec::new();
    let mut all = Vec::new();
    for line in &brought.lines {
        let draft = line.draft(&brought.letters).ok();
        let mut looked = plain(line, draft.as_ref(), view);
        if let Some(draft) = draft {
            let new = draft.row(RuleId::NIL, Some(place.clone()));
            match follows(&new, &there) {
                Ok(ends) => looked.ends = ends.map(|rule| say::sets(view.lang(), &rule.row)),
                Err(refused) => looked.refused = Some((refused.key.to_owned(), refused.arg)),
            }
            if before.iter().any(|other| other.overlaps(&new)) {
                looked.refused = Some(("rules.imports.twice".to_owned(), String::new()));
            }
            before.push(new);
        }
        all.push(looked);
    }
    Ok(all)
}

impl ImportPage {
    fn wrong(&self) -> usize {
        self.lines
            .iter()
            .filter(|l| !l.troubles.is_empty() || l.refused.is_some())
            .count()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let steps = [
            (cx.t("rules.title"), "/rules"),
            (cx.t("rules.imports.title"), "/rules/imports/new"),
        ];
        html!("{}{}", cx.crumbs(steps), cx.heading(&self.file, &self.to, Html::none()))
    }
    fn verdict(&self, cx: &Cx) -> Html {
        match (self.status, self.wrong()) {
            (ImportStatus::Taken, _) => cx.note(State::Done, cx.t("rules.imports.was_taken")),
            (ImportStatus::Dropped, _) => cx.note(State::Off, cx.t("rules.imports.was_dropped")),
            (ImportStatus::Open, 0) => cx.note(State::Done, cx.tn("rules.imports.all_good", self.lines.len())),
            (ImportStatus::Open, wrong) => {
                let lines = cx.number(self.lines.len());
                cx.note(
                    State::Overdue,
                    cx.t2("rules.imports.some_wrong", "n", wrong, "all", lines),
                )
            }
        }
    }
    fn says(&self, cx: &Cx, line: &Looked) -> Html {
        let cells: Html = line
            .troubles
            .iter()
            .map(|t| {
                let why = cx.t1(&t.why, "example", &t.example);
                let found = (!t.found.is_empty()).then(|| cx.t1("rules.imports.found", "found", &t.found));
                html!("<li><b>{}</b> {} {}</li>", t.cell, found, why)
            })
            .collect();
        let refused = line
            .refused
            .as_ref()
            .map(|(key, what)| html!("<li>{}</li>", cx.t1(key, "what", what)));
        if !line.troubles.is_empty() || refused.is_some() {
            return html!("<ul class=\"links\">{}{}</ul>", cells, refused);
        }
        match &line.ends {
            Some(rule) => Html::text(cx.t1("rules.imports.ends", "rule", rule)),
            None => Html::text(cx.t("rules.imports.new_rule")),
        }
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("key", "rules.col.key"),
            Col::number("row", "rules.imports.row"),
            Col::text("sets", "rules.col.sets"),
            Col::text("says", "rules.imports.says"),
            Col::day("state", "rules.col.state"),
        ];
        let rows = self.lines.iter().map(|line| {
            let good = line.troubles.is_empty() && line.refused.is_none();
            let badge = if good {
                cx.badge(State::Done, cx.t("rules.imports.good"))
            } else {
                cx.badge(State::Overdue, cx.t("rules.imports.bad"))
            };
            let row = Line::new().cell(key_name(cx, &line.key)).cell(line.row.to_string());
            row.cell(&line.sets).cell(self.says(cx, line)).cell(badge)
        });
        Html::trusted(cx.table("rules.imports.title", cols).rows(rows).to_string())
    }
    fn acts(&self, cx: &Cx) -> Html {
        if self.status != ImportStatus::Open {
            return Html::none();
        }
        let at = |what: &str| format!("/rules/imports/{}/{what}", self.id);
        let take = (self.wrong() == 0).then(|| cx.main_button(&at("take"), "rules.imports.take"));
        html!(
            "<div class=\"actions\">{}{}</div>",
            take,
            cx.button(&at("drop"), "rules.imports.drop")
        )
    }
}
