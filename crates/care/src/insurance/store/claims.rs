//! Claims in the store.

use std::collections::BTreeMap;

use ::store::{Asked, Error, Reader, Row, Sql, secret::Sealed};
use kernel::{Date, Money, UnionId};
use org::MemberId;
use web::{Act, Reply};

use super::{
    super::model::{Claim, ClaimId, Earlier, Happening, Paper, PlanId, State, Step},
    reasons,
};

/// The column of what happened and where.
pub(super) const SEALED: Sealed = Sealed::of_union("claim", "sealed", "id");
/// The column of the account.
pub(super) const BANK: Sealed = Sealed::of_union("claim", "bank", "id");

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, year, number, enrolled_id, member_id, line_id, event, event_on, stay_until, days, share, due_on, benefit, own,
               status, submitted_on, answered_on, granted, paid_on, made_at, version
             FROM claim WHERE union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO claim (union_id, id, year, number, enrolled_id, member_id, line_id, event, event_on, stay_until, days, share, due_on,
       sealed, bank, own, status, benefit, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'open', $17, $18, $19, 1)",
);
const CHANGE: Sql = Sql::union(
    "UPDATE claim SET event = $4, event_on = $5, stay_until = $6, days = $7, share = $8, due_on = $9, sealed = $10, bank = $11,
       benefit = $12, status = $13, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('open', 'complete')",
);
const STATE: Sql = Sql::union(
    "UPDATE claim SET status = $4, submitted_on = $5, answered_on = $6, granted = $7, paid_on = $8,
       reason = COALESCE($9, reason), version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const GET: Sql = Sql::union(columns!(" AND id = $2"));
/// Most claims of a list.
pub(in crate::insurance) const MOST: u16 = 500;
const BY_STATUS: Sql = Sql::union(columns!(" AND status = $2 ORDER BY made_at DESC, id DESC LIMIT $3"));
const ALL: Sql = Sql::union(columns!(" ORDER BY year DESC, number DESC LIMIT $2"));
const OF_MEMBER: Sql = Sql::union(columns!(" AND member_id = $2 ORDER BY made_at DESC, id DESC LIMIT 200"));
const COUNTS: Sql = Sql::union("SELECT status, COUNT(*) FROM claim WHERE union_id = $1 GROUP BY status");
const LATE: Sql =
    Sql::union("SELECT COUNT(*) FROM claim WHERE union_id = $1 AND status IN ('open', 'complete') AND due_on < $2");
const EARLIER: Sql = Sql::union(
    "SELECT event, event_on, stay_until, CAST(COALESCE(granted, benefit) AS BIGINT) FROM claim
     WHERE union_id = $1 AND member_id = $2 AND line_id = $3 AND id <> $4 AND status NOT IN ('refused', 'withdrawn')
     ORDER BY event_on, id",
);
const SET_BANK: Sql = Sql::union("UPDATE claim SET bank = $3 WHERE union_id = $1 AND id = $2 AND bank IS NULL");
const WHAT: Sql = Sql::union("SELECT sealed FROM claim WHERE union_id = $1 AND id = $2");
const ACCOUNT: Sql = Sql::union("SELECT bank FROM claim WHERE union_id = $1 AND id = $2");
const PAPERS: Sql = Sql::union("SELECT paper, had_on FROM claim_paper WHERE union_id = $1 AND claim_id = $2");
const ADD_PAPER: Sql =
    Sql::union("INSERT INTO claim_paper (union_id, claim_id, paper, had_on) VALUES ($1, $2, $3, $4)");
const DROP_PAPER: Sql = Sql::union("DELETE FROM claim_paper WHERE union_id = $1 AND claim_id = $2 AND paper = $3");

/// What is sealed of a claim: what happened, in words, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Secret {
    /// The diagnosis, or what happened.
    pub what: String,
    /// The hospital with its grade; empty if there was none.
    pub hospital: String,
}

/// The account that the money goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Bank {
    /// Whose it is.
    pub holder: String,
    /// The bank.
    pub name: String,
    /// The account's digits.
    pub number: String,
}

impl Bank {
    /// The last four digits.
    pub fn masked(&self) -> String {
        let all: Vec<char> = self.number.chars().collect();
        let tail: String = all.iter().skip(all.len().saturating_sub(4)).collect();
        format!("**** {tail}")
    }
}

fn lines(parts: &[&str]) -> String {
    let clean: Vec<String> = parts.iter().map(|part| part.replace('\n', " ")).collect();
    clean.join("\n")
}

