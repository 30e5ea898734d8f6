//! Jobs that come by themselves, at a time of day in China.

use std::collections::BTreeSet;

use kernel::{Clock, Date, UnionId};
use store::{Reader, Store};

use crate::store::add_once;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// Each week on a day, 1 Monday … 7 Sunday.
    Week(i8),
    /// Each month on a day; on its last if the month is shorter.
    Month(i8),
}

/// A job that comes by itself for every union.
#[derive(Clone, Copy)]
pub struct Schedule {
    /// The kind of job.
    pub kind: &'static str,
    /// How often.
    pub every: Every,
    /// Not before this hour in China, 0 to 23.
    pub hour: i8,
}

impl Every {
    /// Whether it falls on the day.
    #[must_use]
    pub fn falls_on(self, day: Date) -> bool {
        match self {
            Every::Day => true,
            Every::Week(weekday) => day.weekday() == weekday,
            Every::Month(n) => day.day() == n.min(day.month_end().day()),
        }
    }
}

/// Notes what is due today and not yet noted: one job a union, kind and day, however often this is called
/// and by however many processes.
///
/// # Errors
/// The store's.
pub fn note_due(
    store: &Store,
    clock: &Clock,
    schedules: &[Schedule],
    unions: fn(&Reader) -> Result<Vec<UnionId>, store::Error>,
) -> Result<(), store::Error> {
    let (day, hour) = (clock.today(), clock.now().in_china().hour());
    let due: Vec<Schedule> = schedules
        .iter()
        .copied()
        .filter(|s| s.every.falls_on(day) && hour >= s.hour)
        .collect();
    if due.is_empty() {
        return Ok(());
    }
    for union in store.read(unions)? {
        let (clock, due) = (clock.clone(), due.clone());
        store.write(move |w| {
            for s in &due {
                add_once(w, &clock, union, s.kind, "{}", &format!("{}@{day}", s.kind))?;
            }
            Ok::<(), store::Error>(())
        })?;
    }
    Ok(())
}

/// Which kinds were noted for every union, on which day.
pub type Noted = BTreeSet<(&'static str, Date)>;

/// Like [`note_due`], each kind once a day in this process: with thousands of unions, looking again and again would cost
/// more than the jobs. A union that is founded after the hour begins on the next day.
///
/// # Errors
/// The store's.
pub fn note_newly_due(
    store: &Store,
    clock: &Clock,
    schedules: &[Schedule],
    unions: fn(&Reader) -> Result<Vec<UnionId>, store::Error>,
    noted: &mut Noted,
) -> Result<(), store::Error> {
    let (day, hour) = (clock.today(), clock.now().in_china().hour());
    let open = schedules
        .iter()
        .filter(|s| hour >= s.hour && !noted.contains(&(s.kind, day)));
    let open: Vec<Schedule> = open.copied().collect();
    note_due(store, clock, &open, unions)?;
    noted.retain(|(_, noted)| *noted == day);
    noted.extend(open.iter().map(|s| (s.kind, day)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_month_has_its_job_on_the_last_day() {
        let day = |m, d| Date::new(2026, m, d).unwrap();
        assert!(Every::Month(31).falls_on(day(2, 28)));
        assert!(!Every::Month(31).falls_on(day(3, 30)));
        assert!(Every::Week(6).falls_on(day(11, 21)));
    }
}
