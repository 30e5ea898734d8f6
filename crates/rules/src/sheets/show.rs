//! One sheet: its rules by field of work, what waits, and what can be done with it.

use org::power::{RULE_CONFIRM, RULE_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row as Line, State, html};
use web::{Reply, View};

use super::list::sheet_state;
use crate::{
    SheetId,
    book::{
        RuleView,
        list::{field_name, key_name},
        severity,
    },
    model::{key::Field, place::Place},
    say,
    store::{self, SheetLine},
};

/// Which sheet.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: SheetId,
}

/// Rules of a field of work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Group {
    /// The field.
    pub field: Field,
    /// Its rules.
    pub rules: Vec<RuleView>,
}

/// Rules by field of work.
pub(crate) fn groups(lines: &[store::Line], lang: kernel::Lang) -> Vec<Group> {
    let of = |field: &Field| Group {
        field: *field,
        rules: lines
            .iter()
            .filter(|line| line.row.key.field == *field)
            .map(|line| RuleView::of(line, lang))
            .collect(),
    };
    Field::ALL
        .iter()
        .map(of)
        .filter(|group| !group.rules.is_empty())
        .collect()
}

/// The table of a group of rules.
pub(crate) fn table(cx: &Cx, rules: &[RuleView]) -> Html {
    let cols = [
        Col::text("key", "rules.col.key"),
        Col::text("sets", "rules.col.sets"),
        Col::text("severity", "rules.row.severity").minor(),
        Col::text("basis", "rules.col.basis").minor(),
        Col::day("days", "rules.col.days"),
        Col::day("state", "rules.col.state"),
    ];
    let rows = rules.iter().map(|rule| {
        let row = Line::new()
            .link(&rule.href())
            .cell(key_name(cx, &rule.key))
            .cell(rule.sets_for(cx))
            .cell(severity(cx, rule.severity))
            .cell(&rule.basis)
            .cell(rule.days(cx))
            .cell(rule.badge(cx));
        if rule.corrected { row.quiet() } else { row }
    });
    Html::trusted(cx.table("rules.sheets.rules", cols).rows(rows).to_string())
}

/// One sheet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct SheetPage {
    /// It.
    pub sheet: SheetLine,
    /// Its rules by field of work.
    pub groups: Vec<Group>,
    /// Whether the reader may enter rules.
    pub may_write: bool,
    /// Whether the reader may confirm those that wait.
    pub may_confirm: bool,
}

ui::page!(
    SheetPage,
    "sheets/pages/show.html",
    |p, _cx| p.sheet.title.clone(),
    wide
);

pub(crate) fn page(view: &View<'_>, q: Which) -> Reply<SheetPage> {
    let sheet = store::sheet(view, q.id)?;
    let mut lines = store::of_sheet(view, q.id)?;
    store::as_seen_from(view, view.union(), &mut lines)?;
    let may = match &sheet.place {
        Some(place) => store::may_write(view, view.union(), place)?,
        None => false,
    };
    let own = view.actor().account;
    let waits = lines.iter().any(|line| {
        line.confirmed.is_none() && !line.row.corrected && line.row.from.is_some() && line.account != Some(own)
    });
    Ok(SheetPage {
        sheet,
        groups: groups(&lines, view.lang()),
        may_write: may && view.actor().may(RULE_WRITE),
        may_confirm: may && waits && view.actor().may(RULE_CONFIRM),
    })
}

impl SheetPage {
    fn at(&self, more: &str) -> String {
        format!("/rules/sheets/{}{more}", self.sheet.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let import = format!("/rules/imports/new?sheet={}", self.sheet.id);
        let new = self.at("/new");
        // where days are owed, giving them is the main act
        let enter = if self.sheet.undated > 0 {
            cx.link_button(&new, "rules.form.new")
        } else {
            cx.main_link(&new, "rules.form.new")
        };
        let write = self
            .may_write
            .then(|| html!("{}{}", enter, cx.link_button(&import, "rules.imports.title")));
        let acts = html!(
            "{}{}",
            write,
            cx.link_button(&self.at("/sheet.xlsx"), "rules.sheets.excel")
        );
        let steps = [
            (cx.t("rules.title"), "/rules"),
            (cx.t("rules.sheets.title"), "/rules/sheets"),
        ];
        let under = say::place(cx.lang, self.sheet.place.as_ref());
        html!("{}{}", cx.crumbs(steps), cx.heading(&self.sheet.title, under, acts))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let sheet = &self.sheet;
        let mut facts = cx
            .facts()
            .fact("rules.col.state", sheet_state(cx, sheet))
            .fact("rules.sheets.rules", cx.number(sheet.rules))
            .fact(
                "rules.sheets.by",
                sheet.by.clone().unwrap_or_else(|| cx.t("rules.row.shipped")),
            );
        if let Some(source) = &sheet.source {
            facts = facts.long("rules.row.source", source);
        }
        Html::trusted(facts.to_string())
    }
    fn notes(&self, cx: &Cx) -> Html {
        let example = self
            .sheet
            .place
            .is_none()
            .then(|| cx.note(State::Info, cx.t("rules.sheets.is_example")));
        let system = matches!(self.sheet.place, Some(Place::Nation)) && self.sheet.shipped.is_some();
        let nation = (system && self.sheet.open > 0).then(|| cx.note(State::Info, cx.t("rules.sheets.is_skeleton")));
        html!("{}{}", example, nation)
    }
    /// A first day for rules that have none.
    fn dating(&self, cx: &Cx) -> Html {
        if !self.may_write || self.sheet.undated == 0 {
            return Html::none();
        }
        let day = cx.field("from", "rules.form.from").required().date("");
        html!(
            "<section><h2>{}</h2><p class=\"quiet\">{}</p>{}{}{}</section>",
            cx.t("rules.sheets.date"),
            cx.tn("rules.sheets.date_about", self.sheet.undated),
            Html::trusted(cx.form_open(&self.at("/date")).in_row().to_string()),
            Html::trusted(day.to_string()),
            Html::trusted(cx.form_close("rules.sheets.date").to_string())
        )
    }
    fn confirming(&self, cx: &Cx) -> Html {
        if !self.may_confirm {
            return Html::none();
        }
        let says = cx.tn("rules.sheets.confirm_about", self.sheet.open - self.sheet.undated);
        cx.confirm(
            &self.at("/confirm"),
            "rules.sheets.confirm",
            says,
            "rules.sheets.confirm",
        )
    }
    fn title(&self, cx: &Cx, group: &Group) -> String {
        field_name(cx, group.field)
    }
    fn rules(&self, cx: &Cx, group: &Group) -> Html {
        table(cx, &group.rules)
    }
    fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}
