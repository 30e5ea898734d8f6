//! Summaries, their sections, and places in prose. No SQL, no clock.

use kernel::{Id, Instant, numerals};

/// The kind of a summary's id.
pub enum Summary {}
/// The id of a summary.
pub type SummaryId = Id<Summary>;
/// The kind of a section's id.
pub enum Section {}
/// The id of a section.
pub type SectionId = Id<Section>;

/// Most sections of a summary.
pub const SECTIONS: usize = 40;

/// A summary as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: SummaryId,
    /// The year it tells of.
    pub year: i16,
    /// Its title.
    pub title: String,
    /// When it was begun.
    pub created_at: Instant,
}

/// A section as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRow {
    /// Its id.
    pub id: SectionId,
    /// Its place in the order.
    pub position: i64,
    /// What it was drafted as, for drafting it anew.
    pub part: Option<String>,
    /// The heading without its number; empty for the opening.
    pub heading: String,
    /// Paragraphs, one a line, with places.
    pub body: String,
    /// Counts its changes.
    pub version: i64,
}

/// A section as it is drafted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// What it is drafted as.
    pub part: &'static str,
    /// The heading without its number; empty for the opening.
    pub heading: String,
    /// Paragraphs, one a line, with places.
    pub body: String,
}

/// A stretch of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// Words.
    Text(&'a str),
    /// A place for a figure: what stands between the braces.
    Place(&'a str),
}

/// A brace that has no counterpart, with some of the text behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclosed(pub String);

/// Splits prose at its places.
///
/// # Errors
/// A brace without its counterpart.
pub fn stretches(text: &str) -> Result<Vec<Stretch<'_>>, Unclosed> {
    let near = |from: &str| Unclosed(from.chars().take(12).collect());
    let mut out = Vec::new();
    let mut rest = text;
    // braces are bytes of their own in any text: there is no need to look at characters
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'{' | b'}')) {
        let (words, marked) = rest.split_at(at);
        let inner = marked.strip_prefix('{').ok_or_else(|| near(marked))?;
        let end = inner.find(['{', '}', '\n']).ok_or_else(|| near(marked))?;
        let (name, behind) = inner.split_at(end);
        rest = behind.strip_prefix('}').ok_or_else(|| near(marked))?;
        if !words.is_empty() {
            out.push(Stretch::Text(words));
        }
        out.push(Stretch::Place(name.trim()));
    }
    if !rest.is_empty() {
        out.push(Stretch::Text(rest));
    }
    Ok(out)
}

/// The same, where a stray brace is shown as it is: for reading what is kept.
#[must_use]
pub fn stretches_or_text(text: &str) -> Vec<Stretch<'_>> {
    stretches(text).unwrap_or_else(|_| vec![Stretch::Text(text)])
}

/// Text as it is kept: braces of the Chinese keyboard are braces.
#[must_use]
pub fn plain_braces(text: &str) -> String {
    text.replace('｛', "{").replace('｝', "}")
}

/// The paragraphs of a body.
pub fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    body.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Numbers the headings: `一、`, `二、`; sections without a heading are not counted.
#[derive(Default)]
pub struct Numbers(i64);

impl Numbers {
    /// The next heading with its number; `None` for a section without one.
    pub fn next(&mut self, heading: &str) -> Option<String> {
        if heading.is_empty() {
            return None;
        }
        self.0 += 1;
        Some(format!("{}、{heading}", numerals::words(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_split_at_its_places() {
        use Stretch::{Place, Text};
        assert_eq!(
            stretches("慰问{ 慰问人次 }人次，{慰问金额}元").unwrap(),
            [
                Text("慰问"),
                Place("慰问人次"),
                Text("人次，"),
                Place("慰问金额"),
                Text("元")
            ]
        );
        assert_eq!(stretches("").unwrap(), []);
        for bad in ["慰问{人次", "慰问人次}人次", "{甲{乙}}", "{甲\n乙}"] {
            assert!(stretches(bad).is_err(), "{bad}");
        }
        assert_eq!(stretches_or_text("a}b"), [Text("a}b")]);
        assert_eq!(plain_braces("｛慰问人次｝"), "{慰问人次}");
    }

    #[test]
    fn only_headings_are_numbered() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.next(""), None);
        assert_eq!(numbers.next("关爱职工").as_deref(), Some("一、关爱职工"));
        assert_eq!(numbers.next("不足").as_deref(), Some("二、不足"));
    }
}
