//! Payouts: asked for as a payment of their own, approved and paid with proof; a member who receives one signs for it.

use flow::{
    payments::{self, Ask, Follow, Payee, PaymentLine, Purpose},
    receipts::{self, NewReceipt},
};
use kernel::{Lang, Money, Text};
use org::{MemberId, members::store as members, power::CARE_MANAGE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, State, html};
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    PAID, PAYOUT,
    acts::{self, This, managed},
    event::Happened,
    model::{Cannot, Collection, CollectionId, Payout, PayoutId, PayoutStatus, Purse, gift_amount},
    store,
};
use crate::given::{self, Gift};

/// What the payment is for.
static OUT: Purpose = Purpose {
    key: "collection",
    word: "collections.purpose.out",
    field: flow::Field::Care,
};

/// What follows once money of a collection went out.
pub const FOLLOWS: &[Follow] = &[
    Follow {
        purpose: "collection",
        paid,
        unpaid,
    },
    Follow {
        purpose: "collection_return",
        paid: returned,
        unpaid: not_returned,
    },
];

/// The form of a payout.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayoutForm {
    /// Out of which collection.
    pub collection: Collection,
    /// What is in its purse.
    pub purse: Purse,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
}

ui::page!(PayoutForm, "collections/pages/payout_form.html", |_p, cx| cx
    .t("collections.payout.new"));

/// Which collection, and whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Find {
    id: CollectionId,
    q: Option<String>,
}

pub(super) fn form(view: &View<'_>, ask: Find) -> Reply<PayoutForm> {
    let collection = managed(view, ask.id)?;
    collection.open()?;
    let q = ask.q.unwrap_or_default();
    let mut people = members::choose(view, &q)?;
    if let Some(member) = collection.member {
        let card = members::get(view, view.union(), member)?;
        people.retain(|(id, _)| *id != member);
        people.insert(0, (member, card.name));
    }
    Ok(PayoutForm {
        purse: store::purse(view, view.union(), ask.id)?,
        collection,
        people,
        q,
    })
}

impl PayoutForm {
    fn at(&self, tail: &str) -> String {
        format!("/collections/{}{tail}", self.collection.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care".to_owned()),
            (cx.t("collections.title"), "/collections".to_owned()),
            (self.collection.title.clone(), self.at("")),
        ]);
        let under = cx.t1("collections.payout.free", "free", cx.money(self.purse.free()));
        html!("{}{}", crumbs, cx.heading(cx.t("collections.payout.new"), under, ""))
    }
    fn choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|(id, label)| Choice::new(*id, label.clone()))
            .collect()
    }
}

/// A payout as it is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Out {
    id: CollectionId,
    amount: Money,
    member: Option<MemberId>,
    /// Whoever receives it, if not a member.
    payee: Option<Text<60>>,
    what: Text<100>,
}

pub(super) fn ask(act: &mut Act<'_>, form: Out) -> Reply<Done> {
    let collection = managed(act, form.id)?;
    collection.open()?;
    gift_amount(form.amount)?;
    // two who ask at once must not both find the same money
    store::hold(act, form.id)?;
    store::purse(act, act.union(), form.id)?.pay(form.amount)?;
    let payee = match (form.member, form.payee) {
        (Some(member), _) => {
            members::get(act, act.union(), member)?;
            if acts::me(act) == Some(member) {
                return Err(Refusal::field("member", "collections.refusal.own_payout")
                    .status(403)
                    .into());
            }
            Payee::Member(member)
        }
        (None, Some(name)) => Payee::Named(name),
        (None, None) => return Err(Refusal::field("payee", "collections.refusal.payee").into()),
    };
    let new = Payout {
        id: act.id(),
        collection: form.id,
        amount: form.amount,
        member: payee.member(),
        payee: match &payee {
            Payee::Named(name) => Some(name.to_string()),
            _ => None,
        },
        what: form.what.into_string(),
        asked: act.today(),
        status: PayoutStatus::Asked,
        paid: None,
        why: None,
        version: 1,
    };
    store::add_payout(act, &new)?;
    act.note(&Happened::payout("collection_payout.asked", &new, 1))?;
    asked(act, &collection, &new, payee)?;
    Ok(Done::to(format!("/collection_payouts/{}", new.id))
        .record(new.id)
        .say("collections.said.asked"))
}

