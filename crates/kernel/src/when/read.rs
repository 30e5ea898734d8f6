//! What a person types in a date field, read.
//!
//! First the text is made plain (full-width forms, dashes, 号, 月份, 元月, 星期), then the edge (前, 前后, 期间) and the
//! year are taken off its ends, and what is left is a festival, a lunar day, or one of the forms below with its
//! Chinese numerals turned into digits.

use super::{
    Edge, Every, Moment, NotWhen, Part, WeekOf, When, YearPart,
    cursor::Cursor,
    read_days::{after_month, day, day_range, month, month_list, months, numeric_date},
    read_english,
};
use crate::{Festival, numerals};

/// Longest text that is read, in characters.
const LONGEST: usize = 60;

/// Spellings made one, in this order.
const PLAIN: [(&str, &str); 18] = [
    ("号", "日"),
    ("月份", "月"),
    ("元月", "一月"),
    ("星期", "周"),
    ("礼拜", "周"),
    ("周天", "周日"),
    ("每个", "每"),
    ("每逢", "每"),
    ("月末", "月底"),
    ("年末", "年底"),
    ("年终", "年底"),
    ("翌年", "次年"),
    ("来年1月", "次年1月"),
    ("至", "~"),
    ("到", "~"),
    ("和", "、"),
    ("及", "、"),
    (",", "、"),
];

const EDGES: [(&str, Edge); 10] = [
    ("前后", Edge::Around),
    ("左右", Edge::Around),
    ("期间", Edge::During),
    ("以前", Edge::By),
    ("之前", Edge::By),
    ("前夕", Edge::By),
    ("前", Edge::By),
    ("以后", Edge::After),
    ("之后", Edge::After),
    ("后", Edge::After),
];

pub(super) const PARTS: [(&str, Part); 10] = [
    ("上旬", Part::First),
    ("中旬", Part::Middle),
    ("下旬", Part::Last),
    ("上半月", Part::FirstHalf),
    ("下半月", Part::LastHalf),
    ("初", Part::Start),
    ("中", Part::Mid),
    ("月底", Part::End),
    ("底", Part::End),
    ("末", Part::End),
];

impl When {
    /// Reads what a person typed: `2026-10-15`, `10月15日`, `10.15`, `8/28`, `十月中旬`, `农历八月十五`, `中秋节前`,
    /// `一季度`, `上半年`, `3月底前`, `七、八月`, `12月至次年1月`, `第三周`, `每周三`, `每月`. Everything that [`When::words`]
    /// says in Chinese reads back.
    ///
    /// # Errors
    /// Says what is wrong: a month or day that does not exist, a year that must be named, or no time at all.
    pub fn read(text: &str) -> Result<Self, NotWhen> {
        if text.chars().count() > LONGEST {
            return Err(NotWhen::Long);
        }
        let plain = plain(text);
        if plain.is_empty() {
            return Err(NotWhen::Empty);
        }
        if let Some(english) = read_english::read(&plain) {
            return english;
        }
        let (body, edge) = EDGES
            .iter()
            .find_map(|(mark, edge)| Some((plain.strip_suffix(mark)?, *edge)))
            .unwrap_or((plain.as_str(), Edge::In));
        let (year, body) = take_year(body)?;
        if let Some(body) = body.strip_prefix("学年") {
            let year = year.ok_or(NotWhen::Unknown)?;
            let moment = read_body(body, Some(year))?;
            // a plan's spring term runs in the calendar year after the school year began
            let later = matches!(moment, Moment::Term(2) | Moment::Week(WeekOf::Term(2), _));
            let known = matches!(moment, Moment::Term(_) | Moment::Week(WeekOf::Term(_), _));
            return if known {
                Self::new(Some(year + i16::from(later)), moment, edge)
            } else {
                Err(NotWhen::Unknown)
            };
        }
        if let Some((year, moment)) = numeric_date(body)? {
            return Self::new(Some(year), moment, edge);
        }
        Self::new(year, read_body(body, year)?, edge)
    }
}

