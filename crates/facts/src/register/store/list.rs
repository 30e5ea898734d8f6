//! The facts behind a figure: pages of them, their sum, one of them.

use kernel::{Date, Instant, UnionId};
use org::{BodyId, MemberId};
use store::{Bind, Reader, Row, Sql};

use super::{FactId, Line, line};
use crate::model::{Span, Total};

/// Which facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Of these days.
    pub span: Span,
    /// Of this measure.
    pub measure: Option<String>,
    /// Of this branch or group.
    pub branch: Option<BodyId>,
    /// About this person.
    pub person: Option<MemberId>,
}

/// A place in the list, which goes from the latest day to the earliest: what comes next lies below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The day of the last fact shown.
    pub day: Date,
    /// The id of the last fact shown.
    pub id: FactId,
}

/// A fact in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// It.
    pub line: Line,
    /// The name of the person it is about.
    pub person: Option<String>,
    /// The fact that takes it back.
    pub reversed_by: Option<FactId>,
    /// When it was posted.
    pub at: Instant,
    /// Who posted it.
    pub who: Option<String>,
}

/// What facts come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many there are.
    pub facts: i64,
    /// What their quantities come to; meaningful for one measure that may be summed.
    pub quantity: i64,
}

// One statement a leading column, so that each has its index; the rest are filters.
macro_rules! facts_where {
    ($select:literal, $where:literal, $tail:literal) => {
        Sql::union(concat!(
            $select,
            " WHERE f.union_id = $1 AND f.day >= $2 AND f.day <= $3 AND ",
            $where,
            $tail
        ))
    };
}
macro_rules! of_person {
    ($select:literal, $tail:literal) => {
        facts_where!(
            $select,
            "f.person_id = $6 AND (CAST($4 AS TEXT) IS NULL OR f.measure = $4) AND (CAST($5 AS BYTEA) IS NULL OR f.branch_id = $5)",
            $tail
        )
    };
}
macro_rules! of_branch {
    ($select:literal, $tail:literal) => {
        facts_where!(
            $select,
            "f.branch_id = $5 AND (CAST($4 AS TEXT) IS NULL OR f.measure = $4) AND CAST($6 AS BYTEA) IS NULL",
            $tail
        )
    };
}
macro_rules! scopes {
    ($select:literal, $tail:literal) => {
        Scopes {
            person: of_person!($select, $tail),
            branch: of_branch!($select, $tail),
            measure: facts_where!(
                $select,
                "f.measure = $4 AND CAST($5 AS BYTEA) IS NULL AND CAST($6 AS BYTEA) IS NULL",
                $tail
            ),
            all: facts_where!(
                $select,
                "CAST($4 AS TEXT) IS NULL AND CAST($5 AS BYTEA) IS NULL AND CAST($6 AS BYTEA) IS NULL",
                $tail
            ),
        }
    };
}

struct Scopes {
    person: Sql,
    branch: Sql,
    measure: Sql,
    all: Sql,
}

impl Scopes {
    fn of(&self, filter: &Filter) -> Sql {
        if filter.person.is_some() {
            self.person
        } else if filter.branch.is_some() {
            self.branch
        } else if filter.measure.is_some() {
            self.measure
        } else {
            self.all
        }
    }
}

