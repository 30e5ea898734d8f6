//! Who came, who is excused, who sat in.

use std::collections::BTreeMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    super::{
        event::Happened,
        hour,
        model::{MeetingId, Presence},
        rights,
        store::{self, ATTEND, people},
    },
    decide, done,
};

/// Longest reason for an excuse, in characters.
pub(in super::super) const REASON: usize = 100;

/// Who came.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Form {
    id: MeetingId,
    version: i64,
    /// Guests, one a line.
    guests: Option<Text<2000>>,
    /// When it ended.
    ends: Option<Text<20>>,
    /// For each seat `s-<id>`: `present`, `leave` or `absent`; `r-<id>`: the reason of who is excused.
    #[serde(flatten)]
    seats: BTreeMap<String, String>,
}

/// Keeps who came.
pub(in super::super) fn save(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let row = rights::open(act, form.id)?;
    if row.said.day > act.today() {
        return Err(Refusal::new("meetings.refusal.not_yet").arg("day", row.said.day).into());
    }
    let ends = match &form.ends {
        None => None,
        Some(typed) => Some(hour::read(typed).ok_or_else(|| Refusal::field("ends", "meetings.refusal.hour"))?),
    };
    if ends.as_ref().is_some_and(|ends| *ends <= row.said.starts) {
        return Err(Refusal::field("ends", "meetings.refusal.ends").into());
    }
    let guests = form.guests.as_deref();
    act.run_fresh(ATTEND, &[&act.union(), &row.id, &form.version, &guests, &ends])?;
    for seat in people::of(act, act.union(), row.id)? {
        let field = format!("s-{}", seat.id);
        let Some(state) = form.seats.get(&field) else { continue };
        let state = Presence::ALL
            .iter()
            .find(|p| p.key() == state)
            .ok_or_else(|| Refusal::field(&field, "web.refusal.wrong"))?;
        let reason = reason(&form.seats, &seat.id.to_string(), *state)?;
        people::set(act.writer(), act.union(), row.id, seat.id, *state, reason.as_deref())?;
    }
    decide::still_stand(act, row.id)?;
    let hall = people::hall(act, act.union(), row.id)?;
    act.note(&Happened::Attended {
        meeting: row.id,
        present: hall.present,
        seats: hall.seats,
        guests: store::get(act, act.union(), row.id)?.said.guest_count(),
    })?;
    Ok(done(row.id, "meetings.said.attended"))
}

fn reason(seats: &BTreeMap<String, String>, id: &str, state: Presence) -> Reply<Option<Text<REASON>>> {
    let field = format!("r-{id}");
    match seats
        .get(&field)
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
    {
        Some(text) if state == Presence::Leave => Text::new(text)
            .map(Some)
            .map_err(|_| Refusal::field(&field, "web.refusal.long").arg("why", REASON).into()),
        _ => Ok(None),
    }
}
