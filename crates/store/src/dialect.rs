//! One text, two engines: reads the portable dialect token by token and writes what each engine wants to hear.
//!
//! SQLite: `BIGINT` becomes `INTEGER`, `BYTEA` becomes `BLOB`, every table is STRICT, and a column of a table that must be one of
//! some constants is compared with them one by one, where a list would be made into a tree anew for every row. PostgreSQL: a `TEXT` column is
//! ordered by its bytes, as in SQLite, whatever the server's language.

/// A piece of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name, a word of the language, a number, or `$n`.
    Word(&'a str),
    /// A text in quotes, single or double, with them.
    Quoted(&'a str),
    /// One sign.
    Sign(&'a str),
    /// Space and comments.
    Space(&'a str),
}

impl<'a> Token<'a> {
    pub(crate) fn text(self) -> &'a str {
        match self {
            Token::Word(text) | Token::Quoted(text) | Token::Sign(text) | Token::Space(text) => text,
        }
    }
    pub(crate) fn is(self, word: &str) -> bool {
        !matches!(self, Token::Quoted(_) | Token::Space(_)) && self.text().eq_ignore_ascii_case(word)
    }
    fn matters(self) -> bool {
        !matches!(self, Token::Space(_))
    }
    /// A name without its quotes.
    fn name(self) -> &'a str {
        self.text().trim_matches('"')
    }
}

/// Splits SQL; the texts of the tokens together are the text.
pub(crate) fn tokens<'a>(sql: &'a str) -> Vec<Token<'a>> {
    let mut all = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (len, make): (usize, fn(&'a str) -> Token<'a>) = match first {
            '\'' | '"' => (quoted_len(rest, first), Token::Quoted),
            _ if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), Token::Space),
            _ if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), Token::Space),
            c if c.is_whitespace() => (run_len(rest, char::is_whitespace), Token::Space),
            c if in_word(c) => (run_len(rest, in_word), Token::Word),
            c => (c.len_utf8(), Token::Sign),
        };
        let (text, after) = rest.split_at(len);
        all.push(make(text));
        rest = after;
    }
    all
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn run_len(text: &str, part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !part(c)).unwrap_or(text.len())
}

/// The length of a quoted text with its quotes; a doubled quote stays inside.
fn quoted_len(text: &str, quote: char) -> usize {
    let mut inside = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = inside.next() {
        if c == quote && inside.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// Where the reader stands within a script.
#[derive(Default)]
struct Place<'a> {
    /// The words before, of this statement, without space.
    before: Vec<Token<'a>>,
    depth: usize,
    /// Tokens since the last column or constraint began, at depth 1.
    in_item: usize,
}

impl<'a> Place<'a> {
    fn creates_table(&self) -> bool {
        let mut words = self.before.iter().filter(|t| !t.is("TEMP") && !t.is("TEMPORARY"));
        words.next().is_some_and(|t| t.is("CREATE")) && words.next().is_some_and(|t| t.is("TABLE"))
    }
    fn adds_column(&self) -> bool {
        let at = self.before.len();
        self.before.first().is_some_and(|t| t.is("ALTER")) && at >= 2 && self.before[at - 2].is("COLUMN")
    }
    /// The next token is the type of a column that is being defined.
    fn at_type(&self) -> bool {
        (self.depth == 1 && self.in_item == 1 && self.creates_table()) || (self.depth == 0 && self.adds_column())
    }
    fn pass(&mut self, token: Token<'a>) {
        if !token.matters() {
            return;
        }
        if token.is(";") && self.depth == 0 {
            return *self = Self::default();
        }
        self.in_item += 1;
        if token.is("(") {
            self.depth += 1;
        } else if token.is(")") {
            self.depth = self.depth.saturating_sub(1);
        }
        if self.depth == 1 && (token.is("(") || token.is(",")) {
            self.in_item = 0;
        }
        self.before.push(token);
    }
}

/// The portable dialect for SQLite.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut place = Place::default();
    let all = tokens(sql);
    let mut rest = all.as_slice();
    while let Some((&token, after)) = rest.split_first() {
        if place.depth > 0
            && place.creates_table()
            && let Some((chain, tokens)) = one_of(rest)
        {
            out.push_str(&chain);
            let (listed, after) = rest.split_at(tokens);
            listed.iter().for_each(|token| place.pass(*token));
            rest = after;
            continue;
        }
        rest = after;
        match token {
            Token::Word(word) if word.eq_ignore_ascii_case("BIGINT") => out.push_str("INTEGER"),
            Token::Word(word) if word.eq_ignore_ascii_case("BYTEA") => out.push_str("BLOB"),
            other => out.push_str(other.text()),
        }
        let closes = token.is(")") && place.depth == 1 && place.creates_table();
        place.pass(token);
        if closes {
            out.push_str(" STRICT");
        }
    }
    out
}

