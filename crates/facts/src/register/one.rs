//! One fact: what it says, the record behind it, who posted it, how far the seal reaches.

use kernel::Instant;
use org::power;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State};
use web::{Refusal, Reply, View};

use super::{FactId, list::Item, store};
use crate::{
    log::{name as event_name, store as log},
    place,
};

/// Which fact.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: FactId,
}

/// An event that told of the fact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Told {
    /// When.
    at: Instant,
    /// Who acted.
    who: Option<String>,
    /// Its kind.
    kind: String,
    /// The batch that sealed it; none while it waits.
    sealed: Option<i64>,
}

/// One fact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Show {
    #[serde(flatten)]
    fact: Item,
    /// Who posted it.
    who: Option<String>,
    /// Whether its day lies in a closed period.
    closed: bool,
    /// The events that told of it.
    events: Vec<Told>,
    /// The photos and papers of the record behind it, as far as the reader may see them.
    papers: Vec<archive::Line>,
    /// Whether the reader may take it back.
    may_reverse: bool,
}

ui::page!(Show, "register/pages/one.html", |p, _cx| p.fact.name.as_str());

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let listed = store::one(view, union, q.id)?;
    if !place::may_see(view, listed.line.branch)? {
        return Err(Refusal::missing().into());
    }
    let line = listed.line.clone();
    let who = listed.who.clone();
    let told = log::of_fact(view, union, &line)?;
    let events = told
        .into_iter()
        .map(|e| Told {
            at: e.at,
            who: e.who,
            kind: e.kind,
            sealed: (e.sealed > 0).then_some(e.sealed),
        })
        .collect();
    let (known, names) = (store::measures(view)?, org::body_names(view, union)?);
    let sees_people = view.actor().may(power::MEMBER_SEE);
    let papers = archive::seen_of(view, &line.record_kind, line.record_id)?;
    let living = listed.reversed_by.is_none() && line.reverses.is_none();
    Ok(Show {
        fact: Item::new(listed, &known, &names, sees_people, view.lang()),
        who,
        closed: store::closed(view, union, line.day)?,
        events,
        papers,
        may_reverse: living && view.actor().may(power::REGISTER_CORRECT),
    })
}

impl Show {
    pub fn reverse_path(&self) -> String {
        format!("/register/facts/{}/reverse", self.fact.id)
    }

    pub fn facts(&self, cx: &Cx) -> Html {
        let f = &self.fact;
        let facts = cx
            .facts()
            .fact("facts.list.quantity", f.figure(cx))
            .fact("facts.list.day", cx.date(f.day))
            .fact("facts.list.branch", f.branch.as_deref())
            .fact("facts.list.person", f.person.as_deref())
            .door("facts.list.record", cx.t("facts.list.open"), &f.record)
            .fact("facts.one.posted", cx.instant(f.posted_at))
            .fact("facts.one.who", self.who.as_deref());
        Html::trusted(facts.to_string())
    }

    pub fn gallery(&self, cx: &Cx) -> Html {
        archive::gallery(cx, &self.papers)
    }

    pub fn course(&self, cx: &Cx) -> Html {
        let mut line = cx.timeline();
        for event in &self.events {
            let seal = match event.sealed {
                Some(number) => cx.badge(State::Done, cx.t1("facts.log.sealed", "number", number)),
                None => cx.badge(State::Info, cx.t("facts.log.waits")),
            };
            line = line.event(event.at, event.who.as_deref(), event_name(cx, &event.kind), seal);
        }
        Html::trusted(line.to_string())
    }
}
