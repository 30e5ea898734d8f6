//! A row of an answer.

use crate::{Error, FromColumn, lite, pg, value::Column};

/// A row of an answer; lives as long as the closure that is given it.
pub struct Row<'a>(pub(crate) Source<'a>);

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of column `i`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Wrong`] if there is no such column or it holds something else.
    pub fn get<T: FromColumn>(&self, i: usize) -> Result<T, Error> {
        self.column(i).and_then(T::from_column).map_err(|error| match error {
            Error::Wrong(what) => Error::Wrong(format!("column {i}: {what}")),
            other => other,
        })
    }

    /// The value of column `i` without copying it.
    ///
    /// # Errors
    /// [`Error::Wrong`] if there is no such column or it is of a kind the product does not use.
    pub fn column(&self, i: usize) -> Result<Column<'_>, Error> {
        match self.0 {
            Source::Sqlite(row) => lite::column(row, i),
            Source::Postgres(row) => pg::column(row, i),
        }
    }

    /// The columns one after the other, for structs with many fields.
    #[must_use]
    pub fn cells(&self) -> Cells<'_> {
        Cells { row: self, next: 0 }
    }
}

/// The columns of a row in their order.
pub struct Cells<'a> {
    row: &'a Row<'a>,
    next: usize,
}

impl Cells<'_> {
    /// The next column.
    ///
    /// # Errors
    /// [`Error::Wrong`] if there is none left or it holds something else.
    pub fn take<T: FromColumn>(&mut self) -> Result<T, Error> {
        let i = self.next;
        self.next += 1;
        self.row.get(i)
    }
}
