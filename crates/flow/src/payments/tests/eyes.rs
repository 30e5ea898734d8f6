//! Who sees what of payments and their proof.

use org::Role;
use testkit::{Client, story};

use super::{approve, paying, sane, send};

#[test]
fn a_sealed_payment_shows_payee_and_purpose_to_few() {
    story(paying, |s| {
        let (officer, chair, treasurer, auditor) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
            s.person(Role::Auditor),
        );
        let payment = send(&officer, &[("amount", "500"), ("sealed", "1")]);
        for who in [&officer, &chair, &treasurer] {
            assert!(who.get(&payment).shows("城东超市"));
        }
        for path in [payment.as_str(), "/payments"] {
            let (page, json) = (sane(auditor.get(path)), auditor.get_json(path).text());
            assert!(page.shows("500.00") && page.shows("不公开的付款"), "{path}");
            assert!(!page.shows("城东超市") && !page.shows("看望住院教师"), "{path}");
            assert!(!json.contains("城东超市") && !json.contains("看望住院教师"), "{path}");
            for kept in ["record_kind", "purpose", "purpose_word"] {
                assert!(json.contains(&format!("\"{kept}\":\"\"")), "{path}: {kept} in {json}");
            }
            assert!(
                json.contains("\"record_id\":\"00000000-0000-0000-0000-000000000000\""),
                "{path}: {json}"
            );
        }
        let book = auditor.get("/payments/export.xlsx").expect(200).bytes;
        let sheet = papers::read_sheets("付款.xlsx", &book, &papers::Limits::default()).unwrap();
        let sheet = format!("{sheet:?}");
        assert!(sheet.contains("不公开的付款"), "{sheet}");
        for secret in ["城东超市", "看望住院教师", &cx_word("flow.list.title")] {
            assert!(!sheet.contains(secret), "{secret} in {sheet}");
        }
        assert!(
            !auditor.get("/payments?q=住院").shows("500.00"),
            "nor is it found by its words"
        );
        s.person(Role::Officer).get(&payment).expect(404);
        s.person(Role::MemberRole).get(&payment).expect(404);
        s.outsider(Role::Chair).get(&payment).expect(404);
        let of_other = s.person(Role::Officer);
        assert!(!of_other.get("/payments").shows("500.00"), "others' requests");
        assert!(officer.get("/payments").shows("500.00"));
    });
}

/// A word as pages say it.
fn cx_word(key: &str) -> String {
    ui::words::word(kernel::Lang::Zh, key).into_owned()
}

/// The paths of the papers on the list that somebody sees.
fn listed(who: &Client) -> Vec<String> {
    let list = who.get_json("/papers").expect(200).json();
    let papers = list["papers"].as_array().unwrap();
    assert_eq!(list["all"], papers.len());
    papers.iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_proof_of_a_sealed_payment_opens_for_those_who_see_what_it_is_for() {
    story(paying, |s| {
        let (officer, chair, treasurer, auditor) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
            s.person(Role::Auditor),
        );
        let mut proofs = Vec::new();
        for (sealed, slip) in [("0", "公开回单.txt"), ("1", "不公开回单.txt")] {
            let payment = send(&officer, &[("amount", "500"), ("sealed", sealed)]);
            assert_eq!(approve(&chair, &officer, &payment), 303);
            let form = [("version", "2"), ("on", "2026-11-21"), ("way", "bank")];
            let proof = [("proof", slip, slip.as_bytes())];
            assert_eq!(treasurer.upload(&format!("{payment}/pay"), &form, &proof).status, 303);
            let shown = treasurer.get_json(&payment).json();
            proofs.push(format!("/papers/{}", shown["papers"][0]["id"].as_str().unwrap()));
            assert_eq!(
                auditor.get_json(&payment).json()["papers"].as_array().unwrap().len(),
                usize::from(sealed == "0")
            );
        }
        let stranger_to_it = s.person(Role::Officer);
        for who in [&officer, &chair, &treasurer, &auditor, &stranger_to_it] {
            assert_eq!(listed(who), ["公开回单.txt"], "what is restricted stands in no list");
            assert!(!who.get("/papers?q=不公开").shows("不公开回单"));
            assert_eq!(
                who.get(&proofs[0]).status,
                200,
                "what is open, whoever sees papers opens"
            );
        }
        for who in [&officer, &chair, &treasurer] {
            assert_eq!(who.get(&proofs[1]).status, 200);
        }
        for who in [
            &auditor,
            &stranger_to_it,
            &s.person(Role::MemberRole),
            &s.outsider(Role::Chair),
        ] {
            assert_eq!(who.get(&proofs[1]).status, 404);
        }
    });
}

#[test]
fn whoever_sees_papers_of_a_branch_sees_those_of_the_branch() {
    story(paying, |s| {
        let officer = s.person(Role::Officer);
        let branch = s.body("高中部分会", None);
        let group = s.body("物理组", Some(branch));
        let below = s.body("实验室", Some(group));
        for (name, body) in [
            ("本组.txt", Some(below)),
            ("别组.txt", Some(s.group)),
            ("全会.txt", None),
        ] {
            let body = body.map(|b| b.to_string()).unwrap_or_default();
            let more: Vec<(&str, &str)> = if body.is_empty() {
                Vec::new()
            } else {
                vec![("branch", &body)]
            };
            let task = crate::tests::add(&officer, "签到", &more);
            let to = format!("/tasks/{task}/papers");
            assert_eq!(
                officer.upload(&to, &[], &[("files", name, name.as_bytes())]).status,
                303
            );
        }
        let (local, _) = s.local(Role::Officer, branch);
        assert_eq!(listed(&local), ["本组.txt"]);
        assert_eq!(listed(&officer).len(), 3);
        let all = officer.get_json("/papers").json();
        for paper in all["papers"].as_array().unwrap() {
            let seen = if paper["name"] == "本组.txt" { 200 } else { 404 };
            assert_eq!(
                local.get(&format!("/papers/{}", paper["id"].as_str().unwrap())).status,
                seen
            );
        }
        assert!(listed(&s.person(Role::MemberRole)).is_empty());
    });
}
