//! Who sees what of visits: reasons of illness show to those who record visits of the branch, photos open with the visit.

use org::{MemberId, Role};
use testkit::{Client, Story, story};

use super::{png, stage, told};
use crate::{
    events::tests::{leader, somebody, tell},
    tests::kit,
};

/// The same, with the doors of papers.
fn with_papers() -> testkit::Kit {
    crate::tests::kit_with(archive::routes_with(&[super::super::PAPERS]))
}

/// The names of the papers that somebody finds on the list.
fn listed(who: &Client) -> Vec<String> {
    let list = who.get_json("/papers").expect(200).json();
    let papers = list["papers"].as_array().unwrap().iter();
    papers.map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

/// The file of the first paper of a visit.
fn file(who: &Client, visit: &str) -> String {
    let shown = who.get_json(visit).expect(200).json();
    format!("/papers/{}", shown["papers"][0]["id"].as_str().unwrap())
}

#[test]
fn photos_of_a_visit_to_the_sick_open_for_those_who_see_the_reason() {
    story(with_papers, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[]).expect(303);
        let sick = format!("/visits/{}", t.visit);
        let wedding = tell(&t.officer, somebody(s, "王芳"), "结婚", "2026-11-18")
            .expect(303)
            .location();
        t.officer
            .post(&format!("{wedding}/record"), &told(&t.two, "2026-11-20", "300", &[]))
            .expect(303);
        for (visit, name) in [(&sick, "病房.png"), (&wedding, "婚礼.png")] {
            let photo = [("photos", name, png())];
            let photo: Vec<testkit::File<'_>> = photo.iter().map(|(f, n, b)| (*f, *n, b.as_slice())).collect();
            assert_eq!(t.officer.upload(&format!("{visit}/photos"), &[], &photo).status, 303);
        }
        let (of_sick, of_wedding) = (file(&t.officer, &sick), file(&t.officer, &wedding));
        let (auditor, (own, _)) = (s.person(Role::Auditor), leader(s));
        let (apart, _) = s.local(Role::Officer, s.body("高中部分会", None));
        for who in [&t.officer, &auditor] {
            assert_eq!(listed(who), ["婚礼.png"]);
        }
        assert_eq!(auditor.get(&of_wedding).status, 200);
        assert_eq!(apart.get(&of_wedding).status, 404, "of another branch");
        for thumb in ["", "/thumb"] {
            let at = |who: &Client| who.get(&format!("{of_sick}{thumb}")).status;
            assert_eq!(
                (at(&t.officer), at(&own)),
                (200, 200),
                "who records visits of the group"
            );
            assert_eq!((at(&auditor), at(&apart)), (404, 404));
            assert_eq!(
                (at(&s.person(Role::MemberRole)), at(&s.outsider(Role::Chair))),
                (404, 404)
            );
        }
    });
}

/// Somebody who audits the union and leads a group besides.
fn auditor_and_leader(s: &Story, group: org::BodyId) -> Client {
    let (_, member) = s.local(Role::GroupLeader, group);
    s.grant(member, Role::Auditor, None);
    s.back(member)
}

fn stands(who: &Client, path: &str, word: &str) -> bool {
    let (page, json) = (who.get(path).expect(200), who.get_json(path).expect(200));
    assert_eq!(page.shows(word), json.text().contains(word), "{path}");
    page.shows(word)
}

#[test]
fn reasons_of_illness_show_within_the_branch_alone() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[]).expect(303);
        let apart = s.body("高中部分会", None);
        let here = auditor_and_leader(s, s.group);
        let there = auditor_and_leader(s, apart);
        let visit = format!("/visits/{}", t.visit);
        let event = t.officer.get_json(&visit).json()["visit"]["event"]
            .as_str()
            .unwrap()
            .to_owned();
        for path in [visit, format!("/visits/events/{event}")] {
            assert!(stands(&here, &path, "生病住院"), "{path}");
            assert!(!stands(&there, &path, "生病住院"), "{path}");
        }
        for path in ["/visits?status=made", "/visits/month?year=2026&month=11"] {
            assert!(here.get(path).expect(200).shows("生病住院"), "{path}");
        }
        let listed = there.get_json("/visits?status=made").expect(200);
        assert!(
            listed.text().contains("陈静") && !listed.text().contains("生病住院"),
            "{}",
            listed.text()
        );
    });
}

