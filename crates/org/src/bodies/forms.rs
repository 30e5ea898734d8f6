//! The forms by which bodies and posts are changed.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Nothing, Refusal, Reply, View};

use super::{
    model::{BodyKind, BodyLine},
    pages::This,
    posts::{self, HoldingId, HoldingLine},
    store,
};
use crate::{BodyId, MemberId, PostId, members, term::Term};

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

fn branches(view: &View<'_>) -> Reply<Vec<(BodyId, String)>> {
    let all = store::living(view, view.union(), view.today())?;
    Ok(all
        .into_iter()
        .filter(|b| b.kind == BodyKind::Branch)
        .map(|b| (b.id, b.name))
        .collect())
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<BodyForm> {
    Ok(BodyForm {
        body: None,
        branches: branches(view)?,
    })
}

pub(super) fn edit(view: &View<'_>, q: This<BodyId>) -> Reply<BodyForm> {
    let body = store::get(view, view.union(), q.id)?;
    if body.until.is_some() {
        return Err(Refusal::missing().into());
    }
    Ok(BodyForm {
        body: Some(body),
        branches: branches(view)?,
    })
}

/// The form by which somebody is put into a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AppointForm {
    /// The post.
    pub post: PostId,
    /// Its title.
    pub title: String,
    /// Its body.
    pub body: BodyId,
    /// The body's name.
    pub body_name: String,
    /// The body's term, which the holder's follows.
    pub term: Option<Term>,
    /// Members to choose from.
    pub members: Vec<(MemberId, String)>,
    /// The words by which members were looked for.
    pub q: String,
    /// Today, the day a new term begins if nothing else is said.
    pub today: Date,
}

ui::page!(AppointForm, "bodies/pages/appoint.html", |p, cx| cx.t2(
    "org.bodies.appoint_to",
    "body",
    &p.body_name,
    "post",
    &p.title
));

impl AppointForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.bodies.title"), "/org".to_owned()),
            (self.body_name.clone(), self.back()),
        ])
    }
    fn back(&self) -> String {
        format!("/org/bodies/{}", self.body)
    }
    fn here(&self) -> String {
        format!("/org/posts/{}/appoint", self.post)
    }
    fn until(&self) -> Option<Date> {
        self.term.and_then(|t| t.until)
    }
}

/// A post, and words to look for a member by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AppointQuery {
    id: PostId,
    q: Option<kernel::Text<40>>,
}

pub(super) fn appoint(view: &View<'_>, ask: AppointQuery) -> Reply<AppointForm> {
    let (post, body_name) = posts::post(view, view.union(), ask.id)?;
    let q = ask.q.map(kernel::Text::into_string).unwrap_or_default();
    Ok(AppointForm {
        post: post.id,
        title: post.title,
        body: post.body,
        body_name,
        term: store::get(view, view.union(), post.body)?.term,
        members: members::store::choose(view, &q)?,
        q,
        today: view.today(),
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
