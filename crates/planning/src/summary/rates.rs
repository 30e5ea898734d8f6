//! Membership rates in prose: `{入会率}`, `{劳务工入会率}`. A rate is not summed over the year but is that of its last day, or of
//! today in the year that goes on; it opens the rates of that day.

use facts::Unit;
use kernel::{Date, UnionId};
use org::rates::{Share, store as counts};
use store::{Error, Reader};

use super::figures::Live;

/// What prose calls them: of all workers, then of each kind of employment in the order of the register's kinds.
pub(super) const NAMES: [&str; 6] = [
    "入会率",
    "在编职工入会率",
    "合同制职工入会率",
    "劳务工入会率",
    "非全日制职工入会率",
    "新就业形态劳动者入会率",
];

/// What workers of each kind are called, and the measure of those who joined.
pub(super) const KINDS: [(&str, &str); 5] = [
    ("在编职工", "member.joined.staff"),
    ("合同制职工", "member.joined.contract"),
    ("劳务工", "member.joined.dispatched"),
    ("非全日制职工", "member.joined.part_time"),
    ("新就业形态劳动者", "member.joined.platform"),
];

/// Whether a place names a rate.
pub(super) fn names(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The rates of the last day of a year.
#[derive(Clone, Copy, Debug, Default)]
pub struct OfYear {
    day: Option<Date>,
    shares: [Share; 6],
}

impl OfYear {
    /// The rates of a union on the last day of a year, or today if that is to come.
    pub(super) fn of(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Self, Error> {
        let end = Date::new(year, 12, 31).map_err(|_| Error::Wrong(format!("there is no year {year}")))?;
        let day = end.min(today);
        let rates = counts::rates(read, union, day)?;
        let [staff, contract, dispatched, part_time, platform] = rates.kinds;
        Ok(Self {
            day: Some(day),
            shares: [rates.whole, staff, contract, dispatched, part_time, platform],
        })
    }
    /// The rate of a kind of employment, by its place among them.
    pub(super) fn of_kind(&self, at: usize) -> Option<(&'static str, Share)> {
        Some((*NAMES.get(at + 1)?, *self.shares.get(at + 1)?))
    }
    /// The rate of all workers.
    pub(super) fn whole(&self) -> Share {
        let [whole, ..] = self.shares;
        whole
    }
    /// The rate that a place names, as prose tells it.
    pub(super) fn live(&self, name: &str) -> Option<Live> {
        let (_, share) = NAMES.iter().zip(self.shares).find(|(known, _)| **known == name)?;
        let text = share.percent().map(|text| text.replace(".0%", "%"));
        let period = self
            .day
            .map_or_else(String::new, |day| format!("截至{}", day.chinese()));
        let on = self.day.map_or_else(String::new, |day| format!("?on={day}"));
        Some(Live {
            place: name.to_owned(),
            measure: "member.rate".to_owned(),
            name: name.to_owned(),
            text: text.unwrap_or_else(|| "（职工人数未登记）".to_owned()),
            quantity: share.thousandths().unwrap_or(0).saturating_mul(10),
            unit: Unit::Rate,
            unit_zh: Unit::Rate.word(kernel::Lang::Zh).to_owned(),
            records: share.members,
            period,
            href: format!("/members/rates{on}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_told_as_people_tell_it_and_a_missing_one_plainly() {
        let mut of = OfYear {
            day: Date::new(2026, 12, 31).ok(),
            ..OfYear::default()
        };
        of.shares[3] = Share {
            members: 33,
            workers: Some(33),
        };
        of.shares[0] = Share {
            members: 83,
            workers: Some(86),
        };
        let told = of.live("劳务工入会率").unwrap();
        assert_eq!((told.text.as_str(), told.quantity, told.records), ("100%", 10_000, 33));
        assert_eq!(told.href, "/members/rates?on=2026-12-31");
        assert_eq!(of.live("入会率").unwrap().text, "96.5%");
        assert_eq!(of.live("在编职工入会率").unwrap().text, "（职工人数未登记）");
        assert!(of.live("出席率").is_none());
    }
}
