//! Stories of the steps as data of the union.

use org::Role;
use testkit::story;

use super::{approve, asking, person, send, state, waiting};
use crate::tests::{sane, sane_in_english};

const FORM: &str = "/approvals/setup/rule";

#[test]
fn the_union_says_who_decides_and_each_version_is_kept() {
    story(asking, |s| {
        let (chair, officer, (treasurer, treasurer_id)) = (
            s.person(Role::Chair),
            s.person(Role::Officer),
            person(s, Role::Treasurer),
        );
        assert!(sane(chair.get("/approvals/setup")).shows("现用软件自带的步骤"));
        sane(chair.get(FORM));
        sane_in_english(&chair, FORM);
        sane_in_english(&chair, "/approvals/setup");
        let running = send(&officer, &[("amount", "200")]);
        let seat = format!("member:{treasurer_id}");
        let rule = [
            ("number", "0"),
            ("kind", "leave"),
            ("up_to", "500"),
            ("who1", seat.as_str()),
            ("needed1", "1"),
        ];
        officer.post(FORM, &rule).expect(403);
        chair.post(FORM, &rule).expect(303);
        chair.post(FORM, &rule).expect(409);
        let own = send(&officer, &[("amount", "500")]);
        assert_eq!(
            (waiting(&treasurer), waiting(&chair)),
            (1, 1),
            "what runs keeps its steps"
        );
        assert_eq!(approve(&chair, "1", &own), 403);
        assert_eq!(approve(&treasurer, "1", &own), 303);
        assert_eq!(approve(&chair, "1", &running), 303);
        assert!(sane(chair.get("/approvals/setup")).shows("500.00 元以内"));
        sane(chair.get("/approvals/setup/rule?edit=1&kind=leave&up_to=500.00"));
        chair.get("/approvals/setup/rule?edit=1&kind=leave&up_to=9").expect(404);
        let gone = [("number", "1"), ("kind", "leave"), ("up_to", "500")];
        chair.post("/approvals/setup/remove", &gone).expect(303);
        chair.post("/approvals/setup/remove", &[("number", "2")]).expect(422);
        let versions = chair.get_json("/approvals/setup").json()["versions"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(versions, 2);
        let after = send(&officer, &[("amount", "500")]);
        assert_eq!(approve(&treasurer, "1", &after), 403);
    });
}

#[test]
fn a_step_can_need_several_people_and_name_a_post() {
    story(asking, |s| {
        let (chair, officer, vice) = (
            s.person(Role::Chair),
            s.person(Role::Officer),
            s.person(Role::ViceChair),
        );
        let form = chair.get_json(FORM).json();
        let choices = form["choices"].as_array().unwrap();
        let post = choices
            .iter()
            .find(|c| c["value"].as_str().unwrap().starts_with("post:"))
            .unwrap();
        let post = post["value"].as_str().unwrap();
        let rule = |number: &str, needed: &str, who: &[&str]| {
            let mut fields = vec![("number", number), ("kind", "leave"), ("needed1", needed)];
            fields.extend(who.iter().map(|w| ("who1", *w)));
            chair.post(FORM, &fields).status
        };
        assert_eq!(rule("0", "2", &[]), 422);
        assert_eq!(rule("0", "0", &["role:chair"]), 422);
        assert_eq!(rule("0", "1", &["role:auditor"]), 422);
        let nobody = format!("post:{}", uuid::Uuid::from_u128(7));
        assert_eq!(rule("0", "1", &[&nobody]), 422);
        assert_eq!(rule("0", "2", &["role:chair", "role:vice_chair", post]), 303);
        let case = send(&officer, &[]);
        assert!(sane(chair.get(&case)).shows("需 2 人"));
        assert_eq!(approve(&chair, "1", &case), 303);
        assert_eq!(state(&officer, &case), "open");
        assert_eq!(approve(&chair, "2", &case), 403);
        assert_eq!(approve(&vice, "2", &case), 303);
        assert_eq!(state(&officer, &case), "approved");
    });
}

#[test]
fn who_changes_the_steps_gives_the_password_again() {
    story(asking, |s| {
        let (later, _) = s.member_with_password(Role::Chair, "zhuxi", "chang-mima-2026");
        let rule = [("number", "0"), ("kind", "leave"), ("who1", "role:chair")];
        s.clock.set(s.clock.now().plus_millis(3_600_000));
        for (to, form) in [
            (FORM, rule.as_slice()),
            ("/approvals/setup/remove", &[("number", "1"), ("kind", "leave")]),
        ] {
            let asked = later.post(to, form);
            assert!(asked.status == 403 && asked.shows("密码"), "{to}: {}", asked.text());
        }
        let mut proved = rule.to_vec();
        proved.push(("_password", "chang-mima-2026"));
        later.post(FORM, &proved).expect(303);
    });
}
