//! The stable text form: short ASCII, one for every time, never to change once stored.
//!
//! `[year-]moment[edge]`, where the moment is one of
//!
//! ```text
//! 10-15        day               L08-15          lunar day       F:mid-autumn   festival
//! 08-21..08-24 days              10              month           10.2           part: 1 2 3 旬, a m z 初中底, f l halves
//! 04..11       months            03,06,09        several months  Q1 H1 S1       quarter, half-year, term
//! Ya Ym Yz     年初 年中 年底     Y               the whole year  W03 W03S1 W03P week of year, of term, of the plan's term
//! /d /wd /w /w3 /m /m15 /m.z /q /h /s /y          every day, work day, week, Wednesday, month, 15th, 月底, quarter …
//! ```
//!
//! and the edge `<` by, `~` around, `>` after, `=` during. An exact day is thus its ISO form, `2026-10-15`.

use super::{Edge, Every, Moment, Months, NotWhen, Part, WeekOf, When, YearPart, cursor::Cursor};
use crate::Festival;

const EDGES: [(&str, Edge); 4] = [
    ("<", Edge::By),
    ("~", Edge::Around),
    (">", Edge::After),
    ("=", Edge::During),
];
const PARTS: [(&str, Part); 8] = [
    ("1", Part::First),
    ("2", Part::Middle),
    ("3", Part::Last),
    ("a", Part::Start),
    ("m", Part::Mid),
    ("z", Part::End),
    ("f", Part::FirstHalf),
    ("l", Part::LastHalf),
];
const YEAR_PARTS: [(&str, YearPart); 3] = [("a", YearPart::Start), ("m", YearPart::Mid), ("z", YearPart::End)];
/// Longest code.
const LONGEST: usize = 40;

