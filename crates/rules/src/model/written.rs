//! How values stand in sheets, in forms and in the store: `1500元`, `2/3参加人数`, `12倍当地低保标准`, `元旦、春节`.

use std::fmt::Write;

use kernel::{Money, numerals};

use super::{
    key::{Item, Key, Kind},
    ratio::Ratio,
    value::{Band, Base, Formula, Standard, Step, Value},
};

/// Most names in a list, most bands of a formula.
const MOST: usize = 40;
/// The largest number.
const LARGE: i64 = 1_000_000_000;

/// Why a text is no value of a key; each has a word `rules.unread.<key>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No amount such as `1500元`.
    Money,
    /// No share such as `2/3参加人数`.
    Share,
    /// A share of nothing that is known.
    Base,
    /// No whole number.
    Number,
    /// A name that the list does not know.
    Item,
    /// Neither 是 nor 否.
    Flag,
    /// No formula of the closed set, or not of the right kind.
    Formula,
    /// Too many parts.
    Long,
}

impl Unread {
    /// Its name in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Unread::Money => "money",
            Unread::Share => "share",
            Unread::Base => "base",
            Unread::Number => "number",
            Unread::Item => "item",
            Unread::Flag => "flag",
            Unread::Formula => "formula",
            Unread::Long => "long",
        }
    }
}

/// Reads a value of a key.
///
/// # Errors
/// What is wrong with it.
pub fn read(key: &Key, text: &str) -> Result<Value, Unread> {
    let text: String = numerals::half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if let Some(formula) = formula(&text)? {
        let money = matches!(
            formula,
            Formula::Times { .. } | Formula::PerHead { .. } | Formula::Dropping { .. }
        );
        let fits = if money {
            key.kind == Kind::Money
        } else {
            key.kind == Kind::Count
        };
        return if fits {
            Ok(Value::Formula(formula))
        } else {
            Err(Unread::Formula)
        };
    }
    match key.kind {
        Kind::Money => amount(&text).map(Value::Money),
        Kind::Share => {
            let (ratio, of) = share(&text)?;
            Ok(Value::Share { ratio, of })
        }
        Kind::Count => number(&text, &["人", "次", "人次", "席", "名", "小时", "件"]).map(Value::Number),
        Kind::Days => number(&text, &["天", "日"]).map(Value::Number),
        Kind::Workdays => number(&text, &["个工作日", "工作日", "天", "日"]).map(Value::Number),
        Kind::Months => number(&text, &["个月", "月"]).map(Value::Number),
        Kind::Years => number(&text, &["年"]).map(Value::Number),
        Kind::List(items, open) => list(&text, items, open).map(Value::List),
        Kind::Flag => match text.as_str() {
            "是" | "可以" | "允许" => Ok(Value::Flag(true)),
            "否" | "不可以" | "不准" | "不得" => Ok(Value::Flag(false)),
            _ => Err(Unread::Flag),
        },
    }
}

fn amount(text: &str) -> Result<Money, Unread> {
    let amount: Money = text.parse().map_err(|_| Unread::Money)?;
    let fits = (0..=LARGE * 100).contains(&amount.fen());
    fits.then_some(amount).ok_or(Unread::Money)
}

fn number(text: &str, units: &[&str]) -> Result<i64, Unread> {
    let bare = units
        .iter()
        .filter_map(|unit| text.strip_suffix(unit))
        .min_by_key(|rest| rest.len());
    let bare = bare.unwrap_or(text);
    // 两三人, 三四天: about so many, and not 23 or 34
    let about = bare.chars().count() == 2 && bare.chars().all(|c| "一二三四五六七八九两".contains(c));
    let n = numerals::parse(bare).map_err(|_| Unread::Number)?;
    ((0..=LARGE).contains(&n) && !about).then_some(n).ok_or(Unread::Number)
}

/// `2/3参加人数`, `参加人数的2/3`, `30%当年经费收入`.
fn share(text: &str) -> Result<(Ratio, Base), Unread> {
    let base = Base::ALL
        .iter()
        .filter(|base| text.contains(base.written()))
        .max_by_key(|base| base.written().len())
        .ok_or(Unread::Base)?;
    let rest = text.replacen(base.written(), "", 1);
    let rest = rest.trim_matches(['的', '×', '倍', '之']);
    let ratio = rest.parse().map_err(|_| Unread::Share)?;
    Ok((ratio, *base))
}

