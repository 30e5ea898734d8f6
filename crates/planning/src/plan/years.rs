//! One year's plan in another year: the year in its words, and its days where a lunar festival moves them. Pure.

use kernel::{
    Date, Festival, When,
    when::{Moment, Part},
};

use super::model::Cover;

/// What is counted and not dated when it follows four digits.
const COUNTED: &str = "人元名个户次条项份万号";

/// The words with the year moved: `2026年`, `二〇二六年`, `2025—2026学年`, and the years beside it where they are said to be
/// years. What stands in 《》 or 〔〕 is the name or number of another paper and stays.
#[must_use]
pub fn in_year(text: &str, from: i16, to: i16) -> String {
    if from == to {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut i, mut inside) = (0, 0_usize);
    while let Some(c) = chars.get(i).copied() {
        match c {
            '《' | '〔' => inside += 1,
            '》' | '〕' => inside = inside.saturating_sub(1),
            _ => {}
        }
        let shifted = (inside == 0).then(|| year_at(&chars, i, from)).flatten();
        if let Some((length, year)) = shifted {
            let numeral = !c.is_numeric() || "〇零一二三四五六七八九".contains(c);
            let year = year.saturating_add(to.saturating_sub(from));
            if numeral {
                out.push_str(&in_numerals(year));
            } else {
                out.push_str(&year.to_string());
            }
            i += length;
        } else {
            out.push(c);
            i += 1;
        }
    }
    out
}

fn in_numerals(year: i16) -> String {
    year.to_string()
        .chars()
        .filter_map(|c| {
            "〇一二三四五六七八九"
                .chars()
                .nth(usize::try_from(c.to_digit(10)?).ok()?)
        })
        .collect()
}

/// The digit that a sign stands for.
fn digit(c: char) -> Option<i16> {
    let place = |all: &str| all.chars().position(|d| d == c).and_then(|d| i16::try_from(d).ok());
    match c {
        '○' | '零' | '０' => Some(0),
        _ => place("0123456789")
            .or_else(|| place("０１２３４５６７８９"))
            .or_else(|| place("〇一二三四五六七八九")),
    }
}

/// Four digits at a place that mean a year to be moved: how many signs, and the year.
fn year_at(chars: &[char], at: usize, from: i16) -> Option<(usize, i16)> {
    if at
        .checked_sub(1)
        .and_then(|b| chars.get(b))
        .is_some_and(|c| digit(*c).is_some())
    {
        return None;
    }
    let mut year = 0_i16;
    for k in 0..4 {
        year = year.checked_mul(10)?.checked_add(digit(*chars.get(at + k)?)?)?;
    }
    let next = chars.get(at + 4).copied();
    if next.is_some_and(|c| digit(c).is_some()) {
        return None;
    }
    let dash = |c: Option<char>| c.is_some_and(|c| "-—–~～至".contains(c));
    let before = at.checked_sub(1).and_then(|b| chars.get(b)).copied();
    let said = next == Some('年') || next.is_some_and(|c| c == '学') || dash(next) || dash(before);
    let this = year == from && !next.is_some_and(|c| COUNTED.contains(c));
    let beside = (year - from).abs() == 1 && said;
    (this || beside).then_some((4, year))
}

/// A time of one year's plan in another year's. A festival moves by itself; a month or day that was written for a lunar
/// festival moves with it; a year that was named becomes the new one.
#[must_use]
pub fn moved(when: When, festival: Option<Festival>, (cover, from, to): (Cover, i16, i16)) -> When {
    let named = when.year().and_then(|y| y.checked_add(to - from));
    let day = |year: i16| {
        let moment = Moment::Festival(festival?);
        cover.resolve(year, When::any_year(moment).ok()?).map(|span| span.from)
    };
    let moment = match (day(from), day(to)) {
        (Some(was), Some(is)) if (was.month(), was.day()) != (is.month(), is.day()) => along(when.moment(), was, is),
        _ => when.moment(),
    };
    When::new(named, moment, when.edge())
        .or_else(|_| When::new(None, moment, when.edge()))
        .unwrap_or(when)
}

