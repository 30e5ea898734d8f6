//! Who is covered on a day, by plan and by group; and who is not.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use org::{
    BodyId, MemberId, bodies,
    power::{CARE_MANAGE, INSURANCE_CLAIM},
    rates::Share,
};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    model::{Batch, Person, Plan, PlanId, Step, Unfit, fits},
    reach::{self, Registered},
    renewal, store,
};

/// Names on the page of who is not covered.
const MOST: u16 = 1000;

/// The way back to the start of mutual insurance.
pub(super) fn crumbs(cx: &Cx) -> Html {
    cx.crumbs([(cx.t("insurance.title"), "/insurance")])
}

/// The parts of mutual insurance.
pub(super) fn tabs(cx: &Cx, here: &str, claims: bool) -> Html {
    let tabs = [
        ("insurance.tab.coverage", "/insurance"),
        ("insurance.tab.batches", "/enrolments"),
        ("insurance.tab.claims", "/claims"),
        ("insurance.tab.plans", "/mutual_plans"),
    ];
    let open = tabs.into_iter().filter(|(_, href)| claims || *href != "/claims");
    cx.tabs(open.map(|(key, href)| (cx.t(key), href, href == here)))
}

/// An amount; a dash for one that nobody has entered.
pub(super) fn money(cx: &Cx, amount: Money) -> String {
    if amount == Money::ZERO {
        "—".to_owned()
    } else {
        cx.money(amount)
    }
}

/// A share with its exact parts: `83/86 · 96.5%`.
pub(super) fn share(cx: &Cx, part: i64, whole: Option<i64>) -> String {
    let share = Share {
        members: part,
        workers: whole,
    };
    match (whole, share.percent()) {
        (Some(whole), Some(percent)) => format!("{}/{} · {percent}", cx.number(part), cx.number(whole)),
        _ => "—".to_owned(),
    }
}

/// As of which day, of which plan, of which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    on: Option<Date>,
    plan: Option<PlanId>,
    group: Option<BodyId>,
}

/// How many are covered by a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanLine {
    /// What the versions of the plan share.
    pub line: PlanId,
    /// Its name.
    pub name: String,
    /// Working members it is for.
    pub members: i64,
    /// Of them covered.
    pub covered: i64,
    /// Covered people who work here no more; they stay covered to the end.
    pub gone: i64,
}

/// How many are covered in a group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupLine {
    /// The group; none for people in none.
    pub id: Option<BodyId>,
    /// Its name.
    pub name: Option<String>,
    /// Working members the plan is for.
    pub members: i64,
    /// Of them covered.
    pub covered: i64,
}

/// A batch that has to be renewed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ending {
    /// It.
    pub batch: Batch,
    /// Its plan by name.
    pub plan: String,
    /// In so many days.
    pub left: i32,
}

/// The start of mutual insurance: who is covered.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Coverage {
    /// As of this day.
    pub on: Date,
    /// The plans.
    pub plans: Vec<PlanLine>,
    /// The plan that is shown by group.
    pub plan: Option<PlanId>,
    /// By group.
    pub groups: Vec<GroupLine>,
    /// Batches to be renewed within sixty days.
    pub ending: Vec<Ending>,
    /// Claims that are not answered yet; nothing for who sees some groups only.
    pub open: Option<i64>,
    /// Workers of the unit, if told.
    pub workers: Option<i64>,
    /// Whether the reader may begin a batch.
    pub may_manage: bool,
    /// Whether the reader may open claims.
    #[serde(skip)]
    pub claims: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    Coverage,
    "insurance/pages/coverage.html",
    |_p, cx| cx.t("insurance.title"),
    wide
);

/// The latest version of each plan that was ever in use.
fn latest(view: &View<'_>) -> Reply<Vec<Plan>> {
    let mut plans = store::plans(view, view.union())?;
    let mut seen = FxHashSet::default();
    plans.retain(|plan| plan.confirmed.is_some() && seen.insert(plan.line));
    Ok(plans)
}

/// Whether a plan is for somebody who works.
fn is_for(plan: &Plan, person: &Person) -> bool {
    person.works && plan.terms.sex.is_none_or(|sex| person.sex == Some(sex))
}

/// Who is covered on a day, by plan.
fn covered_on(view: &View<'_>, on: Date) -> Reply<FxHashMap<PlanId, FxHashSet<MemberId>>> {
    let mut by: FxHashMap<PlanId, FxHashSet<MemberId>> = FxHashMap::default();
    for (line, member) in store::covers_on(view, view.union(), on)? {
        by.entry(line).or_default().insert(member);
    }
    Ok(by)
}

