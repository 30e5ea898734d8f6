//! The course of a task as people see it: what was done with it and what was said, on one line of time.

use std::collections::HashMap;

use kernel::{Date, Instant};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    model::TaskId,
    parts::Comment,
    store::turns::{self, Noted},
};

/// A turn in the course of a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Turn {
    /// When.
    pub at: Instant,
    /// Who acted.
    pub who: Option<String>,
    /// What happened, such as `task.moved`.
    pub kind: String,
    /// The day before, where it was moved.
    pub from_day: Option<Date>,
    /// The day now, or the day it was done.
    pub day: Option<Date>,
    /// From whom it came, where it changed hands.
    pub from: Option<String>,
    /// To whom it went.
    pub to: Option<String>,
    /// How its branch and its helpers changed, where they did.
    pub rearranged: Option<Rearranged>,
}

/// How branch and helpers of a task changed, by name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rearranged {
    /// The branch before and now, if it changed; none is the whole union.
    pub branch: Option<(Option<String>, Option<String>)>,
    /// Who was asked to help.
    pub asked: Vec<String>,
    /// Who helps no longer.
    pub relieved: Vec<String>,
}

/// The turns of a task, the latest first.
pub(super) fn of(view: &View<'_>, task: TaskId) -> Reply<Vec<Turn>> {
    let noted = turns::of_task(view, view.union(), task)?;
    let hands = noted.iter().filter_map(|n| n.members).flat_map(|(from, to)| [from, to]);
    let helpers = noted.iter().filter_map(|n| n.rearranged.as_ref());
    let helpers = helpers.flat_map(|how| how.asked.iter().chain(&how.relieved).copied());
    let names = org::member_names(view, view.union(), hands.flatten().chain(helpers))?;
    let bodies = if noted.iter().any(|n| n.rearranged.is_some()) {
        org::body_names(view, view.union())?
    } else {
        HashMap::new()
    };
    let name = |id: Option<super::MemberId>| id.and_then(|id| names.get(&id).cloned());
    let all = |ids: &[super::MemberId]| ids.iter().filter_map(|id| names.get(id).cloned()).collect();
    let body = |id: Option<super::BodyId>| id.and_then(|id| bodies.get(&id).cloned());
    let turn = |n: Noted| {
        let (from_day, day) = n.days.unwrap_or_default();
        let (from, to) = n.members.unwrap_or_default();
        Turn {
            at: n.at,
            who: n.who,
            kind: n.kind,
            from_day,
            day,
            from: name(from),
            to: name(to),
            rearranged: n.rearranged.map(|how| Rearranged {
                branch: (how.from != how.to).then(|| (body(how.from), body(how.to))),
                asked: all(&how.asked),
                relieved: all(&how.relieved),
            }),
        }
    };
    let mut turns: Vec<Turn> = noted.into_iter().map(turn).collect();
    // Within one moment nothing comes before the beginning.
    turns.sort_by_key(|t| (std::cmp::Reverse(t.at), t.kind == "task.added"));
    Ok(turns)
}

impl Turn {
    fn what(&self, cx: &Cx) -> String {
        let key = format!("facts.event.{}", self.kind.replace('.', "_"));
        ui::words::find(cx.lang, &key).map_or_else(|| self.kind.clone(), str::to_owned)
    }

    fn labelled(&self, cx: &Cx, label: &str) -> Html {
        self.day
            .map_or_else(Html::none, |day| html!("{} {}", cx.t(label), cx.date(day)))
    }

    fn detail(&self, cx: &Cx) -> Html {
        let day = |day: Option<Date>| day.map_or_else(|| cx.t("flow.no_day"), |day| cx.date(day));
        let whom = |name: &Option<String>| name.clone().unwrap_or_else(|| cx.t("flow.no_owner"));
        match self.kind.as_str() {
            "task.moved" => html!("{} → {}", day(self.from_day), day(self.day)),
            "task.rearranged" => self.rearranged.as_ref().map_or_else(Html::none, |how| how.detail(cx)),
            "task.assigned" | "task.handed_over" => html!("{} → {}", whom(&self.from), whom(&self.to)),
            "task.done" => self.labelled(cx, "flow.col.done_on"),
            _ => self.labelled(cx, "flow.col.due"),
        }
    }
}

impl Rearranged {
    fn detail(&self, cx: &Cx) -> Html {
        let place = |name: &Option<String>| name.clone().unwrap_or_else(|| cx.t("flow.arrange.whole"));
        let branch = self
            .branch
            .as_ref()
            .map(|(from, to)| format!("{} → {}", place(from), place(to)));
        let asked = (!self.asked.is_empty()).then(|| cx.t1("flow.arrange.asked", "names", self.asked.join("、")));
        let relieved =
            (!self.relieved.is_empty()).then(|| cx.t1("flow.arrange.relieved_of", "names", self.relieved.join("、")));
        let all: Vec<String> = branch.into_iter().chain(asked).chain(relieved).collect();
        Html::text(all.join("；"))
    }
}

/// Turns and what was said, the latest first.
pub(super) fn line(cx: &Cx, turns: &[Turn], comments: &[Comment]) -> Html {
    enum Either<'a> {
        Turn(&'a Turn),
        Said(&'a Comment),
    }
    let said = comments.iter().map(|c| (c.at, Either::Said(c)));
    let mut all: Vec<(Instant, Either<'_>)> = turns.iter().map(|t| (t.at, Either::Turn(t))).chain(said).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let line = all.into_iter().fold(cx.timeline(), |line, (at, one)| match one {
        Either::Turn(t) => line.event(at, t.who.as_deref(), t.what(cx), t.detail(cx)),
        Either::Said(c) => {
            let body = html!("<p class=\"pre\">{}</p>", c.body);
            line.event(at, &c.who, cx.t("flow.talk.said"), body)
        }
    });
    Html::trusted(line.to_string())
}
