//! Moving tasks: the arithmetic of days, and stories on both databases.

use org::Role;
use serde_json::Value;
use testkit::{Client, story};

use super::*;
use crate::tests::{add, kit, person, sane, sane_in_english};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn task(who: &Client, id: &str) -> Value {
    who.get_json(&format!("/tasks/{id}")).expect(200).json()["task"].clone()
}

/// What the page after an act offers to undo it.
pub(crate) fn undo_of(page: &str) -> Option<String> {
    let toast = page.split("data-toast").nth(1)?;
    let action = toast.split("action=\"").nth(1)?.split('"').next()?;
    Some(action.replace("&#38;", "&").replace("&amp;", "&"))
}

#[test]
fn days_move_together_and_whole_months_stay_whole() {
    let moved = |from: Option<&str>, due: &str, days, months| {
        let (_, from, due) = shifted(from.map(day), day(due), days, months);
        (from.map(|d| d.to_string()), due.map(|d| d.to_string()))
    };
    let said = |from: Option<&str>, due: &str| (from.map(str::to_owned), Some(due.to_owned()));
    assert_eq!(moved(None, "2026-12-31", 1, 0), said(None, "2027-01-01"));
    assert_eq!(
        moved(Some("2026-09-24"), "2026-09-26", 7, 0),
        said(Some("2026-10-01"), "2026-10-03")
    );
    assert_eq!(
        moved(Some("2026-11-01"), "2026-11-30", 0, 1),
        said(Some("2026-12-01"), "2026-12-31")
    );
    assert_eq!(moved(None, "2026-01-31", 0, 1), said(None, "2026-02-28"));
    assert_eq!(
        moved(Some("2026-10-01"), "2026-12-31", 0, -1),
        said(Some("2026-09-01"), "2026-11-30")
    );
}

#[test]
fn a_move_says_so_goes_back_where_one_came_from_and_can_be_undone() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "登山比赛", &[("when", "12月中旬")]);
        let page = sane(chair.get(&format!("/tasks/{id}/move?back=/calendar?month=2026-12")));
        assert!(
            page.shows("改期：登山比赛") && page.shows("推后一周") && page.shows("value=\"/calendar?month=2026-12\"")
        );
        sane_in_english(&chair, &format!("/tasks/{id}/move"));
        let moved = chair.post(
            &format!("/tasks/{id}/move"),
            &[("version", "1"), ("days", "7"), ("back", "/tasks?whose=all")],
        );
        assert_eq!(moved.expect(303).location(), "/tasks?whose=all");
        let now = task(&chair, &id);
        assert_eq!(
            (&now["from"], &now["due"], &now["when"]),
            (&"2026-12-18".into(), &"2026-12-27".into(), &Value::Null)
        );
        let after = chair.get("/tasks?whose=all").expect(200).text();
        let undo = undo_of(&after).expect("a way back");
        assert!(
            undo.starts_with(&format!("/tasks/{id}/move?undo=1&version=2")),
            "{undo}"
        );
        chair.post(&undo, &[]).expect(303);
        let again = task(&chair, &id);
        assert_eq!(
            (&again["from"], &again["due"], &again["when_words"]),
            (&"2026-12-11".into(), &"2026-12-20".into(), &"12月中旬".into())
        );
        // a second undo would overwrite what came after the first
        chair.post(&undo, &[]).expect(409);
        assert!(
            undo_of(&chair.get("/tasks").expect(200).text()).is_none(),
            "nothing more to undo"
        );
        // the address to go back to is of this site
        let away = chair.post(
            &format!("/tasks/{id}/move"),
            &[("version", "3"), ("months", "1"), ("back", "https://evil.example/")],
        );
        assert_eq!(away.expect(303).location(), "/");
    });
}

#[test]
fn a_day_that_is_past_is_asked_back() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "送清凉", &[("due", "2026-11-25")]);
        let path = format!("/tasks/{id}/move");
        let asked = chair.post(&path, &[("version", "1"), ("days", "-7")]).expect(422);
        assert!(asked.shows("11月18日 周三已经过去了") && asked.shows("就改到这一天"));
        assert!(asked.shows("name=\"days\" value=\"-7\"") && asked.shows("name=\"sure\" value=\"1\""));
        assert_eq!(task(&chair, &id)["due"], "2026-11-25", "nothing moved yet");
        chair
            .post(&path, &[("version", "1"), ("days", "-7"), ("sure", "1")])
            .expect(303);
        assert_eq!(task(&chair, &id)["due"], "2026-11-18");
        let far = chair.post(&path, &[("version", "2"), ("days", "99999")]).expect(422);
        assert!(far.shows("请直接写改到哪一天"));
        chair.post(&path, &[("version", "2")]).expect(422);
    });
}

