//! The watch over terms: a year, half a year and three months before a body's term ends, and when it has ended, whoever
//! heads it finds in the inbox what is to be done now for the election (换届).

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Date, Instant, Lang, Text, UnionId};
use org::{
    BodyId, BodyKind, MemberId,
    bodies::{model::BodyLine, posts, store},
    tree,
};
use web::AccountId;

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "organisation.terms";

/// The kind of job that watches the terms of one union.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, announce)
}

/// How long before the end a notice comes, in months; 0 once it has ended.
const STAGES: [i32; 3] = [3, 6, 12];

/// The notice that is due on a day for a term that ends on another: the nearest of the stages.
fn stage(until: Date, today: Date) -> Option<i32> {
    if until < today {
        return Some(0);
    }
    STAGES.into_iter().find(|months| today >= until.plus_months(-months))
}

/// By when what a notice asks for should be done.
fn due(months: i32, until: Date, today: Date) -> Date {
    match months {
        12 => until.plus_months(-9),
        6 => until.plus_months(-4),
        3 => until,
        _ => today.plus_months(1),
    }
    .max(today)
}

/// Puts the notices that are due into the inboxes, each once; says how many.
///
/// # Errors
/// The store's.
pub fn announce(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let today = now.day();
    let over = tree::store::find_one(w, union)?.is_some_and(|node| !node.lives_on(today));
    if over {
        return Ok(0);
    }
    let mut count = 0;
    for body in store::ending(w, union, today.plus_months(12))? {
        let Some((until, months)) = body
            .term
            .and_then(|t| t.until)
            .and_then(|u| Some((u, stage(u, today)?)))
        else {
            continue;
        };
        if !body.kind.elected() || !store::note_ending(w, union, body.id, until, i64::from(months), now)? {
            continue;
        }
        let task = task(w, union, &body, until, months, today)?;
        flow::add_for(w, union, (AccountId::new(uuid::Uuid::nil()), now), &task)?;
        count += 1;
    }
    Ok(count)
}

fn task(
    w: &Writer,
    union: UnionId,
    body: &BodyLine,
    until: Date,
    months: i32,
    today: Date,
) -> Result<flow::NewTask, Error> {
    let word = |key: &str| ui::words::find(Lang::Zh, key).unwrap_or_default();
    let day = until.chinese();
    let title = ui::words::fill(
        word(&format!("organisation.term_watch.title_{months}")),
        &[("body", &body.name), ("day", &day)],
    );
    let note = word(&format!("organisation.term_watch.note_{months}"));
    let title = title.parse::<Text<200>>().map_err(|e| Error::Other(format!("{e:?}")))?;
    Ok(flow::NewTask {
        note: note.parse().ok(),
        owner: head(w, union, body, today)?,
        due: Some(due(months, until, today)),
        ..flow::NewTask::new(title, flow::Field::Organisation)
    })
}

/// Who heads a body; of one without a head, who chairs the union.
fn head(w: &Writer, union: UnionId, body: &BodyLine, today: Date) -> Result<Option<MemberId>, Error> {
    let first = |id: BodyId| -> Result<Option<MemberId>, Error> {
        let posts = posts::posts(w, union, Some(id), today)?;
        let holders = posts::holders(w, union, Some(id), false)?;
        let of = |post: &posts::PostLine| holders.iter().find(|h| h.post == post.id).map(|h| h.member);
        Ok(posts.first().and_then(of))
    };
    if let Some(member) = first(body.id)? {
        return Ok(Some(member));
    }
    let committee = store::living(w, union, today)?;
    match committee.iter().find(|b| b.kind == BodyKind::Committee) {
        Some(committee) => first(committee.id),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn notices_come_a_year_half_a_year_and_three_months_before() {
        let until = day("2027-11-21");
        for (today, months) in [
            ("2026-11-20", None),
            ("2026-11-21", Some(12)),
            ("2027-05-20", Some(12)),
            ("2027-05-21", Some(6)),
            ("2027-08-21", Some(3)),
            ("2027-11-21", Some(3)),
            ("2027-11-22", Some(0)),
        ] {
            assert_eq!(stage(until, day(today)), months, "{today}");
        }
        assert_eq!(due(12, until, day("2026-11-21")), day("2027-02-21"));
        assert_eq!(
            due(12, until, day("2027-05-01")),
            day("2027-05-01"),
            "never in the past"
        );
        assert_eq!(due(0, until, day("2027-12-01")), day("2028-01-01"));
    }
}
