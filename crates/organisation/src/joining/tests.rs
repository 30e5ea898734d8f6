//! Stories of joining through the doors, on both databases.

mod deciding;
mod strangers;

use org::Role;
use testkit::{Answer, Client, Kit, Story};

/// The doors of this crate with the inbox that tells what waits.
fn kit() -> Kit {
    let mut kit = crate::tests::kit();
    kit.routes.extend(flow::routes_with(&[super::waiting], &[]).into_list());
    kit.routes.extend(archive::routes().into_list());
    kit
}

/// A resident's number with the right last sign: born on a day (yyyymmdd), the `n`th of that day.
fn resident(born: &str, n: u32) -> String {
    let body = format!("110105{born}{n:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .chars()
        .zip(weights)
        .map(|(c, w)| c.to_digit(10).unwrap() * w)
        .sum();
    let last = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"];
    format!("{body}{}", last[usize::try_from(sum % 11).unwrap()])
}

/// Opens the way in and says its code.
fn open(officer: &Client) -> String {
    let text = [("body", "只用于办理入会。"), ("keep_days", "30")];
    officer.post("/applications/way", &text).expect(303);
    let way = officer.get_json("/applications/way").expect(200);
    let address = crate::tests::text(&way, &["address"]);
    address.rsplit('/').next().unwrap().to_owned()
}

/// What a stranger fills in.
fn form<'a>(name: &'a str, phone: &'a str, number: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("consent", "1"),
        ("name", name),
        ("phone", phone),
        ("id_kind", "resident"),
        ("id_number", number),
        ("employment", "dispatched"),
        ("job", "保洁"),
        ("hired", "2025-09-01"),
        ("agree", "1"),
        ("agree_number", "1"),
    ]
}

/// Sends an application; the number of its receipt.
fn apply(s: &Story, code: &str, fields: &[(&str, &str)]) -> String {
    s.stranger().post(&format!("/apply/{code}"), fields).expect(303).id()
}

/// The application that waits under a name.
fn waiting(officer: &Client, name: &str) -> String {
    let list = officer.get_json("/applications").expect(200).json();
    let lines = list["lines"].as_array().unwrap();
    let line = lines.iter().find(|line| line["name"] == name);
    line.unwrap_or_else(|| panic!("{name} is not in {list}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn approve(chair: &Client, id: &str, more: &[(&str, &str)]) -> Answer {
    let version = chair.get_json(&format!("/applications/{id}")).json()["version"].to_string();
    let mut fields = vec![
        ("version", version.as_str()),
        ("on", "2026-11-21"),
        ("basis", "2026年11月21日工会委员会会议通过"),
    ];
    fields.extend_from_slice(more);
    chair.post(&format!("/applications/{id}/approve"), &fields)
}

#[test]
fn a_stranger_becomes_a_member_with_an_account() {
    testkit::story(kit, |s| {
        let (chair, leader) = (s.person(Role::Chair), s.person(Role::GroupLeader));
        let code = open(&chair);
        let number = resident("19900307", 12);
        let group = s.group.to_string();
        let mut fields = form("吴　小兰", "139 0000 1111", &number);
        fields.push(("group", &group));
        let receipt = apply(s, &code, &fields);
        let stranger = s.stranger();
        let seen = stranger.get(&format!("/applied/{receipt}")).expect(200);
        assert!(
            seen.shows("待审批") && seen.shows("吴小兰") && !seen.shows(&number),
            "{}",
            seen.text()
        );

        assert!(chair.get("/inbox").expect(200).shows("1 份入会申请等待审批"));
        let id = waiting(&chair, "吴小兰");
        let path = format!("/applications/{id}");
        let page = leader.get(&path).expect(200);
        assert!(page.shows("劳务派遣") && page.shows("139****1111") | page.shows("13900001111"));
        assert!(!page.shows("1101"), "a group leader sees nothing of the number");
        leader
            .post(&format!("{path}/opinion"), &[("version", "1"), ("opinion", "for")])
            .expect(303);
        leader.post(&format!("{path}/approve"), &[]).expect(403);

        let officer = chair.get(&path).expect(200);
        assert!(officer.shows("同意入会") && officer.shows("110105********") && !officer.shows(&number));
        approve(&chair, &id, &[]).expect(303);
        assert!(!chair.get("/inbox").expect(200).shows("份入会申请"));

        let member = chair.get_json(&path).expect(200).json()["state"]["approved"][0].clone();
        let member = member.as_str().unwrap().to_owned();
        let entry = chair.get_json(&format!("/members/{member}")).expect(200);
        assert_eq!(crate::tests::text(&entry, &["particulars", "employment"]), "dispatched");
        assert_eq!(crate::tests::text(&entry, &["particulars", "born"]), "1990-03-07");
        assert_eq!(crate::tests::text(&entry, &["joined"]), "2026-11-21");
        assert!(entry.shows("2026年11月21日工会委员会会议通过"));
        for measure in ["member.joined", "member.joined.dispatched"] {
            assert_eq!(posted(s, measure), 1, "{measure}");
        }

        let welcome = stranger.get(&format!("/applied/{receipt}")).expect(200);
        assert!(welcome.shows("已经批准") && welcome.shows("开通账户"));
        let account = format!("/join/{receipt}");
        assert!(stranger.get(&account).expect(200).shows("吴小兰"));
        let chosen = [("sign_name", "wuxiaolan"), ("password", "Chunfeng-2026")];
        stranger.post(&account, &chosen).expect(303);
        assert!(
            stranger
                .get(&format!("/applied/{receipt}"))
                .expect(200)
                .shows("账户已经开通")
        );
        let sign = [("name", "wuxiaolan"), ("password", "Chunfeng-2026")];
        stranger.post("/sign-in", &sign).expect(303);
        stranger.get("/applications").expect(403);
        let agreed = "申请入会时同意了个人信息告知书（第 1 版）";
        assert!(stranger.get("/me/data").expect(200).shows(agreed));
        assert!(chair.get(&format!("/members/{member}")).expect(200).shows(agreed));
        assert!(stranger.get("/inbox").expect(200).shows("待办"));
    });
}

/// How much was posted of a measure.
fn posted(s: &Story, measure: &'static str) -> i64 {
    let union = s.union;
    let sql = ::store::Sql::union(
        "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE union_id = $1 AND measure = $2",
    );
    let sum: Result<i64, ::store::Error> = s.store.read(|r| r.one(sql, &[&union, &measure], |row| row.get(0)));
    sum.unwrap()
}
