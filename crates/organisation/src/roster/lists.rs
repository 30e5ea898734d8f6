//! The list of rosters with the form to bring one, and the page on which the meaning of its columns is settled.

use kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row as Line, State as Look, Table, html};
use web::{Nothing, Refusal, Reply, View};

use super::{
    examine,
    model::{RosterId, SheetOf, State},
    stage, store,
    target::Target,
};

/// A roster in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RosterLine {
    /// Its id.
    pub id: RosterId,
    /// The name of the file.
    pub name: String,
    /// Who brought it.
    pub who: Option<String>,
    /// When.
    pub at: Instant,
    /// How far it is.
    pub state: State,
    /// Members added.
    pub added: i64,
    /// Members changed.
    pub updated: i64,
    /// Rows given back.
    pub back: i64,
}

/// The rosters of the union, and the form to bring one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rosters {
    /// The latest first.
    pub rosters: Vec<RosterLine>,
}

ui::page!(Rosters, "roster/pages/list.html", |_p, cx| cx.t("roster.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Rosters> {
    let mut rosters = Vec::new();
    for roster in store::latest(view, view.union())? {
        let sums = store::sums(view, view.union(), roster.id)?;
        rosters.push(RosterLine {
            id: roster.id,
            name: roster.name,
            who: roster.who,
            at: roster.at,
            state: roster.state,
            added: sums.added - sums.undone,
            updated: sums.updated,
            back: sums.back,
        });
    }
    Ok(Rosters { rosters })
}

/// The badge of a state.
pub(super) fn badge(cx: &Cx, state: State) -> Html {
    let look = match state {
        State::Staged | State::Checked => Look::Due,
        State::Checking | State::Importing | State::Undoing => Look::Info,
        State::Imported => Look::Done,
        State::Undone | State::Dropped => Look::Off,
    };
    cx.badge(look, cx.t(&format!("roster.state_of.{}", state.key())))
}

impl Rosters {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        let heading = cx.heading(cx.t("roster.title"), cx.t("roster.says"), Html::none());
        html!("{}{}", crumbs, heading)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "roster.file"),
            Col::day("state", "roster.state"),
            Col::number("added", "roster.added"),
            Col::number("updated", "roster.updated").minor(),
            Col::number("back", "roster.back"),
            Col::text("who", "roster.who").minor(),
            Col::day("at", "roster.at").minor(),
        ];
        cx.table("roster.before", cols)
            .empty(cx.empty("roster.none"))
            .rows(self.rosters.iter().map(|r| {
                Line::new()
                    .link(&format!("/rosters/{}", r.id))
                    .cell(&r.name)
                    .cell(badge(cx, r.state))
                    .cell(cx.number(r.added))
                    .cell(cx.number(r.updated))
                    .cell(cx.number(r.back))
                    .cell(r.who.clone().unwrap_or_default())
                    .cell(cx.instant(r.at))
            }))
    }
}

/// A column of a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnOf {
    /// Its letter.
    pub letter: String,
    /// Its head.
    pub head: String,
    /// What stands in its first rows.
    pub samples: Vec<String>,
    /// What it means, by its key.
    pub target: Option<Target>,
}

/// What the columns of a sheet mean.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Columns {
    /// The roster.
    pub id: RosterId,
    /// Its version, for editing.
    pub version: i64,
    /// The name of the file.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// The sheets to choose from.
    pub sheets: Vec<String>,
    /// The sheet that is shown.
    pub sheet: usize,
    /// The first row of data.
    pub first: i64,
    /// Rows of the sheet.
    pub lines: i64,
    /// Its columns.
    pub columns: Vec<ColumnOf>,
    /// The other union that the title seems to name.
    pub other: Option<String>,
}

ui::page!(
    Columns,
    "roster/pages/columns.html",
    |_p, cx| cx.t("roster.columns"),
    wide
);

/// Which roster, and which of its sheets.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: RosterId,
    /// From 0; the one that looks most like a roster if not said.
    sheet: Option<usize>,
}

/// So many rows are shown of a column.
const SAMPLES: usize = 3;

