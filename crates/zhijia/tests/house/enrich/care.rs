//! Records of the systems of care.

use web::inside::Client;

/// A round with its list checked, and a purchase.
pub(super) fn round(chair: &Client) {
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
    let stock = chair.get_json("/stock/move").expect(200).json();
    let goods = stock["goods"].as_array().unwrap();
    let blanket = goods.iter().find(|good| good[0]["name"] == "毛毯").unwrap();
    let given = [
        ("good", blanket[0]["id"].as_str().unwrap()),
        ("what", "give"),
        ("quantity", "1"),
        ("day", "2026-11-20"),
        ("member", stock["members"][0][0].as_str().unwrap()),
        ("why", "家中失火"),
    ];
    chair.post("/stock/move", &given).expect(303);
}

/// A reason of the union's own, an event of it, and the visit with something asked for.
pub(super) fn visit(chair: &Client) {
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

/// A batch of mutual insurance with claims under it.
pub(super) fn insurance(chair: &Client) {
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
        ("by_member", "40"),
        ("by_union", "20"),
    ];
    let path = chair.post("/enrolments/new", &batch).expect(303).location();
    let all = [("version", &*seen(&path)), ("all", "1")];
    let who = chair.get_json(&path).expect(200).json()["fit"][0]["member"]
        .as_str()
        .unwrap()
        .to_owned();
    chair.post(&format!("{path}/add"), &all).expect(303);
    let seen_now = seen(&path);
    let hand = [
        ("version", seen_now.as_str()),
        ("on", "2026-11-21"),
        ("reason", "试办"),
        ("payee", "市职工互助保障办事处"),
    ];
    chair.post(&format!("{path}/hand"), &hand).expect(303);
    claims(chair, &who);
}

/// A claim of somebody with a paper brought as a photo, and one that was withdrawn.
fn claims(chair: &Client, who: &str) {
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
    let new = format!("/claims/new?member={who}");
    let path = chair.post(&new, &claim).expect(303).location();
    let photo = include_bytes!("../../../demo/visit.jpg");
    let proof = [("kind", "discharge")];
    chair
        .upload(&format!("{path}/proofs"), &proof, &[("files", "小结.jpg", photo)])
        .expect(303);
    let mut other = claim;
    (other[2].1, other[3].1) = ("2026-10-01", "2026-10-09");
    let path = chair.post(&new, &other).expect(303).location();
    let back = [("version", "1"), ("why", "改由工伤保险支付费用")];
    chair.post(&format!("{path}/withdraw"), &back).expect(303);
}

