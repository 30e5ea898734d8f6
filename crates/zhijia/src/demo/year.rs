//! The year itself: the plan brought in and accepted, then work recorded day by day.

use kernel::Date;
use serde::Deserialize;
use web::inside::{Answer, Client};

use super::{DoneLine, Stage, at, meetings};

const PLAN: &str = include_str!("../../demo/plan.txt");
const LAST_YEAR: &str = include_str!("../../demo/last_year.txt");
const YEAR: &str = include_str!("../../demo/year.toml");
const PHOTOS: &[(&str, &[u8])] = &[
    ("visit", include_bytes!("../../demo/visit.jpg")),
    ("walk", include_bytes!("../../demo/walk.jpg")),
    ("ball", include_bytes!("../../demo/ball.jpg")),
    ("congress", include_bytes!("../../demo/congress.jpg")),
    ("games", include_bytes!("../../demo/games.jpg")),
];

#[derive(Deserialize)]
struct Year {
    done: Vec<DoneLine>,
}

/// Tells the year up to today.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let year: Year = toml::from_str(YEAR).map_err(|e| format!("demo/year.toml: {e}"))?;
    let this = stage.today.year();
    stage.clock.set(at(this, 1, 12, 9)?);
    plan(&stage.at_the_door("zhuxi")?, this)?;
    share_out(stage)?;
    let mut held = meetings::read(this)?;
    let (mut brought, mut dropped) = (false, false);
    for done in &year.done {
        let date = day_of(&done.day, this)?;
        if !brought && (date.month(), date.day()) > LATER && (stage.today.month(), stage.today.day()) > LATER {
            let later = Date::new(this, LATER.0, LATER.1).map_err(|e| e.to_string())?;
            meetings::until(stage, &mut held, later)?;
            later_text(stage)?;
            brought = true;
        }
        if date > stage.today {
            break;
        }
        meetings::until(stage, &mut held, date)?;
        if !dropped && date.month() > 2 {
            given_up(stage)?;
            dropped = true;
        }
        stage.clock.set(at(this, date.month(), date.day(), 16)?);
        let who = stage.at_the_door(if done.task.is_some() { "zhuxi" } else { "weiyuan" })?;
        record(&who, done, &date.to_string()).map_err(|e| format!("{} {}: {e}", done.day, done.title))?;
    }
    meetings::until(stage, &mut held, stage.today)?;
    super::visits::tell(stage)?;
    stage.clock.set(stage.now);
    meetings::next(stage, &mut held)?;
    let chair = stage.at_the_door("zhuxi")?;
    let (year, half) = (this.to_string(), format!("{this}H1"));
    if stage.today.month() > 7 {
        went(chair.post("/register/periods", &[("period", &half)]), 303)?;
    }
    last_year(&chair, this - 1)?;
    went(chair.post("/summaries/new", &[("year", &year)]), 303).map(drop)
}

/// Reads last year's summary in, since the register begins with this year, and takes its figures.
fn last_year(chair: &Client, year: i16) -> Result<(), String> {
    let text = LAST_YEAR.replace("2025", &year.to_string());
    let made = went(chair.post("/past_sources/new", &[("text", &text)]), 303)?;
    let path = made.location().split('#').next().unwrap_or_default().to_owned();
    went(chair.post(&format!("{path}/keep"), &[]), 303).map(drop)
}

/// Gives every task of the plan to somebody of the committee, by its field of work.
fn share_out(stage: &Stage) -> Result<(), String> {
    let chair = stage.at_the_door("zhuxi")?;
    let (union, today) = (stage.union, stage.clock.today());
    let members = stage
        .store
        .read(|r| org::members_to_choose(r, union, today))
        .map_err(|e| crate::commands::trouble(&e))?;
    for page in 1..=10 {
        let list = went(chair.get_json(&format!("/tasks?whose=all&page={page}")), 200)?.json();
        let tasks = list["tasks"].as_array().cloned().unwrap_or_default();
        for task in tasks {
            let name = match task["field"].as_str().unwrap_or_default() {
                "care" | "rights" => "刘芳",
                "culture" => "王建国",
                "growth" | "publicity" => "张晓燕",
                "finance" => "陈志强",
                _ => "李红梅",
            };
            let owner = members
                .iter()
                .find(|(_, label)| label.starts_with(name))
                .map(|(id, _)| id.to_string());
            let owner = owner.ok_or_else(|| format!("the demo has no {name}"))?;
            let (id, version) = (task["id"].as_str().unwrap_or_default(), task["version"].to_string());
            let path = format!("/tasks/{id}/assign");
            went(chair.post(&path, &[("version", &version), ("owner", &owner)]), 303)?;
        }
        if list["all"].as_i64().unwrap_or(0) <= page * list["size"].as_i64().unwrap_or(i64::MAX) {
            break;
        }
    }
    Ok(())
}

