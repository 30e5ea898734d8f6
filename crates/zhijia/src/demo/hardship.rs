//! The demo's households in hardship: one on file after the district's approval, one that is published these days, and one
//! that was returned to be mended. Names and numbers are made up, with the right last signs.

use kernel::Date;
use web::inside::Client;

use super::{Stage, year::went};
use crate::{commands::trouble, roof};

/// A household: name in the register, and what its form says besides [`COMMON`].
struct Household {
    name: &'static str,
    form: &'static [(&'static str, &'static str)],
}

const ILL: Household = Household {
    name: "何桂兰",
    form: &[
        ("name", "何桂兰"),
        ("number", "340104197905081521"),
        ("health", "cancer"),
        ("work_state", "sick_leave"),
        ("housing", "rent"),
        ("address", "某市某区学院路17号3栋502室"),
        ("marriage", "divorced"),
        ("single_parent", "1"),
        ("income_month", "2100"),
        ("income_other", "0"),
        ("cause", "illness"),
        ("cause2", "schooling"),
        ("story", "确诊白血病后化疗，病休期间收入减少，独自抚养上初中的孩子。"),
        ("f0_name", "何思源"),
        ("f0_kin", "child"),
        ("f0_number", "340104201006120012"),
        ("f0_health", "good"),
        ("f0_income_month", "0"),
        ("f0_standing", "pupil"),
        ("f0_schooling", "junior"),
        ("f0_place", "第三中学"),
        ("f0_insurance", "resident"),
        ("c0_cost", "illness"),
        ("c0_amount", "12600"),
        ("c0_whose", "本人"),
        ("c0_evidence", "市一院住院费用清单3张"),
        ("c1_cost", "schooling"),
        ("c1_amount", "1800"),
        ("c1_whose", "何思源"),
        ("c1_evidence", "学校收费票据"),
    ],
};

const LONE: Household = Household {
    name: "孙丽",
    form: &[
        ("name", "孙丽"),
        ("number", "340104198801300042"),
        ("health", "good"),
        ("work_state", "at_work"),
        ("housing", "own"),
        ("address", "某市某区和平巷6号"),
        ("marriage", "widowed"),
        ("income_month", "3600"),
        ("income_other", "1200"),
        ("cause", "illness"),
        ("story", "母亲尿毒症，每周透析两次，家中只有本人一份工资。"),
        ("f0_name", "钱玉珍"),
        ("f0_kin", "parent"),
        ("f0_number", "34010419530211003X"),
        ("f0_health", "uraemia"),
        ("f0_income_month", "320"),
        ("f0_standing", "retired"),
        ("f0_insurance", "resident"),
        ("c0_cost", "illness"),
        ("c0_amount", "16500"),
        ("c0_whose", "钱玉珍"),
        ("c0_evidence", "透析费用结算单，医保报销后自付"),
        ("agree", "1"),
        ("agree_notice", "1"),
    ],
};

const SCHOOL: Household = Household {
    name: "罗勇",
    form: &[
        ("name", "罗勇"),
        ("number", "340104198109232047"),
        ("health", "good"),
        ("work_state", "at_work"),
        ("housing", "public_rent"),
        ("address", "某市某区新苑小区2栋101室"),
        ("marriage", "married"),
        ("income_month", "2800"),
        ("income_other", "-6000"),
        ("cause", "schooling"),
        ("story", "家里开的小店亏损，孩子今年考上大学。"),
    ],
};

const COMMON: &[(&str, &str)] = &[
    ("nation", "汉族"),
    ("politics", "masses"),
    ("model", "none"),
    ("phone", "13500002201"),
    ("hukou", "urban"),
    ("hukou_place", "某市某区"),
    ("unit", "实验小学"),
    ("unit_kind", "public_body"),
    ("industry", "教育"),
    ("worked_since", "2005-09-01"),
    ("insurance", "employee"),
    ("two_homes", "no"),
    ("business", "no"),
    ("private_school", "no"),
    ("abroad", "no"),
    ("guardian", "1"),
];

impl Household {
    fn form(&self) -> Vec<(&'static str, &'static str)> {
        self.form.iter().chain(COMMON).copied().collect()
    }
}

/// Tells of them over the last three weeks.
pub(super) fn tell(stage: &Stage) -> Result<(), String> {
    let begun = Date::new(stage.today.year(), 2, 10).map_err(|e| e.to_string())?;
    if stage.today < begun {
        return Ok(());
    }
    days_ago(stage, 20);
    minimum(stage)?;
    let first = from_paper(stage, &ILL)?;
    publish(stage, &first, 6, "2400")?;
    days_ago(stage, 3);
    let member = stage.at_the_door("huiyuan")?;
    went(member.post("/me/hardship/form", &LONE.form()), 303)?;
    let mine = went(member.get_json("/me/hardship"), 200)?.json();
    let own = mine["dossiers"][0]["id"].as_str().unwrap_or_default().to_owned();
    publish(stage, &own, 6, "1800")?;
    let third = from_paper(stage, &SCHOOL)?;
    let officer = stage.at_the_door("weiyuan")?;
    let back = [("version", "2"), ("why", "请补大学录取通知书和学费缴费凭证")];
    went(officer.post(&format!("/hardships/{third}/return"), &back), 303)?;
    stage.clock.set(stage.now);
    file(stage, &first)
}

