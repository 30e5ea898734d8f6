//! Workbooks: Excel of both ages through `calamine`, guarded; OpenDocument in [`crate::calc`].

use std::io::Cursor;

use calamine::{Data, DataRef, DataType, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsx};
use kernel::Date;

use crate::{Kind, Limits, Refused, Sheet, Span, Value, calc, delimited, old, pack::Pack, xml};

pub(crate) fn read(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refused> {
    match kind {
        Kind::Xlsx => xlsx(bytes, limits),
        Kind::Xls => xls(bytes, limits),
        Kind::Ods => calc::read(bytes, limits),
        Kind::Csv => Ok(vec![delimited::read(bytes, limits)?]),
        Kind::Docx | Kind::Text | Kind::Html | Kind::Pdf => Err(Refused::Unsupported),
    }
}

/// Runs a library on hostile bytes; should it panic after all, the file is damaged and we live on.
pub(crate) fn contained<T>(work: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Refused::damaged("unreadable structure")))
}

/// What all sheets together may still hold.
pub(crate) struct Budget {
    cells: usize,
    characters: usize,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            cells: limits.cells,
            characters: limits.characters,
        }
    }
    pub(crate) fn take(&mut self, cells: usize, value: &Value) -> Result<(), Refused> {
        let characters = if let Value::Text(text) = value {
            text.len() / 3
        } else {
            0
        };
        self.cells = self.cells.checked_sub(cells).ok_or(Refused::Bomb)?;
        self.characters = self
            .characters
            .checked_sub(characters.saturating_mul(cells))
            .ok_or(Refused::Bomb)?;
        Ok(())
    }
}

fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refused> {
    let mut pack = Pack::open(bytes, limits)?;
    let unneeded = [
        "xl/media/",
        "xl/drawings/",
        "xl/charts/",
        "xl/pivot",
        "xl/theme/",
        "customXml/",
        "docProps/",
        "xl/printerSettings/",
        "xl/embeddings/",
    ];
    let wanted = |name: &str| {
        (name.ends_with(".xml") || name.ends_with(".rels")) && !unneeded.iter().any(|u| name.starts_with(u))
    };
    // the library walks a whole sheet once more to find merged cells, which few sheets have
    let mut any_merged = false;
    let clean = pack.launder(wanted, |_, part| {
        any_merged |= xml::check_depth(part, limits, "mergeCell")?;
        Ok(())
    })?;
    contained(|| {
        let mut book = Xlsx::new(Cursor::new(clean)).map_err(Refused::damaged)?;
        let mut budget = Budget::new(limits);
        let mut sheets = Vec::new();
        let listed = book.sheets_metadata().to_vec();
        for listed in listed.into_iter().filter(|s| s.typ == SheetType::WorkSheet) {
            let mut sheet = Sheet {
                hidden: listed.visible != SheetVisible::Visible,
                ..Sheet::default()
            };
            if any_merged {
                let merged = book.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
                sheet.merged = merged.iter().take(limits.blocks).map(span).collect();
            }
            let mut reader = book.worksheet_cells_reader(&listed.name).map_err(Refused::damaged)?;
            while let Some(cell) = reader.next_cell().map_err(Refused::damaged)? {
                put(&mut sheet, cell.get_position(), typed(cell.get_value()), &mut budget)?;
            }
            sheet.name = listed.name;
            sheets.push(sheet.trimmed());
        }
        Ok(sheets)
    })
}

