//! One record behind every door with an id, made at the doors themselves.

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
    dossiers(chair);
    chair.post("/register/verified", &[]).expect(303);
    work(chair);
    roster(chair);
    rules(chair);
    round(chair);
    meeting(chair);
    insurance(chair);
    visit(chair);
    health(chair);
    chair.post("/register/periods", &[("period", "2025-01")]).expect(303);
    let past = "2024年工会工作总结\n一、关心职工\n全年走访慰问职工200人次，发放慰问金80000元。";
    chair
        .post("/past_sources/new", &[("text", past), ("year", "2024")])
        .expect(303);
    // Each year has one summary; the demo has made its own.
    chair.post("/summaries/new", &[("year", "2025")]).expect(303);
}

/// A round with its list checked, and a purchase.
fn round(chair: &Client) {
    let round = [
        ("kind", "warm"),
        ("title", "送温暖"),
        ("day", "2026-12-20"),
        ("form", "goods"),
        ("budget", "10000"),
    ];
    let made = chair.post("/rounds/new", &round).expect(303).location();
    let id = made.split('/').nth(2).unwrap();
    let item = [("name", "棉被"), ("unit", "床"), ("price", "120"), ("quantity", "1")];
    chair.post(&format!("/rounds/{id}/contents"), &item).expect(303);
    let version = || chair.get_json(&format!("/rounds/{id}")).json()["round"]["version"].to_string();
    let whom = [("version", version()), ("retired", "with".to_owned())];
    let whom: Vec<(&str, &str)> = whom.iter().map(|(k, v)| (*k, v.as_str())).collect();
    chair.post(&format!("/rounds/{id}/whom"), &whom).expect(303);
    let seen = version();
    chair
        .post(&format!("/rounds/{id}/check"), &[("version", &seen)])
        .expect(303);
    let bought = [
        ("supplier", "城东商场"),
        ("day", "2026-11-20"),
        ("name", "毛毯"),
        ("unit", "条"),
        ("quantity_new", "3"),
        ("price_new", "80"),
    ];
    chair.post("/purchases/new", &bought).expect(303);
}

