//! The threads on which handlers run: a bounded queue in front, so that overload is an answer, not a heap.
//!
//! Work is begun in the order it came, and only so much of it goes on at once: where requests that are short and much alike
//! share few cores, each is done sooner the fewer others are done beside it, and the last no later. Work that turns out to be
//! long (25 ms) no longer counts, so that nobody waits behind a report (`docs/decisions/0013-few-at-once.md`).

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

type Work = Box<dyn FnOnce() + Send>;

/// Work that took so long keeps no other from beginning.
const LONG: Duration = Duration::from_millis(25);

/// A fixed number of threads with a bounded queue.
#[derive(Clone)]
pub struct Workers(Arc<Door>);

/// The queue is full, or the workers are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// How many threads there are, and what they take.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Threads.
    pub threads: usize,
    /// How many of them do short work at the same time.
    pub at_once: usize,
    /// How much work may wait.
    pub queue: usize,
}

/// The side from which work comes; when it is gone, the threads end with the last work.
struct Door(Arc<Room>);

impl Drop for Door {
    fn drop(&mut self) {
        self.0.lock().over = true;
        self.0.wake.notify_all();
    }
}

struct Room {
    state: Mutex<State>,
    wake: Condvar,
    size: Size,
    long: Duration,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Work>,
    /// When the work that goes on was begun.
    begun: Vec<Instant>,
    /// Whether a thread looks at the clock for those that wait.
    watched: bool,
    over: bool,
}

/// What a thread does next.
enum Turn {
    Work(Work),
    /// Waits to be woken, or for so long.
    Wait(Option<Duration>),
    End,
}

impl State {
    /// How long until somebody may begin; none: now.
    fn hindrance(&self, room: &Room, now: Instant) -> Option<Duration> {
        let ages = self.begun.iter().map(|begun| now.saturating_duration_since(*begun));
        let short = ages.filter(|age| *age < room.long);
        let (count, oldest) = short.fold((0, Duration::ZERO), |(n, oldest), age| (n + 1, oldest.max(age)));
        (count >= room.size.at_once).then(|| room.long.saturating_sub(oldest))
    }

    fn turn(&mut self, room: &Room, now: Instant) -> Turn {
        if self.queue.is_empty() {
            return if self.over { Turn::End } else { Turn::Wait(None) };
        }
        match self.hindrance(room, now) {
            None => self.queue.pop_front().map_or(Turn::Wait(None), Turn::Work),
            Some(pause) => Turn::Wait((!self.watched).then_some(pause)),
        }
    }
}

impl Room {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes a thread if there is something for it: work, or the clock.
    fn call(&self, state: &State, now: Instant) {
        if !state.queue.is_empty() && (!state.watched || state.hindrance(self, now).is_none()) {
            self.wake.notify_one();
        }
    }

    fn add(&self, work: Work) -> Result<(), Busy> {
        let mut state = self.lock();
        if state.queue.len() >= self.size.queue {
            return Err(Busy);
        }
        state.queue.push_back(work);
        self.call(&state, Instant::now());
        Ok(())
    }

    /// What each thread does until the end.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            match state.turn(self, now) {
                Turn::End => {
                    self.wake.notify_all();
                    return;
                }
                Turn::Wait(None) => state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner),
                Turn::Wait(Some(pause)) => {
                    state.watched = true;
                    let waited = self.wake.wait_timeout(state, pause);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                    state.watched = false;
                }
                Turn::Work(work) => {
                    state.begun.push(now);
                    self.call(&state, now);
                    drop(state);
                    // A panic in one request ends that request alone.
                    if catch_unwind(AssertUnwindSafe(work)).is_err() {
                        tracing::error!("a handler panicked");
                    }
                    state = self.lock();
                    if let Some(place) = state.begun.iter().position(|begun| *begun == now) {
                        state.begun.swap_remove(place);
                    }
                }
            }
        }
    }
}

impl Workers {
    /// Starts threads called `name`.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(name: &str, size: Size) -> std::io::Result<Self> {
        Self::starting(name, size, LONG)
    }

    fn starting(name: &str, size: Size, long: Duration) -> std::io::Result<Self> {
        let size = Size {
            at_once: size.at_once.max(1),
            ..size
        };
        let room = Arc::new(Room {
            state: Mutex::default(),
            wake: Condvar::new(),
            size,
            long,
        });
        let door = Door(Arc::clone(&room));
        for n in 0..size.threads {
            let room = Arc::clone(&room);
            thread::Builder::new()
                .name(format!("{name}-{n}"))
                .spawn(move || room.work())?;
        }
        Ok(Self(Arc::new(door)))
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
        self.0.0.add(work)?;
        wait.await.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    use super::*;

    const FOR_EVER: Duration = Duration::from_secs(3600);

    fn workers(threads: usize, at_once: usize, long: Duration) -> Workers {
        let size = Size {
            threads,
            at_once,
            queue: 64,
        };
        Workers::starting("test", size, long).unwrap()
    }

    fn give(workers: &Workers, work: impl FnOnce() + Send + 'static) -> Result<(), Busy> {
        workers.0.0.add(Box::new(work))
    }

    #[test]
    fn short_work_is_done_in_its_order_and_so_much_at_once() {
        let (workers, (told, order)) = (workers(4, 1, FOR_EVER), mpsc::channel());
        let at_work = Arc::new(AtomicUsize::new(0));
        for n in 0..50 {
            let (told, at_work) = (told.clone(), Arc::clone(&at_work));
            let work = move || {
                let beside = at_work.fetch_add(1, Ordering::SeqCst);
                thread::yield_now();
                at_work.fetch_sub(1, Ordering::SeqCst);
                told.send((n, beside)).unwrap();
            };
            give(&workers, work).unwrap();
        }
        drop(told);
        let all: Vec<(usize, usize)> = order.iter().collect();
        assert_eq!(all, (0..50).map(|n| (n, 0)).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_waits_for_long_work() {
        let workers = workers(3, 1, Duration::from_millis(1));
        let (go, gone) = mpsc::channel::<()>();
        let (told, heard) = mpsc::channel();
        // both wait for the third: they end only if it begins while they go on
        let gone = Arc::new(Mutex::new(gone));
        for _ in 0..2 {
            let (gone, told) = (Arc::clone(&gone), told.clone());
            give(&workers, move || {
                gone.lock().unwrap().recv().unwrap();
                told.send(()).unwrap();
            })
            .unwrap();
        }
        give(&workers, move || {
            go.send(()).unwrap();
            go.send(()).unwrap();
        })
        .unwrap();
        for _ in 0..2 {
            heard
                .recv_timeout(Duration::from_secs(60))
                .expect("the third was let in");
        }
    }

    #[test]
    fn a_panic_gives_its_place_back_and_what_waits_is_done_before_the_end() {
        let (workers, (told, heard)) = (workers(1, 1, FOR_EVER), mpsc::channel());
        give(&workers, || panic!("one request")).unwrap();
        for n in 0..3 {
            let told = told.clone();
            give(&workers, move || told.send(n).unwrap()).unwrap();
        }
        drop((workers, told));
        assert_eq!(heard.iter().collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn too_much_is_refused() {
        let size = Size {
            threads: 0,
            at_once: 1,
            queue: 2,
        };
        let workers = Workers::starting("test", size, FOR_EVER).unwrap();
        assert_eq!([(); 3].map(|()| give(&workers, || ())), [Ok(()), Ok(()), Err(Busy)]);
    }
}
