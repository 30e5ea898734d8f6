//! PostgreSQL: the statements of one connection.

use std::{cell::RefCell, collections::HashMap, error::Error as _, sync::Arc, time::Duration};

use tokio_postgres::{
    Statement,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut},
};

use crate::{
    Error, Options,
    reader::{Failure, Flow, Text, Trouble},
    tls::Way,
    value::{Column, Param},
    wire::{Rows, Values, Wire},
};

/// A connection, its prepared statements, and where a transaction stands that has not said a word yet.
pub(crate) struct Session {
    wire: Wire,
    kept: HashMap<&'static str, Statement>,
    /// How a transaction begins of which the server knows nothing yet: it goes with its first statement.
    ahead: Option<&'static str>,
    /// What was posted or asked before the server was told of the transaction.
    early: Vec<Early>,
    /// How to come to another connection if this one turns out to be broken before a transaction began.
    reach: Reach,
    /// The connection is to be closed instead of going back to the pool.
    pub(crate) spent: bool,
}

/// Where a session leads, and what is said there first.
struct Reach {
    way: Arc<Way>,
    wait: Duration,
    settings: String,
}

impl Reach {
    fn open(&self) -> Result<Wire, Error> {
        let reached = self.way.connect(|config| {
            config.connect_timeout(self.wait).application_name("zhijia");
        });
        let mut wire = reached.map_err(|e| Error::Gone(reason(&e)))?;
        wire.batch(&self.settings).map_err(|e| error(&e).error)?;
        Ok(wire)
    }
}

/// A statement that nobody waits for yet, and where its rows go if it is a question.
struct Early {
    text: &'static str,
    values: Vec<Param<'static>>,
    rows: Option<Rows>,
}

/// So many are on their way at most: their answers lie unread until somebody waits.
const POSTED: usize = 64;

/// How often a connection that was broken before its transaction began is opened anew.
const ANEW: u32 = 2;

impl Session {
    /// Connects; `acts` says that single rows will be looked up and written.
    pub(crate) fn open(way: &Arc<Way>, options: &Options, acts: bool) -> Result<Self, Error> {
        let millis = options.statement.as_millis();
        // There is one plan for a statement, whatever its values, as on SQLite: planned for each value anew, a search that runs for
        // 28 µs was planned for 446.
        // An act that was answered must be on the disk, whatever the server's default; a stricter one stays.
        let mut settings = format!(
            "SET statement_timeout = {millis}; SET lock_timeout = {millis}; \
             SET idle_in_transaction_session_timeout = {}; \
             SELECT set_config('synchronous_commit', 'on', false) \
               WHERE current_setting('synchronous_commit') IN ('off', 'local'); \
             SET plan_cache_mode = force_generic_plan",
            millis.saturating_mul(4)
        );
        if acts {
            // A statement prepared while its table was empty would go on walking all of it until the table is counted, a
            // minute later at best.
            settings.push_str("; SET enable_seqscan = off");
        }
        let reach = Reach {
            way: Arc::clone(way),
            wait: options.wait,
            settings,
        };
        Ok(Self {
            wire: reach.open()?,
            kept: HashMap::new(),
            ahead: None,
            early: Vec::new(),
            reach,
            spent: false,
        })
    }

    /// Begins a transaction with the next statement.
    pub(crate) fn begin(&mut self, words: &'static str) {
        self.ahead = Some(words);
        self.early.clear();
    }

    /// Sends the beginning of the transaction, and what nobody waits for yet, if that was not sent before.
    fn start(&mut self) -> Result<(), Failure> {
        let Some(words) = self.ahead.take() else { return Ok(()) };
        self.wire.say(words);
        // kept until the next begins: a connection that turns out to be broken is followed by one that has to hear it too
        let early = std::mem::take(&mut self.early);
        let sent = early.iter().try_for_each(|one| {
            let stmt = self.stmt(Text::Kept(one.text))?;
            count(&stmt, &one.values)?;
            self.wire.send(stmt, one.values.clone(), one.rows.clone());
            Ok(())
        });
        self.early = early;
        sent
    }

    /// Lays a statement beside those that go with whatever is waited for next.
    fn aside(&mut self, text: &'static str, values: Vec<Param<'static>>, rows: Option<Rows>) -> Result<(), Failure> {
        let full = if self.ahead.is_some() {
            self.early.push(Early { text, values, rows });
            self.early.len() >= POSTED
        } else {
            let stmt = self.stmt(Text::Kept(text))?;
            count(&stmt, &values)?;
            self.wire.send(stmt, values, rows) >= POSTED
        };
        if full { self.land() } else { Ok(()) }
    }

    /// Ends a transaction that only read, without waiting for the server to say so. Whether the connection is sound.
    pub(crate) fn leave(&mut self) -> bool {
        if self.ahead.take().is_none() {
            // What was asked and never read is of no interest to whoever comes next.
            drop(self.land());
            self.wire.tell("ROLLBACK");
        }
        !self.spent && !self.wire.is_closed()
    }

    /// Asks; on another connection if this one breaks before the transaction has begun: the server had done nothing in it.
    fn ask<T>(&mut self, mut f: impl FnMut(&mut Self) -> Result<T, Failure>) -> Result<T, Failure> {
        let beginning = self.ahead;
        for _ in 0..ANEW {
            match f(self) {
                Err(Failure::Engine(trouble)) if beginning.is_some() && matches!(trouble.error, Error::Gone(_)) => {
                    let again = trouble.again;
                    let opened = self.reach.open();
                    self.wire = opened.map_err(|error| Failure::Engine(Trouble { error, again }))?;
                    self.kept.clear();
                    self.ahead = beginning;
                    self.spent = false;
                }
                other => return other,
            }
        }
        f(self)
    }

