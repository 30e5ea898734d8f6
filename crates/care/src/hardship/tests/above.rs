//! Approval by the union above.

use kernel::UnionId;
use org::{
    Role,
    tree::{
        self,
        model::{ActKind, By, NewAct, Part, Span},
        store as trees,
    },
};
use store::Error;
use testkit::{Client, Story, story};

use super::{cleared, differences, kit, page, status, version};

/// Puts the story's union under another, and gives the chair of that one.
fn under(s: &Story) -> Client {
    let chair = s.outsider(Role::Chair);
    let (below, clock) = (s.union, s.clock.clone());
    let find = store::Sql::house("SELECT union_id FROM union_node WHERE name = '第二中学工会'", "a test");
    let above: UnionId = s.store.read(|r| r.one(find, &[], |row| row.get(0))).unwrap();
    let done: Result<(), Error> = s.store.write(move |w| {
        let node = tree::get(w, below)?;
        let id = clock.id();
        let new = NewAct {
            id,
            kind: ActKind::Moved,
            day: clock.today(),
            basis: "批复",
            note: None,
            parts: &[(below, Part::Subject), (above, Part::Under)],
        };
        let by = By {
            union: above,
            account: clock.id(),
            name: "管理员",
            at: clock.now(),
        };
        trees::add_act(w, &new, by)?;
        let to = Span {
            from: clock.today(),
            until: None,
            parent: Some(above),
            name: node.name.clone(),
            kind: node.kind,
        };
        trees::restate(w, &node, &to, id)
    });
    done.unwrap();
    chair
}

fn carry(s: &Story) {
    let kinds: Vec<jobs::Kind> = dispatch::jobs(crate::LETTERS)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    while jobs::runner::step(&s.store, &s.clock, &kinds).unwrap() {}
}

/// Sends the dossier up; gives the letter.
fn sent(s: &Story, chair: &Client, id: &str) -> String {
    chair
        .post(&format!("/hardships/{id}/submit"), &[("version", &version(chair, id))])
        .expect(303);
    carry(s);
    page(chair, id)["state"]["letter"].as_str().unwrap().to_owned()
}

fn letter_version(who: &Client, letter: &str) -> String {
    let page = who.get_json(&format!("/hardships/letters/{letter}")).expect(200).json();
    page["received"]["version"].to_string()
}

#[test]
fn the_union_above_sees_an_extract_and_approves() {
    story(kit, |s| {
        let (_, _, id) = cleared(s);
        let above = under(s);
        let chair = s.person(Role::Chair);
        let letter = sent(s, &chair, &id);
        assert!(
            above
                .get("/tasks")
                .expect(200)
                .shows("审批实验小学工会报来的一份困难职工档案")
        );
        let closed = above.get(&format!("/hardships/letters/{letter}")).expect(200);
        assert!(
            closed.shows("审批摘要已加密") && !closed.shows("深度困难"),
            "{}",
            closed.text()
        );
        above
            .post(&format!("/hardships/letters/{letter}/reveal"), &[("purpose", "审批")])
            .expect(303);
        let open = above.get(&format!("/hardships/letters/{letter}")).expect(200);
        assert!(
            open.shows("深度困难") && open.shows("166.67") && open.shows("重特大疾病"),
            "{}",
            open.text()
        );
        assert!(!open.shows("标记甲街") && !open.shows("标记乙") && !open.shows("110105"));
        above.get(&format!("/hardships/{id}")).expect(404);
        let yes = [("version", &*letter_version(&above, &letter)), ("on", "2026-12-01")];
        above
            .post(&format!("/hardships/letters/{letter}/approve"), &yes)
            .expect(303);
        above
            .post(&format!("/hardships/letters/{letter}/approve"), &yes)
            .expect(409);
        carry(s);
        assert_eq!(status(&chair, &id), "filed");
        chair.get(&format!("/hardships/letters/{letter}")).expect(200);
        s.outsider(Role::Chair)
            .get(&format!("/hardships/letters/{letter}"))
            .expect(404);
        assert_eq!(differences(s), []);
    });
}

#[test]
fn it_comes_back_to_be_mended_or_refused_or_is_called_back() {
    story(kit, |s| {
        let (_, _, id) = cleared(s);
        let above = under(s);
        let chair = s.person(Role::Chair);
        // called back before it was carried
        chair
            .post(
                &format!("/hardships/{id}/submit"),
                &[("version", &version(&chair, &id))],
            )
            .expect(303);
        chair
            .post(
                &format!("/hardships/{id}/recall"),
                &[("version", &version(&chair, &id))],
            )
            .expect(303);
        carry(s);
        assert_eq!(status(&chair, &id), "cleared");
        let letter = sent(s, &chair, &id);
        chair
            .post(
                &format!("/hardships/{id}/return"),
                &[("version", &version(&chair, &id)), ("why", "补")],
            )
            .expect(409);
        let back = [("version", &*letter_version(&above, &letter)), ("why", "补公示照片")];
        above
            .post(&format!("/hardships/letters/{letter}/return"), &back)
            .expect(303);
        carry(s);
        assert_eq!(status(&chair, &id), "returned");
        assert!(chair.get("/tasks").expect(200).shows("退回一份困难职工档案"));
    });
    story(kit, |s| {
        let (_, _, id) = cleared(s);
        let above = under(s);
        let chair = s.person(Role::Chair);
        let letter = sent(s, &chair, &id);
        let no = [("version", &*letter_version(&above, &letter)), ("why", "不符合条件")];
        above
            .post(&format!("/hardships/letters/{letter}/refuse"), &no)
            .expect(303);
        carry(s);
        assert_eq!(status(&chair, &id), "refused");
        assert_eq!(differences(s), []);
    });
}
