//! What a file says, whatever its format.

/// What a file says: paragraphs and tables in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// What kind of file it was.
    pub kind: Kind,
}

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Word since 2007, WPS, LibreOffice in Word format.
    Docx,
    /// Plain text.
    Text,
    /// Delimited text: comma, tab or semicolon.
    Csv,
    /// Excel since 2007.
    Xlsx,
    /// Excel 97–2003, old WPS sheets.
    Xls,
    /// OpenDocument sheets.
    Ods,
    /// HTML, whole or pasted.
    Html,
    /// PDF with text.
    Pdf,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// One paragraph.
    Paragraph(Paragraph),
    /// One table or sheet.
    Table(Table),
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What the paragraph is in the document.
    pub style: Style,
    /// The list number as printed (`一、`, `1.`, `(二)`), when the program computes it; a number that
    /// somebody typed is part of `text`. Bullets are no numbers.
    pub number: Option<String>,
    /// The text; a line break is `\n`, a tab `\t`.
    pub text: String,
}

/// What a paragraph is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A heading: 1 is the highest level, 9 the lowest; 0 is the title of the whole document.
    Heading(u8),
    /// Running text.
    Body,
    /// An item of a list; the outermost level is 0.
    List {
        /// 0 is the outermost level.
        level: u8,
    },
    /// Text in a box beside the running text.
    TextBox,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the sheet; `None` for a table in running text.
    pub name: Option<String>,
    /// Rows of cells; cells covered by a span are not repeated.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text; paragraphs within the cell stand on lines of their own.
    pub text: String,
    /// How many columns the cell spans, at least 1.
    pub columns: u16,
    /// How many rows the cell spans, at least 1.
    pub rows: u16,
}

impl Cell {
    /// A cell that spans nothing.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            columns: 1,
            rows: 1,
        }
    }
}

impl Paragraph {
    /// The paragraph as printed: number in front. A number that ends in a Latin letter, digit or
    /// mark is set off by a space, a Chinese one (`一、`) is not.
    #[must_use]
    pub fn printed(&self) -> String {
        match &self.number {
            None => self.text.clone(),
            Some(number) if self.text.is_empty() || number.chars().last().is_none_or(|c| !c.is_ascii()) => {
                format!("{number}{}", self.text)
            }
            Some(number) => format!("{number} {}", self.text),
        }
    }
}

impl Table {
    /// One row a line, cells separated by ` | `; line breaks in cells become spaces.
    pub(crate) fn print(&self, out: &mut String) {
        // A row without cells is covered by spans from above.
        for row in self.rows.iter().filter(|row| !row.is_empty()) {
            for (i, cell) in row.iter().enumerate() {
                if i > 0 {
                    out.push_str(" | ");
                }
                for (j, line) in cell.text.lines().enumerate() {
                    if j > 0 {
                        out.push(' ');
                    }
                    out.push_str(line.trim());
                }
            }
            out.push('\n');
        }
    }
}

impl Document {
    /// The whole text: numbers in front, one paragraph or table row a line, cells separated by ` | `.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            match block {
                Block::Paragraph(p) => {
                    out.push_str(&p.printed());
                    out.push('\n');
                }
                Block::Table(table) => table.print(&mut out),
            }
        }
        out
    }
    pub(crate) fn is_blank(&self) -> bool {
        self.blocks.iter().all(|block| match block {
            Block::Paragraph(p) => p.text.trim().is_empty(),
            Block::Table(t) => t.rows.iter().flatten().all(|c| c.text.trim().is_empty()),
        })
    }
}
