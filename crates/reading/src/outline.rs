//! Headings with their levels, and the items that stand directly below each.

use std::collections::HashMap;

use crate::document::{self, Paper};
use crate::limits::SECTIONS_MAX;
use crate::mark::Style;
use crate::months::Place;
use crate::pattern::patterns;
use crate::segment::Segment;
use crate::source::Source;
use crate::{Item, Section};

patterns! {
    /// Headings that papers leave unnumbered.
    FREE = r"^(?:(?:20\d\d年)?[^,。;!?:\d]{0,14}(?:指导思想|总体(?:要求|思路|目标)|(?:工作|活动|主要|具体|重点|基本|总|有关|几点|今后|下一步|存在)的?(?:目标|重点|任务|工作|措施|要点|安排|打算|思路|计划|做法|问题|情况|要求|内容|方法|步骤|原则|建议|亮点|成效|特色|形式)|不足(?:之处)?|下一步|保障措施|组织(?:领导|机构|保障)|努力方向|编制依据|活动主题|周次安排|日程安排|时间安排|进度安排|(?:每月|月份|按月|分月|逐月|月度|各月)(?:工作|活动)?(?:安排|计划|要点))[^,。;!?:\d]{0,8}|[^,。;!?:\d]{2,8}(?:重点|要求|措施|思路|打算|目标)|前言|结语|目标|任务|背景|工作回顾)\s*:?$";
    ENUMERATED = r#"(?:^|[。;:,!?"\s])(一|二|三|四|五|六|七|八|九|十)(?:是|要)"#;
    ORDERED = r#"(?:^|[。;:,!?"\s])(第[一二三四五六七八九十])[,、:]"#;
}

/// Longest heading, in characters, alone on its line or in front of its text.
const ALONE_MAX: usize = 60;
const GLUED_MAX: usize = 45;
const BRACKET_MAX: usize = 30;
const FOLLOWED_MAX: usize = 80;
const BROTHER_MAX: usize = 120;

/// What a piece is to the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading of a level, whose words end at a byte and whose text starts at another.
    Heading { level: u8, end: usize, body: usize },
    /// A numbered item, below the heading at an index.
    Item { parent: Option<usize> },
    /// Anything else.
    Text,
}

/// A node of the nesting met so far.
#[derive(Clone, Copy)]
struct Node {
    style: Option<Style>,
    at: usize,
}

/// The role of every piece.
pub(crate) fn roles(norm: &str, segments: &[Segment], places: &[Place], papers: &[Paper]) -> Vec<Role> {
    let mut roles = vec![Role::Text; segments.len()];
    for paper in papers {
        let tree = nesting(norm, segments, places, paper);
        let heads = headings(norm, segments, &tree);
        for node in &tree {
            let Some(role) = roles.get_mut(node.at) else { continue };
            let parent = node.parent;
            *role = match heads.get(&node.at) {
                Some(&(end, body)) => Role::Heading {
                    level: node.depth,
                    end,
                    body,
                },
                None => Role::Item {
                    parent: parent.filter(|p| heads.contains_key(p)),
                },
            };
        }
    }
    roles
}

/// A numbered piece or free heading with its parent.
struct Placed {
    at: usize,
    style: Option<Style>,
    parent: Option<usize>,
    depth: u8,
}

fn nesting(norm: &str, segments: &[Segment], places: &[Place], paper: &Paper) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    let mut stack: Vec<Node> = Vec::new();
    let pieces = segments
        .get(paper.from..paper.to.min(segments.len()))
        .unwrap_or_default();
    let first_level = pieces.iter().any(|s| s.mark.is_some_and(|m| m.style <= Style::Han));
    for at in paper.from..paper.to.min(segments.len()) {
        let Some(segment) = segments.get(at) else { continue };
        if segment.noise || segment.row || Some(at) == paper.title {
            continue;
        }
        if matches!(places.get(at), Some(Place::Under(..))) {
            continue;
        }
        let style = match segment.mark {
            Some(mark) => mark.style,
            None if free(norm, segment, segments.get(at + 1..paper.to.min(at + 5)), &stack) => {
                stack.clear();
                stack.push(Node { style: None, at });
                out.push(Placed {
                    at,
                    style: None,
                    parent: None,
                    depth: 1,
                });
                continue;
            }
            None => continue,
        };
        let style = if style == Style::Lost { lost(&stack) } else { style };
        if style < Style::HanBracket || (style == Style::HanBracket && first_level) {
            stack.retain(|n| n.style.is_some());
        }
        while stack.last().is_some_and(|n| n.style.is_some_and(|s| s >= style)) {
            stack.pop();
        }
        let parent = stack.last().map(|n| n.at);
        let depth = u8::try_from(stack.len() + 1).unwrap_or(u8::MAX);
        out.push(Placed {
            at,
            style: Some(style),
            parent,
            depth,
        });
        stack.push(Node { style: Some(style), at });
    }
    out
}

