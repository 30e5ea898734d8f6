//! What tables there are, read from either engine's catalog into the same words.

use crate::{
    Error, Reader, Row, dialect,
    reader::{Flow, Link, Text},
    value::Param,
};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<ColumnOf>,
    /// Primary key, unique constraints, unique indexes and exclusions, by name.
    pub keys: Vec<Key>,
    /// Foreign keys, by their columns.
    pub foreign: Vec<Foreign>,
    /// What no table of the product has: triggers, generated numbers.
    pub oddities: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOf {
    /// Its name.
    pub name: String,
    /// `BIGINT`, `TEXT` or `BYTEA`; anything else is told as the engine says it.
    pub kind: String,
    /// It is never NULL.
    pub required: bool,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// It is the primary key.
    pub primary: bool,
    /// Its columns; an expression is `(expression)`.
    pub columns: Vec<String>,
}

/// A foreign key. It has no name here, since SQLite tells none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Foreign {
    /// Its columns.
    pub columns: Vec<String>,
    /// The table it points to.
    pub to: String,
    /// The columns there.
    pub to_columns: Vec<String>,
    /// `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL` or `SET DEFAULT`.
    pub on_delete: String,
}

impl Table {
    /// The columns of the primary key; none if it has none.
    #[must_use]
    pub fn primary(&self) -> &[String] {
        self.keys.iter().find(|key| key.primary).map_or(&[], |key| &key.columns)
    }
}

/// All tables, by name.
pub(crate) fn tables(r: &Reader) -> Result<Vec<Table>, Error> {
    let sqlite = matches!(r.link, Link::Sqlite(_));
    let names = asked(r, if sqlite { LITE_TABLES } else { PG_TABLES }, None, |row| {
        row.get::<String>(0)
    })?;
    names
        .into_iter()
        .map(|name| {
            if sqlite {
                of_sqlite(r, name)
            } else {
                of_postgres(r, name)
            }
        })
        .collect()
}

