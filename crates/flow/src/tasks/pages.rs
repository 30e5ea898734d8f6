//! What people see of tasks: the list, one task, its forms.

use org::power;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Reply, View};

use super::{
    BodyId, MemberId,
    card::Card,
    course, me,
    model::{Field, Filter, Stage, State, TaskId},
    parts::{Answer, Comment, Helper, Need, Reminder, Step},
    store::{self, parts},
    turns::{self, Turn},
};

/// Tasks on one page of the list.
const PAGE: i64 = 50;

/// Which tasks to list.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct Ask {
    /// `all` for those of everybody, if one may see them; otherwise one's own.
    pub whose: Option<Whose>,
    /// The field of work.
    pub field: Option<Field>,
    /// The state; by default those still owed.
    pub stage: Option<Stage>,
    /// The branch or group.
    pub branch: Option<BodyId>,
    /// The owner or helper.
    pub owner: Option<MemberId>,
    /// Words of title, note or heading.
    pub q: Option<String>,
    /// The page, from 1.
    pub page: Option<i64>,
}

/// Whose tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// One's own and those one helps with.
    Mine,
    /// All that one may see.
    All,
}

/// The list of tasks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The tasks of this page, those owed first, by their last day.
    pub tasks: Vec<Card>,
    /// How many there are in all.
    pub all: i64,
    /// The page, from 1.
    pub page: i64,
    /// Tasks on a page.
    pub size: i64,
    /// Whose they are.
    pub whose: Whose,
    /// The field of work asked for.
    pub field: Option<Field>,
    /// The state asked for; otherwise those still owed.
    pub stage: Option<Stage>,
    /// The branch asked for.
    pub branch: Option<BodyId>,
    /// The owner asked for.
    pub owner: Option<MemberId>,
    /// The words asked for.
    pub q: Option<String>,
    /// Whether the reader may see all tasks.
    pub sees_all: bool,
    /// Whether the reader may add tasks.
    pub adds: bool,
    /// Branches to choose from.
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
    /// Owners to choose from.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
}

ui::page!(List, "tasks/list.html", |_p, cx| cx.t("flow.list.title"), wide);

impl List {
    fn tabs(&self, cx: &Cx) -> Html {
        if !self.sees_all {
            return Html::none();
        }
        let mine = self.whose == Whose::Mine;
        cx.tabs([
            (
                cx.t("flow.list.mine"),
                cx.here_with(&[("whose", "mine"), ("page", "")]),
                mine,
            ),
            (
                cx.t("flow.list.all"),
                cx.here_with(&[("whose", "all"), ("page", "")]),
                !mine,
            ),
        ])
    }
    fn fields(&self, cx: &Cx) -> Vec<(String, String)> {
        fields(cx)
    }
    fn stages(&self, cx: &Cx) -> Vec<(String, String)> {
        Stage::ALL
            .iter()
            .map(|s| (s.key().to_owned(), cx.t(&format!("flow.stage.{}", s.key()))))
            .collect()
    }
    fn field_key(&self) -> Option<&'static str> {
        self.field.map(Field::key)
    }
    fn stage_key(&self) -> Option<&'static str> {
        self.stage.map(Stage::key)
    }
    fn whose_key(&self) -> &'static str {
        if self.whose == Whose::All { "all" } else { "mine" }
    }
    fn chips(&self, cx: &Cx) -> Html {
        let mut chips = Vec::new();
        if let Some(field) = self.field {
            chips.push((cx.t(&field.word()), "field"));
        }
        if let Some(stage) = self.stage {
            chips.push((cx.t(&format!("flow.stage.{}", stage.key())), "stage"));
        }
        if let Some((_, name)) = self.bodies.iter().find(|(id, _)| Some(*id) == self.branch) {
            chips.push((name.clone(), "branch"));
        }
        if let Some((_, name)) = self.members.iter().find(|(id, _)| Some(*id) == self.owner) {
            chips.push((name.clone(), "owner"));
        }
        if let Some(words) = &self.q {
            chips.push((words.clone(), "q"));
        }
        cx.chips(chips)
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "flow.col.title"),
            Col::day("due", "flow.col.due"),
            Col::text("owner", "flow.col.owner"),
            Col::text("field", "flow.col.field").minor(),
            Col::text("branch", "flow.col.branch").minor(),
        ];
        let rows = self.tasks.iter().map(|card| {
            let row = Row::new()
                .link(&card.href())
                .cell(&card.title)
                .cell(card.badge(cx))
                .cell(card.owner_name.clone().unwrap_or_else(|| cx.t("flow.no_owner")))
                .cell(cx.t(&card.field.word()))
                .cell(card.branch_name.clone().unwrap_or_default());
            if card.state.is_open() { row } else { row.quiet() }
        });
        let empty = if self.adds {
            cx.empty_first("flow.list.empty", "/tasks/new", "flow.list.new")
        } else {
            cx.empty("flow.list.empty")
        };
        let pager = cx.pager(self.page, self.size, self.all);
        Html::trusted(
            cx.table("flow.list.title", cols)
                .rows(rows)
                .empty(empty)
                .pager(pager)
                .to_string(),
        )
    }
}

