//! Numbers in front of headings and items, in every style met in working papers.

use crate::numeral;
use crate::pattern::{Pattern, patterns};

/// Styles in the order in which papers nest them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Style {
    /// 第一部分, 第一章
    Part,
    /// 一、
    Han,
    /// (一)
    HanBracket,
    /// 1. 1、
    Arabic,
    /// 1.1
    Dotted,
    /// 1.1.1
    Deeper,
    /// (1) 1)
    ArabicBracket,
    /// ①
    Circled,
    /// a.
    Letter,
    /// 第一, 首先
    Ordinal,
    /// 一是
    Being,
    /// ★ ●
    Sign,
    /// the number was lost: ".参加……"
    Lost,
}

/// A number at the start of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub style: Style,
    pub n: u32,
    /// Bytes taken, with blanks behind.
    pub len: usize,
}

macro_rules! han {
    () => {
        "[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]"
    };
}

patterns! {
    PART = concat!(r"^第(", han!(), r"{1,3})(?:部分|章|节)[:、,\s]*");
    PART_SQUARE = concat!(r"^[【\[]第(", han!(), r"{1,3})(?:部分|章|节|篇章)[】\]][:、,\s]*");
    ORDINAL = concat!(r"^第(", han!(), r"{1,3}|\d{1,2})[,、:]\s*");
    HAN = concat!(r"^(", han!(), r"{1,3})(?:[、.:,]+\s*|\s+)");
    HAN_BRACKET = concat!(r"^(?:\(\s?(", han!(), r"{1,3})\s?\)|(", han!(), r"{1,3})\))[、.:,\s]*");
    ARABIC = r"^(\d{1,2})\s?(?:[、.]+\s*|[:,]\s?|\s+)";
    DOTTED = r"^\d{1,2}\.(\d{1,2})(?:\.\d{1,2}){0,4}[、\s]{1,4}";
    /// 1.3月底前: a number in front of a month; 4.5月份 names two months.
    BEFORE_MONTH = r"^(\d{1,2})[.、](1[0-2]|0?[1-9])月(?:[底初中上下前\d]|(份|:|\s|$))?";
    DOUBLED = r"^(\d{1,2})[.、](\d{1,2})[.、]\s*";
    ARABIC_BRACKET = r"^\(?\s?(\d{1,2})\s?\)[、.:,\s]*";
    LETTER = r"^\(?([A-Za-z])(?:[.、]\s*|\)[、.\s]*)";
    BEING = r"^([一二三四五六七八九十])(?:是|要)(?:要)?";
    FIRST = r"^(首先|其次|再次|再者|此外|最后)(?:[,:、]\s*|要|是)";
    SIGN = r"^(?:[★☆●○◆◇■□▲△▶►※➢✓√✔✦❖]{1,4}\s*|[-*·]\s+)";
    LOST = r"^[.、]\s*";
}

/// The number at the very start of `text`, numbers written twice taken as one.
pub(crate) fn parse(text: &str) -> Option<Mark> {
    let mut mark = one(text)?;
    for _ in 0..2 {
        let Some(again) = text.get(mark.len..).and_then(one) else {
            break;
        };
        if again.style != mark.style || !matches!(mark.style, Style::Han | Style::Arabic | Style::HanBracket) {
            break;
        }
        // 1、2、3号楼 is a list of things, 1、1、 a number doubled
        if again.n != mark.n {
            break;
        }
        mark.len += again.len;
    }
    Some(mark)
}

fn numbered(pattern: &Pattern, text: &str, style: Style) -> Option<Mark> {
    let caps = pattern.captures(text)?;
    let word = caps.first()?;
    Some(Mark {
        style,
        n: numeral::value(word.as_str())?,
        len: caps.get(0)?.end(),
    })
}

fn one(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    match first {
        '0'..='9' => arabic(text),
        '(' => numbered(&HAN_BRACKET, text, Style::HanBracket)
            .or_else(|| numbered(&ARABIC_BRACKET, text, Style::ArabicBracket))
            .or_else(|| letter(text)),
        '【' | '[' => numbered(&PART_SQUARE, text, Style::Part),
        '第' => numbered(&PART, text, Style::Part).or_else(|| numbered(&ORDINAL, text, Style::Ordinal)),
        '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拾' => {
            numbered(&HAN, text, Style::Han)
        }
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
            numbered(&HAN_BRACKET, text, Style::HanBracket)
                .or_else(|| numbered(&HAN, text, Style::Han).filter(|m| !spaced_month(text, m.len)))
                .or_else(|| numbered(&BEING, text, Style::Being))
        }
        '首' | '其' | '再' | '此' | '最' => {
            let caps = FIRST.captures(text)?;
            let n = match caps.get(1)?.as_str() {
                "首先" => 1,
                "其次" => 2,
                "最后" => 9,
                _ => 3,
            };
            Some(Mark {
                style: Style::Ordinal,
                n,
                len: caps.get(0)?.end(),
            })
        }
        '.' | '、' => {
            let len = LOST.find(text)?.end();
            let follows = text.get(len..)?.chars().next()?;
            (is_han(follows) || follows == '"').then_some(Mark {
                style: Style::Lost,
                n: 0,
                len,
            })
        }
        'A'..='Z' | 'a'..='z' => letter(text),
        _ => glyph(first).or_else(|| {
            SIGN.find(text).map(|m| Mark {
                style: Style::Sign,
                n: 0,
                len: m.end(),
            })
        }),
    }
}

