//! The house test of words: what is missing, what differs between the languages, what nobody uses.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use kernel::Lang;

use super::{all, find, places};

/// One thing wrong with the words, in a line that names file or key.
pub type Complaint = String;

/// The calls whose first text argument is a key.
const CALLS: [&str; 13] = [
    "t(", "t1(", "t2(", "tn(", "tf(", "word(", "fact(", "long(", "hint(", "example(", "empty(", "table(", "_close(",
];
/// The calls that take a key after another argument.
const LATER: [&str; 10] = [
    "field(",
    "Col::text(",
    "Col::number(",
    "Col::day(",
    "button(",
    "_link(",
    "confirm(",
    "empty_first(",
    "also(",
    "door(",
];

/// Keys that one language lacks, places that differ between the languages, and
/// keys that code or templates under `root/crates` ask for by name and no language has.
///
/// # Errors
/// When the sources cannot be read.
pub fn missing(root: &Path) -> io::Result<Vec<Complaint>> {
    let mut wrong: Vec<Complaint> = Vec::new();
    let (zh, en) = (all(Lang::Zh), all(Lang::En));
    for (key, text) in &zh {
        match en.get(key) {
            None => wrong.push(format!("{key}: missing in en")),
            Some(other) if places(text) != places(other) => {
                wrong.push(format!("{key}: places differ: {text} / {other}"))
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        en.keys()
            .filter(|key| !zh.contains_key(*key))
            .map(|key| format!("{key}: missing in zh-Hans")),
    );
    let systems: BTreeSet<&str> = zh
        .keys()
        .chain(en.keys())
        .filter_map(|key| key.split('.').next())
        .collect();
    for (file, source) in sources(root)? {
        let template = file.extension().is_some_and(|e| e == "html");
        for asked in literals(&source) {
            if key_shaped(asked.text, &systems)
                && (template || asked_by_name(&asked))
                && find(Lang::Zh, asked.text).is_none()
            {
                wrong.push(format!("{}: {} is in no word file", file.display(), asked.text));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    Ok(wrong)
}

/// Keys that stand nowhere in code or templates under `root/crates`. A text in code that ends in a dot, or
/// breaks off at a place (`"plan.state.{}"`), uses every key that begins with it.
///
/// # Errors
/// When the sources cannot be read.
pub fn unused(root: &Path) -> io::Result<Vec<Complaint>> {
    let keys = all(Lang::Zh);
    let mut idle: BTreeMap<&str, &str> = keys.clone();
    for (_, source) in sources(root)? {
        for found in literals(&source) {
            let stem = found.text.split('{').next().unwrap_or_default();
            let open = stem.len() < found.text.len() || stem.ends_with('.');
            if open && stem.contains('.') {
                idle.retain(|key, _| !key.starts_with(stem));
            } else {
                idle.remove(found.text);
            }
        }
    }
    Ok(idle.into_keys().map(|key| format!("{key}: used nowhere")).collect())
}

/// A quoted text and what stands right before its opening quote.
struct Literal<'a> {
    before: &'a str,
    text: &'a str,
}

/// Whether the text has the shape of a key of a known system.
fn key_shaped(text: &str, systems: &BTreeSet<&str>) -> bool {
    let parts = || text.split('.');
    parts().all(|part| !part.is_empty() && part.bytes().all(is_key_byte))
        && parts().next().is_some_and(|system| systems.contains(system))
        && parts().next_back() != Some("html")
}

/// Whether the text stands where a call expects a key.
fn asked_by_name(literal: &Literal<'_>) -> bool {
    let before = literal.before.trim_end();
    CALLS.iter().any(|call| before.ends_with(call)) || LATER.iter().any(|call| before.contains(call))
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

/// The double-quoted texts of one source, line by line; escapes end a text, which no key has.
fn literals(source: &str) -> Vec<Literal<'_>> {
    let mut found = Vec::new();
    for line in source.lines() {
        let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
        for pair in quotes.windows(2) {
            if let [open, close] = pair
                && let (Some(before), Some(text)) = (line.get(..*open), line.get(open + 1..*close))
                && !text.contains(' ')
                && text.contains('.')
            {
                found.push(Literal { before, text });
            }
        }
    }
    found
}

/// All Rust sources and templates of the crates, tests of this module aside.
fn sources(root: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join("crates"))? {
        let crate_dir = entry?.path();
        for part in ["src", "templates", "examples"] {
            let dir = crate_dir.join(part);
            if dir.is_dir() {
                walk(&dir, &mut found)?;
            }
        }
    }
    Ok(found)
}

fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            found.push((path.clone(), fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_a_call_is_asked_for_and_a_path_is_not() {
        let systems = BTreeSet::from(["plan"]);
        let asked = |line: &str| {
            literals(line)
                .iter()
                .any(|l| key_shaped(l.text, &systems) && asked_by_name(l))
        };
        assert!(asked(r#"{{ cx.t("plan.list.title") }}"#));
        assert!(asked(r#"cx.tf("plan.gone", &[])"#));
        assert!(asked(r#"cx.field("title", "plan.field.title").text("")"#));
        assert!(asked(r#"Col::number("sum", "plan.sum").sort()"#));
        assert!(!asked(r#"include "plan.html""#));
        assert!(!asked(r#"cx.t("other.key")"#));
        assert!(!asked(r#"Event::Made => "plan.made","#));
    }
}
