//! The text as pieces: lines, and what was glued into one line cut apart at its numbers and months.

use crate::document;
use crate::label::{self, Label};
use crate::mark::{self, Mark, Style};
use crate::noise;
use crate::source::Source;

/// One piece of text: a heading, an item, a paragraph or a row.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Range in the matched text, without blanks at the ends.
    pub start: usize,
    pub end: usize,
    pub mark: Option<Mark>,
    /// A time in front, after the number.
    pub label: Option<Label>,
    /// It is the first of its line.
    pub opens: bool,
    /// It is the last of its line.
    pub closes: bool,
    pub noise: bool,
    /// Cells, where the line is a row of a table.
    pub row: bool,
}

impl Segment {
    /// Start of the words after the number.
    pub(crate) fn body(&self) -> usize {
        (self.start + self.mark.map_or(0, |m| m.len)).min(self.end)
    }

    /// The words after the number.
    pub(crate) fn text<'a>(&self, norm: &'a str) -> &'a str {
        norm.get(self.body()..self.end).unwrap_or_default()
    }

    /// The piece stands alone on its line.
    pub(crate) fn alone(&self) -> bool {
        self.opens && self.closes
    }
}

/// All pieces, in order.
pub(crate) fn cut(source: &Source) -> Vec<Segment> {
    let norm = source.norm();
    let mut out: Vec<Segment> = Vec::new();
    let mut at = 0;
    for line in norm.split('\n') {
        // in a table a tab in front is an empty cell
        let below = out.last().is_some_and(|s| s.row) && line.contains('\t');
        let lead = if below {
            line.trim_start_matches(' ')
        } else {
            line.trim_start()
        };
        let lead = unmarked(lead);
        let start = at + (line.len() - lead.len());
        let trimmed = lead.trim_end();
        at += line.len() + 1;
        if trimmed.trim().is_empty() {
            continue;
        }
        let base = Segment {
            start,
            end: start + trimmed.len(),
            mark: None,
            label: None,
            opens: true,
            closes: true,
            noise: noise::reason(trimmed).is_some(),
            row: false,
        };
        if !is_row(trimmed) && spread(trimmed) {
            out.push(base);
        } else if base.noise || is_row(trimmed) {
            out.push(Segment {
                row: !base.noise,
                ..base
            });
        } else if let Some(len) = document::glued_title(trimmed) {
            out.push(Segment {
                end: start + len,
                closes: false,
                ..base.clone()
            });
            let text = trimmed.get(len..).unwrap_or_default().trim_start();
            cut_line(
                norm,
                &Segment {
                    start: base.end - text.len(),
                    ..base
                },
                &mut out,
            );
        } else {
            cut_line(norm, &base, &mut out);
        }
    }
    links(norm, &mut out);
    series(norm, &mut out);
    days(norm, &mut out);
    out
}

/// 3.8 and 5.4 in front of lines are days where no line is numbered 1.1 or 2.1.
fn days(norm: &str, segments: &mut [Segment]) {
    let dotted = |s: &Segment| s.mark.is_some_and(|m| m.style == Style::Dotted);
    let outline = |s: &Segment| dotted(s) && s.mark.is_some_and(|m| m.n == 1);
    if segments.iter().any(outline) {
        return;
    }
    for segment in segments.iter_mut().filter(|s| dotted(s)) {
        let text = norm.get(segment.start..segment.end).unwrap_or_default();
        if let Some(label) = label::parse(text).filter(|l| l.when.day.is_some()) {
            segment.mark = None;
            segment.label = Some(Label {
                text: segment.start + label.text,
                ..label
            });
        }
    }
}

