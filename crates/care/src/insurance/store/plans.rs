//! Plans in the store.

use ::store::{Error, Reader, Row, Sql};
use kernel::UnionId;
use web::{Act, Reply};

use super::super::model::{Plan, PlanId, Terms};

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, line_id, number, kind, name, months, premium, most_units, sex, age_from, age_until, waiting_days, free_days,
               daily, lump, year_most, claim_days, all_below, exclusions, source, from_day, until_day, confirmed_at, version
             FROM mutual_plan WHERE union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO mutual_plan (union_id, id, line_id, number, kind, name, months, premium, most_units, sex, age_from, age_until,
       waiting_days, free_days, daily, lump, year_most, claim_days, all_below, exclusions, source, from_day, until_day, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 1)",
);
const GET: Sql = Sql::union(columns!(" AND id = $2"));
const ALL: Sql = Sql::union(columns!(" ORDER BY kind, line_id, number DESC"));
const EDIT: Sql = Sql::union(
    "UPDATE mutual_plan SET kind = $4, name = $5, months = $6, premium = $7, most_units = $8, sex = $9, age_from = $10, age_until = $11,
       waiting_days = $12, free_days = $13, daily = $14, lump = $15, year_most = $16, claim_days = $17, all_below = $18,
       exclusions = $19, source = $20, from_day = $21, until_day = $22, confirmed_at = NULL, confirmed_by = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CONFIRM: Sql = Sql::union(
    "UPDATE mutual_plan SET confirmed_at = $4, confirmed_by = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const END: Sql = Sql::union(
    "UPDATE mutual_plan SET until_day = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const USED: Sql = Sql::union("SELECT COUNT(*) FROM enrolment WHERE union_id = $1 AND plan_id = $2");
const NEXT: Sql = Sql::union(
    "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM mutual_plan WHERE union_id = $1 AND line_id = $2",
);

fn plan_of(row: &Row<'_>) -> Result<Plan, Error> {
    let mut c = row.cells();
    let (id, line, number) = (c.take()?, c.take()?, c.take()?);
    let terms = Terms {
        kind: c.take()?,
        name: c.take()?,
        months: c.take()?,
        premium: c.take()?,
        most_units: c.take()?,
        sex: c.take()?,
        age_from: c.take()?,
        age_until: c.take()?,
        waiting_days: c.take()?,
        free_days: c.take()?,
        daily: c.take()?,
        lump: c.take()?,
        year_most: c.take()?,
        claim_days: c.take()?,
        all_below: c.take()?,
        exclusions: c.take()?,
        source: c.take()?,
        from: c.take()?,
        until: c.take()?,
    };
    Ok(Plan {
        id,
        line,
        number,
        terms,
        confirmed: c.take()?,
        version: c.take()?,
    })
}

/// Keeps a new version.
pub(in super::super) fn add_plan(act: &Act<'_>, id: PlanId, line: PlanId, number: i64, t: &Terms) -> Result<(), Error> {
    act.run(
        ADD,
        &[
            &act.union(),
            &id,
            &line,
            &number,
            &t.kind,
            &t.name,
            &t.months,
            &t.premium,
            &t.most_units,
            &t.sex,
            &t.age_from,
            &t.age_until,
            &t.waiting_days,
            &t.free_days,
            &t.daily,
            &t.lump,
            &t.year_most,
            &t.claim_days,
            &t.all_below,
            &t.exclusions,
            &t.source,
            &t.from,
            &t.until,
        ],
    )
    .map(drop)
}

/// Writes a version anew under which nobody is enrolled; it has to be compared again.
pub(in super::super) fn edit_plan(act: &Act<'_>, id: PlanId, version: i64, t: &Terms) -> Reply<()> {
    act.run_fresh(
        EDIT,
        &[
            &act.union(),
            &id,
            &version,
            &t.kind,
            &t.name,
            &t.months,
            &t.premium,
            &t.most_units,
            &t.sex,
            &t.age_from,
            &t.age_until,
            &t.waiting_days,
            &t.free_days,
            &t.daily,
            &t.lump,
            &t.year_most,
            &t.claim_days,
            &t.all_below,
            &t.exclusions,
            &t.source,
            &t.from,
            &t.until,
        ],
    )
}

/// Says that an officer compared it.
pub(in super::super) fn confirm(act: &Act<'_>, id: PlanId, version: i64) -> Reply<()> {
    let (now, by) = (act.now(), act.actor().account);
    act.run_fresh(CONFIRM, &[&act.union(), &id, &version, &now, &by])
}

/// Says until when it may be enrolled in.
pub(in super::super) fn end_plan(act: &Act<'_>, id: PlanId, version: i64, until: kernel::Date) -> Reply<()> {
    act.run_fresh(END, &[&act.union(), &id, &version, &until])
}

/// A version of a plan.
pub(in super::super) fn plan(read: &Reader, union: UnionId, id: PlanId) -> Result<Plan, Error> {
    read.one(GET, &[&union, &id], plan_of)
}

/// All versions of all plans: by kind, the latest version first.
pub(in super::super) fn plans(read: &Reader, union: UnionId) -> Result<Vec<Plan>, Error> {
    read.rows(ALL, &[&union], plan_of)
}

/// In how many batches it was used.
pub(in super::super) fn in_use(read: &Reader, union: UnionId, id: PlanId) -> Result<i64, Error> {
    read.one(USED, &[&union, &id], |row| row.get(0))
}

/// The number of the next version of a plan.
pub(in super::super) fn next_of(read: &Reader, union: UnionId, line: PlanId) -> Result<i64, Error> {
    read.one(NEXT, &[&union, &line], |row| row.get(0))
}
