//! Figures that somebody typed where a place could stand: found in prose, and the measures they may be.

use facts::Unit;
use schemars::JsonSchema;
use serde::Serialize;

use super::{figures::Figures, phrases::chapter, shortfall::short};

/// Most figures looked at in one section.
const FIGURES: usize = 200;
/// Most measures offered for one.
const OFFERS: usize = 3;
/// Words behind a number, the longer first, and the units they may mean.
const UNITS: &[(&str, &[Unit])] = &[
    ("人次", &[Unit::PersonTimes, Unit::People]),
    ("万元", &[Unit::Money]),
    ("余元", &[Unit::Money]),
    ("人", &[Unit::PersonTimes, Unit::People]),
    ("名", &[Unit::PersonTimes, Unit::People]),
    ("位", &[Unit::PersonTimes, Unit::People]),
    ("户", &[Unit::Households]),
    ("元", &[Unit::Money]),
    ("场", &[Unit::Events]),
    ("次", &[Unit::Events]),
    ("期", &[Unit::Issues, Unit::Events]),
    ("件", &[Unit::Items]),
    ("条", &[Unit::Items]),
    ("篇", &[Unit::Items]),
];

/// A number in prose with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// Its first byte in the text.
    pub at: usize,
    /// The digits as they stand, with a 万 that belongs to them.
    pub text: String,
    /// What it comes to: fen for money.
    pub quantity: i64,
    /// The word behind it.
    pub unit: &'static str,
    units: &'static [Unit],
    /// Some of the words before it.
    before: String,
}

/// A measure that a typed figure may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Offer {
    /// The place to stand for it.
    pub place: String,
    /// What it reads now.
    pub reads: String,
    /// Whether that is what was typed.
    pub same: bool,
}

/// The figures typed in a text; those within places, days, years and ordinals are none.
pub(super) fn find(text: &str) -> Vec<Typed> {
    let mut out = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut place = false;
    let mut last = ' ';
    while let Some((at, c)) = rest.next() {
        match c {
            '{' => place = true,
            '}' | '\n' => place = false,
            _ if place || !c.is_ascii_digit() => {}
            _ => {
                let mut end = at + 1;
                while let Some((next, _)) = rest.next_if(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.')) {
                    end = next + 1;
                }
                let ordinal = last == '第' || last.is_ascii_alphanumeric() || last == '-' || last == '/';
                if let Some(typed) = number(text, at, end).filter(|_| !ordinal) {
                    out.push(typed);
                }
                last = '0';
                continue;
            }
        }
        last = c;
        if out.len() >= FIGURES {
            break;
        }
    }
    out
}

fn number(text: &str, at: usize, end: usize) -> Option<Typed> {
    let digits = text.get(at..end)?;
    let behind = text.get(end..)?;
    let (unit, units) = UNITS.iter().find(|(word, _)| behind.starts_with(word))?;
    let clean = digits.replace(',', "");
    let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
    if part.contains('.') || part.len() > 4 || whole.len() > 12 {
        return None;
    }
    // in ten-thousandths, so that 4.84万元 is told exactly
    let padded: i64 = format!("{part:0<4}").parse().ok()?;
    let exact = whole.parse::<i64>().ok()?.checked_mul(10_000)?.checked_add(padded)?;
    let (text_end, times) = match *unit {
        "万元" => (end + "万".len(), 100 * 10_000),
        "元" | "余元" => (end, 100),
        _ => (end, 1),
    };
    let start = text
        .get(..at)?
        .char_indices()
        .rev()
        .take(8)
        .last()
        .map_or(0, |(i, _)| i);
    Some(Typed {
        at,
        text: text.get(at..text_end)?.to_owned(),
        quantity: exact.checked_mul(times)? / 10_000,
        unit: if *unit == "万元" { "元" } else { unit },
        units,
        before: text.get(start..at)?.to_owned(),
    })
}

/// The measures that a typed figure may be, the likeliest first: it reads the same, it belongs to the section's field
/// of work, the words before it name it.
pub(super) fn offers(figures: &Figures, typed: &Typed, part: Option<&str>) -> Vec<Offer> {
    let fields = part.and_then(chapter).map_or(&[][..], |c| c.fields);
    let mut all: Vec<(i64, Offer)> = Vec::new();
    for m in figures.measures().filter(|m| typed.units.contains(&m.unit)) {
        let Some(live) = figures.place(&m.zh).filter(|l| l.quantity > 0) else {
            continue;
        };
        let same = live.quantity == typed.quantity;
        let near = fields.iter().any(|f| f.key() == m.field);
        let named = short(&m.zh).chars().all(|c| typed.before.contains(c));
        let about = (live.quantity / 2..=live.quantity.saturating_mul(2)).contains(&typed.quantity);
        let weight = 100 * i64::from(same) + 5 * i64::from(near) + i64::from(named);
        if same || (near && about && named) {
            let offer = Offer {
                place: m.zh.clone(),
                reads: live.text,
                same,
            };
            all.push((weight, offer));
        }
    }
    all.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    if all.iter().any(|(_, offer)| offer.same) {
        all.retain(|(_, offer)| offer.same);
    }
    all.truncate(OFFERS);
    all.into_iter().map(|(_, offer)| offer).collect()
}

/// The text with a place instead of the figure typed there; `None` if it no longer stands there.
pub(super) fn tied(text: &str, at: usize, typed: &str, place: &str) -> Option<String> {
    let behind = text.get(at..)?.strip_prefix(typed)?;
    Some(format!("{}{{{place}}}{behind}", text.get(..at)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::figures::tests::figures;

    #[test]
    fn typed_figures_are_found_and_days_are_none() {
        let found =
            find("3月8日慰问219人次，发放92,879.50元（计9.29万元），第2次，2026年，{慰问人次}人次，5G，A3场，6期。");
        let told: Vec<(&str, i64, &str)> = found.iter().map(|t| (t.text.as_str(), t.quantity, t.unit)).collect();
        assert_eq!(
            told,
            [
                ("219", 219, "人次"),
                ("92,879.50", 9_287_950, "元"),
                ("9.29万", 9_290_000, "元"),
                ("6", 6, "期")
            ]
        );
    }

    #[test]
    fn measures_are_offered_that_read_the_same_or_are_named() {
        let f = figures();
        let offer = |text: &str, part| {
            let typed = find(text).remove(0);
            offers(&f, &typed, part)
                .into_iter()
                .map(|o| (o.place, o.same))
                .collect::<Vec<_>>()
        };
        assert_eq!(offer("看望了219人次", None), [("慰问人次".to_owned(), true)]);
        assert_eq!(offer("走访慰问200人次", Some("care")), [("慰问人次".to_owned(), false)]);
        assert_eq!(offer("图书200人次", Some("culture")), []);
        assert_eq!(offer("发放92879.5元", None), [("慰问金额".to_owned(), true)]);
    }

    #[test]
    fn a_typed_figure_gives_way_to_a_place() {
        let text = "慰问219人次";
        assert_eq!(tied(text, 6, "219", "慰问人次").as_deref(), Some("慰问{慰问人次}人次"));
        assert_eq!(tied(text, 6, "220", "慰问人次"), None);
        assert_eq!(tied(text, 7, "219", "慰问人次"), None);
        assert_eq!(tied(text, 999, "219", "慰问人次"), None);
    }

    #[test]
    fn any_text_is_looked_through() {
        for text in [
            "",
            "{",
            "}1人",
            "1",
            "9999999999999999人",
            "1.2.3元",
            "1,,,元",
            "０人",
            "第",
            "1\n人",
        ] {
            find(text);
        }
    }
}
