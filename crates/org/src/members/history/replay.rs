//! Whether the register still says what was recorded: what the events told, and what no correct course can be.

use std::collections::BTreeMap;

use kernel::UnionId;
use store::{Error, Reader, Sql};

use super::{
    course::{Course, Span},
    rows::{self, RecordingId, particulars},
};
use crate::{MemberId, members::field::Field};

/// All rows in the order of their recordings.
const WRITTEN: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    ", recording_id, member_id FROM member_version WHERE union_id = $1 ORDER BY recording_id, member_id, number"
));
const WRITTEN_BY: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    ", member_id FROM member_version WHERE union_id = $1 AND recording_id = $2 ORDER BY member_id, number"
));
const REPLACED: Sql = Sql::union(
    "SELECT replaced_by, member_id, number FROM member_version WHERE union_id = $1 AND replaced_by IS NOT NULL
     ORDER BY replaced_by, member_id, number",
);
/// The believed rows with the quick list beside them.
const BESIDE: Sql = Sql::union(particulars!(
    "SELECT v.number, v.valid_from, v.valid_until, v.status, ",
    "v.",
    ", m.id, m.name, m.phone, m.number, m.body_id, m.status, m.joined_on, m.left_on, m.sex, m.born, m.employment, m.card
       FROM member m LEFT JOIN member_version v ON v.union_id = m.union_id AND v.member_id = m.id AND v.replaced_at IS NULL
       WHERE m.union_id = $1 AND v.member_id IS NOT NULL ORDER BY m.id, v.valid_from"
));
const WITHOUT: Sql = Sql::union(
    "SELECT m.id FROM member m WHERE m.union_id = $1 AND NOT EXISTS (
       SELECT 1 FROM member_version v WHERE v.union_id = $1 AND v.member_id = m.id AND v.replaced_at IS NULL) ORDER BY m.id",
);

/// A digest over what a recording wrote, then over what it replaced, members in the order of their ids.
pub(crate) struct Digest {
    wrote: blake3::Hasher,
    replaced: blake3::Hasher,
}

impl Digest {
    pub(crate) fn new() -> Self {
        Self {
            wrote: blake3::Hasher::new(),
            replaced: blake3::Hasher::new(),
        }
    }
    pub(crate) fn wrote(&mut self, member: MemberId, number: i64, span: &Span) {
        let mut put = |text: &str| {
            // a length before each text, so that no two lists of texts read alike
            self.wrote
                .update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            self.wrote.update(text.as_bytes());
        };
        put(&member.to_string());
        put(&number.to_string());
        put(&span.from.to_string());
        put(&span.until.map_or_else(String::new, |day| day.to_string()));
        put(span.is.status.key());
        for (field, text) in span.is.particulars.known() {
            put(field.key());
            put(text);
        }
    }
    pub(crate) fn replaced(&mut self, member: MemberId, number: i64) {
        self.replaced.update(member.bytes());
        self.replaced.update(&number.to_be_bytes());
    }
    pub(crate) fn hex(&self) -> String {
        let mut both = blake3::Hasher::new();
        both.update(self.wrote.finalize().as_bytes());
        both.update(self.replaced.finalize().as_bytes());
        both.finalize().to_hex().chars().take(32).collect()
    }
}

/// The digest of every recording, from the rows as they are now; compared with what the events told.
///
/// # Errors
/// The store's.
pub fn digests(read: &Reader, union: UnionId) -> Result<BTreeMap<RecordingId, String>, Error> {
    let mut all: BTreeMap<RecordingId, Digest> = BTreeMap::new();
    let mut done: BTreeMap<RecordingId, String> = BTreeMap::new();
    let replaced = {
        let mut by: BTreeMap<RecordingId, Vec<(MemberId, i64)>> = BTreeMap::new();
        read.each(REPLACED, &[&union], |row| {
            by.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
            Ok(())
        })?;
        by
    };
    let finish = |id: RecordingId, mut digest: Digest| {
        for (member, number) in replaced.get(&id).into_iter().flatten() {
            digest.replaced(*member, *number);
        }
        (id, digest.hex())
    };
    let after = 4 + Field::ALL.len();
    // rows come by recording, so that one digest at a time is open
    read.each(WRITTEN, &[&union], |row| {
        let (line, recording, member): (_, RecordingId, MemberId) =
            (rows::line(row)?, row.get(after)?, row.get(after + 1)?);
        if !all.contains_key(&recording) {
            done.extend(
                std::mem::take(&mut all)
                    .into_iter()
                    .map(|(id, digest)| finish(id, digest)),
            );
        }
        let digest = all.entry(recording).or_insert_with(Digest::new);
        digest.wrote(member, line.number, &line.span);
        Ok(())
    })?;
    done.extend(all.into_iter().map(|(id, digest)| finish(id, digest)));
    for id in replaced
        .keys()
        .filter(|id| !done.contains_key(*id))
        .copied()
        .collect::<Vec<_>>()
    {
        let (id, hex) = finish(id, Digest::new());
        done.insert(id, hex);
    }
    Ok(done)
}

