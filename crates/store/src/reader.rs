//! What a page may do with the database: ask; and what an act may do besides: write.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    sync::Arc,
};

use kernel::UnionId;

use crate::{
    Bind, Error, Row, Sql, lite,
    pg::{self, Session},
    row::Source,
    secret::{Keyring, Keys},
    value::Param,
    wire::Rows,
};

/// One consistent snapshot of the database. Cannot write.
pub struct Reader {
    pub(crate) link: Link,
    pub(crate) state: State,
    ring: Arc<Keyring>,
}

/// The connection beneath.
pub(crate) enum Link {
    Sqlite(rusqlite::Connection),
    Postgres(Box<RefCell<Session>>),
}

/// Where a transaction stands.
#[derive(Default)]
pub(crate) struct State {
    /// The first failure of a statement. As PostgreSQL does, the store refuses everything after it, on both engines.
    trouble: RefCell<Option<Trouble>>,
    /// A statement is being streamed; no other may begin.
    streaming: Cell<bool>,
    /// The keys of this transaction, once it has asked for them.
    keys: RefCell<Option<Arc<Keys>>>,
}

/// Why a transaction cannot go on.
#[derive(Clone)]
pub(crate) struct Trouble {
    pub(crate) error: Error,
    /// The same act may succeed if it is run again at once (a serialisation failure, a lost connection).
    pub(crate) again: bool,
}

impl State {
    pub(crate) fn clear(&self) {
        self.trouble.take();
        self.streaming.set(false);
        self.forget_keys();
    }
    /// Lets the next use of keys look at their file again.
    pub(crate) fn forget_keys(&self) {
        self.keys.take();
    }
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        self.trouble.borrow().clone()
    }
    pub(crate) fn note(&self, trouble: Trouble) -> Error {
        let error = trouble.error.clone();
        self.trouble.borrow_mut().get_or_insert(trouble);
        error
    }
    fn may_begin(&self) -> Result<(), Error> {
        if let Some(trouble) = &*self.trouble.borrow() {
            return Err(trouble.error.clone());
        }
        if self.streaming.get() {
            return Err(Error::Other(
                "a statement was begun inside Reader::each; collect the rows first".to_owned(),
            ));
        }
        Ok(())
    }
}

