//! Which bytes are which letters: UTF-8, UTF-16 and GB18030, with or without a mark in front.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes text of unknown encoding; `None` when it is no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    decode_as(bytes, None)
}

/// Decodes text whose file names an encoding (such as `charset=gb2312`); a mark in front and valid
/// UTF-8 are believed before the name, because names are often wrong.
pub(crate) fn decode_as(bytes: &[u8], named: Option<&'static Encoding>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        return (!bad || mostly_text(&text)).then(|| text.into_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        return (!bad).then(|| text.into_owned());
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return (!binary(&text)).then(|| text.into_owned());
    }
    let (text, _) = named.unwrap_or(GB18030).decode_without_bom_handling(bytes);
    mostly_text(&text).then(|| text.into_owned())
}

/// UTF-16 without a mark. No other text has zero bytes; which half comes first shows in how many
/// characters are ones people write (一 has a zero half too, so zeros alone do not tell).
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !sample.contains(&0) {
        return None;
    }
    let usual = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let usual = text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fa5}' | '\u{ff01}'..='\u{ff5e}'));
        (usual.count(), text.chars().count())
    };
    let (little, big) = (usual(UTF_16LE), usual(UTF_16BE));
    let ((good, all), encoding) = if little.0 >= big.0 {
        (little, UTF_16LE)
    } else {
        (big, UTF_16BE)
    };
    (good * 10 >= all * 9).then_some(encoding)
}

fn binary(text: &str) -> bool {
    text.chars().any(|c| c == '\0')
}

/// Fewer than one letter in fifty was unreadable, and nothing is binary.
fn mostly_text(text: &str) -> bool {
    let (mut all, mut bad) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        if c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) {
            bad += 1;
        }
    }
    !binary(text) && bad * 50 <= all
}
