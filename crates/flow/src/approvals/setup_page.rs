//! The steps of the union: who decides what.

use kernel::{Instant, Money};
use org::power::APPROVAL_SETUP;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, html};
use web::{Reply, View};

use super::{
    course::Kinds,
    show::{self, StepShown},
    store,
};

/// A rule on the page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleShown {
    /// The kind; none is all others.
    pub kind: Option<String>,
    /// Up to this amount.
    pub up_to: Option<Money>,
    /// The steps.
    pub steps: Vec<StepShown>,
}

/// A version of the steps.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Version {
    /// Its number.
    pub number: i64,
    /// Since when.
    pub at: Instant,
    /// Who made it.
    pub name: String,
}

/// The steps in force, and who changed them when.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SetupPage {
    /// The rules.
    pub rules: Vec<RuleShown>,
    /// The version; 0 are those that come with the program.
    pub number: i64,
    /// All versions, the latest first.
    pub versions: Vec<Version>,
    /// Whether the reader changes them.
    pub may_set_up: bool,
    #[serde(skip)]
    #[schemars(skip)]
    kinds: Option<Kinds>,
}

ui::page!(SetupPage, "approvals/pages/setup.html", |_p, cx| cx
    .t("approvals.setup.title"));

pub(super) fn page(view: &View<'_>, kinds: Kinds) -> Reply<SetupPage> {
    let (number, setup) = store::setup(view, view.union())?;
    let mut rules = Vec::new();
    for rule in setup.rules {
        let mut steps = Vec::new();
        for (number, plan) in (1..).zip(&rule.steps) {
            steps.push(StepShown {
                number,
                who: show::named(view, &plan.who)?,
                needed: plan.needed,
            });
        }
        rules.push(RuleShown {
            kind: rule.kind,
            up_to: rule.up_to,
            steps,
        });
    }
    let versions = store::setups(view, view.union())?;
    Ok(SetupPage {
        rules,
        number,
        versions: versions
            .into_iter()
            .map(|(number, at, name)| Version { number, at, name })
            .collect(),
        may_set_up: view.actor().may(APPROVAL_SETUP),
        kinds: Some(kinds),
    })
}

/// A rule's place in an address: its kind and limit.
pub(super) fn query(kind: Option<&str>, up_to: Option<Money>) -> String {
    let kind = kind.map(|k| format!("kind={k}"));
    let up_to = up_to.map(|m| format!("up_to={}", m.to_string().replace(',', "")));
    let parts: Vec<String> = kind.into_iter().chain(up_to).collect();
    parts.join("&")
}

impl SetupPage {
    fn heading(&self, cx: &Cx) -> Html {
        let under = if self.number == 0 {
            cx.t("approvals.setup.shipped")
        } else {
            cx.t1("approvals.setup.version", "n", self.number)
        };
        let acts = self
            .may_set_up
            .then(|| cx.link_button("/approvals/setup/rule", "approvals.setup.add"));
        html!(
            "{}{}",
            cx.crumbs([(cx.t("approvals.list.title"), "/approvals")]),
            cx.heading(cx.t("approvals.setup.title"), under, acts)
        )
    }
    fn limit(cx: &Cx, up_to: Option<Money>) -> String {
        up_to.map_or_else(
            || cx.t("approvals.setup.any_amount"),
            |m| cx.t1("approvals.setup.up_to_money", "amount", cx.money(m)),
        )
    }
    fn rule_acts(&self, cx: &Cx, rule: &RuleShown) -> Html {
        if !self.may_set_up {
            return Html::none();
        }
        let place = query(rule.kind.as_deref(), rule.up_to);
        let change = cx.link_button(
            &format!("/approvals/setup/rule?edit=1&{place}"),
            "approvals.setup.change",
        );
        let last = rule.kind.is_none() && rule.up_to.is_none();
        let remove = (!last).then(|| {
            cx.button(
                &format!("/approvals/setup/remove?number={}&{place}", self.number),
                "approvals.setup.remove",
            )
        });
        html!("<div class=\"day-acts\">{}{}</div>", change, remove)
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("kind", "approvals.col.kind"),
            Col::day("up_to", "approvals.setup.up_to"),
            Col::text("steps", "approvals.setup.steps"),
            Col::text("acts", "approvals.setup.acts"),
        ];
        let rows = self.rules.iter().map(|rule| {
            let kind = match (&rule.kind, self.kinds) {
                (Some(kind), Some(kinds)) => kinds.word(cx, kind),
                _ => cx.t("approvals.setup.all_kinds"),
            };
            let steps: Html = rule
                .steps
                .iter()
                .map(|s| {
                    let next = (s.number > 1).then(|| Html::trusted("<br>"));
                    html!("{}{}. {}", next, s.number, show::step_words(cx, &s.who, s.needed))
                })
                .collect();
            Row::new()
                .cell(kind)
                .cell(Self::limit(cx, rule.up_to))
                .cell(steps)
                .cell(self.rule_acts(cx, rule))
        });
        Html::trusted(cx.table("approvals.setup.title", cols).rows(rows).to_string())
    }
    fn history(&self, cx: &Cx) -> Html {
        if self.versions.is_empty() {
            return Html::none();
        }
        let line = self.versions.iter().fold(cx.timeline(), |line, v| {
            line.event(v.at, &v.name, cx.t1("approvals.setup.made", "n", v.number), "")
        });
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("approvals.setup.history"),
            Html::trusted(line.to_string())
        )
    }
}
