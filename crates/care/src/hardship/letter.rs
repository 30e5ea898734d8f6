//! Approval from above: what goes up is an extract, sealed on its way, and what comes back is a yes, a no, or a wish for
//! something to be mended.

use dispatch::{Answer, InState, Incoming, LetterId, NewLetter, Outgoing};
use kernel::{Date, Lang, Money, Text, UnionId};
use org::{
    bodies::{posts, store as bodies},
    power::HARDSHIP_SEE,
    tree,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Fault, Record, Refusal, Reply, View, reveal};

use super::{
    KIND,
    acts::step,
    body::Body,
    course,
    means::Category,
    model::{Card, Status, Step},
    store,
};

/// The kind of record that such a letter is: `/hardships/letters/{id}`.
const RECORD: &str = "hardships/letter";
/// What is read when an extract is opened.
const EXTRACT: &str = "extract";
/// A letter comes back with one answer for no and for not yet; these words in front make the difference.
const REFUSED: &str = "不予批准：";
/// Days within which such a letter should be answered.
const ANSWER_DAYS: i32 = 10;

/// Months until a look at it where no rule says when; whoever looks sets the next day.
const UNRULED: i32 = 6;

/// The letter that asks for approval.
pub const LETTER: dispatch::Kind = dispatch::Kind {
    name: "hardship.approval",
    word: "hardship.letter.kind",
    page: "/hardships/letters",
    see: HARDSHIP_SEE,
    arrived,
    called_back,
    answered,
};

/// What goes up, and no more.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Extract {
    /// Whose.
    pub name: String,
    /// Where they work.
    pub unit: String,
    /// How deep.
    pub category: Category,
    /// The main cause.
    pub cause: String,
    /// How many the household is.
    pub size: i64,
    /// What is left a head and month, and the minimum it was held against.
    pub head: Money,
    /// The local minimum.
    pub minimum: String,
    /// The committee's decision.
    pub basis: String,
    /// Of the day.
    pub decided: Date,
    /// The notice.
    pub notice: (Date, Date),
    /// How many objected.
    pub objections: i64,
}

fn fill(key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
    ui::words::fill(ui::words::find(Lang::Zh, key).unwrap_or_default(), args)
}

/// The union above, if there is one.
pub(super) fn above(view: &View<'_>) -> Reply<Option<UnionId>> {
    let parent = tree::get(view, view.union())?.parent;
    let node = match parent {
        Some(parent) => tree::store::find_one(view, parent)?,
        None => None,
    };
    Ok(node.filter(|node| node.lives_on(view.today())).map(|node| node.id))
}

fn extract(view: &View<'_>, card: &Card, body: &Body) -> Reply<Extract> {
    let steps = store::steps(view, view.union(), card.id)?;
    let mut decision = None;
    let (mut notice, mut objections) = ((view.today(), view.today()), 0);
    for kept in steps {
        match kept.step {
            Step::Reviewed {
                on,
                basis,
                category,
                test: Some(test),
                ..
            } => decision = Some((on, basis, category, test)),
            Step::Noticed { from, until, .. } => notice = (from, until),
            Step::Objected { .. } => objections += 1,
            _ => {}
        }
    }
    let (decided, basis, category, test) = decision.ok_or_else(Refusal::missing)?;
    let minimum = test.steps.iter().find(|step| step.what == super::means::What::Minimum);
    Ok(Extract {
        name: card.name.clone(),
        unit: body.get("unit").unwrap_or_default().to_owned(),
        category,
        cause: body.get("cause").unwrap_or_default().to_owned(),
        size: test.size,
        head: test.head,
        minimum: minimum.map(|step| step.amount.clone()).unwrap_or_default(),
        basis,
        decided,
        notice,
        objections,
    })
}

