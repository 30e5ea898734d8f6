//! Calling for meetings: planning one, changing it, telling its members, calling it off.

use flow::Outcome;
use kernel::{Date, Text};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    draw,
    event::Happened,
    hour,
    model::{Base, Kind, MeetingId, Row, Rules, Said, Share, Status},
    notice::{self, cut},
    rights, seats,
    store::{self, CALL, CANCEL, SAY, items},
};

pub(super) mod agenda;
pub(super) mod attend;
pub(super) mod decide;
pub(super) mod settle;

/// Back to a meeting with a word.
pub(super) fn done(id: MeetingId, said: &str) -> Done {
    Done::to(format!("/meetings/{id}")).record(id).say(said)
}

/// What is typed about a meeting: a new one, or one to change (the path says which).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    /// The meeting to change; of a new one none.
    id: Option<MeetingId>,
    /// The version of it that was seen.
    version: Option<i64>,
    /// Whose meeting; it stays once the meeting is planned.
    body: Option<BodyId>,
    kind: Kind,
    /// Its name; made from day, body and kind if left out.
    title: Option<Text<200>>,
    day: Date,
    /// As people write hours: `15:00`, `下午3点`.
    starts: Text<20>,
    place: Option<Text<200>>,
    chair: MemberId,
    recorder: Option<MemberId>,
    /// How many must be present; two thirds if left out.
    quorum: Option<Share>,
    /// How many must be in favour; more than half if left out.
    pass: Option<Share>,
    /// Of whom; of all seats if left out.
    base: Option<Base>,
    /// Who gets the minutes.
    copies: Option<Text<500>>,
    /// Draws the agenda at once.
    #[serde(default)]
    draw: bool,
    /// Tells its members at once.
    #[serde(default)]
    call: bool,
}

/// The name of a meeting: `2026年11月工会委员会例会`.
pub(super) fn usual_title(day: Date, body: &str, kind: Kind) -> String {
    let what = match kind {
        Kind::Committee | Kind::Other => "会议",
        Kind::Standing => "常务委员会会议",
        Kind::Regular => "例会",
        Kind::Enlarged => "扩大会议",
        Kind::Special => "专题会议",
    };
    format!("{}年{}月{body}{what}", day.year(), day.month())
}

impl Form {
    fn said(&self, body: BodyId, body_name: &str, old: Option<&Said>) -> Reply<Said> {
        let starts = hour::read(&self.starts).ok_or_else(|| Refusal::field("starts", "meetings.refusal.hour"))?;
        let title = self
            .title
            .clone()
            .map_or_else(|| usual_title(self.day, body_name, self.kind), Text::into_string);
        let usual = old.map_or_else(Rules::default, |o| o.rules);
        Ok(Said {
            body,
            kind: self.kind,
            title,
            day: self.day,
            starts,
            ends: old.and_then(|o| o.ends.clone()),
            place: self.place.clone().map(Text::into_string),
            chair: self.chair,
            recorder: self.recorder,
            rules: Rules {
                quorum: self.quorum.unwrap_or(usual.quorum),
                pass: self.pass.unwrap_or(usual.pass),
                base: self.base.unwrap_or(usual.base),
            },
            guests: old.and_then(|o| o.guests.clone()),
            copies: self.copies.clone().map(Text::into_string),
        })
    }
}

/// Plans a meeting; with a tick draws its agenda and tells its members in the same act.
pub(super) fn plan(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let union = act.union();
    let body = form
        .body
        .ok_or_else(|| Refusal::field("body", "web.refusal.required"))?;
    let known = seats::bodies_that_meet(act, union, act.today())?;
    let body = known
        .into_iter()
        .find(|b| b.id == body)
        .ok_or_else(|| Refusal::field("body", "meetings.refusal.no_body"))?;
    let said = form.said(body.id, &body.name, None)?;
    let id: MeetingId = act.id();
    fits(act, id, &said)?;
    store::add(act.writer(), union, id, &said, act.now(), act.actor().account)?;
    act.note(&Happened::Planned {
        meeting: id,
        said: &said,
    })?;
    seats::fill(act, id, said.body)?;
    if form.draw {
        let row = store::get(act, union, id)?;
        let drawn = draw::fresh(draw::proposals(act, &row, &[])?);
        agenda::put(act, id, drawn)?;
    }
    if form.call {
        tell(act, &store::get(act, union, id)?)?;
        return Ok(done(id, "meetings.said.called"));
    }
    Ok(done(id, "meetings.said.planned"))
}

