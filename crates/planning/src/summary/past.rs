//! Figures of past years, read from the summaries that were written then: what a new summary is compared with where the
//! register does not reach back.

use kernel::{Date, UnionId};
use reading::Fact;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Reader, Sql};
use web::{Act, Record, Reply, View};

/// The kind of a past summary as a [`web::Record`]: what its paper is kept with.
const KIND: &str = "past_summary";
/// Most figures kept of one summary.
const MOST: usize = 2_000;

const OF_YEAR: Sql = Sql::union(
    "SELECT what, category, kind, value, unit, period, snippet, title, paper_id FROM past_figures
     WHERE union_id = $1 AND year = $2 ORDER BY place, id",
);
const YEARS: Sql =
    Sql::union("SELECT year, COUNT(*) FROM past_figures WHERE union_id = $1 GROUP BY year ORDER BY year DESC");
const CLEAR: Sql = Sql::union("DELETE FROM past_figures WHERE union_id = $1 AND year = $2");
const ADD: Sql = Sql::union(
    "INSERT INTO past_figures (union_id, id, year, place, title, paper_id, what, category, kind, value, unit, period, snippet)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// 人, 名.
    People,
    /// 人次.
    PersonTimes,
    /// Money, in fen.
    Money,
    /// 场, 次, 期.
    Events,
    /// 户.
    Households,
    /// Hundredths of a percent.
    Percent,
    /// Something else, with its unit.
    Other,
}

impl Counts {
    const ALL: [Counts; 7] = [
        Counts::People,
        Counts::PersonTimes,
        Counts::Money,
        Counts::Events,
        Counts::Households,
        Counts::Percent,
        Counts::Other,
    ];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Counts::People => "people",
            Counts::PersonTimes => "person_times",
            Counts::Money => "money",
            Counts::Events => "events",
            Counts::Households => "households",
            Counts::Percent => "percent",
            Counts::Other => "other",
        }
    }
    fn of(key: &str) -> Option<Self> {
        Counts::ALL.into_iter().find(|c| c.key() == key)
    }
}

/// A figure of a past year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PastFigure {
    /// What was done or given.
    pub what: String,
    /// The category of the reading: aid, visit, training …
    pub category: String,
    /// What it counts.
    pub counts: Counts,
    /// How much: people, times, fen, hundredths of a percent.
    pub value: i64,
    /// The unit of anything else.
    pub unit: Option<String>,
    /// When, as written.
    pub period: Option<String>,
    /// The clause it was read from.
    pub snippet: String,
    /// The summary it stands in.
    pub title: String,
    /// Its paper in the archive.
    pub paper: Option<archive::PaperId>,
}

/// The figures kept of a year, in the order of its summary.
///
/// # Errors
/// The store's.
pub fn of_year(read: &Reader, union: UnionId, year: i16) -> Result<Vec<PastFigure>, Error> {
    read.rows(OF_YEAR, &[&union, &year], |row| {
        let mut c = row.cells();
        let (what, category, kind): (_, _, String) = (c.take()?, c.take()?, c.take()?);
        Ok(PastFigure {
            what,
            category,
            counts: Counts::of(&kind).ok_or_else(|| Error::Wrong(format!("no figure counts {kind}")))?,
            value: c.take()?,
            unit: c.take()?,
            period: c.take()?,
            snippet: c.take()?,
            title: c.take()?,
            paper: c.take()?,
        })
    })
}

