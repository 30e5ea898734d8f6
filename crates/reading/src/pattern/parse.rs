//! From the notation of a pattern to its program.

use super::run::{Program, Step};
use super::set::{First, Set};

/// Repeats without an upper bound stop here; a pattern that holds from the start of a text alone may go on longer.
const ENDLESS: u32 = 64;
const ENDLESS_ANCHORED: u32 = 4_096;
/// Steps of the largest program.
const STEPS_MAX: usize = 20_000;

#[derive(Clone, Debug)]
enum Node {
    One(Set),
    Char(char),
    Any,
    Start,
    End,
    Seq(Vec<Node>),
    Either(Vec<Node>),
    Group(usize, Box<Node>),
    Repeat(Box<Node>, u32, Option<u32>),
}

struct Parser<'p> {
    rest: std::iter::Peekable<std::str::Chars<'p>>,
    groups: usize,
    names: Vec<(String, usize)>,
    depth: u32,
}

/// The program of a pattern; `None` where it is unsound.
pub(super) fn program(pattern: &str) -> Option<Program> {
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
        groups: 1,
        names: Vec::new(),
        depth: 0,
    };
    let node = parser.either()?;
    if parser.rest.next().is_some() {
        return None;
    }
    let anchored = starts(&node);
    let mut writer = Writer {
        steps: Vec::new(),
        endless: if anchored { ENDLESS_ANCHORED } else { ENDLESS },
    };
    writer.node(&node)?;
    writer.steps.push(Step::Done);
    Some(Program {
        steps: writer.steps,
        groups: parser.groups,
        names: parser.names,
        first: first(&node),
        anchored,
    })
}

impl Parser<'_> {
    fn either(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > 40 {
            return None;
        }
        let mut branches = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(if branches.len() == 1 {
            branches.pop()?
        } else {
            Node::Either(branches)
        })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            parts.push(self.repeated(atom)?);
        }
        Some(Node::Seq(parts))
    }

    fn repeated(&mut self, atom: Node) -> Option<Node> {
        let (min, max) = match self.rest.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.rest.next();
                let min = self.number()?;
                let max = if self.rest.next_if_eq(&',').is_some() {
                    self.number()
                } else {
                    Some(min)
                };
                (min, max)
            }
            _ => return Some(atom),
        };
        let closing = self.rest.next()?;
        (matches!(closing, '?' | '*' | '+' | '}')).then(|| Node::Repeat(Box::new(atom), min, max))
    }

    fn number(&mut self) -> Option<u32> {
        let mut out: Option<u32> = None;
        while let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(10)) {
            self.rest.next();
            out = Some(out.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        }
        out
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.rest.next()? {
            '.' => Node::Any,
            '^' => Node::Start,
            '$' => Node::End,
            '[' => Node::One(self.set()?),
            '(' => self.group()?,
            '\\' => {
                let c = self.rest.next()?;
                let mut set = Set::default();
                if class(c, &mut set) {
                    Node::One(set)
                } else {
                    Node::Char(escaped(c)?)
                }
            }
            '*' | '+' | '?' | '{' => return None,
            c => Node::Char(c),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let mut index = None;
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                'P' => {
                    self.rest.next_if_eq(&'<')?;
                    let mut name = String::new();
                    loop {
                        match self.rest.next()? {
                            '>' => break,
                            c => name.push(c),
                        }
                    }
                    self.names.push((name, self.groups));
                    index = Some(self.groups);
                }
                _ => return None,
            }
        } else {
            index = Some(self.groups);
        }
        if index.is_some() {
            self.groups += 1;
        }
        let inner = self.either()?;
        self.rest.next_if_eq(&')')?;
        Some(match index {
            Some(index) => Node::Group(index, Box::new(inner)),
            None => inner,
        })
    }

    fn set(&mut self) -> Option<Set> {
        let mut out = Set::default();
        let negated = self.rest.next_if_eq(&'^').is_some();
        loop {
            let from = match self.rest.next()? {
                ']' => break,
                '\\' => {
                    let c = self.rest.next()?;
                    if class(c, &mut out) {
                        continue;
                    }
                    escaped(c)?
                }
                c => c,
            };
            if self.rest.next_if_eq(&'-').is_none() {
                out.add(from, from);
                continue;
            }
            match self.rest.next()? {
                // a dash at the end stands for itself
                ']' => {
                    out.add(from, from);
                    out.add('-', '-');
                    break;
                }
                '\\' => out.add(from, escaped(self.rest.next()?)?),
                to => out.add(from, to),
            }
        }
        if negated {
            out.negate();
        }
        Some(out)
    }
}

