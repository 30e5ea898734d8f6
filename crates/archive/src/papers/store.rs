//! Papers and their content in the store.

use kernel::{Date, Id, UnionId};
use org::BodyId;
use store::{Error, Reader, Row, Sql, Writer};
use web::{AccountId, Record};

use super::{
    model::{Class, Line, PaperId, Shelf},
    ready::Ready,
};

/// Content is cut into pieces of so many bytes.
const PIECE: usize = 256 * 1024;

const OF_RECORD: Sql = Sql::union(
    "SELECT id, name, mime, length, class, year, taken_on, width, height, thumb IS NOT NULL, record_kind, record_id,
       added_at, added_name, restricted, added_by, body_id
     FROM paper WHERE union_id = $1 AND record_kind = $2 AND record_id = $3
     ORDER BY added_at, name, id LIMIT 500",
);
/// Year $2, class $3, words $4, whose $5, of which body $6; never what is restricted.
const LISTED: Sql = Sql::union(
    "SELECT id, name, mime, length, class, year, taken_on, width, height, thumb IS NOT NULL, record_kind, record_id,
       added_at, added_name, restricted, added_by, body_id
     FROM paper WHERE union_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR year = $2)
       AND (CAST($3 AS TEXT) IS NULL OR class = $3) AND (CAST($4 AS TEXT) IS NULL OR LOWER(name) LIKE $4 ESCAPE '!')
       AND (CAST($5 AS BYTEA) IS NULL OR added_by = $5) AND (CAST($6 AS BYTEA) IS NULL OR body_id = $6) AND restricted = 0
     ORDER BY id DESC LIMIT $7 OFFSET $8",
);
/// The same rows, counted.
const COUNTED: Sql = Sql::union(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM paper WHERE union_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR year = $2)
       AND (CAST($3 AS TEXT) IS NULL OR class = $3) AND (CAST($4 AS TEXT) IS NULL OR LOWER(name) LIKE $4 ESCAPE '!')
       AND (CAST($5 AS BYTEA) IS NULL OR added_by = $5) AND (CAST($6 AS BYTEA) IS NULL OR body_id = $6) AND restricted = 0",
);
const YEARS: Sql = Sql::union(
    "SELECT year, CAST(COUNT(*) AS BIGINT) FROM paper
     WHERE union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR added_by = $2) AND (CAST($3 AS BYTEA) IS NULL OR body_id = $3)
       AND restricted = 0 GROUP BY year ORDER BY year DESC",
);
const FILE: Sql = Sql::union(
    "SELECT name, mime, digest, thumb, length, added_by, body_id, restricted, record_kind, record_id FROM paper
     WHERE union_id = $1 AND id = $2",
);
const SAME: Sql =
    Sql::union("SELECT id FROM paper WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND digest = $4");
const ADD: Sql = Sql::union(
    "INSERT INTO paper (union_id, id, digest, name, mime, length, class, year, taken_on, width, height, thumb, record_kind,
       record_id, added_at, added_by, added_name, restricted, body_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
);
const ADD_CONTENT: Sql = Sql::union(
    "INSERT INTO paper_content (union_id, digest, length) VALUES ($1, $2, $3) ON CONFLICT (union_id, digest) DO NOTHING",
);
const ADD_PIECE: Sql = Sql::union("INSERT INTO paper_chunk (union_id, digest, n, bytes) VALUES ($1, $2, $3, $4)");
const PIECES: Sql = Sql::union("SELECT bytes FROM paper_chunk WHERE union_id = $1 AND digest = $2 ORDER BY n");

const CONTENT_OF: Sql =
    Sql::union("SELECT digest, thumb FROM paper WHERE union_id = $1 AND record_kind = $2 AND record_id = $3");
