//! Rules in words, in both languages: values, places, what a rule says to a case.

use std::fmt::Display;

use kernel::{Lang, Money};
use ui::words::{fill, word};

use crate::{
    judging::Judged,
    model::{
        judge::{Case, Outcome},
        key::{Key, Kind},
        place::{Place, Region},
        ratio::{Exact, Ratio},
        row::{Row, Severity},
        value::{Band, Base, Formula, Limit, Missing, Step, Value},
        wording::Wording,
    },
};

fn say(lang: Lang, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
    fill(&word(lang, key), arguments)
}

/// The name of a place by its code: the province's, with the code and whether it is a city or a county where it is smaller.
#[must_use]
pub fn region_name(lang: Lang, code: &str) -> String {
    let Ok(region) = code.parse::<Region>() else {
        return code.to_owned();
    };
    let (zh, en) = region.province();
    let name = if lang == Lang::Zh { zh } else { en };
    match region.depth() {
        1 => name.to_owned(),
        2 => say(lang, "rules.place.city", &[("province", &name), ("code", &code)]),
        _ => say(lang, "rules.place.county", &[("province", &name), ("code", &code)]),
    }
}

/// The name of a place whose rules hold.
pub(crate) fn place(lang: Lang, place: Option<&Place>) -> String {
    match place {
        None => word(lang, "rules.place.unknown").into_owned(),
        Some(Place::Unit) => word(lang, "rules.place.unit").into_owned(),
        Some(Place::Nation) => word(lang, "rules.place.nation").into_owned(),
        Some(Place::System(system)) => {
            let name = word(lang, &format!("rules.system.{}", system.key()));
            say(lang, "rules.place.system", &[("system", &name)])
        }
        Some(Place::Region(region)) => region_name(lang, region.code()),
    }
}

fn base(lang: Lang, of: Base) -> String {
    word(lang, &format!("rules.base.{}", of.key())).into_owned()
}

fn money(lang: Lang, amount: Money) -> String {
    say(lang, "rules.unit.money", &[("n", &amount)])
}

/// A number with the unit of its key.
fn number(lang: Lang, key: &Key, n: impl Display) -> String {
    let unit = match key.kind {
        Kind::Days => "rules.unit.days",
        Kind::Workdays => "rules.unit.workdays",
        Kind::Months => "rules.unit.months",
        Kind::Years => "rules.unit.years",
        _ => "rules.unit.count",
    };
    say(lang, unit, &[("n", &n)])
}

fn ratio(lang: Lang, ratio: Ratio) -> String {
    match ratio.percent() {
        _ if ratio == Ratio::HALF => word(lang, "rules.unit.half").into_owned(),
        _ if ratio.den() == 1 && ratio.num() > 1 => say(lang, "rules.unit.times", &[("n", &ratio)]),
        Some(percent) => format!("{percent}%"),
        None => ratio.to_string(),
    }
}

fn share(lang: Lang, part: Ratio, of: Base) -> String {
    say(
        lang,
        "rules.unit.share",
        &[("ratio", &ratio(lang, part)), ("base", &base(lang, of))],
    )
}

/// A value.
pub(crate) fn value(lang: Lang, key: &Key, value: &Value) -> String {
    match value {
        Value::Money(amount) => money(lang, *amount),
        Value::Number(n) => number(lang, key, n),
        Value::Share { ratio, of } => share(lang, *ratio, *of),
        Value::List(names) => list(lang, names),
        Value::Flag(may) => word(lang, if *may { "rules.unit.yes" } else { "rules.unit.no" }).into_owned(),
        Value::Formula(of) => formula(lang, key, of),
    }
}

fn list(lang: Lang, names: &[String]) -> String {
    let named = |name: &String| {
        let known = ui::words::find(lang, &format!("rules.item.{name}"));
        known.map_or_else(|| name.clone(), str::to_owned)
    };
    names
        .iter()
        .map(named)
        .collect::<Vec<_>>()
        .join(&word(lang, "rules.unit.comma"))
}

