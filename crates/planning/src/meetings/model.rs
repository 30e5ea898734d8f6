//! A meeting: what it says of itself, its states and parts. No SQL, no clock.

use kernel::{Date, Id, Instant};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::rules::{Cannot, Hall, Rules, Votes};

/// The kind of a meeting's id.
pub enum Meeting {}
/// The id of a meeting.
pub type MeetingId = Id<Meeting>;
/// The kind of an agenda item's id.
pub enum Item {}
/// The id of an agenda item.
pub type ItemId = Id<Item>;
/// The kind of a decision's id.
pub enum Decision {}
/// The id of a decision.
pub type DecisionId = Id<Decision>;
/// The kind of the id of somebody's seat in a meeting.
pub enum Person {}
/// The id of somebody's seat in a meeting.
pub type PersonId = Id<Person>;

/// Most items of an agenda.
pub const ITEMS: usize = 60;
/// Most decisions of a meeting.
pub const DECISIONS: usize = 60;

/// An enum that the store and word keys know by name.
macro_rules! keyed {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $one:ident = $key:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$says])* $one),+ }
        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [$name] = &[$($name::$one),+];
            /// The stable name.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $($name::$one => $key),+ }
            }
        }
        ::store::keyed!($name, stringify!($name));
    };
}

keyed! {
    /// What kind of meeting.
    Kind {
        /// 委员会会议
        Committee = "committee",
        /// 常委会会议
        Standing = "standing",
        /// 例会
        Regular = "regular",
        /// 扩大会议
        Enlarged = "enlarged",
        /// 专题会
        Special = "special",
        /// 其他
        Other = "other",
    }
}
keyed! {
    /// Where a meeting stands.
    Status {
        /// Being prepared.
        Draft = "draft",
        /// Its members have been told.
        Called = "called",
        /// Held; its figures are in the register.
        Closed = "closed",
        /// Its minutes are settled and filed.
        Adopted = "adopted",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}
keyed! {
    /// The parts of an agenda, in the order in which committees take them.
    Part {
        /// 传达学习
        Convey = "convey",
        /// 小结
        Review = "review",
        /// 部署
        Deploy = "deploy",
        /// 讨论议题
        Matters = "matters",
        /// 其他
        Other = "other",
    }
}
keyed! {
    /// Whether somebody came.
    Presence {
        /// Not yet known.
        Expected = "expected",
        /// 到会
        Present = "present",
        /// 请假
        Leave = "leave",
        /// 缺席
        Absent = "absent",
    }
}
keyed! {
    /// How much of a whole is enough.
    Share {
        /// 三分之二以上
        TwoThirds = "two_thirds",
        /// 过半数: more than half.
        OverHalf = "over_half",
        /// 半数以上: half or more.
        Half = "half",
    }
}
keyed! {
    /// Of whom a share is taken.
    Base {
        /// 应到: all who should attend.
        Seats = "seats",
        /// 到会: those present.
        Present = "present",
    }
}
keyed! {
    /// What was settled.
    DecisionKind {
        /// 决定
        Decision = "decision",
        /// 决议
        Resolution = "resolution",
    }
}

impl Status {
    /// Whether particulars, attendance and decisions may still change.
    #[must_use]
    pub const fn open(self) -> bool {
        matches!(self, Status::Draft | Status::Called)
    }
    /// Whether notes and copies may still change.
    #[must_use]
    pub const fn written(self) -> bool {
        matches!(self, Status::Draft | Status::Called | Status::Closed)
    }
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: MeetingId,
    /// Counts its changes.
    pub version: i64,
    /// What it says.
    pub said: Said,
    /// The body's name.
    pub body_name: String,
    /// The chair's name.
    pub chair_name: String,
    /// The recorder's name.
    pub recorder_name: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Why it was cancelled or opened again.
    pub why: Option<String>,
    /// When its members were told.
    pub called_at: Option<Instant>,
    /// The day its minutes were settled.
    pub adopted_on: Option<Date>,
    /// Its minutes in the archive.
    pub paper: Option<archive::PaperId>,
    /// Whether all members may read its minutes.
    pub published: bool,
}

/// What is said of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    /// Whose meeting.
    pub body: BodyId,
    /// What kind.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// The day.
    pub day: Date,
    /// When it begins.
    pub starts: String,
    /// When it ended.
    pub ends: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Who leads it.
    pub chair: MemberId,
    /// Who writes the minutes.
    pub recorder: Option<MemberId>,
    /// Quorum and majority.
    pub rules: Rules,
    /// 列席: guests, one a line.
    pub guests: Option<String>,
    /// 送、发: who gets the minutes.
    pub copies: Option<String>,
}

impl Said {
    /// The guests, one by one.
    pub fn guest_list(&self) -> impl Iterator<Item = &str> {
        self.guests
            .iter()
            .flat_map(|text| text.split(['\n', '；', ';']))
            .map(str::trim)
            .filter(|name| !name.is_empty())
    }
    /// How many guests.
    #[must_use]
    pub fn guest_count(&self) -> i64 {
        i64::try_from(self.guest_list().count()).unwrap_or(i64::MAX)
    }
}
