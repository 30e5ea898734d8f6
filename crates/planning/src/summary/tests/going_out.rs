//! What happens to a summary after its draft: checked, approved, compared, exported, handed on.

use flow::Field;
use org::Role;
use store::Sql;
use testkit::story;

use super::{begin, plain, section, sections};
use crate::{
    doing::tests::{kit, task, visit},
    summary::{figures::Figures, word_of_year},
};

const LAST_YEAR: &str = "2025年工会工作总结\n一、关心职工生活\n全年看望慰问职工8人次，发放慰问金2000元。\n二、学习培训\n举办培训班5期，培训118人次。";

#[test]
fn a_figure_that_changes_after_approval_is_marked_until_it_is_accepted() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let (path, _) = begin(&officer);
        let check = format!("{path}/check");
        let sign = || {
            officer.get_json(&check).expect(200).json()["sign"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let seen = sign();
        officer.post(&format!("{path}/approve"), &[("sign", "000")]).expect(409);
        officer.post(&format!("{path}/approve"), &[("sign", &seen)]).expect(303);
        officer.post(&format!("{path}/approve"), &[("sign", &seen)]).expect(409);
        let filed = officer.get_json(&check).json()["approval"]["paper"]
            .as_str()
            .unwrap()
            .to_owned();
        let filed = plain(&officer.get(&format!("/papers/{filed}")).expect(200).bytes);
        assert!(filed.contains("12人次") && filed.contains("数据出处"), "{filed}");

        visit(&officer, "2026-11-20", "3", "400").expect(303);
        let page = officer.get(&path).expect(200);
        assert!(page.shows("<del>12</del>→<ins>15</ins>"), "{}", page.text());
        let changed = officer.get_json(&check).json()["changed"].clone();
        let places: Vec<&str> = changed
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["place"].as_str().unwrap())
            .collect();
        assert_eq!(places.len(), 2, "{changed}");
        assert!(
            places.contains(&"慰问人次") && places.contains(&"慰问金额"),
            "{changed}"
        );
        // the page that was opened before the change accepts nothing
        officer.post(&format!("{path}/accept"), &[("sign", &seen)]).expect(409);
        officer
            .post(&format!("{path}/accept"), &[("sign", &sign()), ("place", "慰问人次")])
            .expect(303);
        let left = officer.get_json(&check).json()["changed"].clone();
        assert_eq!(left[0]["place"], "慰问金额");
        assert_eq!((&left[0]["was"], &left[0]["now"]), (&"3600".into(), &"4000".into()));
        officer
            .post(&format!("{path}/accept"), &[("sign", &sign())])
            .expect(303);
        officer
            .post(&format!("{path}/accept"), &[("sign", &sign())])
            .expect(422);
        assert!(!officer.get(&path).expect(200).shows("<del>"));
    });
}

#[test]
fn words_that_change_after_approval_are_approved_anew() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let (path, _) = begin(&officer);
        let check = format!("{path}/check");
        let sign = || {
            officer.get_json(&check).expect(200).json()["sign"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        officer
            .post(&format!("{path}/approve"), &[("sign", &sign())])
            .expect(303);
        let (id, ..) = section(&officer, &path, "12人次");
        let words = [("version", "1"), ("heading", "关爱"), ("body", "慰问{慰问人次}人次。")];
        officer.post(&format!("{path}/sections/{id}/edit"), &words).expect(303);
        assert_eq!(officer.get_json(&check).json()["approval"]["edited"], true);
        officer
            .post(&format!("{path}/approve"), &[("sign", &sign())])
            .expect(303);
        assert_eq!(
            s.person(Role::Auditor)
                .post(&format!("{path}/approve"), &[("sign", &sign())])
                .status,
            403
        );
    });
}

#[test]
fn a_paper_is_of_one_moment_while_figures_change() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let (path, _) = begin(&officer);
        let (union, now) = (s.union, s.clock.now());
        let before = s.store.read(|r| {
            // the export has begun: it has looked at the register once
            let first = Figures::of(r, union, 2026)?.total("visit.person_times");
            assert_eq!(first, 12);
            visit(&officer, "2026-11-20", "3", "400").expect(303);
            word_of_year(r, union, 2026, now)
        });
        let before = plain(&before.unwrap());
        assert!(before.contains("12人次") && !before.contains("15人次"), "{before}");
        assert!(
            before.contains("3,600.00 | 元 | 慰问金额") && !before.contains("4,000"),
            "{before}"
        );
        let after = plain(&officer.get(&format!("{path}/word?appendix=1")).expect(200).bytes);
        assert!(after.contains("15人次") && after.contains("4,000.00"), "{after}");
    });
}

