//! The demo's own rules: what its committee settled for two years, entered by one and confirmed by another; a figure of this
//! year still waits.

use super::{Stage, year::went};

/// Key, value, year before this one, and whether it is confirmed.
const OWN: &[(&str, &str, i16, bool)] = &[
    ("birthday", "200元", 1, true),
    ("hospital.plain", "800元", 1, true),
    ("hospital.stay_days", "3天", 1, true),
    ("hospital.times_per_year", "1次", 1, true),
    ("visit.visitors", "2人", 1, true),
    ("birthday", "260元", 0, true),
    ("retire", "800元", 0, false),
];

/// Enters and confirms them.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let (vice, chair) = (stage.at_the_door("fuzhuxi")?, stage.at_the_door("zhuxi")?);
    for (key, value, ago, confirmed) in OWN {
        let year = stage.today.year() - ago;
        let (from, basis) = (format!("{year}-01-01"), format!("{year}年第一次工会委员会会议决定"));
        let rule = [
            ("key", *key),
            ("value", *value),
            ("basis", &basis),
            ("severity", "reason"),
            ("from", &from),
        ];
        let id = went(vice.post("/rules/own/new", &rule), 303)?.id();
        if *confirmed {
            went(chair.post(&format!("/rules/rows/{id}/confirm"), &[]), 303)?;
        }
    }
    Ok(())
}
