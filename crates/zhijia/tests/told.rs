//! Stories that go through several systems, or through doors that no system's own story needs.

use org::Role;
use testkit::{Kit, story};
use zhijia::roof;

fn kit() -> Kit {
    Kit {
        migrations: roof::migrations(),
        routes: roof::routes(),
        start: vec![roof::declare],
    }
}

#[test]
fn whoever_signs_out_is_out() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair.get("/me/account").expect(200);
        assert_eq!(chair.post("/sign-out", &[]).expect(303).location(), "/sign-in");
        chair.get_json("/me/account").expect(401);
    });
}

#[test]
fn nobody_looks_at_a_union_in_which_they_do_not_stand() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair
            .post("/me/union", &[("union", "0198d1a0-0000-7000-8000-000000000001")])
            .expect(404);
        let own = s.union.to_string();
        chair.post("/me/union", &[("union", &own)]).expect(303);
        chair.get("/").expect(200);
    });
}

#[test]
fn an_invitation_is_withdrawn_before_it_is_taken_up() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let member = chair
            .post("/members/new", &[("name", "吴洋"), ("phone", "13812340001")])
            .expect(303)
            .id();
        let form = [("member", member), ("role", "officer".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let made = chair.post("/accounts/invite", &form).expect(303);
        let (at, id) = (made.location(), made.id());
        assert!(at.starts_with("/accounts/invitations/"), "{at}");
        chair.get(&at).expect(200);
        chair.get(&format!("/accounts/invitations/{id}")).expect(200);
        s.outsider(Role::Chair)
            .get_json(&format!("/accounts/invitations/{id}"))
            .expect(404);
        let withdraw = format!("/accounts/invitations/{id}/withdraw");
        s.outsider(Role::Chair).post(&withdraw, &[]).expect(404);
        chair.post(&withdraw, &[]).expect(303);
        chair.post(&withdraw, &[]).expect(409);
    });
}

#[test]
fn search_finds_people_by_initials_and_tasks_by_words_and_never_in_another_union() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        chair
            .post("/members/new", &[("name", "欧阳文博"), ("phone", "13812345678")])
            .expect(303);
        chair
            .post(
                "/tasks/new",
                &[("title", "慰问欧阳老师"), ("field", "care"), ("due", "2026-12-01")],
            )
            .expect(303);
        let found = chair.get_json("/search?q=oywb").expect(200).json();
        assert_eq!(found["members"].as_array().unwrap().len(), 1, "{found}");
        let found = chair.get_json("/search?q=%E6%AC%A7%E9%98%B3").expect(200).json();
        assert_eq!(found["tasks"].as_array().unwrap().len(), 1, "{found}");
        let elsewhere = s.outsider(Role::Chair).get_json("/search?q=oywb").expect(200).json();
        assert_eq!(elsewhere["members"].as_array().unwrap().len(), 0, "{elsewhere}");
        let nothing = s.person(Role::MemberRole).get_json("/search?q=oywb").expect(200).json();
        assert_eq!(
            nothing["members"].as_array().unwrap().len(),
            0,
            "ordinary members look up nobody"
        );
    });
}

/// A meeting of a body, called for by its chair; its page.
fn meeting(chair: &(testkit::Client, org::MemberId), body: org::BodyId, title: &str) -> String {
    let body = body.to_string();
    let member = chair.1.to_string();
    let fields = [
        ("body", body.as_str()),
        ("kind", "special"),
        ("title", title),
        ("day", "2026-11-24"),
        ("starts", "15:00"),
        ("place", "求真楼会议室"),
        ("chair", &member),
        ("call", "1"),
    ];
    chair.0.post("/meetings/new", &fields).expect(303).location()
}

#[test]
fn search_finds_meetings_by_what_they_are_called_and_what_stands_on_their_agenda() {
    story(kit, |s| {
        let chair = s.member(Role::Chair);
        let today = s.clock.today();
        let bodies = s.store.read(|r| org::bodies::store::living(r, s.union, today)).unwrap();
        let committee = bodies.iter().find(|b| b.name == "工会委员会").unwrap().id;
        let at = meeting(&chair, committee, "福利采购专题会");
        let item = [("part", "matters"), ("title", "100%_职工体检方案")];
        chair.0.post(&format!("{at}/items/new"), &item).expect(303);
        let found = |who: &testkit::Client, words: &str| -> usize {
            let page = who
                .get_json(&format!("/search?q={}", web::pairs::escape(words)))
                .expect(200)
                .json();
            let hits = page["meetings"].as_array().unwrap().clone();
            assert!(hits.iter().all(|hit| hit["href"] == at.as_str()), "{page}");
            hits.len()
        };
        for words in ["福利采购", "体检方案", "求真楼", "100%_"] {
            assert_eq!(found(&chair.0, words), 1, "{words}");
        }
        assert_eq!(
            found(&chair.0, "0%职工"),
            0,
            "a sign is itself and stands for nothing else"
        );
        assert!(chair.0.get("/search?q=%E4%BD%93%E6%A3%80").shows("福利采购专题会"));
        assert_eq!(
            found(&s.person(Role::MemberRole), "体检"),
            0,
            "who was not called finds nothing"
        );
        assert_eq!(found(&s.outsider(Role::Chair), "体检"), 0);
    });
}

