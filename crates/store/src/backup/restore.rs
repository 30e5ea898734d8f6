//! Restore: everything is checked before anything is kept.

use std::io::Read;

use super::{
    Columns, Contents, Counted, End, Head, Step,
    cells::Rows,
    frame::{In, Kind, Out, damaged},
    kept_tables, quote, quoted, rows,
};
use crate::{
    Engine, Error, Migration, Store, Writer, catalog, migrate,
    reader::{Flow, Text},
};

/// Takes each paper of a backup: its name and content. What it keeps must be thrown away if the restore errs.
pub type Keeper<'a> = dyn FnMut(&str, &mut dyn Read) -> Result<(), Error> + 'a;

/// How far a restore has come; told after every few thousand rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The table that is being filled.
    pub table: &'a str,
    /// Its place among the tables, from 1.
    pub number: usize,
    /// How many tables there are.
    pub of: usize,
    /// How many of its rows are there.
    pub rows: u64,
    /// The table is complete.
    pub complete: bool,
}

/// Who is told of the progress.
pub(super) type Told<'a> = dyn FnMut(Progress<'_>) + Send + 'a;

impl Store {
    /// Fills an empty database (no table at all) from a backup of either engine. The database is then as far migrated
    /// as the backup was; call [`Store::migrate`] next. Papers are handed to `keep` while the tables are not yet
    /// committed: keep them aside, and in their place only when this returns.
    ///
    /// # Errors
    /// [`Error::NotEmpty`], [`Error::Damaged`], [`Error::Newer`] or [`Error::Changed`] if the backup's migrations are
    /// not among `steps`, or what writing fails with. The database is empty then.
    pub fn restore(&self, from: &mut dyn Read, steps: &[Migration], keep: &mut Keeper<'_>) -> Result<Contents, Error> {
        self.restore_telling(from, steps, keep, &mut |_| ())
    }

    /// Like [`Store::restore`], telling how far it has come.
    ///
    /// # Errors
    /// Like [`Store::restore`].
    pub fn restore_telling(
        &self,
        from: &mut dyn Read,
        steps: &[Migration],
        keep: &mut Keeper<'_>,
        told: &mut Told<'_>,
    ) -> Result<Contents, Error> {
        let mut from = Some(from);
        let contents = self.alone(|w| match from.take() {
            Some(from) => fill(w, self.engine(), from, steps, &mut Watched { keep, told }),
            None => Err(Error::Busy),
        })?;
        // What is restored stays restored, even if the counting fails.
        if let Err(error) = self.count_anew() {
            tracing::warn!(%error, "the restored tables could not be counted");
        }
        Ok(contents)
    }
}

/// Who is handed the papers, and who is told.
struct Watched<'a, 'b> {
    keep: &'a mut Keeper<'b>,
    told: &'a mut Told<'b>,
}

fn fill(
    w: &Writer,
    engine: Engine,
    from: &mut dyn Read,
    steps: &[Migration],
    watched: &mut Watched<'_, '_>,
) -> Result<Contents, Error> {
    if let Some(table) = catalog::tables(w)?.first() {
        return Err(Error::NotEmpty(table.name.clone()));
    }
    let mut input = In::begin(from)?;
    let (kind, content) = input.frame()?;
    let head: Head = if kind == Kind::Head {
        parsed(&content)?
    } else {
        return Err(damaged("it has no head"));
    };
    migrate::own_tables(w, engine)?;
    for (place, step) in head.steps.iter().enumerate() {
        let known = known(step, steps)?;
        migrate::portable(w, engine, known.sql)?;
        migrate::record(w, &known, kernel::Instant::from_millis(step.at), place)?;
    }
    same_tables(w, &head)?;
    let later = without_foreign_keys(w, engine)?;
    let contents = load(w, &mut input, &head, watched)?;
    for text in later {
        w.batch(&text)?;
    }
    read_back(w, &contents)?;
    Ok(contents)
}

