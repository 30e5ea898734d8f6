//! One record behind every door with an id, made at the doors themselves.

mod care;

use web::inside::Client;

use crate::records::{NOW, union_of};

/// Gives a union what its year may lack, so that there is a record behind every door.
pub fn enrich(chair: &Client) {
    let token = [("name", "大屏"), ("days", "30"), ("sees", "plan.see")];
    chair.post("/me/tokens/new", &token).expect(303);
    testkit::second_factor(chair, NOW);
    reset(chair);
    plan(chair);
    task(chair);
    below(chair);
    workers(chair);
    transfers(chair);
    member(chair);
    applications(chair);
    correction(chair);
    care::dossiers(chair);
    chair.post("/register/verified", &[]).expect(303);
    work(chair);
    roster(chair);
    rules(chair);
    care::round(chair);
    meeting(chair);
    care::insurance(chair);
    care::visit(chair);
    care::health(chair);
    care::offer(chair);
    care::recuperation(chair);
    care::collection(chair);
    care::aid(chair);
    care::pair(chair);
    chair.post("/register/periods", &[("period", "2025-01")]).expect(303);
    let past = "2024年工会工作总结\n一、关心职工\n全年走访慰问职工200人次，发放慰问金80000元。";
    chair
        .post("/past_sources/new", &[("text", past), ("year", "2024")])
        .expect(303);
    // Each year has one summary; the demo has made its own.
    chair.post("/summaries/new", &[("year", "2025")]).expect(303);
}

/// Somebody with an account for whom a new password was asked.
fn reset(chair: &Client) {
    let member = [("name", "钱进"), ("phone", "13700137009"), ("joined", "2026-01-05")];
    let member = chair.post("/members/new", &member).expect(303).id();
    let invite = [("member", member.as_str()), ("role", "officer")];
    let invitation = chair.post("/accounts/invite", &invite).expect(303).location();
    let code = chair.get_json(&invitation).json()["code"].as_str().unwrap().to_owned();
    let begin = [("sign_name", member.as_str()), ("password", "Gonghui-2026")];
    chair.post(&format!("/join/{code}"), &begin).expect(303);
    let accounts = chair.get_json("/accounts").expect(200).json();
    let mut all = accounts["accounts"].as_array().unwrap().iter();
    let id = all.find(|a| a["member"] == *member).unwrap()["id"].as_str().unwrap();
    let reason = [("reason", "忘记密码")];
    chair.post(&format!("/accounts/{id}/reset"), &reason).expect(303);
    // who decides for the chair in December
    let days = [
        ("deputy", member.as_str()),
        ("from", "2026-12-01"),
        ("until", "2026-12-05"),
    ];
    chair.post("/approvals/deputies", &days).expect(303);
}

/// A plan with a later text.
fn plan(chair: &Client) {
    let text = "三月份：\n1. 组织庆三八活动。\n2. 召开工会委员会。\n四月份：\n1. 组织踏青。";
    let plan = chair
        .post("/plans/new", &[("text", text), ("year", "2027")])
        .expect(303)
        .location();
    let later = plan.replace("/reading", "/versions/new");
    chair
        .post(&later, &[("text", &text.replace("踏青", "教工健步走"))])
        .expect(303);
}

/// A task with a step and a reminder.
fn task(chair: &Client) {
    let task = chair.post(
        "/tasks/new",
        &[
            ("title", "核对会员名册"),
            ("field", "organisation"),
            ("due", "2026-12-01"),
        ],
    );
    let task = task.expect(303).id();
    chair
        .post(&format!("/tasks/{task}/steps"), &[("step", "核对电话")])
        .expect(303);
    chair
        .post(&format!("/tasks/{task}/reminders"), &[("on", "2026-11-25")])
        .expect(303);
}

/// A member with a sealed number who is invited and about to move, a saved list and a list taken out.
fn member(chair: &Client) {
    let member = chair
        .post(
            "/members/new",
            &[
                ("name", "邹小燕"),
                ("phone", "13700137000"),
                ("joined", "2026-01-05"),
                // the second union of a test has the same number: said to be known
                ("id_kind", "resident"),
                ("id_number", "11010519491231002X"),
                ("another", "true"),
            ],
        )
        .expect(303)
        .id();
    chair
        .post("/members/lists", &[("name", "新会员"), ("joined_from", "2026-01-01")])
        .expect(303);
    let export = [("purpose", "核对名册"), ("format", "csv"), ("field", "name")];
    chair.post("/members/export", &export).expect(303);
    chair
        .post("/accounts/invite", &[("member", &member), ("role", "officer")])
        .expect(303);
    let moves = [
        ("version", "1"),
        ("status", "moving"),
        ("on", "2026-11-20"),
        ("why", "调动"),
    ];
    chair.post(&format!("/members/{member}/status"), &moves).expect(303);
}

/// A way in, an application that was approved and one that was returned.
fn applications(chair: &Client) {
    let text = [("body", "只用于办理入会。"), ("keep_days", "30")];
    chair.post("/applications/way", &text).expect(303);
    let enter = |name, phone, number| {
        let fields = [
            ("name", name),
            ("phone", phone),
            ("id_number", number),
            ("employment", "contract"),
            ("seen", "1"),
        ];
        chair.post("/applications/new", &fields).expect(303).id()
    };
    let id = enter("秦立", "13600136001", "110105198812120016");
    let yes = [
        ("version", "1"),
        ("on", "2026-11-21"),
        ("basis", "委员会会议"),
        // the second union of a test has the same number: said to be known
        ("another", "1"),
    ];
    chair.post(&format!("/applications/{id}/approve"), &yes).expect(303);
    let id = enter("秦岭", "13600136002", "110105198812120024");
    let back = [("version", "1"), ("return_reason", "缺岗位")];
    chair.post(&format!("/applications/{id}/return"), &back).expect(303);
}

