//! What people see of bodies and posts.

use std::collections::HashMap;

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use super::{
    model::{BodyKind, BodyLine},
    posts::{self, Holder, HoldingId},
    store,
};
use crate::{
    BodyId, MemberId, PostId, members,
    power::{BODY_MANAGE, MEMBER_SEE},
    term::{Ending, Term},
    tree::{self, Node},
};

/// A body with those who hold its posts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BodyView {
    /// The body.
    #[serde(flatten)]
    pub body: BodyLine,
    /// What its term's end means today.
    pub ending: Ending,
    /// Its posts with their holders.
    pub posts: Vec<PostView>,
    /// How many members it has, for branches and groups.
    pub members: i64,
}

/// A post with its holders.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostView {
    /// The post.
    pub id: PostId,
    /// Its title.
    pub title: String,
    /// Who holds it.
    pub holders: Vec<HolderView>,
}

/// Somebody in a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HolderView {
    /// The holding.
    pub id: HoldingId,
    /// The member.
    pub member: MemberId,
    /// The member's name.
    pub name: String,
    /// The term as appointed.
    pub term: Term,
    /// What the term's end means today.
    pub ending: Ending,
    /// The day it ended, for past holders.
    pub ended: Option<Date>,
    /// Why it ended.
    pub why: Option<String>,
}

fn view_of(body: BodyLine, posts: Vec<PostView>, members: i64, today: Date) -> BodyView {
    let ending = body.term.map_or(Ending::Far, |t| t.ending(today));
    BodyView {
        body,
        ending,
        posts,
        members,
    }
}

fn holder_view(h: Holder, today: Date) -> HolderView {
    let (ended, why) = h.ended.map_or((None, None), |(on, why)| (Some(on), Some(why)));
    let ending = if ended.is_some() {
        Ending::Far
    } else {
        h.term.ending(today)
    };
    HolderView {
        id: h.id,
        member: h.member,
        name: h.name,
        term: h.term,
        ending,
        ended,
        why,
    }
}

/// The union at a glance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Overview {
    /// The union.
    pub union: Node,
    /// The unions below it in this installation.
    pub below: Vec<Node>,
    /// Its bodies.
    pub bodies: Vec<BodyView>,
    /// How many active members it has.
    pub members: i64,
    /// Whether bodies can be founded and changed.
    pub may_manage: bool,
    /// Whether members can be looked at.
    pub may_members: bool,
}

ui::page!(Overview, "bodies/pages/overview.html", |_p, cx| cx
    .t("org.bodies.title"));

pub(super) fn overview(view: &View<'_>, _: Nothing) -> Reply<Overview> {
    let (union, today) = (view.union(), view.today());
    let mut posts_of: HashMap<BodyId, Vec<PostView>> = HashMap::new();
    let mut holders_of: HashMap<PostId, Vec<HolderView>> = HashMap::new();
    for h in posts::holders(view, union, None, false)? {
        holders_of.entry(h.post).or_default().push(holder_view(h, today));
    }
    for p in posts::posts(view, union, None, today)? {
        let holders = holders_of.remove(&p.id).unwrap_or_default();
        posts_of.entry(p.body).or_default().push(PostView {
            id: p.id,
            title: p.title,
            holders,
        });
    }
    let counts = members::store::count_by_group(view, union)?;
    let members = counts.values().sum();
    let bodies = store::living(view, union, today)?
        .into_iter()
        .map(|b| {
            let (posts, count) = (
                posts_of.remove(&b.id).unwrap_or_default(),
                counts.get(&Some(b.id)).copied(),
            );
            view_of(b, posts, count.unwrap_or(0), today)
        })
        .collect();
    Ok(Overview {
        union: tree::get(view, union)?,
        below: tree::below(view, union)?,
        bodies,
        members,
        may_manage: view.actor().may(BODY_MANAGE),
        may_members: view.actor().may(MEMBER_SEE),
    })
}

