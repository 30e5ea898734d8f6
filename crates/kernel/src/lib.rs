//! The words every floor speaks.
//!
//! - amounts: [`Money`] in fen with 大写, [`Rate`] with explicit rounding, Chinese [`numerals`];
//! - time: [`Date`], [`Instant`], [`Span`], [`Period`] (month to school year), [`When`] (as plans say it: 十月中旬,
//!   中秋节前, 每周三), the [`lunar`] calendar, [`Festival`]s, and the [`Calendar`] of days off and school terms;
//! - names and text: typed [`Id`]s, bounded [`Text`], [`pinyin`] for search, [`strokes`] for lists in 姓氏笔画 order,
//!   [`identity`] numbers, [`Lang`].
//!
//! Nothing here knows of unions, databases or screens. No function reads the system clock or
//! randomness except [`clock`].

pub mod clock;
pub mod day;
pub mod festival;
pub mod holidays;
pub mod id;
pub mod identity;
pub mod lunar;
pub mod money;
pub mod numerals;
pub mod period;
pub mod pinyin;
pub mod rate;
pub mod span;
pub mod strokes;
pub mod text;
pub mod when;
pub mod written;

pub use clock::Clock;
pub use day::{Date, Instant};
pub use festival::Festival;
pub use holidays::Calendar;
pub use id::{Id, Union, UnionId};
pub use money::Money;
pub use period::Period;
pub use rate::{Rate, Rounding};
pub use span::Span;
pub use text::Text;
pub use when::When;

/// The languages of the screen. Chinese first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum Lang {
    /// Simplified Chinese, the default.
    #[default]
    #[serde(rename = "zh-Hans")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// The BCP 47 tag, as in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-Hans",
            Lang::En => "en",
        }
    }
}
