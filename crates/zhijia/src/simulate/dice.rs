//! Chance that is the same in every run.

/// A row of numbers from a seed (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The row of one thing (a union, a district) of a simulation: it does not depend on what was made before it.
    pub(super) fn of(seed: u64, thing: u64) -> Self {
        let mut dice = Self(seed);
        let start = dice.roll();
        Self(start ^ thing.wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    /// The next number.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 if that is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let part = self.roll() % u64::from(limit.max(1));
        u32::try_from(part).unwrap_or_default()
    }

    /// Whether it happens, `of_thousand` times in a thousand.
    pub(super) fn happens(&mut self, of_thousand: u32) -> bool {
        self.below(1000) < of_thousand
    }

    /// One of several; `fallback` if there are none.
    pub(super) fn one<'a>(&mut self, of: &[&'a str], fallback: &'a str) -> &'a str {
        let at = usize::try_from(self.below(u32::try_from(of.len()).unwrap_or(u32::MAX)));
        at.ok().and_then(|at| of.get(at)).copied().unwrap_or(fallback)
    }
}