#[test]
fn figures_typed_by_hand_are_noticed_and_tied() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let (path, _) = begin(&officer);
        let (id, ..) = section(&officer, &path, "12人次");
        let edit = format!("{path}/sections/{id}/edit");
        officer
            .post(
                &edit,
                &[("version", "1"), ("body", "3月8日，看望慰问12人次，图书5本。")],
            )
            .expect(303);
        assert!(officer.get(&edit).expect(200).shows("12人次"));
        let by_hand = officer.get_json(&format!("{path}/check")).expect(200).json()["by_hand"].clone();
        assert_eq!(by_hand.as_array().unwrap().len(), 1, "{by_hand}");
        let at = by_hand[0]["at"].to_string();
        assert_eq!(by_hand[0]["offers"][0]["place"], "慰问人次");
        let tie = format!("{path}/sections/{id}/tie");
        let fields = |version: &'static str, text: &'static str, place: &'static str| {
            [("version", version), ("text", text), ("place", place)]
        };
        let post = |fields: [(&'static str, &'static str); 3]| {
            let mut all: Vec<(&str, &str)> = fields.to_vec();
            all.push(("at", &at));
            officer.post(&tie, &all)
        };
        post(fields("2", "13", "慰问人次")).expect(409);
        post(fields("2", "12", "慰问人数")).expect(422);
        post(fields("1", "12", "慰问人次")).expect(409);
        post(fields("2", "12", "慰问人次")).expect(303);
        visit(&officer, "2026-11-20", "3", "").expect(303);
        assert_eq!(
            section(&officer, &path, "看望慰问").2,
            "3月8日，看望慰问15人次，图书5本。"
        );
    });
}

#[test]
fn last_years_paper_is_read_corrected_and_compared_with() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        officer
            .post("/past_sources/new", &[("text", "没有数字的一段话。")])
            .expect(422);
        officer
            .post("/past_sources/new", &[("text", LAST_YEAR), ("year", "2035")])
            .expect(422);
        let made = officer.post("/past_sources/new", &[("text", LAST_YEAR)]).expect(303);
        let path = format!("/past_sources/{}", made.id());
        officer.post("/past_sources/new", &[("text", LAST_YEAR)]).expect(409);
        let lines = officer.get_json(&path).expect(200).json()["lines"].clone();
        let line = |measure: &str| {
            let all = lines.as_array().unwrap();
            let found = all.iter().find(|l| l["measure"] == measure);
            found.unwrap_or_else(|| panic!("{measure}: {lines:#}")).clone()
        };
        let visits = line("visit.person_times");
        assert_eq!(visits["quantity"], 8);
        assert!(visits["snippet"].as_str().unwrap().contains("慰问"), "{visits}");
        assert!(
            officer.get(&path).expect(200).shows("看望慰问职工"),
            "the words stand beside the figure"
        );

        // nothing counts before somebody has looked at it
        let figures = || s.store.read(|r| Figures::of(r, s.union, 2026)).unwrap();
        assert_eq!(figures().last("visit.person_times"), 0);
        let at = format!("{path}/lines/{}", visits["id"].as_str().unwrap());
        let put = |version: &'static str, quantity: &'static str| {
            [
                ("version", version),
                ("measure", "visit.person_times"),
                ("quantity", quantity),
            ]
        };
        officer.post(&at, &put("1", "-3")).expect(422);
        officer
            .post(&at, &[("version", "1"), ("measure", "no.such"), ("quantity", "3")])
            .expect(422);
        officer.post(&at, &put("1", "10")).expect(303);
        officer.post(&at, &put("1", "11")).expect(409);
        assert_eq!(figures().last("visit.person_times"), 10);
        officer.post(&format!("{path}/keep"), &[]).expect(303);
        officer.post(&format!("{path}/keep"), &[]).expect(422);
        assert_eq!(figures().last("training.person_times"), 118);

        // growth is told, what fell goes to the shortcomings, and the way leads back to the paper
        let (year, _) = begin(&officer);
        let (.., care) = section(&officer, &year, "3600元");
        assert!(care.contains("12人次（同比增加2人次）"), "{care}");
        let short = sections(&officer, &year)
            .into_iter()
            .find(|s| s.1.contains('不'))
            .unwrap();
        assert!(short.2.contains("学习培训没有开展起来（上年"), "{}", short.2);
        assert!(officer.get(&year).expect(200).shows("href=\"/past_sources\""));
    });
}

#[test]
fn figures_of_a_past_year_can_be_set_aside_and_are_the_unions() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        assert!(
            officer
                .get("/past_sources/new?year=2024")
                .expect(200)
                .shows("value=\"2024\"")
        );
        let path = format!(
            "/past_sources/{}",
            officer
                .post("/past_sources/new", &[("text", LAST_YEAR)])
                .expect(303)
                .id()
        );
        let figures = || s.store.read(|r| Figures::of(r, s.union, 2026)).unwrap();
        officer.post(&format!("{path}/keep"), &[]).expect(303);
        assert!(officer.get("/past_sources").expect(200).shows("2025年工会工作总结"));
        assert_eq!(figures().last("training.person_times"), 118);
        let work = [
            ("kind", "training"),
            ("title", "培训"),
            ("day", "2025-05-01"),
            ("people", "3"),
        ];
        officer.post("/works/new", &work).expect(303);
        assert_eq!(
            figures().last("training.person_times"),
            3,
            "what the register knows counts"
        );
        officer.post(&format!("{path}/leave"), &[]).expect(303);
        assert_eq!(figures().last("visit.person_times"), 0);
        let other = s.outsider(Role::Chair);
        assert_eq!(other.get(&path).status, 404);
        assert_eq!(other.post(&format!("{path}/keep"), &[]).status, 404);
    });
}

