//! The search box of the frame: people, things to do, meetings, work done, over all systems at once.

use kernel::Date;
use org::power;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Reply, Routes, View};

/// Most hits of one sort.
const HITS: usize = 20;

/// The door of the search box.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("search").page("/search", Access::SignedIn, find)
}

/// What was typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
struct Query {
    q: Option<String>,
}

/// What was found, only what the reader may see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Found {
    /// What was typed.
    pub q: String,
    /// Unions below, by name or statistical code.
    pub unions: Vec<Hit>,
    /// Members, by name, pinyin, initials or the end of a phone number.
    pub members: Vec<Hit>,
    /// Things to do.
    pub tasks: Vec<Hit>,
    /// Meetings, by their names, agendas and decisions.
    pub meetings: Vec<Hit>,
    /// Visits, by the member's name.
    pub visits: Vec<Hit>,
    /// Work done.
    pub works: Vec<Hit>,
}

/// One thing found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Its day, if it has one.
    pub day: Option<Date>,
}

ui::page!(Found, "search/page.html", |_p, cx| cx.t("roof.search.title"));

impl Found {
    fn nothing(&self) -> bool {
        self.sorts().iter().all(|(_, hits)| hits.is_empty())
    }
    fn sorts(&self) -> [(&'static str, &[Hit]); 6] {
        [
            ("roof.search.unions", &self.unions),
            ("roof.search.members", &self.members),
            ("roof.search.tasks", &self.tasks),
            ("roof.search.meetings", &self.meetings),
            ("roof.search.visits", &self.visits),
            ("roof.search.works", &self.works),
        ]
    }
}

fn find(view: &View<'_>, query: Query) -> Reply<Found> {
    let q: String = query.q.unwrap_or_default().trim().chars().take(100).collect();
    let (union, may) = (view.union(), |p| view.actor().may(p) && !q.is_empty());
    let mut found = Found {
        q: q.clone(),
        unions: Vec::new(),
        members: Vec::new(),
        tasks: Vec::new(),
        meetings: Vec::new(),
        visits: Vec::new(),
        works: Vec::new(),
    };
    if may(power::TREE_SEE) {
        let unions = org::tree::store::find(view, union, &q, HITS)?.into_iter();
        let hit = |n: org::tree::Node| Hit {
            href: format!("/org/tree/{}", n.id),
            name: n.name,
            day: None,
        };
        found.unions = unions.map(hit).collect();
    }
    if may(power::MEMBER_SEE) {
        found.members = members(view, &q)?;
    }
    if may(power::TASK_SEE) {
        found.tasks = tasks(view, &q)?;
    }
    if !q.is_empty() {
        let hit = |m: planning::meetings::model::Row| Hit {
            href: format!("/meetings/{}", m.id),
            name: m.said.title,
            day: Some(m.said.day),
        };
        let meetings = planning::meetings::find(view, &q, HITS)?;
        found.meetings = meetings.into_iter().map(hit).collect();
    }
    if may(power::CARE_SEE) {
        found.visits = visits(view, &q)?;
    }
    if may(power::REGISTER_SEE) {
        let works = planning::doing::store::find(view, union, &q, HITS)?;
        let hit = |w: planning::doing::model::Row| Hit {
            href: format!("/works/{}", w.id),
            name: w.told.title,
            day: Some(w.told.day),
        };
        found.works = works.into_iter().map(hit).collect();
    }
    Ok(found)
}

/// Whoever answers for one branch only looks for people in the list of members, which narrows to it.
fn members(view: &View<'_>, q: &str) -> Reply<Vec<Hit>> {
    if org::my_places(view, power::MEMBER_SEE) != org::Places::All {
        return Ok(Vec::new());
    }
    let hit = |(id, name)| Hit {
        href: format!("/members/{id}"),
        name,
        day: None,
    };
    let members = org::find_members(view, view.union(), q)?.into_iter();
    Ok(members.take(HITS).map(hit).collect())
}

fn visits(view: &View<'_>, q: &str) -> Reply<Vec<Hit>> {
    let hit = |v: care::visits::Visit| Hit {
        href: format!("/visits/{}", v.id),
        name: format!("{} · {}", v.name, v.reason_name),
        day: Some(v.told.map_or(v.due, |told| told.day)),
    };
    let visits = care::visits::find(view, q, HITS)?.into_iter();
    Ok(visits.map(hit).collect())
}

fn tasks(view: &View<'_>, q: &str) -> Reply<Vec<Hit>> {
    let filter = flow::Filter {
        words: Some(q.to_owned()),
        ..flow::Filter::default()
    };
    let hit = |t: flow::TaskRow| Hit {
        href: format!("/tasks/{}", t.id),
        name: t.title,
        day: t.due,
    };
    let tasks = flow::between(view, view.union(), Date::FIRST, Date::LAST, &filter)?.into_iter();
    Ok(tasks.take(HITS).map(hit).collect())
}
