//! One connection to PostgreSQL, driven by the thread that uses it.
//!
//! Each request is a way to another process and back. Those that need not wait for one another travel together: the beginning
//! of a transaction goes with its first statement ([`Wire::say`]), rows that an act writes without asking what became of them
//! go with whatever is asked next, at the latest with its end, and questions that do not depend on one another
//! are all sent before the first answer is read ([`Wire::send`]); nobody waits for the end of one that only
//! read ([`Wire::tell`]). The driver's blocking face sends one request at a time, so its other face is driven here.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use futures_util::{
    TryStreamExt,
    future::{MaybeDone, join, maybe_done},
};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{
    Client, Config, Error, Row, RowStream, Socket, Statement,
    tls::{MakeTlsConnect, TlsConnect},
};

use crate::{pg::Bound, value::Param};

/// A connection. The client, and what still holds it, go before the line, which then takes leave of the server.
pub(crate) struct Wire {
    client: Arc<Client>,
    posted: Vec<Posted>,
    line: Line,
}

/// A statement on its way, whose answer comes with the next one that is waited for.
type Posted = Pin<Box<MaybeDone<Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>>>>;

/// The rows of a question that was sent, once they are there; those of a connection that broke make way for those of the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows(Arc<Mutex<Option<Vec<Row>>>>);

impl Rows {
    fn put(&self, rows: Vec<Row>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(rows);
    }
    /// Takes them, if they are there.
    pub fn take(&self) -> Option<Vec<Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Wire {
    /// Connects, and waits for it.
    ///
    /// # Errors
    /// The driver's; also when this thread may not wait.
    pub fn open<T>(config: &Config, tls: T) -> Result<Self, Error>
    where
        T: MakeTlsConnect<Socket>,
        T::TlsConnect: Send,
        T::Stream: Send + 'static,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        // Only a machine without threads or files left refuses; the driver's own blocking face dies of it too.
        #[expect(clippy::expect_used, reason = "there is no error of the driver's for it")]
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime for a connection");
        let (client, connection) = runtime.block_on(config.connect(tls))?;
        Ok(Self {
            client: Arc::new(client),
            line: Line {
                runtime,
                connection: Some(Box::pin(connection)),
            },
            posted: Vec::new(),
        })
    }

    /// Whether the other end is gone.
    pub fn is_closed(&self) -> bool {
        self.line.connection.is_none() || self.client.is_closed()
    }

    /// Runs several statements without parameters.
    pub fn batch(&mut self, text: &str) -> Result<(), Error> {
        let client = Arc::clone(&self.client);
        self.behind(client.batch_execute(text))
    }

    /// Sends statements without parameters and does not wait for what becomes of them. Whatever is sent later comes after.
    pub fn tell(&mut self, text: &str) {
        let mut sent = pin!(self.client.batch_execute(text));
        self.line.once(|cx| drop(sent.as_mut().poll(cx)));
    }

    /// Sends a statement, and keeps its rows if it is a question; if it fails, whoever is waited for next fails with its error.
    /// How many are on their way.
    pub fn send(&mut self, stmt: Statement, values: Vec<Param<'static>>, rows: Option<Rows>) -> usize {
        let client = Arc::clone(&self.client);
        self.lay(async move {
            let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
            let values = crate::pg::values(&bound);
            match rows {
                None => client.execute(&stmt, &values).await.map(drop),
                Some(rows) => {
                    rows.put(client.query(&stmt, &values).await?);
                    Ok(())
                }
            }
        })
    }

    /// Sends words without parameters as [`Self::send`] does: how a transaction begins.
    pub fn say(&mut self, words: &'static str) {
        let client = Arc::clone(&self.client);
        self.lay(async move { client.batch_execute(words).await });
    }

    /// Lays a request beside those that go with whatever is waited for next. How many there are.
    fn lay(&mut self, request: impl Future<Output = Result<(), Error>> + Send + 'static) -> usize {
        let mut sent: Posted = Box::pin(maybe_done(Box::pin(request)));
        // The client takes it now, in its order; the line carries all of them at once.
        let _ = sent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        self.posted.push(sent);
        self.posted.len()
    }

