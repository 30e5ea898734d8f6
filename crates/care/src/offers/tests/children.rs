//! Members' children: with consent, at their age, sealed, and gone in time.

use super::*;
use crate::tests::{posted, somebody};

fn camp(officer: &Client, more: &[(&str, &str)]) -> (String, String) {
    let kind = kind(4);
    let usual = [
        ("title", "冬令营"),
        ("age_from", "6"),
        ("age_until", "12"),
        ("consent", "同意工会为冬令营使用孩子信息"),
        ("per_member", "2"),
        ("closes", "2026-11-22"),
        ("until", "2026-11-22"),
        ("keep_days", "10"),
    ];
    let all: Vec<(&str, &str)> = usual.into_iter().chain(more.iter().copied()).collect();
    let id = officer.post("/offers/new", &told(&all, &kind)).expect(303).id();
    (id.clone(), slot(officer, &id, 0))
}

fn child<'a>(slot: &'a str, name: &'a str, born: &'a str, consent: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("slot", slot),
        ("child_name", name),
        ("born", born),
        ("relation", "女儿"),
        ("remarks", "对花生过敏"),
        ("consent", consent),
    ]
}

#[test]
fn a_child_comes_at_its_age_with_its_guardians_consent() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let fourth = kind(4);
        officer
            .post("/offers/new", &told(&[("age_from", "6")], &fourth))
            .expect(422);
        let (id, slot) = camp(&officer, &[("places", "5")]);
        let own = format!("/me/offers/{id}");
        let (one, _) = somebody(s, "陈一", "male");
        assert!(one.get(&own).expect(200).shows("同意工会为冬令营使用孩子信息"));
        let old = one.post(&own, &child(&slot, "小雨", "2012", "on")).expect(422);
        assert!(
            old.shows("孩子 14 岁，这项服务面向 6 至 12 岁") && old.shows("对花生过敏"),
            "nothing typed is lost"
        );
        let without = one.post(&own, &child(&slot, "小雨", "2017", "")).expect(422);
        assert!(without.shows("需要监护人同意"));
        one.post(&own, &[("slot", &slot)]).expect(422);
        let signup = one.post(&own, &child(&slot, "小雨", "2017", "on")).expect(303).id();
        assert!(
            one.post(&own, &child(&slot, "小雨", "2017", "on"))
                .expect(422)
                .shows("已经报过名")
        );
        one.post(&own, &child(&slot, "小雪", "2019", "on")).expect(303);
        one.post(&own, &child(&slot, "小霜", "2018", "on")).expect(409);
        // the parent sees their own child, an officer only after saying what for
        let page = one.get(&format!("/offer_signups/{signup}")).expect(200);
        assert!(page.shows("小雨") && page.shows("同意工会为冬令营使用孩子信息"));
        let path = format!("/offers/{id}");
        for at in [
            path.clone(),
            format!("{path}/print"),
            format!("/offer_signups/{signup}"),
        ] {
            assert!(!officer.get(&at).expect(200).shows("小雨"), "{at}");
        }
        s.person(Role::Auditor)
            .post(&format!("{path}/reveal"), &[("purpose", "看看")])
            .expect(403);
        officer
            .post(&format!("{path}/reveal"), &[("purpose", "活动当天点名")])
            .expect(303);
        let opened = officer.get(&path).expect(200);
        assert!(opened.shows("小雨") && opened.shows("对花生过敏") && opened.shows("活动当天点名"));
        assert!(officer.get(&format!("{path}/print")).expect(200).shows("小雪"));
        assert!(!s.person(Role::Officer).get(&path).expect(200).shows("小雨"));
        sound(s);
    });
}

fn children(s: &Story) -> i64 {
    let union = s.union;
    let sql = ::store::Sql::union("SELECT COUNT(*) FROM offer_child WHERE union_id = $1");
    let count: Result<i64, ::store::Error> = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0)));
    count.unwrap()
}

