//! A plan and its entries: what they say, the year they lie in, what may be done with them.

use std::sync::LazyLock;

use flow::Field;
use kernel::{Calendar, Date, Id, Instant, Money, Span, Text, When};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a plan's id.
pub enum PlanKind {}
/// The id of a plan.
pub type PlanId = Id<PlanKind>;
/// The kind of an entry's id.
pub enum EntryKind {}
/// The id of an entry of a plan.
pub type EntryId = Id<EntryKind>;

/// Most entries of one plan; a year's list of a large union has a few hundred.
pub const ENTRIES: usize = 2_000;
/// Most sections of one plan.
pub const SECTIONS: usize = 1_000;
/// Longest text of a plan, in characters: some hundred pages.
pub const SOURCE: usize = 200_000;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::shipped);

/// The holidays that times are resolved by.
pub(crate) fn calendar() -> &'static Calendar {
    &CALENDAR
}

/// What part of the calendar a plan is for. `year` is always the year in which it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// January to December.
    #[default]
    Year,
    /// A school year: August to July.
    SchoolYear,
    /// 第一学期: the autumn term, August to January.
    Autumn,
    /// 第二学期: the spring term, February to July.
    Spring,
}

impl Cover {
    /// All, in the order shown.
    pub const ALL: [Cover; 4] = [Cover::Year, Cover::SchoolYear, Cover::Autumn, Cover::Spring];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Cover::Year => "year",
            Cover::SchoolYear => "school_year",
            Cover::Autumn => "autumn",
            Cover::Spring => "spring",
        }
    }
    /// The cover of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Cover::ALL.into_iter().find(|cover| cover.key() == key)
    }
    /// Months before this one lie in the year after the plan's.
    const fn first_month(self) -> i8 {
        match self {
            Cover::Year | Cover::Spring => 1,
            Cover::SchoolYear | Cover::Autumn => 8,
        }
    }
    /// All days of the plan.
    #[must_use]
    pub fn days(self, year: i16) -> Option<Span> {
        let (first, months) = match self {
            Cover::Year => (1, 12),
            Cover::SchoolYear => (8, 12),
            Cover::Autumn => (8, 6),
            Cover::Spring => (2, 6),
        };
        let from = Date::new(year, first, 1).ok()?;
        Span::new(from, from.plus_months(months).plus_days(-1))
    }
    /// The days of a time in a plan of this year. What comes again and again has all days of the plan. `None` where
    /// the year has no such day.
    #[must_use]
    pub fn resolve(self, year: i16, when: When) -> Option<Span> {
        if when.is_recurring() {
            return self.days(year);
        }
        let calendar = match self {
            Cover::Autumn => &calendar().clone().for_term(1),
            Cover::Spring => &calendar().clone().for_term(2),
            Cover::Year | Cover::SchoolYear => calendar(),
        };
        let span = when.resolve(year, calendar)?;
        let begins = Date::new(year, self.first_month(), 1).ok()?;
        if when.year().is_none() && span.to < begins {
            return when.resolve(year.checked_add(1)?, calendar);
        }
        Some(span)
    }
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being corrected at the reading desk.
    Draft,
    /// Its entries are tasks.
    Accepted,
    /// Put away before it was accepted.
    Dropped,
}

impl Status {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Accepted => "accepted",
            Status::Dropped => "dropped",
        }
    }
    /// The status of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        [Status::Draft, Status::Accepted, Status::Dropped]
            .into_iter()
            .find(|status| status.key() == key)
    }
}

/// Something to tell about a text as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// It tells of work done: a summary rather than a plan.
    Summary,
    /// No dated act was found.
    NoDates,
    /// More than is taken: the rest was left out.
    Cut,
    /// Several papers stand in one file.
    Several,
    /// Lines were left out as noise: site lines, page numbers.
    Noise,
}

impl Notice {
    const ALL: [Notice; 5] = [
        Notice::Summary,
        Notice::NoDates,
        Notice::Cut,
        Notice::Several,
        Notice::Noise,
    ];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Notice::Summary => "summary",
            Notice::NoDates => "no_dates",
            Notice::Cut => "cut",
            Notice::Several => "several",
            Notice::Noise => "noise",
        }
    }
    /// Several as one text for the store.
    #[must_use]
    pub fn join(all: &[Notice]) -> String {
        let keys: Vec<&str> = all.iter().map(|n| n.key()).collect();
        keys.join(" ")
    }
    /// The notices of a stored text.
    #[must_use]
    pub fn split(text: &str) -> Vec<Notice> {
        let known = |key: &str| Notice::ALL.into_iter().find(|n| n.key() == key);
        text.split(' ').filter_map(known).collect()
    }
}