fn plain(text: &str) -> String {
    let mut plain: String = numerals::half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '「' | '」' | '。'))
        .map(|c| match c {
            '—' | '–' | '―' | '−' | '~' | '～' | '〜' | '─' => '~',
            '．' | '·' => '.',
            _ => c.to_ascii_uppercase(),
        })
        .collect();
    for (from, to) in PLAIN {
        plain = plain.replace(from, to);
    }
    while plain.contains("~~") {
        plain = plain.replace("~~", "~");
    }
    plain
}

/// Takes a year off the front: `2026年`, `二〇二六年`, `26年`, `2026年度`, `今年`; also the years of `2026~2027学年`.
fn take_year(text: &str) -> Result<(Option<i16>, &str), NotWhen> {
    if ["明年", "去年", "后年", "前年", "来年", "上年", "下一年"]
        .iter()
        .any(|t| text.starts_with(t))
    {
        return Err(NotWhen::Relative);
    }
    for this in ["今年", "本年度", "本年", "当年"] {
        if let Some(rest) = text.strip_prefix(this) {
            return Ok((None, if rest.is_empty() { "全年" } else { rest }));
        }
    }
    if let Some((years, _)) = text.split_once("学年") {
        let (first, second) = years.split_once(['~', '-']).unwrap_or((years, ""));
        let (Ok(first), second) = (numerals::parse(first), numerals::parse(second)) else {
            return Ok((None, text));
        };
        if second.is_ok_and(|s| s != first + 1) {
            return Err(NotWhen::Unknown);
        }
        return Ok((Some(checked_year(first)?), &text[years.len()..]));
    }
    let Some((number, rest)) = text.split_once('年') else {
        return Ok((None, text));
    };
    let numeral = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || numerals::is_numeral(c));
    if !numeral {
        return Ok((None, text));
    }
    let year = checked_year(numerals::parse(number).map_err(|_| NotWhen::Unknown)?)?;
    let rest = rest.strip_prefix('度').unwrap_or(rest);
    Ok((Some(year), if rest.is_empty() { "全年" } else { rest }))
}

/// Two digits are a year of this century.
pub(super) fn checked_year(year: i64) -> Result<i16, NotWhen> {
    let full = if (10..100).contains(&year) { 2000 + year } else { year };
    i16::try_from(full)
        .ok()
        .filter(|y| (1900..=2200).contains(y))
        .ok_or(NotWhen::NoYear(year))
}

fn small(n: i64) -> Result<i8, NotWhen> {
    i8::try_from(n).map_err(|_| NotWhen::NoNumber(n))
}

fn read_body(body: &str, year: Option<i16>) -> Result<Moment, NotWhen> {
    if let Some(festival) = Festival::find(body) {
        return Ok(Moment::Festival(festival));
    }
    if let Some(lunar) = lunar_day(body)? {
        return Ok(lunar);
    }
    if body == "除夕" || body == "大年三十" || body == "年三十" {
        return Ok(Moment::Lunar(12, 30));
    }
    let digits = in_digits(body);
    let mut rest = Cursor(&digits);
    if rest.eat(&["每"]) {
        return every(&mut rest).map(Moment::Every);
    }
    let whole = [
        ("全年度", Moment::Year),
        ("全年", Moment::Year),
        ("年内", Moment::Year),
        ("常年", Moment::Year),
        ("长期", Moment::Year),
        ("上半年", Moment::Half(1)),
        ("下半年", Moment::Half(2)),
        ("年初", Moment::YearPart(YearPart::Start)),
        ("年中", Moment::YearPart(YearPart::Mid)),
        ("年底", Moment::YearPart(YearPart::End)),
        ("上学期", Moment::Term(1)),
        ("下学期", Moment::Term(2)),
        ("秋季学期", Moment::Term(1)),
        ("春季学期", Moment::Term(2)),
    ];
    if let Some(moment) = rest.choose(&whole) {
        return with_week(&mut rest, moment);
    }
    let year_parts = [
        ("初", YearPart::Start),
        ("中", YearPart::Mid),
        ("底", YearPart::End),
        ("末", YearPart::End),
    ];
    if let Some(part) = year.and_then(|_| rest.choose(&year_parts)) {
        return finish(&rest, Moment::YearPart(part));
    }
    if rest.eat(&["Q"]) {
        let n = small(rest.number().ok_or(NotWhen::Unknown)?)?;
        return finish(&rest, Moment::Quarter(n));
    }
    numbered(&mut rest)
}

