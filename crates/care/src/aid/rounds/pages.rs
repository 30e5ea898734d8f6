//! What officers see of rounds of education aid.

use kernel::{Date, Money};
use org::{MemberId, members::store as members, power::HARDSHIP_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Nothing, Record, Reply, View, reveal};

use super::{
    super::{ROUND, ceiling, form, model::Stage},
    acts::CHILDREN,
    model::{Child, ChildStatus, Round, RoundId, RoundStatus, Secret},
    own::{self, Published},
    sheet, store,
};
use crate::reason;

/// The rounds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rounds {
    /// They, the latest first.
    pub rounds: Vec<Round>,
    /// Whether the reader may begin one.
    pub writes: bool,
}

ui::page!(Rounds, "aid/pages/rounds.html", |_p, cx| cx.t("aid.round.title"));

pub(in super::super) fn list(view: &View<'_>, _: Nothing) -> Reply<Rounds> {
    Ok(Rounds {
        rounds: store::list(view, view.union())?,
        writes: view.actor().may(HARDSHIP_WRITE),
    })
}

fn crumbs(cx: &Cx, deep: bool) -> Html {
    let care = (cx.t("ui.nav.care"), "/care");
    let aid = (cx.t("aid.title"), "/aids");
    if deep {
        cx.crumbs([care, aid, (cx.t("aid.round.title"), "/aid_rounds")])
    } else {
        cx.crumbs([care, aid])
    }
}

impl Rounds {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self.writes.then(|| cx.main_link("/aid_rounds/new", "aid.round.new"));
        html!(
            "{}{}",
            crumbs(cx, false),
            cx.heading(cx.t("aid.round.title"), cx.t("aid.round.under"), new)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("title", "aid.round.name"),
            Col::day("until", "aid.round.until"),
            Col::number("people", "aid.round.people"),
            Col::number("total", "aid.amount"),
            Col::text("state", "aid.state"),
        ];
        let empty = if self.writes {
            cx.empty_first("aid.round.none", "/aid_rounds/new", "aid.round.new")
        } else {
            cx.empty("aid.round.none")
        };
        let rows = self.rounds.iter().map(|round| {
            Row::new()
                .link(&format!("/aid_rounds/{}", round.id))
                .cell(&round.title)
                .cell(cx.date(round.until))
                .cell(round.people.map_or_else(|| "—".to_owned(), |n| cx.number(n)))
                .cell(round.total.map_or_else(|| "—".to_owned(), |sum| cx.money(sum)))
                .cell(cx.badge(round.status.badge(), cx.t(&round.status.word())))
        });
        cx.table("aid.round.title", cols).empty(empty).rows(rows)
    }
}

/// The form of a round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoundForm {
    /// The round that is changed; none for a new one.
    pub round: Option<Round>,
    /// Today.
    pub today: Date,
}

ui::page!(RoundForm, "aid/pages/round_form.html", |p, cx| cx.t(p.title()));

/// Which round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct This {
    pub id: RoundId,
}

pub(in super::super) fn new_page(view: &View<'_>, _: Nothing) -> Reply<RoundForm> {
    Ok(RoundForm {
        round: None,
        today: view.today(),
    })
}

pub(in super::super) fn edit_page(view: &View<'_>, q: This) -> Reply<RoundForm> {
    Ok(RoundForm {
        round: Some(store::get(view, view.union(), q.id)?),
        today: view.today(),
    })
}

impl RoundForm {
    fn title(&self) -> &'static str {
        if self.round.is_some() {
            "aid.round.edit"
        } else {
            "aid.round.new"
        }
    }
    fn action(&self) -> String {
        match &self.round {
            Some(round) => format!("/aid_rounds/{}/edit", round.id),
            None => "/aid_rounds/new".to_owned(),
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        html!("{}{}", crumbs(cx, true), cx.heading(cx.t(self.title()), "", ""))
    }
    fn fields(&self, cx: &Cx) -> Html {
        let old = self.round.as_ref();
        let usual = cx.t1("aid.round.usual_title", "year", self.today.year());
        let all = [
            cx.field("title", "aid.round.name")
                .required()
                .max(60)
                .text(old.map_or(usual.as_str(), |r| r.title.as_str())),
            cx.field("from", "aid.round.from")
                .required()
                .date(old.map_or(self.today, |r| r.from)),
            cx.field("until", "aid.round.until")
                .required()
                .date(old.map_or(self.today.plus_days(21), |r| r.until)),
            cx.field("keep_days", "aid.round.keep")
                .required()
                .hint("aid.round.keep_hint")
                .number(old.map_or(90, |r| r.keep_days)),
            cx.field("note", "aid.round.note")
                .max(1000)
                .hint("aid.round.note_hint")
                .area(old.and_then(|r| r.note.as_deref())),
        ];
        Html::trusted(all.map(|field| field.to_string()).concat())
    }
}

