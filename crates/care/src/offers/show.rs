//! An offer, as officers see it: its slots, who signed up, who is in line, who picked up.

use kernel::Date;
use org::{
    MemberId, members,
    power::{CARE_MANAGE, CARE_RECORD},
};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Done, Record, Reply, View, reveal};

use super::{
    OFFER, list,
    model::{Bearer, Child, Kind, Offer, OfferId, OfferStatus, Signup, SignupId, SlotId, SlotLine, Status},
    store::{self, children, signups},
};

/// The name of what is read when children are shown.
pub(super) const CHILDREN: &str = "children";
/// The name of what is taken out as a file.
pub(super) const LIST: &str = "offer_list";
/// Most sign-ups shown on the page.
const SHOWN: u16 = 500;

/// Back to an offer.
pub(super) fn done(id: OfferId, say: &str) -> Done {
    Done::to(format!("/offers/{id}")).record(id).say(say)
}

/// Which offer, and whom to look for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: OfferId,
    q: Option<String>,
}

/// An offer.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OfferPage {
    /// It.
    #[serde(flatten)]
    pub offer: Offer,
    /// Its kind.
    pub kind_of: Option<Kind>,
    /// Its slots.
    pub slots: Vec<SlotLine>,
    /// Sign-ups of those whom the reader may see, by slot in the order of the line.
    pub signups: Vec<Signup>,
    /// The children, for a reader whose reading was just recorded.
    #[serde(skip)]
    pub children: Option<FxHashMap<SignupId, Child>>,
    /// Who read what is known of the children: when, who, what for.
    pub readings: Vec<reveal::Reading>,
    /// Whether the list may be fetched now.
    pub file_ready: bool,
    /// What was typed to find somebody.
    pub q: String,
    /// People to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// Whether the reader may change it.
    pub may_manage: bool,
    /// Whether the reader may sign others up and mark what was picked up.
    pub may_record: bool,
    /// Those who have not come and for whom the reader keeps whether they do.
    #[serde(skip)]
    pub to_mark: FxHashSet<SignupId>,
    /// Today.
    pub today: Date,
}

ui::page!(
    OfferPage,
    "offers/pages/show.html",
    |p, _cx| p.offer.title.clone(),
    wide
);

/// The children of an offer, if this reader manages offers and their reading was just recorded.
pub(super) fn opened(view: &View<'_>, id: OfferId) -> Reply<Option<FxHashMap<SignupId, Child>>> {
    let may = view.actor().may(CARE_MANAGE) && reveal::is_open(view, Record::new(OFFER, id), CHILDREN)?;
    let of = may.then(|| children::of_offer(view, view.union(), id));
    Ok(of.transpose()?)
}

/// The sign-ups of those whom the reader may see.
pub(super) fn seen(view: &View<'_>, id: OfferId) -> Reply<Vec<Signup>> {
    let eyes = crate::rounds::eyes(view)?;
    let mut all = signups::of_offer(view, view.union(), id)?;
    all.retain(|s| eyes.sees(s.group));
    Ok(all)
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<OfferPage> {
    let union = view.union();
    let offer = store::get(view, union, ask.id)?;
    let (may_manage, may_record) = (view.actor().may(CARE_MANAGE), view.actor().may(CARE_RECORD));
    let q = ask.q.unwrap_or_default();
    let record = Record::new(OFFER, offer.id);
    let (signups, hands) = (seen(view, offer.id)?, crate::rounds::hands(view)?);
    let to_mark = |s: &&Signup| s.status == Status::Placed && hands.sees(s.group);
    let of_children = may_manage && offer.children.is_some();
    Ok(OfferPage {
        kind_of: store::kind(view, union, offer.kind)?,
        slots: store::slots(view, union, offer.id)?,
        to_mark: signups.iter().filter(to_mark).map(|s| s.id).collect(),
        signups,
        children: opened(view, offer.id)?,
        readings: if of_children {
            reveal::who_read(view, union, record, 20)?
        } else {
            Vec::new()
        },
        file_ready: may_manage && reveal::is_open(view, record, LIST)?,
        people: if may_record {
            members::store::choose(view, &q)?
        } else {
            Vec::new()
        },
        q,
        may_manage,
        may_record,
        today: view.today(),
        offer,
    })
}

/// Where a sign-up stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    let state = match status {
        Status::Placed => ui::State::Due,
        Status::Waiting => ui::State::Draft,
        Status::Picked => ui::State::Done,
        Status::Missed => ui::State::Soon,
        Status::GivenUp => ui::State::Off,
    };
    cx.badge(state, cx.t(&format!("offers.status.{}", status.key())))
}

