//! One claim: how it is reckoned, which papers are missing, where it stands, and what can be done now.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use org::members;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html, html};
use web::{
    Record, Reply, View,
    reveal::{self, Reading, Veiled},
};

use super::{Eyes, badge, form::This, proofs::PROOFS, seen};
use crate::{
    insurance::{
        CLAIM,
        model::{Claim, Cover, Earlier, Event, Paper, Plan, ProofLine, Reckoning, State, Step, reckon},
        store,
    },
    proof::{
        Listed, Shelf,
        gone::{self, Gone, Keeping},
    },
};

/// The names of what is sealed, in events of readings.
pub(super) const FIELDS: [&str; 5] = ["what", "hospital", "account", WHY, PROOFS];
/// The name of what was written about an answer or a withdrawal.
const WHY: &str = "why";

/// One claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimPage {
    /// It.
    #[serde(flatten)]
    pub claim: Claim,
    /// Whose.
    pub name: String,
    /// The cover it rests on.
    pub cover: Cover,
    /// The version of the plan.
    pub plan: Plan,
    /// How it is reckoned today.
    pub reckoning: Option<Reckoning>,
    /// The papers that are there, with the day they came.
    pub papers: BTreeMap<Paper, Date>,
    /// What was brought of them, in the order in which it came.
    pub proofs: Vec<ProofLine>,
    /// What was brought and is no longer there.
    pub gone: Vec<Gone>,
    /// How long what was brought is kept after the claim is settled, if a rule says so.
    pub kept: Option<Keeping>,
    /// Veils what was brought from all but the person; none if nothing was.
    pub veil: Option<Veiled>,
    /// What happened, where, the account, and for the office why it was answered or withdrawn so: veiled.
    pub sealed: Vec<(String, Veiled)>,
    /// Why it was answered or withdrawn so, for the person it is about.
    pub why: Option<String>,
    /// Whether an account is known.
    pub has_bank: bool,
    /// Disability is judged from this day on, if treatment goes on.
    pub judged_from: Option<Date>,
    /// Who has read what is sealed; for the person alone.
    pub readings: Vec<Reading>,
    /// Whether the reader handles claims.
    pub handles: bool,
    /// Today.
    pub today: Date,
}

ui::page!(ClaimPage, "insurance/pages/claim.html", |p, cx| cx.t1(
    "insurance.claim.name",
    "number",
    p.claim.name()
));

/// What is sealed of a claim, as this reader may see it; what was written about it if it is told besides.
fn sealed(view: &View<'_>, claim: &Claim, why: Option<String>) -> Reply<Vec<(String, Veiled)>> {
    let (union, record) = (view.union(), Record::new(CLAIM, claim.id));
    let secret = store::secret(view, union, claim.id)?.unwrap_or_default();
    let bank = store::bank(view, union, claim.id)?;
    let masked = bank.as_ref().map_or_else(|| "—".to_owned(), store::Bank::masked);
    let account = bank
        .map(|b| format!("{} {} {}", b.holder, b.name, b.number))
        .unwrap_or_default();
    let hidden = |text: &str| if text.is_empty() { "—" } else { "****" }.to_owned();
    let mut values = vec![
        ("what", hidden(&secret.what), secret.what),
        ("hospital", hidden(&secret.hospital), secret.hospital),
        ("account", masked, account),
    ];
    values.extend(why.map(|why| (WHY, hidden(&why), why)));
    let mut all = Vec::new();
    for (field, masked, whole) in values {
        let ask = (!whole.is_empty()).then(|| format!("/claims/{}/reveal", claim.id));
        let veiled = reveal::veil(view, record, field, masked, ask, || Ok(whole))?;
        all.push((field.to_owned(), veiled));
    }
    Ok(all)
}

/// What veils the proofs of a claim, unless nothing has to.
fn veil(view: &View<'_>, claim: &Claim, none: bool) -> Reply<Option<Veiled>> {
    let ask = Some(format!("/claims/{}/reveal", claim.id));
    let record = Record::new(CLAIM, claim.id);
    let veil = || reveal::veil(view, record, PROOFS, String::new(), ask, || Ok(String::new()));
    Ok((!none).then(veil).transpose()?)
}

