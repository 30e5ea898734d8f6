//! What can be wrong or odd in a row of a roster, and what is proposed for it.

use std::collections::BTreeMap;

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes the list: variant, key, whether its proposal is taken unless somebody says otherwise.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $key:literal $ticked:literal;)+) => {
        /// A kind of trouble.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }
        impl Kind {
            /// All, in the order in which they are shown.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];
            /// Its stable name.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Kind::$name => $key),+ }
            }
            /// Whether its proposal is taken unless somebody says otherwise: where nothing is lost by it, or the file
            /// itself tells better.
            #[must_use]
            pub const fn ticked(self) -> bool {
                match self { $(Kind::$name => $ticked),+ }
            }
        }
    };
}

kinds! {
    /// No name.
    NameMissing "name_missing" false;
    /// A name of digits or marks.
    NameOdd "name_odd" false;
    /// 张 三.
    NameSpace "name_space" true;
    /// A formula where text belongs.
    Formula "formula" false;
    /// 4.4E+17: Excel has destroyed the identity number.
    IdScientific "id_scientific" false;
    /// The last three digits of the identity number became zeros.
    IdRounded "id_rounded" false;
    /// The check character does not fit.
    IdCheck "id_check" false;
    /// No identity number for another reason.
    IdBad "id_bad" false;
    /// Fifteen digits of old.
    IdOld "id_old" true;
    /// Odd, but possible.
    IdDoubt "id_doubt" false;
    /// Full-width digits and letters, spaces, marks in a number.
    Width "width" true;
    /// A day in another way of writing.
    DateForm "date_form" true;
    /// A day without its day, or without its month too.
    DateMonth "date_month" true;
    /// 1985.1 as a number: January, or October that lost its zero.
    DateUnsure "date_unsure" false;
    /// A day that became a serial number.
    DateSerial "date_serial" true;
    /// No day.
    DateBad "date_bad" false;
    /// A day to come.
    DateFuture "date_future" false;
    /// Another birth than the identity number tells.
    BornDiffers "born_differs" true;
    /// Another sex than the identity number tells.
    SexDiffers "sex_differs" true;
    /// A phone number with country code, spaces or `.0`.
    PhoneForm "phone_form" true;
    /// No phone number.
    PhoneBad "phone_bad" false;
    /// No mail address.
    EmailBad "email_bad" false;
    /// Too long for its place.
    TooLong "too_long" false;
    /// A word that stands for no choice.
    WordUnknown "word_unknown" true;
    /// No such group.
    GroupUnknown "group_unknown" true;
    /// In two groups: two names in a cell, or the same person in two rows.
    TwoGroups "two_groups" false;
    /// The same person in a row above.
    Twice "twice" true;
    /// The same name as another, and nothing that tells them apart.
    Namesake "namesake" false;
    /// In the register already.
    Known "known" true;
    /// In the register as one who left.
    KnownLeft "known_left" false;
    /// A member of another union of the installation.
    Elsewhere "elsewhere" false;
    /// Said to be no member any more.
    Left "left" true;
    /// Said to be of another union.
    OtherUnion "other_union" false;
    /// The register said no when it came to it.
    Refused "refused" false;
}

/// A trouble of a row. It tells nothing of the person: what stands there is read from the file when it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What kind.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// In which column, from 0.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Whether something is proposed.
    #[serde(rename = "f")]
    pub fix: bool,
    /// More about it: the other row, the member, the word, the kind of doubt.
    #[serde(rename = "a", default, skip_serializing_if = "String::is_empty")]
    pub about: String,
}

impl Trouble {
    /// A trouble without a proposal.
    #[must_use]
    pub fn of(kind: Kind, column: Option<usize>) -> Self {
        Self {
            kind,
            column,
            fix: false,
            about: String::new(),
        }
    }
    /// With a proposal.
    #[must_use]
    pub fn fixed(kind: Kind, column: Option<usize>) -> Self {
        Self {
            fix: true,
            ..Self::of(kind, column)
        }
    }
    /// Whether taking the proposal leaves the row out.
    #[must_use]
    pub fn leaves_out(&self) -> bool {
        match self.kind {
            Kind::Twice | Kind::Left => true,
            Kind::TwoGroups => self.column.is_none(),
            _ => false,
        }
    }
    /// With more about it.
    #[must_use]
    pub fn about(mut self, about: impl ToString) -> Self {
        self.about = about.to_string();
        self
    }
}

/// What becomes of a row whose person is in the register already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KnownHow {
    /// What the register does not know is filled in.
    #[default]
    Fill,
    /// What the file says goes before.
    Take,
    /// The register stays as it is.
    Skip,
    /// The row is given back.
    Back,
    /// Field by field, as chosen beside one another.
    Pick,
    /// Really another person.
    Another,
}