/// How many rows one recording of new members still has, and the digest over them.
///
/// # Errors
/// The store's.
pub(crate) fn digest_of(read: &Reader, union: UnionId, recording: RecordingId) -> Result<(usize, String), Error> {
    let (mut digest, mut count, after) = (Digest::new(), 0, 4 + Field::ALL.len());
    read.each(WRITTEN_BY, &[&union, &recording], |row| {
        let line = rows::line(row)?;
        digest.wrote(row.get(after)?, line.number, &line.span);
        count += 1;
        Ok(())
    })?;
    Ok((count, digest.hex()))
}

/// What the quick list says of a member.
struct Quick {
    id: MemberId,
    says: Vec<Option<String>>,
}

fn quick(row: &store::Row<'_>, from: usize) -> Result<Quick, Error> {
    let text = |i: usize| row.get::<Option<String>>(from + i).map(|t| t.filter(|t| !t.is_empty()));
    let group: Option<crate::BodyId> = row.get(from + 4)?;
    Ok(Quick {
        id: row.get(from)?,
        says: vec![
            text(1)?,
            text(2)?,
            text(3)?,
            group.map(|id| id.to_string()),
            text(5)?,
            text(6)?,
            text(7)?,
            text(8)?,
            text(9)?,
            text(10)?,
            text(11)?,
        ],
    })
}

/// What the believed course makes of the same columns.
fn expected(course: &Course) -> Vec<Option<String>> {
    let Some((is, since)) = course.last() else {
        return Vec::new();
    };
    let known = |field: Field| is.particulars.get(field).map(str::to_owned);
    vec![
        known(Field::Name),
        known(Field::Phone),
        known(Field::Number),
        known(Field::Group),
        Some(is.status.key().to_owned()),
        known(Field::Joined).or_else(|| course.since().map(|day| day.to_string())),
        (!is.status.belongs()).then(|| since.to_string()),
        known(Field::Sex),
        known(Field::Born),
        known(Field::Employment),
        known(Field::Card),
    ]
}

/// Members whose days overlap or leave a gap, or of whom the quick list says something else than their course: who,
/// what is wrong, what was expected, what is there.
///
/// # Errors
/// The store's.
pub fn unsound(read: &Reader, union: UnionId) -> Result<Vec<(MemberId, &'static str, String, String)>, Error> {
    let mut wrong: Vec<(MemberId, &'static str, String, String)> = read
        .rows(WITHOUT, &[&union], |row| row.get::<MemberId>(0))?
        .into_iter()
        .map(|id| (id, "course", "a course".to_owned(), "none".to_owned()))
        .collect();
    let after = 4 + Field::ALL.len();
    let mut open: Option<(Quick, Vec<Span>)> = None;
    read.each(BESIDE, &[&union], |row| {
        let (span, quick) = (rows::line(row)?.span, quick(row, after)?);
        match &mut open {
            Some((seen, spans)) if seen.id == quick.id => spans.push(span),
            _ => {
                if let Some((seen, spans)) = open.replace((quick, vec![span])) {
                    wrong.extend(judged(&seen, spans));
                }
            }
        }
        Ok(())
    })?;
    if let Some((seen, spans)) = open {
        wrong.extend(judged(&seen, spans));
    }
    Ok(wrong)
}

fn judged(seen: &Quick, spans: Vec<Span>) -> Option<(MemberId, &'static str, String, String)> {
    let Some(course) = Course::of(spans) else {
        return Some((
            seen.id,
            "days",
            "days that touch".to_owned(),
            "a gap or an overlap".to_owned(),
        ));
    };
    let expected = expected(&course);
    let differs = expected.iter().zip(&seen.says).find(|(want, is)| want != is)?;
    let text = |t: &Option<String>| t.clone().unwrap_or_else(|| "—".to_owned());
    Some((seen.id, "present", text(differs.0), text(differs.1)))
}
