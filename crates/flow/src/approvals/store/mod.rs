//! Cases in the store.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Instant, Money, UnionId, text::cut};
use org::MemberId;
use uuid::Uuid;
use web::{AccountId, Act, Record, Reply};

use super::{
    deciding::{Hat, Standing},
    model::{CaseId, CaseLine, CaseState, Mark, MarkId, NewCase, Person, Step, TITLE, What},
    setup::{Seat, Setup, StepPlan},
};

pub(super) mod deputies;
pub(crate) mod lists;
pub(super) mod people;

const ADD: Sql = Sql::union(
    "INSERT INTO approval_case (union_id, id, version, year, number, kind, record_kind, record_id, title, amount, due_day,
       sealed, state, round, step, asked_at, asked_by, asked_member, asked_name, closed_at, why)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', 1, 1, $12, $13, $14, $15, NULL, NULL)",
);
const GET: Sql = Sql::union(
    "SELECT id, version, year, number, kind, record_kind, record_id, title, amount, due_day, sealed, state, round, step,
       asked_at, asked_by, asked_member, asked_name, closed_at, why
     FROM approval_case WHERE union_id = $1 AND id = $2",
);
const BENEFITS: Sql =
    Sql::union("SELECT member_id FROM approval_benefit WHERE union_id = $1 AND case_id = $2 ORDER BY member_id");
const ADD_BENEFIT: Sql = Sql::union("INSERT INTO approval_benefit (union_id, case_id, member_id) VALUES ($1, $2, $3)");
const DROP_BENEFITS: Sql = Sql::union("DELETE FROM approval_benefit WHERE union_id = $1 AND case_id = $2");
const STEPS: Sql = Sql::union(
    "SELECT s.step, s.needed, t.role, t.post_id, t.member_id FROM approval_step s
     JOIN approval_seat t ON t.union_id = s.union_id AND t.case_id = s.case_id AND t.round = s.round AND t.step = s.step
     WHERE s.union_id = $1 AND s.case_id = $2 AND s.round = $3 ORDER BY s.step, t.seat",
);
const ADD_STEP: Sql =
    Sql::union("INSERT INTO approval_step (union_id, case_id, round, step, needed) VALUES ($1, $2, $3, $4, $5)");
