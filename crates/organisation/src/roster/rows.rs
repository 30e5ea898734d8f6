//! The rows with a kind of trouble, a page at a time.

use org::members::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    cell::{Block, Row},
    desk::Desk,
    model::{Roster, RosterId, State},
    store,
    summary::Counted,
    target::Target,
    trouble::{Kind, Trouble, settled, taken},
};

/// Rows on a page.
const PAGE: usize = 50;

/// A text as it may stand on a screen: the middle of an identity number is hidden.
#[must_use]
pub(super) fn veiled(target: Option<Target>, text: &str) -> String {
    let long = text.chars().count();
    if !target.is_some_and(Target::veiled) || long < 9 {
        return text.chars().take(60).collect();
    }
    let hide = |(at, c): (usize, char)| if at < 6 || at + 4 >= long { c } else { '*' };
    text.chars().enumerate().map(hide).take(60).collect()
}

/// A trouble as it is shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// The row in the file.
    pub row: i64,
    /// The name in it.
    pub name: String,
    /// What kind.
    pub kind: Kind,
    /// The head of the column.
    pub column: Option<String>,
    /// What stands there.
    pub stands: String,
    /// What is proposed; empty for leaving the place blank.
    pub proposal: String,
    /// Whether something is proposed.
    pub fix: bool,
    /// Whether the proposal is taken.
    pub taken: bool,
    /// More about it: another row, a member.
    pub about: String,
}

/// Rows with a kind of trouble.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rows {
    /// The roster.
    pub id: RosterId,
    /// The name of the file.
    pub name: String,
    /// Whether something can still be decided.
    pub open: bool,
    /// The kind.
    pub kind: Option<Kind>,
    /// All kinds found, with the number of their rows.
    pub kinds: Vec<(Kind, i64)>,
    /// The troubles of this page.
    pub rows: Vec<Shown>,
    /// How many there are.
    pub total: i64,
    /// The page, from 1.
    pub page: i64,
}

ui::page!(Rows, "roster/pages/rows.html", |_p, cx| cx.t("roster.rows"), wide);

/// Which rows.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: RosterId,
    /// The kind of trouble; the first that was found if not said.
    kind: Option<Kind>,
    /// The page, from 1.
    page: Option<i64>,
}

/// Rows of a roster by their numbers, opened block by block.
pub(super) struct Opened<'a> {
    view: &'a View<'a>,
    roster: &'a Roster,
    block: Option<Block>,
}

impl<'a> Opened<'a> {
    pub(super) fn of(view: &'a View<'a>, roster: &'a Roster) -> Self {
        Self {
            view,
            roster,
            block: None,
        }
    }
    pub(super) fn row(&mut self, number: i64) -> Reply<Option<Row>> {
        let union = self.view.union();
        let holds = |b: &Block| {
            let last = b.first + i64::try_from(b.rows.len()).unwrap_or(0);
            (b.first..last).contains(&number)
        };
        if !self.block.as_ref().is_some_and(holds) {
            let (id, sheet) = (self.roster.id, self.roster.sheet);
            let at = store::block_of(self.view, union, id, sheet, number)?;
            self.block = match at {
                Some(at) => store::block(self.view, union, id, sheet, at)?,
                None => None,
            };
        }
        let block = self.block.clone().filter(holds);
        Ok(block.and_then(|block| block.numbered().find(|row| row.number == number)))
    }
}

