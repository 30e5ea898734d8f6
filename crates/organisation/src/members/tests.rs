//! Stories of members through the doors, on both databases.

mod register;
mod sealed;

use org::Role;

use crate::tests::{kit, text};

#[test]
fn a_member_is_added_once_and_a_namesake_if_said_so() {
    testkit::story(kit, |s| {
        let admin = s.person(Role::Admin);
        let group = s.group.to_string();
        let zhang = [
            ("name", "单　伟"),
            ("phone", "138 0013-8000"),
            ("group", group.as_str()),
        ];
        let id = admin.post("/members/new", &zhang).expect(303).id();
        let twice = admin
            .post("/members/new", &[("name", "单伟"), ("phone", "+86 13800138000")])
            .expect(409);
        assert!(twice.shows("已有同名、同手机号的会员") && twice.shows("确实是另一个人"));
        let other = [("name", "单伟"), ("phone", "13800138000"), ("another", "1")];
        let second = admin.post("/members/new", &other).expect(303).id();
        assert_ne!(id, second);
        admin
            .post("/members/new", &[("name", "单伟"), ("phone", "13800138001")])
            .expect(303);
        admin.post("/members/new", &[("name", "无号")]).expect(303);
        assert!(
            admin
                .post("/members/new", &[("name", "无号")])
                .expect(409)
                .shows("请填手机号")
        );
        assert!(
            admin
                .post("/members/new", &[("name", "短号"), ("phone", "123")])
                .expect(422)
                .shows("7 到 15 位")
        );
        admin
            .post("/members/new", &[("name", "未来"), ("joined", "2027-01-01")])
            .expect(422);
        admin
            .post("/members/new", &[("name", "闰日"), ("joined", "2026-02-30")])
            .expect(422);
        admin
            .post("/members/new", &[("name", ""), ("phone", "13800138009")])
            .expect(422);

        for words in ["单伟", "shanwei", "sw", "SW", "8000", "13800138000", "伟", "单 伟"] {
            let found = admin
                .get_json(&format!("/members?q={}", web::pairs::escape(words)))
                .expect(200);
            assert!(
                found.json()["lines"].as_array().is_some_and(|l| l.len() >= 2),
                "{words}: {}",
                found.text()
            );
        }
        assert!(
            admin.get_json("/members?q=%25").expect(200).json()["lines"]
                .as_array()
                .is_some_and(Vec::is_empty)
        );
        let listed = admin.get(&format!("/members?group={group}")).expect(200);
        assert!(listed.shows("138****8000") && !listed.shows("13800138000"));
        assert!(admin.get(&format!("/members/{id}")).expect(200).shows("13800138000"));
    });
}

#[test]
fn two_editors_of_a_member_meet() {
    testkit::story(kit, |s| {
        let (chair, admin) = (s.person(Role::Chair), s.person(Role::Admin));
        let id = chair
            .post("/members/new", &[("name", "赵敏"), ("phone", "13900139000")])
            .expect(303)
            .id();
        let edit = format!("/members/{id}/edit");
        let first = [
            ("version", "1"),
            ("name", "赵敏"),
            ("phone", "13900139001"),
            ("joined", "2026-01-01"),
        ];
        chair.post(&edit, &first).expect(303);
        let second = [
            ("version", "1"),
            ("name", "赵敏敏"),
            ("phone", "13900139002"),
            ("joined", "2026-01-01"),
        ];
        let stale = admin.post(&edit, &second).expect(409);
        assert!(stale.shows("赵敏敏") && stale.shows("name=\"version\" value=\"2\""));
        let seen = admin.get_json(&format!("/members/{id}"));
        assert_eq!(
            (text(&seen, &["name"]), text(&seen, &["phone"])),
            ("赵敏".into(), "13900139001".into())
        );

        chair
            .post("/members/new", &[("name", "钱进"), ("phone", "13900139005")])
            .expect(303);
        let taken = [
            ("version", "2"),
            ("name", "钱进"),
            ("phone", "13900139005"),
            ("joined", "2026-01-01"),
        ];
        chair.post(&edit, &taken).expect(409);
        let mut said = taken.to_vec();
        said.push(("another", "1"));
        chair.post(&edit, &said).expect(303);
    });
}

