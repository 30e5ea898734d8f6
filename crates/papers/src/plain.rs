//! Plain text: one paragraph a line.

use crate::{Block, Document, Kind, Limits, Paragraph, Refused, Style, encoding};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Refused> {
    let text = encoding::decode(bytes).ok_or(Refused::Unsupported)?;
    Ok(Document {
        blocks: paragraphs(&text, limits)?,
        kind: Kind::Text,
    })
}

/// Lines with something on them, as paragraphs. Old Mac line ends and form feeds count too.
pub(crate) fn paragraphs(text: &str, limits: &Limits) -> Result<Vec<Block>, Refused> {
    let lines = text.split(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}']);
    let mut blocks = Vec::new();
    for line in lines
        .map(|l| l.trim_matches(['\u{feff}', ' ', '\t', '\u{3000}', '\u{a0}']))
        .filter(|l| !l.is_empty())
    {
        if blocks.len() >= limits.blocks {
            return Err(Refused::Bomb);
        }
        blocks.push(Block::Paragraph(Paragraph {
            style: Style::Body,
            number: None,
            text: line.to_owned(),
        }));
    }
    Ok(blocks)
}
