//! The dossiers of a union as those entitled see them, and the counts that others may see.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Nothing, Reply, View};

use super::{
    items::CAUSES,
    means::Category,
    model::{Card, DossierId, State, Status, Way},
    show::badge,
    store,
};

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    status: Option<Status>,
    category: Option<Category>,
    cause: Option<kernel::Text<20>>,
    /// Only those whose day has come.
    #[serde(default)]
    due: bool,
}

/// A dossier in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: DossierId,
    /// Whose.
    pub name: String,
    /// Where it stands.
    pub status: Status,
    /// How deep.
    pub category: Option<Category>,
    /// The main cause.
    pub cause: Option<String>,
    /// How it came.
    pub way: Way,
    /// The day that comes next: the end of the notice, the re-check, the call.
    pub due: Option<Date>,
}

/// How many are of a kind.
pub type Counts = Vec<(String, i64)>;

/// The list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The dossiers found.
    pub lines: Vec<Line>,
    /// On file, by category.
    pub categories: Counts,
    /// On file, by main cause.
    pub causes: Counts,
    /// What the list is narrowed to.
    #[serde(skip)]
    pub status: Option<Status>,
    /// What the list is narrowed to.
    #[serde(skip)]
    pub category: Option<Category>,
    /// What the list is narrowed to.
    #[serde(skip)]
    pub cause: String,
    /// What the list is narrowed to.
    #[serde(skip)]
    pub due: bool,
    /// Whether there may be more than were read.
    pub cut: bool,
    /// Whether one may be begun.
    pub may_write: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    List,
    "hardship/pages/list.html",
    |_p, cx| cx.t("hardship.list.title"),
    wide
);

/// The day on which something is to be done with it.
pub(super) const fn due(card: &Card) -> Option<Date> {
    match card.state {
        State::Noticed { until, .. } => Some(until),
        State::Filed { recheck, .. } => Some(recheck),
        State::Exited { follow, .. } => follow,
        _ => None,
    }
}

pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<List> {
    let all = store::list(view, view.union(), None)?;
    let cause = ask
        .cause
        .as_ref()
        .map(|cause| cause.as_str().to_owned())
        .unwrap_or_default();
    let fits = |card: &&Card| {
        ask.status.is_none_or(|status| card.state.status() == status)
            && ask
                .category
                .is_none_or(|category| card.brief.category == Some(category))
            && (cause.is_empty() || card.brief.cause.as_deref() == Some(&cause))
            && (!ask.due || due(card).is_some_and(|day| day <= view.today()))
    };
    let (categories, causes) = counts(&all);
    Ok(List {
        cut: all.len() >= usize::from(store::MOST),
        lines: all.iter().filter(fits).map(line).collect(),
        categories,
        causes,
        status: ask.status,
        category: ask.category,
        due: ask.due,
        cause,
        may_write: view.actor().may(org::power::HARDSHIP_WRITE),
        today: view.today(),
    })
}

fn line(card: &Card) -> Line {
    Line {
        id: card.id,
        name: card.name.clone(),
        status: card.state.status(),
        category: card.brief.category,
        cause: card.brief.cause.clone(),
        way: card.way,
        due: due(card),
    }
}

/// Those on file, by category and by cause.
fn counts(all: &[Card]) -> (Counts, Counts) {
    let filed = || all.iter().filter(|card| card.state.status() == Status::Filed);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let of = |category: &Category| count(filed().filter(|card| card.brief.category == Some(*category)).count());
    let categories = Category::ALL
        .iter()
        .rev()
        .map(|c| (c.key().to_owned(), of(c)))
        .collect();
    let by = |cause: &str| {
        count(
            filed()
                .filter(|card| card.brief.cause.as_deref() == Some(cause))
                .count(),
        )
    };
    let causes = CAUSES.iter().map(|cause| ((*cause).to_owned(), by(cause))).collect();
    (categories, causes)
}

impl List {
    fn cut(&self, cx: &Cx) -> Html {
        cx.cut(self.cut, store::MOST, "ui.cut.latest")
    }
    fn heading(&self, cx: &Cx) -> Html {
        let acts = self
            .may_write
            .then(|| cx.main_link("/hardships/new", "hardship.form.paper"));
        let notices = cx.link_button("/hardships/notices", "hardship.notice.title");
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(
                cx.t("hardship.list.title"),
                cx.t("hardship.list.under"),
                html!("{}{}", notices, acts)
            )
        )
    }
    fn statuses(&self, cx: &Cx) -> Vec<Choice> {
        let shown = Status::ALL.iter().filter(|status| **status != Status::Draft);
        shown
            .map(|status| Choice::new(status.key(), cx.t(&status.word())))
            .collect()
    }
    fn category_choices(&self, cx: &Cx) -> Vec<Choice> {
        categories(cx)
    }
    fn cause_choices(&self, cx: &Cx) -> Vec<Choice> {
        CAUSES
            .iter()
            .map(|cause| Choice::new(*cause, cx.t(&format!("hardship.choice.cause.{cause}"))))
            .collect()
    }
    fn status_key(&self) -> &'static str {
        self.status.map_or("", Status::key)
    }
    fn category_key(&self) -> &'static str {
        self.category.map_or("", Category::key)
    }
    fn figures(&self, cx: &Cx) -> Html {
        let figure = |(key, n): &(String, i64)| {
            let href = format!("/hardships?status=filed&category={key}");
            cx.figure(
                &href,
                cx.number(*n),
                cx.t("hardship.list.households"),
                cx.t(&format!("hardship.category.{key}")),
            )
        };
        let figures: Html = self.categories.iter().map(figure).collect();
        html!("<div class=\"figures-row\">{}</div>", figures)
    }
    fn by_cause<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("cause", "hardship.item.cause"),
            Col::number("count", "hardship.list.households"),
        ];
        let rows = self.causes.iter().map(|(key, n)| {
            Row::new()
                .link(&format!("/hardships?status=filed&cause={key}"))
                .cell(cx.t(&format!("hardship.choice.cause.{key}")))
                .cell(cx.number(*n))
        });
        cx.table("hardship.list.by_cause", cols).rows(rows)
    }
    fn empty(&self, cx: &Cx) -> Html {
        let narrowed = self.status.is_some() || self.category.is_some() || !self.cause.is_empty() || self.due;
        if narrowed {
            cx.empty("hardship.list.none_found")
        } else if self.may_write {
            cx.empty_first("hardship.list.none", "/hardships/new", "hardship.form.paper")
        } else {
            cx.empty("hardship.list.none")
        }
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "hardship.item.name"),
            Col::text("status", "hardship.list.status"),
            Col::text("category", "hardship.list.category"),
            Col::text("cause", "hardship.item.cause").minor(),
            Col::text("way", "hardship.list.way").minor(),
            Col::day("due", "hardship.list.due"),
        ];
        let rows = self.lines.iter().map(|line| {
            let category = line.category.map(|category| cx.t(&category.word()));
            let cause = line
                .cause
                .as_ref()
                .map(|cause| cx.t(&format!("hardship.choice.cause.{cause}")));
            let dash = || "—".to_owned();
            Row::new()
                .link(&format!("/hardships/{}", line.id))
                .cell(&line.name)
                .cell(badge(cx, line.status))
                .cell(category.unwrap_or_else(dash))
                .cell(cause.unwrap_or_else(dash))
                .cell(cx.t(&format!("hardship.way.{}", line.way.key())))
                .cell(line.due.map_or_else(|| Html::text("—"), |day| cx.due(day)))
        });
        cx.table("hardship.list.title", cols).empty(self.empty(cx)).rows(rows)
    }
}

