//! What is no plan, or not quite: each has a clear answer.

use org::Role;
use testkit::story;

use super::{accept, act, desk, leave, line, lines, read_in, tasks, text};
use crate::tests::kit;

const TOLD: &str = "2025年工会工作总结\n一年来，我会在上级工会领导下，开展了一系列活动。\n一、关心职工生活\n\
    1.9月走访慰问了退休教师32人次，发放慰问金9600元。\n二、丰富文体生活\n1.3月8日组织女教师联欢，120人参加了活动。\n";

#[test]
fn a_picture_of_a_plan_is_told_from_a_text() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let pictures: [(&str, &[u8]); 3] = [
            ("计划.png", b"\x89PNG\r\n\x1a\n\0\0"),
            ("计划.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
            ("IMG_1.HEIC", b"\0\0\0\x18ftypheic"),
        ];
        for (name, bytes) in pictures {
            let refused = chair.upload("/plans/new", &[("year", "2026")], &[("file", name, bytes)]);
            assert_eq!(refused.status, 422, "{name}");
            assert!(
                refused.shows(name) && refused.shows("是图片") && refused.shows("提取文字"),
                "{}",
                refused.text()
            );
        }
        let plan = read_in(&chair, "2026年计划\n三月份：\n1.庆三八活动。\n", "2026");
        let later = chair.upload(
            &format!("/plans/{plan}/versions/new"),
            &[],
            &[("file", "新稿.png", pictures[0].1)],
        );
        assert_eq!(later.status, 422);
        assert!(later.shows("是图片"));
    });
}

#[test]
fn a_summary_given_as_a_plan_leaves_its_figures() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, TOLD, "2026");
        let page = chair.get(&format!("/plans/{plan}/reading")).expect(200);
        assert!(
            page.shows("像是总结") && page.shows(&format!("/plans/{plan}/figures")),
            "{}",
            page.text()
        );
        assert_eq!(desk(&chair, &plan)["told_year"], 2025);
        let version = text(&desk(&chair, &plan)["version"]);
        let path = format!("/plans/{plan}/figures");
        let future = chair.post(&path, &[("plan_version", &version), ("year", "2099")]);
        assert_eq!(future.status, 422);
        let kept = chair
            .post(&path, &[("plan_version", &version), ("year", "2025")])
            .expect(303);
        let past = kept.location();
        let shown = chair.get_json(&past).expect(200).json();
        let has = |unit: &str, quantity: i64| {
            let lines = shown["lines"].as_array().unwrap();
            lines.iter().any(|l| l["unit"] == unit && l["quantity"] == quantity)
        };
        assert!(has("person_times", 32) && has("money", 960_000), "{shown:#}");
        assert!(chair.get(&past).expect(200).shows("2025年工会工作总结"));
        let paper = text(&shown["paper"]["paper"]);
        assert_eq!(
            chair.get(&format!("/papers/{paper}")).expect(200).bytes,
            TOLD.trim_end().as_bytes()
        );
        assert_eq!(chair.get(&format!("/plans/{plan}/reading")).status, 404);
        assert_eq!(s.outsider(Role::Chair).get(&past).status, 404);
    });
}

#[test]
fn several_papers_in_one_file_are_chosen_from() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let told = TOLD.replacen("总结", "总结（篇二）", 1);
        let both = format!(
            "2026年工会工作计划（篇一）\n一、民主管理\n1.开好教代会。\n二、月份工作安排\n三月份：\n1.庆三八活动。\n五月份：\n1.文娱活动。\n\n{told}\n2026年工会宣传工作计划（篇三）\n一、宣传阵地\n1.办好橱窗。\n二、月份工作安排\n四月份：\n1.读书征文。\n"
        );
        let plan = read_in(&chair, &both, "2026");
        let seen = desk(&chair, &plan);
        let papers = seen["papers"].as_array().unwrap();
        assert_eq!(papers.len(), 3, "{seen:#}");
        assert_eq!(
            (&papers[1]["summary"], &papers[1]["keep"]),
            (&true.into(), &false.into())
        );
        let version = text(&seen["version"]);
        let path = format!("/plans/{plan}/papers");
        let none = chair.post(&path, &[("plan_version", &version)]);
        assert_eq!(none.status, 422);
        chair
            .post(&path, &[("plan_version", &version), ("keep", "3")])
            .expect(303);
        let seen = desk(&chair, &plan);
        assert_eq!(
            (text(&seen["title"]), &seen["kept"], &seen["measures"]),
            ("2026年工会宣传工作计划".into(), &1.into(), &1.into())
        );
        assert!(seen["papers"].as_array().unwrap().is_empty());
        accept(&chair, &plan, &[]).expect(303);
        assert_eq!(tasks(s).len(), 1);
    });
}

#[test]
fn a_day_that_is_past_and_a_festival_unknown_are_said() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(
            &chair,
            "2026年计划\n三月份：\n1.庆三八活动。\n十二月份：\n1.登山。\n",
            "2026",
        );
        let page = chair.get(&format!("/plans/{plan}/reading")).expect(200);
        assert!(page.shows("1 条日子已过"), "{}", page.text());
        assert_eq!(
            (
                &line(&desk(&chair, &plan), "三八")["past"],
                &line(&desk(&chair, &plan), "登山")["past"]
            ),
            (&true.into(), &false.into())
        );
        let entry = line(&desk(&chair, &plan), "登山");
        let unknown = act(
            &chair,
            &plan,
            &entry,
            "",
            &[("title", "登山"), ("when", "丰收节前"), ("field", "culture")],
        );
        assert_eq!(unknown.status, 422);
        assert!(
            unknown.shows("不认识“丰收节前”里的节日") && unknown.shows("value=\"丰收节前\""),
            "{}",
            unknown.text()
        );
        accept(&chair, &plan, &[]).expect(303);
        assert!(
            tasks(s).iter().any(|t| t.overdue(s.clock.today())),
            "a task whose day is past is overdue"
        );
    });
}

#[test]
fn an_owner_who_has_left_is_told_and_left_out() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, gone) = s.member(Role::Officer);
        let plan = read_in(
            &chair,
            "2026年计划\n三月份：\n1.庆三八活动。\n十月份：\n1.登山。\n",
            "2026",
        );
        let entry = line(&desk(&chair, &plan), "登山");
        let owner = gone.to_string();
        let says = [
            ("title", "登山"),
            ("when", "10月"),
            ("field", "culture"),
            ("owner", owner.as_str()),
        ];
        act(&chair, &plan, &entry, "", &says).expect(303);
        leave(s, gone);
        assert!(
            chair
                .get(&format!("/plans/{plan}/reading"))
                .expect(200)
                .shows("责任人已离会")
        );
        let other = line(&desk(&chair, &plan), "三八");
        let refused = act(
            &chair,
            &plan,
            &other,
            "",
            &[
                ("title", "庆三八"),
                ("when", "3月"),
                ("field", "rights"),
                ("owner", &owner),
            ],
        );
        assert_eq!(refused.status, 422);
        assert!(refused.shows("已经离会"));
        accept(&chair, &plan, &[]).expect(303);
        assert!(tasks(s).iter().all(|t| t.owner.is_none()));
        assert_eq!(lines(&desk(&chair, &plan)).len(), 2);
    });
}
