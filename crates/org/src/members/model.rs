//! A member and what can become of a membership.

use kernel::{Clock, Date, Instant, identity::IdentityNumber};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use web::{AccountId, Refusal};

use super::field::{Field, Particulars};
use crate::{BodyId, MemberId};

/// How a membership stands (会籍).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 在册.
    Active,
    /// 转出中: the transfer is under way.
    Moving,
    /// 保留会籍: retired, or without work.
    Kept,
    /// 已转出.
    Moved,
    /// 退会, on one's own wish.
    Resigned,
    /// 视为退会.
    Deemed,
    /// 除名.
    Removed,
    /// 去世.
    Died,
}

impl Status {
    /// All states; those of members first.
    pub const ALL: &'static [Status] = &[
        Status::Active,
        Status::Moving,
        Status::Kept,
        Status::Moved,
        Status::Resigned,
        Status::Deemed,
        Status::Removed,
        Status::Died,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Moving => "moving",
            Status::Kept => "kept",
            Status::Moved => "moved",
            Status::Resigned => "resigned",
            Status::Deemed => "deemed",
            Status::Removed => "removed",
            Status::Died => "died",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.status.{}", self.key())
    }
    /// Whether a membership may go over into another state. Somebody who left may be taken in again; from death there
    /// is no way but to take the entry back.
    #[must_use]
    pub const fn may_become(self, to: Status) -> bool {
        match self {
            Status::Active => !matches!(to, Status::Active),
            Status::Kept => !matches!(to, Status::Kept),
            Status::Moving => matches!(to, Status::Active | Status::Moved | Status::Kept | Status::Died),
            Status::Moved | Status::Resigned | Status::Deemed | Status::Removed => {
                matches!(to, Status::Active | Status::Died)
            }
            Status::Died => false,
        }
    }
    /// Whether the person is a member.
    #[must_use]
    pub const fn belongs(self) -> bool {
        matches!(self, Status::Active | Status::Moving | Status::Kept)
    }
    /// Whether the person is a member at work: counted beside the workers for the membership rate.
    #[must_use]
    pub const fn works(self) -> bool {
        matches!(self, Status::Active | Status::Moving)
    }
}

::store::keyed!(Status, "a state of membership");

/// In whose name something is recorded, when, and on what basis.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The account; nil for what the program itself does.
    pub account: AccountId,
    /// The moment.
    pub at: Instant,
    /// The basis (依据): an application, a decision, a form.
    pub basis: Option<&'a str>,
    /// Where the recording's id comes from, if not from chance: made-up data repeat theirs.
    pub ids: Option<&'a Clock>,
}

impl By<'static> {
    /// The program itself: founding, tests, the demo.
    #[must_use]
    pub fn program(at: Instant) -> Self {
        By {
            account: AccountId::new(uuid::Uuid::nil()),
            at,
            basis: None,
            ids: None,
        }
    }
}

impl<'a> By<'a> {
    /// The program itself, with ids from a clock whose ids repeat: for made-up data.
    #[must_use]
    pub fn made_up(clock: &'a Clock) -> Self {
        By {
            ids: Some(clock),
            ..By::program(clock.now())
        }
    }
    /// Whoever acts, now.
    #[must_use]
    pub fn actor(view: &web::View<'_>, basis: Option<&'a str>) -> Self {
        By {
            account: view.actor().account,
            at: view.now(),
            basis,
            ids: None,
        }
    }
}

/// A member to be added.
#[derive(Clone, Debug, Default)]
pub struct NewMember {
    /// The name.
    pub name: String,
    /// The phone number, if known; kept as its digits.
    pub phone: Option<String>,
    /// The number the employer knows the person by (工号).
    pub number: Option<String>,
    /// The branch or group.
    pub group: Option<BodyId>,
    /// Since when a member; today if not said.
    pub joined: Option<Date>,
    /// Since when in this union's register, for who was a member elsewhere before; `joined` if not said.
    pub since: Option<Date>,
    /// Really another person than the one of the same name and phone.
    pub another: bool,
    /// The number of the identity document; it tells birth and sex where they are not said.
    pub identity: Option<IdentityNumber>,
    /// How the membership stands; active if not said. Only states of members.
    pub status: Option<Status>,
    /// Everything else that is known. What is named above goes before.
    pub more: Particulars,
}

