//! Where in the tree somebody may look and act, and what is never possible there.

use ::store::Reader;
use facts::Difference;
use kernel::{Date, UnionId};
use org::tree::{
    self, Node, UnionKind,
    model::{ActKind, By, NewAct, Part, TreeActId},
    store,
};
use web::{Act, Refusal, Reply, View};

/// A union that the actor may look at: their own, or one somewhere below it. Everything else is missing.
pub(crate) fn seen(view: &View<'_>, id: UnionId) -> Reply<Node> {
    Ok(store::within(view, view.union(), id)?)
}

/// A living union strictly below the actor's, on which the actor may act.
pub(super) fn below(view: &View<'_>, id: UnionId) -> Reply<Node> {
    let node = seen(view, id)?;
    if node.id == view.union() {
        return Err(Refusal::new("organisation.tree.by_the_one_above")
            .status(403)
            .next("/org/tree")
            .into());
    }
    living(node)
}

/// A union that has not ended.
pub(crate) fn living(node: Node) -> Reply<Node> {
    if node.until.is_some() {
        return Err(Refusal::new("organisation.tree.is_over")
            .status(409)
            .next(format!("/org/tree/{}", node.id))
            .into());
    }
    Ok(node)
}

/// A union that was chosen in a form: the actor's own or one below it, living.
pub(super) fn chosen(view: &View<'_>, field: &str, id: UnionId) -> Reply<Node> {
    match store::within(view, view.union(), id) {
        Ok(node) if node.until.is_none() => Ok(node),
        Ok(_) | Err(::store::Error::Missing) => Err(Refusal::field(field, "organisation.tree.not_below").into()),
        Err(e) => Err(e.into()),
    }
}

/// Whether a union may stand under another: not under itself or what lies below it, nor under a lower kind of union, nor
/// beside one of the same name.
pub(super) fn fits(view: &View<'_>, field: &str, node: &Node, under: &Node) -> Reply<()> {
    if node.id == under.id {
        return Err(Refusal::field(field, "organisation.tree.under_itself").into());
    }
    if node.is_above(under) {
        return Err(Refusal::field(field, "organisation.tree.circle")
            .arg("union", &node.name)
            .arg("under", &under.name)
            .into());
    }
    kinds_fit(field, node.kind, under.kind)?;
    named_once(view, field, Some(under.id), &node.name, node.id)
}

/// Whether a union of this kind may stand under one of that.
pub(super) fn kinds_fit(field: &str, kind: UnionKind, under: UnionKind) -> Reply<()> {
    if kind.fits_under(under) {
        Ok(())
    } else {
        Err(Refusal::field(field, "organisation.tree.kind_too_high").into())
    }
}

/// Refuses a name that another union under the same one bears.
pub(super) fn named_once(view: &View<'_>, field: &str, under: Option<UnionId>, name: &str, but: UnionId) -> Reply<()> {
    if store::is_named(view, under, name, but)? {
        return Err(Refusal::field(field, "organisation.tree.name_taken").into());
    }
    Ok(())
}

/// Whether an act on a union may hold from a day: not in the future, not before it came to stand where it stands.
pub(super) fn day_fits(view: &View<'_>, node: &Node, day: Date) -> Reply<()> {
    if day > view.today() {
        return Err(Refusal::field("day", "organisation.tree.day_ahead").into());
    }
    let since = store::last_span(view, node.id)?.from;
    if day < since {
        return Err(Refusal::field("day", "organisation.tree.day_before")
            .arg("day", since)
            .into());
    }
    Ok(())
}

/// Whether a union may end before a day: it must have lived at least until the day before.
pub(super) fn end_fits(view: &View<'_>, node: &Node, day: Date) -> Reply<()> {
    day_fits(view, node, day)?;
    if store::last_span(view, node.id)?.from >= day {
        return Err(Refusal::field("day", "organisation.tree.day_same").into());
    }
    Ok(())
}

/// The paper an act rests on, and what else there is to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub day: Date,
    pub basis: &'a str,
    pub note: Option<&'a str>,
}

/// Records an act on the tree, before the spans that name it.
pub(super) fn record(
    act: &Act<'_>,
    id: TreeActId,
    kind: ActKind,
    ground: Ground<'_>,
    parts: &[(UnionId, Part)],
) -> Reply<()> {
    let new = NewAct {
        id,
        kind,
        day: ground.day,
        basis: ground.basis,
        note: ground.note,
        parts,
    };
    let by = By {
        union: act.union(),
        account: act.actor().account,
        name: act.actor().name(),
        at: act.now(),
    };
    store::add_act(act.writer(), &new, by)?;
    Ok(())
}

/// What verify asks of a union's place in the tree.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, ::store::Error> {
    let trouble = tree::check::trouble(read, union)?;
    Ok(trouble
        .into_iter()
        .map(|key| Difference::told("union_node", union, key, &[]))
        .collect())
}