/// The fields of work to choose from.
pub(super) fn fields(cx: &Cx) -> Vec<(String, String)> {
    Field::ALL
        .iter()
        .map(|f| (f.key().to_owned(), cx.t(&f.word())))
        .collect()
}

/// The list of tasks.
pub(super) fn list(view: &View<'_>, ask: Ask) -> Reply<List> {
    let sees_all = view.actor().may(power::TASK_SEE);
    let whose = if sees_all {
        ask.whose.unwrap_or(Whose::All)
    } else {
        Whose::Mine
    };
    let mine = || me(view).unwrap_or(MemberId::new(uuid::Uuid::nil()));
    let filter = Filter {
        member: if whose == Whose::Mine { Some(mine()) } else { ask.owner },
        field: ask.field,
        branch: ask.branch,
        stage: ask.stage,
        open: ask.stage.is_none(),
        words: ask.q.clone(),
    };
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    let rows = store::listed(view, view.union(), &filter, PAGE, (page - 1) * PAGE)?;
    Ok(List {
        tasks: rows.into_iter().map(|row| Card::new(view, row)).collect(),
        all: store::counted(view, view.union(), &filter)?,
        page,
        size: PAGE,
        whose,
        field: ask.field,
        stage: ask.stage,
        branch: ask.branch,
        owner: ask.owner,
        q: ask.q,
        sees_all,
        adds: view.actor().may(power::WORK_RECORD),
        bodies: org::bodies_to_choose(view, view.union(), view.today())?,
        members: if sees_all { members(view)? } else { Vec::new() },
    })
}

pub(super) fn members(view: &View<'_>) -> Reply<Vec<(MemberId, String)>> {
    Ok(org::members_to_choose(view, view.union(), view.today())?)
}

/// A task, and all that belongs to it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// The task.
    pub task: Card,
    /// Who helps.
    pub helpers: Vec<Helper>,
    /// The checklist.
    pub steps: Vec<Step>,
    /// What it waits for.
    pub needs: Vec<Need>,
    /// What waits for it.
    pub needed_by: Vec<Need>,
    /// What was said, the latest first.
    pub comments: Vec<Comment>,
    /// What was done with it, the latest first.
    pub turns: Vec<Turn>,
    /// One's own reminders.
    pub reminders: Vec<Reminder>,
    /// Evidence and other papers, as far as the reader may see them.
    pub papers: Vec<archive::Line>,
    /// Whether the reader may work on it.
    pub works: bool,
    /// Whether the reader may say something.
    pub talks: bool,
    /// Whether the reader may give it to others.
    pub manages: bool,
    /// Whether the reader is asked to help and has not answered.
    pub asked: bool,
    /// Whom it may be given to.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
    /// What it may wait for.
    #[serde(skip)]
    pub others: Vec<(TaskId, String)>,
}

ui::page!(Show, "tasks/show.html", |p, _cx| p.task.title.clone());

