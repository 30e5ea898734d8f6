//! The facts behind a figure.

use kernel::{Date, Instant, Lang};
use org::{BodyId, MemberId, power};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Refusal, Reply, View, pairs::escape, record_path};

use super::{
    FactId,
    store::{self, Filter, Known, Listed, Place},
};
use crate::{
    model::{Span, Unit},
    place::Scope,
};

/// What the list is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// The measure's key.
    pub measure: Option<String>,
    /// First day; the first of this year if not given.
    pub from: Option<Date>,
    /// Last day; the last of this year if not given.
    pub until: Option<Date>,
    /// Of this branch or group.
    pub branch: Option<BodyId>,
    /// About this person; needs the right to see members.
    pub person: Option<MemberId>,
    /// Where the page before ended: the `next` of that page.
    pub page: Option<String>,
}

/// A fact in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Item {
    /// Its id.
    pub id: FactId,
    /// The day it counts for.
    pub day: Date,
    /// The measure.
    pub measure: String,
    /// The measure's name.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// How much: fen for money, ten-thousandths for rates.
    pub quantity: i64,
    /// The branch's name.
    pub branch: Option<String>,
    /// The person's name, for those who may see members.
    pub person: Option<String>,
    /// Where the record behind it is.
    pub record: String,
    /// The fact it takes back.
    pub reverses: Option<FactId>,
    /// The fact that takes it back.
    pub reversed_by: Option<FactId>,
    /// When it was posted.
    pub posted_at: Instant,
}

/// The facts behind a figure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Facts {
    /// The latest day first.
    facts: Vec<Item>,
    /// Of which days.
    span: Span,
    /// The measure, if one was asked for.
    measure: Option<Known>,
    /// The branch, by name.
    branch: Option<String>,
    /// Whether another branch may be asked for.
    narrow: bool,
    /// The person, by name.
    person: Option<String>,
    /// How many facts there are on all pages.
    count: i64,
    /// What they come to, for one measure that adds up.
    total: Option<i64>,
    /// What the next page is asked with.
    next: Option<String>,
    /// The query of this list without the page.
    query: String,
}

ui::page!(Facts, "register/pages/list.html", |p, cx| p.title(cx.lang), wide);

/// Facts on one page.
const SIZE: i64 = 100;

/// What is listed, with what is needed to name it.
pub(super) struct Asked {
    pub filter: Filter,
    pub scope: Scope,
    pub sees_people: bool,
}

impl Ask {
    /// Checks what was asked for against what the reader may see.
    pub fn settle(&self, view: &View<'_>) -> Reply<Asked> {
        let sees_people = view.actor().may(power::MEMBER_SEE);
        if self.person.is_some() && !sees_people {
            return Err(Refusal::forbidden().into());
        }
        let year = view.today().year();
        let this_year = Span::year(year).map_err(|_| Refusal::field("from", "facts.refusal.period"))?;
        let span = Span {
            from: self.from.unwrap_or(this_year.from),
            until: self
                .until
                .unwrap_or_else(|| self.from.map_or(this_year.until, |f| f.max(this_year.until))),
        };
        let scope = Scope::of(view, self.branch)?;
        let filter = Filter {
            span,
            measure: self.measure.clone(),
            branch: scope.branch,
            person: self.person,
        };
        Ok(Asked {
            filter,
            scope,
            sees_people,
        })
    }

    fn query(&self, filter: &Filter) -> String {
        let mut query = format!("from={}&until={}", filter.span.from, filter.span.until);
        if let Some(measure) = &self.measure {
            query.push_str(&format!("&measure={}", escape(measure)));
        }
        if let Some(branch) = self.branch {
            query.push_str(&format!("&branch={branch}"));
        }
        if let Some(person) = self.person {
            query.push_str(&format!("&person={person}"));
        }
        query
    }
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Facts> {
    let asked = ask.settle(view)?;
    let (union, filter) = (view.union(), &asked.filter);
    let after = ask.page.as_deref().map(place).transpose()?;
    let known = store::measures(view)?;
    let mut rows = store::window(view, union, filter, after, SIZE + 1)?;
    let more = rows.len() > usize::try_from(SIZE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(SIZE).unwrap_or(usize::MAX));
    let next = rows
        .last()
        .filter(|_| more)
        .map(|f| format!("{}_{}", f.line.day, f.line.id));
    let sum = store::sum(view, union, filter)?;
    let names = org::body_names(view, union)?;
    let measure = known.iter().find(|m| Some(&m.key) == ask.measure.as_ref()).cloned();
    let total = measure.as_ref().filter(|m| m.unit.adds_up()).map(|_| sum.quantity);
    let item = |fact: Listed| Item::new(fact, &known, &names, asked.sees_people, view.lang());
    let person = match ask.person {
        Some(id) => org::member_names(view, union, [id])?.remove(&id),
        None => None,
    };
    Ok(Facts {
        facts: rows.into_iter().map(item).collect(),
        span: filter.span,
        measure,
        branch: filter.branch.and_then(|id| names.get(&id).cloned()),
        narrow: asked.scope.narrow,
        person,
        count: sum.facts,
        total,
        next,
        query: ask.query(filter),
    })
}

/// A place in the list as the address carries it: `2026-03-08_id`.
fn place(text: &str) -> Reply<Place> {
    let read = text
        .split_once('_')
        .and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    let (day, id) = read.ok_or_else(|| Refusal::field("page", "facts.refusal.page"))?;
    Ok(Place { day, id })
}

impl Item {
    pub fn new(
        fact: Listed,
        known: &[Known],
        names: &std::collections::HashMap<BodyId, String>,
        sees_people: bool,
        lang: Lang,
    ) -> Self {
        let line = fact.line;
        let measure = known.iter().find(|m| m.key == line.measure);
        Item {
            id: line.id,
            day: line.day,
            name: measure.map_or_else(|| line.measure.clone(), |m| m.name(lang).to_owned()),
            unit: measure.map_or(Unit::Items, |m| m.unit),
            measure: line.measure,
            quantity: line.quantity,
            branch: line.branch.and_then(|id| names.get(&id).cloned()),
            person: fact.person.filter(|_| sees_people),
            record: record_path(&line.record_kind, line.record_id),
            reverses: line.reverses,
            reversed_by: fact.reversed_by,
            posted_at: fact.at,
        }
    }

