//! What follows once the money of a round went out, or had not gone out after all.

use std::collections::BTreeMap;

use facts::measures::{AID_MONEY, AID_PERSON_TIMES};
use flow::{
    payments::PaymentLine,
    receipts::{self, NewReceipt},
};
use kernel::Money;
use org::MemberId;
use web::{Act, Record, Reply};

use super::{
    super::{ROUND, SCHOOL_MONEY, SCHOOL_PEOPLE},
    acts::{granted, settle},
    model::{Round, RoundId, RoundStatus},
    store,
};
use crate::given::{self, Gift, Kind};

/// The money went out: figures, what each member received, and a list to sign.
pub(in super::super) fn paid(act: &Act<'_>, line: &PaymentLine) -> Reply<()> {
    let round = store::get(act, act.union(), RoundId::new(line.record_id))?;
    round.at(RoundStatus::Sent)?;
    let on = line.paid_on().unwrap_or_else(|| act.today());
    let to = Round {
        status: RoundStatus::Paid,
        paid: Some(on),
        ..round
    };
    settle(act, &to, "aid_round.paid")?;
    let record = Record::new(ROUND, to.id);
    let (people, fen) = (to.people.unwrap_or_default(), to.total.unwrap_or_default().fen());
    let figures = [
        (&SCHOOL_PEOPLE, people),
        (&SCHOOL_MONEY, fen),
        (&AID_PERSON_TIMES, people),
        (&AID_MONEY, fen),
    ];
    facts::post(act, record, on, None, None, &figures)?;
    let children = store::children(act, act.union(), to.id)?;
    let gifts: Vec<Gift<'_>> = granted(&children)
        .map(|child| Gift {
            member: child.member,
            day: on,
            kind: Kind::Schooling,
            amount: child.amount.unwrap_or_default(),
            what: &to.title,
        })
        .collect();
    given::give(act, record, &gifts)?;
    let mut sums: BTreeMap<MemberId, Money> = BTreeMap::new();
    for gift in &gifts {
        let sum = sums.entry(gift.member).or_default();
        *sum = sum.plus(gift.amount).unwrap_or(*sum);
    }
    let called = given::neutral(line);
    let lines: Vec<receipts::Line<'_>> = sums
        .into_iter()
        .map(|(member, amount)| receipts::Line {
            member,
            what: &called,
            amount: Some(amount),
        })
        .collect();
    let sign = NewReceipt {
        record,
        title: &called,
        lines: &lines,
    };
    receipts::expect(act, &sign).map(drop)
}

/// It had not gone out after all.
pub(in super::super) fn unpaid(act: &Act<'_>, line: &PaymentLine, why: &str) -> Reply<()> {
    let round = store::get(act, act.union(), RoundId::new(line.record_id))?;
    round.at(RoundStatus::Paid)?;
    let to = Round {
        status: RoundStatus::Sent,
        paid: None,
        ..round
    };
    settle(act, &to, "aid_round.unpaid")?;
    let record = Record::new(ROUND, to.id);
    facts::reverse(act, record, why)?;
    given::take_back(act, record, why)?;
    receipts::cancel(act, &record)
}
