//! The list of a round: what is sent is what was seen, a student's year has one ceiling, and no reason outlives its purpose.

use super::{super::rounds::purge, *};

/// The amount of every application of a round that is to get one.
fn amount(officer: &Client, round: &str, value: &str) -> Answer {
    let page = seen(officer, &format!("/aid_rounds/{round}"));
    let fields: Vec<String> = page["children"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|child| child["status"] == "applied")
        .map(|child| format!("amount_{}", child["id"].as_str().unwrap()))
        .collect();
    let form: Vec<(&str, &str)> = fields.iter().map(|field| (field.as_str(), value)).collect();
    in_round(officer, round, "amounts", &form)
}

/// A case of aid to schooling, of a kind that asks for no dossier.
fn schooling(officer: &Client, member: MemberId, amount: &str) -> Answer {
    let kind = match officer
        .post("/aid_kinds/new", &[("name", "春蕾助学"), ("sort", "schooling")])
        .status
    {
        303 | 422 => seen(officer, "/aid_kinds")["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .find(|kind| kind["name"] == "春蕾助学")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned(),
        other => panic!("{other}"),
    };
    let member = member.to_string();
    let form = [
        ("member", member.as_str()),
        ("kind", &kind),
        ("stage", "senior"),
        ("amount", amount),
        ("story", "学费"),
    ];
    officer.post(&format!("/aids/new?member={member}"), &form)
}

#[test]
fn what_is_sent_is_what_was_seen() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = round(&officer);
        let (one, _) = in_group(s, "王小明", None);
        let path = format!("/aid_rounds/{id}");
        let version = || seen(&officer, &path)["version"].to_string();
        let act = |what: &str, version: &str, more: &[(&str, &str)]| {
            let form = [&[("version", version)][..], more].concat();
            officer.post(&format!("{path}/{what}"), &form)
        };
        let before = version();
        apply(&one, &id, "王小小", "1").expect(303);
        let applied = version();
        assert_ne!(before, applied, "an application is a change of the list");
        let child = seen(&officer, &path)["children"][0]["id"].as_str().unwrap().to_owned();
        let field = format!("amount_{child}");
        act("amounts", &before, &[(&field, "500")]).expect(409);
        act("amounts", &applied, &[(&field, "500")]).expect(303);
        let set = version();
        act("amounts", &set, &[(&field, "50000")]).expect(303);
        act("send", &set, &[]).expect(409);
        act("refuse", &set, &[("child", &child), ("why", "不符合")]).expect(409);
        let far = s.outsider(Role::Officer);
        let theirs = [("version", set.as_str()), (&field, "1")];
        far.post(&format!("{path}/amounts"), &theirs).expect(404);
        let (_, member) = in_group(s, "李芳", None);
        let who = member.to_string();
        let paper = [
            ("member", who.as_str()),
            ("child", "李小小"),
            ("school", "市第一中学"),
            ("stage", "senior"),
            ("consent_on", "2026-11-10"),
        ];
        far.post(&format!("{path}/child"), &paper).expect(404);
        one.post(&format!("/me/aid/children/{child}/withdraw"), &[]).expect(303);
        assert_ne!(version(), set);
        sound(s);
    });
}

#[test]
fn a_student_has_one_ceiling_a_year_over_cases_and_rounds() {
    story(kit, |s| {
        rule(s, "aid.school_senior", "2400元", &[("severity", "block")]);
        let officer = s.person(Role::Officer);
        let (parent, member) = in_group(s, "王小明", None);
        let first = round(&officer);
        apply(&parent, &first, "王小小", "1").expect(303);
        apply(&parent, &first, "王小妹", "1").expect(303);
        // a brother or sister is a student of their own
        amount(&officer, &first, "1500").expect(303);
        // what the round may still pay counts for a case
        schooling(&officer, member, "1000").expect(422);
        in_round(&officer, &first, "send", &[]).expect(303);
        schooling(&officer, member, "1000").expect(422);
        let second = round(&officer);
        apply(&parent, &second, "王小小", "1").expect(303);
        assert!(amount(&officer, &second, "1000").expect(422).shows("2,400.00"));
        paid(s, &payment(&officer, &format!("/aid_rounds/{first}"), 2), "2026-11-21");
        assert!(amount(&officer, &second, "1000").expect(422).shows("2,400.00"));
        amount(&officer, &second, "900").expect(303);
        let (other, another) = in_group(s, "李芳", None);
        schooling(&officer, another, "2000").expect(303);
        apply(&other, &second, "李小小", "1").expect(303);
        assert_eq!(
            amount(&officer, &second, "500").status,
            422,
            "a case that may still be paid counts"
        );
        amount(&officer, &second, "400").expect(303);
        sound(s);
        s.by_hand(store::Sql::union(
            "UPDATE aid_child SET amount = 50000 WHERE union_id = $1 AND amount = 40000",
        ));
        let union = s.union;
        let found = s.store.read(|r| super::super::check(r, union)).unwrap();
        assert_eq!(found.len(), 1, "an amount that the log did not tell: {found:?}");
    });
}

