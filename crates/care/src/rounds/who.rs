//! Who is meant by the conditions of a round, as the register says of its day.

use std::collections::HashSet;

use kernel::Date;
use org::{
    BodyId, MemberId, Status, bodies,
    members::{
        Field,
        history::{self, OnDay},
    },
};
use rustc_hash::{FxHashMap, FxHashSet};
use web::{Reply, View};

use super::{
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

fn person(m: OnDay) -> Person {
    let known = |field| m.is.particulars.get(field).map(str::to_owned);
    Person {
        member: m.id,
        name: m.is.particulars.name().to_owned(),
        body: m.is.particulars.group(),
        status: m.is.status,
        phone: known(Field::Phone),
        employment: known(Field::Employment),
        sex: known(Field::Sex),
        joined: m.is.particulars.day(Field::Joined),
        sound: m.sound,
    }
}

/// Everybody in the register of a day, whether a member then or not.
pub(super) fn everybody(view: &View<'_>, day: Date) -> Reply<FxHashMap<MemberId, Person>> {
    let mut all = FxHashMap::default();
    history::each_on(view, view.union(), (day, view.now()), |m| {
        let person = person(m);
        all.insert(person.member, person);
        Ok(())
    })?;
    Ok(all)
}

fn meant(who: &Who, groups: &HashSet<BodyId>, like: Option<&FxHashSet<MemberId>>, p: &Person) -> bool {
    let stands = match who.retired {
        Retired::Without => p.status.works(),
        Retired::With => p.status.belongs(),
        Retired::Only => p.status == Status::Kept,
    };
    stands
        && (who.groups.is_empty() || p.body.is_some_and(|body| groups.contains(&body)))
        && (who.employment.is_empty() || p.employment.as_ref().is_some_and(|e| who.employment.contains(e)))
        && who.sex.as_ref().is_none_or(|sex| p.sex.as_ref() == Some(sex))
        && who
            .joined_until
            .is_none_or(|day| p.joined.is_some_and(|joined| joined <= day))
        && like.is_none_or(|all| all.contains(&p.member))
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
        .filter(|p| meant(&round.who, &groups, like.as_ref(), p))
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
