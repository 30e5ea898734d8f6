//! Prose with its figures filled in: as it is read on screen, and as it stands on paper.

use std::collections::BTreeMap;

use kernel::numerals;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    figures::{Figures, Live},
    model::{Numbers, SectionId, SectionRow, Stretch, paragraphs, stretches_or_text},
};

/// Ends of clauses.
const STOPS: [char; 5] = ['，', '。', '；', '！', '？'];
/// Longest line that can be a heading of the second order, in characters.
const SUB: usize = 40;

/// A section with its figures filled in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    pub id: SectionId,
    pub version: i64,
    /// What it was drafted as.
    pub part: Option<String>,
    /// With its number.
    pub heading: Option<String>,
    pub paragraphs: Vec<Paragraph>,
}

/// A line of a section.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Paragraph {
    /// A heading of the second order: `（一）坚持走访慰问`.
    pub sub: bool,
    pub pieces: Vec<Piece>,
}

/// A stretch of prose: words, or a figure.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Piece {
    pub text: String,
    /// The figure, where it is one.
    pub figure: Option<Live>,
    /// What it read when the summary was last approved, if that is something else.
    pub was: Option<String>,
    /// Its clause tells nothing but zeros and is left out on paper.
    pub left_out: bool,
    /// A place that names no figure: a measure since given up. It shows as it was written.
    pub gone: bool,
}

impl Piece {
    fn words(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

impl Paragraph {
    /// Its words without what is left out on paper.
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .filter(|p| !p.left_out)
            .map(|p| p.text.as_str())
            .collect()
    }
}

/// Sections with their numbers and figures; a figure that was approved as something else says so.
pub(super) fn parts<'a>(
    figures: &Figures,
    sections: impl IntoIterator<Item = &'a SectionRow>,
    approved: &BTreeMap<String, String>,
) -> Vec<Part> {
    let mut numbers = Numbers::default();
    let part = |s: &SectionRow| {
        let mut all: Vec<Paragraph> = paragraphs(&s.body)
            .map(|text| paragraph(figures, text, approved))
            .collect();
        renumber(&mut all);
        Part {
            id: s.id,
            version: s.version,
            part: s.part.clone(),
            heading: numbers.next(&s.heading),
            paragraphs: all,
        }
    };
    sections.into_iter().map(part).collect()
}

/// The same as it stands on paper: without clauses that tell nothing but zeros, numbered anew.
pub(super) fn on_paper(mut parts: Vec<Part>) -> Vec<Part> {
    for part in &mut parts {
        part.paragraphs = part.paragraphs.drain(..).filter_map(kept).collect();
        // a heading of the second order above nothing says nothing
        let bare: Vec<bool> = part
            .paragraphs
            .iter()
            .enumerate()
            .map(|(at, p)| p.sub && part.paragraphs.get(at + 1).is_none_or(|next| next.sub))
            .collect();
        let mut bare = bare.into_iter();
        part.paragraphs.retain(|_| !bare.next().unwrap_or(false));
        renumber(&mut part.paragraphs);
    }
    parts
}

fn paragraph(figures: &Figures, text: &str, approved: &BTreeMap<String, String>) -> Paragraph {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    for stretch in stretches_or_text(text) {
        match stretch {
            Stretch::Text(text) => pieces.extend(clauses(text, &mut depth).map(Piece::words)),
            Stretch::Place(name) => pieces.push(placed(figures, name, approved)),
        }
    }
    mark_silent(&mut pieces);
    Paragraph {
        sub: is_sub(text),
        pieces,
    }
}

fn placed(figures: &Figures, name: &str, approved: &BTreeMap<String, String>) -> Piece {
    match figures.place(name) {
        Some(live) => Piece {
            was: approved.get(name).filter(|was| **was != live.text).cloned(),
            text: live.text.clone(),
            figure: Some(live),
            ..Piece::default()
        },
        None => Piece {
            gone: true,
            ..Piece::words(&format!("{{{name}}}"))
        },
    }
}

