//! Of whom somebody may see what: the whole union, or the groups they lead; and the people of the register on a day.

use kernel::{Date, UnionId};
use org::{
    BodyId, MemberId,
    members::{Field, history},
    power::CARE_SEE,
};
use web::{Refusal, Reply, View};

use super::model::{Person, Sex};

/// The groups of whose members the reader may see the cover; none for all.
pub(super) fn groups(view: &View<'_>) -> Reply<Option<Vec<BodyId>>> {
    Ok(org::within(view, CARE_SEE)?)
}

/// Refuses whoever sees some groups only.
pub(super) fn whole(view: &View<'_>) -> Reply<()> {
    match groups(view)? {
        None => Ok(()),
        Some(_) => Err(Refusal::forbidden().into()),
    }
}

/// The member that looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new)
}

/// Somebody of the register on a day, with the sound of the name for order.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    pub person: Person,
    pub name: String,
    pub sound: String,
}

/// The members of a union on a day, as the register says now, in the order of their names.
pub(super) fn people(view: &View<'_>, union: UnionId, day: Date) -> Reply<Vec<Registered>> {
    let mut all = Vec::new();
    history::each_on(view, union, (day, view.now()), |one| {
        if one.is.status.belongs() {
            let known = &one.is.particulars;
            all.push(Registered {
                person: Person {
                    id: one.id,
                    sex: known.get(Field::Sex).and_then(Sex::of_key),
                    born: known.day(Field::Born),
                    works: one.is.status.works(),
                    group: known.group(),
                },
                name: known.name().to_owned(),
                sound: one.sound,
            });
        }
        Ok(())
    })?;
    all.sort_by(|a, b| (&a.sound, a.person.id).cmp(&(&b.sound, b.person.id)));
    Ok(all)
}
