//! Stories of workers and rates through the doors, on both databases.

mod below;
mod facts;

use org::Role;
use serde_json::{Value, json};
use testkit::{Client, Story, story};

use crate::tests::kit;

const NEW: &str = "/members/rates/workers/new";

/// The form of a count of the whole union.
pub(super) fn workers<'a>(from: &'a str, total: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("from", from), ("total", total), ("source", "人事科名册")];
    form.extend_from_slice(more);
    form
}

fn rates(who: &Client, on: &str) -> Value {
    who.get_json(&format!("/members/rates?on={on}")).expect(200).json()
}

fn add(who: &Client, name: &str, employment: &str, joined: &str, group: &str) -> String {
    let form = [
        ("name", name),
        ("employment", employment),
        ("joined", joined),
        ("group", group),
    ];
    who.post("/members/new", &form).expect(303).id()
}

/// The id of the newest count.
fn newest(who: &Client) -> String {
    let all = who.get_json("/members/rates/workers").expect(200).json();
    all["counts"][0]["id"].as_str().unwrap().to_owned()
}

/// Members at work as the list behind a figure has them.
fn behind(who: &Client, query: &str) -> i64 {
    let found = who.get_json(&format!("/members/find?working=1&{query}")).expect(200);
    found.json()["total"].as_i64().unwrap()
}

/// Three dispatched workers and one of the staff, all but one in the group.
fn people(s: &Story, chair: &Client) {
    let group = s.group.to_string();
    for (name, employment, joined, place) in [
        ("丁一", "dispatched", "2026-03-01", group.as_str()),
        ("王二", "dispatched", "2026-03-01", group.as_str()),
        ("张三", "dispatched", "2026-09-01", ""),
        ("李四", "staff", "2026-03-01", group.as_str()),
    ] {
        add(chair, name, employment, joined, place);
    }
}

#[test]
fn a_rate_is_one_fraction_whose_parts_open_what_is_behind_them() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        let own = rates(&chair, "2026-11-21");
        assert_eq!(own["whole"]["workers"], Value::Null, "told plainly, not as nothing");
        assert!(chair.get("/members/rates").expect(200).shows("还没有职工人数"));
        let members = own["whole"]["members"].as_i64().unwrap();
        assert_eq!(behind(&chair, "on=2026-11-21"), members);

        let total = (members + 1).to_string();
        chair.get(NEW).expect(200);
        let told = workers(
            "2026-02-01",
            &total,
            &[("dispatched", "3"), ("platform", "0"), ("women", "2")],
        );
        chair.post(NEW, &told).expect(303);
        let page = chair.get("/members/rates").expect(200);
        assert!(page.shows("人事科名册") && page.shows("100.0%"), "{}", page.text());
        let own = rates(&chair, "2026-11-21");
        assert_eq!(own["whole"], json!({"members": members, "workers": members + 1}));
        let of = |own: &Value, kind: &str| -> Value {
            let kinds = own["kinds"].as_array().unwrap().iter();
            kinds
                .filter(|k| k["employment"] == kind)
                .map(|k| k["share"].clone())
                .next()
                .unwrap()
        };
        assert_eq!(of(&own, "dispatched"), json!({"members": 3, "workers": 3}));
        assert_eq!(
            of(&own, "staff"),
            json!({"members": 1, "workers": null}),
            "not told, so not nothing"
        );
        assert_eq!(of(&own, "platform"), json!({"members": 0, "workers": 0}));
        assert_eq!(behind(&chair, "employment=dispatched&on=2026-11-21"), 3);
        assert_eq!(behind(&chair, "employment=dispatched&on=2026-08-31"), 2);
        assert_eq!(
            of(&rates(&chair, "2026-08-31"), "dispatched"),
            json!({"members": 2, "workers": 3})
        );
        assert_eq!(
            rates(&chair, "2026-01-31")["whole"]["workers"],
            Value::Null,
            "before it was told"
        );
    });
}

