//! The words of drafts. A [`Pattern`] is one thing a draft may have to say, with several ways to say it; the product
//! brings a set of ways (`product`, `works`), and a union may write its own.
//!
//! A way holds places: words that drafting fills in, such as `{工作}`, and figures, such as `{慰问人次}`, that stay
//! places in the prose and live on. Where there are several ways, union and year choose where to begin, and each use of
//! a pattern takes the next one: two unions, and two years of one union, do not read alike, neighbouring sentences
//! differ, and the same draft made twice is the same.

use std::{cell::RefCell, collections::HashMap};

use kernel::UnionId;
use store::{Error, Reader};

use super::{
    figures::Figures,
    model::{Stretch, stretches},
    store::phrases as kept,
};
use crate::doing::Kind;

mod fields;
mod product;
mod works;

pub(super) use fields::{CHAPTERS, Chapter, act_of, chapter, noun, people_of, starts_with_verb};

/// Most ways of one pattern.
pub const WAYS: usize = 12;
/// Most characters of one way.
pub const WAY: usize = 400;
/// What a way begins with that is only for a figure of one.
pub const ONE: &str = "【一】";

/// One thing that drafts say.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// Its stable name, `care.heading` or `visit.lead`; of a clause its measure's key.
    pub key: &'static str,
    /// The part of the summary it belongs to.
    pub group: &'static str,
    /// The words that drafting fills in.
    pub words: &'static [&'static str],
    /// Those of them that every way must have.
    pub needs: &'static [&'static str],
    /// The figure that every way must name once, and alone: the measure's key.
    pub figure: Option<&'static str>,
    /// The product's ways.
    pub ways: &'static [&'static str],
}

/// Words to be filled in, and figures where they are wanted.
pub(super) const fn words(
    key: &'static str,
    group: &'static str,
    (words, needs): (&'static [&'static str], &'static [&'static str]),
    ways: &'static [&'static str],
) -> Pattern {
    Pattern {
        key,
        group,
        words,
        needs,
        figure: None,
        ways,
    }
}

/// A phrase that is said as it stands.
pub(super) const fn says(key: &'static str, group: &'static str, ways: &'static [&'static str]) -> Pattern {
    words(key, group, (&[], &[]), ways)
}

/// A clause that tells one figure.
pub(super) const fn clause(key: &'static str, group: &'static str, ways: &'static [&'static str]) -> Pattern {
    Pattern {
        key,
        group,
        words: &[],
        needs: &[],
        figure: Some(key),
        ways,
    }
}

/// All patterns, in the order of the summary.
pub fn patterns() -> impl Iterator<Item = &'static Pattern> {
    product::BEFORE.iter().chain(works::WORKS).chain(product::AFTER)
}

/// A clause of the opening that tells one figure of the year.
pub(super) const fn point(key: &'static str, figure: &'static str, ways: &'static [&'static str]) -> Pattern {
    Pattern {
        key,
        group: "opening",
        words: &[],
        needs: &[],
        figure: Some(figure),
        ways,
    }
}

/// The pattern of a key.
#[must_use]
pub fn pattern(key: &str) -> Option<&'static Pattern> {
    patterns().find(|p| p.key == key)
}

impl Pattern {
    /// Word key of what it is, for the screen.
    #[must_use]
    pub fn role(&self) -> String {
        let last = self.key.rsplit('.').next().unwrap_or(self.key);
        let role = match (self.figure, self.kind()) {
            (Some(_), _) => "clause".to_owned(),
            (None, Some(_)) => last.to_owned(),
            (None, None) if CHAPTERS.iter().any(|c| self.key.starts_with(c.part)) => last.to_owned(),
            (None, None) => self.key.replace('.', "_"),
        };
        format!("planning.phrase.role.{role}")
    }
    /// The kind of work it speaks of.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let key = self.figure.unwrap_or(self.key);
        key.split('.').next().and_then(Kind::from_key)
    }
}

/// What is wrong with a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// There is none.
    None,
    /// There are more than [`WAYS`].
    Many,
    /// Longer than [`WAY`]: the line, from 1.
    Long(usize),
    /// A brace without its counterpart: the line, and what stands there.
    Unclosed(usize, String),
    /// A place that is no word of the pattern and no figure: the line, the place.
    Unknown(usize, String),
    /// A word that must be there is not: the line, the word.
    Missing(usize, String),
}

/// Reads the ways that somebody typed, one a line.
///
/// # Errors
/// What is wrong, with line and place.
pub fn check(pattern: &Pattern, figures: &Figures, text: &str) -> Result<Vec<String>, Broken> {
    let text = super::model::plain_braces(text);
    let ways: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect();
    if ways.is_empty() {
        return Err(Broken::None);
    }
    if ways.len() > WAYS {
        return Err(Broken::Many);
    }
    for (line, way) in (1..).zip(&ways) {
        check_way(pattern, figures, line, way)?;
    }
    if pattern.figure.is_some() && ways.iter().all(|w| w.starts_with(ONE)) {
        return Err(Broken::None);
    }
    Ok(ways)
}

