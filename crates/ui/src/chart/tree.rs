//! Trees drawn for the wall: a box at the top, everything below it in columns, cut into sheets of paper.
//!
//! A union has two levels below it or five, three children or three hundred, and all of that hangs on a wall on A4 or
//! A3. So the boxes flow down in columns like words on a page: what stands one level below the top hangs on the column's
//! rail, what stands deeper hangs indented under it. Words are set in the drawing itself, since boxes must hold them;
//! the same tree as a list is the page's to give.

use crate::{Cx, Html, html};

/// The paper of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A4 laid across.
    A4,
    /// A3 laid across.
    A3,
}

// All lengths are tenths of a millimetre on paper.
const COLUMN: i64 = 600;
const GAP: i64 = 56;
/// From the rail to a box, and one level's indent.
const STEP: i64 = 44;
/// Between boxes.
const SPACE: i64 = 26;
const NAME: i64 = 36;
const SMALL: i64 = 29;
const LINE: i64 = 46;
const SMALL_LINE: i64 = 38;
const PAD: i64 = 18;
const HEAD_WIDTH: i64 = 1400;

impl Paper {
    /// Its key: `a4`, `a3`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
        }
    }
    /// Width and height within the margins.
    const fn size(self) -> (i64, i64) {
        match self {
            Paper::A4 => (2570, 1640),
            Paper::A3 => (3900, 2540),
        }
    }
    fn columns(self) -> usize {
        usize::try_from((self.size().0 + GAP) / (COLUMN + GAP)).unwrap_or(1)
    }
}

/// A box below the top.
#[derive(Clone, Debug)]
struct Node {
    depth: usize,
    name: String,
    lines: Vec<String>,
    href: String,
}

/// A tree to be drawn: its top, then everything below in the order of reading.
#[derive(Debug)]
pub struct Drawing<'a> {
    cx: &'a Cx,
    paper: Paper,
    title: String,
    lines: Vec<String>,
    nodes: Vec<Node>,
}

impl Cx {
    /// A tree to be drawn, with the name in its top box and lines under it (texts, not keys).
    #[must_use]
    pub fn drawing(&self, paper: Paper, title: &str, lines: Vec<String>) -> Drawing<'_> {
        Drawing {
            cx: self,
            paper,
            title: title.to_owned(),
            lines,
            nodes: Vec::new(),
        }
    }
}

/// A node where it stands on its sheet.
struct Placed {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    depth: usize,
    text: Html,
    href: String,
    name: String,
}

/// The columns of one sheet.
type Sheet = Vec<Vec<Placed>>;

