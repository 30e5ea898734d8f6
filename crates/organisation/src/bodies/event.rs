//! What can happen to bodies and posts, as the event log keeps it.

use kernel::Date;
use org::{BodyId, BodyKind, MemberId, PostId, bodies::posts::HoldingId};
use serde::Serialize;
use web::{Event, Record};

/// What happens to bodies and posts.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    Founded {
        body: BodyId,
        kind: BodyKind,
        name: String,
    },
    Changed {
        body: BodyId,
        name: String,
    },
    Ended {
        body: BodyId,
    },
    PostAdded {
        body: BodyId,
        post: PostId,
        title: String,
    },
    PostChanged {
        body: BodyId,
        post: PostId,
        title: String,
    },
    PostEnded {
        body: BodyId,
        post: PostId,
    },
    Appointed {
        body: BodyId,
        post: PostId,
        member: MemberId,
        from: Date,
        until: Option<Date>,
        /// Rules that advised against it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        against: Vec<&'static str>,
    },
    Relieved {
        body: BodyId,
        holding: HoldingId,
        member: MemberId,
        on: Date,
        why: String,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Founded { .. } => "body.founded",
            Happened::Changed { .. } => "body.changed",
            Happened::Ended { .. } => "body.ended",
            Happened::PostAdded { .. } => "body.post_added",
            Happened::PostChanged { .. } => "body.post_changed",
            Happened::PostEnded { .. } => "body.post_ended",
            Happened::Appointed { .. } => "body.appointed",
            Happened::Relieved { .. } => "body.relieved",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Founded { body, .. }
            | Happened::Changed { body, .. }
            | Happened::Ended { body }
            | Happened::PostAdded { body, .. }
            | Happened::PostChanged { body, .. }
            | Happened::PostEnded { body, .. }
            | Happened::Appointed { body, .. }
            | Happened::Relieved { body, .. } => Record::new("body", *body),
        }
    }
}
