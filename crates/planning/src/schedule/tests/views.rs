//! Stories of the day, the week, the year, the list, the loads, of moving, and of the sheet for the wall.

use kernel::Text;
use org::Role;
use papers::Limits;
use serde_json::json;
use testkit::{Client, story};

use super::*;
use crate::doing::tests::task;

/// Autumn of a union: what is late, today's, this week's, next week's, December's.
fn autumn(s: &Story, owner: Option<MemberId>) {
    use flow::Field::{Care, Culture, Finance};
    for (title, field, due) in [
        ("退休教师座谈", Care, "2026-11-10"),
        ("冬季长跑", Culture, "2026-11-21"),
        ("财务内审", Finance, "2026-11-22"),
        ("篮球赛", Culture, "2026-11-25"),
        ("元旦晚会", Culture, "2026-12-30"),
    ] {
        task(s, title, field, owner, due);
    }
}

/// A page that is whole in both languages.
fn sound(who: &Client, path: &str) -> String {
    let join = if path.contains('?') { '&' } else { '?' };
    for lang in ["en", "zh-Hans"] {
        let page = who.get(&format!("{path}{join}lang={lang}")).expect(200).text();
        assert!(!page.contains('⟦') && !page.contains("{n}"), "{path}: {page}");
    }
    who.get(path).expect(200).text()
}

fn close(who: &Client, title: &str) {
    let list = who.get_json("/calendar/list").expect(200).json();
    let all = list["tasks"].as_array().cloned().unwrap_or_default();
    let id = all
        .iter()
        .find(|t| t["title"] == title)
        .map(|t| t["id"].as_str().unwrap().to_owned());
    let path = format!("/tasks/{}/close", id.unwrap());
    let version = who.get_json(&path).expect(200).json()["version"].to_string();
    let form = [
        ("version", version.as_str()),
        ("kind", "activity"),
        ("day", "2026-11-20"),
        ("title", title),
        ("events", "1"),
        ("people", "30"),
    ];
    who.post(&path, &form).expect(303);
}

#[test]
fn one_switch_leads_through_all_views_and_keeps_the_filters() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        autumn(s, Some(me));
        let month = sound(&chair, "/calendar?month=2026-09&field=culture");
        for to in [
            "/calendar/day?day=2026-09-01&#38;field=culture",
            "/calendar/week?day=2026-09-01&#38;field=culture",
            "/calendar/year?field=culture",
            "/calendar/list?day=2026-09-01&#38;field=culture",
            "/calendar/load?field=culture",
        ] {
            assert!(month.contains(&format!("href=\"{to}\"")), "{to} in {month}");
        }
        let week = sound(&chair, "/calendar/week?day=2026-11-25");
        assert!(
            week.contains("href=\"/calendar/week\"")
                && week.contains("day=2026-11-16")
                && week.contains("day=2026-11-30")
        );
        assert!(week.contains("篮球赛") && !week.contains("冬季长跑"));
        let day = chair.get_json("/calendar/day").expect(200).json();
        assert_eq!(titles(&day["due"]), ["冬季长跑"]);
        assert_eq!(titles(&day["overdue"]), ["退休教师座谈"]);
        let later = chair.get_json("/calendar/day?day=2026-11-22").json();
        assert_eq!(
            (titles(&later["due"]), titles(&later["overdue"])),
            (vec!["财务内审".to_owned()], vec![])
        );
        for path in [
            "/calendar/day",
            "/calendar/week",
            "/calendar/year",
            "/calendar/list",
            "/calendar/load",
            "/calendar/sheet",
        ] {
            sound(&chair, path);
            assert_eq!(s.stranger().get(path).status, 303, "{path}");
            let elsewhere = s.outsider(Role::Chair).get(path).expect(200);
            assert!(!elsewhere.shows("冬季长跑"), "{path}");
        }
        for wrong in [
            "/calendar/year?year=9999",
            "/calendar/week?day=2026-02-30",
            "/calendar/day?day=0001-01-01",
        ] {
            assert_eq!(chair.get(wrong).status, 422, "{wrong}");
        }
    });
}

