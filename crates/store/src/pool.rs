//! A small pool of connections: last in, first out, opened as they are needed.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::Error;

pub(crate) struct Pool<T> {
    state: Mutex<State<T>>,
    freed: Condvar,
    most: usize,
    wait: Duration,
}

struct State<T> {
    idle: Vec<T>,
    /// Idle and lent out together.
    open: usize,
}

impl<T> Pool<T> {
    pub(crate) fn new(most: usize, wait: Duration) -> Self {
        let state = State {
            idle: Vec::new(),
            open: 0,
        };
        Self {
            state: Mutex::new(state),
            freed: Condvar::new(),
            most: most.max(1),
            wait,
        }
    }

    /// A connection, idle or new; waits until one is given back.
    pub(crate) fn take(&self, make: impl FnOnce() -> Result<T, Error>) -> Result<Lent<'_, T>, Error> {
        let deadline = Instant::now().checked_add(self.wait);
        let mut state = lock(&self.state);
        loop {
            if let Some(item) = state.idle.pop() {
                return Ok(Lent {
                    pool: self,
                    item: Some(item),
                });
            }
            if state.open < self.most {
                state.open += 1;
                drop(state);
                let mut lent = Lent { pool: self, item: None };
                lent.item = Some(make()?);
                return Ok(lent);
            }
            let left = deadline
                .and_then(|at| at.checked_duration_since(Instant::now()))
                .ok_or(Error::Busy)?;
            state = self
                .freed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Closes all idle connections.
    pub(crate) fn empty(&self) {
        let mut state = lock(&self.state);
        state.open -= state.idle.len();
        state.idle.clear();
    }
}

/// A connection lent out. Goes back when it is [`Lent::give_back`]; is closed when it is merely dropped.
pub(crate) struct Lent<'a, T> {
    pool: &'a Pool<T>,
    item: Option<T>,
}

impl<T> Lent<'_, T> {
    pub(crate) fn get(&self) -> Result<&T, Error> {
        self.item.as_ref().ok_or(Error::Busy)
    }
    pub(crate) fn give_back(mut self) {
        if let Some(item) = self.item.take() {
            let mut state = lock(&self.pool.state);
            state.idle.push(item);
            drop(state);
            self.pool.freed.notify_one();
            std::mem::forget(self);
        }
    }
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        self.item.take();
        lock(&self.pool.state).open -= 1;
        self.pool.freed.notify_one();
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
