//! The whole way of a meeting, step by step.

use org::Role;
use testkit::{Story, story};

use super::{Stage, add_item, attend, differences, item, item_path, kit, look, task, total, version};

#[test]
fn the_whole_way_of_a_meeting() {
    story(kit, |s| {
        let stage = Stage::set(s, 3);
        let path = called(s, &stage);
        attended(s, &stage, &path);
        decided(&stage, &path);
        ended(s, &stage, &path);
        minuted(&stage, &path);
        published(s, &stage, &path);
    });
}

/// Planned, drawn, told to everybody, who answer in their inbox.
fn called(s: &Story, stage: &Stage) -> String {
    let officer = &stage.officer.0;
    task(
        s,
        "迎元旦教职工联欢",
        flow::Field::Culture,
        Some(stage.officer.1),
        "2026-12-30",
    );
    task(s, "教职工健康讲座", flow::Field::Growth, None, "2026-11-20");
    assert!(officer.get("/meetings").expect(200).shows("还没有开过会"));
    let form = officer.get("/meetings/new").expect(200);
    assert!(form.shows("应到 6 人") && !form.shows("⟦"), "{}", form.text());

    let path = stage.plan(s, "2026-11-21");
    let page = officer.get(&path).expect(200);
    for text in [
        "2026年11月工会委员会例会",
        "传达学习",
        "迎元旦教职工联欢",
        "三楼会议室",
        "15:00",
        "即 4 人",
    ] {
        assert!(page.shows(text), "{text}: {}", page.text());
    }
    assert!(!page.shows("⟦"));
    // everybody is asked in the inbox and answers there
    let inbox = stage.others[0].0.get("/inbox").expect(200);
    assert!(inbox.shows("参加2026年11月工会委员会例会"), "{}", inbox.text());
    let invited = look(&stage.others[0].0, "/inbox")["invited"][0]["task"]
        .as_str()
        .unwrap()
        .to_owned();
    stage.others[0]
        .0
        .post(&format!("/tasks/{invited}/answer"), &[("answer", "no")])
        .expect(303);
    assert!(officer.get(&path).shows("不能来"));
    assert!(
        stage.others[1].0.get(&path).expect(200).shows("议程"),
        "who is called may read"
    );
    let year = officer.get("/summaries/tasks?year=2026&which=planned").expect(200);
    assert!(
        year.shows("迎元旦教职工联欢") && !year.shows("参加2026年11月"),
        "a call is no work of the year: {}",
        year.text()
    );
    let (union, today) = (s.union, s.clock.today());
    let (counted, read) = s
        .store
        .read(|r| crate::summary::tasks::counted_and_read(r, union, 2026, today))
        .unwrap();
    assert_eq!(counted, read, "nor is a call counted");
    let notice = officer.get(&format!("/tasks/{invited}")).expect(200);
    assert!(notice.shows(&path), "the notice leads to the meeting");
    path
}

fn attended(s: &Story, stage: &Stage, path: &str) {
    let officer = &stage.officer.0;
    // before the day nothing can be recorded
    let ahead = stage.plan(s, "2026-11-24");
    attend(officer, &ahead, 5).expect(422);
    officer
        .post(&format!("{ahead}/close"), &[("version", &version(officer, &ahead))])
        .expect(422);
    let form = officer.get(&format!("{path}/attendance")).expect(200);
    assert!(
        form.shows("value=\"leave\" checked"),
        "who said no stands as excused: {}",
        form.text()
    );
    attend(officer, path, 5).expect(303);
    assert!(officer.get(path).shows("应到 6 人，实到 5 人"));
}

