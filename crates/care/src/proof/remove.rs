//! The page that asks why a proof is wrong before it is removed.

use kernel::{Id, Instant, Text};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};
use web::{Reply, View};

use super::gone::{self, AnyProof, Home};

/// Why a proof is removed.
pub(crate) type Why = Text<200>;

/// A proof to be removed: what it is, and why is asked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RemovePage {
    /// Its kind.
    pub kind: String,
    /// Its size in bytes.
    pub size: i64,
    /// When it was brought.
    pub at: Instant,
    /// The version of the record that it proves.
    pub version: i64,
    /// What the kind is called, as a word key.
    #[serde(skip)]
    word: String,
    /// The record's page.
    #[serde(skip)]
    back: String,
    /// Where the form leads.
    #[serde(skip)]
    action: String,
}

ui::page!(RemovePage, "proof/pages/remove.html", |_p, cx| cx
    .t("care.proof.remove"));

/// Whence and whereto of a removal.
pub(crate) struct Removing {
    /// The record and the proof.
    pub at: (Id<()>, AnyProof),
    /// The record's version.
    pub version: i64,
    /// What comes before the kind in its word key.
    pub word: &'static str,
    /// The record's page.
    pub back: String,
    /// The door of the act, and of its page.
    pub action: String,
}

impl Removing {
    /// The page, for somebody who may remove it.
    pub(crate) fn page(self, view: &View<'_>, home: &Home) -> Reply<RemovePage> {
        let line = gone::line(view, view.union(), home, self.at)?;
        Ok(RemovePage {
            word: format!("{}.{}", self.word, line.kind),
            kind: line.kind,
            size: line.size,
            at: line.at,
            version: self.version,
            back: self.back,
            action: self.action,
        })
    }
}

impl RemovePage {
    fn heading(&self, cx: &Cx) -> Html {
        cx.heading(cx.t("care.proof.remove"), cx.t("care.proof.remove_says"), Html::none())
    }
    fn facts(&self, cx: &Cx) -> Html {
        let size = super::show::kilobytes(cx, self.size);
        let facts = cx
            .facts()
            .fact("care.proof.which", cx.t(&self.word))
            .fact("care.proof.brought", format!("{} · {size}", cx.instant(self.at)));
        Html::trusted(facts.to_string())
    }
}
