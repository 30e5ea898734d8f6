//! The register added up by day, month and year, so that a year's figures do not read a year's facts.
//!
//! No act waits for it and no two acts meet in it: a batch of events is added in the very transaction that seals it
//! ([`crate::seal`]), and whoever reads adds what the events since then tell. So a figure is exact at every moment, and
//! verify compares the sums with the log.

use std::collections::BTreeMap;

use kernel::{Date, UnionId};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use store::{Bind, Reader, Sql, Store, Writer};

use crate::{
    model::{Span, Total},
    register::{Line, store::Sum},
};

const STAND: Sql = Sql::union(
    "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT), CAST(COALESCE((SELECT f.seal FROM fact_summed f WHERE f.union_id = $1), 0) AS BIGINT)
     FROM seal WHERE union_id = $1",
);
const KEPT: Sql = Sql::union(
    "SELECT measure, period, quantity, facts FROM fact_sum
     WHERE union_id = $1 AND grain = $2 AND period >= $3 AND period <= $4",
);
const UNSEALED: Sql = Sql::union(
    "SELECT body FROM event
     WHERE union_id = $1 AND sealed = 0 AND kind IN ('fact.posted', 'fact.reversed', 'fact.one_reversed')",
);
const LATER: Sql = Sql::union(
    "SELECT body FROM event
     WHERE union_id = $1 AND (sealed = 0 OR sealed > $2) AND kind IN ('fact.posted', 'fact.reversed', 'fact.one_reversed')",
);
const SEALED: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1 AND sealed > 0 AND kind IN ('fact.posted', 'fact.reversed', 'fact.one_reversed')",
);
const ADD: Sql = Sql::union(
    "INSERT INTO fact_sum (union_id, grain, period, measure, quantity, facts) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (union_id, grain, period, measure)
     DO UPDATE SET quantity = fact_sum.quantity + excluded.quantity, facts = fact_sum.facts + excluded.facts",
);
const CLEAR: Sql = Sql::union("DELETE FROM fact_sum WHERE union_id = $1");
const UPTO: Sql = Sql::union(
    "INSERT INTO fact_summed (union_id, seal) VALUES ($1, $2) ON CONFLICT (union_id) DO UPDATE SET seal = excluded.seal",
);
const BEHIND: Sql = Sql::house(
    "SELECT u.union_id FROM union_node u
     WHERE COALESCE((SELECT MAX(s.number) FROM seal s WHERE s.union_id = u.union_id), 0)
         > COALESCE((SELECT f.seal FROM fact_summed f WHERE f.union_id = u.union_id), 0)",
    "at the start the sums of all unions are made that a former version did not keep",
);

/// The lengths for which sums are kept: how many letters of a date name each.
const GRAINS: [(&str, usize); 3] = [("day", 10), ("month", 7), YEAR];
const YEAR: (&str, usize) = ("year", 4);

/// The body of a posting event, as far as it tells facts.
#[derive(Deserialize)]
struct Body {
    lines: Vec<Line>,
}

/// The facts that an event tells of: none unless it is one of the register's.
pub(crate) fn lines(kind: &str, body: &str) -> Result<Vec<Line>, serde_json::Error> {
    if kind.starts_with("fact.") {
        serde_json::from_str::<Body>(body).map(|body| body.lines)
    } else {
        Ok(Vec::new())
    }
}

/// Sums by day (`2026-03-08`), month (`2026-03`) or year (`2026`), and measure.
pub(crate) type Sums = BTreeMap<(String, String), Sum>;

/// Adds a fact for the period of a date's first letters.
fn count(sums: &mut Sums, line: &Line, letters: usize) -> Result<(), store::Error> {
    let day = line.day.to_string();
    let period = day.get(..letters).unwrap_or(&day).to_owned();
    add(sums, (period, line.measure.clone()), line.quantity, 1)
}

fn add(sums: &mut Sums, key: (String, String), quantity: i64, facts: i64) -> Result<(), store::Error> {
    let sum = sums.entry(key).or_default();
    sum.quantity = sum.quantity.checked_add(quantity).ok_or_else(too_much)?;
    sum.facts += facts;
    Ok(())
}

fn unreadable(e: &serde_json::Error) -> store::Error {
    store::Error::Wrong(format!("a posting event: {e}"))
}

