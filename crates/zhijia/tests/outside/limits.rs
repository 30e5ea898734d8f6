//! How long, how often and for what an outside identity is good.

use std::{
    io::Read as _,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, atomic::Ordering},
};

use org::Role;
use testkit::Story;
use web::{Server, inside::Client};

use crate::{
    PASSWORD, back, browser, doors, enter, kit, leave,
    provider::{self, Provider},
};

const MINUTE_MS: i64 = 60_000;

/// Somebody whose identity `u-1` is tied.
fn tied(s: &Story, server: &Arc<Server>, provider: &Provider) -> Client {
    s.member_with_password(Role::Officer, "qian", PASSWORD);
    let qian = enter(s, server, "qian");
    back(&qian, &provider.sign_in(&leave(&qian, "/me/outside/tie"), "u-1")).expect(303);
    qian
}

fn later(s: &Story, millis: i64) {
    s.clock.set(s.clock.now().plus_millis(millis));
}

fn visits(s: &Story) -> i64 {
    let count = store::Sql::house("SELECT COUNT(*) FROM outside_visit", "a test");
    s.store.read(|r| r.one(count, &[], |row| row.get(0))).unwrap()
}

#[test]
fn a_visit_ends_once_even_if_the_browser_kept_everything() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        let thief = browser(s, &server);
        let left = thief.post("/sign-in/outside", &[]).expect(303);
        let kept = left.headers["set-cookie"]
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let page = thief.get_json(&left.location()).expect(200).json()["href"].to_string();
        let query = provider.sign_in(page.trim_matches('"'), "u-1");
        back(&thief, &query).expect(303);
        assert_eq!(visits(s), 0);
        let again = thief.send_raw(
            "POST",
            "/sign-in/outside/back",
            &[
                ("cookie", &kept),
                ("content-type", "application/x-www-form-urlencoded"),
                ("idempotency-key", "0190d3a0-0000-7000-8000-000000000001"),
            ],
            query.as_bytes(),
        );
        assert_eq!(again.status, 403, "{}", again.text());
    });
}

#[test]
fn a_code_that_is_refused_ends_the_visit_and_counts_like_a_wrong_password() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        let phone = browser(s, &server);
        let page = leave(&phone, "/sign-in/outside");
        let made_up = format!("code=nothing&state={}", provider::asked(&page, "state"));
        back(&phone, &made_up).expect(403);
        assert_eq!(visits(s), 0);
        let right = provider.sign_in(&page, "u-1");
        assert_eq!(
            phone.get(&format!("/sign-in/outside/back?{right}")).status,
            403,
            "there is no second guess in one visit"
        );
        for _ in 1..web::door::store::ADDRESS_FAILURES {
            let page = leave(&phone, "/sign-in/outside");
            back(
                &phone,
                &format!("code=nothing&state={}", provider::asked(&page, "state")),
            )
            .expect(403);
        }
        phone.post("/sign-in/outside", &[]).expect(429);
    });
}

#[test]
fn a_visit_waits_ten_minutes_and_is_swept_then() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        let phone = browser(s, &server);
        let in_time = provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1");
        later(s, 9 * MINUTE_MS);
        back(&phone, &in_time).expect(303);
        let phone = browser(s, &server);
        let late = provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1");
        later(s, 10 * MINUTE_MS);
        assert_eq!(phone.get(&format!("/sign-in/outside/back?{late}")).status, 403);
        assert_eq!(visits(s), 1);
        let now = s.clock.now().plus_millis(1);
        s.store.write(move |w| web::door::outside::sweep(w, now)).unwrap();
        assert_eq!(visits(s), 0);
    });
}

#[test]
fn one_comes_out_where_one_was_going_but_never_in_another_house() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        for (then, comes) in [
            ("/members?q=1", "/members?q=1"),
            ("//evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
        ] {
            let phone = browser(s, &server);
            let go = phone.post("/sign-in/outside", &[("then", then)]).expect(303).location();
            let page = phone.get_json(&go).expect(200).json()["href"].to_string();
            let query = provider.sign_in(page.trim_matches('"'), "u-1");
            assert_eq!(back(&phone, &query).expect(303).location(), comes, "{then:?}");
        }
    });
}

