//! Who should attend: those who hold a post of the body.

use std::collections::HashMap;

use ::store::{Error, Reader};
use kernel::{Date, UnionId};
use org::{
    BodyId, MemberId, PostId,
    bodies::{model::BodyLine, posts, store as bodies},
};
use web::{Act, Reply};

use super::{
    model::{MeetingId, Presence},
    store::people,
};

/// Most seats of a meeting.
pub(super) const SEATS: usize = 500;

/// Somebody of a body: member, name, post.
pub(super) type Officer = (MemberId, String, String);

/// The holders of a body's posts, the first in rank first; somebody in two posts counts once, by the higher.
pub(super) fn of(read: &Reader, union: UnionId, body: BodyId, today: Date) -> Result<Vec<Officer>, Error> {
    let posts: HashMap<PostId, (usize, String)> = posts::posts(read, union, Some(body), today)?
        .into_iter()
        .enumerate()
        .map(|(rank, post)| (post.id, (rank, post.title)))
        .collect();
    let mut held: Vec<(usize, Officer)> = posts::holders(read, union, Some(body), false)?
        .into_iter()
        .filter_map(|h| {
            let (rank, title) = posts.get(&h.post)?;
            Some((*rank, (h.member, h.name, title.clone())))
        })
        .collect();
    held.sort_by_key(|(rank, _)| *rank);
    let mut out: Vec<Officer> = Vec::new();
    for (_, officer) in held {
        if !out.iter().any(|(member, ..)| *member == officer.0) {
            out.push(officer);
        }
    }
    out.truncate(SEATS);
    Ok(out)
}

/// The bodies that can meet: those that live and have somebody in a post.
pub(super) fn bodies_that_meet(read: &Reader, union: UnionId, today: Date) -> Result<Vec<BodyLine>, Error> {
    let mut with_holders = Vec::new();
    let posts: HashMap<PostId, BodyId> = posts::posts(read, union, None, today)?
        .into_iter()
        .map(|p| (p.id, p.body))
        .collect();
    for holder in posts::holders(read, union, None, false)? {
        with_holders.extend(posts.get(&holder.post));
    }
    let mut all = bodies::living(read, union, today)?;
    all.retain(|body| with_holders.contains(&body.id));
    Ok(all)
}

/// Writes the seats of a meeting as the posts are held now; attendance that is known stays.
pub(super) fn fill(act: &Act<'_>, meeting: MeetingId, body: BodyId) -> Reply<()> {
    let now = of(act, act.union(), body, act.today())?;
    for seat in people::of(act, act.union(), meeting)? {
        if seat.state == Presence::Expected && !now.iter().any(|(member, ..)| *member == seat.member) {
            people::gone(act.writer(), act.union(), meeting, seat.id)?;
        }
    }
    for (rank, (member, name, post)) in (1_i64..).zip(&now) {
        people::add(
            act.writer(),
            act.union(),
            meeting,
            (act.id(), *member),
            rank,
            (name, post),
        )?;
    }
    Ok(())
}
