//! More places, other days: whoever waits moves up, whoever goes is told, and what was kept stays.

use super::*;
use crate::recuperation::ENTRY;

/// A plan made firm with people of this order who all wished for its one group.
fn firm(s: &Story, all: &str, places: &str, people: usize) -> (String, String, Vec<(Client, String)>) {
    let officer = s.person(Role::Officer);
    let (id, groups) = plan(&officer, all, &[places]);
    let (people, signed) = queue(s, &id, &groups[0], people);
    step(&officer, &id, "propose").expect(303);
    step(&officer, &id, "confirm").expect(303);
    let people = people.into_iter().map(|(who, _)| who).zip(signed).collect();
    (id, groups[0].clone(), people)
}

fn statuses(people: &[(Client, String)]) -> Vec<String> {
    people.iter().map(|(who, entry)| status(who, entry)).collect()
}

/// Changes the group as it stands; what is not said stays.
fn change(officer: &Client, group: &str, more: &[(&str, &str)]) -> testkit::Answer {
    let path = format!("/recuperation_groups/{group}");
    let is = officer.get_json(&path).expect(200).json();
    let text = |key: &str| is[key].as_str().unwrap().to_owned();
    let (version, places) = (is["version"].to_string(), is["places"].to_string());
    let (lodging, from, until) = (text("lodging"), text("from"), text("until"));
    let mut form: Vec<(&str, &str)> = vec![
        ("version", &version),
        ("lodging", &lodging),
        ("from", &from),
        ("until", &until),
        ("places", &places),
    ];
    form.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    form.extend_from_slice(more);
    officer.post(&format!("{path}/edit"), &form)
}

/// The open task of a sign-up: its title and the day it is due.
fn task(s: &Story, entry: &str) -> Option<(String, String)> {
    let source = web::Record::new(ENTRY, entry.parse::<kernel::Id<()>>().unwrap());
    let tasks = s.store.read(|r| flow::of_source(r, s.union, source)).unwrap();
    let mut open = tasks.into_iter().filter(|task| task.state.is_open());
    let one = open
        .next()
        .map(|task| (task.title.clone(), task.due.unwrap().to_string()));
    assert!(open.next().is_none(), "one at most");
    one
}

#[test]
fn places_grow_and_whoever_waits_moves_up_in_the_same_act() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, group, people) = firm(s, "9", "1", 4);
        assert_eq!(statuses(&people), ["confirmed", "waiting", "waiting", "waiting"]);
        change(&officer, &group, &[("places", "3")]).expect(303);
        assert_eq!(statuses(&people), ["confirmed", "confirmed", "confirmed", "waiting"]);
        let (title, due) = task(s, &people[1].1).unwrap();
        assert!(title.contains("疗休养有名额了") && due == "2026-12-01", "{title} {due}");
        assert_eq!(task(s, &people[0].1), None, "who had a place hears nothing");
        let group_page = officer.get_json(&format!("/recuperation_groups/{group}")).json();
        assert_eq!((&group_page["places"], &group_page["taken"]), (&3.into(), &3.into()));
        // never below those who are firm
        let low = change(&officer, &group, &[("places", "2")]).expect(422);
        assert!(low.shows("名额请填 3 至"), "{}", low.text());
        assert!(
            officer
                .get(&format!("/recuperation_groups/{group}"))
                .expect(200)
                .shows("职工疗养院")
        );
        // an older form changes nothing
        change(&officer, &group, &[("places", "4"), ("version", "1")]).expect(409);
        assert_eq!(statuses(&people)[3], "waiting");
        // fewer again once somebody withdrew and nobody could follow
        let leave = |n: usize| {
            people[n]
                .0
                .post(&format!("/recuperation_entries/{}/withdraw", people[n].1), &[])
        };
        leave(3).expect(303);
        leave(2).expect(303);
        change(&officer, &group, &[("places", "2")]).expect(303);
        sound(s);
        step(&officer, &id, "close").expect(303);
        change(&officer, &group, &[("places", "5")]).expect(409);
    });
}

