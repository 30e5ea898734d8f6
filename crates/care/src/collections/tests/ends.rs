//! What becomes of a remainder: it goes to nobody who decides of it, and one that could not be given back is not stuck.

use super::*;

#[test]
fn nobody_passes_a_remainder_into_what_is_for_themselves() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (helped, member) = s.member(Role::Officer);
        let own = begun(&officer, &[("whom", "person"), ("member", &member.to_string())]);
        let path = begun(&officer, &[("title", "慈善一日捐")]);
        give(&officer, &path, "100", &[("anonymous", "1")]).expect(303);
        let to = own.rsplit('/').next().unwrap();
        let pass = [("decision", "passed"), ("to", to)];
        assert!(!helped.get(&path).expect(200).shows(to), "it is not offered");
        close(&helped, &path, &pass).expect(403);
        assert!(officer.get(&path).expect(200).shows(to));
        close(&officer, &path, &pass).expect(303);
        let left = seen(&officer, &path)["purse"]["gone"].clone();
        assert_eq!(left, "100.00");
        let list = officer.get("/collections").expect(200);
        assert!(
            list.shows("0.00"),
            "nothing is left where it was passed on: {}",
            list.text()
        );
        sound(s);
    });
}

#[test]
fn a_remainder_that_was_not_given_back_may_be_decided_anew() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let path = begun(&officer, &[]);
        give(&officer, &path, "100", &[("anonymous", "1")]).expect(303);
        close(&officer, &path, &[("decision", "returned")]).expect(303);
        let href = |who: &Client| seen(who, &path)["giving_back"][2].as_str().unwrap().to_owned();
        let page = chair.get_json(&href(&officer)).expect(200).json();
        let case = format!("/approvals/{}", page["payment"]["case"].as_str().unwrap());
        let version = chair.get_json(&case).json()["version"].to_string();
        let no = [("version", version.as_str()), ("refuse_reason", "名单不全")];
        chair.post(&format!("{case}/refuse"), &no).expect(303);
        let reopen = || {
            let version = seen(&officer, &path)["version"].to_string();
            let form = [("version", version.as_str()), ("why", "付款没有批准")];
            officer.post(&format!("{path}/reopen"), &form)
        };
        assert!(officer.get(&path).expect(200).shows("重新开放"));
        reopen().expect(303);
        assert_eq!(seen(&officer, &path)["purse"]["gone"], "0.00");
        close(&officer, &path, &[("decision", "returned")]).expect(303);
        // asked for and not paid: reopening takes the request back
        let asked = href(&officer);
        reopen().expect(303);
        assert_eq!(chair.get_json(&asked).json()["payment"]["state"], "withdrawn");
        close(&officer, &path, &[("decision", "returned")]).expect(303);
        paid(s, &href(&officer), "2026-11-21");
        reopen().expect(409);
        sound(s);
    });
}

#[test]
fn whom_a_collection_is_for_does_not_record_its_payout_as_paid() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (treasurer, member) = s.member(Role::Treasurer);
        let path = begun(&officer, &[("whom", "person"), ("member", &member.to_string())]);
        give(&officer, &path, "100", &[("anonymous", "1")]).expect(303);
        let payout = out(&officer, &path, "50", &[("payee", "市第一医院")])
            .expect(303)
            .location();
        let href = payment(&officer, &payout);
        crate::tests::approve(&chair, &href);
        let form = [("version", "2"), ("on", "2026-11-21"), ("way", "bank")];
        treasurer.post(&format!("{href}/pay"), &form).expect(403);
        s.person(Role::Treasurer)
            .post(&format!("{href}/pay"), &form)
            .expect(303);
    });
}
