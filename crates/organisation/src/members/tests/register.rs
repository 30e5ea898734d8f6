//! Stories of the register: any past day, states and their figures, imports, verify.

use org::{
    NewMember, Role,
    members::{Field, Particulars},
};
use store::Sql;
use testkit::{Client, Story};

use super::super::register;
use crate::tests::kit;

/// The page of a member as JSON.
fn page(who: &Client, id: &str, query: &str) -> serde_json::Value {
    who.get_json(&format!("/members/{id}{query}")).expect(200).json()
}

fn version(who: &Client, id: &str) -> String {
    page(who, id, "")["version"].to_string()
}

fn job_form(who: &Client, edit: &str, version: &str, job: &str, more: &[(&str, &str)]) -> testkit::Answer {
    let mut form = vec![("version", version), ("section", "work"), ("job", job)];
    form.extend_from_slice(more);
    who.post(edit, &form)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one course told in its order")]
fn the_register_tells_any_past_day_also_after_later_corrections() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let born = [
            ("name", "周敏"),
            ("phone", "13612340000"),
            ("joined", "2020-03-01"),
            ("job", "教师"),
        ];
        let id = chair.post("/members/new", &born).expect(303).id();
        let edit = format!("/members/{id}/edit");
        // A change from a day on, recorded on 21 November.
        job_form(
            &chair,
            &edit,
            "1",
            "教研组长",
            &[("on", "2024-09-01"), ("basis", "任命通知")],
        )
        .expect(303);
        let job = |query: &str| {
            page(&chair, &id, query)["particulars"]["job"]
                .as_str()
                .map(str::to_owned)
        };
        assert_eq!(job(""), Some("教研组长".into()));
        assert_eq!(job("?on=2024-08-31"), Some("教师".into()));
        assert_eq!(job("?on=2024-09-01"), Some("教研组长".into()));
        assert_eq!(job("?on=2020-02-29"), None, "not yet a member");

        // A day later it turns out that it was so a year earlier: the past is corrected, and what the register
        // said before is still known.
        s.clock.set(s.clock.now().plus_millis(86_400_000));
        let chair = s.person(Role::Chair);
        let work = |version: &str, job: &str, more: &[(&str, &str)]| job_form(&chair, &edit, version, job, more);
        let job = |query: &str| {
            page(&chair, &id, query)["particulars"]["job"]
                .as_str()
                .map(str::to_owned)
        };
        let earlier = [("on", "2023-09-01"), ("until", "2024-09-01")];
        work("2", "教研组长", &earlier).expect(422);
        work("2", "年级组长", &earlier).expect(303);
        assert_eq!(job("?on=2023-12-01"), Some("年级组长".into()));
        assert_eq!(job("?on=2023-12-01&known=2026-11-21"), Some("教师".into()));
        assert_eq!(
            job(""),
            Some("教研组长".into()),
            "a correction of past days leaves the present alone"
        );

        // The name was written wrongly all the time.
        let mend = [
            ("version", "3"),
            ("section", "identity"),
            ("name", "周敏敏"),
            ("how", "mended"),
        ];
        chair.post(&edit, &mend).expect(303);
        assert_eq!(page(&chair, &id, "?on=2020-03-01")["particulars"]["name"], "周敏敏");
        assert_eq!(
            page(&chair, &id, "?on=2020-03-01&known=2026-11-21")["particulars"]["name"],
            "周敏"
        );

        // A change before a later one of the same would undo it: refused, with the day.
        let refused = work("4", "教师", &[("on", "2023-10-01")]).expect(422);
        assert!(refused.shows("2024-09-01"), "{}", refused.text());
        work("4", "教师", &[("on", "2019-01-01")]).expect(422);
        work("4", "教师", &[("on", "2027-01-01")]).expect(422);
        work("4", "教师", &[("on", "2026-11-20"), ("until", "2026-11-20")]).expect(422);
        assert!(work("4", "教研组长", &[]).expect(422).shows("没有改动"));
        let shown = chair.get(&format!("/members/{id}")).expect(200);
        assert!(shown.shows("任命通知") && shown.shows("订正资料"));
        sound(s);
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one course told in its order")]
fn a_membership_goes_from_state_to_state_and_back_with_its_figures() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let new = [
            ("name", "孙师傅"),
            ("phone", "13612340001"),
            ("joined", "2026-03-02"),
            ("employment", "dispatched"),
            ("sex", "male"),
        ];
        let id = chair.post("/members/new", &new).expect(303).id();
        assert_eq!(
            figures(s),
            [("member.joined", 1), ("member.joined.dispatched", 1)].map(owned)
        );
        let path = format!("/members/{id}/status");
        let go = |status: &str, on: &str, more: &[(&str, &str)]| {
            let version = version(&chair, &id);
            let mut form = vec![
                ("version", version.as_str()),
                ("status", status),
                ("on", on),
                ("why", "委员会决定"),
            ];
            form.extend_from_slice(more);
            chair.post(&path, &form)
        };
        chair.get(&path).expect(200);
        go("active", "2026-11-20", &[]).expect(422);
        go("kept", "2026-02-01", &[]).expect(422);
        go("kept", "2026-12-01", &[]).expect(422);
        go("moved", "2026-11-20", &[("retires", "1")]).expect(422);
        assert!(
            chair
                .post(&path, &[("version", "1"), ("status", "kept"), ("on", "2026-06-01")])
                .expect(422)
                .shows("依据")
        );
        go("kept", "2026-06-01", &[("retires", "1")]).expect(303);
        let seen = page(&chair, &id, "");
        assert_eq!(
            (&seen["status"], &seen["particulars"]["retired"]),
            (&"kept".into(), &"2026-06-01".into())
        );
        assert_eq!(seen["stages"].as_array().map(Vec::len), Some(2));
        assert_eq!(figures(s).last(), Some(&owned(("member.retired", 1))));
        go("died", "2026-07-01", &[]).expect(303);
        assert!(chair.get(&path).expect(200).shows("不再变更"));
        go("active", "2026-08-01", &[]).expect(422);
        assert_eq!(figures(s).len(), 7);

        // It was somebody else of the same name.
        let back = format!("{path}/take_back");
        chair.get(&back).expect(200);
        chair.post(&back, &[("version", "9"), ("why", "登错了人")]).expect(409);
        let form = [("version", &*version(&chair, &id)), ("why", "登错了人")];
        chair.post(&back, &form).expect(303);
        assert_eq!(page(&chair, &id, "")["status"], "kept");
        let left = figures(s);
        assert!(
            !left
                .iter()
                .any(|(key, _)| key.starts_with("member.left") || key == "member.died"),
            "{left:?}"
        );
        let again = [("version", &*version(&chair, &id)), ("why", "没有退休")];
        chair.post(&back, &again).expect(303);
        assert_eq!(page(&chair, &id, "")["particulars"]["retired"], serde_json::Value::Null);
        let none = [("version", &*version(&chair, &id)), ("why", "再撤")];
        chair.post(&back, &none).expect(422);
        chair.get(&back).expect(409);
        sound(s);
    });
}

