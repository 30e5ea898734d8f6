//! Handing out: people sign, and what was signed for is counted. The register, what each member received, and the stock
//! say the same as the signed sheets.

use std::collections::BTreeMap;

use jobs::Desk;
use kernel::{Date, Lang, Money};
use org::{BodyId, MemberId};
use rustc_hash::FxHashMap;
use web::{Act, Actor, Done, Fault, Refusal, Reply, Stop, View};

use super::{
    acts::Which,
    event::Happened,
    listing::{Seen, leavers},
    model::{self, Counts, Item, Line, Reconciled, Round, State, count},
    record, signed, store,
};
use crate::{
    given::{self, Gift},
    reason,
    stock::{self, GoodId},
};

/// Begins to hand out: goods lie ready for everybody on the list, and all are asked to sign.
pub(super) fn begin(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    let round = store::get(act, union, form.id)?;
    round.state.need(round.state == State::Approved)?;
    let (at, by) = store::by(act);
    act.run_fresh(store::HANDING, &[&union, &round.id, &form.version, &at, &by])?;
    let lines = store::lines(act, union, round.id)?;
    let gone = leavers(act, &round, &lines)?;
    if !gone.is_empty() {
        return Err(Refusal::new("rounds.refusal.left")
            .arg("n", gone.len())
            .next(format!("/rounds/{}/checks", round.id))
            .into());
    }
    let on: Vec<Line> = lines.into_iter().filter(|line| !line.struck).collect();
    let items = store::items(act, union, round.id)?;
    covers(act, &round, &items, on.len())?;
    signed::expect(
        act,
        round.id,
        &round.title,
        (&model::contents(&items), round.worth),
        &on,
    )?;
    act.note(&Happened::Handing {
        round: round.id,
        people: on.len(),
    })?;
    Ok(Done::to(format!("/rounds/{}", round.id))
        .record(round.id)
        .say("rounds.said.handing"))
}

/// Refuses unless goods lie ready for so many people.
fn covers(act: &Act<'_>, round: &Round, items: &[Item], people: usize) -> Reply<()> {
    let lies = stock::balances(act, act.union(), Some(round.id))?;
    for item in items {
        let need = times(people, item.quantity)?;
        let there = lies.get(&item.good).copied().unwrap_or_default();
        if there < need {
            return Err(Refusal::new("rounds.refusal.short")
                .arg("good", &item.name)
                .arg("there", there)
                .arg("need", need)
                .next(format!("/purchases/new?round={}", round.id))
                .into());
        }
    }
    Ok(())
}

fn times(people: usize, quantity: i64) -> Reply<i64> {
    let n = i64::try_from(people).ok().and_then(|n| n.checked_mul(quantity));
    n.ok_or_else(|| Fault::other("a count past its limits").into())
}

/// What was signed for since the last time is counted now.
pub(super) fn settle_now(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let round = store::get(act, act.union(), form.id)?;
    round.state.need(round.state == State::Handing)?;
    let signed = signed::signed(act, round.id)?;
    if !settle(act, &round, &signed)? {
        return Err(Refusal::new("rounds.refusal.nothing_new").into());
    }
    Ok(Done::to(format!("/rounds/{}", round.id))
        .record(round.id)
        .say("rounds.said.settled"))
}

/// Makes what was given what was signed for; says whether there was anything to do.
///
/// # Errors
/// A refusal where the stock does not hold so much; the store's.
pub(super) fn settle(act: &Act<'_>, round: &Round, signed: &[(MemberId, Date)]) -> Reply<bool> {
    let union = act.union();
    let lines = store::lines(act, union, round.id)?;
    let plan = Reconciled::of(&lines, signed);
    if plan.is_empty() {
        return Ok(false);
    }
    let items = store::items(act, union, round.id)?;
    let pieces = |people: usize| -> Reply<Vec<(GoodId, i64)>> {
        items
            .iter()
            .map(|item| Ok((item.good, times(people, item.quantity)?)))
            .collect()
    };
    stock::hand(
        act,
        round.id,
        &pieces(plan.give.len())?,
        &pieces(plan.take.len())?,
        act.today(),
    )?;
    let counted = Counting::of(act, &plan)?;
    take_back(act, round, &plan)?;
    give(act, round, &items, &plan, &counted)?;
    mark(act, round, &plan, &counted)?;
    post(act, round, &plan, &lines, &counted)?;
    act.note(&Happened::Settled {
        round: round.id,
        given: plan.give.len(),
        taken_back: plan.take.len(),
    })?;
    Ok(true)
}

/// For which day something counts: the day it was signed for, or today where that day is in a closed period.
struct Counting(BTreeMap<Date, Date>);

impl Counting {
    fn of(act: &Act<'_>, plan: &Reconciled) -> Reply<Self> {
        let mut days = BTreeMap::new();
        for (_, _, day) in &plan.give {
            if !days.contains_key(day) {
                days.insert(*day, open_day(act, *day)?);
            }
        }
        Ok(Self(days))
    }
    fn day(&self, signed: Date) -> Date {
        self.0.get(&signed).copied().unwrap_or(signed)
    }
}

fn open_day(act: &Act<'_>, day: Date) -> Reply<Date> {
    let closed = facts::register::store::closed(act, act.union(), day)?;
    Ok(if closed { act.today() } else { day })
}

fn take_back(act: &Act<'_>, round: &Round, plan: &Reconciled) -> Reply<()> {
    let why = ui::words::word(Lang::Zh, "rounds.unsigned");
    for (member, _) in &plan.take {
        given::take_back_from(act, record(round.id), *member, &why)?;
    }
    Ok(())
}

