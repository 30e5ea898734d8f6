//! The money of a visit: asked for, decided, paid, taken back with the visit.

use org::Role;
use testkit::story;

use super::{Stage, stage};
use crate::tests::kit;

impl Stage {
    fn payment(&self) -> serde_json::Value {
        let page = self.officer.get_json(&format!("/visits/{}", self.visit)).expect(200);
        page.json()["payment"].clone()
    }
}

#[test]
fn the_money_of_a_visit_is_asked_for_paid_and_not_taken_back_afterwards() {
    story(kit, |s| {
        let t = stage(s);
        assert!(t.payment().is_null(), "nothing is asked for before");
        t.record("2026-11-20", "500", &[]).expect(303);
        let asked = t.payment();
        assert_eq!(asked["state"], "payments.state.waiting", "{asked}");
        let href = asked["href"].as_str().unwrap().to_owned();
        let (chair, treasurer) = (s.person(Role::Chair), s.person(Role::Treasurer));
        let payment = chair.get_json(&href).expect(200).json();
        assert_eq!(payment["payment"]["amount"], "500.00");
        let case = format!("/approvals/{}", payment["payment"]["case"].as_str().unwrap());
        let seen = |who: &testkit::Client, path: &str, at: &str| {
            who.get_json(path).expect(200).json().pointer(at).unwrap().to_string()
        };
        let version = seen(&chair, &case, "/version");
        t.officer
            .post(&format!("{case}/approve"), &[("version", &version)])
            .expect(403);
        chair
            .post(&format!("{case}/approve"), &[("version", &version)])
            .expect(303);
        let version = seen(&treasurer, &href, "/payment/version");
        let pay = [("version", version.as_str()), ("on", "2026-11-21"), ("way", "bank")];
        treasurer.post(&format!("{href}/pay"), &pay).expect(303);
        assert_eq!(t.payment()["state"], "payments.state.paid");
        let back = t.back();
        assert_eq!(back.status, 409, "what was paid is not unmade by taking the visit back");
        assert_eq!(super::sums(s), [1, 1, 50_000]);
    });
}

#[test]
fn a_corrected_amount_is_asked_for_anew_and_a_visit_taken_back_asks_for_nothing() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[]).expect(303);
        let first = t.payment()["href"].clone();
        let version = t.version();
        let form = super::told(&t.two, "2026-11-20", "300", &[("version", &version)]);
        t.officer
            .post(&format!("/visits/{}/correct", t.visit), &form)
            .expect(303);
        let second = t.payment()["href"].as_str().unwrap().to_owned();
        assert_ne!(first, second.as_str());
        let chair = s.person(Role::Chair);
        assert_eq!(chair.get_json(&second).json()["payment"]["amount"], "300.00");
        t.back().expect(303);
        assert!(t.payment().is_null());
    });
}
