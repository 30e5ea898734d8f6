//! A plan, as officers see it: its groups, the quotas of branches, and the order of turns line by line with its reasons.

use std::collections::BTreeMap;

use kernel::Date;
use org::{
    BodyId, MemberId, bodies_to_choose, members,
    power::{CARE_MANAGE, CARE_RECORD},
};
use rules::{Case, key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    list,
    model::{Entry, EntryId, Group, GroupId, Lift, Plan, PlanId, PlanStatus, Status},
    order::{Because, Gets, allot},
    store::{self, entries},
    turns,
};

/// Which plan, and whom to look for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: PlanId,
    q: Option<String>,
}

/// Somebody's line in the order of turns, as it would be now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Turn {
    /// Whose sign-up.
    pub entry: EntryId,
    /// Their number among all of the plan, also among those whom the reader does not see.
    pub number: i64,
    /// What decides where they stand.
    pub because: Because,
    /// When they joined: what decides among those who stand alike.
    pub joined: Option<Date>,
    /// What they would get.
    pub gets: Gets,
    /// What the rules of the place say to their going again so soon.
    pub soon: Option<String>,
}

/// A plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanPage {
    /// It.
    #[serde(flatten)]
    pub plan: Plan,
    /// Its groups.
    pub groups: Vec<Group>,
    /// How many branches may send.
    pub quotas: Vec<(BodyId, String, i64)>,
    /// Sign-ups of those whom the reader may see.
    pub entries: Vec<Entry>,
    /// The order of turns of those who wish to go.
    pub turns: Vec<Turn>,
    /// Branches and groups to choose from.
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// People to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// Whether the reader may change it.
    pub may_manage: bool,
    /// Whether the reader may sign others up.
    pub may_record: bool,
}

ui::page!(
    PlanPage,
    "recuperation/pages/show.html",
    |p, _cx| p.plan.title.clone(),
    wide
);

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<PlanPage> {
    let (union, today) = (view.union(), view.today());
    let plan = store::plan(view, union, ask.id)?;
    let mut entries = entries::of_plan(view, union, plan.id)?;
    let eyes = crate::rounds::eyes(view)?;
    let mut turns = turns_of(view, &plan, &entries)?;
    entries.retain(|e| eyes.sees(e.body));
    turns.retain(|t| entries.iter().any(|e| e.id == t.entry));
    let bodies = bodies_to_choose(view, union, today)?;
    let name = |id: BodyId| bodies.iter().find(|(b, _)| *b == id).map(|(_, name)| name.clone());
    let quotas = store::quotas(view, union, plan.id)?;
    let may_record = view.actor().may(CARE_RECORD);
    let q = ask.q.unwrap_or_default();
    Ok(PlanPage {
        groups: store::groups(view, union, plan.id)?,
        quotas: quotas
            .into_iter()
            .map(|(id, places)| (id, name(id).unwrap_or_default(), places))
            .collect(),
        entries,
        turns,
        people: if may_record {
            members::store::choose(view, &q)?
        } else {
            Vec::new()
        },
        q,
        bodies,
        may_manage: view.actor().may(CARE_MANAGE),
        may_record,
        plan,
    })
}

/// The order of turns as it would be now, with what each would get.
fn turns_of(view: &View<'_>, plan: &Plan, all: &[Entry]) -> Reply<Vec<Turn>> {
    let union = view.union();
    let order = turns::in_order(view, union, plan, all, view.today())?;
    let gets = allot(turns::room(view, union, plan, all)?, &order);
    let rules = rules::rules_for(view, union, view.today(), &key::RECUPERATION_YEARS)?;
    let soon = |last: Option<i64>| {
        let years = plan.year.saturating_sub(last?);
        let judged = rules.judge(&Case::number(years));
        judged.severity.and_then(|_| judged.says(view.lang()))
    };
    let turn = |(number, (c, (_, gets))): (i64, (&super::order::Candidate, (EntryId, Gets)))| Turn {
        entry: c.id,
        number,
        because: c.because(),
        joined: c.joined,
        gets,
        soon: soon(c.last),
    };
    Ok((1..).zip(order.iter().zip(gets)).map(turn).collect())
}

/// Where a sign-up stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    let state = match status {
        Status::Signed => ui::State::Info,
        Status::Proposed => ui::State::Soon,
        Status::Waiting => ui::State::Draft,
        Status::Confirmed => ui::State::Due,
        Status::Went => ui::State::Done,
        Status::Missed | Status::Withdrawn => ui::State::Off,
    };
    cx.badge(state, cx.t(&format!("recuperation.status.{}", status.key())))
}

/// A group in a few words: where, and when.
pub(super) fn group_name(cx: &Cx, g: &Group) -> String {
    format!("{} {}", g.destination, cx.span(g.from, g.until))
}

/// Groups to choose from.
pub(super) fn group_choices(cx: &Cx, groups: &[Group]) -> Vec<Choice> {
    let says = |g: &Group| [g.lodging.clone(), cx.tn("recuperation.group.for", g.places)].join(&cx.t("ui.semicolon"));
    groups
        .iter()
        .map(|g| Choice::new(g.id, group_name(cx, g)).hint(says(g)))
        .collect()
}

/// Why somebody stands where they do.
pub(super) fn because(cx: &Cx, because: Because, lift_why: Option<&str>) -> String {
    match because {
        Because::Lift(lift) => {
            let word = match lift {
                Lift::First => "recuperation.because.first",
                Lift::Last => "recuperation.because.last",
            };
            cx.t1(word, "why", lift_why.unwrap_or_default())
        }
        Because::Mark(mark) => {
            let mark = cx.t(&format!("recuperation.mark.{}", mark.key()));
            cx.t1("recuperation.because.mark", "mark", mark)
        }
        Because::Never => cx.t("recuperation.because.never"),
        Because::Last(year) => cx.t1("recuperation.because.year", "year", year),
    }
}

