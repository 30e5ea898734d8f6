//! Stories of aid, on both databases.

use org::{MemberId, Role};
use testkit::{Answer, Client, Story, story};

use super::model::Sort;
use crate::{
    given,
    tests::{in_group, paid, posted, unpaid},
};

mod rounds;
mod students;

/// The stage, with the doors of rules.
fn kit() -> testkit::Kit {
    crate::tests::kit_with(rules::routes())
}

/// Enters a rule of the union's own and lets the chair confirm it.
fn rule(s: &Story, key: &str, value: &str, more: &[(&str, &str)]) {
    crate::tests::rule(s, &[&[("key", key), ("value", value)], more].concat());
}

/// The local minimum of the year: 800 yuan a head and month.
fn minimum(s: &Story) {
    let is = [("wording", "is"), ("severity", "inform")];
    rule(s, "standard.dibao", "800元", &is);
}

fn seen(who: &Client, path: &str) -> serde_json::Value {
    who.get_json(path).expect(200).json()
}

/// The id of the usual kind of a sort.
fn kind(who: &Client, sort: Sort) -> String {
    let all = seen(who, "/aid_kinds")["kinds"].clone();
    let found = all
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["sort"] == sort.key())
        .unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// Asks for temporary aid.
fn ask(who: &Client, member: MemberId, amount: &str, more: &[(&str, &str)]) -> Answer {
    let (kind, member) = (kind(who, Sort::Temporary), member.to_string());
    let form = [
        ("member", member.as_str()),
        ("kind", &kind),
        ("amount", amount),
        ("story", "家中遭遇火灾标记甲"),
        ("proved", "1"),
    ];
    who.post(&format!("/aids/new?member={member}"), &[&form[..], more].concat())
}

/// The approval of what a case asks for: where it is, and its version.
fn approval(officer: &Client, chair: &Client, path: &str) -> (String, String) {
    let page = seen(chair, &payment(officer, path, 2));
    let case = format!("/approvals/{}", page["payment"]["case"].as_str().unwrap());
    let version = seen(chair, &case)["version"].to_string();
    (case, version)
}

/// The chair returns what a case asks for.
fn returned(officer: &Client, chair: &Client, path: &str) {
    let (case, version) = approval(officer, chair, path);
    let why = [("version", version.as_str()), ("return_reason", "请补材料")];
    chair.post(&format!("{case}/return"), &why).expect(303);
}

fn payment(who: &Client, record: &str, at: usize) -> String {
    seen(who, record)["payment"][at].as_str().unwrap().to_owned()
}

/// All that the lists to sign tell.
fn receipts(s: &Story, who: &Client) -> String {
    let union = s.union;
    let sql = store::Sql::union(
        "SELECT r.title, l.what FROM receipt r JOIN receipt_line l ON l.union_id = r.union_id AND l.receipt_id = r.id
         WHERE r.union_id = $1",
    );
    let all: Result<Vec<String>, store::Error> = s.store.read(|r| {
        r.rows(sql, &[&union], |row| {
            Ok(format!("{} {}", row.get::<String>(0)?, row.get::<String>(1)?))
        })
    });
    let all = all.unwrap();
    assert!(!all.is_empty());
    all.join("\n") + &who.get("/receipts").expect(200).text()
}

fn sound(s: &Story) {
    let union = s.union;
    let found = s.store.read(|r| super::check(r, union)).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

fn received(s: &Story, member: MemberId) -> Vec<given::Line> {
    let union = s.union;
    s.store.read(|r| given::of_member(r, union, member)).unwrap()
}

#[test]
fn aid_is_asked_for_paid_told_and_signed_for() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (helped, member) = in_group(s, "王小明", Some(s.group));
        officer.get("/aids").expect(200);
        assert!(officer.get("/aids/new?q=王小明").expect(200).shows("王小明"));
        assert!(
            officer
                .get(&format!("/aids/new?member={member}"))
                .expect(200)
                .shows("没有建档")
        );
        let path = ask(&officer, member, "1500", &[]).expect(303).location();
        let id = path.rsplit('/').next().unwrap().to_owned();
        let page = officer.get(&format!("/aids/{id}")).expect(200);
        assert!(page.shows("王小明") && !page.shows("标记甲"), "{}", page.text());
        officer
            .post(&format!("/aids/{id}/reveal"), &[("purpose", "审核")])
            .expect(303);
        assert!(officer.get(&path).expect(200).shows("标记甲"));
        let own = helped.get("/me/aid").expect(200);
        assert!(
            own.shows("审核"),
            "whoever it is about sees who read it: {}",
            own.text()
        );
        let href = payment(&officer, &path, 2);
        paid(s, &href, "2026-11-21");
        let figures = (posted(s, "aid.person_times"), posted(s, "aid.money"));
        assert_eq!(figures, (1, 150_000));
        assert_eq!(received(s, member)[0].kind, given::Kind::Temporary);
        assert!(helped.get("/me/receipts").expect(200).shows("关爱款项"));
        assert!(
            !receipts(s, &officer).contains("救助"),
            "a list to sign tells no kind of aid"
        );
        assert_eq!(seen(&officer, &path)["status"], "paid");
        let back = [("version", "2"), ("why", "重复")];
        officer.post(&format!("/aids/{id}/withdraw"), &back).expect(409);
        sound(s);
        assert_eq!(unpaid(s, &href), 303);
        assert_eq!((posted(s, "aid.money"), received(s, member).len()), (0, 0));
        let back = [("version", "3"), ("why", "重复")];
        officer.post(&format!("/aids/{id}/withdraw"), &back).expect(303);
        sound(s);
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        assert_eq!(s.person(Role::GroupLeader).get(&path).status, 404);
        assert_eq!(s.person(Role::GroupLeader).get("/aids").status, 403);
    });
}

