use super::kit;
use org::Role;

pub(super) fn account_of(chair: &testkit::Client, member: &str) -> String {
    let all = chair.get_json("/accounts").expect(200).json();
    let found = all["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["member"] == member)
        .cloned();
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

fn account_named(chair: &testkit::Client, sign_name: &str) -> String {
    let all = chair.get_json("/accounts").expect(200).json();
    let mut all = all["accounts"].as_array().unwrap().iter();
    let found = all.find(|a| a["sign_name"] == sign_name);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_member_is_invited_and_joins_once() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let member = chair
            .post("/members/new", &[("name", "孙丽"), ("phone", "13600136000")])
            .expect(303)
            .id();
        let invite = [
            ("member", member.as_str()),
            ("role", "officer"),
            ("until", "2026-12-31"),
        ];
        chair.get("/accounts/invite").expect(200);
        let invitation = chair.post("/accounts/invite", &invite).expect(303).location();
        let code = chair.get_json(&invitation).expect(200).json()["code"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(chair.get(&invitation).expect(200).shows(&code));
        let other = s.person(Role::Admin);
        assert!(
            other.get_json(&invitation).expect(200).json()["code"].is_null(),
            "shown to its maker alone"
        );

        let sun = s.stranger();
        let path = format!("/join/{}", code.to_lowercase());
        assert!(sun.get(&path).expect(200).shows("孙丽"));
        assert!(
            sun.post(&path, &[("sign_name", "sunli"), ("password", "short")])
                .expect(422)
                .shows("sunli")
        );
        let form = [("sign_name", "sunli"), ("password", "Gonghui-2026")];
        sun.post(&path, &form).expect(303);
        sun.post(&path, &form).expect(404);
        sun.get(&path).expect(404);
        sun.post("/sign-in", &[("name", "SunLi"), ("password", "Gonghui-2026")])
            .expect(303);
        sun.get("/members").expect(200);
        sun.get("/accounts").expect(403);
        s.clock.set(s.clock.now().plus_millis(41 * 86_400_000));
        let later = s.stranger();
        let nowhere = later.post("/sign-in", &[("name", "sunli"), ("password", "Gonghui-2026")]);
        nowhere.expect(403);
    });
}

#[test]
fn codes_grow_old_are_withdrawn_and_guesses_meet_nothing() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let member = chair
            .post("/members/new", &[("name", "周正"), ("phone", "13600136001")])
            .expect(303)
            .id();
        let invite = [("member", member.as_str()), ("role", "member")];
        let code = |at: &str| chair.get_json(at).json()["code"].as_str().map(str::to_owned);
        let first = chair.post("/accounts/invite", &invite).expect(303).location();
        let old = code(&first).unwrap();
        let second = chair.post("/accounts/invite", &invite).expect(303).location();
        let stranger = s.stranger();
        stranger.get(&format!("/join/{old}")).expect(404);
        let fresh = code(&second).unwrap();
        stranger.get(&format!("/join/{fresh}")).expect(200);
        chair.post(&format!("{second}/withdraw"), &[]).expect(303);
        stranger.get(&format!("/join/{fresh}")).expect(404);
        stranger.get("/join/0000-0000-0000-0000").expect(404);
        let third = chair.post("/accounts/invite", &invite).expect(303).location();
        let third = code(&third).unwrap();
        s.clock.set(s.clock.now().plus_millis(org::accounts::code::LIFE_MS + 1));
        stranger.get(&format!("/join/{third}")).expect(404);
    });
}

#[test]
fn roles_are_granted_for_a_place_and_a_term_and_revoked() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::MemberRole);
        let account = account_of(&chair, &member.to_string());
        let grant = format!("/accounts/{account}/grant");
        person.get("/members").expect(403);
        chair.get(&grant).expect(200);
        chair.post(&grant, &[("role", "group_leader")]).expect(422);
        let group = s.group.to_string();
        let leader = [
            ("role", "group_leader"),
            ("place", group.as_str()),
            ("until", "2026-12-31"),
        ];
        chair.post(&grant, &leader).expect(303);
        chair.post(&grant, &leader).expect(422);
        chair
            .post(
                "/members/new",
                &[("name", "组内人"), ("phone", "13500135000"), ("group", &group)],
            )
            .expect(303);
        let outside = chair
            .post("/members/new", &[("name", "组外人"), ("phone", "13500135001")])
            .expect(303)
            .id();
        let seen = person.get("/members").expect(200);
        assert!(seen.shows("组内人") && !seen.shows("组外人"));
        assert!(!person.get("/members?q=%E7%BB%84").expect(200).shows("组外人"));
        person.get(&format!("/members/{outside}")).expect(404);
        person.post("/members/new", &[("name", "x")]).expect(403);

        let page = chair.get_json(&format!("/accounts/{account}")).expect(200).json();
        let held = page["roles"]
            .as_array()
            .unwrap()
            .iter()
            .find(|g| g["role"] == "group_leader")
            .cloned();
        let id = held.unwrap()["id"].as_str().unwrap().to_owned();
        chair
            .post(&format!("/accounts/{account}/revoke"), &[("grant", &id)])
            .expect(303);
        chair
            .post(&format!("/accounts/{account}/revoke"), &[("grant", &id)])
            .expect(404);
        person.get("/members").expect(403);
    });
}

