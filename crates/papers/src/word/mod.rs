//! Word files written as official papers are set (GB/T 9704-2012): A4, margins 37/35/28/26 mm, 22
//! lines of 28 characters, body in 仿宋 三号, headings in 黑体 and 楷体, page numbers `— 1 —`.
//!
//! ```
//! use papers::word::{Column, Word};
//! let mut word = Word::new();
//! word.title("关于开展送温暖活动的通知").heading(1, "一、活动安排").paragraph("各工会小组：");
//! word.table(&[Column::text("姓名", 2), Column::number("金额（元）", 1)], &[vec!["王芳".into(), "500.00".into()]]);
//! word.signature("××学校工会委员会", "2026年11月21日");
//! let bytes = word.to_bytes().expect("a file");
//! # assert!(bytes.starts_with(b"PK"));
//! ```

mod parts;
mod setting;
#[cfg(test)]
mod tests;

use std::{collections::HashSet, io::Cursor};

use crate::{NotMade, pack};
use setting::{escape, runs, words};

/// A Word file in the making. Everything is added in reading order.
#[derive(Clone, Debug, Default)]
pub struct Word {
    body: String,
    title: String,
    header: String,
    landscape: bool,
    unnumbered: bool,
    ends_in_table: bool,
    /// Addresses outside the file; relationship `rL1` is the first.
    links: Vec<String>,
    bookmarks: HashSet<String>,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text; `\n` breaks the line, `\t` is a tab.
    pub text: String,
    /// Bold (`true`) or as the style says.
    pub bold: bool,
    /// A name for this place, for hyperlinks to jump to. The first use of a name counts.
    pub bookmark: Option<String>,
    /// Where the text leads: `#name` to a bookmark, or an `https:`, `http:` or `mailto:` address. Other
    /// addresses are left out, the text stays.
    pub hyperlink: Option<String>,
}

impl Run {
    /// Plain text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: true,
            ..Self::default()
        }
    }
    /// With a name for this place.
    #[must_use]
    pub fn named(mut self, bookmark: impl Into<String>) -> Self {
        self.bookmark = Some(bookmark.into());
        self
    }
    /// Leading somewhere; see [`Run::hyperlink`].
    #[must_use]
    pub fn leading_to(mut self, address: impl Into<String>) -> Self {
        self.hyperlink = Some(address.into());
        self
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What the header row says.
    pub head: String,
    /// The share of the width, relative to the other columns; 0 counts as 1.
    pub share: u16,
    /// Numbers stand to the right.
    pub number: bool,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(head: impl Into<String>, share: u16) -> Self {
        Self {
            head: head.into(),
            share,
            number: false,
        }
    }
    /// A column of numbers, set to the right.
    #[must_use]
    pub fn number(head: impl Into<String>, share: u16) -> Self {
        Self {
            head: head.into(),
            share,
            number: true,
        }
    }
}

impl Word {
    /// An empty paper on upright A4 with page numbers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// An empty paper on A4 laid across, for wide tables.
    #[must_use]
    pub fn landscape() -> Self {
        Self {
            landscape: true,
            ..Self::default()
        }
    }

