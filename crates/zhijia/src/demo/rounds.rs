//! The demo's rounds: goods at Spring Festival, coolness in summer, Mid-Autumn, each from its list to a stock of zero; and the
//! next New Year's Day, which waits for somebody to approve it.

use kernel::{Date, Festival};
use serde_json::Value;
use web::inside::Client;

use super::{Stage, at, year::went};

const PHOTO: &[u8] = include_bytes!("../../demo/visit.jpg");

/// Goods: name, unit, price, how many a head.
type Goods = (&'static str, &'static str, &'static str, &'static str);

/// A round as it is told.
struct Told {
    kind: &'static str,
    festival: Option<Festival>,
    /// The day, where no festival says it.
    day: Option<(i8, i8)>,
    title: &'static str,
    form: &'static str,
    budget: &'static str,
    goods: &'static [Goods],
    /// Only this group.
    group: Option<&'static str>,
    supplier: &'static str,
}

const TOLD: &[Told] = &[
    Told {
        kind: "festival",
        festival: Some(Festival::Spring),
        day: None,
        title: "春节慰问",
        form: "goods",
        budget: "34400",
        goods: &[
            ("东北大米10kg", "袋", "78", "1"),
            ("菜籽油5L", "桶", "92", "1"),
            ("坚果礼盒1.5kg", "盒", "128", "1"),
        ],
        group: None,
        supplier: "城东粮油副食品公司",
    },
    Told {
        kind: "cool",
        festival: None,
        day: Some((7, 15)),
        title: "暑期送清凉",
        form: "goods",
        budget: "1500",
        goods: &[("防暑用品包", "份", "45", "1"), ("绿豆500g", "袋", "7.50", "2")],
        group: Some("行政后勤组"),
        supplier: "惠民超市",
    },
    Told {
        kind: "festival",
        festival: Some(Festival::MidAutumn),
        day: None,
        title: "中秋节慰问",
        form: "voucher",
        budget: "17200",
        goods: &[("月饼水果实名提货券", "张", "200", "1")],
        group: None,
        supplier: "城东粮油副食品公司",
    },
];

/// The day of a round: a week before its festival.
fn day_of(told: &Told, year: i16) -> Option<Date> {
    match (told.festival, told.day) {
        (Some(festival), _) => Some(festival.date(year)?.plus_days(-8)),
        (None, Some((month, day))) => Date::new(year, month, day).ok(),
        (None, None) => None,
    }
}

/// Tells the rounds up to today.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let year = stage.today.year();
    spare(stage, Date::new(year, 1, 12).map_err(|e| e.to_string())?)?;
    for told in TOLD {
        let Some(day) = day_of(told, year).filter(|day| day.plus_days(5) <= stage.today) else {
            continue;
        };
        let id = listed(stage, told, (year, day))?;
        hand_out(stage, told, &id, day)?;
    }
    Ok(())
}

/// Milk that lies in the union's own store for whoever falls ill, and the first two boxes of it.
fn spare(stage: &Stage, day: Date) -> Result<(), String> {
    if day > stage.today {
        return Ok(());
    }
    set(stage, day, 9)?;
    let officer = stage.at_the_door("weiyuan")?;
    let on = day.to_string();
    let bought = [
        ("supplier", "惠民超市"),
        ("day", &on),
        ("name", "纯牛奶"),
        ("unit", "箱"),
        ("quantity_new", "6"),
        ("price_new", "58"),
    ];
    went(officer.upload("/purchases/new", &bought, &[]), 303)?;
    let form = went(officer.get_json("/stock/move"), 200)?.json();
    let last = form["members"].as_array().and_then(|all| all.last());
    let given = [
        ("good", form["goods"][0][0]["id"].as_str().unwrap_or_default()),
        ("what", "give"),
        ("quantity", "2"),
        ("day", &on),
        ("member", last.and_then(|one| one[0].as_str()).unwrap_or_default()),
        ("why", "流感在家休养，托同组带去"),
    ];
    went(officer.post("/stock/move", &given), 303).map(drop)
}

/// The next New Year's Day, listed and checked.
pub(super) fn next(stage: &Stage) -> Result<(), String> {
    let next = Told {
        kind: "festival",
        festival: Some(Festival::NewYear),
        day: None,
        title: "元旦慰问",
        form: "goods",
        budget: "15000",
        goods: &[("东北大米10kg", "袋", "78", "1"), ("菜籽油5L", "桶", "92", "1")],
        group: None,
        supplier: "",
    };
    let year = stage.today.year() + 1;
    let Some(day) = day_of(&next, year) else { return Ok(()) };
    stage.clock.set(stage.now);
    draft(stage, &next, (year, day)).map(drop)
}

