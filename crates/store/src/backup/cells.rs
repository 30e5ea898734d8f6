//! Rows as bytes, the same for both engines.

use std::borrow::Cow;

use super::frame::damaged;
use crate::{Column, Error, Param};

/// Appends a value.
pub(super) fn put(out: &mut Vec<u8>, column: Column<'_>) -> Result<(), Error> {
    let (sign, bytes): (u8, &[u8]) = match column {
        Column::Null => {
            out.push(b'0');
            return Ok(());
        }
        Column::Int(n) => {
            out.push(b'i');
            out.extend_from_slice(&n.to_be_bytes());
            return Ok(());
        }
        Column::Text(s) => (b't', s.as_bytes()),
        Column::Bytes(b) => (b'b', b),
    };
    let length = u32::try_from(bytes.len()).map_err(|_| Error::Other("a value is too long for a backup".to_owned()))?;
    out.push(sign);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// Reads rows of `width` values until nothing is left.
pub(super) struct Rows<'a> {
    pub(super) rest: &'a [u8],
    pub(super) width: usize,
}

impl<'a> Rows<'a> {
    /// The next row, `None` at the end.
    pub(super) fn next_row(&mut self) -> Result<Option<Vec<Param<'a>>>, Error> {
        if self.rest.is_empty() || self.width == 0 {
            return Ok(None);
        }
        (0..self.width)
            .map(|_| self.value())
            .collect::<Result<Vec<_>, _>>()
            .map(Some)
    }

    fn value(&mut self) -> Result<Param<'a>, Error> {
        let [sign] = self.fixed()?;
        Ok(match sign {
            b'0' => Param::Null,
            b'i' => Param::Int(i64::from_be_bytes(self.fixed()?)),
            b't' => {
                let text = std::str::from_utf8(self.bytes()?).map_err(|_| damaged("a text is not UTF-8"))?;
                Param::Text(Cow::Borrowed(text))
            }
            b'b' => Param::Bytes(Cow::Borrowed(self.bytes()?)),
            _ => return Err(damaged("a value of an unknown kind")),
        })
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (now, rest) = self
            .rest
            .split_first_chunk()
            .ok_or_else(|| damaged("a row is cut short"))?;
        self.rest = rest;
        Ok(*now)
    }

    fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = usize::try_from(u32::from_be_bytes(self.fixed()?)).map_err(|_| damaged("a value too long"))?;
        let (now, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| damaged("a row is cut short"))?;
        self.rest = rest;
        Ok(now)
    }
}
