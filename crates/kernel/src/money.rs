//! Money: whole fen, checked arithmetic, exact splitting, 大写.
//!
//! 大写 is the forgery-proof writing required on vouchers (支付结算办法, annex on writing amounts):
//! `人民币玖万贰仟捌佰柒拾玖元整`. [`Money::in_capitals`] writes it, [`Money::from_capitals`] reads it with the
//! variants met in practice (圆 for 元, 正 for 整, without 人民币). Percentages are in [`crate::rate`].
//!
//! ```
//! use kernel::Money;
//! let sum = Money::from_fen(9_287_900);
//! assert_eq!(sum.to_string(), "92,879.00");
//! assert_eq!(sum.in_capitals(), "人民币玖万贰仟捌佰柒拾玖元整");
//! assert_eq!(Money::from_capitals("玖万贰仟捌佰柒拾玖圆正"), Ok(sum));
//! ```

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::numerals::{self, NotANumber};

/// An amount in fen (1/100 yuan). Arithmetic never wraps: it is checked and returns `None`.
///
/// In JSON it is text in yuan with two places and no grouping, `"1200.50"`: no reader takes it for another unit or
/// loses a fen to binary fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money(i64);

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let fen = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        s.collect_str(&format_args!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^-?\d+\.\d{2}$", "description": "yuan with two places" })
    }
}

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
    /// Splits by weights so that the parts sum to the whole exactly, by the largest remainder: every part is
    /// within one fen of its exact share, and of equal remainders the earlier part gets the fen.
    /// A negative amount is split like its opposite. `None` if no weight is above zero.
    #[must_use]
    pub fn split(self, weights: &[u32]) -> Option<Vec<Money>> {
        let total: i128 = weights.iter().copied().map(i128::from).sum();
        if total == 0 {
            return None;
        }
        let amount = i128::from(self.0.unsigned_abs());
        let mut parts: Vec<i128> = weights.iter().map(|w| amount * i128::from(*w) / total).collect();
        let mut left = amount - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|i| {
            let weight = weights.get(*i).copied().unwrap_or(0);
            std::cmp::Reverse(amount * i128::from(weight) % total)
        });
        for i in order {
            if left == 0 {
                break;
            }
            if let Some(part) = parts.get_mut(i) {
                *part += 1;
                left -= 1;
            }
        }
        let sign = if self.0 < 0 { -1 } else { 1 };
        parts
            .into_iter()
            .map(|p| i64::try_from(sign * p).ok().map(Money))
            .collect()
    }
    /// Splits into `n` parts that differ by at most one fen; `None` for no parts.
    #[must_use]
    pub fn split_evenly(self, n: usize) -> Option<Vec<Money>> {
        self.split(&vec![1; n])
    }

    /// 大写, as on vouchers: `人民币壹仟陆佰捌拾元叁角贰分`, `人民币负伍元整`, `人民币零元整`.
    #[must_use]
    pub fn in_capitals(self) -> String {
        let fen = self.0.unsigned_abs();
        let (yuan, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
        let mut text = String::from(if self.0 < 0 { "人民币负" } else { "人民币" });
        if yuan > 0 || fen == 0 {
            text.push_str(&numerals::capitals(i64::try_from(yuan).unwrap_or(i64::MAX)));
            text.push('元');
        }
        if jiao > 0 {
            text.push(numerals::capital_digit(jiao));
            text.push('角');
        } else if cents > 0 && yuan > 0 {
            text.push('零');
        }
        if cents > 0 {
            text.push(numerals::capital_digit(cents));
            text.push('分');
        } else {
            text.push('整');
        }
        text
    }

    /// Reads 大写 and amounts in prose: `人民币玖万贰仟捌佰柒拾玖圆正`, `壹拾元零伍分`, `三百五十元五角`,
    /// `3.5万元`. Spaces, a leading 人民币, 负, 圆 or 块 for 元, and a closing 整 or 正 are understood.
    ///
    /// # Errors
    /// If it is no amount, finer than a fen, or too large.
    pub fn from_capitals(text: &str) -> Result<Self, NotMoney> {
        let plain: String = numerals::half_width(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if plain.chars().count() > LONGEST {
            return Err(NotMoney::Size);
        }
        let (outer, rest) = strip(&plain, &["负", "-"]);
        let (_, rest) = strip(rest, &["人民币", "¥", "￥"]);
        let (inner, rest) = strip(rest, &["负", "-"]);
        if outer && inner {
            return Err(NotMoney::Shape);
        }
        let whole_only = rest.strip_suffix(['整', '正']);
        let rest = whole_only.unwrap_or(rest);
        let (yuan, small) = match rest.split_once(['元', '圆', '圓', '块']) {
            Some((yuan, small)) => (Some(yuan), small),
            None if rest.contains(['角', '分', '毛']) => (None, rest),
            None => (Some(rest), ""),
        };
        let yuan = yuan.map_or(Ok(0), |y| unsigned(y, 100))?;
        let small = small.strip_prefix('零').unwrap_or(small);
        let (jiao, small) = small.split_once(['角', '毛']).map_or(("", small), |(j, s)| (j, s));
        let jiao = if jiao.is_empty() { 0 } else { one_digit(jiao)? };
        let small = small.strip_prefix('零').filter(|digit| *digit != "分").unwrap_or(small);
        let cents = match small.strip_suffix('分') {
            Some(digit) => one_digit(digit)?,
            None if small.is_empty() => 0,
            None => return Err(NotMoney::Shape),
        };
        if whole_only.is_some() && cents > 0 {
            return Err(NotMoney::Shape);
        }
        let fen = yuan.checked_add(jiao * 10 + cents).ok_or(NotMoney::Size)?;
        Ok(Money(if outer || inner { -fen } else { fen }))
    }
}

/// Longest amount that is read, in characters.
const LONGEST: usize = 64;

fn strip<'a>(text: &'a str, marks: &[&str]) -> (bool, &'a str) {
    marks
        .iter()
        .find_map(|m| text.strip_prefix(m))
        .map_or((false, text), |rest| (true, rest))
}

