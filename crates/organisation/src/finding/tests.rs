//! Stories of finding, counting, saving and taking out.

use org::Role;
use testkit::{Client, Story};

use crate::tests::kit;

fn add(who: &Client, more: &[(&str, &str)]) -> String {
    who.post("/members/new", more).expect(303).id()
}

/// Six members, in a group or not.
fn people(s: &Story, chair: &Client) {
    let group = s.group.to_string();
    for (name, sex, employment, born, joined) in [
        ("丁一", "male", "staff", "1966-11-25", "2001-09-01"),
        ("王二", "female", "dispatched", "1990-12-05", "2019-09-01"),
        ("张三", "female", "staff", "1971-09-20", "1995-09-01"),
        ("欧阳文博", "male", "contract", "1988-02-29", "2015-09-01"),
    ] {
        let form = [
            ("name", name),
            ("sex", sex),
            ("employment", employment),
            ("born", born),
            ("joined", joined),
            ("group", &group),
            ("job_class", "technical"),
        ];
        add(chair, &form);
    }
    add(
        chair,
        &[("name", "无名"), ("joined", "2020-01-01"), ("department", "后勤")],
    );
}

fn names(who: &Client, query: &str) -> Vec<String> {
    let found = who.get_json(&format!("/members/find?{query}")).expect(200).json();
    let lines = found["lines"].as_array().unwrap().iter();
    lines
        .map(|l| l["name"].as_str().unwrap().to_owned())
        .filter(|n| !n.starts_with("张") || n == "张三")
        .filter(|n| n != "李红梅")
        .collect()
}

#[test]
fn members_are_found_by_any_particular_of_any_day_in_any_order() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        assert_eq!(names(&chair, "sex=female"), ["王二", "张三"]);
        assert_eq!(names(&chair, "sex=female&employment=staff"), ["张三"]);
        assert_eq!(
            names(&chair, "born_from=1980-01-01&born_until=1990-12-31&sort=joined"),
            ["欧阳文博", "王二"]
        );
        assert_eq!(names(&chair, "department=%E5%90%8E"), ["无名"]);
        assert_eq!(names(&chair, "born=-&department=%E5%90%8E"), ["无名"]);
        assert_eq!(
            names(&chair, &format!("group={}&sort=strokes", s.group)),
            ["丁一", "王二", "张三", "欧阳文博"]
        );
        assert_eq!(names(&chair, "sex=female&on=2010-01-01"), ["张三"]);
        assert!(names(&chair, "status=moved").is_empty());
        chair.get_json("/members/find?sex=nobody").expect(422);
        let page = chair.get("/members/find?sex=female&born_from=1980-01-01").expect(200);
        assert!(page.shows("性别：女") && page.shows("出生日期不早于"));
        // Personal particulars are no condition for who may not see them.
        let auditor = s.person(Role::Auditor);
        assert_eq!(names(&auditor, "born_from=1980-01-01").len(), 5);
        assert!(!auditor.get("/members/find").expect(200).shows("政治面貌"));
        for typed in ["oyangwb", "ouywenbo", "欧阳wb", "oywb"] {
            let path = format!("/members?q={}", web::pairs::escape(typed));
            assert!(chair.get(&path).expect(200).shows("欧阳文博"), "{typed}");
        }
        let (leader, _) = s.member(Role::GroupLeader);
        assert_eq!(names(&leader, "").len(), 5, "a leader of the whole union sees it");
        assert_eq!(names(&s.outsider(Role::Chair), "").len(), 0);
    });
}

#[test]
fn a_surname_finds_the_first_hundred_in_the_order_of_their_sound() {
    const GIVEN: [&str; 12] = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳"];
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let all: Vec<String> = GIVEN
            .iter()
            .flat_map(|a| GIVEN.iter().map(move |b| format!("张{a}{b}")))
            .chain(["章一", "章二", "单飞", "单于飞"].map(str::to_owned))
            .collect();
        let (union, clock, new) = (s.union, s.clock.clone(), all.clone());
        let added: Result<(), store::Error> = s.store.write(move |w| {
            let mut each = new.iter();
            each.try_for_each(|name| org::add_member(w, &clock, union, org::NewMember::named(name.clone())).map(drop))
        });
        added.unwrap();
        let found = |typed: &str| -> Vec<String> {
            let list = chair
                .get_json(&format!("/members?q={}", web::pairs::escape(typed)))
                .expect(200)
                .json();
            let lines = list["lines"].as_array().unwrap().iter();
            lines.map(|l| l["name"].as_str().unwrap().to_owned()).collect()
        };
        let sound = |name: &String| kernel::pinyin::of_name(name).full;
        let many = found("张");
        assert_eq!(many.len(), 100);
        assert!(many.iter().all(|name| name.starts_with('张')), "{many:?}");
        assert!(many.is_sorted_by_key(sound), "{many:?}");
        let last = many.last().map(sound).unwrap();
        let left_out = all.iter().filter(|name| name.starts_with('张') && !many.contains(name));
        assert!(left_out.clone().count() > 0 && left_out.map(sound).all(|s| s >= last));
        assert_eq!(found("章"), ["章二", "章一"]);
        assert_eq!(found("单"), ["单于飞", "单飞"], "however it is sounded");
    });
}