/// The people of a day whom the reader may see.
fn seen(view: &View<'_>, on: Date) -> Reply<Vec<Registered>> {
    let mut people = reach::people(view, view.union(), on)?;
    if let Some(mine) = reach::groups(view)? {
        people.retain(|one| one.person.group.is_some_and(|g| mine.contains(&g)));
    }
    Ok(people)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Coverage> {
    let (union, today) = (view.union(), view.today());
    let on = ask.on.unwrap_or(today);
    let (people, by, plans) = (seen(view, on)?, covered_on(view, on)?, latest(view)?);
    let none = FxHashSet::default();
    let whole = reach::groups(view)?.is_none();
    let lines = plans.iter().map(|plan| {
        let covered = by.get(&plan.line).unwrap_or(&none);
        let of = people.iter().filter(|one| is_for(plan, &one.person));
        let (members, here) = of.fold((0, 0), |(all, here), one| {
            (all + 1, here + i64::from(covered.contains(&one.person.id)))
        });
        PlanLine {
            line: plan.line,
            name: plan.terms.name.clone(),
            members,
            covered: here,
            gone: if whole { count(covered.len()) - here } else { 0 },
        }
    });
    let lines: Vec<PlanLine> = lines.collect();
    let chosen = plans.iter().find(|plan| ask.plan.is_none_or(|line| line == plan.line));
    let names = bodies::store::body_names(view, union)?;
    let mut groups: BTreeMap<Option<BodyId>, (i64, i64)> = BTreeMap::new();
    if let Some(plan) = chosen {
        let covered = by.get(&plan.line).unwrap_or(&none);
        for one in people.iter().filter(|one| is_for(plan, &one.person)) {
            let (all, here) = groups.entry(one.person.group).or_default();
            *all += 1;
            *here += i64::from(covered.contains(&one.person.id));
        }
    }
    let groups = groups.into_iter().map(|(id, (members, covered))| GroupLine {
        id,
        name: id.and_then(|id| names.get(&id).cloned()),
        members,
        covered,
    });
    let mut groups: Vec<GroupLine> = groups.collect();
    groups.sort_by(|a, b| (a.id.is_none(), &a.name).cmp(&(b.id.is_none(), &b.name)));
    let mut ending = Vec::new();
    for (batch, left) in renewal::due(view, union, today)? {
        let plan = store::plan(view, union, batch.plan)?.terms.name;
        ending.push(Ending { batch, plan, left });
    }
    let counts = store::counts(view, union)?;
    let waiting = [Step::Open, Step::Complete, Step::Submitted, Step::Accepted];
    Ok(Coverage {
        on,
        plan: chosen.map(|plan| plan.line),
        plans: lines,
        groups,
        ending,
        open: whole.then(|| waiting.iter().filter_map(|step| counts.get(step)).sum()),
        workers: org::rates::store::whole(view, union, on)?.map(|(w, _)| w.total),
        may_manage: view.actor().may(CARE_MANAGE),
        claims: view.actor().may(INSURANCE_CLAIM),
        today,
    })
}

impl Coverage {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self
            .may_manage
            .then(|| cx.main_link("/enrolments/new", "insurance.batch.new"));
        html!(
            "{}{}",
            cx.heading(cx.t("insurance.title"), cx.t("insurance.under"), new),
            tabs(cx, "/insurance", self.claims)
        )
    }
    fn empty(&self, cx: &Cx) -> Html {
        cx.empty_first("insurance.coverage.no_plans", "/mutual_plans", "insurance.plan.title")
    }
    fn ending(&self, cx: &Cx) -> Html {
        let notes = self.ending.iter().map(|ending| {
            let says = cx.tf(
                "insurance.coverage.ending",
                &[
                    ("plan", &ending.plan),
                    ("batch", &ending.batch.name),
                    ("day", &cx.date_full(ending.batch.ends)),
                ],
            );
            let href = format!("/enrolments/{}", ending.batch.id);
            let state = if ending.left <= 30 {
                ui::State::Soon
            } else {
                ui::State::Due
            };
            cx.note(state, html!("<a href=\"{}\">{}</a>", href, says))
        });
        notes.collect()
    }
    fn figures(&self, cx: &Cx) -> Html {
        let open = self
            .open
            .map(|open| cx.figure("/claims", cx.number(open), "", cx.t("insurance.coverage.open_claims")));
        let workers = self.workers.map(|workers| {
            cx.figure(
                "/members/rates",
                cx.number(workers),
                "",
                cx.t("insurance.coverage.workers"),
            )
        });
        html!("<div class=\"figures-row\">{}{}</div>", open, workers)
    }
    fn gap(&self, line: PlanId, group: Option<BodyId>) -> String {
        let group = group.map(|g| format!("&group={g}")).unwrap_or_default();
        format!("/insurance/gaps?on={}&plan={line}{group}", self.on)
    }
    fn plans<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "insurance.plan.name"),
            Col::text("share", "insurance.coverage.share"),
            Col::number("missing", "insurance.coverage.missing"),
            Col::number("gone", "insurance.coverage.gone").minor(),
        ];
        let rows = self.plans.iter().map(|line| {
            let missing = html!(
                "<a href=\"{}\">{}</a>",
                self.gap(line.line, None),
                cx.number(line.members - line.covered)
            );
            Row::new()
                .link(&format!("/insurance?on={}&plan={}", self.on, line.line))
                .cell(&line.name)
                .cell(share(cx, line.covered, Some(line.members)))
                .cell(missing)
                .cell(cx.number(line.gone))
        });
        cx.table("insurance.coverage.by_plan", cols)
            .empty(cx.empty("insurance.coverage.no_plans"))
            .rows(rows)
    }
    /// The plan that is shown by group, by name.
    fn chosen(&self) -> &str {
        let found = self.plans.iter().find(|line| Some(line.line) == self.plan);
        found.map_or("", |line| line.name.as_str())
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("group", "org.field.group"),
            Col::text("share", "insurance.coverage.share"),
            Col::number("missing", "insurance.coverage.missing"),
        ];
        let rows = self.groups.iter().map(|line| {
            let name = line.name.clone().unwrap_or_else(|| cx.t("insurance.coverage.no_group"));
            let missing = cx.number(line.members - line.covered);
            let missing = match (self.plan, line.id) {
                (Some(plan), Some(group)) => {
                    html!("<a href=\"{}\">{}</a>", self.gap(plan, Some(group)), missing)
                }
                _ => Html::text(missing),
            };
            Row::new()
                .cell(name)
                .cell(share(cx, line.covered, Some(line.members)))
                .cell(missing)
        });
        cx.table("insurance.coverage.by_group", cols)
            .empty(cx.empty("insurance.coverage.nobody"))
            .rows(rows)
    }
}

