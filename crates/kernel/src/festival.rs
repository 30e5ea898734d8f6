//! The festivals a union plans by.
//!
//! Seven are statutory holidays, and on these (and only these) goods may go to **all** members (基层工会经费收支管理办法).
//! Ethnic festivals approved by an autonomous region carry goods as well, but which they are is decided by
//! decree and place: they are rows of the rule tables, not of this list.
//!
//! ```
//! use kernel::Festival;
//! let festival = Festival::find("端午节").ok_or("unknown")?;
//! assert_eq!(festival.key(), "dragon-boat");
//! assert_eq!(festival.date(2026).ok_or("past 2100")?.to_string(), "2026-06-19");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::{
    Date, Lang,
    lunar::{self, LunarDate},
};

/// A festival. The order is that of the year.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Festival {
    /// 元旦, 1 January.
    NewYear,
    /// 春节, first day of the lunar year.
    Spring,
    /// 元宵节, fifteenth of the first lunar month.
    Lantern,
    /// 三八妇女节, 8 March.
    Women,
    /// 清明节, a solar term, 4 to 6 April.
    Qingming,
    /// 五一劳动节, 1 May.
    Labour,
    /// 五四青年节, 4 May.
    Youth,
    /// 六一儿童节, 1 June.
    Children,
    /// 端午节, fifth of the fifth lunar month.
    DragonBoat,
    /// 七一建党节, 1 July.
    Party,
    /// 八一建军节, 1 August.
    Army,
    /// 教师节, 10 September.
    Teachers,
    /// 中秋节, fifteenth of the eighth lunar month.
    MidAutumn,
    /// 国庆节, 1 October.
    National,
    /// 重阳节, ninth of the ninth lunar month.
    DoubleNinth,
}

/// How a festival finds its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A fixed month and day.
    Solar(i8, i8),
    /// A month and day of the lunar calendar, regular month only.
    Lunar(i8, i8),
    /// A solar term.
    Term(&'static str),
}

struct Row {
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
    rule: Rule,
    /// Days of statutory holiday (全国年节及纪念日放假办法, 2024).
    rest: u8,
}

impl Festival {
    /// All festivals.
    pub const ALL: [Festival; 15] = [
        Festival::NewYear,
        Festival::Spring,
        Festival::Lantern,
        Festival::Women,
        Festival::Qingming,
        Festival::Labour,
        Festival::Youth,
        Festival::Children,
        Festival::DragonBoat,
        Festival::Party,
        Festival::Army,
        Festival::Teachers,
        Festival::MidAutumn,
        Festival::National,
        Festival::DoubleNinth,
    ];

    #[rustfmt::skip]
    const fn row(self) -> Row {
        use Rule::{Lunar, Solar, Term};
        match self {
            Festival::NewYear => Row { key: "new-year", zh: "元旦", en: "New Year's Day", aliases: &["元旦节", "新年", "阳历年"], rule: Solar(1, 1), rest: 1 },
            Festival::Spring => Row { key: "spring", zh: "春节", en: "Spring Festival", aliases: &["新春", "大年初一", "农历新年", "过年", "新春佳节"], rule: Lunar(1, 1), rest: 4 },
            Festival::Lantern => Row { key: "lantern", zh: "元宵节", en: "Lantern Festival", aliases: &["元宵", "元宵佳节", "上元节"], rule: Lunar(1, 15), rest: 0 },
            Festival::Women => Row { key: "women", zh: "三八妇女节", en: "International Women's Day", aliases: &["妇女节", "三八", "三八节", "三八国际妇女节", "三八国际劳动妇女节", "国际劳动妇女节", "国际妇女节", "女神节"], rule: Solar(3, 8), rest: 0 },
            Festival::Qingming => Row { key: "qingming", zh: "清明节", en: "Qingming Festival", aliases: &["清明"], rule: Term("清明"), rest: 1 },
            Festival::Labour => Row { key: "labour", zh: "五一劳动节", en: "Labour Day", aliases: &["五一", "五一节", "劳动节", "五一国际劳动节", "国际劳动节"], rule: Solar(5, 1), rest: 2 },
            Festival::Youth => Row { key: "youth", zh: "五四青年节", en: "Youth Day", aliases: &["五四", "五四节", "青年节"], rule: Solar(5, 4), rest: 0 },
            Festival::Children => Row { key: "children", zh: "六一儿童节", en: "Children's Day", aliases: &["六一", "六一节", "儿童节", "六一国际儿童节", "国际儿童节"], rule: Solar(6, 1), rest: 0 },
            Festival::DragonBoat => Row { key: "dragon-boat", zh: "端午节", en: "Dragon Boat Festival", aliases: &["端午", "端午佳节", "端阳节", "端阳"], rule: Lunar(5, 5), rest: 1 },
            Festival::Party => Row { key: "party", zh: "七一建党节", en: "Party Founding Day", aliases: &["七一", "七一节", "建党节", "党的生日", "建党日"], rule: Solar(7, 1), rest: 0 },
            Festival::Army => Row { key: "army", zh: "八一建军节", en: "Army Day", aliases: &["八一", "八一节", "建军节"], rule: Solar(8, 1), rest: 0 },
            Festival::Teachers => Row { key: "teachers", zh: "教师节", en: "Teachers' Day", aliases: &["九十教师节", "九月十日教师节"], rule: Solar(9, 10), rest: 0 },
            Festival::MidAutumn => Row { key: "mid-autumn", zh: "中秋节", en: "Mid-Autumn Festival", aliases: &["中秋", "中秋佳节", "团圆节"], rule: Lunar(8, 15), rest: 1 },
            Festival::National => Row { key: "national", zh: "国庆节", en: "National Day", aliases: &["国庆", "十一", "十一国庆节", "十一国庆"], rule: Solar(10, 1), rest: 3 },
            Festival::DoubleNinth => Row { key: "double-ninth", zh: "重阳节", en: "Double Ninth Festival", aliases: &["重阳", "九九重阳", "九九重阳节", "老人节", "敬老节", "老年节"], rule: Lunar(9, 9), rest: 0 },
        }
    }