#[test]
fn the_list_knows_overdue_this_week_and_next_in_any_order() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        autumn(s, Some(me));
        task(s, "无主的事", flow::Field::Care, None, "2026-11-24");
        let of = |query: &str| titles(&chair.get_json(&format!("/calendar/list?{query}")).expect(200).json()["tasks"]);
        assert_eq!(of("when=overdue"), ["退休教师座谈"]);
        assert_eq!(of("when=today"), ["冬季长跑"]);
        assert_eq!(of("when=week"), ["冬季长跑", "财务内审"]);
        assert_eq!(of("when=next_week"), ["无主的事", "篮球赛"]);
        assert_eq!(of("when=month").len(), 5);
        assert_eq!(of("sort=-due")[0], "元旦晚会");
        assert_eq!(
            of(&format!("member={me}&field=culture")),
            ["冬季长跑", "篮球赛", "元旦晚会"]
        );
        assert_eq!(
            of("sort=owner").last().unwrap(),
            "无主的事",
            "those without an owner last"
        );
        assert_eq!(of(&format!("branch={}", s.group)), Vec::<String>::new());
        close(&chair, "退休教师座谈");
        assert_eq!(of("when=overdue"), Vec::<String>::new());
        assert_eq!(of("stage=done"), ["退休教师座谈"]);
        let page = sound(&chair, "/calendar/list?when=week&sort=-owner");
        assert!(page.contains("aria-sort=\"descending\"") && page.contains("when=next_week"));
        assert!(page.contains("/move?back=%2Fcalendar%2Flist%3Fwhen%3Dweek%26sort%3D-owner"));
    });
}

#[test]
fn the_year_counts_done_open_and_late_and_opens_each_month() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        autumn(s, Some(me));
        close(&chair, "退休教师座谈");
        task(s, "补做的事", flow::Field::Care, None, "2026-03-05");
        let year = chair.get_json("/calendar/year").expect(200).json();
        let month = |n: usize| {
            let m = &year["months"][n - 1];
            (
                m["done"].as_i64().unwrap(),
                m["late"].as_i64().unwrap(),
                m["open"].as_i64().unwrap(),
            )
        };
        assert_eq!((month(3), month(11), month(12)), ((0, 1, 0), (1, 0, 3), (0, 0, 1)));
        assert_eq!(year["months"][10]["days"][0], json!(["2026-11-10", 1]));
        let page = sound(&chair, "/calendar/year");
        assert!(
            page.contains("href=\"/calendar?month=2026-03\"") && page.contains("逾期 1") && page.contains("tint-1")
        );
        assert!(page.contains("href=\"/calendar/day?day=2026-03-05\""));
        let last = chair.get_json("/calendar/year?year=2025").expect(200).json();
        assert!(
            last["months"]
                .as_array()
                .unwrap()
                .iter()
                .all(|m| m["days"] == json!([]))
        );
    });
}

#[test]
fn loads_tell_who_carries_how_much() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let (_, other) = s.member(Role::Officer);
        autumn(s, Some(me));
        task(s, "一件小事", flow::Field::Care, Some(other), "2026-11-02");
        task(s, "没人的事", flow::Field::Care, None, "2026-02-02");
        let load = chair.get_json("/calendar/load").expect(200).json();
        let heavy = &load["lines"][0];
        assert_eq!(
            (&heavy["id"], &heavy["late"], &heavy["open"]),
            (&json!(me), &json!(1), &json!(4))
        );
        assert_eq!(heavy["months"], json!([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1]));
        assert_eq!(load["lines"].as_array().unwrap().len(), 3);
        let page = sound(&chair, "/calendar/load");
        assert!(page.contains(&format!("month=2026-12&#38;member={me}")) && page.contains("未定责任人"));
        assert!(page.contains(&format!("member={other}&#38;when=overdue")));
        let by_branch = sound(&chair, "/calendar/load?by=branch");
        assert!(by_branch.contains("全会") && by_branch.contains("aria-current=\"page\""));
    });
}

