//! What a visit counts: facts, gifts, what the rules say to it, and the task to answer what was asked for.

use facts::measures::{VISIT_HOUSEHOLDS, VISIT_MONEY, VISIT_PERSON_TIMES};
use kernel::{Date, Lang, Money, Text};
use rules::{Case, Outcome, key};
use web::{Act, Fault, Record, Reply};

use super::{
    acts::flow_me,
    model::{Present, Told, Visit, VisitId, Way},
    reasons::Reason,
    record, store,
};
use crate::given::{self, Gift, Kind};

/// The kind of what was asked for as a record: `/visits/answers/{id}`, by the visit's id.
pub(super) const ANSWER: &str = "visits/answer";

/// What of a record counts: when two tellings have this alike, the register need not move.
pub(super) fn counted(told: &Told) -> (Date, Present, Money, Option<&str>) {
    (told.day, told.present, told.amount, told.what.as_deref())
}

/// What of a record the rules speak of: when two tellings have this alike, what they said stands.
pub(super) fn judged(told: &Told) -> (i64, Way, Option<Date>, Option<&str>) {
    (told.people(), told.way, told.wish_by, told.reason.as_deref())
}

/// Holds a visit against the rules of its day and keeps what they say with it.
pub(super) fn judge(act: &Act<'_>, visit: &Visit, reason: &Reason, told: &Told) -> Reply<()> {
    let (union, why) = (act.union(), told.reason.as_deref());
    let hold = |key, case: &Case, field: &str| -> Reply<()> {
        let judged = rules::judge(act, union, told.day, key, case)?;
        if judged.outcome != Outcome::NoRule {
            rules::keep(act, &judged, record(visit.id), field, why)?;
        }
        Ok(())
    };
    if told.way == Way::Walk {
        hold(&key::VISITORS, &Case::number(told.people()), "visitors")?;
    }
    if let Some(by) = told.wish_by {
        let days = i64::from(told.day.days_until(by));
        hold(&key::VISIT_REPLY, &Case::number(days), "wish_by")?;
    }
    if told.present == Present::None {
        return Ok(());
    }
    if let Some(key) = reason.says.cap {
        hold(key, &Case::money(told.amount), "amount")?;
    }
    if reason.says.kind == Kind::Hospital
        && let Ok(year) = facts::Span::year(told.day.year())
    {
        let before = given::so_far(act, union, visit.member, Kind::Hospital, year)?;
        let of_this = given::of_record(act, union, record(visit.id))?.len();
        let times = before.times.saturating_sub(i64::try_from(of_this).unwrap_or(0));
        hold(&key::HOSPITAL_TIMES, &Case::number(times.saturating_add(1)), "amount")?;
    }
    Ok(())
}

/// The day by which what is asked for is answered, if the rules say one and none was promised.
pub(super) fn promise(act: &Act<'_>, told: &mut Told, wished: bool) -> Reply<()> {
    if wished && told.wish_by.is_none() {
        told.wish_by = reply_by(act, told.day)?;
    }
    Ok(())
}

/// The last day on which the rules of a day would have an answer.
pub(super) fn reply_by(view: &web::View<'_>, day: Date) -> Reply<Option<Date>> {
    let judged = rules::judge(view, view.union(), day, &key::VISIT_REPLY, &Case::number(0))?;
    let days = match judged.limit {
        Some(rules::model::value::Limit::Exact(days)) => days.floor(),
        _ => None,
    };
    Ok(days.and_then(|n| i32::try_from(n).ok()).map(|n| day.plus_days(n)))
}

/// What was given, in the words of the union's own papers.
fn what(told: &Told) -> String {
    let key = match told.present {
        Present::Goods => "visits.present.goods",
        _ => "visits.present.money",
    };
    let usual = ui::words::find(Lang::Zh, key).unwrap_or_default();
    told.what.clone().unwrap_or_else(|| usual.to_owned())
}

/// Posts what a visit counts and tells what was given. Its money is asked for by [`payment`](super::payment).
pub(super) fn count(act: &Act<'_>, visit: &Visit, reason: &Reason, told: &Told) -> Reply<()> {
    let postings = [
        (&VISIT_PERSON_TIMES, 1),
        (&VISIT_HOUSEHOLDS, 1),
        (&VISIT_MONEY, told.amount.fen()),
    ];
    facts::post(act, record(visit.id), told.day, visit.branch, None, &postings)?;
    if told.present == Present::None {
        return Ok(());
    }
    let what = what(told);
    let gift = Gift {
        member: visit.member,
        day: told.day,
        kind: reason.says.kind,
        amount: told.amount,
        what: &what,
    };
    given::give(act, record(visit.id), &[gift])?;
    Ok(())
}

/// Takes back what a visit counted and gave.
pub(super) fn take_back(act: &Act<'_>, id: VisitId, why: &str) -> Reply<()> {
    facts::reverse(act, record(id), why)?;
    given::take_back(act, record(id), why)?;
    Ok(())
}

/// Leaves a task to answer what was asked for, with whoever went.
pub(super) fn ask_for_answer(act: &Act<'_>, visit: &Visit, told: &Told) -> Reply<()> {
    let group = visit.branch_name.as_deref().unwrap_or_default();
    let (key, who) = if visit.sensitive {
        ("visits.task.answer_private", group)
    } else {
        ("visits.task.answer", visit.name.as_str())
    };
    let title = ui::words::fill(ui::words::find(Lang::Zh, key).unwrap_or_default(), &[("who", &who)]);
    let title: Text<200> = Text::new(&title).map_err(Fault::other)?;
    let task = flow::NewTask {
        owner: flow_me(act),
        branch: visit.branch,
        due: told.wish_by,
        source: Some(Record::new(ANSWER, visit.id)),
        ..flow::NewTask::new(title, flow::Field::Care)
    };
    let task = flow::add(act, &task)?;
    store::wish_task(act.writer(), act.union(), visit.id, Some(task))?;
    Ok(())
}
