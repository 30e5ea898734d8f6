//! The forms by which bodies and posts are changed.

use kernel::Date;
use org::{
    BodyId, BodyKind,
    bodies::{
        model::BodyLine,
        posts::{self, HoldingId, HoldingLine},
        store,
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html};
use web::{Nothing, Refusal, Reply, View};

use super::show::This;

/// The form of a new body or of one to be changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BodyForm {
    /// The body, when it is changed.
    pub body: Option<BodyLine>,
    /// The branches a group can belong to.
    pub branches: Vec<(BodyId, String)>,
}

ui::page!(BodyForm, "bodies/pages/form.html", |p, cx| cx.t(if p.body.is_some() {
    "org.bodies.edit"
} else {
    "org.bodies.new"
}));

impl BodyForm {
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        let hint = |kind: BodyKind| cx.t(&format!("org.body_hint.{}", kind.key()));
        BodyKind::ALL
            .iter()
            .map(|k| Choice::new(k.key(), cx.t(&k.word())).hint(hint(*k)))
            .collect()
    }
    fn at(&self, tail: &str) -> String {
        self.body
            .as_ref()
            .map_or_else(|| "/org".to_owned(), |b| format!("/org/bodies/{}{tail}", b.id))
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        let own = self.body.as_ref().map(|b| (b.name.clone(), self.at("")));
        cx.crumbs([(cx.t("org.bodies.title"), "/org".to_owned())].into_iter().chain(own))
    }
    fn term_from(&self) -> Option<Date> {
        self.body.as_ref().and_then(|b| b.term).map(|t| t.from)
    }
    fn term_until(&self) -> Option<Date> {
        self.body.as_ref().and_then(|b| b.term).and_then(|t| t.until)
    }
}

fn branches(view: &View<'_>, but: Option<BodyId>) -> Reply<Vec<(BodyId, String)>> {
    let all = store::living(view, view.union(), view.today())?;
    Ok(all
        .into_iter()
        .filter(|b| b.kind == BodyKind::Branch && Some(b.id) != but)
        .map(|b| (b.id, b.name))
        .collect())
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<BodyForm> {
    Ok(BodyForm {
        body: None,
        branches: branches(view, None)?,
    })
}

pub(super) fn edit(view: &View<'_>, q: This<BodyId>) -> Reply<BodyForm> {
    let body = store::get(view, view.union(), q.id)?;
    if body.until.is_some() {
        return Err(Refusal::missing().into());
    }
    Ok(BodyForm {
        body: Some(body),
        branches: branches(view, Some(q.id))?,
    })
}

/// The form by which somebody's time in a post ends.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelieveForm {
    /// The holding.
    #[serde(flatten)]
    pub line: HoldingLine,
    /// Today.
    pub today: Date,
}

ui::page!(RelieveForm, "bodies/pages/relieve.html", |_p, cx| cx
    .t("org.bodies.relieve"));

impl RelieveForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.bodies.title"), "/org".to_owned()),
            (self.line.body_name.clone(), self.back()),
        ])
    }
    fn back(&self) -> String {
        format!("/org/bodies/{}", self.line.body)
    }
    fn here(&self) -> String {
        format!("/org/holdings/{}/end", self.line.id)
    }
    fn under(&self) -> String {
        format!("{} · {} · {}", self.line.name, self.line.body_name, self.line.title)
    }
}

pub(super) fn relieve(view: &View<'_>, q: This<HoldingId>) -> Reply<RelieveForm> {
    let line = posts::holding(view, view.union(), q.id)?;
    Ok(RelieveForm {
        line,
        today: view.today(),
    })
}