#[test]
fn entries_move_from_the_grid_by_whoever_may() {
    story(kit, |s| {
        let (chair, _) = s.member(Role::Chair);
        let (leader, me) = s.member(Role::GroupLeader);
        task(s, "篮球赛", flow::Field::Culture, Some(me), "2026-11-25");
        let grid = sound(&chair, "/calendar?month=2026-11");
        let act = grid
            .split("data-move=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        assert!(grid.contains("data-version=\"1\"") && grid.contains("data-day=\"2026-11-26\""));
        assert!(grid.contains("data-shift hidden") && grid.contains("name=\"back\" value=\"/calendar?month=2026-11\""));
        let back = "/calendar/week?day=2026-11-25";
        let moved = leader
            .post(&act, &[("version", "1"), ("days", "1"), ("back", back)])
            .expect(303);
        assert_eq!(moved.location(), back);
        let week = leader.get(back).expect(200);
        assert!(
            week.shows("时间已改") && week.shows("undo=1&#38;version=2"),
            "{}",
            week.text()
        );
        assert!(!grid.contains("data-last"), "a task of one day");
        let days = leader.get_json(back).json()["days"].clone();
        assert_eq!(titles(&days[3]["tasks"]), ["篮球赛"], "on Thursday now");
        // what takes long is shown on its last day, and falls on one day when it is moved
        let far = "/calendar?month=2026-12";
        plan(s, &chair, &[("年终总结", "12月", None)]);
        let grid = chair.get(far).expect(200).text();
        let entry = grid
            .split("data-move=\"")
            .find(|part| part.contains("年终总结"))
            .unwrap()
            .to_owned();
        assert!(entry.contains("data-last=\"2026-12-31\""), "{entry}");
        let act = entry.split('"').next().unwrap().to_owned();
        let form = [("version", "1"), ("days", ""), ("due", "2026-12-16"), ("back", far)];
        chair.post(&act, &form).expect(303);
        let days = chair.get_json(far).json()["days"].clone();
        assert_eq!(titles(&days[15]["tasks"]), ["年终总结"]);
        assert!(chair.get_json(far).json()["long"].as_array().unwrap().is_empty());
        let auditor = s.person(Role::Auditor).get("/calendar?month=2026-11").expect(200);
        assert!(
            auditor.shows("篮球赛") && !auditor.shows("data-move"),
            "who only reads moves nothing"
        );
    });
}

#[test]
fn the_chair_sees_the_unions_lateness_and_everybody_the_next_week() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let (member, theirs) = s.member(Role::MemberRole);
        autumn(s, Some(me));
        task(s, "没人的事", flow::Field::Care, None, "2026-02-02");
        task(s, "自己的事", flow::Field::Care, Some(theirs), "2026-11-01");
        let page = chair.get_json("/").expect(200).json();
        assert_eq!(titles(&page["next_week"]), ["篮球赛"]);
        assert_eq!(page["union_late"]["count"], 3);
        assert_eq!(page["union_late"]["of"].as_array().unwrap().len(), 3);
        let html = sound(&chair, "/");
        assert!(html.contains("全会逾期 3 项") && html.contains(&format!("when=overdue&#38;member={me}")));
        let own = member.get_json("/").expect(200).json();
        assert!(own["union_late"].is_null());
        assert_eq!(titles(&own["overdue"]), ["自己的事"]);
    });
}

#[test]
fn a_task_whose_owner_has_left_is_marked_with_the_way_to_hand_it_over() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, gone) = s.member(Role::Officer);
        task(s, "看望病号", flow::Field::Care, Some(gone), "2026-11-25");
        let form = [
            ("version", "1"),
            ("status", "resigned"),
            ("on", "2026-11-21"),
            ("why", "调离"),
        ];
        chair.post(&format!("/members/{gone}/status"), &form).expect(303);
        for path in [
            "/calendar?month=2026-11",
            "/calendar/week?day=2026-11-25",
            "/calendar/day?day=2026-11-25",
            "/calendar/list",
        ] {
            let page = sound(&chair, path);
            assert!(
                page.contains("已经离会") && page.contains(&format!("/handover?from={gone}")),
                "{path}"
            );
        }
        assert!(sound(&chair, "/calendar/load").contains("（已离会）"));
    });
}

