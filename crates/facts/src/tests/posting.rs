//! What comes into the register and what is taken back.

use org::Role;
use testkit::story;

use super::deeds::{MONEY, VISITS, done, done_with, kit, month, total};
use crate::register::{Line, store};

#[test]
fn a_deed_is_counted_once() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        done(&chair, "2026-03-08", 3, 60_000);
        done(&chair, "2026-04-01", 2, 0);
        assert_eq!(total(s, 2026, &VISITS), (5, 2));
        assert_eq!(total(s, 2026, &MONEY), (60_000, 1), "a quantity of nothing is no fact");
        assert_eq!(month(s, "2026-03", &VISITS), 3);
        assert_eq!(total(s, 2025, &VISITS), (0, 0));
    });
}

#[test]
fn taking_back_in_an_open_period_counts_for_the_same_day() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 60_000);
        let back = chair
            .post(&format!("/deeds/{deed}/undo"), &[("why", "记错了")])
            .expect(303);
        assert_eq!(back.location(), "/taken-back/2");
        assert_eq!(month(s, "2026-03", &VISITS), 0);
        assert_eq!(month(s, "2026-11", &VISITS), 0);
        assert_eq!(total(s, 2026, &MONEY).0, 0);
    });
}

#[test]
fn taking_back_in_a_closed_period_counts_for_today() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 0);
        chair.post("/register/periods", &[("period", "2026-03")]).expect(303);
        chair
            .post(&format!("/deeds/{deed}/undo"), &[("why", "记错了")])
            .expect(303);
        assert_eq!(month(s, "2026-03", &VISITS), 3, "what was reported stays");
        assert_eq!(month(s, "2026-11", &VISITS), -3);
    });
}

#[test]
fn a_closed_period_takes_nothing_and_keeps_the_words_typed() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair.post("/register/periods", &[("period", "2026Q1")]).expect(303);
        let refused = chair
            .post(
                "/deeds",
                &[("on", "2026-03-08"), ("title", "三八节看望"), ("visits", "3")],
            )
            .expect(422);
        assert!(refused.shows("三八节看望"), "{}", refused.text());
        assert!(refused.shows("2026-03-08"), "the day is named: {}", refused.text());
        assert_eq!(total(s, 2026, &VISITS), (0, 0));
        done(&chair, "2026-04-01", 1, 0);
    });
}

#[test]
fn nothing_is_taken_back_twice() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 60_000);
        let path = format!("/deeds/{deed}/undo");
        chair.post(&path, &[("why", "记错了")]).expect(303);
        let again = chair.post(&path, &[("why", "再来一次")]).expect(303);
        assert_eq!(again.location(), "/taken-back/0");
        assert_eq!(total(s, 2026, &VISITS), (0, 2));
    });
}

#[test]
fn the_double_click_posts_once() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let form = [
            ("on", "2026-03-08"),
            ("title", "看望"),
            ("visits", "3"),
            ("_once", "one-click"),
        ];
        let first = chair.post("/deeds", &form).expect(303).location();
        assert_eq!(chair.post("/deeds", &form).expect(303).location(), first);
        assert_eq!(total(s, 2026, &VISITS), (3, 1));
    });
}

#[test]
fn one_fact_is_taken_back_and_its_record_keeps_the_others() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 60_000);
        let facts = chair.get_json("/register/facts?measure=deed.visits&from=2026-01-01&until=2026-12-31");
        let id = facts.json()["facts"][0]["id"].as_str().expect("a fact").to_owned();
        let path = format!("/register/facts/{id}/reverse");
        let refused = chair.post(&path, &[]).expect(422);
        assert!(refused.shows("<form"), "the reason is asked for again");
        chair.post(&path, &[("why", "多记了")]).expect(303);
        assert_eq!((total(s, 2026, &VISITS).0, total(s, 2026, &MONEY).0), (0, 60_000));
        chair.post(&path, &[("why", "多记了")]).expect(409);
        let counter = chair.get_json(&format!("/register/facts/{id}")).json()["reversed_by"].clone();
        let counter = format!("/register/facts/{}/reverse", counter.as_str().expect("its counter"));
        chair.post(&counter, &[("why", "反悔")]).expect(409);
        let rest = chair
            .post(&format!("/deeds/{deed}/undo"), &[("why", "全错")])
            .expect(303);
        assert_eq!(rest.location(), "/taken-back/1", "only what still counts is taken back");
        assert_eq!(total(s, 2026, &MONEY).0, 0);
    });
}

#[test]
fn many_that_are_written_at_once_are_taken_back_once() {
    story(kit, |s| {
        let (union, clock) = (s.union, s.clock.clone());
        let by = (clock.id(), clock.now());
        let record = web::Record::new("deed", clock.id::<Line>());
        let of = |day: i8, reverses: Option<&Line>| Line {
            id: clock.id(),
            day: kernel::Date::new(2026, 3, day).expect("a day"),
            measure: VISITS.key.to_owned(),
            quantity: if reverses.is_some() { -1 } else { 1 },
            branch: None,
            person: None,
            record_kind: "deed".to_owned(),
            record_id: record.id,
            reverses: reverses.map(|line| line.id),
        };
        let lines: Vec<Line> = (1..=20).map(|day| of(day, None)).collect();
        let back = || {
            (1..)
                .zip(&lines)
                .map(|(day, line)| of(day, Some(line)))
                .collect::<Vec<_>>()
        };
        let add = |lines: Vec<Line>| -> Result<(), ::store::Error> {
            s.store.write(move |w| store::add(w, union, &lines, by))
        };
        let living = || {
            let found = s.store.read(|r| store::living_of(r, union, record));
            found.expect("the register").len()
        };
        add(lines.clone()).expect("twenty");
        assert_eq!(living(), 20);
        add(back()).expect("taken back");
        assert_eq!(living(), 0);
        let again = add(back());
        assert!(
            matches!(&again, Err(::store::Error::Constraint { name }) if name == "fact_reversed_once"),
            "{again:?}"
        );
    });
}

#[test]
fn who_may_not_correct_does_not() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        done_with(&chair, "2026-03-08", &[("visits", "3")]);
        let list = "/register/facts?measure=deed.visits&from=2026-01-01&until=2026-12-31";
        let id = chair.get_json(list).json()["facts"][0]["id"]
            .as_str()
            .expect("a fact")
            .to_owned();
        let path = format!("/register/facts/{id}/reverse");
        s.person(Role::Auditor).post(&path, &[("why", "x")]).expect(403);
        s.outsider(Role::Chair).post(&path, &[("why", "x")]).expect(404);
        s.outsider(Role::Chair)
            .get(&format!("/register/facts/{id}"))
            .expect(404);
        s.person(Role::MemberRole).get(list).expect(403);
        assert_eq!(total(s, 2026, &VISITS), (3, 1));
    });
}
