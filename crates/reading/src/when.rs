//! Times as prose writes them: 三月份, 七、八月份, 12月至次年1月, 3月底前, 一季度, 第三周, 2024.1.20, 8/28.

use crate::numeral;
use crate::pattern::{Captures, patterns};

/// A time that stood at the start of some words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// Months, in order; empty where only a week or a day is given.
    pub months: Vec<u8>,
    /// Week of the term or of the month.
    pub week: Option<u8>,
    /// Day of the first month.
    pub day: Option<u8>,
    /// Calendar year, where written.
    pub year: Option<i32>,
    /// Bytes taken.
    pub len: usize,
    /// Written so that it only counts as a time in front of a colon, in a bracket or in a table's cell.
    pub weak: bool,
}

macro_rules! year {
    () => {
        r"(?:(?P<y>(?:20)?(?:\d\d|[xX_*]{1,2})|[〇零一二三四五六七八九]{4}|今|本|明|次|来|翌|当|同)年度?的?\s?)?"
    };
}
macro_rules! month {
    () => {
        r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
    };
}
macro_rules! day {
    () => {
        r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
    };
}
macro_rules! sep {
    () => {
        r"\s?[-、,和及与至到]{1,2}\s?"
    };
}

patterns! {
    NUMERIC = r"^(?P<y>20\d\d)[./-](?P<m>1[0-2]|0?[1-9])(?:[./-](?P<d>3[01]|[12]\d|0?[1-9]))?(?:\s?[-至到]\s?(?:20\d\d[./-])?(?:(?P<m2>1[0-2]|0?[1-9])[./-])?(?:3[01]|[12]\d|0?[1-9]))?日?";
    SHORT = r"^(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?:\s?[-至到]\s?(?:(?P<m2>1[0-2]|0?[1-9])[./])?(?:3[01]|[12]\d|0?[1-9]))?日?";
    MONTHS = concat!("^", year!(), "(?P<list>(?:", month!(), "(?:月份?)?", sep!(), "(?:(?:次|来|明|翌|第二|", r"[xX_*\d]{2,4}", ")年)?){0,11}", month!(), r"\s{0,2}月(?:\s{0,2}份)?)");
    DAY_OF = concat!("^的?(?P<d>", day!(), ")(?:日|号)?(?:", sep!(), "(?:(?P<m2>", month!(), ")月)?", day!(), ")?(?:日|号)");
    PART_OF = r"^(?:的?[上中下]{1,2}旬|的?[上下]半月|[初底末]|中(?:旬|前|[:,]))";
    WEEK_OF = r"^的?第?(?P<w>[一二三四五六1-6])个?(?:周|星期)";
    UNTIL = concat!("^", sep!(), "(?:(?:次|来|明|翌|第二|", r"[xX_*\d]{2,4}", ")年)?(?P<m>", month!(), ")月份?(?:", day!(), "(?:日|号)|[上中下]旬|[初底末])?");
    NEAR = r"^(?:之前|以前|前后|左右|期间|之间|前|起|开始)";
    QUARTER = concat!("^", year!(), r"第?(?P<q>[一二三四1-4])(?:[-、至到和]{1,2}第?(?P<q2>[一二三四1-4]))?个?季度[初底末]?");
    HALF = concat!("^", year!(), r"(?P<h>上|下|前|后)半年度?");
    WEEK = r"^(?P<pre>第)?(?P<w>\d{1,2}|[一二三四五六七八九十]{1,3})周?(?:[-、至到和]{1,2}第?(?:\d{1,2}|[一二三四五六七八九十]{1,3}))?(?:教学)?周次?";
    DAY = concat!("^(?P<d>", day!(), ")(?:(?:日|号)(?:", sep!(), day!(), "(?:日|号))?|", sep!(), day!(), "(?:日|号))");
    TEN = r"^(?:[上中下]旬|月[初中底末]|[上下]半月)";
    LOOSE = concat!("^", year!(), r"(?P<name>寒假|暑假|暑期|年初|岁初|年中|年底|年末|岁末|元旦|三八|五一|五四|六一|七一|八一|教师节|国庆)(?:节日?|期间|前后|前)*");
}