/// 1.1.按时: a number written twice.
fn doubled(text: &str) -> Option<Mark> {
    let caps = DOUBLED.captures(text)?;
    let len = caps.get(0)?.end();
    let same = caps.get(1)?.as_str() == caps.get(2)?.as_str();
    let words = text.get(len..)?.chars().next().is_some_and(is_han);
    (same && words).then_some(Mark {
        style: Style::Arabic,
        n: numeral::value(caps.get(1)?.as_str())?,
        len,
    })
}

/// 十 月 份: blanks within the name of a month.
fn spaced_month(text: &str, len: usize) -> bool {
    let (number, rest) = text.split_at_checked(len).unwrap_or_default();
    number.ends_with(' ') && rest.starts_with('月')
}

fn arabic(text: &str) -> Option<Mark> {
    if let Some(mark) = numbered(&DOTTED, text, Style::Dotted) {
        let deeper = text.get(..mark.len).is_some_and(|n| n.matches('.').nth(1).is_some());
        let style = if deeper { Style::Deeper } else { Style::Dotted };
        return Some(Mark { style, ..mark });
    }
    if let Some(mark) = numbered(&ARABIC_BRACKET, text, Style::ArabicBracket) {
        return Some(mark);
    }
    if let Some(mark) = doubled(text) {
        return Some(mark);
    }
    if let Some(caps) = BEFORE_MONTH.captures(text) {
        let at = |g: usize| caps.get(g).and_then(|m| numeral::value(m.as_str()));
        let (n, month) = (at(1)?, at(2)?);
        let two = caps.get(3).is_some() && month == n + 1;
        let len = caps.get(2)?.start();
        return (!two).then_some(Mark {
            style: Style::Arabic,
            n,
            len,
        });
    }
    let mark = numbered(&ARABIC, text, Style::Arabic)?;
    let head = text.get(..mark.len)?;
    let follows = text.get(mark.len..)?.chars().next();
    let digit = follows.is_some_and(|c| c.is_ascii_digit());
    if digit && (head.ends_with(['.', ':', ',']) || head.trim_end().ends_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    // "3 人": a count, not a number of an item
    let bare = head.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if bare && follows.is_none_or(|c| !is_han(c) || "年月日号人名个万元千百周场次期户名届项件".contains(c))
    {
        return None;
    }
    Some(mark)
}

fn letter(text: &str) -> Option<Mark> {
    let caps = LETTER.captures(text)?;
    let c = caps.get(1)?.as_str().chars().next()?.to_ascii_lowercase();
    let n = u32::from(c).checked_sub(u32::from('a'))? + 1;
    let follows = text.get(caps.get(0)?.end()..)?.chars().next()?;
    is_han(follows).then_some(Mark {
        style: Style::Letter,
        n,
        len: caps.get(0)?.end(),
    })
}

/// Numbers that are one character.
fn glyph(c: char) -> Option<Mark> {
    let from = |first: char| u32::from(c).checked_sub(u32::from(first)).map(|n| n + 1);
    let (style, n) = match c {
        '①'..='⑳' => (Style::Circled, from('①')?),
        '❶'..='❿' => (Style::Circled, from('❶')?),
        '⑴'..='⒇' => (Style::ArabicBracket, from('⑴')?),
        '⒈'..='⒛' => (Style::Arabic, from('⒈')?),
        '㈠'..='㈩' => (Style::HanBracket, from('㈠')?),
        _ => return None,
    };
    Some(Mark {
        style,
        n,
        len: c.len_utf8(),
    })
}

/// Whether a character is a Chinese one.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style() {
        for (text, style, n) in [
            ("一、指导思想", Style::Han, 1),
            ("十二.其他", Style::Han, 12),
            ("(三)、重视", Style::HanBracket, 3),
            ("㈡组织", Style::HanBracket, 2),
            ("1.认真", Style::Arabic, 1),
            ("12、认真", Style::Arabic, 12),
            ("1)、认真", Style::ArabicBracket, 1),
            ("(2)认真", Style::ArabicBracket, 2),
            ("③青年", Style::Circled, 3),
            ("第一,加强", Style::Ordinal, 1),
            ("第二部分 安排", Style::Part, 2),
            ("其次,加强", Style::Ordinal, 2),
            ("二是加强", Style::Being, 2),
            ("★加强", Style::Sign, 0),
            ("1.3月底前完成", Style::Arabic, 1),
            ("1.1.按时", Style::Arabic, 1),
            ("贰、主要任务", Style::Han, 2),
            ("【第二部分】按月安排", Style::Part, 2),
            (".参加", Style::Lost, 0),
            ("1、1、召开", Style::Arabic, 1),
            ("1.1 总则", Style::Dotted, 1),
        ] {
            let mark = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((mark.style, mark.n), (style, n), "{text}");
        }
    }

    #[test]
    fn figures_are_no_numbers_of_items() {
        for text in [
            "1.5万元",
            "2024.1.20",
            "8:30签到",
            "30 人参加",
            "一年来",
            "第一届",
            "3月8日",
            "4.5月份",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