fn give(act: &Act<'_>, round: &Round, items: &[Item], plan: &Reconciled, counted: &Counting) -> Reply<()> {
    let what = model::contents(items);
    let gifts: Vec<Gift<'_>> = plan
        .give
        .iter()
        .map(|(member, _, day)| Gift {
            member: *member,
            day: counted.day(*day),
            kind: round.kind.given(),
            amount: round.worth,
            what: &what,
        })
        .collect();
    given::give(act, record(round.id), &gifts)
}

type Mark = (MemberId, Option<Date>, Option<Date>);

fn mark(act: &Act<'_>, round: &Round, plan: &Reconciled, counted: &Counting) -> Reply<()> {
    let mut marks: FxHashMap<MemberId, Mark> = FxHashMap::default();
    for (member, _) in &plan.take {
        marks.insert(*member, (*member, None, None));
    }
    for (member, _, day) in &plan.give {
        marks.insert(*member, (*member, Some(*day), Some(counted.day(*day))));
    }
    let marks: Vec<Mark> = marks.into_values().collect();
    store::mark(act.writer(), act.union(), round.id, &marks)?;
    Ok(())
}

/// Posts what was given now. Of a branch of which something was taken back, all is taken back and posted anew, so that the
/// register says of each branch what its sheets say.
fn post(act: &Act<'_>, round: &Round, plan: &Reconciled, before: &[Line], counted: &Counting) -> Reply<()> {
    let union = act.union();
    let touched = plan.touched();
    let mut counts: Counts = count(
        plan.give
            .iter()
            .filter(|(_, body, _)| !touched.contains(body))
            .map(|(_, body, day)| (counted.day(*day), *body)),
    );
    if !touched.is_empty() {
        let living: Vec<_> = facts::register::store::living_of(act, union, record(round.id))?
            .into_iter()
            .filter(|line| touched.contains(&line.branch))
            .collect();
        let why = ui::words::word(Lang::Zh, "rounds.unsigned");
        facts::reverse_these(act, record(round.id), living, &why)?;
        for (day, body) in standing(plan, before, counted) {
            if touched.contains(&body) {
                let n = counts.entry((open_day(act, day)?, body)).or_default();
                *n = n.saturating_add(1);
            }
        }
    }
    let (times, money) = round.kind.measures();
    let mut postings = Vec::new();
    for ((day, body), n) in counts {
        let sum = round
            .worth
            .times(n)
            .ok_or_else(|| Fault::other("a sum past its limits"))?;
        postings.push((day, body, times, n));
        postings.push((day, body, money, sum.fen()));
    }
    facts::post_many(act, record(round.id), &postings)
}

/// Everybody who has received it after the plan, with the day for which it counts.
fn standing<'a>(
    plan: &'a Reconciled,
    before: &'a [Line],
    counted: &'a Counting,
) -> impl Iterator<Item = (Date, Option<BodyId>)> + 'a {
    let gone: rustc_hash::FxHashSet<MemberId> = plan.take.iter().map(|(member, _)| *member).collect();
    let stayed = before
        .iter()
        .filter(move |line| !gone.contains(&line.member))
        .filter_map(|line| Some((line.given_on?, line.body)));
    stayed.chain(plan.give.iter().map(|(_, body, day)| (counted.day(*day), *body)))
}

/// Ends a round: all that was signed for is counted, nothing lies undecided, and who did not come is noted.
pub(super) fn close(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    let round = store::get(act, union, form.id)?;
    let (at, by) = store::by(act);
    act.run_fresh(store::CLOSED, &[&union, &round.id, &form.version, &at, &by])?;
    if let Some(list) = signed::at(act, round.id)?.filter(|list| list.open > 0) {
        return Err(Refusal::new("rounds.refusal.unsigned")
            .arg("n", list.open)
            .next(list.href)
            .into());
    }
    settle(act, &round, &signed::signed(act, round.id)?)?;
    if stock::balances(act, union, Some(round.id))?.values().any(|n| *n != 0) {
        return Err(Refusal::new("rounds.refusal.stock_left")
            .next(format!("/stock/move?round={}", round.id))
            .into());
    }
    let given: i64 = store::progress(act, union, round.id)?.iter().map(|p| p.given).sum();
    let unclaimed = store::strike_open(act.writer(), union, round.id, reason::UNCLAIMED)?;
    act.note(&Happened::Closed {
        round: round.id,
        given,
        unclaimed,
        money: round.worth.times(given).unwrap_or(Money::ZERO),
    })?;
    Ok(Done::to(format!("/rounds/{}", round.id))
        .record(round.id)
        .say("rounds.said.closed"))
}

/// The name of the job that counts signatures each night.
pub const JOB: &str = "care.rounds";

/// The job that counts each night what was signed for during the day.
#[must_use]
pub fn job() -> jobs::Kind {
    jobs::Kind::new(JOB, |desk: &Desk<'_>| {
        let (union, clock) = (desk.union, desk.clock.clone());
        Ok(Box::new(move |w| {
            let nobody = Actor {
                union,
                ..Actor::stranger(Lang::Zh)
            };
            for round in store::of_state(w, union, State::Handing)? {
                // one round that cannot be counted, as where goods are short, does not hold up the others: whoever opens it
                // finds the same refusal, and what to do
                let done = w.attempt(|w| -> Reply<bool> {
                    let act = Act::new(View::new(w, &nobody, &clock), w);
                    settle(&act, &round, &signed::signed(&act, round.id)?)
                });
                match done {
                    Ok(_) | Err(Stop::Refused(_)) => {}
                    Err(Stop::Fault(Fault::Store(error))) => return Err(error),
                    Err(Stop::Fault(Fault::Other(what))) => return Err(::store::Error::Other(what)),
                }
            }
            Ok(None)
        }))
    })
}