#[test]
fn a_task_is_moved_to_another_day_and_back_in_words() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = chair
            .post(
                "/tasks/new",
                &[("title", "登山比赛"), ("field", "culture"), ("due", "2026-11-30")],
            )
            .expect(303)
            .id();
        let version = chair.get_json(&format!("/tasks/{id}")).expect(200).json()["task"]["version"].to_string();
        chair
            .post(
                &format!("/tasks/{id}/move"),
                &[("version", &version), ("when", "十二月上旬")],
            )
            .expect(303);
        let task = chair.get_json(&format!("/tasks/{id}")).expect(200).json();
        assert_eq!(task["task"]["due"], "2026-12-10", "{task}");
        chair
            .post(
                &format!("/tasks/{id}/move"),
                &[("version", &version), ("when", "12月20日")],
            )
            .expect(409);
    });
}

#[test]
fn a_single_fact_taken_back_leaves_verify_at_peace() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let form = [
            ("kind", "visit"),
            ("day", "2026-11-20"),
            ("title", "看望"),
            ("people", "2"),
            ("money", "500"),
        ];
        chair.post("/works/new", &form).expect(303);
        let list = chair
            .get_json("/register/facts?measure=visit.money&from=2026-11-01&until=2026-11-30")
            .expect(200)
            .json();
        let fact = list["facts"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{list}"))
            .to_owned();
        chair
            .post(&format!("/register/facts/{fact}/reverse"), &[("why", "记错了")])
            .expect(303);
        let differences = s
            .store
            .read(|r| facts::verify::union(r, s.union, &roof::checks()))
            .unwrap()
            .differences;
        assert_eq!(differences, []);
    });
}

#[test]
fn one_place_of_the_navigation_is_the_current_one() {
    use web::House;
    story(kit, |s| {
        let mut chair = web::Actor::stranger(kernel::Lang::Zh);
        chair.standing = Some(web::Standing {
            union: s.union,
            union_name: "实验小学工会".into(),
            unions: Vec::new(),
            name: "李红梅".into(),
            member: None,
            powers: Role::Chair.powers().iter().copied().collect(),
            second_due: false,
        });
        for (path, current) in [
            ("/", "/"),
            ("/works/new", "/works/new"),
            ("/works/7", "/works"),
            ("/register/facts", "/register"),
            ("/visits/7/record", "/care"),
        ] {
            let here: Vec<String> = roof::Roof::default()
                .nav(&chair, path)
                .into_iter()
                .filter(|i| i.current)
                .map(|i| i.href)
                .collect();
            assert_eq!(here, [current], "{path}");
        }
        // whoever looks at any page of care is at care
        for route in care::routes()
            .into_list()
            .iter()
            .filter(|r| r.is_page() && !r.path.starts_with("/me/"))
        {
            let nav = roof::Roof::default().nav(&chair, route.path);
            assert!(nav.iter().any(|i| i.current && i.href == "/care"), "{}", route.path);
        }
    });
}

#[test]
fn every_form_opens_and_bears_the_fields_it_is_sent_with() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let text = "三月份：组织庆三八活动。";
        let plan = chair
            .post("/plans/new", &[("text", text), ("year", "2027")])
            .expect(303)
            .location();
        let plan = plan.split('/').nth(2).unwrap().to_owned();
        let work = [
            ("kind", "visit"),
            ("day", "2026-11-20"),
            ("title", "看望"),
            ("people", "2"),
        ];
        let work = chair.post("/works/new", &work).expect(303).id();
        for (path, fields) in [
            ("/members/new".to_owned(), &["name", "phone", "group"][..]),
            ("/org/bodies/new".to_owned(), &["kind", "name"]),
            ("/plans/new".to_owned(), &["text", "file", "year"]),
            (format!("/plans/{plan}/edit"), &["title", "year", "cover", "version"]),
            (format!("/plans/{plan}/entries/new"), &["title", "when", "field"]),
            ("/summaries/new".to_owned(), &["year"]),
            (format!("/works/{work}/withdraw"), &["why", "version"]),
        ] {
            let page = chair.get(&path).expect(200);
            for field in fields {
                assert!(
                    page.shows(&format!("name=\"{field}\"")),
                    "{path}: {field}\n{}",
                    page.text()
                );
            }
            assert_eq!(s.person(Role::MemberRole).get(&path).status, 403, "{path}");
        }
    });
}

