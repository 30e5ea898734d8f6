//! A member's own page of recuperation: plans to sign up for, sign-ups, journeys so far.

use kernel::Date;
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Nothing, Refusal, Reply, View};

use super::{
    list,
    model::{Entry, Group, Past, Plan, PlanId, Status},
    one, show,
    store::{self, entries},
};

/// The member that looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new)
}

/// One's own page of recuperation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyRecuperation {
    /// Plans that take sign-ups today.
    pub plans: Vec<Plan>,
    /// Sign-ups, the latest first, with the title of their plan.
    pub entries: Vec<(Entry, String)>,
    /// Journeys so far.
    pub history: Vec<Past>,
}

ui::page!(MyRecuperation, "recuperation/pages/own.html", |_p, cx| cx
    .t("recuperation.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<MyRecuperation> {
    let (union, today) = (view.union(), view.today());
    let mut mine = MyRecuperation {
        plans: Vec::new(),
        entries: Vec::new(),
        history: Vec::new(),
    };
    let Some(member) = me(view) else { return Ok(mine) };
    for entry in entries::of_member(view, union, member)? {
        let title = store::plan(view, union, entry.plan)?.title;
        mine.entries.push((entry, title));
    }
    mine.plans = store::plans(view, union)?;
    mine.plans.retain(|p| p.takes(today));
    mine.history = store::history(view, union, member)?;
    Ok(mine)
}

impl MyRecuperation {
    fn plans(&self, cx: &Cx) -> Html {
        if self.plans.is_empty() {
            return cx.empty("recuperation.own.none");
        }
        let mut list = cx.list();
        for plan in &self.plans {
            let until = cx.t1("recuperation.own.until", "day", cx.date(plan.closes));
            list = list.item(
                &format!("/me/recuperation/{}", plan.id),
                &plan.title,
                until,
                list::badge(cx, plan.status),
            );
        }
        Html::trusted(list.to_string())
    }
    fn entries(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for (entry, title) in &self.entries {
            let standing = entry.standing.filter(|_| entry.status == Status::Waiting);
            let under = standing.map(|n| cx.tn("recuperation.own.standing", n));
            list = list.item(
                &format!("/recuperation_entries/{}", entry.id),
                title,
                under,
                show::badge(cx, entry.status),
            );
        }
        Html::trusted(list.to_string())
    }
    fn history(&self, cx: &Cx) -> Html {
        one::journeys(cx, &self.history)
    }
}

/// Which plan.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PlanId,
}

/// A plan to sign up for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WishPage {
    /// It.
    pub plan: Plan,
    /// Its groups.
    pub groups: Vec<Group>,
    /// What was wished for before.
    pub before: Option<Entry>,
    /// Today.
    pub today: Date,
}

ui::page!(WishPage, "recuperation/pages/wish.html", |p, _cx| p.plan.title.clone());

pub(super) fn plan_page(view: &View<'_>, q: Which) -> Reply<WishPage> {
    let union = view.union();
    let member = me(view).ok_or_else(Refusal::missing)?;
    Ok(WishPage {
        plan: store::plan(view, union, q.id)?,
        groups: store::groups(view, union, q.id)?,
        before: entries::here(view, union, q.id, member)?,
        today: view.today(),
    })
}

impl WishPage {
    fn action(&self) -> String {
        format!("/me/recuperation/{}", self.plan.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("recuperation.own.title"), "/me/recuperation")]);
        let badge = list::badge(cx, self.plan.status);
        html!("{}{}", crumbs, cx.heading(&self.plan.title, badge, ""))
    }
    fn may(&self) -> bool {
        let open = self
            .before
            .as_ref()
            .is_none_or(|e| matches!(e.status, Status::Signed | Status::Withdrawn));
        self.plan.takes(self.today) && open && !self.groups.is_empty()
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        show::group_choices(cx, &self.groups)
    }
    fn first(&self) -> Option<String> {
        self.before.as_ref().map(|e| e.first.to_string())
    }
    fn second(&self) -> Option<String> {
        self.before.as_ref().and_then(|e| e.second).map(|id| id.to_string())
    }
}
