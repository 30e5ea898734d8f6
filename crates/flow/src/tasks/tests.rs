//! Stories of tasks.

use org::Role;
use testkit::story;

use crate::tests::{add, kit, sane, sane_in_english};

fn version(who: &testkit::Client, id: &str) -> String {
    who.get_json(&format!("/tasks/{id}")).json()["task"]["version"].to_string()
}

#[test]
fn a_task_is_planned_begun_talked_about_and_given_up() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        sane(officer.get("/tasks/new"));
        let id = add(
            &officer,
            "慰问<b>退休</b>教师",
            &[("when", "12月上旬"), ("budget", "1,200.5"), ("note", "带慰问品")],
        );
        let at = format!("/tasks/{id}");
        let page = sane(officer.get(&at));
        assert!(
            page.shows("1,200.50") && page.shows("12月10日") && page.shows("12月上旬"),
            "{}",
            page.text()
        );
        assert!(!page.shows("<b>退休"), "text is escaped");
        assert!(sane(officer.get("/tasks")).shows("慰问"));
        officer.post(&format!("{at}/start?version=1"), &[]).expect(303);
        officer.post(&format!("{at}/start?version=2"), &[]).expect(409);
        officer
            .post(&format!("{at}/comments"), &[("body", "已联系三位老师")])
            .expect(303);
        officer
            .post(&format!("{at}/steps"), &[("step", "订慰问品")])
            .expect(303);
        let step = officer.get_json(&at).json()["steps"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        officer.post(&format!("{at}/steps/{step}?ticked=1"), &[]).expect(303);
        let page = sane(officer.get(&at));
        assert!(page.shows("已联系三位老师") && page.shows("还没好"));
        sane_in_english(&officer, &at);
        sane_in_english(&officer, "/tasks");
        sane_in_english(&officer, "/tasks/new");
        officer.post(&format!("{at}/drop"), &[("version", "2")]).expect(422);
        officer
            .post(&format!("{at}/drop"), &[("version", "2"), ("why", "经费不足")])
            .expect(303);
        let page = sane(officer.get(&at));
        assert!(page.shows("不办了") && page.shows("经费不足"));
        officer
            .post(
                &format!("{at}/edit"),
                &[("version", "3"), ("title", "x"), ("field", "care")],
            )
            .expect(409);
        assert!(!officer.get("/tasks").shows("慰问"), "only those owed");
        assert!(officer.get("/tasks?stage=dropped").shows("慰问"));
        officer.post(&format!("{at}/reopen?version=3"), &[]).expect(303);
        assert_eq!(officer.get_json(&at).json()["task"]["state"]["stage"], "open");
    });
}

#[test]
fn a_closed_task_stays_closed() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = add(&officer, "重阳节活动", &[("due", "2026-10-20")]);
        let close = format!("/close/{id}");
        officer
            .post(&close, &[("version", "1"), ("on", "2026-11-22")])
            .expect(422);
        officer
            .post(&close, &[("version", "7"), ("on", "2026-10-19")])
            .expect(409);
        officer
            .post(&close, &[("version", "1"), ("on", "2026-10-19")])
            .expect(303);
        officer
            .post(&close, &[("version", "2"), ("on", "2026-10-19")])
            .expect(409);
        officer.post(&format!("/tasks/{id}/reopen?version=2"), &[]).expect(409);
        assert!(sane(officer.get(&format!("/tasks/{id}"))).shows("已办结"));
    });
}

#[test]
fn the_double_click_makes_one_task() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let form = [
            ("title", "送温暖"),
            ("field", "care"),
            ("due", "2026-12-20"),
            ("_once", "k1"),
        ];
        let first = officer.post("/tasks/new", &form).expect(303);
        let second = officer.post("/tasks/new", &form).expect(303);
        assert_eq!(first.location(), second.location());
        assert_eq!(officer.get_json("/tasks").json()["all"], 1);
    });
}

