//! Later texts of a plan, and last year's plan in a new year.

use org::Role;
use serde_json::Value;
use testkit::{Answer, Client, Story, story};

use super::{accept, act, desk, leave, line, lines, read_in, tasks, text};
use crate::tests::kit;

const FIRST: &str = "2026年工会工作计划\n一、民主管理\n1.开好教代会。\n二、月份工作安排\n三月份：\n1.庆祝三八妇女节。\n2.教工乒乓球比赛。\n\
    九月份：\n1.组织会员体检。\n2.中秋节慰问会员。\n十月份：\n1.教师趣味运动会。\n2.重阳节慰问退休教师。\n";
const LATER: &str = "2026年工会工作计划\n一、民主管理\n1.开好教代会，办好提案。\n二、月份工作安排\n三月份：\n1.庆祝三八妇女节。\n2.教工乒乓球比赛。\n\
    五月份：\n1.教职工健步走。\n九月份：\n2.中秋节慰问全体会员。\n十月份：\n1.组织会员体检。\n2.重阳节慰问退休教师。\n";

fn bring(client: &Client, plan: &str, source: &str) -> Answer {
    client.post(&format!("/plans/{plan}/versions/new"), &[("text", source)])
}

/// The door of the difference that a later text leads to.
fn door(made: &Answer, plan: &str) -> String {
    let text = made.id();
    format!("/plans/{plan}/versions/{text}")
}

fn keys(diff: &Value, kind: &str) -> Vec<(String, String)> {
    let groups = diff["groups"].as_array().expect("groups");
    let lines = groups
        .iter()
        .filter(|g| g["kind"] == kind)
        .flat_map(|g| g["lines"].as_array().cloned().unwrap_or_default());
    lines
        .map(|l| {
            let told = if l["now"].is_null() { &l["was"] } else { &l["now"] };
            (text(&l["key"]), text(&told["title"]))
        })
        .collect()
}

fn key(diff: &Value, kind: &str) -> String {
    let all = keys(diff, kind);
    assert_eq!(all.len(), 1, "{kind}: {diff:#}");
    all[0].0.clone()
}

#[test]
fn a_later_text_changes_only_what_is_ticked_and_nothing_that_is_done() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let plan = read_in(&chair, FIRST, "2026");
        accept(&chair, &plan, &[]).expect(303);
        assert_eq!(tasks(s).len(), 6);
        // 趣味运动会 is gone from the later text, 中秋 has other words; that one is done
        let autumn = task(s, "中秋节");
        let close = format!("/tasks/{}/close", autumn.id);
        let says = [
            ("version", "1"),
            ("kind", "visit"),
            ("day", "2026-09-24"),
            ("title", "中秋慰问"),
            ("people", "40"),
        ];
        chair.post(&close, &says).expect(303);

        let same = bring(&chair, &plan, &FIRST.replace('\n', "\n\n"));
        assert_eq!(same.status, 409);
        assert!(same.shows("完全一样"));
        let made = bring(&chair, &plan, LATER).expect(303);
        let at = door(&made, &plan);
        let diff = chair.get_json(&at).expect(200).json();
        assert_eq!(diff["same"], 3, "{diff:#}");
        let (new, moved, gone, words) = (
            key(&diff, "new"),
            key(&diff, "moved"),
            key(&diff, "gone"),
            key(&diff, "words"),
        );
        let page = chair.get(&at).expect(200);
        assert!(
            page.shows("任务已经结束，保持原样") && page.shows("教职工健步走") && page.shows("10月1日"),
            "{}",
            page.text()
        );
        assert_eq!(tasks(s).len(), 6, "looking changes nothing");
        let second = bring(&chair, &plan, &LATER.replace("健步走", "登山"));
        assert_eq!(second.status, 409, "one after the other");

        let version = text(&diff["version"]);
        // the done one is named too: it stays all the same
        let ticks = [
            ("plan_version", version.as_str()),
            ("take", new.as_str()),
            ("take", moved.as_str()),
            ("take", words.as_str()),
            ("words", "1"),
        ];
        chair.post(&at, &ticks).expect(303);
        assert_eq!(chair.post(&at, &ticks).status, 409, "taken once");
        only_that_is_changed(s, &chair, &plan, autumn.version);
        what_is_gone_is_given_up(s, &chair, &plan, &gone);
    });
}

fn task(s: &Story, words: &str) -> flow::TaskRow {
    tasks(s).into_iter().find(|t| t.title.contains(words)).expect("a task")
}

