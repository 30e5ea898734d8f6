//! The same person more than once: in the file, and in the register.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use kernel::Date;
use org::{
    MemberId,
    members::{Field, store::Named},
};

use super::{
    draft::Examined,
    trouble::{Kind, Trouble},
};

/// What is remembered of a row: small, since a file may have a million.
#[derive(Clone, Copy, Debug)]
struct Mark {
    row: u32,
    identity: u32,
    born: u32,
    group: u32,
}

/// The rows of a file so far.
#[derive(Debug, Default)]
pub struct Twins {
    identities: HashMap<u64, Mark>,
    names: HashMap<u64, Mark>,
}

/// Nothing known.
const NONE: u32 = 0;

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// Enough to tell two from one another.
fn short(what: Option<impl Hash>) -> u32 {
    let all = what.map(hash).unwrap_or_default();
    let part = u32::try_from(all >> 32).unwrap_or(1);
    if all == 0 { NONE } else { part.max(1) }
}

impl Twins {
    /// Looks whether the row's person was in a row before, and remembers the row.
    pub fn look(&mut self, seen: &mut Examined) {
        let draft = &seen.draft;
        let number = draft.identity.as_ref().map(kernel::identity::IdentityNumber::whole);
        let mark = Mark {
            row: u32::try_from(seen.number).unwrap_or(u32::MAX),
            identity: short(number.as_ref()),
            born: short(draft.known.day(Field::Born)),
            group: short(Some(&seen.group).filter(|name| !name.is_empty())),
        };
        let number = number.map(hash);
        let name = draft.known.name();
        let named = (!name.is_empty()).then(|| hash((name, draft.phone())));
        let by_number = number.and_then(|key| self.identities.get(&key).copied());
        let by_name = named.and_then(|key| self.names.get(&key).copied());
        if let Some(before) = by_number {
            same(seen, before, mark);
        } else if let Some(before) = by_name {
            like(seen, before, mark);
        }
        if let Some(key) = number {
            self.identities.entry(key).or_insert(mark);
        }
        if let Some(key) = named {
            self.names.entry(key).or_insert(mark);
        }
    }
}

/// A row of the same name and phone number (or none) as one before.
fn like(seen: &mut Examined, before: Mark, mark: Mark) {
    let known_phone = !seen.draft.phone().is_empty();
    let differ = before.identity != NONE && mark.identity != NONE && before.identity != mark.identity;
    let born = before.born != NONE && before.born == mark.born;
    if !differ && (known_phone || born) {
        same(seen, before, mark);
        return;
    }
    seen.draft.another = true;
    // two people of one name without phones are told apart by their numbers
    if !differ || known_phone {
        seen.mend(Trouble::fixed(Kind::Namesake, None).about(before.row), "");
    }
}

/// The person of a row before.
fn same(seen: &mut Examined, before: Mark, mark: Mark) {
    let moved = before.group != NONE && mark.group != NONE && before.group != mark.group;
    let kind = if moved { Kind::TwoGroups } else { Kind::Twice };
    seen.mend(Trouble::fixed(kind, None).about(before.row), "");
}

/// What the register says of a row's person.
#[derive(Clone, Debug, Default)]
pub struct Met {
    /// The member who has the identity number, and whether they are one still.
    pub numbered: Option<(MemberId, bool)>,
    /// Members of the same name.
    pub named: Vec<Named>,
    /// Of those, who has another identity number than the row's.
    pub others: Vec<MemberId>,
    /// Whether the number is known in another union of the installation.
    pub elsewhere: bool,
}

/// Compares a row with what the register says.
pub fn against(seen: &mut Examined, met: &Met) {
    let born = seen.draft.known.day(Field::Born);
    let phone = seen.draft.phone().to_owned();
    // of a row that was taken for a namesake within the file, the one above may be in the register by now
    let namesake = seen.has(Kind::Namesake);
    let like = |c: &&Named| {
        let same = (!phone.is_empty() && c.phone == phone) || (born.is_some() && c.born == born);
        same && !namesake && !met.others.contains(&c.id)
    };
    let by_name = met.named.iter().find(like);
    let who = met.numbered.map(|(id, belongs)| (id, belongs, "identity"));
    let who = who.or(by_name.map(|c| {
        let by_phone = !phone.is_empty() && c.phone == phone;
        (c.id, c.status.belongs(), if by_phone { "phone" } else { "born" })
    }));
    match who {
        Some((id, true, how)) => seen.mend(Trouble::fixed(Kind::Known, None).about(format!("{id} {how}")), ""),
        Some((id, false, _)) => seen.bad(Trouble::of(Kind::KnownLeft, None).about(id)),
        None => namesakes(seen, met, (&phone, born), namesake),
    }
    if met.elsewhere && who.is_none() {
        seen.mend(Trouble::fixed(Kind::Elsewhere, None), "");
    }
}

