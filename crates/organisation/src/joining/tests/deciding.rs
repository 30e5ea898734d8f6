//! What officers do: paper, opinions, one and many, yes and no, and what is forgotten in time.

use org::Role;

use super::{apply, approve, form, kit, open, posted, resident, waiting};
use crate::{joining::retention, tests::text};

#[test]
fn an_application_on_paper_is_entered_printed_and_welcomed() {
    testkit::story(kit, |s| {
        let (chair, officer) = (s.person(Role::Chair), s.person(Role::Officer));
        assert!(officer.get("/applications/new").expect(200).shows("本人签名"));
        let number = resident("19750606", 1);
        let mut fields = form("郑一", "13900007777", &number);
        assert!(officer.post("/applications/new", &fields).expect(422).shows("勾选"));
        fields.push(("seen", "1"));
        let photo = include_bytes!("../../../../zhijia/demo/visit.jpg");
        let id = officer
            .upload("/applications/new", &fields, &[("photos", "申请表.jpg", photo)])
            .expect(303)
            .id();
        let path = format!("/applications/{id}");
        let page = officer.get(&path).expect(200);
        assert!(page.shows("纸质") && page.shows("申请表.jpg"), "{}", page.text());
        let printed = officer.get(&format!("{path}/print")).expect(200);
        assert!(printed.shows("工会会员入会申请表") && printed.shows("110105********") && printed.shows("郑一"));
        officer
            .post(&format!("{path}/reveal"), &[("purpose", "核对")])
            .expect(403);
        chair
            .post(&format!("{path}/reveal"), &[("purpose", "核对")])
            .expect(303);
        assert!(chair.get(&format!("{path}/print")).expect(200).shows(&number));
        assert!(!officer.get(&path).shows(&number));

        chair.get(&format!("{path}/welcome")).expect(409);
        approve(&chair, &id, &[]).expect(303);
        let welcome = chair.get_json(&format!("{path}/welcome")).expect(200);
        let code = text(&welcome, &["code"]);
        assert!(chair.get(&format!("{path}/welcome")).shows(&code));
        let other = s.person(Role::ViceChair).get(&format!("{path}/welcome")).expect(200);
        assert!(!other.shows(&code), "the code is shown to whoever made it alone");
        assert!(s.stranger().get(&format!("/join/{code}")).expect(200).shows("郑一"));
        assert!(officer.get(&format!("{path}/print")).expect(200).shows("批准入会"));
        approve(&chair, &id, &[]).expect(409);
    });
}

#[test]
fn many_are_approved_in_one_meeting_and_doubtful_ones_apart() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let code = open(&chair);
        let numbers: Vec<String> = (50..53).map(|n| resident("19910101", n)).collect();
        for (n, name) in ["甲一", "甲二", "甲三"].into_iter().enumerate() {
            apply(s, &code, &form(name, &format!("1390000800{n}"), &numbers[n]));
        }
        let member = [("name", "甲三"), ("phone", "13900008002")];
        chair.post("/members/new", &member).expect(303);
        let ids = ["甲一", "甲二", "甲三"].map(|name| waiting(&chair, name));
        let ask = format!("/applications/approve?id={}&id={}&id={}", ids[0], ids[1], ids[2]);
        let page = chair.get(&ask).expect(200);
        assert!(
            page.shows("可一并批准 2 份") && page.shows("需单独核对"),
            "{}",
            page.text()
        );
        let decided = [("on", "2026-11-20"), ("basis", "委员会会议")];
        assert!(chair.post(&ask, &decided).expect(409).shows("甲三的申请需要单独核对"));
        assert_eq!(posted(s, "member.joined"), 1, "none was approved by half");
        s.person(Role::Officer).post(&ask, &decided).expect(403);
        let good = format!("/applications/approve?id={}&id={}", ids[0], ids[1]);
        chair.post(&good, &[decided[1], ("on", "2027-01-01")]).expect(422);
        chair.post(&good, &decided).expect(303);
        chair.post("/applications/approve", &decided).expect(422);
        assert_eq!(posted(s, "member.joined"), 3);
        assert!(chair.get("/applications?status=approved").expect(200).shows("甲一"));

        let refused = approve(&chair, &ids[2], &[]).expect(409);
        assert!(refused.shows("不是同一个人"), "{}", refused.text());
        approve(&chair, &ids[2], &[("another", "1")]).expect(303);
    });
}

