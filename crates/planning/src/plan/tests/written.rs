//! Plans written here, measures, and entries that the reading missed.

use org::Role;
use testkit::{Client, story};

use super::{accept, act, desk, line, lines, read_in, tasks, text};
use crate::tests::kit;

const PROSE: &str = "2026年工会工作计划\n一、加强民主管理\n1.开好教代会，认真办理提案。\n2.做好校务公开。\n二、关心职工生活\n1.坚持“五必访”制度。\n";

fn words(client: &Client, plan: &str) -> serde_json::Value {
    client.get_json(&format!("/plans/{plan}/text")).expect(200).json()
}

#[test]
fn a_plan_without_dates_gets_months_by_part_or_is_taken_as_it_is() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, PROSE, "2026");
        let page = chair.get(&format!("/plans/{plan}/reading")).expect(200);
        assert!(
            page.shows("读出了 3 条措施") && page.shows(&format!("/plans/{plan}/text")),
            "{}",
            page.text()
        );
        let refused = accept(&chair, &plan, &[]);
        assert_eq!(refused.status, 422);
        assert!(refused.shows("只有 3 条措施") && refused.shows("all_undated"));

        let seen = words(&chair, &plan);
        let first = &seen["sections"][0];
        assert_eq!(text(&first["heading"]), "加强民主管理");
        assert_eq!(text(&first["measures"][0]["text"]), "开好教代会，认真办理提案。");
        let version = text(&seen["version"]);
        let by_time = format!("/plans/{plan}/text/schedule");
        let bad = chair.post(
            &by_time,
            &[("plan_version", &version), ("section", "1"), ("when", "丰收节前")],
        );
        assert_eq!(bad.status, 422);
        assert!(bad.shows("不认识“丰收节前”里的节日"), "{}", bad.text());
        chair
            .post(
                &by_time,
                &[("plan_version", &version), ("section", "1"), ("when", "三月")],
            )
            .expect(303);
        let congress = line(&desk(&chair, &plan), "教代会");
        assert_eq!(
            (
                text(&congress["due"]),
                text(&congress["field"]),
                text(&congress["measure"])
            ),
            (
                "2026-03-31".into(),
                "democracy".into(),
                "开好教代会，认真办理提案。".into()
            )
        );
        assert_eq!(desk(&chair, &plan)["unscheduled"], 1);
        accept(&chair, &plan, &[]).expect(303);
        assert_eq!(tasks(s).len(), 2);

        let other = read_in(&chair, &PROSE.replace("2026", "2027"), "2027");
        accept(&chair, &other, &[("all_undated", "1")]).expect(303);
        let shown = chair.get_json(&format!("/plans/{other}")).expect(200).json();
        assert_eq!(shown["tasks"], 3, "measures without a day are tasks without a day");
    });
}

#[test]
fn a_line_under_a_month_keeps_the_day_or_part_of_the_month_it_names() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(
            &chair,
            "2026年工会工作计划\n四月份：\n1.4月15日至17日教学基本功竞赛。\n2.月底前完成困难职工调查。\n3.4月29日教工乒乓球比赛。\n4.中旬春游。\n5.第二周义卖。\n6.家访。\n",
            "2026",
        );
        let seen = desk(&chair, &plan);
        for (words, title, from, due) in [
            ("竞赛", "教学基本功竞赛", "2026-04-15", "2026-04-17"),
            ("调查", "完成困难职工调查", "2026-04-01", "2026-04-30"),
            ("乒乓球", "教工乒乓球比赛", "null", "2026-04-29"),
            ("春游", "春游", "2026-04-11", "2026-04-20"),
            ("义卖", "义卖", "2026-04-08", "2026-04-14"),
            ("家访", "家访", "2026-04-01", "2026-04-30"),
        ] {
            let entry = line(&seen, words);
            assert_eq!(
                (text(&entry["title"]), text(&entry["from"]), text(&entry["due"])),
                (title.into(), from.into(), due.into()),
                "{entry:#}"
            );
        }
    });
}

