//! What stands between the braces: a measure, perhaps a part of the year, perhaps an aspect.
//!
//! `{慰问人次}` is the year's figure, `{慰问人次3月}` and `{慰问人次上半年}` that of a part of it, `{慰问人次10月18日}`
//! that of a day; `{慰问人次同比}` says how the year stands beside the year before, `{慰问人次上年}` is that year's figure.

use facts::register::store::Known;
use kernel::Date;
use rustc_hash::FxHashMap;

/// What a place ends with that asks for the comparison with last year.
pub const BESIDE: &str = "同比";
/// What a place ends with that asks for last year's figure.
pub const LAST_YEAR: &str = "上年";

/// Which days of the year a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All.
    Year,
    /// From a month to a month, 1 to 12, both within.
    Months(u8, u8),
    /// One day: month and day.
    Day(i8, i8),
}

/// What of a figure is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The figure.
    Figure,
    /// How it stands beside the year before.
    Beside,
    /// The year before's.
    LastYear,
}

/// A place that names a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The measure.
    pub measure: &'a Known,
    /// Of which days.
    pub part: Part,
    /// What of it.
    pub aspect: Aspect,
}

const PARTS: [(&str, Part); 6] = [
    ("上半年", Part::Months(1, 6)),
    ("下半年", Part::Months(7, 12)),
    ("一季度", Part::Months(1, 3)),
    ("二季度", Part::Months(4, 6)),
    ("三季度", Part::Months(7, 9)),
    ("四季度", Part::Months(10, 12)),
];

/// Measures, found by their Chinese names.
#[derive(Clone, Debug)]
pub struct Names {
    known: Vec<Known>,
    by_zh: FxHashMap<String, usize>,
}

impl FromIterator<Known> for Names {
    /// Of measures in the register's order.
    fn from_iter<T: IntoIterator<Item = Known>>(known: T) -> Self {
        let known: Vec<Known> = known.into_iter().collect();
        let by_zh = known.iter().enumerate().map(|(at, m)| (m.zh.clone(), at)).collect();
        Self { known, by_zh }
    }
}

impl Names {
    /// All, in the register's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Known> {
        self.known.iter()
    }
    /// The measure of a name.
    #[must_use]
    pub fn get(&self, zh: &str) -> Option<&Known> {
        self.known.get(*self.by_zh.get(zh)?)
    }
    /// The measure with whose name a place begins, and what stands behind it. The longest name counts: a measure's name may
    /// begin with another's.
    fn begins<'p>(&self, place: &'p str) -> Option<(&Known, &'p str)> {
        let ends = place.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        ends.filter_map(|end| place.split_at_checked(end))
            .find_map(|(name, rest)| Some((self.get(name)?, rest)))
    }
}

/// What a place names, if it names anything.
#[must_use]
pub fn parse<'a>(name: &str, known: &'a Names) -> Option<Place<'a>> {
    let (measure, rest) = known.begins(name)?;
    let aspect = match rest {
        BESIDE => Some(Aspect::Beside),
        LAST_YEAR => Some(Aspect::LastYear),
        "" => Some(Aspect::Figure),
        _ => None,
    };
    let part = if aspect.is_some() { Some(Part::Year) } else { part(rest) };
    Some(Place {
        measure,
        part: part?,
        aspect: aspect.unwrap_or(Aspect::Figure),
    })
}

fn part(text: &str) -> Option<Part> {
    if let Some((_, part)) = PARTS.iter().find(|(word, _)| *word == text) {
        return Some(*part);
    }
    let (month, rest) = text.split_once('月')?;
    let month: i8 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    if rest.is_empty() {
        let month = u8::try_from(month).ok()?;
        return Some(Part::Months(month, month));
    }
    let day: i8 = rest.strip_suffix('日')?.parse().ok().filter(|d| (1..=31).contains(d))?;
    Some(Part::Day(month, day))
}

impl Part {
    /// The days of a year; `None` for a day that this year does not have.
    #[must_use]
    pub fn days(self, year: i16) -> Option<(Date, Date)> {
        let month = |m: u8, d: i8| Date::new(year, i8::try_from(m).ok()?, d).ok();
        match self {
            Part::Year => Some((month(1, 1)?, month(12, 31)?)),
            Part::Months(from, until) => Some((month(from, 1)?, month(until, 1)?.month_end())),
            Part::Day(m, d) => Date::new(year, m, d).ok().map(|day| (day, day)),
        }
    }
    /// In words, for tables of figures.
    #[must_use]
    pub fn words(self, year: i16) -> String {
        match self {
            Part::Year => format!("{year}年"),
            Part::Months(from, until) if from == until => format!("{year}年{from}月"),
            Part::Months(from, until) => format!("{year}年{from}—{until}月"),
            Part::Day(m, d) => format!("{year}年{m}月{d}日"),
        }
    }
}

/// How many characters must be put in, left out or exchanged to make one text the other; characters that are in
/// both weigh less than those that are not.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(40).collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut corner = std::mem::replace(&mut row[0], left);
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, here);
            left = here;
        }
    }
    let foreign = a.iter().filter(|c| !b.contains(c)).count();
    row.last().copied().unwrap_or(0) + 2 * foreign
}

#[cfg(test)]
mod tests {
    use facts::Unit;

    use super::*;

    fn known() -> Names {
        let known = |key: &str, zh: &str| Known {
            key: key.into(),
            zh: zh.into(),
            en: key.into(),
            unit: Unit::PersonTimes,
            field: "care".into(),
        };
        [known("a", "慰问人次"), known("b", "慰问")].into_iter().collect()
    }

    #[test]
    fn places_name_a_measure_a_part_and_an_aspect() {
        let known = known();
        let read = |name: &str| parse(name, &known).map(|p| (p.measure.key.as_str(), p.part, p.aspect));
        assert_eq!(read("慰问人次"), Some(("a", Part::Year, Aspect::Figure)));
        assert_eq!(read("慰问"), Some(("b", Part::Year, Aspect::Figure)));
        assert_eq!(read("慰问人次同比"), Some(("a", Part::Year, Aspect::Beside)));
        assert_eq!(read("慰问人次上年"), Some(("a", Part::Year, Aspect::LastYear)));
        assert_eq!(read("慰问人次3月"), Some(("a", Part::Months(3, 3), Aspect::Figure)));
        assert_eq!(read("慰问人次上半年"), Some(("a", Part::Months(1, 6), Aspect::Figure)));
        assert_eq!(read("慰问人次10月18日"), Some(("a", Part::Day(10, 18), Aspect::Figure)));
        for wrong in [
            "慰问人数",
            "慰问人次13月",
            "慰问人次3月32日",
            "慰问人次3",
            "",
            "慰问人次3月同比",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(Part::Day(2, 30).days(2026), None);
        assert_eq!(Part::Months(7, 12).words(2026), "2026年7—12月");
    }
}
