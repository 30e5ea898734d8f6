//! Excel workbooks written: typed cells, so that sums add up and text never becomes a formula.
//!
//! ```
//! use papers::book::{Book, Cell, Column, Sheet};
//! use kernel::Money;
//! let mut book = Book::new();
//! book.sheet(Sheet {
//!     name: "慰问".into(),
//!     columns: vec![Column::new("姓名", 12), Column::new("金额（元）", 14)],
//!     rows: vec![vec![Cell::text("王芳"), Cell::Money(Money::from_fen(50_000))]],
//!     total: Some(vec![Cell::text("合计"), Cell::Money(Money::from_fen(50_000))]),
//! });
//! let bytes = book.to_bytes().expect("a file");
//! # assert!(bytes.starts_with(b"PK"));
//! ```

use std::collections::HashSet;

use kernel::{Date, Money};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::NotMade;

/// The media type of the file that [`Book::to_bytes`] makes.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The longest text a cell of Excel holds, in UTF-16 units.
const TEXT: usize = 32_767;
/// Whole numbers beyond this lose digits in Excel; they are written as text.
const EXACT: i64 = 999_999_999_999_999;

/// A workbook in the making.
#[derive(Clone, Debug, Default)]
pub struct Book {
    sheets: Vec<Sheet>,
}

/// One sheet: a header row that stays in view, rows, and perhaps a row of totals.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name on the tab; what Excel does not allow is replaced, doubles get a number.
    pub name: String,
    /// The columns, with what the header row says.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// The totals, below all rows.
    pub total: Option<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the header row says.
    pub head: String,
    /// The width in Latin letters; a Chinese letter takes two.
    pub width: u16,
}

impl Column {
    /// A column of that head and width.
    #[must_use]
    pub fn new(head: impl Into<String>, width: u16) -> Self {
        Self {
            head: head.into(),
            width,
        }
    }
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, whatever it begins with.
    Text(String),
    /// A whole number.
    Int(i64),
    /// An amount, shown as `1,234.00`.
    Money(Money),
    /// A day, shown as `2026-11-21`.
    Date(Date),
    /// A share in ten-thousandths, shown as `12.34%`.
    Percent(i64),
}

impl Cell {
    /// Text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As delimited text shows it.
    fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Int(number) => number.to_string(),
            Self::Money(money) => money.to_string().replace(',', ""),
            Self::Date(day) => day.to_string(),
            Self::Percent(share) => format!("{}%", Money::from_fen(*share).to_string().replace(',', "")),
        }
    }
}

/// The looks of cells.
struct Looks {
    head: Format,
    plain: Format,
    int: Format,
    money: Format,
    date: Format,
    percent: Format,
}

impl Looks {
    fn new(total: bool) -> Self {
        let base = Format::new()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let base = if total {
            base.set_bold().set_border_top(FormatBorder::Medium)
        } else {
            base
        };
        Self {
            head: base
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(Color::RGB(0xE7_EE_F5)),
            plain: base.clone().set_text_wrap().set_num_format("@"),
            int: base.clone().set_num_format("#,##0"),
            money: base.clone().set_num_format("#,##0.00"),
            date: base.clone().set_num_format("yyyy-mm-dd"),
            percent: base.set_num_format("0.00%"),
        }
    }
}

impl Book {
    /// An empty workbook.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sheet.
    pub fn sheet(&mut self, sheet: Sheet) -> &mut Self {
        self.sheets.push(sheet);
        self
    }

    /// The file. The same content always gives the same bytes.
    ///
    /// # Errors
    /// If a sheet has more rows or columns than Excel holds.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotMade> {
        let mut book = Workbook::new();
        // A fixed moment instead of the clock: the same content, the same bytes.
        let moment = ExcelDateTime::from_ymd(2000, 1, 1).map_err(NotMade::because)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
        let mut names = HashSet::new();
        let empty = [Sheet::default()];
        let sheets = if self.sheets.is_empty() {
            &empty[..]
        } else {
            &self.sheets[..]
        };
        for sheet in sheets {
            let mut name = tab_name(&sheet.name);
            let mut count = 1_usize;
            while !names.insert(name.to_lowercase()) {
                count += 1;
                name = numbered(&tab_name(&sheet.name), count);
            }
            let page = book.add_worksheet();
            page.set_name(&name).map_err(NotMade::because)?;
            fill(page, sheet).map_err(NotMade::because)?;
        }
        book.save_to_buffer().map_err(NotMade::because)
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let looks = Looks::new(false);
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let mut row = 0_u32;
    if !sheet.columns.is_empty() {
        page.set_freeze_panes(1, 0)?;
        page.set_repeat_rows(0, 0)?;
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            page.write_string_with_format(0, at, clip(&column.head), &looks.head)?;
            page.set_column_width(at, f64::from(column.width.clamp(2, 255)))?;
        }
        row = 1;
    }
    for cells in &sheet.rows {
        write(page, row, cells, &looks)?;
        row = row.saturating_add(1);
    }
    if let Some(total) = &sheet.total {
        write(page, row, total, &Looks::new(true))?;
    }
    Ok(())
}

