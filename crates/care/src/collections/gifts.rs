//! Gifts, one by one: entered, shown, taken back.

use kernel::{Date, Money, Text};
use org::{
    BodyId, MemberId,
    members::store as members,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    GIFT, GIFTS, GIVEN,
    acts::{This, me},
    event::{GiftTold, Happened},
    model::{Collection, CollectionId, Gift, GiftId, Way, gift_amount},
    store,
};

/// The form of a gift.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GiftForm {
    /// To which collection.
    pub collection: Collection,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// Whether gifts of others than members are recorded too.
    pub whole: bool,
    /// Today.
    pub today: Date,
}

ui::page!(GiftForm, "collections/pages/gift_form.html", |_p, cx| cx
    .t("collections.gift.new"));

/// Which collection, and whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: CollectionId,
    q: Option<String>,
}

pub(super) fn form(view: &View<'_>, ask: Ask) -> Reply<GiftForm> {
    let collection = store::get(view, view.union(), ask.id)?;
    collection.open()?;
    let within = org::within(view, CARE_RECORD)?;
    let q = ask.q.unwrap_or_default();
    let mut people = members::choose(view, &q)?;
    if within.is_some() {
        let mut own = Vec::new();
        for (id, label) in people {
            let card = members::get(view, view.union(), id)?;
            if org::holds(within.as_deref(), card.group) {
                own.push((id, label));
            }
        }
        people = own;
    }
    Ok(GiftForm {
        collection,
        people,
        q,
        whole: within.is_none(),
        today: view.today(),
    })
}

impl GiftForm {
    fn at(&self, tail: &str) -> String {
        format!("/collections/{}{tail}", self.collection.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("ui.nav.care"), "/care".to_owned()),
            (cx.t("collections.title"), "/collections".to_owned()),
            (self.collection.title.clone(), self.at("")),
        ])
    }
    fn choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|(id, label)| Choice::new(*id, label.clone()))
            .collect()
    }
    fn ways(&self, cx: &Cx) -> Vec<Choice> {
        ways(cx)
    }
    fn last(&self) -> Date {
        self.today.min(self.collection.until)
    }
}

/// The ways in which a gift comes, to choose from.
pub(super) fn ways(cx: &Cx) -> Vec<Choice> {
    Way::ALL
        .iter()
        .map(|way| Choice::new(way.key(), cx.t(&way.word())))
        .collect()
}

/// A gift as it is told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Give {
    id: CollectionId,
    member: Option<MemberId>,
    /// A giver who is no member.
    name: Option<Text<40>>,
    /// Who gave is not kept.
    #[serde(default)]
    anonymous: bool,
    amount: Money,
    way: Way,
    day: Date,
    /// The giver agrees that their name is published.
    #[serde(default)]
    consent: bool,
    /// It is another gift, although the same is recorded already.
    #[serde(default)]
    again: bool,
}

/// Whoever receives gifts: a member, so that it is known who answers for the money.
pub(super) fn receiver(act: &Act<'_>) -> Reply<MemberId> {
    me(act).ok_or_else(|| Refusal::new("collections.refusal.no_member").status(403).into())
}

pub(super) fn give(act: &mut Act<'_>, form: Give) -> Reply<Done> {
    let collection = store::get(act, act.union(), form.id)?;
    collection.takes(form.day, act.today())?;
    gift_amount(form.amount)?;
    let (member, name, body) = giver(act, &form)?;
    let gift = Gift {
        id: act.id(),
        collection: form.id,
        consent: form.consent && (member.is_some() || name.is_some()),
        member,
        name,
        body,
        amount: form.amount,
        way: form.way,
        day: form.day,
        received_by: receiver(act)?,
        back: None,
        version: 1,
    };
    if !form.again && store::is_recorded(act, act.union(), &gift)? {
        return Err(Refusal::field("again", "collections.refusal.again").into());
    }
    keep(act, form.id, &[gift])?;
    let next = format!("/collections/{}/gift", form.id);
    Ok(Done::to(next).record(form.id).say("collections.said.given"))
}

/// Who gives: nobody's name is kept of who wants none; whoever leads a group records for its members alone.
fn giver(act: &Act<'_>, form: &Give) -> Reply<(Option<MemberId>, Option<String>, Option<BodyId>)> {
    let within = org::within(act, CARE_RECORD)?;
    if !form.anonymous
        && let Some(member) = form.member
    {
        let card = members::get(act, act.union(), member)?;
        if !card.status.belongs() {
            return Err(Refusal::field("member", "collections.refusal.left")
                .arg("name", card.name)
                .into());
        }
        if !org::holds(within.as_deref(), card.group) {
            return Err(Refusal::forbidden().into());
        }
        return Ok((Some(member), None, card.group));
    }
    if within.is_some() {
        return Err(Refusal::field("member", "collections.refusal.own_group").into());
    }
    match (form.anonymous, &form.name) {
        (true, _) => Ok((None, None, None)),
        (false, Some(name)) => Ok((None, Some(name.to_string()), None)),
        (false, None) => Err(Refusal::field("member", "collections.refusal.giver").into()),
    }
}

