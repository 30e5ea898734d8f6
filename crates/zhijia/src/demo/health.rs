//! The demo's health check: a round with two packages and two days, of which the first is over.

use super::{Stage, year::went};

/// Name, items, for whom, price.
const PACKAGES: &[(&str, &str, &str, &str)] = &[
    (
        "基础套餐",
        "内科、外科、血常规、尿常规、肝肾功能、心电图、腹部彩超",
        "",
        "500",
    ),
    (
        "女职工套餐",
        "基础项目，加乳腺彩超、妇科检查、两癌筛查",
        "female",
        "680",
    ),
];

/// Sets it up; some book, and come.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let day = |ahead: i32| stage.today.plus_days(ahead).to_string();
    let (opens, closes) = (day(-20), day(15));
    let name = format!("{}年职工体检", stage.today.year());
    let round = [
        ("name", name.as_str()),
        ("opens", &opens),
        ("closes", &closes),
        ("note", "体检当天空腹，带身份证；八点前到检。"),
    ];
    let id = went(officer.post("/check_rounds/new", &round), 303)?.id();
    let path = format!("/check_rounds/{id}");
    for (name, items, sex, price) in PACKAGES {
        let package = [
            ("package_name", *name),
            ("items", *items),
            ("sex", *sex),
            ("price", *price),
        ];
        went(officer.post(&format!("{path}/packages"), &package), 303)?;
    }
    for (ahead, places) in [(0, "4"), (9, "40")] {
        let on = day(ahead);
        let place = [("place", "市第二人民医院体检中心"), ("day", &*on), ("places", places)];
        went(officer.post(&format!("{path}/days"), &place), 303)?;
    }
    let page = went(officer.get_json(&path), 200)?.json();
    let first = |key: &str, n: usize| page[key][n]["id"].as_str().unwrap_or_default().to_owned();
    let packages = page["packages"].as_array().into_iter().flatten();
    let basic = packages.filter(|p| p["sex"].is_null()).find_map(|p| p["id"].as_str());
    let basic = basic.unwrap_or_default().to_owned();
    for (who, n) in [
        ("huiyuan", 0),
        ("zuzhang", 0),
        ("fuzhuxi", 0),
        ("caiwu", 1),
        ("jingshen", 1),
    ] {
        let member = stage.at_the_door(who)?;
        let book = [("package", basic.clone()), ("day", first("days", n))];
        let book = [("package", book[0].1.as_str()), ("day", book[1].1.as_str())];
        went(member.post(&format!("/me/health/rounds/{id}"), &book), 303)?;
    }
    let page = went(officer.get_json(&path), 200)?.json();
    let today = first("days", 0);
    let came: Vec<&str> = page["bookings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|b| b["day"] == *today)
        .filter_map(|b| b["id"].as_str())
        .take(2)
        .collect();
    let came: Vec<(&str, &str)> = came.into_iter().map(|id| ("booking", id)).collect();
    went(officer.post(&format!("{path}/attend"), &came), 303)?;
    let leader = stage.at_the_door("zuzhang")?;
    let note = [("text", "空腹血糖比去年略高，三个月后到社区医院复查")];
    went(leader.post("/me/health/notes", &note), 303).map(drop)
}
