//! Stories of health checks through the doors, on both databases.

use kernel::Instant;
use org::{
    MemberId, NewMember, Role,
    members::{Field, Particulars},
};
use testkit::{Client, Kit, story};

use super::remind;
use crate::{
    given,
    tests::{posted, somebody},
};

fn kit() -> Kit {
    crate::tests::kit()
}

/// A round with a package for all and one for women, and a day of so many places: its path, the packages, the day.
fn round(officer: &Client, places: &str, day: &str) -> (String, Vec<String>, String) {
    let form = [
        ("name", "2026年职工体检"),
        ("opens", "2026-11-01"),
        ("closes", "2026-11-30"),
    ];
    let id = officer.post("/check_rounds/new", &form).expect(303).id();
    let path = format!("/check_rounds/{id}");
    for (name, sex, price) in [("基础套餐", "", "500"), ("女职工套餐", "female", "680")] {
        let package = [
            ("package_name", name),
            ("items", "血常规、彩超"),
            ("sex", sex),
            ("price", price),
        ];
        officer
            .post(&format!("/check_rounds/{id}/packages"), &package)
            .expect(303);
    }
    let place = [("place", "市体检中心"), ("day", day), ("places", places)];
    officer.post(&format!("/check_rounds/{id}/days"), &place).expect(303);
    let page = officer.get_json(&path).expect(200).json();
    let packages = page["packages"].as_array().unwrap().iter();
    let mut packages: Vec<(String, String)> = packages
        .map(|p| {
            (
                p["name"].as_str().unwrap().to_owned(),
                p["id"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    packages.sort_by_key(|(name, _)| name.starts_with('女'));
    let day = page["days"][0]["id"].as_str().unwrap().to_owned();
    (path, packages.into_iter().map(|(_, id)| id).collect(), day)
}

fn own_path(path: &str) -> String {
    format!("/me/health/rounds/{}", path.rsplit('/').next().unwrap())
}

#[test]
fn a_day_is_never_oversold_and_who_waits_moves_up() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "2", "2026-11-21");
        let own = own_path(&path);
        let people: Vec<_> = ["陈一", "陈二", "陈三"].map(|name| somebody(s, name, "male")).into();
        let form = [("package", packages[0].as_str()), ("day", &day)];
        assert!(people[0].0.get("/me/health").expect(200).shows("2026年职工体检"));
        assert!(people[0].0.get(&own).expect(200).shows("余 2 个名额"));
        let mut bookings = Vec::new();
        for (who, _) in &people {
            let id = who.post(&own, &form).expect(303).id();
            bookings.push(format!("/check_bookings/{id}"));
        }
        let page = officer.get_json(&path).expect(200).json();
        assert_eq!(
            (&page["days"][0]["free"], &page["days"][0]["waiting"]),
            (&0.into(), &1.into())
        );
        assert!(people[2].0.get(&bookings[2]).expect(200).shows("候补"));
        people[1].0.get(&bookings[0]).expect(404);
        people[1].0.post(&format!("{}/cancel", bookings[0]), &[]).expect(404);
        people[0].0.post(&format!("{}/cancel", bookings[0]), &[]).expect(303);
        let third = people[2].0.get_json(&bookings[2]).expect(200).json();
        assert_eq!(third["status"], "booked");
        let women = [("package", packages[1].as_str()), ("day", &day)];
        assert!(people[0].0.post(&own, &women).expect(422).shows("这个套餐不适用"));
        let (woman, id) = somebody(s, "林静", "female");
        woman.post(&own, &women).expect(303);
        // booking anew changes what was booked
        let changed = woman.post(&own, &form).expect(303).id();
        assert!(
            woman
                .get(&format!("/check_bookings/{changed}"))
                .expect(200)
                .shows("基础套餐")
        );
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        let book = [("member", &*id.to_string()), ("package", &packages[1]), ("day", &day)];
        officer.post(&format!("{path}/book"), &book).expect(303);
        assert!(officer.get("/check_rounds").expect(200).shows("2026年职工体检"));
        assert!(officer.get("/check_rounds/new").expect(200).shows("预约开始"));
    });
}

