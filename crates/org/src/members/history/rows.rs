//! `member_version` and `member_recording`: the courses of members in the store.

use std::borrow::Cow;

use kernel::{Date, Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Asked, Bind, Error, Param, Reader, Row, Sql, Writer};
use web::AccountId;

use super::{
    course::{Course, Snapshot, Span},
    replay::Digest,
};
use crate::{
    BodyId, MemberId,
    members::{
        field::{Field, Particulars},
        model::By,
    },
};

/// The kind of a recording's id.
pub enum Recording {}
/// The id of a recording: one act, one import.
pub type RecordingId = Id<Recording>;

/// The columns of the particulars, in the order of [`Field::ALL`].
macro_rules! particulars {
    ($before:literal, $v:literal, $after:literal) => {
        concat!(
            $before,
            $v,
            "name, ",
            $v,
            "sex, ",
            $v,
            "born, ",
            $v,
            "ethnic, ",
            $v,
            "nationality, ",
            $v,
            "phone, ",
            $v,
            "email, ",
            $v,
            "address, ",
            $v,
            "education, ",
            $v,
            "political, ",
            $v,
            "household, ",
            $v,
            "marriage, ",
            $v,
            "employer, ",
            $v,
            "department, ",
            $v,
            "job, ",
            $v,
            "job_class, ",
            $v,
            "employment, ",
            $v,
            "number_at_work, ",
            $v,
            "hired, ",
            $v,
            "title, ",
            $v,
            "skill, ",
            $v,
            "migrant, ",
            $v,
            "body_id, ",
            $v,
            "joined, ",
            $v,
            "card, ",
            $v,
            "retired, ",
            $v,
            "confirmed, ",
            $v,
            "confirmed_by",
            $after
        )
    };
}
pub(in crate::members) use particulars;

const ADD: Sql = Sql::union(particulars!(
    "INSERT INTO member_version (union_id, member_id, number, valid_from, valid_until, recorded_at, recording_id, status, ",
    "",
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
       $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)"
));
const BELIEVED: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    " FROM member_version WHERE union_id = $1 AND member_id = $2 AND replaced_at IS NULL ORDER BY valid_from"
));
const AS_OF: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    " FROM member_version WHERE union_id = $1 AND member_id = $2 AND valid_from <= $3
        AND (valid_until IS NULL OR valid_until > $3) AND recorded_at <= $4 AND (replaced_at IS NULL OR replaced_at > $4)"
));
const ALL: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    ", recording_id, replaced_by FROM member_version WHERE union_id = $1 AND member_id = $2 ORDER BY number"
));
const LAST_NUMBER: Sql = Sql::union(
    "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM member_version WHERE union_id = $1 AND member_id = $2",
);
const REPLACE: Sql = Sql::union(
    "UPDATE member_version SET replaced_at = $4, replaced_by = $5
     WHERE union_id = $1 AND member_id = $2 AND number = $3 AND replaced_at IS NULL",
);
const RECORD: Sql = Sql::union(
    "INSERT INTO member_recording (union_id, id, at, account_id, what, basis) VALUES ($1, $2, $3, $4, $5, $6)",
);
const RECORDINGS: Sql = Sql::union(
    "SELECT r.id, r.at, r.account_id, a.name, r.what, r.basis FROM member_recording r
     LEFT JOIN account a ON a.id = r.account_id
     WHERE r.union_id = $1 AND r.id IN (
       SELECT v.recording_id FROM member_version v WHERE v.union_id = $1 AND v.member_id = $2
       UNION SELECT v.replaced_by FROM member_version v WHERE v.union_id = $1 AND v.member_id = $2)
     ORDER BY r.at, r.id",
);

/// A row that was read: its number and what it says.
pub(crate) struct Line {
    pub number: i64,
    pub span: Span,
}

pub(super) fn line(row: &Row<'_>) -> Result<Line, Error> {
    let mut cells = row.cells();
    let (number, from, until, status) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let mut particulars = Particulars::default();
    for field in Field::ALL {
        let kept = match field {
            Field::Group => cells.take::<Option<BodyId>>()?.map(|id| id.to_string()),
            _ => cells.take::<Option<String>>()?,
        };
        particulars.put(*field, kept);
    }
    let is = Snapshot { status, particulars };
    Ok(Line {
        number,
        span: Span { from, until, is },
    })
}

/// Whose row it is, and who says so.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    pub union: UnionId,
    pub member: MemberId,
    pub number: i64,
    pub at: Instant,
    pub recording: RecordingId,
}

