//! Stories of approvals.

use kernel::Money;
use org::{MemberId, Role};
use serde::Deserialize;
use testkit::{Client, Kit, Story, story};
use web::{Access, Act, Done, Record, Reply, Routes};

use super::{CaseId, Decided, Kind, NewCase};
use crate::{
    tasks::Field,
    tests::{kit, person, sane, sane_in_english},
};

mod deputies;
mod laws;
mod steps;

/// A kind that tasks could have: what is asked is the note of a task.
const LEAVE: Kind = Kind {
    key: "leave",
    field: Field::Rights,
    word: "flow.list.title",
    decided,
};

/// What became of a case is written where a story can read it: into the task's note.
fn decided(act: &mut Act<'_>, decided: &Decided) -> Reply<()> {
    const NOTE: store::Sql = store::Sql::union("UPDATE task SET note = $3 WHERE union_id = $1 AND id = $2");
    let said = format!("{:?} {}", decided.outcome, decided.why.as_deref().unwrap_or_default());
    act.run(NOTE, &[&act.union(), &decided.id::<()>(), &said.trim()])?;
    Ok(())
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Ask {
    id: CaseId,
    amount: Option<Money>,
    #[serde(default)]
    benefits: Vec<MemberId>,
    #[serde(default)]
    sealed: bool,
    due: Option<kernel::Date>,
    #[serde(default)]
    again: bool,
}

fn ask(act: &mut Act<'_>, form: Ask) -> Reply<Done> {
    let record = Record::new("task", form.id);
    let new = NewCase {
        kind: &LEAVE,
        record,
        title: "疗休养申请",
        amount: form.amount,
        benefits: &form.benefits,
        due: form.due,
        sealed: form.sealed,
    };
    let case = if form.again {
        let case = super::of_record(act, act.union(), &record)?[0].id;
        super::again(act, case, &new)?;
        case
    } else {
        super::open(act, &new)?
    };
    Ok(Done::to(format!("/approvals/{case}")).record(case))
}

#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
struct Which {
    id: CaseId,
}

fn withdraw(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    super::withdraw(act, &Record::new("task", form.id))?;
    Ok(Done::to("/tasks"))
}

pub(crate) fn asking() -> Kit {
    let doors = Routes::new("asking").act("/asking/{id}", Access::SignedIn, ask).act(
        "/asking/{id}/withdraw",
        Access::SignedIn,
        withdraw,
    );
    let mut kit = kit();
    kit.routes = crate::routes_with(&[], &[LEAVE])
        .and(archive::routes())
        .and(facts::routes())
        .and(organisation::members::routes())
        .and(doors)
        .into_list();
    kit
}

/// A task, as the record of a case.
fn record(who: &Client) -> String {
    crate::tests::add(who, "疗休养", &[])
}

/// Sends a case in for a task; says its address.
fn send(who: &Client, more: &[(&str, &str)]) -> String {
    let task = record(who);
    who.post(&format!("/asking/{task}"), more).expect(303).location()
}

fn version(who: &Client, case: &str) -> String {
    who.get_json(case).expect(200).json()["version"].to_string()
}

fn state(who: &Client, case: &str) -> String {
    who.get_json(case).expect(200).json()["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn approve(who: &Client, seen: &str, case: &str) -> u16 {
    who.post(&format!("{case}/approve"), &[("version", seen)]).status
}

/// How many things wait in somebody's list.
fn waiting(who: &Client) -> i64 {
    who.get_json("/approvals").expect(200).json()["count"].as_i64().unwrap()
}

#[test]
fn a_small_amount_takes_one_yes_and_the_record_hears_of_it() {
    story(asking, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        assert!(sane(chair.get("/approvals")).shows("现在没有等您审批的事项"));
        let case = send(&officer, &[("amount", "1000"), ("due", "2026-11-20")]);
        assert_eq!((waiting(&chair), waiting(&officer)), (1, 0));
        assert!(sane(chair.get("/inbox")).shows("其中有超过期限的"));
        let page = sane(chair.get(&case));
        assert!(page.shows("疗休养申请") && page.shows("壹仟元整") && page.shows("您的意见"));
        sane_in_english(&chair, &case);
        sane_in_english(&chair, "/approvals");
        sane_in_english(&chair, "/approvals/all");
        assert!(sane(officer.get("/approvals/asked")).shows("审批中"));
        let seen = version(&chair, &case);
        assert_eq!(approve(&chair, &seen, &case), 303);
        assert_eq!(state(&officer, &case), "approved");
        assert_eq!(waiting(&chair), 0);
        assert_eq!(approve(&chair, &seen, &case), 409, "decided already");
    });
}

#[test]
fn above_the_limit_two_people_say_yes_one_after_the_other() {
    story(asking, |s| {
        let (officer, chair, treasurer) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
        );
        let case = send(&officer, &[("amount", "1000.01")]);
        assert_eq!(waiting(&treasurer), 0, "the chair goes first");
        assert_eq!(approve(&treasurer, "1", &case), 403);
        assert_eq!(approve(&chair, "1", &case), 303);
        assert_eq!(state(&officer, &case), "open");
        assert_eq!((waiting(&chair), waiting(&treasurer)), (0, 1));
        assert_eq!(approve(&chair, "2", &case), 403, "nobody stands at two steps");
        assert_eq!(approve(&officer, "2", &case), 403, "nor does who asked");
        assert_eq!(approve(&treasurer, "2", &case), 303);
        assert_eq!(state(&officer, &case), "approved");
        assert!(sane(officer.get(&case)).shows("第 2 步"));
    });
}

