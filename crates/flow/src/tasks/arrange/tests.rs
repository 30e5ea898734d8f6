//! Stories of arranging many tasks at once.

use org::Role;
use serde_json::Value;
use testkit::{Client, story};

use crate::{
    tasks::redate::tests::undo_of,
    tests::{add, kit, person, sane, sane_in_english},
};

fn task(who: &Client, id: &str) -> Value {
    who.get_json(&format!("/tasks/{id}")).expect(200).json()
}

/// The names of those who help with a task.
fn helpers(who: &Client, id: &str) -> Vec<String> {
    let all = task(who, id)["helpers"].as_array().unwrap().clone();
    all.iter().map(|h| h["member"].as_str().unwrap().to_owned()).collect()
}

fn picks(who: &Client, ids: &[&str]) -> String {
    let seen = ids
        .iter()
        .map(|id| format!("{id}~{}", task(who, id)["task"]["version"]));
    seen.collect::<Vec<_>>().join(",")
}

#[test]
fn many_tasks_get_another_owner_and_helpers_and_are_put_back_by_one_press() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (old, old_id) = person(s, Role::Officer);
        let (new, new_id) = person(s, Role::Officer);
        let (helper, helper_id) = person(s, Role::MemberRole);
        let (_, third) = person(s, Role::MemberRole);
        let one = add(
            &chair,
            "送清凉",
            &[("owner", &old_id), ("due", "2026-12-01"), ("helpers", &third)],
        );
        let two = add(
            &chair,
            "迎新联欢",
            &[("owner", &old_id), ("due", "2026-12-30"), ("helpers", &new_id)],
        );
        ticked_tasks_are_shown(&chair, &one, &two);
        let seen = picks(&chair, &[&one, &two]);
        let form = [
            ("picks", seen.as_str()),
            ("owner", &new_id),
            ("helpers", &helper_id),
            ("relieved", &third),
            ("back", "/tasks?whose=all"),
        ];
        let arranged = chair.post("/tasks/arrange", &form).expect(303);
        assert_eq!(arranged.location(), "/tasks?whose=all");
        let undo = undo_of(&chair.get("/tasks?whose=all").text()).expect("a way back");
        for id in [&one, &two] {
            assert_eq!(task(&chair, id)["task"]["owner"], new_id.as_str());
            assert_eq!(
                helpers(&chair, id),
                std::slice::from_ref(&helper_id),
                "an owner does not help; who was relieved is gone"
            );
        }
        assert!(new.get("/inbox").shows("送清凉") && !old.get("/inbox").shows("送清凉"));
        assert!(
            helper.get("/inbox").shows("迎新联欢"),
            "who is asked sees it in the inbox"
        );
        let course = sane(chair.get(&format!("/tasks/{one}")));
        assert!(course.shows("指定责任人") && course.shows("调整分工"));
        sane_in_english(&chair, &format!("/tasks/{one}"));

        nothing_changes_twice(&chair, &form, &[&one, &two]);

        chair.post(&undo, &[]).expect(303);
        for id in [&one, &two] {
            assert_eq!(task(&chair, id)["task"]["owner"], old_id.as_str());
        }
        assert_eq!(helpers(&chair, &one), [third]);
        assert_eq!(helpers(&chair, &two), [new_id]);
        let again = chair.post(&undo, &[]).status;
        assert_eq!(again, 409, "what was put back is not put back again");
    });
}

/// The page of ticked tasks, with where one came from.
fn ticked_tasks_are_shown(who: &Client, one: &str, two: &str) {
    let look = format!("/tasks/arrange?pick={one}&pick={two}&back=/calendar/list?when=month");
    let page = sane(who.get(&look));
    for words in [
        "调整 2 项任务",
        "送清凉",
        "迎新联欢",
        "value=\"/calendar/list?when=month\"",
    ] {
        assert!(page.shows(words), "{words}: {}", page.text());
    }
    sane_in_english(who, &look);
}

