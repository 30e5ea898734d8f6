//! Plans, batches, coverage and renewal.

use kernel::Instant;
use org::Role;
use testkit::{Client, Story, story};

use super::{HOSPITAL, act, batch, covered, day, kit, plan, posted, somebody, verified, version};
use crate::insurance::{covers, renewal};

const WOMEN: &[(&str, &str)] = &[
    ("kind", "women"),
    ("name", "女职工特殊疾病互助保障"),
    ("months", "24"),
    ("premium", "36"),
    ("most_units", "1"),
    ("sex", "female"),
    ("age_from", "16"),
    ("age_until", "60"),
    ("lump", "10000"),
    ("source", "市职工互助保障条款2026"),
    ("from", "2026-01-01"),
];

#[test]
fn plans_begin_as_examples_and_are_compared_before_anybody_is_enrolled() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        assert!(officer.get("/mutual_plans").expect(200).shows("取用四个常见计划"));
        officer.post("/mutual_plans/examples", &[]).expect(303);
        officer.post("/mutual_plans/examples", &[]).expect(409);
        let plans = officer.get_json("/mutual_plans").expect(200).json();
        assert_eq!(plans["plans"].as_array().unwrap().len(), 4);
        let find = |kind: &str| {
            let all = plans["plans"].as_array().unwrap();
            all.iter().find(|p| p["kind"] == kind).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let accident = format!("/mutual_plans/{}", find("accident"));
        let said = act(&officer, &accident, "confirm", &[]).expect(409);
        assert!(said.shows("还缺互助金或给付标准"), "{}", said.text());
        let id = find("hospital");
        let hospital = format!("/mutual_plans/{id}");
        let form = [
            ("plan", &*id),
            ("name", "第1期"),
            ("starts", "2026-12-01"),
            ("as_of", "2026-11-21"),
            ("by_member", "60"),
        ];
        let said = officer.post("/enrolments/new", &form).expect(422);
        assert!(
            said.shows("还没有核对确认") && said.shows("第1期"),
            "what was typed stays"
        );
        act(&officer, &hospital, "confirm", &[]).expect(303);
        let path = format!(
            "/enrolments/{}",
            officer.post("/enrolments/new", &form).expect(303).id()
        );
        assert_eq!(officer.get_json(&path).expect(200).json()["ends"], "2027-11-30");
        assert!(officer.get(&format!("{hospital}/edit")).expect(200).shows("住院津贴"));
        versions(s, &officer, &id);
    });
}

/// A version in use stays as it is; the next one is another.
fn versions(s: &Story, officer: &Client, id: &str) {
    let mut terms = HOSPITAL.to_vec();
    terms.push(("version", "2"));
    let said = officer.post(&format!("/mutual_plans/{id}/edit"), &terms).expect(409);
    assert!(said.shows("请制定新版本"));
    let form = officer.get(&format!("/mutual_plans/new?of={id}")).expect(200);
    assert!(form.shows("制定新版本"));
    let next = officer
        .post(&format!("/mutual_plans/new?of={id}"), HOSPITAL)
        .expect(303)
        .id();
    let next = format!("/mutual_plans/{next}");
    assert_eq!(officer.get_json(&next).expect(200).json()["number"], 2);
    act(officer, &next, "end", &[("until", "2025-01-01")]).expect(422);
    act(officer, &next, "end", &[("until", "2027-12-31")]).expect(303);
    s.person(Role::Auditor).get(&next).expect(200);
    s.person(Role::Auditor).post("/mutual_plans/new", HOSPITAL).expect(403);
    s.person(Role::MemberRole).get("/mutual_plans").expect(403);
    assert_eq!(s.outsider(Role::Chair).get(&next).status, 404);
    let mut wrong = HOSPITAL.to_vec();
    wrong[2] = ("months", "0");
    wrong[5] = ("age_from", "70");
    let said = officer.post("/mutual_plans/new", &wrong).expect(422);
    assert!(said.shows("1 至 120 个月") && said.shows("最低不高于最高"));
    assert!(officer.get("/mutual_plans/new").expect(200).shows("新增计划"));
}

