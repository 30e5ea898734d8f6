//! Arranging many tasks at once: another owner, another branch, more or fewer helpers for all that were ticked in a list.
//!
//! What each had before is kept with the event, so that one press puts it all back while nobody has changed any of them.

use std::collections::BTreeMap;

use kernel::Text;
use org::power::TASK_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    BodyId, MemberId,
    card::Card,
    course,
    event::Happened,
    hands::{self, Hands, Turned},
    model::{Cannot, HELPERS, TaskId, TaskRow},
    pages::members,
    parts::{Answer, Helper},
    store::{self, parts, turns},
};

/// Most tasks arranged at once: those of one page of a list.
const MANY: usize = 100;
/// How a form says that tasks fall to the whole union.
const WHOLE: &str = "whole";

/// Which tasks, and where to go on.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// The tasks ticked.
    #[serde(default)]
    pick: Vec<TaskId>,
    /// A path of this site.
    back: Option<Text<400>>,
}

/// The form that arranges many tasks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Arranging {
    /// The tasks, as they stand, with who helps.
    pub tasks: Vec<Picked>,
    /// Where to go on.
    pub back: String,
    #[serde(skip)]
    members: Vec<(MemberId, String)>,
    #[serde(skip)]
    bodies: Vec<(BodyId, String)>,
}

/// A task that was ticked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Picked {
    /// The task.
    pub task: Card,
    /// Who helps.
    pub helpers: Vec<Helper>,
}

ui::page!(Arranging, "tasks/arrange.html", |p, cx| cx
    .tn("flow.arrange.title", p.tasks.len()));

impl Picked {
    fn helping(&self) -> String {
        let names: Vec<&str> = self.helpers.iter().map(|h| h.name.as_str()).collect();
        names.join("、")
    }
}

impl Arranging {
    /// The tasks and the versions seen, in one field.
    fn picks(&self) -> String {
        let picks: Vec<String> = self
            .tasks
            .iter()
            .map(|p| format!("{}~{}", p.task.id, p.task.version))
            .collect();
        picks.join(",")
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("flow.arrange.from"), self.back.as_str())])
    }
    fn none(&self) -> [&'static str; 0] {
        []
    }
    fn branches(&self, cx: &Cx) -> Vec<Choice> {
        let whole = Choice::new(WHOLE, cx.t("flow.arrange.whole"));
        std::iter::once(whole)
            .chain(self.bodies.iter().map(Choice::from))
            .collect()
    }
    /// Those who help with any of them, once each.
    fn helping(&self) -> Vec<(MemberId, String)> {
        let all = self.tasks.iter().flat_map(|p| &p.helpers);
        let once: BTreeMap<MemberId, String> = all.map(|h| (h.member, h.name.clone())).collect();
        once.into_iter().collect()
    }
}

/// The form.
pub(super) fn ask(view: &View<'_>, ask: Ask) -> Reply<Arranging> {
    let picks = match view.typed("picks") {
        Some(picks) => read(picks)?.into_iter().map(|(id, _)| id).collect(),
        None => ask.pick,
    };
    if picks.len() > MANY {
        return Err(Refusal::new("flow.arrange.too_many").arg("max", MANY).into());
    }
    let mut tasks = Vec::new();
    for id in picks {
        let row = store::get(view, view.union(), id)?;
        if row.state.is_open() {
            tasks.push(Picked {
                helpers: helping(view, id)?,
                task: Card::new(view, row),
            });
        }
    }
    let back = view
        .typed("back")
        .map(str::to_owned)
        .or_else(|| ask.back.map(Text::into_string));
    Ok(Arranging {
        tasks,
        back: back_to(back.as_deref()),
        members: members(view)?,
        bodies: org::bodies_to_choose(view, view.union(), view.today())?,
    })
}

/// Who helps with a task or was asked to and has not said no.
fn helping(view: &View<'_>, task: TaskId) -> Reply<Vec<Helper>> {
    let mut helpers = parts::helpers(view, view.union(), task)?;
    helpers.retain(|h| h.answer != Answer::No);
    Ok(helpers)
}

fn back_to(back: Option<&str>) -> String {
    let back = back.filter(|path| !path.is_empty());
    back.map_or_else(|| "/calendar/list".to_owned(), |path| web::door::local(Some(path)))
}

/// The tasks of the field `picks` with the versions seen: `id~version,id~version`.
fn read(picks: &str) -> Reply<Vec<(TaskId, i64)>> {
    let wrong = || Refusal::new("flow.arrange.none");
    let pair = |one: &str| {
        let (id, version) = one.split_once('~')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    let all: Option<Vec<_>> = picks.split(',').filter(|one| !one.is_empty()).map(pair).collect();
    let all = all.filter(|all| !all.is_empty()).ok_or_else(wrong)?;
    if all.len() > MANY {
        return Err(Refusal::new("flow.arrange.too_many").arg("max", MANY).into());
    }
    Ok(all)
}

/// What is to become of them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Arrange {
    /// The tasks with the versions seen: `id~version`, parted by commas.
    picks: Text<6000>,
    /// Who answers for them from now on; as before if none.
    owner: Option<MemberId>,
    /// The branch or group they fall to, or `whole` for the whole union; as before if none.
    branch: Option<Text<60>>,
    /// Who is asked to help.
    #[serde(default)]
    helpers: Vec<MemberId>,
    /// Who helps no longer.
    #[serde(default)]
    relieved: Vec<MemberId>,
    /// Where to go on: a path of this site.
    back: Option<Text<400>>,
}

