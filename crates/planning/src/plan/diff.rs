//! The difference between two texts of a plan, by entries. Pure.

use std::collections::HashMap;

use kernel::Span;

/// How an entry of the new text stands to the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the new text has it.
    New,
    /// Other days.
    Moved,
    /// Other words, perhaps other days too.
    Words,
    /// Only the old text has it.
    Gone,
    /// The same words and days.
    Same,
}

impl Change {
    /// Those to look through, in the order shown.
    pub const SHOWN: [Change; 4] = [Change::New, Change::Moved, Change::Words, Change::Gone];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Moved => "moved",
            Change::Words => "words",
            Change::Gone => "gone",
            Change::Same => "same",
        }
    }
}

/// An entry as far as it counts here.
#[derive(Clone, Debug)]
pub struct Side {
    /// What is to be done.
    pub title: String,
    /// Its days in the plan's year.
    pub days: Option<Span>,
}

/// An entry of the old text, one of the new, or both as one and the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// How they stand to each other.
    pub change: Change,
    /// Its place among the old ones.
    pub old: Option<usize>,
    /// Its place among the new ones.
    pub new: Option<usize>,
}

/// Finds for each entry its counterpart: first by the same words, then by those most alike. In the order of the new text,
/// those that are gone last.
#[must_use]
pub fn compare(old: &[Side], new: &[Side]) -> Vec<Pair> {
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    same_words(old, new, &mut of_new, &mut taken);
    alike(old, new, &mut of_new, &mut taken);
    let mut out: Vec<Pair> = of_new
        .iter()
        .enumerate()
        .map(|(n, o)| Pair {
            change: match o.and_then(|o| old.get(o)).zip(new.get(n)) {
                None => Change::New,
                Some((was, is)) => change(was, is),
            },
            old: *o,
            new: Some(n),
        })
        .collect();
    let gone = taken.iter().enumerate().filter(|(_, taken)| !**taken);
    out.extend(gone.map(|(o, _)| Pair {
        change: Change::Gone,
        old: Some(o),
        new: None,
    }));
    out
}

/// Whether both say the same words for the same days.
#[must_use]
pub fn same(was: &Side, is: &Side) -> bool {
    was.days == is.days && plain(&was.title) == plain(&is.title)
}

fn change(was: &Side, is: &Side) -> Change {
    if plain(&was.title) != plain(&is.title) {
        Change::Words
    } else if was.days != is.days {
        Change::Moved
    } else {
        Change::Same
    }
}

/// Words without marks and spaces.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The same words: with the same days first, so that what comes every month keeps its month.
fn same_words(old: &[Side], new: &[Side], of_new: &mut [Option<usize>], taken: &mut [bool]) {
    let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
    for (o, side) in old.iter().enumerate() {
        by_words.entry(plain(&side.title)).or_default().push(o);
    }
    for same_days in [true, false] {
        for (n, side) in new.iter().enumerate() {
            let Some(slot) = of_new.get_mut(n).filter(|slot| slot.is_none()) else {
                continue;
            };
            let Some(those) = by_words.get_mut(&plain(&side.title)) else {
                continue;
            };
            let days = |o: usize| old.get(o).and_then(|s| s.days) == side.days;
            if let Some(at) = those.iter().position(|o| !same_days || days(*o)) {
                let o = those.remove(at);
                *slot = Some(o);
                if let Some(flag) = taken.get_mut(o) {
                    *flag = true;
                }
            }
        }
    }
}

