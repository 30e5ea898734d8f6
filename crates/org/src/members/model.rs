//! A member and what can become of a membership.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Bind, Column, Error, FromColumn, Param};

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
    /// Whether the person is a member.
    #[must_use]
    pub const fn belongs(self) -> bool {
        matches!(self, Status::Active | Status::Moving | Status::Kept)
    }
}

impl Bind for Status {
    fn bind(&self) -> Param<'_> {
        Param::Text(self.key().into())
    }
}
impl FromColumn for Status {
    fn from_column(column: Column<'_>) -> Result<Self, Error> {
        match column {
            Column::Text(key) => Self::ALL
                .iter()
                .copied()
                .find(|s| s.key() == key)
                .ok_or_else(|| column.wrong("a state of membership")),
            _ => Err(column.wrong("a state of membership")),
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
    /// Really another person than the one of the same name and phone.
    pub another: bool,
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
    fn states_lead_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_column(Column::Text(status.key())), Ok(*status));
        }
        assert!(Status::Kept.belongs() && !Status::Moved.belongs());
    }
}
