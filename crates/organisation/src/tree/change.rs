//! Renaming, moving, merging and dissolving unions.

use kernel::{Date, Lang, Text, UnionId};
use org::{
    UnionKind,
    bodies::{posts, store as bodies},
    members,
    tree::{
        Node,
        model::{ActKind, Part, Span, TreeActId},
        store, tally,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    event::Happened,
    legal,
    place::{self, Ground},
};

/// A union to bear another name or be of another kind.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Rename {
    id: UnionId,
    name: Text<60>,
    kind: UnionKind,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
}

/// Renames a union: one's own, or one below.
pub(super) fn rename(act: &mut Act<'_>, form: Rename) -> Reply<Done> {
    let node = place::living(place::seen(act, form.id)?)?;
    place::day_fits(act, &node, form.day)?;
    if form.name.as_str() == node.name && form.kind == node.kind {
        return Err(Refusal::field("name", "organisation.tree.name_same").into());
    }
    place::named_once(act, "name", node.parent, &form.name, node.id)?;
    if let Some(parent) = node.parent {
        place::kinds_fit("kind", form.kind, store::get(act, parent)?.kind)?;
    }
    if tree_children(act, node.id)?
        .iter()
        .any(|c| !c.kind.fits_under(form.kind))
    {
        return Err(Refusal::field("kind", "organisation.tree.kind_too_low").into());
    }
    let ground = ground(form.day, &form.basis, form.note.as_ref());
    let id = act.id();
    place::record(act, id, ActKind::Renamed, ground, &[(node.id, Part::Subject)])?;
    let to = Span {
        from: form.day,
        until: None,
        parent: node.parent,
        name: form.name.as_str().to_owned(),
        kind: form.kind,
    };
    store::restate(act.writer(), &node, &to, id)?;
    if to.name != node.name {
        legal::change_due(act, node.id)?;
    }
    let happened = Happened::Renamed {
        union: node.id,
        act: id,
        name: to.name,
        kind: to.kind,
        day: form.day,
    };
    tell(act, &happened, &[node.id])?;
    Ok(done(node.id, "organisation.tree.renamed"))
}

fn ground<'a>(day: Date, basis: &'a Text<120>, note: Option<&'a Text<500>>) -> Ground<'a> {
    Ground {
        day,
        basis,
        note: note.map(Text::as_str),
    }
}

fn done(id: UnionId, said: &str) -> Done {
    Done::to(format!("/org/tree/{id}")).record(id).say(said)
}

/// The living unions directly below one.
pub(super) fn tree_children(act: &Act<'_>, id: UnionId) -> Reply<Vec<Node>> {
    Ok(store::children(act, id)?)
}

/// Notes what happened in the actor's union and in all unions that it concerns.
pub(super) fn tell(act: &Act<'_>, happened: &Happened, unions: &[UnionId]) -> Reply<()> {
    act.note(happened)?;
    for union in unions.iter().filter(|u| **u != act.union()) {
        act.note_in(*union, happened)?;
    }
    Ok(())
}

/// A union to stand under another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Place {
    id: UnionId,
    under: UnionId,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
}

/// Moves a union, with all below it, under another.
pub(super) fn place(act: &mut Act<'_>, form: Place) -> Reply<Done> {
    let node = place::below(act, form.id)?;
    let under = place::chosen(act, "under", form.under)?;
    place::fits(act, "under", &node, &under)?;
    if node.parent == Some(under.id) {
        return Err(Refusal::field("under", "organisation.tree.there_already").into());
    }
    let ground = ground(form.day, &form.basis, form.note.as_ref());
    moved(act, &node, &under, ground)?;
    Ok(done(node.id, "organisation.tree.moved"))
}

/// Moves a union under another on which everything was checked but the day.
pub(super) fn moved(act: &Act<'_>, node: &Node, under: &Node, ground: Ground<'_>) -> Reply<()> {
    place::day_fits(act, node, ground.day)?;
    let id = act.id();
    let mut parts = vec![(node.id, Part::Subject), (under.id, Part::Under)];
    parts.extend(node.parent.map(|p| (p, Part::From)));
    place::record(act, id, ActKind::Moved, ground, &parts)?;
    put_under(act, node, under, ground.day, id)?;
    for changed in [node.parent, Some(node.id)].into_iter().flatten() {
        tally::refresh(act.writer(), changed, act.today())?;
    }
    let happened = Happened::Moved {
        union: node.id,
        act: id,
        from: node.parent,
        under: under.id,
        day: ground.day,
    };
    let told: Vec<UnionId> = parts.into_iter().map(|(union, _)| union).collect();
    tell(act, &happened, &told)
}

fn put_under(act: &Act<'_>, node: &Node, under: &Node, day: Date, id: TreeActId) -> Reply<()> {
    let to = Span {
        from: day,
        until: None,
        parent: Some(under.id),
        name: node.name.clone(),
        kind: node.kind,
    };
    Ok(store::restate(act.writer(), node, &to, id)?)
}

