//! Amounts of yuan as prose gives them.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// An amount of money read from text, in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "f64")]
pub struct Yuan {
    /// Hundredths of a yuan.
    pub fen: i64,
}

impl Yuan {
    /// An amount of whole fen.
    pub fn from_fen(fen: i64) -> Self {
        Self { fen }
    }

    /// `48.4` and `万` → 484,000 yuan; `None` where it is no number or too large.
    pub(crate) fn parse(digits: &str, unit: &str) -> Option<Self> {
        let plain: String = digits.chars().filter(|c| *c != ',').collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        if whole.is_empty() || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let places = unit.chars().try_fold(0u32, |n, c| {
            Some(
                n + match c {
                    '亿' | '億' => 8,
                    '万' | '萬' => 4,
                    '千' | '仟' => 3,
                    '百' | '佰' => 2,
                    '十' | '拾' => 1,
                    _ => return None,
                },
            )
        })?;
        let scale = 10i64.checked_pow(places + 2)?;
        let mut fen = whole.parse::<i64>().ok()?.checked_mul(scale)?;
        let mut below = scale;
        for d in part.chars().filter_map(|c| c.to_digit(10)) {
            below /= 10;
            fen = fen.checked_add(i64::from(d).checked_mul(below)?)?;
        }
        Some(Self { fen })
    }

    /// The sum of two amounts, as in 3万2仟元.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.fen.checked_add(other.fen).map(|fen| Self { fen })
    }
}

impl Serialize for Yuan {
    /// A whole number of yuan where it is one, else a number with two places.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.fen % 100 == 0 {
            return serializer.serialize_i64(self.fen / 100);
        }
        let sign = if self.fen < 0 { "-" } else { "" };
        let text = format!(
            "{sign}{}.{:02}",
            (self.fen / 100).unsigned_abs(),
            (self.fen % 100).unsigned_abs()
        );
        match text.parse::<f64>() {
            Ok(yuan) => serializer.serialize_f64(yuan),
            Err(_) => serializer.serialize_i64(self.fen / 100),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(Yuan::parse("48.4", "万"), Some(Yuan::from_fen(48_400_000)));
        assert_eq!(Yuan::parse("1.2", "亿"), Some(Yuan::from_fen(12_000_000_000)));
        assert_eq!(Yuan::parse("1,234.5", ""), Some(Yuan::from_fen(123_450)));
        assert_eq!(Yuan::parse("9999999999999999999", "亿"), None);
        assert_eq!(serde_json::to_string(&Yuan::from_fen(48_400_000)).unwrap(), "484000");
        assert_eq!(serde_json::to_string(&Yuan::from_fen(150)).unwrap(), "1.5");
    }
}
