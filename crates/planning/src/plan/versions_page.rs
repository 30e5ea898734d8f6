//! The pages of later texts: the form, and the difference to tick.

use flow::Field;
use kernel::{Date, When};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Reply, View};

use super::{
    diff::Change,
    model::{EntryRow, PlanId, Said, Status},
    pages::{Which, crumbs},
    store,
    versions::{self, Beside, TextId},
};
use crate::face::TaskFace;

/// The form of a later text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NewPage {
    pub id: PlanId,
    pub title: String,
    pub accepted: bool,
}

ui::page!(NewPage, "plan/pages/version_new.html", |_p, cx| cx
    .t("planning.versions.new"));

impl NewPage {
    /// What comes of it.
    pub fn under(&self) -> &'static str {
        if self.accepted {
            "planning.versions.under_tasks"
        } else {
            "planning.versions.under"
        }
    }
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

/// Shows the form.
pub(super) fn new(view: &View<'_>, q: Which) -> Reply<NewPage> {
    let plan = versions::changing(view, q.id)?;
    Ok(NewPage {
        id: plan.id,
        title: plan.title,
        accepted: plan.status == Status::Accepted,
    })
}

/// Which text of which plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct TextQuery {
    id: PlanId,
    text: TextId,
}

/// The difference between the plan and a later text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DiffPage {
    pub id: PlanId,
    pub version: i64,
    pub text: TextId,
    pub number: i64,
    pub title: String,
    pub file_name: Option<String>,
    /// Its entries are tasks.
    pub accepted: bool,
    /// It was adopted by a meeting.
    pub adopted: bool,
    /// Entries that say the same.
    pub same: usize,
    pub groups: Vec<Group>,
    /// The headings, prose or measures differ.
    pub words_differ: bool,
    /// The new text reads like a summary.
    pub summary: bool,
}

ui::page!(
    DiffPage,
    "plan/pages/diff.html",
    |p, cx| cx.t2("planning.versions.title", "n", p.number, "title", &p.title),
    wide
);

/// Changes of one kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Group {
    pub kind: Change,
    pub lines: Vec<Line>,
}

/// One change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    /// How the form names it.
    pub key: String,
    pub field: Field,
    /// What the plan says now.
    pub was: Option<Told>,
    /// What the new text says.
    pub now: Option<Told>,
    /// The task made of it, as it stands.
    pub task: Option<TaskFace>,
    /// Its task is done or given up: it stays as it is.
    pub fixed: bool,
}

/// Words and days of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Told {
    pub title: String,
    pub when: Option<When>,
    pub from: Option<Date>,
    pub due: Option<Date>,
}

impl Told {
    fn of(said: &Said) -> Self {
        let (from, due) = said.timing.days();
        Self {
            title: said.title.to_string(),
            when: said.timing.when(),
            from,
            due,
        }
    }
    /// Its days in words.
    pub fn days(&self, cx: &ui::Cx) -> String {
        match (self.when, self.from, self.due) {
            (_, Some(from), Some(due)) => cx.span(from, due),
            (_, None, Some(due)) => cx.date(due),
            (Some(when), ..) => when.words(cx.lang),
            (None, ..) => cx.t("planning.entry.no_days"),
        }
    }
}

impl DiffPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    /// The plan and the file.
    pub fn under(&self, cx: &ui::Cx) -> String {
        let file = self.file_name.clone().unwrap_or_else(|| cx.t("planning.show.pasted"));
        format!("{} · {file}", self.title)
    }
    /// Whether nothing differs.
    pub fn nothing(&self) -> bool {
        self.groups.is_empty() && !self.words_differ
    }
    /// Whether a change was ticked in the form that was refused.
    pub fn ticked(&self, cx: &ui::Cx, key: &str) -> bool {
        cx.chosen("take").is_some_and(|all| all.iter().any(|k| k == key))
    }
    /// Whether the words of the new text are wanted: as long as nobody said otherwise.
    pub fn words_ticked(&self, cx: &ui::Cx) -> bool {
        cx.chosen("take").is_none() || cx.chosen("words").is_some()
    }
}

impl Line {
    /// The words to read: those of the new text, else of the plan.
    pub fn title(&self) -> &str {
        self.now.as_ref().or(self.was.as_ref()).map_or("", |t| t.title.as_str())
    }
}

/// Shows the difference.
pub(super) fn diff(view: &View<'_>, q: TextQuery) -> Reply<DiffPage> {
    let plan = versions::changing(view, q.id)?;
    let row = versions::open(view, plan.id, q.text)?;
    let union = view.union();
    let source = store::texts::text_source(view, union, plan.id, row.id)?;
    let beside = Beside::load(view, &plan, &source)?;
    let group = |kind: Change| {
        let own = beside.pairs.iter().filter(|p| p.change == kind);
        let lines: Vec<Line> = own
            .map(|pair| Line {
                key: beside.key(pair),
                field: beside
                    .now(pair)
                    .map(|s| s.field)
                    .or(beside.old(pair).map(|e| e.said.field))
                    .unwrap_or(Field::Planning),
                was: beside.old(pair).map(|e: &EntryRow| Told::of(&e.said)),
                now: beside.now(pair).map(Told::of),
                task: beside.task(pair).map(|t| TaskFace::of(t, view.today())),
                fixed: beside.fixed(pair),
            })
            .collect();
        Group { kind, lines }
    };
    let standing = store::sections(view, union, plan.id)?;
    let measures = store::measures::measures(view, union, plan.id)?;
    let told = |s: &super::model::Section| (s.level, s.heading.clone(), s.body.clone());
    let same_words = standing.iter().map(told).eq(beside.outline.sections.iter().map(told))
        && measures
            .iter()
            .map(|m| &m.says.text)
            .eq(beside.outline.measures.iter().map(|m| &m.text));
    Ok(DiffPage {
        id: plan.id,
        version: plan.version,
        text: row.id,
        number: row.number,
        accepted: plan.status == Status::Accepted,
        adopted: plan.course.adopted.is_some(),
        title: plan.title,
        file_name: row.file_name,
        same: beside.pairs.iter().filter(|p| p.change == Change::Same).count(),
        groups: Change::SHOWN
            .map(group)
            .into_iter()
            .filter(|g| !g.lines.is_empty())
            .collect(),
        words_differ: !same_words,
        summary: beside.outline.notices.contains(&super::model::Notice::Summary),
    })
}
