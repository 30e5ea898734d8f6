//! Chinese numerals and integers, both ways.
//!
//! Working papers mix every way of writing a number: `一百二十三`, `二〇二六`, `两千`, `廿三`, `１２`,
//! `3.5万`, `1万2千`, `壹佰`. [`parse`] reads all of them; [`words`], [`capitals`] and [`digits`] write the three
//! forms in use: prose, the forgery-proof form of vouchers (大写), and the digit-by-digit form of years.
//!
//! ```
//! use kernel::numerals::{digits, parse, words};
//! assert_eq!(parse("一百二十三"), Ok(123));
//! assert_eq!(parse("3.5万"), Ok(35_000));
//! assert_eq!(words(10_203), "一万零二百零三");
//! assert_eq!(digits(2026), "二〇二六");
//! ```

/// Why a text is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    /// Not a number in any way of writing.
    #[error("not a number")]
    Shape,
    /// A number, but not a whole one, such as `0.00005万`.
    #[error("not a whole number")]
    Fraction,
    /// Too large to hold.
    #[error("too large")]
    Size,
}

const PROSE: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PROSE_UNITS: [&str; 4] = ["", "十", "百", "千"];
const FORMAL_UNITS: [&str; 4] = ["", "拾", "佰", "仟"];

/// Longest text that is read as a number, in characters.
const LONGEST: usize = 64;
/// Fractions are carried in units of 10⁻⁸ until the whole number is known.
const SCALE: i128 = 100_000_000;

/// The number in prose: `十一`, `一百二十三`, `负五`, `一万零二百零三`.
#[must_use]
pub fn words(n: i64) -> String {
    let text = unsigned(u128::from(n.unsigned_abs()), &PROSE, &PROSE_UNITS);
    let text = match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    };
    if n < 0 { format!("负{text}") } else { text }
}

/// The number as on vouchers: `壹佰贰拾叁`, `壹拾`, `负伍`.
#[must_use]
pub fn capitals(n: i64) -> String {
    let text = unsigned(u128::from(n.unsigned_abs()), &FORMAL, &FORMAL_UNITS);
    if n < 0 { format!("负{text}") } else { text }
}

/// Digit by digit, as years are read: `二〇二六`.
#[must_use]
pub fn digits(n: u64) -> String {
    n.to_string()
        .chars()
        .filter_map(|c| {
            let d = usize::try_from(c.to_digit(10)?).ok()?;
            if d == 0 { Some('〇') } else { PROSE.get(d).copied() }
        })
        .collect()
}

/// One digit of the voucher form: `柒` for 7; `零` for anything past 9.
#[must_use]
pub(crate) fn capital_digit(d: u64) -> char {
    usize::try_from(d)
        .ok()
        .and_then(|d| FORMAL.get(d).copied())
        .unwrap_or('零')
}

fn unsigned(n: u128, digits: &[char; 10], units: &[&str; 4]) -> String {
    for (size, name) in [(100_000_000, '亿'), (10_000, '万')] {
        if n >= size {
            let (high, low) = (n / size, n % size);
            let mut text = format!("{}{name}", unsigned(high, digits, units));
            if low > 0 {
                if low < size / 10 {
                    text.push('零');
                }
                text.push_str(&unsigned(low, digits, units));
            }
            return text;
        }
    }
    let mut text = String::new();
    let mut gap = false;
    for (power, unit) in [(1000, units[3]), (100, units[2]), (10, units[1]), (1, units[0])] {
        let digit = usize::try_from(n / power % 10).unwrap_or(0);
        if digit == 0 {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push('零');
        }
        gap = false;
        text.push(digits[digit]);
        text.push_str(unit);
    }
    if text.is_empty() {
        text.push('零');
    }
    text
}

/// Full-width digits, letters and marks as their plain forms; everything else as it is.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}

/// Whether the character can stand in a Chinese numeral (not an ASCII digit).
#[must_use]
pub fn is_numeral(c: char) -> bool {
    digit_of(c).is_some() || tens_of(c).is_some() || unit_of(c).is_some() || matches!(c, '万' | '萬' | '亿' | '億')
}

