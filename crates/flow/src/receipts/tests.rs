//! Stories of signing for what one gets.

use kernel::{Money, Text};
use org::{MemberId, NewMember, Role};
use serde::Deserialize;
use testkit::{Client, Kit, Story, story};
use web::{Access, Act, Done, Record, Reply, Routes};

use super::{Line, NewReceipt, ReceiptId};
use crate::{
    approvals::CaseId,
    tests::{kit, person, sane, sane_in_english},
};

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Form {
    id: CaseId,
    #[serde(default)]
    member: Vec<MemberId>,
    amount: Option<Money>,
    what: Option<Text<80>>,
}

fn expect(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let lines: Vec<Line<'_>> = form
        .member
        .iter()
        .map(|member| Line {
            member: *member,
            what: form.what.as_ref().map_or("月饼券", Text::as_str),
            amount: form.amount,
        })
        .collect();
    let id = super::expect(
        act,
        &NewReceipt {
            record: Record::new("task", form.id),
            title: "中秋慰问品",
            lines: &lines,
        },
    )?;
    Ok(Done::to(format!("/receipts/{id}")).record(id))
}

#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
struct Which {
    id: CaseId,
}

fn cancel(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    super::cancel(act, &Record::new("task", form.id))?;
    Ok(Done::to("/tasks"))
}

fn handing() -> Kit {
    let doors = Routes::new("handing")
        .act("/handing/{id}", Access::SignedIn, expect)
        .act("/handing/{id}/cancel", Access::SignedIn, cancel);
    let mut kit = kit();
    kit.routes = crate::routes()
        .and(archive::routes())
        .and(organisation::members::routes())
        .and(doors)
        .into_list();
    kit
}

fn task(who: &Client) -> String {
    crate::tests::add(who, "中秋慰问", &[])
}

/// Makes a list; says its page.
fn list(who: &Client, members: &[&str]) -> String {
    let task = task(who);
    let mut form = vec![("amount", "100")];
    form.extend(members.iter().map(|m| ("member", *m)));
    let made = who.post(&format!("/handing/{task}"), &form).expect(303);
    format!("/receipts/{}", made.id())
}

fn counts(who: &Client, list: &str) -> (i64, i64, i64) {
    let json = who.get_json(list).expect(200).json();
    let of = |name: &str| json["receipt"][name].as_i64().unwrap();
    (of("signed"), of("open"), of("returned"))
}

/// Members of the group of the story, without accounts.
fn group_members(s: &Story, count: usize) -> Vec<String> {
    let (union, group, clock) = (s.union, s.group, s.clock.clone());
    let made: Result<Vec<MemberId>, store::Error> = s.store.write(move |w| {
        (0..count)
            .map(|n| {
                let new = NewMember {
                    name: format!("王{n}"),
                    group: Some(group),
                    ..NewMember::default()
                };
                org::add_member(w, &clock, union, new)
            })
            .collect()
    });
    made.unwrap().iter().map(ToString::to_string).collect()
}

const SHEET: (&str, &str, &[u8]) = ("photos", "签字.txt", "签字名单".as_bytes());

#[test]
fn one_tap_signs_and_never_twice() {
    story(handing, |s| {
        let (officer, (member, member_id), (other, other_id)) = (
            s.person(Role::Officer),
            person(s, Role::MemberRole),
            person(s, Role::MemberRole),
        );
        assert!(sane(member.get("/me/receipts")).shows("现在没有等您签收的东西"));
        let page = list(&officer, &[&member_id, &other_id]);
        let id = page.rsplit('/').next().unwrap().to_owned();
        let inbox = sane(member.get("/inbox"));
        assert!(inbox.shows("中秋慰问品") && inbox.shows("我已收到"));
        sane_in_english(&member, "/inbox");
        let sign = format!("/me/receipts/{id}/sign");
        let form = [("_once", "one-tap")];
        assert_eq!(member.post(&sign, &form).status, 303);
        assert_eq!(member.post(&sign, &form).status, 303, "the second answer is the first");
        member.post(&sign, &[]).expect(409);
        officer.post(&sign, &[]).expect(404);
        s.outsider(Role::MemberRole).post(&sign, &[]).expect(404);
        assert_eq!(counts(&officer, &page), (1, 1, 0));
        assert!(!member.get("/inbox").shows("我已收到"));
        let mine = sane(member.get("/me/receipts"));
        assert!(mine.shows("以前签收的") && mine.shows("本人手机签收"));
        sane_in_english(&member, "/me/receipts");
        member.get(&page).expect(403);
        assert!(other.get("/me/receipts").shows("我已收到"));
        assert!(sane(officer.get(&page)).shows("1 人待签收"));
    });
}