/// A member of the same name and phone number who is somebody else, or may be.
fn namesakes(seen: &mut Examined, met: &Met, (phone, born): (&str, Option<Date>), told: bool) {
    let Some(twin) = met.named.iter().find(|c| c.phone == phone) else {
        return;
    };
    seen.draft.another = true;
    // a name without a phone, twice: told apart by identity number or birth, or not at all
    let apart = met.others.contains(&twin.id) || twin.born.zip(born).is_some_and(|(a, b)| a != b);
    if !(told || apart && phone.is_empty()) {
        seen.mend(Trouble::fixed(Kind::Namesake, None).about(twin.id), "");
    }
}

/// The member that a trouble of [`Kind::Known`] is about.
#[must_use]
pub fn member_of(trouble: &Trouble) -> Option<MemberId> {
    trouble.about.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64, name: &str, phone: &str, group: &str) -> Examined {
        let mut seen = Examined {
            number,
            ..Examined::default()
        };
        seen.draft.known.set(Field::Name, name).unwrap();
        seen.draft.known.set(Field::Phone, phone).unwrap();
        if !group.is_empty() {
            seen.group = group.to_owned();
        }
        seen
    }

    #[test]
    fn the_same_person_in_two_rows_is_found() {
        let mut twins = Twins::default();
        let mut kinds = |mut seen: Examined| {
            twins.look(&mut seen);
            (
                seen.troubles.first().map(|t| (t.kind, t.about.clone())),
                seen.draft.another,
            )
        };
        assert_eq!(kinds(row(2, "王芳", "13800138000", "语文组")), (None, false));
        assert_eq!(
            kinds(row(3, "王芳", "13800138001", "语文组")),
            (None, false),
            "another phone"
        );
        assert_eq!(
            kinds(row(4, "王芳", "13800138000", "语文组")).0,
            Some((Kind::Twice, "2".into()))
        );
        assert_eq!(
            kinds(row(5, "王芳", "13800138000", "数学组")).0,
            Some((Kind::TwoGroups, "2".into()))
        );
        assert_eq!(kinds(row(6, "李红", "", "")), (None, false));
        assert_eq!(
            kinds(row(7, "李红", "", "")),
            (Some((Kind::Namesake, "6".into())), true)
        );
    }

    #[test]
    fn somebody_of_the_register_is_known_by_number_phone_or_birth() {
        let id = MemberId::new(uuid::Uuid::from_u128(7));
        let candidate = |phone: &str, born: Option<&str>| Named {
            id,
            phone: phone.to_owned(),
            born: born.map(|b| b.parse().unwrap()),
            status: org::Status::Active,
        };
        let kinds = |mut seen: Examined, met: Met| {
            against(&mut seen, &met);
            seen.troubles.iter().map(|t| t.kind).collect::<Vec<_>>()
        };
        let named = |c: Named| Met {
            named: vec![c],
            ..Met::default()
        };
        assert_eq!(
            kinds(row(2, "王芳", "13800138000", ""), named(candidate("13800138000", None))),
            [Kind::Known]
        );
        assert_eq!(
            kinds(row(2, "王芳", "13800138000", ""), named(candidate("13900139000", None))),
            []
        );
        assert_eq!(
            kinds(row(2, "王芳", "", ""), named(candidate("", None))),
            [Kind::Namesake]
        );
        let mut met = named(candidate("13800138000", None));
        met.others = vec![id];
        assert_eq!(kinds(row(2, "王芳", "13800138000", ""), met), [Kind::Namesake]);
        let met = Met {
            numbered: Some((id, false)),
            ..Met::default()
        };
        assert_eq!(kinds(row(2, "王芳", "", ""), met), [Kind::KnownLeft]);
        let met = Met {
            elsewhere: true,
            ..Met::default()
        };
        assert_eq!(kinds(row(2, "王芳", "", ""), met), [Kind::Elsewhere]);
    }
}
