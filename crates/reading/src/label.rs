//! A time at the head of a line, an item or a cell: 二月份：, 【二月】, 一月份召开……

use crate::mark;
use crate::pattern::patterns;
use crate::when::{self, When};

/// A time that opens some words.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub when: When,
    /// Where the words after it start.
    pub text: usize,
    /// A colon or dash followed.
    pub colon: bool,
    /// It stood in brackets.
    pub wrapped: bool,
    /// In 【】 or [].
    pub square: bool,
    /// The time as written, as a range relative to the start of what was parsed.
    pub words: (usize, usize),
}

patterns! {
    OPEN = r"^(?:[【\[(<《*#]|\s){1,6}";
    CLOSE = r"^(?:[】\])>》*]|\s){1,6}";
    AFTER = r"^(?:\(?(?:第?[\d一二三四五六七八九十]{1,3}(?:[-至到、](?:第?[\d一二三四五六七八九十]{1,3}))?周|星期[一二三四五六日]|周[一二三四五六日]|[上下]午|上旬|中旬|下旬)\)?){1,3}";
    TAIL = r"^(?:\s*(?:[:、,.·。]|-{1,2}|\s)){1,6}";
    /// Words that only name the list that follows.
    NAMING = r"^(?:的|份)?(?:学校|工会|党支部|教工|机关|公司|重点|主要|具体|各项|月度|本月|中心|常规|月|个){0,6}(?:工作|活动|任务|主题){0,4}(?:安排|计划|打算|思路|设想|目标|措施|要点|内容|重点|工作|活动|任务|如下|事项|表|主题|部分){0,4}\s*:?$";
    /// Words that make the time a part of a sentence.
    SENTENCE = r"^(?:的[^：:]|是|以来|来|至今|为止|间|时|初次|份的|份是|份以来|份工资|里|内|对|与|就|,(?:在|我|经|由|随|为|根据|按|是|又))";
}

/// The time at the very start of `text`, where it heads the words behind it.
pub(crate) fn parse(text: &str) -> Option<Label> {
    let lead = OPEN.find(text).map_or("", |m| m.as_str());
    let brackets = lead.trim();
    let inner = text.get(lead.len()..)?;
    let mut when = when::parse(inner)?;
    let mut at = lead.len() + when.len;
    if let Some(m) = AFTER.find(text.get(at..)?) {
        let (week, len) = (m.as_str().trim_start_matches(['(', '第']), m.end());
        if when.week.is_none()
            && let Some(w) = when::parse(&format!("第{week}")).and_then(|w| w.week)
        {
            when.week = Some(w);
        }
        at += len;
    }
    if when.months.is_empty() && when.week.is_some() {
        at += bracketed(text.get(at..)?, &mut when)
            .or_else(|| beside(text.get(at..)?, &mut when))
            .unwrap_or(0);
    }
    let words = (lead.len(), at);
    let mut wrapped = false;
    if !brackets.is_empty() {
        let close = CLOSE.find(text.get(at..)?)?;
        wrapped = !close.as_str().trim().is_empty() && brackets.contains(['【', '[', '(', '<', '《', '*']);
        if !wrapped && brackets.contains(['【', '[', '(', '<', '《', '*']) {
            return None;
        }
        at += close.end();
    }
    let tail = TAIL.find(text.get(at..)?).map_or("", |m| m.as_str());
    let colon = tail.contains([':', '-', '·', '。']) || tail.trim().ends_with('、');
    let rest = text.get(at + tail.len()..)?;
    if !(colon || wrapped) && SENTENCE.is_match(text.get(at..)?) {
        return None;
    }
    if !(colon || wrapped || plain(&when, tail, rest, text)) {
        return None;
    }
    Some(Label {
        when,
        text: at + tail.len(),
        colon,
        wrapped,
        square: wrapped && brackets.contains(['【', '[']),
        words,
    })
}

/// 第10周(4月22日-26日): the days of a week, as a length.
fn bracketed(text: &str, when: &mut When) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let days = when::parse(inner).filter(|d| !d.months.is_empty())?;
    let close = inner.get(days.len..)?.strip_prefix(')').map(|_| days.len + 2)?;
    (when.months, when.day, when.year) = (days.months, days.day, days.year);
    Some(close)
}

/// 第2周 9月8日-14日: the days behind a blank.
fn beside(text: &str, when: &mut When) -> Option<usize> {
    let inner = text.trim_start_matches([' ', ':', '\t']);
    let days = when::parse(inner).filter(|d| !d.months.is_empty() && d.day.is_some())?;
    (when.months, when.day, when.year) = (days.months, days.day, days.year);
    Some(text.len() - inner.len() + days.len)
}

/// Whether a time without colon or bracket heads the words behind it.
fn plain(when: &When, tail: &str, rest: &str, whole: &str) -> bool {
    if rest.is_empty() {
        return !when.weak || whole.trim_end().ends_with('日');
    }
    if SENTENCE.is_match(rest) {
        return false;
    }
    let next = rest.chars().next();
    if when.weak {
        return !tail.is_empty() && when.day.is_some() && next.is_some_and(mark::is_han);
    }
    next.is_some_and(|c| mark::is_han(c) || c.is_ascii_digit() || "\"《(①_*★".contains(c))
}

/// Whether a cell holds a time and nothing else.
pub(crate) fn cell(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && cell_when(text).is_some()
}

/// The time of a cell that holds nothing else.
pub(crate) fn cell_when(text: &str) -> Option<When> {
    let text = text
        .trim()
        .trim_matches(['*', '#', '【', '】', '[', ']', '(', ')', ':', ' ']);
    let when = when::parse(text)?;
    let rest = text
        .get(when.len..)?
        .trim()
        .trim_start_matches(['-', ',', '、', ')', '(']);
    let rest = AFTER.strip(rest);
    (rest.is_empty() || NAMING.is_match(&rest) || matches!(rest.as_str(), "前" | "份" | "旬")).then_some(when)
}

/// Whether the words behind a time only announce a list.
pub(crate) fn announces(rest: &str) -> bool {
    rest.is_empty() || NAMING.is_match(rest) || rest.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (text, rest) in [
            ("三月份:庆祝", "庆祝"),
            ("一月份召开八届四次教代会。", "召开八届四次教代会。"),
            ("【二月】慰问", "慰问"),
            ("2020年12月至1月", ""),
            ("二月份:", ""),
            ("8/28 返校", "返校"),
            ("3月8日(周五)召开", "召开"),
            ("第三周:布置", "布置"),
        ] {
            let label = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(&text[label.text..], rest, "{text}");
        }
        let days = parse("第10周(4月22日-26日) 徒步").unwrap();
        assert_eq!(
            (days.when.week, days.when.months.as_slice(), days.when.day),
            (Some(10), [4].as_slice(), Some(22))
        );
        assert_eq!(parse("元 月 :领春联").unwrap().when.months, [1]);
        for text in [
            "3月以来",
            "五月是我校的",
            "2023年,工会",
            "月份工作安排:",
            "2023年学校工会工作计划书",
        ] {
            assert!(parse(text).is_none(), "{text}: {:?}", parse(text));
        }
    }
}
