//! Who is on a list, and what is said of them.

use super::*;
use members::Status;

fn lines(officer: &Client, id: &str, only: &str) -> String {
    let page = officer.get(&format!("/rounds/{id}/lines?{only}")).expect(200);
    page.text()
}

#[test]
fn nobody_is_on_a_list_twice_and_striking_needs_a_reason() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let officer = s.person(Role::Officer);
        let a = member(s, "王芳", Some(s.group), "2020-01-01").to_string();
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[]);
        let add = |why: &str| officer.post(&format!("/rounds/{id}/lines/add"), &[("member", &a), ("why", why)]);
        assert!(add("").expect(409).shows("已经在名单上"));
        let strike = format!("/rounds/{id}/lines/{a}/strike");
        assert!(officer.post(&strike, &[]).expect(422).shows("请写明理由"));
        officer.post(&strike, &[("why", "本人不要")]).expect(303);
        officer.post(&strike, &[("why", "本人不要")]).expect(409);
        assert!(lines(&officer, &id, "only=struck").contains("本人不要"));
        // who was struck by hand stays so when the list is made anew
        list(s, &officer, &id, &[]);
        assert!(lines(&officer, &id, "only=struck").contains("王芳"));
        officer
            .post(&format!("/rounds/{id}/lines/{a}/restore"), &[])
            .expect(303);
        assert!(!lines(&officer, &id, "only=struck").contains("王芳"));
        officer.get(&format!("/rounds/{id}/lines/{a}")).expect(200);
        assert!(lines(&officer, &id, "q=wangf").contains("已在名单上"));
    });
}

#[test]
fn conditions_say_who_is_meant_on_the_day() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let officer = s.person(Role::Officer);
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        member(s, "李静", None, "2020-01-01");
        member(s, "赵敏", Some(s.group), "2027-09-10");
        let old = member(s, "周老师", Some(s.group), "1990-01-01");
        becomes(s, old, Status::Kept, "2026-01-01");
        let id = draft(&officer, &[]);
        let group = s.group.to_string();
        list(s, &officer, &id, &[("groups", &group), ("joined_until", "2026-06-30")]);
        let all = lines(&officer, &id, "");
        assert!(
            all.contains("王芳") && !all.contains("李静") && !all.contains("赵敏"),
            "{all}"
        );
        assert!(!all.contains("周老师"), "the retired are not meant unless it is said");
        let only = [("version", version(s, &id)), ("retired", "only".to_owned())];
        let only: Vec<(&str, &str)> = only.iter().map(|(k, v)| (*k, v.as_str())).collect();
        officer.post(&format!("/rounds/{id}/whom"), &only).expect(303);
        let all = lines(&officer, &id, "");
        assert!(all.contains("周老师") && !all.contains("王芳"), "{all}");
        // nobody
        let men = [
            ("version", version(s, &id)),
            ("sex", "male".to_owned()),
            ("retired", "only".to_owned()),
        ];
        let men: Vec<(&str, &str)> = men.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let none = officer.post(&format!("/rounds/{id}/whom"), &men).expect(422);
        assert!(none.shows("没有一个人"), "{}", none.text());
        // the list of before, for another round
        let next = draft(
            &officer,
            &[("kind", "model_worker"), ("festival", ""), ("title", "慰问劳模")],
        );
        list(s, &officer, &next, &[("by_hand", "1")]);
        let add = [("member", a.to_string()), ("why", "市劳模".to_owned())];
        let add: Vec<(&str, &str)> = add.iter().map(|(k, v)| (*k, v.as_str())).collect();
        officer.post(&format!("/rounds/{next}/lines/add"), &add).expect(303);
        let last = draft(
            &officer,
            &[("kind", "model_worker"), ("festival", ""), ("title", "再慰问劳模")],
        );
        list(s, &officer, &last, &[("like", &next)]);
        let all = lines(&officer, &last, "");
        assert!(all.contains("王芳") && !all.contains("李静"), "{all}");
    });
}

