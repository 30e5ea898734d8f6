//! What a dossier says, and how it is read from a form. Nothing of it is printed or logged by accident: there is no `Debug`.

use std::collections::BTreeMap;

use kernel::{
    Date, Money,
    identity::{IdentityKind, IdentityNumber},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

use super::{
    items::{COST_ITEMS, EXCLUSIONS, FAMILY, Group, HOUSEHOLD, Item, Kind, MOST_COSTS, MOST_FAMILY},
    means::{Cost, Earning, Household},
};

/// Items and their values, as they are kept.
pub type Sheet = BTreeMap<String, String>;

/// What a dossier says, at one time.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Body {
    /// Of the household.
    pub own: Sheet,
    /// Of each member of the family beside the applicant.
    pub family: Vec<Sheet>,
    /// Each cost that cannot be avoided.
    pub costs: Vec<Sheet>,
    /// On which day the applicant agreed to its being kept and checked.
    pub agreed: Option<Date>,
    /// Whether a guardian agreed for children under fourteen.
    #[serde(default)]
    pub guardian: bool,
}

/// What is wrong in a form, gathered.
#[derive(Default)]
pub(super) struct Wrong(Vec<(String, Bad)>);

/// A word key, and what fills the place in its words.
struct Bad {
    key: String,
    place: Option<(&'static str, String)>,
}

impl From<&str> for Bad {
    fn from(key: &str) -> Self {
        Bad {
            key: key.to_owned(),
            place: None,
        }
    }
}

impl Wrong {
    pub(super) fn add(&mut self, field: &str, key: &str) {
        self.0.push((field.to_owned(), key.into()));
    }
    /// Refuses with all that is wrong.
    pub(super) fn finish(self) -> Result<(), Stop> {
        let mut all = self.0.into_iter();
        let Some((field, bad)) = all.next() else { return Ok(()) };
        let filled = |refusal: Refusal, place: Option<(&str, String)>| match place {
            Some((name, value)) => refusal.arg(name, value),
            None => refusal,
        };
        let first = filled(Refusal::field(&field, &bad.key), bad.place);
        let said = all.fold(first, |refusal, (field, bad)| {
            filled(refusal.and(&field, &bad.key), bad.place)
        });
        Err(said.into())
    }
}

/// How a form is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// What was typed.
    pub typed: &'a Sheet,
    /// What stood there before: numbers and cards that are left empty stay.
    pub had: &'a Body,
    /// Today.
    pub today: Date,
    /// Whether everything that is needed has to be there.
    pub whole: bool,
}