fn class(c: char, out: &mut Set) -> bool {
    match c {
        'd' => out.add('0', '9'),
        's' => {
            out.add('\t', '\r');
            out.add(' ', ' ');
        }
        _ => return false,
    }
    true
}

fn escaped(c: char) -> Option<char> {
    match c {
        'n' => Some('\n'),
        't' => Some('\t'),
        c if c.is_ascii_punctuation() => Some(c),
        _ => None,
    }
}

/// Whether a pattern holds from the start of a text alone.
fn starts(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Seq(parts) => parts.first().is_some_and(starts),
        Node::Either(branches) => branches.iter().all(starts),
        Node::Group(_, inner) => starts(inner),
        _ => false,
    }
}

fn first(node: &Node) -> First {
    match node {
        Node::One(set) => First::of(set),
        Node::Char(c) => First::one(*c),
        Node::Any => First::everything(),
        Node::Start | Node::End => First::nothing_taken(),
        Node::Seq(parts) => {
            let mut out = First::nothing_taken();
            for part in parts {
                if !out.empty {
                    break;
                }
                out.empty = false;
                out.or(&first(part));
            }
            out
        }
        Node::Either(branches) => {
            let mut out = First::default();
            for branch in branches {
                out.or(&first(branch));
            }
            out
        }
        Node::Group(_, inner) => first(inner),
        Node::Repeat(inner, min, _) => {
            let mut out = first(inner);
            out.empty |= *min == 0;
            out
        }
    }
}

struct Writer {
    steps: Vec<Step>,
    endless: u32,
}

impl Writer {
    fn node(&mut self, node: &Node) -> Option<()> {
        if self.steps.len() > STEPS_MAX {
            return None;
        }
        match node {
            Node::One(set) => self.steps.push(Step::One(set.clone())),
            Node::Char(c) => self.steps.push(Step::Char(*c)),
            Node::Any => self.steps.push(Step::Any),
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::Seq(parts) => {
                for part in parts {
                    self.node(part)?;
                }
            }
            Node::Either(branches) => self.either(branches)?,
            Node::Group(index, inner) => {
                self.steps.push(Step::Save(index * 2));
                self.node(inner)?;
                self.steps.push(Step::Save(index * 2 + 1));
            }
            Node::Repeat(inner, min, max) => self.repeat(inner, *min, *max)?,
        }
        Some(())
    }

    fn either(&mut self, branches: &[Node]) -> Option<()> {
        let split = self.steps.len();
        self.steps.push(Step::Done);
        let mut targets = Vec::with_capacity(branches.len());
        let mut leaps = Vec::with_capacity(branches.len());
        for branch in branches {
            targets.push((first(branch), self.steps.len()));
            self.node(branch)?;
            leaps.push(self.steps.len());
            self.steps.push(Step::Done);
        }
        let end = self.steps.len();
        for leap in leaps {
            *self.steps.get_mut(leap)? = Step::Leap(end);
        }
        *self.steps.get_mut(split)? = Step::Split(targets);
        Some(())
    }

    fn repeat(&mut self, inner: &Node, min: u32, max: Option<u32>) -> Option<()> {
        let most = max.unwrap_or(self.endless);
        let one = match inner {
            Node::One(set) => Some(Step::Many(Some(set.clone()), min, most)),
            Node::Char(c) => {
                let mut set = Set::default();
                set.add(*c, *c);
                Some(Step::Many(Some(set), min, most))
            }
            Node::Any => Some(Step::Many(None, min, most)),
            _ => None,
        };
        if let Some(step) = one {
            self.steps.push(step);
            return Some(());
        }
        for _ in 0..min {
            self.node(inner)?;
        }
        let begins = first(inner);
        if max.is_none() {
            let split = self.steps.len();
            self.steps.push(Step::Done);
            self.node(inner)?;
            self.steps.push(Step::Leap(split));
            let end = self.steps.len();
            *self.steps.get_mut(split)? = Step::Split(vec![(begins, split + 1), (First::nothing_taken(), end)]);
            return Some(());
        }
        let mut splits = Vec::new();
        for _ in min..most {
            splits.push(self.steps.len());
            self.steps.push(Step::Done);
            self.node(inner)?;
        }
        let end = self.steps.len();
        for split in splits {
            *self.steps.get_mut(split)? = Step::Split(vec![(begins.clone(), split + 1), (First::nothing_taken(), end)]);
        }
        Some(())
    }
}
