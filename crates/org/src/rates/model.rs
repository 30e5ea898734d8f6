//! Counts of workers and the share of them who are members. No SQL, no clock.

use std::collections::BTreeMap;

use kernel::{Date, Id, Instant};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{BodyId, members::field::EMPLOYMENTS};

/// The kind of a count of workers.
pub enum WorkerCount {}
/// The id of a count of workers.
pub type CountId = Id<WorkerCount>;

/// How many workers there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Workers {
    /// All of them.
    pub total: i64,
    /// Women among them, if told.
    pub women: Option<i64>,
    /// By kind of employment, in the order of [`EMPLOYMENTS`]; nothing where it was not told.
    pub kinds: [Option<i64>; 5],
    /// How many units in the union's reach ought to have a union (应建会单位), told by unions above others.
    pub units: Option<i64>,
}

/// What cannot be in a count of workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// More women than workers.
    Women,
    /// The kinds come to so many, more than all workers.
    More(i64),
    /// All kinds are told, and come to so many, less than all workers.
    Less(i64),
}

impl Workers {
    /// Whether the parts fit the whole.
    ///
    /// # Errors
    /// What does not fit.
    pub fn fits(&self) -> Result<(), Misfit> {
        if self.women.is_some_and(|women| women > self.total) {
            return Err(Misfit::Women);
        }
        let sum = self.kinds.iter().flatten().fold(0_i64, |a, b| a.saturating_add(*b));
        if sum > self.total {
            return Err(Misfit::More(sum));
        }
        if sum < self.total && self.kinds.iter().all(Option::is_some) {
            return Err(Misfit::Less(sum));
        }
        Ok(())
    }
    /// Those of a kind of employment, if told.
    #[must_use]
    pub fn of_kind(&self, employment: &str) -> Option<i64> {
        self.kinds.get(kind_at(employment)?).copied().flatten()
    }
}

/// The place of a kind of employment in [`EMPLOYMENTS`].
#[must_use]
pub fn kind_at(employment: &str) -> Option<usize> {
    EMPLOYMENTS.iter().position(|kind| *kind == employment)
}

/// A count of workers as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    /// Its id.
    pub id: CountId,
    /// The branch or group it is of; the whole union if none.
    pub place: Option<BodyId>,
    /// From which day on it holds.
    pub from: Date,
    /// How many.
    pub workers: Workers,
    /// Where it comes from.
    pub source: String,
    /// When it was recorded.
    pub at: Instant,
    /// By whom; nobody for what stood on file before.
    pub by: Option<String>,
    /// Which count it takes the place of.
    pub replaces: Option<CountId>,
    /// When another took its place or it was taken back, by whom and why.
    pub replaced: Option<(Instant, String, String)>,
}

/// The counts that hold on a day, one a place, out of those that stand.
#[must_use]
pub fn latest(all: &[Told], on: Date) -> BTreeMap<Option<BodyId>, &Told> {
    let mut out: BTreeMap<Option<BodyId>, &Told> = BTreeMap::new();
    for told in all.iter().filter(|t| t.replaced.is_none() && t.from <= on) {
        let newest = out.entry(told.place).or_insert(told);
        if (told.from, told.at) > (newest.from, newest.at) {
            *newest = told;
        }
    }
    out
}

/// How many of the workers are members: an exact fraction, whose workers may not be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// Members who work.
    pub members: i64,
    /// Workers, if told.
    pub workers: Option<i64>,
}