#[test]
fn nobody_grants_themselves_and_the_last_chair_stays() {
    testkit::story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let (admin, admin_member) = s.member(Role::Admin);
        let mine = account_of(&chair, &me.to_string());
        let admins = account_of(&chair, &admin_member.to_string());
        chair
            .post(&format!("/accounts/{mine}/grant"), &[("role", "auditor")])
            .expect(403);
        admin
            .post(&format!("/accounts/{admins}/grant"), &[("role", "chair")])
            .expect(403);
        let (_, other) = s.member(Role::Officer);
        let others = account_of(&chair, &other.to_string());
        admin
            .post(&format!("/accounts/{others}/grant"), &[("role", "chair")])
            .expect(403);
        admin.post(&format!("/accounts/{mine}/disable"), &[]).expect(403);
        admin
            .post(&format!("/accounts/{mine}/reset"), &[("reason", "忘记")])
            .expect(403);
        chair.post(&format!("/accounts/{mine}/disable"), &[]).expect(403);

        // The founder 李红梅 is a chair too: take that role away first.
        let all = chair.get_json("/accounts").json();
        let founder = all["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|a| a["name"] == "李红梅")
            .cloned()
            .unwrap();
        let revoke = |account: &serde_json::Value| {
            let (id, grant) = (
                account["id"].as_str().unwrap(),
                account["roles"][0]["id"].as_str().unwrap(),
            );
            chair.post(&format!("/accounts/{id}/revoke"), &[("grant", grant)])
        };
        revoke(&founder).expect(303);
        let own = chair.get_json(&format!("/accounts/{mine}")).json();
        assert!(revoke(&own).expect(409).shows("最后一位"));
        chair
            .post(
                &format!("/members/{me}/status"),
                &[
                    ("version", "1"),
                    ("status", "resigned"),
                    ("on", "2026-11-21"),
                    ("why", "调离"),
                ],
            )
            .expect(403);
        chair.get("/accounts").expect(200);
    });
}

#[test]
fn an_account_is_disabled_enabled_and_given_a_new_password() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::Treasurer);
        let account = account_of(&chair, &member.to_string());
        person.get("/members").expect(200);
        chair.post(&format!("/accounts/{account}/disable"), &[]).expect(303);
        assert_ne!(person.get("/members").status, 200);
        let forgot = [("reason", "忘记密码")];
        chair.post(&format!("/accounts/{account}/reset"), &forgot).expect(422);
        chair.post(&format!("/accounts/{account}/enable"), &[]).expect(303);
        assert_ne!(person.get("/members").status, 200, "the old session stays ended");
        chair.post(&format!("/accounts/{account}/reset"), &[]).expect(422);
        let reset = chair
            .post(&format!("/accounts/{account}/reset"), &forgot)
            .expect(303)
            .id();
        let other = s.person(Role::Admin);
        let offered = other
            .post(&format!("/accounts/resets/{reset}/confirm"), &[])
            .expect(303)
            .location();
        let code = other.get_json(&offered).json()["code"].as_str().unwrap().to_owned();
        let stranger = s.stranger();
        stranger
            .post(&format!("/join/{code}"), &[("password", "Gonghui-2027")])
            .expect(303);
        let name = chair.get_json(&format!("/accounts/{account}")).json()["sign_name"]
            .as_str()
            .unwrap()
            .to_owned();
        stranger
            .post("/sign-in", &[("name", &name), ("password", "Gonghui-2027")])
            .expect(303);
        stranger.get("/members").expect(200);
        chair
            .post(&format!("/accounts/{account}/grant"), &[("role", "auditor")])
            .expect(422);
    });
}