/// The figures of one fact as the reading gives it.
fn figures(fact: &Fact) -> Vec<(Counts, i64)> {
    let whole = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    // two places are all that a percentage of a summary has
    let percent = fact.percent.and_then(|p| format!("{:.0}", p * 100.0).parse().ok());
    [
        (Counts::People, whole(fact.people)),
        (Counts::PersonTimes, whole(fact.person_times)),
        (Counts::Money, fact.amount_yuan.map(|y| y.fen)),
        (Counts::Events, whole(fact.events)),
        (Counts::Households, whole(fact.households)),
        (Counts::Percent, percent),
        (Counts::Other, whole(fact.count)),
    ]
    .into_iter()
    .filter_map(|(counts, value)| Some((counts, value?)))
    .collect()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Reads a summary's text and keeps its figures as those of the year, in place of what was kept of it before; its text
/// stands in the archive. Gives how many figures were kept.
///
/// # Errors
/// The store's.
pub fn keep(act: &Act<'_>, (year, title): (i16, &str), paper: Option<archive::PaperId>, text: &str) -> Reply<usize> {
    let read = reading::read(text);
    let union = act.union();
    let all: Vec<(&Fact, Counts, i64)> = read
        .facts
        .iter()
        .flat_map(|fact| {
            figures(fact)
                .into_iter()
                .map(move |(counts, value)| (fact, counts, value))
        })
        .take(MOST)
        .collect();
    if all.is_empty() {
        return Ok(0);
    }
    let paper = match (
        paper,
        archive::Ready::of(&format!("{}.txt", cut(title, 80)), text.as_bytes(), false),
    ) {
        (Some(paper), _) => Some(paper),
        (None, Ok(ready)) => {
            let record = Record::new(KIND, act.id::<()>());
            Some(archive::keep_in(act, &ready, record, archive::Class::Summary, year)?)
        }
        (None, Err(_)) => None,
    };
    act.run(CLEAR, &[&union, &year])?;
    for (place, (fact, counts, value)) in (1_i64..).zip(&all) {
        let unit = fact.unit.as_ref().filter(|_| *counts == Counts::Other);
        act.run(
            ADD,
            &[
                &union,
                &act.id::<()>(),
                &year,
                &place,
                &cut(title, 120),
                &paper,
                &cut(&fact.what, 200),
                &fact.category,
                &counts.key(),
                value,
                &unit,
                &fact.date_or_period,
                &cut(&fact.snippet, 500),
            ],
        )?;
    }
    Ok(all.len())
}

/// Which year.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Query {
    /// The last one kept, if left out.
    year: Option<i16>,
}

/// The figures of past years.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PastPage {
    pub year: i16,
    pub title: Option<String>,
    /// Its paper, for those who see papers.
    pub paper: Option<archive::PaperId>,
    /// The years with figures, and how many each has.
    pub years: Vec<(i16, i64)>,
    pub figures: Vec<PastFigure>,
}

ui::page!(PastPage, "summary/pages/past.html", |_p, cx| cx
    .t("planning.past.title"));

impl PastPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        cx.crumbs([(cx.t("planning.summary.list"), "/summaries")])
    }
    /// Whether the page shows this year.
    pub fn here(&self, year: &i16) -> bool {
        self.year == *year
    }
}

impl PastFigure {
    /// The figure with its unit.
    pub fn figure(&self, cx: &ui::Cx) -> String {
        match self.counts {
            Counts::Money => format!("¥{}", cx.money(kernel::Money::from_fen(self.value))),
            Counts::Percent => format!("{}.{:02}%", self.value / 100, self.value % 100),
            Counts::Other => format!("{} {}", cx.number(self.value), self.unit.as_deref().unwrap_or_default()),
            counts => cx.tn(&format!("planning.past.counts.{}", counts.key()), self.value),
        }
    }
}

/// Shows the figures of a past year.
pub(super) fn show(view: &View<'_>, q: Query) -> Reply<PastPage> {
    let union = view.union();
    let years: Vec<(i16, i64)> = view.rows(YEARS, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let last = years.first().map_or_else(|| last_year(view.today()), |(year, _)| *year);
    let year = q.year.unwrap_or(last);
    let figures = of_year(view, union, year)?;
    let may = view.actor().may(org::power::PAPER_SEE);
    Ok(PastPage {
        year,
        title: figures.first().map(|f| f.title.clone()),
        paper: figures.first().and_then(|f| f.paper).filter(|_| may),
        years,
        figures,
    })
}

fn last_year(today: Date) -> i16 {
    today.year().saturating_sub(1)
}
