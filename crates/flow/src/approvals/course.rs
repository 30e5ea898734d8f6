//! What happens to a case. The systems above and the pages alike go through here, so that rights and conflicts are checked and
//! events noted in one place.

use std::collections::BTreeMap;

use ::store::{Error, OnConstraint, Reader};
use kernel::UnionId;
use web::{Act, Record, Refusal, Reply, Stop, View};

use super::{
    deciding::{Cannot, Hat, Next, Standing},
    event::Happened,
    model::{CaseId, CaseLine, CaseState, Decided, Kind, NewCase, Outcome, Person, What},
    setup::Seat,
    store::{self, deputies, lists, people},
};

/// Most people whom a case may name as those it benefits.
pub const BENEFITS: usize = 5_000;

/// Opens a case of a record. Whoever calls has checked that the actor may ask for it.
///
/// # Errors
/// A refusal if the record has an open or returned case of this kind, an amount is below zero or somebody named is not of the
/// union; the store's.
pub fn open(act: &Act<'_>, new: &NewCase<'_>) -> Reply<CaseId> {
    check(new)?;
    let union = act.union();
    let (setup_number, setup) = store::setup(act, union)?;
    let steps = setup.steps(new.kind.key, new.amount);
    let id: CaseId = act.id();
    let year = i64::from(act.today().year());
    let number = act.writer().next_number(union, &format!("approval.{year}"))?;
    store::add(act, id, (year, number), new, steps)
        .on_constraint::<Stop>("approval_case_once", already)
        .map_err(stranger)?;
    store::mark(act, (id, 1, 1), What::Asked, None, None)?;
    act.note(&Happened::Asked {
        case: id,
        kind: new.kind.key,
        of: new.record,
        amount: new.amount,
        benefits: new.benefits.len(),
        setup: setup_number,
    })?;
    Ok(id)
}

fn check(new: &NewCase<'_>) -> Reply<()> {
    if new.amount.is_some_and(|a| a < kernel::Money::ZERO) {
        return Err(Refusal::field("amount", "approvals.refusal.below_zero").into());
    }
    if new.title.trim().is_empty() {
        return Err(Refusal::field("title", "web.refusal.required").into());
    }
    if new.benefits.len() > BENEFITS {
        return Err(Refusal::new("approvals.refusal.too_many_benefit").into());
    }
    Ok(())
}

fn already() -> Stop {
    Refusal::new("approvals.refusal.already").status(409).into()
}

/// Somebody named who is not of the union.
fn stranger(stop: Stop) -> Stop {
    match stop {
        Stop::Fault(web::Fault::Store(Error::Constraint { name })) if name == "foreign_key" => {
            Refusal::new("approvals.refusal.stranger").into()
        }
        other => other,
    }
}

/// Sends a returned case in again, with what it says now: a further round, with the steps of today.
///
/// # Errors
/// A refusal if it was not returned; the store's.
pub fn again(act: &Act<'_>, id: CaseId, new: &NewCase<'_>) -> Reply<()> {
    check(new)?;
    let case = store::get(act, act.union(), id)?;
    if case.state != CaseState::Returned {
        return Err(Refusal::new("approvals.refusal.not_returned").status(409).into());
    }
    let (setup_number, setup) = store::setup(act, act.union())?;
    let steps = setup.steps(new.kind.key, new.amount);
    store::again(act, &case, new, steps).map_err(stranger)?;
    let round = case.round + 1;
    store::mark(act, (id, round, 1), What::Again, None, None)?;
    act.note(&Happened::Again {
        case: id,
        amount: new.amount,
        round,
        setup: setup_number,
    })?;
    Ok(())
}

/// Takes back what is open of a record's cases: the record itself was taken back. The system that asks knows it already, and
/// is not told.
///
/// # Errors
/// The store's.
pub fn withdraw(act: &Act<'_>, record: &Record) -> Reply<()> {
    for id in lists::open_of_record(act, act.union(), record)? {
        let case = store::get(act, act.union(), id)?;
        let version = case.version;
        end(act, &case, version, Outcome::Withdrawn, (None, None))?;
    }
    Ok(())
}

/// The cases of a record, the latest first.
///
/// # Errors
/// The store's.
pub fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<CaseLine>, Error> {
    lists::of_record(read, union, record)
}

