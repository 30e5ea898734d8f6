//! Renewal ahead of the end of a cover: a task sixty days before, another thirty days before if nothing was begun.

use ::store::{Error, Reader, Writer};
use jobs::Kind;
use kernel::{Date, Instant, Lang, Text, UnionId};
use web::{AccountId, Record};

use super::{BATCH, model::Batch, store};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.insurance";

/// The kind of job that looks ahead.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, tell)
}

/// Batches that have to be renewed within sixty days and are not, with the days that are left.
pub(super) fn due(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(Batch, i32)>, Error> {
    let mut due = Vec::new();
    for batch in store::ending(read, union, today, today.plus_days(60))? {
        if !store::renewed(read, union, &batch)? {
            let left = today.days_until(batch.ends);
            due.push((batch, left));
        }
    }
    Ok(due)
}

/// Makes the tasks that are due; says how many.
pub(super) fn tell(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let mut made = 0;
    for (batch, left) in due(w, union, now.day())? {
        let step: i64 = if left <= 30 { 30 } else { 60 };
        if batch.ahead.is_some_and(|told| told <= step) {
            continue;
        }
        let plan = store::plan(w, union, batch.plan)?;
        let title = ui::words::fill(
            &ui::words::word(Lang::Zh, "insurance.renewal.task"),
            &[
                ("plan", &plan.terms.name),
                ("batch", &batch.name),
                ("day", &batch.ends.chinese()),
            ],
        );
        let title = Text::new(&title).map_err(|e| Error::Wrong(format!("a title: {e}")))?;
        let task = flow::NewTask {
            due: Some(batch.ends),
            source: Some(Record::new(BATCH, batch.id)),
            ..flow::NewTask::new(title, flow::Field::Care)
        };
        flow::add_for(w, union, (AccountId::NIL, now), &task)?;
        store::set_ahead(w, union, batch.id, step)?;
        made += 1;
    }
    Ok(made)
}
