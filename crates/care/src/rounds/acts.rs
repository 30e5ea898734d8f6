//! What people do with a round before goods are handed out: make, change, copy, approve, drop.

use kernel::{Date, Money, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, Yuan};

use super::{
    event::Happened,
    found::{self, Whole},
    listing::{self, Seen},
    model::{self, Form, ITEMS, Kind, Round, RoundId, State, Who},
    store,
};
use crate::stock::{self, GoodId};

/// A round as it is typed: new, or changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Told {
    /// Of a new one none.
    id: Option<RoundId>,
    version: Option<i64>,
    kind: Kind,
    festival: Option<Text<20>>,
    title: Text<60>,
    day: Date,
    form: Form,
    budget: Yuan,
    funds: Option<Yuan>,
}

fn amount(field: &str, Yuan(money): Yuan) -> Reply<Money> {
    if money < Money::ZERO {
        return Err(Refusal::field(field, "web.refusal.amount").into());
    }
    Ok(money)
}

impl Told {
    /// What is told, as a round; refused where the form or the festival may not be.
    fn round(&self, act: &Act<'_>, id: RoundId) -> Reply<Round> {
        let (festival, occasion) = match (self.kind, &self.festival) {
            (Kind::Festival, None) => return Err(Refusal::field("festival", "web.refusal.required").into()),
            (Kind::Festival, Some(key)) => {
                let occasion =
                    model::occasion(key, self.day).ok_or_else(|| Refusal::field("festival", "web.refusal.wrong"))?;
                (Some(key.to_string()), Some(occasion))
            }
            _ => (None, None),
        };
        let round = Round {
            id,
            year: i64::from(self.day.year()),
            kind: self.kind,
            festival,
            occasion,
            title: self.title.to_string(),
            day: self.day,
            form: self.form,
            budget: amount("budget", self.budget)?,
            funds: self.funds.map(|funds| amount("funds", funds)).transpose()?,
            who: Who::default(),
            worth: Money::ZERO,
            state: State::Draft,
            made_by: act.actor().account,
            listed_by: None,
            reason: None,
            why: None,
            version: 1,
        };
        may_be(act, &round)?;
        Ok(round)
    }
}

/// Refuses money in any form, and what the rules of the place say no to: the form, and the festival.
fn may_be(act: &Act<'_>, round: &Round) -> Reply<()> {
    let judge = |key, name: &str| rules::judge(act, act.union(), round.day, key, &rules::Case::names([name]));
    let form = judge(&rules::key::FESTIVAL_FORM, round.form.key())?;
    if round.form.is_money() {
        let says = form.says(act.lang()).unwrap_or_default();
        return Err(Refusal::field("form", "rounds.refusal.money").arg("says", says).into());
    }
    form.allow(act.lang(), "form", Some(""))?;
    if let Some(festival) = &round.festival {
        judge(&rules::key::FESTIVAL_DAYS, &model::festival_rule(festival))?.allow(act.lang(), "festival", Some(""))?;
    }
    Ok(())
}

fn told(act: &Act<'_>, r: &Round, copy_of: Option<RoundId>) -> Reply<()> {
    act.note(&Happened::Told {
        round: r.id,
        kind: r.kind,
        occasion: r.occasion.as_deref(),
        title: &r.title,
        day: r.day,
        form: r.form,
        budget: r.budget,
        copy_of,
    })?;
    Ok(())
}

/// Makes a round: its contents come next.
pub(super) fn make(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    let round = form.round(act, act.id())?;
    store::add(act.writer(), act.union(), &round, act.now())?;
    told(act, &round, None)?;
    Ok(Done::to(format!("/rounds/{}/contents", round.id)).record(round.id))
}