/// A round of checks that the chair has booked, and a word that the chair keeps to themselves.
pub(super) fn health(chair: &Client) {
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

/// A camp for children, to which the chair's child is signed up.
pub(super) fn offer(chair: &Client) {
    let kinds = chair.get_json("/offers/kinds").expect(200).json();
    let mut kinds = kinds["kinds"].as_array().unwrap().iter();
    let kind = kinds.find(|k| k["children"] == true).unwrap()["id"].as_str().unwrap();
    let camp = [
        ("kind", kind),
        ("title", "冬令营"),
        ("text", "两天"),
        ("opens", "2026-11-01"),
        ("closes", "2026-12-30"),
        ("per_member", "2"),
        ("from", "2026-11-20"),
        ("until", "2026-12-31"),
        ("place", "职工之家"),
        ("keep_days", "30"),
        ("retired", "with"),
        ("bearer", "union"),
        ("cost", "120"),
        ("places", "3"),
        ("age_from", "3"),
        ("age_until", "12"),
        ("consent", "同意使用孩子信息"),
    ];
    let id = chair.post("/offers/new", &camp).expect(303).id();
    let page = chair.get_json(&format!("/offers/{id}")).expect(200).json();
    let child = [
        ("slot", page["slots"][0]["id"].as_str().unwrap()),
        ("child_name", "李小满"),
        ("born", "2018"),
        ("relation", "女儿"),
        ("remarks", "海鲜过敏"),
        ("consent", "on"),
    ];
    chair.post(&format!("/me/offers/{id}"), &child).expect(303);
}

/// A plan of recuperation with a group for which the chair signed up, and a journey of an earlier year.
pub(super) fn recuperation(chair: &Client) {
    let plan = [
        ("year", "2026"),
        ("title", "疗休养"),
        ("text", "五天"),
        ("opens", "2026-11-01"),
        ("closes", "2026-12-30"),
        ("places", "10"),
    ];
    let id = chair.post("/recuperations/new", &plan).expect(303).id();
    let group = [
        ("destination", "黄山"),
        ("lodging", "职工疗养院"),
        ("from", "2027-01-10"),
        ("until", "2027-01-14"),
        ("places", "5"),
    ];
    chair.post(&format!("/recuperations/{id}/groups"), &group).expect(303);
    let page = chair.get_json(&format!("/recuperations/{id}")).expect(200).json();
    let group = page["groups"][0]["id"].as_str().unwrap().to_owned();
    chair
        .post(&format!("/me/recuperation/{id}"), &[("first", &group)])
        .expect(303);
    let name = [("name", "滕往年"), ("phone", "13700137019"), ("joined", "2010-01-05")];
    chair.post("/members/new", &name).expect(303);
    chair
        .post("/recuperations/past", &[("lines", "滕往年 2019 青岛")])
        .expect(303);
}

/// A dossier of hardship from paper, one that was returned, and the draft of one's own; with proofs, one of which was wrong.
pub(super) fn dossiers(chair: &Client) {
    let photo = include_bytes!("../../../demo/visit.jpg");
    let draft = [("go", "draft"), ("number", "110105195501010019"), ("story", "还在写")];
    chair.post("/me/hardship/form", &draft).expect(303);
    let mine = chair.get_json("/me/hardship").expect(200).json();
    let own = mine["dossiers"][0]["id"].as_str().unwrap();
    let proof = [("dossier", own), ("kind", "income")];
    let both = [
        ("files", "收入.jpg", photo.as_slice()),
        ("files", "传错.jpg", photo.as_slice()),
    ];
    chair.upload("/me/hardship/proofs", &proof, &both).expect(303);
    let mine = chair.get_json("/me/hardship").expect(200).json();
    let wrong = mine["dossiers"][0]["proofs"][1][0].as_str().unwrap();
    let why = [("version", "1"), ("why", "第二张是别人家的收入证明")];
    chair
        .post(&format!("/me/hardship/proofs/{wrong}/remove"), &why)
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

/// A member who is made for a record.
fn somebody(chair: &Client, name: &str, phone: &str) -> String {
    let member = [("name", name), ("phone", phone), ("joined", "2026-01-05")];
    chair.post("/members/new", &member).expect(303).id()
}

/// A collection for a person, with a gift by name and a payout.
pub(super) fn collection(chair: &Client) {
    let member = somebody(chair, "石小川", "13700137061");
    let form = [
        ("title", "爱心募捐"),
        ("purpose", "治疗费用"),
        ("whom", "person"),
        ("person", "石大山"),
        ("from", "2026-11-01"),
        ("until", "2026-12-31"),
    ];
    let id = chair.post("/collections/new", &form).expect(303).id();
    let gift = [
        ("member", member.as_str()),
        ("amount", "100"),
        ("way", "cash"),
        ("day", "2026-11-20"),
    ];
    chair.post(&format!("/collections/{id}/gift"), &gift).expect(303);
    let payout = [("amount", "50"), ("what", "治疗费"), ("payee", "市医院")];
    chair.post(&format!("/collections/{id}/payout"), &payout).expect(303);
}

/// A case of aid, and a round of education aid with an application from paper.
pub(super) fn aid(chair: &Client) {
    let member = somebody(chair, "石小江", "13700137062");
    let kinds = chair.get_json("/aid_kinds").expect(200).json();
    let mut all = kinds["kinds"].as_array().unwrap().iter();
    let kind = all.find(|kind| kind["sort"] == "temporary").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [
        ("member", member.as_str()),
        ("kind", &kind),
        ("amount", "500"),
        ("story", "家中突发变故急需周转"),
        ("proved", "1"),
    ];
    chair.post(&format!("/aids/new?member={member}"), &form).expect(303);
    let round = [
        ("title", "金秋助学"),
        ("from", "2026-11-01"),
        ("until", "2026-12-31"),
        ("keep_days", "90"),
    ];
    let round = chair.post("/aid_rounds/new", &round).expect(303).id();
    let child = [
        ("member", member.as_str()),
        ("child", "石欣欣同学"),
        ("school", "某县第九高级中学"),
        ("stage", "senior"),
        ("consent", "1"),
        ("consent_on", "2026-11-10"),
    ];
    chair.post(&format!("/aid_rounds/{round}/child"), &child).expect(303);
}

/// A pair in which the chair helps, with a card. What helpers read without asking is told here in short words.
pub(super) fn pair(chair: &Client) {
    let all = chair.get_json("/collections").expect(200).json();
    let mut all = all["collections"].as_array().unwrap().iter();
    let me = all.find(|one| one["title"] == "爱心募捐").unwrap()["owner"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [
        ("sort", "guide"),
        ("helped", "新教师"),
        ("helper", me.as_str()),
        ("goals", "站稳"),
        ("from", "2026-11-01"),
        ("until", "2027-10-31"),
        ("every", "30"),
    ];
    let id = chair.post("/pairs/new", &form).expect(303).id();
    let card = [("day", "2026-11-20"), ("talk", "听课")];
    chair.post(&format!("/pairs/{id}/card"), &card).expect(303);
}