#[test]
fn counts_open_their_members_and_what_comes_is_told() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        let counted = chair.get_json("/members/counts?by=employment").expect(200).json();
        let of = |value: &str| {
            counted["counts"]
                .as_array()
                .unwrap()
                .iter()
                .find(|c| c["value"] == value)
                .map(|c| c["members"].clone())
        };
        assert_eq!(
            (of("staff"), of("dispatched"), of("contract")),
            (Some(2.into()), Some(1.into()), Some(1.into()))
        );
        let total: i64 = counted["counts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["members"].as_i64().unwrap())
            .sum();
        assert_eq!(counted["total"], total);
        let page = chair.get("/members/counts?by=employment&sex=female").expect(200);
        assert!(page.shows("劳务派遣") && page.shows("employment=dispatched"));
        assert!(chair.get("/members/counts?by=born").expect(200).shows("1988"));
        assert_eq!(
            s.person(Role::Auditor)
                .get_json("/members/counts?by=born")
                .expect(200)
                .json()["by"],
            "employment"
        );

        let ahead = chair.get_json("/members/ahead").expect(200).json();
        let who = |list: &str| -> Vec<String> {
            ahead[list]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| format!("{} {}", c["name"].as_str().unwrap(), c["day"].as_str().unwrap()))
                .collect()
        };
        assert_eq!(who("birthdays"), ["丁一 2026-11-25", "王二 2026-12-05"]);
        assert_eq!(who("retirements"), ["张三 2027-03-20"]);
        assert!(chair.get("/members/ahead").expect(200).shows("没有登记出生日期"));
    });
}

#[test]
fn who_was_taken_out_with_a_branch_is_told_so() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::MemberRole);
        let body = |kind: &str, name: &str, parent: &str| {
            let form = [("kind", kind), ("name", name), ("parent", parent)];
            chair.post("/org/bodies/new", &form).expect(303).id()
        };
        let branch = body("branch", "理学院分会", "");
        let (group, other) = (body("group", "力学组", &branch), body("branch", "文学院分会", ""));
        let name = chair.get_json(&format!("/members/{member}")).json()["name"].clone();
        let into = [
            ("version", "1"),
            ("name", name.as_str().unwrap()),
            ("joined", "2026-11-21"),
            ("group", group.as_str()),
        ];
        chair.post(&format!("/members/{member}/edit"), &into).expect(303);
        for (under, purpose) in [(&branch, "理学院体检名单"), (&other, "文学院体检名单")] {
            let form = [
                ("purpose", purpose),
                ("format", "csv"),
                ("field", "name"),
                ("under", under.as_str()),
            ];
            chair.post("/members/export", &form).expect(303);
        }
        let seen = person.get("/me/data/seen").expect(200);
        assert!(
            seen.shows("理学院体检名单") && !seen.shows("文学院体检名单"),
            "{}",
            seen.text()
        );
        let page = chair.get(&format!("/members/find?under={branch}")).expect(200);
        assert!(page.shows("在理学院分会，含下属小组"), "{}", page.text());
    });
}

#[test]
fn a_list_is_saved_and_taken_out_with_a_purpose() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        people(s, &chair);
        let saved = chair
            .post("/members/lists", &[("name", "女会员"), ("sex", "female")])
            .expect(303)
            .location();
        assert!(saved.starts_with("/members/lists/"));
        let id = saved.split('/').next_back().unwrap().to_owned();
        let page = chair.get(&format!("/members/lists/{id}")).expect(200);
        assert!(page.shows("张三") && page.shows("王二") && !page.shows("丁一"));
        chair
            .post("/members/lists", &[("name", "女会员"), ("sex", "female")])
            .expect(409);
        chair.post("/members/lists", &[("name", "都要")]).expect(422);
        s.outsider(Role::Chair).get(&format!("/members/lists/{id}")).expect(404);
        s.person(Role::Auditor)
            .post(&format!("/members/lists/{id}/remove"), &[])
            .expect(403);

        chair.get("/members/export?sex=female").expect(200);
        s.person(Role::Officer).get("/members/export").expect(403);
        let form = [
            ("purpose", "市总工会年报"),
            ("format", "csv"),
            ("field", "name"),
            ("field", "born"),
            ("sex", "female"),
        ];
        chair.post("/members/export", &form[1..]).expect(422);
        let made = chair.post("/members/export", &form).expect(303);
        let export = made.id();
        let path = format!("/members/exports/{export}");
        let text = chair.get(&path).expect(200).text();
        assert!(
            text.contains("张三") && text.contains("王二") && !text.contains("丁一"),
            "{text}"
        );
        let before = chair.get("/members/export").expect(200);
        assert!(before.shows("市总工会年报"));
        s.person(Role::ViceChair).get(&path).expect(404);
        s.outsider(Role::Chair).get(&path).expect(404);
        let excel = [
            ("purpose", "通讯录"),
            ("format", "xlsx"),
            ("field", "name"),
            ("field", "phone"),
        ];
        let made = chair.post("/members/export", &excel).expect(303).location();
        assert!(chair.get(&made).expect(200).bytes.starts_with(b"PK"));
        chair.post(&format!("/members/lists/{id}/remove"), &[]).expect(303);
        chair.get(&format!("/members/lists/{id}")).expect(404);
    });
}