#[test]
fn the_total_is_that_of_all_cases_of_the_filter_and_not_of_those_listed() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, member) = in_group(s, "王小明", None);
        let first = ask(&officer, member, "300", &[]).expect(303).id();
        let (union, first) = (s.union, first.parse::<kernel::Id<()>>().unwrap());
        let kind = store::Sql::union("SELECT kind_id FROM aid WHERE union_id = $1 AND id = $2");
        let kind: Result<kernel::Id<()>, store::Error> =
            s.store.read(|r| r.one(kind, &[&union, &first], |row| row.get(0)));
        let kind = kind.unwrap();
        // each paid 100 yuan, many more than a page lists
        let add = store::Sql::union(
            "INSERT INTO aid (union_id, id, year, number, member_id, kind_id, sort, reason, amount, asked_on, status, paid_on, made_at,
               made_by, version)
             VALUES ($1, $2, 2026, $3, $4, $5, 'temporary', $2, 10000, '2026-11-21', 'paid', '2026-11-21', 1, $2, 1)",
        );
        let clock = s.clock.clone();
        let many = i64::from(super::store::MOST) + 234;
        let done: Result<(), store::Error> = s.store.write(move |w| {
            (0..many).try_for_each(|n| {
                w.run(add, &[&union, &clock.id::<()>(), &(1_000 + n), &member, &kind])
                    .map(drop)
            })
        });
        done.unwrap();
        let page = officer.get("/aids").expect(200);
        assert!(page.shows("123,400.00") && page.shows("最多列出 1,000 条"));
        let list = seen(&officer, "/aids?sort=temporary");
        assert_eq!(
            (list["aids"].as_array().unwrap().len(), &list["paid"]),
            (1_000, &"123400.00".into())
        );
        let last = seen(&officer, "/aids?year=2025");
        assert_eq!((&last["aids"], &last["paid"]), (&serde_json::json!([]), &"0.00".into()));
        assert_eq!(seen(&officer, "/aids?sort=medical")["paid"], "0.00");
    });
}

/// Lets somebody leave the union.
fn leave(s: &Story, member: MemberId) {
    let (union, now) = (s.union, s.clock.now());
    let left: Result<(), web::Stop> = s.store.write(move |w| {
        let version = org::members::get(w, union, member)?.version;
        let seen = org::members::Seen {
            union,
            id: member,
            version,
        };
        let by = org::members::By::program(now);
        org::members::set_status(w, seen, org::Status::Resigned, now.day(), false, &by)?;
        Ok(())
    });
    left.unwrap();
}

#[test]
fn nobody_helps_themselves_nor_whoever_has_left() {
    story(kit, |s| {
        let (officer, me) = s.member(Role::Officer);
        assert!(ask(&officer, me, "100", &[]).expect(403).shows("别的同志"));
        let (_, gone) = in_group(s, "李已走", None);
        leave(s, gone);
        assert!(ask(&officer, gone, "100", &[]).expect(422).shows("已不是本会会员"));
        let (_, member) = in_group(s, "王小明", None);
        for bad in ["0", "-100", "1000000.01"] {
            ask(&officer, member, bad, &[]).expect(422);
        }
        let (kind, who) = (kind(&officer, Sort::Temporary), member.to_string());
        let bare = [
            ("member", who.as_str()),
            ("kind", &kind),
            ("amount", "10"),
            ("story", "x"),
        ];
        assert!(
            officer
                .post(&format!("/aids/new?member={who}"), &bare)
                .expect(422)
                .shows("看过要求的材料")
        );
        // whoever asked does not decide it, and neither does whoever is helped
        let (chair, head) = s.member(Role::Chair);
        let path = ask(&officer, head, "100", &[]).expect(303).location();
        let (case, version) = approval(&officer, &chair, &path);
        chair
            .post(&format!("{case}/approve"), &[("version", &version)])
            .expect(403);
    });
}