fn mark<T: Copy + PartialEq>(table: &[(&'static str, T)], wanted: T) -> &'static str {
    table
        .iter()
        .find(|(_, value)| *value == wanted)
        .map_or("", |(text, _)| text)
}

impl When {
    /// The stable form for storing: `2026-10-15`, `10.2`, `Q1`, `F:mid-autumn<`.
    #[must_use]
    pub fn code(self) -> String {
        let year = self.year.map(|y| format!("{y:04}-")).unwrap_or_default();
        format!("{year}{}{}", moment_code(self.moment), mark(&EDGES, self.edge))
    }

    /// Reads the stable form.
    ///
    /// # Errors
    /// If the text is not exactly the form that [`When::code`] writes.
    pub fn parse_code(code: &str) -> Result<Self, NotWhen> {
        if code.len() > LONGEST {
            return Err(NotWhen::Long);
        }
        let mut rest = Cursor(code);
        let mut year = None;
        if let Some((first, after)) = code
            .split_once('-')
            .filter(|(y, _)| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))
        {
            year = Some(first.parse().map_err(|_| NotWhen::Unknown)?);
            rest = Cursor(after);
        }
        let moment = read_moment(&mut rest).ok_or(NotWhen::Unknown)?;
        let edge = rest.choose(&EDGES).unwrap_or_default();
        let when = Self::new(year, moment, edge)?;
        // one code for every time: other spellings of it are refused
        if rest.done() && when.code() == code {
            Ok(when)
        } else {
            Err(NotWhen::Unknown)
        }
    }
}

fn moment_code(moment: Moment) -> String {
    match moment {
        Moment::Day(month, day) => format!("{month:02}-{day:02}"),
        Moment::Lunar(month, day) => format!("L{month:02}-{day:02}"),
        Moment::Days(from, to) => format!("{:02}-{:02}..{:02}-{:02}", from.0, from.1, to.0, to.1),
        Moment::Month(month) => format!("{month:02}"),
        Moment::Part(month, part) => format!("{month:02}.{}", mark(&PARTS, part)),
        Moment::Months(from, to) => format!("{from:02}..{to:02}"),
        Moment::MonthList(months) => months.iter().map(|m| format!("{m:02}")).collect::<Vec<_>>().join(","),
        Moment::Quarter(n) => format!("Q{n}"),
        Moment::Half(n) => format!("H{n}"),
        Moment::Term(n) => format!("S{n}"),
        Moment::YearPart(part) => format!("Y{}", mark(&YEAR_PARTS, part)),
        Moment::Year => "Y".to_owned(),
        Moment::Week(WeekOf::Year, n) => format!("W{n:02}"),
        Moment::Week(WeekOf::Term(term), n) => format!("W{n:02}S{term}"),
        Moment::Week(WeekOf::PlanTerm, n) => format!("W{n:02}P"),
        Moment::Festival(festival) => format!("F:{}", festival.key()),
        Moment::Every(every) => every_code(every),
    }
}

fn every_code(every: Every) -> String {
    match every {
        Every::Day => "/d".to_owned(),
        Every::Workday => "/wd".to_owned(),
        Every::Week(day) => format!("/w{}", day.map(|d| d.to_string()).unwrap_or_default()),
        Every::Month(day) => format!("/m{}", day.map(|d| d.to_string()).unwrap_or_default()),
        Every::MonthPart(part) => format!("/m.{}", mark(&PARTS, part)),
        Every::Quarter => "/q".to_owned(),
        Every::Half => "/h".to_owned(),
        Every::Term => "/s".to_owned(),
        Every::Year => "/y".to_owned(),
    }
}

fn small(rest: &mut Cursor<'_>) -> Option<i8> {
    i8::try_from(rest.number()?).ok()
}

fn read_moment(rest: &mut Cursor<'_>) -> Option<Moment> {
    if rest.eat(&["F:"]) {
        let end = rest
            .0
            .find(|c: char| !c.is_ascii_lowercase() && c != '-')
            .unwrap_or(rest.0.len());
        let (key, after) = rest.0.split_at(end);
        rest.0 = after;
        return Festival::from_key(key).map(Moment::Festival);
    }
    let head = rest.choose(&[
        ("L", 'L'),
        ("Q", 'Q'),
        ("H", 'H'),
        ("S", 'S'),
        ("Y", 'Y'),
        ("W", 'W'),
        ("/", '/'),
    ]);
    Some(match head {
        Some('L') => {
            let month = small(rest)?;
            rest.eat(&["-"]).then_some(())?;
            Moment::Lunar(month, small(rest)?)
        }
        Some('Q') => Moment::Quarter(small(rest)?),
        Some('H') => Moment::Half(small(rest)?),
        Some('S') => Moment::Term(small(rest)?),
        Some('Y') => rest.choose(&YEAR_PARTS).map_or(Moment::Year, Moment::YearPart),
        Some('W') => {
            let n = small(rest)?;
            if rest.eat(&["S"]) {
                Moment::Week(WeekOf::Term(small(rest)?), n)
            } else if rest.eat(&["P"]) {
                Moment::Week(WeekOf::PlanTerm, n)
            } else {
                Moment::Week(WeekOf::Year, n)
            }
        }
        Some(_) => Moment::Every(read_every(rest)?),
        None => read_days(rest)?,
    })
}

fn read_every(rest: &mut Cursor<'_>) -> Option<Every> {
    let kind = rest.choose(&[
        ("d", 'd'),
        ("wd", 'k'),
        ("w", 'w'),
        ("m.", '.'),
        ("m", 'm'),
        ("q", 'q'),
        ("h", 'h'),
        ("s", 's'),
        ("y", 'y'),
    ])?;
    Some(match kind {
        'd' => Every::Day,
        'k' => Every::Workday,
        'w' => Every::Week(small(rest)),
        '.' => Every::MonthPart(rest.choose(&PARTS)?),
        'm' => Every::Month(small(rest)),
        'q' => Every::Quarter,
        'h' => Every::Half,
        's' => Every::Term,
        _ => Every::Year,
    })
}

/// What begins with a month.
fn read_days(rest: &mut Cursor<'_>) -> Option<Moment> {
    let month = small(rest)?;
    if rest.eat(&["-"]) {
        let day = small(rest)?;
        if !rest.eat(&[".."]) {
            return Some(Moment::Day(month, day));
        }
        let to = small(rest)?;
        rest.eat(&["-"]).then_some(())?;
        return Some(Moment::Days((month, day), (to, small(rest)?)));
    }
    if rest.eat(&[".."]) {
        return Some(Moment::Months(month, small(rest)?));
    }
    if rest.eat(&["."]) {
        return Some(Moment::Part(month, rest.choose(&PARTS)?));
    }
    let mut months = vec![month];
    while rest.eat(&[","]) {
        if months.len() > 12 {
            return None;
        }
        months.push(small(rest)?);
    }
    if months.len() == 1 {
        Some(Moment::Month(month))
    } else {
        Months::new(&months).map(Moment::MonthList)
    }
}
