//! The threads on which handlers run: a bounded queue in front, so that overload is an answer, not a heap.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use crossbeam_channel::Sender;

type Work = Box<dyn FnOnce() + Send>;

/// A fixed number of threads with a bounded queue.
#[derive(Clone)]
pub struct Workers(Sender<Work>);

/// The queue is full, or the workers are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

impl Workers {
    /// Starts `threads` threads called `name` in front of which at most `queue` requests wait.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(name: &str, threads: usize, queue: usize) -> std::io::Result<Self> {
        let (sender, receiver) = crossbeam_channel::bounded::<Work>(queue);
        for n in 0..threads {
            let receiver = receiver.clone();
            thread::Builder::new().name(format!("{name}-{n}")).spawn(move || {
                for work in receiver {
                    // A panic in one request ends that request alone.
                    if catch_unwind(AssertUnwindSafe(work)).is_err() {
                        tracing::error!("a handler panicked");
                    }
                }
            })?;
        }
        Ok(Self(sender))
    }

    /// Runs `f` on a worker and gives its result back to the async side.
    ///
    /// # Errors
    /// [`Busy`] if the queue is full or the handler panicked.
    pub async fn run<T: Send + 'static>(&self, f: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let (answer, wait) = tokio::sync::oneshot::channel();
        let work: Work = Box::new(move || {
            let _ = answer.send(f());
        });
        self.0.try_send(work).map_err(|_| Busy)?;
        wait.await.map_err(|_| Busy)
    }
}
