//! Stories of pairs, on both databases.

use org::{MemberId, Role};
use testkit::{Answer, Client, Story, story};

use super::watch;
use crate::tests::{in_group, kit, posted};

/// A pair that began on the first of the month; its path.
fn pair(officer: &Client, helper: MemberId, whom: (&str, &str)) -> Answer {
    let form = [
        ("sort", "aid"),
        whom,
        ("helper", &helper.to_string()),
        ("goals", "帮助渡过难关标记甲"),
        ("from", "2026-11-01"),
        ("until", "2027-10-31"),
        ("every", "14"),
    ];
    officer.post("/pairs/new", &form)
}

fn card(who: &Client, id: &str, day: &str) -> Answer {
    let form = [
        ("day", day),
        ("talk", "谈了近况标记乙"),
        ("want", "想换班"),
        ("help", "联系了年级组"),
    ];
    who.post(&format!("/pairs/{id}/card"), &form)
}

fn seen(who: &Client, path: &str) -> serde_json::Value {
    who.get_json(path).expect(200).json()
}

fn sound(s: &Story) {
    let union = s.union;
    let found = s.store.read(|r| super::check(r, union)).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn they_meet_when_it_is_due_and_the_card_ends_the_task() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        officer.get("/pairs").expect(200);
        officer.get("/pairs/new").expect(200);
        let (helper, helper_id) = in_group(s, "周帮扶", Some(s.group));
        let (helped, helped_id) = in_group(s, "王小明", Some(s.group));
        let path = pair(&officer, helper_id, ("member", &helped_id.to_string()))
            .expect(303)
            .location();
        let id = path.rsplit('/').next().unwrap().to_owned();
        assert_eq!(posted(s, "pairs.pairs"), 1);
        let (union, now) = (s.union, s.clock.now());
        let night = || s.store.write(move |w| watch::remind(w, union, now)).unwrap();
        assert_eq!(
            (night(), night()),
            (1, 0),
            "a meeting that comes due becomes a task, once"
        );
        assert!(helper.get("/inbox").expect(200).shows("结对走访：王小明"));
        assert!(helper.get("/me/pairs").expect(200).shows("王小明"));
        assert!(helper.get(&format!("/pairs/{id}")).expect(200).shows("标记甲"));
        helper.get(&format!("/pairs/{id}/card")).expect(200);
        for day in ["2026-10-31", "2026-11-22"] {
            let no = card(&helper, &id, day).expect(422);
            assert!(no.shows("2026-11-01") && no.shows("标记乙"), "{}", no.text());
        }
        card(&helped, &id, "2026-11-20").expect(404);
        card(&officer, &id, "2026-11-20").expect(403);
        card(&helper, &id, "2026-11-20").expect(303);
        assert_eq!(posted(s, "pairs.visits"), 1);
        assert!(
            !helper.get("/inbox").expect(200).shows("结对走访：王小明"),
            "the card ended the task"
        );
        assert_eq!(night(), 0, "the next time is two weeks away");
        sound(s);
        let one = seen(&helper, &path)["lines"][0]["id"].as_str().unwrap().to_owned();
        assert!(helper.get(&format!("/pair_cards/{one}")).expect(200).shows("标记乙"));
        let why = [("why", "日期记错")];
        helped.post(&format!("/pair_cards/{one}/back"), &why).expect(403);
        helper.post(&format!("/pair_cards/{one}/back"), &why).expect(303);
        helper.post(&format!("/pair_cards/{one}/back"), &why).expect(409);
        assert_eq!(posted(s, "pairs.visits"), 0);
        sound(s);
    });
}

