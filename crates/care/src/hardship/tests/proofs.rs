//! The end of a dossier's proofs.

use ::store::Sql;
use org::Role;
use testkit::{Client, story};

use super::{applied, differences, filed, kit, minimum, open, page, reviewed, rule, version, visited};
use crate::tests::{count, deleted_by};

const PHOTO: &[u8] = include_bytes!("../../../../zhijia/demo/visit.jpg");
const THERE: Sql = Sql::union("SELECT COUNT(*) FROM hardship_proof WHERE union_id = $1");

/// The only proof of its kind that the applicant brought; its id. Those of one moment come in no order.
fn brought(me: &Client, id: &str, kind: &str) -> String {
    me.upload(
        "/me/hardship/proofs",
        &[("dossier", id), ("kind", kind)],
        &[("files", "诊断.jpg", PHOTO)],
    )
    .expect(303);
    let mine = me.get_json("/me/hardship").expect(200).json();
    let all = mine["dossiers"][0]["proofs"].as_array().unwrap();
    let mut own = all.iter().filter(|proof| proof[1] == kind);
    own.next().unwrap()[0].as_str().unwrap().to_owned()
}

#[test]
fn a_wrong_proof_is_removed_by_the_applicant_or_by_an_officer_who_has_opened_it() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        let (own, other) = (brought(&me, &id, "diagnosis"), brought(&me, &id, "income"));
        let seen = version(&chair, &id);
        let form = [("version", seen.as_str()), ("why", "传成了别人的诊断书")];
        let door = format!("/me/hardship/proofs/{own}/remove");
        s.person(Role::MemberRole).get(&door).expect(404);
        s.person(Role::MemberRole).post(&door, &form).expect(404);
        assert!(me.get(&door).expect(200).shows("诊断书与费用单"));
        me.post(&door, &[("version", "9"), ("why", "传错了")]).expect(409);
        me.post(&door, &form).expect(303);
        assert!(me.post(&door, &form).expect(409).shows("已经删除"));
        assert!(me.get("/me/hardship").expect(200).shows("传成了别人的诊断书"));
        assert_eq!(count(s, THERE), 1);

        let door = format!("/hardships/{id}/proofs/{other}/remove");
        chair.post(&door, &form).expect(403);
        open(&chair, &id);
        assert!(chair.get(&door).expect(200).shows("收入证明"));
        s.person(Role::Auditor).post(&door, &form).expect(403);
        chair.post(&door, &form).expect(303);
        assert_eq!(count(s, THERE), 0);
        let opened = page(&chair, &id)["opened"].clone();
        assert_eq!(opened["gone"].as_array().unwrap().len(), 2);
        assert_eq!(differences(s), []);
    });
}

#[test]
fn what_a_decision_rests_on_stays_and_what_came_after_it_may_go() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let before = brought(&me, &id, "diagnosis");
        let chair = s.person(Role::Chair);
        visited(s, &chair, &id);
        reviewed(&chair, &id);
        s.clock.set(s.clock.now().plus_millis(60_000));
        let after = brought(&me, &id, "other");
        let seen = version(&chair, &id);
        let form = [("version", seen.as_str()), ("why", "传错了")];
        let door = format!("/me/hardship/proofs/{before}/remove");
        assert!(me.get(&door).expect(409).shows("以这份材料为据"));
        assert!(me.post(&door, &form).expect(409).shows("以这份材料为据"));
        open(&chair, &id);
        let door = format!("/hardships/{id}/proofs/{before}/remove");
        assert!(
            !chair
                .get(&format!("/hardships/{id}"))
                .expect(200)
                .text()
                .contains(&door)
        );
        chair.post(&door, &form).expect(409);
        chair
            .post(&format!("/hardships/{id}/proofs/{after}/remove"), &form)
            .expect(303);
        assert_eq!(count(s, THERE), 1);
        assert_eq!(differences(s), []);
    });
}

#[test]
fn proofs_are_deleted_after_the_end_of_a_dossier_and_not_before() {
    story(kit, |s| {
        let (_, _, on_file) = filed(s);
        let chair = s.person(Role::Chair);
        chair
            .upload(
                &format!("/hardships/{on_file}/proofs"),
                &[("kind", "income")],
                &[("files", "收入.jpg", PHOTO)],
            )
            .expect(303);
        rule(
            s,
            &[("key", "hardship.proof_months"), ("value", "6个月"), ("wording", "is")],
        );
        let (me, _, id) = applied(s);
        brought(&me, &id, "diagnosis");
        let mine = me.get_json("/me/hardship").expect(200).json();
        let version = mine["dossiers"][0]["version"].to_string();
        let back = [("dossier", id.as_str()), ("version", &version), ("why", "不申请了")];
        me.post("/me/hardship/withdraw", &back).expect(303);
        assert_eq!(deleted_by(s, "2027-06-01"), 0, "withdrawn on 1 December");
        assert_eq!(deleted_by(s, "2027-06-02"), 1);
        assert_eq!(count(s, THERE), 1, "what is on file stays");
        assert!(me.get("/me/hardship").expect(200).shows("按规则删除"));
        assert_eq!(differences(s), []);
    });
}
