//! Stories of bodies, posts, duties, rules, the chart and the watch over terms.

use ::store::{Error, Sql};
use kernel::UnionId;
use org::Role;

use super::watch;
use crate::tests::{kit, text};

const TITLES: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 AND owner_id = $2 ORDER BY id");

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
                &[("kind", "panel"), ("name", "分会中的班子"), ("parent", &branch)],
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

/// The post at a place of a body.
fn post_of(chair: &web::inside::Client, body: &str, at: usize) -> String {
    let page = chair.get_json(&format!("/org/bodies/{body}")).expect(200);
    text(&page, &["posts", &at.to_string(), "id"])
}

#[test]
fn nothing_lies_under_itself() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let branch = |name: &str, parent: &str| {
            let form = [("kind", "branch"), ("name", name), ("parent", parent)];
            chair.post("/org/bodies/new", &form).expect(303).id()
        };
        let top = branch("理学院分会", "");
        let below = branch("物理系分会", &top);
        let put = |body: &str, parent: &str| {
            let form = [("version", "1"), ("name", "改名"), ("parent", parent)];
            chair.post(&format!("/org/bodies/{body}/edit"), &form)
        };
        assert!(put(&top, &top).expect(422).shows("不能归到它自己下面"));
        assert!(put(&top, &below).expect(422).shows("绕成一圈"));
        let form = [("kind", "group"), ("name", "力学组"), ("parent", below.as_str())];
        let group = chair.post("/org/bodies/new", &form).expect(303).id();
        assert!(put(&group, &group).expect(422).shows("不能归到它自己下面"));
        assert!(put(&below, &group).expect(422).shows("只有小组和分会"));
        let chart = chair.get("/org/chart").expect(200);
        assert!(
            chart.shows("力学组") && chart.shows("level-3"),
            "three levels are drawn"
        );
    });
}

#[test]
fn a_post_is_held_once_and_its_seats_are_kept() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, first) = s.member(Role::MemberRole);
        let (_, second) = s.member(Role::MemberRole);
        let (first, second) = (first.to_string(), second.to_string());
        let form = [("kind", "home"), ("name", "建家领导小组")];
        let body = chair.post("/org/bodies/new", &form).expect(303).id();
        let head = post_of(&chair, &body, 0);
        let appoint = format!("/org/posts/{head}/appoint");
        let from = ("from", "2026-11-01");
        chair.post(&appoint, &[("member", &first), from]).expect(303);
        assert!(
            chair
                .post(&appoint, &[("member", &first), from])
                .expect(422)
                .shows("现在就担任这个职务")
        );
        let full = chair.post(&appoint, &[("member", &second), from]).expect(422);
        assert!(full.shows("席位（1 个）已满"));
        let reversed = [
            ("member", second.as_str()),
            ("from", "2026-11-02"),
            ("until", "2026-11-01"),
        ];
        assert!(
            chair
                .post(&appoint, &reversed)
                .expect(422)
                .shows("结束日期不能早于开始日期")
        );

        let edit = format!("/org/posts/{head}/edit");
        let usual = chair.get(&edit).expect(200);
        assert!(usual.shows("建设职工之家"), "the usual duties are offered");
        let two = [
            ("version", "1"),
            ("title", "组长"),
            ("rank", "1"),
            ("seats", "2"),
            ("duty", "抓总\n\n 抓落实 "),
        ];
        chair.post(&edit, &two).expect(303);
        chair.post(&edit, &two).expect(409);
        chair.post(&appoint, &[("member", &second), from]).expect(303);
        let fewer = [("version", "2"), ("title", "组长"), ("rank", "1"), ("seats", "1")];
        assert!(chair.post(&edit, &fewer).expect(422).shows("不能少于"));
        let odd = [("version", "2"), ("title", "组长"), ("rank", "100")];
        chair.post(&edit, &odd).expect(422);
        let sheet = chair.get(&format!("/org/duties?body={body}")).expect(200);
        assert!(sheet.shows("<li>抓总</li><li>抓落实</li>"));
        assert!(chair.get("/org/duties").expect(200).shows("岗位责任制"));

        let end = format!("/org/posts/{head}/end");
        assert!(chair.post(&end, &[]).expect(409).shows("还有人担任"));
        let deputy = post_of(&chair, &body, 1);
        chair.post(&format!("/org/posts/{deputy}/end"), &[]).expect(303);
        assert!(!chair.get(&format!("/org/bodies/{body}")).shows("副组长"));
        chair
            .post(&format!("/org/bodies/{body}/posts"), &[("title", "副组长")])
            .expect(303);
        assert_eq!(post_of(&chair, &body, 1), deputy, "an abolished post is taken up again");
    });
}

