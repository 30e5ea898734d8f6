//! What a higher union sees of rates, records for unions below, and the months that these stand by.

use org::{Role, tree::tally};
use serde_json::Value;
use testkit::{Client, Story, story};

use super::{NEW, workers};
use crate::tests::{kit, text};

/// The story's union as an education union, with a school below whose chair comes in.
fn district(s: &Story) -> (Client, Client, String) {
    let chair = s.person(Role::Chair);
    let to = [
        ("name", "滨湖区教育工会"),
        ("kind", "system"),
        ("day", "2026-11-21"),
        ("basis", "批复〔2026〕1号"),
    ];
    chair.post(&format!("/org/tree/{}/rename", s.union), &to).expect(303);
    let form = [
        ("name", "第三中学工会"),
        ("kind", "grassroots"),
        ("day", "2026-11-21"),
        ("basis", "批复〔2026〕2号"),
        ("chair", "王芳"),
    ];
    let school = chair
        .post(&format!("/org/tree/{}/found", s.union), &form)
        .expect(303)
        .id();
    let code = text(&chair.get_json(&format!("/org/tree/{school}")), &["code"]);
    let below = s.stranger();
    let join = [("sign_name", "wangfang"), ("password", "Gonghui-2026")];
    below.post(&format!("/join/{code}"), &join).expect(303);
    let enter = [("name", "wangfang"), ("password", "Gonghui-2026")];
    below.post("/sign-in", &enter).expect(303);
    (chair, below, school)
}

fn below(who: &Client, query: &str) -> Value {
    who.get_json(&format!("/org/tree/rates{query}")).expect(200).json()
}

/// Counts the tree as it is each night.
fn count(s: &Story, chair: &Client) {
    chair.post("/org/tree/count", &[]).expect(303);
    let kinds: Vec<jobs::Kind> = crate::jobs().into_iter().map(|(kind, _)| kind).collect();
    while jobs::runner::step(&s.store, &s.clock, &kinds).unwrap() {}
}

#[test]
fn a_higher_union_sees_rates_and_who_has_told_no_workers() {
    story(kit, |s| {
        let (chair, school, id) = district(s);
        let all = below(&chair, "");
        assert_eq!(all["tally"]["all_told"], 0);
        assert_eq!(below(&chair, "?show=untold")["count"], 1);
        assert_eq!(below(&chair, "?show=no_committee")["count"], 0);
        let page = chair.get("/org/tree/rates").expect(200);
        assert!(page.shows("缺职工人数") && page.shows("第三中学工会"));

        school.post(NEW, &workers("2026-11-21", "4", &[])).expect(303);
        let all = below(&chair, "");
        assert_eq!(all["tally"]["all_told"], 1);
        assert_eq!(
            all["tally"]["all_covered"], 1,
            "members of the district's own are not in the rate"
        );
        assert_eq!(all["tally"]["all_workers"], 4);
        assert_eq!(below(&chair, "?show=untold")["count"], 0);
        let page = chair.get("/org/tree/rates").expect(200);
        assert!(page.shows("25.0%"), "{}", page.text());
        assert!(chair.get("/org/tree").expect(200).shows("25.0%"));
        let file = chair.get("/org/tree/list.xlsx").expect(200);
        assert!(file.bytes.starts_with(b"PK"));

        // what it may not see of the school
        chair.get(&format!("/org/tree/{id}/rates")).expect(200);
        let counts = school.get_json("/members/rates/workers").expect(200).json();
        let count = counts["counts"][0]["id"].as_str().unwrap().to_owned();
        chair
            .get(&format!("/members/rates/workers/{count}/correct"))
            .expect(404);
        school.get(&format!("/org/tree/{}/rates", s.union)).expect(404);
        s.outsider(Role::Chair)
            .get(&format!("/org/tree/{id}/rates"))
            .expect(404);
    });
}

#[test]
fn workers_are_recorded_for_a_union_that_does_not_do_so_itself() {
    story(kit, |s| {
        let (chair, school, id) = district(s);
        let path = format!("/org/tree/{id}/workers");
        chair.get(&path).expect(200);
        s.person(Role::Officer)
            .post(&path, &workers("2026-11-21", "8", &[]))
            .expect(403);
        s.outsider(Role::Chair)
            .post(&path, &workers("2026-11-21", "8", &[]))
            .expect(404);
        chair
            .post(&path, &workers("2026-11-21", "8", &[("women", "9")]))
            .expect(422);
        chair.post(&path, &workers("2026-11-21", "8", &[])).expect(303);
        let own = school.get_json("/members/rates").expect(200).json();
        assert_eq!(own["whole"]["workers"], 8);
        assert!(school.get("/members/rates/workers").expect(200).shows("人事科名册"));
        let about = chair.get(&format!("/org/tree/{id}/about")).expect(200);
        assert!(about.shows("职工人数 8"), "{}", about.text());
        for union in [s.union, id.parse().unwrap()] {
            assert_eq!(s.store.read(|r| crate::rates::check(r, union)).unwrap(), []);
        }
    });
}

