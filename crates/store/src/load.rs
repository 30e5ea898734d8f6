//! Bulk load: one of the four places with two texts. SQLite runs the statement row by row, which is its fastest way;
//! PostgreSQL gets thousands of rows at once as arrays.

use tokio_postgres::types::{ToSql, Type};

use crate::{
    Error, Writer,
    dialect::{Token, tokens},
    lite,
    pg::{self, Bound},
    reader::{Failure, Link, Text},
    value::Param,
};

/// At most so many rows in one statement of PostgreSQL.
const ROWS: usize = 2_000;
/// At most about so many bytes in one statement of PostgreSQL.
const BYTES: usize = 4 << 20;

pub(crate) fn load<'p, R: AsRef<[Param<'p>]>>(
    w: &Writer,
    sql: &str,
    rows: impl IntoIterator<Item = R>,
) -> Result<u64, Error> {
    match &w.link {
        Link::Sqlite(db) => {
            w.may_begin()?;
            lite::run_many(db, sql, rows).map_err(|failure| w.settle(failure))
        }
        Link::Postgres(_) => in_arrays(w, sql, rows),
    }
}

fn in_arrays<'p, R: AsRef<[Param<'p>]>>(
    w: &Writer,
    sql: &str,
    rows: impl IntoIterator<Item = R>,
) -> Result<u64, Error> {
    let plan = Plan::new(w, sql)?;
    let (mut batch, mut bytes, mut touched) = (Vec::new(), 0, 0);
    for row in rows {
        bytes += row.as_ref().iter().map(size).sum::<usize>();
        batch.push(row);
        if batch.len() >= ROWS || bytes >= BYTES {
            touched += plan.send(w, &batch)?;
            batch.clear();
            bytes = 0;
        }
    }
    if !batch.is_empty() {
        touched += plan.send(w, &batch)?;
    }
    Ok(touched)
}

fn size(param: &Param<'_>) -> usize {
    match param {
        Param::Null | Param::Int(_) => 8,
        Param::Text(s) => s.len(),
        Param::Bytes(b) => b.len(),
    }
}

/// The statement over arrays, prepared, and how many columns a row has.
struct Plan {
    stmt: tokio_postgres::Statement,
    width: usize,
}

impl Plan {
    fn new(w: &Writer, sql: &str) -> Result<Self, Error> {
        w.may_begin()?;
        let Link::Postgres(session) = &w.link else {
            return Err(Error::Other("arrays are for PostgreSQL".to_owned()));
        };
        let prepared = session.borrow_mut().prepare(Text::Once(sql));
        let row = prepared.map_err(|failure| w.settle(failure))?;
        let types = row.params().iter().map(array).collect::<Result<Vec<_>, _>>()?;
        let text = over_arrays(sql, &types)?;
        let prepared = session.borrow_mut().prepare(Text::Once(&text));
        let stmt = prepared.map_err(|failure| w.settle(failure))?;
        Ok(Self {
            stmt,
            width: types.len(),
        })
    }

    fn send<'p, R: AsRef<[Param<'p>]>>(&self, w: &Writer, batch: &[R]) -> Result<u64, Error> {
        let Link::Postgres(session) = &w.link else { return Ok(0) };
        w.may_begin()?;
        if batch.iter().any(|row| row.as_ref().len() != self.width) {
            return Err(Error::Other(format!(
                "every row of this load has {} values",
                self.width
            )));
        }
        let columns: Vec<Vec<Bound<'_>>> = (0..self.width)
            .map(|i| batch.iter().filter_map(|row| row.as_ref().get(i)).map(Bound).collect())
            .collect();
        let arrays: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|c| -> &(dyn ToSql + Sync) { c }).collect();
        pg::run_arrays(session, &self.stmt, &arrays).map_err(|failure: Failure| w.settle(failure))
    }
}

fn array(ty: &Type) -> Result<&'static str, Error> {
    match *ty {
        Type::INT8 => Ok("bigint[]"),
        Type::INT4 => Ok("integer[]"),
        Type::TEXT => Ok("text[]"),
        Type::BYTEA => Ok("bytea[]"),
        _ => Err(Error::Other(format!("a load takes no {ty}"))),
    }
}

/// `INSERT INTO t (a, b) VALUES ($1, $2)` becomes `INSERT INTO t (a, b) SELECT v.c1, v.c2 FROM unnest(…) AS v (c1, c2)`.
fn over_arrays(sql: &str, types: &[&str]) -> Result<String, Error> {
    let refuse =
        || Error::Other("a load is INSERT INTO … VALUES ($1, $2, …) with its parameters only there".to_owned());
    let all = tokens(sql);
    let values = all.iter().position(|t| t.is("VALUES")).ok_or_else(refuse)?;
    let open = all
        .iter()
        .skip(values)
        .position(|t| t.is("("))
        .map(|i| i + values)
        .ok_or_else(refuse)?;
    let (mut inside, mut after, mut depth) = (String::new(), String::new(), 1_usize);
    for token in all.iter().skip(open + 1) {
        let parameter = if let Token::Word(word) = token {
            word.strip_prefix('$')
        } else {
            None
        };
        match (depth, parameter) {
            (0, Some(_)) => return Err(refuse()),
            (0, None) => after.push_str(token.text()),
            (_, Some(n)) => inside.push_str(&format!("v.c{n}")),
            (_, None) => {
                if token.is("(") {
                    depth += 1;
                } else if token.is(")") {
                    depth -= 1;
                }
                if depth > 0 {
                    inside.push_str(token.text());
                }
            }
        }
    }
    let before: String = all.iter().take(values).map(|t| t.text()).collect();
    let arrays: Vec<String> = (1..=types.len())
        .zip(types)
        .map(|(n, ty)| format!("${n}::{ty}"))
        .collect();
    let names: Vec<String> = (1..=types.len()).map(|n| format!("c{n}")).collect();
    Ok(format!(
        "{before}SELECT {inside} FROM unnest({}) AS v ({}){after}",
        arrays.join(", "),
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::over_arrays;

    #[test]
    fn a_row_becomes_arrays() {
        let sql = "INSERT INTO t (a, b, c) VALUES ($1, ($2), 0) ON CONFLICT (a) DO NOTHING";
        assert_eq!(
            over_arrays(sql, &["bytea[]", "bigint[]"]).unwrap(),
            "INSERT INTO t (a, b, c) SELECT v.c1, (v.c2), 0 FROM unnest($1::bytea[], $2::bigint[]) AS v (c1, c2) \
             ON CONFLICT (a) DO NOTHING"
        );
        assert!(
            over_arrays(
                "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $2",
                &[]
            )
            .is_err()
        );
        assert!(over_arrays("UPDATE t SET a = $1", &[]).is_err());
    }
}
