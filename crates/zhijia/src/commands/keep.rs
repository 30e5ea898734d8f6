//! Keeping: verify, backup, restore.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufReader, BufWriter, Write},
    path::Path,
    process::ExitCode,
};

use kernel::UnionId;
use store::Store;

use super::{open, trouble};
use crate::{
    config::{Config, Serving, Where},
    roof, say,
};

/// Re-derives every union's log and register; names each difference; fails if there is any.
pub fn verify(place: &Where, json: bool) -> Result<ExitCode, String> {
    let (store, _) = open(place)?;
    let reports = reports(&store).map_err(|e| trouble(&e))?;
    let sound = reports.iter().all(|(_, r)| r.differences.is_empty());
    for (union, report) in &reports {
        if json {
            let line = serde_json::json!({ "union": union.to_string(), "report": report });
            say::line(line);
            continue;
        }
        say::line(format!(
            "{union}  批 seals {}  已封 sealed {}  未封 unsealed {}  事实 facts {}  {}",
            report.seals, report.sealed, report.unsealed, report.facts, report.head
        ));
        for d in &report.differences {
            say::line(format!("  不符 differs: {} {}: {}", d.table, d.id, d.what));
        }
    }
    if !json {
        say::line(if sound {
            "核验通过，没有不符。Verified: no differences."
        } else {
            "核验未通过。Not as the log says."
        });
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What verify finds, union by union, at one moment.
pub(super) fn reports(store: &Store) -> Result<Vec<(UnionId, facts::verify::Report)>, store::Error> {
    let checks = roof::checks();
    store.read(|read| {
        let unions = facts::verify::unions(read)?.into_iter();
        let each = unions.map(|union| Ok((union, facts::verify::union(read, union, &checks)?)));
        each.collect()
    })
}

/// Backs up into a new file; an interrupted backup leaves none.
pub fn backup(place: &Where, file: &Path) -> Result<ExitCode, String> {
    let (store, _) = open(place)?;
    let failed = |what: &dyn std::fmt::Display| format!("备份没有写成 / the backup was not written: {what}");
    let part = file.with_extension("part");
    if file.exists() {
        return Err(failed(&format!(
            "{} 已存在，请换个名字 / exists already",
            file.display()
        )));
    }
    let out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&part)
        .map_err(|e| failed(&format!("{}: {e}", part.display())))?;
    let mut out = BufWriter::new(out);
    let written = store
        .backup(&mut out, &mut std::iter::empty())
        .map_err(|e| trouble(&e))
        .and_then(|contents| {
            out.flush()
                .and_then(|()| out.get_ref().sync_all())
                .map_err(|e| failed(&e))?;
            fs::rename(&part, file).map_err(|e| failed(&e))?;
            Ok(contents)
        });
    let contents = written.inspect_err(|_| {
        // The half-written file is of no use to anybody.
        let _ = fs::remove_file(&part);
    })?;
    let rows: u64 = contents.tables.iter().map(|t| t.rows).sum();
    say::line(format!(
        "已备份 {} 张表、{rows} 行到 {} / backed up",
        contents.tables.len(),
        file.display()
    ));
    if let Some(keys) = store.keyring().file() {
        say::line(format!(
            "密钥不在备份里。请把 {} 另存一份，与备份分开放：没有它，恢复以后加密的内容读不出来。\n\
             The keys are not in the backup. Keep a copy of that file apart from it: without them, what is sealed stays closed.",
            keys.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Restores into an empty database of either kind.
pub fn restore(place: &Where, file: &Path) -> Result<ExitCode, String> {
    let config = Config::gather(place, &Serving::default())?;
    let store = Store::open(&config.place, config.options()).map_err(|e| trouble(&e))?;
    let input = File::open(file).map_err(|e| format!("读不了 / cannot read {}: {e}", file.display()))?;
    let contents = restored(&store, &mut BufReader::new(input)).map_err(|e| trouble(&e))?;
    let rows: u64 = contents.tables.iter().map(|t| t.rows).sum();
    say::line(format!("已恢复 {} 张表、{rows} 行 / restored", contents.tables.len()));
    if contents.tables.iter().any(|t| t.table == "store_key" && t.rows > 0) && !config.key_file.exists() {
        say::line(format!(
            "启动以前，请把原来那台机器的密钥文件放到 {}。\nBefore it is started, put the key file of the old machine there.",
            config.key_file.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn restored(store: &Store, input: &mut BufReader<File>) -> Result<store::backup::Contents, store::Error> {
    let mut none = |name: &str, _: &mut dyn std::io::Read| -> Result<(), store::Error> {
        Err(store::Error::Damaged(format!(
            "it holds a paper outside the tables: {name}"
        )))
    };
    store.restore(input, &roof::migrations(), &mut none)
}
