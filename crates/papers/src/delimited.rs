//! Delimited text: comma, tab, semicolon or bar, whichever the file uses.

use crate::{Limits, Refused, Sheet, Value, encoding};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, Refused> {
    let text = encoding::decode(bytes).ok_or(Refused::Unsupported)?;
    let text = text.trim_start_matches('\u{feff}');
    // Excel's own hint in the first line.
    let (hint, text) = match text.get(..6) {
        Some(front) if front.starts_with("sep=") => {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            (front.as_bytes().get(4).copied(), rest)
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
        let begin = record
            .position()
            .and_then(|p| usize::try_from(p.byte()).ok())
            .unwrap_or(0);
        let blank = blank_lines(text, begin);
        cells = cells
            .saturating_add(record.len())
            .saturating_add(blank)
            .saturating_add(1);
        if cells > limits.cells {
            return Err(Refused::Bomb);
        }
        sheet.rows.extend(std::iter::repeat_n(Vec::new(), blank));
        sheet.rows.push(record.iter().map(value).collect());
    }
    Ok(sheet.trimmed())
}

/// Blank lines in front of the record that begins there: the reader passes over them, the places of the
/// file are kept.
fn blank_lines(text: &str, begin: usize) -> usize {
    let Some((before, rest)) = text.split_at_checked(begin) else {
        return 0;
    };
    let rest = if before.ends_with('\r') {
        rest.strip_prefix('\n').unwrap_or(rest)
    } else {
        rest
    };
    rest.chars()
        .take_while(|c| matches!(c, '\r' | '\n'))
        .filter(|c| *c == '\n')
        .count()
}

pub(crate) fn value(field: &str) -> Value {
    // `="001"` is how exports keep Excel from eating zeros; a leading tab serves the same.
    let field = field
        .strip_prefix("=\"")
        .and_then(|f| f.strip_suffix('"'))
        .unwrap_or(field);
    let field = field.trim();
    if field.is_empty() {
        Value::Empty
    } else {
        Value::Text(field.to_owned())
    }
}

/// The candidate that splits most of the first lines, outside quotes, into the same number of fields.
pub(crate) fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(20).collect();
    let score = |candidate: char| {
        let counts = lines.iter().map(|line| {
            let mut quoted = false;
            line.chars()
                .filter(|c| {
                    quoted ^= *c == '"';
                    !quoted && *c == candidate
                })
                .count()
        });
        let counts: Vec<usize> = counts.collect();
        let first = counts.first().copied().unwrap_or(0);
        let same = counts.iter().filter(|n| **n == first && first > 0).count();
        (same, counts.iter().sum::<usize>())
    };
    [',', '\t', ';', '|']
        .into_iter()
        .map(|c| (score(c), c))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .and_then(|(_, c)| u8::try_from(c).ok())
        .unwrap_or(b',')
}
