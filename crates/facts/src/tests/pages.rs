//! What the register shows.

use org::Role;
use testkit::{Client, Story, story};

use super::deeds::{done, done_with, kit};

const LIST: &str = "/register/facts?from=2026-01-01&until=2026-12-31";

fn figure(page: &serde_json::Value, measure: &str) -> serde_json::Value {
    let fields = page["fields"].as_array().expect("fields");
    fields
        .iter()
        .flat_map(|f| f["measures"].as_array().expect("measures"))
        .find(|m| m["measure"]["key"] == measure)
        .cloned()
        .unwrap_or_default()
}

fn year(s: &Story) -> Client {
    let chair = s.person(Role::Chair);
    done(&chair, "2026-03-08", 3, 60_000);
    done(&chair, "2026-03-31", 4, 0);
    done_with(&chair, "2026-05-01", &[("fees", "50000"), ("rate", "9750")]);
    done_with(&chair, "2026-05-20", &[("rate", "9000")]);
    done(&chair, "2025-03-08", 2, 0);
    done(&chair, "2025-12-08", 9, 0);
    chair
}

#[test]
fn the_year_stands_by_measure_and_month() {
    story(kit, |s| {
        let chair = year(s);
        let page = chair.get_json("/register?year=2026").expect(200).json();
        let visits = figure(&page, "deed.visits");
        assert_eq!(visits["months"][2]["quantity"], 7);
        assert_eq!(visits["months"][3], serde_json::Value::Null);
        assert_eq!(visits["total"]["quantity"], 7);
        let rate = figure(&page, "deed.rate");
        assert_eq!(
            (&rate["total"]["quantity"], &rate["total"]["most"]),
            (&9000.into(), &9750.into())
        );
        let care = &page["fields"][0];
        assert_eq!(care["field"], "care");
        assert_eq!(care["money"]["total"], 110_000, "two measures of money are added up");
        assert_eq!(page["fields"][1]["money"], serde_json::Value::Null);
        let html = chair.get("/register?year=2026").expect(200);
        assert!(
            html.shows("/register/facts?measure=deed.visits&#38;from=2026-03-01&#38;until=2026-03-31"),
            "{}",
            html.text()
        );
        assert!(html.shows("90.00–97.50") && html.shows(">1,100<") && !html.shows(">0.00<") && html.shows("<svg"));
        assert!(!html.shows("⟦"), "a word is missing: {}", html.text());
    });
}

#[test]
fn the_year_before_stands_beside_as_far_as_this_one_has_come() {
    story(kit, |s| {
        let chair = year(s);
        let page = chair.get_json("/register?year=2026&compare=on").json();
        assert_eq!(
            figure(&page, "deed.visits")["before"]["quantity"],
            2,
            "what came after 21 November is left out"
        );
        let shown = chair.get("/register?year=2026&compare=on");
        assert!(shown.shows("+250.0%"), "{}", shown.text());
        let all = chair.get_json("/register?year=2025").json();
        assert_eq!(figure(&all, "deed.visits")["total"]["quantity"], 11);
    });
}

#[test]
fn other_periods_and_fields() {
    story(kit, |s| {
        let chair = year(s);
        let term = chair.get_json("/register?period=2025S2").json();
        assert_eq!(term["months"][0], "2026-02");
        assert_eq!(figure(&term, "deed.visits")["total"]["quantity"], 7);
        let culture = chair.get_json("/register?year=2026&field=culture").json();
        assert_eq!(culture["fields"].as_array().expect("fields").len(), 1);
        let empty = chair.get("/register?period=2024Q1").expect(200);
        assert!(empty.shows("class=\"empty\"") && !empty.shows("⟦"));
        chair.get("/register?period=0001").expect(422);
        chair.get("/register?period=soon").expect(422);
    });
}

#[test]
fn a_figure_opens_its_facts_and_a_fact_its_record() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 60_000);
        done(&chair, "2026-04-08", 5, 0);
        let path = "/register/facts?measure=deed.visits&from=2026-03-01&until=2026-03-31";
        let list = chair.get_json(path).json();
        assert_eq!((&list["count"], &list["total"]), (&1.into(), &3.into()));
        let fact = &list["facts"][0];
        assert_eq!(fact["record"], format!("/deeds/{deed}"));
        let page = chair
            .get(&format!("/register/facts/{}", fact["id"].as_str().expect("an id")))
            .expect(200);
        assert!(page.shows("记入台帐") && page.shows("待封存") && !page.shows("⟦"));
        crate::seal::all(&s.store, &s.clock).expect("a seal");
        let page = chair.get(&format!("/register/facts/{}", fact["id"].as_str().expect("an id")));
        assert!(page.shows("第 1 批"));
        let html = chair.get(path).expect(200);
        assert!(html.shows(&format!("/deeds/{deed}")) && !html.shows("⟦"));
    });
}

