//! Offers: what is offered, to whom, with how many places; sign-ups; children; and what stands against each. No SQL, no clock.

use facts::{Measure, Unit};
use kernel::{Date, Id, Instant, Lang, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Refusal, Stop};

use crate::rounds::{Not, Who};

/// The kind of an offer's id.
pub enum Offering {}
/// The id of an offer.
pub type OfferId = Id<Offering>;
/// The kind of the id of a kind of offers.
pub enum Sorting {}
/// The id of a kind of offers.
pub type KindId = Id<Sorting>;
/// The kind of the id of a slot.
pub enum Slotted {}
/// The id of a slot.
pub type SlotId = Id<Slotted>;
/// The kind of a sign-up's id.
pub enum Signed {}
/// The id of a sign-up.
pub type SignupId = Id<Signed>;

/// Most places of a slot.
pub const MOST_PLACES: i64 = 5_000;
/// Most slots of an offer.
pub const MOST_SLOTS: usize = 40;
/// Most places of one member in an offer.
pub const MOST_EACH: i64 = 10;
/// Most days from the first day of sign-up to the last day of an offer.
pub const MOST_SPAN: i32 = 400;
/// Most days for which what is known of children is kept after the offer.
pub const MOST_DAYS: i64 = 365;

/// 普惠服务人次
pub const TIMES: Measure = Measure {
    key: "benefit.person_times",
    zh: "普惠服务人次",
    en: "Benefits taken",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 职工子女关爱人次
pub const CHILDREN: Measure = Measure {
    key: "benefit.children",
    zh: "职工子女关爱人次",
    en: "Members' children cared for",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 普惠服务支出
pub const MONEY: Measure = Measure {
    key: "benefit.money",
    zh: "普惠服务支出",
    en: "Spent on benefits",
    unit: Unit::Money,
    field: "care",
};

/// A kind of offers, as the union's own list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Kind {
    /// Its id.
    pub id: KindId,
    /// What it is called.
    pub name: String,
    /// Whether it is for members' children.
    pub children: bool,
    /// Whether no more offers of it are made.
    pub ended: bool,
    /// Its version; 0 while it is as it came with the program.
    pub version: i64,
}

/// The kinds that come with the program.
#[must_use]
pub fn seeds() -> Vec<Kind> {
    let kinds = [
        ("团购优惠", false),
        ("节日福利", false),
        ("文化票券", false),
        ("夏令营、托管", true),
        ("六一活动", true),
        ("子女升学助学", true),
    ];
    let seed = |(n, (name, children)): (u128, (&str, bool))| Kind {
        id: KindId::new(uuid::Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0F00 + n)),
        name: name.to_owned(),
        children,
        ended: false,
        version: 0,
    };
    (1_u128..).zip(kinds).map(seed).collect()
}

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// 免费: it costs nobody anything.
    None,
    /// 会员现场付费
    Member,
    /// 工会承担
    Union,
}
::store::kept_by_key!(Bearer, "who pays", None "none", Member "member", Union "union");

/// Whether people may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferStatus {
    /// 进行中
    Open,
    /// 已结束
    Closed,
}
::store::kept_by_key!(OfferStatus, "a state of an offer", Open "open", Closed "closed");

