//! The end of proofs: one that was wrong is removed, all are deleted once the time of keeping is over. The bytes leave the store;
//! that there was a paper, of which kind, and on which day and why it went, stays.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader, Sql, Writer, secret::Sealed};
use facts::{Difference, verify::bodies};
use kernel::{Date, Id, Instant, UnionId};
use rules::{Case, Key, Limit, RuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Act, Event, Record, Refusal, Reply};

/// The id of a proof, of whichever system.
pub(crate) type AnyProof = Id<()>;

/// Why somebody removed a proof: it may tell what the proof told.
pub const WHY: Sealed = Sealed::of_union("proof_gone", "why", "id");

/// Most proofs of one system that one night deletes; what is left goes the next night.
const A_NIGHT: i64 = 2_000;

/// Where a system keeps its proofs, and which rule says for how long.
pub(crate) struct Home {
    /// The kind of record that they prove.
    pub record: &'static str,
    /// Months that they are kept after their record ended.
    pub rule: &'static Key,
    /// Kind, size, moment, account of the proof $3 of the record $2.
    pub one: Sql,
    /// Deletes the proof $3 of the record $2 if the record still has the version $4.
    pub remove: Sql,
    /// Deletes the proof $3 of the record $2.
    pub delete: Sql,
    /// Record, proof and its record's end, as a day or as a moment, of those that ended by the day $2 or the moment $3; at most $4.
    pub ended: Sql,
    /// Events that tell of proofs brought, as `id` and `body`.
    pub brought: Sql,
    /// The ids of all proofs that are there.
    pub all: Sql,
}

const ADD: Sql = Sql::union(
    "INSERT INTO proof_gone (union_id, id, record_kind, record_id, kind, size, at, account_id, gone_on, gone_by, why, rule_id, months,
       basis)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
);
const IS_GONE: Sql =
    Sql::union("SELECT 1 FROM proof_gone WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND id = $4");
const OF_RECORD: Sql = Sql::union(
    "SELECT g.id, g.kind, g.gone_on, a.name, g.why, g.months, g.basis FROM proof_gone g LEFT JOIN account a ON a.id = g.gone_by
     WHERE g.union_id = $1 AND g.record_kind = $2 AND g.record_id = $3 ORDER BY g.id LIMIT 200",
);
const ALL: Sql = Sql::union("SELECT id FROM proof_gone WHERE union_id = $1 AND record_kind = $2 ORDER BY id");
const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = $2 AND kind IN ('care.proof_removed', 'care.proofs_deleted')
     ORDER BY id",
);

/// What happens to proofs at their end. Events hold nothing of what a proof told, nor why it was wrong.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened<'a> {
    Removed {
        #[serde(skip)]
        of: Record,
        proofs: &'a [AnyProof],
    },
    Deleted {
        #[serde(skip)]
        of: Record,
        proofs: &'a [AnyProof],
        rule: RuleId,
        months: i32,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Removed { .. } => "care.proof_removed",
            Happened::Deleted { .. } => "care.proofs_deleted",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Removed { of, .. } | Happened::Deleted { of, .. } => *of,
        }
    }
}

/// A proof without its content.
pub(crate) struct Line {
    pub kind: String,
    pub size: i64,
    pub at: Instant,
    account: AccountId,
}

/// Why a proof goes.
enum Because<'a> {
    Removed(AccountId, &'a str),
    Over(&'a Keeping),
}

/// A proof that went.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Gone {
    /// Its kind.
    pub kind: String,
    /// On which day it went.
    pub on: Date,
    /// Who removed it.
    pub by: Option<String>,
    /// Why it was removed, for a reader who may read proofs now.
    pub why: Option<String>,
    /// The months of keeping and where the rule stands, if it was deleted by one.
    pub rule: Option<(i64, String)>,
}

/// How long proofs are kept after the end of what they prove.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Keeping {
    /// The rule.
    pub rule: RuleId,
    /// So many months.
    pub months: i32,
    /// Where it stands.
    pub basis: String,
    /// Whether a second person confirmed it. By a rule that nobody confirmed nothing is deleted: it could not be brought back.
    pub confirmed: bool,
}

