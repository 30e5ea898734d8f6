//! What is believed of a member over the days, and how it is changed. No SQL, no clock.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::members::{
    field::{Field, Particulars},
    model::Status,
};

/// Everything that is known of a member on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snapshot {
    /// How the membership stands.
    pub status: Status,
    /// The particulars.
    pub particulars: Particulars,
}

/// What shall be different. What it does not name stays as it was on each day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    pub(super) status: Option<Status>,
    pub(super) fields: Vec<(Field, Option<String>)>,
}

impl Patch {
    /// Another state of membership.
    #[must_use]
    pub fn status(status: Status) -> Self {
        Self {
            status: Some(status),
            fields: Vec::new(),
        }
    }
    /// With another particular; cleared if there is none.
    #[must_use]
    pub(in crate::members) fn and(mut self, field: Field, kept: Option<String>) -> Self {
        self.fields.push((field, kept));
        self
    }
    /// What leads from one set of particulars to another.
    #[must_use]
    pub fn between(from: &Particulars, to: &Particulars) -> Self {
        let differs = |field: &&Field| from.get(**field) != to.get(**field);
        let fields = Field::ALL.iter().filter(differs);
        Self {
            status: None,
            fields: fields
                .map(|field| (*field, to.get(*field).map(str::to_owned)))
                .collect(),
        }
    }
    /// The particulars it names.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().map(|(field, _)| *field)
    }
    /// It in two: the particular alone, and the rest.
    #[must_use]
    pub fn apart(self, field: Field) -> (Self, Self) {
        let (one, rest) = self.fields.into_iter().partition(|(f, _)| *f == field);
        let one = Self {
            status: None,
            fields: one,
        };
        (one, Self { fields: rest, ..self })
    }
    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.status.is_none() && self.fields.is_empty()
    }
    fn on(&self, old: &Snapshot) -> Snapshot {
        let mut new = old.clone();
        if let Some(status) = self.status {
            new.status = status;
        }
        for (field, text) in &self.fields {
            new.particulars.put(*field, text.clone());
        }
        new
    }
}

/// Days on which nothing changed: from a day up to, but not on, another; without end if there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The first day that is not in it any more.
    pub until: Option<Date>,
    /// How things stood.
    #[serde(flatten)]
    pub is: Snapshot,
}

impl Span {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What is believed of a member, from the first day in the register on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Course(Vec<Span>);

impl Course {
    /// Nothing has changed since a day.
    #[must_use]
    pub fn starting(from: Date, is: Snapshot) -> Self {
        Self(vec![Span { from, until: None, is }])
    }
    /// The course of these spans; `None` unless they touch, in order, the last without end.
    #[must_use]
    pub fn of(spans: Vec<Span>) -> Option<Self> {
        let touch = spans.windows(2).all(|pair| match pair {
            [a, b] => a.until == Some(b.from) && a.from < b.from,
            _ => false,
        });
        (touch && spans.last().is_some_and(|last| last.until.is_none())).then_some(Self(spans))
    }
    /// The spans, the earliest first.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }
    /// The first day in the register.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        self.0.first().map(|span| span.from)
    }
    /// How things stood on a day; `None` before the first.
    #[must_use]
    pub fn at(&self, day: Date) -> Option<&Snapshot> {
        self.0.iter().find(|span| span.holds(day)).map(|span| &span.is)
    }
    /// How things stand, with the day since which the membership stands as it does.
    #[must_use]
    pub fn last(&self) -> Option<(&Snapshot, Date)> {
        let last = self.0.last()?;
        let same = self.0.iter().rev().take_while(|span| span.is.status == last.is.status);
        Some((&last.is, same.last().map_or(last.from, |span| span.from)))
    }
    /// With the patch on every day from one on, and before the other if there is one. Days before the first stay
    /// outside the register.
    #[must_use]
    pub fn changed(&self, from: Date, until: Option<Date>, patch: &Patch) -> Self {
        let mut spans = Vec::new();
        for span in &self.0 {
            let (a, b) = (from.max(span.from), earlier(until, span.until));
            if b.is_some_and(|b| b <= a) {
                spans.push(span.clone());
                continue;
            }
            let part = |from: Date, until: Option<Date>, is: Snapshot| Span { from, until, is };
            if span.from < a {
                spans.push(part(span.from, Some(a), span.is.clone()));
            }
            spans.push(part(a, b, patch.on(&span.is)));
            if let Some(b) = b.filter(|b| span.until != Some(*b)) {
                spans.push(part(b, span.until, span.is.clone()));
            }
        }
        Self(joined(spans))
    }
    /// With the patch on the days since which each particular reads as it does now: what was written wrongly from the
    /// beginning is put right, and what was different before stays.
    #[must_use]
    pub fn mended(&self, patch: &Patch) -> Self {
        let mut course = self.clone();
        for (field, text) in &patch.fields {
            let now = self.0.last().and_then(|span| span.is.particulars.get(*field));
            let same = self
                .0
                .iter()
                .rev()
                .take_while(|span| span.is.particulars.get(*field) == now);
            let one = Patch {
                status: None,
                fields: vec![(*field, text.clone())],
            };
            if let Some(first) = same.last() {
                course = course.changed(first.from, None, &one);
            }
        }
        course
    }
    /// As if the register had begun on another day: earlier with what is known of the first, later without the days
    /// before.
    #[must_use]
    pub fn begun(&self, day: Date) -> Self {
        let mut spans: Vec<Span> = self
            .0
            .iter()
            .filter(|s| s.until.is_none_or(|u| u > day))
            .cloned()
            .collect();
        if let Some(first) = spans.first_mut() {
            first.from = day;
        }
        Self(spans)
    }
    /// The first day after one on which a particular or the state that the patch names becomes another than it was
    /// then: a change from here on would undo that one.
    #[must_use]
    pub fn changes_later(&self, day: Date, patch: &Patch) -> Option<Date> {
        let then = self.at(day)?;
        let later = self.0.iter().filter(|span| span.from > day);
        let differs = |is: &Snapshot| {
            (patch.status.is_some() && is.status != then.status)
                || patch.fields().any(|f| is.particulars.get(f) != then.particulars.get(f))
        };
        later.filter(|span| differs(&span.is)).map(|span| span.from).next()
    }
}

fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Neighbours in which nothing differs become one.
fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if last.is == span.is => last.until = span.until,
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u8) -> Date {
        Date::new(2026, 1, 1).unwrap().plus_days(i32::from(n))
    }
    fn is(status: Status, name: &str) -> Snapshot {
        Snapshot {
            status,
            particulars: Particulars::default().with(Field::Name, name).unwrap(),
        }
    }

    /// What may be done to a course.
    #[derive(Clone, Debug)]
    enum Deed {
        Set(u8, Option<u8>, Patch),
        Begin(u8),
        Mend(Field, Option<String>),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let patch = prop_oneof![
            (0usize..8).prop_map(|n| Patch::status(Status::ALL[n])),
            (
                prop_oneof![Just(Field::Job), Just(Field::Phone), Just(Field::Card)],
                prop::option::of("[a-c]")
            )
                .prop_map(|(field, text)| Patch {
                    status: None,
                    fields: vec![(field, text)]
                }),
        ];
        prop_oneof![
            6 => (0u8..60, prop::option::of(0u8..60), patch).prop_map(|(a, b, p)| Deed::Set(a, b, p)),
            1 => (0u8..60).prop_map(Deed::Begin),
            1 => (prop_oneof![Just(Field::Job), Just(Field::Card)], prop::option::of("[a-c]"))
                .prop_map(|(field, text)| Deed::Mend(field, text)),
        ]
    }

    proptest! {
        /// Day by day the course says what a diary says in which every deed was carried out on every single day.
        #[test]
        fn a_course_is_what_a_replay_of_the_deeds_makes(start in 0u8..60, deeds in prop::collection::vec(deed(), 0..25)) {
            let first = is(Status::Active, "甲");
            let mut diary: Vec<Option<Snapshot>> = (0..60).map(|n| (n >= start).then(|| first.clone())).collect();
            let mut course = Course::starting(day(start), first);
            for deed in deeds {
                match deed {
                    Deed::Set(from, until, patch) => {
                        course = course.changed(day(from), until.map(day), &patch);
                        for n in from..until.unwrap_or(60) {
                            let at = &mut diary[usize::from(n)];
                            *at = at.take().map(|old| patch.on(&old));
                        }
                    }
                    Deed::Mend(field, text) => {
                        let patch = Patch { status: None, fields: vec![(field, text)] };
                        course = course.mended(&patch);
                        let read = |entry: &Option<Snapshot>| entry.as_ref().map(|is| is.particulars.get(field).map(str::to_owned));
                        let now = read(&diary[59]);
                        let same = diary.iter().rev().take_while(|entry| read(entry) == now).count();
                        for entry in diary.iter_mut().rev().take(same) {
                            *entry = entry.take().map(|old| patch.on(&old));
                        }
                    }
                    Deed::Begin(at) => {
                        course = course.begun(day(at));
                        let known = diary.iter().flatten().next().cloned();
                        for (n, entry) in diary.iter_mut().enumerate() {
                            if n < usize::from(at) {
                                *entry = None;
                            } else if entry.is_none() {
                                *entry = known.clone();
                            }
                        }
                    }
                }
                prop_assert!(Course::of(course.spans().to_vec()).is_some(), "{course:?}");
            }
            for n in 0..60u8 {
                prop_assert_eq!(course.at(day(n)), diary[usize::from(n)].as_ref());
            }
        }
    }

    #[test]
    fn a_change_before_a_later_one_of_the_same_is_told() {
        let card = |text: &str| Patch {
            status: None,
            fields: vec![(Field::Card, Some(text.to_owned()))],
        };
        let course = Course::starting(day(0), is(Status::Active, "甲"))
            .changed(day(10), None, &card("A"))
            .changed(day(20), None, &Patch::status(Status::Kept));
        assert_eq!(course.changes_later(day(5), &card("B")), Some(day(10)));
        assert_eq!(course.changes_later(day(15), &card("B")), None);
        assert_eq!(
            course.changes_later(day(5), &Patch::status(Status::Moved)),
            Some(day(20))
        );
        assert_eq!(course.last().map(|(_, since)| since), Some(day(20)));
    }
}