/// Keeps gifts, with their figures. In the register they stand by themselves, in nobody's branch: a group of one would tell
/// who gave what.
pub(super) fn keep(act: &Act<'_>, collection: CollectionId, gifts: &[Gift]) -> Reply<()> {
    for gift in gifts {
        store::add_gift(act, gift)?;
        let figures = [(&GIFTS, 1), (&GIVEN, gift.amount.fen())];
        facts::post(act, Record::new(GIFT, gift.id), gift.day, None, None, &figures)?;
    }
    let told: Vec<GiftTold> = gifts.iter().map(GiftTold::from).collect();
    act.note(&Happened::Given {
        collection,
        gifts: &told,
    })?;
    Ok(())
}

/// One gift.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GiftPage {
    /// It.
    pub gift: Gift,
    /// Its collection by name.
    pub collection: String,
    /// The giver, as this reader may see them.
    pub giver: Option<String>,
    /// Who received it.
    pub receiver: String,
    /// Whether it may be taken back.
    pub may: bool,
}

ui::page!(GiftPage, "collections/pages/gift.html", |_p, cx| cx
    .t("collections.gift.title"));

/// Which gift.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: GiftId,
}

/// A gift that the reader may see: of the whole union, or of their groups.
fn seen(view: &View<'_>, id: GiftId) -> Reply<Gift> {
    let gift = store::one_gift(view, view.union(), id)?;
    if org::holds(org::within(view, CARE_SEE)?.as_deref(), gift.body) {
        Ok(gift)
    } else {
        Err(Refusal::missing().into())
    }
}

/// The giver's name for whoever records gifts; for others masked, unless the giver agreed.
pub(super) fn giver_name(view: &View<'_>, gift: &Gift, name: Option<String>) -> Option<String> {
    let name = gift.name.clone().or(name)?;
    if gift.consent || view.actor().may(CARE_RECORD) {
        Some(name)
    } else {
        Some(super::mask(&name))
    }
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<GiftPage> {
    let mut gift = seen(view, q.id)?;
    let collection = store::get(view, view.union(), gift.collection)?;
    let names = members::member_names(view, view.union(), gift.member.into_iter().chain([gift.received_by]))?;
    let name = gift.member.and_then(|id| names.get(&id).cloned());
    let giver = giver_name(view, &gift, name);
    if !gift.consent && !view.actor().may(CARE_RECORD) {
        // what is masked on the page is not told to programs either
        (gift.member, gift.name) = (None, None);
    }
    Ok(GiftPage {
        giver,
        receiver: names.get(&gift.received_by).cloned().unwrap_or_default(),
        may: view.actor().may(CARE_MANAGE) && gift.back.is_none() && collection.ended.is_none(),
        collection: collection.title,
        gift,
    })
}

impl GiftPage {
    fn heading(&self, cx: &Cx) -> Html {
        let back = format!("/collections/{}", self.gift.collection);
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care".to_owned()),
            (cx.t("collections.title"), "/collections".to_owned()),
            (self.collection.clone(), back),
        ]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("collections.gift.title"), cx.money(self.gift.amount), "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let gift = &self.gift;
        let giver = self.giver.clone().unwrap_or_else(|| cx.t("collections.gift.nobody"));
        let consent = if gift.consent {
            "collections.gift.named"
        } else {
            "collections.gift.unnamed"
        };
        let mut facts = cx
            .facts()
            .fact("collections.gift.giver", giver)
            .fact("collections.gift.amount", cx.money(gift.amount))
            .fact("collections.gift.way", cx.t(&gift.way.word()))
            .fact("collections.gift.day", cx.date_full(gift.day))
            .fact("collections.gift.receiver", &self.receiver)
            .fact("collections.gift.consent", cx.t(consent));
        if let Some((on, why)) = &gift.back {
            let says = html!(
                "{} {} {}",
                cx.badge(ui::State::Off, cx.t("collections.gift.back")),
                cx.date(*on),
                why
            );
            facts = facts.fact("collections.gift.state", says);
        }
        Html::trusted(facts.to_string())
    }
    fn at(&self) -> String {
        format!("/collection_gifts/{}/back", self.gift.id)
    }
}

/// Why a gift is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Back {
    id: GiftId,
    version: i64,
    why: Text<200>,
}

/// Takes a gift back that was recorded wrongly or went back to its giver; its figures with it.
pub(super) fn take_back(act: &mut Act<'_>, form: Back) -> Reply<Done> {
    let gift = store::one_gift(act, act.union(), form.id)?;
    let collection = super::acts::managed(act, gift.collection)?;
    collection.open()?;
    store::take_back(act, gift.id, form.version, &form.why)?;
    facts::reverse(act, Record::new(GIFT, gift.id), &form.why)?;
    act.note(&Happened::TakenBack {
        gift: gift.id,
        collection: gift.collection,
        why: &form.why,
    })?;
    Ok(super::acts::done(gift.collection, "collections.said.back"))
}

/// The collection behind a path.
pub(super) fn open(view: &View<'_>, q: This) -> Reply<Collection> {
    let collection = store::get(view, view.union(), q.id)?;
    collection.open()?;
    Ok(collection)
}
