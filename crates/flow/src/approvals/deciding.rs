//! Who may decide a case, and what stands in the way. No SQL, no clock.

use kernel::{Date, Instant, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;
use web::{Refusal, Stop};

use super::{
    model::{CaseId, CaseState, Mark, Person, Step, What},
    setup::Seat,
};

/// A case as it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: CaseId,
    /// The version, for acts upon it.
    pub version: i64,
    /// The year its number belongs to.
    pub year: i64,
    /// Its number in the year.
    pub number: i64,
    /// The kind's key.
    pub kind: String,
    /// The kind of the record it is about.
    pub record_kind: String,
    /// The record it is about.
    pub record_id: Uuid,
    /// What it is about.
    pub title: String,
    /// The amount.
    pub amount: Option<Money>,
    /// By when it should be decided.
    pub due: Option<Date>,
    /// Whether its title is for few eyes.
    pub sealed: bool,
    /// Where it stands.
    pub state: CaseState,
    /// How often it was sent in.
    pub round: i64,
    /// The step at which it stands, from 1.
    pub step: i64,
    /// When it was first sent in.
    pub asked_at: Instant,
    /// Who asked.
    pub asked: Person,
    /// When it ended, or was returned.
    pub closed_at: Option<Instant>,
    /// Why it was refused or returned.
    pub why: Option<String>,
    /// Whom it benefits.
    pub benefits: Vec<MemberId>,
    /// The steps of this round.
    pub steps: Vec<Step>,
    /// What was done, in order, in all rounds.
    pub marks: Vec<Mark>,
}

/// Why somebody cannot decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cannot {
    /// It is not open.
    Closed,
    /// The step does not name them, nor anybody whose deputy they are.
    NotYours,
    /// They asked for it.
    Asked,
    /// It benefits them.
    Benefits,
    /// They have decided already in this round, for themselves or for somebody.
    Done,
    /// The person whom they would stand for has decided already.
    SeatDone,
    /// The person whom they would stand for has to keep out of it, and others of this step are free to decide.
    OthersCan,
}

impl Cannot {
    /// The word key of the sentence that says so.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Cannot::Closed => "approvals.cannot.closed",
            Cannot::NotYours => "approvals.cannot.not_yours",
            Cannot::Asked => "approvals.cannot.asked",
            Cannot::Benefits => "approvals.cannot.benefits",
            Cannot::Done => "approvals.cannot.done",
            Cannot::SeatDone => "approvals.cannot.seat_done",
            Cannot::OthersCan => "approvals.cannot.others_can",
        }
    }
    /// The answer to the person.
    #[must_use]
    pub fn refusal(self) -> Refusal {
        let status = if self == Cannot::Closed { 409 } else { 403 };
        Refusal::new(self.word()).status(status)
    }
}
impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        cannot.refusal().into()
    }
}

/// As whom somebody decides: for themselves, or for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hat {
    /// The person stood for.
    pub instead_of: Option<Person>,
    /// Whether that person has to keep out of it.
    pub recused: bool,
}

/// What follows a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// More people of the same step.
    More,
    /// The next step.
    Step(i64),
    /// Nothing more: it is approved.
    Approved,
}

/// Why a step cannot be done by those it names: too few of them are free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stuck {
    /// How many more people the step needs.
    pub needed: i64,
    /// How many are free.
    pub free: i64,
    /// Whoever asked for it, if named by the step.
    pub asked: Vec<String>,
    /// Those it benefits.
    pub benefits: Vec<String>,
    /// Those who have decided already at another step.
    pub done: Vec<String>,
}

