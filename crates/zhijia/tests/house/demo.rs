//! The whole product over the demo year: every page renders, and nothing of one union is seen or touched from another.

use std::collections::{BTreeMap, BTreeSet};

use kernel::UnionId;
use org::Role;
use serde_json::{Map, Value, json};
use web::{Access, inside::Client};
use zhijia::roof;

use crate::{
    enrich::enrich,
    records::{Demo, NO_RECORD, union_of},
};

/// Pages that the chair of the demo does not meet with 200: the page, the status, the reason.
const NOT_200: &[(&str, u16, &str)] = &[
    (
        "/hardships/{id}/print",
        403,
        "printed only by who has just said what for; told in the stories of dossiers",
    ),
    (
        "/hardships/{id}/proofs/{proof}/remove",
        403,
        "removed only by who has just said what for; told in the stories of dossiers",
    ),
    (
        "/claims/{id}/proofs/{proof}/remove",
        403,
        "removed only by who has just said what for; told in the stories of claims",
    ),
    (
        "/hardships/letters/{id}",
        404,
        "no letter; real ones are in the stories of dossiers",
    ),
    (
        "/first-run",
        404,
        "there is a union already: nobody founds a second one from here",
    ),
    (
        "/join/{code}",
        404,
        "the code of nobody's invitation; the real one is told once, in org's stories",
    ),
    (
        "/sign-in/code",
        403,
        "asked only of who has just given the password; told in web's stories",
    ),
    (
        "/sign-in/outside/go",
        422,
        "no provider is set, and no visit to one named; told in the stories of signing in from outside",
    ),
    (
        "/sign-in/outside/back",
        404,
        "no provider is set; told in the stories of signing in from outside",
    ),
    (
        "/apply/{code}",
        404,
        "the code of no poster; the real one is in joining's stories",
    ),
    (
        "/applied/{code}",
        404,
        "nobody's receipt; the real one is in joining's stories",
    ),
    (
        "/rules/sheets/{id}/new",
        403,
        "a school below a district does not write the rules of a province; told in rules' stories",
    ),
    (
        "/rules/keys/{key}",
        404,
        "no key of the program; real ones are in rules' stories",
    ),
    (
        "/rules/judgements/{id}",
        404,
        "no system asks the rules yet; told in rules' stories",
    ),
    (
        "/applied/{code}/correct",
        404,
        "nobody's receipt; the real one is in joining's stories",
    ),
    (
        "/me/insurance/{id}",
        404,
        "somebody else's cover; one's own is in the stories of mutual insurance",
    ),
    (
        "/approvals/{id}",
        404,
        "no system asks for it yet; told in flow's stories",
    ),
    (
        "/payments/{id}",
        404,
        "no system asks for it yet; told in flow's stories",
    ),
    (
        "/receipts/{id}",
        404,
        "no system asks for it yet; told in flow's stories",
    ),
    (
        "/receipts/{id}/print",
        404,
        "no system asks for it yet; told in flow's stories",
    ),
    (
        "/receipts/{id}/handle",
        404,
        "no system asks for it yet; told in flow's stories",
    ),
];

#[test]
fn every_page_of_the_demo_renders_in_both_languages() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let mut others = BTreeMap::new();
    for route in roof::routes().iter().filter(|r| r.is_page()) {
        let path = match NO_RECORD.iter().find(|(p, _)| *p == route.path) {
            Some(_) => route.path.replace(['{', '}'], ""),
            None => demo.filled(route.path, demo.union),
        };
        for lang in ["zh-Hans", "en"] {
            let page = demo.chair.get(&format!("{path}?lang={lang}"));
            if page.status == 200 {
                sound(&path, &page.text(), lang);
            } else {
                others.insert(route.path, page.status);
            }
        }
    }
    let listed: BTreeMap<&str, u16> = NOT_200.iter().map(|(path, status, _)| (*path, *status)).collect();
    assert_eq!(others, listed, "left: what the chair meets; right: what NOT_200 says");
}

/// What every page must be, whatever it says.
fn sound(path: &str, html: &str, lang: &str) {
    assert!(html.contains(&format!("lang=\"{lang}\"")), "{path}: language");
    let word: String = html.split('⟦').nth(1).unwrap_or_default().chars().take(40).collect();
    assert!(word.is_empty(), "{path}: a word is missing: {word}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}: one main heading");
    for never in [" style=\"", "<style", "onclick=", "onchange=", "javascript:"] {
        assert!(!html.contains(never), "{path}: {never}");
    }
    let mut at = html;
    while let Some(from) = at.find("<script") {
        let tag = &at[from..];
        assert!(
            tag.starts_with("<script ") && tag[..tag.find('>').unwrap_or(0)].contains("src="),
            "{path}: inline script"
        );
        at = &tag[7..];
    }
}

