//! Picking up, by code and by list; what counts, and what is taken back.

use super::*;
use crate::{
    given,
    tests::{posted, somebody},
};

#[test]
fn what_is_picked_up_counts_once_and_can_be_taken_back() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "4")]);
        let (path, own) = (format!("/offers/{id}"), format!("/me/offers/{id}"));
        let people: Vec<_> = (0..5).map(|n| somebody(s, &format!("陈{n}"), "male")).collect();
        let signed: Vec<String> = people
            .iter()
            .map(|(who, _)| who.post(&own, &[("slot", &slot)]).expect(303).id())
            .collect();
        officer
            .post(&format!("{path}/pick-up"), &[("signup", &signed[0])])
            .expect(303);
        officer.post(&format!("{path}/pick-up"), &[]).expect(422);
        let two = [("signup", signed[1].as_str()), ("signup", &signed[2])];
        officer.post(&format!("{path}/pick-up"), &two).expect(303);
        // who waits has nothing to pick up
        officer
            .post(&format!("{path}/pick-up"), &[("signup", &signed[4])])
            .expect(409);
        officer
            .post(&format!("{path}/missed"), &[("signup", &signed[3])])
            .expect(303);
        officer
            .post(&format!("{path}/missed"), &[("signup", &signed[3])])
            .expect(409);
        assert_eq!(
            (posted(s, "benefit.person_times"), posted(s, "benefit.money")),
            (3, 12_000)
        );
        let (union, member) = (s.union, people[1].1);
        let lines = s.store.read(|r| given::of_member(r, union, member)).unwrap();
        assert_eq!((lines.len(), lines[0].kind), (1, given::Kind::Benefit));
        people[1]
            .0
            .post(&format!("/offer_signups/{}/give-up", signed[1]), &[])
            .expect(409);
        sound(s);
        let undo = format!("/offer_signups/{}/undo", signed[1]);
        officer.post(&undo, &[("why", "记错了人")]).expect(303);
        officer.post(&undo, &[("why", "记错了人")]).expect(409);
        assert_eq!(
            (posted(s, "benefit.person_times"), posted(s, "benefit.money")),
            (2, 8_000)
        );
        assert_eq!(s.store.read(|r| given::of_member(r, union, member)).unwrap().len(), 0);
        // who came late after all picks up too
        officer
            .post(&format!("{path}/pick-up"), &[("signup", &signed[3])])
            .expect(303);
        sound(s);
    });
}

#[test]
fn a_code_is_picked_up_once_and_an_officer_gives_up_with_a_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[]);
        let (path, own) = (format!("/offers/{id}"), format!("/me/offers/{id}"));
        let (one, _) = somebody(s, "陈一", "male");
        let signup = one.post(&own, &[("slot", &slot)]).expect(303).id();
        let print = officer.get(&format!("{path}/print")).expect(200);
        assert!(print.shows("签名") && print.shows("陈一"));
        let give_up = format!("/offer_signups/{signup}/give-up");
        officer.post(&give_up, &[]).expect(422);
        officer.post(&give_up, &[("why", "本人来电")]).expect(303);
        assert!(
            one.get(&format!("/offer_signups/{signup}"))
                .expect(200)
                .shows("本人来电")
        );
        assert_eq!(line(&officer, &id), (2, 0, 0));
        let again = one.post(&own, &[("slot", &slot)]).expect(303).id();
        let again = format!("/offer_signups/{again}");
        assert!(one.get(&again).expect(200).shows("领取码"));
        let code = one.get_json(&again).expect(200).json()["code"]
            .as_str()
            .unwrap()
            .to_lowercase();
        let by_code = format!("{path}/code");
        assert!(officer.get(&path).expect(200).shows("领取登记"));
        let wrong = officer.post(&by_code, &[("code", "22222222")]).expect(422);
        assert!(wrong.shows("没有这个领取码"));
        officer.post(&by_code, &[("code", &code)]).expect(303);
        officer.post(&by_code, &[("code", &code)]).expect(409);
    });
}

