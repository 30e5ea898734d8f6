//! What systems that ask get to hear, and what is kept.

use org::Role;

use super::{confirmed, kit, place, rule};

const NOW: &str = "2026-11-20";

#[test]
fn what_is_not_confirmed_warns_and_what_is_confirmed_refuses() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = officer
            .post("/rules/own/new", &rule("birthday", "300元", "2026-01-01"))
            .expect(303)
            .id();
        let over = [("key", "birthday"), ("day", NOW), ("money", "300.01")];
        let kept = officer.post("/ask", &over).expect(303).location();
        let page = officer.get(&kept).expect(200);
        assert!(
            page.shows("超出规定") && page.shows("300.01 元") && page.shows("待确认"),
            "{}",
            page.text()
        );
        let chair = s.person(Role::Chair);
        officer.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(403);
        chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(303);
        chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(409);
        let no = officer.post("/ask", &over).expect(422);
        assert!(no.shows("不超过300.00 元"), "{}", no.text());
        assert!(no.shows("委员会决定") && no.shows("不能办理"), "{}", no.text());
        officer
            .post("/ask", &[("key", "birthday"), ("day", NOW), ("money", "300")])
            .expect(303);
        // what was decided before stays as it was decided
        assert!(officer.get(&kept).expect(200).shows("待确认"));
    });
}

#[test]
fn a_reason_is_asked_for_and_kept() {
    testkit::story(kit, |s| {
        let mut fields = rule("retire", "500元", "2026-01-01");
        fields.retain(|(name, _)| *name != "severity");
        fields.push(("severity", "reason"));
        confirmed(s, &fields);
        let officer = s.person(Role::Officer);
        let over = [("key", "retire"), ("day", NOW), ("money", "600")];
        assert!(officer.post("/ask", &over).expect(422).shows("请写明理由"));
        let with = [
            ("key", "retire"),
            ("day", NOW),
            ("money", "600"),
            ("reason", "两人合送一份"),
        ];
        let kept = officer.post("/ask", &with).expect(303).location();
        let auditor = s.person(Role::Auditor);
        assert!(auditor.get("/rules/judgements").expect(200).shows("两人合送一份"));
        assert!(
            auditor
                .get("/rules/judgements?key=birthday")
                .expect(200)
                .shows("还没有记录")
        );
        let kept = kept.rsplit('/').next().unwrap().to_owned();
        assert!(
            auditor
                .get(&format!("/rules/judgements/{kept}"))
                .expect(200)
                .shows("500元")
        );
        s.person(Role::GroupLeader).get("/rules/judgements").expect(403);
        s.outsider(Role::Chair)
            .get(&format!("/rules/judgements/{kept}"))
            .expect(404);
    });
}

#[test]
fn a_past_act_is_judged_by_the_rule_of_its_day() {
    testkit::story(kit, |s| {
        confirmed(s, &rule("birthday", "300元", "2025-01-01"));
        confirmed(s, &rule("birthday", "400元", "2026-01-01"));
        let officer = s.person(Role::Officer);
        let ask = |day: &str, money: &str| {
            officer
                .post("/ask", &[("key", "birthday"), ("day", day), ("money", money)])
                .status
        };
        assert_eq!((ask("2025-12-31", "400"), ask("2025-12-31", "300")), (422, 303));
        assert_eq!((ask("2026-01-01", "400"), ask("2026-01-01", "401")), (303, 422));
        // nothing was on file before
        assert_eq!(ask("2024-12-31", "9000"), 303);
        let page = officer.get("/rules/keys/birthday?on=2025-06-01").expect(200);
        assert!(page.shows("300.00 元") && page.shows("尚未施行"), "{}", page.text());
    });
}

#[test]
fn a_local_standard_that_is_missing_has_a_clear_answer() {
    testkit::story(kit, |s| {
        place(s, s.union, Some("340104"), None, None);
        confirmed(s, &rule("aid.living", "12倍当地低保标准", "2026-01-01"));
        let officer = s.person(Role::Officer);
        let ask = |money: &str| officer.post("/ask", &[("key", "aid.living"), ("day", NOW), ("money", money)]);
        let no = ask("5000").expect(422);
        assert!(
            no.shows("没有登记当地低保标准") && no.shows("请写明理由"),
            "{}",
            no.text()
        );
        let mut dibao = rule("standard.dibao", "800元", "2026-01-01");
        dibao.push(("wording", "is"));
        confirmed(s, &dibao);
        assert_eq!((ask("9600").status, ask("9600.01").status), (303, 422));
        assert!(ask("9700").expect(422).shows("9,600.00 元"));
    });
}

#[test]
fn exactly_half_is_asked_about_and_thirds_are_exact() {
    testkit::story(kit, |s| {
        confirmed(s, &rule("election.quorum", "应到会人数的2/3", "2026-01-01"));
        let mut half = rule("congress.votes", "全体代表的1/2", "2026-01-01");
        half.push(("wording", "at_least"));
        confirmed(s, &half);
        let officer = s.person(Role::Officer);
        let ask = |key: &str, n: &str, whole: &str| {
            officer.post("/ask", &[("key", key), ("day", NOW), ("count", n), ("whole", whole)])
        };
        assert_eq!(ask("election.quorum", "66", "99").status, 303);
        assert_eq!(ask("election.quorum", "66", "100").status, 422);
        assert_eq!(ask("election.quorum", "67", "100").status, 303);
        let kept = ask("congress.votes", "50", "100").expect(303).location();
        assert!(officer.get(&kept).expect(200).shows("恰好半数"));
        assert_eq!(ask("congress.votes", "49", "100").status, 422);
        let no = ask("election.quorum", "5", "").expect(422);
        assert!(no.shows("应到会人数"), "{}", no.text());
    });
}

#[test]
fn an_amount_is_tried_on_the_page_of_its_key() {
    testkit::story(kit, |s| {
        confirmed(s, &rule("birthday", "300元", "2026-01-01"));
        let member = s.person(Role::MemberRole);
        let at = "/rules/keys/birthday";
        assert!(member.get(&format!("{at}?what=300")).expect(200).shows("符合规定"));
        assert!(member.get(&format!("{at}?what=301")).expect(200).shows("不能办理"));
        assert!(member.get(&format!("{at}?what=abc")).expect(200).shows("看不懂"));
        assert!(
            member
                .get("/rules/keys/retire?what=5")
                .expect(200)
                .shows("这里没有相关规则")
        );
        assert!(
            member
                .get("/rules/keys/forbidden.p1?what=1")
                .expect(200)
                .shows("待确认")
        );
        member.get("/rules/keys/nothing").expect(404);
        for key in crate::key::ALL {
            let name = key.name;
            member.get(&format!("/rules/keys/{name}?what=1")).expect(200);
        }
        assert!(member.get("/rules?lang=en").expect(200).shows("Rules that apply"));
        member.get("/rules/own/new").expect(403);
    });
}