#[test]
fn what_weighs_heavily_asks_for_the_password_of_whoever_came_from_outside() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        let phone = browser(s, &server);
        back(&phone, &provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1")).expect(303);
        let asked = phone.post("/me/outside/untie", &[]);
        assert_ne!(asked.status, 303, "{}", asked.text());
        assert!(asked.shows("password"), "{}", asked.text());
        enter(s, &server, "qian").post("/me/outside/untie", &[]).expect(303);
        let told = store::Sql::union("SELECT body FROM event WHERE union_id = $1 AND kind = 'door.in'");
        let bodies = s
            .store
            .read(|r| r.rows(told, &[&s.union], |row| row.get::<String>(0)))
            .unwrap();
        let outside = |body: &&String| body.contains("\"outside\":true");
        assert_eq!(bodies.iter().filter(outside).count(), 1);
    });
}

#[test]
fn an_identity_is_tied_to_the_account_that_left_and_no_other() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        s.member_with_password(Role::Officer, "sun", PASSWORD);
        let shared = enter(s, &server, "qian");
        let query = provider.sign_in(&leave(&shared, "/me/outside/tie"), "u-1");
        shared
            .post("/sign-in", &[("name", "sun"), ("password", PASSWORD)])
            .expect(303);
        back(&shared, &query).expect(403);
        for name in ["qian", "sun"] {
            assert!(
                enter(s, &server, name).get("/me/account").shows("绑定我的身份"),
                "{name}"
            );
        }
    });
}

#[test]
fn one_address_leaves_only_so_many_visits_open() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        tied(s, &server, &provider);
        let phone = browser(s, &server);
        for _ in 0..99 {
            phone.post("/sign-in/outside", &[]).expect(303);
        }
        let query = provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1");
        phone.post("/sign-in/outside", &[]).expect(429);
        back(&phone, &query).expect(303);
        phone.post("/sign-in/outside", &[]).expect(303);
    });
}

#[test]
fn the_provider_is_asked_once_an_hour_and_left_alone_while_it_is_silent() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        let phone = browser(s, &server);
        leave(&phone, "/sign-in/outside");
        leave(&phone, "/sign-in/outside");
        assert_eq!(provider.asked.load(Ordering::Relaxed), 1);
        let open = phone.post("/sign-in/outside", &[]).expect(303).location();
        later(s, 61 * MINUTE_MS);
        phone.get(&open);
        assert_eq!(
            provider.asked.load(Ordering::Relaxed),
            1,
            "the way there does not ask, however old what was said"
        );
        leave(&phone, "/sign-in/outside");
        assert_eq!(provider.asked.load(Ordering::Relaxed), 2);
        provider.silent.store(true, Ordering::Relaxed);
        later(s, 61 * MINUTE_MS);
        leave(&phone, "/sign-in/outside");

        let (server, silent) = (TcpListener::bind("127.0.0.1:0").unwrap(), Arc::new(Mutex::new(0)));
        let (issuer, count) = (format!("http://{}", server.local_addr().unwrap()), Arc::clone(&silent));
        std::thread::spawn(move || {
            for mut stream in server.incoming().flatten() {
                *count.lock().unwrap() += 1;
                hang_up(&mut stream);
            }
        });
        let server = doors(s, &issuer);
        let phone = browser(s, &server);
        phone.post("/sign-in/outside", &[]).expect(503);
        let asked = *silent.lock().unwrap();
        phone.post("/sign-in/outside", &[]).expect(503);
        assert_eq!(*silent.lock().unwrap(), asked, "it was silent a moment ago");
        later(s, 11_000);
        phone.post("/sign-in/outside", &[]).expect(503);
        assert!(*silent.lock().unwrap() > asked);
    });
}

fn hang_up(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 512]);
}
