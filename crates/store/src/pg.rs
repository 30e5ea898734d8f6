//! PostgreSQL: the statements of one connection.

use std::{cell::RefCell, collections::HashMap, error::Error as _};

use postgres::{
    Client, Statement,
    error::SqlState,
    fallible_iterator::FallibleIterator,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut},
};

use crate::{
    Error, Options,
    reader::{Failure, Flow, Text, Trouble},
    tls::Way,
    value::{Column, Param},
};

/// A connection and its prepared statements.
pub(crate) struct Session {
    pub(crate) client: Client,
    kept: HashMap<&'static str, Statement>,
    /// The connection is to be closed instead of going back to the pool.
    pub(crate) spent: bool,
}

impl Session {
    pub(crate) fn open(way: &Way, options: &Options) -> Result<Self, Error> {
        let reached = way.connect(|config| {
            config.connect_timeout(options.wait).application_name("zhijia");
        });
        let mut client = reached.map_err(|e| Error::Gone(reason(&e)))?;
        let millis = options.statement.as_millis();
        // An act that was answered must be on the disk, whatever the server's default; a stricter one stays.
        let settings = format!(
            "SET statement_timeout = {millis}; SET lock_timeout = {millis}; \
             SET idle_in_transaction_session_timeout = {}; \
             SELECT set_config('synchronous_commit', 'on', false) \
               WHERE current_setting('synchronous_commit') IN ('off', 'local')",
            millis.saturating_mul(4)
        );
        client.batch_execute(&settings).map_err(|e| error(&e).error)?;
        Ok(Self {
            client,
            kept: HashMap::new(),
            spent: false,
        })
    }

    pub(crate) fn prepare(&mut self, text: Text<'_>) -> Result<Statement, Failure> {
        match text {
            Text::Kept(text) => {
                if let Some(stmt) = self.kept.get(text) {
                    return Ok(stmt.clone());
                }
                let stmt = self.client.prepare(text).map_err(|e| self.failed(&e))?;
                self.kept.insert(text, stmt.clone());
                Ok(stmt)
            }
            Text::Once(text) => self.client.prepare(text).map_err(|e| self.failed(&e)),
        }
    }

    fn failed(&mut self, e: &postgres::Error) -> Failure {
        let trouble = error(e);
        // A plan that no longer fits the schema is made anew on another connection.
        let stale = e.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED);
        if stale || self.client.is_closed() || matches!(trouble.error, Error::Gone(_)) {
            self.spent = true;
        }
        Failure::Engine(Trouble {
            again: trouble.again || stale,
            ..trouble
        })
    }
}

pub(crate) fn each(
    session: &RefCell<Session>,
    text: Text<'_>,
    params: &[Param<'_>],
    flow: Flow,
    mut f: impl FnMut(&postgres::Row) -> Result<(), Error>,
) -> Result<(), Failure> {
    let mut guard = session.borrow_mut();
    let stmt = guard.prepare(text)?;
    count(&stmt, params)?;
    if flow == Flow::Whole {
        let values: Vec<Bound<'_>> = params.iter().map(Bound).collect();
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| -> &(dyn ToSql + Sync) { v }).collect();
        let rows = guard.client.query(&stmt, &values).map_err(|e| guard.failed(&e))?;
        drop(guard);
        return rows.iter().try_for_each(f).map_err(Failure::Caller);
    }
    let streamed = (|| {
        let mut rows = guard
            .client
            .query_raw(&stmt, params.iter().map(Bound))
            .map_err(Streamed::Engine)?;
        while let Some(row) = rows.next().map_err(Streamed::Engine)? {
            f(&row).map_err(Streamed::Caller)?;
        }
        Ok(())
    })();
    streamed.map_err(|end| match end {
        Streamed::Engine(e) => guard.failed(&e),
        Streamed::Caller(error) => Failure::Caller(error),
    })
}

enum Streamed {
    Engine(postgres::Error),
    Caller(Error),
}

pub(crate) fn run(session: &RefCell<Session>, text: Text<'_>, params: &[Param<'_>]) -> Result<u64, Failure> {
    let mut session = session.borrow_mut();
    let stmt = session.prepare(text)?;
    count(&stmt, params)?;
    let values: Vec<Bound<'_>> = params.iter().map(Bound).collect();
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| -> &(dyn ToSql + Sync) { v }).collect();
    session.client.execute(&stmt, &values).map_err(|e| session.failed(&e))
}

/// Runs an already prepared statement with arrays, for bulk loads.
pub(crate) fn run_arrays(
    session: &RefCell<Session>,
    stmt: &Statement,
    arrays: &[&(dyn ToSql + Sync)],
) -> Result<u64, Failure> {
    let mut session = session.borrow_mut();
    session.client.execute(stmt, arrays).map_err(|e| session.failed(&e))
}

pub(crate) fn batch(session: &RefCell<Session>, text: &str) -> Result<(), Failure> {
    let mut session = session.borrow_mut();
    session.client.batch_execute(text).map_err(|e| session.failed(&e))
}

/// The types of a statement's parameters, by PostgreSQL's names.
#[cfg(feature = "testing")]
pub(crate) fn parameters(session: &RefCell<Session>, text: &str) -> Result<Vec<String>, Error> {
    let prepared = session.borrow_mut().prepare(Text::Once(text));
    let stmt = prepared.map_err(|failure| match failure {
        Failure::Caller(error) => error,
        Failure::Engine(trouble) => trouble.error,
    })?;
    Ok(stmt.params().iter().map(|ty| ty.name().to_owned()).collect())
}

