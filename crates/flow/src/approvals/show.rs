//! One case: its steps, what was done, what can be done now, and what stands in the way.

use kernel::{Date, Instant, Money};
use org::{PostId, Role, power::APPROVAL_SETUP};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, State, html};
use web::{Refusal, Reply, View};

use super::{
    course::{Desk, Kinds},
    deciding::{Cannot, Hat, Standing, Stuck},
    model::{CaseId, CaseState, Mark, Person, What},
    setup::Seat,
    store::{self, people},
};

/// Which case.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: CaseId,
}

/// Whom a step names, in words of the page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// A role.
    Role(Role),
    /// A post: of which body, and its title.
    Post(PostId, String, String),
    /// A person.
    Person(String),
}

/// A step on the page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepShown {
    /// Its number, from 1.
    pub number: i64,
    /// Whom it names.
    pub who: Vec<Named>,
    /// How many have to say yes.
    pub needed: i64,
}

/// A case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CasePage {
    /// Its id.
    pub id: CaseId,
    /// The version.
    pub version: i64,
    /// Its number.
    pub number: String,
    /// The kind's key.
    pub kind: String,
    /// What it is about; empty for a reader who may not see it.
    pub title: String,
    /// The page of the record it is about; empty for a reader who may not see it.
    pub record: String,
    /// The amount.
    pub amount: Option<Money>,
    /// By when it should be decided.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: CaseState,
    /// How often it was sent in.
    pub round: i64,
    /// The step at which it stands, from 1.
    pub step: i64,
    /// The steps of this round.
    pub steps: Vec<StepShown>,
    /// What was done, the latest first.
    pub marks: Vec<Mark>,
    /// When it was first sent in.
    pub asked_at: Instant,
    /// Who asked.
    pub asked_name: String,
    /// How many people it benefits.
    pub benefits: usize,
    /// Why it was refused or returned.
    pub why: Option<String>,
    /// Whether the title is for few eyes.
    pub sealed: bool,
    /// As whom the reader may decide now.
    pub hat: Option<Hat>,
    /// Why they cannot, if a step names them.
    pub cannot: Option<Cannot>,
    /// Who stands in the way, if too few of those named are free.
    pub stuck: Option<Stuck>,
    /// Whether the reader asked for it and may take it back.
    pub may_withdraw: bool,
    /// Whether the reader changes the steps.
    pub may_set_up: bool,
    #[serde(skip)]
    #[schemars(skip)]
    kinds: Option<Kinds>,
}

ui::page!(CasePage, "approvals/pages/show.html", |p, cx| p.name(cx));

pub(super) fn page(view: &View<'_>, kinds: Kinds, which: Which) -> Reply<CasePage> {
    let case = store::get(view, view.union(), which.id)?;
    let desk = Desk::new(view)?;
    let concerns = desk.concerns(view, &case)?;
    if !concerns && !view.actor().may(org::power::APPROVAL_SEE) {
        return Err(Refusal::missing().into());
    }
    let reads = concerns || !case.sealed;
    let entitled = desk.entitled(view, case.seats())?;
    let hat = desk.hat(view, &case)?;
    let may_withdraw = case.asked.is(&desk.me) && matches!(case.state, CaseState::Open | CaseState::Returned);
    Ok(CasePage {
        id: case.id,
        version: case.version,
        number: case.number_words(),
        steps: steps(view, &case)?,
        stuck: case.stuck(&entitled).filter(|_| reads),
        cannot: hat
            .as_ref()
            .err()
            .copied()
            .filter(|c| !matches!(c, Cannot::Closed | Cannot::NotYours)),
        hat: hat.ok(),
        record: if reads {
            web::record_path(&case.record_kind, case.record_id)
        } else {
            String::new()
        },
        title: if reads { case.title } else { String::new() },
        why: case.why.filter(|_| reads),
        marks: marks(case.marks, reads),
        kind: case.kind,
        amount: case.amount.filter(|_| reads),
        due: case.due,
        state: case.state,
        round: case.round,
        step: case.step,
        asked_at: case.asked_at,
        asked_name: if reads { case.asked.name } else { "—".to_owned() },
        benefits: case.benefits.len(),
        sealed: case.sealed,
        may_withdraw,
        may_set_up: view.actor().may(APPROVAL_SETUP),
        kinds: Some(kinds),
    })
}

/// What was done, the latest first; without the words for whoever may not read them.
fn marks(mut marks: Vec<Mark>, reads: bool) -> Vec<Mark> {
    marks.reverse();
    if !reads {
        // whoever asked may be the one it is about
        for mark in &mut marks {
            mark.note = None;
            if matches!(mark.what, What::Asked | What::Again | What::Withdrawn) {
                mark.by = Person {
                    account: web::AccountId::NIL,
                    member: None,
                    name: "—".to_owned(),
                };
            }
        }
    }
    marks
}

fn steps(view: &View<'_>, case: &Standing) -> Reply<Vec<StepShown>> {
    let mut all = Vec::new();
    for step in &case.steps {
        all.push(StepShown {
            number: step.number,
            who: named(view, &step.plan.who)?,
            needed: step.plan.needed,
        });
    }
    Ok(all)
}

/// Whom seats name, for the eye.
pub(super) fn named(view: &View<'_>, seats: &[Seat]) -> Reply<Vec<Named>> {
    let mut all = Vec::new();
    for seat in seats {
        all.push(match seat {
            Seat::Role(role) => Named::Role(*role),
            Seat::Post(post) => {
                let (body, title) = people::post_name(view, view.union(), *post)?.unwrap_or_default();
                Named::Post(*post, body, title)
            }
            Seat::Member(member) => {
                let card = org::members::store::find(view, view.union(), *member)?;
                Named::Person(card.map_or_else(String::new, |c| c.name))
            }
        });
    }
    Ok(all)
}