#[test]
fn nobody_decides_what_they_asked_for_or_what_benefits_them() {
    story(asking, |s| {
        let (officer, (chair, chair_id), vice) = (
            s.person(Role::Officer),
            person(s, Role::Chair),
            s.person(Role::ViceChair),
        );
        let own = send(&chair, &[("amount", "300")]);
        assert_eq!(waiting(&chair), 0);
        assert_eq!(approve(&chair, "1", &own), 403);
        assert!(sane(chair.get(&own)).shows("您不能审批"));
        assert_eq!(approve(&vice, "1", &own), 303);
        let benefit = send(&officer, &[("amount", "300"), ("benefits", &chair_id)]);
        assert_eq!((waiting(&chair), waiting(&vice)), (0, 1));
        let refused = chair.post(&format!("{benefit}/approve"), &[("version", "1")]);
        assert_eq!(refused.status, 403);
        assert!(chair.get(&benefit).shows("应当回避"));
        let again = chair.post(
            &format!("{benefit}/refuse"),
            &[("version", "1"), ("refuse_reason", "不合适")],
        );
        assert_eq!(again.status, 403, "nor do they say no");
        assert_eq!(state(&officer, &benefit), "open");
    });
}

#[test]
fn two_at_once_and_a_double_click_count_once() {
    story(asking, |s| {
        let (officer, chair, vice) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::ViceChair),
        );
        let case = send(&officer, &[]);
        let form = [("version", "1"), ("_once", "one-click")];
        let to = format!("{case}/approve");
        let (first, second) = (chair.post(&to, &form), chair.post(&to, &form));
        assert_eq!(
            (first.status, second.status),
            (303, 303),
            "the second answer is the first"
        );
        let late = vice.post(
            &format!("{case}/refuse"),
            &[("version", "1"), ("refuse_reason", "不同意")],
        );
        assert_eq!(late.status, 409);
        assert_eq!(state(&officer, &case), "approved");
        let marks = officer.get_json(&case).json()["marks"].as_array().unwrap().len();
        assert_eq!(marks, 2, "asked, and one yes");
        // both see version 1 of a case of two steps
        let case = send(&officer, &[("amount", "5000")]);
        assert_eq!(approve(&chair, "1", &case), 303);
        assert_eq!(approve(&vice, "1", &case), 409, "what was seen is not what it is");
        assert_eq!(approve(&vice, "2", &case), 303);
    });
}

#[test]
fn what_is_returned_comes_back_and_starts_from_the_first_step() {
    story(asking, |s| {
        let (officer, chair, vice) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::ViceChair),
        );
        let task = record(&officer);
        let to = format!("/asking/{task}");
        let case = officer.post(&to, &[("amount", "5000")]).expect(303).location();
        officer.post(&to, &[("amount", "5000")]).expect(409);
        assert_eq!(approve(&chair, "1", &case), 303);
        let back = format!("{case}/return");
        vice.post(&back, &[("version", "2")]).expect(422);
        vice.post(&back, &[("version", "2"), ("return_reason", "附上名单")])
            .expect(303);
        assert!(sane(officer.get(&case)).shows("附上名单"));
        assert!(sane(officer.get("/inbox")).shows("被退回"));
        assert!(
            officer.get(&format!("/tasks/{task}")).shows("Returned 附上名单"),
            "the system hears of it"
        );
        assert_eq!(approve(&vice, "3", &case), 409, "it lies with who asked");
        officer.post(&to, &[("amount", "800"), ("again", "1")]).expect(303);
        officer.post(&to, &[("amount", "800"), ("again", "1")]).expect(409);
        let page = officer.get_json(&case).json();
        assert_eq!((page["round"].as_i64(), page["step"].as_i64()), (Some(2), Some(1)));
        assert_eq!(
            page["steps"].as_array().unwrap().len(),
            1,
            "the steps of the amount now"
        );
        assert_eq!(waiting(&chair), 1, "a yes of the first round does not count");
        assert_eq!(approve(&chair, &version(&chair, &case), &case), 303);
        assert!(officer.get(&format!("/tasks/{task}")).shows("Approved"));
    });
}