/// A moment that goes along with a day that moves.
fn along(moment: Moment, was: Date, is: Date) -> Moment {
    match moment {
        Moment::Month(month) => beside(month, was, is).map_or(moment, Moment::Month),
        Moment::Part(month, part) if month == was.month() && part_of(was) == part => {
            Moment::Part(is.month(), part_of(is))
        }
        Moment::Part(month, part) => beside(month, was, is).map_or(moment, |m| Moment::Part(m, part)),
        Moment::Day(month, day) => shifted((month, day), was, is).map_or(moment, |(m, d)| Moment::Day(m, d)),
        Moment::Days(first, last) => match (shifted(first, was, is), shifted(last, was, is)) {
            (Some(first), Some(last)) if first != last => Moment::Days(first, last),
            _ => moment,
        },
        other => other,
    }
}

/// The month as far from the new day as it was from the old; none if it had nothing to do with it.
fn beside(month: i8, was: Date, is: Date) -> Option<i8> {
    let apart = month - was.month();
    let to = is.month() + apart;
    (apart.abs() <= 1 && (1..=12).contains(&to)).then_some(to)
}

fn part_of(day: Date) -> Part {
    match day.day() {
        ..=10 => Part::First,
        11..=20 => Part::Middle,
        _ => Part::Last,
    }
}

/// A day as far from the new day as it was from the old, if it lay within twenty days of it.
fn shifted((month, day): (i8, i8), was: Date, is: Date) -> Option<(i8, i8)> {
    let old = Date::new(was.year(), month, day).ok()?;
    let apart = was.days_until(old);
    if apart.abs() > 20 {
        return None;
    }
    let new = is.plus_days(apart);
    Some((new.month(), new.day()))
}

/// A year in Chinese numerals reads as what it is.
#[cfg(test)]
fn reads(text: &str) -> Option<i64> {
    kernel::numerals::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_in_words_is_moved() {
        for (text, is) in [
            ("2026年工会工作计划", "2027年工会工作计划"),
            ("关于2026工会工作的安排", "关于2027工会工作的安排"),
            ("2025—2026学年第一学期计划", "2026—2027学年第一学期计划"),
            ("二〇二六年工作要点", "二〇二七年工作要点"),
            ("２０２６年计划", "2027年计划"),
            ("总结2025年、部署2026年工作", "总结2026年、部署2027年工作"),
            ("学习《工会2026年要点》", "学习《工会2026年要点》"),
            ("按×工〔2026〕3号文件", "按×工〔2026〕3号文件"),
            ("慰问2026人次，电话02026", "慰问2026人次，电话02026"),
            ("2021年建成", "2021年建成"),
        ] {
            assert_eq!(in_year(text, 2026, 2027), is);
        }
        assert_eq!(reads("二〇二七"), Some(2027));
    }

    fn days(when: &str, festival: Option<&str>, from: i16, to: i16) -> String {
        let festival = festival.and_then(Festival::find);
        let when = moved(When::read(when).unwrap(), festival, (Cover::Year, from, to));
        Cover::Year.resolve(to, when).map_or("none".into(), |s| s.to_string())
    }

    #[test]
    fn lunar_festivals_take_their_days_along() {
        assert_eq!(days("中秋节", Some("中秋节"), 2025, 2026), "2026-09-25");
        assert_eq!(days("10月", Some("中秋节"), 2025, 2026), "2026-09-01..2026-09-30");
        assert_eq!(days("10月上旬", Some("中秋节"), 2025, 2026), "2026-09-21..2026-09-30");
        assert_eq!(days("2025年10月5日", Some("中秋节"), 2025, 2026), "2026-09-24");
        assert_eq!(
            days("1月", Some("春节"), 2026, 2027),
            "2027-01-01..2027-01-31",
            "the month before it"
        );
        assert_eq!(
            days("5月", Some("中秋节"), 2025, 2026),
            "2026-05-01..2026-05-31",
            "nothing to do with it"
        );
        assert_eq!(days("3月", Some("三八妇女节"), 2025, 2026), "2026-03-01..2026-03-31");
        assert_eq!(days("2026年3月14日", None, 2026, 2027), "2027-03-14");
        assert_eq!(days("2024年2月29日", None, 2024, 2025), "none");
        assert_eq!(days("每周三", None, 2026, 2027), "2027-01-01..2027-12-31");
    }
}