#[test]
fn a_new_password_takes_two_officers_and_neither_is_the_person() {
    testkit::story(kit, |s| {
        let (chair, me) = s.member(Role::Chair);
        let (person, _) = s.member_with_password(Role::Treasurer, "zheng", "Gonghui-2026");
        let account = account_named(&chair, "zheng");
        testkit::second_factor(&person, s.clock.now());

        let ask = |who: &testkit::Client| {
            let lost = [("reason", "手机丢了"), ("second", "1")];
            who.post(&format!("/accounts/{account}/reset"), &lost)
        };
        let (other, admin) = s.member(Role::Admin);
        let mine = account_of(&chair, &me.to_string());
        let own = [("reason", "自己")];
        chair.post(&format!("/accounts/{mine}/reset"), &own).expect(403);
        let id = ask(&chair).expect(303).id();
        ask(&other).expect(409);
        assert!(other.get("/accounts").expect(200).shows("手机丢了"));
        assert_eq!(
            chair.get_json(&format!("/accounts/resets/{id}")).json()["may_confirm"],
            false
        );
        chair.post(&format!("/accounts/resets/{id}/confirm"), &[]).expect(403);
        person.post(&format!("/accounts/resets/{id}/confirm"), &[]).expect(403);
        let outside = s.outsider(Role::Chair);
        outside.get(&format!("/accounts/resets/{id}")).expect(404);
        outside.post(&format!("/accounts/resets/{id}/confirm"), &[]).expect(404);
        assert!(
            other
                .get(&format!("/accounts/resets/{id}"))
                .expect(200)
                .shows("手机丢了")
        );
        other.post(&format!("/accounts/resets/{id}/refuse"), &[]).expect(303);
        other.post(&format!("/accounts/resets/{id}/confirm"), &[]).expect(409);

        let id = ask(&other).expect(303).id();
        let offered = chair
            .post(&format!("/accounts/resets/{id}/confirm"), &[])
            .expect(303)
            .location();
        chair.post(&format!("/accounts/resets/{id}/refuse"), &[]).expect(409);
        let code = chair.get_json(&offered).json()["code"].as_str().unwrap().to_owned();
        assert!(other.get_json(&offered).json()["code"].is_null());
        let back = s.stranger();
        back.post(&format!("/join/{code}"), &[("password", "Gonghui-2027")])
            .expect(303);
        let sign = [("name", "zheng"), ("password", "Gonghui-2027"), ("then", "/members")];
        assert_eq!(back.post("/sign-in", &sign).expect(303).location(), "/members");
        person.get("/members").expect(303);

        // An administrator's own request about another administrator is for the chair alone to confirm; a request grows old.
        let admins = account_of(&chair, &admin.to_string());
        let id = chair.post(&format!("/accounts/{admins}/reset"), &own).expect(303).id();
        s.person(Role::Admin)
            .post(&format!("/accounts/resets/{id}/confirm"), &[])
            .expect(403);
        other.post(&format!("/accounts/resets/{id}/confirm"), &[]).expect(403);
        s.clock
            .set(s.clock.now().plus_millis(org::accounts::resets::OPEN_MS + 1));
        s.person(Role::Chair)
            .post(&format!("/accounts/resets/{id}/confirm"), &[])
            .expect(409);
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one course told in its order")]
fn many_are_invited_at_once_with_slips_to_cut() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let group = s.group.to_string();
        let new = |name: &str, phone: &str, group: &str| {
            let fields = [("name", name), ("phone", phone), ("group", group)];
            chair.post("/members/new", &fields).expect(303).id()
        };
        let wu = new("吴一", "13600136011", &group);
        let zheng = new("郑二", "13600136012", &group);
        let other = new("冯三", "13600136013", "");
        let of_group = chair
            .get_json(&format!("/accounts/slips/new?group={group}"))
            .expect(200)
            .json();
        let names: Vec<&str> = of_group["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["吴一", "郑二"]);
        let both = [("members", wu.as_str()), ("members", zheng.as_str()), ("days", "14")];
        chair.post("/accounts/slips/new", &[("days", "14")]).expect(422);
        chair
            .post("/accounts/slips/new", &[("members", wu.as_str()), ("days", "400")])
            .expect(422);
        chair.post("/accounts/slips/new", &both).expect(303);
        assert!(
            !chair.get("/accounts/slips/new").expect(200).shows("吴一"),
            "who has a code is not asked again"
        );
        assert!(chair.get("/accounts/slips/new").shows("冯三"));
        let sheet = chair.get_json("/accounts/slips").expect(200).json();
        let slips = sheet["slips"].as_array().unwrap().clone();
        assert_eq!(slips.len(), 2);
        let referer = [("accept", "text/html"), ("referer", "http://zhijia.test/accounts")];
        let printed = chair.send_raw("GET", "/accounts/slips", &referer, b"");
        assert!(printed.shows("http://zhijia.test/join") && printed.text().matches("<svg class=\"qr\"").count() == 2);
        let admin = s.person(Role::Admin);
        assert_eq!(
            admin.get_json("/accounts/slips").json()["slips"]
                .as_array()
                .unwrap()
                .len(),
            0,
            "shown to their maker alone"
        );

        let phone = s.stranger();
        let code = slips[0]["code"].as_str().unwrap();
        phone.get("/join").expect(200);
        phone.get("/join?code=0000-0000").expect(404);
        assert!(
            phone
                .get(&format!("/join?code={}", code.replace('-', "+")))
                .expect(200)
                .shows("吴一")
        );
        let begin = [("sign_name", "wuyi"), ("password", "Gonghui-2026")];
        phone.post(&format!("/join/{code}"), &begin).expect(303);
        phone
            .post("/sign-in", &[("name", "wuyi"), ("password", "Gonghui-2026")])
            .expect(303);
        phone.get("/members").expect(403);
        let again = [("members", wu.as_str()), ("members", other.as_str()), ("days", "7")];
        chair.post("/accounts/slips/new", &again).expect(422);
        assert!(chair.get("/accounts/slips/new").shows("冯三"), "all or none");
        s.clock.set(s.clock.now().plus_millis(60_000));
        chair.post("/accounts/slips/withdraw", &[]).expect(303);
        chair.post("/accounts/slips/withdraw", &[]).expect(422);
        s.stranger()
            .get(&format!("/join/{}", slips[1]["code"].as_str().unwrap()))
            .expect(404);
    });
}
