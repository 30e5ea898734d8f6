//! The figures of a year, as prose names them.

use std::collections::{BTreeSet, HashMap};

use facts::{
    Span, Total, Unit,
    register::store::{Filter, Known, by_month, by_year, measures, sum},
};
use kernel::{Date, Lang, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader};

pub use super::said::plain;
use super::{
    model::{Stretch, stretches_or_text},
    place::{self, Aspect, BESIDE, LAST_YEAR, Names, Part, Place},
    rates::{self, OfYear},
    said::beside,
    store::past,
    tasks::{self, Tally},
};

/// Most days whose figures one text may name.
const DAYS: usize = 400;

/// A sum and how many facts are behind it.
type Sum = (i64, i64);

/// The sum of a year and of its months.
type Months = [Sum; 13];

/// All figures of a year and of the year before.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The year.
    pub year: i16,
    known: Names,
    /// By measure and month; the year's own sum stands under 0.
    now: HashMap<String, Months>,
    /// Whether the months are known, not the year alone.
    by_month: bool,
    before: HashMap<String, i64>,
    /// Measures whose figure of the year before was read from a document.
    read: BTreeSet<String>,
    days: HashMap<(String, Date), Sum>,
    tasks: Tally,
    /// The rates of the year.
    pub(super) rates: OfYear,
}

/// A figure in prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Live {
    /// The place that stands for it, without braces.
    pub place: String,
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
    /// The unit as Chinese prose writes it.
    pub unit_zh: String,
    /// How many facts are behind it.
    pub records: i64,
    /// Which days it is of, in Chinese words.
    pub period: String,
    /// The facts.
    pub href: String,
}

impl Live {
    /// The figure with its unit, as the register shows it.
    #[must_use]
    pub fn with_unit(&self, cx: &ui::Cx) -> String {
        let unit = if cx.lang == Lang::Zh {
            &self.unit_zh
        } else {
            self.unit.word(cx.lang)
        };
        format!("{} {unit}", self.unit.show(self.quantity))
    }
    /// Whether nothing stands behind it.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.quantity == 0
    }
    /// Whether it is a figure rather than a word about one.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.place.ends_with(BESIDE)
    }
}

impl Figures {
    /// The figures of a year as the register has them now, month by month.
    ///
    /// # Errors
    /// The store's; `Wrong` for a year the calendar does not have.
    pub fn of(read: &Reader, union: UnionId, year: i16) -> Result<Self, Error> {
        let last = year.saturating_sub(1);
        let both = Span {
            from: span(last)?.from,
            until: span(year)?.until,
        };
        let mut now: HashMap<String, Months> = HashMap::new();
        let mut before: HashMap<String, i64> = HashMap::new();
        for of in by_month(read, union, both)?.chunk_by(|a, b| a.measure == b.measure) {
            let Some(first) = of.first() else { continue };
            let of_last = |total: &Total| total.month.as_deref().is_some_and(|month| in_year(month, last));
            let (old, new) = of.split_at(of.partition_point(of_last));
            if !new.is_empty() {
                now.insert(first.measure.clone(), months(new));
            }
            if !old.is_empty() {
                before.insert(first.measure.clone(), months(old)[0].0);
            }
        }
        Self::beside(read, union, year, (now, before, true))
    }

    /// The figures of a year and of the year before, without those of months: a page reads a tenth of the sums.
    fn of_years(read: &Reader, union: UnionId, year: i16) -> Result<Self, Error> {
        let mut now: HashMap<String, Months> = HashMap::new();
        let mut before: HashMap<String, i64> = HashMap::new();
        for ((of, measure), sum) in by_year(read, union, (year.saturating_sub(1), year))? {
            if of == year {
                let mut months = Months::default();
                months[0] = (sum.quantity, sum.facts);
                now.insert(measure, months);
            } else {
                before.insert(measure, sum.quantity);
            }
        }
        Self::beside(read, union, year, (now, before, false))
    }

    /// With what papers tell of the year before.
    fn beside(
        read: &Reader,
        union: UnionId,
        year: i16,
        (now, mut before, by_month): (HashMap<String, Months>, HashMap<String, i64>, bool),
    ) -> Result<Self, Error> {
        let mut read_before = BTreeSet::new();
        for (measure, (quantity, _)) in past::kept(read, union, year.saturating_sub(1))? {
            // what the register knows is better than what a paper says
            if before.get(&measure).is_none_or(|known| *known == 0) {
                read_before.insert(measure.clone());
                before.insert(measure, quantity);
            }
        }
        Ok(Self {
            year,
            known: measures(read)?.into_iter().filter(|m| m.unit != Unit::Rate).collect(),
            now,
            by_month,
            before,
            read: read_before,
            days: HashMap::new(),
            tasks: Tally::default(),
            rates: OfYear::default(),
        })
    }

