//! What officers do with a dossier on its way to be filed: return, check, review, publish, objections, send up or file.

use kernel::{Date, Money, Text};
use org::{
    MemberId,
    members::{sealed, store as members},
};
use rules::{
    Case,
    key::{HARDSHIP_NOTICE, HARDSHIP_VISITORS, RECHECK, RECHECK_DEEP},
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    KIND,
    acts::{self, Seen, SeenWhy, done, settle, step, still_member, to_decide},
    body::Body,
    letter,
    means::{Category, Means},
    model::{Card, DossierId, State, Step, StepId, is_near},
    store, testing,
};

/// Returns a dossier to be mended; what was typed stays.
pub(super) fn give_back(act: &mut Act<'_>, form: SeenWhy) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    not_above(&card)?;
    let on = act.today();
    step(
        act,
        &card,
        form.version,
        &Step::Returned {
            on,
            why: form.why.into_string(),
        },
    )?;
    Ok(done(card.id, "hardship.said.returned"))
}

/// Refuses for a dossier that lies above: the letter has to come back first.
fn not_above(card: &Card) -> Reply<()> {
    let State::Sent { letter, .. } = card.state else {
        return Ok(());
    };
    Err(Refusal::new("hardship.refusal.lies_above")
        .next(format!("/hardships/letters/{letter}"))
        .status(409)
        .into())
}

/// Takes a dossier back: the applicant does not want it any more, has left, or it was a mistake.
pub(super) fn withdraw(act: &mut Act<'_>, form: SeenWhy) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    not_above(&card)?;
    let on = act.today();
    step(
        act,
        &card,
        form.version,
        &Step::Withdrawn {
            on,
            why: form.why.into_string(),
        },
    )?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.withdrawn"))
}

/// A visit to the household.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Check {
    id: DossierId,
    version: i64,
    on: Date,
    /// Who went.
    visitor: MemberId,
    /// Who went along.
    visitor2: MemberId,
    /// A third.
    visitor3: Option<MemberId>,
    /// What they found.
    report: Text<2000>,
    /// Whether it is as the dossier says.
    agrees: Yes,
    /// Why it goes on in spite of a rule.
    reason: Option<Text<300>>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Yes {
    Yes,
    No,
}

/// The names of visitors, who are different people and not of the household.
pub(super) fn visitors(view: &View<'_>, card: &Card, body: &Body, who: &[(&str, MemberId)]) -> Reply<Vec<String>> {
    let mut names = Vec::new();
    for (n, (field, id)) in who.iter().enumerate() {
        if who.iter().take(n).any(|(_, before)| before == id) {
            return Err(Refusal::field(field, "hardship.refusal.same_visitor").into());
        }
        let member = members::find(view, view.union(), *id)?.filter(|member| member.status.belongs());
        let member = member.ok_or_else(|| Refusal::field(field, "hardship.refusal.no_member"))?;
        let number = sealed::identity(view, view.union(), *id)?;
        let number = number.as_ref().map(|number| number.reveal());
        if is_near(card, body, Some(*id), &member.name, number) {
            return Err(Refusal::field(field, "hardship.refusal.near_visitor").into());
        }
        names.push(member.name);
    }
    Ok(names)
}

/// What stands beside a rule's judgement, which more people see than a dossier: that there is a reason, and where.
pub(super) fn open_reason(step: &Step) -> Option<&'static str> {
    let said = ui::words::find(kernel::Lang::Zh, "hardship.reason_within");
    step.reason().and(said)
}

/// Records the visit.
pub(super) fn check(act: &mut Act<'_>, form: Check) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    acts::day(act, &card, form.on)?;
    let body = acts::body(act, &card)?;
    let mut who = vec![("visitor", form.visitor), ("visitor2", form.visitor2)];
    who.extend(form.visitor3.map(|id| ("visitor3", id)));
    let names = visitors(act, &card, &body, &who)?;
    let count = Case::number(i64::try_from(names.len()).unwrap_or(0));
    let judged = rules::judge(act, act.union(), form.on, &HARDSHIP_VISITORS, &count)?;
    let told = Step::Checked {
        on: form.on,
        visitors: who.iter().map(|(_, id)| *id).collect(),
        names,
        report: form.report.into_string(),
        agrees: form.agrees == Yes::Yes,
        reason: form.reason.map(Text::into_string),
    };
    let reason = open_reason(&told);
    step(act, &card, form.version, &told)?;
    rules::keep(act, &judged, Record::new(KIND, card.id), "visitor3", reason)?;
    Ok(done(card.id, "hardship.said.checked"))
}

