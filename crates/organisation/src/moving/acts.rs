//! What people do with a transfer: start it, call it back, accept or return it, record an answer that came on paper.

use dispatch::{Addressee, Answer, NewLetter, Way};
use kernel::{Date, Lang, Text, UnionId};
use org::{
    BodyId, MemberId, NewMember, Status, accounts,
    members::{Field, When, history, sealed, store},
    tree::store as tree,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Fault, Record, Refusal, Reply, View, Yuan};

use super::{
    LETTER, RECORD,
    model::{self, Body, Person, open_of},
};
use crate::members::{
    KIND,
    register::{self, Counted},
};

/// The kinds that this crate's own acts may meet.
const KINDS: &[dispatch::Kind] = &[LETTER];

/// Refuses while a transfer of the member is under way: it has to be called back first.
///
/// # Errors
/// The refusal, which leads to the transfer; the store's.
pub(crate) fn none_under_way(act: &Act<'_>, member: MemberId) -> Reply<()> {
    match open_of(act, act.union(), member)? {
        None => Ok(()),
        Some(letter) => Err(under_way(letter.id).into()),
    }
}

/// The refusal while a transfer is under way, which leads to it.
pub(crate) fn under_way(id: dispatch::LetterId) -> Refusal {
    let refusal = Refusal::new("organisation.moving.under_way").status(409);
    refusal.next(LETTER.path(id))
}

/// A transfer to be started.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Start {
    id: MemberId,
    version: i64,
    /// The receiving union, one of this tree or one whose card is known.
    to: Option<UnionId>,
    /// Its name, if it is neither: the transfer goes on paper.
    outside: Option<Text<60>>,
    /// Dues are paid up to and with this month, `2026-11`.
    dues_until: Text<20>,
    /// The dues of a month.
    dues: Option<Yuan>,
    /// Since when the member is moving.
    on: Date,
    /// Why.
    reason: Text<200>,
}

/// Starts the transfer of a member, who is moving out from now on.
pub(super) fn start(act: &mut Act<'_>, form: Start) -> Reply<Done> {
    let (union, id) = (act.union(), form.id);
    let member = store::get(act, union, id)?;
    none_under_way(act, id)?;
    if !member.status.may_become(Status::Moving) {
        return Err(Refusal::new("organisation.moving.cannot").status(409).into());
    }
    accounts::may_leave(act, id)?;
    let to = addressee(act, form.to, form.outside.as_ref())?;
    let until = model::month(&form.dues_until);
    let until = until.ok_or_else(|| Refusal::field("dues_until", "organisation.moving.month"))?;
    if form.dues.is_some_and(|Yuan(money)| money.fen() < 0) {
        return Err(Refusal::field("dues", "web.refusal.amount").into());
    }
    let known = history::believed(act, union, id)?;
    let known = known.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    let number = sealed::identity(act, union, id)?;
    let basis = fill("organisation.moving.basis_out", &[("union", &to.name)]);
    register::stand(
        act,
        (id, form.version),
        Status::Moving,
        (form.on, false),
        (Some(&basis), Counted::Usual),
    )?;
    let body = Body::new(
        (&member.name, &form.reason),
        until,
        form.dues.map(|Yuan(money)| money),
        (form.on, member.status),
    );
    let person = serde_json::to_vec(&Person::new(&known, number.as_ref())).map_err(Fault::other)?;
    let person = zeroize::Zeroizing::new(person);
    let letter = NewLetter {
        kind: &LETTER,
        // paper is written by hand from the slip: nothing need be kept for the way
        sealed: (to.way != Way::Paper).then_some(person.as_slice()),
        to,
        subject: fill("organisation.moving.subject", &[("name", &member.name)]),
        record: Record::new(KIND, id),
        body: body.text()?,
    };
    let letter = dispatch::send(act, &letter)?;
    Ok(Done::to(format!("/transfers/{letter}"))
        .record(letter)
        .say("organisation.moving.started"))
}

/// A sentence of the union's own papers, which are in Chinese.
pub(super) fn fill(key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
    ui::words::fill(ui::words::find(Lang::Zh, key).unwrap_or_default(), args)
}

