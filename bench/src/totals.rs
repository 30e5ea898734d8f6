//! The year's totals by measure and month, beside the same statement in a bare loop of rusqlite.

use std::{process::Command, time::Instant};

use facts::{Span, register::store::by_month};

use crate::{Res, bare, beside, data::Union, say};

const ROUNDS: usize = 7;

/// Measures and prints.
pub fn run(union: &Union) -> Res<()> {
    let span = Span::year(union.today().year())?;
    let (mut real, mut plain, mut outside) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    // In turn, so that what else the machine does falls on all alike.
    for _ in 0..ROUNDS {
        let start = Instant::now();
        rows = union.store.read(|r| by_month(r, union.id, span))?.len();
        real.push(start.elapsed().as_secs_f64() * 1000.0);
        let start = Instant::now();
        union.store.read(|r| bare::by_month(r, union, span))?;
        plain.push(start.elapsed().as_secs_f64() * 1000.0);
        if union.folder.is_some() {
            outside.push(self::outside(union, span)?);
        }
    }
    let (real, plain) = (median(real), median(plain));
    say(&format!(
        "totals of the year, {rows} rows: {real:.2} ms; added up fact by fact through the store {plain:.1} ms, ratio {:.3}",
        real / plain
    ));
    if !outside.is_empty() {
        let outside = median(outside);
        say(&format!(
            "  added up fact by fact by bare rusqlite {outside:.1} ms, ratio {:.3} (≤ 1.2)",
            real / outside
        ));
    }
    Ok(())
}

/// The middle one of some times.
pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The year added up fact by fact by what nothing beats, in milliseconds: on SQLite the example `bare` of the store, the
/// second of two runs on one connection; on PostgreSQL the statement alone.
pub fn outside(union: &Union, span: Span) -> Res<f64> {
    let Some(folder) = &union.folder else {
        let start = Instant::now();
        union.store.read(|r| bare::by_month(r, union, span))?;
        return Ok(start.elapsed().as_secs_f64() * 1000.0);
    };
    let file = folder.join("zhijia.sqlite");
    let id: String = union.id.bytes().iter().map(|b| format!("{b:02x}")).collect();
    let text = bare::BY_MONTH.text().replace("$1", &format!("x'{id}'"));
    let text = text
        .replace("$2", &format!("'{}'", span.from))
        .replace("$3", &format!("'{}'", span.until));
    let out = Command::new(beside("bare")?).arg(file).arg(text).output()?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned().into());
    }
    Ok(String::from_utf8(out.stdout)?.trim().parse()?)
}
