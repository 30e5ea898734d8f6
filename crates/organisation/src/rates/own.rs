//! The rates of one's own union on a day: of all workers, by kind of employment, by branch and group.

use kernel::Date;
use org::{
    BodyId, bodies,
    members::{Field, field::EMPLOYMENTS},
    power::{MEMBER_MANAGE, TREE_SEE},
    rates::{Share, latest, store},
    tree,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Reply, View};

use super::{confirm::Month, views};
use crate::members;

/// After so many months a count of workers is called old.
const OLD: i32 = 12;
const COUNTS: &str = "/members/rates/workers";

/// The rates of a union on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rates {
    /// As of this day.
    pub on: Date,
    /// Of all workers; nothing for who sees some groups only.
    pub whole: Option<Share>,
    /// Since when the workers are told, and where from.
    pub told: Option<(Date, String)>,
    /// By kind of employment; the last is of members of whom it is not known.
    pub kinds: Vec<KindLine>,
    /// By branch and group.
    pub groups: Vec<GroupLine>,
    /// Members in no group.
    pub nowhere: i64,
    /// Months that the union may stand by.
    pub months: Vec<Month>,
    /// Whether the workers may be recorded.
    pub may_manage: bool,
    /// Whether there are unions below to be looked at.
    pub may_below: bool,
    /// Today.
    pub today: Date,
}

/// The rate of a kind of employment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindLine {
    /// The kind; nothing for members of whom it is not known.
    pub employment: Option<String>,
    /// The rate.
    pub share: Share,
}

/// The rate of a branch or group, with everything below it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupLine {
    /// The branch or group.
    pub id: BodyId,
    /// Its name, after that of the branch it lies in.
    pub name: String,
    /// The rate.
    pub share: Share,
}

ui::page!(Rates, "rates/pages/own.html", |_p, cx| cx.t("rates.title"), wide);

/// As of which day.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    pub(super) on: Option<Date>,
}

pub(super) fn show(view: &View<'_>, ask: Ask) -> Reply<Rates> {
    let (union, today) = (view.union(), view.today());
    let on = ask.on.map_or(today, |day| day.min(today));
    let mine = members::mine(view)?;
    let counted = store::members(view, union, on)?;
    let all = store::all(view, union)?;
    let told = latest(&all, on);
    let living = bodies::store::living(view, union, on)?;
    let names = bodies::store::bodies_to_choose(view, union, on)?;
    let seen = |id: &BodyId| mine.as_ref().is_none_or(|mine| mine.contains(id));
    let groups = names
        .into_iter()
        .filter(|(id, _)| seen(id))
        .map(|(id, name)| GroupLine {
            share: Share {
                members: counted.within(&bodies::model::below(&living, &[id]).into_iter().collect::<Vec<_>>()),
                workers: told.get(&Some(id)).map(|t| t.workers.total),
            },
            id,
            name,
        });
    let groups = groups.collect();
    let whole = told.get(&None).copied().filter(|_| mine.is_none());
    let kinds = |employment: Option<&str>| KindLine {
        employment: employment.map(str::to_owned),
        share: Share {
            members: counted.of_kind(employment),
            workers: employment.and_then(|kind| whole?.workers.of_kind(kind)),
        },
    };
    let may_manage = view.actor().may(MEMBER_MANAGE);
    Ok(Rates {
        on,
        whole: mine.is_none().then(|| Share {
            members: counted.total(),
            workers: whole.map(|t| t.workers.total),
        }),
        told: whole.map(|t| (t.from, t.source.clone())),
        kinds: match mine {
            None => EMPLOYMENTS
                .iter()
                .map(|kind| kinds(Some(kind)))
                .chain([kinds(None)])
                .collect(),
            Some(_) => Vec::new(),
        },
        groups,
        nowhere: if mine.is_none() { counted.nowhere() } else { 0 },
        months: if may_manage {
            Month::to_confirm(view)?
        } else {
            Vec::new()
        },
        may_manage,
        may_below: view.actor().may(TREE_SEE) && !tree::store::children(view, union)?.is_empty(),
        today,
    })
}

impl KindLine {
    /// Its name.
    pub(super) fn name(&self, cx: &Cx) -> String {
        match &self.employment {
            Some(kind) => cx.t(&Field::Employment.choice_word(kind)),
            None => cx.t("rates.kind_unknown"),
        }
    }
    /// Whether there is anything to say of it.
    pub(super) fn tells(&self) -> bool {
        self.share.members > 0 || self.share.workers.is_some_and(|n| n > 0)
    }
}

