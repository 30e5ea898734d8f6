//! Tasks as a calendar (RFC 5545): all-day events that keep their identity, so that programs follow moves and changes.

use flow::{Stage, TaskRow};
use icalendar::{Calendar, Component, Event, EventStatus, Property, ValueType};
use kernel::{Date, Instant};
use ui::Cx;

/// Tasks that take longer than this stand in the calendar on their last day only, as on the wall calendar.
const LONG: i32 = 7;
/// How often programs are asked to look again.
const AGAIN: &str = "PT4H";

/// The calendar of tasks; those without a day or given up are not in it.
pub(super) fn calendar(name: &str, tasks: &[TaskRow], cx: &Cx) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Zhijia//Zhijia 0.1//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name),
        ("X-WR-TIMEZONE", "Asia/Shanghai"),
        ("X-PUBLISHED-TTL", AGAIN),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    let again = Property::new("REFRESH-INTERVAL", AGAIN)
        .add_parameter("VALUE", "DURATION")
        .done();
    calendar.append_property(again);
    for task in tasks.iter().filter(|task| task.state.stage() != Stage::Dropped) {
        if let Some(due) = task.due {
            calendar.push(event(task, due, cx));
        }
    }
    calendar.to_string()
}

fn event(task: &TaskRow, due: Date, cx: &Cx) -> Event {
    let first = task.from.filter(|from| from.days_until(due) < LONG).unwrap_or(due);
    let changed = utc(task.changed_at);
    let title = match task.state.stage() {
        Stage::Done => cx.t1("planning.feed.done", "title", &task.title),
        _ => task.title.clone(),
    };
    let mut event = Event::new();
    event
        .add_property("UID", format!("{}@zhijia", task.id))
        .add_property("DTSTAMP", &changed)
        .add_property("CREATED", utc(task.added_at))
        .add_property("LAST-MODIFIED", &changed)
        .add_property("SEQUENCE", task.version.saturating_sub(1).max(0).to_string())
        .append_property(day("DTSTART", first))
        // the end of an all-day event is the day after its last
        .append_property(day("DTEND", due.plus_days(1)))
        .add_property("SUMMARY", plain(&title))
        .add_property("DESCRIPTION", description(task, cx))
        .add_property("CATEGORIES", cx.t(&task.field.word()))
        .append_property(Property::from(EventStatus::Confirmed))
        .add_property("TRANSP", "TRANSPARENT");
    event
}

/// What the plan says of the time, who answers, and the note.
fn description(task: &TaskRow, cx: &Cx) -> String {
    let days = match (task.when, task.from, task.due) {
        (Some(when), ..) => Some(when.words(cx.lang)),
        (None, Some(from), Some(due)) => Some(cx.span(from, due)),
        _ => None,
    };
    let mut lines: Vec<String> = days
        .map(|days| cx.t1("planning.feed.days", "days", days))
        .into_iter()
        .collect();
    let mut line = |key: &str, name: &Option<String>| {
        if let Some(name) = name {
            lines.push(cx.t1(key, "name", name));
        }
    };
    line("planning.feed.owner", &task.owner_name);
    line("planning.feed.branch", &task.branch_name);
    line("planning.feed.field", &Some(cx.t(&task.field.word())));
    lines.extend(task.note.as_deref().map(plain));
    lines.join("\n")
}

fn day(key: &str, day: Date) -> Property {
    let text = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    Property::new(key, text).append_parameter(ValueType::Date).done()
}

/// A moment as the format writes it in universal time.
fn utc(at: Instant) -> String {
    // China keeps eight hours before universal time all year
    let at = at.plus_millis(-8 * 60 * 60 * 1000).in_china();
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// Text without the signs that the format has no place for.
fn plain(text: impl AsRef<str>) -> String {
    let text = text.as_ref().replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn moments_are_told_in_universal_time() {
        let at = kernel::Instant::from_millis(1_795_222_800_000);
        assert_eq!(utc(at), "20261121T010000Z");
    }
}
