//! Stories of rosters: brought, looked at, taken in, given back, undone.

use facts::verify;
use org::Role;
use papers::Limits;
use store::Sql;
use testkit::{Answer, Client, Story};

use crate::tests::kit;

mod direct;
mod many;

/// Works on all jobs that wait.
fn work(s: &Story) {
    let kinds: Vec<jobs::Kind> = crate::jobs().into_iter().map(|(kind, _)| kind).collect();
    while jobs::runner::step(&s.store, &s.clock, &kinds).expect("the queue") {}
}

/// What the register counts, by measure.
fn figures(s: &Story) -> Vec<(String, i64)> {
    const SUMS: Sql = Sql::union(
        "SELECT measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 GROUP BY measure
         HAVING SUM(quantity) <> 0 ORDER BY measure",
    );
    let union = s.union;
    let rows: Result<_, store::Error> = s
        .store
        .read(|r| r.rows(SUMS, &[&union], |row| Ok((row.get(0)?, row.get(1)?))));
    rows.unwrap()
}

/// The names of the present members.
fn names(chair: &Client) -> Vec<String> {
    let page = chair.get_json("/members").expect(200).json();
    let lines = page["lines"].as_array().unwrap();
    let mut all: Vec<String> = lines.iter().map(|l| l["name"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

fn sound(s: &Story) {
    let union = s.union;
    let report = s.store.read(|r| verify::union(r, union, crate::CHECKS)).unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);
}

/// Brings a file; gives its path.
fn bring(who: &Client, name: &str, bytes: &[u8]) -> String {
    let made = who.upload("/rosters", &[], &[("file", name, bytes)]).expect(303);
    let to = made.location();
    let id = to.split('/').nth(2).expect("the columns").to_owned();
    format!("/rosters/{id}")
}

/// Confirms what the columns were taken for, as the form carries it.
fn lay(who: &Client, path: &str) -> Answer {
    let page = who.get_json(&format!("{path}/columns")).expect(200).json();
    let mut fields = vec![
        ("version".to_owned(), page["version"].to_string()),
        ("sheet".to_owned(), page["sheet"].to_string()),
        ("first".to_owned(), page["first"].to_string()),
    ];
    for (at, column) in page["columns"].as_array().unwrap().iter().enumerate() {
        let target = column["target"].as_str().unwrap_or_default();
        fields.push((format!("column-{at}"), target.to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    who.post(&format!("{path}/columns"), &fields)
}

/// Takes it in with what is proposed, and more fields.
fn take(who: &Client, path: &str, more: &[(&str, &str)]) -> Answer {
    let page = who.get_json(path).expect(200).json();
    let mut fields = vec![("version".to_owned(), page["version"].to_string())];
    for kind in page["kinds"].as_array().unwrap() {
        if kind["taken"].as_bool().unwrap() {
            fields.push(("tick".to_owned(), kind["kind"].as_str().unwrap().to_owned()));
        }
    }
    for (at, word) in page["words"].as_array().unwrap().iter().enumerate() {
        fields.push((format!("word-{at}"), word["choice"].as_str().unwrap().to_owned()));
    }
    // those of kinds that are not in the list of boxes are no ticks
    fields
        .retain(|(name, kind)| name != "tick" || !["known", "word_unknown", "group_unknown"].contains(&kind.as_str()));
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    all.extend(more);
    who.post(&format!("{path}/rules"), &all)
}

/// The rows of the returned file.
fn returned(who: &Client, path: &str) -> (Vec<u8>, Vec<Vec<String>>) {
    let file = who.get(&format!("{path}/returned")).expect(200);
    let sheets = papers::read_sheets("退回.xlsx", &file.bytes, &Limits::default()).unwrap();
    let rows = sheets[0]
        .rows
        .iter()
        .map(|row| row.iter().map(papers::Value::text).collect())
        .collect();
    (file.bytes, rows)
}

const ROSTER: &str = "\
实验小学工会会员名册,,,,,,
序号,姓 名,性别,身份证号码,联系电话,工会小组,入会时间
1,𠮷 红,女,11010519491231002X,+86 138 0013 8000,语文组,1985.3
2,李小明,男,440301198001011000,13800138001,语文组,2001-09-01
3,王芳,女,,13800138002,体育组,八五年三月
4,王芳,女,,13800138002,体育组,八五年三月
5,,女,,13800138003,语文组,2001-09-01
6,赵六,男,,13800138004,语文组,2001-09-01
合计,5人,,,,,
";

#[test]
fn a_messy_roster_goes_in_and_what_was_wrong_comes_back() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let before = (names(&chair), figures(s));
        let path = looked_at(s, &chair);
        take(&chair, &path, &[]).expect(303);
        work(s);
        let sums = chair.get_json(&path).expect(200).json()["sums"].clone();
        let want = serde_json::json!({"added": 3, "updated": 0, "skipped": 1, "back": 2, "undone": 0});
        assert_eq!(sums, want);
        let found = names(&chair);
        let there = |name: &&str| found.iter().any(|f| f == name);
        assert!(["𠮷红", "王芳", "赵六"].iter().all(there), "{found:?}");
        assert_eq!(figures(s), [("member.joined".to_owned(), 3)]);
        assert!(chair.get("/org").shows("体育组"), "the group was founded");
        sound(s);
        given_back(s, &chair, &path);

        chair.post(&format!("{path}/undo"), &[]).expect(303);
        work(s);
        let after = chair.get(&path).expect(200);
        assert!(after.shows("已撤回"), "{}", after.text());
        let mut now = names(&chair);
        now.retain(|name| before.0.contains(name));
        assert_eq!(now.len(), before.0.len());
        assert!(!names(&chair).contains(&"赵六".to_owned()));
        assert_eq!(figures(s), before.1);
        sound(s);
        assert_eq!(chair.get(&format!("{path}/returned")).status, 404);
        s.clock.set(s.clock.now().plus_millis(86_400_000));
        assert!(!chair.get("/org").shows("体育组"), "the group has ended");
    });
}

/// The roster brought and looked at.
fn looked_at(s: &Story, chair: &Client) -> String {
    assert!(chair.get("/rosters").shows("导入名册"));
    let path = bring(chair, "名册.csv", ROSTER.as_bytes());
    let columns = chair.get(&format!("{path}/columns")).expect(200);
    assert!(columns.shows("联系电话") && !columns.shows("11010519491231002X"));
    assert!(chair.get(&path).shows("待核对各列"));
    lay(chair, &path).expect(303);
    assert!(chair.get(&path).shows("正在检查"));
    work(s);
    let page = chair.get_json(&path).expect(200).json();
    let want = serde_json::json!({"good": 1, "repaired": 2, "known": 0, "left_out": 1, "back": 2});
    assert_eq!(page["outcome"], want);
    assert_eq!((&page["lines"], &page["skipped"]), (&6.into(), &1.into()));
    let html = chair.get(&path);
    assert!(html.shows("身份证号末尾变成了 000") && html.shows("体育组"));
    let rows = chair.get(&format!("{path}/rows?kind=id_rounded")).expect(200);
    assert!(rows.shows("李小明") && rows.shows("440301********1000"));
    let row = chair.get(&format!("{path}/row?row=4")).expect(200);
    assert!(row.shows("李小明") && row.shows("440301********1000") && !row.shows("440301198001011000"));
    path
}

/// The returned file holds the bad rows with their reasons, is there for who brought the roster, and can be brought again.
fn given_back(s: &Story, chair: &Client, path: &str) {
    let (bytes, rows) = returned(chair, path);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert_eq!(rows[1][1..4], ["李小明", "男", "440301198001011000"]);
    assert!(
        rows[1][7].contains("000") && rows[2][7].contains("没有姓名"),
        "{rows:?}"
    );
    let last: Vec<&str> = rows.iter().map(|row| row[9].as_str()).collect();
    assert_eq!(last, ["原行号", "4", "7"]);
    let deputy = s.person(Role::ViceChair);
    assert_eq!(deputy.get(&format!("{path}/returned")).status, 404);
    let again = bring(chair, "退回.xlsx", &bytes);
    lay(chair, &again).expect(303);
    work(s);
    assert_eq!(chair.get_json(&again).json()["outcome"]["back"], 2);
    chair.post(&format!("{again}/forget"), &[]).expect(303);
    assert!(chair.get(&again).shows("没有导入"));
}

#[test]
fn the_columns_are_corrected_and_remembered() {
    testkit::story(kit, |s| {
        let officer = s.person(Role::ViceChair);
        let list = "称呼,号码甲,号码乙\n王芳,13800138000,13900139000\n李红,13800138001,13900139001\n";
        let path = bring(&officer, "名册.csv", list.as_bytes());
        let page = officer.get_json(&format!("{path}/columns")).expect(200).json();
        assert_eq!(page["columns"][1]["target"], "phone");
        let version = page["version"].to_string();
        let fields = |name: &'static str, phone: &'static str| {
            vec![
                ("version", version.as_str()),
                ("first", "2"),
                ("column-0", name),
                ("column-1", ""),
                ("column-2", phone),
            ]
        };
        let columns = format!("{path}/columns");
        let refused = officer.post(&columns, &fields("", "phone")).expect(422);
        assert!(refused.shows("请指出哪一列是姓名"), "{}", refused.text());
        let refused = officer.post(&columns, &fields("name", "name")).expect(422);
        assert!(refused.shows("已经给了另一列"));
        officer.post(&columns, &fields("name", "phone")).expect(303);
        work(s);
        assert_eq!(
            officer.post(&columns, &fields("name", "phone")).status,
            409,
            "somebody was quicker"
        );

        let next = bring(&officer, "下一份.csv", list.as_bytes());
        let page = officer.get_json(&format!("{next}/columns")).expect(200).json();
        assert_eq!(page["columns"][2]["target"], "phone", "as the last time");
        let other = officer.get_json(&format!("{next}/columns?sheet=7"));
        assert_eq!(other.status, 404);
    });
}

#[test]
fn files_that_are_no_rosters_are_refused() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        assert!(chair.post("/rosters", &[]).expect(422).shows("请先选择名册文件"));
        let refused = chair.upload("/rosters", &[], &[("file", "名册.xlsx", b"PK\x03\x04nothing")]);
        assert!(refused.status == 422 && refused.shows("损坏"), "{}", refused.text());
        let wide = (0..301).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
        let refused = chair
            .upload("/rosters", &[], &[("file", "宽.csv", wide.as_bytes())])
            .expect(422);
        assert!(refused.shows("列数太多"));
        let broad = (0..200)
            .map(|n| if n == 7 { "姓名".into() } else { format!("栏{n}") })
            .collect::<Vec<_>>()
            .join(",");
        let rows = format!(
            "{broad}\n{}\n",
            (0..200)
                .map(|n| if n == 7 { "王芳" } else { "x" })
                .collect::<Vec<_>>()
                .join(",")
        );
        let path = bring(&chair, "二百列.csv", rows.as_bytes());
        assert!(chair.get(&format!("{path}/columns")).expect(200).shows("栏199"));
        // another union's, by its title
        let path = bring(
            &chair,
            "名册.csv",
            "第二中学工会会员名册,\n姓名,手机号\n钱七,13800138009\n".as_bytes(),
        );
        lay(&chair, &path).expect(303);
        work(s);
        let refused = take(&chair, &path, &[]).expect(422);
        assert!(refused.shows("核对无误请勾选"), "{}", refused.text());
        take(&chair, &path, &[("ours", "true")]).expect(303);
        work(s);
        assert!(names(&chair).contains(&"钱七".to_owned()));

        let stranger = s.outsider(Role::Chair);
        for tail in ["", "/columns", "/rows", "/row", "/returned"] {
            assert_eq!(stranger.get(&format!("{path}{tail}")).status, 404, "{tail}");
        }
        assert_eq!(s.person(Role::MemberRole).get("/rosters").status, 403);
    });
}