fn days_ago(stage: &Stage, days: i64) {
    stage.clock.set(stage.now.plus_millis(-days * 86_400_000));
}

/// The local minimum, entered by one and confirmed by another.
fn minimum(stage: &Stage) -> Result<(), String> {
    let from = format!("{}-07-01", stage.today.year() - 2);
    let rule = [
        ("key", "standard.dibao"),
        ("value", "850元"),
        ("wording", "is"),
        ("basis", "市民政局关于提高城市低保标准的通知"),
        ("severity", "inform"),
        ("from", &from),
    ];
    let id = went(stage.at_the_door("fuzhuxi")?.post("/rules/own/new", &rule), 303)?.id();
    let chair = stage.at_the_door("zhuxi")?;
    went(chair.post(&format!("/rules/rows/{id}/confirm"), &[]), 303).map(drop)
}

/// The id of a member by name, and the name; of somebody else of the register if nobody is called so.
fn member(stage: &Stage, name: &str) -> Result<(String, String), String> {
    let (union, today) = (stage.union, stage.clock.today());
    let all = stage
        .store
        .read(|r| org::members::store::members_to_choose(r, union, today))
        .map_err(|e| trouble(&e))?;
    let found = all.iter().find(|(_, label)| label.starts_with(name)).or(all.last());
    let known = |(id, label): &(org::MemberId, String)| {
        let name = label.split([' ', '·']).next().unwrap_or_default().to_owned();
        (id.to_string(), name)
    };
    Ok(found.map(known).unwrap_or_default())
}

fn from_paper(stage: &Stage, household: &Household) -> Result<String, String> {
    let (id, name) = member(stage, household.name)?;
    let mut form = household.form();
    form.retain(|(item, _)| *item != "name");
    form.extend([("name", name.as_str()), ("member", id.as_str()), ("seen", "1")]);
    let officer = stage.at_the_door("weiyuan")?;
    Ok(went(officer.post("/hardships/new", &form), 303)?.id())
}

fn version(who: &Client, id: &str) -> Result<String, String> {
    let page = went(who.get_json(&format!("/hardships/{id}")), 200)?.json();
    Ok(page["version"].to_string())
}

/// Two visit it, the committee decides by the test, and it is published for some days.
fn publish(stage: &Stage, id: &str, days: i32, amount: &str) -> Result<(), String> {
    let (chair, today) = (stage.at_the_door("zhuxi")?, stage.clock.today());
    let ((a, _), (b, _)) = (member(stage, "王建国")?, member(stage, "陈志强")?);
    let day = today.to_string();
    let visit = [
        ("version", &*version(&chair, id)?),
        ("on", &day),
        ("visitor", &a),
        ("visitor2", &b),
        ("report", "入户查看住房和费用单据，走访邻居，情况与申请一致。"),
        ("agrees", "yes"),
    ];
    went(chair.post(&format!("/hardships/{id}/check"), &visit), 303)?;
    let purpose = [("purpose", "委员会评议")];
    went(chair.post(&format!("/hardships/{id}/reveal"), &purpose), 303)?;
    let page = went(chair.get_json(&format!("/hardships/{id}")), 200)?.json();
    let category = page["opened"]["test"]["category"]
        .as_str()
        .unwrap_or("relative")
        .to_owned();
    let review = [
        ("version", &*version(&chair, id)?),
        ("on", &day),
        ("basis", "工会委员会会议，应到7人，实到7人，同意7票"),
        ("category", &category),
        ("why", "委员会按入户核查情况认定"),
        ("amount", amount),
    ];
    went(chair.post(&format!("/hardships/{id}/review"), &review), 303)?;
    let until: Date = today.plus_days(days);
    let notice = [("version", &*version(&chair, id)?), ("until", &until.to_string())];
    went(chair.post(&format!("/hardships/{id}/publish"), &notice), 303).map(drop)
}

/// The notice is over: the district approves, and it is on file.
fn file(stage: &Stage, id: &str) -> Result<(), String> {
    let chair = stage.at_the_door("zhuxi")?;
    for what in ["clear", "submit"] {
        let seen = version(&chair, id)?;
        went(
            chair.post(&format!("/hardships/{id}/{what}"), &[("version", &seen)]),
            303,
        )?;
    }
    carry(stage)?;
    let page = went(chair.get_json(&format!("/hardships/{id}")), 200)?.json();
    let letter = page["state"]["letter"].as_str().unwrap_or_default();
    let above = stage.enter(stage.district.union, stage.district.officer)?;
    let at = format!("/hardships/letters/{letter}");
    went(
        above.post(&format!("{at}/reveal"), &[("purpose", "审批困难职工档案")]),
        303,
    )?;
    let shown = went(above.get_json(&at), 200)?.json();
    let yes = [
        ("version", &*shown["received"]["version"].to_string()),
        ("on", &stage.clock.today().to_string()),
    ];
    went(above.post(&format!("{at}/approve"), &yes), 303)?;
    carry(stage)
}

/// Lets the jobs bring letters.
fn carry(stage: &Stage) -> Result<(), String> {
    let kinds = roof::work().kinds;
    while jobs::runner::step(&stage.store, &stage.clock, &kinds).map_err(|e| trouble(&e))? {}
    Ok(())
}