/// To whom a transfer goes: a union chosen, or one named.
fn addressee(act: &Act<'_>, to: Option<UnionId>, outside: Option<&Text<60>>) -> Reply<Addressee> {
    let unknown = || Refusal::field("to", "organisation.moving.to_unknown");
    match (to, outside) {
        (Some(to), None) => {
            let found = dispatch::files::address(act, to)?.ok_or_else(unknown)?;
            if to == act.union() {
                return Err(Refusal::field("to", "organisation.moving.to_us").into());
            }
            if found.way == Way::House && top(act, to)? != top(act, act.union())? {
                return Err(unknown().into());
            }
            Ok(found)
        }
        (None, Some(name)) => Ok(Addressee {
            way: Way::Paper,
            union: None,
            name: name.as_str().to_owned(),
        }),
        (None, None) => Err(Refusal::field("to", "organisation.moving.to_nobody").into()),
        (Some(_), Some(_)) => Err(Refusal::field("outside", "organisation.moving.to_both").into()),
    }
}

/// The union at the top of the tree in which a union stands.
pub(super) fn top(view: &View<'_>, union: UnionId) -> Reply<UnionId> {
    Ok(tree::above(view, union)?.first().map_or(union, |node| node.id))
}

/// A transfer, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    id: dispatch::LetterId,
    version: i64,
}

/// Calls a transfer back.
pub(super) fn recall(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    ours(act, form.id)?;
    dispatch::recall(act, KINDS, form.id, form.version)?;
    Ok(done(form.id, "organisation.moving.recalled"))
}

fn done(id: dispatch::LetterId, said: &str) -> Done {
    Done::to(format!("/transfers/{id}")).record(id).say(said)
}

/// A transfer that this union has sent.
fn ours(act: &Act<'_>, id: dispatch::LetterId) -> Reply<()> {
    let letter = dispatch::sent(act, act.union(), id)?;
    match letter.filter(|l| l.kind == LETTER.name) {
        Some(_) => Ok(()),
        None => Err(Refusal::missing().into()),
    }
}

/// Which answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Came {
    /// Accepted.
    Accepted,
    /// Returned.
    Returned,
}

/// An answer that came on paper or by telephone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ByHand {
    id: dispatch::LetterId,
    version: i64,
    answer: Came,
    on: Date,
    /// On what it rests: the number of the receipt; why it was returned.
    why: Text<200>,
}

/// Records what became of a transfer that went outside the installation.
pub(super) fn by_hand(act: &mut Act<'_>, form: ByHand) -> Reply<Done> {
    ours(act, form.id)?;
    let answer = match form.answer {
        Came::Accepted => Answer::Accepted { on: form.on },
        Came::Returned => Answer::Returned {
            on: form.on,
            why: form.why.as_str().to_owned(),
        },
    };
    dispatch::record_by_hand(act, KINDS, (form.id, form.version), &answer, &form.why)?;
    Ok(done(form.id, "organisation.moving.recorded"))
}

/// A transfer to be accepted.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Accept {
    id: dispatch::LetterId,
    version: i64,
    /// Into which branch or group.
    group: Option<BodyId>,
    /// With effect from which day.
    on: Date,
    /// Really another person than the one of the same name and phone.
    #[serde(default)]
    another: bool,
}

/// Accepts a transfer: the person is a member here from the day on.
pub(super) fn accept(act: &mut Act<'_>, form: Accept) -> Reply<Done> {
    let (union, id) = (act.union(), form.id);
    let letter = dispatch::received(act, union, id)?.filter(|l| l.kind == LETTER.name);
    let letter = letter.ok_or_else(Refusal::missing)?;
    if let Some(answer) = letter.answer() {
        let key = match answer {
            Answer::Withdrawn { .. } => "organisation.moving.gone",
            _ => "organisation.moving.answered",
        };
        return Err(Refusal::new(key).status(409).into());
    }
    Body::read(&letter.body)?;
    if form.on > act.today() || form.on < letter.sent_at.day() {
        return Err(Refusal::field("on", "organisation.moving.day").into());
    }
    let plain = dispatch::open_in(act, union, id)?;
    let plain = plain.ok_or_else(|| Refusal::new("organisation.moving.unreadable").status(409))?;
    let person = Person::read(plain.bytes())?;
    let member = take_over(act, &person, &form, &letter.from_name)?;
    dispatch::accept(act, (id, form.version), form.on, Record::new(KIND, member))?;
    settle(act, id, flow::Outcome::Done { on: act.today() })?;
    Ok(done(id, "organisation.moving.accepted"))
}