    /// Waits for what was posted.
    pub fn land(&mut self) -> Result<(), Error> {
        if self.posted.is_empty() {
            return Ok(());
        }
        self.behind(async { Ok(()) })
    }

    /// Sends a request, and waits for it and for what is on its way. Of several failures the first counts: the server does
    /// nothing more in a transaction after it.
    fn behind<T>(&mut self, request: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let mut posted = std::mem::take(&mut self.posted);
        self.line.drive(async {
            let before = async {
                let mut landed = Ok(());
                for sent in &mut posted {
                    sent.as_mut().await;
                    if let (Ok(()), Some(Err(error))) = (&landed, sent.as_mut().take_output()) {
                        landed = Err(error);
                    }
                }
                landed
            };
            let (landed, done) = join(before, request).await;
            landed.and(done)
        })
    }

    /// Prepares a statement.
    pub fn prepare(&mut self, text: &str) -> Result<Statement, Error> {
        let client = Arc::clone(&self.client);
        self.behind(client.prepare(text))
    }

    /// All rows of an answer.
    pub fn query(&mut self, stmt: &Statement, values: &Values<'_>) -> Result<Vec<Row>, Error> {
        let client = Arc::clone(&self.client);
        self.behind(client.query(stmt, values))
    }

    /// How many rows a statement touched.
    pub fn execute(&mut self, stmt: &Statement, values: &Values<'_>) -> Result<u64, Error> {
        let client = Arc::clone(&self.client);
        self.behind(client.execute(stmt, values))
    }

    /// The rows of an answer as they come.
    pub fn stream(&mut self, stmt: &Statement, values: &Values<'_>) -> Result<Streamed<'_>, Error> {
        let client = Arc::clone(&self.client);
        let values = values.iter().copied();
        let rows = self.behind(client.query_raw(stmt, values))?;
        Ok(Streamed {
            rows: Box::pin(rows),
            line: &mut self.line,
        })
    }
}

/// Values as the driver takes them.
pub(crate) type Values<'a> = [&'a (dyn tokio_postgres::types::ToSql + Sync)];

/// Rows as they come; the connection is theirs until the last.
pub(crate) struct Streamed<'a> {
    rows: Pin<Box<RowStream>>,
    line: &'a mut Line,
}

impl Streamed<'_> {
    /// The next row.
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        self.line.drive(self.rows.try_next())
    }
}

type Connection = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// What carries the bytes.
struct Line {
    runtime: Runtime,
    /// None once it has ended: requests are told so then.
    connection: Option<Connection>,
}

impl Line {
    /// Waits for an answer while the connection works.
    fn drive<T>(&mut self, request: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let mut request = pin!(request);
        let Self { runtime, connection } = self;
        runtime.block_on(poll_fn(|cx| {
            // Asked before, so that the connection has something to send; and after, for what it brought.
            if let Poll::Ready(done) = request.as_mut().poll(cx) {
                return Poll::Ready(done);
            }
            let ended = work(connection, cx);
            match (request.as_mut().poll(cx), ended) {
                (Poll::Ready(done), _) => Poll::Ready(done),
                (Poll::Pending, Poll::Ready(Err(e))) => Poll::Ready(Err(e)),
                (Poll::Pending, Poll::Ready(Ok(()))) => request.as_mut().poll(cx),
                (Poll::Pending, Poll::Pending) => Poll::Pending,
            }
        }))
    }

    /// Lets something happen once, without waiting.
    fn once(&mut self, mut f: impl FnMut(&mut Context<'_>)) {
        let Self { runtime, connection } = self;
        runtime.block_on(poll_fn(|cx| {
            f(cx);
            let _ = work(connection, cx);
            Poll::Ready(())
        }));
    }
}

impl Drop for Line {
    /// Lets the server know, which would otherwise note a client that vanished.
    fn drop(&mut self) {
        self.once(|_| ());
    }
}

/// Lets the connection send and receive what it can. Ready once it has ended, with why.
fn work(connection: &mut Option<Connection>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
    let Some(working) = connection else {
        return Poll::Ready(Ok(()));
    };
    let ended = working.as_mut().poll(cx);
    if ended.is_ready() {
        *connection = None;
    }
    ended
}
