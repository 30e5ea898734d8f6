//! The body of a Word file: paragraphs, runs, fields, tracked changes and text boxes.

use super::{
    numbering::Numbering,
    styles::{Format, Styles},
    table::CellFormat,
};
use crate::{
    Block, Limits, Paragraph, Refused, Style,
    xml::{Element, Step, Xml},
};

pub(super) struct Body<'a> {
    pub(super) xml: Xml<'a>,
    pub(super) limits: &'a Limits,
    styles: Styles,
    numbering: Numbering,
    /// Fields that are open; `true` while their instruction (not their result) is read.
    fields: Vec<bool>,
    /// Text of a paragraph whose end mark was deleted: it joins the next one.
    carried: String,
    pub(super) nested: usize,
    pub(super) cells: usize,
    blocks: usize,
    characters: usize,
}

/// A paragraph in the making.
#[derive(Default)]
struct Draft {
    text: String,
    style: Option<String>,
    format: Format,
    boxes: Vec<Block>,
    hidden: bool,
    joins_next: bool,
}

pub(super) fn read(text: &str, styles: Styles, numbering: Numbering, limits: &Limits) -> Result<Vec<Block>, Refused> {
    let mut body = Body {
        xml: Xml::new(text, limits),
        limits,
        styles,
        numbering,
        fields: Vec::new(),
        carried: String::new(),
        nested: 0,
        cells: 0,
        blocks: 0,
        characters: 0,
    };
    let mut out = Vec::new();
    let mut found = false;
    loop {
        match body.xml.next()? {
            Step::Start(element) if element.name() == "body" => {
                found = true;
                body.blocks(&mut out, None)?;
            }
            Step::Done if found => return Ok(out),
            Step::Done => return Err(Refused::damaged("no body in the document part")),
            _ => {}
        }
    }
}