    /// The figures that these texts name, those of months, single days, tasks and rates only if they do.
    ///
    /// # Errors
    /// As [`Figures::of`].
    pub fn named<'a>(
        read: &Reader,
        union: UnionId,
        (year, today): (i16, Date),
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Error> {
        let mut figures = Self::of_years(read, union, year)?;
        let mut days: BTreeSet<(String, Date)> = BTreeSet::new();
        let (mut asks_months, mut asks_tasks, mut asks_rates) = (false, false, false);
        for text in texts {
            for stretch in stretches_or_text(text) {
                let Stretch::Place(name) = stretch else { continue };
                asks_tasks |= tasks::NAMES.iter().any(|(known, _)| *known == name);
                asks_rates |= rates::names(name);
                let Some(Place { measure, part, .. }) = place::parse(name, &figures.known) else {
                    continue;
                };
                asks_months |= matches!(part, Part::Months(..));
                if matches!(part, Part::Day(..))
                    && let Some((day, _)) = part.days(year)
                {
                    days.insert((measure.key.clone(), day));
                }
            }
        }
        if asks_months {
            figures = Self::of(read, union, year)?;
        }
        for (measure, day) in days.into_iter().take(DAYS) {
            figures.learn_day(read, union, &measure, day)?;
        }
        if asks_tasks {
            figures.tasks = tasks::tally(read, union, year, today)?;
        }
        if asks_rates {
            figures.learn_rates(read, union, today)?;
        }
        Ok(figures)
    }

    /// The figure of a measure on a day, remembered.
    pub(super) fn learn_day(&mut self, read: &Reader, union: UnionId, measure: &str, day: Date) -> Result<i64, Error> {
        let key = (measure.to_owned(), day);
        if let Some((quantity, _)) = self.days.get(&key) {
            return Ok(*quantity);
        }
        let filter = Filter {
            span: Span { from: day, until: day },
            measure: Some(measure.to_owned()),
            branch: None,
            person: None,
        };
        let found = sum(read, union, &filter)?;
        self.days.insert(key, (found.quantity, found.facts));
        Ok(found.quantity)
    }

    /// Takes the rates of the year's last day, or of today in the year that goes on.
    pub(super) fn learn_rates(&mut self, read: &Reader, union: UnionId, today: Date) -> Result<(), Error> {
        self.rates = OfYear::of(read, union, self.year, today)?;
        Ok(())
    }

    /// Takes the tasks' figures from tasks that were read already.
    pub(super) fn count_tasks(&mut self, tally: Tally) {
        self.tasks = tally;
    }

