//! One row with everything that stands in it, and its person beside the member of the register.

use std::collections::BTreeMap;

use org::members::{
    Field, Particulars,
    field::{Class, Kind as Shape},
    history,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice as Option_, Cx, Html, html};
use web::{Refusal, Reply, View};

use super::{
    cell::Row,
    desk::Desk,
    model::{Found, Roster, RosterId, State},
    rows::{Opened, Shown, about, name_of, said, shown, veiled},
    store, summary,
    trouble::{Kind, KnownHow, settled},
    twins::member_of,
};

/// A field beside what the register says of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Beside {
    /// The field.
    pub field: Field,
    /// What the register says.
    pub register: String,
    /// What the file says.
    pub file: String,
    /// Whether the file's is taken.
    pub taken: bool,
}

/// A row with everything that stands in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OneRow {
    /// The roster.
    pub id: RosterId,
    /// The name of the file.
    pub name: String,
    /// The number of the row; none if nothing was found.
    pub row: Option<i64>,
    /// Whether something can still be decided.
    pub open: bool,
    /// What stands in it: heads and texts.
    pub cells: Vec<(String, String)>,
    /// What is wrong with it.
    pub troubles: Vec<Shown>,
    /// The member of the register who seems to be the same.
    pub member: Option<org::MemberId>,
    /// What becomes of that.
    pub known: KnownHow,
    /// Field by field, where register and file differ.
    pub beside: Vec<Beside>,
}

ui::page!(OneRow, "roster/pages/row.html", |p, cx| p.title(cx));

/// Which row.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct AskRow {
    id: RosterId,
    /// Its number in the file; the first with a trouble if not said.
    row: Option<i64>,
}

pub(super) fn one(view: &View<'_>, q: AskRow) -> Reply<OneRow> {
    let union = view.union();
    let roster = store::get(view, union, q.id)?;
    let typed = view.typed("row").and_then(|text| text.parse().ok());
    let wanted = q.row.or(typed);
    let mut found: Option<Found> = None;
    store::each_found(view, union, roster.id, |row| {
        if found.is_none() && wanted.is_none_or(|number| number == row.row) {
            found = Some(row);
        }
    })?;
    let number = wanted.or(found.as_ref().map(|row| row.row));
    let mut page = OneRow {
        id: roster.id,
        name: roster.name.clone(),
        row: number,
        open: roster.state == State::Checked,
        cells: Vec::new(),
        troubles: Vec::new(),
        member: None,
        known: roster.rules.known,
        beside: Vec::new(),
    };
    let Some(number) = number else { return Ok(page) };
    let mut opened = Opened::of(view, &roster);
    let Some(row) = opened.row(number)? else {
        return Err(Refusal::missing().into());
    };
    let desk = Desk::of(view, union, &roster, view.today())?;
    page.cells = cells(&desk, &roster, &row);
    let troubles = found.map(|row| row.troubles).unwrap_or_default();
    let troubles = settled(&troubles, &roster.rules);
    page.troubles = troubles
        .iter()
        .map(|t| shown(&desk, &roster, Some(&row), (number, t)))
        .collect();
    page.member = troubles.iter().find(|t| t.kind == Kind::Known).and_then(member_of);
    if let Some(member) = page.member {
        let choice = desk.choices.get(&number);
        page.known = choice.and_then(|c| c.known).unwrap_or(roster.rules.known);
        let picked = choice.map(|c| c.pick.clone()).unwrap_or_default();
        let course = history::believed(view, union, member)?;
        let was = course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
        page.beside = beside(view, &desk, &row, &was, &picked);
    }
    Ok(page)
}

fn cells(desk: &Desk, roster: &Roster, row: &Row) -> Vec<(String, String)> {
    let name = |column: usize| {
        roster
            .chosen()
            .map(|sheet| sheet.column_name(column))
            .unwrap_or_default()
    };
    let filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    filled
        .map(|(at, cell)| (name(at), veiled(desk.columns.get(at).copied().flatten(), &cell.text())))
        .collect()
}