#[test]
fn what_stands_on_a_card_shows_to_helpers_and_to_whoever_says_what_for() {
    let kit = || crate::tests::kit_with(archive::routes_with(&[super::PAPERS]));
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (helper, helper_id) = in_group(s, "周帮扶", None);
        let (helped, helped_id) = in_group(s, "王小明", Some(s.group));
        let path = pair(&officer, helper_id, ("member", &helped_id.to_string()))
            .expect(303)
            .location();
        let id = path.rsplit('/').next().unwrap().to_owned();
        let photo = include_bytes!("../../../zhijia/demo/visit.jpg");
        let form = [("day", "2026-11-20"), ("talk", "谈了近况标记乙"), ("want", "想换班")];
        helper
            .upload(&format!("/pairs/{id}/card"), &form, &[("photos", "合影.jpg", photo)])
            .expect(303);
        let one = seen(&helper, &path)["lines"][0]["id"].as_str().unwrap().to_owned();
        let shown = seen(&helper, &format!("/pair_cards/{one}"));
        let photo = format!("/papers/{}", shown["photos"][0]["id"].as_str().unwrap());
        helper.get(&photo).expect(200);
        for who in [&officer, &helped, &s.person(Role::Chair), &s.person(Role::Auditor)] {
            assert!(
                [403, 404].contains(&who.get(&photo).status),
                "the photo opens with the card alone"
            );
        }
        let page = officer.get(&path).expect(200);
        assert!(!page.shows("标记甲") && !page.shows("标记乙"), "{}", page.text());
        officer.get(&format!("/pairs/{id}/print")).expect(403);
        officer
            .post(&format!("/pairs/{id}/reveal"), &[("purpose", "年终检查")])
            .expect(303);
        assert!(officer.get(&path).expect(200).shows("标记乙"));
        officer.get(&photo).expect(200);
        let paper = officer.get(&format!("/pairs/{id}/print")).expect(200);
        assert!(
            paper.shows("结对帮扶记录卡") && paper.shows("想换班"),
            "{}",
            paper.text()
        );
        let own = helped.get(&path).expect(200);
        assert!(own.shows("年终检查") && !own.shows("标记乙"), "{}", own.text());
        assert!(!s.person(Role::Auditor).get(&path).expect(200).shows("标记甲"));
        for who in [Role::GroupLeader, Role::MemberRole, Role::Admin] {
            assert_eq!(s.person(who).get(&path).status, 404, "{who:?}");
        }
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        s.person(Role::Auditor)
            .post(&format!("/pairs/{id}/reveal"), &[("purpose", "x")])
            .expect(403);
    });
}

#[test]
fn whoever_manages_pairs_does_not_make_themselves_a_helper() {
    story(kit, |s| {
        let (officer, me) = s.member(Role::Officer);
        let (_, helper) = in_group(s, "周帮扶", None);
        let (_, helped) = in_group(s, "王小明", Some(s.group));
        let path = pair(&officer, helper, ("member", &helped.to_string()))
            .expect(303)
            .location();
        let (me, helper) = (me.to_string(), helper.to_string());
        let edit = |who: &Client, helpers: &[&str]| {
            let version = seen(who, &path)["version"].to_string();
            let mut form = vec![("version", version.as_str()), ("until", "2027-10-31"), ("every", "14")];
            form.extend(helpers.iter().map(|id| ("helper", *id)));
            who.post(&format!("{path}/edit"), &form)
        };
        assert!(edit(&officer, &[&helper, &me]).expect(403).shows("别的同志"));
        assert!(!officer.get(&path).expect(200).shows("标记甲"), "nothing sealed shows");
        // somebody else may, and whoever helps stays a helper
        edit(&s.person(Role::Chair), &[&helper, &me]).expect(303);
        edit(&officer, &[&helper, &me]).expect(303);
        assert!(officer.get(&path).expect(200).shows("标记甲"));
    });
}

#[test]
fn a_pair_is_made_rightly_changed_and_ends_with_a_result() {
    story(kit, |s| {
        let (officer, me) = s.member(Role::Officer);
        let (helper, helper_id) = in_group(s, "周帮扶", None);
        let same = helper_id.to_string();
        assert!(
            pair(&officer, helper_id, ("member", &same))
                .expect(422)
                .shows("同一个人")
        );
        pair(&officer, helper_id, ("helped", "")).expect(422);
        let path = pair(&officer, helper_id, ("helped", "新入职青年教师"))
            .expect(303)
            .location();
        let id = path.rsplit('/').next().unwrap().to_owned();
        officer.get(&format!("/pairs/{id}/edit")).expect(200);
        let edit = |version: &str, until: &str| {
            let form = [
                ("version", version),
                ("helper", same.as_str()),
                ("until", until),
                ("every", "30"),
            ];
            officer.post(&format!("/pairs/{id}/edit"), &form)
        };
        edit("1", "2026-10-31").expect(422);
        edit("1", "2026-12-31").expect(303);
        edit("1", "2026-12-31").expect(409);
        assert!(
            helper.get(&path).expect(200).shows("标记甲"),
            "goals that were left empty stay"
        );
        card(&helper, &id, "2026-11-20").expect(303);
        let end = |version: &str, on: &str| {
            let form = [
                ("version", version),
                ("on", on),
                ("result", "reached"),
                ("why", "都已站稳讲台"),
            ];
            officer.post(&format!("/pairs/{id}/end"), &form)
        };
        end("2", "2026-11-19").expect(422);
        end("2", "2026-11-22").expect(422);
        end("2", "2026-11-21").expect(303);
        end("3", "2026-11-21").expect(409);
        card(&helper, &id, "2026-11-21").expect(409);
        assert!(helper.get(&path).expect(200).shows("都已站稳讲台"));
        sound(s);
        let own = pair(&s.person(Role::Officer), helper_id, ("member", &me.to_string()))
            .expect(303)
            .location();
        let own = own.rsplit('/').next().unwrap();
        officer
            .post(&format!("/pairs/{own}/reveal"), &[("purpose", "x")])
            .expect(403);
    });
}