#[test]
fn who_came_counts_once_and_can_be_taken_back() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "5", "2026-11-21");
        let own = own_path(&path);
        let (one, member) = somebody(s, "陈一", "male");
        let (two, _) = somebody(s, "陈二", "male");
        let form = [("package", packages[0].as_str()), ("day", &day)];
        let a = one.post(&own, &form).expect(303).id();
        let b = two.post(&own, &form).expect(303).id();
        let (first, second) = (format!("/check_bookings/{a}"), format!("/check_bookings/{b}"));
        assert!(
            one.post(&format!("{first}/arrive"), &[("code", "00000")])
                .expect(422)
                .shows("签到码不对")
        );
        let union = s.union;
        let sql = ::store::Sql::union("SELECT code FROM check_day WHERE union_id = $1");
        let code: Result<String, ::store::Error> = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0)));
        // of chance alone: what whoever books sees tells nothing of it
        let ids = ::store::Sql::union("SELECT id FROM check_day WHERE union_id = $1");
        let id: kernel::Id<()> = s.store.read(|r| r.one(ids, &[&union], |row| row.get(0))).unwrap();
        let [.., high, low] = *id.bytes();
        let told = (u16::from(high) * 256 + u16::from(low)).to_string();
        assert!(
            code.as_ref()
                .is_ok_and(|code| code.len() == 6 && !code.ends_with(&told))
        );
        one.post(&format!("{first}/arrive"), &[("code", &code.unwrap())])
            .expect(303);
        officer.post(&format!("{path}/attend"), &[]).expect(422);
        officer.post(&format!("{path}/attend"), &[("booking", &b)]).expect(303);
        officer.post(&format!("{path}/attend"), &[("booking", &b)]).expect(409);
        two.post(&format!("{second}/cancel"), &[]).expect(409);
        assert_eq!(
            (posted(s, "health.person_times"), posted(s, "health.money")),
            (2, 100_000)
        );
        let lines = s.store.read(|r| given::of_member(r, union, member)).unwrap();
        assert_eq!((lines.len(), lines[0].kind), (1, given::Kind::CheckUp));
        assert!(officer.get(&path).expect(200).shows("1,000.00"));
        officer
            .post(&format!("{second}/undo"), &[("why", "记错了人")])
            .expect(303);
        officer
            .post(&format!("{second}/undo"), &[("why", "记错了人")])
            .expect(409);
        assert_eq!(
            (posted(s, "health.person_times"), posted(s, "health.money")),
            (1, 50_000)
        );
        assert_eq!(s.store.read(|r| given::check(r, union)).unwrap(), []);
        officer.post(&format!("{path}/close"), &[("version", "1")]).expect(303);
        officer.post(&format!("{path}/close"), &[("version", "1")]).expect(409);
        let (three, _) = somebody(s, "陈三", "male");
        three.post(&own, &form).expect(409);
        s.person(Role::Auditor).get(&path).expect(200);
        s.person(Role::Auditor).post("/check_rounds/new", &[]).expect(403);
    });
}

#[test]
fn whoever_booked_is_reminded_the_day_before() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "5", "2026-11-25");
        let (one, _) = somebody(s, "陈一", "male");
        one.post(&own_path(&path), &[("package", packages[0].as_str()), ("day", &day)])
            .expect(303);
        let union = s.union;
        let tell = |day: &str| {
            let days = "1970-01-01"
                .parse::<kernel::Date>()
                .unwrap()
                .days_until(day.parse().unwrap());
            let at = Instant::from_millis(i64::from(days) * 86_400_000);
            s.store.write(move |w| remind::tell(w, union, at)).unwrap()
        };
        assert_eq!((tell("2026-11-23"), tell("2026-11-24"), tell("2026-11-24")), (0, 1, 0));
        assert!(one.get("/inbox").expect(200).shows("市体检中心"));
    });
}

#[test]
fn what_a_member_keeps_for_themselves_nobody_else_reads() {
    story(kit, |s| {
        let (one, _) = somebody(s, "陈一", "male");
        one.post("/me/health/notes", &[("text", "血糖 5.6，明年复查")])
            .expect(303);
        let page = one.get_json("/me/health").expect(200).json();
        let id = page["notes"][0]["id"].as_str().unwrap().to_owned();
        assert!(one.get("/me/health").expect(200).shows("血糖 5.6"));
        for role in [Role::Chair, Role::Officer, Role::Auditor, Role::Admin] {
            let other = s.person(role);
            assert!(!other.get("/me/health").expect(200).shows("血糖"));
            other.post(&format!("/me/health/notes/{id}/delete"), &[]).expect(404);
        }
        one.post(&format!("/me/health/notes/{id}/delete"), &[]).expect(303);
        assert!(!one.get("/me/health").expect(200).shows("血糖"));
    });
}

