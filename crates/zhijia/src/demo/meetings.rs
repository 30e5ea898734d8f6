//! The committee's meetings of the demo year: called for, held, minuted, settled.

use kernel::Date;
use serde::Deserialize;
use serde_json::Value;
use web::inside::Client;

use super::{
    Stage, at,
    year::{day_of, went},
};

const MEETINGS: &str = include_str!("../../demo/meetings.toml");
/// The paper from above that one of them passes on: issuer, title, text, whose and when.
const NOTICE: &str = include_str!("../../demo/notice.txt");
/// So many days ahead members are told.
const AHEAD: i32 = 4;

#[derive(Deserialize)]
struct File {
    meeting: Vec<Meeting>,
}

/// A meeting of `demo/meetings.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meeting {
    day: String,
    body: Option<String>,
    place: Option<String>,
    chair: Option<String>,
    recorder: Option<String>,
    #[serde(default)]
    away: Vec<(String, String, String)>,
    guests: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    part: String,
    title: String,
    speaker: Option<String>,
    notes: Option<String>,
    issuer: Option<String>,
    number: Option<String>,
    /// Whether the paper it passes on comes with it.
    #[serde(default)]
    paper: bool,
    #[serde(default)]
    decisions: Vec<Decision>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    text: String,
    kind: Option<String>,
    owner: Option<String>,
    due: Option<String>,
    votes: Option<[u32; 3]>,
    /// Whether it is not done in time.
    #[serde(default)]
    late: bool,
}

/// A meeting with the days that matter to it, and its address once it is called for.
pub(super) struct Course {
    meeting: Meeting,
    day: Date,
    path: Option<String>,
    held: bool,
}

/// The meetings of the year.
pub(super) fn read(year: i16) -> Result<Vec<Course>, String> {
    let file: File =
        toml::from_str(&MEETINGS.replace("2026", &year.to_string())).map_err(|e| format!("demo/meetings.toml: {e}"))?;
    let course = |meeting: Meeting| {
        Ok(Course {
            day: day_of(&meeting.day, year)?,
            meeting,
            path: None,
            held: false,
        })
    };
    file.meeting.into_iter().map(course).collect()
}

/// Tells all that happened to meetings before a day, in the order of the days.
pub(super) fn until(stage: &Stage, all: &mut [Course], day: Date) -> Result<(), String> {
    loop {
        let call = |c: &Course| c.path.is_none().then(|| c.day.plus_days(-AHEAD));
        let hold = |c: &Course| (c.path.is_some() && !c.held).then_some(c.day);
        let next = (0..all.len())
            .filter_map(|i| call(&all[i]).or(hold(&all[i])).map(|on| (on, i)))
            .min();
        let Some((on, i)) = next.filter(|(on, _)| *on < day) else {
            return Ok(());
        };
        let c = &mut all[i];
        let failed = |e: String| format!("meeting of {}: {e}", c.meeting.day);
        if c.path.is_none() {
            stage.clock.set(at(on.year(), on.month(), on.day(), 9)?);
            carry_out(stage)?;
            c.path = Some(plan(stage, &c.meeting, c.day).map_err(failed)?);
        } else {
            stage.clock.set(at(on.year(), on.month(), on.day(), 17)?);
            let path = c.path.clone().unwrap_or_default();
            held(stage, &c.meeting, &path).map_err(failed)?;
            c.held = true;
        }
    }
}

/// Calls for the first meeting that is still to come.
pub(super) fn next(stage: &Stage, all: &mut [Course]) -> Result<(), String> {
    let today = stage.clock.today();
    match all.iter_mut().find(|c| c.path.is_none() && c.day > today) {
        Some(c) => {
            c.path = Some(plan(stage, &c.meeting, c.day)?);
            Ok(())
        }
        None => Ok(()),
    }
}

fn member(stage: &Stage, name: &str) -> Result<String, String> {
    let (union, today) = (stage.union, stage.clock.today());
    let all = stage
        .store
        .read(|r| org::members_to_choose(r, union, today))
        .map_err(|e| crate::commands::trouble(&e))?;
    let found = all.into_iter().find(|(_, label)| label.starts_with(name));
    found
        .map(|(id, _)| id.to_string())
        .ok_or_else(|| format!("the demo has no {name}"))
}