pub(super) fn finish(rest: &Cursor<'_>, moment: Moment) -> Result<Moment, NotWhen> {
    if rest.done() { Ok(moment) } else { Err(NotWhen::Unknown) }
}

/// A term or a year, or the nth week of it.
fn with_week(rest: &mut Cursor<'_>, moment: Moment) -> Result<Moment, NotWhen> {
    let of = match moment {
        Moment::Term(term) => WeekOf::Term(term),
        Moment::Year => WeekOf::Year,
        _ => return finish(rest, moment),
    };
    if rest.done() {
        return Ok(moment);
    }
    if !rest.eat(&["第"]) {
        return Err(NotWhen::Unknown);
    }
    let n = rest
        .number()
        .filter(|_| rest.eat(&["教学周", "周"]))
        .ok_or(NotWhen::Unknown)?;
    finish(rest, Moment::Week(of, small(n)?))
}

/// `第1季度`, `1季度`, `第3周`, `第2学期`, and everything that begins with a month.
fn numbered(rest: &mut Cursor<'_>) -> Result<Moment, NotWhen> {
    let ordinal = rest.eat(&["第"]);
    let n = rest.number().ok_or(NotWhen::Unknown)?;
    if rest.eat(&["季度", "季"]) {
        return finish(rest, Moment::Quarter(small(n)?));
    }
    if let Some(quarters) = quarters(*rest, n) {
        return quarters;
    }
    if ordinal {
        if rest.eat(&["学期"]) {
            let term = Moment::Term(small(n)?);
            return with_week(rest, term);
        }
        if rest.eat(&["教学周", "周"]) {
            return finish(rest, Moment::Week(WeekOf::PlanTerm, small(n)?));
        }
        return Err(NotWhen::Unknown);
    }
    if rest.eat(&["月"]) {
        return after_month(rest, month(n)?);
    }
    if rest.0.starts_with('、') {
        return month_list(rest, month(n)?);
    }
    if rest.eat(&[".", "/"]) {
        let m = month(n)?;
        let d = day(m, rest.number().ok_or(NotWhen::Unknown)?)?;
        rest.eat(&["日"]);
        return if rest.done() {
            Ok(Moment::Day(m, d))
        } else {
            day_range(rest, (m, d))
        };
    }
    let dash = rest.eat(&["-"]);
    if dash || rest.eat(&["~"]) {
        let m = month(n)?;
        let second = rest.number().ok_or(NotWhen::Unknown)?;
        if rest.eat(&["月"]) {
            return Ok(months(m, month(second)?)).and_then(|moment| finish(rest, moment));
        }
        // 10-15 is a day as in an ISO date; 10~15 is nothing
        return if dash {
            finish(rest, Moment::Day(m, day(m, second)?))
        } else {
            Err(NotWhen::Unknown)
        };
    }
    Err(NotWhen::Unknown)
}

/// `、2季度`, `-3季度` after a first quarter: a half-year or a run of months.
fn quarters(mut rest: Cursor<'_>, first: i64) -> Option<Result<Moment, NotWhen>> {
    rest.eat(&["季度"]);
    let list = rest.eat(&["、"]);
    if !list && !rest.eat(&["~", "-"]) {
        return None;
    }
    rest.eat(&["第"]);
    let last = rest.number().filter(|_| rest.eat(&["季度", "季"]) && rest.done())?;
    let known = (1..=4).contains(&first) && (1..=4).contains(&last);
    Some(match (first, last) {
        _ if !known => Err(NotWhen::NoNumber(if (1..=4).contains(&first) { last } else { first })),
        (1, 2) => Ok(Moment::Half(1)),
        (3, 4) => Ok(Moment::Half(2)),
        (a, b) if a < b && (!list || b == a + 1) => month(a * 3 - 2).and_then(|from| Ok(months(from, month(b * 3)?))),
        _ => Err(NotWhen::Unknown),
    })
}