#[test]
fn a_batch_takes_who_fits_once_and_stands_once_it_is_handed_in() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, one) = somebody(s, "陈秋月", "female", "1985-03-08", Some(s.group));
        let (_, old) = somebody(s, "钱老师", "female", "1950-01-01", None);
        let (_, man) = somebody(s, "赵刚", "male", "1990-01-01", Some(s.group));
        let women = plan(&officer, WOMEN);
        let parts = |member: &str, union: &str| {
            let form = [
                ("plan", &*women),
                ("name", "女工第1期"),
                ("starts", "2026-12-01"),
                ("as_of", "2026-11-21"),
                ("by_member", member),
                ("by_union", union),
            ];
            officer.post("/enrolments/new", &form)
        };
        assert!(
            officer
                .get(&format!("/enrolments/new?plan={women}"))
                .expect(200)
                .shows("36.00")
        );
        assert!(parts("16", "10").expect(422).shows("三项相加应等于每份互助金36"));
        let path = format!("/enrolments/{}", parts("16", "20").expect(303).id());
        let page = officer.get(&path).expect(200);
        assert!(page.shows("陈秋月") && page.shows("超过参保年龄") && page.shows("不是这个计划的参保对象"));

        let add = |who: &str| act(&officer, &path, "add", &[("member", who), ("units", "1")]);
        assert!(add(&man.to_string()).expect(422).shows("赵刚不是这个计划的参保对象"));
        assert!(add(&old.to_string()).expect(422).shows("钱老师在生效日已超过参保年龄"));
        let two = [("member", &*one.to_string()), ("units", "2")];
        assert!(act(&officer, &path, "add", &two).expect(422).shows("1 至 1 份"));
        act(&officer, &path, "hand", &[("on", "2026-11-21")]).expect(409);

        // two editors, and the same form twice
        let seen = version(&officer, &path);
        let one_id = one.to_string();
        let form = [
            ("version", &*seen),
            ("member", &one_id),
            ("units", "1"),
            ("_once", "k-1"),
        ];
        let first = officer.post(&format!("{path}/add"), &form).expect(303);
        let again = officer.post(&format!("{path}/add"), &form).expect(303);
        assert_eq!(first.location(), again.location());
        let stale = [("version", &*seen), ("member", &one_id), ("units", "1")];
        officer.post(&format!("{path}/add"), &stale).expect(409);
        assert!(add(&one_id).expect(409).shows("不能重复登记"));
        act(&officer, &path, "remove", &[("member", &one_id)]).expect(303);
        act(&officer, &path, "remove", &[("member", &one_id)]).expect(404);
        add(&one_id).expect(303);
        assert!(officer.get(&format!("{path}/edit")).expect(200).shows("女工第1期"));
        let edit = [
            ("name", "女工一期"),
            ("starts", "2026-12-01"),
            ("as_of", "2026-11-21"),
            ("by_employer", "36"),
        ];
        act(&officer, &path, "edit", &edit).expect(303);
        stands(s, &officer, (&path, &women), &one_id);
    });
}

/// A list that was handed in takes nobody more, and nobody is enrolled twice under one plan.
fn stands(s: &Story, officer: &Client, (path, plan): (&str, &str), one: &str) {
    act(officer, path, "hand", &[("on", "2026-12-31")]).expect(422);
    act(officer, path, "hand", &[("on", "2026-11-21")]).expect(303);
    act(officer, path, "add", &[("all", "1")]).expect(409);
    act(officer, path, "drop", &[("why", "停办")]).expect(409);
    assert_eq!(posted(s, "insurance.enrolled"), 1);
    assert_eq!(posted(s, "visit.money"), 0);
    let second = batch(officer, plan, "2026-12-01", "36");
    assert!(officer.get(&second).expect(200).shows("已在同一计划的保障期内"));
    let said = act(officer, &second, "add", &[("member", one), ("units", "1")]).expect(422);
    assert!(said.shows("不能重复参保"));
    act(officer, &second, "add", &[("all", "1")]).expect(409);
    act(officer, &second, "drop", &[("why", "重复")]).expect(303);
    let list = officer.get("/enrolments").expect(200);
    assert!(list.shows("女工一期") && list.shows("已取消"));
    let file = officer.get(&format!("{path}/list.xlsx")).expect(200);
    let read = papers::read("名册.xlsx", &file.bytes, &papers::Limits::default()).unwrap();
    assert!(read.plain_text().contains("陈秋月"));
    let print = format!("/enrolments/{}/print", path.rsplit('/').next().unwrap());
    assert!(officer.get(&print).expect(200).shows("叁拾陆元整"));
    assert_eq!(s.outsider(Role::Chair).get(path).status, 404);
    verified(s);
}

