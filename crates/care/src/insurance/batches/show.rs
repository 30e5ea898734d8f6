//! One batch: what it says, who is in it, who could be and who cannot, and why.

use std::collections::{BTreeMap, HashMap};

use kernel::{Date, Money};
use org::{
    BodyId, MemberId, bodies,
    power::{CARE_MANAGE, MEMBER_SEALED},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{badge, payment::Premium};
use crate::insurance::{
    coverage,
    model::{Batch, BatchId, Plan, Standing, Status, Unfit, fits},
    reach, store,
};

/// Lines of the list on the page; the file holds all.
const MOST: u16 = 500;

/// Which batch, and whose lines.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Ask {
    id: BatchId,
    q: Option<String>,
    group: Option<BodyId>,
}

/// Somebody in a batch.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InsuredLine {
    /// Who.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Their branch or group.
    pub group: Option<String>,
    /// How many units.
    pub units: i64,
    /// Whether they named who shall have the money after their death.
    pub confirmed: bool,
}

/// Somebody who is not in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Outside {
    /// Who.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Their branch or group.
    pub group: Option<String>,
    /// Why they cannot be; none if they could.
    pub why: Option<Unfit>,
}

/// A batch.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchPage {
    /// It.
    #[serde(flatten)]
    pub batch: Batch,
    /// The version of its plan.
    pub plan: Plan,
    /// How many are in it, of those whom the reader may see.
    pub people: i64,
    /// How many units they have.
    pub units: i64,
    /// They, at most 500 that were asked for.
    pub lines: Vec<InsuredLine>,
    /// Those who could be in it, while the list may change; at most 500.
    pub fit: Vec<Outside>,
    /// How many could be in it.
    pub fit_count: usize,
    /// Those who cannot, with the reason; at most 500.
    pub unfit: Vec<Outside>,
    /// How many they are: more than are listed, in a large union.
    pub unfit_count: usize,
    /// What was looked for.
    pub q: String,
    /// Which group was asked for.
    pub group: Option<BodyId>,
    /// Branches and groups to choose from.
    #[serde(skip)]
    pub groups: Vec<(BodyId, String)>,
    /// What the union pays, and where its payment stands.
    #[serde(flatten)]
    pub premium: Premium,
    /// Workers of the unit, if told.
    pub workers: Option<i64>,
    /// Whether the reader may change it.
    pub may_manage: bool,
    /// Whether the reader may take out the numbers.
    pub may_numbers: bool,
    /// Whether the reader sees all groups.
    pub whole: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    BatchPage,
    "insurance/pages/batch.html",
    |p, _cx| p.batch.name.clone(),
    wide
);

pub(in crate::insurance) fn show(view: &View<'_>, ask: Ask) -> Reply<BatchPage> {
    let union = view.union();
    let batch = store::batch(view, union, ask.id)?;
    let plan = store::plan(view, union, batch.plan)?;
    let mine = reach::groups(view)?;
    let seen = |group: Option<BodyId>| {
        mine.as_ref()
            .is_none_or(|mine| group.is_some_and(|g| mine.contains(&g)))
            && (ask.group.is_none() || ask.group == group)
    };
    let names = bodies::store::body_names(view, union)?;
    let q = ask.q.unwrap_or_default();
    let wanted = q.trim();
    let mut insured = store::insured(view, union, batch.id)?;
    insured.retain(|line| seen(line.group));
    let (people, units) = insured
        .iter()
        .fold((0, 0), |(n, units), line| (n + 1, units + line.units));
    let lines = insured
        .iter()
        .filter(|line| line.name.contains(wanted))
        .take(usize::from(MOST));
    let lines = lines.map(|line| InsuredLine {
        member: line.member,
        name: line.name.clone(),
        group: line.group.and_then(|g| names.get(&g).cloned()),
        units: line.units,
        confirmed: line.confirmed,
    });
    let may_manage = view.actor().may(CARE_MANAGE);
    let (mut fit, mut unfit) = if may_manage && batch.standing == Standing::Collecting {
        let inside = insured.iter().map(|line| line.member).collect();
        let here = |one: &reach::Registered| seen(one.person.group) && one.name.contains(wanted);
        sorted_out(view, (&batch, &plan), &inside, &names, here)?
    } else {
        (Vec::new(), Vec::new())
    };
    let workers = org::rates::store::whole(view, union, batch.as_of)?.map(|(w, _)| w.total);
    let (fit_count, unfit_count) = (fit.len(), unfit.len());
    fit.truncate(usize::from(MOST));
    unfit.truncate(usize::from(MOST));
    Ok(BatchPage {
        plan,
        people,
        units,
        lines: lines.collect(),
        fit,
        fit_count,
        unfit,
        unfit_count,
        q,
        group: ask.group,
        groups: bodies::store::bodies_to_choose(view, union, view.today())?,
        premium: Premium::of(view, &batch, may_manage, mine.is_none())?,
        workers,
        may_manage,
        may_numbers: may_manage && view.actor().may(MEMBER_SEALED),
        whole: mine.is_none(),
        today: view.today(),
        batch,
    })
}

