//! From runs of letters to lines, and from lines to paragraphs.

use super::page::Piece;

struct Line {
    start: f32,
    end: f32,
    y: f32,
    size: f32,
    text: String,
    /// Wide gaps within: the row of a table, not a line of running text.
    row: bool,
}

/// The paragraphs of a page.
pub(super) fn paragraphs(pieces: Vec<Piece>) -> Vec<String> {
    let lines = lines(pieces);
    let left = lines.iter().map(|l| l.start).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|l| l.end).fold(f32::NEG_INFINITY, f32::max);
    let mut out: Vec<String> = Vec::new();
    let mut full = false;
    for line in lines {
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            continue;
        }
        // The line before ran to the right margin and this one begins at the left: one paragraph.
        let goes_on = full && !line.row && line.start <= left + line.size * 0.8;
        match out.last_mut() {
            Some(last) if goes_on => {
                let both_latin = last.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && text.starts_with(|c: char| c.is_ascii_alphanumeric());
                if both_latin {
                    last.push(' ');
                }
                last.push_str(&text);
            }
            _ => out.push(text),
        }
        full = !line.row && line.end >= right - line.size * 2.0;
    }
    out
}

/// Runs at the same height, in the order they are drawn, are one line.
fn lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let end = piece.x + piece.width();
        match lines.last_mut() {
            Some(line) if (line.y - piece.y).abs() < line.size.max(piece.size) * 0.45 => {
                let gap = piece.x - line.end;
                // A real gap: a column, or a blank that was not drawn.
                if gap > line.size * 0.9 {
                    line.text.push(' ');
                    line.row |= gap > line.size * 2.5;
                }
                line.text.push_str(&piece.text);
                line.end = line.end.max(end);
            }
            _ => lines.push(Line {
                start: piece.x,
                end,
                y: piece.y,
                size: piece.size,
                text: piece.text,
                row: false,
            }),
        }
    }
    lines
}