#[test]
fn a_group_has_its_own_workers_and_the_rates_go_into_a_sheet() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        let group = s.group.to_string();
        let of_group = workers("2026-02-01", "5", &[("place", group.as_str())]);
        chair.post(NEW, &of_group).expect(303);
        let own = rates(&chair, "2026-11-21");
        let line = own["groups"]
            .as_array()
            .unwrap()
            .iter()
            .find(|g| g["id"] == group.as_str())
            .unwrap()
            .clone();
        assert_eq!(line["share"]["workers"], 5);
        let in_group = line["share"]["members"].as_i64().unwrap();
        assert_eq!(behind(&chair, &format!("under={group}")), in_group);
        let listed = chair
            .get_json(&format!("/members/rates/workers?place={group}"))
            .expect(200)
            .json();
        assert_eq!(listed["counts"].as_array().unwrap().len(), 1);
        let file = chair.get("/members/rates/list.xlsx?on=2026-11-21").expect(200);
        let sheet = papers::read("入会率.xlsx", &file.bytes, &papers::Limits::default())
            .unwrap()
            .plain_text();
        let name = line["name"].as_str().unwrap();
        assert!(sheet.contains(name) && sheet.contains("人事科名册"), "{sheet}");
    });
}

#[test]
fn what_does_not_fit_is_refused_and_stays_typed() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let refused = |more: &[(&str, &str)], says: &str| {
            let form = workers("2026-02-01", "10", more);
            let answer = chair.post(NEW, &form).expect(422);
            assert!(answer.shows(says) && answer.shows("人事科名册"), "{}", answer.text());
        };
        refused(&[("women", "11")], "不能多于");
        refused(&[("staff", "8"), ("contract", "3")], "合计 11 人，多于");
        let all = [
            ("staff", "5"),
            ("contract", "1"),
            ("dispatched", "1"),
            ("part_time", "1"),
            ("platform", "1"),
        ];
        refused(&all, "合计 9 人，少于");
        let nowhere = s.union.to_string();
        refused(&[("place", nowhere.as_str())], "没有这个分会");
        let group = s.group.to_string();
        refused(&[("place", group.as_str()), ("units", "3")], "只在本会全体");
        assert!(
            chair
                .post(NEW, &workers("2026-11-22", "10", &[]))
                .expect(422)
                .shows("将来")
        );
        chair.post(NEW, &[("from", "2026-02-01"), ("total", "10")]).expect(422);
        chair.post(NEW, &workers("2026-02-01", "-1", &[])).expect(422);
        chair.post(NEW, &workers("2026-02-01", "10", &[])).expect(303);
        assert!(
            chair
                .post(NEW, &workers("2026-02-01", "11", &[]))
                .expect(409)
                .shows("已经登记过")
        );
        for role in [Role::MemberRole, Role::Auditor, Role::GroupLeader] {
            s.person(role).post(NEW, &workers("2026-03-01", "10", &[])).expect(403);
        }
        s.person(Role::MemberRole).get("/members/rates").expect(403);
        s.person(Role::Auditor).get("/members/rates").expect(200);
    });
}

#[test]
fn a_count_is_put_right_without_losing_what_was_told() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair.post(NEW, &workers("2026-02-01", "10", &[])).expect(303);
        let id = newest(&chair);
        let path = format!("/members/rates/workers/{id}/correct");
        chair.get(&path).expect(200);
        let right = workers("2026-02-01", "12", &[("why", "漏了两名新教师")]);
        let outsider = s.outsider(Role::Chair);
        outsider.post(&path, &right).expect(404);
        outsider.get(&path).expect(404);
        assert!(
            chair
                .post(&path, &workers("2026-02-01", "12", &[]))
                .expect(422)
                .shows("人事科名册")
        );
        chair.post(&path, &right).expect(303);
        let next = newest(&chair);
        assert_eq!(rates(&chair, "2026-03-01")["whole"]["workers"], 12);
        chair.post(&path, &right).expect(409);
        chair.get(&path).expect(409);
        let page = chair.get("/members/rates/workers").expect(200);
        assert!(page.shows("漏了两名新教师") && page.shows("已更正"));
        let all = chair.get_json("/members/rates/workers").expect(200).json();
        let totals: Vec<i64> = all["counts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["workers"]["total"].as_i64().unwrap())
            .collect();
        assert_eq!(totals, [12, 10], "what was told first is still there");

        let gone = workers("2026-02-01", "12", &[("why", "不是我校的名册"), ("gone", "1")]);
        let path = format!("/members/rates/workers/{next}/correct");
        chair.post(&path, &gone).expect(303);
        assert_eq!(rates(&chair, "2026-03-01")["whole"]["workers"], Value::Null);
        let found = s.store.read(|r| super::check(r, s.union)).unwrap();
        assert_eq!(found, [], "what was told is what is there");
    });
}