/// Sends a dossier up.
pub(super) fn send(act: &Act<'_>, card: &Card, version: i64, body: &Body, to: UnionId) -> Reply<()> {
    let to = dispatch::files::address(act, to)?.ok_or_else(Refusal::missing)?;
    let plain = serde_json::to_vec(&extract(act, card, body)?).map_err(Fault::other)?;
    let name = to.name.clone();
    let letter = NewLetter {
        kind: &LETTER,
        to,
        // whose it is stands under the seal alone
        subject: fill("hardship.letter.subject", &[]),
        record: Record::new(KIND, card.id),
        body: "{\"v\":1}".to_owned(),
        sealed: Some(plain.as_slice()),
    };
    let letter = dispatch::send(act, &letter)?;
    let on = act.today();
    step(act, card, version, &Step::Sent { on, letter, to: name }).map(drop)
}

fn chair(view: &View<'_>) -> Reply<Option<org::MemberId>> {
    let union = view.union();
    let all = bodies::living(view, union, view.today())?;
    let Some(committee) = all.iter().find(|body| body.kind == org::BodyKind::Committee) else {
        return Ok(None);
    };
    let post = posts::first_post(view, union, committee.id)?;
    let holders = posts::holders(view, union, Some(committee.id), false)?;
    Ok(holders
        .into_iter()
        .find(|holder| holder.post == post)
        .map(|holder| holder.member))
}

/// A task that leads to a record and tells nothing of it.
fn task(act: &Act<'_>, record: Record, word: &str, args: &[(&str, &dyn std::fmt::Display)], days: i32) -> Reply<()> {
    let title: String = fill(word, args).chars().take(200).collect();
    let title: Text<200> = Text::new(&title).map_err(|_| Refusal::new("web.refusal.fields"))?;
    let task = flow::NewTask {
        owner: chair(act)?,
        due: Some(act.today().plus_days(days)),
        source: Some(record),
        ..flow::NewTask::new(title, flow::Field::Care)
    };
    flow::add_for(act.writer(), act.union(), (act.actor().account, act.now()), &task)?;
    Ok(())
}

fn arrived(act: &Act<'_>, letter: &Incoming) -> Reply<()> {
    let from: &dyn std::fmt::Display = &letter.from_name;
    let record = Record::new(RECORD, letter.id);
    task(act, record, "hardship.letter.task_in", &[("union", from)], ANSWER_DAYS)
}

fn end_tasks(act: &Act<'_>, letter: LetterId) -> Reply<()> {
    for task in flow::of_source(act, act.union(), Record::new(RECORD, letter))? {
        if task.state.is_open() {
            flow::settle(act, task.id, flow::Outcome::Done { on: act.today() })?;
        }
    }
    Ok(())
}

fn called_back(act: &Act<'_>, letter: &Incoming) -> Reply<()> {
    end_tasks(act, letter.id)
}

/// What became of a dossier above.
fn answered(act: &Act<'_>, letter: &Outgoing, answer: &Answer) -> Reply<()> {
    let Some(card) = store::by_letter(act, act.union(), letter.id)? else {
        return Ok(());
    };
    let record = Record::new(KIND, card.id);
    match answer {
        Answer::Accepted { on } => {
            // an answer that has come is never left lying: what the day does not allow any more counts from today
            let on = if facts::open(act, *on).is_ok() {
                *on
            } else {
                act.today()
            };
            let recheck = course::recheck_on(act, card.brief.category, on, None);
            let recheck = recheck.unwrap_or_else(|_| on.plus_months(UNRULED));
            course::file(act, &card, card.version, (on, Some(recheck)), letter.to_name.clone())
        }
        Answer::Returned { on, why } => {
            let (on, basis) = (*on, letter.to_name.clone());
            let told = match why.strip_prefix(REFUSED) {
                Some(why) => Step::Refused {
                    on,
                    basis,
                    why: why.to_owned(),
                },
                None => Step::Returned { on, why: why.clone() },
            };
            step(act, &card, card.version, &told)?;
            task(
                act,
                record,
                "hardship.letter.task_back",
                &[("union", &letter.to_name)],
                ANSWER_DAYS,
            )
        }
        Answer::Withdrawn { on } => step(act, &card, card.version, &Step::Recalled { on: *on }).map(drop),
    }
}