/// Whom a step names and how many of them, in words.
pub(super) fn step_words(cx: &Cx, who: &[Named], needed: i64) -> String {
    let names: Vec<String> = who
        .iter()
        .map(|named| match named {
            Named::Role(role) => cx.t(&role.word()),
            Named::Post(_, body, title) => cx.t2("approvals.show.post", "body", body, "post", title),
            Named::Person(name) => name.clone(),
        })
        .collect();
    let names = names.join(&cx.t("approvals.show.or"));
    if needed > 1 {
        cx.t2("approvals.show.some", "who", names, "n", needed)
    } else {
        names
    }
}

impl CasePage {
    fn name(&self, cx: &Cx) -> String {
        if self.title.is_empty() {
            cx.t1("approvals.list.sealed", "number", &self.number)
        } else {
            self.title.clone()
        }
    }
    fn at(&self, tail: &str) -> String {
        format!("/approvals/{}{tail}", self.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = html!(
            "{} {} {}",
            cx.badge(self.state.badge(), cx.t(&self.state.word())),
            self.kinds.map(|k| k.word(cx, &self.kind)),
            &self.number
        );
        let acts = self.may_withdraw.then(|| {
            cx.confirm(
                &self.at(&format!("/withdraw?version={}", self.version)),
                "approvals.show.withdraw",
                cx.t("approvals.show.withdraw_says"),
                "approvals.show.withdraw",
            )
        });
        html!(
            "{}{}",
            cx.crumbs([(cx.t("approvals.list.title"), "/approvals")]),
            cx.heading(self.name(cx), under, acts)
        )
    }
    fn course(&self, cx: &Cx) -> Html {
        let names = self.steps.iter().map(|s| step_words(cx, &s.who, s.needed));
        let at = match self.state {
            CaseState::Approved => i64::try_from(self.steps.len()).unwrap_or(0),
            _ => self.step - 1,
        };
        cx.steps(names, at)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        if !self.record.is_empty() {
            facts = facts.door(
                "approvals.show.record",
                cx.t("approvals.show.open_record"),
                &self.record,
            );
        }
        if let Some(amount) = self.amount {
            facts = facts.fact("approvals.col.amount", cx.money_in_words(amount));
        }
        facts = facts.fact(
            "approvals.col.asked",
            html!("{} · {}", self.asked_name, cx.instant(self.asked_at)),
        );
        if let Some(due) = self.due {
            let shown = if self.state == CaseState::Open {
                cx.due(due)
            } else {
                Html::text(cx.date(due))
            };
            facts = facts.fact("approvals.col.due", shown);
        }
        if self.benefits > 0 {
            facts = facts.fact("approvals.show.benefits", cx.tn("approvals.show.people", self.benefits));
        }
        Html::trusted(facts.to_string())
    }
    /// What is to be said before anything else.
    fn notes(&self, cx: &Cx) -> Html {
        let mut all = Html::none();
        if self.title.is_empty() {
            all.add(cx.note(State::Info, cx.t("approvals.show.sealed")));
        }
        if let Some(why) = &self.why {
            let key = if self.state == CaseState::Returned {
                "approvals.show.returned_why"
            } else {
                "approvals.show.refused_why"
            };
            all.add(cx.note(self.state.badge(), cx.t1(key, "why", why)));
        }
        if let Some(cannot) = self.cannot {
            all.add(cx.note(State::Info, cx.t(cannot.word())));
        }
        if let Some(stuck) = &self.stuck {
            all.add(cx.note(State::Overdue, self.stuck_words(cx, stuck)));
        }
        all
    }
    fn stuck_words(&self, cx: &Cx, stuck: &Stuck) -> Html {
        let mut lines = vec![cx.t2("approvals.stuck.needed", "needed", stuck.needed, "free", stuck.free)];
        let comma = cx.t("approvals.show.and");
        for (key, names) in [
            ("approvals.stuck.asked", &stuck.asked),
            ("approvals.stuck.benefits", &stuck.benefits),
            ("approvals.stuck.done", &stuck.done),
        ] {
            if !names.is_empty() {
                lines.push(cx.t1(key, "names", names.join(&comma)));
            }
        }
        lines.push(cx.t("approvals.stuck.next"));
        let setup = self
            .may_set_up
            .then(|| html!(" · <a href=\"/approvals/setup\">{}</a>", cx.t("approvals.setup.title")));
        html!(
            "<p>{}</p><p><a href=\"/approvals/deputies\">{}</a>{}</p>",
            lines.join(" "),
            cx.t("approvals.deputies.new"),
            setup
        )
    }
    /// As whom the reader decides, if not for themselves.
    fn hat_words(&self, cx: &Cx) -> Html {
        let Some(person) = self.hat.as_ref().and_then(|h| h.instead_of.as_ref()) else {
            return Html::none();
        };
        let key = if self.hat.as_ref().is_some_and(|h| h.recused) {
            "approvals.show.instead_recused"
        } else {
            "approvals.show.instead_of"
        };
        cx.note(State::Info, cx.t1(key, "name", &person.name))
    }
    fn timeline(&self, cx: &Cx) -> Html {
        let line = self.marks.iter().fold(cx.timeline(), |line, m| {
            let what = cx.t(&format!("approvals.what.{}", m.what.key()));
            let step = matches!(m.what, What::Approved | What::Refused | What::Returned)
                .then(|| cx.t1("approvals.show.at_step", "n", m.step));
            let instead = m
                .instead_of
                .as_ref()
                .map(|p| cx.t1("approvals.show.for", "name", &p.name));
            let what = html!("{}{} {}", what, instead, step);
            line.event(m.at, &m.by.name, what, m.note.as_deref())
        });
        Html::trusted(line.to_string())
    }
}
