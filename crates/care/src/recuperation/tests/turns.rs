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

#[test]
fn who_has_not_been_longest_goes_first_and_every_place_has_its_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "4", &["2", "2"]);
        let people: Vec<_> = [
            ("老资格", "2001-01-01"),
            ("新人甲", "2020-01-01"),
            ("新人乙", "2015-01-01"),
            ("去得早", "2005-01-01"),
            ("去得晚", "1999-01-01"),
        ]
        .map(|(name, day)| joined(s, name, day))
        .into();
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
        let except = format!("/recuperation_entries/{}/except", signed[0]);
        officer.post(&except, &[("mark", "model_worker")]).expect(303);
        assert_eq!(names(&officer, &id), order);
        officer.post(&except, &[("lift", "first")]).expect(422);
        officer
            .post(&except, &[("lift", "first"), ("lift_why", "退休前最后一年")])
            .expect(303);
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
        officer.post(&except, &[("mark", "hazard")]).expect(409);
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
        officer.post(&quotas, &[("body", &*body), ("quota", "1")]).expect(303);
        let people: Vec<_> = (0..3)
            .map(|n| joined(s, &format!("陈{n}"), &format!("201{n}-01-01")))
            .collect();
        let signed: Vec<String> = people.iter().map(|(who, _)| sign(who, &id, &[&groups[0]])).collect();
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
        officer.post(&quotas, &[("body", &*body), ("quota", "")]).expect(303);
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
