//! What the stories of this crate share.

use std::sync::Arc;

use kernel::Date;
use org::power::WORK_RECORD;
use serde::Deserialize;
use testkit::{Answer, Client, Kit};
use web::{Access, Act, Done, Reply, Routes};

use crate::tasks::{self, Outcome, TaskId};

/// All systems of this crate, with a closing such as planning has, less its figures.
pub(crate) fn kit() -> Kit {
    let mut migrations = archive::MIGRATIONS.to_vec();
    for more in [
        facts::MIGRATIONS,
        crate::MIGRATIONS,
        jobs::MIGRATIONS,
        dispatch::MIGRATIONS,
        organisation::MIGRATIONS,
    ] {
        migrations.extend_from_slice(more);
    }
    let closing = Routes::new("closing").act("/close/{id}", Access::May(WORK_RECORD), close);
    Kit {
        migrations,
        routes: crate::routes()
            .and(archive::routes())
            .and(organisation::members::routes())
            .and(closing)
            .into_list(),
        start: vec![|w| facts::register::store::declare(w, &organisation::MEASURES.iter().collect::<Vec<_>>())],
    }
}

#[derive(Clone, Copy, Deserialize, schemars::JsonSchema)]
struct Close {
    id: TaskId,
    version: i64,
    on: Date,
}

fn close(act: &mut Act<'_>, form: Close) -> Reply<Done> {
    tasks::close(act, form.id, form.version, Outcome::Done { on: form.on })?;
    Ok(Done::to(format!("/tasks/{}", form.id)))
}

/// Somebody of the union, with their member's id as forms carry it.
pub(crate) fn person(s: &testkit::Story, role: org::Role) -> (Client, String) {
    let (client, id) = s.member(role);
    (client, id.to_string())
}

/// Somebody at the doors again, on a later day.
pub(crate) fn back(s: &testkit::Story, member: &str) -> Client {
    s.back(member.parse().unwrap())
}

/// Adds a task and says its id.
pub(crate) fn add(who: &Client, title: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("title", title), ("field", "care")];
    fields.extend_from_slice(more);
    who.post("/tasks/new", &fields).expect(303).id()
}

/// A page without words that are missing, broken places or text that was not escaped.
pub(crate) fn sane(page: Answer) -> Answer {
    let page = page.expect(200);
    let text = page.text();
    for bad in ["⟦", "{n}", "{name}", "<script>alert"] {
        assert!(!text.contains(bad), "{bad} in {text}");
    }
    let count = |what: &str| text.matches(what).count();
    for tag in [
        "div", "ul", "li", "form", "section", "details", "select", "a", "p", "dl", "table",
    ] {
        let opened = count(&format!("<{tag}>")) + count(&format!("<{tag} "));
        assert_eq!(opened, count(&format!("</{tag}>")), "unbalanced <{tag}> in {text}");
    }
    page
}

/// The same page in English is sane too.
pub(crate) fn sane_in_english(who: &Client, path: &str) {
    who.post("/me/language", &[("lang", "en")]).expect(303);
    let page = sane(who.get(path)).text();
    assert!(page.contains("lang=\"en\""), "English: {page}");
    who.post("/me/language", &[("lang", "zh-Hans")]).expect(303);
}

/// The member and the branch that the rows of this crate name.
const PEOPLE: &str = "
INSERT INTO body (union_id, id, kind, name, parent_id, from_day, until_day, term_from, term_until, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e1' AS BYTEA), 'branch', '分会', NULL, '2026-01-01', NULL, NULL, NULL, 1);
INSERT INTO member (union_id, id, name, sound, initials, phone, phone_back, twin, number, body_id, status, joined_on, left_on, left_why, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '李老师', 'lilaoshi', 'lls', '', '', 0, NULL, NULL, 'active', '2026-01-01', NULL, NULL, 1);";

#[test]
fn steps_take_their_own_rows() {
    let bare = |step: &store::Migration| store::Migration { data: "", ..*step };
    let mut steps: Vec<store::Migration> = web::MIGRATIONS.iter().chain(org::MIGRATIONS).map(bare).collect();
    if let Some(last) = steps.last_mut() {
        last.data = PEOPLE;
    }
    steps.extend_from_slice(archive::MIGRATIONS);
    steps.extend_from_slice(crate::MIGRATIONS);
    store::testing::both(|store| {
        let store = store::Store::clone(store);
        let at = kernel::Instant::from_millis(1_795_222_800_000);
        store.migrate_with_rows(&steps, at).unwrap();
    });
}

/// Keeps the list of doors honest: each is declared once.
#[test]
fn doors_are_declared_once() {
    let mut all: Vec<(&str, &str)> = crate::routes()
        .into_list()
        .iter()
        .map(|r: &Arc<web::Route>| (r.method(), r.path))
        .collect();
    let before = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(before, all.len());
}