#[test]
fn personal_particulars_are_for_those_who_may_see_them() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let new = [
            ("name", "吴静"),
            ("phone", "13612340002"),
            ("born", "1985-03-01"),
            ("address", "学府路 1 号"),
            ("department", "语文组"),
        ];
        let id = chair.post("/members/new", &new).expect(303).id();
        let wrong = [
            ("name", "错"),
            ("sex", "女"),
            ("born", "1985-3-0"),
            ("email", "a"),
            ("number", &"9".repeat(40)),
        ];
        let refused = chair.post("/members/new", &wrong).expect(422);
        for (field, _) in &wrong[1..] {
            assert!(
                refused.shows(&format!("{field}-error")) || refused.shows(field),
                "{field}"
            );
        }
        let officer = s.person(Role::Officer);
        assert!(officer.get(&format!("/members/{id}")).expect(200).shows("学府路"));
        for who in [s.person(Role::Auditor), s.person(Role::Treasurer)] {
            for answer in [
                who.get(&format!("/members/{id}")),
                who.get_json(&format!("/members/{id}")),
            ] {
                let answer = answer.expect(200);
                assert!(
                    answer.shows("语文组") && !answer.shows("学府路") && !answer.shows("1985"),
                    "{}",
                    answer.text()
                );
            }
        }
        for section in ["identity", "contact", "person", "work", "membership", "confirmation"] {
            chair.get(&format!("/members/{id}/edit?section={section}")).expect(200);
        }
        s.outsider(Role::Chair)
            .get(&format!("/members/{id}?on=2026-01-01"))
            .expect(404);
    });
}

