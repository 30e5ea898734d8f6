//! Text whose GBK bytes were read one byte late: `?。ㄈ┲匾暯` for `（三）重視教`.
//!
//! Such a run starts where an ideographic space lost its first byte and ends where the bytes fall into step
//! again, at a `?` or an ASCII character. Put back into bytes behind the lost one, the run reads right, save
//! for pairs that no table had a character for and that were dropped on the way.

use encoding_rs::GB18030;

/// Longest run that is put back.
const RUN_MAX: usize = 60;

/// Mends each broken run; a mended character carries the place of the broken one it replaces.
pub(crate) fn mend(raw: &[(char, u32)]) -> Vec<(char, u32)> {
    let mut out = Vec::with_capacity(raw.len());
    let mut i = 0;
    while let Some(&(c, at)) = raw.get(i) {
        let starts = matches!(c, '?' | '？') && raw.get(i + 1).is_some_and(|&(c, _)| c == '。');
        match starts.then(|| run(raw, i + 1)).flatten() {
            Some((mended, len)) => {
                let last = raw.get(i + len).map_or(at, |&(_, at)| at);
                for (k, c) in mended.into_iter().enumerate() {
                    out.push((c, raw.get(i + k.min(len)).map_or(last, |&(_, at)| at)));
                }
                i += len + 1;
            }
            None => {
                out.push((c, at));
                i += 1;
            }
        }
    }
    out
}

/// The run from the `。` on, mended, and how many characters it takes.
fn run(raw: &[(char, u32)], from: usize) -> Option<(Vec<char>, usize)> {
    let broken: String = raw
        .iter()
        .skip(from)
        .take(RUN_MAX)
        .map(|&(c, _)| c)
        .take_while(|&c| !c.is_ascii() && c != '？')
        .collect();
    let mut bytes = vec![0xa1];
    for c in broken.chars() {
        let mut buffer = [0; 4];
        let (encoded, _, lost) = GB18030.encode(c.encode_utf8(&mut buffer));
        if lost || encoded.len() != 2 {
            return None;
        }
        bytes.extend_from_slice(&encoded);
    }
    let mut taken = broken.chars().count();
    // the last pair may have an ASCII letter for its second byte
    if let Some(&(c, _)) = raw.get(from + taken)
        && let Ok(byte @ 0x40..=0x7e) = u8::try_from(c)
    {
        bytes.push(byte);
        taken += 1;
    }
    restore_numeral(&mut bytes);
    let (text, _) = GB18030.decode_without_bom_handling(&bytes);
    let mended: Vec<char> = text
        .trim_start_matches('\u{3000}')
        .chars()
        .filter(|&c| c != '\u{fffd}')
        .collect();
    let numbered = matches!(mended.first(), Some('（'))
        && mended.get(1).is_some_and(|c| "一二三四五六七八九十".contains(*c))
        && mended.iter().take(4).any(|&c| c == '）');
    numbered.then_some((mended, taken))
}

/// In （二）, （三） and （六） the middle pair has no character and was dropped.
fn restore_numeral(bytes: &mut Vec<u8>) {
    let second: Option<u8> = match (bytes.get(4), bytes.get(5)) {
        (Some(0xb6), Some(0xa9)) => Some(0xfe),
        (Some(0xc8), Some(0xa9)) => Some(0xfd),
        (Some(0xc1), Some(0xa9)) => Some(0xf9),
        _ => None,
    };
    if let Some(second) = second {
        bytes.splice(5..5, [second, 0xa3]);
    }
}
