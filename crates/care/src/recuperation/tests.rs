//! Stories of recuperation through the doors, on both databases.

mod after;
mod changing;
mod turns;

use kernel::{Date, Instant};
use org::{MemberId, Role, members::Particulars};
use testkit::{Client, Kit, Story, story};

use super::{check, watch};
use crate::{
    given,
    tests::{entered, posted},
};

fn kit() -> Kit {
    crate::tests::kit()
}

/// Somebody who joined on a day.
fn joined(s: &Story, name: &str, day: &str) -> (Client, MemberId) {
    use org::members::Field;
    let known = Particulars::default().with(Field::Name, name).unwrap();
    entered(s, known.with(Field::Joined, day).unwrap())
}

fn numbered(name: &str, number: &str) -> Particulars {
    use org::members::Field;
    let known = Particulars::default().with(Field::Name, name).unwrap();
    let known = known.with(Field::Phone, "13900001717").unwrap();
    known.with(Field::Number, number).unwrap()
}

/// A plan with a group of so many places each: its path, and the groups.
fn plan(officer: &Client, all: &str, groups: &[&str]) -> (String, Vec<String>) {
    let form = [
        ("year", "2026"),
        ("title", "2026年职工疗休养"),
        ("text", "五天四晚"),
        ("opens", "2026-11-01"),
        ("closes", "2026-11-30"),
        ("places", all),
    ];
    let id = officer.post("/recuperations/new", &form).expect(303).id();
    for (n, places) in groups.iter().enumerate() {
        let group = [
            ("destination", ["黄山", "青岛"][n]),
            ("lodging", "职工疗养院"),
            ("from", ["2026-12-01", "2026-12-11"][n]),
            ("until", ["2026-12-05", "2026-12-15"][n]),
            ("places", *places),
        ];
        officer.post(&format!("/recuperations/{id}/groups"), &group).expect(303);
    }
    let page = officer.get_json(&format!("/recuperations/{id}")).expect(200).json();
    let groups = page["groups"].as_array().unwrap().iter();
    let groups = groups.map(|g| g["id"].as_str().unwrap().to_owned()).collect();
    (id, groups)
}

fn version(officer: &Client, id: &str) -> String {
    officer.get_json(&format!("/recuperations/{id}")).expect(200).json()["version"].to_string()
}

fn step(officer: &Client, id: &str, what: &str) -> testkit::Answer {
    let seen = version(officer, id);
    officer.post(&format!("/recuperations/{id}/{what}"), &[("version", &seen)])
}

fn sign(who: &Client, id: &str, wishes: &[&String]) -> String {
    let names = ["first", "second"];
    let form: Vec<(&str, &str)> = names.into_iter().zip(wishes.iter().map(|w| w.as_str())).collect();
    who.post(&format!("/me/recuperation/{id}"), &form).expect(303).id()
}

/// So many people, each a year later in the union than the one before, who all wish for a group: they, and their sign-ups.
fn queue(s: &Story, id: &str, group: &String, people: usize) -> (Vec<(Client, MemberId)>, Vec<String>) {
    let one = |n: usize| joined(s, &format!("陈{n}"), &format!("{}-01-01", 2010 + n));
    let people: Vec<_> = (0..people).map(one).collect();
    let signed = people.iter().map(|(who, _)| sign(who, id, &[group])).collect();
    (people, signed)
}

fn status(who: &Client, entry: &str) -> String {
    let page = who
        .get_json(&format!("/recuperation_entries/{entry}"))
        .expect(200)
        .json();
    page["status"].as_str().unwrap().to_owned()
}

fn at(day: &str) -> Instant {
    let start: Date = "1970-01-01".parse().unwrap();
    Instant::from_millis(i64::from(start.days_until(day.parse().unwrap())) * 86_400_000 + 3_600_000)
}

fn sound(s: &Story) {
    let union = s.union;
    assert_eq!(s.store.read(|r| check(r, union)).unwrap(), []);
    assert_eq!(s.store.read(|r| given::check(r, union)).unwrap(), []);
}

#[test]
fn who_went_counts_and_the_cost_is_shared_to_the_fen() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "9", &["3"]);
        let people: Vec<_> = (0..3).map(|n| joined(s, &format!("陈{n}"), "2010-01-01")).collect();
        let signed: Vec<String> = people.iter().map(|(who, _)| sign(who, &id, &[&groups[0]])).collect();
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "confirm").expect(303);
        let group = format!("/recuperation_groups/{}", groups[0]);
        let (attend, cost) = (format!("{group}/attend"), format!("{group}/cost"));
        assert!(
            officer
                .post(&attend, &[("entry", &signed[0])])
                .expect(409)
                .shows("还没出发")
        );
        s.clock.set(at("2026-12-06"));
        let officer = s.person(Role::Officer);
        officer.post(&attend, &[]).expect(422);
        officer
            .post(&attend, &[("entry", &signed[0]), ("entry", &signed[1])])
            .expect(303);
        officer.post(&attend, &[("entry", &signed[0])]).expect(409);
        let version = || officer.get_json(&group).expect(200).json()["version"].to_string();
        let told = |cost_is: &str| officer.post(&cost, &[("version", &*version()), ("cost", cost_is)]);
        assert!(told("4000.01").expect(422).shows("请先登记"));
        officer
            .post(&attend, &[("entry", &signed[2]), ("missed", "on")])
            .expect(303);
        told("4000.01").expect(303);
        assert!(officer.get(&group).expect(200).shows("2,000.01"), "a head, rounded up");
        let figures = |s: &Story| {
            (
                posted(s, "recuperation.people"),
                posted(s, "health.person_times"),
                posted(s, "health.money"),
            )
        };
        assert_eq!(figures(s), (2, 2, 400_001));
        let union = s.union;
        let parts: Vec<i64> = people
            .iter()
            .flat_map(|(_, member)| s.store.read(|r| given::of_member(r, union, *member)).unwrap())
            .map(|line| line.amount.fen())
            .collect();
        assert_eq!(parts.iter().sum::<i64>(), 400_001);
        assert_eq!(parts.len(), 2);
        sound(s);
        // what was settled is undone only after the cost is taken back
        let undo = format!("/recuperation_entries/{}/undo", signed[0]);
        assert!(officer.post(&undo, &[("why", "记错")]).expect(409).shows("清空总费用"));
        told("").expect(303);
        assert_eq!(figures(s), (2, 2, 0));
        officer.post(&undo, &[("why", "记错")]).expect(303);
        assert_eq!(figures(s), (1, 1, 0));
        sound(s);
        assert!(officer.get(&format!("{group}/print")).expect(200).shows("签名"));
        let journeys = officer.get(&format!("/recuperation_entries/{}", signed[1])).expect(200);
        assert!(journeys.shows("2026 黄山"));
        step(&officer, &id, "close").expect(303);
        step(&officer, &id, "close").expect(409);
    });
}

