//! Time and chance: the only place that asks the system for either.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use uuid::Uuid;

use crate::{Date, Id, Instant};

/// Where "now" comes from. Cheap to clone; a fixed clock is shared by its clones.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }
    /// A clock that stands still at `at` until [`Clock::set`].
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.millis()))))
    }
    /// Moves a fixed clock (and all its clones); does nothing to the system's.
    pub fn set(&self, at: Instant) {
        if let Some(cell) = &self.0 {
            cell.store(at.millis(), Ordering::SeqCst);
        }
    }
    /// The instant it is.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    pub fn now(&self) -> Instant {
        match &self.0 {
            Some(cell) => Instant::from_millis(cell.load(Ordering::SeqCst)),
            None => Instant::from_millis(jiff::Timestamp::now().as_millisecond()),
        }
    }
    /// The day it is in China.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().day()
    }
    /// A new id, ordered by time.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        fresh(self.now())
    }
}

/// A new UUID version 7 for an instant.
#[must_use]
pub fn fresh<K>(at: Instant) -> Id<K> {
    let mut bytes = random::<16>();
    let millis = u64::try_from(at.millis()).unwrap_or(0).to_be_bytes();
    bytes[..6].copy_from_slice(&millis[2..]);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    Id::new(Uuid::from_bytes(bytes))
}

/// `N` bytes from the system's source of randomness.
///
/// # Panics
/// If the system has no randomness to give; nothing secret could be made then.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the one place; without randomness no secret may be made"
)]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}
