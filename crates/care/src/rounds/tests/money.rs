//! Caps, forms, prohibitions, closed periods: what the rules say to a round.

use super::*;

/// Enters a rule of the union's own and has it confirmed by another.
fn rule(s: &Story, key: &str, value: &str, severity: &str) {
    let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
    let fields = [
        ("key", key),
        ("value", value),
        ("basis", "省工会2026年标准"),
        ("severity", severity),
        ("from", "2026-01-01"),
    ];
    let id = officer.post("/rules/own/new", &fields).expect(303).id();
    chair.post(&format!("/rules/rows/{id}/confirm"), &[]).expect(303);
}

#[test]
fn money_in_any_form_and_bad_figures_are_refused_and_nothing_typed_is_lost() {
    story(stage, |s| {
        let officer = s.person(Role::Officer);
        let cash = [
            ("kind", "festival"),
            ("festival", "spring"),
            ("title", "2027年春节慰问"),
            ("day", "2027-01-30"),
            ("form", "cash"),
            ("budget", "30000"),
        ];
        let no = officer.post("/rounds/new", &cash).expect(422);
        assert!(no.shows("不得发现金") && no.shows("2027年春节慰问"), "{}", no.text());
        for form in ["card", "coupon"] {
            let mut other = cash;
            other[4].1 = form;
            officer.post("/rounds/new", &other).expect(422);
        }
        let mut none = cash;
        none[4].1 = "goods";
        none[1].1 = "";
        assert!(officer.post("/rounds/new", &none).expect(422).shows("哪个节日"));
        let id = draft(&officer, &[]);
        let item = |price: &str, quantity: &str| {
            let fields = [
                ("name", "菜籽油5L"),
                ("unit", "桶"),
                ("price", price),
                ("quantity", quantity),
            ];
            officer.post(&format!("/rounds/{id}/contents"), &fields)
        };
        let places = item("50.125", "1").expect(422);
        assert!(places.shows("菜籽油5L") && places.shows("50.125"), "{}", places.text());
        item("50", "-1").expect(422);
        item("50", "0").expect(422);
        item("-50", "1").expect(422);
        item("50", "1").expect(303);
        item("50", "1").expect(422);
        assert_eq!(row(s, &id).worth, Money::from_fen(35_000));
        let good = rice(s);
        officer
            .post(&format!("/rounds/{id}/contents/{good}/remove"), &[])
            .expect(303);
    });
}

#[test]
fn a_confirmed_cap_refuses_and_a_softer_one_asks_for_a_reason() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        rule(s, "festival.each", "200元", "reason");
        rule(s, "festival.year", "500元", "block");
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("groups", &group)]);
        let checks = officer.get(&format!("/rounds/{id}/checks")).expect(200);
        assert!(
            checks.shows("超过节日标准") && checks.shows("省工会2026年标准"),
            "{}",
            checks.text()
        );
        let approve = |v: String| chair.post(&format!("/rounds/{id}/approve"), &[("version", &v)]);
        let no = approve(version(s, &id)).expect(422);
        assert!(no.shows("还缺理由"), "{}", no.text());
        let explain = format!("/rounds/{id}/lines/{a}/explain");
        officer.post(&explain, &[]).expect(422);
        officer.post(&explain, &[("why", "经委员会研究同意")]).expect(303);
        approve(version(s, &id)).expect(303);
        // a second round in the year would go over the hard cap, whatever was given by whom
        let next = draft(
            &officer,
            &[("festival", "national"), ("day", "2027-09-28"), ("title", "国庆慰问")],
        );
        list(s, &officer, &next, &[("groups", &group)]);
        let v = version(s, &next);
        let no = chair
            .post(&format!("/rounds/{next}/approve"), &[("version", &v), ("reason", "x")])
            .expect(422);
        assert!(no.shows("不得发放"), "{}", no.text());
        officer
            .post(&format!("/rounds/{next}/strike-hard"), &[("version", &v)])
            .expect(303);
        let lines = officer.get(&format!("/rounds/{next}/lines?only=struck")).expect(200);
        assert!(lines.shows("王芳") && lines.shows("按规则不得发放"), "{}", lines.text());
        let back = format!("/rounds/{next}/lines/{a}/restore");
        officer.post(&back, &[("why", "再议")]).expect(422);
    });
}

