//! Identity numbers: checked, sealed, found again, shown to few and never unseen.

use org::{Role, members::sealed};
use testkit::{Client, Story};

use crate::tests::kit;

/// A number whose check character fits.
const NUMBER: &str = "11010519491231002X";

fn add(who: &Client, name: &str, more: &[(&str, &str)]) -> testkit::Answer {
    let mut form = vec![("name", name), ("joined", "2020-01-01")];
    form.extend_from_slice(more);
    who.post("/members/new", &form)
}

/// Everything the database holds, as the texts and bytes of its events and sealed values.
fn log(s: &Story) -> String {
    const BODIES: store::Sql = store::Sql::union("SELECT body FROM event WHERE union_id = $1 ORDER BY id");
    let union = s.union;
    let bodies: Result<Vec<String>, store::Error> = s.store.read(|r| r.rows(BODIES, &[&union], |row| row.get(0)));
    bodies.unwrap().join("\n")
}

#[test]
fn a_number_is_sealed_shown_masked_and_read_with_a_purpose() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "赵大", &[("id_number", "１１０１０５１９４９１２３１００２ｘ")])
            .expect(303)
            .id();
        let path = format!("/members/{id}");
        let json = chair.get_json(&path).expect(200).json();
        assert_eq!(
            (&json["particulars"]["born"], &json["particulars"]["sex"]),
            (&"1949-12-31".into(), &"female".into())
        );
        assert_eq!(json["identity"]["masked"], "110105********002X");
        let page = chair.get(&path).expect(200);
        assert!(page.shows("110105********002X") && !page.shows(NUMBER));
        chair.get(&format!("{path}/edit?section=identity")).expect(200);

        let officer = s.person(Role::Officer);
        officer
            .post(&format!("{path}/reveal"), &[("purpose", "核对")])
            .expect(403);
        assert!(!officer.get(&path).expect(200).shows("/reveal"));
        assert!(!s.person(Role::Auditor).get(&path).expect(200).shows("110105"));
        s.outsider(Role::Chair)
            .post(&format!("{path}/reveal"), &[("purpose", "核对")])
            .expect(404);
        chair.post(&format!("{path}/reveal"), &[]).expect(422);
        chair
            .post(&format!("{path}/reveal"), &[("purpose", "办理互助保障")])
            .expect(303);
        assert!(chair.get(&path).expect(200).shows(NUMBER));
        assert!(
            officer.get(&path).expect(200).shows("办理互助保障"),
            "who read it is told"
        );
        assert!(!officer.get(&path).expect(200).shows(NUMBER));
        assert!(!log(s).contains("0105194912"), "no event holds a number");
    });
}

#[test]
fn wrong_numbers_are_refused_with_a_reason_and_nobody_is_in_twice() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        for (number, why) in [
            ("110105194912310021", "最后一位校验不符"),
            ("11010519491231002", "17 位"),
            ("4.40301E+17", "表格软件"),
            ("110105199902310029", "不存在"),
        ] {
            let refused = add(&chair, "钱二", &[("id_number", number)]).expect(422);
            assert!(refused.shows(why), "{number}: {}", refused.text());
        }
        add(&chair, "钱二", &[("id_number", NUMBER), ("born", "1950-01-01")]).expect(422);
        add(&chair, "钱二", &[("id_number", NUMBER), ("sex", "male")]).expect(422);
        let id = add(&chair, "钱二", &[("id_number", NUMBER)]).expect(303).id();
        assert!(
            add(&chair, "孙三", &[("id_number", NUMBER)])
                .expect(409)
                .shows("另一位会员")
        );
        let third = add(&chair, "孙三", &[("id_kind", "passport"), ("id_number", "E12345678")])
            .expect(303)
            .id();
        let take = [
            ("version", "1"),
            ("section", "identity"),
            ("name", "孙三"),
            ("id_number", NUMBER),
        ];
        chair.post(&format!("/members/{third}/edit"), &take).expect(409);

        // In another union of the installation: that there is one is told, never where.
        let other = s.outsider(Role::Chair);
        let refused = add(&other, "钱二", &[("id_number", NUMBER)]).expect(409);
        assert!(refused.shows("另一个工会") && !refused.shows("实验小学"));
        add(&other, "钱二", &[("id_number", NUMBER), ("another", "1")]).expect(303);

        // Left out, the number stays; a new one takes its place, and the old is free again.
        let version = chair.get_json(&format!("/members/{id}")).json()["version"].to_string();
        let keep = [
            ("version", version.as_str()),
            ("section", "identity"),
            ("name", "钱二"),
            ("sex", "female"),
            ("born", "1949-12-31"),
            ("ethnic", "汉族"),
        ];
        chair.post(&format!("/members/{id}/edit"), &keep).expect(303);
        assert_eq!(
            chair.get_json(&format!("/members/{id}")).json()["identity"]["masked"],
            "110105********002X"
        );
        let (union, typed) = (s.union, "002X");
        let found = s.store.read(|r| sealed::with_tail(r, union, typed)).unwrap();
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [id]);
    });
}

