//! Time and chance: the only place that asks the system for either.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use uuid::Uuid;

use crate::{Date, Id, Instant};

/// Where "now" comes from. Cheap to clone; a fixed clock is shared by its clones.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Stopped>>);

/// A clock that stands still, and whose ids may repeat from run to run.
#[derive(Debug)]
struct Stopped {
    at: AtomicI64,
    /// Where the next id comes from, if not from chance.
    seed: Option<AtomicU64>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }
    /// A clock that stands still at `at` until [`Clock::set`].
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::stopped(at, None)
    }
    /// A clock that stands still at `at` and gives the same ids in every run with this seed: for data made by the
    /// million that shall be the same again, never for anything that must not be guessed.
    #[must_use]
    pub fn seeded(at: Instant, seed: u64) -> Self {
        Self::stopped(at, Some(AtomicU64::new(seed)))
    }
    fn stopped(at: Instant, seed: Option<AtomicU64>) -> Self {
        let at = AtomicI64::new(at.millis());
        Self(Some(Arc::new(Stopped { at, seed })))
    }
    /// Moves a fixed clock (and all its clones); does nothing to the system's.
    pub fn set(&self, at: Instant) {
        if let Some(stopped) = &self.0 {
            stopped.at.store(at.millis(), Ordering::SeqCst);
        }
    }
    /// The instant it is.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place")]
    pub fn now(&self) -> Instant {
        match &self.0 {
            Some(stopped) => Instant::from_millis(stopped.at.load(Ordering::SeqCst)),
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
        let seed = self.0.as_ref().and_then(|stopped| stopped.seed.as_ref());
        match seed {
            Some(seed) => version_7(self.now(), scattered(seed)),
            None => fresh(self.now()),
        }
    }
}

/// Sixteen bytes from a seed that moves on (splitmix64, twice).
fn scattered(seed: &AtomicU64) -> [u8; 16] {
    let mut bytes = [0; 16];
    for half in bytes.chunks_mut(8) {
        let step = 0x9e37_79b9_7f4a_7c15;
        let mut z = seed.fetch_add(step, Ordering::SeqCst).wrapping_add(step);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        half.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes());
    }
    bytes
}

/// A new UUID version 7 for an instant.
#[must_use]
pub fn fresh<K>(at: Instant) -> Id<K> {
    version_7(at, random::<16>())
}

/// The least UUID version 7 of an instant: what came before it has a smaller one.
#[must_use]
pub fn least<K>(at: Instant) -> Id<K> {
    version_7(at, [0; 16])
}

fn version_7<K>(at: Instant, mut bytes: [u8; 16]) -> Id<K> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_ids_again_and_no_two_alike() {
        let at = Instant::from_millis(1_790_000_000_000);
        let ids = |seed| {
            let clock = Clock::seeded(at, seed);
            (0..1000)
                .map(|_| clock.id::<()>())
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(ids(7), ids(7));
        assert_eq!(ids(7).len(), 1000);
        assert!(ids(7).is_disjoint(&ids(8)));
        assert!(ids(7).iter().all(|id| id.raw().get_version_num() == 7));
    }
}
