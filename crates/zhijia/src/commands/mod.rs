//! The commands, one file a theme.

use kernel::Clock;
use store::Store;

use crate::{
    config::{Config, Serving, Where},
    roof,
};

pub mod import;
pub mod keep;
pub mod keys;
pub mod moving;
pub mod read;
pub mod serve;
pub mod simulate;
pub mod summary;
pub mod user;

/// Opens the store, brings the schema up to date, declares the measures.
pub(crate) fn open(place: &Where) -> Result<(Store, Clock), String> {
    let config = Config::gather(place, &Serving::default())?;
    open_at(&config)
}

pub(crate) fn open_at(config: &Config) -> Result<(Store, Clock), String> {
    open_with(config, config.options())
}

pub(crate) fn open_with(config: &Config, options: store::Options) -> Result<(Store, Clock), String> {
    let clock = Clock::system();
    let store = Store::open(&config.place, options).map_err(|e| trouble(&e))?;
    store
        .migrate(&roof::migrations(), clock.now())
        .map_err(|e| trouble(&e))?;
    store.write(roof::declare).map_err(|e| trouble(&e))?;
    Ok((store, clock))
}

/// A store's error as a sentence that says what to do next.
pub(crate) fn trouble(error: &store::Error) -> String {
    let next = match error {
        store::Error::Gone(_) => {
            "请检查数据库地址、网络和数据库是否在运行。Check the address, the network and that the database runs."
        }
        store::Error::Full => "磁盘满了，请腾出空间。The disk is full: make room.",
        store::Error::Newer { .. } => {
            "数据库比本程序新，请换用新版程序。The database is newer than this program: use the newer one."
        }
        store::Error::NotEmpty(_) => {
            "里面已有数据，没有动它；请换一个空的文件夹或数据库。It holds data and was left alone: use an empty folder or database."
        }
        store::Error::Damaged(_) => "备份文件不完整，请换一份备份。The backup is not whole: use another.",
        store::Error::Key(trouble) => keys::what_next(trouble),
        _ => "",
    };
    format!("{error}\n{next}").trim_end().to_owned()
}

/// The union of a name; the only one if none is named.
pub(crate) fn union_named(unions: &[(kernel::UnionId, String)], name: Option<&str>) -> Result<kernel::UnionId, String> {
    let names = || unions.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join("、");
    match (name, unions) {
        (None, [(only, _)]) => Ok(*only),
        (Some(name), all) => all.iter().find(|(_, n)| n == name).map(|(id, _)| *id).ok_or_else(|| {
            format!(
                "没有叫“{name}”的工会 / no union of this name; 有 / there are: {}",
                names()
            )
        }),
        (None, _) => Err(format!("请用 --union 指明工会 / say which union: {}", names())),
    }
}
