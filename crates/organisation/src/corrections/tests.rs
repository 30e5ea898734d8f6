//! Stories of members who put their own entry right, on both databases.

use org::Role;
use testkit::Kit;

use crate::tests::text;

fn kit() -> Kit {
    let mut kit = crate::tests::kit();
    kit.routes.extend(flow::routes_with(&[super::waiting], &[]).into_list());
    kit
}

#[test]
fn a_phone_is_changed_directly_and_the_history_says_by_whom() {
    testkit::story(kit, |s| {
        let (me, id) = s.member(Role::MemberRole);
        assert!(me.get("/me/data/change").expect(200).shows("联系方式"));
        let new = [("version", "1"), ("phone", "13700001111"), ("email", "a@b.cn")];
        me.post("/me/data/contact", &[("version", "1"), ("phone", "12")])
            .expect(422);
        me.post("/me/data/contact", &new).expect(303);
        me.post("/me/data/contact", &new).expect(409);
        let chair = s.person(Role::Chair);
        let entry = chair.get_json(&format!("/members/{id}")).expect(200);
        assert_eq!(text(&entry, &["phone"]), "13700001111");
        let course = entry.json()["course"].clone();
        let own = course
            .as_array()
            .and_then(|all| all.iter().find(|one| one["basis"] == "本人修改"));
        assert_eq!(
            own.map(|one| one["name"].clone()),
            Some(entry.json()["name"].clone()),
            "{course}"
        );
    });
}

#[test]
fn what_the_union_answers_for_is_asked_for_and_answered_once() {
    testkit::story(kit, |s| {
        let (me, id) = s.member(Role::MemberRole);
        let (admin, chair) = (s.person(Role::Admin), s.person(Role::Chair));
        let wish = [
            ("name", "张小雨"),
            ("employment", "contract"),
            ("id_kind", "resident"),
            ("id_number", "110105198812120016"),
            ("note", "入会时写错"),
        ];
        me.post("/me/data/change", &[("note", "没有内容")]).expect(422);
        me.post("/me/data/change", &[("id_number", "110105198812120017")])
            .expect(422);
        let correction = me.post("/me/data/change", &wish).expect(303);
        assert_eq!(correction.location(), "/me/data/change");
        me.post("/me/data/change", &wish).expect(409);
        assert!(chair.get("/inbox").expect(200).shows("1 份资料更正等待答复"));
        let listed = admin.get_json("/corrections").expect(200);
        let asked = text(&listed, &["lines", "0", "id"]);
        let page = admin.get(&format!("/corrections/{asked}")).expect(200);
        assert!(
            page.shows("张小雨") && page.shows("劳动合同") && page.shows("入会时写错"),
            "{}",
            page.text()
        );
        assert!(!page.shows("110105198812120016"), "the number is veiled");
        me.get("/corrections").expect(403);
        s.outsider(Role::Chair)
            .get(&format!("/corrections/{asked}"))
            .expect(404);
        let yes = [("version", "1"), ("how", "mended")];
        admin.post(&format!("/corrections/{asked}/approve"), &yes).expect(303);
        admin.post(&format!("/corrections/{asked}/approve"), &yes).expect(409);
        let entry = chair.get_json(&format!("/members/{id}")).expect(200);
        assert_eq!(text(&entry, &["name"]), "张小雨");
        assert_eq!(text(&entry, &["particulars", "employment"]), "contract");
        assert!(entry.shows("本人申请更正") && entry.shows("110105"));
        assert!(me.get("/me/data/change").expect(200).shows("已经更正"));
    });
}

#[test]
fn a_wish_is_declined_with_its_reason_or_taken_back_and_never_answered_by_oneself() {
    testkit::story(kit, |s| {
        let (me, _) = s.member(Role::Chair);
        let other = s.person(Role::Admin);
        me.post("/me/data/change", &[("job", "书记")]).expect(303);
        let asked = text(&me.get_json("/corrections"), &["lines", "0", "id"]);
        let yes = [("version", "1"), ("how", "changed")];
        me.post(&format!("/corrections/{asked}/approve"), &yes).expect(403);
        let decline = format!("/corrections/{asked}/decline");
        other.post(&decline, &[("version", "1")]).expect(422);
        other
            .post(&decline, &[("version", "1"), ("reason", "与人事档案不符")])
            .expect(303);
        assert!(me.get("/me/data/change").expect(200).shows("与人事档案不符"));
        me.post("/me/data/change/withdraw", &[]).expect(409);
        me.post("/me/data/change", &[("job", "教师")]).expect(303);
        me.post("/me/data/change/withdraw", &[]).expect(303);
        assert!(me.get("/corrections").expect(200).shows("没有等待答复"));
    });
}
