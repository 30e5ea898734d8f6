//! Who makes a meeting able to decide, and how votes are counted.
//!
//! Shares are taken of *all who should attend* unless said otherwise: a body of nine with five present has a quorum of
//! one half, never of two thirds, however they vote. 过半数 is more than half; 半数以上 takes exactly half as enough.

use schemars::JsonSchema;
use serde::Serialize;
use web::Refusal;

use super::model::{Base, Share};

impl Share {
    /// The least number of `whole` that is enough.
    #[must_use]
    pub const fn least(self, whole: i64) -> i64 {
        match self {
            Share::TwoThirds => (whole * 2 + 2) / 3,
            Share::OverHalf => whole / 2 + 1,
            Share::Half => (whole + 1) / 2,
        }
    }
}

/// When a meeting can decide and what carries. A union's own rules may differ; each meeting keeps those it was held by,
/// and the next meeting of the body takes them over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rules {
    /// How many of those who should attend must be present.
    pub quorum: Share,
    /// How many must be in favour.
    pub pass: Share,
    /// Of whom.
    pub base: Base,
}

impl Default for Rules {
    /// Two thirds present, more than half of all seats in favour: the stricter reading of what statutes ask of bodies.
    fn default() -> Self {
        Self {
            quorum: Share::TwoThirds,
            pass: Share::OverHalf,
            base: Base::Seats,
        }
    }
}

/// Who should attend and who came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hall {
    /// 应到
    pub seats: i64,
    /// 实到; each has a vote.
    pub present: i64,
    /// Of whom nothing is known yet.
    pub unknown: i64,
}

/// How a vote went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Votes {
    /// 同意
    pub yes: i64,
    /// 反对
    pub no: i64,
    /// 弃权
    pub abstain: i64,
    /// 一致同意, without counting.
    pub unanimous: bool,
}

impl Votes {
    /// Everybody present agrees.
    #[must_use]
    pub const fn all(hall: Hall) -> Self {
        Self {
            yes: hall.present,
            no: 0,
            abstain: 0,
            unanimous: true,
        }
    }
    /// A count.
    #[must_use]
    pub fn counted(yes: u32, no: u32, abstain: u32) -> Self {
        Self {
            yes: yes.into(),
            no: no.into(),
            abstain: abstain.into(),
            unanimous: false,
        }
    }
    /// All votes given.
    #[must_use]
    pub const fn sum(&self) -> i64 {
        self.yes.saturating_add(self.no).saturating_add(self.abstain)
    }
}

/// Why a meeting cannot do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Nobody has said yet who came.
    NobodyYet,
    /// Too few came to decide.
    NoQuorum {
        /// They and who should have come.
        hall: Hall,
        /// How many it takes.
        least: i64,
    },
    /// No votes at all.
    NoVotes,
    /// More votes than people present.
    TooManyVotes {
        /// The votes.
        votes: i64,
        /// Those present.
        present: i64,
    },
}

impl From<Cannot> for Refusal {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::NobodyYet => Refusal::new("meetings.refusal.nobody_yet"),
            Cannot::NoQuorum { hall, least } => Refusal::new("meetings.refusal.no_quorum")
                .arg("seats", hall.seats)
                .arg("present", hall.present)
                .arg("least", least),
            Cannot::NoVotes => Refusal::field("yes", "meetings.refusal.no_votes"),
            Cannot::TooManyVotes { votes, present } => Refusal::field("yes", "meetings.refusal.too_many_votes")
                .arg("votes", votes)
                .arg("present", present),
        }
    }
}

impl Rules {
    /// How many must be present.
    #[must_use]
    pub const fn needs(&self, hall: Hall) -> i64 {
        self.quorum.least(hall.seats)
    }
    /// Whether enough are present.
    #[must_use]
    pub const fn quorate(&self, hall: Hall) -> bool {
        hall.present > 0 && hall.present >= self.needs(hall)
    }
    /// How many must be in favour.
    #[must_use]
    pub const fn carries(&self, hall: Hall) -> i64 {
        match self.base {
            Base::Seats => self.pass.least(hall.seats),
            Base::Present => self.pass.least(hall.present),
        }
    }
    /// Whether a vote carries.
    ///
    /// # Errors
    /// Nobody is known to be present, too few are, no votes, or more votes than people present.
    pub const fn judge(&self, hall: Hall, votes: Votes) -> Result<bool, Cannot> {
        if hall.present == 0 && hall.unknown > 0 {
            return Err(Cannot::NobodyYet);
        }
        if !self.quorate(hall) {
            return Err(Cannot::NoQuorum {
                hall,
                least: self.needs(hall),
            });
        }
        let sum = votes.sum();
        if sum <= 0 {
            return Err(Cannot::NoVotes);
        }
        if sum > hall.present {
            return Err(Cannot::TooManyVotes {
                votes: sum,
                present: hall.present,
            });
        }
        Ok(votes.yes >= self.carries(hall))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall(seats: i64, present: i64) -> Hall {
        Hall {
            seats,
            present,
            unknown: 0,
        }
    }

    #[test]
    fn two_thirds_of_nine_are_six() {
        let rules = Rules::default();
        assert_eq!([7, 8, 9, 10].map(|n| rules.needs(hall(n, n))), [5, 6, 6, 7]);
        assert!(!rules.quorate(hall(9, 5)) && rules.quorate(hall(9, 6)));
        assert!(!rules.quorate(hall(0, 0)), "an empty body decides nothing");
    }

    #[test]
    fn half_is_enough_only_where_it_says_so() {
        assert_eq!([8, 9].map(|n| Share::OverHalf.least(n)), [5, 5]);
        assert_eq!([8, 9].map(|n| Share::Half.least(n)), [4, 5]);
    }

    #[test]
    fn a_majority_is_of_all_seats_unless_said_otherwise() {
        let rules = Rules::default();
        let six = hall(9, 6);
        assert_eq!(rules.judge(six, Votes::counted(4, 2, 0)), Ok(false), "four of nine");
        assert_eq!(rules.judge(six, Votes::counted(5, 1, 0)), Ok(true));
        let present = Rules {
            base: Base::Present,
            ..rules
        };
        assert_eq!(present.judge(six, Votes::counted(4, 2, 0)), Ok(true));
        assert_eq!(rules.judge(six, Votes::all(six)), Ok(true));
    }

    #[test]
    fn votes_are_of_those_present() {
        let rules = Rules::default();
        assert!(matches!(
            rules.judge(hall(9, 6), Votes::counted(6, 1, 0)),
            Err(Cannot::TooManyVotes { votes: 7, present: 6 })
        ));
        assert_eq!(rules.judge(hall(9, 6), Votes::counted(0, 0, 0)), Err(Cannot::NoVotes));
        assert!(matches!(
            rules.judge(hall(9, 5), Votes::counted(5, 0, 0)),
            Err(Cannot::NoQuorum { least: 6, .. })
        ));
    }

    #[test]
    fn an_added_yes_never_loses_a_vote() {
        for share in Share::ALL {
            for base in Base::ALL {
                let rules = Rules {
                    quorum: Share::Half,
                    pass: *share,
                    base: *base,
                };
                for seats in 1..12 {
                    for present in Share::Half.least(seats)..=seats {
                        let carried =
                            |yes: u32| rules.judge(hall(seats, present), Votes::counted(yes, 0, 0)) == Ok(true);
                        let most = u32::try_from(present).unwrap_or(0);
                        assert!((1..most).all(|yes| !carried(yes) || carried(yes + 1)));
                    }
                }
            }
        }
    }
}
