//! What people do with counts of workers: tell, put right, take back.

use kernel::{Date, Text, UnionId};
use org::{
    BodyId, bodies,
    rates::{CountId, Misfit, Told, Workers, latest, store},
    tree::tally,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::event::Happened;
use crate::tree::place;

/// So many months back, figures of the tree that a count concerns are counted anew.
const BACK: i32 = 12;

/// A form with the workers in it.
macro_rules! told {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $field:ident: $kind:ty),* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        pub(super) struct $name {
            $($(#[$of])* $field: $kind,)*
            /// All workers.
            total: u32,
            women: Option<u32>,
            staff: Option<u32>,
            contract: Option<u32>,
            dispatched: Option<u32>,
            part_time: Option<u32>,
            platform: Option<u32>,
            /// Units that ought to have a union, for unions above others.
            units: Option<u32>,
            /// Where the figures come from.
            source: Text<100>,
        }

        impl $name {
            fn workers(&self) -> Workers {
                let kinds = [self.staff, self.contract, self.dispatched, self.part_time, self.platform];
                Workers {
                    total: i64::from(self.total),
                    women: self.women.map(i64::from),
                    kinds: kinds.map(|kind| kind.map(i64::from)),
                    units: self.units.filter(|n| *n > 0).map(i64::from),
                }
            }
        }
    };
}

told! {
    /// Workers to be told of one's own union.
    Tell {
        /// The branch or group; the whole union if none.
        place: Option<BodyId>,
        /// From which day on.
        from: Date
    }
}
told! {
    /// Workers to be told of a union below.
    TellBelow {
        id: UnionId,
        /// From which day on.
        from: Date
    }
}
told! {
    /// A count to be put right or taken back.
    Correct {
        id: CountId,
        /// From which day on.
        from: Date,
        /// Why.
        why: Text<200>,
        /// Whether it is only taken back.
        #[serde(default)]
        gone: bool
    }
}

/// Records the workers of one's own union, or of a branch or group of it.
pub(super) fn tell(act: &mut Act<'_>, form: Tell) -> Reply<Done> {
    if let Some(place) = form.place {
        let body = bodies::store::find(act, act.union(), place)?;
        if !body.is_some_and(|body| body.kind.has_members()) {
            return Err(Refusal::field("place", "rates.place_unknown").into());
        }
    }
    let new = new(act, form.place, form.from, form.workers(), &form.source);
    let id = new.id;
    keep(act, act.union(), new, None)?;
    Ok(done(id))
}

/// Records the workers of a union below, which may not do so itself.
pub(super) fn tell_below(act: &mut Act<'_>, form: TellBelow) -> Reply<Done> {
    let node = place::living(place::seen(act, form.id)?)?;
    let new = new(act, None, form.from, form.workers(), &form.source);
    let id = new.id;
    keep(act, node.id, new, None)?;
    Ok(Done::to(format!("/org/tree/{}", node.id)).record(id).say("rates.told"))
}

/// Puts a count right, or takes it back.
pub(super) fn correct(act: &mut Act<'_>, form: Correct) -> Reply<Done> {
    let (union, id) = (act.union(), form.id);
    let was = store::one(act, union, id)?;
    let who = (act.now(), act.actor().account, form.why.as_str());
    if !store::replace(act.writer(), union, id, who)? {
        return Err(Refusal::stale().into());
    }
    if form.gone {
        act.note(&Happened::TakenBack {
            count: id,
            why: &form.why,
        })?;
        counted_anew(act, union, was.place, was.from)?;
        return Ok(done(id).say("rates.taken_back"));
    }
    let new = Told {
        replaces: Some(id),
        ..new(act, was.place, form.from, form.workers(), &form.source)
    };
    let next = new.id;
    keep(act, union, new, Some(was.from))?;
    Ok(done(next))
}

fn done(id: CountId) -> Done {
    Done::to("/members/rates/workers").record(id).say("rates.told")
}

fn new(act: &Act<'_>, place: Option<BodyId>, from: Date, workers: Workers, source: &str) -> Told {
    Told {
        id: act.id(),
        place,
        from,
        workers,
        source: source.to_owned(),
        at: act.now(),
        by: None,
        replaces: None,
        replaced: None,
    }
}

/// Keeps a count if it fits, and brings the figures of the tree up to it. `was` is the day of the count it puts right.
fn keep(act: &Act<'_>, union: UnionId, new: Told, was: Option<Date>) -> Reply<()> {
    if new.from > act.today() {
        return Err(Refusal::field("from", "rates.day_ahead").into());
    }
    new.workers.fits().map_err(|misfit| match misfit {
        Misfit::Women => Refusal::field("women", "rates.women_more"),
        Misfit::More(sum) => Refusal::field("total", "rates.kinds_more").arg("n", sum),
        Misfit::Less(sum) => Refusal::field("total", "rates.kinds_less").arg("n", sum),
    })?;
    if new.place.is_some() && new.workers.units.is_some() {
        return Err(Refusal::field("units", "rates.units_of_whole").into());
    }
    let all = store::all(act, union)?;
    if latest(&all, new.from)
        .get(&new.place)
        .is_some_and(|told| told.from == new.from)
    {
        return Err(Refusal::field("from", "rates.day_taken")
            .status(409)
            .next("/members/rates/workers")
            .into());
    }
    store::add(act.writer(), union, &new, act.actor().account)?;
    let happened = Happened::Told {
        union,
        count: new.id,
        place: new.place,
        from: new.from,
        workers: new.workers,
        source: &new.source,
        replaces: new.replaces,
    };
    act.note(&happened)?;
    if union != act.union() {
        act.note_in(union, &happened)?;
    }
    let since = was.map_or(new.from, |was| was.min(new.from));
    counted_anew(act, union, new.place, since)
}

/// Counts the union anew today, and at the ends of the months that were counted since a day.
fn counted_anew(act: &Act<'_>, union: UnionId, place: Option<BodyId>, since: Date) -> Reply<()> {
    if place.is_some() {
        return Ok(());
    }
    let (w, today) = (act.writer(), act.today());
    store::mirror(w, union, today)?;
    for back in (1..=BACK).rev() {
        let end = today.plus_months(-back).month_end();
        if end < since {
            continue;
        }
        if let Some(on) = tally::counted(w, union, end)?.filter(|on| *on >= since) {
            tally::recount(w, union, on)?;
        }
    }
    tally::refresh(w, union, today)?;
    Ok(())
}
