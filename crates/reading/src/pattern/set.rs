//! Sets of characters.

/// Characters that one place of a pattern takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    ascii: u128,
    ranges: Vec<(char, char)>,
    negated: bool,
}

impl Set {
    pub(super) fn add(&mut self, from: char, to: char) {
        for code in u32::from(from)..=u32::from(to).min(127) {
            self.ascii |= 1 << code;
        }
        if !to.is_ascii() {
            self.ranges.push((from, to));
        }
    }

    pub(super) fn negate(&mut self) {
        self.negated = true;
    }

    pub(super) fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        let inside = if code < 128 {
            self.ascii >> code & 1 == 1
        } else {
            self.ranges.iter().any(|&(a, b)| a <= c && c <= b)
        };
        inside != self.negated
    }
}

/// Characters that may begin a match: never says no to one that does.
#[derive(Clone, Debug, Default)]
pub(super) struct First {
    ascii: u128,
    /// Remainders of the codes of other characters.
    other: [u64; 8],
    any: bool,
    /// A match may be empty, and so begin anywhere.
    pub(super) empty: bool,
}

fn place(code: u32) -> (usize, u64) {
    let slot = code & 511;
    (usize::try_from(slot >> 6).unwrap_or_default(), 1 << (slot & 63))
}

impl First {
    pub(super) fn everything() -> Self {
        Self {
            any: true,
            ..Self::default()
        }
    }

    pub(super) fn nothing_taken() -> Self {
        Self {
            empty: true,
            ..Self::default()
        }
    }

    pub(super) fn of(set: &Set) -> Self {
        let mut out = Self::default();
        if set.negated {
            return Self::everything();
        }
        out.ascii = set.ascii;
        for &(a, b) in &set.ranges {
            if u32::from(b) - u32::from(a) > 400 {
                return Self::everything();
            }
            for code in u32::from(a).max(128)..=u32::from(b) {
                out.add(code);
            }
        }
        out
    }

    pub(super) fn one(c: char) -> Self {
        let mut out = Self::default();
        out.add(u32::from(c));
        out
    }

    fn add(&mut self, code: u32) {
        if code < 128 {
            self.ascii |= 1 << code;
        } else {
            let (slot, bit) = place(code);
            if let Some(word) = self.other.get_mut(slot) {
                *word |= bit;
            }
        }
    }

    /// Either of two beginnings.
    pub(super) fn or(&mut self, other: &Self) {
        self.ascii |= other.ascii;
        for (a, b) in self.other.iter_mut().zip(other.other) {
            *a |= b;
        }
        self.any |= other.any;
        self.empty |= other.empty;
    }

    /// Whether a match may begin with a character.
    pub(super) fn may(&self, c: char) -> bool {
        let code = u32::from(c);
        if self.any || self.empty {
            return true;
        }
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let (slot, bit) = place(code);
        self.other.get(slot).is_some_and(|word| word & bit != 0)
    }
}
