//! What verify asks of recuperation: each sign-up stands where its last event left it, groups count those with a firm place,
//! who went counts once, and what a group cost is what its people received.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, measures::HEALTH_MONEY, verify};
use kernel::{Id, UnionId};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    ENTRY, GROUP,
    event::Stood,
    going::COUNTS,
    model::{EntryId, GroupId, Lift, Status},
};

const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND kind IN ('recuperation.stood', 'recuperation_entry.stood') ORDER BY id",
);
const ENTRIES: Sql = Sql::union(
    "SELECT id, plan_id, member_id, status, group_id, mark, lift, lift_why, version FROM recuperation_entry WHERE union_id = $1 ORDER BY id",
);
const GROUPS: Sql = Sql::union(
    "SELECT g.id, g.taken, CAST(COALESCE(g.cost, 0) AS BIGINT),
       (SELECT COUNT(*) FROM recuperation_entry e WHERE e.union_id = $1 AND e.group_id = g.id AND e.status IN ('confirmed', 'went', 'missed')),
       (SELECT COUNT(*) FROM recuperation_entry e WHERE e.union_id = $1 AND e.group_id = g.id AND e.status = 'went')
     FROM recuperation_group g WHERE g.union_id = $1 ORDER BY g.id",
);
const GIVEN: Sql = Sql::union(
    "SELECT record_id, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM given
     WHERE union_id = $1 AND record_kind = 'recuperation_group' AND taken_back_at IS NULL GROUP BY record_id",
);

#[derive(Deserialize)]
struct Told {
    stood: Vec<Stood>,
}

/// Names every sign-up and group that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut told: BTreeMap<EntryId, Stood> = BTreeMap::new();
    let mut found = Vec::new();
    verify::each_told(read, union, TOLD, &mut found, |event: Told| {
        for one in event.stood {
            // events of one moment stand in no order: the version tells which is the last
            if told.get(&one.entry).is_none_or(|before| before.version < one.version) {
                told.insert(one.entry, one);
            }
        }
    })?;
    let mut counted = facts::counted(read, union, ENTRY, &mut found)?;
    read.each(ENTRIES, &[&union], |row| {
        let mut c = row.cells();
        let (entry, plan, member) = (c.take()?, c.take()?, c.take()?);
        let (status, group, mark) = (c.take()?, c.take()?, c.take()?);
        let (lift, why): (Option<Lift>, Option<String>) = (c.take()?, c.take()?);
        let is = Stood {
            entry,
            plan,
            member,
            status,
            group,
            mark,
            lift: lift.zip(why),
            version: c.take()?,
        };
        if told.remove(&is.entry).as_ref() != Some(&is) {
            found.push(Difference::told(ENTRY, is.entry, "recuperation.verify.entry", &[]));
        }
        let counts: BTreeMap<String, i64> = if is.status == Status::Went {
            COUNTS.iter().map(|(m, n)| (m.key.to_owned(), *n)).collect()
        } else {
            BTreeMap::new()
        };
        if counted.remove(&is.entry.raw()).unwrap_or_default() != counts {
            found.push(Difference::told(ENTRY, is.entry, "recuperation.verify.register", &[]));
        }
        Ok(())
    })?;
    let lost = told.into_keys().chain(counted.into_keys().map(EntryId::new));
    found.extend(lost.map(|id| Difference::told(ENTRY, id, "recuperation.verify.gone", &[])));
    groups(read, union, &mut found)?;
    Ok(found)
}

fn groups(read: &Reader, union: UnionId, found: &mut Vec<Difference>) -> Result<(), Error> {
    let mut counted = facts::counted(read, union, GROUP, found)?;
    let mut given: BTreeMap<Uuid, (i64, i64)> = BTreeMap::new();
    read.each(GIVEN, &[&union], |row| {
        let id: Id<()> = row.get(0)?;
        given.insert(id.raw(), (row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    read.each(GROUPS, &[&union], |row| {
        let (id, taken, cost): (GroupId, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (firm, went): (i64, i64) = (row.get(3)?, row.get(4)?);
        let has = counted.remove(&id.raw()).unwrap_or_default();
        let money = has.get(HEALTH_MONEY.key).copied().unwrap_or(0);
        let gifts = given.remove(&id.raw());
        let as_given = if cost > 0 {
            gifts == Some((went, cost))
        } else {
            gifts.is_none()
        };
        if taken != firm || money != cost || !as_given {
            found.push(Difference::told(GROUP, id, "recuperation.verify.group", &[]));
        }
        Ok(())
    })?;
    let lost = counted.into_keys().chain(given.into_keys());
    found.extend(lost.map(|id| Difference::told(GROUP, GroupId::new(id), "recuperation.verify.gone", &[])));
    Ok(())
}
