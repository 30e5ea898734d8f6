//! The form of an offer, new or to be changed.

use kernel::{Date, Money};
use org::{BodyId, bodies_to_choose, members::Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Nothing, Reply, View};

use super::{
    list,
    model::{Bearer, Kind, Offer, OfferId},
    store,
};
use crate::rounds::{Retired, of_field, retired_choices};

/// Most branches that are shown with a box each.
const BOXES: usize = 200;

/// The form of an offer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfferForm {
    /// The offer that is changed; none for a new one.
    pub offer: Option<Offer>,
    /// The kinds to choose from.
    pub kinds: Vec<Kind>,
    /// Branches and groups.
    pub groups: Vec<(BodyId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(OfferForm, "offers/pages/form.html", |p, cx| cx.t(p.word()));

fn form(view: &View<'_>, offer: Option<Offer>) -> Reply<OfferForm> {
    let (union, today) = (view.union(), view.today());
    let mut kinds = store::kinds(view, union)?;
    // a change stays among those for children, or for members
    kinds.retain(|k| match &offer {
        Some(o) => k.children == o.children.is_some() && (!k.ended || k.id == o.kind),
        None => !k.ended,
    });
    let mut groups = bodies_to_choose(view, union, today)?;
    groups.truncate(BOXES);
    Ok(OfferForm {
        offer,
        kinds,
        groups,
        today,
    })
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<OfferForm> {
    form(view, None)
}

/// Which offer.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: OfferId,
}

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<OfferForm> {
    let offer = store::get(view, view.union(), q.id)?;
    form(view, Some(offer))
}

impl OfferForm {
    fn word(&self) -> &'static str {
        if self.offer.is_some() {
            "offers.edit"
        } else {
            "offers.new"
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        list::crumbs(cx, self.offer.as_ref())
    }
    fn action(&self) -> String {
        self.offer
            .as_ref()
            .map_or_else(|| "/offers/new".to_owned(), |o| format!("/offers/{}/edit", o.id))
    }
    fn back(&self) -> String {
        self.offer
            .as_ref()
            .map_or_else(|| "/offers".to_owned(), |o| format!("/offers/{}", o.id))
    }
    fn of<T: Clone>(&self, usual: T, get: impl Fn(&Offer) -> T) -> T {
        self.offer.as_ref().map_or(usual, get)
    }
    fn day(&self, ahead: i32, get: impl Fn(&Offer) -> Date) -> Date {
        self.of(self.today.plus_days(ahead), get)
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        let hint = |k: &Kind| {
            let key = if k.children {
                "offers.kind.children"
            } else {
                "offers.kind.members"
            };
            cx.t(key)
        };
        self.kinds
            .iter()
            .map(|k| Choice::new(k.id, k.name.clone()).hint(hint(k)))
            .collect()
    }
    fn bearers(&self, cx: &Cx) -> Vec<Choice> {
        Bearer::ALL
            .iter()
            .map(|b| Choice::new(b.key(), cx.t(&format!("offers.bearer.{}", b.key()))))
            .collect()
    }
    fn retired(&self, cx: &Cx) -> Vec<Choice> {
        retired_choices(cx)
    }
    fn employment(&self, cx: &Cx) -> Vec<Choice> {
        of_field(cx, Field::Employment)
    }
    fn sexes(&self, cx: &Cx) -> Vec<Choice> {
        of_field(cx, Field::Sex)
    }
    fn chosen_groups(&self) -> Vec<String> {
        self.of(Vec::new(), |o| o.who.groups.iter().map(ToString::to_string).collect())
    }
    fn chosen_employment(&self) -> Vec<String> {
        self.of(Vec::new(), |o| o.who.employment.clone())
    }
    fn kind(&self) -> Option<String> {
        self.of(None, |o| Some(o.kind.to_string()))
    }
    fn is_retired(&self) -> &'static str {
        self.of(Retired::Without, |o| o.who.retired).key()
    }
    fn sex(&self) -> Option<String> {
        self.of(None, |o| o.who.sex.clone())
    }
    fn joined_until(&self) -> Option<Date> {
        self.of(None, |o| o.who.joined_until)
    }
    fn title(&self) -> String {
        self.of(String::new(), |o| o.title.clone())
    }
    fn text(&self) -> String {
        self.of(String::new(), |o| o.text.clone())
    }
    fn place(&self) -> String {
        self.of(String::new(), |o| o.place.clone())
    }
    fn each(&self) -> i64 {
        self.of(1, |o| o.per_member)
    }
    fn keep_days(&self) -> i64 {
        self.of(30, |o| o.keep_days)
    }
    fn opens(&self) -> Date {
        self.day(0, |o| o.opens)
    }
    fn closes(&self) -> Date {
        self.day(7, |o| o.closes)
    }
    fn from(&self) -> Date {
        self.day(10, |o| o.from)
    }
    fn until(&self) -> Date {
        self.day(12, |o| o.until)
    }
    fn no_cost(&self) -> Option<Money> {
        None
    }
    fn consent(&self, cx: &Cx) -> String {
        cx.t("offers.consent_usual")
    }
}
