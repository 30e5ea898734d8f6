//! The fields of a dossier's form on screen.

use ui::{Choice, Cx, Field, Html, html};
use web::View;

use super::{
    body::{Body, Sheet, masked},
    items::{COST_ITEMS, FAMILY, Item, Kind, MOST_COSTS, MOST_FAMILY},
};

/// What fields need to be drawn.
pub(super) struct Drawing<'a> {
    pub cx: &'a Cx,
    pub body: &'a Body,
    /// How many rows of family and costs.
    pub rows: (usize, usize),
}

impl Drawing<'_> {
    fn one(&self, prefix: &str, item: &Item, sheet: &Sheet) -> Html {
        let cx = self.cx;
        let has = sheet.get(item.key).map(String::as_str).unwrap_or_default();
        let mut field = cx.field(&format!("{prefix}{}", item.key), &item.word());
        if item.need && (prefix.is_empty() || !sheet.is_empty()) {
            field = field.required();
        }
        Html::trusted(self.control(field, item.kind, has).to_string())
    }
    fn control<'f>(&self, field: Field<'f>, kind: Kind, has: &str) -> Field<'f> {
        let long = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
        match kind {
            Kind::Text(most) => field.max(long(most)).text(has),
            Kind::Long(most) => field.max(long(most)).area(has),
            Kind::Choice(stem, keys) => {
                let word = |key: &&str| Choice::new(*key, self.cx.t(&format!("hardship.choice.{stem}.{key}")));
                field.select(keys.iter().map(word), has)
            }
            Kind::Day => field.date(has),
            Kind::Money | Kind::Loss => field.money(has),
            Kind::Number(_) => field.number(has),
            Kind::Tick => field.tick(!has.is_empty()),
            // what is kept is told by its ends alone; left empty it stays
            Kind::Identity | Kind::Card => {
                let field = field.max(40).autocomplete("off");
                let hint = if has.is_empty() {
                    String::new()
                } else {
                    self.cx.t1("hardship.form.kept", "now", masked(kind, has))
                };
                if hint.is_empty() {
                    field.text("")
                } else {
                    field.hint_text(&hint).text("")
                }
            }
        }
    }
    /// The groups of the household, then the family, then the costs.
    pub(super) fn whole(&self) -> Html {
        let cx = self.cx;
        let mut all = Html::none();
        for group in Body::groups() {
            let fields: Html = group
                .items
                .iter()
                .map(|item| self.one("", item, &self.body.own))
                .collect();
            let title = cx.t(&format!("hardship.group.{}", group.key));
            let says = match group.key {
                "money" => cx.t("hardship.form.money_says"),
                "excluded" => cx.t("hardship.form.excluded_says"),
                _ => String::new(),
            };
            all.add(html!(
                "<fieldset><legend>{}</legend><p class=\"quiet\">{}</p>{}</fieldset>",
                title,
                says,
                fields
            ));
        }
        all.add(self.rows(
            "f",
            "hardship.group.family",
            "hardship.form.family_says",
            FAMILY,
            &self.body.family,
            self.rows.0,
        ));
        all.add(self.rows(
            "c",
            "hardship.group.costs",
            "hardship.form.costs_say",
            COST_ITEMS,
            &self.body.costs,
            self.rows.1,
        ));
        all
    }
    fn rows(&self, stem: &str, title: &str, says: &str, items: &[Item], sheets: &[Sheet], count: usize) -> Html {
        let none = Sheet::new();
        let mut all = html!(
            "<h2>{}</h2><p class=\"quiet\">{}</p>",
            self.cx.t(title),
            self.cx.t(says)
        );
        for n in 0..count {
            let sheet = sheets.get(n).unwrap_or(&none);
            let prefix = format!("{stem}{n}_");
            let fields: Html = items.iter().map(|item| self.one(&prefix, item, sheet)).collect();
            let known = sheet
                .get("name")
                .or(sheet.get("evidence"))
                .map(String::as_str)
                .unwrap_or_default();
            let wrong = items
                .iter()
                .any(|item| self.cx.error(&format!("{prefix}{}", item.key)).is_some());
            let open = if wrong || (n == 0 && sheet.is_empty()) {
                " open"
            } else {
                ""
            };
            let number = self.cx.t1("hardship.form.row", "n", n + 1);
            all.add(html!(
                "<details{}><summary>{} {}</summary><fieldset>{}</fieldset></details>",
                Html::trusted(open),
                number,
                known,
                fields
            ));
        }
        all
    }
}

/// How many rows a form shows: those that are filled, and some more.
pub(super) fn rows(view: &View<'_>, body: &Body) -> (usize, usize) {
    let typed = |stem: &str, most: usize, first: &str| {
        let filled = |n: &usize| {
            view.typed(&format!("{stem}{n}_{first}"))
                .is_some_and(|text| !text.trim().is_empty())
        };
        (0..most).filter(filled).max().map_or(0, |n| n + 1)
    };
    let family = body.family.len().max(typed("f", MOST_FAMILY, "name"));
    let costs = body.costs.len().max(typed("c", MOST_COSTS, "cost"));
    ((family + 2).min(MOST_FAMILY), (costs + 2).min(MOST_COSTS))
}
