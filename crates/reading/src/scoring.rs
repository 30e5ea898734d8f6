//! How well texts are read, measured against labels that people made by reading them (see `labels/README.md`).

use serde_json::Value;

use crate::source::Source;
use crate::{Entry, Fact, Reading, Section, read};

/// Least likeness of titles and headings.
const ALIKE: f64 = 0.7;
/// Least share of the longer text where one holds the other.
const HELD: f64 = 0.5;

/// Found, labelled, and found as labelled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// What the reader gave.
    pub found: u32,
    /// What the labels hold.
    pub labelled: u32,
    /// What is in both.
    pub same: u32,
}

impl Tally {
    /// The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was.
    pub fn f1(&self) -> f64 {
        let all = self.found + self.labelled;
        if all == 0 {
            return 1.0;
        }
        2.0 * f64::from(self.same) / f64::from(all)
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.labelled += other.labelled;
        self.same += other.same;
    }
}

/// The score of one text, or of several together.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Month and title, with week and date where labelled.
    pub schedule: Tally,
    /// Level and heading.
    pub sections: Tally,
    /// Heading alone.
    pub headings: Tally,
    /// Heading and count of its items.
    pub tasks: Tally,
    /// Names of festivals.
    pub festivals: Tally,
    /// All figures of a fact.
    pub facts: Tally,
    /// All figures and the category.
    pub filed: Tally,
    /// What was missed (`-`), given too much (`+`) or filed elsewhere (`~`).
    pub faults: Vec<String>,
}

impl Score {
    /// Adds another text's score.
    pub fn add(&mut self, other: &Self) {
        self.schedule.add(other.schedule);
        self.sections.add(other.sections);
        self.headings.add(other.headings);
        self.tasks.add(other.tasks);
        self.festivals.add(other.festivals);
        self.facts.add(other.facts);
        self.filed.add(other.filed);
        self.faults.extend(other.faults.iter().cloned());
    }
}

/// Reads a text and compares it with its labels.
pub fn score(text: &str, labels: &Value) -> Score {
    let reading = read(text);
    let mut faults = Vec::new();
    let mut out = Score {
        schedule: schedule(&reading, list(labels, "schedule"), &mut faults),
        festivals: festivals(&reading, list(labels, "festivals"), &mut faults),
        ..Score::default()
    };
    let sections = list(labels, "sections");
    let pairs = pair(&reading.sections, sections, |s, l| named(&s.heading, l, "heading"));
    out.headings = tally(&reading.sections, sections, pairs.len());
    let levelled = pairs
        .iter()
        .filter(|&&(s, l)| level(&reading.sections, s) == label_level(sections, l));
    out.sections = tally(&reading.sections, sections, levelled.count());
    for &(s, l) in &pairs {
        let (ours, theirs) = (level(&reading.sections, s), label_level(sections, l));
        if ours != theirs
            && let Some(section) = reading.sections.get(s)
        {
            faults.push(format!(
                "~ section {} is of level {theirs:?}, not {ours:?}",
                section.heading
            ));
        }
    }
    told(
        &pairs,
        &reading.sections,
        sections,
        &mut faults,
        "section",
        |s: &Section| s.heading.clone(),
    );
    out.tasks = tasks(&reading, list(labels, "tasks"), sections, &mut faults);
    facts(&reading, list(labels, "facts"), &mut out, &mut faults);
    out.faults = faults;
    out
}

fn list<'a>(labels: &'a Value, key: &str) -> &'a [Value] {
    labels.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn word<'a>(label: &'a Value, key: &str) -> &'a str {
    label.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn level(sections: &[Section], at: usize) -> Option<u64> {
    sections.get(at).map(|s| u64::from(s.level))
}