/// A number without sign, times `per`.
fn unsigned(text: &str, per: i128) -> Result<i64, NotMoney> {
    match numerals::parse_times(text, per) {
        Ok(n) if n >= 0 && !text.starts_with(['负', '-', '−']) => Ok(n),
        Ok(_) | Err(NotANumber::Shape) => Err(NotMoney::Shape),
        Err(NotANumber::Fraction) => Err(NotMoney::Places),
        Err(NotANumber::Size) => Err(NotMoney::Size),
    }
}

fn one_digit(text: &str) -> Result<i64, NotMoney> {
    unsigned(text, 1)
        .ok()
        .filter(|n| (0..=9).contains(n))
        .ok_or(NotMoney::Shape)
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
    /// Reads `1200`, `1,200.5`, `￥1200.50`, `1200元`, and what [`Money::from_capitals`] reads, such as `3.5万元`.
    fn from_str(s: &str) -> Result<Self, NotMoney> {
        let written = |c: char| numerals::is_numeral(c) || matches!(c, '角' | '分' | '圆' | '块' | '毛' | '整' | '正');
        if s.chars().take(LONGEST + 1).any(written) {
            return Money::from_capitals(s);
        }
        let s = numerals::half_width(s);
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
        let fen = yuan
            .checked_mul(100)
            .and_then(|y| y.checked_add(cents))
            .ok_or(NotMoney::Size)?;
        Ok(Money(if negative { -fen } else { fen }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &[(i64, &str)] = &[
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (105, "人民币壹元零伍分"),
        (1_000, "人民币壹拾元整"),
        (1_050, "人民币壹拾元伍角整"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (100_100, "人民币壹仟零壹元整"),
        (9_287_900, "人民币玖万贰仟捌佰柒拾玖元整"),
        (10_000_100, "人民币壹拾万零壹元整"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (-500, "人民币负伍元整"),
    ];

    #[test]
    fn capitals_by_the_table() {
        for (fen, text) in TABLE {
            assert_eq!(Money(*fen).in_capitals(), *text);
        }
    }

    #[test]
    fn variants_of_capitals_are_read() {
        let table = [
            ("玖万贰仟捌佰柒拾玖圆正", 9_287_900),
            ("人民币 壹仟陆佰捌拾元零叁角贰分", 168_032),
            ("壹拾万零柒仟元零伍角叁分", 10_700_053),
            ("负人民币伍元整", -500),
            ("伍元", 500),
            ("伍元伍角零分", 550),
            ("三百五十元五角", 35_050),
            ("3.5万元", 3_500_000),
            ("12,000元整", 1_200_000),
            ("两块五毛", 250),
        ];
        for (text, fen) in table {
            assert_eq!(Money::from_capitals(text), Ok(Money(fen)), "{text}");
            assert_eq!(text.parse(), Ok(Money(fen)), "{text}");
        }
        for text in [
            "",
            "元",
            "整",
            "人民币",
            "伍元伍",
            "伍元拾角",
            "伍分整",
            "负负伍元",
            "伍元元",
            "人民币人民币伍元",
        ] {
            assert_eq!(Money::from_capitals(text), Err(NotMoney::Shape), "{text}");
        }
        assert_eq!(Money::from_capitals("0.00001万元"), Ok(Money(10)));
        assert_eq!(Money::from_capitals("0.000001万元"), Ok(Money(1)));
        assert_eq!(Money::from_capitals("0.0000001万元"), Err(NotMoney::Places));
    }

    #[test]
    fn plain_amounts_are_read() {
        let table = [
            ("1200", 120_000),
            ("1,200.5", 120_050),
            ("￥1200.50", 120_050),
            ("1200元", 120_000),
            ("-3", -300),
            ("１２．５", 1_250),
        ];
        for (text, fen) in table {
            assert_eq!(text.parse(), Ok(Money(fen)), "{text}");
        }
        assert_eq!("1.234".parse::<Money>(), Err(NotMoney::Places));
        assert_eq!("much".parse::<Money>(), Err(NotMoney::Shape));
        assert_eq!("99999999999999999999".parse::<Money>(), Err(NotMoney::Size));
    }

    #[test]
    fn json_is_text_in_yuan() {
        for (fen, text) in [(120_050, "\"1200.50\""), (-5, "\"-0.05\""), (0, "\"0.00\"")] {
            assert_eq!(serde_json::to_string(&Money(fen)).unwrap(), text);
            assert_eq!(serde_json::from_str::<Money>(text).unwrap(), Money(fen));
        }
        assert!(
            serde_json::from_str::<Money>("120050").is_err(),
            "a number does not say its unit"
        );
    }

    #[test]
    fn splitting_gives_the_fen_to_the_largest_remainder() {
        let parts = |fen: i64, weights: &[u32]| {
            Money(fen)
                .split(weights)
                .map(|p| p.iter().map(|m| m.fen()).collect::<Vec<_>>())
        };
        assert_eq!(parts(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
        assert_eq!(parts(100, &[60, 40, 0]), Some(vec![60, 40, 0]));
        assert_eq!(parts(-100, &[1, 2]), Some(vec![-33, -67]));
        assert_eq!(parts(100, &[]), None);
        assert_eq!(parts(100, &[0, 0]), None);
    }

    proptest! {
        #[test]
        fn capitals_read_back(fen in any::<i64>()) {
            prop_assume!(fen != i64::MIN);
            prop_assert_eq!(Money::from_capitals(&Money(fen).in_capitals()), Ok(Money(fen)));
        }
        #[test]
        fn small_capitals_read_back(fen in -2_000_000_i64..2_000_000) {
            prop_assert_eq!(Money::from_capitals(&Money(fen).in_capitals()), Ok(Money(fen)));
        }
        #[test]
        fn display_reads_back(fen in any::<i64>()) {
            prop_assume!(fen != i64::MIN);
            prop_assert_eq!(Money(fen).to_string().parse(), Ok(Money(fen)));
        }
        #[test]
        fn parts_sum_to_the_whole(fen in any::<i64>(), weights in prop::collection::vec(0_u32..1000, 1..20)) {
            let total: i128 = weights.iter().copied().map(i128::from).sum();
            match Money(fen).split(&weights) {
                None => prop_assert_eq!(total, 0),
                Some(parts) => {
                    prop_assert_eq!(parts.iter().map(|p| i128::from(p.fen())).sum::<i128>(), i128::from(fen));
                    for (part, weight) in parts.iter().zip(&weights) {
                        let off = i128::from(part.fen()) * total - i128::from(fen) * i128::from(*weight);
                        prop_assert!(off.abs() < total, "each part within a fen of its share");
                    }
                }
            }
        }
        #[test]
        fn reading_never_panics(text in "[0-9零壹贰拾佰万亿元角分整负.,人民币]{0,20}") {
            let _ = text.parse::<Money>();
        }
    }
}
