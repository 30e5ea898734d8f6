//! A union stands by its figures of a month: whoever looks from above sees that somebody looked at them, and when.

use kernel::Date;
use org::{
    rates::{Share, store},
    tree::{self, tally},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{event::Happened, views};

/// A month that a union may stand by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Month {
    /// The day of its figures: the last of a month that is over, today in the month that goes on.
    pub day: Date,
    /// The figures.
    pub share: Share,
    /// When it was confirmed with these figures, and by whom.
    pub confirmed: Option<(kernel::Instant, String)>,
}

impl Month {
    /// The month before and the month that goes on, for unions that stand under another.
    pub(super) fn to_confirm(view: &View<'_>) -> Reply<Vec<Self>> {
        let (union, today) = (view.union(), view.today());
        let node = tree::get(view, union)?;
        if node.parent.is_none() {
            return Ok(Vec::new());
        }
        let last = today.plus_months(-1).month_end();
        let mut months = Vec::new();
        for day in [last, today] {
            let counted = tally::counted(view, union, day)?;
            if day < node.from || counted.is_none() {
                continue;
            }
            let share = share(view, day)?;
            let confirmed = tally::of(view, union, day)?.and_then(|t| t.confirmed);
            months.push(Self {
                day,
                share,
                confirmed: confirmed
                    .filter(|c| c.members == share.members && c.workers == share.workers)
                    .map(|c| (c.at, c.by)),
            });
        }
        Ok(months)
    }
    /// What there is to confirm, or who did.
    pub(super) fn form(&self, cx: &Cx) -> Html {
        let says = cx.tf(
            "rates.confirm.figures",
            &[
                ("day", &cx.date_full(self.day)),
                ("members", &cx.number(self.share.members)),
                ("workers", &views::number(cx, self.share.workers)),
                ("rate", &views::percent(self.share)),
            ],
        );
        if let Some((at, by)) = &self.confirmed {
            let done = cx.t2("rates.confirm.done", "name", by, "at", cx.instant(*at));
            return html!("<p>{} {}</p>", says, cx.badge(State::Done, done));
        }
        let workers = self.share.workers.map_or_else(String::new, |n| format!("&workers={n}"));
        let members = self.share.members;
        let action = format!("/members/rates/confirm?day={}&members={members}{workers}", self.day);
        html!("<p>{}</p>{}", says, cx.button(&action, "rates.confirm.button"))
    }
}

fn share(view: &View<'_>, day: Date) -> Reply<Share> {
    let union = view.union();
    Ok(Share {
        members: store::members(view, union, day)?.total(),
        workers: store::whole(view, union, day)?.map(|(workers, _)| workers.total),
    })
}

/// The figures that somebody saw and stands by.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Confirm {
    /// A day of the month.
    day: Date,
    members: u32,
    workers: Option<u32>,
}

/// Stands by the figures of a month. If they have changed since they were seen, they are to be looked at again.
pub(super) fn confirm(act: &mut Act<'_>, form: Confirm) -> Reply<Done> {
    let (union, today) = (act.union(), act.today());
    let last = today.plus_months(-1).month_end();
    let day = if form.day.month_end() == last { last } else { today };
    if form.day.month_end() != day.month_end() {
        return Err(Refusal::new("rates.confirm.not_that_month")
            .next("/members/rates")
            .into());
    }
    let now = share(act, day)?;
    if now.members != i64::from(form.members) || now.workers != form.workers.map(i64::from) {
        return Err(Refusal::new("rates.confirm.changed")
            .status(409)
            .next("/members/rates")
            .into());
    }
    if day == today {
        tally::refresh(act.writer(), union, today)?;
    } else {
        if tally::counted(act, union, last)?.is_none() {
            return Err(Refusal::new("rates.confirm.not_that_month")
                .next("/members/rates")
                .into());
        }
        tally::recount(act.writer(), union, last)?;
    }
    tally::confirm(act.writer(), union, day, act.now(), act.actor().name())?;
    act.note(&Happened::Confirmed {
        union,
        day,
        members: now.members,
        workers: now.workers,
    })?;
    Ok(Done::to("/members/rates").record(union).say("rates.confirm.said"))
}