    /// The title of the paper: 二号 小标宋, centred. The first one also names the file's subject.
    pub fn title(&mut self, text: &str) -> &mut Self {
        if self.title.is_empty() {
            self.title = text.to_owned();
        }
        self.styled("Title", "", &words(text, ""))
    }
    /// A heading; levels 1 (黑体), 2 (楷体) and 3 (仿宋, bold). Its number is part of the text.
    pub fn heading(&mut self, level: u8, text: &str) -> &mut Self {
        let style = match level {
            0 | 1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        };
        self.styled(style, "", &words(text, ""))
    }
    /// A paragraph of running text, first line two characters in.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        self.styled("Body", "", &words(text, ""))
    }
    /// A paragraph without the indent of the first line, such as `各工会小组：`.
    pub fn flush_paragraph(&mut self, text: &str) -> &mut Self {
        self.styled("Normal", "", &words(text, ""))
    }
    /// A paragraph in the middle, such as the line under a title that says who adopted the paper.
    pub fn centred(&mut self, text: &str) -> &mut Self {
        self.styled("Normal", r#"<w:jc w:val="center"/>"#, &words(text, ""))
    }
    /// A paragraph of pieces that may be bold, named or leading elsewhere.
    pub fn paragraph_with_runs(&mut self, pieces: &[Run]) -> &mut Self {
        let content = runs(pieces, &mut self.links, &mut self.bookmarks);
        self.styled("Body", "", &content)
    }
    /// An item with its number as given: `（一）`, `1.`, `①`.
    pub fn numbered(&mut self, number: &str, text: &str) -> &mut Self {
        let gap = if number.is_empty() || number.ends_with(|c: char| !c.is_ascii()) {
            ""
        } else {
            " "
        };
        self.paragraph(&format!("{number}{gap}{text}"))
    }
    /// A table with a header row that is repeated on every page. Short rows are filled up; what is too
    /// much for a row goes into its last cell.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) -> &mut Self {
        if !columns.is_empty() {
            if self.ends_in_table {
                // Two tables without anything between would become one.
                self.styled("TableText", "", "");
            }
            self.body
                .push_str(&setting::table(columns, rows, parts::text_width(self.landscape)));
            self.ends_in_table = true;
        }
        self
    }
    /// Who signs and when, to the right: the day four characters from the margin, the name centred
    /// over it.
    pub fn signature(&mut self, name: &str, day: &str) -> &mut Self {
        let (name_width, day_width) = (setting::half_widths(name), setting::half_widths(day));
        // In hundredths of a character, as Word counts indents; a half width is 50.
        let day_right = (name_width.saturating_sub(day_width) / 2 * 50).max(400);
        let name_right = (day_right + day_width * 25).saturating_sub(name_width * 25);
        let place = |right: usize, first: bool| {
            let (keep, space) = if first {
                ("<w:keepNext/>", r#"<w:spacing w:before="579"/>"#)
            } else {
                ("", "")
            };
            let twips = right * 16 / 5;
            format!(
                r#"{keep}<w:keepLines/>{space}<w:ind w:rightChars="{right}" w:right="{twips}"/><w:jc w:val="right"/>"#
            )
        };
        self.styled("Normal", &place(name_right, true), &words(name, ""));
        self.styled("Normal", &place(day_right, false), &words(day, ""))
    }
    /// What follows begins on a new page.
    pub fn page_break(&mut self) -> &mut Self {
        self.styled("Normal", "", r#"<w:r><w:br w:type="page"/></w:r>"#)
    }
    /// Text at the top of every page.
    pub fn header(&mut self, text: &str) -> &mut Self {
        text.clone_into(&mut self.header);
        self
    }
    /// Leaves the page numbers out.
    pub fn without_page_numbers(&mut self) -> &mut Self {
        self.unnumbered = true;
        self
    }

    fn styled(&mut self, style: &str, more: &str, content: &str) -> &mut Self {
        self.body.push_str(&format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>"#
        ));
        self.ends_in_table = false;
        self
    }

    /// The file. The same content always gives the same bytes.
    ///
    /// # Errors
    /// If the file would be larger than the format allows.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotMade> {
        let tail = if self.ends_in_table {
            r#"<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>"#
        } else {
            ""
        };
        let document = parts::document(
            &format!("{}{tail}", self.body),
            self.landscape,
            !self.header.is_empty(),
            !self.unnumbered,
        );
        let list = [
            ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
            ("_rels/.rels", parts::ROOT_RELS.to_owned()),
            ("docProps/core.xml", parts::core(&escape(&self.title))),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", parts::document_rels(&self.links)),
            ("word/styles.xml", parts::styles()),
            ("word/settings.xml", parts::SETTINGS.to_owned()),
            ("word/fontTable.xml", parts::FONTS.to_owned()),
            ("word/header1.xml", parts::header(&words(&self.header, ""))),
            ("word/footer1.xml", parts::footer("right")),
            ("word/footer2.xml", parts::footer("left")),
        ];
        let packed = pack::pack(Cursor::new(Vec::new()), &list).map_err(NotMade::because)?;
        Ok(packed.into_inner())
    }
}