/// The categories, to choose from, the deepest first.
pub(super) fn categories(cx: &Cx) -> Vec<Choice> {
    let all = Category::ALL.iter().rev();
    all.map(|category| Choice::new(category.key(), cx.t(&category.word())))
        .collect()
}

/// Fewer than this are never shown by themselves to others.
const FEW: i64 = 3;

/// What others may see of a count: no group of one or two, none that could be reckoned from the others. `None` is hidden.
#[must_use]
pub fn hidden(counts: &[(String, i64)]) -> Vec<(String, Option<i64>)> {
    let mut shown: Vec<(String, Option<i64>)> = counts
        .iter()
        .map(|(key, n)| (key.clone(), (*n == 0 || *n >= FEW).then_some(*n)))
        .collect();
    let all: i64 = counts.iter().map(|(_, n)| *n).sum();
    loop {
        let told: i64 = shown.iter().filter_map(|(_, n)| *n).sum();
        let (under, groups) = (all - told, shown.iter().filter(|(_, n)| n.is_none()).count());
        // what is hidden has to be several groups of enough together, or nothing
        if under == 0 || (groups > 1 && under >= FEW) {
            return shown;
        }
        let least = shown
            .iter_mut()
            .filter(|(_, n)| n.is_some_and(|n| n > 0))
            .min_by_key(|(_, n)| *n);
        match least {
            Some((_, n)) => *n = None,
            None => return shown,
        }
    }
}

/// Counts for those who see no dossiers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountsPage {
    /// On file, by category; hidden where there are few.
    pub categories: Vec<(String, Option<i64>)>,
    /// On file, by main cause.
    pub causes: Vec<(String, Option<i64>)>,
}

ui::page!(CountsPage, "hardship/pages/counts.html", |_p, cx| cx
    .t("hardship.counts.title"));

pub(super) fn counts_page(view: &View<'_>, _: Nothing) -> Reply<CountsPage> {
    let all = store::list(view, view.union(), Some(Status::Filed))?;
    let (categories, causes) = counts(&all);
    Ok(CountsPage {
        categories: hidden(&categories),
        causes: hidden(&causes),
    })
}

impl CountsPage {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("hardship.counts.title"), cx.t("hardship.counts.under"), "")
        )
    }
    fn table<'a>(&self, cx: &'a Cx, caption: &str, stem: &str, counts: &[(String, Option<i64>)]) -> Table<'a> {
        let cols = [
            Col::text("what", caption),
            Col::number("count", "hardship.list.households"),
        ];
        let rows = counts.iter().map(|(key, n)| {
            let n = n.map_or_else(|| cx.t("hardship.counts.few"), |n| cx.number(n));
            Row::new().cell(cx.t(&format!("{stem}.{key}"))).cell(n)
        });
        cx.table(caption, cols).rows(rows)
    }
    fn by_category<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.table(cx, "hardship.list.category", "hardship.category", &self.categories)
    }
    fn by_cause<'a>(&self, cx: &'a Cx) -> Table<'a> {
        self.table(cx, "hardship.item.cause", "hardship.choice.cause", &self.causes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nobody_can_be_reckoned_out_of_a_count(counts in prop::collection::vec(0_i64..9, 1..10)) {
            let counts: Counts = counts.into_iter().enumerate().map(|(n, count)| (n.to_string(), count)).collect();
            let shown = hidden(&counts);
            prop_assert!(shown.iter().all(|(_, n)| n.is_none_or(|n| n == 0 || n >= FEW)));
            let all: i64 = counts.iter().map(|(_, n)| *n).sum();
            let told: i64 = shown.iter().filter_map(|(_, n)| *n).sum();
            // the sum of what is hidden is several groups of enough, unless everything is hidden
            let everything = shown.iter().all(|(_, n)| n.is_none_or(|n| n == 0));
            prop_assert!(all == told || everything || all - told >= FEW);
        }
    }
}
