//! What the letter of a transfer says: openly, how the membership stands; sealed, who the person is. No SQL of its own.

use std::collections::BTreeMap;

use kernel::{Date, Money, Period, identity::IdentityNumber};
use org::{
    MemberId, Status,
    members::{Field, Particulars},
};
use serde::{Deserialize, Serialize};
use store::Reader;
use web::{Refusal, Reply};

use crate::members;

/// The form of the letter; an older program refuses a newer one.
const VERSION: u16 = 1;

/// What the letter says openly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    version: u16,
    /// Who moves.
    pub name: String,
    /// Why the member moves.
    pub reason: String,
    /// Dues are paid up to and with this month, `2026-11`.
    pub dues_until: String,
    /// The dues of a month.
    #[serde(default)]
    pub dues: Option<Money>,
    /// Since when the sender has the member as moving out.
    pub since: Date,
    /// How the membership stood before.
    pub was: Status,
}

/// What the letter says sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Person {
    version: u16,
    particulars: BTreeMap<String, String>,
    /// Kind and number in one text.
    identity: Option<String>,
}

/// The particulars that belong to the person and the membership, not to the employer that is left, and no more of them than
/// the other union needs.
const TRAVEL: &[Field] = &[
    Field::Name,
    Field::Sex,
    Field::Born,
    Field::Ethnic,
    Field::Nationality,
    Field::Phone,
    Field::Education,
    Field::Political,
    Field::Title,
    Field::Skill,
    Field::Migrant,
    Field::Joined,
    Field::Card,
];

impl Body {
    pub(super) fn new(
        (name, reason): (&str, &str),
        dues_until: Period,
        dues: Option<Money>,
        (since, was): (Date, Status),
    ) -> Self {
        Self {
            version: VERSION,
            name: name.to_owned(),
            reason: reason.to_owned(),
            dues_until: dues_until.to_string(),
            dues,
            since,
            was,
        }
    }
    /// Reads the letter's body.
    ///
    /// # Errors
    /// A refusal if it is of a newer form, or none.
    pub(super) fn read(text: &str) -> Reply<Self> {
        let body: Self =
            serde_json::from_str(text).map_err(|_| Refusal::new("organisation.moving.unreadable").status(409))?;
        if body.version > VERSION || body.month().is_none() || !body.short() {
            return Err(Refusal::new("organisation.moving.unreadable").status(409).into());
        }
        Ok(body)
    }
    /// What another program wrote is no longer than what can be typed here.
    fn short(&self) -> bool {
        self.reason.chars().count() <= 200 && self.name.chars().count() <= 40
    }
    pub(super) fn text(&self) -> Result<String, web::Fault> {
        serde_json::to_string(self).map_err(web::Fault::other)
    }
    /// The month up to which dues are paid: year and month.
    pub(super) fn month(&self) -> Option<(i16, i8)> {
        let (first, last) = month(&self.dues_until)?.span();
        (last == first.month_end()).then_some((first.year(), first.month()))
    }
}

/// A month as it is typed: `2026-11`, `2026年11月`, `2026.11`.
pub(super) fn month(typed: &str) -> Option<Period> {
    let plain = kernel::numerals::half_width(typed);
    let mut parts = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() || !(1900..=2999).contains(&year) {
        return None;
    }
    Period::month(year, month).ok()
}

impl Person {
    pub(super) fn new(known: &Particulars, identity: Option<&IdentityNumber>) -> Self {
        let travels = TRAVEL
            .iter()
            .filter_map(|f| Some((f.key().to_owned(), known.get(*f)?.to_owned())));
        Self {
            version: VERSION,
            particulars: travels.collect(),
            identity: identity.map(IdentityNumber::whole),
        }
    }
    pub(super) fn read(bytes: &[u8]) -> Reply<Self> {
        let person: Self =
            serde_json::from_slice(bytes).map_err(|_| Refusal::new("organisation.moving.unreadable").status(409))?;
        if person.version > VERSION || person.particulars().name().is_empty() {
            return Err(Refusal::new("organisation.moving.unreadable").status(409).into());
        }
        Ok(person)
    }
    /// The particulars that are such: what another program wrote is checked as if it had been typed.
    pub(super) fn particulars(&self) -> Particulars {
        let mut known = Particulars::default();
        for field in TRAVEL {
            if let Some(text) = self.particulars.get(field.key()) {
                // what does not fit is left out
                let _ = known.set(*field, text);
            }
        }
        known
    }
    pub(super) fn identity(&self) -> Option<IdentityNumber> {
        IdentityNumber::of_whole(self.identity.as_deref()?)
    }
}

/// The transfer of a member that is under way.
///
/// # Errors
/// The store's.
pub(crate) fn open_of(
    read: &Reader,
    union: kernel::UnionId,
    member: MemberId,
) -> Result<Option<dispatch::Outgoing>, store::Error> {
    let letters = dispatch::of_record(read, union, members::KIND, member)?;
    Ok(letters
        .into_iter()
        .find(|letter| letter.kind == super::LETTER.name && letter.state.open()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_write_it() {
        for typed in ["2026-11", "2026年11月", "2026.11", " 2026/11 ", "２０２６年１１月"] {
            assert_eq!(
                month(typed).map(|m| m.to_string()).as_deref(),
                Some("2026-11"),
                "{typed}"
            );
        }
        for typed in ["", "2026", "11", "2026-13", "2026-11-21", "十一月"] {
            assert!(month(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn only_what_the_other_union_needs_travels() {
        let known = Particulars::default()
            .with(Field::Name, "邹小燕")
            .and_then(|p| p.with(Field::Department, "教务处"))
            .and_then(|p| p.with(Field::Marriage, "married"))
            .and_then(|p| p.with(Field::Phone, "13700137000"))
            .unwrap();
        let person = Person::new(&known, None);
        let read = Person::read(&serde_json::to_vec(&person).unwrap())
            .unwrap()
            .particulars();
        let keys: Vec<Field> = read.known().map(|(field, _)| field).collect();
        assert_eq!(keys, [Field::Name, Field::Phone]);
        assert!(Person::read(b"{}").is_err());
        assert!(Person::read(br#"{"version":9,"particulars":{"name":"x"},"identity":null}"#).is_err());
    }
}