impl Reading<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.typed
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }
    /// The whole form.
    pub(super) fn read(&self, wrong: &mut Wrong) -> Body {
        let own = HOUSEHOLD.iter().flat_map(|group| group.items);
        let own = self.sheet("", own, &self.had.own, self.whole, wrong);
        let family = self.rows("f", MOST_FAMILY, FAMILY, &self.had.family, wrong);
        let costs = self.rows("c", MOST_COSTS, COST_ITEMS, &self.had.costs, wrong);
        let body = Body {
            own,
            family,
            costs,
            agreed: self.had.agreed,
            guardian: self.text("guardian").is_some() || self.had.guardian,
        };
        self.across(&body, wrong);
        body
    }
    /// Rows of which anything was typed; their numbers lie in the names.
    fn rows(&self, stem: &str, most: usize, items: &'static [Item], had: &[Sheet], wrong: &mut Wrong) -> Vec<Sheet> {
        let none = Sheet::new();
        let mut rows = Vec::new();
        for n in 0..most {
            let prefix = format!("{stem}{n}_");
            let begun = items
                .iter()
                .any(|item| self.text(&format!("{prefix}{}", item.key)).is_some());
            if begun {
                // a number that is left empty stays that of the same person
                let before = had.get(n).filter(|had| {
                    let name = had.get("name").map(String::as_str);
                    name.is_none() || name == self.text(&format!("{prefix}name"))
                });
                let before = before.unwrap_or(&none);
                rows.push(self.sheet(&prefix, items, before, self.whole, wrong));
            }
        }
        rows
    }
    fn sheet<'i>(
        &self,
        prefix: &str,
        items: impl IntoIterator<Item = &'i Item>,
        had: &Sheet,
        whole: bool,
        wrong: &mut Wrong,
    ) -> Sheet {
        let mut sheet = Sheet::new();
        for item in items {
            let name = format!("{prefix}{}", item.key);
            let kept = matches!(item.kind, Kind::Identity | Kind::Card)
                .then(|| had.get(item.key))
                .flatten();
            match (self.text(&name), kept) {
                (Some(text), _) => match value(item.kind, text, self.today) {
                    Ok(text) => {
                        sheet.insert(item.key.to_owned(), text);
                    }
                    Err(bad) => wrong.0.push((name, bad)),
                },
                (None, Some(kept)) => {
                    sheet.insert(item.key.to_owned(), kept.clone());
                }
                (None, None) if item.need && whole => wrong.add(&name, "web.refusal.required"),
                (None, None) => {}
            }
        }
        sheet
    }
    /// What no single item can say.
    fn across(&self, body: &Body, wrong: &mut Wrong) {
        let mut seen: Vec<&str> = Vec::new();
        let numbers = std::iter::once(("number".to_owned(), body.own.get("number")));
        let of_family = body.family.iter().enumerate();
        let of_family = of_family.map(|(n, one)| (format!("f{n}_number"), one.get("number")));
        for (field, number) in numbers.chain(of_family) {
            let Some(number) = number else { continue };
            if seen.contains(&number.as_str()) {
                wrong.add(&field, "hardship.form.twice");
            }
            seen.push(number);
        }
        let mut causes: Vec<&String> = Vec::new();
        for key in ["cause", "cause2", "cause3", "cause4"] {
            let Some(cause) = body.own.get(key) else { continue };
            if causes.contains(&cause) {
                wrong.add(key, "hardship.form.same_cause");
            }
            causes.push(cause);
        }
        if self.whole && body.has_children(self.today) && !body.guardian {
            wrong.add("guardian", "hardship.form.guardian_needed");
        }
    }
}

/// An item's value as it is kept, or the word key of what is wrong with it.
fn value(kind: Kind, text: &str, today: Date) -> Result<String, Bad> {
    let wrong = |key: &str| Err(key.into());
    let long = |most: usize| text.chars().count() > most;
    match kind {
        Kind::Text(most) | Kind::Long(most) if long(most) => wrong("web.refusal.long"),
        Kind::Text(_) | Kind::Long(_) => Ok(text.to_owned()),
        Kind::Choice(_, keys) if keys.contains(&text) => Ok(text.to_owned()),
        Kind::Choice(..) => wrong("web.refusal.wrong"),
        Kind::Day => text
            .parse::<Date>()
            .map(|day| day.to_string())
            .or_else(|_| wrong("web.refusal.day")),
        Kind::Money | Kind::Loss => match text.parse::<Money>() {
            Ok(amount) if amount.fen().abs() > MOST_MONEY => wrong("web.refusal.large"),
            Ok(amount) if amount.fen() < 0 && kind == Kind::Money => wrong("hardship.form.no_loss"),
            Ok(amount) => Ok(amount.to_string().replace(',', "")),
            Err(_) => wrong("web.refusal.amount"),
        },
        Kind::Number(most) => match text.parse::<i64>() {
            Ok(n) if (0..=most).contains(&n) => Ok(n.to_string()),
            Ok(_) => wrong("web.refusal.large"),
            Err(_) => wrong("web.refusal.number"),
        },
        Kind::Tick => Ok("yes".to_owned()),
        Kind::Identity => IdentityNumber::read(IdentityKind::Resident, text, today)
            .map(|number| number.reveal().to_owned())
            .map_err(|bad| Bad {
                key: format!("organisation.bad_identity.{}", bad.key()),
                place: bad.place(),
            }),
        Kind::Card => {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let fits = (12..=30).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if fits { Ok(digits) } else { wrong("hardship.form.card") }
        }
    }
}

