//! Text, runs and tables as WordprocessingML.

use std::collections::HashSet;

use super::{Column, Run};

/// Text safe for XML: marked characters escaped, characters XML cannot hold left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A run of text with the given properties; breaks and tabs as the format wants them.
pub(super) fn words(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() {
        String::new()
    } else {
        format!("<w:rPr>{properties}</w:rPr>")
    };
    let mut out = format!("<w:r>{properties}");
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<w:br/>");
        }
        for (j, piece) in line.split('\t').enumerate() {
            if j > 0 {
                out.push_str("<w:tab/>");
            }
            let piece = escape(piece);
            if !piece.is_empty() {
                out.push_str(&format!(r#"<w:t xml:space="preserve">{piece}</w:t>"#));
            }
        }
    }
    out.push_str("</w:r>");
    out
}

/// The pieces of a paragraph, with their names and where they lead.
pub(super) fn runs(pieces: &[Run], links: &mut Vec<String>, bookmarks: &mut HashSet<String>) -> String {
    let mut out = String::new();
    for piece in pieces {
        let place = piece
            .bookmark
            .as_deref()
            .map(place_name)
            .filter(|name| bookmarks.insert(name.clone()));
        let id = bookmarks.len();
        if let Some(name) = &place {
            out.push_str(&format!(r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/>"#));
        }
        let bold = if piece.bold { "<w:b/>" } else { "" };
        match piece.hyperlink.as_deref().and_then(|address| opening(address, links)) {
            Some(opening) => {
                let text = words(&piece.text, &format!(r#"<w:rStyle w:val="Hyperlink"/>{bold}"#));
                out.push_str(&format!("{opening}{text}</w:hyperlink>"));
            }
            None => out.push_str(&words(&piece.text, bold)),
        }
        if place.is_some() {
            out.push_str(&format!(r#"<w:bookmarkEnd w:id="{id}"/>"#));
        }
    }
    out
}

/// The opening tag of a hyperlink; `None` for addresses that could do something on opening.
fn opening(address: &str, links: &mut Vec<String>) -> Option<String> {
    if let Some(name) = address.strip_prefix('#') {
        return Some(format!(
            r#"<w:hyperlink w:anchor="{}" w:history="1">"#,
            place_name(name)
        ));
    }
    let lower = address.to_ascii_lowercase();
    if !["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
    {
        return None;
    }
    let index = links.iter().position(|l| l == address).unwrap_or_else(|| {
        links.push(address.to_owned());
        links.len() - 1
    });
    Some(format!(r#"<w:hyperlink r:id="rL{}" w:history="1">"#, index + 1))
}

/// A name Word accepts for a place: letters, digits and `_`, a letter first, at most 40.
fn place_name(name: &str) -> String {
    let fits = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' });
    let name: String = fits.take(38).collect();
    if name.starts_with(char::is_alphabetic) {
        name
    } else {
        format!("p_{name}")
    }
}

/// Widths in half characters: Chinese letters count two.
pub(super) fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A table across the whole width (in twips), its header row repeated on every page.
pub(super) fn table(columns: &[Column], rows: &[Vec<String>], width: u32) -> String {
    let widths = widths(columns, width);
    let mut out = format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
    );
    for width in &widths {
        out.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in columns.iter().zip(&widths) {
        out.push_str(&cell(&column.head, *width, "TableHead", ""));
    }
    out.push_str("</w:tr>");
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (i, (column, width)) in columns.iter().zip(&widths).enumerate() {
            let rest = row.get(i..).unwrap_or_default();
            let text = if i + 1 == columns.len() {
                rest.join(" ")
            } else {
                rest.first().cloned().unwrap_or_default()
            };
            let place = if column.number { r#"<w:jc w:val="right"/>"# } else { "" };
            out.push_str(&cell(&text, *width, "TableText", place));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

fn cell(text: &str, width: u32, style: &str, place: &str) -> String {
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{}</w:p></w:tc>"#,
        words(text, "")
    )
}

/// The width shared out; the last column takes what rounding left.
fn widths(columns: &[Column], width: u32) -> Vec<u32> {
    let shares: Vec<u32> = columns.iter().map(|c| u32::from(c.share.max(1))).collect();
    let all: u32 = shares.iter().fold(0_u32, |sum, s| sum.saturating_add(*s)).max(1);
    let mut out: Vec<u32> = shares.iter().map(|s| width.saturating_mul(*s) / all).collect();
    let used: u32 = out.iter().sum();
    if let Some(last) = out.last_mut() {
        *last = last.saturating_add(width.saturating_sub(used));
    }
    out
}
