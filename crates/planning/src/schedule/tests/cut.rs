//! A calendar of very many tasks says that it may not show all of them.

use flow::{Field, NewTask};
use kernel::Text;
use org::Role;
use testkit::{Story, story};

use crate::tests::kit;

/// So many tasks of culture on the 24th, as a program writes them.
fn many(s: &Story, tasks: u16) {
    let (union, now) = (s.union, s.clock.now());
    s.store
        .write(move |w| {
            for n in 0..tasks {
                let title = Text::new(&format!("任务{n}")).expect("a title");
                let task = NewTask {
                    due: Some("2026-11-24".parse().expect("a day")),
                    ..NewTask::new(title, Field::Culture)
                };
                flow::add_for(w, union, (web::AccountId::NIL, now), &task)?;
            }
            Ok(())
        })
        .unwrap_or_else(|e: store::Error| panic!("{e}"));
}

#[test]
fn a_calendar_of_very_many_tasks_says_that_it_may_not_show_all() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        many(s, flow::tasks::MOST - 1);
        let says = "最多列出 5,000 条";
        let shown = |path: &str| chair.get(path).expect(200).shows(says);
        assert!(!shown("/calendar?month=2026-11"), "all of them are there");
        many(s, 2);
        for path in [
            "/calendar?month=2026-11",
            "/calendar/week?day=2026-11-24",
            "/calendar/day?day=2026-11-24",
            "/calendar/sheet?month=2026-11",
            "/summaries/tasks?year=2026",
        ] {
            assert!(shown(path), "{path}");
        }
        // narrowed, they are all there
        assert!(!shown("/calendar?month=2026-11&field=care"));
        assert!(!shown("/calendar?month=2026-10"));
        let english = chair.get("/calendar?month=2026-11&lang=en").expect(200);
        assert!(english.shows("At most 5,000 are listed here"));
        let page = chair.get_json("/calendar?month=2026-11").expect(200).json();
        assert_eq!(page["cut"], true, "and a program is told");
    });
}
