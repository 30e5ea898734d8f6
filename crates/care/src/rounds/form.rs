//! The three steps of a new round: what it is, what a head receives, who is meant.

use kernel::{Date, Festival, Lang, Money};
use org::{BodyId, bodies_to_choose, members::Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table};
use web::{Reply, View};

use super::{
    acts::Which,
    model::{ETHNIC, Form, Item, Kind, Retired, Round, RoundId, festival_name},
    store,
};
use crate::stock;

/// Most branches that are shown with a box each.
const BOXES: usize = 200;

/// The form that says what a round is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tell {
    /// The round that is changed; none for a new one.
    pub round: Option<Round>,
    /// What it is for.
    pub kind: Kind,
    /// The next festival that may carry goods for all, with its day.
    pub next: Option<(String, Date)>,
    /// Today.
    pub today: Date,
}

ui::page!(Tell, "rounds/pages/tell.html", |p, cx| cx.t(p.heading()));

/// What kind of round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    kind: Option<Kind>,
}

pub(super) fn new(view: &View<'_>, ask: Ask) -> Reply<Tell> {
    let today = view.today();
    let mut ahead: Vec<(Date, Festival)> = (today.year()..=today.year() + 1)
        .flat_map(Festival::of_year)
        .filter(|(day, festival)| *day >= today && festival.all_member_goods())
        .collect();
    ahead.sort();
    Ok(Tell {
        round: None,
        kind: ask.kind.unwrap_or(Kind::Festival),
        next: ahead.first().map(|(day, festival)| (festival.key().to_owned(), *day)),
        today,
    })
}

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<Tell> {
    let round = store::get(view, view.union(), q.id)?;
    round.state.need_open()?;
    Ok(Tell {
        kind: round.kind,
        round: Some(round),
        next: None,
        today: view.today(),
    })
}

impl Tell {
    fn action(&self) -> String {
        self.round
            .as_ref()
            .map_or_else(|| "/rounds/new".to_owned(), |r| format!("/rounds/{}/edit", r.id))
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        Kind::ALL
            .iter()
            .map(|k| Choice::new(k.key(), cx.t(&k.word())))
            .collect()
    }
    fn forms(&self, cx: &Cx) -> Vec<Choice> {
        let hint = |f: &Form| cx.t(&format!("{}_hint", f.word()));
        Form::ALL
            .iter()
            .filter(|f| !f.is_money())
            .map(|f| Choice::new(f.key(), cx.t(&f.word())).hint(hint(f)))
            .collect()
    }
    fn festivals(&self, cx: &Cx) -> Vec<Choice> {
        let keys = Festival::ALL.iter().map(|f| f.key()).chain([ETHNIC]);
        keys.filter_map(|key| Some(Choice::new(key, festival_name(key, cx.lang)?)))
            .collect()
    }
    fn festival(&self) -> Option<String> {
        match &self.round {
            Some(r) => r.festival.clone(),
            None => self.next.as_ref().map(|(key, _)| key.clone()),
        }
    }
    fn day(&self) -> Date {
        match (&self.round, &self.next) {
            (Some(r), _) => r.day,
            (None, Some((_, day))) => day.plus_days(-7).max(self.today),
            (None, None) => self.today,
        }
    }
    fn title(&self) -> String {
        if let Some(r) = &self.round {
            return r.title.clone();
        }
        let Some((key, day)) = self.next.as_ref().filter(|_| self.kind == Kind::Festival) else {
            return String::new();
        };
        let name = festival_name(key, Lang::Zh).unwrap_or_default();
        format!("{}年{name}慰问", day.year())
    }
    fn heading(&self) -> &'static str {
        if self.round.is_some() {
            "rounds.edit"
        } else {
            "rounds.new"
        }
    }
    fn button(&self) -> &'static str {
        if self.round.is_some() {
            "ui.act.save"
        } else {
            "rounds.to_contents"
        }
    }
    fn form(&self) -> &'static str {
        self.round.as_ref().map_or("goods", |r| r.form.key())
    }
    fn budget(&self) -> Option<Money> {
        self.round.as_ref().map(|r| r.budget)
    }
    fn funds(&self) -> Option<Money> {
        self.round.as_ref().and_then(|r| r.funds)
    }
}

/// The three steps, at one of them.
pub(super) fn steps(cx: &Cx, at: i64) -> Html {
    let names = ["rounds.step.what", "rounds.step.contents", "rounds.step.whom"];
    cx.steps(names.map(|key| cx.t(key)), at)
}

