//! Takes out of a photo what tells more than the picture: the place, the phone, the hour, hidden films. The picture
//! itself is not touched.

/// What a JPEG says about which side is up survives, in this smallest of EXIF blocks: one entry, tag 0x0112.
fn upright(orientation: u8) -> [u8; 36] {
    let mut block = *b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
    if let Some(byte) = block.get_mut(28) {
        *byte = orientation;
    }
    block
}

/// A JPEG without metadata; what follows the end of the picture (phones hide films there) is cut off. `None` if
/// it is not whole.
pub(crate) fn jpeg(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2)?);
    if orientation != 1 {
        out.extend_from_slice(&upright(orientation));
    }
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xD9 => {
                out.extend_from_slice(&[0xFF, 0xD9]);
                return Some(out);
            }
            0x01 | 0xD0..=0xD7 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + length;
                let body = bytes.get(at + 4..end)?;
                if keeps(marker, body) {
                    out.extend_from_slice(bytes.get(at..end)?);
                }
                at = end;
                if marker == 0xDA {
                    let scan = scan_end(bytes, at)?;
                    out.extend_from_slice(bytes.get(at..scan)?);
                    at = scan;
                }
            }
        }
    }
}

/// Application and comment segments go, but for JFIF, the colour profile and Adobe's colour transform.
fn keeps(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xE0 => body.starts_with(b"JFIF\0"),
        0xE2 => body.starts_with(b"ICC_PROFILE\0"),
        0xEE => body.starts_with(b"Adobe"),
        0xE1 | 0xE3..=0xED | 0xEF | 0xFE => false,
        _ => true,
    }
}

/// Where the scan that begins at `at` ends: at the next marker that is neither stuffing nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// A PNG without texts, EXIF and hour, and nothing after its end. `None` if it is not whole.
pub(crate) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"iTXt" | b"zTXt" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

/// A WebP without EXIF and XMP, and nothing after its end. `None` if it is not whole.
pub(crate) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const EXIF_AND_XMP: u8 = 0x0C;
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let whole = bytes.get(..size.checked_add(8)?)?;
    let mut out = whole.get(..12)?.to_vec();
    let mut at = 12;
    while at < whole.len() {
        let kind = whole.get(at..at + 4)?;
        let length = usize::try_from(u32::from_le_bytes(whole.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let start = out.len();
        if !matches!(kind, b"EXIF" | b"XMP ") {
            out.extend_from_slice(whole.get(at..end.min(whole.len()))?);
        }
        if kind == b"VP8X" {
            *out.get_mut(start + 8)? &= !EXIF_AND_XMP;
        }
        at = end;
    }
    let size = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    Some(out)
}
