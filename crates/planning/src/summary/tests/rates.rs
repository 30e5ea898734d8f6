//! The year's summary says by itself who joined, and what share of the workers are members.

use org::Role;
use testkit::story;

use super::{begin, plain, section};
use crate::doing::tests::kit;

#[test]
fn those_who_joined_and_their_rate_are_told_by_themselves() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        for name in ["劳务甲", "劳务乙", "劳务丙"] {
            let new = [("name", name), ("employment", "dispatched"), ("joined", "2026-05-06")];
            chair.post("/members/new", &new).expect(303);
        }
        let told = [
            ("from", "2026-05-01"),
            ("total", "90"),
            ("dispatched", "3"),
            ("source", "人事科名册"),
        ];
        chair.post("/members/rates/workers/new", &told).expect(303);
        let (path, _) = begin(&chair);
        let (_, _, text) = section(&chair, &path, "劳务工");
        let rate = ["劳务工入会率100%", "劳务工入会率达到100%"];
        assert!(text.contains('3') && rate.iter().any(|r| text.contains(r)), "{text}");
        assert!(
            !text.contains("新入会：劳务派遣"),
            "no register's words in prose: {text}"
        );

        // every figure leads to what is behind it
        let page = chair.get_json(&path).expect(200).json().to_string();
        assert!(page.contains("/members/rates?on=2026-11-21"), "{page}");
        assert!(page.contains("measure=member.joined.dispatched"), "{page}");
        let file = plain(&chair.get(&format!("{path}/word")).expect(200).bytes);
        assert!(rate.iter().any(|r| file.contains(r)), "{file}");

        // who comes in later changes the figure and the rate, and nobody touches the prose
        let new = [
            ("name", "劳务丁"),
            ("employment", "dispatched"),
            ("joined", "2026-06-01"),
        ];
        chair.post("/members/new", &new).expect(303);
        let (_, _, text) = section(&chair, &path, "劳务工");
        assert!(text.contains("133.3%"), "{text}");
    });
}

#[test]
fn without_workers_no_rate_is_told() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let new = [
            ("name", "劳务甲"),
            ("employment", "dispatched"),
            ("joined", "2026-05-06"),
        ];
        chair.post("/members/new", &new).expect(303);
        let (path, _) = begin(&chair);
        let (_, _, text) = section(&chair, &path, "劳务工");
        assert!(!text.contains("入会率"), "{text}");
    });
}
