//! What reading costs: the labelled seed texts in a process that has read nothing yet, and long texts whose cost must
//! grow in step with their length.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use crate::{Res, say};

/// Fresh processes; the median and the least count.
const ROUNDS: usize = 21;
/// Wanted of the five seeds together, from the first line of the first to the last of the last.
const WANTED: Duration = Duration::from_millis(50);
const MEGABYTE: usize = 1 << 20;

/// Measures and prints.
pub fn run() -> Res<()> {
    let texts = texts()?;
    let program = std::env::current_exe()?;
    let mut first: Vec<Duration> = Vec::new();
    for _ in 0..ROUNDS {
        let answer = Command::new(&program).arg("first-reading").output()?;
        let micros: u64 = String::from_utf8(answer.stdout)?.trim().parse()?;
        first.push(Duration::from_micros(micros));
    }
    first.sort();
    let (least, median) = (first.first(), first.get(ROUNDS / 2));
    let bytes: usize = texts.iter().map(String::len).sum();
    let met = median.is_some_and(|m| *m <= WANTED);
    say(&format!(
        "reading: five seeds, {bytes} bytes, in a fresh process: median {median:?}, least {least:?}, wanted {WANTED:?}: {met}"
    ));
    let warm = (0..5).map(|_| whole(&texts)).min();
    say(&format!("reading: the same again in one process: {warm:?}"));
    in_step("prose", &texts.concat());
    in_step("one line", &texts.concat().replace('\n', ""));
    for unit in [
        "1、",
        "三月：",
        "3月8日至10日年",
        "12月至",
        "慰问10人，",
        "\n| 三月 | 召开 |",
    ] {
        in_step(&format!("{unit:?} again and again"), unit);
    }
    Ok(())
}

/// Reads the seeds once and prints the microseconds: what a fresh process is asked to do.
pub fn first() -> Res<()> {
    say(&whole(&texts()?).as_micros().to_string());
    Ok(())
}

fn whole(texts: &[String]) -> Duration {
    let start = Instant::now();
    for text in texts {
        std::hint::black_box(::reading::read(text));
    }
    start.elapsed()
}

/// Prints the cost of one, two, four and ten megabytes, each beside the one before.
fn in_step(name: &str, unit: &str) {
    let mut line = format!("reading {name}:");
    let mut before: Option<f64> = None;
    for megabytes in [1, 2, 4, 10] {
        let text = unit.repeat(megabytes * MEGABYTE / unit.len());
        let cost = (0..2)
            .map(|_| whole(std::slice::from_ref(&text)))
            .min()
            .unwrap_or_default();
        let each = cost.as_secs_f64() * 1000.0 / f64::from(u32::try_from(megabytes).unwrap_or(1));
        let ratio = before.map_or(1.0, |b| each / b);
        line.push_str(&format!(" {megabytes} MB {each:.0} ms/MB (×{ratio:.2})"));
        before = Some(each);
    }
    say(&line);
}

/// The seeds, from the labels beside the reader.
fn texts() -> Res<Vec<String>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reading/labels");
    let names = ["000", "001", "002", "003", "004"];
    let read = |name: &&str| std::fs::read_to_string(folder.join(format!("{name}.txt")));
    Ok(names.iter().map(read).collect::<Result<_, _>>()?)
}