/// Those of the register who are not inside: who could be, and who cannot.
fn sorted_out(
    view: &View<'_>,
    (batch, plan): (&Batch, &Plan),
    inside: &rustc_hash::FxHashSet<MemberId>,
    names: &HashMap<BodyId, String>,
    here: impl Fn(&reach::Registered) -> bool,
) -> Reply<(Vec<Outside>, Vec<Outside>)> {
    let all = outside(view, batch, plan)?.into_iter();
    let asked = all.filter(|(one, _)| !inside.contains(&one.person.id) && here(one));
    let lines = asked.map(|(one, why)| Outside {
        member: one.person.id,
        group: one.person.group.and_then(|g| names.get(&g).cloned()),
        name: one.name,
        why,
    });
    Ok(lines.partition(|line| line.why.is_none()))
}

/// Everybody of the register on the batch's day, with why they cannot be enrolled.
pub(super) fn outside(view: &View<'_>, batch: &Batch, plan: &Plan) -> Reply<Vec<(reach::Registered, Option<Unfit>)>> {
    let union = view.union();
    let covered = store::covered(view, union, plan.line, batch.id, (batch.starts, batch.ends))?;
    let people = reach::people(view, union, batch.as_of)?;
    let with_why = people.into_iter().map(|one| {
        let why = fits(&plan.terms, &one.person, batch.starts, covered.contains(&one.person.id)).err();
        (one, why)
    });
    Ok(with_why.collect())
}