/// A row as it is written.
pub(crate) fn cells<'a>(head: &Head, span: &'a Span) -> Vec<Param<'a>> {
    let own = |param: Param<'_>| param.into_owned();
    let mut row = vec![
        own(head.union.bind()),
        own(head.member.bind()),
        Param::Int(head.number),
        own(span.from.bind()),
        own(span.until.bind()),
        own(head.at.bind()),
        own(head.recording.bind()),
        own(span.is.status.bind()),
    ];
    let known = &span.is.particulars;
    row.extend(Field::ALL.iter().map(|field| {
        match field {
            Field::Group => own(known.group().bind()),
            _ => known
                .get(*field)
                .map_or(Param::Null, |text| Param::Text(Cow::Borrowed(text))),
        }
    }));
    row
}

/// What a recording wrote: enough to tell later whether anybody changed it by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The recording.
    pub recording: RecordingId,
    /// How many rows it wrote.
    pub rows: usize,
    /// A digest over what it wrote and what it replaced, in hexadecimal.
    pub digest: String,
}

/// Opens a recording: one act on one member, or one chunk of an import.
pub(crate) fn record(w: &Writer, union: UnionId, by: &By<'_>, what: &str) -> Result<RecordingId, Error> {
    let id: RecordingId = by.ids.map_or_else(|| kernel::clock::fresh(by.at), kernel::Clock::id);
    w.run(RECORD, &[&union, &id, &by.at, &by.account, &what, &by.basis])?;
    Ok(id)
}

/// Writes the rows of new courses, fast.
pub(crate) fn load_rows<'a>(w: &Writer, rows: impl IntoIterator<Item = Vec<Param<'a>>>) -> Result<u64, Error> {
    w.load(ADD, rows)
}

/// Writes the first course of a member.
pub(crate) fn begin(w: &Writer, head: &Head, course: &Course) -> Result<Trace, Error> {
    keep(w, head, &[], course)
}

/// Makes a course the believed one: rows that stay as they are stay, the others are replaced.
pub(crate) fn keep(w: &Writer, head: &Head, before: &[Line], after: &Course) -> Result<Trace, Error> {
    let mut digest = Digest::new();
    let mut head = *head;
    head.number = w.one(LAST_NUMBER, &[&head.union, &head.member], |row| row.get(0))?;
    let fresh = after
        .spans()
        .iter()
        .filter(|span| !before.iter().any(|line| line.span == **span));
    let fresh: Vec<&Span> = fresh.collect();
    for span in &fresh {
        head.number += 1;
        digest.wrote(head.member, head.number, span);
        let row = cells(&head, span);
        let bound: Vec<&dyn Bind> = row.iter().map(|param| -> &dyn Bind { param }).collect();
        w.run(ADD, &bound)?;
    }
    let mut gone: Vec<&Line> = before
        .iter()
        .filter(|line| !after.spans().contains(&line.span))
        .collect();
    // verify reads them in the order of their numbers
    gone.sort_by_key(|line| line.number);
    for line in gone {
        digest.replaced(head.member, line.number);
        let who: [&dyn Bind; 5] = [&head.union, &head.member, &line.number, &head.at, &head.recording];
        w.run(REPLACE, &who)?;
    }
    Ok(Trace {
        recording: head.recording,
        rows: fresh.len(),
        digest: digest.hex(),
    })
}

/// The rows believed now.
pub(crate) fn lines(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Line>, Error> {
    read.rows(BELIEVED, &[&union, &member], line)
}

const NUMBERED: Sql = Sql::union(particulars!(
    "SELECT number, valid_from, valid_until, status, ",
    "",
    " FROM member_version WHERE union_id = $1 AND member_id = $2 AND number = $3"
));

/// The spans of these rows of a member, in their order.
pub(crate) fn spans(read: &Reader, union: UnionId, member: MemberId, numbers: &[i64]) -> Result<Vec<Span>, Error> {
    let one = |number: &i64| Ok(read.one(NUMBERED, &[&union, &member, number], line)?.span);
    numbers.iter().map(one).collect()
}

/// What is believed of a member now.
///
/// # Errors
/// The store's; `Missing` if there is no such member.
pub fn believed(read: &Reader, union: UnionId, member: MemberId) -> Result<Course, Error> {
    let lines = lines(read, union, member)?;
    of_spans(lines.into_iter().map(|line| line.span).collect())
}

fn of_spans(spans: Vec<Span>) -> Result<Course, Error> {
    if spans.is_empty() {
        return Err(Error::Missing);
    }
    Course::of(spans).ok_or_else(|| Error::Wrong("the days of a member overlap or leave a gap".to_owned()))
}

/// How a member stood on a day, as the register said at a moment. `None`: not in it on that day, or not yet recorded.
///
/// # Errors
/// The store's.
pub fn as_of(
    read: &Reader,
    union: UnionId,
    member: MemberId,
    day: Date,
    known_at: Instant,
) -> Result<Option<Snapshot>, Error> {
    ask_as_of(read, union, member, day, known_at)?.opt()
}

/// Asks for [`as_of`].
///
/// # Errors
/// The store's.
pub fn ask_as_of(
    read: &Reader,
    union: UnionId,
    member: MemberId,
    day: Date,
    known_at: Instant,
) -> Result<Asked<'_, Snapshot>, Error> {
    read.ask(AS_OF, &[&union, &member, &day, &known_at], |row| Ok(line(row)?.span.is))
}