/// What the committee decides.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Review {
    id: DossierId,
    version: i64,
    /// The day of the meeting.
    on: Date,
    /// Which meeting, who was there.
    basis: Text<200>,
    category: Category,
    /// Why another category than the test's.
    why: Option<Text<300>>,
    /// What the household shall get.
    amount: Option<Money>,
}

/// The category decided, which is the test's unless a reason is given.
fn decided(act: &Act<'_>, body: &Body, on: Date, category: Category, why: Option<&str>) -> Reply<Means> {
    let test = testing::test(act, body, on)?.map_err(|no| no.refusal(on))?;
    if test.category != Some(category) && why.is_none() {
        return Err(Refusal::field("why", "hardship.refusal.why_other").into());
    }
    Ok(test)
}

/// The committee decides for it. The test and the rules it used are kept with the decision.
pub(super) fn review(act: &mut Act<'_>, form: Review) -> Reply<Done> {
    let (mut card, body) = to_decide(act, form.id)?;
    still_member(act, &card)?;
    acts::day(act, &card, form.on)?;
    if form.amount.is_some_and(|amount| amount.fen() <= 0) {
        return Err(Refusal::field("amount", "web.refusal.amount").into());
    }
    let why = form.why.map(Text::into_string);
    let test = decided(act, &body, form.on, form.category, why.as_deref())?;
    card.brief.category = Some(form.category);
    card.brief.amount = form.amount;
    let told = Step::Reviewed {
        on: form.on,
        basis: form.basis.into_string(),
        category: form.category,
        why,
        amount: form.amount,
        test: Some(test),
    };
    step(act, &card, form.version, &told)?;
    Ok(done(card.id, "hardship.said.reviewed"))
}

/// What the committee decides against.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Refuse {
    id: DossierId,
    version: i64,
    on: Date,
    basis: Text<200>,
    /// The applicant reads it.
    why: Text<300>,
}

/// The committee decides against it.
pub(super) fn refuse(act: &mut Act<'_>, form: Refuse) -> Reply<Done> {
    let (card, _) = to_decide(act, form.id)?;
    acts::day(act, &card, form.on)?;
    not_above(&card)?;
    let told = Step::Refused {
        on: form.on,
        basis: form.basis.into_string(),
        why: form.why.into_string(),
    };
    step(act, &card, form.version, &told)?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.refused"))
}

/// A notice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Publish {
    id: DossierId,
    version: i64,
    /// The last day.
    until: Date,
    /// Why it is shorter than a rule says.
    reason: Option<Text<300>>,
}

/// Publishes as little as has to be: masked name, union, category, amount.
pub(super) fn publish(act: &mut Act<'_>, form: Publish) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    still_member(act, &card)?;
    let from = act.today();
    let days = i64::from(from.days_until(form.until)).saturating_add(1);
    if !(1..=60).contains(&days) {
        return Err(Refusal::field("until", "hardship.refusal.until").into());
    }
    let judged = rules::judge(act, act.union(), from, &HARDSHIP_NOTICE, &Case::number(days))?;
    let told = Step::Noticed {
        from,
        until: form.until,
        reason: form.reason.map(Text::into_string),
    };
    step(act, &card, form.version, &told)?;
    rules::keep(act, &judged, Record::new(KIND, card.id), "until", open_reason(&told))?;
    Ok(done(card.id, "hardship.said.noticed"))
}

/// An objection, as an officer writes it down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Objection {
    id: DossierId,
    version: i64,
    on: Date,
    /// Who objects; may stay unnamed.
    who: Option<Text<40>>,
    text: Text<1000>,
}

/// Records an objection.
pub(super) fn object(act: &mut Act<'_>, form: Objection) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    acts::day(act, &card, form.on)?;
    let told = Step::Objected {
        on: form.on,
        who: form.who.map(Text::into_string).unwrap_or_default(),
        text: form.text.into_string(),
    };
    step(act, &card, form.version, &told)?;
    Ok(done(card.id, "hardship.said.objected"))
}