/// Reads what was loaded as a backup would read it: an engine that keeps something else than it was given is noticed
/// before the old place is given up.
fn read_back(w: &Writer, contents: &Contents) -> Result<(), Error> {
    let mut sink = std::io::sink();
    let mut out = Out::begin(&mut sink)?;
    for (table, sent) in kept_tables(w)?.iter().zip(&contents.tables) {
        if rows(w, &mut out, table)? != *sent {
            let name = &table.name;
            return Err(Error::Other(format!(
                "the rows of {name} do not read back as they were written"
            )));
        }
    }
    Ok(())
}

fn parsed<T: serde::de::DeserializeOwned>(content: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(content).map_err(|_| damaged("a part of it cannot be read"))
}

fn known(step: &Step, steps: &[Migration]) -> Result<Migration, Error> {
    let newer = || Error::Newer {
        system: step.system.clone(),
        number: step.number,
    };
    let known = steps
        .iter()
        .find(|s| s.system == step.system && s.number == step.number)
        .ok_or_else(newer)?;
    if known.digest() != step.digest.as_slice() {
        return Err(Error::Changed {
            system: step.system.clone(),
            number: step.number,
            name: step.name.clone(),
        });
    }
    Ok(*known)
}

/// The migrations must make exactly the tables that the backup fills.
fn same_tables(w: &Writer, head: &Head) -> Result<(), Error> {
    let mut made = kept_tables(w)?.into_iter();
    let mut filled = head.tables.iter();
    loop {
        match (made.next(), filled.next()) {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if a.name == b.name && a.columns.iter().map(|c| &c.name).eq(&b.columns) => {}
            (a, b) => {
                let name = a
                    .map(|t| t.name)
                    .or_else(|| b.map(|t| t.name.clone()))
                    .unwrap_or_default();
                return Err(damaged(&format!("the table {name} is not as its migrations make it")));
            }
        }
    }
}

/// Takes foreign keys away on PostgreSQL, since rows of a table may point forward; the statements that put them back.
/// SQLite checks them all at the end of the transaction.
fn without_foreign_keys(w: &Writer, engine: Engine) -> Result<Vec<String>, Error> {
    if engine == Engine::Sqlite {
        return Ok(Vec::new());
    }
    let (mut away, mut back) = (String::new(), Vec::new());
    let text = "SELECT t.relname, c.conname, pg_catalog.pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint AS c \
         JOIN pg_catalog.pg_class AS t ON t.oid = c.conrelid WHERE c.contype = 'f' AND c.conparentid = 0 \
         AND t.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY t.relname, c.conname";
    w.answer(Text::Once(text), &[], Flow::Whole, &mut |row| {
        let (table, name) = (quote(&row.get::<String>(0)?), quote(&row.get::<String>(1)?));
        away.push_str(&format!("ALTER TABLE {table} DROP CONSTRAINT {name};"));
        back.push(format!(
            "ALTER TABLE {table} ADD CONSTRAINT {name} {}",
            row.get::<String>(2)?
        ));
        Ok(())
    })?;
    w.batch(&away)?;
    Ok(back)
}

fn load(w: &Writer, input: &mut In<'_>, head: &Head, watched: &mut Watched<'_, '_>) -> Result<Contents, Error> {
    let mut contents = Contents::default();
    loop {
        let (kind, content) = input.frame()?;
        match kind {
            Kind::Table => {
                let next = head.tables.get(contents.tables.len());
                let next = next.filter(|_| content == contents.tables.len().to_string().as_bytes());
                let table = next.ok_or_else(|| damaged("its tables are out of order"))?;
                let (number, of) = (contents.tables.len() + 1, head.tables.len());
                let mut told = |rows, complete| {
                    (watched.told)(Progress {
                        table: &table.name,
                        number,
                        of,
                        rows,
                        complete,
                    });
                };
                contents.tables.push(table_rows(w, input, table, &mut told)?);
            }
            Kind::File => {
                let name = String::from_utf8(content).map_err(|_| damaged("the name of a paper"))?;
                contents.paper_bytes += paper(input, &name, watched.keep)?;
                contents.papers += 1;
            }
            Kind::Last if contents.tables.len() == head.tables.len() => return Ok(contents),
            _ => return Err(damaged("its parts are out of order")),
        }
    }
}

