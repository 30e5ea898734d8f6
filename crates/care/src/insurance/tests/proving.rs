//! Proofs of a claim: brought on a phone or by the office, sealed, opened by the person and by who says what for.

use org::Role;
use testkit::{Client, Story, story};

use super::{
    act,
    claiming::{PAPERS, cover_of, stay},
    covered, kit, somebody, verified,
};

pub(super) const PHOTO: &[u8] = include_bytes!("../../../../zhijia/demo/visit.jpg");

/// A member with a claim that was just begun on the phone; its path.
pub(super) fn begun(s: &Story) -> (Client, String) {
    let officer = s.person(Role::Officer);
    let (member, _) = somebody(s, "陈秋月", "female", "1985-03-08", None);
    covered(&officer);
    let cover = cover_of(&member);
    let mut form = stay("2026-11-01", "2026-11-10");
    form.push(("cover", &cover));
    let path = format!("/claims/{}", member.post("/me/insurance/claim", &form).expect(303).id());
    (member, path)
}

/// The doors of what was brought, in order.
pub(super) fn doors(who: &Client, path: &str) -> Vec<String> {
    let page = who.get_json(path).expect(200).json();
    let all = page["proofs"].as_array().unwrap().iter();
    all.map(|proof| format!("{path}/proofs/{}", proof["id"].as_str().unwrap()))
        .collect()
}

#[test]
fn proofs_are_opened_by_the_person_and_by_who_says_what_for() {
    story(kit, |s| {
        let (officer, _) = s.member_with_password(Role::Officer, "ganshi", "Zhijia-2026");
        let (member, path) = begun(s);
        let door = format!("{path}/proofs");
        let discharge = [("kind", "discharge")];
        member
            .upload(
                &door,
                &discharge,
                &[("files", "出院小结.jpg", PHOTO), ("files", "第二页.jpg", PHOTO)],
            )
            .expect(303);
        officer
            .upload(&door, &[("kind", "statement")], &[("files", "情况说明.jpg", PHOTO)])
            .expect(303);
        let all = doors(&member, &path);
        assert_eq!(all.len(), 3);
        let page = member.get(&path).expect(200);
        assert!(all.iter().all(|door| page.text().contains(door)) && page.shows("出院小结"));
        assert!(page.shows("等待核对：单位情况说明、出院小结") && page.shows("还缺：身份证件"));
        let own = member.get(&all[0]).expect(200);
        assert!(!own.bytes.is_empty());

        let closed = officer.get(&path).expect(200);
        assert!(
            closed.shows("附件已密封") && !closed.text().contains(&all[0]),
            "{}",
            closed.text()
        );
        assert!(officer.get(&all[0]).expect(403).shows("说明用途"));
        assert_eq!(officer.get(&all[2]).status, 403, "what one brought oneself too");
        let ask = [("purpose", "核对理赔材料"), ("_password", "Zhijia-2026")];
        officer.post(&format!("{path}/reveal"), &ask).expect(303);
        assert!(officer.get(&path).expect(200).text().contains(&all[0]));
        assert_eq!(officer.get(&all[0]).expect(200).bytes, own.bytes);
        assert!(
            member.get(&path).expect(200).shows("核对理赔材料"),
            "she sees who looked"
        );

        for stranger in [
            s.person(Role::Auditor),
            s.person(Role::GroupLeader),
            s.outsider(Role::Chair),
        ] {
            assert_eq!(stranger.get(&all[0]).status, 404);
            let files = [("files", "出院小结.jpg", PHOTO)];
            assert_eq!(stranger.upload(&door, &discharge, &files).status, 404);
        }
        s.person(Role::Officer).get(&all[0]).expect(403);
        verified(s);
    });
}

#[test]
fn a_proof_of_another_claim_is_none_of_this_one() {
    story(kit, |s| {
        let (member, path) = begun(s);
        let files = [("files", "出院小结.jpg", PHOTO)];
        member
            .upload(&format!("{path}/proofs"), &[("kind", "discharge")], &files)
            .expect(303);
        let proof = doors(&member, &path)[0].rsplit('/').next().unwrap().to_owned();
        let other = second(&member);
        member.get(&format!("{other}/proofs/{proof}")).expect(404);
    });
}

/// Another claim of the same member; its path.
pub(super) fn second(member: &Client) -> String {
    let cover = cover_of(member);
    let mut form = stay("2026-10-10", "2026-10-12");
    form.push(("cover", &cover));
    format!("/claims/{}", member.post("/me/insurance/claim", &form).expect(303).id())
}

#[test]
fn what_cannot_be_brought_is_refused_and_nothing_comes_after_the_answer() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, path) = begun(s);
        let door = format!("{path}/proofs");
        let files = [("files", "出院小结.jpg", PHOTO)];
        let bring = |kind: &str, files: &[testkit::File<'_>]| member.upload(&door, &[("kind", kind)], files);
        assert_eq!(bring("discharge", &[]).status, 422);
        assert_eq!(
            bring("death", &files).status,
            422,
            "a stay wants no certificate of death"
        );
        let none = [("files", "出院小结.jpg", b"\x00\x01\x02".as_slice())];
        assert_eq!(bring("discharge", &none).status, 422);
        let eleven = [files[0]; 11];
        assert!(bring("discharge", &eleven).expect(422).shows("一次最多10份"));
        assert_eq!(doors(&member, &path).len(), 0);

        let mut all = PAPERS.to_vec();
        all.push(("paper", "bank"));
        act(&officer, &path, "papers", &all).expect(303);
        act(&officer, &path, "send", &[("on", "2026-11-18")]).expect(303);
        bring("diagnosis", &files).expect(303);
        let no = [("answer", "refuse"), ("on", "2026-11-20"), ("why", "参加前已经患病")];
        act(&officer, &path, "answer", &no).expect(303);
        assert!(!member.get(&path).expect(200).shows("上传照片或文件"));
        bring("diagnosis", &files).expect(409);
        assert_eq!(doors(&member, &path).len(), 1);
    });
}
