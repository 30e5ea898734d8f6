//! What a file is: by its content, never by its name.

use std::io::Cursor;

use super::model::{FILE_MAX, Kind, PARTS_MAX, UNPACKED_MAX, Unfit};

/// Tells what a file is.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    if bytes.len() > FILE_MAX {
        return Err(Unfit::Large);
    }
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(&[0xFF, 0xD8, 0xFF]) {
        Ok(Kind::Jpeg)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if begins(b"RIFF") {
        if bytes.get(8..12) == Some(b"WEBP") {
            Ok(Kind::Webp)
        } else {
            Err(Unfit::Film)
        }
    } else if begins(b"PK\x03\x04") {
        packed(bytes)
    } else if begins(&[0xD0, 0xCF, 0x11, 0xE0]) {
        Err(Unfit::Old)
    } else if let Some(brand) = brand(bytes) {
        Err(brand)
    } else if let Some(pdf) = pdf(bytes) {
        pdf
    } else {
        text(bytes)
    }
}

/// The boxes of ISO media: `ftyp` and a brand. Photos of Apple's phones and films have it.
fn brand(bytes: &[u8]) -> Option<Unfit> {
    if bytes.get(4..8) != Some(b"ftyp") {
        return bytes.starts_with(b"ID3").then_some(Unfit::Film);
    }
    let still: [&[u8]; 8] = [b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis"];
    let brand = bytes.get(8..12)?;
    Some(if still.contains(&brand) {
        Unfit::Heic
    } else {
        Unfit::Film
    })
}

/// The mark may stand a little into the file; the end mark must be near the end.
fn pdf(bytes: &[u8]) -> Option<Result<Kind, Unfit>> {
    let front = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    front.windows(5).any(|w| w == b"%PDF-").then(|| {
        let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
        if tail.windows(5).any(|w| w == b"%%EOF") {
            Ok(Kind::Pdf)
        } else {
            Err(Unfit::Damaged)
        }
    })
}

/// Word and Excel are packs of files; only the pack's list is read here, nothing is unpacked.
fn packed(bytes: &[u8]) -> Result<Kind, Unfit> {
    let mut pack = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Damaged)?;
    if pack.len() > PARTS_MAX {
        return Err(Unfit::Bomb);
    }
    let (mut unpacked, mut kind) = (0_u64, None);
    for at in 0..pack.len() {
        let part = pack.by_index_raw(at).map_err(|_| Unfit::Damaged)?;
        unpacked = unpacked.saturating_add(part.size());
        let name = part.name().map_err(|_| Unfit::Damaged)?;
        match name.as_ref() {
            "word/document.xml" => kind = Some(Kind::Docx),
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            name if name.ends_with("vbaProject.bin") => return Err(Unfit::Macros),
            _ => {}
        }
    }
    if unpacked > UNPACKED_MAX {
        return Err(Unfit::Bomb);
    }
    kind.ok_or(Unfit::Unknown)
}

/// Text has no control characters but line ends and tabs.
fn text(bytes: &[u8]) -> Result<Kind, Unfit> {
    if bytes
        .iter()
        .any(|b| *b < 32 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0C))
    {
        return Err(Unfit::Unknown);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(Kind::Utf8);
    }
    encoding_rs::GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|_| Kind::Gb18030)
        .ok_or(Unfit::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides() {
        assert_eq!(kind(b""), Err(Unfit::Empty));
        assert_eq!(kind("签到表\n张三".as_bytes()), Ok(Kind::Utf8));
        assert_eq!(kind(&encoding_rs::GB18030.encode("签到表").0), Ok(Kind::Gb18030));
        assert_eq!(kind(b"%PDF-1.7 ... %%EOF\n"), Ok(Kind::Pdf));
        assert_eq!(kind(b"%PDF-1.7 cut off"), Err(Unfit::Damaged));
        assert_eq!(kind(b"\0\0\0\x18ftypheic...."), Err(Unfit::Heic));
        assert_eq!(kind(b"\0\0\0\x18ftypisom...."), Err(Unfit::Film));
        assert_eq!(kind(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(Unfit::Old));
        assert_eq!(kind(b"MZ\x90\0\x03\0\0\0"), Err(Unfit::Unknown));
        assert_eq!(kind(b"PK\x03\x04 no pack"), Err(Unfit::Damaged));
        assert_eq!(kind(&vec![b' '; FILE_MAX + 1]), Err(Unfit::Large));
    }

    fn pack(names: &[&str]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn office_files_are_told_apart_and_programs_refused() {
        assert_eq!(
            kind(&pack(&["[Content_Types].xml", "word/document.xml"])),
            Ok(Kind::Docx)
        );
        assert_eq!(kind(&pack(&["xl/workbook.xml"])), Ok(Kind::Xlsx));
        assert_eq!(
            kind(&pack(&["word/document.xml", "word/vbaProject.bin"])),
            Err(Unfit::Macros)
        );
        assert_eq!(kind(&pack(&["a.exe"])), Err(Unfit::Unknown));
    }
}