#[test]
fn another_package_keeps_the_place_and_a_full_day_takes_none_away() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "1", "2026-11-25");
        let more = [("place", "区医院"), ("day", "2026-11-26"), ("places", "1")];
        officer.post(&format!("{path}/days"), &more).expect(303);
        let page = officer.get_json(&path).expect(200).json();
        let other = page["days"][1]["id"].as_str().unwrap().to_owned();
        let own = own_path(&path);
        let (woman, _) = somebody(s, "林静", "female");
        let (next, _) = somebody(s, "陈一", "male");
        let (third, _) = somebody(s, "陈二", "male");
        let book = |who: &Client, package: usize, day: &str| {
            who.post(&own, &[("package", packages[package].as_str()), ("day", day)])
        };
        let first = book(&woman, 0, &day).expect(303).id();
        let waits = book(&next, 0, &day).expect(303).id();
        let changed = book(&woman, 1, &day).expect(303).id();
        assert_eq!(first, changed, "the booking is the same");
        assert!(book(&woman, 1, &day).expect(409).shows("没有变化"));
        let seen = woman.get_json(&format!("/check_bookings/{first}")).expect(200).json();
        assert_eq!(
            (seen["status"].as_str(), seen["price"].as_str()),
            (Some("booked"), Some("680.00"))
        );
        let seen = next.get_json(&format!("/check_bookings/{waits}")).expect(200).json();
        assert_eq!(seen["status"], "waiting", "nobody slipped in between");
        book(&third, 0, &other).expect(303);
        let said = book(&woman, 1, &other).expect(409);
        assert!(said.shows("您原来的预约保留"), "{}", said.text());
        let seen = woman.get_json(&format!("/check_bookings/{first}")).expect(200).json();
        assert_eq!(seen["status"], "booked");
        book(&next, 0, &other).expect(303);
    });
}

#[test]
fn a_reminder_that_was_missed_comes_in_the_morning_and_ends_with_the_booking() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "5", "2026-11-21");
        let form = [("package", packages[0].as_str()), ("day", &day)];
        let (one, _) = somebody(s, "陈一", "male");
        let (two, _) = somebody(s, "陈二", "male");
        let came = one.post(&own_path(&path), &form).expect(303).id();
        let gone = two.post(&own_path(&path), &form).expect(303).id();
        let (union, now) = (s.union, s.clock.now());
        let told = s.store.write(move |w| remind::tell(w, union, now)).unwrap();
        assert_eq!(told, 2, "the day itself, since the night before was missed");
        let task = |booking: &str| {
            let id = kernel::Id::<()>::new(booking.parse().unwrap());
            let all = s
                .store
                .read(|r| flow::of_source(r, union, web::Record::new("check_booking", id)));
            all.unwrap().remove(0).state
        };
        officer
            .post(&format!("{path}/attend"), &[("booking", &came)])
            .expect(303);
        two.post(&format!("/check_bookings/{gone}/cancel"), &[]).expect(303);
        assert!(matches!(task(&came), flow::State::Done { .. }));
        assert!(matches!(task(&gone), flow::State::Dropped { .. }));
    });
}

#[test]
fn who_leads_a_group_sees_the_bookings_of_the_group_alone() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "5", "2026-11-21");
        let form = [("package", packages[0].as_str()), ("day", &day)];
        let (inside, _) = somebody(s, "陈一", "male");
        let inside = inside.post(&own_path(&path), &form).expect(303).id();
        let (clock, union) = (s.clock.clone(), s.union);
        let alone: Result<MemberId, ::store::Error> = s.store.write(move |w| {
            let known = Particulars::default().with(Field::Name, "外组人").unwrap();
            org::add_member(w, &clock, union, NewMember::of(known))
        });
        let alone = alone.unwrap().to_string();
        let book = [("member", &*alone), ("package", &packages[0]), ("day", &day)];
        officer.post(&format!("{path}/book"), &book).expect(303);
        let (leader, _) = crate::events::tests::leader(s);
        let page = leader.get_json(&path).expect(200).json();
        let names: Vec<_> = page["bookings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["name"].clone())
            .collect();
        assert_eq!(names, ["陈一"], "{page}");
        leader.get(&format!("/check_bookings/{inside}")).expect(200);
        let all = officer.get_json(&path).expect(200).json();
        let other = all["bookings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|b| b["name"] == "外组人")
            .unwrap();
        let other = other["id"].as_str().unwrap();
        leader.get(&format!("/check_bookings/{other}")).expect(404);
        leader
            .post(&format!("{path}/attend"), &[("booking", other)])
            .expect(404);
        leader.post(&format!("{path}/book"), &book).expect(404);
    });
}

#[test]
fn a_check_in_code_is_not_guessed() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, packages, day) = round(&officer, "5", "2026-11-21");
        let (one, _) = somebody(s, "陈一", "male");
        let form = [("package", packages[0].as_str()), ("day", &day)];
        let id = one.post(&own_path(&path), &form).expect(303).id();
        let arrive = |code: &str| one.post(&format!("/check_bookings/{id}/arrive"), &[("code", code)]);
        for _ in 0..5 {
            arrive("no").expect(422);
        }
        let union = s.union;
        let sql = ::store::Sql::union("SELECT code FROM check_day WHERE union_id = $1");
        let code: Result<String, ::store::Error> = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0)));
        arrive(&code.unwrap()).expect(429);
        assert_eq!(posted(s, "health.person_times"), 0);
        officer.post(&format!("{path}/attend"), &[("booking", &id)]).expect(303);
    });
}
