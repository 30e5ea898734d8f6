//! The form of a pair.

use kernel::Date;
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Reply, View};

use super::{
    cards::This,
    model::{Cannot, Pair, Sort},
    reach::managed,
    store,
};

/// The form of a pair.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Form {
    /// The pair that is changed; none for a new one.
    pub pair: Option<Pair>,
    /// Its helpers.
    #[serde(skip)]
    pub helpers: Vec<MemberId>,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// Today.
    pub today: Date,
}

ui::page!(Form, "pairs/pages/form.html", |p, cx| cx.t(p.title()));

/// Whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    q: Option<String>,
}

pub(super) fn new_page(view: &View<'_>, ask: Ask) -> Reply<Form> {
    let q = ask.q.unwrap_or_default();
    Ok(Form {
        pair: None,
        helpers: Vec::new(),
        people: members::choose(view, &q)?,
        q,
        today: view.today(),
    })
}

pub(super) fn edit_page(view: &View<'_>, q: This) -> Reply<Form> {
    let pair = managed(view, q.id)?;
    if pair.ended.is_some() {
        return Err(Cannot::Ended.into());
    }
    let helpers = store::helpers(view, view.union(), q.id)?;
    let mut people = members::choose(view, "")?;
    for (id, name) in &helpers {
        if !people.iter().any(|(known, _)| known == id) {
            people.insert(0, (*id, name.clone()));
        }
    }
    Ok(Form {
        pair: Some(pair),
        helpers: helpers.into_iter().map(|(id, _)| id).collect(),
        people,
        q: String::new(),
        today: view.today(),
    })
}

impl Form {
    fn title(&self) -> &'static str {
        if self.pair.is_some() { "pairs.edit" } else { "pairs.new" }
    }
    fn action(&self) -> String {
        match &self.pair {
            Some(pair) => format!("/pairs/{}/edit", pair.id),
            None if self.q.is_empty() => "/pairs/new".to_owned(),
            None => format!("/pairs/new?q={}", self.q),
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("pairs.title"), "/pairs")]);
        let under = self.pair.as_ref().map(|pair| pair.helped.clone());
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t(self.title()), under.unwrap_or_default(), "")
        )
    }
    fn choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|(id, label)| Choice::new(*id, label.clone()))
            .collect()
    }
    fn whom(&self, cx: &Cx) -> Html {
        if self.pair.is_some() {
            return Html::none();
        }
        let sorts = Sort::ALL.iter().map(|sort| Choice::new(sort.key(), cx.t(&sort.word())));
        let sort = cx.field("sort", "pairs.form.sort").required().choices(sorts, "aid");
        let member = cx.field("member", "pairs.form.member").select(self.choices(), "");
        let helped = cx
            .field("helped", "pairs.form.group")
            .max(60)
            .hint("pairs.form.group_hint")
            .text("");
        let from = cx.field("from", "pairs.form.from").required().date(self.today);
        Html::trusted(format!("{sort}{member}{helped}{from}"))
    }
    fn fields(&self, cx: &Cx) -> Html {
        let old = self.pair.as_ref();
        let goals = cx
            .field("goals", "pairs.goals")
            .max(1000)
            .hint(if old.is_some() {
                "pairs.form.goals_kept"
            } else {
                "pairs.form.goals_hint"
            })
            .autocomplete("off");
        let goals = if old.is_some() { goals } else { goals.required() };
        let all = [
            cx.field("helper", "pairs.form.helpers")
                .many(self.choices(), self.helpers.clone()),
            goals.area(""),
            cx.field("until", "pairs.form.until")
                .required()
                .date(old.map_or(self.today.plus_months(12), |pair| pair.until)),
            cx.field("every", "pairs.form.every")
                .required()
                .hint("pairs.form.every_hint")
                .number(old.map_or(30, |pair| pair.every)),
        ];
        Html::trusted(all.map(|field| field.to_string()).concat())
    }
}