/// Doors at which somebody of another union is not answered 404: door, status, reason.
const NOT_404: &[(&str, u16, &str)] = &[
    ("GET /rules/sheets/{id}", 200, SHEETS),
    ("GET /rules/sheets/{id}/sheet.xlsx", 200, SHEETS),
    ("GET /rules/sheets/{id}/new", 403, SHEETS),
    ("POST /rules/sheets/{id}/new", 403, SHEETS),
    ("POST /rules/sheets/{id}/date", 403, SHEETS),
    ("POST /rules/sheets/{id}/confirm", 403, SHEETS),
];
const SHEETS: &str = "sheets of rules are the installation's: all read them, those of the place write them";

#[test]
fn another_union_of_the_installation_sees_none_of_the_demo_and_changes_none_of_it() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let forms = Forms::of(&demo, demo.union);
    let (outsider, _) = neighbour(&demo);
    let before = demo.rows_of(demo.union);
    assert!(before["task"].len() > 20 && before["account"].len() > 7 && before["session"].len() > 1);
    let mut others = BTreeMap::new();
    for route in roof::routes().iter().filter(|r| r.path.contains('{')) {
        if NO_RECORD.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        let path = demo.filled(route.path, demo.union);
        let answer = if route.method() == "POST" {
            outsider.post_json(&path, &forms.filled(route.path))
        } else {
            outsider.get_json(&path)
        };
        if answer.status != 404 {
            others.insert(
                format!("{} {}", route.method(), route.path),
                (answer.status, answer.text()),
            );
        }
    }
    let met: BTreeMap<&str, u16> = others
        .iter()
        .map(|(door, (status, _))| (door.as_str(), *status))
        .collect();
    let listed: BTreeMap<&str, u16> = NOT_404.iter().map(|(door, status, _)| (*door, *status)).collect();
    assert_eq!(
        met, listed,
        "left: what the neighbour meets; right: what NOT_404 says; {others:#?}"
    );
    unchanged(&before, &demo.rows_of(demo.union));
}

/// Ids of another union in the fields of a form, at one's own doors: refused, and never written down.
#[test]
fn a_form_that_names_records_of_another_union_writes_none_of_them() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let forms = Forms::of(&demo, demo.union);
    let (outsider, own) = neighbour(&demo);
    let before = demo.rows_of(demo.union);
    let mut sent = 0;
    for route in roof::routes()
        .iter()
        .filter(|r| r.method() == "POST" && r.access != Access::Anyone)
    {
        if route.path == "/sign-out" || NO_RECORD.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        let path = demo.filled(route.path, own);
        // The record's version is not known here: the form is sent until it is not stale.
        for version in 1..9 {
            let mut form = forms.filled(route.path);
            for (name, value) in form.as_object_mut().unwrap() {
                if name.ends_with("version") {
                    *value = json!(version);
                }
            }
            let answer = outsider.post_json(&path, &form);
            assert!(
                answer.status < 500,
                "{path} {form}: {} {}",
                answer.status,
                answer.text()
            );
            sent += 1;
            if answer.status != 409 {
                break;
            }
        }
    }
    assert!(sent > 60, "{sent}");
    unchanged(&before, &demo.rows_of(demo.union));
    let own: Vec<String> = demo.rows_of(own).into_values().flatten().collect();
    for (name, id) in &forms.ids {
        let hex = id.replace('-', "").to_uppercase();
        assert!(
            !own.iter().any(|row| row.contains(&hex) || row.contains(id.as_str())),
            "{name} {id} was written down"
        );
    }
}