fn formula(lang: Lang, key: &Key, formula: &Formula) -> String {
    match formula {
        Formula::Times { times, standard } => {
            let name = word(lang, &format!("rules.standard.{}", standard.key()));
            if *times == Ratio::WHOLE {
                return name.into_owned();
            }
            say(lang, "rules.formula.times", &[("n", times), ("standard", &name)])
        }
        Formula::PerHead { amount, of } => say(
            lang,
            "rules.formula.per_head",
            &[("amount", amount), ("base", &base(lang, *of))],
        ),
        Formula::Larger { least, share: part, of } => {
            let (least, part) = (number(lang, key, least), share(lang, *part, *of));
            say(lang, "rules.formula.larger", &[("least", &least), ("share", &part)])
        }
        Formula::Extra { share: part, of } => {
            let (part, of) = (ratio(lang, *part), base(lang, *of));
            say(lang, "rules.formula.extra", &[("share", &part), ("base", &of)])
        }
        Formula::Dropping { share: part, of, drop } => say(
            lang,
            "rules.formula.dropping",
            &[("share", &share(lang, *part, *of)), ("drop", drop)],
        ),
        Formula::Bands { of, bands } => by_count(lang, *of, bands.iter().map(|b| band(lang, b))),
        Formula::Rising { of, steps } => by_count(lang, *of, steps.iter().map(|s| step(lang, s))),
    }
}

fn by_count(lang: Lang, of: Base, parts: impl Iterator<Item = String>) -> String {
    let parts = parts.collect::<Vec<_>>().join(&word(lang, "rules.unit.semicolon"));
    say(
        lang,
        "rules.formula.by_count",
        &[("base", &base(lang, of)), ("parts", &parts)],
    )
}

fn range(lang: Lang, first: i64, last: Option<i64>) -> String {
    match last {
        Some(last) => format!("{first}–{last}"),
        None => say(lang, "rules.formula.from", &[("n", &first)]),
    }
}

fn band(lang: Lang, b: &Band) -> String {
    let (count, says) = (range(lang, b.first, b.last), range(lang, b.least, b.most));
    say(lang, "rules.formula.band", &[("count", &count), ("says", &says)])
}

fn step(lang: Lang, s: &Step) -> String {
    let count = range(lang, s.first, s.last);
    match s.each {
        Some(each) => say(
            lang,
            "rules.formula.step",
            &[("count", &count), ("start", &s.start), ("each", &each), ("add", &s.add)],
        ),
        None => say(lang, "rules.formula.band", &[("count", &count), ("says", &s.start)]),
    }
}

/// A wording with what it says: `不超过 1,500.00 元`.
fn worded(lang: Lang, wording: Wording, value: &str) -> String {
    say(lang, &format!("rules.wording.{}", wording.key()), &[("value", &value)])
}

/// What a rule sets: wording and value.
pub(crate) fn sets(lang: Lang, row: &Row) -> String {
    if row.key.kind == Kind::Flag {
        return value(lang, row.key, &row.value);
    }
    worded(lang, row.wording, &value(lang, row.key, &row.value))
}

/// Whether numbers of a key, held against a value, are amounts.
fn in_money(key: &Key, value: Option<&Value>) -> bool {
    match value.and_then(Value::base) {
        Some(base) if key.kind == Kind::Share => base.is_money(),
        _ => key.kind == Kind::Money,
    }
}

/// What a rule comes to.
pub(crate) fn limit(lang: Lang, key: &Key, limit: &Limit, value: Option<&Value>) -> String {
    match limit {
        Limit::Exact(exact) => exactly(lang, key, *exact, in_money(key, value)),
        Limit::Range(least, most) => number(lang, key, range(lang, *least, *most)),
        Limit::Names(names) => list(lang, names),
        Limit::Flag(may) => word(lang, if *may { "rules.unit.yes" } else { "rules.unit.no" }).into_owned(),
    }
}

/// A number that need not be whole: two places then, cut off.
fn exactly(lang: Lang, key: &Key, exact: Exact, is_money: bool) -> String {
    match (is_money, exact.is_whole(), exact.floor()) {
        (_, _, None) => "…".to_owned(),
        (true, _, Some(fen)) => money(lang, Money::from_fen(fen)),
        (false, true, Some(n)) => number(lang, key, n),
        (false, false, Some(_)) => {
            let hundredths = exact.times(100).floor().unwrap_or_default();
            number(lang, key, Money::from_fen(hundredths))
        }
    }
}

