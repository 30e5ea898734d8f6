//! The way other systems ask: what do the rules say to this, here, on that day.

use std::collections::BTreeMap;

use ::store::{Error, Reader};
use kernel::{Date, Lang, UnionId};
use web::{Act, Record, Refusal, Reply};

use crate::{
    event::Happened,
    model::{
        judge::{Case, Outcome, Verdict, judge as hold_against},
        key::Key,
        place::Who,
        resolve::{Resolution, resolve},
        row::{Row, Severity},
        value::{Figure, Known, Limit, Missing, Standard},
        written,
    },
    say,
    store::{self, Line},
};

/// The kind of a judgement's id.
pub enum Judging {}
/// The id of a judgement.
pub type JudgementId = kernel::Id<Judging>;

/// The rules of a key that may hold for a union on a day, loaded once: for many cases at once.
#[derive(Clone, Debug)]
pub struct Rules {
    key: &'static Key,
    day: Date,
    who: Who,
    rows: Vec<Row>,
    standards: BTreeMap<Standard, Figure>,
}

/// Loads the rules of a key for a union and a day, with the local standards they rest on.
///
/// # Errors
/// The store's; `Missing` if there is no such union.
pub fn rules_for(read: &Reader, union: UnionId, day: Date, key: &'static Key) -> Result<Rules, Error> {
    let who = store::who(read, union)?;
    let rows = rows_of(store::for_key(read, union, &who, Some(key))?);
    Rules::of(read, union, who, (day, key), rows)
}

fn rows_of(lines: Vec<Line>) -> Vec<Row> {
    lines.into_iter().map(|line| line.row).collect()
}

/// The figure of a local standard on a day.
pub(crate) fn figure<'a>(
    rows: impl IntoIterator<Item = &'a Row>,
    who: &Who,
    day: Date,
    standard: Standard,
) -> Option<Figure> {
    let known = Known::default();
    let found = resolve(rows, who, day, standard.figure());
    let row = found.named(&known)?;
    match row.value.reckon(&known) {
        Ok((Limit::Exact(amount), _)) => Some(Figure {
            amount: amount.floor()?,
            confirmed: row.confirmed,
        }),
        _ => None,
    }
}

impl Rules {
    /// Rules that are loaded, with the local standards they rest on.
    pub(crate) fn of(
        read: &Reader,
        union: UnionId,
        who: Who,
        (day, key): (Date, &'static Key),
        rows: Vec<Row>,
    ) -> Result<Self, Error> {
        let mut standards = BTreeMap::new();
        for standard in Standard::ALL {
            if rows.iter().any(|row| row.value.standard() == Some(*standard)) {
                let lines = store::for_key(read, union, &who, Some(standard.figure()))?;
                standards.extend(figure(&rows_of(lines), &who, day, *standard).map(|figure| (*standard, figure)));
            }
        }
        Ok(Self {
            key,
            day,
            who,
            rows,
            standards,
        })
    }
    /// Which union they are for.
    pub(crate) fn who(&self) -> &Who {
        &self.who
    }
    /// The local standards they rest on.
    pub(crate) fn known(&self) -> Known {
        Known {
            standards: self.standards.clone(),
            ..Known::default()
        }
    }
    /// Which rules stand, and why the others do not.
    #[must_use]
    pub fn resolution(&self) -> Resolution<'_> {
        resolve(&self.rows, &self.who, self.day, self.key)
    }
    /// The rule that is named, and what it comes to for what is known; none where there is no rule.
    #[must_use]
    pub fn named(&self, case: &Case) -> Option<(Row, Result<Limit, Missing>)> {
        let case = self.with_standards(case);
        let row = self.resolution().named(&case.known)?.clone();
        let limit = row.value.reckon(&case.known).map(|(limit, _)| limit);
        Some((row, limit))
    }
    /// What they say to a case.
    #[must_use]
    pub fn judge(&self, case: &Case) -> Judged {
        let case = self.with_standards(case);
        let verdict = hold_against(&self.resolution(), &case);
        Judged::of(&verdict, &case)
    }
    fn with_standards(&self, case: &Case) -> Case {
        let mut case = case.clone();
        for (standard, figure) in &self.standards {
            case.known.standards.entry(*standard).or_insert(*figure);
        }
        case
    }
}

