//! Rate limits: how many requests one address may make, and how many acts.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Limits per address. A school sits behind one address, so they are wide; sign-in has its own.
pub struct Throttle {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    acts: DefaultKeyedRateLimiter<IpAddr>,
}

impl Throttle {
    /// So many requests and acts a second, with a burst of ten seconds' worth.
    #[must_use]
    pub fn new(requests_per_second: NonZeroU32, acts_per_second: NonZeroU32) -> Self {
        let quota =
            |n: NonZeroU32| Quota::per_second(n).allow_burst(n.saturating_mul(NonZeroU32::MIN.saturating_add(9)));
        Self {
            requests: RateLimiter::keyed(quota(requests_per_second)),
            acts: RateLimiter::keyed(quota(acts_per_second)),
        }
    }
    /// Whether the address may go on.
    #[must_use]
    pub fn passes(&self, address: IpAddr, act: bool) -> bool {
        self.requests.check_key(&address).is_ok() && (!act || self.acts.check_key(&address).is_ok())
    }
    /// Forgets addresses that have been quiet.
    pub fn forget_quiet(&self) {
        self.requests.retain_recent();
        self.acts.retain_recent();
    }
}
