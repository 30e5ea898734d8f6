//! House tests: written once, they guard all systems.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use kernel::Clock;
use org::Role;
use store::Store;
use testkit::{Kit, Story, story};
use web::{Access, Route};
use zhijia::roof;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn kit() -> Kit {
    Kit {
        migrations: roof::migrations(),
        routes: roof::routes(),
        start: vec![roof::declare],
    }
}

/// Compares with a golden file; `UPDATE_GOLDEN=1` writes it.
#[expect(clippy::disallowed_methods, reason = "the switch of this one helper")]
fn golden(name: &str, is: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, is).unwrap();
        return;
    }
    let was = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        was == is,
        "{name} is not as its golden file: look at the difference, then UPDATE_GOLDEN=1 cargo test -p zhijia --test house"
    );
}

#[test]
fn rights_are_as_the_golden_table_says() {
    let mut table = String::from("door");
    for role in Role::ALL {
        write!(table, "\t{}", role.key()).unwrap();
    }
    table.push('\n');
    let mut routes = roof::routes();
    routes.sort_by_key(|r| (r.path, r.method()));
    for route in &routes {
        write!(table, "{} {}", route.method(), route.path).unwrap();
        for role in Role::ALL {
            let may = match route.access {
                Access::Anyone => "open",
                Access::SignedIn => "in",
                Access::May(power) if role.powers().contains(&power) => "yes",
                Access::May(_) => "-",
            };
            write!(table, "\t{may}").unwrap();
        }
        table.push('\n');
    }
    golden("rights.tsv", &table);
}

#[test]
fn the_openapi_document_is_as_its_golden_file_says() {
    let document = serde_json::to_string_pretty(&web::openapi::document(&roof::routes())).unwrap();
    golden("openapi.json", &(document + "\n"));
}

#[test]
fn no_door_is_declared_twice() {
    let mut seen = BTreeSet::new();
    for route in roof::routes() {
        assert!(
            seen.insert((route.method(), route.path)),
            "{} {}",
            route.method(),
            route.path
        );
    }
}

#[test]
fn strangers_meet_only_open_doors() {
    story(kit, |s| {
        let stranger = s.stranger();
        for route in s.routes() {
            let path = with_ids(route.path, &BTreeMap::new());
            let status = if route.method() == "POST" {
                stranger.post_json(&path, &serde_json::json!({})).status
            } else {
                stranger.get_json(&path).status
            };
            if route.access == Access::Anyone {
                assert_ne!(status, 401, "{path}");
            } else {
                assert_eq!(status, 401, "{} {path}", route.method());
            }
        }
    });
}

#[test]
fn whoever_lacks_the_power_is_told_no() {
    story(kit, |s| {
        for role in Role::ALL {
            let person = s.person(*role);
            for route in s.routes() {
                let Access::May(power) = route.access else { continue };
                if role.powers().contains(&power) {
                    continue;
                }
                let path = with_ids(route.path, &BTreeMap::new());
                let status = if route.method() == "POST" {
                    person.post_json(&path, &serde_json::json!({})).status
                } else {
                    person.get_json(&path).status
                };
                assert_eq!(status, 403, "{} {} {path}", role.key(), route.method());
            }
        }
    });
}

/// A path with ids of real records where there are some, else of none.
fn with_ids(path: &str, ids: &BTreeMap<&str, String>) -> String {
    let mut parts = path.split('/').collect::<Vec<_>>();
    let first = parts.get(1).copied().unwrap_or_default();
    let id = ids
        .get(first)
        .cloned()
        .unwrap_or_else(|| "0198d1a0-0000-7000-8000-000000000001".to_owned());
    for part in &mut parts {
        if part.starts_with('{') {
            *part = &id;
        }
    }
    parts.join("/")
}

/// The demo year in a fresh SQLite, with the ids of its records by the first part of their path.
fn demo() -> (tempfile::TempDir, Store, Clock, BTreeMap<&'static str, String>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(kernel::Instant::from_millis(1_795_222_800_000));
    let store = Store::open(&store::Place::Folder(folder.path().into()), store::Options::default()).unwrap();
    store.migrate(&roof::migrations(), clock.now()).unwrap();
    store.write(roof::declare).unwrap();
    zhijia::demo::fill(&store, &clock).unwrap();
    let mut ids = BTreeMap::new();
    for (first, table) in [
        ("tasks", "task"),
        ("plans", "plan"),
        ("works", "work"),
        ("papers", "paper"),
        ("members", "member"),
        ("register", "fact"),
    ] {
        let sql: &'static str = Box::leak(format!("SELECT id FROM {table} ORDER BY id LIMIT 1").into_boxed_str());
        let id: Option<kernel::Id<()>> = store
            .read(|r| r.opt(store::Sql::house(sql, "a test"), &[], |row| row.get(0)))
            .unwrap();
        ids.insert(
            first,
            id.unwrap_or_else(|| panic!("the demo has a {table}")).to_string(),
        );
    }
    (folder, store, clock, ids)
}

