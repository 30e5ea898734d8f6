//! The product on many machines, as far as one PostgreSQL can tell: every statement of a union goes to one shard, no text
//! says what a sharded engine refuses, and `deploy/citus.sql` is what the schema asks for.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use kernel::Clock;
use store::{
    Options, rules,
    testing::{self, Shards},
};
use web::inside::Client;
use zhijia::roof;

/// A day in November, on which the whole demo year is told.
const NOW: kernel::Instant = kernel::Instant::from_millis(1_795_222_800_000);
/// Pages of the demo that are opened in search of statements.
const PAGES: usize = 120;

fn root() -> PathBuf {
    PathBuf::from("../..")
}

/// One line, so that the text in the source and the text that was heard are one.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Statements that are not bound to one union, and those of the source that are; the source's tests are left out.
fn written() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let found = rules::statements_in_source(&root()).unwrap().into_iter();
    let found = found.filter(|f| !f.file.to_string_lossy().contains("/tests"));
    let (house, union): (Vec<_>, Vec<_>) = found.partition(|f| f.why.is_some());
    let by_text = |all: Vec<rules::Found>| {
        let file = |f: &rules::Found| f.file.strip_prefix(root()).unwrap_or(&f.file).display().to_string();
        all.iter()
            .map(|f| (flat(&f.text), format!("{}:{}", file(f), f.line)))
            .collect()
    };
    (by_text(house), by_text(union))
}

/// What the product says while the demo's year is told and its pages are opened: also statements that are put together
/// from parts, which the source does not show whole.
fn heard() -> BTreeSet<String> {
    let clock = Clock::fixed(NOW);
    let fresh = testing::sqlite(&roof::migrations(), Options::default());
    fresh.write(roof::declare).unwrap();
    let ((), heard) = testing::listen(|| {
        zhijia::demo::fill(&fresh, &clock).unwrap();
        let known = fresh.read(|r| web::door::store::by_name(r, "zhuxi")).unwrap().unwrap();
        let standing = fresh
            .read(|r| org::standing(r, known.id, None, clock.today()))
            .unwrap()
            .unwrap();
        let (account, union) = (known.id, standing.union);
        let token: String = fresh
            .write(move |w| {
                web::session::open(
                    w,
                    account,
                    union,
                    NOW,
                    ("test", "127.0.0.1"),
                    web::session::Shown::PASSWORD,
                )
            })
            .map_err(|e: store::Error| e)
            .unwrap();
        let doors = web::Server::new(
            store::Store::clone(&fresh),
            clock.clone(),
            std::sync::Arc::new(roof::Roof::default()),
            roof::routes(),
            web::Settings {
                requests_per_second: std::num::NonZeroU32::MAX,
                ..web::Settings::default()
            },
        );
        wander(&Client::new(doors.unwrap().router(), Some(token), clock).unwrap());
    });
    heard.iter().map(|h| flat(h.text())).collect()
}

/// Opens page after page by the links on them: of each door a few, of each set of filters one.
fn wander(chair: &Client) {
    let (mut next, mut seen) = (vec!["/".to_owned()], BTreeMap::<String, usize>::new());
    let mut opened = 0;
    while let Some(path) = next.pop() {
        let page = chair.get(&path);
        opened += 1;
        if opened >= PAGES {
            break;
        }
        for link in page.text().split("href=\"/").skip(1) {
            let link = link.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            let kind = |c: char| !c.is_ascii_digit() && !c.is_ascii_hexdigit();
            let shape: String = link
                .split('=')
                .map(|part| {
                    part.rsplit('&')
                        .next()
                        .unwrap_or(part)
                        .chars()
                        .filter(|c| kind(*c))
                        .collect::<String>()
                })
                .collect();
            let times = seen.entry(shape).or_default();
            *times += 1;
            if *times <= 2 && !link.starts_with("sign-out") {
                next.insert(0, format!("/{link}"));
            }
        }
    }
    assert!(opened > 60, "{opened}");
}

