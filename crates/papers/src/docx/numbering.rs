//! Numbering: the file only says "this paragraph is in list 4, level 1"; the number is counted here as
//! a word processor counts it.

use std::collections::{HashMap, HashSet};

use super::styles::Styles;
use crate::{
    Limits, Refused, numerals,
    xml::{Element, Step, Xml},
};

/// A list has nine levels.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Print all numbers in digits, whatever their levels say.
    legal: bool,
    /// `Some(0)`: never starts anew; `Some(n)`: only after level n (counted from 1).
    restart: Option<usize>,
    /// The paragraph style tied to the level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".into(),
            text: String::new(),
            legal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Pattern {
    levels: HashMap<usize, Level>,
    /// The pattern is that of another list, named by a style.
    same_as: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    pattern: u32,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: HashMap<u32, Pattern>,
    lists: HashMap<u32, List>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<(u32, usize)>,
}

/// What a list paragraph prints.
pub(super) struct Number {
    pub(super) level: u8,
    /// `None` for bullets and empty numbers.
    pub(super) text: Option<String>,
}

impl Numbering {
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, Refused> {
        let mut numbering = Self::default();
        if text.is_empty() {
            return Ok(numbering);
        }
        let mut xml = Xml::new(text, limits);
        loop {
            match xml.next()? {
                Step::Start(element) if element.name() == "abstractNum" => {
                    let id = element.number("abstractNumId");
                    let pattern = read_pattern(&mut xml)?;
                    numbering.patterns.extend(id.map(|id| (id, pattern)));
                }
                Step::Start(element) if element.name() == "num" => {
                    let id = element.number("numId");
                    let list = read_list(&mut xml)?;
                    numbering.lists.extend(id.map(|id| (id, list)));
                }
                Step::Done => return Ok(numbering),
                _ => {}
            }
            if numbering.patterns.len() + numbering.lists.len() > limits.blocks {
                return Err(Refused::Bomb);
            }
        }
    }

    /// The pattern a list counts by: its own, or that of the list a style names.
    fn pattern_of(&self, list: &List, styles: &Styles) -> u32 {
        let linked = self.patterns.get(&list.pattern).and_then(|p| p.same_as.as_deref());
        linked
            .and_then(|style| styles.list_of(style))
            .and_then(|id| self.lists.get(&id))
            .map_or(list.pattern, |l| l.pattern)
    }

    /// Counts one paragraph on and prints its number. `None` when there is no such list.
    /// Without a level, the level tied to the style counts, else the first.
    pub(super) fn next(
        &mut self,
        list_id: u32,
        level: Option<u8>,
        style: Option<&str>,
        styles: &Styles,
    ) -> Option<Number> {
        let list = self.lists.get(&list_id)?;
        let pattern_id = self.pattern_of(list, styles);
        let pattern = self.patterns.get(&pattern_id)?;
        let tied = || {
            let style = style?;
            let mut fits: Vec<usize> = pattern
                .levels
                .iter()
                .filter(|(_, l)| l.style.as_deref() == Some(style))
                .map(|(i, _)| *i)
                .collect();
            fits.sort_unstable();
            fits.first().copied()
        };
        let at = level.map(usize::from).or_else(tied).unwrap_or(0).min(LEVELS - 1);
        let level_of = |i: usize| {
            list.levels
                .get(&i)
                .or_else(|| pattern.levels.get(&i))
                .cloned()
                .unwrap_or_default()
        };

        let counts = self.counts.entry(pattern_id).or_insert([None; LEVELS]);
        let first_time = self.begun.insert((list_id, at));
        let here = level_of(at);
        let given = list.starts.get(&at).copied();
        let value = match (counts.get(at).copied().flatten(), given) {
            (_, Some(start)) if first_time => start,
            (Some(count), _) => count.saturating_add(1),
            (None, given) => given.unwrap_or(here.start),
        };
        for (i, count) in counts.iter_mut().enumerate() {
            if i < at {
                count.get_or_insert_with(|| level_of(i).start);
            } else if i == at {
                *count = Some(value);
            } else if level_of(i).restart.is_none_or(|after| at < after) {
                *count = None;
            }
        }
        let counts = *counts;
        let text = if here.format == "bullet" {
            String::new()
        } else {
            print(&here, &counts, level_of)
        };
        let text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        Some(Number {
            level: u8::try_from(at).unwrap_or(0),
            text,
        })
    }
}