/// The last seal, and the last that is added up.
pub(crate) fn stand(read: &Reader, union: UnionId) -> Result<(i64, i64), store::Error> {
    read.one(STAND, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Adds the facts of a batch that is being sealed.
pub(crate) fn sealed(w: &Writer, union: UnionId, number: i64, lines: &[Line]) -> Result<(), store::Error> {
    let (_, upto) = stand(w, union)?;
    // A union whose sums lag is caught up as a whole; until then readers take the rest from the log.
    if upto + 1 != number {
        return Ok(());
    }
    for (grain, letters) in GRAINS {
        let mut sums = Sums::new();
        for line in lines {
            count(&mut sums, line, letters)?;
        }
        keep(w, union, grain, &sums)?;
    }
    w.run(UPTO, &[&union, &number]).map(drop)
}

fn keep(w: &Writer, union: UnionId, grain: &str, sums: &Sums) -> Result<(), store::Error> {
    for ((period, measure), sum) in sums {
        w.run(ADD, &[&union, &grain, period, measure, &sum.quantity, &sum.facts])?;
    }
    Ok(())
}

/// Makes the sums of unions that lag behind their seals: those of a database older than the sums. Says how many.
///
/// # Errors
/// The store's.
pub fn catch_up(store: &Store) -> Result<usize, store::Error> {
    let behind: Vec<UnionId> = store.read(|r| r.rows(BEHIND, &[], |row| row.get(0)))?;
    for &union in &behind {
        store.write(move |w| anew(w, union))?;
    }
    Ok(behind.len())
}

fn anew(w: &Writer, union: UnionId) -> Result<(), store::Error> {
    let (last, _) = stand(w, union)?;
    let mut all: [Sums; GRAINS.len()] = Default::default();
    w.each(SEALED, &[&union], |row| {
        for line in lines("fact.", &row.get::<String>(0)?).map_err(|e| unreadable(&e))? {
            for (sums, (_, letters)) in all.iter_mut().zip(GRAINS) {
                count(sums, &line, letters)?;
            }
        }
        Ok(())
    })?;
    w.run(CLEAR, &[&union])?;
    for (sums, (grain, _)) in all.iter().zip(GRAINS) {
        keep(w, union, grain, sums)?;
    }
    w.run(UPTO, &[&union, &last]).map(drop)
}

/// Sums by month and measure over any days: whole months from their sums, the days before and after from theirs, and
/// what was posted since the last seal.
pub(crate) fn by_month(read: &Reader, union: UnionId, span: Span) -> Result<Vec<Total>, store::Error> {
    let mut all = Vec::new();
    let of = |measure, mut period: String, quantity, records| {
        period.truncate(7);
        Total {
            measure,
            month: Some(period),
            quantity,
            records,
        }
    };
    for (grain, from, until) in pieces(span) {
        read.each(KEPT, &[&union, &grain, &from, &until], |row| {
            all.push(of(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            Ok(())
        })?;
    }
    later(read, union, |line| {
        if (span.from..=span.until).contains(&line.day) {
            all.push(of(line.measure, line.day.to_string(), line.quantity, 1));
        }
        Ok(())
    })?;
    joined(all)
}

/// Sums by measure over whole years, the first and the last included: what is asked of each is its year.
pub(crate) fn by_year(
    read: &Reader,
    union: UnionId,
    (first, last): (i16, i16),
) -> Result<FxHashMap<(i16, String), Sum>, store::Error> {
    let mut all: FxHashMap<(i16, String), Sum> = FxHashMap::default();
    let (from, until) = (format!("{first:04}"), format!("{last:04}"));
    read.each(KEPT, &[&union, &YEAR.0, &from, &until], |row| {
        let (period, quantity, facts) = (row.get::<String>(1)?, row.get(2)?, row.get(3)?);
        let year = period
            .parse()
            .map_err(|_| store::Error::Wrong(format!("a year of sums: {period}")))?;
        all.insert((year, row.get(0)?), Sum { quantity, facts });
        Ok(())
    })?;
    later(read, union, |line| {
        if (first..=last).contains(&line.day.year()) {
            let sum = all.entry((line.day.year(), line.measure)).or_default();
            sum.quantity = sum.quantity.checked_add(line.quantity).ok_or_else(too_much)?;
            sum.facts += 1;
        }
        Ok(())
    })?;
    Ok(all)
}

/// By measure and month, each once, in order.
fn joined(all: Vec<Total>) -> Result<Vec<Total>, store::Error> {
    let mut measures: FxHashMap<String, Vec<Total>> = FxHashMap::default();
    for total in all {
        let Some(months) = measures.get_mut(&total.measure) else {
            measures.insert(total.measure.clone(), vec![total]);
            continue;
        };
        // the latest month is met most often: the sums come in the order of time
        match months.iter_mut().rev().find(|known| known.month == total.month) {
            Some(known) => {
                known.quantity = known.quantity.checked_add(total.quantity).ok_or_else(too_much)?;
                known.records += total.records;
            }
            None => months.push(total),
        }
    }
    let mut measures: Vec<Vec<Total>> = measures.into_values().collect();
    measures.sort_by(|a, b| a.first().map(|t| &t.measure).cmp(&b.first().map(|t| &t.measure)));
    for months in &mut measures {
        months.sort_by(|a, b| a.month.cmp(&b.month));
    }
    Ok(measures.into_iter().flatten().collect())
}

fn too_much() -> store::Error {
    store::Error::Other("a sum past its limits".to_owned())
}

/// The facts that are not in the sums yet.
fn later(
    read: &Reader,
    union: UnionId,
    mut f: impl FnMut(Line) -> Result<(), store::Error>,
) -> Result<(), store::Error> {
    let (last, upto) = stand(read, union)?;
    let (sql, params): (Sql, &[&dyn Bind]) = if upto == last {
        (UNSEALED, &[&union])
    } else {
        (LATER, &[&union, &upto])
    };
    read.each(sql, params, |row| {
        let told = lines("fact.", &row.get::<String>(0)?).map_err(|e| unreadable(&e))?;
        told.into_iter().try_for_each(&mut f)
    })
}

/// Days as ranges of kept sums: the whole months among them, and the days that are left at both ends.
fn pieces(span: Span) -> Vec<(&'static str, String, String)> {
    let Span { from, until } = span;
    let day = |from: Date, until: Date| ("day", from.to_string(), until.to_string());
    let first = if from.day() == 1 {
        from
    } else {
        from.month_end().plus_days(1)
    };
    let last = if until == until.month_end() {
        until
    } else {
        until.plus_days(-i32::from(until.day()))
    };
    if first > last {
        return vec![day(from, until)];
    }
    let month = |day: Date| day.to_string().get(..7).unwrap_or_default().to_owned();
    let mut all = vec![("month", month(first), month(last))];
    if from < first {
        all.push(day(from, first.plus_days(-1)));
    }
    if last < until {
        all.push(day(last.plus_days(1), until));
    }
    all
}

/// What the sums should be by the log, gathered while it is walked, and where they are not.
pub(crate) struct Proof {
    upto: i64,
    sums: [Sums; GRAINS.len()],
}

impl Proof {
    pub fn new(read: &Reader, union: UnionId) -> Result<Self, store::Error> {
        let (_, upto) = stand(read, union)?;
        Ok(Self {
            upto,
            sums: Default::default(),
        })
    }

    /// Takes note of the facts that an event in a batch tells of; 0 is no batch.
    pub fn told(&mut self, batch: i64, lines: &[Line]) -> Result<(), store::Error> {
        if batch == 0 || batch > self.upto {
            return Ok(());
        }
        for (sums, (_, letters)) in self.sums.iter_mut().zip(GRAINS) {
            lines.iter().try_for_each(|line| count(sums, line, letters))?;
        }
        Ok(())
    }

    /// Each sum that is not what the log comes to: period, measure, what it should be, what it is.
    pub fn wrong(
        mut self,
        read: &Reader,
        union: UnionId,
        mut f: impl FnMut(&str, &str, Sum, Sum),
    ) -> Result<(), store::Error> {
        for (sums, (grain, _)) in self.sums.iter_mut().zip(GRAINS) {
            read.each(KEPT, &[&union, &grain, &"0000", &"9999-99-99"], |row| {
                let (measure, period): (String, String) = (row.get(0)?, row.get(1)?);
                let is = Sum {
                    quantity: row.get(2)?,
                    facts: row.get(3)?,
                };
                let key = (period, measure);
                let was = sums.remove(&key).unwrap_or_default();
                if was != is {
                    f(&key.0, &key.1, was, is);
                }
                Ok(())
            })?;
            for ((period, measure), was) in std::mem::take(sums) {
                f(&period, &measure, was, Sum::default());
            }
        }
        Ok(())
    }
}

/// The kind of a sum's row in reports.
pub(crate) const TABLE: &str = "fact_sum";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_taken_as_whole_months_and_what_is_left() {
        let told = |from: &str, until: &str| {
            let span = Span {
                from: from.parse().expect("a day"),
                until: until.parse().expect("a day"),
            };
            let pieces = pieces(span)
                .into_iter()
                .map(|(_, from, until)| format!("{from}..{until}"));
            pieces.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("2026-01-01", "2026-12-31"), "2026-01..2026-12");
        assert_eq!(told("2026-03-08", "2026-03-20"), "2026-03-08..2026-03-20");
        assert_eq!(told("2026-03-08", "2026-04-20"), "2026-03-08..2026-04-20");
        assert_eq!(
            told("2025-11-22", "2026-02-27"),
            "2025-12..2026-01 2025-11-22..2025-11-30 2026-02-01..2026-02-27"
        );
        assert_eq!(told("2026-02-01", "2026-02-28"), "2026-02..2026-02");
        assert_eq!(told("2026-02-01", "2026-02-27"), "2026-02-01..2026-02-27");
    }
}