fn claim_of(row: &Row<'_>) -> Result<Claim, Error> {
    let mut c = row.cells();
    let (id, year, number, enrolled, member, line) = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let what = Happening {
        event: c.take()?,
        from: c.take()?,
        until: c.take()?,
        days: c.take()?,
        share: c.take()?,
    };
    let (due, benefit) = (c.take()?, c.take()?);
    let (own, step): (i64, Step) = (c.take()?, c.take()?);
    let kept = Kept {
        sent: c.take()?,
        on: c.take()?,
        granted: c.take()?,
        paid: c.take()?,
    };
    Ok(Claim {
        id,
        year,
        number,
        enrolled,
        member,
        line,
        what,
        due,
        benefit,
        own: own != 0,
        state: kept
            .state(step)
            .ok_or_else(|| Error::Wrong("a claim without what belongs to its state".to_owned()))?,
        made_at: c.take()?,
        version: c.take()?,
    })
}

/// The columns of a state.
#[derive(Default)]
struct Kept {
    sent: Option<Date>,
    on: Option<Date>,
    granted: Option<Money>,
    paid: Option<Date>,
}

impl Kept {
    fn state(self, step: Step) -> Option<State> {
        Some(match step {
            Step::Open => State::Open,
            Step::Complete => State::Complete,
            Step::Submitted => State::Submitted(self.sent?),
            Step::Accepted => State::Accepted {
                sent: self.sent?,
                on: self.on?,
                granted: self.granted?,
            },
            Step::Paid => State::Paid {
                sent: self.sent?,
                on: self.on?,
                granted: self.granted?,
                paid: self.paid?,
            },
            Step::Refused => State::Refused {
                sent: self.sent?,
                on: self.on?,
            },
            Step::Withdrawn => State::Withdrawn { sent: self.sent },
        })
    }
    fn of(state: State) -> Self {
        let none = Kept::default();
        match state {
            State::Open | State::Complete => none,
            State::Submitted(sent) => Kept {
                sent: Some(sent),
                ..none
            },
            State::Accepted { sent, on, granted } => Kept {
                sent: Some(sent),
                on: Some(on),
                granted: Some(granted),
                paid: None,
            },
            State::Paid {
                sent,
                on,
                granted,
                paid,
            } => Kept {
                sent: Some(sent),
                on: Some(on),
                granted: Some(granted),
                paid: Some(paid),
            },
            State::Refused { sent, on } => Kept {
                sent: Some(sent),
                on: Some(on),
                ..none
            },
            State::Withdrawn { sent } => Kept { sent, ..none },
        }
    }
}

fn sealed_bank(act: &Act<'_>, id: ClaimId, b: &Bank) -> Result<Vec<u8>, Error> {
    let whole = lines(&[&b.holder, &b.name, &b.number]);
    act.writer().seal(BANK.at(act.union(), id), whole.as_bytes())
}

/// Keeps the account of a claim of which none is known.
pub(in super::super) fn set_bank(act: &Act<'_>, id: ClaimId, bank: &Bank) -> Result<(), Error> {
    let kept = sealed_bank(act, id, bank)?;
    act.run(SET_BANK, &[&act.union(), &id, &kept]).map(drop)
}

/// The sealed columns of a claim.
fn sealed(
    act: &Act<'_>,
    id: ClaimId,
    secret: &Secret,
    bank: Option<&Bank>,
) -> Result<(Vec<u8>, Option<Vec<u8>>), Error> {
    let (w, union) = (act.writer(), act.union());
    let what = w.seal(
        SEALED.at(union, id),
        lines(&[&secret.what, &secret.hospital]).as_bytes(),
    )?;
    let account = bank.map(|b| sealed_bank(act, id, b));
    Ok((what, account.transpose()?))
}

/// Keeps a new claim, which is open; gives its number in the year.
pub(in super::super) fn add_claim(
    act: &Act<'_>,
    new: &Claim,
    secret: &Secret,
    bank: Option<&Bank>,
) -> Result<(), Error> {
    let union = act.union();
    let (what, account) = sealed(act, new.id, secret, bank)?;
    act.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.year,
            &new.number,
            &new.enrolled,
            &new.member,
            &new.line,
            &new.what.event,
            &new.what.from,
            &new.what.until,
            &new.what.days,
            &new.what.share,
            &new.due,
            &what,
            &account,
            &i64::from(new.own),
            &new.benefit,
            &new.made_at,
            &act.actor().account,
        ],
    )
    .map(drop)
}

/// Writes anew what is claimed, at the version that was seen.
pub(in super::super) fn change_claim(act: &Act<'_>, to: &Claim, secret: &Secret, bank: Option<&Bank>) -> Reply<()> {
    let (what, account) = sealed(act, to.id, secret, bank)?;
    act.run_fresh(
        CHANGE,
        &[
            &act.union(),
            &to.id,
            &to.version,
            &to.what.event,
            &to.what.from,
            &to.what.until,
            &to.what.days,
            &to.what.share,
            &to.due,
            &what,
            &account,
            &to.benefit,
            &to.state.step(),
        ],
    )
}