/// Changes what a round says; its list has to be checked again.
pub(super) fn edit(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    let (id, version) = (
        form.id.ok_or_else(Refusal::missing)?,
        form.version
            .ok_or_else(|| Refusal::field("version", "web.refusal.required"))?,
    );
    let union = act.union();
    let before = store::get(act, union, id)?;
    before.state.need_open()?;
    let r = form.round(act, id)?;
    act.run_fresh(
        store::EDIT,
        &[
            &union,
            &id,
            &version,
            &r.year,
            &r.kind,
            &r.festival,
            &r.occasion,
            &r.title,
            &r.day,
            &r.form,
            &r.budget,
            &r.funds,
            &before.worth,
        ],
    )?;
    told(act, &r, None)?;
    Ok(Done::to(format!("/rounds/{id}")).record(id).say("rounds.said.edited"))
}

/// Which round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub(super) id: RoundId,
}

/// Makes a round like one of before: of the same festival the next one, else a year later.
pub(super) fn copy(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let union = act.union();
    let old = store::get(act, union, form.id)?;
    let day = next_day(&old, act.today());
    let occasion = old.festival.as_deref().and_then(|key| model::occasion(key, day));
    let (was, is) = (old.day.year().to_string(), day.year().to_string());
    let round = Round {
        id: act.id(),
        year: i64::from(day.year()),
        title: old.title.replace(&was, &is),
        day,
        occasion,
        state: State::Draft,
        made_by: act.actor().account,
        listed_by: None,
        reason: None,
        why: None,
        version: 1,
        ..old.clone()
    };
    may_be(act, &round)?;
    store::add(act.writer(), union, &round, act.now())?;
    for (place, item) in (1_i64..).zip(store::items(act, union, old.id)?) {
        act.run(
            store::ADD_ITEM,
            &[&union, &round.id, &item.good, &place, &item.price, &item.quantity],
        )?;
    }
    told(act, &round, Some(old.id))?;
    Ok(Done::to(format!("/rounds/{}/edit", round.id))
        .record(round.id)
        .say("rounds.said.copied"))
}

/// The day of a round like one of before: as many days from the festival as then, in the first year in which that is
/// still to come.
fn next_day(old: &Round, today: Date) -> Date {
    let festival = old.festival.as_deref().and_then(kernel::Festival::from_key);
    let near = |year: i16| -> Option<Date> {
        let festival = festival?;
        let offset = (old.day.year() - 1..=old.day.year() + 1)
            .filter_map(|y| festival.date(y))
            .map(|on| on.days_until(old.day))
            .min_by_key(|days| days.abs())?;
        Some(festival.date(year)?.plus_days(offset))
    };
    let found = (old.day.year() + 1..=old.day.year() + 10)
        .filter_map(near)
        .find(|day| *day >= today);
    found.unwrap_or_else(|| {
        let mut day = old.day.plus_months(12);
        while day < today {
            day = day.plus_months(12);
        }
        day
    })
}

/// Goods a head, as they are typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewItem {
    id: RoundId,
    name: Text<40>,
    unit: Text<8>,
    price: Yuan,
    quantity: i64,
}

/// Adds goods to what a head receives.
pub(super) fn add_item(act: &mut Act<'_>, form: NewItem) -> Reply<Done> {
    let union = act.union();
    let round = store::get(act, union, form.id)?;
    round.state.need_open()?;
    let price = amount("price", form.price)?;
    if !(1..=1000).contains(&form.quantity) {
        return Err(Refusal::field("quantity", "rounds.refusal.quantity").into());
    }
    let items = store::items(act, union, round.id)?;
    if items.len() >= ITEMS {
        return Err(Refusal::new("rounds.refusal.items").arg("most", ITEMS).into());
    }
    let good = stock::make_good(act, &form.name, &form.unit)?;
    if items.iter().any(|item| item.good == good) {
        return Err(Refusal::field("name", "rounds.refusal.item_twice").into());
    }
    let place = i64::try_from(items.len()).unwrap_or(i64::MAX);
    act.run(
        store::ADD_ITEM,
        &[&union, &round.id, &good, &place, &price, &form.quantity],
    )?;
    contents(act, round.id)?;
    Ok(Done::to(format!("/rounds/{}/contents", round.id)).record(round.id))
}

