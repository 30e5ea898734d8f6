//! What is told of a claim: by an officer for somebody, or by the member on a phone.

use kernel::{Date, Text};
use org::{MemberId, members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Refusal, Reply, View};

use super::{Eyes, seen};
use crate::insurance::{
    event::{Happened, Told as Event},
    model::{Claim, ClaimId, Cover, EnrolledId, Event as What, Happening, State, Status, reckon},
    plans::gather,
    store::{self, Bank, Secret},
};

/// What is told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Told {
    /// Which claim is written anew.
    pub id: Option<ClaimId>,
    /// As it was seen.
    version: Option<i64>,
    /// Under which cover.
    pub cover: Option<EnrolledId>,
    event: What,
    /// When it happened; of a stay the day of coming.
    from: Date,
    /// The day of leaving hospital.
    until: Option<Date>,
    /// The days of the stay as the hospital writes them.
    days: Option<i64>,
    /// What part of the sum is asked for, in percent.
    share: Option<i64>,
    /// The diagnosis, or what happened.
    what: Text<200>,
    hospital: Option<Text<80>>,
    grade: Option<Grade>,
    holder: Option<Text<40>>,
    bank: Option<Text<60>>,
    account: Option<Text<40>>,
}

/// The grade of a hospital (医院等级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grade {
    /// 三级
    Third,
    /// 二级
    Second,
    /// 一级及以下
    First,
}

impl Grade {
    const ALL: [Grade; 3] = [Grade::Third, Grade::Second, Grade::First];
    const fn key(self) -> &'static str {
        match self {
            Grade::Third => "third",
            Grade::Second => "second",
            Grade::First => "first",
        }
    }
}

impl Told {
    fn happening(&self) -> Happening {
        let stay = self.event == What::Stay;
        // the day of coming counts, the day of leaving does not, as hospitals count
        let between = self
            .until
            .map_or(0, |until| i64::from(self.from.days_until(until)).max(1));
        Happening {
            event: self.event,
            from: self.from,
            until: self.until.filter(|_| stay),
            days: if stay { self.days.unwrap_or(between) } else { 0 },
            share: if stay { 100 } else { self.share.unwrap_or(100) },
        }
    }
    fn secret(&self, act: &Act<'_>) -> Secret {
        let grade = self
            .grade
            .map(|grade| ui::words::word(act.lang(), &format!("insurance.grade.{}", grade.key())));
        let hospital = self.hospital.as_deref().unwrap_or_default();
        let hospital = match grade {
            Some(grade) if !hospital.is_empty() => format!("{hospital}（{grade}）"),
            _ => hospital.to_owned(),
        };
        Secret {
            what: self.what.to_string(),
            hospital,
        }
    }
    fn bank(&self) -> Reply<Option<Bank>> {
        account(self.holder.as_ref(), self.bank.as_ref(), self.account.as_ref())
    }
}

/// The account as it was told: whole, or not at all.
pub(super) fn account(
    holder: Option<&Text<40>>,
    bank: Option<&Text<60>>,
    account: Option<&Text<40>>,
) -> Reply<Option<Bank>> {
    let Some(account) = account else {
        return match bank {
            Some(_) => Err(Refusal::field("account", "insurance.claim.account_missing").into()),
            None => Ok(None),
        };
    };
    let number: String = account.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if !number.chars().all(|c| c.is_ascii_digit()) || !(8..=30).contains(&number.len()) {
        return Err(Refusal::field("account", "insurance.claim.account_wrong").into());
    }
    let bank = bank.ok_or_else(|| Refusal::field("bank", "insurance.claim.bank_missing"))?;
    let holder = holder.ok_or_else(|| Refusal::field("holder", "insurance.claim.holder_missing"))?;
    Ok(Some(Bank {
        holder: holder.to_string(),
        name: bank.to_string(),
        number,
    }))
}

