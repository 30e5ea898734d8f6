//! Stories of plans through the doors, on both databases.

use org::Role;
use serde_json::Value;
use testkit::{Answer, Client, Story, story};

use super::{Cover, read_outline};
use crate::tests::{SCHOOL_PLAN, kit};

mod course;
mod refused;
mod unfit;
mod versions;
mod written;

/// The desk of a plan as a program sees it.
fn desk(client: &Client, id: &str) -> Value {
    client.get_json(&format!("/plans/{id}/reading")).expect(200).json()
}

fn lines(desk: &Value) -> Vec<Value> {
    let groups = desk["groups"].as_array().expect("groups");
    groups
        .iter()
        .flat_map(|g| g["lines"].as_array().cloned().unwrap_or_default())
        .collect()
}

fn line(desk: &Value, words: &str) -> Value {
    let has = |l: &Value| l["title"].as_str().is_some_and(|t| t.contains(words));
    lines(desk)
        .into_iter()
        .find(has)
        .unwrap_or_else(|| panic!("no entry {words}: {desk:#}"))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Reads a text in; gives the plan's id.
fn read_in(client: &Client, source: &str, year: &str) -> String {
    let answer = client
        .post("/plans/new", &[("text", source), ("year", year)])
        .expect(303);
    let at = answer.location();
    at.split('/').nth(2).expect("an id").to_owned()
}

fn act(client: &Client, plan: &str, entry: &Value, what: &str, more: &[(&str, &str)]) -> Answer {
    let (id, version) = (text(&entry["id"]), text(&entry["version"]));
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("/plans/{plan}/entries/{id}{what}"), &fields)
}

fn accept(client: &Client, plan: &str, more: &[(&str, &str)]) -> Answer {
    let version = text(&desk(client, plan)["version"]);
    let mut fields = vec![("plan_version", version.as_str())];
    fields.extend_from_slice(more);
    client.post(&format!("/plans/{plan}/accept"), &fields)
}

fn tasks(s: &Story) -> Vec<flow::TaskRow> {
    let days = |text: &str| text.parse().expect("a day");
    let (from, until) = (days("2026-01-01"), days("2027-12-31"));
    s.store
        .read(|r| flow::between(r, s.union, from, until, &flow::Filter::default()))
        .expect("tasks")
}

/// The tasks of the school plan with 趣味运动会 moved to 10月中旬 and 教工论坛 left out; gives the former.
fn the_tasks_are_right(s: &Story, me: org::MemberId) -> flow::TaskId {
    let all = tasks(s);
    assert_eq!(all.len(), 36);
    let find = |words: &str| all.iter().find(|t| t.title.contains(words)).unwrap();
    let sports = find("趣味运动会");
    let day = |d: Option<kernel::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    assert_eq!(
        (day(sports.from), day(sports.due)),
        ("2026-10-11".into(), "2026-10-20".into())
    );
    assert_eq!(
        (sports.owner, sports.budget),
        (Some(me), Some(kernel::Money::from_fen(300_000)))
    );
    let visits = find("走访慰问");
    assert_eq!(
        (day(visits.from), day(visits.due)),
        ("2026-12-01".into(), "2027-01-31".into())
    );
    assert_eq!(visits.field, flow::Field::Care);
    assert!(!all.iter().any(|t| t.title.contains("教工论坛")));
    sports.id
}

fn the_accepted_plan_tells(chair: &Client, plan: &str, sports: flow::TaskId) {
    let shown = chair.get(&format!("/plans/{plan}")).expect(200);
    assert!(shown.shows("教师趣味运动会") && shown.shows(&format!("/tasks/{}", sports)));
    assert!(chair.get("/plans").expect(200).shows("2026年学校工会工作计划书"));
    let word = chair.get(&format!("/plans/{plan}/word")).expect(200);
    let back = papers::read("a.docx", &word.bytes, &papers::Limits::default())
        .expect("a Word file")
        .plain_text();
    assert!(
        back.contains("教师趣味运动会（10月中旬，责任人：") && !back.contains("教工论坛"),
        "{back}"
    );
    assert!(
        back.contains("三、月份工作安排\n（一）二月\n1. 讨论制定工会工作计划。"),
        "{back}"
    );
    assert!(
        back.contains("1. 认真学习贯彻新《工会法》") && back.contains("2026年11月21日"),
        "{back}"
    );
}