#[test]
fn what_somebody_ever_asked_for_they_do_not_approve() {
    story(asking, |s| {
        let (chair, vice, officer) = (s.person(Role::Chair), s.person(Role::Chair), s.person(Role::Officer));
        let task = record(&officer);
        let to = format!("/asking/{task}");
        let case = chair.post(&to, &[("amount", "500")]).expect(303).location();
        vice.post(
            &format!("{case}/return"),
            &[("version", "1"), ("return_reason", "附上名单")],
        )
        .expect(303);
        officer.post(&to, &[("amount", "500"), ("again", "1")]).expect(303);
        let seen = version(&officer, &case);
        assert_eq!(
            approve(&chair, &seen, &case),
            403,
            "sent in by another, it stays what they asked for"
        );
        assert_eq!((waiting(&chair), waiting(&vice)), (0, 1));
        assert_eq!(approve(&vice, &seen, &case), 303);
    });
}

#[test]
fn what_is_taken_back_is_decided_by_nobody() {
    story(asking, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let task = record(&officer);
        let sent = officer.post(&format!("/asking/{task}"), &[]).expect(303);
        let case = format!("/approvals/{}", sent.id());
        chair.post(&format!("{case}/withdraw"), &[("version", "1")]).expect(404);
        officer
            .post(&format!("{case}/withdraw"), &[("version", "9")])
            .expect(409);
        officer
            .post(&format!("{case}/withdraw"), &[("version", "1")])
            .expect(303);
        assert_eq!((state(&chair, &case).as_str(), waiting(&chair)), ("withdrawn", 0));
        assert_eq!(approve(&chair, "2", &case), 409);
        officer
            .post(&format!("{case}/withdraw"), &[("version", "2")])
            .expect(409);
        assert!(officer.get(&format!("/tasks/{task}")).shows("Withdrawn"));
        let next = officer.post(&format!("/asking/{task}"), &[]).expect(303).location();
        officer.post(&format!("/asking/{task}/withdraw"), &[]).expect(303);
        assert_eq!(
            state(&officer, &next),
            "withdrawn",
            "by the system whose record was taken back"
        );
    });
}

#[test]
fn many_are_approved_together_or_none() {
    story(asking, |s| {
        let (officer, chair, vice) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::ViceChair),
        );
        let cases: Vec<String> = (0..3).map(|_| send(&officer, &[("amount", "200")])).collect();
        let id = |case: &str| case.rsplit('/').next().unwrap().to_owned();
        let query: Vec<String> = cases.iter().map(|c| format!("case={}", id(c))).collect();
        let to = format!("/approvals/batch?{}", query.join("&"));
        assert!(sane(chair.get(&to)).shows("3 件，合计 600.00 元"));
        sane_in_english(&chair, &to);
        officer.post("/approvals/batch", &[]).expect(422);
        s.person(Role::Officer).get(&to).expect(404);
        let (first, second) = (id(&cases[0]), id(&cases[1]));
        let both = [
            ("case", first.as_str()),
            ("case", second.as_str()),
            ("version", "1"),
            ("version", "1"),
        ];
        assert_eq!(approve(&vice, "1", &cases[1]), 303);
        chair.post("/approvals/batch", &both).expect(409);
        assert_eq!(state(&officer, &cases[0]), "open", "all or none");
        chair
            .post("/approvals/batch", &[("case", &first), ("version", "1")])
            .expect(303);
        assert_eq!(state(&officer, &cases[0]), "approved");
    });
}

#[test]
fn a_sealed_case_shows_its_number_alone_to_those_who_do_not_decide() {
    story(asking, |s| {
        let (officer, chair, auditor, member) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Auditor),
            s.person(Role::MemberRole),
        );
        let case = send(&officer, &[("sealed", "1")]);
        assert!(chair.get(&case).shows("疗休养申请") && officer.get(&case).shows("疗休养申请"));
        for path in [case.as_str(), "/approvals/all"] {
            let page = sane(auditor.get(path));
            assert!(!page.shows("疗休养申请") && page.shows("不公开的事项"), "{path}");
            assert!(!auditor.get_json(path).text().contains("疗休养申请"), "{path}");
        }
        sane_in_english(&auditor, &case);
        member.get(&case).expect(404);
        s.outsider(Role::Chair).get(&case).expect(404);
        assert_eq!(approve(&auditor, "1", &case), 403);
        assert_eq!(approve(&member, "1", &case), 404);
        assert_eq!(approve(&s.outsider(Role::Chair), "1", &case), 404);
        let open = send(&officer, &[]);
        assert!(
            auditor.get(&open).shows("疗休养申请"),
            "what is not sealed, auditors read"
        );
        assert!(auditor.get("/approvals/all?state=open&kind=leave").shows("疗休养申请"));
    });
}

#[test]
fn bad_input_is_answered() {
    story(asking, |s: &Story| {
        let officer = s.person(Role::Officer);
        let task = record(&officer);
        let to = format!("/asking/{task}");
        officer.post(&to, &[("amount", "-1")]).expect(422);
        let nobody = MemberId::new(uuid::Uuid::from_u128(7)).to_string();
        officer.post(&to, &[("benefits", &nobody)]).expect(422);
    });
}