/// The form of a claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimForm {
    /// The claim that is written anew; none for a new one.
    pub claim: Option<Claim>,
    /// Whose it is, once chosen.
    pub member: Option<MemberId>,
    /// By name.
    pub name: Option<String>,
    /// People found by what was typed.
    #[serde(skip)]
    pub found: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// The person's covers.
    pub covers: Vec<Cover>,
    /// The one chosen.
    pub cover: Option<EnrolledId>,
    /// The day it happened, if told before.
    pub from: Option<Date>,
    /// Whether the member tells it themselves.
    pub own: bool,
    /// Today.
    pub today: Date,
}

ui::page!(ClaimForm, "insurance/pages/claim_form.html", |p, cx| cx.t(p.title()));

/// For whom, and when.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Ask {
    member: Option<MemberId>,
    /// The cover that was chosen before, of those that hold.
    cover: Option<EnrolledId>,
    from: Option<Date>,
    q: Option<String>,
}

/// The form for a person: the covers that hold on the day, or all that were handed in.
pub(in crate::insurance) fn form_of(
    view: &View<'_>,
    member: Option<MemberId>,
    from: Option<Date>,
    own: bool,
) -> Reply<ClaimForm> {
    let union = view.union();
    let (mut covers, mut name) = (Vec::new(), None);
    if let Some(member) = member {
        name = Some(members::store::get(view, union, member)?.name);
        covers = store::covers_of(view, union, member)?;
        covers.retain(|cover| match from {
            Some(day) => cover.holds(day),
            None => cover.status == Status::Handed,
        });
    }
    Ok(ClaimForm {
        claim: None,
        member,
        name,
        found: Vec::new(),
        q: String::new(),
        covers,
        cover: None,
        from,
        own,
        today: view.today(),
    })
}

pub(in crate::insurance) fn new_page(view: &View<'_>, ask: Ask) -> Reply<ClaimForm> {
    let mut form = form_of(view, ask.member, ask.from, false)?;
    let q = ask.q.unwrap_or_default();
    if ask.member.is_none() && !q.trim().is_empty() {
        form.found = members::store::find_members(view, view.union(), &q)?;
    }
    form.q = q;
    form.cover = ask.cover.filter(|id| form.covers.iter().any(|cover| cover.id == *id));
    Ok(form)
}

/// Which claim.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct This {
    pub id: ClaimId,
}

pub(in crate::insurance) fn edit_page(view: &View<'_>, q: This) -> Reply<ClaimForm> {
    let (claim, eyes) = seen(view, q.id)?;
    let mut form = form_of(view, Some(claim.member), None, eyes == Eyes::Own)?;
    form.covers.retain(|cover| cover.id == claim.enrolled);
    form.cover = Some(claim.enrolled);
    form.claim = Some(claim);
    Ok(form)
}

/// Reckons what was told and keeps it as a new claim; the member began it if it is their own.
pub(in crate::insurance) fn record(act: &mut Act<'_>, form: &Told, cover: &Cover, own: bool) -> Reply<ClaimId> {
    let (union, today) = (act.union(), act.today());
    let (secret, bank, what) = (form.secret(act), form.bank()?, form.happening());
    if cover.status != Status::Handed {
        return Err(Refusal::field("cover", "insurance.claim.not_handed").into());
    }
    let id: ClaimId = act.id();
    let plan = store::plan(act, union, cover.plan)?;
    let earlier = store::earlier(act, union, cover.member, cover.line, id)?;
    let reckoned = reckon(&plan.terms, cover, &what, &earlier, (today, today))?;
    let year = i64::from(today.year());
    let number = act.writer().next_number(union, &format!("claim.{year}"))?;
    let claim = Claim {
        id,
        year,
        number,
        enrolled: cover.id,
        member: cover.member,
        line: cover.line,
        what,
        due: reckoned.due,
        benefit: reckoned.benefit,
        own,
        state: State::Open,
        made_at: act.now(),
        version: 1,
    };
    store::add_claim(act, &claim, &secret, bank.as_ref())?;
    act.note(&Happened::Claim(Event {
        did: "claim.made",
        claim: id,
        version: 1,
        step: claim.state.step(),
        amount: claim.benefit,
    }))?;
    Ok(id)
}

