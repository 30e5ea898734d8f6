//! The text as given and two views of it: as shown (simplified characters, plain digits, pinyin and broken
//! bytes gone) and as matched (punctuation of one width). Both know where each character came from.

use std::collections::{BTreeSet, HashMap};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::Span;
use crate::limits::TEXT_MAX;
use crate::mojibake;

/// A text prepared for matching.
#[derive(Debug)]
pub(crate) struct Source {
    /// Characters as shown to people.
    shown: Vec<char>,
    /// Where each shown character starts in the given text; one more for the end.
    at: Vec<u32>,
    /// The text that patterns run on, one character for each shown one.
    norm: String,
    /// Where each character starts in `norm`; one more for the end.
    starts: Vec<u32>,
    /// Whether the text went on past the limit.
    pub(crate) cut: bool,
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn wide(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl Source {
    /// Prepares a text; reads no more than [`TEXT_MAX`] characters.
    pub(crate) fn new(text: &str) -> Self {
        let mut raw: Vec<(char, u32)> = Vec::with_capacity(text.len().min(TEXT_MAX * 3) / 3 + 1);
        let mut end = text.len();
        let mut cut = false;
        for (n, (at, c)) in text.char_indices().enumerate() {
            if n == TEXT_MAX {
                (end, cut) = (at, true);
                break;
            }
            raw.push((c, narrow(at)));
        }
        let raw = drop_pinyin(&mojibake::mend(&raw));
        let simple = simplifier(&raw);
        let mut source = Self {
            shown: Vec::with_capacity(raw.len()),
            at: Vec::new(),
            norm: String::new(),
            starts: Vec::new(),
            cut,
        };
        for &(c, at) in &raw {
            let Some(c) = shown(c, &simple) else { continue };
            source.shown.push(c);
            source.at.push(at);
            source.starts.push(narrow(source.norm.len()));
            source.norm.push(folded(c));
        }
        source.at.push(narrow(end));
        source.starts.push(narrow(source.norm.len()));
        source
    }

    /// The text that patterns run on.
    pub(crate) fn norm(&self) -> &str {
        &self.norm
    }

    fn index(&self, byte: usize) -> usize {
        self.starts.partition_point(|&s| wide(s) < byte).min(self.shown.len())
    }

    /// The span of the given text behind a range of the matched text, without blanks at its ends.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let (mut a, mut b) = (self.index(start), self.index(end));
        while a < b && self.shown.get(a).is_some_and(|c| c.is_whitespace()) {
            a += 1;
        }
        while a < b && self.shown.get(b - 1).is_some_and(|c| c.is_whitespace()) {
            b -= 1;
        }
        let at = |i: usize| self.at.get(i).copied().map_or(0, wide);
        // an end may stand before its start where two views of mended text overlap
        Span {
            start: at(a),
            end: at(b).max(at(a)),
        }
    }

    /// The words of a range of the matched text, as shown to people.
    pub(crate) fn words(&self, start: usize, end: usize) -> String {
        let (a, b) = (self.index(start), self.index(end));
        self.shown
            .get(a..b.max(a))
            .unwrap_or_default()
            .iter()
            .collect::<String>()
            .trim()
            .to_owned()
    }
}

/// One character as shown; `None` where it is to be dropped.
fn shown(c: char, simple: &HashMap<char, char>) -> Option<char> {
    Some(match c {
        '\r' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{fffc}' => return None,
        '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => '\n',
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => width(c),
        _ => simple.get(&c).copied().unwrap_or(c),
    })
}

/// A full-width ASCII character in its narrow form.
fn width(c: char) -> char {
    u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
}

/// One shown character as matched: punctuation of one width.
fn folded(c: char) -> char {
    match c {
        '~' => '-',
        '！'..='～' => match width(c) {
            '~' => '-',
            other => other,
        },
        '〔' | '﹙' => '(',
        '〕' | '﹚' => ')',
        '〞' | '〝' | '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' => '"',
        '—' | '–' | '−' | '‐' | '‑' | '〜' | '―' | '─' => '-',
        '﹒' | '•' | '・' | '·' | '‧' | '〃' => '·',
        '﹑' | '､' => '、',
        '｡' => '。',
        '﹕' | '︰' => ':',
        '│' | '┃' | '丨' | '¦' => '|',
        '⼀' => '一',
        '⼆' => '二',
        '⼋' => '八',
        '⼗' => '十',
        '⽉' => '月',
        '⽇' => '日',
        '⼯' => '工',
        _ => c,
    }
}

/// A table from the traditional characters met to their simplified ones.
fn simplifier(raw: &[(char, u32)]) -> HashMap<char, char> {
    let met: BTreeSet<char> = raw
        .iter()
        .map(|&(c, _)| c)
        .filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
        .collect();
    if met.is_empty() {
        return HashMap::new();
    }
    let Ok(opencc) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return HashMap::new();
    };
    // a line each, so that no two characters are taken for a word
    let list: String = met.iter().flat_map(|&c| [c, '\n']).collect();
    let mut table = HashMap::new();
    for (&from, to) in met.iter().zip(opencc.convert(&list).lines()) {
        let mut to = to.chars();
        if let (Some(one), None) = (to.next(), to.next())
            && one != from
        {
            table.insert(from, one);
        }
    }
    table
}

