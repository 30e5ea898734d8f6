//! A member's own mutual insurance, on a phone: what covers them, who has the money after their death, their claims.

use kernel::{Date, Money, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{
    Act, Done, Nothing, Record, Refusal, Reply, View,
    reveal::{self, Veiled},
};

use super::{
    BATCH,
    claims::{self, ClaimForm, Told},
    event::Happened,
    model::{ClaimId, Cover, EnrolledId, Plan, State, Status, Step},
    reach, store,
};

/// The name of the beneficiary in events of readings.
const BENEFICIARY: &str = "beneficiary";

/// A claim of one's own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnClaim {
    /// It.
    pub id: ClaimId,
    /// Its number.
    pub number: String,
    /// When it happened.
    pub on: Date,
    /// Where it stands.
    pub step: Step,
    /// What was granted, or reckoned.
    pub amount: Money,
}

/// One's own mutual insurance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyInsurance {
    /// Covers that hold today or begin later.
    pub covers: Vec<Cover>,
    /// Covers that are over.
    pub over: Vec<Cover>,
    /// Claims, the latest first.
    pub claims: Vec<OwnClaim>,
    /// Today.
    pub today: Date,
}

ui::page!(MyInsurance, "insurance/pages/own.html", |_p, cx| cx
    .t("insurance.own.title"));

/// The member that looks; absent for an account that is nobody in the register.
fn me(view: &View<'_>) -> Reply<MemberId> {
    reach::me(view).ok_or_else(|| Refusal::missing().into())
}

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<MyInsurance> {
    let (union, today) = (view.union(), view.today());
    let Some(member) = reach::me(view) else {
        return Ok(MyInsurance {
            covers: Vec::new(),
            over: Vec::new(),
            claims: Vec::new(),
            today,
        });
    };
    let all = store::covers_of(view, union, member)?;
    let (covers, over) = all.into_iter().partition(|cover| cover.ends >= today);
    let claims = store::of_member(view, union, member)?
        .into_iter()
        .map(|claim| OwnClaim {
            id: claim.id,
            number: claim.name(),
            on: claim.what.from,
            step: claim.state.step(),
            amount: match claim.state {
                State::Accepted { granted, .. } | State::Paid { granted, .. } => granted,
                _ => claim.benefit,
            },
        });
    Ok(MyInsurance {
        covers,
        over,
        claims: claims.collect(),
        today,
    })
}

/// How a cover stands, in words.
fn standing(cx: &Cx, cover: &Cover, today: Date) -> Html {
    let (state, key) = match cover.status {
        Status::Collecting => (ui::State::Draft, "insurance.own.listed"),
        Status::Dropped => (ui::State::Off, "insurance.batch.dropped"),
        Status::Handed if cover.ends < today => (ui::State::Off, "insurance.batch.over"),
        Status::Handed if cover.starts > today => (ui::State::Info, "insurance.batch.to_begin"),
        Status::Handed => (ui::State::Done, "insurance.batch.runs"),
    };
    cx.badge(state, cx.t(key))
}

impl MyInsurance {
    fn heading(&self, cx: &Cx) -> Html {
        let may = self
            .covers
            .iter()
            .chain(&self.over)
            .any(|cover| cover.status == Status::Handed);
        let claim = may.then(|| cx.main_link("/me/insurance/claim", "insurance.own.claim"));
        cx.heading(cx.t("insurance.own.title"), "", claim)
    }
    fn list(&self, cx: &Cx, covers: &[Cover]) -> Html {
        let mut list = cx.list();
        for cover in covers {
            list = list.item(
                &format!("/me/insurance/{}", cover.id),
                &cover.plan_name,
                cx.span(cover.starts, cover.ends),
                standing(cx, cover, self.today),
            );
        }
        Html::trusted(list.to_string())
    }
    fn covers(&self, cx: &Cx) -> Html {
        if self.covers.is_empty() {
            return cx.empty("insurance.own.none");
        }
        self.list(cx, &self.covers)
    }
    fn over(&self, cx: &Cx) -> Html {
        self.list(cx, &self.over)
    }
    fn claims(&self, cx: &Cx) -> Html {
        if self.claims.is_empty() {
            return cx.empty("insurance.own.no_claims");
        }
        let mut list = cx.list();
        for claim in &self.claims {
            list = list.item(
                &format!("/claims/{}", claim.id),
                cx.t1("insurance.claim.name", "number", &claim.number),
                html!("{} · {}", cx.date_full(claim.on), cx.money(claim.amount)),
                claims::badge(cx, claim.step),
            );
        }
        Html::trusted(list.to_string())
    }
}

/// Which cover.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: EnrolledId,
}

/// One's own cover.
fn own(view: &View<'_>, id: EnrolledId) -> Reply<Cover> {
    let cover = store::cover(view, view.union(), id)?;
    if cover.member == me(view)? {
        Ok(cover)
    } else {
        Err(Refusal::missing().into())
    }
}

