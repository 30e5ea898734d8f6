//! Every word on screen: one TOML file a system and language under `locales/`, embedded at build time.
//!
//! `[list] title = "…"` in `plan.toml` is the key `plan.list.title`. A text may hold places: `{name}` is
//! filled with the argument of that name, `{n:visit|visits}` chooses its first half when the argument
//! `n` is `1` and the second otherwise. A key that is missing shows as `⟦key⟧`, and [`missing`] tells.

mod house;

use std::{borrow::Cow, collections::BTreeMap, fmt::Display, sync::LazyLock};

use kernel::Lang;
use rustc_hash::FxHashMap;

pub use house::{Complaint, missing, unused};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

type Texts = FxHashMap<&'static str, &'static str>;

static ZH: LazyLock<Texts> = LazyLock::new(|| ZH_TEXTS.into_iter().collect());
static EN: LazyLock<Texts> = LazyLock::new(|| EN_TEXTS.into_iter().collect());

fn of(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// The text of a key, if that language has it.
#[must_use]
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    of(lang).get(key).copied()
}

/// The text of a key; `⟦key⟧` if no file has it.
#[must_use]
pub fn word(lang: Lang, key: &str) -> Cow<'static, str> {
    find(lang, key).map_or_else(|| Cow::Owned(format!("⟦{key}⟧")), Cow::Borrowed)
}

/// All keys and texts of a language, in order.
#[must_use]
pub fn all(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    of(lang).iter().map(|(key, text)| (*key, *text)).collect()
}

/// Fills the places of a text. A place without an argument stays as it is.
#[must_use]
pub fn fill(text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, inside, after)) = next_place(rest) {
        out.push_str(before);
        let (name, forms) = inside
            .split_once(':')
            .map_or((inside, None), |(n, f)| (n, f.split_once('|')));
        match (arguments.iter().find(|(given, _)| *given == name), forms) {
            (Some((_, value)), None) => out.push_str(&value.to_string()),
            (Some((_, value)), Some((one, many))) => out.push_str(if value.to_string() == "1" { one } else { many }),
            (None, _) => {
                out.push('{');
                out.push_str(inside);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Splits at the first `{…}`: text before, inside, after.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    Some((before, inside, after))
}

/// The names of the places in a text, sorted, each once.
fn places(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, inside, after)) = next_place(rest) {
        names.push(inside.split_once(':').map_or(inside, |(name, _)| name));
        rest = after;
    }
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_counted() {
        assert_eq!(
            fill("{who}还有 {n} 件", &[("who", &"王老师"), ("n", &3)]),
            "王老师还有 3 件"
        );
        assert_eq!(fill("{n} {n:visit|visits}", &[("n", &1)]), "1 visit");
        assert_eq!(fill("{n} {n:visit|visits}", &[("n", &0)]), "0 visits");
        assert_eq!(fill("a {gone} b", &[]), "a {gone} b");
        assert_eq!(fill("open { brace", &[]), "open { brace");
    }

    #[test]
    fn a_value_with_braces_is_not_filled_again() {
        assert_eq!(fill("{a}{b}", &[("a", &"{b}"), ("b", &"x")]), "{b}x");
    }

    #[test]
    fn nested_tables_become_dotted_keys() {
        assert_eq!(find(Lang::Zh, "ui.nav.today"), Some("今日"));
        assert_eq!(find(Lang::Zh, "ui.nav"), None);
    }
}
