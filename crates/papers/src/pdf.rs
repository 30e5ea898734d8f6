//! PDF, as far as it says which letters it shows. A PDF holds glyphs at places, not paragraphs: lines
//! are found by their height on the page and joined when they run from margin to margin. Scans and
//! fonts without a map to letters are refused as [`Refused::NoText`].

mod lines;
mod page;

use std::collections::HashMap;

use lopdf::{Dictionary, Document as Pdf, Encoding, Error, LoadOptions, Object};

use crate::{Block, Document, Kind, Limits, Paragraph, Refused, Style, sheets::contained};

/// Bytes one stream of a PDF may unpack to: a page of text is a thousandth of it.
const STREAM: usize = 8 << 20;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Refused> {
    contained(|| {
        let options = LoadOptions::with_max_decompressed_size(STREAM);
        let pdf = Pdf::load_mem_with_options(bytes, options).map_err(refuse)?;
        if pdf.is_encrypted() {
            return Err(Refused::Encrypted);
        }
        let pages: Vec<_> = pdf.page_iter().take(limits.pages.saturating_add(1)).collect();
        if pages.len() > limits.pages {
            return Err(Refused::TooManyPages);
        }
        let mut work = Work {
            pdf: &pdf,
            fonts: HashMap::new(),
            left: usize::try_from(limits.unpacked_bytes / 4).unwrap_or(usize::MAX),
        };
        let mut paragraphs = Vec::new();
        for page in pages {
            let glyphs = work.page(page)?;
            paragraphs.extend(lines::paragraphs(glyphs));
            if paragraphs.len() > limits.blocks {
                return Err(Refused::Bomb);
            }
        }
        if !readable(&paragraphs) {
            return Err(Refused::NoText);
        }
        let paragraph = |text| {
            Block::Paragraph(Paragraph {
                style: Style::Body,
                number: None,
                text,
            })
        };
        Ok(Document {
            blocks: paragraphs.into_iter().map(paragraph).collect(),
            kind: Kind::Pdf,
        })
    })
}

/// What is kept between pages.
struct Work<'a> {
    pdf: &'a Pdf,
    /// Letters of each font, by the address of its description: read once, not once a page.
    fonts: HashMap<usize, Option<Encoding<'a>>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl Work<'_> {
    fn page(&mut self, id: lopdf::ObjectId) -> Result<Vec<page::Piece>, Refused> {
        let pdf = self.pdf;
        let content = pdf
            .get_page_content_with_limit(id, STREAM.min(self.left))
            .map_err(refuse)?;
        self.left = self.left.checked_sub(content.len()).ok_or(Refused::Bomb)?;
        let mut named = HashMap::new();
        for (name, font) in pdf.get_page_fonts(id).unwrap_or_default() {
            let key = std::ptr::from_ref(font).addr();
            if !self.fonts.contains_key(&key) {
                self.left = self.left.checked_sub(STREAM / 64).ok_or(Refused::Bomb)?;
                self.fonts.insert(key, letters_of(pdf, font));
            }
            named.insert(name, key);
        }
        let font = |name: &[u8]| {
            named
                .get(name)
                .and_then(|key| self.fonts.get(key))
                .and_then(Option::as_ref)
        };
        // A page that cannot be read is a page without text; the others may still say something.
        Ok(page::pieces(&content, &font).unwrap_or_default())
    }
}

/// How the bytes of a font become letters; `None` when it does not say.
fn letters_of<'a>(pdf: &'a Pdf, font: &'a Dictionary) -> Option<Encoding<'a>> {
    // The map to letters is the most certain; the library would look at the encoding first.
    if let Ok(map) = font.get(b"ToUnicode") {
        let mut only_map = Dictionary::new();
        only_map.set("Type", "Font");
        only_map.set("ToUnicode", map.clone());
        if let Ok(Encoding::UnicodeMapEncoding(map)) = only_map.get_font_encoding_with_limit(pdf, STREAM / 4) {
            return Some(Encoding::UnicodeMapEncoding(map));
        }
    }
    let encoding = font.get_font_encoding_with_limit(pdf, STREAM / 4).ok()?;
    // Glyph numbers of a composite font are no letters, though the library would guess.
    let guessed = font
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|kind| kind == b"Type0")
        && matches!(encoding, Encoding::OneByteEncoding(_));
    (!guessed).then_some(encoding)
}

fn refuse(error: Error) -> Refused {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => Refused::Encrypted,
        Error::Decompress(_) => Refused::Bomb,
        other => Refused::damaged(other),
    }
}

/// Enough of the text is letters: at least one, and unreadable signs are fewer than a fifth.
fn readable(paragraphs: &[String]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for c in paragraphs.iter().flat_map(|p| p.chars()) {
        if c.is_alphanumeric() {
            good += 1;
        } else if c == '\u{FFFD}' || c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c) {
            bad += 1;
        }
    }
    good > 0 && bad * 5 <= good + bad
}