#[test]
fn after_the_printed_list_for_many_with_a_photo() {
    story(handing, |s| {
        let officer = s.person(Role::Officer);
        let members = group_members(s, 30);
        let refs: Vec<&str> = members.iter().map(String::as_str).collect();
        let page = list(&officer, &refs);
        let paper = sane(officer.get(&format!("{page}/print")));
        assert!(paper.shows("中秋慰问品签收表") && paper.shows("第 2 页，共 2 页"));
        assert!(paper.shows("叁仟元整") && paper.shows("本页合计 18 人") && paper.shows("总计 30 人"));
        sane_in_english(&officer, &format!("{page}/print"));
        officer.get(&format!("{page}/list.xlsx")).expect(200);
        s.person(Role::Auditor).get(&format!("{page}/list.xlsx")).expect(200);
        s.person(Role::MemberRole).get(&format!("{page}/list.xlsx")).expect(403);
        let handle = format!("{page}/handle?all=1");
        assert!(sane(officer.get(&handle)).shows("30 人，合计 3,000.00 元"));
        sane_in_english(&officer, &handle);
        sane_in_english(&officer, &page);
        let to = format!("{page}/sheet");
        let two = [("line", "1"), ("line", "2"), ("on", "2026-11-21")];
        officer.upload(&to, &two, &[]).expect(422);
        officer
            .upload(&to, &[("line", "1"), ("on", "2026-11-22")], &[SHEET])
            .expect(422);
        officer
            .upload(&to, &[("line", "99"), ("on", "2026-11-21")], &[SHEET])
            .expect(404);
        officer.upload(&to, &[("on", "2026-11-21")], &[SHEET]).expect(422);
        let early = officer.upload(&to, &[("line", "1"), ("on", "2026-11-20")], &[SHEET]);
        assert!(
            early.status == 422 && early.shows("不能早于这一天"),
            "before the list was made"
        );
        let early = [("line", "1"), ("fetched_by", "李老师"), ("fetched_on", "2026-11-20")];
        officer.post(&format!("{page}/fetched"), &early).expect(422);
        officer.upload(&to, &two, &[SHEET]).expect(303);
        assert_eq!(counts(&officer, &page), (2, 28, 0));
        officer.upload(&to, &two, &[SHEET]).expect(409);
        let fetched = [("line", "3"), ("fetched_by", "李老师"), ("fetched_on", "2026-11-21")];
        officer.post(&format!("{page}/fetched"), &fetched).expect(303);
        officer.post(&format!("{page}/fetched"), &[("line", "4")]).expect(422);
        officer
            .post(&format!("{page}/left"), &[("line", "4"), ("left_why", "已调离")])
            .expect(303);
        officer
            .post(&format!("{page}/left"), &[("line", "1"), ("left_why", "已调离")])
            .expect(409);
        let shown = sane(officer.get(&page));
        assert!(shown.shows("李老师 代领") && shown.shows("已调离") && shown.shows("签字.txt"));
        let rest = [("all", "1"), ("on", "2026-11-21")];
        officer.upload(&to, &rest, &[SHEET]).expect(303);
        assert_eq!(counts(&officer, &page), (29, 0, 1));
        officer.upload(&to, &rest, &[SHEET]).expect(422);
        assert_eq!(verify(s), Vec::<String>::new());
        assert!(sane(officer.get("/receipts")).shows("已办完"));
        sane_in_english(&officer, "/receipts");
    });
}

