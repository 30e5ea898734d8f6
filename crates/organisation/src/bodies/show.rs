//! One body: its posts, who holds them and who did.

use kernel::Date;
use org::{
    BodyId, BodyKind,
    bodies::{posts, store},
    members,
    power::{BODY_MANAGE, MEMBER_SEE},
    term_words,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::views::{BodyView, HolderView, PostView, holder_view, view_of};

/// Which record.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This<T> {
    pub(super) id: T,
}

/// One body: its posts, who holds them and who did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BodyPage {
    /// The body with its posts and present holders.
    #[serde(flatten)]
    pub view: BodyView,
    /// The branch it belongs to.
    pub parent_name: Option<String>,
    /// The branches and groups below it.
    pub below: Vec<(BodyId, String)>,
    /// Who held its posts before: title and holder.
    pub past: Vec<(String, HolderView)>,
    /// Whether it can be changed.
    pub may_manage: bool,
    /// Whether its members can be looked at.
    pub may_members: bool,
}

ui::page!(BodyPage, "bodies/pages/show.html", |p, _cx| p.view.body.name.clone());

pub(super) fn page(view: &View<'_>, q: This<BodyId>) -> Reply<BodyPage> {
    let (union, today) = (view.union(), view.today());
    let body = store::get(view, union, q.id)?;
    let (posts, past) = posts_and_past(view, q.id, today)?;
    let all = store::living(view, union, today)?;
    let name = |id: BodyId| all.iter().find(|b| b.id == id).map(|b| b.name.clone());
    let members = members::store::count_by_group(view, union)?
        .get(&Some(q.id))
        .copied()
        .unwrap_or(0);
    Ok(BodyPage {
        parent_name: body.parent.and_then(name),
        below: all
            .iter()
            .filter(|b| b.parent == Some(q.id))
            .map(|b| (b.id, b.name.clone()))
            .collect(),
        past,
        may_manage: view.actor().may(BODY_MANAGE) && body.until.is_none(),
        may_members: view.actor().may(MEMBER_SEE),
        view: view_of(body, posts, members, today),
    })
}

/// Who held a post before: its title and the holder.
type Past = Vec<(String, HolderView)>;

/// The posts with those who hold them, and who held them before, the latest first.
fn posts_and_past(view: &View<'_>, body: BodyId, today: Date) -> Reply<(Vec<PostView>, Past)> {
    let union = view.union();
    let lines = posts::posts(view, union, Some(body), today)?;
    let mut posts: Vec<PostView> = lines.into_iter().map(PostView::of).collect();
    let mut past = Vec::new();
    for holder in posts::holders(view, union, Some(body), true)? {
        let post = posts.iter_mut().find(|p| p.id == holder.post);
        let shown = holder_view(holder, today);
        match post {
            Some(post) if shown.ended.is_none() => post.holders.push(shown),
            Some(post) => past.push((post.title.clone(), shown)),
            None => past.push((String::new(), shown)),
        }
    }
    past.sort_by_key(|(_, h)| std::cmp::Reverse(h.ended));
    Ok((posts, past))
}

impl HolderView {
    fn words(&self, cx: &Cx) -> Html {
        term_words(cx, Some(self.term), self.ending)
    }
}

impl BodyPage {
    fn at(&self, tail: &str) -> String {
        format!("/org/bodies/{}{tail}", self.view.body.id)
    }
    fn may_end(&self) -> bool {
        self.may_manage && self.view.body.kind != BodyKind::Committee
    }
    fn heading(&self, cx: &Cx) -> Html {
        let body = &self.view.body;
        let mut acts = cx.link_button(&format!("/org/duties?body={}", body.id), "organisation.tab.duties");
        if self.may_manage {
            acts.add(cx.link_button(&format!("/org/bodies/{}/edit", body.id), "org.bodies.edit"));
        }
        let mut under = cx.t(&body.kind.word());
        if let Some(parent) = &self.parent_name {
            under = format!("{under} · {parent}");
        }
        let crumbs = cx.crumbs([(cx.t("org.bodies.title"), "/org")]);
        html!("{}{}", crumbs, cx.heading(&body.name, under, acts))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let body = &self.view.body;
        let mut facts = cx
            .facts()
            .fact("org.bodies.from", cx.date_full(body.from))
            .fact("org.bodies.term", term_words(cx, body.term, self.view.ending));
        if let Some(until) = body.until {
            facts = facts.fact("org.bodies.until", cx.date_full(until));
        }
        if body.kind.has_members() {
            let count = cx.number(self.view.members);
            facts = if self.may_members {
                facts.door("org.bodies.members", count, &format!("/members?group={}", body.id))
            } else {
                facts.fact("org.bodies.members", count)
            };
        }
        html!("{}", Html::trusted(facts.to_string()))
    }
    /// How many places a post still has, in words.
    fn open(&self, cx: &Cx, post: &PostView) -> Html {
        let held = i64::try_from(post.holders.len()).unwrap_or(i64::MAX);
        match post.seats {
            Some(seats) if held < seats && seats > 1 => html!(
                "<div class=\"small\">{}</div>",
                cx.tn("organisation.bodies.free", seats - held)
            ),
            _ if post.holders.is_empty() => html!("<div class=\"small\">{}</div>", cx.t("org.bodies.vacant")),
            _ => Html::none(),
        }
    }
    fn past<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.members.name"),
            Col::text("post", "org.bodies.post"),
            Col::day("from", "org.term.from"),
            Col::day("ended", "org.term.ended"),
            Col::text("why", "org.bodies.why").minor(),
        ];
        cx.table("org.bodies.past", cols)
            .rows(self.past.iter().map(|(title, h)| {
                Row::new()
                    .cell(&h.name)
                    .cell(title)
                    .cell(cx.date_full(h.term.from))
                    .cell(h.ended.map_or_else(|| "—".to_owned(), |on| cx.date_full(on)))
                    .cell(&h.why)
                    .quiet()
            }))
    }
}