const ADD_SEAT: Sql = Sql::union(
    "INSERT INTO approval_seat (union_id, case_id, round, step, seat, role, post_id, member_id, live)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
const LIVE: Sql = Sql::union(
    "UPDATE approval_seat SET live = CASE WHEN round = $3 AND step = $4 THEN 1 ELSE 0 END
     WHERE union_id = $1 AND case_id = $2",
);
const MARKS: Sql = Sql::union(
    "SELECT round, step, what, at, account_id, member_id, name, for_account, for_member, for_name, note
     FROM approval_mark WHERE union_id = $1 AND case_id = $2 ORDER BY at, id",
);
const ADD_MARK: Sql = Sql::union(
    "INSERT INTO approval_mark (union_id, id, case_id, round, step, what, at, account_id, member_id, name, for_account,
       for_member, for_name, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);
const MOVE: Sql = Sql::union(
    "UPDATE approval_case SET step = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'open'",
);
const CLOSE: Sql = Sql::union(
    "UPDATE approval_case SET state = $4, closed_at = $5, why = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('open', 'returned')",
);
const AGAIN: Sql = Sql::union(
    "UPDATE approval_case SET state = 'open', closed_at = NULL, why = NULL, round = round + 1, step = 1, title = $4, amount = $5,
       due_day = $6, sealed = $7, asked_by = $8, asked_member = $9, asked_name = $10, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'returned'",
);
const SETUP: Sql =
    Sql::union("SELECT number, rules FROM approval_setup WHERE union_id = $1 ORDER BY number DESC LIMIT 1");
const ADD_SETUP: Sql = Sql::union(
    "INSERT INTO approval_setup (union_id, number, rules, at, account_id, name) VALUES ($1, $2, $3, $4, $5, $6)",
);
const SETUPS: Sql =
    Sql::union("SELECT number, at, name FROM approval_setup WHERE union_id = $1 ORDER BY number DESC LIMIT 50");

/// Whoever acts, as marks keep them.
pub(super) fn me(view: &web::View<'_>) -> Person {
    Person {
        account: view.actor().account,
        member: crate::tasks::me(view),
        name: view.actor().name().to_owned(),
    }
}

/// Keeps a new case with its first round of steps.
pub(super) fn add(
    act: &Act<'_>,
    id: CaseId,
    (year, number): (i64, i64),
    new: &NewCase<'_>,
    steps: &[StepPlan],
) -> Result<(), Error> {
    let asked = me(act);
    act.run(
        ADD,
        &[
            &act.union(),
            &id,
            &year,
            &number,
            &new.kind.key,
            &new.record.kind,
            &CaseId::new(new.record.id),
            &cut(new.title, TITLE),
            &new.amount,
            &new.due,
            &new.sealed,
            &act.now(),
            &asked.account,
            &asked.member,
            &asked.name,
        ],
    )?;
    benefit(act, id, new.benefits)?;
    add_steps(act, id, 1, steps)
}

fn benefit(act: &Act<'_>, id: CaseId, members: &[MemberId]) -> Result<(), Error> {
    let once: std::collections::BTreeSet<MemberId> = members.iter().copied().collect();
    let union = act.union();
    let rows = once.iter().map(|member| {
        let values: [&dyn ::store::Bind; 3] = [&union, &id, member];
        values.map(|v| v.bind().into_owned())
    });
    act.writer().load(ADD_BENEFIT, rows.collect::<Vec<_>>()).map(drop)
}

fn add_steps(act: &Act<'_>, id: CaseId, round: i64, steps: &[StepPlan]) -> Result<(), Error> {
    for (number, plan) in (1_i64..).zip(steps) {
        act.run(ADD_STEP, &[&act.union(), &id, &round, &number, &plan.needed])?;
        for (at, seat) in (1_i64..).zip(&plan.who) {
            let (role, post, member) = match seat {
                Seat::Role(role) => (Some(role), None, None),
                Seat::Post(post) => (None, Some(post), None),
                Seat::Member(member) => (None, None, Some(member)),
            };
            let live = number == 1;
            act.run(
                ADD_SEAT,
                &[&act.union(), &id, &round, &number, &at, &role, &post, &member, &live],
            )?;
        }
    }
    Ok(())
}

/// Writes a returned case anew, with a further round of steps.
pub(super) fn again(act: &Act<'_>, case: &Standing, new: &NewCase<'_>, steps: &[StepPlan]) -> Reply<()> {
    let asked = me(act);
    act.run_fresh(
        AGAIN,
        &[
            &act.union(),
            &case.id,
            &case.version,
            &cut(new.title, TITLE),
            &new.amount,
            &new.due,
            &new.sealed,
            &asked.account,
            &asked.member,
            &asked.name,
        ],
    )?;
    act.run(DROP_BENEFITS, &[&act.union(), &case.id])?;
    benefit(act, case.id, new.benefits)?;
    add_steps(act, case.id, case.round + 1, steps)?;
    act.run(LIVE, &[&act.union(), &case.id, &(case.round + 1), &1_i64])?;
    Ok(())
}

/// Moves an open case to a step (also the one where it stands): whoever saw an older version is refused.
pub(super) fn move_to(act: &Act<'_>, case: &Standing, version: i64, step: i64) -> Reply<()> {
    act.run_fresh(MOVE, &[&act.union(), &case.id, &version, &step])?;
    if step != case.step {
        act.run(LIVE, &[&act.union(), &case.id, &case.round, &step])?;
    }
    Ok(())
}

/// Ends a case, or returns it.
pub(super) fn close(act: &Act<'_>, case: &Standing, version: i64, state: CaseState, why: Option<&str>) -> Reply<()> {
    let union = act.union();
    act.run_fresh(CLOSE, &[&union, &case.id, &version, &state, &act.now(), &why])?;
    act.run(LIVE, &[&union, &case.id, &0_i64, &0_i64])?;
    Ok(())
}

/// Keeps what was done with a case.
pub(super) fn mark(
    act: &Act<'_>,
    (id, round, step): (CaseId, i64, i64),
    what: What,
    hat: Option<&Hat>,
    note: Option<&str>,
) -> Result<(), Error> {
    let (by, mark): (Person, MarkId) = (me(act), act.id());
    let instead = hat.and_then(|h| h.instead_of.as_ref());
    let values: [&dyn ::store::Bind; 14] = [
        &act.union(),
        &mark,
        &id,
        &round,
        &step,
        &what,
        &act.now(),
        &by.account,
        &by.member,
        &by.name,
        &instead.map(|p| p.account),
        &instead.and_then(|p| p.member),
        &instead.map(|p| p.name.as_str()),
        &note,
    ];
    act.run(ADD_MARK, &values).map(drop)
}

fn head(row: &Row<'_>) -> Result<Standing, Error> {
    let mut cells = row.cells();
    Ok(Standing {
        id: cells.take()?,
        version: cells.take()?,
        year: cells.take()?,
        number: cells.take()?,
        kind: cells.take()?,
        record_kind: cells.take()?,
        record_id: cells.take::<CaseId>()?.raw(),
        title: cells.take()?,
        amount: cells.take()?,
        due: cells.take()?,
        sealed: cells.take()?,
        state: cells.take()?,
        round: cells.take()?,
        step: cells.take()?,
        asked_at: cells.take()?,
        asked: Person {
            account: cells.take()?,
            member: cells.take()?,
            name: cells.take()?,
        },
        closed_at: cells.take()?,
        why: cells.take()?,
        benefits: Vec::new(),
        steps: Vec::new(),
        marks: Vec::new(),
    })
}

/// Whom a case benefits.
pub(super) fn benefits(read: &Reader, union: UnionId, id: CaseId) -> Result<Vec<MemberId>, Error> {
    read.rows(BENEFITS, &[&union, &id], |row| row.get(0))
}

/// A case with all that belongs to it.
pub(super) fn get(read: &Reader, union: UnionId, id: CaseId) -> Result<Standing, Error> {
    let mut case = read.one(GET, &[&union, &id], head)?;
    case.benefits = benefits(read, union, id)?;
    case.steps = steps(read, union, id, case.round)?;
    case.marks = read.rows(MARKS, &[&union, &id], a_mark)?;
    Ok(case)
}

fn steps(read: &Reader, union: UnionId, id: CaseId, round: i64) -> Result<Vec<Step>, Error> {
    let mut all: Vec<Step> = Vec::new();
    let rows = read.rows(STEPS, &[&union, &id, &round], |row| {
        let seat = match (row.get(2)?, row.get(3)?, row.get(4)?) {
            (Some(role), _, _) => Seat::Role(role),
            (_, Some(post), _) => Seat::Post(post),
            (_, _, Some(member)) => Seat::Member(member),
            _ => return Err(Error::Wrong("a seat for nobody".to_owned())),
        };
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, seat))
    })?;
    for (number, needed, seat) in rows {
        match all.last_mut().filter(|last| last.number == number) {
            Some(last) => last.plan.who.push(seat),
            None => all.push(Step {
                number,
                plan: StepPlan {
                    who: vec![seat],
                    needed,
                },
            }),
        }
    }
    Ok(all)
}

