//! All keys by field of work, with the rule that is named here on a day.

use kernel::{Date, UnionId};
use org::power::{RULE_JUDGED, TREE_MANAGE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row as Line, html};
use web::{Reply, View};

use super::{RuleView, kinds};
use crate::{
    judging::figure,
    model::{
        key::{ALL, Field, Key},
        place::{System, UnitKind, Who},
        resolve::resolve,
        row::Row,
        value::{Known, Standard},
    },
    say,
    store::{self, Line as Written},
};

/// What is asked.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Ask {
    /// As of which day; today if not said.
    #[serde(default)]
    on: Option<Date>,
    /// Only one field of work.
    #[serde(default)]
    field: Option<Field>,
}

/// What is named for a key.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Here {
    /// The key.
    pub key: String,
    /// The rule.
    pub rule: RuleView,
    /// How many other rules stand beside it.
    pub beside: usize,
    /// What a rule that is not confirmed would name instead.
    pub would: Option<RuleView>,
}

/// A field of work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Section {
    /// Which.
    pub field: Field,
    /// Its keys for which there is a rule here.
    pub rules: Vec<Here>,
    /// Its keys for which there is none.
    pub none: Vec<String>,
}

/// What applies here.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Book {
    /// The union.
    pub union: UnionId,
    /// As of which day.
    pub on: Date,
    /// Where it is: a code of GB/T 2260.
    pub region: Option<String>,
    /// Its industry system.
    pub system: Option<System>,
    /// What its unit is.
    pub kinds: Vec<UnitKind>,
    /// By field of work.
    pub sections: Vec<Section>,
    /// Only this field is shown.
    pub field: Option<Field>,
    /// Whether the reader may say where the union is.
    pub may_place: bool,
    /// Whether the reader may see what rules said to decisions.
    pub sees_judged: bool,
}

ui::page!(Book, "book/pages/list.html", |_p, cx| cx.t("rules.title"), wide);

pub(crate) fn page(view: &View<'_>, ask: Ask) -> Reply<Book> {
    let on = ask.on.unwrap_or_else(|| view.today());
    let who = store::who(view, view.union())?;
    let lines = store::for_key(view, view.union(), &who, None)?;
    let known = known(&lines, &who, on);
    let fields = Field::ALL.iter().filter(|f| ask.field.is_none_or(|only| only == **f));
    Ok(Book {
        union: view.union(),
        on,
        sections: fields
            .map(|field| section(view, &lines, &who, &known, (on, *field)))
            .collect(),
        region: who.region.as_ref().map(|region| region.code().to_owned()),
        system: who.system,
        kinds: who.kinds.iter().copied().collect(),
        field: ask.field,
        may_place: view.actor().may(TREE_MANAGE),
        sees_judged: view.actor().may(RULE_JUDGED),
    })
}

/// The local standards of a day.
pub(crate) fn known(lines: &[Written], who: &Who, on: Date) -> Known {
    let figures = Standard::ALL
        .iter()
        .filter_map(|s| Some((*s, figure(lines.iter().map(|l| &l.row), who, on, *s)?)));
    Known {
        standards: figures.collect(),
        ..Known::default()
    }
}

fn section(view: &View<'_>, lines: &[Written], who: &Who, known: &Known, (on, field): (Date, Field)) -> Section {
    let (mut rules, mut none) = (Vec::new(), Vec::new());
    for key in ALL.iter().copied().filter(|key| key.field == field) {
        match here(view, lines, who, on, key, known) {
            Some(found) => rules.push(found),
            None => none.push(key.name.to_owned()),
        }
    }
    Section { field, rules, none }
}

fn here(view: &View<'_>, lines: &[Written], who: &Who, on: Date, key: &'static Key, known: &Known) -> Option<Here> {
    let of_key = lines.iter().filter(|line| line.row.key == key);
    let found = resolve(of_key.map(|line| &line.row), who, on, key);
    let shown = |row: &Row| {
        let line = lines.iter().find(|line| line.row.id == row.id);
        line.map(|line| RuleView::of(line, view.lang()))
    };
    Some(Here {
        key: key.name.to_owned(),
        rule: found.named(known).and_then(shown)?,
        beside: found.standing.len() - 1,
        would: found.would_name(known).and_then(shown),
    })
}