impl NewMember {
    /// A member of whom only the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
    /// A member with these particulars.
    #[must_use]
    pub fn of(more: Particulars) -> Self {
        Self {
            name: more.name().to_owned(),
            phone: more.get(Field::Phone).map(str::to_owned),
            number: more.get(Field::Number).map(str::to_owned),
            group: more.group(),
            joined: more.day(Field::Joined),
            more,
            ..Self::default()
        }
    }
    /// The first entry of the course: everything that is known, and since when.
    #[must_use]
    pub fn entry(&self, today: Date) -> (Date, Particulars) {
        let joined = self.joined.or(self.since).unwrap_or(today);
        let mut all = self.more.clone();
        let some = |text: &Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
        };
        all.put(Field::Name, Some(clean_name(&self.name)));
        all.put(
            Field::Phone,
            self.phone.as_deref().map(digits).filter(|p| !p.is_empty()),
        );
        all.put(Field::Number, some(&self.number));
        all.put(Field::Group, self.group.map(|id| id.to_string()));
        all.put(Field::Joined, Some(joined.to_string()));
        if let Some(number) = &self.identity {
            let (born, sex) = (number.born(), number.sex());
            if all.get(Field::Born).is_none() {
                all.put(Field::Born, born.map(|day| day.to_string()));
            }
            if all.get(Field::Sex).is_none() {
                all.put(Field::Sex, sex.map(|sex| sex.key().to_owned()));
            }
        }
        (self.since.unwrap_or(joined), all)
    }
}

/// A member as shown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberCard {
    /// The id.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The phone number; empty if not known.
    pub phone: String,
    /// The employer's number.
    pub number: Option<String>,
    /// The branch or group.
    pub group: Option<BodyId>,
    /// How the membership stands.
    pub status: Status,
    /// Since when a member.
    pub joined: Date,
    /// The last day, for those who left.
    pub left: Option<Date>,
    /// A word on why, for those who left.
    pub why: Option<String>,
    /// Version, for editing.
    pub version: i64,
}

/// Why something is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The day is still to come.
    Future,
    /// The person was not in the register on that day.
    BeforeEntry,
    /// The same was changed again later, on this day: correct the days up to then instead.
    Later(Date),
    /// A membership that stands so cannot go over into that.
    Become(Status, Status),
    /// Somebody else changed the member since it was looked at.
    Stale,
    /// There is nothing to take back.
    Nothing,
}

impl From<Cannot> for Refusal {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Future => Refusal::field("on", "org.members.in_future"),
            Cannot::BeforeEntry => Refusal::field("on", "org.members.before_joining"),
            Cannot::Later(day) => Refusal::field("on", "org.members.changed_later").arg("day", day),
            Cannot::Become(..) => Refusal::field("status", "org.members.cannot_become"),
            Cannot::Stale => Refusal::stale(),
            Cannot::Nothing => Refusal::new("org.members.nothing_to_take_back"),
        }
    }
}
impl From<Cannot> for web::Stop {
    fn from(cannot: Cannot) -> Self {
        Refusal::from(cannot).into()
    }
}

/// The digits of a phone number: full-width digits folded, spaces and dashes dropped, `+86` taken off.
#[must_use]
pub fn digits(phone: &str) -> String {
    let plain: String = kernel::numerals::half_width(phone)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    match plain.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => plain,
    }
}

/// A name as kept: one space between words, none between Chinese characters.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let glue = if name.is_ascii() { " " } else { "" };
    words.join(glue)
}

#[cfg(test)]
mod tests {
    use ::store::{Column, FromColumn};

    use super::*;

    #[test]
    fn phones_are_their_digits() {
        assert_eq!(digits("138 0013-8000"), "13800138000");
        assert_eq!(digits("+86 138 0013 8000"), "13800138000");
        assert_eq!(digits("１３８００１３８０００"), "13800138000");
        assert_eq!(digits("010-8625 0000"), "01086250000");
        assert_eq!(digits(""), "");
    }

    #[test]
    fn names_are_cleaned() {
        assert_eq!(clean_name(" 王　芳 "), "王芳");
        assert_eq!(clean_name("Ann  Lee"), "Ann Lee");
    }

    #[test]
    fn a_membership_goes_only_where_it_can() {
        use Status::{Active, Deemed, Died, Kept, Moved, Moving, Removed, Resigned};
        for (from, to) in [
            (Active, Moving),
            (Active, Kept),
            (Moving, Active),
            (Kept, Active),
            (Moved, Active),
            (Removed, Active),
            (Kept, Died),
        ] {
            assert!(from.may_become(to), "{from:?} {to:?}");
        }
        for (from, to) in [
            (Died, Active),
            (Died, Kept),
            (Active, Active),
            (Moved, Resigned),
            (Resigned, Kept),
            (Moving, Deemed),
            (Kept, Kept),
        ] {
            assert!(!from.may_become(to), "{from:?} {to:?}");
        }
    }

    #[test]
    fn states_lead_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_column(Column::Text(status.key())), Ok(*status));
        }
        assert!(Status::Kept.belongs() && !Status::Moved.belongs());
        assert!(Status::Moving.works() && !Status::Kept.works());
    }
}
