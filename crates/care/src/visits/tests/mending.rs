//! What follows when a record is corrected or taken back, and who may send in a form that waited on a phone.

use org::{MemberId, Role};
use testkit::{Client, Story, story};

use super::{differences, stage, told};
use crate::{
    events::tests::{somebody, tell},
    tests::kit,
};

/// Corrects a visit as it was seen, with this amount and more.
fn correct(who: &Client, visit: &str, two: &[String], amount: &str, more: &[(&str, &str)]) -> u16 {
    let version = who.get_json(visit).json()["visit"]["version"].to_string();
    let mut fields = told(two, "2026-11-20", amount, more);
    fields.push(("version", version.as_str()));
    who.post(&format!("{visit}/correct"), &fields).status
}

/// How the task that came from a visit stands: its state and why it was dropped.
fn task(s: &Story, kind: &str) -> (String, Option<String>) {
    let union = s.union;
    let ask = store::Sql::union("SELECT state, dropped_why FROM task WHERE union_id = $1 AND source_kind = $2");
    let found: Result<Vec<(String, Option<String>)>, store::Error> = s
        .store
        .read(|r| r.rows(ask, &[&union, &kind], |row| Ok((row.get(0)?, row.get(1)?))));
    found.unwrap().remove(0)
}

#[test]
fn what_the_member_confirmed_is_confirmed_anew_when_it_changes() {
    story(kit, |s| {
        let t = stage(s);
        let (member, id): (Client, MemberId) = s.member(Role::MemberRole);
        let visit = tell(&t.officer, id, "结婚", "2026-11-18").expect(303).location();
        t.officer
            .post(&format!("{visit}/record"), &told(&t.two, "2026-11-20", "300", &[]))
            .expect(303);
        let sign = visit.replace("/visits/", "/me/care/visits/");
        member.post(&format!("{sign}/sign"), &[]).expect(303);
        let signed = || !t.officer.get_json(&visit).json()["visit"]["signed_at"].is_null();
        assert!(signed());
        assert_eq!(
            correct(&t.officer, &visit, &t.two, "300", &[("signed_by", "本人")]),
            303
        );
        assert!(signed(), "who signed on paper is no other gift");
        assert_eq!(correct(&t.officer, &visit, &t.two, "500", &[]), 303);
        assert!(!signed(), "another amount is not what was confirmed");
        member.post(&format!("{sign}/sign"), &[]).expect(303);
        assert!(signed());
    });
}

#[test]
fn a_wish_that_is_removed_ends_its_task() {
    story(kit, |s| {
        let t = stage(s);
        let visit = tell(&t.officer, somebody(s, "王芳"), "结婚", "2026-11-18")
            .expect(303)
            .location();
        let wish = [("wish", "希望调整课时")];
        t.officer
            .post(&format!("{visit}/record"), &told(&t.two, "2026-11-20", "300", &wish))
            .expect(303);
        assert_eq!(task(s, "visits/answer").0, "open");
        assert_eq!(correct(&t.officer, &visit, &t.two, "300", &[]), 303);
        let (state, why) = task(s, "visits/answer");
        assert_eq!(state, "dropped");
        assert!(why.unwrap().contains("没有需要答复的诉求"));
        assert!(t.officer.get_json(&visit).json()["visit"]["wish_task"].is_null());
        assert_eq!(correct(&t.officer, &visit, &t.two, "300", &wish), 303);
        assert!(
            !t.officer.get_json(&visit).json()["visit"]["wish_task"].is_null(),
            "asked for anew"
        );
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn why_a_visit_to_the_sick_is_let_be_stays_with_the_visit() {
    story(kit, |s| {
        let t = stage(s);
        let visit = format!("/visits/{}", t.visit);
        let why = [("version", "1"), ("why", "乳腺手术后家属婉拒")];
        t.officer.post(&format!("{visit}/waive"), &why).expect(303);
        assert!(t.officer.get(&visit).expect(200).shows("乳腺手术后家属婉拒"));
        let (state, said) = task(s, "visit");
        assert_eq!(state, "dropped");
        assert_eq!(said.as_deref(), Some("原因见走访登记"));
        let id = t.officer.get_json(&visit).json()["visit"]["task"]
            .as_str()
            .unwrap()
            .to_owned();
        let page = t.officer.get_json(&format!("/tasks/{id}")).expect(200).text();
        for secret in ["乳腺", "生病住院", "陈静"] {
            assert!(!page.contains(secret), "{secret} in {page}");
        }
    });
}

#[test]
fn the_rules_are_asked_anew_when_the_reason_the_way_or_the_promise_changes() {
    story(super::with_rules, |s| {
        let t = stage(s);
        super::cap(s, "1000元", "reason", "2026-01-01");
        t.record("2026-11-20", "1200", &[("reason", "重病")]).expect(303);
        let visit = format!("/visits/{}", t.visit);
        assert_eq!(
            correct(&t.officer, &visit, &t.two, "1200", &[]),
            422,
            "the reason that the rule asks for cannot be taken away"
        );
        assert_eq!(
            correct(&t.officer, &visit, &t.two, "1200", &[("reason", "重病，主席会同意")]),
            303
        );
    });
}

#[test]
fn a_form_that_somebody_else_opened_is_not_sent_in_as_me() {
    story(kit, |s| {
        let t = stage(s);
        let form = format!("/visits/{}/record", t.visit);
        let owner = |who: &Client| {
            let page = who.get(&form).expect(200).text();
            let (_, rest) = page.split_once("data-account=\"").unwrap();
            let owner = rest.split('"').next().unwrap().to_owned();
            assert!(page.contains(&format!("name=\"_as\" value=\"{owner}\"")), "{page}");
            owner
        };
        let other = s.person(Role::Officer);
        let (mine, theirs) = (owner(&t.officer), owner(&other));
        assert_ne!(mine, theirs);
        let refused = t.record("2026-11-20", "500", &[("_as", &theirs)]);
        assert!(
            refused.status == 403 && refused.shows("另一位用户"),
            "{}",
            refused.text()
        );
        assert_eq!(
            t.officer.get_json(&format!("/visits/{}", t.visit)).json()["visit"]["status"],
            "due"
        );
        t.record("2026-11-20", "500", &[("_as", &mine)]).expect(303);
        let photo = [("photos", "合影.png", super::png())];
        let photo: Vec<testkit::File<'_>> = photo.iter().map(|(f, n, b)| (*f, *n, b.as_slice())).collect();
        let add = |who: &str| {
            t.officer
                .upload(&format!("/visits/{}/photos", t.visit), &[("_as", who)], &photo)
                .status
        };
        assert_eq!((add(&theirs), add(&mine)), (403, 303));
        let list = t.officer.get("/visits").expect(200).text();
        assert!(list.contains(&format!("data-account=\"{mine}\"")), "{list}");
    });
}

#[test]
fn verify_names_an_amount_changed_by_hand() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[]).expect(303);
        s.by_hand(store::Sql::union(
            "UPDATE visit SET amount = 500000 WHERE union_id = $1",
        ));
        let found = differences(s);
        assert!(found.iter().any(|d| d.contains("500.00 → 5,000.00")), "{found:?}");
        assert!(found.iter().any(|d| d.contains("register")), "{found:?}");
    });
}
