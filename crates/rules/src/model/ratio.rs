//! Exact fractions: two thirds are two thirds and not 0.667.

use std::{cmp::Ordering, fmt, str::FromStr};

use kernel::numerals;
use serde::{Serialize, Serializer};

/// The largest numerator and denominator: products of them with any count or amount stay within 128 bits.
const MOST: u32 = 1_000_000;

/// A fraction of whole numbers, reduced; the denominator is above zero. May be more than the whole (3 times).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    num: u32,
    den: u32,
}

/// The text is no fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARatio;

impl Ratio {
    /// One whole.
    pub const WHOLE: Ratio = Ratio { num: 1, den: 1 };
    /// One half.
    pub const HALF: Ratio = Ratio { num: 1, den: 2 };

    /// So many parts of so many; `None` of nothing, or past a million.
    #[must_use]
    pub fn new(num: u32, den: u32) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let by = common(num, den).max(1);
        let (num, den) = (num / by, den / by);
        (num <= MOST && den <= MOST).then_some(Self { num, den })
    }
    /// The numerator.
    #[must_use]
    pub const fn num(self) -> u32 {
        self.num
    }
    /// The denominator.
    #[must_use]
    pub const fn den(self) -> u32 {
        self.den
    }
    /// The exact share of a whole.
    #[must_use]
    pub fn of(self, whole: i64) -> Exact {
        Exact {
            num: i128::from(whole) * i128::from(self.num),
            den: i128::from(self.den),
        }
    }
    /// In percent, where that is a whole number.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (100 % self.den == 0).then(|| self.num * (100 / self.den))
    }
}

/// The greatest common divisor.
fn common(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        self.of(1).cmp(&other.of(1))
    }
}

impl fmt::Display for Ratio {
    /// `2/3`, `3` for three times the whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 {
            write!(f, "{}", self.num)
        } else {
            write!(f, "{}/{}", self.num, self.den)
        }
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl FromStr for Ratio {
    type Err = NotARatio;
    /// Reads `2/3`, `三分之二`, `30%`, `0.5％`, `5‰`, `3`, `半数`.
    fn from_str(s: &str) -> Result<Self, NotARatio> {
        let text = numerals::half_width(s.trim());
        let text = text.trim();
        if matches!(text, "半数" | "一半") {
            return Ok(Ratio::HALF);
        }
        let whole = |s: &str| {
            let n = numerals::parse(s.trim()).map_err(|_| NotARatio)?;
            u32::try_from(n).map_err(|_| NotARatio)
        };
        if let Some((den, num)) = text.split_once("分之") {
            let den = match den {
                "百" => 100,
                "千" => 1_000,
                "万" => 10_000,
                other => whole(other)?,
            };
            return Ratio::new(whole(num)?, den).ok_or(NotARatio);
        }
        if let Some((num, den)) = text.split_once('/') {
            return Ratio::new(whole(num)?, whole(den)?).ok_or(NotARatio);
        }
        if text.ends_with(['%', '‰', '‱']) {
            let rate: kernel::Rate = text.parse().map_err(|_| NotARatio)?;
            let n = u32::try_from(rate.ten_thousandths()).map_err(|_| NotARatio)?;
            return Ratio::new(n, 10_000).ok_or(NotARatio);
        }
        Ratio::new(whole(text)?, 1).ok_or(NotARatio)
    }
}

/// A limit as an exact number: fen or ones over a denominator above zero.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    /// A whole number.
    #[must_use]
    pub fn whole(n: i64) -> Self {
        Self {
            num: i128::from(n),
            den: 1,
        }
    }
    /// The largest whole number that is not above it; `None` past 64 bits.
    #[must_use]
    pub fn floor(self) -> Option<i64> {
        i64::try_from(self.num.div_euclid(self.den)).ok()
    }
    /// The smallest whole number that is not below it; `None` past 64 bits.
    #[must_use]
    pub fn ceil(self) -> Option<i64> {
        i64::try_from(-(-self.num).div_euclid(self.den)).ok()
    }
    /// So many times as much.
    #[must_use]
    pub fn times(self, n: i32) -> Self {
        Self {
            num: self.num * i128::from(n),
            den: self.den,
        }
    }
    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.num % self.den == 0
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Exact {}
impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        // 63 bits of a whole, 20 of a numerator, 20 of a denominator: far from the limit
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_read_as_people_write_them() {
        let two_thirds = Ratio::new(2, 3).unwrap();
        for text in ["2/3", "三分之二", "4/6", " ２/３ "] {
            assert_eq!(text.parse(), Ok(two_thirds), "{text}");
        }
        assert_eq!("30%".parse(), Ok(Ratio::new(3, 10).unwrap()));
        assert_eq!("百分之三十".parse(), Ok(Ratio::new(3, 10).unwrap()));
        assert_eq!("0.5%".parse(), Ok(Ratio::new(1, 200).unwrap()));
        assert_eq!("半数".parse(), Ok(Ratio::HALF));
        assert_eq!("3".parse::<Ratio>().unwrap().to_string(), "3");
        for text in ["", "2/0", "-1/2", "x", "1/2/3", "9999999/9999998"] {
            assert_eq!(text.parse::<Ratio>(), Err(NotARatio), "{text}");
        }
        assert_eq!(Ratio::new(3, 10).unwrap().percent(), Some(30));
        assert_eq!(two_thirds.percent(), None);
    }

    #[test]
    fn shares_are_compared_exactly() {
        let two_thirds = Ratio::new(2, 3).unwrap();
        assert_eq!(two_thirds.of(9), Exact::whole(6));
        assert!(two_thirds.of(10) > Exact::whole(6) && two_thirds.of(10) < Exact::whole(7));
        assert_eq!(
            (two_thirds.of(10).floor(), two_thirds.of(10).ceil()),
            (Some(6), Some(7))
        );
        let third = Ratio::new(1, 3).unwrap();
        assert!(Ratio::new(3, 10).unwrap() < third && third < two_thirds);
        assert!(two_thirds.of(i64::MAX) > Exact::whole(i64::MAX / 3));
    }
}