/// One cover of one's own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyCover {
    /// It.
    #[serde(flatten)]
    pub cover: Cover,
    /// What it says.
    pub plan: Plan,
    /// Who has the money after one's death, veiled.
    pub beneficiary: Option<Veiled>,
    /// Today.
    pub today: Date,
}

ui::page!(MyCover, "insurance/pages/own_cover.html", |p, _cx| p
    .cover
    .plan_name
    .clone());

pub(super) fn cover_page(view: &View<'_>, q: This) -> Reply<MyCover> {
    let cover = own(view, q.id)?;
    let known = store::beneficiary(view, view.union(), q.id)?;
    let record = Record::new(BATCH, cover.batch);
    let ask = Some(format!("/me/insurance/{}/reveal", q.id));
    let beneficiary = known
        .map(|who| reveal::veil(view, record, BENEFICIARY, "****".to_owned(), ask, || Ok(who)))
        .transpose()?;
    Ok(MyCover {
        plan: store::plan(view, view.union(), cover.plan)?,
        cover,
        beneficiary,
        today: view.today(),
    })
}

impl MyCover {
    fn at(&self, tail: &str) -> String {
        format!("/me/insurance/{}{tail}", self.cover.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let claim = (self.cover.status == Status::Handed).then(|| {
            cx.main_link(
                &format!("/me/insurance/claim?cover={}", self.cover.id),
                "insurance.own.claim",
            )
        });
        let crumbs = cx.crumbs([(cx.t("insurance.own.title"), "/me/insurance")]);
        let under = standing(cx, &self.cover, self.today);
        html!("{}{}", crumbs, cx.heading(&self.cover.plan_name, under, claim))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let t = &self.plan.terms;
        let mut facts = cx
            .facts()
            .fact("insurance.batch.days", cx.span(self.cover.starts, self.cover.ends))
            .fact("insurance.batch.units", cx.tn("insurance.n_units", self.cover.units))
            .fact("insurance.own.pays", super::coverage::money(cx, self.cover.pays))
            .fact("insurance.plan.pays", super::plans::pays(cx, t));
        if t.waiting_days > 0 {
            facts = facts.fact("insurance.plan.waiting_days", cx.tn("insurance.n_days", t.waiting_days));
        }
        if let Some(days) = t.claim_days {
            facts = facts.fact("insurance.plan.claim_days", cx.tn("insurance.n_days", days));
        }
        if let Some(exclusions) = &t.exclusions {
            facts = facts.long("insurance.plan.exclusions", exclusions);
        }
        if let Some(veiled) = &self.beneficiary {
            facts = facts.fact("insurance.batch.beneficiary", veiled.show(cx));
        }
        Html::trusted(facts.to_string())
    }
    fn may_name(&self) -> bool {
        self.cover.ends >= self.today && self.cover.status != Status::Dropped
    }
}

/// Who shall have it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Beneficiary {
    id: EnrolledId,
    /// By name.
    name: Text<40>,
    /// What they are to the member.
    relation: Text<20>,
}

pub(super) fn beneficiary(act: &mut Act<'_>, form: Beneficiary) -> Reply<Done> {
    let cover = own(act, form.id)?;
    if cover.ends < act.today() || cover.status == Status::Dropped {
        return Err(Refusal::new("insurance.own.over").status(409).into());
    }
    let who = format!("{}（{}）", &*form.name, &*form.relation);
    store::set_beneficiary(act, form.id, &who)?;
    act.note(&Happened::Beneficiary {
        batch: cover.batch,
        enrolled: form.id,
    })?;
    Ok(Done::to(format!("/me/insurance/{}", form.id))
        .record(form.id)
        .say("insurance.own.named"))
}

/// What it is looked at for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: EnrolledId,
    purpose: Text<100>,
}

pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    let cover = own(act, form.id)?;
    reveal::read(act, Record::new(BATCH, cover.batch), &[BENEFICIARY], &form.purpose)?;
    Ok(Done::to(format!("/me/insurance/{}", form.id)).record(form.id))
}

/// Under which cover.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Under {
    cover: Option<EnrolledId>,
}

pub(super) fn claim_page(view: &View<'_>, q: Under) -> Reply<ClaimForm> {
    let mut form = claims::form_of(view, reach::me(view), None, true)?;
    if let Some(id) = q.cover {
        let cover = own(view, id)?;
        form.covers = if cover.status == Status::Handed {
            vec![cover]
        } else {
            Vec::new()
        };
    }
    Ok(form)
}

/// The member begins a claim.
pub(super) fn claim(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    let Some(id) = form.cover else {
        return Err(Refusal::field("cover", "web.refusal.required").into());
    };
    let cover = own(act, id)?;
    let id = claims::record(act, &form, &cover, true)?;
    Ok(Done::to(format!("/claims/{id}")).record(id).say("insurance.own.sent"))
}
