//! What a meeting refuses: too few people, too many votes, late editors, strangers, closed periods.

use org::Role;
use testkit::{Client, story};

use super::{Stage, add_item, attend, differences, item, item_path, kit, look, total, version};

#[test]
fn without_quorum_nothing_is_decided_but_a_talk_is_minuted() {
    story(kit, |s| {
        let stage = Stage::set(s, 6);
        let officer = &stage.officer.0;
        let path = stage.plan(s, "2026-11-21");
        add_item(officer, &path, "经费预算");
        let at_item = item_path(&path, &item(officer, &path, "经费预算"));
        let agreed = [("text", "同意预算。"), ("kind", "decision"), ("way", "unanimous")];
        let nobody = officer.post(&format!("{at_item}/decide"), &agreed).expect(422);
        assert!(nobody.shows("请先登记到会"), "{}", nobody.text());
        officer
            .post(&format!("{path}/close"), &[("version", &version(officer, &path))])
            .expect(422);
        attend(officer, &path, 5).expect(303);
        let refused = officer.post(&format!("{at_item}/decide"), &agreed).expect(422);
        assert!(
            refused.shows("应到 9 人，实到 5 人，不足规定的 6 人"),
            "{}",
            refused.text()
        );
        assert!(officer.get(&format!("{at_item}/decide")).shows("不足规定的 6 人"));
        let notes = [
            ("version", "1"),
            ("part", "matters"),
            ("title", "经费预算"),
            ("notes", "大家谈了意见。"),
        ];
        officer.post(&format!("{at_item}/edit"), &notes).expect(303);
        officer
            .post(&format!("{path}/close"), &[("version", &version(officer, &path))])
            .expect(303);
        assert_eq!(total(s, "meeting.events"), (0, 0), "a talk is no meeting");
        let print = officer.get(&format!("{path}/print")).expect(200);
        assert!(
            print.shows("座谈记录") && print.shows("没有作出决定") && print.shows("大家谈了意见"),
            "{}",
            print.text()
        );
        assert_eq!(differences(s), Vec::<String>::new());
    });
}

#[test]
fn votes_are_checked_against_those_present() {
    story(kit, |s| {
        let stage = Stage::set(s, 3);
        let officer = &stage.officer.0;
        let path = stage.plan(s, "2026-11-21");
        attend(officer, &path, 5).expect(303);
        add_item(officer, &path, "评优名额");
        let decide = format!("{}/decide", item_path(&path, &item(officer, &path, "评优名额")));
        let vote = |yes: &str, no: &str, owner: &str| {
            let fields = [
                ("text", "评优名额五个。"),
                ("kind", "decision"),
                ("way", "counted"),
                ("yes", yes),
                ("no", no),
                ("owner", owner),
            ];
            officer.post(&decide, &fields)
        };
        let many = vote("5", "1", "").expect(422);
        assert!(
            many.shows("一共 6 票，比到会的 5 人还多") && many.shows("评优名额五个"),
            "{}",
            many.text()
        );
        vote("", "", "").expect(422);
        let owner = stage.officer.1.to_string();
        assert!(vote("3", "2", &owner).expect(422).shows("没有通过的事项不能交办"));
        vote("3", "2", "").expect(303);
        assert!(
            officer.get(&path).shows("未通过"),
            "three of six are not more than half"
        );
        vote("4", "1", &owner).expect(303);

        // fewer people present would make the count impossible
        let refused = attend(officer, &path, 4).expect(422);
        assert!(refused.shows("一共 5 票，比到会的 4 人还多"), "{}", refused.text());
        turned(officer, &path);
    });
}