#[test]
fn who_fetched_it_and_the_day_changed_by_hand_are_named() {
    story(handing, |s| {
        let officer = s.person(Role::Officer);
        let members = group_members(s, 2);
        let refs: Vec<&str> = members.iter().map(String::as_str).collect();
        let page = list(&officer, &refs);
        let fetched = [("line", "1"), ("fetched_by", "李老师"), ("fetched_on", "2026-11-21")];
        officer.post(&format!("{page}/fetched"), &fetched).expect(303);
        let sheet = [("line", "2"), ("on", "2026-11-21")];
        officer.upload(&format!("{page}/sheet"), &sheet, &[SHEET]).expect(303);
        assert_eq!(verify(s), Vec::<String>::new());
        s.by_hand(store::Sql::union(
            "UPDATE receipt_line SET fetched_by = '别人' WHERE union_id = $1 AND fetched_by = '李老师'",
        ));
        let named = verify(s);
        assert!(named.len() == 1 && named[0].contains("line 1 "), "{named:?}");
        s.by_hand(store::Sql::union(
            "UPDATE receipt_line SET fetched_by = '李老师' WHERE union_id = $1 AND fetched_by = '别人'",
        ));
        s.by_hand(store::Sql::union(
            "UPDATE receipt_line SET on_day = '2026-11-22' WHERE union_id = $1 AND number = 2",
        ));
        assert!(verify(s)[0].contains("line 2 "), "{:?}", verify(s));
    });
}

#[test]
fn a_mistake_is_opened_again_with_a_reason() {
    story(handing, |s| {
        let (officer, (member, member_id)) = (s.person(Role::Officer), person(s, Role::MemberRole));
        let page = list(&officer, &[&member_id]);
        let id = page.rsplit('/').next().unwrap().to_owned();
        let undo = format!("{page}/unsign");
        officer
            .post(&undo, &[("line", "1"), ("unsign_why", "点错")])
            .expect(409);
        member.post(&format!("/me/receipts/{id}/sign"), &[]).expect(303);
        officer.post(&undo, &[("line", "1")]).expect(422);
        assert!(sane(officer.get(&format!("{page}/handle?line=1"))).shows("撤销登记"));
        officer
            .post(&undo, &[("line", "1"), ("unsign_why", "点错")])
            .expect(303);
        officer.post(&undo, &[("unsign_why", "点错")]).expect(422);
        assert_eq!(counts(&officer, &page), (0, 1, 0));
        member.post(&format!("/me/receipts/{id}/sign"), &[]).expect(303);
        assert_eq!(verify(s), Vec::<String>::new());
    });
}

#[test]
fn who_leads_a_group_sees_and_handles_its_lines_alone() {
    story(handing, |s| {
        let officer = s.person(Role::Officer);
        let (_, elsewhere) = person(s, Role::MemberRole);
        let leader = s.local(Role::GroupLeader, s.group).0;
        let mut members = group_members(s, 2);
        members.push(elsewhere.clone());
        let refs: Vec<&str> = members.iter().map(String::as_str).collect();
        let page = list(&officer, &refs);
        let apart = list(&officer, &[&elsewhere]);
        assert_eq!((counts(&officer, &page).1, counts(&leader, &page).1), (3, 2));
        assert!(!sane(leader.get(&page)).shows("未编组"));
        leader.get(&apart).expect(404);
        leader.get(&format!("{apart}/print")).expect(404);
        let lists = leader.get_json("/receipts").json();
        assert_eq!(lists["receipts"].as_array().unwrap().len(), 1);
        assert_eq!(lists["receipts"][0]["all"], 2);
        assert!(sane(leader.get("/receipts")).shows("这里只有您负责的小组"));
        assert!(!leader.get(&format!("{page}/print")).shows("总计 3 人"));
        let left = format!("{page}/left");
        leader.post(&left, &[("line", "3"), ("left_why", "不在")]).expect(404);
        leader.post(&left, &[("line", "1"), ("left_why", "不在")]).expect(303);
        leader
            .upload(
                &format!("{page}/sheet"),
                &[("all", "1"), ("on", "2026-11-21")],
                &[SHEET],
            )
            .expect(303);
        assert_eq!(counts(&officer, &page), (1, 1, 1));
        s.person(Role::Treasurer)
            .post(&left, &[("line", "3"), ("left_why", "不在")])
            .expect(403);
        s.outsider(Role::Chair).get(&page).expect(404);
        assert!(sane(s.person(Role::Auditor).get(&page)).shows("未编组"));
    });
}