/// Ends a case, or returns it.
fn end(
    act: &Act<'_>,
    case: &Standing,
    version: i64,
    outcome: Outcome,
    (hat, why): (Option<&Hat>, Option<&str>),
) -> Reply<()> {
    store::close(act, case, version, outcome.into(), why)?;
    let what = match outcome {
        Outcome::Approved => None,
        Outcome::Refused => Some(What::Refused),
        Outcome::Returned => Some(What::Returned),
        Outcome::Withdrawn => Some(What::Withdrawn),
    };
    if let Some(what) = what {
        store::mark(act, (case.id, case.round, case.step), what, hat, why)?;
    }
    act.note(&Happened::Closed {
        case: case.id,
        outcome,
        instead_of: hat.and_then(|h| h.instead_of.as_ref()).map(|p| p.account),
    })?;
    Ok(())
}

/// What somebody says to a case.
#[derive(Clone, Copy, Debug)]
pub(super) enum Say<'a> {
    Yes(Option<&'a str>),
    No(&'a str),
    Back(&'a str),
}

/// Decides a case as whoever acts; `version` is the one they saw.
pub(super) fn decide(act: &mut Act<'_>, kinds: &Kinds, (id, version): (CaseId, i64), say: Say<'_>) -> Reply<()> {
    let case = store::get(act, act.union(), id)?;
    if !is_seen(act, &case)? {
        return Err(Refusal::missing().into());
    }
    let hat = Desk::new(act)?.hat(act, &case)??;
    let kind = kinds.of(&case.kind)?;
    let decided = |outcome, why: Option<&str>| Decided {
        case: id,
        record_kind: case.record_kind.clone(),
        record_id: case.record_id,
        outcome,
        why: why.map(str::to_owned),
    };
    match say {
        Say::No(why) => {
            end(act, &case, version, Outcome::Refused, (Some(&hat), Some(why)))?;
            (kind.decided)(act, &decided(Outcome::Refused, Some(why)))
        }
        Say::Back(why) => {
            end(act, &case, version, Outcome::Returned, (Some(&hat), Some(why)))?;
            (kind.decided)(act, &decided(Outcome::Returned, Some(why)))
        }
        Say::Yes(note) => {
            let next = case.after_yes();
            let step = match next {
                Next::More | Next::Approved => case.step,
                Next::Step(step) => step,
            };
            let seen = if next == Next::Approved {
                store::close(act, &case, version, CaseState::Approved, None)
            } else {
                store::move_to(act, &case, version, step)
            };
            seen?;
            store::mark(act, (id, case.round, case.step), What::Approved, Some(&hat), note)?;
            act.note(&Happened::Agreed {
                case: id,
                round: case.round,
                step: case.step,
                instead_of: hat.instead_of.as_ref().map(|p| p.account),
            })?;
            if next != Next::Approved {
                return Ok(());
            }
            act.note(&Happened::Closed {
                case: id,
                outcome: Outcome::Approved,
                instead_of: hat.instead_of.as_ref().map(|p| p.account),
            })?;
            (kind.decided)(act, &decided(Outcome::Approved, None))
        }
    }
}

/// Whoever asked takes the case back on its own page.
pub(super) fn take_back(act: &mut Act<'_>, kinds: &Kinds, (id, version): (CaseId, i64)) -> Reply<()> {
    let case = store::get(act, act.union(), id)?;
    if !case.asked.is(&store::me(act)) {
        return Err(Refusal::missing().into());
    }
    if !matches!(case.state, CaseState::Open | CaseState::Returned) {
        return Err(Cannot::Closed.into());
    }
    end(act, &case, version, Outcome::Withdrawn, (None, None))?;
    let decided = Decided {
        case: id,
        record_kind: case.record_kind.clone(),
        record_id: case.record_id,
        outcome: Outcome::Withdrawn,
        why: None,
    };
    (kinds.of(&case.kind)?.decided)(act, &decided)
}

/// The kinds of cases that the systems declare, and that of payments.
#[derive(Clone, Copy, Debug)]
pub struct Kinds(pub(crate) &'static [Kind]);

impl Kinds {
    /// All of them.
    pub(crate) fn all(self) -> impl Iterator<Item = &'static Kind> {
        std::iter::once(&crate::payments::CASES).chain(self.0)
    }
    /// The kind of a key.
    pub(super) fn of(self, key: &str) -> Reply<&'static Kind> {
        let found = self.all().find(|kind| kind.key == key);
        found.ok_or_else(|| web::Fault::other(format!("nobody declares the cases of {key}")).into())
    }
    /// What a kind is called, in words.
    pub(crate) fn word(self, cx: &ui::Cx, key: &str) -> String {
        let found = self.all().find(|kind| kind.key == key);
        found.map_or_else(|| key.to_owned(), |kind| cx.t(kind.word))
    }
}

/// Who may decide what, asked once a request: the person, whose deputy they are, who holds which seat.
pub(super) struct Desk {
    pub(super) me: Person,
    principals: Vec<Person>,
    holders: std::cell::RefCell<BTreeMap<Seat, Vec<Person>>>,
}

impl Desk {
    pub(super) fn new(view: &View<'_>) -> Result<Self, Error> {
        let (me, union, today) = (store::me(view), view.union(), view.today());
        // whoever has left office since stands for nobody any more
        let principals = if people::is_officer(view, union, me.account, today)? {
            deputies::principals(view, union, me.account, today)?
        } else {
            Vec::new()
        };
        Ok(Self {
            principals,
            me,
            holders: std::cell::RefCell::new(BTreeMap::new()),
        })
    }
    /// Those whom the seats name, each once.
    pub(super) fn entitled(&self, view: &View<'_>, seats: &[Seat]) -> Result<Vec<Person>, Error> {
        let mut all: Vec<Person> = Vec::new();
        for seat in seats {
            let known = self.holders.borrow().get(seat).cloned();
            let holders = match known {
                Some(holders) => holders,
                None => {
                    let holders = people::holders(view, view.union(), seat, view.today())?;
                    self.holders.borrow_mut().insert(*seat, holders.clone());
                    holders
                }
            };
            for person in holders {
                if !all.iter().any(|p| p.is(&person)) {
                    all.push(person);
                }
            }
        }
        Ok(all)
    }
    /// As whom the person may decide a case now.
    pub(super) fn hat(&self, view: &View<'_>, case: &Standing) -> Result<Result<Hat, Cannot>, Error> {
        let entitled = self.entitled(view, case.seats())?;
        Ok(case.hat(&self.me, &entitled, &self.principals))
    }
    /// Whether a step of the case names the person, or somebody whose deputy they are.
    fn is_named(&self, view: &View<'_>, case: &Standing) -> Result<bool, Error> {
        for step in &case.steps {
            let entitled = self.entitled(view, &step.plan.who)?;
            if entitled
                .iter()
                .any(|p| p.is(&self.me) || self.principals.iter().any(|of| of.is(p)))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
    /// Whether the person has to do with a case: asked for it, decided in it, or is named by a step.
    pub(super) fn concerns(&self, view: &View<'_>, case: &Standing) -> Result<bool, Error> {
        Ok(case.asked.is(&self.me) || case.marks.iter().any(|m| m.by.is(&self.me)) || self.is_named(view, case)?)
    }
}

/// Whether the reader may see that a case is there at all.
pub(super) fn is_seen(view: &View<'_>, case: &Standing) -> Result<bool, Error> {
    Ok(view.actor().may(org::power::APPROVAL_SEE) || Desk::new(view)?.concerns(view, case)?)
}

/// Whether the reader may see what a case is about.
///
/// # Errors
/// The store's.
pub(crate) fn may_read(view: &View<'_>, id: CaseId) -> Result<bool, Error> {
    let case = store::get(view, view.union(), id)?;
    if !case.sealed && view.actor().may(org::power::APPROVAL_SEE) {
        return Ok(true);
    }
    Desk::new(view)?.concerns(view, &case)
}

/// Who said yes to a case in its last round, each as an account, and the account stood for.
///
/// # Errors
/// The store's.
pub(crate) fn approvers(read: &Reader, union: UnionId, id: CaseId) -> Result<Vec<Person>, Error> {
    let case = store::get(read, union, id)?;
    Ok(case.approvers().map(|m| m.by.clone()).collect())
}

/// Whom a case benefits.
///
/// # Errors
/// The store's.
pub(crate) fn benefits(read: &Reader, union: UnionId, id: CaseId) -> Result<Vec<org::MemberId>, Error> {
    store::benefits(read, union, id)
}
