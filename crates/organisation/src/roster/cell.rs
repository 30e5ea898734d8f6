//! What stands in a file, kept from its reading to the end of the import.
//!
//! A file is cut into blocks of some hundred rows. A block is one sealed value: rosters hold identity numbers, and what
//! is not yet in the register is no less private than what is.

use kernel::Date;
use papers::Value;
use serde::{Deserialize, Serialize};

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as written.
    Text(String),
    /// A number of a workbook, as it shows it: up to 15 digits are its own.
    Number {
        /// Its digits.
        n: String,
    },
    /// A day of a workbook.
    Day {
        /// It.
        d: Date,
    },
}

/// The longest text of a cell that is kept, in characters; no field of a member is nearly as long.
const LONGEST: usize = 2_000;

impl Cell {
    /// As it stands in the file.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number { n } => n.clone(),
            Cell::Day { d } => d.to_string(),
        }
    }
    /// Nothing but blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Empty => Cell::Empty,
            Value::Text(text) => Cell::Text(kept(text)),
            Value::Date(d) | Value::Moment(d, _) => Cell::Day { d },
            number @ Value::Number(_) => Cell::Number { n: number.text() },
            other => Cell::Text(other.text()),
        }
    }
}

/// The text without what no database keeps, and not longer than any field could need.
fn kept(text: String) -> String {
    let meant = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    if text.len() <= LONGEST && text.chars().all(|c| meant(&c)) {
        return text;
    }
    text.chars().filter(meant).take(LONGEST).collect()
}

/// A row of a file: its number as a person counts (the first is 1), and its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in the file.
    pub number: i64,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; nothing past the end.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        static NOTHING: Cell = Cell::Empty;
        self.cells.get(column).unwrap_or(&NOTHING)
    }
}

/// A block of rows that follow one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its place among the blocks of its sheet, from 0.
    pub number: i64,
    /// The number of its first row.
    pub first: i64,
    /// The rows; empty ones too, so that numbers are those of the file.
    pub rows: Vec<Vec<Cell>>,
}

/// Rows of a block.
pub const ROWS: usize = 500;

impl Block {
    /// The rows with their numbers.
    pub fn numbered(self) -> impl Iterator<Item = Row> {
        (self.first..)
            .zip(self.rows)
            .map(|(number, cells)| Row { number, cells })
    }
    /// Cuts rows into blocks.
    pub fn cut(rows: impl IntoIterator<Item = Vec<Cell>>) -> impl Iterator<Item = Block> {
        Self::cut_by(rows, ROWS)
    }
    /// Cuts rows into blocks of so many.
    pub fn cut_by(rows: impl IntoIterator<Item = Vec<Cell>>, size: usize) -> impl Iterator<Item = Block> {
        let mut rows = rows.into_iter();
        let (mut number, mut first) = (0_i64, 1_i64);
        std::iter::from_fn(move || {
            let taken: Vec<Vec<Cell>> = rows.by_ref().take(size).collect();
            if taken.is_empty() {
                return None;
            }
            let block = Block {
                number,
                first,
                rows: taken,
            };
            number += 1;
            first += i64::try_from(block.rows.len()).unwrap_or(0);
            Some(block)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lead_back_and_rare_characters_stay() {
        let row = vec![
            Cell::Text("𠮷田㛃👩‍🏫".into()),
            Cell::Empty,
            Cell::Number {
                n: "440301198001011000".into(),
            },
            Cell::Day {
                d: "1985-03-02".parse().unwrap(),
            },
        ];
        let text = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Cell>>(&text).unwrap(), row);
    }

    #[test]
    fn blocks_keep_the_numbers_of_the_file() {
        let rows = (0..ROWS + 3).map(|n| vec![Cell::Text(n.to_string())]);
        let blocks: Vec<Block> = Block::cut(rows).collect();
        assert_eq!(blocks.len(), 2);
        let last = blocks[1].clone().numbered().last().unwrap();
        assert_eq!(last.number, i64::try_from(ROWS).unwrap() + 3);
        assert_eq!(last.cell(0).text(), (ROWS + 2).to_string());
    }
}
