//! Stories of the first page and the month, on both databases.

use kernel::{Date, Text};
use org::{MemberId, Role};
use serde_json::Value;
use testkit::{Client, Story, story};

use crate::tests::kit;

mod cut;
mod views;

/// A plan with these lines, accepted; its tasks in the order of their days.
fn plan(s: &Story, chair: &Client, entries: &[(&str, &str, Option<MemberId>)]) -> Vec<flow::TaskRow> {
    let blank = chair
        .post("/plans/new", &[("year", "2026"), ("blank", "1")])
        .expect(303);
    let id = blank.location().split('/').nth(2).expect("an id").to_owned();
    for (title, when, owner) in entries {
        let owner = owner.map(|o| o.to_string()).unwrap_or_default();
        let says = [
            ("title", *title),
            ("when", *when),
            ("field", "culture"),
            ("owner", &owner),
        ];
        chair.post(&format!("/plans/{id}/entries/new"), &says).expect(303);
    }
    let desk = chair.get_json(&format!("/plans/{id}/reading")).expect(200).json();
    chair
        .post(
            &format!("/plans/{id}/accept"),
            &[("plan_version", &desk["version"].to_string())],
        )
        .expect(303);
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let (from, until) = (day("2026-01-01"), day("2026-12-31"));
    s.store
        .read(|r| flow::between(r, s.union, from, until, &flow::Filter::default()))
        .expect("tasks")
}

fn titles(of: &Value) -> Vec<String> {
    let all = of.as_array().cloned().unwrap_or_default();
    all.iter()
        .map(|t| t["title"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_first_page_begins_with_what_is_owed() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (officer, me) = s.member(Role::Officer);
        assert!(officer.get("/").expect(200).shows("这一周没有要办的事"));
        // the story's day is Saturday, 21 November 2026
        plan(
            s,
            &chair,
            &[
                ("退休教师座谈", "11月10日", Some(me)),
                ("冬季长跑", "11月21日", Some(me)),
                ("篮球赛", "11月22日", Some(me)),
                ("元旦晚会", "12月30日", Some(me)),
                ("财务内审", "11月20日至22日", None),
            ],
        );
        let page = officer.get_json("/").expect(200).json();
        assert_eq!(titles(&page["overdue"]), ["退休教师座谈"]);
        assert_eq!(titles(&page["due_today"]), ["冬季长跑"]);
        assert_eq!(titles(&page["this_week"]), ["篮球赛"]);
        assert!(titles(&page["running"]).is_empty());
        assert_eq!(titles(&page["union_week"]), ["财务内审"]);
        assert_eq!(page["changes"].as_array().unwrap().len(), 5, "the chair added five");
        let html = officer.get("/").expect(200);
        assert!(html.shows("· 农历十月十三") && html.shows("/works/new") && html.shows("逾期") && html.shows("/close"));
        assert!(!html.shows("⟦"));

        let until = page["until"].to_string();
        officer.post("/today/seen", &[("until", &until)]).expect(303);
        assert!(officer.get_json("/").json()["changes"].as_array().unwrap().is_empty());
        assert!(
            chair.get_json("/").json()["changes"].as_array().unwrap().is_empty(),
            "one's own doing is no news"
        );
    });
}

#[test]
fn members_see_their_own_and_strangers_nothing() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (member, me) = s.member(Role::MemberRole);
        plan(
            s,
            &chair,
            &[("我的事", "11月22日", Some(me)), ("别人的事", "11月22日", None)],
        );
        let page = member.get_json("/").expect(200).json();
        assert_eq!(titles(&page["this_week"]), ["我的事"]);
        assert!(page["union_week"].is_null());
        let seen = member.get("/calendar?month=2026-11").expect(200);
        assert!(seen.shows("我的事") && !seen.shows("别人的事"));
        assert!(
            member
                .get(&format!("/calendar?month=2026-11&member={}", me))
                .shows("我的事")
        );
        let outsider = s.outsider(Role::Chair);
        assert!(!outsider.get("/calendar?month=2026-11").expect(200).shows("我的事"));
        assert_eq!(s.stranger().get("/").status, 303);
        assert_eq!(s.stranger().get("/calendar").status, 303);
    });
}