fn plan(stage: &Stage, m: &Meeting, day: Date) -> Result<String, String> {
    let who = stage.at_the_door("weiyuan")?;
    let (union, today) = (stage.union, stage.clock.today());
    let bodies = stage
        .store
        .read(|r| org::bodies::store::living(r, union, today))
        .map_err(|e| crate::commands::trouble(&e))?;
    let name = m.body.as_deref().unwrap_or("工会委员会");
    let body = bodies
        .into_iter()
        .find(|b| b.name == name)
        .ok_or_else(|| format!("the demo has no {name}"))?;
    let (body, day) = (body.id.to_string(), day.to_string());
    let chair = member(stage, m.chair.as_deref().unwrap_or("李红梅"))?;
    let recorder = member(stage, m.recorder.as_deref().unwrap_or("张晓燕"))?;
    let fields = [
        ("body", body.as_str()),
        ("kind", if m.body.is_some() { "committee" } else { "regular" }),
        ("day", &day),
        ("starts", "15:30"),
        ("place", m.place.as_deref().unwrap_or("三楼会议室")),
        ("chair", &chair),
        ("recorder", &recorder),
        ("copies", "送：学校党支部、校长室\n发：各工会小组"),
        ("draw", "1"),
        ("call", "1"),
    ];
    let path = went(who.post("/meetings/new", &fields), 303)?.location();
    for item in &m.items {
        let fields = [
            ("part", item.part.as_str()),
            ("title", &item.title),
            ("speaker", item.speaker.as_deref().unwrap_or_default()),
            ("issuer", item.issuer.as_deref().unwrap_or_default()),
            ("number", item.number.as_deref().unwrap_or_default()),
        ];
        let notice = if item.paper { Some(notice(today.year())?) } else { None };
        let file = notice
            .iter()
            .map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice()));
        let files: Vec<(&str, &str, &[u8])> = file.collect();
        went(who.upload(&format!("{path}/items/new"), &fields, &files), 303)?;
    }
    Ok(path)
}

/// The paper from above as a Word file, with its name.
fn notice(year: i16) -> Result<(String, Vec<u8>), String> {
    let text = NOTICE.replace("2026", &year.to_string());
    let lines: Vec<&str> = text.lines().collect();
    let [issuer, title, to, body @ .., by, day] = lines.as_slice() else {
        return Err("demo/notice.txt is too short".to_owned());
    };
    let mut word = papers::word::Word::new();
    word.title(&format!("{issuer}\n{title}")).flush_paragraph(to);
    for line in body {
        word.paragraph(line);
    }
    word.signature(by, day);
    let bytes = word.to_bytes().map_err(|e| e.to_string())?;
    Ok((format!("{title}.docx"), bytes))
}

fn look(who: &Client, path: &str) -> Result<Value, String> {
    Ok(went(who.get_json(path), 200)?.json())
}

fn held(stage: &Stage, m: &Meeting, path: &str) -> Result<(), String> {
    carry_out(stage)?;
    let who = stage.at_the_door("weiyuan")?;
    attend(&who, m, path)?;
    for item in &m.items {
        write_up(stage, &who, item, path)?;
    }
    let version = look(&who, path)?["version"].to_string();
    went(who.post(&format!("{path}/close"), &[("version", &version)]), 303)?;
    let version = look(&who, path)?["version"].to_string();
    let fields = [("version", version.as_str()), ("publish", "1")];
    went(who.post(&format!("{path}/adopt"), &fields), 303).map(drop)
}