#[test]
fn a_count_changed_by_hand_is_named() {
    const HANDS: [(store::Sql, &str); 3] = [
        (
            store::Sql::union("UPDATE worker_count SET total = 5 WHERE union_id = $1"),
            "rates.verify.other",
        ),
        (
            store::Sql::union(
                "UPDATE worker_count SET total = 10, replaced_at = recorded_at, replaced_by = account_id, replaced_why = '' WHERE union_id = $1",
            ),
            "rates.verify.other",
        ),
        (
            store::Sql::union("DELETE FROM worker_count WHERE union_id = $1"),
            "rates.verify.gone",
        ),
    ];
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair.post(NEW, &workers("2026-02-01", "10", &[])).expect(303);
        let union = s.union;
        for (hand, says) in HANDS {
            s.store.write(move |w| w.run(hand, &[&union]).map(drop)).unwrap();
            let found = s.store.read(|r| super::check(r, union)).unwrap();
            assert_eq!(found.iter().map(|d| d.key).collect::<Vec<_>>(), [says]);
        }
    });
}

#[test]
fn more_members_than_workers_is_said_and_not_hidden() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        chair.post(NEW, &workers("2026-02-01", "1", &[])).expect(303);
        let members = rates(&chair, "2026-11-21")["whole"]["members"].as_i64().unwrap();
        let page = chair.get("/members/rates").expect(200);
        assert!(
            page.shows(&format!("会员比职工多 {} 人", members - 1)),
            "{}",
            page.text()
        );
        assert!(page.shows(&format!("{members}00.0%")), "{}", page.text());
    });
}

#[test]
fn those_who_left_or_retired_are_not_counted_from_that_day_on() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "丁一", "staff", "2026-03-01", "");
        let before = rates(&chair, "2026-10-31")["whole"]["members"].as_i64().unwrap();
        let retire = [
            ("version", "1"),
            ("status", "kept"),
            ("on", "2026-11-01"),
            ("why", "到龄退休"),
            ("retires", "1"),
        ];
        chair.post(&format!("/members/{id}/status"), &retire).expect(303);
        assert_eq!(rates(&chair, "2026-10-31")["whole"]["members"], before, "as it stood");
        assert_eq!(rates(&chair, "2026-11-01")["whole"]["members"], before - 1);
        assert_eq!(behind(&chair, "on=2026-11-01"), before - 1);
    });
}

#[test]
fn pages_of_rates_show_in_both_languages() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        let told = workers("2026-02-01", "3", &[("staff", "0"), ("women", "1")]);
        chair.post(NEW, &told).expect(303);
        let id = newest(&chair);
        let correct = format!("/members/rates/workers/{id}/correct");
        for page in [
            "/members/rates",
            "/members/rates/workers",
            NEW,
            &correct,
            "/members/find?working=1",
        ] {
            for lang in ["zh-Hans", "en"] {
                let glue = if page.contains('?') { '&' } else { '?' };
                let shown = chair.get(&format!("{page}{glue}lang={lang}")).expect(200);
                assert!(!shown.shows("⟦"), "{page} {lang}: {}", shown.text());
            }
        }
    });
}
