//! Stories of mutual insurance through the doors, on both databases.

mod claiming;
mod enrolling;
mod premiums;
mod proving;
mod removing;

use kernel::{Date, Lang, Money, UnionId};
use org::{
    BodyId, MemberId, NewMember, Role,
    members::{Field, Particulars},
};
use testkit::{Answer, Client, Kit, Story};

fn kit() -> Kit {
    crate::tests::kit()
}

/// Somebody of the register with an account: name, sex, birthday.
fn somebody(s: &Story, name: &str, sex: &str, born: &str, group: Option<BodyId>) -> (Client, MemberId) {
    somebody_as(s, Role::MemberRole, (name, sex, born), group)
}

/// The same with an office.
fn somebody_as(
    s: &Story,
    role: Role,
    (name, sex, born): (&str, &str, &str),
    group: Option<BodyId>,
) -> (Client, MemberId) {
    let (clock, union) = (s.clock.clone(), s.union);
    let known = Particulars::default()
        .with(Field::Name, name)
        .and_then(|p| p.with(Field::Sex, sex))
        .and_then(|p| p.with(Field::Born, born))
        .unwrap();
    let new = NewMember {
        group,
        joined: Some("2020-09-01".parse().unwrap()),
        ..NewMember::of(known)
    };
    let sign = format!("u{}", s.clock.id::<()>());
    let made: Result<_, ::store::Error> = s.store.write(move |w| {
        let member = org::add_member(w, &clock, union, new.clone())?;
        let account = org::add_account(w, &clock, union, member, &sign, None, role, Lang::Zh)?;
        Ok((member, account))
    });
    let (member, account) = made.unwrap();
    (s.enter(account), member)
}

/// The terms of the hospital plan as the form sends them: from the fourth day 40 yuan, at most 400 a year, 30 days of
/// waiting, to be claimed within 60 days.
const HOSPITAL: &[(&str, &str)] = &[
    ("kind", "hospital"),
    ("name", "职工住院津贴互助保障"),
    ("months", "12"),
    ("premium", "60"),
    ("most_units", "2"),
    ("age_from", "16"),
    ("age_until", "60"),
    ("waiting_days", "30"),
    ("free_days", "3"),
    ("daily", "40"),
    ("year_most", "400"),
    ("claim_days", "60"),
    ("source", "市职工互助保障条款2026"),
    ("from", "2026-01-01"),
];

/// A plan that was entered and confirmed; its id.
fn plan(officer: &Client, terms: &[(&str, &str)]) -> String {
    let id = officer.post("/mutual_plans/new", terms).expect(303).id();
    let path = format!("/mutual_plans/{id}");
    officer
        .post(&format!("{path}/confirm"), &[("version", "1")])
        .expect(303);
    id
}

/// A batch under a plan, all paid by the person; its path.
fn batch(officer: &Client, plan: &str, starts: &str, premium: &str) -> String {
    let form = [
        ("plan", plan),
        ("name", "2026年第1期"),
        ("starts", starts),
        ("as_of", "2026-11-21"),
        ("by_member", premium),
    ];
    let id = officer.post("/enrolments/new", &form).expect(303).id();
    format!("/enrolments/{id}")
}

fn version(who: &Client, path: &str) -> String {
    who.get_json(path).expect(200).json()["version"].to_string()
}

/// An act upon a record as it is now.
fn act(who: &Client, path: &str, what: &str, more: &[(&str, &str)]) -> Answer {
    let version = version(who, path);
    let mut form = vec![("version", version.as_str())];
    form.extend_from_slice(more);
    who.post(&format!("{path}/{what}"), &form)
}

/// A batch of the hospital plan with everybody in it, handed in; its cover runs from March.
fn covered(officer: &Client) -> String {
    covered_by(officer, HOSPITAL)
}

/// The same with other terms.
fn covered_by(officer: &Client, terms: &[(&str, &str)]) -> String {
    let plan = plan(officer, terms);
    let path = batch(officer, &plan, "2026-03-01", "60");
    act(officer, &path, "add", &[("all", "1")]).expect(303);
    act(officer, &path, "hand", &[("on", "2026-11-21")]).expect(303);
    path
}

/// What was posted of a measure.
fn posted(s: &Story, measure: &'static str) -> i64 {
    let union = s.union;
    let sql = ::store::Sql::union(
        "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE union_id = $1 AND measure = $2",
    );
    let sum: Result<i64, ::store::Error> = s.store.read(|r| r.one(sql, &[&union, &measure], |row| row.get(0)));
    sum.unwrap()
}

fn verified(s: &Story) {
    let union: UnionId = s.union;
    assert_eq!(s.store.read(|r| super::check(r, union)).unwrap(), []);
    assert_eq!(s.store.read(|r| crate::given::check(r, union)).unwrap(), []);
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn yuan(n: i64) -> Money {
    Money::from_yuan(n).unwrap()
}
