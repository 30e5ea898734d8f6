//! Text with a limit: everything that people type has one.

use std::{borrow::Cow, fmt, ops::Deref, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

/// A line that a program made, within its limit: trimmed, without control characters, cut after `most` characters. What people type
/// is never cut, but refused: see [`Text`].
///
/// ```
/// assert_eq!(kernel::text::cut(" 慰问\n住院教师 ", 4), "慰问住院");
/// ```
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(most).collect()
}

/// Text of 1 to `MAX` characters: trimmed, no control characters except line breaks, line breaks as `\n`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but space.
    #[error("required")]
    Empty,
    /// Longer than the limit, in characters.
    #[error("at most {0} characters")]
    Long(usize),
}

impl<const MAX: usize> Text<MAX> {
    /// Cleans and checks.
    ///
    /// # Errors
    /// If nothing is left, or more than `MAX` characters.
    pub fn new(raw: &str) -> Result<Self, BadText> {
        let clean: String = raw
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let clean = clean.trim();
        match clean.chars().count() {
            0 => Err(BadText::Empty),
            n if n > MAX => Err(BadText::Long(MAX)),
            _ => Ok(Self(clean.to_owned())),
        }
    }
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<const MAX: usize> FromStr for Text<MAX> {
    type Err = BadText;
    fn from_str(s: &str) -> Result<Self, BadText> {
        Self::new(s)
    }
}
impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(&Cow::<str>::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}
impl<const MAX: usize> schemars::JsonSchema for Text<MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{MAX}").into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX })
    }
}