    fn stmt(&mut self, text: Text<'_>) -> Result<Statement, Failure> {
        let (Text::Kept(words) | Text::Once(words)) = text;
        if let Some(stmt) = self.kept.get(words) {
            return Ok(stmt.clone());
        }
        let stmt = self.wire.prepare(words).map_err(|e| self.failed(&e))?;
        if let Text::Kept(text) = text {
            self.kept.insert(text, stmt.clone());
        }
        Ok(stmt)
    }

    pub(crate) fn prepare(&mut self, text: Text<'_>) -> Result<Statement, Failure> {
        self.ask(|session| {
            session.start()?;
            session.stmt(text)
        })
    }

    fn batch(&mut self, text: &str) -> Result<(), Failure> {
        if self.ahead.is_some() && ["COMMIT", "ROLLBACK"].contains(&text) {
            if self.early.is_empty() || text == "ROLLBACK" {
                // Nothing was said, so nothing was begun.
                self.ahead = None;
                return Ok(());
            }
            // An end that may have come about is never sent a second time: what goes before it is waited for.
            self.land()?;
        }
        self.ask(|session| {
            session.start()?;
            session.wire.batch(text).map_err(|e| session.failed(&e))
        })
    }

    /// Waits for everything that is on its way.
    fn land(&mut self) -> Result<(), Failure> {
        self.ask(|session| {
            session.start()?;
            session.wire.land().map_err(|e| session.failed(&e))
        })
    }

    fn execute(&mut self, stmt: &Statement, values: &Values<'_>) -> Result<u64, Failure> {
        self.wire.execute(stmt, values).map_err(|e| self.failed(&e))
    }

    fn failed(&mut self, e: &tokio_postgres::Error) -> Failure {
        let trouble = error(e);
        // A plan that no longer fits the schema is made anew on another connection.
        let stale = e.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED);
        if stale || self.wire.is_closed() || matches!(trouble.error, Error::Gone(_)) {
            self.spent = true;
        }
        Failure::Engine(Trouble {
            again: trouble.again || stale,
            ..trouble
        })
    }
}

/// Parameters as the driver takes them.
pub(crate) fn values<'a>(bound: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    bound.iter().map(|v| -> &(dyn ToSql + Sync) { v }).collect()
}

pub(crate) fn each(
    session: &RefCell<Session>,
    text: Text<'_>,
    params: &[Param<'_>],
    flow: Flow,
    mut f: impl FnMut(&tokio_postgres::Row) -> Result<(), Error>,
) -> Result<(), Failure> {
    let mut guard = session.borrow_mut();
    let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
    let values = values(&bound);
    if flow == Flow::Whole {
        let rows = guard.ask(|session| {
            session.start()?;
            let stmt = session.stmt(text)?;
            count(&stmt, params)?;
            session.wire.query(&stmt, &values).map_err(|e| session.failed(&e))
        })?;
        drop(guard);
        return rows.iter().try_for_each(f).map_err(Failure::Caller);
    }
    // A row that was handed over cannot be handed over again: the transaction begins before the first.
    guard.land()?;
    let stmt = guard.prepare(text)?;
    count(&stmt, params)?;
    let streamed = (|| {
        let mut rows = guard.wire.stream(&stmt, &values).map_err(Streamed::Engine)?;
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
    Engine(tokio_postgres::Error),
    Caller(Error),
}

/// Sends a statement without waiting for its answer; a failure is that of whatever is waited for next.
pub(crate) fn post(session: &RefCell<Session>, text: &'static str, params: Vec<Param<'static>>) -> Result<(), Failure> {
    session.borrow_mut().aside(text, params, None)
}

/// Sends a question without waiting for its answer; what fails is as with [`post`].
pub(crate) fn ask(
    session: &RefCell<Session>,
    text: &'static str,
    params: Vec<Param<'static>>,
) -> Result<Rows, Failure> {
    let rows = Rows::default();
    session.borrow_mut().aside(text, params, Some(rows.clone()))?;
    Ok(rows)
}

/// Waits for what was posted or asked.
pub(crate) fn land(session: &RefCell<Session>) -> Result<(), Failure> {
    session.borrow_mut().land()
}

pub(crate) fn run(session: &RefCell<Session>, text: Text<'_>, params: &[Param<'_>]) -> Result<u64, Failure> {
    let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
    let values = values(&bound);
    session.borrow_mut().ask(|session| {
        session.start()?;
        let stmt = session.stmt(text)?;
        count(&stmt, params)?;
        session.execute(&stmt, &values)
    })
}

/// Runs an already prepared statement with arrays, for bulk loads.
pub(crate) fn run_arrays(session: &RefCell<Session>, stmt: &Statement, arrays: &Values<'_>) -> Result<u64, Failure> {
    session.borrow_mut().execute(stmt, arrays)
}

pub(crate) fn batch(session: &RefCell<Session>, text: &str) -> Result<(), Failure> {
    session.borrow_mut().batch(text)
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

pub(crate) fn column(row: &tokio_postgres::Row, i: usize) -> Result<Column<'_>, Error> {
    let Some(about) = row.columns().get(i) else {
        return Err(Error::Wrong("there is no such column".to_owned()));
    };
    if !readable(about.type_()) {
        return Err(Error::Wrong(unreadable(about.name(), about.type_())));
    }
    row.try_get(i).map_err(|e| Error::Wrong(reason(&e)))
}

/// The driver's error in the store's words.
pub(crate) fn error(e: &tokio_postgres::Error) -> Trouble {
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
fn reason(e: &tokio_postgres::Error) -> String {
    let mut text = e.to_string();
    let mut cause = e.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
