//! The stage of the stories of care.

use kernel::Lang;
use org::{
    MemberId, NewMember, Role,
    members::{Field, Particulars},
};
use testkit::{Client, Kit, Story};

/// Everything that care stands on, with its own doors.
pub(crate) fn kit() -> Kit {
    Kit {
        migrations: [
            facts::MIGRATIONS,
            archive::MIGRATIONS,
            flow::MIGRATIONS,
            jobs::MIGRATIONS,
            dispatch::MIGRATIONS,
            rules::MIGRATIONS,
            crate::MIGRATIONS,
        ]
        .concat(),
        routes: crate::routes()
            .and(flow::routes_followed(crate::WAITING, &[], crate::FOLLOWS))
            .and(dispatch::routes(crate::LETTERS))
            .into_list(),
        start: vec![rules::declare, declare],
    }
}

/// The same with doors of a test.
pub(crate) fn kit_with(more: web::Routes) -> Kit {
    let mut kit = kit();
    kit.routes.extend(more.into_list());
    kit
}

/// Enters a rule of the union's own and has another person confirm it; wants the doors of rules.
pub(crate) fn rule(s: &Story, fields: &[(&str, &str)]) {
    let mut all = vec![("basis", "市总工会文件"), ("from", "2026-01-01")];
    all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    all.extend(fields.iter().copied());
    let id = s.person(Role::Officer).post("/rules/own/new", &all).expect(303).id();
    s.person(Role::Chair)
        .post(&format!("/rules/rows/{id}/confirm"), &[])
        .expect(303);
}

/// What the night that ends at a moment deletes of proofs.
pub(crate) fn deleted_by(s: &Story, day: &str) -> usize {
    let to: kernel::Date = day.parse().unwrap();
    let days = i64::from(s.clock.today().days_until(to));
    let (union, at) = (s.union, s.clock.now().plus_millis(days * 86_400_000));
    s.store.write(move |w| crate::keeping::delete(w, union, at)).unwrap()
}

/// How many rows a statement over a union counts.
pub(crate) fn count(s: &Story, sql: store::Sql) -> i64 {
    let union = s.union;
    let found: Result<i64, store::Error> = s.store.read(|r| r.one(sql, &[&union], |row| row.get(0)));
    found.unwrap()
}

/// Somebody of the register with an account.
pub(crate) fn somebody(s: &Story, name: &str, sex: &str) -> (Client, MemberId) {
    let known = Particulars::default().with(Field::Name, name).unwrap();
    entered(s, known.with(Field::Sex, sex).unwrap())
}

/// Somebody of whom the register knows this, with an account.
pub(crate) fn entered(s: &Story, known: Particulars) -> (Client, MemberId) {
    let (clock, union, group) = (s.clock.clone(), s.union, s.group);
    let new = NewMember {
        group: Some(group),
        ..NewMember::of(known)
    };
    let sign = format!("u{}", s.clock.id::<()>());
    let made: Result<_, store::Error> = s.store.write(move |w| {
        let member = org::add_member(w, &clock, union, new.clone())?;
        let account = org::add_account(w, &clock, union, member, &sign, None, Role::MemberRole, Lang::Zh)?;
        Ok((member, account))
    });
    let (member, account) = made.unwrap();
    (s.enter(account), member)
}

/// What a measure comes to in the register.
pub(crate) fn posted(s: &Story, measure: &'static str) -> i64 {
    let union = s.union;
    let sql = store::Sql::union(
        "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE union_id = $1 AND measure = $2",
    );
    let sum: Result<i64, store::Error> = s.store.read(|r| r.one(sql, &[&union, &measure], |row| row.get(0)));
    sum.unwrap()
}

fn declare(w: &store::Writer) -> Result<(), store::Error> {
    use facts::measures as m;
    let shared = [
        &m::VISIT_PERSON_TIMES,
        &m::VISIT_HOUSEHOLDS,
        &m::VISIT_MONEY,
        &m::AID_PERSON_TIMES,
        &m::AID_HOUSEHOLDS,
        &m::AID_MONEY,
        &m::HEALTH_PERSON_TIMES,
        &m::HEALTH_MONEY,
    ];
    let measures: Vec<&facts::Measure> = shared.into_iter().chain(crate::MEASURES).collect();
    facts::register::store::declare(w, &measures)
}

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("care.") || complaint.contains("/care/src/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// Approves a payment as the chair and records it as paid by the treasurer, on a day; its page is `href`.
pub(crate) fn paid(s: &testkit::Story, href: &str, on: &str) {
    use org::Role;
    let (chair, treasurer) = (s.person(Role::Chair), s.person(Role::Treasurer));
    approve(&chair, href);
    // above the limit of small sums one more of the committee says yes
    if treasurer.get_json(href).expect(200).json()["payment"]["state"] == "waiting" {
        approve(&s.person(Role::ViceChair), href);
    }
    let version = treasurer.get_json(href).expect(200).json()["payment"]["version"].to_string();
    let form = [("version", &*version), ("on", on), ("way", "bank")];
    treasurer.post(&format!("{href}/pay"), &form).expect(303);
}

/// Approves a payment.
pub(crate) fn approve(who: &testkit::Client, href: &str) {
    let payment = who.get_json(href).expect(200).json();
    let case = format!("/approvals/{}", payment["payment"]["case"].as_str().unwrap());
    let version = who.get_json(&case).expect(200).json()["version"].to_string();
    who.post(&format!("{case}/approve"), &[("version", &version)])
        .expect(303);
}

/// Takes a payment back as not paid.
pub(crate) fn unpaid(s: &testkit::Story, href: &str) -> u16 {
    let treasurer = s.person(org::Role::Treasurer);
    let version = treasurer.get_json(href).expect(200).json()["payment"]["version"].to_string();
    let form = [("version", &*version), ("why", "银行退回")];
    treasurer.post(&format!("{href}/unpay"), &form).status
}

/// A member of a group who signs in.
pub(crate) fn in_group(s: &testkit::Story, name: &str, group: Option<org::BodyId>) -> (testkit::Client, org::MemberId) {
    let (clock, union, name) = (s.clock.clone(), s.union, name.to_owned());
    let made: Result<_, store::Error> = s.store.write(move |w| {
        let person = org::NewMember {
            name: name.clone(),
            group,
            ..org::NewMember::default()
        };
        let member = org::add_member(w, &clock, union, person)?;
        let sign = format!("g{}", clock.id::<()>());
        let account = org::add_account(
            w,
            &clock,
            union,
            member,
            &sign,
            None,
            org::Role::MemberRole,
            kernel::Lang::Zh,
        )?;
        Ok((account, member))
    });
    let (account, member) = made.unwrap();
    (s.enter(account), member)
}