/// Words split behind the ends of their clauses; what stands in brackets belongs to the clause around it.
fn clauses<'a>(text: &'a str, depth: &mut usize) -> impl Iterator<Item = &'a str> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '（' | '“' | '《' => *depth += 1,
            '）' | '”' | '》' => *depth = depth.saturating_sub(1),
            _ if *depth == 0 && STOPS.contains(&c) => ends.push(at + c.len_utf8()),
            _ => {}
        }
    }
    ends.push(text.len());
    let mut from = 0;
    ends.into_iter().filter_map(move |end| {
        let clause = text.get(from..end).filter(|c| !c.is_empty());
        from = end;
        clause
    })
}

/// Marks the clauses whose figures are all zero.
fn mark_silent(pieces: &mut [Piece]) {
    let mut from = 0;
    while from < pieces.len() {
        let rest = pieces.get(from..).unwrap_or_default();
        let len = rest.iter().position(ends_clause).map_or(rest.len(), |at| at + 1);
        let clause = pieces.get_mut(from..from + len).unwrap_or_default();
        let counts = |p: &&Piece| p.figure.as_ref().is_some_and(Live::counts);
        let silent = clause.iter().any(|p| counts(&p))
            && clause
                .iter()
                .filter(counts)
                .all(|p| p.figure.as_ref().is_some_and(Live::is_zero));
        clause.iter_mut().for_each(|p| p.left_out = silent);
        from += len.max(1);
    }
}

fn ends_clause(p: &Piece) -> bool {
    p.figure.is_none() && p.text.ends_with(STOPS)
}

/// A paragraph without what is left out, its sentences ended as they were; `None` if nothing is left.
fn kept(paragraph: Paragraph) -> Option<Paragraph> {
    let mut out: Vec<Piece> = Vec::new();
    let mut said = false;
    for piece in paragraph.pieces {
        let end = piece
            .text
            .chars()
            .last()
            .filter(|c| piece.figure.is_none() && STOPS.contains(c));
        let ends_sentence = end.is_some_and(|c| c != '，');
        if !piece.left_out {
            said = !ends_sentence;
            out.push(piece);
            continue;
        }
        if let (Some(end), true, true) = (end, ends_sentence, said)
            && let Some(last) = out.last_mut()
            && last.text.ends_with(['，', '、'])
        {
            last.text.pop();
            last.text.push(end);
            said = false;
        }
    }
    let nothing = out.iter().all(|p| p.text.trim().is_empty()) || only_a_number(&out);
    (!nothing).then_some(Paragraph {
        sub: paragraph.sub,
        pieces: out,
    })
}

fn only_a_number(pieces: &[Piece]) -> bool {
    let text: String = pieces.iter().map(|p| p.text.as_str()).collect();
    numbered(&text).is_some_and(|(_, rest)| rest.trim().is_empty())
}

/// Whether a line is a heading of the second order.
fn is_sub(line: &str) -> bool {
    numbered(line).is_some_and(|(_, rest)| {
        !rest.is_empty() && rest.chars().count() <= SUB && !rest.contains(['。', '；', '：', '{'])
    })
}

/// The number `（一）` in front of a line, and the rest.
fn numbered(line: &str) -> Option<(i64, &str)> {
    let (number, rest) = line.strip_prefix('（')?.split_once('）')?;
    let n = number
        .chars()
        .all(|c| "一二三四五六七八九十".contains(c))
        .then(|| numerals::parse(number).ok())??;
    Some((n, rest))
}

/// Numbers lines that have a number in their order; a list begins anew where somebody wrote （一）.
fn renumber(paragraphs: &mut [Paragraph]) {
    let mut last = 0;
    for p in paragraphs {
        let Some(first) = p.pieces.first_mut().filter(|p| p.figure.is_none()) else {
            continue;
        };
        if let Some((n, rest)) = numbered(&first.text) {
            last = if n == 1 { 1 } else { last + 1 };
            first.text = format!("（{}）{rest}", numerals::words(last));
        }
    }
}