/// The rule of keeping that stands on a day; none if there is none, or its figure is no time of keeping.
pub(crate) fn kept(read: &Reader, union: UnionId, day: Date, home: &Home) -> Result<Option<Keeping>, Error> {
    let rules = rules::rules_for(read, union, day, home.rule)?;
    let Some((row, Ok(Limit::Exact(limit)))) = rules.named(&Case::default()) else {
        return Ok(None);
    };
    let months = limit.floor().and_then(|months| i32::try_from(months).ok());
    Ok(months
        .filter(|months| (1..=1200).contains(months))
        .map(|months| Keeping {
            rule: row.id,
            months,
            basis: row.basis,
            confirmed: row.confirmed,
        }))
}

/// A proof of a record without its content; none if it is not there.
fn found(
    read: &Reader,
    union: UnionId,
    home: &Home,
    (record, proof): (Id<()>, AnyProof),
) -> Result<Option<Line>, Error> {
    read.opt(home.one, &[&union, &record, &proof], |row| {
        Ok(Line {
            kind: row.get(0)?,
            size: row.get(1)?,
            at: row.get(2)?,
            account: row.get(3)?,
        })
    })
}

/// A proof of a record without its content; refused if it is not there, and said so if somebody has just removed it.
pub(crate) fn line(read: &Reader, union: UnionId, home: &Home, at: (Id<()>, AnyProof)) -> Reply<Line> {
    if let Some(line) = found(read, union, home, at)? {
        return Ok(line);
    }
    Err(if knows(read, union, home, at)? {
        Refusal::new("care.proof.already_gone").status(409).into()
    } else {
        Refusal::missing().into()
    })
}

/// Whether a record has this proof, or had it.
pub(crate) fn knows(read: &Reader, union: UnionId, home: &Home, at: (Id<()>, AnyProof)) -> Result<bool, Error> {
    if found(read, union, home, at)?.is_some() {
        return Ok(true);
    }
    let gone = read.opt(IS_GONE, &[&union, &home.record, &at.0, &at.1], |_| Ok(()))?;
    Ok(gone.is_some())
}

/// Removes a wrong proof of a record at the version that was seen. Whoever calls has made sure that the actor may read it and
/// that no decision rests on it.
pub(crate) fn remove(
    act: &Act<'_>,
    home: &Home,
    (record, proof): (Id<()>, AnyProof),
    (version, why): (i64, &str),
) -> Reply<()> {
    let union = act.union();
    let line = line(act, union, home, (record, proof))?;
    act.run_fresh(home.remove, &[&union, &record, &proof, &version])?;
    let because = Because::Removed(act.actor().account, why);
    keep(
        act.writer(),
        union,
        (home, record, proof),
        &line,
        (act.today(), &because),
    )?;
    act.note(&Happened::Removed {
        of: Record::new(home.record, record),
        proofs: &[proof],
    })?;
    Ok(())
}

