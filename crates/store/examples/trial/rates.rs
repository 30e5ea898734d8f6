//! Durable acts a second: ours beside the bare drivers.

use std::{
    collections::BTreeMap,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::clock;
use rusqlite::{Connection, params};
use store::{Options, Place, Store, Writer, testing};

use crate::act;

const ROUNDS: usize = 3;

/// Names of measurements with their figures, a round each.
type Figures = BTreeMap<&'static str, Vec<f64>>;

pub fn run(folder: &Path, time: Duration) {
    let lite = filled(testing::sqlite_on_disk(folder, Options::default()));
    let options = Options {
        group: 1,
        ..Options::default()
    };
    let single = filled(testing::sqlite_on_disk(folder, options));
    let bare = filled(testing::sqlite_on_disk(folder, Options::default()));
    let large = testing::postgres_durable(act::STEPS, Options::default()).map(filled);
    let options = Options {
        writers: 64,
        ..Options::default()
    };
    let wide = testing::postgres_durable(act::STEPS, options).map(filled);
    let mut figures = Figures::new();
    for round in 1..=ROUNDS {
        println!("round {round} of {ROUNDS}");
        let mut note = |name, rate| figures.entry(name).or_default().push(rate);
        note("a SQLite bare, 1 act a commit", bare_rate(bare.place(), 1, time));
        note("b SQLite bare, 512 acts a commit", bare_rate(bare.place(), 512, time));
        note("c SQLite store, 1 client", rate(&lite, 1, time));
        note("d SQLite store, 64 clients", rate(&lite, 64, time));
        note("e SQLite store, 64 clients, group of 1", rate(&single, 64, time));
        let (Some(large), Some(wide)) = (&large, &wide) else {
            continue;
        };
        let at = large.place();
        note("f pgbench, 1 client", pgbench(at, 1, "read committed", time));
        note("g pgbench, 64 clients", pgbench(at, 64, "read committed", time));
        note(
            "h pgbench serialisable, 16 clients",
            pgbench(at, 16, "serializable", time),
        );
        note("i PostgreSQL store, 1 client", rate(large, 1, time));
        note("j PostgreSQL store, 64 clients, 16 connections", rate(large, 64, time));
        note("k PostgreSQL store, 64 clients, 64 connections", rate(wide, 64, time));
    }
    report(&figures);
}

fn report(figures: &Figures) {
    println!("{:<50} {:>9}  rounds", "acts a second", "median");
    for (name, rates) in figures {
        let rounds: Vec<String> = rates.iter().map(|rate| format!("{rate:.0}")).collect();
        println!(
            "{:<50} {:>9.0}  {}",
            &name[2..],
            median(rates.clone()),
            rounds.join(" ")
        );
    }
    let find = |sign: &str| {
        figures
            .iter()
            .find(|(name, _)| name.starts_with(sign))
            .map(|(_, rates)| rates)
    };
    for (what, ours, theirs, wanted) in [
        ("1 client to bare", "c", "a", 0.6),
        ("64 clients to the ceiling", "d", "b", 0.5),
        ("group commit to one commit an act", "d", "e", 1.0),
        ("PostgreSQL, 1 client to pgbench", "i", "f", 0.5),
        ("PostgreSQL, 64 clients to pgbench", "j", "g", 0.5),
        ("PostgreSQL, 64 connections to pgbench", "k", "g", 0.5),
    ] {
        if let (Some(ours), Some(theirs)) = (find(ours), find(theirs)) {
            let ratios = ours.iter().zip(theirs).map(|(a, b)| a / b).collect();
            println!("{what}: {:.2} (wanted {wanted})", median(ratios));
        }
    }
}

pub fn filled(fresh: testing::Fresh) -> testing::Fresh {
    fresh.migrate(act::STEPS, testing::MIGRATED).unwrap();
    act::fill(&fresh);
    fresh
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// Acts through the store.
fn rate(store: &Store, clients: u32, time: Duration) -> f64 {
    let (stop, done) = (AtomicBool::new(false), AtomicU32::new(0));
    let runs = Arc::new(AtomicU32::new(0));
    let before = act::counted(store);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (stop, done, runs) = (&stop, &done, &runs);
            scope.spawn(move || {
                let mut number = client * 7_919;
                while !stop.load(Ordering::Relaxed) {
                    number = number.wrapping_add(104_729);
                    let runs = runs.clone();
                    let act = move |w: &Writer| {
                        runs.fetch_add(1, Ordering::Relaxed);
                        act::vote(w, number)
                    };
                    store.write(act).unwrap();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
    });
    let (took, done) = (start.elapsed(), done.into_inner());
    let after = act::counted(store);
    let again = f64::from(runs.load(Ordering::Relaxed) - done) / f64::from(done);
    println!(
        "   {:?}, {clients} clients: {:.1} % of the acts ran again",
        store.engine(),
        again * 100.0
    );
    assert_eq!(
        (after.0 - before.0, after.1 - before.1),
        (i64::from(done), i64::from(done)),
        "answered is kept"
    );
    f64::from(done) / took.as_secs_f64()
}

/// The same statements on rusqlite alone, so many acts a commit.
fn bare_rate(place: &Place, group: u32, time: Duration) -> f64 {
    let Place::Folder(folder) = place else {
        panic!("SQLite is a folder")
    };
    let db = Connection::open(folder.join("zhijia.sqlite")).unwrap();
    db.set_prepared_statement_cache_capacity(64);
    let settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192";
    db.execute_batch(settings).unwrap();
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < time {
        db.prepare_cached("BEGIN IMMEDIATE").unwrap().execute([]).unwrap();
        for _ in 0..group {
            bare_vote(&db, done.wrapping_mul(104_729));
            done += 1;
        }
        db.prepare_cached("COMMIT").unwrap().execute([]).unwrap();
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}

fn bare_vote(db: &Connection, number: u32) {
    let (union, ballot, member) = (act::union(), act::id::<()>(1), act::id::<()>(number % act::MEMBERS));
    let (union, ballot, member) = (union.bytes(), ballot.bytes(), member.bytes());
    let now = clock::Clock::system().now();
    let ask = |sql: store::Sql, id: &[u8; 16]| -> String {
        db.prepare_cached(sql.text())
            .unwrap()
            .query_row(params![union, id], |row| row.get(0))
            .unwrap()
    };
    ask(act::MEMBER, member);
    assert_eq!(ask(act::BALLOT, ballot), "open");
    let id = clock::fresh::<()>(now);
    let vote = params![union, id.bytes(), ballot, member, 1_i64, now.millis()];
    db.prepare_cached(act::VOTE.text()).unwrap().execute(vote).unwrap();
    db.prepare_cached(act::ACTED.text())
        .unwrap()
        .execute(params![union, member])
        .unwrap();
    let id = clock::fresh::<()>(now);
    let event = params![union, id.bytes(), member, "voted", now.millis()];
    db.prepare_cached(act::EVENT.text()).unwrap().execute(event).unwrap();
}

/// The same statements through PostgreSQL's own program.
fn pgbench(place: &Place, clients: u32, isolation: &str, time: Duration) -> f64 {
    let Place::Url(url) = place else {
        panic!("PostgreSQL is an address")
    };
    let script = tempfile::NamedTempFile::new().unwrap();
    let of = |n: &str| format!("decode(lpad(to_hex({n}), 32, '0'), 'hex')");
    let (union, member) = (of("1"), of(":m::int"));
    let text = format!(
        "\\set m random(0, {last})\nBEGIN ISOLATION LEVEL {isolation};\n\
         SELECT name, acts FROM member WHERE union_id = {union} AND id = {member};\n\
         SELECT status FROM ballot WHERE union_id = {union} AND id = {union};\n\
         INSERT INTO vote (union_id, id, ballot, member, choice, cast_at) VALUES \
           ({union}, uuid_send(gen_random_uuid()), {union}, {member}, 1, 1790000000000);\n\
         UPDATE member SET acts = acts + 1 WHERE union_id = {union} AND id = {member};\n\
         INSERT INTO event (union_id, id, actor, what, at) VALUES \
           ({union}, uuid_send(gen_random_uuid()), {member}, 'voted', 1790000000000);\nCOMMIT;\n",
        last = act::MEMBERS - 1,
    );
    std::fs::write(script.path(), text).unwrap();
    let programs = std::fs::read_dir("/usr/lib/postgresql")
        .unwrap()
        .flatten()
        .map(|e| e.path().join("bin/pgbench"));
    let program = programs.filter(|path| path.exists()).max().unwrap();
    let mut run = Command::new(program);
    run.args([
        "-n",
        "-M",
        "prepared",
        "-j",
        "2",
        "--max-tries=20",
        "-c",
        &clients.to_string(),
    ]);
    run.args(["-T", &time.as_secs().to_string(), "-f"])
        .arg(script.path())
        .arg(url);
    let out = run.output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("pgbench: {text}{}", String::from_utf8_lossy(&out.stderr)))
}
