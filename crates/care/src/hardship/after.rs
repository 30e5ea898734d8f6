//! What happens to a dossier that is on file: looked at again, left, asked after, taken up again.

use kernel::{Date, Text};
use org::MemberId;
use rules::{Case, key::HARDSHIP_EXIT};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply};

use super::{
    KIND,
    acts::{self, SeenWhy, done, settle, step, to_decide},
    course::{open_reason, recheck_on, visitors},
    means::Category,
    model::{DossierId, State, Status, Step},
    testing,
};

/// A look at a household on file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Recheck {
    id: DossierId,
    version: i64,
    on: Date,
    visitor: MemberId,
    visitor2: MemberId,
    report: Text<2000>,
    category: Category,
    /// Why another category than the test's.
    why: Option<Text<300>>,
    /// When to look again; by the rules if not said.
    recheck: Option<Date>,
}

/// Looks at it again by the figures it says now.
pub(super) fn recheck(act: &mut Act<'_>, form: Recheck) -> Reply<Done> {
    let (mut card, body) = to_decide(act, form.id)?;
    acts::day(act, &card, form.on)?;
    let who = [("visitor", form.visitor), ("visitor2", form.visitor2)];
    let names = visitors(act, &card, &body, &who)?;
    let test = testing::test(act, &body, form.on)?.map_err(|no| no.refusal(form.on))?;
    if test.category != Some(form.category) && form.why.is_none() {
        return Err(Refusal::field("why", "hardship.refusal.why_other").into());
    }
    card.brief.category = Some(form.category);
    let report = match &form.why {
        Some(why) => format!("{}\n{why}", form.report),
        None => form.report.into_string(),
    };
    let told = Step::Rechecked {
        on: form.on,
        recheck: recheck_on(act, Some(form.category), form.on, form.recheck)?,
        category: form.category,
        names,
        report,
        test: Some(test),
    };
    step(act, &card, form.version, &told)?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.rechecked"))
}

/// The end of hardship.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Exit {
    id: DossierId,
    version: i64,
    on: Date,
    why: Text<300>,
    /// For how many months in a row the income a head was above the minimum.
    months: i64,
    /// When to ask how they are.
    follow: Date,
    /// Why it ends in spite of a rule.
    reason: Option<Text<300>>,
}

/// Ends a dossier: its causes are gone.
pub(super) fn exit(act: &mut Act<'_>, form: Exit) -> Reply<Done> {
    let (card, _) = to_decide(act, form.id)?;
    acts::day(act, &card, form.on)?;
    if !(0..=600).contains(&form.months) {
        return Err(Refusal::field("months", "web.refusal.number").into());
    }
    if form.follow <= form.on || form.follow > form.on.plus_months(24) {
        return Err(Refusal::field("follow", "hardship.refusal.recheck").into());
    }
    let judged = rules::judge(act, act.union(), form.on, &HARDSHIP_EXIT, &Case::number(form.months))?;
    let told = Step::Exited {
        on: form.on,
        why: form.why.into_string(),
        months: form.months,
        follow: form.follow,
        reason: form.reason.map(Text::into_string),
    };
    step(act, &card, form.version, &told)?;
    settle(act, card.id)?;
    let record = Record::new(KIND, card.id);
    rules::keep(act, &judged, record, "months", open_reason(&told))?;
    facts::post(act, record, form.on, None, None, &[(&super::EXITED, 1)])?;
    Ok(done(card.id, "hardship.said.exited"))
}

/// A call to a household that has left.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Follow {
    id: DossierId,
    version: i64,
    on: Date,
    text: Text<1000>,
}

/// Records the call.
pub(super) fn follow(act: &mut Act<'_>, form: Follow) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    acts::day(act, &card, form.on)?;
    if matches!(card.state, State::Exited { follow: None, .. }) {
        return Err(Refusal::new("hardship.refusal.followed").status(409).into());
    }
    let told = Step::Followed {
        on: form.on,
        text: form.text.into_string(),
    };
    step(act, &card, form.version, &told)?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.followed"))
}

/// Takes a household up again that had left or been refused: it is visited anew.
pub(super) fn reopen(act: &mut Act<'_>, form: SeenWhy) -> Reply<Done> {
    let (card, _) = to_decide(act, form.id)?;
    acts::still_member(act, &card)?;
    let others = super::store::of_member(act, act.union(), card.member)?;
    let living = |status| !matches!(status, Status::Exited | Status::Refused | Status::Withdrawn);
    if others
        .iter()
        .any(|other| other.id != card.id && living(other.state.status()))
    {
        return Err(Refusal::new("hardship.refusal.one_is_open").status(409).into());
    }
    let told = Step::Reopened {
        on: act.today(),
        why: form.why.into_string(),
    };
    step(act, &card, form.version, &told)?;
    settle(act, card.id)?;
    Ok(done(card.id, "hardship.said.reopened"))
}