#[test]
fn the_month_shows_tasks_on_their_days() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, owner) = s.member(Role::Officer);
        let tasks = plan(
            s,
            &chair,
            &[
                ("球赛", "9月24日至26日", Some(owner)),
                ("中秋慰问", "中秋节", None),
                ("趣味运动会", "9月", None),
                ("元旦晚会", "12月30日", None),
            ],
        );
        let page = chair.get_json("/calendar?month=2026-09").expect(200).json();
        let day = |n: usize| page["days"][n - 1].clone();
        assert_eq!(titles(&day(24)["tasks"]), ["球赛"]);
        assert_eq!(titles(&day(25)["tasks"]).len(), 2);
        assert_eq!(
            (day(25)["note"].as_str(), &day(25)["rest"]),
            (Some("中秋节"), &Value::Bool(true))
        );
        assert_eq!(titles(&page["long"]), ["趣味运动会"], "a month long");
        assert_eq!(titles(&day(30)["tasks"]), ["趣味运动会"], "on its last day");
        assert!(titles(&day(29)["tasks"]).is_empty());
        assert_eq!(page["overdue"].as_array().unwrap().len(), 3);
        let html = chair.get("/calendar?month=2026-09").expect(200);
        assert!(
            html.shows("month=2026-08")
                && html.shows("month=2026-10")
                && html.shows(&format!("/tasks/{}/move?back=", tasks[0].id))
        );
        assert!(!html.shows("⟦"));
        let his = chair
            .get_json(&format!("/calendar?month=2026-09&member={owner}"))
            .expect(200)
            .json();
        assert_eq!(titles(&his["days"][24]["tasks"]), ["球赛"]);
        let care = chair.get_json("/calendar?month=2026-09&field=care").expect(200).json();
        assert!(titles(&care["overdue"]).is_empty());
        let wrong = chair.get("/calendar?month=2026-13");
        assert_eq!(wrong.status, 422);
        assert!(wrong.shows("没有“2026-13”这个月"));
    });
}

#[test]
fn a_done_task_is_no_longer_late() {
    story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let tasks = plan(s, &chair, &[("退休教师座谈", "11月10日", Some(me))]);
        let task = &tasks[0];
        assert_eq!(titles(&chair.get_json("/").json()["overdue"]).len(), 1);
        let title: Text<200> = Text::new(&task.title).expect("a title");
        assert_eq!(title.as_str(), "退休教师座谈");
        let (clock, id, union) = (s.clock.clone(), task.id, s.union);
        let standing = s.store.read(|r| {
            let account = r.one(
                store::Sql::union("SELECT account_id FROM stand WHERE union_id = $1 AND member_id = $2"),
                &[&union, &me],
                |row| row.get(0),
            )?;
            Ok::<_, store::Error>((account, org::standing(r, account, Some(union), clock.today())?))
        });
        let (account, standing) = standing.expect("a standing");
        let actor = web::Actor {
            account,
            union,
            standing,
            lang: kernel::Lang::Zh,
        };
        let (clock, version) = (s.clock.clone(), task.version);
        let closed: web::Reply<()> = s.store.write(move |w| {
            let act = web::Act::new(web::View::new(w, &actor, &clock), w);
            flow::close(&act, id, version, flow::Outcome::Done { on: clock.today() })
        });
        assert!(closed.is_ok());
        let page = chair.get_json("/").json();
        assert!(titles(&page["overdue"]).is_empty());
        let html = chair.get("/calendar?month=2026-11").expect(200);
        assert!(html.shows("退休教师座谈") && html.shows("已办结"));
    });
}