/// 七、八月份 names two months where no neighbour is numbered 六、 or 八、 in the same way.
fn series(norm: &str, segments: &mut [Segment]) {
    let timed: Vec<usize> = (0..segments.len())
        .filter(|&i| segments.get(i).is_some_and(|s| s.label.is_some()))
        .collect();
    let number = |segments: &[Segment], k: Option<usize>| {
        k.and_then(|k| timed.get(k))
            .and_then(|&i| segments.get(i))
            .and_then(|s| s.mark)
            .map(|m| (m.style, m.n))
    };
    let mut lists = Vec::new();
    for (k, &i) in timed.iter().enumerate() {
        let Some(segment) = segments.get(i) else { continue };
        let (Some(mark), Some(label)) = (segment.mark, &segment.label) else {
            continue;
        };
        let written = norm.get(segment.start..segment.body()).unwrap_or_default();
        let month = label.when.months.first().copied().map(u32::from);
        let could = matches!(mark.style, Style::Han | Style::Arabic)
            && written.ends_with('、')
            && mark.n <= 12
            && (month == Some(mark.n + 1) || (mark.n == 12 && month == Some(1)));
        let beside = [k.checked_sub(1), Some(k + 1)]
            .into_iter()
            .any(|k| number(segments, k).is_some_and(|(s, n)| s == mark.style && n.abs_diff(mark.n) == 1));
        if could && !beside {
            lists.push(i);
        }
    }
    for i in lists {
        let Some(segment) = segments.get_mut(i) else { continue };
        let first = segment.mark.and_then(|m| u8::try_from(m.n).ok());
        let shift = segment.mark.map_or(0, |m| m.len);
        if let (Some(label), Some(first)) = (segment.label.as_mut(), first) {
            label.when.months.insert(0, first);
            label.words = (0, label.words.1 + shift);
            segment.mark = None;
        }
    }
}

/// Links to other papers stand in lists, between dates.
fn links(norm: &str, segments: &mut [Segment]) {
    for i in 0..segments.len() {
        let near = |j: Option<usize>| j.and_then(|j| segments.get(j)).is_some_and(|s| s.noise);
        let listed = near(i.checked_sub(1)) || near(Some(i + 1));
        if let Some(segment) = segments.get(i)
            && i > 0
            && listed
            && segment.alone()
            && noise::link(norm.get(segment.start..segment.end).unwrap_or_default())
            && let Some(segment) = segments.get_mut(i)
        {
            segment.noise = true;
        }
    }
}

/// Whether a line is written as a row: cells between bars or tabs.
fn is_row(line: &str) -> bool {
    let bars = line.matches('|').count();
    // a number set off by a tab makes no table
    let after = mark::parse(line).and_then(|m| line.get(m.len..)).unwrap_or(line);
    bars >= 2
        || line.contains(" | ")
        || after.contains('\t')
        || (bars == 1 && label::parse(line).is_some())
        || spaced(line)
}

/// A line without the signs that mark a heading in a text of signs: ## 一、 and **1.
fn unmarked(line: &str) -> &str {
    let words = line.trim_start_matches('#');
    let line = if words.len() < line.len() && words.starts_with(' ') {
        words.trim_start()
    } else {
        line
    };
    match line.strip_prefix("**") {
        Some(inner) if mark::parse(inner).is_some() => inner,
        _ => line,
    }
}

/// A title with a blank behind each character.
fn spread(line: &str) -> bool {
    let short = line.chars().nth(120).is_none();
    let words = || line.split(' ').filter(|w| !w.is_empty());
    let single = words().filter(|w| w.chars().nth(1).is_none()).count();
    short && single >= 6 && single * 4 >= words().count() * 3
}

/// A time, then cells set apart by two blanks or more.
fn spaced(line: &str) -> bool {
    line.split("  ").filter(|c| !c.trim().is_empty()).count() >= 2
        && (label::cell(line.split("  ").next().unwrap_or_default()) || crate::table::is_header(line))
}

fn cut_line(norm: &str, line: &Segment, out: &mut Vec<Segment>) {
    let text = norm.get(line.start..line.end).unwrap_or_default();
    let first = out.len();
    let mut open = start_piece(norm, line.start, line);
    let mut before = Before::default();
    let mut inner = false;
    for (i, c) in text.char_indices() {
        let at = line.start + i;
        // a piece never starts inside the number or the time that opens the one before
        let free = at >= open.label.as_ref().map_or(open.body(), |l| l.text.max(open.body()));
        if inner
            && free
            && !c.is_whitespace()
            && let Some(piece) = boundary(norm, at, line, &open, &before)
        {
            open.end = trim_end(norm, open.start, at);
            open.closes = false;
            out.push(std::mem::replace(&mut open, piece));
        }
        inner = true;
        before.step(c);
    }
    if out.len() > first {
        open.opens = false;
    }
    open.end = line.end;
    out.push(open);
}

fn trim_end(norm: &str, start: usize, end: usize) -> usize {
    start + norm.get(start..end).unwrap_or_default().trim_end().len()
}

fn start_piece(norm: &str, at: usize, line: &Segment) -> Segment {
    let text = norm.get(at..line.end).unwrap_or_default();
    let (mark, label) = opening(text);
    let label = label.map(|l| Label { text: at + l.text, ..l });
    Segment {
        start: at,
        end: line.end,
        mark,
        label,
        ..line.clone()
    }
}

