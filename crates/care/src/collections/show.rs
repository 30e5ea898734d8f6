//! One collection, for those who work with it: its purse, gifts, payouts, how it ended and what can be done now.

use flow::payments::{self, PaymentState};
use kernel::{Date, Money, Rate};
use org::{
    BodyId,
    members::store as members,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Record, Reply, View, reveal, reveal::Veiled};

use super::{
    KIND,
    acts::{PERSON, This, me},
    gifts::giver_name,
    list::badge,
    model::{Collection, CollectionId, Decision, Gift, Payout, PayoutStatus, Purse},
    payouts, store,
};
use crate::hardship;

/// How many took part.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Part {
    /// How many gifts.
    pub gifts: i64,
    /// Of how many members by name.
    pub people: i64,
    /// How many members there are.
    pub members: i64,
}

impl Part {
    pub(super) fn of(view: &View<'_>, id: CollectionId) -> Reply<Self> {
        let (gifts, people) = store::counts(view, view.union(), id)?;
        Ok(Self {
            gifts,
            people,
            members: store::members(view, view.union())?,
        })
    }
    /// The rate of members who gave by name, in words.
    pub(super) fn rate(&self, cx: &Cx) -> String {
        match Rate::between(self.people.min(self.members), self.members) {
            Some(rate) => cx.t2(
                "collections.part.rate_says",
                "rate",
                rate,
                "people",
                cx.number(self.people),
            ),
            None => cx.tn("collections.part.people", self.people),
        }
    }
}

/// A group's part: its name, how many gave, how much; hidden where somebody could be reckoned out of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupPart {
    /// The group by name; none for those in no group.
    pub group: Option<String>,
    /// How many gave, and how much.
    pub given: Option<(i64, Money)>,
}

/// What each group gave. Nothing is told of a group of one or two, nor of the smallest of the others where it could be reckoned
/// from the sum.
pub(super) fn by_group(view: &View<'_>, id: CollectionId) -> Reply<Vec<GroupPart>> {
    let names = org::body_names(view, view.union())?;
    let all = store::by_group(view, view.union(), id)?;
    let name = |body: Option<BodyId>| body.and_then(|id| names.get(&id).cloned());
    let counts: Vec<(String, i64)> = all
        .iter()
        .zip(0..)
        .map(|((_, n, _), i): (_, i32)| (i.to_string(), *n))
        .collect();
    let shown = hardship::hidden(&counts);
    let mut parts: Vec<GroupPart> = all
        .iter()
        .zip(shown)
        .map(|((body, people, money), (_, seen))| GroupPart {
            group: name(*body),
            given: seen.map(|_| (*people, *money)),
        })
        .collect();
    parts.sort_by(|a, b| (a.group.is_none(), &a.group).cmp(&(b.group.is_none(), &b.group)));
    Ok(parts)
}

/// A gift in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GiftLine {
    /// It, without who gave it.
    pub id: super::model::GiftId,
    /// The giver, as this reader may see them.
    pub giver: Option<String>,
    /// How much.
    pub amount: Money,
    /// How it came.
    pub way: super::model::Way,
    /// On which day.
    pub day: Date,
    /// Whether it was taken back.
    pub back: bool,
}

/// One collection.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    #[serde(flatten)]
    pub collection: Collection,
    /// The whole name of the person, veiled.
    pub person: Option<Veiled>,
    /// What is in its purse.
    pub purse: Purse,
    /// How many took part.
    pub part: Part,
    /// What each group gave; for those who see the whole union.
    pub groups: Vec<GroupPart>,
    /// The gifts that the reader may see.
    pub gifts: Vec<GiftLine>,
    /// The payouts.
    pub payouts: Vec<Payout>,
    /// The payment of a remainder that goes back.
    pub giving_back: Option<(String, String, String)>,
    /// Whether the remainder was paid back to those who gave it.
    pub paid_back: bool,
    /// Other collections that are open, to pass the remainder to.
    #[serde(skip)]
    pub others: Vec<(CollectionId, String)>,
    /// Whether the list of gifts may be taken out now.
    pub file: bool,
    /// Whether the reader manages it.
    pub manages: bool,
    /// Whether the reader records gifts.
    pub records: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    Show,
    "collections/pages/show.html",
    |p, _cx| p.collection.title.clone(),
    wide
);

fn lines(view: &View<'_>, gifts: Vec<Gift>) -> Reply<Vec<GiftLine>> {
    let within = org::within(view, CARE_SEE)?;
    let seen: Vec<Gift> = gifts
        .into_iter()
        .filter(|gift| org::holds(within.as_deref(), gift.body))
        .collect();
    let names = members::member_names(view, view.union(), seen.iter().filter_map(|gift| gift.member))?;
    let line = |gift: Gift| {
        let name = gift.member.and_then(|id| names.get(&id).cloned());
        GiftLine {
            id: gift.id,
            giver: giver_name(view, &gift, name),
            amount: gift.amount,
            way: gift.way,
            day: gift.day,
            back: gift.back.is_some(),
        }
    };
    Ok(seen.into_iter().map(line).collect())
}

