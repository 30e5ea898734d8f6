//! Programs at the doors: what a token opens, what it never opens, and when it is over.

use org::Role;
use serde_json::{Value, json};
use testkit::Client;

use super::kit;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Makes a token and gives its id and its text.
fn token(who: &Client, fields: &[(&str, &str)]) -> (String, String) {
    who.get("/me/tokens/new").expect(200);
    let id = who.post("/me/tokens/new", fields).expect(303).id();
    let shown = who.get_json(&format!("/me/tokens/{id}")).expect(200).json();
    let text = shown["text"].as_str().expect("shown once").to_owned();
    (id, text)
}

fn ask(who: &Client, text: &str, path: &str) -> u16 {
    let bearer = format!("Bearer {text}");
    who.send_raw("GET", path, &[("authorization", &bearer)], b"").status
}

fn send(who: &Client, text: &str, path: &str, key: &str, body: &Value) -> testkit::Answer {
    let bearer = format!("Bearer {text}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key),
    ];
    who.send_raw("POST", path, &headers, body.to_string().as_bytes())
}

#[test]
fn a_token_is_shown_once_and_opens_what_it_names() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::Officer);
        let made = [("name", "大屏"), ("days", "30"), ("sees", "member.see")];
        let (id, text) = token(&officer, &made);
        let page = format!("/me/tokens/{id}");
        assert!(text.starts_with("zj_"));
        let again = officer.get_json(&page).expect(200).json();
        assert!(
            again["text"].is_null() && !again.to_string().contains(&text),
            "shown once"
        );
        assert!(officer.get_json("/me/tokens").json()["tokens"][0]["seen_at"].is_null());

        let program = s.stranger();
        assert_eq!(ask(&program, &text, "/members"), 200);
        assert_eq!(
            ask(&program, &text, "/org"),
            403,
            "a power of the person that the token does not name"
        );
        let sends = json!({"name": "新人", "phone": "13600136000"});
        assert_eq!(
            send(&program, &text, "/members/new", "k1", &sends).status,
            403,
            "nor a power nobody gave"
        );
        let session = officer.get_json("/org").status;
        assert_eq!(session, 200, "the person may still");
        let seen = || officer.get_json("/me/tokens").json()["tokens"][0]["seen_at"].clone();
        let noted = (0..200).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            !seen().is_null()
        });
        assert!(noted, "its last use is noted");
        for path in ["/me/account", "/me/tokens", "/me/tokens/new", &page] {
            assert_eq!(ask(&program, &text, path), 403, "{path} is for people alone");
        }
        assert_eq!(s.person(Role::Officer).get(&page).status, 404, "another person's");
    });
}

#[test]
fn a_token_acts_once_for_each_key_and_only_if_it_may_act() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let program = s.stranger();
        let reads = [("name", "只读"), ("days", "7"), ("sees", "member.see")];
        let (_, reads) = token(&chair, &reads);
        let new = json!({"name": "赵一", "phone": "13600136021"});
        assert_eq!(send(&program, &reads, "/members/new", "a", &new).status, 403);
        let does = [
            ("name", "登记"),
            ("days", "7"),
            ("sees", "member.see"),
            ("does", "member.manage"),
        ];
        let (_, does) = token(&chair, &does);
        let first = send(&program, &does, "/members/new", "a", &new).expect(200).json();
        let second = send(&program, &does, "/members/new", "a", &new).expect(200).json();
        assert_eq!(first["id"], second["id"], "one key, one member");
        let other = json!({"name": "赵二", "phone": "13600136022"});
        assert_eq!(send(&program, &does, "/members/new", "a", &other).status, 409);

        let account = chair.get_json("/accounts").json()["accounts"][0]["id"].clone();
        let id = account.as_str().unwrap();
        for path in [
            format!("/accounts/{id}/grant"),
            format!("/accounts/{id}/disable"),
            "/members/export".to_owned(),
            "/me/password".to_owned(),
            "/me/tokens/new".to_owned(),
        ] {
            assert_eq!(send(&program, &does, &path, "b", &json!({})).status, 403, "{path}");
        }
    });
}

