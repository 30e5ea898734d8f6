//! Kinds of bodies and the posts that are usual in them.

use std::collections::{HashMap, HashSet};

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{BodyId, term::Term};

/// What kind of body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// 工会委员会.
    Committee,
    /// 常务委员会, of very large unions.
    Standing,
    /// 经费审查委员会, which checks the committee's money and therefore shares no member with its treasury.
    Audit,
    /// 女职工委员会.
    Women,
    /// 劳动争议调解委员会.
    Mediation,
    /// 劳动保护监督检查委员会.
    Safety,
    /// 事务公开领导小组.
    DisclosureLead,
    /// 事务公开监督小组.
    DisclosureWatch,
    /// 事务公开工作小组.
    DisclosureWork,
    /// 建家领导小组: leads the building of a 职工之家.
    Home,
    /// 专门委员会 or working party.
    Panel,
    /// 分会: a branch, with groups below it.
    Branch,
    /// 工会小组.
    Group,
}

impl BodyKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: &'static [BodyKind] = &[
        BodyKind::Committee,
        BodyKind::Standing,
        BodyKind::Audit,
        BodyKind::Women,
        BodyKind::Mediation,
        BodyKind::Safety,
        BodyKind::DisclosureLead,
        BodyKind::DisclosureWatch,
        BodyKind::DisclosureWork,
        BodyKind::Home,
        BodyKind::Panel,
        BodyKind::Branch,
        BodyKind::Group,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            BodyKind::Committee => "committee",
            BodyKind::Standing => "standing",
            BodyKind::Audit => "audit",
            BodyKind::Women => "women",
            BodyKind::Mediation => "mediation",
            BodyKind::Safety => "safety",
            BodyKind::DisclosureLead => "disclosure_lead",
            BodyKind::DisclosureWatch => "disclosure_watch",
            BodyKind::DisclosureWork => "disclosure_work",
            BodyKind::Home => "home",
            BodyKind::Panel => "panel",
            BodyKind::Branch => "branch",
            BodyKind::Group => "group",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.body_kind.{}", self.key())
    }
    /// Whether members belong to it: branches and groups.
    #[must_use]
    pub const fn has_members(self) -> bool {
        matches!(self, BodyKind::Branch | BodyKind::Group)
    }
    /// Whether a union has only one of its kind at a time.
    #[must_use]
    pub const fn only_one(self) -> bool {
        !matches!(self, BodyKind::Panel | BodyKind::Branch | BodyKind::Group)
    }
    /// Whether it is elected for a term, so that a term that ends means an election (换届).
    #[must_use]
    pub const fn elected(self) -> bool {
        matches!(
            self,
            BodyKind::Committee | BodyKind::Standing | BodyKind::Audit | BodyKind::Women | BodyKind::Branch
        )
    }
    /// Whether a body of this kind may lie under one of that kind: groups and further branches under a branch.
    #[must_use]
    pub const fn fits_under(self, above: BodyKind) -> bool {
        matches!((self, above), (BodyKind::Group | BodyKind::Branch, BodyKind::Branch))
    }
    /// The posts it has from the beginning, the first in rank first, each with how many may hold it at a time.
    #[must_use]
    pub const fn usual_posts(self) -> &'static [(&'static str, Option<i64>)] {
        match self {
            BodyKind::Committee => &[("主席", Some(1)), ("副主席", None), ("委员", None)],
            BodyKind::Standing => &[("常务委员", None)],
            BodyKind::Audit | BodyKind::Women | BodyKind::Mediation | BodyKind::Safety | BodyKind::Panel => {
                &[("主任", Some(1)), ("委员", None)]
            }
            BodyKind::DisclosureLead | BodyKind::DisclosureWatch | BodyKind::DisclosureWork | BodyKind::Home => {
                &[("组长", Some(1)), ("副组长", None), ("成员", None)]
            }
            BodyKind::Branch => &[("分会主席", Some(1)), ("分会委员", None)],
            BodyKind::Group => &[("组长", Some(1)), ("副组长", None)],
        }
    }
}