impl Share {
    /// The rate in thousandths, halves up; nothing without workers. What is not the whole is never rounded to it, what is
    /// not nothing never to nothing, and what is more than the whole never back to it.
    #[must_use]
    pub fn thousandths(self) -> Option<i64> {
        let whole = self.workers.filter(|n| *n > 0)?;
        let part = self.members;
        let near = part.saturating_mul(1000).saturating_add(whole / 2) / whole;
        Some(match near {
            0 if part > 0 => 1,
            1000 if part < whole => 999,
            1000 if part > whole => 1001,
            near => near,
        })
    }
    /// The rate in percent with one place, `96.5%`; nothing without workers.
    #[must_use]
    pub fn percent(self) -> Option<String> {
        self.thousandths().map(|n| format!("{}.{}%", n / 10, n % 10))
    }
    /// So many more members than workers; 0 if there are none, or the workers are not known.
    #[must_use]
    pub fn over(self) -> i64 {
        self.workers.map_or(0, |workers| (self.members - workers).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(members: i64, workers: i64) -> Share {
        Share {
            members,
            workers: Some(workers),
        }
    }

    #[test]
    fn a_rate_is_never_whole_or_nothing_by_rounding() {
        let told = |m, w| share(m, w).percent();
        assert_eq!(told(83, 86).as_deref(), Some("96.5%"));
        assert_eq!(told(86, 86).as_deref(), Some("100.0%"));
        assert_eq!(told(9_999, 10_000).as_deref(), Some("99.9%"));
        assert_eq!(told(10_001, 10_000).as_deref(), Some("100.1%"));
        assert_eq!(told(1, 10_000).as_deref(), Some("0.1%"));
        assert_eq!(told(0, 10_000).as_deref(), Some("0.0%"));
        assert_eq!(told(90, 86).as_deref(), Some("104.7%"));
        assert_eq!((told(0, 0), told(3, 0)), (None, None));
        assert_eq!(
            Share {
                members: 5,
                workers: None
            }
            .percent(),
            None
        );
        assert_eq!(
            (share(90, 86).over(), share(3, 0).over(), share(80, 86).over()),
            (4, 3, 0)
        );
    }

    #[test]
    fn parts_fit_the_whole() {
        let told = |total, women, kinds| Workers {
            total,
            women,
            kinds,
            units: None,
        };
        let some = [Some(50), Some(20), Some(10), None, None];
        assert_eq!(told(80, Some(60), some).fits(), Ok(()));
        assert_eq!(told(90, None, some).fits(), Ok(()), "of some kinds nothing was told");
        assert_eq!(told(79, None, some).fits(), Err(Misfit::More(80)));
        assert_eq!(told(80, Some(81), some).fits(), Err(Misfit::Women));
        let all = [Some(50), Some(20), Some(10), Some(0), Some(0)];
        assert_eq!(told(81, None, all).fits(), Err(Misfit::Less(80)));
        assert_eq!(told(80, None, all).of_kind("dispatched"), Some(10));
        assert_eq!(told(80, None, some).of_kind("platform"), None);
    }

    #[test]
    fn the_newest_count_up_to_the_day_holds() {
        let told = |n: u128, place: Option<u128>, from: &str, replaced: bool| Told {
            id: CountId::new(uuid::Uuid::from_u128(n)),
            place: place.map(|p| BodyId::new(uuid::Uuid::from_u128(p))),
            from: from.parse().unwrap(),
            workers: Workers::default(),
            source: "人事科".into(),
            at: Instant::from_millis(0),
            by: None,
            replaces: None,
            replaced: replaced.then(|| (Instant::from_millis(1), "甲".into(), "错".into())),
        };
        let all = [
            told(1, None, "2026-01-01", false),
            told(2, None, "2026-06-01", true),
            told(3, None, "2026-09-01", false),
            told(4, Some(9), "2026-03-01", false),
        ];
        let on = |day: &str| -> Vec<u128> {
            let day = day.parse().unwrap();
            latest(&all, day).values().map(|t| t.id.raw().as_u128()).collect()
        };
        assert_eq!(on("2025-12-31"), Vec::<u128>::new());
        assert_eq!(on("2026-02-01"), [1]);
        assert_eq!(on("2026-07-01"), [1, 4]);
        assert_eq!(on("2026-09-01"), [3, 4]);
    }
}