/// A statement's text and whether it is worth keeping prepared.
#[derive(Clone, Copy)]
pub(crate) enum Text<'a> {
    /// Constant: prepared once a connection.
    Kept(&'static str),
    /// Made by the store itself: prepared each time.
    Once(&'a str),
}

impl Reader {
    pub(crate) fn new(link: Link, ring: Arc<Keyring>) -> Self {
        Self {
            link,
            state: State::default(),
            ring,
        }
    }

    /// The keys, the same throughout a transaction.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>, Error> {
        if let Some(keys) = &*self.state.keys.borrow() {
            return Ok(Arc::clone(keys));
        }
        let keys = self.ring.keys()?;
        self.state.keys.replace(Some(Arc::clone(&keys)));
        Ok(keys)
    }

    /// All rows of an answer, each turned into a `T`.
    ///
    /// # Errors
    /// What the statement or `f` fails with.
    pub fn rows<T>(
        &self,
        sql: Sql,
        params: &[&dyn Bind],
        mut f: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        self.answer(Text::Kept(sql.text()), &bound(params), Flow::Whole, &mut |row| {
            all.push(f(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Each row of an answer as it comes, without holding them all in memory. `f` cannot ask the database.
    ///
    /// # Errors
    /// What the statement or `f` fails with; the first failure of `f` ends it.
    pub fn each(
        &self,
        sql: Sql,
        params: &[&dyn Bind],
        mut f: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.answer(Text::Kept(sql.text()), &bound(params), Flow::Stream, &mut f)
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    /// What the statement or `f` fails with; [`Error::Wrong`] if there are two.
    pub fn opt<T>(
        &self,
        sql: Sql,
        params: &[&dyn Bind],
        mut f: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut only = None;
        self.answer(Text::Kept(sql.text()), &bound(params), Flow::Whole, &mut |row| {
            if only.is_some() {
                return Err(Error::Wrong("more than one row where one was expected".to_owned()));
            }
            only = Some(f(row)?);
            Ok(())
        })?;
        Ok(only)
    }

    /// The only row.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, [`Error::Wrong`] if there are two, or what the statement or `f` fails with.
    pub fn one<T>(
        &self,
        sql: Sql,
        params: &[&dyn Bind],
        f: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.opt(sql, params, f)?.ok_or(Error::Missing)
    }

    /// Asks, and does not wait for the answer: several questions that do not depend on one another travel to PostgreSQL
    /// together if all are asked before the first is read. SQLite answers at once.
    ///
    /// # Errors
    /// What the statement or `f` fails with, or one asked before it; on PostgreSQL when an answer is waited for.
    pub fn ask<'r, T>(
        &'r self,
        sql: Sql,
        params: &[&dyn Bind],
        f: impl FnMut(&Row<'_>) -> Result<T, Error> + 'r,
    ) -> Result<Asked<'r, T>, Error> {
        let Link::Postgres(session) = &self.link else {
            return self.rows(sql, params, f).map(|all| Asked(Answer::There(all)));
        };
        self.state.may_begin()?;
        let params: Vec<Param<'static>> = params.iter().map(|param| param.bind().into_owned()).collect();
        #[cfg(feature = "testing")]
        crate::testing::heard::note(Text::Kept(sql.text()), &params);
        let rows = pg::ask(session, sql.text(), params).map_err(|failure| self.settle(failure))?;
        Ok(Asked(Answer::Sent {
            reader: self,
            rows,
            read: Box::new(f),
        }))
    }

    pub(crate) fn may_begin(&self) -> Result<(), Error> {
        self.state.may_begin()
    }

    /// Waits for what was posted or asked; what failed is noted.
    fn land(&self) {
        if let Link::Postgres(session) = &self.link
            && let Err(failure) = pg::land(session)
        {
            self.settle(failure);
        }
    }

    /// Runs a statement and hands over its rows.
    pub(crate) fn answer(
        &self,
        text: Text<'_>,
        params: &[Param<'_>],
        flow: Flow,
        f: &mut dyn FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.state.may_begin()?;
        #[cfg(feature = "testing")]
        crate::testing::heard::note(text, params);
        self.state.streaming.set(flow == Flow::Stream);
        let done = match &self.link {
            Link::Sqlite(db) => lite::each(db, text, params, |row| f(&Row(Source::Sqlite(row)))),
            Link::Postgres(session) => pg::each(session, text, params, flow, |row| f(&Row(Source::Postgres(row)))),
        };
        self.state.streaming.set(false);
        done.map_err(|failure| self.settle(failure))
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) fn touch(&self, text: Text<'_>, params: &[Param<'_>]) -> Result<u64, Error> {
        self.state.may_begin()?;
        match &self.link {
            Link::Sqlite(db) => lite::run(db, text, params),
            Link::Postgres(session) => pg::run(session, text, params),
        }
        .map_err(|failure| self.settle(failure))
    }

    /// Runs several statements without parameters: transactions, migrations.
    pub(crate) fn batch(&self, text: &str) -> Result<(), Error> {
        self.batch_inner(text).map_err(|failure| self.settle(failure))
    }

    fn batch_inner(&self, text: &str) -> Result<(), Failure> {
        match &self.link {
            Link::Sqlite(db) => lite::batch(db, text),
            Link::Postgres(session) => pg::batch(session, text),
        }
    }

    /// Like [`Self::batch`], for the words that end or begin a transaction: no note is kept of a failure.
    pub(crate) fn turn(&self, text: &str) -> Result<(), Trouble> {
        self.batch_inner(text).map_err(|failure| match failure {
            Failure::Caller(error) => Trouble { error, again: false },
            Failure::Engine(trouble) => trouble,
        })
    }

    /// Begins a transaction: on PostgreSQL with its first statement.
    pub(crate) fn begin(&self, words: &'static str) -> Result<(), Trouble> {
        if let Link::Postgres(session) = &self.link {
            session.borrow_mut().begin(words);
            return Ok(());
        }
        self.turn(words)
    }

    /// Ends a transaction that only read; whether the connection may be used again.
    pub(crate) fn leave(&self) -> bool {
        match &self.link {
            Link::Sqlite(_) => self.turn("ROLLBACK").is_ok(),
            Link::Postgres(session) => session.try_borrow_mut().is_ok_and(|mut session| session.leave()),
        }
    }

    /// Keeps note of the engine's failure; the caller's own leaves the transaction intact.
    pub(crate) fn settle(&self, failure: Failure) -> Error {
        match failure {
            Failure::Caller(error) => error,
            Failure::Engine(trouble) => self.state.note(trouble),
        }
    }
}

/// A question that was asked ([`Reader::ask`]).
#[must_use = "what was asked wants to be read"]
pub struct Asked<'r, T>(Answer<'r, T>);

enum Answer<'r, T> {
    There(Vec<T>),
    Sent {
        reader: &'r Reader,
        rows: Rows,
        read: Box<Read<'r, T>>,
    },
}

type Read<'r, T> = dyn FnMut(&Row<'_>) -> Result<T, Error> + 'r;

impl<T> Asked<'_, T> {
    /// The first row of its answer, if there is one; else as [`rows`](Self::rows).
    ///
    /// # Errors
    /// As said at [`Reader::ask`].
    pub fn opt(self) -> Result<Option<T>, Error> {
        Ok(self.rows()?.into_iter().next())
    }
    /// The only row of its answer; else as [`rows`](Self::rows).
    ///
    /// # Errors
    /// As said at [`Reader::ask`]; [`Error::Missing`] if there is none.
    pub fn one(self) -> Result<T, Error> {
        self.opt()?.ok_or(Error::Missing)
    }
    /// All rows of its answer, waited for together with whatever else was asked.
    ///
    /// # Errors
    /// As said at [`Reader::ask`].
    pub fn rows(self) -> Result<Vec<T>, Error> {
        match self.0 {
            Answer::There(all) => Ok(all),
            Answer::Sent { reader, rows, mut read } => {
                reader.land();
                match (rows.take(), reader.state.trouble()) {
                    (Some(rows), _) => rows.iter().map(|row| read(&Row(Source::Postgres(row)))).collect(),
                    (None, Some(trouble)) => Err(trouble.error),
                    (None, None) => Err(Error::Other("an answer was lost on its way".to_owned())),
                }
            }
        }
    }
}

/// How an answer is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Whole before the first row is handed over (PostgreSQL), so that the closure may ask again.
    Whole,
    /// Row by row.
    Stream,
}

