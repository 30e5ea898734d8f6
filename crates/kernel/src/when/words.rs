//! What was said, in words for people.

use super::{Edge, Every, Moment, Part, WeekOf, When, YearPart};
use crate::{
    Lang,
    day::{month_name, weekday_full, weekday_name},
    lunar,
    numerals::words as numeral,
};

impl When {
    /// In Chinese, `2026年10月中旬`, `中秋节前`, `每周三`; in English, `mid-October 2026`, `before the Mid-Autumn
    /// Festival`, `every Wednesday`. The Chinese words read back with [`When::read`].
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.chinese(),
            Lang::En => self.english(),
        }
    }

    fn chinese(self) -> String {
        let year = self.year.map(|y| format!("{y}年")).unwrap_or_default();
        let moment = moment_zh(self.moment);
        // 年底, not 2026年年底
        let moment = if self.year.is_some() {
            moment.strip_prefix('年').map_or(moment.clone(), str::to_owned)
        } else {
            moment
        };
        let edge = match self.edge {
            Edge::In => "",
            Edge::By => "前",
            Edge::Around => "前后",
            Edge::After => "后",
            Edge::During => "期间",
        };
        format!("{year}{moment}{edge}")
    }

    fn english(self) -> String {
        let year = self.year.map(|y| format!(" {y}")).unwrap_or_default();
        let moment = moment_en(self.moment);
        let moment = match self.moment {
            Moment::Year if self.year.is_some() => String::from("all of"),
            _ => moment,
        };
        let the = if matches!(self.moment, Moment::Festival(_)) && moment.contains("Festival") {
            "the "
        } else {
            ""
        };
        let edge = match (self.edge, self.moment) {
            (Edge::In, _) => return format!("{moment}{year}"),
            (Edge::By, Moment::Festival(_)) => "before",
            (Edge::By, _) => "by",
            (Edge::Around, _) => "around",
            (Edge::After, _) => "after",
            (Edge::During, _) => "over",
        };
        format!("{edge} {the}{moment}{year}")
    }
}

fn part_zh(part: Part) -> &'static str {
    match part {
        Part::First => "上旬",
        Part::Middle => "中旬",
        Part::Last => "下旬",
        Part::Start => "初",
        Part::Mid => "中",
        Part::End => "底",
        Part::FirstHalf => "上半月",
        Part::LastHalf => "下半月",
    }
}

fn moment_zh(moment: Moment) -> String {
    let ordinal = |n: i8| numeral(i64::from(n));
    match moment {
        Moment::Day(month, day) => format!("{month}月{day}日"),
        Moment::Lunar(month, day) => format!("农历{}", lunar::month_day_words(month, day)),
        Moment::Days(from, to) if from.0 == to.0 && from.1 <= to.1 => format!("{}月{}日至{}日", from.0, from.1, to.1),
        Moment::Days(from, to) if to < from => format!("{}月{}日至次年{}月{}日", from.0, from.1, to.0, to.1),
        Moment::Days(from, to) => format!("{}月{}日至{}月{}日", from.0, from.1, to.0, to.1),
        Moment::Month(month) => format!("{month}月"),
        Moment::Part(month, part) => format!("{month}月{}", part_zh(part)),
        Moment::Months(from, to) if to < from => format!("{from}月至次年{to}月"),
        Moment::Months(from, to) => format!("{from}月至{to}月"),
        Moment::MonthList(months) => format!(
            "{}月",
            months.iter().map(|m| m.to_string()).collect::<Vec<_>>().join("、")
        ),
        Moment::Quarter(n) => format!("第{}季度", ordinal(n)),
        Moment::Half(n) => if n == 1 { "上半年" } else { "下半年" }.to_owned(),
        Moment::YearPart(YearPart::Start) => "年初".to_owned(),
        Moment::YearPart(YearPart::Mid) => "年中".to_owned(),
        Moment::YearPart(YearPart::End) => "年底".to_owned(),
        Moment::Year => "全年".to_owned(),
        Moment::Week(WeekOf::Year, n) => format!("全年第{}周", ordinal(n)),
        Moment::Week(WeekOf::Term(term), n) => format!("第{}学期第{}周", ordinal(term), ordinal(n)),
        Moment::Week(WeekOf::PlanTerm, n) => format!("第{}周", ordinal(n)),
        Moment::Term(n) => format!("第{}学期", ordinal(n)),
        Moment::Festival(festival) => festival.name(Lang::Zh).to_owned(),
        Moment::Every(every) => every_zh(every),
    }
}