/// Refuses a meeting that its body holds already at that hour, and people who are not of this union.
fn fits(act: &Act<'_>, id: MeetingId, said: &Said) -> Reply<()> {
    if let Some(twin) = store::twin(act, act.union(), said, id)? {
        return Err(Refusal::new("meetings.refusal.twin")
            .status(409)
            .next(format!("/meetings/{}", twin.id))
            .into());
    }
    let people = [Some(said.chair), said.recorder];
    let names = org::member_names(act, act.union(), people.into_iter().flatten())?;
    if !names.contains_key(&said.chair) {
        return Err(Refusal::field("chair", "meetings.refusal.stranger").into());
    }
    match said.recorder {
        Some(recorder) if !names.contains_key(&recorder) => {
            Err(Refusal::field("recorder", "meetings.refusal.stranger").into())
        }
        _ => Ok(()),
    }
}

/// Changes day, place and the rest. If members were told of another hour or place, they are told anew.
pub(super) fn change(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let (Some(id), Some(version)) = (form.id, form.version) else {
        return Err(Refusal::missing().into());
    };
    let old = rights::open(act, id)?;
    let said = form.said(old.said.body, &old.body_name, Some(&old.said))?;
    fits(act, id, &said)?;
    let r = &said.rules;
    act.run_fresh(
        SAY,
        &[
            &act.union(),
            &id,
            &version,
            &said.kind,
            &said.title,
            &said.day,
            &said.starts,
            &said.ends,
            &said.place,
            &said.chair,
            &said.recorder,
            &r.quorum,
            &r.pass,
            &r.base,
            &said.guests,
            &said.copies,
        ],
    )?;
    act.note(&Happened::Changed {
        meeting: id,
        said: &said,
    })?;
    decide::still_stand(act, id)?;
    let moved = |s: &Said| (s.day, s.starts.clone(), s.place.clone());
    if old.status == Status::Called && moved(&old.said) != moved(&said) && said.day >= act.today() {
        notice::end(act, id, &Outcome::Done { on: act.today() })?;
        tell(act, &store::get(act, act.union(), id)?)?;
        return Ok(done(id, "meetings.said.called_anew"));
    }
    Ok(done(id, "meetings.said.changed"))
}

/// Which meeting, and the version that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct At {
    pub id: MeetingId,
    pub version: i64,
}

/// Tells the members of a meeting.
pub(super) fn call(act: &mut Act<'_>, form: At) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    if row.version != form.version {
        return Err(Refusal::stale().into());
    }
    if row.status == Status::Called {
        return Err(Refusal::new("meetings.refusal.called").status(409).into());
    }
    tell(act, &row)?;
    Ok(done(form.id, "meetings.said.called"))
}

fn tell(act: &Act<'_>, row: &Row) -> Reply<()> {
    if row.said.day < act.today() {
        return Err(Refusal::field("day", "meetings.refusal.past").into());
    }
    act.run_fresh(CALL, &[&act.union(), &row.id, &row.version, &act.now()])?;
    seats::fill(act, row.id, row.said.body)?;
    let agenda: Vec<String> = items::of(act, act.union(), row.id)?
        .into_iter()
        .map(|i| i.title)
        .collect();
    let people = notice::send(act, row, &agenda)?;
    act.note(&Happened::Called {
        meeting: row.id,
        people,
    })?;
    Ok(())
}

/// Why a meeting is called off or opened again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Why {
    pub id: MeetingId,
    pub version: i64,
    pub why: Text<500>,
}

/// Calls a meeting off.
pub(super) fn cancel(act: &mut Act<'_>, form: Why) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    if !store::decisions::of(act, act.union(), row.id)?.is_empty() {
        return Err(Refusal::new("meetings.refusal.has_decisions").status(409).into());
    }
    act.run_fresh(CANCEL, &[&act.union(), &form.id, &form.version, &form.why])?;
    notice::end(act, form.id, &Outcome::Done { on: act.today() })?;
    act.note(&Happened::Cancelled {
        meeting: form.id,
        why: &form.why,
    })?;
    Ok(done(form.id, "meetings.said.cancelled"))
}

/// A text of at most 200 characters, from a longer one.
pub(super) fn title_of(text: &str) -> Reply<Text<200>> {
    cut(text.lines().next().unwrap_or(text))
}
