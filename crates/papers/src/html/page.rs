//! The page as it grows token by token.

use std::cell::RefCell;

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, states::RawKind};

use super::lists::{List, attribute};
use crate::{Block, Cell, Limits, Paragraph, Refused, Style, Table};

/// A page in the making. The tokenizer only lends it, hence the cell.
pub(super) struct Page(RefCell<Draft>);

struct Draft {
    blocks: Vec<Block>,
    text: String,
    /// The number of the item or pasted paragraph that waits for its text.
    number: Option<String>,
    heading: Option<u8>,
    lists: Vec<List>,
    tables: Vec<Grid>,
    /// The element whose content is dropped.
    dropped: Option<String>,
    /// Elements open within a pasted list number.
    marker: usize,
    preformatted: bool,
    limits: Limits,
    cells: usize,
    characters: usize,
    refused: Option<Refused>,
}

#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Cell>>,
    cell: Option<Cell>,
    /// How many lists were open outside the table.
    lists: usize,
}

impl Page {
    pub(super) fn new(limits: &Limits) -> Self {
        Self(RefCell::new(Draft {
            blocks: Vec::new(),
            text: String::new(),
            number: None,
            heading: None,
            lists: Vec::new(),
            tables: Vec::new(),
            dropped: None,
            marker: 0,
            preformatted: false,
            limits: limits.clone(),
            cells: 0,
            characters: 0,
            refused: None,
        }))
    }
    pub(super) fn checked(&self) -> Result<(), Refused> {
        self.0.borrow().refused.clone().map_or(Ok(()), Err)
    }
    /// All blocks; whatever is still open is closed.
    pub(super) fn finish(&self) -> Result<Vec<Block>, Refused> {
        let mut draft = self.0.borrow_mut();
        draft.flush();
        while !draft.tables.is_empty() {
            draft.close_table();
        }
        draft
            .refused
            .take()
            .map_or_else(|| Ok(std::mem::take(&mut draft.blocks)), Err)
    }
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut draft = self.0.borrow_mut();
        if draft.refused.is_some() {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::CharacterTokens(text) => draft.write(&text),
            Token::TagToken(tag) => return draft.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Draft {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if let Some(dropped) = &self.dropped {
            if tag.kind == TagKind::EndTag && dropped == name {
                self.dropped = None;
            }
            return TokenSinkResult::Continue;
        }
        let raw = match name {
            "script" => Some(RawKind::ScriptData),
            "style" | "noscript" | "iframe" | "noframes" | "xmp" => Some(RawKind::Rawtext),
            "title" | "textarea" => Some(RawKind::Rcdata),
            _ => None,
        };
        if tag.kind == TagKind::EndTag {
            self.end(name);
        } else if let Some(raw) = raw {
            self.dropped = Some(name.to_owned());
            return TokenSinkResult::RawData(raw);
        } else {
            self.start(name, tag);
        }
        TokenSinkResult::Continue
    }

    fn start(&mut self, name: &str, tag: &Tag) {
        if self.marker > 0 && !tag.self_closing && !matches!(name, "br" | "img") {
            self.marker += 1;
        }
        match name {
            "br" => self.text.push('\n'),
            "ul" | "ol" | "menu" => {
                self.flush();
                if self.lists.len() >= self.limits.depth {
                    self.refused = Some(Refused::TooDeep);
                }
                self.lists.push(List::new(name == "ol", &tag.attrs));
            }
            "li" => {
                self.flush();
                self.number = self.lists.last_mut().and_then(|list| list.item(&tag.attrs));
            }
            "table" => {
                self.flush();
                if self.tables.len() >= self.limits.table_depth {
                    self.refused = Some(Refused::TooDeep);
                }
                self.tables.push(Grid {
                    lists: self.lists.len(),
                    ..Grid::default()
                });
            }
            "tr" => {
                self.close_cell();
                if let Some(grid) = self.tables.last_mut() {
                    grid.rows.push(Vec::new());
                }
            }
            "td" | "th" => self.open_cell(tag),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "pre" => {
                self.flush();
                self.preformatted = true;
            }
            // Word's list numbers, pasted: text in front of the item, marked to be ignored.
            "span"
                if attribute(&tag.attrs, "style")
                    .is_some_and(|s| s.to_ascii_lowercase().replace(' ', "").contains("mso-list:ignore")) =>
            {
                self.marker = 1;
                self.number = Some(String::new());
            }
            "template" | "svg" | "math" | "select" | "object" => {
                self.dropped = (!tag.self_closing).then(|| name.to_owned())
            }
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.marker > 0 {
            self.marker -= 1;
        }
        match name {
            "ul" | "ol" | "menu" => {
                self.flush();
                self.number = None;
                if self.tables.last().is_none_or(|grid| self.lists.len() > grid.lists) {
                    self.lists.pop();
                }
            }
            "td" | "th" | "tr" => self.close_cell(),
            "table" => self.close_table(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            "pre" => {
                self.flush();
                self.preformatted = false;
            }
            "li" => {
                self.flush();
                self.number = None;
            }
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.dropped.is_some() {
            return;
        }
        self.characters = self.characters.saturating_add(text.len());
        if self.characters > self.limits.characters.saturating_mul(3) {
            self.refused = Some(Refused::Bomb);
        }
        if self.marker > 0 {
            let number = self.number.get_or_insert_default();
            number.extend(text.chars().filter(|c| !c.is_whitespace() && number_fits(*c)));
            return;
        }
        for c in text.chars() {
            match c {
                _ if self.preformatted => self.text.push(c),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    if !self.text.ends_with([' ', '\n']) {
                        self.text.push(' ');
                    }
                }
                '\u{a0}' => self.text.push(' '),
                '\u{200b}' | '\u{feff}' => {}
                c => self.text.push(c),
            }
        }
    }

    /// Ends the paragraph that is open.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
        let text = lines.join("\n");
        if text.is_empty() {
            return;
        }
        let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let number = self.number.take().filter(|n| !n.is_empty());
        let style = match self.heading {
            Some(level) => Style::Heading(level),
            None if !self.lists.is_empty() || number.is_some() => Style::List { level },
            None => Style::Body,
        };
        let paragraph = Paragraph { style, number, text };
        if let Some(cell) = self.tables.iter_mut().rev().find_map(|grid| grid.cell.as_mut()) {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(&paragraph.printed());
        } else {
            self.push(Block::Paragraph(paragraph));
        }
    }

    fn push(&mut self, block: Block) {
        if self.blocks.len() >= self.limits.blocks {
            self.refused = Some(Refused::Bomb);
        } else {
            self.blocks.push(block);
        }
    }

    fn open_cell(&mut self, tag: &Tag) {
        self.close_cell();
        self.cells += 1;
        if self.cells > self.limits.cells {
            self.refused = Some(Refused::Bomb);
        }
        let spans = |name| {
            attribute(&tag.attrs, name)
                .and_then(|v| v.trim().parse::<u16>().ok())
                .unwrap_or(1)
        };
        if let Some(grid) = self.tables.last_mut() {
            if grid.rows.is_empty() {
                grid.rows.push(Vec::new());
            }
            grid.cell = Some(Cell {
                text: String::new(),
                columns: spans("colspan").clamp(1, 1000),
                rows: spans("rowspan").clamp(1, 10_000),
            });
        }
    }

    fn close_cell(&mut self) {
        self.flush();
        self.number = None;
        if let Some(grid) = self.tables.last_mut() {
            self.lists.truncate(grid.lists);
            if let (Some(cell), Some(row)) = (grid.cell.take(), grid.rows.last_mut()) {
                row.push(cell);
            }
        }
    }

    fn close_table(&mut self) {
        if self.tables.is_empty() {
            return;
        }
        self.close_cell();
        let Some(grid) = self.tables.pop() else { return };
        let table = Table {
            name: None,
            rows: grid.rows,
        };
        if table.rows.iter().all(Vec::is_empty) {
            return;
        }
        match self.tables.iter_mut().rev().find_map(|grid| grid.cell.as_mut()) {
            Some(cell) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                table.print(&mut cell.text);
                cell.text.truncate(cell.text.trim_end().len());
            }
            None => self.push(Block::Table(table)),
        }
    }
}

/// Bullets of symbol fonts are no numbers.
fn number_fits(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '.' | '、' | '(' | ')' | '（' | '）' | '．' | '-' | '\u{2460}'..='\u{24ff}' | '\u{3220}'..='\u{32bf}')
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "address"
            | "blockquote"
            | "dd"
            | "dt"
            | "dl"
            | "figure"
            | "figcaption"
            | "main"
            | "nav"
            | "aside"
            | "form"
            | "fieldset"
            | "legend"
            | "center"
            | "hr"
            | "caption"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "head"
            | "option"
            | "thead"
            | "tbody"
            | "tfoot"
    )
}