#[test]
fn a_case_of_last_year_that_may_still_be_paid_counts() {
    story(kit, |s| {
        rule(s, "hardship.temporary", "2000元", &[("severity", "block")]);
        let officer = s.person(Role::Officer);
        let (_, member) = in_group(s, "王小明", None);
        ask(&officer, member, "1500", &[]).expect(303);
        s.by_hand(store::Sql::union("UPDATE aid SET year = 2025 WHERE union_id = $1"));
        ask(&officer, member, "600", &[]).expect(422);
    });
}

#[test]
fn why_a_child_is_refused_stands_in_no_log_and_goes_with_the_child() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = round(&officer);
        let (one, _) = in_group(s, "王小明", None);
        apply(&one, &id, "王小小", "1").expect(303);
        let child = seen(&one, "/me/aid")["children"][0]["id"].as_str().unwrap().to_owned();
        let no = [("child", child.as_str()), ("why", "理由标记丁")];
        in_round(&officer, &id, "refuse", &no).expect(303);
        apply(&one, &id, "王小妹", "1").expect(303);
        let all = seen(&one, "/me/aid")["children"].clone();
        let open = all
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["status"] == "applied")
            .unwrap();
        let open = format!("/me/aid/children/{}/withdraw", open["id"].as_str().unwrap());
        one.post(&open, &[]).expect(303);
        let union = s.union;
        let count = |sql: store::Sql| -> i64 { s.store.read(|r| r.one(sql, &[&union], |row| row.get(0))).unwrap() };
        let told = store::Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1 AND body LIKE '%标记丁%'");
        let kept = store::Sql::union("SELECT COUNT(*) FROM aid_child WHERE union_id = $1 AND why LIKE '%标记丁%'");
        assert_eq!((count(told), count(kept)), (0, 1));
        in_round(&officer, &id, "close", &[]).expect(303);
        let at = s.clock.now().plus_millis(40 * 86_400_000);
        assert_eq!(s.store.write(move |w| purge::purge(w, union, at)).unwrap(), 1);
        assert_eq!(count(kept), 0);
        // what says nothing of the child stays
        let wish =
            store::Sql::union("SELECT COUNT(*) FROM aid_child WHERE union_id = $1 AND why = 'aid.round.own_wish'");
        assert_eq!(count(wish), 1);
        for (path, says) in [
            ("/me/aid", ["本人撤回", "已删除"]),
            ("/me/aid?lang=en", ["Withdrawn by the member", "Deleted"]),
        ] {
            let page = one.get(path).expect(200);
            assert!(says.iter().all(|said| page.shows(said)), "{}", page.text());
        }
        let english = one.get("/me/aid?lang=en").expect(200);
        assert!(!english.shows("本人撤回") && !english.shows("已删除"));
        sound(s);
    });
}

#[test]
fn a_member_has_ten_living_applications_at_most() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = round(&officer);
        let (one, _) = in_group(s, "王小明", None);
        for n in 0..10 {
            apply(&one, &id, &format!("孩子{n}"), "1").expect(303);
        }
        assert!(apply(&one, &id, "孩子十", "1").expect(422).shows("最多有 10 份"));
        let mine = seen(&one, "/me/aid")["children"][0]["id"].as_str().unwrap().to_owned();
        one.post(&format!("/me/aid/children/{mine}/withdraw"), &[]).expect(303);
        apply(&one, &id, "孩子十", "1").expect(303);
    });
}

#[test]
fn a_case_that_is_sent_in_again_is_looked_at_as_a_new_one() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (_, member) = in_group(s, "王小明", None);
        let path = ask(&officer, member, "900", &[]).expect(303).location();
        returned(&officer, &chair, &path);
        let again = |more: &[(&str, &str)]| {
            let form = [("version", "1"), ("amount", "800")];
            officer.post(&format!("{path}/again"), &[&form[..], more].concat())
        };
        assert!(again(&[]).expect(422).shows("看过要求的材料"));
        let kind = kind(&officer, Sort::Temporary);
        let edit = |version: &str, more: &[(&str, &str)]| {
            let form = [("version", version), ("name", "临时救助"), ("proof", "申请书")];
            let all = [&form[..], more].concat();
            officer.post(&format!("/aid_kinds/{kind}"), &all).expect(303);
        };
        edit("1", &[("dossier", "1")]);
        assert!(again(&[("proved", "1")]).expect(422).shows("困难职工建档"));
        edit("2", &[("ended", "1")]);
        assert!(again(&[("proved", "1")]).expect(422).shows("停用"));
    });
}
