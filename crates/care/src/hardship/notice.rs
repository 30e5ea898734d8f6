//! The notice (公示): for as long as it runs, members see a masked name, the union, the category and the sum; nothing else, and
//! nothing afterwards. Whoever has doubts says so here.

use kernel::{Date, Money, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    acts,
    means::Category,
    model::{DossierId, State, Status, Step},
    store,
};

/// What is published of one household.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Published {
    /// To say something about it.
    pub id: DossierId,
    /// The family name, the rest hidden.
    pub name: String,
    /// The union.
    pub unit: String,
    /// How deep.
    pub category: Option<Category>,
    /// What the household shall get.
    pub amount: Option<Money>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Whether it is about whoever looks.
    pub own: bool,
}

/// What is published today.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Notices {
    /// All of it.
    pub lines: Vec<Published>,
}

ui::page!(Notices, "hardship/pages/notices.html", |_p, cx| cx
    .t("hardship.notice.title"));

/// A name of which only the first sign is shown.
#[must_use]
pub fn masked(name: &str) -> String {
    let mut signs = name.chars();
    let first: String = signs.by_ref().take(1).collect();
    format!("{first}{}", "*".repeat(signs.count().clamp(1, 2)))
}

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Notices> {
    let unit = view
        .actor()
        .standing
        .as_ref()
        .map(|standing| standing.union_name.clone());
    let (today, me) = (view.today(), acts::me(view));
    let mut lines = Vec::new();
    for card in store::list(view, view.union(), Some(Status::Noticed))? {
        let State::Noticed { from, until } = card.state else {
            continue;
        };
        if from <= today && today <= until {
            lines.push(Published {
                id: card.id,
                name: masked(&card.name),
                unit: unit.clone().unwrap_or_default(),
                category: card.brief.category,
                amount: card.brief.amount,
                from,
                until,
                own: me == Some(card.member),
            });
        }
    }
    Ok(Notices { lines })
}

impl Notices {
    fn heading(&self, cx: &Cx) -> Html {
        cx.heading(cx.t("hardship.notice.title"), cx.t("hardship.notice.under"), "")
    }
}

impl Published {
    fn facts(&self, cx: &Cx) -> Html {
        let category = self
            .category
            .map_or_else(|| "—".to_owned(), |category| cx.t(&category.word()));
        let mut facts = cx
            .facts()
            .fact("hardship.notice.name", &self.name)
            .fact("hardship.notice.unit", &self.unit)
            .fact("hardship.list.category", category);
        if let Some(amount) = self.amount {
            facts = facts.fact("hardship.review.amount", cx.money(amount));
        }
        facts = facts.fact("hardship.notice.days", cx.span(self.from, self.until));
        Html::trusted(facts.to_string())
    }
    fn at(&self) -> String {
        format!("/hardships/notices/{}", self.id)
    }
    fn says(&self, cx: &Cx) -> Html {
        if self.own {
            return html!("<p class=\"quiet\">{}</p>", cx.t("hardship.notice.own"));
        }
        html!(
            "<details><summary>{}</summary><p>{}</p>{}{}{}{}</details>",
            cx.t("hardship.notice.object"),
            cx.t("hardship.notice.object_says"),
            Html::trusted(cx.form_open(&self.at()).to_string()),
            Html::trusted(
                cx.field("text", "hardship.notice.text")
                    .required()
                    .max(1000)
                    .area("")
                    .to_string()
            ),
            Html::trusted(cx.field("unnamed", "hardship.notice.unnamed").tick(false).to_string()),
            Html::trusted(cx.form_close("hardship.notice.send").to_string())
        )
    }
}

/// An objection of a member.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Object {
    id: DossierId,
    text: Text<1000>,
    /// Whether the name is not to be told to those who work on it.
    #[serde(default)]
    unnamed: bool,
}

/// Most objections of one person to one notice: each is answered one by one.
const MOST_OBJECTIONS: i64 = 3;

/// Keeps an objection during the days of the notice.
pub(super) fn object(act: &mut Act<'_>, form: Object) -> Reply<Done> {
    let card = store::get(act, act.union(), form.id)?;
    let running = match card.state {
        State::Noticed { from, until } => from <= act.today() && act.today() <= until,
        _ => false,
    };
    if !running {
        return Err(Refusal::missing().into());
    }
    if acts::me(act) == Some(card.member) {
        return Err(Refusal::new("hardship.refusal.own_notice").status(403).into());
    }
    if store::objections_of(act, act.union(), card.id, act.actor().account)? >= MOST_OBJECTIONS {
        return Err(Refusal::new("hardship.refusal.objected_often").status(409).into());
    }
    let who = if form.unnamed {
        String::new()
    } else {
        act.actor().name().to_owned()
    };
    let told = Step::Objected {
        on: act.today(),
        who,
        text: form.text.into_string(),
    };
    acts::step(act, &card, card.version, &told)?;
    Ok(Done::to("/hardships/notices").say("hardship.said.objected"))
}
