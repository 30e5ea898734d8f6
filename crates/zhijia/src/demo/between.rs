//! What happens in the district in the demo's year, through the doors: workers are told, a school is merged into another, one
//! is dissolved, a teacher moves, and schools stand by their month.

use kernel::Date;
use web::inside::Client;

use super::{
    Stage, at,
    district::{self, School},
    year::went,
};
use crate::{commands::trouble, roof};

const WORKERS: &str = "/members/rates/workers/new";
/// The demo's school: groups with their workers.
const GROUPS: &[(&str, &str)] = &[
    ("语文组", "18"),
    ("数学组", "18"),
    ("英语组", "18"),
    ("综合组", "18"),
    ("行政后勤组", "20"),
];

/// In January: workers by the personnel offices' lists.
pub(super) fn workers(stage: &Stage) -> Result<(), String> {
    let this = stage.today.year();
    stage.clock.set(at(this, 1, 8, 9)?);
    let day = format!("{this}-01-01");
    let source = "各校人事干部在岗名册";
    let officer = officer(stage)?;
    let own = [
        ("from", day.as_str()),
        ("total", "7"),
        ("units", "43"),
        ("source", "区教育局人事科名册"),
    ];
    went(officer.post(WORKERS, &own), 303)?;
    for school in &stage.district.schools {
        let Some(total) = school.workers else { continue };
        let (total, path) = (total.to_string(), format!("/org/tree/{}/workers", school.union));
        let form = [("from", day.as_str()), ("total", &total), ("source", source)];
        went(officer.post(&path, &form), 303)?;
    }
    own_school(stage, &day)
}

/// Of the demo's school itself: all, by kind of employment, by group.
fn own_school(stage: &Stage, day: &str) -> Result<(), String> {
    let chair = stage.at_the_door("guanli")?;
    let whole = [
        ("from", day),
        ("total", "92"),
        ("women", "61"),
        ("staff", "71"),
        ("contract", "12"),
        ("dispatched", "9"),
        ("source", "学校人事处在岗教职工名册"),
    ];
    went(chair.post(WORKERS, &whole), 303)?;
    let (union, today) = (stage.union, stage.clock.today());
    let groups = stage
        .store
        .read(|r| org::bodies_to_choose(r, union, today))
        .map_err(|e| trouble(&e))?;
    for (name, total) in GROUPS {
        let group = groups.iter().find(|(_, label)| label.contains(name));
        let place = group.map(|(id, _)| id.to_string()).unwrap_or_default();
        let form = [
            ("place", place.as_str()),
            ("from", day),
            ("total", total),
            ("source", "学校人事处在岗教职工名册"),
        ];
        went(chair.post(WORKERS, &form), 303)?;
    }
    Ok(())
}

fn officer(stage: &Stage) -> Result<Client, String> {
    stage.enter(stage.district.union, stage.district.officer)
}

fn chair(stage: &Stage, school: &School) -> Result<Client, String> {
    stage.enter(school.union, school.chair)
}

/// The rest of the year up to today, once it is under way.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let this = stage.today.year();
    let begins = Date::new(this, 1, 12).map_err(|e| e.to_string())?.min(stage.today);
    let ago = |days: i32| stage.today.plus_days(-days).max(begins);
    newcomers(stage, this)?;
    tree(stage, "城西小学", ("merge", "青溪区第三小学"), ago(150))?;
    tree(stage, "河湾教学点", ("dissolve", ""), ago(60))?;
    transfer(stage, "青溪区第二小学", "青溪区第五小学", (ago(12), ago(8)))?;
    stage.clock.set(stage.now);
    district::count(&stage.store, stage.district.union, stage.today)?;
    stand_by(stage)
}

/// In September teachers begin.
fn newcomers(stage: &Stage, year: i16) -> Result<(), String> {
    let term = Date::new(year, 9, 1).map_err(|e| e.to_string())?;
    if stage.today <= term {
        return Ok(());
    }
    stage.clock.set(at(year, 9, 1, 9)?);
    district::newcomers(&stage.store, &stage.clock, &stage.district)
}

fn on(stage: &Stage, day: Date) -> Result<(), String> {
    let at = at(day.year(), day.month(), day.day(), 10)?;
    stage.clock.set(at.min(stage.now));
    Ok(())
}

/// An act of the district on a school.
fn tree(stage: &Stage, name: &str, (act, into): (&str, &str), day: Date) -> Result<(), String> {
    on(stage, day)?;
    let school = stage.district.school(name)?;
    let into = match into {
        "" => String::new(),
        into => stage.district.school(into)?.union.to_string(),
    };
    let (day, basis) = (
        day.to_string(),
        format!("青教工〔{}〕{}号", day.year(), day.month() + 5),
    );
    let form = [
        ("into", into.as_str()),
        ("day", &day),
        ("basis", &basis),
        ("note", "学校布局调整"),
    ];
    let path = format!("/org/tree/{}/{act}", school.union);
    went(officer(stage)?.post(&path, &form), 303).map(drop)
}

/// A teacher moves from one school to another.
fn transfer(stage: &Stage, from: &str, to: &str, (out, accepted): (Date, Date)) -> Result<(), String> {
    on(stage, out)?;
    let (from, to) = (stage.district.school(from)?, stage.district.school(to)?);
    let (receiver, until) = (to.union.to_string(), out.to_string());
    let form = [
        ("version", "1"),
        ("to", receiver.as_str()),
        ("dues_until", until.get(..7).unwrap_or_default()),
        ("on", &until),
        ("reason", "工作调动"),
    ];
    let path = format!("/members/{}/move", from.somebody);
    let letter = went(chair(stage, from)?.post(&path, &form), 303)?.location();
    carry(stage)?;
    on(stage, accepted)?;
    let day = accepted.to_string();
    let accept = [("version", "1"), ("on", day.as_str())];
    went(chair(stage, to)?.post(&format!("{letter}/accept"), &accept), 303)?;
    carry(stage)
}

/// Lets the jobs bring letters.
fn carry(stage: &Stage) -> Result<(), String> {
    let kinds = roof::work().kinds;
    while jobs::runner::step(&stage.store, &stage.clock, &kinds).map_err(|e| trouble(&e))? {}
    Ok(())
}

/// Some schools stand by this month's figures.
fn stand_by(stage: &Stage) -> Result<(), String> {
    let sure = stage.district.schools.iter().take(36).step_by(3);
    for school in sure.filter(|s| s.workers.is_some()) {
        confirm(stage, school)?;
    }
    Ok(())
}

fn confirm(stage: &Stage, school: &School) -> Result<(), String> {
    let chair = chair(stage, school)?;
    let page = went(chair.get_json("/members/rates"), 200)?.json();
    let Some(month) = page["months"].as_array().and_then(|months| months.last()) else {
        return Ok(());
    };
    let (members, workers) = (
        month["share"]["members"].to_string(),
        month["share"]["workers"].to_string(),
    );
    let form = [
        ("day", month["day"].as_str().unwrap_or_default()),
        ("members", &members),
        ("workers", &workers),
    ];
    went(chair.post("/members/rates/confirm", &form), 303).map(drop)
}
