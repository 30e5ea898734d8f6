//! HTML, whole or pasted from a browser or word processor.
//!
//! Only the tokenizer of `html5ever` is used (entities, comments, raw text, broken tags): it is linear
//! in time, where building a tree is not when somebody nests a million elements.

mod lists;
mod page;

use encoding_rs::Encoding;
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tokenizer, TokenizerOpts},
};

use crate::{Document, Kind, Limits, Refused, encoding};

/// How much of the front is looked at for tags and the name of the encoding, in bytes.
const FRONT: usize = 2048;
/// How many bytes are read between looks at the limits.
const PIECE: usize = 1 << 16;

/// Whether the content begins as HTML does.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let front = bytes.get(..FRONT).unwrap_or(bytes);
    let text = match front {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => encoding::decode(front).unwrap_or_default(),
        _ => String::from_utf8_lossy(front).into_owned(),
    };
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .to_ascii_lowercase();
    let begins = |tag: &str| {
        text.strip_prefix(tag)
            .is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t', '/']))
    };
    const TAGS: [&str; 26] = [
        "<html", "<head", "<meta", "<body", "<table", "<div", "<p", "<span", "<ul", "<ol", "<li", "<h1", "<h2", "<h3",
        "<h4", "<style", "<title", "<br", "<b", "<strong", "<font", "<section", "<article", "<center", "<a", "<tr",
    ];
    text.starts_with("<!doctype html")
        || TAGS.into_iter().any(begins)
        || (text.starts_with("<?xml") || text.starts_with("<!--")) && text.contains("<html")
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Refused> {
    let text = encoding::decode_as(bytes, named(bytes)).ok_or(Refused::Unsupported)?;
    let tokenizer = Tokenizer::new(page::Page::new(limits), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        queue.push_back(StrTendril::from_slice(piece));
        // It would pause only if the page asked it to, to run a script; ours never does.
        let _ = tokenizer.feed(&queue);
        tokenizer.sink.checked()?;
        rest = after;
    }
    tokenizer.end();
    Ok(Document {
        blocks: tokenizer.sink.finish()?,
        kind: Kind::Html,
    })
}

/// The encoding the page names, unless it is one that its bytes would show anyway.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let front = String::from_utf8_lossy(bytes.get(..FRONT).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, after) = front.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible() && *e != encoding_rs::UTF_8)
}
