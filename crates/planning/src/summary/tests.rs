//! Summaries through the doors, on both databases.

mod going_out;
mod rates;

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
            let pieces = l["pieces"].as_array().unwrap().iter();
            let kept = pieces.filter(|p| p["left_out"] != true);
            kept.map(|p| p["text"].as_str().unwrap()).collect::<String>()
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
        let (id, heading, text) = section(&officer, &path, "3600元");
        assert!(text.contains("12人次（同比增加2人次），"), "{text}");
        assert!(text.contains("3月8日"), "the work is named: {text}");
        assert!(heading.starts_with("一、"), "{heading}");
        assert!(!text.contains('户'), "what was not counted is not said: {text}");
        let opening = &sections(&officer, &path)[0].2;
        assert!(
            opening.contains("实验小学工会") && opening.contains("12人次"),
            "{opening}"
        );
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("/register/facts?measure=visit.person_times&#38;from=2026-01-01&#38;until=2026-12-31"),
            "{}",
            page.text()
        );

        visit(&officer, "2026-11-20", "3", "400").expect(303);
        let (_, _, text) = section(&officer, &path, "4000元");
        assert!(text.contains("15人次（同比增加5人次）"), "{text}");

        // edited prose stays, its figures live on; a clause that tells of nothing is left out on paper
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
            ("一、关爱职工", "我们用心慰问，共20人次，")
        );
        let page = officer.get(&path).expect(200);
        assert!(page.shows("class=\"left-out\""), "{}", page.text());
        let paper = plain(&officer.get(&format!("{path}/word")).expect(200).bytes);
        assert!(
            paper.contains("我们用心慰问，共20人次。") && !paper.contains("0户"),
            "{paper}"
        );

        // drafting anew shows a draft and keeps the text until it is saved
        assert!(
            officer
                .get(&format!("{edit}?redraft=1"))
                .expect(200)
                .shows("{慰问人次}人次（{慰问人次同比}）")
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
        let (id, ..) = section(&officer, &path, "12人次");
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
        let (union, today) = (s.union, s.clock.today());
        let (counted, read) = s
            .store
            .read(|r| super::tasks::counted_and_read(r, union, 2026, today))
            .unwrap();
        assert_eq!(
            (counted, read),
            ([3, 1, 1, 0, 1], [3, 1, 1, 0, 1]),
            "planned, done, undone, dropped, late"
        );
        let (path, _) = begin(&officer);
        let (_, heading, text) = section(&officer, &path, "1项计划内的工作没有完成：组织职工运动会。");
        assert!(heading.contains("不足"), "{heading}");
        assert!(text.contains("1项") && text.contains("：暑期家访。"), "{text}");
        let behind = officer.get("/summaries/tasks?year=2026&which=undone").expect(200);
        assert!(
            behind.shows("组织职工运动会") && !behind.shows("暑期家访"),
            "{}",
            behind.text()
        );
        assert!(!text.contains("年底慰问"), "what is not due yet is not amiss: {text}");
        let (.., next) = sections(&officer, &path).pop().unwrap();
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
        let (union, now) = (s.union, s.clock.now());
        let drafted = s.store.read(|r| word_of_year(r, union, 2026, now)).unwrap();
        assert!(plain(&drafted).contains("12人次"), "{}", plain(&drafted));

        let (path, _) = begin(&officer);
        visit(&officer, "2026-11-20", "3", "400").expect(303);
        let text = plain(&officer.get(&format!("{path}/word?appendix=1")).expect(200).bytes);
        for words in [
            "实验小学工会2026年工作总结",
            "一、",
            "15人次",
            "4,000.00 | 元 | 慰问金额 | 2026年 | 2 | ",
            "measure=visit.money",
            "2026年11月21日",
            "截至2026年11月21日",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let short = plain(&officer.get(&format!("{path}/word")).expect(200).bytes);
        assert!(
            !short.contains("数据出处") && short.contains("截至2026年11月21日"),
            "{short}"
        );
        let saved = s.store.read(|r| word_of_year(r, union, 2026, s.clock.now())).unwrap();
        assert_eq!(plain(&saved), text);
        let from = [("referer", "http://zhijia.test/summaries"), ("accept", "*/*")];
        let linked = officer
            .send_raw("GET", &format!("{path}/word?appendix=1"), &from, b"")
            .expect(200);
        assert!(linked.bytes.len() > saved.len(), "figures lead back to the register");
        let printed = officer.get(&format!("{path}/print")).expect(200);
        assert!(printed.shows("15人次") && printed.shows("截至2026年11月21日"));
    });
}

#[test]
fn works_of_note_are_named_and_one_reads_naturally() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        for (title, day, people) in [
            ("教工乒乓球比赛", "2026-04-29", "64"),
            ("重阳节登山", "2026-10-18", "138"),
            ("师生文娱演出", "2026-05-28", "76"),
        ] {
            let work = [
                ("kind", "activity"),
                ("title", title),
                ("day", day),
                ("people", people),
                ("events", "1"),
            ];
            officer.post("/works/new", &work).expect(303);
        }
        let one = [
            ("kind", "congress"),
            ("title", "六届二次教代会"),
            ("day", "2026-03-20"),
            ("events", "1"),
        ];
        officer.post("/works/new", &one).expect(303);
        let (path, _) = begin(&officer);
        let (.., text) = section(&officer, &path, "重阳节登山");
        assert!(text.contains("规模最大") || text.contains("参与面为全年之最"), "{text}");
        assert!(text.contains("138人次参加"), "{text}");
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("measure=activity.person_times&#38;from=2026-10-18&#38;until=2026-10-18"),
            "a work's figure is live too: {}",
            page.text()
        );
        let (.., congress) = section(&officer, &path, "召开职代会1次");
        assert!(!congress.contains("0人"), "{congress}");
    });
}

#[test]
fn the_title_is_changed_by_who_saw_it() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        let (path, _) = begin(&officer);
        let title = "实验小学工会2026年工作总结";
        assert!(officer.get(&format!("{path}/title")).expect(200).shows(title));
        let put = |seen: &'static str, title: &'static str| [("seen", seen), ("title", title)];
        officer
            .post(&format!("{path}/title"), &put(title, "凝心聚力谱新篇"))
            .expect(303);
        officer
            .post(&format!("{path}/title"), &put(title, "另一个"))
            .expect(409);
        assert!(officer.get(&path).expect(200).shows("凝心聚力谱新篇"));
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
