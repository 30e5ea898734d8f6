//! Stories of collections, on both databases.

use org::Role;
use testkit::{Answer, Client, Story, story};

use crate::{
    given,
    tests::{in_group, kit, paid, posted, unpaid},
};

mod ends;
mod reach;

/// A collection for a cause, or for a person; its path.
fn begun(officer: &Client, more: &[(&str, &str)]) -> String {
    let form = [
        ("title", "为患病教师募捐"),
        ("purpose", "治疗费用"),
        ("from", "2026-11-01"),
        ("until", "2026-11-30"),
        ("target", "10000"),
    ];
    let whom: &[(&str, &str)] = if more.iter().any(|(key, _)| *key == "whom") {
        &[]
    } else {
        &[("whom", "cause")]
    };
    officer
        .post("/collections/new", &[&form[..], whom, more].concat())
        .expect(303)
        .location()
}

fn give(who: &Client, path: &str, amount: &str, more: &[(&str, &str)]) -> Answer {
    let form = [("amount", amount), ("way", "cash"), ("day", "2026-11-20")];
    let id = path.rsplit('/').next().unwrap();
    who.post(&format!("/collections/{id}/gift"), &[&form[..], more].concat())
}

fn seen(who: &Client, path: &str) -> serde_json::Value {
    who.get_json(path).expect(200).json()
}

/// Asks for a payout; the payout's page.
fn out(who: &Client, path: &str, amount: &str, more: &[(&str, &str)]) -> Answer {
    let id = path.rsplit('/').next().unwrap();
    let form = [("amount", amount), ("what", "第一笔治疗费")];
    who.post(&format!("/collections/{id}/payout"), &[&form[..], more].concat())
}

fn close(who: &Client, path: &str, more: &[(&str, &str)]) -> Answer {
    let id = path.rsplit('/').next().unwrap();
    let version = seen(who, path)["version"].to_string();
    let form = [("version", version.as_str()), ("why", "委员会讨论决定")];
    who.post(&format!("/collections/{id}/close"), &[&form[..], more].concat())
}

/// The page of the payment behind a payout.
fn payment(who: &Client, payout: &str) -> String {
    seen(who, payout)["payment"][2].as_str().unwrap().to_owned()
}

fn sound(s: &Story) {
    let union = s.union;
    let found = s.store.read(|r| super::check(r, union)).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_gift_counts_and_is_taken_back_with_its_figures() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        officer.get("/collections").expect(200);
        officer.get("/collections/new").expect(200);
        let path = begun(&officer, &[]);
        let id = path.rsplit('/').next().unwrap().to_owned();
        officer.get(&format!("/collections/{id}")).expect(200);
        officer.get(&format!("/collections/{id}/gift")).expect(200);
        let (one, member) = in_group(s, "陈一", Some(s.group));
        let who = member.to_string();
        give(&officer, &path, "100", &[("member", &who)]).expect(303);
        give(&officer, &path, "50.5", &[("anonymous", "1"), ("member", &who)]).expect(303);
        give(&officer, &path, "30", &[("name", "刘家长"), ("consent", "1")]).expect(303);
        assert_eq!(
            (posted(s, "collection.gifts"), posted(s, "collection.given")),
            (3, 18_050)
        );
        for bad in ["0", "-5", "100000001", "很多"] {
            assert_eq!(give(&officer, &path, bad, &[("member", &who)]).status, 422, "{bad}");
        }
        assert!(give(&officer, &path, "1", &[]).expect(422).shows("勾选匿名"));
        for day in ["2026-10-31", "2026-11-22"] {
            let late = [("amount", "1"), ("way", "cash"), ("day", day), ("member", &who)];
            assert!(
                officer
                    .post(&format!("{path}/gift"), &late)
                    .expect(422)
                    .shows("2026-11-21")
            );
        }
        // the same once more is asked about, not taken silently
        let twice = give(&officer, &path, "100", &[("member", &who)]).expect(422);
        assert!(twice.shows("已登记过") && twice.shows("100"), "{}", twice.text());
        give(&officer, &path, "100", &[("member", &who), ("again", "1")]).expect(303);
        back_with_its_figures(s, &officer, &path);
        // of an anonymous giver nothing is kept, and the giver's own page shows what they gave by name
        let own = seen(&one, "/me/collections");
        assert_eq!(own["gifts"].as_array().unwrap().len(), 1, "{own}");
        sound(s);
        assert_eq!(s.outsider(Role::Chair).get(&path).status, 404);
        assert_eq!(s.person(Role::MemberRole).get(&path).status, 403);
        assert_eq!(s.person(Role::Auditor).post("/collections/new", &[]).status, 403);
    });
}

