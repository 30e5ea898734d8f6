//! Django's admin beside: its list of 100 rows out of 100,000, asked by the same client. See bench/django/.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    Res,
    client::Connection,
    data::Union,
    load,
    pages::Served,
    say,
    start::{Running, first_answer, free_port},
};

/// Measures and prints; says what is missing if Django is not installed.
pub fn run(union: &Union, scratch: &Path, round: Duration) -> Res<()> {
    let project = PathBuf::from("bench/django");
    let python = scratch.join("venv/bin/python");
    if !python.is_file() {
        say("Django: not installed; see bench/README.md");
        return Ok(());
    }
    // Not in memory: both databases lie on the same disk.
    let data = scratch.join("django.sqlite");
    let made = Command::new(&python)
        .arg("listed.py")
        .current_dir(&project)
        .env("BENCH_DATA", &data)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let cookie = format!("sessionid={}", String::from_utf8(made.stdout)?.trim());
    let at = free_port()?;
    let _running = Running::start(
        Command::new(&python)
            .args([
                "-m",
                "gunicorn",
                "--workers",
                "2",
                "--worker-class",
                "gthread",
                "--threads",
                "8",
            ])
            .args(["--keep-alive", "60", "--bind", &at.to_string(), "listed:application"])
            .current_dir(&project)
            .env("BENCH_DATA", &data)
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    )?;
    let list = "/admin/roll/member/";
    first_answer(at, list, &cookie)?;
    let length = Connection::new(at, &cookie).get(list)?.length;
    let theirs = load::pages(at, list, &cookie, round, false)?;
    say(&format!(
        "Django admin, 100 rows of 100,000: {:.1} a second of {} KiB, p99 {:.0} ms",
        theirs.rate(),
        length.div_ceil(1024),
        theirs.within(990)
    ));
    let served = Served::start(union)?;
    for path in ["/members", "/tasks"] {
        let length = Connection::new(served.at, &union.cookie).get(path)?.length;
        let ours = load::pages(served.at, path, &union.cookie, round, false)?;
        say(&format!(
            "  {path}: {:.0} a second of {} KiB, p99 {:.1} ms: {:.0} times (≥ 100)",
            ours.rate(),
            length.div_ceil(1024),
            ours.within(990),
            ours.rate() / theirs.rate()
        ));
    }
    Ok(())
}