/// A lost number continues the list it stands in.
fn lost(stack: &[Node]) -> Style {
    match stack.last().and_then(|n| n.style) {
        Some(style) if style >= Style::Arabic => style,
        _ => Style::Arabic,
    }
}

fn free(norm: &str, segment: &Segment, next: Option<&[Segment]>, stack: &[Node]) -> bool {
    let text = norm.get(segment.start..segment.end).unwrap_or_default();
    let inside = stack.iter().any(|n| n.style.is_some_and(|s| s <= Style::HanBracket));
    let ahead = text.contains(['打', '安', '要', '下', '重']);
    if !segment.alone() || segment.label.is_some() {
        return false;
    }
    // the name of a paper heads a list, but entitles a paper with its own first level
    if document::names_paper(text) {
        let mark = next.and_then(|n| n.iter().find_map(|s| s.mark));
        return mark.is_some_and(|m| m.style >= Style::HanBracket && m.n == 1);
    }
    !text.contains(' ') && FREE.is_match(text) && (!inside || ahead)
}

/// A heading as its piece shows it.
#[derive(Clone, Copy)]
struct Shape {
    /// Where its words end and where its text starts.
    words: (usize, usize),
    /// It stands alone, its text below it.
    alone: bool,
}

/// What the siblings under one heading are.
#[derive(Default)]
struct Group {
    all: usize,
    shaped: usize,
    alone: usize,
}

impl Group {
    /// Siblings are headings or items together: below the first level by those that stand alone.
    fn heads(&self, style: Option<Style>) -> bool {
        match style {
            None | Some(Style::Part) => true,
            Some(Style::Han) => self.shaped * 3 >= self.all * 2,
            Some(Style::HanBracket) => self.alone * 3 >= self.all,
            Some(_) => self.alone * 2 > self.all,
        }
    }
}

/// Where the words of each heading end and where its text starts. Siblings are decided together.
fn headings(norm: &str, segments: &[Segment], tree: &[Placed]) -> HashMap<usize, (usize, usize)> {
    let mut groups: HashMap<(Option<usize>, Option<Style>), Group> = HashMap::new();
    let mut shapes: HashMap<usize, Shape> = HashMap::new();
    for (k, node) in tree.iter().enumerate() {
        let Some(segment) = segments.get(node.at) else { continue };
        let followed = has_body(segments, node, tree.get(k + 1));
        let shape = shape(norm, segment, node.style, followed);
        let group = groups.entry((node.parent, node.style)).or_default();
        group.all += 1;
        if let Some(shape) = shape {
            group.shaped += 1;
            group.alone += usize::from(shape.alone);
            shapes.insert(node.at, shape);
        }
    }
    // below an item nothing is a heading
    let mut kept: HashMap<usize, (usize, usize)> = HashMap::new();
    for node in tree {
        let heads = groups
            .get(&(node.parent, node.style))
            .is_some_and(|g| g.heads(node.style));
        let below = node.parent.is_none_or(|p| kept.contains_key(&p));
        let Some(segment) = segments.get(node.at).filter(|_| heads && below) else {
            continue;
        };
        let brother = || {
            (node.style >= Some(Style::HanBracket))
                .then(|| sentence(norm, segment))
                .flatten()
        };
        if let Some(words) = shapes.get(&node.at).map(|s| s.words).or_else(brother) {
            kept.insert(node.at, words);
        }
    }
    kept
}

