//! The demo's offers and recuperation: tickets that are gone, a camp for members' children, and the year's groups by turns.

use web::inside::Client;

use super::{Stage, year::went};

/// The first of the kinds that are for children, or for members.
fn kind(officer: &Client, children: bool) -> Result<String, String> {
    let page = went(officer.get_json("/offers/kinds"), 200)?.json();
    let mut kinds = page["kinds"].as_array().into_iter().flatten();
    let found = kinds.find(|k| k["children"] == children).and_then(|k| k["id"].as_str());
    Ok(found.unwrap_or_default().to_owned())
}

fn first_slot(officer: &Client, id: &str) -> Result<String, String> {
    let page = went(officer.get_json(&format!("/offers/{id}")), 200)?.json();
    Ok(page["slots"][0]["id"].as_str().unwrap_or_default().to_owned())
}

/// Sets them up; some sign up, some are in line, some pick up.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    tickets(stage)?;
    camp(stage)?;
    recuperation(stage)
}

fn tickets(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let day = |ahead: i32| stage.today.plus_days(ahead).to_string();
    let kind = kind(&officer, false)?;
    let (opens, closes, from, until) = (day(-5), day(9), day(0), day(12));
    let offer = [
        ("kind", kind.as_str()),
        ("title", "周末电影票"),
        ("text", "每人一张，凭手机上的领取码到工会办公室领取"),
        ("opens", &opens),
        ("closes", &closes),
        ("per_member", "1"),
        ("from", &from),
        ("until", &until),
        ("place", "工会办公室"),
        ("keep_days", "30"),
        ("retired", "without"),
        ("bearer", "union"),
        ("cost", "40"),
        ("places", "3"),
    ];
    let id = went(officer.post("/offers/new", &offer), 303)?.id();
    let slot = first_slot(&officer, &id)?;
    let mut signed = Vec::new();
    for who in ["zuzhang", "fuzhuxi", "caiwu", "jingshen"] {
        let member = stage.at_the_door(who)?;
        let form = [("slot", slot.as_str())];
        signed.push(went(member.post(&format!("/me/offers/{id}"), &form), 303)?.id());
    }
    let first = signed.first().map(String::as_str).unwrap_or_default();
    let picked = [("signup", first)];
    went(officer.post(&format!("/offers/{id}/pick-up"), &picked), 303).map(drop)
}

fn camp(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let day = |ahead: i32| stage.today.plus_days(ahead).to_string();
    let kind = kind(&officer, true)?;
    let (opens, closes, from, until) = (day(-3), day(10), day(20), day(24));
    let camp = [
        ("kind", kind.as_str()),
        ("title", "寒假职工子女托管班"),
        ("text", "五天，含午餐；请带水杯和外套"),
        ("opens", &opens),
        ("closes", &closes),
        ("per_member", "2"),
        ("from", &from),
        ("until", &until),
        ("place", "学校阅览室"),
        ("keep_days", "30"),
        ("retired", "without"),
        ("bearer", "union"),
        ("cost", "200"),
        ("places", "12"),
        ("slot_name", "低年级班"),
        ("age_from", "6"),
        ("age_until", "12"),
        (
            "consent",
            "我是孩子的监护人，同意工会为组织托管班使用孩子的姓名、出生年份和健康提示。",
        ),
    ];
    let id = went(officer.post("/offers/new", &camp), 303)?.id();
    let high = [("slot_name", "高年级班"), ("places", "10")];
    went(officer.post(&format!("/offers/{id}/slots"), &high), 303)?;
    let slot = first_slot(&officer, &id)?;
    let born = (stage.today.plus_days(20).year() - 7).to_string();
    let leader = stage.at_the_door("zuzhang")?;
    let child = [
        ("slot", slot.as_str()),
        ("child_name", "赵小禾"),
        ("born", &born),
        ("relation", "女儿"),
        ("remarks", "对花生过敏"),
        ("consent", "on"),
    ];
    went(leader.post(&format!("/me/offers/{id}"), &child), 303).map(drop)
}

fn recuperation(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let day = |ahead: i32| stage.today.plus_days(ahead).to_string();
    let year = stage.today.year().to_string();
    let title = format!("{year}年职工疗休养");
    let (opens, closes) = (day(-10), day(6));
    let plan = [
        ("year", year.as_str()),
        ("title", &title),
        ("text", "五天四晚，食宿统一安排；按轮休顺序确定名单"),
        ("opens", &opens),
        ("closes", &closes),
        ("places", "12"),
    ];
    let id = went(officer.post("/recuperations/new", &plan), 303)?.id();
    for (destination, lodging, ahead) in [("黄山", "黄山职工疗养院", 40), ("青岛", "青岛职工疗养院", 50)]
    {
        let (from, until) = (day(ahead), day(ahead + 4));
        let group = [
            ("destination", destination),
            ("lodging", lodging),
            ("from", &from),
            ("until", &until),
            ("places", "6"),
        ];
        went(officer.post(&format!("/recuperations/{id}/groups"), &group), 303)?;
    }
    let page = went(officer.get_json(&format!("/recuperations/{id}")), 200)?.json();
    let group = |n: usize| page["groups"][n]["id"].as_str().unwrap_or_default().to_owned();
    let past = [("lines", "刘芳 2023 庐山\n王建国 2019 青岛")];
    went(officer.post("/recuperations/past", &past), 303)?;
    for (who, first, second) in [
        ("huiyuan", 0, 1),
        ("caiwu", 0, 1),
        ("fuzhuxi", 1, 0),
        ("jingshen", 1, 0),
    ] {
        let member = stage.at_the_door(who)?;
        let (first, second) = (group(first), group(second));
        let wish = [("first", first.as_str()), ("second", &second)];
        went(member.post(&format!("/me/recuperation/{id}"), &wish), 303)?;
    }
    Ok(())
}