fn xls(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refused> {
    old::check_workbook(bytes, limits)?;
    contained(|| {
        let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsError::Password => Refused::Encrypted,
            other => Refused::damaged(other),
        })?;
        let mut book = book;
        let mut budget = Budget::new(limits);
        let mut sheets = Vec::new();
        let listed = book.sheets_metadata().to_vec();
        for listed in listed.into_iter().filter(|s| s.typ == SheetType::WorkSheet) {
            let range = book.worksheet_range(&listed.name).map_err(Refused::damaged)?;
            let mut sheet = Sheet {
                hidden: listed.visible != SheetVisible::Visible,
                ..Sheet::default()
            };
            let merged = book.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
            sheet.merged = merged.iter().take(limits.blocks).map(span).collect();
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                let at = (top.saturating_add(small(row)), left.saturating_add(small(column)));
                put(&mut sheet, at, old_typed(value), &mut budget)?;
            }
            sheet.name = listed.name;
            sheets.push(sheet.trimmed());
        }
        Ok(sheets)
    })
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn large(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn span(area: &Dimensions) -> Span {
    let ((top, left), (bottom, right)) = (area.start, area.end);
    Span {
        row: large(top),
        column: large(left),
        rows: large(bottom.saturating_sub(top)).saturating_add(1),
        columns: large(right.saturating_sub(left)).saturating_add(1),
    }
}

/// Puts a value at its place; the padding before it counts towards the budget too.
fn put(sheet: &mut Sheet, (row, column): (u32, u32), value: Value, budget: &mut Budget) -> Result<(), Refused> {
    if matches!(value, Value::Empty) {
        return budget.take(1, &value);
    }
    let (row, column) = (large(row), large(column));
    if row >= 1 << 20 || column >= 1 << 14 {
        return Err(Refused::damaged("a cell outside the sheet"));
    }
    // An empty row costs about as much as a cell.
    let padding = (row + 1).saturating_sub(sheet.rows.len()) / 4;
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    let Some(cells) = sheet.rows.get_mut(row) else {
        return Ok(());
    };
    let padding = padding + column.saturating_sub(cells.len());
    budget.take(1, &value)?;
    budget.take(padding, &Value::Empty)?;
    if cells.len() <= column {
        cells.resize(column + 1, Value::Empty);
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value;
    }
    Ok(())
}

fn typed(value: &DataRef<'_>) -> Value {
    match value {
        DataRef::SharedString(text) => words(text),
        DataRef::String(text) => words(text),
        other => old_typed(&Data::from(other.clone())),
    }
}

fn old_typed(value: &Data) -> Value {
    match value {
        Data::Empty => Value::Empty,
        Data::String(text) => words(text),
        Data::Bool(truth) => Value::Truth(*truth),
        Data::Error(error) => Value::Failed(error.to_string()),
        Data::DateTime(moment) => day(moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Int(_) | Data::Float(_) => value.as_f64().map_or(Value::Empty, Value::Number),
    }
}

/// Text with the escapes of the format (`_x000D_`) and other control characters out of the way.
fn words(text: &str) -> Value {
    let clean = if text.bytes().any(|b| matches!(b, b'_' | b'\r')) {
        text.replace("_x000D_", "").replace("\r\n", "\n")
    } else {
        text.to_owned()
    };
    if clean.is_empty() {
        Value::Empty
    } else {
        Value::Text(clean)
    }
}

/// `2026-11-21`, `2026-11-21T08:30:00`.
pub(crate) fn iso(text: &str) -> Value {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let Ok(day) = day.parse::<Date>() else {
        return words(text);
    };
    let mut parts = time.split([':', '.']).filter_map(|p| p.parse::<u32>().ok());
    let mut next = |most: u32| parts.next().unwrap_or(0).min(most);
    let seconds = next(23) * 3600 + next(59) * 60 + next(59);
    if seconds == 0 {
        Value::Date(day)
    } else {
        Value::Moment(day, seconds)
    }
}

/// A day, a moment, or (without a day) a time of day as text.
fn day(moment: &ExcelDateTime) -> Value {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let seconds = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
    let number = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&number) {
        return Value::Text(format!("{hour:02}:{minute:02}"));
    }
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else {
        return Value::Number(number);
    };
    match Date::new(year, month, day) {
        Ok(day) if seconds == 0 => Value::Date(day),
        Ok(day) => Value::Moment(day, seconds),
        Err(_) => Value::Number(number),
    }
}