/// A failure, by whose it is: the caller's closure leaves the transaction intact, the engine's does not.
pub(crate) enum Failure {
    Caller(Error),
    Engine(Trouble),
}

/// The values of parameters.
pub(crate) fn bound<'a>(params: &'a [&'a dyn Bind]) -> Vec<Param<'a>> {
    params.iter().map(|param| param.bind()).collect()
}

/// An open transaction that can write. Reads through it see what it wrote.
///
/// After a statement has failed (a constraint said no, the connection broke) nothing more is done in this
/// transaction and it cannot be kept, whatever the act returns; what may fail goes into [`Writer::attempt`].
pub struct Writer {
    reader: Reader,
}

impl Deref for Writer {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Writer {
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader }
    }

    /// Runs a statement; how many rows it touched.
    ///
    /// # Errors
    /// What the statement fails with.
    pub fn run(&self, sql: Sql, params: &[&dyn Bind]) -> Result<u64, Error> {
        self.touch(Text::Kept(sql.text()), &bound(params))
    }

    /// Writes what the act takes for granted: nobody asks how many rows were touched, and if it fails, all of the act does.
    /// PostgreSQL is not waited for; what it says against it comes with the next statement, at the latest with the end.
    ///
    /// # Errors
    /// What the statement fails with, or one posted before it.
    pub fn post(&self, sql: Sql, params: &[&dyn Bind]) -> Result<(), Error> {
        let Link::Postgres(session) = &self.link else {
            return self.run(sql, params).map(drop);
        };
        self.state.may_begin()?;
        let owned = params.iter().map(|param| param.bind().into_owned()).collect();
        pg::post(session, sql.text(), owned).map_err(|failure| self.settle(failure))
    }

    /// Runs the `INSERT … VALUES ($1, …)` for many rows as fast as the engine takes them; how many rows were
    /// touched. The rows are taken as they come and not held in memory.
    ///
    /// # Errors
    /// What a statement fails with; [`Error::Other`] if the statement is no such INSERT.
    pub fn load<'p, R: AsRef<[Param<'p>]>>(&self, sql: Sql, rows: impl IntoIterator<Item = R>) -> Result<u64, Error> {
        crate::load::load(self, sql.text(), rows)
    }

    /// Runs a part of the act that may fail without undoing the rest: if it errs, only this part is rolled back.
    ///
    /// # Errors
    /// What `f` errs with.
    pub fn attempt<T, E: From<Error>>(&self, f: impl FnOnce(&Writer) -> Result<T, E>) -> Result<T, E> {
        self.state.may_begin()?;
        self.batch("SAVEPOINT part")?;
        let outcome = f(self);
        self.land();
        let trouble = self.state.trouble();
        match (outcome, trouble) {
            (outcome, Some(trouble)) if trouble.again => outcome,
            (Ok(kept), None) => {
                self.batch("RELEASE SAVEPOINT part")?;
                Ok(kept)
            }
            (outcome, trouble) => {
                self.state.clear();
                self.batch("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")?;
                match (outcome, trouble) {
                    (Ok(_), Some(trouble)) => Err(E::from(trouble.error)),
                    (outcome, _) => outcome,
                }
            }
        }
    }

    /// The next number of a gapless series of a union: 1, 2, 3 … If the act is rolled back, so is the number.
    /// Every act that takes one of the same series waits for the others; use it only where the law wants no gap.
    ///
    /// # Errors
    /// What the statement fails with.
    pub fn next_number(&self, union: UnionId, name: &str) -> Result<i64, Error> {
        const NEXT: Sql = Sql::union(
            "INSERT INTO store_counter (union_id, name, last) VALUES ($1, $2, 1) \
             ON CONFLICT (union_id, name) DO UPDATE SET last = store_counter.last + 1 RETURNING last",
        );
        self.one(NEXT, &[&union, &name], |row| row.get(0))
    }
}
