//! What a statement's text says that a sharded engine refuses or does otherwise than one machine, or one engine otherwise than the
//! other.

use crate::dialect::{Token, tokens};

/// Words that give another answer each time: time, chance and sequences come from the product or a counter's row.
const MOODS: [&str; 17] = [
    "CLOCK_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURRVAL",
    "DATETIME",
    "GEN_RANDOM_UUID",
    "JULIANDAY",
    "LASTVAL",
    "LOCALTIMESTAMP",
    "NEXTVAL",
    "NOW",
    "RANDOM",
    "RANDOMBLOB",
    "SETVAL",
    "STRFTIME",
    "UNIXEPOCH",
];
/// What may be called while a row in the way is changed: nothing that looks further than its arguments.
const CALM: [&str; 9] = [
    "ABS", "CAST", "COALESCE", "LENGTH", "LOWER", "NULLIF", "REPLACE", "SUBSTR", "UPPER",
];
/// Words of the language before a bracket that is no call.
const NO_CALL: [&str; 14] = [
    "AND", "AS", "BETWEEN", "CASE", "ELSE", "EXISTS", "IN", "NOT", "OR", "SET", "THEN", "VALUES", "WHEN", "WHERE",
];

/// Whether a statement names any of these tables.
#[must_use]
pub fn names_any(text: &str, tables: &[&str]) -> bool {
    tokens(text)
        .iter()
        .any(|word| tables.iter().any(|table| word.is(table)))
}

/// What a statement breaks of the rules for many machines; `across` says that it runs over tables of unions and is not
/// bound to one ([`crate::Sql::house`]). Nothing is the hoped-for answer.
#[must_use]
pub fn broken_by(text: &str, across: bool) -> Vec<String> {
    let words: Vec<Token<'_>> = tokens(text)
        .into_iter()
        .filter(|t| !matches!(t, Token::Space(_)))
        .collect();
    let mut wrong = Vec::new();
    for word in &words {
        if let Some(mood) = MOODS.iter().find(|mood| word.is(mood)) {
            wrong.push(format!("{mood} gives another answer each time"));
        }
    }
    let to_bytes = |row: &[Token<'_>]| row[0].is("AS") && row[1].is("BYTEA") && row[2].is(")");
    let mut behind = (3..).zip(words.windows(3)).filter(|(_, row)| to_bytes(row));
    if behind.any(|(next, _)| words.get(next).is_none_or(|word| !word.is("IS"))) {
        wrong.push("bytes cast to BYTEA are a number to SQLite; such a cast only asks whether it IS NULL".to_owned());
    }
    wrong.extend(
        set_lists(&words)
            .filter(|name| name.is("union_id"))
            .map(|_| "it moves a row to another union".to_owned()),
    );
    if let Some(at) = find(&words, &["DO", "UPDATE"]) {
        let calls = words.windows(2).skip(at).filter(|pair| pair[1].is("("));
        let loud = calls.filter_map(|pair| match pair[0] {
            Token::Word(name) if !CALM.iter().chain(&NO_CALL).any(|calm| pair[0].is(calm)) => Some(name),
            _ => None,
        });
        wrong.extend(loud.map(|name| format!("{name} is called in DO UPDATE")));
    }
    if across {
        for never in [
            &["ROLLUP"][..],
            &["CUBE"],
            &["GROUPING", "SETS"],
            &["WITH", "RECURSIVE"],
            &["FOR", "UPDATE"],
            &["FOR", "SHARE"],
        ] {
            if find(&words, never).is_some() {
                wrong.push(format!("{} over unions", never.join(" ")));
            }
        }
    }
    wrong
}

/// Where these words stand in a row.
fn find(words: &[Token<'_>], row: &[&str]) -> Option<usize> {
    words
        .windows(row.len())
        .position(|some| some.iter().zip(row).all(|(word, wanted)| word.is(wanted)))
}

/// The columns that `SET` gives a new value.
fn set_lists<'a>(words: &'a [Token<'a>]) -> impl Iterator<Item = Token<'a>> {
    let (mut depth, mut inside, mut fresh) = (0_usize, None, false);
    words.iter().filter_map(move |word| {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth = depth.saturating_sub(1);
        }
        if word.is("SET") {
            (inside, fresh) = (Some(depth), true);
            return None;
        }
        if ["WHERE", "FROM", "RETURNING"].iter().any(|end| word.is(end)) && inside == Some(depth) {
            inside = None;
        }
        if inside != Some(depth) {
            return None;
        }
        let name = fresh.then_some(*word);
        fresh = word.is(",");
        name
    })
}

#[cfg(test)]
mod tests {
    use super::broken_by;

    #[test]
    fn a_plain_statement_breaks_nothing() {
        for text in [
            "SELECT name FROM task WHERE union_id = $1 AND note <> 'now() is the hour'",
            "UPDATE task SET state = $2, title = SUBSTR(title, 1, 9) WHERE union_id = $1",
            "INSERT INTO c (union_id, name, last) VALUES ($1, $2, 1) ON CONFLICT (union_id, name) DO UPDATE \
             SET last = CASE WHEN c.last IN (1, 2) THEN COALESCE(excluded.last, 0) ELSE (c.last + 1) END",
        ] {
            assert!(broken_by(text, true).is_empty(), "{text}: {:?}", broken_by(text, true));
        }
    }

    #[test]
    fn what_a_sharded_engine_refuses_is_told() {
        let told = |text: &str| broken_by(text, true).join("; ");
        assert!(told("SELECT name FROM task WHERE CAST($2 AS BYTEA) IS NULL OR id = $2").is_empty());
        for value in ["COALESCE(CAST($2 AS BYTEA), $3)", "CAST($2 AS BYTEA)"] {
            assert!(told(&format!("SELECT name FROM task WHERE id = {value}")).contains("a number to SQLite"));
        }
        assert_eq!(
            told("UPDATE task SET day = now() WHERE union_id = $1"),
            "NOW gives another answer each time"
        );
        assert_eq!(
            told("UPDATE task SET state = $2, union_id = $3 WHERE union_id = $1"),
            "it moves a row to another union"
        );
        assert_eq!(
            told("INSERT INTO t (union_id) VALUES ($1) ON CONFLICT (union_id) DO UPDATE SET n = taken(t.n)"),
            "taken is called in DO UPDATE"
        );
        let rollup = "SELECT union_id, SUM(n) FROM t GROUP BY ROLLUP (union_id)";
        assert_eq!(told(rollup), "ROLLUP over unions");
        assert_eq!(told("SELECT 1 FROM t FOR UPDATE"), "FOR UPDATE over unions");
        assert!(broken_by(rollup, false).is_empty());
    }
}
