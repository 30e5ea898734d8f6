//! Bodies with their posts and holders, as pages and rules look at them.

use std::collections::{BTreeSet, HashMap};

use ::store::{Error, Reader};
use kernel::{Date, UnionId};
use org::{
    BodyId, Ending, MemberId, PostId, Term,
    bodies::{
        model::BodyLine,
        posts::{self, Holder, HoldingId, PostLine},
        store,
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};

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
    /// How many may hold it at a time, if that is set.
    pub seats: Option<i64>,
    /// Its duties, one a line.
    pub duties: Vec<String>,
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
    /// Whether it was asked that they are no close relative of the unit's head.
    pub no_relative: bool,
    /// Why they were appointed although a rule advises against it.
    pub despite: Option<String>,
}

impl BodyView {
    /// Those who hold something in it, each once.
    pub fn people(&self) -> impl Iterator<Item = MemberId> {
        let all: BTreeSet<MemberId> = self.posts.iter().flat_map(|p| &p.holders).map(|h| h.member).collect();
        all.into_iter()
    }
    /// `主席 李红梅 · 副主席 王刚、赵敏`; nothing if nobody holds anything.
    pub fn holders(&self, cx: &Cx) -> Vec<String> {
        self.posts
            .iter()
            .filter(|p| !p.holders.is_empty())
            .map(|p| {
                let names: Vec<&str> = p.holders.iter().map(|h| h.name.as_str()).collect();
                format!("{} {}", p.title, names.join(&cx.t("org.comma")))
            })
            .collect()
    }
}

impl PostView {
    /// A post that nobody holds yet.
    pub(super) fn of(post: PostLine) -> Self {
        Self {
            id: post.id,
            title: post.title,
            seats: post.seats,
            duties: lines(post.duty.as_deref()),
            holders: Vec::new(),
        }
    }
    /// Whether somebody more could hold it.
    pub fn is_open(&self) -> bool {
        let held = i64::try_from(self.holders.len()).unwrap_or(i64::MAX);
        self.seats.is_none_or(|seats| held < seats)
    }
}

/// The lines of a text that say something.
pub(super) fn lines(text: Option<&str>) -> Vec<String> {
    let lines = text.unwrap_or_default().lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

pub(super) fn view_of(body: BodyLine, posts: Vec<PostView>, members: i64, today: Date) -> BodyView {
    let ending = body.term.map_or(Ending::Far, |t| t.ending(today));
    BodyView {
        body,
        ending,
        posts,
        members,
    }
}

pub(super) fn holder_view(h: Holder, today: Date) -> HolderView {
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
        no_relative: h.no_relative,
        despite: h.despite,
    }
}

/// All living bodies of a union with their posts, holders and numbers of members.
pub(crate) fn all(
    read: &Reader,
    union: UnionId,
    today: Date,
    counts: &HashMap<Option<BodyId>, i64>,
) -> Result<Vec<BodyView>, Error> {
    let mut holders_of: HashMap<PostId, Vec<HolderView>> = HashMap::new();
    for h in posts::holders(read, union, None, false)? {
        holders_of.entry(h.post).or_default().push(holder_view(h, today));
    }
    let mut posts_of: HashMap<BodyId, Vec<PostView>> = HashMap::new();
    for p in posts::posts(read, union, None, today)? {
        let holders = holders_of.remove(&p.id).unwrap_or_default();
        let posts = posts_of.entry(p.body).or_default();
        posts.push(PostView {
            holders,
            ..PostView::of(p)
        });
    }
    Ok(store::living(read, union, today)?
        .into_iter()
        .map(|b| {
            let posts = posts_of.remove(&b.id).unwrap_or_default();
            let count = counts.get(&Some(b.id)).copied();
            view_of(b, posts, count.unwrap_or(0), today)
        })
        .collect())
}

/// The views of the union's organisation that each have an address; `here` is the key of this one.
pub(crate) fn tabs(cx: &Cx, here: &str, sees_tree: bool) -> Html {
    let all = [
        ("bodies", "/org", true),
        ("chart", "/org/chart", true),
        ("duties", "/org/duties", true),
        ("tree", "/org/tree", sees_tree),
    ];
    cx.tabs(
        all.into_iter()
            .filter(|(_, _, seen)| *seen)
            .map(|(key, href, _)| (cx.t(&format!("organisation.tab.{key}")), href, key == here)),
    )
}
