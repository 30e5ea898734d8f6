//! Sheets and own rules: who writes them, how they follow and correct one another, what pages show.

use org::Role;

use super::{confirmed, kit, place, rule, sheet};

#[test]
fn a_province_s_sheet_is_made_filled_and_confirmed_by_two() {
    testkit::story(kit, |s| {
        place(s, s.union, Some("340104"), None, Some("400"));
        let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        writer.get("/rules/sheets/new").expect(200);
        writer
            .post("/rules/sheets/new", &[("place", "安徽"), ("title", "标准")])
            .expect(422);
        let at = sheet(&writer, "340000");
        let id = at.rsplit('/').next().unwrap().to_owned();
        assert!(
            writer
                .get(&format!("/rules/sheets/{id}/new?key=hospital.plain"))
                .expect(200)
                .shows("1500元")
        );
        let wrong = writer.post(
            &format!("/rules/sheets/{id}/new"),
            &rule("hospital.plain", "很多", "2026-01-01"),
        );
        assert!(wrong.expect(422).shows("不是金额"));
        let entered = writer
            .post(
                &format!("/rules/sheets/{id}/new"),
                &rule("hospital.plain", "1200元", "2026-01-01"),
            )
            .expect(303)
            .id();
        // the shipped rule of 2018 was not confirmed: it ends at once
        let key = writer.get("/rules/keys/hospital.plain").expect(200);
        assert!(key.shows("1,200.00 元") && key.shows("已到期"), "{}", key.text());
        let own = writer.post(&format!("/rules/sheets/{id}/confirm"), &[]);
        own.expect(403);
        chair.post(&format!("/rules/sheets/{id}/confirm"), &[]).expect(303);
        chair.post(&format!("/rules/sheets/{id}/confirm"), &[]).expect(409);
        let page = chair.get(&format!("/rules/sheets/{id}")).expect(200);
        assert!(page.shows("已确认") && page.shows("省工会 2026 年标准"));
        let row = chair.get(&format!("/rules/rows/{entered}")).expect(200);
        assert!(row.shows("1,200.00 元") && row.shows("沿革"));
        assert!(chair.get("/rules?field=care").expect(200).shows("安徽省"));
        assert!(chair.get("/rules/sheets").expect(200).shows("全国规则骨架"));
    });
}

#[test]
fn what_somebody_entered_waits_for_the_others_who_confirm() {
    testkit::story(kit, |s| {
        let (writer, chair, vice) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::ViceChair),
        );
        let waits = |who: &testkit::Client| who.get("/waiting").expect(200).text();
        assert_eq!(waits(&chair), "");
        let own = chair
            .post("/rules/own/new", &rule("birthday", "300元", "2026-01-01"))
            .expect(303)
            .id();
        let at = sheet(&writer, "34");
        writer
            .post(&format!("{at}/new"), &rule("souvenir", "100元", "2026-01-01"))
            .expect(303);
        assert_eq!(
            (waits(&chair), waits(&vice), waits(&writer)),
            ("1 /rules/sheets".to_owned(), "2 /rules/own".to_owned(), String::new())
        );
        vice.post(&format!("/rules/rows/{own}/confirm"), &[]).expect(303);
        assert_eq!(waits(&vice), "1 /rules/sheets");
        vice.post(&format!("{at}/confirm"), &[]).expect(303);
        assert_eq!((waits(&chair), waits(&vice)), (String::new(), String::new()));
        assert_eq!(waits(&s.outsider(Role::Chair)), "");
    });
}

#[test]
fn a_rule_follows_another_only_once_it_is_confirmed() {
    testkit::story(kit, |s| {
        let old = confirmed(s, &rule("birthday", "300元", "2025-01-01"));
        let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let new = writer
            .post("/rules/own/new", &rule("birthday", "500元", "2026-01-01"))
            .expect(303)
            .id();
        // nobody softens a rule alone
        let over = [("key", "birthday"), ("day", "2026-11-20"), ("money", "400")];
        writer.post("/ask", &over).expect(422);
        assert!(
            writer
                .get(&format!("/rules/rows/{new}"))
                .expect(200)
                .shows("确认后到期")
        );
        // a third one would overlap twice
        let third = writer.post("/rules/own/new", &rule("birthday", "350元", "2025-06-01"));
        assert!(third.expect(422).shows("重叠"));
        chair.post(&format!("/rules/rows/{new}/confirm"), &[]).expect(303);
        writer.post("/ask", &over).expect(303);
        let old = chair.get_json(&format!("/rules/rows/{old}")).expect(200).json();
        assert_eq!(old["rule"]["until"], "2026-01-01");
    });
}

