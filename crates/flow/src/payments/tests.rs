//! Stories of payments.

use kernel::{Date, Money, Text};
use org::{MemberId, Role};
use serde::Deserialize;
use testkit::{Client, Kit, story};
use web::{Access, Act, Done, Record, Reply, Routes};

use super::{Ask, Payee, Purpose};
use crate::{
    approvals::CaseId,
    tasks::Field,
    tests::{back, kit, person, sane, sane_in_english},
};

mod eyes;
mod hands;

const VISIT: Purpose = Purpose {
    key: "visit",
    word: "flow.list.title",
    field: Field::Care,
};

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
struct Form {
    id: CaseId,
    amount: Money,
    member: Option<MemberId>,
    people: Option<i64>,
    #[serde(default)]
    benefits: Vec<MemberId>,
    #[serde(default)]
    sealed: bool,
    title: Option<Text<80>>,
}

fn ask(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let payee = match (form.member, form.people) {
        (Some(member), _) => Payee::Member(member),
        (None, Some(people)) => Payee::Many(people),
        (None, None) => Payee::Named(Text::new("城东超市").unwrap()),
    };
    let id = super::ask(
        act,
        &Ask {
            record: Record::new("task", form.id),
            title: form.title.as_ref().map_or("看望住院教师", Text::as_str),
            amount: form.amount,
            payee,
            on: Date::new(2026, 11, 25).unwrap(),
            purpose: &VISIT,
            benefits: &form.benefits,
            sealed: form.sealed,
        },
    )?;
    Ok(Done::to(format!("/payments/{id}")).record(id))
}

#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
struct Which {
    id: CaseId,
}

fn withdraw(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    super::withdraw(act, &Record::new("task", form.id))?;
    Ok(Done::to("/tasks"))
}

fn paying() -> Kit {
    let doors = Routes::new("paying").act("/paying/{id}", Access::SignedIn, ask).act(
        "/paying/{id}/withdraw",
        Access::SignedIn,
        withdraw,
    );
    let mut kit = kit();
    kit.routes = crate::routes()
        .and(archive::routes_with(&[super::PAPERS]))
        .and(facts::routes())
        .and(organisation::members::routes())
        .and(doors)
        .into_list();
    kit
}

fn task(who: &Client) -> String {
    crate::tests::add(who, "看望住院教师", &[])
}

/// Asks for money for a new task; says the payment's page.
fn send(who: &Client, more: &[(&str, &str)]) -> String {
    let task = task(who);
    let asked = who.post(&format!("/paying/{task}"), more).expect(303);
    format!("/payments/{}", asked.id())
}

/// What a page says of the payment.
fn of(who: &Client, payment: &str, what: &str) -> String {
    who.get_json(payment).expect(200).json()["payment"][what]
        .to_string()
        .replace('"', "")
}

/// Says yes to a payment's case.
fn approve(who: &Client, asked: &Client, payment: &str) -> u16 {
    let case = format!("/approvals/{}", of(asked, payment, "case"));
    let seen = asked.get_json(&case).json()["version"].to_string();
    who.post(&format!("{case}/approve"), &[("version", &seen)]).status
}

fn pay(who: &Client, payment: &str, version: &str, on: &str) -> u16 {
    let form = [("version", version), ("on", on), ("way", "bank"), ("voucher", "记-12")];
    who.post(&format!("{payment}/pay"), &form).status
}

#[test]
fn asked_approved_paid_and_proved() {
    story(paying, |s| {
        let (officer, chair, treasurer) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
        );
        assert!(sane(treasurer.get("/payments")).shows("这里没有付款申请"));
        let payment = send(&officer, &[("amount", "500")]);
        assert_eq!(
            pay(&treasurer, &payment, "1", "2026-11-21"),
            409,
            "not before it is approved"
        );
        assert_eq!(approve(&chair, &officer, &payment), 303);
        assert!(sane(treasurer.get("/inbox")).shows("1 笔已批准的款项等您付款"));
        assert!(!officer.get("/inbox").shows("等您付款"));
        let page = sane(treasurer.get(&payment));
        assert!(page.shows("伍佰元整") && page.shows("登记付款"));
        sane_in_english(&treasurer, &payment);
        officer
            .post(
                &format!("{payment}/pay"),
                &[("version", "2"), ("on", "2026-11-21"), ("way", "bank")],
            )
            .expect(403);
        assert_eq!(pay(&treasurer, &payment, "2", "2026-11-22"), 422, "not tomorrow");
        assert_eq!(
            pay(&treasurer, &payment, "2", "2026-11-20"),
            422,
            "not before it was asked for"
        );
        treasurer
            .post(&format!("{payment}/pay"), &[("version", "2"), ("on", "2026-11-21")])
            .expect(422);
        let form = [
            ("version", "2"),
            ("on", "2026-11-21"),
            ("way", "cash"),
            ("_once", "one-click"),
        ];
        let slip = [("proof", "回单.txt", "回单".as_bytes())];
        let to = format!("{payment}/pay");
        assert_eq!(treasurer.upload(&to, &form, &slip).status, 303);
        assert_eq!(
            treasurer.upload(&to, &form, &slip).status,
            303,
            "the second answer is the first"
        );
        assert_eq!(pay(&treasurer, &payment, "3", "2026-11-21"), 409, "never twice");
        assert_eq!(of(&officer, &payment, "state"), "paid");
        let page = sane(officer.get(&payment));
        assert!(page.shows("回单.txt") && page.shows("现金"));
        let list = sane(treasurer.get("/payments?state=paid&q=住院&field=care&from=2026-11-01&until=2026-11-30"));
        assert!(list.shows("看望住院教师") && list.shows("合计 1 笔"));
        assert!(!treasurer.get("/payments?state=waiting").shows("看望住院教师"));
        sane_in_english(&treasurer, "/payments");
        treasurer.get("/payments/export.xlsx?state=paid").expect(200);
        officer.get("/payments/export.xlsx").expect(403);
    });
}