pub(in crate::insurance) fn show(view: &View<'_>, q: This) -> Reply<ClaimPage> {
    let (claim, eyes) = seen(view, q.id)?;
    let (union, today) = (view.union(), view.today());
    let cover = store::cover(view, union, claim.enrolled)?;
    let plan = store::plan(view, union, cover.plan)?;
    let earlier: Vec<Earlier> = store::earlier(view, union, claim.member, claim.line, claim.id)?;
    let reckoning = reckon(&plan.terms, &cover, &claim.what, &earlier, (claim.made_at.day(), today)).ok();
    let own = crate::insurance::reach::me(view) == Some(claim.member);
    let readings = if own {
        reveal::who_read(view, union, Record::new(CLAIM, claim.id), 50)?
    } else {
        Vec::new()
    };
    let name = members::store::get(view, union, claim.member)?.name;
    let proofs = store::proofs(view, union, claim.id)?;
    let why = store::reason(view, union, claim.id)?;
    // the answer is to the person, who need not say what for; whoever else reads it does
    let (why, of_others) = if own { (why, None) } else { (None, why) };
    let veil = veil(view, &claim, own || proofs.is_empty())?;
    let open = own || reveal::is_open(view, Record::new(CLAIM, claim.id), PROOFS)?;
    Ok(ClaimPage {
        name,
        papers: store::papers(view, union, claim.id)?,
        veil,
        proofs,
        gone: gone::gone(view, union, Record::new(CLAIM, claim.id), open)?,
        kept: gone::kept(view, union, today, &store::PROOFS)?,
        sealed: sealed(view, &claim, of_others)?,
        why,
        has_bank: store::bank(view, union, claim.id)?.is_some(),
        judged_from: judged_from(view, &claim)?,
        readings,
        handles: eyes == Eyes::Office && !own,
        today,
        cover,
        plan,
        reckoning,
        claim,
    })
}

/// From which day on a disability is judged while treatment goes on: the rule of the day it happened.
fn judged_from(view: &View<'_>, claim: &Claim) -> Reply<Option<Date>> {
    if claim.what.event != Event::Disability {
        return Ok(None);
    }
    let day = claim.what.from;
    let key = &rules::key::INSURANCE_JUDGED;
    let judged = rules::judge(view, view.union(), day, key, &rules::Case::number(0))?;
    let days = match judged.limit {
        Some(rules::Limit::Exact(days)) => days.floor(),
        _ => None,
    };
    let days = days.and_then(|days| i32::try_from(days).ok());
    Ok(days.map(|days| day.plus_days(days)))
}