impl Drawing<'_> {
    /// One box, `depth` levels below the top (1 at least): its name, small lines, where it leads.
    #[must_use]
    pub fn node(mut self, depth: usize, name: &str, lines: Vec<String>, href: &str) -> Self {
        self.nodes.push(Node {
            depth: depth.max(1),
            name: name.to_owned(),
            lines,
            href: href.to_owned(),
        });
        self
    }

    /// The sheets, each a figure with its number, all of them or one (from 1).
    #[must_use]
    pub fn sheets(&self, only: Option<usize>) -> Vec<Html> {
        let (head, head_height) = self.head();
        let top = head_height + 70;
        let sheets = self.place(top);
        let count = sheets.len();
        sheets
            .iter()
            .enumerate()
            .filter(|(at, _)| only.is_none_or(|n| n == at + 1))
            .map(|(at, sheet)| self.draw(&head, top, sheet, (at + 1, count)))
            .collect()
    }

    /// How many sheets there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.place(self.head().1 + 70).len()
    }

    /// The top box and its height.
    fn head(&self) -> (Html, i64) {
        let (width, _) = self.paper.size();
        let x = (width - HEAD_WIDTH) / 2;
        let (text, height) = words(x, 0, HEAD_WIDTH, &self.title, &self.lines, true);
        let shape = html!(
            "<rect class=\"root\" x=\"{}\" y=\"4\" width=\"{}\" height=\"{}\" rx=\"10\"></rect>{}",
            x,
            HEAD_WIDTH,
            height - 4,
            text
        );
        (shape, height)
    }

    /// Lets the boxes flow into columns and sheets. The last sheet's columns are as even as they can be.
    fn place(&self, top: i64) -> Vec<Sheet> {
        let (_, height) = self.paper.size();
        let room = height - top - 30;
        let mut sheets = Vec::new();
        let mut rest: &[Node] = &self.nodes;
        while !rest.is_empty() {
            let all: i64 = rest.iter().map(|n| measure(n) + SPACE).sum();
            let columns = i64::try_from(self.paper.columns()).unwrap_or(1);
            let mut deep = (all / columns).clamp(1, room);
            // Even columns for the last sheet: a little deeper until all of it fits.
            let mut taken = self.fill(rest, top, deep);
            while taken.1 < rest.len() && deep < room {
                deep = (deep + 40).min(room);
                taken = self.fill(rest, top, deep);
            }
            let (sheet, used) = taken;
            sheets.push(sheet);
            rest = rest.get(used.max(1)..).unwrap_or_default();
        }
        if sheets.is_empty() {
            sheets.push(Vec::new());
        }
        sheets
    }

    /// Fills the columns of a sheet to a depth; how many boxes went in.
    fn fill(&self, nodes: &[Node], top: i64, deep: i64) -> (Sheet, usize) {
        let mut sheet: Sheet = vec![Vec::new()];
        let (mut used, mut y) = (0, 0);
        while let Some(node) = nodes.get(used) {
            let height = measure(node);
            let together = together(nodes, used, deep);
            if y > 0 && y + together > deep {
                if sheet.len() == self.paper.columns() {
                    break;
                }
                sheet.push(Vec::new());
                y = 0;
            }
            let column = i64::try_from(sheet.len() - 1).unwrap_or(0);
            let indent = STEP * i64::try_from(node.depth.min(6)).unwrap_or(6);
            let x = column * (COLUMN + GAP) + indent;
            let width = COLUMN - indent;
            let (text, _) = words(x, top + y, width, &node.name, &node.lines, node.depth == 1);
            if let Some(last) = sheet.last_mut() {
                last.push(Placed {
                    x,
                    y: top + y,
                    width,
                    height,
                    depth: node.depth,
                    text,
                    href: node.href.clone(),
                    name: node.name.clone(),
                });
            }
            y += height + SPACE;
            used += 1;
        }
        (sheet, used)
    }

    fn draw(&self, head: &Html, top: i64, sheet: &Sheet, (number, count): (usize, usize)) -> Html {
        let (width, height) = self.paper.size();
        let bus = top - 34;
        let mut lines = Html::none();
        let mut boxes = Html::none();
        let rails: Vec<i64> = (0_i64..).zip(sheet).map(|(n, _)| n * (COLUMN + GAP)).collect();
        if let (Some(first), Some(last)) = (rails.first(), rails.last()) {
            let middle = width / 2;
            lines.add(html!(
                "<path d=\"M{} {}V{}M{} {}H{}\"></path>",
                middle,
                top - 70,
                bus,
                first,
                bus,
                (*last).max(middle)
            ));
        }
        for (rail, column) in rails.iter().zip(sheet) {
            lines.add(tied(*rail, bus, column));
            for placed in column {
                boxes.add(placed.drawn());
            }
        }
        let bottom = sheet.iter().flatten().map(|p| p.y + p.height).max().unwrap_or(top);
        let label = self.cx.t2("ui.drawing.sheet", "n", number, "all", count);
        html!(
            "<figure class=\"drawing {}\" id=\"sheet-{}\"><div class=\"canvas\"><svg viewBox=\"0 0 {} {}\" role=\"group\" \
             aria-label=\"{} {}\"><g class=\"lines\">{}</g>{}{}</svg></div><figcaption>{}</figcaption></figure>",
            self.paper.key(),
            number,
            width,
            if count == 1 { (bottom + 20).min(height) } else { height },
            self.title,
            label,
            lines,
            head,
            boxes,
            label
        )
    }
}

/// The lines of a column: its rail from the bus, and each deeper box tied to the one it hangs under.
fn tied(rail: i64, bus: i64, column: &[Placed]) -> Html {
    let mut path = String::new();
    let mut foot: Vec<(usize, i64)> = vec![(0, bus)];
    for placed in column {
        let middle = placed.y + placed.height / 2;
        foot.retain(|(depth, _)| *depth < placed.depth);
        // The nearest box above that it can hang under; the column's rail when that stands in another column.
        let (depth, from) = foot.last().copied().unwrap_or((0, bus));
        let x = if depth == 0 {
            rail + STEP * i64::try_from(placed.depth.saturating_sub(1).min(5)).unwrap_or(0)
        } else {
            placed.x - STEP + 14
        };
        path.push_str(&format!("M{x} {from}V{middle}H{}", placed.x));
        foot.push((placed.depth, placed.y + placed.height));
    }
    html!("<path d=\"{}\"></path>", path)
}

impl Placed {
    fn drawn(&self) -> Html {
        let class = if self.depth == 1 { "first" } else { "deep" };
        let shape = html!(
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"></rect>{}",
            class,
            self.x,
            self.y,
            self.width,
            self.height,
            self.text
        );
        if self.href.is_empty() {
            shape
        } else {
            html!("<a href=\"{}\" aria-label=\"{}\">{}</a>", self.href, self.name, shape)
        }
    }
}