#[test]
fn of_two_editors_the_second_is_told_and_keeps_what_was_typed() {
    story(kit, |s| {
        let (one, two) = (s.person(Role::Officer), s.person(Role::ViceChair));
        let id = add(&one, "拔河比赛", &[]);
        let edit = format!("/tasks/{id}/edit");
        one.post(
            &edit,
            &[("version", "1"), ("title", "拔河友谊赛"), ("field", "culture")],
        )
        .expect(303);
        let refused = two
            .post(
                &edit,
                &[("version", "1"), ("title", "趣味运动会"), ("field", "culture")],
            )
            .expect(409);
        assert!(refused.shows("趣味运动会"), "what was typed is kept");
        assert!(
            refused.shows("name=\"version\" value=\"2\""),
            "and may be sent again, knowingly"
        );
        assert_eq!(
            one.get_json(&format!("/tasks/{id}")).json()["task"]["title"],
            "拔河友谊赛"
        );
        two.post(
            &edit,
            &[("version", "2"), ("title", "趣味运动会"), ("field", "culture")],
        )
        .expect(303);
    });
}

#[test]
fn days_that_do_not_exist_are_refused_and_kept() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let send = |more: &[(&str, &str)]| {
            let mut form = vec![("title", "妇女节活动"), ("field", "care")];
            form.extend_from_slice(more);
            officer.post("/tasks/new", &form).expect(422)
        };
        let refused = send(&[("when", "2月30日")]);
        for kept in ["2月30日", "妇女节活动", "没有这一天"] {
            assert!(refused.shows(kept), "{kept}: {}", refused.text());
        }
        assert!(send(&[("when", "13月")]).shows("没有这个月份"));
        assert!(send(&[("due", "2026-02-30")]).shows("没有这一天"));
        assert!(send(&[("from", "2026-03-09"), ("due", "2026-03-08")]).shows("完成日不能早于开始日"));
        assert!(send(&[("from", "2026-03-09")]).shows("也请填完成日"));
        assert!(send(&[("budget", "很多")]).shows("请填金额"));
        officer
            .post("/tasks/new", &[("title", " "), ("field", "care")])
            .expect(422);
        assert_eq!(officer.get_json("/tasks").json()["all"], 0);
    });
}

#[test]
fn tasks_never_wait_in_a_circle() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let [a, b, c] = ["甲", "乙", "丙"].map(|title| add(&officer, title, &[]));
        let wait = |task: &str, needs: &str| {
            officer
                .post(&format!("/tasks/{task}/needs"), &[("needs", needs)])
                .status
        };
        assert_eq!(wait(&a, &b), 303);
        assert_eq!(wait(&b, &c), 303);
        assert_eq!(wait(&c, &a), 422);
        assert_eq!(wait(&a, &a), 422);
        assert_eq!(wait(&a, &c), 303, "two ways to the same are no circle");
        let refused = officer.post(&format!("/tasks/{c}/needs"), &[("needs", &a)]);
        assert!(refused.shows("互相等待"));
        assert!(sane(officer.get(&format!("/tasks/{a}"))).shows("还有 2 项前置工作"));
        officer
            .post(&format!("/tasks/{b}/needs"), &[("needs", &c), ("no_longer", "1")])
            .expect(303);
        assert_eq!(wait(&c, &b), 303);
    });
}

