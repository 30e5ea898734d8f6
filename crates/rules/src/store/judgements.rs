//! What rules said to decisions, kept as it was said.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Date, Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use web::{AccountId, Record};

use crate::{
    judging::JudgementId,
    model::{
        judge::Outcome,
        place::Place,
        row::{RuleId, Severity},
        wording::Wording,
    },
};

const KEEP: Sql = Sql::union(
    "INSERT INTO judgement (union_id, id, key, day, record_kind, record_id, asked, outcome, severity, rule_id, place, value, wording,
       comes_to, basis, confirmed, reason, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
);
const LIST: Sql = Sql::union(
    "SELECT j.id, j.key, j.day, j.record_kind, j.record_id, j.asked, j.outcome, j.severity, j.rule_id, j.place, j.value, j.wording,
       j.comes_to, j.basis, j.confirmed, j.reason, a.name, j.at
     FROM judgement j LEFT JOIN account a ON a.id = j.account_id
     WHERE j.union_id = $1 AND (CAST($2 AS BIGINT) = 0 OR j.severity IS NOT NULL) AND (CAST($3 AS TEXT) IS NULL OR j.key = $3)
     ORDER BY j.at DESC, j.id DESC LIMIT $4",
);
const ONE: Sql = Sql::union(
    "SELECT j.id, j.key, j.day, j.record_kind, j.record_id, j.asked, j.outcome, j.severity, j.rule_id, j.place, j.value, j.wording,
       j.comes_to, j.basis, j.confirmed, j.reason, a.name, j.at
     FROM judgement j LEFT JOIN account a ON a.id = j.account_id WHERE j.union_id = $1 AND j.id = $2",
);

/// What is kept of a judgement.
pub(crate) struct NewJudgement<'a> {
    pub id: JudgementId,
    pub key: &'a str,
    pub day: Date,
    pub record: Record,
    pub asked: String,
    pub outcome: Outcome,
    pub severity: Option<Severity>,
    pub rule: Option<RuleId>,
    pub place: Option<&'a Place>,
    pub value: Option<String>,
    pub wording: Option<Wording>,
    pub comes_to: Option<String>,
    pub basis: Option<&'a str>,
    pub confirmed: Option<bool>,
    pub reason: Option<&'a str>,
    pub account: AccountId,
    pub at: Instant,
}

/// Keeps one.
pub(crate) fn keep(w: &Writer, union: UnionId, j: &NewJudgement<'_>) -> Result<(), Error> {
    let record: Id<()> = Id::new(j.record.id);
    w.run(
        KEEP,
        &[
            &union,
            &j.id,
            &j.key,
            &j.day,
            &j.record.kind,
            &record,
            &j.asked,
            &j.outcome,
            &j.severity,
            &j.rule,
            &j.place,
            &j.value,
            &j.wording,
            &j.comes_to,
            &j.basis,
            &j.confirmed,
            &j.reason,
            &j.account,
            &j.at,
        ],
    )
    .map(drop)
}

/// A judgement as it is told.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct JudgementLine {
    /// Its id.
    pub id: JudgementId,
    /// The key.
    pub key: String,
    /// The day of the act.
    pub day: Date,
    /// The kind of record it belongs to.
    pub record_kind: String,
    /// That record.
    pub record_id: uuid::Uuid,
    /// What was asked.
    pub asked: String,
    /// What came of it.
    pub outcome: Outcome,
    /// How hard that was.
    pub severity: Option<Severity>,
    /// The rule.
    pub rule: Option<RuleId>,
    /// Its place.
    pub place: Option<Place>,
    /// Its value then.
    pub value: Option<String>,
    /// How that was compared.
    pub wording: Option<Wording>,
    /// What it came to.
    pub comes_to: Option<String>,
    /// Where it stood.
    pub basis: Option<String>,
    /// Whether it was confirmed.
    pub confirmed: Option<bool>,
    /// Why it went on.
    pub reason: Option<String>,
    /// Who decided.
    pub who: Option<String>,
    /// When.
    pub at: Instant,
}

fn line(row: &Row<'_>) -> Result<JudgementLine, Error> {
    let mut c = row.cells();
    Ok(JudgementLine {
        id: c.take()?,
        key: c.take()?,
        day: c.take()?,
        record_kind: c.take()?,
        record_id: c.take::<Id<()>>()?.raw(),
        asked: c.take()?,
        outcome: c.take()?,
        severity: c.take()?,
        rule: c.take()?,
        place: c.take()?,
        value: c.take()?,
        wording: c.take()?,
        comes_to: c.take()?,
        basis: c.take()?,
        confirmed: c.take()?,
        reason: c.take()?,
        who: c.take()?,
        at: c.take()?,
    })
}

/// The latest judgements: all, or those at which a rule spoke up; of one key or of all.
pub(crate) fn judgements(
    read: &Reader,
    union: UnionId,
    spoke: bool,
    key: Option<&str>,
    most: i64,
) -> Result<Vec<JudgementLine>, Error> {
    read.rows(LIST, &[&union, &spoke, &key, &most], line)
}

/// One of them.
pub(crate) fn judgement(read: &Reader, union: UnionId, id: JudgementId) -> Result<JudgementLine, Error> {
    read.one(ONE, &[&union, &id], line)
}
