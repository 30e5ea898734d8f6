//! A small cursor over text, shared by the readers.

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a>(pub &'a str);

impl<'a> Cursor<'a> {
    /// Takes one of the texts, longest first as the caller lists them.
    pub fn eat(&mut self, texts: &[&str]) -> bool {
        match texts.iter().find_map(|t| self.0.strip_prefix(t)) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }
    /// Takes the first text of a table that stands here, and gives what it means.
    pub fn choose<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let (rest, meaning) = table
            .iter()
            .find_map(|(text, meaning)| Some((self.0.strip_prefix(text)?, *meaning)))?;
        self.0 = rest;
        Some(meaning)
    }
    /// Takes a run of ASCII digits.
    pub fn digits(&mut self) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(digits).filter(|d| !d.is_empty())
    }
    /// Takes a number of at most four digits.
    pub fn number(&mut self) -> Option<i64> {
        let start = *self;
        let number = self.digits().filter(|d| d.len() <= 4).and_then(|d| d.parse().ok());
        if number.is_none() {
            *self = start;
        }
        number
    }
    /// Whether nothing is left.
    pub fn done(&self) -> bool {
        self.0.is_empty()
    }
}