/// Which letter.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: LetterId,
}

/// A letter as either side sees it.
#[derive(Clone, Serialize, JsonSchema)]
pub struct LetterPage {
    /// Sent by this union.
    pub sent: Option<Outgoing>,
    /// Received by it.
    pub received: Option<Incoming>,
    /// What it says, for a reader whose reading was just recorded.
    pub extract: Option<Extract>,
    /// Whether it can be opened at all.
    pub may_open: bool,
    /// Whether it can be answered by whoever looks.
    pub may_decide: bool,
    /// Today.
    pub today: Date,
}

ui::page!(LetterPage, "hardship/pages/letter.html", |_p, cx| cx
    .t("hardship.letter.kind"));

fn find(view: &View<'_>, id: LetterId) -> Reply<(Option<Outgoing>, Option<Incoming>)> {
    let sent = dispatch::sent(view, view.union(), id)?.filter(|letter| letter.kind == LETTER.name);
    let received = dispatch::received(view, view.union(), id)?.filter(|letter| letter.kind == LETTER.name);
    if sent.is_none() && received.is_none() {
        return Err(Refusal::missing().into());
    }
    Ok((sent, received))
}

pub(super) fn show(view: &View<'_>, which: Which) -> Reply<LetterPage> {
    let (sent, received) = find(view, which.id)?;
    let waits = received
        .as_ref()
        .is_some_and(|letter| letter.state == InState::Received);
    let mut extract = None;
    if waits
        && reveal::is_open(view, Record::new(RECORD, which.id), EXTRACT)?
        && let Some(plain) = dispatch::open_in(view, view.union(), which.id)?
    {
        extract = serde_json::from_slice(plain.bytes()).ok();
    }
    Ok(LetterPage {
        sent,
        received,
        extract,
        may_open: waits,
        may_decide: waits && view.actor().may(org::power::HARDSHIP_DECIDE),
        today: view.today(),
    })
}

impl LetterPage {
    fn id(&self) -> String {
        let received = self.received.as_ref().map(|letter| letter.id);
        received
            .or(self.sent.as_ref().map(|letter| letter.id))
            .map_or_else(String::new, |id| id.to_string())
    }
    fn at(&self, tail: &str) -> String {
        format!("/hardships/letters/{}{tail}", self.id())
    }
    fn version(&self) -> i64 {
        let received = self.received.as_ref().map(|letter| letter.version);
        received
            .or(self.sent.as_ref().map(|letter| letter.version))
            .unwrap_or_default()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let under = match (&self.received, &self.sent) {
            (Some(letter), _) => cx.t(&letter.state.word()),
            (_, Some(letter)) => cx.t(&letter.state.word()),
            _ => String::new(),
        };
        let crumbs = cx.crumbs([(cx.t("hardship.list.title"), "/hardships")]);
        html!("{}{}", crumbs, cx.heading(cx.t("hardship.letter.kind"), under, ""))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        if let Some(letter) = &self.received {
            facts = facts.fact("hardship.letter.from", &letter.from_name);
            facts = facts.fact("hardship.letter.came", cx.instant(letter.arrived_at));
        }
        if let Some(letter) = &self.sent {
            facts = facts.fact("hardship.letter.to", &letter.to_name);
            facts = facts.door(
                "hardship.letter.dossier",
                cx.t("hardship.letter.open_dossier"),
                &format!("/hardships/{}", letter.record_id),
            );
        }
        if let Some(told) = &self.extract {
            facts = facts
                .fact("hardship.item.name", &told.name)
                .fact("hardship.item.unit", &told.unit)
                .fact("hardship.list.category", cx.t(&told.category.word()))
                .fact(
                    "hardship.item.cause",
                    cx.t(&format!("hardship.choice.cause.{}", told.cause)),
                )
                .fact("hardship.test.size", cx.number(told.size))
                .fact("hardship.test.head", cx.money(told.head))
                .fact("hardship.test.minimum", &told.minimum)
                .fact("hardship.review.basis", &told.basis)
                .fact("hardship.review.on", cx.date_full(told.decided))
                .fact("hardship.notice.days", cx.span(told.notice.0, told.notice.1))
                .fact("hardship.notice.objections", cx.number(told.objections));
        }
        Html::trusted(facts.to_string())
    }
    fn veil(&self, cx: &Cx) -> Html {
        if self.may_open && self.extract.is_none() {
            html!(
                "<p>{}</p>{}",
                cx.t("hardship.letter.sealed"),
                super::show::ask(cx, &self.at("/reveal"), "hardship.letter.open")
            )
        } else {
            Html::none()
        }
    }
}

