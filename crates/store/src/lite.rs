//! SQLite: the statements of one connection.

use std::path::Path;

use rusqlite::{
    CachedStatement, Connection, ErrorCode, OpenFlags, Statement, ToSql,
    config::DbConfig,
    ffi,
    types::{ToSqlOutput, ValueRef},
};

use crate::{
    Error, Options, dialect,
    reader::{Failure, Text, Trouble},
    value::{Column, Param},
};

/// The database's file inside the folder it is given.
pub(crate) const FILE: &str = "zhijia.sqlite";

/// Opens the file: the writer makes it if it is not there, readers may only read.
pub(crate) fn open(folder: &Path, options: &Options, writes: bool) -> Result<Connection, Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if writes {
        make_private(folder)?;
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let db = Connection::open_with_flags(folder.join(FILE), flags).map_err(|e| error(None, &e))?;
    db.set_prepared_statement_cache_capacity(options.statements);
    // Without this promise SQLite may prepare a kept statement anew each time another value is bound.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|e| error(None, &e))?;
    db.busy_timeout(options.wait).map_err(|e| error(None, &e))?;
    let cache = if writes {
        options.writer_cache_kib
    } else {
        options.cache_kib
    };
    // Case-sensitive LIKE is what PostgreSQL does, and lets LIKE 'a%' use an index.
    let common = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
         PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache}; \
         PRAGMA journal_size_limit = 67108864;"
    );
    db.execute_batch(&common).map_err(|e| error(None, &e))?;
    if !writes {
        // Every commit empties a reader's page cache; mapped pages spare it the copies.
        db.execute_batch("PRAGMA query_only = ON; PRAGMA mmap_size = 268435456;")
            .map_err(|e| error(None, &e))?;
    }
    Ok(db)
}

/// Makes the folder for its owner alone: it will hold what members trusted the union with.
pub(crate) fn make_private(folder: &Path) -> Result<(), Error> {
    let mut make = std::fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    Ok(make.create(folder)?)
}

/// The log of commits is begun anew by SQLite when no reader looks at it; under readers without a pause that moment
/// never comes by itself. This waits for it (readers that come then read the file), when the log has grown too long.
pub(crate) fn tend(db: &Connection) {
    let log = db
        .path()
        .map(|path| format!("{path}-wal"))
        .and_then(|log| std::fs::metadata(log).ok());
    if log.is_some_and(|log| log.len() > LOG_BYTES) {
        // A failure leaves the log as it is, to be tried again later.
        let _ = db.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()));
    }
}

/// A log of commits longer than this is put into the file at the next occasion.
const LOG_BYTES: u64 = 64 << 20;

struct Bound<'a>(&'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Param::Null => ValueRef::Null,
            Param::Int(n) => ValueRef::Integer(*n),
            Param::Text(s) => ValueRef::Text(s.as_bytes()),
            Param::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

/// Which value goes where: `$1`, `$2` … are mere names to SQLite, counted as they first appear.
fn order(stmt: &Statement<'_>) -> Result<Vec<usize>, Failure> {
    let place = |i| {
        let number = stmt
            .parameter_name(i)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|n| n.parse::<usize>().ok())
            .and_then(|n| n.checked_sub(1))
            .filter(|n| *n < stmt.parameter_count());
        let gap = || Failure::Caller(Error::Other("parameters are $1, $2, … without a gap".to_owned()));
        number.ok_or_else(gap)
    };
    (1..=stmt.parameter_count()).map(place).collect()
}

/// Binds the values in this order.
fn bind(stmt: &mut Statement<'_>, order: &[usize], params: &[Param<'_>]) -> Result<(), Failure> {
    if order.len() != params.len() {
        return Err(Failure::Caller(Error::Other(format!(
            "{} parameters expected, {} given",
            order.len(),
            params.len()
        ))));
    }
    for (i, param) in order.iter().filter_map(|n| params.get(*n)).enumerate() {
        stmt.raw_bind_parameter(i + 1, Bound(param))
            .map_err(|e| Failure::Caller(error(None, &e)))?;
    }
    Ok(())
}

enum Prepared<'db> {
    Kept(CachedStatement<'db>),
    Once(Statement<'db>),
}

fn prepare<'db>(db: &'db Connection, text: Text<'_>) -> Result<Prepared<'db>, Failure> {
    match text {
        Text::Kept(text) => db.prepare_cached(text).map(Prepared::Kept),
        Text::Once(text) => db.prepare(text).map(Prepared::Once),
    }
    .map_err(|e| engine(db, &e))
}

impl<'db> Prepared<'db> {
    fn statement(&mut self) -> &mut Statement<'db> {
        match self {
            Prepared::Kept(stmt) => stmt,
            Prepared::Once(stmt) => stmt,
        }
    }
}

