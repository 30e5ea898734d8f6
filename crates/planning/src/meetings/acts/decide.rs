//! Deciding: what was settled, by how many votes, and who carries it out by when.

use flow::{NewTask, Outcome, TaskId};
use kernel::{Date, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Refusal, Reply};

use super::{
    super::{
        event::Happened,
        model::{Cannot, DECISIONS, DecisionId, DecisionKind, ItemId, MeetingId, Row, Votes},
        notice::cut,
        record, rights,
        store::{
            self,
            decisions::{self, DecisionRow, REMOVE, SAVE},
            items, people,
        },
    },
    title_of,
};

/// How it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Way {
    /// 一致同意
    Unanimous,
    /// By counted votes.
    Counted,
}

/// A decision as typed: a new one on an item, or one to change (the path says which).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Form {
    id: MeetingId,
    /// The item decided on, of a new decision.
    item: Option<ItemId>,
    /// The decision to change.
    decision: Option<DecisionId>,
    /// The version of it that was seen.
    version: Option<i64>,
    kind: DecisionKind,
    text: Text<2000>,
    way: Way,
    yes: Option<u32>,
    no: Option<u32>,
    abstain: Option<u32>,
    /// Who carries it out; with an owner or a day it becomes a task.
    owner: Option<MemberId>,
    /// By when.
    due: Option<Date>,
}

impl Form {
    fn votes(&self, act: &Act<'_>, row: &Row) -> Reply<(Votes, bool)> {
        let hall = people::hall(act, act.union(), row.id)?;
        let votes = match self.way {
            Way::Unanimous => Votes::all(hall),
            Way::Counted => Votes::counted(self.yes.unwrap_or(0), self.no.unwrap_or(0), self.abstain.unwrap_or(0)),
        };
        let carried = row.said.rules.judge(hall, votes).map_err(|c| refused(row.id, c))?;
        Ok((votes, carried))
    }
}

fn refused(meeting: MeetingId, cannot: Cannot) -> Refusal {
    let refusal = Refusal::from(cannot);
    match cannot {
        Cannot::NobodyYet => refusal.next(format!("/meetings/{meeting}/attendance")),
        _ => refusal,
    }
}

fn back(meeting: MeetingId, item: ItemId, carried: bool) -> Done {
    let said = if carried {
        "meetings.said.decided"
    } else {
        "meetings.said.not_carried"
    };
    Done::to(format!("/meetings/{meeting}#i-{item}"))
        .record(meeting)
        .say(said)
}

/// Decides on an item; with an owner or a day the decision becomes a task in the same act.
pub(in super::super) fn add(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let union = act.union();
    let row = rights::open(act, form.id)?;
    let item = form.item.ok_or_else(Refusal::missing)?;
    if !items::of(act, union, row.id)?.iter().any(|i| i.id == item) {
        return Err(Refusal::missing().into());
    }
    let there = decisions::of(act, union, row.id)?;
    if there.len() >= DECISIONS {
        return Err(Refusal::new("meetings.refusal.many_decisions")
            .arg("max", DECISIONS)
            .into());
    }
    let (votes, carried) = form.votes(act, &row)?;
    let wanted = form.owner.is_some() || form.due.is_some();
    let task = match (wanted, carried) {
        (false, _) => None,
        (true, false) => return Err(Refusal::field("owner", "meetings.refusal.not_carried").into()),
        (true, true) => Some(hand_over(act, &row, &form.text, form.owner, form.due)?),
    };
    let decision = DecisionRow {
        id: act.id(),
        version: 1,
        item,
        kind: form.kind,
        body: form.text.into_string(),
        votes,
        carried,
        task,
        place: there.iter().map(|d| d.place).max().unwrap_or(0).saturating_add(1),
        meeting: row.id,
        meeting_title: row.said.title.clone(),
        day: row.said.day,
    };
    decisions::add(act.writer(), union, &decision)?;
    act.note(&Happened::Decided {
        meeting: row.id,
        decision: decision.id,
        body: &decision.body,
        votes,
        carried,
    })?;
    Ok(back(row.id, item, carried))
}

/// Makes a decision somebody's task, which leads back to the meeting.
fn hand_over(act: &Act<'_>, row: &Row, text: &str, owner: Option<MemberId>, due: Option<Date>) -> Reply<TaskId> {
    if due.is_some_and(|due| due < row.said.day) {
        return Err(Refusal::field("due", "meetings.refusal.due_before").into());
    }
    let field = crate::plan::guess::field(text, None);
    let mut task = NewTask::new(title_of(text.trim_end_matches('。'))?, field);
    task.note = Some(cut(&format!("{}：{text}", row.said.title))?);
    task.owner = owner;
    task.due = due;
    task.source = Some(record(row.id));
    flow::add(act, &task)
}

