//! The agenda.

use ::store::{Error, Reader, Row as Line, Sql, Writer};
use kernel::{Id, UnionId};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{ItemId, MeetingId, Part};

const OF: Sql = Sql::union(
    "SELECT id, version, part, place, title, speaker, notes, issuer, number, source_kind, source_id FROM meeting_item
     WHERE union_id = $1 AND meeting_id = $2 ORDER BY place, id",
);
const ADD: Sql = Sql::union(
    "INSERT INTO meeting_item (union_id, id, meeting_id, version, part, place, title, speaker, notes, issuer, number,
       source_kind, source_id)
     VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
/// Writes an item, if it is still the version seen.
pub(in super::super) const SAVE: Sql = Sql::union(
    "UPDATE meeting_item SET version = version + 1, part = $5, title = $6, speaker = $7, notes = $8, issuer = $9, number = $10
     WHERE union_id = $1 AND meeting_id = $2 AND id = $3 AND version = $4",
);
/// Takes an item away, if it is still the version seen.
pub(in super::super) const REMOVE: Sql =
    Sql::union("DELETE FROM meeting_item WHERE union_id = $1 AND meeting_id = $2 AND id = $3 AND version = $4");
const PLACE: Sql = Sql::union("UPDATE meeting_item SET place = $4 WHERE union_id = $1 AND meeting_id = $2 AND id = $3");

/// What an item was drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "from", content = "id", rename_all = "snake_case")]
pub enum Source {
    /// A task.
    Task(Id<()>),
    /// A decision of an earlier meeting.
    Decision(Id<()>),
    /// The work done since the last meeting.
    Done,
}

impl Source {
    fn columns(self) -> (&'static str, Option<Id<()>>) {
        match self {
            Source::Task(id) => ("task", Some(id)),
            Source::Decision(id) => ("decision", Some(id)),
            Source::Done => ("done", None),
        }
    }
    fn of(kind: Option<&str>, id: Option<Id<()>>) -> Result<Option<Self>, Error> {
        match (kind, id) {
            (None, None) => Ok(None),
            (Some("task"), Some(id)) => Ok(Some(Source::Task(id))),
            (Some("decision"), Some(id)) => Ok(Some(Source::Decision(id))),
            (Some("done"), None) => Ok(Some(Source::Done)),
            (kind, _) => Err(Error::Wrong(format!("an item from {kind:?}"))),
        }
    }
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ItemRow {
    /// Its id.
    pub id: ItemId,
    /// Counts its changes.
    pub version: i64,
    /// The part of the agenda it stands in.
    pub part: Part,
    /// Its place.
    #[serde(skip)]
    pub place: i64,
    /// What it is about.
    pub title: String,
    /// Who speaks to it.
    pub speaker: Option<String>,
    /// What was said.
    pub notes: Option<String>,
    /// Who issued the paper it passes on.
    pub issuer: Option<String>,
    /// The number of that paper: 岷教工〔2026〕12号.
    pub number: Option<String>,
    /// What it was drawn from.
    pub source: Option<Source>,
}

impl ItemRow {
    /// Whose paper it passes on, and its number: 岷江市教育工会，岷教工〔2026〕12号.
    pub(in super::super) fn conveys(&self) -> Option<String> {
        let said: Vec<&str> = self.issuer.iter().chain(&self.number).map(String::as_str).collect();
        (!said.is_empty()).then(|| said.join("，"))
    }
}

fn item(line: &Line<'_>) -> Result<ItemRow, Error> {
    let mut c = line.cells();
    Ok(ItemRow {
        id: c.take()?,
        version: c.take()?,
        part: c.take()?,
        place: c.take()?,
        title: c.take()?,
        speaker: c.take()?,
        notes: c.take()?,
        issuer: c.take()?,
        number: c.take()?,
        source: Source::of(c.take::<Option<String>>()?.as_deref(), c.take()?)?,
    })
}

/// The agenda in its order: by part, and by place within it.
pub(in super::super) fn of(read: &Reader, union: UnionId, meeting: MeetingId) -> Result<Vec<ItemRow>, Error> {
    let mut all = read.rows(OF, &[&union, &meeting], item)?;
    all.sort_by_key(|i| i.part);
    Ok(all)
}

/// Adds an item.
pub(in super::super) fn add(w: &Writer, union: UnionId, meeting: MeetingId, i: &ItemRow) -> Result<(), Error> {
    let (kind, source) = i.source.map(Source::columns).unzip();
    let source = source.flatten();
    w.run(
        ADD,
        &[
            &union, &i.id, &meeting, &i.part, &i.place, &i.title, &i.speaker, &i.notes, &i.issuer, &i.number, &kind,
            &source,
        ],
    )
    .map(drop)
}

/// Exchanges the places of two items.
pub(in super::super) fn exchange(
    w: &Writer,
    union: UnionId,
    meeting: MeetingId,
    a: &ItemRow,
    b: &ItemRow,
) -> Result<(), Error> {
    w.run(PLACE, &[&union, &meeting, &a.id, &b.place])?;
    w.run(PLACE, &[&union, &meeting, &b.id, &a.place]).map(drop)
}