const FORGET: Sql = Sql::union("DELETE FROM paper WHERE union_id = $1 AND record_kind = $2 AND record_id = $3");
const USED: Sql = Sql::union("SELECT COUNT(*) FROM paper WHERE union_id = $1 AND (digest = $2 OR thumb = $2)");
const FORGET_PIECES: Sql = Sql::union("DELETE FROM paper_chunk WHERE union_id = $1 AND digest = $2");
const FORGET_CONTENT: Sql = Sql::union("DELETE FROM paper_content WHERE union_id = $1 AND digest = $2");

fn line(row: &Row<'_>) -> Result<Line, Error> {
    let mut c = row.cells();
    Ok(Line {
        id: c.take()?,
        name: c.take()?,
        mime: c.take()?,
        length: c.take()?,
        class: {
            let key: String = c.take()?;
            Class::of(&key).ok_or_else(|| Error::Wrong(format!("no class is called {key}")))?
        },
        year: c.take()?,
        taken_on: c.take()?,
        size: c.take::<Option<u32>>()?.zip(c.take::<Option<u32>>()?),
        thumb: c.take()?,
        record_kind: c.take()?,
        record_id: c.take::<Id<()>>()?.raw(),
        added_at: c.take()?,
        added_name: c.take()?,
        restricted: c.take()?,
        added_by: c.take()?,
        body: c.take()?,
    })
}

/// The papers of a record, in the order they came.
pub(crate) fn of_record(read: &Reader, union: UnionId, (kind, id): (&str, uuid::Uuid)) -> Result<Vec<Line>, Error> {
    read.rows(OF_RECORD, &[&union, &kind, &Id::<()>::new(id)], line)
}

/// Which papers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub year: Option<i16>,
    pub class: Option<Class>,
    pub words: Option<String>,
}

/// A part of all papers: of one account, of one body, of both.
pub(crate) type Part = (Option<AccountId>, Option<BodyId>);

impl Filter {
    fn pattern(&self) -> Option<String> {
        let words = self.words.as_deref().map(str::trim);
        words.filter(|w| !w.is_empty()).map(store::containing)
    }
}

/// Papers of a part, the latest first.
pub(crate) fn listed(
    read: &Reader,
    union: UnionId,
    f: &Filter,
    (by, body): Part,
    (limit, offset): (i64, i64),
) -> Result<Vec<Line>, Error> {
    let class = f.class.map(Class::key);
    read.rows(
        LISTED,
        &[&union, &f.year, &class, &f.pattern(), &by, &body, &limit, &offset],
        line,
    )
}

/// How many papers of a part there are.
pub(crate) fn counted(read: &Reader, union: UnionId, f: &Filter, (by, body): Part) -> Result<i64, Error> {
    let class = f.class.map(Class::key);
    read.one(COUNTED, &[&union, &f.year, &class, &f.pattern(), &by, &body], |row| {
        row.get(0)
    })
}