pub(super) fn columns(view: &View<'_>, q: Ask) -> Reply<Columns> {
    let roster = store::get(view, view.union(), q.id)?;
    let typed = view.typed("sheet").and_then(|text| text.parse().ok());
    let at = q.sheet.or(typed).unwrap_or(roster.sheet);
    let Some(mut sheet) = roster.sheets.get(at).cloned() else {
        return Err(Refusal::missing().into());
    };
    let block = store::block(view, view.union(), roster.id, at, 0)?;
    let layout = if at == roster.sheet && !roster.layout.columns.is_empty() {
        roster.layout.clone()
    } else {
        stage::layout(view, &mut sheet, block.as_ref())?
    };
    let above = i64::try_from(sheet.above).unwrap_or(0);
    let rows: Vec<_> = block
        .into_iter()
        .flat_map(super::cell::Block::numbered)
        .filter(|row| row.number > above && row.cells.iter().any(|cell| !cell.is_blank()))
        .take(SAMPLES)
        .collect();
    let width = rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(sheet.heads.len());
    let column = |column: usize| {
        let target = layout.columns.get(column).copied().flatten();
        let shown = |text: String| super::rows::veiled(target, &text);
        ColumnOf {
            letter: papers::column_letter(column),
            head: sheet.heads.get(column).cloned().unwrap_or_default(),
            samples: rows
                .iter()
                .map(|row| shown(row.cell(column).text()))
                .filter(|t| !t.is_empty())
                .collect(),
            target,
        }
    };
    let own = view
        .actor()
        .standing
        .as_ref()
        .map(|s| s.union_name.clone())
        .unwrap_or_default();
    Ok(Columns {
        id: roster.id,
        version: roster.version,
        name: roster.name,
        state: roster.state,
        sheets: roster.sheets.iter().map(|s: &SheetOf| s.name.clone()).collect(),
        sheet: at,
        first: above + 1,
        lines: sheet.lines,
        columns: (0..width)
            .map(column)
            .filter(|c| !c.head.is_empty() || !c.samples.is_empty())
            .collect(),
        other: examine::union_in_title(&own, &sheet.title),
    })
}

impl Columns {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (cx.t("roster.title"), "/rosters".to_owned()),
            (self.name.clone(), format!("/rosters/{}", self.id)),
        ]);
        let heading = cx.heading(
            cx.t("roster.columns"),
            cx.t1("roster.columns_says", "n", cx.number(self.lines)),
            Html::none(),
        );
        let other = self
            .other
            .as_ref()
            .map(|name| cx.note(Look::Due, cx.t1("roster.title_names", "name", name)));
        html!("{}{}{}", crumbs, heading, other)
    }
    /// Links to the other sheets.
    fn tabs(&self, cx: &Cx) -> Html {
        if self.sheets.len() < 2 {
            return Html::none();
        }
        cx.tabs(self.sheets.iter().enumerate().map(|(at, name)| {
            let href = format!("/rosters/{}/columns?sheet={at}", self.id);
            (name.clone(), href, at == self.sheet)
        }))
    }
    fn action(&self) -> String {
        format!("/rosters/{}/columns", self.id)
    }
    fn columns_form(&self, cx: &Cx) -> Html {
        let targets: Vec<Choice> = Target::all()
            .into_iter()
            .map(|t| Choice::new(t.key(), t.name(cx)))
            .collect();
        let mut out = Html::none();
        for column in &self.columns {
            let at = column.at();
            let label = if column.head.is_empty() {
                cx.t1("roster.column", "letter", &column.letter)
            } else {
                column.head.clone()
            };
            let samples = if column.samples.is_empty() {
                cx.t("roster.no_samples")
            } else {
                column.samples.join(&cx.t("org.comma"))
            };
            let field = cx
                .field(&format!("column-{at}"), "roster.means")
                .label_text(&format!("{} {label}", column.letter))
                .hint_text(&samples);
            out.add(Html::trusted(
                field
                    .select(targets.clone(), column.target.map_or("", Target::key))
                    .blank("roster.ignore")
                    .to_string(),
            ));
        }
        out
    }
}

impl ColumnOf {
    /// Its place, from its letter.
    fn at(&self) -> usize {
        let sign = |c: char| {
            c.to_digit(36)
                .and_then(|d| usize::try_from(d).ok())
                .map_or(0, |d| d.saturating_sub(9))
        };
        self.letter
            .chars()
            .fold(0_usize, |all, c| all * 26 + sign(c))
            .saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_leads_back_to_its_column() {
        for at in [0, 25, 26, 199] {
            let column = ColumnOf {
                letter: papers::column_letter(at),
                head: String::new(),
                samples: Vec::new(),
                target: None,
            };
            assert_eq!(column.at(), at);
        }
    }
}
