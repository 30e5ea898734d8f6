//! A file becomes blocks of rows, with its heads found and its columns guessed.

use std::io::{Read, Seek};

use papers::{Limits, Refused, Rows, Span, Value};

use super::{
    cell::{Block, Cell, Row},
    guess::{self, Known},
    header,
    model::{Layout, SheetOf},
};

/// Most columns that a roster may have.
const WIDE: usize = 300;
/// Most rows.
const LONG: i64 = 1_050_000;

/// The largest file, in bytes: a million rows of some twenty columns.
pub const FILE_BYTES: usize = 256 << 20;

/// Why a file is no roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be read.
    Refused(Refused),
    /// It has more than so many columns.
    Wide(usize),
    /// It has more than so many rows.
    Long(i64),
}

impl From<Refused> for Unread {
    fn from(refused: Refused) -> Self {
        Unread::Refused(refused)
    }
}

impl Unread {
    /// The key of the words that say so, with what fills their place.
    #[must_use]
    pub fn told(&self) -> (String, &'static str, i64) {
        match self {
            Unread::Refused(Refused::TooLarge { limit_bytes }) => (
                "roster.papers.too_large".into(),
                "mib",
                i64::try_from(limit_bytes >> 20).unwrap_or(0),
            ),
            Unread::Refused(refused) => (format!("roster.{}", refused.key()), "n", 0),
            Unread::Wide(most) => ("roster.too_wide".into(), "n", i64::try_from(*most).unwrap_or(0)),
            Unread::Long(most) => ("roster.too_long".into(), "n", *most),
        }
    }
}

/// A sheet that was read, with its first block.
pub struct Sheet {
    /// What is known of it.
    pub about: SheetOf,
    /// Its first rows.
    pub first: Option<Block>,
}

/// The limits of a roster: many rows, nothing else out of the ordinary.
#[must_use]
pub fn limits() -> Limits {
    Limits {
        file_bytes: u64::try_from(FILE_BYTES).unwrap_or(u64::MAX),
        unpacked_bytes: 1 << 30,
        cells: 8_000_000,
        blocks: 8_000_000,
        characters: 200_000_000,
        ..Limits::default()
    }
}

/// Takes blocks as they come: the number of their sheet, and they.
pub type Each<'a, E> = dyn FnMut(usize, Block) -> Result<(), E> + 'a;

/// Reads a file whose bytes are at hand; hands its blocks over as they come.
///
/// # Errors
/// [`Unread`]; the first failure of `each`.
pub fn read<E: From<Unread>>(
    name: &str,
    bytes: impl AsRef<[u8]> + Clone,
    each: &mut Each<'_, E>,
) -> Result<Vec<Sheet>, E> {
    let front = bytes.as_ref().get(..1024).unwrap_or(bytes.as_ref());
    if papers::is_delimited(name, front) {
        match Rows::open(std::io::Cursor::new(bytes.clone())) {
            Ok(rows) => return Ok(vec![streamed(rows, each)?]),
            // sixteen bits a letter without a mark: read whole
            Err(Refused::Unsupported) => {}
            Err(refused) => return Err(Unread::from(refused).into()),
        }
    }
    let sheets = papers::read_sheets(name, bytes.as_ref(), &limits()).map_err(Unread::from)?;
    let mut all = Vec::new();
    for sheet in sheets.into_iter().filter(|s| !s.hidden && !s.rows.is_empty()) {
        let at = all.len();
        let mut each = |block: Block| each(at, block);
        all.push(blocks(
            sheet.name,
            sheet.rows.into_iter().map(Ok),
            &sheet.merged,
            &mut each,
        )?);
    }
    if all.is_empty() {
        return Err(Unread::from(Refused::Empty).into());
    }
    Ok(all)
}

/// Reads delimited text of any size; hands its blocks over as they come.
///
/// # Errors
/// As [`read`].
pub fn streamed<R: Read + Seek, E: From<Unread>>(rows: Rows<R>, each: &mut Each<'_, E>) -> Result<Sheet, E> {
    blocks(String::new(), rows, &[], &mut |block| each(0, block))
}

fn blocks<E: From<Unread>>(
    name: String,
    rows: impl Iterator<Item = Result<Vec<Value>, Refused>>,
    merged: &[Span],
    each: &mut dyn FnMut(Block) -> Result<(), E>,
) -> Result<Sheet, E> {
    let (mut first, mut lines, mut count, mut trouble): (Option<Block>, i64, i64, Option<Unread>) = (None, 0, 0, None);
    let mut good = rows.map_while(|row| match row {
        Ok(row) if row.len() > WIDE => {
            trouble = Some(Unread::Wide(WIDE));
            None
        }
        Ok(row) => Some(row.into_iter().map(Cell::from).collect::<Vec<Cell>>()),
        Err(refused) => {
            trouble = Some(refused.into());
            None
        }
    });
    for block in Block::cut(&mut good) {
        lines += i64::try_from(block.rows.len()).unwrap_or(0);
        count += 1;
        if lines > LONG {
            return Err(Unread::Long(LONG).into());
        }
        if first.is_none() {
            first = Some(block.clone());
        }
        each(block)?;
    }
    drop(good);
    if let Some(trouble) = trouble {
        return Err(trouble.into());
    }
    let top = first.as_ref().map_or(&[][..], |block| &block.rows);
    let header = header::find(top, merged);
    Ok(Sheet {
        about: SheetOf::new(name, (lines, count), header),
        first,
    })
}

/// The sheet that looks most like a roster: with heads, and with the most rows.
#[must_use]
pub fn best(sheets: &[SheetOf]) -> usize {
    let all = sheets.iter().enumerate();
    all.max_by_key(|(at, sheet)| (sheet.found, sheet.lines, std::cmp::Reverse(*at)))
        .map_or(0, |(at, _)| at)
}

/// What the columns of a sheet mean, by its heads and its first rows.
#[must_use]
pub fn guessed(sheet: &SheetOf, first: &Block, known: &Known<'_>) -> Layout {
    let above = i64::try_from(sheet.above).unwrap_or(0);
    let rows = first.clone().numbered().filter(|row| row.number > above);
    let sample: Vec<Row> = rows.take(guess::SAMPLE).collect();
    Layout {
        columns: guess::columns(&sheet.heads, &sample, known),
        ..Layout::default()
    }
}
