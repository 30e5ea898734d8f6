//! Looking through the changes.

use kernel::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Reply};

use super::store;

/// Up to which moment the changes were seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    /// Milliseconds since 1970; never later than now.
    until: i64,
}

#[derive(Serialize)]
struct Looked {
    account: web::AccountId,
}

impl Event for Looked {
    fn kind(&self) -> &'static str {
        "schedule.seen"
    }
    fn record(&self) -> Record {
        Record::new("account", self.account)
    }
}

/// Notes that the changes were seen.
pub(super) fn seen(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let account = act.actor().account;
    let until = Instant::from_millis(form.until.clamp(0, act.now().millis()));
    store::set_seen(act.writer(), act.union(), account, until)?;
    act.note(&Looked { account })?;
    Ok(Done::to("/").say("planning.plan.said.seen"))
}