#[test]
fn above_the_ceiling_needs_a_reason_and_the_rule_is_kept() {
    story(kit, |s| {
        rule(s, "hardship.temporary", "2000元", &[("severity", "reason")]);
        let officer = s.person(Role::Officer);
        let (_, member) = in_group(s, "王小明", None);
        ask(&officer, member, "1500", &[]).expect(303);
        // what was asked for before counts
        let no = ask(&officer, member, "600", &[]).expect(422);
        assert!(no.shows("2,000.00") && no.shows("标记甲"), "{}", no.text());
        ask(&officer, member, "600", &[("reason", "委员会集体研究")]).expect(303);
        assert!(
            s.person(Role::Auditor)
                .get("/rules/judgements")
                .expect(200)
                .shows("委员会集体研究")
        );
        sound(s);
    });
}

#[test]
fn a_ceiling_in_local_minimums_asks_for_the_minimum_of_the_day() {
    story(kit, |s| {
        rule(s, "hardship.temporary", "2倍当地低保标准", &[("severity", "block")]);
        let officer = s.person(Role::Officer);
        let (_, member) = in_group(s, "王小明", None);
        let no = ask(&officer, member, "1500", &[]).expect(422);
        assert!(
            no.shows("低保标准没有登记") && no.shows("/rules/own/new?key=standard.dibao"),
            "{}",
            no.text()
        );
        minimum(s);
        ask(&officer, member, "1500", &[]).expect(303);
        let (_, other) = in_group(s, "李芳", None);
        assert!(
            ask(&officer, other, "1600.01", &[("reason", "特殊")])
                .expect(422)
                .shows("1,600.00")
        );
    });
}

#[test]
fn a_kind_may_ask_for_a_dossier_and_is_the_unions_own() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, member) = in_group(s, "王小明", None);
        let (living, who) = (kind(&officer, Sort::Living), member.to_string());
        let form = [
            ("member", who.as_str()),
            ("kind", &living),
            ("amount", "500"),
            ("story", "收入低"),
            ("proved", "1"),
        ];
        let at = format!("/aids/new?member={who}");
        assert!(officer.post(&at, &form).expect(422).shows("困难职工建档"));
        officer.get(&format!("/aid_kinds/{living}")).expect(200);
        let edit = [("version", "0"), ("name", "生活补助"), ("proof", "申请书")];
        officer.post(&format!("/aid_kinds/{living}"), &edit).expect(303);
        officer.post(&format!("/aid_kinds/{living}"), &edit).expect(409);
        officer.post(&at, &form).expect(303);
        officer.get("/aid_kinds/new").expect(200);
        let new = [("name", "春蕾助学"), ("sort", "schooling")];
        officer.post("/aid_kinds/new", &new).expect(303);
        officer.post("/aid_kinds/new", &new).expect(422);
        let ended = [("version", "1"), ("name", "生活补助"), ("ended", "1")];
        officer.post(&format!("/aid_kinds/{living}"), &ended).expect(303);
        assert!(officer.post(&at, &form).expect(422).shows("停用"));
    });
}

#[test]
fn a_case_that_was_returned_is_sent_in_again() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let (_, member) = in_group(s, "王小明", None);
        let path = ask(&officer, member, "900", &[]).expect(303).location();
        let id = path.rsplit('/').next().unwrap();
        let again = |version: &str| {
            let form = [
                ("version", version),
                ("amount", "800"),
                ("story", "补充了情况"),
                ("proved", "1"),
            ];
            officer.post(&format!("/aids/{id}/again"), &form)
        };
        again("1").expect(409);
        returned(&officer, &chair, &path);
        again("1").expect(303);
        sound(s);
        paid(s, &payment(&officer, &path, 2), "2026-11-21");
        assert_eq!(posted(s, "aid.money"), 80_000);
        sound(s);
    });
}

/// A round that takes applications now; its id.
fn round(officer: &Client) -> String {
    officer.get("/aid_rounds").expect(200);
    officer.get("/aid_rounds/new").expect(200);
    let form = [
        ("title", "2026年金秋助学"),
        ("from", "2026-11-01"),
        ("until", "2026-11-30"),
        ("keep_days", "30"),
    ];
    officer.post("/aid_rounds/new", &form).expect(303).id()
}

fn apply(who: &Client, round: &str, child: &str, consent: &str) -> Answer {
    let form = [
        ("child", child),
        ("school", "市第一中学"),
        ("stage", "senior"),
        ("consent", consent),
    ];
    who.post(&format!("/me/aid/rounds/{round}"), &form)
}

fn in_round(who: &Client, round: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let path = format!("/aid_rounds/{round}");
    let version = seen(who, &path)["version"].to_string();
    who.post(
        &format!("{path}/{what}"),
        &[&[("version", version.as_str())][..], more].concat(),
    )
}
