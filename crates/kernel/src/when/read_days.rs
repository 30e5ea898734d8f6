//! Days and months as typed: everything that begins with a month or a year in digits.

use super::{
    Moment, Months, NotWhen, Part,
    cursor::Cursor,
    read::{PARTS, checked_year, finish},
};
use crate::Date;

pub(super) fn month(n: i64) -> Result<i8, NotWhen> {
    i8::try_from(n)
        .ok()
        .filter(|m| (1..=12).contains(m))
        .ok_or(NotWhen::NoMonth(n))
}

pub(super) fn day(month: i8, n: i64) -> Result<i8, NotWhen> {
    i8::try_from(n)
        .ok()
        .filter(|d| (1..=31).contains(d))
        .ok_or(NotWhen::NoDay(month, n))
}

/// Dates with a year in digits: `2026-10-15`, `2026/10/15`, `2026.10`, `20261015`.
pub(super) fn numeric_date(text: &str) -> Result<Option<(i16, Moment)>, NotWhen> {
    let mut rest = Cursor(text);
    let Some(digits) = rest.digits() else { return Ok(None) };
    if digits.len() == 8 && rest.done() {
        let parts = (digits.get(..4), digits.get(4..6), digits.get(6..));
        let number = |part: Option<&str>| part.and_then(|p| p.parse::<i64>().ok()).ok_or(NotWhen::Unknown);
        let m = month(number(parts.1)?)?;
        return Ok(Some((
            checked_year(number(parts.0)?)?,
            Moment::Day(m, day(m, number(parts.2)?)?),
        )));
    }
    if digits.len() != 4 || !rest.eat(&["-", "/", "."]) {
        return Ok(None);
    }
    let year = checked_year(digits.parse().map_err(|_| NotWhen::Unknown)?)?;
    let m = month(rest.number().ok_or(NotWhen::Unknown)?)?;
    if rest.done() {
        return Ok(Some((year, Moment::Month(m))));
    }
    // the end of a range may say the year again
    let again = rest.0.strip_prefix(['~', '-']).and_then(|r| r.strip_prefix(digits));
    if let Some(end) = again.and_then(|r| r.strip_prefix(['-', '/', '.'])) {
        let to = month(end.parse().map_err(|_| NotWhen::Unknown)?)?;
        return Ok(Some((year, months(m, to))));
    }
    if !rest.eat(&["-", "/", "."]) {
        return Err(NotWhen::Unknown);
    }
    let d = day(m, rest.number().ok_or(NotWhen::Unknown)?)?;
    if rest.done() {
        return Ok(Some((year, Moment::Day(m, d))));
    }
    // the end of a range may say the year again
    if let Some(after) = rest.0.strip_prefix('~').and_then(|r| r.strip_prefix(digits)) {
        let end = after.strip_prefix(['-', '/', '.']).ok_or(NotWhen::Unknown)?;
        let mut end = Cursor(end);
        let (m2, d2) = pair(&mut end)?;
        return if end.done() {
            Ok(Some((year, days((m, d), (m2, d2)))))
        } else {
            Err(NotWhen::Unknown)
        };
    }
    day_range(&mut rest, (m, d)).map(|moment| Some((year, moment)))
}

pub(super) fn months(from: i8, to: i8) -> Moment {
    if from == to {
        Moment::Month(from)
    } else {
        Moment::Months(from, to)
    }
}

pub(super) fn days(from: (i8, i8), to: (i8, i8)) -> Moment {
    if from == to {
        Moment::Day(from.0, from.1)
    } else {
        Moment::Days(from, to)
    }
}

