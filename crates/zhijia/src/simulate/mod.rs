//! Believable data of any size, the same for the same seed: for trials and measurements.
//!
//! A tree of unions from a province, a city or an education union down to places of work; each with its committee, groups,
//! members who joined and left over the years, and a chair with an account. Everything is decided by the seed and a
//! union's place in the tree, ids included, so that two runs give the same rows on either engine.

use kernel::{Clock, Instant, Lang, UnionId};
use org::{BodyId, BodyKind, MemberId, NewBody, Role, Term, bodies, bodies::posts, tree as org_tree};
use store::{Store, Writer};
use web::{Actor, Event, Record};

use crate::commands::trouble;

mod dice;
mod people;
mod register;
mod tree;

use dice::Dice;
use tree::Planned;

pub(crate) use people::people;
pub(crate) use register::enrol;

/// How much is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Unions, the one at the top among them.
    pub unions: u32,
    /// Members of all unions together.
    pub members: u32,
    /// Over how many years they came and went.
    pub years: u8,
    /// Which of all worlds.
    pub seed: u64,
}

/// The most that is made.
const MOST_UNIONS: u32 = 100_000;
const MOST_MEMBERS: u32 = 50_000_000;
const MOST_YEARS: u8 = 20;
/// A group has about so many people.
const GROUP: u32 = 20;
/// So many people, or so many unions, go into one act.
const ACT_PEOPLE: u32 = 20_000;
const ACT_UNIONS: usize = 200;

/// That a union was made up.
#[derive(serde::Serialize)]
struct Simulated {
    #[serde(skip)]
    union: UnionId,
    seed: u64,
    people: u32,
}

impl Event for Simulated {
    fn kind(&self) -> &'static str {
        "union.simulated"
    }
    fn record(&self) -> Record {
        Record::new("union", self.union)
    }
}

impl Size {
    /// What cannot be made, in a sentence that says what can.
    ///
    /// # Errors
    /// That sentence.
    pub fn checked(self) -> Result<Self, String> {
        let within = (1..=MOST_UNIONS).contains(&self.unions)
            && (1..=MOST_MEMBERS).contains(&self.members)
            && (1..=MOST_YEARS).contains(&self.years);
        if !within {
            return Err(format!(
                "工会 1–{MOST_UNIONS} 个，会员 1–{MOST_MEMBERS} 人，1–{MOST_YEARS} 年 / unions, members and years within these limits"
            ));
        }
        if self.members < self.unions {
            return Err("每个工会至少要有一个会员，请增加会员数 / at least one member a union".to_owned());
        }
        Ok(self)
    }
}

/// Fills an empty installation; the sign-in name of the chair at the top, who has no password yet.
///
/// # Errors
/// A sentence: what cannot be made, that the place is not empty, or what the store fails with.
pub fn fill(store: &Store, at: Instant, size: Size, told: &mut dyn FnMut(usize, u32)) -> Result<String, String> {
    let size = size.checked()?;
    if !store.read(org::first_run).map_err(|e| trouble(&e))? {
        return Err(
            "这里已有工会，没有动它；请用一个空的文件夹或数据库 / it holds a union already: use an empty place"
                .to_owned(),
        );
    }
    make(store, at, size, &tree::planned(&size), told)?;
    store.count_anew().map_err(|e| trouble(&e))?;
    Ok(sign_in(0))
}

/// Makes what is planned, act by act.
fn make(
    store: &Store,
    at: Instant,
    size: Size,
    planned: &[Planned],
    told: &mut dyn FnMut(usize, u32),
) -> Result<(), String> {
    let (mut from, mut before) = (0, 0);
    while from < planned.len() {
        let until = end_of_act(planned, from);
        let chunk: Vec<Planned> = planned.get(from..until).unwrap_or_default().to_vec();
        let above: Vec<Option<UnionId>> = chunk.iter().map(|p| p.above.map(|n| id_of(&size, n, at))).collect();
        let people: u32 = chunk.iter().map(|p| p.people).sum();
        store
            .write(move |w| act(w, &size, at, &chunk, &above, before))
            .map_err(|e| trouble(&e))?;
        (from, before) = (until, before + people);
        told(until, before);
    }
    Ok(())
}

