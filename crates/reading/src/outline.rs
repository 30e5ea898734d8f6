//! Headings with their levels, and the items that stand directly below each.

use std::collections::HashMap;

use crate::document::Paper;
use crate::limits::SECTIONS_MAX;
use crate::mark::Style;
use crate::months::Place;
use crate::pattern::patterns;
use crate::segment::Segment;
use crate::source::Source;
use crate::{Item, Section};

patterns! {
    /// Headings that papers leave unnumbered.
    FREE = r"^(?:[^,。;!?:]{0,14}(?:指导思想|总体要求|总体思路|工作目标|工作重点|工作任务|主要工作|重点工作|主要任务|具体措施|工作措施|工作要点|工作安排|工作打算|工作思路|工作计划|主要做法|存在(?:的)?问题|不足|下一步(?:工作)?(?:打算|安排|计划)?|基本情况|工作要求|有关要求|活动安排|具体安排|保障措施|组织领导|努力方向)[^,。;!?:]{0,8}|前言|结语|目标|任务)\s*:?$";
    ENUMERATED = r#"(?:^|[。;:,!?"\s])(一|二|三|四|五|六|七|八|九|十)(?:是|要)"#;
    ORDERED = r#"(?:^|[。;:,!?"\s])(第[一二三四五六七八九十])[,、:]"#;
    FINISHED = r"了|\d";
}

/// Longest heading, in characters, alone on its line or in front of its text.
const ALONE_MAX: usize = 60;
const GLUED_MAX: usize = 45;
const BRACKET_MAX: usize = 30;

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
            None if free(norm, segment, &stack) => {
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
        if style <= Style::HanBracket {
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

fn free(norm: &str, segment: &Segment, stack: &[Node]) -> bool {
    let text = norm.get(segment.start..segment.end).unwrap_or_default();
    let inside = stack.iter().any(|n| n.style.is_some_and(|s| s <= Style::HanBracket));
    let ahead = text.contains(['打', '安', '要', '下']);
    segment.alone() && segment.label.is_none() && FREE.is_match(text) && (!inside || ahead)
}

/// Where the words of each heading end and where its text starts. Siblings are decided together.
fn headings(norm: &str, segments: &[Segment], tree: &[Placed]) -> HashMap<usize, (usize, usize)> {
    let mut groups: HashMap<(Option<usize>, Option<Style>), (usize, usize)> = HashMap::new();
    let mut shapes: HashMap<usize, (usize, usize)> = HashMap::new();
    for (k, node) in tree.iter().enumerate() {
        let Some(segment) = segments.get(node.at) else { continue };
        let next = tree.get(k + 1);
        let followed = has_body(segments, node, next);
        let shape = shape(norm, segment, node.style, followed);
        let group = groups.entry((node.parent, node.style)).or_default();
        group.1 += 1;
        if let Some(shape) = shape {
            group.0 += 1;
            shapes.insert(node.at, shape);
        }
    }
    for node in tree {
        let strong = node.style.is_none_or(|s| s == Style::Part);
        let (heads, all) = groups.get(&(node.parent, node.style)).copied().unwrap_or_default();
        if !strong && heads * 3 < all * 2 {
            shapes.remove(&node.at);
        }
    }
    // below an item nothing is a heading
    let mut kept: HashMap<usize, (usize, usize)> = HashMap::new();
    for node in tree {
        if let Some(&shape) = shapes.get(&node.at)
            && node.parent.is_none_or(|p| kept.contains_key(&p))
        {
            kept.insert(node.at, shape);
        }
    }
    kept
}

/// Text of its own follows before the next sibling.
fn has_body(segments: &[Segment], node: &Placed, next: Option<&Placed>) -> bool {
    let plain = segments
        .get(node.at + 1)
        .is_some_and(|s| !s.noise && s.mark.is_none() && s.label.is_none() && !s.row);
    plain || next.is_some_and(|n| n.parent == Some(node.at))
}

/// The words of a heading, if a piece has the shape of one.
fn shape(norm: &str, segment: &Segment, style: Option<Style>, followed: bool) -> Option<(usize, usize)> {
    let from = segment.body();
    let text = segment.text(norm);
    let closed = |c: char| matches!(c, '。' | ';' | '!' | '?');
    let core = text.trim_end_matches(|c| closed(c) || matches!(c, ':' | ','));
    let inner = core.contains(closed);
    let short = |t: &str, max: usize| t.chars().nth(max).is_none();
    match style {
        None => Some((from + core.len(), segment.end)),
        Some(Style::Part | Style::Han) => {
            if !inner && short(core, ALONE_MAX) && (short(core, 24) || lead_blank(core).is_none()) {
                return Some(named(from, core, segment.end));
            }
            lead(from, text, GLUED_MAX)
        }
        Some(Style::HanBracket) => {
            if !inner && short(core, GLUED_MAX) && (followed || !text.ends_with(closed)) {
                return Some(named(from, core, segment.end));
            }
            lead(from, text, BRACKET_MAX).filter(|&(end, _)| {
                let words = norm.get(from..end).unwrap_or_default();
                !FINISHED.is_match(words)
            })
        }
        Some(_) => {
            let timed = segment.label.is_some();
            (segment.alone() && followed && !timed && !inner && short(core, GLUED_MAX))
                .then_some((from + core.len(), segment.end))
        }
    }
}

/// A short piece: all of it is the heading, save where a colon parts it from its text.
fn named(from: usize, core: &str, end: usize) -> (usize, usize) {
    match core.find(':') {
        Some(i) if core.get(..i).is_some_and(|h| h.chars().nth(1).is_some()) && core.len() > i + 1 => {
            (from + i, from + i + 1)
        }
        _ => (from + core.len(), end),
    }
}

/// A blank that parts a heading from its text.
fn lead_blank(core: &str) -> Option<usize> {
    let at = core.find(' ')?;
    let n = core.get(..at)?.chars().count();
    (3..=16).contains(&n).then_some(at)
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
            ' ' => n >= 3,
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
                }
                Role::Item { parent: Some(parent) } => {
                    if let Some(section) = index.get(&parent).and_then(|&i| out.get_mut(i)) {
                        section.items.extend(items(source, segment));
                    }
                }
                _ => {}
            }
        }
        for (_, i, from) in open {
            close(source, &mut out, i, from, last);
        }
    }
    spoken(source, segments, roles, &index, &mut out);
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
        let parts: Vec<Item> = counted(text).into_iter().map(part).collect();
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

