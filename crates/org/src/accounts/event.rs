//! What happens to accounts and roles.

use kernel::{Date, Id};
use serde::Serialize;
use web::{AccountId, Event, Record};

use super::{resets::ResetId, store::GrantId};
use crate::{BodyId, MemberId, accounts::code::InvitationId, role::Role};

/// What happens to accounts and roles.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happened {
    /// A union was founded with its first chair.
    UnionFounded {
        union: kernel::UnionId,
        account: AccountId,
    },
    Granted {
        account: AccountId,
        grant: GrantId,
        role: Role,
        place: Option<BodyId>,
        from: Date,
        until: Option<Date>,
    },
    Revoked {
        account: AccountId,
        grant: GrantId,
        role: Role,
    },
    Disabled {
        account: AccountId,
    },
    Enabled {
        account: AccountId,
    },
    Invited {
        invitation: InvitationId,
        member: MemberId,
        role: Role,
    },
    ResetAsked {
        account: AccountId,
        request: ResetId,
        second: bool,
    },
    ResetRefused {
        account: AccountId,
        request: ResetId,
    },
    ResetOffered {
        invitation: InvitationId,
        account: AccountId,
    },
    Withdrawn {
        invitation: InvitationId,
    },
    Joined {
        account: AccountId,
        invitation: InvitationId,
    },
    PasswordReset {
        account: AccountId,
        invitation: InvitationId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::UnionFounded { .. } => "union.founded",
            Happened::Granted { .. } => "account.granted",
            Happened::Revoked { .. } => "account.revoked",
            Happened::Disabled { .. } => "account.disabled",
            Happened::Enabled { .. } => "account.enabled",
            Happened::Invited { .. } => "account.invited",
            Happened::ResetAsked { .. } => "account.reset_asked",
            Happened::ResetRefused { .. } => "account.reset_refused",
            Happened::ResetOffered { .. } => "account.reset_offered",
            Happened::Withdrawn { .. } => "account.invitation_withdrawn",
            Happened::Joined { .. } => "account.joined",
            Happened::PasswordReset { .. } => "account.password_reset",
        }
    }
    fn record(&self) -> Record {
        let invitation = |id: &Id<_>| Record::new("invitation", *id);
        match self {
            Happened::UnionFounded { union, .. } => Record::new("union", *union),
            Happened::Granted { account, .. }
            | Happened::Revoked { account, .. }
            | Happened::Disabled { account }
            | Happened::Enabled { account }
            | Happened::ResetAsked { account, .. }
            | Happened::ResetRefused { account, .. }
            | Happened::ResetOffered { account, .. }
            | Happened::Joined { account, .. }
            | Happened::PasswordReset { account, .. } => Record::new("account", *account),
            Happened::Invited { invitation: id, .. } | Happened::Withdrawn { invitation: id } => invitation(id),
        }
    }
}
