use super::kit;
use org::{Places, Role, power};

const PAGES: &[&str] = &[
    "/org",
    "/org/bodies/new",
    "/members",
    "/members/new",
    "/accounts",
    "/accounts/invite",
];

#[test]
fn strangers_meet_only_open_doors() {
    testkit::story(kit, |s| {
        let stranger = s.stranger();
        for page in PAGES {
            stranger.get_json(page).expect(401);
            assert!(
                stranger.get(page).expect(303).location().starts_with("/sign-in"),
                "{page}"
            );
        }
        stranger
            .post_json("/members/new", &serde_json::json!({"name": "谁"}))
            .expect(401);
        stranger.get("/first-run").expect(404);
        let again = [
            ("union_name", "又一个工会"),
            ("kind", "grassroots"),
            ("chair_name", "谁"),
            ("sign_name", "shei"),
            ("password", "Gonghui-2026"),
        ];
        stranger.post("/first-run", &again).expect(404);
    });
}

#[test]
fn each_role_opens_its_doors() {
    testkit::story(kit, |s| {
        for role in Role::ALL {
            let person = s.person(*role);
            for (page, power) in PAGES.iter().zip([
                power::BODY_SEE,
                power::BODY_MANAGE,
                power::MEMBER_SEE,
                power::MEMBER_MANAGE,
                power::ACCOUNT_MANAGE,
                power::ACCOUNT_MANAGE,
            ]) {
                let want = if role.powers().contains(&power) { 200 } else { 403 };
                assert_eq!(person.get(page).status, want, "{role:?} {page}");
            }
        }
        s.person(Role::Auditor)
            .post("/members/new", &[("name", "谁")])
            .expect(403);
    });
}

#[test]
fn another_union_is_not_there() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let other = s.outsider(Role::Chair);
        let (_, member) = s.member(Role::MemberRole);
        let all = chair.get_json("/accounts").json();
        let account = all["accounts"][0]["id"].as_str().unwrap().to_owned();
        let post = chair.get_json("/org").json()["bodies"][0]["posts"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        for page in [
            format!("/org/bodies/{}", s.group),
            format!("/org/bodies/{}/edit", s.group),
            format!("/org/posts/{post}/appoint"),
            format!("/members/{member}"),
            format!("/members/{member}/edit"),
            format!("/members/{member}/status"),
            format!("/accounts/{account}"),
            format!("/accounts/{account}/grant"),
        ] {
            chair.get(&page).expect(200);
            other.get(&page).expect(404);
        }
        other.post(&format!("/accounts/{account}/disable"), &[]).expect(404);
        other
            .post(&format!("/accounts/{account}/reset"), &[("reason", "忘记")])
            .expect(404);
        other.post(&format!("/org/bodies/{}/end", s.group), &[]).expect(404);
        let edit = [("version", "1"), ("name", "改名"), ("joined", "2026-01-01")];
        other.post(&format!("/members/{member}/edit"), &edit).expect(404);
        let (here, theirs) = (
            member.to_string(),
            other.get_json("/org").json()["bodies"][0]["posts"][0]["id"].clone(),
        );
        let appoint = format!("/org/posts/{}/appoint", theirs.as_str().unwrap());
        other
            .post(&appoint, &[("member", &here), ("from", "2026-01-01")])
            .expect(422);
        other
            .post("/members/new", &[("name", "借组"), ("group", &s.group.to_string())])
            .expect(422);
    });
}

#[test]
fn every_page_shows_in_english_without_a_missing_word() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (_, member) = s.member(Role::Treasurer);
        let post = chair.get_json("/org").json()["bodies"][0]["posts"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let all = chair.get_json("/accounts").json();
        let account = all["accounts"][0]["id"].as_str().unwrap().to_owned();
        let mut pages: Vec<String> = PAGES.iter().map(|p| (*p).to_owned()).collect();
        pages.extend([
            format!("/org/bodies/{}", s.group),
            format!("/org/bodies/{}/edit", s.group),
            format!("/org/posts/{post}/appoint"),
            format!("/members/{member}"),
            format!("/members/{member}/edit"),
            format!("/members/{member}/status"),
            format!("/accounts/{account}"),
            format!("/accounts/{account}/grant"),
            "/members?q=nobody".to_owned(),
        ]);
        for page in pages {
            for lang in ["zh", "en"] {
                let glue = if page.contains('?') { '&' } else { '?' };
                let shown = chair.get(&format!("{page}{glue}lang={lang}")).expect(200);
                assert!(!shown.shows("⟦"), "{page} {lang}: {}", shown.text());
            }
        }
    });
}

#[test]
fn places_say_for_which_part_a_power_is_held() {
    testkit::story(kit, |s| {
        let (clock, union, group) = (s.clock.clone(), s.union, s.group);
        let made: Result<_, store::Error> = s.store.write(move |w| {
            let new = org::NewMember::named("组长");
            let member = org::add_member(w, &clock, union, new)?;
            let hash = None;
            let lang = kernel::Lang::Zh;
            let account = org::add_account(w, &clock, union, member, "zuzhang", hash, Role::MemberRole, lang)?;
            let grant = org::accounts::model::NewGrant {
                place: Some(group),
                ..org::accounts::model::NewGrant::whole(Role::Officer, clock.today())
            };
            org::accounts::store::grant(w, &clock, union, account, &grant, None)?;
            Ok(account)
        });
        let (account, today) = (made.unwrap(), s.clock.today());
        let standing = s
            .store
            .read(|r| org::standing(r, account, None, today))
            .unwrap()
            .unwrap();
        assert!(standing.powers.has(power::WORK_RECORD) && !standing.powers.has(power::PLAN_WRITE));
        let leader = web::Actor {
            account,
            union,
            standing: Some(standing.clone()),
            lang: kernel::Lang::Zh,
        };
        let places = |power| -> Places {
            let looked: Result<_, store::Error> = s
                .store
                .read(|r| Ok(org::my_places(&web::View::new(r, &leader, &s.clock), power)));
            looked.unwrap()
        };
        assert_eq!(places(power::PLAN_SEE), Places::All);
        assert_eq!(places(power::WORK_RECORD), Places::Only(vec![group]));
        assert_eq!(places(power::PLAN_WRITE), Places::Only(vec![]));
        assert_eq!((standing.name.as_str(), standing.unions.len()), ("组长", 1));
        let before = s
            .store
            .read(|r| org::standing(r, account, None, today.plus_days(-1)))
            .unwrap();
        assert!(before.is_none(), "nothing is held before the first day");
    });
}