/// A plan without its text and parts.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Counts its changes.
    pub version: i64,
    /// The year it begins in.
    pub year: i16,
    /// The part of the calendar it is for.
    pub cover: Cover,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// What to tell about its text.
    pub notices: Vec<Notice>,
    /// The file it came in.
    pub file_name: Option<String>,
    /// The file kept in the archive.
    pub paper: Option<archive::PaperId>,
    /// When it was read in.
    pub added_at: Instant,
    /// By whom.
    pub added_name: String,
    /// When it was accepted or dropped.
    pub closed_at: Option<Instant>,
    /// By whom.
    pub closed_name: Option<String>,
    /// Its formal course.
    pub course: super::course::Course,
}

/// A heading with the text of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 is the highest.
    pub level: u8,
    /// Its words without the number.
    pub heading: String,
    /// The text below it, up to the next heading.
    pub body: String,
    /// Whether it lists dated acts, or is a heading of the calendar (三月份, 第二周): the entries stand for its text.
    pub schedule: bool,
    /// Where the heading stands in the source, in bytes.
    pub span: (usize, usize),
}

/// How a person took an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// As it was read; nobody has touched it.
    Proposed,
    /// Corrected or added by a person, or accepted with the plan.
    Kept,
    /// Not to become a task.
    Rejected,
}

impl Taken {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Taken::Proposed => "proposed",
            Taken::Kept => "kept",
            Taken::Rejected => "rejected",
        }
    }
    /// The state of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        [Taken::Proposed, Taken::Kept, Taken::Rejected]
            .into_iter()
            .find(|taken| taken.key() == key)
    }
}

/// When an entry takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Nobody knows yet: the plan cannot be accepted like this.
    Unknown,
    /// A time is given, but this year has no such day, or the plan does not say of which term.
    Nowhere(When),
    /// Days of the plan's year.
    Days(When, Span),
    /// Taken without a day on purpose.
    Undated,
}

impl Timing {
    /// The timing of a time in a plan.
    #[must_use]
    pub fn of(when: Option<When>, undated: bool, cover: Cover, year: i16) -> Self {
        match (when, undated) {
            (None, true) => Timing::Undated,
            (None, false) => Timing::Unknown,
            (Some(when), _) => cover
                .resolve(year, when)
                .map_or(Timing::Nowhere(when), |span| Timing::Days(when, span)),
        }
    }
    /// The time as meant.
    #[must_use]
    pub fn when(self) -> Option<When> {
        match self {
            Timing::Nowhere(when) | Timing::Days(when, _) => Some(when),
            Timing::Unknown | Timing::Undated => None,
        }
    }
    /// The days.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Timing::Days(_, span) => Some(span),
            _ => None,
        }
    }
    /// Whether it can be accepted: it has days, or none on purpose.
    #[must_use]
    pub fn settled(self) -> bool {
        matches!(self, Timing::Days(..) | Timing::Undated)
    }
    /// The first day, if there are several, and the last.
    #[must_use]
    pub fn days(self) -> (Option<Date>, Option<Date>) {
        match self.span() {
            Some(span) if span.from == span.to => (None, Some(span.to)),
            Some(span) => (Some(span.from), Some(span.to)),
            None => (None, None),
        }
    }
}

/// What an entry says, by the reading or by a person.
#[derive(Clone, Debug)]
pub struct Said {
    /// What is to be done.
    pub title: Text<200>,
    /// When.
    pub timing: Timing,
    /// The time as written in the source.
    pub when_words: Option<String>,
    /// The field of work.
    pub field: Field,
    /// The heading it stands under.
    pub section: Option<String>,
    /// The festival it names.
    pub festival: Option<String>,
    /// What it may cost.
    pub budget: Option<Money>,
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// The branch or group it falls to.
    pub branch: Option<BodyId>,
    /// Where it stands in the source, in bytes.
    pub span: Option<(usize, usize)>,
    /// The numbered measure that it carries out.
    pub measure: Option<super::measure::MeasureId>,
}

