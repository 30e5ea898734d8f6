//! Kinds of unions, what is on file about one, and the acts by which the tree changes. No SQL, no clock.

use kernel::{Date, Instant, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of union it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnionKind {
    /// 基层工会: of one enterprise, school or office.
    Grassroots,
    /// 联合基层工会: of several small units together.
    Joint,
    /// 行业工会联合会: of a trade in a place.
    Trade,
    /// 街道、乡镇（开发区、工业园区）工会.
    Town,
    /// 系统（产业）工会: of a system such as education.
    System,
    /// 区县总工会.
    District,
    /// 市总工会.
    City,
    /// 省总工会.
    Province,
}

impl UnionKind {
    /// All kinds, from the grassroots up.
    pub const ALL: &'static [UnionKind] = &[
        UnionKind::Grassroots,
        UnionKind::Joint,
        UnionKind::Trade,
        UnionKind::Town,
        UnionKind::System,
        UnionKind::District,
        UnionKind::City,
        UnionKind::Province,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            UnionKind::Grassroots => "grassroots",
            UnionKind::Joint => "joint",
            UnionKind::Trade => "trade",
            UnionKind::Town => "town",
            UnionKind::System => "system",
            UnionKind::District => "district",
            UnionKind::City => "city",
            UnionKind::Province => "province",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.union_kind.{}", self.key())
    }
    /// How high it stands: a union lies under one that stands at least as high.
    const fn level(self) -> u8 {
        match self {
            UnionKind::Grassroots | UnionKind::Joint => 1,
            UnionKind::Trade | UnionKind::Town | UnionKind::System => 2,
            UnionKind::District => 3,
            UnionKind::City => 4,
            UnionKind::Province => 5,
        }
    }
    /// Whether a union of this kind may lie under one of that kind. Those of one kind may: a group's union has the unions
    /// of its works below it, a province's education union those of the cities. A system's union of a city or province
    /// has whole districts' system unions below it, which are systems too.
    #[must_use]
    pub const fn fits_under(self, above: UnionKind) -> bool {
        self.level() <= above.level()
    }
}

store::keyed!(UnionKind, "a kind of union");
store::keyed!(ActKind, "a kind of act on the tree");
store::keyed!(Part, "a part in an act on the tree");

/// A union in the tree.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Node {
    /// Its id.
    pub id: UnionId,
    /// The union above it, if it is in this installation.
    pub parent: Option<UnionId>,
    /// The ids from the root down, each led by a slash.
    #[serde(skip)]
    pub path: String,
    /// Its full name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// Its kind.
    pub kind: UnionKind,
    /// Since when.
    pub from: Date,
    /// Its last day, if it is no more.
    pub until: Option<Date>,
    /// Version, for editing.
    pub version: i64,
}

impl Node {
    /// Whether another union lies somewhere below this one.
    #[must_use]
    pub fn is_above(&self, other: &Node) -> bool {
        other
            .path
            .strip_prefix(&self.path)
            .is_some_and(|rest| rest.starts_with('/'))
    }
    /// Whether it lives on a day.
    #[must_use]
    pub fn lives_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// What is on file about a union (组织信息).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// 基层工会统计代码.
    pub code: Option<String>,
    /// 单位全称: whose workers it is of.
    pub unit: Option<String>,
    /// 国民经济行业门类: A to T.
    pub industry: Option<String>,
    /// 单位类别: 110, 170, 300, 400, 500, 600, 700.
    pub unit_class: Option<String>,
    /// 单位统一社会信用代码.
    pub unit_credit: Option<String>,
    /// 工会法人统一社会信用代码, which begins with 81.
    pub legal_code: Option<String>,
    /// The last day of the certificate 工会法人资格证书.
    pub legal_until: Option<Date>,
    /// 地址.
    pub address: Option<String>,
    /// 联系人.
    pub contact: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// 职工人数, as [`crate::rates`] has it today.
    pub workers: Option<i64>,
    /// 女职工人数.
    pub women_workers: Option<i64>,
    /// 行政区划代码 (GB/T 2260), as short as it can be: `34`, `3401`, `340104`.
    pub region: Option<String>,
    /// 产业系统, by the key that rules know it by.
    pub system: Option<String>,
}

/// Where a union is and what it is, as far as it or those above it say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Its kind.
    pub kind: UnionKind,
    /// 行政区划代码: its own, else of the nearest above that has one.
    pub region: Option<String>,
    /// 产业系统: its own, else of the nearest above that has one.
    pub system: Option<String>,
    /// 国民经济行业门类 of its own unit.
    pub industry: Option<String>,
    /// 单位类别 of its own unit.
    pub unit_class: Option<String>,
    /// Whether no union stands above it here.
    pub is_top: bool,
}

/// 国民经济行业分类 (GB/T 4754): the letters of its twenty classes.
pub const INDUSTRIES: [&str; 20] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T",
];
/// 单位类别: state-owned, private, foreign, institution, 机关, individual business, private non-enterprise unit.
pub const CLASSES: [&str; 7] = ["110", "170", "300", "400", "500", "600", "700"];