const LIST: Scopes = scopes!(
    "SELECT f.id, f.day, f.measure, f.quantity, f.branch_id, f.person_id, f.record_kind, f.record_id, f.reverses, f.at, r.id, m.name, a.name
     FROM fact f
     LEFT JOIN fact r ON r.union_id = f.union_id AND r.reverses = f.id
     LEFT JOIN member m ON m.union_id = f.union_id AND m.id = f.person_id
     LEFT JOIN account a ON a.id = f.account_id",
    " AND f.day <= $7 AND (f.day < $7 OR f.id < $8) ORDER BY f.day DESC, f.id DESC LIMIT $9"
);
const SUM_OF_PERSON: Sql = of_person!(
    "SELECT COUNT(*), CAST(COALESCE(SUM(f.quantity), 0) AS BIGINT) FROM fact f",
    ""
);
const SUM_OF_BRANCH: Sql = of_branch!(
    "SELECT COUNT(*), CAST(COALESCE(SUM(f.quantity), 0) AS BIGINT) FROM fact f",
    ""
);
const ONE: Sql = Sql::union(
    "SELECT f.id, f.day, f.measure, f.quantity, f.branch_id, f.person_id, f.record_kind, f.record_id, f.reverses, f.at, r.id, m.name, a.name
     FROM fact f
     LEFT JOIN fact r ON r.union_id = f.union_id AND r.reverses = f.id
     LEFT JOIN member m ON m.union_id = f.union_id AND m.id = f.person_id
     LEFT JOIN account a ON a.id = f.account_id
     WHERE f.union_id = $1 AND f.id = $2",
);

fn listed(row: &Row<'_>) -> Result<Listed, store::Error> {
    Ok(Listed {
        line: line(row)?,
        at: row.get(9)?,
        reversed_by: row.get(10)?,
        person: row.get(11)?,
        who: row.get(12)?,
    })
}

/// Before the first place: later than any day.
const TOP: Place = Place {
    day: Date::LAST,
    id: FactId::new(uuid::Uuid::max()),
};

/// At most `limit` facts from the latest on, after a place.
///
/// # Errors
/// The store's.
pub fn window(
    read: &Reader,
    union: UnionId,
    filter: &Filter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Listed>, store::Error> {
    let mut all = Vec::new();
    walk(read, union, filter, after, limit, |fact| {
        all.push(fact);
        Ok(())
    })?;
    Ok(all)
}

/// Like [`window`], each fact as it comes.
///
/// # Errors
/// The store's, or what `f` fails with.
pub fn walk(
    read: &Reader,
    union: UnionId,
    filter: &Filter,
    after: Option<Place>,
    limit: i64,
    mut f: impl FnMut(Listed) -> Result<(), store::Error>,
) -> Result<(), store::Error> {
    let Place { day, id } = after.unwrap_or(TOP);
    let params: [&dyn Bind; 9] = [
        &union,
        &filter.span.from,
        &filter.span.until,
        &filter.measure,
        &filter.branch,
        &filter.person,
        &day,
        &id,
        &limit,
    ];
    read.each(LIST.of(filter), &params, |row| f(listed(row)?))
}

/// How many facts there are and what they come to.
///
/// # Errors
/// The store's.
pub fn sum(read: &Reader, union: UnionId, filter: &Filter) -> Result<Sum, store::Error> {
    let scoped = match (filter.person, filter.branch) {
        (Some(_), _) => Some(SUM_OF_PERSON),
        (None, Some(_)) => Some(SUM_OF_BRANCH),
        (None, None) => None,
    };
    // of the whole union the sums that are kept
    let Some(scoped) = scoped else {
        let wanted = |total: &Total| filter.measure.as_ref().is_none_or(|m| *m == total.measure);
        let totals = super::totals(read, union, filter.span)?;
        let add = |sum: Sum, total: Total| Sum {
            facts: sum.facts + total.records,
            quantity: sum.quantity.saturating_add(total.quantity),
        };
        return Ok(totals.into_iter().filter(wanted).fold(Sum::default(), add));
    };
    let params: [&dyn Bind; 6] = [
        &union,
        &filter.span.from,
        &filter.span.until,
        &filter.measure,
        &filter.branch,
        &filter.person,
    ];
    read.one(scoped, &params, |row| {
        Ok(Sum {
            facts: row.get(0)?,
            quantity: row.get(1)?,
        })
    })
}

/// One fact.
///
/// # Errors
/// `Missing` if there is none; the store's.
pub fn one(read: &Reader, union: UnionId, id: FactId) -> Result<Listed, store::Error> {
    read.one(ONE, &[&union, &id], listed)
}
