//! Places and the line: never one too many, and the first in line next.

use super::*;
use crate::tests::{entered, somebody};
use org::members::{By, Field, Particulars, Seen, Status, set_status};

#[test]
fn of_forty_at_once_seven_have_a_place_and_the_rest_stand_in_line() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "7")]);
        let path = format!("/me/offers/{id}");
        let people: Vec<Client> = (0..40).map(|n| somebody(s, &format!("陈{n}"), "male").0).collect();
        let signed: Vec<String> = std::thread::scope(|scope| {
            let hands: Vec<_> = people
                .iter()
                .map(|who| {
                    let (path, slot) = (&path, &slot);
                    scope.spawn(move || {
                        // the store may be busy for a moment: the form says so, and is sent again
                        for _ in 0..50 {
                            let answer = who.post(path, &[("slot", slot)]);
                            if answer.status != 503 {
                                return answer.expect(303).id();
                            }
                        }
                        panic!("busy all along");
                    })
                })
                .collect();
            hands.into_iter().map(|hand| hand.join().unwrap()).collect()
        });
        assert_eq!(line(&officer, &id), (7, 7, 33));
        let all = people.iter().zip(&signed);
        let stood: Vec<(String, Option<i64>)> = all
            .map(|(who, id)| {
                let page = who.get_json(&format!("/offer_signups/{id}")).expect(200).json();
                (page["status"].as_str().unwrap().to_owned(), page["in_line"].as_i64())
            })
            .collect();
        assert_eq!(stood.iter().filter(|(status, _)| status == "placed").count(), 7);
        let mut waiting: Vec<i64> = stood.iter().filter_map(|(_, n)| *n).collect();
        waiting.sort_unstable();
        assert_eq!(
            waiting,
            Vec::from_iter(1..=33),
            "each has a number of their own in line"
        );
        sound(s);
        // as places are given up, the line moves in its order
        let first = stood.iter().position(|(_, n)| *n == Some(1)).unwrap();
        let second = stood.iter().position(|(_, n)| *n == Some(2)).unwrap();
        let mut placed = (0..40).filter(|n| stood[*n].0 == "placed");
        let one = placed.next().unwrap();
        people[one]
            .post(&format!("/offer_signups/{}/give-up", signed[one]), &[])
            .expect(303);
        assert_eq!(status(&people[first], &signed[first]), "placed");
        assert_eq!(status(&people[second], &signed[second]), "waiting");
        assert!(people[second].get(&path).expect(200).shows("候补第 1 位"));
        assert!(people[first].get("/inbox").expect(200).shows("有名额了"));
        // who gives up in line leaves no place, and the others move up
        people[second]
            .post(&format!("/offer_signups/{}/give-up", signed[second]), &[])
            .expect(303);
        assert_eq!(line(&officer, &id), (7, 7, 31));
        people[second]
            .post(&format!("/offer_signups/{}/give-up", signed[second]), &[])
            .expect(409);
        sound(s);
    });
}

#[test]
fn the_same_form_twice_makes_one_and_nobody_has_two_places() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[]);
        let path = format!("/me/offers/{id}");
        let (one, _) = somebody(s, "陈一", "male");
        assert!(one.get("/me/offers").expect(200).shows("周末电影票"));
        assert!(one.get(&path).expect(200).shows("余 2 个名额"));
        let form = [
            ("slot", slot.as_str()),
            ("_once", "0198f3a2-7d60-7cc3-98c4-0b4f9f1a2b3c"),
        ];
        let first = one.post(&path, &form).expect(303).id();
        assert_eq!(one.post(&path, &form).expect(303).id(), first);
        assert!(one.post(&path, &[("slot", &slot)]).expect(409).shows("最多 1 个名额"));
        assert_eq!(line(&officer, &id), (2, 1, 0));
        let (two, _) = somebody(s, "陈二", "male");
        two.get(&format!("/offer_signups/{first}")).expect(404);
        two.post(&format!("/offer_signups/{first}/give-up"), &[]).expect(404);
        assert_eq!(
            s.outsider(Role::Chair).get(&format!("/offer_signups/{first}")).status,
            404
        );
        // who gave up may sign up anew
        one.post(&format!("/offer_signups/{first}/give-up"), &[]).expect(303);
        one.post(&path, &[("slot", &slot)]).expect(303);
        assert_eq!(line(&officer, &id), (2, 1, 0));
        sound(s);
    });
}

