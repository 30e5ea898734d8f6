//! What law and statutes say about bodies and their seats, as rows with their basis; and what follows for one union.
//!
//! A row is data: a key, a value, since when, what it rests on, how well that is known, and how hard it is. A row that
//! rests on general knowledge alone can only warn, whatever its severity says. The rows move to the table of rules when
//! there is one for all fields; the evaluators stay.

use org::{BodyKind, bodies::model::Office};
use schemars::JsonSchema;
use serde::Serialize;

use super::views::BodyView;

/// How hard a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Severity {
    /// Good to know.
    Info,
    /// It is said.
    Warn,
    /// It is said, and going on needs a reason.
    Reason,
    /// It is refused.
    Block,
}

/// How well a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The statute's text was read, or a page that reports it.
    Text,
    /// General knowledge; to be confirmed before it binds anybody.
    General,
}

/// What a rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// So many seats, by how many members there are: from, until, least, most.
    Seats(&'static [(i64, i64, i64, i64)]),
    /// From least to most.
    Between(i64, i64),
    /// From so many on.
    From(i64),
    /// Years that a term may have.
    Years(&'static [i16]),
    /// It is so, without a number.
    Plain,
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Stable key; its sentence is `organisation.rule.<key>`, its basis `organisation.basis.<basis>`.
    pub key: &'static str,
    pub value: Value,
    /// Where it stands.
    pub basis: &'static str,
    pub evidence: Evidence,
    pub severity: Severity,
}

impl Rule {
    /// How hard it is in fact: what is not confirmed can only warn.
    pub const fn binds(&self) -> Severity {
        match (self.evidence, self.severity) {
            (Evidence::General, Severity::Reason | Severity::Block) => Severity::Warn,
            (_, severity) => severity,
        }
    }
}

const fn rule(key: &'static str, value: Value, basis: &'static str, evidence: Evidence, severity: Severity) -> Rule {
    Rule {
        key,
        value,
        basis,
        evidence,
        severity,
    }
}

/// 委员会 seats by members, 工会基层组织选举工作条例 (2016).
pub(super) const COMMITTEE_SEATS: Rule = rule(
    "committee_seats",
    Value::Seats(&[
        (0, 24, 3, 5),
        (25, 200, 3, 7),
        (201, 1_000, 7, 15),
        (1_001, 5_000, 15, 21),
        (5_001, 10_000, 21, 29),
        (10_001, 50_000, 25, 37),
        (50_001, i64::MAX, 35, 45),
    ]),
    "election_2016",
    Evidence::General,
    Severity::Warn,
);
/// From 25 members on there is a committee, 工会法 art. 11.
pub(super) const COMMITTEE_NEEDED: Rule = rule(
    "committee_needed",
    Value::From(25),
    "law_11",
    Evidence::Text,
    Severity::Warn,
);
/// A standing committee has 9 to 11 seats.
pub(super) const STANDING_SEATS: Rule = rule(
    "standing_seats",
    Value::Between(9, 11),
    "election_2016",
    Evidence::General,
    Severity::Warn,
);
/// Every level with money of its own has a 经审会, 工会法 art. 45.
pub(super) const AUDIT_NEEDED: Rule = rule("audit_needed", Value::Plain, "law_45", Evidence::Text, Severity::Warn);
/// It has about 3 to 11 seats at the grassroots.
pub(super) const AUDIT_SEATS: Rule = rule(
    "audit_seats",
    Value::Between(3, 11),
    "audit",
    Evidence::General,
    Severity::Warn,
);
/// Chair, vice-chair in charge of money and finance staff do not sit on it.
pub(super) const AUDIT_APART: Rule = rule(
    "audit_apart",
    Value::Plain,
    "audit",
    Evidence::General,
    Severity::Reason,
);
/// From 10 women on there is a women's committee, fewer have one member for them.
pub(super) const WOMEN_NEEDED: Rule = rule("women_needed", Value::From(10), "women", Evidence::Text, Severity::Warn);
/// Close relatives of the unit's head do not stand for the committee, 工会法 art. 10.
pub(super) const RELATIVES: Rule = rule("relatives", Value::Plain, "law_10", Evidence::Text, Severity::Block);
/// Heads of the unit, partners, heads of personnel and foreign staff are no chairs.
pub(super) const HEADS: Rule = rule("heads", Value::Plain, "chairs", Evidence::General, Severity::Warn);
/// From 200 workers on a full-time chair may be set, 工会法 art. 14.
pub(super) const FULL_TIME: Rule = rule("full_time", Value::From(200), "law_14", Evidence::Text, Severity::Info);
/// A term has three or five years, 工会法 art. 16.
pub(super) const TERM_YEARS: Rule = rule(
    "term_years",
    Value::Years(&[3, 5]),
    "law_16",
    Evidence::Text,
    Severity::Warn,
);

/// What a rule says to a union.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Advice {
    /// The rule's key, or what else is amiss.
    pub key: &'static str,
    /// How hard it is.
    pub severity: Severity,
    /// Where it stands; none for what is only a matter of order.
    pub basis: Option<&'static str>,
    /// What fills the places of its sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Advice {
    pub fn of(rule: &Rule, args: Vec<(&'static str, String)>) -> Self {
        Self {
            key: rule.key,
            severity: rule.binds(),
            basis: Some(rule.basis),
            args,
        }
    }
    fn order(key: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self {
            key,
            severity: Severity::Info,
            basis: None,
            args,
        }
    }
}

/// What is known of a union when its bodies are looked at.
pub(super) struct Known<'a> {
    /// Its living bodies with posts and holders.
    pub bodies: &'a [BodyView],
    /// Its members.
    pub members: i64,
    /// Women among them, as far as that is on file.
    pub women: i64,
    /// Workers of the unit, if that is on file.
    pub workers: Option<i64>,
}

