//! What a transfer brings about when nobody is at the doors: it has come, was called back, was answered.

use dispatch::{Answer, Incoming, Outgoing, Way};
use kernel::Text;
use org::{MemberId, Status, members::store};
use web::{Act, Record, Refusal, Reply};

use super::{
    RECORD,
    acts::{fill, settle},
    model::Body,
};
use crate::{
    members::register::{self, Counted},
    tree,
};

/// Days within which a transfer should be answered.
const ANSWER_DAYS: i32 = 15;

/// A task for whoever chairs the union, which leads to the transfer.
fn task(act: &Act<'_>, id: dispatch::LetterId, title: &str, days: i32) -> Reply<()> {
    let title: String = title.chars().take(200).collect();
    let title: Text<200> = Text::new(&title).map_err(|_| Refusal::new("web.refusal.fields"))?;
    let task = flow::NewTask {
        owner: tree::chair(act, act.union())?,
        due: Some(act.today().plus_days(days)),
        source: Some(Record::new(RECORD, id)),
        ..flow::NewTask::new(title, flow::Field::Organisation)
    };
    flow::add_for(act.writer(), act.union(), (act.actor().account, act.now()), &task)?;
    Ok(())
}

/// A transfer has come: somebody is to accept or return it.
pub(super) fn arrived(act: &Act<'_>, letter: &Incoming) -> Reply<()> {
    Body::read(&letter.body)?;
    let title = fill(
        "organisation.moving.task_in",
        &[("subject", &letter.subject), ("union", &letter.from_name)],
    );
    task(act, letter.id, &title, ANSWER_DAYS)
}

/// The sender has called it back: there is nothing to do any more.
pub(super) fn called_back(act: &Act<'_>, letter: &Incoming) -> Reply<()> {
    let why = fill("organisation.moving.task_gone", &[]);
    let why: Text<500> = Text::new(&why).map_err(|_| Refusal::new("web.refusal.fields"))?;
    settle(act, letter.id, flow::Outcome::Dropped { why })
}

/// What became of it is known: the member has moved out, or is what they were before.
pub(super) fn answered(act: &Act<'_>, letter: &Outgoing, answer: &Answer) -> Reply<()> {
    let id: MemberId = letter.record_id.cast();
    let card = store::get(act, act.union(), id)?;
    let body = Body::read(&letter.body)?;
    if card.status != Status::Moving {
        return Ok(());
    }
    let seen = (id, card.version);
    let name: &dyn std::fmt::Display = &letter.to_name;
    match answer {
        Answer::Accepted { on } => {
            let basis = fill("organisation.moving.basis_gone", &[("union", name)]);
            let how = (*on, false);
            register::stand(act, seen, Status::Moved, how, (Some(&basis), Counted::Usual))
        }
        Answer::Returned { on, why } => {
            let basis = fill("organisation.moving.basis_returned", &[("union", name), ("why", why)]);
            stays(act, seen, (&body, *on), &basis)?;
            let title = fill(
                "organisation.moving.task_returned",
                &[("subject", &letter.subject), ("union", name)],
            );
            // who records a paper answer has it in hand already
            if letter.way == Way::Paper {
                return Ok(());
            }
            task(act, letter.id, &title, ANSWER_DAYS)
        }
        Answer::Withdrawn { on } => {
            let basis = fill("organisation.moving.basis_withdrawn", &[]);
            stays(act, seen, (&body, *on), &basis)
        }
    }
}

/// The membership stands again as it did before.
fn stays(act: &Act<'_>, seen: (MemberId, i64), (body, on): (&Body, kernel::Date), basis: &str) -> Reply<()> {
    let how = (on.max(body.since), false);
    let basis: String = basis.chars().take(200).collect();
    register::stand(act, seen, body.was, how, (Some(&basis), Counted::Nothing))
}
