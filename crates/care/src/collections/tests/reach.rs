//! Whoever leads a group sees and records the gifts of that group alone.

use super::*;
use crate::events::tests::leader;

#[test]
fn a_leader_keeps_to_the_gifts_of_their_own_group() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (leader, _) = leader(s);
        let branch = s.body("东校区", None);
        let other = s.body("东校区一组", Some(branch));
        let (_, ours) = in_group(s, "陈一", Some(s.group));
        let (_, theirs) = in_group(s, "郑二", Some(other));
        let path = begun(&officer, &[]);
        give(&officer, &path, "11", &[("member", &ours.to_string())]).expect(303);
        give(&officer, &path, "22", &[("member", &theirs.to_string())]).expect(303);
        give(&officer, &path, "33", &[("anonymous", "1")]).expect(303);
        let gift = |amount: &str| {
            let all = seen(&officer, &path)["gifts"].clone();
            let found = all.as_array().unwrap().iter().find(|g| g["amount"] == amount).unwrap();
            format!("/collection_gifts/{}", found["id"].as_str().unwrap())
        };
        // the list and each gift
        let page = seen(&leader, &path);
        let shown: Vec<&str> = page["gifts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|g| g["amount"].as_str().unwrap())
            .collect();
        assert_eq!(shown, ["11.00"], "{page}");
        assert_eq!(page["groups"].as_array().unwrap().len(), 0);
        assert!(!leader.get(&path).expect(200).shows("郑二"));
        leader.get(&gift("11.00")).expect(200);
        leader.get(&gift("22.00")).expect(404);
        leader.get(&gift("33.00")).expect(404);
        // recorded one by one
        let find = |q: &str| leader.get(&format!("{path}/gift?q={q}")).expect(200);
        assert!(find("陈一").shows(&ours.to_string()) && !find("郑二").shows(&theirs.to_string()));
        give(&leader, &path, "1", &[("member", &ours.to_string())]).expect(303);
        give(&leader, &path, "1", &[("member", &theirs.to_string())]).expect(403);
        give(&leader, &path, "1", &[("anonymous", "1")]).expect(422);
        give(&leader, &path, "1", &[("name", "刘家长")]).expect(422);
        // and by list
        let group = other.to_string();
        let form = leader.get(&format!("{path}/list?group={group}")).expect(200);
        assert!(!form.shows("郑二") && !form.shows("东校区一组"), "{}", form.text());
        let list = |lines: &str| {
            let form = [("lines", lines), ("way", "cash"), ("day", "2026-11-20")];
            leader.post(&format!("{path}/list"), &form)
        };
        assert!(list("郑二 5").expect(422).shows("郑二"));
        list("匿名 5").expect(422);
        list("陈一 5").expect(303);
        let back = [("version", "1"), ("why", "x")];
        leader.post(&format!("{}/back", gift("11.00")), &back).expect(403);
        leader.post(&format!("{path}/export"), &[("purpose", "x")]).expect(403);
        sound(s);
    });
}
