//! The formal course of plans in the store.

use kernel::{Date, Text, UnionId};
use store::{Cells, Error, Sql, Writer};

use crate::plan::{
    course::{Adopted, Course, Step, Submitted},
    model::PlanId,
};

const PUT: Sql = Sql::union(
    "INSERT INTO plan_course (union_id, plan_id, step, body_id, submitted_on, submitted_to, submitted_name, returned_why,
       adopted_on, adopted_by, adopted_number, adopted_paper, adopted_name, replaced_by, replaced_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (union_id, plan_id) DO UPDATE SET step = $3, body_id = $4, submitted_on = $5, submitted_to = $6,
       submitted_name = $7, returned_why = $8, adopted_on = $9, adopted_by = $10, adopted_number = $11, adopted_paper = $12,
       adopted_name = $13, replaced_by = $14, replaced_on = $15",
);

/// Thirteen columns from the step on; none are filled for a plan that has no row yet.
pub(super) fn course(c: &mut Cells<'_>) -> Result<Course, Error> {
    let step: Option<String> = c.take()?;
    let body = c.take()?;
    let (sent_on, to, sender): (Option<Date>, Option<Text<120>>, Option<String>) = (c.take()?, c.take()?, c.take()?);
    let returned = c.take()?;
    let (on, by): (Option<Date>, Option<Text<120>>) = (c.take()?, c.take()?);
    let (number, paper, name): (_, _, Option<String>) = (c.take()?, c.take()?, c.take()?);
    let (successor, replaced_on): (Option<PlanId>, Option<Date>) = (c.take()?, c.take()?);
    let step = step.map_or(Ok(Step::Draft), |key| {
        Step::of(&key).ok_or_else(|| Error::Wrong(format!("a plan's step cannot be {key}")))
    })?;
    Ok(Course {
        step,
        body,
        submitted: sent_on
            .zip(to)
            .zip(sender)
            .map(|((on, to), name)| Submitted { on, to, name }),
        returned,
        adopted: on.zip(by).zip(name).map(|((on, by), name)| Adopted {
            on,
            by,
            number,
            paper,
            name,
        }),
        replaced: successor.zip(replaced_on),
    })
}

/// Writes the course of a plan.
pub(in crate::plan) fn put_course(w: &Writer, union: UnionId, plan: PlanId, c: &Course) -> Result<(), Error> {
    let (sent, done) = (c.submitted.as_ref(), c.adopted.as_ref());
    w.run(
        PUT,
        &[
            &union,
            &plan,
            &c.step.key(),
            &c.body,
            &sent.map(|s| s.on),
            &sent.map(|s| &s.to),
            &sent.map(|s| s.name.as_str()),
            &c.returned,
            &done.map(|a| a.on),
            &done.map(|a| &a.by),
            &done.and_then(|a| a.number.as_ref()),
            &done.and_then(|a| a.paper),
            &done.map(|a| a.name.as_str()),
            &c.replaced.map(|r| r.0),
            &c.replaced.map(|r| r.1),
        ],
    )
    .map(drop)
}