/// Keeps that there was a proof.
fn keep(
    w: &Writer,
    union: UnionId,
    (home, record, proof): (&Home, Id<()>, AnyProof),
    line: &Line,
    (on, because): (Date, &Because<'_>),
) -> Result<(), Error> {
    let (by, why, rule) = match because {
        Because::Removed(by, why) => (Some(*by), Some(w.seal(WHY.at(union, proof), why.as_bytes())?), None),
        Because::Over(kept) => (None, None, Some(*kept)),
    };
    let id = rule.map(|kept| kept.rule);
    let months = rule.map(|kept| i64::from(kept.months));
    let basis = rule.map(|kept| kept.basis.as_str());
    w.run(
        ADD,
        &[
            &union,
            &proof,
            &home.record,
            &record,
            &line.kind,
            &line.size,
            &line.at,
            &line.account,
            &on,
            &by,
            &why,
            &id,
            &months,
            &basis,
        ],
    )
    .map(drop)
}

/// The proofs of a record that went, in the order in which they were brought; with why one was removed for a reader who may read
/// proofs now.
pub(crate) fn gone(read: &Reader, union: UnionId, record: Record, open: bool) -> Result<Vec<Gone>, Error> {
    let id = Id::<()>::new(record.id);
    let rows = read.rows(OF_RECORD, &[&union, &record.kind, &id], |row| {
        let (months, basis): (Option<i64>, Option<String>) = (row.get(5)?, row.get(6)?);
        let gone = Gone {
            kind: row.get(1)?,
            on: row.get(2)?,
            by: row.get(3)?,
            why: None,
            rule: months.zip(basis),
        };
        Ok((row.get::<AnyProof>(0)?, gone, row.get::<Option<Vec<u8>>>(4)?))
    })?;
    let told = |(id, mut gone, why): (AnyProof, Gone, Option<Vec<u8>>)| {
        if let Some(sealed) = why.filter(|_| open)
            && let Some(plain) = read.open_if_held(WHY.at(union, id), &sealed)?
        {
            gone.why = Some(plain.text()?.to_owned());
        }
        Ok(gone)
    };
    rows.into_iter().map(told).collect()
}

/// Deletes the proofs of a system whose time of keeping is over by a confirmed rule; how many.
pub(crate) fn delete_over(w: &Writer, union: UnionId, now: Instant, home: &Home) -> Result<usize, Error> {
    let today = now.day();
    let Some(kept) = kept(w, union, today, home)?.filter(|kept| kept.confirmed) else {
        return Ok(0);
    };
    let by = today.plus_months(-kept.months);
    let moment = now.plus_millis(i64::from(today.days_until(by)).saturating_mul(86_400_000));
    let rows = w.rows(home.ended, &[&union, &by, &moment, &A_NIGHT], |row| {
        let (day, moment): (Option<Date>, Option<Instant>) = (row.get(2)?, row.get(3)?);
        let ended = day.or_else(|| moment.map(Instant::day));
        Ok((row.get::<Id<()>>(0)?, row.get::<AnyProof>(1)?, ended))
    })?;
    let mut over: BTreeMap<Id<()>, Vec<AnyProof>> = BTreeMap::new();
    for (record, proof, ended) in rows {
        if ended.is_some_and(|ended| ended.plus_months(kept.months) < today) {
            over.entry(record).or_default().push(proof);
        }
    }
    for (record, proofs) in &over {
        for proof in proofs {
            let Some(line) = found(w, union, home, (*record, *proof))? else {
                continue;
            };
            w.run(home.delete, &[&union, record, proof])?;
            let because = Because::Over(&kept);
            keep(w, union, (home, *record, *proof), &line, (today, &because))?;
        }
        let event = Happened::Deleted {
            of: Record::new(home.record, *record),
            proofs,
            rule: kept.rule,
            months: kept.months,
        };
        web::event::write(w, union, AccountId::NIL, now, &event)?;
    }
    Ok(over.values().map(Vec::len).sum())
}

#[derive(Deserialize)]
struct Brought {
    proof: AnyProof,
}

#[derive(Deserialize)]
struct Ended {
    proofs: Vec<AnyProof>,
}

/// Names every proof that was brought and is neither there nor known to have gone, and every one that went without the log.
pub(crate) fn check(read: &Reader, union: UnionId, home: &Home, found: &mut Vec<Difference>) -> Result<(), Error> {
    let ids = |sql, params: &[&dyn ::store::Bind]| -> Result<BTreeSet<AnyProof>, Error> {
        Ok(read.rows(sql, params, |row| row.get(0))?.into_iter().collect())
    };
    let there = ids(home.all, &[&union])?;
    let gone = ids(ALL, &[&union, &home.record])?;
    let brought = bodies::<Brought>(read, union, home.brought, found)?;
    let mut told = BTreeSet::new();
    read.each(TOLD, &[&union, &home.record], |row| {
        let event: Option<Ended> = facts::verify::told(row.get(0)?, &row.get::<String>(1)?, found);
        told.extend(event.into_iter().flat_map(|event| event.proofs));
        Ok(())
    })?;
    let lost = brought.iter().map(|event| event.proof);
    let lost = lost.filter(|id| !there.contains(id) && !gone.contains(id));
    let silent = gone.symmetric_difference(&told).copied();
    let wrong: BTreeSet<AnyProof> = lost.chain(silent).collect();
    let name = |id| Difference::told("proof_gone", id, "care.verify.proof", &[]);
    found.extend(wrong.into_iter().map(name));
    Ok(())
}