fn attend(who: &Client, m: &Meeting, path: &str) -> Result<(), String> {
    let page = look(who, path)?;
    let mut fields = vec![
        ("version".to_owned(), page["version"].to_string()),
        ("guests".to_owned(), m.guests.clone().unwrap_or_default()),
        ("ends".to_owned(), "17:00".to_owned()),
    ];
    for came in page["seats"].as_array().into_iter().flatten() {
        let seat = &came["seat"];
        let id = seat["id"].as_str().unwrap_or_default();
        let away = m.away.iter().find(|(name, ..)| seat["name"] == name.as_str());
        let (state, why) = away.map_or(("present", ""), |(_, state, why)| (state, why));
        fields.push((format!("s-{id}"), state.to_owned()));
        fields.push((format!("r-{id}"), why.to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    went(who.post(&format!("{path}/attendance"), &fields), 303).map(drop)
}

/// Closes the tasks of earlier decisions whose day has come, but for those that are late.
fn carry_out(stage: &Stage) -> Result<(), String> {
    let late = |title: &str| {
        let file: Result<File, _> = toml::from_str(MEETINGS);
        let mut all = file
            .into_iter()
            .flat_map(|f| f.meeting)
            .flat_map(|m| m.items)
            .flat_map(|i| i.decisions);
        all.any(|d| d.late && d.text.starts_with(title))
    };
    let (chair, today) = (stage.at_the_door("zhuxi")?, stage.clock.today().to_string());
    let list = look(&chair, "/tasks?whose=all")?;
    for task in list["tasks"].as_array().into_iter().flatten() {
        let (title, due) = (task["title"].as_str().unwrap_or_default(), task["due"].as_str());
        let call = title.starts_with("参加");
        let Some(due) = due.filter(|due| *due < today.as_str() && !task["source"].is_null() && !call && !late(title))
        else {
            continue;
        };
        let path = format!("/tasks/{}/close", task["id"].as_str().unwrap_or_default());
        let version = task["version"].to_string();
        let fields = [
            ("kind", "other"),
            ("version", version.as_str()),
            ("title", title),
            ("day", due),
            ("events", "1"),
        ];
        went(chair.post(&path, &fields), 303)?;
    }
    Ok(())
}

/// What was said to an item, and what was decided on it.
fn write_up(stage: &Stage, who: &Client, item: &Item, path: &str) -> Result<(), String> {
    let page = look(who, path)?;
    let sections = page["agenda"].as_array().into_iter().flatten();
    let entry = sections
        .flat_map(|s| s["items"].as_array().into_iter().flatten())
        .find(|e| e["item"]["title"] == item.title.as_str())
        .ok_or_else(|| format!("no item {}", item.title))?;
    let at_item = format!("{path}/items/{}", entry["item"]["id"].as_str().unwrap_or_default());
    let version = entry["item"]["version"].to_string();
    let fields = [
        ("version", version.as_str()),
        ("part", &item.part),
        ("title", &item.title),
        ("speaker", item.speaker.as_deref().unwrap_or_default()),
        ("notes", item.notes.as_deref().unwrap_or_default()),
        ("issuer", item.issuer.as_deref().unwrap_or_default()),
        ("number", item.number.as_deref().unwrap_or_default()),
    ];
    let carried = entry["papers"].as_array().into_iter().flatten();
    let carried: Vec<&str> = carried.filter_map(|paper| paper["id"].as_str()).collect();
    let fields: Vec<(&str, &str)> = fields
        .into_iter()
        .chain(carried.into_iter().map(|id| ("papers", id)))
        .collect();
    went(who.post(&format!("{at_item}/edit"), &fields), 303)?;
    for d in &item.decisions {
        let [yes, no, abstain] = d.votes.unwrap_or_default().map(|n| n.to_string());
        let owner = d.owner.as_deref().map(|name| member(stage, name)).transpose()?;
        let due = match &d.due {
            Some(due) => day_of(due, stage.clock.today().year())?.to_string(),
            None => String::new(),
        };
        let fields = [
            ("text", d.text.as_str()),
            ("kind", d.kind.as_deref().unwrap_or("decision")),
            ("way", if d.votes.is_some() { "counted" } else { "unanimous" }),
            ("yes", &yes),
            ("no", &no),
            ("abstain", &abstain),
            ("owner", owner.as_deref().unwrap_or_default()),
            ("due", &due),
        ];
        went(who.post(&format!("{at_item}/decide"), &fields), 303)?;
    }
    Ok(())
}
