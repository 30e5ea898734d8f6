//! The demo's collections, aid and pairs: a day of charity that was paid out and closed, a collection for a colleague that goes
//! on; temporary aid that was paid; a round of education aid with applications; a pair that has met.

use serde_json::Value;
use web::inside::Client;

use super::{Stage, year::went};

/// Those who sign in.
const CAST: &[&str] = &["李红梅", "王建国", "张晓燕", "刘芳", "陈志强", "赵敏", "孙丽", "周涛"];

/// Tells all of it.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let today = stage.today.to_string();
    let people = people(&officer)?;
    charity(stage, &officer, &people)?;
    for_a_colleague(stage, &officer, &people)?;
    temporary(stage, &officer, &people)?;
    schooling(stage, &officer)?;
    pair(stage, &officer, &people, &today)
}

/// Members of the register, a few, by id.
fn people(officer: &Client) -> Result<Vec<String>, String> {
    let page = went(officer.get_json("/members"), 200)?.json();
    let all = page["lines"].as_array().into_iter().flatten();
    // those who sign in decide and pay: what is told here is about others
    let fits = |m: &&Value| m["status"] == "active" && !CAST.contains(&text(m, "name"));
    let ids: Vec<String> = all.filter(fits).map(|m| text(m, "id").to_owned()).take(12).collect();
    if ids.len() < 8 {
        return Err("the demo has too few members to give".to_owned());
    }
    Ok(ids)
}

/// Somebody of those, by place.
fn one(people: &[String], at: usize) -> &str {
    people.get(at).map_or("", String::as_str)
}

fn text<'a>(page: &'a Value, key: &str) -> &'a str {
    page[key].as_str().unwrap_or_default()
}

/// Approves what a record asks for and pays it.
pub(super) fn pay(stage: &Stage, href: &str) -> Result<(), String> {
    let (chair, treasurer) = (stage.at_the_door("zhuxi")?, stage.at_the_door("caiwu")?);
    let payment = went(chair.get_json(href), 200)?.json();
    let case = format!("/approvals/{}", text(&payment["payment"], "case"));
    // above the limit of small sums one more of the committee says yes
    for who in [chair, stage.at_the_door("fuzhuxi")?] {
        let standing = went(treasurer.get_json(href), 200)?.json();
        if standing["payment"]["state"] == "waiting" {
            let version = went(who.get_json(&case), 200)?.json()["version"].to_string();
            went(who.post(&format!("{case}/approve"), &[("version", &version)]), 303)?;
        }
    }
    let version = went(treasurer.get_json(href), 200)?.json()["payment"]["version"].to_string();
    let today = stage.today.to_string();
    let form = [
        ("version", version.as_str()),
        ("on", &today),
        ("way", "bank"),
        ("voucher", "记-118"),
    ];
    went(treasurer.post(&format!("{href}/pay"), &form), 303).map(drop)
}

/// Begins a collection; its path.
fn begun(stage: &Stage, officer: &Client, form: &[(&str, &str)]) -> Result<String, String> {
    let (from, until) = (
        stage.today.plus_days(-10).to_string(),
        stage.today.plus_days(14).to_string(),
    );
    let days = [("from", from.as_str()), ("until", until.as_str())];
    went(officer.post("/collections/new", &[form, &days].concat()), 303).map(|done| done.location())
}

fn give(stage: &Stage, officer: &Client, path: &str, more: &[(&str, &str)]) -> Result<(), String> {
    let today = stage.today.to_string();
    let form = [("day", today.as_str()), ("way", "transfer")];
    went(officer.post(&format!("{path}/gift"), &[&form, more].concat()), 303).map(drop)
}

/// The day of charity: collected, passed on, closed with nothing left.
fn charity(stage: &Stage, officer: &Client, people: &[String]) -> Result<(), String> {
    let form = [
        ("title", "慈善一日捐"),
        ("purpose", "全校教职工自愿捐款，全部转交市慈善会"),
        ("whom", "cause"),
    ];
    let path = begun(stage, officer, &form)?;
    for (at, amount) in [(0, "100"), (1, "100"), (2, "50"), (3, "200"), (4, "50")] {
        let consent = if at < 3 { "1" } else { "" };
        let gift = [("member", one(people, at)), ("amount", amount), ("consent", consent)];
        give(stage, officer, &path, &gift)?;
    }
    give(stage, officer, &path, &[("anonymous", "1"), ("amount", "500")])?;
    let out = [("amount", "1000"), ("what", "转交市慈善会"), ("payee", "市慈善会")];
    let payout = went(officer.post(&format!("{path}/payout"), &out), 303)?.location();
    let page = went(officer.get_json(&payout), 200)?.json();
    pay(stage, page["payment"][2].as_str().unwrap_or_default())?;
    let version = went(officer.get_json(&path), 200)?.json()["version"].to_string();
    let close = [("version", version.as_str()), ("why", "已全部转交，收据存档")];
    went(officer.post(&format!("{path}/close"), &close), 303).map(drop)
}