/// Ends the tasks that a transfer had left.
pub(super) fn settle(act: &Act<'_>, id: dispatch::LetterId, outcome: flow::Outcome) -> Reply<()> {
    for task in flow::of_source(act, act.union(), Record::new(RECORD, id))? {
        flow::settle(act, task.id, outcome.clone())?;
    }
    Ok(())
}

/// Puts the person into the register: anew, or again if they were a member here before.
fn take_over(act: &Act<'_>, person: &Person, form: &Accept, from: &str) -> Reply<MemberId> {
    let (union, known, number) = (act.union(), person.particulars(), person.identity());
    let basis = fill("organisation.moving.basis_in", &[("union", &from)]);
    let phone = known.get(Field::Phone).unwrap_or_default();
    let before = match &number {
        Some(number) => sealed::with_identity(act, union, number)?,
        None => None,
    };
    let before = match before {
        None if !form.another => store::same(act, union, known.name(), phone, None)?,
        before => before,
    };
    let before = before.map(|id| store::get(act, union, id)).transpose()?;
    match before {
        Some(card) if card.status == Status::Died => Err(Refusal::new("organisation.moving.died").status(409).into()),
        Some(card) if !card.status.belongs() => {
            again(act, (card.id, card.version), &known, form, &basis)?;
            Ok(card.id)
        }
        // registered here ahead of the letter: it is the same entry
        Some(card) if number.is_some() => Ok(card.id),
        Some(_) => Err(Refusal::new("organisation.moving.same_name")
            .and("another", "org.members.twice_how")
            .status(409)
            .into()),
        None => {
            let new = NewMember {
                group: form.group,
                joined: known.day(Field::Joined).map(|day| day.min(form.on)).or(Some(form.on)),
                since: Some(form.on),
                another: form.another,
                identity: number,
                ..NewMember::of(known)
            };
            register::move_in(act, new, Some(&basis))
        }
    }
}

/// Takes somebody in again who was a member here before: the same entry goes on.
fn again(
    act: &Act<'_>,
    (id, version): (MemberId, i64),
    known: &org::members::Particulars,
    form: &Accept,
    basis: &str,
) -> Reply<()> {
    let how = (form.on, false);
    register::stand(act, (id, version), Status::Active, how, (Some(basis), Counted::MovedIn))?;
    let now = history::believed(act, act.union(), id)?;
    let mut to = now.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    for (field, text) in known.known().filter(|(field, _)| *field != Field::Joined) {
        // it was read as one of its kind before
        let _ = to.set(field, text);
    }
    let group = form.group.map(|id| id.to_string()).unwrap_or_default();
    let _ = to.set(Field::Group, &group);
    let version = store::get(act, act.union(), id)?.version;
    register::change(act, (id, version), &to, (When::From(form.on), true), Some(basis)).map(drop)
}

/// A transfer to be returned.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Return {
    id: dispatch::LetterId,
    version: i64,
    why: Text<200>,
}

/// Sends a transfer back.
pub(super) fn return_back(act: &mut Act<'_>, form: Return) -> Reply<Done> {
    let letter = dispatch::received(act, act.union(), form.id)?;
    if letter.is_none_or(|l| l.kind != LETTER.name) {
        return Err(Refusal::missing().into());
    }
    dispatch::return_back(act, (form.id, form.version), &form.why)?;
    settle(act, form.id, flow::Outcome::Done { on: act.today() })?;
    Ok(done(form.id, "organisation.moving.returned"))
}
