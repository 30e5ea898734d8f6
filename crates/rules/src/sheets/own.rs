//! A union's own rules.

use org::power::RULE_WRITE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Reply, View};

use super::show::{Group, groups, table};
use crate::{book::list::field_name, model::place::Place, store};

/// A union's own rules.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Own {
    /// By field of work.
    pub groups: Vec<Group>,
    /// Whether the reader may enter some.
    pub may_write: bool,
}

ui::page!(Own, "sheets/pages/own.html", |_p, cx| cx.t("rules.own.title"), wide);

pub(crate) fn page(view: &View<'_>, _: Nothing) -> Reply<Own> {
    let lines = store::of_place(view, view.union(), &Place::Unit, None)?;
    Ok(Own {
        groups: groups(&lines, view.lang()),
        may_write: view.actor().may(RULE_WRITE),
    })
}

impl Own {
    fn heading(&self, cx: &Cx) -> Html {
        let write = self.may_write.then(|| {
            html!(
                "{}{}",
                cx.main_link("/rules/own/new", "rules.own.new"),
                cx.link_button("/rules/imports/new", "rules.imports.title")
            )
        });
        let acts = html!(
            "{}{}",
            write,
            cx.link_button("/rules/own/sheet.xlsx", "rules.sheets.excel")
        );
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(cx.t("rules.own.title"), cx.t("rules.own.about"), acts)
        )
    }
    fn title(&self, cx: &Cx, group: &Group) -> String {
        field_name(cx, group.field)
    }
    fn rules(&self, cx: &Cx, group: &Group) -> Html {
        table(cx, &group.rules)
    }
    fn nothing(&self, cx: &Cx) -> Html {
        match (self.groups.is_empty(), self.may_write) {
            (false, _) => Html::none(),
            (true, true) => cx.empty_first("rules.own.none", "/rules/own/new", "rules.own.new"),
            (true, false) => cx.empty("rules.own.none"),
        }
    }
}