#[test]
fn a_union_writes_its_own_words_and_can_go_back() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let form = "/summaries/phrases/edit?pattern=visit.person_times";
        assert!(
            officer
                .get("/summaries/phrases")
                .expect(200)
                .shows("pattern=visit.person_times")
        );
        assert!(
            officer.get(form).expect(200).shows("12人次"),
            "a preview with this year's figures"
        );
        let put = |version: &'static str, ways: &'static str| [("version", version), ("ways", ways)];
        for (broken, said) in [
            ("上门{慰问人次", "第 1 行"),
            ("上门{慰问人次}人次\n登门{慰问人数}人次", "慰问人数"),
            ("上门", "慰问人次"),
        ] {
            let refused = officer.post(form, &put("0", broken)).expect(422);
            assert!(refused.shows(said), "{broken}: {}", refused.text());
        }
        let ways = [("version", "0"), ("ways", "上门问候{慰问人次}人次"), ("preview", "1")];
        assert!(officer.post(form, &ways).expect(200).shows("上门问候12人次"));
        officer.post(form, &put("0", "登门问候{慰问人次}人次")).expect(303);
        officer.post(form, &put("0", "再来{慰问人次}人次")).expect(409);
        officer.post(form, &put("1", "上门问候{慰问人次}人次")).expect(303);
        officer.post(form, &put("1", "再来{慰问人次}人次")).expect(409);
        let (path, _) = begin(&officer);
        section(&officer, &path, "上门问候12人次");
        officer
            .post("/summaries/phrases/reset", &[("pattern", "visit.person_times")])
            .expect(303);
        officer.post("/summaries/phrases/reset", &[]).expect(422);
        assert!(!officer.get(form).expect(200).shows("上门问候"));
        assert_eq!(officer.get("/summaries/phrases/edit?pattern=none").status, 404);
    });
}

#[test]
fn next_years_plan_begins_with_this_years_summary() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        task(s, "组织职工运动会。", Field::Culture, None, "2026-10-20");
        task(s, "庆祝三八妇女节", Field::Rights, None, "2026-03-08");
        let (path, _) = begin(&officer);
        let plan = officer.get_json(&format!("{path}/plan")).expect(200).json();
        assert_eq!(plan["year"], 2027);
        let text = plan["text"].as_str().unwrap();
        assert!(
            text.contains("2027年工会工作计划") && text.contains("十月份：\n1．组织职工运动会。"),
            "{text}"
        );
        let aims = text.split("三、").next().unwrap();
        assert!(
            aims.contains("1．") && aims.contains("组织职工运动会"),
            "what was left undone comes first: {text}"
        );
        assert!(
            officer
                .get(&format!("{path}/plan"))
                .expect(200)
                .shows("action=\"/plans/new\"")
        );
        let made = officer
            .post("/plans/new", &[("text", text), ("year", "2027")])
            .expect(303);
        let desk = officer.get(&made.location()).expect(200);
        assert!(desk.shows("组织职工运动会") && desk.shows("2027"), "{}", desk.text());
    });
}

const GONE: Sql =
    Sql::union("UPDATE summary_section SET body = '慰问{走失人次}人次。' WHERE union_id = $1 AND heading <> ''");

#[test]
fn a_place_whose_measure_is_gone_is_named_and_holds_the_paper_back() {
    story(kit, |s| {
        let officer = s.person(Role::Officer);
        visit(&officer, "2026-03-08", "12", "3600").expect(303);
        let (path, _) = begin(&officer);
        let union = s.union;
        s.store.write(move |w| w.run(GONE, &[&union]).map(drop)).unwrap();
        let page = officer.get(&path).expect(200);
        assert!(
            page.shows("class=\"gone\"") && page.shows("走失人次"),
            "{}",
            page.text()
        );
        let refused = officer.get(&format!("{path}/word")).expect(422);
        assert!(refused.shows("走失人次"), "{}", refused.text());
        let check = officer.get_json(&format!("{path}/check")).expect(200).json();
        assert_eq!(check["gone"][0]["place"], "走失人次");
        let sign = check["sign"].as_str().unwrap().to_owned();
        officer.post(&format!("{path}/approve"), &[("sign", &sign)]).expect(422);
    });
}