impl Overview {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = if self.may_manage {
            cx.main_link("/org/bodies/new", "org.bodies.new")
        } else {
            Html::none()
        };
        cx.heading(&self.union.name, cx.t(&self.union.kind.word()), acts)
    }
    /// What should be seen to: terms that end.
    fn warnings(&self, cx: &Cx) -> Html {
        let bodies = self.bodies.iter().filter_map(|b| {
            let until = b.body.term.and_then(|t| t.until)?;
            let (state, key) = match b.ending {
                Ending::Far => return None,
                Ending::Soon => (State::Soon, "org.bodies.term_soon"),
                Ending::Over => (State::Overdue, "org.bodies.term_over"),
            };
            Some(cx.note(state, cx.t2(key, "body", &b.body.name, "day", cx.date_full(until))))
        });
        bodies.collect()
    }
    fn figures(&self, cx: &Cx) -> Html {
        let groups = self.bodies.iter().filter(|b| b.body.kind.has_members()).count();
        let href = if self.may_members { "/members" } else { "/org" };
        let members = cx.figure(
            href,
            cx.number(self.members),
            cx.t("org.unit.people"),
            cx.t("org.bodies.members_now"),
        );
        let bodies = cx.figure(
            "#groups",
            cx.number(groups),
            cx.t("org.unit.bodies"),
            cx.t("org.bodies.groups_now"),
        );
        html!("<div class=\"figures-row\">{}{}</div>", members, bodies)
    }
    fn organs<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.bodies.name"),
            Col::text("holders", "org.bodies.holders"),
            Col::day("term", "org.bodies.term"),
        ];
        let organs = self.bodies.iter().filter(|b| !b.body.kind.has_members());
        cx.table("org.bodies.organs", cols).rows(organs.map(|b| {
            Row::new()
                .link(&format!("/org/bodies/{}", b.body.id))
                .cell(&b.body.name)
                .cell(b.holders(cx))
                .cell(term_words(cx, b.body.term, b.ending))
        }))
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let names: HashMap<BodyId, &str> = self.bodies.iter().map(|b| (b.body.id, b.body.name.as_str())).collect();
        let cols = [
            Col::text("name", "org.bodies.name"),
            Col::text("kind", "org.bodies.kind").minor(),
            Col::text("parent", "org.bodies.parent").minor(),
            Col::text("holders", "org.bodies.holders"),
            Col::number("members", "org.bodies.members"),
        ];
        let groups = self.bodies.iter().filter(|b| b.body.kind.has_members());
        let empty = if self.may_manage {
            cx.empty_first("org.bodies.no_groups", "/org/bodies/new", "org.bodies.new")
        } else {
            cx.empty("org.bodies.no_groups")
        };
        cx.table("org.bodies.groups", cols).empty(empty).rows(groups.map(|b| {
            let parent = b.body.parent.and_then(|p| names.get(&p)).copied().unwrap_or("—");
            Row::new()
                .link(&format!("/org/bodies/{}", b.body.id))
                .cell(&b.body.name)
                .cell(cx.t(&b.body.kind.word()))
                .cell(parent)
                .cell(b.holders(cx))
                .cell(cx.number(b.members))
        }))
    }
}

impl BodyView {
    /// `主席 李红梅 · 副主席 王刚、赵敏`; a dash if nobody holds anything.
    fn holders(&self, cx: &Cx) -> String {
        let posts: Vec<String> = self
            .posts
            .iter()
            .filter(|p| !p.holders.is_empty())
            .map(|p| {
                let names: Vec<&str> = p.holders.iter().map(|h| h.name.as_str()).collect();
                format!("{} {}", p.title, names.join(&cx.t("org.comma")))
            })
            .collect();
        if posts.is_empty() {
            "—".to_owned()
        } else {
            posts.join(" · ")
        }
    }
}

/// A term in words, with a badge when it ends.
pub(crate) fn term_words(cx: &Cx, term: Option<Term>, ending: Ending) -> Html {
    let Some(term) = term else { return Html::text("—") };
    let words = match term.until {
        Some(until) => cx.t2(
            "org.term.until",
            "from",
            cx.date_full(term.from),
            "until",
            cx.date_full(until),
        ),
        None => cx.t1("org.term.open", "from", cx.date_full(term.from)),
    };
    let badge = match ending {
        Ending::Far => None,
        Ending::Soon => Some(cx.badge(State::Soon, cx.t("org.term.soon"))),
        Ending::Over => Some(cx.badge(State::Overdue, cx.t("org.term.over"))),
    };
    html!("{} {}", words, badge)
}

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
    /// The groups below it.
    pub below: Vec<(BodyId, String)>,
    /// Who held its posts before: title and holder.
    pub past: Vec<(String, HolderView)>,
    /// Whether it can be changed.
    pub may_manage: bool,
    /// Whether its members can be looked at.
    pub may_members: bool,
}

ui::page!(BodyPage, "bodies/pages/show.html", |p, _cx| p.view.body.name.clone());

pub(super) fn show(view: &View<'_>, q: This<BodyId>) -> Reply<BodyPage> {
    let (union, today) = (view.union(), view.today());
    let body = store::get(view, union, q.id)?;
    let mut posts: Vec<PostView> = posts::posts(view, union, Some(q.id), today)?
        .into_iter()
        .map(|p| PostView {
            id: p.id,
            title: p.title,
            holders: Vec::new(),
        })
        .collect();
    let mut past = Vec::new();
    for holder in posts::holders(view, union, Some(q.id), true)? {
        let Some(post) = posts.iter_mut().find(|p| p.id == holder.post) else {
            continue;
        };
        let shown = holder_view(holder, today);
        if shown.ended.is_some() {
            past.push((post.title.clone(), shown));
        } else {
            post.holders.push(shown);
        }
    }
    past.sort_by_key(|(_, h)| std::cmp::Reverse(h.ended));
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

impl HolderView {
    fn term(&self, cx: &Cx) -> Html {
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
        let acts = if self.may_manage {
            cx.link_button(&format!("/org/bodies/{}/edit", body.id), "org.bodies.edit")
        } else {
            Html::none()
        };
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
