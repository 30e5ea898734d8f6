//! The whole way of a dossier, from a phone and from paper.

use facts::Span;
use org::Role;
use testkit::story;

use super::{
    applied, at, differences, kit, minimum, open, page, published, reviewed, status, version, visited, whole, with,
};

#[test]
fn from_a_phone_to_the_file_with_the_test_step_by_step() {
    story(kit, |s| {
        minimum(s);
        let (_, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        assert!(chair.get("/inbox").expect(200).shows("1份困难职工档案要办"));
        assert!(chair.get("/care").expect(200).shows("1份要办"));
        let closed = chair.get(&format!("/hardships/{id}")).expect(200);
        assert!(
            closed.shows("档案内容已加密") && !closed.shows("标记乙"),
            "{}",
            closed.text()
        );
        open(&chair, &id);
        let shown = chair.get(&format!("/hardships/{id}")).expect(200);
        // 12,000 a year, less 8,000, for two: 166.67 a head and month, below 800
        for text in [
            "1000.00 × 12",
            "12000.00 - 8000.00",
            "4000.00 ÷ 12 ÷ 2",
            "166.67",
            "测算结果：深度困难",
            "市政府文件",
        ] {
            assert!(shown.shows(text), "{text}: {}", shown.text());
        }
        assert!(shown.shows("标记乙困难情况") && shown.shows("110105********0044"));
        assert!(!shown.shows("110105198503170044") && !shown.shows("6222020200009876543"));
    });
}

#[test]
fn published_cleared_and_filed() {
    story(kit, |s| {
        minimum(s);
        let (_, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        visited(s, &chair, &id);
        reviewed(&chair, &id);
        published(&chair, &id, "2026-11-25");
        let member = s.person(Role::MemberRole);
        let notices = member.get("/hardships/notices").expect(200);
        assert!(
            notices.shows("张**") && notices.shows("深度困难") && notices.shows("3,000.00"),
            "{}",
            notices.text()
        );
        chair
            .post(&format!("/hardships/{id}/clear"), &[("version", &version(&chair, &id))])
            .expect(409);
        at(s, "2026-11-26");
        let (chair, member) = (s.person(Role::Chair), s.person(Role::MemberRole));
        assert!(member.get("/hardships/notices").expect(200).shows("现在没有公示"));
        chair
            .post(&format!("/hardships/{id}/clear"), &[("version", &version(&chair, &id))])
            .expect(303);
        chair
            .post(
                &format!("/hardships/{id}/submit"),
                &[("version", &version(&chair, &id))],
            )
            .expect(303);
        let on_file = page(&chair, &id);
        assert_eq!(on_file["state"]["status"], "filed");
        assert_eq!(
            on_file["state"]["recheck"], "2027-05-26",
            "six months for deep hardship"
        );
        let union = s.union;
        let year = Span::year(2026).unwrap();
        let totals = s
            .store
            .read(|r| facts::register::store::totals(r, union, year))
            .unwrap();
        let of = |key: &str| totals.iter().find(|t| t.measure == key).map(|t| t.quantity);
        assert_eq!((of("hardship.filed"), of("aid.households")), (Some(1), None));
        assert_eq!(differences(s), []);
    });
}

#[test]
fn from_paper_printed_and_taken_out_with_a_purpose() {
    story(kit, |s| {
        minimum(s);
        let (_, member) = s.member(Role::MemberRole);
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        assert!(officer.get("/hardships/new").expect(200).shows("代录纸质申请"));
        let member = member.to_string();
        let mut form = whole();
        form.push(("member", &member));
        officer.post("/hardships/new", &form).expect(422);
        // kept as a draft without the signed paper, it is not handed in without it either
        let mut draft = form.clone();
        draft.push(("go", "draft"));
        let kept = officer.post("/hardships/new", &draft).expect(303).id();
        open(&officer, &kept);
        let seen = version(&officer, &kept);
        let mut again = whole();
        again.push(("version", &seen));
        let refused = officer.post(&format!("/hardships/{kept}/edit"), &again);
        assert!(
            refused.status == 422 && refused.shows("请先核对本人签字的申请书"),
            "{}",
            refused.text()
        );
        let back = [("version", seen.as_str()), ("why", "重新录入")];
        officer.post(&format!("/hardships/{kept}/withdraw"), &back).expect(303);
        form.push(("seen", "1"));
        let id = officer.post("/hardships/new", &form).expect(303).id();
        officer.post("/hardships/new", &form).expect(409);
        assert_eq!(status(&chair, &id), "applied");
        visited(s, &officer, &id);
        officer.get(&format!("/hardships/{id}/print")).expect(403);
        officer.get(&format!("/hardships/{id}/form.docx")).expect(403);
        open(&chair, &id);
        chair.get(&format!("/hardships/{id}/form.docx")).expect(403);
        let paper = chair.get(&format!("/hardships/{id}/print")).expect(200);
        assert!(paper.shows("困难职工档案表") && paper.shows("110105198503170044") && paper.shows("标记己核查"));
        chair
            .post(&format!("/hardships/{id}/export"), &[("purpose", "")])
            .expect(422);
        chair
            .post(&format!("/hardships/{id}/export"), &[("purpose", "报上级工会")])
            .expect(303);
        let file = chair.get(&format!("/hardships/{id}/form.docx")).expect(200);
        let text = papers::read("a.docx", &file.bytes, &papers::Limits::default())
            .unwrap()
            .plain_text();
        assert!(
            text.contains("标记甲街一号") && text.contains("6222020200009876543"),
            "{text}"
        );
        let readings = page(&chair, &id)["opened"]["readings"].to_string();
        assert!(readings.contains("报上级工会"), "{readings}");
    });
}

#[test]
fn a_draft_is_kept_mended_and_its_numbers_stay() {
    story(kit, |s| {
        minimum(s);
        let (me, _) = s.member(Role::MemberRole);
        let chair = s.person(Role::Chair);
        assert!(me.get("/me/hardship").expect(200).shows("您还没有申请过"));
        let draft = [
            ("go", "draft"),
            ("number", "110105198503170044"),
            ("story", "标记乙困难情况"),
        ];
        me.post("/me/hardship/form", &draft).expect(303);
        let mine = me.get_json("/me/hardship").expect(200).json();
        let id = mine["dossiers"][0]["id"].as_str().unwrap().to_owned();
        chair.get(&format!("/hardships/{id}")).expect(404);
        let form = me.get("/me/hardship/form").expect(200);
        assert!(form.shows("标记乙困难情况") && form.shows("110105********0044") && !form.shows("110105198503170044"));
        let send = |version: &str, more: &[(&'static str, &'static str)]| {
            let mut form: Vec<(&str, &str)> = with(&[("number", ""), ("agree", "1"), ("agree_notice", "1")]);
            form.extend(more.iter().copied());
            form.push(("version", version));
            me.post("/me/hardship/form", &form)
        };
        send("9", &[]).expect(409);
        send("1", &[]).expect(303);
        open(&chair, &id);
        assert_eq!(
            page(&chair, &id)["opened"]["body"]["own"]["number"],
            "110105********0044"
        );
        let back = [("version", &*version(&chair, &id)), ("why", "缺诊断书")];
        chair.post(&format!("/hardships/{id}/return"), &back).expect(303);
        assert!(me.get("/me/hardship").expect(200).shows("缺诊断书"));
        assert!(me.get("/me/hardship/form").expect(200).shows("需要补正：缺诊断书"));
        let mine = me.get_json("/me/hardship").expect(200).json();
        let version = mine["dossiers"][0]["version"].to_string();
        send(&version, &[]).expect(303);
        assert_eq!(status(&chair, &id), "applied");
        let version = me.get_json("/me/hardship").json()["dossiers"][0]["version"].to_string();
        let gone = [("dossier", &*id), ("version", &*version)];
        s.person(Role::MemberRole)
            .post("/me/hardship/withdraw", &gone)
            .expect(404);
        me.post("/me/hardship/withdraw", &gone).expect(303);
        assert_eq!(status(&chair, &id), "withdrawn");
        assert_eq!(differences(s), []);
    });
}

#[test]
fn an_officer_mends_what_was_returned_and_two_editors_meet() {
    story(kit, |s| {
        minimum(s);
        let (_, _, id) = applied(s);
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        officer
            .post(&format!("/hardships/{id}/edit"), &[("version", "2"), ("name", "甲")])
            .expect(409);
        let seen = version(&chair, &id);
        chair
            .post(
                &format!("/hardships/{id}/return"),
                &[("version", &seen), ("why", "补收入证明")],
            )
            .expect(303);
        chair
            .post(
                &format!("/hardships/{id}/return"),
                &[("version", &seen), ("why", "补收入证明")],
            )
            .expect(409);
        assert!(
            officer
                .get(&format!("/hardships/{id}/edit"))
                .expect(200)
                .shows("说明用途后可以打开")
        );
        open(&officer, &id);
        assert!(
            officer
                .get(&format!("/hardships/{id}/edit"))
                .expect(200)
                .shows("标记乙困难情况")
        );
        let seen = version(&officer, &id);
        let mut form = with(&[
            ("number", ""),
            ("f0_number", ""),
            ("card", ""),
            ("income_month", "1200"),
        ]);
        form.push(("version", &seen));
        let key = [("_once", "0190f000-0000-7000-8000-000000000001")];
        form.extend(key);
        officer.post(&format!("/hardships/{id}/edit"), &form).expect(303);
        // the same form once more, as a double click sends it
        officer.post(&format!("/hardships/{id}/edit"), &form).expect(303);
        form.retain(|(name, _)| *name != "_once");
        chair.post(&format!("/hardships/{id}/edit"), &form).expect(409);
        let body = page(&officer, &id)["opened"]["body"].clone();
        assert_eq!(body["own"]["income_month"], "1200.00");
        assert_eq!(
            body["family"][0]["number"], "110105********0026",
            "what was left empty stays"
        );
        assert_eq!(differences(s), []);
    });
}

#[test]
fn proofs_are_kept_sealed_and_handed_out_to_those_entitled() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        open(&chair, &id);
        let png = include_bytes!("../../../../zhijia/demo/visit.jpg");
        me.upload(
            "/me/hardship/proofs",
            &[("dossier", &id), ("kind", "diagnosis")],
            &[("files", "诊断.jpg", png)],
        )
        .expect(303);
        let mine = me.get_json("/me/hardship").expect(200).json();
        let proof = mine["dossiers"][0]["proofs"][0][0].as_str().unwrap().to_owned();
        let own = me.get(&format!("/me/hardship/proofs/{proof}")).expect(200);
        assert_eq!(
            chair.get(&format!("/hardships/{id}/proofs/{proof}")).expect(200).bytes,
            own.bytes
        );
        s.person(Role::Officer)
            .get(&format!("/hardships/{id}/proofs/{proof}"))
            .expect(403);
        s.person(Role::MemberRole)
            .get(&format!("/me/hardship/proofs/{proof}"))
            .expect(404);
        let jpg = include_bytes!("../../../../zhijia/demo/visit.jpg");
        let officer = s.person(Role::Officer);
        officer
            .upload(
                &format!("/hardships/{id}/proofs"),
                &[("kind", "income")],
                &[("files", "收入.jpg", jpg)],
            )
            .expect(303);
        officer
            .upload(
                &format!("/hardships/{id}/proofs"),
                &[("kind", "nothing")],
                &[("files", "收入.jpg", jpg)],
            )
            .expect(422);
        assert_eq!(differences(s), []);
    });
}

