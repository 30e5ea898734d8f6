//! What SQLite is told of its tables, so that it finds its way through them.
//!
//! SQLite chooses between indexes by how many rows it expects behind each. Told nothing, it expects ten rows of a union, and
//! walks along all 100,000 of them in the wanted order rather than sort the three that an index leads to. Counting (`ANALYZE`)
//! would make the way depend on what a database held on the day it was counted. So every database is told the same: a union
//! has very many rows, and each further column of an index thins them out.

use crate::{
    Error, Writer,
    reader::{Flow, Text},
    value::Param,
};

/// Rows of a table.
const ROWS: i64 = 1_000_000;
/// Rows of a union in it.
const OF_UNION: i64 = 100_000;
/// Rows of one value of an index that no union's name begins.
const OF_VALUE: i64 = 100;
/// Rows that name one record: its parts, what somebody owes.
const OF_RECORD: i64 = 10;
/// By how much each further column thins them out.
const THINNER: i64 = 30;
/// By how much fewer rows there are in an index of some rows only.
const FEWER: i64 = 50;

const INDEXES: &str = "SELECT t.name, l.name, l.\"unique\", l.partial, COALESCE(c.name, '') \
     FROM sqlite_schema AS t, pragma_index_list(t.name) AS l, pragma_index_info(l.name) AS c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, l.name, c.seqno";
const THERE: &str = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'";
const TOLD: &str = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx";
const TELL: &str = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)";

/// An index of a table.
#[derive(Debug, Default)]
struct Index {
    table: String,
    name: String,
    unique: bool,
    partial: bool,
    columns: Vec<String>,
}

impl Index {
    /// How many rows it has, and how many to expect behind its first column, its first two, and so on: the form of
    /// `sqlite_stat1`.
    fn expected(&self) -> String {
        let fewer = if self.partial { FEWER } else { 1 };
        let mut rows = ROWS / fewer;
        let mut told = vec![rows];
        for (at, column) in self.columns.iter().enumerate() {
            rows = match column.as_str() {
                "union_id" if at == 0 => OF_UNION / fewer,
                name if name == "id" || name.ends_with("_id") => rows.min(OF_RECORD),
                _ if at == 0 => OF_VALUE,
                _ => (rows / THINNER).max(2),
            };
            let whole = self.unique && at + 1 == self.columns.len();
            told.push(if whole { 1 } else { rows });
        }
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        // Ten unions in a table would be few enough to skip from one to the next in search of a second column's value;
        // in a province there are thousands.
        format!("{} noskipscan", told.join(" "))
    }
}

/// Tells SQLite what to expect of every index, if it has not been told yet.
///
/// # Errors
/// The store's.
pub(crate) fn tell(w: &Writer) -> Result<(), Error> {
    let wanted: Vec<[String; 3]> = indexes(w)?
        .into_iter()
        .map(|index| [index.expected(), index.name, index.table])
        .map(|[stat, name, table]| [table, name, stat])
        .collect();
    if told(w)? == wanted {
        return Ok(());
    }
    // the table of expectations comes with the first count
    w.batch("ANALYZE store_pulse")?;
    w.touch(Text::Once("DELETE FROM sqlite_stat1"), &[])?;
    for row in &wanted {
        let params: Vec<Param<'_>> = row.iter().map(|text| Param::Text(text.as_str().into())).collect();
        w.touch(Text::Once(TELL), &params)?;
    }
    w.batch("ANALYZE sqlite_schema")
}

/// What was told before: table, index, expectation.
fn told(w: &Writer) -> Result<Vec<[String; 3]>, Error> {
    let mut all = Vec::new();
    let mut there = false;
    w.answer(Text::Once(THERE), &[], Flow::Whole, &mut |_| {
        there = true;
        Ok(())
    })?;
    if there {
        w.answer(Text::Once(TOLD), &[], Flow::Whole, &mut |row| {
            all.push([
                row.get(0)?,
                row.get::<Option<String>>(1)?.unwrap_or_default(),
                row.get(2)?,
            ]);
            Ok(())
        })?;
    }
    Ok(all)
}

fn indexes(w: &Writer) -> Result<Vec<Index>, Error> {
    let mut all: Vec<Index> = Vec::new();
    w.answer(Text::Once(INDEXES), &[], Flow::Whole, &mut |row| {
        let (table, name): (String, String) = (row.get(0)?, row.get(1)?);
        if all.last().is_none_or(|last| last.name != name) {
            all.push(Index {
                table,
                name,
                unique: row.get(2)?,
                partial: row.get(3)?,
                ..Index::default()
            });
        }
        if let Some(last) = all.last_mut() {
            last.columns.push(row.get(4)?);
        }
        Ok(())
    })?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::Index;

    fn expected(columns: &[&str], unique: bool, partial: bool) -> String {
        let columns = columns.iter().map(|&name| name.to_owned()).collect();
        Index {
            unique,
            partial,
            columns,
            ..Index::default()
        }
        .expected()
    }

    #[test]
    fn a_union_is_large_and_every_further_column_thins_it_out() {
        assert_eq!(
            expected(&["union_id", "id"], true, false),
            "1000000 100000 1 noskipscan"
        );
        let by_name = ["union_id", "name", "phone", "twin"];
        assert_eq!(expected(&by_name, true, false), "1000000 100000 3333 111 1 noskipscan");
        assert_eq!(
            expected(&["union_id", "born"], false, false),
            "1000000 100000 3333 noskipscan"
        );
        assert_eq!(expected(&["union_id", "born"], false, true), "20000 2000 66 noskipscan");
        assert_eq!(expected(&["token"], true, false), "1000000 1 noskipscan");
        assert_eq!(
            expected(&["day", "at", "kind"], false, false),
            "1000000 100 3 2 noskipscan"
        );
        assert_eq!(expected(&["account_id", "at"], false, false), "1000000 10 2 noskipscan");
        let by_owner = ["union_id", "owner_id", "state"];
        assert_eq!(expected(&by_owner, false, false), "1000000 100000 10 2 noskipscan");
    }
}