/// A collection for somebody's family, which goes on.
fn for_a_colleague(stage: &Stage, officer: &Client, people: &[String]) -> Result<(), String> {
    let form = [
        ("title", "为患病家属募捐"),
        ("purpose", "一位教师的家属患重病，募集治疗费用"),
        ("whom", "person"),
        ("person", "程万里先生"),
        ("target", "30000"),
    ];
    let path = begun(stage, officer, &form)?;
    for (at, amount) in [(1, "200"), (2, "100"), (5, "300"), (6, "100"), (7, "100")] {
        let gift = [("member", one(people, at)), ("amount", amount), ("consent", "1")];
        give(stage, officer, &path, &gift)?;
    }
    give(
        stage,
        officer,
        &path,
        &[("name", "三年级家长委员会"), ("amount", "2000"), ("consent", "1")],
    )?;
    let out = [
        ("amount", "1500"),
        ("what", "第一笔治疗费"),
        ("payee", "市第一人民医院"),
    ];
    went(officer.post(&format!("{path}/payout"), &out), 303).map(drop)
}

/// Temporary aid that was paid.
fn temporary(stage: &Stage, officer: &Client, people: &[String]) -> Result<(), String> {
    let kinds = went(officer.get_json("/aid_kinds"), 200)?.json();
    let mut all = kinds["kinds"].as_array().into_iter().flatten();
    let kind = all.find(|kind| kind["sort"] == "temporary");
    let kind = kind.map(|kind| text(kind, "id").to_owned());
    let kind = kind.ok_or("the demo has no temporary aid")?;
    let member = one(people, 7);
    let form = [
        ("member", member),
        ("kind", kind.as_str()),
        ("amount", "1500"),
        ("story", "暴雨后住房进水，家具电器受损，生活暂时困难"),
        ("proved", "1"),
    ];
    let path = went(officer.post(&format!("/aids/new?member={member}"), &form), 303)?.location();
    let page = went(officer.get_json(&path), 200)?.json();
    pay(stage, page["payment"][2].as_str().unwrap_or_default())
}

/// A round of education aid that takes applications; the member has applied on the phone.
fn schooling(stage: &Stage, officer: &Client) -> Result<(), String> {
    let (from, until) = (
        stage.today.plus_days(-5).to_string(),
        stage.today.plus_days(20).to_string(),
    );
    let title = format!("{}年金秋助学", stage.today.year());
    let form = [
        ("title", title.as_str()),
        ("from", &from),
        ("until", &until),
        ("keep_days", "90"),
        ("note", "面向困难职工和收入较低的职工家庭，请准备学籍证明。"),
    ];
    let id = went(officer.post("/aid_rounds/new", &form), 303)?.id();
    let member = stage.at_the_door("huiyuan")?;
    let child = [
        ("child", "孙晓晨同学"),
        ("school", "市第二高级中学一年级"),
        ("stage", "senior"),
        ("consent", "1"),
    ];
    went(member.post(&format!("/me/aid/rounds/{id}"), &child), 303).map(drop)
}

/// The leader of a group helps somebody new, and they have met.
fn pair(stage: &Stage, officer: &Client, people: &[String], today: &str) -> Result<(), String> {
    let leader = stage.at_the_door("zuzhang")?;
    let me = went(leader.get_json("/me/data"), 200)?.json();
    let me = text(&me["own"], "id").to_owned();
    let helped = one(people, 6);
    let until = stage.today.plus_months(12).to_string();
    let form = [
        ("sort", "aid"),
        ("member", helped),
        ("helper", &me),
        ("goals", "陪着度过康复期，家里的事有人搭把手"),
        ("from", today),
        ("until", &until),
        ("every", "14"),
    ];
    let id = went(officer.post("/pairs/new", &form), 303)?.id();
    let card = [
        ("day", today),
        ("talk", "上门看望，聊了恢复情况和孩子上学"),
        ("want", "希望下学期课时能少一些"),
        ("help", "已向年级组转达，帮忙接送孩子一周"),
    ];
    went(leader.post(&format!("/pairs/{id}/card"), &card), 303).map(drop)
}
