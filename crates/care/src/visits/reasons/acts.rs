//! What people do with the list of reasons.

use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply};

use super::{
    model::{Begins, Name, Reason, ReasonId, Says, cap},
    record, store,
};
use crate::given::Kind;

/// What is typed about a reason.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    id: Option<ReasonId>,
    version: Option<i64>,
    /// Its name.
    name: Name,
    /// What begins it.
    begins: Begins,
    /// The season, as it is written: 春节前.
    season: Option<Text<30>>,
    /// How many days before the event the register tells of it.
    ahead_days: Option<i64>,
    /// Within how many days one goes.
    due_days: i64,
    /// How many go at least.
    visitors: i64,
    /// The name of the rule that a gift is held against.
    cap: Option<Text<60>>,
    /// Under which kind a gift counts.
    kind: Kind,
    /// Whether a photo is asked for.
    #[serde(default)]
    photo: bool,
    /// Whether a signed receipt is asked for when something is given.
    #[serde(default)]
    receipt: bool,
    /// Whether it tells of health, hardship or trouble.
    #[serde(default)]
    sensitive: bool,
}

impl Form {
    fn says(&self) -> Reply<Says> {
        let key = match &self.cap {
            None => None,
            Some(name) => Some(cap(name).ok_or_else(|| Refusal::field("cap", "web.refusal.wrong"))?),
        };
        let says = Says {
            name: self.name.as_str().to_owned(),
            begins: self.begins,
            season: self.season.as_ref().map(|text| text.as_str().to_owned()),
            ahead_days: self.ahead_days.unwrap_or(0),
            due_days: self.due_days,
            visitors: self.visitors,
            cap: key,
            kind: self.kind,
            photo: self.photo,
            receipt: self.receipt,
            sensitive: self.sensitive,
        };
        says.check()?;
        Ok(says)
    }
}

/// What happens to reasons.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened<'a> {
    Added { id: ReasonId, says: &'a Says },
    Changed { id: ReasonId, version: i64, says: &'a Says },
    Ended { id: ReasonId, version: i64, on: Date },
    Revived { id: ReasonId, version: i64 },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Added { .. } => "visit_reason.added",
            Happened::Changed { .. } => "visit_reason.changed",
            Happened::Ended { .. } => "visit_reason.ended",
            Happened::Revived { .. } => "visit_reason.revived",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Added { id, .. }
            | Happened::Changed { id, .. }
            | Happened::Ended { id, .. }
            | Happened::Revived { id, .. } => record(*id),
        }
    }
}

fn by(act: &Act<'_>) -> (web::AccountId, kernel::Instant) {
    (act.actor().account, act.now())
}

/// Refuses a name that another living reason has.
fn once(act: &Act<'_>, name: &str, but: Option<ReasonId>) -> Reply<()> {
    let all = store::now(act, act.union())?;
    let same = |r: &&Reason| r.says.name == name && Some(r.id) != but && r.lives_on(act.today());
    match all.iter().find(same) {
        Some(other) => Err(Refusal::field("name", "visits.refusal.same_reason")
            .next(format!("/visits/reasons/{}", other.id))
            .into()),
        None => Ok(()),
    }
}

/// Adds a reason.
pub(super) fn add(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let says = form.says()?;
    once(act, &says.name, None)?;
    let new = Reason {
        id: act.id(),
        version: 1,
        says,
        ended: None,
    };
    store::add(act.writer(), act.union(), &new, by(act))?;
    act.note(&Happened::Added {
        id: new.id,
        says: &new.says,
    })?;
    Ok(Done::to(format!("/visits/reasons/{}", new.id))
        .record(new.id)
        .say("visits.said.reason_added"))
}

/// Writes a new version in the place of the one seen.
fn replace(act: &Act<'_>, old: &Reason, seen: i64, says: Says, ended: Option<Date>) -> Reply<i64> {
    if old.version != seen {
        return Err(Refusal::stale().into());
    }
    if old.version > 0 {
        act.run_fresh(store::REPLACE, &[&act.union(), &old.id, &seen, &act.now()])?;
    }
    let new = Reason {
        id: old.id,
        version: old.version + 1,
        says,
        ended,
    };
    store::add(act.writer(), act.union(), &new, by(act))?;
    Ok(new.version)
}

/// Changes what a reason says from now on.
pub(super) fn edit(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let (Some(id), Some(version)) = (form.id, form.version) else {
        return Err(Refusal::missing().into());
    };
    let old = store::get(act, act.union(), id)?;
    let says = form.says()?;
    once(act, &says.name, Some(id))?;
    let version = replace(act, &old, version, says.clone(), old.ended)?;
    act.note(&Happened::Changed {
        id,
        version,
        says: &says,
    })?;
    Ok(Done::to(format!("/visits/reasons/{id}"))
        .record(id)
        .say("visits.said.reason_changed"))
}

/// A reason, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    id: ReasonId,
    version: i64,
}

/// Ends a reason: it is not offered any more, and the register begins nothing by it.
pub(super) fn end(act: &mut Act<'_>, seen: Seen) -> Reply<Done> {
    let old = store::get(act, act.union(), seen.id)?;
    if !old.lives_on(act.today()) {
        return Err(Refusal::new("visits.refusal.reason_ended").status(409).into());
    }
    let on = act.today();
    let version = replace(act, &old, seen.version, old.says.clone(), Some(on))?;
    let id = seen.id;
    act.note(&Happened::Ended { id, version, on })?;
    Ok(Done::to("/visits/reasons").record(id).say("visits.said.reason_ended"))
}

/// Takes an ended reason up again.
pub(super) fn revive(act: &mut Act<'_>, seen: Seen) -> Reply<Done> {
    let old = store::get(act, act.union(), seen.id)?;
    once(act, &old.says.name, Some(old.id))?;
    let version = replace(act, &old, seen.version, old.says.clone(), None)?;
    let id = seen.id;
    act.note(&Happened::Revived { id, version })?;
    Ok(Done::to(format!("/visits/reasons/{id}"))
        .record(id)
        .say("visits.said.reason_changed"))
}
