//! What strangers meet: the form, the receipt, and never a word about others.

use org::Role;

use super::{apply, approve, form, kit, open, resident, waiting};
use crate::tests::text;

#[test]
fn all_that_is_wrong_is_told_at_once_and_what_was_typed_stays() {
    testkit::story(kit, |s| {
        let code = open(&s.person(Role::Officer));
        let stranger = s.stranger();
        let path = format!("/apply/{code}");
        let page = stranger.get(&path).expect(200);
        assert!(page.shows("加入实验小学工会") && page.shows("只用于办理入会。") && page.shows("语文组"));
        let wrong = [
            ("consent", "1"),
            ("ticket", "ABCD-EFGH-JKMN-PQRS"),
            ("name", "吴小兰"),
            ("id_number", "110105199003070123"),
            ("hired", "2027-01-01"),
        ];
        let refused = stranger.post(&path, &wrong).expect(422);
        for told in [
            "最后一位校验不符",
            "请填写手机号",
            "不能是将来的日期",
            "需要您同意后才能送出",
        ] {
            assert!(refused.shows(told), "{told}: {}", refused.text());
        }
        assert!(refused.shows("value=\"吴小兰\"") && refused.shows("value=\"ABCD-EFGH-JKMN-PQRS\""));
        let number = resident("19900307", 13);
        let mut good = form("吴小兰", "13900001111", &number);
        good[0].1 = "7";
        assert!(stranger.post(&path, &good).expect(409).shows("说明刚刚有更新"));
        good[0].1 = "1";
        good.push(("ticket", "not a code"));
        stranger.post(&path, &good).expect(400);
        stranger.get("/apply/ABCD-EFGH-JKMN-PQRS").expect(404);
        assert!(!s.person(Role::Officer).get("/applications").shows("吴小兰"));
    });
}

#[test]
fn sending_twice_makes_one_application() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        let code = open(&officer);
        let number = resident("19900307", 14);
        let mut fields = form("钱一", "13900001112", &number);
        fields.push(("ticket", "0123-4567-89AB-CDEF"));
        let first = apply(s, &code, &fields);
        assert_eq!(first, "0123-4567-89AB-CDEF");
        assert_eq!(apply(s, &code, &fields), first);
        // also when the browser sends it from a session of somebody who is signed in
        let again = officer.post(&format!("/apply/{code}"), &fields).expect(303);
        assert_eq!(again.location(), format!("/applied/{first}"));
        let list = officer.get_json("/applications").json();
        assert_eq!(list["lines"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn nobody_learns_whether_somebody_is_known() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let code = open(&chair);
        let (known, unknown) = (resident("19850101", 21), resident("19850101", 22));
        let member = [
            ("name", "孙二"),
            ("phone", "13900002222"),
            ("id_kind", "resident"),
            ("id_number", &known),
        ];
        chair.post("/members/new", &member).expect(303);
        let answers =
            [("孙二", "13900002222", &known), ("孙三", "13900003333", &unknown)].map(|(name, phone, number)| {
                let answer = s.stranger().post(&format!("/apply/{code}"), &form(name, phone, number));
                let receipt = s.stranger().get_json(&answer.location()).expect(200).json();
                (
                    answer.status,
                    answer.location().len(),
                    receipt["found"]["status"].clone(),
                )
            });
        assert_eq!(answers[0], answers[1]);
        // a second application under the same number is taken like any other; the officer is told
        let third = form("孙四", "13900004444", &unknown);
        apply(s, &code, &third);

        let page = chair
            .get(&format!("/applications/{}", waiting(&chair, "孙二")))
            .expect(200);
        assert!(page.shows("证件号码相同的在册会员"), "{}", page.text());
        let page = chair
            .get(&format!("/applications/{}", waiting(&chair, "孙四")))
            .expect(200);
        assert!(page.shows("证件号码相同的另一份申请") && page.shows("孙三"));
        let refused = approve(&chair, &waiting(&chair, "孙二"), &[]).expect(409);
        assert!(refused.shows("现在就是本工会会员"), "{}", refused.text());
    });
}