/// Changes a decision. One that no longer carries takes its task with it.
pub(in super::super) fn change(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let (Some(id), Some(version)) = (form.decision, form.version) else {
        return Err(Refusal::missing().into());
    };
    let row = rights::open(act, form.id)?;
    let old = of_meeting(act, &row, id)?;
    let (votes, carried) = form.votes(act, &row)?;
    let task = if carried { old.task } else { None };
    write(
        act,
        &DecisionRow {
            version,
            kind: form.kind,
            body: form.text.into_string(),
            votes,
            carried,
            task,
            ..old.clone()
        },
    )?;
    if let Some(gone) = old.task.filter(|_| !carried) {
        withdraw(act, gone)?;
    }
    Ok(back(row.id, old.item, carried))
}

fn write(act: &Act<'_>, d: &DecisionRow) -> Reply<()> {
    let v = d.votes;
    act.run_fresh(
        SAVE,
        &[
            &act.union(),
            &d.meeting,
            &d.id,
            &d.version,
            &d.kind,
            &d.body,
            &v.yes,
            &v.no,
            &v.abstain,
            &v.unanimous,
            &d.carried,
            &d.task,
        ],
    )?;
    act.note(&Happened::Redecided {
        meeting: d.meeting,
        decision: d.id,
        body: &d.body,
        votes: v,
        carried: d.carried,
    })?;
    Ok(())
}

fn withdraw(act: &Act<'_>, task: TaskId) -> Reply<()> {
    let why = cut("会议改变了决定")?;
    flow::settle(act, task, Outcome::Dropped { why })
}

fn of_meeting(act: &Act<'_>, row: &Row, id: DecisionId) -> Reply<DecisionRow> {
    let decision = decisions::get(act, act.union(), id)?;
    if decision.meeting == row.id {
        Ok(decision)
    } else {
        Err(Refusal::missing().into())
    }
}

/// Whom a decision is given to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Give {
    id: MeetingId,
    decision: DecisionId,
    version: i64,
    owner: MemberId,
    due: Option<Date>,
}

/// Makes a decision that has been taken a task; also when the meeting is over.
pub(in super::super) fn give(act: &mut Act<'_>, form: Give) -> Reply<Done> {
    let row = rights::in_hand(act, form.id)?;
    let old = of_meeting(act, &row, form.decision)?;
    if old.task.is_some() {
        return Err(Refusal::new("meetings.refusal.given").status(409).into());
    }
    if !old.carried {
        return Err(Refusal::field("owner", "meetings.refusal.not_carried").into());
    }
    let task = hand_over(act, &row, &old.body, Some(form.owner), form.due)?;
    let item = old.item;
    write(
        act,
        &DecisionRow {
            version: form.version,
            task: Some(task),
            ..old
        },
    )?;
    Ok(Done::to(format!("/meetings/{}#i-{item}", row.id))
        .record(row.id)
        .say("meetings.said.given"))
}

/// Which decision, and the version that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Which {
    id: MeetingId,
    decision: DecisionId,
    version: i64,
}

/// Takes a decision away, and its task with it.
pub(in super::super) fn remove(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    let old = of_meeting(act, &row, form.decision)?;
    act.run_fresh(REMOVE, &[&act.union(), &row.id, &old.id, &form.version])?;
    if let Some(task) = old.task {
        withdraw(act, task)?;
    }
    act.note(&Happened::DecisionRemoved {
        meeting: row.id,
        decision: old.id,
        body: &old.body,
    })?;
    Ok(Done::to(format!("/meetings/{}#i-{}", row.id, old.item))
        .record(row.id)
        .say("meetings.said.decision_removed"))
}

/// After attendance or rules changed: what was agreed unanimously is agreed by those now known to be present; any other
/// decision must still be possible and come to the same.
///
/// # Errors
/// A refusal that names why not.
pub(in super::super) fn still_stand(act: &Act<'_>, id: MeetingId) -> Reply<()> {
    let all = decisions::of(act, act.union(), id)?;
    if all.is_empty() {
        return Ok(());
    }
    let row = store::get(act, act.union(), id)?;
    let hall = people::hall(act, act.union(), id)?;
    for d in all {
        let votes = if d.votes.unanimous { Votes::all(hall) } else { d.votes };
        let carried = row.said.rules.judge(hall, votes).map_err(|c| refused(id, c))?;
        if carried != d.carried {
            return Err(Refusal::new("meetings.refusal.would_turn")
                .arg("text", d.body.chars().take(30).collect::<String>())
                .into());
        }
        if votes != d.votes {
            write(act, &DecisionRow { votes, ..d })?;
        }
    }
    Ok(())
}
