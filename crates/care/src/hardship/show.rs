//! A dossier as officers see it: where it stands to everyone entitled, what it says only to a reader whose reading was just
//! recorded.

use kernel::{Date, Instant, UnionId};
use org::{
    MemberId,
    members::store as members,
    power::{HARDSHIP_DECIDE, HARDSHIP_WRITE},
};
use rules::key::{HARDSHIP_NOTICE, HARDSHIP_VISITORS};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html, Row, State as Tone, Table, html};
use web::{Reply, View, reveal};

use super::{
    acts::{self, FILE, This, WHOLE, is_open},
    body::{Body, Sheet, masked},
    course::unanswered,
    forms,
    items::{COST_ITEMS, FAMILY, Item, Kind},
    letter, list,
    means::Means,
    model::{self, Card, DossierId, Kept, ProofId, State, Status, Step, StepId, Way},
    own, proofs, steps, store, testing,
};
use crate::{
    given,
    proof::{
        Listed, Shelf,
        gone::{self, Gone, Keeping},
    },
};

/// Most readings shown.
const READINGS: u32 = 100;

/// What a reader sees who has opened it.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Opened {
    /// What it says.
    pub body: Body,
    /// The test by today's rules.
    pub test: Option<Means>,
    /// What is missing for the test.
    pub no_test: Option<String>,
    /// Proofs: id, kind, size, when.
    pub proofs: Vec<(ProofId, String, i64, Instant)>,
    /// Proofs that went.
    pub gone: Vec<Gone>,
    /// How long proofs are kept after the dossier has ended, if a rule says so.
    pub kept: Option<Keeping>,
    /// When the last decision was made: it rests on the proofs of until then, which nobody removes.
    pub decided_at: Option<Instant>,
    /// Somebody of the household stands in another dossier of the installation.
    pub elsewhere: bool,
    /// What the household's member has received over all sources.
    pub given: Vec<given::Line>,
    /// Who has read it, when and for what.
    pub readings: Vec<(Instant, String, String)>,
    /// What happened, in words for those entitled.
    #[serde(skip)]
    #[schemars(skip)]
    pub course: Vec<Kept>,
    /// Objections that wait for an answer, with what they say.
    pub objections: Vec<(StepId, String, String)>,
}

/// A dossier.
#[derive(Clone, Serialize, JsonSchema)]
pub struct DossierPage {
    /// Its id.
    pub id: DossierId,
    /// Whose.
    pub name: String,
    /// The member.
    pub member: MemberId,
    /// Where it stands, with its days.
    pub state: State,
    /// How it came.
    pub way: Way,
    /// When it was begun.
    pub started_at: Instant,
    /// What the committee decided it is.
    pub category: Option<super::means::Category>,
    /// Its version.
    pub version: i64,
    /// What it says, once opened.
    pub opened: Option<Opened>,
    /// Whether its form can be taken out as a file now.
    pub file_ready: bool,
    /// Whether whoever looks may write it.
    pub may_write: bool,
    /// Whether whoever looks may decide over it, leaving conflicts aside.
    pub may_decide: bool,
    /// Objections without an answer.
    pub unanswered: usize,
    /// The union above, if there is one.
    pub above: Option<UnionId>,
    /// Whether the member has left the union.
    pub left: bool,
    /// Members to choose visitors from.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
    /// How many visitors a rule asks for, and how many days of notice.
    pub asked: (Option<i32>, Option<i32>),
    /// Today.
    pub today: Date,
}