const EACH: Sql = Sql::union(particulars!(
    "SELECT v.number, v.valid_from, v.valid_until, v.status, ",
    "v.",
    ", m.id, m.sound, m.strokes FROM member_version v JOIN member m ON m.union_id = v.union_id AND m.id = v.member_id
       WHERE v.union_id = $1 AND v.valid_from <= $2 AND (v.valid_until IS NULL OR v.valid_until > $2)
         AND v.recorded_at <= $3 AND (v.replaced_at IS NULL OR v.replaced_at > $3)"
));

/// A member as of a day.
#[derive(Clone, Debug)]
pub struct OnDay {
    /// Who.
    pub id: MemberId,
    /// How things stood.
    pub is: Snapshot,
    /// The first day on which they stood so.
    pub since: Date,
    /// The sound of the present name, for order.
    pub sound: String,
    /// The strokes of the present name, for order; empty where they were not counted yet.
    pub strokes: String,
}

/// Every member as of a day, as the register said at a moment, in no order. Rows are handed over as they come.
///
/// # Errors
/// The store's; the first failure of `f` ends it.
pub fn each_on(
    read: &Reader,
    union: UnionId,
    (day, known_at): (Date, Instant),
    mut f: impl FnMut(OnDay) -> Result<(), Error>,
) -> Result<(), Error> {
    let after = 4 + Field::ALL.len();
    read.each(EACH, &[&union, &day, &known_at], |row| {
        let span = line(row)?.span;
        f(OnDay {
            id: row.get(after)?,
            since: span.from,
            is: span.is,
            sound: row.get(after + 1)?,
            strokes: row.get::<Option<String>>(after + 2)?.unwrap_or_default(),
        })
    })
}

/// Who recorded something, when, on what basis.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Recorded {
    /// The recording.
    pub id: RecordingId,
    /// When.
    pub at: Instant,
    /// By whom; the nil account for what the program itself kept.
    pub by: AccountId,
    /// The name, if the account is still there.
    pub name: Option<String>,
    /// What was done: `added`, `changed`, `corrected`, `status`, `taken_back`, `imported`, `kept`.
    pub what: String,
    /// On what basis.
    pub basis: Option<String>,
}

/// One recording in the course of a member: the spans it brought, each with what was believed of its first day before.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// Who, when, why.
    #[serde(flatten)]
    pub recorded: Recorded,
    /// The new spans with what they took the place of.
    pub brought: Vec<(Span, Option<Snapshot>)>,
}

/// Everything that was ever recorded of a member, the earliest first.
///
/// # Errors
/// The store's.
pub fn course(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Step>, Error> {
    Ok(steps(read, union, member)?.0)
}

/// What is believed of a member now, and everything that was ever recorded, the earliest first.
///
/// # Errors
/// The store's; `Missing` if there is no such member.
pub fn whole(read: &Reader, union: UnionId, member: MemberId) -> Result<(Course, Vec<Step>), Error> {
    let (steps, rows) = steps(read, union, member)?;
    let mut spans: Vec<Span> = rows.into_iter().filter(|r| r.2.is_none()).map(|r| r.0).collect();
    spans.sort_by_key(|span| span.from);
    Ok((of_spans(spans)?, steps))
}

/// A row of the register: its days, the recording that brought it, and the one that replaced it.
type Kept = (Span, RecordingId, Option<RecordingId>);

fn steps(read: &Reader, union: UnionId, member: MemberId) -> Result<(Vec<Step>, Vec<Kept>), Error> {
    let recorded = read.rows(RECORDINGS, &[&union, &member], |row| {
        let mut cells = row.cells();
        Ok(Recorded {
            id: cells.take()?,
            at: cells.take()?,
            by: cells.take()?,
            name: cells.take()?,
            what: cells.take()?,
            basis: cells.take()?,
        })
    })?;
    let after = 4 + Field::ALL.len();
    let rows: Vec<Kept> = read.rows(ALL, &[&union, &member], |row| {
        Ok((line(row)?.span, row.get(after)?, row.get(after + 1)?))
    })?;
    let step = |recorded: Recorded| {
        let gone: Vec<&Span> = rows.iter().filter(|r| r.2 == Some(recorded.id)).map(|r| &r.0).collect();
        let came = rows.iter().filter(|r| r.1 == recorded.id).map(|(span, ..)| {
            let was = gone.iter().find(|old| old.holds(span.from));
            (span.clone(), was.map(|old| old.is.clone()))
        });
        let brought = came.collect();
        Step { recorded, brought }
    };
    let steps = recorded.into_iter().map(step).collect();
    Ok((steps, rows))
}