/// A day of the year, from `MM-DD`.
pub(super) fn day_of(text: &str, year: i16) -> Result<Date, String> {
    let parsed = text
        .split_once('-')
        .and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
    let (month, day) = parsed.ok_or_else(|| format!("the demo has no day {text}"))?;
    Date::new(year, month, day).map_err(|e| format!("{text}: {e}"))
}

/// Brings the plan, hands it in and records that the committee adopted it: its entries are tasks with that.
fn plan(chair: &Client, year: i16) -> Result<(), String> {
    let text = PLAN.replace("2026", &year.to_string());
    let day = format!("{year}-01-12");
    let year = year.to_string();
    let made = went(chair.post("/plans/new", &[("text", &text), ("year", &year)]), 303)?;
    let path = made.location().trim_end_matches("/reading").to_owned();
    for (part, when) in FESTIVALS {
        correct(chair, &path, part, when)?;
    }
    let version = || chair.get_json(&format!("{path}/reading")).json()["version"].to_string();
    let send = [
        ("plan_version", version()),
        ("to", "工会委员会".to_owned()),
        ("on", day.clone()),
    ];
    let send: Vec<(&str, &str)> = send.iter().map(|(k, v)| (*k, v.as_str())).collect();
    went(chair.post(&format!("{path}/submit"), &send), 303)?;
    let number = format!("校工〔{year}〕1号");
    let version = version();
    let adopt = [
        ("plan_version", version.as_str()),
        ("by", "第三届工会委员会第五次会议"),
        ("on", day.as_str()),
        ("number", number.as_str()),
    ];
    went(chair.upload(&format!("{path}/adopt"), &adopt, &[]), 303).map(drop)
}

/// Lines whose month the chair corrects at the reading desk: what is meant is the festival, wherever it falls.
const FESTIVALS: &[(&str, &str)] = &[
    ("春节前走访", "春节前"),
    ("中秋节慰问", "中秋节前"),
    ("重阳节慰问", "重阳节"),
];

/// Corrects the time of the entry whose title has this part.
fn correct(chair: &Client, plan: &str, part: &str, when: &str) -> Result<(), String> {
    let desk = went(chair.get_json(&format!("{plan}/reading")), 200)?.json();
    let groups = desk["groups"].as_array().into_iter().flatten();
    let entry = groups
        .flat_map(|g| g["lines"].as_array().into_iter().flatten())
        .find(|l| l["title"].as_str().is_some_and(|title| title.contains(part)))
        .ok_or_else(|| format!("the plan has no line with “{part}”"))?;
    let words = |name: &str| entry[name].as_str().unwrap_or_default();
    let version = entry["version"].to_string();
    let fields = [
        ("version", version.as_str()),
        ("title", words("title")),
        ("field", words("field")),
        ("when", when),
    ];
    went(chair.post(&format!("{plan}/entries/{}", words("id")), &fields), 303).map(drop)
}

/// Gives up what the school does itself.
fn given_up(stage: &Stage) -> Result<(), String> {
    stage.clock.set(at(stage.today.year(), 3, 2, 10)?);
    let chair = stage.at_the_door("zhuxi")?;
    let (close, version) = task(&chair, "立功竞赛个人目标")?;
    let fields = [
        ("version", version.as_str()),
        ("why", "教务处已经统一布置，工会不再重复开展"),
    ];
    went(chair.post(&close.replace("/close", "/drop"), &fields), 303).map(drop)
}

/// The day on which the committee brought a later text of the plan.
const LATER: (i8, i8) = (9, 28);

