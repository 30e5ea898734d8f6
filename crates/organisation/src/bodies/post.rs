//! A post: its title, place, seats and duties; adding, changing and abolishing it.

use ::store::OnConstraint;
use kernel::Text;
use org::{
    BodyId, PostId,
    bodies::{
        posts::{self, PostLine},
        store,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::{duties, event::Happened, show::This, views::lines};

/// A post to be added.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddPost {
    id: BodyId,
    title: Text<30>,
}

/// Adds a post to a body.
pub(super) fn add(act: &mut Act<'_>, form: AddPost) -> Reply<Done> {
    let body = store::get(act, act.union(), form.id)?;
    if body.until.is_some() {
        return Err(Refusal::missing().into());
    }
    let rank = i64::try_from(posts::posts(act, act.union(), Some(form.id), act.today())?.len()).unwrap_or(0) + 1;
    if rank > posts::MOST {
        return Err(Refusal::field("title", "org.bodies.posts_many").into());
    }
    let new = (rank, form.title.as_str(), None);
    let post = posts::add_post(act.writer(), act.clock(), act.union(), form.id, new)
        .on_constraint::<Stop>("post_title", || {
            Refusal::field("title", "org.bodies.title_taken").into()
        })?;
    act.note(&Happened::PostAdded {
        body: form.id,
        post,
        title: form.title.into_string(),
    })?;
    Ok(Done::to(format!("/org/bodies/{}", form.id))
        .record(form.id)
        .say("org.bodies.post_added"))
}

/// The form of a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostForm {
    /// The post.
    pub id: PostId,
    /// Its body.
    pub body: BodyId,
    /// The body's name.
    pub body_name: String,
    /// Its title.
    pub title: String,
    /// Its place among the posts of the body, from 1.
    pub rank: i64,
    /// How many may hold it at a time, if that is set.
    pub seats: Option<i64>,
    /// Its duties, one a line.
    pub duty: String,
    /// Duties that are usual for such a post, if it has none yet.
    pub usual: bool,
    /// Version.
    pub version: i64,
}

ui::page!(PostForm, "bodies/pages/post.html", |p, cx| cx.t2(
    "organisation.bodies.post_of",
    "body",
    &p.body_name,
    "post",
    &p.title
));

pub(super) fn form(view: &View<'_>, q: This<PostId>) -> Reply<PostForm> {
    let (post, body_name) = posts::post(view, view.union(), q.id)?;
    let kind = store::get(view, view.union(), post.body)?.kind;
    let usual = post.duty.is_none();
    Ok(PostForm {
        id: post.id,
        body: post.body,
        body_name,
        duty: post.duty.unwrap_or_else(|| duties::usual(kind, &post.title).join("\n")),
        title: post.title,
        rank: post.rank,
        seats: post.seats,
        usual,
        version: post.version,
    })
}

impl PostForm {
    fn back(&self) -> String {
        format!("/org/bodies/{}", self.body)
    }
    fn at(&self, tail: &str) -> String {
        format!("/org/posts/{}/{tail}", self.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("org.bodies.title"), "/org".to_owned()),
            (self.body_name.clone(), self.back()),
        ])
    }
    fn duty_hint(&self) -> &'static str {
        if self.usual {
            "organisation.bodies.duty_usual"
        } else {
            "organisation.bodies.duty_hint"
        }
    }
}

/// A post as it is to be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditPost {
    /// The post.
    id: PostId,
    version: i64,
    title: Text<30>,
    rank: i64,
    seats: Option<i64>,
    duty: Option<Text<4000>>,
}

/// Changes a post.
pub(super) fn edit(act: &mut Act<'_>, form: EditPost) -> Reply<Done> {
    let (post, _) = posts::post(act, act.union(), form.id)?;
    if !(1..=posts::MOST).contains(&form.rank) {
        return Err(Refusal::field("rank", "organisation.bodies.rank_range").into());
    }
    if form.seats.is_some_and(|n| !(1..=posts::MOST).contains(&n)) {
        return Err(Refusal::field("seats", "organisation.bodies.seats_range").into());
    }
    let holders = posts::holders(act, act.union(), Some(post.body), false)?;
    let held = holders.iter().filter(|h| h.post == form.id).count();
    if form.seats.is_some_and(|n| usize::try_from(n).unwrap_or(0) < held) {
        return Err(Refusal::field("seats", "organisation.bodies.seats_held")
            .arg("n", held)
            .into());
    }
    let duty = lines(form.duty.as_deref()).join("\n");
    let to = PostLine {
        version: form.version,
        title: form.title.into_string(),
        rank: form.rank,
        seats: form.seats,
        duty: Some(duty).filter(|d| !d.is_empty()),
        ..post
    };
    let kept = posts::edit_post(act.writer(), act.union(), &to).on_constraint::<Stop>("post_title", || {
        Refusal::field("title", "org.bodies.title_taken").into()
    })?;
    if !kept {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::PostChanged {
        body: to.body,
        post: to.id,
        title: to.title,
    })?;
    Ok(Done::to(format!("/org/bodies/{}", to.body))
        .record(to.body)
        .say("organisation.bodies.post_changed"))
}

/// Abolishes a post that nobody holds.
pub(super) fn end(act: &mut Act<'_>, q: This<PostId>) -> Reply<Done> {
    let (post, _) = posts::post(act, act.union(), q.id)?;
    let holders = posts::holders(act, act.union(), Some(post.body), false)?;
    if holders.iter().any(|h| h.post == q.id) {
        return Err(Refusal::new("organisation.bodies.post_held").status(409).into());
    }
    posts::end_post(act.writer(), act.union(), q.id, act.today())?;
    act.note(&Happened::PostEnded {
        body: post.body,
        post: q.id,
    })?;
    Ok(Done::to(format!("/org/bodies/{}", post.body))
        .record(post.body)
        .say("organisation.bodies.post_ended"))
}
