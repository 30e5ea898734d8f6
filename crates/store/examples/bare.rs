//! A statement without the store: how long bare rusqlite takes for it, in milliseconds, the second time.
//!
//! `cargo run --release -p store --example bare -- FILE 'SELECT …'`
//!
//! The connection is set as the store sets those that read. Every column is read, as a mapped row reads it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement talks to its terminal"
)]

use std::{hint::black_box, time::Instant};

use rusqlite::{Connection, types::Value};

fn main() {
    let mut words = std::env::args().skip(1);
    let (file, text) = (words.next().unwrap(), words.next().unwrap());
    let db = Connection::open(file).unwrap();
    db.execute_batch(
        "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456; PRAGMA query_only = ON;",
    )
    .unwrap();
    let mut statement = db.prepare(&text).unwrap();
    let columns = statement.column_count();
    let mut took = 0.0;
    for _ in 0..2 {
        let start = Instant::now();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                black_box(row.get::<_, Value>(column).unwrap());
            }
        }
        took = start.elapsed().as_secs_f64() * 1000.0;
    }
    println!("{took}");
}
