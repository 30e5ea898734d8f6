//! Old containers (compound files): old Word, old Excel, and encrypted files all wear this coat.

use std::io::{Cursor, Read};

use crate::{Kind, Limits, Refused};

/// The largest workbook stream looked at, in bytes; more than an old workbook can hold in practice.
const STREAM: u64 = 256 << 20;

/// Tells what the container holds.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Refused> {
    let file = open(bytes)?;
    let has = |name: &str| file.is_stream(name) || file.is_storage(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        Err(Refused::Encrypted)
    } else if has("/WordDocument") {
        Err(Refused::OldWord)
    } else if has("/Workbook") || has("/Book") {
        Ok(Kind::Xls)
    } else {
        Err(Refused::Unsupported)
    }
}

fn open(bytes: &[u8]) -> Result<cfb::CompoundFile<Cursor<&[u8]>>, Refused> {
    cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|e| Refused::damaged(format!("container: {e}")))
}

/// Walks the records of an old workbook before it is read: a locked one is refused, and so is one
/// whose few cells span so wide an area that laying it out would exhaust the memory.
pub(crate) fn check_workbook(bytes: &[u8], limits: &Limits) -> Result<(), Refused> {
    let mut file = open(bytes)?;
    let name = if file.is_stream("/Workbook") {
        "/Workbook"
    } else {
        "/Book"
    };
    let stream = file
        .open_stream(name)
        .map_err(|e| Refused::damaged(format!("container: {e}")))?;
    let mut data = Vec::new();
    stream
        .take(STREAM)
        .read_to_end(&mut data)
        .map_err(|e| Refused::damaged(format!("container: {e}")))?;
    let mut area = Area::default();
    let mut at = 0_usize;
    while let Some(&[k0, k1, l0, l1]) = data.get(at..at + 4).and_then(|h| h.first_chunk::<4>()) {
        let (kind, length) = (u16::from_le_bytes([k0, k1]), usize::from(u16::from_le_bytes([l0, l1])));
        let body = data.get(at + 4..at + 4 + length).unwrap_or_default();
        match kind {
            0x002F => return Err(Refused::Encrypted),
            0x0809 | 0x0409 | 0x0209 | 0x0009 => area.close(limits)?,
            // Cells: number, string, formula, truth value and their runs.
            0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x0206 | 0x0406 | 0x027E | 0x0003
            | 0x0004 | 0x0005 => {
                area.cell(kind, body);
            }
            _ => {}
        }
        at += 4 + length;
    }
    area.close(limits)
}

#[derive(Default)]
struct Area {
    bounds: Option<(usize, usize, usize, usize)>,
    total: usize,
}

impl Area {
    fn cell(&mut self, kind: u16, body: &[u8]) {
        let Some(&[r0, r1, c0, c1]) = body.first_chunk::<4>() else {
            return;
        };
        let (row, column) = (
            usize::from(u16::from_le_bytes([r0, r1])),
            usize::from(u16::from_le_bytes([c0, c1])),
        );
        // A run of numbers: six bytes each.
        let last = if kind == 0x00BD {
            column + body.len() / 6
        } else {
            column
        };
        let (top, left, bottom, right) = self.bounds.unwrap_or((row, column, row, last));
        self.bounds = Some((top.min(row), left.min(column), bottom.max(row), right.max(last)));
    }
    /// The sheet ends: its rectangle counts, empty cells and all.
    fn close(&mut self, limits: &Limits) -> Result<(), Refused> {
        if let Some((top, left, bottom, right)) = self.bounds.take() {
            let cells = (bottom - top + 1).saturating_mul(right - left + 1);
            self.total = self.total.saturating_add(cells);
        }
        // Sparse sheets are honest within reason: four times the limit of filled cells.
        if self.total > limits.cells.saturating_mul(4) {
            Err(Refused::Bomb)
        } else {
            Ok(())
        }
    }
}