fn asked(act: &Act<'_>, collection: &Collection, new: &Payout, payee: Payee) -> Reply<()> {
    let word = ui::words::word(Lang::Zh, "collections.pay_title");
    let title = ui::words::fill(&word, &[("title", &collection.title), ("what", &new.what)]);
    let benefits: Vec<MemberId> = collection.member.into_iter().collect();
    let ask = Ask {
        record: Record::new(PAYOUT, new.id),
        title: &title,
        amount: new.amount,
        payee,
        on: payments::usual_day(act),
        purpose: &OUT,
        benefits: &benefits,
        sealed: collection.masked.is_some(),
    };
    payments::ask(act, &ask).map(drop)
}

/// One payout.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayoutPage {
    /// It, without who receives it for those who do not manage collections.
    pub payout: Payout,
    /// Its collection by name.
    pub collection: String,
    /// Who receives it, as this reader may see them.
    pub payee: String,
    /// The payment: its number, the word key of its state, its page.
    pub payment: Option<(String, String, String)>,
    /// How many have signed for it, of how many.
    pub signed: Option<(i64, i64)>,
    /// Whether it may be withdrawn.
    pub may: bool,
}

ui::page!(PayoutPage, "collections/pages/payout.html", |_p, cx| cx
    .t("collections.payout.title"));

/// Which payout.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: PayoutId,
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<PayoutPage> {
    let union = view.union();
    let mut payout = store::one_payout(view, union, q.id)?;
    let collection = store::get(view, union, payout.collection)?;
    let record = Record::new(PAYOUT, q.id);
    let asked = payments::living(view, union, &record)?;
    let name = match payout.member {
        Some(member) => members::get(view, union, member)?.name,
        None => payout.payee.clone().unwrap_or_default(),
    };
    let manages = view.actor().may(CARE_MANAGE);
    let signed = receipts::of_record(view, union, &record)?
        .into_iter()
        .find(|r| !r.cancelled);
    if !manages {
        payout.member = None;
        payout.payee = None;
    }
    Ok(PayoutPage {
        payee: if manages { name } else { super::mask(&name) },
        collection: collection.title,
        payment: asked.map(|p| (p.number.clone(), p.state.word(), p.href())),
        signed: signed.map(|r| (r.signed, r.all)),
        may: manages && payout.status == PayoutStatus::Asked,
        payout,
    })
}

impl PayoutPage {
    fn heading(&self, cx: &Cx) -> Html {
        let back = format!("/collections/{}", self.payout.collection);
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care".to_owned()),
            (cx.t("collections.title"), "/collections".to_owned()),
            (self.collection.clone(), back),
        ]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.payout.what, cx.money(self.payout.amount), "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx
            .facts()
            .fact("collections.payout.payee", &self.payee)
            .fact("collections.gift.state", badge(cx, self.payout.status))
            .fact("collections.payout.asked", cx.date_full(self.payout.asked));
        if let Some((number, word, href)) = &self.payment {
            facts = facts.door("collections.payout.payment", format!("{number} · {}", cx.t(word)), href);
        }
        if let Some(day) = self.payout.paid {
            facts = facts.fact("collections.payout.paid", cx.date_full(day));
        }
        if let Some((signed, all)) = self.signed {
            facts = facts.fact("collections.payout.signed", format!("{signed} / {all}"));
        }
        if let Some(why) = &self.payout.why {
            facts = facts.fact("collections.payout.why", why);
        }
        Html::trusted(facts.to_string())
    }
    fn at(&self) -> String {
        format!("/collection_payouts/{}/withdraw", self.payout.id)
    }
}