    /// The quantity, struck through if it was taken back.
    pub fn figure(&self, cx: &Cx) -> Html {
        let figure = format!("{} {}", self.unit.show(self.quantity), self.unit.word(cx.lang));
        match (self.reversed_by, self.reverses) {
            (Some(by), _) => html!(
                "<del>{}</del> <a href=\"/register/facts/{}\">{}</a>",
                figure,
                by.to_string(),
                cx.t("facts.list.reversed")
            ),
            (_, Some(was)) => html!(
                "{} <a href=\"/register/facts/{}\">{}</a>",
                figure,
                was.to_string(),
                cx.t("facts.list.reverses")
            ),
            _ => Html::text(figure),
        }
    }
}

impl Facts {
    fn title(&self, lang: Lang) -> String {
        let cx = Cx::new(lang, "", self.span.from);
        self.measure
            .as_ref()
            .map_or_else(|| cx.t("facts.list.title"), |m| m.name(lang).to_owned())
    }

    /// The same list as a sheet.
    pub fn export_path(&self) -> String {
        format!("/register/export?{}", self.query)
    }

    /// What is listed, each filter to be taken away.
    pub fn chips(&self, cx: &Cx) -> Html {
        let mut chips: Vec<(String, &str)> = Vec::new();
        chips.extend(self.measure.as_ref().map(|m| (m.name(cx.lang).to_owned(), "measure")));
        chips.extend(self.branch.clone().filter(|_| !self.narrow).map(|b| (b, "branch")));
        chips.extend(self.person.clone().map(|p| (p, "person")));
        cx.chips(chips)
    }

    pub fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("day", "facts.list.day"),
            Col::text("measure", "facts.list.measure"),
            Col::number("quantity", "facts.list.quantity"),
            Col::text("branch", "facts.list.branch"),
            Col::text("person", "facts.list.person").minor(),
            Col::text("record", "facts.list.record"),
        ];
        let rows = self.facts.iter().map(|f| {
            let row = Row::new()
                .link(&format!("/register/facts/{}", f.id))
                .cell(cx.date(f.day))
                .cell(f.name.as_str())
                .cell(f.figure(cx))
                .cell(f.branch.as_deref())
                .cell(f.person.as_deref())
                .cell(html!("<a href=\"{}\">{}</a>", f.record, cx.t("facts.list.open")));
            if f.reversed_by.is_some() || f.reverses.is_some() {
                row.quiet()
            } else {
                row
            }
        });
        let total = match (self.total, &self.measure) {
            (Some(total), Some(m)) => format!("{} {}", m.unit.show(total), m.unit.word(cx.lang)),
            _ => String::new(),
        };
        let table = cx
            .table("facts.list.title", cols)
            .rows(rows)
            .total([cx.tn("facts.list.total", self.count), String::new(), total])
            .empty(cx.empty("facts.list.empty"));
        Html::trusted(table.to_string())
    }

    /// Back to the newest, on to the older.
    pub fn pager(&self, cx: &Cx) -> Html {
        let first = cx
            .path
            .contains("page=")
            .then(|| cx.icon_link(&cx.here_with(&[("page", "")]), "arrow-up", "facts.list.first"));
        let next = self
            .next
            .as_ref()
            .map(|to| cx.icon_link(&cx.here_with(&[("page", to)]), "chevron-right", "facts.list.next"));
        html!(
            "<nav class=\"pager\" aria-label=\"{}\">{}{}</nav>",
            cx.t("ui.pager.pages"),
            first,
            next
        )
    }
}