#[test]
fn who_left_between_the_list_and_the_day_is_told_before_anything_is_handed_out() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        member(s, "李静", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        let group = s.group.to_string();
        list(s, &officer, &id, &[("groups", &group)]);
        buy(s, &officer, &id, "4");
        chair
            .post(&format!("/rounds/{id}/approve"), &[("version", &version(s, &id))])
            .expect(303);
        s.clock.set(at("2027-09-25"));
        becomes(s, a, Status::Resigned, "2027-09-22");
        let c = member(s, "赵敏", Some(s.group), "2027-09-01").to_string();
        let hand = format!("/rounds/{id}/hand");
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let no = chair.post(&hand, &[("version", &version(s, &id))]).expect(422);
        assert!(no.shows("重新核对"), "{}", no.text());
        let told = officer.get(&format!("/rounds/{id}/checks")).expect(200);
        assert!(
            told.shows("名单上有 1 人已不在册") && told.shows("又有 1 人符合条件"),
            "{}",
            told.text()
        );
        // after the approval adding needs a reason too
        let add = format!("/rounds/{id}/lines/add");
        officer.post(&add, &[("member", &c)]).expect(422);
        officer
            .post(&add, &[("member", &c), ("why", "九月入会，补上")])
            .expect(303);
        check(s, &officer, &id);
        assert!(
            officer
                .get(&format!("/rounds/{id}/lines?only=trouble"))
                .expect(200)
                .shows("后来离开")
        );
        officer
            .post(&format!("/rounds/{id}/lines/{a}/strike"), &[("why", "已离职")])
            .expect(303);
        chair.post(&hand, &[("version", &version(s, &id))]).expect(303);
        assert_eq!(row(s, &id).state, super::super::model::State::Handing);
    });
}

#[test]
fn a_list_that_changed_meanwhile_is_not_approved() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let a = member(s, "王芳", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[]);
        let seen = version(s, &id);
        officer
            .post(&format!("/rounds/{id}/lines/{a}/strike"), &[("why", "本人不要")])
            .expect(303);
        let late = chair
            .post(&format!("/rounds/{id}/approve"), &[("version", &seen)])
            .expect(409);
        drop(late);
        let seen = version(s, &id);
        chair
            .post(&format!("/rounds/{id}/approve"), &[("version", &seen)])
            .expect(303);
        chair
            .post(&format!("/rounds/{id}/approve"), &[("version", &seen)])
            .expect(409);
        let seen = version(s, &id);
        chair
            .post(&format!("/rounds/{id}/reopen"), &[("version", &seen)])
            .expect(303);
        let seen = version(s, &id);
        officer
            .post(&format!("/rounds/{id}/drop"), &[("version", &seen), ("why", "改期")])
            .expect(303);
        assert!(officer.get(&format!("/rounds/{id}")).expect(200).shows("改期"));
        officer
            .post(&format!("/rounds/{id}/check"), &[("version", &version(s, &id))])
            .expect(409);
    });
}

#[test]
fn a_round_is_copied_for_the_next_year() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let officer = s.person(Role::Officer);
        let id = draft(&officer, &[]);
        let copy = id_of(&officer.post(&format!("/rounds/{id}/copy"), &[]).expect(303).location());
        let round = row(s, &copy);
        // 中秋 2027 is on 15 September, 2028 on 3 October
        assert_eq!(round.day.to_string(), "2028-10-08");
        assert_eq!(round.title, "2028年中秋节慰问");
        assert_eq!(round.occasion.as_deref(), Some("mid-autumn-2028"));
        assert_eq!(round.worth, Money::from_fen(30_000));
    });
}

#[test]
fn a_round_that_was_changed_is_checked_again() {
    story(stage, |s| {
        s.clock.set(at("2027-09-20"));
        let officer = s.person(Role::Officer);
        member(s, "王芳", Some(s.group), "2020-01-01");
        let id = draft(&officer, &[]);
        list(s, &officer, &id, &[]);
        let edit = |version: &str, budget: &str| {
            let fields = [
                ("version", version),
                ("kind", "festival"),
                ("festival", "mid-autumn"),
                ("title", "2027年中秋佳节慰问"),
                ("day", "2027-09-14"),
                ("form", "voucher"),
                ("budget", budget),
            ];
            officer.post(&format!("/rounds/{id}/edit"), &fields)
        };
        let seen = version(s, &id);
        assert!(edit(&seen, "-1").expect(422).shows("中秋佳节"));
        edit(&seen, "1000").expect(303);
        edit(&seen, "2000").expect(409);
        assert_eq!(row(s, &id).state, super::super::model::State::Listed);
        assert!(officer.get(&format!("/rounds/{id}")).expect(200).shows("实名提货凭证"));
    });
}
