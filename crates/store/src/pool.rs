//! A small pool of connections: last in, first out, opened as they are needed.
//!
//! Whoever wants one waits in a queue, and only so many are at work at once: where requests that are short and much alike share
//! few cores, each is done sooner the fewer others are done beside it, and the last of sixteen no later. Work that turns out
//! to be long ([`LONG`]) no longer counts, so that nobody waits behind a report.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use crate::Error;

/// Work that took so long does not keep others from starting.
const LONG: Duration = Duration::from_millis(25);

pub(crate) struct Pool<T> {
    state: Mutex<State<T>>,
    most: usize,
    at_once: usize,
    wait: Duration,
}

struct State<T> {
    idle: Vec<T>,
    /// Since when each connection is lent out.
    lent: Vec<Instant>,
    /// Who waits, the first first.
    queue: VecDeque<(u64, Thread)>,
    /// The number of the next to wait.
    next: u64,
}

impl<T> State<T> {
    /// How long the first in the queue waits before it looks again; none: it may go.
    fn hindrance(&self, most: usize, at_once: usize, now: Instant) -> Option<Duration> {
        if self.lent.len() >= most {
            return Some(Duration::MAX);
        }
        let ages = self.lent.iter().map(|since| now.saturating_duration_since(*since));
        let short = ages.filter(|age| *age < LONG);
        let (count, oldest) = short.fold((0, Duration::ZERO), |(n, oldest), age| (n + 1, oldest.max(age)));
        (count >= at_once).then(|| LONG.saturating_sub(oldest))
    }

    /// Tells the first in the queue to look again.
    fn call(&self) {
        if let Some((_, first)) = self.queue.front() {
            first.unpark();
        }
    }

    fn begin(&mut self, now: Instant) -> (Option<T>, Instant) {
        self.lent.push(now);
        (self.idle.pop(), now)
    }

    /// What was lent out then is back, or closed.
    fn end(&mut self, since: Instant, item: Option<T>) {
        if let Some(place) = self.lent.iter().position(|lent| *lent == since) {
            self.lent.swap_remove(place);
        }
        self.idle.extend(item);
        self.call();
    }
}

impl<T> Pool<T> {
    /// At most `most` connections, of which `at_once` do short work at the same time. Nobody waits longer than `wait`.
    pub(crate) fn new(most: usize, at_once: usize, wait: Duration) -> Self {
        let state = State {
            idle: Vec::new(),
            lent: Vec::new(),
            queue: VecDeque::new(),
            next: 0,
        };
        Self {
            state: Mutex::new(state),
            most: most.max(1),
            at_once: at_once.max(1),
            wait,
        }
    }

    /// A connection, idle or new; waits until one may be had.
    pub(crate) fn take(&self, make: impl FnOnce() -> Result<T, Error>) -> Result<Lent<'_, T>, Error> {
        let (idle, since) = self.turn()?;
        let mut lent = Lent {
            pool: self,
            since,
            item: idle,
        };
        if lent.item.is_none() {
            lent.item = Some(make()?);
        }
        Ok(lent)
    }

    /// Waits for a turn; an idle connection if there is one.
    fn turn(&self) -> Result<(Option<T>, Instant), Error> {
        let mut now = Instant::now();
        let until = now.checked_add(self.wait);
        let left = |now| until.map_or(Duration::MAX, |until| until.saturating_duration_since(now));
        let mut state = lock(&self.state);
        let own = state.next;
        state.next = own.wrapping_add(1);
        state.queue.push_back((own, thread::current()));
        loop {
            let is_first = state.queue.front().is_some_and(|(first, _)| *first == own);
            let look_again = if is_first {
                state.hindrance(self.most, self.at_once, now)
            } else {
                Some(Duration::MAX)
            };
            if look_again.is_none() || left(now).is_zero() {
                state.queue.retain(|(waiting, _)| *waiting != own);
                let turn = look_again.is_none().then(|| state.begin(now)).ok_or(Error::Busy);
                // whoever is first now may have a turn too, or has to watch the clock
                state.call();
                return turn;
            }
            drop(state);
            thread::park_timeout(look_again.map_or(left(now), |pause| pause.min(left(now))));
            now = Instant::now();
            state = lock(&self.state);
        }
    }

    /// Closes all idle connections.
    pub(crate) fn empty(&self) {
        lock(&self.state).idle.clear();
    }
}

/// A connection lent out. Goes back when it is [`Lent::give_back`]; is closed when it is merely dropped.
pub(crate) struct Lent<'a, T> {
    pool: &'a Pool<T>,
    since: Instant,
    item: Option<T>,
}

impl<T> Lent<'_, T> {
    pub(crate) fn get(&self) -> Result<&T, Error> {
        self.item.as_ref().ok_or(Error::Busy)
    }
    pub(crate) fn give_back(mut self) {
        let item = self.item.take();
        lock(&self.pool.state).end(self.since, item);
        std::mem::forget(self);
    }
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        // closed before another may be opened in its place
        self.item.take();
        lock(&self.pool.state).end(self.since, None);
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn pool(most: usize, at_once: usize, wait: Duration) -> Pool<u8> {
        Pool::new(most, at_once, wait)
    }

    fn one() -> Result<u8, Error> {
        Ok(1)
    }

    #[test]
    fn short_work_waits_for_its_turn_and_long_work_keeps_nobody() {
        let pool = pool(4, 1, Duration::from_secs(30));
        let first = pool.take(one).unwrap();
        let asked = Instant::now();
        let second = pool.take(one).unwrap();
        // the first had been lent a moment before we looked at the clock
        assert!(
            asked.elapsed() >= LONG - Duration::from_millis(5),
            "it waited while the first was short"
        );
        // both are long after a while, so that a third does not wait for either
        thread::sleep(LONG);
        pool.take(|| Err(Error::Busy)).map(drop).unwrap_err();
        let third = pool.take(one).unwrap();
        assert_eq!(lock(&pool.state).lent.len(), 3);
        first.give_back();
        second.give_back();
        third.give_back();
        assert_eq!(lock(&pool.state).idle.len(), 3);
        pool.take(|| unreachable!("an idle one is taken")).unwrap().give_back();
    }

    #[test]
    fn whoever_came_first_goes_first() {
        let pool = pool(1, 1, Duration::from_secs(30));
        let (told, order) = mpsc::channel();
        let held = pool.take(one).unwrap();
        thread::scope(|scope| {
            for n in 0..8 {
                let (pool, told) = (&pool, told.clone());
                scope.spawn(move || {
                    let lent = pool.take(one).unwrap();
                    told.send(n).unwrap();
                    lent.give_back();
                });
                while lock(&pool.state).queue.len() <= n {
                    thread::yield_now();
                }
            }
            held.give_back();
        });
        assert_eq!(order.try_iter().collect::<Vec<usize>>(), (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_waits_for_ever_and_a_closed_one_makes_room() {
        let pool = pool(1, 1, Duration::from_millis(40));
        let held = pool.take(one).unwrap();
        assert!(matches!(pool.take(one).map(drop), Err(Error::Busy)));
        assert!(lock(&pool.state).queue.is_empty(), "whoever gave up waits no more");
        drop(held);
        assert_eq!(*pool.take(|| Ok(2)).unwrap().get().unwrap(), 2, "opened anew");
    }
}
