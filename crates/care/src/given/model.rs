//! What was given: lines, kinds, sums, and their digest.

use kernel::{Date, Id, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Event, Record};

/// The kind of the id of a line.
pub enum Given {}
/// The id of a line.
pub type GivenId = Id<Given>;
/// The kind of the id of what one act gave.
pub enum Batch {}
/// The id of what one act gave.
pub type BatchId = Id<Batch>;

/// What it was for: caps are held against the sums of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 节日慰问
    Festival,
    /// 生日慰问
    Birthday,
    /// 结婚慰问
    Marriage,
    /// 生育慰问
    Birth,
    /// 住院慰问
    Hospital,
    /// 去世慰问
    Death,
    /// 退休慰问
    Retire,
    /// 其他走访慰问
    Visit,
    /// 送温暖、送清凉 and the like
    Season,
    /// 劳模慰问
    ModelWorker,
    /// 生活救助
    Living,
    /// 医疗救助
    Medical,
    /// 助学救助
    Schooling,
    /// 临时救助
    Temporary,
    /// 其他救助
    OtherAid,
    /// 募捐款
    Collection,
    /// 互助保障给付
    Insurance,
    /// 体检
    CheckUp,
    /// 疗休养
    Recuperation,
    /// 普惠服务
    Benefit,
    /// 子女关爱
    Children,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Kind] = &[
        Kind::Festival,
        Kind::Birthday,
        Kind::Marriage,
        Kind::Birth,
        Kind::Hospital,
        Kind::Death,
        Kind::Retire,
        Kind::Visit,
        Kind::Season,
        Kind::ModelWorker,
        Kind::Living,
        Kind::Medical,
        Kind::Schooling,
        Kind::Temporary,
        Kind::OtherAid,
        Kind::Collection,
        Kind::Insurance,
        Kind::CheckUp,
        Kind::Recuperation,
        Kind::Benefit,
        Kind::Children,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Festival => "festival",
            Kind::Birthday => "birthday",
            Kind::Marriage => "marriage",
            Kind::Birth => "birth",
            Kind::Hospital => "hospital",
            Kind::Death => "death",
            Kind::Retire => "retire",
            Kind::Visit => "visit",
            Kind::Season => "season",
            Kind::ModelWorker => "model_worker",
            Kind::Living => "living",
            Kind::Medical => "medical",
            Kind::Schooling => "schooling",
            Kind::Temporary => "temporary",
            Kind::OtherAid => "other_aid",
            Kind::Collection => "collection",
            Kind::Insurance => "insurance",
            Kind::CheckUp => "check_up",
            Kind::Recuperation => "recuperation",
            Kind::Benefit => "benefit",
            Kind::Children => "children",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("care.given.{}", self.key())
    }
    /// Whether the kind alone tells of hardship or illness, so that it is shown only to the person and to those who may see
    /// the record it comes from.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(
            self,
            Kind::Living
                | Kind::Medical
                | Kind::Schooling
                | Kind::Temporary
                | Kind::OtherAid
                | Kind::Collection
                | Kind::Insurance
                | Kind::Hospital
        )
    }
}

::store::keyed!(Kind, "what was given");

/// Something given to somebody, as a system tells it.
#[derive(Clone, Copy, Debug)]
pub struct Gift<'a> {
    /// To whom.
    pub member: MemberId,
    /// On which day.
    pub day: Date,
    /// What for.
    pub kind: Kind,
    /// Its worth; zero if it has none, such as a place in a course.
    pub amount: Money,
    /// What it was: 慰问金, 米、油, 体检套餐A.
    pub what: &'a str,
}

impl Gift<'_> {
    pub(super) fn line(&self, id: GivenId, record: Record) -> Line {
        Line {
            id,
            member: self.member,
            day: self.day,
            kind: self.kind,
            amount: self.amount,
            what: self.what.to_owned(),
            record_kind: record.kind.to_owned(),
            record_id: record.id,
        }
    }
}

/// Something that was given to somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: GivenId,
    /// To whom.
    pub member: MemberId,
    /// On which day.
    pub day: Date,
    /// What for.
    pub kind: Kind,
    /// Its worth.
    pub amount: Money,
    /// What it was.
    pub what: String,
    /// The record it comes from.
    #[serde(skip)]
    pub record_kind: String,
    /// The record it comes from.
    #[serde(skip)]
    pub record_id: uuid::Uuid,
}

impl Line {
    /// The page of the record it comes from.
    #[must_use]
    pub fn path(&self) -> String {
        web::record_path(&self.record_kind, self.record_id)
    }
}

/// How often, and how much in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Sum {
    /// How often.
    pub times: i64,
    /// How much in all.
    pub amount: Money,
}

impl Sum {
    /// The sum of lines; none past what amounts can be.
    pub(super) fn of(lines: &[Line]) -> Option<Sum> {
        lines.iter().try_fold(Sum::default(), |sum, line| {
            Some(Sum {
                times: sum.times.checked_add(1)?,
                amount: sum.amount.plus(line.amount)?,
            })
        })
    }
}

/// A digest over lines in the order of their ids: a changed line changes it.
pub(super) fn digest(lines: &[Line]) -> String {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    sorted.sort_unstable_by_key(|line| line.id);
    let mut hash = blake3::Hasher::new();
    for line in sorted {
        hash.update(line.id.bytes());
        hash.update(line.member.bytes());
        hash.update(line.day.to_string().as_bytes());
        hash.update(line.kind.key().as_bytes());
        hash.update(&line.amount.fen().to_be_bytes());
        hash.update(&u64::try_from(line.what.len()).unwrap_or_default().to_be_bytes());
        hash.update(line.what.as_bytes());
    }
    hash.finalize().to_hex().to_string()
}

/// What happens to what was given.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// A record gave something to people.
    Given {
        record: Record,
        batch: BatchId,
        kind: Kind,
        people: i64,
        total: Money,
        digest: String,
    },
    /// Lines of a record were taken back.
    TakenBack {
        record: Record,
        ids: &'a [GivenId],
        why: &'a str,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Given { .. } => "given.given",
            Happened::TakenBack { .. } => "given.taken_back",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Given { record, .. } | Happened::TakenBack { record, .. } => *record,
        }
    }
}