/// A gift is shown, and taken back once.
fn back_with_its_figures(s: &Story, officer: &Client, path: &str) {
    let page = seen(officer, path);
    assert_eq!(
        (page["purse"]["given"].as_str(), page["part"]["people"].as_i64()),
        (Some("280.50"), Some(1))
    );
    let gift = page["gifts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|g| g["amount"] == "100.00")
        .unwrap();
    let gift = gift["id"].as_str().unwrap().to_owned();
    assert!(
        officer
            .get(&format!("/collection_gifts/{gift}"))
            .expect(200)
            .shows("陈一")
    );
    let back = [("version", "1"), ("why", "登记重复")];
    officer
        .post(&format!("/collection_gifts/{gift}/back"), &back)
        .expect(303);
    officer
        .post(&format!("/collection_gifts/{gift}/back"), &back)
        .expect(409);
    assert_eq!(
        (posted(s, "collection.gifts"), posted(s, "collection.given")),
        (3, 18_050)
    );
}

#[test]
fn the_same_form_sent_twice_is_one_gift() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let path = begun(&officer, &[]);
        let form = [("anonymous", "1"), ("_once", "0198d1a0-0000-7000-8000-00000000aa01")];
        let (first, second) = (give(&officer, &path, "20", &form), give(&officer, &path, "20", &form));
        assert_eq!((first.status, second.status), (303, 303));
        assert_eq!(posted(s, "collection.gifts"), 1);
    });
}

#[test]
fn a_branch_is_entered_by_its_list() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let path = begun(&officer, &[]);
        let id = path.rsplit('/').next().unwrap().to_owned();
        for name in ["陈一", "陈二", "陈三"] {
            in_group(s, name, Some(s.group));
        }
        let group = s.group.to_string();
        assert!(
            officer
                .get(&format!("/collections/{id}/list?group={group}"))
                .expect(200)
                .shows("陈二")
        );
        let list = |who: &Client, lines: &str, more: &[(&str, &str)]| {
            let form = [("lines", lines), ("way", "cash"), ("day", "2026-11-20")];
            who.post(&format!("/collections/{id}/list"), &[&form[..], more].concat())
        };
        let wrong = list(&officer, "陈一 100\n陈九 20\n陈二 -3", &[]).expect(422);
        assert!(
            wrong.shows("第 2 行") && wrong.shows("第 3 行") && wrong.shows("陈一 100"),
            "{}",
            wrong.text()
        );
        assert!(list(&officer, "陈一\n陈二", &[]).expect(422).shows("还没有写金额"));
        list(&officer, "陈一 100 公开\n陈二 20 转账\n陈三\n匿名 5", &[]).expect(303);
        assert_eq!(
            (posted(s, "collection.gifts"), posted(s, "collection.given")),
            (3, 12_500)
        );
        list(&officer, "陈一 100", &[]).expect(422);
        list(&officer, "陈一 100", &[("again", "1")]).expect(303);
        sound(s);
    });
}