impl Standing {
    /// Its number as it is written: `2026-12`.
    #[must_use]
    pub fn number_words(&self) -> String {
        format!("{}-{}", self.year, self.number)
    }
    /// Who may decide at the step where it stands.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        self.steps
            .iter()
            .find(|s| s.number == self.step)
            .map_or(&[], |s| s.plan.who.as_slice())
    }
    /// What was decided in this round.
    fn decisions(&self) -> impl Iterator<Item = &Mark> {
        let said = |m: &&Mark| matches!(m.what, What::Approved | What::Refused | What::Returned);
        self.marks.iter().filter(|m| m.round == self.round).filter(said)
    }
    fn said_yes(&self, step: i64) -> i64 {
        let yes = self
            .decisions()
            .filter(|m| m.step == step && m.what == What::Approved)
            .count();
        i64::try_from(yes).unwrap_or(i64::MAX)
    }
    /// How many more people the step needs.
    fn missing(&self) -> i64 {
        let step = self.steps.iter().find(|s| s.number == self.step);
        step.map_or(0, |s| s.plan.needed - self.said_yes(s.number))
    }
    /// Whoever has decided in this round, and whom they stood for.
    fn has_decided(&self, who: &Person) -> bool {
        self.decisions()
            .any(|m| m.by.is(who) || m.instead_of.as_ref().is_some_and(|p| p.is(who)))
    }
    /// Whether somebody asked for it, in this round or in one before: what they asked for stays theirs, whoever sends it in again.
    fn has_asked(&self, who: &Person) -> bool {
        let asked = |m: &&Mark| matches!(m.what, What::Asked | What::Again);
        self.asked.is(who) || self.marks.iter().filter(asked).any(|m| m.by.is(who))
    }
    /// Why somebody has to keep out of it.
    #[must_use]
    pub fn conflict(&self, who: &Person) -> Option<Cannot> {
        if self.has_asked(who) {
            Some(Cannot::Asked)
        } else if who.member.is_some_and(|m| self.benefits.contains(&m)) {
            Some(Cannot::Benefits)
        } else {
            None
        }
    }
    fn is_free(&self, who: &Person) -> bool {
        self.conflict(who).is_none() && !self.has_decided(who)
    }

    /// As whom somebody may decide now. `entitled` are those whom the step names, `principals` those whose deputy the person
    /// is today.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn hat(&self, me: &Person, entitled: &[Person], principals: &[Person]) -> Result<Hat, Cannot> {
        if self.state != CaseState::Open {
            return Err(Cannot::Closed);
        }
        let own = entitled.iter().any(|p| p.is(me));
        let stood_for: Vec<&Person> = principals
            .iter()
            .filter(|p| !p.is(me) && entitled.iter().any(|e| e.is(p)))
            .collect();
        if !own && stood_for.is_empty() {
            return Err(Cannot::NotYours);
        }
        if let Some(conflict) = self.conflict(me) {
            return Err(conflict);
        }
        if self.has_decided(me) {
            return Err(Cannot::Done);
        }
        if own {
            return Ok(Hat {
                instead_of: None,
                recused: false,
            });
        }
        let mut cannot = Cannot::SeatDone;
        for person in stood_for {
            if self.has_decided(person) {
                continue;
            }
            let recused = self.conflict(person).is_some();
            if recused && self.free(entitled) >= self.missing() {
                cannot = Cannot::OthersCan;
                continue;
            }
            return Ok(Hat {
                instead_of: Some(person.clone()),
                recused,
            });
        }
        Err(cannot)
    }

    fn free(&self, entitled: &[Person]) -> i64 {
        let free = entitled.iter().filter(|p| self.is_free(p)).count();
        i64::try_from(free).unwrap_or(i64::MAX)
    }

    /// What follows when one more person says yes.
    #[must_use]
    pub fn after_yes(&self) -> Next {
        if self.missing() > 1 {
            return Next::More;
        }
        let next = self.steps.iter().map(|s| s.number).filter(|n| *n > self.step).min();
        next.map_or(Next::Approved, Next::Step)
    }

    /// Whether too few of those whom the step names are free to decide; who stands in the way, and why.
    #[must_use]
    pub fn stuck(&self, entitled: &[Person]) -> Option<Stuck> {
        let (needed, free) = (self.missing(), self.free(entitled));
        if self.state != CaseState::Open || free >= needed {
            return None;
        }
        let mut stuck = Stuck {
            needed,
            free,
            asked: Vec::new(),
            benefits: Vec::new(),
            done: Vec::new(),
        };
        for person in entitled {
            match self.conflict(person) {
                Some(Cannot::Asked) => stuck.asked.push(person.name.clone()),
                Some(_) => stuck.benefits.push(person.name.clone()),
                None if self.has_decided(person) => stuck.done.push(person.name.clone()),
                None => {}
            }
        }
        Some(stuck)
    }

    /// Those who said yes in this round, each with whom they stood for.
    pub fn approvers(&self) -> impl Iterator<Item = &Mark> {
        self.decisions().filter(|m| m.what == What::Approved)
    }
}
