//! Stories of the inbox.

use org::Role;
use testkit::story;

use crate::tests::{add, kit, person, sane, sane_in_english};

#[test]
fn everything_owed_is_in_one_list_by_its_day() {
    story(kit, |s| {
        let (officer, me) = person(s, Role::Officer);
        assert!(sane(officer.get("/inbox")).shows("现在没有待办"));
        let late = add(&officer, "报月报", &[("owner", &me), ("due", "2026-11-20")]);
        add(&officer, "开委员会", &[("owner", &me), ("due", "2026-11-25")]);
        add(&officer, "年终总结", &[("owner", &me), ("due", "2026-12-31")]);
        add(&officer, "想一想", &[("owner", &me)]);
        let inbox = officer.get_json("/inbox").json();
        let titles = |group: &str| -> Vec<String> {
            inbox[group]
                .as_array()
                .unwrap()
                .iter()
                .map(|t| t["title"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(titles("overdue"), ["报月报"]);
        assert_eq!(titles("week"), ["开委员会"]);
        assert_eq!(titles("later"), ["年终总结", "想一想"]);
        assert!(sane(officer.get("/inbox")).shows("已逾期"));
        sane_in_english(&officer, "/inbox");
        officer
            .post(&format!("/tasks/{late}/drop"), &[("version", "1"), ("why", "上级取消")])
            .expect(303);
        assert!(!officer.get("/inbox").shows("已逾期"));
        assert!(!s.person(Role::Officer).get("/inbox").shows("开委员会"), "another's");
    });
}

#[test]
fn what_is_said_shows_until_it_is_read() {
    story(kit, |s| {
        let ((owner, me), other) = (person(s, Role::Officer), s.person(Role::ViceChair));
        let id = add(&owner, "换届", &[("owner", &me), ("due", "2026-12-31")]);
        owner
            .post(&format!("/tasks/{id}/comments"), &[("body", "我先说")])
            .expect(303);
        assert!(!owner.get("/inbox").shows("新的沟通"), "one's own words are no news");
        s.clock.set(s.clock.now().plus_millis(60_000));
        other
            .post(&format!("/tasks/{id}/comments"), &[("body", "名单好了")])
            .expect(303);
        assert!(sane(owner.get("/inbox")).shows("1 条新记录"));
        owner.post(&format!("/tasks/{id}/read"), &[]).expect(303);
        assert!(!owner.get("/inbox").shows("新的沟通"));
    });
}

#[test]
fn a_reminder_comes_on_its_day() {
    story(kit, |s| {
        let owner = s.person(Role::Officer);
        let id = add(&owner, "订蛋糕券", &[("due", "2026-12-31")]);
        let to = format!("/tasks/{id}/reminders");
        owner.post(&to, &[("on", "2026-11-20")]).expect(422);
        for (on, note) in [("2026-11-22", "明天的事"), ("2026-11-21", "问供应商")] {
            owner.post(&to, &[("on", on), ("note", note)]).expect(303);
        }
        assert!(!owner.get("/inbox").shows("明天的事"));
        let page = sane(owner.get("/inbox"));
        assert!(page.shows("问供应商"));
        let reminder = owner.get_json("/inbox").json()["reminders"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        s.person(Role::Officer)
            .post(&format!("/reminders/{reminder}/seen"), &[])
            .expect(404);
        owner.post(&format!("/reminders/{reminder}/seen"), &[]).expect(303);
        assert!(!owner.get("/inbox").shows("问供应商"));
    });
}

#[test]
fn the_count_is_of_what_is_pressing() {
    story(kit, |s| {
        let (owner, member) = s.member(Role::Officer);
        for due in ["2026-11-01", "2026-11-28", "2026-11-29"] {
            add(&owner, due, &[("due", due), ("owner", &member.to_string())]);
        }
        let helps = s.person(Role::Officer);
        add(&helps, "请人", &[("helpers", &member.to_string())]);
        let union = s.union;
        let clock = s.clock.clone();
        let count = s.store.read(|r| -> Result<i64, store::Error> {
            let actor = web::Actor {
                account: kernel::Id::new(uuid::Uuid::nil()),
                union,
                standing: Some(web::Standing {
                    union,
                    union_name: String::new(),
                    unions: Vec::new(),
                    name: String::new(),
                    member: Some(member.raw()),
                    powers: web::Powers::default(),
                    second_due: false,
                }),
                lang: kernel::Lang::Zh,
            };
            super::ask_inbox_count(&web::View::new(r, &actor, &clock), &[])?()
        });
        assert_eq!(count.unwrap(), 3, "overdue, due in seven days, asked");
    });
}