fn done(id: ClaimId, say: &str) -> Done {
    Done::to(format!("/claims/{id}")).record(id).say(say)
}

pub(in crate::insurance) fn make(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    let Some(cover) = form.cover else {
        return Err(Refusal::field("cover", "web.refusal.required").into());
    };
    let cover = store::cover(act, act.union(), cover)?;
    let id = record(act, &form, &cover, false)?;
    Ok(done(id, "insurance.claim.made"))
}

/// What was told is put right, as long as it was not sent.
pub(in crate::insurance) fn edit(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    let Some(id) = form.id else {
        return Err(Refusal::missing().into());
    };
    let (mut claim, _) = seen(act, id)?;
    let (union, today) = (act.union(), act.today());
    if !claim.state.may_change() {
        return Err(Refusal::new("insurance.cannot.state").status(409).into());
    }
    let cover = store::cover(act, union, claim.enrolled)?;
    let plan = store::plan(act, union, cover.plan)?;
    let earlier = store::earlier(act, union, claim.member, claim.line, id)?;
    let bank = match form.bank()? {
        Some(bank) => Some(bank),
        None => store::bank(act, union, id)?,
    };
    claim.what = form.happening();
    // it was claimed in time if it was on the day it was recorded
    let claimed = claim.made_at.day();
    let reckoned = reckon(&plan.terms, &cover, &claim.what, &earlier, (claimed, today))?;
    claim.due = reckoned.due;
    claim.benefit = reckoned.benefit;
    claim.version = form.version.unwrap_or_default();
    // another event wants other papers
    let had = store::papers(act, union, id)?;
    let whole = claim.what.event.papers().iter().all(|paper| had.contains_key(paper));
    claim.state = claim.state.with_papers(whole)?;
    let mut secret = form.secret(act);
    if secret.hospital.is_empty() {
        // what is sealed is not shown in the form: nothing typed leaves it as it is
        secret.hospital = store::secret(act, union, id)?
            .map(|was| was.hospital)
            .unwrap_or_default();
    }
    store::change_claim(act, &claim, &secret, bank.as_ref())?;
    act.note(&Happened::Claim(Event {
        did: "claim.changed",
        claim: id,
        version: claim.version + 1,
        step: claim.state.step(),
        amount: claim.benefit,
    }))?;
    Ok(done(id, "insurance.claim.changed"))
}

