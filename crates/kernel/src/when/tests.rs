//! Tables: what is typed, stored, resolved and said.

use super::*;
use crate::{Calendar, Lang, Period, Span};

/// What is typed, the code, the days in 2026, Chinese, English.
const TABLE: &[(&str, &str, &str, &str, &str)] = &[
    (
        "2026-10-15",
        "2026-10-15",
        "2026-10-15",
        "2026年10月15日",
        "15 October 2026",
    ),
    (
        "2026/8/28",
        "2026-08-28",
        "2026-08-28",
        "2026年8月28日",
        "28 August 2026",
    ),
    (
        "20261015",
        "2026-10-15",
        "2026-10-15",
        "2026年10月15日",
        "15 October 2026",
    ),
    (
        "二〇二六年十月十五日",
        "2026-10-15",
        "2026-10-15",
        "2026年10月15日",
        "15 October 2026",
    ),
    ("10月15日", "10-15", "2026-10-15", "10月15日", "15 October"),
    ("１０月１５号", "10-15", "2026-10-15", "10月15日", "15 October"),
    ("10.15", "10-15", "2026-10-15", "10月15日", "15 October"),
    ("8/28", "08-28", "2026-08-28", "8月28日", "28 August"),
    ("六月二十九", "06-29", "2026-06-29", "6月29日", "29 June"),
    (
        "8月21——24日",
        "08-21..08-24",
        "2026-08-21..2026-08-24",
        "8月21日至24日",
        "21–24 August",
    ),
    (
        "12.28-1.3",
        "12-28..01-03",
        "2026-12-28..2027-01-03",
        "12月28日至次年1月3日",
        "28 December – 3 January",
    ),
    ("十月中旬", "10.2", "2026-10-11..2026-10-20", "10月中旬", "mid-October"),
    ("2月下旬", "02.3", "2026-02-21..2026-02-28", "2月下旬", "late February"),
    (
        "3月底前",
        "03.z<",
        "2026-03-01..2026-03-31",
        "3月底前",
        "by the end of March",
    ),
    ("5月末", "05.z", "2026-05-26..2026-05-31", "5月底", "the end of May"),
    ("元月", "01", "2026-01-01..2026-01-31", "1月", "January"),
    (
        "2026年4月份",
        "2026-04",
        "2026-04-01..2026-04-30",
        "2026年4月",
        "April 2026",
    ),
    (
        "2026-04",
        "2026-04",
        "2026-04-01..2026-04-30",
        "2026年4月",
        "April 2026",
    ),
    (
        "七、八月",
        "07..08",
        "2026-07-01..2026-08-31",
        "7月至8月",
        "July–August",
    ),
    (
        "七八月份",
        "07..08",
        "2026-07-01..2026-08-31",
        "7月至8月",
        "July–August",
    ),
    (
        "4—11月",
        "04..11",
        "2026-04-01..2026-11-30",
        "4月至11月",
        "April–November",
    ),
    (
        "4-11月",
        "04..11",
        "2026-04-01..2026-11-30",
        "4月至11月",
        "April–November",
    ),
    (
        "12月至次年1月",
        "12..01",
        "2026-12-01..2027-01-31",
        "12月至次年1月",
        "December–January",
    ),
    (
        "十二月份、元月",
        "12..01",
        "2026-12-01..2027-01-31",
        "12月至次年1月",
        "December–January",
    ),
    (
        "3、6、9月",
        "03,06,09",
        "2026-03-01..2026-09-30",
        "3、6、9月",
        "March, June and September",
    ),
    (
        "4月、10月",
        "04,10",
        "2026-04-01..2026-10-31",
        "4、10月",
        "April and October",
    ),
    ("一季度", "Q1", "2026-01-01..2026-03-31", "第一季度", "Q1"),
    (
        "2026年第四季度",
        "2026-Q4",
        "2026-10-01..2026-12-31",
        "2026年第四季度",
        "Q4 2026",
    ),
    (
        "上半年",
        "H1",
        "2026-01-01..2026-06-30",
        "上半年",
        "the first half of the year",
    ),
    (
        "年底前",
        "Yz<",
        "2026-12-01..2026-12-31",
        "年底前",
        "by the end of the year",
    ),
    (
        "2026年底",
        "2026-Yz",
        "2026-12-01..2026-12-31",
        "2026年底",
        "the end of the year 2026",
    ),
    ("全年", "Y", "2026-01-01..2026-12-31", "全年", "all year"),
    (
        "2026年度",
        "2026-Y",
        "2026-01-01..2026-12-31",
        "2026年全年",
        "all of 2026",
    ),
    (
        "农历八月十五",
        "L08-15",
        "2026-09-25",
        "农历八月十五",
        "day 15 of lunar month 8",
    ),
    (
        "腊月廿三",
        "L12-23",
        "2026-02-10",
        "农历腊月廿三",
        "day 23 of lunar month 12",
    ),
    (
        "正月初五",
        "L01-05",
        "2026-02-21",
        "农历正月初五",
        "day 5 of lunar month 1",
    ),
    (
        "除夕",
        "L12-30",
        "2026-02-16",
        "农历腊月三十",
        "day 30 of lunar month 12",
    ),
    (
        "3月上旬至4月中旬",
        "03-01..04-20",
        "2026-03-01..2026-04-20",
        "3月1日至4月20日",
        "1 March – 20 April",
    ),
    (
        "2月中下旬",
        "02-11..02-28",
        "2026-02-11..2026-02-28",
        "2月11日至28日",
        "11–28 February",
    ),
    (
        "2026.3-2026.5",
        "2026-03..05",
        "2026-03-01..2026-05-31",
        "2026年3月至5月",
        "March–May 2026",
    ),
    (
        "一、二季度",
        "H1",
        "2026-01-01..2026-06-30",
        "上半年",
        "the first half of the year",
    ),
    (
        "第二、三季度",
        "04..09",
        "2026-04-01..2026-09-30",
        "4月至9月",
        "April–September",
    ),
    (
        "1-3季度",
        "01..09",
        "2026-01-01..2026-09-30",
        "1月至9月",
        "January–September",
    ),
    ("常年", "Y", "2026-01-01..2026-12-31", "全年", "all year"),
    ("每月一次", "/m", "2026-01-01..2026-12-31", "每月", "every month"),
    (
        "中秋节前",
        "F:mid-autumn<",
        "2026-09-11..2026-09-24",
        "中秋节前",
        "before the Mid-Autumn Festival",
    ),
    (
        "三八妇女节",
        "F:women",
        "2026-03-08",
        "三八妇女节",
        "International Women's Day",
    ),
    (
        "“五一”前后",
        "F:labour~",
        "2026-04-28..2026-05-04",
        "五一劳动节前后",
        "around Labour Day",
    ),
    (
        "十一期间",
        "F:national=",
        "2026-10-01..2026-10-07",
        "国庆节期间",
        "over National Day",
    ),
    (
        "2027年春节后",
        "2027-F:spring>",
        "2027-02-07..2027-02-20",
        "2027年春节后",
        "after the Spring Festival 2027",
    ),
    ("第三周", "W03P", "", "第三周", "week 3 of term"),
    (
        "第一学期第3周",
        "W03S1",
        "2026-09-14..2026-09-20",
        "第一学期第三周",
        "week 3 of the autumn term",
    ),
    (
        "全年第1周",
        "W01",
        "2025-12-29..2026-01-04",
        "全年第一周",
        "week 1 of the year",
    ),
    (
        "秋季学期",
        "S1",
        "2026-09-01..2027-01-31",
        "第一学期",
        "the autumn term",
    ),
    ("下学期", "S2", "2026-02-01..2026-08-31", "第二学期", "the spring term"),
    (
        "2025-2026学年第二学期",
        "2026-S2",
        "2026-02-01..2026-08-31",
        "2026年第二学期",
        "the spring term 2026",
    ),
    ("每天", "/d", "2026-01-01..2026-12-31", "每天", "every day"),
    ("每周三", "/w3", "2026-01-01..2026-12-31", "每周三", "every Wednesday"),
    ("每星期天", "/w7", "2026-01-01..2026-12-31", "每周日", "every Sunday"),
    ("每月", "/m", "2026-01-01..2026-12-31", "每月", "every month"),
    (
        "每月15日",
        "/m15",
        "2026-01-01..2026-12-31",
        "每月15日",
        "day 15 of every month",
    ),
    (
        "每月底",
        "/m.z",
        "2026-01-01..2026-12-31",
        "每月底",
        "the end of every month",
    ),
    ("每季度", "/q", "2026-01-01..2026-12-31", "每季度", "every quarter"),
    ("每学期", "/s", "2026-01-01..2026-12-31", "每学期", "every term"),
];