/// Somebody who is not covered.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Gap {
    /// Who.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Their branch or group.
    pub group: Option<String>,
    /// What stands against it today; none if they could be enrolled.
    pub why: Option<Unfit>,
}

/// Who is not covered by a plan on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Gaps {
    /// As of this day.
    pub on: Date,
    /// The plan.
    pub plan: Option<PlanId>,
    /// Plans to choose from.
    pub plans: Vec<PlanLine>,
    /// They, at most 1,000.
    pub gaps: Vec<Gap>,
    /// How many.
    pub count: usize,
    /// The group asked for.
    pub group: Option<BodyId>,
    /// Groups to choose from.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
}

ui::page!(
    Gaps,
    "insurance/pages/gaps.html",
    |_p, cx| cx.t("insurance.gaps.title"),
    wide
);

pub(super) fn gaps(view: &View<'_>, ask: Ask) -> Reply<Gaps> {
    let on = ask.on.unwrap_or(view.today());
    let plans = latest(view)?;
    let chosen = plans.iter().find(|plan| ask.plan.is_none_or(|line| line == plan.line));
    let names = bodies::store::body_names(view, view.union())?;
    let by = covered_on(view, on)?;
    let mut gaps = Vec::new();
    if let Some(plan) = chosen {
        let none = FxHashSet::default();
        let covered = by.get(&plan.line).unwrap_or(&none);
        for one in seen(view, on)? {
            let here = ask.group.is_none() || ask.group == one.person.group;
            if !here || !is_for(plan, &one.person) || covered.contains(&one.person.id) {
                continue;
            }
            gaps.push(Gap {
                member: one.person.id,
                why: fits(&plan.terms, &one.person, on, false).err(),
                group: one.person.group.and_then(|g| names.get(&g).cloned()),
                name: one.name,
            });
        }
    }
    let count = gaps.len();
    gaps.truncate(usize::from(MOST));
    let lines = plans.iter().map(|plan| PlanLine {
        line: plan.line,
        name: plan.terms.name.clone(),
        members: 0,
        covered: 0,
        gone: 0,
    });
    let mut groups = bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    if let Some(mine) = reach::groups(view)? {
        groups.retain(|(id, _)| mine.contains(id));
    }
    Ok(Gaps {
        on,
        plan: chosen.map(|plan| plan.line),
        plans: lines.collect(),
        gaps,
        count,
        group: ask.group,
        groups,
    })
}

impl Gaps {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx)
    }
    fn choices(&self) -> Vec<Choice> {
        self.plans
            .iter()
            .map(|line| Choice::new(line.line, line.name.clone()))
            .collect()
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "org.field.name"),
            Col::text("group", "org.field.group"),
            Col::text("why", "insurance.gaps.why"),
        ];
        let rows = self.gaps.iter().map(|gap| {
            let why = match gap.why {
                Some(why) => cx.t(&format!("insurance.unfit.{}", why.key())),
                None => cx.t("insurance.gaps.could"),
            };
            Row::new()
                .link(&format!("/members/{}", gap.member))
                .cell(&gap.name)
                .cell(gap.group.as_ref())
                .cell(why)
        });
        cx.table("insurance.gaps.title", cols)
            .empty(cx.empty("insurance.gaps.none"))
            .rows(rows)
            .most(MOST, "ui.cut.filter")
    }
}
