//! Kinds of aid, cases of aid, and what may become of them. No SQL, no clock.

use kernel::{Date, Id, Money, UnionId};
use org::MemberId;
use rules::{Key, key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{given, hardship::means::Category};

/// The kind of the id of a kind of aid.
pub enum Kinding {}
/// The id of a kind of aid.
pub type KindId = Id<Kinding>;
/// The kind of the id of a case of aid.
pub enum Aiding {}
/// The id of a case of aid.
pub type AidId = Id<Aiding>;

/// Most of one case: more is a slip of the pen.
pub const MOST: Money = Money::from_fen(100_000_000);

/// What aid is for: which ceiling holds, and under what it counts for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 生活救助.
    Living,
    /// 医疗救助.
    Medical,
    /// 助学救助.
    Schooling,
    /// 临时救助.
    Temporary,
    /// 其他救助.
    Other,
}
::store::kept_by_key!(Sort, "what aid is for",
    Living "living", Medical "medical", Schooling "schooling", Temporary "temporary", Other "other");

impl Sort {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("aid.sort.{}", self.key())
    }
    /// Under what it counts for the member.
    #[must_use]
    pub const fn given(self) -> given::Kind {
        match self {
            Sort::Living => given::Kind::Living,
            Sort::Medical => given::Kind::Medical,
            Sort::Schooling => given::Kind::Schooling,
            Sort::Temporary => given::Kind::Temporary,
            Sort::Other => given::Kind::OtherAid,
        }
    }
    /// The key of its ceiling, and the one that holds where there is none under it.
    #[must_use]
    pub fn ceilings(self, category: Option<Category>, stage: Option<Stage>) -> Vec<&'static Key> {
        match self {
            Sort::Living => match category {
                Some(Category::Relative | Category::Sudden) => vec![&key::AID_LIVING_OTHER, &key::AID_LIVING],
                _ => vec![&key::AID_LIVING],
            },
            Sort::Medical => vec![&key::AID_MEDICAL],
            Sort::Schooling => vec![stage.map_or(&key::AID_SCHOOL_HIGHER, Stage::ceiling)],
            Sort::Temporary => vec![&key::HARDSHIP_TEMPORARY],
            Sort::Other => vec![&key::AID_OTHER],
        }
    }
}

/// A stage of schooling (学段).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 小学.
    Primary,
    /// 初中.
    Junior,
    /// 高中.
    Senior,
    /// 中职.
    Vocational,
    /// 高等教育.
    Higher,
}
::store::kept_by_key!(Stage, "a stage of schooling",
    Primary "primary", Junior "junior", Senior "senior", Vocational "vocational", Higher "higher");

impl Stage {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("aid.stage.{}", self.key())
    }
    /// The key of the ceiling of aid, a student and year.
    #[must_use]
    pub fn ceiling(self) -> &'static Key {
        match self {
            Stage::Primary | Stage::Junior => &key::AID_SCHOOL_BASIC,
            Stage::Senior | Stage::Vocational => &key::AID_SCHOOL_SENIOR,
            Stage::Higher => &key::AID_SCHOOL_HIGHER,
        }
    }
}

/// A kind of aid of the union's own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AidKind {
    /// Its id.
    pub id: KindId,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub sort: Sort,
    /// Whether only households with a dossier on file get it.
    pub dossier: bool,
    /// The papers that are looked at, in words.
    pub proof: Option<String>,
    /// Since when it is not given any more.
    pub ended: Option<Date>,
    /// Its version; zero for one of the usual list that nobody changed or used yet.
    pub version: i64,
}

/// The usual list, with which every union begins. The ids are the union's own: no other union's kind bears one of them.
#[must_use]
pub fn usual(union: UnionId) -> Vec<AidKind> {
    let id = |sort: Sort| {
        let mut hash = blake3::Hasher::new();
        hash.update(b"aid.kind");
        hash.update(union.bytes());
        hash.update(sort.key().as_bytes());
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(digest.as_bytes())
            .for_each(|(to, from)| *to = *from);
        Id::new(Uuid::from_bytes(bytes))
    };
    let kind = |(sort, name, dossier, proof): (Sort, &str, bool, &str)| AidKind {
        id: id(sort),
        name: name.to_owned(),
        sort,
        dossier,
        proof: Some(proof.to_owned()),
        ended: None,
        version: 0,
    };
    [
        (Sort::Living, "生活救助", true, "申请书、收入证明"),
        (Sort::Medical, "医疗救助", true, "申请书、诊断证明、个人自付票据"),
        (
            Sort::Schooling,
            "助学救助",
            true,
            "申请书、录取通知书或学籍证明、学费票据",
        ),
        (Sort::Temporary, "临时救助", false, "申请书、突发情况的证明"),
        (Sort::Other, "其他救助", false, "申请书"),
    ]
    .map(kind)
    .to_vec()
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 审批付款中.
    Asked,
    /// 已发放.
    Paid,
    /// 已撤销.
    Withdrawn,
}
::store::kept_by_key!(Status, "a state of aid", Asked "asked", Paid "paid", Withdrawn "withdrawn");

impl Status {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("aid.status.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            Status::Asked => ui::State::Due,
            Status::Paid => ui::State::Done,
            Status::Withdrawn => ui::State::Off,
        }
    }
}

/// A case of aid. Why it is given lies sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aid {
    /// Its id.
    pub id: AidId,
    /// The year of its number.
    pub year: i64,
    /// Its number in the year.
    pub number: i64,
    /// For whom.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Of which kind.
    pub kind: KindId,
    /// By name.
    pub kind_name: String,
    /// What it is for.
    pub sort: Sort,
    /// The stage of schooling, for aid to schooling.
    pub stage: Option<Stage>,
    /// The dossier it rests on, if there is one on file.
    pub dossier: Option<Id<()>>,
    /// How much.
    pub amount: Money,
    /// On which day it was asked for.
    pub asked: Date,
    /// Where it stands.
    pub status: Status,
    /// On which day it was paid.
    pub paid: Option<Date>,
    /// Why it was withdrawn.
    pub why: Option<String>,
    /// Its version.
    pub version: i64,
}

impl Aid {
    /// Its number as papers write it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}-{:03}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_ceiling() {
        let first = |sort: Sort, category, stage| sort.ceilings(category, stage)[0].name;
        assert_eq!(first(Sort::Living, Some(Category::Deep), None), "aid.living");
        assert_eq!(first(Sort::Living, Some(Category::Sudden), None), "aid.living_other");
        assert_eq!(first(Sort::Living, None, None), "aid.living");
        assert_eq!(first(Sort::Schooling, None, Some(Stage::Junior)), "aid.school_basic");
        assert_eq!(
            first(Sort::Schooling, None, Some(Stage::Vocational)),
            "aid.school_senior"
        );
        assert_eq!(first(Sort::Schooling, None, Some(Stage::Higher)), "aid.school_higher");
    }

    #[test]
    fn the_usual_list_names_each_sort_once_and_tells_of_private_things() {
        let sorts: Vec<Sort> = usual(Id::NIL).iter().map(|kind| kind.sort).collect();
        assert_eq!(sorts, Sort::ALL);
        assert!(Sort::ALL.iter().all(|sort| sort.given().is_private()));
        let ids: std::collections::BTreeSet<KindId> = usual(Id::NIL).iter().map(|kind| kind.id).collect();
        assert_eq!(ids.len(), sorts.len());
    }
}
