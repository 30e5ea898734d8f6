//! SQLite's one writer: acts wait in a queue, those that wait together are committed together.
//!
//! A commit waits for the disk; the acts that arrive meanwhile share the next one. Each act behind another is its own
//! savepoint, so that one that fails undoes only itself, and nobody is answered before the commit that holds the act.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread::JoinHandle,
};

use crate::{Error, Writer, lite, reader::Link};

/// The log of commits is looked after once in so many commits.
const TEND: u32 = 256;

thread_local! {
    /// This thread is inside an act.
    static ACTING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `f` as an act of this thread; an act within an act would wait for itself.
pub(crate) fn acting<R>(f: impl FnOnce() -> R) -> R {
    ACTING.set(true);
    let result = f();
    ACTING.set(false);
    result
}

/// Refuses an act within an act.
pub(crate) fn free() -> Result<(), Error> {
    if ACTING.get() {
        return Err(Error::Other(
            "an act was begun within an act; pass the Writer on instead".to_owned(),
        ));
    }
    Ok(())
}

/// Runs an act's closure, containing its panic and what it ignored.
pub(crate) fn perform<T, E: From<Error>>(writer: &Writer, f: &mut impl FnMut(&Writer) -> Result<T, E>) -> Result<T, E> {
    writer.state.clear();
    match catch_unwind(AssertUnwindSafe(|| acting(|| f(writer)))) {
        Ok(Ok(value)) => match writer.state.trouble() {
            None => Ok(value),
            Some(trouble) => Err(E::from(trouble.error)),
        },
        Ok(Err(refused)) => Err(refused),
        Err(panic) => {
            ACTING.set(false);
            tracing::error!(what = said(&*panic), "an act panicked and was rolled back");
            Err(E::from(Error::Panicked))
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a message")
}

/// An act in the queue.
trait Waiting: Send {
    /// Runs it; whether it is to be kept.
    fn run(&mut self, writer: &Writer) -> bool;
    /// Answers the one who waits: with the act's result, or with what kept it from being committed.
    fn answer(self: Box<Self>, lost: Option<Error>);
}

struct Act<F, T, E> {
    f: F,
    result: Option<Result<T, E>>,
    to: SyncSender<Result<T, E>>,
}

impl<F, T, E> Waiting for Act<F, T, E>
where
    F: FnMut(&Writer) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, writer: &Writer) -> bool {
        let result = self.result.insert(perform(writer, &mut self.f));
        result.is_ok()
    }
    fn answer(self: Box<Self>, lost: Option<Error>) {
        let result = match (lost, self.result) {
            (None, Some(result)) | (Some(_), Some(result @ Err(_))) => result,
            (Some(error), _) => Err(E::from(error)),
            (None, None) => Err(E::from(Error::Busy)),
        };
        // The one who waited may be gone; the act is kept all the same.
        let _ = self.to.send(result);
    }
}

/// The queue and the thread behind it.
pub(crate) struct Queue {
    acts: Option<Sender<Box<dyn Waiting>>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    pub(crate) fn start(writer: Writer, group: usize) -> Result<Self, Error> {
        let (acts, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                let mut groups = 0_u32;
                while let Ok(first) = waiting.recv() {
                    commit_together(&writer, first, &waiting, group.max(1));
                    groups = groups.wrapping_add(1);
                    if let (0, Link::Sqlite(db)) = (groups % TEND, &writer.link) {
                        lite::tend(db);
                    }
                }
            })?;
        Ok(Self {
            acts: Some(acts),
            thread: Some(thread),
        })
    }

    pub(crate) fn act<T, E, F>(&self, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnMut(&Writer) -> Result<T, E> + Send + 'static,
    {
        let (to, answer) = sync_channel(1);
        let act: Box<dyn Waiting> = Box::new(Act { f, result: None, to });
        let gone = || E::from(Error::Gone("the writer has stopped".to_owned()));
        self.acts.as_ref().ok_or_else(gone)?.send(act).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        drop(self.acts.take());
        let Some(thread) = self.thread.take() else { return };
        // The last handle may be dropped by an act itself, on the writer's own thread.
        if thread.thread().id() != std::thread::current().id() {
            let _ = thread.join();
        }
    }
}

/// Runs the first act and those that wait behind it in one transaction, and commits.
fn commit_together(writer: &Writer, first: Box<dyn Waiting>, waiting: &Receiver<Box<dyn Waiting>>, group: usize) {
    let mut kept: Vec<Box<dyn Waiting>> = Vec::new();
    let mut next = Some(first);
    while let Some(mut act) = next {
        writer.state.clear();
        let ran = if kept.is_empty() {
            begun(writer, &mut *act)
        } else {
            in_savepoint(writer, &mut *act)
        };
        match ran {
            Ok(true) => kept.push(act),
            Ok(false) => act.answer(None),
            Err(error) => {
                // The whole transaction is lost (SQLite rolls back by itself when the disk is full).
                let _ = writer.turn("ROLLBACK");
                act.answer(Some(error));
                return again_alone(writer, kept);
            }
        }
        next = if kept.len() < group {
            waiting.try_recv().ok()
        } else {
            None
        };
    }
    if kept.is_empty() {
        return;
    }
    match writer.turn("COMMIT") {
        Ok(()) => kept.into_iter().for_each(|act| act.answer(None)),
        Err(trouble) => {
            let _ = writer.turn("ROLLBACK");
            if kept.len() > 1 {
                return again_alone(writer, kept);
            }
            kept.into_iter().for_each(|act| act.answer(Some(trouble.error.clone())));
        }
    }
}

/// After a shared transaction was lost, each act gets its own: one must not fail for another's sake.
fn again_alone(writer: &Writer, acts: Vec<Box<dyn Waiting>>) {
    for mut act in acts {
        let lost = alone(writer, &mut *act).err();
        act.answer(lost);
    }
}

fn alone(writer: &Writer, act: &mut dyn Waiting) -> Result<(), Error> {
    writer.state.clear();
    if begun(writer, act)? {
        writer.turn("COMMIT").map_err(|trouble| {
            let _ = writer.turn("ROLLBACK");
            trouble.error
        })?;
    }
    Ok(())
}

/// Runs the first act of a transaction: `Ok(true)` it stays, `Ok(false)` it and the transaction are undone, `Err` the
/// transaction is lost. Nothing stands before it, so it needs no savepoint, for which the engine would keep a copy of
/// every page that the act touches: a large import held more of those than of its own rows.
fn begun(writer: &Writer, act: &mut dyn Waiting) -> Result<bool, Error> {
    writer.turn("BEGIN IMMEDIATE").map_err(|trouble| trouble.error)?;
    let keep = act.run(writer);
    if lost(writer) {
        return Err(full(writer));
    }
    if !keep {
        writer.turn("ROLLBACK").map_err(|trouble| trouble.error)?;
    }
    Ok(keep)
}

/// Runs one act in its savepoint, behind others: `Ok(true)` it stays, `Ok(false)` it is undone, `Err` the transaction is
/// lost.
fn in_savepoint(writer: &Writer, act: &mut dyn Waiting) -> Result<bool, Error> {
    writer.turn("SAVEPOINT act").map_err(|trouble| trouble.error)?;
    let keep = act.run(writer);
    if lost(writer) {
        return Err(full(writer));
    }
    if !keep {
        writer.turn("ROLLBACK TO act").map_err(|trouble| trouble.error)?;
    }
    writer.turn("RELEASE act").map_err(|trouble| trouble.error)?;
    Ok(keep)
}

/// What lost the transaction.
fn full(writer: &Writer) -> Error {
    writer.state.trouble().map_or(Error::Full, |trouble| trouble.error)
}

fn lost(writer: &Writer) -> bool {
    match &writer.link {
        Link::Sqlite(db) => db.is_autocommit(),
        Link::Postgres(_) => false,
    }
}
