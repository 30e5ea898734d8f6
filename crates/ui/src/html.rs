//! Markup that is already safe, and the one macro that makes it.
//!
//! [`Html`] can only be made by [`crate::html!`], which escapes every argument that is not itself [`Html`].
//! Page templates print it as it is; everything else they print is escaped by askama.

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

use askama::filters::{Escaper, HtmlSafe};

/// Safe markup: its makers have escaped what came from people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl HtmlSafe for Html {}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Html {
    /// No markup at all.
    #[must_use]
    pub const fn none() -> Self {
        Html(String::new())
    }
    /// Takes finished markup of ours: the output of a template, an icon. Never anything a person wrote.
    #[must_use]
    pub fn trusted(markup: impl Into<String>) -> Self {
        Html(markup.into())
    }
    /// A text, escaped.
    #[must_use]
    pub fn text(text: impl Shown) -> Self {
        let mut out = Html::none();
        out.add(text);
        out
    }
    /// Appends: markup as it is, text escaped.
    pub fn add(&mut self, more: impl Shown) {
        more.show(&mut self.0);
    }
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The markup.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(parts: I) -> Self {
        let mut out = String::new();
        for part in parts {
            out.push_str(&part.0);
        }
        Html(out)
    }
}

/// What may stand in markup: texts and numbers are escaped, [`Html`] is not, `None` shows nothing.
pub trait Shown {
    /// Appends the escaped form.
    fn show(&self, out: &mut String);
    /// About how many bytes that will be.
    fn length(&self) -> usize {
        16
    }
    /// The escaped form alone.
    fn shown(self) -> Html
    where
        Self: Sized,
    {
        let mut out = Html(String::with_capacity(self.length()));
        self.show(&mut out.0);
        out
    }
}

/// Whether nothing in a text has to be escaped. Without an early end within sixteen bytes, so that they are looked at at once.
fn clean(text: &[u8]) -> bool {
    let special = |byte: u8| matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>');
    let (blocks, rest) = text.as_chunks::<16>();
    let any = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | special(*byte));
    !blocks.iter().any(|block| any(block)) && !any(rest)
}

impl Shown for str {
    fn length(&self) -> usize {
        self.len()
    }
    fn show(&self, out: &mut String) {
        // most texts have nothing to escape, and that is told sixteen bytes at a time
        if clean(self.as_bytes()) {
            out.push_str(self);
        } else {
            // writing to a String does not fail
            let _ = askama::filters::Html.write_escaped_str(out, self);
        }
    }
}
impl Shown for String {
    fn length(&self) -> usize {
        self.len()
    }
    fn show(&self, out: &mut String) {
        self.as_str().show(out);
    }
}
impl Shown for Cow<'_, str> {
    fn show(&self, out: &mut String) {
        self.as_ref().show(out);
    }
}
impl<const MAX: usize> Shown for kernel::Text<MAX> {
    fn show(&self, out: &mut String) {
        self.as_str().show(out);
    }
}
impl Shown for Html {
    fn length(&self) -> usize {
        self.0.len()
    }
    fn show(&self, out: &mut String) {
        out.push_str(&self.0);
    }
    fn shown(self) -> Html {
        self
    }
}
impl<T: Shown> Shown for Option<T> {
    fn show(&self, out: &mut String) {
        if let Some(some) = self {
            some.show(out);
        }
    }
    fn length(&self) -> usize {
        self.as_ref().map_or(0, Shown::length)
    }
}
impl<T: Shown + ?Sized> Shown for &T {
    fn show(&self, out: &mut String) {
        (*self).show(out);
    }
    fn length(&self) -> usize {
        (*self).length()
    }
}

macro_rules! shown_numbers {
    ($($number:ty),*) => { $(impl Shown for $number {
        fn show(&self, out: &mut String) {
            let _ = write!(out, "{self}");
        }
    })* };
}
shown_numbers!(i8, i16, i32, i64, u8, u16, u32, u64, usize, drawing::Tenths);

/// Coordinates of drawings.
pub(crate) mod drawing {
    use std::fmt;

    /// A length in tenths of a drawing unit, so that drawings need no floating point.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Tenths(pub i64);

    impl fmt::Display for Tenths {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let sign = if self.0 < 0 { "-" } else { "" };
            let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
            if part == 0 {
                write!(f, "{sign}{whole}")
            } else {
                write!(f, "{sign}{whole}.{part}")
            }
        }
    }
}
pub(crate) use drawing::Tenths;

/// How many `{}` places a pattern has. Anything else in braces stops the build: it would not be escaped.
#[doc(hidden)]
#[must_use]
#[expect(clippy::panic, reason = "runs while building, where it is a compiler's message")]
pub const fn places(pattern: &str) -> usize {
    let bytes = pattern.as_bytes();
    let (mut at, mut places) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' if at + 1 < bytes.len() && bytes[at + 1] == b'}' => {
                places += 1;
                at += 1;
            }
            b'{' | b'}' => panic!("html! knows no braces but empty ones"),
            _ => {}
        }
        at += 1;
    }
    places
}