fn write(page: &mut Worksheet, row: u32, cells: &[Cell], looks: &Looks) -> Result<(), XlsxError> {
    for (at, cell) in cells.iter().enumerate() {
        // A column past the last one Excel has is refused by the writer.
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        match cell {
            Cell::Empty => page.write_blank(row, at, &looks.plain)?,
            Cell::Text(text) => page.write_string_with_format(row, at, clip(text), &looks.plain)?,
            Cell::Int(number) if number.abs() <= EXACT => {
                page.write_number_with_format(row, at, float(*number, 0), &looks.int)?
            }
            Cell::Money(money) if money.fen().unsigned_abs() <= EXACT.unsigned_abs() => {
                page.write_number_with_format(row, at, float(money.fen(), 2), &looks.money)?
            }
            Cell::Date(day) if day.year() >= 1900 => {
                let date = u16::try_from(day.year())
                    .ok()
                    .zip(u8::try_from(day.month()).ok())
                    .zip(u8::try_from(day.day()).ok());
                let ((year, month), day) = date.unwrap_or(((1900, 1), 1));
                page.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(year, month, day)?, &looks.date)?
            }
            Cell::Percent(share) => page.write_number_with_format(row, at, float(*share, 4), &looks.percent)?,
            other => page.write_string_with_format(row, at, other.plain(), &looks.plain)?,
        };
    }
    Ok(())
}

/// The nearest floating number to `whole / 10^places`, by way of its digits so that nothing is
/// rounded twice.
fn float(whole: i64, places: i32) -> f64 {
    format!("{whole}e-{places}").parse().unwrap_or_default()
}

/// Cut to what a cell holds.
fn clip(text: &str) -> String {
    let mut left = TEXT;
    let fits = |c: &char| {
        left = left.saturating_sub(c.len_utf16());
        left > 0
    };
    text.chars()
        .take_while(fits)
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// A name Excel accepts: at most 31 letters, none of `[]:*?/\`, no `'` at the ends.
fn tab_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .collect();
    let mut short = String::new();
    for c in clean.trim().trim_matches('\'').chars() {
        if short.encode_utf16().count() + c.len_utf16() > 31 {
            break;
        }
        short.push(c);
    }
    let short = short.trim_matches('\'').to_owned();
    if short.is_empty() || short.eq_ignore_ascii_case("history") {
        format!("Sheet{short}")
    } else {
        short
    }
}

fn numbered(name: &str, count: usize) -> String {
    let ending = format!(" ({count})");
    let mut short = name.to_owned();
    while short.encode_utf16().count() + ending.len() > 31 && short.pop().is_some() {}
    short + &ending
}

/// A sheet as comma-separated text in UTF-8, with the mark Excel needs to see that it is UTF-8. Text
/// that a spreadsheet would take for a formula gets an apostrophe in front.
///
/// # Errors
/// None in practice; the writer's errors are passed on.
pub fn to_csv(sheet: &Sheet) -> Result<Vec<u8>, NotMade> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    let mut line = |cells: Vec<String>| writer.write_record(cells).map_err(NotMade::because);
    if !sheet.columns.is_empty() {
        line(sheet.columns.iter().map(|c| harmless(&c.head)).collect())?;
    }
    for row in sheet.rows.iter().chain(&sheet.total) {
        line(
            row.iter()
                .map(|cell| {
                    if let Cell::Text(text) = cell {
                        harmless(text)
                    } else {
                        cell.plain()
                    }
                })
                .collect(),
        )?;
    }
    writer.into_inner().map_err(NotMade::because)
}

/// Text that begins like a formula, made plain.
fn harmless(text: &str) -> String {
    let formula = text
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