fn a_mark(row: &Row<'_>) -> Result<Mark, Error> {
    let mut cells = row.cells();
    let (round, step, what, at) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let by = Person {
        account: cells.take()?,
        member: cells.take()?,
        name: cells.take()?,
    };
    let (account, member, name): (Option<AccountId>, Option<MemberId>, Option<String>) =
        (cells.take()?, cells.take()?, cells.take()?);
    let instead_of = account
        .zip(name)
        .map(|(account, name)| Person { account, member, name });
    Ok(Mark {
        round,
        step,
        what,
        at,
        by,
        instead_of,
        note: cells.take()?,
    })
}

/// The steps in force, with the number of their version; 0 as long as the union has none of its own.
pub(super) fn setup(read: &Reader, union: UnionId) -> Result<(i64, Setup), Error> {
    let found: Option<(i64, String)> = read.opt(SETUP, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((number, rules)) = found else {
        return Ok((0, Setup::default()));
    };
    let setup = serde_json::from_str(&rules).map_err(|e| Error::Wrong(format!("steps of approval: {e}")))?;
    Ok((number, setup))
}

/// Keeps a new version of the steps. The constraint `approval_setup_pk` says that somebody else was first.
pub(super) fn add_setup(
    w: &Writer,
    union: UnionId,
    number: i64,
    setup: &Setup,
    by: &Person,
    at: Instant,
) -> Result<(), Error> {
    let rules = serde_json::to_string(setup).map_err(|e| Error::Other(format!("steps of approval: {e}")))?;
    w.run(ADD_SETUP, &[&union, &number, &rules, &at, &by.account, &by.name])
        .map(drop)
}

/// The versions of the steps, the latest first: number, when, who.
pub(super) fn setups(read: &Reader, union: UnionId) -> Result<Vec<(i64, Instant, String)>, Error> {
    read.rows(SETUPS, &[&union], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// A line of a list, from the columns that the statements of lists name.
pub(super) fn line(row: &Row<'_>) -> Result<CaseLine, Error> {
    let mut cells = row.cells();
    let (id, year, number): (CaseId, i64, i64) = (cells.take()?, cells.take()?, cells.take()?);
    let (kind, title, amount) = (cells.take()?, cells.take()?, cells.take::<Option<Money>>()?);
    let (due, sealed, state) = (cells.take()?, cells.take()?, cells.take()?);
    let (round, step, asked_at): (i64, i64, Instant) = (cells.take()?, cells.take()?, cells.take()?);
    Ok(CaseLine {
        id,
        number: format!("{year}-{number}"),
        kind,
        title,
        amount,
        due,
        sealed,
        state,
        round,
        step,
        asked_at,
        asked_on: asked_at.day(),
        asked_name: cells.take()?,
        why: cells.take()?,
        version: cells.take()?,
    })
}

/// The id of a record as the store takes it.
pub(super) fn record_id(record: &Record) -> kernel::Id<Uuid> {
    kernel::Id::new(record.id)
}
