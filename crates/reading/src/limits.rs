//! What one reading takes at most; more is left out and said so in the notes.

/// Characters of the text that are considered; the rest is left unread.
pub const TEXT_MAX: usize = 4_000_000;
/// Entries of the schedule.
pub const ENTRIES_MAX: usize = 20_000;
/// Headings.
pub const SECTIONS_MAX: usize = 20_000;
/// Figures.
pub const FACTS_MAX: usize = 20_000;
/// Notes.
pub const NOTES_MAX: usize = 500;
/// Characters of one title.
pub const TITLE_MAX: usize = 160;
/// Characters of one snippet round a figure.
pub const SNIPPET_MAX: usize = 160;
