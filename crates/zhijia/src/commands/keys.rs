//! `zhijia keys`: the keys that sealed values are under, for the one who runs the machine.

use std::process::ExitCode;

use kernel::{Clock, Instant};
use store::{
    Store,
    secret::{KeyKind, KeyOf, KeyStatus, KeyTrouble, Reseal, Step},
};

use super::{open, trouble};
use crate::{
    cli::Keys,
    config::{Config, Serving, Where},
    roof, say,
};

/// Shows, changes or replaces the keys.
pub fn keys(place: &Where, what: &Keys) -> Result<ExitCode, String> {
    if let Keys::Replace { lost } = what {
        return replace(place, *lost);
    }
    let (store, clock) = open(place)?;
    match what {
        Keys::Show => show(&store)?,
        Keys::Rotate => rotate(&store, &clock)?,
        Keys::Reseal => reseal(&store)?,
        Keys::Forget { number } => {
            let at = clock.now();
            store
                .forget_key(*number, &roof::sealed(), at)
                .map_err(|e| trouble(&e))?;
            say::line(format!("密钥 {number} 已删除 / key {number} is out of the file"));
        }
        Keys::Replace { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn show(store: &Store) -> Result<(), String> {
    if let Some(file) = store.keyring().file() {
        say::line(format!("密钥文件 / key file  {}", file.display()));
    }
    let sealed = store.sealed_values(&roof::sealed()).map_err(|e| trouble(&e))?;
    for key in store.keys().map_err(|e| trouble(&e))? {
        say::line(line(&key));
        let under = sealed
            .iter()
            .filter(|used| key.kind == KeyKind::Seal && used.number == key.number);
        for used in under {
            say::line(format!(
                "    {}.{}  {}",
                used.sealed.table, used.sealed.column, used.values
            ));
        }
    }
    Ok(())
}

fn line(key: &KeyOf) -> String {
    let kind = match key.kind {
        KeyKind::Root => "根密钥 root",
        KeyKind::Seal => "密钥   seal",
    };
    let status = match key.status {
        KeyStatus::Held => "",
        KeyStatus::Forgotten => "  已删除 taken out",
        KeyStatus::Lost => "  已遗失 lost",
    };
    let since = Instant::from_millis(key.since).day();
    format!("{kind} {}  {}  {since}{status}", key.number, key.fingerprint)
}

fn rotate(store: &Store, clock: &Clock) -> Result<(), String> {
    let number = store.add_key(clock.now()).map_err(|e| trouble(&e))?;
    say::line(format!(
        "新密钥 {number} 已写入密钥文件，请重新保管一份副本。\nKey {number} is in the key file: keep a new copy of it."
    ));
    reseal(store)
}

/// Brings everything under the newest key, telling now and then how far it is.
fn reseal(store: &Store) -> Result<(), String> {
    const TELL_EVERY: u64 = 50_000;
    let mut way = Reseal::new(&roof::sealed());
    let mut told = 0;
    while way.step(store).map_err(|e| trouble(&e))? == Step::More {
        if way.resealed() >= told + TELL_EVERY {
            told = way.resealed();
            say::line(format!("已改用新密钥 {told} 项…… / {told} values so far …"));
        }
    }
    say::line(format!(
        "共有 {} 项改用新密钥 / values brought under the newest key",
        way.resealed()
    ));
    if way.closed() > 0 {
        say::line(format!(
            "有 {} 项打不开（密钥遗失或内容被改），保持原样 / values that do not open stay as they are",
            way.closed()
        ));
    }
    Ok(())
}

fn replace(place: &Where, lost: bool) -> Result<ExitCode, String> {
    if !lost {
        return Err(
            "请先找一找：备份、旧机器、保管副本的人。确实找不回来，再加上 --lost。\n\
             Look for it first: copies, the old machine. If it is gone for good, say --lost."
                .to_owned(),
        );
    }
    let config = Config::gather(place, &Serving::default())?;
    let store = Store::open(&config.place, config.options()).map_err(|e| trouble(&e))?;
    let known = store
        .give_up_lost_keys(Clock::system().now())
        .map_err(|e| trouble(&e))?;
    for key in known {
        say::line(line(&key));
    }
    say::line(format!(
        "新密钥在 {}，请另存一份。用遗失的密钥加密的内容要重新录入。\n\
         New keys are in that file: keep a copy. What was sealed under the lost ones has to be entered again.",
        config.key_file.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// What the operator does about trouble with the keys.
pub(crate) fn what_next(trouble: &KeyTrouble) -> &'static str {
    match trouble {
        KeyTrouble::Unnamed => "请用 --key-file 指定密钥文件。Name the key file with --key-file.",
        KeyTrouble::Missing(_) => {
            "请把原来的密钥文件放回这里，或用 --key-file 指定；确实遗失了，用 zhijia keys replace --lost。\n\
             Put the key file back there, or name it with --key-file. If it is lost for good: zhijia keys replace --lost"
        }
        KeyTrouble::Foreign(_) => {
            "这是另一套系统的密钥文件。请换成本系统的那一份，不要删掉这一份。\n\
             Put this installation's own key file in its place; keep the other one where it belongs."
        }
        KeyTrouble::Lacks { .. } => {
            "这是旧的副本，请用换密钥以后保管的那一份；确实遗失了，用 zhijia keys replace --lost。\n\
             It is an old copy: use the one from after the key was changed. If that is lost: zhijia keys replace --lost"
        }
        KeyTrouble::Unreadable { .. } => "请用保管的副本换下它。Put a good copy in its place.",
        KeyTrouble::Exposed(_) => {
            "只应本人可读，请运行 chmod 600 加上这个文件名，再想一想谁可能看过它。\n\
             Only its owner may read it: chmod 600, and consider who may have seen it."
        }
        KeyTrouble::NotGenuine { .. } => "请运行 zhijia verify，并查看备份。Run `zhijia verify` and look at backups.",
        KeyTrouble::InUse(_) => {
            "这把密钥还在用，或替换它还不到一小时。先运行 zhijia keys reseal，稍后再试。\n\
             It is still used, or was replaced less than an hour ago. Run `zhijia keys reseal` and try later."
        }
        KeyTrouble::NoneMissing => "密钥都在，不用替换。All keys are there; nothing was changed.",
    }
}
