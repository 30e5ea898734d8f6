//! A round of education aid from the phone to the payment, and to what is forgotten.

use super::{super::rounds::purge, *};

#[test]
fn a_round_of_education_aid_goes_from_the_phone_to_the_payment() {
    story(kit, |s| {
        minimum(s);
        rule(s, "aid.school_senior", "3倍当地低保标准", &[("severity", "reason")]);
        let officer = s.person(Role::Officer);
        let id = round(&officer);
        let path = format!("/aid_rounds/{id}");
        let (parent, member) = in_group(s, "王小明", Some(s.group));
        assert!(parent.get("/me/aid").expect(200).shows("金秋助学"));
        assert!(parent.get(&format!("/me/aid/rounds/{id}")).expect(200).shows("监护人"));
        let none = apply(&parent, &id, "王小小标记乙", "").expect(422);
        assert!(
            none.shows("监护人同意") && none.shows("王小小标记乙"),
            "{}",
            none.text()
        );
        apply(&parent, &id, "王小小标记乙", "1").expect(303);
        assert!(apply(&parent, &id, "王小小标记乙", "1").expect(422).shows("已经申请过"));
        officer.get(&format!("/aid_rounds/{id}/child")).expect(200);
        let (other, second) = in_group(s, "李芳", None);
        let who = second.to_string();
        let paper = [
            ("member", who.as_str()),
            ("child", "李小小标记丙"),
            ("school", "职业技术学校"),
            ("stage", "vocational"),
            ("consent_on", "2026-11-10"),
        ];
        officer.post(&format!("/aid_rounds/{id}/child"), &paper).expect(422);
        let paper = [&paper[..], &[("consent", "1")]].concat();
        officer.post(&format!("/aid_rounds/{id}/child"), &paper).expect(303);
        let page = officer.get(&path).expect(200);
        assert!(!page.shows("标记乙") && page.shows("王小明"), "{}", page.text());
        officer
            .post(&format!("/aid_rounds/{id}/reveal"), &[("purpose", "核对学籍")])
            .expect(303);
        assert!(officer.get(&path).expect(200).shows("标记乙"));
        assert!(in_round(&officer, &id, "send", &[]).expect(409).shows("2 份申请没有定"));
        let children = seen(&officer, &path)["children"].clone();
        let of = |name: &str| {
            let all = children.as_array().unwrap();
            all.iter().find(|c| c["name"] == name).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let (first, third) = (of("王小明"), of("李芳"));
        let amounts = |value: &str, reason: &str| {
            let (a, b) = (format!("amount_{first}"), format!("amount_{third}"));
            let form = [(a.as_str(), value), (&b, "2000"), ("reason", reason)];
            in_round(&officer, &id, "amounts", &form)
        };
        assert!(amounts("2500", "").expect(422).shows("2,400.00"));
        assert_eq!(amounts("-1", "").status, 422);
        amounts("2500", "考取重点学校").expect(303);
        sent_and_paid(s, &officer, &id, &(parent, member), &other);
        forgotten(s, &officer, &id);
    });
}

/// The list is sent, taken back and sent again, published and paid.
fn sent_and_paid(s: &Story, officer: &Client, id: &str, parent: &(Client, MemberId), other: &Client) {
    let path = format!("/aid_rounds/{id}");
    in_round(officer, id, "publish", &[("until", "2026-11-28")]).expect(409);
    in_round(officer, id, "send", &[]).expect(303);
    sound(s);
    in_round(officer, id, "back", &[]).expect(303);
    in_round(officer, id, "send", &[]).expect(303);
    in_round(officer, id, "close", &[]).expect(409);
    in_round(officer, id, "publish", &[("until", "2026-11-28")]).expect(303);
    // the notice says the least: masked name, group, stage, amount
    let notice = other.get(&format!("/me/aid/rounds/{id}")).expect(200);
    assert!(
        notice.shows("王**") && notice.shows("高中") && notice.shows("2,500.00"),
        "{}",
        notice.text()
    );
    assert!(!notice.shows("王小明") && !notice.shows("标记乙") && !notice.shows("第一中学"));
    let href = payment(officer, &path, 2);
    paid(s, &href, "2026-11-21");
    assert_eq!(
        (posted(s, "aid.school_people"), posted(s, "aid.school_money")),
        (2, 450_000)
    );
    assert_eq!((posted(s, "aid.person_times"), posted(s, "aid.money")), (2, 450_000));
    assert_eq!(received(s, parent.1)[0].kind, given::Kind::Schooling);
    assert!(parent.0.get("/me/receipts").expect(200).shows("关爱款项"));
    assert!(!receipts(s, officer).contains("助学"));
    officer.get(&format!("/aid_rounds/{id}/list.xlsx")).expect(403);
    officer
        .post(&format!("/aid_rounds/{id}/export"), &[("purpose", "交财务发放")])
        .expect(303);
    officer.get(&format!("/aid_rounds/{id}/list.xlsx")).expect(200);
    sound(s);
}

/// The round ends; what is known of children is gone after its days, count and sum stay.
fn forgotten(s: &Story, officer: &Client, id: &str) {
    let path = format!("/aid_rounds/{id}");
    in_round(officer, id, "close", &[]).expect(303);
    officer.get(&format!("/aid_rounds/{id}/edit")).expect(200);
    let edit = [
        ("title", "2026年金秋助学"),
        ("from", "2026-11-01"),
        ("until", "2026-11-30"),
        ("keep_days", "10"),
    ];
    in_round(officer, id, "edit", &edit).expect(303);
    let union = s.union;
    let night = |days: i64| {
        let at = s.clock.now().plus_millis(days * 86_400_000);
        s.store.write(move |w| purge::purge(w, union, at)).unwrap()
    };
    assert_eq!((night(9), night(10), night(11), night(12)), (0, 0, 1, 0));
    let sql = store::Sql::union(
        "SELECT COUNT(*) FROM aid_child WHERE union_id = $1 AND (child IS NOT NULL OR stage IS NOT NULL)",
    );
    let left: i64 = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0))).unwrap();
    assert_eq!(left, 0);
    let page = seen(officer, &path);
    assert_eq!(
        (page["people"].as_i64(), page["total"].as_str()),
        (Some(2), Some("4500.00")),
        "{page}"
    );
    assert!(officer.get(&path).expect(200).shows("已删除"));
    let english = officer.get(&format!("{path}?lang=en")).expect(200);
    assert!(
        english.shows("Deleted") && !english.shows("已删除"),
        "{}",
        english.text()
    );
    sound(s);
}