fn list(text: &str, items: &[Item], open: bool) -> Result<Vec<String>, Unread> {
    let mut names = Vec::new();
    for part in text.split(['、', ',', ';', '，', '；']).filter(|part| !part.is_empty()) {
        let known = items.iter().find(|(key, zh)| *zh == part || *key == part);
        let name = match known {
            Some((key, _)) => (*key).to_owned(),
            None if open && part.chars().count() <= 20 => part.to_owned(),
            None => return Err(Unread::Item),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        0 => Err(Unread::Item),
        n if n > MOST => Err(Unread::Long),
        _ => Ok(names),
    }
}

/// A formula, if the text has the marks of one.
fn formula(text: &str) -> Result<Option<Formula>, Unread> {
    let wrong = || Unread::Formula;
    let standard = Standard::ALL
        .iter()
        .find_map(|s| Some((*s, text.strip_suffix(s.written())?)));
    if let Some((standard, times)) = standard {
        let times = times.trim_end_matches(['倍', '×', '的', '个', '月']);
        let times = if times.is_empty() { "1" } else { times };
        let times = times.parse().map_err(|_| wrong())?;
        return Ok(Some(Formula::Times { times, standard }));
    }
    if let Some(rest) = text.strip_prefix("每人") {
        let (amount, of) = rest.split_once('×').ok_or_else(wrong)?;
        let (amount, of) = (self::amount(amount)?, Base::read(of).ok_or(Unread::Base)?);
        return Ok(Some(Formula::PerHead { amount, of }));
    }
    if let Some(rest) = text.strip_suffix("取大") {
        let (least, part) = rest.split_once('与').ok_or_else(wrong)?;
        let ((share, of), least) = (share(part)?, number(least, &["人"])?);
        return Ok(Some(Formula::Larger { least, share, of }));
    }
    if let Some(rest) = text.strip_suffix("且至少多1人") {
        let (of, part) = rest.split_once("多于").ok_or_else(wrong)?;
        let of = Base::read(of).ok_or(Unread::Base)?;
        let share = part.parse().map_err(|_| wrong())?;
        return Ok(Some(Formula::Extra { share, of }));
    }
    if let Some(rest) = text.strip_suffix("以下不计)") {
        let (part, drop) = rest.split_once('(').ok_or_else(wrong)?;
        let ((share, of), drop) = (share(part)?, amount(drop)?);
        return Ok(Some(Formula::Dropping { share, of, drop }));
    }
    match text.split_once("按").filter(|(before, _)| before.is_empty()) {
        Some((_, rest)) => by_count(rest).map(Some),
        None => Ok(None),
    }
}

/// `会员人数:0-24为3-5;25-200为3-7;50001-为35-45`, `职工人数:0-99为30;100-2999为30每100加5;3000-为175`.
fn by_count(text: &str) -> Result<Formula, Unread> {
    let (of, rest) = text.split_once(':').ok_or(Unread::Formula)?;
    let of = Base::read(of).ok_or(Unread::Base)?;
    let (mut bands, mut steps) = (Vec::new(), Vec::new());
    for part in rest.split(';').filter(|part| !part.is_empty()) {
        let (range, says) = part.split_once('为').ok_or(Unread::Formula)?;
        let (first, last) = range.split_once('-').ok_or(Unread::Formula)?;
        let (first, last) = (number(first, &[])?, end(last)?);
        if let Some((least, most)) = says.split_once('-') {
            let (least, most) = (number(least, &[])?, end(most)?);
            bands.push(Band {
                first,
                last,
                least,
                most,
            });
        } else {
            let (start, more) = says.split_once('每').map_or((says, None), |(s, m)| (s, Some(m)));
            let more = more.map(|m| m.split_once('加').ok_or(Unread::Formula)).transpose()?;
            let (each, add) = match more {
                Some((each, add)) => (Some(number(each, &[])?.max(1)), number(add, &[])?),
                None => (None, 0),
            };
            steps.push(Step {
                first,
                last,
                start: number(start, &[])?,
                add,
                each,
            });
        }
        if bands.len() + steps.len() > MOST {
            return Err(Unread::Long);
        }
    }
    match (bands.is_empty(), steps.is_empty()) {
        (false, true) => Ok(Formula::Bands { of, bands }),
        (true, false) => Ok(Formula::Rising { of, steps }),
        _ => Err(Unread::Formula),
    }
}

fn end(text: &str) -> Result<Option<i64>, Unread> {
    if text.is_empty() {
        Ok(None)
    } else {
        number(text, &[]).map(Some)
    }
}

/// An amount without idle zeros: `1500元`, `26.15元`.
fn yuan(amount: Money) -> String {
    let text = amount.to_string().replace(',', "");
    format!("{}元", text.strip_suffix(".00").unwrap_or(&text))
}

/// Writes a value so that [`read`] reads it again.
#[must_use]
pub fn write(key: &Key, value: &Value) -> String {
    match value {
        Value::Money(amount) => yuan(*amount),
        Value::Number(n) => match key.kind {
            Kind::Days => format!("{n}天"),
            Kind::Workdays => format!("{n}个工作日"),
            Kind::Months => format!("{n}个月"),
            Kind::Years => format!("{n}年"),
            _ => n.to_string(),
        },
        Value::Share { ratio, of } => part(*ratio, *of),
        Value::List(names) => {
            let items: &[Item] = if let Kind::List(items, _) = key.kind {
                items
            } else {
                &[]
            };
            let word = |name: &String| {
                let known = items.iter().find(|(key, _)| key == name);
                known.map_or_else(|| name.clone(), |(_, zh)| (*zh).to_owned())
            };
            names.iter().map(word).collect::<Vec<_>>().join("、")
        }
        Value::Flag(may) => if *may { "是" } else { "否" }.to_owned(),
        Value::Formula(formula) => of_formula(formula),
    }
}

/// A share: in percent where that is whole.
fn part(ratio: Ratio, of: Base) -> String {
    match ratio.percent() {
        _ if ratio.den() == 1 => format!("{}的{ratio}倍", of.written()),
        Some(percent) => format!("{}的{percent}%", of.written()),
        None => format!("{}的{ratio}", of.written()),
    }
}

fn of_formula(formula: &Formula) -> String {
    match formula {
        Formula::Times { times, standard } => format!("{times}倍{}", standard.written()),
        Formula::PerHead { amount, of } => format!("每人{}×{}", yuan(*amount), of.written()),
        Formula::Larger { least, share, of } => format!("{least}与{}取大", part(*share, *of)),
        Formula::Extra { share, of } => format!("{}多于{share}且至少多1人", of.written()),
        Formula::Dropping { share, of, drop } => format!("{}({}以下不计)", part(*share, *of), yuan(*drop)),
        Formula::Bands { of, bands } => {
            let mut out = format!("按{}:", of.written());
            for b in bands {
                let _ = write!(out, "{}-{}为{}-{};", b.first, open(b.last), b.least, open(b.most));
            }
            out
        }
        Formula::Rising { of, steps } => {
            let mut out = format!("按{}:", of.written());
            for s in steps {
                let _ = write!(out, "{}-{}为{}", s.first, open(s.last), s.start);
                if let Some(each) = s.each {
                    let _ = write!(out, "每{each}加{}", s.add);
                }
                out.push(';');
            }
            out
        }
    }
}

fn open(n: Option<i64>) -> String {
    n.map_or_else(String::new, |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::key, *};

    #[test]
    fn what_is_written_is_read_again() {
        for (of, text) in [
            (&key::FESTIVAL_YEAR, "1500元"),
            (&key::DUES, "月工资的1/200(10元以下不计)"),
            (&key::PRIZE_SHARE, "参加人数的2/3"),
            (&key::PRIZE_SHARE, "参加人数的30%"),
            (&key::DUES_TOP_UP, "当年会费收入的3倍"),
            (&key::AID_LIVING, "12倍当地低保标准"),
            (&key::MEAL_DAY, "1倍当地差旅费伙食补助标准"),
            (&key::PRIZE_TEAM, "每人400元×参加人数"),
            (&key::CONGRESS_DELEGATES, "30与职工人数的5%取大"),
            (&key::CANDIDATES, "应选人数多于1/20且至少多1人"),
            (&key::COMMITTEE_SEATS, "按会员人数:0-24为3-5;25-200为3-7;50001-为35-;"),
            (
                &key::CONGRESS_DELEGATES,
                "按职工人数:0-99为30;100-2999为30每100加5;3000-为175;",
            ),
            (&key::FESTIVAL_DAYS, "元旦、春节、三月三"),
            (&key::FESTIVAL_FORM, "实物、提货凭证"),
            (&key::MEDIATION_ACCEPT, "3个工作日"),
            (&key::VISITORS, "2"),
            (&key::P1, "否"),
        ] {
            let value = read(of, text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(write(of, &value), text);
        }
    }

    #[test]
    fn other_ways_of_writing_are_understood() {
        let same = |of: &Key, one: &str, other: &str| assert_eq!(read(of, one), read(of, other), "{one} {other}");
        same(&key::FESTIVAL_YEAR, "1,500.00", "1500元");
        same(&key::FESTIVAL_YEAR, "一千五百元", "1500");
        same(&key::PRIZE_SHARE, "2/3 参加人数", "参加人数的三分之二");
        same(&key::MEAL_DAY, "当地差旅费伙食补助标准", "1倍当地差旅费伙食补助标准");
        same(&key::VISITORS, "2人", "两人");
        same(&key::DISCLOSURE_SHOWN, "15日", "十五天");
        same(&key::FESTIVAL_FORM, "实物，提货凭证", "实物、提货凭证");
    }

    #[test]
    fn what_is_no_value_is_told_apart() {
        for (of, text, why) in [
            (&key::FESTIVAL_YEAR, "很多", Unread::Money),
            (&key::FESTIVAL_YEAR, "-5元", Unread::Money),
            (&key::PRIZE_SHARE, "2/3", Unread::Base),
            (&key::PRIZE_SHARE, "三个参加人数", Unread::Share),
            (&key::VISITORS, "两三人", Unread::Number),
            (&key::FESTIVAL_FORM, "粮票", Unread::Item),
            (&key::P1, "也许", Unread::Flag),
            (&key::VISITORS, "12倍当地低保标准", Unread::Formula),
            (&key::CONGRESS_DELEGATES, "按职工人数:多多", Unread::Formula),
        ] {
            assert_eq!(read(of, text), Err(why), "{text}");
        }
    }
}