#[test]
fn the_list_is_paged_in_the_order_of_sound() {
    testkit::story(kit, |s| {
        let (clock, union) = (s.clock.clone(), s.union);
        let names = ["阿", "博", "陈", "丁"];
        let made: Result<(), store::Error> = s.store.write(move |w| {
            for n in 0..120_usize {
                let name = format!("{}{}", names[n % 4], n);
                let phone = Some(format!("1370000{n:04}"));
                org::add_member(
                    w,
                    &clock,
                    union,
                    org::NewMember {
                        name,
                        phone,
                        ..Default::default()
                    },
                )?;
            }
            Ok(())
        });
        made.unwrap();
        let auditor = s.person(Role::Auditor);
        let (mut seen, mut path, mut pages) = (Vec::new(), "/members".to_owned(), 0);
        loop {
            let page = auditor.get_json(&path).expect(200).json();
            pages += 1;
            assert_eq!(page["total"], 122);
            seen.extend(
                page["lines"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|l| l["name"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/members?after={}", web::pairs::escape(next));
        }
        assert_eq!((pages, seen.len()), (3, 122));
        let sounds: Vec<String> = seen.iter().map(|n| kernel::pinyin::of_name(n).full).collect();
        assert!(sounds.is_sorted(), "{sounds:?}");
        assert!(auditor.get("/members?after=nonsense").expect(200).shows("下一页"));
        let many = auditor.get_json("/members?q=b").expect(200).json();
        assert_eq!(many["lines"].as_array().map(Vec::len), Some(30));
    });
}

#[test]
fn who_leaves_gives_up_posts_and_roles() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (officer, member) = s.member(Role::Officer);
        let body = chair.get_json("/org").json()["bodies"][0].clone();
        let post = body["posts"][1]["id"].as_str().unwrap().to_owned();
        let who = member.to_string();
        chair
            .post(
                &format!("/org/posts/{post}/appoint"),
                &[("member", &who), ("from", "2026-01-01")],
            )
            .expect(303);
        officer.get("/org").expect(200);
        let form = format!("/members/{member}/status");
        chair.get(&form).expect(200);
        let leaves = [
            ("version", "1"),
            ("status", "moved"),
            ("on", "2026-11-21"),
            ("why", "调往二中"),
        ];
        chair.post(&form, &leaves).expect(303);
        assert!(officer.get("/org").status != 200, "the session of who left is over");
        let page = chair.get_json(&format!("/members/{member}")).expect(200).json();
        assert_eq!(
            (page["status"].as_str(), page["posts"][0]["ended"].as_str()),
            (Some("moved"), Some("2026-11-21"))
        );
        assert!(!chair.get_json("/members").text().contains(&who));
        assert!(chair.get_json("/members?status=moved").text().contains(&who));
    });
}

#[test]
fn an_exclusion_is_the_committees_decision_and_retirement_is_at_hand() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let member = [
            ("name", "卢一"),
            ("phone", "13900139123"),
            ("joined", "2020-01-01"),
            ("sex", "male"),
            ("id_number", "110105196311120019"),
        ];
        let id = chair.post("/members/new", &member).expect(303).id();
        let ahead = chair.get("/members/ahead").expect(200);
        assert!(ahead.shows("办理退休"), "{}", ahead.text());
        let offered = format!("/members/{id}/status?status=kept&retires=1&on=2026-11-12");
        let form = chair.get(&offered).expect(200);
        assert!(
            form.shows("到达法定退休年龄") && form.shows("value=\"2026-11-12\""),
            "{}",
            form.text()
        );

        let path = format!("/members/{id}/status");
        let out = [
            ("version", "1"),
            ("status", "removed"),
            ("on", "2026-11-20"),
            ("why", "严重违反章程"),
        ];
        assert!(chair.post(&path, &out).expect(422).shows("除名须由工会委员会决定"));
        let mut decided = [
            out.as_slice(),
            &[("met_on", "2026-11-19"), ("votes_for", "3"), ("votes_against", "3")],
        ]
        .concat();
        assert!(chair.post(&path, &decided).expect(422).shows("没有过半数"));
        decided[5].1 = "6";
        chair.post(&path, &decided).expect(303);
        assert!(
            chair
                .get(&format!("/members/{id}"))
                .expect(200)
                .shows("赞成 6 票，反对 3 票")
        );
    });
}
