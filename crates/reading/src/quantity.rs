//! Figures with their units: 219人次, 48.4万元, 3万2仟元, 二期, 97%.

use crate::Yuan;
use crate::numeral;
use crate::pattern::{Captures, patterns};

patterns! {
    FIGURE = r"(?P<pct>百分之(?P<pn>\d+(?:\.\d+)?|[一二两三四五六七八九十百零]{1,6}))|(?P<n>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九十百千零壹贰叁肆伍陆柒捌玖拾佰仟]{1,9})(?P<s>[万亿萬億千百仟佰]{0,2})(?P<n2>[\d一二两三四五六七八九]{1,4})?(?P<s2>[千百仟佰])?\s?(?:余|多|来)?(?P<s3>[万亿])?\s?(?P<u>人次|人|名|位|户|元|块钱|场次|场|次|期|%|个百分点|条|件|份|篇|项|个|家|对|支|册|本|套|台|张|间|所|处|起|宗|幅|幢|盒|袋|箱|辆|平方米|平米|小时|学时|课时|节课|枚|面|批)";
    /// What follows a figure that is no count of work.
    AFTER = r"^(?:年|月|日|岁|号|届|级|周年|世纪|代表|代|百分点|性|方针|大|确保|维护|结合|关系|务必|坚持|善于|工程|一|为|最大|不|以|左|性|方面|阶段|小时工作|头|样|别|体|们|民|际|员工号|单项|月|多月|学期|星期|工作日|观念|意识|文明|普遍|层面|环节|原则|重点|突出|提升|争取)";
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    People,
    PersonTimes,
    Money,
    Events,
    Households,
    Percent,
    Count,
}

/// A figure in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub kind: Kind,
    /// People, events and the like.
    pub whole: u64,
    pub money: Option<Yuan>,
    pub percent: Option<f64>,
    pub unit: String,
    pub start: usize,
    pub end: usize,
}

/// The figures of a sentence, without ordinals, blanks, ages, years and numbers of lists.
pub(crate) fn find(sentence: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(caps) = sentence.get(at..).and_then(|t| FIGURE.captures(t)) {
        let Some(all) = caps.get(0) else { break };
        let (start, end) = (at + all.start(), at + all.end());
        at = end;
        if let Some(q) = quantity(sentence, &caps, start, end) {
            out.push(q);
        }
    }
    out
}

fn quantity(sentence: &str, caps: &Captures<'_, '_>, start: usize, end: usize) -> Option<Quantity> {
    let before = sentence.get(..start).unwrap_or_default();
    let after = sentence.get(end..).unwrap_or_default();
    let part = |name: &str| caps.name(name).map_or("", |m| m.as_str());
    let given = |kind, whole, money, percent, unit: &str| Quantity {
        kind,
        whole,
        money,
        percent,
        unit: unit.to_owned(),
        start,
        end,
    };
    if !part("pn").is_empty() {
        let percent = part("pn")
            .parse()
            .ok()
            .or_else(|| numeral::value(part("pn")).map(f64::from));
        return Some(given(Kind::Percent, 0, None, percent, "%"));
    }
    let (unit, digits) = (part("u"), part("n"));
    let arabic = digits.starts_with(|c: char| c.is_ascii_digit());
    if !countable(before, after, unit, arabic) {
        return None;
    }
    let kind = kind(unit, before);
    if kind == Kind::Percent {
        return Some(given(kind, 0, None, Some(digits.parse().ok()?), unit));
    }
    let amount = amount(&part, digits, arabic)?;
    let whole = u64::try_from(amount.fen / 100).ok()?;
    if kind != Kind::Money && (amount.fen % 100 != 0 || whole == 0) {
        return None;
    }
    // 一次, 一人: words more than figures; 三个代表: a name
    if !arabic && (whole == 1 || kind == Kind::Count) {
        return None;
    }
    Some(given(kind, whole, (kind == Kind::Money).then_some(amount), None, unit))
}