#[test]
fn nothing_is_picked_up_before_its_day_and_a_free_one_is_no_gift() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("from", "2026-11-23"), ("bearer", "none"), ("cost", "")]);
        let (one, member) = somebody(s, "陈一", "male");
        let signup = one
            .post(&format!("/me/offers/{id}"), &[("slot", &slot)])
            .expect(303)
            .id();
        let pick = format!("/offers/{id}/pick-up");
        assert!(
            officer
                .post(&pick, &[("signup", &signup)])
                .expect(409)
                .shows("2026-11-23开始")
        );
        officer
            .post(&format!("/offers/{id}/missed"), &[("signup", &signup)])
            .expect(409);
        s.clock.set(at("2026-11-24"));
        let officer = s.person(Role::Officer);
        officer.post(&pick, &[("signup", &signup)]).expect(303);
        let union = s.union;
        assert_eq!(s.store.read(|r| given::of_member(r, union, member)).unwrap().len(), 0);
        assert_eq!((posted(s, "benefit.person_times"), posted(s, "benefit.money")), (1, 0));
        sound(s);
    });
}

#[test]
fn the_list_is_handed_out_to_who_says_what_for() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[]);
        let (one, _) = somebody(s, "陈一", "male");
        one.post(&format!("/me/offers/{id}"), &[("slot", &slot)]).expect(303);
        let file = format!("/offers/{id}/list.xlsx");
        officer.get(&file).expect(403);
        officer
            .post(&format!("/offers/{id}/export"), &[("purpose", "")])
            .expect(422);
        officer
            .post(&format!("/offers/{id}/export"), &[("purpose", "上报区工会")])
            .expect(303);
        let book = officer.get(&file).expect(200);
        assert!(book.bytes.starts_with(b"PK"));
        s.person(Role::Officer).get(&file).expect(403);
        assert_eq!(s.outsider(Role::Chair).get(&file).status, 404);
    });
}

#[test]
fn a_leader_sees_and_marks_those_of_their_own_group_alone() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "4")]);
        let (one, _) = somebody(s, "陈一", "male");
        let signup = one
            .post(&format!("/me/offers/{id}"), &[("slot", &slot)])
            .expect(303)
            .id();
        let (clock, union) = (s.clock.clone(), s.union);
        let elsewhere: Result<_, ::store::Error> = s.store.write(move |w| {
            let new = org::NewMember::named("外组人");
            org::add_member(w, &clock, union, new)
        });
        let paper = [("member", &*elsewhere.unwrap().to_string()), ("slot", &slot)];
        let (leader, me) = crate::events::tests::leader(s);
        assert_eq!(leader.post(&format!("/offers/{id}/signup"), &paper).status, 404);
        officer.post(&format!("/offers/{id}/signup"), &paper).expect(303);
        let all = leader.get_json(&format!("/offers/{id}")).expect(200).json();
        let names: Vec<&str> = all["signups"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|s| s["name"].as_str())
            .collect();
        assert!(!names.contains(&"外组人"), "{names:?}");
        let all = officer.get_json(&format!("/offers/{id}")).expect(200).json();
        let other = all["signups"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["name"] == "外组人")
            .unwrap();
        let other = other["id"].as_str().unwrap();
        leader.get(&format!("/offer_signups/{other}")).expect(404);
        let pick = format!("/offers/{id}/pick-up");
        leader.post(&pick, &[("signup", other)]).expect(404);
        // whom they lead they see, and mark; the code is the member's own
        assert_eq!(names, ["陈一"]);
        assert!(leader.get(&format!("/offers/{id}")).expect(200).shows("陈一"));
        let code = |who: &Client| who.get_json(&format!("/offer_signups/{signup}")).expect(200).json()["code"].clone();
        assert!(code(&leader).is_null() && code(&officer).is_null() && code(&one).is_string());
        // whoever also reads the whole union marks no more of it for that
        s.grant(me, Role::Auditor, None);
        assert!(leader.get(&format!("/offers/{id}")).expect(200).shows("外组人"));
        leader.post(&pick, &[("signup", other)]).expect(404);
        leader
            .post(&format!("/offers/{id}/missed"), &[("signup", other)])
            .expect(404);
        let why = [("why", "本人来电")];
        leader
            .post(&format!("/offer_signups/{other}/give-up"), &why)
            .expect(404);
        // nor do they learn whether somebody elsewhere is entitled
        let (women, of_women) = offer(&officer, &[("sex", "female")]);
        let paper = [paper[0], ("slot", &*of_women)];
        let women = format!("/offers/{women}/signup");
        assert_eq!(
            (leader.post(&women, &paper).status, officer.post(&women, &paper).status),
            (404, 409)
        );
        leader.post(&pick, &[("signup", &signup)]).expect(303);
        assert_eq!(status(&one, &signup), "picked");
    });
}
