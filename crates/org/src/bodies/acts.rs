//! Founding, changing and ending bodies; appointing to posts and relieving of them.

use ::store::OnConstraint;
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply, Stop};

use super::{
    model::{BodyKind, BodyLine, NewBody},
    posts::{self, HoldingId},
    store,
};
use crate::{BodyId, MemberId, PostId, members, term::Term};

/// What happens to bodies and posts.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Founded {
        body: BodyId,
        kind: BodyKind,
        name: String,
    },
    Changed {
        body: BodyId,
        name: String,
    },
    Ended {
        body: BodyId,
    },
    PostAdded {
        body: BodyId,
        post: PostId,
        title: String,
    },
    Appointed {
        body: BodyId,
        post: PostId,
        member: MemberId,
        from: Date,
        until: Option<Date>,
    },
    Relieved {
        body: BodyId,
        holding: HoldingId,
        member: MemberId,
        on: Date,
        why: String,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Founded { .. } => "body.founded",
            Happened::Changed { .. } => "body.changed",
            Happened::Ended { .. } => "body.ended",
            Happened::PostAdded { .. } => "body.post_added",
            Happened::Appointed { .. } => "body.appointed",
            Happened::Relieved { .. } => "body.relieved",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Founded { body, .. }
            | Happened::Changed { body, .. }
            | Happened::Ended { body }
            | Happened::PostAdded { body, .. }
            | Happened::Appointed { body, .. }
            | Happened::Relieved { body, .. } => Record::new("body", *body),
        }
    }
}

/// A body to be founded.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct FoundBody {
    kind: BodyKind,
    name: Text<60>,
    /// The branch of a group.
    parent: Option<BodyId>,
    term_from: Option<Date>,
    term_until: Option<Date>,
}

/// Founds a body.
pub(super) fn found(act: &mut Act<'_>, form: FoundBody) -> Reply<Done> {
    let new = NewBody {
        kind: form.kind,
        name: form.name.into_string(),
        parent: form.parent,
        term: term(form.term_from, form.term_until)?,
    };
    let all = store::living(act, act.union(), act.today())?;
    fits(&new, None, &all)?;
    let id = store::insert(act.writer(), act.clock(), act.union(), &new)?;
    act.note(&Happened::Founded {
        body: id,
        kind: new.kind,
        name: new.name,
    })?;
    Ok(Done::to(format!("/org/bodies/{id}"))
        .record(id)
        .say("org.bodies.founded"))
}

/// A body to be changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct EditBody {
    id: BodyId,
    version: i64,
    name: Text<60>,
    parent: Option<BodyId>,
    term_from: Option<Date>,
    term_until: Option<Date>,
}

/// Changes a body's name, branch or term.
pub(super) fn edit(act: &mut Act<'_>, form: EditBody) -> Reply<Done> {
    let body = store::get(act, act.union(), form.id)?;
    let to = NewBody {
        kind: body.kind,
        name: form.name.into_string(),
        parent: form.parent,
        term: term(form.term_from, form.term_until)?,
    };
    let all = store::living(act, act.union(), act.today())?;
    fits(&to, Some(form.id), &all)?;
    if !store::edit(act.writer(), act.union(), form.id, form.version, &to)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Changed {
        body: form.id,
        name: to.name,
    })?;
    Ok(Done::to(format!("/org/bodies/{}", form.id))
        .record(form.id)
        .say("org.bodies.changed"))
}

fn term(from: Option<Date>, until: Option<Date>) -> Reply<Option<Term>> {
    match (from, until) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Refusal::field("term_from", "org.bodies.term_from_needed").into()),
        (Some(from), until) => {
            Ok(Some(Term::new(from, until).ok_or_else(|| {
                Stop::from(Refusal::field("term_until", "org.term_order"))
            })?))
        }
    }
}