/// A paragraph among headings is named by its first sentence.
fn sentence(norm: &str, segment: &Segment) -> Option<(usize, usize)> {
    let from = segment.body();
    let text = segment.text(norm);
    let (i, c) = text
        .char_indices()
        .take(BROTHER_MAX)
        .find(|&(_, c)| matches!(c, '。' | '!' | '?'))
        .or_else(|| {
            let short = text.chars().nth(BROTHER_MAX).is_none();
            text.char_indices()
                .next_back()
                .filter(|_| short)
                .map(|(i, c)| (i + c.len_utf8(), c))
        })?;
    let end = from + i;
    (i > 0).then_some((end, (end + c.len_utf8()).min(segment.end)))
}

/// Text of its own follows before the next sibling.
fn has_body(segments: &[Segment], node: &Placed, next: Option<&Placed>) -> bool {
    let plain = segments
        .get(node.at + 1)
        .is_some_and(|s| !s.noise && s.mark.is_none() && s.label.is_none() && !s.row);
    plain || next.is_some_and(|n| n.parent == Some(node.at))
}

/// The words of a heading, if a piece has the shape of one.
fn shape(norm: &str, segment: &Segment, style: Option<Style>, followed: bool) -> Option<Shape> {
    let from = segment.body();
    let text = segment.text(norm);
    // a month heads its acts, and no section
    let rest = segment.label.as_ref().and_then(|l| norm.get(l.text..segment.end));
    if rest.is_some_and(|r| !r.chars().any(char::is_alphanumeric)) {
        return None;
    }
    let closed = |c: char| matches!(c, '。' | ';' | '!' | '?');
    let core = text.trim_end_matches(|c| closed(c) || matches!(c, ':' | ','));
    let inner = core.contains(closed);
    let short = |t: &str, max: usize| t.chars().nth(max).is_none();
    let alone = |words: (usize, usize)| Shape { words, alone: true };
    let glued = |words: (usize, usize)| Shape { words, alone: false };
    match style {
        None => Some(alone((from + core.len(), segment.end))),
        Some(Style::Part | Style::Han) => {
            let spoken = lead_blank(core).is_some() && (!short(core, 24) || text.ends_with('。'));
            if !inner && short(core, ALONE_MAX) && !spoken {
                return Some(alone(named(from, core, segment.end)));
            }
            lead(from, text, GLUED_MAX).map(glued)
        }
        Some(Style::HanBracket) => {
            let figures = core.contains(|c: char| c.is_ascii_digit());
            let closes = text.ends_with(closed);
            let below = followed && segment.alone() && short(core, FOLLOWED_MAX);
            if !inner && (below || (short(core, GLUED_MAX) && (followed || (!closes && !figures)))) {
                let words = named(from, core, segment.end);
                return Some(Shape {
                    words,
                    alone: words.1 == segment.end,
                });
            }
            lead(from, text, BRACKET_MAX).map(glued)
        }
        Some(_) => {
            let timed = segment.label.is_some();
            (segment.alone() && followed && !timed && !inner && short(core, GLUED_MAX))
                .then(|| alone((from + core.len(), segment.end)))
        }
    }
}

/// A short piece: all of it is the heading, save where a colon parts it from its text.
fn named(from: usize, core: &str, end: usize) -> (usize, usize) {
    match core.find(':') {
        Some(i) if core.get(..i).is_some_and(|h| (2..=18).contains(&h.chars().count())) && core.len() > i + 1 => {
            (from + i, from + i + 1)
        }
        _ => (from + core.len(), end),
    }
}

/// A blank that parts a heading from its text.
fn lead_blank(core: &str) -> Option<usize> {
    let at = core.find(' ')?;
    let n = core.get(..at)?.chars().count();
    (2..=16).contains(&n).then_some(at)
}

/// A heading in front of its text: up to a colon, a full stop or a blank.
fn lead(from: usize, text: &str, max: usize) -> Option<(usize, usize)> {
    for (n, (i, c)) in text.char_indices().enumerate() {
        if n > max {
            return None;
        }
        let parts = match c {
            ':' => n <= 20,
            '。' | '!' | '?' | ';' => true,
            ' ' => n >= 2,
            _ => false,
        };
        if parts && n >= 2 {
            return Some((from + i, from + i + c.len_utf8()));
        }
    }
    None
}