#[test]
fn read_stored_resolved_and_said() {
    let calendar = Calendar::shipped();
    for (typed, code, days, zh, en) in TABLE {
        let when = When::read(typed).unwrap_or_else(|e| panic!("{typed}: {e}"));
        assert_eq!(when.code(), *code, "{typed}");
        let found = when.resolve(2026, &calendar).map(|s| s.to_string()).unwrap_or_default();
        assert_eq!(found, *days, "{typed}");
        assert_eq!(
            (when.words(Lang::Zh).as_str(), when.words(Lang::En).as_str()),
            (*zh, *en),
            "{typed}"
        );
    }
}

#[test]
fn refusals_say_why() {
    let table = [
        ("", NotWhen::Empty),
        ("  ", NotWhen::Empty),
        ("13月", NotWhen::NoMonth(13)),
        ("十三月", NotWhen::NoMonth(13)),
        ("0月", NotWhen::NoMonth(0)),
        ("2026-13-01", NotWhen::NoMonth(13)),
        ("2月30日", NotWhen::NoDay(2, 30)),
        ("2.30", NotWhen::NoDay(2, 30)),
        ("2027年2月29日", NotWhen::NoDay(2, 29)),
        ("2027-02-29", NotWhen::NoDay(2, 29)),
        ("20260230", NotWhen::NoDay(2, 30)),
        ("4月31", NotWhen::NoDay(4, 31)),
        ("10月45日", NotWhen::NoDay(10, 45)),
        ("农历八月三十一", NotWhen::NoDay(8, 31)),
        ("五季度", NotWhen::NoNumber(5)),
        ("第九十周", NotWhen::NoNumber(90)),
        ("第三学期", NotWhen::NoNumber(3)),
        ("每周八", NotWhen::NoNumber(8)),
        ("每月32日", NotWhen::NoNumber(32)),
        ("3026年5月", NotWhen::NoYear(3026)),
        ("明年3月", NotWhen::Relative),
        ("每月前", NotWhen::Edge),
        ("适时", NotWhen::Unknown),
        ("10", NotWhen::Unknown),
        ("10~15", NotWhen::Unknown),
        ("10月15日吧", NotWhen::Unknown),
        ("8月24-21日", NotWhen::Unknown),
        ("2025-2027学年第一学期", NotWhen::Unknown),
        ("前", NotWhen::Unknown),
        ("年", NotWhen::Unknown),
    ];
    for (typed, why) in table {
        assert_eq!(When::read(typed), Err(why), "{typed}");
    }
    assert_eq!(When::read(&"月".repeat(61)), Err(NotWhen::Long));
}