#[test]
fn a_closed_task_is_not_moved_and_an_undated_one_only_to_a_day() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "春游", &[]);
        let path = format!("/tasks/{id}/move");
        assert!(!sane(chair.get(&path)).shows("推后一周"), "nothing to shift");
        let nowhere = chair.post(&path, &[("version", "1"), ("days", "1")]).expect(422);
        assert!(nowhere.shows("还没有日子"));
        chair
            .post(&path, &[("version", "1"), ("when", "2026-12-01")])
            .expect(303);
        chair
            .post(&format!("/close/{id}"), &[("version", "2"), ("on", "2026-11-20")])
            .expect(303);
        chair.get(&path).expect(409);
        let refused = chair.post(&path, &[("version", "3"), ("days", "1")]).expect(409);
        assert!(refused.shows("不能再改"));
    });
}

#[test]
fn tasks_that_wait_for_each_other_are_named_when_days_disagree() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let first = add(&chair, "印海报", &[("due", "2026-12-01")]);
        let second = add(&chair, "贴海报", &[("due", "2026-12-05")]);
        chair
            .post(&format!("/tasks/{second}/needs"), &[("needs", &first)])
            .expect(303);
        let page = sane(chair.get(&format!("/tasks/{first}/move")));
        assert!(page.shows("贴海报") && page.shows("等着这一项的"));
        let fine = chair.post(&format!("/tasks/{first}/move"), &[("version", "1"), ("days", "2")]);
        fine.expect(303);
        assert!(chair.get(&format!("/tasks/{first}")).shows("时间已改<"));
        let late = chair.post(&format!("/tasks/{first}/move"), &[("version", "2"), ("days", "7")]);
        late.expect(303);
        assert!(chair.get(&format!("/tasks/{first}")).shows("前后衔接的任务日子不合"));
        let early = chair.post(&format!("/tasks/{second}/move"), &[("version", "1"), ("days", "-2")]);
        early.expect(303);
        assert!(chair.get(&format!("/tasks/{second}")).shows("前后衔接的任务日子不合"));
    });
}

#[test]
fn moving_needs_the_task_in_hand() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (leader, me) = person(s, Role::GroupLeader);
        let theirs = add(&chair, "别人的事", &[("due", "2026-12-01")]);
        let own = add(&chair, "自己的事", &[("due", "2026-12-01"), ("owner", &me)]);
        leader.get(&format!("/tasks/{theirs}/move")).expect(404);
        leader
            .post(&format!("/tasks/{theirs}/move"), &[("version", "1"), ("days", "1")])
            .expect(404);
        leader
            .post(&format!("/tasks/{own}/move"), &[("version", "1"), ("days", "1")])
            .expect(303);
        let outsider = s.outsider(Role::Chair);
        outsider.get(&format!("/tasks/{own}/move")).expect(404);
        s.person(Role::Auditor).get(&format!("/tasks/{own}/move")).expect(403);
    });
}

#[test]
fn an_owner_who_has_left_is_told_and_handed_over() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, gone) = person(s, Role::Officer);
        let id = add(&chair, "看望病号", &[("due", "2026-12-01"), ("owner", &gone)]);
        let member = chair.get_json(&format!("/members/{gone}")).expect(200).json();
        let version = member["version"].as_i64().unwrap_or(1).to_string();
        chair
            .post(
                &format!("/members/{gone}/status"),
                &[
                    ("version", &version),
                    ("status", "resigned"),
                    ("on", "2026-11-21"),
                    ("why", "调离"),
                ],
            )
            .expect(303);
        let page = sane(chair.get(&format!("/tasks/{id}")));
        assert!(page.shows("已经离会") && page.shows(&format!("/handover?from={gone}")));
        assert_eq!(task(&chair, &id)["owner_left"], "2026-11-21");
        let over = sane(chair.get(&format!("/handover?from={gone}")));
        assert!(over.shows("看望病号") && over.shows(&format!("value=\"{gone}\" selected")));
    });
}