fn set(stage: &Stage, day: Date, hour: i64) -> Result<(), String> {
    stage.clock.set(at(day.year(), day.month(), day.day(), hour)?);
    Ok(())
}

fn version(who: &Client, id: &str) -> Result<String, String> {
    let page = went(who.get_json(&format!("/rounds/{id}")), 200)?.json();
    Ok(page["round"]["version"].to_string())
}

/// Takes a step that names the version seen.
fn step(who: &Client, id: &str, what: &str) -> Result<(), String> {
    let seen = version(who, id)?;
    went(who.post(&format!("/rounds/{id}/{what}"), &[("version", &seen)]), 303).map(drop)
}

fn listed(stage: &Stage, told: &Told, when: (i16, Date)) -> Result<String, String> {
    set(stage, when.1.plus_days(-3), 10)?;
    draft(stage, told, when)
}

/// Draws a round up and checks its list.
fn draft(stage: &Stage, told: &Told, (year, day): (i16, Date)) -> Result<String, String> {
    let officer = stage.at_the_door("weiyuan")?;
    let (title, on) = (format!("{year}年{}", told.title), day.to_string());
    let fields = [
        ("kind", told.kind),
        ("festival", told.festival.map_or("", Festival::key)),
        ("title", &title),
        ("day", &on),
        ("form", told.form),
        ("budget", told.budget),
    ];
    let made = went(officer.post("/rounds/new", &fields), 303)?.location();
    let id = made.split('/').nth(2).unwrap_or_default().to_owned();
    for (name, unit, price, quantity) in told.goods {
        let item = [
            ("name", *name),
            ("unit", unit),
            ("price", price),
            ("quantity", quantity),
        ];
        went(officer.post(&format!("/rounds/{id}/contents"), &item), 303)?;
    }
    let whom = went(officer.get_json(&format!("/rounds/{id}/whom")), 200)?.json();
    let group = told.group.map(|name| group_of(&whom, name)).unwrap_or_default();
    let seen = version(&officer, &id)?;
    let whom = [("version", seen.as_str()), ("retired", "without"), ("groups", &group)];
    went(officer.post(&format!("/rounds/{id}/whom"), &whom), 303)?;
    step(&officer, &id, "check")?;
    Ok(id)
}

/// The id of a group by its name.
fn group_of(page: &Value, name: &str) -> String {
    let groups = page["groups"].as_array().into_iter().flatten();
    let mut found = groups.filter(|group| group[1].as_str().is_some_and(|label| label.contains(name)));
    let id = found.next().and_then(|group| group[0].as_str());
    id.unwrap_or_default().to_owned()
}

/// Approves, buys, hands out after the signed sheets, and closes.
fn hand_out(stage: &Stage, told: &Told, id: &str, day: Date) -> Result<(), String> {
    set(stage, day.plus_days(-1), 9)?;
    let chair = stage.at_the_door("zhuxi")?;
    step(&chair, id, "approve")?;
    let officer = stage.at_the_door("weiyuan")?;
    buy(&officer, told, id, day)?;
    set(stage, day, 10)?;
    step(&stage.at_the_door("zhuxi")?, id, "hand")?;
    let officer = stage.at_the_door("weiyuan")?;
    let page = went(officer.get_json(&format!("/rounds/{id}")), 200)?.json();
    let sheet = page["signatures"]["href"].as_str().unwrap_or_default().to_owned();
    set(stage, day.plus_days(1), 16)?;
    let officer = stage.at_the_door("weiyuan")?;
    let on = day.plus_days(1).to_string();
    went(
        officer.upload(
            &format!("{sheet}/sheet"),
            &[("all", "1"), ("on", &on)],
            &[("photos", "签收表.jpg", PHOTO)],
        ),
        303,
    )?;
    went(officer.post(&format!("/rounds/{id}/settle"), &[]), 303)?;
    step(&officer, id, "close")
}

/// Buys exactly what is needed.
fn buy(officer: &Client, told: &Told, id: &str, day: Date) -> Result<(), String> {
    let form = went(officer.get_json(&format!("/purchases/new?round={id}")), 200)?.json();
    let on = day.plus_days(-1).to_string();
    let mut fields = vec![
        ("round".to_owned(), id.to_owned()),
        ("supplier".to_owned(), told.supplier.to_owned()),
        ("day".to_owned(), on),
    ];
    for offer in form["offers"].as_array().into_iter().flatten() {
        let good = offer["good"]["id"].as_str().unwrap_or_default();
        let price = offer["price"].as_str().unwrap_or_default();
        fields.push((format!("quantity_{good}"), offer["needed"].to_string()));
        fields.push((format!("price_{good}"), price.to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    went(officer.upload("/purchases/new", &fields, &[]), 303).map(drop)
}
