//! Summaries through the doors, on both databases.

use flow::Field;
use org::Role;
use papers::{Limits, read};
use testkit::{Client, Story, story};

use super::{SummaryId, word_of_year};
use crate::doing::tests::{kit, task, visit};

/// A year's summary, begun by this person.
fn begin(who: &Client) -> (String, SummaryId) {
    let made = who.post("/summaries/new", &[("year", "2026")]).expect(303);
    let id = made.id();
    (format!("/summaries/{id}"), id.parse().unwrap())
}

/// The sections as a program sees them: id, heading, text.
fn sections(who: &Client, path: &str) -> Vec<(String, String, String)> {
    let json = who.get_json(path).expect(200).json();
    let text = |s: &serde_json::Value| {
        let lines = s["paragraphs"].as_array().unwrap().iter();
        let line = |l: &serde_json::Value| {
            l.as_array()
                .unwrap()
                .iter()
                .map(|p| p["text"].as_str().unwrap())
                .collect::<String>()
        };
        lines.map(line).collect::<Vec<_>>().join("\n")
    };
    let all = json["sections"].as_array().unwrap().iter();
    all.map(|s| {
        (
            s["id"].as_str().unwrap().into(),
            s["heading"].as_str().unwrap_or_default().into(),
            text(s),
        )
    })
    .collect()
}

/// The section whose text has these words.
fn section(who: &Client, path: &str, words: &str) -> (String, String, String) {
    let all = sections(who, path);
    all.iter()
        .find(|s| s.2.contains(words))
        .unwrap_or_else(|| panic!("{words}: {all:#?}"))
        .clone()
}

fn plain(bytes: &[u8]) -> String {
    read("x.docx", bytes, &Limits::default()).unwrap().plain_text()
}

#[test]
fn the_draft_speaks_with_the_register_and_follows_it() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let last_year = [
            ("kind", "visit"),
            ("title", "去年慰问"),
            ("day", "2025-05-01"),
            ("people", "10"),
        ];
        officer.post("/works/new", &last_year).expect(303);
        let (path, _) = begin(&officer);
        let (id, heading, text) = section(&officer, &path, "走访慰问职工");
        assert!(
            text.contains("走访慰问职工12人次（同比增加2人次），发放慰问金和慰问品3600元。"),
            "{text}"
        );
        assert!(text.contains("3月8日，看望生病教师，慰问12人次。"), "{text}");
        assert!(heading.starts_with("一、"), "{heading}");
        assert!(!text.contains('户'), "what was not counted is not said: {text}");
        assert!(sections(&officer, &path)[0].2.contains("实验小学工会"));
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("/register/facts?measure=visit.person_times&#38;from=2026-01-01&#38;until=2026-12-31"),
            "{}",
            page.text()
        );

        visit(&officer, "2026-11-20", "3", "400").expect(303);
        let (_, _, text) = section(&officer, &path, "走访慰问职工");
        assert!(
            text.contains("走访慰问职工15人次（同比增加5人次），发放慰问金和慰问品4000元。"),
            "{text}"
        );

        // edited prose stays, its figures live on
        let edit = format!("{path}/sections/{id}/edit");
        let body = "我们用心慰问，共{慰问人次}人次，走访{慰问户数}户。";
        let fields =
            |version: &'static str, body: &'static str| [("version", version), ("heading", "关爱职工"), ("body", body)];
        officer.post(&edit, &fields("1", body)).expect(303);
        officer.post(&edit, &fields("1", "旧的")).expect(409);
        visit(&officer, "2026-11-21", "5", "").expect(303);
        let (_, heading, text) = section(&officer, &path, "用心慰问");
        assert_eq!(
            (heading.as_str(), text.as_str()),
            ("一、关爱职工", "我们用心慰问，共20人次，走访0户。")
        );
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("class=\"live zero\"") && page.shows("还没有记录"),
            "{}",
            page.text()
        );

        // drafting anew shows a draft and keeps the text until it is saved
        assert!(
            officer
                .get(&format!("{edit}?redraft=1"))
                .expect(200)
                .shows("走访慰问职工{慰问人次}人次")
        );
        assert!(officer.get(&edit).expect(200).shows("我们用心慰问"));
    });
}

#[test]
fn places_that_name_nothing_are_refused() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "").expect(303);
        let (path, _) = begin(&officer);
        let (id, ..) = section(&officer, &path, "走访慰问职工");
        let edit = format!("{path}/sections/{id}/edit");
        let refused = officer
            .post(&edit, &[("version", "1"), ("body", "慰问{慰问人数}人，全文保留。")])
            .expect(422);
        assert!(
            refused.shows("慰问人次") && refused.shows("慰问{慰问人数}人，全文保留。"),
            "{}",
            refused.text()
        );
        officer
            .post(&edit, &[("version", "1"), ("body", "慰问{慰问人次人")])
            .expect(422);
        officer
            .post(&edit, &[("version", "1"), ("body", "慰问｛慰问人次｝人次")])
            .expect(303);
        assert_eq!(
            section(&officer, &path, "慰问12人次").2,
            "慰问12人次",
            "braces of the Chinese keyboard count"
        );
        assert!(
            officer.get(&edit).expect(200).shows("{慰问人次}"),
            "what can be named is listed"
        );
    });
}