/// A line with its figures filled in, as words alone.
pub(super) fn plain_line(figures: &Figures, text: &str) -> String {
    paragraph(figures, text, &BTreeMap::new())
        .pieces
        .iter()
        .map(|p| p.text.as_str())
        .collect()
}

/// What a paper reads, whole: what was approved can be compared with what stands.
pub(super) fn reads(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        for line in part
            .heading
            .iter()
            .cloned()
            .chain(part.paragraphs.iter().map(Paragraph::text))
        {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::figures::tests::figures;

    fn show(text: &str, approved: &[(&str, &str)]) -> Vec<Paragraph> {
        let approved = approved
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        let row = SectionRow {
            id: kernel::Id::new(uuid::Uuid::from_u128(1)),
            position: 1,
            part: None,
            heading: "关爱".to_owned(),
            body: text.to_owned(),
            version: 1,
        };
        parts(&figures(), [&row], &approved).remove(0).paragraphs
    }
    fn paper(text: &str) -> Vec<String> {
        let part = Part {
            id: kernel::Id::new(uuid::Uuid::from_u128(1)),
            version: 1,
            part: None,
            heading: None,
            paragraphs: show(text, &[]),
        };
        on_paper(vec![part])
            .remove(0)
            .paragraphs
            .iter()
            .map(Paragraph::text)
            .collect()
    }

    #[test]
    fn a_paper_never_tells_of_nothing() {
        assert_eq!(
            paper("关心职工，慰问{慰问人次}人次，走访{慰问户数}户，发放{慰问金额}元。"),
            ["关心职工，慰问219人次，发放92879.50元。"]
        );
        assert_eq!(
            paper("关心职工，慰问{慰问人次}人次，走访{慰问户数}户。再接再厉。"),
            ["关心职工，慰问219人次。再接再厉。"]
        );
        assert_eq!(paper("走访{慰问户数}户。"), Vec::<String>::new());
        assert_eq!(
            paper("走访{慰问户数}户，帮扶{帮扶户数}户（{帮扶户数同比}）。慰问{慰问人次}人次。"),
            ["慰问219人次。"]
        );
        assert_eq!(
            paper("走访慰问（含走访{慰问户数}户，慰问{慰问人次}人次）都好。"),
            ["走访慰问（含走访0户，慰问219人次）都好。"],
            "a figure beside another stays"
        );
        assert_eq!(
            paper("（一）有{未完成任务项数}项没有完成：甲、乙。\n（二）其他，慰问{慰问人次}人次。"),
            ["（一）其他，慰问219人次。"],
            "numbers close up"
        );
        assert_eq!(
            paper("（一）走访\n走访{慰问户数}户。\n（二）慰问\n慰问{慰问人次}人次。"),
            ["（一）慰问", "慰问219人次。"]
        );
    }

    #[test]
    fn the_screen_shows_what_the_paper_leaves_out() {
        let all = show(
            "慰问{慰问人次}人次，走访{慰问户数}户。",
            &[("慰问人次", "200"), ("慰问户数", "0")],
        );
        let left: String = all[0]
            .pieces
            .iter()
            .filter(|p| p.left_out)
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(left, "走访0户。");
        let was: Vec<&str> = all[0].pieces.iter().filter_map(|p| p.was.as_deref()).collect();
        assert_eq!(was, ["200"], "what changed since the approval");
        assert!(show("{慰问人数}人", &[])[0].pieces[0].gone);
    }

    #[test]
    fn lines_are_numbered_in_their_order() {
        let all = show(
            "（一）甲事\n说明。\n（三）乙事\n（一）丙事，做了。\n（五）丁事，做了。",
            &[],
        );
        let told: Vec<(bool, String)> = all.iter().map(|p| (p.sub, p.text())).collect();
        let texts: Vec<&str> = told.iter().map(|t| t.1.as_str()).collect();
        assert_eq!(
            texts,
            [
                "（一）甲事",
                "说明。",
                "（二）乙事",
                "（一）丙事，做了。",
                "（二）丁事，做了。"
            ]
        );
        assert!(told[0].0 && !told[1].0 && !told[3].0);
    }
}
