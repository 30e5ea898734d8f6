//! Founding, changing and ending bodies.

use kernel::{Date, Text};
use org::{
    BodyId, BodyKind, NewBody, Term,
    bodies::{model::BodyLine, store},
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, Stop};

use super::event::Happened;

/// A body to be founded.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct FoundBody {
    kind: BodyKind,
    name: Text<60>,
    /// The branch of a group or of a further branch.
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
        if Some(parent) == itself {
            return Err(Refusal::field("parent", "organisation.bodies.itself").into());
        }
        let above = all.iter().find(|b| b.id == parent);
        if !above.is_some_and(|b| new.kind.fits_under(b.kind)) {
            return Err(Refusal::field("parent", "org.bodies.parent_wrong").into());
        }
        if itself.is_some_and(|id| lies_under(parent, id, all)) {
            return Err(Refusal::field("parent", "organisation.bodies.circle").into());
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

/// Whether a body lies somewhere under another.
fn lies_under(body: BodyId, above: BodyId, all: &[BodyLine]) -> bool {
    let parent = |id: BodyId| all.iter().find(|b| b.id == id).and_then(|b| b.parent);
    let chain = std::iter::successors(Some(body), |id| parent(*id));
    chain.take(all.len() + 1).any(|id| id == above)
}

/// Founds a group for people whom an import brings in. The name may be that of a living one: then it is that one.
pub(crate) fn found_group(act: &Act<'_>, name: &str) -> Reply<BodyId> {
    let all = store::living(act, act.union(), act.today())?;
    if let Some(group) = all
        .iter()
        .find(|b| b.kind.has_members() && b.name == name && b.until.is_none())
    {
        return Ok(group.id);
    }
    let new = NewBody::new(BodyKind::Group, name);
    fits(&new, None, &all)?;
    let id = store::insert(act.writer(), act.clock(), act.union(), &new)?;
    act.note(&Happened::Founded {
        body: id,
        kind: new.kind,
        name: new.name,
    })?;
    Ok(id)
}

/// Ends a body that was founded for an import, if nobody is in it.
pub(crate) fn end_empty(act: &Act<'_>, id: BodyId) -> Reply<bool> {
    let idle = store::find(act, act.union(), id)?.is_some() && store::in_use(act, act.union(), id)? == 0;
    if !idle || !store::end(act.writer(), act.union(), id, act.today())? {
        return Ok(false);
    }
    act.note(&Happened::Ended { body: id })?;
    Ok(true)
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