impl PlanPage {
    fn at(&self, tail: &str) -> String {
        format!("/recuperations/{}{tail}", self.plan.id)
    }
    fn living(&self) -> bool {
        self.plan.status != PlanStatus::Closed
    }
    fn sets_up(&self) -> bool {
        self.may_manage && self.living()
    }
    fn signs_up(&self) -> bool {
        self.may_record && self.living() && !self.groups.is_empty()
    }
    fn proposes(&self) -> bool {
        let open = matches!(self.plan.status, PlanStatus::Open | PlanStatus::Proposed);
        self.may_manage && open && !self.turns.is_empty()
    }
    fn confirms(&self) -> bool {
        self.may_manage && self.plan.status == PlanStatus::Proposed
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = list::badge(cx, self.plan.status);
        html!("{}{}", list::crumbs(cx, None), cx.heading(&self.plan.title, under, ""))
    }
    fn count(&self, status: Status) -> usize {
        self.entries.iter().filter(|e| e.status == status).count()
    }
    fn facts(&self, cx: &Cx) -> Html {
        let p = &self.plan;
        let mut facts = cx
            .facts()
            .fact("recuperation.field.sign_up", cx.span(p.opens, p.closes))
            .fact("recuperation.field.places", cx.number(p.places));
        for status in Status::ALL {
            facts = facts.fact(
                &format!("recuperation.status.{}", status.key()),
                cx.number(self.count(*status)),
            );
        }
        Html::trusted(facts.long("recuperation.field.text", &p.text).to_string())
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("where", "recuperation.group.destination"),
            Col::day("days", "recuperation.group.days"),
            Col::text("leader", "recuperation.group.leader").minor(),
            Col::number("places", "recuperation.group.places"),
            Col::number("taken", "recuperation.group.taken"),
            Col::number("cost", "recuperation.group.cost"),
        ];
        let rows = self.groups.iter().map(|g| {
            Row::new()
                .link(&format!("/recuperation_groups/{}", g.id))
                .cell(&g.destination)
                .cell(cx.span(g.from, g.until))
                .cell(g.leader_name.as_deref().unwrap_or("—"))
                .cell(cx.number(g.places))
                .cell(cx.number(g.taken))
                .cell(g.cost.map_or_else(|| "—".to_owned(), |cost| cx.money(cost)))
        });
        cx.table("recuperation.group.title", cols)
            .empty(cx.empty("recuperation.group.none"))
            .rows(rows)
    }
    fn quotas<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("body", "org.field.group"),
            Col::number("places", "recuperation.quota.places"),
        ];
        let rows = self
            .quotas
            .iter()
            .map(|(_, name, places)| Row::new().cell(name).cell(cx.number(*places)));
        cx.table("recuperation.quota.title", cols)
            .empty(cx.empty("recuperation.quota.none"))
            .rows(rows)
    }
    fn destination(&self, id: GroupId) -> Option<&str> {
        let of = self.groups.iter().find(|g| g.id == id);
        of.map(|g| g.destination.as_str())
    }
    fn gets(&self, cx: &Cx, gets: Gets) -> String {
        match gets {
            Gets::Group(id, nth) => {
                let to = self.destination(id).unwrap_or_default();
                cx.t2("recuperation.gets.group", "where", to, "n", nth + 1)
            }
            Gets::GroupsFull => cx.t("recuperation.gets.groups_full"),
            Gets::BranchFull => cx.t("recuperation.gets.branch_full"),
            Gets::PlanFull => cx.t("recuperation.gets.plan_full"),
        }
    }
    fn turns<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let by_id: BTreeMap<EntryId, &Entry> = self.entries.iter().map(|e| (e.id, e)).collect();
        let cols = [
            Col::text("name", "org.field.name"),
            Col::number("n", "rounds.number"),
            Col::text("why", "recuperation.turn.why"),
            Col::day("joined", "org.field.joined").minor(),
            Col::text("gets", "recuperation.turn.gets"),
        ];
        let rows = self.turns.iter().filter_map(|turn| {
            let entry = by_id.get(&turn.entry)?;
            let why = because(cx, turn.because, entry.lift.as_ref().map(|(_, why)| why.as_str()));
            let soon = turn.soon.as_ref().map(|says| cx.badge(ui::State::Soon, says));
            Some(
                Row::new()
                    .link(&format!("/recuperation_entries/{}", entry.id))
                    .cell(&entry.name)
                    .cell(cx.number(turn.number))
                    .cell(html!("{} {}", why, soon))
                    .cell(cx.date_or_dash(turn.joined))
                    .cell(self.gets(cx, turn.gets)),
            )
        });
        cx.table("recuperation.turn.title", cols)
            .empty(cx.empty("recuperation.turn.none"))
            .rows(rows)
    }
    fn others<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::text("group", "recuperation.group.destination"),
            Col::day("state", "recuperation.field.state"),
        ];
        let settled = |e: &&Entry| e.status.holds() || e.status == Status::Withdrawn;
        let rows = self.entries.iter().filter(settled).map(|e| {
            Row::new()
                .link(&format!("/recuperation_entries/{}", e.id))
                .cell(&e.name)
                .cell(e.group.and_then(|g| self.destination(g)))
                .cell(badge(cx, e.status))
        });
        cx.table("recuperation.settled", cols)
            .empty(cx.empty("recuperation.settled_none"))
            .rows(rows)
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        group_choices(cx, &self.groups)
    }
}
