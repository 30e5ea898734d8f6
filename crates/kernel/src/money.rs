//! Money: whole fen, checked arithmetic, exact splitting, 大写.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An amount in fen (1/100 yuan). Arithmetic never wraps: it is checked and returns `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Money(i64);

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMoney {
    /// No number at all.
    #[error("not an amount")]
    Shape,
    /// More than two places after the point.
    #[error("more than two decimal places")]
    Places,
    /// Too large to hold.
    #[error("too large")]
    Size,
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of so many fen.
    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }
    /// An amount of so many whole yuan; `None` past the limits.
    #[must_use]
    pub fn from_yuan(yuan: i64) -> Option<Self> {
        yuan.checked_mul(100).map(Self)
    }
    /// The amount in fen.
    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }
    /// The sum; `None` past the limits.
    #[must_use]
    pub fn plus(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }
    /// The difference; `None` past the limits.
    #[must_use]
    pub fn minus(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }
    /// So many times the amount; `None` past the limits.
    #[must_use]
    pub fn times(self, n: i64) -> Option<Money> {
        self.0.checked_mul(n).map(Money)
    }
}

impl fmt::Display for Money {
    /// `92,879.00`: grouped by thousands, two places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let yuan = (fen / 100).to_string();
        let mut grouped = String::with_capacity(yuan.len() + yuan.len() / 3 + 4);
        for (i, c) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(c);
        }
        write!(f, "{}{grouped}.{:02}", if self.0 < 0 { "-" } else { "" }, fen % 100)
    }
}

impl FromStr for Money {
    type Err = NotMoney;
    /// Reads `1200`, `1,200.5`, `￥1200.50`, `1200元`.
    fn from_str(s: &str) -> Result<Self, NotMoney> {
        let s = s.trim().trim_start_matches(['￥', '¥']).trim_end_matches('元').trim();
        let (negative, s) = s.strip_prefix('-').map_or((false, s), |rest| (true, rest));
        let plain: String = s.chars().filter(|c| !matches!(c, ',' | '，')).collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        if part.len() > 2 && part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotMoney::Places);
        }
        if whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(NotMoney::Shape);
        }
        let yuan: i64 = whole.parse().map_err(|_| NotMoney::Size)?;
        let cents: i64 = format!("{part:0<2}").parse().map_err(|_| NotMoney::Shape)?;
        let fen = yuan.checked_mul(100).and_then(|y| y.checked_add(cents)).ok_or(NotMoney::Size)?;
        Ok(Money(if negative { -fen } else { fen }))
    }
}
