//! All sheets, and the form of a new one.

use org::power::RULE_WRITE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row as Line, State, html};
use web::{Nothing, Reply, View};

use crate::{
    model::place::{Place, Who},
    say,
    store::{self, SheetLine},
};

/// All sheets.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Sheets {
    /// Those of this union's places, the nearest first.
    pub here: Vec<SheetLine>,
    /// Those of other places.
    pub elsewhere: Vec<SheetLine>,
    /// Examples whose place is not known.
    pub examples: Vec<SheetLine>,
    /// Whether the reader may make one.
    pub may_write: bool,
}

ui::page!(
    Sheets,
    "sheets/pages/list.html",
    |_p, cx| cx.t("rules.sheets.title"),
    wide
);

pub(crate) fn page(view: &View<'_>, _: Nothing) -> Reply<Sheets> {
    let who = store::who(view, view.union())?;
    let (mut here, mut elsewhere, mut examples) = (Vec::new(), Vec::new(), Vec::new());
    for sheet in store::sheets(view)? {
        match &sheet.place {
            None => examples.push(sheet),
            Some(place) if who.is_in(place) => here.push(sheet),
            Some(_) => elsewhere.push(sheet),
        }
    }
    here.sort_by_key(|sheet| sheet.place.as_ref().map(Place::distance));
    Ok(Sheets {
        here,
        elsewhere,
        examples,
        may_write: view.actor().may(RULE_WRITE),
    })
}

impl Sheets {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = self.may_write.then(|| {
            html!(
                "{}{}",
                cx.main_link("/rules/sheets/new", "rules.sheets.new"),
                cx.link_button("/rules/imports/new", "rules.imports.title")
            )
        });
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(cx.t("rules.sheets.title"), cx.t("rules.sheets.about"), Html::text(acts))
        )
    }
    fn table(&self, cx: &Cx, sheets: &[SheetLine]) -> Html {
        let cols = [
            Col::text("title", "rules.sheets.name"),
            Col::text("place", "rules.col.place"),
            Col::day("from", "rules.sheets.from"),
            Col::number("rules", "rules.sheets.rules"),
            Col::day("state", "rules.col.state"),
            Col::text("by", "rules.sheets.by").minor(),
        ];
        let rows = sheets.iter().map(|sheet| {
            Line::new()
                .link(&format!("/rules/sheets/{}", sheet.id))
                .cell(&sheet.title)
                .cell(say::place(cx.lang, sheet.place.as_ref()))
                .cell(sheet.from.map(|day| cx.date_full(day)))
                .cell(cx.number(sheet.rules))
                .cell(sheet_state(cx, sheet))
                .cell(sheet.by.clone().unwrap_or_else(|| cx.t("rules.row.shipped")))
        });
        let table = cx
            .table("rules.sheets.title", cols)
            .rows(rows)
            .empty(cx.empty("rules.sheets.none"));
        Html::trusted(table.to_string())
    }
}

/// Where a sheet stands.
pub(crate) fn sheet_state(cx: &Cx, sheet: &SheetLine) -> Html {
    if sheet.place.is_none() {
        return cx.badge(State::Info, cx.t("rules.state.example"));
    }
    if sheet.rules > 0 && sheet.open == 0 {
        return cx.badge(State::Done, cx.t("rules.state.confirmed"));
    }
    let waits = sheet.open - sheet.undated;
    if sheet.undated > 0 && waits > 0 {
        let word = cx.t2("rules.sheets.open_undated", "open", waits, "n", sheet.undated);
        return cx.badge(State::Draft, word);
    }
    if sheet.undated > 0 {
        return cx.badge(State::Draft, cx.tn("rules.sheets.undated", sheet.undated));
    }
    cx.badge(State::Draft, cx.tn("rules.sheets.open", sheet.open))
}

/// The form of a new sheet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct NewSheet {
    /// The places that are near: code and name.
    pub places: Vec<(String, String)>,
    /// The code proposed.
    pub place: String,
}

ui::page!(NewSheet, "sheets/pages/new.html", |_p, cx| cx.t("rules.sheets.new"));

pub(crate) fn new_page(view: &View<'_>, _: Nothing) -> Reply<NewSheet> {
    let who: Who = store::who(view, view.union())?;
    let places: Vec<(String, String)> = who
        .chain()
        .iter()
        .map(|place| (place.to_string(), say::place(view.lang(), Some(place))))
        .collect();
    let province = who.chain().into_iter().find(|place| place.distance() == 3);
    Ok(NewSheet {
        places,
        place: province.map_or_else(String::new, |place| place.to_string()),
    })
}

impl NewSheet {
    fn heading(&self, cx: &Cx) -> Html {
        let steps = [
            (cx.t("rules.title"), "/rules"),
            (cx.t("rules.sheets.title"), "/rules/sheets"),
        ];
        html!(
            "{}{}",
            cx.crumbs(steps),
            cx.heading(cx.t("rules.sheets.new"), cx.t("rules.sheets.new_about"), Html::none())
        )
    }
    /// The codes that are near, to choose from while typing.
    fn suggestions(&self) -> Vec<&String> {
        self.places.iter().map(|(code, _)| code).collect()
    }
    fn known(&self) -> String {
        let all: Vec<String> = self
            .places
            .iter()
            .map(|(code, name)| format!("{code} {name}"))
            .collect();
        all.join(" · ")
    }
}
