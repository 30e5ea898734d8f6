//! What waits for somebody in systems that stand above this one: each tells how many things and where; the roof lists them.

use org::power::PAYMENT_PAY;
use schemars::JsonSchema;
use serde::Serialize;
use store::Error;
use web::View;

use crate::{approvals::store::lists, tasks::me};

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

/// The word for what waits for the reader's signature.
pub(super) const SIGNATURES: &str = "receipts.waiting";

/// What waits in this crate's own systems: cases to decide, payments to make, signatures, cases that came back.
fn own(view: &View<'_>) -> Result<Vec<Waiting>, Error> {
    let me = (view.actor().account, me(view));
    let pays = view.actor().may(PAYMENT_PAY);
    let owed = lists::owed(view, view.union(), me, view.today(), pays)?;
    let cases = if owed.late > 0 {
        "approvals.waiting.late"
    } else {
        "approvals.waiting.cases"
    };
    let all = [
        (cases, owed.cases, "/approvals"),
        ("approvals.waiting.returned", owed.returned, "/approvals/asked"),
        ("payments.waiting", owed.payments, "/payments?state=approved"),
        (SIGNATURES, owed.signatures, "/me/receipts"),
    ];
    let waits = all.into_iter().filter(|(_, count, _)| *count > 0);
    Ok(waits
        .map(|(word, count, href)| Waiting {
            word,
            count,
            href: href.to_owned(),
        })
        .collect())
}

/// What waits in all of them.
pub(super) fn all(view: &View<'_>, sources: &[Source]) -> Result<Vec<Waiting>, Error> {
    let mut all = own(view)?;
    for source in sources {
        all.extend(source(view)?);
    }
    Ok(all)
}
