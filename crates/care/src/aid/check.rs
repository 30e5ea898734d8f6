//! What verify asks of aid: every case and round stands where its last event left it, and a round's lines add up to what was
//! sent.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::Difference;
use kernel::{Money, UnionId};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    KIND, ROUND,
    model::AidId,
    rounds::{
        model::{ChildStatus, RoundId},
        store as rounds,
    },
    store,
};

const AIDS: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1 AND record_kind = 'aid' AND kind IN ('aid.asked', 'aid.again', 'aid.paid',
       'aid.unpaid', 'aid.withdrawn') ORDER BY id",
);
const ROUNDS: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1 AND record_kind = 'aid_round' AND kind IN ('aid_round.made', 'aid_round.edited',
       'aid_round.sent', 'aid_round.paid', 'aid_round.unpaid', 'aid_round.back', 'aid_round.published', 'aid_round.closed')
     ORDER BY id",
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

fn bodies<T: DeserializeOwned>(read: &Reader, union: UnionId, sql: Sql) -> Result<Vec<T>, Error> {
    read.rows(sql, &[&union], |row| {
        serde_json::from_str(&row.get::<String>(0)?).map_err(|e| Error::Wrong(format!("an event of aid: {e}")))
    })
}

/// Names every case and round that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = aids(read, union)?;
    let mut told: BTreeMap<RoundId, RoundTold> = BTreeMap::new();
    for one in bodies::<RoundTold>(read, union, ROUNDS)? {
        if told.get(&one.round).is_none_or(|before| before.version < one.version) {
            told.insert(one.round, one);
        }
    }
    for round in rounds::list(read, union)? {
        let as_told = told.remove(&round.id).is_some_and(|t| {
            (t.version, t.status.as_str(), t.people, t.total)
                == (round.version, round.status.key(), round.people, round.total)
        });
        if !as_told {
            found.push(Difference::told(ROUND, round.id, "aid.verify.round", &[]));
        }
        let Some(total) = round.total else { continue };
        let granted = rounds::children(read, union, round.id)?;
        let granted = granted.iter().filter(|child| child.status == ChildStatus::Granted);
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
    found.extend(gone.map(|id| Difference::told(ROUND, id, "aid.verify.gone", &[])));
    Ok(found)
}

fn aids(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut told: BTreeMap<AidId, Told> = BTreeMap::new();
    for one in bodies::<Told>(read, union, AIDS)? {
        // events of one moment stand in no order: the version tells which is the last
        if told.get(&one.aid).is_none_or(|before| before.version < one.version) {
            told.insert(one.aid, one);
        }
    }
    let mut found = Vec::new();
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
