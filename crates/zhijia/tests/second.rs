//! An installation asks some roles for a second factor: they set it up before anything else.

use std::sync::Arc;

use org::Role;
use web::{Server, Settings, inside::Client};
use zhijia::roof;

#[test]
fn a_role_that_needs_a_second_factor_sets_it_up_first() {
    let kit = || testkit::Kit {
        migrations: roof::migrations(),
        routes: roof::routes(),
        start: vec![roof::declare],
    };
    testkit::story(kit, |s| {
        let (chair, _) = s.member_with_password(Role::Chair, "zhao", "Gonghui-2026");
        s.member_with_password(Role::Officer, "qian", "Gonghui-2026");
        let made = [("name", "x"), ("days", "9"), ("sees", "member.see")];
        let id = chair.post("/me/tokens/new", &made).expect(303).id();
        let token = chair.get_json(&format!("/me/tokens/{id}")).json()["text"].clone();
        let house = roof::Roof {
            second_factor: vec![Role::Chair, Role::Admin],
            ..roof::Roof::default()
        };
        let settings = Settings::default();
        let server = Server::new(
            s.store.clone(),
            s.clock.clone(),
            Arc::new(house),
            roof::routes(),
            settings,
        )
        .unwrap();
        let enter = |name: &str| {
            let client = Client::new(server.router(), None, s.clock.clone()).unwrap();
            client
                .post("/sign-in", &[("name", name), ("password", "Gonghui-2026")])
                .expect(303);
            client
        };
        enter("qian").get("/members").expect(200);
        let chair = enter("zhao");
        assert_eq!(chair.get("/members").expect(303).location(), "/me/second");
        assert_eq!(chair.get_json("/members").status, 403);
        let member = [("name", "新人"), ("phone", "13600136000")];
        chair.post("/members/new", &member).expect(403);
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let program = |client: &Client| {
            client
                .send_raw("GET", "/members", &[("authorization", &bearer)], b"")
                .status
        };
        assert_eq!(program(&chair), 403);

        testkit::second_factor(&chair, s.clock.now());
        chair.get("/members").expect(200);
        assert_eq!(program(&chair), 200);
        chair.post("/me/second/off", &[]).expect(403);
    });
}