/// The form of an application from paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperForm {
    /// In which round.
    pub round: Round,
    /// Members to choose from.
    #[serde(skip)]
    pub people: Vec<(MemberId, String)>,
    /// What was typed to find somebody.
    pub q: String,
    /// Today.
    pub today: Date,
}

ui::page!(PaperForm, "aid/pages/paper.html", |_p, cx| cx.t("aid.round.paper"));

/// In which round, and whom to find.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Find {
    id: RoundId,
    q: Option<String>,
}

pub(in super::super) fn paper(view: &View<'_>, ask: Find) -> Reply<PaperForm> {
    let round = store::get(view, view.union(), ask.id)?;
    round.at(RoundStatus::Open)?;
    let q = ask.q.unwrap_or_default();
    Ok(PaperForm {
        round,
        people: members::choose(view, &q)?,
        q,
        today: view.today(),
    })
}

impl PaperForm {
    fn at(&self, tail: &str) -> String {
        format!("/aid_rounds/{}{tail}", self.round.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            crumbs(cx, true),
            cx.heading(cx.t("aid.round.paper"), &self.round.title, "")
        )
    }
    fn choices(&self) -> Vec<Choice> {
        self.people
            .iter()
            .map(|(id, label)| Choice::new(*id, label.clone()))
            .collect()
    }
    fn stages(&self, cx: &Cx) -> Vec<Choice> {
        form::stages(cx)
    }
}

/// An application as officers see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChildLine {
    /// It.
    #[serde(flatten)]
    pub child: Child,
    /// The child's name and school, for a reader whose reading was just recorded.
    pub secret: Option<(String, String)>,
}

/// One round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    #[serde(flatten)]
    pub round: Round,
    /// The applications, as they came.
    pub children: Vec<ChildLine>,
    /// The ceilings by stage, in words.
    pub ceilings: Vec<(Stage, Option<String>)>,
    /// What is published, once it was sent.
    pub published: Vec<Published>,
    /// The payment: its number, the word key of its state, its page.
    pub payment: Option<(String, String, String)>,
    /// Whether the payment list may be taken out now.
    pub file: bool,
    /// Whether the reader may write.
    pub writes: bool,
    /// Today.
    pub today: Date,
}

ui::page!(Show, "aid/pages/round.html", |p, _cx| p.round.title.clone(), wide);

pub(in super::super) fn show(view: &View<'_>, q: This) -> Reply<Show> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    let open = reveal::is_open(view, Record::new(ROUND, q.id), CHILDREN)?;
    let mut children = Vec::new();
    for child in store::children(view, union, q.id)? {
        let secret = if open {
            store::secret(view, union, child.id)?
        } else {
            None
        };
        let secret = secret.map(|Secret { name, school }| (name, school));
        children.push(ChildLine { child, secret });
    }
    let mut ceilings = Vec::new();
    for stage in Stage::ALL {
        let judged = ceiling::judge(view, view.today(), &[stage.ceiling()], Money::ZERO)?;
        ceilings.push((*stage, judged.and_then(|judged| judged.comes_to(view.lang()))));
    }
    let asked = flow::payments::living(view, union, &Record::new(ROUND, q.id))?;
    let sent = round.status != RoundStatus::Open;
    Ok(Show {
        published: if sent {
            own::published(view, &round)?
        } else {
            Vec::new()
        },
        payment: asked.map(|p| (p.number.clone(), p.state.word(), p.href())),
        file: sheet::may(view, q.id)?,
        writes: view.actor().may(HARDSHIP_WRITE),
        today: view.today(),
        children,
        ceilings,
        round,
    })
}

