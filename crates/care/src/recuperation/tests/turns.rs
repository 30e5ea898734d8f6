//! The order of turns at the doors: the list, its exceptions, making it firm, and who follows.

use super::*;
use org::members::{By, Seen, Status, set_status};

fn names(officer: &Client, id: &str) -> Vec<String> {
    let page = officer.get_json(&format!("/recuperations/{id}")).expect(200).json();
    let entries = page["entries"].as_array().unwrap();
    let name = |entry: &serde_json::Value| {
        let of = entries.iter().find(|e| e["id"] == entry["entry"]).unwrap();
        of["name"].as_str().unwrap().to_owned()
    };
    page["turns"].as_array().unwrap().iter().map(name).collect()
}

/// Five people of different standing.
fn five(s: &Story) -> Vec<(Client, MemberId)> {
    let people = [
        ("老资格", "2001-01-01"),
        ("新人甲", "2020-01-01"),
        ("新人乙", "2015-01-01"),
        ("去得早", "2005-01-01"),
        ("去得晚", "1999-01-01"),
    ];
    people.map(|(name, day)| joined(s, name, day)).into()
}

/// Marks or lifts a sign-up as it stands.
fn except(officer: &Client, entry: &str, more: &[(&str, &str)]) -> testkit::Answer {
    let path = format!("/recuperation_entries/{entry}");
    let seen = officer.get_json(&path).expect(200).json()["version"].to_string();
    let all: Vec<(&str, &str)> = [("version", &*seen)].into_iter().chain(more.iter().copied()).collect();
    officer.post(&format!("{path}/except"), &all)
}

#[test]
fn who_stands_alike_goes_by_the_sound_of_the_name() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "1", &["1"]);
        let people = ["赵六", "张三", "陈一"].map(|name| joined(s, name, "2015-01-01"));
        for (who, _) in &people {
            sign(who, &id, &[&groups[0]]);
        }
        assert_eq!(names(&officer, &id), ["陈一", "张三", "赵六"]);
        // the order of the sign-ups stands for nothing when the places are given either
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "confirm").expect(303);
        let page = officer.get_json(&format!("/recuperations/{id}")).expect(200).json();
        let firm = |e: &&serde_json::Value| e["status"] == "confirmed";
        let firm: Vec<_> = page["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(firm)
            .map(|e| &e["name"])
            .collect();
        assert_eq!(firm, ["陈一"]);
    });
}

#[test]
fn who_has_not_been_longest_goes_first_and_every_place_has_its_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "4", &["2", "2"]);
        let people = five(s);
        let past = "老资格 2024 庐山\n去得早 2016 青岛\n去得晚 2022 黄山";
        officer.post("/recuperations/past", &[("lines", past)]).expect(303);
        let signed: Vec<String> = people
            .iter()
            .map(|(who, _)| sign(who, &id, &[&groups[0], &groups[1]]))
            .collect();
        let order = ["新人乙", "新人甲", "去得早", "去得晚", "老资格"];
        assert_eq!(names(&officer, &id), order);
        let page = officer.get(&format!("/recuperations/{id}")).expect(200);
        assert!(page.shows("从未参加") && page.shows("上次 2016 年") && page.shows("候补：总名额已满"));
        // a mark counts only where a rule says so
        let put = |more: &[(&str, &str)]| except(&officer, &signed[0], more);
        put(&[("mark", "model_worker")]).expect(303);
        assert_eq!(names(&officer, &id), order);
        put(&[("lift", "first")]).expect(422);
        put(&[("lift", "first"), ("lift_why", "退休前最后一年")]).expect(303);
        // over a form that somebody else saved meanwhile nothing is written
        let old = [("version", "1"), ("lift", "last"), ("lift_why", "他人已改")];
        officer
            .post(&format!("/recuperation_entries/{}/except", signed[0]), &old)
            .expect(409);
        assert_eq!(names(&officer, &id)[0], "老资格");
        assert!(officer.get(&format!("/recuperations/{id}")).shows("退休前最后一年"));
        step(&officer, &id, "confirm").expect(409);
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "propose").expect(303);
        let stood: Vec<String> = people.iter().zip(&signed).map(|((who, _), e)| status(who, e)).collect();
        assert_eq!(stood, ["proposed", "proposed", "proposed", "proposed", "waiting"]);
        assert!(people[4].0.get("/me/recuperation").expect(200).shows("排序第 5 位"));
        // what is proposed is changed no more by the member
        people[1]
            .0
            .post(&format!("/me/recuperation/{id}"), &[("first", &groups[1])])
            .expect(409);
        step(&officer, &id, "confirm").expect(303);
        step(&officer, &id, "confirm").expect(409);
        put(&[("mark", "hazard")]).expect(409);
        sound(s);
        // who withdraws is followed by the next, who is told
        people[2]
            .0
            .post(&format!("/recuperation_entries/{}/withdraw", signed[2]), &[])
            .expect(303);
        assert_eq!(status(&people[4].0, &signed[4]), "confirmed");
        assert!(people[4].0.get("/inbox").expect(200).shows("疗休养有名额了"));
        people[2]
            .0
            .post(&format!("/recuperation_entries/{}/withdraw", signed[2]), &[])
            .expect(409);
        sound(s);
    });
}

