//! The few English forms that people type in a date field: `15 October 2026`, `Oct 15`, `mid-October`, `by the end of May`.

use super::{
    Edge, Moment, NotWhen, Part, When,
    cursor::Cursor,
    read::checked_year,
    read_days::{day, month},
};
use crate::day::{month_name, month_short};

const BEFORE: [(&str, Part); 10] = [
    ("EARLY", Part::First),
    ("MID-", Part::Middle),
    ("MID", Part::Middle),
    ("LATE", Part::Last),
    ("THEBEGINNINGOF", Part::Start),
    ("BEGINNINGOF", Part::Start),
    ("THEMIDDLEOF", Part::Mid),
    ("MIDDLEOF", Part::Mid),
    ("THEENDOF", Part::End),
    ("ENDOF", Part::End),
];

/// Reads text that is already plain, without spaces and in capitals; `None` if no month is named in English.
pub(super) fn read(plain: &str) -> Option<Result<When, NotWhen>> {
    let (by, body) = ["BY", "BEFORE"]
        .iter()
        .find_map(|w| plain.strip_prefix(w))
        .map_or((false, plain), |b| (true, b));
    let (n, at, length) = (1..=12_i8).find_map(|n| {
        let (full, short) = (month_name(n).to_ascii_uppercase(), month_short(n).to_ascii_uppercase());
        let found = |name: &str| body.find(name).map(|at| (n, at, name.len()));
        found(&full).or_else(|| found(&short))
    })?;
    let (before, after) = (body.get(..at)?, body.get(at + length..)?);
    Some(
        around_month(n, before, after)
            .and_then(|(year, moment)| When::new(year, moment, if by { Edge::By } else { Edge::In })),
    )
}

fn around_month(n: i8, before: &str, after: &str) -> Result<(Option<i16>, Moment), NotWhen> {
    let (mut front, mut back) = (Cursor(before), Cursor(after.trim_start_matches(['.', '、'])));
    let ordinal = ["ST", "ND", "RD", "TH"];
    let number = |rest: &mut Cursor<'_>| {
        let found = rest.number();
        found.inspect(|_| {
            rest.eat(&ordinal);
        })
    };
    let moment = if let Some(part) = front.choose(&BEFORE) {
        Moment::Part(n, part)
    } else if let Some(d) = number(&mut front) {
        Moment::Day(n, day(n, d)?)
    } else {
        Moment::Month(month(n.into())?)
    };
    if !front.done() {
        return Err(NotWhen::Unknown);
    }
    let mut year = number(&mut back);
    let mut moment = moment;
    if let (Moment::Month(_), Some(d)) = (moment, year.filter(|y| *y < 100)) {
        moment = Moment::Day(n, day(n, d)?);
        back.eat(&["、"]);
        year = number(&mut back);
    }
    if back.done() {
        Ok((year.map(checked_year).transpose()?, moment))
    } else {
        Err(NotWhen::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn english_forms() {
        let table = [
            ("15 October 2026", "2026-10-15"),
            ("October 15, 2026", "2026-10-15"),
            ("Oct 15th", "10-15"),
            ("3rd may", "05-03"),
            ("May", "05"),
            ("Sep. 2026", "2026-09"),
            ("mid-October", "10.2"),
            ("late Feb 2027", "2027-02.3"),
            ("by the end of May", "05.z<"),
            ("before 3 June", "06-03<"),
        ];
        for (typed, code) in table {
            assert_eq!(When::read(typed).map(When::code), Ok(code.to_owned()), "{typed}");
        }
        assert_eq!(When::read("30 February"), Err(NotWhen::NoDay(2, 30)));
        assert_eq!(When::read("Maybe"), Err(NotWhen::Unknown));
        assert_eq!(When::read("some May"), Err(NotWhen::Unknown));
    }

    #[test]
    fn english_words_of_days_and_months_read_back() {
        for code in [
            "2026-10-15",
            "10-15",
            "2026-10",
            "10",
            "10.1",
            "10.2",
            "2026-10.3",
            "05.a",
            "05.m",
            "05.z<",
            "06-03",
        ] {
            let when = When::parse_code(code).unwrap();
            assert_eq!(When::read(&when.words(Lang::En)), Ok(when), "{code}");
        }
    }
}