    /// The canonical key, for storing and for rule tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.row().key
    }
    /// The festival of a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.key() == key)
    }
    /// The name on screen.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.row().zh,
            Lang::En => self.row().en,
        }
    }
    /// Other Chinese names in use.
    #[must_use]
    pub const fn aliases(self) -> &'static [&'static str] {
        self.row().aliases
    }
    /// How the day is found.
    #[must_use]
    pub const fn rule(self) -> Rule {
        self.row().rule
    }
    /// Whether goods may go to all members: exactly the statutory holidays.
    #[must_use]
    pub const fn all_member_goods(self) -> bool {
        self.row().rest > 0
    }
    /// Days of statutory holiday for everyone, 0 to 4 (not counting shifted weekends).
    #[must_use]
    pub const fn statutory_days(self) -> u8 {
        self.row().rest
    }
    /// The festival of a Chinese or English name or alias, with or without quotation marks; the whole text must match.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|c| !matches!(c, '"' | '“' | '”' | '「' | '」' | '·' | '.' | ' ' | '\u{3000}'))
            .collect();
        let wanted = |known: &str| known == name || known.replace(' ', "").eq_ignore_ascii_case(&name);
        Self::ALL
            .into_iter()
            .find(|f| wanted(f.row().zh) || wanted(f.row().en) || f.aliases().iter().any(|a| wanted(a)))
    }
    /// The day in a solar year; `None` for lunar festivals and 清明 outside 1900–2100.
    #[must_use]
    pub fn date(self, year: i16) -> Option<Date> {
        match self.rule() {
            Rule::Solar(month, day) => Date::new(year, month, day).ok(),
            Rule::Lunar(month, day) => LunarDate::new(year, month, day).ok()?.to_solar(),
            Rule::Term(name) => lunar::solar_term(year, name),
        }
    }
    /// The festivals that fall on a day; two can meet, as 中秋 and 国庆 did in 2020.
    #[must_use]
    pub fn on(day: Date) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|f| f.date(day.year()) == Some(day))
            .collect()
    }
    /// The festivals of a year with their days, in order of the days.
    #[must_use]
    pub fn of_year(year: i16) -> Vec<(Date, Self)> {
        let mut days: Vec<_> = Self::ALL.into_iter().filter_map(|f| Some((f.date(year)?, f))).collect();
        days.sort();
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_2026() {
        let table = [
            ("new-year", "2026-01-01"),
            ("spring", "2026-02-17"),
            ("lantern", "2026-03-03"),
            ("women", "2026-03-08"),
            ("qingming", "2026-04-05"),
            ("labour", "2026-05-01"),
            ("youth", "2026-05-04"),
            ("children", "2026-06-01"),
            ("dragon-boat", "2026-06-19"),
            ("party", "2026-07-01"),
            ("army", "2026-08-01"),
            ("teachers", "2026-09-10"),
            ("mid-autumn", "2026-09-25"),
            ("national", "2026-10-01"),
            ("double-ninth", "2026-10-18"),
        ];
        let found: Vec<(&str, String)> = Festival::of_year(2026)
            .into_iter()
            .map(|(d, f)| (f.key(), d.to_string()))
            .collect();
        assert_eq!(found, table.map(|(k, d)| (k, d.to_owned())));
        assert_eq!(
            Festival::Qingming.date(2027).map(|d| d.to_string()),
            Some("2027-04-05".to_owned())
        );
        assert_eq!(
            Festival::on(Festival::National.date(2020).unwrap()),
            [Festival::MidAutumn, Festival::National]
        );
    }

    #[test]
    fn thirteen_days_on_seven_festivals() {
        assert_eq!(Festival::ALL.iter().map(|f| f.statutory_days()).sum::<u8>(), 13);
        assert_eq!(Festival::ALL.iter().filter(|f| f.all_member_goods()).count(), 7);
        assert!(!Festival::Teachers.all_member_goods());
    }

    #[test]
    fn names_are_found_and_never_shared() {
        for festival in Festival::ALL {
            assert_eq!(Festival::from_key(festival.key()), Some(festival));
            assert_eq!(serde_json::to_value(festival).unwrap(), festival.key());
            for name in festival
                .aliases()
                .iter()
                .copied()
                .chain([festival.name(Lang::Zh), festival.name(Lang::En)])
            {
                assert_eq!(Festival::find(name), Some(festival), "{name}");
            }
        }
        assert_eq!(Festival::find("“三八”妇女节"), Some(Festival::Women));
        assert_eq!(Festival::find("labour day"), Some(Festival::Labour));
        assert_eq!(Festival::find("泼水节"), None);
    }
}