/// What holds for offers to members' children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ForChildren {
    /// The least age, in years reached in the year of the first day.
    pub from: i64,
    /// The greatest age.
    pub until: i64,
    /// What a guardian agrees to (个人信息保护法 art. 31).
    pub consent: String,
    /// On which day what was kept of the children was deleted.
    pub forgotten: Option<Date>,
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// Its kind.
    pub kind: KindId,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub text: String,
    /// Who is entitled.
    pub who: Who,
    /// How many places a member may have.
    pub per_member: i64,
    /// Sign-up opens on this day.
    pub opens: Date,
    /// The last day of sign-up.
    pub closes: Date,
    /// Who pays.
    pub bearer: Bearer,
    /// What it costs a head.
    pub cost: Money,
    /// The first day of picking up, or of the activity.
    pub from: Date,
    /// The last one; what was kept of children is needed no longer after it.
    pub until: Date,
    /// Where.
    pub place: String,
    /// Of offers to children.
    pub children: Option<ForChildren>,
    /// Days for which what is known of children is kept after the last day.
    pub keep_days: i64,
    /// Whether it goes on.
    pub status: OfferStatus,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Offer {
    /// Whether a member may sign up on a day.
    ///
    /// # Errors
    /// Why not.
    pub fn takes(&self, day: Date) -> Result<(), Cannot> {
        if self.status == OfferStatus::Closed {
            return Err(Cannot::Closed);
        }
        if day < self.opens {
            return Err(Cannot::NotYet(self.opens));
        }
        if day > self.closes {
            return Err(Cannot::Over(self.closes));
        }
        Ok(())
    }
    /// Whether places change hands on a day: while it is open, to its last day.
    #[must_use]
    pub fn goes_on(&self, day: Date) -> bool {
        self.status == OfferStatus::Open && day <= self.until
    }
    /// Whether anybody may still be entered on a day, by whomever.
    ///
    /// # Errors
    /// Why not: it was closed, its last day is over, or what was kept of its children is gone.
    pub fn living(&self, day: Date) -> Result<(), Cannot> {
        if self.status == OfferStatus::Closed {
            return Err(Cannot::Closed);
        }
        if day > self.until {
            return Err(Cannot::Past(self.until));
        }
        if self.children.as_ref().is_some_and(|c| c.forgotten.is_some()) {
            return Err(Cannot::Forgotten);
        }
        Ok(())
    }
    /// Whether what is kept of children is to be deleted on a day: after its days, and at once where it was deleted before.
    #[must_use]
    pub fn forgets(&self, day: Date) -> bool {
        let keep = i32::try_from(self.keep_days).unwrap_or(i32::MAX);
        let over = self.until.plus_days(keep) < day;
        self.children.as_ref().is_some_and(|c| over || c.forgotten.is_some())
    }
    /// What the union pays a head.
    #[must_use]
    pub fn paid(&self) -> Money {
        if self.bearer == Bearer::Union {
            self.cost
        } else {
            Money::ZERO
        }
    }
}

/// A part of an offer with places of its own: a batch, a day, a size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// Its name.
    pub name: String,
    /// How many places there are.
    pub places: i64,
    /// Whether none is free, as the last to look found.
    pub full: bool,
    /// Version, for acts upon it.
    pub version: i64,
}

/// A slot with how many have a place, and how many wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SlotLine {
    /// It.
    #[serde(flatten)]
    pub slot: Slot,
    /// Places taken.
    pub taken: i64,
    /// People in line.
    pub waiting: i64,
}

impl SlotLine {
    /// Free places.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.slot.places.saturating_sub(self.taken)
    }
}

/// Where a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 有名额
    Placed,
    /// 候补
    Waiting,
    /// 已领取
    Picked,
    /// 未到
    Missed,
    /// 已放弃
    GivenUp,
}
::store::kept_by_key!(
    Status,
    "a state of a sign-up",
    Placed "placed",
    Waiting "waiting",
    Picked "picked",
    Missed "missed",
    GivenUp "given_up",
);

/// Somebody's sign-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Signup {
    /// Its id.
    pub id: SignupId,
    /// For which offer.
    pub offer: OfferId,
    /// For which of its slots.
    pub slot: SlotId,
    /// Whose.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Their branch or group then.
    pub group: Option<BodyId>,
    /// Which of the member's places in this offer; none once given up.
    pub nth: Option<i64>,
    /// The number of their place.
    pub place: Option<i64>,
    /// Where it stands.
    pub status: Status,
    /// Since when they are in line.
    pub since: Instant,
    /// Whether an officer took it on paper.
    pub on_paper: bool,
    /// Who signed up: the member, or the officer.
    #[serde(skip)]
    pub by: AccountId,
    /// What the member shows when picking up; only they are told.
    #[serde(skip)]
    pub code: String,
    /// When it was picked up.
    pub picked: Option<Date>,
    /// Why it was given up.
    pub why: Option<String>,
    /// Version, for acts upon it.
    pub version: i64,
}

