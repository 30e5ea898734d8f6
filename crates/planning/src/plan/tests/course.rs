//! Handing in, adoption, two plans for one time.

use org::Role;
use testkit::{Client, Story, story};

use super::{accept, act, desk, line, read_in, tasks, text};
use crate::tests::kit;

const PLAN: &str = "2026年工会工作计划\n三月份：\n1.庆祝三八妇女节。\n五月份：\n1.文娱活动。\n";

#[test]
fn a_plan_is_handed_in_and_adopted_with_its_paper() {
    story(kit, |s| {
        let (officer, chair, member) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::MemberRole),
        );
        let plan = read_in(&officer, PLAN, "2026");
        let page = format!("/plans/{plan}");
        let today = s.clock.today().to_string();
        let version = || text(&desk(&officer, &plan)["version"]);
        assert!(officer.get(&format!("{page}/submit")).expect(200).shows("name=\"to\""));
        let send = |v: &str, on: &str| {
            officer.post(
                &format!("{page}/submit"),
                &[("plan_version", v), ("to", "工会委员会"), ("on", on)],
            )
        };
        let ahead = send(&version(), "2027-01-01");
        assert_eq!(ahead.status, 422);
        assert!(ahead.shows("这一天还没有到") && ahead.shows("工会委员会"));
        send(&version(), &today).expect(303);
        assert_eq!(send(&version(), &today).status, 409, "handed in once");

        let entry = line(&desk(&officer, &plan), "文娱");
        let frozen = act(&officer, &plan, &entry, "/reject", &[]);
        assert_eq!(frozen.status, 409);
        assert!(frozen.shows("已经报送"));
        assert_eq!(accept(&officer, &plan, &[]).status, 409);
        assert_eq!(
            officer.post(&format!("{page}/adopt"), &[("plan_version", "1")]).status,
            403,
            "not for officers"
        );

        let back = [("plan_version", version()), ("why", "请补上预算".to_owned())];
        let back: Vec<(&str, &str)> = back.iter().map(|(k, v)| (*k, v.as_str())).collect();
        chair.post(&format!("{page}/back"), &back).expect(303);
        assert!(officer.get(&page).expect(200).shows("请补上预算"));
        act(&officer, &plan, &entry, "/reject", &[]).expect(303);
        send(&version(), &today).expect(303);

        let fields = [
            ("plan_version", version()),
            ("by", "第三届工会委员会第五次会议".to_owned()),
            ("on", today.clone()),
            ("number", "校工〔2026〕1号".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert!(chair.get(&format!("{page}/adopt")).expect(200).shows("name=\"by\""));
        chair
            .upload(
                &format!("{page}/adopt"),
                &fields,
                &[("paper", "会议决定.txt", "通过".as_bytes())],
            )
            .expect(303);
        assert_eq!(tasks(s).len(), 1, "the entries are tasks with the adoption");
        the_adoption_is_told(&chair, &member, &plan);
    });
}

fn the_adoption_is_told(chair: &Client, member: &Client, plan: &str) {
    let page = format!("/plans/{plan}");
    let shown = chair.get(&page).expect(200);
    assert!(
        shown.shows("第三届工会委员会第五次会议") && shown.shows("校工〔2026〕1号"),
        "{}",
        shown.text()
    );
    let json = chair.get_json(&page).expect(200).json();
    assert_eq!(json["course"]["step"], "adopted");
    let paper = text(&json["course"]["adopted"]["paper"]);
    assert_eq!(
        chair.get(&format!("/papers/{paper}")).expect(200).bytes,
        "通过".as_bytes()
    );
    assert!(member.get(&page).expect(200).shows("第三届工会委员会第五次会议"));
    let word = chair.get(&format!("{page}/word")).expect(200);
    let back = papers::read("a.docx", &word.bytes, &papers::Limits::default())
        .unwrap()
        .plain_text();
    assert!(back.contains("第三届工会委员会第五次会议通过）"), "{back}");
    assert_eq!(chair.get(&format!("{page}/adopt")).status, 409);
    chair.post("/me/language", &[("lang", "en")]).expect(303);
    let other = read_in(chair, &PLAN.replace("2026", "2027"), "2027");
    for door in ["", "/submit", "/adopt", "/reading"] {
        let page = chair.get(&format!("/plans/{other}{door}")).expect(200);
        assert!(
            page.shows("<html lang=\"en\"") && !page.shows("⟦"),
            "{door}: {}",
            page.text()
        );
    }
}