#[test]
fn a_branch_sends_no_more_than_its_places_and_an_officer_may_choose_with_a_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "5", &["5"]);
        let quotas = format!("/recuperations/{id}/quotas");
        let body = s.group.to_string();
        let quota = |places: &str| {
            let seen = version(&officer, &id);
            officer.post(&quotas, &[("version", &*seen), ("body", &body), ("quota", places)])
        };
        quota("1").expect(303);
        let old = [("version", "1"), ("body", &*body), ("quota", "9")];
        officer.post(&quotas, &old).expect(409);
        let (people, signed) = queue(s, &id, &groups[0], 3);
        step(&officer, &id, "propose").expect(303);
        assert!(
            officer
                .get(&format!("/recuperations/{id}"))
                .expect(200)
                .shows("候补：本分会名额已满")
        );
        step(&officer, &id, "confirm").expect(303);
        assert_eq!(status(&people[1].0, &signed[1]), "waiting");
        let substitute = format!("/recuperation_entries/{}/substitute", signed[2]);
        officer.post(&substitute, &[("group", &groups[0])]).expect(422);
        officer
            .post(&substitute, &[("group", &groups[0]), ("why", "外派照顾家人归来")])
            .expect(303);
        assert_eq!(status(&people[2].0, &signed[2]), "confirmed");
        officer
            .post(&substitute, &[("group", &groups[0]), ("why", "再来")])
            .expect(409);
        quota("").expect(303);
        sound(s);
        // who left is followed by the next
        let (union, today, now, leaver) = (s.union, s.clock.today(), s.clock.now(), people[0].1);
        let left: Result<(), web::Stop> = s.store.write(move |w| {
            let seen = Seen {
                union,
                id: leaver,
                version: 1,
            };
            set_status(w, seen, Status::Resigned, today, false, &By::program(now)).map(drop)
        });
        assert!(left.is_ok());
        let night = at("2026-11-22");
        assert_eq!(s.store.write(move |w| watch::look(w, union, night)).unwrap(), 1);
        assert_eq!(status(&people[1].0, &signed[1]), "confirmed");
        sound(s);
        // and a count changed by hand is named, one past the places cannot be written
        let set = ::store::Sql::union("UPDATE recuperation_group SET taken = $2 WHERE union_id = $1");
        let put = |taken: i64| -> Result<u64, ::store::Error> { s.store.write(move |w| w.run(set, &[&union, &taken])) };
        put(4).unwrap();
        assert_eq!(s.store.read(|r| check(r, union)).unwrap().len(), 1);
        assert!(matches!(put(6), Err(::store::Error::Constraint { .. })));
    });
}