#[test]
fn other_events_of_somebody_show_by_branch_and_veiled() {
    story(kit, |s| {
        let t = stage(s);
        let sick = format!("/visits/{}", t.visit);
        let wedding = tell(&t.officer, t.member, "结婚", "2026-11-18").expect(303).location();
        let event = |visit: &str| {
            let shown = t.officer.get_json(visit).expect(200).json();
            format!("/visits/events/{}", shown["visit"]["event"].as_str().unwrap())
        };
        let (sick_event, wedding_event) = (event(&sick), event(&wedding));
        assert!(stands(&t.officer, &wedding_event, "生病住院"));
        let elsewhere = auditor_and_leader(s, s.body("高中部分会", None));
        assert!(stands(&elsewhere, &wedding_event, "结婚"));
        assert!(!stands(&elsewhere, &wedding_event, "生病住院"));
        // the sick colleague has moved to another branch since
        let apart = s.body("初中部分会", None);
        moved(s, t.member, apart);
        let (late, _) = s.local(Role::GroupLeader, apart);
        let birth = tell(&t.officer, t.member, "生育", "2026-11-19").expect(303).location();
        let shown = late.get_json(&event(&birth)).expect(200).json();
        assert_eq!(
            shown["others"].as_array().unwrap().len(),
            0,
            "what was told in another branch: {shown}"
        );
        assert_eq!(late.get(&sick_event).status, 404);
        assert_eq!(late.get(&sick).status, 404);
        assert_eq!(late.get_json(&sick).status, 404);
    });
}

/// Moves a member to another branch.
fn moved(s: &Story, member: MemberId, body: org::BodyId) {
    let union = s.union;
    let change = store::Sql::union("UPDATE member SET body_id = $3 WHERE union_id = $1 AND id = $2");
    let done: Result<u64, store::Error> = s.store.write(move |w| w.run(change, &[&union, &member, &body]));
    assert_eq!(done.unwrap(), 1);
}

#[test]
fn a_leader_finds_nothing_of_another_group() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let apart = s.body("体育组", None);
        let theirs = s.somebody("赵强", Some(apart));
        let visit = tell(&officer, theirs, "生病住院", "2026-11-18").expect(303).location();
        let event = officer.get_json(&visit).json()["visit"]["event"]
            .as_str()
            .unwrap()
            .to_owned();
        let event = format!("/visits/events/{event}");
        let (leader, me) = leader(s);
        for path in [
            visit.clone(),
            format!("{visit}/record"),
            format!("{visit}/waive"),
            event.clone(),
            format!("{event}/edit"),
        ] {
            assert_eq!(officer.get(&path).status, 200, "{path}");
            assert_eq!(leader.get(&path).status, 404, "{path}");
        }
        let me = [me.to_string(), me.to_string()];
        let form = told(&me, "2026-11-20", "500", &[]);
        assert_eq!(leader.post(&format!("{visit}/record"), &form).status, 404);
        let why = [("version", "1"), ("why", "不去了")];
        assert_eq!(leader.post(&format!("{visit}/waive"), &why).status, 404);
        assert_eq!(leader.post(&format!("{event}/withdraw"), &why).status, 404);
        assert!(!leader.get("/visits").expect(200).shows("赵强"));
        assert!(!leader.get_json("/visits").expect(200).text().contains("赵强"));
        let told = tell(&leader, theirs, "结婚", "2026-11-18");
        assert_eq!(told.status, 403);
    });
}
