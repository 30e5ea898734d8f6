//! Signing in with an outside identity provider: the browser goes there and comes back, on both databases.

#![expect(clippy::unwrap_used, reason = "a test")]

mod limits;
mod provider;

use std::sync::Arc;

use org::Role;
use provider::{CLIENT, Provider};
use testkit::Story;
use web::{Server, Settings, inside::Client, outside::Outside};
use zhijia::roof;

const PASSWORD: &str = "Gonghui-2026";

fn kit() -> testkit::Kit {
    testkit::Kit {
        migrations: roof::migrations(),
        routes: roof::routes(),
        start: vec![roof::declare],
    }
}

/// The doors with a provider.
fn doors(s: &Story, issuer: &str) -> Arc<Server> {
    let settings = web::outside::Settings {
        name: "区教育局".to_owned(),
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some("s".to_owned()),
        address: "https://gh.example.cn".to_owned(),
        certificates: None,
    };
    let house = roof::Roof {
        outside: Some(Outside::new(settings, s.clock.clone()).unwrap()),
        ..roof::Roof::default()
    };
    let (store, clock) = (s.store.clone(), s.clock.clone());
    Server::new(store, clock, Arc::new(house), roof::routes(), Settings::default()).unwrap()
}

fn browser(s: &Story, server: &Arc<Server>) -> Client {
    Client::new(server.router(), None, s.clock.clone()).unwrap()
}

fn enter(s: &Story, server: &Arc<Server>, name: &str) -> Client {
    let client = browser(s, server);
    client
        .post("/sign-in", &[("name", name), ("password", PASSWORD)])
        .expect(303);
    client
}

/// Leaves for the provider; gives its page as the browser is shown it.
fn leave(client: &Client, door: &str) -> String {
    let go = client.post(door, &[]).expect(303).location();
    let state = provider::asked(&go, "state");
    assert!(go.starts_with("/sign-in/outside/go?"), "{go}");
    let page = client
        .get_json(&format!("/sign-in/outside/go?state={state}"))
        .expect(200)
        .json();
    page["href"].as_str().unwrap().to_owned()
}

/// Comes back with a query, as a browser with script does.
fn back(client: &Client, query: &str) -> web::inside::Answer {
    client.get(&format!("/sign-in/outside/back?{query}")).expect(200);
    let (code, state) = (
        provider::asked(&format!("?{query}"), "code"),
        provider::asked(&format!("?{query}"), "state"),
    );
    client.post("/sign-in/outside/back", &[("code", &code), ("state", &state)])
}

/// How often somebody came in, as the log says.
fn came_in(s: &Story) -> i64 {
    let count = store::Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1 AND kind = 'door.in'");
    s.store.read(|r| r.one(count, &[&s.union], |row| row.get(0))).unwrap()
}

#[test]
fn an_identity_is_tied_by_its_person_and_then_opens_the_door() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        let stranger = browser(s, &server);
        assert!(stranger.get("/sign-in").expect(200).shows("用区教育局登录"));
        let refused = back(
            &stranger,
            &provider.sign_in(&leave(&stranger, "/sign-in/outside"), "u-1"),
        );
        assert_eq!(refused.status, 403);
        assert!(refused.shows("还没有绑定账户"), "{}", refused.text());
        assert_eq!(stranger.get_json("/members").status, 401, "nobody came in");

        let qian = enter(s, &server, "qian");
        let account = qian.get("/me/account").expect(200);
        assert!(account.shows("区教育局") && account.shows("绑定我的身份"));
        let tied = back(&qian, &provider.sign_in(&leave(&qian, "/me/outside/tie"), "u-1"));
        assert_eq!(tied.expect(303).location(), "/me/account");
        assert!(
            qian.get("/me/account").shows("王芳"),
            "what one is called there is shown"
        );
        qian.post("/me/outside/tie", &[]).expect(409);

        let before = came_in(s);
        let phone = browser(s, &server);
        let page = leave(&phone, "/sign-in/outside");
        let query = provider.sign_in(&page, "u-1");
        assert_eq!(back(&phone, &query).expect(303).location(), "/");
        phone.get("/members").expect(200);
        assert_eq!(came_in(s), before + 1);

        qian.post("/me/outside/untie", &[]).expect(303);
        let phone = browser(s, &server);
        let query = provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1");
        back(&phone, &query).expect(403);
    });
}

