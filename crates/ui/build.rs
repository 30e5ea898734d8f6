//! Embeds every word file found under `locales/`, so that a system adds its words by adding a file.

use std::{env, fmt::Write as _, fs, io, path::Path};

#[expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts through the environment"
)]
fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let locales = Path::new(&root).join("../../locales");
    let mut list = String::from("&[\n");
    for lang in ["zh-Hans", "en"] {
        let dir = locales.join(lang);
        println!("cargo::rerun-if-changed={}", dir.display());
        let mut files: Vec<_> = fs::read_dir(&dir)?.collect::<io::Result<Vec<_>>>()?;
        files.sort_by_key(fs::DirEntry::path);
        for file in files
            .into_iter()
            .map(|f| f.path())
            .filter(|f| f.extension().is_some_and(|e| e == "toml"))
        {
            println!("cargo::rerun-if-changed={}", file.display());
            let system = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
            let full = fs::canonicalize(&file)?;
            writeln!(list, "    ({lang:?}, {system:?}, include_str!({full:?})),").map_err(io::Error::other)?;
        }
    }
    list.push(']');
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("words.rs"), list)
}