#[test]
fn an_application_is_taken_back_or_refused_and_an_empty_round_ends() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let id = round(&officer);
        let (one, _) = in_group(s, "王小明", None);
        let (two, _) = in_group(s, "李芳", None);
        apply(&one, &id, "王小小", "1").expect(303);
        let mine = seen(&one, "/me/aid")["children"][0]["id"].as_str().unwrap().to_owned();
        two.post(&format!("/me/aid/children/{mine}/withdraw"), &[]).expect(404);
        one.post(&format!("/me/aid/children/{mine}/withdraw"), &[]).expect(303);
        one.post(&format!("/me/aid/children/{mine}/withdraw"), &[]).expect(409);
        apply(&two, &id, "李小小", "1").expect(303);
        in_round(&officer, &id, "close", &[]).expect(409);
        let theirs = seen(&two, "/me/aid")["children"][0]["id"].as_str().unwrap().to_owned();
        let no = [("child", theirs.as_str()), ("why", "不在资助范围")];
        in_round(&officer, &id, "refuse", &no).expect(303);
        in_round(&officer, &id, "refuse", &no).expect(409);
        assert!(two.get("/me/aid").expect(200).shows("不在资助范围"));
        assert!(in_round(&officer, &id, "send", &[]).expect(409).shows("还没有人"));
        in_round(&officer, &id, "close", &[]).expect(303);
        apply(&one, &id, "王小小", "1").expect(409);
        sound(s);
        assert_eq!(s.person(Role::MemberRole).get(&format!("/aid_rounds/{id}")).status, 403);
        assert_eq!(s.outsider(Role::Chair).get(&format!("/aid_rounds/{id}")).status, 404);
    });
}