impl Known<'_> {
    fn body(&self, kind: BodyKind) -> Option<&BodyView> {
        self.bodies.iter().find(|b| b.body.kind == kind)
    }
}

/// What the rules say to a union, the hardest first.
pub(super) fn advise(known: &Known<'_>) -> Vec<Advice> {
    let mut all = Vec::new();
    needed(known, &mut all);
    seats(known, &mut all);
    apart(known, &mut all);
    terms(known, &mut all);
    vacancies(known, &mut all);
    all.sort_by_key(|a| std::cmp::Reverse(a.severity));
    all
}

fn needed(known: &Known<'_>, all: &mut Vec<Advice>) {
    let n = |n: i64| vec![("n", n.to_string())];
    let from = |rule: &Rule| match rule.value {
        Value::From(n) => n,
        _ => i64::MAX,
    };
    if known.body(BodyKind::Committee).is_none() && known.members >= from(&COMMITTEE_NEEDED) {
        all.push(Advice::of(&COMMITTEE_NEEDED, n(known.members)));
    }
    if known.body(BodyKind::Audit).is_none() {
        all.push(Advice::of(&AUDIT_NEEDED, Vec::new()));
    }
    if known.women >= from(&WOMEN_NEEDED) && known.body(BodyKind::Women).is_none() {
        all.push(Advice::of(&WOMEN_NEEDED, n(known.women)));
    }
    match known.workers {
        Some(workers) if workers >= from(&FULL_TIME) => all.push(Advice::of(&FULL_TIME, n(workers))),
        _ => {}
    }
}

/// How many seats a body may have; `None` if no rule says.
pub(super) fn seats_of(kind: BodyKind, members: i64) -> Option<(&'static Rule, i64, i64)> {
    let rule = match kind {
        BodyKind::Committee => &COMMITTEE_SEATS,
        BodyKind::Standing => &STANDING_SEATS,
        BodyKind::Audit => &AUDIT_SEATS,
        _ => return None,
    };
    match rule.value {
        Value::Seats(rows) => rows
            .iter()
            .find(|(from, until, ..)| (*from..=*until).contains(&members))
            .map(|(_, _, least, most)| (rule, *least, *most)),
        Value::Between(least, most) => Some((rule, least, most)),
        _ => None,
    }
}

fn seats(known: &Known<'_>, all: &mut Vec<Advice>) {
    for body in known.bodies {
        let held = i64::try_from(body.people().count()).unwrap_or(i64::MAX);
        let Some((rule, least, most)) = seats_of(body.body.kind, known.members) else {
            continue;
        };
        if held > 0 && !(least..=most).contains(&held) {
            all.push(Advice::of(
                rule,
                vec![
                    ("body", body.body.name.clone()),
                    ("n", held.to_string()),
                    ("members", known.members.to_string()),
                    ("least", least.to_string()),
                    ("most", most.to_string()),
                ],
            ));
        }
    }
}

