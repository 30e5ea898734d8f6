//! What verify names after somebody put a hand into the database.

use org::Role;
use testkit::{Story, story};

use super::{approve, of, pay, paying, send};

/// What verify names in the union.
fn verify(s: &Story) -> Vec<String> {
    let union = s.union;
    let found = s
        .store
        .read(|r| -> Result<_, store::Error> { super::super::check(r, union) });
    found.unwrap().into_iter().map(|d| d.what).collect()
}

#[test]
fn an_amount_changed_by_hand_is_named() {
    story(paying, |s| {
        let (officer, chair, treasurer) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
        );
        let payment = send(&officer, &[("amount", "500")]);
        assert_eq!(approve(&chair, &officer, &payment), 303);
        assert_eq!(pay(&treasurer, &payment, "2", "2026-11-21"), 303);
        send(&officer, &[("amount", "700")]);
        assert_eq!(verify(s), Vec::<String>::new());
        const MORE: store::Sql =
            store::Sql::union("UPDATE payment SET amount = 5000000 WHERE union_id = $1 AND state = 'paid'");
        s.by_hand(MORE);
        assert!(verify(s)[0].contains("50,000.00"), "{:?}", verify(s));
        const APPROVED: store::Sql =
            store::Sql::union("UPDATE payment SET state = 'approved' WHERE union_id = $1 AND state = 'waiting'");
        s.by_hand(APPROVED);
        assert!(verify(s).iter().any(|d| d.contains("not all steps")), "{:?}", verify(s));
    });
}

#[test]
fn payee_voucher_way_and_day_changed_by_hand_are_named() {
    story(paying, |s| {
        let (officer, chair, treasurer) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
        );
        let payment = send(&officer, &[("amount", "500")]);
        assert_eq!(approve(&chair, &officer, &payment), 303);
        assert_eq!(pay(&treasurer, &payment, "2", "2026-11-21"), 303);
        let hands = [
            (
                store::Sql::union("UPDATE payment SET payee_name = '城西超市' WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET payee_name = '城东超市' WHERE union_id = $1"),
                "payee",
            ),
            (
                store::Sql::union("UPDATE payment SET on_day = '2026-11-26' WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET on_day = '2026-11-25' WHERE union_id = $1"),
                "payee",
            ),
            (
                store::Sql::union("UPDATE payment SET voucher = '记-13' WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET voucher = '记-12' WHERE union_id = $1"),
                "voucher",
            ),
            (
                store::Sql::union("UPDATE payment SET voucher = NULL WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET voucher = '记-12' WHERE union_id = $1"),
                "voucher",
            ),
            (
                store::Sql::union("UPDATE payment SET paid_way = 'cash' WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET paid_way = 'bank' WHERE union_id = $1"),
                "way",
            ),
            (
                store::Sql::union("UPDATE payment SET paid_on = '2026-11-20' WHERE union_id = $1"),
                store::Sql::union("UPDATE payment SET paid_on = '2026-11-21' WHERE union_id = $1"),
                "day",
            ),
        ];
        for (change, back, word) in hands {
            assert_eq!(verify(s), Vec::<String>::new());
            s.by_hand(change);
            assert!(verify(s).iter().any(|d| d.contains(word)), "{word}: {:?}", verify(s));
            s.by_hand(back);
        }
    });
}

#[test]
fn an_event_that_cannot_be_read_is_named() {
    story(paying, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let payment = send(&officer, &[("amount", "500")]);
        let case = format!("/approvals/{}", of(&officer, &payment, "case"));
        let back = [("version", "1"), ("return_reason", "金额写错")];
        chair.post(&format!("{case}/return"), &back).expect(303);
        assert_eq!(verify(s), Vec::<String>::new());
        // the events after it tell the same state, so that nothing but the event itself is wrong
        let mut ask = officer.get_json(&payment).json()["payment"]["record_id"].to_string();
        ask.retain(|c| c != '"');
        officer
            .post(&format!("/paying/{ask}"), &[("amount", "500")])
            .expect(303);
        s.by_hand(store::Sql::union(
            "UPDATE event SET body = '{' WHERE union_id = $1 AND kind = 'payment.returned'",
        ));
        let named = verify(s);
        assert!(named.len() == 1 && named[0].contains("cannot be read"), "{named:?}");
    });
}
