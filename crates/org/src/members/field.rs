//! The particulars of a member, as data: what is kept of a person, in which group of a form it stands, who may see it,
//! and which text is one of it.
//!
//! The list is that of the real-name register (会员实名制, 总工办发〔2017〕14号, with the forms of the provinces). Two
//! things are not on it because they are never kept in clear: the number of the identity document and the state of
//! health ([`super::sealed`]).

use std::{collections::BTreeMap, fmt};

use kernel::{Date, numerals::half_width};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::{clean_name, digits};
use crate::BodyId;

/// Who may see a particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Whoever may see the register.
    Plain,
    /// Whoever may see personal particulars ([`crate::power::MEMBER_PERSONAL`]).
    Personal,
}

/// Under which heading a particular stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 身份.
    Identity,
    /// 联系.
    Contact,
    /// 个人.
    Person,
    /// 工作.
    Work,
    /// 会籍.
    Membership,
    /// 确认.
    Confirmation,
}

impl Section {
    /// All, in the order of the form.
    pub const ALL: &'static [Section] = &[
        Section::Identity,
        Section::Contact,
        Section::Person,
        Section::Work,
        Section::Membership,
        Section::Confirmation,
    ];
    /// Its stable name, in addresses and forms.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Section::Identity => "identity",
            Section::Contact => "contact",
            Section::Person => "person",
            Section::Work => "work",
            Section::Membership => "membership",
            Section::Confirmation => "confirmation",
        }
    }
    /// The word key of its heading.
    #[must_use]
    pub fn word(self) -> String {
        format!("org.section.{}", self.key())
    }
    /// The particulars under it.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.section() == self)
    }
}

/// Which texts are one of a particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name: one space between words, none between Chinese characters.
    Name,
    /// Any line of at most so many characters.
    Line(usize),
    /// Seven to fifteen digits.
    Phone,
    /// `someone@somewhere`.
    Email,
    /// A day that is not to come.
    Day,
    /// One of these keys.
    Choice(&'static [&'static str]),
    /// `yes` or `no`.
    Flag,
    /// The id of a branch or group.
    Group,
}

/// Makes the list: variant, key (also the column), section, class, kind.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $key:literal $section:ident $class:ident $kind:expr;)+) => {
        /// A particular of a member.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Field {
            $($(#[$doc])* #[serde(rename = $key)] $name,)+
        }
        impl Field {
            /// All, in the order of the form.
            pub const ALL: &'static [Field] = &[$(Field::$name),+];
            /// Its stable name: in forms, files, the store.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Field::$name => $key),+ }
            }
            /// The word key of its name.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Field::$name => concat!("org.field.", $key)),+ }
            }
            /// Under which heading it stands.
            #[must_use]
            pub const fn section(self) -> Section {
                match self { $(Field::$name => Section::$section),+ }
            }
            /// Who may see it.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Field::$name => Class::$class),+ }
            }
            /// Which texts are one.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Field::$name => $kind),+ }
            }
        }
    };
}