/// A trouble with what stands there and what is proposed.
pub(super) fn shown(desk: &Desk, roster: &Roster, row: Option<&Row>, (number, trouble): (i64, &Trouble)) -> Shown {
    let seen = row.and_then(|row| desk.look_at(row));
    let name_at = desk.columns.iter().position(|t| *t == Some(Target::Field(Field::Name)));
    let text = |column: usize| row.map(|row| row.cell(column).text()).unwrap_or_default();
    let target = trouble
        .column
        .and_then(|column| desk.columns.get(column).copied().flatten());
    Shown {
        row: number,
        name: name_at.map(text).unwrap_or_default().chars().take(40).collect(),
        kind: trouble.kind,
        column: trouble
            .column
            .and_then(|column| Some(roster.chosen()?.column_name(column))),
        stands: trouble
            .column
            .map(|column| veiled(target, &text(column)))
            .unwrap_or_default(),
        proposal: seen.map(|seen| seen.proposal(trouble).to_owned()).unwrap_or_default(),
        fix: trouble.fix,
        taken: taken(trouble, &desk.rules, desk.choices.get(&number)),
        about: trouble.about.clone(),
    }
}

pub(super) fn list(view: &View<'_>, q: Ask) -> Reply<Rows> {
    let union = view.union();
    let roster = store::get(view, union, q.id)?;
    let counted = Counted::of(view, union, roster.id)?;
    let kinds: Vec<(Kind, i64)> = Kind::ALL
        .iter()
        .filter_map(|kind| Some((*kind, counted.kinds.get(kind.key())?.0)))
        .collect();
    let kind = q.kind.or(kinds.first().map(|(kind, _)| *kind));
    let page = q.page.unwrap_or(1).max(1);
    let from = usize::try_from(page - 1).unwrap_or(0).saturating_mul(PAGE);
    let (mut all, mut total) = (Vec::new(), 0_usize);
    store::each_found(view, union, roster.id, |row| {
        let settled = settled(&row.troubles, &roster.rules);
        for trouble in settled.into_iter().filter(|trouble| Some(trouble.kind) == kind) {
            if (from..from.saturating_add(PAGE)).contains(&total) {
                all.push((row.row, trouble));
            }
            total += 1;
        }
    })?;
    let desk = Desk::of(view, union, &roster, view.today())?;
    let mut opened = Opened::of(view, &roster);
    let mut rows = Vec::new();
    for (number, trouble) in &all {
        let row = opened.row(*number)?;
        rows.push(shown(&desk, &roster, row.as_ref(), (*number, trouble)));
    }
    Ok(Rows {
        id: roster.id,
        name: roster.name.clone(),
        open: roster.state == State::Checked,
        kind,
        kinds,
        rows,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        page,
    })
}

/// The name of a kind of trouble.
pub(super) fn name_of(cx: &Cx, kind: Kind) -> String {
    cx.t(&format!("roster.trouble.{}", kind.key()))
}

/// What is proposed for a kind of trouble.
pub(super) fn proposal_of(cx: &Cx, kind: Kind) -> String {
    cx.t(&format!("roster.mend.{}", kind.key()))
}

/// More about a trouble, in words.
pub(super) fn about(cx: &Cx, shown: &Shown) -> String {
    match shown.kind {
        Kind::Twice | Kind::TwoGroups | Kind::Namesake if shown.about.parse::<i64>().is_ok() => {
            cx.t1("roster.other_row", "n", &shown.about)
        }
        Kind::IdBad => cx.t(&format!("organisation.bad_identity.{}", shown.about)),
        Kind::IdDoubt => cx.t(&format!("roster.id_doubt.{}", shown.about)),
        Kind::Refused => cx.t(&shown.about),
        _ => String::new(),
    }
}

/// A proposal in words: choices by their names.
pub(super) fn said(cx: &Cx, shown: &Shown) -> String {
    if !shown.fix {
        return cx.t("roster.no_proposal");
    }
    let words = proposal_of(cx, shown.kind);
    if shown.proposal.is_empty() {
        return words;
    }
    let value = match shown.kind {
        Kind::SexDiffers => cx.t(&format!("org.choice.sex.{}", shown.proposal)),
        _ => shown.proposal.clone(),
    };
    cx.t2("roster.proposed", "what", words, "value", value)
}

