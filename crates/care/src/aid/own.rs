//! A member's own aid, and the rounds of education aid that they may apply in.

use kernel::Date;
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Nothing, Record, Refusal, Reply, View, reveal, reveal::Reading};

use super::{
    KIND,
    acts::me,
    list::badge,
    model::Aid,
    rounds::{
        model::{Child, Round},
        own as schooling, store as rounds,
    },
    store,
};

/// Whoever looks, as a member of the union; refused if they are none.
pub(super) fn member(view: &View<'_>) -> Reply<MemberId> {
    let card = me(view)
        .map(|id| members::find(view, view.union(), id))
        .transpose()?
        .flatten();
    card.filter(|card| card.status.belongs())
        .map(|card| card.id)
        .ok_or_else(|| Refusal::new("aid.refusal.no_member").status(403).into())
}

/// A member's own aid.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnAid {
    /// The cases, the latest first, each with who read why it was given.
    pub aids: Vec<(Aid, Vec<Reading>)>,
    /// Rounds of education aid that take applications or show their list now.
    pub rounds: Vec<Round>,
    /// The member's own applications.
    pub children: Vec<Child>,
    /// Today.
    pub today: Date,
}

ui::page!(OwnAid, "aid/pages/own.html", |_p, cx| cx.t("aid.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<OwnAid> {
    let me = member(view)?;
    let union = view.union();
    let mut aids = Vec::new();
    for aid in store::of_member(view, union, me)? {
        let readings = reveal::who_read(view, union, Record::new(KIND, aid.id), 20)?;
        aids.push((aid, readings));
    }
    let today = view.today();
    let mut all = rounds::list(view, union)?;
    all.retain(|round| round.takes(today).is_ok() || round.is_shown(today));
    Ok(OwnAid {
        aids,
        rounds: all,
        children: rounds::of_member(view, union, me)?,
        today,
    })
}

impl OwnAid {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("web.account.title"), "/me/account")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("aid.own.title"), cx.t("aid.own.under"), "")
        )
    }
    fn aids(&self, cx: &Cx) -> Html {
        let one = |(aid, readings): &(Aid, Vec<Reading>)| {
            let read: Vec<String> = readings
                .iter()
                .map(|r| {
                    format!(
                        "{} {} {}",
                        cx.instant(r.at),
                        r.who.clone().unwrap_or_default(),
                        r.purpose
                    )
                })
                .collect();
            let read = (!read.is_empty()).then(|| cx.t1("aid.own.read", "who", read.join(&cx.t("ui.semicolon"))));
            html!(
                "<li><div><strong>{}</strong> {} <span class=\"quiet\">{}</span> {}<p class=\"quiet\">{}</p></div></li>",
                &aid.kind_name,
                cx.money(aid.amount),
                cx.date(aid.asked),
                badge(cx, aid.status),
                read
            )
        };
        self.aids.iter().map(one).collect()
    }
    fn rounds(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for round in &self.rounds {
            let under = cx.span(round.from, round.until);
            list = list.item(&format!("/me/aid/rounds/{}", round.id), &round.title, under, "");
        }
        Html::trusted(list.to_string())
    }
    fn children(&self, cx: &Cx) -> Html {
        self.children.iter().map(|child| schooling::line(cx, child)).collect()
    }
}
