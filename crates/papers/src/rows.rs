//! Delimited text of any size, row by row: lists of a million people, of which only a few rows are in memory at once.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8};

use crate::{Refused, Value, delimited, html, sniff};

/// So many bytes are read at once.
const PIECE: usize = 64 << 10;
/// The longest row, in bytes of text; what is longer has lost its line ends or its quotes.
const LONGEST: u64 = 1 << 20;

/// Whether a file is delimited text, by its name and its first bytes.
#[must_use]
pub fn is_delimited(name: &str, front: &[u8]) -> bool {
    let extension = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    matches!(extension.as_str(), "csv" | "tsv" | "tab" | "txt") && !sniff::has_mark(front) && !html::looks_like(front)
}

/// The rows of delimited text, as they come. Blank lines are rows without cells, so that the numbers are the file's.
pub struct Rows<R: Read> {
    reader: csv::Reader<Text<R>>,
    record: csv::StringRecord,
    blank: u64,
    next: Option<Vec<Value>>,
}

impl<R: Read + Seek> Rows<R> {
    /// Finds encoding and delimiter, and begins at the first row.
    ///
    /// # Errors
    /// [`Refused`]; `Empty` if there is nothing, `Unsupported` if it is no text.
    pub fn open(mut source: R) -> Result<Self, Refused> {
        let encoding = encoding(&mut source)?;
        let rewind = |source: &mut R| source.seek(SeekFrom::Start(0)).map(drop).map_err(Refused::damaged);
        rewind(&mut source)?;
        let mut front = String::new();
        let mut text = Text::new(&mut source, encoding);
        let mut bytes = vec![0; PIECE];
        while front.len() < PIECE {
            let read = text.read(&mut bytes).map_err(Refused::damaged)?;
            if read == 0 {
                break;
            }
            front.push_str(&String::from_utf8_lossy(bytes.get(..read).unwrap_or_default()));
        }
        if front.contains('\0') {
            return Err(Refused::Unsupported);
        }
        if front.trim().is_empty() {
            return Err(Refused::Empty);
        }
        rewind(&mut source)?;
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimited::delimiter(&front))
            .from_reader(Text::new(source, encoding));
        Ok(Self {
            reader,
            record: csv::StringRecord::new(),
            blank: 0,
            next: None,
        })
    }
}

impl<R: Read> Rows<R> {
    fn read(&mut self) -> Result<Option<Vec<Value>>, Refused> {
        let before = self.reader.position().clone();
        if !self.reader.read_record(&mut self.record).map_err(Refused::damaged)? {
            return Ok(None);
        }
        let after = self.reader.position();
        if after.byte() - before.byte() > LONGEST {
            return Err(Refused::damaged("a row without end"));
        }
        let within: usize = self.record.iter().map(|field| field.matches('\n').count()).sum();
        let lines = after.line() - before.line();
        self.blank = lines
            .saturating_sub(1)
            .saturating_sub(u64::try_from(within).unwrap_or(0));
        Ok(Some(self.record.iter().map(delimited::value).collect()))
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Vec<Value>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next.is_none() {
            match self.read() {
                Ok(Some(row)) => self.next = Some(row),
                Ok(None) => return None,
                Err(refused) => return Some(Err(refused)),
            }
        }
        if self.blank > 0 {
            self.blank -= 1;
            return Some(Ok(Vec::new()));
        }
        self.next.take().map(Ok)
    }
}

/// UTF-8 or UTF-16 by its mark, UTF-8 if all of it is, else GB18030.
fn encoding<R: Read>(source: &mut R) -> Result<&'static Encoding, Refused> {
    let mut check = UTF_8.new_decoder_without_bom_handling();
    let (mut bytes, mut text) = (vec![0; PIECE], String::with_capacity(PIECE * 3));
    let (mut first, mut ascii) = (true, true);
    loop {
        let read = source.read(&mut bytes).map_err(Refused::damaged)?;
        let piece = bytes.get(..read).unwrap_or_default();
        if first {
            if let Some((encoding, _)) = Encoding::for_bom(piece) {
                return Ok(encoding);
            }
            first = false;
        }
        // plain letters need no decoder, as long as none has begun
        ascii = ascii && piece.is_ascii();
        if !ascii {
            text.clear();
            let (result, ..) = check.decode_to_string_without_replacement(piece, &mut text, read == 0);
            if matches!(result, encoding_rs::DecoderResult::Malformed(..)) {
                return Ok(GB18030);
            }
        }
        if read == 0 {
            return Ok(UTF_8);
        }
    }
}

/// Bytes of any encoding, read as UTF-8.
struct Text<R> {
    source: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    over: bool,
}

impl<R> Text<R> {
    fn new(source: R, encoding: &'static Encoding) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; PIECE],
            text: Vec::new(),
            at: 0,
            over: false,
        }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.text.len() && !self.over {
            let read = self.source.read(&mut self.bytes)?;
            self.over = read == 0;
            let piece = self.bytes.get(..read).unwrap_or_default();
            let most = self.decoder.max_utf8_buffer_length(read).unwrap_or(PIECE * 4);
            self.text.resize(most, 0);
            let (result, _, wrote, _) = self.decoder.decode_to_utf8(piece, &mut self.text, self.over);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.text.truncate(wrote);
            self.at = 0;
        }
        let left = self.text.get(self.at..).unwrap_or_default();
        let some = left.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..some), left.get(..some)) {
            to.copy_from_slice(from);
        }
        self.at += some;
        Ok(some)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        let rows = Rows::open(Cursor::new(bytes.to_vec())).unwrap();
        rows.map(|row| row.unwrap().iter().map(Value::text).collect()).collect()
    }

    #[test]
    fn rows_are_those_of_the_whole_reading() {
        let text = "姓名;手机\n\n王芳;13800138000\n\"李\n红\";13800138001\n\n\n𠮷;1\n";
        let want = [
            vec!["姓名", "手机"],
            vec![],
            vec!["王芳", "13800138000"],
            vec!["李\n红", "13800138001"],
            vec![],
            vec![],
            vec!["𠮷", "1"],
        ];
        assert_eq!(rows(text.as_bytes()), want);
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        assert_eq!(rows(&marked), want);
        let (old, ..) = GB18030.encode(text);
        assert_eq!(rows(&old), want);
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(rows(&wide), want);
    }

    #[test]
    fn a_letter_may_lie_across_two_pieces() {
        for lead in 0..4 {
            let text = format!("{}\n{}\n", "a".repeat(lead), "名册,王芳,".repeat(20_000));
            let all = rows(text.as_bytes());
            assert_eq!(all.last().unwrap().len(), 40_001);
            assert!(
                all.last()
                    .unwrap()
                    .iter()
                    .all(|t| ["名册", "王芳", ""].contains(&t.as_str()))
            );
            let (old, ..) = GB18030.encode(&text);
            assert_eq!(rows(&old), all);
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(matches!(Rows::open(Cursor::new(b" \n ".to_vec())), Err(Refused::Empty)));
        assert!(matches!(
            Rows::open(Cursor::new(b"a\0b".to_vec())),
            Err(Refused::Unsupported)
        ));
        assert!(
            is_delimited("名册.CSV", b"a,b")
                && !is_delimited("名册.csv", b"PK\x03\x04")
                && !is_delimited("a.xlsx", b"a")
        );
        let mut long = Rows::open(Cursor::new([b"\"".to_vec(), vec![b'x'; 2 << 20]].concat())).unwrap();
        assert!(long.next().unwrap().is_err());
    }
}
