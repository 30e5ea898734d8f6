//! The trial behind docs/decisions/0001-blocking-core.md: is a blocking core behind an async edge enough?
//!
//! `cargo run --release -p store --example trial [rates|http] [seconds a round]`
//!
//! `rates`: durable acts a second, beside bare rusqlite loops and pgbench with the same statements. `http`: a server
//! with 1,000 members who each act once within a minute, while 64 readers read all the time.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement talks to its terminal"
)]

mod act;
mod http;
mod rates;

use std::{
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

fn main() {
    let mut words = std::env::args().skip(1);
    let what = words.next().unwrap_or_default();
    let seconds = words.next().and_then(|s| s.parse().ok()).unwrap_or(4);
    let folder = std::env::current_dir().unwrap().join("target");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "cores {cores}; members {}; votes already cast {}",
        act::MEMBERS,
        act::CAST
    );
    println!("fsync a second: {:.0}", fsyncs(&folder));
    if what != "http" {
        rates::run(&folder, Duration::from_secs(seconds));
    }
    if what != "rates" {
        http::run(&folder, Duration::from_secs(seconds.max(4) * 15));
    }
    println!("fsync a second, at the end: {:.0}", fsyncs(&folder));
}

/// How often a second this disk takes 4 KiB for good.
fn fsyncs(folder: &Path) -> f64 {
    let mut file = tempfile::tempfile_in(folder).unwrap();
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(2) {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        done += 1;
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}