#[test]
fn fewer_than_all_of_a_small_unit_need_a_reason() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        somebody(s, "陈秋月", "female", "1985-03-08", None);
        let (clock, union) = (s.clock.clone(), s.union);
        let told = org::rates::Told {
            id: clock.id(),
            place: None,
            from: day("2026-01-01"),
            workers: org::rates::Workers {
                total: 12,
                ..org::rates::Workers::default()
            },
            source: "人事科".to_owned(),
            at: clock.now(),
            by: None,
            replaces: None,
            replaced: None,
        };
        s.store
            .write(move |w| org::rates::store::add(w, union, &told, web::AccountId::NIL))
            .unwrap();
        let mut terms = HOSPITAL.to_vec();
        terms.push(("all_below", "100"));
        let plan = plan(&officer, &terms);
        let path = batch(&officer, &plan, "2026-12-01", "60");
        act(&officer, &path, "add", &[("all", "1")]).expect(303);
        assert!(officer.get(&path).expect(200).shows("还差 11 人"));
        let said = act(&officer, &path, "hand", &[("on", "2026-11-21")]).expect(422);
        assert!(said.shows("还差 11 人"), "{}", said.text());
        let reason = [("on", "2026-11-21"), ("reason", "其余职工参加了学区的保障")];
        act(&officer, &path, "hand", &reason).expect(303);
        let kept = ::store::Sql::union("SELECT COUNT(*) FROM judgement WHERE union_id = $1");
        let count: Result<i64, ::store::Error> = s.store.read(|r| r.one(kept, &[&union], |row| row.get(0)));
        assert_eq!(count.unwrap(), 1, "the rule of the share is kept with the batch");
    });
}

#[test]
fn coverage_is_told_for_any_day_and_leads_to_who_is_missing() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (member, one) = somebody(s, "陈秋月", "female", "1985-03-08", Some(s.group));
        covered(&officer);
        somebody(s, "周新", "male", "1999-05-05", Some(s.group));
        let page = officer.get("/insurance").expect(200);
        assert!(page.shows("1/3") || page.shows("1/4"), "{}", page.text());
        let before = officer.get("/insurance?on=2026-02-28").expect(200);
        assert!(before.shows("0/"), "{}", before.text());
        let gaps = officer.get("/insurance/gaps").expect(200);
        assert!(gaps.shows("周新") && !gaps.shows("陈秋月"));
        let union = s.union;
        let on = |text: &str| s.store.read(|r| covers(r, union, one, day(text))).unwrap().len();
        assert_eq!(
            (on("2026-02-28"), on("2026-03-01"), on("2027-02-28"), on("2027-03-01")),
            (0, 1, 1, 0)
        );
        assert!(member.get("/me/insurance").expect(200).shows("职工住院津贴互助保障"));
        // whoever leads a group sees it alone
        let leader = s.person(Role::GroupLeader);
        leader.get("/insurance").expect(200);
        leader.get("/insurance/gaps").expect(200);
        leader.get("/claims").expect(403);
    });
}

#[test]
fn renewal_is_asked_for_ahead_and_takes_over_who_still_fits() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        somebody(s, "陈秋月", "female", "1985-03-08", None);
        let path = covered(&officer);
        let union = s.union;
        let tasks = || {
            let id: crate::insurance::model::BatchId = path
                .rsplit('/')
                .next()
                .unwrap()
                .parse::<uuid::Uuid>()
                .map(kernel::Id::new)
                .unwrap();
            let record = web::Record::new("enrolment", id);
            s.store.read(|r| flow::of_source(r, union, record)).unwrap()
        };
        let tell = |text: &str| {
            let at = Instant::from_millis(i64::from(day("1970-01-01").days_until(day(text))) * 86_400_000);
            s.store.write(move |w| renewal::tell(w, union, at)).unwrap()
        };
        assert_eq!(tell("2026-12-29"), 0, "sixty-one days ahead");
        assert_eq!(tell("2026-12-30"), 1);
        assert_eq!(tell("2026-12-31"), 0, "once");
        assert_eq!(tell("2027-01-29"), 1, "thirty days ahead");
        assert_eq!((tell("2027-02-01"), tasks().len()), (0, 2));
        assert!(tasks()[0].title.contains("办理续保"));
        let id = path.rsplit('/').next().unwrap();
        assert!(
            officer
                .get(&format!("/enrolments/new?renews={id}"))
                .expect(200)
                .shows("续保")
        );
        let plan = officer.get_json(&path).json()["plan"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let form = [
            ("plan", &*plan),
            ("renews", id),
            ("name", "2027年第1期"),
            ("starts", "2027-03-01"),
            ("as_of", "2026-11-21"),
            ("by_member", "60"),
        ];
        let next = format!(
            "/enrolments/{}",
            officer.post("/enrolments/new", &form).expect(303).id()
        );
        let page = officer.get_json(&next).expect(200).json();
        assert_eq!(page["people"], 1, "{page}");
        assert!(
            tasks().iter().all(|t| !matches!(t.state, flow::State::Open)),
            "the tasks are done"
        );
        assert_eq!(tell("2027-02-10"), 0);
        // what renewed it is dropped: the task comes again
        act(&officer, &next, "drop", &[("why", "换了保险公司")]).expect(303);
        assert_eq!((tell("2027-02-11"), tell("2027-02-12")), (1, 0));
    });
}

