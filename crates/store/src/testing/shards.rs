//! Where a statement would go if the tables of unions were spread over many machines by `union_id`.
//!
//! A twin of the schema on plain PostgreSQL: each table of unions is cut by the hash of `union_id` into pieces, all tables
//! alike. PostgreSQL's planner then does what a sharding engine's does: it follows `union_id = $1` through every join and
//! subquery, and leaves out the pieces that cannot hold a row. What its plan still names are the shards that the
//! statement would be sent to. Making the twin proves something too: PostgreSQL refuses to cut a table one of whose
//! keys lacks the union, and a foreign key that leads to less than the whole key.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fresh, empty};
use crate::{
    Engine, Error, Migration, Options, Reader, Store, catalog,
    dialect::{Token, tokens},
    pg,
    reader::{Flow, Link, Text},
    rules::OWN,
};

/// How many pieces a table is cut into.
const PIECES: u32 = 8;

/// The twin.
pub struct Shards {
    fresh: Fresh,
    /// Every piece of every table: its table and number.
    pieces: BTreeMap<String, (String, u32)>,
}

/// Which tables of unions a statement would touch, and in which shards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Tables of unions.
    pub tables: BTreeSet<String>,
    /// Shards.
    pub shards: BTreeSet<u32>,
}

impl Shards {
    /// Makes the twin of these migrations' tables, all but `house`; `None` if PostgreSQL is turned off.
    ///
    /// # Errors
    /// What PostgreSQL says against cutting a table: a key without the union, above all.
    pub fn of(steps: &[Migration], house: &[&str]) -> Result<Option<Self>, Error> {
        let Some(fresh) = empty(Engine::Postgres, Options::default()) else {
            return Ok(None);
        };
        fresh.migrate(steps, super::MIGRATED)?;
        let tables = fresh.read(catalog::tables)?;
        let of_unions = tables.iter().map(|table| table.name.clone());
        let of_unions: Vec<String> = of_unions
            .filter(|name| !house.contains(&name.as_str()) && !OWN.contains(&name.as_str()))
            .collect();
        cut(&fresh, &of_unions)?;
        let pieces = of_unions
            .iter()
            .flat_map(|table| (0..PIECES).map(|n| (piece(table, n), (table.clone(), n))))
            .collect();
        Ok(Some(Self { fresh, pieces }))
    }

    /// Where the statement would go: `$1` is one union, every other parameter belongs to another.
    ///
    /// # Errors
    /// What PostgreSQL says against the statement.
    pub fn route(&self, text: &str) -> Result<Route, Error> {
        self.fresh.read(|r| {
            let asked = format!("EXPLAIN (COSTS OFF) {}", spelled_out(r, text)?);
            let mut route = Route::default();
            r.answer(Text::Once(&asked), &[], Flow::Whole, &mut |row| {
                let line: String = row.get(0)?;
                let words: Vec<&str> = line.split_whitespace().collect();
                for pair in words.windows(2).filter(|pair| pair[0] == "on") {
                    if let Some((table, shard)) = self.pieces.get(pair[1]) {
                        route.tables.insert(table.clone());
                        route.shards.insert(*shard);
                    }
                }
                Ok(())
            })?;
            if let Some((table, value)) = put_into(text) {
                let known = self.pieces.values().any(|(name, _)| *name == table);
                if known {
                    route.tables.insert(table);
                    route.shards.extend(self.shard_of_put(r, &value)?);
                }
            }
            Ok(route)
        })
    }

    /// The shard of an INSERT: the one of `$1`, or that of the rows it selects; any other value could lie anywhere.
    fn shard_of_put(&self, r: &Reader, value: &str) -> Result<Vec<u32>, Error> {
        if value.rsplit('.').next() == Some("union_id") {
            return Ok(Vec::new());
        }
        if value != "$1" {
            return Ok((0..PIECES).collect());
        }
        let Some((table, _)) = self.pieces.values().next() else {
            return Ok(Vec::new());
        };
        let text = format!(
            "EXPLAIN (COSTS OFF) SELECT 1 FROM {table} WHERE union_id = {}",
            union_of(1)
        );
        let mut shards = Vec::new();
        r.answer(Text::Once(&text), &[], Flow::Whole, &mut |row| {
            let line: String = row.get(0)?;
            shards.extend(
                line.split_whitespace()
                    .filter_map(|word| self.pieces.get(word))
                    .map(|(_, shard)| *shard),
            );
            Ok(())
        })?;
        Ok(shards)
    }
}

