//! One sign-up, as its member sees it, or an officer.

use kernel::Date;
use org::power::{CARE_MANAGE, CARE_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Refusal, Reply, View};

use super::{
    list,
    model::{Entry, EntryId, Group, Lift, Mark, Past, Plan, PlanStatus, Status},
    own, show,
    store::{self, entries},
};
use crate::reason;

/// Which sign-up.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: EntryId,
}

/// A sign-up of one's own, or of somebody whose care one may see; absent otherwise.
pub(super) fn seen(view: &View<'_>, id: EntryId) -> Reply<Entry> {
    let entry = entries::get(view, view.union(), id)?;
    if own::me(view) == Some(entry.member) {
        return Ok(entry);
    }
    if !view.actor().may(CARE_SEE) || !crate::rounds::eyes(view)?.sees(entry.body) {
        return Err(Refusal::missing().into());
    }
    Ok(entry)
}

/// A sign-up of somebody for whom the actor keeps what happens; absent otherwise.
pub(super) fn in_hand(view: &View<'_>, id: EntryId) -> Reply<Entry> {
    let entry = entries::get(view, view.union(), id)?;
    if !crate::rounds::hands(view)?.sees(entry.body) {
        return Err(Refusal::missing().into());
    }
    Ok(entry)
}

/// A sign-up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryPage {
    /// It.
    #[serde(flatten)]
    pub entry: Entry,
    /// Its plan.
    pub plan_of: Plan,
    /// The plan's groups.
    pub groups: Vec<Group>,
    /// Their journeys so far, the latest first.
    pub history: Vec<Past>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whether the reader may set marks and exceptions, and choose by hand.
    pub may_manage: bool,
    /// Today.
    pub today: Date,
    /// Whether the reader may end it.
    pub may_withdraw: bool,
}

ui::page!(EntryPage, "recuperation/pages/one.html", |p, _cx| p
    .plan_of
    .title
    .clone());

pub(super) fn page(view: &View<'_>, q: This) -> Reply<EntryPage> {
    let union = view.union();
    let entry = seen(view, q.id)?;
    let own = own::me(view) == Some(entry.member);
    let in_hand = crate::rounds::hands(view)?.sees(entry.body);
    let ended = matches!(entry.status, Status::Went | Status::Missed | Status::Withdrawn);
    Ok(EntryPage {
        plan_of: store::plan(view, union, entry.plan)?,
        groups: store::groups(view, union, entry.plan)?,
        history: store::history(view, union, entry.member)?,
        own,
        today: view.today(),
        may_manage: in_hand && view.actor().may(CARE_MANAGE),
        may_withdraw: !ended && (own || in_hand),
        entry,
    })
}

/// Journeys in a list.
pub(super) fn journeys(cx: &Cx, all: &[Past]) -> Html {
    if all.is_empty() {
        return cx.empty("recuperation.past.never");
    }
    let one = |past: &Past| html!("<li>{} {}</li>", past.year, past.place);
    let lines: Html = all.iter().map(one).collect();
    html!("<ul>{}</ul>", lines)
}

impl EntryPage {
    fn at(&self, tail: &str) -> String {
        format!("/recuperation_entries/{}{tail}", self.entry.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = if self.own {
            cx.crumbs([(cx.t("recuperation.own.title"), "/me/recuperation")])
        } else {
            list::crumbs(cx, Some(&self.plan_of))
        };
        let under = html!("{} {}", show::badge(cx, self.entry.status), self.entry.name);
        html!("{}{}", crumbs, cx.heading(&self.plan_of.title, under, ""))
    }
    fn group(&self, cx: &Cx, id: super::model::GroupId) -> String {
        let of = self.groups.iter().find(|g| g.id == id);
        of.map(|g| show::group_name(cx, g)).unwrap_or_default()
    }
    fn facts(&self, cx: &Cx) -> Html {
        let e = &self.entry;
        let mut facts = cx.facts();
        if let Some(group) = e.group {
            facts = facts.fact("recuperation.turn.gets", self.group(cx, group));
        }
        facts = facts.fact("recuperation.field.first", self.group(cx, e.first));
        if let Some(second) = e.second {
            facts = facts.fact("recuperation.field.second", self.group(cx, second));
        }
        if let Some(n) = e.standing {
            facts = facts.fact("recuperation.field.standing", cx.number(n));
        }
        if let Some(mark) = e.mark {
            facts = facts.fact(
                "recuperation.field.mark",
                cx.t(&format!("recuperation.mark.{}", mark.key())),
            );
        }
        if let Some((lift, why)) = &e.lift {
            let lift = cx.t(&format!("recuperation.lift.{}", lift.key()));
            facts = facts.fact("recuperation.field.lift", format!("{lift} {why}"));
        }
        if let Some(why) = &e.why {
            facts = facts.fact("recuperation.field.why", reason::said(cx, why));
        }
        Html::trusted(facts.to_string())
    }
    fn history(&self, cx: &Cx) -> Html {
        journeys(cx, &self.history)
    }
    fn excepts(&self) -> bool {
        let open = !self.entry.status.holds() && self.entry.status != Status::Withdrawn;
        self.may_manage && open
    }
    fn substitutes(&self) -> bool {
        let firm = self.plan_of.status == PlanStatus::Confirmed;
        self.may_manage && firm && self.entry.status == Status::Waiting
    }
    fn undoes(&self) -> bool {
        self.may_manage && matches!(self.entry.status, Status::Went | Status::Missed)
    }
    fn marks(&self, cx: &Cx) -> Vec<Choice> {
        let word = |mark: &Mark| cx.t(&format!("recuperation.mark.{}", mark.key()));
        Mark::ALL.iter().map(|m| Choice::new(m.key(), word(m))).collect()
    }
    fn lifts(&self, cx: &Cx) -> Vec<Choice> {
        let word = |lift: &Lift| cx.t(&format!("recuperation.lift.{}", lift.key()));
        Lift::ALL.iter().map(|l| Choice::new(l.key(), word(l))).collect()
    }
    fn mark(&self) -> Option<&'static str> {
        self.entry.mark.map(Mark::key)
    }
    fn lift(&self) -> Option<&'static str> {
        self.entry.lift.as_ref().map(|(lift, _)| lift.key())
    }
    fn lift_why(&self) -> Option<String> {
        self.entry.lift.as_ref().map(|(_, why)| why.clone())
    }
    fn open_groups(&self, cx: &Cx) -> Vec<Choice> {
        let open: Vec<Group> = self
            .groups
            .iter()
            .filter(|g| g.taken < g.places && g.waits(self.today))
            .cloned()
            .collect();
        show::group_choices(cx, &open)
    }
}
