//! Stories of goods, on both databases.

use facts::register::store::{living_of, totals};
use org::{BodyId, MemberId, Role};
use testkit::{Answer, Client, Story, story};
use web::Record;

use super::model::MoveId;
use crate::tests::kit;

#[test]
fn a_purchase_is_refused_until_its_figures_are_right() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let buy = |quantity: &str, price: &str| {
            let fields = [
                ("supplier", "城东粮油店"),
                ("day", "2026-11-20"),
                ("name", "大米5kg"),
                ("unit", "袋"),
                ("quantity_new", quantity),
                ("price_new", price),
                ("invoice", "25342000"),
            ];
            officer.post("/purchases/new", &fields)
        };
        assert!(buy("-3", "30").expect(422).shows("整数"));
        assert!(buy("一百", "30").status == 422);
        let places = buy("100", "30.125").expect(422);
        assert!(
            places.shows("30.125") && places.shows("城东粮油店"),
            "{}",
            places.text()
        );
        buy("100", "").expect(422);
        officer
            .post("/purchases/new", &[("supplier", "x"), ("day", "2026-11-20")])
            .expect(422);
        officer
            .post(
                "/purchases/new",
                &[
                    ("supplier", "x"),
                    ("day", "2026-11-22"),
                    ("name", "x"),
                    ("unit", "x"),
                    ("quantity_new", "1"),
                    ("price_new", "1"),
                ],
            )
            .expect(422);
    });
}

#[test]
fn a_movement_changed_by_hand_is_named() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let fields = [
            ("supplier", "城东粮油店"),
            ("day", "2026-11-20"),
            ("name", "大米5kg"),
            ("unit", "袋"),
            ("quantity_new", "10"),
            ("price_new", "30"),
        ];
        officer.post("/purchases/new", &fields).expect(303);
        let union = s.union;
        let change = store::Sql::union("UPDATE stock_move SET quantity = 11 WHERE union_id = $1");
        s.store.write(move |w| w.run(change, &[&union])).unwrap();
        let found = s.store.read(|r| super::check(r, union)).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].key, "stock.verify.moved");
    });
}

#[test]
fn goods_leave_only_as_far_as_they_are_there() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = bought(&officer).expect(303).id();
        let page = officer.get(&format!("/purchases/{id}")).expect(200);
        assert!(page.shows("3,000.00") && page.shows("25342000"), "{}", page.text());
        let union = s.union;
        let good = s.store.read(|r| super::goods(r, union)).unwrap()[0].id.to_string();
        let less = |n: &str, why: &str| {
            let fields = [
                ("good", good.as_str()),
                ("what", "less"),
                ("quantity", n),
                ("day", "2026-11-21"),
                ("why", why),
            ];
            officer.post("/stock/move", &fields)
        };
        assert!(less("101", "受潮").expect(422).shows("不够 101"));
        less("1", "").expect(422);
        less("1", "受潮").expect(303);
        let keep = [
            ("good", good.as_str()),
            ("what", "keep"),
            ("quantity", "1"),
            ("day", "2026-11-21"),
        ];
        officer.post("/stock/move", &keep).expect(422);
        assert!(officer.get(&format!("/stock?good={good}")).expect(200).shows("99 袋"));
        // once a part is gone the purchase cannot be undone
        let cancel = |v: &str| {
            officer.post(
                &format!("/purchases/{id}/cancel"),
                &[("version", v), ("why", "登记重复")],
            )
        };
        assert!(cancel("1").expect(422).shows("不够 100"));
        let more = [
            ("good", good.as_str()),
            ("what", "more"),
            ("quantity", "1"),
            ("day", "2026-11-21"),
            ("why", "找到了"),
        ];
        officer.post("/stock/move", &more).expect(303);
        cancel("1").expect(303);
        cancel("1").expect(409);
        assert!(officer.get(&format!("/purchases/{id}")).expect(200).shows("登记重复"));
        assert_eq!(s.store.read(|r| super::check(r, union)).unwrap(), []);
    });
}

#[test]
fn purchases_are_for_those_who_manage() {
    story(kit, |s| {
        let id = bought(&s.person(Role::Officer)).expect(303).id();
        assert_eq!(s.outsider(Role::Chair).get(&format!("/purchases/{id}")).status, 404);
        s.person(Role::GroupLeader)
            .post(&format!("/purchases/{id}/pay"), &[])
            .expect(403);
        s.person(Role::Auditor).get("/purchases/new").expect(403);
        s.person(Role::Auditor).get(&format!("/purchases/{id}")).expect(200);
        let officer = s.person(Role::Officer);
        officer.upload(&format!("/purchases/{id}/paper"), &[], &[]).expect(422);
        let invoice = [("papers", "发票.txt", "电子发票 25342000".as_bytes())];
        officer
            .upload(&format!("/purchases/{id}/paper"), &[], &invoice)
            .expect(303);
        assert!(officer.get(&format!("/purchases/{id}")).expect(200).shows("发票"));
    });
}

