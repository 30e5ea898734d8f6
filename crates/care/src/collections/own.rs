//! What members see: the collections of their union, what became of the money, and what they gave themselves.

use kernel::{Date, Money};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, Table, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    acts::{This, me},
    event::Happened,
    list::{Line, badge, lines},
    model::{Collection, Gift, GiftId, Payout, Purse},
    payouts,
    show::{self, GroupPart, Part, by_group},
    store,
};

/// Whoever looks, as a member of the union; refused if they are none.
fn member(view: &View<'_>) -> Reply<MemberId> {
    let card = me(view)
        .map(|id| members::find(view, view.union(), id))
        .transpose()?
        .flatten();
    card.filter(|card| card.status.belongs())
        .map(|card| card.id)
        .ok_or_else(|| Refusal::new("collections.refusal.no_member").status(403).into())
}

/// The collections, and what the member gave.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnList {
    /// The collections, those that are open first.
    pub collections: Vec<Line>,
    /// What the member gave by name, with the collection's title.
    pub gifts: Vec<(Gift, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(OwnList, "collections/pages/own_list.html", |_p, cx| cx
    .t("collections.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<OwnList> {
    let me = member(view)?;
    let mut gifts = Vec::new();
    for gift in store::of_member(view, view.union(), me)? {
        let title = store::get(view, view.union(), gift.collection)?.title;
        gifts.push((gift, title));
    }
    Ok(OwnList {
        collections: lines(view)?,
        gifts,
        today: view.today(),
    })
}

impl OwnList {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("web.account.title"), "/me/account")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("collections.title"), cx.t("collections.own.under"), "")
        )
    }
    fn list(&self, cx: &Cx) -> Html {
        if self.collections.is_empty() {
            return cx.empty("collections.none");
        }
        let mut list = cx.list();
        for line in &self.collections {
            let one = &line.collection;
            let under = cx.t2(
                "collections.own.line",
                "given",
                cx.money(line.purse.given),
                "left",
                cx.money(line.purse.remainder()),
            );
            list = list.item(
                &format!("/me/collections/{}", one.id),
                &one.title,
                under,
                badge(cx, one, self.today),
            );
        }
        Html::trusted(list.to_string())
    }
    fn gifts(&self, cx: &Cx) -> Html {
        self.gifts
            .iter()
            .map(|(gift, title)| own_gift(cx, gift, title))
            .collect()
    }
}

/// A gift of the member, with the switch by which they say whether their name is published.
fn own_gift(cx: &Cx, gift: &Gift, title: &str) -> Html {
    let (word, to, says) = if gift.consent {
        ("collections.own.hide", "0", "collections.gift.named")
    } else {
        ("collections.own.name", "1", "collections.gift.unnamed")
    };
    let switch = cx.button(&format!("/me/collections/gifts/{}?consent={to}", gift.id), word);
    html!(
        "<li><div><strong>{}</strong> {} <span class=\"quiet\">{}</span> {}</div>{}</li>",
        cx.money(gift.amount),
        title,
        cx.date(gift.day),
        cx.badge(State::Done, cx.t(says)),
        switch
    )
}

/// A collection as members see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnShow {
    /// It.
    #[serde(flatten)]
    pub collection: Collection,
    /// What is in its purse.
    pub purse: Purse,
    /// How many took part.
    pub part: Part,
    /// What each group gave, where nobody can be reckoned out of it.
    pub groups: Vec<GroupPart>,
    /// The names of those who agreed, with what they gave.
    pub named: Vec<(String, Money)>,
    /// The payouts, without who received them.
    pub payouts: Vec<Payout>,
    /// Today.
    pub today: Date,
}

ui::page!(OwnShow, "collections/pages/own_show.html", |p, _cx| p
    .collection
    .title
    .clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<OwnShow> {
    member(view)?;
    let union = view.union();
    let collection = store::get(view, union, q.id)?;
    let gifts = store::gifts(view, union, q.id)?;
    let agreed: Vec<&Gift> = gifts
        .iter()
        .filter(|gift| gift.consent && gift.back.is_none())
        .collect();
    let names = members::member_names(view, union, agreed.iter().filter_map(|gift| gift.member))?;
    let named = agreed.iter().filter_map(|gift| {
        let of_member = gift.member.and_then(|id| names.get(&id).cloned());
        Some((gift.name.clone().or(of_member)?, gift.amount))
    });
    let mut payouts = payouts::of(view, q)?;
    for payout in &mut payouts {
        (payout.member, payout.payee) = (None, None);
    }
    Ok(OwnShow {
        named: named.collect(),
        purse: store::purse(view, union, q.id)?,
        part: Part::of(view, q.id)?,
        groups: by_group(view, q.id)?,
        payouts,
        today: view.today(),
        collection,
    })
}

impl OwnShow {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("collections.title"), "/me/collections")]);
        let under = badge(cx, &self.collection, self.today);
        html!("{}{}", crumbs, cx.heading(&self.collection.title, under, ""))
    }
    fn figures(&self, cx: &Cx) -> Html {
        show::figures(cx, &self.purse, &self.part, self.collection.target)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let one = &self.collection;
        let mut facts = cx.facts().long("collections.purpose.label", &one.purpose);
        if let Some(masked) = &one.masked {
            facts = facts.fact("collections.form.whom", masked);
        }
        let facts = facts
            .fact("collections.days", cx.span(one.from, one.until))
            .fact("collections.owner", &one.owner_name)
            .fact("collections.part.rate", self.part.rate(cx));
        Html::trusted(facts.to_string())
    }
    fn ended(&self, cx: &Cx) -> Html {
        show::ended(cx, &self.collection, None)
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        show::groups(cx, &self.groups)
    }
    fn payouts<'a>(&self, cx: &'a Cx) -> Table<'a> {
        show::payout_table(cx, &self.payouts, false)
    }
    fn names(&self, cx: &Cx) -> String {
        let all: Vec<String> = self
            .named
            .iter()
            .map(|(name, amount)| format!("{name} {}", cx.money(*amount)))
            .collect();
        all.join(&cx.t("ui.semicolon"))
    }
}

/// Whether the name is published.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Consent {
    id: GiftId,
    consent: i64,
}

/// The giver says whether their name is published.
pub(super) fn consent(act: &mut Act<'_>, form: Consent) -> Reply<Done> {
    let me = member(act)?;
    let consent = form.consent == 1;
    if !store::set_consent(act, form.id, me, consent)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Consented { gift: form.id, consent })?;
    Ok(Done::to("/me/collections")
        .record(form.id)
        .say("collections.said.consent"))
}
