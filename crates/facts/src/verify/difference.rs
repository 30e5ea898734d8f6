//! A difference, in words for the command line and as a sentence of any language for the page.

use std::fmt::Display;

use kernel::Lang;
use serde::Serialize;

/// Something that is not as the log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub id: String,
    /// What is wrong with it, in English.
    pub what: String,
    /// The word key of the sentence that says so; empty if there is none.
    pub key: &'static str,
    /// What fills the sentence's places.
    pub args: Vec<(&'static str, String)>,
}

impl Difference {
    /// A difference in a row, told in English only.
    #[must_use]
    pub fn new(table: &'static str, id: impl ToString, what: impl Into<String>) -> Self {
        Self {
            table,
            id: id.to_string(),
            what: what.into(),
            key: "",
            args: Vec::new(),
        }
    }
    /// A difference in a row, told by a sentence of `locales/`.
    #[must_use]
    pub fn told(
        table: &'static str,
        id: impl ToString,
        key: &'static str,
        args: &[(&'static str, &dyn Display)],
    ) -> Self {
        let what = ui::words::find(Lang::En, key).map_or_else(|| key.to_owned(), |text| ui::words::fill(text, args));
        Self {
            table,
            id: id.to_string(),
            what,
            key,
            args: args.iter().map(|(name, value)| (*name, value.to_string())).collect(),
        }
    }
}