fn label_level(labels: &[Value], at: usize) -> Option<u64> {
    labels.get(at).and_then(|l| l.get("level")).and_then(Value::as_u64)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn tally<A>(found: &[A], labels: &[Value], same: usize) -> Tally {
    Tally {
        found: count(found.len()),
        labelled: count(labels.len()),
        same: count(same),
    }
}

/// Letters and digits as the reader shows them: simplified, narrow, without pinyin.
fn bare(text: &str) -> Vec<char> {
    Source::new(text)
        .norm()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Likeness of two texts by their pairs of characters, 0 to 1.
fn alike(a: &[char], b: &[char]) -> f64 {
    if a == b {
        return 1.0;
    }
    let pairs = |t: &[char]| t.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>();
    let (a, mut b) = (pairs(a), pairs(b));
    let all = count(a.len() + b.len());
    let mut same = 0_u32;
    for pair in a {
        if let Some(i) = b.iter().position(|p| *p == pair) {
            b.swap_remove(i);
            same += 2;
        }
    }
    if all == 0 {
        0.0
    } else {
        f64::from(same) / f64::from(all)
    }
}

/// Whether two wordings name the same: alike, or one within the other and not much shorter.
fn same_words(ours: &str, theirs: &str) -> bool {
    let (a, b) = (bare(ours), bare(theirs));
    if alike(&a, &b) >= ALIKE {
        return true;
    }
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let enough = f64::from(count(short.len())) >= HELD * f64::from(count(long.len()));
    enough && !short.is_empty() && long.windows(short.len()).any(|w| w == short.as_slice())
}

fn named(ours: &str, label: &Value, key: &str) -> bool {
    let read_as = word(label, "read_as");
    same_words(ours, word(label, key)) || (!read_as.is_empty() && same_words(ours, read_as))
}

/// Matches found things with labels, each taken once, the next in order first.
fn pair<A>(found: &[A], labels: &[Value], same: impl Fn(&A, &Value) -> bool) -> Vec<(usize, usize)> {
    let mut taken = vec![false; found.len()];
    let mut out = Vec::new();
    let mut from = 0;
    for (l, label) in labels.iter().enumerate() {
        let order = (from..found.len()).chain(0..from);
        let hit = order
            .filter(|&i| taken.get(i) == Some(&false))
            .find(|&i| found.get(i).is_some_and(|f| same(f, label)));
        if let Some(i) = hit {
            if let Some(t) = taken.get_mut(i) {
                *t = true;
            }
            from = i + 1;
            out.push((i, l));
        }
    }
    out
}

/// Tells what was missed and what was too much.
fn told<A>(
    pairs: &[(usize, usize)],
    found: &[A],
    labels: &[Value],
    faults: &mut Vec<String>,
    kind: &str,
    show: impl Fn(&A) -> String,
) {
    for (l, label) in labels.iter().enumerate() {
        if !pairs.iter().any(|&(_, at)| at == l) {
            faults.push(format!("- {kind} {label}"));
        }
    }
    for (i, thing) in found.iter().enumerate() {
        if !pairs.iter().any(|&(at, _)| at == i) {
            faults.push(format!("+ {kind} {}", show(thing)));
        }
    }
}

fn schedule(reading: &Reading, labels: &[Value], faults: &mut Vec<String>) -> Tally {
    let same = |entry: &Entry, label: &Value| {
        let month = serde_json::to_value(&entry.month).is_ok_and(|m| Some(&m) == label.get("month"));
        let week = match label.get("week") {
            Some(Value::Array(weeks)) => weeks.first().and_then(Value::as_u64),
            Some(week) => week.as_u64(),
            None => None,
        };
        let date = label.get("date").and_then(Value::as_str);
        month
            && (week.is_none() || week == entry.week.map(u64::from))
            && (date.is_none() || date == entry.date.as_deref())
            && named(&entry.title, label, "title")
    };
    let pairs = pair(&reading.schedule, labels, same);
    told(&pairs, &reading.schedule, labels, faults, "entry", |e| {
        format!("{:?} {:?} {:?} {}", e.month.list(), e.week, e.date, e.title)
    });
    tally(&reading.schedule, labels, pairs.len())
}

fn festivals(reading: &Reading, labels: &[Value], faults: &mut Vec<String>) -> Tally {
    let pairs = pair(&reading.festivals, labels, |f, l| l.as_str() == Some(f));
    told(&pairs, &reading.festivals, labels, faults, "festival", String::clone);
    tally(&reading.festivals, labels, pairs.len())
}

fn tasks(reading: &Reading, labels: &[Value], sections: &[Value], faults: &mut Vec<String>) -> Tally {
    // a garbled heading is told with its reading among the sections
    let read_as = |l: &Value| {
        let section = sections.iter().find(|s| word(s, "heading") == word(l, "section"));
        section.map_or("", |s| word(s, "read_as")).to_owned()
    };
    let pairs = pair(&reading.tasks, labels, |t, l| {
        l.get("count").and_then(Value::as_u64) == u64::try_from(t.count).ok()
            && (named(&t.section, l, "section") || same_words(&t.section, &read_as(l)))
    });
    told(&pairs, &reading.tasks, labels, faults, "task", |t| {
        format!("{} {}", t.section, t.count)
    });
    tally(&reading.tasks, labels, pairs.len())
}

const FIGURES: [&str; 7] = [
    "people",
    "person_times",
    "amount_yuan",
    "events",
    "households",
    "percent",
    "count",
];

fn facts(reading: &Reading, labels: &[Value], out: &mut Score, faults: &mut Vec<String>) {
    let found: Vec<(Value, &Fact)> = reading
        .facts
        .iter()
        .filter_map(|f| Some((serde_json::to_value(f).ok()?, f)))
        .collect();
    let number = |v: &Value, key: &str| v.get(key).and_then(Value::as_f64);
    let figures = |(ours, fact): &(Value, &Fact), label: &Value| {
        FIGURES.iter().all(|key| number(ours, key) == number(label, key)) && near(&fact.snippet, word(label, "snippet"))
    };
    let pairs = pair(&found, labels, figures);
    out.facts = tally(&found, labels, pairs.len());
    let category = |&(i, l): &(usize, usize)| {
        let ours = found.get(i).map_or("", |(_, f)| f.category.as_str());
        let label = labels.get(l).unwrap_or(&Value::Null);
        (ours, word(label, "category"), word(label, "snippet"))
    };
    let filed = pairs.iter().filter(|p| {
        let (ours, theirs, _) = category(p);
        ours == theirs
    });
    out.filed = tally(&found, labels, filed.count());
    for (ours, theirs, snippet) in pairs.iter().map(category).filter(|(a, b, _)| a != b) {
        faults.push(format!("~ fact {snippet} is {theirs}, not {ours}"));
    }
    told(&pairs, &found, labels, faults, "fact", |(value, fact)| {
        let given: Vec<String> = FIGURES
            .iter()
            .filter_map(|key| number(value, key).map(|n| format!("{key} {n}")))
            .collect();
        format!("{} {} {}", fact.category, given.join(" "), fact.snippet)
    });
}

/// Whether two snippets may be of the same place: they share words.
fn near(ours: &str, theirs: &str) -> bool {
    let (a, b) = (bare(ours), bare(theirs));
    a.windows(4).any(|w| b.windows(4).any(|v| v == w)) || a.len() < 4 || b.len() < 4
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn folder(name: &str) -> Score {
        let folder = Path::new(name);
        let mut total = Score::default();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "json") {
                let labels = std::fs::read_to_string(&path).unwrap();
                let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
                total.add(&score(&text, &serde_json::from_str(&labels).unwrap()));
            }
        }
        total
    }

    #[test]
    fn the_reading_keeps_its_floors() {
        for (name, schedule, sections, tasks, facts, filed) in [
            ("labels", 0.985, 0.985, 0.97, 0.98, 0.89),
            ("labels/own", 0.97, 0.98, 0.97, 0.97, 0.95),
        ] {
            let s = folder(name);
            let got = [
                s.schedule.f1(),
                s.sections.f1(),
                s.tasks.f1(),
                s.facts.f1(),
                s.filed.f1(),
            ];
            let low = got
                .iter()
                .zip([schedule, sections, tasks, facts, filed])
                .any(|(g, f)| *g < f);
            assert!(!low, "{name}: {got:?}\n{}", s.faults.join("\n"));
        }
    }

    #[test]
    fn likeness() {
        assert!(same_words("組織教職工運(yùn)動會", "组织教职工运动会"));
        assert!(same_words("召开教代会", "召开教代会，审议报告"));
        assert!(!same_words("召开教代会", "慰问困难职工"));
        assert!(!same_words("", "慰问"));
    }
}