#[test]
fn a_payment_that_came_back_can_be_asked_for_again() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let path = format!("/purchases/{}", bought(&officer).expect(303).id());
        let asks = || officer.get(&path).expect(200).text().contains(&format!("{path}/pay"));
        let stands = || {
            let payment = officer.get_json(&path).expect(200).json()["payment"].clone();
            let text = |at: usize| payment[at].as_str().unwrap().to_owned();
            (text(0), text(1), text(2))
        };
        let decide = |act: &str| {
            let case = chair.get_json(&stands().2).expect(200).json()["payment"]["case"].clone();
            let case = format!("/approvals/{}", case.as_str().unwrap());
            let version = chair.get_json(&case).expect(200).json()["version"].to_string();
            let why = format!("{act}_reason");
            let form = [("version", version.as_str()), (why.as_str(), "发票不清楚")];
            chair.post(&format!("{case}/{act}"), &form).expect(303);
        };
        assert!(asks());
        officer.post(&format!("{path}/pay"), &[]).expect(303);
        let number = stands().0;
        assert!(!asks(), "it waits");
        decide("return");
        assert_eq!(stands().1, "payments.state.returned");
        assert!(asks());
        officer.post(&format!("{path}/pay"), &[]).expect(303);
        assert_eq!(
            (stands().0, stands().1.as_str()),
            (number.clone(), "payments.state.waiting")
        );
        decide("refuse");
        assert_eq!(stands().1, "payments.state.refused", "and it is said so");
        assert!(asks());
        officer.post(&format!("{path}/pay"), &[]).expect(303);
        assert_ne!(stands().0, number);
    });
}

/// A hundred bags of rice for the union's own store.
fn bought(officer: &Client) -> Answer {
    let fields = [
        ("supplier", "城东粮油店"),
        ("day", "2026-11-20"),
        ("name", "大米5kg"),
        ("unit", "袋"),
        ("quantity_new", "100"),
        ("price_new", "30"),
        ("invoice", "25342000"),
    ];
    officer.post("/purchases/new", &fields)
}

#[test]
fn what_a_person_is_given_counts_with_what_they_received_and_has_a_worth() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, member) = s.member(Role::MemberRole);
        let purchase = bought(&officer).expect(303).id();
        let union = s.union;
        let good = s.store.read(|r| super::goods(r, union)).unwrap()[0].id.to_string();
        let member_id = member.to_string();
        let moved = |what: &str, more: &[(&str, &str)]| {
            let mut form = vec![
                ("good", good.as_str()),
                ("what", what),
                ("quantity", "2"),
                ("day", "2026-11-21"),
                ("why", "临时困难"),
            ];
            form.extend_from_slice(more);
            officer.post("/stock/move", &form)
        };
        moved("give", &[]).expect(422);
        moved("give", &[("member", &member_id)]).expect(303);
        let lines = s.store.read(|r| crate::given::of_member(r, union, member)).unwrap();
        assert_eq!((lines.len(), lines[0].amount.fen()), (1, 6_000));
        let entry = s
            .store
            .read(|r| super::store::entries(r, union, (None, None), (9, 1)))
            .unwrap();
        let entry = entry
            .0
            .iter()
            .find(|e| e.moved.way == super::Way::Given)
            .expect("it was given");
        let path = format!("/stock_moves/{}", entry.moved.id);
        assert!(officer.get(&path).expect(200).shows("60.00"));
        officer.post(&format!("{path}/undo"), &[]).expect(422);
        let undo = || officer.post(&format!("{path}/undo"), &[("why", "没有送到")]);
        undo().expect(303);
        undo().expect(409);
        assert_eq!(s.store.read(|r| crate::given::of_member(r, union, member)).unwrap(), []);
        assert!(officer.get(&path).expect(200).shows("已撤回"));
        assert!(
            officer.get("/stock").expect(200).shows("100 袋"),
            "the goods lie where they lay"
        );
        s.person(Role::Auditor)
            .post(&format!("{path}/undo"), &[("why", "x")])
            .expect(403);
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        assert_eq!(s.store.read(|r| super::check(r, union)).unwrap(), []);
        let back = [("version", "1"), ("why", "登记重复")];
        officer
            .post(&format!("/purchases/{purchase}/cancel"), &back)
            .expect(303);
        let said = moved("give", &[("member", &member_id)]);
        assert_eq!(said.status, 422, "{}", said.text());
    });
}

/// The living facts of a movement: day, measure, quantity, branch.
fn facts_of(s: &Story, id: MoveId) -> Vec<(String, String, i64, Option<BodyId>)> {
    let (union, record) = (s.union, Record::new(super::MOVE, id));
    let living = s.store.read(|r| living_of(r, union, record)).unwrap();
    let mut lines: Vec<_> = living
        .into_iter()
        .map(|line| (line.day.to_string(), line.measure, line.quantity, line.branch))
        .collect();
    lines.sort();
    lines
}

/// What the visits of a year come to in the register: person-times, and money in fen.
fn visits_of(s: &Story) -> (i64, i64) {
    let (union, year) = (s.union, facts::Span::year(2026).unwrap());
    let all = s.store.read(|r| totals(r, union, year)).unwrap();
    let sum = |key: &str| all.iter().filter(|t| t.measure == key).map(|t| t.quantity).sum();
    (sum("visit.person_times"), sum("visit.money"))
}