impl Rates {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("org.members.title"), "/members")]);
        let below = self
            .may_below
            .then(|| cx.link_button("/org/tree/rates", "rates.below.title"));
        let excel = cx.link_button(&format!("/members/rates/list.xlsx?on={}", self.on), "rates.excel");
        let new = self
            .may_manage
            .then(|| cx.main_link("/members/rates/workers/new", "rates.form.title"));
        let under = cx.t1("rates.as_of", "day", cx.date_full(self.on));
        let acts = html!("{}{}{}", below, excel, new);
        html!("{}{}", crumbs, cx.heading(cx.t("rates.title"), under, acts))
    }
    /// The members behind a figure.
    fn members(&self, more: &str) -> String {
        format!("/members/find?working=1&on={}{more}", self.on)
    }
    fn figures(&self, cx: &Cx) -> Html {
        let Some(share) = self.whole else { return Html::none() };
        let people = cx.t("org.unit.people");
        let (rate, workers) = (views::percent(share), views::number(cx, share.workers));
        html!(
            "<div class=\"figures-row\">{}{}{}</div>{}",
            cx.figure(COUNTS, rate, "", cx.t("rates.rate")),
            cx.figure(
                &self.members(""),
                cx.number(share.members),
                &people,
                cx.t("rates.members")
            ),
            cx.figure(
                COUNTS,
                workers,
                if share.workers.is_some() { people.as_str() } else { "" },
                cx.t("rates.workers")
            ),
            self.notes(cx, share)
        )
    }
    /// What is missing, wrong or old.
    fn notes(&self, cx: &Cx, share: Share) -> Html {
        let mut notes = Html::none();
        match &self.told {
            None => notes.add(cx.note(State::Soon, cx.t("rates.missing"))),
            Some((from, source)) => {
                let told = cx.t2("rates.told_by", "day", cx.date_full(*from), "source", source);
                notes.add(html!("<p class=\"small\">{}</p>", told));
                if from.plus_months(OLD) < self.on {
                    notes.add(cx.note(State::Soon, cx.t("rates.old")));
                }
            }
        }
        if share.over() > 0 {
            notes.add(cx.note(State::Overdue, cx.t1("rates.over_says", "n", share.over())));
        }
        let unknown = self
            .kinds
            .iter()
            .find(|k| k.employment.is_none())
            .map_or(0, |k| k.share.members);
        if unknown > 0 {
            let href = self.members("&employment=-");
            notes.add(html!(
                "<p class=\"small\"><a href=\"{}\">{}</a></p>",
                href,
                cx.t1("rates.unknown_says", "n", unknown)
            ));
        }
        notes
    }
    fn cols() -> [Col; 4] {
        [
            Col::text("name", "rates.name"),
            Col::number("members", "rates.members"),
            Col::number("workers", "rates.workers"),
            Col::text("rate", "rates.rate"),
        ]
    }
    fn row(&self, cx: &Cx, name: String, share: Share, query: &str, counts: &str) -> Row {
        self.line(cx, name, share, (query, counts), views::bar(cx, share))
    }
    fn line(&self, cx: &Cx, name: String, share: Share, (query, counts): (&str, &str), rate: Html) -> Row {
        let members = html!("<a href=\"{}\">{}</a>", self.members(query), cx.number(share.members));
        Row::new()
            .cell(name)
            .cell(members)
            .cell(views::workers(cx, share, counts))
            .cell(rate)
    }
    fn kinds<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let lines = self.kinds.iter().filter(|k| k.tells());
        // members of whom it is not known may be of any kind: then a kind without members has no rate of nothing
        let unsure = self.kinds.iter().any(|k| k.employment.is_none() && k.share.members > 0);
        let rows = lines.map(|k| {
            let query = format!("&employment={}", k.employment.as_deref().unwrap_or("-"));
            if k.employment.is_none() {
                return self.line(cx, k.name(cx), k.share, (&query, COUNTS), Html::text("—"));
            }
            if unsure && k.share.members == 0 {
                let says = html!("<span class=\"small\">{}</span>", cx.t("rates.kind_unsure"));
                return self.line(cx, k.name(cx), k.share, (&query, COUNTS), says);
            }
            self.row(cx, k.name(cx), k.share, &query, COUNTS)
        });
        let table = cx
            .table("rates.by_kind", Self::cols())
            .empty(cx.empty("rates.nobody"))
            .rows(rows);
        match self.whole {
            Some(share) => table.total([
                Html::text(cx.t("rates.all")),
                Html::text(cx.number(share.members)),
                Html::text(views::number(cx, share.workers)),
                Html::text(views::percent(share)),
            ]),
            None => table,
        }
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.groups.iter().map(|g| {
            let counts = format!("{COUNTS}?place={}", g.id);
            self.row(cx, g.name.clone(), g.share, &format!("&under={}", g.id), &counts)
        });
        cx.table("rates.by_group", Self::cols())
            .empty(cx.empty("rates.no_groups"))
            .rows(rows)
    }
    fn months(&self, cx: &Cx) -> Html {
        self.months.iter().map(|month| month.form(cx)).collect()
    }
}