/// Where a payout stands, as a badge.
pub(super) fn badge(cx: &Cx, status: PayoutStatus) -> Html {
    let state = match status {
        PayoutStatus::Asked => State::Due,
        PayoutStatus::Paid => State::Done,
        PayoutStatus::Withdrawn => State::Off,
    };
    cx.badge(state, cx.t(&format!("collections.payout.{}_state", status.key())))
}

/// Why it is withdrawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Withdraw {
    id: PayoutId,
    version: i64,
    why: Text<200>,
}

pub(super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let payout = store::one_payout(act, act.union(), form.id)?;
    managed(act, payout.collection)?;
    if payout.status != PayoutStatus::Asked {
        return Err(Refusal::new("collections.refusal.not_asked").status(409).into());
    }
    payments::withdraw(act, &Record::new(PAYOUT, payout.id))?;
    let to = Payout {
        status: PayoutStatus::Withdrawn,
        why: Some(form.why.into_string()),
        version: form.version,
        ..payout
    };
    store::set_payout(act, &to)?;
    act.note(&Happened::payout("collection_payout.withdrawn", &to, to.version + 1))?;
    Ok(acts::done(to.collection, "collections.said.withdrawn"))
}

/// It went out: figures, what the member received, and a line to sign.
fn paid(act: &Act<'_>, line: &PaymentLine) -> Reply<()> {
    let payout = store::one_payout(act, act.union(), PayoutId::new(line.record_id))?;
    let on = line.paid_on().unwrap_or_else(|| act.today());
    let to = Payout {
        status: PayoutStatus::Paid,
        paid: Some(on),
        ..payout
    };
    store::set_payout(act, &to)?;
    act.note(&Happened::payout("collection_payout.paid", &to, to.version + 1))?;
    let record = Record::new(PAYOUT, to.id);
    facts::post(act, record, on, None, None, &[(&PAID, to.amount.fen())])?;
    let Some(member) = to.member else { return Ok(()) };
    let gift = Gift {
        member,
        day: on,
        kind: given::Kind::Collection,
        amount: to.amount,
        what: &to.what,
    };
    given::give(act, record, &[gift])?;
    let called = given::neutral(line);
    let sign = NewReceipt {
        record,
        title: &called,
        lines: &[receipts::Line {
            member,
            what: &called,
            amount: Some(to.amount),
        }],
    };
    receipts::expect(act, &sign).map(drop)
}

/// It had not gone out after all. A collection that ended since stays as it was decided.
fn unpaid(act: &Act<'_>, line: &PaymentLine, why: &str) -> Reply<()> {
    let payout = store::one_payout(act, act.union(), PayoutId::new(line.record_id))?;
    let collection = store::get(act, act.union(), payout.collection)?;
    collection.open().map_err(|_| Cannot::Closed)?;
    let to = Payout {
        status: PayoutStatus::Asked,
        paid: None,
        ..payout
    };
    store::set_payout(act, &to)?;
    act.note(&Happened::payout("collection_payout.unpaid", &to, to.version + 1))?;
    let record = Record::new(PAYOUT, to.id);
    facts::reverse(act, record, why)?;
    given::take_back(act, record, why)?;
    receipts::cancel(act, &record)
}

fn told(act: &Act<'_>, line: &PaymentLine, on: Option<kernel::Date>) -> Reply<()> {
    let id = CollectionId::new(line.record_id);
    act.note(&Happened::Returned { collection: id, on })?;
    Ok(())
}

fn returned(act: &Act<'_>, line: &PaymentLine) -> Reply<()> {
    told(act, line, line.paid_on())
}

fn not_returned(act: &Act<'_>, line: &PaymentLine, _: &str) -> Reply<()> {
    told(act, line, None)
}

/// The payouts of a collection.
pub(super) fn of(view: &View<'_>, q: This) -> Reply<Vec<Payout>> {
    let mut all = store::payouts(view, view.union(), q.id)?;
    all.retain(|payout| payout.status != PayoutStatus::Withdrawn);
    Ok(all)
}
