//! Backup and restore: one file from either engine into either engine, memory flat, nothing half-written.
//!
//! A backup is one consistent snapshot. Tables go in the order of their names and rows in the order of their keys, so
//! the same data has the same digests whatever engine held it. A restore needs an empty database, applies the
//! backup's own migrations (which the program must know with the same text), loads, checks every digest, reads back what
//! was loaded, and only then commits; a migration to the program's newest state follows as with any older database.
//! A move ([`Store::move_to`]) is a backup that is restored while it is written.

mod cells;
mod frame;
mod moving;
mod restore;

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::{
    Engine, Error, Reader, Row, Store,
    catalog::{self, Table},
    reader::{Flow, Text},
};
use frame::{Kind, Out};
pub use restore::{Keeper, Progress};

/// A paper that goes into a backup beside the tables: its name and content.
pub type Paper = (String, Box<dyn Read>);

/// What a backup holds, as it was counted while it was written or read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// Each table.
    pub tables: Vec<Counted>,
    /// How many papers.
    pub papers: u64,
    /// Bytes of the papers.
    pub paper_bytes: u64,
}

/// A table in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The blake3 digest of its rows in the order of its key, in hex; equal data, equal digest.
    pub digest: String,
}

/// The first frame.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    engine: String,
    steps: Vec<Step>,
    tables: Vec<Columns>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Step {
    system: String,
    number: u32,
    name: String,
    digest: Vec<u8>,
    at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Columns {
    name: String,
    columns: Vec<String>,
}

/// The frame after a table's rows or a paper's parts.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    count: u64,
    digest: String,
}

/// Rows are gathered to frames of about this size.
const FRAME: usize = 256 << 10;
/// Tables of the store itself that a restore makes anew.
const NOT_KEPT: [&str; 2] = ["store_migration", "store_pulse"];

impl Store {
    /// Writes a backup: all tables as they are at one moment, then the papers. The moment is that of the call; papers
    /// must not change once written (they are named by their digest), so that those of the moment are still there.
    ///
    /// # Errors
    /// What reading or writing fails with; what was written until then is no backup (it lacks its end).
    pub fn backup(
        &self,
        to: &mut dyn Write,
        papers: &mut dyn Iterator<Item = Result<Paper, Error>>,
    ) -> Result<Contents, Error> {
        self.read(|r| {
            if self.engine() == Engine::Postgres {
                r.batch("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")?;
            }
            write(r, self.engine(), to, papers)
        })
    }
}

/// Writes a backup of what a transaction sees.
fn write(
    r: &Reader,
    engine: Engine,
    to: &mut dyn Write,
    papers: &mut dyn Iterator<Item = Result<Paper, Error>>,
) -> Result<Contents, Error> {
    let mut out = Out::begin(to)?;
    let tables = kept_tables(r)?;
    out.frame(Kind::Head, &json(&head(r, engine, &tables)?)?)?;
    let mut contents = Contents::default();
    for (number, table) in tables.iter().enumerate() {
        out.frame(Kind::Table, number.to_string().as_bytes())?;
        contents.tables.push(rows(r, &mut out, table)?);
    }
    for paper in papers {
        let (name, mut content) = paper?;
        contents.paper_bytes += whole_paper(&mut out, &name, &mut *content)?;
        contents.papers += 1;
    }
    out.finish()?;
    Ok(contents)
}

/// The tables that a backup holds.
fn kept_tables(r: &Reader) -> Result<Vec<Table>, Error> {
    let mut tables = catalog::tables(r)?;
    tables.retain(|table| !NOT_KEPT.contains(&table.name.as_str()));
    Ok(tables)
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|e| Error::Other(e.to_string()))
}

fn head(r: &Reader, engine: Engine, tables: &[Table]) -> Result<Head, Error> {
    let mut steps = Vec::new();
    // In the order of application, which is the order in which a restore must apply them again.
    let text = "SELECT system, number, name, digest, at FROM store_migration ORDER BY place";
    r.answer(Text::Once(text), &[], Flow::Whole, &mut |row| {
        let mut c = row.cells();
        steps.push(Step {
            system: c.take()?,
            number: c.take()?,
            name: c.take()?,
            digest: c.take()?,
            at: c.take()?,
        });
        Ok(())
    })?;
    let tables = tables.iter().map(|table| Columns {
        name: table.name.clone(),
        columns: names(table),
    });
    Ok(Head {
        engine: format!("{engine:?}"),
        steps,
        tables: tables.collect(),
    })
}

fn names(table: &Table) -> Vec<String> {
    table.columns.iter().map(|column| column.name.clone()).collect()
}

/// Writes a table's rows in the order of its key.
fn rows(r: &Reader, out: &mut Out<'_>, table: &Table) -> Result<Counted, Error> {
    let key = table.primary();
    if key.is_empty() {
        return Err(Error::Other(format!("the table {} has no primary key", table.name)));
    }
    let text = format!(
        "SELECT {} FROM {} ORDER BY {}",
        quoted(&names(table)),
        quote(&table.name),
        quoted(key)
    );
    let (mut frame, mut count, mut digest) = (Vec::with_capacity(FRAME), 0_u64, blake3::Hasher::new());
    let mut flush = |frame: &mut Vec<u8>| -> Result<(), Error> {
        digest.update(frame);
        out.frame(Kind::Rows, frame)?;
        frame.clear();
        Ok(())
    };
    r.answer(Text::Once(&text), &[], Flow::Stream, &mut |row: &Row<'_>| {
        for i in 0..table.columns.len() {
            cells::put(&mut frame, row.column(i)?)?;
        }
        count += 1;
        if frame.len() >= FRAME {
            flush(&mut frame)
        } else {
            Ok(())
        }
    })?;
    if !frame.is_empty() {
        flush(&mut frame)?;
    }
    let end = End {
        count,
        digest: digest.finalize().to_hex().to_string(),
    };
    out.frame(Kind::End, &json(&end)?)?;
    Ok(Counted {
        table: table.name.clone(),
        rows: count,
        digest: end.digest,
    })
}

/// Writes a paper in parts; how many bytes it had.
fn whole_paper(out: &mut Out<'_>, name: &str, content: &mut dyn Read) -> Result<u64, Error> {
    restore::good_name(name)?;
    out.frame(Kind::File, name.as_bytes())?;
    let (mut count, mut digest) = (0_u64, blake3::Hasher::new());
    let mut part = Vec::with_capacity(FRAME);
    loop {
        part.clear();
        let most = u64::try_from(FRAME).unwrap_or(u64::MAX);
        if content.take(most).read_to_end(&mut part)? == 0 {
            break;
        }
        count += u64::try_from(part.len()).unwrap_or_default();
        digest.update(&part);
        out.frame(Kind::Part, &part)?;
    }
    out.frame(
        Kind::End,
        &json(&End {
            count,
            digest: digest.finalize().to_hex().to_string(),
        })?,
    )?;
    Ok(count)
}

/// A name as both engines take it in a statement.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}