#[test]
fn codes_have_one_spelling() {
    for code in [
        "",
        "2026",
        "1-1",
        "10-5",
        "02-30",
        "13",
        "Q5",
        "W54",
        "S3",
        "/w8",
        "/x",
        "F:easter",
        "10.9",
        "03,04",
        "06,03",
        "/m<",
        "10-15x",
        "2026-10-15T00:00",
        "L08-31",
        "04..04",
        "1",
        "2026-",
    ] {
        assert!(When::parse_code(code).is_err(), "{code}");
    }
    assert_eq!(When::parse_code("2027-02-29"), Err(NotWhen::NoDay(2, 29)));
}

#[test]
fn the_29_of_february_needs_a_leap_year() {
    let when = When::read("2月29日").unwrap();
    assert_eq!(when.resolve(2026, &Calendar::plain()), None);
    assert_eq!(when.resolve(2028, &Calendar::plain()).map(|s| s.days()), Some(1));
}

#[test]
fn a_said_year_wins() {
    let when = When::read("2025年3月").unwrap();
    assert_eq!(
        when.resolve(2026, &Calendar::plain()).map(|s| s.to_string()),
        Some("2025-03-01..2025-03-31".into())
    );
}

#[test]
fn weeks_follow_the_term_as_set() {
    let when = When::read("第三周").unwrap();
    let calendar = Calendar::shipped().for_term(2);
    assert_eq!(
        when.resolve(2026, &calendar).map(|s| s.to_string()),
        Some("2026-02-09..2026-02-15".into())
    );
    let span = Span::new("2026-03-02".parse().unwrap(), "2026-07-10".parse().unwrap()).unwrap();
    let calendar = calendar.with_term(Period::school_term(2025, 2).unwrap(), span);
    assert_eq!(
        when.resolve(2026, &calendar).map(|s| s.to_string()),
        Some("2026-03-16..2026-03-22".into())
    );
    let late = When::read("第二学期第三十周").unwrap();
    assert_eq!(late.resolve(2026, &calendar), None);
}

#[test]
fn occurrences_tell_recurring_times_apart() {
    let calendar = Calendar::shipped();
    let count = |text: &str| When::read(text).unwrap().occurrences(2026, &calendar).len();
    assert_eq!(count("每月"), 12);
    assert_eq!(count("每月31日"), 12);
    assert_eq!(count("每周三"), 52);
    assert_eq!(count("每周"), 53);
    assert_eq!(count("每天"), 365);
    assert_eq!(
        count("每个工作日"),
        usize::try_from(calendar.workdays_between("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()))
            .unwrap()
    );
    assert_eq!(count("每季度"), 4);
    assert_eq!(count("每学期"), 2);
    assert_eq!(count("3、6、9月"), 3);
    assert_eq!(count("10月"), 1);
    assert_eq!(count("第三周"), 0);
    let ends = When::read("每月31日").unwrap().occurrences(2026, &calendar);
    assert_eq!(ends[1].to_string(), "2026-02-28");
}

#[test]
fn json_is_the_code() {
    let when = When::read("十月中旬").unwrap();
    assert_eq!(serde_json::to_string(&when).unwrap(), "\"10.2\"");
    assert_eq!(serde_json::from_str::<When>("\"10.2\"").unwrap(), when);
    assert!(serde_json::from_str::<When>("\"13\"").is_err());
}