#[test]
fn a_record_has_one_living_list_and_bad_lists_are_refused() {
    story(handing, |s| {
        let (officer, (member, member_id)) = (s.person(Role::Officer), person(s, Role::MemberRole));
        let task = task(&officer);
        let to = format!("/handing/{task}");
        officer.post(&to, &[]).expect(422);
        officer
            .post(&to, &[("member", &member_id), ("amount", "-1")])
            .expect(422);
        officer
            .post(&to, &[("member", &member_id), ("member", &member_id)])
            .expect(422);
        let nobody = MemberId::new(uuid::Uuid::from_u128(7)).to_string();
        officer.post(&to, &[("member", &nobody)]).expect(422);
        let page = officer.post(&to, &[("member", &member_id)]).expect(303).location();
        officer.post(&to, &[("member", &member_id)]).expect(409);
        officer.post(&format!("{to}/cancel"), &[]).expect(303);
        let id = page.rsplit('/').next().unwrap().to_owned();
        member.post(&format!("/me/receipts/{id}/sign"), &[]).expect(409);
        assert!(sane(officer.get(&page)).shows("已作废"));
        officer.get(&format!("{page}/handle?all=1")).expect(404);
        let next = officer.post(&to, &[("member", &member_id)]).expect(303).id();
        member.post(&format!("/me/receipts/{next}/sign"), &[]).expect(303);
        officer.post(&format!("{to}/cancel"), &[]).expect(409);
        assert_eq!(verify(s), Vec::<String>::new());
    });
}

/// What verify names in the union.
fn verify(s: &Story) -> Vec<String> {
    let union = s.union;
    let found = s.store.read(|r| -> Result<_, store::Error> { super::check(r, union) });
    found.unwrap().into_iter().map(|d| d.what).collect()
}

#[test]
fn a_line_changed_by_hand_is_named() {
    story(handing, |s| {
        let officer = s.person(Role::Officer);
        let members = group_members(s, 120);
        let refs: Vec<&str> = members.iter().map(String::as_str).collect();
        list(&officer, &refs);
        const MORE: store::Sql =
            store::Sql::union("UPDATE receipt_line SET amount = 90000 WHERE union_id = $1 AND number = 70");
        const SIGNED: store::Sql = store::Sql::union(
            "UPDATE receipt_line SET state = 'signed', way = 'self', on_day = '2026-11-21', at = 1, account_id = member_id
             WHERE union_id = $1 AND number = 3",
        );
        let union = s.union;
        for sql in [MORE, SIGNED] {
            let done: Result<u64, store::Error> = s.store.write(move |w| w.run(sql, &[&union]));
            assert_eq!(done.unwrap(), 1);
        }
        let found = verify(s);
        assert!(found.iter().any(|d| d.contains("lines 51 to 100")), "{found:?}");
        assert!(found.iter().any(|d| d.contains("12,800.00")), "{found:?}");
        assert!(found.iter().any(|d| d.contains("line 3 ")), "{found:?}");
    });
}

#[test]
fn two_thousand_lines_are_made_in_one_act_within_ten_seconds_and_are_as_told() {
    story(handing, |s| {
        const MANY: usize = 2_000;
        let (union, clock) = (s.union, s.clock.clone());
        let made: Result<ReceiptId, store::Error> = s.store.write(move |w| {
            let people = (0..MANY).map(|n| NewMember {
                name: format!("李{n}"),
                ..NewMember::default()
            });
            let people: Vec<NewMember> = people.collect();
            let mut members = Vec::with_capacity(MANY);
            for person in people {
                members.push(org::add_member(w, &clock, union, person)?);
            }
            let actor = web::Actor::stranger(kernel::Lang::Zh);
            let actor = web::Actor { union, ..actor };
            let act = Act::new(web::View::new(w, &actor, &clock), w);
            let lines: Vec<Line<'_>> = members
                .iter()
                .map(|member| Line {
                    member: *member,
                    what: "月饼券",
                    amount: Some(Money::from_fen(10_000)),
                })
                .collect();
            let began = std::time::Instant::now();
            let new = NewReceipt {
                record: Record::new("task", CaseId::NIL),
                title: "中秋慰问品",
                lines: &lines,
            };
            let id = super::expect(&act, &new).map_err(|e| store::Error::Other(format!("{e:?}")))?;
            let took = began.elapsed();
            assert!(took.as_secs() < 10, "{took:?}");
            Ok(id)
        });
        assert_ne!(made.unwrap(), ReceiptId::NIL);
        assert_eq!(verify(s), Vec::<String>::new());
    });
}