#[test]
fn who_had_left_is_taken_up_again_and_not_entered_twice() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let number = resident("19800202", 1);
        let member = [
            ("name", "冯一"),
            ("phone", "13900009999"),
            ("joined", "2020-01-01"),
            ("id_kind", "resident"),
            ("id_number", &number),
        ];
        let id = chair.post("/members/new", &member).expect(303).id();
        let left = [
            ("version", "1"),
            ("status", "resigned"),
            ("on", "2025-01-01"),
            ("why", "本人申请"),
        ];
        chair.post(&format!("/members/{id}/status"), &left).expect(303);
        let code = open(&chair);
        apply(s, &code, &form("冯一", "13900009998", &number));
        let application = waiting(&chair, "冯一");
        assert!(
            chair
                .get(&format!("/applications/{application}"))
                .shows("批准后恢复原来的登记")
        );
        approve(&chair, &application, &[]).expect(303);
        let page = chair.get_json(&format!("/members/{id}")).expect(200);
        assert_eq!(text(&page, &["status"]), "active");
        assert_eq!(text(&page, &["phone"]), "13900009998");
        assert_eq!(text(&page, &["particulars", "joined"]), "2026-11-21");
    });
}

#[test]
fn what_was_refused_is_forgotten_after_its_days() {
    testkit::story(kit, |s| {
        let (chair, officer) = (s.person(Role::Chair), s.person(Role::Officer));
        let code = open(&chair);
        let number = resident("19900909", 1);
        let receipt = apply(s, &code, &form("陈一", "13900001234", &number));
        let path = format!("/applications/{}", waiting(&chair, "陈一"));
        let no = [("version", "1"), ("refuse_reason", "不在本单位工作")];
        officer.post(&format!("{path}/refuse"), &no).expect(403);
        chair.post(&format!("{path}/refuse"), &[("version", "1")]).expect(422);
        chair.post(&format!("{path}/refuse"), &no).expect(303);
        chair.post(&format!("{path}/refuse"), &no).expect(409);
        approve(&chair, path.rsplit('/').next().unwrap(), &[]).expect(409);
        let told = s.stranger().get(&format!("/applied/{receipt}")).expect(200);
        assert!(
            told.shows("不在本单位工作") && told.shows("30 天后删除"),
            "{}",
            told.text()
        );

        let tidy = |days: i64| -> usize {
            let (union, now) = (s.union, s.clock.now().plus_millis(days * 86_400_000));
            let gone: Result<usize, ::store::Error> = s.store.write(move |w| retention::tidy(w, union, now));
            gone.unwrap()
        };
        assert_eq!(tidy(29), 0);
        chair.get(&path).expect(200);
        assert_eq!(tidy(31), 1);
        chair.get(&path).expect(404);
        s.stranger().get(&format!("/applied/{receipt}")).expect(404);
    });
}

#[test]
fn a_group_leader_speaks_for_their_own_group_and_others_see_nothing() {
    testkit::story(kit, |s| {
        let (chair, admin) = (s.person(Role::Chair), s.person(Role::Admin));
        s.member_with_password(Role::MemberRole, "zuzhang", "Chunfeng-2026");
        let accounts = admin.get_json("/accounts").json();
        let account = accounts["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["sign_name"] == "zuzhang")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let group = s.group.to_string();
        let lead = [("role", "group_leader"), ("place", group.as_str())];
        chair.post(&format!("/accounts/{account}/grant"), &lead).expect(303);
        let leader = s.stranger();
        let sign = [("name", "zuzhang"), ("password", "Chunfeng-2026")];
        leader.post("/sign-in", &sign).expect(303);

        let code = open(&chair);
        let numbers = [resident("19920101", 1), resident("19920101", 2)];
        let mut own = form("本组", "13900011111", &numbers[0]);
        own.push(("group", &group));
        apply(s, &code, &own);
        apply(s, &code, &form("别组", "13900022222", &numbers[1]));
        let list = leader.get("/applications").expect(200);
        assert!(list.shows("本组") && !list.shows("别组"));
        assert!(leader.get("/inbox").expect(200).shows("1 份入会申请等待小组意见"));
        let (own, others) = (waiting(&chair, "本组"), waiting(&chair, "别组"));
        let against = [("version", "1"), ("opinion", "against")];
        let say = format!("/applications/{own}/opinion");
        assert!(leader.post(&say, &against).expect(422).shows("请写明原因"));
        leader
            .post(&say, &[against[0], against[1], ("opinion_note", "不是本组职工")])
            .expect(303);
        leader.post(&say, &[against[0], ("opinion", "for")]).expect(409);
        assert!(!leader.get("/inbox").shows("等待小组意见"));
        leader.get(&format!("/applications/{others}")).expect(404);
        leader
            .post(
                &format!("/applications/{others}/opinion"),
                &[("version", "1"), ("opinion", "for")],
            )
            .expect(404);
        leader.get("/applications/way").expect(403);
        let outsider = s.outsider(Role::Chair);
        for tail in ["", "/print", "/welcome", "/correct"] {
            outsider.get(&format!("/applications/{own}{tail}")).expect(404);
        }
        let yes = [("version", "2"), ("on", "2026-11-21"), ("basis", "委员会会议")];
        outsider.post(&format!("/applications/{own}/approve"), &yes).expect(404);
        assert!(chair.get(&format!("/applications/{own}")).shows("不是本组职工"));
    });
}