fn every(rest: &mut Cursor<'_>) -> Result<Every, NotWhen> {
    let kinds = [
        ("天", 'd'),
        ("日", 'd'),
        ("工作日", 'k'),
        ("周", 'w'),
        ("月", 'm'),
        ("季度", 'q'),
        ("季", 'q'),
        ("半年", 'h'),
        ("学期", 's'),
        ("年度", 'y'),
        ("年", 'y'),
    ];
    let every = match rest.choose(&kinds).ok_or(NotWhen::Unknown)? {
        'd' => Every::Day,
        'k' => Every::Workday,
        'w' if rest.done() || rest.0 == "1次" => Every::Week(None),
        'w' if rest.eat(&["日"]) => Every::Week(Some(7)),
        'w' => {
            let n = rest.number().ok_or(NotWhen::Unknown)?;
            Every::Week(Some(
                i8::try_from(n)
                    .ok()
                    .filter(|d| (1..=7).contains(d))
                    .ok_or(NotWhen::NoNumber(n))?,
            ))
        }
        'm' if rest.done() || rest.0 == "1次" => Every::Month(None),
        'm' => match rest.choose(&PARTS) {
            Some(part) => Every::MonthPart(part),
            None => {
                let n = rest.number().ok_or(NotWhen::Unknown)?;
                rest.eat(&["日"]);
                Every::Month(Some(
                    i8::try_from(n)
                        .ok()
                        .filter(|d| (1..=31).contains(d))
                        .ok_or(NotWhen::NoNumber(n))?,
                ))
            }
        },
        'q' => Every::Quarter,
        'h' => Every::Half,
        's' => Every::Term,
        _ => Every::Year,
    };
    rest.eat(&["1次"]);
    if rest.done() { Ok(every) } else { Err(NotWhen::Unknown) }
}

/// A lunar day: with 农历 in front, or with a month or day name that only the lunar calendar has.
fn lunar_day(text: &str) -> Result<Option<Moment>, NotWhen> {
    let named = ["农历", "阴历", "旧历", "夏历"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark));
    let body = named.unwrap_or(text);
    let Some((month_name, day_name)) = body.split_once('月') else {
        return if named.is_some() {
            Err(NotWhen::Unknown)
        } else {
            Ok(None)
        };
    };
    let day_name = day_name.strip_suffix('日').unwrap_or(day_name);
    let special = [("正", 1), ("冬", 11), ("腊", 12)];
    let special = special.iter().find(|(name, _)| *name == month_name).map(|(_, n)| *n);
    let by_day = day_name.strip_prefix('初').is_some_and(|d| !d.is_empty()) || day_name.starts_with('廿');
    if named.is_none() && special.is_none() && !by_day {
        return Ok(None);
    }
    let m = match special {
        Some(m) => m,
        None => month(numerals::parse(month_name).map_err(|_| NotWhen::Unknown)?)?,
    };
    let number = numerals::parse(day_name.strip_prefix('初').unwrap_or(day_name)).map_err(|_| NotWhen::Unknown)?;
    let d = i8::try_from(number)
        .ok()
        .filter(|d| (1..=30).contains(d))
        .ok_or(NotWhen::NoDay(m, number))?;
    Ok(Some(Moment::Lunar(m, d)))
}

/// Every run of Chinese numerals as digits; `七八月` as `7、8月`.
fn in_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c: char| !numerals::is_numeral(c)).unwrap_or(rest.len());
        if end == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (run, after) = rest.split_at(end);
        rest = after;
        match (
            two_months(run).filter(|_| after.starts_with('月')),
            numerals::parse(run),
        ) {
            (Some((first, second)), _) => out.push_str(&format!("{first}、{second}")),
            (None, Ok(n)) => out.push_str(&n.to_string()),
            (None, Err(_)) => out.push_str(run),
        }
    }
    out
}

/// Two digits in a row that follow each other, as in 七八月.
fn two_months(run: &str) -> Option<(i64, i64)> {
    let mut digits = run.chars().map(|c| numerals::parse(c.encode_utf8(&mut [0; 4])).ok());
    let (first, second) = (digits.next()??, digits.next()??);
    (digits.next().is_none() && second == first + 1 && second < 10 && first > 0).then_some((first, second))
}