#[test]
fn a_second_round_for_a_festival_is_told_person_by_person() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let first = draft(&officer, &[]);
        list(s, &officer, &first, &[("groups", &group)]);
        let second = draft(&officer, &[("title", "中秋补发")]);
        list(s, &officer, &second, &[("groups", &group)]);
        let page = officer.get(&format!("/rounds/{second}")).expect(200);
        assert!(page.shows("同一个节日还有另一批"), "{}", page.text());
        let checks = officer.get(&format!("/rounds/{second}/checks")).expect(200);
        assert!(checks.shows("已在“2027年中秋节慰问”的名单上"), "{}", checks.text());
        let approve = || {
            chair.post(
                &format!("/rounds/{second}/approve"),
                &[("version", &version(s, &second))],
            )
        };
        approve().expect(422);
        officer
            .post(
                &format!("/rounds/{second}/lines/{a}/explain"),
                &[("why", "上次漏发一样")],
            )
            .expect(303);
        approve().expect(303);
    });
}

#[test]
fn the_eight_prohibitions_and_the_budget_need_an_answer() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        member(s, "王芳", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let id = draft(&officer, &[("title", "中秋送礼慰问"), ("budget", "100")]);
        list(s, &officer, &id, &[("groups", &group)]);
        let checks = officer.get(&format!("/rounds/{id}/checks")).expect(200);
        assert!(
            checks.shows("用工会经费请客送礼") && checks.shows("送礼"),
            "{}",
            checks.text()
        );
        assert!(checks.shows("超过预算"), "{}", checks.text());
        let approve = format!("/rounds/{id}/approve");
        let v = version(s, &id);
        chair.post(&approve, &[("version", &v)]).expect(422);
        chair
            .post(
                &approve,
                &[("version", &v), ("reason", "慰问会员，与送礼无关；委员会追加预算")],
            )
            .expect(303);
    });
}

#[test]
fn what_was_signed_for_in_a_closed_period_counts_today() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let b = member(s, "李静", Some(s.group), "2020-01-01");
        let group = s.group.to_string();
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[("groups", &group)]);
        buy(s, &officer, &id, "4");
        begin(s, &chair, &id);
        let sign = |who: &Client, all: &[(MemberId, &str)]| {
            who.post("/stage/sign", &[("round", &id), ("all", &signed(all))])
                .expect(303);
        };
        sign(&officer, &[(a, "2027-09-20")]);
        s.clock.set(at("2027-11-21"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        chair.post("/register/periods", &[("period", "2027-09")]).expect(303);
        sign(&officer, &[(a, "2027-09-20"), (b, "2027-09-21")]);
        let union = s.union;
        let of = |month: &str| {
            let from: Date = format!("{month}-01").parse().unwrap();
            let span = Span {
                from,
                until: from.month_end(),
            };
            let all = s
                .store
                .read(|r| facts::register::store::totals(r, union, span))
                .unwrap();
            all.iter()
                .filter(|t| t.measure == TIMES.key)
                .map(|t| t.quantity)
                .sum::<i64>()
        };
        assert_eq!((of("2027-09"), of("2027-11")), (1, 1), "what was reported stays");
        sign(&officer, &[(b, "2027-09-21")]);
        assert_eq!((of("2027-09"), of("2027-11")), (1, 0), "the taking back counts today");
        sign(&officer, &[]);
        assert_eq!(posted(s, TIMES.key), 0);
        assert_eq!(lies(s, &id), 4);
        sound(s);
    });
}