/// Who may not sit where.
fn apart(known: &Known<'_>, all: &mut Vec<Advice>) {
    let audit: Vec<_> = known
        .body(BodyKind::Audit)
        .into_iter()
        .flat_map(BodyView::people)
        .collect();
    for body in known.bodies.iter().filter(|b| b.body.kind != BodyKind::Audit) {
        for post in body.posts.iter().filter(|p| in_charge(body.body.kind, &p.title)) {
            for holder in post.holders.iter().filter(|h| audit.contains(&h.member)) {
                all.push(Advice::of(
                    &AUDIT_APART,
                    vec![("name", holder.name.clone()), ("post", post.title.clone())],
                ));
            }
        }
    }
    let committee = known.body(BodyKind::Committee);
    let holders = committee.into_iter().flat_map(|b| &b.posts).flat_map(|p| &p.holders);
    let unasked = holders.filter(|h| !h.no_relative).count();
    if unasked > 0 {
        all.push(Advice {
            severity: Severity::Info,
            key: "relatives_unasked",
            ..Advice::of(&RELATIVES, vec![("n", unasked.to_string())])
        });
    }
}

/// Whether a post is one whose holder does not sit on the audit committee: the chair, and whoever handles money.
pub(super) fn in_charge(kind: BodyKind, title: &str) -> bool {
    match Office::of(title) {
        Office::Head => kind == BodyKind::Committee,
        Office::Finance => matches!(kind, BodyKind::Committee | BodyKind::Standing | BodyKind::Panel),
        Office::Deputy | Office::Member => false,
    }
}

fn terms(known: &Known<'_>, all: &mut Vec<Advice>) {
    for body in known.bodies.iter().filter(|b| b.body.kind.elected()) {
        let Some((term, until)) = body.body.term.and_then(|t| Some((t, t.until?))) else {
            continue;
        };
        let Value::Years(years) = TERM_YEARS.value else {
            continue;
        };
        // A day to either side is still the same term.
        let fits = years
            .iter()
            .any(|y| term.from.plus_months(i32::from(*y) * 12).days_until(until).abs() <= 31);
        if !fits {
            all.push(Advice::of(&TERM_YEARS, vec![("body", body.body.name.clone())]));
        }
    }
}

/// Posts that nobody holds, and those that more could hold.
fn vacancies(known: &Known<'_>, all: &mut Vec<Advice>) {
    for body in known.bodies {
        for post in &body.posts {
            let held = i64::try_from(post.holders.len()).unwrap_or(i64::MAX);
            let free = post.seats.unwrap_or(0) - held;
            if free > 0 {
                all.push(Advice::order(
                    "vacant",
                    vec![
                        ("body", body.body.name.clone()),
                        ("post", post.title.clone()),
                        ("n", free.to_string()),
                    ],
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_confirmed_can_only_warn() {
        assert_eq!(AUDIT_APART.binds(), Severity::Warn);
        assert_eq!(RELATIVES.binds(), Severity::Block);
        let confirmed = Rule {
            evidence: Evidence::Text,
            ..AUDIT_APART
        };
        assert_eq!(confirmed.binds(), Severity::Reason);
    }

    #[test]
    fn the_seats_of_a_committee_follow_its_members() {
        for (members, least, most) in [
            (3, 3, 5),
            (24, 3, 5),
            (25, 3, 7),
            (200, 3, 7),
            (201, 7, 15),
            (86_000, 35, 45),
        ] {
            let (_, from, to) = seats_of(BodyKind::Committee, members).unwrap();
            assert_eq!((from, to), (least, most), "{members}");
        }
        assert!(seats_of(BodyKind::Group, 10).is_none());
    }

    #[test]
    fn the_chair_and_whoever_handles_money_keep_apart_from_the_audit() {
        assert!(in_charge(BodyKind::Committee, "主席"));
        assert!(in_charge(BodyKind::Committee, "财务委员"));
        assert!(!in_charge(BodyKind::Committee, "副主席"));
        assert!(!in_charge(BodyKind::Women, "主任"));
    }
}