#[test]
fn what_was_taken_back_is_struck_through_and_stays() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let deed = done(&chair, "2026-03-08", 3, 0);
        chair
            .post(&format!("/deeds/{deed}/undo"), &[("why", "记错了")])
            .expect(303);
        let list = chair.get_json(&format!("{LIST}&measure=deed.visits")).json();
        assert_eq!((&list["count"], &list["total"]), (&2.into(), &0.into()));
        assert!(chair.get(LIST).shows("<del>3 人次</del>"));
        let first = list["facts"]
            .as_array()
            .expect("facts")
            .iter()
            .find(|f| f["quantity"] == 3)
            .expect("it")
            .clone();
        let page = chair.get(&format!("/register/facts/{}", first["id"].as_str().expect("an id")));
        assert!(
            page.shows("冲销台帐") && !page.shows("<textarea"),
            "it cannot be taken back again"
        );
    });
}

#[test]
fn long_lists_go_on() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let union = s.union;
        let clock = s.clock.clone();
        let many: Result<(), store::Error> = s.store.write(move |w| {
            for n in 0_i64..230 {
                let line = crate::register::Line {
                    id: clock.id(),
                    day: kernel::Date::new(2026, 1, 1)
                        .expect("a day")
                        .plus_days(i32::try_from(n / 50).expect("few")),
                    measure: "deed.visits".to_owned(),
                    quantity: 1,
                    branch: None,
                    person: None,
                    record_kind: "deed".to_owned(),
                    record_id: clock.id::<()>().raw(),
                    reverses: None,
                };
                crate::register::store::add(w, union, &[line], (clock.id(), clock.now()))?;
            }
            Ok(())
        });
        many.expect("facts");
        let (mut seen, mut next, mut pages) = (std::collections::BTreeSet::new(), String::new(), 0);
        loop {
            let page = chair
                .get_json(&format!("{LIST}&measure=deed.visits{next}"))
                .expect(200)
                .json();
            let facts = page["facts"].as_array().expect("facts").clone();
            for fact in &facts {
                assert!(seen.insert(fact["id"].to_string()), "a fact came twice");
            }
            pages += 1;
            match page["next"].as_str() {
                Some(to) => next = format!("&page={to}"),
                None => break,
            }
        }
        assert_eq!((seen.len(), pages), (230, 3));
        assert!(chair.get(LIST).shows("更早的"));
        chair.get(&format!("{LIST}&page=nowhere")).expect(422);
    });
}

#[test]
fn branch_and_person_narrow_and_names_need_the_right() {
    story(kit, |s| {
        let (chair, member) = s.member(Role::Chair);
        let (group, member) = (s.group.to_string(), member.to_string());
        done_with(
            &chair,
            "2026-03-08",
            &[("visits", "3"), ("branch", &group), ("person", &member)],
        );
        done(&chair, "2026-03-09", 4, 0);
        let of_group = chair.get_json(&format!("/register?year=2026&branch={group}")).json();
        assert_eq!(figure(&of_group, "deed.visits")["total"]["quantity"], 3);
        let list = chair.get_json(&format!("{LIST}&branch={group}")).json();
        assert_eq!(list["count"], 1);
        assert!(list["facts"][0]["person"].as_str().is_some_and(|n| n.starts_with('张')));
        assert_eq!(list["facts"][0]["branch"], "语文组");
        let of_person = chair.get_json(&format!("{LIST}&person={member}")).json();
        assert_eq!(of_person["count"], 1);
        let both = chair
            .get_json(&format!("{LIST}&person={member}&measure=deed.money"))
            .json();
        assert_eq!(both["count"], 0);
        let empty = chair
            .get(&format!("{LIST}&person={member}&measure=deed.money"))
            .expect(200);
        assert!(!empty.shows("⟦"));
    });
}

#[test]
fn the_sheet_has_what_the_list_has() {
    story(kit, |s| {
        let chair = year(s);
        let file = chair
            .get("/register/export?measure=deed.money&from=2026-01-01&until=2026-12-31")
            .expect(200);
        assert!(file.bytes.starts_with(b"PK"));
        let named = file.headers["content-disposition"].to_str().expect("a name").to_owned();
        assert!(named.contains(".xlsx"), "{named}");
        s.person(Role::MemberRole).get("/register/export").expect(403);
    });
}

#[test]
fn english_has_all_words() {
    story(kit, |s| {
        let chair = year(s);
        chair.post("/me/language", &[("lang", "en")]).expect(303);
        for path in [
            "/register?year=2026&compare=on",
            LIST,
            "/register/periods",
            "/register/verified",
            "/log",
        ] {
            let page = chair.get(path).expect(200);
            assert!(!page.shows("⟦"), "{path}: {}", page.text());
        }
        assert!(chair.get("/register?year=2026").shows("Spent on visits"));
    });
}