#[test]
fn units_with_a_union_are_told_of_those_that_ought_to() {
    story(kit, |s| {
        let (chair, _, _) = district(s);
        assert!(chair.get("/org/tree/rates").expect(200).shows("算不出建会率"));
        assert!(chair.get(NEW).expect(200).shows("应建会单位"));
        chair
            .post(NEW, &workers("2026-11-21", "6", &[("units", "4")]))
            .expect(303);
        let page = chair.get("/org/tree/rates").expect(200);
        assert!(page.shows("应建会单位 4 个，已建基层工会 1 个"), "{}", page.text());
        assert!(page.shows("25.0%"));
    });
}

#[test]
fn the_end_of_a_month_is_counted_when_the_next_begins() {
    story(kit, |s| {
        let (_, school, _) = district(s);
        school.post(NEW, &workers("2026-11-21", "4", &[])).expect(303);
        for name in ["孙丽", "周涛"] {
            school
                .post("/members/new", &[("name", name), ("joined", "2026-11-21")])
                .expect(303);
        }
        s.clock.set(kernel::Instant::from_millis(1_796_090_400_000)); // 1 December 2026
        let enter = [("name", "wangfang"), ("password", "Gonghui-2026")];
        school.post("/sign-in", &enter).expect(303);
        let chair = s.person(Role::Chair);
        school
            .post("/members/new", &[("name", "钱进"), ("joined", "2026-12-01")])
            .expect(303);
        count(s, &chair);
        let end = below(&chair, "?on=2026-11-30");
        assert_eq!(end["tally"]["counted_on"], "2026-11-30");
        assert_eq!(end["lines"][0]["tally"]["members"], 3);
        let now = below(&chair, "");
        assert_eq!(now["lines"][0]["tally"]["members"], 4);

        // what is told later of the month before is put right there, too
        school.post(NEW, &workers("2026-11-25", "5", &[])).expect(303);
        let end = below(&chair, "?on=2026-11-30");
        assert_eq!(end["tally"]["all_workers"], 5);
        assert_eq!(
            below(&chair, "?on=2026-10-31")["lines"],
            serde_json::json!([]),
            "there was no school"
        );
    });
}

#[test]
fn a_union_stands_by_its_month() {
    story(kit, |s| {
        let (chair, school, id) = district(s);
        school.post(NEW, &workers("2026-11-21", "4", &[])).expect(303);
        assert_eq!(below(&chair, "?show=unconfirmed")["count"], 1);
        assert!(school.get("/members/rates").expect(200).shows("核对无误"));
        let seen = [("day", "2026-11-21"), ("members", "1"), ("workers", "4")];
        school
            .post(
                "/members/rates/confirm",
                &[("day", "2026-11-21"), ("members", "2"), ("workers", "4")],
            )
            .expect(409);
        school
            .post(
                "/members/rates/confirm",
                &[("day", "2026-08-21"), ("members", "1"), ("workers", "4")],
            )
            .expect(422);
        school.post("/members/rates/confirm", &seen).expect(303);
        assert!(school.get("/members/rates").expect(200).shows("已确认"));
        assert_eq!(below(&chair, "?show=unconfirmed")["count"], 0);
        let union = id.parse().unwrap();
        let today = s.clock.today();
        let kept = s
            .store
            .read(|r| tally::of(r, union, today))
            .unwrap()
            .unwrap()
            .confirmed
            .unwrap();
        assert_eq!((kept.members, kept.workers, kept.by.as_str()), (1, Some(4), "王芳"));

        // what changes afterwards is seen
        school.post(NEW, &workers("2026-11-20", "3", &[])).expect(303);
        school
            .post("/members/new", &[("name", "孙丽"), ("joined", "2026-11-21")])
            .expect(303);
        assert!(school.get("/members/rates").expect(200).shows("核对无误"));
        assert!(!chair.get("/org/tree/rates").expect(200).shows("确认后有变"));
        count(s, &chair);
        assert!(chair.get("/org/tree/rates").expect(200).shows("确认后有变"));
        assert!(
            chair.get_json("/members/rates").expect(200).json()["months"] == serde_json::json!([]),
            "nobody stands above the district"
        );
    });
}
