//! Rates: shares in whole ten-thousandths, and explicit rounding.
//!
//! The rates of union work (2 % of wages, 0.5 % dues, 40 % kept, 0.5‰ a day of late payment) all fit a
//! ten-thousandth. Whoever applies a rate says how the fraction of a fen is rounded: there is no default,
//! because the answer differs by rule.
//!
//! ```
//! use kernel::{Money, Rate, Rounding};
//! let dues = Rate::per_ten_thousand(50);
//! assert_eq!(dues.to_string(), "0.5%");
//! assert_eq!(dues.of(Money::from_fen(612_345), Rounding::HalfUp), Some(Money::from_fen(3_062)));
//! ```

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Money, numerals};

/// A share in ten-thousandths: 200 is 2 %. May be negative (a decline) or above 10,000 (more than the whole).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Rate(i32);

/// What happens to the fraction of a fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest fen, halves away from zero (四舍五入).
    HalfUp,
    /// To the nearest fen, halves to the even one.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// The text is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a rate such as 2% or 0.05%")]
pub struct NotARate;

impl Rate {
    /// Nothing.
    pub const ZERO: Rate = Rate(0);
    /// The whole.
    pub const WHOLE: Rate = Rate(10_000);

    /// A rate of so many ten-thousandths.
    #[must_use]
    pub const fn per_ten_thousand(n: i32) -> Self {
        Self(n)
    }
    /// A rate of so many whole percent; `None` past the limits.
    #[must_use]
    pub fn percent(n: i32) -> Option<Self> {
        n.checked_mul(100).map(Self)
    }
    /// The rate in ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> i32 {
        self.0
    }
    /// The share of an amount, rounded as said; `None` past the limits.
    #[must_use]
    pub fn of(self, amount: Money, rounding: Rounding) -> Option<Money> {
        let exact = i128::from(amount.fen()) * i128::from(self.0);
        divide(exact, 10_000, rounding).map(Money::from_fen)
    }
    /// Which share of `whole` the `part` is, to the nearest ten-thousandth; `None` if the whole is nothing.
    #[must_use]
    pub fn between(part: i64, whole: i64) -> Option<Self> {
        let (part, whole) = (i128::from(part) * 10_000, i128::from(whole));
        if whole == 0 {
            return None;
        }
        let (part, whole) = if whole < 0 { (-part, -whole) } else { (part, whole) };
        divide(part, whole, Rounding::HalfUp)
            .and_then(|n| i32::try_from(n).ok())
            .map(Self)
    }
}

/// `exact / by`, `by` above zero, rounded.
fn divide(exact: i128, by: i128, rounding: Rounding) -> Option<i64> {
    let (whole, rest) = (exact / by, (exact % by).abs());
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp => rest * 2 >= by,
        Rounding::HalfEven => rest * 2 > by || (rest * 2 == by && whole % 2 != 0),
    };
    i64::try_from(if away { whole + exact.signum() } else { whole }).ok()
}

impl fmt::Display for Rate {
    /// In percent with no idle zeros: `2%`, `0.5%`, `12.25%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.0.unsigned_abs();
        let (whole, part) = (n / 100, n % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}%"),
            p if p.is_multiple_of(10) => write!(f, "{sign}{whole}.{}%", p / 10),
            p => write!(f, "{sign}{whole}.{p:02}%"),
        }
    }
}

impl FromStr for Rate {
    type Err = NotARate;
    /// Reads `2%`, `0.5％`, `5‰`, `百分之二`, `千分之五`, `万分之五`.
    fn from_str(s: &str) -> Result<Self, NotARate> {
        let text = numerals::half_width(s.trim());
        let forms = [("%", 100), ("‰", 10), ("‱", 1)];
        let spoken = [("百分之", 100), ("千分之", 10), ("万分之", 1)];
        let found = forms
            .iter()
            .find_map(|(mark, per)| Some((text.strip_suffix(mark)?, *per)))
            .or_else(|| {
                spoken
                    .iter()
                    .find_map(|(mark, per)| Some((text.strip_prefix(mark)?, *per)))
            });
        let (number, per) = found.ok_or(NotARate)?;
        let n = numerals::parse_times(number, per).map_err(|_| NotARate)?;
        i32::try_from(n).map(Rate).map_err(|_| NotARate)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rounding_is_as_said() {
        let half = Rate::per_ten_thousand(5_000);
        let of = |fen, how| half.of(Money::from_fen(fen), how).map(Money::fen);
        assert_eq!(of(5, Rounding::HalfUp), Some(3));
        assert_eq!(of(-5, Rounding::HalfUp), Some(-3));
        assert_eq!(of(5, Rounding::HalfEven), Some(2));
        assert_eq!(of(7, Rounding::HalfEven), Some(4));
        assert_eq!(of(5, Rounding::Down), Some(2));
        assert_eq!(of(5, Rounding::Up), Some(3));
        assert_eq!(of(-5, Rounding::Up), Some(-3));
        assert_eq!(of(4, Rounding::Up), Some(2));
        assert_eq!(
            Rate::per_ten_thousand(i32::MAX).of(Money::from_fen(i64::MAX), Rounding::Down),
            None
        );
    }

    #[test]
    fn shown_and_read_as_percent() {
        for (n, text) in [
            (200, "2%"),
            (50, "0.5%"),
            (225, "2.25%"),
            (5, "0.05%"),
            (0, "0%"),
            (10_000, "100%"),
            (-150, "-1.5%"),
        ] {
            assert_eq!(Rate(n).to_string(), text);
        }
        for (text, n) in [
            ("百分之二", 200),
            ("千分之五", 50),
            ("万分之五", 5),
            ("0.5‰", 5),
            ("２％", 200),
        ] {
            assert_eq!(text.parse(), Ok(Rate(n)), "{text}");
        }
        for text in ["", "%", "2", "0.001%", "two%"] {
            assert_eq!(text.parse::<Rate>(), Err(NotARate), "{text}");
        }
    }

    #[test]
    fn a_share_of_a_whole() {
        assert_eq!(Rate::between(1, 3), Some(Rate(3_333)));
        assert_eq!(Rate::between(2, 3), Some(Rate(6_667)));
        assert_eq!(Rate::between(1, 0), None);
    }

    proptest! {
        #[test]
        fn reads_back(n in any::<i32>()) {
            prop_assert_eq!(Rate(n).to_string().parse(), Ok(Rate(n)));
        }
        #[test]
        fn never_a_fen_off(n in 0_i32..20_000, fen in -1_000_000_000_i64..1_000_000_000) {
            let exact = i128::from(fen) * i128::from(n);
            for how in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up] {
                let got = Rate(n).of(Money::from_fen(fen), how).map(Money::fen).unwrap_or_default();
                prop_assert!((i128::from(got) * 10_000 - exact).abs() < 10_000);
            }
        }
    }
}