fn asked<T>(
    r: &Reader,
    text: &'static str,
    about: Option<&str>,
    f: impl Fn(&Row<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    let about: Vec<Param<'_>> = about.into_iter().map(|name| Param::Text(name.into())).collect();
    r.answer(Text::Kept(text), &about, Flow::Whole, &mut |row| {
        all.push(f(row)?);
        Ok(())
    })?;
    Ok(all)
}

const LITE_TABLES: &str =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
const LITE_TEXT: &str =
    "SELECT sql FROM sqlite_schema WHERE tbl_name = $1 AND type IN ('table', 'index') AND sql IS NOT NULL";
const LITE_COLUMNS: &str = "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid";
const LITE_KEYS: &str = "SELECT l.name, l.origin, COALESCE(i.name, '(expression)') FROM pragma_index_list($1) AS l, \
     pragma_index_info(l.name) AS i WHERE l.\"unique\" = 1 ORDER BY l.name, i.seqno";
const LITE_FOREIGN: &str = "SELECT id, \"table\", \"from\", COALESCE(\"to\", ''), on_delete FROM pragma_foreign_key_list($1) \
     ORDER BY id, seq";
const LITE_TRIGGERS: &str = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1 ORDER BY name";

fn of_sqlite(r: &Reader, name: String) -> Result<Table, Error> {
    let texts = asked(r, LITE_TEXT, Some(&name), |row| row.get::<String>(0))?;
    let named: Vec<(String, Vec<&str>)> = texts.iter().flat_map(|text| dialect::keys(text)).collect();
    let columns = asked(r, LITE_COLUMNS, Some(&name), |row| {
        let kind = match row.get::<String>(1)?.as_str() {
            "INTEGER" => "BIGINT".to_owned(),
            "BLOB" => "BYTEA".to_owned(),
            other => other.to_owned(),
        };
        let primary = row.get::<i64>(3)?;
        Ok((
            ColumnOf {
                name: row.get(0)?,
                kind,
                required: row.get::<bool>(2)? || primary > 0,
            },
            primary,
        ))
    })?;
    let keys = keys_of_sqlite(r, &name, &named, &columns)?;
    let foreign = asked(r, LITE_FOREIGN, Some(&name), |row| {
        Ok((row.get::<i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let mut oddities = asked(r, LITE_TRIGGERS, Some(&name), |row| {
        Ok(format!("trigger {}", row.get::<String>(0)?))
    })?;
    if texts
        .iter()
        .any(|text| dialect::tokens(text).iter().any(|t| t.is("AUTOINCREMENT")))
    {
        oddities.push("generated number".to_owned());
    }
    Ok(Table {
        name,
        columns: columns.into_iter().map(|(c, _)| c).collect(),
        keys,
        foreign: joined(foreign),
        oddities,
    })
}

/// A table's keys on SQLite: those with an index, and the primary key that is the row number itself.
fn keys_of_sqlite(
    r: &Reader,
    table: &str,
    named: &[(String, Vec<&str>)],
    columns: &[(ColumnOf, i64)],
) -> Result<Vec<Key>, Error> {
    let mut keys = Vec::new();
    for (index, origin, column) in asked(r, LITE_KEYS, Some(table), |row| {
        Ok((row.get(0)?, row.get::<String>(1)?, row.get(2)?))
    })? {
        gather(&mut keys, index, |name| Key {
            name,
            primary: origin == "pk",
            columns: Vec::new(),
        })
        .columns
        .push(column);
    }
    let mut keys: Vec<Key> = keys.into_iter().map(|(_, key)| key).collect();
    if !keys.iter().any(|key| key.primary) {
        let mut primary: Vec<_> = columns.iter().filter(|(_, place)| *place > 0).collect();
        primary.sort_by_key(|(_, place)| *place);
        let over: Vec<String> = primary.into_iter().map(|(column, _)| column.name.clone()).collect();
        if !over.is_empty() {
            keys.push(Key {
                name: String::new(),
                primary: true,
                columns: over,
            });
        }
    }
    for key in &mut keys {
        if let Some((name, _)) = named.iter().find(|(_, over)| *over == key.columns) {
            key.name.clone_from(name);
        }
    }
    keys.sort();
    Ok(keys)
}

const PG_TABLES: &str = "SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') \
     AND relnamespace = CAST(current_schema() AS regnamespace) ORDER BY CAST(relname AS TEXT) COLLATE \"C\"";
const PG_COLUMNS: &str = "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, \
     a.attidentity <> '' OR COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%' \
     FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS t ON t.oid = a.attrelid \
     LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
     WHERE t.relname = $1 AND t.relnamespace = CAST(current_schema() AS regnamespace) \
     AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
const PG_KEYS: &str = "SELECT x.relname, i.indisprimary, COALESCE(CAST(a.attname AS TEXT), '(expression)') \
     FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid \
     JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid \
     CROSS JOIN LATERAL unnest(CAST(i.indkey AS int2[])) WITH ORDINALITY AS k (attnum, place) \
     LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum AND k.attnum > 0 \
     WHERE t.relname = $1 AND t.relnamespace = CAST(current_schema() AS regnamespace) AND (i.indisunique OR i.indisexclusion) \
     ORDER BY x.relname, k.place";
const PG_FOREIGN: &str = "SELECT CAST(c.oid AS BIGINT), f.relname, a.attname, b.attname, CASE c.confdeltype \
     WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' \
     ELSE 'SET DEFAULT' END \
     FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_class AS t ON t.oid = c.conrelid \
     JOIN pg_catalog.pg_class AS f ON f.oid = c.confrelid \
     CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (own, there, place) \
     JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.own \
     JOIN pg_catalog.pg_attribute AS b ON b.attrelid = f.oid AND b.attnum = k.there \
     WHERE c.contype = 'f' AND t.relname = $1 AND t.relnamespace = CAST(current_schema() AS regnamespace) \
     ORDER BY c.oid, k.place";
const PG_TRIGGERS: &str = "SELECT g.tgname FROM pg_catalog.pg_trigger AS g \
     JOIN pg_catalog.pg_class AS t ON t.oid = g.tgrelid WHERE t.relname = $1 \
     AND t.relnamespace = CAST(current_schema() AS regnamespace) AND NOT g.tgisinternal ORDER BY g.tgname";

fn of_postgres(r: &Reader, name: String) -> Result<Table, Error> {
    let columns = asked(r, PG_COLUMNS, Some(&name), |row| {
        let kind = row.get::<String>(1)?.to_uppercase();
        Ok((
            ColumnOf {
                name: row.get(0)?,
                kind,
                required: row.get(2)?,
            },
            row.get::<bool>(3)?,
        ))
    })?;
    let mut keys = Vec::new();
    for (key, primary, column) in asked(r, PG_KEYS, Some(&name), |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })? {
        gather(&mut keys, key, |name| Key {
            name,
            primary,
            columns: Vec::new(),
        })
        .columns
        .push(column);
    }
    let mut keys: Vec<Key> = keys.into_iter().map(|(_, key)| key).collect();
    keys.sort();
    let foreign = asked(r, PG_FOREIGN, Some(&name), |row| {
        Ok((row.get::<i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let mut oddities = asked(r, PG_TRIGGERS, Some(&name), |row| {
        Ok(format!("trigger {}", row.get::<String>(0)?))
    })?;
    oddities.extend(
        columns
            .iter()
            .filter(|(_, made)| *made)
            .map(|_| "generated number".to_owned()),
    );
    Ok(Table {
        name,
        columns: columns.into_iter().map(|(c, _)| c).collect(),
        keys,
        foreign: joined(foreign),
        oddities,
    })
}

/// The entry of `of` in a list of entries in order, made if it is not the last.
fn gather<K: PartialEq + Clone, T>(all: &mut Vec<(K, T)>, of: K, make: impl FnOnce(K) -> T) -> &mut T {
    if all.last().is_none_or(|(last, _)| *last != of) {
        all.push((of.clone(), make(of)));
    }
    let last = all.len() - 1;
    &mut all[last].1
}

/// Foreign keys from one row a column.
fn joined(rows: Vec<(i64, String, String, String, String)>) -> Vec<Foreign> {
    let mut all = Vec::new();
    for (id, to, from, there, on_delete) in rows {
        let make = |_| Foreign {
            columns: Vec::new(),
            to,
            to_columns: Vec::new(),
            on_delete,
        };
        let foreign = gather(&mut all, id, make);
        foreign.columns.push(from);
        foreign.to_columns.push(there);
    }
    let mut all: Vec<Foreign> = all.into_iter().map(|(_, foreign)| foreign).collect();
    all.sort();
    all
}