/// `column IN ('a', 'b')` at the beginning of these tokens as `(column = 'a' OR column = 'b')`, and how many tokens it is.
fn one_of(tokens: &[Token<'_>]) -> Option<(String, usize)> {
    let mut all = tokens.iter().enumerate().filter(|(_, token)| token.matters());
    let column = tokens
        .first()
        .filter(|t| matches!(t, Token::Word(_)) && !t.is("NOT"))?
        .text();
    all.next();
    if !all.next()?.1.is("IN") || !all.next()?.1.is("(") {
        return None;
    }
    let mut terms = Vec::new();
    loop {
        let Token::Quoted(value) = all.next()?.1 else {
            return None;
        };
        terms.push(format!("{column} = {value}"));
        match all.next()? {
            (at, end) if end.is(")") => return Some((format!("({})", terms.join(" OR ")), at + 1)),
            (_, comma) if comma.is(",") => {}
            _ => return None,
        }
    }
}

/// The portable dialect for PostgreSQL.
pub(crate) fn for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut place = Place::default();
    for token in tokens(sql) {
        out.push_str(token.text());
        if token.is("TEXT") && place.at_type() {
            out.push_str(" COLLATE \"C\"");
        }
        place.pass(token);
    }
    out
}

/// The name of the key over exactly these columns, if this `CREATE TABLE` or `CREATE UNIQUE INDEX` makes it. A key
/// without a name gets the one PostgreSQL would give it.
pub(crate) fn key_named(sql: &str, columns: &[&str]) -> Option<String> {
    keys(sql)
        .into_iter()
        .find(|(_, over)| over == columns)
        .map(|(name, _)| name)
}

/// The keys a `CREATE` makes: name and columns.
pub(crate) fn keys(sql: &str) -> Vec<(String, Vec<&str>)> {
    let all: Vec<Token<'_>> = tokens(sql).into_iter().filter(|t| t.matters()).collect();
    if let Some(on) = all.iter().position(|t| t.is("ON"))
        && all.iter().take(on).any(|t| t.is("INDEX"))
    {
        let name = on.checked_sub(1).map_or("", |i| all[i].name());
        return vec![(name.to_owned(), listed(&all, on + 2))];
    }
    let table = all
        .iter()
        .position(|t| t.is("("))
        .and_then(|i| i.checked_sub(1))
        .map_or("", |i| all[i].name());
    let mut found = Vec::new();
    let (mut item, mut depth) = (0, 0_usize);
    for (i, token) in all.iter().enumerate() {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 1 && (token.is("(") || token.is(",")) {
            item = i + 1;
        }
        let primary = token.is("PRIMARY");
        if depth != 1 || !(primary || token.is("UNIQUE")) {
            continue;
        }
        let mut over = listed(&all, if primary { i + 2 } else { i + 1 });
        if over.is_empty() {
            over = all.get(item).map(|t| t.name()).into_iter().collect();
        }
        let named = i >= 2 && all[i - 2].is("CONSTRAINT");
        let name = if named {
            all[i - 1].name().to_owned()
        } else if primary {
            format!("{table}_pkey")
        } else {
            format!("{table}_{}_key", over.join("_"))
        };
        found.push((name, over));
    }
    found
}