pub(super) fn page(view: &View<'_>, q: This) -> Reply<Show> {
    let union = view.union();
    let collection = store::get(view, union, q.id)?;
    let own = collection.member.is_some() && collection.member == me(view);
    let manages = view.actor().may(CARE_MANAGE) && !own;
    let person = match &collection.masked {
        Some(masked) => {
            let ask = manages.then(|| format!("/collections/{}/reveal", q.id));
            let record = Record::new(KIND, q.id);
            let open = || Ok(store::person(view, union, q.id)?.unwrap_or_default());
            Some(reveal::veil(view, record, PERSON, masked.clone(), ask, open)?)
        }
        None => None,
    };
    let others = store::list(view, union)?.into_iter();
    let others = others.filter(|other| other.id != q.id && other.ended.is_none());
    let others = others.filter(|other| other.member.is_none() || other.member != me(view));
    let giving_back = payments::living(view, union, &Record::new(KIND, q.id))?;
    let whole = org::within(view, CARE_SEE)?.is_none();
    let mut payouts = payouts::of(view, q)?;
    if !manages {
        for payout in &mut payouts {
            (payout.member, payout.payee) = (None, None);
        }
    }
    Ok(Show {
        person,
        purse: store::purse(view, union, q.id)?,
        part: Part::of(view, q.id)?,
        groups: if whole { by_group(view, q.id)? } else { Vec::new() },
        gifts: lines(view, store::gifts(view, union, q.id)?)?,
        payouts,
        paid_back: giving_back.as_ref().is_some_and(|p| p.state == PaymentState::Paid),
        giving_back: giving_back.map(|p| (p.number.clone(), p.state.word(), p.href())),
        others: others.map(|other| (other.id, other.title)).collect(),
        file: manages && super::sheet::may(view, q.id)?,
        manages,
        records: view.actor().may(CARE_RECORD),
        today: view.today(),
        collection,
    })
}

impl Show {
    fn at(&self, tail: &str) -> String {
        format!("/collections/{}{tail}", self.collection.id)
    }
    fn is_open(&self) -> bool {
        self.collection.ended.is_none()
    }
    fn may_reopen(&self) -> bool {
        self.manages && self.collection.reopen(self.paid_back).is_ok()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("ui.nav.care"), "/care"),
            (cx.t("collections.title"), "/collections"),
        ]);
        let under = badge(cx, &self.collection, self.today);
        let open = self.is_open();
        let gift = (open && self.records).then(|| cx.main_link(&self.at("/gift"), "collections.gift.new"));
        let list = (open && self.records).then(|| cx.link_button(&self.at("/list"), "collections.listing.title"));
        let out = (open && self.manages).then(|| cx.link_button(&self.at("/payout"), "collections.payout.new"));
        let edit = (open && self.manages).then(|| cx.link_button(&self.at("/edit"), "collections.edit"));
        let acts = html!("{}{}{}{}", gift, list, out, edit);
        html!("{}{}", crumbs, cx.heading(&self.collection.title, under, acts))
    }
    fn figures(&self, cx: &Cx) -> Html {
        figures(cx, &self.purse, &self.part, self.collection.target)
    }
    fn debt(&self, cx: &Cx) -> Html {
        if self.purse.remainder() >= Money::ZERO {
            return Html::none();
        }
        cx.note(State::Overdue, cx.t("collections.in_debt"))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let one = &self.collection;
        let mut facts = cx.facts().long("collections.purpose.label", &one.purpose);
        if let Some(person) = &self.person {
            facts = facts.fact("collections.form.whom", person.show(cx));
        }
        let facts = facts
            .fact("collections.days", cx.span(one.from, one.until))
            .fact("collections.owner", &one.owner_name)
            .fact("collections.part.rate", self.part.rate(cx));
        Html::trusted(facts.to_string())
    }
    fn ended(&self, cx: &Cx) -> Html {
        ended(cx, &self.collection, self.giving_back.as_ref())
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        groups(cx, &self.groups)
    }
    fn payouts<'a>(&self, cx: &'a Cx) -> Table<'a> {
        payout_table(cx, &self.payouts, true)
    }
    fn gifts<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::day("day", "collections.gift.day"),
            Col::text("giver", "collections.gift.giver"),
            Col::number("amount", "collections.gift.amount"),
            Col::text("way", "collections.gift.way").minor(),
        ];
        let rows = self.gifts.iter().map(|gift| {
            let giver = gift.giver.clone().unwrap_or_else(|| cx.t("collections.gift.nobody"));
            let giver = if gift.back {
                html!("{} {}", giver, cx.badge(State::Off, cx.t("collections.gift.back")))
            } else {
                Html::text(giver)
            };
            let row = Row::new()
                .link(&format!("/collection_gifts/{}", gift.id))
                .cell(cx.date(gift.day))
                .cell(giver)
                .cell(cx.money(gift.amount))
                .cell(cx.t(&gift.way.word()));
            if gift.back { row.quiet() } else { row }
        });
        cx.table("collections.gift.all", cols)
            .empty(cx.empty("collections.gift.none"))
            .rows(rows)
    }
    fn decisions(&self, cx: &Cx) -> Vec<Choice> {
        let one = |d: &Decision| Choice::new(d.key(), cx.t(&d.word())).hint(cx.t(&format!("{}_hint", d.word())));
        Decision::ALL.iter().map(one).collect()
    }
    fn others(&self) -> Vec<Choice> {
        self.others
            .iter()
            .map(|(id, title)| Choice::new(*id, title.clone()))
            .collect()
    }
    fn left(&self, cx: &Cx) -> String {
        cx.t1("collections.close.says", "left", cx.money(self.purse.remainder()))
    }
    fn has_left(&self) -> bool {
        self.purse.remainder() > Money::ZERO
    }
}

