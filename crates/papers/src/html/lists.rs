//! Lists of a page: nesting, and the number each item prints.

use html5ever::Attribute;

use crate::numerals;

/// The value of an attribute.
pub(super) fn attribute<'a>(attrs: &'a [Attribute], name: &str) -> Option<&'a str> {
    attrs.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
}

/// A list that is open.
#[derive(Debug)]
pub(super) struct List {
    /// `None` for bullets.
    format: Option<&'static str>,
    next: u32,
}

impl List {
    pub(super) fn new(ordered: bool, attrs: &[Attribute]) -> Self {
        let style = attribute(attrs, "style").unwrap_or_default().to_ascii_lowercase();
        let styled = style.split("list-style-type").nth(1).map(|s| {
            s.trim_start_matches([':', ' '])
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
        });
        let format = match (styled, attribute(attrs, "type")) {
            (Some("none" | "disc" | "circle" | "square"), _) => None,
            (Some("cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal"), _) => Some("chineseCounting"),
            (Some("cjk-heavenly-stem"), _) => Some("ideographTraditional"),
            (Some("lower-alpha" | "lower-latin"), _) | (None, Some("a")) => Some("lowerLetter"),
            (Some("upper-alpha" | "upper-latin"), _) | (None, Some("A")) => Some("upperLetter"),
            (Some("lower-roman"), _) | (None, Some("i")) => Some("lowerRoman"),
            (Some("upper-roman"), _) | (None, Some("I")) => Some("upperRoman"),
            (Some("decimal-leading-zero"), _) => Some("decimalZero"),
            _ => ordered.then_some("decimal"),
        };
        let next = attribute(attrs, "start")
            .and_then(|s| s.trim().parse().ok())
            .unwrap_or(1);
        Self { format, next }
    }

    /// Counts one item on; `None` for bullets.
    pub(super) fn item(&mut self, attrs: &[Attribute]) -> Option<String> {
        let format = self.format?;
        let value = attribute(attrs, "value")
            .and_then(|v| v.trim().parse().ok())
            .unwrap_or(self.next);
        self.next = value.saturating_add(1);
        let mark = if format == "chineseCounting" || format == "ideographTraditional" {
            '、'
        } else {
            '.'
        };
        Some(format!("{}{mark}", numerals::format(value, format)))
    }
}