/// The headings as sections, each with its direct items.
pub(crate) fn sections(source: &Source, segments: &[Segment], roles: &[Role], papers: &[Paper]) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut index: HashMap<usize, usize> = HashMap::new();
    // lines that gave each section its items
    let mut lines: Vec<(usize, bool)> = Vec::new();
    for (d, paper) in papers.iter().enumerate() {
        let mut open: Vec<(u8, usize, usize)> = Vec::new();
        let last = segments
            .get(paper.from..paper.to)
            .and_then(<[Segment]>::last)
            .map_or(0, |s| s.end);
        for at in paper.from..paper.to {
            let (Some(segment), Some(role)) = (segments.get(at), roles.get(at)) else {
                continue;
            };
            match *role {
                Role::Heading { level, end, body } if out.len() < SECTIONS_MAX => {
                    while let Some((_, i, from)) = open.pop_if(|o| o.0 >= level) {
                        close(source, &mut out, i, from, segment.start);
                    }
                    index.insert(at, out.len());
                    open.push((level, out.len(), body));
                    out.push(section(source, segment, level, end, d));
                    lines.push((0, false));
                }
                Role::Item { parent: Some(parent) } => {
                    let at = index.get(&parent).copied();
                    if let Some((section, lines)) = at.and_then(|i| out.get_mut(i).zip(lines.get_mut(i))) {
                        section.items.extend(items(source, segment));
                        lines.0 += 1;
                        lines.1 = segment
                            .mark
                            .is_some_and(|m| matches!(m.style, Style::Being | Style::Ordinal));
                    }
                }
                _ => {}
            }
        }
        for (_, i, from) in open {
            close(source, &mut out, i, from, last);
        }
    }
    // 一是……二是…… within one paragraph alone are its prose
    for (section, lines) in out.iter_mut().zip(&lines) {
        if *lines == (1, true) {
            section.items.clear();
        }
    }
    out
}

fn section(source: &Source, segment: &Segment, level: u8, end: usize, document: usize) -> Section {
    let words = source.words(segment.body(), end);
    let heading = words
        .trim_matches(|c: char| c.is_whitespace() || "：:。，,;；、.*#".contains(c))
        .to_owned();
    let span = source.span(segment.start, end);
    Section {
        level,
        heading,
        span,
        body: span,
        items: Vec::new(),
        document,
    }
}

/// A numbered piece as an item; 一是……二是…… within one piece are several.
fn items(source: &Source, segment: &Segment) -> Vec<Item> {
    if segment
        .mark
        .is_some_and(|m| matches!(m.style, Style::Being | Style::Ordinal))
    {
        let text = source.norm().get(segment.start..segment.end).unwrap_or_default();
        let part = |(a, b): (usize, usize)| Item {
            text: source.words(segment.start + a, segment.start + b),
            span: source.span(segment.start + a, segment.start + b),
        };
        let first = segment.mark.and_then(|m| usize::try_from(m.n).ok()).unwrap_or(1);
        let parts: Vec<Item> = counted(text, first).into_iter().map(part).collect();
        if !parts.is_empty() {
            return parts;
        }
    }
    vec![item(source, segment)]
}

fn item(source: &Source, segment: &Segment) -> Item {
    Item {
        text: source.words(segment.body(), segment.end),
        span: source.span(segment.start, segment.end),
    }
}

fn close(source: &Source, out: &mut [Section], at: usize, from: usize, to: usize) {
    if let Some(section) = out.get_mut(at) {
        section.body = source.span(from, to.max(from));
    }
}

/// Ranges of 一是, 二是, …, from a number on, where at least two follow each other.
fn counted(text: &str, first: usize) -> Vec<(usize, usize)> {
    for pattern in [&*ENUMERATED, &*ORDERED] {
        let mut starts: Vec<usize> = Vec::new();
        for caps in pattern.captures_iter(text) {
            let Some(word) = caps.get(1) else { continue };
            let n = crate::numeral::value(word.as_str().trim_start_matches('第'));
            if n.and_then(|n| usize::try_from(n).ok()) == Some(starts.len() + first) {
                starts.push(word.start());
            }
        }
        if starts.len() >= 2 {
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            return starts.iter().copied().zip(ends).collect();
        }
    }
    Vec::new()
}
