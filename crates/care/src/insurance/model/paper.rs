//! The papers of a claim.

use kernel::{Id, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A paper that a claim needs (理赔材料).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 单位情况说明
    Statement,
    /// 身份证件
    Identity,
    /// 诊断证明
    Diagnosis,
    /// 出院小结
    Discharge,
    /// 伤残鉴定书
    Disability,
    /// 死亡证明
    Death,
    /// 户口注销证明
    Household,
    /// 受益人身份和关系证明
    Kin,
    /// 银行卡
    Bank,
}

impl Paper {
    /// All.
    pub const ALL: &'static [Paper] = &[
        Paper::Statement,
        Paper::Identity,
        Paper::Diagnosis,
        Paper::Discharge,
        Paper::Disability,
        Paper::Death,
        Paper::Household,
        Paper::Kin,
        Paper::Bank,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Paper::Statement => "statement",
            Paper::Identity => "identity",
            Paper::Diagnosis => "diagnosis",
            Paper::Discharge => "discharge",
            Paper::Disability => "disability",
            Paper::Death => "death",
            Paper::Household => "household",
            Paper::Kin => "kin",
            Paper::Bank => "bank",
        }
    }
}
::store::keyed!(Paper, "a paper of a claim");

/// The kind of a proof's id.
pub enum Proving {}
/// The id of a proof.
pub type ProofId = Id<Proving>;

/// A paper as it was brought, without its content.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProofLine {
    /// It.
    pub id: ProofId,
    /// Which paper it shows.
    pub paper: Paper,
    /// Its size in bytes.
    pub size: i64,
    /// When it was brought.
    pub at: Instant,
}
