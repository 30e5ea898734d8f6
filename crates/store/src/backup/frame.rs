//! The file of a backup: a line of magic, then frames — kind, length, content — each chained into one digest that the
//! last frame repeats. A file cut short lacks the last frame; a changed byte changes the digest.

use std::io::{self, Read, Write};

use crate::Error;

/// The first bytes of every backup.
pub(super) const MAGIC: &[u8; 16] = b"ZHIJIA BACKUP 1\n";
/// No frame is longer; a longer one is damage, not a reason to take memory.
pub(super) const LONGEST: usize = 80 << 20;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The [`super::Head`], once, first.
    Head,
    /// The number of a table in the head; its rows follow.
    Table,
    /// Rows of the table.
    Rows,
    /// The name of a paper; its parts follow.
    File,
    /// A part of the paper.
    Part,
    /// The end of a table or paper: its count and digest.
    End,
    /// The digest of everything before, once, last.
    Last,
}

impl Kind {
    fn sign(self) -> u8 {
        match self {
            Kind::Head => b'H',
            Kind::Table => b'T',
            Kind::Rows => b'R',
            Kind::File => b'F',
            Kind::Part => b'P',
            Kind::End => b'E',
            Kind::Last => b'Z',
        }
    }
    fn of(sign: u8) -> Option<Self> {
        [
            Kind::Head,
            Kind::Table,
            Kind::Rows,
            Kind::File,
            Kind::Part,
            Kind::End,
            Kind::Last,
        ]
        .into_iter()
        .find(|kind| kind.sign() == sign)
    }
}

/// Writes frames.
pub(super) struct Out<'a> {
    to: &'a mut dyn Write,
    chain: blake3::Hasher,
}

impl<'a> Out<'a> {
    pub(super) fn begin(to: &'a mut dyn Write) -> Result<Self, Error> {
        to.write_all(MAGIC)?;
        Ok(Self {
            to,
            chain: blake3::Hasher::new(),
        })
    }
    pub(super) fn frame(&mut self, kind: Kind, content: &[u8]) -> Result<(), Error> {
        let length = u32::try_from(content.len()).ok().filter(|_| content.len() <= LONGEST);
        let length = length
            .ok_or_else(|| Error::Other("a row is too long for a backup".to_owned()))?
            .to_be_bytes();
        for part in [&[kind.sign()], length.as_slice(), content] {
            self.chain.update(part);
            self.to.write_all(part)?;
        }
        Ok(())
    }
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let digest = *self.chain.finalize().as_bytes();
        self.frame(Kind::Last, &digest)?;
        Ok(self.to.flush()?)
    }
}

/// Reads frames.
pub(super) struct In<'a> {
    from: &'a mut dyn Read,
    chain: blake3::Hasher,
}

impl<'a> In<'a> {
    pub(super) fn begin(from: &'a mut dyn Read) -> Result<Self, Error> {
        let mut magic = [0; 16];
        from.read_exact(&mut magic).map_err(damage)?;
        if &magic == MAGIC {
            return Ok(Self {
                from,
                chain: blake3::Hasher::new(),
            });
        }
        Err(if magic.starts_with(&MAGIC[..14]) {
            Error::Newer {
                system: "backup".to_owned(),
                number: 2,
            }
        } else {
            Error::Damaged("it is no backup of this product".to_owned())
        })
    }

    /// The next frame. The last one is checked here and ends the file.
    pub(super) fn frame(&mut self) -> Result<(Kind, Vec<u8>), Error> {
        let mut head = [0; 5];
        self.from.read_exact(&mut head).map_err(damage)?;
        let [sign, a, b, c, d] = head;
        let kind = Kind::of(sign).ok_or_else(|| damaged("a frame of an unknown kind"))?;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).map_err(|_| damaged("a frame too long"))?;
        if length > LONGEST {
            return Err(damaged("a frame too long"));
        }
        let mut content = Vec::new();
        let wanted = u64::try_from(length).map_err(|_| damaged("a frame too long"))?;
        if (&mut *self.from).take(wanted).read_to_end(&mut content)? != length {
            return Err(damaged("it is cut short"));
        }
        if kind == Kind::Last {
            let whole = content == self.chain.finalize().as_bytes() && self.from.read(&mut [0])? == 0;
            return if whole {
                Ok((kind, content))
            } else {
                Err(damaged("its digest does not fit"))
            };
        }
        self.chain.update(&head).update(&content);
        Ok((kind, content))
    }
}

fn damage(e: io::Error) -> Error {
    if e.kind() == io::ErrorKind::UnexpectedEof {
        damaged("it is cut short")
    } else {
        e.into()
    }
}

pub(super) fn damaged(what: &str) -> Error {
    Error::Damaged(what.to_owned())
}
