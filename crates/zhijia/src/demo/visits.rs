//! What happened in members' lives in the demo's year, and who was visited: told by the officer who heard of it, recorded on the
//! day somebody went. A few are owed today.

use kernel::Date;
use web::inside::Client;

use super::{
    Stage, at,
    year::{day_of, went},
};
use crate::commands::trouble;

const PHOTO: &[u8] = include_bytes!("../../demo/visit.jpg");

/// Something that happened: the reason, the member by place in the list, when it happened, was known and was visited, what was
/// given in yuan, what was asked for.
struct Life {
    reason: &'static str,
    member: usize,
    happened: &'static str,
    known: &'static str,
    visited: &'static str,
    yuan: &'static str,
    wish: Option<&'static str>,
}

const fn life(
    reason: &'static str,
    member: usize,
    days: (&'static str, &'static str, &'static str),
    yuan: &'static str,
    wish: Option<&'static str>,
) -> Life {
    Life {
        reason,
        member,
        happened: days.0,
        known: days.1,
        visited: days.2,
        yuan,
        wish,
    }
}

const YEAR: &[Life] = &[
    life("生病住院", 3, ("01-19", "01-20", "01-21"), "600", None),
    life("生育", 11, ("02-26", "03-01", "03-05"), "500", None),
    life("直系亲属去世", 17, ("03-17", "03-17", "03-18"), "800", None),
    life("结婚", 22, ("05-02", "05-06", "05-09"), "500", None),
    life(
        "生病住院",
        29,
        ("05-20", "05-21", "05-23"),
        "800",
        Some("出院后想暂时少排早自习"),
    ),
    life("思想波动或矛盾", 34, ("06-08", "06-08", "06-09"), "0", None),
    life("生育", 38, ("07-03", "07-06", "07-10"), "500", None),
    life(
        "家庭突发困难",
        41,
        ("08-21", "08-22", "08-24"),
        "1000",
        Some("孩子入学想申请助学"),
    ),
    life("生病住院", 47, ("09-14", "09-16", "09-18"), "600", None),
    life("结婚", 52, ("10-04", "10-08", "10-11"), "500", None),
    life("直系亲属去世", 58, ("10-20", "10-21", "10-22"), "800", None),
    life("生病住院", 63, ("11-10", "11-12", "11-14"), "600", None),
];

/// Owed today: the reason, the member, and how many days ago it happened and was known.
const OWED: &[(&str, usize, i32, i32)] = &[
    ("生病住院", 6, 9, 8),
    ("生病住院", 14, 3, 2),
    ("结婚", 26, -6, 1),
    ("生育", 44, 4, 2),
];

/// Days after a visit on which its money is approved and paid.
const PAID_AFTER: i32 = 20;

/// The chair approves the money of a visit, and the treasurer pays it.
fn paid(stage: &Stage, visit: &str) -> Result<(), String> {
    let (chair, treasurer) = (stage.at_the_door("zhuxi")?, stage.at_the_door("caiwu")?);
    let page = went(chair.get_json(visit), 200)?.json();
    let Some(payment) = page["payment"]["href"].as_str() else {
        return Ok(());
    };
    let asked = went(chair.get_json(payment), 200)?.json();
    let case = asked["payment"]["case"].as_str().unwrap_or_default();
    let case = format!("/approvals/{case}");
    let seen = went(chair.get_json(&case), 200)?.json()["version"].to_string();
    went(chair.post(&format!("{case}/approve"), &[("version", &seen)]), 303)?;
    let seen = went(treasurer.get_json(payment), 200)?.json()["payment"]["version"].to_string();
    let on = stage.clock.today().to_string();
    let form = [("version", seen.as_str()), ("on", &on), ("way", "bank")];
    went(treasurer.post(&format!("{payment}/pay"), &form), 303).map(drop)
}

/// Tells the year up to today.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let (union, today, this) = (stage.union, stage.today, stage.today.year());
    let members = stage
        .store
        .read(|r| org::members_to_choose(r, union, today))
        .map_err(|e| trouble(&e))?;
    let first = day_of("01-12", this)?;
    for (n, life) in YEAR.iter().enumerate() {
        let (known, visited) = (day_of(life.known, this)?, day_of(life.visited, this)?);
        if visited > today {
            continue;
        }
        let member = one(&members, life.member)?;
        moment(stage, known, 10)?;
        let path = event(stage, (life.reason, &member), day_of(life.happened, this)?, known)?;
        moment(stage, visited, 17)?;
        went_there(stage, &path, life, n.is_multiple_of(4)).map_err(|e| format!("{}: {e}", life.reason))?;
        let settled = visited.plus_days(PAID_AFTER);
        if settled <= today {
            moment(stage, settled, 15)?;
            paid(stage, &path).map_err(|e| format!("{}: {e}", life.reason))?;
        }
    }
    for (reason, member, ago, known) in OWED {
        let known = today.plus_days(-known);
        if known < first {
            continue;
        }
        moment(stage, known, 11)?;
        let member = one(&members, *member)?;
        event(stage, (reason, &member), today.plus_days(-ago), known)?;
    }
    let waived = (day_of("04-13", this)?, day_of("04-14", this)?);
    if waived.1 < today {
        moment(stage, waived.1, 9)?;
        let path = event(stage, ("生病住院", &one(&members, 70)?), waived.0, waived.1)?;
        let who = stage.at_the_door("weiyuan")?;
        let why = [("version", "1"), ("why", "本人婉拒登门，已电话问候")];
        went(who.post(&format!("{path}/waive"), &why), 303)?;
    }
    Ok(())
}