#[test]
fn only_the_browser_that_left_comes_back() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        let qian = enter(s, &server, "qian");
        back(&qian, &provider.sign_in(&leave(&qian, "/me/outside/tie"), "u-1")).expect(303);

        let mine = browser(s, &server);
        let query = provider.sign_in(&leave(&mine, "/sign-in/outside"), "u-1");
        let other = browser(s, &server);
        let page = other.get(&format!("/sign-in/outside/back?{query}"));
        assert_eq!(page.status, 403, "a link from somebody else signs nobody in");
        assert!(page.shows("重新开始"));
        let (code, state) = (
            provider::asked(&format!("?{query}"), "code"),
            provider::asked(&format!("?{query}"), "state"),
        );
        other
            .post("/sign-in/outside/back", &[("code", &code), ("state", &state)])
            .expect(403);
        back(&mine, &query).expect(303);
    });
}

#[test]
fn what_is_signed_for_another_visit_or_another_house_is_not_believed() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        s.member_with_password(Role::Officer, "sun", PASSWORD);
        let qian = enter(s, &server, "qian");
        back(&qian, &provider.sign_in(&leave(&qian, "/me/outside/tie"), "u-1")).expect(303);
        for (nonce, audience) in [("another", CLIENT), ("", "another house")] {
            let mine = browser(s, &server);
            let page = leave(&mine, "/sign-in/outside");
            let own = provider::asked(&page, "nonce");
            let nonce = if nonce.is_empty() { own.as_str() } else { nonce };
            let answer = back(&mine, &provider.sign_in_as(&page, "u-1", nonce, audience));
            assert_eq!(answer.status, 403);
            assert!(answer.shows("没有确认您的身份"), "{}", answer.text());
        }
        let mine = browser(s, &server);
        let page = leave(&mine, "/sign-in/outside");
        let declined = format!(
            "/sign-in/outside/back?error=access_denied&state={}",
            provider::asked(&page, "state")
        );
        assert_eq!(mine.get(&declined).status, 403);
        let made_up = format!("code=nothing&state={}", provider::asked(&page, "state"));
        back(&mine, &made_up).expect(403);

        let sun = enter(s, &server, "sun");
        let taken = back(&sun, &provider.sign_in(&leave(&sun, "/me/outside/tie"), "u-1"));
        assert_eq!(taken.status, 409);
        assert!(taken.shows("已经绑定了另一个账户"));
    });
}

#[test]
fn a_second_factor_is_still_asked_for() {
    testkit::story(kit, |s| {
        let provider = Provider::start(s.clock.clone());
        let server = doors(s, &provider.issuer);
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        let qian = enter(s, &server, "qian");
        back(&qian, &provider.sign_in(&leave(&qian, "/me/outside/tie"), "u-1")).expect(303);
        testkit::second_factor(&qian, s.clock.now());
        let phone = browser(s, &server);
        let answer = back(&phone, &provider.sign_in(&leave(&phone, "/sign-in/outside"), "u-1"));
        assert!(answer.expect(303).location().starts_with("/sign-in/code"));
        assert_eq!(phone.get_json("/members").status, 401);
    });
}

#[test]
fn a_provider_that_does_not_answer_leaves_the_password() {
    testkit::story(kit, |s| {
        let server = doors(s, "http://127.0.0.1:9");
        s.member_with_password(Role::Officer, "qian", PASSWORD);
        let stranger = browser(s, &server);
        let answer = stranger.post("/sign-in/outside", &[]);
        assert_eq!(answer.status, 503);
        assert!(answer.shows("暂时没有回应"));
        enter(s, &server, "qian").get("/members").expect(200);
    });
}

#[test]
fn without_a_provider_the_doors_are_shut_and_a_wrong_one_is_told_at_the_start() {
    testkit::story(kit, |s| {
        let stranger = s.stranger();
        assert!(!stranger.get("/sign-in").expect(200).text().contains("/sign-in/outside"));
        stranger.post("/sign-in/outside", &[]).expect(404);
        let settings = web::outside::Settings {
            name: "x".to_owned(),
            issuer: "http://id.example.cn".to_owned(),
            client_id: "x".to_owned(),
            client_secret: None,
            address: "https://gh.example.cn".to_owned(),
            certificates: None,
        };
        let wrong = Outside::new(settings, s.clock.clone()).unwrap_err();
        assert_eq!(wrong.to_string(), "issuer: HTTPS is needed");
    });
}