/// The number and the time that open some words; 一、二月份 is left to be told apart by its neighbours.
fn opening(text: &str) -> (Option<Mark>, Option<Label>) {
    let mark = mark::parse(text);
    let after = mark.map_or(0, |m| m.len);
    let mut label = text.get(after..).and_then(label::parse);
    if let Some(l) = label.as_mut() {
        l.text += after;
    }
    if mark.is_some_and(|m| matches!(m.style, Style::Sign)) && label.is_some() {
        return (mark, label);
    }
    (mark, label)
}

/// What stood before the place looked at.
#[derive(Default)]
struct Before {
    /// Last character that is no blank.
    last: Option<char>,
    /// Blanks since.
    blanks: usize,
    /// Last characters, to tell "安排" and the like.
    tail: [char; 2],
    /// Open brackets and quotes.
    depth: u32,
}

impl Before {
    fn step(&mut self, c: char) {
        if c.is_whitespace() {
            self.blanks += 1;
            return;
        }
        self.blanks = 0;
        self.last = Some(c);
        self.tail = [self.tail[1], c];
        match c {
            '(' | '《' => self.depth += 1,
            ')' | '》' => self.depth = self.depth.saturating_sub(1),
            '。' => self.depth = 0,
            _ => {}
        }
    }

    /// After the end of a sentence or clause list.
    fn ended(&self) -> bool {
        self.last
            .is_some_and(|c| matches!(c, '。' | ';' | '!' | '?' | '"' | '》' | ')' | '】' | '…'))
    }

    fn colon(&self) -> bool {
        self.last == Some(':')
    }
}

/// The piece that starts at `at` inside a line, if one does.
fn boundary(norm: &str, at: usize, line: &Segment, open: &Segment, before: &Before) -> Option<Segment> {
    if before.depth > 0 {
        return None;
    }
    let rest = norm.get(at..line.end)?;
    let c = rest.chars().next()?;
    let could = c.is_ascii_digit()
        || "一二三四五六七八九十元第上下(【[".contains(c)
        || matches!(c, '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩' | '★' | '●' | '◆' | '■' | '※');
    if !could {
        return None;
    }
    let piece = start_piece(norm, at, line);
    let piece = Segment { opens: false, ..piece };
    if let Some(label) = &piece.label
        && piece.mark.is_none()
    {
        return glued_label(label, open, before).then_some(piece);
    }
    let mark = piece.mark?;
    glued_mark(&mark, &piece, open, before, norm).then_some(piece)
}

/// A time inside a line opens a piece after a full stop where it is written as a heading, or goes on a list of such.
fn glued_label(label: &Label, open: &Segment, before: &Before) -> bool {
    if label.when.weak || (label.when.months.is_empty() && label.when.week.is_none()) {
        return label.wrapped && before.ended();
    }
    let apart = before.ended() || before.blanks > 0;
    let planned = matches!(before.tail, ['安', '排'] | ['计', '划'] | ['如', '下'] | ['要', '点']);
    if label.wrapped || label.colon {
        return apart || (label.colon && (planned || before.colon())) || label.square;
    }
    let listed = open
        .label
        .as_ref()
        .is_some_and(|l| !l.when.months.is_empty() || l.when.week.is_some());
    apart && listed
}

fn glued_mark(mark: &Mark, piece: &Segment, open: &Segment, before: &Before, norm: &str) -> bool {
    let follows = piece.text(norm).chars().next();
    if follows.is_none_or(|c| !(mark::is_han(c) || c.is_ascii_digit() || "\"《【(*_".contains(c) || c.is_alphabetic()))
    {
        return false;
    }
    let next = open.mark.is_some_and(|m| m.style == mark.style && mark.n == m.n + 1);
    let apart = before.ended() || before.blanks > 0;
    match mark.style {
        Style::Han => apart || before.colon(),
        Style::HanBracket => apart || before.colon(),
        Style::Part => apart,
        Style::Arabic => {
            let solid = norm
                .get(piece.start..piece.body())
                .is_some_and(|n| n.trim_end().ends_with(['、', '.']));
            solid && (apart || before.colon() || (next && before.last.is_some_and(mark::is_han)))
        }
        Style::ArabicBracket => apart || before.colon() || next,
        Style::Circled => true,
        Style::Sign => apart || before.colon(),
        Style::Ordinal | Style::Being | Style::Letter | Style::Lost | Style::Dotted | Style::Deeper => false,
    }
}
