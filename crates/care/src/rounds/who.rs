//! Who is meant by the conditions of a round, as the register says of its day.

use std::collections::HashSet;

use kernel::{Date, Lang};
use org::{
    BodyId, MemberId, Status, bodies,
    members::{
        self, Field,
        history::{self, Snapshot},
    },
};
use rustc_hash::{FxHashMap, FxHashSet};
use web::{Refusal, Reply, View};

use super::{
    Eyes,
    model::{Retired, Round, Who},
    store,
};

/// Somebody as the register has them.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub member: MemberId,
    pub name: String,
    pub body: Option<BodyId>,
    pub status: Status,
    pub phone: Option<String>,
    sound: String,
    employment: Option<String>,
    sex: Option<String>,
    joined: Option<Date>,
}

fn person(member: MemberId, is: &history::Snapshot, sound: String) -> Person {
    let known = |field| is.particulars.get(field).map(str::to_owned);
    Person {
        member,
        name: is.particulars.name().to_owned(),
        body: is.particulars.group(),
        status: is.status,
        phone: known(Field::Phone),
        employment: known(Field::Employment),
        sex: known(Field::Sex),
        joined: is.particulars.day(Field::Joined),
        sound,
    }
}

/// Everybody in the register of a day, whether a member then or not.
pub(super) fn everybody(view: &View<'_>, day: Date) -> Reply<FxHashMap<MemberId, Person>> {
    let mut all = FxHashMap::default();
    history::each_on(view, view.union(), (day, view.now()), |m| {
        let person = person(m.id, &m.is, m.sound);
        all.insert(person.member, person);
        Ok(())
    })?;
    Ok(all)
}

/// Which condition somebody does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Not {
    /// Not a member at work, or not one at all.
    AtWork,
    /// Not a member.
    Member,
    /// Not one whose membership is kept.
    Kept,
    /// In none of the branches and groups.
    Group,
    /// Of another kind of employment.
    Employment,
    /// Of the other sex, or the register does not know theirs.
    Sex,
    /// Joined later, or the register does not know when.
    Joined(Date),
    /// Not on the list of the earlier round.
    Like,
}

impl Not {
    /// The sentence that says so.
    #[must_use]
    pub fn says(self, lang: Lang) -> String {
        let key = match self {
            Not::AtWork => "rounds.not.at_work",
            Not::Member => "rounds.not.member",
            Not::Kept => "rounds.not.kept",
            Not::Group => "rounds.not.group",
            Not::Employment => "rounds.not.employment",
            Not::Sex => "rounds.not.sex",
            Not::Joined(day) => return ui::words::fill(&ui::words::word(lang, "rounds.not.joined"), &[("day", &day)]),
            Not::Like => "rounds.not.like",
        };
        ui::words::word(lang, key).into_owned()
    }
}

/// The first condition that somebody does not meet by themselves, wherever they belong.
fn alone(who: &Who, p: &Person) -> Option<Not> {
    let stands = match who.retired {
        Retired::Without if !p.status.works() => Some(Not::AtWork),
        Retired::With if !p.status.belongs() => Some(Not::Member),
        Retired::Only if p.status != Status::Kept => Some(Not::Kept),
        _ => None,
    };
    let unless = |holds: bool, not: Not| (!holds).then_some(not);
    let of = |list: &[String], known: &Option<String>| known.as_ref().is_some_and(|known| list.contains(known));
    let employment = who.employment.is_empty() || of(&who.employment, &p.employment);
    let sex = who.sex.as_ref().is_none_or(|sex| p.sex.as_ref() == Some(sex));
    let late = who
        .joined_until
        .filter(|day| p.joined.is_none_or(|joined| joined > *day));
    stands
        .or_else(|| unless(employment, Not::Employment))
        .or_else(|| unless(sex, Not::Sex))
        .or_else(|| late.map(Not::Joined))
}

