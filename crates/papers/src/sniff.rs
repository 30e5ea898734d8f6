//! What a file is, by its content. The name only tells delimited text from plain text.

use crate::{Kind, Limits, Refused, encoding, html, old, pack::Pack};

pub(crate) fn kind(name: &str, bytes: &[u8], limits: &Limits) -> Result<Kind, Refused> {
    if u64::try_from(bytes.len()).map_or(true, |n| n > limits.file_bytes) {
        return Err(Refused::TooLarge {
            limit_bytes: limits.file_bytes,
        });
    }
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes, limits);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return old::kind(bytes);
    }
    // The mark of a PDF may stand a little into the file.
    let front = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    if front.windows(5).any(|w| w == b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    text(name, bytes)
}

/// Whether the first bytes are those of a packed file, an old container, or a PDF.
pub(crate) fn has_mark(front: &[u8]) -> bool {
    [
        &b"PK\x03\x04"[..],
        b"PK\x05\x06",
        b"%PDF-",
        b"\xD0\xCF\x11\xE0",
        br"{\rtf",
    ]
    .iter()
    .any(|mark| front.starts_with(mark))
}

fn packed(bytes: &[u8], limits: &Limits) -> Result<Kind, Refused> {
    let mut pack = Pack::open(bytes, limits)?;
    if pack.locked() {
        return Err(Refused::Encrypted);
    }
    if let Some(kind) = pack.part("mimetype")? {
        let kind = String::from_utf8_lossy(&kind).trim().to_owned();
        if kind.starts_with("application/vnd.oasis.opendocument") {
            let manifest = pack.part("META-INF/manifest.xml")?.unwrap_or_default();
            if manifest.windows(15).any(|w| w == b"encryption-data") {
                return Err(Refused::Encrypted);
            }
            let sheet = kind.starts_with("application/vnd.oasis.opendocument.spreadsheet");
            return if sheet {
                Ok(Kind::Ods)
            } else {
                Err(Refused::Unsupported)
            };
        }
    }
    if pack.has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if pack.has("word/document.xml") {
        return Ok(Kind::Docx);
    }
    // Parts may have other names: the kinds of the parts tell.
    let kinds = pack
        .part("[Content_Types].xml")?
        .map(|k| String::from_utf8_lossy(&k).into_owned())
        .unwrap_or_default();
    if kinds.contains("wordprocessingml.") {
        Ok(Kind::Docx)
    } else if kinds.contains("spreadsheetml.sheet") {
        Ok(Kind::Xlsx)
    } else {
        Err(Refused::Unsupported)
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.starts_with(br"{\rtf") {
        return Err(Refused::Unsupported);
    }
    let extension = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    if html::looks_like(bytes) || matches!(extension.as_str(), "html" | "htm" | "xhtml") {
        return Ok(Kind::Html);
    }
    let text = encoding::decode(bytes).ok_or(Refused::Unsupported)?;
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .is_empty()
    {
        return Err(Refused::Empty);
    }
    Ok(if matches!(extension.as_str(), "csv" | "tsv" | "tab") {
        Kind::Csv
    } else {
        Kind::Text
    })
}