/// The years that have papers of a part, the latest first, each with how many.
pub(crate) fn years(read: &Reader, union: UnionId, (by, body): Part) -> Result<Vec<(i16, i64)>, Error> {
    read.rows(YEARS, &[&union, &by, &body], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What is needed to hand out a file.
pub(crate) struct File {
    pub name: String,
    pub mime: String,
    pub digest: [u8; 32],
    pub thumb: Option<[u8; 32]>,
    pub length: usize,
    pub added_by: AccountId,
    pub body: Option<BodyId>,
    pub restricted: bool,
    pub record_kind: String,
    pub record_id: uuid::Uuid,
}

/// A paper's file; `Missing` if the union has none of this id.
pub(crate) fn file(read: &Reader, union: UnionId, id: PaperId) -> Result<File, Error> {
    read.one(FILE, &[&union, &id], |row| {
        let mut c = row.cells();
        Ok(File {
            name: c.take()?,
            mime: c.take()?,
            digest: c.take()?,
            thumb: c.take()?,
            length: c.take()?,
            added_by: c.take()?,
            body: c.take()?,
            restricted: c.take()?,
            record_kind: c.take()?,
            record_id: c.take::<Id<()>>()?.raw(),
        })
    })
}

/// The bytes of a content, checked against its digest.
pub(crate) fn content(read: &Reader, union: UnionId, digest: [u8; 32], length: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(length.min(super::model::FILE_MAX));
    read.each(PIECES, &[&union, &digest], |row| {
        if let store::Column::Bytes(piece) = row.column(0)? {
            bytes.extend_from_slice(piece);
        }
        Ok(())
    })?;
    if *blake3::hash(&bytes).as_bytes() == digest {
        Ok(bytes)
    } else {
        Err(Error::Damaged("a paper is not the one that was kept".to_owned()))
    }
}

/// Keeps bytes under their digest, once a union.
pub(crate) fn add_content(w: &Writer, union: UnionId, digest: [u8; 32], bytes: &[u8]) -> Result<(), Error> {
    let length = i64::try_from(bytes.len()).map_err(|_| Error::Wrong("a file too long".to_owned()))?;
    if w.run(ADD_CONTENT, &[&union, &digest, &length])? == 0 {
        return Ok(());
    }
    for (n, piece) in (0_i64..).zip(bytes.chunks(PIECE)) {
        w.run(ADD_PIECE, &[&union, &digest, &n, &piece])?;
    }
    Ok(())
}

/// The paper of a record that has this content already.
pub(crate) fn same(read: &Reader, union: UnionId, of: Record, digest: [u8; 32]) -> Result<Option<PaperId>, Error> {
    read.opt(SAME, &[&union, &of.kind, &Id::<()>::new(of.id), &digest], |row| {
        row.get(0)
    })
}

/// What is written of a paper besides what its file says.
pub(crate) struct Filing<'a> {
    pub id: PaperId,
    pub of: Record,
    pub shelf: Shelf,
    pub at: kernel::Instant,
    pub by: AccountId,
    pub name: &'a str,
}

/// Writes a paper.
pub(crate) fn add(w: &Writer, union: UnionId, f: &Filing<'_>, ready: &Ready) -> Result<(), Error> {
    let length = i64::try_from(ready.bytes.len()).map_err(|_| Error::Wrong("a file too long".to_owned()))?;
    let shape = ready.picture.as_ref();
    let (width, height) = (shape.map(|s| s.size.0), shape.map(|s| s.size.1));
    let (taken_on, thumb): (Option<Date>, _) = (shape.and_then(|s| s.taken_on), shape.map(|s| s.thumb_digest));
    w.run(
        ADD,
        &[
            &union,
            &f.id,
            &ready.digest,
            &ready.name,
            &ready.mime,
            &length,
            &f.shelf.class.key(),
            &f.shelf.year,
            &taken_on,
            &width,
            &height,
            &thumb,
            &f.of.kind,
            &Id::<()>::new(f.of.id),
            &f.at,
            &f.by,
            &f.name,
            &f.shelf.restricted,
            &f.shelf.body,
        ],
    )
    .map(drop)
}

/// Removes the papers of a record, and their content where no other paper bears it; says how many papers.
pub(crate) fn forget(w: &Writer, union: UnionId, of: Record) -> Result<u64, Error> {
    let record = Id::<()>::new(of.id);
    let content: Vec<(Vec<u8>, Option<Vec<u8>>)> = w.rows(CONTENT_OF, &[&union, &of.kind, &record], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let papers = w.run(FORGET, &[&union, &of.kind, &record])?;
    for digest in content
        .into_iter()
        .flat_map(|(whole, thumb)| [Some(whole), thumb])
        .flatten()
    {
        let used: i64 = w.one(USED, &[&union, &digest], |row| row.get(0))?;
        if used == 0 {
            w.run(FORGET_PIECES, &[&union, &digest])?;
            w.run(FORGET_CONTENT, &[&union, &digest])?;
        }
    }
    Ok(papers)
}
