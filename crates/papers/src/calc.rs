//! OpenDocument sheets (`.ods`): read here because repeated rows and columns must be counted before
//! they are laid out, and because merged cells matter.

use crate::{
    Limits, Refused, Sheet, Span, Value,
    pack::Pack,
    sheets::{Budget, iso},
    xml::{self, Element, Step, Xml},
};

/// Rows and columns a sheet can have.
const ROWS: usize = 1 << 20;
const COLUMNS: usize = 1 << 14;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Refused> {
    let mut pack = Pack::open(bytes, limits)?;
    let part = pack
        .part("content.xml")?
        .ok_or_else(|| Refused::damaged("no content part"))?;
    let text = xml::decode(&part)?;
    let mut xml = Xml::new(&text, limits);
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Step::Start(element) if element.name() == "table" => {
                let name = element.get("name").unwrap_or_default();
                sheets.push(
                    Sheet {
                        name,
                        ..sheet(&mut xml, &mut budget)?
                    }
                    .trimmed(),
                );
            }
            Step::Done => return Ok(sheets),
            _ => {}
        }
    }
}

fn sheet(xml: &mut Xml<'_>, budget: &mut Budget) -> Result<Sheet, Refused> {
    let outside = xml.depth().saturating_sub(1);
    let mut sheet = Sheet::default();
    // Empty rows wait until a filled one follows: a sheet often ends in a million of them.
    let mut empty = 0_usize;
    loop {
        match xml.next()? {
            Step::Start(element) => match element.name() {
                "table-row" => {
                    let times = element.number("number-rows-repeated").unwrap_or(1).clamp(1, ROWS);
                    let at = sheet.rows.len() + empty;
                    let row = row(xml, budget, at, &mut sheet.merged)?;
                    if row.is_empty() {
                        empty = empty.saturating_add(times);
                        continue;
                    }
                    if at.saturating_add(times) > ROWS {
                        return Err(Refused::damaged("more rows than a sheet has"));
                    }
                    budget.take(empty / 4, &Value::Empty)?;
                    sheet
                        .rows
                        .extend(std::iter::repeat_n(Vec::new(), std::mem::take(&mut empty)));
                    for value in &row {
                        budget.take(times - 1, value)?;
                    }
                    sheet.rows.extend(std::iter::repeat_n(row, times));
                }
                "table-row-group" | "table-header-rows" | "table-rows" => {}
                _ => xml.skip()?,
            },
            Step::End if xml.depth() <= outside => return Ok(sheet),
            Step::Done => return Ok(sheet),
            Step::End | Step::Text(_) => {}
        }
    }
}

fn row(xml: &mut Xml<'_>, budget: &mut Budget, at: usize, merged: &mut Vec<Span>) -> Result<Vec<Value>, Refused> {
    let mut out: Vec<Value> = Vec::new();
    let mut empty = 0_usize;
    xml.children(|xml, element| {
        if !matches!(element.name(), "table-cell" | "covered-table-cell") {
            return Ok(());
        }
        let times = element.number("number-columns-repeated").unwrap_or(1).clamp(1, COLUMNS);
        let (columns, rows) = (
            element.number("number-columns-spanned").unwrap_or(1),
            element.number("number-rows-spanned").unwrap_or(1),
        );
        if columns > 1 || rows > 1 {
            merged.push(Span {
                row: at,
                column: out.len() + empty,
                rows,
                columns,
            });
        }
        let covered = element.name() == "covered-table-cell";
        let value = value(xml, element)?;
        if covered || matches!(value, Value::Empty) {
            empty = empty.saturating_add(times);
            return Ok(());
        }
        if out.len().saturating_add(empty).saturating_add(times) > COLUMNS {
            return Err(Refused::damaged("more columns than a sheet has"));
        }
        budget.take(empty, &Value::Empty)?;
        budget.take(times, &value)?;
        out.extend(std::iter::repeat_n(Value::Empty, std::mem::take(&mut empty)));
        out.extend(std::iter::repeat_n(value, times));
        Ok(())
    })?;
    Ok(out)
}

fn value(xml: &mut Xml<'_>, element: &Element<'_>) -> Result<Value, Refused> {
    let kind = element.get("value-type").unwrap_or_default();
    let number: Option<f64> = element.number("value");
    let date = element.get("date-value");
    let truth = element.get("boolean-value");
    let mut text = String::new();
    xml.children(|xml, element| {
        // Notes on the cell are no part of its value.
        if element.name() == "p" {
            if !text.is_empty() {
                text.push('\n');
            }
            words(xml, &mut text)?;
        }
        Ok(())
    })?;
    let typed = match kind.as_str() {
        "float" | "currency" | "percentage" => number.map(Value::Number),
        "date" => date.map(|d| iso(&d)),
        "boolean" => truth.map(|t| Value::Truth(t == "true")),
        _ => None,
    };
    Ok(typed.unwrap_or(if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text)
    }))
}

/// The text of a paragraph; runs of spaces, tabs and breaks are elements in this format.
fn words(xml: &mut Xml<'_>, out: &mut String) -> Result<(), Refused> {
    let outside = xml.depth().saturating_sub(1);
    loop {
        match xml.next()? {
            Step::Text(text) => out.push_str(&text),
            Step::Start(element) => match element.name() {
                "s" => out.extend(std::iter::repeat_n(' ', element.number("c").unwrap_or(1).min(200))),
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                "annotation" => xml.skip()?,
                _ => {}
            },
            Step::End if xml.depth() <= outside => return Ok(()),
            Step::Done => return Ok(()),
            Step::End => {}
        }
    }
}