#[test]
fn what_was_begun_and_never_handed_in_stays_the_applicants_own_when_taken_back() {
    story(kit, |s| {
        minimum(s);
        let (person, _) = s.member(Role::MemberRole);
        let mut form = whole();
        form.push(("go", "draft"));
        person.post("/me/hardship/form", &form).expect(303);
        let ids = ::store::Sql::union("SELECT id FROM hardship WHERE union_id = $1");
        let id: kernel::Id<()> = s.store.read(|r| r.one(ids, &[&s.union], |row| row.get(0))).unwrap();
        let (id, chair) = (id.to_string(), s.person(Role::Chair));
        chair.get(&format!("/hardships/{id}")).expect(404);
        let back = [("dossier", id.as_str()), ("version", "1"), ("why", "不申请了")];
        person.post("/me/hardship/withdraw", &back).expect(303);
        chair.get(&format!("/hardships/{id}")).expect(404);
        assert!(!chair.get_json("/hardships").expect(200).text().contains(&id));
    });
}

/// A picture of one point.
const DOT: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\x60\x00\x00\x00\
    \x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

#[test]
fn a_dossier_takes_so_many_proofs_and_says_so() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let files: Vec<testkit::File<'_>> = (0..10).map(|_| ("files", "诊断.png", DOT)).collect();
        let form = [("dossier", id.as_str()), ("kind", "diagnosis")];
        for _ in 0..6 {
            me.upload("/me/hardship/proofs", &form, &files).expect(303);
        }
        let said = me.upload("/me/hardship/proofs", &form, &files[..1]).expect(422);
        assert!(said.shows("最多60份证明，已有60份"), "{}", said.text());
    });
}
