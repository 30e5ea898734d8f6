//! `zhijia migrate-to`: from one file to PostgreSQL, or from one server to another. `zhijia distribution`: from there to many.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use kernel::Clock;
use store::{Options, Place, Store, backup::Progress};

use super::{keep, open_at, trouble};
use crate::{
    config::{Config, Serving, Where},
    roof, say,
};

/// A note in the data folder that they live elsewhere now.
const MOVED: &str = "zhijia.moved";
/// How often a long table tells how far it is.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Moves everything into an empty PostgreSQL and compares what verify finds on both sides.
pub fn migrate_to(place: &Where, url: String) -> Result<ExitCode, String> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(format!(
            "目标要写成 postgres://用户:密码@主机/数据库，不是 {url}\nThe target is an address such as postgres://user:password@host/database."
        ));
    }
    let config = Config::gather(place, &Serving::default())?;
    still_here(&config.place)?;
    let target = Place::Url(url);
    let (from, clock) = open_at(&config)?;
    let to = Store::open(&target, config.options()).map_err(|e| trouble(&e))?;
    say::line(format!("从 {} 搬到 {target} / moving", config.place));
    let mut teller = Teller::default();
    let moved = from
        .move_to(&to, &roof::migrations(), &mut |progress| teller.hear(&progress))
        .map_err(|e| format!("没有搬，目标里什么都没有留下 / nothing was moved: {}", trouble(&e)))?;
    let rows: u64 = moved.tables.iter().map(|t| t.rows).sum();
    say::line(format!(
        "{} 张表、{rows} 行已写入并读回核对 / written and read back",
        moved.tables.len()
    ));
    if !same(&from, &to)? {
        say::trouble(
            "两边核验的结果不一样：搬的时候还有人在用原来的数据。请停止服务，清空目标数据库，再搬一次；原来的数据没有动。\n\
             The two sides differ: the old data were in use meanwhile. Stop the service, empty the target, move again.",
        );
        return Ok(ExitCode::FAILURE);
    }
    leave_note(&config.place, &target, &clock)?;
    let keys = config.key_file.display();
    say::line(format!(
        "已搬完。密钥文件没有搬，请一起带走。今后这样启动：zhijia serve --database-url <上面的地址> --key-file {keys}\n\
         Moved. The key file was not: take it along. From now on: zhijia serve --database-url <that address> --key-file {keys}"
    ));
    Ok(ExitCode::SUCCESS)
}

/// Whether verify finds the same on both sides: seals, heads, facts and, if there are any, differences.
fn same(from: &Store, to: &Store) -> Result<bool, String> {
    let there = keep::reports(to).map_err(|e| trouble(&e))?;
    let here = keep::reports(from).map_err(|e| trouble(&e))?;
    let differences: usize = there.iter().map(|(_, report)| report.differences.len()).sum();
    let facts: i64 = there.iter().map(|(_, report)| report.facts).sum();
    say::line(format!("核验 {} 个工会、{facts} 条事实 / verified", there.len()));
    if let [(_, only)] = there.as_slice() {
        say::line(format!("封存码 head: {}", only.head));
    }
    if differences > 0 {
        say::line(format!(
            "有 {differences} 处不符，搬之前就有；用 zhijia verify 看 / differences, as before the move"
        ));
    }
    Ok(here == there)
}

/// Tells at most one line every two seconds, and one for each table with rows.
#[derive(Default)]
struct Teller(Option<Instant>);

impl Teller {
    fn hear(&mut self, p: &Progress<'_>) {
        let due = self.0.is_none_or(|last| last.elapsed() >= TELL_EVERY);
        if p.complete && p.rows > 0 || due && !p.complete {
            self.0 = Some(Instant::now());
            let end = if p.complete { "" } else { " …" };
            say::line(format!("  {}/{}  {}  {}{end}", p.number, p.of, p.table, p.rows));
        }
    }
}

/// The old folder says where its data went, so that no start by habit writes into it.
fn leave_note(old: &Place, new: &Place, clock: &Clock) -> Result<(), String> {
    let Some(note) = note_of(old) else { return Ok(()) };
    let text = format!("{}  →  {new}\n", clock.today());
    fs::write(&note, text).map_err(|e| format!("已搬完，但写不了 / moved, but cannot write {}: {e}", note.display()))
}

fn note_of(place: &Place) -> Option<PathBuf> {
    match place {
        Place::Folder(folder) => Some(folder.join(MOVED)),
        Place::Url(_) => None,
    }
}

/// Refuses to go on with data that were moved away.
///
/// # Errors
/// A sentence that says where they went, and what to do if these are wanted all the same.
pub fn still_here(place: &Place) -> Result<(), String> {
    let note = note_of(place).filter(|note| Path::exists(note));
    note.map_or(Ok(()), |note| {
        let told = fs::read_to_string(&note).unwrap_or_default();
        Err(format!(
            "这里的数据已经搬走 / these data were moved away:\n  {}\n请用新的地址启动；确实要回到这里，先删除 {note}（搬走以后新记的不在这里）。\n\
             Start with the new address. To return to these all the same, remove {note}; what was recorded since is not here.",
            told.trim(),
            note = note.display()
        ))
    })
}

/// Prints how the tables lie on many machines.
pub fn distribution() -> Result<ExitCode, String> {
    let folder = tempfile::tempdir().map_err(|e| format!("没有临时文件夹 / no folder to be had: {e}"))?;
    let place = Place::Folder(folder.path().to_owned());
    let text = Store::open(&place, Options::default()).and_then(|store| {
        store.migrate(&roof::migrations(), Clock::system().now())?;
        store::distribution(&store, &roof::house_tables())
    });
    say::line(text.map_err(|e| trouble(&e))?.trim_end());
    Ok(ExitCode::SUCCESS)
}
