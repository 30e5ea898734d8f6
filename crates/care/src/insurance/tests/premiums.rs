//! What the union pays of premiums: asked for once, decided and paid through the commons, never income.

use org::Role;
use testkit::{Client, Story, story};

use super::{HOSPITAL, act, kit, plan, posted, somebody, verified};

/// A batch of which the union pays so many yuan a unit, with everybody on its list; its path.
fn listed(officer: &Client, plan: &str, starts: &str, (member, union): (&str, &str)) -> String {
    let form = [
        ("plan", plan),
        ("name", "2026年第1期"),
        ("starts", starts),
        ("as_of", "2026-11-21"),
        ("by_member", member),
        ("by_union", union),
    ];
    let path = format!(
        "/enrolments/{}",
        officer.post("/enrolments/new", &form).expect(303).id()
    );
    act(officer, &path, "add", &[("all", "1")]).expect(303);
    path
}

const HAND: &[(&str, &str)] = &[("on", "2026-11-21"), ("payee", "市职工互助保障办事处")];

/// The number and the state of the request, and its page.
fn asked(officer: &Client, path: &str) -> (String, String, String) {
    let payment = officer.get_json(path).expect(200).json()["payment"].clone();
    let text = |key: &str| payment[key].as_str().unwrap_or_default().to_owned();
    (text("number"), text("state"), text("href"))
}

/// How many facts there are.
fn facts(s: &Story) -> i64 {
    let union = s.union;
    let sql = ::store::Sql::union("SELECT COUNT(*) FROM fact WHERE union_id = $1 AND measure <> 'insurance.enrolled'");
    let count: Result<i64, ::store::Error> = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0)));
    count.unwrap()
}

/// What somebody decides of the request.
fn decide(who: &Client, href: &str, what: &str) {
    let case = who.get_json(href).expect(200).json()["payment"]["case"].clone();
    let case = format!("/approvals/{}", case.as_str().unwrap());
    let version = who.get_json(&case).expect(200).json()["version"].to_string();
    let why = format!("{what}_reason");
    let form = [("version", version.as_str()), (why.as_str(), "请附名册")];
    who.post(&format!("{case}/{what}"), &form).expect(303);
}

#[test]
fn the_unions_part_is_asked_for_once_and_paid_and_is_no_income() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let treasurer = s.person(Role::Treasurer);
        somebody(s, "陈秋月", "female", "1985-03-08", Some(s.group));
        somebody(s, "赵刚", "male", "1990-01-01", None);
        let plan = plan(&officer, HOSPITAL);
        let path = listed(&officer, &plan, "2026-12-01", ("40", "20"));
        assert!(
            act(&officer, &path, "hand", &[("on", "2026-11-21")])
                .expect(422)
                .shows("收款单位")
        );
        act(&officer, &path, "pay", &[("payee", "某处")]).expect(409);
        let before = facts(s);
        let version = super::version(&officer, &path);
        let mut form = HAND.to_vec();
        form.extend([("version", version.as_str()), ("_once", "hand-1")]);
        officer.post(&format!("{path}/hand"), &form).expect(303);
        officer.post(&format!("{path}/hand"), &form).expect(303);
        let people = officer.get_json(&path).expect(200).json()["people"].as_i64().unwrap();
        let (number, state, href) = asked(&officer, &path);
        assert_eq!(state, "payments.state.waiting");
        let payment = chair.get(&href).expect(200);
        let amount = format!("{}.00", people * 20);
        assert!(
            payment.shows(&amount) && payment.shows("市职工互助保障办事处"),
            "{}",
            payment.text()
        );
        let page = officer.get(&path).expect(200);
        assert!(page.shows(&number) && page.text().contains(&href));
        assert!(
            act(&officer, &path, "pay", HAND).expect(409).shows("已经申请过"),
            "never twice"
        );

        decide(&chair, &href, "approve");
        let version = treasurer.get_json(&href).expect(200).json()["payment"]["version"].to_string();
        let paid = [("version", version.as_str()), ("on", "2026-11-21"), ("way", "bank")];
        treasurer.post(&format!("{href}/pay"), &paid).expect(303);
        assert_eq!(asked(&officer, &path).1, "payments.state.paid");
        act(&officer, &path, "pay", HAND).expect(409);
        assert_eq!(facts(s), before, "neither income nor anything else is posted");
        assert_eq!(posted(s, "insurance.enrolled"), people);
        verified(s);
    });
}

#[test]
fn a_request_that_came_back_is_asked_for_again() {
    story(kit, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        somebody(s, "陈秋月", "female", "1985-03-08", None);
        let plan = plan(&officer, HOSPITAL);
        let path = listed(&officer, &plan, "2026-12-01", ("0", "60"));
        act(&officer, &path, "hand", HAND).expect(303);
        let (number, _, href) = asked(&officer, &path);
        decide(&chair, &href, "return");
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("申请付款") && page.shows("请附名册"),
            "it says why: {}",
            page.text()
        );
        assert!(page.text().contains("value=\"市职工互助保障办事处\""), "to whom stays");
        act(&officer, &path, "pay", &[("payee", "")]).expect(422);
        act(&officer, &path, "pay", HAND).expect(303);
        assert_eq!(
            asked(&officer, &path),
            (number.clone(), "payments.state.waiting".to_owned(), href.clone())
        );
        decide(&chair, &href, "refuse");
        act(&officer, &path, "pay", &[("payee", "省职工保险互助会")]).expect(303);
        let again = asked(&officer, &path);
        assert!(again.0 != number && again.1 == "payments.state.waiting", "{again:?}");
        for other in [s.person(Role::Auditor), s.person(Role::MemberRole)] {
            assert_eq!(other.post(&format!("{path}/pay"), HAND).status, 403);
        }
        assert_eq!(s.outsider(Role::Chair).post(&format!("{path}/pay"), HAND).status, 404);
        verified(s);
    });
}

#[test]
fn where_the_union_pays_nothing_nothing_is_asked_for() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        somebody(s, "陈秋月", "female", "1985-03-08", None);
        let plan = plan(&officer, HOSPITAL);
        let path = listed(&officer, &plan, "2026-12-01", ("60", "0"));
        assert!(!officer.get(&path).expect(200).shows("收款单位"));
        act(&officer, &path, "hand", &[("on", "2026-11-21")]).expect(303);
        assert!(officer.get_json(&path).expect(200).json()["payment"].is_null());
        act(&officer, &path, "pay", HAND).expect(409);
    });
}
