//! Log and register after somebody put a hand into the database.

use kernel::{Id, UnionId};
use org::Role;
use store::Sql;
use testkit::{Story, story};

use super::deeds::{done, kit};
use crate::{Report, register::FactId, seal, verify};

const ONE: Sql = Sql::union("SELECT id FROM fact WHERE union_id = $1 ORDER BY day, quantity LIMIT 1");
const MORE: Sql = Sql::union("UPDATE fact SET quantity = quantity + 1 WHERE union_id = $1 AND id = $2");
const WHO: Sql = Sql::union("UPDATE fact SET account_id = id WHERE union_id = $1 AND id = $2");
const DAY: Sql = Sql::union("UPDATE fact SET day = '2026-05-05' WHERE union_id = $1 AND id = $2");
const GONE: Sql = Sql::union("DELETE FROM fact WHERE union_id = $1 AND id = $2");
const COPY: Sql = Sql::union(
    "INSERT INTO fact (union_id, id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at)
     SELECT union_id, $3, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at
     FROM fact WHERE union_id = $1 AND id = $2",
);
const BODY: Sql = Sql::union(
    "UPDATE event SET body = REPLACE(body, '看望', '看戏') WHERE union_id = $1 AND kind = 'deed.done' AND sealed = $2",
);
const DROP_EVENT: Sql = Sql::union("DELETE FROM event WHERE union_id = $1 AND kind = 'deed.done' AND sealed = $2");
const DROP_SEAL: Sql = Sql::union("DELETE FROM seal WHERE union_id = $1 AND number = $2");
const ROOT: Sql = Sql::union("UPDATE seal SET root = head WHERE union_id = $1 AND number = $2");

fn look(s: &Story) -> Report {
    let union = s.union;
    let report: Result<Report, store::Error> = s.store.read(|r| verify::union(r, union, &[]));
    report.expect("a report")
}

/// Two deeds, each sealed in a batch of its own, and one that waits.
fn sealed(s: &Story) -> FactId {
    let chair = s.person(Role::Chair);
    done(&chair, "2026-03-08", 3, 60_000);
    assert!(seal::all(&s.store, &s.clock).expect("a seal") > 0);
    done(&chair, "2026-03-09", 2, 0);
    assert_eq!(seal::all(&s.store, &s.clock).expect("a seal"), 2);
    assert_eq!(seal::all(&s.store, &s.clock).expect("a seal"), 0);
    done(&chair, "2026-03-10", 1, 0);
    let union = s.union;
    let id: Result<FactId, store::Error> = s.store.read(|r| r.one(ONE, &[&union], |row| row.get(0)));
    id.expect("a fact")
}

fn touch(s: &Story, sql: Sql, and: impl store::Bind + Send + Clone + 'static) -> UnionId {
    let union = s.union;
    let touched: Result<u64, store::Error> = s.store.write(move |w| w.run(sql, &[&union, &and.clone()]));
    assert!(touched.expect("a hand in the database") > 0);
    union
}

/// Table and row of each difference.
fn named(report: &Report) -> Vec<(&str, &str)> {
    report.differences.iter().map(|d| (d.table, d.id.as_str())).collect()
}

#[test]
fn what_nobody_touched_is_sound() {
    story(kit, |s| {
        sealed(s);
        let report = look(s);
        assert!(report.sound(), "{:?}", report.differences);
        assert_eq!((report.seals, report.unsealed, report.facts), (2, 2, 4));
        assert_eq!(report.head.len(), 64);
    });
}

#[test]
fn a_changed_figure_is_named() {
    story(kit, |s| {
        let fact = sealed(s);
        touch(s, MORE, fact);
        let report = look(s);
        assert_eq!(named(&report), [("fact", fact.to_string().as_str())]);
        assert!(report.differences[0].what.contains('4'), "{:?}", report.differences);
    });
}

#[test]
fn a_changed_day_or_poster_is_named() {
    story(kit, |s| {
        let fact = sealed(s);
        touch(s, DAY, fact);
        assert_eq!(named(&look(s)), [("fact", fact.to_string().as_str())]);
        touch(s, WHO, fact);
        assert_eq!(named(&look(s)), [("fact", fact.to_string().as_str())]);
    });
}

#[test]
fn a_fact_gone_is_named() {
    story(kit, |s| {
        let fact = sealed(s);
        touch(s, GONE, fact);
        assert_eq!(named(&look(s)), [("fact", fact.to_string().as_str())]);
    });
}

#[test]
fn a_fact_that_nobody_posted_is_named() {
    story(kit, |s| {
        let fact = sealed(s);
        let (union, fresh) = (s.union, s.clock.id::<()>());
        let added: Result<u64, store::Error> = s.store.write(move |w| w.run(COPY, &[&union, &fact, &fresh]));
        assert_eq!(added.expect("a copy"), 1);
        assert_eq!(named(&look(s)), [("fact", fresh.to_string().as_str())]);
    });
}

#[test]
fn a_changed_event_names_its_batch() {
    story(kit, |s| {
        sealed(s);
        touch(s, BODY, 2_i64);
        assert_eq!(named(&look(s)), [("seal", "2")]);
    });
}

#[test]
fn an_event_gone_names_its_batch() {
    story(kit, |s| {
        sealed(s);
        touch(s, DROP_EVENT, 1_i64);
        assert_eq!(named(&look(s)), [("seal", "1")]);
    });
}

#[test]
fn a_batch_gone_is_named_and_so_is_what_followed_it() {
    story(kit, |s| {
        sealed(s);
        touch(s, DROP_SEAL, 1_i64);
        let report = look(s);
        assert!(named(&report).contains(&("seal", "1")) && named(&report).contains(&("seal", "2")));
    });
}

#[test]
fn a_root_does_not_hide_what_was_changed() {
    story(kit, |s| {
        sealed(s);
        touch(s, ROOT, 1_i64);
        assert!(named(&look(s)).contains(&("seal", "1")));
    });
}

#[test]
fn the_roof_s_checks_are_asked() {
    story(kit, |s| {
        let check: verify::Check = |_, _| {
            Ok(vec![crate::Difference::new(
                "paper",
                Id::<()>::new(uuid::Uuid::nil()),
                "lost",
            )])
        };
        let union = s.union;
        let mut steps = Vec::new();
        sealed(s);
        let report: Result<Report, store::Error> = s.store.read(|r| {
            verify::watched(r, union, &[check], &mut |done, all| {
                steps.push((done, all));
                Ok(())
            })
        });
        assert_eq!(report.expect("a report").differences[0].table, "paper");
        let (done, all) = steps.last().copied().expect("a word on the way");
        assert!(done == all && all > 4, "{steps:?}");
    });
}