#[test]
fn text_in_gb18030_is_read() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        // 姓名,手机 / 王芳,13800138000 / 李镕基,13800138001
        let bytes =
            b"\xd0\xd5\xc3\xfb,\xca\xd6\xbb\xfa\n\xcd\xf5\xb7\xbc,13800138000\n\xc0\xee\xe9F\xbb\xf9,13800138001\n";
        let path = bring(&chair, "老名册.csv", bytes);
        lay(&chair, &path).expect(303);
        work(s);
        take(&chair, &path, &[]).expect(303);
        work(s);
        let found = names(&chair);
        assert!(
            found.contains(&"王芳".to_owned()) && found.contains(&"李镕基".to_owned()),
            "{found:?}"
        );
    });
}

#[test]
fn who_is_known_is_updated_as_decided_and_undone() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let (filled, picked) = (
            added(&chair, "王芳", "13800138000", &[]),
            added(&chair, "李红", "13800138001", &[("number", "A1")]),
        );
        let left = added(&chair, "周八", "13800138003", &[]);
        let gone = [
            ("version", "1"),
            ("status", "resigned"),
            ("on", "2026-01-01"),
            ("why", "申请"),
        ];
        chair.post(&format!("/members/{left}/status"), &gone).expect(303);
        let before = figures(s);
        let list = "姓名,手机号,身份证号,工号,学历,小组\n\
                    王芳,13800138000,11010519491231002X,B1,本科,语文组\n\
                    李红,13800138001,,B2,大专,\n周八,13800138003,,,,\n孙九,13800138004,,,,语文组\n";
        let path = bring(&chair, "名册.csv", list.as_bytes());
        lay(&chair, &path).expect(303);
        work(s);
        let want = serde_json::json!({"good": 1, "repaired": 0, "known": 2, "left_out": 0, "back": 1});
        assert_eq!(chair.get_json(&path).json()["outcome"], want);
        let beside = chair.get(&format!("{path}/row?row=3")).expect(200);
        assert!(beside.shows("名册里的和文件里的") && beside.shows("B2") && beside.shows("A1"));
        let pick = [("row", "3"), ("known", "pick"), ("pick", "number")];
        chair.post(&format!("{path}/row"), &pick).expect(303);
        take(&chair, &path, &[("known", "fill")]).expect(303);
        work(s);
        let want = serde_json::json!({"added": 1, "updated": 2, "skipped": 0, "back": 1, "undone": 0});
        assert_eq!(chair.get_json(&path).json()["sums"], want);
        let all = chair.get_json(&format!("/members/{filled}")).text();
        assert!(
            ["bachelor", "B1", "110105********002X"].iter().all(|t| all.contains(t)),
            "{all}"
        );
        let all = chair.get_json(&format!("/members/{picked}")).text();
        assert!(all.contains("B2") && !all.contains("college"), "{all}");
        sound(s);
        undone_but_for(s, &chair, &path, &picked);
        let all = chair.get_json(&format!("/members/{filled}")).json();
        assert!(all["particulars"]["education"].is_null() && all["identity"].is_null());
        assert_eq!(figures(s), before);
    });
}