impl Arrange {
    /// The branch asked for, if another is: `Some(None)` for the whole union.
    fn falls_to(&self) -> Reply<Option<Option<BodyId>>> {
        match self.branch.as_deref() {
            None | Some("") => Ok(None),
            Some(WHOLE) => Ok(Some(None)),
            Some(id) => match id.parse() {
                Ok(id) => Ok(Some(Some(id))),
                Err(_) => Err(Refusal::field("branch", "flow.refusal.stranger").into()),
            },
        }
    }
    /// Whose hands a task is in from now on.
    fn hands(&self, now: &Hands, branch: Option<Option<BodyId>>) -> Hands {
        let owner = self.owner.or(now.owner);
        let mut helpers = now.helpers.clone();
        helpers.retain(|(member, _)| !self.relieved.contains(member) && Some(*member) != owner);
        for member in self.helpers.iter().filter(|member| Some(**member) != owner) {
            match helpers.iter_mut().find(|(known, _)| known == member) {
                Some((_, answer)) if *answer == Answer::No => *answer = Answer::Asked,
                Some(_) => {}
                None => helpers.push((*member, Answer::Asked)),
            }
        }
        Hands {
            owner,
            branch: branch.unwrap_or(now.branch),
            helpers,
        }
    }
}

/// Arranges many tasks.
pub(super) fn arrange(act: &mut Act<'_>, form: Arrange) -> Reply<Done> {
    act.need(TASK_MANAGE)?;
    let branch = form.falls_to()?;
    if form.owner.is_none() && branch.is_none() && form.helpers.is_empty() && form.relieved.is_empty() {
        return Err(Refusal::field("owner", "flow.arrange.nothing").into());
    }
    let mut turned = Vec::new();
    for (id, version) in read(&form.picks)? {
        let row = fresh(act, id, version)?;
        let before = hands::of(act, &row)?;
        let after = form.hands(&before, branch);
        if after.helpers.len() > HELPERS {
            return Err(Refusal::field("helpers", "flow.refusal.too_many").into());
        }
        if after != before {
            hands::put(act, &row, &before, &after)?;
            turned.push(Turned {
                task: id,
                version: version.saturating_add(1),
                before,
            });
        }
    }
    let back = back_to(form.back.as_deref());
    let Some(first) = turned.first().map(|turned| turned.task) else {
        return Err(Refusal::field("owner", "flow.arrange.same").into());
    };
    let arrangement = act.id();
    act.note(&Happened::Arranged {
        task: first,
        arrangement,
        turned,
    })?;
    let back_again = if back.len() > 300 {
        String::new()
    } else {
        web::pairs::escape(&back)
    };
    let undo = format!("/tasks/{first}/arranged-back?arrangement={arrangement}&back={back_again}");
    Ok(Done::to(back).say("flow.said.arranged").undo(undo))
}

/// A task that is still owed and that nobody has changed since it was seen; the refusal names it.
fn fresh(act: &Act<'_>, id: TaskId, version: i64) -> Reply<TaskRow> {
    let row = course::in_hand(act, id)?;
    let named = |key: &str| Refusal::new(key).arg("title", &row.title).status(409);
    if !row.state.is_open() {
        return Err(named("flow.arrange.closed").into());
    }
    if row.version != version {
        return Err(named("flow.arrange.changed").into());
    }
    Ok(row)
}

/// Which arrangement to undo.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Back {
    /// The first task it arranged.
    id: TaskId,
    arrangement: hands::ArrangementId,
    /// Where to go on: a path of this site.
    back: Option<Text<400>>,
}

/// Puts all tasks of an arrangement back into the hands they were in.
pub(super) fn undo(act: &mut Act<'_>, form: Back) -> Reply<Done> {
    act.need(TASK_MANAGE)?;
    let turned = turns::arranged(act, act.union(), form.id, form.arrangement)?.ok_or_else(Refusal::missing)?;
    for one in &turned {
        let row = fresh(act, one.task, one.version)?;
        let now = hands::of(act, &row)?;
        hands::put(act, &row, &now, &one.before)?;
    }
    if turned.is_empty() {
        return Err(Cannot::Closed.refusal().into());
    }
    Ok(Done::to(back_to(form.back.as_deref())).say("flow.said.arranged_back"))
}

#[cfg(test)]
mod tests;