#[test]
fn the_page_of_a_fact_shows_the_photos_of_the_work_behind_it() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let photo = include_bytes!("../demo/visit.jpg");
        let work = [
            ("kind", "visit"),
            ("day", "2026-11-20"),
            ("title", "看望"),
            ("people", "2"),
        ];
        let work = chair
            .upload("/works/new", &work, &[("photos", "看望.jpg", photo)])
            .expect(303)
            .id();
        let list = "/register/facts?measure=visit.person_times&from=2026-11-01&until=2026-11-30";
        let list = chair.get_json(list).expect(200).json();
        let fact = list["facts"][0]["id"].as_str().unwrap().to_owned();
        let page = chair.get_json(&format!("/register/facts/{fact}")).expect(200).json();
        let paper = page["papers"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{page}"))
            .to_owned();
        assert_eq!(page["papers"][0]["name"], "看望.jpg");
        let html = chair.get(&format!("/register/facts/{fact}")).expect(200);
        assert!(html.shows(&format!("href=\"/papers/{paper}\"")), "{}", html.text());
        let bytes = chair.get(&format!("/papers/{paper}")).expect(200).bytes.len();
        assert_eq!(page["papers"][0]["length"], bytes);
        // The list of papers leads back to the work.
        let papers = chair.get("/papers").expect(200);
        assert!(papers.shows(&format!("href=\"/works/{work}\"")), "{}", papers.text());
        // Whoever may see the register and not the papers of others sees the fact without them.
        for role in Role::ALL
            .iter()
            .filter(|r| r.powers().contains(&org::power::REGISTER_SEE) && !r.powers().contains(&org::power::PAPER_SEE))
        {
            let seen = s.person(*role).get_json(&format!("/register/facts/{fact}"));
            assert!(
                seen.status == 404 || seen.json()["papers"].as_array().unwrap().is_empty(),
                "{}",
                role.key()
            );
        }
    });
}

#[test]
fn a_task_tells_its_whole_course_beside_what_was_said() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let owner = chair
            .post("/members/new", &[("name", "周正"), ("phone", "13600136001")])
            .expect(303)
            .id();
        let task = [("title", "登山比赛"), ("field", "culture"), ("due", "2026-11-30")];
        let id = chair.post("/tasks/new", &task).expect(303).id();
        let path = format!("/tasks/{id}");
        let go = |what: &str, more: &[(&str, &str)]| {
            s.clock.set(s.clock.now().plus_millis(60_000));
            let version = chair.get_json(&path).expect(200).json()["task"]["version"].to_string();
            let form = [&[("version", version.as_str())], more].concat();
            chair.post(&format!("/tasks/{id}/{what}"), &form).expect(303);
        };
        go("move", &[("due", "2026-12-10")]);
        go("assign", &[("owner", &owner)]);
        go("comments", &[("body", "场地已经定了")]);
        go(
            "close",
            &[
                ("kind", "activity"),
                ("day", "2026-11-20"),
                ("title", "登山比赛"),
                ("people", "30"),
            ],
        );
        let shown = chair.get_json(&path).expect(200).json();
        let turns = shown["turns"].as_array().unwrap();
        let kinds: Vec<&str> = turns.iter().rev().filter_map(|t| t["kind"].as_str()).collect();
        assert_eq!(
            kinds,
            ["task.added", "task.moved", "task.assigned", "task.done"],
            "{shown}"
        );
        assert_eq!(
            (&turns[2]["from_day"], &turns[2]["day"]),
            (&"2026-11-30".into(), &"2026-12-10".into())
        );
        assert_eq!(
            (&turns[1]["from"], &turns[1]["to"]),
            (&serde_json::Value::Null, &"周正".into())
        );
        assert_eq!(turns[0]["day"], "2026-11-20");
        let html = chair.get(&path).expect(200).text();
        let course = html.split("class=\"timeline\"").nth(1).unwrap();
        let at = |words: &str| course.find(words).unwrap_or_else(|| panic!("{words}\n{course}"));
        let order = [
            at("办结任务"),
            at("场地已经定了"),
            at("周正"),
            at("12月10日"),
            at("新增任务"),
        ];
        assert!(order.is_sorted(), "the latest comes first: {order:?}\n{course}");
    });
}

#[test]
fn a_rule_that_was_entered_waits_for_another_person() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let rule = [
            ("key", "birthday"),
            ("value", "300元"),
            ("basis", "委员会决定"),
            ("severity", "block"),
            ("from", "2026-01-01"),
        ];
        let id = officer.post("/rules/own/new", &rule).expect(303).id();
        assert!(chair.get("/inbox").expect(200).shows("1 条规则等您确认"));
        assert!(!officer.get("/inbox").expect(200).shows("条规则等您确认"));
        chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(303);
        assert!(!chair.get("/inbox").expect(200).shows("条规则等您确认"));
    });
}
