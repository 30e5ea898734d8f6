//! Stories of goods, on both databases.

use org::Role;
use testkit::{Answer, Client, story};

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
        let path = format!("/stock/moves/{}", entry.moved.id);
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