/// The texts before, between and behind the places of a pattern, cut while building.
#[doc(hidden)]
#[must_use]
pub const fn texts<const N: usize>(pattern: &str) -> [&str; N] {
    let mut texts = [""; N];
    let (mut rest, mut n, mut at) = (pattern, 0, 0);
    while at < rest.len() {
        if rest.as_bytes()[at] == b'{' {
            let (before, place) = rest.split_at(at);
            (texts[n], rest) = (before, place.split_at(2).1);
            (n, at) = (n + 1, 0);
        } else {
            at += 1;
        }
    }
    texts[n] = rest;
    texts
}

/// The texts with the arguments between them.
#[doc(hidden)]
#[must_use]
pub fn filled(texts: &[&str], arguments: &[&dyn Shown]) -> Html {
    let written = texts.iter().map(|text| text.len()).sum::<usize>();
    let length = arguments.iter().map(|argument| argument.length()).sum::<usize>();
    let mut out = Html(String::with_capacity(written + length));
    fill(&mut out.0, texts, arguments);
    out
}

/// Appends the texts with the arguments between them.
#[doc(hidden)]
pub fn fill(out: &mut String, texts: &[&str], arguments: &[&dyn Shown]) {
    let mut texts = texts.iter();
    out.push_str(texts.next().unwrap_or(&""));
    for (argument, text) in arguments.iter().zip(texts) {
        argument.show(out);
        out.push_str(text);
    }
}

/// Makes [`Html`] from a pattern with `{}` places; each argument is escaped unless it is [`Html`]. The build stops if
/// places and arguments differ in number.
///
/// ```
/// let who = "<b>";
/// assert_eq!(ui::html!("<p>{}</p>", who).as_str(), "<p>&#60;b&#62;</p>");
/// ```
#[macro_export]
macro_rules! html {
    ($pattern:literal $(, $argument:expr)* $(,)?) => {{
        const {
            let given: &[&str] = &[$(stringify!($argument)),*];
            assert!($crate::html::places($pattern) == given.len(), "as many places as arguments");
        }
        const TEXTS: &[&str] = &$crate::html::texts::<{ $crate::html::places($pattern) + 1 }>($pattern);
        $crate::html::filled(TEXTS, &[$(&&$argument),*])
    }};
}

/// Appends to a string what [`html!`] would make: for what stands on a page hundreds of times, [`Shown`] as it is written.
macro_rules! html_to {
    ($out:expr, $pattern:literal $(, $argument:expr)* $(,)?) => {{
        const {
            let given: &[&str] = &[$(stringify!($argument)),*];
            assert!($crate::html::places($pattern) == given.len(), "as many places as arguments");
        }
        const TEXTS: &[&str] = &$crate::html::texts::<{ $crate::html::places($pattern) + 1 }>($pattern);
        $crate::html::fill($out, TEXTS, &[$(&&$argument),*])
    }};
}
pub(crate) use html_to;

/// A value or any depth of reference to it, since templates pass places by reference.
pub trait Of<T> {
    /// The value.
    fn get(&self) -> T;
}
macro_rules! of_self {
    ($($kind:ty),*) => { $(impl Of<$kind> for $kind {
        fn get(&self) -> $kind {
            *self
        }
    })* };
}
of_self!(kernel::Date, kernel::Instant, kernel::Money, i64, bool);
macro_rules! of_smaller {
    ($($kind:ty),*) => { $(impl Of<i64> for $kind {
        fn get(&self) -> i64 {
            i64::from(*self)
        }
    })* };
}
of_smaller!(i8, i16, i32, u8, u16, u32);
impl Of<i64> for usize {
    fn get(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}
impl Of<i64> for u64 {
    fn get(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}
impl<T, X: Of<T> + ?Sized> Of<T> for &X {
    fn get(&self) -> T {
        (*self).get()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_escaped_as_templates_escape_it(text in "[a-z \"&'<>/中文職\u{20000}]{0,70}") {
            let mut escaped = String::new();
            askama::filters::Html.write_escaped_str(&mut escaped, &text).unwrap();
            prop_assert_eq!(Html::text(&text).into_string(), escaped);
        }
    }

    #[test]
    fn each_sign_is_found_wherever_it_stands() {
        for sign in ["\"", "&", "'", "<", ">"] {
            for at in 0..40 {
                let text = format!("{}{sign}{}", "职".repeat(at), "工".repeat(40 - at));
                assert!(!clean(text.as_bytes()), "{sign} at {at}");
            }
        }
        assert!(clean("职工之家 2026-11-29".as_bytes()));
    }
}
