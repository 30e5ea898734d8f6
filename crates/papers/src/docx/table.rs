//! Tables of a Word file: spans across columns and rows, tables within tables.

use std::collections::HashMap;

use super::body::Body;
use crate::{
    Block, Cell, Refused, Table,
    xml::{Step, Xml},
};

/// Columns a table may have, spans counted; word processors stop at 63.
const COLUMNS: u16 = 1024;

/// What the properties of a cell say.
#[derive(Debug, Default)]
pub(super) struct CellFormat {
    columns: Option<u16>,
    /// `Some(true)` begins a span of rows, `Some(false)` goes on with it.
    down: Option<bool>,
    /// Goes on with a span of columns, in the manner of old programs.
    across: bool,
}

impl CellFormat {
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refused> {
        xml.children(|_, element| {
            match element.name() {
                "gridSpan" => self.columns = element.number("val"),
                "vMerge" => self.down = Some(element.get("val").as_deref() == Some("restart")),
                "hMerge" => self.across = element.get("val").as_deref() != Some("restart"),
                _ => {}
            }
            Ok(())
        })
    }
}

/// A table in the making: the rows, and for every grid column the cell that spans down from above.
#[derive(Default)]
struct Draft {
    rows: Vec<Vec<Cell>>,
    open: HashMap<u16, (usize, usize)>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    column: u16,
    deleted: bool,
}

impl Body<'_> {
    /// Reads the table begun last.
    pub(super) fn table(&mut self, out: &mut Vec<Block>) -> Result<(), Refused> {
        self.nest()?;
        let outside = self.xml.depth().saturating_sub(1);
        let mut draft = Draft::default();
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.name() {
                    "tr" => self.row(&mut draft)?,
                    "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {}
                    _ => self.xml.skip()?,
                },
                Step::End if self.xml.depth() <= outside => break,
                Step::Done => break,
                Step::End | Step::Text(_) => {}
            }
        }
        self.nested -= 1;
        if !draft.rows.is_empty() {
            out.push(Block::Table(Table {
                name: None,
                rows: draft.rows,
            }));
        }
        Ok(())
    }

    fn row(&mut self, draft: &mut Draft) -> Result<(), Refused> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut row = Row::default();
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.name() {
                    "trPr" => self.xml.children(|_, element| {
                        match element.name() {
                            "gridBefore" => row.skip_columns(element.number("val").unwrap_or(0)),
                            "del" => row.deleted = true,
                            _ => {}
                        }
                        Ok(())
                    })?,
                    "tc" => self.cell(draft, &mut row)?,
                    "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {}
                    _ => self.xml.skip()?,
                },
                Step::End if self.xml.depth() <= outside => break,
                Step::Done => break,
                Step::End | Step::Text(_) => {}
            }
        }
        if !row.deleted {
            draft.rows.push(row.cells);
        }
        Ok(())
    }

    fn cell(&mut self, draft: &mut Draft, row: &mut Row) -> Result<(), Refused> {
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(Refused::Bomb);
        }
        let mut format = CellFormat::default();
        let mut blocks = Vec::new();
        self.blocks(&mut blocks, Some(&mut format))?;
        let columns = format.columns.unwrap_or(1).clamp(1, COLUMNS);
        let at = row.column;
        row.column = at.saturating_add(columns);
        if format.across
            && let Some(last) = row.cells.last_mut()
        {
            last.columns = last.columns.saturating_add(columns).min(COLUMNS);
            return Ok(());
        }
        if format.down == Some(false)
            && let Some(above) = draft.above(at)
        {
            above.rows = above.rows.saturating_add(1);
            return Ok(());
        }
        for column in at..row.column {
            draft.open.remove(&column);
        }
        if format.down.is_some() && !row.deleted {
            draft.open.insert(at, (draft.rows.len(), row.cells.len()));
        }
        row.cells.push(Cell {
            text: text_of(&blocks),
            columns,
            rows: 1,
        });
        Ok(())
    }
}

impl Draft {
    fn above(&mut self, column: u16) -> Option<&mut Cell> {
        let (row, cell) = *self.open.get(&column)?;
        self.rows.get_mut(row)?.get_mut(cell)
    }
}

impl Row {
    /// A row that begins further right: an empty cell keeps the columns in line.
    fn skip_columns(&mut self, columns: u16) {
        let columns = columns.min(COLUMNS);
        if columns > 0 {
            self.cells.push(Cell {
                text: String::new(),
                columns,
                rows: 1,
            });
            self.column = self.column.saturating_add(columns);
        }
    }
}

/// The content of a cell as text: paragraphs and rows of inner tables on lines of their own.
fn text_of(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(p) => {
                out.push_str(&p.printed());
                out.push('\n');
            }
            Block::Table(table) => table.print(&mut out),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