#[test]
fn another_union_of_the_installation_sees_none_of_the_demo() {
    let (_folder, store, clock, ids) = demo();
    let outsider = testkit::outsider_of(&store, &clock, roof::routes(), Role::Chair);
    for route in roof::routes().iter().filter(|r| r.path.contains('{')) {
        let first = route.path.split('/').nth(1).unwrap_or_default();
        if !ids.contains_key(first) || route.path.contains("{entry}") {
            continue;
        }
        let path = with_ids(route.path, &ids);
        let status = if route.method() == "POST" {
            // A shape that would do for most forms: what counts is that nothing of another union answers.
            outsider
                .post(
                    &path,
                    &[
                        ("version", "1"),
                        ("title", "x"),
                        ("why", "x"),
                        ("text", "x"),
                        ("kind", "visit"),
                        ("day", "2026-11-01"),
                        ("people", "1"),
                    ],
                )
                .status
        } else {
            outsider.get_json(&path).status
        };
        assert!(matches!(status, 404 | 422), "{} {path}: {status}", route.method());
        assert!(
            route.method() == "POST" || status == 404,
            "{} {path}: {status}",
            route.method()
        );
    }
}

#[test]
fn every_page_of_the_demo_renders_in_both_languages() {
    let (_folder, store, clock, ids) = demo();
    let chair = testkit::signed_in(&store, &clock, roof::routes(), "zhuxi");
    for route in roof::routes().iter().filter(|r| r.is_page()) {
        let first = route.path.split('/').nth(1).unwrap_or_default();
        if route.path.contains('{') && !ids.contains_key(first) {
            continue;
        }
        for lang in ["zh-Hans", "en"] {
            let path = format!("{}?lang={lang}", with_ids(route.path, &ids));
            let page = chair.get(&path);
            if !matches!(page.status, 200 | 303) {
                assert!(
                    matches!(page.status, 403 | 404 | 409 | 422),
                    "{path}: {} {}",
                    page.status,
                    page.text()
                );
                continue;
            }
            sound(&path, &page.text(), lang, page.status);
        }
    }
}

