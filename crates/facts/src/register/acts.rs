//! What people do in the register: take one fact back.

use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Reply};

use super::{FactId, posting};

/// Which fact, and why it is wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reverse {
    /// The fact.
    id: FactId,
    /// The reason.
    why: Text<200>,
}

/// Takes one fact back.
pub(super) fn reverse(act: &mut Act<'_>, form: Reverse) -> Reply<Done> {
    let counter = posting::reverse_one(act, form.id, &form.why)?;
    Ok(Done::to(format!("/register/facts/{}", form.id))
        .record(counter)
        .say("facts.said.reversed"))
}
