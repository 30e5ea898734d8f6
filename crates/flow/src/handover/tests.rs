//! Stories of handing over.

use org::Role;
use testkit::story;

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
        assert!(page.shows("送清凉") && page.shows("冬训") && !page.shows("春游") && page.shows("上面 2 项"));
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
