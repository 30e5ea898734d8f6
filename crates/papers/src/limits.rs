//! How much a file may ask of us.

/// The limits of reading. The defaults fit the papers of an office; nothing is unlimited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as received.
    pub file_bytes: u64,
    /// Bytes unpacked from all parts of an archive together, counted while unpacking.
    pub unpacked_bytes: u64,
    /// How many times its packed size a file may unpack to, past the first 8 MiB.
    pub ratio: u64,
    /// Parts in an archive.
    pub entries: usize,
    /// Nesting of XML elements or PDF objects.
    pub depth: usize,
    /// Tables within tables (or boxes within boxes).
    pub table_depth: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Cells of all tables or sheets together.
    pub cells: usize,
    /// Paragraphs, cells and list items together.
    pub blocks: usize,
    /// Characters of text in all.
    pub characters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            unpacked_bytes: 192 << 20,
            ratio: 150,
            entries: 4_000,
            depth: 160,
            table_depth: 12,
            pages: 600,
            cells: 2_000_000,
            blocks: 500_000,
            characters: 40_000_000,
        }
    }
}