fn only_that_is_changed(s: &Story, chair: &Client, plan: &str, before: i64) {
    assert_eq!(
        task(s, "健步走").due.map(|d| d.to_string()).as_deref(),
        Some("2026-05-31")
    );
    assert_eq!(
        task(s, "体检").due.map(|d| d.to_string()).as_deref(),
        Some("2026-10-31")
    );
    let still = task(s, "中秋节");
    assert_eq!(
        (still.title.as_str(), still.version),
        ("中秋节慰问会员", before + 1),
        "only closed"
    );
    assert!(task(s, "趣味运动会").state.is_open(), "not ticked, not given up");
    let shown = chair.get_json(&format!("/plans/{plan}")).expect(200).json();
    assert_eq!(text(&shown["sections"][0]["measures"][0]), "开好教代会，办好提案。");
    assert_eq!(
        (&shown["texts"][1]["taken"], &shown["texts"][1]["left_out"]),
        (&2.into(), &2.into()),
        "{shown:#}"
    );
    let read = desk(chair, plan);
    assert_eq!(
        line(&read, "体检")["marked"],
        true,
        "the entry leads to its place in the later text"
    );
    assert_eq!(line(&read, "趣味运动会")["marked"], false);
}

fn what_is_gone_is_given_up(s: &Story, chair: &Client, plan: &str, gone: &str) {
    let made = bring(chair, plan, &LATER.replace("2.教工乒乓球比赛。\n", "")).expect(303);
    let at = door(&made, plan);
    let diff = chair.get_json(&at).expect(200).json();
    let gone_now = keys(&diff, "gone");
    assert_eq!(gone_now.len(), 1, "{diff:#}");
    let version = text(&diff["version"]);
    chair.post(&at, &[("plan_version", &version), ("all", "1")]).expect(303);
    assert!(matches!(task(s, "乒乓球").state, flow::State::Dropped { .. }));
    assert_ne!(gone, gone_now[0].0);
}

#[test]
fn a_draft_keeps_its_corrections_when_a_later_text_comes() {
    story(kit, |s| {
        let (chair, other) = (s.person(Role::Chair), s.person(Role::Officer));
        let plan = read_in(&chair, FIRST, "2026");
        let women = line(&desk(&chair, &plan), "三八");
        act(
            &chair,
            &plan,
            &women,
            "",
            &[("title", "女教师踏青"), ("when", "3月7日"), ("field", "rights")],
        )
        .expect(303);
        let made = bring(&chair, &plan, LATER).expect(303);
        let at = door(&made, &plan);
        let diff = chair.get_json(&at).expect(200).json();
        assert_eq!(
            diff["same"], 3,
            "corrected by hand, but the text says the same: {diff:#}"
        );
        let version = text(&diff["version"]);
        let women = line(&desk(&chair, &plan), "踏青");
        act(&other, &plan, &women, "/reject", &[]).expect(303);
        let stale = chair.post(&at, &[("plan_version", &version), ("take", &key(&diff, "gone"))]);
        assert_eq!(stale.status, 409);
        assert!(stale.shows(" checked"), "the ticks are kept");
        let version = text(&chair.get_json(&at).expect(200).json()["version"]);
        chair
            .post(&at, &[("plan_version", &version), ("take", &key(&diff, "gone"))])
            .expect(303);
        let seen = desk(&chair, &plan);
        assert_eq!(line(&seen, "趣味运动会")["taken"], "rejected");
        assert_eq!(
            (&line(&seen, "踏青")["taken"], lines(&seen).len()),
            (&"rejected".into(), 6)
        );

        let made = bring(&chair, &plan, FIRST).expect(303);
        let text = made.id();
        chair
            .post(&format!("/plans/{plan}/versions/{text}/drop"), &[])
            .expect(303);
        assert_eq!(chair.get(&door(&made, &plan)).status, 409);
        assert_eq!(lines(&desk(&chair, &plan)).len(), 6);
        chair.post("/me/language", &[("lang", "en")]).expect(303);
        let made = bring(&chair, &plan, FIRST).expect(303);
        for path in [
            made.location(),
            format!("/plans/{plan}"),
            format!("/plans/{plan}/versions/new"),
            format!("/plans/{plan}/copy"),
        ] {
            let page = chair.get(&path).expect(200);
            assert!(
                page.shows("<html lang=\"en\"") && !page.shows("⟦"),
                "{path}: {}",
                page.text()
            );
        }
    });
}