fn decided(stage: &Stage, path: &str) {
    let officer = &stage.officer.0;
    add_item(officer, path, "元旦联欢方案");
    let e = item(officer, path, "元旦联欢方案");
    let at_item = item_path(path, &e);
    let notes = [
        ("version", "1"),
        ("part", "matters"),
        ("title", "元旦联欢方案"),
        ("speaker", "王建国"),
        ("notes", "每组至少出一个节目。\n费用从活动经费列支。"),
    ];
    officer.post(&format!("{at_item}/edit"), &notes).expect(303);
    let owner = stage.others[1].1.to_string();
    let decision = [
        ("text", "12月30日举行元旦联欢，每组出一个节目。"),
        ("kind", "decision"),
        ("way", "counted"),
        ("yes", "4"),
        ("abstain", "1"),
        ("owner", owner.as_str()),
        ("due", "2026-12-30"),
    ];
    assert!(
        officer
            .get(&format!("{at_item}/decide"))
            .expect(200)
            .shows("同意 4 票以上")
    );
    officer.post(&format!("{at_item}/decide"), &decision).expect(303);
    let made = item(officer, path, "元旦联欢方案");
    let task_id = made["decisions"][0]["task"]["id"].as_str().unwrap().to_owned();
    assert!(
        officer.get(&format!("/tasks/{task_id}")).expect(200).shows(path),
        "the task leads back"
    );
    assert!(stage.others[1].0.get("/inbox").shows("12月30日举行元旦联欢"));
}

fn ended(s: &Story, stage: &Stage, path: &str) {
    let officer = &stage.officer.0;
    officer
        .post(&format!("{path}/close"), &[("version", &version(officer, path))])
        .expect(303);
    assert_eq!(total(s, "meeting.events"), (1, 1));
    assert_eq!(total(s, "meeting.person_times"), (7, 1), "five and two guests");
    assert_eq!(total(s, "meeting.items"), (1, 1));
    assert_eq!(
        look(&stage.others[1].0, "/inbox")["invited"].as_array().unwrap().len(),
        1,
        "the call ends with the meeting; that of the other stands"
    );
    assert_eq!(differences(s), Vec::<String>::new());
}

fn minuted(stage: &Stage, path: &str) {
    let officer = &stage.officer.0;
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDAT\x78\x9c\x63\xf8\x0f\0\x01\x01\x01\0\xb1\x38\xf6\x14\0\0\0\0IEND\xaeB`\x82";
    officer
        .upload(&format!("{path}/papers"), &[], &[("files", "签到表.png", picture)])
        .expect(303);
    assert!(officer.get(path).shows("签到表.png"));
    let adopted = [("version", &*version(officer, path)), ("publish", "1")];
    officer.post(&format!("{path}/adopt"), &adopted).expect(303);
    let page = look(officer, path);
    let paper = officer
        .get(&format!("/papers/{}", page["minutes"].as_str().unwrap()))
        .expect(200);
    assert!(paper.bytes.starts_with(b"PK"), "the minutes are in the archive");
    let print = officer.get(&format!("{path}/print")).expect(200);
    for text in [
        "实验小学工会委员会",
        "2026年第一次会议纪要",
        "2026年11月21日（星期六）15:00—16:30",
        "请　　假",
        "（外出培训）",
        "周校长、教育工会张老师",
        "（一）元旦联欢方案（王建国）",
        "会议决定：12月30日举行元旦联欢，每组出一个节目（同意4票，反对0票，弃权1票）。责任人：",
        "完成时限：2026年12月30日",
        "送：学校党支部",
    ] {
        assert!(print.shows(text), "{text}: {}", print.text());
    }
}

fn published(s: &Story, stage: &Stage, path: &str) {
    let officer = &stage.officer.0;
    officer.get(&format!("{path}/word")).expect(200);
    let member = s.person(Role::MemberRole);
    assert!(
        member.get(path).expect(200).shows("元旦联欢方案"),
        "published to all members"
    );
    assert!(member.get("/meetings").shows("2026年11月工会委员会例会"));
    let off = [("version", &*version(officer, path))];
    officer.post(&format!("{path}/publish"), &off).expect(303);
    assert_eq!(member.get(path).status, 404);
}
