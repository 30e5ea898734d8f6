//! Constant statements, checked while the product is compiled.

/// A constant statement. Write it as a constant, so that a statement without its tenant does not compile:
///
/// ```
/// use store::Sql;
/// const TITLE: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 AND id = $2");
/// ```
///
/// ```compile_fail
/// use store::Sql;
/// const ALL: Sql = Sql::union("SELECT title FROM task");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sql {
    text: &'static str,
    why: Option<&'static str>,
}

impl Sql {
    /// A statement on tables of unions. `SELECT`, `UPDATE`, `DELETE` and `WITH` must say `union_id = $1`; an
    /// `INSERT` must name `union_id` as its first column.
    ///
    /// # Panics
    /// While compiling (if used in a constant), when the union is not named.
    #[must_use]
    pub const fn union(text: &'static str) -> Sql {
        if starts_with_word(text, "INSERT") {
            assert!(
                contains(text, "(union_id,") || contains(text, "(union_id)"),
                "an INSERT on a table of unions names union_id as its first column"
            );
        } else {
            let known = starts_with_word(text, "SELECT")
                || starts_with_word(text, "UPDATE")
                || starts_with_word(text, "DELETE")
                || starts_with_word(text, "WITH");
            assert!(
                known,
                "a statement begins with SELECT, INSERT, UPDATE, DELETE or WITH, in capitals"
            );
            assert!(
                contains_whole(text, "union_id = $1"),
                "a statement on a table of unions says union_id = $1"
            );
        }
        Sql { text, why: None }
    }

    /// A statement on the installation's own tables (accounts, sessions, the tree of unions, jobs) or, rarely,
    /// across unions. `why` says what makes it one of these; a house test lists them all.
    ///
    /// # Panics
    /// While compiling (if used in a constant), when `why` is empty.
    #[must_use]
    pub const fn house(text: &'static str, why: &'static str) -> Sql {
        assert!(!why.is_empty(), "a statement outside the unions says why");
        Sql { text, why: Some(why) }
    }

    /// The text as both engines read it.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Why the statement is not bound to one union; `None` if it is.
    #[must_use]
    pub const fn why(&self) -> Option<&'static str> {
        self.why
    }
}

/// Whether the first word of `text` is `word`.
const fn starts_with_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start < text.len() && text[start].is_ascii_whitespace() {
        start += 1;
    }
    let end = start + word.len();
    matches_at(text, word, start) && end < text.len() && text[end].is_ascii_whitespace()
}

const fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut at = 0;
    while at < text.len() {
        if matches_at(text, part, at) {
            return true;
        }
        at += 1;
    }
    false
}

/// Like [`contains`], but `$1` must not be the beginning of `$12`, nor `union_id` the end of `from_union_id`.
const fn contains_whole(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut at = 0;
    while at < text.len() {
        if matches_at(text, part, at) {
            let end = at + part.len();
            let free_before = at == 0 || !(text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b'_');
            let free_after = end == text.len() || !text[end].is_ascii_digit();
            if free_before && free_after {
                return true;
            }
        }
        at += 1;
    }
    false
}

const fn matches_at(text: &[u8], part: &[u8], at: usize) -> bool {
    if at + part.len() > text.len() {
        return false;
    }
    let mut i = 0;
    while i < part.len() {
        if text[at + i] != part[i] {
            return false;
        }
        i += 1;
    }
    true
}