fn pairs_of(title: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = plain(title).chars().collect();
    let mut all: Vec<(char, char)> = chars
        .windows(2)
        .filter_map(|w| Some((*w.first()?, *w.get(1)?)))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The words most alike, by the pairs of characters they share: more than half, or a third on the same days.
fn alike(old: &[Side], new: &[Side], of_new: &mut [Option<usize>], taken: &mut [bool]) {
    let mut holders: HashMap<(char, char), Vec<usize>> = HashMap::new();
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    for (o, side) in old.iter().enumerate().filter(|(o, _)| taken.get(*o) == Some(&false)) {
        let pairs = pairs_of(&side.title);
        sizes.insert(o, pairs.len());
        for pair in pairs {
            holders.entry(pair).or_default().push(o);
        }
    }
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (n, side) in new.iter().enumerate().filter(|(n, _)| of_new.get(*n) == Some(&None)) {
        let pairs = pairs_of(&side.title);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for pair in &pairs {
            for o in holders.get(pair).into_iter().flatten() {
                *shared.entry(*o).or_default() += 1;
            }
        }
        for (o, count) in shared {
            let all = pairs.len() + sizes.get(&o).copied().unwrap_or(0);
            let score = count * 2_000 / all.max(1);
            let days = old.get(o).is_some_and(|s| s.days.is_some() && s.days == side.days);
            if score > if days { 330 } else { 500 } {
                found.push((score + if days { 100 } else { 0 }, n, o));
            }
        }
    }
    found.sort_by_key(|(score, n, o)| (std::cmp::Reverse(*score), *n, *o));
    for (_, n, o) in found {
        if let (Some(slot @ None), Some(flag @ false)) = (of_new.get_mut(n), taken.get_mut(o)) {
            *slot = Some(o);
            *flag = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(title: &str, day: &str) -> Side {
        let day = day.parse().ok();
        Side {
            title: title.to_owned(),
            days: day.and_then(|d| Span::new(d, d)),
        }
    }
    fn told(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(Change, Option<usize>, Option<usize>)> {
        let sides = |all: &[(&str, &str)]| all.iter().map(|(t, d)| side(t, d)).collect::<Vec<_>>();
        compare(&sides(old), &sides(new))
            .into_iter()
            .map(|p| (p.change, p.old, p.new))
            .collect()
    }

    #[test]
    fn every_kind_of_change_is_told() {
        let old = [
            ("召开教代会", "2026-08-31"),
            ("教师趣味运动会", "2026-10-31"),
            ("组织财务内审", "2026-07-31"),
            ("中秋节慰问会员", "2026-09-25"),
        ];
        let new = [
            ("召开教代会。", "2026-08-31"),
            ("教师趣味运动会", "2026-11-30"),
            ("中秋、国庆慰问全体会员", "2026-09-25"),
            ("健步走活动", "2026-05-31"),
        ];
        assert_eq!(
            told(&old, &new),
            [
                (Change::Same, Some(0), Some(0)),
                (Change::Moved, Some(1), Some(1)),
                (Change::Words, Some(3), Some(2)),
                (Change::New, None, Some(3)),
                (Change::Gone, Some(2), None),
            ]
        );
    }

    #[test]
    fn what_comes_twice_keeps_its_month() {
        let old = [("走访慰问", "2026-01-31"), ("走访慰问", "2026-12-31")];
        let new = [("走访慰问", "2026-12-31"), ("走访慰问", "2026-02-28")];
        assert_eq!(
            told(&old, &new),
            [(Change::Same, Some(1), Some(0)), (Change::Moved, Some(0), Some(1))]
        );
    }

    #[test]
    fn nothing_is_told_twice_or_lost() {
        let old: Vec<Side> = (0..40)
            .map(|i| side(&format!("第{i}次小组活动和学习"), "2026-03-01"))
            .collect();
        let new: Vec<Side> = (20..70)
            .map(|i| side(&format!("第{i}次小组学习与活动"), "2026-03-01"))
            .collect();
        let all = compare(&old, &new);
        let count = |f: fn(&Pair) -> Option<usize>| {
            let mut places: Vec<usize> = all.iter().filter_map(f).collect();
            places.sort_unstable();
            places
        };
        assert_eq!(count(|p| p.old), (0..40).collect::<Vec<_>>());
        assert_eq!(count(|p| p.new), (0..50).collect::<Vec<_>>());
    }
}
