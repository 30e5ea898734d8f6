//! Documents in and out: Word, Excel, CSV, HTML, PDF and plain text become one [`Document`];
//! [`word`] and [`book`] make Word and Excel files.
//!
//! The crate knows documents, not unions, and does no input or output: bytes in, value out, value
//! in, bytes out. Everything read is taken for hostile: sizes, nesting, counts and unpacked bytes
//! are limited while reading ([`Limits`]), and whatever cannot be read is a [`Refused`] with a
//! stable key, never a panic.

pub mod book;
mod calc;
mod cells;
mod delimited;
mod document;
mod docx;
mod encoding;
mod html;
mod limits;
mod numerals;
mod old;
mod pack;
mod pdf;
mod plain;
mod refused;
mod rows;
#[cfg(test)]
mod samples;
mod sheets;
mod sniff;
#[cfg(test)]
mod tests;
pub mod word;
mod xml;

pub use cells::{Sheet, Span, Value, column_letter};
pub use document::{Block, Cell, Document, Kind, Paragraph, Style, Table};
pub use limits::Limits;
pub use refused::{NotMade, Refused};
pub use rows::{Rows, is_delimited};

/// Reads any supported file. `name` is only a hint (it tells `.csv` from `.txt`); the content decides.
///
/// # Errors
/// [`Refused`] tells why the file cannot be read.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Refused> {
    let document = match sniff::kind(name, bytes, limits)? {
        Kind::Docx => docx::read(bytes, limits)?,
        Kind::Text => plain::read(bytes, limits)?,
        Kind::Html => html::read(bytes, limits)?,
        Kind::Pdf => pdf::read(bytes, limits)?,
        kind @ (Kind::Csv | Kind::Xlsx | Kind::Xls | Kind::Ods) => {
            let sheets = sheets::read(kind, bytes, limits)?;
            Document {
                blocks: sheets.into_iter().map(Sheet::into_table).map(Block::Table).collect(),
                kind,
            }
        }
    };
    if document.is_blank() {
        Err(Refused::Empty)
    } else {
        Ok(document)
    }
}

/// The text of a plain text file as it stands, whatever its encoding; `None` where it is no text.
pub fn decode_text(bytes: &[u8]) -> Option<String> {
    encoding::decode(bytes)
}

/// Reads the sheets of a workbook or a delimited file as typed cells, for imports. Tables of an
/// HTML file count as sheets too: many systems export HTML under the name `.xls`.
///
/// # Errors
/// [`Refused`]; `Unsupported` when the file is no kind of table.
pub fn read_sheets(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refused> {
    let sheets = match sniff::kind(name, bytes, limits)? {
        kind @ (Kind::Csv | Kind::Xlsx | Kind::Xls | Kind::Ods) => sheets::read(kind, bytes, limits)?,
        Kind::Html => Sheet::from_tables(html::read(bytes, limits)?),
        // A list kept in a text file, one record a line.
        Kind::Text => sheets::read(Kind::Csv, bytes, limits)?,
        Kind::Docx | Kind::Pdf => return Err(Refused::Unsupported),
    };
    if sheets.iter().all(|s| s.rows.is_empty()) {
        Err(Refused::Empty)
    } else {
        Ok(sheets)
    }
}
