//! Patterns over Chinese prose: a small matcher whose patterns cost microseconds to prepare, since a reading is
//! often the only one of its process, and whose work on any text is bounded (see [`run`]).
//!
//! The notation is the usual one: `.` `[…]` `[^…]` `\d` `\s` `(…)` `(?:…)` `(?P<name>…)` `|` `?` `*` `+` `{n,m}` `^` `$`.
//! Of several ways to match the first written wins. `\d` and `\s` mean ASCII digits and blanks: the matched text has
//! no others.

mod parse;
mod run;
mod set;

use run::Slots;

/// A prepared pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    program: run::Program,
}

/// A range of the text that matched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn end(&self) -> usize {
        self.end
    }

    pub(crate) fn as_str(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A match with its groups.
#[derive(Debug)]
pub(crate) struct Captures<'t, 'p> {
    text: &'t str,
    slots: Slots,
    names: &'p [(String, usize)],
}

impl<'t> Captures<'t, '_> {
    /// The group of a number; 0 is the whole.
    pub(crate) fn get(&self, group: usize) -> Option<Match<'t>> {
        let (start, end) = self.slots.group(group)?;
        Some(Match {
            text: self.text,
            start,
            end,
        })
    }

    pub(crate) fn name(&self, name: &str) -> Option<Match<'t>> {
        let &(_, group) = self.names.iter().find(|(n, _)| n == name)?;
        self.get(group)
    }

    /// The first group behind the whole that took part.
    pub(crate) fn first(&self) -> Option<Match<'t>> {
        (1..self.slots.groups()).find_map(|g| self.get(g))
    }
}

impl Pattern {
    /// Prepares a constant of the program.
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants; a test prepares every one of them"
    )]
    pub(crate) fn new(pattern: &str) -> Self {
        Self {
            program: parse::program(pattern).expect("a constant pattern"),
        }
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.program.search(text, 0).is_some()
    }

    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_at(text, 0)
    }

    /// The first match that starts at a byte or behind it.
    pub(crate) fn find_at<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let (start, end) = self.program.search(text, from)?.group(0)?;
        Some(Match { text, start, end })
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t, '_>> {
        self.captures_at(text, 0)
    }

    /// Like [`Self::captures`], from a byte on.
    pub(crate) fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t, '_>> {
        Some(Captures {
            text,
            slots: self.program.search(text, from)?,
            names: &self.program.names,
        })
    }

    pub(crate) fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.find_at(text, at)?;
            at = next(text, found.end, found.start);
            Some(found)
        })
    }

    pub(crate) fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t, '_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let found = self.captures_at(text, at)?;
            let whole = found.get(0)?;
            at = next(text, whole.end, whole.start);
            Some(found)
        })
    }

    /// The names of its groups.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.program.names.iter().map(|(name, _)| name.as_str())
    }

    /// The text without what matches.
    pub(crate) fn strip(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for found in self.find_iter(text) {
            out.push_str(text.get(at..found.start).unwrap_or_default());
            at = found.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

/// Where to go on behind a match, past an empty one.
fn next(text: &str, end: usize, start: usize) -> usize {
    if end > start {
        return end;
    }
    let step = text.get(end..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
    end + step
}

/// Names a pattern once, prepared at first use.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<$crate::pattern::Pattern> = std::sync::LazyLock::new(|| $crate::pattern::Pattern::new($pattern));)*
        #[cfg(test)]
        #[test]
        fn every_pattern_is_sound() {
            $(std::sync::LazyLock::force(&$name);)*
        }
    };
}
pub(crate) use patterns;

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn found(pattern: &str, text: &str) -> Option<(usize, usize)> {
        Pattern::new(pattern).find(text).map(|m| (m.start(), m.end()))
    }

    #[test]
    fn the_notation() {
        for (pattern, text, range) in [
            ("工会", "学校工会", Some((6, 12))),
            ("^工会", "学校工会", None),
            ("校$", "校学校", Some((6, 9))),
            ("a|ab", "ab", Some((0, 1))),
            ("(?:a|ab)$", "ab", Some((0, 2))),
            (r"\d+", "第12届", Some((3, 5))),
            (r"\d{2,3}", "1 12345", Some((2, 5))),
            (r"[^,。]{2}", ",工,会议", Some((5, 11))),
            ("[一-丁]月", "丁月", Some((0, 6))),
            (r"[\d一]号", "一号", Some((0, 6))),
            (r"a?b", "ab", Some((0, 2))),
            (r"(?:ab)*c", "ababc", Some((0, 5))),
            (r"(?:ab){2}", "ababab", Some((0, 4))),
            (r"x.{1,3}y", "xaaay", Some((0, 5))),
            (r"x.y", "x\ny", None),
            (r"[\]\-]", "-", Some((0, 1))),
            (r"[-a]", "-", Some((0, 1))),
            ("", "a", Some((0, 0))),
        ] {
            assert_eq!(found(pattern, text), range, "{pattern} in {text}");
        }
    }

    #[test]
    fn groups_and_names() {
        let pattern = Pattern::new(r"(?P<m>\d+)月(?:(?P<d>\d+)日)?");
        let caps = pattern.captures("于3月8日").unwrap();
        assert_eq!(
            (caps.name("m").unwrap().as_str(), caps.name("d").unwrap().as_str()),
            ("3", "8")
        );
        assert!(pattern.captures("3月").unwrap().name("d").is_none());
        // what a failed branch took is given back
        let caps = Pattern::new("(?:(a)b|ac)")
            .captures("ac")
            .is_some_and(|c| c.get(1).is_none());
        assert!(caps);
    }

    #[test]
    fn all_matches() {
        let pattern = Pattern::new("a*");
        assert_eq!(
            pattern.find_iter("aab").map(|m| m.as_str()).collect::<Vec<_>>(),
            ["aa", "", ""]
        );
        assert_eq!(Pattern::new("了解|为了").strip("为了了解了"), "了");
    }

    #[test]
    fn unsound_patterns_are_refused() {
        for pattern in ["(", "a)", "[a", "*", "a{3", "(?<x>)", r"\q"] {
            assert!(super::parse::program(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn work_is_bounded() {
        let pattern = Pattern::new("(?:a|aa)*b");
        assert!(!pattern.is_match(&"a".repeat(5_000)));
    }
}