#[test]
fn sections_are_added_moved_and_removed() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, _) = begin(&officer);
        let before = sections(&officer, &path).len();
        let form = officer.get(&format!("{path}/sections/new")).expect(200);
        assert!(form.shows("name=\"heading\"") && form.shows("name=\"body\""));
        let new = [("heading", "特色工作"), ("body", "建成职工书屋。")];
        officer.post(&format!("{path}/sections/new"), &new).expect(303);
        let (id, heading, _) = section(&officer, &path, "职工书屋");
        assert!(heading.ends_with("、特色工作"));
        officer.post(&format!("{path}/sections/{id}/down"), &[]).expect(422);
        officer.post(&format!("{path}/sections/{id}/up"), &[]).expect(303);
        assert_eq!(sections(&officer, &path)[before - 1].0, id);
        officer
            .post(&format!("{path}/sections/{id}/remove?version=7"), &[])
            .expect(409);
        officer
            .post(&format!("{path}/sections/{id}/remove?version=1"), &[])
            .expect(303);
        assert_eq!(sections(&officer, &path).len(), before);
    });
}

#[test]
fn what_was_left_undone_is_told() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        task(s, "组织职工运动会。", Field::Culture, None, "2026-10-20");
        task(s, "年底慰问困难职工", Field::Care, None, "2026-12-28");
        let late = task(s, "暑期家访", Field::Care, None, "2026-08-20");
        let closed = [
            ("kind", "visit"),
            ("version", "1"),
            ("title", "暑期家访"),
            ("day", "2026-09-02"),
            ("people", "6"),
        ];
        officer.post(&format!("/tasks/{late}/close"), &closed).expect(303);
        let (path, _) = begin(&officer);
        let (_, heading, text) = section(&officer, &path, "有1项计划内的工作没有完成：组织职工运动会。");
        assert!(heading.contains("不足"), "{heading}");
        assert!(text.contains("有1项工作没有按期办结：暑期家访。"), "{text}");
        assert!(!text.contains("年底慰问"), "what is not due yet is not amiss: {text}");
        let (.., next) = section(&officer, &path, "抓紧办好尚未完成的工作");
        assert!(
            next.contains("年底慰问困难职工") && next.contains("组织职工运动会"),
            "{next}"
        );
    });
}

#[test]
fn the_word_file_has_the_figures_and_their_sources() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        // a year without a saved summary is drafted on the way
        let (union, today) = (s.union, s.clock.now().day());
        let drafted = s.store.read(|r| word_of_year(r, union, 2026, today)).unwrap();
        assert!(plain(&drafted).contains("走访慰问职工12人次"), "{}", plain(&drafted));

        let (path, _) = begin(&officer);
        visit(&officer, "2026-11-20", "3", "400").expect(303);
        let text = plain(&officer.get(&format!("{path}/word")).expect(200).bytes);
        for words in [
            "实验小学工会2026年工作总结",
            "一、",
            "走访慰问职工15人次",
            "慰问金额 | 4,000.00 | 元 | 2 |",
            "2026年11月21日",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let saved = s.store.read(|r| word_of_year(r, union, 2026, today)).unwrap();
        assert_eq!(plain(&saved), text);
        let from = [("referer", "http://zhijia.test/summaries"), ("accept", "*/*")];
        let linked = officer.send_raw("GET", &format!("{path}/word"), &from, b"").expect(200);
        assert!(linked.bytes.len() > saved.len(), "figures lead back to the register");
        assert!(
            officer
                .get(&format!("{path}/print"))
                .expect(200)
                .shows("走访慰问职工15人次")
        );
    });
}

#[test]
fn a_year_has_one_summary_and_it_is_the_unions() {
    story(kit, |s: &Story| {
        let officer = s.person(Role::Officer);
        let (path, id) = begin(&officer);
        let again = officer.post("/summaries/new", &[("year", "2026")]).expect(409);
        assert!(again.shows(&format!("/summaries/{id}")), "{}", again.text());
        officer.post("/summaries/new", &[("year", "2027")]).expect(422);
        officer.post("/summaries/new", &[("year", "2025")]).expect(303);

        assert!(s.person(Role::Auditor).get(&path).expect(200).shows("工作总结"));
        assert_eq!(s.person(Role::MemberRole).get(&path).status, 403);
        let (section, ..) = sections(&officer, &path).remove(0);
        let edit = format!("{path}/sections/{section}/edit");
        assert_eq!(
            s.person(Role::Auditor)
                .post(&edit, &[("version", "1"), ("body", "x")])
                .status,
            403
        );
        let other = s.outsider(Role::Chair);
        for path in [
            path.clone(),
            format!("{path}/word"),
            format!("{path}/print"),
            edit.clone(),
        ] {
            assert_eq!(other.get(&path).status, 404, "{path}");
        }
        assert_eq!(other.post(&edit, &[("version", "1"), ("body", "x")]).status, 404);
        assert!(!other.get("/summaries").expect(200).shows("实验小学工会2026"));
    });
}