#[test]
fn what_was_split_or_merged_by_hand_is_no_difference() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let first = FIRST.replace("1.教师趣味运动会。", "1.教师趣味运动会；表彰优胜小组。");
        let plan = read_in(&chair, &first, "2026");
        let games = line(&desk(&chair, &plan), "趣味运动会");
        act(
            &chair,
            &plan,
            &games,
            "/split",
            &[("lines", "教师趣味运动会\n表彰优胜小组")],
        )
        .expect(303);
        let seen = desk(&chair, &plan);
        let (above, below) = (line(&seen, "体检"), line(&seen, "中秋节"));
        let (id, version) = (text(&above["id"]), text(&above["version"]));
        let merge = [("above", id.as_str()), ("above_version", version.as_str())];
        act(&chair, &plan, &below, "/merge", &merge).expect(303);
        accept(&chair, &plan, &[]).expect(303);

        // nor is it one in the text after the next
        for game in ["羽毛球", "网球"] {
            let made = bring(&chair, &plan, &first.replace("乒乓球", game)).expect(303);
            let at = door(&made, &plan);
            let diff = chair.get_json(&at).expect(200).json();
            for kind in ["new", "gone", "moved"] {
                assert!(keys(&diff, kind).is_empty(), "{kind}: {diff:#}");
            }
            let (changed, version) = (key(&diff, "words"), text(&diff["version"]));
            chair
                .post(&at, &[("plan_version", &version), ("take", &changed)])
                .expect(303);
        }
        assert!(task(s, "教工网球比赛").state.is_open());
    });
}

#[test]
fn last_years_plan_goes_into_the_new_year() {
    story(kit, |s| {
        let (chair, owner) = s.member(Role::Chair);
        let plan = read_in(&chair, FIRST, "2026");
        let (left, gone) = s.member(Role::Officer);
        drop(left);
        for (words, id) in [("趣味运动会", owner), ("体检", gone)] {
            let entry = line(&desk(&chair, &plan), words);
            let (title, when, id) = (text(&entry["title"]), text(&entry["when_words"]), id.to_string());
            let says = [
                ("title", title.as_str()),
                ("when", when.as_str()),
                ("field", "culture"),
                ("owner", id.as_str()),
            ];
            act(&chair, &plan, &entry, "", &says).expect(303);
        }
        accept(&chair, &plan, &[]).expect(303);
        let give_up = tasks(s).into_iter().find(|t| t.title.contains("乒乓球")).unwrap();
        chair
            .post(
                &format!("/tasks/{}/drop", give_up.id),
                &[("version", "1"), ("why", "场地维修")],
            )
            .expect(303);
        leave(s, gone);

        let page = chair.get_json(&format!("/plans/{plan}/copy")).expect(200).json();
        assert_eq!(
            (&page["year"], text(&page["new_title"])),
            (&2027.into(), "2027年工会工作计划".into())
        );
        let at = |words: &str| {
            let all = page["lines"].as_array().unwrap().clone();
            all.into_iter().find(|l| text(&l["title"]).contains(words)).unwrap()
        };
        // 重阳节: 18 October 2026, 8 October 2027; 中秋节: 25 September 2026, 15 September 2027
        assert_eq!(
            (at("乒乓球")["wanted"].clone(), text(&at("乒乓球")["task"]["stage"])),
            (false.into(), "dropped".into())
        );
        assert_eq!(
            (text(&at("中秋")["festival"]), text(&at("中秋")["new_due"])),
            ("中秋节".into(), "2027-09-15".into())
        );
        assert_eq!(at("体检")["owner_left"], true);

        what_is_ticked_is_taken_over(&chair, &plan, &page);
    });
}

fn what_is_ticked_is_taken_over(chair: &Client, plan: &str, page: &Value) {
    let wanted: Vec<String> = page["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|l| l["wanted"] == true)
        .map(|l| text(&l["id"]))
        .collect();
    let mut form = vec![("year", "2025"), ("title", "2027年工会工作计划"), ("words", "1")];
    form.extend(wanted.iter().map(|id| ("take", id.as_str())));
    assert_eq!(
        chair
            .post(
                &format!("/plans/{plan}/copy"),
                &[("year", "2026"), ("title", "x"), ("words", "1")]
            )
            .status,
        422
    );
    assert_eq!(
        chair
            .post(&format!("/plans/{plan}/copy"), &[("year", "2027"), ("title", "x")])
            .status,
        422
    );
    let made = chair.post(&format!("/plans/{plan}/copy"), &form).expect(303);
    let copy = made.location().split('/').nth(2).unwrap().to_owned();
    let seen = desk(chair, &copy);
    assert_eq!(
        (text(&seen["title"]), lines(&seen).len()),
        ("2025年工会工作计划".into(), 5),
        "the year typed wins"
    );
    // 中秋节 2025 is 6 October: the plan said September, and means the festival
    assert_eq!(text(&line(&seen, "中秋")["due"]), "2025-10-06");
    assert_eq!(text(&line(&seen, "三八")["due"]), "2025-03-08");
    assert_eq!(
        (&line(&seen, "体检")["owner"], line(&seen, "趣味")["owner"].is_string()),
        (&Value::Null, true)
    );
    assert_eq!(seen["measures"], 1);
}