impl ClaimForm {
    fn title(&self) -> &'static str {
        match (&self.claim, self.own) {
            (Some(_), _) => "insurance.claim.edit",
            (None, true) => "insurance.own.claim",
            (None, false) => "insurance.claim.new",
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        if self.own {
            cx.crumbs([(cx.t("insurance.own.title"), "/me/insurance")])
        } else {
            cx.crumbs([
                (cx.t("insurance.title"), "/insurance"),
                (cx.t("insurance.claim.title"), "/claims"),
            ])
        }
    }
    fn action(&self) -> String {
        match &self.claim {
            Some(claim) => format!("/claims/{}/edit", claim.id),
            None if self.own => "/me/insurance/claim".to_owned(),
            // who was chosen stays in the address, so that a refused form comes back for the same person
            None => {
                let member = self.member.map(|m| m.to_string()).unwrap_or_default();
                format!("/claims/new?member={member}")
            }
        }
    }
    fn back(&self) -> String {
        match &self.claim {
            Some(claim) => format!("/claims/{}", claim.id),
            None if self.own => "/me/insurance".to_owned(),
            None => "/claims".to_owned(),
        }
    }
    /// The people that were found, each leading to the form for them.
    fn found(&self, cx: &Cx) -> Html {
        if self.found.is_empty() {
            let none = !self.q.trim().is_empty();
            return if none {
                cx.empty("insurance.claim.nobody_found")
            } else {
                Html::none()
            };
        }
        let mut list = cx.list();
        for (id, label) in &self.found {
            let from = self.from.map(|day| format!("&from={day}")).unwrap_or_default();
            list = list.item(&format!("/claims/new?member={id}{from}"), label, "", "");
        }
        Html::trusted(list.to_string())
    }
    fn no_cover(&self, cx: &Cx) -> Html {
        let key = if self.own {
            "insurance.own.no_cover"
        } else {
            "insurance.claim.no_cover"
        };
        cx.empty(key)
    }
    fn covers(&self, cx: &Cx) -> Html {
        let choices = self
            .covers
            .iter()
            .map(|cover| Choice::new(cover.id, cover.plan_name.clone()).hint(cx.span(cover.starts, cover.ends)));
        let only = match self.covers.as_slice() {
            [only] => Some(only.id),
            _ => None,
        };
        let field = cx.field("cover", "insurance.claim.cover").required();
        gather([field.choices(choices, self.cover.or(only))])
    }
    fn events(&self, cx: &Cx) -> Html {
        let of = |event: &What| self.covers.iter().any(|cover| What::of(cover.kind).contains(event));
        let events: Vec<What> = What::ALL.iter().copied().filter(of).collect();
        let only = match events.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let known = self.claim.as_ref().map(|claim| claim.what.event).or(only);
        let choices = events
            .into_iter()
            .map(|event| Choice::new(event.key(), cx.t(&format!("insurance.event.{}", event.key()))));
        let field = cx.field("event", "insurance.claim.event").required();
        gather([field.choices(choices, known.map_or("", What::key))])
    }
    fn fields(&self, cx: &Cx) -> Html {
        let what = self.claim.as_ref().map(|claim| &claim.what);
        let stays = self
            .covers
            .iter()
            .any(|cover| What::of(cover.kind).contains(&What::Stay));
        let others = self.covers.iter().any(|cover| What::of(cover.kind) != [What::Stay]);
        let mut all = gather([cx
            .field("from", "insurance.claim.from")
            .required()
            .until(self.today)
            .hint("insurance.claim.from_hint")
            .date(what.map(|what| what.from).or(self.from))]);
        if stays {
            all.add(gather([
                cx.field("until", "insurance.claim.until")
                    .until(self.today)
                    .hint("insurance.claim.until_hint")
                    .date(what.and_then(|what| what.until)),
                cx.field("days", "insurance.claim.days")
                    .hint("insurance.claim.days_hint")
                    .number(what.map(|what| what.days).filter(|n| *n > 0)),
            ]));
        }
        if others {
            all.add(gather([cx
                .field("share", "insurance.claim.share")
                .hint("insurance.claim.share_hint")
                .unit("%")
                .number(what.map(|what| what.share).filter(|n| *n < 100))]));
        }
        all
    }
    fn sealed(&self, cx: &Cx) -> Html {
        let grades = Grade::ALL
            .iter()
            .map(|grade| Choice::new(grade.key(), cx.t(&format!("insurance.grade.{}", grade.key()))));
        let account = if self.claim.is_some() {
            "insurance.claim.account_kept"
        } else {
            "insurance.claim.account_hint"
        };
        gather([
            cx.field("what", "insurance.claim.what")
                .required()
                .max(200)
                .hint("insurance.claim.what_hint")
                .autocomplete("off")
                .text(""),
            cx.field("hospital", "insurance.claim.hospital")
                .max(80)
                .autocomplete("off")
                .text(""),
            cx.field("grade", "insurance.claim.grade").select(grades, ""),
            cx.field("holder", "insurance.claim.holder")
                .max(40)
                .autocomplete("off")
                .text(self.name.as_deref()),
            cx.field("bank", "insurance.claim.bank")
                .max(60)
                .example("insurance.claim.bank_example")
                .autocomplete("off")
                .text(""),
            cx.field("account", "insurance.claim.account")
                .max(40)
                .hint(account)
                .autocomplete("off")
                .text(""),
        ])
    }
    /// Whether the reader may look for somebody else.
    fn looks(&self) -> bool {
        self.member.is_none() && !self.own
    }
}