/// Brings the plan's later text at the end of September: the walk moves to December, one line is new, one says more. The
/// first two are taken, the last is left as it was.
fn later_text(stage: &Stage) -> Result<(), String> {
    let this = stage.today.year();
    stage.clock.set(at(this, LATER.0, LATER.1, 10)?);
    let chair = stage.at_the_door("zhuxi")?;
    let text = PLAN
        .replace("2026", &this.to_string())
        .replace("3.教工登山比赛。\n", "")
        .replace("5.财务内审。", "5.全年经费收支财务内审。")
        .replace(
            "7.12月4日宪法日普法学习。",
            "7.12月4日宪法日普法学习。\n8.教工登山比赛。\n9.慰问食堂和保洁一线职工。",
        );
    let list = went(chair.get_json("/plans"), 200)?.json();
    let plan = list["plans"][0]["id"].as_str().unwrap_or_default().to_owned();
    let made = went(
        chair.post(&format!("/plans/{plan}/versions/new"), &[("text", &text)]),
        303,
    )?;
    let diff = went(chair.get_json(&made.location()), 200)?.json();
    let groups = diff["groups"].as_array().cloned().unwrap_or_default();
    let wanted = groups
        .iter()
        .filter(|g| matches!(g["kind"].as_str(), Some("new" | "moved")));
    let lines = wanted.flat_map(|g| g["lines"].as_array().cloned().unwrap_or_default());
    let keys: Vec<String> = lines.filter_map(|l| l["key"].as_str().map(str::to_owned)).collect();
    let version = diff["version"].to_string();
    let mut form = vec![("plan_version", version.as_str()), ("words", "1")];
    form.extend(keys.iter().map(|key| ("take", key.as_str())));
    went(chair.post(&made.location(), &form), 303).map(drop)
}

/// Records one piece of work: closes its task, or tells of work that no task named.
fn record(who: &Client, done: &DoneLine, date: &str) -> Result<(), String> {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let (events, people) = (number(done.events), number(done.people));
    let (households, items) = (number(done.households), number(done.items));
    let mut fields = vec![
        ("kind", done.kind.as_str()),
        ("day", date),
        ("title", done.title.as_str()),
        ("place", done.place.as_deref().unwrap_or_default()),
        ("events", &events),
        ("people", &people),
        ("households", &households),
        ("items", &items),
        ("money", done.money.as_deref().unwrap_or_default()),
        ("result", done.result.as_deref().unwrap_or_default()),
    ];
    let (path, version) = match &done.task {
        Some(part) => task(who, part)?,
        None => ("/works/new".to_owned(), String::new()),
    };
    fields.push(("version", &version));
    let photo = done
        .photo
        .as_ref()
        .and_then(|name| PHOTOS.iter().find(|(n, _)| n == name));
    let name = photo.map(|(n, _)| format!("{n}.jpg")).unwrap_or_default();
    let files: Vec<(&str, &str, &[u8])> = photo
        .map(|(_, bytes)| ("photos", name.as_str(), *bytes))
        .into_iter()
        .collect();
    went(who.upload(&path, &fields, &files), 303).map(drop)
}

/// The door that closes the task whose title has this part, and its version.
fn task(who: &Client, part: &str) -> Result<(String, String), String> {
    let query = format!("/tasks?whose=all&q={}", web::pairs::escape(part));
    let list = went(who.get_json(&query), 200)?.json();
    let id = list["tasks"]
        .as_array()
        .and_then(|tasks| {
            tasks
                .iter()
                .filter(|t| t["source"].is_null())
                .find(|t| t["title"].as_str().is_some_and(|title| title.contains(part)))
        })
        .and_then(|t| t["id"].as_str())
        .ok_or_else(|| format!("the plan has no line with “{part}”"))?;
    let path = format!("/tasks/{id}/close");
    let version = went(who.get_json(&path), 200)?.json()["version"].to_string();
    Ok((path, version))
}

pub(super) fn went(answer: Answer, status: u16) -> Result<Answer, String> {
    if answer.status == status {
        Ok(answer)
    } else {
        Err(format!("{} {}", answer.status, answer.text()))
    }
}
