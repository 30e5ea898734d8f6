//! The sums kept beside the register are the register added up, at every moment and over any days.

use std::collections::HashMap;

use kernel::{Date, UnionId};
use org::Role;
use store::{Error, Reader, Sql};
use testkit::{Story, story};

use super::deeds::{VISITS, done, kit, month, total};
use crate::{
    Span, Total,
    register::store::{by_month, by_year, totals},
    seal, sums, verify,
};

const PLAIN: Sql = Sql::union(
    "SELECT measure, SUBSTR(day, 1, 7), CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact
     WHERE union_id = $1 AND day >= $2 AND day <= $3 GROUP BY measure, SUBSTR(day, 1, 7) ORDER BY measure, SUBSTR(day, 1, 7)",
);
const FORGET: Sql = Sql::union("DELETE FROM fact_summed WHERE union_id = $1");
const EMPTY: Sql = Sql::union("DELETE FROM fact_sum WHERE union_id = $1");
const TOUCH: Sql = Sql::union("UPDATE fact_sum SET quantity = quantity + 1 WHERE union_id = $1 AND grain = 'month'");

fn plain(read: &Reader, union: UnionId, span: Span) -> Result<Vec<Total>, Error> {
    read.rows(PLAIN, &[&union, &span.from, &span.until], |row| {
        Ok(Total {
            measure: row.get(0)?,
            month: Some(row.get(1)?),
            quantity: row.get(2)?,
            records: row.get(3)?,
        })
    })
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Over spans that cut months at both ends, at one, at none, and lie within one.
fn same(s: &Story) {
    for (from, until) in [
        ("2026-01-01", "2026-12-31"),
        ("2025-12-15", "2026-04-10"),
        ("2026-03-08", "2026-03-31"),
        ("2026-03-01", "2026-03-09"),
        ("2026-03-09", "2026-03-09"),
        ("2026-04-02", "2026-04-01"),
    ] {
        let (union, span) = (
            s.union,
            Span {
                from: day(from),
                until: day(until),
            },
        );
        let both: Result<_, Error> = s
            .store
            .read(|r| Ok((by_month(r, union, span)?, plain(r, union, span)?)));
        let (kept, plain) = both.expect("sums");
        assert_eq!(kept, plain, "{from} to {until}");
    }
    years_are_their_months(s);
}

/// The sums of whole years beside those of their months.
fn years_are_their_months(s: &Story) {
    let (union, years) = (s.union, (2025, 2026));
    let span = Span {
        from: day("2025-01-01"),
        until: day("2026-12-31"),
    };
    let both: Result<_, Error> = s
        .store
        .read(|r| Ok((by_year(r, union, years)?, plain(r, union, span)?)));
    let (kept, plain) = both.expect("sums");
    let mut added: HashMap<(i16, String), (i64, i64)> = HashMap::new();
    for total in plain {
        let month = total.month.expect("a month");
        let sum = added.entry((month[..4].parse().unwrap(), total.measure)).or_default();
        *sum = (sum.0 + total.quantity, sum.1 + total.records);
    }
    let kept: HashMap<_, _> = kept
        .into_iter()
        .map(|(of, sum)| (of, (sum.quantity, sum.facts)))
        .collect();
    assert_eq!(kept, added);
}

#[test]
fn they_are_right_before_and_after_every_seal() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        for (on, visits, money) in [
            ("2026-03-08", 3, 60_000),
            ("2026-03-09", 1, 0),
            ("2026-02-28", 2, 1),
            ("2026-04-01", 7, 5),
            ("2025-12-31", 9, 9),
        ] {
            let deed = done(&chair, on, visits, money);
            same(s);
            seal::all(&s.store, &s.clock).expect("a seal");
            same(s);
            if visits == 1 {
                chair
                    .post(&format!("/deeds/{deed}/undo"), &[("why", "记错了")])
                    .expect(303);
                same(s);
            }
        }
        assert_eq!(month(s, "2026-03", &VISITS), 3);
        assert_eq!(total(s, 2026, &VISITS), (12, 5));
        let none: Result<_, Error> = s
            .store
            .read(|r| totals(r, UnionId::new(uuid::Uuid::max()), Span::year(2026).expect("a year")));
        assert_eq!(none.expect("totals"), []);
    });
}

#[test]
fn a_database_older_than_the_sums_is_caught_up() {
    story(kit, |s| {
        let (chair, union) = (s.person(Role::Chair), s.union);
        done(&chair, "2026-03-08", 3, 60_000);
        seal::all(&s.store, &s.clock).expect("a seal");
        for sql in [FORGET, EMPTY] {
            let gone: Result<u64, Error> = s.store.write(move |w| w.run(sql, &[&union]));
            gone.expect("a hand in the database");
        }
        same(s);
        done(&chair, "2026-03-09", 2, 0);
        seal::all(&s.store, &s.clock).expect("a seal");
        same(s);
        assert_eq!(sums::catch_up(&s.store).expect("sums"), 1);
        assert_eq!(sums::catch_up(&s.store).expect("sums"), 0);
        same(s);
        let report: Result<_, Error> = s.store.read(|r| verify::union(r, union, &[]));
        assert!(report.expect("a report").sound());
    });
}

#[test]
fn a_changed_sum_is_named() {
    story(kit, |s| {
        let (chair, union) = (s.person(Role::Chair), s.union);
        done(&chair, "2026-03-08", 3, 0);
        seal::all(&s.store, &s.clock).expect("a seal");
        let touched: Result<u64, Error> = s.store.write(move |w| w.run(TOUCH, &[&union]));
        assert_eq!(touched.expect("a hand in the database"), 1);
        let report: Result<_, Error> = s.store.read(|r| verify::union(r, union, &[]));
        let report = report.expect("a report");
        let named: Vec<_> = report.differences.iter().map(|d| (d.table, d.id.as_str())).collect();
        assert_eq!(named, [("fact_sum", "2026-03 deed.visits")]);
        assert!(
            report.differences[0].what.contains("says 4"),
            "{:?}",
            report.differences
        );
    });
}
