//! Stories of one's own data: seen by nobody else, complete, and consents that are given and taken back.

use org::Role;

use crate::tests::kit;

#[test]
fn whoever_looks_sees_who_has_seen_and_changed_their_data() {
    testkit::story(kit, |s| {
        let (person, member) = s.member(Role::MemberRole);
        let chair = s.person(Role::Chair);
        let page = chair.get_json(&format!("/members/{member}")).json();
        let name = page["name"].as_str().unwrap().to_owned();
        let changed = [
            ("version", "1"),
            ("name", name.as_str()),
            ("joined", "2026-11-21"),
            ("phone", "13900139000"),
            ("id_kind", "resident"),
            ("id_number", "11010519491231002X"),
        ];
        chair.post(&format!("/members/{member}/edit"), &changed).expect(303);
        let reveal = format!("/members/{member}/reveal");
        chair.post(&reveal, &[("purpose", "核对本人身份")]).expect(303);
        let other = chair.post(
            "/members/new",
            &[("name", "旁人"), ("phone", "13700137001"), ("sex", "female")],
        );
        other.expect(303);
        let export = |purpose: &str, more: (&str, &str)| {
            let fields = [("purpose", purpose), ("format", "csv"), ("field", "name"), more];
            chair.post("/members/export", &fields).expect(303);
        };
        export("发放福利", ("status", "active"));
        export("女职工名单", ("sex", "female"));

        let seen = person.get_json("/me/data/seen").expect(200).json().to_string();
        for known in ["核对本人身份", "发放福利", "13900139000"] {
            assert!(seen.contains(known), "{known}: {seen}");
        }
        assert!(!seen.contains("女职工名单"), "a list without them is not theirs to see");
        let shown = person.get("/me/data/seen").expect(200);
        assert!(shown.shows("核对本人身份") && shown.shows("其中有您"));
        let data = person.get("/me/data").expect(200);
        assert!(data.shows("13900139000") && !data.shows("11010519491231002X"), "masked");
        let json = person.get("/me/data/file.json").expect(200).json();
        assert_eq!(json["known"]["own"]["id"], member.to_string());
        assert!(json["happened"].to_string().contains("发放福利"));
        assert!(person.get("/me/data/file.xlsx").expect(200).bytes.starts_with(b"PK"));

        let neighbour = s.outsider(Role::Chair);
        let theirs = neighbour.get_json("/me/data/seen").expect(200).text();
        assert!(!theirs.contains("发放福利") && !theirs.contains("13900139000"));
        assert!(!chair.get("/me/data").expect(200).shows("13900139000"));
    });
}

#[test]
fn a_consent_is_given_for_one_thing_and_taken_back() {
    testkit::story(kit, |s| {
        let (person, member) = s.member(Role::MemberRole);
        let settle = |given: bool| {
            let mut fields = vec![("purpose", "photo")];
            fields.extend(given.then_some(("given", "1")));
            person.post("/me/data/consents", &fields)
        };
        let photo = || person.get_json("/me/data").expect(200).json()["own"]["consents"][1].clone();
        assert!(photo()["since"].is_null());
        settle(false).expect(409);
        settle(true).expect(303);
        settle(true).expect(409);
        assert!(!photo()["since"].is_null());
        let notice = person.get_json("/me/data").json()["own"]["consents"][0].clone();
        assert!(notice["since"].is_null(), "each thing apart");
        s.clock.set(s.clock.now().plus_millis(60_000));
        settle(false).expect(303);
        assert!(photo()["since"].is_null() && !photo()["withdrawn"].is_null());
        s.clock.set(s.clock.now().plus_millis(60_000));
        settle(true).expect(303);
        assert!(person.get("/me/data").expect(200).shows("撤回同意"));
        person.post("/me/data/consents", &[("purpose", "anything")]).expect(422);
        let entries = person.get_json("/me/data/file.json").json()["known"]["own"]["id"].clone();
        assert_eq!(entries, member.to_string());
    });
}

#[test]
fn what_a_program_did_through_a_token_is_told_with_its_name() {
    testkit::story(kit, |s| {
        let (person, member) = s.member(Role::MemberRole);
        let chair = s.person(Role::Chair);
        let made = [
            ("name", "人事系统"),
            ("days", "30"),
            ("sees", "member.see"),
            ("does", "member.manage"),
        ];
        let token = chair.post("/me/tokens/new", &made).expect(303).id();
        let shown = chair.get_json(&format!("/me/tokens/{token}")).json();
        let bearer = format!("Bearer {}", shown["text"].as_str().unwrap());
        let name = chair.get_json(&format!("/members/{member}")).json()["name"].clone();
        let change = serde_json::json!({"version": 1, "name": name, "joined": "2026-11-21", "phone": "13900139000"});
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "k1"),
        ];
        let path = format!("/members/{member}/edit");
        let sent = s
            .stranger()
            .send_raw("POST", &path, &headers, change.to_string().as_bytes());
        assert_eq!(sent.status, 200, "{}", sent.text());

        let all = facts::log::store::Filter::default();
        let log = s.store.read(|r| facts::log::store::list(r, s.union, &all, None, 50));
        let told: Vec<(String, Option<String>)> = log.unwrap().into_iter().map(|e| (e.kind, e.token)).collect();
        assert!(
            told.contains(&("member.changed".to_owned(), Some("人事系统".to_owned()))),
            "{told:?}"
        );
        assert!(told.contains(&("account.token_made".to_owned(), None)), "{told:?}");
        let seen = person.get("/me/data/seen").expect(200);
        assert!(seen.shows("经访问令牌“人事系统”"), "{}", seen.text());
        s.clock.set(s.clock.now().plus_millis(60_000));
        chair
            .post(
                &path,
                &[
                    ("version", "2"),
                    ("section", "work"),
                    ("number", "C3"),
                    ("how", "changed"),
                ],
            )
            .expect(303);
        let seen = person.get("/me/data/seen").expect(200).text();
        assert_eq!(seen.matches("人事系统").count(), 1, "{seen}");
    });
}

#[test]
fn an_officer_sees_what_a_member_agreed_to() {
    testkit::story(kit, |s| {
        let (person, member) = s.member(Role::MemberRole);
        let chair = s.person(Role::Chair);
        person
            .post("/me/data/consents", &[("purpose", "photo"), ("given", "1")])
            .expect(303);
        let page = format!("/members/{member}");
        let shown = chair.get_json(&page).expect(200).json();
        assert_eq!(shown["consents"][1]["purpose"], "photo");
        assert!(!shown["consents"][1]["since"].is_null() && shown["consents"][0]["since"].is_null());
        assert!(chair.get(&page).shows("公开活动照片"));
        let auditor = s.person(Role::Auditor).get_json(&page).expect(200).json();
        assert_eq!(auditor["consents"], serde_json::json!([]), "personal");
    });
}