/// The figures of a collection: given, paid out, left.
pub(super) fn figures(cx: &Cx, purse: &Purse, part: &Part, target: Option<Money>) -> Html {
    let fact = |label: &str, value: String| (label.to_owned(), value);
    let mut all = vec![
        fact("collections.purse.given", cx.money(purse.given)),
        fact("collections.purse.gifts", cx.number(part.gifts)),
        fact("collections.purse.paid", cx.money(purse.paid)),
        fact("collections.purse.left", cx.money(purse.remainder())),
    ];
    if purse.passed > Money::ZERO {
        all.insert(2, fact("collections.purse.passed", cx.money(purse.passed)));
    }
    if purse.gone > Money::ZERO {
        let last = all.len() - 1;
        all.insert(last, fact("collections.purse.gone", cx.money(purse.gone)));
    }
    if purse.bound > Money::ZERO {
        all.push(fact("collections.purse.bound", cx.money(purse.bound)));
    }
    let facts = all
        .iter()
        .fold(cx.facts(), |facts, (label, value)| facts.fact(label, value));
    let progress = target.map(|target| {
        let detail = cx.t1("collections.target_says", "target", cx.money(target));
        cx.progress(
            cx.t("collections.target"),
            purse.given.fen() / 100,
            target.fen() / 100,
            detail,
        )
    });
    html!("{}{}", progress, Html::trusted(facts.to_string()))
}

/// How a collection ended.
pub(super) fn ended(cx: &Cx, one: &Collection, giving_back: Option<&(String, String, String)>) -> Html {
    let Some(ended) = &one.ended else { return Html::none() };
    let decision = match ended.decision {
        Some(decision) => cx.t2(
            "collections.ended_with",
            "left",
            cx.money(ended.remainder),
            "decision",
            cx.t(&decision.word()),
        ),
        None => cx.t("collections.ended_even"),
    };
    let says = cx.tf(
        "collections.ended",
        &[
            ("day", &cx.date_full(ended.on)),
            ("decision", &decision),
            ("why", &ended.why),
        ],
    );
    let back =
        giving_back.map(|(number, word, href)| html!("<p><a href=\"{}\">{} · {}</a></p>", href, number, cx.t(word)));
    html!("{}{}", cx.note(State::Done, says), back)
}

/// What each group gave.
pub(super) fn groups<'a>(cx: &'a Cx, parts: &[GroupPart]) -> Table<'a> {
    let cols = [
        Col::text("group", "collections.listing.group"),
        Col::number("people", "collections.part.people_col"),
        Col::number("amount", "collections.gift.amount"),
    ];
    let rows = parts.iter().map(|part| {
        let few = || cx.t("collections.part.few");
        let (people, amount) = match part.given {
            Some((people, money)) => (cx.number(people), cx.money(money)),
            None => (few(), few()),
        };
        Row::new()
            .cell(part.group.clone().unwrap_or_else(|| cx.t("collections.part.no_group")))
            .cell(people)
            .cell(amount)
    });
    cx.table("collections.part.by_group", cols)
        .empty(cx.empty("collections.gift.none"))
        .rows(rows)
}

/// The payouts; their pages are for those who work with collections.
pub(super) fn payout_table<'a>(cx: &'a Cx, payouts: &[Payout], linked: bool) -> Table<'a> {
    let cols = [
        Col::day("day", "collections.payout.day"),
        Col::text("what", "collections.payout.what"),
        Col::number("amount", "collections.gift.amount"),
        Col::text("state", "collections.gift.state"),
    ];
    let rows = payouts.iter().map(|payout| {
        let row = Row::new()
            .cell(cx.date(payout.paid.unwrap_or(payout.asked)))
            .cell(&payout.what)
            .cell(cx.money(payout.amount))
            .cell(payouts::badge(cx, payout.status));
        if linked {
            row.link(&format!("/collection_payouts/{}", payout.id))
        } else {
            row
        }
    });
    let paid = payouts.iter().filter(|payout| payout.status == PayoutStatus::Paid);
    let sum = paid.fold(Money::ZERO, |sum, payout| sum.plus(payout.amount).unwrap_or(sum));
    cx.table("collections.payout.all", cols)
        .empty(cx.empty("collections.payout.none"))
        .rows(rows)
        .total([
            cx.t("collections.purse.paid"),
            String::new(),
            cx.money(sum),
            String::new(),
        ])
}