/// 一是……二是…… within the text of a heading that has no numbered items.
fn spoken(source: &Source, segments: &[Segment], roles: &[Role], index: &HashMap<usize, usize>, out: &mut [Section]) {
    let norm = source.norm();
    let mut current: Option<(usize, bool)> = None;
    for (at, segment) in segments.iter().enumerate() {
        let (from, under) = match roles.get(at) {
            Some(Role::Heading { body, .. }) => {
                current = index
                    .get(&at)
                    .map(|&i| (i, out.get(i).is_some_and(|s| s.items.is_empty())));
                (*body, current)
            }
            Some(Role::Text) if !segment.noise && !segment.row && segment.mark.is_none() => (segment.start, current),
            _ => continue,
        };
        let Some((i, true)) = under else { continue };
        let Some(text) = norm.get(from..segment.end) else {
            continue;
        };
        let parts = counted(text);
        if let Some(section) = out.get_mut(i) {
            for (a, b) in parts {
                section.items.push(Item {
                    text: source.words(from + a, from + b),
                    span: source.span(from + a, from + b),
                });
            }
        }
    }
}

/// Ranges of 一是, 二是, …, where at least two follow each other.
fn counted(text: &str) -> Vec<(usize, usize)> {
    for pattern in [&*ENUMERATED, &*ORDERED] {
        let mut starts: Vec<usize> = Vec::new();
        for caps in pattern.captures_iter(text) {
            let Some(word) = caps.get(1) else { continue };
            let n = crate::numeral::value(word.as_str().trim_start_matches('第'));
            if n.and_then(|n| usize::try_from(n).ok()) == Some(starts.len() + 1) {
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