impl Rows {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (cx.t("roster.title"), "/rosters".to_owned()),
            (self.name.clone(), format!("/rosters/{}", self.id)),
        ]);
        let title = self.kind.map_or_else(|| cx.t("roster.rows"), |kind| name_of(cx, kind));
        let under = self
            .kind
            .map(|kind| cx.t(&format!("roster.trouble_says.{}", kind.key())));
        html!("{}{}", crumbs, cx.heading(title, under, Html::none()))
    }
    fn others(&self, cx: &Cx) -> Html {
        let links: Html = self
            .kinds
            .iter()
            .map(|(kind, rows)| {
                let here = (Some(*kind) == self.kind).then(|| Html::trusted(" aria-current=\"page\""));
                let href = format!("/rosters/{}/rows?kind={}", self.id, kind.key());
                html!(
                    "<a class=\"chip\" href=\"{}\"{}>{} {}</a> ",
                    href,
                    here,
                    name_of(cx, *kind),
                    *rows
                )
            })
            .collect();
        html!(
            "<nav class=\"chips\" aria-label=\"{}\">{}</nav>",
            cx.t("roster.kinds"),
            links
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let Some(kind) = self.kind.filter(|_| !self.rows.is_empty()) else {
            return cx.empty("roster.no_rows");
        };
        let can = self.open && self.rows.iter().any(|row| row.fix) && kind != Kind::Known;
        let heads = ["row", "name_head", "stands", "proposal"]
            .map(|key| html!("<th scope=\"col\">{}</th>", cx.t(&format!("roster.{key}"))));
        let tick = can.then(|| html!("<th scope=\"col\">{}</th>", cx.t("roster.take")));
        let lines: Html = self.rows.iter().map(|row| self.line(cx, row, can)).collect();
        let heads: Html = heads.into_iter().collect();
        let table = html!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"table\"><thead><tr>{}{}</tr></thead><tbody>{}</tbody></table></div>",
            name_of(cx, kind),
            heads,
            tick,
            lines
        );
        if !can {
            return table;
        }
        html!(
            "{}<input type=\"hidden\" name=\"kind\" value=\"{}\">{}{}",
            Html::trusted(cx.form_open(&format!("/rosters/{}/rows", self.id)).to_string()),
            kind.key(),
            table,
            Html::trusted(cx.form_close("roster.keep_rows").to_string())
        )
    }
    fn line(&self, cx: &Cx, row: &Shown, can: bool) -> Html {
        let label = |key: &str| cx.t(&format!("roster.{key}"));
        let more = about(cx, row);
        let more = (!more.is_empty()).then(|| html!("<br><small class=\"under\">{}</small>", more));
        let stands = match &row.column {
            Some(column) => html!("<span class=\"quiet\">{}</span> {}{}", column, row.stands, more),
            None => html!("{}{}", row.stands, more),
        };
        let tick = can.then(|| {
            let checked = row.taken.then(|| Html::trusted(" checked"));
            let fix = row.fix.then(|| {
                html!(
                    "<input type=\"hidden\" name=\"row\" value=\"{}\"><label class=\"touch\"><input type=\"checkbox\" name=\"tick\" value=\"{}\"{}><span class=\"away\">{}</span></label>",
                    row.row,
                    row.row,
                    checked,
                    cx.t1("roster.take_row", "n", row.row)
                )
            });
            html!("<td data-label=\"{}\">{}</td>", label("take"), fix)
        });
        html!(
            "<tr><th scope=\"row\"><a href=\"/rosters/{}/row?row={}\">{}</a></th><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td>{}</tr>",
            self.id.to_string(),
            row.row,
            cx.t1("roster.row_n", "n", row.row),
            label("name_head"),
            row.name,
            label("stands"),
            stands,
            label("proposal"),
            said(cx, row),
            tick
        )
    }
    fn pager(&self, cx: &Cx) -> Html {
        cx.pager(self.page, i64::try_from(PAGE).unwrap_or(50), self.total)
    }
}