#[test]
fn the_list_is_told_as_of_a_past_day() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let add = |name: &str, joined: &str| {
            chair
                .post("/members/new", &[("name", name), ("joined", joined)])
                .expect(303)
                .id()
        };
        let gone = add("安然", "2019-05-01");
        add("白露", "2025-05-01");
        let leaves = [
            ("version", "1"),
            ("status", "moved"),
            ("on", "2026-01-10"),
            ("why", "调出"),
        ];
        chair.post(&format!("/members/{gone}/status"), &leaves).expect(303);
        let names = |query: &str| -> Vec<String> {
            let list = chair.get_json(&format!("/members{query}")).expect(200).json();
            let lines = list["lines"].as_array().unwrap().iter();
            assert_eq!(
                list["total"].as_i64(),
                i64::try_from(list["lines"].as_array().unwrap().len()).ok()
            );
            lines
                .map(|l| l["name"].as_str().unwrap().to_owned())
                .filter(|n| n == "安然" || n == "白露")
                .collect()
        };
        assert_eq!(names("?on=2019-04-30"), Vec::<String>::new());
        assert_eq!(names("?on=2024-12-31"), ["安然"]);
        assert_eq!(names("?on=2025-12-31"), ["安然", "白露"]);
        assert_eq!(names("?on=2026-01-10"), ["白露"]);
        assert_eq!(names("?on=2026-01-10&status=moved"), ["安然"]);
        assert_eq!(names(""), ["白露"]);
        assert!(chair.get("/members?on=2024-12-31").expect(200).shows("2024年12月31日"));
    });
}

#[test]
fn an_import_is_one_recording_and_its_figures_are_sums() {
    testkit::story(kit, |s| {
        let (clock, union, group) = (s.clock.clone(), s.union, s.group);
        let rows: Vec<NewMember> = (0..40)
            .map(|n| {
                let kind = if n % 4 == 0 { "dispatched" } else { "staff" };
                let known = Particulars::default()
                    .with(Field::Name, &format!("导入{n}"))
                    .and_then(|p| p.with(Field::Employment, kind))
                    .and_then(|p| p.with(Field::Group, &group.to_string()))
                    .and_then(|p| p.with(Field::Joined, if n < 30 { "2015-09-01" } else { "2026-09-01" }))
                    .unwrap();
                NewMember::of(known)
            })
            .collect();
        let mut actor = web::Actor::stranger(kernel::Lang::Zh);
        actor.union = union;
        let told: web::Reply<Vec<org::MemberId>> = s.store.write(move |w| {
            let act = web::Act::new(web::View::new(w, &actor, &clock), w);
            register::load(
                &act,
                web::Record::new("import", clock.id::<()>()),
                &rows,
                Some("2026 年名册"),
            )
            .map(|(ids, _)| ids)
        });
        assert_eq!(told.unwrap().len(), 40);
        let found = figures(s);
        assert_eq!(
            found,
            [
                ("member.joined", 40),
                ("member.joined.dispatched", 10),
                ("member.joined.staff", 30)
            ]
            .map(owned)
        );
        sound(s);
    });
}

#[test]
fn a_change_by_hand_is_found() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair
            .post("/members/new", &[("name", "原名"), ("joined", "2020-01-01")])
            .expect(303);
        sound(s);
        let union = s.union;
        let by_hand: Result<u64, store::Error> = s.store.write(move |w| {
            const HAND: Sql =
                Sql::union("UPDATE member_version SET joined = '2010-01-01' WHERE union_id = $1 AND name = '原名'");
            w.run(HAND, &[&union])
        });
        by_hand.unwrap();
        let found = s.store.read(|r| crate::members::check(r, union)).unwrap();
        let keys: Vec<&str> = found.iter().map(|d| d.key).collect();
        assert_eq!(
            keys,
            ["organisation.verify.present", "organisation.verify.other"],
            "{found:?}"
        );
    });
}

fn owned((key, n): (&str, i64)) -> (String, i64) {
    (key.to_owned(), n)
}

/// What the register of facts holds of members, what cancels out left away.
fn figures(s: &Story) -> Vec<(String, i64)> {
    const SUMS: Sql = Sql::union(
        "SELECT measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND measure LIKE 'member.%'
         GROUP BY measure HAVING SUM(quantity) <> 0 ORDER BY measure",
    );
    let union = s.union;
    let sums: Result<Vec<(String, i64)>, store::Error> = s
        .store
        .read(|r| r.rows(SUMS, &[&union], |row| Ok((row.get(0)?, row.get(1)?))));
    sums.unwrap()
}

/// Verify finds nothing.
fn sound(s: &Story) {
    let union = s.union;
    let found = s.store.read(|r| crate::members::check(r, union)).unwrap();
    assert!(found.is_empty(), "{found:?}");
}
