//! Stories of the tree of unions: founding, moving, merging, splitting, dissolving, and who sees what.

mod asking;

use ::store::{Error, Sql};
use kernel::UnionId;
use org::{Role, tree::tally};
use testkit::{Story, story};
use web::inside::Client;

use crate::tests::{kit, text};

const LEFT_TO_SOMEBODY: Sql = Sql::union("SELECT COUNT(*) FROM task WHERE union_id = $1 AND owner_id IS NOT NULL");

/// The chair of the story's union, which is the education union of a district from today on.
fn district(s: &Story) -> Client {
    let chair = s.person(Role::Chair);
    let own = format!("/org/tree/{}/rename", s.union);
    chair.get(&own).expect(200);
    let to = [
        ("name", "滨湖区教育工会"),
        ("kind", "system"),
        ("day", "2026-11-21"),
        ("basis", "区总工会批复〔2026〕1号"),
    ];
    chair.post(&own, &to).expect(303);
    chair
}

/// Founds a union under another; its id.
fn found(chair: &Client, under: &str, name: &str, kind: &str) -> String {
    found_on(chair, under, name, kind, "2026-11-21")
}

fn found_on(chair: &Client, under: &str, name: &str, kind: &str, day: &str) -> String {
    let path = format!("/org/tree/{under}/found");
    chair.get(&path).expect(200);
    let form = [
        ("name", name),
        ("kind", kind),
        ("day", day),
        ("basis", "批复〔2026〕2号"),
        ("chair", "王芳"),
    ];
    chair.post(&path, &form).expect(303).id()
}

const BASIS: (&str, &str) = ("basis", "批复〔2026〕3号");
const TODAY: (&str, &str) = ("day", "2026-11-21");

#[test]
fn a_union_is_founded_and_its_chair_comes_in() {
    story(kit, |s| {
        let chair = district(s);
        let school = found(&chair, &s.union.to_string(), "第三中学工会", "grassroots");
        let page = chair.get(&format!("/org/tree/{school}")).expect(200);
        assert!(page.shows("第三中学工会") && page.shows("王芳") && page.shows("批复〔2026〕2号"));
        let list = chair.get("/org/tree").expect(200);
        assert!(list.shows("第三中学工会") && list.shows("滨湖区教育工会"));
        let json = chair.get_json("/org/tree").expect(200).json();
        assert_eq!(json["below"][0]["tally"]["members"], 1);
        assert_eq!(json["tally"]["all_unions"], 2);
        let own = json["tally"]["members"].as_i64().unwrap();
        assert_eq!(
            json["tally"]["all_members"],
            own + 1,
            "the total is the sum of the lines"
        );

        let code = text(&chair.get_json(&format!("/org/tree/{school}")), &["code"]);
        let newcomer = s.stranger();
        let join = [("sign_name", "wangfang"), ("password", "Gonghui-2026")];
        newcomer.post(&format!("/join/{code}"), &join).expect(303);
        let sign_in = [("name", "wangfang"), ("password", "Gonghui-2026")];
        newcomer.post("/sign-in", &sign_in).expect(303);
        assert!(newcomer.get("/org").expect(200).shows("第三中学工会"));
        assert_eq!(newcomer.get_json("/org/tree").expect(200).json()["count"], 0);
        newcomer.get(&format!("/org/tree/{}", s.union)).expect(404);
        assert!(
            chair.get_json(&format!("/org/tree/{school}")).json()["code"].is_null(),
            "the code is used up"
        );
    });
}

#[test]
fn a_union_is_not_founded_with_a_wrong_form() {
    story(kit, |s| {
        let chair = district(s);
        let own = s.union.to_string();
        found(&chair, &own, "第三中学工会", "grassroots");
        let path = format!("/org/tree/{own}/found");
        let with = |name: &'static str, kind: &'static str, day: &'static str| {
            [
                ("name", name),
                ("kind", kind),
                ("day", day),
                ("basis", "批复"),
                ("chair", "李明"),
            ]
        };
        let twice = chair
            .post(&path, &with("第三中学工会", "grassroots", "2026-11-21"))
            .expect(422);
        assert!(
            twice.shows("已有同名的工会") && twice.shows("李明"),
            "what was typed stays"
        );
        let high = chair.post(&path, &with("某市总工会", "city", "2026-11-21")).expect(422);
        assert!(high.shows("级别"));
        assert!(
            chair
                .post(&path, &with("第四中学工会", "grassroots", "2026-11-22"))
                .expect(422)
                .shows("将来")
        );
        assert!(
            chair
                .post(&path, &with("第四中学工会", "grassroots", "2020-01-01"))
                .expect(422)
                .shows("不能早于")
        );
        s.person(Role::Officer)
            .post(&path, &with("第四中学工会", "grassroots", "2026-11-21"))
            .expect(403);
    });
}