/// The time at the very start of `text`.
pub(crate) fn parse(text: &str) -> Option<When> {
    // nothing that begins otherwise can be a time; this spares the patterns
    let first = text.chars().next()?;
    if !(first.is_ascii_digit()
        || "一二三四五六七八九十元〇零今本明次来翌当同第上下前后中寒暑年岁教国月xX_*".contains(first))
    {
        return None;
    }
    numeric(text)
        .or_else(|| months(text))
        .or_else(|| quarter(text))
        .or_else(|| half(text))
        .or_else(|| week(text))
        .or_else(|| day(text))
        .or_else(|| loose(text))
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

fn cap_small(caps: &Captures<'_, '_>, name: &str) -> Option<u8> {
    caps.name(name).and_then(|m| numeral::small(m.as_str()))
}

fn year_of(caps: &Captures<'_, '_>) -> Option<i32> {
    let n = numeral::value(caps.name("y")?.as_str())?;
    let n = if n < 100 && caps.name("y")?.as_str().len() == 2 {
        2000 + n
    } else {
        n
    };
    i32::try_from(n).ok().filter(|y| (1980..2100).contains(y))
}

/// From one month on to another, over the turn of the year where need be.
fn range(from: u8, to: u8) -> Vec<u8> {
    let mut out = vec![from];
    let mut m = from;
    while m != to && out.len() < 12 {
        m = m % 12 + 1;
        out.push(m);
    }
    out
}

fn numeric(text: &str) -> Option<When> {
    let (caps, weak) = match NUMERIC.captures(text) {
        Some(caps) => (caps, false),
        None => (SHORT.captures(text)?, true),
    };
    let len = caps.get(0)?.end();
    let next = rest(text, len);
    if next.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '%' | '万' | '亿' | '元')) {
        return None;
    }
    let first = cap_small(&caps, "m")?;
    let months = cap_small(&caps, "m2").map_or_else(|| vec![first], |last| range(first, last));
    let len = len + NEAR.find(next).map_or(0, |m| m.end());
    let day = cap_small(&caps, "d");
    // 2024.5 alone may be any number
    let weak = weak || day.is_none();
    Some(When {
        months,
        day,
        year: year_of(&caps),
        len,
        weak,
        ..When::default()
    })
}

fn months(text: &str) -> Option<When> {
    let caps = MONTHS.captures(text)?;
    let list = caps.name("list")?;
    let mut when = When {
        months: month_list(list.as_str())?,
        year: year_of(&caps),
        len: list.end(),
        ..When::default()
    };
    let single = when.months.len() == 1;
    if let Some(caps) = DAY_OF.captures(rest(text, when.len)).filter(|_| single) {
        when.day = cap_small(&caps, "d");
        if let (Some(last), Some(&first)) = (cap_small(&caps, "m2"), when.months.first()) {
            when.months = range(first, last);
        }
        when.len += caps.get(0)?.end();
    } else if let Some(m) = PART_OF.find(rest(text, when.len)) {
        when.len += m.as_str().trim_end_matches([':', ',', '前']).len();
    } else if let Some(caps) = WEEK_OF.captures(rest(text, when.len)).filter(|_| single) {
        when.week = cap_small(&caps, "w");
        when.len += caps.get(0)?.end();
    }
    if let (Some(caps), Some(&first)) = (UNTIL.captures(rest(text, when.len)), when.months.first())
        && let Some(last) = cap_small(&caps, "m")
    {
        when.months = range(first, last);
        when.len += caps.get(0)?.end();
    }
    if let Some(near) = NEAR.find(rest(text, when.len)) {
        when.len += near.end();
    }
    Some(when)
}

/// 七、八月份; 4-11月; 12月至次年1月.
fn month_list(text: &str) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    let (mut word, mut ranged) = (String::new(), false);
    for c in text.chars().chain(['、']) {
        if c.is_ascii_digit() || "一二三四五六七八九十元".contains(c) {
            word.push(c);
            continue;
        }
        // a year inside the list names no month
        if c == '年' {
            word.clear();
        }
        if let Some(m) = numeral::small(&word).filter(|m| (1..=12).contains(m)) {
            match out.last() {
                Some(&last) if ranged => out.extend(range(last, m).into_iter().skip(1)),
                _ => out.push(m),
            }
            ranged = false;
        } else if word.chars().count() > 2 {
            return None;
        }
        word.clear();
        ranged |= matches!(c, '-' | '至' | '到');
    }
    out.truncate(12);
    (!out.is_empty()).then_some(out)
}