/// What may follow `10月`.
pub(super) fn after_month(rest: &mut Cursor<'_>, m: i8) -> Result<Moment, NotWhen> {
    if rest.done() || (rest.0 == "内") {
        return Ok(Moment::Month(m));
    }
    if let Some(from) = rest.choose(&[("上中旬", 1), ("中下旬", 11)]) {
        let to = if from == 1 { 20 } else { month_end(m) };
        return finish(rest, Moment::Days((m, from), (m, to)));
    }
    if let Some(part) = rest.choose(&PARTS) {
        return if rest.done() {
            Ok(Moment::Part(m, part))
        } else {
            part_range(rest, (m, first_day(m, part)))
        };
    }
    if rest.0.starts_with('、') {
        return month_list(rest, m);
    }
    if rest.eat(&["~", "-"]) {
        rest.eat(&["次年"]);
        let to = rest.number().filter(|_| rest.eat(&["月"])).ok_or(NotWhen::Unknown)?;
        return finish(rest, months(m, month(to)?));
    }
    let d = day(m, rest.number().ok_or(NotWhen::Unknown)?)?;
    rest.eat(&["日"]);
    if rest.done() {
        Ok(Moment::Day(m, d))
    } else {
        day_range(rest, (m, d))
    }
}

/// `~4月中旬` after a part of a month: the days from the beginning of the one to the end of the other.
fn part_range(rest: &mut Cursor<'_>, from: (i8, i8)) -> Result<Moment, NotWhen> {
    if !rest.eat(&["~", "-"]) {
        return Err(NotWhen::Unknown);
    }
    rest.eat(&["次年"]);
    let m = match rest.number() {
        Some(n) if rest.eat(&["月"]) => month(n)?,
        Some(_) => return Err(NotWhen::Unknown),
        None => from.0,
    };
    let part = rest.choose(&PARTS).ok_or(NotWhen::Unknown)?;
    finish(rest, days(from, (m, last_day(m, part))))
}

/// The last day of a month in any year.
fn month_end(m: i8) -> i8 {
    Date::new(2027, m, 1).map_or(28, |d| d.month_end().day())
}
fn first_day(m: i8, part: Part) -> i8 {
    part.days(month_end(m)).0
}
fn last_day(m: i8, part: Part) -> i8 {
    part.days(month_end(m)).1
}

/// `~24日`, `~8月24日`, `-8.24`, `~次年1月5日` after a first day.
pub(super) fn day_range(rest: &mut Cursor<'_>, from: (i8, i8)) -> Result<Moment, NotWhen> {
    if !rest.eat(&["~", "-"]) {
        return Err(NotWhen::Unknown);
    }
    rest.eat(&["次年"]);
    let mut alone = *rest;
    if let Some(n) = alone.number() {
        alone.eat(&["日"]);
        if alone.done() {
            let to = (from.0, day(from.0, n)?);
            return if to < from {
                Err(NotWhen::Unknown)
            } else {
                Ok(days(from, to))
            };
        }
    }
    let to = pair(rest)?;
    finish(rest, days(from, to))
}

/// A month and a day: `8月24日`, `8.24`, `8/24`, `8-24`.
fn pair(rest: &mut Cursor<'_>) -> Result<(i8, i8), NotWhen> {
    let m = month(rest.number().ok_or(NotWhen::Unknown)?)?;
    if !rest.eat(&["月", ".", "/", "-"]) {
        return Err(NotWhen::Unknown);
    }
    let d = day(m, rest.number().ok_or(NotWhen::Unknown)?)?;
    rest.eat(&["日"]);
    Ok((m, d))
}

/// `、8月`, `月、10月`: more months after a first.
pub(super) fn month_list(rest: &mut Cursor<'_>, first: i8) -> Result<Moment, NotWhen> {
    let mut list = vec![first];
    let mut named = false;
    while rest.eat(&["、"]) {
        list.push(month(rest.number().ok_or(NotWhen::Unknown)?)?);
        named = rest.eat(&["月"]);
    }
    if !rest.done() || !named {
        return Err(NotWhen::Unknown);
    }
    let follow = list.windows(2).all(|pair| matches!(pair, [a, b] if *b == *a % 12 + 1));
    let last = list.last().copied().unwrap_or(first);
    if follow && list.len() <= 12 {
        return Ok(months(first, last));
    }
    let (least, most) = list.iter().fold((first, first), |(l, m), n| (l.min(*n), m.max(*n)));
    Ok(Months::new(&list).map_or(months(least, most), Moment::MonthList))
}