/// The name of a key.
pub(crate) fn key_name(cx: &Cx, name: &str) -> String {
    Key::of(name).map_or_else(|| name.to_owned(), |key| cx.t(&key.word()))
}

/// The name of a field of work.
pub(crate) fn field_name(cx: &Cx, field: Field) -> String {
    cx.t(&format!("rules.field.{}", field.key()))
}

impl Book {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = html!(
            "{}{}{}{}",
            cx.link_button("/rules/sheets", "rules.sheets.title"),
            cx.link_button("/rules/own", "rules.own.title"),
            cx.link_button("/rules/compare", "rules.compare.title"),
            self.sees_judged
                .then(|| cx.link_button("/rules/judgements", "rules.judgements.title"))
        );
        cx.heading(cx.t("rules.title"), cx.t("rules.about"), acts)
    }
    /// Where the union is, since that decides.
    fn whose(&self, cx: &Cx) -> Html {
        let about = format!("/org/tree/{}/about", self.union);
        let unknown = || cx.t("rules.here.unknown");
        let region = self
            .region
            .as_ref()
            .map_or_else(unknown, |code| say::region_name(cx.lang, code));
        let system = self
            .system
            .map_or_else(unknown, |s| cx.t(&format!("rules.system.{}", s.key())));
        let kinds = if self.kinds.is_empty() {
            unknown()
        } else {
            kinds(cx, &self.kinds)
        };
        let facts = cx
            .facts()
            .fact("rules.here.region", region)
            .fact("rules.here.system", system)
            .fact("rules.here.kinds", kinds);
        let edit = self
            .may_place
            .then(|| cx.icon_link(&about, "pencil", "rules.here.edit"));
        let warn = self
            .region
            .is_none()
            .then(|| cx.note(ui::State::Soon, cx.t("rules.here.no_region")));
        html!("{}{}{}", warn, Html::trusted(facts.to_string()), edit)
    }
    fn ask(&self, cx: &Cx) -> Html {
        let fields: Vec<Choice> = Field::ALL
            .iter()
            .map(|f| Choice::new(f.key(), field_name(cx, *f)))
            .collect();
        let chosen = self.field.map_or("", Field::key);
        html!(
            "{}{}{}{}",
            cx.ask_open("/rules"),
            Html::trusted(cx.field("on", "rules.here.on").date(self.on).to_string()),
            Html::trusted(cx.field("field", "rules.here.field").filter(fields, chosen).to_string()),
            cx.ask_close("rules.here.show")
        )
    }
    fn title(&self, cx: &Cx, section: &Section) -> String {
        field_name(cx, section.field)
    }
    fn table(&self, cx: &Cx, section: &Section) -> Html {
        let cols = [
            Col::text("key", "rules.col.key"),
            Col::text("sets", "rules.col.sets"),
            Col::text("place", "rules.col.place"),
            Col::text("basis", "rules.col.basis").minor(),
            Col::day("state", "rules.col.state"),
        ];
        let rows = section.rules.iter().map(|here| {
            let would = here.would.as_ref().map(|w| {
                let sets = cx.t2("rules.here.would", "place", &w.place, "sets", &w.sets);
                html!("<br><small>{}</small>", sets)
            });
            let beside = (here.beside > 0 && here.would.is_none())
                .then(|| html!("<br><small>{}</small>", cx.tn("rules.here.beside", here.beside)));
            Line::new()
                .link(&format!("/rules/keys/{}", here.key))
                .cell(key_name(cx, &here.key))
                .cell(html!("{}{}{}", here.rule.sets_for(cx), would, beside))
                .cell(&here.rule.place)
                .cell(&here.rule.basis)
                .cell(here.rule.badge(cx))
        });
        let table = cx
            .table("rules.title", cols)
            .rows(rows)
            .empty(cx.empty("rules.here.none_here"));
        Html::trusted(table.to_string())
    }
    /// Keys without a rule here.
    fn none(&self, cx: &Cx, section: &Section) -> Html {
        if section.none.is_empty() {
            return Html::none();
        }
        let links: Html = section
            .none
            .iter()
            .map(|key| html!("<li><a href=\"/rules/keys/{}\">{}</a></li>", key, key_name(cx, key)))
            .collect();
        html!(
            "<details class=\"more\"><summary>{}</summary><ul class=\"links\">{}</ul></details>",
            cx.tn("rules.here.without", section.none.len()),
            links
        )
    }
}
