//! What changes a plan after it was proposed, what ends with the days of a group, and what a leader sees of it.

use super::*;
use crate::recuperation::{ENTRY, model::MOST_GROUPS};

fn open_tasks(s: &Story, entry: &str) -> usize {
    let (union, source) = (
        s.union,
        web::Record::new(ENTRY, entry.parse::<kernel::Id<()>>().unwrap()),
    );
    let tasks = s.store.read(|r| flow::of_source(r, union, source)).unwrap();
    tasks.into_iter().filter(|task| task.state.is_open()).count()
}

#[test]
fn what_was_proposed_becomes_firm_only_while_it_is_what_the_order_gives() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "2", &["2"]);
        let (people, signed) = queue(s, &id, &groups[0], 3);
        step(&officer, &id, "propose").expect(303);
        let body = s.group.to_string();
        let quota = [("version", &*version(&officer, &id)), ("body", &body), ("quota", "1")];
        officer.post(&format!("/recuperations/{id}/quotas"), &quota).expect(303);
        assert!(step(&officer, &id, "confirm").expect(409).shows("重新拟定"));
        step(&officer, &id, "propose").expect(303);
        let withdraw = |n: usize| {
            people[n]
                .0
                .post(&format!("/recuperation_entries/{}/withdraw", signed[n]), &[])
        };
        withdraw(0).expect(303);
        step(&officer, &id, "confirm").expect(409);
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "confirm").expect(303);
        let stood: Vec<String> = people.iter().zip(&signed).map(|((who, _), e)| status(who, e)).collect();
        assert_eq!(stood, ["withdrawn", "confirmed", "waiting"]);
        // who follows is told, and what told them ends with the place
        withdraw(1).expect(303);
        assert_eq!(
            (status(&people[2].0, &signed[2]), open_tasks(s, &signed[2])),
            ("confirmed".into(), 1)
        );
        withdraw(2).expect(303);
        assert_eq!(open_tasks(s, &signed[2]), 0);
        sound(s);
    });
}

#[test]
fn no_place_of_a_group_that_left_is_given_and_a_lift_changed_by_hand_is_named() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "1", &["1"]);
        let (_, signed) = queue(s, &id, &groups[0], 2);
        let lift = [("version", "1"), ("lift", "last"), ("lift_why", "已调休")];
        officer
            .post(&format!("/recuperation_entries/{}/except", signed[1]), &lift)
            .expect(303);
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "confirm").expect(303);
        s.clock.set(at("2026-12-02"));
        let officer = s.person(Role::Officer);
        officer
            .post(
                &format!("/recuperation_entries/{}/withdraw", signed[0]),
                &[("why", "生病")],
            )
            .expect(303);
        let stands = officer
            .get_json(&format!("/recuperation_entries/{}", signed[1]))
            .expect(200)
            .json();
        assert_eq!(stands["status"], "waiting");
        let form = [("group", &*groups[0]), ("why", "补位")];
        let sent = officer.post(&format!("/recuperation_entries/{}/substitute", signed[1]), &form);
        assert!(sent.expect(409).shows("已出发"));
        sound(s);
        let union = s.union;
        let put: Result<u64, ::store::Error> = s.store.write(move |w| {
            let sql = ::store::Sql::union(
                "UPDATE recuperation_entry SET lift = 'first' WHERE union_id = $1 AND lift = 'last'",
            );
            w.run(sql, &[&union])
        });
        assert_eq!(put.unwrap(), 1);
        assert_eq!(s.store.read(|r| check(r, union)).unwrap().len(), 1);
    });
}

#[test]
fn a_leader_keeps_who_went_of_their_own_and_sees_the_place_in_the_whole_order() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, groups) = plan(&officer, "9", &["5"]);
        let (one, _) = joined(s, "陈一", "2010-01-01");
        let (clock, union) = (s.clock.clone(), s.union);
        let elsewhere: Result<_, ::store::Error> = s.store.write(move |w| {
            use org::members::Field;
            let known = Particulars::default().with(Field::Name, "外组人").unwrap();
            let known = known.with(Field::Joined, "2001-01-01").unwrap();
            org::add_member(w, &clock, union, org::NewMember::of(known))
        });
        let paper = [("member", &*elsewhere.unwrap().to_string()), ("first", &groups[0])];
        let (leader, me) = crate::events::tests::leader(s);
        let signup = format!("/recuperations/{id}/signup");
        leader.post(&signup, &paper).expect(404);
        officer.post(&signup, &paper).expect(303);
        let mine = sign(&one, &id, &[&groups[0]]);
        let page = leader.get_json(&format!("/recuperations/{id}")).expect(200).json();
        assert_eq!(page["entries"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&page["turns"][0]["entry"], &page["turns"][0]["number"]),
            (&mine.as_str().into(), &2.into())
        );
        let all = officer.get_json(&format!("/recuperations/{id}")).expect(200).json();
        let other = all["turns"][0]["entry"].as_str().unwrap().to_owned();
        step(&officer, &id, "propose").expect(303);
        step(&officer, &id, "confirm").expect(303);
        // to read the whole union is not to keep what happened in it
        s.grant(me, Role::Auditor, None);
        leader.get(&format!("/recuperation_entries/{other}")).expect(200);
        let why = [("why", "来电")];
        leader
            .post(&format!("/recuperation_entries/{other}/withdraw"), &why)
            .expect(404);
        s.clock.set(at("2026-12-06"));
        let leader = s.stranger();
        let again = [("name", "xiaozu"), ("password", "chang-mima-2026")];
        leader.post("/sign-in", &again).expect(303);
        let attend = format!("/recuperation_groups/{}/attend", groups[0]);
        leader.post(&attend, &[("entry", &other)]).expect(404);
        leader.post(&attend, &[("entry", &mine)]).expect(303);
        sound(s);
    });
}

#[test]
fn a_plan_has_no_more_groups_than_a_page_shows() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, _) = plan(&officer, "9", &[]);
        let group = [
            ("destination", "黄山"),
            ("lodging", "职工疗养院"),
            ("from", "2026-12-01"),
            ("until", "2026-12-05"),
            ("places", "1"),
        ];
        let path = format!("/recuperations/{id}/groups");
        for _ in 0..MOST_GROUPS {
            officer.post(&path, &group).expect(303);
        }
        assert!(officer.post(&path, &group).expect(422).shows("最多 100 个批次"));
    });
}

#[test]
fn a_list_of_very_many_journeys_says_that_it_may_not_be_whole() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let names: Vec<String> = (0..25).map(|n| format!("往年{n}")).collect();
        for name in &names {
            let _ = s.somebody(name, None);
        }
        let add = |years: std::ops::Range<i64>| {
            let lines: Vec<String> = years
                .flat_map(|year| names.iter().map(move |name| format!("{name} {year} 庐山")))
                .collect();
            officer
                .post("/recuperations/past", &[("lines", &*lines.join("\n"))])
                .expect(303);
        };
        let says = || {
            officer
                .get("/recuperations/past")
                .expect(200)
                .shows("最多列出 1,000 条")
        };
        add(1980..1999);
        add(1999..2019);
        assert!(!says());
        add(2019..2020);
        assert!(says());
    });
}
