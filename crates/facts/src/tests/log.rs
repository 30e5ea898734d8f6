//! The log, and what verify found.

use kernel::UnionId;
use org::Role;
use store::Sql;
use testkit::{Story, story};

use super::deeds::{done, kit};
use crate::{seal, verify, verify_kind};

const MORE: Sql = Sql::union("UPDATE fact SET quantity = quantity + 1 WHERE union_id = $1");

#[test]
fn the_log_shows_who_did_what_and_never_what_was_said() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 0);
        assert!(chair.get("/log").expect(200).shows("等待封存"));
        seal::all(&s.store, &s.clock).expect("a seal");
        let page = chair.get("/log").expect(200);
        assert!(page.shows("记入台帐") && page.shows(&format!("/deeds/{deed}")) && !page.shows("⟦"));
        assert!(!page.shows("看望"), "bodies stay closed");
        let log = chair.get_json("/log").json();
        assert_eq!(log["head"]["number"], 1);
        assert_eq!(log["head"]["head"].as_str().map(str::len), Some(64));
        let of_deed = chair.get_json(&format!("/log?record=deed:{deed}")).json();
        assert_eq!(of_deed["events"].as_array().map(Vec::len), Some(2));
        let of_kind = chair.get_json("/log?kind=deed.done").json();
        assert_eq!(of_kind["events"].as_array().map(Vec::len), Some(1));
        let before = chair.get_json("/log?until=2026-11-20").json();
        assert_eq!(before["events"].as_array().map(Vec::len), Some(0));
        let today = chair
            .get_json("/log?from=2026-11-21&until=2026-11-21&kind=deed.done")
            .json();
        assert_eq!(today["events"].as_array().map(Vec::len), Some(1));
        let account = of_kind["events"][0]["account"].as_str().expect("an account").to_owned();
        let of_chair = chair.get_json(&format!("/log?account={account}&kind=deed.done")).json();
        assert_eq!(of_chair["events"].as_array().map(Vec::len), Some(1));
        chair.get("/log?record=nothing").expect(422);
        s.person(Role::Officer).get("/log").expect(403);
        let other = s.outsider(Role::Auditor).get_json("/log?kind=deed.done").json();
        assert_eq!(other["events"].as_array().map(Vec::len), Some(0));
    });
}

/// Works on everything in the queue.
fn work(s: &Story) {
    let kinds = [verify_kind(Vec::new())];
    while jobs::runner::step(&s.store, &s.clock, &kinds).expect("a step") {}
}

const NOTED: Sql = Sql::union(
    "INSERT INTO event (union_id, id, at, account_id, kind, record_kind, record_id, body, sealed)
     VALUES ($1, $2, 0, $2, 'deed.done', 'deed', $2, '{}', 0)",
);

/// What a move to another database compares is told in the same order by both.
#[test]
fn verify_walks_the_unions_in_the_order_of_their_ids() {
    story(kit, |s| {
        let made: Vec<UnionId> = (0..300).map(|_| s.clock.id()).rev().collect();
        let unions = made.clone();
        let noted: Result<(), store::Error> = s.store.write(move |w| {
            for union in &unions {
                w.run(NOTED, &[union, union])?;
            }
            Ok(())
        });
        noted.expect("300 unions");
        let walked = s.store.read(verify::unions).expect("the unions");
        assert!(made.iter().all(|union| walked.contains(union)));
        assert!(walked.is_sorted(), "{walked:?}");
    });
}

#[test]
fn verify_runs_as_a_job_and_says_what_it_found() {
    story(kit, |s| {
        let (chair, auditor) = (s.person(Role::Chair), s.person(Role::Auditor));
        done(&chair, "2026-03-08", 3, 0);
        seal::all(&s.store, &s.clock).expect("a seal");
        assert!(auditor.get("/register/verified").expect(200).shows("还没有核验过"));
        let job = auditor.post("/register/verified", &[]).expect(303).location();
        work(s);
        let done = auditor.get_json(&job).expect(200).json();
        assert_eq!(
            (&done["job"]["state"], &done["job"]["result"]),
            (&"done".into(), &"/register/verified".into())
        );
        assert_eq!(done["job"]["done"], done["job"]["total"]);
        assert!(auditor.get("/register/verified").shows("完全相符"));
        let union = s.union;
        let touched: Result<u64, store::Error> = s.store.write(move |w| w.run(MORE, &[&union]));
        assert_eq!(touched.expect("a hand in the database"), 1);
        s.clock.set(s.clock.now().plus_millis(60_000));
        auditor.post("/register/verified", &[]).expect(303);
        work(s);
        let page = auditor.get("/register/verified").expect(200);
        assert!(
            page.shows("有 1 处不符") && page.shows("deed.visits") && !page.shows("⟦"),
            "{}",
            page.text()
        );
        let found = auditor.get_json("/register/verified").json();
        let id = found["latest"]["differences"][0]["id"]
            .as_str()
            .expect("a fact")
            .to_owned();
        assert!(page.shows(&format!("/register/facts/{id}")));
        assert_eq!(found["earlier"][0]["found"], 0);
        s.person(Role::Officer).post("/register/verified", &[]).expect(403);
    });
}