/// What the rules say to a case, to be shown, obeyed and kept.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The key.
    pub key: &'static Key,
    /// The day of the act.
    pub day: Date,
    /// What came of it.
    pub outcome: Outcome,
    /// How hard that is; nothing where it keeps to the rules or there are none.
    pub severity: Option<Severity>,
    /// The rule that decides.
    pub rule: Option<Row>,
    /// What that rule comes to here.
    pub limit: Option<Limit>,
    /// What is missing to reckon it.
    pub missing: Option<Missing>,
    case: Case,
}

/// Holds a case against the rules of a key, for a union, on the day of the act.
///
/// # Errors
/// The store's; `Missing` if there is no such union.
pub fn judge(read: &Reader, union: UnionId, day: Date, key: &'static Key, case: &Case) -> Result<Judged, Error> {
    Ok(rules_for(read, union, day, key)?.judge(case))
}

impl Judged {
    fn of(verdict: &Verdict<'_>, case: &Case) -> Self {
        Self {
            key: verdict.key,
            day: verdict.day,
            outcome: verdict.outcome,
            severity: verdict.severity,
            rule: verdict.by.as_ref().map(|finding| finding.row.clone()),
            limit: verdict.by.as_ref().and_then(|finding| finding.limit.clone()),
            missing: verdict.by.as_ref().and_then(|finding| finding.missing),
            case: case.clone(),
        }
    }
    /// What it says to whoever decides: the limit, where it stands, what to do. Nothing where it keeps to the rules.
    #[must_use]
    pub fn says(&self, lang: Lang) -> Option<String> {
        say::judged(lang, self)
    }
    /// What was asked, in words: `1,200.00 元`.
    #[must_use]
    pub fn asked(&self, lang: Lang) -> String {
        say::asked(lang, self.key, &self.case, self.rule.as_ref().map(|row| &row.value))
    }
    /// What the deciding rule comes to, in words.
    #[must_use]
    pub fn comes_to(&self, lang: Lang) -> Option<String> {
        let value = self.rule.as_ref().map(|row| &row.value);
        self.limit
            .as_ref()
            .map(|limit| say::limit(lang, self.key, limit, value))
    }
    /// Lets it pass, or refuses beside `field`; where a reason is asked for and none was given, beside `reason`.
    ///
    /// # Errors
    /// The refusal.
    pub fn allow(&self, lang: Lang, field: &str, reason: Option<&str>) -> Reply<()> {
        let says = self.says(lang).unwrap_or_default();
        match self.severity {
            Some(Severity::Block) => Err(Refusal::field(field, "rules.refusal.blocked").arg("says", says).into()),
            Some(Severity::Reason) if reason.is_none() => Err(Refusal::field("reason", "rules.refusal.reason")
                .arg("says", says)
                .into()),
            _ => Ok(()),
        }
    }
}

/// Keeps with a record what a rule said to it: the rule, its value then, and why it went on. Refuses what the rule
/// refuses, and what needs a reason without one.
///
/// # Errors
/// The refusal of [`Judged::allow`], or the store's.
pub fn keep(act: &Act<'_>, judged: &Judged, record: Record, field: &str, reason: Option<&str>) -> Reply<JudgementId> {
    judged.allow(act.lang(), field, reason)?;
    let id: JudgementId = act.id();
    let row = judged.rule.as_ref();
    // kept in Chinese whatever the screen's language: papers quote it
    let new = store::NewJudgement {
        id,
        key: judged.key.name,
        day: judged.day,
        record,
        asked: judged.asked(Lang::Zh),
        outcome: judged.outcome,
        severity: judged.severity,
        rule: row.map(|row| row.id),
        place: row.and_then(|row| row.place.as_ref()),
        value: row.map(|row| written::write(row.key, &row.value)),
        wording: row.map(|row| row.wording),
        comes_to: judged.comes_to(Lang::Zh),
        basis: row.map(|row| row.basis.as_str()),
        confirmed: row.map(|row| row.confirmed),
        reason,
        account: act.actor().account,
        at: act.now(),
    };
    store::keep(act.writer(), act.union(), &new)?;
    act.note(&Happened::Judged {
        record,
        judgement: id,
        key: judged.key.name,
        day: judged.day,
        outcome: judged.outcome,
        severity: judged.severity,
        rule: row.map(|row| row.id),
        reason,
    })?;
    Ok(id)
}
