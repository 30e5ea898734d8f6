//! Who sees what: marks of a dossier stand on no page, in no answer and in no column outside its readers.

use kernel::Instant;
use org::Role;
use store::{Column, FromColumn, Sql};
use testkit::{Story, story};

use super::{MARKS, applied, filed, kit, minimum, open, page, published, reviewed, visited, with};

/// A cell of any kind, as text: bytes by what of them is text.
struct Cell(String);

impl FromColumn for Cell {
    fn from_column(column: Column<'_>) -> Result<Self, store::Error> {
        Ok(Self(match column {
            Column::Text(text) => text.to_owned(),
            Column::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            _ => String::new(),
        }))
    }
}

/// Where a dossier leaves traces: its own tables, the log, tasks, what rules said. The house walks all columns.
const TRACES: &[Sql] = &[
    Sql::house("SELECT body FROM event", "a test"),
    Sql::house("SELECT title FROM task", "a test"),
    Sql::house("SELECT asked FROM judgement", "a test"),
    Sql::house("SELECT brief FROM hardship", "a test"),
    Sql::house("SELECT sealed FROM hardship_text", "a test"),
    Sql::house("SELECT sealed FROM hardship_step", "a test"),
    Sql::house("SELECT sealed FROM hardship_proof", "a test"),
    Sql::house("SELECT blind FROM hardship_person", "a test"),
];

/// What stands there.
fn traces(s: &Story) -> Vec<String> {
    let cells =
        |sql: &Sql| -> Result<Vec<Cell>, store::Error> { s.store.read(|r| r.rows(*sql, &[], |row| row.get(0))) };
    let all: Vec<Cell> = TRACES.iter().flat_map(|sql| cells(sql).unwrap()).collect();
    assert!(all.len() > 10, "{}", all.len());
    all.into_iter().map(|cell| cell.0).collect()
}

fn clean(place: &str, text: &str) {
    for mark in MARKS {
        assert!(!text.contains(mark), "{mark} in {place}: {text}");
    }
}

#[test]
fn what_a_dossier_says_is_nowhere_outside_its_readers() {
    story(kit, |s| {
        let (me, member, id) = applied(s);
        minimum(s);
        let chair = s.person(Role::Chair);
        let jpg = include_bytes!("../../../../zhijia/demo/visit.jpg");
        me.upload(
            "/me/hardship/proofs",
            &[("dossier", &id), ("kind", "identity")],
            &[("files", "标记甲街一号.jpg", jpg)],
        )
        .expect(303);
        open(&chair, &id);
        visited(s, &chair, &id);
        reviewed(&chair, &id);
        published(&chair, &id, "2026-11-26");
        for text in traces(s) {
            clean("the store", &text);
        }
        let member = member.to_string();
        let filled = |path: &str| path.replace("{id}", &id).replace("{proof}", &member);
        for role in [
            Role::GroupLeader,
            Role::Treasurer,
            Role::MemberRole,
            Role::Admin,
            Role::Officer,
            Role::Auditor,
        ] {
            let who = s.person(role);
            for route in s.routes().iter().filter(|route| route.method() == "GET") {
                let path = filled(route.path);
                if path.contains('{') {
                    continue;
                }
                let answer = who.get(&path);
                // those without the power are not told whether there is such a dossier
                if route.path.starts_with("/hardships/{id}") && !role.powers().contains(&org::power::HARDSHIP_SEE) {
                    assert!(matches!(answer.status, 403 | 404), "{path} {}", answer.status);
                }
                clean(&format!("{path} of {}", role.key()), &answer.text());
                if route.is_page() {
                    clean(
                        &format!("JSON of {path} of {}", role.key()),
                        &who.get_json(&path).text(),
                    );
                }
            }
        }
        s.outsider(Role::Chair).get(&format!("/hardships/{id}")).expect(404);
    });
}

#[test]
fn reading_is_recorded_shown_to_the_person_and_over_in_minutes() {
    story(kit, |s| {
        minimum(s);
        let (me, _, id) = applied(s);
        let officer = s.person(Role::Officer);
        assert!(me.get("/me/hardship").expect(200).shows("还没有人打开过"));
        officer
            .post(&format!("/hardships/{id}/reveal"), &[("purpose", "")])
            .expect(422);
        open(&officer, &id);
        assert!(page(&officer, &id)["opened"].is_object());
        assert!(
            page(&s.person(Role::Chair), &id)["opened"].is_null(),
            "it is open to its reader alone"
        );
        assert!(me.get("/me/hardship").expect(200).shows("入户核查"));
        let later: Instant = s.clock.now().plus_millis(6 * 60_000);
        s.clock.set(later);
        assert!(page(&officer, &id)["opened"].is_null());
        s.person(Role::GroupLeader)
            .post(&format!("/hardships/{id}/reveal"), &[("purpose", "看看")])
            .expect(403);
    });
}

#[test]
fn somebody_in_two_dossiers_is_noticed_without_saying_where() {
    story(kit, |s| {
        minimum(s);
        let (_, _, id) = applied(s);
        let chair = s.person(Role::Chair);
        open(&chair, &id);
        assert_eq!(page(&chair, &id)["opened"]["elsewhere"], false);
        let there = s.outsider(Role::MemberRole);
        let other = with(&[
            ("number", "110105198609210032"),
            ("f0_name", "同一个孩子"),
            ("agree", "1"),
            ("agree_notice", "1"),
        ]);
        there.post("/me/hardship/form", &other).expect(303);
        let shown = chair.get(&format!("/hardships/{id}")).expect(200);
        assert!(
            shown.shows("已经在另一份困难档案中") && !shown.shows("第二中学"),
            "{}",
            shown.text()
        );
    });
}

#[test]
fn counts_of_few_are_hidden_from_those_who_see_no_dossiers() {
    story(kit, |s| {
        let _ = filed(s);
        let treasurer = s.person(Role::Treasurer);
        treasurer.get("/hardships").expect(403);
        let counts = treasurer.get_json("/hardships/counts").expect(200).json();
        assert_eq!(counts["categories"][0], serde_json::json!(["deep", null]), "{counts}");
        assert!(treasurer.get("/hardships/counts").expect(200).shows("不单独显示"));
        s.person(Role::MemberRole).get("/hardships/counts").expect(403);
        let chair = s.person(Role::Chair);
        assert!(
            chair
                .get("/hardships?status=filed&cause=illness")
                .expect(200)
                .shows("深度困难")
        );
        assert!(
            chair
                .get("/hardships?status=exited")
                .expect(200)
                .shows("没有符合条件的档案")
        );
        assert!(chair.get("/hardships?due=1").expect(200).shows("没有符合条件的档案"));
    });
}
