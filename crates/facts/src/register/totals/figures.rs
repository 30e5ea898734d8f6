//! Sums arranged: fields of work, their measures, their months.

use rustc_hash::{FxHashMap, FxHashSet};

use org::BodyId;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use crate::{
    Unit,
    model::{Span, Total},
    register::store::{self, Known, Rates},
};

/// One figure. Rates have no sum, but a smallest and a largest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figure {
    /// The sum, or the smallest rate: fen for money, ten-thousandths for rates.
    pub quantity: i64,
    /// The largest rate; the sum again for everything else.
    pub most: i64,
    /// How many facts are behind it.
    pub facts: i64,
}

impl Figure {
    fn sum(of: &Total) -> Self {
        Self {
            quantity: of.quantity,
            most: of.quantity,
            facts: of.records,
        }
    }
    fn plus(self, other: Figure) -> Self {
        let quantity = self.quantity.saturating_add(other.quantity);
        Self {
            quantity,
            most: quantity,
            facts: self.facts.saturating_add(other.facts),
        }
    }
    fn spread(self, other: Figure) -> Self {
        if self.facts == 0 {
            return other;
        }
        Self {
            quantity: self.quantity.min(other.quantity),
            most: self.most.max(other.most),
            facts: self.facts.saturating_add(other.facts),
        }
    }
}

/// A measure with its figures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// The measure.
    pub measure: Known,
    /// One a month; none where there are no facts.
    pub months: Vec<Option<Figure>>,
    /// Of the whole period; of rates from the smallest to the largest.
    pub total: Figure,
    /// Of the same period a year before, if asked for.
    pub before: Option<Figure>,
}

/// A field of work with its measures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Field {
    /// Its key.
    pub field: String,
    /// Its measures that have facts.
    pub measures: Vec<Line>,
    /// What its measures of money come to, month by month and in all, where there are several. Nothing else is
    /// added up over measures: persons and events make no sum.
    pub money: Option<Money>,
}

/// Sums of money over several measures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Money {
    /// One a month, in fen.
    pub months: Vec<i64>,
    /// Of the whole period, in fen.
    pub total: i64,
}

/// What the store gave.
pub(super) struct Sums {
    totals: Vec<Total>,
    rates: Vec<Rates>,
    pub before: Vec<Total>,
}

/// One statement for all sums, and one for each of the few measures that are rates.
pub(super) fn read(view: &View<'_>, span: Span, branch: Option<BodyId>, known: &[Known]) -> Reply<Sums> {
    let union = view.union();
    let totals = match branch {
        None => store::by_month(view, union, span)?,
        Some(branch) => store::branch_by_month(view, union, span, branch)?,
    };
    let mut rates = Vec::new();
    for measure in known.iter().filter(|m| !m.unit.adds_up()) {
        rates.extend(store::rates(view, union, span, &measure.key, branch)?);
    }
    Ok(Sums {
        totals,
        rates,
        before: Vec::new(),
    })
}

impl Sums {
    pub fn arrange(
        self,
        known: Vec<Known>,
        fields: &[String],
        wanted: impl Fn(&str) -> bool,
        months: &[String],
    ) -> Vec<Field> {
        let rates: FxHashSet<&str> = known
            .iter()
            .filter(|m| !m.unit.adds_up())
            .map(|m| m.key.as_str())
            .collect();
        let rate = |key: &str| rates.contains(key);
        let mut cells: FxHashMap<(&str, &str), Figure> = FxHashMap::default();
        for total in self.totals.iter().filter(|t| !rate(&t.measure)) {
            let month = total.month.as_deref().unwrap_or_default();
            cells.insert((&total.measure, month), Figure::sum(total));
        }
        for r in &self.rates {
            let figure = Figure {
                quantity: r.least,
                most: r.most,
                facts: r.count,
            };
            cells.insert((&r.measure, &r.month), figure);
        }
        let mut before: FxHashMap<&str, Figure> = FxHashMap::default();
        for total in self.before.iter().filter(|t| !rate(&t.measure)) {
            let sum = before.entry(&total.measure).or_default();
            *sum = sum.plus(Figure::sum(total));
        }
        let mut all: Vec<Field> = fields.iter().filter(|f| wanted(f)).map(|f| Field::new(f)).collect();
        for measure in &known {
            let Some(field) = all.iter_mut().find(|f| f.field == measure.field) else {
                continue;
            };
            let key = measure.key.as_str();
            let before = before.get(key).copied();
            let months: Vec<Option<Figure>> = months.iter().map(|m| cells.get(&(key, m.as_str())).copied()).collect();
            if before.is_some() || months.iter().any(Option::is_some) {
                field.measures.push(Line::new(measure.clone(), months, before));
            }
        }
        all.retain(|f| !f.measures.is_empty());
        for field in &mut all {
            field.add_up(months.len());
        }
        all
    }
}

impl Line {
    fn new(measure: Known, months: Vec<Option<Figure>>, before: Option<Figure>) -> Self {
        let join = if measure.unit.adds_up() {
            Figure::plus
        } else {
            Figure::spread
        };
        let total = months.iter().flatten().fold(Figure::default(), |sum, f| join(sum, *f));
        Self {
            measure,
            months,
            total,
            before,
        }
    }
}

impl Field {
    fn new(field: &str) -> Self {
        Self {
            field: field.to_owned(),
            measures: Vec::new(),
            money: None,
        }
    }
    fn add_up(&mut self, months: usize) {
        let money: Vec<&Line> = self.measures.iter().filter(|l| l.measure.unit == Unit::Money).collect();
        if money.len() < 2 {
            return;
        }
        let month = |at: usize| -> i64 {
            let figures = money.iter().filter_map(|l| l.months.get(at).copied().flatten());
            figures.fold(0, |sum, f| sum.saturating_add(f.quantity))
        };
        let months: Vec<i64> = (0..months).map(month).collect();
        let total = months.iter().fold(0_i64, |sum, m| sum.saturating_add(*m));
        self.money = Some(Money { months, total });
    }
}

/// The measure with the most facts, which is drawn unless another is asked for.
pub(super) fn busiest(fields: &[Field]) -> Option<String> {
    let lines = fields
        .iter()
        .flat_map(|f| &f.measures)
        .filter(|l| l.measure.unit.adds_up());
    lines.max_by_key(|l| l.total.facts).map(|l| l.measure.key.clone())
}