/// Two parts of the district, and a school in the first.
fn parts(s: &Story) -> (Client, [String; 3]) {
    let chair = district(s);
    let own = s.union.to_string();
    let east = found(&chair, &own, "东片教育工会", "system");
    let west = found(&chair, &own, "西片教育工会", "system");
    let school = found(&chair, &east, "第五小学工会", "grassroots");
    (chair, [east, west, school])
}

#[test]
fn a_union_never_stands_under_itself() {
    story(kit, |s| {
        let (chair, [east, west, school]) = parts(s);
        let own = s.union.to_string();
        let place = format!("/org/tree/{east}/move");
        assert!(chair.get(&place).expect(200).shows("西片教育工会"));
        let to = |under: &str| -> Vec<(String, String)> {
            let all = [("under", under), TODAY, BASIS];
            all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        let send = |path: &str, under: &str| {
            let form = to(under);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            chair.post(path, &form)
        };
        assert!(send(&place, &east).expect(422).shows("不能隶属于它自己"));
        assert!(send(&place, &school).expect(422).shows("绕成一圈"));
        assert!(
            send(&format!("/org/tree/{west}/move"), &school)
                .expect(422)
                .shows("级别")
        );
        assert!(send(&place, &own).expect(422).shows("现在就隶属于"));
        assert!(
            send(&format!("/org/tree/{own}/move"), &west)
                .expect(403)
                .shows("上级工会办理")
        );
        let stranger = UnionId::new(uuid::Uuid::nil()).to_string();
        assert!(send(&place, &stranger).expect(422).shows("下级工会中选择"));
    });
}

#[test]
fn a_union_moves_with_what_is_below_it() {
    story(kit, |s| {
        let (_, [east, west, school]) = parts(s);
        let own = s.union.to_string();
        let place = format!("/org/tree/{east}/move");
        s.clock.set(s.clock.now().plus_millis(3 * 86_400_000));
        let chair = s.person(Role::Chair);
        let later = [("under", west.as_str()), ("day", "2026-11-23"), BASIS];
        assert!(
            chair
                .post(&place, &[later[0], ("day", "2026-11-20"), BASIS])
                .expect(422)
                .shows("不能早于")
        );
        chair.post(&place, &later).expect(303);
        let below = |top: &str, on: &str| -> Vec<String> {
            let page = chair.get_json(&format!("/org/tree/{top}?on={on}")).expect(200).json();
            let names = page["below"].as_array().unwrap().iter();
            names.map(|b| b["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(below(&west, "2026-11-24"), ["东片教育工会"]);
        assert_eq!(below(&own, "2026-11-24"), ["西片教育工会"]);
        let before = below(&own, "2026-11-22");
        assert_eq!(before.len(), 2, "as of the day before it stood elsewhere: {before:?}");
        assert!(below(&west, "2026-11-22").is_empty());
        // The school came along, and is found there from the top.
        assert!(
            chair
                .get(&format!("/org/tree/{school}"))
                .expect(200)
                .shows("东片教育工会")
        );
        let all = chair.get("/org/tree/drawing?levels=3&paper=a3").expect(200);
        assert!(all.shows("第五小学工会") && all.shows("<svg"));
        let sound = s
            .store
            .read(|r| org::tree::check::trouble(r, school.parse::<UnionId>().unwrap()));
        assert_eq!(sound.unwrap(), None);
    });
}

#[test]
fn a_union_is_merged_into_another() {
    story(kit, |s| {
        let chair = district(s);
        let own = s.union.to_string();
        let first = found(&chair, &own, "第一小学工会", "grassroots");
        let second = found(&chair, &own, "第二小学工会", "grassroots");
        let same_day = [("into", second.as_str()), TODAY, BASIS];
        let merge = format!("/org/tree/{first}/merge");
        chair.get(&merge).expect(200);
        assert!(chair.post(&merge, &same_day).expect(422).shows("当天"));
        assert!(
            chair
                .post(&merge, &[("into", &first), TODAY, BASIS])
                .expect(422)
                .shows("并入它自己")
        );
        s.clock.set(s.clock.now().plus_millis(2 * 86_400_000));
        let chair = s.person(Role::Chair);
        let day = ("day", "2026-11-23");
        chair.post(&merge, &[("into", &second), day, BASIS]).expect(303);
        let gone = chair.get(&format!("/org/tree/{first}")).expect(200);
        assert!(gone.shows("2026年11月22日终止") && gone.shows("并入第二小学工会"));
        chair.get(&merge).expect(409);
        assert_eq!(chair.get_json("/org/tree").json()["count"], 1);
        let tasks = s.store.read(|r| -> Result<i64, Error> {
            let first: UnionId = first.parse().unwrap();
            r.one(LEFT_TO_SOMEBODY, &[&first], |row| row.get(0))
        });
        assert_eq!(tasks.unwrap(), 1, "the members' transfer is left to its chair");
    });
}

#[test]
fn a_union_is_split_and_what_came_out_is_dissolved() {
    story(kit, |s| {
        let chair = district(s);
        let second = found(&chair, &s.union.to_string(), "第二小学工会", "grassroots");
        s.clock.set(s.clock.now().plus_millis(2 * 86_400_000));
        let chair = s.person(Role::Chair);
        let day = ("day", "2026-11-23");
        let split = format!("/org/tree/{second}/split");
        chair.get(&split).expect(200);
        let bad = [("new", "东校区工会"), day, BASIS];
        assert!(chair.post(&split, &bad).expect(422).shows("没有看懂"));
        let two = [
            ("new", "东校区工会，李明\n西校区工会，赵敏"),
            ("ends", "true"),
            day,
            BASIS,
        ];
        chair.post(&split, &two).expect(303);
        let page = chair.get_json("/org/tree").json();
        let names: Vec<&str> = page["below"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["东校区工会", "西校区工会"]);

        let east = page["below"][0]["id"].as_str().unwrap();
        let dissolve = format!("/org/tree/{east}/dissolve");
        chair.get(&dissolve).expect(200);
        let below = found_on(&chair, east, "附属幼儿园工会", "grassroots", "2026-11-23");
        s.clock.set(s.clock.now().plus_millis(86_400_000));
        let chair = s.person(Role::Chair);
        let day = ("day", "2026-11-24");
        assert!(
            chair
                .post(&dissolve, &[day, BASIS])
                .expect(409)
                .shows("下面还有 1 个工会")
        );
        chair
            .post(&format!("/org/tree/{below}/dissolve"), &[day, BASIS])
            .expect(303);
        chair.post(&dissolve, &[day, BASIS]).expect(303);
        assert_eq!(chair.get_json("/org/tree").json()["count"], 1);
        assert_eq!(
            chair.get_json("/org/tree?on=2026-11-23").json()["count"],
            2,
            "the day before it was there"
        );
    });
}

#[test]
fn what_is_on_file_is_checked_and_two_editors_do_not_overwrite() {
    story(kit, |s| {
        let chair = district(s);
        let school = found(&chair, &s.union.to_string(), "第三中学工会", "grassroots");
        let path = format!("/org/tree/{school}/about");
        chair.get(&path).expect(200);
        let wrong = [
            ("version", "1"),
            ("unit_credit", "12100000400000624E"),
            ("address", "湖滨路1号"),
        ];
        let refused = chair.post(&path, &wrong).expect(422);
        assert!(refused.shows("校验位") && refused.shows("湖滨路1号"));
        assert!(
            chair
                .post(&path, &[("version", "1"), ("industry", "X")])
                .expect(422)
                .shows("从列表中选择")
        );
        assert!(
            chair
                .post(&path, &[("version", "1"), ("legal_code", "12100000400000624D")])
                .expect(422)
                .shows("81")
        );
        let good = [
            ("version", "1"),
            ("code", "3401110003"),
            ("unit_credit", "１2100000400000624d"),
            ("industry", "P"),
            ("unit_class", "400"),
        ];
        chair.post(&path, &good).expect(303);
        chair.post(&path, &good).expect(409);
        let page = chair.get(&format!("/org/tree/{school}")).expect(200);
        assert!(page.shows("12100000400000624D") && page.shows("教育") && page.shows("事业单位"));
        let taken = [("version", "2"), ("code", "3401110003")];
        assert!(
            chair
                .post(&format!("/org/tree/{}/about", s.union), &taken)
                .expect(422)
                .shows("已被另一个工会使用")
        );
    });
}

#[test]
fn a_legal_person_has_its_certificate_changed() {
    story(kit, |s| {
        let chair = district(s);
        let school = found(&chair, &s.union.to_string(), "第三中学工会", "grassroots");
        let path = format!("/org/tree/{school}/about");
        let moved = [
            ("version", "1"),
            ("code", "3401110003"),
            ("legal_code", "813400000000000009"),
            ("workers", "4"),
            ("address", "湖滨路1号"),
        ];
        chair.post(&path, &moved).expect(303);
        let tasks = || -> i64 {
            let school: UnionId = school.parse().unwrap();
            let count: Result<i64, Error> = s.store.read(|r| r.one(LEFT_TO_SOMEBODY, &[&school], |row| row.get(0)));
            count.unwrap()
        };
        assert_eq!(tasks(), 0);
        let mut again = moved;
        again[0] = ("version", "2");
        again[4] = ("address", "湖滨路2号");
        chair.post(&path, &again).expect(303);
        assert_eq!(tasks(), 1, "the certificate is to be changed");
    });
}

#[test]
fn what_does_not_lie_below_is_not_there() {
    story(kit, |s| {
        let chair = district(s);
        let own = s.union.to_string();
        let school = found(&chair, &own, "第三中学工会", "grassroots");
        let other = s.outsider(Role::Chair);
        for page in [
            "",
            "/drawing",
            "/list.xlsx",
            "/about",
            "/found",
            "/rename",
            "/move",
            "/merge",
            "/split",
            "/dissolve",
        ] {
            for union in [&school, &own] {
                other.get(&format!("/org/tree/{union}{page}")).expect(404);
                other.get_json(&format!("/org/tree/{union}{page}")).expect(404);
            }
        }
        let form = [("day", "2026-11-21"), BASIS];
        other.post(&format!("/org/tree/{school}/dissolve"), &form).expect(404);
        let theirs = other.get_json("/org/tree").expect(200).json();
        assert_eq!(theirs["count"], 0);
        assert!(!other.get("/org/tree").shows("第三中学工会"));
        // Members look at no other union at all; officers look and do not act.
        s.person(Role::MemberRole).get("/org/tree").expect(403);
        let officer = s.person(Role::Officer);
        assert!(
            !officer
                .get(&format!("/org/tree/{school}"))
                .expect(200)
                .shows("/dissolve")
        );
        officer.get(&format!("/org/tree/{school}/about")).expect(403);
    });
}

#[test]
fn the_tree_is_counted_by_a_job_and_the_sums_fit_the_lines() {
    story(kit, |s| {
        let chair = district(s);
        let own = s.union.to_string();
        let piece = found(&chair, &own, "东片教育工会", "system");
        for n in 1..=3 {
            found(&chair, &piece, &format!("第{n}小学工会"), "grassroots");
        }
        for name in ["孙丽", "周涛"] {
            chair.post("/members/new", &[("name", name)]).expect(303);
        }
        let was = chair.get_json("/org/tree").json()["tally"]["all_members"]
            .as_i64()
            .unwrap();
        let job = chair.post("/org/tree/count", &[]).expect(303);
        assert!(job.location().starts_with("/jobs/"));
        let kinds: Vec<jobs::Kind> = crate::jobs().into_iter().map(|(kind, _)| kind).collect();
        while jobs::runner::step(&s.store, &s.clock, &kinds).unwrap() {}
        let now = chair.get_json("/org/tree").json();
        assert_eq!(now["tally"]["all_members"].as_i64().unwrap(), was + 2);
        let lines: i64 = now["below"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["tally"]["all_members"].as_i64().unwrap())
            .sum();
        assert_eq!(now["tally"]["members"].as_i64().unwrap() + lines, was + 2);
        assert_eq!(now["tally"]["all_unions"], 5);
        let file = chair.get("/org/tree/list.xlsx").expect(200);
        assert!(file.bytes.starts_with(b"PK"));
        chair.get(&format!("/org/tree/{piece}/list.xlsx")).expect(200);
        chair.get(&format!("/org/tree/{piece}/drawing")).expect(200);
        let today = s.clock.today();
        let union = s.union;
        let next = s
            .store
            .read(|r| tally::of(r, union, today.plus_months(3)))
            .unwrap()
            .unwrap();
        assert_eq!(next.all_unions, 5, "a month without a count shows the last one");
    });
}

#[test]
fn every_page_of_the_tree_shows_in_both_languages() {
    story(kit, |s| {
        let chair = district(s);
        let school = found(&chair, &s.union.to_string(), "第三中学工会", "grassroots");
        let mut pages = vec![
            "/org/tree".to_owned(),
            "/org/tree/drawing".to_owned(),
            "/org/tree/drawing?sheet=1".to_owned(),
        ];
        for tail in [
            "",
            "/about",
            "/found",
            "/rename",
            "/move",
            "/merge",
            "/split",
            "/dissolve",
        ] {
            pages.push(format!("/org/tree/{school}{tail}"));
        }
        for page in pages {
            for lang in ["zh-Hans", "en"] {
                let glue = if page.contains('?') { '&' } else { '?' };
                let shown = chair.get(&format!("{page}{glue}lang={lang}")).expect(200);
                assert!(!shown.shows("⟦"), "{page} {lang}: {}", shown.text());
            }
        }
    });
}
