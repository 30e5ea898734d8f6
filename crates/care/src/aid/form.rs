//! The form by which aid is asked for: for whom, what they had this year, what the ceiling says.

use kernel::{Date, Money};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    ceiling,
    model::{AidId, AidKind, Sort, Stage},
    store,
};
use crate::hardship::{self, means::Category};

/// What somebody had this year of a sort, and what its ceiling is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Before {
    /// Of which sort.
    pub sort: Sort,
    /// What was given over all sources.
    pub given: Money,
    /// What was asked for and may still be paid.
    pub pending: Money,
    /// The ceiling, in words; none where there is no rule or the local minimum is missing.
    pub ceiling: Option<String>,
    /// Whether the local minimum that the ceiling rests on is missing.
    pub missing: bool,
}

/// The form.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AidForm {
    /// For whom, once chosen.
    pub member: Option<MemberId>,
    /// By name.
    pub name: Option<String>,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// Whether a dossier is on file.
    pub filed: bool,
    /// What they had this year.
    pub before: Vec<Before>,
    /// The kinds that are given.
    pub kinds: Vec<AidKind>,
    /// Today.
    pub today: Date,
}

ui::page!(AidForm, "aid/pages/form.html", |_p, cx| cx.t("aid.new"));

/// For whom, and whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    member: Option<MemberId>,
    q: Option<String>,
}

/// What somebody had this year, sort by sort.
pub(super) fn before(view: &View<'_>, member: MemberId, category: Option<Category>) -> Reply<Vec<Before>> {
    let day = view.today();
    let mut all = Vec::new();
    for sort in Sort::ALL {
        let (given, pending) = ceiling::so_far(view, (member, *sort), day, AidId::NIL)?;
        let judged = ceiling::judge(view, day, &sort.ceilings(category, None), Money::ZERO)?;
        all.push(Before {
            sort: *sort,
            given,
            pending,
            missing: judged.as_ref().is_some_and(|judged| judged.missing.is_some()),
            ceiling: judged.and_then(|judged| judged.comes_to(view.lang())),
        });
    }
    Ok(all)
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<AidForm> {
    let union = view.union();
    let q = ask.q.unwrap_or_default();
    let mut kinds = store::kinds(view, union)?;
    kinds.retain(|kind| kind.ended.is_none());
    let mut form = AidForm {
        member: ask.member,
        name: None,
        people: Vec::new(),
        filed: false,
        before: Vec::new(),
        kinds,
        today: view.today(),
        q,
    };
    match ask.member {
        Some(member) => {
            form.name = Some(members::get(view, union, member)?.name);
            let filed = hardship::on_file(view, union, member)?;
            form.filed = filed.is_some();
            form.before = before(view, member, filed.and_then(|(_, category)| category))?;
        }
        None => form.people = members::choose(view, &form.q)?,
    }
    Ok(form)
}

impl AidForm {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("aid.title"), "/aids")]);
        let under = self.name.clone().unwrap_or_else(|| cx.t("aid.form.whom"));
        html!("{}{}", crumbs, cx.heading(cx.t("aid.new"), under, ""))
    }
    /// Who was chosen stays in the address, so that a refused form comes back for the same person.
    fn action(&self) -> String {
        let member = self.member.map(|m| m.to_string()).unwrap_or_default();
        format!("/aids/new?member={member}")
    }
    fn people(&self, cx: &Cx) -> Html {
        if self.people.is_empty() {
            return cx.empty("aid.form.nobody");
        }
        let mut list = cx.list();
        for (id, label) in &self.people {
            list = list.item(&format!("/aids/new?member={id}"), label, "", "");
        }
        Html::trusted(list.to_string())
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        let one = |kind: &AidKind| {
            let mut hints: Vec<String> = kind
                .proof
                .iter()
                .map(|proof| cx.t1("aid.form.proof", "proof", proof))
                .collect();
            if kind.dossier {
                hints.insert(0, cx.t("aid.form.needs_dossier"));
            }
            Choice::new(kind.id, kind.name.clone()).hint(hints.join(&cx.t("aid.form.and")))
        };
        self.kinds.iter().map(one).collect()
    }
    fn stages(&self, cx: &Cx) -> Vec<Choice> {
        stages(cx)
    }
    fn filed(&self, cx: &Cx) -> Html {
        let (state, word) = if self.filed {
            (ui::State::Done, "aid.form.filed")
        } else {
            (ui::State::Soon, "aid.form.not_filed")
        };
        cx.note(state, cx.t(word))
    }
    /// Where the local minimum is entered, if a ceiling rests on it and it is missing.
    fn enter_minimum(&self, cx: &Cx) -> Html {
        if self.before.iter().any(|one| one.missing) {
            cx.link_button(ceiling::ENTER_MINIMUM, "hardship.test.enter")
        } else {
            Html::none()
        }
    }
    fn before<'a>(&self, cx: &'a Cx) -> Table<'a> {
        before_table(cx, &self.before)
    }
}

/// Stages of schooling, to choose from.
pub(super) fn stages(cx: &Cx) -> Vec<Choice> {
    Stage::ALL
        .iter()
        .map(|stage| Choice::new(stage.key(), cx.t(&stage.word())))
        .collect()
}

/// What somebody had this year.
pub(super) fn before_table<'a>(cx: &'a Cx, all: &[Before]) -> Table<'a> {
    let cols = [
        Col::text("sort", "aid.kinds.sort"),
        Col::number("given", "aid.form.given"),
        Col::number("pending", "aid.form.pending"),
        Col::text("ceiling", "aid.form.ceiling"),
    ];
    let rows = all.iter().map(|one| {
        Row::new()
            .cell(cx.t(&one.sort.word()))
            .cell(cx.money(one.given))
            .cell(cx.money(one.pending))
            .cell(one.ceiling.clone().unwrap_or_else(|| "—".to_owned()))
    });
    let sum = all
        .iter()
        .fold(Money::ZERO, |sum, one| sum.plus(one.given).unwrap_or(sum));
    cx.table("aid.form.before", cols).rows(rows).total([
        cx.t("aid.form.all"),
        cx.money(sum),
        String::new(),
        String::new(),
    ])
}