/// A thousand million yuan: nobody in hardship has more, and nothing overflows.
const MOST_MONEY: i64 = 100_000_000_000;

/// The value of an identity number or card as it may stand on a screen.
#[must_use]
pub fn masked(kind: Kind, text: &str) -> String {
    let (head, tail) = match kind {
        Kind::Identity => (6, 4),
        Kind::Card => (0, 4),
        _ => return text.to_owned(),
    };
    let all = text.chars().count();
    let shown = |place: usize| place < head || place + tail >= all;
    let masked = text.chars().enumerate();
    masked.map(|(place, c)| if shown(place) { c } else { '*' }).collect()
}

fn money(sheet: &Sheet, key: &str) -> Money {
    sheet.get(key).and_then(|text| text.parse().ok()).unwrap_or(Money::ZERO)
}

impl Body {
    /// An item of the household.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.own.get(key).map(String::as_str)
    }
    /// All identity numbers in it, the applicant's first.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        let own = self.own.get("number");
        own.into_iter()
            .chain(self.family.iter().filter_map(|one| one.get("number")))
            .map(String::as_str)
    }
    /// Whether there is a child under fourteen, whose data need a guardian's consent (个人信息保护法 art. 31).
    #[must_use]
    pub fn has_children(&self, today: Date) -> bool {
        let born = |sheet: &Sheet| {
            let number = sheet.get("number")?;
            IdentityNumber::read(IdentityKind::Resident, number, today).ok()?.born()
        };
        let mut born = self.family.iter().filter_map(born);
        born.any(|day| day.plus_months(14 * 12) > today)
    }
    /// The questions that exclude it, answered with yes.
    #[must_use]
    pub fn excluded(&self) -> Vec<&'static str> {
        let yes = |key: &&&'static str| self.get(key) == Some("yes");
        EXCLUSIONS.iter().filter(yes).copied().collect()
    }
    /// The same with numbers and cards of which only the ends are shown.
    #[must_use]
    pub fn masked(&self) -> Body {
        let sheet = |sheet: &Sheet| -> Sheet {
            let one = |(key, text): (&String, &String)| {
                let kind = match key.as_str() {
                    "number" => Kind::Identity,
                    "card" => Kind::Card,
                    _ => return (key.clone(), text.clone()),
                };
                (key.clone(), masked(kind, text))
            };
            sheet.iter().map(one).collect()
        };
        Body {
            own: sheet(&self.own),
            family: self.family.iter().map(sheet).collect(),
            ..self.clone()
        }
    }
    /// Income and costs, for the test.
    #[must_use]
    pub fn household(&self) -> Household {
        let name = |sheet: &Sheet| sheet.get("name").cloned().unwrap_or_default();
        let own = [(&self.own, name(&self.own))];
        let family = self.family.iter().map(|one| (one, name(one)));
        let earnings = own.into_iter().chain(family).map(|(sheet, who)| Earning {
            who,
            month: money(sheet, "income_month"),
        });
        let costs = self.costs.iter().map(|cost| Cost {
            kind: cost.get("cost").cloned().unwrap_or_default(),
            whose: cost.get("whose").cloned().unwrap_or_default(),
            amount: money(cost, "amount"),
            evidence: cost.get("evidence").cloned().unwrap_or_default(),
        });
        let causes = ["cause", "cause2", "cause3", "cause4"].map(|key| self.get(key));
        let sudden = |cause: &Option<&str>| matches!(cause, Some("illness" | "disaster" | "accident"));
        Household {
            earnings: earnings.collect(),
            other: money(&self.own, "income_other"),
            costs: costs.collect(),
            losses: money(&self.own, "losses"),
            sudden: causes.iter().any(sudden),
            excluded: self.excluded().into_iter().map(str::to_owned).collect(),
        }
    }
    /// The groups of the form.
    #[must_use]
    pub fn groups() -> &'static [Group] {
        HOUSEHOLD
    }
}