fields! {
    /// 姓名, as on the identity document.
    Name "name" Identity Plain Kind::Name;
    /// 性别.
    Sex "sex" Identity Plain Kind::Choice(&["male", "female"]);
    /// 出生日期.
    Born "born" Identity Personal Kind::Day;
    /// 民族.
    Ethnic "ethnic" Identity Personal Kind::Line(20);
    /// 国籍 or region.
    Nationality "nationality" Identity Personal Kind::Line(40);
    /// 手机号.
    Phone "phone" Contact Plain Kind::Phone;
    /// 电子邮箱.
    Email "email" Contact Personal Kind::Email;
    /// 住址.
    Address "address" Contact Personal Kind::Line(200);
    /// 学历.
    Education "education" Person Personal Kind::Choice(&["junior", "senior", "vocational", "college", "bachelor", "master", "doctor"]);
    /// 政治面貌.
    Political "political" Person Personal Kind::Choice(&["party", "probationary", "league", "democratic", "none"]);
    /// 户籍类型.
    Household "household" Person Personal Kind::Choice(&["local_urban", "local_rural", "other_urban", "other_rural"]);
    /// 婚姻.
    Marriage "marriage" Person Personal Kind::Choice(&["single", "married", "divorced", "widowed"]);
    /// 单位: for unions of several employers.
    Employer "employer" Work Plain Kind::Line(100);
    /// 部门.
    Department "department" Work Plain Kind::Line(60);
    /// 岗位、工种.
    Job "job" Work Plain Kind::Line(60);
    /// 岗位类别: it decides the age of retirement of women.
    JobClass "job_class" Work Plain Kind::Choice(&["management", "technical", "labour"]);
    /// 用工形式.
    Employment "employment" Work Plain Kind::Choice(&["staff", "contract", "dispatched", "part_time", "platform"]);
    /// 工号.
    Number "number" Work Plain Kind::Line(30);
    /// 入职日期.
    Hired "hired" Work Plain Kind::Day;
    /// 职称.
    Title "title" Work Plain Kind::Line(60);
    /// 技术等级.
    Skill "skill" Work Plain Kind::Choice(&["junior", "intermediate", "senior", "technician", "senior_technician"]);
    /// 农民工.
    Migrant "migrant" Work Plain Kind::Flag;
    /// 工会小组.
    Group "group" Membership Plain Kind::Group;
    /// 入会日期.
    Joined "joined" Membership Plain Kind::Day;
    /// 会员证号.
    Card "card" Membership Plain Kind::Line(30);
    /// 退休日期.
    Retired "retired" Membership Plain Kind::Day;
    /// 信息确认日期.
    Confirmed "confirmed" Confirmation Plain Kind::Day;
    /// 确认方式.
    ConfirmedBy "confirmed_by" Confirmation Plain Kind::Choice(&["signature", "phone", "message"]);
}

/// The kinds of employment (用工形式), for figures by kind.
pub const EMPLOYMENTS: &[&str] = &["staff", "contract", "dispatched", "part_time", "platform"];

/// Why a text is no particular of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A name is missing.
    Empty,
    /// Longer than so many characters.
    Long(usize),
    /// No phone number.
    Phone,
    /// No mail address.
    Email,
    /// No day.
    Day,
    /// None of the choices.
    Choice,
}

impl Unfit {
    /// The word key of the sentence that says so; [`Unfit::Long`] fills `{n}`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Unfit::Empty => "org.unfit.empty",
            Unfit::Long(_) => "org.unfit.long",
            Unfit::Phone => "org.members.phone_wrong",
            Unfit::Email => "org.unfit.email",
            Unfit::Day => "org.unfit.day",
            Unfit::Choice => "org.unfit.choice",
        }
    }
}

impl Field {
    /// The particular of this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }
    /// The word key of one of its choices.
    #[must_use]
    pub fn choice_word(self, choice: &str) -> String {
        format!("org.choice.{}.{choice}", self.key())
    }
    /// What was typed as it is kept: trimmed, digits half-width, days as ISO. `None` for nothing.
    ///
    /// # Errors
    /// Why it is none.
    pub fn clean(self, typed: &str) -> Result<Option<String>, Unfit> {
        let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            return if self == Field::Name {
                Err(Unfit::Empty)
            } else {
                Ok(None)
            };
        }
        let fits = |text: String, most: usize| {
            if text.chars().count() <= most {
                Ok(text)
            } else {
                Err(Unfit::Long(most))
            }
        };
        let kept = match self.kind() {
            Kind::Name => fits(clean_name(typed), 40)?,
            Kind::Line(most) => fits(line, most)?,
            Kind::Phone => Some(digits(&line))
                .filter(|p| (7..=15).contains(&p.len()))
                .ok_or(Unfit::Phone)?,
            Kind::Email => mail(&half_width(&line)).ok_or(Unfit::Email)?,
            Kind::Day => line.parse::<Date>().map_err(|_| Unfit::Day)?.to_string(),
            Kind::Choice(keys) => keys.iter().find(|key| **key == line).ok_or(Unfit::Choice)?.to_string(),
            Kind::Flag => ["yes", "no"]
                .iter()
                .find(|key| **key == line)
                .ok_or(Unfit::Choice)?
                .to_string(),
            Kind::Group => line.parse::<BodyId>().map_err(|_| Unfit::Choice)?.to_string(),
        };
        Ok(Some(kept))
    }
}