fn moment(stage: &Stage, day: Date, hour: i64) -> Result<(), String> {
    let moment = at(day.year(), day.month(), day.day(), hour)?;
    stage.clock.set(moment.min(stage.now));
    Ok(())
}

fn one(members: &[(org::MemberId, String)], n: usize) -> Result<String, String> {
    let found = members.get(n).map(|(id, _)| id.to_string());
    found.ok_or_else(|| format!("the demo has no member {n}"))
}

/// Tells of an event; gives the page of the visit.
fn event(stage: &Stage, (reason, member): (&str, &str), happened: Date, known: Date) -> Result<String, String> {
    let officer = stage.at_the_door("weiyuan")?;
    let reason = reason_id(&officer, reason)?;
    let (happened, known) = (happened.to_string(), known.to_string());
    let form = [
        ("member", member),
        ("reason", &reason),
        ("happened", &happened),
        ("known", &known),
    ];
    Ok(went(officer.post("/visits/events/new", &form), 303)?.location())
}

fn reason_id(officer: &Client, name: &str) -> Result<String, String> {
    let list = went(officer.get_json("/visits/reasons"), 200)?.json();
    let all = list["living"].as_array().cloned().unwrap_or_default();
    let found = all.iter().find(|r| r["name"] == name);
    let id = found.and_then(|r| r["id"].as_str()).map(str::to_owned);
    id.ok_or_else(|| format!("the demo has no reason {name}"))
}

/// Records that somebody went.
fn went_there(stage: &Stage, path: &str, life: &Life, photo: bool) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let day = stage.clock.today().to_string();
    let given = life.yuan != "0";
    let mut form = vec![
        ("day", day.as_str()),
        ("way", if given { "walk" } else { "call" }),
        ("others", "李红梅、张晓燕"),
        ("present", if given { "money" } else { "none" }),
        ("amount", life.yuan),
    ];
    if given {
        form.push(("signed_by", "本人"));
    }
    if let Some(wish) = life.wish {
        form.push(("wish", wish));
    }
    let photos = [("photos", "走访.jpg", PHOTO)];
    let files: &[web::inside::File<'_>] = if photo { &photos } else { &[] };
    went(officer.upload(&format!("{path}/record"), &form, files), 303).map(drop)
}