fn quarter(text: &str) -> Option<When> {
    let caps = QUARTER.captures(text)?;
    let first = cap_small(&caps, "q")?;
    let last = cap_small(&caps, "q2").unwrap_or(first).max(first);
    let months = (first * 3 - 2..=last * 3).collect();
    let len = caps.get(0)?.end();
    let near = NEAR.find(rest(text, len)).map_or(0, |m| m.end());
    Some(When {
        months,
        year: year_of(&caps),
        len: len + near,
        ..When::default()
    })
}

fn half(text: &str) -> Option<When> {
    let caps = HALF.captures(text)?;
    let months = if matches!(caps.name("h")?.as_str(), "上" | "前") {
        (1..=6).collect()
    } else {
        (7..=12).collect()
    };
    Some(When {
        months,
        year: year_of(&caps),
        len: caps.get(0)?.end(),
        ..When::default()
    })
}

fn week(text: &str) -> Option<When> {
    let caps = WEEK.captures(text)?;
    let len = caps.get(0)?.end();
    Some(When {
        week: cap_small(&caps, "w"),
        len,
        weak: caps.name("pre").is_none(),
        ..When::default()
    })
}

fn day(text: &str) -> Option<When> {
    if let Some(m) = TEN.find(text) {
        let near = NEAR.find(rest(text, m.end())).map_or(0, |near| near.end());
        return Some(When {
            len: m.end() + near,
            ..When::default()
        });
    }
    let caps = DAY.captures(text)?;
    let len = caps.get(0)?.end();
    let near = NEAR.find(rest(text, len)).map_or(0, |m| m.end());
    Some(When {
        day: cap_small(&caps, "d"),
        len: len + near,
        ..When::default()
    })
}

fn loose(text: &str) -> Option<When> {
    let caps = LOOSE.captures(text)?;
    let months = match caps.name("name")?.as_str() {
        "寒假" => vec![1, 2],
        "暑假" | "暑期" => vec![7, 8],
        "年初" | "岁初" | "元旦" => vec![1],
        "三八" => vec![3],
        "五一" | "五四" => vec![5],
        "年中" | "六一" => vec![6],
        "七一" => vec![7],
        "八一" => vec![8],
        "教师节" => vec![9],
        "国庆" => vec![10],
        _ => vec![12],
    };
    Some(When {
        months,
        year: year_of(&caps),
        len: caps.get(0)?.end(),
        weak: true,
        ..When::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_many_forms() {
        for (text, months) in [
            ("三月份：", vec![3]),
            ("十二月份", vec![12]),
            ("元月", vec![1]),
            ("七、八月份", vec![7, 8]),
            ("4-11月", vec![4, 5, 6, 7, 8, 9, 10, 11]),
            ("12月至次年1月", vec![12, 1]),
            ("2020年12月至1月", vec![12, 1]),
            ("十二月份、XX年元月:", vec![12, 1]),
            ("一季度", vec![1, 2, 3]),
            ("第三季度", vec![7, 8, 9]),
            ("上半年", vec![1, 2, 3, 4, 5, 6]),
            ("3月底前", vec![3]),
            ("十月中旬", vec![10]),
            ("2024.1.20", vec![1]),
            ("8/28", vec![8]),
            ("3月1日至4月30日", vec![3, 4]),
            ("11月下旬至12月上旬", vec![11, 12]),
            ("2023年9月", vec![9]),
        ] {
            assert_eq!(parse(text).map(|w| w.months), Some(months), "{text}");
        }
        for text in ["13月", "月份工作安排", "一年来", "1.5万元", "十一届"] {
            assert!(
                parse(text).is_none_or(|w| w.months.is_empty()),
                "{text}: {:?}",
                parse(text)
            );
        }
    }

    #[test]
    fn days_weeks_and_years() {
        let when = parse("2024年3月8日前完成").unwrap();
        assert_eq!(
            (when.day, when.year, when.len),
            (Some(8), Some(2024), "2024年3月8日前".len())
        );
        assert_eq!(parse("第三周").unwrap().week, Some(3));
        assert_eq!(parse("第1-2周").unwrap().week, Some(1));
        assert_eq!(parse("三月第二周").unwrap().week, Some(2));
        assert_eq!(parse("9月1-7日").unwrap().day, Some(1));
        assert_eq!(parse("3月底前").unwrap().len, "3月底前".len());
        assert_eq!(parse("月底前完成").unwrap().len, "月底前".len());
    }
}