fn end_of_act(planned: &[Planned], from: usize) -> usize {
    let (mut people, mut until) = (0, from);
    while let Some(next) = planned.get(until) {
        if until > from && (people + next.people > ACT_PEOPLE || until - from == ACT_UNIONS) {
            break;
        }
        people += next.people;
        until += 1;
    }
    until
}

/// The clock of one union: its ids come from the seed and its place in the tree.
fn clock_of(size: &Size, number: u32, at: Instant) -> Clock {
    Clock::seeded(at, Dice::of(size.seed ^ 0x69_6473, u64::from(number)).roll())
}

fn id_of(size: &Size, number: u32, at: Instant) -> UnionId {
    clock_of(size, number, at).id()
}

/// The sign-in name of a chair: `zhuxi1` is that of the union at the top.
fn sign_in(number: u32) -> String {
    format!("zhuxi{}", u64::from(number) + 1)
}

/// A union as far as it stands before its chair is seated.
struct Founded {
    clock: Clock,
    union: UnionId,
    committee: BodyId,
    groups: Vec<BodyId>,
}

fn act(
    w: &Writer,
    size: &Size,
    at: Instant,
    chunk: &[Planned],
    above: &[Option<UnionId>],
    mut before: u32,
) -> Result<(), store::Error> {
    for (plan, above) in chunk.iter().zip(above) {
        let founded = found(w, size, at, plan, *above)?;
        let groups = u32::try_from(founded.groups.len()).unwrap_or(1);
        let people = people(size, plan.number, plan.people, before, groups, at.day());
        let ids = enrol(w, &founded.clock, founded.union, &founded.groups, &people)?;
        let chair = *ids.first().ok_or(store::Error::Missing)?;
        seat(w, size, &founded, plan, chair)?;
        before += plan.people;
    }
    Ok(())
}

/// Founds a union with its committee and groups.
fn found(
    w: &Writer,
    size: &Size,
    at: Instant,
    plan: &Planned,
    above: Option<UnionId>,
) -> Result<Founded, store::Error> {
    let clock = clock_of(size, plan.number, at);
    let union = clock.id();
    let today = clock.today();
    org_tree::add(
        w,
        union,
        above,
        &plan.name,
        plan.kind,
        today.plus_days(-365 * i32::from(size.years)),
    )?;
    let committee = NewBody {
        term: Some(Term::open(today)),
        ..NewBody::new(BodyKind::Committee, "工会委员会")
    };
    let committee = bodies::store::insert(w, &clock, union, &committee)?;
    let groups = (0..plan.people.div_ceil(GROUP))
        .map(|n| {
            let name = format!("第{}工会小组", kernel::numerals::words(i64::from(n) + 1));
            org::add_body(w, &clock, union, BodyKind::Group, &name, Some(committee))
        })
        .collect::<Result<_, _>>()?;
    Ok(Founded {
        clock,
        union,
        committee,
        groups,
    })
}

/// Gives the chair the post and an account, and notes what was made.
fn seat(w: &Writer, size: &Size, union: &Founded, plan: &Planned, chair: MemberId) -> Result<(), store::Error> {
    let (clock, id) = (&union.clock, union.union);
    if let Some(post) = posts::posts(w, id, Some(union.committee), clock.today())?.first() {
        posts::appoint(w, clock, id, post.id, chair, Term::open(clock.today()))?;
    }
    let name = sign_in(plan.number);
    org::add_account(w, clock, id, chair, &name, None, Role::Chair, Lang::Zh)?;
    let event = Simulated {
        union: id,
        seed: size.seed,
        people: plan.people,
    };
    let nobody = Actor::stranger(Lang::Zh).account;
    web::event::write_as(w, clock.id(), id, nobody, clock.now(), &event)
}