impl ClaimPage {
    fn at(&self, tail: &str) -> String {
        format!("/claims/{}{tail}", self.claim.id)
    }
    fn step(&self) -> Step {
        self.claim.state.step()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let edit = self
            .claim
            .state
            .may_change()
            .then(|| cx.link_button(&self.at("/edit"), "insurance.claim.edit"));
        let crumbs = if self.handles {
            cx.crumbs([
                (cx.t("insurance.title"), "/insurance"),
                (cx.t("insurance.claim.title"), "/claims"),
            ])
        } else {
            cx.crumbs([(cx.t("insurance.own.title"), "/me/insurance")])
        };
        let title = cx.t1("insurance.claim.name", "number", self.claim.name());
        let under = html!("{} {}", badge(cx, self.step()), self.name);
        html!("{}{}", crumbs, cx.heading(title, under, edit))
    }
    fn steps(&self, cx: &Cx) -> Html {
        let last = match self.step() {
            Step::Refused => Step::Refused,
            Step::Withdrawn => Step::Withdrawn,
            _ => Step::Paid,
        };
        let steps: &[Step] = match last {
            Step::Refused => &[Step::Open, Step::Complete, Step::Submitted, Step::Refused],
            Step::Withdrawn => &[Step::Open, Step::Withdrawn],
            _ => &[Step::Open, Step::Complete, Step::Submitted, Step::Accepted, Step::Paid],
        };
        let at = steps.iter().position(|step| *step == self.step()).unwrap_or_default();
        let names = steps.iter().map(|step| cx.t(&format!("insurance.step.{}", step.key())));
        cx.steps(names, at)
    }
    fn answer(&self, cx: &Cx) -> Html {
        match self.claim.state {
            State::Refused { on, .. } => {
                let says = cx.t1("insurance.claim.refused_says", "day", cx.date_full(on));
                cx.note(ui::State::Off, self.with_why(cx, says))
            }
            State::Withdrawn { .. } => {
                let says = cx.t("insurance.claim.withdrawn_says");
                cx.note(ui::State::Off, self.with_why(cx, says))
            }
            State::Paid { paid, granted, .. } => {
                let says = cx.t2(
                    "insurance.claim.paid_says",
                    "day",
                    cx.date_full(paid),
                    "money",
                    cx.money(granted),
                );
                cx.note(ui::State::Done, says)
            }
            State::Open | State::Complete => match self.claim.due {
                Some(due) => {
                    let says = cx.t1("insurance.claim.due_says", "day", cx.date_full(due));
                    cx.note(ui::State::Due, html!("{} {}", says, cx.due(due)))
                }
                None => Html::none(),
            },
            _ => Html::none(),
        }
    }
    fn with_why(&self, cx: &Cx, says: String) -> String {
        match &self.why {
            Some(why) => cx.t2("insurance.claim.says_why", "says", says, "why", why),
            None => says,
        }
    }
    fn facts(&self, cx: &Cx) -> Html {
        let what = &self.claim.what;
        let mut facts = cx.facts();
        if self.handles {
            facts = facts.door("org.field.name", &self.name, &format!("/members/{}", self.claim.member));
        }
        facts = facts
            .fact("insurance.claim.cover", &self.cover.plan_name)
            .fact("insurance.batch.days", cx.span(self.cover.starts, self.cover.ends))
            .fact(
                "insurance.claim.event",
                cx.t(&format!("insurance.event.{}", what.event.key())),
            );
        facts = match what.until {
            Some(until) => facts
                .fact("insurance.claim.stay", cx.span(what.from, until))
                .fact("insurance.claim.days", cx.tn("insurance.n_days", what.days)),
            None => facts.fact("insurance.claim.on", cx.date_full(what.from)),
        };
        for (field, veiled) in &self.sealed {
            facts = facts.fact(&format!("insurance.claim.{field}"), veiled.show(cx));
        }
        if let Some(day) = self.judged_from {
            facts = facts.fact("insurance.claim.judged_from", cx.date_full(day));
        }
        let origin = cx.t(if self.claim.own {
            "insurance.claim.by_member"
        } else {
            "insurance.claim.by_office"
        });
        facts = facts.fact(
            "insurance.claim.begun",
            format!("{} {origin}", cx.instant(self.claim.made_at)),
        );
        for (label, value) in self.answered(cx) {
            facts = facts.fact(label, value);
        }
        Html::trusted(facts.to_string())
    }
    fn answered(&self, cx: &Cx) -> Vec<(&'static str, String)> {
        let sent = |day: Date| ("insurance.claim.sent_on", cx.date_full(day));
        match self.claim.state {
            State::Submitted(day) | State::Refused { sent: day, .. } => vec![sent(day)],
            State::Accepted {
                sent: day, on, granted, ..
            }
            | State::Paid {
                sent: day, on, granted, ..
            } => {
                let mut all = vec![
                    sent(day),
                    ("insurance.claim.answered_on", cx.date_full(on)),
                    ("insurance.claim.granted", cx.money(granted)),
                ];
                all.extend(self.why.clone().map(|why| ("insurance.claim.why", why)));
                all
            }
            _ => Vec::new(),
        }
    }
    /// How it is reckoned, line by line.
    fn reckoned(&self, cx: &Cx) -> Html {
        let Some(r) = &self.reckoning else {
            return Html::text(cx.t1("insurance.reckon.kept", "money", cx.money(self.claim.benefit)));
        };
        let mut facts = cx.facts();
        if self.claim.what.event == Event::Stay {
            let days = cx.tf(
                "insurance.reckon.days_says",
                &[("days", &r.days), ("free", &r.free), ("counted", &r.counted)],
            );
            facts = facts.fact("insurance.reckon.days", days);
        } else if r.share < 100 {
            facts = facts.fact("insurance.claim.share", format!("{}%", r.share));
        }
        let times = if self.claim.what.event == Event::Stay {
            r.counted
        } else {
            1
        };
        let says = cx.tf(
            "insurance.reckon.raw_says",
            &[
                ("each", &cx.money(r.each)),
                ("times", &times),
                ("units", &r.units),
                ("share", &r.share),
                ("money", &cx.money(r.raw)),
            ],
        );
        facts = facts.fact("insurance.reckon.raw", says);
        if let Some(most) = r.most {
            let left = most.minus(r.earlier).unwrap_or_default().max(Money::ZERO);
            let says = cx.tf(
                "insurance.reckon.most_says",
                &[
                    ("most", &cx.money(most)),
                    ("earlier", &cx.money(r.earlier)),
                    ("left", &cx.money(left)),
                ],
            );
            facts = facts.fact("insurance.reckon.most", says);
        }
        let facts = facts.fact("insurance.reckon.benefit", cx.money(r.benefit));
        let capped = r
            .is_capped()
            .then(|| cx.note(ui::State::Soon, cx.t("insurance.reckon.capped")));
        html!("{}{}", Html::trusted(facts.to_string()), capped)
    }
    /// Papers that are not there yet; of those, the ones that were brought as photos, or that were not.
    fn missing(&self, brought: bool) -> Vec<Paper> {
        let came = |paper: &Paper| self.proofs.iter().any(|proof| proof.paper == *paper);
        let needed = self.claim.what.event.papers().iter().copied();
        needed
            .filter(|paper| !self.papers.contains_key(paper) && came(paper) == brought)
            .collect()
    }
    fn missing_says(&self, cx: &Cx) -> Html {
        let say = |papers: Vec<Paper>, key: &str| {
            let names = papers
                .iter()
                .map(|paper| cx.t(&format!("insurance.paper.{}", paper.key())));
            let names: Vec<String> = names.collect();
            (!names.is_empty()).then(|| cx.t1(key, "papers", names.join(&cx.t("ui.comma"))))
        };
        let lacking = say(self.missing(false), "insurance.papers.missing");
        let unchecked = say(self.missing(true), "insurance.papers.unchecked");
        match (&lacking, &unchecked) {
            (None, None) => cx.note(ui::State::Done, cx.t("insurance.papers.all")),
            _ => html!(
                "{}{}",
                lacking.map(|says| cx.note(ui::State::Soon, says)),
                unchecked.map(|says| cx.note(ui::State::Info, says))
            ),
        }
    }
    fn papers(&self, cx: &Cx) -> Html {
        let choices = self.claim.what.event.papers().iter().map(|paper| {
            let choice = Choice::new(paper.key(), cx.t(&format!("insurance.paper.{}", paper.key())));
            match self.papers.get(paper) {
                Some(day) => choice.hint(cx.t1("insurance.papers.came", "day", cx.date(*day))),
                None => choice,
            }
        });
        let had = self.papers.keys().map(|paper| paper.key());
        let field = cx.field("paper", "insurance.papers.there").many(choices, had);
        Html::trusted(field.to_string())
    }
    /// What was brought, each a door for whoever may open it now.
    fn proofs(&self, cx: &Cx) -> Html {
        let open = self.veil.as_ref().is_none_or(|veil| veil.whole.is_some());
        let removable = open && !self.claim.state.is_answered();
        let there = self.proofs.iter().map(|proof| {
            let door = self.at(&format!("/proofs/{}", proof.id));
            Listed {
                name: cx.t(&format!("insurance.paper.{}", proof.paper.key())),
                told: Some((proof.size, proof.at)),
                remove: removable.then(|| format!("{door}/remove")),
                open: open.then_some(door),
            }
        });
        let list = Shelf {
            there: there.collect(),
            gone: &self.gone,
            word: "insurance.paper",
            kept: self.kept.as_ref(),
        }
        .show(cx);
        match self.veil.as_ref().filter(|_| !open) {
            Some(veil) => html!("{}<p>{} {}</p>", list, cx.t("insurance.proofs.sealed"), veil.show(cx)),
            None => list,
        }
    }
    /// Whether anything was brought, be it gone by now, or may still be.
    fn has_proofs(&self) -> bool {
        !self.proofs.is_empty() || !self.gone.is_empty() || self.claim.state.takes_proofs()
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        let papers = self.claim.what.event.papers().iter();
        papers
            .map(|paper| Choice::new(paper.key(), cx.t(&format!("insurance.paper.{}", paper.key()))))
            .collect()
    }
    fn is(&self, step: Step) -> bool {
        self.handles && self.step() == step
    }
    fn to_file(&self) -> bool {
        self.handles && self.claim.state.may_change()
    }
    fn to_withdraw(&self) -> bool {
        matches!(self.step(), Step::Open | Step::Complete | Step::Submitted)
            && (self.handles || self.step() != Step::Submitted)
    }
    fn answers(&self, cx: &Cx) -> Vec<Choice> {
        ["grant", "refuse"]
            .iter()
            .map(|key| Choice::new(*key, cx.t(&format!("insurance.answer.{key}"))))
            .collect()
    }
    fn readings(&self, cx: &Cx) -> Html {
        let mut course = cx.timeline();
        for reading in &self.readings {
            let who = reading.who.clone().unwrap_or_default();
            course = course.event(reading.at, who, cx.t("insurance.claim.read"), &reading.purpose);
        }
        Html::trusted(course.to_string())
    }
}