ui::page!(DossierPage, "hardship/pages/show.html", |p, _cx| p.name.clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<DossierPage> {
    let card = acts::seen(view, q.id)?;
    let today = view.today();
    let opened = if is_open(view, q.id, WHOLE)? {
        Some(opened(view, &card)?)
    } else {
        None
    };
    let may = |power| view.actor().may(power);
    let standing = members::get(view, view.union(), card.member)?.status;
    let visits = matches!(card.state, State::Applied { .. } | State::Filed { .. }) && may(HARDSHIP_WRITE);
    Ok(DossierPage {
        id: card.id,
        name: card.name.clone(),
        member: card.member,
        state: card.state,
        way: card.way,
        started_at: card.started_at,
        category: card.brief.category,
        version: card.version,
        opened,
        file_ready: is_open(view, q.id, FILE)?,
        may_write: may(HARDSHIP_WRITE),
        may_decide: may(HARDSHIP_DECIDE),
        unanswered: match card.state {
            State::Noticed { .. } => unanswered(view, card.id)?.len(),
            _ => 0,
        },
        above: letter::above(view)?,
        left: !standing.belongs(),
        members: if visits {
            members::members_to_choose(view, view.union(), today)?
        } else {
            Vec::new()
        },
        asked: (
            testing::number(view, today, &HARDSHIP_VISITORS)?,
            testing::number(view, today, &HARDSHIP_NOTICE)?,
        ),
        today,
    })
}

fn opened(view: &View<'_>, card: &Card) -> Reply<Opened> {
    let union = view.union();
    let body = acts::body(view, card)?;
    let (test, no_test) = match testing::test(view, &body, view.today())? {
        Ok(test) => (Some(test), None),
        Err(no) => (None, Some(no.word().to_owned())),
    };
    let mut elsewhere = false;
    for number in body.numbers() {
        elsewhere |= store::stands_elsewhere(view, union, card.id, number)?;
    }
    let readings = reveal::who_read(view, union, forms::record(card.id), READINGS)?;
    let course = store::steps(view, union, card.id)?;
    let open = if matches!(card.state, State::Noticed { .. }) {
        unanswered(view, card.id)?
    } else {
        Vec::new()
    };
    let objections = course
        .iter()
        .filter(|kept| open.contains(&kept.id))
        .filter_map(|kept| match &kept.step {
            Step::Objected { who, text, .. } => Some((kept.id, who.clone(), text.clone())),
            _ => None,
        });
    Ok(Opened {
        objections: objections.collect(),
        test,
        no_test,
        proofs: store::proofs(view, union, card.id)?
            .into_iter()
            .map(|proof| (proof.id, proof.kind, proof.size, proof.at))
            .collect(),
        gone: gone::gone(view, union, forms::record(card.id), true)?,
        kept: gone::kept(view, union, view.today(), &store::PROOFS)?,
        decided_at: store::decided_at(view, union, card.id)?,
        elsewhere,
        given: given::of_member(view, union, card.member)?,
        readings: readings
            .into_iter()
            .map(|reading| (reading.at, reading.who.unwrap_or_default(), reading.purpose))
            .collect(),
        course,
        body: body.masked(),
    })
}

/// Where a dossier stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    let tone = match status {
        Status::Draft | Status::Withdrawn | Status::Refused | Status::Exited => Tone::Off,
        Status::Returned => Tone::Due,
        Status::Filed => Tone::Done,
        _ => Tone::Soon,
    };
    cx.badge(tone, cx.t(&status.word()))
}

/// The form that asks what a dossier is opened for.
pub(super) fn ask(cx: &Cx, action: &str, label: &str) -> Html {
    let usual = [
        "hardship.purpose.check",
        "hardship.purpose.review",
        "hardship.purpose.aid",
    ]
    .map(|key| cx.t(key));
    let purpose = cx
        .field("purpose", "web.reveal.purpose")
        .required()
        .max(100)
        .suggest(usual);
    html!(
        "<p>{}</p>{}{}{}",
        cx.t("web.reveal.recorded"),
        Html::trusted(cx.form_open(action).to_string()),
        Html::trusted(purpose.text("").to_string()),
        Html::trusted(cx.form_close(label).to_string())
    )
}

/// An item's value in words.
pub(super) fn said(cx: &Cx, item: &Item, sheet: &Sheet, whole: bool) -> Option<String> {
    let text = sheet.get(item.key)?;
    Some(match item.kind {
        Kind::Choice(stem, _) => cx.t(&format!("hardship.choice.{stem}.{text}")),
        Kind::Tick => cx.t("hardship.show.yes"),
        Kind::Day => text
            .parse::<Date>()
            .map_or_else(|_| text.clone(), |day| cx.date_full(day)),
        Kind::Money | Kind::Loss => text
            .parse::<kernel::Money>()
            .map_or_else(|_| text.clone(), |sum| cx.money(sum)),
        Kind::Identity | Kind::Card if !whole => masked(item.kind, text),
        _ => text.clone(),
    })
}

