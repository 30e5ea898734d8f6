//! Scores the reading of the development texts against labels made by reading them.

#![expect(
    clippy::unwrap_used,
    reason = "a test may stop where its labels are wrong, and prints its scores"
)]

use std::path::Path;

use reading::{Reading, read};
use serde_json::Value;

fn load(name: &str) -> (Reading, Value) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("dev");
    let text = std::fs::read_to_string(dir.join(format!("{name}.txt"))).unwrap();
    let labels = std::fs::read_to_string(dir.join(format!("{name}.json"))).unwrap();
    (read(&text), serde_json::from_str(&labels).unwrap())
}

/// Han characters, letters and digits only.
fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Dice similarity of two texts by character pairs.
fn alike(a: &str, b: &str) -> f64 {
    let pairs = |t: &str| bare(t).windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>();
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    if all == 0 {
        return 1.0;
    }
    let mut same = 0;
    for pair in a {
        if let Some(i) = b.iter().position(|p| *p == pair) {
            b.swap_remove(i);
            same += 2;
        }
    }
    f64::from(same) / f64::from(u32::try_from(all).unwrap())
}

/// F1 of found against labelled things, each matched once.
fn f1<A, B>(found: &[A], labels: &[B], same: impl Fn(&A, &B) -> bool) -> f64 {
    let mut free: Vec<&A> = found.iter().collect();
    let mut hits = 0u32;
    for label in labels {
        if let Some(i) = free.iter().position(|f| same(f, label)) {
            free.remove(i);
            hits += 1;
        }
    }
    let all = u32::try_from(found.len() + labels.len()).unwrap();
    if all == 0 {
        1.0
    } else {
        2.0 * f64::from(hits) / f64::from(all)
    }
}

fn list<'a>(labels: &'a Value, key: &str) -> &'a [Value] {
    labels[key].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn schedule_of_plans() {
    for name in ["000", "002", "003", "004"] {
        let (reading, labels) = load(name);
        let score = f1(&reading.schedule, list(&labels, "schedule"), |entry, label| {
            serde_json::to_value(&entry.month).unwrap() == label["month"]
                && alike(&entry.title, label["title"].as_str().unwrap()) >= 0.8
        });
        println!("{name} schedule {score:.3}");
        assert!(score >= 0.99, "{name}: {score}");
    }
}

#[test]
fn sections_tasks_and_festivals_of_plans() {
    for name in ["000", "003", "004"] {
        let (reading, labels) = load(name);
        let sections = list(&labels, "sections");
        let same = |s: &reading::Section, l: &Value| {
            u64::from(s.level) == l["level"].as_u64().unwrap()
                && alike(&s.heading, l["heading"].as_str().unwrap()) >= 0.6
        };
        let score = f1(&reading.sections, sections, same);
        let counted = f1(&reading.sections, sections, |s, l| {
            same(s, l) && u64::try_from(s.items.len()).unwrap() == l["items"].as_u64().unwrap()
        });
        println!("{name} sections {score:.3}, with counts {counted:.3}");
        assert!(score >= 0.95, "{name} sections: {score}");
        assert!(counted >= 0.83, "{name} counts: {counted}");
        let festivals = f1(&reading.festivals, list(&labels, "festivals"), |f, l| {
            Some(f.as_str()) == l.as_str()
        });
        assert!(festivals >= 0.99, "{name} festivals: {:?}", reading.festivals);
    }
}

#[test]
fn figures_of_summaries() {
    let (reading, labels) = load("001");
    assert!(reading.schedule.is_empty(), "{:?}", reading.schedule);
    let papers: Vec<u64> = list(&labels, "papers").iter().filter_map(Value::as_u64).collect();
    let found: Vec<Value> = reading
        .facts
        .iter()
        .filter(|f| papers.contains(&u64::try_from(f.document).unwrap()))
        .map(|f| serde_json::to_value(f).unwrap())
        .collect();
    let figures = [
        "people",
        "person_times",
        "amount_yuan",
        "events",
        "households",
        "percent",
        "count",
    ];
    let same = |f: &Value, l: &Value| figures.iter().all(|k| f[k].as_f64() == l[k].as_f64());
    let score = f1(&found, list(&labels, "facts"), same);
    let filed = f1(&found, list(&labels, "facts"), |f, l| {
        same(f, l) && f["category"] == l["category"]
    });
    println!("001 facts {score:.3}, with category {filed:.3}");
    assert!(score >= 0.9, "{score}");
    assert!(filed >= 0.75, "{filed}");
}