#[test]
fn a_returned_application_is_mended_and_an_open_one_taken_back() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        let code = open(&officer);
        let number = resident("19900307", 31);
        let receipt = apply(s, &code, &form("李一", "13900005555", &number));
        let correct = format!("/applied/{receipt}/correct");
        let stranger = s.stranger();
        stranger.get(&correct).expect(404);
        let path = format!("/applications/{}", waiting(&officer, "李一"));
        let back = [("version", "1"), ("return_reason", "姓名与证件不一致")];
        officer.post(&format!("{path}/return"), &back).expect(303);
        officer.post(&format!("{path}/return"), &back).expect(409);
        assert!(officer.get(&format!("{path}/correct")).expect(200).shows("李一"));
        assert!(
            stranger
                .get(&format!("/applied/{receipt}"))
                .expect(200)
                .shows("姓名与证件不一致")
        );
        assert!(stranger.get(&correct).expect(200).shows("13900005555"));
        let mended = [("version", "2"), ("name", "李怡"), ("phone", "13900005555")];
        stranger
            .post(&correct, &[("version", "1"), mended[1], mended[2]])
            .expect(409);
        stranger.post(&correct, &mended).expect(303);
        stranger.post(&correct, &mended).expect(409);
        let seen = officer.get(&path).expect(200);
        assert!(seen.shows("李怡") && seen.shows("110105********"), "the number stays");

        officer
            .post(
                &format!("{path}/return"),
                &[("version", "3"), ("return_reason", "缺岗位")],
            )
            .expect(303);
        let by_officer = [
            ("version", "4"),
            ("name", "李怡"),
            ("phone", "13900005555"),
            ("job", "教师"),
        ];
        officer.post(&format!("{path}/correct"), &by_officer).expect(303);

        stranger.post(&format!("/applied/{receipt}/withdraw"), &[]).expect(303);
        stranger.get(&format!("/applied/{receipt}")).expect(404);
        officer.get(&path).expect(404);
        let typed = format!("/applied?code={receipt}");
        assert!(stranger.get(&typed).expect(200).shows("没有查到这个回执编号"));
        assert!(stranger.get("/applied").expect(200).shows("回执编号"));
    });
}

#[test]
fn a_changed_or_closed_way_leads_nowhere_and_receipts_stay() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        officer.get("/applications/poster").expect(404);
        officer.post("/applications/way", &[]).expect(422);
        let first = open(&officer);
        let number = resident("19900307", 41);
        let receipt = apply(s, &first, &form("周一", "13900006666", &number));
        let second = open(&officer);
        assert_ne!(first, second);
        let stranger = s.stranger();
        stranger.get(&format!("/apply/{first}")).expect(404);
        stranger.get(&format!("/apply/{}", second.to_lowercase())).expect(200);
        let poster = officer.get("/applications/poster").expect(200);
        assert!(poster.shows(&second) && poster.shows("实验小学工会") && poster.shows("显示二维码"));
        let from = [
            ("host", "gh.example.cn"),
            ("referer", "https://gh.example.cn/applications/way"),
            ("accept", "text/html"),
        ];
        let poster = officer.send_raw("GET", "/applications/poster", &from, b"").expect(200);
        let address = format!("https://gh.example.cn/apply/{second}");
        assert!(
            poster.shows("<svg class=\"qr\"") && poster.shows(&address),
            "{}",
            poster.text()
        );
        officer.post("/applications/way/close", &[]).expect(303);
        officer.post("/applications/way/close", &[]).expect(409);
        stranger.get(&format!("/apply/{second}")).expect(404);
        stranger.get(&format!("/applied/{receipt}")).expect(200);

        let new = [("body", "第二版说明"), ("keep_days", "10")];
        officer
            .post("/applications/consent", &[new[0], ("keep_days", "0")])
            .expect(422);
        officer.post("/applications/consent", &new).expect(303);
        let third = open(&officer);
        assert!(stranger.get(&format!("/apply/{third}")).shows("第二版说明"));
        let way = officer.get_json("/applications/way");
        assert_eq!(text(&way, &["consent", "body"]), "第二版说明");
    });
}

#[test]
fn one_address_cannot_flood_the_committee() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        let code = open(&officer);
        let stranger = s.stranger();
        let send = |n: u32| {
            let (number, phone) = (resident("19900307", n), format!("139000{n:05}"));
            stranger
                .post(&format!("/apply/{code}"), &form("多人", &phone, &number))
                .status
        };
        for n in 0..60 {
            assert_eq!(send(n), 303, "{n}");
        }
        assert_eq!(send(60), 429);
        s.clock.set(s.clock.now().plus_millis(16 * 60_000));
        assert_eq!(send(61), 303);
    });
}
