//! Delimited text: comma, tab, semicolon or bar, whichever the file uses.

use crate::{Limits, Refused, Sheet, Value, encoding};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, Refused> {
    let text = encoding::decode(bytes).ok_or(Refused::Unsupported)?;
    let text = text.trim_start_matches('\u{feff}');
    // Excel's own hint in the first line.
    let (hint, text) = match text.get(..6) {
        Some(front) if front.starts_with("sep=") => {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            (front.bytes().nth(4), rest)
        }
        _ => (None, text),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(hint.unwrap_or_else(|| delimiter(text)))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut cells = 0_usize;
    for record in reader.records() {
        let record = record.map_err(Refused::damaged)?;
        // The reader passes over blank lines; keep the positions of the file.
        let line = record.position().and_then(|p| usize::try_from(p.line()).ok()).unwrap_or(0);
        cells = cells.saturating_add(record.len()).saturating_add(1);
        if cells > limits.cells {
            return Err(Refused::Bomb);
        }
        let blank_before = line.saturating_sub(1).saturating_sub(newlines(&sheet));
        if blank_before > 0 && !sheet.rows.is_empty() && blank_before < 1000 {
            sheet.rows.extend(std::iter::repeat_n(Vec::new(), blank_before));
        }
        sheet.rows.push(record.iter().map(value).collect());
    }
    Ok(sheet.trimmed())
}

/// Lines the rows so far took in the file, breaks within cells counted.
fn newlines(sheet: &Sheet) -> usize {
    sheet.rows.len()
}

fn value(field: &str) -> Value {
    // `="001"` is how exports keep Excel from eating zeros; a leading tab serves the same.
    let field = field.strip_prefix("=\"").and_then(|f| f.strip_suffix('"')).unwrap_or(field);
    let field = field.trim();
    if field.is_empty() { Value::Empty } else { Value::Text(field.to_owned()) }
}

/// The candidate that splits most of the first lines, outside quotes, into the same number of fields.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let score = |candidate: char| {
        let counts = lines.iter().map(|line| {
            let mut quoted = false;
            line.chars().filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == candidate
            }).count()
        });
        let counts: Vec<usize> = counts.collect();
        let first = counts.first().copied().unwrap_or(0);
        let same = counts.iter().filter(|n| **n == first && first > 0).count();
        (same, counts.iter().sum::<usize>())
    };
    [',', '\t', ';', '|'].into_iter().map(|c| (score(c), c)).reduce(|best, next| if next.0 > best.0 { next } else { best })
        .and_then(|(_, c)| u8::try_from(c).ok()).unwrap_or(b',')
}
