//! Made-up people into the register, as an import takes them; then those leave who left.

use kernel::{Clock, UnionId};
use org::{
    BodyId, MemberId, NewMember, Status,
    members::{self, By, Field, Particulars, Seen},
};
use store::{Error, Writer};

use super::people::Person;

/// Enrols the people of a union, and gives their ids in their order.
pub(crate) fn enrol(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    groups: &[BodyId],
    people: &[Person],
) -> Result<Vec<MemberId>, Error> {
    let by = By::made_up(clock);
    let rows: Vec<NewMember> = people.iter().map(|person| new(person, groups)).collect();
    let (ids, _) = members::load(w, clock, union, &rows, &by)?;
    for (person, id) in people.iter().zip(&ids) {
        let Some(on) = person.changed else { continue };
        let seen = Seen {
            union,
            id: *id,
            version: 1,
        };
        members::set_status(w, seen, person.status, on, person.status == Status::Kept, &by)
            .map_err(|e| Error::Other(format!("{} {on}: {e:?}", person.status.key())))?;
    }
    Ok(ids)
}

fn new(person: &Person, groups: &[BodyId]) -> NewMember {
    let known = Particulars::default().with(Field::Sex, person.sex);
    let known = known.and_then(|known| known.with(Field::Employment, person.employment));
    NewMember {
        name: person.name.clone(),
        phone: Some(person.phone.clone()),
        number: Some(person.number.clone()),
        group: usize::try_from(person.group)
            .ok()
            .and_then(|at| groups.get(at))
            .copied(),
        joined: Some(person.joined),
        more: known.unwrap_or_default(),
        ..NewMember::default()
    }
}
