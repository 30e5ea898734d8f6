//! Archives (`.docx`, `.xlsx`, `.ods`) opened as if an enemy had packed them.
//!
//! Sizes in the headers are never believed: every byte is counted while it is unpacked, and one
//! budget holds for all parts together.

use std::io::{Cursor, Read, Seek, Write};

use zip::{ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{Limits, Refused};

/// Below this many unpacked bytes the ratio is not looked at: small honest files may repeat much.
const RATIO_FREE: u64 = 8 << 20;

/// An archive with its budget of bytes.
pub(crate) struct Pack<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Pack<'a> {
    /// Opens the archive and sets its budget.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refused> {
        // The directory at the end names its own entry count; refuse before it is believed.
        if declared_entries(bytes).is_some_and(|n| n > limits.entries) {
            return Err(Refused::Bomb);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(refuse)?;
        if archive.len() > limits.entries {
            return Err(Refused::Bomb);
        }
        let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let left = limits
            .unpacked_bytes
            .min(packed.saturating_mul(limits.ratio).max(RATIO_FREE));
        Ok(Self { archive, left })
    }

    /// Whether a part of that name is listed.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Unpacks one part; `None` when there is none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let index = self.archive.index_for_name(name).or_else(|| {
            // Some writers pack with backslashes or other case.
            (0..self.archive.len()).find(|i| self.name(*i).is_some_and(|n| n.eq_ignore_ascii_case(name)))
        });
        index.map(|i| self.unpack(i)).transpose()
    }

    fn name(&self, index: usize) -> Option<String> {
        self.archive.name_for_index(index)?.ok().map(|n| n.replace('\\', "/"))
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, Refused> {
        let file = self.archive.by_index(index).map_err(refuse)?;
        let mut out = Vec::new();
        // One byte more than the budget tells "exactly enough" from "too much".
        let mut limited = file.take(self.left.saturating_add(1));
        limited
            .read_to_end(&mut out)
            .map_err(|e| Refused::damaged(format!("part cannot be unpacked: {e}")))?;
        let got = u64::try_from(out.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(got).ok_or(Refused::Bomb)?;
        Ok(out)
    }

    /// Packs the wanted parts anew, unpressed, with true sizes: what comes out can be given to a
    /// library that believes headers. Each part is shown to `check` first.
    pub(crate) fn launder(
        &mut self,
        wanted: impl Fn(&str) -> bool,
        mut check: impl FnMut(&str, &[u8]) -> Result<(), Refused>,
    ) -> Result<Vec<u8>, Refused> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::DEFAULT.compression_method(zip::CompressionMethod::Stored);
        for index in 0..self.archive.len() {
            let Some(name) = self.name(index) else { continue };
            if name.ends_with('/') || !wanted(&name) {
                continue;
            }
            let part = self.unpack(index)?;
            check(&name, &part)?;
            writer.start_file(name, options).map_err(refuse)?;
            writer.write_all(&part).map_err(Refused::damaged)?;
        }
        Ok(writer.finish().map_err(refuse)?.into_inner())
    }

    /// Whether any listed part is encrypted.
    pub(crate) fn locked(&mut self) -> bool {
        (0..self.archive.len()).any(|i| self.archive.by_index_raw(i).is_ok_and(|f| f.encrypted()))
    }
}

/// The entry count in the end-of-directory record (the last one in the file).
fn declared_entries(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.get(bytes.len().saturating_sub(66_000)..)?;
    let at = tail.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([*count.first()?, *count.get(1)?])))
}

fn refuse(error: ZipError) -> Refused {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => Refused::Encrypted,
        ZipError::InvalidPassword => Refused::Encrypted,
        other => Refused::damaged(other),
    }
}

/// Packs parts into a new archive; the same parts always give the same bytes.
pub(crate) fn pack<W: Write + Seek>(into: W, parts: &[(&str, String)]) -> Result<W, ZipError> {
    let mut writer = ZipWriter::new(into);
    let options = SimpleFileOptions::DEFAULT.last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        writer.start_file(*name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    writer.finish()
}