/// What every page must be, whatever it says.
fn sound(path: &str, html: &str, lang: &str, status: u16) {
    if status != 200 {
        return;
    }
    assert!(html.contains(&format!("lang=\"{lang}\"")), "{path}: language");
    assert!(
        !html.contains('⟦'),
        "{path}: a word is missing: {}",
        html.split('⟦')
            .nth(1)
            .unwrap_or_default()
            .chars()
            .take(40)
            .collect::<String>()
    );
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

#[test]
fn verify_finds_the_demo_sound_and_names_a_figure_changed_by_hand() {
    let (_folder, store, _clock, ids) = demo();
    let check = || {
        store.read(|r| {
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
    let fact: kernel::Id<()> = ids["register"].parse().unwrap();
    store.write(move |w| w.run(CHANGE, &[&fact]).map(drop)).unwrap();
    let found = check().unwrap();
    assert!(
        found.iter().any(|d| d.table == "fact" && d.id == ids["register"]),
        "{found:?}"
    );
}

#[test]
fn both_schemas_keep_the_rules_of_the_tenant() {
    store::testing::both(|fresh| {
        fresh.migrate(&roof::migrations(), Clock::system().now()).unwrap();
        let house = roof::house_tables();
        let broken = store::rules::check_schema(fresh, &house).unwrap();
        assert!(broken.is_empty(), "{broken:#?}");
    });
}

#[test]
fn both_engines_take_every_statement_and_the_exceptions_are_listed() {
    let found = store::rules::statements_in_source(&root()).unwrap();
    assert!(found.len() > 100, "{}", found.len());
    store::testing::both(|fresh| {
        fresh.migrate(&roof::migrations(), Clock::system().now()).unwrap();
        for statement in &found {
            if let Err(e) = fresh.check_statement(&statement.text) {
                panic!(
                    "{}:{}: {e}\n{}",
                    statement.file.display(),
                    statement.line,
                    statement.text
                );
            }
        }
    });
    let mut exceptions: Vec<String> = found
        .iter()
        .filter(|s| s.why.is_some())
        .map(|s| {
            format!(
                "{}\t{}",
                s.file.strip_prefix(root()).unwrap_or(&s.file).display(),
                s.text.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    exceptions.sort();
    golden("statements_without_a_union.tsv", &(exceptions.join("\n") + "\n"));
}

#[test]
fn words_are_complete_and_none_is_idle() {
    let missing = ui::words::missing(&root()).unwrap();
    assert!(missing.is_empty(), "{missing:#?}");
    let unused = ui::words::unused(&root()).unwrap();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// Which crates a crate may name: its own floor's rule, and never a field another field.
#[test]
fn walls_hold() {
    const GROUND: &[&str] = &["kernel", "store", "web", "ui", "papers", "reading", "jobs"];
    const COMMONS: &[&str] = &["org", "facts", "flow", "archive", "rules", "ballot", "dispatch"];
    const FIELDS: &[&str] = &[
        "planning",
        "organisation",
        "democracy",
        "rights",
        "care",
        "growth",
        "culture",
        "finance",
        "publicity",
    ];
    for crate_name in [GROUND, COMMONS, FIELDS].concat() {
        let Ok(manifest) = fs::read_to_string(root().join("crates").join(crate_name).join("Cargo.toml")) else {
            continue;
        };
        let own = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let names: Vec<&str> = own.lines().filter_map(|l| l.split(['.', ' ', '=']).next()).collect();
        let never: Vec<&str> = if GROUND.contains(&crate_name) {
            [COMMONS, FIELDS].concat()
        } else {
            FIELDS.iter().copied().filter(|f| *f != crate_name).collect()
        };
        for name in names {
            assert!(!never.contains(&name), "{crate_name} may not name {name}");
        }
    }
    for (driver, owner) in [("rusqlite", "store"), ("postgres", "store"), ("axum", "web")] {
        for entry in fs::read_dir(root().join("crates")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
            let own = manifest.split("[dev-dependencies]").next().unwrap_or_default();
            assert!(
                name == owner || !own.lines().any(|l| l.starts_with(driver)),
                "{name} names {driver}"
            );
        }
    }
}

#[test]
fn every_door_has_a_story() {
    let mut told = String::new();
    let mut folders = vec![root().join("crates"), root().join("e2e")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && name != "node_modules" && name != "target" {
                folders.push(path);
            } else if (path.to_string_lossy().contains("test")
                || path.to_string_lossy().contains("journeys")
                || path.to_string_lossy().contains("demo"))
                && [".rs", ".mjs"].iter().any(|end| name.ends_with(end))
                && name != "house.rs"
            {
                told += &fs::read_to_string(&path).unwrap_or_default();
            }
        }
    }
    let untold: Vec<String> = roof::routes()
        .iter()
        .filter(|r| !spoken_of(&told, r))
        .map(|r| format!("{} {}", r.method(), r.path))
        .collect();
    assert!(untold.is_empty(), "no story goes through {untold:#?}");
}

/// Whether some text names the door's path, with anything in its places.
fn spoken_of(told: &str, route: &Arc<Route>) -> bool {
    let pieces: Vec<&str> = route
        .path
        .split('{')
        .map(|p| p.split_once('}').map_or(p, |(_, rest)| rest))
        .collect();
    let tail = pieces.last().copied().unwrap_or_default();
    match pieces.as_slice() {
        [whole] => ["\"", "?", "`", "'"]
            .iter()
            .any(|end| told.contains(&format!("{whole}{end}"))),
        _ if tail.is_empty() => told.contains(pieces[0]),
        [first, ..] => told.contains(first) && told.contains(tail),
        [] => false,
    }
}

#[test]
fn files_stay_short() {
    let mut long = Vec::new();
    let mut folders = vec![root().join("crates"), root().join("xtask"), root().join("bench")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let lines = fs::read_to_string(&path).unwrap_or_default().lines().count();
                if lines > 500 {
                    long.push(format!("{} {lines}", path.display()));
                }
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_story_of_this_file_is_told_on_the_right_day() {
    story(kit, |s: &Story| assert_eq!(s.clock.today().to_string(), "2026-11-21"));
}