impl BatchPage {
    fn at(&self, tail: &str) -> String {
        format!("/enrolments/{}{tail}", self.batch.id)
    }
    /// Whether the list may be changed by the reader.
    fn collects(&self) -> bool {
        self.may_manage && self.batch.standing == Standing::Collecting
    }
    fn is_handed(&self) -> bool {
        self.batch.standing.status() == Status::Handed
    }
    fn heading(&self, cx: &Cx) -> Html {
        let edit = self
            .collects()
            .then(|| cx.link_button(&self.at("/edit"), "insurance.batch.edit"));
        let renew = (self.may_manage && self.is_handed()).then(|| {
            cx.link_button(
                &format!("/enrolments/new?renews={}", self.batch.id),
                "insurance.batch.renew",
            )
        });
        let acts = html!(
            "{}{}{}{}",
            cx.link_button(&self.at("/list.xlsx"), "insurance.batch.excel"),
            cx.link_button(&self.at("/print"), "insurance.batch.print"),
            edit,
            renew
        );
        let crumbs = cx.crumbs([
            (cx.t("insurance.title"), "/insurance"),
            (cx.t("insurance.batch.title"), "/enrolments"),
        ]);
        let under = html!("{} {}", badge(cx, &self.batch, self.today), self.plan.terms.name);
        html!("{}{}", crumbs, cx.heading(&self.batch.name, under, acts))
    }
    fn sum(&self, each: Money) -> Money {
        each.times(self.units).unwrap_or_default()
    }
    fn facts(&self, cx: &Cx) -> Html {
        let b = &self.batch;
        let part = |each: Money| {
            let (each, all) = (cx.money(each), cx.money(self.sum(each)));
            cx.t2("insurance.batch.each_and_all", "each", each, "all", all)
        };
        let plan = super::super::plans::named(cx, &self.plan);
        let mut facts = cx
            .facts()
            .door("insurance.batch.plan", plan, &format!("/mutual_plans/{}", self.plan.id))
            .fact("insurance.batch.days", cx.span(b.starts, b.ends))
            .fact("insurance.batch.as_of", cx.date_full(b.as_of))
            .fact("insurance.batch.people", cx.number(self.people))
            .fact("insurance.batch.units", cx.number(self.units))
            .fact("insurance.plan.premium", part(b.premium))
            .fact("insurance.batch.by_member", part(b.by_member))
            .fact("insurance.batch.by_union", part(b.by_union))
            .fact("insurance.batch.by_employer", part(b.by_employer));
        if self.whole {
            let share = coverage::share(cx, self.people, self.workers);
            facts = facts.fact("insurance.batch.share", share);
        }
        facts = match &b.standing {
            Standing::Handed(on) => facts.fact("insurance.batch.handed_on", cx.date_full(*on)),
            Standing::Dropped(why) => facts.long("insurance.batch.why", why),
            Standing::Collecting => facts,
        };
        if let Some(asked) = &self.premium.payment {
            let why = asked.why.as_deref().map(|why| format!(" · {why}")).unwrap_or_default();
            let says = format!("{} · {}{why}", asked.number, cx.t(&asked.state));
            facts = facts.door("insurance.premium.payment", says, &asked.href);
        }
        Html::trusted(facts.to_string())
    }
    /// Whether the union pays of the premiums.
    fn union_pays(&self) -> bool {
        self.batch.by_union > Money::ZERO
    }
    /// Whom the premiums go to.
    fn to_whom(&self, cx: &Cx) -> Html {
        let field = cx.field("payee", "insurance.premium.payee").required().max(60);
        let mut field = field.example("insurance.premium.payee_example");
        if self.collects() {
            field = field.hint("insurance.premium.payee_hint");
        }
        Html::trusted(field.text(self.premium.payee.as_deref()).to_string())
    }
    /// What stands against handing it in, said before.
    fn ahead(&self, cx: &Cx) -> Html {
        let all_below = self.plan.terms.all_below;
        let missing = match self.workers {
            None => return cx.note(ui::State::Soon, cx.t("insurance.batch.no_workers")),
            Some(workers) if all_below.is_some_and(|below| workers < below) => workers - self.people,
            Some(_) => 0,
        };
        if missing > 0 {
            let says = cx.t2(
                "insurance.batch.all_asked",
                "below",
                all_below.unwrap_or_default(),
                "n",
                missing,
            );
            return cx.note(ui::State::Soon, says);
        }
        Html::none()
    }
    fn lines<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let mut cols = vec![
            Col::text("name", "org.field.name"),
            Col::text("group", "org.field.group"),
            Col::number("units", "insurance.batch.units"),
            Col::text("confirmed", "insurance.batch.beneficiary").minor(),
        ];
        if self.collects() {
            cols.push(Col::text("act", "insurance.batch.change"));
        }
        let rows = self.lines.iter().map(|line| {
            let confirmed = cx.t(if line.confirmed {
                "insurance.yes"
            } else {
                "insurance.not_yet"
            });
            let row = Row::new()
                .cell(&line.name)
                .cell(line.group.as_ref())
                .cell(cx.number(line.units))
                .cell(confirmed);
            if self.collects() {
                row.cell(self.off(cx, line))
            } else {
                row
            }
        });
        cx.table("insurance.batch.lines", cols)
            .empty(cx.empty("insurance.batch.nobody"))
            .rows(rows)
            .most(MOST, "ui.cut.filter")
    }
    /// The form that takes somebody off the list.
    fn off(&self, cx: &Cx, line: &InsuredLine) -> Html {
        let member = format!("?version={}&member={}", self.batch.version, line.member);
        cx.button(&self.at(&format!("/remove{member}")), "insurance.batch.remove")
    }
    fn fit(&self, cx: &Cx) -> Html {
        let choices = self.fit.iter().map(|one| {
            let choice = Choice::new(one.member, one.name.clone());
            match &one.group {
                Some(group) => choice.hint(group.clone()),
                None => choice,
            }
        });
        let none: [String; 0] = [];
        let field = cx.field("member", "insurance.batch.who").many(choices, none);
        Html::trusted(field.to_string())
    }
    /// That not all who could be added, or could not, are listed.
    fn cut(&self, cx: &Cx, all: usize) -> Html {
        cx.cut(all > usize::from(MOST), MOST, "ui.cut.filter")
    }
    fn unfit_by_why(&self, cx: &Cx) -> Html {
        let mut by: BTreeMap<Unfit, Vec<&str>> = BTreeMap::new();
        for one in &self.unfit {
            if let Some(why) = one.why {
                by.entry(why).or_default().push(&one.name);
            }
        }
        let mut facts = cx.facts();
        for (why, names) in by {
            let key = format!("insurance.unfit.{}", why.key());
            facts = facts.long(&key, names.join(&cx.t("ui.comma")));
        }
        Html::trusted(facts.to_string())
    }
}