#[test]
fn rules_refuse_or_warn_as_their_rows_say() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, member) = s.member(Role::MemberRole);
        let member = member.to_string();
        let overview = chair.get_json("/org").json();
        let committee = overview["bodies"][0]["id"].as_str().unwrap().to_owned();
        let keys = |page: &serde_json::Value| -> Vec<String> {
            let all = page["advice"].as_array().unwrap().iter();
            all.map(|a| a["key"].as_str().unwrap().to_owned()).collect()
        };
        assert!(keys(&overview).contains(&"audit_needed".to_owned()));
        assert!(
            keys(&overview).contains(&"committee_seats".to_owned()),
            "one seat of three to five"
        );

        let appoint = format!("/org/posts/{}/appoint", post_of(&chair, &committee, 2));
        assert!(chair.get(&appoint).expect(200).shows("近亲属"));
        let related = [("member", member.as_str()), ("from", "2026-11-01"), ("relative", "yes")];
        assert!(chair.post(&appoint, &related).expect(422).shows("第十条"));
        let clear = [("member", member.as_str()), ("from", "2026-11-01"), ("relative", "no")];
        chair.post(&appoint, &clear).expect(303);

        chair
            .post(&format!("/org/bodies/{committee}/posts"), &[("title", "财务委员")])
            .expect(303);
        let money = format!("/org/posts/{}/appoint", post_of(&chair, &committee, 3));
        chair.post(&money, &clear).expect(303);
        let form = [("kind", "audit"), ("name", "经费审查委员会")];
        let audit = chair.post("/org/bodies/new", &form).expect(303).id();
        let seat = format!("/org/posts/{}/appoint", post_of(&chair, &audit, 0));
        chair
            .post(&seat, &[("member", &member), ("from", "2026-11-01")])
            .expect(303);
        let overview = chair.get_json("/org").json();
        assert!(
            keys(&overview).contains(&"audit_apart".to_owned()),
            "not confirmed, so it warns"
        );
        assert!(chair.get("/org").shows("应当回避"));
        let officer = s.person(Role::Officer).get_json("/org").json();
        assert!(keys(&officer).is_empty(), "only who can do something about it is told");
    });
}

#[test]
fn notice_comes_before_a_term_ends_and_only_once() {
    testkit::story(kit, |s| {
        let (chair, member) = s.member(Role::Chair);
        let form = [
            ("kind", "women"),
            ("name", "女职工委员会"),
            ("term_from", "2024-11-21"),
            ("term_until", "2027-11-20"),
        ];
        let body = chair.post("/org/bodies/new", &form).expect(303).id();
        let seat = format!("/org/posts/{}/appoint", post_of(&chair, &body, 0));
        let from = [("member", &*member.to_string()), ("from", "2026-11-01")];
        chair.post(&seat, &from).expect(303);
        let announced = || {
            let (union, now) = (s.union, s.clock.now());
            let count: Result<usize, Error> = s.store.write(move |w| watch::announce(w, union, now));
            count.unwrap()
        };
        assert_eq!((announced(), announced()), (1, 0), "a year ahead, once");
        let titles = || -> Vec<String> {
            let union: UnionId = s.union;
            let owner = member;
            let all: Result<Vec<String>, Error> = s.store.read(|r| r.rows(TITLES, &[&union, &owner], |row| row.get(0)));
            all.unwrap()
        };
        assert_eq!(titles(), ["女职工委员会将于2027年11月20日届满：拟定换届筹备安排"]);
        // Half a year, three months, and after the end.
        for (days, nth) in [(185, 2), (95, 3), (90, 4)] {
            s.clock.set(s.clock.now().plus_millis(days * 86_400_000));
            assert_eq!((announced(), announced()), (1, 0), "{nth}");
            assert_eq!(titles().len(), nth);
        }
        assert!(titles()[3].contains("已于2027年11月20日届满"));
        // A new term is watched anew. The session of a year ago is over.
        let chair = s.person(Role::Chair);
        let edit = [
            ("version", "1"),
            ("name", "女职工委员会"),
            ("term_from", "2027-12-01"),
            ("term_until", "2028-06-01"),
        ];
        chair.post(&format!("/org/bodies/{body}/edit"), &edit).expect(303);
        assert_eq!(announced(), 1);
    });
}
