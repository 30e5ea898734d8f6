//! The form of a collection.

use kernel::Date;
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Reply, View};

use super::{
    acts::{This, managed, me},
    model::{Collection, Whom},
};

/// The form of a collection.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Form {
    /// The collection that is changed; none for a new one.
    pub collection: Option<Collection>,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// The member behind whoever fills it in.
    #[serde(skip)]
    pub me: Option<MemberId>,
    /// Today.
    pub today: Date,
}

ui::page!(Form, "collections/pages/form.html", |p, cx| cx.t(p.title()));

/// Whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    q: Option<String>,
}

fn of(view: &View<'_>, collection: Option<Collection>, q: String) -> Reply<Form> {
    Ok(Form {
        people: members::choose(view, &q)?,
        collection,
        q,
        me: me(view),
        today: view.today(),
    })
}

pub(super) fn new_page(view: &View<'_>, ask: Ask) -> Reply<Form> {
    of(view, None, ask.q.unwrap_or_default())
}

pub(super) fn edit_page(view: &View<'_>, q: This) -> Reply<Form> {
    let collection = managed(view, q.id)?;
    collection.open()?;
    of(view, Some(collection), String::new())
}

impl Form {
    fn title(&self) -> &'static str {
        if self.collection.is_some() {
            "collections.edit"
        } else {
            "collections.new"
        }
    }
    fn at(&self, tail: &str) -> String {
        match &self.collection {
            Some(collection) => format!("/collections/{}{tail}", collection.id),
            None => "/collections".to_owned(),
        }
    }
    fn action(&self) -> String {
        match &self.collection {
            Some(_) => self.at("/edit"),
            None if self.q.is_empty() => "/collections/new".to_owned(),
            None => format!("/collections/new?q={}", self.q),
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care"),
            (cx.t("collections.title"), "/collections"),
        ]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t(self.title()), cx.t("collections.form.under"), "")
        )
    }
    fn choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|(id, label)| Choice::new(*id, label.clone()))
            .collect()
    }
    fn whom(&self, cx: &Cx) -> Vec<Choice> {
        let one = |whom: &Whom| {
            let key = format!("collections.whom.{}", whom.key());
            Choice::new(whom.key(), cx.t(&key)).hint(cx.t(&format!("{key}_hint")))
        };
        Whom::ALL.iter().map(one).collect()
    }
    /// For whom, asked once: people gave for that.
    fn for_whom(&self, cx: &Cx) -> Html {
        if self.collection.is_some() {
            return Html::none();
        }
        let whom = cx
            .field("whom", "collections.form.whom")
            .required()
            .choices(self.whom(cx), "");
        let member = cx.field("member", "collections.form.member").select(self.choices(), "");
        let person = cx
            .field("person", "collections.form.person")
            .max(40)
            .hint("collections.form.person_hint")
            .autocomplete("off")
            .text("");
        Html::trusted(format!("{whom}{member}{person}"))
    }
    fn fields(&self, cx: &Cx) -> Html {
        let old = self.collection.as_ref();
        let all = [
            cx.field("target", "collections.target")
                .hint("collections.form.target_hint")
                .money(old.and_then(|c| c.target)),
            cx.field("from", "collections.form.from")
                .required()
                .date(old.map_or(self.today, |c| c.from)),
            cx.field("until", "collections.form.until")
                .required()
                .date(old.map_or(self.today.plus_days(14), |c| c.until)),
            cx.field("owner", "collections.owner")
                .hint("collections.form.owner_hint")
                .select(self.choices(), old.map(|c| c.owner).or(self.me)),
        ];
        Html::trusted(all.map(|field| field.to_string()).concat())
    }
    fn texts(&self, cx: &Cx) -> Html {
        let old = self.collection.as_ref();
        let title = cx
            .field("title", "collections.form.title")
            .required()
            .max(60)
            .hint("collections.form.title_hint")
            .text(old.map(|c| c.title.as_str()));
        let purpose = cx
            .field("purpose", "collections.purpose.label")
            .required()
            .max(500)
            .hint("collections.form.purpose_hint")
            .area(old.map(|c| c.purpose.as_str()));
        Html::trusted(format!("{title}{purpose}"))
    }
}
