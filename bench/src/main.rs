//! What the product costs, as ratios measured in one run: pages beside their bare SQL and beside a static page, the
//! year's totals beside a bare loop, the start of the program. See bench/README.md.
//!
//! `cargo run --release -p bench -- [pages|statements|totals|told|start|reading|seals|django|province|import|rounds|signups|all] [--postgres] [--page NAME] [--seconds N] [--rows N] [--data FOLDER]`
#![expect(clippy::print_stdout, reason = "a measurement talks to its terminal")]

mod bare;
mod client;
mod data;
mod django;
mod import;
mod load;
mod names;
mod pages;
mod province;
mod reading;
mod rounds;
mod seals;
mod signups;
mod sizes;
mod start;
mod told;
mod totals;

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use data::Union;

/// What went wrong, in words for the terminal.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;
/// A result of a measurement.
pub type Res<T> = Result<T, Fault>;

/// What was asked for.
struct Order {
    what: String,
    postgres: bool,
    round: Duration,
    /// Only this page.
    page: Option<String>,
    /// A folder that keeps the SQLite data between runs.
    data: Option<PathBuf>,
    /// Rows of the import.
    rows: u64,
}

fn main() -> Res<()> {
    if std::env::args().nth(1).as_deref() == Some("first-reading") {
        return reading::first();
    }
    let order = read_order()?;
    let scratch = scratch()?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "cores {cores}; load {}; fsync a second {:.0}",
        busy.trim(),
        fsyncs(&scratch)?
    );
    let wants = |what: &str| order.what == what || order.what == "all";
    if wants("reading") {
        reading::run()?;
    }
    if wants("seals") {
        seals::run(&scratch, order.postgres)?;
    }
    if wants("start") {
        start::run(&scratch)?;
    }
    if wants("pages") || wants("totals") || wants("told") || wants("django") || wants("statements") {
        let union = Union::sqlite(&scratch, order.data.as_deref())?;
        println!("SQLite: {}", union.told);
        measure(&union, &wants, &order)?;
        if wants("django") {
            django::run(&union, &scratch, order.round)?;
        }
    }
    by_name(&order, &scratch)?;
    if order.postgres && (wants("pages") || wants("totals") || wants("told")) {
        let union = Union::postgres()?;
        println!("PostgreSQL: {}", union.told);
        measure(&union, &wants, &order)?;
    }
    let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!(
        "at the end: load {}; fsync a second {:.0}",
        busy.trim(),
        fsyncs(&scratch)?
    );
    Ok(())
}

/// What is measured only when it is asked for by its name.
fn by_name(order: &Order, scratch: &Path) -> Res<()> {
    if order.what == "import" {
        import::run(scratch, order.rows)?;
    }
    if order.what == "rounds" {
        rounds::run(scratch, false)?;
        if order.postgres {
            rounds::run(scratch, true)?;
        }
    }
    if order.what == "signups" {
        signups::run(scratch, false)?;
        if order.postgres {
            signups::run(scratch, true)?;
        }
    }
    // asked for by name only: it takes minutes and a gigabyte
    if order.what == "province" {
        println!("SQLite");
        province::run(scratch, false, order.round)?;
        if order.postgres {
            println!("PostgreSQL");
            province::run(scratch, true, order.round)?;
        }
    }
    Ok(())
}

fn measure(union: &Union, wants: &impl Fn(&str) -> bool, order: &Order) -> Res<()> {
    if wants("totals") {
        totals::run(union)?;
    }
    if order.what == "statements" {
        pages::statements(union, order.page.as_deref())?;
    }
    if wants("pages") {
        pages::run(union, order.page.as_deref(), order.round)?;
    }
    // last: it drafts the summary anew, which the pages show
    if wants("told") {
        told::run(union)?;
    }
    Ok(())
}

fn read_order() -> Res<Order> {
    let mut order = Order {
        what: "all".to_owned(),
        postgres: false,
        round: Duration::from_secs(5),
        page: None,
        data: None,
        rows: 1_000_000,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "pages" | "statements" | "totals" | "told" | "start" | "reading" | "seals" | "django" | "province"
            | "import" | "rounds" | "signups" | "all" => order.what = word,
            "--postgres" => order.postgres = true,
            "--page" => order.page = words.next(),
            "--rows" => order.rows = words.next().ok_or("--rows 1000000")?.parse()?,
            "--seconds" => order.round = Duration::from_secs(words.next().ok_or("--seconds 5")?.parse()?),
            "--data" => order.data = Some(std::path::absolute(words.next().ok_or("--data FOLDER")?)?),
            _ => {
                return Err(
                    "bench [pages|statements|totals|told|start|reading|seals|django|province|import|rounds|signups|all] [--postgres] [--page NAME] [--seconds N] [--rows N] [--data FOLDER]"
                        .into(),
                );
            }
        }
    }
    Ok(order)
}

/// Tells a line.
pub fn say(line: &str) {
    println!("{line}");
}

/// A folder on the build's own disk: databases in memory would flatter.
fn scratch() -> Res<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program
        .parent()
        .ok_or("the program lies in no folder")?
        .join("bench-data");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A program built beside this one.
pub fn beside(name: &str) -> Res<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().ok_or("the program lies in no folder")?;
    let found = [folder.join(name), folder.join("examples").join(name)];
    let missing = || format!("{name} is not built; see bench/README.md, how to run").into();
    found.into_iter().find(|path| path.is_file()).ok_or_else(missing)
}

/// How often a second this disk takes 4 KiB for good.
fn fsyncs(folder: &Path) -> Res<f64> {
    let mut file = tempfile::tempfile_in(folder)?;
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        done += 1;
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