fn check_way(pattern: &Pattern, figures: &Figures, line: usize, way: &str) -> Result<(), Broken> {
    if way.chars().count() > WAY {
        return Err(Broken::Long(line));
    }
    let found = stretches(way).map_err(|near| Broken::Unclosed(line, near.0))?;
    let places: Vec<&str> = found
        .into_iter()
        .filter_map(|s| if let Stretch::Place(name) = s { Some(name) } else { None })
        .collect();
    let own = pattern.figure.and_then(|key| figures.by_key(key));
    for name in &places {
        let known = pattern.words.contains(name)
            || match own {
                Some(measure) => *name == measure.zh,
                None => pattern.figure.is_none() && figures.place(name).is_some(),
            };
        if !known {
            return Err(Broken::Unknown(line, (*name).to_owned()));
        }
    }
    if let Some(needed) = pattern.needs.iter().find(|w| !places.contains(w)) {
        return Err(Broken::Missing(line, (*needed).to_owned()));
    }
    match own {
        Some(measure) if places.len() != 1 => Err(Broken::Missing(line, measure.zh.clone())),
        _ => Ok(()),
    }
}

/// The ways in force for a union, choosing as it speaks.
#[derive(Debug)]
pub struct Set {
    own: HashMap<String, Vec<String>>,
    union: UnionId,
    year: i16,
    used: RefCell<HashMap<&'static str, usize>>,
}

impl Set {
    /// The ways of a union for a year's summary.
    ///
    /// # Errors
    /// The store's.
    pub fn of(read: &Reader, union: UnionId, year: i16) -> Result<Self, Error> {
        let own = kept::own(read, union)?;
        let lines = |body: &str| body.lines().map(str::to_owned).collect();
        Ok(Self {
            own: own.into_iter().map(|(key, own)| (key, lines(&own.body))).collect(),
            union,
            year,
            used: RefCell::default(),
        })
    }

    fn ways(&self, pattern: &'static Pattern) -> Vec<&str> {
        match self.own.get(pattern.key) {
            Some(own) => own.iter().map(String::as_str).collect(),
            None => pattern.ways.to_vec(),
        }
    }

    /// Says a thing: the next way, with its words filled in.
    #[must_use]
    pub fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        self.next(key, None).map(|way| filled(&way, fill)).unwrap_or_default()
    }

    /// Says a clause whose figure reads so. One is told by its own ways, and of one there is no 人次.
    #[must_use]
    pub fn clause(&self, key: &str, quantity: i64) -> Option<String> {
        let way = self.next(key, Some(quantity == 1))?;
        Some(if quantity == 1 {
            way.replace("}人次", "}人")
        } else {
            way
        })
    }

    fn next(&self, key: &str, one: Option<bool>) -> Option<String> {
        let pattern = pattern(key)?;
        let ways = self.ways(pattern);
        let (single, usual): (Vec<&str>, Vec<&str>) = ways.iter().partition(|w| w.starts_with(ONE));
        let fit = if one == Some(true) && !single.is_empty() {
            single
        } else {
            usual
        };
        let mut used = self.used.borrow_mut();
        let nth = used.entry(pattern.key).or_default();
        let at = start(self.union, self.year, key).wrapping_add(*nth) % fit.len().max(1);
        *nth += 1;
        fit.get(at).map(|way| way.trim_start_matches(ONE).to_owned())
    }
}

/// A way with its words filled in; figures stay places.
#[must_use]
pub fn filled(way: &str, fill: &[(&str, &str)]) -> String {
    let Ok(found) = stretches(way) else {
        return way.to_owned();
    };
    let text = found.into_iter().map(|s| match s {
        Stretch::Text(text) => text.to_owned(),
        Stretch::Place(name) => match fill.iter().find(|(word, _)| *word == name) {
            Some((_, text)) => (*text).to_owned(),
            None => format!("{{{name}}}"),
        },
    });
    tidy(&text.collect::<String>())
}