#[test]
fn the_sheet_of_the_month_is_a_paper_a_workbook_and_a_word_file() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        plan(
            s,
            &chair,
            &[
                ("球赛", "11月24日至26日", Some(me)),
                ("送温暖", "11月下旬", None),
                ("健康月活动", "11月", None),
                ("元旦晚会", "12月30日", None),
            ],
        );
        let sheet = chair.get_json("/calendar/sheet?month=2026-11").expect(200).json();
        let line = |title: &str| {
            let lines = sheet["lines"].as_array().unwrap();
            lines
                .iter()
                .find(|l| l["work"] == title)
                .unwrap_or_else(|| panic!("{title} in {sheet}"))
                .clone()
        };
        assert_eq!(
            (&line("球赛")["days"], &line("球赛")["weekdays"]),
            (&json!("24日—26日"), &json!("周二—周四"))
        );
        assert_eq!(
            (&line("送温暖")["days"], &line("送温暖")["weekdays"]),
            (&json!("11月下旬"), &json!(""))
        );
        assert_eq!(sheet["lines"].as_array().unwrap().len(), 3);
        let paper = sound(&chair, "/calendar/sheet?month=2026-11");
        assert!(paper.contains("实验小学工会2026年11月工作安排表") && paper.contains("class=\"landscape\""));
        let excel = chair.get("/calendar/sheet/excel?month=2026-11").expect(200);
        let sheets = papers::read_sheets("a.xlsx", &excel.bytes, &Limits::default()).unwrap();
        let first: Vec<String> = sheets[0].rows[0].iter().map(papers::Value::text).collect();
        assert_eq!(first, ["日期", "星期", "工作内容", "责任人", "分会（小组）", "备注"]);
        assert_eq!(sheets[0].rows.len(), 4);
        let word = chair.get("/calendar/sheet/word?month=2026-11").expect(200);
        let text = papers::read("a.docx", &word.bytes, &Limits::default())
            .unwrap()
            .plain_text();
        assert!(
            text.contains("工作安排表") && text.contains("24日—26日 | 周二—周四 | 球赛"),
            "{text}"
        );
        assert!(
            chair
                .get("/calendar/sheet/word?month=2026-02")
                .expect(200)
                .bytes
                .starts_with(b"PK")
        );
    });
}

#[test]
fn the_year_of_two_thousand_tasks_is_one_statement() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let (clock, union) = (s.clock.clone(), s.union);
        let made: Result<(), store::Error> = s.store.write(move |w| {
            let mut actor = web::Actor::stranger(kernel::Lang::Zh);
            actor.union = union;
            let act = web::Act::new(web::View::new(w, &actor, &clock), w);
            let first: Date = "2026-01-01".parse().unwrap();
            for n in 0..2000 {
                let mut new = flow::NewTask::new(Text::new("一件事").unwrap(), flow::Field::Care);
                (new.owner, new.due) = (Some(me), Some(first.plus_days(n % 365)));
                flow::add(&act, &new).map_err(|_| store::Error::Other("refused".to_owned()))?;
            }
            Ok(())
        });
        made.unwrap();
        let (year, heard) = store::testing::listen(|| chair.get_json("/calendar/year").expect(200).json());
        let of_tasks = heard
            .iter()
            .filter(|statement| statement.text().contains("FROM task t"));
        assert_eq!(of_tasks.count(), 1);
        let sum = |key: &str| -> i64 {
            let months = year["months"].as_array().unwrap();
            months.iter().map(|m| m[key].as_i64().unwrap()).sum()
        };
        assert_eq!(sum("late") + sum("open") + sum("done"), 2000);
    });
}