/// An answer to an objection.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Answer {
    id: DossierId,
    version: i64,
    objection: StepId,
    text: Text<1000>,
}

/// Answers an objection.
pub(super) fn answer(act: &mut Act<'_>, form: Answer) -> Reply<Done> {
    let (card, _) = to_decide(act, form.id)?;
    if !unanswered(act, card.id)?.contains(&form.objection) {
        return Err(Refusal::new("hardship.refusal.answered").status(409).into());
    }
    let told = Step::Answered {
        on: act.today(),
        objection: form.objection,
        text: form.text.into_string(),
    };
    step(act, &card, form.version, &told)?;
    Ok(done(card.id, "hardship.said.answered"))
}

/// Objections that nobody has answered.
pub(super) fn unanswered(view: &View<'_>, id: DossierId) -> Reply<Vec<StepId>> {
    let steps = store::steps(view, view.union(), id)?;
    let answered: Vec<StepId> = steps
        .iter()
        .filter_map(|kept| match kept.step {
            Step::Answered { objection, .. } => Some(objection),
            _ => None,
        })
        .collect();
    let open = steps.iter().filter(|kept| matches!(kept.step, Step::Objected { .. }));
    Ok(open.map(|kept| kept.id).filter(|id| !answered.contains(id)).collect())
}

/// Ends the notice once its days are over and every objection is answered.
pub(super) fn clear(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let (card, _) = to_decide(act, form.id)?;
    if let State::Noticed { until, .. } = card.state
        && act.today() <= until
    {
        return Err(Refusal::new("hardship.refusal.notice_runs")
            .arg("day", until)
            .status(409)
            .into());
    }
    if !unanswered(act, card.id)?.is_empty() {
        return Err(Refusal::new("hardship.refusal.unanswered").status(409).into());
    }
    step(act, &card, form.version, &Step::Cleared { on: act.today() })?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.cleared"))
}

/// A dossier to be approved.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Submit {
    id: DossierId,
    version: i64,
    /// Where there is none above in this installation: the paper by which it was approved.
    by: Option<Text<100>>,
    /// When to look again; by the rules if not said.
    recheck: Option<Date>,
}

/// Sends it to the union above, or files it where there is none.
pub(super) fn submit(act: &mut Act<'_>, form: Submit) -> Reply<Done> {
    let (card, body) = to_decide(act, form.id)?;
    still_member(act, &card)?;
    match letter::above(act)? {
        Some(to) => {
            letter::send(act, &card, form.version, &body, to)?;
            Ok(done(card.id, "hardship.said.sent"))
        }
        None => {
            let own = act.actor().standing.as_ref().map(|s| s.union_name.clone());
            let by = form.by.map(Text::into_string).or(own).unwrap_or_default();
            file(act, &card, form.version, (act.today(), form.recheck), by)?;
            Ok(done(card.id, "hardship.said.filed"))
        }
    }
}

/// When a dossier has to be looked at again: as told, else by the rules.
pub(super) fn recheck_on(view: &View<'_>, category: Option<Category>, on: Date, told: Option<Date>) -> Reply<Date> {
    if let Some(told) = told {
        let near = on < told && told <= on.plus_months(24);
        return if near {
            Ok(told)
        } else {
            Err(Refusal::field("recheck", "hardship.refusal.recheck").into())
        };
    }
    let key = if category == Some(Category::Deep) {
        &RECHECK_DEEP
    } else {
        &RECHECK
    };
    let months = testing::number(view, on, key)?.filter(|months| (1..=60).contains(months));
    let months = months.ok_or_else(|| Refusal::field("recheck", "hardship.refusal.recheck_rule"))?;
    Ok(on.plus_months(months))
}

/// Puts it on file; it counts as filed, and as aided only once aid is given.
pub(super) fn file(
    act: &Act<'_>,
    card: &Card,
    version: i64,
    (on, recheck): (Date, Option<Date>),
    by: String,
) -> Reply<()> {
    let recheck = recheck_on(act, card.brief.category, on, recheck)?;
    step(act, card, version, &Step::Filed { on, recheck, by })?;
    settle(act, card.id)?;
    let record = Record::new(KIND, card.id);
    facts::post(act, record, on, None, None, &[(&super::FILED, 1)])
}
