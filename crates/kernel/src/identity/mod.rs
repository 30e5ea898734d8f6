//! Identity numbers: read as people type them, checked, and never shown by accident.
//!
//! The resident's number (居民身份证号, GB 11643) says where its bearer was registered first, when they were born, and
//! their sex: `6 digits of the place, 8 of the birth date, 3 of a sequence (odd: male), 1 check character`. Numbers of 15
//! digits were given until 1999; they lack the century and the check character and are brought to 18. The permits of
//! residents of 港澳台 and of foreigners with permanent residence are made in the same way.
//!
//! Spaces, full-width digits, a small `x`, the apostrophe of a spreadsheet: taken as meant. What a spreadsheet has
//! destroyed (`4.4E+17`, zeros at the end) is told apart from what was typed wrongly, since nobody can repair it but
//! who has the document.
//!
//! The number has no `Display` and no `Serialize`, and its `Debug` is masked: it leaves through
//! [`IdentityNumber::reveal`] alone.
//!
//! ```
//! use kernel::{Date, identity::{IdentityKind, IdentityNumber, Sex}};
//! let today = Date::new(2026, 11, 21)?;
//! let number = IdentityNumber::read(IdentityKind::Resident, "11010519491231002x", today)?;
//! assert_eq!(number.born(), Some(Date::new(1949, 12, 31)?));
//! assert_eq!(number.sex(), Some(Sex::Female));
//! assert_eq!(number.masked(), "110105********002X");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Date, numerals::half_width};

/// What kind of document the number stands on.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// 居民身份证.
    #[default]
    Resident,
    /// 护照, of any country.
    Passport,
    /// 港澳居民来往内地通行证.
    HongKongMacao,
    /// 台湾居民来往大陆通行证.
    Taiwan,
    /// 港澳台居民居住证: made like the resident's number.
    ResidencePermit,
    /// 外国人永久居留身份证: 18 digits since 2023, 3 letters and 12 digits before.
    PermanentResidence,
    /// 军官证, 士兵证 and the like.
    Military,
    /// Any other document.
    Other,
}

impl IdentityKind {
    /// All kinds, the most common first.
    pub const ALL: [IdentityKind; 8] = [
        IdentityKind::Resident,
        IdentityKind::Passport,
        IdentityKind::HongKongMacao,
        IdentityKind::Taiwan,
        IdentityKind::ResidencePermit,
        IdentityKind::PermanentResidence,
        IdentityKind::Military,
        IdentityKind::Other,
    ];
    /// The name in the store and in keys of words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            IdentityKind::Resident => "resident",
            IdentityKind::Passport => "passport",
            IdentityKind::HongKongMacao => "hong-kong-macao",
            IdentityKind::Taiwan => "taiwan",
            IdentityKind::ResidencePermit => "residence-permit",
            IdentityKind::PermanentResidence => "permanent-residence",
            IdentityKind::Military => "military",
            IdentityKind::Other => "other",
        }
    }
    /// The kind of that name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
    /// Whether the number is made like the resident's, and so tells birth date and sex.
    #[must_use]
    fn like_resident(self, number: &str) -> bool {
        match self {
            IdentityKind::Resident | IdentityKind::ResidencePermit => true,
            IdentityKind::PermanentResidence => number.starts_with('9'),
            _ => false,
        }
    }
}

/// Sex, as the number and the register know it (GB/T 2261.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// The name in the store and in keys of words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
    /// The sex of that name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Sex::Male, Sex::Female].into_iter().find(|sex| sex.key() == key)
    }
}

/// A number that was checked. Two are equal if kind and number are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityNumber {
    kind: IdentityKind,
    number: String,
}

/// Why a text is no identity number. None of them repeats the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadIdentity {
    /// Nothing but space.
    #[error("required")]
    Empty,
    /// Digits were lost in a spreadsheet.
    #[error("a spreadsheet has destroyed this number")]
    Mangled(Mangled),
    /// Not 18 characters (or 15, of old).
    #[error("{0} characters instead of 18")]
    Length(usize),
    /// A letter or mark where a digit belongs; the place is counted from 1.
    #[error("no digit at place {0}")]
    NotADigit(usize),
    /// There is no such birth date.
    #[error("the birth date in it is no day of the calendar")]
    NoSuchDay,
    /// The birth date is still to come.
    #[error("the birth date {0} in it is still to come")]
    BornLater(Date),
    /// The check character does not fit: some digit is wrong, or two changed places.
    #[error("the last character does not fit the others")]
    CheckCharacter,
    /// Not made as numbers of this kind of document are.
    #[error("not made as numbers of this kind are")]
    Shape,
}

