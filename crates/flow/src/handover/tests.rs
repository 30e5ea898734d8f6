//! Stories of handing over.

use org::{MemberId, Role};
use testkit::{Story, story};

use crate::tests::{add, kit, sane, sane_in_english};

#[test]
fn all_that_one_owes_goes_to_another() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (old, old_id) = s.member(Role::Officer);
        let (new, new_id) = s.member(Role::Officer);
        let (from, to) = (old_id.to_string(), new_id.to_string());
        add(&old, "送清凉", &[("owner", &from), ("due", "2026-12-01")]);
        let done = add(&old, "春游", &[("owner", &from)]);
        old.post(&format!("/close/{done}"), &[("version", "1"), ("on", "2026-04-01")])
            .expect(303);
        add(&old, "冬训", &[("owner", &from)]);
        let look = format!("/handover?from={from}&to={to}");
        let page = sane(chair.get(&look));
        assert!(page.shows("送清凉") && page.shows("冬训") && !page.shows("春游") && page.shows("共 2 项"));
        sane_in_english(&chair, &look);
        chair
            .post("/handover", &[("from", &from), ("to", &from), ("count", "2")])
            .expect(422);
        add(&old, "刚加的", &[("owner", &from)]);
        let refused = chair
            .post("/handover", &[("from", &from), ("to", &to), ("count", "2")])
            .expect(409);
        assert!(
            refused.shows("刚加的") && refused.shows("name=\"count\" value=\"3\""),
            "{}",
            refused.text()
        );
        chair
            .post("/handover", &[("from", &from), ("to", &to), ("count", "3")])
            .expect(303);
        assert_eq!(new.get_json("/tasks?whose=mine").json()["all"], 3);
        assert_eq!(old.get_json("/tasks?whose=mine").json()["all"], 0);
        chair
            .post("/handover", &[("from", &from), ("to", &to), ("count", "0")])
            .expect(422);
        s.person(Role::Treasurer).get("/handover").expect(403);
    });
}

/// Gives a member so many tasks.
fn burdened(s: &Story, owner: MemberId, tasks: usize) {
    let (union, clock) = (s.union, s.clock.clone());
    let done: Result<(), store::Error> = s.store.write(move |w| {
        for n in 0..tasks {
            let title = format!("第{n}项").parse().unwrap();
            let new = crate::NewTask {
                owner: Some(owner),
                ..crate::NewTask::new(title, crate::Field::Care)
            };
            crate::add_for(w, union, (web::AccountId::NIL, clock.now()), &new)?;
        }
        Ok(())
    });
    done.unwrap();
}

#[test]
fn more_than_a_page_lists_goes_over_whole_and_each_task_tells_it() {
    const MANY: usize = 2_345;
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, old) = s.member(Role::Officer);
        let (_, new) = s.member(Role::Officer);
        burdened(s, old, MANY);
        let (from, to, count) = (old.to_string(), new.to_string(), MANY.to_string());
        let page = sane(chair.get(&format!("/handover?from={from}&to={to}")));
        assert!(page.shows("共 2345 项") && page.shows("最多列出 500 条") && page.shows("一并交接"));
        assert!(page.shows("name=\"count\" value=\"2345\""));
        let listed = [("from", from.as_str()), ("to", to.as_str()), ("count", "500")];
        chair.post("/handover", &listed).expect(409);
        let all = [("from", from.as_str()), ("to", to.as_str()), ("count", count.as_str())];
        chair.post("/handover", &all).expect(303);
        let owed = |who| {
            s.store
                .read(|r| crate::tasks::store::owed_count(r, s.union, who))
                .unwrap()
        };
        assert_eq!((owed(old), owed(new)), (0, 2_345));
        let told = store::Sql::union(
            "SELECT COUNT(DISTINCT record_id) FROM event WHERE union_id = $1 AND kind = 'task.handed_over'",
        );
        let told: Result<i64, store::Error> = s.store.read(|r| r.one(told, &[&s.union], |row| row.get(0)));
        assert_eq!(told.unwrap(), 2_345, "each task tells who had it");
    });
}
