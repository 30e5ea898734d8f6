//! Stories of dossiers, on both databases.

mod above;
mod after;
mod entitled;
mod proofs;
mod refused;
mod way;

use kernel::Date;
use org::{MemberId, Role};
use testkit::{Client, Kit, Story};

/// The stage, with the doors of rules, where the local minimum is entered.
fn kit() -> Kit {
    crate::tests::kit_with(rules::routes())
}

/// Enters a rule of the union's own and has another person confirm it.
fn rule(s: &Story, fields: &[(&str, &str)]) {
    let informs = [("basis", "市政府文件"), ("severity", "inform")];
    let told = |name: &str| fields.iter().any(|(other, _)| *other == name);
    let informs = informs.into_iter().filter(|(name, _)| !told(name));
    crate::tests::rule(s, &fields.iter().copied().chain(informs).collect::<Vec<_>>());
}

/// The local minimum of the year: 800 yuan a head and month.
fn minimum(s: &Story) {
    rule(s, &[("key", "standard.dibao"), ("value", "800元"), ("wording", "is")]);
}

/// What nobody but those entitled may read, anywhere.
const MARKS: &[&str] = &[
    "标记甲街一号",
    "标记乙困难情况",
    "标记丙支行",
    "标记丁孩子",
    "标记戊医院票据",
    "110105198503170044",
    "110105201506050026",
    "6222020200009876543",
    "13911118888",
    "标记己核查",
    "标记庚评议",
];

/// A whole form of a family of two that is in deep hardship: 1,000 yuan a month, 8,000 of costs, a child.
fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "张小燕"),
        ("number", "110105198503170044"),
        ("nation", "汉族"),
        ("politics", "masses"),
        ("health", "cancer"),
        ("work_state", "sick_leave"),
        ("model", "none"),
        ("phone", "13911118888"),
        ("housing", "rent"),
        ("address", "标记甲街一号"),
        ("marriage", "divorced"),
        ("hukou", "urban"),
        ("hukou_place", "合肥市"),
        ("single_parent", "1"),
        ("unit", "实验小学"),
        ("industry", "教育"),
        ("worked_since", "2008-09-01"),
        ("income_month", "1000"),
        ("income_other", "0"),
        ("insurance", "employee"),
        ("bank", "标记丙支行"),
        ("card", "6222 0202 0000 9876 543"),
        ("cause", "illness"),
        ("cause2", "schooling"),
        ("story", "标记乙困难情况"),
        ("two_homes", "no"),
        ("business", "no"),
        ("private_school", "no"),
        ("abroad", "no"),
        ("f0_name", "标记丁孩子"),
        ("f0_kin", "child"),
        ("f0_number", "110105201506050026"),
        ("f0_health", "good"),
        ("f0_income_month", "0"),
        ("f0_standing", "pupil"),
        ("f0_insurance", "resident"),
        ("guardian", "1"),
        ("c0_cost", "illness"),
        ("c0_amount", "8000"),
        ("c0_evidence", "标记戊医院票据"),
    ]
}

/// The same with some values instead, and some more.
fn with(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut all = whole();
    all.retain(|(name, _)| !other.iter().any(|(o, _)| o == name));
    all.extend(other.iter().copied().filter(|(_, text)| !text.is_empty()));
    all
}

/// A dossier that its applicant has handed in on a phone: who, and its id.
fn applied(s: &Story) -> (Client, MemberId, String) {
    let (me, member) = s.member(Role::MemberRole);
    let form = with(&[("agree", "1"), ("agree_notice", "1")]);
    me.post("/me/hardship/form", &form).expect(303);
    let mine = me.get_json("/me/hardship").expect(200).json();
    let id = mine["dossiers"][0]["id"].as_str().unwrap().to_owned();
    (me, member, id)
}

/// A dossier as somebody sees it.
fn page(who: &Client, id: &str) -> serde_json::Value {
    who.get_json(&format!("/hardships/{id}")).expect(200).json()
}

fn version(who: &Client, id: &str) -> String {
    page(who, id)["version"].to_string()
}

fn status(who: &Client, id: &str) -> String {
    page(who, id)["state"]["status"].as_str().unwrap().to_owned()
}

/// Opens a dossier.
fn open(who: &Client, id: &str) {
    who.post(&format!("/hardships/{id}/reveal"), &[("purpose", "入户核查")])
        .expect(303);
}

/// Two people go there.
fn visited(s: &Story, who: &Client, id: &str) {
    let (a, b) = (
        s.member(Role::Officer).1.to_string(),
        s.member(Role::Officer).1.to_string(),
    );
    let fields = [
        ("version", &*version(who, id)),
        ("on", "2026-11-21"),
        ("visitor", &*a),
        ("visitor2", &*b),
        ("report", "标记己核查：租房居住，情况属实"),
        ("agrees", "yes"),
    ];
    who.post(&format!("/hardships/{id}/check"), &fields).expect(303);
}

/// The committee decides for deep hardship.
fn reviewed(who: &Client, id: &str) {
    let fields = [
        ("version", &*version(who, id)),
        ("on", "2026-11-21"),
        ("basis", "标记庚评议：应到7人，同意7票"),
        ("category", "deep"),
        ("amount", "3000"),
    ];
    who.post(&format!("/hardships/{id}/review"), &fields).expect(303);
}

/// It is published until a day.
fn published(who: &Client, id: &str, until: &str) {
    let fields = [("version", &*version(who, id)), ("until", until)];
    who.post(&format!("/hardships/{id}/publish"), &fields).expect(303);
}

/// Puts the clock on the morning of a day.
fn at(s: &Story, day: &str) {
    let to: Date = day.parse().unwrap();
    let days = i64::from(s.clock.today().days_until(to));
    s.clock.set(s.clock.now().plus_millis(days * 86_400_000));
}

/// A dossier whose notice is over, on 1 December.
fn cleared(s: &Story) -> (Client, MemberId, String) {
    minimum(s);
    let (me, member, id) = applied(s);
    let chair = s.person(Role::Chair);
    visited(s, &chair, &id);
    reviewed(&chair, &id);
    published(&chair, &id, "2026-11-26");
    at(s, "2026-12-01");
    let chair = s.person(Role::Chair);
    chair
        .post(&format!("/hardships/{id}/clear"), &[("version", &version(&chair, &id))])
        .expect(303);
    (me, member, id)
}

/// A dossier on file, since 1 December.
fn filed(s: &Story) -> (Client, MemberId, String) {
    let (me, member, id) = cleared(s);
    let chair = s.person(Role::Chair);
    chair
        .post(
            &format!("/hardships/{id}/submit"),
            &[("version", &version(&chair, &id))],
        )
        .expect(303);
    (me, member, id)
}

/// What verify finds.
fn differences(s: &Story) -> Vec<facts::Difference> {
    let union = s.union;
    s.store.read(|r| super::check(r, union)).unwrap()
}

#[test]
fn every_word_is_there_and_used() {
    let root = std::path::Path::new("../..");
    let ours = |complaint: &String| complaint.starts_with("hardship.") || complaint.contains("/hardship/");
    for found in [ui::words::missing(root), ui::words::unused(root)] {
        let wrong: Vec<String> = found.expect("sources").into_iter().filter(ours).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