/// How an act changes the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// 建立.
    Founded,
    /// 变更隶属关系: moved under another union.
    Moved,
    /// 更名.
    Renamed,
    /// 合并 into another.
    Merged,
    /// 分立: new unions out of one.
    Split,
    /// 撤销.
    Dissolved,
}

impl ActKind {
    /// All of them.
    pub const ALL: &'static [ActKind] = &[
        ActKind::Founded,
        ActKind::Moved,
        ActKind::Renamed,
        ActKind::Merged,
        ActKind::Split,
        ActKind::Dissolved,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            ActKind::Founded => "founded",
            ActKind::Moved => "moved",
            ActKind::Renamed => "renamed",
            ActKind::Merged => "merged",
            ActKind::Split => "split",
            ActKind::Dissolved => "dissolved",
        }
    }
}

/// What a union is in an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It is founded, moved, renamed, merged, split, dissolved.
    Subject,
    /// Others are merged into it.
    Into,
    /// It comes out of a split.
    OutOf,
    /// The subject was under it.
    From,
    /// The subject is under it now.
    Under,
}

impl Part {
    /// All of them.
    pub const ALL: &'static [Part] = &[Part::Subject, Part::Into, Part::OutOf, Part::From, Part::Under];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Part::Subject => "subject",
            Part::Into => "into",
            Part::OutOf => "out_of",
            Part::From => "from",
            Part::Under => "under",
        }
    }
}

/// The kind of an act on the tree.
pub enum TreeAct {}
/// The id of an act on the tree.
pub type TreeActId = kernel::Id<TreeAct>;

/// An act on the tree to be recorded.
#[derive(Clone, Debug)]
pub struct NewAct<'a> {
    /// Its id.
    pub id: TreeActId,
    /// What it does.
    pub kind: ActKind,
    /// The day from which it holds.
    pub day: Date,
    /// The paper it rests on, such as the number of the approval.
    pub basis: &'a str,
    /// What else there is to say.
    pub note: Option<&'a str>,
    /// The unions in it.
    pub parts: &'a [(UnionId, Part)],
}

/// Who recorded an act, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// From which union.
    pub union: UnionId,
    /// The account.
    pub account: web::AccountId,
    /// The person's name.
    pub name: &'a str,
    /// The moment.
    pub at: Instant,
}

/// An act on the tree as it is told.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ActLine {
    /// Its id.
    pub id: TreeActId,
    /// What it did.
    pub kind: ActKind,
    /// The day from which it holds.
    pub day: Date,
    /// The paper it rests on.
    pub basis: String,
    /// What else there is to say.
    pub note: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The unions in it, by the names they bear today.
    pub parts: Vec<(Part, UnionId, String)>,
}

/// Under which union, name and kind a union stood for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day, if it is over.
    pub until: Option<Date>,
    /// The union above.
    pub parent: Option<UnionId>,
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: UnionKind,
}

/// The name for narrow places: without the words that every union's name ends with.
#[must_use]
pub fn short(name: &str) -> &str {
    ["工会委员会", "工会联合会", "总工会", "工会"]
        .iter()
        .find_map(|end| name.strip_suffix(end).filter(|rest| !rest.is_empty() && *rest != "总"))
        .unwrap_or(name)
}

/// Whether the check sign of a unified social credit code (统一社会信用代码, GB 32100-2015) fits: 18 digits and capitals
/// without I, O, S, V, Z, weighted by powers of 3 modulo 31.
#[must_use]
pub fn credit_code_fits(code: &str) -> bool {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let values: Option<Vec<usize>> = code.bytes().map(|b| SIGNS.iter().position(|sign| *sign == b)).collect();
    let Some(values) = values.filter(|v| v.len() == 18) else {
        return false;
    };
    let mut weight = 1_usize;
    let mut sum = 0_usize;
    for value in values.iter().take(17) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    values.last().copied() == Some((31 - sum % 31) % 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names() {
        assert_eq!(short("晨光中学工会"), "晨光中学");
        assert_eq!(short("晨光中学工会委员会"), "晨光中学");
        assert_eq!(short("总工会"), "总工会");
        assert_eq!(short("Trade Union"), "Trade Union");
    }

    #[test]
    fn higher_unions_do_not_lie_under_lower_ones() {
        assert!(UnionKind::Grassroots.fits_under(UnionKind::System));
        assert!(UnionKind::Grassroots.fits_under(UnionKind::Grassroots));
        assert!(UnionKind::System.fits_under(UnionKind::City));
        assert!(!UnionKind::City.fits_under(UnionKind::District));
        assert!(!UnionKind::Town.fits_under(UnionKind::Joint));
    }

    #[test]
    fn a_wrong_sign_of_a_credit_code_is_seen() {
        // Two codes that are printed in the standard's own examples of use: a company and a university.
        assert!(credit_code_fits("91350100M000100Y43"));
        assert!(credit_code_fits("12100000400000624D"));
        assert!(!credit_code_fits("91350100M000100Y34"));
        assert!(!credit_code_fits("91350100M000100Y4"));
        assert!(!credit_code_fits("91350100I000100Y43"));
    }
}
