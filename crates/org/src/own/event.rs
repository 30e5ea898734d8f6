//! What a person does about their own account.

use kernel::Instant;
use serde::Serialize;
use web::{AccountId, Event, Record, token::TokenId};

/// What a person does about their own account.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happened {
    TokenMade {
        account: AccountId,
        token: TokenId,
        name: String,
        powers: Vec<&'static str>,
        acts: bool,
        until: Instant,
    },
    TokenEnded {
        account: AccountId,
        token: TokenId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::TokenMade { .. } => "account.token_made",
            Happened::TokenEnded { .. } => "account.token_ended",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::TokenMade { account, .. } | Happened::TokenEnded { account, .. } => {
                Record::new("account", *account)
            }
        }
    }
}