#[test]
fn a_line_that_the_reading_missed_becomes_an_entry() {
    story(kit, |s| {
        let chair = s.person(Role::Officer);
        let source = "2026年工会计划\n三月份：\n1.庆三八活动。\n二、其他\n另外请各小组把家底理清楚\n";
        let plan = read_in(&chair, source, "2026");
        let at = source.find("另外").unwrap();
        let (from, to) = (at, at + "另外请各小组把家底理清楚".len());
        let page = chair.get(&format!("/plans/{plan}/reading")).expect(200);
        let door = format!("/plans/{plan}/entries/new?from={from}&amp;to={to}");
        assert!(page.shows(&door), "{}", page.text());
        let form = chair.get(&door.replace("&amp;", "&")).expect(200);
        assert!(form.shows("value=\"另外请各小组把家底理清楚\""), "{}", form.text());
        let (from, to) = (from.to_string(), to.to_string());
        let says = [
            ("title", "各小组清理家底"),
            ("when", "4月"),
            ("field", "finance"),
            ("from", from.as_str()),
            ("to", to.as_str()),
        ];
        chair.post(&format!("/plans/{plan}/entries/new"), &says).expect(303);
        let entry = line(&desk(&chair, &plan), "清理家底");
        assert_eq!(
            (&entry["marked"], text(&entry["excerpt"]["words"])),
            (&true.into(), "另外请各小组把家底理清楚".into())
        );
        let outside = [
            ("title", "越界"),
            ("when", "4月"),
            ("field", "finance"),
            ("from", "5"),
            ("to", "99999"),
        ];
        chair.post(&format!("/plans/{plan}/entries/new"), &outside).expect(303);
        assert_eq!(
            line(&desk(&chair, &plan), "越界")["marked"],
            false,
            "no place outside the text"
        );

        // parts of one entry lead to the same place of the source
        let one = line(&desk(&chair, &plan), "庆三八");
        act(&chair, &plan, &one, "/split", &[("lines", "布置会场\n请专家")]).expect(303);
        let parts = desk(&chair, &plan);
        let marks: Vec<String> = ["布置", "专家"]
            .iter()
            .map(|w| text(&line(&parts, w)["mark"]))
            .collect();
        assert_eq!(marks[0], marks[1]);
    });
}

#[test]
fn a_plan_is_written_here_from_the_fields_of_work() {
    story(kit, |s| {
        let (chair, other) = (s.person(Role::Chair), s.person(Role::Officer));
        let made = chair
            .post("/plans/new", &[("fields", "1"), ("year", "2026")])
            .expect(303);
        assert!(made.location().ends_with("/text"), "{}", made.location());
        let plan = made.location().split('/').nth(2).unwrap().to_owned();
        let seen = words(&chair, &plan);
        assert_eq!(seen["sections"].as_array().unwrap().len(), 12);
        let version = text(&seen["version"]);
        let section = format!("/plans/{plan}/text/section?section=1");
        let says = [
            ("plan_version", version.as_str()),
            ("heading", "指导思想"),
            ("level", "1"),
            ("body", "围绕中心。\n服务大局。"),
        ];
        chair.post(&section, &says).expect(303);
        let late = other.post(
            &section,
            &[
                ("plan_version", &version),
                ("heading", "我写的标题"),
                ("level", "1"),
                ("body", "我写的话"),
            ],
        );
        assert_eq!(late.status, 409);
        assert!(
            late.shows("我写的标题") && late.shows("我写的话"),
            "what was typed is kept"
        );

        let id = a_measure_is_written(&chair, &plan);
        a_heading_moves_with_its_measure(&chair, &plan, &id);
        a_heading_goes_and_one_comes(&chair, &plan);
        an_accepted_plans_words_stand(&chair, &plan);
    });
}

/// Writes a measure and changes it; gives its id.
fn a_measure_is_written(chair: &Client, plan: &str) -> String {
    let version = text(&words(chair, plan)["version"]);
    let measure = format!("/plans/{plan}/text/measure?under=8");
    chair
        .post(&measure, &[("plan_version", &version), ("text", "教师节慰问老教师。")])
        .expect(303);
    let seen = words(chair, plan);
    let added = &seen["sections"][7]["measures"][0];
    let (id, at) = (text(&added["id"]), text(&added["version"]));
    let version = text(&seen["version"]);
    let change = format!("/plans/{plan}/text/measure?measure={id}");
    let says = [
        ("plan_version", version.as_str()),
        ("version", at.as_str()),
        ("text", "教师节前慰问老教师。"),
    ];
    chair.post(&change, &says).expect(303);
    let stale = chair.post(&change, &says);
    assert_eq!(stale.status, 409);
    id
}