fn digit_of(c: char) -> Option<i128> {
    Some(match c {
        '〇' | '零' | '○' | '◯' => 0,
        '一' | '壹' | '弌' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => 2,
        '三' | '叁' | '參' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}
fn tens_of(c: char) -> Option<i128> {
    match c {
        '廿' | '卄' => Some(20),
        '卅' => Some(30),
        '卌' => Some(40),
        _ => None,
    }
}
fn unit_of(c: char) -> Option<i128> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

/// Reads a whole number in any of the ways of writing named in the module text.
///
/// Spoken endings count as spoken: `三百五` is 350, `一万二` is 12,000, while `一万零二` is 10,002.
///
/// # Errors
/// If the text is no number, not a whole one, or past the limits of `i64`.
pub fn parse(text: &str) -> Result<i64, NotANumber> {
    let scaled = scaled(text)?;
    if scaled % SCALE != 0 {
        return Err(NotANumber::Fraction);
    }
    i64::try_from(scaled / SCALE).map_err(|_| NotANumber::Size)
}

/// Reads a number with up to eight decimal places, times `per`: `scaled_by("3.5万", 100)` is 3,500,000.
///
/// # Errors
/// As [`parse`]; `Fraction` if something is left beyond `1/per`.
pub(crate) fn parse_times(text: &str, per: i128) -> Result<i64, NotANumber> {
    let scaled = scaled(text)?.checked_mul(per).ok_or(NotANumber::Size)?;
    if scaled % SCALE != 0 {
        return Err(NotANumber::Fraction);
    }
    i64::try_from(scaled / SCALE).map_err(|_| NotANumber::Size)
}

fn scaled(text: &str) -> Result<i128, NotANumber> {
    if text.chars().count() > LONGEST {
        return Err(NotANumber::Size);
    }
    let plain: String = half_width(text)
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let plain = plain.trim();
    let (negative, body) = ['负', '-', '−']
        .iter()
        .find_map(|m| plain.strip_prefix(*m))
        .map_or((false, plain), |b| (true, b));
    let value = if body.chars().count() > 1 && body.chars().all(|c| digit_of(c).is_some()) {
        body.chars()
            .filter_map(digit_of)
            .try_fold(0_i128, |sum, d| sum.checked_mul(10)?.checked_add(d))
            .and_then(|n| n.checked_mul(SCALE))
            .ok_or(NotANumber::Size)?
    } else {
        large(body, &[(&['亿', '億'], 100_000_000), (&['万', '萬'], 10_000)])?
    };
    Ok(if negative { -value } else { value })
}

/// Splits at the last 亿, then at 万, and reads what is left as a section below 10,000.
fn large(text: &str, sizes: &[(&[char], i128)]) -> Result<i128, NotANumber> {
    let Some(((marks, size), finer)) = sizes.split_first() else {
        return section(text);
    };
    let Some((high, low)) = text.rsplit_once(*marks) else {
        return large(text, finer);
    };
    // 亿 may stand twice (亿亿); 万 only once in a section
    let high = if *size > 10_000 {
        large(high, sizes)?
    } else {
        section(high)?
    };
    let high = high.checked_mul(*size).ok_or(NotANumber::Size)?;
    let mut chars = low.chars();
    let low = match (chars.next(), chars.next()) {
        (None, _) => 0,
        (Some(c), None) if digit_of(c).is_some_and(|d| d > 0) => digit_of(c).unwrap_or(0) * (size / 10) * SCALE,
        _ => large(low, finer)?,
    };
    high.checked_add(low).ok_or(NotANumber::Size)
}

/// A number in plain digits, such as `12` or `3.5`, from the front of `text`: its scaled value and the rest.
fn plain(text: &str) -> Result<(i128, &str), NotANumber> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || part.is_empty() || part.contains('.') || part.len() > 8 {
        return Err(NotANumber::Shape);
    }
    let whole: i128 = whole.parse().map_err(|_| NotANumber::Size)?;
    let part: i128 = format!("{part:0<8}").parse().map_err(|_| NotANumber::Shape)?;
    let value = whole
        .checked_mul(SCALE)
        .and_then(|w| w.checked_add(part))
        .ok_or(NotANumber::Size)?;
    Ok((value, rest))
}

/// A number below 10,000 that is being read: digits wait for their unit.
struct Section {
    total: i128,
    last_unit: i128,
    pending: Option<i128>,
    /// Whether the pending digit may be a spoken ending (三百五).
    spoken: bool,
    /// Whether the character before was a unit.
    after_unit: bool,
}

impl Section {
    fn number(&mut self, value: i128) -> Result<(), NotANumber> {
        if self.pending.is_some() {
            return Err(NotANumber::Shape);
        }
        (self.pending, self.spoken, self.after_unit) = (Some(value), false, false);
        Ok(())
    }
    fn digit(&mut self, digit: i128) -> Result<(), NotANumber> {
        match self.pending {
            None => self.spoken = digit > 0 && self.after_unit,
            Some(0) => self.spoken = false,
            Some(_) => return Err(NotANumber::Shape),
        }
        (self.pending, self.after_unit) = (Some(digit * SCALE), false);
        Ok(())
    }
    fn tens(&mut self, tens: i128) -> Result<(), NotANumber> {
        if self.last_unit <= 10 || self.pending.is_some_and(|p| p != 0) {
            return Err(NotANumber::Shape);
        }
        self.total += tens * SCALE;
        (self.last_unit, self.pending, self.after_unit) = (10, None, true);
        Ok(())
    }
    fn unit(&mut self, unit: i128) -> Result<(), NotANumber> {
        let count = match self.pending.take() {
            None | Some(0) if unit == 10 => SCALE,
            Some(p) if p > 0 => p,
            _ => return Err(NotANumber::Shape),
        };
        if unit >= self.last_unit {
            return Err(NotANumber::Shape);
        }
        let value = count.checked_mul(unit).and_then(|v| v.checked_add(self.total));
        self.total = value.ok_or(NotANumber::Size)?;
        (self.last_unit, self.after_unit) = (unit, true);
        Ok(())
    }
    fn value(&self) -> Result<i128, NotANumber> {
        let tail = match self.pending {
            Some(p) if self.spoken && matches!(self.last_unit, 100 | 1000) => p * self.last_unit / 10,
            Some(p) => p,
            None => 0,
        };
        self.total.checked_add(tail).ok_or(NotANumber::Size)
    }
}

fn section(text: &str) -> Result<i128, NotANumber> {
    let mut read = Section {
        total: 0,
        last_unit: 10_000,
        pending: None,
        spoken: false,
        after_unit: false,
    };
    let mut rest = text;
    if text.is_empty() {
        return Err(NotANumber::Shape);
    }
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let (value, left) = plain(rest)?;
            read.number(value)?;
            rest = left;
            continue;
        }
        match (digit_of(c), tens_of(c), unit_of(c)) {
            (Some(digit), ..) => read.digit(digit)?,
            (_, Some(tens), _) => read.tens(tens)?,
            (_, _, Some(unit)) => read.unit(unit)?,
            _ => return Err(NotANumber::Shape),
        }
        rest = &rest[c.len_utf8()..];
    }
    read.value()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_every_way_of_writing() {
        let table = [
            ("一百二十三", 123),
            ("十", 10),
            ("十一", 11),
            ("二十", 20),
            ("廿三", 23),
            ("卅", 30),
            ("三百五", 350),
            ("三百零五", 305),
            ("三百一十", 310),
            ("三百十五", 315),
            ("一万二", 12_000),
            ("一万零二", 10_002),
            ("两千", 2_000),
            ("二〇二六", 2026),
            ("二零二六", 2026),
            ("〇", 0),
            ("零", 0),
            ("１２", 12),
            ("1,234", 1_234),
            ("1万2千", 12_000),
            ("1万2", 10_002),
            ("3.5万", 35_000),
            ("1.2亿", 120_000_000),
            ("12万", 120_000),
            ("壹拾贰万叁仟肆佰伍拾陆", 123_456),
            ("玖万贰仟捌佰柒拾玖", 92_879),
            ("一亿零三万", 100_030_000),
            ("十万七千", 107_000),
            ("负五", -5),
        ];
        for (text, n) in table {
            assert_eq!(parse(text), Ok(n), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "",
            " ",
            "百",
            "万",
            "一二百",
            "百一",
            "十百",
            "五万万",
            "1.2.3",
            "三点五",
            "abc",
            "一百2百",
            "-",
            "0.5",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(parse("0.5"), Err(NotANumber::Fraction));
        assert_eq!(parse("99999999999999999999"), Err(NotANumber::Size));
        assert_eq!(parse(&"九".repeat(65)), Err(NotANumber::Size));
    }

    #[test]
    fn writes_as_people_do() {
        let table = [
            (0, "零", "零"),
            (10, "十", "壹拾"),
            (16, "十六", "壹拾陆"),
            (110, "一百一十", "壹佰壹拾"),
            (1_001, "一千零一", "壹仟零壹"),
            (1_010, "一千零一十", "壹仟零壹拾"),
            (10_010, "一万零一十", "壹万零壹拾"),
            (107_000, "十万七千", "壹拾万柒仟"),
            (100_000_001, "一亿零一", "壹亿零壹"),
        ];
        for (n, prose, formal) in table {
            assert_eq!(words(n), prose);
            assert_eq!(capitals(n), formal);
        }
        assert_eq!(digits(2026), "二〇二六");
    }

    proptest! {
        #[test]
        fn words_read_back(n in any::<i64>()) {
            prop_assume!(n != i64::MIN);
            prop_assert_eq!(parse(&words(n)), Ok(n));
            prop_assert_eq!(parse(&capitals(n)), Ok(n));
            prop_assert_eq!(parse(&n.to_string()), Ok(n));
        }
        #[test]
        fn small_words_read_back(n in -100_000_i64..100_000) {
            prop_assert_eq!(parse(&words(n)), Ok(n));
        }
        #[test]
        fn years_read_back(n in 10_u64..99_999) {
            prop_assert_eq!(parse(&digits(n)), i64::try_from(n).map_err(|_| NotANumber::Size));
        }
        #[test]
        fn never_panics(text in "[0-9零一二两十百千万亿廿负.,]{0,20}") {
            let _ = parse(&text);
        }
    }
}
