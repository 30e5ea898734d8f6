//! The money of a visit: asked for, decided, paid, taken back with the visit.

use org::{MemberId, Role};
use testkit::{Answer, Client, Story, story};

use super::{Stage, png, stage};
use crate::tests::kit;

impl Stage {
    fn payment(&self) -> serde_json::Value {
        let page = self.officer.get_json(&format!("/visits/{}", self.visit)).expect(200);
        page.json()["payment"].clone()
    }
    /// Its number and state.
    fn stands(&self) -> (String, String) {
        let asked = self.payment();
        let text = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        (text("number"), text("state").replace("payments.state.", ""))
    }
    fn correct(&self, amount: &str, more: &[(&str, &str)]) -> Answer {
        let version = self.version();
        let more: Vec<(&str, &str)> = more.iter().copied().chain([("version", &*version)]).collect();
        let form = super::told(&self.two, "2026-11-20", amount, &more);
        self.officer.post(&format!("/visits/{}/correct", self.visit), &form)
    }
}

/// Returns or refuses what is asked for at this page.
fn decide(who: &Client, href: &str, act: &str) {
    let payment = who.get_json(href).expect(200).json();
    let case = format!("/approvals/{}", payment["payment"]["case"].as_str().unwrap());
    let version = who.get_json(&case).expect(200).json()["version"].to_string();
    let why = format!("{act}_reason");
    who.post(&format!("{case}/{act}"), &[("version", &version), (&why, "请补收条")])
        .expect(303);
}

/// The states of all requests of the union, in the order of their names.
fn states(s: &Story) -> Vec<String> {
    let list = s.person(Role::Treasurer).get_json("/payments").expect(200).json();
    let all = list["payments"].as_array().unwrap().clone();
    let mut states: Vec<String> = all.iter().map(|p| p["state"].as_str().unwrap().to_owned()).collect();
    states.sort();
    states
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

#[test]
fn what_came_back_is_sent_in_again_when_the_record_is_corrected_or_completed() {
    story(kit, |s| {
        let t = stage(s);
        let chair = s.person(Role::Chair);
        let href = |t: &Stage| t.payment()["href"].as_str().unwrap().to_owned();
        t.record("2026-11-20", "500", &[]).expect(303);
        let (number, _) = t.stands();
        decide(&chair, &href(&t), "return");
        assert_eq!(t.stands(), (number.clone(), "returned".to_owned()));
        t.correct("500", &[("signed_by", "陈静")]).expect(303);
        assert_eq!(
            t.stands(),
            (number.clone(), "waiting".to_owned()),
            "the same, though no figure moved"
        );
        decide(&chair, &href(&t), "return");
        let photos = format!("/visits/{}/photos", t.visit);
        t.officer
            .upload(&photos, &[], &[("receipt", "收条.png", &png())])
            .expect(303);
        assert_eq!(
            t.stands(),
            (number.clone(), "waiting".to_owned()),
            "the paper was all it lacked"
        );
        decide(&chair, &href(&t), "refuse");
        t.officer
            .upload(&photos, &[], &[("receipt", "收条2.png", &png())])
            .expect(303);
        assert_eq!(
            t.stands().1,
            "refused",
            "a paper alone asks for nothing that was refused"
        );
        t.correct("300", &[]).expect(303);
        let (second, state) = t.stands();
        assert_eq!(state, "waiting");
        assert_ne!(second, number, "what was refused is asked for anew");
        t.correct("300", &[("what", "慰问金")]).expect(303);
        assert_eq!(t.stands(), (second, "waiting".to_owned()), "one that waits stays");
        assert_eq!(states(s), ["refused", "waiting"]);
    });
}

#[test]
fn goods_are_not_asked_for_as_money_and_a_correction_between_them_is_followed() {
    story(kit, |s| {
        let t = stage(s);
        t.record("2026-11-20", "500", &[("present", "goods"), ("what", "水果")])
            .expect(303);
        assert!(
            t.payment().is_null(),
            "goods were bought; nothing is paid to the member"
        );
        t.correct("500", &[]).expect(303);
        let (first, state) = t.stands();
        assert_eq!(state, "waiting");
        t.correct("500", &[("present", "goods"), ("what", "水果")]).expect(303);
        assert!(t.payment().is_null());
        assert_eq!(states(s), ["withdrawn"]);
        t.correct("500", &[]).expect(303);
        assert_ne!(t.stands().0, first);
        assert_eq!(states(s), ["waiting", "withdrawn"]);
    });
}

fn dies(s: &Story, member: MemberId) {
    let (union, at) = (s.union, s.clock.now());
    let died: Result<(), web::Stop> = s.store.write(move |w| {
        let version = org::members::get(w, union, member)?.version;
        let seen = org::members::Seen {
            union,
            id: member,
            version,
        };
        let day = "2026-11-21".parse().unwrap();
        org::members::set_status(w, seen, org::Status::Died, day, false, &org::members::By::program(at))?;
        Ok(())
    });
    died.unwrap();
}

#[test]
fn the_money_for_a_member_who_died_goes_to_whoever_signed_for_it() {
    story(kit, |s| {
        let t = stage(s);
        dies(s, t.member);
        let nobody = t.record("2026-11-20", "500", &[("signed_by", "")]);
        assert!(nobody.expect(422).shows("会员已去世"));
        t.record("2026-11-20", "500", &[("signed_by", "陈立国")]).expect(303);
        let chair = s.person(Role::Chair);
        let payee = |t: &Stage| {
            let href = t.payment()["href"].as_str().unwrap().to_owned();
            chair.get_json(&href).expect(200).json()["payment"]["payee"]["named"].clone()
        };
        assert_eq!(payee(&t), "陈立国");
        t.correct("500", &[("signed_by", "陈立民")]).expect(303);
        assert_eq!(payee(&t), "陈立民");
    });
}