/// Writes where a claim stands, at the version that was seen, and what was written about it; what was written before stays
/// where nothing is now.
pub(in super::super) fn set_state(
    act: &Act<'_>,
    (id, version): (ClaimId, i64),
    state: State,
    reason: Option<&str>,
) -> Reply<()> {
    let kept = Kept::of(state);
    let reason = reason.map(|text| reasons::sealed(act, id, text)).transpose()?;
    act.run_fresh(
        STATE,
        &[
            &act.union(),
            &id,
            &version,
            &state.step(),
            &kept.sent,
            &kept.on,
            &kept.granted,
            &kept.paid,
            &reason,
        ],
    )
}

/// A claim.
pub(in super::super) fn claim(read: &Reader, union: UnionId, id: ClaimId) -> Result<Claim, Error> {
    read.one(GET, &[&union, &id], claim_of)
}

/// Claims of a state, or all, the latest first, at most 500.
pub(in super::super) fn claims(read: &Reader, union: UnionId, step: Option<Step>) -> Result<Vec<Claim>, Error> {
    match step {
        Some(step) => read.rows(BY_STATUS, &[&union, &step, &i64::from(MOST)], claim_of),
        None => read.rows(ALL, &[&union, &i64::from(MOST)], claim_of),
    }
}

/// The claims of a person, the latest first.
pub(in super::super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Claim>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], claim_of)
}

/// How many claims stand where.
pub(in super::super) fn counts(read: &Reader, union: UnionId) -> Result<BTreeMap<Step, i64>, Error> {
    let rows = ask_counts(read, union, |step, count| (step, count))?.rows()?;
    Ok(rows.into_iter().collect())
}

/// Asks how many claims stand where.
pub(in super::super) fn ask_counts<'r, T>(
    read: &'r Reader,
    union: UnionId,
    told: impl Fn(Step, i64) -> T + 'r,
) -> Result<Asked<'r, T>, Error> {
    read.ask(COUNTS, &[&union], move |row| Ok(told(row.get(0)?, row.get(1)?)))
}

/// How many claims are past their last day and not sent.
pub(in super::super) fn late(read: &Reader, union: UnionId, today: Date) -> Result<i64, Error> {
    read.one(LATE, &[&union, &today], |row| row.get(0))
}

/// What was claimed before by a person under a plan, but for one claim.
pub(in super::super) fn earlier(
    read: &Reader,
    union: UnionId,
    member: MemberId,
    line: PlanId,
    but: ClaimId,
) -> Result<Vec<Earlier>, Error> {
    read.rows(EARLIER, &[&union, &member, &line, &but], |row| {
        Ok(Earlier {
            event: row.get(0)?,
            from: row.get(1)?,
            until: row.get(2)?,
            amount: row.get(3)?,
        })
    })
}

fn opened(
    read: &Reader,
    (union, id): (UnionId, ClaimId),
    sql: Sql,
    place: Sealed,
) -> Result<Option<Vec<String>>, Error> {
    let kept: Option<Vec<u8>> = read.one(sql, &[&union, &id], |row| row.get(0))?;
    let Some(kept) = kept else { return Ok(None) };
    let plain = read.open_if_held(place.at(union, id), &kept)?;
    plain
        .map(|plain| Ok(plain.text()?.split('\n').map(str::to_owned).collect()))
        .transpose()
}

/// What happened and where; nothing if its key is lost.
pub(in super::super) fn secret(read: &Reader, union: UnionId, id: ClaimId) -> Result<Option<Secret>, Error> {
    let parts = opened(read, (union, id), WHAT, SEALED)?;
    Ok(parts.map(|parts| {
        let mut parts = parts.into_iter();
        Secret {
            what: parts.next().unwrap_or_default(),
            hospital: parts.next().unwrap_or_default(),
        }
    }))
}

/// The account; nothing if none was told, or its key is lost.
pub(in super::super) fn bank(read: &Reader, union: UnionId, id: ClaimId) -> Result<Option<Bank>, Error> {
    let parts = opened(read, (union, id), ACCOUNT, BANK)?;
    Ok(parts.map(|parts| {
        let mut parts = parts.into_iter();
        Bank {
            holder: parts.next().unwrap_or_default(),
            name: parts.next().unwrap_or_default(),
            number: parts.next().unwrap_or_default(),
        }
    }))
}

/// The papers that are there, with the day they came.
pub(in super::super) fn papers(read: &Reader, union: UnionId, id: ClaimId) -> Result<BTreeMap<Paper, Date>, Error> {
    let rows = read.rows(PAPERS, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Writes which papers are there; those that were there keep their day.
pub(in super::super) fn set_papers(
    act: &Act<'_>,
    id: ClaimId,
    had: &BTreeMap<Paper, Date>,
    now: &[Paper],
) -> Result<(), Error> {
    let union = act.union();
    for paper in had.keys().filter(|paper| !now.contains(paper)) {
        act.run(DROP_PAPER, &[&union, &id, paper])?;
    }
    for paper in now.iter().filter(|paper| !had.contains_key(paper)) {
        act.run(ADD_PAPER, &[&union, &id, paper, &act.today()])?;
    }
    Ok(())
}
