//! The demo's way in: an open poster, and some applications of the last days that wait for the group or the committee.

use serde_json::Value;
use web::inside::Client;

use super::{Stage, year::went};

/// Name, phone, identity number (made up, with the right last sign), kind of employment, job, day of starting work, group.
const APPLICANTS: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    (
        "田玉芬",
        "13500001201",
        "11010519780412002X",
        "dispatched",
        "食堂帮厨",
        "09-01",
        "行政后勤组",
    ),
    (
        "董海波",
        "13500001202",
        "110105199106180016",
        "dispatched",
        "保安",
        "09-01",
        "行政后勤组",
    ),
    (
        "沈雨晴",
        "13500001203",
        "11010520000305002X",
        "contract",
        "英语教师",
        "08-25",
        "英语组",
    ),
];

/// Opens the way in and lets the applicants apply; the group has spoken for the first.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let officer = stage.at_the_door("weiyuan")?;
    let draft = ui::words::find(super::LANG, "joining.consent.draft").unwrap_or_default();
    let text = ui::words::fill(draft, &[("union", &"实验小学工会")]);
    went(
        officer.post("/applications/way", &[("body", &text), ("keep_days", "30")]),
        303,
    )?;
    let way = went(officer.get_json("/applications/way"), 200)?.json();
    let address = way["address"].as_str().unwrap_or_default();
    let path = format!("/apply/{}", address.rsplit('/').next().unwrap_or_default());
    let stranger = Client::new(stage.server.router(), None, stage.clock.clone()).map_err(|e| e.to_string())?;
    let groups = went(stranger.get_json(&path), 200)?.json();
    for (name, phone, number, employment, job, hired, group) in APPLICANTS {
        let (group, hired) = (group_of(&groups, group), format!("{}-{hired}", stage.today.year() - 1));
        let fields = [
            ("consent", "1"),
            ("name", name),
            ("phone", phone),
            ("id_kind", "resident"),
            ("id_number", number),
            ("employment", employment),
            ("job", job),
            ("hired", &hired),
            ("group", &group),
            ("agree", "1"),
            ("agree_number", "1"),
        ];
        went(stranger.post(&path, &fields), 303)?;
    }
    let list = went(officer.get_json("/applications"), 200)?.json();
    let first = list["lines"][0]["id"].as_str().unwrap_or_default();
    let leader = stage.at_the_door("zuzhang")?;
    let said = [("version", "1"), ("opinion", "for"), ("opinion_note", "小组讨论同意")];
    went(leader.post(&format!("/applications/{first}/opinion"), &said), 303).map(drop)
}

/// The id of a group by its name.
fn group_of(page: &Value, name: &str) -> String {
    let groups = page["groups"].as_array().into_iter().flatten();
    let found = groups.filter(|group| group[1].as_str().is_some_and(|label| label.contains(name)));
    let id = found
        .map(|group| group[0].as_str().unwrap_or_default().to_owned())
        .next();
    id.unwrap_or_default()
}
