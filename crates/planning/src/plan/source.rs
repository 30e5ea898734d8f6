//! The source text at the reading desk: cut where something was read, and by line where nothing was.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    model::{EntryId, EntryRow},
    outline::{of_calendar, read_outline},
};

/// Characters of the source shown around an entry's words when the text is folded.
const AROUND: usize = 60;
/// Longest stretch of source that is made an entry, in bytes.
const CHOSEN: usize = 6_000;

/// An entry's words with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Excerpt {
    pub before: String,
    pub words: String,
    pub after: String,
}

/// A piece of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Piece {
    pub text: String,
    /// Where it begins in the source, in bytes.
    pub at: usize,
    /// The entry read from it.
    pub entry: Option<EntryId>,
    /// The heading read from it, counted from 1.
    pub heading: Option<usize>,
    /// A line in which nothing was read: its words, to be made an entry.
    pub missed: Option<(usize, usize)>,
}

/// A span of the source, and the entry or heading read from it.
type Mark = ((usize, usize), Option<EntryId>, Option<usize>);

/// The source cut where entries and headings were read. Of spans that lie over each other the first one is marked.
pub(super) fn pieces(source: &str, entries: &[EntryRow], headings: impl Iterator<Item = (usize, usize)>) -> Vec<Piece> {
    let mut marks: Vec<Mark> = entries
        .iter()
        .filter_map(|e| Some((e.said.span?, Some(e.id), None)))
        .chain(headings.zip(1_usize..).map(|(span, n)| (span, None, Some(n))))
        .filter(|((start, end), ..)| start < end)
        .collect();
    marks.sort_by_key(|((start, end), ..)| (*start, std::cmp::Reverse(*end)));
    let mut out = Vec::new();
    let mut at = 0;
    let mut add = |at: usize, text: &str, entry, heading| {
        if !text.is_empty() {
            out.push(Piece {
                text: text.to_owned(),
                at,
                entry,
                heading,
                missed: None,
            });
        }
    };
    for ((start, end), entry, heading) in marks {
        let (Some(between), Some(words)) = (source.get(at..start), source.get(start..end)) else {
            continue;
        };
        add(at, between, None, None);
        add(start, words, entry, heading);
        at = end;
    }
    add(at, source.get(at..).unwrap_or_default(), None, None);
    out.into_iter().flat_map(by_line).collect()
}

/// The line of the source that an entry stands in.
pub(super) fn excerpt(source: &str, (start, end): (usize, usize)) -> Option<Excerpt> {
    let (before, words, after) = (source.get(..start)?, source.get(start..end)?, source.get(end..)?);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let skip = before.chars().count().saturating_sub(AROUND);
    Some(Excerpt {
        before: before.chars().skip(skip).collect(),
        words: words.to_owned(),
        after: after.chars().take(AROUND).collect(),
    })
}

/// A piece in which nothing was read, cut by line, so that a line can be made an entry.
fn by_line(piece: Piece) -> Vec<Piece> {
    if piece.entry.is_some() || piece.heading.is_some() {
        return vec![piece];
    }
    let mut at = piece.at;
    let mut cut = |text: &str, missed: Option<(usize, usize)>| {
        let piece = Piece {
            text: text.to_owned(),
            at,
            entry: None,
            heading: None,
            missed,
        };
        at += text.len();
        piece
    };
    let mut out = Vec::new();
    let mut start = piece.at;
    for line in piece.text.split_inclusive('\n') {
        // the line's end stands by itself, so that what is offered for a line stands on it
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        let plain = words.trim();
        let from = start + words.find(plain).unwrap_or(0);
        out.push(cut(words, says(plain).then_some((from, from + plain.len()))));
        out.push(cut(end, None));
        start += line.len();
    }
    out.retain(|piece| !piece.text.is_empty());
    out
}

/// Whether words in which nothing was read say something: more than a time, a number or a name.
fn says(words: &str) -> bool {
    words.split('|').any(|cell| {
        let cell = bare(cell.trim_matches(|c: char| !c.is_alphanumeric()));
        let long = cell.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
        long && !cell.chars().all(|c| c.is_ascii_digit()) && kernel::When::read(&cell).is_err()
    })
}

/// The words chosen in the source, if there are any.
pub(super) fn chosen(source: &str, (from, to): (usize, usize)) -> Option<&str> {
    source
        .get(from..to)
        .filter(|w| w.len() <= CHOSEN && !w.trim().is_empty())
}

/// What a stretch of the source may say as an entry: its words without their number, and its time, from the words
/// themselves or from the heading of the calendar above them.
pub(super) fn guess(source: &str, span: (usize, usize), headings: &[(String, (usize, usize))]) -> (String, String) {
    let Some(words) = chosen(source, span) else {
        return Default::default();
    };
    let read = read_outline(words);
    if let Some(act) = read.entries.first() {
        let when = act.when.map(|w| w.words(kernel::Lang::Zh)).unwrap_or_default();
        return (act.title.to_string(), when);
    }
    let above = headings.iter().rfind(|(_, at)| at.1 <= span.0);
    let when = above.filter(|(heading, _)| of_calendar(heading) && kernel::When::read(heading).is_ok());
    (
        bare(words),
        when.map(|(heading, _)| heading.clone()).unwrap_or_default(),
    )
}

/// Words without the number before them and the mark after them.
pub(super) fn bare(words: &str) -> String {
    let line = words.trim().replace('\n', " ");
    let number = |c: char| c.is_numeric() || "一二三四五六七八九十、.．()（）①②③④⑤⑥⑦⑧⑨⑩ \t".contains(c);
    let rest = line.trim_start_matches(number);
    // 三八妇女节: what is taken for a number may be a word
    let marked = line.len() > rest.len()
        && line
            .get(..line.len() - rest.len())
            .is_some_and(|n| n.contains(['、', '.', '．', ')', '）', '①']));
    let rest = if marked { rest } else { line.as_str() };
    rest.trim_end_matches(['；', ';', '。', '，', ','])
        .chars()
        .take(200)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn times_numbers_and_names_are_nothing_missed() {
        for plain in [
            "八月下旬 | 1.",
            "四月十日前",
            "。四月下旬到五月上旬",
            "王建国 | 6000",
            " | 刘芳 | 12000",
            "2.",
            "",
        ] {
            assert!(!says(plain), "{plain}");
        }
        for missed in [
            "平时坚持“五必访”，不漏一人。",
            "九月 | 1.慰问食堂职工 |",
            "备注：提前一周报方案",
        ] {
            assert!(says(missed), "{missed}");
        }
    }
}