/// A child, as a guardian told of it. Nothing of it is printed by accident: there is no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Child {
    /// Its name.
    pub name: String,
    /// The year of its birth.
    pub born: i64,
    /// What it is to the member: 儿子, 女儿.
    pub relation: String,
    /// Allergies and what else has to be known on the day.
    pub remarks: Option<String>,
}

/// Letters and digits of codes: those that are not taken for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code of eight letters and digits, made of chance.
#[must_use]
pub fn code(chance: [u8; 8]) -> String {
    let letter = |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).map(|b| char::from(*b));
    chance.into_iter().filter_map(letter).collect()
}

/// A code as it was typed: without spaces and hyphens, in capitals.
#[must_use]
pub fn typed_code(text: &str) -> String {
    let meant = text.chars().filter(char::is_ascii_alphanumeric);
    meant.map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether a child may come to an offer.
///
/// # Errors
/// Why not.
pub fn may_come(offer: &Offer, child: Option<&Child>, consented: bool) -> Result<(), Cannot> {
    let Some(of) = &offer.children else { return Ok(()) };
    let child = child.ok_or(Cannot::NoChild)?;
    let age = i64::from(offer.from.year()).saturating_sub(child.born);
    if !(of.from..=of.until).contains(&age) {
        return Err(Cannot::Age {
            age,
            from: of.from,
            until: of.until,
        });
    }
    if consented { Ok(()) } else { Err(Cannot::NoConsent) }
}

/// Why somebody cannot sign up, give up, or pick up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The offer is over.
    Closed,
    /// Sign-up begins on this day.
    NotYet(Date),
    /// Sign-up ended on this day.
    Over(Date),
    /// Its last day was this one.
    Past(Date),
    /// What was kept of its children is gone.
    Forgotten,
    /// The register says otherwise.
    Entitled(Not),
    /// They have as many places as one may have.
    Enough(i64),
    /// The slot is none of the offer's.
    NoSlot,
    /// Nothing was told of the child.
    NoChild,
    /// This child is signed up.
    SameChild,
    /// The child is too young or too old.
    Age {
        /// Its age in the year of the offer.
        age: i64,
        /// The least.
        from: i64,
        /// The greatest.
        until: i64,
    },
    /// No guardian agreed.
    NoConsent,
    /// It was picked up.
    Picked,
    /// They wait, or gave it up.
    NoPlace,
    /// The days have not begun.
    Early(Date),
}

impl Cannot {
    /// As a refusal, in the reader's language.
    #[must_use]
    pub fn says(self, lang: Lang) -> Refusal {
        match self {
            Cannot::Closed => Refusal::new("offers.cannot.closed").status(409),
            Cannot::NotYet(day) => Refusal::new("offers.cannot.not_yet").arg("day", day).status(409),
            Cannot::Over(day) => Refusal::new("offers.cannot.over").arg("day", day).status(409),
            Cannot::Past(day) => Refusal::new("offers.cannot.past").arg("day", day).status(409),
            Cannot::Forgotten => Refusal::new("offers.cannot.forgotten").status(409),
            Cannot::Entitled(not) => Refusal::new("offers.cannot.entitled")
                .arg("why", not.says(lang))
                .status(409),
            Cannot::Enough(most) => Refusal::new("offers.cannot.enough").arg("most", most).status(409),
            Cannot::NoSlot => Refusal::field("slot", "offers.cannot.no_slot"),
            Cannot::NoChild => Refusal::field("child_name", "offers.cannot.no_child"),
            Cannot::SameChild => Refusal::field("child_name", "offers.cannot.same_child"),
            Cannot::Age { age, from, until } => Refusal::field("born", "offers.cannot.age")
                .arg("age", age)
                .arg("from", from)
                .arg("until", until),
            Cannot::NoConsent => Refusal::field("consent", "offers.cannot.no_consent"),
            Cannot::Picked => Refusal::new("offers.cannot.picked").status(409),
            Cannot::NoPlace => Refusal::new("offers.cannot.no_place").status(409),
            Cannot::Early(day) => Refusal::new("offers.cannot.early").arg("day", day).status(409),
        }
    }
    /// As what stops an act.
    #[must_use]
    pub fn stop(self, lang: Lang) -> Stop {
        self.says(lang).into()
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