impl BadIdentity {
    /// The end of the key of the words that explain it: `length`, `check-character` …
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            BadIdentity::Empty => "empty",
            BadIdentity::Mangled(Mangled::Scientific) => "scientific",
            BadIdentity::Mangled(Mangled::Rounded) => "rounded",
            BadIdentity::Length(_) => "length",
            BadIdentity::NotADigit(_) => "not-a-digit",
            BadIdentity::NoSuchDay => "no-such-day",
            BadIdentity::BornLater(_) => "born-later",
            BadIdentity::CheckCharacter => "check-character",
            BadIdentity::Shape => "shape",
        }
    }
    /// What fills the place of those words, if they have one: its name and the value.
    #[must_use]
    pub fn place(self) -> Option<(&'static str, String)> {
        match self {
            BadIdentity::Length(n) | BadIdentity::NotADigit(n) => Some(("n", n.to_string())),
            BadIdentity::BornLater(day) => Some(("day", day.to_string())),
            _ => None,
        }
    }
}

/// What a spreadsheet makes of 18 digits that it takes for a number: it keeps 15 of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mangled {
    /// `4.40301E+17`.
    Scientific,
    /// The last three digits became zeros.
    Rounded,
}

/// What is odd about a number that can nevertheless be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It begins with no province.
    Region,
    /// Under sixteen years of age: nobody may be employed so young (劳动法 art. 15).
    Young,
    /// Over a hundred years of age.
    Old,
    /// It ends in three zeros, as a number does that went through a spreadsheet.
    Rounded,
}

impl Doubt {
    /// The end of the key of the words that explain it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Doubt::Region => "region",
            Doubt::Young => "young",
            Doubt::Old => "old",
            Doubt::Rounded => "rounded",
        }
    }
}

/// Longest number of any kind of document, in characters.
pub const LONGEST: usize = 40;

/// First two digits: provinces, 71 台湾, 81 香港, 82 澳门, and 83 for residence permits of 台湾.
const REGIONS: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];

impl IdentityNumber {
    /// Reads and checks what was typed or stands in a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(kind: IdentityKind, text: &str, today: Date) -> Result<Self, BadIdentity> {
        let number = tidy(text);
        if number.is_empty() {
            return Err(BadIdentity::Empty);
        }
        if let Some(Mangled::Scientific) = mangled(text) {
            return Err(BadIdentity::Mangled(Mangled::Scientific));
        }
        let number = if kind.like_resident(&number) {
            like_resident(&number, today)?
        } else if shape(kind, &number) {
            number
        } else {
            return Err(BadIdentity::Shape);
        };
        Ok(Self { kind, number })
    }

    /// The kind of document.
    #[must_use]
    pub fn kind(&self) -> IdentityKind {
        self.kind
    }
    /// The number itself: to seal it, to look it up, or for somebody who may see it and whose reading is recorded.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.number
    }
    /// The birth date in it, if this kind of number has one.
    #[must_use]
    pub fn born(&self) -> Option<Date> {
        let digits = self.kind.like_resident(&self.number).then_some(self.number.as_str())?;
        birth_date(digits.get(6..14)?).ok()
    }
    /// The sex in it, if this kind of number has one.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        let digits = self
            .kind
            .like_resident(&self.number)
            .then_some(self.number.as_bytes())?;
        Some(if digits.get(16)? % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        })
    }
    /// As it may stand on a screen: the first six and the last four of 18 characters, less of shorter numbers.
    #[must_use]
    pub fn masked(&self) -> String {
        let long = self.number.chars().count();
        let (head, tail) = if long >= 15 { (6, 4) } else { (long / 5, long / 4) };
        let shown = |place: usize| place < head || place >= long - tail;
        let masked = self.number.chars().enumerate();
        masked.map(|(place, c)| if shown(place) { c } else { '*' }).collect()
    }
    /// The last four characters, by which people find somebody.
    #[must_use]
    pub fn tail(&self) -> &str {
        let start = self.number.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        &self.number[start..]
    }
    /// What is odd about it, to be asked and not refused.
    #[must_use]
    pub fn doubts(&self, today: Date) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if !self.kind.like_resident(&self.number) {
            return doubts;
        }
        if self.kind != IdentityKind::PermanentResidence && !REGIONS.contains(&&self.number[..2]) {
            doubts.push(Doubt::Region);
        }
        if let Some(born) = self.born() {
            if born.plus_months(16 * 12) > today {
                doubts.push(Doubt::Young);
            }
            if born.plus_months(100 * 12) < today {
                doubts.push(Doubt::Old);
            }
        }
        if self.number.ends_with("000") {
            doubts.push(Doubt::Rounded);
        }
        doubts
    }
    /// Kind and number in one text: what is sealed, and what a blind index is made of.
    #[must_use]
    pub fn whole(&self) -> String {
        format!("{} {}", self.kind.key(), self.number)
    }
    /// Reads back [`IdentityNumber::whole`], which was checked when it was made.
    #[must_use]
    pub fn of_whole(text: &str) -> Option<Self> {
        let (kind, number) = text.split_once(' ')?;
        Some(Self {
            kind: IdentityKind::of_key(kind)?,
            number: number.to_owned(),
        })
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.key(), self.masked())
    }
}

