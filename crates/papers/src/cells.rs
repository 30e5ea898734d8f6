//! Sheets with typed cells, for imports.

use kernel::{Date, Money};

use crate::{Block, Cell, Document, Table};

/// One sheet. Row and column positions are those of the file: `rows[4][0]` is what a person calls A5.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The name on the tab; empty for delimited text.
    pub name: String,
    /// Whether the sheet is hidden in the workbook.
    pub hidden: bool,
    /// Rows as long as their last filled cell; empty rows at the end are left out.
    pub rows: Vec<Vec<Value>>,
    /// Merged areas; the value stands in the upper left cell, the others are empty.
    pub merged: Vec<Span>,
}

/// A merged area; rows and columns count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first row.
    pub row: usize,
    /// The first column.
    pub column: usize,
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text as written.
    Text(String),
    /// A number as the workbook holds it (binary floating point); see [`Value::text`] and [`Value::money`].
    Number(f64),
    /// A day.
    Date(Date),
    /// A day with a time, in seconds of the day.
    Moment(Date, u32),
    /// True or false.
    Truth(bool),
    /// A formula that failed, such as `#DIV/0!`.
    Failed(String),
}

impl Value {
    /// Nothing, or only blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As a person reads it: numbers with at most 15 significant digits (so that 0.1 + 0.2 is `0.3`),
    /// days as `2026-11-21`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Failed(text) => text.clone(),
            Self::Number(number) => plain(*number),
            Self::Date(day) => day.to_string(),
            Self::Moment(day, seconds) => {
                format!("{day} {:02}:{:02}", seconds / 3600, seconds / 60 % 60)
            }
            Self::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
        }
    }

    /// An amount in yuan; `None` when the cell holds no amount or one finer than a fen.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        match self {
            Self::Number(_) | Self::Text(_) => self.text().parse().ok(),
            _ => None,
        }
    }

    /// A day: a real one, or text such as `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日`,
    /// `20261121`.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(day) | Self::Moment(day, _) => Some(*day),
            Self::Text(text) => day_of(text.trim()),
            Self::Number(_) => day_of(&self.text()).filter(|d| (1900..=2200).contains(&d.year())),
            _ => None,
        }
    }

    /// A whole number; `None` for anything else.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(_) | Self::Text(_) => self.text().trim().replace([',', '，'], "").parse().ok(),
            _ => None,
        }
    }
}

/// A number without an exponent, rounded to 15 significant digits as spreadsheets show it.
fn plain(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // `{}` prints the shortest digits that mean the same number, never with an exponent.
    if rounded == 0.0 {
        "0".into()
    } else {
        rounded.to_string()
    }
}

fn day_of(text: &str) -> Option<Date> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if text.len() == 8 && digits(text) {
        vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?]
    } else {
        let text = text.strip_suffix(['日', '号']).unwrap_or(text);
        text.split(['-', '/', '.', '年', '月']).map(str::trim).collect()
    };
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

impl Sheet {
    /// The sheet as a table of text, merged areas as spans.
    pub(crate) fn into_table(self) -> Table {
        let mut covered = std::collections::HashSet::new();
        let mut spans = std::collections::HashMap::new();
        // Areas far larger than the data are formatting; only what lies on data matters.
        let height = self.rows.len();
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        for span in &self.merged {
            let bottom = span.row.saturating_add(span.rows).min(height);
            let right = span.column.saturating_add(span.columns).min(width);
            if bottom <= span.row || right <= span.column {
                continue;
            }
            spans.insert((span.row, span.column), (bottom - span.row, right - span.column));
            for row in span.row..bottom {
                covered.extend(
                    (span.column..right)
                        .map(|column| (row, column))
                        .filter(|at| *at != (span.row, span.column)),
                );
            }
        }
        let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let rows = self.rows.iter().enumerate().map(|(r, row)| {
            let cells = row.iter().enumerate().filter(|(c, _)| !covered.contains(&(r, *c)));
            cells
                .map(|(c, value)| {
                    let (rows, columns) = spans.get(&(r, c)).copied().unwrap_or((1, 1));
                    Cell {
                        text: value.text(),
                        columns: small(columns),
                        rows: small(rows),
                    }
                })
                .collect()
        });
        Table {
            name: Some(self.name).filter(|n| !n.is_empty()),
            rows: rows.collect(),
        }
    }

    /// The tables of a document as sheets of text, spans laid out on the grid.
    pub(crate) fn from_tables(document: Document) -> Vec<Sheet> {
        let tables = document.blocks.into_iter().filter_map(|block| match block {
            Block::Table(table) => Some(Self::from_table(table)),
            Block::Paragraph(_) => None,
        });
        tables.filter(|sheet| !sheet.rows.is_empty()).collect()
    }

    fn from_table(table: Table) -> Sheet {
        let mut sheet = Sheet {
            name: table.name.unwrap_or_default(),
            ..Sheet::default()
        };
        // For every column, how many rows below are still covered from above.
        let mut down: Vec<u16> = Vec::new();
        for (r, row) in table.rows.into_iter().enumerate() {
            let mut out = Vec::new();
            let mut next: Vec<u16> = down.iter().map(|n| n.saturating_sub(1)).collect();
            for cell in row {
                while down.get(out.len()).is_some_and(|n| *n > 0) {
                    out.push(Value::Empty);
                }
                let columns = usize::from(cell.columns.max(1));
                if columns > 1 || cell.rows > 1 {
                    sheet.merged.push(Span {
                        row: r,
                        column: out.len(),
                        rows: usize::from(cell.rows),
                        columns,
                    });
                }
                let at = out.len();
                next.resize(next.len().max(at + columns), 0);
                next.iter_mut()
                    .skip(at)
                    .take(columns)
                    .for_each(|n| *n = cell.rows.saturating_sub(1));
                out.push(if cell.text.is_empty() {
                    Value::Empty
                } else {
                    Value::Text(cell.text)
                });
                out.resize(at + columns, Value::Empty);
            }
            down = next;
            sheet.rows.push(out);
        }
        sheet.trimmed()
    }

    /// Without empty cells at the ends of rows and empty rows at the end.
    pub(crate) fn trimmed(mut self) -> Self {
        for row in &mut self.rows {
            let filled = row
                .iter()
                .rposition(|v| !matches!(v, Value::Empty))
                .map_or(0, |i| i + 1);
            row.truncate(filled);
        }
        let filled = self.rows.iter().rposition(|r| !r.is_empty()).map_or(0, |i| i + 1);
        self.rows.truncate(filled);
        self
    }
}

/// The letters of a column, as spreadsheets show them: A, B … Z, AA.
#[must_use]
pub fn column_letter(column: usize) -> String {
    let (mut rest, mut out) = (column + 1, String::new());
    while rest > 0 {
        let sign = u32::try_from((rest - 1) % 26).ok().and_then(|n| char::from_u32(65 + n));
        out.insert(0, sign.unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    out
}
