//! Closing and reopening.

use org::Role;
use testkit::story;

use super::deeds::{VISITS, done, kit, total};

#[test]
fn a_period_is_closed_once_and_reopened_with_a_reason() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        assert!(chair.get("/register/periods").expect(200).shows("2026Q3"));
        let id = {
            chair.post("/register/periods", &[("period", "2026-03")]).expect(303);
            let list = chair.get_json("/register/periods").json();
            list["periods"][0]["id"].as_str().expect("a closure").to_owned()
        };
        for overlapping in ["2026-03", "2026Q1", "2026H1"] {
            chair.post("/register/periods", &[("period", overlapping)]).expect(422);
        }
        let page = chair.get("/register/periods").expect(200);
        assert!(!page.shows("value=\"2026Q1\"") && page.shows("value=\"2026-04\""));
        let path = format!("/register/periods/{id}");
        assert!(chair.get(&path).expect(200).shows("2026年3月"));
        chair.post(&format!("{path}/reopen"), &[]).expect(422);
        chair
            .post("/deeds", &[("on", "2026-03-08"), ("title", "x"), ("visits", "1")])
            .expect(422);
        chair
            .post(&format!("{path}/reopen"), &[("why", "漏记三八节看望")])
            .expect(303);
        assert!(chair.get(&path).expect(200).shows("漏记三八节看望"));
        chair.post(&format!("{path}/reopen"), &[("why", "再来")]).expect(409);
        done(&chair, "2026-03-08", 1, 0);
        assert_eq!(total(s, 2026, &VISITS).0, 1);
        chair.post("/register/periods", &[("period", "2026Q1")]).expect(303);
    });
}

#[test]
fn what_has_not_ended_stays_open() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        for running in ["2026-11", "2026Q4", "2026", "2027", "2026S1"] {
            chair.post("/register/periods", &[("period", running)]).expect(422);
        }
        chair.post("/register/periods", &[("period", "gone")]).expect(422);
        chair.post("/register/periods", &[("period", "2026-10")]).expect(303);
    });
}

#[test]
fn only_those_who_may_close_periods() {
    story(kit, |s| {
        let closed = s
            .person(Role::Treasurer)
            .post("/register/periods", &[("period", "2026-03")])
            .expect(303);
        assert_eq!(closed.location(), "/register/periods");
        s.person(Role::Officer)
            .post("/register/periods", &[("period", "2026-04")])
            .expect(403);
        let auditor = s.person(Role::Auditor);
        let page = auditor.get("/register/periods").expect(200);
        assert!(!page.shows("<select"), "nothing to close for those who may not");
        let id = auditor.get_json("/register/periods").json()["periods"][0]["id"]
            .as_str()
            .expect("one")
            .to_owned();
        auditor
            .post(&format!("/register/periods/{id}/reopen"), &[("why", "x")])
            .expect(403);
        s.outsider(Role::Chair)
            .get(&format!("/register/periods/{id}"))
            .expect(404);
        s.outsider(Role::Chair)
            .post(&format!("/register/periods/{id}/reopen"), &[("why", "x")])
            .expect(404);
    });
}