fn table_rows(
    w: &Writer,
    input: &mut In<'_>,
    table: &Columns,
    told: &mut dyn FnMut(u64, bool),
) -> Result<Counted, Error> {
    let places: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    let (name, columns) = (quote(&table.name), quoted(&table.columns));
    let text = format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", "));
    let (mut count, mut digest) = (0, blake3::Hasher::new());
    loop {
        let (kind, content) = input.frame()?;
        match kind {
            Kind::Rows => {
                digest.update(&content);
                let mut broken = None;
                let mut rows = Rows {
                    rest: &content,
                    width: table.columns.len(),
                };
                let each = std::iter::from_fn(|| match rows.next_row() {
                    Ok(row) => row,
                    Err(error) => {
                        broken = Some(error);
                        None
                    }
                });
                count += crate::load::load(w, &text, each)?;
                broken.map_or(Ok(()), Err)?;
                told(count, false);
            }
            Kind::End => {
                let digest = digest.finalize().to_hex().to_string();
                if parsed::<End>(&content)?
                    != (End {
                        count,
                        digest: digest.clone(),
                    })
                {
                    return Err(damaged(&format!("the rows of {}", table.name)));
                }
                told(count, true);
                return Ok(Counted {
                    table: table.name.clone(),
                    rows: count,
                    digest,
                });
            }
            _ => return Err(damaged("its parts are out of order")),
        }
    }
}

/// Hands a paper over; how many bytes it had.
fn paper(input: &mut In<'_>, name: &str, keep: &mut Keeper<'_>) -> Result<u64, Error> {
    good_name(name).map_err(|_| damaged("the name of a paper"))?;
    let mut parts = Parts {
        input,
        part: Vec::new(),
        at: 0,
        digest: blake3::Hasher::new(),
        count: 0,
        end: None,
    };
    keep(name, &mut parts)?;
    // What the keeper did not read is part of the digest all the same.
    std::io::copy(&mut parts, &mut std::io::sink()).map_err(|e| damaged(&e.to_string()))?;
    let digest = parts.digest.finalize().to_hex().to_string();
    let end = End {
        count: parts.count,
        digest,
    };
    if parts.end.as_ref() == Some(&end) {
        Ok(end.count)
    } else {
        Err(damaged(&format!("the paper {name}")))
    }
}

/// The parts of a paper as one stream.
struct Parts<'a, 'b> {
    input: &'a mut In<'b>,
    part: Vec<u8>,
    at: usize,
    digest: blake3::Hasher,
    count: u64,
    end: Option<End>,
}

impl Parts<'_, '_> {
    fn next_part(&mut self) -> Result<(), Error> {
        let (kind, content) = self.input.frame()?;
        match kind {
            Kind::Part => {
                self.digest.update(&content);
                self.count += u64::try_from(content.len()).map_err(|_| damaged("a part too long"))?;
                (self.part, self.at) = (content, 0);
            }
            Kind::End => self.end = Some(parsed(&content)?),
            _ => return Err(damaged("its parts are out of order")),
        }
        Ok(())
    }
}

impl Read for Parts<'_, '_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.part.len() && self.end.is_none() {
            self.next_part().map_err(std::io::Error::other)?;
        }
        let mut rest = self.part.get(self.at..).unwrap_or_default();
        let read = rest.read(to)?;
        self.at += read;
        Ok(read)
    }
}

/// A paper's name is a relative path of plain parts, so that no keeper can be led out of its folder.
pub(super) fn good_name(name: &str) -> Result<(), Error> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    if name.len() <= 512 && name.split('/').all(plain) {
        return Ok(());
    }
    Err(Error::Other(format!("no name for a paper in a backup: {name:?}")))
}
