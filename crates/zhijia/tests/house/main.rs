//! House tests: written once, they guard all systems.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use kernel::Clock;
use org::Role;
use testkit::{Kit, Story, story};
use web::{Access, routes::Way};
use zhijia::roof;

mod above;
mod demo;
mod edges;
mod enrich;
mod records;
mod secrets;
mod stories;

fn root() -> PathBuf {
    PathBuf::from("../..")
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
    let path = Path::new("tests/golden").join(name);
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
    let mut table = String::from("door\tway");
    for role in Role::ALL {
        write!(table, "\t{}", role.key()).unwrap();
    }
    table.push('\n');
    let mut routes = roof::routes();
    routes.sort_by_key(|r| (r.path, r.method()));
    for route in &routes {
        let way = match route.way {
            Way::Any => "any",
            Way::InPerson => "person",
            Way::Elevated => "password",
        };
        write!(table, "{} {}\t{way}", route.method(), route.path).unwrap();
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
            let path = with_ids(route.path);
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
                let path = with_ids(route.path);
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

/// A program with everything its person may do: it opens no door that is for people alone, and no door at all that its
/// person does not open.
#[test]
fn no_token_opens_what_is_for_people_alone() {
    story(kit, |s| {
        for role in [Role::Chair, Role::MemberRole] {
            let person = s.person(role);
            let form = person.get_json("/me/tokens/new").json();
            let keys = |field: &str| -> Vec<String> {
                let all = form[field].as_array().unwrap().iter();
                all.map(|key| key.as_str().unwrap().to_owned()).collect()
            };
            let (sees, does) = (keys("sees"), keys("does"));
            let mut fields = vec![("name", "x"), ("days", "1"), ("acts", "1")];
            fields.extend(sees.iter().map(|key| ("sees", key.as_str())));
            fields.extend(does.iter().map(|key| ("does", key.as_str())));
            let made = person.post("/me/tokens/new", &fields).location();
            let shown = person.get_json(&made).json();
            let bearer = format!("Bearer {}", shown["text"].as_str().unwrap());
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let program = s.stranger();
            for route in s.routes() {
                let path = with_ids(route.path);
                let body = if route.method() == "POST" { "{}" } else { "" };
                let status = program
                    .send_raw(route.method(), &path, &headers, body.as_bytes())
                    .status;
                let may = match route.access {
                    Access::May(power) => role.powers().contains(&power),
                    Access::Anyone | Access::SignedIn => true,
                };
                if route.way != Way::Any || !may {
                    assert_eq!(status, 403, "{} {path}", route.method());
                }
                assert!(!matches!(status, 401 | 500), "{} {path}: {status}", route.method());
            }
        }
    });
}

/// A path with ids of no record.
fn with_ids(path: &str) -> String {
    let part = |part| {
        if str::starts_with(part, "{") {
            "0198d1a0-0000-7000-8000-000000000001"
        } else {
            part
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
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
