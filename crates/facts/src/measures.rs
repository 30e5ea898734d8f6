//! Measures that more than one field of work posts: a visit counts as one whether it was recorded as work done or by the
//! system of visits. Whatever only one system counts is declared there.

use crate::{Measure, Unit};

const fn care(key: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Measure {
    Measure {
        key,
        zh,
        en,
        unit,
        field: "care",
    }
}

/// 慰问人次
pub const VISIT_PERSON_TIMES: Measure = care("visit.person_times", "慰问人次", "Visits", Unit::PersonTimes);
/// 慰问户数
pub const VISIT_HOUSEHOLDS: Measure = care("visit.households", "慰问户数", "Households visited", Unit::Households);
/// 慰问金额
pub const VISIT_MONEY: Measure = care("visit.money", "慰问金额", "Visit money", Unit::Money);
/// 帮扶人次
pub const AID_PERSON_TIMES: Measure = care("aid.person_times", "帮扶人次", "People aided", Unit::PersonTimes);
/// 帮扶户数
pub const AID_HOUSEHOLDS: Measure = care("aid.households", "帮扶户数", "Households aided", Unit::Households);
/// 帮扶金额
pub const AID_MONEY: Measure = care("aid.money", "帮扶金额", "Aid money", Unit::Money);
/// 体检疗休养人次
pub const HEALTH_PERSON_TIMES: Measure = care(
    "health.person_times",
    "体检疗休养人次",
    "Health checks and recuperation",
    Unit::PersonTimes,
);
/// 体检疗休养支出
pub const HEALTH_MONEY: Measure = care("health.money", "体检疗休养支出", "Spent on health", Unit::Money);