/// One `@` with something on either side and a dot behind it; whether anybody reads there only a letter can tell.
fn mail(typed: &str) -> Option<String> {
    let (who, place) = typed.split_once('@')?;
    let good = !who.is_empty() && place.contains('.') && !place.starts_with('.') && !place.ends_with('.');
    (good && typed.len() <= 100 && !typed.contains(' ') && !place.contains('@')).then(|| typed.to_owned())
}

/// What is known of a person. Every text in it is one of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Particulars(BTreeMap<Field, String>);

impl Particulars {
    /// What is known of a particular, as kept: a day as ISO, a choice by its key, a group by its id.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }
    /// Sets a particular to what was typed; nothing typed takes it away.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn set(&mut self, field: Field, typed: &str) -> Result<(), Unfit> {
        let kept = field.clean(typed)?;
        self.put(field, kept);
        Ok(())
    }
    /// With a particular.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn with(mut self, field: Field, typed: &str) -> Result<Self, Unfit> {
        self.set(field, typed)?;
        Ok(self)
    }
    /// Sets what is kept already, or was cleaned.
    pub(crate) fn put(&mut self, field: Field, kept: Option<String>) {
        match kept {
            Some(text) => self.0.insert(field, text),
            None => self.0.remove(&field),
        };
    }
    /// The name; empty only if it was never set.
    #[must_use]
    pub fn name(&self) -> &str {
        self.get(Field::Name).unwrap_or_default()
    }
    /// A day.
    #[must_use]
    pub fn day(&self, field: Field) -> Option<Date> {
        self.get(field)?.parse().ok()
    }
    /// The branch or group.
    #[must_use]
    pub fn group(&self) -> Option<BodyId> {
        self.get(Field::Group)?.parse().ok()
    }
    /// Only those that pass.
    #[must_use]
    pub fn only(mut self, pass: impl Fn(Field) -> bool) -> Self {
        self.0.retain(|field, _| pass(*field));
        self
    }
    /// What is known, in the order of the form.
    pub fn known(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }
    /// Whether anything is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_clean_or_told_why_not() {
        let clean = |field: Field, typed: &str| field.clean(typed);
        assert_eq!(clean(Field::Name, " 𠮷田　㛃 "), Ok(Some("𠮷田㛃".into())));
        assert_eq!(clean(Field::Name, "  "), Err(Unfit::Empty));
        assert_eq!(clean(Field::Phone, "１３８ 0013-8000"), Ok(Some("13800138000".into())));
        assert_eq!(clean(Field::Phone, "123"), Err(Unfit::Phone));
        assert_eq!(clean(Field::Born, "1985-03-00"), Err(Unfit::Day));
        assert_eq!(clean(Field::Sex, "female"), Ok(Some("female".into())));
        assert_eq!(clean(Field::Sex, "女"), Err(Unfit::Choice));
        assert_eq!(clean(Field::Department, "  "), Ok(None));
        assert_eq!(clean(Field::Number, &"7".repeat(31)), Err(Unfit::Long(30)));
        assert_eq!(clean(Field::Email, "a＠b.cn"), Ok(Some("a@b.cn".into())));
        for wrong in ["a", "@b.cn", "a@b", "a b@c.cn", "a@b@c.cn"] {
            assert_eq!(clean(Field::Email, wrong), Err(Unfit::Email), "{wrong}");
        }
        assert_eq!(clean(Field::Group, "somewhere"), Err(Unfit::Choice));
    }

    #[test]
    fn keys_lead_back_and_every_field_has_a_section() {
        for field in Field::ALL {
            assert_eq!(Field::of_key(field.key()), Some(*field));
            assert!(field.section().fields().any(|f| f == *field));
        }
        let listed: usize = Section::ALL.iter().map(|s| s.fields().count()).sum();
        assert_eq!(listed, Field::ALL.len());
        assert_eq!(Field::Employment.kind(), Kind::Choice(EMPLOYMENTS));
    }
}