/// An entry of a plan as it stands.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// Counts its changes.
    pub version: i64,
    /// Its place in the plan.
    pub place: i64,
    /// What it says.
    pub said: Said,
    /// How a person took it.
    pub taken: Taken,
    /// The task made of it.
    pub task: Option<flow::TaskId>,
}

impl EntryRow {
    /// Whether it stands in the way of accepting the plan.
    #[must_use]
    pub fn unsettled(&self) -> bool {
        self.taken != Taken::Rejected && !self.said.timing.settled()
    }
}

/// The parts of one entry, from the lines a person wrote: each says something, there are at least two.
#[must_use]
pub fn parts(lines: &str) -> Option<Vec<Text<200>>> {
    let all: Option<Vec<Text<200>>> = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Text::new(line).ok())
        .collect();
    all.filter(|parts| (2..=20).contains(&parts.len()))
}

/// How an entry may fall apart: at ；, ;, 。 and, failing these, at commas and 、.
#[must_use]
pub fn proposed_parts(title: &str) -> String {
    let at = |marks: &[char]| -> Vec<String> {
        title
            .split(marks)
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    let parts = at(&['；', ';', '。', '\n']);
    let parts = if parts.len() < 2 {
        at(&['，', ',', '、'])
    } else {
        parts
    };
    parts.join("\n")
}

/// Two entries told as one.
#[must_use]
pub fn joined(above: &str, below: &str) -> Option<Text<200>> {
    let above = above.trim_end_matches(['。', '；', ';', '，', ',']);
    Text::new(&format!("{above}；{below}")).ok()
}

/// The span of two entries together.
#[must_use]
pub fn joined_span(a: Option<(usize, usize)>, b: Option<(usize, usize)>) -> Option<(usize, usize)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (some, None) | (None, some) => some,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(cover: Cover, year: i16, text: &str) -> Option<String> {
        cover
            .resolve(year, When::read(text).unwrap())
            .map(|span| span.to_string())
    }

    #[test]
    fn times_lie_in_the_plans_year() {
        assert_eq!(days(Cover::Year, 2026, "10月中旬").unwrap(), "2026-10-11..2026-10-20");
        assert_eq!(days(Cover::Year, 2026, "中秋节").unwrap(), "2026-09-25");
        assert_eq!(days(Cover::Year, 2025, "中秋节").unwrap(), "2025-10-06");
        assert_eq!(
            days(Cover::Year, 2026, "12月至次年1月").unwrap(),
            "2026-12-01..2027-01-31"
        );
        assert_eq!(days(Cover::Year, 2026, "2月29日"), None);
    }

    #[test]
    fn a_school_year_goes_over_the_new_year() {
        assert_eq!(days(Cover::SchoolYear, 2025, "三月").unwrap(), "2026-03-01..2026-03-31");
        assert_eq!(days(Cover::SchoolYear, 2025, "9月10日").unwrap(), "2025-09-10");
        assert_eq!(days(Cover::SchoolYear, 2025, "2025年5月1日").unwrap(), "2025-05-01");
        assert_eq!(days(Cover::Autumn, 2025, "每月").unwrap(), "2025-08-01..2026-01-31");
        assert!(days(Cover::Spring, 2026, "第三周").unwrap().starts_with("2026-0"));
        assert_eq!(days(Cover::Year, 2026, "第三周"), None, "a week of which term?");
    }

    #[test]
    fn entries_fall_apart_and_join() {
        assert_eq!(proposed_parts("体检；运动会"), "体检\n运动会");
        assert_eq!(proposed_parts("元旦活动、送温暖"), "元旦活动\n送温暖");
        assert_eq!(parts("甲\n\n 乙 ").unwrap().len(), 2);
        assert_eq!(parts("甲"), None);
        assert_eq!(
            joined("召开教代会。", "发放提案表").unwrap().as_str(),
            "召开教代会；发放提案表"
        );
        assert_eq!(joined_span(Some((5, 9)), Some((1, 3))), Some((1, 9)));
        assert_eq!(joined_span(None, Some((1, 3))), Some((1, 3)));
    }

    #[test]
    fn notices_keep_through_the_store() {
        let all = [Notice::Summary, Notice::Cut];
        assert_eq!(Notice::split(&Notice::join(&all)), all);
        assert!(Notice::split("").is_empty());
    }
}