#[test]
fn nobody_is_reckoned_out_of_the_figures_of_a_group() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let path = begun(&officer, &[]);
        let id = path.rsplit('/').next().unwrap().to_owned();
        let mut first = None;
        for name in ["陈一", "陈二"] {
            let (who, member) = in_group(s, name, Some(s.group));
            give(&officer, &path, "100", &[("member", &member.to_string())]).expect(303);
            first.get_or_insert((who, member));
        }
        let (one, _) = first.unwrap();
        let own = format!("/me/collections/{id}");
        let page = seen(&one, &own);
        assert!(page["groups"][0]["given"].is_null(), "{page}");
        assert_eq!(page["named"].as_array().unwrap().len(), 0);
        assert!(!one.get(&own).expect(200).shows("陈二"));
        let (_, third) = in_group(s, "陈三", Some(s.group));
        give(&officer, &path, "100", &[("member", &third.to_string())]).expect(303);
        assert_eq!(seen(&one, &own)["groups"][0]["given"][0], 3);
        // one more in no group: with the sum known, both parts are hidden
        let (_, alone) = in_group(s, "陈四", None);
        give(&officer, &path, "7", &[("member", &alone.to_string())]).expect(303);
        let groups = seen(&one, &own)["groups"].clone();
        assert!(
            groups.as_array().unwrap().iter().all(|g| g["given"].is_null()),
            "{groups}"
        );
        // a giver decides about their own name alone
        let mine = seen(&one, "/me/collections")["gifts"][0][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        one.post(&format!("/me/collections/gifts/{mine}"), &[("consent", "1")])
            .expect(303);
        assert_eq!(seen(&one, &own)["named"][0][0], "陈一");
        let other = s.person(Role::Officer);
        other
            .post(&format!("/me/collections/gifts/{mine}"), &[("consent", "0")])
            .expect(404);
    });
}

#[test]
fn money_goes_out_only_as_far_as_it_is_there_and_is_signed_for() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (ill, member) = in_group(s, "王小明", Some(s.group));
        let who = member.to_string();
        let path = begun(&officer, &[("whom", "person"), ("member", &who)]);
        let id = path.rsplit('/').next().unwrap().to_owned();
        officer.get(&format!("/collections/{id}/payout")).expect(200);
        give(&officer, &path, "1000", &[("anonymous", "1")]).expect(303);
        let above = out(&officer, &path, "1000.01", &[("member", &who)]).expect(422);
        assert!(above.shows("1,000.00") || above.shows("1000.00"), "{}", above.text());
        for bad in ["0", "-1"] {
            out(&officer, &path, bad, &[("member", &who)]).expect(422);
        }
        out(&officer, &path, "10", &[]).expect(422);
        let first = out(&officer, &path, "600", &[("member", &who)]).expect(303).location();
        assert!(
            out(&officer, &path, "500", &[("member", &who)])
                .expect(422)
                .shows("400.00")
        );
        // what is asked for and not paid keeps the collection open
        assert!(
            close(&officer, &path, &[("decision", "kept")])
                .expect(409)
                .shows("没有付清")
        );
        let href = payment(&officer, &first);
        paid(s, &href, "2026-11-21");
        assert_eq!(posted(s, "collection.paid"), 60_000);
        let union = s.union;
        let lines = s.store.read(|r| given::of_member(r, union, member)).unwrap();
        assert_eq!((lines.len(), lines[0].kind), (1, given::Kind::Collection));
        assert!(ill.get("/me/receipts").expect(200).shows("关爱款项"));
        assert!(
            !ill.get("/me/receipts").expect(200).shows("治疗费"),
            "a list to sign tells no kind of help"
        );
        assert_eq!(seen(&officer, &first)["signed"][1], 1);
        assert_eq!(unpaid(s, &href), 303);
        assert_eq!(posted(s, "collection.paid"), 0);
        assert!(s.store.read(|r| given::of_member(r, union, member)).unwrap().is_empty());
        sound(s);
        withdrawn_and_asked_again(s, &officer, &path, &first);
    });
}