/// Without the commas that stood around a word for which there was nothing to fill in.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let stop = |c: char| matches!(c, '，' | '。' | '；' | '：' | '、');
        match out.chars().last() {
            Some('，' | '、') if stop(c) => {
                out.pop();
                out.push(c);
            }
            Some('。' | '；' | '：') if stop(c) => {}
            None if stop(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Where a union begins among several ways in a year.
fn start(union: UnionId, year: i16, what: &str) -> usize {
    // FNV-1a, with a last stir so that near years fall apart
    let bytes = union.bytes();
    let bytes = bytes
        .iter()
        .chain(&year.to_be_bytes())
        .copied()
        .chain(what.bytes())
        .collect::<Vec<u8>>();
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^= hash >> 29;
    usize::try_from(hash % 1_000_003).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::summary::figures::tests::figures;

    fn set() -> Set {
        Set {
            own: HashMap::new(),
            union: UnionId::new(uuid::Uuid::from_u128(7)),
            year: 2026,
            used: RefCell::default(),
        }
    }

    #[test]
    fn the_products_ways_are_whole() {
        let figures = figures();
        let mut keys = BTreeSet::new();
        for pattern in patterns() {
            assert!(keys.insert(pattern.key), "{} twice", pattern.key);
            let text = pattern.ways.join("\n");
            assert_eq!(
                check(pattern, &figures, &text).as_deref(),
                Ok(&pattern.ways.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()[..]),
                "{}",
                pattern.key
            );
            assert!(
                pattern.words.iter().all(|w| figures.place(w).is_none()),
                "{}",
                pattern.key
            );
        }
        for chapter in CHAPTERS {
            for role in ["heading", "next"] {
                assert!(
                    keys.contains(format!("{}.{role}", chapter.part).as_str()),
                    "{}.{role}",
                    chapter.part
                );
            }
            for kind in chapter.kinds {
                for role in ["sub", "lead"] {
                    assert!(
                        keys.contains(format!("{}.{role}", kind.key()).as_str()),
                        "{}.{role}",
                        kind.key()
                    );
                }
            }
        }
        let told: BTreeSet<Kind> = CHAPTERS.iter().flat_map(|c| c.kinds).copied().collect();
        assert_eq!(told.len(), Kind::ALL.len(), "every kind is told of once");
    }

    #[test]
    fn broken_ways_are_named_with_line_and_place() {
        let (f, lead) = (figures(), pattern("note.largest").unwrap());
        assert_eq!(check(lead, &f, "  \n"), Err(Broken::None));
        assert_eq!(
            check(lead, &f, "{工作}。\n规模最大的是{工作。"),
            Err(Broken::Unclosed(2, "{工作。".into()))
        );
        assert_eq!(check(lead, &f, "{工做}。"), Err(Broken::Unknown(1, "工做".into())));
        assert_eq!(check(lead, &f, "最大的一次。"), Err(Broken::Missing(1, "工作".into())));
        assert_eq!(check(lead, &f, &"{工作}。\n".repeat(13)), Err(Broken::Many));
        assert_eq!(
            check(lead, &f, &format!("{{工作}}{}", "多".repeat(500))),
            Err(Broken::Long(1))
        );
        assert!(check(lead, &f, "｛工作｝，共{慰问人次}人次。").is_ok());
        let clause = pattern("visit.person_times").unwrap();
        assert_eq!(
            check(clause, &f, "慰问职工"),
            Err(Broken::Missing(1, "慰问人次".into()))
        );
        assert_eq!(
            check(clause, &f, "慰问{慰问户数}户"),
            Err(Broken::Unknown(1, "慰问户数".into()))
        );
        assert_eq!(
            check(clause, &f, "【一】慰问{慰问人次}人"),
            Err(Broken::None),
            "only one is not enough"
        );
    }

    #[test]
    fn neighbours_differ_and_the_same_draft_is_the_same() {
        let (a, b) = (set(), set());
        let say = |s: &Set| s.say("passage", &[("起句", "甲"), ("分句", "乙")]);
        let first: Vec<String> = (0..4).map(|_| say(&a)).collect();
        assert!(first.windows(2).all(|w| w[0] != w[1]), "{first:?}");
        assert_eq!(first, (0..4).map(|_| say(&b)).collect::<Vec<_>>());
        let years: BTreeSet<String> = (2020..2040)
            .map(|year| Set { year, ..set() }.say("opening.guide", &[("工会", "甲"), ("年", "乙")]))
            .collect();
        assert!(years.len() > 2);
    }

    #[test]
    fn one_reads_naturally() {
        let set = set();
        assert_eq!(
            set.clause("congress.events", 1).as_deref(),
            Some("召开职代会{职代会场次}次")
        );
        assert!(set.clause("visit.person_times", 1).unwrap().ends_with("}人"));
        assert!(set.clause("visit.person_times", 2).unwrap().ends_with("}人次"));
        assert_eq!(set.clause("no.such", 2), None);
        assert_eq!(
            filled(
                "{月日}，{地点}{工作}，{人数}。",
                &[("月日", "3月8日"), ("地点", ""), ("工作", "座谈"), ("人数", "")]
            ),
            "3月8日，座谈。"
        );
    }
}
