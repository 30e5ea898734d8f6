//! Reasons to visit somebody: what begins them, by when one goes, how many, up to how much, and with what proof.

use kernel::{Date, Id, Text, When};
use rules::{Key, key};
use schemars::JsonSchema;
use serde::Serialize;
use web::Refusal;

use crate::given::Kind;

/// The kind of a reason's id.
pub enum VisitReason {}
/// The id of a reason.
pub type ReasonId = Id<VisitReason>;

/// What begins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Begins {
    /// Somebody tells of it.
    Reported,
    /// A birthday in the register comes.
    Birthday,
    /// A member in the register reaches the age of retirement.
    Retirement,
    /// A member in the register moves to another union.
    Transfer,
    /// A festival or season comes: whom to visit is settled then.
    Season,
}

impl Begins {
    /// All of them.
    pub const ALL: &'static [Begins] = &[
        Begins::Reported,
        Begins::Birthday,
        Begins::Retirement,
        Begins::Transfer,
        Begins::Season,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Begins::Reported => "reported",
            Begins::Birthday => "birthday",
            Begins::Retirement => "retirement",
            Begins::Transfer => "transfer",
            Begins::Season => "season",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("visits.begins.{}", self.key())
    }
    /// Whether the register tells of it, days before it happens.
    #[must_use]
    pub const fn from_register(self) -> bool {
        matches!(self, Begins::Birthday | Begins::Retirement | Begins::Transfer)
    }
    /// Whether people tell of it.
    #[must_use]
    pub const fn is_told(self) -> bool {
        matches!(self, Begins::Reported | Begins::Season | Begins::Transfer)
    }
}

::store::keyed!(Begins, "what begins a reason to visit");

/// The caps that a gift on a visit may be held against.
pub static CAPS: [&Key; 9] = [
    &key::HOSPITAL,
    &key::HOSPITAL_SURGERY,
    &key::BIRTH,
    &key::MARRIAGE,
    &key::DEATH_MEMBER,
    &key::DEATH_KIN,
    &key::RETIRE,
    &key::BIRTHDAY,
    &key::HARDSHIP_TEMPORARY,
];

/// A cap by its name.
#[must_use]
pub fn cap(name: &str) -> Option<&'static Key> {
    CAPS.iter().copied().find(|key| key.name == name)
}

/// Most days between an event and the day by which one goes, and between the register's notice and the event.
pub const DAYS_MAX: i64 = 92;
/// Most visitors that a reason may ask for.
pub const VISITORS_MAX: i64 = 9;

/// What a reason says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Says {
    /// Its name: 生病住院.
    pub name: String,
    /// What begins it.
    pub begins: Begins,
    /// The season, as it is written: 春节前.
    pub season: Option<String>,
    /// How many days before the event the register tells of it.
    pub ahead_days: i64,
    /// Within how many days after it is known one goes.
    pub due_days: i64,
    /// How many go at least.
    pub visitors: i64,
    /// The cap that a gift is held against.
    #[schemars(with = "Option<String>")]
    pub cap: Option<&'static Key>,
    /// Under which kind a gift counts.
    pub kind: Kind,
    /// Whether a photo is asked for.
    pub photo: bool,
    /// Whether a signed receipt is asked for when something is given.
    pub receipt: bool,
    /// Whether it tells of health, hardship or trouble: details lie sealed, tasks name nobody.
    pub sensitive: bool,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// Its id.
    pub id: ReasonId,
    /// Counts its changes; 0 as it comes with the program and was not used yet.
    pub version: i64,
    /// What it says.
    #[serde(flatten)]
    pub says: Says,
    /// The day from which on it is not offered any more.
    pub ended: Option<Date>,
}

impl Reason {
    /// Whether it is offered on a day.
    #[must_use]
    pub fn lives_on(&self, day: Date) -> bool {
        self.ended.is_none_or(|ended| day < ended)
    }
}

/// A season as it is written; `None` if it names no days of every year.
#[must_use]
pub fn season(text: &str) -> Option<When> {
    When::read(text).ok().filter(|when| when.year().is_none())
}

