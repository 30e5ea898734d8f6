//! Stories of the desk, on both databases.

use org::Role;
use testkit::story;

use crate::tests::kit;

#[test]
fn the_desk_opens_to_those_who_care_for_others() {
    story(kit, |s| {
        let officer = s.person(Role::Officer).get("/care").expect(200);
        assert!(officer.shows("今年还没有登记"), "{}", officer.text());
        let leader = s.person(Role::GroupLeader).get("/care");
        assert_eq!(leader.status, 200);
        assert_eq!(s.person(Role::MemberRole).get("/care").status, 403);
        assert_eq!(s.stranger().get("/care").status, 303);
    });
}