#[test]
fn two_plans_for_one_year_are_told_and_settled() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let first = read_in(&chair, PLAN, "2026");
        let again = chair.post(
            "/plans/new",
            &[("text", &PLAN.replace('\n', "\r\n\r\n")), ("year", "2026")],
        );
        assert_eq!(again.status, 409, "however its lines are broken");
        let link = format!("<a href=\"/plans/{first}\">2026年工会工作计划</a>");
        assert!(again.shows("已经交过") && again.shows(&link), "{}", again.text());
        accept(&chair, &first, &[]).expect(303);

        // a later version of it
        let later = PLAN.replace("文娱活动", "师生文娱活动");
        let draft = read_in(&chair, &later, "2026");
        let page = chair.get(&format!("/plans/{draft}/reading")).expect(200);
        assert!(page.shows("同一段时间已经有一份计划") && page.shows(&format!("/plans/{first}")));
        let version = text(&desk(&chair, &draft)["version"]);
        let diff = chair
            .post(&format!("/plans/{draft}/later"), &[("plan_version", &version)])
            .expect(303);
        assert!(
            diff.location().starts_with(&format!("/plans/{first}/versions/")),
            "{}",
            diff.location()
        );
        assert!(chair.get(&diff.location()).expect(200).shows("师生文娱活动"));
        assert_eq!(
            chair.get(&format!("/plans/{draft}/reading")).status,
            404,
            "the draft is put away"
        );

        the_plan_of_another_body_stands_beside(s, &chair);
        another_plan_takes_its_place(s, &chair, &first);
    });
}

fn the_plan_of_another_body_stands_beside(s: &Story, chair: &Client) {
    let women = s
        .store
        .write({
            let (clock, union) = (s.clock.clone(), s.union);
            move |w| org::add_body(w, &clock, union, org::BodyKind::Women, "女职工委员会", None)
        })
        .unwrap();
    let second = read_in(
        chair,
        "2026年女职工委员会工作计划\n三月份：\n1.女教师健康讲座。\n",
        "2026",
    );
    let version = text(&desk(chair, &second)["version"]);
    let body = women.to_string();
    chair
        .post(
            &format!("/plans/{second}/whose"),
            &[("plan_version", &version), ("body", &body)],
        )
        .expect(303);
    assert!(desk(chair, &second)["twin"].is_null());
    accept(chair, &second, &[]).expect(303);
    assert!(chair.get(&format!("/plans/{second}")).expect(200).shows("女职工委员会"));
}

/// What is not done is given up.
fn another_plan_takes_its_place(s: &Story, chair: &Client, first: &str) {
    let third = read_in(
        chair,
        "2026年工会工作计划（修订）\n六月份：\n1.教职工座谈会。\n",
        "2026",
    );
    accept(chair, &third, &[("replaces", "1")]).expect(303);
    let old = chair.get_json(&format!("/plans/{first}")).expect(200).json();
    assert_eq!(
        (&old["course"]["step"], text(&old["successor"][0])),
        (&"replaced".into(), third.clone())
    );
    let open: Vec<String> = tasks(s)
        .into_iter()
        .filter(|t| t.state.is_open())
        .map(|t| t.title)
        .collect();
    assert_eq!(open, ["女教师健康讲座", "教职工座谈会"]);
    assert!(chair.get("/plans").expect(200).shows("已被替代"));
}

#[test]
fn a_plan_of_three_hundred_entries_is_accepted_at_once() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let mut source = String::from("2026年工会工作计划\n");
        for month in 1..=12 {
            source.push_str(&format!("{month}月份：\n"));
            for n in 1..=25 {
                source.push_str(&format!("{n}.第{month}月第{n}项小组学习活动。\n"));
            }
        }
        let plan = read_in(&chair, &source, "2026");
        assert_eq!(desk(&chair, &plan)["kept"], 300);
        accept(&chair, &plan, &[]).expect(303);
        assert_eq!(tasks(s).len(), 300);
    });
}