#[test]
fn a_token_that_is_over_narrowed_or_wrong_is_refused() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::MemberRole);
        let program = s.stranger();
        let account = super::accounts::account_of(&chair, &member.to_string());
        let granted = [("role", "treasurer"), ("until", "2026-12-10")];
        chair.post(&format!("/accounts/{account}/grant"), &granted).expect(303);
        person
            .post("/me/tokens/new", &[("name", "x"), ("days", "30"), ("sees", "log.see")])
            .expect(422);
        person
            .post(
                "/me/tokens/new",
                &[("name", "x"), ("days", "366"), ("sees", "body.see")],
            )
            .expect(422);
        person
            .post("/me/tokens/new", &[("name", "x"), ("days", "30")])
            .expect(422);
        let sees = [
            ("name", "报表"),
            ("days", "30"),
            ("sees", "member.see"),
            ("sees", "body.see"),
        ];
        let (id, text) = token(&person, &sees);
        assert_eq!(ask(&program, &text, "/members"), 200);

        // A cookie beside a token that is wrong opens nothing, and is not looked at beside one that is right.
        assert_eq!(ask(&chair, "zj_wrong", "/accounts"), 401);
        assert_eq!(ask(&chair, &text, "/accounts"), 403);
        let refused = program.send_raw("GET", "/members", &[("authorization", "Bearer zj_wrong")], b"");
        assert_eq!(refused.headers["www-authenticate"], "Bearer");

        // The role ends: of the token only what is left to its person is left.
        s.clock.set(s.clock.now().plus_millis(20 * DAY));
        assert_eq!(ask(&program, &text, "/members"), 403);
        assert_eq!(ask(&program, &text, "/org"), 200);
        s.clock.set(s.clock.now().plus_millis(10 * DAY));
        assert_eq!(ask(&program, &text, "/org"), 401, "expired");
        s.clock.set(s.clock.now().plus_millis(-29 * DAY));
        assert_eq!(ask(&program, &text, "/org"), 200);
        let today = s.enter(person_account(&account));
        today.post(&format!("/me/tokens/{id}/end"), &[]).expect(303);
        today.post(&format!("/me/tokens/{id}/end"), &[]).expect(404);
        assert_eq!(ask(&program, &text, "/org"), 401, "withdrawn");

        let (_, text) = token(&today, &sees);
        assert_eq!(ask(&program, &text, "/org"), 200);
        s.person(Role::Chair)
            .post(&format!("/accounts/{account}/disable"), &[])
            .expect(303);
        assert_eq!(ask(&program, &text, "/org"), 401, "its person may not sign in");
    });
}

fn person_account(id: &str) -> web::AccountId {
    id.parse().unwrap()
}

#[test]
fn what_weighs_heavily_asks_for_the_password_and_keeps_the_form() {
    testkit::story(kit, |s| {
        let (chair, _) = s.member_with_password(Role::Chair, "wang", "Gonghui-2026");
        let (_, member) = s.member(Role::Officer);
        let account = super::accounts::account_of(&chair, &member.to_string());
        let grant = format!("/accounts/{account}/grant");
        s.clock.set(s.clock.now().plus_millis(11 * 60_000));
        let asked = chair
            .post(&grant, &[("role", "group_leader"), ("until", "2026-12-30")])
            .expect(403);
        assert!(
            asked.shows("2026-12-30") && asked.shows("_password"),
            "the form waits in the page"
        );
        assert_eq!(chair.post_json(&grant, &json!({"role": "treasurer"})).status, 403);
        let wrong = [("role", "treasurer"), ("_password", "Gonghui-2025")];
        let refused = chair.post(&grant, &wrong).expect(403);
        assert!(refused.shows("treasurer") && !refused.shows("Gonghui-2025"));
        let right = [("role", "treasurer"), ("_password", "Gonghui-2026")];
        chair.post(&grant, &right).expect(303);
        let later = format!("/accounts/{account}/disable");
        chair.post(&later, &[]).expect(303);
        s.clock.set(s.clock.now().plus_millis(11 * 60_000));
        for _ in 0..5 {
            chair.post(&later, &[("_password", "guess-Gues5")]).expect(403);
        }
        chair.post(&later, &[("_password", "Gonghui-2026")]).expect(429);
        let guess = [("old", "Gonghui-2026"), ("password", "Gonghui-2028")];
        chair.post("/me/password", &guess).expect(429);
        s.clock.set(s.clock.now().plus_millis(16 * 60_000));
        chair.post(&later, &[("_password", "Gonghui-2026")]).expect(303);
    });
}

#[test]
fn somebody_with_posts_in_two_unions_goes_over_and_each_stays_by_itself() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::Officer);
        let account = person_account(&super::accounts::account_of(&chair, &member.to_string()));
        let (_, text) = token(&person, &[("name", "x"), ("days", "7"), ("sees", "body.see")]);
        assert!(!person.get("/me/account").expect(200).shows("切换到这里"));

        let here = [("name", "只在本校"), ("phone", "13600136031")];
        chair.post("/members/new", &here).expect(303);
        assert!(person.get("/members").expect(200).shows("只在本校"));
        let theirs = s.outsider(Role::Chair).get_json("/org").expect(200).json();
        let there: kernel::UnionId = theirs["union"]["id"].as_str().unwrap().parse().unwrap();
        let clock = s.clock.clone();
        let made: Result<(), store::Error> = s.store.write(move |w| {
            org::accounts::store::stand(w, &clock, account, there, None)?;
            let new = org::accounts::model::NewGrant::whole(Role::Auditor, clock.today());
            org::accounts::store::grant(w, &clock, there, account, &new, None).map(drop)
        });
        made.unwrap();
        assert!(person.get("/me/account").expect(200).shows("切换到这里"));
        let at = |who: &Client| who.get_json("/org").expect(200).json()["union"]["id"].clone();
        assert_eq!(at(&person), s.union.to_string());
        person.post(&format!("/me/union?union={there}"), &[]).expect(303);
        assert_eq!(at(&person), there.to_string());
        person.get("/members/new").expect(403);
        assert!(!person.get("/members").expect(200).shows("只在本校"));
        let bearer = format!("Bearer {text}");
        let program = person.send_raw("GET", "/org", &[("authorization", &bearer)], b"");
        assert_eq!(
            program.expect(200).json()["union"]["id"],
            s.union.to_string(),
            "a token stays in its union"
        );
    });
}