/// A reason of the union's own, an event of it, and the visit with something asked for.
fn visit(chair: &Client) {
    let reason = [
        ("name", "子女升学"),
        ("begins", "reported"),
        ("due_days", "5"),
        ("visitors", "1"),
        ("kind", "children"),
    ];
    let reason = chair.post("/visits/reasons/new", &reason).expect(303).id();
    let member = [("name", "孙丽"), ("phone", "13700137055"), ("joined", "2026-01-05")];
    let member = chair.post("/members/new", &member).expect(303).id();
    let event = [
        ("member", member.as_str()),
        ("reason", &reason),
        ("happened", "2026-11-18"),
        ("known", "2026-11-19"),
    ];
    let visit = chair.post("/visits/events/new", &event).expect(303).location();
    let told = [
        ("day", "2026-11-20"),
        ("way", "walk"),
        ("others", "王校长、李主任"),
        ("present", "goods"),
        ("what", "台灯"),
        ("amount", "100"),
        ("wish", "想了解助学政策"),
        ("wish_by", "2026-11-30"),
    ];
    chair.post(&format!("{visit}/record"), &told).expect(303);
    let reasons = chair.get_json("/visits/reasons").expect(200).json();
    let mut all = reasons["living"].as_array().unwrap().iter();
    let ill = all.find(|r| r["name"] == "生病住院").unwrap()["id"].as_str().unwrap();
    let event = [
        ("member", member.as_str()),
        ("reason", ill),
        ("happened", "2026-11-19"),
        ("known", "2026-11-19"),
        ("note", "肺炎住院治疗一周"),
    ];
    chair.post("/visits/events/new", &event).expect(303);
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

/// A batch of mutual insurance with a claim under it.
fn insurance(chair: &Client) {
    let plan = [
        ("kind", "hospital"),
        ("name", "住院津贴"),
        ("months", "12"),
        ("premium", "60"),
        ("most_units", "1"),
        ("age_from", "16"),
        ("age_until", "60"),
        ("daily", "40"),
        ("source", "条款"),
        ("from", "2026-01-01"),
    ];
    let plan = chair.post("/mutual_plans/new", &plan).expect(303).id();
    let seen = |path: &str| chair.get_json(path).expect(200).json()["version"].to_string();
    let confirm = [("version", "1")];
    chair
        .post(&format!("/mutual_plans/{plan}/confirm"), &confirm)
        .expect(303);
    let batch = [
        ("plan", plan.as_str()),
        ("name", "第9期"),
        ("starts", "2026-03-01"),
        ("as_of", "2026-11-21"),
        ("by_member", "60"),
    ];
    let path = chair.post("/enrolments/new", &batch).expect(303).location();
    let all = [("version", &*seen(&path)), ("all", "1")];
    let who = chair.get_json(&path).expect(200).json()["fit"][0]["member"]
        .as_str()
        .unwrap()
        .to_owned();
    chair.post(&format!("{path}/add"), &all).expect(303);
    let hand = [("version", &*seen(&path)), ("on", "2026-11-21"), ("reason", "试办")];
    chair.post(&format!("{path}/hand"), &hand).expect(303);
    let form = chair.get_json(&format!("/claims/new?member={who}")).expect(200).json();
    let covers = form["covers"].as_array().unwrap();
    let cover = covers.iter().find(|c| c["batch_name"] == "第9期").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let claim = [
        ("cover", cover.as_str()),
        ("event", "stay"),
        ("from", "2026-11-01"),
        ("until", "2026-11-09"),
        ("what", "住院观察治疗"),
    ];
    chair.post(&format!("/claims/new?member={who}"), &claim).expect(303);
}

/// A round of checks that the chair has booked, and a word that the chair keeps to themselves.
fn health(chair: &Client) {
    let round = [("name", "体检"), ("opens", "2026-11-01"), ("closes", "2026-12-30")];
    let round = chair.post("/check_rounds/new", &round).expect(303).id();
    let path = format!("/check_rounds/{round}");
    let package = [("package_name", "基础"), ("items", "血常规"), ("price", "500")];
    chair.post(&format!("{path}/packages"), &package).expect(303);
    let day = [("place", "体检中心"), ("day", "2026-12-20"), ("places", "3")];
    chair.post(&format!("{path}/days"), &day).expect(303);
    let page = chair.get_json(&path).expect(200).json();
    let id = |key: &str| page[key][0]["id"].as_str().unwrap().to_owned();
    let (package, day) = (id("packages"), id("days"));
    let book = [("package", package.as_str()), ("day", &day)];
    chair.post(&format!("/me/health/rounds/{round}"), &book).expect(303);
    chair.post("/me/health/notes", &[("text", "复查")]).expect(303);
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

/// A dossier of hardship from paper, one that was returned, and the draft of one's own; with proofs.
fn dossiers(chair: &Client) {
    let photo = include_bytes!("../../demo/visit.jpg");
    let draft = [("go", "draft"), ("number", "110105195501010019"), ("story", "还在写")];
    chair.post("/me/hardship/form", &draft).expect(303);
    let mine = chair.get_json("/me/hardship").expect(200).json();
    let own = mine["dossiers"][0]["id"].as_str().unwrap();
    let proof = [("dossier", own), ("kind", "income")];
    chair
        .upload("/me/hardship/proofs", &proof, &[("files", "收入.jpg", photo)])
        .expect(303);
    for (name, phone, number, child) in [
        ("郑秀英", "13700137003", "110105198503170044", "110105201506050026"),
        ("郑秀兰", "13700137004", "110105198609210032", "340104201006120012"),
    ] {
        let member = [("name", name), ("phone", phone), ("joined", "2026-01-05")];
        let member = chair.post("/members/new", &member).expect(303).id();
        let fields = [
            ("member", &*member),
            ("name", name),
            ("number", number),
            ("f0_number", child),
        ];
        let fields: Vec<(&str, &str)> = fields.into_iter().chain(DOSSIER.iter().copied()).collect();
        let id = chair.post("/hardships/new", &fields).expect(303).id();
        chair
            .upload(
                &format!("/hardships/{id}/proofs"),
                &[("kind", "income")],
                &[("files", "收入.jpg", photo)],
            )
            .expect(303);
        if name == "郑秀兰" {
            let back = [("version", "2"), ("why", "缺收入证明")];
            chair.post(&format!("/hardships/{id}/return"), &back).expect(303);
        }
    }
}

/// What a dossier says besides.
const DOSSIER: &[(&str, &str)] = &[
    ("nation", "汉族"),
    ("politics", "masses"),
    ("health", "good"),
    ("work_state", "at_work"),
    ("model", "none"),
    ("phone", "13700137003"),
    ("housing", "rent"),
    ("address", "合肥市庐阳区某路十二号"),
    ("marriage", "married"),
    ("hukou", "urban"),
    ("hukou_place", "合肥市"),
    ("unit", "某校"),
    ("industry", "教育"),
    ("worked_since", "2008-09-01"),
    ("income_month", "1000"),
    ("income_other", "0"),
    ("insurance", "employee"),
    ("card", "6222020200001112223"),
    ("cause", "schooling"),
    ("story", "孩子上学费用高"),
    ("two_homes", "no"),
    ("business", "no"),
    ("private_school", "no"),
    ("abroad", "no"),
    ("f0_name", "郑小孩"),
    ("f0_kin", "child"),
    ("f0_health", "good"),
    ("f0_income_month", "0"),
    ("f0_standing", "pupil"),
    ("f0_insurance", "resident"),
    ("guardian", "1"),
    ("c0_cost", "schooling"),
    ("c0_amount", "3000"),
    ("c0_evidence", "学费收据"),
    ("seen", "1"),
];

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
