//! What verify asks of the register of members: every recording still says what its event told, the days of every member
//! touch, and the quick list is what the courses make of the present.

use std::collections::BTreeMap;

use facts::Difference;
use kernel::UnionId;
use org::members::history::{self, RecordingId};
use serde::Deserialize;
use store::{Error, Reader, Sql};

const TOLD: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1
       AND kind IN ('member.added', 'member.changed', 'member.status', 'member.taken_back', 'member.imported',
         'member.unrecorded') ORDER BY id",
);
/// What somebody recorded; the program's own recordings (founding) have no event.
const RECORDED: Sql =
    Sql::union("SELECT id FROM member_recording WHERE union_id = $1 AND account_id <> $2 ORDER BY id");

#[derive(Deserialize)]
struct Told {
    recording: RecordingId,
    rows: usize,
    digest: String,
}

/// Names every recording and every member that is not as it should be.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found: Vec<Difference> = history::unsound(read, union)?
        .into_iter()
        .map(|(id, what, want, is)| match what {
            "present" => Difference::told(
                "member",
                id,
                "organisation.verify.present",
                &[("want", &want), ("is", &is)],
            ),
            "days" => Difference::told("member", id, "organisation.verify.days", &[]),
            _ => Difference::told("member", id, "organisation.verify.no_course", &[]),
        })
        .collect();
    let digests = history::digests(read, union)?;
    let mut told: BTreeMap<RecordingId, Told> = BTreeMap::new();
    read.each(TOLD, &[&union], |row| {
        // an event from before the register kept two times tells no digest
        let Ok(event) = serde_json::from_str::<Told>(&row.get::<String>(0)?) else {
            return Ok(());
        };
        // an import that is undone loses rows, step by step: what holds is what was told of the fewest
        if told.get(&event.recording).is_none_or(|before| event.rows < before.rows) {
            told.insert(event.recording, event);
        }
        Ok(())
    })?;
    for event in told.values() {
        let is = digests.get(&event.recording);
        if is != Some(&event.digest) && !(is.is_none() && event.rows == 0) {
            let other = "organisation.verify.other";
            found.push(Difference::told("member_version", event.recording, other, &[]));
        }
    }
    let nobody = web::AccountId::new(uuid::Uuid::nil());
    for id in read.rows(RECORDED, &[&union, &nobody], |row| row.get::<RecordingId>(0))? {
        if !told.contains_key(&id) {
            found.push(Difference::told(
                "member_recording",
                id,
                "organisation.verify.no_event",
                &[],
            ));
        }
    }
    Ok(found)
}
