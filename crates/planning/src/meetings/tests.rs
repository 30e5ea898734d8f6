//! Stories of meetings, on both databases: the stage, and how one meeting leads to the next.

mod conveyed;
mod refused;
mod tour;
mod whole;

use facts::verify;
use org::{
    BodyId, MemberId, Role, Term,
    bodies::{posts, store as bodies},
};
use serde_json::Value;
use testkit::{Client, Kit, Story, story};

use crate::doing::tests::{task, total};

fn kit() -> Kit {
    let mut kit = crate::tests::kit();
    kit.routes.extend(facts::routes().into_list());
    kit
}

/// The committee.
fn committee(s: &Story) -> BodyId {
    let today = s.clock.today();
    let all = s.store.read(|r| bodies::living(r, s.union, today)).unwrap();
    all.into_iter().find(|b| b.name == "工会委员会").unwrap().id
}

/// Puts somebody into the committee.
fn seat(s: &Story, member: MemberId) {
    let (clock, union, body) = (s.clock.clone(), s.union, committee(s));
    let done: Result<(), store::Error> = s.store.write(move |w| {
        let all = posts::posts(w, union, Some(body), clock.today())?;
        let post = all.iter().find(|p| p.title == "委员").expect("a post").id;
        posts::appoint(w, &clock, union, post, member, Term::open(clock.today())).map(drop)
    });
    done.unwrap();
}

/// A committee of the founder and these: a chair who acts, an officer who records, and others.
struct Stage {
    chair: (Client, MemberId),
    officer: (Client, MemberId),
    others: Vec<(Client, MemberId)>,
}

impl Stage {
    /// With `others` further seats; the founder, who has one too, makes `others + 3`.
    fn set(s: &Story, others: usize) -> Self {
        let chair = s.member(Role::Chair);
        let officer = s.member(Role::Officer);
        let others: Vec<_> = (0..others).map(|_| s.member(Role::MemberRole)).collect();
        for (_, member) in [&chair, &officer].into_iter().chain(&others) {
            seat(s, *member);
        }
        Self { chair, officer, others }
    }
    /// Plans a meeting, drawn and, from today on, called for; its address.
    fn plan(&self, s: &Story, on: &str) -> String {
        let (body, chair, recorder) = (
            committee(s).to_string(),
            self.chair.1.to_string(),
            self.officer.1.to_string(),
        );
        let fields = [
            ("body", body.as_str()),
            ("kind", "regular"),
            ("day", on),
            ("starts", "下午3点"),
            ("place", "三楼会议室"),
            ("chair", &chair),
            ("recorder", &recorder),
            ("copies", "送：学校党支部\n发：各工会小组"),
            ("draw", "1"),
            ("call", if on >= "2026-11-21" { "1" } else { "" }),
        ];
        self.officer.0.post("/meetings/new", &fields).expect(303).location()
    }
}

fn look(who: &Client, path: &str) -> Value {
    who.get_json(path).expect(200).json()
}

fn version(who: &Client, path: &str) -> String {
    look(who, path)["version"].to_string()
}