#[test]
fn health_is_kept_sealed_and_only_where_it_is_needed() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "李四", &[]).expect(303).id();
        let edit = format!("/members/{id}/edit");
        let health = [("version", "1"), ("section", "person"), ("health", "花粉过敏")];
        chair.post(&edit, &health).expect(303);
        let page = chair.get(&format!("/members/{id}")).expect(200);
        assert!(page.shows("健康状况") && !page.shows("花粉过敏"));
        chair
            .post(&format!("/members/{id}/reveal"), &[("purpose", "安排疗休养")])
            .expect(303);
        assert!(chair.get(&format!("/members/{id}")).expect(200).shows("花粉过敏"));
        assert!(!log(s).contains("花粉过敏"));
    });
}

#[test]
fn a_member_is_found_by_the_end_of_the_number_and_sees_that_it_was_asked() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (person, member) = s.member(Role::MemberRole);
        let page = chair.get_json(&format!("/members/{member}")).json();
        let changed = [
            ("version", "1"),
            ("section", "identity"),
            ("name", page["name"].as_str().unwrap()),
            ("id_kind", "resident"),
            ("id_number", NUMBER),
            ("how", "changed"),
        ];
        chair.post(&format!("/members/{member}/edit"), &changed).expect(303);
        assert!(chair.get("/members").shows("/members/number"));
        let seek = |who: &Client, end: &str| {
            let form = [("end", end), ("purpose", "窗口办事核对本人")];
            who.post("/members/number", &form)
        };
        let nothing = chair.get_json("/members/number").expect(200).json();
        assert!(nothing["found"].is_null());
        for wrong in ["", "02X", "002XX", "一二三四"] {
            seek(&chair, wrong).expect(422);
        }
        chair.post("/members/number", &[("end", "002X")]).expect(422);
        seek(&chair, "００２x").expect(303);
        let found = chair.get("/members/number").expect(200);
        assert!(
            found.shows(&member.to_string()) && !found.shows(NUMBER),
            "{}",
            found.text()
        );
        let english = chair.get("/members/number?lang=en").expect(200);
        assert!(!english.shows("⟦"), "{}", english.text());
        s.clock.set(s.clock.now().plus_millis(1_000));
        seek(&chair, "0021").expect(303);
        assert!(chair.get("/members/number?lang=zh-Hans").shows("没有查到"));
        seek(&s.person(Role::Auditor), "002X").expect(403);
        let other = s.outsider(Role::Chair);
        seek(&other, "002X").expect(303);
        assert!(!other.get("/members/number").shows(&member.to_string()));

        let seen = person.get("/me/data/seen").expect(200);
        assert!(seen.shows("证件号码后四位") && seen.shows("窗口办事核对本人"));
        assert!(!log(s).contains("002X"), "what was typed is kept nowhere");
        s.clock.set(s.clock.now().plus_millis(6 * 60_000));
        assert!(
            !chair.get("/members/number").shows("没有查到"),
            "over after some minutes"
        );
    });
}

#[test]
fn numbers_from_before_the_index_are_brought_under_it_and_follow_the_key() {
    const FORGET: store::Sql = store::Sql::union("UPDATE member_sealed SET tail = NULL WHERE union_id = $1");
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let id = add(&chair, "赵大", &[("id_number", NUMBER)]).expect(303).id();
        let found = || {
            let found = s.store.read(|r| sealed::with_tail(r, s.union, "002X"));
            found.unwrap().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let union = s.union;
        s.store.write(move |w| w.run(FORGET, &[&union]).map(drop)).unwrap();
        assert!(found().is_empty());
        let mut indexing = sealed::Indexing::default();
        while !indexing.step(&s.store).unwrap() {}
        assert_eq!(found().as_slice(), std::slice::from_ref(&id));
        s.store.add_key(s.clock.now()).unwrap();
        assert_eq!(found().as_slice(), std::slice::from_ref(&id));
        let mut way = store::secret::Reseal::new(&[sealed::SEALED]);
        while way.step(&s.store).unwrap() == store::secret::Step::More {}
        assert_eq!(found(), [id]);
    });
}
