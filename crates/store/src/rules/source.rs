//! Every statement of the product, found in its source.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::Error;

/// A statement found in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The statement's text.
    pub text: String,
    /// Why it is not bound to one union; `None` for a statement on tables of unions.
    pub why: Option<String>,
    /// It stands in a constant, so that the compiler has checked it.
    pub constant: bool,
}

/// All statements written as `Sql::union("…")` or `Sql::house("…", "…")` in `crates/*/src` below `root`, by file.
///
/// # Errors
/// If a file cannot be read, or a statement is neither a plain literal nor, for unions, a `concat!`.
pub fn statements_in_source(root: &Path) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for file in sources(root)? {
        statements_of(&file, &fs::read_to_string(&file)?, &mut found)?;
    }
    Ok(found)
}

/// Every sealed column that the source declares, as table and column: `Sealed::of_union("…", "…", …)` or
/// `Sealed::of_house(…)` in `crates/*/src` below `root`.
///
/// # Errors
/// If a file cannot be read, or a column is not named by plain literals.
pub fn sealed_in_source(root: &Path) -> Result<BTreeSet<(String, String)>, Error> {
    let mut found = BTreeSet::new();
    for file in sources(root)? {
        let source = fs::read_to_string(&file)?;
        for (at, call) in ["Sealed::of_union(", "Sealed::of_house("]
            .iter()
            .flat_map(|call| source.match_indices(call))
        {
            let line = source[..at].rfind('\n').map_or(0, |i| i + 1);
            let so_far = &source[line..at];
            if so_far.trim_start().starts_with("//") || so_far.contains('"') {
                continue; // in a comment, or in a text
            }
            let names = literal(&source[at + call.len()..]).and_then(|(table, rest)| {
                let (column, _) = literal(rest.trim_start().strip_prefix(',')?)?;
                Some((table, column))
            });
            let unread = || Error::Other(format!("{}: a sealed column is not named by literals", file.display()));
            found.insert(names.ok_or_else(unread)?);
        }
    }
    Ok(found)
}

/// The files of `crates/*/src`, in order.
fn sources(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join("crates"))? {
        let folder = entry?.path().join("src");
        if folder.is_dir() {
            rust_files(&folder, &mut files)?;
        }
    }
    files.sort();
    Ok(files)
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, into)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
    Ok(())
}

/// The statements of one file.
fn statements_of(file: &Path, source: &str, into: &mut Vec<Found>) -> Result<(), Error> {
    for (at, call) in source
        .match_indices("Sql::union(")
        .chain(source.match_indices("Sql::house("))
    {
        let before = &source[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.matches('\n').count() + 1;
        let so_far = &source[line_start..at];
        if so_far.trim_start().starts_with("//") || so_far.matches('"').count() % 2 == 1 {
            continue; // in a comment, or in a text
        }
        let unread = || Error::Other(format!("{}:{line}: the statement is no plain literal", file.display()));
        let argument = &source[at + call.len()..];
        if call == "Sql::union(" && is_macro(argument.trim_start()) {
            continue; // put together from parts; the compiler has seen the whole, and stories run it
        }
        let (text, rest) = literal(argument).ok_or_else(unread)?;
        let why = if call == "Sql::house(" {
            let rest = rest.trim_start().strip_prefix(',').ok_or_else(unread)?;
            Some(literal(rest).ok_or_else(unread)?.0)
        } else {
            None
        };
        // `const NAME: Sql = Sql::union(` or `const { Sql::union(`, perhaps over two lines.
        let tail: Vec<&str> = before.split_whitespace().rev().take(4).collect();
        let constant = match tail.as_slice() {
            ["{", word, ..] => word.ends_with("const"),
            ["=", "Sql" | "store::Sql", _, "const" | "static"] => true,
            _ => false,
        };
        into.push(Found {
            file: file.to_owned(),
            line,
            text,
            why,
            constant,
        });
    }
    Ok(())
}

/// Whether some source begins with a macro, such as `concat!(`, or a place of one.
fn is_macro(source: &str) -> bool {
    let name = source.trim_start_matches(|c: char| c.is_ascii_lowercase() || matches!(c, '_' | '$'));
    name.len() < source.len() && name.starts_with("!(") || source.starts_with('$')
}

/// Reads a string literal at the beginning of some source; what it says and what follows.
fn literal(source: &str) -> Option<(String, &str)> {
    let source = source.trim_start();
    if let Some(raw) = source.strip_prefix('r') {
        let marks = raw.bytes().take_while(|b| *b == b'#').count();
        let end = format!("\"{}", "#".repeat(marks));
        let inside = raw.get(marks..)?.strip_prefix('"')?;
        let (text, rest) = inside.split_once(&end)?;
        return Some((text.to_owned(), rest));
    }
    let inside = source.strip_prefix('"')?;
    let mut text = String::new();
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((text, &inside[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                '\n' => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_as_the_compiler_reads_them() {
        let union = "Sql::union(";
        let house = "Sql::house(";
        let source = format!(
            "const A: Sql = {union}\"SELECT a FROM t \\\n     WHERE union_id = $1 AND b = '\\\"'\");\n\
             // {union}nothing)\n    const LONG: Sql =\n        {union}r#\"SELECT \"b\"\"#);\n\
             fn f() {{ g({house}\n \"SELECT 1\", \"probe\")); h(const {{ {union}\"X\") }}) }}\n"
        );
        let mut found = Vec::new();
        statements_of(Path::new("a.rs"), &source, &mut found).unwrap();
        let told: Vec<(usize, &str, Option<&str>, bool)> = found
            .iter()
            .map(|f| (f.line, f.text.as_str(), f.why.as_deref(), f.constant))
            .collect();
        assert_eq!(
            told,
            [
                (1, "SELECT a FROM t WHERE union_id = $1 AND b = '\"'", None, true),
                (5, "SELECT \"b\"", None, true),
                (7, "X", None, true),
                (6, "SELECT 1", Some("probe"), false),
            ]
        );
        assert!(statements_of(Path::new("a.rs"), &format!("{union}TEXT)"), &mut found).is_err());
    }
}