impl Show {
    fn at(&self, tail: &str) -> String {
        format!("/aid_rounds/{}{tail}", self.round.id)
    }
    fn is(&self, status: RoundStatus) -> bool {
        self.writes && self.round.status == status
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = cx.badge(self.round.status.badge(), cx.t(&self.round.status.word()));
        let open = self.is(RoundStatus::Open);
        let paper = open.then(|| cx.main_link(&self.at("/child"), "aid.round.paper"));
        let edit =
            (self.writes && self.round.purged.is_none()).then(|| cx.link_button(&self.at("/edit"), "aid.round.edit"));
        let acts = html!("{}{}", paper, edit);
        html!("{}{}", crumbs(cx, true), cx.heading(&self.round.title, under, acts))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let round = &self.round;
        let mut facts = cx
            .facts()
            .fact("aid.round.days", cx.span(round.from, round.until))
            .fact("aid.round.keep", cx.tn("aid.round.n_days", round.keep_days));
        if let (Some(people), Some(total)) = (round.people, round.total) {
            facts = facts
                .fact("aid.round.people", cx.number(people))
                .fact("aid.round.total", cx.money(total));
        }
        if let Some((number, word, href)) = &self.payment {
            facts = facts.door("aid.payment", format!("{number} · {}", cx.t(word)), href);
        }
        if let Some((from, until)) = round.notice {
            facts = facts.fact("aid.round.notice", cx.span(from, until));
        }
        if let Some(day) = round.purge_after() {
            let says = if round.purged.is_some() {
                "aid.round.purged"
            } else {
                "aid.round.to_purge"
            };
            facts = facts.fact(
                "aid.round.children",
                cx.t1(says, "day", cx.date_full(round.purged.unwrap_or(day))),
            );
        }
        Html::trusted(facts.to_string())
    }
    fn ceilings(&self, cx: &Cx) -> Html {
        let one = |(stage, limit): &(Stage, Option<String>)| {
            let limit = limit.clone().unwrap_or_else(|| cx.t("aid.round.no_ceiling"));
            format!("{} {limit}", cx.t(&stage.word()))
        };
        let all: Vec<String> = self.ceilings.iter().map(one).collect();
        Html::text(cx.t1("aid.round.ceilings", "all", all.join(&cx.t("ui.semicolon"))))
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "aid.member"),
            Col::text("child", "aid.round.child"),
            Col::text("stage", "aid.stage.label"),
            Col::day("consent", "aid.round.consent_on"),
            Col::number("amount", "aid.amount"),
            Col::text("state", "aid.state"),
        ];
        let rows = self.children.iter().map(|line| {
            let child = &line.child;
            let secret = match &line.secret {
                Some((name, school)) => format!("{name} · {school}"),
                None if child.stage.is_none() => cx.t("aid.round.deleted"),
                None => "****".to_owned(),
            };
            let state = html!(
                "{} {}",
                cx.badge(child.status.badge(), cx.t(&child.status.word())),
                child.why.as_deref().map(|why| reason::said(cx, why))
            );
            Row::new()
                .cell(&child.name)
                .cell(secret)
                .cell(child.stage.map_or_else(|| "—".to_owned(), |stage| cx.t(&stage.word())))
                .cell(cx.date(child.consent))
                .cell(child.amount.map_or_else(|| "—".to_owned(), |amount| cx.money(amount)))
                .cell(state)
        });
        cx.table("aid.round.applications", cols)
            .empty(cx.empty("aid.round.no_applications"))
            .rows(rows)
    }
    fn to_set(&self) -> Vec<&Child> {
        let open = |child: &&Child| matches!(child.status, ChildStatus::Applied | ChildStatus::Granted);
        self.children.iter().map(|line| &line.child).filter(open).collect()
    }
    fn amounts(&self, cx: &Cx) -> Html {
        let one = |child: &&Child| {
            let stage = child.stage.map(|stage| cx.t(&stage.word())).unwrap_or_default();
            let name = format!("amount_{}", child.id);
            let field = cx
                .field(&name, "aid.amount")
                .label_text(&format!("{} · {stage}", child.name));
            Html::trusted(field.money(child.amount).to_string())
        };
        self.to_set().iter().map(one).collect()
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        let one = |child: &&Child| {
            let stage = child.stage.map(|stage| cx.t(&stage.word())).unwrap_or_default();
            Choice::new(child.id, format!("{} · {stage}", child.name))
        };
        self.to_set().iter().map(one).collect()
    }
    fn published<'a>(&self, cx: &'a Cx) -> Table<'a> {
        own::list_table(cx, &self.published)
    }
    fn may_publish(&self) -> bool {
        self.is(RoundStatus::Sent) || self.is(RoundStatus::Paid)
    }
    fn may_close(&self) -> bool {
        self.is(RoundStatus::Paid) || (self.is(RoundStatus::Open) && self.to_set().is_empty())
    }
    fn week(&self) -> Date {
        self.today.plus_days(7)
    }
}
