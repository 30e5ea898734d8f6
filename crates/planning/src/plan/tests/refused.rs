//! What is refused: wrong times and files, late editors, people without the power.

use org::Role;
use testkit::story;

use super::{accept, act, desk, line, lines, read_in, tasks, text};
use crate::tests::{SCHOOL_PLAN, kit};

#[test]
fn a_wrong_month_is_refused_and_the_words_kept() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, "2026年工会计划\n五月份：\n1.文娱活动。", "2026");
        let entry = line(&desk(&chair, &plan), "文娱活动");
        for (when, says) in [
            ("13月", "没有 13 月"),
            ("2月30日", "没有 2 月 30 日"),
            ("改天", "看不懂"),
        ] {
            let refused = act(
                &chair,
                &plan,
                &entry,
                "",
                &[("title", "师生文娱活动"), ("when", when), ("field", "culture")],
            );
            assert_eq!(refused.status, 422);
            assert!(
                refused.shows(says) && refused.shows("师生文娱活动") && refused.shows(when),
                "{when}"
            );
        }
        let year = chair.post("/plans/new", &[("text", "一段很长的计划"), ("year", "20026")]);
        assert_eq!(year.status, 422);
        assert!(year.shows("一段很长的计划"));
    });
}

#[test]
fn wrong_files_are_named_and_nothing_is_kept() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let doc = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, 0, 0];
        let upload =
            |name: &str, bytes: &[u8]| chair.upload("/plans/new", &[("year", "2026")], &[("file", name, bytes)]);
        for (name, bytes) in [
            ("计划.doc", &doc[..]),
            ("坏的.docx", b"PK\x03\x04 broken"),
            ("空.txt", b"  \n "),
            ("图.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ] {
            let refused = upload(name, bytes);
            assert_eq!(refused.status, 422, "{name}");
            assert!(
                refused.shows(name) && !refused.shows("⟦"),
                "{name} is named: {}",
                refused.text()
            );
        }
        assert!(
            chair.get_json("/plans").expect(200).json()["plans"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        let nothing = chair.post("/plans/new", &[("year", "2026")]);
        assert_eq!(nothing.status, 422);

        let good = upload("计划.txt", SCHOOL_PLAN.as_bytes()).expect(303);
        let plan = good.location().split('/').nth(2).unwrap().to_owned();
        assert_eq!(desk(&chair, &plan)["file_name"], "计划.txt");
        let kept = chair.get_json(&format!("/plans/{plan}")).expect(200).json();
        let paper = chair.get(&format!("/papers/{}", text(&kept["paper"]))).expect(200);
        assert_eq!(paper.bytes, SCHOOL_PLAN.as_bytes(), "the file is kept as it came");
        let twice = upload("又一份.txt", SCHOOL_PLAN.as_bytes());
        assert_eq!(twice.status, 409);
        let blank = chair
            .post("/plans/new", &[("year", "2027"), ("blank", "1")])
            .expect(303);
        assert_eq!(desk(&chair, blank.location().split('/').nth(2).unwrap())["kept"], 0);
    });
}

#[test]
fn two_officers_do_not_overwrite_each_other() {
    story(kit, |s| {
        let (one, other) = (s.person(Role::Officer), s.person(Role::Chair));
        let plan = read_in(&one, "2026年工会计划\n五月份：\n1.文娱活动。", "2026");
        let seen = desk(&one, &plan);
        let entry = line(&seen, "文娱活动");
        act(
            &other,
            &plan,
            &entry,
            "",
            &[("title", "师生文娱活动"), ("when", "5月"), ("field", "culture")],
        )
        .expect(303);
        let stale = act(
            &one,
            &plan,
            &entry,
            "",
            &[("title", "我改的题目"), ("when", "5月"), ("field", "culture")],
        );
        assert_eq!(stale.status, 409);
        assert!(stale.shows("我改的题目"), "what was typed is kept");
        assert_eq!(lines(&desk(&one, &plan))[0]["title"], "师生文娱活动");
        let late = one.post(
            &format!("/plans/{plan}/accept"),
            &[("plan_version", &text(&seen["version"]))],
        );
        assert_eq!(late.status, 409, "nobody accepts what they have not seen");
        assert!(tasks(s).is_empty());
    });
}

#[test]
fn only_those_who_may_see_and_write_plans() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, "2026年工会计划\n五月份：\n1.文娱活动。", "2026");
        let (desk_path, page) = (format!("/plans/{plan}/reading"), format!("/plans/{plan}"));
        let member = s.person(Role::MemberRole);
        assert_eq!(member.get(&desk_path).status, 403);
        assert_eq!(member.get(&page).status, 404, "a draft is nobody else's matter");
        assert_eq!(member.post("/plans/new", &[("text", "x")]).status, 403);
        let outsider = s.outsider(Role::Chair);
        assert_eq!(outsider.get(&desk_path).status, 404);
        let entry = line(&desk(&chair, &plan), "文娱");
        assert_eq!(act(&outsider, &plan, &entry, "/reject", &[]).status, 404);
        assert_eq!(s.stranger().get("/plans").status, 303);
        assert_eq!(
            s.person(Role::Auditor)
                .post(&format!("{page}/accept"), &[("plan_version", "1")])
                .status,
            403
        );

        let foreign = s.member(Role::Officer).1.to_string().replace(char::is_numeric, "0");
        let no = act(
            &chair,
            &plan,
            &entry,
            "",
            &[
                ("title", "文娱"),
                ("when", "5月"),
                ("field", "culture"),
                ("owner", &foreign),
            ],
        );
        assert_eq!(no.status, 422);

        accept(&chair, &plan, &[]).expect(303);
        assert!(member.get(&page).expect(200).shows("文娱活动"));
        assert!(member.get("/plans").expect(200).shows("2026年工会计划"));
        assert_eq!(outsider.get(&page).status, 404);
    });
}