impl KnownHow {
    /// Those that can be said of all rows at once.
    pub const FOR_ALL: [KnownHow; 4] = [KnownHow::Fill, KnownHow::Take, KnownHow::Skip, KnownHow::Back];
    /// Its stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            KnownHow::Fill => "fill",
            KnownHow::Take => "take",
            KnownHow::Skip => "skip",
            KnownHow::Back => "back",
            KnownHow::Pick => "pick",
            KnownHow::Another => "another",
        }
    }
}

/// What was decided for the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Whether proposals are taken, by kind.
    pub ticks: BTreeMap<Kind, bool>,
    /// What words stand for: `group|语文教研组` → `new`, `blank` or the id of a group; `education|神童班` → a choice.
    pub words: BTreeMap<String, String>,
    /// What becomes of those who are in the register already.
    pub known: KnownHow,
    /// Since when those are members of whom the file does not say.
    pub joined: Option<Date>,
    /// Whether the file is this union's although it seems to be another's.
    pub ours: bool,
}

/// What was decided for one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Whether proposals are taken, by kind.
    pub ticks: BTreeMap<Kind, bool>,
    /// What becomes of somebody in the register already.
    pub known: Option<KnownHow>,
    /// Which fields are taken from the file, by their keys; with [`KnownHow::Pick`].
    pub pick: Vec<String>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A member is added.
    Add,
    /// A member of the register is changed.
    Update(KnownHow),
    /// Nothing is done, and nothing was wrong.
    Skip,
    /// It is given back with its reasons.
    Back,
}

/// Troubles with words as they stand under the decisions of now.
#[must_use]
pub fn settled(troubles: &[Trouble], rules: &Rules) -> Vec<Trouble> {
    let settle = |trouble: &Trouble| {
        let word = matches!(trouble.kind, Kind::WordUnknown | Kind::GroupUnknown);
        let decided = || rules.words.get(&trouble.about).is_some_and(|choice| choice != "back");
        Trouble {
            fix: if word { decided() } else { trouble.fix },
            ..trouble.clone()
        }
    };
    troubles.iter().map(settle).collect()
}

/// Whether the proposal for a trouble is taken.
#[must_use]
pub fn taken(trouble: &Trouble, rules: &Rules, choice: Option<&Choice>) -> bool {
    let said = choice
        .and_then(|c| c.ticks.get(&trouble.kind))
        .or(rules.ticks.get(&trouble.kind));
    trouble.fix && said.copied().unwrap_or(trouble.kind.ticked())
}

/// What becomes of a row with these troubles.
#[must_use]
pub fn verdict(troubles: &[Trouble], rules: &Rules, choice: Option<&Choice>) -> Verdict {
    let (mut back, mut known) = (false, None);
    for trouble in troubles {
        let taken = taken(trouble, rules, choice);
        if trouble.leaves_out() && taken {
            return Verdict::Skip;
        }
        if trouble.kind == Kind::Known {
            known = Some(choice.and_then(|c| c.known).unwrap_or(rules.known));
        } else if !taken {
            back = true;
        }
    }
    match known {
        Some(KnownHow::Skip) => Verdict::Skip,
        _ if back => Verdict::Back,
        Some(KnownHow::Back) => Verdict::Back,
        None | Some(KnownHow::Another) => Verdict::Add,
        Some(how) => Verdict::Update(how),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_where_its_troubles_and_the_decisions_lead() {
        let rules = Rules::default();
        let old = Trouble::fixed(Kind::IdOld, Some(3));
        let check = Trouble::fixed(Kind::IdCheck, Some(3));
        let twice = Trouble::fixed(Kind::Twice, None).about(3);
        let known = Trouble::fixed(Kind::Known, None);
        let of = |all: &[&Trouble], choice: Option<&Choice>| {
            let all: Vec<Trouble> = all.iter().map(|t| (*t).clone()).collect();
            verdict(&all, &rules, choice)
        };
        assert_eq!(of(&[], None), Verdict::Add);
        assert_eq!(of(&[&old], None), Verdict::Add);
        assert_eq!(of(&[&old, &check], None), Verdict::Back);
        assert_eq!(of(&[&check, &twice], None), Verdict::Skip);
        assert_eq!(of(&[&known], None), Verdict::Update(KnownHow::Fill));
        assert_eq!(of(&[&known, &check], None), Verdict::Back);
        let mut choice = Choice::default();
        choice.ticks.insert(Kind::IdCheck, true);
        assert_eq!(of(&[&check], Some(&choice)), Verdict::Add);
        choice.known = Some(KnownHow::Another);
        assert_eq!(of(&[&check, &known], Some(&choice)), Verdict::Add);
        assert_eq!(
            of(&[&Trouble::of(Kind::NameMissing, None)], Some(&choice)),
            Verdict::Back
        );
    }

    #[test]
    fn keys_are_those_of_the_store() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
        }
    }
}