/// Gives two bags out of the union's own store on a day; the movement.
fn gift(s: &Story, officer: &Client, member: MemberId, day: &str) -> MoveId {
    let union = s.union;
    let good = s.store.read(|r| super::goods(r, union)).unwrap()[0].id.to_string();
    let form = [
        ("good", good.as_str()),
        ("what", "give"),
        ("quantity", "2"),
        ("day", day),
        ("member", &member.to_string()),
        ("why", "住院回来"),
    ];
    officer.post("/stock/move", &form).expect(303);
    let (entries, _) = s
        .store
        .read(|r| super::store::entries(r, union, (None, None), (9, 1)))
        .unwrap();
    let moves = entries.into_iter().map(|entry| entry.moved);
    let mut given = moves.filter(|m| m.way == super::Way::Given && m.day.to_string() == day);
    given.next().expect("it was given").id
}

fn sound(s: &Story) -> Vec<String> {
    let union = s.union;
    let mut found = Vec::new();
    for check in crate::CHECKS {
        found.extend(s.store.read(|r| check(r, union)).unwrap());
    }
    found.into_iter().map(|d| d.key.to_owned()).collect()
}

#[test]
fn a_gift_from_the_own_store_counts_for_its_day_and_branch_until_it_is_taken_back() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let member = s.somebody("王小明", Some(s.group));
        bought(&officer).expect(303);
        let first = gift(s, &officer, member, "2026-11-20");
        let group = Some(s.group);
        let line = |measure: &str, n| ("2026-11-20".to_owned(), measure.to_owned(), n, group);
        let counted = vec![line("visit.money", 6_000), line("visit.person_times", 1)];
        assert_eq!(facts_of(s, first), counted, "60.00 of rice, one person, their group");
        gift(s, &officer, member, "2026-11-21");
        assert_eq!(visits_of(s), (2, 12_000));
        // the record of the figure is the page of the gift
        let page = web::record_path(super::MOVE, first.raw());
        assert!(officer.get(&page).expect(200).shows("住院回来"));
        assert!(officer.get("/stock").expect(200).text().contains(&page));
        let lines = s.store.read(|r| crate::given::of_member(r, s.union, member)).unwrap();
        assert!(lines.iter().any(|line| line.path() == page), "and of what was received");
        assert_eq!(sound(s), [""; 0]);
        officer
            .post(&format!("{page}/undo"), &[("why", "登记重复")])
            .expect(303);
        assert_eq!(facts_of(s, first), []);
        assert_eq!(visits_of(s), (1, 6_000));
        assert_eq!(sound(s), [""; 0]);
    });
}

#[test]
fn what_counts_otherwise_than_was_given_is_named() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, member) = s.member(Role::MemberRole);
        bought(&officer).expect(303);
        gift(s, &officer, member, "2026-11-20");
        let union = s.union;
        let change = |sql: store::Sql| s.store.write(move |w| w.run(sql, &[&union])).unwrap();
        change(store::Sql::union(
            "UPDATE fact SET quantity = 2 WHERE union_id = $1 AND measure = 'visit.person_times'",
        ));
        assert_eq!(sound(s), ["stock.verify.register"]);
        change(store::Sql::union(
            "UPDATE fact SET quantity = 1 WHERE union_id = $1 AND measure = 'visit.person_times'",
        ));
        assert_eq!(sound(s), [""; 0]);
        change(store::Sql::union(
            "UPDATE given SET amount = 1 WHERE union_id = $1 AND record_kind = 'stock_move'",
        ));
        assert!(sound(s).contains(&"stock.verify.register".to_owned()));
    });
}

#[test]
fn a_gift_of_a_closed_month_is_refused_and_one_given_before_is_taken_back_today() {
    let kit = || crate::tests::kit_with(facts::routes());
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (_, member) = s.member(Role::MemberRole);
        bought(&officer).expect(303);
        let before = gift(s, &officer, member, "2026-10-20");
        chair.post("/register/periods", &[("period", "2026-10")]).expect(303);
        let union = s.union;
        let good = s.store.read(|r| super::goods(r, union)).unwrap()[0].id.to_string();
        let form = [
            ("good", good.as_str()),
            ("what", "give"),
            ("quantity", "1"),
            ("day", "2026-10-21"),
            ("member", &member.to_string()),
            ("why", "住院回来"),
        ];
        officer.post("/stock/move", &form).expect(422);
        assert_eq!(visits_of(s), (1, 6_000));
        let page = web::record_path(super::MOVE, before.raw());
        officer
            .post(&format!("{page}/undo"), &[("why", "没有送到")])
            .expect(303);
        assert_eq!(visits_of(s), (0, 0));
        let month = facts::Span {
            from: "2026-11-01".parse().unwrap(),
            until: "2026-11-30".parse().unwrap(),
        };
        let november = s.store.read(|r| totals(r, union, month)).unwrap();
        let times = november.iter().find(|t| t.measure == "visit.person_times").unwrap();
        assert_eq!(times.quantity, -1, "the closed month stands, today takes it back");
        assert_eq!(sound(s), [""; 0]);
    });
}