impl Says {
    /// Says it, if it can be.
    ///
    /// # Errors
    /// The refusal of the field that is wrong.
    pub fn check(&self) -> Result<(), Refusal> {
        let within = |field, n: i64, least: i64, most: i64| {
            if (least..=most).contains(&n) {
                Ok(())
            } else {
                Err(Refusal::field(field, "visits.refusal.between")
                    .arg("least", least)
                    .arg("most", most))
            }
        };
        within("ahead_days", self.ahead_days, 0, DAYS_MAX)?;
        within("due_days", self.due_days, 0, DAYS_MAX)?;
        within("visitors", self.visitors, 1, VISITORS_MAX)?;
        match (self.begins, &self.season) {
            (Begins::Season, None) => Err(Refusal::field("season", "visits.refusal.season")),
            (Begins::Season, Some(text)) if season(text).is_none() => {
                Err(Refusal::field("season", "visits.refusal.season"))
            }
            (Begins::Season, Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => Err(Refusal::field("season", "visits.refusal.no_season")),
        }
    }
    /// By when one goes: so many days after it is known, and not before it happened.
    #[must_use]
    pub fn due(&self, happened: Date, known: Date) -> Date {
        happened.max(known).plus_days(i32::try_from(self.due_days).unwrap_or(0))
    }
    /// The first day on which a visit counts for it.
    #[must_use]
    pub fn earliest(&self, happened: Date) -> Date {
        let ahead = if self.begins.from_register() {
            self.ahead_days
        } else {
            0
        };
        happened.plus_days(-i32::try_from(ahead).unwrap_or(0))
    }
}

/// The name of a reason as it is typed.
pub type Name = Text<30>;

/// A reason that comes with the program and that people tell of.
fn told(n: u128, name: &str, due: i64, cap: Option<&'static Key>, kind: Kind, sensitive: bool) -> Reason {
    Reason {
        id: ReasonId::new(uuid::Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0E00 + n)),
        version: 0,
        says: Says {
            name: name.to_owned(),
            begins: Begins::Reported,
            season: None,
            ahead_days: 0,
            due_days: due,
            visitors: 2,
            cap,
            kind,
            photo: true,
            receipt: true,
            sensitive,
        },
        ended: None,
    }
}

/// The same, begun by the register or by a season.
fn begun(reason: Reason, begins: Begins, ahead_days: i64, when: Option<&str>) -> Reason {
    Reason {
        says: Says {
            begins,
            ahead_days,
            season: when.map(str::to_owned),
            visitors: if begins == Begins::Season { 2 } else { 1 },
            ..reason.says
        },
        ..reason
    }
}

/// The reasons that come with the program (五必访 and what units add to it). A union changes them as it decides.
#[must_use]
pub fn seeds() -> Vec<Reason> {
    use Begins::{Birthday, Retirement, Season, Transfer};
    let season = |reason, when| begun(reason, Season, 20, Some(when));
    vec![
        told(1, "生病住院", 3, Some(&key::HOSPITAL), Kind::Hospital, true),
        told(2, "生育", 7, Some(&key::BIRTH), Kind::Birth, false),
        told(3, "结婚", 7, Some(&key::MARRIAGE), Kind::Marriage, false),
        told(4, "本人去世", 1, Some(&key::DEATH_MEMBER), Kind::Death, true),
        told(5, "直系亲属去世", 2, Some(&key::DEATH_KIN), Kind::Death, true),
        told(6, "家庭突发困难", 3, Some(&key::HARDSHIP_TEMPORARY), Kind::Visit, true),
        told(7, "工伤", 1, Some(&key::HOSPITAL), Kind::Hospital, true),
        told(8, "重大灾害", 2, Some(&key::HARDSHIP_TEMPORARY), Kind::Visit, true),
        told(9, "思想波动或矛盾", 3, None, Kind::Visit, true),
        begun(
            told(10, "退休", 7, Some(&key::RETIRE), Kind::Retire, false),
            Retirement,
            30,
            None,
        ),
        begun(told(11, "转岗调动", 7, None, Kind::Visit, false), Transfer, 0, None),
        begun(
            told(12, "生日", 0, Some(&key::BIRTHDAY), Kind::Birthday, false),
            Birthday,
            7,
            None,
        ),
        season(told(13, "节日困难慰问", 7, None, Kind::Visit, true), "春节前"),
        season(told(14, "劳模慰问", 7, None, Kind::ModelWorker, false), "劳动节前"),
        season(told(15, "一线高温慰问", 7, None, Kind::Season, false), "7月中旬"),
        season(told(16, "一线严寒慰问", 7, None, Kind::Season, false), "12月下旬"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_comes_with_the_program_can_be_said() {
        let seeds = seeds();
        for reason in &seeds {
            assert_eq!(reason.says.check(), Ok(()), "{}", reason.says.name);
        }
        let mut ids: Vec<ReasonId> = seeds.iter().map(|r| r.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), seeds.len());
    }

    #[test]
    fn one_goes_after_it_is_known_and_not_before_it_happened() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let seeds = seeds();
        let says = |name: &str| seeds.iter().find(|r| r.says.name == name).map(|r| &r.says).unwrap();
        let hospital = says("生病住院");
        assert_eq!(hospital.due(day("2026-11-10"), day("2026-11-14")), day("2026-11-17"));
        assert_eq!(hospital.due(day("2026-11-20"), day("2026-11-14")), day("2026-11-23"));
        assert_eq!(hospital.earliest(day("2026-11-10")), day("2026-11-10"));
        let birthday = says("生日");
        assert_eq!(birthday.due(day("2026-11-30"), day("2026-11-23")), day("2026-11-30"));
        assert_eq!(birthday.earliest(day("2026-11-30")), day("2026-11-23"));
    }

    #[test]
    fn what_cannot_be_is_refused_beside_its_field() {
        let mut says = seeds().remove(0).says;
        says.visitors = 0;
        assert!(says.check().is_err());
        says.visitors = 2;
        says.season = Some("春节前".to_owned());
        assert!(says.check().is_err(), "a season belongs to what a season begins");
        says.begins = Begins::Season;
        assert!(says.check().is_ok());
        says.season = Some("改天".to_owned());
        assert!(says.check().is_err());
    }
}