/// Whether a spreadsheet has destroyed the number; `None` if it may still be whole.
#[must_use]
pub fn mangled(text: &str) -> Option<Mangled> {
    let plain = tidy(text);
    if let Some((digits, power)) = plain.split_once('E') {
        let number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let power = power.trim_start_matches('+');
        if number(digits) && power.len() == 2 && number(power) && !digits.starts_with('.') {
            return Some(Mangled::Scientific);
        }
    }
    let whole = plain.strip_suffix(".0").unwrap_or(&plain);
    let rounded = whole.len() == 18 && whole.bytes().all(|b| b.is_ascii_digit()) && whole.ends_with("000");
    (rounded && check_character(whole) != whole.chars().last()).then_some(Mangled::Rounded)
}

/// Without what is not meant: spaces, quotes, hyphens, invisible characters; letters large, all of it half-width.
fn tidy(text: &str) -> String {
    let kept = half_width(text).chars().collect::<Vec<_>>();
    let meant = |c: &char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(
                c,
                '\'' | '"' | '‘' | '’' | '“' | '”' | '=' | '-' | '\u{200B}'..='\u{200F}' | '\u{FEFF}'
            )
    };
    let meant = kept.into_iter().filter(meant).take(LONGEST + 1);
    meant
        .flat_map(char::to_uppercase)
        // What stands for X on other keyboards: the multiplication sign, Cyrillic, Greek.
        .map(|c| if matches!(c, '×' | 'Х' | 'Χ') { 'X' } else { c })
        .collect()
}

/// Checks a number made like the resident's, bringing 15 digits to 18.
fn like_resident(number: &str, today: Date) -> Result<String, BadIdentity> {
    let found = number.chars().count();
    if found != 18 && found != 15 {
        return Err(BadIdentity::Length(found));
    }
    let wrong = |(place, c): &(usize, char)| !(c.is_ascii_digit() || *place == 17 && *c == 'X');
    if let Some((place, _)) = number.chars().enumerate().find(wrong) {
        return Err(BadIdentity::NotADigit(place + 1));
    }
    let whole = if found == 15 {
        of_fifteen(number)
    } else {
        number.to_owned()
    };
    let born = birth_date(&whole[6..14])?;
    if born > today {
        return Err(BadIdentity::BornLater(born));
    }
    if check_character(&whole) == whole.chars().last() {
        Ok(whole)
    } else if let Some(mangled) = mangled(number) {
        Err(BadIdentity::Mangled(mangled))
    } else {
        Err(BadIdentity::CheckCharacter)
    }
}

/// Sequences 996 to 999 were kept for people who were a hundred years old when numbers were first given.
fn of_fifteen(number: &str) -> String {
    let century = if matches!(&number[12..], "996" | "997" | "998" | "999") {
        "18"
    } else {
        "19"
    };
    let mut whole = format!("{}{century}{}", &number[..6], &number[6..]);
    whole.extend(check_character(&whole));
    whole
}

fn birth_date(digits: &str) -> Result<Date, BadIdentity> {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let day = || {
        let (month, day) = (number(4..6)?.try_into().ok()?, number(6..8)?.try_into().ok()?);
        Date::new(number(0..4)?, month, day).ok()
    };
    day().ok_or(BadIdentity::NoSuchDay)
}

/// The character that belongs at the end of the first 17 digits (ISO 7064, MOD 11-2).
fn check_character(number: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const MARKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits: Option<Vec<u32>> = number.chars().take(17).map(|c| c.to_digit(10)).collect();
    let digits = digits.filter(|digits| digits.len() == 17)?;
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    MARKS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Whether a number of another kind of document looks like one.
fn shape(kind: IdentityKind, number: &str) -> bool {
    let long = number.chars().count();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        // H or M, 8 digits, in older ones followed by how often it was issued (2 digits).
        IdentityKind::HongKongMacao => number
            .strip_prefix(['H', 'M'])
            .is_some_and(|rest| digits(rest) && matches!(rest.len(), 8 | 10)),
        // 8 digits; older booklets 10 digits, or followed by a letter.
        IdentityKind::Taiwan => {
            let rest = number.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(number);
            digits(rest) && matches!((rest.len(), number.len()), (8, 8) | (10, 10 | 11))
        }
        IdentityKind::PermanentResidence => {
            number.len() == 15
                && number.is_char_boundary(3)
                && number[..3].bytes().all(|b| b.is_ascii_uppercase())
                && digits(&number[3..])
        }
        IdentityKind::Passport => (5..=20).contains(&long) && number.bytes().all(|b| b.is_ascii_alphanumeric()),
        IdentityKind::Resident | IdentityKind::ResidencePermit | IdentityKind::Military | IdentityKind::Other => {
            (4..=LONGEST).contains(&long)
                && number
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '/' | '(' | ')' | '.'))
        }
    }
}

#[cfg(test)]
mod tests;