/// How much is kept in one column with a box: all that hangs under it, or where that is too much, the first below it.
fn together(nodes: &[Node], at: usize, deep: i64) -> i64 {
    let Some(node) = nodes.get(at) else { return 0 };
    let below = nodes.iter().skip(at + 1).take_while(|n| n.depth > node.depth);
    let own = measure(node);
    let all = below.clone().fold(own, |sum, n| sum + SPACE + measure(n));
    if all <= deep {
        all
    } else {
        below.take(1).fold(own, |sum, n| sum + SPACE + measure(n))
    }
}

/// How high a node's box is.
fn measure(node: &Node) -> i64 {
    let width = COLUMN - STEP * i64::try_from(node.depth.min(6)).unwrap_or(6);
    words(0, 0, width, &node.name, &node.lines, node.depth == 1).1
}

/// The words of a box set line by line, and the height they need.
fn words(x: i64, y: i64, width: i64, name: &str, lines: &[String], strong: bool) -> (Html, i64) {
    let mut set = Html::none();
    let inner = width - 2 * PAD;
    let mut down = y + PAD - 6;
    for part in wrapped(name, inner, NAME) {
        down += LINE;
        let class = if strong { "name strong" } else { "name" };
        set.add(html!(
            "<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>",
            class,
            x + PAD,
            down - 9,
            part
        ));
    }
    for part in lines.iter().flat_map(|line| wrapped(line, inner, SMALL)) {
        down += SMALL_LINE;
        set.add(html!(
            "<text class=\"line\" x=\"{}\" y=\"{}\">{}</text>",
            x + PAD,
            down - 8,
            part
        ));
    }
    (set, down - y + PAD - 2)
}

/// A text cut into lines that fit a width: Chinese anywhere, other words at spaces where that can be.
fn wrapped(text: &str, width: i64, size: i64) -> Vec<String> {
    let mut out = Vec::new();
    let (mut line, mut long) = (String::new(), 0_i64);
    for c in text.chars() {
        let wide = if c.is_ascii() { size * 58 / 100 } else { size };
        if long + wide > width && !line.is_empty() {
            let tail = match line.rfind(' ') {
                Some(at) if c.is_ascii_alphanumeric() && at > 0 => line.split_off(at).trim_start().to_owned(),
                _ => String::new(),
            };
            long = tail
                .chars()
                .map(|c| if c.is_ascii() { size * 58 / 100 } else { size })
                .sum();
            out.push(std::mem::replace(&mut line, tail));
        }
        line.push(c);
        long += wide;
    }
    if !line.is_empty() {
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use kernel::{Date, Lang};

    use super::*;

    fn cx() -> Cx {
        Cx::new(Lang::Zh, "/", Date::new(2026, 11, 21).unwrap())
    }

    fn with(cx: &Cx, paper: Paper, count: usize) -> Drawing<'_> {
        (0..count).fold(
            cx.drawing(paper, "某市总工会", vec!["主席 李红梅".to_owned()]),
            |d, n| d.node(1 + n % 2, &format!("第{n}中学工会"), vec!["86人".to_owned()], "/x"),
        )
    }

    #[test]
    fn every_box_is_drawn_once_and_within_its_sheet() {
        let cx = cx();
        for (paper, count) in [
            (Paper::A4, 0),
            (Paper::A4, 5),
            (Paper::A4, 40),
            (Paper::A4, 300),
            (Paper::A3, 300),
        ] {
            let drawing = with(&cx, paper, count);
            let sheets = drawing.sheets(None);
            let all: String = sheets.iter().map(Html::as_str).collect();
            for n in 0..count {
                assert_eq!(all.matches(&format!(">第{n}中学工会<")).count(), 1, "{n} of {count}");
            }
            let (width, height) = paper.size();
            for placed in drawing.place(drawing.head().1 + 70).iter().flatten().flatten() {
                assert!(placed.x + placed.width <= width && placed.y + placed.height <= height);
            }
        }
    }

    #[test]
    fn a3_holds_more_and_few_boxes_fill_one_sheet() {
        let cx = cx();
        assert_eq!(with(&cx, Paper::A4, 40).count(), 1);
        assert!(with(&cx, Paper::A3, 300).count() < with(&cx, Paper::A4, 300).count());
        assert_eq!(with(&cx, Paper::A4, 300).sheets(Some(2)).len(), 1);
    }

    #[test]
    fn names_are_cut_where_they_do_not_fit() {
        assert_eq!(wrapped("实验小学工会", 36 * 3, 36), ["实验小", "学工会"]);
        assert_eq!(
            wrapped("Experimental Primary School", 420, 36),
            ["Experimental Primary", "School"]
        );
    }
}
