//! What is looked for in the register: conditions on particulars, read from a query and written back into one.

use std::collections::BTreeMap;

use kernel::Date;
use org::{
    BodyId, Status,
    members::{
        Field,
        field::{Class, Kind, Unfit},
        history::Snapshot,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One condition on a particular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It is this: a choice, a flag, a group.
    Is(Field, String),
    /// It has this text in it.
    Has(Field, String),
    /// It is this day or later.
    From(Field, Date),
    /// It is this day or earlier.
    Until(Field, Date),
    /// Nothing is known of it.
    Unknown(Field),
}

/// What a field is asked for when nothing is to be known of it.
pub const UNKNOWN: &str = "-";

impl Condition {
    /// The particular it is about.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Condition::Is(field, _)
            | Condition::Has(field, _)
            | Condition::From(field, _)
            | Condition::Until(field, _)
            | Condition::Unknown(field) => *field,
        }
    }
    /// How it stands in a query: the name and the value.
    #[must_use]
    pub fn pair(&self) -> (String, String) {
        match self {
            Condition::Is(field, text) | Condition::Has(field, text) => (field.key().to_owned(), text.clone()),
            Condition::From(field, day) => (format!("{field}_from"), day.to_string()),
            Condition::Until(field, day) => (format!("{field}_until"), day.to_string()),
            Condition::Unknown(field) => (field.key().to_owned(), UNKNOWN.to_owned()),
        }
    }
    fn holds(&self, is: &Snapshot) -> bool {
        let known = is.particulars.get(self.field());
        match self {
            Condition::Is(_, text) => known == Some(text),
            Condition::Has(_, text) => known.is_some_and(|k| k.to_lowercase().contains(&text.to_lowercase())),
            // ISO days compare as texts
            Condition::From(_, day) => known.is_some_and(|k| k >= day.to_string().as_str()),
            Condition::Until(_, day) => known.is_some_and(|k| k <= day.to_string().as_str()),
            Condition::Unknown(_) => known.is_none(),
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// 按读音.
    #[default]
    Sound,
    /// 按姓氏笔画.
    Strokes,
    /// 按入会日期.
    Joined,
}

/// Which members are meant: of which state, with which particulars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// The state; those who belong if none is said.
    pub status: Option<Status>,
    /// All of these hold.
    pub conditions: Vec<Condition>,
    /// Only those in these groups; all if `None`.
    pub within: Option<Vec<BodyId>>,
    /// Only members at work, who are set beside the workers.
    pub working: bool,
    /// Only those of a branch or group, with everything below it.
    pub under: Option<(BodyId, Vec<BodyId>)>,
}

/// Why a query asks for nothing that can be found: the name of its part, and why.
pub type Unfound = (String, Unfit);

impl Find {
    /// Reads the conditions of a query; names that are no particular are left to others. Personal particulars are asked
    /// for only by who may see them.
    ///
    /// # Errors
    /// The part of the query that is wrong.
    pub fn read(query: &BTreeMap<String, String>, personal: bool) -> Result<Vec<Condition>, Unfound> {
        let mut conditions = Vec::new();
        for (name, text) in query {
            let text = text.trim();
            let (stem, end) = match (name.strip_suffix("_from"), name.strip_suffix("_until")) {
                (Some(stem), _) => (stem, Some(true)),
                (_, Some(stem)) => (stem, Some(false)),
                _ => (name.as_str(), None),
            };
            let Some(field) = Field::of_key(stem).filter(|_| !text.is_empty()) else {
                continue;
            };
            if field.class() == Class::Personal && !personal {
                continue;
            }
            let wrong = |why| (name.clone(), why);
            conditions.push(match (end, field.kind()) {
                (Some(from), Kind::Day) => {
                    let day: Date = text.parse().map_err(|_| wrong(Unfit::Day))?;
                    if from {
                        Condition::From(field, day)
                    } else {
                        Condition::Until(field, day)
                    }
                }
                (Some(_), _) => continue,
                (None, _) if text == UNKNOWN => Condition::Unknown(field),
                (None, Kind::Choice(_) | Kind::Flag | Kind::Group | Kind::Day) => {
                    let kept = field.clean(text).map_err(wrong)?;
                    Condition::Is(field, kept.unwrap_or_default())
                }
                (None, _) if text.chars().count() > 100 => return Err(wrong(Unfit::Long(100))),
                (None, _) => Condition::Has(field, text.to_owned()),
            });
        }
        Ok(conditions)
    }
    /// Whether a member is meant.
    #[must_use]
    pub fn holds(&self, is: &Snapshot) -> bool {
        let stands = self.status.map_or(is.status.belongs(), |status| is.status == status);
        let within = |groups: &Vec<BodyId>| is.particulars.group().is_some_and(|group| groups.contains(&group));
        let place = self.within.as_ref().is_none_or(within) && self.under.as_ref().is_none_or(|(_, all)| within(all));
        stands && (!self.working || is.status.works()) && place && self.conditions.iter().all(|c| c.holds(is))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_written_alike() {
        let query = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let asked = query(&[
            ("sex", "female"),
            ("born_from", "1980-01-01"),
            ("department", "语文"),
            ("card", "-"),
            ("page", "2"),
        ]);
        let read = Find::read(&asked, true).unwrap();
        let back: BTreeMap<String, String> = read.iter().map(Condition::pair).collect();
        let mut without = asked.clone();
        without.remove("page");
        assert_eq!(back, without);
        assert_eq!(Find::read(&asked, false).unwrap().len(), 3, "birth is personal");
        assert!(Find::read(&query(&[("sex", "女")]), true).is_err());
        assert!(Find::read(&query(&[("born_until", "昨天")]), true).is_err());
    }
}