pub(crate) fn each(
    db: &Connection,
    text: Text<'_>,
    params: &[Param<'_>],
    mut f: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Error>,
) -> Result<(), Failure> {
    let mut prepared = prepare(db, text)?;
    let stmt = prepared.statement();
    let order = order(stmt)?;
    bind(stmt, &order, params)?;
    let mut rows = stmt.raw_query();
    while let Some(row) = rows.next().map_err(|e| engine(db, &e))? {
        f(row).map_err(Failure::Caller)?;
    }
    Ok(())
}

pub(crate) fn run(db: &Connection, text: Text<'_>, params: &[Param<'_>]) -> Result<u64, Failure> {
    let mut prepared = prepare(db, text)?;
    let stmt = prepared.statement();
    let order = order(stmt)?;
    bind(stmt, &order, params)?;
    let touched = stmt.raw_execute().map_err(|e| engine(db, &e))?;
    u64::try_from(touched).map_err(|e| Failure::Caller(Error::Other(e.to_string())))
}

/// Runs one statement for many rows.
pub(crate) fn run_many<'p, R: AsRef<[Param<'p>]>>(
    db: &Connection,
    text: &str,
    rows: impl IntoIterator<Item = R>,
) -> Result<u64, Failure> {
    let mut stmt = db.prepare_cached(text).map_err(|e| engine(db, &e))?;
    let (order, mut touched) = (order(&stmt)?, 0);
    for row in rows {
        bind(&mut stmt, &order, row.as_ref())?;
        let now = stmt.raw_execute().map_err(|e| engine(db, &e))?;
        touched += u64::try_from(now).unwrap_or_default();
    }
    Ok(touched)
}

/// Runs several statements without parameters; a single one is kept prepared.
pub(crate) fn batch(db: &Connection, text: &str) -> Result<(), Failure> {
    let done = if text.contains(';') {
        db.execute_batch(text)
    } else {
        db.prepare_cached(text)
            .and_then(|mut stmt| stmt.raw_execute())
            .map(drop)
    };
    done.map_err(|e| engine(db, &e))
}

/// Whether the engine would take the statement.
pub(crate) fn check(db: &Connection, text: &str) -> Result<(), Error> {
    db.prepare(text).map(drop).map_err(|e| error(None, &e))
}

pub(crate) fn column<'r>(row: &'r rusqlite::Row<'_>, i: usize) -> Result<Column<'r>, Error> {
    match row
        .get_ref(i)
        .map_err(|_| Error::Wrong("there is no such column".to_owned()))?
    {
        ValueRef::Null => Ok(Column::Null),
        ValueRef::Integer(n) => Ok(Column::Int(n)),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(Column::Text)
            .map_err(|_| Error::Wrong("a text is not UTF-8".to_owned())),
        ValueRef::Blob(bytes) => Ok(Column::Bytes(bytes)),
        ValueRef::Real(_) => Err(Error::Wrong("a fraction; the product's numbers are whole".to_owned())),
    }
}

fn engine(db: &Connection, e: &rusqlite::Error) -> Failure {
    Failure::Engine(Trouble {
        error: error(Some(db), e),
        again: false,
    })
}

/// The driver's error in the store's words. `db` is asked for the names of constraints.
pub(crate) fn error(db: Option<&Connection>, e: &rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = e else {
        return Error::Other(format!("SQLite: {e}"));
    };
    let message = message.as_deref().unwrap_or_default();
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
        ErrorCode::DiskFull => Error::Full,
        ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => Error::Gone(format!("SQLite: {e}")),
        // A value of the wrong kind for a STRICT column; PostgreSQL has no constraint for that either.
        _ if code.extended_code == ffi::SQLITE_CONSTRAINT_DATATYPE => Error::Other(format!("SQLite: {message}")),
        ErrorCode::ConstraintViolation => Error::Constraint {
            name: constraint(db, code.extended_code, message),
        },
        _ => Error::Other(format!("SQLite: {e}")),
    }
}

/// The name of the constraint that said no; SQLite names only CHECKs, so keys are looked up in the schema.
fn constraint(db: Option<&Connection>, extended: i32, message: &str) -> String {
    let detail = message.split_once("failed: ").map_or(message, |(_, detail)| detail);
    match extended {
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "foreign_key".to_owned(),
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_ROWID => {
            let columns: Vec<(&str, &str)> = detail.split(", ").filter_map(|part| part.split_once('.')).collect();
            let Some((table, _)) = columns.first() else {
                // an index on an expression: index 'name'
                return detail.trim_start_matches("index ").trim_matches('\'').to_owned();
            };
            let columns: Vec<&str> = columns.iter().map(|(_, column)| *column).collect();
            db.map_or_else(|| detail.to_owned(), |db| key_name(db, table, &columns))
        }
        _ => detail.to_owned(),
    }
}

fn key_name(db: &Connection, table: &str, columns: &[&str]) -> String {
    let texts = db
        .prepare_cached("SELECT sql FROM sqlite_schema WHERE tbl_name = $1 AND sql IS NOT NULL")
        .and_then(|mut stmt| {
            stmt.query_map([table], |row| row.get::<_, String>(0))?
                .collect::<Result<Vec<_>, _>>()
        })
        .unwrap_or_default();
    texts
        .iter()
        .find_map(|text| dialect::key_named(text, columns))
        .unwrap_or_else(|| format!("{table}_{}_key", columns.join("_")))
}
