//! `zhijia import`: a very large roster into the register of members.

use std::{
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use organisation::roster::{
    direct::{self, Failed, Order},
    trouble::KnownHow,
};
use papers::book::{self, Book, Sheet};

use super::{open_with, trouble};
use crate::{
    cli::Import,
    config::{Config, Serving, Where},
    say,
};

/// Pages kept in memory: an import touches many leaves of many indexes again and again.
const CACHE_KIB: u32 = 96 << 10;
/// How often it tells how far it is.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Takes the file in, writes what is given back, prints the counts.
pub fn import(place: &Where, asked: &Import) -> Result<ExitCode, String> {
    let known = KnownHow::FOR_ALL.into_iter().find(|how| how.key() == asked.known);
    let order = Order {
        known: known.ok_or("--known: fill, take, skip, back")?,
        joined: asked.joined,
        blocks: direct::BLOCKS,
    };
    let config = Config::gather(place, &Serving::default())?;
    let options = store::Options {
        writer_cache_kib: CACHE_KIB,
        ..config.options()
    };
    let (store, clock) = open_with(&config, options)?;
    let unions = store.read(org::all_unions).map_err(|e| trouble(&e))?;
    let union = super::union_named(&unions, asked.union.as_deref())?;
    let (begun, mut last) = (Instant::now(), Instant::now());
    let outcome = direct::import((&store, &clock), union, &asked.file, &order, &mut |done, all| {
        if last.elapsed() >= TELL_EVERY {
            last = Instant::now();
            say::line(format!("  {done}/{all} …"));
        }
    });
    let outcome = outcome.map_err(|failed| sentence(&failed))?;
    let sums = outcome.sums;
    say::line(format!(
        "新登记 {}，更新 {}，不用登记 {}，退回 {}，{:.1} 秒 / added, updated, left out, given back",
        sums.added,
        sums.updated,
        sums.skipped,
        sums.back,
        begun.elapsed().as_secs_f64()
    ));
    match &asked.returned {
        Some(path) if !outcome.back.rows.is_empty() => write(path, outcome.back)?,
        _ => {}
    }
    // a bulk load leaves the database without a view of its tables
    store.count_anew().map_err(|e| trouble(&e))?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, sheet: Sheet) -> Result<(), String> {
    let csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let bytes = if csv {
        book::to_csv(&sheet)
    } else {
        let mut book = Book::new();
        book.sheet(sheet);
        book.to_bytes()
    };
    let bytes = bytes.map_err(|e| e.to_string())?;
    std::fs::write(path, bytes).map_err(|e| format!("没有写成 / not written: {}: {e}", path.display()))?;
    say::line(format!("退回表 / returned: {}", path.display()));
    Ok(())
}

fn sentence(failed: &Failed) -> String {
    match failed {
        Failed::Unread(unread) => {
            let (key, place, value) = unread.told();
            let word = ui::words::find(kernel::Lang::Zh, &key).unwrap_or_default();
            ui::words::fill(word, &[(place, &value)])
        }
        Failed::NoName => "没有认出哪一列是姓名，请在网页导入时指明 / no column is a name".to_owned(),
        Failed::Stopped(why) => why.clone(),
    }
}
