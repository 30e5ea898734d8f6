//! What somebody agreed to when they applied: for themselves, and for officers who look after their data.

use kernel::Instant;
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::store;

/// The text that was agreed to with an application.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreedText {
    /// Its number.
    pub version: i64,
    /// The text.
    pub text: String,
    /// When the application was sent.
    pub at: Instant,
}

/// What a member agreed to when they applied; `None` for who came on paper, from a roster or from another union.
pub(crate) fn agreed(view: &View<'_>, member: MemberId) -> Reply<Option<AgreedText>> {
    let found = store::consent_of(view, view.union(), member)?;
    Ok(found.map(|(consent, at)| AgreedText {
        version: consent.version,
        text: consent.body,
        at,
    }))
}

impl AgreedText {
    /// When, which text, and the text to be unfolded.
    pub(crate) fn show(&self, cx: &Cx) -> Html {
        let at = cx.instant(self.at);
        let says = cx.t2("joining.agreed_at", "at", at, "version", self.version);
        let lines: Html = self
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| html!("<p>{}</p>", line))
            .collect();
        html!(
            "<details><summary>{}</summary><blockquote>{}</blockquote></details>",
            says,
            lines
        )
    }
}