/// Whether the engine would take the statement, and the product could read its answer.
pub(crate) fn check(session: &RefCell<Session>, text: &str) -> Result<(), Error> {
    let stmt = match session.borrow_mut().prepare(Text::Once(text)) {
        Ok(stmt) => stmt,
        Err(Failure::Caller(error) | Failure::Engine(Trouble { error, .. })) => return Err(error),
    };
    match stmt.columns().iter().find(|column| !readable(column.type_())) {
        None => Ok(()),
        Some(column) => Err(Error::Other(unreadable(column.name(), column.type_()))),
    }
}

fn count(stmt: &Statement, params: &[Param<'_>]) -> Result<(), Failure> {
    let wanted = stmt.params().len();
    if wanted == params.len() {
        return Ok(());
    }
    Err(Failure::Caller(Error::Other(format!(
        "{wanted} parameters expected, {} given",
        params.len()
    ))))
}

#[derive(Debug)]
pub(crate) struct Bound<'a>(pub(crate) &'a Param<'a>);

type Boxed = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match self.0 {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(n) => match *ty {
                Type::INT8 => n.to_sql(ty, out),
                Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*n)?.to_sql(ty, out),
                _ => Err(format!("a number is bound where {ty} is expected; write CAST($n AS BIGINT)").into()),
            },
            Param::Text(s) => match *ty {
                Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => (&**s).to_sql(ty, out),
                _ => Err(format!("a text is bound where {ty} is expected; write CAST($n AS TEXT)").into()),
            },
            Param::Bytes(b) if *ty == Type::BYTEA => (&**b).to_sql(ty, out),
            Param::Bytes(_) => Err(format!("bytes are bound where {ty} is expected; write CAST($n AS BYTEA)").into()),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        self.to_sql(ty, out)
    }
}

impl<'a> FromSql<'a> for Column<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        Ok(match *ty {
            Type::INT8 => Column::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Column::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Column::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Column::Int(bool::from_sql(ty, raw)?.into()),
            Type::BYTEA => Column::Bytes(raw),
            _ => Column::Text(<&str>::from_sql(ty, raw)?),
        })
    }
    fn from_sql_null(_: &Type) -> Result<Self, Boxed> {
        Ok(Column::Null)
    }
    fn accepts(ty: &Type) -> bool {
        readable(ty)
    }
}

fn readable(ty: &Type) -> bool {
    matches!(
        *ty,
        Type::INT8
            | Type::INT4
            | Type::INT2
            | Type::BOOL
            | Type::BYTEA
            | Type::TEXT
            | Type::VARCHAR
            | Type::BPCHAR
            | Type::NAME
            | Type::UNKNOWN
    )
}

fn unreadable(name: &str, ty: &Type) -> String {
    format!("the column {name} is a {ty}; write CAST({name} AS BIGINT) or CAST({name} AS TEXT)")
}

pub(crate) fn column(row: &postgres::Row, i: usize) -> Result<Column<'_>, Error> {
    let Some(about) = row.columns().get(i) else {
        return Err(Error::Wrong("there is no such column".to_owned()));
    };
    if !readable(about.type_()) {
        return Err(Error::Wrong(unreadable(about.name(), about.type_())));
    }
    row.try_get(i).map_err(|e| Error::Wrong(reason(&e)))
}

/// The driver's error in the store's words.
pub(crate) fn error(e: &postgres::Error) -> Trouble {
    let Some(db) = e.as_db_error() else {
        let broken = e.is_closed() || e.source().is_some_and(|cause| cause.is::<std::io::Error>());
        let error = if broken {
            Error::Gone(reason(e))
        } else {
            Error::Other(format!("PostgreSQL: {}", reason(e)))
        };
        return Trouble { error, again: broken };
    };
    let code = db.code();
    let again = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED].contains(&code);
    let class = code.code().get(..2).unwrap_or_default();
    let error = match code.code() {
        "53100" => Error::Full,
        // serialisation, deadlock, lock not available, statement timeout, out of memory or connections
        "40001" | "40P01" | "55P03" | "57014" | "53200" | "53300" => Error::Busy,
        // the server stops, crashed or is starting; connection exceptions; a standby that cannot write
        "57P01" | "57P02" | "57P03" | "25006" => Error::Gone(db.message().to_owned()),
        _ if class == "08" => Error::Gone(db.message().to_owned()),
        "23503" => Error::Constraint {
            name: "foreign_key".to_owned(),
        },
        "23502" => Error::Constraint {
            name: format!("{}.{}", db.table().unwrap_or_default(), db.column().unwrap_or_default()),
        },
        _ if class == "23" => Error::Constraint {
            name: db.constraint().unwrap_or_default().to_owned(),
        },
        _ => Error::Other(format!("PostgreSQL {}: {}", code.code(), db.message())),
    };
    let gone = matches!(error, Error::Gone(_)) && code.code() != "25006";
    Trouble {
        error,
        again: again || gone,
    }
}

/// The error with its causes in one line.
fn reason(e: &postgres::Error) -> String {
    let mut text = e.to_string();
    let mut cause = e.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
