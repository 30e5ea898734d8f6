//! Turning a feed on, with a new link, and off.

use org::power::TASK_SEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply};

use super::{
    PAGE,
    link::{self, FeedId},
    store::{self, Kept, Scope},
};

/// Which tasks.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    scope: Scope,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Happened {
    Made { feed: FeedId, scope: Scope },
    Revoked { feed: FeedId, scope: Scope },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Made { .. } => "feed.made",
            Happened::Revoked { .. } => "feed.revoked",
        }
    }
    fn record(&self) -> Record {
        let (Happened::Made { feed, .. } | Happened::Revoked { feed, .. }) = self;
        Record::new("feed", *feed)
    }
}

/// Makes a link; the one before ends.
pub(super) fn make(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    match form.scope {
        Scope::All if !act.actor().may(TASK_SEE) => {
            return Err(Refusal::new("planning.feed.not_all").status(403).into());
        }
        Scope::Own if flow::tasks::me(act).is_none() => return Err(Refusal::new("planning.feed.not_own").into()),
        _ => {}
    }
    let Some(token) = act.token() else {
        return Err(Refusal::forbidden().into());
    };
    let id: FeedId = act.id();
    let file = link::file(token, act.union(), id);
    let new = Kept {
        id,
        account: act.actor().account,
        scope: form.scope,
        digest: link::digest(&file).to_vec(),
        lang: act.lang(),
        made_at: act.now(),
    };
    store::put(act.writer(), act.union(), &new)?;
    act.note(&Happened::Made {
        feed: id,
        scope: form.scope,
    })?;
    Ok(Done::to(PAGE).record(id).say("planning.feed.said.made"))
}

/// Turns a feed off.
pub(super) fn revoke(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let account = act.actor().account;
    let Some(feed) = store::revoke(act.writer(), act.union(), account, form.scope)? else {
        return Err(Refusal::missing().into());
    };
    act.note(&Happened::Revoked {
        feed,
        scope: form.scope,
    })?;
    Ok(Done::to(PAGE).record(feed).say("planning.feed.said.revoked"))
}
