//! Who reads a meeting, and who runs it.

use flow::tasks::me;
use kernel::Id;
use org::{
    MemberId,
    power::{MEETING_SEE, MEETING_WRITE},
};
use web::{Refusal, Reply, View};

use super::{
    model::{MeetingId, Row, Status},
    store::{self, Eyes, people},
};

/// With whose eyes the actor looks at meetings.
pub(super) fn eyes(view: &View<'_>) -> Eyes {
    Eyes {
        all: view.actor().may(MEETING_SEE) || view.actor().may(MEETING_WRITE),
        member: me(view).unwrap_or_else(|| Id::new(uuid::Uuid::nil())),
    }
}

/// Whether the actor runs a meeting: with the power to, or as its chair or recorder.
pub(super) fn writes(view: &View<'_>, row: &Row) -> bool {
    let mine = |member: Option<MemberId>| member.is_some() && member == me(view);
    view.actor().may(MEETING_WRITE) || mine(Some(row.said.chair)) || mine(row.said.recorder)
}

/// Whether the actor reads a meeting: who runs it, who may see meetings, who was called to it, and everybody once its
/// minutes are published.
fn reads(view: &View<'_>, row: &Row) -> Reply<bool> {
    if row.published || writes(view, row) || eyes(view).all {
        return Ok(true);
    }
    let Some(me) = me(view).filter(|_| row.status != Status::Draft) else {
        return Ok(false);
    };
    let called = people::of(view, view.union(), row.id)?;
    Ok(called.iter().any(|seat| seat.member == me))
}

/// A meeting that the actor may read; absent and not theirs are both 404.
pub(super) fn seen(view: &View<'_>, id: MeetingId) -> Reply<Row> {
    let row = store::get(view, view.union(), id)?;
    if reads(view, &row)? {
        Ok(row)
    } else {
        Err(Refusal::missing().into())
    }
}

/// A meeting that the actor runs: 404 if they may not even read it, 403 if only that.
pub(super) fn in_hand(view: &View<'_>, id: MeetingId) -> Reply<Row> {
    let row = seen(view, id)?;
    if writes(view, &row) {
        Ok(row)
    } else {
        Err(Refusal::forbidden().into())
    }
}

/// A meeting that the actor runs and that is not over.
pub(super) fn open(view: &View<'_>, id: MeetingId) -> Reply<Row> {
    let row = in_hand(view, id)?;
    match row.status {
        Status::Draft | Status::Called => Ok(row),
        Status::Cancelled => Err(over("meetings.refusal.cancelled", &row)),
        Status::Closed | Status::Adopted => Err(over("meetings.refusal.over", &row)),
    }
}

/// A meeting that the actor runs and whose minutes are still being written.
pub(super) fn written(view: &View<'_>, id: MeetingId) -> Reply<Row> {
    let row = in_hand(view, id)?;
    match row.status {
        Status::Cancelled => Err(over("meetings.refusal.cancelled", &row)),
        Status::Adopted => Err(over("meetings.refusal.settled", &row)),
        _ => Ok(row),
    }
}

fn over(key: &str, row: &Row) -> web::Stop {
    Refusal::new(key)
        .status(409)
        .next(format!("/meetings/{}", row.id))
        .into()
}
