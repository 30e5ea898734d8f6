//! Stories of deputies, and of the union with one officer.

use org::Role;
use testkit::{Story, story};

use super::{approve, asking, person, send, state, waiting};
use crate::tests::{back, sane, sane_in_english};

fn pass(s: &Story, days: i64) {
    s.clock.set(s.clock.now().plus_millis(days * 86_400_000));
}

#[test]
fn a_deputy_decides_on_the_days_of_the_naming_and_the_record_says_for_whom() {
    story(asking, |s| {
        let ((asker, asker_id), (chair, chair_id), (deputy, deputy_id)) = (
            person(s, Role::Officer),
            person(s, Role::Chair),
            person(s, Role::Officer),
        );
        let to = "/approvals/deputies";
        let name = |from: &str, until: &str| {
            chair
                .post(
                    to,
                    &[
                        ("deputy", &deputy_id),
                        ("from", from),
                        ("until", until),
                        ("why", "出差"),
                    ],
                )
                .status
        };
        assert_eq!(name("2026-11-20", "2026-11-25"), 422, "not for yesterday");
        assert_eq!(name("2026-11-25", "2026-11-22"), 422);
        assert_eq!(name("2026-11-22", "2028-11-22"), 422);
        let own = deputy.post(
            to,
            &[("deputy", &deputy_id), ("from", "2026-11-22"), ("until", "2026-11-22")],
        );
        assert_eq!(own.status, 422, "nobody is their own deputy");
        assert_eq!(name("2026-11-22", "2026-11-23"), 303);
        let case = send(&asker, &[("amount", "300")]);
        assert_eq!((waiting(&deputy), approve(&deputy, "1", &case)), (0, 404), "not yet");
        pass(s, 1);
        let (asker, deputy) = (back(s, &asker_id), back(s, &deputy_id));
        assert_eq!(waiting(&deputy), 1);
        assert!(sane(deputy.get(&case)).shows("您代"));
        sane_in_english(&deputy, &case);
        assert_eq!(approve(&deputy, "1", &case), 303);
        assert!(sane(asker.get(&case)).shows("（代 "));
        let late = send(&asker, &[("amount", "300")]);
        pass(s, 2);
        let (chair, deputy) = (back(s, &chair_id), back(s, &deputy_id));
        assert_eq!(
            (waiting(&deputy), approve(&deputy, "1", &late)),
            (0, 404),
            "the span is over"
        );
        assert!(sane(chair.get(to)).shows("已到期"));
        sane_in_english(&chair, to);
    });
}

#[test]
fn a_deputy_stands_for_one_person_once_and_keeps_out_of_their_own() {
    story(asking, |s| {
        let (asker, chair, (vice, vice_id)) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            person(s, Role::ViceChair),
        );
        chair
            .post(
                "/approvals/deputies",
                &[("deputy", &vice_id), ("from", "2026-11-21"), ("until", "2026-12-31")],
            )
            .expect(303);
        let all = chair.get_json("/approvals/deputies").json();
        let named = all["deputies"][0]["id"].as_str().unwrap().to_owned();
        let case = send(&asker, &[("amount", "2000")]);
        assert_eq!(approve(&vice, "1", &case), 303, "for the chair");
        assert_eq!(approve(&vice, "2", &case), 403, "not for themselves as well");
        assert_eq!(approve(&chair, "2", &case), 403, "who has decided through a deputy");
        assert_eq!(state(&asker, &case), "open");
        let own = send(&vice, &[("amount", "2000")]);
        assert_eq!(
            approve(&vice, "1", &own),
            403,
            "what they asked for, not for the chair either"
        );
        let end = format!("/approvals/deputies/{named}/end");
        vice.post(&end, &[]).expect(404);
        chair.post(&end, &[]).expect(303);
        chair.post(&end, &[]).expect(404);
        let after = send(&asker, &[("amount", "2000")]);
        assert_eq!(approve(&vice, "1", &after), 403);
    });
}

#[test]
fn where_the_only_officer_asked_the_page_says_what_stands_in_the_way_and_a_deputy_helps() {
    story(asking, |s| {
        let ((chair, chair_id), (helper, helper_id)) = (person(s, Role::Chair), person(s, Role::Admin));
        let alone = format!("member:{chair_id}");
        let rule = [("number", "0"), ("kind", "leave"), ("who1", alone.as_str())];
        chair.post("/approvals/setup/rule", &rule).expect(303);
        let case = send(&chair, &[("amount", "2000")]);
        let page = sane(chair.get(&case));
        assert!(
            page.shows("是提交人，应当回避") && page.shows("指定代理人"),
            "{}",
            page.text()
        );
        sane_in_english(&chair, &case);
        let days = [
            ("deputy", helper_id.as_str()),
            ("from", "2026-11-21"),
            ("until", "2026-11-30"),
        ];
        chair.post("/approvals/deputies", &days).expect(303);
        assert!(sane(helper.get(&case)).shows("应当回避"));
        assert_eq!(approve(&helper, "1", &case), 303);
        assert_eq!(state(&chair, &case), "approved");
    });
}

#[test]
fn where_others_are_free_the_deputy_of_the_one_who_asked_leaves_it_to_them() {
    story(asking, |s| {
        let (chair, other, (helper, helper_id)) =
            (s.person(Role::Chair), s.person(Role::Chair), person(s, Role::Admin));
        let days = [
            ("deputy", helper_id.as_str()),
            ("from", "2026-11-21"),
            ("until", "2026-11-30"),
        ];
        chair.post("/approvals/deputies", &days).expect(303);
        let case = send(&chair, &[("amount", "500")]);
        assert!(sane(helper.get(&case)).shows("请由他们办理"));
        assert_eq!(approve(&helper, "1", &case), 403);
        assert_eq!(approve(&other, "1", &case), 303);
    });
}

#[test]
fn only_officers_are_deputies_and_twenty_at_most() {
    story(asking, |s| {
        let (chair, (_, member), (deputy, deputy_id)) = (
            s.person(Role::Chair),
            person(s, Role::MemberRole),
            s.member(Role::Officer),
        );
        let id = deputy_id.to_string();
        let name = |who: &str| {
            let days = [("deputy", who), ("from", "2026-11-21"), ("until", "2026-11-21")];
            chair.post("/approvals/deputies", &days)
        };
        let refused = name(&member);
        assert!(
            refused.status == 422 && refused.shows("须是工会干部"),
            "{}",
            refused.text()
        );
        for _ in 0..20 {
            name(&id).expect(303);
        }
        let refused = name(&id);
        assert!(
            refused.status == 422 && refused.shows("最多 20 个"),
            "{}",
            refused.text()
        );
        let other = s.person(Role::ViceChair);
        let days = [("deputy", id.as_str()), ("from", "2026-11-21"), ("until", "2026-11-21")];
        let busy = other.post("/approvals/deputies", &days);
        assert!(busy.status == 422 && busy.shows("已经代理了 20 个"), "{}", busy.text());
        let case = send(&s.person(Role::Officer), &[("amount", "300")]);
        assert_eq!(waiting(&deputy), 1);
        s.grant(deputy_id, Role::MemberRole, None);
        s.by_hand(store::Sql::union(
            "UPDATE role_grant SET revoked_at = 1, revoked_by = account_id WHERE union_id = $1 AND role = 'officer'",
        ));
        assert_eq!(waiting(&deputy), 0, "whoever left office stands for nobody");
        assert_eq!(approve(&deputy, "1", &case), 404);
    });
}