fn a_heading_moves_with_its_measure(chair: &Client, plan: &str, id: &str) {
    let order = format!("/plans/{plan}/text/order");
    // the section goes up, its measure with it
    let version = text(&words(chair, plan)["version"]);
    chair
        .post(&order, &[("plan_version", &version), ("section", "8"), ("way", "up")])
        .expect(303);
    let seen = words(chair, plan);
    assert_eq!(
        text(&seen["sections"][6]["measures"][0]["text"]),
        "教师节前慰问老教师。"
    );
    let form = chair
        .get(&format!("/plans/{plan}/entries/new?measure={id}"))
        .expect(200);
    assert!(form.shows("value=\"教师节前慰问老教师\""));
    let says = [
        ("title", "慰问老教师"),
        ("when", "教师节前"),
        ("field", "care"),
        ("measure", id),
    ];
    chair.post(&format!("/plans/{plan}/entries/new"), &says).expect(303);
    assert_eq!(lines(&desk(chair, plan)).len(), 1);
}

fn a_heading_goes_and_one_comes(chair: &Client, plan: &str) {
    let order = format!("/plans/{plan}/text/order");
    // away with the section: the measure goes, the entry stays
    let version = text(&words(chair, plan)["version"]);
    chair
        .post(&order, &[("plan_version", &version), ("section", "7"), ("way", "away")])
        .expect(303);
    let kept = line(&desk(chair, plan), "慰问老教师");
    assert_eq!(
        (&kept["measure"], text(&kept["due"])),
        (&serde_json::Value::Null, "2026-09-09".into())
    );
    let added = chair.post(
        &format!("/plans/{plan}/text/section?add=11"),
        &[
            ("plan_version", &text(&words(chair, plan)["version"])),
            ("heading", "工作要求"),
            ("level", "1"),
        ],
    );
    assert!(added.expect(303).location().ends_with("#x-12"));
    let measure = format!("/plans/{plan}/text/measure?under=12");
    let version = text(&words(chair, plan)["version"]);
    chair
        .post(&measure, &[("plan_version", &version), ("text", "多余的一条")])
        .expect(303);
    let extra = words(chair, plan)["sections"][11]["measures"][0].clone();
    let (id, at) = (text(&extra["id"]), text(&extra["version"]));
    chair
        .post(
            &format!("/plans/{plan}/text/remove"),
            &[("measure", &id), ("version", &at)],
        )
        .expect(303);
}

fn an_accepted_plans_words_stand(chair: &Client, plan: &str) {
    accept(chair, plan, &[]).expect(303);
    let word = chair.get(&format!("/plans/{plan}/word")).expect(200);
    let back = papers::read("a.docx", &word.bytes, &papers::Limits::default())
        .unwrap()
        .plain_text();
    assert!(back.contains("一、指导思想\n围绕中心。\n服务大局。"), "{back}");
    assert_eq!(
        chair.get(&format!("/plans/{plan}/text")).status,
        409,
        "an accepted plan's words stand"
    );
    chair.post("/me/language", &[("lang", "en")]).expect(303);
    let blank = chair
        .post("/plans/new", &[("blank", "1"), ("year", "2030")])
        .expect(303);
    let page = chair.get(&format!("{}?add=0", blank.location())).expect(200);
    assert!(
        page.shows("<html lang=\"en\"") && !page.shows("⟦") && page.shows("name=\"heading\""),
        "{}",
        page.text()
    );
}

#[test]
fn a_month_that_names_its_festival_means_the_festival() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let text = "2026年工会工作计划\n九月份：\n1.中秋节慰问会员。\n2.教师节前走访老教师。\n3.组织会员体检。\n\
            4.国庆节文艺汇演排练。\n十二月份：\n1.迎元旦联欢。\n";
        let plan = read_in(&chair, text, "2026");
        let due = |words: &str| line(&desk(&chair, &plan), words)["due"].as_str().map(str::to_owned);
        let is = |words: &str, day: &str| assert_eq!(due(words).as_deref(), Some(day), "{words}");
        is("中秋节", "2026-09-25");
        is("教师节前", "2026-09-09");
        is("体检", "2026-09-30");
        // a festival of another month does not take the work out of the month it was written for
        is("国庆节", "2026-09-30");
        is("元旦", "2026-12-31");
        assert!(chair.get(&format!("/plans/{plan}/reading")).shows("2026年9月"));

        let version = desk(&chair, &plan)["version"].to_string();
        let next = [
            ("version", version.as_str()),
            ("title", "2027年工会工作计划"),
            ("year", "2027"),
            ("cover", "year"),
        ];
        chair.post(&format!("/plans/{plan}/edit"), &next).expect(303);
        is("中秋节", "2027-09-15");
        is("体检", "2027-09-30");
    });
}