#[test]
fn everyone_does_what_is_theirs() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (leader, leader_id) = s.member(Role::GroupLeader);
        let id = add(&officer, "组织理论学习", &[]);
        let at = format!("/tasks/{id}");
        assert_eq!(leader.get(&at).status, 404, "not theirs");
        assert!(!leader.get("/tasks?whose=all").shows("组织理论学习"));
        leader.post(&format!("{at}/start?version=1"), &[]).expect(404);
        let auditor = s.person(Role::Auditor);
        sane(auditor.get(&at));
        assert!(sane(auditor.get("/tasks")).shows("组织理论学习"));
        auditor.post(&format!("{at}/comments"), &[("body", "x")]).expect(403);
        auditor.post(&format!("{at}/start?version=1"), &[]).expect(403);
        let treasurer = s.person(Role::Treasurer);
        sane(treasurer.get(&at));
        treasurer.post(&format!("{at}/start?version=1"), &[]).expect(403);
        treasurer.get(&format!("{at}/edit")).expect(403);
        assert_eq!(s.outsider(Role::Chair).get(&at).status, 404);
        assert_eq!(s.stranger().get(&at).status, 303);
        s.person(Role::MemberRole).get("/tasks/new").expect(403);
        officer
            .post(
                &format!("{at}/assign"),
                &[("version", "1"), ("owner", &leader_id.to_string())],
            )
            .expect(303);
        leader.post(&format!("{at}/start?version=2"), &[]).expect(303);
        let other = s.member(Role::Officer).1.to_string();
        leader
            .post(&format!("{at}/assign"), &[("version", "3"), ("owner", &other)])
            .expect(403);
        leader
            .post(
                "/tasks/new",
                &[("title", "别人的事"), ("field", "care"), ("owner", &other)],
            )
            .expect(422);
        let own = add(&leader, "自己的事", &[]);
        assert_eq!(
            leader.get_json(&format!("/tasks/{own}")).json()["task"]["owner"],
            leader_id.to_string()
        );
    });
}

#[test]
fn a_helper_is_asked_and_says_yes() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (leader, leader_id) = s.member(Role::GroupLeader);
        let id = add(&officer, "元旦联欢会", &[("helpers", &leader_id.to_string())]);
        let at = format!("/tasks/{id}");
        assert!(sane(leader.get("/inbox")).shows("我能参加"));
        assert!(sane(leader.get(&at)).shows("请您协办"));
        leader.post(&format!("{at}/steps"), &[("step", "借音响")]).expect(403);
        leader.post(&format!("{at}/answer?answer=yes"), &[]).expect(303);
        leader.post(&format!("{at}/steps"), &[("step", "借音响")]).expect(303);
        assert!(!leader.get("/inbox").shows("我能参加"));
        leader.post(&format!("{at}/answer?answer=no"), &[]).expect(303);
        assert_eq!(leader.get(&at).status, 404, "no longer theirs");
        officer
            .post(&format!("{at}/invite"), &[("helper", &leader_id.to_string())])
            .expect(303);
        assert!(leader.get("/inbox").shows("元旦联欢会"), "asked again");
        let stranger = kernel::Id::<()>::new(uuid::Uuid::from_u128(7)).to_string();
        officer
            .post(&format!("{at}/invite"), &[("helper", &stranger)])
            .expect(422);
    });
}

/// A small JPEG with the place in its metadata.
fn photo() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(64, 48, image::Rgb([200, 30, 30]))
        .write_to(&mut out, image::ImageFormat::Jpeg)
        .unwrap();
    let plain = out.into_inner();
    let mut raw = plain[..2].to_vec();
    raw.extend(b"\xFF\xE1\0\x12Exif\0\0GPS31.2304");
    raw.extend(&plain[2..]);
    raw
}

/// The head of a PNG that says it is 30,000 points wide and high, in some bytes.
fn bomb() -> Vec<u8> {
    let mut raw = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0".to_vec();
    let crc = !raw[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    });
    raw.extend(crc.to_be_bytes());
    raw.extend(b"\0\0\0\0IDAT\x35\xAF\x06\x1E\0\0\0\0IEND\xAE\x42\x60\x82");
    raw
}