#[test]
fn every_statement_of_a_union_goes_to_one_shard() {
    let house = roof::house_tables();
    let Some(twin) = Shards::of(&roof::migrations(), &house).unwrap() else {
        return;
    };
    let (across, mut bound) = written();
    let spoken: Vec<String> = heard().into_iter().filter(|text| !across.contains_key(text)).collect();
    let parts = spoken.iter().filter(|text| !bound.contains_key(*text)).count();
    assert!(
        parts > 10,
        "statements put together from parts that were heard: {parts}"
    );
    for text in spoken {
        bound
            .entry(text)
            .or_insert_with(|| "put together from parts".to_owned());
    }
    let mut astray = Vec::new();
    for (text, place) in &bound {
        match twin.route(text) {
            Ok(route) if route.shards.len() <= 1 => {}
            Ok(route) => astray.push(format!(
                "{place}: {} shards of {:?}\n  {text}",
                route.shards.len(),
                route.tables
            )),
            Err(e) => astray.push(format!("{place}: {e}\n  {text}")),
        }
    }
    assert!(
        astray.is_empty(),
        "{} of {} statements: {}",
        astray.len(),
        bound.len(),
        astray.join("\n")
    );
    // Those that are not bound to a union, and go to more than one shard: listed, so that none is added by the way.
    let mut many: Vec<String> = Vec::new();
    for (text, place) in &across {
        let route = twin.route(text).map_err(|e| format!("{place}: {e}\n{text}")).unwrap();
        if route.shards.len() > 1 {
            let file = place.split(':').next().unwrap_or_default();
            many.push(format!(
                "{file}\t{}\t{text}",
                route.tables.into_iter().collect::<Vec<_>>().join(" ")
            ));
        }
    }
    many.sort();
    golden(
        "crates/zhijia/tests/golden/statements_over_shards.tsv",
        &(many.join("\n") + "\n"),
    );
}

#[test]
fn no_statement_says_what_a_sharded_engine_refuses() {
    let (house, bound) = written();
    let fresh = testing::sqlite(&roof::migrations(), Options::default());
    let schema = rules::schema(&fresh).unwrap();
    let of_house = roof::house_tables();
    let of_unions = schema
        .iter()
        .map(|table| table.name.as_str())
        .filter(|name| !of_house.contains(name));
    let of_unions: Vec<&str> = of_unions.filter(|name| !name.starts_with("store_")).collect();
    // Over the small tables of the installation, which every machine has a copy of, more is allowed.
    let across = house
        .iter()
        .map(|(text, place)| (text, place, rules::names_any(text, &of_unions)));
    let texts = across.chain(bound.iter().map(|(text, place)| (text, place, false)));
    let wrong: Vec<String> = texts
        .flat_map(|(text, place, across)| {
            rules::broken_by(text, across)
                .into_iter()
                .map(move |what| format!("{place}: {what}\n  {text}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_distribution_is_the_one_the_schema_asks_for() {
    let mut told = BTreeSet::new();
    testing::both(|fresh| {
        fresh.migrate(&roof::migrations(), Clock::system().now()).unwrap();
        told.insert(store::distribution(fresh, &roof::house_tables()).unwrap());
    });
    assert_eq!(told.len(), 1, "both engines' catalogs say the same");
    let text = told.pop_first().unwrap();
    let tables = text.matches("create_reference_table").count() + text.matches("create_distributed_table").count();
    let fresh = testing::sqlite(&roof::migrations(), Options::default());
    assert_eq!(
        tables,
        rules::schema(&fresh).unwrap().len() - 2,
        "all but the store's own two"
    );
    golden("deploy/citus.sql", &text);
}

/// Compares with a golden file; `UPDATE_GOLDEN=1` writes it.
#[expect(clippy::disallowed_methods, reason = "the switch of this one helper")]
fn golden(path: &str, is: &str) {
    let file = root().join(path);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, is).unwrap();
        return;
    }
    let was = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        was == is,
        "{path} is not as it is made: look at the difference, then UPDATE_GOLDEN=1 cargo test -p zhijia --test sharded"
    );
}
