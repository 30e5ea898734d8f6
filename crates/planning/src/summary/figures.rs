//! The figures of a year, as prose names them.

use std::collections::HashMap;

use facts::{
    Span, Unit,
    register::store::{Known, measures, totals},
};
use kernel::{Lang, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader};

/// What a place ends with that asks for the comparison with last year.
pub const BESIDE: &str = "同比";

/// All figures of a year and of the year before.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The year.
    pub year: i16,
    known: Vec<Known>,
    now: HashMap<String, (i64, i64)>,
    before: HashMap<String, (i64, i64)>,
}

/// A figure in prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Live {
    /// The measure's key.
    pub measure: String,
    /// The measure's Chinese name.
    pub name: String,
    /// What stands in the prose.
    pub text: String,
    /// The sum: fen for money.
    pub quantity: i64,
    /// The figure's unit.
    pub unit: Unit,
    /// How many facts are behind it.
    pub records: i64,
    /// The facts.
    pub href: String,
}

impl Live {
    /// The figure with its unit, as the register shows it.
    #[must_use]
    pub fn with_unit(&self, cx: &ui::Cx) -> String {
        format!("{} {}", self.unit.show(self.quantity), self.unit.word(cx.lang))
    }
    /// Whether nothing stands behind it.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.quantity == 0
    }
}

impl Figures {
    /// The figures of a year as the register has them now.
    ///
    /// # Errors
    /// The store's; `Wrong` for a year the calendar does not have.
    pub fn of(read: &Reader, union: UnionId, year: i16) -> Result<Self, Error> {
        let sums = |year: i16| -> Result<HashMap<String, (i64, i64)>, Error> {
            let span = Span::year(year).map_err(|_| Error::Wrong(format!("there is no year {year}")))?;
            Ok(totals(read, union, span)?
                .into_iter()
                .map(|t| (t.measure, (t.quantity, t.records)))
                .collect())
        };
        let known = measures(read)?.into_iter().filter(|m| m.unit != Unit::Rate).collect();
        Ok(Self {
            year,
            known,
            now: sums(year)?,
            before: sums(year.saturating_sub(1))?,
        })
    }

    /// The figure that a place names.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Live> {
        if let Some(measure) = self.known.iter().find(|m| m.zh == name) {
            return Some(self.live(measure, |n, _| plain(measure.unit, n)));
        }
        let base = name.strip_suffix(BESIDE)?;
        let measure = self.known.iter().find(|m| m.zh == base)?;
        Some(self.live(measure, |now, before| beside(measure.unit, now, before)))
    }

    fn live(&self, m: &Known, text: impl FnOnce(i64, i64) -> String) -> Live {
        let (quantity, records) = self.now.get(&m.key).copied().unwrap_or_default();
        let (before, _) = self.before.get(&m.key).copied().unwrap_or_default();
        Live {
            text: text(quantity, before),
            quantity,
            unit: m.unit,
            records,
            href: format!(
                "/register/facts?measure={}&from={1}-01-01&until={1}-12-31",
                m.key, self.year
            ),
            measure: m.key.clone(),
            name: m.zh.clone(),
        }
    }

    /// Whether a place of this name has something to tell: a figure above zero; for a comparison, one last year too.
    #[must_use]
    pub fn tells(&self, name: &str) -> bool {
        match name.strip_suffix(BESIDE) {
            Some(base) => {
                self.tells(base)
                    && self
                        .key(base)
                        .is_some_and(|key| self.before.get(key).is_some_and(|n| n.0 > 0))
            }
            None => self
                .key(name)
                .is_some_and(|key| self.now.get(key).is_some_and(|n| n.0 > 0)),
        }
    }

    fn key(&self, name: &str) -> Option<&str> {
        self.known.iter().find(|m| m.zh == name).map(|m| m.key.as_str())
    }

    /// All figures in the register's order, each with its field of work.
    pub fn by_field(&self) -> impl Iterator<Item = (&str, Live)> {
        self.known
            .iter()
            .map(|m| (m.field.as_str(), self.live(m, |n, _| plain(m.unit, n))))
    }

    /// The three names nearest to a name that is none, the nearest first.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        let name = name.strip_suffix(BESIDE).unwrap_or(name);
        let mut names: Vec<(usize, &str)> = self
            .known
            .iter()
            .map(|m| (distance(name, &m.zh), m.zh.as_str()))
            .collect();
        names.sort_by_key(|(far, _)| *far);
        names.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

/// A figure as prose writes it: no grouping, fen only where there are any.
#[must_use]
pub fn plain(unit: Unit, quantity: i64) -> String {
    let shown = unit.show(quantity).replace(',', "");
    if unit == Unit::Money {
        shown.trim_end_matches(".00").to_owned()
    } else {
        shown
    }
}

/// `同比增加3人次`, `同比减少3人次`, `与上年持平`.
fn beside(unit: Unit, now: i64, before: i64) -> String {
    let more = now.saturating_sub(before);
    let by = format!("{}{}", plain(unit, more.saturating_abs()), unit.word(Lang::Zh));
    match more {
        0 => "与上年持平".to_owned(),
        1.. => format!("同比增加{by}"),
        _ => format!("同比减少{by}"),
    }
}

/// How many characters must be put in, left out or exchanged to make one text the other; characters that are in
/// both weigh less than those that are not.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(40).collect(), b.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut corner = std::mem::replace(&mut row[0], left);
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, here);
            left = here;
        }
    }
    let foreign = a.iter().filter(|c| !b.contains(c)).count();
    row.last().copied().unwrap_or(0) + 2 * foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let known = crate::MEASURES
            .iter()
            .map(|m| Known {
                key: m.key.into(),
                zh: m.zh.into(),
                en: m.en.into(),
                unit: m.unit,
                field: m.field.into(),
            })
            .collect();
        Figures {
            year: 2026,
            known,
            now: [
                ("visit.person_times".to_owned(), (219, 40)),
                ("visit.money".to_owned(), (9_287_950, 40)),
            ]
            .into(),
            before: [("visit.person_times".to_owned(), (230, 41))].into(),
        }
    }

    #[test]
    fn places_tell_the_figure_and_how_it_stands_beside_last_year() {
        let f = figures();
        let text = |name: &str| f.place(name).map(|l| l.text);
        assert_eq!(text("慰问人次").as_deref(), Some("219"));
        assert_eq!(text("慰问金额").as_deref(), Some("92879.50"));
        assert_eq!(text("慰问人次同比").as_deref(), Some("同比减少11人次"));
        assert_eq!(text("慰问户数").as_deref(), Some("0"));
        assert_eq!(text("慰问人数"), None);
        assert!(f.tells("慰问人次同比") && f.tells("慰问金额"));
        assert!(!f.tells("慰问金额同比") && !f.tells("慰问户数"));
        let live = f.place("慰问人次").unwrap();
        assert_eq!(
            live.href,
            "/register/facts?measure=visit.person_times&from=2026-01-01&until=2026-12-31"
        );
    }

    #[test]
    fn a_wrong_name_is_answered_with_near_ones() {
        let f = figures();
        assert_eq!(f.nearest("慰问人数")[0], "慰问人次");
        assert_eq!(f.nearest("文体场次")[0], "文体活动场次");
        assert!(f.nearest("帮扶家庭").iter().all(|n| n.starts_with("帮扶")));
        assert_eq!(f.nearest("").len(), 3);
    }
}