#[test]
fn a_photo_is_kept_without_the_place_and_a_bomb_is_not() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = add(&officer, "走访慰问", &[]);
        let to = format!("/tasks/{id}/papers");
        let raw = photo();
        officer
            .upload(
                &to,
                &[],
                &[("files", "走访.jpg", &raw), ("files", "说明.txt", "三户".as_bytes())],
            )
            .expect(303);
        let papers = officer.get_json(&format!("/tasks/{id}")).json()["papers"].clone();
        assert_eq!(papers.as_array().unwrap().len(), 2);
        let paper = format!("/papers/{}", papers[1]["id"].as_str().unwrap());
        let kept = officer.get(&paper).expect(200);
        assert!(raw.windows(7).any(|w| w == b"31.2304") && !kept.bytes.windows(7).any(|w| w == b"31.2304"));
        assert_eq!(image::load_from_memory(&kept.bytes).unwrap().width(), 64);
        officer.get(&format!("{paper}/thumb")).expect(200);
        let page = sane(officer.get(&format!("/tasks/{id}")));
        assert!(page.shows(&format!("{paper}/thumb")) && page.shows("走访.jpg"));
        officer.upload(&to, &[], &[("files", "走访.jpg", &raw)]).expect(303);
        assert_eq!(
            officer.get_json("/papers").json()["all"],
            2,
            "the same file again is the same paper"
        );
        assert!(sane(officer.get("/papers?year=2026&class=evidence&q=走访")).shows("走访.jpg"));
        sane_in_english(&officer, "/papers");
        let refused = officer.upload(&to, &[], &[("files", "大图.png", &bomb())]).expect(422);
        assert!(
            refused.shows("大图.png") && refused.shows("6400 万像素"),
            "{}",
            refused.text()
        );
        officer
            .upload(&to, &[], &[("files", "录像.mp4", b"\0\0\0\x18ftypisom0000")])
            .expect(422);
        officer.upload(&to, &[], &[]).expect(422);
        assert_eq!(officer.get_json("/papers").json()["all"], 2);
        let leader = s.person(Role::GroupLeader);
        assert_eq!(leader.get(&paper).status, 404, "neither theirs nor allowed");
        assert_eq!(s.outsider(Role::Chair).get(&paper).status, 404);
        assert_eq!(leader.get_json("/papers").json()["all"], 0);
    });
}

#[test]
fn other_crates_find_tasks_by_their_days() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        add(&officer, "三月", &[("from", "2026-03-01"), ("due", "2026-03-31")]);
        add(&officer, "年底", &[("due", "2026-12-30")]);
        add(&officer, "某天", &[]);
        let done = add(&officer, "已办", &[("due", "2026-03-08")]);
        officer
            .post(
                &format!("/close/{done}"),
                &[("version", &version(&officer, &done)), ("on", "2026-03-08")],
            )
            .expect(303);
        let day = |text: &str| text.parse::<kernel::Date>().unwrap();
        let titles = |rows: Vec<super::TaskRow>| rows.into_iter().map(|r| r.title).collect::<Vec<_>>();
        let union = s.union;
        let all = super::Filter::default();
        s.store
            .read(|r| -> Result<(), store::Error> {
                let march = super::between(r, union, day("2026-03-05"), day("2026-03-10"), &all)?;
                assert_eq!(titles(march), ["三月", "已办"]);
                let open = super::Filter {
                    open: true,
                    ..all.clone()
                };
                assert_eq!(
                    titles(super::between(r, union, day("2026-01-01"), day("2026-12-31"), &open)?),
                    ["三月", "年底"]
                );
                assert_eq!(titles(super::undone(r, union, 2026)?), ["三月", "年底"]);
                assert!(super::undone(r, union, 2025)?.is_empty());
                Ok(())
            })
            .unwrap();
        assert_eq!(officer.get_json("/tasks?q=%E5%B9%B4%E5%BA%95").json()["all"], 1);
        assert_eq!(
            officer.get_json("/tasks?q=%25").json()["all"],
            0,
            "a sign of LIKE is only a sign"
        );
        assert_eq!(officer.get_json("/tasks?field=finance").json()["all"], 0);
        officer.get("/tasks?field=nothing").expect(422);
    });
}