/// The same form again is stale, and a fresh one that asks for what is so already says so.
fn nothing_changes_twice(who: &Client, form: &[(&str, &str)], ids: &[&str]) {
    who.post("/tasks/arrange", form).expect(409);
    let now = picks(who, ids);
    let owner = form.iter().find(|(name, _)| *name == "owner").unwrap().1;
    let same = who
        .post("/tasks/arrange", &[("picks", &now), ("owner", owner)])
        .expect(422);
    assert!(same.shows("本来就是这样"));
}

#[test]
fn what_somebody_changed_meanwhile_stops_the_whole() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, owner) = person(s, Role::Officer);
        let one = add(&chair, "送清凉", &[]);
        let two = add(&chair, "迎新联欢", &[("due", "2026-12-30")]);
        let seen = picks(&chair, &[&one, &two]);
        chair
            .post(&format!("/tasks/{two}/move"), &[("version", "1"), ("days", "-1")])
            .expect(303);
        let form = [("picks", seen.as_str()), ("owner", owner.as_str())];
        let refused = chair.post("/tasks/arrange", &form).expect(409);
        assert!(
            refused.shows("迎新联欢") && refused.shows(&format!("value=\"{owner}\" selected")),
            "{}",
            refused.text()
        );
        assert_eq!(task(&chair, &one)["task"]["owner"], Value::Null, "all or none");
        // the page that came back knows how they stand now
        assert!(refused.shows(&format!("{two}~2")));
        let now = picks(&chair, &[&one, &two]);
        chair
            .post("/tasks/arrange", &[("picks", &now), ("owner", &owner)])
            .expect(303);
        // and undoing stops as well once one of them was changed
        let undo = undo_of(&chair.get("/tasks").text()).expect("a way back");
        chair
            .post(&format!("/tasks/{one}/start"), &[("version", "2")])
            .expect(303);
        chair.post(&undo, &[]).expect(409);
        assert_eq!(task(&chair, &two)["task"]["owner"], owner.as_str());
    });
}

#[test]
fn who_may_not_manage_arranges_nothing_and_bad_forms_are_told_why() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (recorder, me) = person(s, Role::GroupLeader);
        let one = add(&chair, "送清凉", &[("owner", &me)]);
        let seen = picks(&chair, &[&one]);
        recorder.get(&format!("/tasks/arrange?pick={one}")).expect(403);
        recorder
            .post("/tasks/arrange", &[("picks", &seen), ("owner", &me)])
            .expect(403);
        let stranger = s.outsider(Role::Chair);
        stranger.get(&format!("/tasks/arrange?pick={one}")).expect(404);
        stranger
            .post("/tasks/arrange", &[("picks", &seen), ("branch", "whole")])
            .expect(404);
        assert!(chair.get("/tasks/arrange").expect(200).shows("还没有选任务"));
        let refused = |fields: &[(&str, &str)]| chair.post("/tasks/arrange", fields).expect(422);
        assert!(refused(&[("picks", &seen)]).shows("请至少改一样"));
        refused(&[("picks", "x"), ("owner", &me)]);
        refused(&[("picks", &seen), ("branch", "nowhere")]);
        refused(&[("picks", &seen), ("owner", &one)]);
        let many = vec![format!("{one}~1"); 101].join(",");
        refused(&[("picks", &many), ("owner", &me)]);
        // a closed task is named
        chair
            .post(&format!("/close/{one}"), &[("version", "1"), ("on", "2026-11-01")])
            .expect(303);
        let late = chair
            .post("/tasks/arrange", &[("picks", &seen), ("branch", "whole")])
            .expect(409);
        assert!(late.shows("送清凉") && late.shows("已经办结"), "{}", late.text());
        let nobody = format!("/tasks/{one}/arranged-back");
        chair.post(&format!("{nobody}?arrangement={one}"), &[]).expect(404);
    });
}
