//! Embeds every word file found under `locales/`, so that a system adds its words by adding a file. They are read here,
//! at build time: a file that is not TOML stops the build, and the program starts without reading any.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]
fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let locales = Path::new(&root).join("../../locales");
    let mut out = String::new();
    for (name, lang) in [("ZH_TEXTS", "zh-Hans"), ("EN_TEXTS", "en")] {
        let texts = texts(&locales.join(lang))?;
        writeln!(out, "static {name}: [(&str, &str); {}] = {texts:?};", texts.len()).map_err(io::Error::other)?;
    }
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("words.rs"), out)
}

/// All keys and texts of one language, in order of keys.
fn texts(dir: &Path) -> io::Result<Vec<(String, String)>> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut all = BTreeMap::new();
    let files = fs::read_dir(dir)?.map(|f| f.map(|f| f.path()));
    for file in files.collect::<io::Result<Vec<PathBuf>>>()? {
        if file.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", file.display());
        let system = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let table: toml::Table = fs::read_to_string(&file)?
            .parse()
            .map_err(|why| io::Error::other(format!("{}: {why}", file.display())))?;
        flatten(system, &toml::Value::Table(table), &mut all);
    }
    Ok(all.into_iter().collect())
}

fn flatten(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table {
                flatten(&format!("{prefix}.{key}"), inner, out);
            }
        }
        toml::Value::String(text) => {
            out.insert(prefix.to_owned(), text.clone());
        }
        other => {
            out.insert(prefix.to_owned(), other.to_string());
        }
    }
}
