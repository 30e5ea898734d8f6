//! Stories of the second factor: set up on a phone, asked for at the door, never twice the same code, lost and recovered.

#![expect(clippy::unwrap_used, reason = "a test")]

use org::Role;
use testkit::{Client, Kit, Story, story};
use web::second::shown_on_a_phone;

fn kit() -> Kit {
    Kit {
        migrations: Vec::new(),
        routes: Vec::new(),
        start: Vec::new(),
    }
}

const PASSWORD: &str = "Gonghui-2026";

/// What stands between two texts of a page, for the first time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap().1;
    rest.split_once(after).unwrap().0
}

/// Sets the second factor up as a person with a phone does; gives the secret and the recovery codes.
fn set_up(s: &Story, who: &Client) -> (String, Vec<String>) {
    who.post("/me/second/begin", &[]).expect(303);
    let page = who.get("/me/second").expect(200).text();
    assert!(page.contains("<svg class=\"qr\""));
    let secret = between(&page, "<code>", "</code>").replace(' ', "");
    who.post("/me/second/confirm", &[("code", "000000")]).expect(422);
    let code = shown_on_a_phone(&secret, s.clock.now()).unwrap();
    who.post("/me/second/confirm", &[("code", &code)]).expect(303);
    let page = who.get("/me/second").expect(200).text();
    let list = between(&page, "<ul class=\"codes\">", "</ul>");
    let codes: Vec<String> = list
        .split("<code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    assert!(!who.get("/me/second").shows(&codes[0]), "shown once");
    assert!(!who.get("/me/second").text().replace(' ', "").contains(&secret));
    (secret, codes)
}

fn password(who: &Client) -> testkit::Answer {
    who.post(
        "/sign-in",
        &[("name", "zhou"), ("password", PASSWORD), ("then", "/me/account")],
    )
}

fn code(s: &Story, secret: &str) -> String {
    shown_on_a_phone(secret, s.clock.now()).unwrap()
}

fn later(s: &Story, seconds: i64) {
    s.clock.set(s.clock.now().plus_millis(seconds * 1000));
}

#[test]
fn a_phone_is_asked_for_after_the_password_and_each_code_is_taken_once() {
    story(kit, |s| {
        let (person, _) = s.member_with_password(Role::Officer, "zhou", PASSWORD);
        let (secret, _) = set_up(s, &person);
        later(s, 30);
        let phone = s.stranger();
        phone.get("/sign-in/code").expect(403);
        let asked = password(&phone).expect(303).location();
        assert!(asked.starts_with("/sign-in/code?then="));
        assert!(
            phone.get("/me/account").status == 303,
            "the password alone opens nothing"
        );
        assert_eq!(phone.get_json("/me/account").status, 401);
        phone.get(&asked).expect(200);
        phone.post("/sign-in/code", &[("code", "123456")]).expect(422);
        let first = code(s, &secret);
        let spaced = format!("{} {}", &first[..3], &first[3..]);
        let done = phone
            .post("/sign-in/code", &[("code", &spaced), ("then", "/me/account")])
            .expect(303);
        assert_eq!(done.location(), "/me/account");
        phone.get("/me/account").expect(200);

        // Whoever looked over the shoulder comes too late with the same code.
        let other = s.stranger();
        password(&other).expect(303);
        other.post("/sign-in/code", &[("code", &first)]).expect(422);
        later(s, 30);
        other.post("/sign-in/code", &[("code", &first)]).expect(422);
        other.post("/sign-in/code", &[("code", &code(s, &secret))]).expect(303);
        other.get("/me/account").expect(200);
        let slow = s.stranger();
        password(&slow).expect(303);
        later(s, 16 * 60);
        slow.post("/sign-in/code", &[("code", &code(s, &secret))]).expect(403);
    });
}

#[test]
fn wrong_codes_are_counted_with_wrong_passwords() {
    story(kit, |s| {
        let (person, _) = s.member_with_password(Role::Officer, "zhou", PASSWORD);
        let (secret, _) = set_up(s, &person);
        later(s, 30);
        let thief = s.stranger();
        // One wrong code was typed while it was set up; it counts too. The right password between does not forgive.
        for _ in 0..2 {
            password(&thief).expect(303);
            thief.post("/sign-in/code", &[("code", "000001")]).expect(422);
            thief.post("/sign-in/code", &[("code", "000002")]).expect(422);
        }
        thief.post("/sign-in/code", &[("code", &code(s, &secret))]).expect(429);
        password(&s.stranger()).expect(429);
        later(s, 16 * 60);
        let person = s.stranger();
        password(&person).expect(303);
        person.post("/sign-in/code", &[("code", &code(s, &secret))]).expect(303);
    });
}

#[test]
fn a_recovery_code_opens_once_and_the_second_factor_is_taken_off() {
    story(kit, |s| {
        let (person, _) = s.member_with_password(Role::Officer, "zhou", PASSWORD);
        let (secret, codes) = set_up(s, &person);
        let lost = s.stranger();
        password(&lost).expect(303);
        let typed = codes[3].to_lowercase().replace('-', " ");
        lost.post("/sign-in/code", &[("code", &typed)]).expect(303);
        assert_eq!(lost.get_json("/me/second").json()["codes_left"], 9);
        let again = s.stranger();
        password(&again).expect(303);
        again.post("/sign-in/code", &[("code", &typed)]).expect(422);
        lost.post("/me/second/codes", &[]).expect(303);
        again.post("/sign-in/code", &[("code", &codes[4])]).expect(422);
        later(s, 30);
        again.post("/sign-in/code", &[("code", &code(s, &secret))]).expect(303);
        later(s, 11 * 60);
        lost.post("/me/second/off", &[]).expect(403);
        lost.post("/me/second/off", &[("_password", PASSWORD)]).expect(303);
        lost.post("/me/second/codes", &[]).expect(422);
        let back = s.stranger();
        assert_eq!(password(&back).expect(303).location(), "/me/account");
        back.get("/me/account").expect(200);
    });
}

#[test]
fn a_form_that_met_a_lost_session_waits_through_password_and_code() {
    story(kit, |s| {
        let (person, _) = s.member_with_password(Role::Officer, "zhou", PASSWORD);
        let (secret, _) = set_up(s, &person);
        later(s, 30);
        person.forget();
        let path = "/me/second/confirm";
        let asked = person.post(path, &[("code", "my words")]).expect(401);
        assert!(asked.shows("_kept.code") && asked.shows("my words"));
        let sign = [
            ("name", "zhou"),
            ("password", PASSWORD),
            ("then", path),
            ("_kept.code", "my words"),
        ];
        let wrong = [
            ("name", "zhou"),
            ("password", "Gonghui-2000"),
            ("then", path),
            ("_kept.code", "my words"),
        ];
        assert!(person.post("/sign-in", &wrong).expect(422).shows("my words"));
        let asked = person.post("/sign-in", &sign).expect(200);
        assert!(asked.shows("_kept.code") && asked.shows("/sign-in/code"));
        let sign = [("code", &*code(s, &secret)), ("then", path), ("_kept.code", "my words")];
        assert!(!person.post("/sign-in/code", &sign).expect(200).shows("_kept.code"));
    });
}
