//! Calling for a meeting: everybody who should attend finds it in the inbox and says whether they come.
//!
//! The notice is a task on the day of the meeting: the recorder (or chair) owns it, the others are asked to come as
//! helpers are asked, so that yes and no are what they are everywhere. It ends with the meeting.

use std::collections::BTreeSet;

use flow::{Field, NewTask, Outcome, TaskId, tasks::parts::Answer};
use kernel::Text;
use web::{Act, Reply, View};

use super::{
    model::{MeetingId, Row},
    record,
    store::people::{self, Seat},
};

/// A text cut to its limit.
pub(super) fn cut<const MAX: usize>(text: &str) -> Reply<Text<MAX>> {
    let short: String = text.chars().take(MAX).collect();
    Text::new(&short).map_err(|e| web::Fault::other(format!("a text: {e}")).into())
}

/// Asks everybody; says how many.
pub(super) fn send(act: &Act<'_>, row: &Row, agenda: &[String]) -> Reply<usize> {
    let seats = people::of(act, act.union(), row.id)?;
    let said = &row.said;
    let owner = said.recorder.unwrap_or(said.chair);
    let place = said.place.as_deref().unwrap_or_default();
    for some in seats.chunks(flow::tasks::model::HELPERS) {
        let title = format!("参加{}（{} {place}）", said.title, said.starts);
        let mut task = NewTask::new(cut(title.replace(" ）", "）").as_str())?, Field::Planning);
        task.note = match agenda {
            [] => None,
            agenda => Some(cut(&agenda.join("\n"))?),
        };
        task.owner = Some(owner);
        task.helpers = some.iter().map(|s| s.member).filter(|m| *m != owner).collect();
        task.due = Some(said.day);
        task.source = Some(record(row.id));
        let id = flow::add(act, &task)?;
        for seat in some {
            people::asked(act.writer(), act.union(), row.id, seat.id, id)?;
        }
    }
    Ok(seats.len())
}

/// The notices of a meeting.
pub(super) fn tasks(seats: &[Seat]) -> BTreeSet<TaskId> {
    seats.iter().filter_map(|seat| seat.notice).collect()
}

/// Ends the notices of a meeting.
pub(super) fn end(act: &Act<'_>, meeting: MeetingId, outcome: &Outcome) -> Reply<()> {
    for task in tasks(&people::of(act, act.union(), meeting)?) {
        flow::settle(act, task, outcome.clone())?;
    }
    Ok(())
}

/// What those who were asked have said, by seat: yes, no, or nothing yet.
pub(super) fn answers(view: &View<'_>, seats: &[Seat]) -> Reply<Vec<Option<Answer>>> {
    let mut said = Vec::new();
    for task in tasks(seats) {
        for helper in flow::helpers(view, view.union(), task)? {
            said.push((task, helper.member, helper.answer));
        }
    }
    let of = |seat: &Seat| {
        said.iter()
            .find(|(task, member, _)| seat.notice == Some(*task) && *member == seat.member)
            .map(|(_, _, answer)| *answer)
    };
    Ok(seats.iter().map(of).collect())
}