/// The names in the brackets that open at `at`; none if none open there.
fn listed<'a>(all: &[Token<'a>], at: usize) -> Vec<&'a str> {
    if !all.get(at).is_some_and(|t| t.is("(")) {
        return Vec::new();
    }
    let inside = all.iter().skip(at + 1).take_while(|t| !t.is(")"));
    let mut names = Vec::new();
    let mut fresh = true;
    for token in inside {
        if fresh {
            names.push(token.name());
        }
        fresh = token.is(",");
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "-- a table; BIGINT stays here\nCREATE TABLE t (\n  union_id BYTEA NOT NULL, note TEXT NOT NULL \
        CONSTRAINT t_note CHECK (note <> 'BIGINT; ''TEXT''' AND CAST(n AS TEXT) <> ''), n bigint,\n  \
        CONSTRAINT t_pk PRIMARY KEY (union_id, n), UNIQUE (union_id, note));\n\
        CREATE INDEX t_note_ix ON t (note);\nALTER TABLE t ADD COLUMN more TEXT;\nINSERT INTO t (note) VALUES ('TEXT');";

    #[test]
    fn tokens_lose_nothing() {
        for text in [SCRIPT, "", "'open", "/* open", "-- end", "a$1''b", "\"q\"\"q\"中文'中'"] {
            let together: String = tokens(text).into_iter().map(Token::text).collect();
            assert_eq!(together, text);
        }
    }

    #[test]
    fn sqlite_hears_its_types_and_strict() {
        let out = for_sqlite(SCRIPT);
        assert!(out.contains("union_id BLOB NOT NULL"));
        assert!(out.contains("n INTEGER,"));
        assert!(out.contains("'BIGINT; ''TEXT'''"), "quoted texts stay: {out}");
        assert!(out.contains("-- a table; BIGINT stays"));
        assert!(out.contains("UNIQUE (union_id, note)) STRICT;"));
        assert_eq!(out.matches("STRICT").count(), 1);
    }

    #[test]
    fn sqlite_compares_one_by_one_what_a_column_must_be() {
        let checks =
            "CHECK (s IN ('a', 'it''s') OR s IS NULL), CHECK (s NOT IN ('b')), CHECK (n IN (1, 2)), UNIQUE (s))";
        let out = for_sqlite(&format!(
            "CREATE TABLE t (s TEXT, {checks}; SELECT 1 FROM t WHERE s IN ('a')"
        ));
        assert!(
            out.contains("CHECK ((s = 'a' OR s = 'it''s') OR s IS NULL), CHECK (s NOT IN ('b')), CHECK (n IN (1, 2))"),
            "{out}"
        );
        assert!(
            out.contains("UNIQUE (s)) STRICT; SELECT 1 FROM t WHERE s IN ('a')"),
            "{out}"
        );
        let index = "CREATE INDEX i ON t (s) WHERE s IN ('a', 'b')";
        assert_eq!(
            for_sqlite(index),
            index,
            "a query must find the index by the same words"
        );
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(&for_sqlite("CREATE TABLE t (s TEXT CHECK (s IN ('a', 'b')))"))
            .unwrap();
        let put = |text: Option<&str>| db.execute("INSERT INTO t VALUES (?1)", [text]);
        assert!(put(Some("a")).is_ok() && put(Some("b")).is_ok() && put(None).is_ok());
        assert!(put(Some("c")).is_err());
    }

    #[test]
    fn postgres_orders_text_by_bytes() {
        let out = for_postgres(SCRIPT);
        assert!(out.contains("note TEXT COLLATE \"C\" NOT NULL"));
        assert!(out.contains("CAST(n AS TEXT) <>"));
        assert!(out.contains("ADD COLUMN more TEXT COLLATE \"C\";"));
        assert!(out.contains("VALUES ('TEXT')"));
    }

    #[test]
    fn keys_are_found_by_their_columns() {
        let table = tokens(SCRIPT).into_iter().map(Token::text).collect::<String>();
        let table = table.split("CREATE INDEX").next().unwrap();
        assert_eq!(key_named(table, &["union_id", "n"]).as_deref(), Some("t_pk"));
        assert_eq!(
            key_named(table, &["union_id", "note"]).as_deref(),
            Some("t_union_id_note_key")
        );
        assert_eq!(key_named(table, &["n"]), None);
        let index = "CREATE UNIQUE INDEX IF NOT EXISTS t_one ON \"t\" (union_id, note DESC) WHERE n = 1";
        assert_eq!(key_named(index, &["union_id", "note"]).as_deref(), Some("t_one"));
        assert_eq!(
            key_named(
                "CREATE TABLE a (id BIGINT CONSTRAINT a_id PRIMARY KEY, b TEXT UNIQUE)",
                &["id"]
            )
            .as_deref(),
            Some("a_id")
        );
        assert_eq!(
            key_named("CREATE TABLE a (id BIGINT PRIMARY KEY, b TEXT UNIQUE)", &["b"]).as_deref(),
            Some("a_b_key")
        );
    }
}