fn piece(table: &str, n: u32) -> String {
    format!("{table}__{n}")
}

/// Sixteen bytes that are some union's, for the parameter of this number.
fn union_of(n: usize) -> String {
    format!("CAST('\\x{}' AS BYTEA)", format!("{n:02x}").repeat(16))
}

/// The statement with a value for each parameter, so that the planner sees what an engine sees when it runs.
fn spelled_out(r: &Reader, text: &str) -> Result<String, Error> {
    let Link::Postgres(session) = &r.link else {
        return Err(Error::Other("the twin lies in PostgreSQL".to_owned()));
    };
    let types = pg::parameters(session, text)?;
    let value = |token: Token<'_>| -> String {
        let number = token.text().strip_prefix('$').and_then(|n| n.parse::<usize>().ok());
        let ty = number.and_then(|n| types.get(n.wrapping_sub(1)).map(|ty| (n, ty.as_str())));
        match ty {
            Some((n, "bytea")) => union_of(n),
            Some((_, "text")) => "CAST('2026-11-21' AS TEXT)".to_owned(),
            Some((_, other)) => format!("CAST(1 AS {other})"),
            None => token.text().to_owned(),
        }
    };
    Ok(tokens(text).into_iter().map(value).collect())
}

/// The table and the union of an INSERT: its first value, or the first column that it selects.
fn put_into(text: &str) -> Option<(String, String)> {
    let words: Vec<Token<'_>> = tokens(text)
        .into_iter()
        .filter(|t| !matches!(t, Token::Space(_)))
        .collect();
    let at = words
        .windows(2)
        .position(|pair| pair[0].is("INSERT") && pair[1].is("INTO"))?;
    let table = words.get(at + 2)?.text().to_owned();
    let rest = words.get(at + 3..)?;
    let close = rest.iter().position(|t| t.is(")"))?;
    let first = match rest.get(close + 1)? {
        values if values.is("VALUES") => close + 3,
        select if select.is("SELECT") => close + 2,
        _ => return None,
    };
    let value: String = rest
        .iter()
        .skip(first)
        .take_while(|t| !t.is(",") && !t.is("FROM"))
        .map(|t| t.text())
        .collect();
    Some((table, value))
}

