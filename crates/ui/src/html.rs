//! Markup that is already safe, and the one macro that makes it.
//!
//! [`Html`] can only be made by [`crate::html!`], which escapes every argument that is not itself [`Html`].
//! Page templates print it as it is; everything else they print is escaped by askama.

use std::{borrow::Cow, fmt};

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
        // writing to a String does not fail
        let _ = more.show(&mut self.0);
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
    /// Writes the escaped form.
    ///
    /// # Errors
    /// When the sink refuses.
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result;
}

impl Shown for str {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        askama::filters::Html.write_escaped_str(out, self)
    }
}
impl Shown for String {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        self.as_str().show(out)
    }
}
impl Shown for Cow<'_, str> {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        self.as_ref().show(out)
    }
}
impl<const MAX: usize> Shown for kernel::Text<MAX> {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        self.as_str().show(out)
    }
}
impl Shown for Html {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&self.0)
    }
}
impl<T: Shown> Shown for Option<T> {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        self.as_ref().map_or(Ok(()), |some| some.show(out))
    }
}
impl<T: Shown + ?Sized> Shown for &T {
    fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        (*self).show(out)
    }
}

macro_rules! shown_numbers {
    ($($number:ty),*) => { $(impl Shown for $number {
        fn show(&self, out: &mut dyn fmt::Write) -> fmt::Result {
            write!(out, "{self}")
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

/// An argument of [`crate::html!`], shown escaped.
#[derive(Debug)]
pub struct Esc<'a, T: ?Sized>(pub &'a T);

impl<T: Shown + ?Sized> fmt::Display for Esc<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// Makes [`Html`] from a pattern with `{}` places; each argument is escaped unless it is [`Html`].
/// Names inside the braces are refused by a test of this crate, since they would not be escaped.
///
/// ```
/// let who = "<b>";
/// assert_eq!(ui::html!("<p>{}</p>", who).as_str(), "<p>&#60;b&#62;</p>");
/// ```
#[macro_export]
macro_rules! html {
    ($pattern:literal $(, $argument:expr)* $(,)?) => {
        $crate::Html::trusted(::std::format!($pattern $(, $crate::html::Esc(&$argument))*))
    };
}

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