#[test]
fn what_was_wrong_is_corrected_and_stays_in_the_course() {
    testkit::story(kit, |s| {
        let wrong = confirmed(s, &rule("retire", "5000元", "2026-01-01"));
        let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let form = format!("/rules/rows/{wrong}/correct");
        assert!(writer.get(&form).expect(200).shows("5000元"));
        writer.post(&form, &rule("birthday", "500元", "2026-01-01")).expect(422);
        let mended = writer
            .post(&form, &rule("retire", "500元", "2026-01-01"))
            .expect(303)
            .id();
        let over = [("key", "retire"), ("day", "2026-11-20"), ("money", "4000")];
        writer.post("/ask", &over).expect(303);
        chair.post(&format!("/rules/rows/{mended}/confirm"), &[]).expect(303);
        writer.post("/ask", &over).expect(422);
        let page = chair.get(&format!("/rules/rows/{wrong}")).expect(200);
        assert!(page.shows("已更正为") && page.shows("500.00 元"), "{}", page.text());
        writer.get(&form).expect(409);
        chair
            .post(&format!("/rules/rows/{wrong}/end"), &[("last", "2026-12-31")])
            .expect(409);
        chair
            .post(&format!("/rules/rows/{mended}/end"), &[("last", "2025-12-31")])
            .expect(422);
        chair
            .post(&format!("/rules/rows/{mended}/end"), &[("last", "2026-06-30")])
            .expect(303);
        chair
            .post(&format!("/rules/rows/{mended}/end"), &[("last", "2026-07-30")])
            .expect(409);
        writer.post("/ask", &over).expect(303);
        assert!(chair.get("/rules/own").expect(200).shows("已到期"));
    });
}

#[test]
fn only_a_place_s_own_union_writes_its_rules() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let at = sheet(&chair, "34");
        let id = at.rsplit('/').next().unwrap().to_owned();
        // a second union without one above it: the place's rules are nobody's any more to write from below
        let other = s.outsider(Role::Chair);
        for who in [&chair, &other] {
            who.get(&format!("/rules/sheets/{id}/new")).expect(403);
            who.post(
                &format!("/rules/sheets/{id}/new"),
                &rule("birthday", "1元", "2026-01-01"),
            )
            .expect(403);
            who.post(&format!("/rules/sheets/{id}/date"), &[("from", "2026-01-01")])
                .expect(403);
            who.post(&format!("/rules/sheets/{id}/confirm"), &[]).expect(403);
            who.post("/rules/sheets/new", &[("place", "CN"), ("title", "x")])
                .expect(403);
            who.get(&format!("/rules/sheets/{id}")).expect(200);
        }
        let own = chair
            .post("/rules/own/new", &rule("birthday", "300元", "2026-01-01"))
            .expect(303)
            .id();
        for path in ["", "/correct"] {
            other.get(&format!("/rules/rows/{own}{path}")).expect(404);
        }
        other.post(&format!("/rules/rows/{own}/confirm"), &[]).expect(404);
        s.person(Role::MemberRole)
            .post(&format!("/rules/rows/{own}/confirm"), &[])
            .expect(403);
    });
}

#[test]
fn a_sheet_without_a_first_day_says_nothing_until_it_has_one() {
    testkit::story(kit, |s| {
        place(s, s.union, Some("51"), None, None);
        let chair = s.person(Role::Chair);
        let sheets = chair.get_json("/rules/sheets").expect(200).json();
        let all = sheets["here"].as_array().unwrap();
        let sichuan = all.iter().find(|one| one["place"] == "51").unwrap();
        let id = sichuan["id"].as_str().unwrap().to_owned();
        let ask = || chair.post("/ask", &[("key", "retire"), ("day", "2026-11-20"), ("money", "501")]);
        let kept = ask().expect(303).location();
        assert!(chair.get(&kept).expect(200).shows("这里没有相关规则"));
        chair
            .post(&format!("/rules/sheets/{id}/date"), &[("from", "2026-01-01")])
            .expect(303);
        chair
            .post(&format!("/rules/sheets/{id}/date"), &[("from", "2026-01-01")])
            .expect(409);
        let kept = ask().expect(303).location();
        assert!(chair.get(&kept).expect(200).shows("超出规定"));
        // who gave the day does not confirm it
        chair.post(&format!("/rules/sheets/{id}/confirm"), &[]).expect(403);
        s.person(Role::ViceChair)
            .post(&format!("/rules/sheets/{id}/confirm"), &[])
            .expect(303);
        ask().expect(422);
    });
}

