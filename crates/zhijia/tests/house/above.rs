//! A higher union sees of a lower one its structure, its counts and its officers; and nothing else, by any door.

use std::collections::BTreeSet;

use kernel::UnionId;
use org::{
    Role,
    tree::{
        self,
        model::{ActKind, By, NewAct, Part, Span},
        store as trees, tally,
    },
};
use store::{Error, Sql};
use web::inside::Client;
use zhijia::roof;

use crate::{
    enrich::enrich,
    records::{Demo, NO_RECORD, union_of},
};

/// People of the union who hold no post in an organ, by name and phone; names that others bear too are left out.
const PRIVATE: Sql = Sql::house(
    "SELECT m.name, m.phone FROM member m WHERE m.union_id = $1
       AND NOT EXISTS (SELECT 1 FROM holding h WHERE h.union_id = m.union_id AND h.member_id = m.id)",
    "a test",
);
const OFFICERS: Sql = Sql::house(
    "SELECT DISTINCT m.name FROM member m JOIN holding h ON h.union_id = m.union_id AND h.member_id = m.id
     WHERE m.union_id = $1 AND h.ended_on IS NULL",
    "a test",
);
/// What the union's records are called: tasks, work, plans, papers, meetings.
const TITLES: Sql = Sql::house(
    "SELECT title FROM task WHERE union_id = $1 UNION SELECT title FROM work WHERE union_id = $1
     UNION SELECT title FROM plan WHERE union_id = $1 UNION SELECT name FROM paper WHERE union_id = $1",
    "a test",
);

/// Puts the demo's union under the union of a client.
fn put_under(demo: &Demo, above: UnionId) {
    let (below, clock) = (demo.union, demo.clock.clone());
    let done: Result<(), Error> = demo.store.write(move |w| {
        let node = tree::get(w, below)?;
        let id = clock.id();
        let new = NewAct {
            id,
            kind: ActKind::Moved,
            day: clock.today(),
            basis: "批复",
            note: None,
            parts: &[(below, Part::Subject), (above, Part::Under)],
        };
        let by = By {
            union: above,
            account: clock.id(),
            name: "管理员",
            at: clock.now(),
        };
        trees::add_act(w, &new, by)?;
        let to = Span {
            from: clock.today(),
            until: None,
            parent: Some(above),
            name: node.name.clone(),
            kind: node.kind,
        };
        trees::restate(w, &node, &to, id)?;
        tally::refresh(w, below, clock.today())
    });
    done.unwrap();
}

/// What nobody above may read anywhere.
fn secrets(demo: &Demo, own: UnionId) -> BTreeSet<String> {
    let texts = |sql, union: UnionId| -> Vec<String> {
        let rows: Result<Vec<String>, Error> = demo.store.read(|r| r.rows(sql, &[&union], |row| row.get(0)));
        rows.unwrap()
    };
    let known: BTreeSet<String> = texts(OFFICERS, demo.union).into_iter().collect();
    let theirs: BTreeSet<String> = texts(TITLES, own).into_iter().chain(texts(PRIVATE, own)).collect();
    let people: Result<Vec<(String, String)>, Error> = demo
        .store
        .read(|r| r.rows(PRIVATE, &[&demo.union], |row| Ok((row.get(0)?, row.get(1)?))));
    let (names, phones): (Vec<String>, Vec<String>) = people.unwrap().into_iter().unzip();
    let all = names.into_iter().filter(|n| n.chars().count() > 2).chain(phones);
    all.chain(texts(TITLES, demo.union))
        .filter(|text| text.chars().count() > 2 && !known.contains(text) && !theirs.contains(text))
        .collect()
}

fn clean(door: &str, text: &str, secrets: &BTreeSet<String>) {
    if let Some(found) = secrets.iter().find(|s| text.contains(s.as_str())) {
        panic!("{door} tells {found}");
    }
}

#[test]
fn a_higher_union_sees_structure_counts_and_officers_and_nothing_else() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let above = testkit::outsider_of(&demo.store, &demo.clock, roof::routes(), Role::Chair);
    let own = union_of(&above);
    put_under(&demo, own);
    let secrets = secrets(&demo, own);
    assert!(secrets.len() > 100, "{}", secrets.len());

    // By its page in the tree: its structure, its figures, its officers.
    let page = above.get(&format!("/org/tree/{}", demo.union)).expect(200);
    assert!(page.shows("实验小学工会") && page.shows("经费审查委员会") && page.shows("陈志强") && page.shows("语文组"));
    let list = above.get_json("/org/tree").expect(200).json();
    let members = list["below"][0]["tally"]["members"].as_i64().unwrap();
    assert!(members >= 86, "{members}");

    for route in roof::routes().iter().filter(|r| r.path.contains('{')) {
        if NO_RECORD.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        let door = format!("{} {}", route.method(), route.path);
        if route.path.starts_with("/org/tree/{id}") {
            if route.method() == "GET" {
                let path = route.path.replace("{id}", &demo.union.to_string());
                let answer = above.get(&path).expect(200);
                clean(&door, &read(&answer.bytes), &secrets);
                clean(&door, &above.get_json(&path).text(), &secrets);
            }
            continue;
        }
        // sheets of rules belong to places and not to unions
        if route.path.starts_with("/rules/sheets/{id}") {
            continue;
        }
        let path = demo.filled(route.path, demo.union);
        let status = if route.method() == "POST" {
            above.post_json(&path, &serde_json::json!({})).status
        } else {
            above.get_json(&path).status
        };
        assert!(matches!(status, 404 | 422), "{door}: {status}");
    }
    lists(&above, &secrets);
    searches(&above, &secrets);
    feed(&above, &secrets);
}

/// Every list, file and feed that the higher union's own doors give.
fn lists(above: &Client, secrets: &BTreeSet<String>) {
    for route in roof::routes()
        .iter()
        .filter(|r| r.method() == "GET" && !r.path.contains('{'))
    {
        for answer in [above.get(route.path), above.get_json(route.path)] {
            clean(route.path, &read(&answer.bytes), secrets);
        }
    }
}

/// What the search box finds when it is asked for what is not to be found.
fn searches(above: &Client, secrets: &BTreeSet<String>) {
    for secret in secrets.iter().take(60) {
        let query: String = secret
            .chars()
            .take(20)
            .collect::<String>()
            .bytes()
            .map(|b| format!("%{b:02X}"))
            .collect();
        let found = above.get_json(&format!("/search?q={query}")).expect(200).json();
        for list in ["unions", "members", "tasks", "meetings", "works"] {
            assert_eq!(found[list].to_string(), "[]", "{secret}");
        }
    }
}

/// The calendar of all the union's work, as a calendar program fetches it.
fn feed(above: &Client, secrets: &BTreeSet<String>) {
    above.post("/me/calendar/make", &[("scope", "all")]).expect(303);
    let page = above.get_json("/me/calendar").expect(200).json();
    let feeds = page["feeds"].as_array().unwrap();
    let link = feeds.iter().find_map(|f| f["link"].as_str()).unwrap();
    let path = format!("/feeds/{}", link.rsplit('/').next().unwrap());
    clean("the feed", &above.get(&path).expect(200).text(), secrets);
}

/// The text of an answer: of a file that the product reads, what it says.
fn read(bytes: &[u8]) -> String {
    if bytes.starts_with(b"PK") {
        let limits = papers::Limits::default();
        let document =
            papers::read("list.xlsx", bytes, &limits).or_else(|_| papers::read("sheet.docx", bytes, &limits));
        return document.unwrap().plain_text();
    }
    String::from_utf8_lossy(bytes).into_owned()
}
