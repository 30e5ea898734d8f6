//! In whose hands a task is: its owner, its branch, its helpers.

use ::store::OnConstraint;
use kernel::Id;
use serde::{Deserialize, Serialize};
use web::{Act, Refusal, Reply, View};

use super::{
    BodyId, MemberId, course,
    event::Happened,
    model::{TaskId, TaskRow},
    parts::Answer,
    store::parts,
};

/// The kind of an arrangement's id.
pub enum Arrangement {}
/// The id of an act that arranged many tasks at once.
pub type ArrangementId = Id<Arrangement>;

/// In whose hands a task is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hands {
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// The branch or group it falls to; none is the whole union.
    pub branch: Option<BodyId>,
    /// Who helps or was asked to, with what they said.
    pub helpers: Vec<(MemberId, Answer)>,
}

/// A task that came into other hands with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// The task.
    pub task: TaskId,
    /// Its version afterwards.
    pub version: i64,
    /// The hands it was in.
    pub before: Hands,
}

/// The hands a task is in.
pub(super) fn of(view: &View<'_>, row: &TaskRow) -> Reply<Hands> {
    let helpers = parts::helpers(view, view.union(), row.id)?;
    Ok(Hands {
        owner: row.owner,
        branch: row.branch,
        helpers: helpers.into_iter().map(|h| (h.member, h.answer)).collect(),
    })
}

/// Puts a task into other hands. Whoever calls has checked that it is owed and that the actor may.
pub(super) fn put(act: &Act<'_>, row: &TaskRow, before: &Hands, after: &Hands) -> Reply<()> {
    let task = row.id;
    let mut says = row.says()?;
    (says.owner, says.branch) = (after.owner, after.branch);
    course::write(act, (task, row.version), &says)?;
    let among = |hands: &Hands, member: MemberId| hands.helpers.iter().any(|(known, _)| *known == member);
    let relieved: Vec<MemberId> = before
        .helpers
        .iter()
        .map(|h| h.0)
        .filter(|m| !among(after, *m))
        .collect();
    let asked: Vec<MemberId> = after
        .helpers
        .iter()
        .map(|h| h.0)
        .filter(|m| !among(before, *m))
        .collect();
    for member in &relieved {
        parts::unask(act.writer(), act.union(), task, *member)?;
    }
    for (member, answer) in after.helpers.iter().filter(|one| !before.helpers.contains(one)) {
        parts::ask(act.writer(), act.union(), task, *member).on_constraint::<web::Stop>("foreign_key", || {
            Refusal::field("helpers", "flow.refusal.stranger").into()
        })?;
        parts::answer(act.writer(), act.union(), task, *member, *answer)?;
    }
    if before.owner != after.owner {
        let (from, to) = (before.owner, after.owner);
        act.note(&Happened::Assigned { task, from, to })?;
    }
    if before.branch != after.branch || before.helpers != after.helpers {
        act.note(&Happened::Rearranged {
            task,
            from: before.branch,
            to: after.branch,
            asked,
            relieved,
        })?;
    }
    Ok(())
}