#[test]
fn the_chain_says_why_each_rule_counts_or_not() {
    testkit::story(kit, |s| {
        place(s, s.union, Some("340104"), Some("education"), Some("400"));
        let chair = s.person(Role::Chair);
        let page = chair.get_json("/rules/keys/congress.votes").expect(200).json();
        let chain = page["chain"].as_array().unwrap();
        let places: Vec<&str> = chain.iter().map(|rung| rung["place"].as_str().unwrap()).collect();
        assert_eq!(
            places,
            [
                "本工会",
                "安徽省 340104 县级",
                "安徽省 3401 市级",
                "安徽省",
                "教育系统",
                "全国"
            ]
        );
        let nation = chain[5]["links"].as_array().unwrap();
        let standing = |n: usize| {
            (
                nation[n]["standing"].as_str().unwrap(),
                nation[n]["why"].as_str().unwrap(),
            )
        };
        let all: Vec<_> = (0..nation.len()).map(standing).collect();
        assert!(all.iter().any(|(standing, _)| *standing == "named"), "{all:?}");
        assert!(all.iter().any(|(_, why)| *why == "适用于其他类型的单位"), "{all:?}");
        assert!(page["elsewhere"].as_array().unwrap().len() >= 2);
        assert!(
            chair
                .get("/rules/keys/congress.votes")
                .expect(200)
                .shows("其他地区的规则")
        );
    });
}

#[test]
fn two_years_and_two_places_are_compared() {
    testkit::story(kit, |s| {
        place(s, s.union, Some("34"), None, None);
        confirmed(s, &rule("birthday", "200元", "2025-01-01"));
        confirmed(s, &rule("birthday", "250元", "2026-01-01"));
        let member = s.person(Role::MemberRole);
        let years = member.get("/rules/compare").expect(200);
        assert!(years.shows("200.00 元") && years.shows("250.00 元"), "{}", years.text());
        let places = member.get("/rules/compare?one=34&other=35").expect(200);
        assert!(
            places.shows("安徽省") && places.shows("福建省") && places.shows("1,300.00 元"),
            "{}",
            places.text()
        );
        let json = member
            .get_json("/rules/compare?one=34&other=35&all=1")
            .expect(200)
            .json();
        assert!(json["pairs"].as_array().unwrap().len() > json["differ"].as_u64().unwrap().try_into().unwrap());
    });
}

#[test]
fn what_another_tree_confirmed_binds_nobody_here() {
    testkit::story(kit, |s| {
        let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let at = sheet(&writer, "CN");
        let id = at.rsplit('/').next().unwrap().to_owned();
        let rule = rule("souvenir", "100元", "2026-01-01");
        let row = writer.post(&format!("/rules/sheets/{id}/new"), &rule).expect(303).id();
        chair.post(&format!("/rules/sheets/{id}/confirm"), &[]).expect(303);
        let over = [("key", "souvenir"), ("day", "2026-11-20"), ("money", "150")];
        chair.post("/ask", &over).expect(422);
        let other = s.outsider(Role::Chair);
        let kept = other.post("/ask", &over).expect(303).location();
        assert!(other.get(&kept).expect(200).shows("待确认"));
        for (who, confirmed) in [(&chair, true), (&other, false)] {
            let one = who.get_json(&format!("/rules/rows/{row}")).expect(200).json();
            let key = who.get_json("/rules/keys/souvenir").expect(200).json();
            let page = who.get_json(&at).expect(200).json();
            assert_eq!(one["rule"]["confirmed"], confirmed);
            assert_eq!(key["named"]["confirmed"], confirmed);
            assert_eq!(page["groups"][0]["rules"][0]["confirmed"], confirmed);
        }
        assert!(
            other
                .get(&format!("/rules/rows/{row}"))
                .expect(200)
                .shows("确认前只作提醒")
        );
        chair.post("/ask", &over).expect(422);
    });
}

#[test]
fn a_rule_ends_what_has_come_in_the_place_of_the_one_it_followed() {
    testkit::story(kit, |s| {
        let old = confirmed(s, &rule("birthday", "300元", "2025-01-01"));
        let (writer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let next = writer
            .post("/rules/own/new", &rule("birthday", "500元", "2026-01-01"))
            .expect(303)
            .id();
        // meanwhile the old one is corrected
        let mended = rule("birthday", "320元", "2025-01-01");
        let refused = writer.post(&format!("/rules/rows/{old}/correct"), &mended);
        assert!(refused.expect(422).shows("重叠"));
        chair.post(&format!("/rules/rows/{next}/confirm"), &[]).expect(303);
        let mut mended = mended;
        mended.push(("last", "2025-12-31"));
        let mended = writer
            .post(&format!("/rules/rows/{old}/correct"), &mended)
            .expect(303)
            .id();
        chair.post(&format!("/rules/rows/{mended}/confirm"), &[]).expect(303);
        let ask = |day: &str, money: &str| {
            writer
                .post("/ask", &[("key", "birthday"), ("day", day), ("money", money)])
                .status
        };
        assert_eq!((ask("2025-06-01", "320"), ask("2025-06-01", "321")), (303, 422));
        assert_eq!((ask("2026-06-01", "500"), ask("2026-06-01", "501")), (303, 422));
    });
}
