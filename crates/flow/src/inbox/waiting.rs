//! What waits for somebody in systems that stand above this one: each tells how many things and where; the roof lists them.

use schemars::JsonSchema;
use serde::Serialize;
use store::Error;
use web::View;

/// Things of one kind that wait for the reader.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Waiting {
    /// The key of the sentence that says so; `{n}` is how many.
    pub word: &'static str,
    /// How many.
    pub count: i64,
    /// Where they are worked on.
    pub href: String,
}

/// Tells what waits for the reader in one system. Asked for the frame of every page: one quick statement.
pub type Source = fn(&View<'_>) -> Result<Vec<Waiting>, Error>;

/// What waits in all of them.
pub(super) fn all(view: &View<'_>, sources: &[Source]) -> Result<Vec<Waiting>, Error> {
    let mut all = Vec::new();
    for source in sources {
        all.extend(source(view)?);
    }
    Ok(all)
}
