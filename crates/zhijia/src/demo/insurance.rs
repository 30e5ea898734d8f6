//! The demo's mutual insurance: the four usual plans, of which three are in use; a cover that runs, with a claim that was paid
//! and one that a member has just begun on her phone; a batch whose list is being gathered.

use serde_json::Value;
use web::inside::Client;

use super::{Stage, aid, year::went};

/// Kind, premium in yuan, what a day in hospital pays, what an event pays: as a local office might say it.
const TERMS: &[(&str, &str, &str, &str)] = &[
    ("hospital", "60", "40", ""),
    ("accident", "30", "", "20000"),
    ("women", "36", "", "10000"),
];

/// An act upon a record as it is now.
fn act(who: &Client, path: &str, what: &str, more: &[(&str, &str)]) -> Result<String, String> {
    let version = went(who.get_json(path), 200)?.json()["version"].to_string();
    let mut form = vec![("version", version.as_str())];
    form.extend_from_slice(more);
    went(who.post(&format!("{path}/{what}"), &form), 303).map(|done| done.location())
}

/// Tells all of it.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    went(officer.post("/mutual_plans/examples", &[]), 303)?;
    let plans = went(officer.get_json("/mutual_plans"), 200)?.json();
    let begins = stage.today.plus_days(-330).to_string();
    let mut ids = Vec::new();
    for (kind, premium, daily, lump) in TERMS {
        ids.push(confirmed(&officer, &plans, kind, &[premium, daily, lump], &begins)?);
    }
    let starts = stage.today.plus_days(-320);
    let handed = stage.today.plus_days(-3).to_string();
    let year = starts.year();
    for (plan, (kind, premium, ..)) in ids.iter().zip(TERMS).take(2) {
        let path = batch(
            stage,
            &officer,
            plan,
            &format!("{year}年第1期"),
            (&starts.to_string(), premium),
        )?;
        act(&officer, &path, "add", &[("all", "1")])?;
        // a retired cook was never on the list, so that fewer than all are: the reason is told
        let reason = [
            ("on", handed.as_str()),
            ("reason", "产假和借调人员随原单位参加"),
            ("payee", "市职工互助保障办事处"),
        ];
        act(&officer, &path, "hand", &reason)?;
        // the union's part of the one was paid, that of the other waits for approval
        let page = went(officer.get_json(&path), 200)?.json();
        if let Some(payment) = page["payment"]["href"].as_str().filter(|_| *kind == "hospital") {
            aid::pay(stage, payment)?;
        }
    }
    if let Some(women) = ids.get(2) {
        let next = stage.today.plus_days(20);
        let name = format!("{}年女职工第1期", next.year());
        let path = batch(stage, &officer, women, &name, (&next.to_string(), "36"))?;
        act(&officer, &path, "add", &[("all", "1")])?;
    }
    claims(stage, &officer)
}

/// Enters what the local office says of a plan, and confirms it; its id.
fn confirmed(officer: &Client, plans: &Value, kind: &str, pays: &[&str; 3], from: &str) -> Result<String, String> {
    let all = plans["plans"].as_array().into_iter().flatten();
    let plan = all.into_iter().find(|plan| plan["kind"] == *kind);
    let plan = plan.ok_or_else(|| format!("the demo has no plan against {kind}"))?;
    let text = |key: &str| match &plan[key] {
        Value::String(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        _ => String::new(),
    };
    let (id, name, months, sex, free) = (text("id"), text("name"), text("months"), text("sex"), text("free_days"));
    let [premium, daily, lump] = pays;
    let form = [
        ("kind", kind),
        ("name", &name),
        ("months", &months),
        ("premium", premium),
        ("most_units", "1"),
        ("sex", &sex),
        ("age_from", "16"),
        ("age_until", "60"),
        ("waiting_days", if kind == "accident" { "" } else { "30" }),
        ("free_days", &free),
        ("daily", daily),
        ("lump", lump),
        ("year_most", if kind == "hospital" { "7200" } else { "" }),
        ("claim_days", "90"),
        ("all_below", "100"),
        ("exclusions", "参加前已经患有的疾病；等待期内确诊的疾病"),
        ("source", "市职工互助保障办事处现行条款"),
        ("from", from),
    ];
    let path = format!("/mutual_plans/{id}");
    act(officer, &path, "edit", &form)?;
    act(officer, &path, "confirm", &[])?;
    Ok(id)
}

/// A batch whose premium the union pays half of; its path.
fn batch(
    stage: &Stage,
    officer: &Client,
    plan: &str,
    name: &str,
    (starts, premium): (&str, &str),
) -> Result<String, String> {
    let half = premium.parse::<u32>().map_err(|e| e.to_string())? / 2;
    let (half, today) = (half.to_string(), stage.today.to_string());
    let form = [
        ("plan", plan),
        ("name", name),
        ("starts", starts),
        ("as_of", &today),
        ("by_member", &half),
        ("by_union", &half),
    ];
    went(officer.post("/enrolments/new", &form), 303).map(|done| done.location())
}

/// Two claims of the member: one was paid, the other was just begun on the phone.
fn claims(stage: &Stage, officer: &Client) -> Result<(), String> {
    let member = stage.at_the_door("huiyuan")?;
    let page = went(member.get_json("/me/insurance"), 200)?.json();
    let cover = |name: &str| {
        let covers = page["covers"].as_array().into_iter().flatten();
        let mut found = covers.filter(|cover| cover["kind"] == *name);
        found.next().and_then(|cover| cover["id"].as_str()).map(str::to_owned)
    };
    let (Some(hospital), Some(accident)) = (cover("hospital"), cover("accident")) else {
        return Err("the demo's member is not covered".to_owned());
    };
    let named = [("name", "孙志远先生"), ("relation", "配偶")];
    went(
        member.post(&format!("/me/insurance/{accident}/beneficiary"), &named),
        303,
    )?;
    let day = |ago: i32| stage.today.plus_days(-ago).to_string();
    let (from, until, hurt, paid) = (day(40), day(29), day(6), day(1));
    let account = [
        ("holder", "孙丽"),
        ("bank", "建设银行合肥政务区支行"),
        ("account", "6217 0016 3000 1122 334"),
    ];
    let stay = [
        ("cover", hospital.as_str()),
        ("event", "stay"),
        ("from", &from),
        ("until", &until),
        ("what", "腰椎间盘突出行微创手术"),
        ("hospital", "市第二人民医院骨科"),
        ("grade", "third"),
    ];
    let path = went(
        member.post("/me/insurance/claim", &[&stay[..], &account[..]].concat()),
        303,
    )?
    .location();
    let papers = ["statement", "identity", "diagnosis", "discharge", "bank"].map(|paper| ("paper", paper));
    act(officer, &path, "papers", &papers)?;
    act(officer, &path, "send", &[("on", day(20).as_str())])?;
    let answer = [("answer", "grant"), ("on", paid.as_str()), ("granted", "320")];
    act(officer, &path, "answer", &answer)?;
    act(officer, &path, "pay", &[("on", paid.as_str())])?;
    let fall = [
        ("cover", accident.as_str()),
        ("event", "injury"),
        ("from", &hurt),
        ("share", "10"),
        ("what", "放学护导时滑倒左腕骨折"),
        ("hospital", "市第二人民医院骨科"),
    ];
    went(
        member.post("/me/insurance/claim", &[&fall[..], &account[..]].concat()),
        303,
    )
    .map(drop)
}
