//! What verify asks of aid: every case and round stands where its last event left it, and a round's lines add up to what was
//! sent.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify::bodies};
use kernel::{Money, UnionId};
use serde::Deserialize;

use super::{
    KIND, ROUND,
    model::AidId,
    rounds::{
        model::{ChildId, ChildStatus, RoundId},
        store as rounds,
    },
    store,
};

const AIDS: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'aid' AND kind IN ('aid.asked', 'aid.again', 'aid.paid',
       'aid.unpaid', 'aid.withdrawn') ORDER BY id",
);
const ROUNDS: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'aid_round' AND kind IN ('aid_round.made', 'aid_round.edited',
       'aid_round.listed', 'aid_round.sent', 'aid_round.paid', 'aid_round.unpaid', 'aid_round.back', 'aid_round.published', 'aid_round.closed')
     ORDER BY id",
);
const CHILDREN: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'aid_round' AND kind IN ('aid_child.applied', 'aid_child.granted',
       'aid_child.refused', 'aid_child.withdrawn') ORDER BY id",
);

#[derive(Deserialize)]
struct Told {
    aid: AidId,
    version: i64,
    amount: Money,
    status: String,
}
#[derive(Deserialize)]
struct RoundTold {
    round: RoundId,
    version: i64,
    status: String,
    people: Option<i64>,
    total: Option<Money>,
}
#[derive(Deserialize)]
struct ChildTold {
    round: RoundId,
    child: ChildId,
    version: i64,
    amount: Option<Money>,
}

/// Names every case and round that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = aids(read, union)?;
    let mut told: BTreeMap<RoundId, RoundTold> = BTreeMap::new();
    for one in bodies::<RoundTold>(read, union, ROUNDS, &mut found)? {
        if told.get(&one.round).is_none_or(|before| before.version < one.version) {
            told.insert(one.round, one);
        }
    }
    let mut applied = applications(read, union, &mut found)?;
    for round in rounds::list(read, union)? {
        let as_told = told.remove(&round.id).is_some_and(|t| {
            (t.version, t.status.as_str(), t.people, t.total)
                == (round.version, round.status.key(), round.people, round.total)
        });
        if !as_told {
            found.push(Difference::told(ROUND, round.id, "aid.verify.round", &[]));
        }
        let children = rounds::children(read, union, round.id)?;
        for child in &children {
            let as_told = applied
                .remove(&child.id)
                .is_some_and(|t| (t.version, t.amount) == (child.version, child.amount));
            if !as_told {
                found.push(Difference::told(ROUND, round.id, "aid.verify.child", &[]));
            }
        }
        let Some(total) = round.total else { continue };
        let granted = children.iter().filter(|child| child.status == ChildStatus::Granted);
        let (mut people, mut sum) = (0, Money::ZERO);
        for child in granted {
            people += 1;
            sum = sum.plus(child.amount.unwrap_or_default()).unwrap_or(sum);
        }
        if (Some(people), sum) != (round.people, total) {
            found.push(Difference::told(ROUND, round.id, "aid.verify.sum", &[]));
        }
    }
    let gone = told.into_keys();
    let gone = gone.chain(applied.into_values().map(|told| told.round));
    found.extend(gone.map(|id| Difference::told(ROUND, id, "aid.verify.gone", &[])));
    Ok(found)
}

/// What the log told last of each application.
fn applications(
    read: &Reader,
    union: UnionId,
    found: &mut Vec<Difference>,
) -> Result<BTreeMap<ChildId, ChildTold>, Error> {
    let mut told: BTreeMap<ChildId, ChildTold> = BTreeMap::new();
    for one in bodies::<ChildTold>(read, union, CHILDREN, found)? {
        if told.get(&one.child).is_none_or(|before| before.version < one.version) {
            told.insert(one.child, one);
        }
    }
    Ok(told)
}

fn aids(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<AidId, Told> = BTreeMap::new();
    for one in bodies::<Told>(read, union, AIDS, &mut found)? {
        // events of one moment stand in no order: the version tells which is the last
        if told.get(&one.aid).is_none_or(|before| before.version < one.version) {
            told.insert(one.aid, one);
        }
    }
    for aid in store::all(read, union)? {
        let as_told = told
            .remove(&aid.id)
            .is_some_and(|t| (t.version, t.amount, t.status.as_str()) == (aid.version, aid.amount, aid.status.key()));
        if !as_told {
            found.push(Difference::told(KIND, aid.id, "aid.verify.aid", &[]));
        }
    }
    let gone = told.into_keys();
    found.extend(gone.map(|id| Difference::told(KIND, id, "aid.verify.gone", &[])));
    Ok(found)
}