/// The first condition that somebody does not meet; none if they are meant.
fn stands_against(who: &Who, groups: &HashSet<BodyId>, like: Option<&FxHashSet<MemberId>>, p: &Person) -> Option<Not> {
    let within = who.groups.is_empty() || p.body.is_some_and(|body| groups.contains(&body));
    let listed = like.is_none_or(|all| all.contains(&p.member));
    alone(who, p)
        .or_else(|| (!within).then_some(Not::Group))
        .or_else(|| (!listed).then_some(Not::Like))
}

/// Somebody's group as the register has it today; or which condition they do not meet. Whoever lies outside `reach` is absent,
/// whatever the conditions say.
pub(crate) fn entitled(
    view: &View<'_>,
    who: &Who,
    member: MemberId,
    reach: Option<&Eyes>,
) -> Reply<Result<Option<BodyId>, Not>> {
    let is = history::as_of(view, view.union(), member, view.today(), view.now())?;
    entitled_as(view, who, (member, is), reach)
}

/// As [`entitled`], of somebody of whom it is known how they stand today.
///
/// # Errors
/// As [`entitled`].
pub(crate) fn entitled_as(
    view: &View<'_>,
    who: &Who,
    (member, is): (MemberId, Option<Snapshot>),
    reach: Option<&Eyes>,
) -> Reply<Result<Option<BodyId>, Not>> {
    let union = view.union();
    let person = is.map(|is| person(member, &is, String::new()));
    let body = person.as_ref().and_then(|p| p.body);
    if reach.is_some_and(|reach| !reach.sees(body)) {
        return Err(Refusal::missing().into());
    }
    let Some(person) = person else {
        // a stranger to this union is absent, somebody who belongs to it on other days is none today
        members::store::get(view, union, member)?;
        return Ok(Err(Not::Member));
    };
    if let Some(not) = alone(who, &person) {
        return Ok(Err(not));
    }
    if !who.groups.is_empty() {
        let living = bodies::store::living(view, union, view.today())?;
        let groups = bodies::model::below(&living, &who.groups);
        if !person.body.is_some_and(|body| groups.contains(&body)) {
            return Ok(Err(Not::Group));
        }
    }
    Ok(Ok(person.body))
}

/// Those who are meant, in the order of printed lists: by branch, then by the sound of the name.
pub(super) fn those_meant<'a>(
    view: &View<'_>,
    round: &Round,
    all: &'a FxHashMap<MemberId, Person>,
) -> Reply<Vec<&'a Person>> {
    if round.who.by_hand {
        return Ok(Vec::new());
    }
    let living = bodies::store::living(view, view.union(), round.day)?;
    let groups = bodies::model::below(&living, &round.who.groups);
    let like = match round.who.like {
        Some(id) => Some(store::on_list(view, view.union(), id)?),
        None => None,
    };
    let mut those: Vec<&Person> = all
        .values()
        .filter(|p| stands_against(&round.who, &groups, like.as_ref(), p).is_none())
        .collect();
    in_order(view, &mut those, round.day)?;
    Ok(those)
}

/// Puts people in the order of printed lists.
fn in_order(view: &View<'_>, those: &mut [&Person], day: Date) -> Reply<()> {
    let bodies = bodies::store::bodies_to_choose(view, view.union(), day)?;
    let place: FxHashMap<BodyId, usize> = bodies.iter().enumerate().map(|(n, (id, _))| (*id, n)).collect();
    let rank = |p: &Person| p.body.and_then(|b| place.get(&b).copied()).unwrap_or(usize::MAX);
    those.sort_by(|a, b| (rank(a), &a.sound, a.member.raw()).cmp(&(rank(b), &b.sound, b.member.raw())));
    Ok(())
}

impl Person {
    /// Somebody by the card and how they stood on a day.
    pub(super) fn of(card: &org::members::model::MemberCard, is: &history::Snapshot) -> Self {
        Person {
            member: card.id,
            name: is.particulars.name().to_owned(),
            body: is.particulars.group(),
            status: is.status,
            phone: is.particulars.get(Field::Phone).map(str::to_owned),
            sound: String::new(),
            employment: None,
            sex: None,
            joined: None,
        }
    }
}