/// A payout is withdrawn and asked for anew; members see what it was for.
fn withdrawn_and_asked_again(s: &Story, officer: &Client, path: &str, first: &str) {
    let id = path.rsplit('/').next().unwrap();
    // withdrawn, it may be asked for again
    let version = seen(officer, first)["payout"]["version"].to_string();
    let back = [("version", version.as_str()), ("why", "账号写错")];
    let payout = first.rsplit('/').next().unwrap();
    officer.get(&format!("/collection_payouts/{payout}")).expect(200);
    officer
        .post(&format!("/collection_payouts/{payout}/withdraw"), &back)
        .expect(303);
    officer
        .post(&format!("/collection_payouts/{payout}/withdraw"), &back)
        .expect(409);
    out(officer, path, "1000", &[("payee", "市第一医院")]).expect(303);
    sound(s);
    // members see what went out, not to whom
    let shown = s
        .person(Role::MemberRole)
        .get(&format!("/me/collections/{id}"))
        .expect(200);
    assert!(
        shown.shows("第一笔治疗费") && !shown.shows("市第一医院") && !shown.shows("王小明"),
        "{}",
        shown.text()
    );
}

#[test]
fn a_collection_ends_with_its_remainder_decided_and_never_in_debt() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let path = begun(&officer, &[]);
        give(&officer, &path, "300", &[("anonymous", "1")]).expect(303);
        give(&officer, &path, "200", &[("anonymous", "1")]).expect(303);
        let payout = out(&officer, &path, "400", &[("payee", "慈善会")])
            .expect(303)
            .location();
        paid(s, &payment(&officer, &payout), "2026-11-21");
        let gifts = seen(&officer, &path)["gifts"].clone();
        let big = gifts
            .as_array()
            .unwrap()
            .iter()
            .find(|g| g["amount"] == "300.00")
            .unwrap();
        let big = big["id"].as_str().unwrap();
        let back = [("version", "1"), ("why", "转账未到")];
        officer
            .post(&format!("/collection_gifts/{big}/back"), &back)
            .expect(303);
        assert!(officer.get(&path).expect(200).shows("支出多于捐款"));
        let debt = close(&officer, &path, &[("decision", "kept")]).expect(409);
        assert!(debt.shows("200.00"), "{}", debt.text());
        give(&officer, &path, "350", &[("name", "李校友")]).expect(303);
        assert!(close(&officer, &path, &[]).expect(422).shows("150.00"));
        close(&officer, &path, &[("decision", "passed")]).expect(422);
        let own = path.rsplit('/').next().unwrap();
        close(&officer, &path, &[("decision", "passed"), ("to", own)]).expect(422);
        let other = begun(&officer, &[("title", "慈善一日捐")]);
        let to = other.rsplit('/').next().unwrap().to_owned();
        close(&officer, &path, &[("decision", "passed"), ("to", &to)]).expect(303);
        assert!(officer.get(&path).expect(200).shows("转入另一次募捐"));
        assert_eq!(seen(&officer, &other)["purse"]["passed"], "150.00");
        give(&officer, &path, "1", &[("anonymous", "1")]).expect(409);
        out(&officer, &path, "1", &[("payee", "慈善会")]).expect(409);
        sound(s);
        let reopen = |path: &str| {
            let id = path.rsplit('/').next().unwrap();
            let version = seen(&officer, path)["version"].to_string();
            officer.post(
                &format!("/collections/{id}/reopen"),
                &[("version", &*version), ("why", "又要用钱")],
            )
        };
        assert!(reopen(&path).expect(409).shows("另作处理"));
        close(&officer, &other, &[("decision", "kept")]).expect(303);
        reopen(&other).expect(303);
        close(&officer, &other, &[("decision", "aid")]).expect(303);
        assert!(officer.get("/collections").expect(200).shows("150.00"));
        sound(s);
        changed_by_hand(s);
    });
}

/// A gift changed by hand is named.
fn changed_by_hand(s: &Story) {
    let union = s.union;
    let change = store::Sql::union("UPDATE collection_gift SET amount = 1 WHERE union_id = $1 AND back_on IS NULL");
    s.store.write(move |w| w.run(change, &[&union])).unwrap();
    let found = s.store.read(|r| super::check(r, union)).unwrap();
    assert!(
        found.iter().all(|d| d.key == "collections.verify.gift") && !found.is_empty(),
        "{found:?}"
    );
}