/// Somebody who asks to have their own entry put right.
fn correction(chair: &Client) {
    let wish = [
        ("job", "书记"),
        ("id_kind", "resident"),
        ("id_number", "110105198812120032"),
    ];
    chair.post("/me/data/change", &wish).expect(303);
}

/// A count of workers.
fn workers(chair: &Client) {
    let told = [("from", "2026-11-02"), ("total", "95"), ("source", "人事科名册")];
    chair.post("/members/rates/workers/new", &told).expect(303);
}

/// A union below.
fn below(chair: &Client) {
    let own = union_of(chair);
    let below = [
        ("name", "分校工会"),
        ("kind", "grassroots"),
        ("day", "2026-11-21"),
        ("basis", "批复〔2026〕1号"),
        ("chair", "郭敏"),
    ];
    chair.post(&format!("/org/tree/{own}/found"), &below).expect(303);
}

/// A member who moves to the union below, and one who moves to a union elsewhere, whose card is known.
fn transfers(chair: &Client) {
    let card = include_bytes!("card.json");
    chair
        .upload("/letters/cards", &[("compared", "1")], &[("file", "名片.json", card)])
        .expect(303);
    let below = chair.get_json("/org/tree").expect(200).json();
    let below = below["below"][0]["id"].as_str().unwrap().to_owned();
    let elsewhere = "01a1fb9e-0680-7e2c-9a6f-a31136b1a6a9";
    for (name, phone, number, to) in [
        ("钱小红", "13700137001", "110101199003077758", below.as_str()),
        ("孙小明", "13700137002", "110101199003071938", elsewhere),
    ] {
        let new = [
            ("name", name),
            ("phone", phone),
            ("joined", "2026-01-05"),
            ("id_kind", "resident"),
            ("id_number", number),
            ("another", "true"),
        ];
        let member = chair.post("/members/new", &new).expect(303).id();
        let moves = [
            ("version", "1"),
            ("to", to),
            ("dues_until", "2026-10"),
            ("on", "2026-11-21"),
            ("reason", "调动"),
        ];
        let sent = chair.post(&format!("/members/{member}/move"), &moves).expect(303);
        if to == elsewhere {
            chair.post(&format!("/letters/{}/take_out", sent.id()), &[]).expect(303);
        }
    }
}

/// A visit with a photo.
fn work(chair: &Client) {
    let work = [
        ("kind", "visit"),
        ("day", "2026-11-20"),
        ("title", "看望"),
        ("people", "2"),
        ("money", "300"),
    ];
    let photo = include_bytes!("../../demo/visit.jpg");
    chair
        .upload("/works/new", &work, &[("photos", "看望.jpg", photo)])
        .expect(303);
}

/// A roster whose rows are sealed; it holds the number that the member above has too.
fn roster(chair: &Client) {
    let rows = "姓名,身份证号\n邹小燕,11010519491231002X\n";
    chair
        .upload("/rosters", &[], &[("file", "名册.csv", rows.as_bytes())])
        .expect(303);
}

/// A rule of the union's own, and a workbook of some more.
fn rules(chair: &Client) {
    let rule = [
        ("key", "souvenir"),
        ("value", "100元"),
        ("basis", "委员会决定"),
        ("severity", "block"),
        ("from", "2026-01-01"),
    ];
    chair.post("/rules/own/new", &rule).expect(303);
    let rows = "事项,规则,依据,起始日\n活动服装,500元,委员会决定,2026-01-01\n";
    chair
        .upload("/rules/imports/new", &[], &[("file", "标准.csv", rows.as_bytes())])
        .expect(303);
}

/// A meeting of today that has decided something and is not over.
fn meeting(chair: &Client) {
    let form = chair.get_json("/meetings/new").expect(200).json();
    let text = |name: &str| form[name].as_str().unwrap().to_owned();
    let fields = [
        ("body", &*text("body")),
        ("chair", &*text("chair")),
        ("kind", "special"),
        ("day", "2026-11-21"),
        ("starts", "08:00"),
        ("call", "1"),
    ];
    let path = chair.post("/meetings/new", &fields).expect(303).location();
    let page = chair.get_json(&path).expect(200).json();
    let mut came = vec![("version".to_owned(), page["version"].to_string())];
    for seat in page["seats"].as_array().unwrap() {
        let id = seat["seat"]["id"].as_str().unwrap();
        came.push((format!("s-{id}"), "present".to_owned()));
    }
    let came: Vec<(&str, &str)> = came.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    chair.post(&format!("{path}/attendance"), &came).expect(303);
    chair
        .post(
            &format!("{path}/items/new"),
            &[("part", "matters"), ("title", "会员名册")],
        )
        .expect(303);
    let page = chair.get_json(&path).expect(200).json();
    let item = page["agenda"][0]["items"][0]["item"]["id"].as_str().unwrap();
    let agreed = [("text", "核对名册"), ("kind", "decision"), ("way", "unanimous")];
    chair.post(&format!("{path}/items/{item}/decide"), &agreed).expect(303);
}