fn every_zh(every: Every) -> String {
    match every {
        Every::Day => "每天".to_owned(),
        Every::Workday => "每个工作日".to_owned(),
        Every::Week(None) => "每周".to_owned(),
        Every::Week(Some(day)) => format!("每{}", weekday_name(day, Lang::Zh)),
        Every::Month(None) => "每月".to_owned(),
        Every::Month(Some(day)) => format!("每月{day}日"),
        Every::MonthPart(part) => format!("每月{}", part_zh(part)),
        Every::Quarter => "每季度".to_owned(),
        Every::Half => "每半年".to_owned(),
        Every::Term => "每学期".to_owned(),
        Every::Year => "每年".to_owned(),
    }
}

fn part_en(part: Part, month: &str) -> String {
    match part {
        Part::First => format!("early {month}"),
        Part::Middle => format!("mid-{month}"),
        Part::Last => format!("late {month}"),
        Part::Start => format!("the beginning of {month}"),
        Part::Mid => format!("the middle of {month}"),
        Part::End => format!("the end of {month}"),
        Part::FirstHalf => format!("the first half of {month}"),
        Part::LastHalf => format!("the second half of {month}"),
    }
}

fn term_en(n: i8) -> &'static str {
    if n == 1 { "the autumn term" } else { "the spring term" }
}

fn moment_en(moment: Moment) -> String {
    match moment {
        Moment::Day(month, day) => format!("{day} {}", month_name(month)),
        Moment::Lunar(month, day) => format!("day {day} of lunar month {month}"),
        Moment::Days(from, to) if from.0 == to.0 && from.1 <= to.1 => {
            format!("{}–{} {}", from.1, to.1, month_name(from.0))
        }
        Moment::Days(from, to) => format!("{} {} – {} {}", from.1, month_name(from.0), to.1, month_name(to.0)),
        Moment::Month(month) => month_name(month).to_owned(),
        Moment::Part(month, part) => part_en(part, month_name(month)),
        Moment::Months(from, to) => format!("{}–{}", month_name(from), month_name(to)),
        Moment::MonthList(months) => joined(&months.iter().map(month_name).collect::<Vec<_>>()),
        Moment::Quarter(n) => format!("Q{n}"),
        Moment::Half(n) => format!("the {} half of the year", if n == 1 { "first" } else { "second" }),
        Moment::YearPart(YearPart::Start) => "the beginning of the year".to_owned(),
        Moment::YearPart(YearPart::Mid) => "the middle of the year".to_owned(),
        Moment::YearPart(YearPart::End) => "the end of the year".to_owned(),
        Moment::Year => "all year".to_owned(),
        Moment::Week(WeekOf::Year, n) => format!("week {n} of the year"),
        Moment::Week(WeekOf::Term(term), n) => format!("week {n} of {}", term_en(term)),
        Moment::Week(WeekOf::PlanTerm, n) => format!("week {n} of term"),
        Moment::Term(n) => term_en(n).to_owned(),
        Moment::Festival(festival) => festival.name(Lang::En).to_owned(),
        Moment::Every(every) => every_en(every),
    }
}

fn every_en(every: Every) -> String {
    match every {
        Every::Day => "every day".to_owned(),
        Every::Workday => "every working day".to_owned(),
        Every::Week(None) => "every week".to_owned(),
        Every::Week(Some(day)) => format!("every {}", weekday_full(day)),
        Every::Month(None) => "every month".to_owned(),
        Every::Month(Some(day)) => format!("day {day} of every month"),
        Every::MonthPart(part) => part_en(part, "every month").replace("mid-every", "the middle third of every"),
        Every::Quarter => "every quarter".to_owned(),
        Every::Half => "every half-year".to_owned(),
        Every::Term => "every term".to_owned(),
        Every::Year => "every year".to_owned(),
    }
}

/// `March, June and September`.
fn joined(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}