/// Whether a body may be as `new` says, among the others.
fn fits(new: &NewBody, itself: Option<BodyId>, all: &[BodyLine]) -> Reply<()> {
    let mut others = all.iter().filter(|b| Some(b.id) != itself);
    if let Some(parent) = new.parent {
        let branch = all
            .iter()
            .find(|b| b.id == parent)
            .filter(|b| b.kind == BodyKind::Branch);
        if branch.is_none() || new.kind != BodyKind::Group {
            return Err(Refusal::field("parent", "org.bodies.parent_wrong").into());
        }
    }
    if new.kind.only_one() && others.clone().any(|b| b.kind == new.kind) {
        return Err(Refusal::field("kind", "org.bodies.only_one").into());
    }
    if others.any(|b| b.name == new.name && b.parent == new.parent) {
        return Err(Refusal::field("name", "org.bodies.name_taken").into());
    }
    Ok(())
}

/// Which body.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisBody {
    id: BodyId,
}

/// Ends a body that nobody is in any more.
pub(super) fn end(act: &mut Act<'_>, form: ThisBody) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    if store::in_use(act, act.union(), form.id)? > 0 {
        return Err(Refusal::new("org.bodies.in_use").status(409).into());
    }
    if !store::end(act.writer(), act.union(), form.id, act.today())? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Ended { body: form.id })?;
    Ok(Done::to("/org").say("org.bodies.ended"))
}

/// A post to be added.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddPost {
    id: BodyId,
    title: Text<30>,
}

/// Adds a post to a body.
pub(super) fn add_post(act: &mut Act<'_>, form: AddPost) -> Reply<Done> {
    let body = store::get(act, act.union(), form.id)?;
    if body.until.is_some() {
        return Err(Refusal::missing().into());
    }
    let rank = i64::try_from(posts::posts(act, act.union(), Some(form.id), act.today())?.len()).unwrap_or(0) + 1;
    if rank > posts::MOST {
        return Err(Refusal::field("title", "org.bodies.posts_many").into());
    }
    let post = posts::add_post(act.writer(), act.clock(), act.union(), form.id, rank, &form.title)
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

/// Somebody to be put into a post.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Appoint {
    /// The post.
    id: PostId,
    member: MemberId,
    from: Date,
    until: Option<Date>,
}

/// Puts a member into a post for a term.
pub(super) fn appoint(act: &mut Act<'_>, form: Appoint) -> Reply<Done> {
    let (post, _) = posts::post(act, act.union(), form.id)?;
    let member = members::store::find(act, act.union(), form.member)?
        .ok_or_else(|| Refusal::field("member", "org.members.unknown"))?;
    if !member.status.belongs() {
        return Err(Refusal::field("member", "org.bodies.not_member").into());
    }
    let term = Term::new(form.from, form.until).ok_or_else(|| Stop::from(Refusal::field("until", "org.term_order")))?;
    if posts::is_in_post(act, act.union(), form.id, form.member)? {
        return Err(Refusal::field("member", "org.bodies.in_post").into());
    }
    posts::appoint(act.writer(), act.clock(), act.union(), form.id, form.member, term)?;
    act.note(&Happened::Appointed {
        body: post.body,
        post: form.id,
        member: form.member,
        from: term.from,
        until: term.until,
    })?;
    Ok(Done::to(format!("/org/bodies/{}", post.body))
        .record(post.body)
        .say("org.bodies.appointed"))
}

/// The end of a holding.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Relieve {
    /// The holding.
    id: HoldingId,
    on: Date,
    why: Text<200>,
}

/// Ends somebody's time in a post.
pub(super) fn relieve(act: &mut Act<'_>, form: Relieve) -> Reply<Done> {
    let line = posts::holding(act, act.union(), form.id)?;
    if form.on < line.term.from {
        return Err(Refusal::field("on", "org.bodies.before_start").into());
    }
    if form.on > act.today() {
        return Err(Refusal::field("on", "org.bodies.in_future").into());
    }
    if !posts::end_holding(act.writer(), act.union(), form.id, form.on, &form.why)? {
        return Err(Refusal::new("org.bodies.already_ended").status(409).into());
    }
    act.note(&Happened::Relieved {
        body: line.body,
        holding: form.id,
        member: line.member,
        on: form.on,
        why: form.why.into_string(),
    })?;
    Ok(Done::to(format!("/org/bodies/{}", line.body))
        .record(line.body)
        .say("org.bodies.relieved"))
}