/// Fills `%1.%2` with the counts.
fn print(here: &Level, counts: &[Option<u32>; LEVELS], level_of: impl Fn(usize) -> Level) -> String {
    let mut out = String::new();
    let mut chars = here.text.chars().peekable();
    while let Some(c) = chars.next() {
        let index = chars
            .peek()
            .and_then(|d| d.to_digit(10))
            .and_then(|d| usize::try_from(d).ok())
            .and_then(|d| d.checked_sub(1));
        match index.filter(|_| c == '%') {
            Some(index) => {
                chars.next();
                let level = level_of(index);
                let format = if here.legal { "decimal" } else { level.format.as_str() };
                let count = counts.get(index).copied().flatten().unwrap_or(level.start);
                out.push_str(&numerals::format(count, format));
            }
            None => out.push(c),
        }
    }
    out
}

fn read_pattern(xml: &mut Xml<'_>) -> Result<Pattern, Refused> {
    let mut pattern = Pattern::default();
    xml.children(|xml, element| {
        match element.name() {
            "lvl" => {
                let (index, level) = read_level(xml, element)?;
                pattern.levels.extend(index.map(|i| (i, level)));
            }
            "numStyleLink" => pattern.same_as = element.get("val"),
            _ => {}
        }
        Ok(())
    })?;
    Ok(pattern)
}

fn read_list(xml: &mut Xml<'_>) -> Result<List, Refused> {
    let mut list = List::default();
    xml.children(|xml, element| {
        match element.name() {
            "abstractNumId" => list.pattern = element.number("val").unwrap_or_default(),
            "lvlOverride" => {
                let index: Option<usize> = element.number("ilvl").filter(|i| *i < LEVELS);
                xml.children(|xml, element| {
                    match (element.name(), index) {
                        ("startOverride", Some(index)) => list.starts.extend(element.number("val").map(|n| (index, n))),
                        ("lvl", Some(index)) => {
                            let (_, level) = read_level(xml, element)?;
                            list.levels.insert(index, level);
                        }
                        _ => {}
                    }
                    Ok(())
                })?;
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(list)
}

fn read_level(xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(Option<usize>, Level), Refused> {
    let index = element.number("ilvl").filter(|i| *i < LEVELS);
    // A level that names no start begins at 0 by the standard, yet every program shows 1 for lists made by hand.
    let mut level = Level::default();
    xml.children(|xml, element| {
        match element.name() {
            "start" => level.start = element.number("val").unwrap_or(1),
            "numFmt" => level.format = element.get("val").unwrap_or_default(),
            "lvlText" => level.text = element.get("val").unwrap_or_default().chars().take(80).collect(),
            "isLgl" => level.legal = element.on(),
            "lvlRestart" => level.restart = element.number("val"),
            "pStyle" => level.style = element.get("val"),
            // Word wraps formats of its own in a choice; the fallback is a plain one.
            "AlternateContent" => xml.children(|xml, element| {
                if element.name() == "Choice" {
                    return xml.children(|_, element| {
                        if element.name() == "numFmt" {
                            level.format = element.get("val").unwrap_or_default();
                            if level.format == "custom" {
                                level.format = custom(&element.get("format").unwrap_or_default()).into();
                            }
                        }
                        Ok(())
                    });
                }
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    })?;
    Ok((index, level))
}

/// Formats given by example: `001, 002, 003, …`.
fn custom(example: &str) -> &'static str {
    if example.starts_with("01,") {
        "decimalZero"
    } else {
        "decimal"
    }
}
