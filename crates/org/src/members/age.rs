//! Birthdays, and the day on which somebody reaches the age of retirement.

use kernel::Date;

/// The day on which somebody reaches the age of retirement by law, as it is raised step by step since 2025
/// (《国务院关于渐进式延迟法定退休年龄的办法》, 2024-09-13): men 60 → 63 and women of 55 → 58 by a month for every four
/// months of birth, women of 50 → 55 by a month for every two. Women in management and professional posts are those
/// of 55; where the class of the job is not known, so is assumed.
#[must_use]
pub fn retires_on(born: Date, female: bool, labour: bool) -> Date {
    /// Age in years, the first month of birth that waits longer, months of birth for a month more, most months more.
    const MEN: (i32, i32, i32, i32) = (60, 1965, 4, 36);
    const WOMEN: (i32, i32, i32, i32) = (55, 1970, 4, 36);
    const WORKING_WOMEN: (i32, i32, i32, i32) = (50, 1975, 2, 60);
    let (years, first, step, most) = match (female, labour) {
        (false, _) => MEN,
        (true, false) => WOMEN,
        (true, true) => WORKING_WOMEN,
    };
    let months = (i32::from(born.year()) - first) * 12 + i32::from(born.month()) - 1;
    let later = if months < 0 { 0 } else { (months / step + 1).min(most) };
    born.plus_months(years * 12 + later)
}

/// The next birthday on or after a day; that of 29 February falls on the 28th in other years.
#[must_use]
pub fn birthday_after(born: Date, today: Date) -> Date {
    let in_year = |year: i32| born.plus_months((year - i32::from(born.year())) * 12);
    let this = in_year(i32::from(today.year()));
    if this >= today {
        this
    } else {
        in_year(i32::from(today.year()) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Rows of the tables published with the decision.
    #[test]
    fn retirement_is_as_the_published_tables_say() {
        for (born, female, labour, on) in [
            ("1964-12-15", false, false, "2024-12-15"),
            ("1965-01-15", false, false, "2025-02-15"),
            ("1965-04-15", false, false, "2025-05-15"),
            ("1965-05-15", false, false, "2025-07-15"),
            ("1976-09-15", false, false, "2039-09-15"),
            ("1990-01-01", false, false, "2053-01-01"),
            ("1970-01-15", true, false, "2025-02-15"),
            ("1981-09-15", true, false, "2039-09-15"),
            ("1975-01-15", true, true, "2025-02-15"),
            ("1975-03-15", true, true, "2025-05-15"),
            ("1984-11-15", true, true, "2039-11-15"),
        ] {
            assert_eq!(
                retires_on(day(born), female, labour),
                day(on),
                "{born} {female} {labour}"
            );
        }
    }

    #[test]
    fn birthdays_come_round() {
        assert_eq!(birthday_after(day("1985-12-01"), day("2026-11-21")), day("2026-12-01"));
        assert_eq!(birthday_after(day("1985-11-21"), day("2026-11-21")), day("2026-11-21"));
        assert_eq!(birthday_after(day("1985-01-05"), day("2026-11-21")), day("2027-01-05"));
        assert_eq!(birthday_after(day("1984-02-29"), day("2027-01-01")), day("2027-02-28"));
    }
}