impl Body<'_> {
    /// Reads block content up to the end of the element begun last.
    pub(super) fn blocks(&mut self, out: &mut Vec<Block>, mut cell: Option<&mut CellFormat>) -> Result<(), Refused> {
        let outside = self.xml.depth().saturating_sub(1);
        loop {
            match self.xml.next()? {
                Step::Start(element) => match element.name() {
                    "p" => self.paragraph(out)?,
                    "tbl" => self.table(out)?,
                    // Coats around content: content controls, tracked insertions, custom XML.
                    "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {}
                    "AlternateContent" => self.choice(|body| {
                        let before = out.len();
                        body.blocks(out, None)?;
                        Ok(out.len() > before)
                    })?,
                    "tcPr" => match cell.as_deref_mut() {
                        Some(format) => format.read(&mut self.xml)?,
                        None => self.xml.skip()?,
                    },
                    _ => self.xml.skip()?,
                },
                Step::End if self.xml.depth() <= outside => break,
                Step::Done => break,
                Step::End | Step::Text(_) => {}
            }
        }
        // The last end mark was deleted and nothing follows that the text could join.
        let text = std::mem::take(&mut self.carried).trim().to_owned();
        if !text.is_empty() {
            out.push(Block::Paragraph(Paragraph {
                style: Style::Body,
                number: None,
                text,
            }));
        }
        Ok(())
    }

    fn paragraph(&mut self, out: &mut Vec<Block>) -> Result<(), Refused> {
        self.blocks += 1;
        if self.blocks > self.limits.blocks {
            return Err(Refused::Bomb);
        }
        let mut draft = Draft {
            text: std::mem::take(&mut self.carried),
            ..Draft::default()
        };
        self.inline(&mut draft)?;
        let Draft {
            text,
            style,
            format,
            boxes,
            joins_next,
            ..
        } = draft;
        if joins_next {
            self.carried = text;
        } else {
            let (style, number) = self.place(style.as_deref(), &format);
            let text = text.trim().to_owned();
            if !text.is_empty() || number.is_some() {
                out.push(Block::Paragraph(Paragraph { style, number, text }));
            }
        }
        out.extend(boxes);
        Ok(())
    }

    /// Heading, list item or running text, and the number printed in front.
    fn place(&mut self, style: Option<&str>, own: &Format) -> (Style, Option<String>) {
        let heading = match own.outline {
            Some(9..) => None,
            Some(level) => Some(level + 1),
            None => self.styles.heading(style),
        };
        let list = match own.list {
            Some(list) => Some((
                list,
                own.level
                    .or_else(|| self.styles.list(style).and_then(|(_, level)| level)),
            )),
            None => self.styles.list(style).map(|(list, level)| (list, own.level.or(level))),
        };
        let number = list
            .filter(|(list, _)| *list != 0)
            .and_then(|(list, level)| self.numbering.next(list, level, style, &self.styles));
        let level = number.as_ref().map(|n| n.level);
        let style = match (heading, level) {
            (Some(level), _) => Style::Heading(level),
            (None, Some(level)) => Style::List { level },
            (None, None) => Style::Body,
        };
        (style, number.and_then(|n| n.text))
    }

    /// Reads runs up to the end of the element begun last.
    fn inline(&mut self, draft: &mut Draft) -> Result<(), Refused> {
        let outside = self.xml.depth().saturating_sub(1);
        loop {
            match self.xml.next()? {
                Step::Start(element) => self.piece(&element, draft)?,
                Step::End if self.xml.depth() <= outside => return Ok(()),
                Step::Done => return Ok(()),
                Step::End | Step::Text(_) => {}
            }
        }
    }

    /// One element within a paragraph. Elements not named here are coats: their content counts.
    fn piece(&mut self, element: &Element<'_>, draft: &mut Draft) -> Result<(), Refused> {
        match element.name() {
            "pPr" => self.properties(draft)?,
            "r" => draft.hidden = false,
            "rPr" => self.xml.children(|_, e| {
                draft.hidden |= e.name() == "vanish" && e.on();
                Ok(())
            })?,
            // Deleted, moved away, instructions, readings above the line, and settings.
            "del" | "moveFrom" | "instrText" | "delText" | "delInstrText" | "rt" | "rubyPr" | "sdtPr" | "sdtEndPr"
            | "smartTagPr" | "customXmlPr" | "docPr" | "ffData" | "sectPr" | "object" | "annotationRef" => {
                self.xml.skip()?
            }
            "t" if element.prefix() == "a" => self.xml.skip()?,
            "t" => {
                let text = self.xml.text()?;
                self.write(draft, &text)?;
            }
            "tab" | "ptab" => self.write(draft, "\t")?,
            "br" | "cr" => self.write(draft, "\n")?,
            "noBreakHyphen" => self.write(draft, "-")?,
            "sym" => self.write(
                draft,
                symbol(
                    &element.get("font").unwrap_or_default(),
                    &element.get("char").unwrap_or_default(),
                ),
            )?,
            "fldChar" => self.field(&element.get("fldCharType").unwrap_or_default())?,
            "txbxContent" => self.text_box(draft)?,
            "AlternateContent" => self.choice(|body| {
                let before = (draft.text.len(), draft.boxes.len());
                body.inline(draft)?;
                Ok((draft.text.len(), draft.boxes.len()) != before)
            })?,
            _ => {}
        }
        Ok(())
    }

    fn properties(&mut self, draft: &mut Draft) -> Result<(), Refused> {
        self.xml.children(|xml, element| match element.name() {
            "pStyle" => {
                draft.style = element.get("val");
                Ok(())
            }
            "rPr" => xml.children(|_, e| {
                draft.joins_next |= matches!(e.name(), "del" | "moveFrom");
                Ok(())
            }),
            _ => draft.format.take(xml, element),
        })
    }

    fn write(&mut self, draft: &mut Draft, text: &str) -> Result<(), Refused> {
        if draft.hidden || self.fields.contains(&true) {
            return Ok(());
        }
        self.characters = self.characters.saturating_add(text.len());
        if self.characters > self.limits.characters.saturating_mul(3) {
            return Err(Refused::Bomb);
        }
        draft.text.push_str(text);
        Ok(())
    }

    fn field(&mut self, kind: &str) -> Result<(), Refused> {
        match kind {
            "begin" => self.fields.push(true),
            "separate" => {
                if let Some(last) = self.fields.last_mut() {
                    *last = false;
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
        if self.fields.len() > self.limits.depth {
            Err(Refused::TooDeep)
        } else {
            Ok(())
        }
    }

    fn text_box(&mut self, draft: &mut Draft) -> Result<(), Refused> {
        self.nest()?;
        // A box stands apart: fields and joined paragraphs around it do not reach into it.
        let fields = std::mem::take(&mut self.fields);
        let carried = std::mem::take(&mut self.carried);
        let mut blocks = Vec::new();
        self.blocks(&mut blocks, None)?;
        self.fields = fields;
        self.carried = carried;
        self.nested -= 1;
        draft.boxes.extend(blocks.into_iter().map(|block| match block {
            Block::Paragraph(p) if !matches!(p.style, Style::Heading(_)) => Block::Paragraph(Paragraph {
                style: Style::TextBox,
                ..p
            }),
            other => other,
        }));
        Ok(())
    }

    /// One level deeper into tables and boxes.
    pub(super) fn nest(&mut self) -> Result<(), Refused> {
        self.nested += 1;
        if self.nested > self.limits.table_depth {
            Err(Refused::TooDeep)
        } else {
            Ok(())
        }
    }

    /// Newer and older writing of the same thing: the first that says anything counts, the others are
    /// doubles.
    fn choice(&mut self, mut read: impl FnMut(&mut Self) -> Result<bool, Refused>) -> Result<(), Refused> {
        let outside = self.xml.depth().saturating_sub(1);
        let mut done = false;
        loop {
            match self.xml.next()? {
                Step::Start(element) if !done && matches!(element.name(), "Choice" | "Fallback") => done = read(self)?,
                Step::Start(_) => self.xml.skip()?,
                Step::End if self.xml.depth() <= outside => return Ok(()),
                Step::Done => return Ok(()),
                Step::End | Step::Text(_) => {}
            }
        }
    }
}

/// The few symbols forms use, from fonts that hide them at private code points.
fn symbol(font: &str, code: &str) -> &'static str {
    let code = u32::from_str_radix(code, 16).unwrap_or(0) & 0xFF;
    match (font, code) {
        ("Wingdings", 0xFE) | ("Wingdings 2", 0x52) => "☑",
        ("Wingdings", 0xFD) | ("Wingdings 2", 0x51 | 0x54) => "☒",
        ("Wingdings", 0xA8 | 0x6F | 0x71 | 0x72) | ("Wingdings 2", 0x2A | 0xA3 | 0x30) => "□",
        ("Wingdings", 0xFC) | ("Wingdings 2", 0x50) => "✓",
        ("Wingdings", 0xFB) | ("Wingdings 2", 0x4F) => "✗",
        ("Wingdings", 0x6C) => "●",
        ("Wingdings", 0x6E) => "■",
        ("Wingdings", 0xE0) => "→",
        _ => "",
    }
}