/// What was asked.
pub(crate) fn asked(lang: Lang, key: &Key, case: &Case, value: Option<&Value>) -> String {
    match key.kind {
        Kind::List(..) => list(lang, &case.names),
        Kind::Flag => word(
            lang,
            if case.number == 0 {
                "rules.unit.no"
            } else {
                "rules.unit.yes"
            },
        )
        .into_owned(),
        _ if in_money(key, value) => money(lang, Money::from_fen(case.number)),
        _ => number(lang, key, case.number),
    }
}

/// What a judgement says; nothing where it keeps to the rules, or where there are none.
pub(crate) fn judged(lang: Lang, judged: &Judged) -> Option<String> {
    let row = judged.rule.as_ref()?;
    let key = word(lang, &judged.key.word());
    let at = place(lang, row.place.as_ref());
    let asked = judged.asked(lang);
    let what = match judged.outcome {
        Outcome::NoRule | Outcome::Kept => return None,
        Outcome::Broken => {
            let sets = sets(lang, row);
            let comes = comes_to(lang, judged, row);
            say(
                lang,
                "rules.says.broken",
                &[
                    ("key", &key),
                    ("sets", &sets),
                    ("comes", &comes),
                    ("place", &at),
                    ("basis", &row.basis),
                    ("asked", &asked),
                ],
            )
        }
        Outcome::Half => say(
            lang,
            "rules.says.half",
            &[("key", &key), ("asked", &asked), ("place", &at), ("basis", &row.basis)],
        ),
        Outcome::Unknown => missing(lang, judged, &key, &at),
    };
    Some(format!(
        "{what}{}{}",
        unconfirmed(lang, row),
        todo(lang, judged.severity)
    ))
}

/// What a formula or share comes to, where that is not plain from the rule.
fn comes_to(lang: Lang, judged: &Judged, row: &Row) -> String {
    let plain = matches!(
        row.value,
        Value::Money(_) | Value::Number(_) | Value::List(_) | Value::Flag(_)
    );
    match judged.comes_to(lang).filter(|_| !plain) {
        Some(comes) => say(lang, "rules.says.comes_to", &[("limit", &comes)]),
        None => String::new(),
    }
}

fn missing(lang: Lang, judged: &Judged, key: &str, at: &str) -> String {
    let day = judged.day;
    match judged.missing {
        Some(Missing::Standard(standard)) => {
            let name = word(lang, &format!("rules.standard.{}", standard.key()));
            say(
                lang,
                "rules.says.no_standard",
                &[("key", &key), ("standard", &name), ("day", &day)],
            )
        }
        Some(Missing::Base(of)) => say(lang, "rules.says.no_base", &[("key", &key), ("base", &base(lang, of))]),
        Some(Missing::Band(n)) => say(lang, "rules.says.no_band", &[("key", &key), ("n", &n), ("place", &at)]),
        Some(Missing::Size) | None => say(lang, "rules.says.too_large", &[("key", &key)]),
    }
}

fn unconfirmed(lang: Lang, row: &Row) -> String {
    if row.confirmed {
        String::new()
    } else {
        word(lang, "rules.says.unconfirmed").into_owned()
    }
}

fn todo(lang: Lang, severity: Option<Severity>) -> String {
    let key = match severity {
        Some(Severity::Block) => "rules.todo.block",
        Some(Severity::Reason) => "rules.todo.reason",
        Some(Severity::Warn) => "rules.todo.warn",
        Some(Severity::Inform) | None => return String::new(),
    };
    word(lang, key).into_owned()
}

/// A word in a language.
pub(crate) fn word_of(lang: Lang, key: &str) -> String {
    word(lang, key).into_owned()
}

/// How a value of a key is written, by an example.
pub(crate) fn example(key: &Key) -> &'static str {
    match key.kind {
        Kind::Money => "1500元；12倍当地低保标准；每人400元×参加人数",
        Kind::Share => "参加人数的2/3；当年经费收入的30%",
        Kind::Count => "2；30与职工人数的5%取大；按会员人数:0-24为3-5;25-200为3-7",
        Kind::Days => "7天",
        Kind::Workdays => "5个工作日",
        Kind::Months => "6个月",
        Kind::Years => "2年",
        Kind::List(..) => "实物、提货凭证；元旦、春节",
        Kind::Flag => "否",
    }
}