impl Show {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("flow.list.title"), "/tasks")])
    }
    fn course(&self, cx: &Cx) -> Html {
        let last = if matches!(self.task.state, State::Dropped { .. }) {
            "dropped"
        } else {
            "done"
        };
        let names = ["open", "doing", last].map(|key| cx.t(&format!("flow.stage.{key}")));
        let at = match self.task.state {
            State::Open => 0,
            State::Doing { .. } => 1,
            State::Done { .. } => 3,
            State::Dropped { .. } => 2,
        };
        cx.steps(names, at)
    }
    fn act(&self, what: &str) -> String {
        format!("/tasks/{}/{what}", self.task.id)
    }
    fn act_at(&self, what: &str) -> String {
        format!("/tasks/{}/{what}?version={}", self.task.id, self.task.version)
    }
    fn acts(&self, cx: &Cx) -> Html {
        let mut acts = Html::none();
        if !self.works {
            return acts;
        }
        match self.task.state {
            State::Open | State::Doing { .. } => {
                acts.add(cx.main_link(&self.task.close_href(), "flow.act.close"));
                if self.task.state == State::Open {
                    acts.add(cx.button(&self.act_at("start"), "flow.act.start"));
                }
                acts.add(cx.link_button(&self.act("edit"), "ui.act.edit"));
            }
            State::Dropped { .. } if self.task.ends.is_some() => {}
            State::Dropped { .. } => acts.add(cx.button(&self.act_at("reopen"), "flow.act.reopen")),
            State::Done { .. } => {}
        }
        acts
    }
    fn facts(&self, cx: &Cx) -> Html {
        let t = &self.task;
        let mut facts = cx
            .facts()
            .fact("flow.col.due", t.days(cx))
            .fact(
                "flow.col.owner",
                t.owner_name.clone().unwrap_or_else(|| cx.t("flow.no_owner")),
            )
            .fact("flow.col.helpers", self.helper_names(cx))
            .fact("flow.col.field", cx.t(&t.field.word()));
        if let Some(section) = &t.section {
            facts = facts.fact("flow.col.section", section);
        }
        if let Some((word, source)) = &t.source {
            facts = facts.door("flow.col.source", cx.t(word), source);
        }
        if let Some(branch) = &t.branch_name {
            facts = facts.fact("flow.col.branch", branch);
        }
        if let Some(budget) = t.budget {
            facts = facts.fact("flow.col.budget", cx.money(budget.0));
        }
        match &t.state {
            State::Doing { since } => facts = facts.fact("flow.col.since", cx.date(*since)),
            State::Done { on } => facts = facts.fact("flow.col.done_on", cx.date(*on)),
            State::Dropped { why } => facts = facts.long("flow.col.why", why.as_str()),
            State::Open => {}
        }
        if let Some(note) = &t.note {
            facts = facts.long("flow.col.note", note);
        }
        Html::trusted(facts.to_string())
    }
    fn helper_names(&self, cx: &Cx) -> String {
        let names: Vec<String> = self
            .helpers
            .iter()
            .map(|h| match h.answer {
                Answer::Yes => h.name.clone(),
                Answer::Asked => cx.t1("flow.helper.asked", "name", &h.name),
                Answer::No => cx.t1("flow.helper.no", "name", &h.name),
            })
            .collect();
        names.join("、")
    }
    /// The owner is gone, and who may gives what they owe to somebody else.
    fn gone(&self, cx: &Cx) -> Html {
        let name = self.task.owner_name.clone().unwrap_or_default();
        let says = cx.t1("flow.gone.says", "name", name);
        match self.task.owner.filter(|_| self.manages) {
            Some(owner) => html!(
                "{} <a href=\"/handover?from={}\">{}</a>",
                says,
                owner.to_string(),
                cx.t("flow.gone.hand_over")
            ),
            None => Html::text(says),
        }
    }
    fn unmet(&self) -> usize {
        self.needs
            .iter()
            .filter(|n| matches!(n.stage, Stage::Open | Stage::Doing))
            .count()
    }
    fn need_list(&self, cx: &Cx, needs: &[Need]) -> Html {
        need_list(cx, needs)
    }
    fn step_line(&self, cx: &Cx, step: &Step) -> Html {
        let ticked = step.ticked_at.is_some();
        let word = cx.badge(
            if ticked { ui::State::Done } else { ui::State::Draft },
            cx.t(if ticked { "flow.step.ticked" } else { "flow.step.open" }),
        );
        let act = self.works.then(|| {
            let to = format!("/tasks/{}/steps/{}?ticked={}", self.task.id, step.id, u8::from(!ticked));
            cx.button(&to, if ticked { "flow.step.untick" } else { "flow.step.tick" })
        });
        html!("<li><div>{} {}</div>{}</li>", word, step.title, act)
    }
    fn talk(&self, cx: &Cx) -> Html {
        turns::line(cx, &self.turns, &self.comments)
    }
    fn gallery(&self, cx: &Cx) -> Html {
        archive::gallery(cx, &self.papers)
    }
}

/// Tasks that wait for each other, each with how it stands.
pub(super) fn need_list(cx: &Cx, needs: &[Need]) -> Html {
    let list = needs.iter().fold(cx.list(), |list, need| {
        let end = match (need.stage, need.due) {
            (Stage::Done, _) => cx.badge(ui::State::Done, cx.t("flow.stage.done")),
            (Stage::Dropped, _) => cx.badge(ui::State::Off, cx.t("flow.stage.dropped")),
            (_, Some(due)) => cx.due(due),
            (stage, None) => cx.badge(ui::State::Draft, cx.t(&format!("flow.stage.{}", stage.key()))),
        };
        list.item(&format!("/tasks/{}", need.id), &need.title, "", end)
    });
    Html::trusted(list.to_string())
}

/// One task.
pub(super) fn show(view: &View<'_>, which: super::forms::Which) -> Reply<Show> {
    let row = course::seen(view, which.id)?;
    let (union, id, account) = (view.union(), row.id, view.actor().account);
    let works = course::may_work(view, &row)?;
    let manages = view.actor().may(power::TASK_MANAGE);
    let helpers = parts::helpers(view, union, id)?;
    let open = works && row.state.is_open();
    let others = if open {
        store::open_titles(view, union)?
    } else {
        Vec::new()
    };
    let record = row.record();
    Ok(Show {
        asked: me(view).is_some_and(|me| helpers.iter().any(|h| h.member == me && h.answer == Answer::Asked)),
        helpers,
        steps: parts::steps(view, union, id)?,
        needs: parts::needs(view, union, id)?,
        needed_by: parts::needed_by(view, union, id)?,
        comments: parts::comments(view, union, id)?,
        turns: turns::of(view, id)?,
        reminders: parts::reminders(view, union, id, account)?,
        papers: archive::seen_of_record(view, record)?,
        members: if open { members(view)? } else { Vec::new() },
        others: others.into_iter().filter(|(other, _)| *other != id).collect(),
        works,
        talks: view.actor().may(power::WORK_RECORD),
        manages,
        task: Card::new(view, row),
    })
}
