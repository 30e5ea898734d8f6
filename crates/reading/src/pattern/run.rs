//! Running a pattern. From each place at most [`EFFORT`] steps are taken, so that the work on a text is at most
//! that many times its length whatever the text; no pattern of the reader comes near it on prose.

use super::set::{First, Set};

/// Most steps from one place of the text.
const EFFORT: u32 = 3_000;

#[derive(Debug)]
pub(super) enum Step {
    One(Set),
    Char(char),
    Any,
    /// As many characters of a set as can be, between two bounds; no set takes any character.
    Many(Option<Set>, u32, u32),
    Start,
    End,
    Save(usize),
    /// Goes on at the first target that leads to a match.
    Split(Vec<(First, usize)>),
    Leap(usize),
    Done,
}

#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) first: First,
    pub(super) anchored: bool,
}

/// Where groups start and end.
#[derive(Clone, Debug)]
pub(super) struct Slots(Vec<Option<usize>>);

impl Slots {
    pub(super) fn group(&self, group: usize) -> Option<(usize, usize)> {
        let at = |i: usize| self.0.get(i).copied().flatten();
        Some((at(group * 2)?, at(group * 2 + 1)?))
    }

    pub(super) fn groups(&self) -> usize {
        self.0.len() / 2
    }

    fn set(&mut self, slot: usize, to: Option<usize>) -> Option<usize> {
        self.0.get_mut(slot).and_then(|s| std::mem::replace(s, to))
    }
}

/// What to go back to.
enum Back {
    /// The next target of a split.
    Split {
        step: usize,
        target: usize,
        at: usize,
    },
    /// One character fewer.
    Fewer {
        step: usize,
        least: usize,
        at: usize,
    },
    Slot {
        slot: usize,
        was: Option<usize>,
    },
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|t| t.chars().next())
}

impl Program {
    /// The first match at a byte or behind it.
    pub(super) fn search(&self, text: &str, from: usize) -> Option<Slots> {
        let mut slots = Slots(Vec::new());
        let mut back = Vec::new();
        if self.anchored {
            let begins = from == 0 && (self.first.empty || char_at(text, 0).is_some_and(|c| self.first.may(c)));
            return begins
                .then(|| self.attempt(text, 0, &mut slots, &mut back))
                .flatten()
                .map(|()| slots);
        }
        let rest = text.get(from..)?;
        for (i, c) in rest.char_indices() {
            if self.first.may(c) && self.attempt(text, from + i, &mut slots, &mut back).is_some() {
                return Some(slots);
            }
        }
        if self.first.empty && self.attempt(text, text.len(), &mut slots, &mut back).is_some() {
            return Some(slots);
        }
        None
    }

    fn attempt(&self, text: &str, from: usize, slots: &mut Slots, back: &mut Vec<Back>) -> Option<()> {
        slots.0.clear();
        slots.0.resize(self.groups * 2, None);
        back.clear();
        let (mut step, mut at) = (0, from);
        let mut effort = EFFORT;
        loop {
            effort = effort.checked_sub(1)?;
            let next = match self.steps.get(step)? {
                Step::Done => {
                    slots.set(0, Some(from));
                    slots.set(1, Some(at));
                    return Some(());
                }
                Step::Char(c) => char_at(text, at)
                    .filter(|x| x == c)
                    .map(|c| (step + 1, at + c.len_utf8())),
                Step::One(set) => char_at(text, at)
                    .filter(|&c| set.has(c))
                    .map(|c| (step + 1, at + c.len_utf8())),
                Step::Any => char_at(text, at)
                    .filter(|&c| c != '\n')
                    .map(|c| (step + 1, at + c.len_utf8())),
                Step::Many(set, min, max) => many(text, at, set.as_ref(), *min, *max).map(|(least, most)| {
                    if most > least {
                        back.push(Back::Fewer {
                            step: step + 1,
                            least,
                            at: most,
                        });
                    }
                    (step + 1, most)
                }),
                Step::Start => (at == 0).then_some((step + 1, at)),
                Step::End => (at == text.len()).then_some((step + 1, at)),
                Step::Save(slot) => {
                    let was = slots.set(*slot, Some(at));
                    back.push(Back::Slot { slot: *slot, was });
                    Some((step + 1, at))
                }
                Step::Split(_) => self.split(step, 0, text, at, back),
                Step::Leap(to) => Some((*to, at)),
            };
            (step, at) = match next {
                Some(next) => next,
                None => self.retreat(text, slots, back)?,
            };
        }
    }

    /// The first target from one on that may match here.
    fn split(&self, step: usize, from: usize, text: &str, at: usize, back: &mut Vec<Back>) -> Option<(usize, usize)> {
        let Some(Step::Split(targets)) = self.steps.get(step) else {
            return None;
        };
        let here = char_at(text, at);
        let could = |f: &First| f.empty || here.is_some_and(|c| f.may(c));
        let rest = targets.get(from..)?;
        let found = rest.iter().position(|(f, _)| could(f))?;
        let &(_, to) = rest.get(found)?;
        if from + found + 1 < targets.len() {
            back.push(Back::Split {
                step,
                target: from + found + 1,
                at,
            });
        }
        Some((to, at))
    }

    fn retreat(&self, text: &str, slots: &mut Slots, back: &mut Vec<Back>) -> Option<(usize, usize)> {
        loop {
            match back.pop()? {
                Back::Slot { slot, was } => {
                    slots.set(slot, was);
                }
                Back::Fewer { step, least, at } => {
                    let before = text.get(..at)?.chars().next_back()?;
                    let at = at - before.len_utf8();
                    if at > least {
                        back.push(Back::Fewer { step, least, at });
                    }
                    return Some((step, at));
                }
                Back::Split { step, target, at } => {
                    if let Some(next) = self.split(step, target, text, at, back) {
                        return Some(next);
                    }
                }
            }
        }
    }
}

/// Where the least and the most repeats of a character end.
fn many(text: &str, at: usize, set: Option<&Set>, min: u32, max: u32) -> Option<(usize, usize)> {
    let (mut n, mut end, mut least) = (0, at, at);
    for c in text.get(at..)?.chars() {
        if n == max || !set.map_or(c != '\n', |s| s.has(c)) {
            break;
        }
        n += 1;
        end += c.len_utf8();
        if n == min {
            least = end;
        }
    }
    (n >= min).then_some((least, end))
}
