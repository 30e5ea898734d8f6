//! Stories of offers through the doors, on both databases.

mod children;
mod picking;
mod places;

use kernel::{Date, Instant};
use org::Role;
use testkit::{Client, Kit, Story, story};

use super::{check, watch};

fn kit() -> Kit {
    crate::tests::kit()
}

/// The kind of the program's list with this number.
fn kind(number: u8) -> String {
    format!("01980000-0000-7000-8000-000000000f{number:02x}")
}

/// What an offer of tickets says; others are put over it.
fn told<'a>(more: &[(&'a str, &'a str)], kind: &'a str) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("kind", kind),
        ("title", "周末电影票"),
        ("text", "每人一张，凭码领取"),
        ("opens", "2026-11-20"),
        ("closes", "2026-11-25"),
        ("per_member", "1"),
        ("from", "2026-11-21"),
        ("until", "2026-11-30"),
        ("place", "工会办公室"),
        ("keep_days", "30"),
        ("retired", "without"),
        ("bearer", "union"),
        ("cost", "40"),
        ("places", "2"),
    ];
    let over = |name: &str| more.iter().any(|(n, _)| *n == name);
    let kept = usual.into_iter().filter(|(name, _)| !over(name));
    kept.chain(more.iter().copied()).collect()
}

/// An offer of tickets: its id, and its first slot.
fn offer(officer: &Client, more: &[(&str, &str)]) -> (String, String) {
    let kind = kind(3);
    let id = officer.post("/offers/new", &told(more, &kind)).expect(303).id();
    (id.clone(), slot(officer, &id, 0))
}

fn slot(officer: &Client, id: &str, n: usize) -> String {
    let page = officer.get_json(&format!("/offers/{id}")).expect(200).json();
    page["slots"][n]["id"].as_str().unwrap().to_owned()
}

/// How many places a slot has, how many are taken, how many wait.
fn line(officer: &Client, id: &str) -> (i64, i64, i64) {
    let page = officer.get_json(&format!("/offers/{id}")).expect(200).json();
    let of = |key: &str| page["slots"][0][key].as_i64().unwrap();
    (of("places"), of("taken"), of("waiting"))
}

/// Moves the places of the first slot.
fn quota(officer: &Client, id: &str, places: &str) -> testkit::Answer {
    let page = officer.get_json(&format!("/offers/{id}")).expect(200).json();
    let (slot, version) = (&page["slots"][0]["id"], page["slots"][0]["version"].to_string());
    let form = [
        ("slot", slot.as_str().unwrap()),
        ("version", &version),
        ("places", places),
    ];
    officer.post(&format!("/offers/{id}/places"), &form)
}

/// Where a sign-up stands, by its own member.
fn status(who: &Client, signup: &str) -> String {
    let page = who.get_json(&format!("/offer_signups/{signup}")).expect(200).json();
    page["status"].as_str().unwrap().to_owned()
}

/// A moment of a day.
fn at(day: &str) -> Instant {
    let start: Date = "1970-01-01".parse().unwrap();
    Instant::from_millis(i64::from(start.days_until(day.parse().unwrap())) * 86_400_000 + 3_600_000)
}

/// What the job of the night does on a day; says how many places and children it took away.
fn night(s: &Story, day: &str) -> usize {
    let (union, now) = (s.union, at(day));
    s.store.write(move |w| watch::look(w, union, now)).unwrap()
}

fn sound(s: &Story) {
    let union = s.union;
    assert_eq!(s.store.read(|r| check(r, union)).unwrap(), []);
    assert_eq!(s.store.read(|r| crate::given::check(r, union)).unwrap(), []);
}

#[test]
fn an_officer_offers_and_the_unions_own_kinds_are_theirs() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        assert!(officer.get("/offers").expect(200).shows("还没有发布过"));
        assert!(officer.get("/offers/new").expect(200).shows("报名截止"));
        assert!(officer.get("/offers/kinds").expect(200).shows("六一活动"));
        officer.post("/offers/kinds", &[("name", "健身卡")]).expect(303);
        officer.post("/offers/kinds", &[("name", "健身卡")]).expect(422);
        let ended = [("id", &*kind(1)), ("version", "0"), ("name", "团购"), ("ended", "on")];
        officer.post("/offers/kinds", &ended).expect(303);
        officer.post("/offers/kinds", &ended).expect(409);
        assert!(officer.get("/offers/kinds").expect(200).shows("已停用"));
    });
}

#[test]
fn an_offer_is_made_changed_and_ended() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let ended = [("id", &*kind(1)), ("version", "0"), ("name", "团购"), ("ended", "on")];
        officer.post("/offers/kinds", &ended).expect(303);
        let (first, third) = (kind(1), kind(3));
        officer.post("/offers/new", &told(&[], &first)).expect(422);
        let backwards = told(&[("closes", "2026-11-01")], &third);
        assert!(officer.post("/offers/new", &backwards).expect(422).shows("不能早于"));
        let free = told(&[("bearer", "member"), ("cost", "")], &third);
        officer.post("/offers/new", &free).expect(422);
        let many = told(&[("places", "5001")], &third);
        assert!(officer.post("/offers/new", &many).expect(422).shows("请分批"));
        let (id, _) = offer(&officer, &[]);
        let path = format!("/offers/{id}");
        assert!(officer.get(&path).expect(200).shows("周末电影票"));
        assert!(officer.get(&format!("{path}/edit")).expect(200).shows("每人一张"));
        let changed = told(&[("title", "周末话剧票"), ("version", "1")], &third);
        officer.post(&format!("{path}/edit"), &changed).expect(303);
        officer.post(&format!("{path}/edit"), &changed).expect(409);
        let fifth = kind(5);
        let children = told(&[("version", "2")], &fifth);
        assert!(
            officer
                .post(&format!("{path}/edit"), &children)
                .expect(422)
                .shows("不能互换")
        );
        let second = [("slot_name", "第二场"), ("places", "3")];
        officer.post(&format!("{path}/slots"), &second).expect(303);
        assert!(
            officer
                .post(&format!("{path}/slots"), &second)
                .expect(422)
                .shows("同名")
        );
        officer.post(&format!("{path}/close"), &[("version", "2")]).expect(303);
        officer.post(&format!("{path}/close"), &[("version", "2")]).expect(409);
        assert_eq!(quota(&officer, &id, "9").status, 409);
        sound(s);
    });
}

#[test]
fn who_may_not_is_refused_and_another_unions_offer_is_absent() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, _) = offer(&officer, &[]);
        let path = format!("/offers/{id}");
        let second = [("slot_name", "第二场"), ("places", "3")];
        let member = s.person(Role::MemberRole);
        member.get(&path).expect(403);
        member.post("/offers/new", &[]).expect(403);
        let auditor = s.person(Role::Auditor);
        auditor.get(&path).expect(200);
        auditor.post(&format!("{path}/slots"), &second).expect(403);
        let stranger = s.outsider(Role::Chair);
        for tail in ["", "/edit", "/print"] {
            assert_eq!(stranger.get(&format!("{path}{tail}")).status, 404);
        }
        assert_eq!(stranger.get(&format!("/me/offers/{id}")).status, 404);
    });
}
