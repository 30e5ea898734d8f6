use super::{kit, text};
use org::Role;

#[test]
fn a_body_is_founded_filled_and_relieved() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, member) = s.member(Role::MemberRole);
        let member = member.to_string();
        let made = chair.post(
            "/org/bodies/new",
            &[
                ("kind", "audit"),
                ("name", "经费审查委员会"),
                ("term_from", "2024-01-01"),
                ("term_until", "2026-12-31"),
            ],
        );
        let body = made.expect(303).id();
        let page = chair.get_json(&format!("/org/bodies/{body}")).expect(200);
        assert_eq!(text(&page, &["ending"]), "soon");
        let post = text(&page, &["posts", "0", "id"]);
        assert_eq!(text(&page, &["posts", "0", "title"]), "主任");
        assert!(chair.get("/org").shows("将于2026年12月31日届满"));

        let appoint = format!("/org/posts/{post}/appoint");
        chair.get(&appoint).expect(200);
        let late = [
            ("member", member.as_str()),
            ("from", "2026-11-01"),
            ("until", "2026-10-01"),
        ];
        assert!(
            chair
                .post(&appoint, &late)
                .expect(422)
                .shows("结束日期不能早于开始日期")
        );
        chair
            .post(&appoint, &[("member", &member), ("from", "2026-11-01")])
            .expect(303);
        let again = chair
            .post(&appoint, &[("member", &member), ("from", "2026-11-02")])
            .expect(422);
        assert!(again.shows("现在就担任这个职务"));

        let page = chair.get_json(&format!("/org/bodies/{body}")).expect(200);
        let holding = text(&page, &["posts", "0", "holders", "0", "id"]);
        chair.post(&format!("/org/bodies/{body}/end"), &[]).expect(409);
        let end = format!("/org/holdings/{holding}/end");
        chair.get(&end).expect(200);
        chair.post(&end, &[("on", "2026-10-01"), ("why", "换届")]).expect(422);
        chair.post(&end, &[("on", "2026-11-20"), ("why", "换届")]).expect(303);
        chair.post(&end, &[("on", "2026-11-20"), ("why", "换届")]).expect(409);
        assert!(chair.get(&format!("/org/bodies/{body}")).expect(200).shows("换届"));
        assert!(chair.get(&format!("/members/{member}")).expect(200).shows("主任"));
        chair.post(&format!("/org/bodies/{body}/end"), &[]).expect(303);
        chair
            .post(&appoint, &[("member", &member), ("from", "2026-11-21")])
            .expect(404);
    });
}

#[test]
fn bodies_are_told_apart_and_two_editors_do_not_overwrite() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let branch = chair
            .post("/org/bodies/new", &[("kind", "branch"), ("name", "初中部")])
            .expect(303)
            .id();
        let group = [("kind", "group"), ("name", "第一小组"), ("parent", branch.as_str())];
        let id = chair.post("/org/bodies/new", &group).expect(303).id();
        let twice = chair.post("/org/bodies/new", &group).expect(422);
        assert!(
            twice.shows("已有同名的机构") && twice.shows("第一小组"),
            "what was typed stays"
        );
        chair
            .post("/org/bodies/new", &[("kind", "committee"), ("name", "又一个委员会")])
            .expect(422);
        chair
            .post(
                "/org/bodies/new",
                &[("kind", "branch"), ("name", "分会中的分会"), ("parent", &branch)],
            )
            .expect(422);
        chair
            .post("/org/bodies/new", &[("kind", "guild"), ("name", "行会")])
            .expect(422);

        let edit = format!("/org/bodies/{id}/edit");
        chair
            .post(&edit, &[("version", "1"), ("name", "一组"), ("parent", &branch)])
            .expect(303);
        let stale = chair
            .post(&edit, &[("version", "1"), ("name", "甲组"), ("parent", &branch)])
            .expect(409);
        assert!(stale.shows("甲组") && stale.shows("别人已经改过") && stale.shows("value=\"2\""));
        chair
            .post(&edit, &[("version", "2"), ("name", "甲组"), ("parent", &branch)])
            .expect(303);
        assert!(chair.get("/org").expect(200).shows("甲组"));

        let title = [("title", "生活委员")];
        chair.post(&format!("/org/bodies/{id}/posts"), &title).expect(303);
        assert!(
            chair
                .post(&format!("/org/bodies/{id}/posts"), &title)
                .expect(422)
                .shows("已有这个职务")
        );
    });
}