#[test]
fn the_whole_plan_and_a_branch_grow_too() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, group, people) = firm(s, "1", "5", 3);
        assert_eq!(statuses(&people), ["confirmed", "waiting", "waiting"]);
        change(&officer, &group, &[("places", "6")]).expect(303);
        assert_eq!(statuses(&people)[1], "waiting", "as many go as may go in all");
        let body = s.group.to_string();
        let quota = |n: &str| {
            let form = [("version", &*version(&officer, &id)), ("body", &body), ("quota", n)];
            officer.post(&format!("/recuperations/{id}/quotas"), &form).expect(303);
        };
        quota("2");
        let edit = |seen: &str, all: &str, closes: &str| {
            let form = [("version", seen), ("all", all), ("closes", closes)];
            officer.post(&format!("/recuperations/{id}/edit"), &form)
        };
        edit("1", "9", "2026-11-30").expect(409);
        let seen = version(&officer, &id);
        assert!(edit(&seen, "0", "2026-11-30").expect(422).shows("名额请填 1 至"));
        edit(&seen, "9", "2026-10-30").expect(422);
        edit(&seen, "9", "2026-11-30").expect(303);
        assert_eq!(
            statuses(&people),
            ["confirmed", "confirmed", "waiting"],
            "the branch is full"
        );
        quota("3");
        assert_eq!(statuses(&people)[2], "confirmed");
        sound(s);
        s.person(Role::GroupLeader)
            .post(&format!("/recuperations/{id}/edit"), &[])
            .expect(403);
        let stranger = s.outsider(Role::Chair);
        let form = [
            ("version", "1"),
            ("lodging", "职工疗养院"),
            ("from", "2026-12-01"),
            ("until", "2026-12-05"),
            ("places", "9"),
        ];
        assert_eq!(
            stranger
                .post(&format!("/recuperation_groups/{group}/edit"), &form)
                .status,
            404
        );
    });
}

#[test]
fn other_days_are_told_to_those_who_go_and_stand_once_it_is_kept_who_went() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, group, people) = firm(s, "9", "1", 2);
        let reversed = change(&officer, &group, &[("from", "2026-12-09"), ("until", "2026-12-08")]);
        assert!(reversed.expect(422).shows("结束日期不能早于开始日期"));
        change(&officer, &group, &[("lodging", "湖滨疗养院")]).expect(303);
        assert_eq!(task(s, &people[0].1), None, "another house is no other day");
        change(&officer, &group, &[("from", "2026-12-08"), ("until", "2026-12-12")]).expect(303);
        let (title, due) = task(s, &people[0].1).unwrap();
        assert!(title.contains("时间改了") && title.contains("12月8日"), "{title}");
        assert_eq!(due, "2026-12-08");
        assert_eq!(task(s, &people[1].1), None, "who waits hears nothing");
        // again, and with a place more: one task each, due on the new day
        let again = [("from", "2026-12-09"), ("until", "2026-12-12"), ("places", "2")];
        change(&officer, &group, &again).expect(303);
        for (_, entry) in &people {
            assert_eq!(task(s, entry).unwrap().1, "2026-12-09");
        }
        s.clock.set(at("2026-12-13"));
        let officer = s.person(Role::Officer);
        let path = format!("/recuperation_groups/{group}");
        assert!(officer.get(&path).expect(200).text().contains(&format!("{path}/edit")));
        officer
            .post(&format!("{path}/attend"), &[("entry", &*people[0].1)])
            .expect(303);
        assert!(!officer.get(&path).expect(200).text().contains(&format!("{path}/edit")));
        let late = change(&officer, &group, &[("from", "2026-12-10")]);
        assert!(late.expect(409).shows("已登记参加情况"));
        assert_eq!(posted(s, "recuperation.people"), 1);
        sound(s);
    });
}