#[test]
fn more_places_pull_in_who_waits_and_fewer_than_are_taken_are_refused() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[]);
        let path = format!("/me/offers/{id}");
        let people: Vec<Client> = (0..5).map(|n| somebody(s, &format!("陈{n}"), "male").0).collect();
        for who in &people {
            who.post(&path, &[("slot", &slot)]).expect(303);
        }
        assert_eq!(line(&officer, &id), (2, 2, 3));
        assert!(quota(&officer, &id, "1").expect(422).shows("已有 2 个名额被占"));
        quota(&officer, &id, "4").expect(303);
        assert_eq!(line(&officer, &id), (4, 4, 1));
        quota(&officer, &id, "9").expect(303);
        assert_eq!(line(&officer, &id), (9, 5, 0));
        quota(&officer, &id, "5").expect(303);
        assert_eq!(line(&officer, &id), (5, 5, 0));
        let (last, _) = somebody(s, "陈六", "male");
        let waits = last.post(&path, &[("slot", &slot)]).expect(303).id();
        assert_eq!(status(&last, &waits), "waiting");
        sound(s);
    });
}

#[test]
fn whom_the_register_does_not_entitle_is_told_why() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("sex", "female"), ("joined_until", "2026-01-01")]);
        let path = format!("/me/offers/{id}");
        let (man, _) = somebody(s, "陈一", "male");
        assert!(!man.get("/me/offers").expect(200).shows("周末电影票"));
        assert!(man.get(&path).expect(200).shows("性别不符"));
        let refused = man.post(&path, &[("slot", &slot)]).expect(409);
        assert!(refused.shows("不能报名：性别不符"));
        let known = Particulars::default().with(Field::Name, "林静").unwrap();
        let known = known.with(Field::Sex, "female").unwrap();
        let (late, _) = entered(
            s,
            known
                .clone()
                .with(Field::Name, "林悦")
                .and_then(|k| k.with(Field::Joined, "2026-02-01"))
                .unwrap(),
        );
        assert!(
            late.post(&path, &[("slot", &slot)])
                .expect(409)
                .shows("须在 2026-01-01 前入会")
        );
        let (woman, member) = entered(s, known.with(Field::Joined, "2025-02-01").unwrap());
        woman.post(&path, &[("slot", &slot)]).expect(303);
        // an officer may not either, and signs up whom the register entitles
        let paper = [("member", &*member.to_string()), ("slot", &slot)];
        assert!(
            officer
                .post(&format!("/offers/{id}/signup"), &paper)
                .expect(409)
                .shows("已经报过名")
        );
        officer
            .post(&format!("/offers/{id}/signup"), &[("slot", &slot)])
            .expect(422);
    });
}

#[test]
fn nobody_signs_up_outside_the_days_but_on_paper() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (early, a) = offer(&officer, &[("opens", "2026-11-22")]);
        let (over, b) = offer(&officer, &[("opens", "2026-11-01"), ("closes", "2026-11-20")]);
        let (one, member) = somebody(s, "陈一", "male");
        let sent = one.post(&format!("/me/offers/{early}"), &[("slot", &a)]).expect(409);
        assert!(sent.shows("2026-11-22开始"));
        let sent = one.post(&format!("/me/offers/{over}"), &[("slot", &b)]).expect(409);
        assert!(sent.shows("已在 2026-11-20 截止"));
        one.post(&format!("/me/offers/{early}"), &[("slot", &b)]).expect(409);
        let paper = [("member", &*member.to_string()), ("slot", &b)];
        officer.post(&format!("/offers/{over}/signup"), &paper).expect(303);
        assert_eq!(line(&officer, &over).1, 1);
        // a slot of another offer is none of this one's
        let wrong = [("member", &*member.to_string()), ("slot", &b)];
        assert!(
            officer
                .post(&format!("/offers/{early}/signup"), &wrong)
                .expect(422)
                .shows("请选择批次")
        );
    });
}