/// Where the register and a row differ, field by field.
fn beside(view: &View<'_>, desk: &Desk, row: &Row, was: &Particulars, picked: &[String]) -> Vec<Beside> {
    let Some(seen) = desk.look_at(row) else {
        return Vec::new();
    };
    let personal = view.actor().may(org::power::MEMBER_PERSONAL);
    let cx = Cx::new(view.lang(), "", view.today());
    let names: BTreeMap<String, String> = desk
        .groups
        .iter()
        .map(|(name, id)| (id.to_string(), name.clone()))
        .collect();
    let words = |field: Field, kept: &str| match field.kind() {
        Shape::Choice(_) | Shape::Flag => summary::said(&cx, field, kept),
        Shape::Group => names.get(kept).cloned().unwrap_or_default(),
        _ => kept.to_owned(),
    };
    let group = seen.draft.group_id(|name| desk.founded(name)).map(|id| id.to_string());
    let told = seen.draft.known.known().map(|(field, text)| (field, text.to_owned()));
    told.chain(group.map(|id| (Field::Group, id)))
        .filter(|(field, text)| (personal || field.class() == Class::Plain) && was.get(*field) != Some(text.as_str()))
        .map(|(field, text)| {
            let has = was.get(field);
            Beside {
                field,
                register: has.map(|kept| words(field, kept)).unwrap_or_default(),
                file: words(field, &text),
                taken: has.is_none() || picked.iter().any(|key| key == field.key()),
            }
        })
        .collect()
}

impl OneRow {
    fn title(&self, cx: &Cx) -> String {
        match self.row {
            Some(row) => cx.t1("roster.row_n", "n", row),
            None => cx.t("roster.rows"),
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members".to_owned()),
            (cx.t("roster.title"), "/rosters".to_owned()),
            (self.name.clone(), format!("/rosters/{}", self.id)),
        ]);
        html!("{}{}", crumbs, cx.heading(self.title(cx), "", Html::none()))
    }
    fn back(&self) -> String {
        format!("/rosters/{}", self.id)
    }
    fn action(&self) -> String {
        format!("/rosters/{}/row", self.id)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let items: Html = self
            .cells
            .iter()
            .map(|(head, text)| html!("<div><dt>{}</dt><dd>{}</dd></div>", head, text))
            .collect();
        html!(
            "<dl class=\"facts\">{}</dl><p class=\"quiet\">{}</p>",
            items,
            cx.t("roster.as_in_file")
        )
    }
    /// What is wrong, each with its box.
    fn ticks(&self, cx: &Cx) -> Html {
        let mut out = Html::none();
        for shown in self.troubles.iter().filter(|s| s.kind != Kind::Known) {
            let more = about(cx, shown);
            let words = format!("{} {} {}", shown.column.clone().unwrap_or_default(), shown.stands, more);
            if !shown.fix || !self.open {
                out.add(html!(
                    "<p><strong>{}</strong> {}<br>{}</p>",
                    name_of(cx, shown.kind),
                    words,
                    said(cx, shown)
                ));
                continue;
            }
            let checked = shown.taken.then(|| Html::trusted(" checked"));
            out.add(html!(
                "<p><strong>{}</strong> {}</p><input type=\"hidden\" name=\"shown\" value=\"{}\"><p><label class=\"tick\"><input type=\"checkbox\" name=\"tick\" value=\"{}\"{}> {}</label></p>",
                name_of(cx, shown.kind),
                words,
                shown.kind.key(),
                shown.kind.key(),
                checked,
                said(cx, shown)
            ));
        }
        out
    }
    /// Register and file side by side.
    fn merge(&self, cx: &Cx) -> Html {
        let Some(member) = self.member else { return Html::none() };
        let how = [
            KnownHow::Fill,
            KnownHow::Take,
            KnownHow::Pick,
            KnownHow::Skip,
            KnownHow::Another,
            KnownHow::Back,
        ];
        let how = how.map(|how| Option_::new(how.key(), cx.t(&format!("roster.known_how.{}", how.key()))));
        let lines: Html = self.beside.iter().map(|b| self.pair(cx, b)).collect();
        html!(
            "<section><h2>{}</h2><p><a href=\"/members/{}\">{}</a></p>{}<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"table\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div></section>",
            cx.t("roster.beside"),
            member.to_string(),
            cx.t("roster.member"),
            Html::trusted(
                cx.field("known", "roster.known")
                    .choices(how, self.known.key())
                    .to_string()
            ),
            cx.t("roster.beside"),
            cx.t("roster.field"),
            cx.t("roster.in_register"),
            cx.t("roster.in_file"),
            cx.t("roster.take_file"),
            lines
        )
    }
    fn pair(&self, cx: &Cx, b: &Beside) -> Html {
        let checked = b.taken.then(|| Html::trusted(" checked"));
        html!(
            "<tr><th scope=\"row\">{}</th><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td><td data-label=\"{}\"><label class=\"touch\"><input type=\"checkbox\" name=\"pick\" value=\"{}\"{}><span class=\"away\">{}</span></label></td></tr>",
            cx.t(b.field.word()),
            cx.t("roster.in_register"),
            if b.register.is_empty() { "—" } else { &b.register },
            cx.t("roster.in_file"),
            b.file,
            cx.t("roster.take_file"),
            b.field.key(),
            checked,
            cx.t("roster.take_file")
        )
    }
}
