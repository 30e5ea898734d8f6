//! Styles: which paragraphs are headings and which carry a list number, through `basedOn`.

use std::collections::HashMap;

use crate::{
    Limits, Refused,
    xml::{Step, Xml},
};

/// How far a chain of `basedOn` is followed; a circle ends here too.
const CHAIN: usize = 24;

/// What a paragraph's properties, or those of its style, say.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    /// 0 is the first heading level, 9 is running text.
    pub(super) outline: Option<u8>,
    /// The list; 0 means "no list".
    pub(super) list: Option<u32>,
    /// The level in the list, 0 is the first.
    pub(super) level: Option<u8>,
}

#[derive(Debug, Default)]
struct Kind {
    name: String,
    based_on: Option<String>,
    format: Format,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    kinds: HashMap<String, Kind>,
    usual: Option<String>,
}

impl Styles {
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Refused> {
        let mut styles = Self::default();
        if text.is_empty() {
            return Ok(styles);
        }
        let mut xml = Xml::new(text, limits);
        loop {
            match xml.next()? {
                Step::Start(element) if element.name() == "style" => {
                    let id = element.get("styleId").unwrap_or_default();
                    let usual = element.get("type").as_deref() == Some("paragraph")
                        && element
                            .get("default")
                            .as_deref()
                            .is_some_and(|d| matches!(d, "1" | "true" | "on"));
                    let kind = read_kind(&mut xml)?;
                    if usual {
                        styles.usual = Some(id.clone());
                    }
                    if styles.kinds.len() < limits.entries {
                        styles.kinds.insert(id, kind);
                    }
                }
                Step::Done => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The style and those it is based on, nearest first. A paragraph without a style has the usual one.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Kind)> {
        let mut next = id.or(self.usual.as_deref());
        std::iter::from_fn(move || {
            let id = next?;
            let kind = self.kinds.get(id)?;
            next = kind.based_on.as_deref();
            Some((id, kind))
        })
        .take(CHAIN)
    }

    /// The heading level from the style: 0 title, 1 to 9, `None` for running text.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        for (id, kind) in self.chain(id) {
            let name = if kind.name.is_empty() { id } else { &kind.name };
            if name.eq_ignore_ascii_case("title") || name == "标题" {
                return Some(0);
            }
            match kind.format.outline {
                Some(9..) => return None,
                Some(level) => return Some(level + 1),
                None => {}
            }
            if let Some(level) = named_level(name) {
                return Some(level);
            }
        }
        // A style that is used but not described, as some converters write.
        let id = id.filter(|id| !self.kinds.contains_key(*id))?;
        named_level(id)
    }

    /// List and level from the style.
    pub(super) fn list(&self, id: Option<&str>) -> Option<(u32, Option<u8>)> {
        let mut level = None;
        for (_, kind) in self.chain(id) {
            level = level.or(kind.format.level);
            if let Some(list) = kind.format.list {
                return Some((list, level));
            }
        }
        None
    }

    /// The list that a numbering style stands for.
    pub(super) fn list_of(&self, id: &str) -> Option<u32> {
        self.kinds.get(id).and_then(|k| k.format.list)
    }
}

/// `heading 2`, `Heading2`, `标题 2`.
fn named_level(name: &str) -> Option<u8> {
    let lower = name.to_ascii_lowercase();
    let digits = lower
        .strip_prefix("heading")
        .or_else(|| lower.strip_prefix("标题"))?
        .trim();
    digits.parse().ok().filter(|level| (1..=9).contains(level))
}

fn read_kind(xml: &mut Xml<'_>) -> Result<Kind, Refused> {
    let mut kind = Kind::default();
    xml.children(|xml, element| {
        match element.name() {
            "name" => kind.name = element.get("val").unwrap_or_default(),
            "basedOn" => kind.based_on = element.get("val"),
            "pPr" => xml.children(|xml, element| kind.format.take(xml, element))?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(kind)
}

impl Format {
    /// Takes one property of a paragraph.
    pub(super) fn take(&mut self, xml: &mut Xml<'_>, element: &crate::xml::Element<'_>) -> Result<(), Refused> {
        match element.name() {
            "outlineLvl" => self.outline = element.number("val"),
            "numPr" => xml.children(|_, element| {
                match element.name() {
                    "numId" => self.list = element.number("val"),
                    "ilvl" => self.level = element.number("val"),
                    _ => {}
                }
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    }
}