/// Cuts every table into its pieces, with the keys, indexes and foreign keys it had.
fn cut(store: &Store, tables: &[String]) -> Result<(), Error> {
    let listed: Vec<String> = tables.iter().map(|name| format!("'{name}'")).collect();
    let listed = listed.join(", ");
    let asked = |text: &str| -> Result<Vec<String>, Error> {
        store.read(|r| {
            let mut all = Vec::new();
            r.answer(Text::Once(text), &[], Flow::Whole, &mut |row| {
                all.push(row.get::<String>(0)?);
                Ok(())
            })?;
            Ok(all)
        })
    };
    let of = "FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_class AS t ON t.oid = c.conrelid \
              WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND c.conparentid = 0";
    let alter = "'ALTER TABLE ' || t.relname";
    let constraint = "' ADD CONSTRAINT ' || c.conname || ' ' || pg_catalog.pg_get_constraintdef(c.oid)";
    let away = asked(&format!(
        "SELECT {alter} || ' DROP CONSTRAINT ' || c.conname {of} AND c.contype = 'f'"
    ))?;
    let foreign = asked(&format!("SELECT {alter} || {constraint} {of} AND c.contype = 'f'"))?;
    let keys = asked(&format!(
        "SELECT {alter} || {constraint} {of} AND c.contype IN ('p', 'u', 'x') AND t.relname IN ({listed})"
    ))?;
    let indexes = asked(&format!(
        "SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index AS i \
         JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid WHERE t.relname IN ({listed}) \
         AND t.relnamespace = CAST(current_schema() AS regnamespace) \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS c WHERE c.conindid = i.indexrelid)"
    ))?;
    let mut made = Vec::new();
    for table in tables {
        made.push(format!(
            "CREATE TABLE {table}__whole (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH (union_id); \
             DROP TABLE {table}; ALTER TABLE {table}__whole RENAME TO {table}"
        ));
        made.extend((0..PIECES).map(|n| {
            let piece = piece(table, n);
            format!("CREATE TABLE {piece} PARTITION OF {table} FOR VALUES WITH (MODULUS {PIECES}, REMAINDER {n})")
        }));
    }
    store.alone(|w| {
        for text in [&away, &made, &keys, &indexes, &foreign].into_iter().flatten() {
            w.batch(text).map_err(|e| Error::Other(format!("{text}: {e}")))?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{Shards, put_into};
    use crate::Migration;

    const fn step(sql: &'static str) -> Migration {
        Migration {
            system: "tree",
            number: 1,
            name: "0001_node",
            sql,
            data: "",
        }
    }
    const GOOD: Migration = step(
        "CREATE TABLE house (id BYTEA NOT NULL, CONSTRAINT house_pk PRIMARY KEY (id));
         CREATE TABLE node (union_id BYTEA NOT NULL, id BYTEA NOT NULL, up BYTEA, word TEXT NOT NULL,
           CONSTRAINT node_pk PRIMARY KEY (union_id, id), CONSTRAINT node_word CHECK (word <> ''),
           CONSTRAINT node_up FOREIGN KEY (union_id, up) REFERENCES node (union_id, id),
           CONSTRAINT node_house FOREIGN KEY (id) REFERENCES house (id));
         CREATE INDEX node_by_word ON node (union_id, word) WHERE up IS NOT NULL",
    );

    #[test]
    fn a_statement_is_followed_to_its_shards() {
        let Some(twin) = Shards::of(&[GOOD], &["house"]).unwrap() else {
            return;
        };
        let shards = |text: &str| twin.route(text).unwrap().shards.len();
        assert_eq!(shards("SELECT word FROM node WHERE union_id = $1 AND id = $2"), 1);
        assert_eq!(
            shards(
                "SELECT a.id FROM node a LEFT JOIN node b ON b.union_id = a.union_id AND b.id = a.up WHERE a.union_id = $1"
            ),
            1
        );
        assert_eq!(shards("UPDATE node SET word = $3 WHERE union_id = $1 AND id = $2"), 1);
        assert_eq!(shards("INSERT INTO node (union_id, id, word) VALUES ($1, $2, $3)"), 1);
        assert_eq!(
            shards("INSERT INTO node (union_id, id, word) SELECT union_id, $2, word FROM node WHERE union_id = $1"),
            1
        );
        assert_eq!(shards("SELECT id FROM house"), 0);
        // Another union's rows: joined without the union, beside it, or put where nobody said.
        assert_eq!(
            shards("SELECT a.id FROM node a JOIN node b ON b.id = a.up WHERE a.union_id = $1"),
            8
        );
        assert_eq!(shards("SELECT id FROM node WHERE union_id = $1 OR word = $2"), 8);
        assert_eq!(
            shards("SELECT a.id FROM node a, node b WHERE a.union_id = $1 AND b.union_id = $2"),
            2
        );
        assert_eq!(
            shards("INSERT INTO node (union_id, id, word) SELECT id, id, 'x' FROM house WHERE id = $1"),
            8
        );
    }

    #[test]
    fn a_key_without_the_union_cannot_be_cut() {
        let bad =
            step("CREATE TABLE node (union_id BYTEA NOT NULL, id BYTEA NOT NULL, CONSTRAINT node_pk PRIMARY KEY (id))");
        assert!(matches!(Shards::of(&[bad], &[]), Ok(None) | Err(_)));
    }

    #[test]
    fn where_a_row_is_put() {
        let told = |text| put_into(text).unwrap();
        assert_eq!(
            told("INSERT INTO t (union_id, a) VALUES ($1, $2)"),
            ("t".to_owned(), "$1".to_owned())
        );
        assert_eq!(
            told("INSERT INTO t (union_id) SELECT u.union_id FROM u"),
            ("t".to_owned(), "u.union_id".to_owned())
        );
    }
}