fn turned(officer: &Client, path: &str) {
    // a corrected decision that no longer carries takes its task back
    let d = item(officer, path, "评优名额")["decisions"][1].clone();
    let at_decision = format!("{path}/decisions/{}", d["decision"]["id"].as_str().unwrap());
    assert!(
        officer
            .get(&format!("{at_decision}/edit"))
            .expect(200)
            .shows("评优名额五个")
    );
    let again = [
        ("version", "1"),
        ("text", "评优名额五个。"),
        ("kind", "decision"),
        ("way", "counted"),
        ("yes", "2"),
        ("no", "3"),
    ];
    officer.post(&format!("{at_decision}/edit"), &again).expect(303);
    officer.post(&format!("{at_decision}/edit"), &again).expect(409);
    let task = d["task"]["id"].as_str().unwrap();
    assert_eq!(
        look(officer, &format!("/tasks/{task}"))["task"]["state"]["stage"],
        "dropped"
    );
    officer
        .post(&format!("{at_decision}/remove"), &[("version", "2")])
        .expect(303);
    assert_eq!(
        item(officer, path, "评优名额")["decisions"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn two_editors_do_not_overwrite_each_other_and_a_double_click_is_one_meeting() {
    story(kit, |s| {
        let stage = Stage::set(s, 0);
        let officer = &stage.officer.0;
        let (body, chair) = (super::committee(s).to_string(), stage.chair.1.to_string());
        let key = s.clock.id::<()>().to_string();
        let fields = [
            ("_once", key.as_str()),
            ("body", &body),
            ("kind", "committee"),
            ("day", "2026-11-24"),
            ("starts", "15:00"),
            ("chair", &chair),
        ];
        let path = officer.post("/meetings/new", &fields).expect(303).location();
        assert_eq!(officer.post("/meetings/new", &fields).expect(303).location(), path);
        let twin = officer.post("/meetings/new", &fields[1..]).expect(409);
        assert!(twin.shows("已经有一次会"), "{}", twin.text());
        let mut odd = fields;
        odd[4] = ("starts", "下班以后");
        assert!(
            officer
                .post("/meetings/new", &odd[1..])
                .expect(422)
                .shows("看不懂这个时间")
        );

        add_item(officer, &path, "学习文件");
        let at_item = item_path(&path, &item(officer, &path, "学习文件"));
        let edit = |notes: &str| {
            let fields = [
                ("version", "1"),
                ("part", "convey"),
                ("title", "学习文件"),
                ("notes", notes),
            ];
            stage.chair.0.post(&format!("{at_item}/edit"), &fields)
        };
        edit("先写的").expect(303);
        let late = edit("后写的").expect(409);
        assert!(late.shows("后写的") && late.shows("先写的"), "{}", late.text());
        let seen = version(officer, &path);
        officer.post(&format!("{path}/call"), &[("version", &seen)]).expect(303);
        officer.post(&format!("{path}/call"), &[("version", &seen)]).expect(409);
    });
}

#[test]
fn a_meeting_is_its_bodys_and_its_unions() {
    story(kit, |s| {
        let stage = Stage::set(s, 1);
        let path = stage.plan(s, "2026-11-21");
        let stranger = s.person(Role::MemberRole);
        assert_eq!(stranger.get(&path).status, 404, "a member not of the body");
        assert!(!stranger.get("/meetings").expect(200).shows("11月工会委员会例会"));
        assert_eq!(stranger.get("/meetings/new").status, 403);
        assert_eq!(stranger.post(&format!("{path}/call"), &[("version", "2")]).status, 404);
        let called = &stage.others[0].0;
        assert!(called.get("/meetings").expect(200).shows("11月工会委员会例会"));
        called.get(&path).expect(200);
        assert_eq!(
            called.get(&format!("{path}/attendance")).status,
            403,
            "reads, but does not run it"
        );
        assert_eq!(
            called
                .post(&format!("{path}/cancel"), &[("version", "2"), ("why", "x")])
                .status,
            403
        );
        s.person(Role::Auditor).get(&path).expect(200);
        assert_eq!(s.person(Role::Treasurer).get(&format!("{path}/edit")).status, 403);
        let outsider = s.outsider(Role::Chair);
        for door in ["", "/edit", "/agenda", "/attendance", "/print", "/word", "/sign-in"] {
            assert_eq!(outsider.get(&format!("{path}{door}")).status, 404, "{door}");
        }
        // whoever keeps the minutes runs the meeting, with or without the power
        let (recorder, member) = s.member(Role::MemberRole);
        let (seen, chair) = (version(&stage.officer.0, &path), stage.chair.1.to_string());
        let to = [
            ("version", seen.as_str()),
            ("kind", "regular"),
            ("day", "2026-11-21"),
            ("starts", "15:00"),
            ("place", "三楼会议室"),
            ("chair", &chair),
            ("recorder", &member.to_string()),
        ];
        stage.officer.0.post(&format!("{path}/edit"), &to).expect(303);
        attend(&recorder, &path, 4).expect(303);
        recorder
            .post(&format!("{path}/close"), &[("version", &version(&recorder, &path))])
            .expect(303);
    });
}

#[test]
fn a_closed_period_takes_no_meeting_and_lets_none_be_opened() {
    story(kit, |s| {
        let stage = Stage::set(s, 0);
        let (officer, chair) = (&stage.officer.0, &stage.chair.0);
        let path = stage.plan(s, "2026-10-20");
        attend(officer, &path, 2).expect(303);
        let shut = |period: &str| chair.post("/register/periods", &[("period", period)]);
        officer
            .post(&format!("{path}/close"), &[("version", &version(officer, &path))])
            .expect(303);
        assert_eq!(total(s, "meeting.events").0, 1);
        let why = |text: &'static str| {
            [
                ("version".to_owned(), version(officer, &path)),
                ("why".to_owned(), text.to_owned()),
            ]
        };
        let reopen = |text: &'static str| {
            let fields = why(text);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            officer.post(&format!("{path}/reopen"), &fields)
        };
        reopen("").expect(422);
        reopen("人数记错了").expect(303);
        assert_eq!(total(s, "meeting.events").0, 0, "taken back");
        assert!(officer.get(&path).shows("人数记错了"));
        assert_eq!(differences(s), Vec::<String>::new());

        shut("2026-10").expect(303);
        let refused = officer
            .post(&format!("{path}/close"), &[("version", &version(officer, &path))])
            .expect(422);
        assert!(refused.shows("已经封账"), "{}", refused.text());
    });
}

#[test]
fn whoever_leads_must_be_there() {
    story(kit, |s| {
        let stage = Stage::set(s, 0);
        let officer = &stage.officer.0;
        let path = stage.plan(s, "2026-11-21");
        let page = look(officer, &path);
        let mut fields = vec![("version".to_owned(), page["version"].to_string())];
        for c in page["seats"].as_array().unwrap() {
            let leads = c["seat"]["member"] == page["said"]["chair"];
            let state = if leads { "absent" } else { "present" };
            fields.push((format!("s-{}", c["seat"]["id"].as_str().unwrap()), state.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        officer.post(&format!("{path}/attendance"), &fields).expect(303);
        let refused = officer
            .post(&format!("{path}/close"), &[("version", &version(officer, &path))])
            .expect(422);
        assert!(refused.shows("没有到会"), "{}", refused.text());
        assert_eq!(total(s, "meeting.events"), (0, 0));
    });
}