#[test]
fn the_school_plan_is_read() {
    let outline = read_outline(SCHOOL_PLAN);
    assert_eq!(outline.title.as_deref(), Some("2023年学校工会工作计划书"));
    assert_eq!((outline.year, outline.cover), (Some(2023), Cover::Year));
    assert!(outline.notices.is_empty(), "{:?}", outline.notices);
    assert_eq!(outline.entries.len(), 37);
    let first = &outline.entries[0];
    assert_eq!(first.title.as_str(), "讨论制定工会工作计划");
    assert_eq!(first.when.map(|w| w.code()).as_deref(), Some("02"));
    assert_eq!(&SCHOOL_PLAN[first.span.0..first.span.1].contains("讨论制定"), &true);
    let last = outline.entries.last().unwrap();
    assert_eq!(last.when.map(|w| w.code()).as_deref(), Some("12..01"));
    let headings: Vec<&str> = outline
        .sections
        .iter()
        .filter(|s| !s.schedule)
        .map(|s| s.heading.as_str())
        .collect();
    assert!(headings.contains(&"加强工会自身建设"), "{headings:?}");
    assert!(
        !headings.iter().any(|h| h.contains("月份：") || *h == "二月份"),
        "{headings:?}"
    );
}

#[test]
fn a_plan_becomes_tasks() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        assert!(
            chair.get("/plans").expect(200).shows("/plans/new"),
            "the first step is shown"
        );
        let plan = read_in(&chair, SCHOOL_PLAN, "2026");
        let page = chair.get(&format!("/plans/{plan}/reading")).expect(200);
        assert!(
            page.shows("<div class=\"text\" lang=\"zh-Hans\">2023年学校工会工作计划书"),
            "the source stands as it was written"
        );
        assert!(page.shows("id=\"s-") && page.shows("id=\"e-") && page.shows("讨论制定工会工作计划"));
        let seen = desk(&chair, &plan);
        assert_eq!(seen["kept"], 37);
        let months: Vec<String> = seen["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|g| g["kind"].to_string())
            .collect();
        assert_eq!(months.len(), 11, "{months:?}");

        let sports = line(&seen, "趣味运动会");
        assert_eq!(
            (text(&sports["from"]), text(&sports["due"])),
            ("2026-10-01".into(), "2026-10-31".into())
        );
        assert_eq!(sports["field"], "culture");
        let owner = me.to_string();
        let says = [
            ("title", "教师趣味运动会"),
            ("when", "10月中旬"),
            ("field", "culture"),
            ("owner", &owner),
            ("budget", "3,000"),
        ];
        let done = act(&chair, &plan, &sports, "", &says).expect(303);
        assert!(
            done.location().ends_with(&format!("#e-{}", text(&sports["id"]))),
            "stays on the entry"
        );

        act(&chair, &plan, &line(&seen, "教工论坛"), "/reject", &[]).expect(303);
        accept(&chair, &plan, &[]).expect(303);

        let sports = the_tasks_are_right(s, me);
        the_accepted_plan_tells(&chair, &plan, sports);
    });
}

#[test]
fn accepting_twice_makes_no_second_task() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(
            &chair,
            "2026年工会计划\n三月份：\n1.庆三八活动。\n2.召开教代会。",
            "2026",
        );
        let version = text(&desk(&chair, &plan)["version"]);
        let path = format!("/plans/{plan}/accept");
        let click = [("plan_version", version.as_str()), ("_once", "one-click")];
        let first = chair.post(&path, &click).expect(303);
        let again = chair.post(&path, &click).expect(303);
        assert_eq!(first.location(), again.location());
        let later = chair.post(&path, &[("plan_version", &version)]);
        assert_eq!(later.status, 409);
        assert!(later.shows("已经采用过"));
        assert_eq!(tasks(s).len(), 2);
        let entry = line(&desk(&chair, &plan), "教代会");
        assert_eq!(
            act(&chair, &plan, &entry, "/reject", &[]).status,
            409,
            "an accepted plan stays as it is"
        );
    });
}

#[test]
fn entries_are_split_merged_and_restored() {
    story(kit, |s| {
        let chair = s.person(Role::Officer);
        let plan = read_in(
            &chair,
            "2026年工会计划\n四月份：\n1.困难职工调查，走访慰问。\n2.教学竞赛。",
            "2026",
        );
        let one = line(&desk(&chair, &plan), "困难职工调查");
        let form = chair
            .get(&format!("/plans/{plan}/reading?entry={}&split=1", text(&one["id"])))
            .expect(200);
        assert!(form.shows("困难职工调查\n走访慰问"), "parts are proposed");
        let single = act(&chair, &plan, &one, "/split?split=1", &[("lines", "只有一行")]);
        assert_eq!(single.status, 422);
        assert!(
            single.shows("只有一行") && single.shows("name=\"lines\""),
            "what was typed is kept"
        );
        act(&chair, &plan, &one, "/split", &[("lines", "困难职工调查\n走访慰问")]).expect(303);
        let after = desk(&chair, &plan);
        assert_eq!(after["kept"], 3);
        let titles: Vec<String> = lines(&after).iter().map(|l| text(&l["title"])).collect();
        assert_eq!(titles, ["困难职工调查", "走访慰问", "教学竞赛"]);
        assert!(
            lines(&after)
                .iter()
                .all(|l| l["due"] == "2026-04-30" && l["marked"] == true),
            "{after:#}"
        );

        let below = line(&after, "走访慰问");
        let above = (text(&below["above"]["id"]), text(&below["above"]["version"]));
        act(
            &chair,
            &plan,
            &below,
            "/merge",
            &[("above", &above.0), ("above_version", &above.1)],
        )
        .expect(303);
        let merged = desk(&chair, &plan);
        assert_eq!(merged["kept"], 2);
        assert_eq!(line(&merged, "困难职工")["title"], "困难职工调查；走访慰问");

        let last = line(&merged, "教学竞赛");
        act(&chair, &plan, &last, "/reject", &[]).expect(303);
        assert_eq!(desk(&chair, &plan)["kept"], 1);
        let last = line(&desk(&chair, &plan), "教学竞赛");
        act(&chair, &plan, &last, "/restore", &[]).expect(303);
        assert_eq!(desk(&chair, &plan)["kept"], 2);
    });
}