    /// The figure that a place names.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Live> {
        if let Some((_, which)) = tasks::NAMES.iter().find(|(known, _)| *known == name) {
            return Some(self.tasks.live(name, *which, self.year));
        }
        if let Some(live) = self.rates.live(name) {
            return Some(live);
        }
        let Place { measure, part, aspect } = place::parse(name, &self.known)?;
        let (first, last) = part.days(self.year)?;
        if matches!(part, Part::Months(..)) && !self.by_month {
            return None;
        }
        let (quantity, records) = self.sum(&measure.key, part, first);
        let before = self.before.get(&measure.key).copied().unwrap_or_default();
        let of = |(quantity, records), text, period, href| Live {
            place: name.to_owned(),
            measure: measure.key.clone(),
            name: measure.zh.clone(),
            text,
            quantity,
            unit: measure.unit,
            unit_zh: measure.unit.word(Lang::Zh).to_owned(),
            records,
            period,
            href,
        };
        let here = |text| {
            let href = facts_href(&measure.key, first, last);
            of((quantity, records), text, part.words(self.year), href)
        };
        Some(match aspect {
            Aspect::Figure => here(plain(measure.unit, quantity)),
            Aspect::Beside => here(beside(measure.unit, quantity, before)),
            Aspect::LastYear => {
                let year = self.year.saturating_sub(1);
                let href = if self.read.contains(&measure.key) {
                    "/past_sources".to_owned()
                } else {
                    let (first, last) = Part::Year.days(year)?;
                    facts_href(&measure.key, first, last)
                };
                of((before, 0), plain(measure.unit, before), Part::Year.words(year), href)
            }
        })
    }

    fn sum(&self, measure: &str, part: Part, day: Date) -> Sum {
        let months = self.now.get(measure);
        let month = |m: u8| {
            months
                .and_then(|of| of.get(usize::from(m)))
                .copied()
                .unwrap_or_default()
        };
        match part {
            Part::Year => month(0),
            Part::Months(from, until) => (from..=until).map(month).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)),
            Part::Day(..) => self.days.get(&(measure.to_owned(), day)).copied().unwrap_or_default(),
        }
    }

    /// The year's figure of a measure.
    #[must_use]
    pub fn total(&self, key: &str) -> i64 {
        self.now.get(key).map_or(0, |[year, ..]| year.0)
    }
    /// The year before's figure of a measure.
    #[must_use]
    pub fn last(&self, key: &str) -> i64 {
        self.before.get(key).copied().unwrap_or_default()
    }
    /// The month in which a measure came to most, if it had several, and that figure.
    #[must_use]
    pub fn best_month(&self, key: &str) -> Option<(u8, i64)> {
        let [_, of @ ..] = self.now.get(key)?;
        let mut months: Vec<(u8, i64)> = (1..)
            .zip(of)
            .map(|(m, s)| (m, s.0))
            .filter(|(_, sum)| *sum > 0)
            .collect();
        months.sort_by_key(|(month, quantity)| (std::cmp::Reverse(*quantity), *month));
        match months.as_slice() {
            [best, next, _, ..] if best.1 > next.1 => Some(*best),
            _ => None,
        }
    }

    /// Whether a place of this name has something to tell: a figure above zero; for a comparison, one last year too.
    #[must_use]
    pub fn tells(&self, name: &str) -> bool {
        let base = name.strip_suffix(BESIDE).or_else(|| name.strip_suffix(LAST_YEAR));
        match base.and_then(|base| self.known(base)) {
            Some(m) => self.total(&m.key) > 0 && self.last(&m.key) > 0,
            None => self.place(name).is_some_and(|live| live.quantity > 0),
        }
    }

    /// The measure of this Chinese name.
    #[must_use]
    pub fn known(&self, zh: &str) -> Option<&Known> {
        self.known.get(zh)
    }
    /// The measure behind a key.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Known> {
        self.known.iter().find(|m| m.key == key)
    }
    /// All measures that are summed, in the register's order.
    pub fn measures(&self) -> impl Iterator<Item = &Known> {
        self.known.iter()
    }

    /// All figures in the register's order, each with its field of work.
    pub fn by_field(&self) -> impl Iterator<Item = (&str, Live)> {
        self.known
            .iter()
            .filter_map(|m| Some((m.field.as_str(), self.place(&m.zh)?)))
    }

    /// The three names nearest to a name that is none, the nearest first.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        let name = name.strip_suffix(BESIDE).unwrap_or(name);
        let known = self.known.iter().map(|m| m.zh.as_str());
        let mut names: Vec<(usize, &str)> = known
            .chain(tasks::NAMES.iter().map(|(name, _)| *name))
            .chain(rates::NAMES.iter().copied())
            .map(|known| (place::distance(name, known), known))
            .collect();
        names.sort_by_key(|(far, _)| *far);
        names.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

/// The sums of a measure, month by month, with the year's.
fn months(totals: &[Total]) -> Months {
    let mut of = Months::default();
    for total in totals {
        let month = total.month.as_deref().and_then(|m| m.get(5..7)?.parse::<usize>().ok());
        for at in [Some(0), month].into_iter().flatten() {
            if let Some(sum) = of.get_mut(at) {
                *sum = (
                    sum.0.saturating_add(total.quantity),
                    sum.1.saturating_add(total.records),
                );
            }
        }
    }
    of
}

/// Whether a month such as `2026-03` lies in a year.
fn in_year(month: &str, year: i16) -> bool {
    month.get(..4).and_then(|digits| digits.parse().ok()) == Some(year)
}

fn span(year: i16) -> Result<Span, Error> {
    Span::year(year).map_err(|_| Error::Wrong(format!("there is no year {year}")))
}

fn facts_href(measure: &str, from: Date, until: Date) -> String {
    format!("/register/facts?measure={measure}&from={from}&until={until}")
}

#[cfg(test)]
pub(super) mod tests;