impl DossierPage {
    fn at(&self, tail: &str) -> String {
        format!("/hardships/{}{tail}", self.id)
    }
    fn status(&self) -> Status {
        self.state.status()
    }
    fn is(&self, key: &str) -> bool {
        self.status().key() == key
    }
    fn heading(&self, cx: &Cx) -> Html {
        let print = self
            .opened
            .as_ref()
            .map(|_| cx.link_button(&self.at("/print"), "hardship.print.title"));
        let edit =
            (self.may_write && self.state.may_write()).then(|| cx.link_button(&self.at("/edit"), "hardship.form.edit"));
        let crumbs = cx.crumbs([(cx.t("hardship.list.title"), "/hardships")]);
        let category = self.category.map(|category| cx.t(&category.word())).unwrap_or_default();
        let under = html!("{} {}", badge(cx, self.status()), category);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.name, under, html!("{}{}", edit, print))
        )
    }
    fn line(&self, cx: &Cx) -> Html {
        let way = ["applied", "checked", "reviewed", "noticed", "sent", "filed", "exited"];
        let at = match self.status() {
            Status::Draft | Status::Returned | Status::Refused | Status::Withdrawn => return Html::none(),
            Status::Applied => 0,
            Status::Checked => 1,
            Status::Reviewed => 2,
            Status::Noticed => 3,
            Status::Cleared | Status::Sent => 4,
            Status::Filed => 5,
            Status::Exited => 6,
        };
        cx.steps(way.map(|key| cx.t(&format!("hardship.way_line.{key}"))), at)
    }
    fn notes(&self, cx: &Cx) -> Html {
        let mut all = Html::none();
        if self.left {
            all.add(cx.note(Tone::Due, cx.t("hardship.show.left")));
        }
        let says = match self.state {
            State::Noticed { from, until } => Some(cx.t1("hardship.show.noticed", "days", cx.span(from, until))),
            State::Filed { recheck, .. } => Some(cx.t1("hardship.show.recheck", "day", cx.date_full(recheck))),
            State::Exited { follow: Some(day), .. } => Some(cx.t1("hardship.show.follow", "day", cx.date_full(day))),
            State::Sent { .. } => Some(cx.t("hardship.show.sent")),
            State::Returned { .. } => Some(cx.t("hardship.show.returned")),
            _ => None,
        };
        if let Some(says) = says {
            all.add(cx.note(Tone::Info, says));
        }
        if self.unanswered > 0 {
            all.add(cx.note(
                Tone::Due,
                cx.tn(
                    "hardship.show.unanswered",
                    self.unanswered.try_into().unwrap_or(i64::MAX),
                ),
            ));
        }
        if self.opened.as_ref().is_some_and(|opened| opened.elsewhere) {
            all.add(cx.note(Tone::Due, cx.t("hardship.show.elsewhere")));
        }
        all
    }
    fn reveal(&self, cx: &Cx) -> Html {
        ask(cx, &self.at("/reveal"), "hardship.show.open")
    }
    fn export(&self, cx: &Cx) -> Html {
        ask(cx, &self.at("/export"), "hardship.print.word")
    }
    fn facts(&self, cx: &Cx, opened: &Opened) -> Html {
        let mut all = Html::none();
        for group in Body::groups() {
            let mut facts = cx.facts();
            for item in group.items {
                if let Some(text) = said(cx, item, &opened.body.own, false) {
                    facts = facts.fact(&item.word(), text);
                }
            }
            let title = cx.t(&format!("hardship.group.{}", group.key));
            all.add(html!(
                "<section><h2>{}</h2>{}</section>",
                title,
                Html::trusted(facts.to_string())
            ));
        }
        all.add(self.sheets(cx, "hardship.group.family", FAMILY, &opened.body.family));
        all.add(self.sheets(cx, "hardship.group.costs", COST_ITEMS, &opened.body.costs));
        all
    }
    fn sheets(&self, cx: &Cx, title: &str, items: &[Item], sheets: &[Sheet]) -> Html {
        let mut all = html!("<h2>{}</h2>", cx.t(title));
        if sheets.is_empty() {
            all.add(html!("<p class=\"quiet\">{}</p>", cx.t("hardship.show.none")));
        }
        for sheet in sheets {
            let mut facts = cx.facts();
            for item in items {
                if let Some(text) = said(cx, item, sheet, false) {
                    facts = facts.fact(&item.word(), text);
                }
            }
            all.add(Html::trusted(facts.to_string()));
        }
        html!("<section>{}</section>", all)
    }
    fn test(&self, cx: &Cx, opened: &Opened) -> Html {
        match (&opened.test, &opened.no_test) {
            (Some(test), _) => steps::table(cx, test),
            (None, Some(word)) => {
                let says = cx.t1(word, "day", cx.date_full(self.today));
                html!(
                    "{}<p>{}</p>",
                    cx.note(Tone::Due, says),
                    cx.link_button(testing::ENTER_MINIMUM, "hardship.test.enter")
                )
            }
            (None, None) => Html::none(),
        }
    }
    fn course(&self, cx: &Cx, opened: &Opened) -> Html {
        let mut line = cx.timeline();
        for kept in &opened.course {
            let who = kept.who.clone().unwrap_or_else(|| "—".to_owned());
            let word = cx.t(&format!("hardship.step.{}", kept.step.key()));
            line = line.event(kept.at, who, word, steps::detail(cx, &kept.step));
        }
        Html::trusted(line.to_string())
    }
    fn proofs(&self, cx: &Cx, opened: &Opened) -> Html {
        let there = opened.proofs.iter().map(|(id, kind, size, at)| {
            let door = self.at(&format!("/proofs/{id}"));
            let removable = self.may_write && opened.decided_at.is_none_or(|decided| *at > decided);
            Listed {
                name: cx.t(&format!("{}.{kind}", proofs::WORD)),
                told: Some((*size, *at)),
                remove: removable.then(|| format!("{door}/remove")),
                open: Some(door),
            }
        });
        Shelf {
            there: there.collect(),
            gone: &opened.gone,
            word: proofs::WORD,
            kept: opened.kept.as_ref(),
        }
        .show(cx)
    }
    fn readings(&self, cx: &Cx, opened: &Opened) -> Html {
        let items = opened.readings.iter().map(|(at, who, why)| {
            html!(
                "<li>{} {} <span class=\"small\">{}</span></li>",
                cx.instant(*at),
                who,
                why
            )
        });
        html!("<ul class=\"rows\">{}</ul>", items.collect::<Html>())
    }
    fn given<'a>(&self, cx: &'a Cx, opened: &Opened) -> Table<'a> {
        let cols = [
            ui::Col::day("day", "hardship.given.day"),
            ui::Col::text("kind", "hardship.given.kind"),
            ui::Col::text("what", "hardship.given.what"),
            ui::Col::number("amount", "hardship.given.amount"),
        ];
        let rows = opened.given.iter().map(|line| {
            Row::new()
                .cell(cx.date_full(line.day))
                .cell(cx.t(&line.kind.word()))
                .cell(&line.what)
                .cell(cx.money(line.amount))
        });
        cx.table("hardship.given.title", cols)
            .empty(cx.empty("hardship.given.none"))
            .rows(rows)
    }
    fn proof_kinds(&self, cx: &Cx) -> Vec<Choice> {
        own::proof_kinds(cx)
    }
    fn categories(&self, cx: &Cx) -> Vec<Choice> {
        list::categories(cx)
    }
    fn tested(&self) -> &'static str {
        let test = self.opened.as_ref().and_then(|opened| opened.test.as_ref());
        test.and_then(|test| test.category)
            .map_or("", super::means::Category::key)
    }
    fn answers(&self, cx: &Cx) -> Vec<Choice> {
        ["yes", "no"]
            .map(|key| Choice::new(key, cx.t(&format!("hardship.check.{key}"))))
            .to_vec()
    }
    /// Three visitors where a rule asks for more than two.
    fn third(&self) -> bool {
        self.asked.0.is_some_and(|n| n > 2)
    }
    fn until(&self) -> Date {
        let days = self.asked.1.filter(|days| (1..=60).contains(days)).unwrap_or(5);
        self.today.plus_days(days - 1)
    }
    fn may_clear(&self) -> bool {
        matches!(self.state, State::Noticed { until, .. } if self.today > until)
    }
    fn may_return(&self) -> bool {
        self.may_write && self.state.may_return() && self.status() != Status::Sent
    }
    fn under_way(&self) -> bool {
        self.state.under_way() && self.status() != Status::Sent
    }
    fn may_refuse(&self) -> bool {
        self.may_decide && matches!(self.status(), Status::Checked | Status::Noticed | Status::Cleared)
    }
    fn follows(&self) -> bool {
        matches!(self.state, State::Exited { follow: Some(_), .. })
    }
    fn submit_word(&self) -> &'static str {
        if self.above.is_some() {
            "hardship.submit.up"
        } else {
            "hardship.submit.file"
        }
    }
    fn follow_day(&self) -> Date {
        self.today.plus_months(3)
    }
    fn letter(&self) -> Option<String> {
        match self.state {
            State::Sent { letter, .. } => Some(format!("/hardships/letters/{letter}")),
            _ => None,
        }
    }
    fn writes(&self) -> bool {
        self.may_write && (self.state.under_way() || matches!(self.state, model::State::Filed { .. }))
    }
}
