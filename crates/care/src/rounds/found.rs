//! What the rules say to a round as a whole: its form, its festival, what it costs, and the eight prohibitions (八不准).

use kernel::{Lang, Money};
use rules::{Base, Case, Key, key};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Act, Refusal, Reply, View};

use super::{
    checks::{Caps, Code, Weight},
    model::{Form, Item, Kind, Round, festival_rule},
    record, store,
};
use crate::{given, stock};

/// Something that was looked at, and what came of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// What was looked at: a word key.
    pub what: String,
    /// How much it weighs; nothing where all is well.
    pub weight: Option<Weight>,
    /// What is to be said, with its basis and what to do.
    pub says: String,
}

/// Words that tell of what union funds must not pay, by the number of the prohibition.
const SIGNS: &[(usize, &[&str])] = &[
    (1, &["请客", "宴请", "招待", "送礼", "礼金", "香烟", "白酒", "茅台"]),
    (
        2,
        &[
            "奖金",
            "津贴",
            "补贴",
            "红包",
            "现金",
            "购物卡",
            "代金券",
            "充值卡",
            "加油卡",
            "消费卡",
        ],
    ),
    (3, &["高尔夫", "会所", "KTV", "夜总会", "洗浴", "桑拿", "健身卡"]),
    (8, &["办公用品", "公务用车", "行政费用"]),
];

/// The prohibitions, in their order.
static FORBIDDEN: [&Key; 8] = [
    &key::P1,
    &key::P2,
    &key::P3,
    &key::P4,
    &key::P5,
    &key::P6,
    &key::P7,
    &key::P8,
];

/// Those whose signs lie in accounts and not in rounds: finance looks at them.
const IN_ACCOUNTS: [usize; 4] = [4, 5, 6, 7];

/// The word in a round that is a sign of a prohibition.
fn sign<'a>(number: usize, form: Form, words: &'a [&'a str]) -> Option<String> {
    if number == 2 && form.is_money() {
        return Some(form.key().to_owned());
    }
    let (_, signs) = SIGNS.iter().find(|(n, _)| *n == number)?;
    signs
        .iter()
        .find(|sign| words.iter().any(|text| text.to_uppercase().contains(*sign)))
        .map(|sign| (*sign).to_owned())
}

/// A round with all that is held against the rules.
pub(super) struct Whole<'a> {
    pub round: &'a Round,
    pub items: &'a [Item],
    /// How many are on the list.
    pub people: i64,
}

impl Whole<'_> {
    /// What it will cost.
    pub(super) fn cost(&self) -> Money {
        self.round.worth.times(self.people).unwrap_or(Money::from_fen(i64::MAX))
    }
}

fn word(lang: Lang, key: &str) -> String {
    ui::words::word(lang, key).into_owned()
}

fn fill(lang: Lang, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
    ui::words::fill(&word(lang, key), args)
}

fn fine(what: impl Into<String>) -> Finding {
    Finding {
        what: what.into(),
        weight: None,
        says: String::new(),
    }
}

/// What a rule says to a case.
fn by_rule(view: &View<'_>, round: &Round, (key, what): (&'static Key, String), case: &Case) -> Reply<Finding> {
    let judged = rules::judge(view, view.union(), round.day, key, case)?;
    Ok(Finding {
        what,
        weight: judged.severity.and_then(Weight::of),
        says: judged.says(view.lang()).unwrap_or_default(),
    })
}

/// The rules that hold for the round itself, each with its case.
fn cases(view: &View<'_>, w: &Whole<'_>) -> Reply<Vec<(&'static Key, &'static str, Case)>> {
    let r = w.round;
    let mut all = vec![(&key::FESTIVAL_FORM, "rounds.found.form", Case::names([r.form.key()]))];
    if let Some(festival) = &r.festival {
        let name = festival_rule(festival);
        all.push((&key::FESTIVAL_DAYS, "rounds.found.days", Case::names([name.as_str()])));
    }
    if let (Kind::Festival, Some(funds)) = (r.kind, r.funds) {
        let given = given::by_kind(view, view.union(), super::checks::year_of(r.day)?)?;
        let had = given.get(&given::Kind::Festival).map_or(Money::ZERO, |sum| sum.amount);
        let promised: i64 = store::promised(view, view.union(), r.year, r.id)?
            .values()
            .map(|sum| sum.fen())
            .sum();
        let all_of_it = had.fen().saturating_add(promised).saturating_add(w.cost().fen());
        let case = Case::number(all_of_it)
            .of(Base::YearIncome, funds.fen())
            .of(Base::KeptFunds, funds.fen());
        all.push((&key::FESTIVAL_POOL, "rounds.found.pool", case));
    }
    Ok(all)
}

/// Looks at the whole round.
pub(super) fn find(view: &View<'_>, w: &Whole<'_>) -> Reply<Vec<Finding>> {
    let (r, lang) = (w.round, view.lang());
    let mut found = vec![fine("rounds.found.contents"), fine("rounds.found.list")];
    let wrong = |what: &str, weight, says: String| Finding {
        what: what.to_owned(),
        weight: Some(weight),
        says,
    };
    if w.items.is_empty() || r.worth == Money::ZERO {
        found.push(wrong(
            "rounds.found.contents",
            Weight::Block,
            word(lang, "rounds.found.no_contents"),
        ));
        found.remove(0);
    }
    if w.people == 0 {
        found.retain(|f| f.what != "rounds.found.list");
        found.push(wrong(
            "rounds.found.list",
            Weight::Block,
            word(lang, "rounds.found.no_list"),
        ));
    }
    for (key, what, case) in cases(view, w)? {
        found.push(by_rule(view, r, (key, what.to_owned()), &case)?);
    }
    found.push(if w.cost() > r.budget {
        let says = fill(
            lang,
            "rounds.found.over_budget",
            &[("cost", &w.cost()), ("budget", &r.budget)],
        );
        wrong("rounds.found.budget", Weight::Reason, says)
    } else {
        fine("rounds.found.budget")
    });
    found.extend(unsettled(view, r)?);
    Ok(found)
}

