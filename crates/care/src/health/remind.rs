//! The night before, or in the morning if the night was missed: whoever booked a place for tomorrow gets a task that says where and when.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, Lang, Text, UnionId};
use web::{AccountId, Record};

use super::{BOOKING, model::Status, store};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.health";

/// The kind of job that reminds.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, tell)
}

/// Makes the tasks of those who booked for the next day; says how many.
pub(super) fn tell(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let mut made = 0;
    for (day, place, on, round) in store::to_remind(w, union, (now.day(), now.day().plus_days(1)))? {
        for booking in store::bookings(w, union, round)? {
            if booking.day != day || booking.status != Status::Booked {
                continue;
            }
            let title = ui::words::fill(
                &ui::words::word(Lang::Zh, "health.remind.task"),
                &[("day", &on.chinese()), ("place", &place)],
            );
            let title = Text::new(&title).map_err(|e| Error::Wrong(format!("a title: {e}")))?;
            let task = flow::NewTask {
                owner: Some(booking.member),
                due: Some(on),
                source: Some(Record::new(BOOKING, booking.id)),
                ..flow::NewTask::new(title, flow::Field::Care)
            };
            flow::add_for(w, union, (AccountId::NIL, now), &task)?;
            made += 1;
        }
        store::set_reminded(w, union, day)?;
    }
    Ok(made)
}