/// Opening an extract.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: LetterId,
    purpose: Text<100>,
}

/// Opens the extract for a few minutes, and keeps by whom and for what.
pub(super) fn open(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    find(act, form.id)?;
    reveal::read(act, Record::new(RECORD, form.id), &[EXTRACT], &form.purpose)?;
    Ok(back(form.id, "hardship.said.opened"))
}

fn back(id: LetterId, said: &str) -> Done {
    Done::to(format!("/hardships/letters/{id}")).record(id).say(said)
}

/// A letter to be approved.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Approve {
    id: LetterId,
    version: i64,
    on: Date,
}

fn received(act: &Act<'_>, id: LetterId) -> Reply<Incoming> {
    let letter = find(act, id)?.1.ok_or_else(Refusal::missing)?;
    if letter.answer().is_some() {
        return Err(Refusal::new("hardship.letter.answered").status(409).into());
    }
    Ok(letter)
}

/// The union above approves.
pub(super) fn approve(act: &mut Act<'_>, form: Approve) -> Reply<Done> {
    let letter = received(act, form.id)?;
    if form.on > act.today() || form.on < letter.sent_at.day() {
        return Err(Refusal::field("on", "hardship.refusal.to_come").into());
    }
    dispatch::accept(act, (form.id, form.version), form.on, Record::new(RECORD, form.id))?;
    end_tasks(act, form.id)?;
    Ok(back(form.id, "hardship.letter.approved"))
}

/// A letter to be sent back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Back {
    id: LetterId,
    version: i64,
    why: Text<200>,
}

/// The union above asks for something to be mended.
pub(super) fn give_back(act: &mut Act<'_>, form: Back) -> Reply<Done> {
    received(act, form.id)?;
    let why = form.why.as_str().trim_start_matches(REFUSED);
    dispatch::return_back(act, (form.id, form.version), why)?;
    end_tasks(act, form.id)?;
    Ok(back(form.id, "hardship.letter.returned"))
}

/// The union above does not approve.
pub(super) fn refuse(act: &mut Act<'_>, form: Back) -> Reply<Done> {
    received(act, form.id)?;
    dispatch::return_back(act, (form.id, form.version), &format!("{REFUSED}{}", form.why))?;
    end_tasks(act, form.id)?;
    Ok(back(form.id, "hardship.letter.refused"))
}

/// Calls the letter of a dossier back; what becomes of it the receiver's row decides.
pub(super) fn recall(act: &mut Act<'_>, form: super::acts::Seen) -> Reply<Done> {
    let card = super::acts::seen(act, form.id)?;
    let super::model::State::Sent { letter, .. } = card.state else {
        return Err(super::model::Cannot(card.state.status()).into());
    };
    if card.version != form.version {
        return Err(Refusal::stale().into());
    }
    let out = dispatch::sent(act, act.union(), letter)?.ok_or_else(Refusal::missing)?;
    dispatch::recall(act, crate::LETTERS, letter, out.version)?;
    let now = store::get(act, act.union(), card.id)?.state.status();
    let said = if now == Status::Cleared {
        "hardship.said.recalled"
    } else {
        "hardship.said.recalling"
    };
    Ok(super::acts::done(card.id, said))
}
