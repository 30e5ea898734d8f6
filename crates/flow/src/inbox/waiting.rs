//! What waits for somebody in systems that stand above this one: each tells how many things and where; the roof lists them.

use org::power::PAYMENT_PAY;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Asked, Error};
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

impl Waiting {
    /// This, if there is any.
    #[must_use]
    pub fn some(word: &'static str, count: i64, href: &str) -> Vec<Self> {
        let waiting = || Self {
            word,
            count,
            href: href.to_owned(),
        };
        (count > 0).then(waiting).into_iter().collect()
    }
}

/// What a system asked of the store, each row of the answer telling of things that wait; nothing if the reader has no part in
/// it. Those of one word are added up.
pub type Question<'v> = Option<Asked<'v, Vec<Waiting>>>;

/// Asks what waits for the reader in one system. Asked for the frame of every page: one quick statement, which travels with
/// those of the others.
pub type Source = for<'v> fn(&'v View<'_>) -> Result<Question<'v>, Error>;

/// The word for what waits for the reader's signature.
pub(super) const SIGNATURES: &str = "receipts.waiting";

/// What waits in this crate's own systems: cases to decide, payments to make, signatures, cases that came back.
fn own<'v>(view: &'v View<'_>) -> Result<Question<'v>, Error> {
    let me = (view.actor().account, me(view));
    let pays = view.actor().may(PAYMENT_PAY);
    let asked = lists::owed(view, view.union(), me, view.today(), pays, |owed| {
        let cases = if owed.late > 0 {
            "approvals.waiting.late"
        } else {
            "approvals.waiting.cases"
        };
        [
            Waiting::some(cases, owed.cases, "/approvals"),
            Waiting::some("approvals.waiting.returned", owed.returned, "/approvals/asked"),
            Waiting::some("payments.waiting", owed.payments, "/payments?state=approved"),
            Waiting::some(SIGNATURES, owed.signatures, "/me/receipts"),
        ]
        .concat()
    })?;
    Ok(Some(asked))
}

/// Asks what waits in all of them.
pub(super) fn ask<'v>(view: &'v View<'_>, sources: &[Source]) -> Result<Vec<Asked<'v, Vec<Waiting>>>, Error> {
    let mut asked: Vec<_> = own(view)?.into_iter().collect();
    for source in sources {
        asked.extend(source(view)?);
    }
    Ok(asked)
}

/// What waits, by its word.
pub(super) fn read(asked: Vec<Asked<'_, Vec<Waiting>>>) -> Result<Vec<Waiting>, Error> {
    let mut all: Vec<Waiting> = Vec::new();
    for answer in asked {
        for waiting in answer.rows()?.into_iter().flatten() {
            match all.iter_mut().find(|known| known.word == waiting.word) {
                Some(known) => known.count = known.count.saturating_add(waiting.count),
                None => all.push(waiting),
            }
        }
    }
    Ok(all)
}
