//! Kinds of bodies and the posts that are usual in them.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Bind, Column, Error, FromColumn, Param};

use crate::{BodyId, term::Term};

/// What kind of body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// 工会委员会.
    Committee,
    /// 经费审查委员会, which checks the committee's money and therefore shares no member with its treasury.
    Audit,
    /// 女职工委员会.
    Women,
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
        BodyKind::Audit,
        BodyKind::Women,
        BodyKind::Panel,
        BodyKind::Branch,
        BodyKind::Group,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            BodyKind::Committee => "committee",
            BodyKind::Audit => "audit",
            BodyKind::Women => "women",
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
        matches!(self, BodyKind::Committee | BodyKind::Audit | BodyKind::Women)
    }
    /// The posts it has from the beginning, the first in rank first.
    #[must_use]
    pub const fn usual_posts(self) -> &'static [&'static str] {
        match self {
            BodyKind::Committee => &["主席", "副主席", "委员"],
            BodyKind::Audit | BodyKind::Women | BodyKind::Panel => &["主任", "委员"],
            BodyKind::Branch => &["分会主席", "分会委员"],
            BodyKind::Group => &["组长", "副组长"],
        }
    }
}

impl Bind for BodyKind {
    fn bind(&self) -> Param<'_> {
        Param::Text(self.key().into())
    }
}
impl FromColumn for BodyKind {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(key) => Self::ALL
                .iter()
                .copied()
                .find(|k| k.key() == key)
                .ok_or_else(|| column.wrong("a kind of body")),
            _ => Err(column.wrong("a kind of body")),
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