/// A union to be merged into another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Merge {
    id: UnionId,
    into: UnionId,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
}

/// Merges a union into another: it ends, what stood below it stands below the other, and its committee has the members'
/// transfer to see to.
pub(super) fn merge(act: &mut Act<'_>, form: Merge) -> Reply<Done> {
    let node = place::below(act, form.id)?;
    let into = place::chosen(act, "into", form.into)?;
    if node.id == into.id {
        return Err(Refusal::field("into", "organisation.tree.into_itself").into());
    }
    if node.is_above(&into) {
        return Err(Refusal::field("into", "organisation.tree.circle")
            .arg("union", &node.name)
            .arg("under", &into.name)
            .into());
    }
    place::end_fits(act, &node, form.day)?;
    let children = tree_children(act, node.id)?;
    for child in &children {
        place::fits(act, "into", child, &into)?;
        place::day_fits(act, child, form.day)?;
    }
    let id = act.id();
    let parts = [(node.id, Part::Subject), (into.id, Part::Into)];
    let ground = ground(form.day, &form.basis, form.note.as_ref());
    place::record(act, id, ActKind::Merged, ground, &parts)?;
    for child in &children {
        put_under(act, child, &into, form.day, id)?;
    }
    store::end(act.writer(), node.id, form.day.plus_days(-1))?;
    leave_members(act, &node, Some(&into.name))?;
    for changed in [node.parent, Some(into.id)].into_iter().flatten() {
        tally::refresh(act.writer(), changed, act.today())?;
    }
    let happened = Happened::Merged {
        union: node.id,
        act: id,
        into: into.id,
        day: form.day,
    };
    let told: Vec<UnionId> = [node.id, into.id]
        .into_iter()
        .chain(children.iter().map(|c| c.id))
        .collect();
    tell(act, &happened, &told)?;
    Ok(done(into.id, "organisation.tree.merged"))
}

/// A union to be dissolved.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Dissolve {
    id: UnionId,
    day: Date,
    basis: Text<120>,
    note: Option<Text<500>>,
}

/// Dissolves a union below which no other stands.
pub(super) fn dissolve(act: &mut Act<'_>, form: Dissolve) -> Reply<Done> {
    let node = place::below(act, form.id)?;
    place::end_fits(act, &node, form.day)?;
    no_children(act, &node)?;
    let id = act.id();
    let ground = ground(form.day, &form.basis, form.note.as_ref());
    place::record(act, id, ActKind::Dissolved, ground, &[(node.id, Part::Subject)])?;
    store::end(act.writer(), node.id, form.day.plus_days(-1))?;
    leave_members(act, &node, None)?;
    let above = node.parent.unwrap_or_else(|| act.union());
    tally::refresh(act.writer(), above, act.today())?;
    let happened = Happened::Dissolved {
        union: node.id,
        act: id,
        day: form.day,
    };
    tell(act, &happened, &[node.id, above])?;
    Ok(done(node.id, "organisation.tree.dissolved"))
}

/// Refuses to end a union below which others stand.
pub(super) fn no_children(act: &Act<'_>, node: &Node) -> Reply<()> {
    let children = tree_children(act, node.id)?;
    if children.is_empty() {
        return Ok(());
    }
    Err(Refusal::new("organisation.tree.has_below")
        .arg("n", children.len())
        .status(409)
        .into())
}

/// Leaves the committee of a union that ends the transfer of its members, as a task of its chair: nobody is to be nowhere.
pub(super) fn leave_members(act: &Act<'_>, node: &Node, into: Option<&str>) -> Reply<()> {
    let count: i64 = members::store::count_by_group(act, node.id)?.values().sum();
    if count == 0 {
        return Ok(());
    }
    let key = if into.is_some() {
        "organisation.tree.task_transfer_into"
    } else {
        "organisation.tree.task_transfer"
    };
    let word = ui::words::find(Lang::Zh, key).unwrap_or_default();
    let title = ui::words::fill(word, &[("n", &count), ("union", &into.unwrap_or_default())]);
    let title: Text<200> = Text::new(&title).map_err(|_| Refusal::new("web.refusal.fields"))?;
    let task = flow::NewTask {
        owner: chair(act, node.id)?,
        due: Some(act.today().plus_months(1)),
        ..flow::NewTask::new(title, flow::Field::Organisation)
    };
    flow::add_for(act.writer(), node.id, (act.actor().account, act.now()), &task)?;
    Ok(())
}

/// Who chairs a union.
pub(crate) fn chair(act: &Act<'_>, union: UnionId) -> Reply<Option<org::MemberId>> {
    let all = bodies::living(act, union, act.today())?;
    let Some(committee) = all.iter().find(|b| b.kind == org::BodyKind::Committee) else {
        return Ok(None);
    };
    let post = posts::first_post(act, union, committee.id)?;
    let holders = posts::holders(act, union, Some(committee.id), false)?;
    Ok(holders.into_iter().find(|h| h.post == post).map(|h| h.member))
}