/// A code as people read it: `K7QF-2M9X`.
pub(super) fn spelled(code: &str) -> String {
    match (code.get(..4), code.get(4..)) {
        (Some(head), Some(tail)) => format!("{head}-{tail}"),
        _ => code.to_owned(),
    }
}

/// What it costs, in words.
pub(super) fn cost(cx: &Cx, offer: &Offer) -> String {
    match offer.bearer {
        Bearer::None => cx.t("offers.bearer.none"),
        Bearer::Member => cx.t1("offers.cost.member", "cost", cx.money(offer.cost)),
        Bearer::Union => cx.t1("offers.cost.union", "cost", cx.money(offer.cost)),
    }
}

/// Slots to choose from, each with how many places are free.
pub(super) fn slot_choices(cx: &Cx, slots: &[SlotLine]) -> Vec<Choice> {
    let says = |line: &SlotLine| {
        if line.free() > 0 {
            cx.tn("offers.slot.free", line.free())
        } else {
            cx.tn("offers.slot.full", line.waiting)
        }
    };
    slots
        .iter()
        .map(|line| Choice::new(line.slot.id, line.slot.name.clone()).hint(says(line)))
        .collect()
}

impl OfferPage {
    fn at(&self, tail: &str) -> String {
        format!("/offers/{}{tail}", self.offer.id)
    }
    fn is_open(&self) -> bool {
        self.offer.status == OfferStatus::Open
    }
    fn sets_up(&self) -> bool {
        self.may_manage && self.is_open()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let kind = self.kind_of.as_ref().map(|k| k.name.clone());
        let under = html!("{} {}", list::badge(cx, &self.offer, self.today), kind);
        let mut acts = Html::none();
        if self.may_record {
            acts.add(cx.link_button(&self.at("/print"), "offers.print.open"));
        }
        if self.may_manage {
            acts.add(cx.link_button(&self.at("/edit"), "offers.edit"));
        }
        html!(
            "{}{}",
            list::crumbs(cx, None),
            cx.heading(&self.offer.title, under, acts)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let o = &self.offer;
        let mut facts = cx
            .facts()
            .fact("offers.field.sign_up", cx.span(o.opens, o.closes))
            .fact("offers.field.days", cx.span(o.from, o.until))
            .fact("offers.field.place", &o.place)
            .fact("offers.field.cost", cost(cx, o))
            .fact("offers.field.per_member", cx.number(o.per_member));
        if let Some(of) = &o.children {
            facts = facts
                .fact(
                    "offers.field.ages",
                    cx.t2("offers.ages", "from", of.from, "until", of.until),
                )
                .fact("offers.field.keep_days", cx.number(o.keep_days));
            if let Some(day) = of.forgotten {
                facts = facts.fact("offers.forgotten", cx.date_full(day));
            }
        }
        Html::trusted(facts.long("offers.field.text", &o.text).to_string())
    }
    fn slots<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "offers.slot.name"),
            Col::number("places", "offers.slot.places"),
            Col::number("taken", "offers.slot.taken"),
            Col::number("waiting", "offers.status.waiting"),
        ];
        let rows = self.slots.iter().map(|line| {
            Row::new()
                .cell(&line.slot.name)
                .cell(cx.number(line.slot.places))
                .cell(cx.number(line.taken))
                .cell(cx.number(line.waiting))
        });
        cx.table("offers.slot.title", cols).rows(rows)
    }
    fn quota(&self, cx: &Cx, line: &SlotLine) -> Html {
        let label = cx.t1("offers.slot.move", "name", &line.slot.name);
        html!(
            "{}{}{}{}{}",
            Html::trusted(cx.form_open(&self.at("/places")).in_row().to_string()),
            Html::trusted(cx.field("slot", "").hidden(line.slot.id).to_string()),
            Html::trusted(cx.field("version", "").hidden(line.slot.version).to_string()),
            Html::trusted(
                cx.field("places", "offers.slot.places")
                    .label_text(&label)
                    .required()
                    .number(line.slot.places)
                    .to_string()
            ),
            Html::trusted(cx.form_close("ui.act.save").to_string())
        )
    }
    fn quotas(&self, cx: &Cx) -> Html {
        self.slots.iter().map(|line| self.quota(cx, line)).collect()
    }
    fn slot_name(&self, id: SlotId) -> Option<&str> {
        self.slots
            .iter()
            .find(|line| line.slot.id == id)
            .map(|line| line.slot.name.as_str())
    }
    fn signups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let mut cols = vec![
            Col::text("name", "org.field.name"),
            Col::text("slot", "offers.slot.name"),
            Col::day("state", "offers.field.state"),
        ];
        if self.children.is_some() {
            cols.push(Col::text("child", "offers.child.title"));
        }
        let rows = self.signups.iter().take(usize::from(SHOWN)).map(|s| {
            let row = Row::new()
                .link(&format!("/offer_signups/{}", s.id))
                .cell(&s.name)
                .cell(self.slot_name(s.slot))
                .cell(badge(cx, s.status));
            match &self.children {
                Some(all) => row.cell(all.get(&s.id).map(|c| said(cx, c))),
                None => row,
            }
        });
        cx.table("offers.signups", cols)
            .empty(cx.empty("offers.nobody"))
            .rows(rows)
    }
    fn more(&self, cx: &Cx) -> Html {
        cx.cut(self.signups.len() > usize::from(SHOWN), SHOWN, "ui.cut.export")
    }
    fn count(&self, status: Status) -> usize {
        self.signups.iter().filter(|s| s.status == status).count()
    }
    fn counts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        for status in Status::ALL {
            facts = facts.fact(
                &format!("offers.status.{}", status.key()),
                cx.number(self.count(*status)),
            );
        }
        Html::trusted(facts.to_string())
    }
    /// Those with a place who have not come, as far as the reader marks them.
    fn to_pick(&self) -> Vec<Choice> {
        let open = self
            .signups
            .iter()
            .filter(|s| self.to_mark.contains(&s.id))
            .take(usize::from(SHOWN));
        open.map(|s| {
            let hint = self.slot_name(s.slot).unwrap_or_default().to_owned();
            Choice::new(s.id, s.name.clone()).hint(hint)
        })
        .collect()
    }
    fn ticks(&self, cx: &Cx, label: &str) -> Html {
        let none: [String; 0] = [];
        Html::trusted(cx.field("signup", label).many(self.to_pick(), none).to_string())
    }
    fn picks(&self) -> bool {
        self.may_record && self.offer.from <= self.today && !self.to_mark.is_empty()
    }
    fn slot_choices(&self, cx: &Cx) -> Vec<Choice> {
        slot_choices(cx, &self.slots)
    }
    fn purpose(&self, cx: &Cx, tail: &str, label: &str) -> Html {
        let usual = ["offers.purpose.day", "offers.purpose.safety", "offers.purpose.report"].map(|key| cx.t(key));
        let purpose = cx.field("purpose", "web.reveal.purpose").required().max(100);
        html!(
            "<p>{}</p>{}{}{}",
            cx.t("web.reveal.recorded"),
            Html::trusted(cx.form_open(&self.at(tail)).to_string()),
            Html::trusted(purpose.suggest(usual).text("").to_string()),
            Html::trusted(cx.form_close(label).to_string())
        )
    }
    fn veil(&self, cx: &Cx) -> Html {
        if self.children.is_some() {
            let open = cx.tf("web.reveal.is_open", &[("minutes", &reveal::OPEN_MINUTES)]);
            return cx.note(ui::State::Info, open);
        }
        self.purpose(cx, "/reveal", "offers.child.open")
    }
    fn readings(&self, cx: &Cx) -> Html {
        let mut line = cx.timeline();
        for one in &self.readings {
            line = line.event(one.at, one.who.clone().unwrap_or_default(), &one.purpose, "");
        }
        Html::trusted(line.to_string())
    }
    fn export(&self, cx: &Cx) -> Html {
        if self.file_ready {
            return cx.link_button(&self.at("/list.xlsx"), "offers.export.fetch");
        }
        self.purpose(cx, "/export", "offers.export.make")
    }
}

/// A child in a line.
pub(super) fn said(cx: &Cx, child: &Child) -> String {
    let born = cx.t1("offers.child.born_in", "year", child.born);
    let mut all = format!("{} {born} {}", child.name, child.relation);
    if let Some(remarks) = &child.remarks {
        all.push_str(&cx.t("ui.semicolon"));
        all.push_str(remarks);
    }
    all
}