#[test]
fn after_the_end_no_place_is_handed_on() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "1")]);
        let (late, late_slot) = offer(&officer, &[("places", "1")]);
        let ((one, _), (two, _)) = (somebody(s, "陈一", "male"), somebody(s, "陈二", "male"));
        let sign = |who: &Client, id: &str, slot: &str| {
            who.post(&format!("/me/offers/{id}"), &[("slot", slot)])
                .expect(303)
                .id()
        };
        let (has, waits) = (sign(&one, &id, &slot), sign(&two, &id, &slot));
        let (late_has, late_waits) = (sign(&one, &late, &late_slot), sign(&two, &late, &late_slot));
        officer
            .post(&format!("/offers/{id}/close"), &[("version", "1")])
            .expect(303);
        officer
            .post(&format!("/offer_signups/{has}/give-up"), &[("why", "来电")])
            .expect(303);
        assert_eq!(
            (line(&officer, &id), status(&two, &waits)),
            ((1, 0, 1), "waiting".into())
        );
        s.clock.set(at("2026-12-01"));
        let officer = s.person(Role::Officer);
        officer
            .post(&format!("/offer_signups/{late_has}/give-up"), &[("why", "来电")])
            .expect(303);
        quota(&officer, &late, "3").expect(303);
        assert_eq!(line(&officer, &late), (3, 0, 1));
        let stands = officer
            .get_json(&format!("/offer_signups/{late_waits}"))
            .expect(200)
            .json();
        assert_eq!(stands["status"], "waiting");
        sound(s);
    });
}

#[test]
fn what_told_of_a_place_ends_with_the_place() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "1")]);
        let path = format!("/me/offers/{id}");
        let ((one, _), (two, leaver)) = (somebody(s, "陈一", "male"), somebody(s, "陈二", "male"));
        let has = one.post(&path, &[("slot", &slot)]).expect(303).id();
        let next = two.post(&path, &[("slot", &slot)]).expect(303).id();
        one.post(&format!("/offer_signups/{has}/give-up"), &[]).expect(303);
        let (union, today, now) = (s.union, s.clock.today(), s.clock.now());
        let open = || {
            let source = crate::offers::signing::record(next.parse().unwrap());
            let tasks = s.store.read(|r| flow::of_source(r, union, source)).unwrap();
            tasks.into_iter().filter(|task| task.state.is_open()).count()
        };
        assert_eq!(open(), 1);
        let left: Result<(), web::Stop> = s.store.write(move |w| {
            let seen = Seen {
                union,
                id: leaver,
                version: 1,
            };
            set_status(w, seen, Status::Resigned, today, false, &By::program(now)).map(drop)
        });
        assert!(left.is_ok());
        assert_eq!((night(s, "2026-11-22"), open()), (1, 0));
        sound(s);
    });
}

#[test]
fn who_left_the_union_loses_the_place_to_the_first_in_line() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[("places", "1")]);
        let path = format!("/me/offers/{id}");
        let (one, leaver) = somebody(s, "陈一", "male");
        let (two, _) = somebody(s, "陈二", "male");
        let gone = one.post(&path, &[("slot", &slot)]).expect(303).id();
        let next = two.post(&path, &[("slot", &slot)]).expect(303).id();
        assert_eq!(night(s, "2026-11-21"), 0);
        let (union, today, now) = (s.union, s.clock.today(), s.clock.now());
        let left: Result<(), web::Stop> = s.store.write(move |w| {
            let seen = Seen {
                union,
                id: leaver,
                version: 1,
            };
            set_status(w, seen, Status::Resigned, today, false, &By::program(now)).map(drop)
        });
        assert!(left.is_ok());
        assert_eq!(night(s, "2026-11-22"), 1);
        assert_eq!(status(&two, &next), "placed");
        let page = officer.get_json(&format!("/offer_signups/{gone}")).expect(200).json();
        assert_eq!(
            (&page["status"], &page["why"]),
            (&"given_up".into(), &"offers.left".into())
        );
        let page = format!("/offer_signups/{gone}");
        assert!(officer.get(&page).expect(200).shows("已不是本会会员"));
        assert!(
            officer
                .get(&format!("{page}?lang=en"))
                .expect(200)
                .shows("No member of this union any more")
        );
        sound(s);
    });
}