/// Pages asked with ids of another union in their query tell nothing of it.
#[test]
fn a_query_that_names_records_of_another_union_finds_nothing() {
    let demo = Demo::fresh();
    enrich(&demo.chair);
    let forms = Forms::of(&demo, demo.union);
    let document = web::openapi::document(&roof::routes());
    let (outsider, own) = neighbour(&demo);
    let mut asked = 0;
    for route in roof::routes()
        .iter()
        .filter(|r| r.method() == "GET" && r.access != Access::Anyone)
    {
        let ids: Vec<&str> = document["paths"][route.path]["get"]["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|p| p["in"] == "query" && p["schema"]["format"] == "uuid")
            .filter_map(|p| p["name"].as_str())
            .collect();
        if ids.is_empty() || NO_RECORD.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        for id in forms.ids.values() {
            let query: Vec<String> = ids.iter().map(|name| format!("{name}={id}")).collect();
            let answer = outsider.get_json(&format!("{}?{}", demo.filled(route.path, own), query.join("&")));
            assert!(
                matches!(answer.status, 200 | 404 | 422),
                "{} {id}: {}",
                route.path,
                answer.text()
            );
            assert!(
                !answer.shows("刘芳") && !answer.shows("数学组"),
                "{} {id}: {}",
                route.path,
                answer.text()
            );
            asked += 1;
        }
    }
    assert!(asked > 10, "{asked}");
}

/// The chair of another union of the same installation, with records of its own behind every door.
fn neighbour(demo: &Demo) -> (Client, UnionId) {
    let outsider = testkit::outsider_of(&demo.store, &demo.clock, roof::routes(), Role::Chair);
    enrich(&outsider);
    let union = union_of(&outsider);
    (outsider, union)
}

fn unchanged(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) {
    for (table, rows) in before {
        let (was, is): (BTreeSet<_>, BTreeSet<_>) = (rows.iter().collect(), after[table].iter().collect());
        assert!(
            was == is,
            "{table}: gone {:#?}, new {:#?}",
            was.difference(&is),
            is.difference(&was)
        );
    }
}

/// Forms as the OpenAPI document describes them, filled well: each field has a value of its shape, and ids are those
/// of real records of one union.
struct Forms {
    document: Value,
    ids: BTreeMap<&'static str, String>,
}

impl Forms {
    fn of(demo: &Demo, union: UnionId) -> Self {
        let id = |door: &str| {
            demo.filled(door, union)
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let ids = BTreeMap::from([
            ("member", id("/members/{id}")),
            ("body", id("/org/bodies/{id}")),
            ("task", id("/tasks/{id}")),
            ("work", id("/works/{id}")),
            ("entry", id("/plans/{id}/entries/{entry}")),
            ("union", union.to_string()),
        ]);
        Self {
            document: web::openapi::document(&roof::routes()),
            ids,
        }
    }

    fn filled(&self, path: &str) -> Value {
        let body = &self.document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        let mut form = Map::new();
        for (name, schema) in body["properties"].as_object().into_iter().flatten() {
            form.insert(name.clone(), self.value(path, name, schema));
        }
        // One way to say when is enough.
        if form.contains_key("when") {
            form.retain(|name, _| !["from", "due", "undated"].contains(&name.as_str()));
        }
        Value::Object(form)
    }

    fn value(&self, path: &str, name: &str, schema: &Value) -> Value {
        let schema = self.followed(schema);
        let kind = schema["type"]
            .as_str()
            .or_else(|| schema["type"][0].as_str())
            .unwrap_or_default();
        if let Some(one) = schema["enum"][0]
            .as_str()
            .or_else(|| schema["oneOf"][0]["enum"][0].as_str())
        {
            return json!(one);
        }
        match (kind, schema["format"].as_str().unwrap_or_default(), name) {
            ("integer", _, "year") => json!(2027),
            ("integer", ..) => json!(1),
            ("boolean", ..) => json!(false),
            ("array", ..) => json!([self.value(path, name, &schema["items"])]),
            (_, "uuid", _) => json!(self.ids[self.names(path, name)]),
            (_, "date", _) => json!("2026-11-20"),
            (_, _, "period") => json!("2026-09"),
            (_, _, "when") => json!("十二月上旬"),
            (_, _, "phone") => json!("13700137001"),
            (_, _, "lines") => json!("组织踏青\n召开座谈会"),
            _ if schema["pattern"].is_string() => json!("100"),
            _ => json!("看望"),
        }
    }

    fn followed<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let schema = schema["anyOf"]
            .get(0)
            .or_else(|| schema["allOf"].get(0))
            .unwrap_or(schema);
        schema["$ref"]
            .as_str()
            .and_then(|to| self.document.pointer(to.trim_start_matches('#')))
            .unwrap_or(schema)
    }

    /// Which record a field names.
    fn names(&self, path: &str, field: &str) -> &'static str {
        match field {
            "place" | "group" | "parent" | "branch" | "body" => "body",
            "needs" => "task",
            "entry" | "above" => "entry",
            "union" | "under" | "into" => "union",
            "id" if path.starts_with("/works") => "work",
            "id" => "task",
            _ => "member",
        }
    }
}

#[test]
fn verify_finds_the_demo_sound_and_names_a_figure_changed_by_hand() {
    let demo = Demo::fresh();
    let check = || {
        demo.store.read(|r| {
            let mut all = Vec::new();
            for union in facts::verify::unions(r)? {
                all.extend(facts::verify::union(r, union, &roof::checks())?.differences);
            }
            Ok::<_, store::Error>(all)
        })
    };
    assert_eq!(check().unwrap(), []);
    const CHANGE: store::Sql = store::Sql::house(
        "UPDATE fact SET quantity = quantity + 1 WHERE id = $1",
        "a hand at the database",
    );
    let id = demo
        .filled("/register/facts/{id}", demo.union)
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let fact: kernel::Id<()> = id.parse().unwrap();
    demo.store.write(move |w| w.run(CHANGE, &[&fact]).map(drop)).unwrap();
    let found = check().unwrap();
    assert!(found.iter().any(|d| d.table == "fact" && d.id == id), "{found:?}");
}
