//! All counts of workers that were told, with those that were put right.

use std::collections::HashMap;

use org::{
    BodyId, bodies,
    members::{Field, field::EMPLOYMENTS},
    power::MEMBER_MANAGE,
    rates::{Told, Workers, store},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Reply, View};

use crate::members;

/// So many counts a page.
const MOST: usize = 5000;

/// Counts of workers, the newest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// The counts.
    pub counts: Vec<Told>,
    /// The branch or group asked for.
    pub place: Option<BodyId>,
    /// Branches and groups by name, ended ones among them.
    pub names: HashMap<BodyId, String>,
    /// Whether they may be put right.
    pub may_manage: bool,
}

ui::page!(
    Counts,
    "rates/pages/counts.html",
    |_p, cx| cx.t("rates.counts.title"),
    wide
);

/// Of which branch or group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    place: Option<BodyId>,
}

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<Counts> {
    let mine = members::mine(view)?;
    let mut counts = store::all(view, view.union())?;
    counts.retain(|told| {
        let seen = mine
            .as_ref()
            .is_none_or(|mine| told.place.is_some_and(|place| mine.contains(&place)));
        seen && (ask.place.is_none() || told.place == ask.place)
    });
    counts.truncate(MOST);
    let mut names = bodies::store::body_names(view, view.union())?;
    names.retain(|id, _| counts.iter().any(|told| told.place == Some(*id)));
    Ok(Counts {
        counts,
        place: ask.place,
        names,
        may_manage: view.actor().may(MEMBER_MANAGE),
    })
}

/// The parts of a count in words: 在编 60 · 劳务派遣 12.
pub(super) fn parts(cx: &Cx, workers: &Workers) -> String {
    let kinds = EMPLOYMENTS.iter().zip(workers.kinds).filter_map(|(kind, n)| {
        Some(format!(
            "{} {}",
            cx.t(&Field::Employment.choice_word(kind)),
            cx.number(n?)
        ))
    });
    let women = workers
        .women
        .map(|n| format!("{} {}", cx.t("rates.women"), cx.number(n)));
    let units = workers
        .units
        .map(|n| format!("{} {}", cx.t("rates.units"), cx.number(n)));
    kinds.chain(women).chain(units).collect::<Vec<_>>().join(" · ")
}

impl Counts {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("org.members.title"), "/members"),
            (cx.t("rates.title"), "/members/rates"),
        ]);
        let new = self
            .may_manage
            .then(|| cx.main_link("/members/rates/workers/new", "rates.form.title"));
        let under = self.place.and_then(|id| self.names.get(&id));
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("rates.counts.title"), under, html!("{}", new))
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::day("from", "rates.from"),
            Col::text("place", "rates.place"),
            Col::number("total", "rates.workers"),
            Col::text("parts", "rates.parts"),
            Col::text("source", "rates.source"),
            Col::text("by", "rates.counts.by").minor(),
            Col::text("state", "rates.counts.state"),
        ];
        let empty = if self.may_manage {
            cx.empty_first("rates.counts.none", "/members/rates/workers/new", "rates.form.title")
        } else {
            cx.empty("rates.counts.none")
        };
        cx.table("rates.counts.title", cols)
            .empty(empty)
            .rows(self.counts.iter().map(|told| self.row(cx, told)))
    }
    fn row(&self, cx: &Cx, told: &Told) -> Row {
        let place = match told.place {
            Some(id) => self.names.get(&id).cloned().unwrap_or_default(),
            None => cx.t("rates.whole"),
        };
        let by = match &told.by {
            Some(name) => format!("{name} {}", cx.instant(told.at)),
            None => cx.t("rates.counts.on_file"),
        };
        let row = Row::new()
            .cell(cx.date_full(told.from))
            .cell(place)
            .cell(cx.number(told.workers.total))
            .cell(parts(cx, &told.workers))
            .cell(&told.source)
            .cell(by);
        match &told.replaced {
            Some((at, name, why)) => {
                let says = cx.tf(
                    "rates.counts.replaced",
                    &[("name", name), ("at", &cx.instant(*at)), ("why", why)],
                );
                row.cell(html!(
                    "{} <span class=\"small\">{}</span>",
                    cx.badge(State::Off, cx.t("rates.counts.gone")),
                    says
                ))
                .quiet()
            }
            None if self.may_manage => row.cell(html!(
                "<a href=\"/members/rates/workers/{}/correct\">{}</a>",
                told.id.to_string(),
                cx.t("rates.correct.title")
            )),
            None => row.cell(""),
        }
    }
}