/// What a head receives.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Contents {
    /// The round.
    pub round: Round,
    /// The goods.
    pub items: Vec<Item>,
    /// Names of goods known already.
    pub known: Vec<String>,
}

ui::page!(Contents, "rounds/pages/contents.html", |_p, cx| cx
    .t("rounds.step.contents"));

pub(super) fn contents(view: &View<'_>, q: Which) -> Reply<Contents> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    round.state.need_open()?;
    let mut known: Vec<String> = stock::goods(view, union)?.into_iter().map(|g| g.name).collect();
    known.dedup();
    known.truncate(50);
    Ok(Contents {
        items: store::items(view, union, q.id)?,
        round,
        known,
    })
}

/// The goods as a table, with the total a head.
pub(super) fn items_table<'a>(cx: &'a Cx, items: &[Item], worth: Money, remove: Option<RoundId>) -> Table<'a> {
    let rows = items.iter().map(|item| {
        let row = Row::new()
            .cell(&item.name)
            .cell(cx.money(item.price))
            .cell(format!("{} {}", item.quantity, item.unit))
            .cell(cx.money(item.price.times(item.quantity).unwrap_or_default()));
        match remove {
            Some(id) => row.cell(cx.button(
                &format!("/rounds/{id}/contents/{}/remove", item.good),
                "rounds.remove_item",
            )),
            None => row,
        }
    });
    let mut cols = vec![
        Col::text("name", "rounds.good"),
        Col::number("price", "rounds.price"),
        Col::number("quantity", "rounds.a_head"),
        Col::number("sum", "rounds.money"),
    ];
    let mut total = vec![cx.t("rounds.worth"), String::new(), String::new(), cx.money(worth)];
    if remove.is_some() {
        cols.push(Col::day("remove", "rounds.remove_item"));
        total.push(String::new());
    }
    cx.table("rounds.contents", cols)
        .rows(rows)
        .total(total)
        .empty(cx.empty("rounds.no_items"))
}

impl Contents {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, true)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}{tail}", self.round.id)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        items_table(cx, &self.items, self.round.worth, Some(self.round.id))
    }
    fn next(&self, cx: &Cx) -> Html {
        if self.items.is_empty() {
            return Html::none();
        }
        cx.main_link(&self.at("/whom"), "rounds.to_whom")
    }
}

/// Who is meant.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Whom {
    /// The round.
    pub round: Round,
    /// Branches and groups.
    pub groups: Vec<(BodyId, String)>,
    /// Rounds whose list may be taken over.
    pub before: Vec<(RoundId, String)>,
    /// How many are on the list now.
    pub people: i64,
}

ui::page!(Whom, "rounds/pages/whom.html", |_p, cx| cx.t("rounds.step.whom"));

pub(super) fn whom(view: &View<'_>, q: Which) -> Reply<Whom> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    round.state.need_open()?;
    let mut groups = bodies_to_choose(view, union, round.day)?;
    groups.truncate(BOXES);
    let before = store::others(view, union, q.id)?;
    Ok(Whom {
        groups,
        before: before.into_iter().map(|r| (r.id, r.title)).collect(),
        people: store::progress(view, union, q.id)?.iter().map(|p| p.on).sum(),
        round,
    })
}

impl Whom {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, true)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}{tail}", self.round.id)
    }
    fn chosen_groups(&self) -> Vec<String> {
        self.round.who.groups.iter().map(ToString::to_string).collect()
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        of_field(cx, Field::Employment)
    }
    fn sexes(&self, cx: &Cx) -> Vec<Choice> {
        of_field(cx, Field::Sex)
    }
    fn retired(&self, cx: &Cx) -> Vec<Choice> {
        retired_choices(cx)
    }
    fn now(&self) -> Retired {
        match (self.people, self.round.kind) {
            (0, Kind::Retired) => Retired::Only,
            _ => self.round.who.retired,
        }
    }
}

/// Which of the retired are meant, to choose from.
pub(crate) fn retired_choices(cx: &Cx) -> Vec<Choice> {
    Retired::ALL
        .iter()
        .map(|r| Choice::new(r.key(), cx.t(&format!("rounds.retired.{}", r.key()))))
        .collect()
}

/// The choices of a particular of the register.
pub(crate) fn of_field(cx: &Cx, field: Field) -> Vec<Choice> {
    match field.kind() {
        org::members::field::Kind::Choice(keys) => keys
            .iter()
            .map(|key| Choice::new(*key, cx.t(&field.choice_word(key))))
            .collect(),
        _ => Vec::new(),
    }
}
