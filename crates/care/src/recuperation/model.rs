//! Recuperation: plans, groups, sign-ups, and what becomes of them. No SQL, no clock.

use facts::{Measure, Unit};
use kernel::{Date, Id, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

/// The kind of a plan's id.
pub enum Planning {}
/// The id of a plan.
pub type PlanId = Id<Planning>;
/// The kind of a group's id.
pub enum Going {}
/// The id of a group.
pub type GroupId = Id<Going>;
/// The kind of the id of a sign-up.
pub enum Entered {}
/// The id of a sign-up.
pub type EntryId = Id<Entered>;
/// The kind of the id of an earlier year's journey.
pub enum Passed {}
/// The id of an earlier year's journey.
pub type PastId = Id<Passed>;

/// Most places of a group, or of a plan.
pub const MOST_PLACES: i64 = 100_000;

/// Most groups of a plan.
pub const MOST_GROUPS: usize = 100;

/// 疗休养人数
pub const PEOPLE: Measure = Measure {
    key: "recuperation.people",
    zh: "疗休养人数",
    en: "People sent to recuperate",
    unit: Unit::People,
    field: "care",
};

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// 报名
    Open,
    /// 已拟名单
    Proposed,
    /// 名单已定
    Confirmed,
    /// 已结束
    Closed,
}
::store::kept_by_key!(
    PlanStatus,
    "a state of a plan of recuperation",
    Open "open",
    Proposed "proposed",
    Confirmed "confirmed",
    Closed "closed",
);

/// A year's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The year it counts for in turns.
    pub year: i64,
    /// What it is called.
    pub title: String,
    /// What people have to know.
    pub text: String,
    /// Sign-up opens on this day.
    pub opens: Date,
    /// The last day of sign-up.
    pub closes: Date,
    /// How many may go in all.
    pub places: i64,
    /// How far it has come.
    pub status: PlanStatus,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Plan {
    /// Whether members may sign up on a day.
    #[must_use]
    pub fn takes(&self, day: Date) -> bool {
        self.status == PlanStatus::Open && self.opens <= day && day <= self.closes
    }
}

/// A group that goes somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Of which plan.
    pub plan: PlanId,
    /// Where it goes.
    pub destination: String,
    /// Where it stays.
    pub lodging: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Who leads it.
    pub leader: Option<MemberId>,
    /// By name.
    pub leader_name: Option<String>,
    /// How many may go.
    pub places: i64,
    /// How many places are firm.
    pub taken: i64,
    /// What it cost in all.
    pub cost: Option<Money>,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Group {
    /// Whether places of it change hands on a day: before it leaves, and while what it cost was not settled.
    #[must_use]
    pub fn waits(&self, day: Date) -> bool {
        day < self.from && self.cost.is_none()
    }
}

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 已报名
    Signed,
    /// 拟安排
    Proposed,
    /// 候补
    Waiting,
    /// 已确定
    Confirmed,
    /// 已参加
    Went,
    /// 未参加
    Missed,
    /// 已退出
    Withdrawn,
}
::store::kept_by_key!(
    Status,
    "a state of a sign-up for recuperation",
    Signed "signed",
    Proposed "proposed",
    Waiting "waiting",
    Confirmed "confirmed",
    Went "went",
    Missed "missed",
    Withdrawn "withdrawn",
);

impl Status {
    /// Whether a place of a group is firmly theirs.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Status::Confirmed | Status::Went | Status::Missed)
    }
}

/// What may set somebody before others where a rule of the place says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 劳模、先进
    ModelWorker,
    /// 一线职工
    FrontLine,
    /// 有毒有害岗位
    Hazard,
    /// 临近退休
    Retiring,
}
::store::kept_by_key!(
    Mark,
    "a mark for recuperation",
    ModelWorker "model_worker",
    FrontLine "front_line",
    Hazard "hazard",
    Retiring "retiring",
);

/// An officer's exception from the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lift {
    /// Before all others.
    First,
    /// After all others.
    Last,
}
::store::kept_by_key!(Lift, "an exception from the order", First "first", Last "last");

/// Somebody's sign-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// For which plan.
    pub plan: PlanId,
    /// Whose.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// The sound of the name, for order.
    #[serde(skip)]
    pub sound: String,
    /// Their branch or group then.
    pub body: Option<BodyId>,
    /// Where they wish to go.
    pub first: GroupId,
    /// Where else.
    pub second: Option<GroupId>,
    /// Where it stands.
    pub status: Status,
    /// With which group they go.
    pub group: Option<GroupId>,
    /// Which number they had in the order.
    pub standing: Option<i64>,
    /// What may set them before others.
    pub mark: Option<Mark>,
    /// An exception, and why.
    pub lift: Option<(Lift, String)>,
    /// Why they withdrew, or were chosen by hand.
    pub why: Option<String>,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Entry {
    /// The groups they wish for, the dearest first.
    pub fn wishes(&self) -> impl Iterator<Item = GroupId> {
        std::iter::once(self.first).chain(self.second)
    }
}

/// A journey of an earlier year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Past {
    /// Its id, if it was entered by hand; none if this register kept it.
    pub id: Option<PastId>,
    /// Who went.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// In which year.
    pub year: i64,
    /// Where.
    pub place: String,
}

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Sign-up is not open.
    Closed,
    /// Not a member at work.
    NotActive,
    /// The group is none of this plan's.
    NoGroup,
    /// Both wishes are the same.
    SameWish,
    /// They have signed up.
    Already,
    /// The plan has not come so far, or is past it.
    Step,
    /// They do not stand where this could be done.
    State,
    /// No place is left there.
    Full,
    /// The group has not left.
    Early(Date),
    /// What it cost was settled.
    Settled,
    /// It is kept who went with a group.
    Attended,
    /// The group has left, or what it cost was settled: no place of it is given any more.
    Left,
    /// What was proposed is not what the order gives now.
    Anew,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        let late = |key| Refusal::new(key).status(409).into();
        match cannot {
            Cannot::Closed => late("recuperation.cannot.closed"),
            Cannot::NotActive => Refusal::field("member", "recuperation.cannot.not_active").into(),
            Cannot::NoGroup => Refusal::field("first", "recuperation.cannot.no_group").into(),
            Cannot::SameWish => Refusal::field("second", "recuperation.cannot.same_wish").into(),
            Cannot::Already => late("recuperation.cannot.already"),
            Cannot::Step => late("recuperation.cannot.step"),
            Cannot::State => late("recuperation.cannot.state"),
            Cannot::Full => late("recuperation.cannot.full"),
            Cannot::Early(day) => Refusal::new("recuperation.cannot.early")
                .arg("day", day)
                .status(409)
                .into(),
            Cannot::Settled => late("recuperation.cannot.settled"),
            Cannot::Attended => late("recuperation.cannot.attended"),
            Cannot::Left => late("recuperation.cannot.left"),
            Cannot::Anew => late("recuperation.cannot.anew"),
        }
    }
}