#[test]
fn money_never_counts_twice() {
    story(paying, |s| {
        let (officer, chair, treasurer) = (
            s.person(Role::Officer),
            s.person(Role::Chair),
            s.person(Role::Treasurer),
        );
        let task = task(&officer);
        let to = format!("/paying/{task}");
        officer.post(&to, &[("amount", "0")]).expect(422);
        officer.post(&to, &[("amount", "500"), ("people", "0")]).expect(422);
        let nobody = MemberId::new(uuid::Uuid::from_u128(7)).to_string();
        officer.post(&to, &[("amount", "500"), ("member", &nobody)]).expect(422);
        let first = officer.post(&to, &[("amount", "500")]).expect(303).location();
        officer.post(&to, &[("amount", "500")]).expect(409);
        let case = format!("/approvals/{}", of(&officer, &first, "case"));
        let no = [("version", "1"), ("refuse_reason", "超标准")];
        chair.post(&format!("{case}/refuse"), &no).expect(303);
        assert!(sane(officer.get(&first)).shows("超标准"));
        let second = officer
            .post(&to, &[("amount", "300"), ("people", "12")])
            .expect(303)
            .location();
        assert_eq!(approve(&chair, &officer, &second), 303);
        officer.post(&format!("{to}/withdraw"), &[]).expect(303);
        assert_eq!(
            pay(&treasurer, &second, "3", "2026-11-21"),
            409,
            "taken back before it was paid"
        );
        let third = officer.post(&to, &[("amount", "200")]).expect(303).location();
        assert_eq!(approve(&chair, &officer, &third), 303);
        assert_eq!(pay(&treasurer, &third, "2", "2026-11-21"), 303);
        officer.post(&format!("{to}/withdraw"), &[]).expect(409);
        officer.post(&to, &[("amount", "200")]).expect(409);
        let list = treasurer.get_json("/payments").json();
        assert_eq!(list["sums"].as_array().unwrap().len(), 3);
        assert!(sane(treasurer.get("/payments")).shows("200.00"));
    });
}

#[test]
fn what_is_returned_is_sent_in_again_under_the_same_number() {
    story(paying, |s| {
        let (officer, chair) = (s.person(Role::Officer), s.person(Role::Chair));
        let task = task(&officer);
        let to = format!("/paying/{task}");
        let payment = officer.post(&to, &[("amount", "900")]).expect(303).location();
        let case = format!("/approvals/{}", of(&officer, &payment, "case"));
        let back = [("version", "1"), ("return_reason", "金额写错")];
        chair.post(&format!("{case}/return"), &back).expect(303);
        assert_eq!(of(&officer, &payment, "state"), "returned");
        let again = officer.post(&to, &[("amount", "90")]).expect(303).location();
        assert_eq!(again, payment);
        assert_eq!(of(&officer, &payment, "amount"), "90.00");
        assert_eq!(approve(&chair, &officer, &payment), 303);
        assert_eq!(of(&officer, &payment, "state"), "approved");
    });
}

#[test]
fn four_eyes_and_a_mistake_taken_back_while_its_period_is_open() {
    story(paying, |s| {
        let ((officer, officer_id), (chair, chair_id), (treasurer, treasurer_id)) = (
            person(s, Role::Officer),
            person(s, Role::Chair),
            person(s, Role::Treasurer),
        );
        let own = send(&officer, &[("amount", "500"), ("member", &chair_id)]);
        assert_eq!(approve(&chair, &officer, &own), 403, "money for themselves");
        let payment = send(&officer, &[("amount", "500")]);
        assert_eq!(approve(&chair, &officer, &payment), 303);
        assert!(sane(chair.get(&payment)).shows("请由其他有付款权限的人登记付款"));
        assert_eq!(pay(&chair, &payment, "2", "2026-11-21"), 403, "who approved alone");
        let of_many = [("amount", "500"), ("people", "3"), ("benefits", treasurer_id.as_str())];
        let theirs = send(&officer, &of_many);
        assert_eq!(approve(&chair, &officer, &theirs), 303);
        assert_eq!(pay(&treasurer, &theirs, "2", "2026-11-21"), 403, "who benefits of it");
        assert_eq!(pay(&treasurer, &payment, "2", "2026-11-21"), 303);
        let undo = format!("{payment}/unpay");
        treasurer.post(&undo, &[("version", "3")]).expect(422);
        treasurer
            .post(&undo, &[("version", "3"), ("why", "重复登记")])
            .expect(303);
        treasurer
            .post(&undo, &[("version", "4"), ("why", "重复登记")])
            .expect(409);
        assert_eq!(of(&officer, &payment, "state"), "approved");
        assert_eq!(pay(&treasurer, &payment, "4", "2026-11-21"), 303);
        let late = send(&officer, &[("amount", "500")]);
        assert_eq!(approve(&chair, &officer, &late), 303);
        s.clock.set(s.clock.now().plus_millis(10 * 86_400_000));
        let (officer, chair, treasurer) = (back(s, &officer_id), back(s, &chair_id), back(s, &treasurer_id));
        chair.post("/register/periods", &[("period", "2026-11")]).expect(303);
        treasurer
            .post(&undo, &[("version", "5"), ("why", "重复登记")])
            .expect(409);
        assert!(officer.get(&payment).shows("已付款"));
        assert_eq!(pay(&treasurer, &late, "2", "2026-11-21"), 422, "a closed period");
    });
}