#[test]
fn entries_without_a_day_stop_the_plan() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(
            &chair,
            "2026年工会计划\n第三周：召开小组长会议\n五月份：\n1.文娱活动。",
            "2026",
        );
        let week = line(&desk(&chair, &plan), "小组长会议");
        assert_eq!(week["settled"], false);
        let refused = accept(&chair, &plan, &[]);
        assert_eq!(refused.status, 422);
        assert!(refused.shows("召开小组长会议") && refused.shows("all_undated"));
        assert!(tasks(s).is_empty(), "nothing is half accepted");
        let no = act(
            &chair,
            &plan,
            &week,
            "",
            &[
                ("title", "召开小组长会议"),
                ("when", "第三周"),
                ("field", "organisation"),
            ],
        );
        assert_eq!(no.status, 422);
        // the term makes it a week of the calendar
        let version = text(&desk(&chair, &plan)["version"]);
        let edit = [
            ("version", version.as_str()),
            ("title", "第二学期计划"),
            ("year", "2026"),
            ("cover", "spring"),
        ];
        chair.post(&format!("/plans/{plan}/edit"), &edit).expect(303);
        assert_eq!(line(&desk(&chair, &plan), "小组长会议")["settled"], true);

        let new = format!("/plans/{plan}/entries/new");
        chair
            .post(&new, &[("title", "整理家底"), ("undated", "1"), ("field", "finance")])
            .expect(303);
        chair
            .post(&new, &[("title", "还没有想好"), ("field", "finance")])
            .expect(303);
        assert_eq!(accept(&chair, &plan, &[]).status, 422);
        accept(&chair, &plan, &[("all_undated", "1")]).expect(303);
        assert_eq!(chair.get_json(&format!("/plans/{plan}")).expect(200).json()["tasks"], 4);
    });
}

#[test]
fn a_draft_can_be_put_away() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, SCHOOL_PLAN, "2026");
        let version = text(&desk(&chair, &plan)["version"]);
        chair
            .post(&format!("/plans/{plan}/drop"), &[("plan_version", &version)])
            .expect(303);
        assert_eq!(chair.get(&format!("/plans/{plan}/reading")).status, 404);
        read_in(&chair, SCHOOL_PLAN, "2026");
    });
}

#[test]
fn a_summary_is_told_from_a_plan_and_pages_speak_english() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let told = "2025年工会工作总结\n一年来，我会开展了一系列活动。\n一、3月8日组织了女教师联欢，120人参加了活动。\n二、9月走访慰问了退休教师32人次，发放了慰问金9600元。";
        let plan = read_in(&chair, told, "2026");
        let notices = desk(&chair, &plan)["notices"].to_string();
        assert!(notices.contains("summary"), "{notices}");
        chair.post("/me/language", &[("lang", "en")]).expect(303);
        let entry = format!("/plans/{plan}/entries/new");
        chair
            .post(
                &entry,
                &[("title", "Walk"), ("when", "mid-October"), ("field", "culture")],
            )
            .expect(303);
        let id = text(&line(&desk(&chair, &plan), "Walk")["id"]);
        let paths = [
            "/plans".to_owned(),
            "/plans/new".to_owned(),
            format!("/plans/{plan}"),
            format!("/plans/{plan}/reading?entry={id}"),
            format!("/plans/{plan}/reading?entry={id}&split=1"),
            format!("/plans/{plan}/edit"),
            entry,
            "/".to_owned(),
            "/calendar".to_owned(),
        ];
        for path in paths {
            let page = chair.get(&path).expect(200);
            assert!(
                page.shows("<html lang=\"en\"") && !page.shows("⟦"),
                "{path}: {}",
                page.text()
            );
        }
    });
}

/// A member leaves the union.
fn leave(s: &Story, id: org::MemberId) {
    use org::members::{By, Seen, get, set_status};
    let (union, now) = (s.union, s.clock.now());
    let went: web::Reply<_> = s.store.write(move |w| {
        let version = get(w, union, id)?.version;
        let seen = Seen { union, id, version };
        set_status(w, seen, org::Status::Resigned, now.day(), false, &By::program(now))
    });
    went.expect("the store");
}