#[test]
fn what_is_known_of_children_is_gone_after_its_days_and_counts_stay() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = camp(&officer, &[("places", "3")]);
        let own = format!("/me/offers/{id}");
        let (one, _) = somebody(s, "陈一", "male");
        let (two, _) = somebody(s, "陈二", "female");
        let came = one.post(&own, &child(&slot, "小雨", "2017", "on")).expect(303).id();
        let gave_up = two.post(&own, &child(&slot, "小雪", "2018", "on")).expect(303).id();
        assert_eq!(children(s), 2);
        // what was given up needs no child any more
        two.post(&format!("/offer_signups/{gave_up}/give-up"), &[]).expect(303);
        assert_eq!(children(s), 1);
        officer
            .post(&format!("/offers/{id}/pick-up"), &[("signup", &came)])
            .expect(303);
        assert_eq!(
            (posted(s, "benefit.children"), posted(s, "benefit.person_times")),
            (1, 0)
        );
        assert_eq!((night(s, "2026-12-02"), children(s)), (0, 1), "the last of its days");
        assert_eq!((night(s, "2026-12-03"), children(s)), (1, 0));
        assert_eq!(night(s, "2026-12-04"), 0);
        assert_eq!(posted(s, "benefit.children"), 1);
        assert_eq!(status(&one, &came), "picked");
        assert!(!one.get(&format!("/offer_signups/{came}")).expect(200).shows("小雨"));
        assert!(
            officer
                .get(&format!("/offers/{id}"))
                .expect(200)
                .shows("子女信息已删除")
        );
        sound(s);
        // a child put back by hand is named
        let union = s.union;
        let put: Result<u64, ::store::Error> = s.store.write(move |w| {
            let sql = ::store::Sql::union(
                "INSERT INTO offer_child (union_id, signup_id, sealed, consent, consented_at) VALUES ($1, $2, $3, '', 0)",
            );
            let id: kernel::Id<()> = came.parse().unwrap();
            w.run(sql, &[&union, &id, &vec![0_u8]])
        });
        put.unwrap();
        assert_eq!(s.store.read(|r| check(r, union)).unwrap().len(), 1);
        // and is gone the next night
        assert_eq!((night(s, "2026-12-05"), children(s)), (1, 0));
        sound(s);
    });
}

#[test]
fn no_child_is_kept_after_the_end_and_none_longer_than_was_told() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let fourth = kind(4);
        let ages = [("age_from", "6"), ("age_until", "12"), ("consent", "同意")];
        let late = told(&[&ages[..], &[("until", "2026-11-22")]].concat(), &fourth);
        assert!(officer.post("/offers/new", &late).expect(422).shows("报名截止不能晚于"));
        let long = told(&[&ages[..], &[("until", "2028-11-22")]].concat(), &fourth);
        assert!(officer.post("/offers/new", &long).expect(422).shows("最多 400 天"));
        let (id, slot) = camp(&officer, &[("places", "5")]);
        let (one, member) = somebody(s, "陈一", "male");
        let edit = |officer: &Client, until: &str, days: &str, version: &str| {
            let more = [
                ("closes", "2026-11-22"),
                ("until", until),
                ("keep_days", days),
                ("per_member", "2"),
                ("version", version),
            ];
            officer.post(&format!("/offers/{id}/edit"), &told(&more, &fourth))
        };
        edit(&officer, "2026-11-22", "12", "1").expect(303);
        let own = format!("/me/offers/{id}");
        one.post(&own, &child(&slot, "小雨", "2017", "on")).expect(303);
        assert!(edit(&officer, "2026-11-22", "13", "2").expect(422).shows("只能缩短"));
        edit(&officer, "2026-11-22", "10", "").expect(409);
        edit(&officer, "2026-11-22", "10", "2").expect(303);
        let member = member.to_string();
        let paper: Vec<(&str, &str)> = [("member", &*member)]
            .into_iter()
            .chain(child(&slot, "小雪", "2018", "on"))
            .collect();
        let signup = format!("/offers/{id}/signup");
        s.clock.set(at("2026-11-23"));
        let officer = s.person(Role::Officer);
        assert!(officer.post(&signup, &paper).expect(409).shows("2026-11-22 结束"));
        assert_eq!((night(s, "2026-12-03"), children(s)), (1, 0));
        edit(&officer, "2026-12-30", "10", "3").expect(303);
        assert!(officer.post(&signup, &paper).expect(409).shows("已按期删除"));
        assert_eq!(children(s), 0);
        sound(s);
    });
}

#[test]
fn a_place_changed_by_hand_is_named() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (id, slot) = offer(&officer, &[]);
        let (one, _) = somebody(s, "陈一", "male");
        one.post(&format!("/me/offers/{id}"), &[("slot", &slot)]).expect(303);
        sound(s);
        let union = s.union;
        let put: Result<u64, ::store::Error> = s.store.write(move |w| {
            let sql = ::store::Sql::union("UPDATE offer_signup SET status = 'missed' WHERE union_id = $1");
            w.run(sql, &[&union])?;
            w.run(
                ::store::Sql::union("UPDATE offer_place SET taken = 1 WHERE union_id = $1"),
                &[&union],
            )
        });
        put.unwrap();
        assert_eq!(s.store.read(|r| check(r, union)).unwrap().len(), 2);
        // and what would sell a place twice cannot even be written
        let twice: Result<u64, ::store::Error> = s.store.write(move |w| {
            let sql = ::store::Sql::union(
                "INSERT INTO offer_signup (union_id, id, offer_id, slot_id, member_id, nth, place, status, since, on_paper, made_by, code, version)
                 SELECT union_id, member_id, offer_id, slot_id, member_id, 2, place, status, since, 0, made_by, 'X', 1
                 FROM offer_signup WHERE union_id = $1",
            );
            w.run(sql, &[&union])
        });
        assert!(matches!(twice, Err(::store::Error::Constraint { .. })), "{twice:?}");
    });
}