#[test]
fn a_list_is_looked_at_again_when_it_is_handed_in() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (_, one) = somebody(s, "陈秋月", "female", "1985-03-08", None);
        let plan = plan(&officer, HOSPITAL);
        let path = batch(&officer, &plan, "2026-12-01", "60");
        act(&officer, &path, "add", &[("all", "1")]).expect(303);
        let (union, at) = (s.union, s.clock.now());
        let left: Result<(), web::Stop> = s.store.write(move |w| {
            let version = org::members::get(w, union, one)?.version;
            let seen = org::members::Seen {
                union,
                id: one,
                version,
            };
            let by = org::members::By::program(at);
            org::members::set_status(w, seen, org::Status::Resigned, day("2026-11-21"), false, &by)?;
            Ok(())
        });
        left.unwrap();
        let said = act(&officer, &path, "hand", &[("on", "2026-11-21")]).expect(409);
        assert!(said.shows("陈秋月在报送那天已不在会员名册里"), "{}", said.text());
        act(&officer, &path, "remove", &[("member", &one.to_string())]).expect(303);
        act(&officer, &path, "hand", &[("on", "2026-11-21")]).expect(409);
        assert_eq!(posted(s, "insurance.enrolled"), 0);
    });
}

#[test]
fn numbers_are_handed_out_of_those_who_are_told_of_it_and_a_leader_gets_none() {
    story(kit, |s| {
        let chair = s.person(Role::Chair);
        let group = Some(s.group);
        let (_, first) = somebody(s, "陈秋月", "female", "1985-03-08", group);
        let (_, later) = somebody(s, "周新", "male", "1999-05-05", None);
        let union = s.union;
        let set: Result<(), ::store::Error> = s.store.write(move |w| {
            for (member, number) in [(first, "11010519491231002X"), (later, "440524188001010014")] {
                let kind = kernel::identity::IdentityKind::Resident;
                let number = kernel::identity::IdentityNumber::read(kind, number, day("2026-11-21")).unwrap();
                org::members::sealed::set_identity(w, union, member, &number)?;
            }
            Ok(())
        });
        set.unwrap();
        let plan = plan(&chair, HOSPITAL);
        let path = batch(&chair, &plan, "2026-12-01", "60");
        act(&chair, &path, "add", &[("member", &first.to_string()), ("units", "1")]).expect(303);
        let list = |who: &Client| {
            let file = who.get(&format!("{path}/list.xlsx")).expect(200);
            let read = papers::read("名册.xlsx", &file.bytes, &papers::Limits::default());
            read.unwrap().plain_text()
        };
        assert!(!list(&chair).contains("11010519491231002X"));
        chair
            .post(&format!("{path}/reveal"), &[("purpose", "报送办事处")])
            .expect(303);
        act(&chair, &path, "add", &[("member", &later.to_string()), ("units", "1")]).expect(303);
        let whole = list(&chair);
        assert!(
            whole.contains("11010519491231002X") && whole.contains("周新"),
            "{whole}"
        );
        assert!(!whole.contains("440524188001010014"), "nobody told them of a reading");
        let (leader, _) = crate::events::tests::leader(s);
        let seen = list(&leader);
        assert!(
            seen.contains("陈秋月") && !seen.contains("周新") && !seen.contains("1101051949"),
            "{seen}"
        );
        leader
            .post(&format!("{path}/reveal"), &[("purpose", "看看")])
            .expect(403);
        let page = leader.get(&path).expect(200);
        assert!(page.shows("陈秋月") && !page.shows("周新"));
    });
}