store::keyed!(BodyKind, "a kind of body");

/// What a post is in its body, as its title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// It leads: 主席, 主任, 组长.
    Head,
    /// It stands in for the head: 副主席, 副主任, 副组长.
    Deputy,
    /// It handles money: 财务, 会计, 出纳.
    Finance,
    /// Everything else.
    Member,
}

impl Office {
    /// The office that a title speaks of.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|w| title.contains(w));
        if has(&["财务", "会计", "出纳", "资产"]) {
            Office::Finance
        } else if title.contains('副') {
            Office::Deputy
        } else if has(&["主席", "主任", "组长", "会长"]) {
            Office::Head
        } else {
            Office::Member
        }
    }
}

/// A body to be founded.
#[derive(Clone, Debug)]
pub struct NewBody {
    /// Its kind.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// The body it belongs to: a group to its branch.
    pub parent: Option<BodyId>,
    /// Its term, for elected bodies.
    pub term: Option<Term>,
}

impl NewBody {
    /// A body without a parent and a term.
    #[must_use]
    pub fn new(kind: BodyKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            parent: None,
            term: None,
        }
    }
}

/// A body.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BodyLine {
    /// Its id.
    pub id: BodyId,
    /// Its kind.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// The body it belongs to.
    pub parent: Option<BodyId>,
    /// Since when it is.
    pub from: Date,
    /// Its last day, if it has ended.
    pub until: Option<Date>,
    /// Its term, if it is elected.
    pub term: Option<Term>,
    /// Version, for editing.
    pub version: i64,
}

/// These bodies and all of `living` that lies below them, at every depth.
#[must_use]
pub fn below(living: &[BodyLine], tops: &[BodyId]) -> HashSet<BodyId> {
    let mut under: HashMap<BodyId, Vec<BodyId>> = HashMap::new();
    for body in living {
        if let Some(parent) = body.parent {
            under.entry(parent).or_default().push(body.id);
        }
    }
    let mut all = HashSet::new();
    let mut next = tops.to_vec();
    while let Some(id) = next.pop() {
        if all.insert(id) {
            next.extend(under.get(&id).into_iter().flatten());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_is_found_at_every_depth() {
        let id = |n: u128| BodyId::new(uuid::Uuid::from_u128(n));
        let line = |n: u128, parent: Option<u128>| BodyLine {
            id: id(n),
            kind: BodyKind::Branch,
            name: n.to_string(),
            parent: parent.map(id),
            from: "2026-01-01".parse().unwrap(),
            until: None,
            term: None,
            version: 1,
        };
        let living = [
            line(4, Some(3)),
            line(1, None),
            line(2, Some(1)),
            line(3, Some(2)),
            line(5, None),
            line(6, Some(5)),
        ];
        let sorted = |tops: &[u128]| {
            let tops: Vec<BodyId> = tops.iter().map(|n| id(*n)).collect();
            let mut all: Vec<u128> = below(&living, &tops).into_iter().map(|b| b.raw().as_u128()).collect();
            all.sort_unstable();
            all
        };
        assert_eq!(sorted(&[1]), [1, 2, 3, 4]);
        assert_eq!(sorted(&[3, 6]), [3, 4, 6]);
        assert!(sorted(&[]).is_empty());
    }

    #[test]
    fn titles_say_what_a_post_is() {
        for (title, office) in [
            ("主席", Office::Head),
            ("工会副主席", Office::Deputy),
            ("主任", Office::Head),
            ("财务委员", Office::Finance),
            ("副组长", Office::Deputy),
            ("宣传委员", Office::Member),
        ] {
            assert_eq!(Office::of(title), office, "{title}");
        }
    }

    #[test]
    fn nothing_but_branches_has_bodies_below() {
        for above in BodyKind::ALL {
            for kind in BodyKind::ALL {
                assert!(!kind.fits_under(*above) || *above == BodyKind::Branch);
            }
        }
        assert!(BodyKind::Branch.fits_under(BodyKind::Branch));
    }
}
