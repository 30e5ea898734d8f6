//! Who signed for what they received: kept by the commons, asked for here.

use ::store::Error;
use flow::receipts::{self, NewReceipt};
use kernel::{Date, Money};
use org::MemberId;
use web::{Act, Reply, View};

use super::{
    model::{Line, RoundId},
    record,
};

/// Asks everybody on the list to sign.
pub(super) fn expect(act: &Act<'_>, id: RoundId, title: &str, (what, worth): (&str, Money), on: &[Line]) -> Reply<()> {
    let lines: Vec<receipts::Line<'_>> = on
        .iter()
        .map(|line| receipts::Line {
            member: line.member,
            what,
            amount: Some(worth),
        })
        .collect();
    let new = NewReceipt {
        record: record(id),
        title,
        lines: &lines,
    };
    receipts::expect(act, &new).map(drop)
}

/// Who has signed, and on which day.
pub(super) fn signed(view: &View<'_>, id: RoundId) -> Result<Vec<(MemberId, Date)>, Error> {
    receipts::signed(view, view.union(), &record(id))
}

/// The list of signatures of a round.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Signatures {
    /// Where it is.
    pub href: String,
    /// How many are on it.
    pub all: i64,
    /// How many have signed.
    pub signed: i64,
    /// How many have neither signed nor are noted as not having come.
    pub open: i64,
}

/// The list of signatures of a round, if there is one.
pub(super) fn at(view: &View<'_>, id: RoundId) -> Result<Option<Signatures>, Error> {
    let lists = receipts::of_record(view, view.union(), &record(id))?;
    Ok(lists.first().map(|list| Signatures {
        href: list.href(),
        all: list.all,
        signed: list.signed,
        open: list.open,
    }))
}