#[test]
fn another_unions_plan_is_absent_and_members_sign_up_in_its_days_alone() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        assert!(officer.get("/recuperations").expect(200).shows("还没有制定过"));
        assert!(officer.get("/recuperations/new").expect(200).shows("总名额"));
        let (id, groups) = plan(&officer, "9", &["3", "3"]);
        let (one, member) = joined(s, "陈一", "2010-01-01");
        assert!(one.get("/me/recuperation").expect(200).shows("2026年职工疗休养"));
        assert!(one.get(&format!("/me/recuperation/{id}")).expect(200).shows("黄山"));
        let own = format!("/me/recuperation/{id}");
        one.post(&own, &[("first", &groups[0]), ("second", &groups[0])])
            .expect(422);
        one.post(&own, &[("first", &id)]).expect(422);
        let first = sign(&one, &id, &[&groups[0]]);
        // signing up anew changes the wishes
        assert_eq!(sign(&one, &id, &[&groups[1], &groups[0]]), first);
        let paper = [("member", &*member.to_string()), ("first", &groups[0])];
        officer.post(&format!("/recuperations/{id}/signup"), &paper).expect(303);
        officer
            .post(&format!("/recuperations/{id}/signup"), &[("first", &groups[0])])
            .expect(422);
        let stranger = s.outsider(Role::Chair);
        let group = format!("/recuperation_groups/{}", groups[0]);
        for path in [
            format!("/recuperations/{id}"),
            group,
            format!("/recuperation_entries/{first}"),
            own.clone(),
        ] {
            assert_eq!(stranger.get(&path).status, 404, "{path}");
        }
        let (two, _) = joined(s, "陈二", "2010-01-01");
        two.get(&format!("/recuperation_entries/{first}")).expect(404);
        two.post(&format!("/recuperation_entries/{first}/withdraw"), &[])
            .expect(404);
        two.get(&format!("/recuperations/{id}")).expect(403);
        s.clock.set(at("2026-12-01"));
        let (late, _) = joined(s, "陈三", "2010-01-01");
        late.post(&own, &[("first", &groups[0])]).expect(409);
        sound(s);
    });
}

#[test]
fn earlier_years_are_entered_by_a_list() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (one, _) = joined(s, "陈一", "2010-01-01");
        joined(s, "陈二", "2010-01-01");
        let path = "/recuperations/past";
        assert!(officer.get(path).expect(200).shows("还没有录入"));
        let wrong = officer
            .post(path, &[("lines", "陈一 2019 青岛\n陈十 2019 青岛")])
            .expect(422);
        assert!(
            wrong.shows("第 2 行") && wrong.shows("陈十 2019 青岛"),
            "nothing typed is lost"
        );
        assert!(
            officer
                .post(path, &[("lines", "陈一 去年 青岛")])
                .expect(422)
                .shows("看不懂")
        );
        officer
            .post(path, &[("lines", "陈一，2019年，青岛\n陈二 2021 庐山")])
            .expect(303);
        // of several who bear a name, the number at work says who is meant
        let (twin, _) = entered(s, numbered("陈二", "A0017"));
        let both = officer.post(path, &[("lines", "陈二 2020 黄山")]).expect(422);
        assert!(both.shows("请改写工号"));
        officer.post(path, &[("lines", "A0017 2020 黄山")]).expect(303);
        assert!(twin.get("/me/recuperation").expect(200).shows("2020 黄山"));
        assert!(
            officer
                .post(path, &[("lines", "陈一 2019 黄山")])
                .expect(422)
                .shows("已经录入过")
        );
        assert!(one.get("/me/recuperation").expect(200).shows("2019 青岛"));
        let page = officer.get_json(path).expect(200).json();
        let id = page["past"][0]["id"].as_str().unwrap().to_owned();
        officer
            .post(&format!("/recuperations/past/{id}/delete"), &[])
            .expect(303);
        officer
            .post(&format!("/recuperations/past/{id}/delete"), &[])
            .expect(404);
        assert!(!officer.get(path).expect(200).shows("庐山"));
    });
}