/// Goods of a round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct OfItem {
    id: RoundId,
    good: GoodId,
}

/// Takes goods away from what a head receives.
pub(super) fn remove_item(act: &mut Act<'_>, form: OfItem) -> Reply<Done> {
    let union = act.union();
    store::get(act, union, form.id)?.state.need_open()?;
    act.run_fresh(store::REMOVE_ITEM, &[&union, &form.id, &form.good])?;
    contents(act, form.id)?;
    Ok(Done::to(format!("/rounds/{}/contents", form.id)).record(form.id))
}

/// Keeps what a head receives is worth.
fn contents(act: &Act<'_>, id: RoundId) -> Reply<()> {
    let items = store::items(act, act.union(), id)?;
    let worth = model::worth(&items).ok_or_else(|| Refusal::field("price", "web.refusal.large"))?;
    act.run_fresh(store::WORTH, &[&act.union(), &id, &worth])?;
    act.note(&Happened::Contents {
        round: id,
        items: &items,
        worth,
    })?;
    Ok(())
}

/// An approval.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Approve {
    id: RoundId,
    version: i64,
    /// Why it goes on where a rule asks for a reason.
    reason: Option<Text<200>>,
}

/// Approves a round: somebody else than whoever made it or its list, and not beyond the rules, as they stand now: what people have
/// received since the list was checked counts. The list stays as it is from now on; single
/// people are added and struck with a reason.
pub(super) fn approve(act: &mut Act<'_>, form: Approve) -> Reply<Done> {
    let union = act.union();
    let round = store::get(act, union, form.id)?;
    round.state.need(round.state == State::Checked)?;
    if round.version != form.version {
        return Err(Refusal::stale().into());
    }
    let account = act.actor().account;
    if round.is_work_of(account) || store::put_on_list(act, union, round.id, account)? {
        return Err(Refusal::new("rounds.refusal.own").status(409).into());
    }
    let items = store::items(act, union, round.id)?;
    let people = store::progress(act, union, round.id)?.iter().map(|p| p.on).sum();
    let whole = Whole {
        round: &round,
        items: &items,
        people,
    };
    listing::look_again(act, &round)?;
    let reason = form.reason.as_deref();
    found::allow(act, &whole, reason)?;
    let (at, by) = store::by(act);
    act.run_fresh(store::APPROVED, &[&union, &round.id, &form.version, &at, &by, &reason])?;
    found::keep(act, &whole, reason)?;
    act.note(&Happened::Approved {
        round: round.id,
        people,
        reason,
    })?;
    Ok(Done::to(format!("/rounds/{}", round.id))
        .record(round.id)
        .say("rounds.said.approved"))
}

/// Takes the approval back, as long as nothing is handed out.
pub(super) fn reopen(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    store::get(act, union, form.id)?;
    act.run_fresh(store::REOPENED, &[&union, &form.id, &form.version])?;
    act.note(&Happened::Reopened { round: form.id })?;
    Ok(Done::to(format!("/rounds/{}", form.id))
        .record(form.id)
        .say("rounds.said.reopened"))
}

/// A round that is dropped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Drop {
    id: RoundId,
    version: i64,
    why: Text<200>,
}

/// Drops a round of which nothing was handed out.
pub(super) fn drop_it(act: &mut Act<'_>, form: Drop) -> Reply<Done> {
    let union = act.union();
    store::get(act, union, form.id)?;
    if stock::balances(act, union, Some(form.id))?.values().any(|n| *n != 0) {
        return Err(Refusal::new("rounds.refusal.stock_left")
            .next(format!("/stock/move?round={}", form.id))
            .into());
    }
    act.run_fresh(store::DROPPED, &[&union, &form.id, &form.version, &form.why])?;
    act.note(&Happened::Dropped {
        round: form.id,
        why: &form.why,
    })?;
    Ok(Done::to("/rounds").record(form.id).say("rounds.said.dropped"))
}