/// People on the list with trouble that nobody has settled.
fn unsettled(view: &View<'_>, r: &Round) -> Reply<Vec<Finding>> {
    let (hard, unexplained, all) = store::unsettled(view, view.union(), r.id)?;
    let (lang, what) = (view.lang(), "rounds.found.people".to_owned());
    let said = |weight, key: &str, n: i64| Finding {
        what: what.clone(),
        weight: Some(weight),
        says: fill(lang, key, &[("n", &n)]),
    };
    let mut found = Vec::new();
    if hard > 0 {
        found.push(said(Weight::Block, "rounds.found.hard", hard));
    }
    if unexplained > 0 {
        found.push(said(Weight::Block, "rounds.found.unexplained", unexplained));
    }
    if found.is_empty() {
        found.push(if all > 0 {
            said(Weight::Warn, "rounds.found.settled", all)
        } else {
            fine(what)
        });
    }
    Ok(found)
}

/// The eight prohibitions, each with what speaks for it in this round.
pub(super) fn prohibitions(view: &View<'_>, w: &Whole<'_>) -> Reply<Vec<Finding>> {
    let suppliers: Vec<String> = stock::purchases(view, view.union(), Some(w.round.id))?
        .into_iter()
        .map(|p| p.supplier)
        .collect();
    let words: Vec<&str> = [w.round.title.as_str()]
        .into_iter()
        .chain(w.items.iter().map(|item| item.name.as_str()))
        .chain(suppliers.iter().map(String::as_str))
        .collect();
    let mut found = Vec::new();
    for (number, key) in (1_usize..).zip(FORBIDDEN) {
        let what = key.word();
        if IN_ACCOUNTS.contains(&number) {
            let says = word(view.lang(), "rounds.found.in_accounts");
            found.push(Finding { says, ..fine(what) });
            continue;
        }
        let Some(sign) = sign(number, w.round.form, &words) else {
            found.push(fine(what));
            continue;
        };
        let ruled = by_rule(view, w.round, (key, what), &Case::done())?;
        let says = fill(
            view.lang(),
            "rounds.found.sign",
            &[("sign", &sign), ("says", &ruled.says)],
        );
        // a word is a sign, not a proof: somebody answers for going on
        let weight = Some(Weight::Reason);
        found.push(Finding { says, weight, ..ruled });
    }
    Ok(found)
}

/// Refuses to approve what the rules forbid, and what needs a reason without one.
pub(super) fn allow(view: &View<'_>, w: &Whole<'_>, reason: Option<&str>) -> Reply<()> {
    let mut all = find(view, w)?;
    all.extend(prohibitions(view, w)?);
    let hard = all.iter().find(|f| f.weight == Some(Weight::Block));
    if let Some(hard) = hard {
        return Err(Refusal::new("rounds.refusal.blocked")
            .arg("says", &hard.says)
            .next(format!("/rounds/{}/checks", w.round.id))
            .into());
    }
    let asks = all.iter().find(|f| f.weight == Some(Weight::Reason));
    match (asks, reason) {
        (Some(finding), None) => Err(Refusal::field("reason", "rounds.refusal.reason")
            .arg("says", &finding.says)
            .into()),
        _ => Ok(()),
    }
}

/// Keeps what the rules said to a round that is approved: each rule with its value, and of the caps what they said to
/// whoever receives most.
pub(super) fn keep(act: &Act<'_>, w: &Whole<'_>, reason: Option<&str>) -> Reply<()> {
    let (union, r) = (act.union(), w.round);
    for (key, _, case) in cases(act, w)? {
        let judged = rules::judge(act, union, r.day, key, &case)?;
        rules::keep(act, &judged, record(r.id), "reason", reason)?;
    }
    if r.kind != Kind::Festival {
        return Ok(());
    }
    let caps = Caps::load(act, r)?;
    let lines = store::lines(act, union, r.id)?;
    let on: rustc_hash::FxHashMap<_, _> = lines
        .iter()
        .filter(|line| !line.struck)
        .map(|line| (line.member, line.why.as_deref()))
        .collect();
    let troubles = store::troubles(act, union, r.id, None)?;
    for code in [Code::EachCap, Code::YearCap] {
        let most = troubles
            .iter()
            .filter(|t| t.code == code && on.contains_key(&t.member))
            .max_by_key(|t| t.amount);
        let why = most.and_then(|t| on.get(&t.member).copied().flatten());
        let amount = most.and_then(|t| t.amount).unwrap_or(r.worth);
        if let Some(rules) = caps.of(code) {
            let judged = rules.judge(&Case::money(amount));
            rules::keep(act, &judged, record(r.id), "reason", reason.or(why))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_signs() {
        assert_eq!(sign(1, Form::Goods, &["春节送礼"]).as_deref(), Some("送礼"));
        assert_eq!(sign(3, Form::Goods, &["某某ktv"]).as_deref(), Some("KTV"));
        assert_eq!(sign(2, Form::Cash, &[]).as_deref(), Some("cash"));
        assert_eq!(sign(8, Form::Goods, &["大米5kg", "城东粮油店"]), None);
        assert!(IN_ACCOUNTS.iter().all(|n| SIGNS.iter().all(|(m, _)| m != n)));
    }
}