/// Records who came: the first `present` seats, the next one excused, the rest absent.
fn attend(who: &Client, path: &str, present: usize) -> testkit::Answer {
    let page = look(who, path);
    let mut fields = vec![("version".to_owned(), page["version"].to_string())];
    fields.push(("guests".to_owned(), "周校长\n教育工会张老师".to_owned()));
    fields.push(("ends".to_owned(), "16:30".to_owned()));
    // the acting chair sits after the founder: whoever leads the meeting must be among those present
    let chair = page["said"]["chair"].clone();
    let mut seats: Vec<Value> = page["seats"].as_array().unwrap().clone();
    seats.sort_by_key(|c| c["seat"]["member"] != chair);
    for (n, c) in seats.iter().enumerate() {
        let id = c["seat"]["id"].as_str().unwrap();
        let state = match n {
            n if n < present => "present",
            n if n == present => "leave",
            _ => "absent",
        };
        fields.push((format!("s-{id}"), state.to_owned()));
        if state == "leave" {
            fields.push((format!("r-{id}"), "外出培训".to_owned()));
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    who.post(&format!("{path}/attendance"), &fields)
}

/// The item whose title has these words.
fn item(who: &Client, path: &str, words: &str) -> Value {
    let page = look(who, path);
    let all = page["agenda"].as_array().unwrap().clone();
    all.iter()
        .flat_map(|section| section["items"].as_array().unwrap().clone())
        .find(|e| e["item"]["title"].as_str().unwrap().contains(words))
        .unwrap_or_else(|| panic!("no item has {words}: {page}"))
}

fn item_path(path: &str, e: &Value) -> String {
    format!("{path}/items/{}", e["item"]["id"].as_str().unwrap())
}

fn differences(s: &Story) -> Vec<String> {
    let union = s.union;
    let report = s.store.read(|r| verify::union(r, union, crate::CHECKS)).unwrap();
    report
        .differences
        .iter()
        .map(|d| format!("{}: {}", d.table, d.what))
        .collect()
}

/// Adds an item of one's own.
fn add_item(who: &Client, path: &str, title: &str) {
    let fields = [("part", "matters"), ("title", title)];
    who.post(&format!("{path}/items/new"), &fields).expect(303);
}

/// Lets all agree on the item of this title.
fn resolve(who: &Client, path: &str, title: &str) {
    let agreed = [
        ("text", "订购图书200册。"),
        ("kind", "resolution"),
        ("way", "unanimous"),
    ];
    let decide = format!("{}/decide", item_path(path, &item(who, path, title)));
    who.post(&decide, &agreed).expect(303);
}

fn close(who: &Client, path: &str) {
    who.post(&format!("{path}/close"), &[("version", &version(who, path))])
        .expect(303);
}

#[test]
fn a_decision_is_on_the_next_agenda_with_how_it_stands() {
    story(kit, |s| {
        let stage = Stage::set(s, 1);
        let officer = &stage.officer.0;
        let first = stage.plan(s, "2026-11-03");
        attend(officer, &first, 4).expect(303);
        add_item(officer, &first, "订购图书");
        resolve(officer, &first, "订购图书");
        close(officer, &first);
        // given to somebody afterwards
        let d = item(officer, &first, "订购图书")["decisions"][0]["decision"].clone();
        let give = format!("{first}/decisions/{}/task", d["id"].as_str().unwrap());
        officer.get(&give).expect(200);
        let (owner, seen) = (stage.officer.1.to_string(), d["version"].to_string());
        let to = [
            ("version", seen.as_str()),
            ("owner", owner.as_str()),
            ("due", "2026-11-10"),
        ];
        officer.post(&give, &to).expect(303);
        officer.post(&give, &to).expect(409);

        // the next meeting takes over hour and place, and asks how it stands
        let form = officer.get("/meetings/new").expect(200);
        assert!(
            form.shows("2026-12-01") && form.shows("三楼会议室") && form.shows("value=\"15:00\""),
            "{}",
            form.text()
        );
        let next = stage.plan(s, "2026-11-21");
        let e = item(officer, &next, "上次决定的落实：订购图书200册");
        assert!(
            e["item"]["notes"]
                .as_str()
                .unwrap()
                .contains("逾期未办结，期限11月10日"),
            "{e}"
        );
        let task = e["task"]["id"].as_str().unwrap().to_owned();
        assert!(officer.get(&next).expect(200).shows("逾期"));
        let close = [
            ("kind", "meeting"),
            ("version", "1"),
            ("title", "订购图书"),
            ("day", "2026-11-21"),
            ("events", "1"),
        ];
        officer.post(&format!("/tasks/{task}/close"), &close).expect(303);
        assert!(officer.get(&next).shows("已办结"), "{}", officer.get(&next).text());
    });
}

#[test]
fn proposals_are_picked_ordered_and_removed() {
    story(kit, |s| {
        let stage = Stage::set(s, 0);
        let officer = &stage.officer.0;
        let path = stage.plan(s, "2026-11-24");
        task(s, "冬季长跑", flow::Field::Culture, None, "2026-12-05");
        task(s, "慰问病号", flow::Field::Care, None, "2026-12-06");
        let desk = look(officer, &format!("{path}/agenda"));
        let keys: Vec<String> = desk["proposals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["key"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(keys.len(), 2, "{desk}");
        assert!(officer.get(&format!("{path}/agenda")).expect(200).shows("冬季长跑"));
        officer.post(&format!("{path}/agenda"), &[]).expect(422);
        let pick = [("pick", keys[0].as_str()), ("pick", keys[1].as_str())];
        officer.post(&format!("{path}/agenda"), &pick).expect(303);
        officer.post(&format!("{path}/agenda"), &pick).expect(422);
        let order = |who: &Client| -> Vec<String> {
            look(who, &path)["agenda"][0]["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|e| e["item"]["title"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(order(officer), ["冬季长跑", "慰问病号"]);
        let second = item_path(&path, &item(officer, &path, "慰问病号"));
        officer.post(&format!("{second}/up"), &[]).expect(303);
        assert_eq!(order(officer), ["慰问病号", "冬季长跑"]);
        officer.post(&format!("{second}/up"), &[]).expect(409);
        officer.post(&format!("{second}/down"), &[]).expect(303);
        officer
            .post(&format!("{second}/remove"), &[("version", "1")])
            .expect(303);
        assert_eq!(order(officer), ["冬季长跑"]);
        officer.get(&format!("{path}/items/new")).expect(200);
        assert!(officer.get(&format!("{path}/sign-in")).expect(200).shows("签到表"));
    });
}

#[test]
fn another_hour_is_told_anew_and_a_meeting_is_called_off() {
    story(kit, |s| {
        let stage = Stage::set(s, 1);
        let (officer, other) = (&stage.officer.0, &stage.others[0].0);
        let path = stage.plan(s, "2026-11-24");
        assert!(officer.get(&format!("{path}/edit")).expect(200).shows("三楼会议室"));
        let (chair, seen) = (stage.chair.1.to_string(), version(officer, &path));
        let to = [
            ("version", seen.as_str()),
            ("kind", "regular"),
            ("day", "2026-11-25"),
            ("starts", "9:30"),
            ("chair", &chair),
        ];
        officer.post(&format!("{path}/edit"), &to).expect(303);
        officer.post(&format!("{path}/edit"), &to).expect(409);
        let asked = look(other, "/inbox")["invited"].as_array().unwrap().clone();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0]["title"].as_str().unwrap().contains("09:30"));
        officer
            .post(&format!("{path}/call"), &[("version", &version(officer, &path))])
            .expect(409);
        let off = [("version", &*version(officer, &path)), ("why", "与教研活动冲突")];
        officer.post(&format!("{path}/cancel"), &off).expect(303);
        assert!(officer.get(&path).shows("与教研活动冲突"));
        assert!(look(other, "/inbox")["invited"].as_array().unwrap().is_empty());
        assert_eq!(differences(s), Vec::<String>::new());
    });
}