#[test]
fn what_is_left_goes_back_through_a_payment() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let path = begun(&officer, &[]);
        let (_, member) = in_group(s, "陈一", Some(s.group));
        give(&officer, &path, "80", &[("member", &member.to_string())]).expect(303);
        close(&officer, &path, &[("decision", "returned")]).expect(303);
        let back = seen(&officer, &path)["giving_back"][2].as_str().unwrap().to_owned();
        paid(s, &back, "2026-11-21");
        assert_eq!(posted(s, "collection.paid"), 0, "what goes back is no aid");
        assert_eq!(unpaid(s, &back), 303);
        sound(s);
    });
}

#[test]
fn for_whom_it_is_stays_masked_and_the_list_needs_a_purpose() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let named = [("whom", "person"), ("person", "欧阳晓月"), ("title", "为欧阳晓月募捐")];
        let form = [("purpose", "治疗"), ("from", "2026-11-01"), ("until", "2026-11-30")];
        let told = officer
            .post("/collections/new", &[&named[..], &form[..]].concat())
            .expect(422);
        assert!(told.shows("全名"));
        officer
            .post(
                "/collections/new",
                &[&[("whom", "person"), ("title", "x")][..], &form[..]].concat(),
            )
            .expect(422);
        let turned = [
            ("whom", "cause"),
            ("title", "x"),
            ("purpose", "x"),
            ("from", "2026-11-02"),
            ("until", "2026-11-01"),
        ];
        officer.post("/collections/new", &turned).expect(422);
        let path = begun(&officer, &[("whom", "person"), ("person", "欧阳晓月")]);
        let id = path.rsplit('/').next().unwrap().to_owned();
        let page = officer.get(&path).expect(200);
        assert!(page.shows("欧***") && !page.shows("欧阳晓月"), "{}", page.text());
        officer
            .post(&format!("/collections/{id}/reveal"), &[("purpose", "核对收款账号")])
            .expect(303);
        assert!(officer.get(&path).expect(200).shows("欧阳晓月"));
        assert!(!s.person(Role::GroupLeader).get(&path).expect(200).shows("欧阳晓月"));
        officer.get(&format!("/collections/{id}/gifts.xlsx")).expect(403);
        officer.post(&format!("/collections/{id}/export"), &[]).expect(422);
        officer
            .post(&format!("/collections/{id}/export"), &[("purpose", "经审会查账")])
            .expect(303);
        officer.get(&format!("/collections/{id}/gifts.xlsx")).expect(200);
        officer.get(&format!("/collections/{id}/edit")).expect(200);
        let version = seen(&officer, &path)["version"].to_string();
        let edit = [
            ("version", version.as_str()),
            ("title", "为患病教师募捐"),
            ("purpose", "手术费用"),
            ("from", "2026-11-01"),
            ("until", "2026-12-10"),
        ];
        officer.post(&format!("/collections/{id}/edit"), &edit).expect(303);
        officer.post(&format!("/collections/{id}/edit"), &edit).expect(409);
    });
}

#[test]
fn whoever_is_helped_and_whoever_leads_a_group_keep_to_their_part() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (helped, member) = s.member(Role::Officer);
        let path = begun(&officer, &[("whom", "person"), ("member", &member.to_string())]);
        give(&officer, &path, "100", &[("anonymous", "1")]).expect(303);
        out(&helped, &path, "100", &[("payee", "自己")]).expect(403);
        close(&helped, &path, &[("decision", "kept")]).expect(403);
        let owner = [
            ("whom", "person"),
            ("member", &*member.to_string()),
            ("owner", &member.to_string()),
        ];
        let form = [
            ("title", "x"),
            ("purpose", "x"),
            ("from", "2026-11-01"),
            ("until", "2026-11-30"),
        ];
        assert!(
            officer
                .post("/collections/new", &[&form[..], &owner[..]].concat())
                .expect(422)
                .shows("另选一位")
        );
    });
}