/// What a unit counts; 人次达118人 counts visits, not people.
fn kind(unit: &str, before: &str) -> Kind {
    let times = ["人次达", "人次为", "人次"].iter().any(|w| before.ends_with(w));
    match unit {
        "人次" => Kind::PersonTimes,
        "人" | "名" | "位" if times => Kind::PersonTimes,
        "人" | "名" | "位" => Kind::People,
        "元" | "块钱" => Kind::Money,
        "场次" | "场" | "次" | "期" => Kind::Events,
        "户" => Kind::Households,
        "%" => Kind::Percent,
        _ => Kind::Count,
    }
}

/// The value in hundredths: 48.4万, 3万2仟, 十万.
fn amount<'a>(part: &impl Fn(&str) -> &'a str, digits: &str, arabic: bool) -> Option<Yuan> {
    let scale = format!("{}{}", part("s"), part("s3"));
    let plain = if arabic {
        digits.to_owned()
    } else {
        numeral::value(digits)?.to_string()
    };
    let amount = Yuan::parse(&plain, &scale)?;
    if part("n2").is_empty() {
        return Some(amount);
    }
    let more = numeral::value(part("n2"))?.to_string();
    // 3万2: the last digit counts a step below
    let unit = if part("s2").is_empty() {
        below(&scale)?
    } else {
        part("s2")
    };
    amount.plus(Yuan::parse(&more, unit)?)
}

fn below(scale: &str) -> Option<&'static str> {
    match scale {
        "万" | "萬" => Some("千"),
        "亿" | "億" => Some("千万"),
        "千" | "仟" => Some("百"),
        _ => None,
    }
}

/// Whether a figure may stand for itself, by what stands round it.
fn countable(before: &str, after: &str, unit: &str, arabic: bool) -> bool {
    let last = before.chars().next_back();
    let cut = |c: char| c == '_' || c == '*' || c == '.' || c == '-' || c == '/' || c.is_ascii_alphanumeric();
    if last.is_some_and(|c| {
        cut(c) || "第数几上成每前初近几某".contains(c) && !(c == '近' || (c == '上' && before.ends_with("以上")))
    }) {
        return last == Some('-') && before.trim_end_matches('-').ends_with(|c: char| !c.is_ascii_digit());
    }
    if unit == "次" && (after.starts_with("会议") && before.ends_with('届')) {
        return false;
    }
    if before.ends_with(['届', '十']) && !arabic {
        return false;
    }
    if matches!(unit, "期" | "人" | "名")
        && after.starts_with([
            '间', '待', '望', '民', '员', '才', '心', '身', '列', '副', '师', '额', '单', '誉',
        ])
    {
        return unit == "人" && after.starts_with("员");
    }
    let names = matches!(
        unit,
        "个" | "项" | "位" | "面" | "次" | "对" | "条" | "件" | "份" | "本" | "支" | "所" | "处"
    );
    !(names && AFTER.is_match(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Option<i64> {
        find(text).first().and_then(|q| q.money).map(|m| m.fen / 100)
    }

    #[test]
    fn amounts_in_many_forms() {
        for (text, yuan) in [
            ("拨款48.4万元", 484_000),
            ("捐款3万2仟元", 32_000),
            ("1.2亿元", 120_000_000),
            ("捐款6万余元", 60_000),
            ("欠下医疗费20余万元", 200_000),
            ("近十万元", 100_000),
            ("计92,879元", 92_879),
        ] {
            assert_eq!(money(text), Some(yuan), "{text}");
        }
    }

    #[test]
    fn counts_and_what_is_none() {
        let kinds = |t: &str| find(t).into_iter().map(|q| (q.kind, q.whole)).collect::<Vec<_>>();
        assert_eq!(
            kinds("培训班5期,培训人次达118人"),
            [(Kind::Events, 5), (Kind::PersonTimes, 118)]
        );
        assert_eq!(kinds("举办了二期培训"), [(Kind::Events, 2)]);
        assert_eq!(kinds("近百名职工"), [(Kind::People, 100)]);
        for text in [
            "第二名",
            "计慰问款20_0元",
            "人数:_8人",
            "共____人",
            "18岁以下",
            "第三次会议",
            "三个代表",
            "召开1-2次",
            "几十人",
            "xx名",
        ] {
            assert!(kinds(text).is_empty(), "{text}: {:?}", kinds(text));
        }
    }
}