const TONED: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ";
const TONELESS: [&str; 14] = [
    "de", "le", "ge", "men", "zi", "ma", "ne", "ba", "a", "zhe", "guo", "tou", "me", "la",
];

/// Removes pinyin in brackets after a character, as in 計(jì)劃(huà).
fn drop_pinyin(raw: &[(char, u32)]) -> Vec<(char, u32)> {
    let mut out: Vec<(char, u32)> = Vec::with_capacity(raw.len());
    let mut i = 0;
    while let Some(&(c, at)) = raw.get(i) {
        let after_han = out.last().is_some_and(|&(p, _)| matches!(p, '\u{3400}'..='\u{9fff}'));
        let opens = matches!(c, '(' | '（' | '?') && after_han;
        match opens.then(|| pinyin_len(raw, i, c == '?')).flatten() {
            Some(n) => i += n,
            None => {
                out.push((c, at));
                i += 1;
            }
        }
    }
    out
}

/// How many characters a bracket with pinyin takes, from the opening one.
fn pinyin_len(raw: &[(char, u32)], from: usize, broken: bool) -> Option<usize> {
    let mut word = String::new();
    for n in 1..=8 {
        let &(c, _) = raw.get(from + n)?;
        if matches!(c, ')' | '）') {
            let toned = word.chars().any(|c| TONED.contains(c));
            return (toned || (!broken && TONELESS.contains(&word.as_str()))).then_some(n + 1);
        }
        if !(c.is_ascii_lowercase() || c == 'ü' || TONED.contains(c)) {
            return None;
        }
        word.push(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_and_traditional_characters_go_and_spans_stay() {
        let text = "工會計(jì)劃(huà)２０２３年";
        let source = Source::new(text);
        assert_eq!(source.norm(), "工会计划2023年");
        let year = source.norm().find("2023").unwrap();
        let span = source.span(year, year + 4);
        assert_eq!(&text[span.start..span.end], "２０２３");
    }

    #[test]
    fn other_brackets_stay() {
        assert_eq!(Source::new("工会(app)和活动（ppt）").norm(), "工会(app)和活动(ppt)");
    }

    #[test]
    fn characters_that_lost_a_byte_are_mended() {
        let source = Source::new("?。ㄈ┲匾暯搪毠り?duì)伍建設(shè)");
        assert!(source.norm().starts_with("(三)重视教职工"), "{}", source.norm());
        assert!(Source::new("?。ㄎ澹┴S富教職工").norm().starts_with("(五)丰富教职工"));
    }
}
