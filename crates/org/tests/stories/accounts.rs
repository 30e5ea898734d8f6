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
        admin.post(&format!("/accounts/{mine}/reset"), &[]).expect(403);
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
        chair.post(&format!("/accounts/{account}/reset"), &[]).expect(422);
        chair.post(&format!("/accounts/{account}/enable"), &[]).expect(303);
        assert_ne!(person.get("/members").status, 200, "the old session stays ended");
        let offered = chair
            .post(&format!("/accounts/{account}/reset"), &[])
            .expect(303)
            .location();
        let code = chair.get_json(&offered).json()["code"].as_str().unwrap().to_owned();
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