/// Adds a member by hand; gives the id.
fn added(chair: &Client, name: &str, phone: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("name", name), ("phone", phone), ("joined", "2020-01-01")];
    fields.extend(more);
    chair.post("/members/new", &fields).expect(303).id()
}

/// The import is undone after one of its members was changed: that one stays.
fn undone_but_for(s: &Story, chair: &Client, path: &str, member: &str) {
    let form = chair.get_json(&format!("/members/{member}/edit?section=work")).json();
    let version = form["version"].to_string();
    let edit = [
        ("version", version.as_str()),
        ("section", "work"),
        ("number", "C3"),
        ("how", "changed"),
    ];
    chair.post(&format!("/members/{member}/edit"), &edit).expect(303);
    chair.post(&format!("{path}/undo"), &[]).expect(303);
    work(s);
    let after = chair.get(path).expect(200);
    assert!(after.shows("没有撤回的会员") && after.shows("李红"), "{}", after.text());
    assert!(!names(chair).contains(&"孙九".to_owned()));
    sound(s);
}

#[test]
fn rows_are_decided_one_by_one_and_who_is_needed_elsewhere_stays() {
    testkit::story(kit, |s| {
        let chair = s.person(Role::Chair);
        let list = "姓名,手机号,身份证号\n王芳,13800138000,4.4E+17\n李红,13800138001,4.4E+17\n";
        let path = bring(&chair, "名册.csv", list.as_bytes());
        lay(&chair, &path).expect(303);
        work(s);
        let rows = [("kind", "id_scientific"), ("row", "2"), ("row", "3"), ("tick", "3")];
        chair.post(&format!("{path}/rows"), &rows).expect(303);
        assert_eq!(chair.get_json(&path).json()["outcome"]["repaired"], 1);
        let one = [("row", "2"), ("shown", "id_scientific"), ("tick", "id_scientific")];
        chair.post(&format!("{path}/row"), &one).expect(303);
        assert_eq!(chair.get_json(&path).json()["outcome"]["repaired"], 2);
        assert!(
            take(&chair, &path, &[("only", "true")])
                .expect(303)
                .location()
                .contains(&path)
        );
        take(&chair, &path, &[]).expect(303);
        assert_eq!(
            chair.post(&format!("{path}/again"), &[]).status,
            409,
            "nothing was given up"
        );
        work(s);
        assert_eq!(chair.get_json(&path).json()["sums"]["added"], 2);
        // one of them gets a task
        let found = chair.get_json("/members?q=李红").json()["lines"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let member: org::MemberId = found.parse().unwrap();
        let (union, clock) = (s.union, s.clock.clone());
        let task: Result<(), store::Error> = s.store.write(move |w| {
            let title = "核对名册".parse().unwrap();
            let task = flow::NewTask {
                owner: Some(member),
                ..flow::NewTask::new(title, flow::Field::Organisation)
            };
            flow::add_for(w, union, (web::AccountId::new(uuid::Uuid::nil()), clock.now()), &task).map(drop)
        });
        task.unwrap();
        chair.post(&format!("{path}/undo"), &[]).expect(303);
        work(s);
        let page = chair.get(&path).expect(200);
        assert!(
            page.shows("没有撤回的会员") && page.shows("李红") && !page.shows(">王芳<"),
            "{}",
            page.text()
        );
        assert_eq!(figures(s), [("member.joined".to_owned(), 1)]);
        sound(s);
    });
}
